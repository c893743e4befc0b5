package valuation

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"zhirong/corpus"
)

// MaxPortfolio is how many rights a portfolio may have.
const MaxPortfolio = 2_000

// Portfolio is the value of several rights. Of a family only the right with the
// greatest value counts; a right that is refused adds nothing. Low and High add
// up the ends of the parts, as if all turned out badly or well together, which
// is the widest that their ranges allow.
type Portfolio struct {
	AsOf           corpus.Date
	Low, Mid, High corpus.Money
	Counted        int
	Rows           []PortfolioRow
	Notice         corpus.Text
}

// PortfolioRow is one line of the file.
type PortfolioRow struct {
	Line    int
	Name    string // as it stands in the file: text from outside
	Family  string
	Result  *Result       // nil where the line is at fault
	Fault   *corpus.Fault // Field is the column
	Why     corpus.Text   // why the right is not counted; empty where it is
	Counted bool
}

// columns are the heads that a file may have, as fields of an input.
var columns = []struct {
	field string // within the JSON form; "" for name and family
	heads []string
	kind  byte // t text, d day, n amount, l list of amounts, b yes or no, r rate, y years
}{
	{"name", []string{"name", "number", "patent", "patent_no", "专利号", "名称", "编号"}, 't'},
	{"family", []string{"family", "同族", "专利族"}, 't'},
	{"right.kind", []string{"kind", "类型", "专利类型", "种类"}, 't'},
	{"right.filed", []string{"filed", "申请日", "申请日期"}, 'd'},
	{"right.status", []string{"status", "状态", "法律状态"}, 't'},
	{"right.fees_paid", []string{"fees_paid", "年费已交", "年费"}, 'b'},
	{"right.economic_life", []string{"economic_life", "经济寿命"}, 'y'},
	{"inputs.sales", []string{"sales", "年销售额", "销售额"}, 'l'},
	{"inputs.split_bp", []string{"split_bp", "split", "销售分成率"}, 'r'},
	{"inputs.profits", []string{"profits", "profit", "年利润", "利润"}, 'l'},
	{"inputs.profit_split_bp", []string{"profit_split_bp", "profit_split", "利润分成率"}, 'r'},
	{"inputs.growth_bp", []string{"growth_bp", "growth", "增长率"}, 'r'},
	{"inputs.discount_bp", []string{"discount_bp", "discount", "折现率"}, 'r'},
	{"inputs.cost.spend", []string{"cost", "研发成本", "重置成本"}, 'n'},
	{"inputs.cost.depreciation_bp", []string{"depreciation_bp", "depreciation", "贬值率"}, 'r'},
	{"inputs.comparable.price", []string{"comparable", "可比价格"}, 'n'},
	{"scene", []string{"scene", "场景"}, 't'},
}

// Portfolio values the rights of a table, whose first row names the columns in
// English or Chinese. Each bad line is reported and the rest is worked on; the
// error is of the table as a whole.
func (e *Estimator) Portfolio(rows []corpus.Row, on corpus.Date) (Portfolio, error) {
	if len(rows) == 0 {
		return Portfolio{}, errors.New("the table has no line that names the columns")
	}
	if len(rows) > MaxPortfolio+1 {
		return Portfolio{}, fmt.Errorf("the table has more than %d lines", MaxPortfolio)
	}
	at, err := placeColumns(rows[0].Cells)
	if err != nil {
		return Portfolio{}, err
	}
	heads := make([]head, len(at))
	for i, h := range rows[0].Cells {
		name, unit := corpus.HeadUnit(h)
		if strings.HasSuffix(name, "_bp") && unit == "" {
			unit = "bp"
		}
		heads[i] = head{at: at[i], text: strings.TrimSpace(h), unit: unit}
	}
	p := Portfolio{AsOf: on, Rows: []PortfolioRow{}}
	for _, row := range rows[1:] {
		p.Rows = append(p.Rows, e.portfolioRow(row, heads, on))
	}
	e.count(&p)
	p.Notice = e.set.Say("estimate.portfolio.notice", nil)
	return p, nil
}

// head is a column of a file: its place in columns, its head as it stands there, and
// the unit of bare figures beneath it.
type head struct {
	at         int
	text, unit string
}

// placeColumns finds which of columns stands where; unknown and double heads are an error.
func placeColumns(head []string) ([]int, error) {
	at := make([]int, len(head))
	seen := map[int]bool{}
	for i, h := range head {
		key, _ := corpus.HeadUnit(h)
		at[i] = slices.IndexFunc(columns, func(c struct {
			field string
			heads []string
			kind  byte
		}) bool {
			return slices.Contains(c.heads, key)
		})
		if at[i] < 0 {
			return nil, fmt.Errorf("column %d has the unknown head %.40q", i+1, h)
		}
		if seen[at[i]] {
			return nil, fmt.Errorf("column %d has the head %.40q, which stands twice", i+1, h)
		}
		seen[at[i]] = true
	}
	return at, nil
}

