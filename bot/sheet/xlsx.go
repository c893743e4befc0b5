package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"zhirong/corpus"
)

// The bounds of the parts of an XLSX file, in bytes once they are unpacked.
const (
	maxUnpacked = 96 << 20 // all parts
	maxSheetXML = 48 << 20
	maxStrings  = 24 << 20
	maxPart     = 4 << 20   // any other part but pictures
	maxListed   = 1_000_000 // elements of the shared texts
	maxElements = 250_000   // of another part that the library takes apart
	maxStored   = 2_500_000 // cells of a sheet, the empty ones too
	maxParts    = 1000
	maxFormats  = 1000 // number formats of the file's own
	maxFormat   = 255  // characters of one, as in spreadsheet programs
)

// active are parts that do something or hold other files, by the beginning of
// their names, folded.
var active = []string{"xl/vbaproject", "xl/activex/", "xl/embeddings/", "xl/macrosheets/", "xl/connections.xml", "xl/querytables/", "xl/ctrlprops/", "xl/dialogsheets/", "customui/"}

// readXLSX reads a sheet of a workbook.
func readXLSX(data []byte, o Options) (rows []corpus.Row, err error) {
	// The library reads files that hostile hands may have made: should it fall
	// over one, that is a damaged file and no more.
	defer func() {
		if recover() != nil {
			rows, err = nil, ErrDamaged
		}
	}()
	b, err := unpack(data)
	if err != nil {
		return nil, err
	}
	name, part, err := b.find(o.Sheet)
	if err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	defer f.Close()
	if err := boundedFormats(f); err != nil {
		return nil, err
	}
	p := plan{file: f, most: o.Rows, date: map[int]bool{}, special: map[place]string{}}
	if err := p.survey(part); err != nil {
		return nil, err
	}
	return p.take(name)
}

// book is the parts of a file that tell of its sheets.
type book struct {
	parts map[string][]byte
}

// unpack holds a file against the bounds, by what its parts really hold, and
// returns those that matter. Parts are known by name, folded.
func unpack(data []byte) (*book, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, ErrDamaged
	}
	if len(z.File) > maxParts {
		return nil, fmt.Errorf("%w: at most %d parts", ErrTooLarge, maxParts)
	}
	b := &book{parts: map[string][]byte{}}
	total := 0
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if slices.ContainsFunc(active, func(a string) bool { return strings.HasPrefix(name, a) }) {
			return nil, ErrActive
		}
		if strings.HasPrefix(name, "xl/externallinks/") {
			return nil, ErrLinks
		}
		if f.Flags&1 != 0 {
			return nil, ErrEncrypted
		}
		most := maxPart
		switch {
		case strings.HasPrefix(name, "xl/worksheets/"):
			most = maxSheetXML
		case name == "xl/sharedstrings.xml":
			most = maxStrings
		case strings.HasPrefix(name, "xl/media/"):
			most = maxUnpacked
		}
		part, err := content(f, min(most, maxUnpacked-total))
		if err != nil {
			return nil, err
		}
		total += len(part)
		if _, twice := b.parts[name]; twice {
			return nil, ErrDamaged
		}
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			b.parts[name] = part
		}
	}
	types, ok := b.parts["[content_types].xml"]
	switch {
	case !ok, b.parts["xl/workbook.xml"] == nil:
		return nil, ErrNotTable
	case bytes.Contains(bytes.ToLower(types), []byte("macroenabled")):
		return nil, ErrActive
	}
	for _, name := range []string{"[content_types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/calcchain.xml", "xl/theme/theme1.xml"} {
		if err := bounded(b.parts[name], maxElements); err != nil {
			return nil, err
		}
	}
	return b, bounded(b.parts["xl/sharedstrings.xml"], maxListed)
}

// content unpacks one part, at most so many bytes of it.
func content(f *zip.File, most int) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, ErrDamaged
	}
	defer r.Close()
	part, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	switch {
	case len(part) > most:
		return nil, fmt.Errorf("%w: %d MB once it is unpacked", ErrTooLarge, maxUnpacked>>20)
	case err != nil:
		return nil, ErrDamaged
	}
	return part, nil
}

// bounded reports a part that would take far more memory than its bytes: too many
// elements, or a shared text that no program would have written, which a short
// file could name in every cell.
func bounded(part []byte, most int) error {
	length, count := 0, 0
	return elements(part, func(e xml.StartElement) error {
		if count++; count > most {
			return fmt.Errorf("%w: at most %d elements in a part", ErrTooLarge, most)
		}
		if e.Name.Local == "si" {
			length = 0
		}
		return nil
	}, func(text []byte) error {
		if length += len(bytes.TrimSpace(text)); length > 4*maxCell {
			return fmt.Errorf("%w: at most %d characters in a cell", ErrTooLarge, maxCell)
		}
		return nil
	})
}

