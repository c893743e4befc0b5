package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge/royalty"
)

// licensing is the intent of licences, of which open ones are a kind.
const licensing corpus.IntentID = "transfer_license"

// sheetWanted returns the sheet that a question wants to be filled in, if any: the
// fee of one's own open licence, or the questionnaire. Questions about the rules
// are answered from the corpus.
func sheetWanted(part intents.Part) string {
	folded := corpus.Fold(part.Text)
	switch {
	case part.Bait:
	case openForm.MatchString(folded) && (feeWish.MatchString(folded) || feeForm.MatchString(folded) && !feeRules.MatchString(folded)):
		return royaltySheet
	case factorForm.MatchString(folded) && !factorRules.MatchString(folded) || scoreForm.MatchString(folded):
		return factorSheet
	}
	return ""
}

var (
	openForm = regexp.MustCompile(`开放许可|\bopen[- ]licen[cs]`)
	feeWish  = regexp.MustCompile(`\bhow (?:much|many) (?:should|do|can|could|may|would) (?:i|we) (?:charge|ask|set|get|take)|(?:帮|给|替)(?:我|我们|咱|俺).{0,6}(?:算|估|定)|(?:work out|calculate|estimate|figure out) (?:my|our) `)
	feeForm  = regexp.MustCompile(`定价|收多少|收多大|要多少|定多少|开多少价|多少(?:钱)?合适|算一?[下算]|how (?:much|should|do) .{0,20}(?:charge|ask|price|set)|what .{0,12}(?:fee|price|royalty) .{0,24}(?:charge|ask|set)|price (?:my|our|an|the) `)
	feeRules = regexp.MustCompile(`上限|最高|封顶|最多|文件|文号|号文|通知|指引|规定|办法|官方|参考|方法|标准|年费|手续|声明|撤回|谁|一般|通常|平均|案例|几种|步骤|原文|减免|调解|纠纷|能不能|可不可以|是什么|什么意思|估算|limit|ceiling|\bcap\b|rule|guide|notice|method|annual fee|declar|withdraw|typical|average|usual|reasonable|official`)

	// scoreForm wants one's own patent scored, and says no more.
	scoreForm = regexp.MustCompile(`^(?:请|帮|给|替|为|让|我想?要?|我们|咱们?|自己|的|这[件个项]|一件|专利|来|做|次|个|下|一下|一个|再|重新|自测|\s)*(?:打个?分|体检|打个?分体检|体检打个?分|评个?分)(?:一下|吧|呀|啊|[。.!！\s])*$|^(?:please |can you |could you )?(?:score|rate) (?:my|our|this) patents?(?: please)?[.!?]*$`)

	// licenceFee speaks of what an open licence costs.
	licenceFee = regexp.MustCompile(`费|价|提成|\bfee|\bprice|\broyalt|charge`)

	factorForm  = regexp.MustCompile(`全面(?:的)?(?:评价|评估|体检|看一?[遍看下])|(?:做|填|来|开始|答).{0,4}问卷|(?:40|四十)(?:道|个)?(?:题|问题|因素|问)|\bquestionnaire\b|\bfull (?:review|check|assessment)\b|\b(?:40|forty) (?:questions|factors)\b`)
	factorRules = regexp.MustCompile(`怎么|如何|多少钱|收费|谁|哪|标准|报告|机构|政策|试点|海外|海关|是什么|银行|园区|\bhow\b|\bwho\b|\bcost|overseas|abroad|bank|\bpark\b|report|polic`)
)

// royaltyWork is the fee of an open licence.
type royaltyWork struct {
	t     *turn
	state *Sheet
	e     *royalty.Estimator
	s     *royalty.Sheet
}

func newRoyaltyWork(t *turn, state *Sheet) (worksheet, error) {
	e, err := t.g.Royalty()
	if err != nil {
		return nil, fmt.Errorf("licence fee: %w", err)
	}
	w := &royaltyWork{t, state, e, e.Sheet(t.today)}
	for _, f := range state.told() {
		_ = w.s.Set(f.ID, f.Text) // it was taken when it was told
	}
	return w, nil
}

