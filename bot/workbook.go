package bot

import (
	"bytes"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"zhirong/bot/sheet"
	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

// Worksheet is an estimate as a workbook, in which each method and the middle are
// worked out again by formulas from the figures it rests on. Its numbers are
// yuan; the formulas round half up to the fen where the estimator does, so they
// give its figures to the fen as long as these have at most 15 digits. The ends of
// the range come from seeded draws that no formula repeats, and stand as values.
func Worksheet(set *corpus.Set, in valuation.Input, res valuation.Result, lang corpus.Lang) (File, error) {
	w := workbook{set: set, lang: lang, in: in, res: res}
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, w.book()); err != nil {
		return File{}, err
	}
	return File{Name: w.say("worksheet.file", "day", string(res.AsOf)), Type: sheet.XLSXType, Data: b.Bytes()}, nil
}

// workbook is a workbook that is being made.
type workbook struct {
	set    *corpus.Set
	lang   corpus.Lang
	in     valuation.Input
	res    valuation.Result
	inputs page
	cites  []corpus.PassageID // in the order of their use
}

// page is a sheet that is being made.
type page struct {
	sheet.Sheet
}

// add puts a row to the end and returns its place, from 0.
func (p *page) add(cells ...sheet.Cell) int {
	p.Rows = append(p.Rows, cells)
	return len(p.Rows) - 1
}

// ref is the address of a cell of the page.
func (p *page) ref(column, row int) string { return sheet.Ref(p.Name, column, row) }

// column is the address of a part of a column, both rows included.
func (p *page) column(column, first, last int) string {
	_, end, _ := strings.Cut(p.ref(column, last), "!")
	return p.ref(column, first) + ":" + end
}

// say words a key; args are names and what fills them.
func (w *workbook) say(key string, args ...string) string {
	fill := map[string]corpus.Text{}
	for i := 0; i+1 < len(args); i += 2 {
		fill[args[i]] = corpus.Plain(args[i+1])
	}
	return w.set.Say(key, fill).In(w.lang)
}

func (w *workbook) page(key string, widths ...float64) page {
	return page{sheet.Sheet{Name: sheet.Name(w.say("worksheet.page." + key)), Widths: widths}}
}

// cite notes a passage as used and names it.
func (w *workbook) cite(id corpus.PassageID) string {
	p, ok := w.set.Passage(id)
	if !ok {
		return ""
	}
	if !slices.Contains(w.cites, id) {
		w.cites = append(w.cites, id)
	}
	return nameOf(p, w.lang)
}

// nameOf is a passage by its document and clause.
func nameOf(p *corpus.Passage, lang corpus.Lang) string {
	section := p.Heading.In(lang)
	if n := p.Number.In(lang); n != "" {
		section = n
	}
	return strings.TrimSpace(p.Title.In(lang) + " " + section)
}

func head(texts ...string) []sheet.Cell {
	out := make([]sheet.Cell, len(texts))
	for i, t := range texts {
		out[i] = sheet.Cell{Text: t, Format: sheet.Head}
	}
	return out
}

func title(text string) sheet.Cell { return sheet.Cell{Text: text, Format: sheet.Title} }

// across is a text over the first columns of a page.
func across(text string, f sheet.Format) sheet.Cell {
	return sheet.Cell{Text: text, Format: f, Span: 4}
}

func wrapped(text string) sheet.Cell { return sheet.Cell{Text: text, Format: sheet.Wrapped} }

func note(text string) sheet.Cell { return across(text, sheet.Note) }

func yuan(m corpus.Money) sheet.Cell { return sheet.Cell{Number: m.Yuan(), Format: sheet.Money} }

func share(b corpus.BasisPoints) sheet.Cell {
	return sheet.Cell{Number: big.NewRat(int64(b), int64(corpus.One)).FloatString(4), Format: sheet.Share}
}

// exact is a fraction as a cell, to twelve decimals.
func exact(x *big.Rat, f sheet.Format) sheet.Cell {
	return sheet.Cell{Number: x.FloatString(12), Format: f}
}

// named gives a cell a name.
func named(c sheet.Cell, name string) sheet.Cell {
	c.Name = "val_" + name
	return c
}

// given marks a cell as one to be changed.
func given(c sheet.Cell) sheet.Cell {
	c.Input = true
	return c
}

// live puts a formula to its result.
func live(c sheet.Cell, formula string) sheet.Cell {
	c.Formula = formula
	return c
}

