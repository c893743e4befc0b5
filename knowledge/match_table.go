package knowledge

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"zhirong/corpus"
)

// Firm is one row of a table of firms.
type Firm struct {
	Row   int // line of the file
	Name  string
	Facts corpus.Facts
}

// RowFault is why a row was left out.
type RowFault struct {
	Row    int
	Name   string // of the firm, where it could be read
	Column string // as the head names it; empty: the row as a whole
	Text   string
}

// FirmTable is what was read of a table of firms.
type FirmTable struct {
	Firms   []Firm
	Faults  []RowFault
	Ignored []string // columns that name no fact
}

// Bounds of a table of firms.
const (
	MaxFirms    = 10_000
	maxFirmCell = 1000 // bytes
)

// The errors of ReadFirms, each of the table as a whole.
var (
	ErrNoHead    = errors.New("the table has no head: name at least one fact in its first line, as in: zhirong facts")
	ErrTwice     = errors.New("the head names a fact twice")
	ErrManyFirms = fmt.Errorf("the table has more than %d rows", MaxFirms)
)

// nameColumns are heads of the column of the firms' names, folded.
var nameColumns = []string{"name", "firm", "company", "企业", "企业名称", "单位名称", "名称", "公司名称"}

// ReadFirms reads firms from a table. Its first row names facts by id or by their
// label in either language; a row with a cell that makes no sense is reported and
// left out, the others are read. Messages about rows are in lang.
func (m *Matcher) ReadFirms(rows []corpus.Row, lang corpus.Lang) (*FirmTable, error) {
	if len(rows) == 0 {
		return nil, ErrNoHead
	}
	if len(rows) > MaxFirms+1 {
		return nil, ErrManyFirms
	}
	out := &FirmTable{}
	columns, heads, nameAt, err := m.columns(rows[0].Cells, out)
	if err != nil {
		return nil, err
	}
	units := make([]string, len(heads))
	for i, h := range rows[0].Cells {
		_, units[i] = corpus.HeadUnit(h)
	}
	for _, row := range rows[1:] {
		m.readFirm(out, row, columns, heads, units, nameAt, lang)
	}
	return out, nil
}

// columns finds the fact of each column, -1 for none.
func (m *Matcher) columns(head []string, out *FirmTable) (columns []int, heads []string, nameAt int, err error) {
	nameAt = -1
	found := false
	for i, h := range head {
		h = strings.TrimSpace(h)
		heads = append(heads, clip(h))
		at := -1
		named, _ := corpus.HeadUnit(h)
		for k := range m.set.Facts {
			if f := &m.set.Facts[k]; named == string(f.ID) || named == corpus.Fold(f.Label.ZH) || named == corpus.Fold(f.Label.EN) || slices.Contains(f.Heads, named) {
				at = k
				break
			}
		}
		switch {
		case at >= 0 && slices.Contains(columns, at):
			return nil, nil, 0, fmt.Errorf("%w: %s", ErrTwice, clip(h))
		case at >= 0:
			found = true
		case nameAt < 0 && slices.Contains(nameColumns, corpus.Fold(h)):
			nameAt = i
		default:
			out.Ignored = append(out.Ignored, clip(h))
		}
		columns = append(columns, at)
	}
	if !found {
		return nil, nil, 0, ErrNoHead
	}
	return columns, heads, nameAt, nil
}

