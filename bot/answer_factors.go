package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

// factorWork is the questionnaire: a look at a patent from many sides, and, where
// the firm's own figures are given, what the patent adds in money.
type factorWork struct {
	t       *turn
	state   *Sheet
	e       *valuation.Estimator
	q       *corpus.Questionnaire
	answers valuation.Answers
	wanted  bool // the reckoning in money
	money   map[string]int64
}

// businessFigures are what the reckoning in money asks of the firm.
var businessFigures = []string{"turnover", "margin_bp", "spend", "discount_bp"}

func newFactorWork(t *turn, state *Sheet) (worksheet, error) {
	e, err := t.g.Estimator()
	if err != nil {
		return nil, fmt.Errorf("questionnaire: %w", err)
	}
	w := &factorWork{t: t, state: state, e: e, q: e.Questionnaire(), answers: valuation.Answers{}, money: map[string]int64{}}
	for _, f := range state.told() {
		_ = w.set(f) // it was taken when it was told
	}
	return w, nil
}

func (w *factorWork) about() (corpus.IntentID, corpus.ID) {
	return estimate, "policy/valuation-methods"
}

func (w *factorWork) asks() []string {
	var out []string
	for _, f := range w.q.Factors {
		out = append(out, f.ID)
	}
	return out
}

// names are the figures of the firm, once the reckoning in money is wanted.
func (w *factorWork) names() []figureName {
	if !w.wanted {
		return nil
	}
	return factorNames
}

func (w *factorWork) begin(told []Figure) []Figure { return told }

func (w *factorWork) lead() string {
	return w.t.say("factors.lead", nil)
}

func (w *factorWork) next() (figureQuestion, bool) {
	for _, f := range w.q.Factors {
		if _, ok := w.answers[f.ID]; !ok && !w.state.skipped(f.ID) {
			return w.question(f.ID)
		}
	}
	for _, id := range businessFigures {
		if _, ok := w.money[id]; w.wanted && !ok && !w.state.skipped(id) {
			return w.question(id)
		}
	}
	return figureQuestion{}, false
}

func (w *factorWork) question(id string) (figureQuestion, bool) {
	t := w.t
	if i := w.index(id); i >= 0 {
		f := &w.q.Factors[i]
		q := figureQuestion{
			ID: id, Name: fmt.Sprint(i + 1), Steps: true,
			Ask:   corpus.Fill(t.label("factors.ask"), map[string]string{"group": w.group(f.Group()), "ask": f.Ask.In(t.lang)}),
			Hints: []string{corpus.Fill(t.label("factors.help.options"), w.progress(i+1))},
		}
		for n, o := range f.Options {
			q.Choices = append(q.Choices, figureChoice{fmt.Sprint(n + 1), o.Text.In(t.lang)})
		}
		return q, true
	}
	if !slices.Contains(businessFigures, id) {
		return figureQuestion{}, false
	}
	kind := moneyFigure
	if strings.HasSuffix(id, "_bp") {
		kind = rateFigure
	}
	q := figureQuestion{ID: id, Name: t.label("factors.name." + id), Ask: t.label("factors.ask." + id), Hints: t.helpOf(factorSheet, id), Kind: kind}
	if id == "spend" {
		q.None = "0"
	}
	return q, true
}

// progress is a number of questions of all.
func (w *factorWork) progress(n int) map[string]string {
	return map[string]string{"n": strconv.Itoa(n), "of": strconv.Itoa(len(w.q.Factors))}
}

// index is the place of a factor in the questionnaire, -1 where there is none.
func (w *factorWork) index(id string) int {
	return slices.IndexFunc(w.q.Factors, func(f corpus.Factor) bool { return f.ID == id })
}

func (w *factorWork) group(id string) string {
	for _, g := range w.q.Groups {
		if g.ID == id {
			return g.Label.In(w.t.lang)
		}
	}
	return id
}