// book makes the workbook; of a refusal it holds the reason alone.
func (w *workbook) book() sheet.Book {
	b := sheet.Book{Title: w.say("worksheet.title")}
	if w.res.Refused != nil {
		p := w.page("result", 26, 26, 26, 26)
		p.add(title(b.Title))
		p.add(across(w.say("estimate.refusal", "text", w.res.Refused.Text.In(w.lang)), sheet.Wrapped))
		p.add(note(w.cite(w.res.Refused.Cite)))
		p.add(note(w.res.Notice.In(w.lang)))
		b.Sheets = []sheet.Sheet{p.Sheet, w.sources()}
		return b
	}
	figures := w.figures()
	var methods []sheet.Sheet
	values := make([]string, len(w.res.Methods))
	for i, m := range w.res.Methods {
		var p page
		p, values[i] = w.method(m, figures)
		methods = append(methods, p.Sheet)
	}
	b.Sheets = append([]sheet.Sheet{w.result(figures, values), w.inputs.Sheet}, methods...)
	b.Sheets = append(b.Sheets, w.swings(), w.score(), w.sources())
	return b
}

// figures fills the sheet of figures and returns where each stands.
func (w *workbook) figures() map[string]string {
	w.inputs = w.page("figures", 36, 20, 44, 16, 50)
	p, at := &w.inputs, map[string]string{}
	p.add(title(w.say("worksheet.page.figures")))
	p.add(note(w.say("worksheet.figures")))
	p.add(head(w.say("value.figure"), w.say("value.value"), w.say("value.source"), w.say("worksheet.whose"), w.say("worksheet.cite"))...)
	put := func(id, label string, c sheet.Cell, source, whose string, cite corpus.PassageID) {
		at[id] = p.ref(1, p.add(wrapped(label), named(given(c), id), wrapped(source), sheet.T(whose), wrapped(w.cite(cite))))
	}
	yours, ours, rule := w.say("estimate.given"), w.say("estimate.ours"), w.say("worksheet.rule")
	put("as_of", w.say("worksheet.as_of"), sheet.Cell{Day: w.res.AsOf, Format: sheet.Day}, "", "", "")
	put("filed", w.say("value.name.filed"), sheet.Cell{Day: w.in.Right.Filed, Format: sheet.Day}, "", yours, "")
	for _, a := range w.res.Assumptions {
		whose := rule
		switch {
		case a.Given:
			whose = yours
		case a.Ours:
			whose = ours
		}
		c := sheet.Cell{Number: strconv.FormatInt(a.Value, 10), Format: sheet.Count}
		switch a.Unit {
		case "fen":
			c = yuan(corpus.Money(a.Value))
		case "bp":
			c = share(corpus.BasisPoints(a.Value))
		case "":
			c = sheet.T(w.code(a))
			p.add(wrapped(a.Label.In(w.lang)), c, wrapped(a.Source.In(w.lang)), sheet.T(whose), wrapped(w.cite(a.Cite)))
			continue
		}
		switch {
		case a.ID == "cost":
			w.costParts(put, yours)
		case a.ID == "sales" && w.in.Sales.Level == nil, a.ID == "profits" && w.in.Profits.Level == nil:
			// Year by year on the method's own sheet.
		default:
			put(a.ID, a.Label.In(w.lang), c, a.Source.In(w.lang), whose, a.Cite)
		}
		if a.ID == "comparable" {
			for i, f := range w.in.Factors {
				id := fmt.Sprint("factor_", i+1)
				put(id, w.say("worksheet.factor", "n", fmt.Sprint(i+1)), exact(big.NewRat(int64(f), int64(corpus.One)), sheet.Number), "", yours, "")
			}
		}
	}
	p.add()
	formula := func(id, label string, c sheet.Cell, text string, cite corpus.PassageID) {
		at[id] = p.ref(1, p.add(wrapped(label), named(live(c, text), id), sheet.T(w.say("worksheet.worked_out")), sheet.Cell{}, wrapped(w.cite(cite))))
	}
	days, legal := valuation.RemainingLife(w.in.Right.Filed, valuation.Term(w.in.Right.Kind), w.res.AsOf)
	formula("end", w.say("worksheet.end"), sheet.Cell{Day: corpus.DateOfDay(w.res.AsOf.Day() + days), Format: sheet.Day},
		fmt.Sprintf("EDATE(%s,12*%s)", at["filed"], at["term_years"]), "policy/patent-law#42")
	apart := corpus.DateOfDay(w.res.AsOf.Day()+days).Time().Year() - w.res.AsOf.Time().Year()
	formula("apart", w.say("worksheet.apart"), sheet.N(apart), fmt.Sprintf("YEAR(%s)-YEAR(%s)", at["end"], at["as_of"]), "")
	formula("turn", w.say("worksheet.turn"), sheet.Cell{Day: valuation.AddYears(w.res.AsOf, apart), Format: sheet.Day}, fmt.Sprintf("EDATE(%s,12*%s)", at["as_of"], at["apart"]), "")
	formula("legal_life", w.say("worksheet.legal_life"), sheet.N(legal), fmt.Sprintf("MAX(0,%s-IF(%s>%s,1,0))", at["apart"], at["turn"], at["end"]), "policy/valuation-methods#whole-years")
	if at["economic_life"] != "" {
		formula("years", w.say("estimate.step.useful_life"), sheet.N(w.years()), fmt.Sprintf("MAX(0,MIN(%s,%s))", at["legal_life"], at["economic_life"]), "policy/valuation-methods#useful-life")
	}
	return at
}