func (m *Matcher) readFirm(out *FirmTable, row corpus.Row, columns []int, heads, units []string, nameAt int, lang corpus.Lang) {
	firm := Firm{Row: row.Line, Facts: corpus.Facts{}}
	if nameAt >= 0 && nameAt < len(row.Cells) && len(row.Cells[nameAt]) <= maxFirmCell {
		firm.Name = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, strings.TrimSpace(row.Cells[nameAt]))
	}
	fault := func(column, text string) {
		out.Faults = append(out.Faults, RowFault{Row: row.Line, Name: firm.Name, Column: column, Text: text})
	}
	flaw := func(column, code string) {
		fault(column, m.set.FaultText(&corpus.Fault{Code: code}).In(lang))
	}
	if row.Flaw != "" {
		flaw("", row.Flaw)
		return
	}
	if len(row.Cells) != len(columns) {
		fault("", m.word("collective.bad_width", lang))
		return
	}
	for i, cell := range row.Cells {
		cell = strings.TrimSpace(cell)
		switch {
		case i != nameAt && columns[i] < 0:
		case row.Flaws[i] != "":
			flaw(heads[i], row.Flaws[i])
			return
		case len(cell) > maxFirmCell:
			flaw(heads[i], "cell_long")
			return
		case columns[i] >= 0:
			v, key := m.cellValue(columns[i], corpus.WithUnit(cell, units[i]))
			if key != "" {
				fault(heads[i], m.word(key, lang))
				return
			}
			if !v.Known() {
				continue
			}
			f := &m.set.Facts[columns[i]]
			if bad := CheckFact(m.set, f, v, lang); bad != nil {
				fault(heads[i], bad.Text)
				return
			}
			firm.Facts[f.ID] = v
		}
	}
	if bad := Contradiction(m.set, firm.Facts, lang); bad != nil {
		at := slices.IndexFunc(columns, func(c int) bool { return c >= 0 && "facts."+string(m.set.Facts[c].ID) == bad.Field })
		fault(heads[at], bad.Text)
		return
	}
	out.Firms = append(out.Firms, firm)
}

// What cells say, folded.
var (
	cellUnknown = []string{"", "?", "？", "未知", "不知道", "不清楚", "unknown", "-"}
	cellYes     = []string{"是", "有", "yes", "y", "true", "1", "√"}
	cellNo      = []string{"否", "无", "没有", "不是", "no", "n", "false", "0", "×"}
	cellNone    = []string{"无", "没有", "none", "都没有"}
)

// cellValue reads a cell; key names the wording of what is wrong with it.
func (m *Matcher) cellValue(fact int, cell string) (v corpus.Value, key string) {
	f, folded := &m.set.Facts[fact], corpus.Fold(cell)
	if slices.Contains(cellUnknown, strings.ToLower(cell)) {
		return corpus.Value{}, ""
	}
	switch f.Kind {
	case corpus.KindBool:
		switch {
		case slices.Contains(cellYes, folded), slices.Contains(cellYes, cell):
			return corpus.BoolValue(true), ""
		case slices.Contains(cellNo, folded), slices.Contains(cellNo, cell):
			return corpus.BoolValue(false), ""
		}
		return v, "collective.bad_bool"
	case corpus.KindCount:
		n, err := strconv.ParseInt(corpus.BareNumber(strings.TrimRight(folded, "件个项年")), 10, 64)
		if err != nil {
			return v, "collective.bad_number"
		}
		return corpus.CountValue(n), ""
	case corpus.KindMonths:
		n, ok := months(folded)
		if !ok {
			return v, "collective.bad_months"
		}
		return corpus.MonthsValue(n), ""
	case corpus.KindMoney:
		if fen, ok := strings.CutSuffix(folded, "分"); ok {
			if n, err := strconv.ParseInt(corpus.BareNumber(fen), 10, 64); err == nil {
				return corpus.MoneyValue(corpus.Money(n)), ""
			}
		}
		n, err := corpus.ParseMoney(cell)
		if err != nil {
			return v, "collective.bad_money"
		}
		return corpus.MoneyValue(n), ""
	case corpus.KindRate:
		n, err := corpus.ParseRate(cell)
		if err != nil {
			return v, "collective.bad_rate"
		}
		return corpus.RateValue(n), ""
	case corpus.KindDate:
		d, err := corpus.ParseDate(corpus.ISODay(cell))
		if err != nil {
			return v, "collective.bad_date"
		}
		return corpus.DateValue(d), ""
	case corpus.KindCodes:
		if slices.Contains(cellNone, folded) {
			return corpus.CodesValue(nil, nil, true), ""
		}
		var has []string
		for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("、,，;；|/", r) }) {
			code, key := m.codeNamed(fact, strings.TrimSpace(part))
			if key != "" {
				return v, key
			}
			has = append(has, code)
		}
		// A cell lists what is held; it does not say that nothing else is.
		return corpus.CodesValue(has, nil, false), ""
	}
	if f.From == "parks" || f.Kind == corpus.KindText {
		return corpus.Value{Kind: f.Kind, Text: cell}, ""
	}
	code, key := m.codeNamed(fact, cell)
	return corpus.CodeValue(code), key
}