// hear takes one choice, or several at once for the questions that follow: 3 4 5 2.
func (w *factorWork) hear(q figureQuestion) []Figure {
	if q.Kind != codeFigure {
		return w.t.heardOne(q)
	}
	said := w.t.words()
	if factorChangeForm.MatchString(said) {
		return []Figure{{q.ID, "0"}} // a question or an option that there is not
	}
	numbers := []string{said}
	if severalForm.MatchString(said) {
		numbers = strings.FieldsFunc(said, func(r rune) bool { return r < '0' || r > '9' })
	} else if n := w.t.heardCode(q, said); optionForm.MatchString(n) {
		numbers = []string{n}
	} else if !bareNumber.MatchString(said) {
		return nil
	}
	var out []Figure
	for i := w.index(q.ID); i < len(w.q.Factors) && len(numbers) > 0; i++ {
		if id := w.q.Factors[i].ID; id == q.ID || w.answers[id] == 0 && !w.state.skipped(id) {
			out, numbers = append(out, Figure{id, numbers[0]}), numbers[1:]
		}
	}
	return out
}

var (
	optionForm       = regexp.MustCompile(`^[1-5]$`)
	factorChangeForm = regexp.MustCompile(`^第?\s*(?:question )?([a-e]\d|\d{1,2})\s*题?\s*(?:的答案)?\s*(?:改成|改为|改选|换成|选|is|to|=)\s*([1-5])$`)
)

// changed reads 第3题改成4, and figures of the firm by their names.
func (w *factorWork) changed(said string) Figure {
	if m := factorChangeForm.FindStringSubmatch(strings.TrimPrefix(w.t.words(), "change ")); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil && n >= 1 && n <= len(w.q.Factors) {
			return Figure{w.q.Factors[n-1].ID, m[2]}
		}
		return Figure{strings.ToUpper(m[1]), m[2]}
	}
	return w.t.namedFigure(w, w.names(), said)
}

// factorNames are the words by which a change names a figure of the firm.
var factorNames = []figureName{
	{"discount_bp", regexp.MustCompile(`折现率|贴现率|discount`)},
	{"margin_bp", regexp.MustCompile(`利润率|毛利|margin`)},
	{"turnover", regexp.MustCompile(`营业额|销售|turnover|sales`)},
	{"spend", regexp.MustCompile(`投入|投资|investment`)},
}

func (w *factorWork) set(f Figure) *corpus.Fault {
	if w.index(f.ID) >= 0 {
		n, err := strconv.Atoi(f.Text)
		if err != nil {
			n = 0
		}
		if _, fault := w.e.Profile(valuation.Answers{f.ID: n}); fault != nil {
			return fault
		}
		w.answers[f.ID] = n
		return nil
	}
	if f.ID == "cash" && f.Text == "true" {
		w.wanted = true
		return nil
	}
	n, err := strconv.ParseInt(f.Text, 10, 64)
	if !slices.Contains(businessFigures, f.ID) || err != nil || n < 0 {
		return &corpus.Fault{Code: "unknown_field", Field: f.ID, Args: map[string]string{}}
	}
	w.money[f.ID] = n
	return nil
}

// flaw is a figure of the firm that is out of bounds.
func (w *factorWork) flaw() *corpus.Fault {
	if b := w.business(); len(w.money) > 0 && (b.Margin > corpus.One || b.Discount > corpus.One) {
		return &corpus.Fault{Code: "too_large", Args: map[string]string{"most": corpus.One.String()}}
	}
	return nil
}

// business are the firm's figures; the discount rate that is not given stands in.
func (w *factorWork) business() valuation.Business {
	b := valuation.Business{
		Turnover: corpus.Money(w.money["turnover"]), Margin: corpus.BasisPoints(w.money["margin_bp"]), Investment: corpus.Money(w.money["spend"]),
		Discount: corpus.BasisPoints(w.t.set.Rates.Assumption("discount_bp").Value.N),
	}
	if n, ok := w.money["discount_bp"]; ok {
		b.Discount = corpus.BasisPoints(n)
	}
	return b
}