// years is how many years count.
func (w *workbook) years() int {
	_, legal := valuation.RemainingLife(w.in.Right.Filed, valuation.Term(w.in.Right.Kind), w.res.AsOf)
	for _, a := range w.res.Assumptions {
		if a.ID == "economic_life" {
			return valuation.UsefulYears(legal, int(a.Value))
		}
	}
	return legal
}

// code words an assumption that is no number.
func (w *workbook) code(a valuation.Assumption) string {
	if choice := w.set.Wording["value."+a.ID+"."+a.Text].In(w.lang); len(choice) > 0 {
		return choice[0]
	}
	return a.Text
}

// costParts puts the parts of the replacement cost, 0 where one is not known.
func (w *workbook) costParts(put func(id, label string, c sheet.Cell, source, whose string, cite corpus.PassageID), yours string) {
	parts := []struct {
		id string
		m  *corpus.Money
	}{{"labour", w.in.Cost.Labour}, {"spend", w.in.Cost.Spend}, {"management", w.in.Cost.Management}, {"opportunity", w.in.Cost.Opportunity}}
	for _, part := range parts {
		amount, whose := corpus.Money(0), ""
		if part.m != nil {
			amount, whose = *part.m, yours
		}
		put(part.id, w.say("worksheet.cost."+part.id), yuan(amount), "", whose, "policy/valuation-methods#cost")
	}
}

// Sums are worked out in whole fen and basis points, as the estimator does it: a
// spreadsheet's binary fractions would miss what lies halfway between two fen.
func inFen(ref string) string  { return "ROUND(" + ref + "*100,0)" }
func inBP(ref string) string   { return "ROUND(" + ref + "*10000,0)" }
func ofFen(expr string) string { return "ROUND(" + expr + ",0)/100" }

// method makes the sheet of a method and returns where its value stands.
func (w *workbook) method(m valuation.Method, at map[string]string) (page, string) {
	p := w.page(m.Name, 34, 18, 22, 18, 22, 24)
	p.add(title(m.Label.In(w.lang)))
	key := m.Name
	if m.Name == "market" && w.in.Price == nil {
		key += "_statistics"
	}
	p.add(note(m.Formula + "  " + w.say("worksheet.formula."+key)))
	p.add(note(w.cite(m.Cite)))
	p.add()
	value := func(formula string) (page, string) {
		p.add()
		return p, p.ref(1, p.add(wrapped(w.say("worksheet.value")), named(live(yuan(m.Value), formula), m.Name)))
	}
	line := func(label, id string, c sheet.Cell) int { return p.add(wrapped(label), live(c, at[id])) }
	switch {
	case m.Name == "cost":
		first := len(p.Rows)
		for _, id := range []string{"labour", "spend", "management", "opportunity"} {
			line(w.say("worksheet.cost."+id), id, w.partOf(id))
		}
		sum := p.add(wrapped(w.say("estimate.step.replacement")), live(yuan(m.Base), "SUM("+p.column(1, first, len(p.Rows)-1)+")"))
		rate := line(w.labelOf("depreciation_bp"), "depreciation_bp", share(corpus.One-m.Factors[0]))
		return value(ofFen(fmt.Sprintf("%s*(10000-%s)/10000", inFen(p.ref(1, sum)), inBP(p.ref(1, rate)))))
	case m.Name == "market" && w.in.Price != nil:
		product := inFen(p.ref(1, line(w.labelOf("comparable"), "comparable", yuan(m.Base))))
		for i, f := range m.Factors {
			row := line(w.say("worksheet.factor", "n", fmt.Sprint(i+1)), fmt.Sprint("factor_", i+1), exact(big.NewRat(int64(f), int64(corpus.One)), sheet.Number))
			product += "*" + inBP(p.ref(1, row))
		}
		return value(ofFen(fmt.Sprintf("%s/10000^%d", product, len(m.Factors))))
	}
	return w.income(&p, m, at, value)
}

