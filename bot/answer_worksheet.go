package bot

import (
	"fmt"
	"strconv"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge/valuation"
)

// answerWorksheet gives the estimate as a paper: all that it rests on, each step
// of each method, and the workbook that works it out again.
func (t *turn) answerWorksheet(e *valuation.Estimator) (piece, error) {
	told := t.s.sheet(valueSheet)
	if told == nil || len(told.Given) == 0 && told.Asked == "" {
		return piece{intent: estimate, text: t.m.Text, outcome: Clarified, plain: true, lines: []string{t.say("worksheet.none", nil)},
			buttons: &Buttons{Choices: []Button{{Label: t.label("value.begin"), Action: "figure value go"}}}}, nil
	}
	s := t.sheet(e)
	res, fault := s.Estimate()
	if told.Asked != "" || fault != nil || res.Refused != nil {
		// The open question, or why there is no estimate.
		p, err := t.fillSheet(valueSheet)
		p.lines = append([]string{t.say("worksheet.unfinished", nil)}, p.lines...)
		return p, err
	}
	p := piece{intent: estimate, text: t.m.Text, outcome: Answered, docs: []corpus.ID{"policy/valuation-methods"}, next: "next.estimate_value", paper: t.label("worksheet.paper")}
	in := s.Input()
	p.lines = []string{t.say("worksheet.lead", map[string]string{
		"day": string(res.AsOf), "kind": t.label("value.kind." + string(in.Right.Kind)), "scene": t.label("value.scene." + res.Scene),
	})}
	var mind []string
	for _, w := range res.Warnings {
		mind = append(mind, "- "+w.Text.In(t.lang)+t.citeOf(&p, w.Cite))
	}
	if len(mind) > 0 {
		p.lines = append(p.lines, strings.Join(mind, "\n"))
	}
	p.lines = append(p.lines, t.worksheetSources(&p, res))
	p.hints = []string{res.Notice.In(t.lang)}
	p.tables = append(p.tables, t.rangeTable(res), t.rightTable(in, res), t.methodTable(&p, res))
	p.tables = append(p.tables, t.stepTables(&p, in, res)...)
	p.tables = append(p.tables, t.figureTable(&p, res), t.swingTable(res), t.scoreTable(res))
	if len(res.Narrow) > 0 {
		p.tables = append(p.tables, t.narrowTable(res))
	}
	if len(told.told()) > 0 {
		p.tables = append(p.tables, t.logTable(told.told()))
	}
	file, err := Worksheet(t.set, in, res, t.lang)
	if err != nil {
		return p, fmt.Errorf("worksheet: %w", err)
	}
	p.files = []File{file}
	b := t.intentButtons([]corpus.IntentID{"match_products"})
	b.Choices = append(b.Choices, Button{Label: t.label("value.anew"), Action: "figure value anew"})
	p.buttons = b
	return p, nil
}

// worksheetCommand gives the worksheet where it is asked for in words.
func (t *turn) worksheetCommand() (piece, error) {
	e, err := t.g.Estimator()
	if err != nil {
		return t.fallback(intents.Part{Text: t.m.Text}), nil
	}
	return t.answerWorksheet(e)
}

// worksheetSources is the line that cites all on which the estimate rests, so that
// the tables can point at them.
func (t *turn) worksheetSources(p *piece, res valuation.Result) string {
	seen, marks := map[corpus.PassageID]bool{}, ""
	add := func(id corpus.PassageID) {
		if !seen[id] {
			seen[id] = true
			marks += t.citeOf(p, id)
		}
	}
	for _, m := range res.Methods {
		add(m.Cite)
	}
	for _, a := range res.Assumptions {
		add(a.Cite)
	}
	return t.label("worksheet.rests") + marks
}