// portfolioRow reads a line in the form of a request, so that it is held to the same bounds.
func (e *Estimator) portfolioRow(from corpus.Row, heads []head, on corpus.Date) PortfolioRow {
	row := PortfolioRow{Line: from.Line}
	if from.Flaw != "" || len(from.Cells) > len(heads) {
		row.Fault = fault("bad_line", "")
		return row
	}
	request := map[string]any{}
	for i, cell := range from.Cells {
		cell = strings.TrimSpace(cell)
		col := columns[heads[i].at]
		if flaw := from.Flaws[i]; flaw != "" {
			row.Fault = fault(flaw, cmp.Or(col.field, col.heads[0]))
			return row
		}
		switch {
		case cell == "":
		case col.field == "name":
			row.Name = cell
		case col.field == "family":
			row.Family = cell
		default:
			if heads[i].unitMissing(cell, col.kind) {
				code := map[byte]string{'n': "no_unit", 'l': "no_unit", 'r': "no_percent"}[col.kind]
				row.Fault = &corpus.Fault{Code: code, Field: col.field, Args: map[string]string{"field": heads[i].text}}
				return row
			}
			corpus.PutField(request, col.field, cellJSON(cell, heads[i].unit, col.kind))
		}
	}
	data, err := json.Marshal(request)
	if err != nil {
		row.Fault = fault("bad_line", "")
		return row
	}
	in, flaw := e.Read(data)
	if flaw == nil {
		in.AsOf = on
		var res Result
		if res, flaw = e.Estimate(in); flaw == nil {
			row.Result = &res
		}
	}
	row.Fault = named(flaw, heads)
	return row
}

// named is a fault that speaks of a column as the file's head does.
func named(flaw *corpus.Fault, heads []head) *corpus.Fault {
	if flaw == nil {
		return nil
	}
	for _, h := range heads {
		field, part, _ := strings.Cut(flaw.Field, "[")
		if columns[h.at].field != field {
			continue
		}
		text := h.text
		if part != "" {
			text += "[" + part
		}
		flaw.Args = maps.Clone(flaw.Args)
		if flaw.Args == nil {
			flaw.Args = map[string]string{}
		}
		flaw.Args["field"] = text
	}
	return flaw
}

// unitMissing reports whether a bare figure of an amount or a rate has no unit,
// neither beside it nor in the head: in a spreadsheet it could mean anything.
func (h head) unitMissing(cell string, kind byte) bool {
	if h.unit != "" || kind != 'n' && kind != 'l' && kind != 'r' {
		return false
	}
	for _, part := range parts(cell, kind) {
		if corpus.WithUnit(part, "%") != part && strings.Trim(part, "0.,+-") != "" {
			return true
		}
	}
	return false
}

// parts are the amounts of a cell, which semicolons part.
func parts(cell string, kind byte) []string {
	if kind != 'l' {
		return []string{cell}
	}
	out := strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '；' })
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// cellJSON is a cell as a request has it: figures with the unit of their head, yes
// and no as true and false, several amounts parted by semicolons as a list.
func cellJSON(cell, unit string, kind byte) any {
	number := func(s string) any {
		with := corpus.WithUnit(s, unit)
		bare := strings.TrimSuffix(strings.TrimSuffix(with, "分"), "bp")
		if n, err := strconv.ParseInt(corpus.BareNumber(bare), 10, 64); err == nil {
			return n
		}
		return with
	}
	switch kind {
	case 'n', 'r':
		return number(cell)
	case 'y':
		cell = strings.TrimSpace(strings.TrimSuffix(cell, "年"))
		if _, err := strconv.ParseFloat(cell, 64); err == nil && json.Valid([]byte(cell)) {
			return json.Number(cell)
		}
		return cell
	case 'l':
		amounts := parts(cell, kind)
		if len(amounts) < 2 {
			return number(cell)
		}
		list := make([]any, len(amounts))
		for i, p := range amounts {
			list[i] = number(p)
		}
		return list
	case 'd':
		return corpus.ISODay(cell)
	case 'b':
		switch strings.ToLower(cell) {
		case "yes", "true", "1", "是", "已交":
			return true
		case "no", "false", "0", "否", "未交":
			return false
		}
	}
	return cell
}