// mostYears is how many years a sheet of flows has room for: no term is longer.
const mostYears = 20

// income makes the sheet of a method that adds up the years.
func (w *workbook) income(p *page, m valuation.Method, at map[string]string, value func(string) (page, string)) (page, string) {
	flows, level, split := valuation.Flows{}, "", ""
	switch m.Name {
	case "income_sales":
		flows, level, split = w.in.Sales, "sales", "split_bp"
	case "income_profit":
		flows, level, split = w.in.Profits, "profits", "profit_split_bp"
	default:
		level = "statistics"
	}
	line := func(label, id string, c sheet.Cell) string { return p.ref(1, p.add(wrapped(label), live(c, at[id]))) }
	part, total := "", "" // a year's part, and the whole, by the split
	if split != "" {
		at := line(w.labelOf(split), split, share(m.Share))
		part, total = "*"+at, "*"+inBP(at)+"/10000"
	}
	rate := line(w.labelOf("discount_bp"), "discount_bp", share(m.Rate))
	years := line(w.say("estimate.step.useful_life"), "years", sheet.N(w.years()))
	p.add()
	p.add(head(w.say("worksheet.year"), w.say("worksheet.counts"), w.say("worksheet.flow"), w.say("worksheet.discounting"), w.say("worksheet.present"), w.say("worksheet.in_fen"))...)
	first := len(p.Rows)
	for t := range max(mostYears, len(flows.Years)) {
		row := len(p.Rows)
		flow, one := w.flow(m, flows, level, t), 0
		year, counts, amount, discount := p.ref(0, row), p.ref(1, row), p.ref(2, row), p.ref(3, row)
		switch {
		case level == "statistics":
			flow = live(flow, at["statistics"])
		case flows.Level != nil:
			flow = live(flow, ofFen(fmt.Sprintf("%s*(10000+%s)^(%s-1)/10000^(%s-1)", inFen(at[level]), inBP(at["growth_bp"]), year, year)))
		default:
			flow = named(given(flow), fmt.Sprint(level, "_", t+1))
		}
		present, fen := new(big.Rat), new(big.Rat)
		grown := new(big.Rat).SetInt64(1)
		for range t + 1 {
			grown.Mul(grown, big.NewRat(int64(corpus.One), int64(corpus.One+m.Rate)))
		}
		if t < w.years() {
			one = 1
			if t < len(m.Flows) {
				fen.Mul(big.NewRat(int64(m.Flows[t]), 1), grown)
				present.Mul(fen, big.NewRat(int64(m.Share), 100*int64(corpus.One)))
			}
		}
		p.add(sheet.N(t+1), live(sheet.N(one), fmt.Sprintf("IF(%s<=%s,1,0)", year, years)), flow,
			live(exact(grown, sheet.Number), fmt.Sprintf("1/(1+%s)^%s", rate, year)),
			live(exact(present, sheet.Money), fmt.Sprintf("%s*%s%s*%s", counts, amount, part, discount)),
			live(exact(fen, sheet.Number), fmt.Sprintf("%s*%s*%s", counts, inFen(amount), discount)))
	}
	return value(ofFen("SUM(" + p.column(5, first, len(p.Rows)-1) + ")" + total))
}

// flow is the flow of a year, from 0, whether it counts or not.
func (w *workbook) flow(m valuation.Method, flows valuation.Flows, level string, t int) sheet.Cell {
	switch {
	case level == "statistics":
		return yuan(m.Flows[0])
	case flows.Level != nil:
		growth := corpus.One
		for _, a := range w.res.Assumptions {
			if a.ID == "growth_bp" {
				growth += corpus.BasisPoints(a.Value)
			}
		}
		amount, _ := flows.Level.Times(slices.Repeat([]corpus.BasisPoints{growth}, t)...) // bounded as the estimate is
		return yuan(amount)
	case t < len(flows.Years):
		return yuan(flows.Years[t])
	}
	return yuan(0)
}

