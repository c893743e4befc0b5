package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge/valuation"
)

// estimate is the intent of what a right is worth.
const estimate corpus.IntentID = "estimate_value"

// answerValue estimates what a patent may be worth, question by question. Other
// rights are answered from what the corpus says of valuing them.
func (t *turn) answerValue(part intents.Part) (piece, error) {
	_, err := t.g.Estimator()
	others := slices.ContainsFunc(part.Heard.Rights, func(k corpus.IPKind) bool { return !slices.Contains(patentRights, k) })
	if err != nil || others || part.Confidence < 1 && !asksWorth(part.Text) {
		p, answered := t.answerPolicy(part)
		if answered == nil && p.outcome == Answered && !slices.Contains(p.caveats, "estimate_only") {
			p.caveats = append(p.caveats, "estimate_only")
		}
		if err == nil && !others && p.buttons == nil {
			p.buttons = &Buttons{Choices: []Button{{Label: t.label("value.begin"), Action: "figure value go"}}}
		}
		return p, answered
	}
	if sheet := t.openSheet(valueSheet); len(sheet.told()) == 0 || t.begun == valueSheet {
		// The kind is taken over where the question names it; what the profile
		// tells, the sheet begins with.
		if r := part.Heard.Rights; len(r) == 1 {
			sheet.note(Figure{"kind", string(r[0])})
		}
	}
	w, err := t.worksheet(t.s.sheet(valueSheet))
	if err != nil {
		return piece{}, err
	}
	if figures := t.namedFigures(w, part.Text); len(figures) > 0 {
		return t.takeTold(valueSheet, figures)
	}
	return t.fillSheet(valueSheet)
}

// asksWorth reports whether a question wants a value, rather than to know how
// values come about.
func asksWorth(text string) bool {
	folded := corpus.Fold(text)
	return worthForm.MatchString(folded) && !methodForm.MatchString(folded)
}

var (
	worthForm  = regexp.MustCompile(`值(?:多少|几|不值)|估(?:个|一|算|估|下)|\bworth\b|\bvalue (?:of )?(?:my|our|this|it)\b`)
	methodForm = regexp.MustCompile(`怎么|如何|怎样|方法|谁|哪|几种|标准|报告|认|依据|流程|机构|平均|一般|通常|案例|例子|\bhow (?:do|does|is|are|was)\b|\bwho|method|report|standard|average|typical`)
)

// patentRights are the kinds of rights of which the estimate speaks, be it to refuse.
var patentRights = []corpus.IPKind{corpus.InventionPatent, corpus.UtilityModel, corpus.DesignPatent, corpus.PendingPatent}

// valueWork is the quick estimate of what a patent may be worth.
type valueWork struct {
	t     *turn
	state *Sheet
	e     *valuation.Estimator
	s     *valuation.Sheet
}

func newValueWork(t *turn, state *Sheet) (worksheet, error) {
	e, err := t.g.Estimator()
	if err != nil {
		return nil, fmt.Errorf("estimate: %w", err)
	}
	return &valueWork{t, state, e, t.sheet(e)}, nil
}

// sheet gives the figures that were told to an estimate again, and what the
// profile says of the right.
func (t *turn) sheet(e *valuation.Estimator) *valuation.Sheet {
	in := valuation.FromFacts(t.s.Profile.Facts)
	in.AsOf = t.today
	s := e.Sheet(in)
	if state := t.s.sheet(valueSheet); state != nil {
		for _, f := range state.told() {
			_ = s.Set(f.ID, f.Text) // it was taken when it was told
		}
	}
	return s
}

func (w *valueWork) about() (corpus.IntentID, corpus.ID) { return estimate, "policy/valuation-methods" }

func (w *valueWork) asks() []string {
	var out []string
	for _, q := range w.e.Questions(w.whole()) {
		out = append(out, q.ID)
	}
	return out
}

func (w *valueWork) names() []figureName { return valueNames }

func (w *valueWork) begin(told []Figure) []Figure { return told }

func (w *valueWork) lead() string { return w.t.say("value.lead", nil) }

func (w *valueWork) pause() piece { return w.t.stopped(valueSheet) }

func (w *valueWork) next() (figureQuestion, bool) {
	if res, fault := w.s.Estimate(); fault == nil && res.Refused != nil && res.Refused.Code != "not_enough" {
		return figureQuestion{}, false
	}
	q, open := w.s.Next(w.whole(), w.state.skipped)
	if !open {
		return figureQuestion{}, false
	}
	return w.worded(q), true
}

// wholeFigure stands among the figures once the person wants every one asked.
const wholeFigure = "whole"

func (w *valueWork) whole() bool {
	return slices.ContainsFunc(w.state.Given, func(f Figure) bool { return f.ID == wholeFigure })
}