// pause shows what the answers say so far.
func (w *factorWork) pause() piece {
	if len(w.answers) == 0 {
		return w.t.stopped(factorSheet)
	}
	p := w.show()
	p.lines = append([]string{w.t.say("sheet.stopped", nil)}, p.lines...)
	return p
}

func (w *factorWork) show() piece {
	t := w.t
	p := piece{outcome: Answered, next: "next.estimate_value"}
	profile, fault := w.e.Profile(w.answers)
	if fault != nil || len(w.answers) == 0 {
		p.outcome, p.lines, p.plain = Clarified, []string{t.say("factors.none", nil)}, true
		p.buttons = &Buttons{Choices: []Button{{Label: t.label("factors.again"), Action: "figure factors again"}}}
		return p
	}
	p.lines = []string{
		t.say("factors.result", nil),
		corpus.Fill(t.label("factors.ours"), map[string]string{"origin": profile.Origin.In(t.lang)}),
	}
	p.charts = []Chart{w.radar(profile), w.grid(profile)}
	if weak := w.weakest(); len(weak.Rows) > 0 {
		p.tables = append(p.tables, weak)
	}
	w.addMoney(&p)
	p.hints = []string{corpus.Fill(t.label("factors.answered"), w.progress(len(w.answers))), t.label("factors.edit")}
	p.buttons = w.buttons()
	return p
}

// radar draws the score of each side.
func (w *factorWork) radar(profile valuation.Profile) Chart {
	say := func(key string) string { return w.t.label("estimate.factors." + key) }
	c := Chart{Kind: RadarChart, Caption: say("radar"), Unit: PointUnit, Names: []string{say("score")}, Table: w.columns(profile, 0, 1, 2)}
	for _, g := range profile.Groups {
		item := ChartItem{Label: g.Label.In(w.t.lang)}
		if g.Score != nil {
			item.Values = []int64{g.Score.Whole()}
		}
		c.Items = append(c.Items, item)
	}
	return c
}

// grid draws each side by its risk and its opportunity.
func (w *factorWork) grid(profile valuation.Profile) Chart {
	say := func(key string) string { return w.t.label("estimate.factors." + key) }
	c := Chart{Kind: GridChart, Caption: say("grid"), Unit: PointUnit, Names: []string{say("risk"), say("opportunity")}, Table: w.columns(profile, 0, 3, 4)}
	for _, g := range profile.Groups {
		item := ChartItem{Label: g.Label.In(w.t.lang)}
		if g.Risk != nil && g.Opportunity != nil {
			item.Values = []int64{g.Risk.Whole(), g.Opportunity.Whole()}
		}
		c.Items = append(c.Items, item)
	}
	return c
}

// columns are some columns of the profile's table.
func (w *factorWork) columns(profile valuation.Profile, which ...int) Table {
	pick := func(row []string) (out []string) {
		for _, i := range which {
			out = append(out, row[i])
		}
		return out
	}
	head, rows := w.e.Table(profile, w.t.lang)
	out := Table{Head: pick(head)}
	for _, row := range rows {
		out.Rows = append(out.Rows, pick(row))
	}
	return out
}

// mostWeak is how many weak points are listed.
const mostWeak = 5

// weakest lists the answers that are weaker than the middle, the weakest first.
func (w *factorWork) weakest() Table {
	t := w.t
	out := Table{Caption: t.label("factors.weak"), Head: []string{t.label("factors.question"), t.label("factors.answer")}}
	var weak []*corpus.Factor
	for i := range w.q.Factors {
		if n := w.answers[w.q.Factors[i].ID]; n == 1 || n == 2 {
			weak = append(weak, &w.q.Factors[i])
		}
	}
	slices.SortStableFunc(weak, func(a, b *corpus.Factor) int { return cmp.Compare(w.answers[a.ID], w.answers[b.ID]) })
	for _, f := range weak[:min(mostWeak, len(weak))] {
		out.Rows = append(out.Rows, []string{f.Ask.In(t.lang), f.Options[w.answers[f.ID]-1].Text.In(t.lang)})
	}
	return out
}