// partOf is a part of the replacement cost.
func (w *workbook) partOf(id string) sheet.Cell {
	part := map[string]*corpus.Money{"labour": w.in.Cost.Labour, "spend": w.in.Cost.Spend, "management": w.in.Cost.Management, "opportunity": w.in.Cost.Opportunity}[id]
	if part == nil {
		return yuan(0)
	}
	return yuan(*part)
}

// labelOf is the label of a figure.
func (w *workbook) labelOf(id string) string { return w.set.Rates.Assumption(id).Label.In(w.lang) }

// result makes the first sheet: the range, the methods behind its middle, and
// what is to be said with it.
func (w *workbook) result(at map[string]string, values []string) sheet.Sheet {
	p := w.page("result", 44, 22, 22, 22, 14)
	p.add(title(w.say("worksheet.title")))
	p.add(sheet.T(w.say("worksheet.as_of")), live(sheet.Cell{Day: w.res.AsOf, Format: sheet.Day}, at["as_of"]))
	p.add(sheet.T(w.say("value.name.kind")), sheet.T(w.say("value.kind."+string(w.in.Right.Kind))))
	p.add(sheet.T(w.say("value.name.scene")), sheet.T(w.say("value.scene."+w.res.Scene)))
	p.add()
	p.add(head(w.say("value.method"), w.say("worksheet.value"), w.say("value.weight"), w.say("worksheet.part"), w.say("worksheet.formula"))...)
	first := len(p.Rows)
	for i, m := range w.res.Methods {
		row := len(p.Rows)
		part := new(big.Rat).Mul(big.NewRat(int64(m.Value), 1), big.NewRat(int64(m.Weight), 1))
		p.add(wrapped(m.Label.In(w.lang)), live(yuan(m.Value), values[i]), live(share(m.Weight), at["weight_"+m.Name]),
			live(exact(part, sheet.Count), inFen(p.ref(1, row))+"*"+inBP(p.ref(2, row))), sheet.T(m.Formula))
	}
	last := len(p.Rows) - 1
	p.add(wrapped(w.say("worksheet.weights")), sheet.Cell{}, named(live(share(corpus.One), "SUM("+p.column(2, first, last)+")"), "weights"))
	p.add()
	p.add(head(w.say("value.range"), w.say("value.low"), w.say("value.mid"), w.say("value.high"), w.say("worksheet.formula"))...)
	mid := p.ref(2, len(p.Rows))
	p.add(wrapped(w.say("worksheet.range")), named(yuan(w.res.Low), "low"),
		named(live(yuan(w.res.Mid), ofFen("SUM("+p.column(3, first, last)+")/10000")), "mid"), named(yuan(w.res.High), "high"), sheet.T("F-VAL-8"))
	q := w.bandShare()
	low, high, _ := valuation.Band(w.res.Mid, q)
	p.add(wrapped(w.say("worksheet.band")), named(live(yuan(low), ofFen(fmt.Sprintf("%s*(10000-%s)/10000", inFen(mid), inBP(at["range_bp"])))), "band_low"), live(yuan(w.res.Mid), mid),
		named(live(yuan(high), ofFen(fmt.Sprintf("%s*(10000+%s)/10000", inFen(mid), inBP(at["range_bp"])))), "band_high"), sheet.T("F-VAL-9"))
	p.add(wrapped(w.say("worksheet.made")), sheet.Cell{}, yuan(w.res.Mid))
	made := p.ref(2, len(p.Rows)-1)
	p.add(wrapped(w.say("worksheet.change")), sheet.Cell{}, named(live(yuan(0), fmt.Sprintf("ROUND(%s-%s,2)", mid, made)), "change"))
	p.add()
	for _, text := range []string{w.say("worksheet.draws", "seed", strconv.FormatInt(w.res.Seed, 10)), w.res.Notice.In(w.lang)} {
		p.add(across(text, sheet.Wrapped))
	}
	if len(w.res.Warnings) > 0 {
		p.add()
		p.add(head(w.say("estimate.head.warnings"))...)
		for _, x := range w.res.Warnings {
			p.add(across(x.Text.In(w.lang), sheet.Wrapped))
			p.add(note(w.cite(x.Cite)))
		}
	}
	return p.Sheet
}