func (w *valueWork) question(id string) (figureQuestion, bool) {
	for _, q := range w.e.Questions(true) {
		if q.ID == id {
			return w.worded(q), true
		}
	}
	return figureQuestion{}, false
}

// valueKinds are the forms of the answers that are not one of the choices.
var valueKinds = map[string]figureKind{
	"kind": rightFigure, "fees_paid": boolFigure, "filed": dateFigure, "sales": moneyFigure, "profits": moneyFigure, "cost": moneyFigure, "comparable": moneyFigure,
	"discount_bp": rateFigure, "split_bp": rateFigure, "profit_split_bp": rateFigure, "growth_bp": rateFigure, "depreciation_bp": rateFigure,
	"economic_life": yearsFigure,
}

// valueChoices are the answers that a question of the estimate offers.
var valueChoices = map[string][]string{
	"kind":      {"invention_patent", "utility_model", "design_patent"},
	"status":    {"granted", "pending", "disputed", "joint", "pledged", "lapsed"},
	"fees_paid": {"true", "false"},
	"scene":     {"pledge", "transfer", "management"},
}

func (w *valueWork) worded(q valuation.Question) figureQuestion {
	return figureQuestion{
		ID: q.ID, Name: w.t.label("value.name." + q.ID), Ask: q.Ask.In(w.t.lang), Hints: w.t.helpOf(valueSheet, q.ID), Kind: valueKinds[q.ID],
		Choices: w.t.choicesOf(valueSheet, q.ID, valueChoices[q.ID]...), Required: q.Required,
	}
}

func (w *valueWork) hear(q figureQuestion) []Figure { return w.t.heardOne(q) }

func (w *valueWork) changed(said string) Figure {
	if m := sceneForm.FindStringSubmatch(said); m != nil {
		for _, scene := range sceneNames {
			if scene.form.MatchString(m[1]) {
				return Figure{"scene", scene.id}
			}
		}
	}
	return w.t.namedFigure(w, valueNames, said)
}

// sceneForm wants the estimate for another use: 按转让算.
var sceneForm = regexp.MustCompile(`^(?:那|再|请|改|换|成|用途|场景|就|and|now|then|see it|what about|[\s,，])*(?:按|用于|为了|为|成|是|for|as)\s*(?:a |the )?(质押|转让|出售|管理|pledge|transfer|sale|management)[a-z ]*(?:融资|场景|来|去|看|算|估|一下|一遍|呢|吧|的话)*[.。?？!！]*$`)

// sceneNames are the words by which a use is named.
var sceneNames = []figureName{
	{"pledge", regexp.MustCompile(`质押|pledge`)}, {"transfer", regexp.MustCompile(`转让|出售|transfer|sale`)}, {"management", regexp.MustCompile(`管理|management`)},
}

func (w *valueWork) set(f Figure) *corpus.Fault {
	if f.ID == wholeFigure {
		return nil
	}
	if fault := w.s.Set(f.ID, f.Text); fault != nil || f.ID != "sales" && f.ID != "profits" {
		return fault
	}
	in := w.s.Input()
	return profitOver(f.ID, yearly(in.Sales), yearly(in.Profits))
}

// yearly are the amounts of a flow as they were told: one, or one a year.
func yearly(f valuation.Flows) []corpus.Money {
	if f.Level != nil {
		return []corpus.Money{*f.Level}
	}
	return f.Years
}

// profitOver says that the profit of a year is more than the sales of that year,
// which cannot be.
func profitOver(id string, sales, profits []corpus.Money) *corpus.Fault {
	for i := range min(len(sales), len(profits)) {
		if profits[i] > sales[i] {
			return &corpus.Fault{Code: "profit_over_sales", Field: id, Args: map[string]string{}}
		}
	}
	return nil
}

func (w *valueWork) flaw() *corpus.Fault {
	if _, fault := w.s.Estimate(); fault != nil && fault.Code != "missing" {
		return fault
	}
	return nil
}

func (w *valueWork) show() piece {
	t := w.t
	var p piece
	res, fault := w.s.Estimate()
	p.docs, p.outcome = []corpus.ID{"policy/valuation-methods"}, Answered
	switch {
	case fault != nil:
		p.outcome = Clarified
		p.lines = []string{t.say("value.fault", map[string]string{"field": w.questionOf(fault.Field)})}
		return p
	case res.Refused != nil:
		p.outcome = NotFound
		line := corpus.Fill(t.label("estimate.refusal"), map[string]string{"text": res.Refused.Text.In(t.lang)})
		p.lines = []string{line + t.citeOf(&p, res.Refused.Cite)}
		p.next = "next.estimate_value"
		p.hints = []string{t.label("value.edit")}
		p.buttons = &Buttons{Choices: []Button{{Label: t.label("value.anew"), Action: "figure value anew"}}}
		if len(w.state.Given) > 0 {
			p.buttons.Choices = append([]Button{{Label: t.label("sheet.undo"), Action: "figure value back"}}, p.buttons.Choices...)
		}
		return p
	}
	t.showEstimate(&p, res, w.whole(), w.s.Input().Price != nil)
	return p
}