func (w *royaltyWork) about() (corpus.IntentID, corpus.ID) {
	return licensing, "policy/royalty-methods"
}

func (w *royaltyWork) asks() []string {
	var out []string
	for _, q := range w.s.Questions() {
		out = append(out, q.ID)
	}
	return out
}

// names are the figures of the route chosen; before one is chosen, all.
func (w *royaltyWork) names() []figureName {
	if !w.s.Answers("route") {
		return royaltyNames
	}
	return slices.DeleteFunc(slices.Clone(royaltyNames), func(n figureName) bool { return !w.takes(n.id) })
}

// begin takes a rate that is told before a route is chosen as the route of one's
// own rate.
func (w *royaltyWork) begin(told []Figure) []Figure {
	if w.s.Answers("route") || !slices.ContainsFunc(told, func(f Figure) bool { return f.ID == "rate_bp" }) {
		return told
	}
	return append([]Figure{{"route", "4"}}, told...)
}

// soFar shows what the royalty of the first year comes to by the figures so far, and
// how it stands to the ceilings, while other questions are still open.
func (w *royaltyWork) soFar(p *piece) []string {
	t := w.t
	if !w.takes("rate_bp") || !w.s.Answers("rate_bp") || !w.s.Answers("net_sales") {
		return nil
	}
	if !w.s.Answers("years") && w.s.Set("years", "1") != nil {
		return nil
	}
	res, fault := w.s.Estimate()
	if fault != nil || len(res.Caps) == 0 {
		return nil
	}
	key := "royalty.so_far_within"
	if slices.ContainsFunc(res.Caps, func(c royalty.Cap) bool { return c.Exceeded }) {
		key = "royalty.so_far_over"
	}
	p.tables = append(p.tables, t.capTable(res.Caps))
	return []string{t.say(key, nil) + t.citeOf(p, ceilings)}
}

// ceilings is the passage on the general ceilings.
const ceilings corpus.PassageID = "policy/open-licence-2024-notice#ceilings"

// lumpAsked holds a sum that is asked about as a fee paid at once to the general
// ceiling.
func (w *royaltyWork) lumpAsked(sum corpus.Money) piece {
	t := w.t
	p := piece{intent: licensing, text: t.m.Text, outcome: Answered, next: "next.transfer_license"}
	key := "royalty.lump_within"
	over := sum > royalty.FixedCap
	if over {
		key = "royalty.lump_over"
	}
	p.lines = []string{t.say(key, map[string]string{"amount": t.money(sum)}) + t.citeOf(&p, ceilings)}
	p.tables = append(p.tables, t.capTable([]royalty.Cap{{Basis: "fixed", Amount: sum, Limit: royalty.FixedCap, Exceeded: over}}))
	_, doc := w.about()
	p.docs = append(p.docs, doc)
	p.buttons = &Buttons{Choices: []Button{{Label: t.label("sheet.result"), Action: "figure royalty go"}}}
	return p
}

func (w *royaltyWork) lead() string { return w.t.say("royalty.lead", nil) }

func (w *royaltyWork) pause() piece { return w.t.stopped(royaltySheet) }

func (w *royaltyWork) next() (figureQuestion, bool) {
	q, open := w.s.Next(w.state.skipped)
	if !open {
		return figureQuestion{}, false
	}
	return w.worded(q), true
}

func (w *royaltyWork) question(id string) (figureQuestion, bool) {
	q, ok := w.s.Question(id)
	if !ok {
		return figureQuestion{}, false
	}
	return w.worded(q), true
}