// count adds up the rights, each family once.
func (e *Estimator) count(p *Portfolio) {
	best := map[string]int{}
	for i := range p.Rows {
		row := &p.Rows[i]
		if row.Result == nil {
			continue
		}
		if row.Result.Refused != nil {
			row.Why = row.Result.Refused.Text
			continue
		}
		row.Counted = true
		family := strings.ToLower(row.Family)
		if family == "" {
			continue
		}
		j, ok := best[family]
		if !ok {
			best[family] = i
			continue
		}
		out := row
		if cmp.Compare(row.Result.Mid, p.Rows[j].Result.Mid) > 0 {
			out, best[family] = &p.Rows[j], i
		}
		out.Counted, out.Why = false, e.set.Say("estimate.portfolio.family_once", nil)
	}
	for _, row := range p.Rows {
		if row.Counted {
			p.Counted++
			p.Low, p.Mid, p.High = p.Low+row.Result.Low, p.Mid+row.Result.Mid, p.High+row.Result.High
		}
	}
	for i := range p.Rows {
		if f := p.Rows[i].Fault; f != nil {
			p.Rows[i].Why = e.set.FaultText(f)
		}
	}
}

// PortfolioObject is a portfolio as `zhirong value --portfolio --json` prints it.
type PortfolioObject struct {
	AsOf    corpus.Date          `json:"as_of"`
	Low     corpus.Money         `json:"low"`
	Mid     corpus.Money         `json:"mid"`
	High    corpus.Money         `json:"high"`
	Counted int                  `json:"counted"`
	Rows    []portfolioRowObject `json:"rows"`
	Notice  string               `json:"notice"`
}

type portfolioRowObject struct {
	Line    int           `json:"line"`
	Name    string        `json:"name"`
	Family  string        `json:"family"`
	Counted bool          `json:"counted"`
	Low     *corpus.Money `json:"low"`
	Mid     *corpus.Money `json:"mid"`
	High    *corpus.Money `json:"high"`
	Code    string        `json:"code"` // of the fault or the refusal; "family"; empty where the right counts
	Column  string        `json:"column"`
	Why     string        `json:"why"`
}

// Object returns the portfolio in a language.
func (p Portfolio) Object(lang corpus.Lang) PortfolioObject {
	o := PortfolioObject{p.AsOf, p.Low, p.Mid, p.High, p.Counted, []portfolioRowObject{}, p.Notice.In(lang)}
	for _, row := range p.Rows {
		ro := portfolioRowObject{Line: row.Line, Name: row.Name, Family: row.Family, Counted: row.Counted, Why: row.Why.In(lang)}
		switch {
		case row.Fault != nil:
			ro.Code, ro.Column = row.Fault.Code, row.Fault.Field
		case row.Result.Refused != nil:
			ro.Code = row.Result.Refused.Code
		default:
			ro.Low, ro.Mid, ro.High = &row.Result.Low, &row.Result.Mid, &row.Result.High
			if !row.Counted {
				ro.Code = "family"
			}
		}
		o.Rows = append(o.Rows, ro)
	}
	return o
}

// Lines are the portfolio as a table with its head: line, name, family, whether it
// counts, the range in yuan, and why it does not count. Text is as it stands in
// the file.
func (p Portfolio) Lines(set *corpus.Set, lang corpus.Lang) [][]string {
	var head []string
	for _, key := range []string{"line", "name", "family", "counts", "low", "mid", "high", "why"} {
		head = append(head, set.Say("estimate.portfolio."+key, nil).In(lang))
	}
	out := [][]string{head}
	for _, row := range p.Rows {
		counts := "no"
		if row.Counted {
			counts = "yes"
		}
		l := []string{fmt.Sprint(row.Line), row.Name, row.Family, set.Say("estimate.portfolio."+counts, nil).In(lang), "", "", "", row.Why.In(lang)}
		if r := row.Result; r != nil && r.Refused == nil {
			l[4], l[5], l[6] = r.Low.Yuan(), r.Mid.Yuan(), r.High.Yuan()
		}
		out = append(out, l)
	}
	return out
}

// WriteText prints the portfolio for reading; names from the file are quoted.
func (p Portfolio) WriteText(out io.Writer, lang corpus.Lang) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range p.Rows {
		amounts := ""
		if row.Result != nil && row.Result.Refused == nil {
			amounts = row.Result.Low.Text().In(lang) + " … " + row.Result.High.Text().In(lang)
		}
		fmt.Fprintf(w, "%d\t%q\t%s\t%s\n", row.Line, row.Name, amounts, row.Why.In(lang))
	}
	fmt.Fprintf(w, "Σ %d\t\t%s … %s\t\n", p.Counted, p.Low.Text().In(lang), p.High.Text().In(lang))
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print portfolio: %w", err)
	}
	if _, err := fmt.Fprintln(out, p.Notice.In(lang)); err != nil {
		return fmt.Errorf("print portfolio: %w", err)
	}
	return nil
}