func (w *workbook) bandShare() corpus.BasisPoints {
	return corpus.BasisPoints(w.set.Rates.Assumption("range_bp").Value.N)
}

// swings makes the sheet of sensitivity: values of the estimate as it was made.
func (w *workbook) swings() sheet.Sheet {
	p := w.page("swings", 36, 18, 18, 20, 20, 20, 22)
	p.add(title(w.say("worksheet.page.swings")))
	p.add(note(w.say("worksheet.swings")))
	p.add(head(w.say("value.figure"), w.say("worksheet.at_low"), w.say("worksheet.at_high"), w.say("worksheet.low"), w.say("worksheet.high"), w.say("worksheet.width"), w.say("worksheet.break_even"))...)
	for _, s := range w.res.Tornado {
		figure := func(n int64) sheet.Cell {
			switch s.Unit {
			case "fen":
				return yuan(corpus.Money(n))
			case "bp":
				return share(corpus.BasisPoints(n))
			}
			return sheet.Cell{Number: strconv.FormatInt(n, 10), Format: sheet.Count}
		}
		even := sheet.T("—")
		if s.BreakEven != nil {
			even = figure(*s.BreakEven)
		}
		p.add(wrapped(s.Label.In(w.lang)), figure(s.AtLow), figure(s.AtHigh), yuan(s.Low), yuan(s.High), yuan(s.Width), even)
	}
	if len(w.res.Narrow) > 0 {
		p.add()
		p.add(head(w.say("estimate.head.narrow"), w.say("worksheet.gain"))...)
		for _, n := range w.res.Narrow {
			p.add(wrapped(n.Label.In(w.lang)), yuan(n.Gain))
		}
	}
	return p.Sheet
}

// score makes the sheet of the score, which moves no amount.
func (w *workbook) score() sheet.Sheet {
	s, p := w.res.Score, w.page("score", 40, 14, 14, 44)
	p.add(title(w.say("worksheet.page.score")))
	p.add(note(w.say("worksheet.score")))
	p.add(note(w.say("estimate.table", "origin", s.Origin.In(w.lang))))
	p.add(head(w.say("worksheet.group"), w.say("worksheet.points"), w.say("value.weight"))...)
	first := len(p.Rows)
	for g, name := range corpus.Groups {
		points := sheet.T("—")
		if s.Groups[g] != nil {
			points = named(given(sheet.Cell{Number: s.Groups[g].String(), Format: sheet.Number}), "score_"+name)
		}
		p.add(wrapped(w.say("worksheet.group."+name)), points, share(s.Weights[g]))
	}
	if s.Total != nil {
		points, weights := p.column(1, first, len(p.Rows)-1), p.column(2, first, len(p.Rows)-1)
		p.add(wrapped(w.say("worksheet.total")), named(live(sheet.Cell{Number: s.Total.String(), Format: sheet.Number},
			fmt.Sprintf("ROUND(SUMPRODUCT(%s,%s)/SUM(%s),4)", points, weights, weights)), "score"), sheet.Cell{}, sheet.T("F-VAL-7"))
	}
	p.add()
	p.add(head(w.say("worksheet.indicator"), w.say("worksheet.points"), w.say("value.weight"), w.say("worksheet.group"))...)
	for _, i := range s.Indicators {
		points := sheet.T("—")
		if i.Value != nil {
			points = sheet.Cell{Number: strconv.FormatInt(*i.Value, 10), Format: sheet.Count}
		}
		p.add(wrapped(i.Label.In(w.lang)), points, share(i.Weight), sheet.T(w.say("worksheet.group."+i.Group)))
	}
	return p.Sheet
}

// sources makes the sheet of the passages that were used.
func (w *workbook) sources() sheet.Sheet {
	p := w.page("sources", 44, 24, 18, 90)
	p.add(title(w.say("worksheet.page.sources")))
	p.add(head(w.say("worksheet.cite"), w.say("worksheet.doc_no"), w.say("worksheet.known_at"), w.say("worksheet.quote"))...)
	for _, id := range w.cites {
		q, _ := w.set.Passage(id)
		p.add(wrapped(nameOf(q, w.lang)), wrapped(q.DocNo), sheet.T(q.AsOf), wrapped(q.Text.In(w.lang)))
	}
	p.add()
	p.add(note(w.res.Notice.In(w.lang)))
	return p.Sheet
}