// royaltyKinds are the forms of the answers that are not one of the choices.
var royaltyKinds = map[string]figureKind{
	"kind": rightFigure, "evaluation": boolFigure, "consent": boolFigure, "exclusive": boolFigure, "fees_paid": boolFigure, "filed": dateFigure,
	"income": moneyFigure, "past_fee": moneyFigure, "unit_fee": moneyFigure, "value": moneyFigure, "entry_fee": moneyFigure,
	"net_sales": moneysFigure, "profits": moneysFigure, "share_bp": rateFigure, "rate_bp": rateFigure, "relief_bp": rateFigure, "discount_bp": rateFigure,
	"factors_bp": ratesFigure, "years": yearsFigure, "past_years": yearsFigure, "patents": countFigure,
}

// royaltyChoices are the answers that a question of the fee offers.
var royaltyChoices = map[string][]string{
	"route":     {"1", "2", "3", "5", "4"},
	"kind":      {"invention_patent", "utility_model", "design_patent"},
	"status":    {"granted", "joint", "pledged", "suspended", "pending", "lapsed"},
	"basis":     {"unit_fee", "rate_bp", "recorded"},
	"fees_paid": {"true", "false"}, "evaluation": {"true", "false"}, "consent": {"true", "false"}, "exclusive": {"true", "false"},
}

func (w *royaltyWork) worded(q royalty.Question) figureQuestion {
	t := w.t
	out := figureQuestion{
		ID: q.ID, Name: t.label("royalty.name." + q.ID), Ask: q.Ask.In(t.lang), Hints: t.helpOf(royaltySheet, q.ID), Kind: royaltyKinds[q.ID],
		Choices: t.choicesOf(royaltySheet, q.ID, royaltyChoices[q.ID]...), Required: q.Required,
	}
	if industries := w.e.Industries(); len(industries) > 0 {
		switch q.ID {
		case "basis":
			out.Choices = append(out.Choices, t.choicesOf(royaltySheet, q.ID, "industry")...)
		case "industry":
			for _, code := range industries {
				out.Choices = append(out.Choices, figureChoice{code, code})
			}
		}
	}
	return out
}

// hear takes a rate told in answer to the choice of a route as route 4.
func (w *royaltyWork) hear(q figureQuestion) []Figure {
	if rate := w.t.heardFigure(figureQuestion{Kind: rateFigure}); q.ID == "route" && rate != "" {
		return []Figure{{"route", "4"}, {"rate_bp", rate}}
	}
	return w.t.heardOne(q)
}

func (w *royaltyWork) changed(said string) Figure {
	return w.t.namedFigure(w, w.names(), said)
}

// takes reports whether a figure plays a part on the route chosen.
func (w *royaltyWork) takes(id string) bool {
	asked := func(id string) bool {
		return slices.ContainsFunc(w.s.Questions(), func(q royalty.Question) bool { return q.ID == id })
	}
	return id == "factors_bp" || id == "discount_bp" && asked("net_sales") || asked(id)
}

// royaltyNames are the words by which a change names a figure of the fee.
var royaltyNames = []figureName{
	{"factors_bp", regexp.MustCompile(`系数|coefficient|factor`)},
	{"discount_bp", regexp.MustCompile(`折现率|贴现率|discount(?: rate)?`)},
	{"relief_bp", regexp.MustCompile(`减缴|费减|relief`)},
	{"rate_bp", regexp.MustCompile(`费率|提成(?:率|比例)?|royalty(?: rate)?|\brate\b(?: of)?`)},
	{"share_bp", regexp.MustCompile(`份额|分成|share`)},
	{"entry_fee", regexp.MustCompile(`入门费|entry fee`)},
	{"past_years", regexp.MustCompile(`(?:过去|以前|原来).{0,8}年|past.{0,12}years`)},
	{"past_fee", regexp.MustCompile(`(?:过去|以前|原来).{0,8}费|past fee`)},
	{"unit_fee", regexp.MustCompile(`每件|per patent`)},
	{"patents", regexp.MustCompile(`件数|几件|number of patents`)},
	{"years", regexp.MustCompile(`许可期|许可年|许可\s*[\d一二两三四五六七八九十]+\s*年|年数|期限|\byears (?:is|are|to|of the licen)|licen[cs]e (?:term|period)`)},
	{"net_sales", regexp.MustCompile(`净?销售(?:收入|额)?|(?:net )?sales`)},
	{"profits", regexp.MustCompile(`利润|profit`)},
	{"income", regexp.MustCompile(`收益|收入|income`)},
	{"value", regexp.MustCompile(`价值|估值|value`)},
	{"filed", regexp.MustCompile(`申请日|日申请|filed|filing`)},
}

