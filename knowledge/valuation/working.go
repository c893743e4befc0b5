package valuation

import (
	"fmt"
	"strconv"

	"zhirong/corpus"
)

// formulas and the passages that state them, by method.
var formulas = [methodCount]struct {
	id   string
	cite corpus.PassageID
}{
	{"F-VAL-3", "policy/valuation-methods#income-sales"},
	{"F-VAL-4", "policy/valuation-methods#income-profit"},
	{"F-VAL-5", "policy/valuation-methods#cost"},
	{"F-VAL-6", "policy/valuation-methods#market"},
}

// methods returns the methods that have figures, with their working.
func (e *Estimator) methods(m *model, values [methodCount]corpus.Money, days int64, term int) []Method {
	out := []Method{}
	for i, name := range methodNames {
		if !m.has[i] {
			continue
		}
		label := "estimate.method." + name
		if i == market && m.statistics {
			label += "_statistics"
		}
		method := Method{Name: name, Label: e.set.Say(label, nil), Value: values[i], Weight: m.weights[i], Formula: formulas[i].id, Cite: formulas[i].cite}
		switch i {
		case incomeSales:
			method.Flows, method.Share, method.Rate = counted(m.sales, m.years()), m.split, m.discount
		case incomeProfit:
			method.Flows, method.Share, method.Rate = counted(m.profits, m.years()), m.profitSplit, m.discount
		case cost:
			method.Base, method.Factors = m.replacement, []corpus.BasisPoints{corpus.One - m.depreciation}
			method.Steps = []Step{
				e.step("replacement", corpus.Plain(""), int64(m.replacement), "fen", nil),
				e.step("depreciated", join(m.replacement.Text(), " × (1 − "+m.depreciation.String()+")"), int64(values[i]), "fen", nil),
			}
		case market:
			if m.statistics {
				method.Cite = "policy/licence-statistics-reading#per-patent"
				method.Flows, method.Share, method.Rate = m.licences(), corpus.One, m.discount
				break
			}
			method.Base, method.Factors = m.price, m.factors
			work := m.price.Text()
			for _, f := range m.factors {
				work = join(work, " × "+decimal(f))
			}
			method.Steps = []Step{e.step("market", work, int64(values[i]), "fen", nil)}
		}
		if i != cost && (i != market || m.statistics) {
			method.Steps = append(e.lifeSteps(m, days, term), e.flowSteps(method.Flows, method.Share, method.Rate)...)
			method.Steps = append(method.Steps, e.step("sum", corpus.Plain(""), int64(values[i]), "fen", nil))
		}
		out = append(out, method)
	}
	return out
}

func (e *Estimator) step(key string, work corpus.Text, value int64, unit string, args map[string]corpus.Text) Step {
	return Step{Label: e.set.Say("estimate.step."+key, args), Work: work, Value: value, Unit: unit}
}

// lifeSteps show F-VAL-1 and F-VAL-2.
func (e *Estimator) lifeSteps(m *model, days int64, term int) []Step {
	return []Step{
		e.step("legal_life", corpus.Plain(""), days, "days", map[string]corpus.Text{"term": corpus.Plain(strconv.Itoa(term))}),
		e.step("useful_life", corpus.Plain(fmt.Sprintf("min(%d, %d)", m.legal, m.life)), int64(m.years()), "years", nil),
	}
}

// flowSteps show the present value of each year.
func (e *Estimator) flowSteps(flows []corpus.Money, share, rate corpus.BasisPoints) []Step {
	out := make([]Step, len(flows))
	for t := range flows {
		alone := make([]corpus.Money, t+1)
		alone[t] = flows[t]
		v, _ := corpus.PresentValue(alone, rate, share) // less than the sum, which fits
		work := flows[t].Text()
		if share != corpus.One {
			work = join(work, " × "+share.String())
		}
		work = join(work, fmt.Sprintf(" ÷ (1 + %s)^%d", rate, t+1))
		out[t] = e.step("year", work, int64(v), "fen", map[string]corpus.Text{"year": corpus.Plain(strconv.Itoa(t + 1))})
	}
	return out
}

func join(t corpus.Text, tail string) corpus.Text {
	return corpus.Text{ZH: t.ZH + tail, EN: t.EN + tail}
}

// decimal prints a factor: 10500 is 1.05.
func decimal(f corpus.BasisPoints) string {
	return strconv.FormatFloat(float64(f)/float64(corpus.One), 'f', -1, 64) // for show; a factor is at most ten
}

