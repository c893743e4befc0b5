package sheet

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"zhirong/corpus"
)

// XLSXType is the media type of a workbook.
const XLSXType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Book is a workbook to be written. Sheets have names that differ.
type Book struct {
	Title  string
	Sheets []Sheet
}

// Sheet is one sheet, printed on A4 at the width of a page, or of as many as keep
// it readable.
type Sheet struct {
	Name   string
	Widths []float64 // of the columns, in characters; 0 or left out: as the program has it
	Frozen int       // rows at the top that stay in view
	Wide   bool      // printed across the page
	Rows   [][]Cell
}

// Format is how a cell looks.
type Format byte

// The formats. Text is text however it looks.
const (
	Plain Format = iota
	Title
	Head
	Wrapped // text over several lines
	Note    // small text over several lines
	Money   // yuan with fen
	Share   // a rate such as 3.00%
	Count
	Number // with the decimals that it has, as far as the column is wide
	Day
)

// Cell is text, or a number, or a day. A formula is worked out by the program that
// opens the book; what stands beside it is its result as it is now.
type Cell struct {
	Text    string
	Number  string // decimal: "702315.88"
	Day     corpus.Date
	Formula string // without the sign of equality
	Format  Format
	Input   bool   // to be changed by the reader
	Span    int    // columns that the cell covers; the row is as high as its text needs
	Name    string // by which formulas and programs find the cell; letters, digits, _
}

// T is a cell of plain text.
func T(text string) Cell { return Cell{Text: text} }

// N is a whole number.
func N(n int) Cell { return Cell{Number: strconv.Itoa(n), Format: Count} }

// Ref is the address of a cell as formulas of any sheet name it. Columns and rows
// count from 0.
func Ref(sheet string, column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1, true)
	if err != nil {
		return "#REF!"
	}
	return "'" + sheet + "'!" + name
}

// maxName is how many characters the name of a sheet may have.
const maxName = 31

// Name is a text as the name of a sheet may be.
func Name(text string) string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) || r < ' ' {
			return ' '
		}
		return r
	}, text)
	runes := []rune(strings.TrimSpace(text))
	return string(runes[:min(len(runes), maxName)])
}