// questionOf words the question that a fault is about.
func (w *valueWork) questionOf(field string) string {
	for _, q := range w.e.Questions(true) {
		if strings.HasSuffix(field, "."+q.ID) || field == q.ID {
			return q.Ask.In(w.t.lang)
		}
	}
	return field
}

// citeOf cites a passage by its id, if it is one.
func (t *turn) citeOf(p *piece, id corpus.PassageID) string {
	q, ok := t.set.Passage(id)
	if !ok {
		return ""
	}
	t.use(p, q)
	return cite(q)
}

// showEstimate puts a result into tables: every figure stands beside what it
// rests on, and the middle only beside the ends.
func (t *turn) showEstimate(p *piece, res valuation.Result, whole, priced bool) {
	p.lines = []string{t.say("value.result", nil)}
	var mind []string
	for _, w := range res.Warnings {
		mind = append(mind, "- "+w.Text.In(t.lang)+t.citeOf(p, w.Cite))
	}
	if len(mind) > 0 {
		p.lines = append(p.lines, strings.Join(mind, "\n"))
	}
	p.hints = []string{res.Notice.In(t.lang), t.label("value.edit")}
	p.charts, p.picture = append(p.charts, t.rangeChart(res)), true
	methods := Table{Caption: t.label("estimate.head.methods"), Head: []string{t.label("value.method"), t.label("value.value"), t.label("value.weight"), t.label("value.working")}}
	for _, m := range res.Methods {
		methods.Rows = append(methods.Rows, []string{m.Label.In(t.lang) + t.citeOf(p, m.Cite), t.round(m.Value), m.Weight.String(), t.label(formulaOf(m, priced)) + t.label("value.by_year")})
	}
	rests := Table{Caption: t.label("estimate.head.assumptions"), Head: []string{t.label("value.figure"), t.label("value.value"), t.label("value.source")}}
	var weights []string
	weighed := ""
	for _, a := range res.Assumptions {
		from := a.Source.In(t.lang)
		if strings.HasPrefix(a.ID, "weight_") && !a.Given {
			weights, weighed = append(weights, t.assumed(a)), from // told in one row: they stand beside their methods
			continue
		}
		if a.Given {
			from = t.label("estimate.given")
		}
		rests.Rows = append(rests.Rows, []string{a.Label.In(t.lang), t.assumed(a), from})
	}
	if len(weights) > 0 {
		rests.Rows = append(rests.Rows, []string{t.label("value.weight"), t.list(weights), weighed})
	}
	p.tables = append(p.tables, methods, rests)
	if len(res.Narrow) > 0 {
		narrow := Table{Caption: t.label("estimate.head.narrow"), Head: []string{t.label("value.figure")}}
		for _, n := range res.Narrow {
			narrow.Rows = append(narrow.Rows, []string{n.Label.In(t.lang)})
		}
		p.tables = append(p.tables, narrow)
	}
	if len(res.Tornado) > 0 {
		p.charts = append(p.charts, t.tornado(res))
	}
	b := &Buttons{Choices: []Button{{Label: t.label("worksheet.button"), Action: "cmd worksheet"}}}
	for _, scene := range []string{"pledge", "transfer", "management"} {
		if scene != res.Scene {
			b.Choices = append(b.Choices, Button{Label: t.label("value.as." + scene), Action: Action("figure value scene " + scene)})
		}
	}
	if !whole {
		b.Choices = append(b.Choices, Button{Label: t.label("value.whole"), Action: "figure value " + wholeFigure + " true"})
	}
	b.Choices = append(b.Choices, Button{Label: t.label("factors.begin"), Action: "figure factors go"})
	b.Choices = append(b.Choices, t.intentButtons([]corpus.IntentID{"match_products"}).Choices...)
	b.Choices = append(b.Choices, Button{Label: t.label("value.anew"), Action: "figure value anew"})
	p.caveats = slices.DeleteFunc(p.caveats, func(c string) bool { return c == "estimate_only" }) // the notice says it in full
	p.buttons, p.next = b, "next.estimate_value"
}