// assumptions lists what the result rests on: the law's term, the scene, and
// each figure that moves it, said to be given or this service's own.
func (e *Estimator) assumptions(in Input, m *model, res Result, term int) []Assumption {
	scene, _ := e.set.Indicators.Scene(res.Scene)
	given := e.set.Say("estimate.given", nil)
	out := []Assumption{
		{ID: "term_years", Label: e.set.Say("estimate.assume.term", nil), Value: int64(term), Unit: "years",
			Source: e.set.Say("estimate.assume.term_source", nil), Cite: "policy/patent-law#42"},
		{ID: "scene", Label: e.set.Say("estimate.assume.scene", nil), Text: res.Scene, Given: in.Scene != "", Ours: in.Scene == "",
			Source: scene.Label, Cite: "policy/gbt-42748-2023#scenarios"},
	}
	if in.Right.Status == "" {
		out = append(out, Assumption{ID: "status", Label: e.set.Say("estimate.assume.status", nil), Text: "granted", Ours: true,
			Source: e.set.Say("estimate.assume.status_source", nil), Cite: "policy/valuation-methods#steps"})
	}
	add := func(id string, value int64, unit string, isGiven bool) {
		a := e.set.Rates.Assumption(id)
		item := Assumption{ID: id, Label: a.Label, Value: value, Unit: unit, Source: a.Source, Cite: a.Cite, Ours: a.Ours}
		if isGiven {
			item.Source, item.Given, item.Ours = given, true, false
		}
		out = append(out, item)
	}
	for _, d := range drivers {
		if !d.in(m) {
			continue
		}
		add(d.id, d.value(m), d.unit, stated(in, d.id) || d.id == "sales" || d.id == "profits")
	}
	if in.Sales.Level != nil || in.Profits.Level != nil {
		add("growth_bp", int64(e.orRate(in.Growth, "growth_bp")), "bp", in.Growth != nil)
	}
	add("range_bp", e.rate("range_bp"), "bp", false)
	for _, method := range res.Methods {
		w := Assumption{ID: "weight_" + method.Name, Label: e.set.Say("estimate.assume.weight", map[string]corpus.Text{"method": method.Label}),
			Value: int64(method.Weight), Unit: "bp", Source: e.set.Indicators.Origin, Cite: "policy/valuation-methods#blend", Ours: e.set.Indicators.Ours}
		if in.Weights != nil {
			w.Source, w.Given, w.Ours = given, true, false
		}
		out = append(out, w)
	}
	return out
}

// ruleLimit is the single loan below which a bank may fix the value itself or
// agree it with the firm, by the Hubei notice.
const ruleLimit = 1000 * corpus.Wan

// warnings says what a reader must know beside the range.
func (e *Estimator) warnings(in Input, m *model, res Result, legal int) []Remark {
	out := []Remark{}
	warn := func(code string, cite corpus.PassageID, args map[string]corpus.Text) {
		out = append(out, Remark{Code: code, Text: e.set.Say("estimate.warn."+code, args), Cite: cite})
	}
	right, pledge := in.Right, res.Scene == "pledge"
	if right.FeesPaid != nil && !*right.FeesPaid {
		warn("fees_unpaid", "policy/patent-rules#115", nil)
	}
	if right.Joint {
		cite := corpus.PassageID("policy/patent-law#14")
		if pledge {
			cite = "policy/cnipa-461#4"
		}
		warn("joint", cite, nil)
	}
	if right.Disputed {
		warn("disputed", "policy/patent-pledge-practice#refusal-dispute", nil)
	}
	if right.Pledged {
		cite := corpus.PassageID("policy/civil-code#444-2")
		if pledge {
			cite = "policy/patent-pledge-practice#refusal-dispute"
		}
		warn("pledged", cite, nil)
	}
	if pledge && legal <= 3 {
		warn("short_life", "policy/patent-pledge-practice#refusal-term", map[string]corpus.Text{"years": corpus.Plain(strconv.Itoa(legal))})
	}
	for _, f := range []Flows{in.Sales, in.Profits} {
		args := map[string]corpus.Text{"given": corpus.Plain(strconv.Itoa(len(f.Years))), "years": corpus.Plain(strconv.Itoa(m.years()))}
		switch n := len(f.Years); {
		case n == 0:
		case n < m.years():
			warn("flows_short", "policy/valuation-methods#useful-life", args)
		case n > m.years():
			warn("flows_long", "policy/valuation-methods#useful-life", args)
		}
	}
	if in.Growth != nil && in.Sales.Level == nil && in.Profits.Level == nil {
		warn("growth_unused", "policy/valuation-methods#symbols", nil)
	}
	if m.statistics && m.weights[market] > 0 {
		warn("statistics", "policy/licence-statistics-reading#per-patent", nil)
	}
	low, high, used := corpus.Money(0), corpus.Money(0), 0
	for _, method := range res.Methods {
		if method.Weight == 0 {
			continue
		}
		if used == 0 {
			low, high = method.Value, method.Value
		}
		low, high, used = min(low, method.Value), max(high, method.Value), used+1
	}
	switch {
	case used < 2:
		warn("one_method", "policy/asset-appraisal-law#26", nil)
	case high > 2*low:
		warn("methods_disagree", "policy/asset-appraisal-law#26", nil)
	}
	if pledge {
		code := "rule_below"
		if res.High >= ruleLimit {
			code = "rule_above"
		}
		warn(code, "policy/hubei-2025-17#2.1.2a", map[string]corpus.Text{"limit": {ZH: ruleLimit.String(), EN: "CNY " + fmt.Sprint(int64(ruleLimit/(corpus.Wan*100))) + " million"}})
	}
	return out
}

// notice is what stands under every estimate.
func (e *Estimator) notice(res Result) corpus.Text {
	parts := []corpus.Text{e.set.Say("estimate.notice", nil), e.set.Say("estimate.range_means", nil)}
	if res.Scene == "pledge" {
		parts = append(parts, e.set.Say("estimate.bank_asks", nil))
	}
	var t corpus.Text
	for i, p := range parts {
		if i > 0 {
			t.EN += " "
		}
		t.ZH, t.EN = t.ZH+p.ZH, t.EN+p.EN
	}
	return t
}