func (w *royaltyWork) set(f Figure) *corpus.Fault {
	if fault := w.s.Set(f.ID, f.Text); fault != nil || f.ID != "net_sales" && f.ID != "profits" {
		return fault
	}
	in := w.s.Input()
	return profitOver(f.ID, in.Sales, in.Profits)
}

func (w *royaltyWork) flaw() *corpus.Fault {
	if _, fault := w.s.Estimate(); fault != nil && fault.Code != "missing" {
		return fault
	}
	return nil
}

func (w *royaltyWork) show() piece {
	t := w.t
	p := piece{outcome: Answered, next: "next.transfer_license"}
	res, fault := w.s.Estimate()
	if fault != nil || res.Fee == nil && w.s.Answers("anyway") {
		p.outcome, p.plain = Clarified, true
		name := t.label("royalty.name.route")
		for _, q := range w.s.Questions() {
			if q.Required && !w.s.Answers(q.ID) {
				name = t.label("royalty.name." + q.ID)
				break
			}
		}
		p.lines = []string{t.say("royalty.lacks", map[string]string{"field": name})}
		p.buttons = w.routes()
		p.buttons.Choices = append(p.buttons.Choices, Button{Label: t.label("royalty.fill"), Action: "figure royalty again"})
		return p
	}
	w.bars(&p, res)
	if res.Fee == nil {
		p.outcome = NotFound
		p.buttons = &Buttons{Choices: []Button{{Label: t.label("sheet.undo"), Action: "figure royalty back"}, {Label: t.label("royalty.anyway"), Action: "figure royalty anyway true"}, {Label: t.label("sheet.anew"), Action: "figure royalty anew"}}}
		return p
	}
	p.lines = append([]string{t.say("royalty.result", map[string]string{"route": t.label("royalty.route." + fmt.Sprint(w.s.Input().Route))})}, p.lines...)
	var mind []string
	for _, m := range res.Warnings {
		text := m.Text.In(t.lang)
		if strings.HasPrefix(m.Code, "cap_") {
			text = t.label("royalty.over") // by how much, the table of ceilings shows
		}
		if line := "- " + text + t.citeOf(&p, m.Cite); !slices.Contains(mind, line) {
			mind = append(mind, line)
		}
	}
	if len(mind) > 0 {
		p.lines = append(p.lines, strings.Join(mind, "\n"))
	}
	p.hints = []string{res.Notice.In(t.lang), t.label("royalty.edit")}
	w.tables(&p, res)
	p.buttons = w.routes()
	p.buttons.Choices = append(p.buttons.Choices, Button{Label: t.label("factors.value"), Action: "figure value go"}, Button{Label: t.label("sheet.anew"), Action: "figure royalty anew"})
	return p
}

// bars says whether an open licence can be declared at all.
func (w *royaltyWork) bars(p *piece, res royalty.Result) {
	t := w.t
	if res.Allowed {
		p.lines = append(p.lines, t.label("royalty.head.allowed"))
		return
	}
	lines := []string{t.label("royalty.head.blocked")}
	for _, b := range res.Blocked {
		lines = append(lines, "- "+b.Text.In(t.lang)+t.citeOf(p, b.Cite))
	}
	p.lines = append(p.lines, strings.Join(lines, "\n"))
}