// elements calls back for each element and each text of an XML part.
func elements(part []byte, start func(xml.StartElement) error, text func([]byte) error) error {
	d := xml.NewDecoder(bytes.NewReader(part))
	for open := 0; ; {
		tok, err := d.RawToken() // names as they are written: no part needs more
		if errors.Is(err, io.EOF) && open == 0 {
			return nil
		}
		if err != nil {
			return ErrDamaged
		}
		err = nil
		switch e := tok.(type) {
		case xml.StartElement:
			open++
			err = start(e)
		case xml.EndElement:
			open--
		case xml.CharData:
			if text != nil {
				err = text(e)
			}
		}
		if err != nil {
			return err
		}
	}
}

func attribute(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// find returns a sheet's name and its part: the one of that name, or the first
// that is not hidden.
func (b *book) find(wanted string) (name string, part []byte, err error) {
	targets := map[string]string{}
	err = elements(b.parts["xl/_rels/workbook.xml.rels"], func(e xml.StartElement) error {
		if e.Name.Local == "Relationship" && strings.HasSuffix(attribute(e, "Type"), "/worksheet") {
			at := attribute(e, "Target")
			if !strings.HasPrefix(at, "/") {
				at = "xl/" + at
			}
			targets[attribute(e, "Id")] = strings.ToLower(strings.TrimPrefix(path.Clean(at), "/"))
		}
		return nil
	}, nil)
	if err != nil {
		return "", nil, err
	}
	err = elements(b.parts["xl/workbook.xml"], func(e xml.StartElement) error {
		if e.Name.Local != "sheet" || part != nil {
			return nil
		}
		found := b.parts[targets[rid(e)]]
		if n := attribute(e, "name"); found != nil && (n == wanted || wanted == "" && attribute(e, "state") != "hidden" && attribute(e, "state") != "veryHidden") {
			name, part = n, found
		}
		return nil
	}, nil)
	if err == nil && part == nil {
		err = ErrNoSheet
	}
	return name, part, err
}

// rid is the relation of a sheet element: its attribute id with a prefix.
func rid(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}

// boundedFormats reports number formats that would take long to apply.
func boundedFormats(f *excelize.File) error {
	if f.Styles == nil || f.Styles.NumFmts == nil {
		return nil
	}
	if len(f.Styles.NumFmts.NumFmt) > maxFormats {
		return fmt.Errorf("%w: at most %d number formats", ErrTooLarge, maxFormats)
	}
	for _, n := range f.Styles.NumFmts.NumFmt {
		if len(n.FormatCode) > 4*maxFormat || len(n.FormatCode16) > 4*maxFormat {
			return fmt.Errorf("%w: at most %d characters in a number format", ErrTooLarge, maxFormat)
		}
	}
	return nil
}

// place is a cell by row and column, both from 1.
type place struct{ row, column int }

// plan is what a first look at the cells found: those whose value is not what the
// library shows of it.
type plan struct {
	file    *excelize.File
	most    int
	date    map[int]bool     // by style
	special map[place]string // a day, or a flaw after a colon
	epoch   time.Time
}

// cell is a cell as it stands in the part.
type cell struct {
	at      place
	style   int
	kind    string
	formula bool
	stored  bool // has a value, be it empty
	value   string
}

// survey reads the cells of a sheet's part within the bounds.
func (p *plan) survey(part []byte) error {
	p.epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if props, err := p.file.GetWorkbookProps(); err == nil && props.Date1904 != nil && *props.Date1904 {
		p.epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var (
		c             cell
		inside        string
		row, column   int
		cells, stored int
		filled        int // the last row with anything in it
		rowsFilled    int
	)
	flush := func() error {
		if c.at.row == 0 {
			return nil
		}
		if c.value != "" || c.formula {
			cells++
			if c.at.row != filled {
				filled, rowsFilled = c.at.row, rowsFilled+1
			}
			p.note(c)
		}
		switch {
		case rowsFilled > p.most+1:
			return fmt.Errorf("%w: at most %d rows", ErrTooLarge, p.most)
		case cells > maxCells:
			return fmt.Errorf("%w: at most %d cells", ErrTooLarge, maxCells)
		case c.at.column > maxColumns && (c.value != "" || c.formula):
			return fmt.Errorf("%w: at most %d columns", ErrTooLarge, maxColumns)
		}
		c = cell{}
		return nil
	}
	err := elements(part, func(e xml.StartElement) error {
		inside = e.Name.Local
		switch inside {
		case "row":
			row++
			if n, err := strconv.Atoi(attribute(e, "r")); err == nil {
				if n < row || n > 1<<20 {
					return ErrDamaged // rows stand in their order
				}
				row = n
			}
			column = 0
			return flush()
		case "c":
			if err := flush(); err != nil {
				return err
			}
			if stored++; stored > maxStored {
				return fmt.Errorf("%w: at most %d cells", ErrTooLarge, maxStored)
			}
			column++
			if ref := attribute(e, "r"); ref != "" {
				at, r, err := excelize.CellNameToCoordinates(ref)
				if err != nil || r != row || at < column {
					return ErrDamaged // cells stand in their order
				}
				column = at
			}
			c = cell{at: place{row, column}, kind: attribute(e, "t")}
			c.style, _ = strconv.Atoi(attribute(e, "s"))
		case "f":
			c.formula = true
		case "v":
			c.stored = true
		case "t":
		default:
			inside = ""
		}
		return nil
	}, func(text []byte) error {
		if (inside == "v" || inside == "t") && len(c.value) < maxCell {
			c.value += string(text)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// note keeps a cell that is a day, or that cannot be read.
func (p *plan) note(c cell) {
	value := strings.TrimSpace(c.value)
	switch {
	case c.kind == "e":
		p.special[c.at] = ":" + FlawError
	case c.formula && value == "" && !(c.kind == "str" && c.stored):
		p.special[c.at] = ":" + FlawFormula
	case (c.kind == "" || c.kind == "n") && value != "" && p.isDate(c.style):
		p.special[c.at] = p.day(value)
	case c.kind == "d":
		day, _, _ := strings.Cut(value, "T")
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			day = ":" + FlawDate
		}
		p.special[c.at] = day
	}
}

// day is the day of a serial number, whose part behind the point is the hour.
func (p *plan) day(serial string) string {
	n, err := strconv.ParseFloat(serial, 64)
	if err != nil || n < 1 || n >= 2_958_466 { // 9999-12-31
		return ":" + FlawDate
	}
	day := int(n)
	if p.epoch.Year() == 1899 && day < 60 {
		day++ // spreadsheets count a 29 February 1900
	}
	on := p.epoch.AddDate(0, 0, day)
	if on.Year() > 9999 {
		return ":" + FlawDate
	}
	return on.Format(time.DateOnly)
}

// isDate reports whether a style shows numbers as days.
func (p *plan) isDate(style int) bool {
	if style <= 0 {
		return false
	}
	is, known := p.date[style]
	if !known {
		if s, err := p.file.GetStyle(style); err == nil && s != nil {
			is = dayFormat(s.NumFmt)
			if s.CustomNumFmt != nil {
				is = dayCode(*s.CustomNumFmt)
			}
		}
		p.date[style] = is
	}
	return is
}

// dayFormat reports whether a built-in number format shows a day.
func dayFormat(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// dayCode reports whether a number format shows a day: it has a year or a day in
// it, besides what it quotes.
func dayCode(code string) bool {
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case quoted:
			quoted = c != '"'
		case bracket:
			bracket = c != ']'
		case c == '"':
			quoted = true
		case c == '[':
			bracket = true
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == ';':
			return false // what follows is for numbers below zero
		case c == 'y' || c == 'Y' || c == 'd' || c == 'D':
			return true
		}
	}
	return false
}

// take reads the rows as they are shown, with what the survey found in its place.
func (p *plan) take(name string) ([]corpus.Row, error) {
	rows, err := p.file.Rows(name)
	if err != nil {
		return nil, ErrDamaged
	}
	defer rows.Close()
	t := taken{most: p.most}
	for line := 1; rows.Next(); line++ {
		shown, err := rows.Columns()
		if err != nil {
			return nil, ErrDamaged
		}
		row := corpus.Row{Line: line, Cells: shown}
		for i := range shown {
			found, ok := p.special[place{line, i + 1}]
			if !ok {
				shown[i] = strings.ToValidUTF8(shown[i], "\ufffd")
				continue
			}
			if code, flawed := strings.CutPrefix(found, ":"); flawed {
				row.Mar(i, code)
			} else {
				shown[i] = found
			}
		}
		if len(t.rows) > 0 {
			// Empty cells at the end of a row are not stored.
			for len(row.Cells) < len(t.rows[0].Cells) {
				row.Cells = append(row.Cells, "")
			}
		}
		if err := t.add(row); err != nil {
			return nil, err
		}
	}
	if rows.Error() != nil {
		return nil, ErrDamaged
	}
	return t.rows, nil
}
