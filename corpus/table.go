package corpus

import "strings"

// Row is one line of a table that somebody handed in, as read from CSV or from a
// spreadsheet. The text in it comes from outside.
type Row struct {
	Line  int            // in the file; of a spreadsheet the number beside the row
	Cells []string       // as shown: valid UTF-8
	Flaw  string         // why the line cannot be read: the code of a Fault; Cells is then nil
	Flaws map[int]string // the same for single cells, by their place; such a cell is empty
}

// Mar empties a cell and says why it cannot be read.
func (r *Row) Mar(i int, code string) {
	r.Cells[i] = ""
	if r.Flaws == nil {
		r.Flaws = map[int]string{}
	}
	r.Flaws[i] = code
}

// units are what a head of a column may name in brackets, folded, and how it is
// written behind a bare figure; a piece has none.
var units = map[string]string{
	"元": "元", "人民币元": "元", "yuan": "元", "cny": "元", "rmb": "元", "万元": "万元", "万": "万元", "亿元": "亿元", "亿": "亿元", "分": "分", "fen": "分",
	"%": "%", "bp": "bp", "万分之一": "bp", "年": "年", "years": "年", "月": "个月", "个月": "个月", "months": "个月",
	"件": "", "个": "", "项": "", "pieces": "",
}

// HeadUnit parts a column's head such as 想借金额（万元） from the unit that it names
// for bare figures beneath it. What stands in brackets and is no unit is a part of
// the name.
func HeadUnit(head string) (name, unit string) {
	folded := strings.TrimSpace(Fold(head))
	name, rest, ok := strings.Cut(folded, "(")
	inner, closed := strings.CutSuffix(rest, ")")
	if !ok || !closed {
		return folded, ""
	}
	unit, known := units[strings.TrimPrefix(strings.TrimSpace(inner), "单位:")]
	if !known {
		return folded, ""
	}
	return strings.TrimSpace(name), unit
}

// WithUnit is a cell with the unit of its head where it is a bare figure: 500
// beneath 万元 is 500万元.
func WithUnit(cell, unit string) string {
	cell = strings.TrimSpace(cell)
	if unit == "" || cell == "" || strings.Trim(Fold(cell), "0123456789.,+-") != "" {
		return cell
	}
	return cell + unit
}

// BareNumber is a whole number as a spreadsheet shows it, such as 1,000 or 3.00;
// else the text as it is.
func BareNumber(cell string) string {
	digits := strings.ReplaceAll(strings.TrimSpace(Fold(cell)), ",", "")
	if whole, zeros, ok := strings.Cut(digits, "."); ok && strings.Trim(zeros, "0") == "" {
		digits = whole
	}
	if digits == "" || strings.Trim(digits, "0123456789+-") != "" {
		return cell
	}
	return digits
}

// ISODay is a day as tables have it, such as 2019/5/10 or 2019年5月10日, in the form
// that ParseDate reads; else the text as it is.
func ISODay(cell string) string {
	text := strings.TrimSuffix(strings.TrimSpace(Fold(cell)), "日")
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("-/.年月", r) })
	if len(parts) != 3 || len(parts[0]) != 4 {
		return cell
	}
	for i, p := range parts {
		p = strings.TrimSpace(p)
		if len(p) == 1 {
			p = "0" + p
		}
		parts[i] = p
	}
	day := strings.Join(parts, "-")
	if _, err := ParseDate(day); err != nil {
		return cell
	}
	return day
}