// numbered reports whether all answers that carry a figure are there.
func (w *factorWork) numbered() bool {
	return !slices.ContainsFunc(corpus.Numbers, func(n string) bool { return w.answers[w.q.Numbered(n).ID] == 0 })
}

// addMoney shows what the patent adds by the answers that carry figures: a range,
// the figures, and how they are put together.
func (w *factorWork) addMoney(p *piece) {
	t := w.t
	if !w.wanted {
		return
	}
	for _, id := range []string{"turnover", "margin_bp", "spend"} {
		if _, ok := w.money[id]; !ok {
			p.lines = append(p.lines, t.say("factors.cash_lacks", map[string]string{"field": t.label("factors.name." + id)}))
			return
		}
	}
	b := w.business()
	sheet, fault := w.e.Cash(w.answers, b)
	if fault != nil {
		p.lines = append(p.lines, t.say("factors.cash_lacks", map[string]string{"field": t.label("factors.name.turnover")}))
		return
	}
	p.lines = append(p.lines, t.say("factors.cash", nil))
	c := Chart{
		Kind: RangeChart, Caption: t.label("factors.cash_range"), Unit: FenUnit, Names: []string{t.label("value.low"), t.label("value.mid"), t.label("value.high")},
		Items: []ChartItem{{Label: t.label("factors.adds"), Values: []int64{int64(rounded(sheet.Low)), int64(rounded(sheet.Mid)), int64(rounded(sheet.High))}}},
		Table: Table{Head: []string{t.label("value.figure"), t.label("value.value")}},
	}
	for i, n := range c.Items[0].Values {
		c.Table.Rows = append(c.Table.Rows, []string{c.Names[i], t.money(corpus.Money(n))})
	}
	p.charts = append(p.charts, c)
	figures := Table{Caption: t.label("estimate.head.assumptions"), Head: []string{t.label("value.figure"), t.label("value.value"), t.label("value.source")}}
	add := func(name, value, from string) { figures.Rows = append(figures.Rows, []string{name, value, from}) }
	given := t.label("estimate.given")
	add(t.label("factors.name.turnover"), t.round(b.Turnover), given)
	add(t.label("factors.name.margin_bp"), b.Margin.String(), given)
	add(t.label("factors.name.spend"), t.round(b.Investment), given)
	from := given
	if _, ok := w.money["discount_bp"]; !ok {
		from = t.set.Rates.Assumption("discount_bp").Source.In(t.lang)
	}
	add(t.label("factors.name.discount_bp"), b.Discount.String(), from)
	for _, f := range sheet.Figures {
		at := &w.q.Factors[w.index(f.Factor)]
		add(at.Ask.In(t.lang), at.Options[w.answers[f.Factor]-1].Text.In(t.lang), given)
	}
	p.tables = append(p.tables, figures)
}

func (w *factorWork) buttons() *Buttons {
	t := w.t
	b := &Buttons{}
	add := func(key, rest string) {
		b.Choices = append(b.Choices, Button{Label: t.label(key), Action: Action("figure factors " + rest)})
	}
	if _, open := w.next(); open {
		add("sheet.go", "go")
	} else if len(w.answers) < len(w.q.Factors) {
		add("factors.again", "again")
	}
	if w.numbered() && !w.wanted {
		add("factors.money", "cash true")
	}
	b.Choices = append(b.Choices, Button{Label: t.label("factors.value"), Action: "figure value go"})
	b.Choices = append(b.Choices, t.intentButtons([]corpus.IntentID{"match_products"}).Choices...)
	add("sheet.anew", "anew")
	return b
}