// rightTable is what was told of the right.
func (t *turn) rightTable(in valuation.Input, res valuation.Result) Table {
	tab := Table{Caption: t.label("worksheet.right"), Head: []string{t.label("worksheet.item"), t.label("value.value")}}
	add := func(label, value string) {
		if value != "" {
			tab.Rows = append(tab.Rows, []string{label, value})
		}
	}
	told := func(id, code string) { add(t.label("value.name."+id), t.label("value."+id+"."+code)) }
	add(t.label("worksheet.as_of"), string(res.AsOf))
	told("kind", string(in.Right.Kind))
	add(t.label("value.name.filed"), string(in.Right.Filed))
	for _, state := range []struct {
		code string
		is   bool
	}{{in.Right.Status, in.Right.Status != ""}, {"joint", in.Right.Joint}, {"disputed", in.Right.Disputed}, {"pledged", in.Right.Pledged}} {
		if state.is {
			told("status", state.code)
		}
	}
	if paid := in.Right.FeesPaid; paid != nil {
		told("fees_paid", strconv.FormatBool(*paid))
	}
	told("scene", res.Scene)
	for _, f := range []struct {
		id    string
		flows valuation.Flows
	}{{"sales", in.Sales}, {"profits", in.Profits}} {
		if f.flows.Level != nil {
			add(t.label("value.name."+f.id), t.money(*f.flows.Level))
		}
		for i, m := range f.flows.Years {
			add(corpus.Fill(t.label("worksheet.of_year"), map[string]string{"name": t.label("value.name." + f.id), "n": fmt.Sprint(i + 1)}), t.money(m))
		}
	}
	for _, a := range res.Assumptions {
		if a.Given && a.Unit != "" && a.ID != "sales" && a.ID != "profits" {
			add(a.Label.In(t.lang), t.exactly(a.Value, a.Unit))
		}
	}
	return tab
}

// rangeTable is the range with what its ends mean: the middle never stands alone.
func (t *turn) rangeTable(res valuation.Result) Table {
	low, mid, high := res.Shown()
	return Table{
		Caption: t.label("value.range"), Head: []string{"", t.label("value.low"), t.label("value.mid"), t.label("value.high")},
		Rows: [][]string{
			{t.label("worksheet.shown"), t.money(low), t.money(mid), t.money(high)},
			{t.label("worksheet.exact"), t.money(res.Low), t.money(res.Mid), t.money(res.High)},
		},
	}
}

// methodTable is how the methods come to the middle.
func (t *turn) methodTable(p *piece, res valuation.Result) Table {
	tab := Table{Caption: t.label("worksheet.blend"), Head: []string{t.label("value.method"), t.label("worksheet.formula"), t.label("value.value"), t.label("value.weight")}}
	for _, m := range res.Methods {
		tab.Rows = append(tab.Rows, []string{m.Label.In(t.lang) + t.citeOf(p, m.Cite), m.Formula, t.money(m.Value), m.Weight.String()})
	}
	tab.Rows = append(tab.Rows, []string{t.label("value.mid"), "F-VAL-8", t.money(res.Mid), corpus.One.String()})
	return tab
}

// formulaOf is the wording of a method's formula. Without a price the market
// method reckons with the recorded licences.
func formulaOf(m valuation.Method, priced bool) string {
	if m.Name == "market" && !priced {
		return "worksheet.formula.market_statistics"
	}
	return "worksheet.formula." + m.Name
}

// stepTables are the steps of each method.
func (t *turn) stepTables(p *piece, in valuation.Input, res valuation.Result) []Table {
	var out []Table
	for _, m := range res.Methods {
		tab := Table{
			Caption: m.Formula + t.label("mark.colon") + t.label(formulaOf(m, in.Price != nil)),
			Head:    []string{t.label("worksheet.step"), t.label("value.working"), t.label("value.value")},
		}
		for _, s := range m.Steps {
			tab.Rows = append(tab.Rows, []string{s.Label.In(t.lang), s.Work.In(t.lang), t.exactly(s.Value, s.Unit)})
		}
		out = append(out, tab)
	}
	return out
}