// WriteXLSX writes a workbook.
func WriteXLSX(w io.Writer, b Book) error {
	f := excelize.NewFile()
	defer f.Close()
	f.ZipWriter = func(w io.Writer) excelize.ZipWriter {
		return &orderedZip{to: zip.NewWriter(w), parts: map[string]*bytes.Buffer{}}
	}
	styles := map[look]int{}
	for i, s := range b.Sheets {
		if err := writeSheet(f, i, s, styles); err != nil {
			return fmt.Errorf("write workbook: %w", err)
		}
	}
	err := errors.Join(
		f.SetDocProps(&excelize.DocProperties{Title: b.Title, Creator: "zhirong"}),
		f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: new(true)}),
	)
	if err == nil {
		err = f.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

func writeSheet(f *excelize.File, at int, s Sheet, styles map[look]int) error {
	if at == 0 {
		if err := f.SetSheetName("Sheet1", s.Name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(s.Name); err != nil {
		return err
	}
	orientation := "portrait"
	if s.Wide {
		orientation = "landscape"
	}
	err := errors.Join(
		f.SetPageLayout(s.Name, &excelize.PageLayoutOptions{Size: new(9), Orientation: &orientation, FitToWidth: new(s.pages()), FitToHeight: new(0)}),
		f.SetSheetProps(s.Name, &excelize.SheetPropsOptions{FitToPage: new(true)}),
	)
	if err != nil {
		return err
	}
	w, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	for i, width := range s.Widths {
		if width > 0 {
			if err := w.SetColWidth(i+1, i+1, width); err != nil {
				return err
			}
		}
	}
	if s.Frozen > 0 {
		err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: s.Frozen, TopLeftCell: "A" + strconv.Itoa(s.Frozen+1), ActivePane: "bottomLeft"})
		if err != nil {
			return err
		}
	}
	for i, row := range s.Rows {
		cells := make([]any, len(row))
		for k, c := range row {
			if cells[k], err = written(f, c, s.place(i, k), styles); err != nil {
				return err
			}
			if c.Name != "" {
				if err := f.SetDefinedName(&excelize.DefinedName{Name: c.Name, RefersTo: Ref(s.Name, k, i)}); err != nil {
					return err
				}
			}
		}
		var height []excelize.RowOpts
		if len(row) > 0 && row[0].Format == Title {
			height = []excelize.RowOpts{{Height: titleHeight}}
		}
		for k, c := range row {
			if c.Span < 2 {
				continue
			}
			_, first, _ := strings.Cut(Ref(s.Name, k, i), "!")
			_, last, _ := strings.Cut(Ref(s.Name, k+c.Span-1, i), "!")
			if err := w.MergeCell(strings.ReplaceAll(first, "$", ""), strings.ReplaceAll(last, "$", "")); err != nil {
				return err
			}
			height = []excelize.RowOpts{{Height: s.height(c.Text, k, c.Span)}}
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells, height...); err != nil {
			return err
		}
	}
	return w.Flush()
}

// pageWidth is how many characters a page may hold beside each other and still be
// read.
const pageWidth = 180

// pages is how many pages a sheet takes from side to side when it is printed.
func (s Sheet) pages() int {
	room := 0.0
	for _, w := range s.Widths {
		room += w
	}
	return max(1, int(math.Ceil(room/pageWidth)))
}

// lineHeight is the height of a line of text, in points, and mostHeight that of a
// row.
const (
	lineHeight  = 16
	mostHeight  = 400
	titleHeight = 24
)

// place says how a cell lies in its column: to the right if it is the head of
// figures, and a little in if it is text behind another column, so that it does
// not touch a figure before it.
func (s Sheet) place(row, column int) alignment {
	if s.Rows[row][column].figure() {
		return asUsual
	}
	if s.Rows[row][column].Format == Head {
		for _, below := range s.Rows[row+1:] {
			if column >= len(below) || below[column].empty() {
				continue
			}
			if below[column].figure() {
				return right
			}
			break
		}
	}
	if column > 0 {
		return indented
	}
	return asUsual
}

// figure reports whether a cell shows a number or a day.
func (c Cell) figure() bool {
	return c.Number != "" || c.Day != "" || c.Formula != "" && c.Format >= Money
}

func (c Cell) empty() bool { return c.Text == "" && c.Number == "" && c.Day == "" && c.Formula == "" }

// height is the height of a row for a text over several columns, in points:
// programs do not find it by themselves.
func (s Sheet) height(text string, first, span int) float64 {
	room := 0.0
	for i := first; i < first+span; i++ {
		width := 9.0 // of a column that has no width of its own
		if i < len(s.Widths) && s.Widths[i] > 0 {
			width = s.Widths[i]
		}
		room += width
	}
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		wide := 0.0
		for _, r := range line {
			wide++
			if r >= 0x2e80 { // as wide as two letters
				wide++
			}
		}
		lines += int(wide/room) + 1
	}
	return float64(min(lineHeight*lines+4, mostHeight))
}

// written is a cell as the library takes it; nil for an empty one.
func written(f *excelize.File, c Cell, at alignment, styles map[look]int) (any, error) {
	l := look{format: c.Format, input: c.Input, at: at}
	var value any
	switch {
	case c.Number != "":
		n, err := strconv.ParseFloat(c.Number, 64) // spreadsheets know no other numbers
		if err != nil {
			return nil, fmt.Errorf("cell %q: %w", c.Number, err)
		}
		value = n
	case c.Day != "":
		value = c.Day.Day() + 25569 // 1970-01-01 as spreadsheets count
	case c.Text != "":
		text := clean(c.Text)
		l.quoted = isFormula(text)
		value = text
	case c.Format == Plain && c.Formula == "" && !c.Input:
		return nil, nil
	}
	id, err := l.style(f, styles)
	return excelize.Cell{StyleID: id, Formula: c.Formula, Value: value}, err
}

// clean is a text as a cell may hold it.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == utf8.RuneError || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, text)
	if utf8.RuneCountInString(text) > maxCell {
		text = string([]rune(text)[:maxCell])
	}
	return text
}

// look is a style of cells.
type look struct {
	format Format
	input  bool
	quoted bool
	at     alignment
}

