package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// costForm is the form that asks what a cost sheet needs; its text names the
// product, or is empty.
const costForm corpus.IntentID = "cost_sheet"

// loanRate is the rate that the person was offered or reckons with: none is known
// here.
const loanRate corpus.FactID = "loan_rate"

// costFacts are what a cost sheet needs, in the order in which it is asked for.
var costFacts = []corpus.FactID{wanted, "loan_months", loanRate}

// costsAsked answers what a loan would cost.
func (t *turn) costsAsked(said string) (piece, bool, error) {
	product := t.meant(said)
	if product != nil && product.Kind == corpus.Subsidy && len(t.g.Base.Named(said)) == 0 {
		product, _ = t.offeredCosts() // a subsidy of the last sheet is no loan
	}
	if product == nil && !t.s.Profile.Facts[wanted].Known() && !t.u.Heard.Facts[wanted].Known() {
		return piece{}, false, nil
	}
	return t.costsOf(product), true, nil
}

// costsOf opens the cost sheet of a product, or of none, with what a message tells.
func (t *turn) costsOf(product *corpus.Product) piece {
	t.learn(t.u.Heard.Facts)
	if len(t.u.Heard.Rates) == 1 {
		t.learn(corpus.Facts{loanRate: t.u.Heard.Rates[0]})
	}
	if len(t.u.Heard.Terms) == 1 && t.s.Profile.Facts["loan_months"].Kind == "" {
		t.learn(corpus.Facts{"loan_months": t.u.Heard.Terms[0]})
	}
	return t.costs(product)
}

// costsRated answers what a loan would cost at a rate that is told with it.
func (t *turn) costsRated(said string) (piece, bool, error) {
	f := t.s.Profile.Facts
	if len(t.u.Heard.Rates) != 1 || len(t.g.Base.Named(said)) > 0 || !f[wanted].Known() && !t.u.Heard.Facts[wanted].Known() {
		return piece{}, false, nil
	}
	product := t.pointed(said)
	if product == nil && (t.s.Topic.Intent == "cost" || t.s.Topic.Intent == "documents" || slices.Contains(lendingIntents, t.s.Topic.Intent)) {
		product = t.subject()
	}
	return t.costsOf(product), true, nil
}

// anyLoan stands for the product of a cost sheet that is for none in particular.
const anyLoan = "-"

// costRef names the product of a cost sheet in an action and in its form.
func costRef(product *corpus.Product) string {
	if product == nil {
		return anyLoan
	}
	return refOf(product)
}

// costs opens the form of a cost sheet for a product, or for none in particular.
func (t *turn) costs(product *corpus.Product) piece {
	p, _ := t.answerCosts(intents.Part{Text: costRef(product)})
	p.intent = cmp.Or(p.intent, "cost")
	return p
}

// costsAnew asks one figure of a cost sheet again.
func (t *turn) costsAnew(product *corpus.Product, figure string) piece {
	if id := corpus.FactID(figure); slices.Contains(costFacts, id) {
		t.s.forget(id)
	}
	return t.costs(product)
}

// offeredCosts is the product of the cost sheet that was the last thing shown.
func (t *turn) offeredCosts() (*corpus.Product, bool) {
	for _, b := range t.s.Offered {
		if ref, ok := strings.CutSuffix(string(b.Action), " "+string(loanRate)); ok {
			if ref, ok = strings.CutPrefix(ref, "costs "); ok {
				return t.byRef(ref), true
			}
		}
	}
	return nil, false
}

// grantAsked asks what the subsidies of a place come to.
var grantAsked = regexp.MustCompile(`(?:补|贴).{0,6}多少|多少.{0,6}(?:补贴|贴息|补助)|\bhow (?:much|big).{0,24}\bsubsid|\bsubsid.{0,40}\b(?:how much|come to|get|give)\b`)

