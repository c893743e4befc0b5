package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
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
	e, err := t.g.Estimator()
	others := slices.ContainsFunc(part.Heard.Rights, func(k corpus.IPKind) bool { return !slices.Contains(patentRights, k) })
	if err != nil || others || part.Confidence < 1 && !asksWorth(part.Text) {
		p, answered := t.answerPolicy(part)
		if answered == nil && p.outcome == Answered && !slices.Contains(p.caveats, "estimate_only") {
			p.caveats = append(p.caveats, "estimate_only")
		}
		if err == nil && !others && p.buttons == nil {
			p.buttons = &Buttons{Choices: []Button{{Label: t.label("value.begin"), Action: Action("ask " + string(estimate))}}}
		}
		return p, answered
	}
	if len(t.s.Sheet.Given) == 0 {
		t.fromQuestion(part)
	}
	p, err := t.fillSheet(e)
	if err == nil && p.outcome == Asked {
		p.lines = append([]string{t.say("value.lead", nil)}, p.lines...)
	}
	return p, err
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

// fromQuestion takes over the kind where the question names it; what the profile
// tells, the sheet begins with.
func (t *turn) fromQuestion(part intents.Part) {
	if r := part.Heard.Rights; len(r) == 1 {
		t.figure("kind", string(r[0]))
	}
}

// figure notes a figure of the sheet; a later one of the same question stands.
func (t *turn) figure(id, text string) {
	t.s.Sheet.Skipped = slices.DeleteFunc(t.s.Sheet.Skipped, func(s string) bool { return s == id })
	if len(t.s.Sheet.Given) < mostFigures {
		t.s.Sheet.Given = append(t.s.Sheet.Given, Figure{id, text})
	}
}

// mostFigures bounds the edits of one sheet.
const mostFigures = 200

// sheet gives the figures that were told to a sheet again, and what the profile
// says of the right.
func (t *turn) sheet(e *valuation.Estimator) *valuation.Sheet {
	in := valuation.FromFacts(t.s.Profile.Facts)
	in.AsOf = t.today
	s := e.Sheet(in)
	for _, f := range t.s.Sheet.Given {
		_ = s.Set(f.ID, f.Text) // it was taken when it was told
	}
	return s
}

// fillSheet asks the next question of the quick estimate, or shows the result.
func (t *turn) fillSheet(e *valuation.Estimator) (piece, error) {
	s := t.sheet(e)
	p := piece{intent: estimate, text: t.m.Text}
	res, fault := s.Estimate()
	refused := fault == nil && res.Refused != nil && res.Refused.Code != "not_enough"
	if q, open := s.Next(false, func(id string) bool { return slices.Contains(t.s.Sheet.Skipped, id) }); open && !refused {
		t.s.Sheet.Asked = q.ID
		if f := t.s.form(); f != nil {
			f.Asked = "" // only one question is open at a time
		}
		p.outcome, p.ask, p.plain = Asked, "estimate", true
		p.lines, p.hints = []string{q.Ask.In(t.lang)}, t.figureHints(q.ID)
		p.buttons = t.figureButtons(q)
		return p, nil
	}
	t.s.Sheet.Asked = ""
	p.docs, p.outcome = []corpus.ID{"policy/valuation-methods"}, Answered
	switch {
	case fault != nil:
		p.outcome = Clarified
		p.lines = []string{t.say("value.fault", map[string]string{"field": t.questionOf(e, fault.Field)})}
		return p, nil
	case res.Refused != nil:
		p.outcome = NotFound
		line := corpus.Fill(t.label("estimate.refusal"), map[string]string{"text": res.Refused.Text.In(t.lang)})
		p.lines = []string{line + t.citeOf(&p, res.Refused.Cite)}
		p.next = "next.estimate_value"
		return p, nil
	}
	t.showEstimate(&p, res)
	return p, nil
}