// alignment is how a cell lies in its column.
type alignment byte

const (
	asUsual  alignment = iota // text to the left, figures to the right
	indented                  // text, a little in
	right
)

// style returns the id of a look in a workbook.
func (l look) style(f *excelize.File, known map[look]int) (int, error) {
	if id, ok := known[l]; ok {
		return id, nil
	}
	s := &excelize.Style{Alignment: &excelize.Alignment{Vertical: "top"}, Font: &excelize.Font{Size: 10.5, Family: "Microsoft YaHei"}}
	switch l.at {
	case indented:
		s.Alignment.Horizontal, s.Alignment.Indent = "left", 1
	case right:
		s.Alignment.Horizontal = "right"
	}
	code := ""
	switch l.format {
	case Title:
		s.Font.Bold, s.Font.Size = true, 15
	case Head:
		s.Font.Bold, s.Alignment.WrapText = true, true
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF2"}}
		s.Border = []excelize.Border{{Type: "bottom", Style: 1, Color: "5B6B75"}}
	case Wrapped:
		s.Alignment.WrapText = true
	case Note:
		s.Alignment.WrapText, s.Font.Size, s.Font.Color = true, 9, "4A5760"
	case Money:
		code = "#,##0.00"
	case Share:
		code = "0.00%"
	case Count:
		code = "0"
	case Day:
		code = "yyyy-mm-dd"
	}
	if code != "" {
		s.CustomNumFmt = &code
	}
	if l.input {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF8DC"}}
		s.Border = []excelize.Border{{Type: "bottom", Style: 4, Color: "B08D2E"}}
	}
	id, err := f.NewStyle(s)
	if err != nil {
		return 0, err
	}
	if l.quoted {
		// One style more, like the other but with the mark.
		x := f.Styles.CellXfs
		x.Xf = append(x.Xf, x.Xf[id])
		id = len(x.Xf) - 1
		x.Xf[id].QuotePrefix, x.Count = new(true), len(x.Xf)
	}
	known[l] = id
	return id, nil
}

// orderedZip writes the parts of a workbook in one order.
type orderedZip struct {
	to    *zip.Writer
	parts map[string]*bytes.Buffer
}

// Create begins a part.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	z.parts[name] = &bytes.Buffer{}
	return z.parts[name], nil
}

// AddFS is never called: a workbook is made of parts alone.
func (z *orderedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the parts, first the one by which programs know the type.
func (z *orderedZip) Close() error {
	names := make([]string, 0, len(z.parts))
	for name := range z.parts {
		names = append(names, name)
	}
	const first = "[Content_Types].xml"
	slices.SortFunc(names, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == first:
			return -1
		case b == first:
			return 1
		}
		return cmp.Compare(a, b)
	})
	for _, name := range names {
		w, err := z.to.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(z.parts[name].Bytes()); err != nil {
			return err
		}
	}
	return z.to.Close()
}

// SaveCSV writes rows as WriteCSV does, for a file that people open: with the mark
// by which spreadsheet programs know UTF-8 and show Chinese right.
func SaveCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return WriteCSV(w, rows)
}

// WriteCSV writes rows so that no program takes a cell for a formula.
func WriteCSV(w io.Writer, rows [][]string) error {
	c := csv.NewWriter(w)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = PlainCell(cell)
		}
		if err := c.Write(safe); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

// PlainCell puts an apostrophe before a cell of CSV that a spreadsheet would take
// for a formula.
func PlainCell(s string) string {
	if isFormula(s) {
		return "'" + s
	}
	return s
}

// formulaMarks are the characters by which a program takes a text for a formula.
const formulaMarks = "=+-@\t\r\n＝＋－＠"

// isFormula reports whether a program may take a text for a formula. Blanks and
// what a program may drop, such as control characters, hide none.
func isFormula(s string) bool {
	seen := strings.TrimLeftFunc(s, func(r rune) bool {
		return !strings.ContainsRune(formulaMarks, r) && (unicode.IsSpace(r) || !unicode.IsGraphic(r) || r == utf8.RuneError)
	})
	r, _ := utf8.DecodeRuneInString(seen)
	return seen != "" && strings.ContainsRune(formulaMarks, r)
}