// grantsReckoned works out what the known subsidies of the place give for a loan
// whose sum and rate a question tells, for one year unless it tells a term.
func (t *turn) grantsReckoned(part intents.Part) (piece, bool) {
	h := t.u.Heard
	if len(h.Money) != 1 || len(h.Rates) != 1 || !grantAsked.MatchString(corpus.Fold(part.Text)) || len(t.g.Base.Banks(part.Text)) > 0 {
		return piece{}, false
	}
	rate := h.Rates[0]
	if negativeRate.MatchString(corpus.Fold(t.m.Text)) {
		rate = corpus.SpanValue(corpus.KindRate, corpus.Span{Min: -1, Max: -1, HasMin: true, HasMax: true})
	}
	if bad := t.outOfBounds(corpus.Facts{wanted: h.Money[0], loanRate: rate}); bad != nil {
		return *bad, true
	}
	for _, id := range costFacts {
		t.s.forget(id)
	}
	t.learn(corpus.Facts{wanted: h.Money[0], loanRate: h.Rates[0]})
	if len(h.Terms) == 1 {
		t.learn(corpus.Facts{"loan_months": h.Terms[0]})
	}
	t.oneYear = true
	return t.costs(nil), true
}

// negativeRate is a rate below nothing, which is heard without its sign.
var negativeRate = regexp.MustCompile(`(?:^|[^\d%])[-−–负]\s*\d+(?:\.\d+)?\s*%|\bminus \d+(?:\.\d+)?\s*(?:%|per ?cent)`)

// costsChanged takes a bare figure while a cost sheet is on the screen as a
// change of it: 利率按5%呢, 改成两年.
func (t *turn) costsChanged() ([]piece, bool, error) {
	product, ok := t.offeredCosts()
	h := t.u.Heard
	if !ok || len(h.Money)+len(h.Rates)+len(h.Terms)+len(h.Places) != 1 || len(h.Rights) > 0 || len([]rune(t.m.Text)) > longestChange || len(h.Places) == 1 && !otherPlace.MatchString(t.withoutPlaces(t.m.Text, h.Places)) || len(t.g.Base.Named(t.m.Text)) > 0 {
		return nil, false, nil
	}
	told := corpus.Facts{}
	for id, values := range map[corpus.FactID][]corpus.Value{wanted: h.Money, loanRate: h.Rates, "loan_months": h.Terms} {
		for _, v := range values {
			told[id] = v
		}
	}
	if len(h.Rates) == 1 && negativeRate.MatchString(corpus.Fold(t.m.Text)) {
		told[loanRate] = corpus.SpanValue(corpus.KindRate, corpus.Span{Min: -1, Max: -1, HasMin: true, HasMax: true})
	}
	if bad := t.outOfBounds(told); bad != nil {
		bad.buttons = t.costButtons(product) // the sheet stays open for another figure
		return []piece{*bad}, true, nil
	}
	// Only a sheet that counted one year was shown without a term.
	t.oneYear = t.s.Topic.Intent == "subsidy" || t.s.Profile.Facts["loan_months"].Kind == ""
	for id := range told {
		t.s.forget(id)
	}
	t.learn(told)
	if len(h.Places) == 1 {
		t.learn(corpus.Facts{"region": corpus.CodeValue(string(h.Places[0]))})
	}
	p := t.costs(product)
	p.text = t.m.Text
	return []piece{p}, true, nil
}

// otherPlace is what stands beside a place that takes the place of another.
var otherPlace = regexp.MustCompile(`^(?:那|那么|如果|要是|换成?|换到|改成|搬到|注册|在|到|是|的话|呢|吗|怎么样|多少|补|能|\s|\pP|and|or|what|about|how|if|in|it|were|is|we|are|was|then|instead)*$`)

// longestChange bounds a message that is taken for a change of a cost sheet, in
// characters.
const longestChange = 24

// answerCosts asks the next fact that a cost sheet needs, or shows the sheet.
func (t *turn) answerCosts(part intents.Part) (piece, error) {
	for _, id := range costFacts {
		if v := t.s.Profile.Facts[id]; v.Kind != "" || t.oneYear && id == "loan_months" {
			continue
		}
		fact, ok := t.set.Fact(id)
		if !ok {
			return piece{}, fmt.Errorf("no fact %s", id)
		}
		t.open(costForm, part.Text, id)
		p := piece{outcome: Asked, ask: id, lines: []string{fact.Ask.In(t.lang)}, hints: t.hints(fact), buttons: t.factButtons(fact), plain: true}
		return p, nil
	}
	t.closeForm(costForm)
	return t.costSheet(t.byRef(part.Text)), nil
}