// months reads a duration in a cell: 18, 18个月, 3年, 1年6个月.
func months(cell string) (corpus.Months, bool) {
	years, rest, ok := strings.Cut(cell, "年")
	if !ok {
		years, rest = "0", cell
	} else if rest == "" {
		rest = "0"
	}
	rest = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(rest, "月"), "个"), "months")
	y, err := strconv.ParseInt(corpus.BareNumber(years), 10, 32)
	n, err2 := strconv.ParseInt(corpus.BareNumber(rest), 10, 32)
	return corpus.Months(12*y + n), err == nil && err2 == nil
}

// codeNamed finds the code that a cell names by code, label or spoken form.
func (m *Matcher) codeNamed(fact int, cell string) (code, key string) {
	return m.codeWithin(fact, cell, maxPlaces)
}

// maxPlaces is how many places a cell may name, each within the one before it.
const maxPlaces = 4

func (m *Matcher) codeWithin(fact int, cell string, places int) (code, key string) {
	f, folded := &m.set.Facts[fact], corpus.Fold(cell)
	if _, ok := m.codes[fact][cell]; ok {
		return cell, ""
	}
	var found []string
	add := func(code string, names ...string) {
		for _, n := range names {
			if corpus.Fold(n) == folded && !slices.Contains(found, code) {
				found = append(found, code)
			}
		}
	}
	switch f.From {
	case "regions":
		for i := range m.set.Places {
			p := &m.set.Places[i]
			add(string(p.Code), p.Name.ZH, p.Name.EN, m.set.PlaceName(p.Code, corpus.Chinese), m.set.PlaceName(p.Code, corpus.English))
			add(string(p.Code), p.Aliases...)
		}
	case "industries":
		for i := range m.set.Industries {
			add(m.set.Industries[i].Code, m.set.Industries[i].Name.ZH, m.set.Industries[i].Name.EN)
			add(m.set.Industries[i].Code, m.set.Industries[i].Aliases...)
		}
	}
	for _, c := range f.Choices {
		add(c.Code, c.Label.ZH, c.Label.EN)
		add(c.Code, c.Aliases...)
	}
	if f.From == "regions" {
		return m.placeNamed(fact, folded, found, places-1)
	}
	switch len(found) {
	case 0:
		return "", "collective.bad_code"
	case 1:
		return found[0], ""
	}
	return "", "collective.two_codes"
}

// placeNamed is the place of a cell: the only one found; the one that holds the
// others, as 恩施 the prefecture holds the city; or, where none is, the one that is
// named behind a place that holds it, as in 湖北省武汉市江夏区.
func (m *Matcher) placeNamed(fact int, folded string, found []string, places int) (code, key string) {
	for _, c := range found {
		if !slices.ContainsFunc(found, func(o string) bool { return !m.set.Within(corpus.RegionCode(o), corpus.RegionCode(c)) }) {
			return c, ""
		}
	}
	if len(found) > 0 {
		return "", "collective.two_codes"
	}
	if places == 0 {
		return "", "collective.bad_code"
	}
	for i := range m.set.Places {
		p := &m.set.Places[i]
		for _, name := range append([]string{p.Name.ZH}, p.Aliases...) {
			rest, ok := strings.CutPrefix(folded, corpus.Fold(name))
			if rest = strings.TrimLeft(rest, " ·-"); !ok || rest == "" {
				continue
			}
			if inner, key := m.codeWithin(fact, rest, places); key == "" && m.set.Within(corpus.RegionCode(inner), p.Code) {
				return inner, ""
			}
		}
	}
	return "", "collective.bad_code"
}