// tables show the fee year by year, each step of the working, the ceilings, the
// annual fee and what all rests on. All but the annual fee is rounded for show.
func (w *royaltyWork) tables(p *piece, res royalty.Result) {
	t := w.t
	name, value := t.label("value.figure"), t.label("value.value")
	fee := Table{Caption: t.label("royalty.table.fee"), Head: []string{name, value}}
	for i, y := range res.Yearly {
		fee.Rows = append(fee.Rows, []string{corpus.Fill(t.label("royalty.step.year"), map[string]string{"year": fmt.Sprint(i + 1)}), t.round(y)})
	}
	fee.Rows = append(fee.Rows, []string{t.label("royalty.table.total"), t.round(*res.Fee)})
	if res.LumpSum != nil {
		fee.Rows = append(fee.Rows, []string{t.label("royalty.step.lump"), t.round(*res.LumpSum)})
	}
	p.tables = append(p.tables, fee, w.steps(p, res))
	if len(res.Caps) > 0 {
		p.tables = append(p.tables, t.capTable(res.Caps))
	}
	if f := res.AnnualFee; f != nil {
		annual := Table{Caption: corpus.Fill(t.label("royalty.table.annual"), map[string]string{"year": fmt.Sprint(f.Year)}), Head: []string{name, value}, Rows: [][]string{
			{t.label("royalty.annual.full") + t.citeOf(p, f.Cite), t.money(f.Full)}, {t.label("royalty.annual.open"), t.money(f.Open)},
		}}
		if f.Other != nil {
			annual.Rows = append(annual.Rows, []string{t.label("royalty.annual.other"), t.money(*f.Other)})
		}
		annual.Rows = append(annual.Rows, []string{t.label("royalty.annual.pay." + f.Taken), t.money(f.Pay)})
		p.tables = append(p.tables, annual)
	}
	rests := Table{Caption: t.label("estimate.head.assumptions"), Head: []string{name, value}}
	for _, g := range w.s.Given() {
		rests.Rows = append(rests.Rows, []string{t.label("royalty.name." + g.ID), w.told(g)})
	}
	p.tables = append(p.tables, rests)
}

// capTable holds amounts to the general ceilings.
func (t *turn) capTable(caps []royalty.Cap) Table {
	out := Table{Caption: t.label("royalty.table.caps"), Head: []string{t.label("royalty.head.caps"), t.label("royalty.table.amount"), t.label("royalty.table.limit"), t.label("royalty.table.verdict")}}
	for _, c := range caps {
		verdict := t.label("royalty.table.within")
		if c.Exceeded {
			verdict = t.label("royalty.table.above")
		}
		basis := corpus.Fill(t.label("royalty.cap."+c.Basis), map[string]string{"year": fmt.Sprint(c.Year)})
		out.Rows = append(out.Rows, []string{basis, t.round(c.Amount), t.round(c.Limit), verdict})
	}
	return out
}

// steps are the lines of the working, each with the passage that it rests on.
func (w *royaltyWork) steps(p *piece, res royalty.Result) Table {
	t := w.t
	out := Table{Caption: t.label("royalty.table.steps"), Head: []string{t.label("royalty.table.step"), t.label("value.working"), t.label("value.value")}}
	for _, s := range res.Steps {
		out.Rows = append(out.Rows, []string{s.Label.In(t.lang) + t.citeOf(p, s.Cite), s.Work.In(t.lang), t.round(corpus.Money(s.Value))})
	}
	return out
}

// told words a figure as it was given.
func (w *royaltyWork) told(g royalty.Given) string {
	q, _ := w.question(g.ID)
	return w.t.figureText(q, g.Text)
}

// routes are the other ways to a fee.
func (w *royaltyWork) routes() *Buttons {
	b := &Buttons{Prompt: w.t.label("royalty.other")}
	now := fmt.Sprint(w.s.Input().Route)
	for _, c := range w.t.choicesOf(royaltySheet, "route", royaltyChoices["route"]...) {
		if c.Code != now {
			b.Choices = append(b.Choices, Button{Label: c.Label, Action: Action("figure royalty route " + c.Code)})
		}
	}
	return b
}