// loanOf is the loan of the profile; it reports false where the sheet lacks a
// figure. An amount or a term that is not exact counts with its upper end.
func (t *turn) loanOf(product *corpus.Product) (knowledge.Loan, bool) {
	l := knowledge.Loan{Product: product}
	whole := true
	upper := func(id corpus.FactID) int64 {
		v := t.s.Profile.Facts[id]
		switch {
		case v.Known() && v.Span.HasMax:
			return v.Span.Max
		case v.Known() && v.Span.HasMin:
			return v.Span.Min
		case t.oneYear && id == "loan_months":
			return 12
		}
		whole = false
		return 0
	}
	l.Amount, l.Months, l.Rate = corpus.Money(upper(wanted)), corpus.Months(upper("loan_months")), corpus.BasisPoints(upper(loanRate))
	if v := t.s.Profile.Facts["region"]; v.Known() {
		l.Place = corpus.RegionCode(v.Text)
	}
	if product != nil {
		l.Rights = product.Rights
	}
	if held := knowledge.Held(t.s.Profile.Facts, l.Rights); len(held) > 0 {
		l.Rights = held
	}
	return l, whole
}

// costSheet shows what a loan costs year by year and what each known subsidy
// would give; without a rate it says so, and shows the terms alone.
func (t *turn) costSheet(product *corpus.Product) piece {
	p := piece{intent: "cost", outcome: Answered, own: true, buttons: t.costButtons(product)}
	if t.oneYear {
		p.intent = "subsidy"
	}
	if product != nil {
		p.docs = []corpus.ID{product.ID}
	}
	l, whole := t.loanOf(product)
	if !whole {
		// The terms of the subsidies do not hang on the loan's figures.
		l.Amount, l.Months, l.Rate = corpus.Wan, 12, 0
	}
	sheet, err := t.g.Base.Matcher().Costs(l)
	if err != nil {
		p.outcome, p.lines = NotFound, []string{t.say("costs.bounds", nil)}
		return p
	}
	name := t.label("costs.any")
	if product != nil {
		name = product.Name.In(t.lang)
	}
	args := map[string]string{"product": name, "amount": t.money(l.Amount), "months": fmt.Sprint(l.Months), "rate": l.Rate.String()}
	switch {
	case whole:
		key := "costs.lead"
		if t.oneYear && t.s.Profile.Facts["loan_months"].Kind == "" {
			key = "costs.lead_year"
		}
		lead := t.capital(t.say(key, args))
		if product != nil {
			lead += t.citeOf(&p, corpus.PassageID(string(product.ID)+"#summary"))
		}
		p.lines = append(p.lines, lead, t.say("costs.rate_yours", args))
		t.costYears(&p, sheet)
	default:
		p.outcome = NotFound
		p.lines = append(p.lines, t.say("costs.not_whole", args))
	}
	if product != nil {
		if rate, ok := t.set.Passage(corpus.PassageID(string(product.ID) + "#rate")); ok {
			p.lines = append(p.lines, t.statement(rate, false))
			t.use(&p, rate)
		}
	}
	if !sheet.FeeKnown {
		p.lines = append(p.lines, t.say("costs.fee_unknown", nil))
	}
	t.costGrants(&p, sheet, whole)
	p.lines = append(p.lines, t.say("costs.decides", nil))
	return p
}

// costButtons lead on from the cost sheet of a product, or of none.
func (t *turn) costButtons(product *corpus.Product) *Buttons {
	b := &Buttons{}
	if product != nil {
		b = t.productButtons(product, "proof", "papers")
	}
	for _, id := range costFacts {
		b.Choices = append(b.Choices, Button{t.editButton(id).Label, Action("costs " + costRef(product) + " " + string(id))})
	}
	return b
}