// rangeChart draws the range with its middle, and the methods beside it. The
// middle is never without its ends.
func (t *turn) rangeChart(res valuation.Result) Chart {
	low, mid, high := res.Shown()
	c := Chart{
		Kind: RangeChart, Caption: t.label("value.range"), Unit: FenUnit, Names: []string{t.label("value.low"), t.label("value.mid"), t.label("value.high")},
		Items: []ChartItem{{Label: t.label("value.reference"), Values: []int64{int64(low), int64(mid), int64(high)}}},
		Table: Table{Head: []string{t.label("value.figure"), t.label("value.value")}},
	}
	for i, m := range []corpus.Money{low, mid, high} {
		c.Table.Rows = append(c.Table.Rows, []string{c.Names[i], t.money(m)})
	}
	for _, m := range res.Methods {
		c.Items = append(c.Items, ChartItem{Label: m.Label.In(t.lang), Values: []int64{int64(rounded(m.Value))}})
		c.Table.Rows = append(c.Table.Rows, []string{m.Label.In(t.lang), t.round(m.Value)})
	}
	return c
}

// mostSwings is how many figures a tornado shows.
const mostSwings = 5

// tornado draws what each figure alone does to the value, with the figure at
// which the income methods give as much as the cost method, where there is one.
func (t *turn) tornado(res valuation.Result) Chart {
	swings := res.Tornado[:min(mostSwings, len(res.Tornado))]
	even := slices.ContainsFunc(swings, func(w valuation.Swing) bool { return w.BreakEven != nil })
	_, mid, _ := res.Shown()
	c := Chart{
		Kind: TornadoChart, Caption: t.label("value.tornado"), Unit: FenUnit, Base: new(int64(mid)), Names: []string{t.label("value.low"), t.label("value.high")},
		Table: Table{Head: []string{t.label("value.figure"), t.label("value.low"), t.label("value.high")}},
	}
	if even {
		c.Table.Head = append(c.Table.Head, t.label("value.break_even"))
	}
	for _, w := range swings {
		c.Items = append(c.Items, ChartItem{Label: w.Label.In(t.lang), Values: []int64{int64(rounded(w.Low)), int64(rounded(w.High))}})
		cells := []string{w.Label.In(t.lang), t.round(w.Low), t.round(w.High)}
		switch {
		case even && w.BreakEven != nil:
			cells = append(cells, t.quantity(*w.BreakEven, w.Unit))
		case even:
			cells = append(cells, t.label("value.no_break_even"))
		}
		c.Table.Rows = append(c.Table.Rows, cells)
	}
	return c
}

// quantity prints a figure with its unit, amounts no more exactly than they are known.
func (t *turn) quantity(n int64, unit string) string {
	if unit == "fen" {
		return t.round(corpus.Money(n))
	}
	return t.exactly(n, unit)
}

// assumed prints the figure of an assumption.
func (t *turn) assumed(a valuation.Assumption) string {
	if a.Unit != "" {
		return t.quantity(a.Value, a.Unit)
	}
	if choice := t.set.Wording["value."+a.ID+"."+a.Text].In(t.lang); len(choice) > 0 {
		return choice[0]
	}
	return a.Text
}

// round prints an amount to a hundredth of 万, half up: an estimate is no more
// exact than that.
func (t *turn) round(m corpus.Money) string { return t.money(rounded(m)) }

func rounded(m corpus.Money) corpus.Money {
	const step = corpus.Wan / 100
	if m < corpus.Wan {
		return m
	}
	return (m + step/2) / step * step
}

// valueNames are the words by which a change names a figure of the estimate.
var valueNames = []figureName{
	{"profit_split_bp", regexp.MustCompile(`利润分成率?|split.{0,8}profit|profit split`)},
	{"split_bp", regexp.MustCompile(`分成率|分成比例|分成|(?:销售|收入)分成率?|split.{0,8}sales|split rate|\bsplit\b`)},
	{"discount_bp", regexp.MustCompile(`折现率|贴现率|discount(?: rate)?`)},
	{"growth_bp", regexp.MustCompile(`增长率|(?:每年)?增长|年增|growth(?: rate)?|grow(?:s|ing)?`)},
	{"depreciation_bp", regexp.MustCompile(`贬值率|depreciation`)},
	{"economic_life", regexp.MustCompile(`经济寿命|寿命|还能用|(?:economic|useful) life|\blife\b`)},
	{"sales", regexp.MustCompile(`销售(?:收入|额)?|营收|营业(?:额|收入)|sales|turnover|revenue`)},
	{"profits", regexp.MustCompile(`利润|profits?`)},
	{"cost", regexp.MustCompile(`研发(?:成本|费用|投入|花了)?|成本|costs?`)},
	{"comparable", regexp.MustCompile(`可比|comparable`)},
	{"filed", regexp.MustCompile(`申请日|日申请|filed|filing`)},
}