// questionOf words the question that a fault is about.
func (t *turn) questionOf(e *valuation.Estimator, field string) string {
	for _, q := range e.Questions(true) {
		if strings.HasSuffix(field, "."+q.ID) || field == q.ID {
			return q.Ask.In(t.lang)
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
func (t *turn) showEstimate(p *piece, res valuation.Result) {
	p.lines = []string{t.say("value.result", nil)}
	var mind []string
	for _, w := range res.Warnings {
		mind = append(mind, "- "+w.Text.In(t.lang)+t.citeOf(p, w.Cite))
	}
	if len(mind) > 0 {
		p.lines = append(p.lines, strings.Join(mind, "\n"))
	}
	p.hints = []string{res.Notice.In(t.lang), t.label("value.edit")}
	p.charts = append(p.charts, t.rangeChart(res))
	methods := Table{Caption: t.label("estimate.head.methods"), Head: []string{t.label("value.method"), t.label("value.value"), t.label("value.weight"), t.label("value.working")}}
	for _, m := range res.Methods {
		var work []string
		for _, s := range m.Steps {
			if s.Unit == "fen" {
				work = append(work, s.Label.In(t.lang)+" "+t.round(corpus.Money(s.Value)))
			}
		}
		methods.Rows = append(methods.Rows, []string{m.Label.In(t.lang) + t.citeOf(p, m.Cite), t.round(m.Value), m.Weight.String(), strings.Join(work, t.label("mark.semicolon"))})
	}
	rests := Table{Caption: t.label("estimate.head.assumptions"), Head: []string{t.label("value.figure"), t.label("value.value"), t.label("value.source")}}
	for _, a := range res.Assumptions {
		from := a.Source.In(t.lang)
		if a.Given {
			from = t.label("estimate.given")
		}
		rests.Rows = append(rests.Rows, []string{a.Label.In(t.lang), t.assumed(a), from})
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
	b := &Buttons{}
	for _, scene := range []string{"pledge", "transfer", "management"} {
		if scene != res.Scene {
			b.Choices = append(b.Choices, Button{Label: t.label("value.as." + scene), Action: Action("figure scene " + scene)})
		}
	}
	b.Choices = append(b.Choices, t.intentButtons([]corpus.IntentID{"match_products"}).Choices...)
	b.Choices = append(b.Choices, Button{Label: t.label("value.anew"), Action: "figure anew"})
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

// quantity prints a figure with its unit: fen, bp or years.
func (t *turn) quantity(n int64, unit string) string {
	switch unit {
	case "fen":
		return t.round(corpus.Money(n))
	case "bp":
		return corpus.BasisPoints(n).String()
	}
	return corpus.Fill(t.label("unit.years"), map[string]string{"n": fmt.Sprint(n)})
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

// figureChoices are the answers that a question of the sheet offers.
var figureChoices = map[string][]string{
	"kind":      {"invention_patent", "utility_model", "design_patent"},
	"status":    {"granted", "pending", "disputed", "joint", "pledged", "lapsed"},
	"fees_paid": {"true", "false"},
	"scene":     {"pledge", "transfer", "management"},
}

// figureHints say how a question may be answered.
func (t *turn) figureHints(id string) []string {
	if lines := t.set.Wording["value.help."+id].In(t.lang); len(lines) > 0 {
		return lines[:1]
	}
	return nil
}

func (t *turn) figureButtons(q valuation.Question) *Buttons {
	b := &Buttons{}
	for _, c := range figureChoices[q.ID] {
		b.Choices = append(b.Choices, Button{Label: t.label("value." + q.ID + "." + c), Action: Action("figure " + q.ID + " " + c)})
	}
	if !q.Required {
		b.Choices = append(b.Choices, Button{Label: t.label("value.skip"), Action: Action("figure skip " + q.ID)})
	}
	return b
}

// pressFigure does what a button of the sheet stands for.
func (t *turn) pressFigure(rest string) ([]piece, error) {
	e, err := t.g.Estimator()
	if err != nil {
		return nil, fmt.Errorf("estimate: %w", err)
	}
	id, text, _ := strings.Cut(rest, " ")
	switch {
	case id == "anew":
		t.s.Sheet = Sheet{}
	case id == "skip":
		t.s.Sheet.Skipped = append(t.s.Sheet.Skipped, text)
	case t.sheet(e).Set(id, text) == nil:
		t.figure(id, text)
	default:
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
	}
	p, err := t.fillSheet(e)
	return []piece{p}, err
}

// sheetAnswer takes the message as the answer to the open question of the sheet,
// or as a change of a figure, if it is one.
func (t *turn) sheetAnswer() ([]piece, bool, error) {
	if len(t.u.Parts) != 1 || t.u.Parts[0].Bait || t.s.Sheet.Asked == "" && len(t.s.Sheet.Given) == 0 {
		return nil, false, nil
	}
	e, err := t.g.Estimator()
	if err != nil {
		return nil, false, nil
	}
	id, text := t.changed()
	if id == "" && t.s.Sheet.Asked != "" {
		part := t.u.Parts[0]
		if part.Question && part.Scope && part.Intent != estimate && part.Confidence > 0.4 {
			return nil, false, nil // a question of its own; the sheet waits
		}
		id = t.s.Sheet.Asked
		text = t.heardFigure(id)
	}
	if id == "" {
		return nil, false, nil
	}
	var fault *corpus.Fault
	if text != "" {
		s := t.sheet(e)
		if fault = s.Set(id, text); fault == nil {
			// A day to come, say, shows only beside the other figures.
			if _, flaw := s.Estimate(); flaw != nil && flaw.Code != "missing" {
				fault = flaw
			}
		}
	}
	if text == "" || fault != nil {
		if part := t.u.Parts[0]; fault == nil && (len(t.u.Heard.Facts) > 0 || part.Question || part.Scope && part.Confidence > 0.6) {
			return nil, false, nil
		}
		why := t.say("form.not_understood", nil)
		if fault != nil && text != t.words() {
			fault.Args["field"] = t.label("value.name." + id)
			why = t.set.FaultText(fault).In(t.lang) + t.space()
		}
		p := piece{intent: estimate, text: t.m.Text, outcome: Asked, ask: "estimate", plain: true, lines: []string{why + t.questionOf(e, id)}}
		for _, q := range e.Questions(true) {
			if q.ID == id {
				p.buttons = t.figureButtons(q)
			}
		}
		return []piece{p}, true, nil
	}
	t.figure(id, text)
	p, err := t.fillSheet(e)
	return []piece{p}, true, err
}

// heardFigure reads the answer to a question of the sheet in the form that the
// sheet takes; empty if it is none.
func (t *turn) heardFigure(id string) string {
	said := t.words()
	switch id {
	case "kind":
		if r := t.u.Heard.Rights; len(r) == 1 && slices.Contains(patentRights, r[0]) {
			return string(r[0])
		}
		return ""
	case "filed":
		if d, err := corpus.ParseDate(said); err == nil {
			return string(d)
		}
		if len(t.u.Heard.Dates) > 0 {
			return string(t.u.Heard.Dates[0])
		}
		return string(t.u.Heard.AsOf)
	case "sales", "profits", "cost", "comparable":
		for _, v := range t.u.Heard.Money {
			if n, ok := v.Span.Exact(); ok {
				return strconv.FormatInt(n, 10)
			}
		}
		if v, ok := t.g.Model.Ear().HearAmount(t.m.Text, t.today); ok {
			if n, ok := v.Span.Exact(); ok {
				return strconv.FormatInt(n, 10)
			}
		}
		return ""
	case "discount_bp", "split_bp", "profit_split_bp", "growth_bp", "depreciation_bp":
		for _, v := range t.u.Heard.Rates {
			if n, ok := v.Span.Exact(); ok {
				return strconv.FormatInt(n, 10)
			}
		}
		return ""
	case "economic_life":
		for _, v := range t.u.Heard.Terms {
			if n, ok := v.Span.Exact(); ok && n%12 == 0 {
				return strconv.FormatInt(n/12, 10)
			}
		}
		return ""
	case "fees_paid":
		switch {
		case paidForm.MatchString(said):
			return "true"
		case unpaidForm.MatchString(said):
			return "false"
		}
		return ""
	}
	for _, code := range figureChoices[id] {
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			if lines := t.set.Wording["value."+id+"."+code].In(lang); len(lines) > 0 && strings.EqualFold(lines[0], said) {
				return code
			}
		}
	}
	return said
}

// words is the message without what stands around it.
func (t *turn) words() string { return strings.Trim(corpus.Fold(t.m.Text), " .。，,!！") }

var (
	unpaidForm = regexp.MustCompile(`没.{0,2}交|未.{0,2}交|欠|not paid|unpaid|overdue`)
	paidForm   = regexp.MustCompile(`^(?:都|已经?|全部?|全都|按时|年费){0,3}(?:交了|交清|交齐|缴了|缴清|交过了)|^(?:all |fully |yes,? )*paid`)
)

// figureNames are the words by which a figure of the sheet is named in a change.
var figureNames = []struct {
	id   string
	form *regexp.Regexp
}{
	{"profit_split_bp", regexp.MustCompile(`利润分成|split.{0,8}profit|profit split`)},
	{"split_bp", regexp.MustCompile(`分成率|销售分成|收入分成|split.{0,8}sales|split rate`)},
	{"discount_bp", regexp.MustCompile(`折现率|贴现率|discount`)},
	{"growth_bp", regexp.MustCompile(`增长率|每年增长|growth`)},
	{"depreciation_bp", regexp.MustCompile(`贬值率|depreciation`)},
	{"economic_life", regexp.MustCompile(`经济寿命|还能用|economic life`)},
	{"sales", regexp.MustCompile(`销售|sales`)},
	{"profits", regexp.MustCompile(`利润|profit`)},
	{"cost", regexp.MustCompile(`成本|研发|cost`)},
	{"comparable", regexp.MustCompile(`可比|comparable`)},
	{"filed", regexp.MustCompile(`申请日|filed|filing`)},
}

// changeForm is what a change of a figure has besides its name and the figure.
var changeForm = regexp.MustCompile(`改|换|按|调|用|是|为|=|取|算|change|make|set|use|to|is`)

// changed returns the figure that a message changes by name: 折现率改成12%.
func (t *turn) changed() (id, text string) {
	if len(t.s.Sheet.Given) == 0 || t.u.Parts[0].Question {
		return "", ""
	}
	said := corpus.Fold(t.m.Text)
	if !changeForm.MatchString(said) || len([]rune(said)) > 60 {
		return "", ""
	}
	for _, f := range figureNames {
		if f.form.MatchString(said) {
			return f.id, t.heardFigure(f.id)
		}
	}
	return "", ""
}

// sheetCommand does a dialogue act that the sheet takes: to skip a question, to
// take a figure back, to end.
func (t *turn) sheetCommand(id string) ([]piece, bool, error) {
	asked := t.s.Sheet.Asked
	recent := asked != "" || t.s.Topic.Intent == estimate && len(t.s.Sheet.Given) > 0
	if !recent {
		return nil, false, nil
	}
	e, err := t.g.Estimator()
	if err != nil {
		return nil, false, nil
	}
	switch {
	case asked != "" && (id == "skip" || id == "dont_know"):
		t.s.Sheet.Skipped = append(t.s.Sheet.Skipped, asked)
	case asked == "fees_paid" && (id == "yes" || id == "no"):
		t.figure(asked, strconv.FormatBool(id == "yes"))
	case id == "back" || id == "undo":
		if n := len(t.s.Sheet.Skipped); asked != "" && n > 0 && len(t.s.Sheet.Given) == 0 {
			t.s.Sheet.Skipped = t.s.Sheet.Skipped[:n-1]
		} else if n := len(t.s.Sheet.Given); n > 0 {
			t.s.Sheet.Given = t.s.Sheet.Given[:n-1]
		}
	case asked != "" && id == "cancel":
		t.s.Sheet = Sheet{}
		return []piece{{intent: "help", text: t.m.Text, outcome: Answered, lines: []string{t.say("command.cancelled", nil)}, plain: true}}, true, nil
	default:
		return nil, false, nil
	}
	p, err := t.fillSheet(e)
	return []piece{p}, true, err
}