// costYears is the table of the loan's own cost, with its working.
func (t *turn) costYears(p *piece, s *knowledge.Sheet) {
	table := Table{Caption: t.label("costs.caption"), Head: []string{t.label("costs.year"), t.label("costs.interest"), t.label("costs.fee"), t.label("costs.working")}}
	fee := func(m corpus.Money) string {
		if !s.FeeKnown {
			return t.label("value.unknown_here")
		}
		return t.money(m)
	}
	for i, y := range s.Years {
		table.Rows = append(table.Rows, []string{
			corpus.Fill(t.label("costs.year_n"), map[string]string{"n": fmt.Sprint(i + 1), "months": fmt.Sprint(y.Months)}), t.money(y.Interest), fee(y.Fee),
			corpus.Fill(t.label("costs.formula"), map[string]string{"amount": t.money(s.Loan.Amount), "rate": s.Loan.Rate.String(), "months": fmt.Sprint(y.Months)}),
		})
	}
	total := fee(s.Fee)
	if s.FeeCite != "" {
		total += t.citeOf(p, s.FeeCite)
	}
	table.Rows = append(table.Rows, []string{t.label("costs.total"), t.money(s.Interest), total, t.label("costs.at_end")})
	p.tables = append(p.tables, table)
}

// costGrants is the table of the subsidies of the place, each alone.
func (t *turn) costGrants(p *piece, s *knowledge.Sheet, whole bool) {
	switch {
	case s.Loan.Place == "":
		p.lines = append(p.lines, t.say("costs.no_place", nil))
		return
	case len(s.Grants) == 0:
		p.lines = append(p.lines, t.say("costs.no_grants", map[string]string{"place": t.set.PlaceName(s.Loan.Place, t.lang)}))
		return
	}
	table := Table{Caption: t.label("costs.grants"), Head: []string{t.label("costs.grant"), t.label("costs.terms"), t.label("costs.gives"), t.label("costs.net")}}
	var first []string
	for _, g := range s.Grants {
		gives, net := t.label("costs.not_reckoned"), ""
		if g.Known && whole {
			var years []string
			for i := range g.Low {
				text := t.range2(g.Low[i], g.High[i])
				if g.Capped[i] {
					text += t.label("costs.capped")
				}
				years = append(years, corpus.Fill(t.label("costs.year_gives"), map[string]string{"n": fmt.Sprint(i + 1), "gives": text}))
			}
			gives, net = strings.Join(years, t.label("mark.semicolon")), t.range2(g.NetLow, g.NetHigh)
		}
		if q, ok := t.set.Passage(g.Cite); ok && t.oneYear {
			first = append(first, t.statement(q, true))
		}
		table.Rows = append(table.Rows, []string{g.Title.In(t.lang) + t.citeOf(p, g.Cite), t.grantTerms(g.Grant), gives, net})
	}
	p.tables = append(p.tables, table)
	if t.oneYear { // the subsidy is what was asked for: it stands first
		slices.Reverse(p.tables)
	}
	p.lines = append(append(first, p.lines...), t.say("costs.alone", nil))
}

// range2 words two amounts, or one where they are the same.
func (t *turn) range2(low, high corpus.Money) string {
	if low == high {
		return t.money(low)
	}
	return corpus.Fill(t.label("costs.range"), map[string]string{"low": t.money(low), "high": t.money(high)})
}

// grantTerms words how a subsidy is reckoned; what is not known is said.
func (t *turn) grantTerms(g *corpus.Grant) string {
	of := t.label("costs.of." + string(g.Of))
	share := corpus.Fill(t.label("costs.share_unknown"), map[string]string{"of": of})
	switch {
	case g.ShareMax != 0 && g.ShareMin != g.ShareMax:
		share = corpus.Fill(t.label("costs.shares"), map[string]string{"of": of, "low": corpus.BasisPoints(g.ShareMin).String(), "high": corpus.BasisPoints(g.ShareMax).String()})
	case g.ShareMax != 0:
		share = corpus.Fill(t.label("costs.share"), map[string]string{"of": of, "share": corpus.BasisPoints(g.ShareMax).String()})
	}
	words := []string{share}
	if g.Cap != 0 {
		words = append(words, corpus.Fill(t.label("costs.cap."+string(g.Per)), map[string]string{"cap": t.money(corpus.Money(g.Cap))}))
	}
	if g.AfterRepayment {
		words = append(words, t.label("costs.after"))
	}
	return strings.Join(words, t.label("mark.semicolon"))
}