// figureTable is every figure that the estimate rests on, with its source.
func (t *turn) figureTable(p *piece, res valuation.Result) Table {
	tab := Table{Caption: t.label("estimate.head.assumptions"), Head: []string{t.label("value.figure"), t.label("value.value"), t.label("value.source"), t.label("worksheet.whose")}}
	for _, a := range res.Assumptions {
		whose, from := t.label("worksheet.rule"), a.Source.In(t.lang)
		switch {
		case a.Given:
			whose, from = t.label("estimate.given"), ""
		case a.Ours:
			whose = t.label("estimate.ours")
		}
		value := t.assumed(a)
		if a.Unit != "" {
			value = t.exactly(a.Value, a.Unit)
		}
		tab.Rows = append(tab.Rows, []string{a.Label.In(t.lang), value, from + t.citeOf(p, a.Cite), whose})
	}
	return tab
}

// swingTable is what each figure alone does.
func (t *turn) swingTable(res valuation.Result) Table {
	tab := Table{Caption: t.label("estimate.head.tornado"), Head: []string{t.label("value.figure"), t.label("worksheet.from_to"), t.label("value.low"), t.label("value.high"), t.label("worksheet.break_even")}}
	for _, s := range res.Tornado {
		even := "—"
		if s.BreakEven != nil {
			even = t.exactly(*s.BreakEven, s.Unit)
		}
		tab.Rows = append(tab.Rows, []string{s.Label.In(t.lang), t.exactly(s.AtLow, s.Unit) + " … " + t.exactly(s.AtHigh, s.Unit), t.round(s.Low), t.round(s.High), even})
	}
	return tab
}

// narrowTable is what would narrow the range.
func (t *turn) narrowTable(res valuation.Result) Table {
	tab := Table{Caption: t.label("estimate.head.narrow"), Head: []string{t.label("value.figure"), t.label("worksheet.narrows")}}
	for _, n := range res.Narrow {
		tab.Rows = append(tab.Rows, []string{n.Label.In(t.lang), t.round(n.Gain)})
	}
	return tab
}

// scoreTable is the score, which moves no amount.
func (t *turn) scoreTable(res valuation.Result) Table {
	tab := Table{Caption: corpus.Fill(t.label("worksheet.score_of"), map[string]string{"origin": res.Score.Origin.In(t.lang)}), Head: []string{t.label("worksheet.group"), t.label("worksheet.points"), t.label("value.weight")}}
	points := func(p *valuation.Points) string {
		if p == nil {
			return t.label("worksheet.not_known")
		}
		return p.String()
	}
	for g, name := range corpus.Groups {
		tab.Rows = append(tab.Rows, []string{t.label("worksheet.group." + name), points(res.Score.Groups[g]), res.Score.Weights[g].String()})
	}
	tab.Rows = append(tab.Rows, []string{t.label("worksheet.total"), points(res.Score.Total), "F-VAL-7"})
	return tab
}

// logTable is what was told and changed, in its order.
func (t *turn) logTable(told []Figure) Table {
	tab := Table{Caption: t.label("worksheet.log"), Head: []string{t.label("worksheet.number"), t.label("value.figure"), t.label("worksheet.told")}}
	for i, f := range told {
		tab.Rows = append(tab.Rows, []string{fmt.Sprint(i + 1), t.label("value.name." + f.ID), t.told(f)})
	}
	return tab
}

// told words a figure as it was taken.
func (t *turn) told(f Figure) string {
	if choice := t.set.Wording["value."+f.ID+"."+f.Text].In(t.lang); len(choice) > 0 {
		return choice[0]
	}
	n, err := strconv.ParseInt(f.Text, 10, 64)
	switch {
	case err != nil:
		return f.Text
	case strings.HasSuffix(f.ID, "_bp"):
		return t.exactly(n, "bp")
	case f.ID == "economic_life":
		return t.exactly(n, "years")
	}
	return t.exactly(n, "fen")
}

// exactly prints a figure with its unit: fen, bp, years or days.
func (t *turn) exactly(n int64, unit string) string {
	switch unit {
	case "fen":
		return t.money(corpus.Money(n))
	case "bp":
		return corpus.BasisPoints(n).String()
	}
	return corpus.Fill(t.label("estimate.unit."+unit), map[string]string{"n": fmt.Sprint(n)})
}
