package valuation

import (
	"cmp"
	"fmt"
	"slices"

	"zhirong/corpus"
)

// Estimator estimates by the figures, indicators and words of one corpus. It is
// safe for use by several goroutines.
type Estimator struct{ set *corpus.Set }

// New returns an estimator, or an error that names what the corpus lacks for it.
func New(set *corpus.Set) (*Estimator, error) {
	for _, d := range drivers {
		if set.Rates.Assumption(d.id).ID == "" {
			return nil, fmt.Errorf("make estimator: rates.yaml has no figure %q", d.id)
		}
	}
	for _, id := range []string{"growth_bp", "range_bp"} {
		if set.Rates.Assumption(id).ID == "" {
			return nil, fmt.Errorf("make estimator: rates.yaml has no figure %q", id)
		}
	}
	if len(set.Indicators.Scenes) == 0 || len(set.Questionnaire.Factors) == 0 {
		return nil, fmt.Errorf("make estimator: the corpus has no indicators.yaml or no questionnaire.yaml")
	}
	return &Estimator{set: set}, nil
}

// Result is an estimate, or a refusal.
type Result struct {
	AsOf        corpus.Date
	Scene       string
	Seed        int64
	Refused     *Remark
	Low         corpus.Money
	Mid         corpus.Money // never shown alone
	High        corpus.Money
	Methods     []Method
	Score       ScoreSheet
	Assumptions []Assumption
	Missing     []string // fields of the input whose figures would add a method or settle a doubt
	Narrow      []Narrowing
	Tornado     []Swing
	Warnings    []Remark
	Notice      corpus.Text
}

// Shown returns the range as it is put before a person: two significant digits
// of the greater end, low rounded down, high up, so that it still holds what the
// exact range holds, and mid to the nearest.
func (r Result) Shown() (low, mid, high corpus.Money) {
	step := corpus.Money(1)
	for r.High/step >= 100 {
		step *= 10
	}
	up := func(m corpus.Money) corpus.Money { return (m + step - 1) / step * step }
	return r.Low / step * step, (r.Mid + step/2) / step * step, up(r.High)
}

// Remark is something to be said, with the passage that it rests on.
type Remark struct {
	Code string
	Text corpus.Text
	Cite corpus.PassageID
}

// Method is one way to the value. Its figures are there for a sheet that works
// them out again: a method with Flows is worth Σ Flows[t−1] × Share ÷ (1+Rate)^t,
// one without is worth Base × the product of Factors.
type Method struct {
	Name    string
	Label   corpus.Text
	Value   corpus.Money
	Weight  corpus.BasisPoints
	Formula string
	Cite    corpus.PassageID
	Steps   []Step

	Flows       []corpus.Money
	Share, Rate corpus.BasisPoints
	Base        corpus.Money
	Factors     []corpus.BasisPoints
}

// Step is one line of the working. Value is in Unit: fen, years or days. Lines
// in fen are rounded one by one for show; the method's value is rounded once.
type Step struct {
	Label corpus.Text
	Work  corpus.Text
	Value int64
	Unit  string
}

// Assumption is a figure on which the result rests. Given says that the person
// gave it.
type Assumption struct {
	ID     string
	Label  corpus.Text
	Value  int64
	Unit   string // fen, bp, years; empty: Text is the value
	Text   string
	Source corpus.Text
	Cite   corpus.PassageID
	Ours   bool
	Given  bool
}

// Estimate values the right. The fault, if any, says which field is to be asked
// again; it is nil for a refusal, which is a result.
func (e *Estimator) Estimate(in Input) (Result, *corpus.Fault) {
	if in.AsOf == "" {
		return Result{}, fault("missing", "as_of")
	}
	if in.Right.Kind == "" {
		return Result{}, fault("missing", "right.kind")
	}
	res := Result{AsOf: in.AsOf, Scene: cmp.Or(in.Scene, "pledge"), Seed: 1}
	if in.Seed != nil {
		res.Seed = *in.Seed
	}
	if code, cite := refusal(in, res.Scene); code != "" {
		return e.refuse(res, code, cite), nil
	}
	if in.Right.Filed == "" {
		return Result{}, fault("missing", "right.filed")
	}
	if in.Right.Filed > in.AsOf {
		return Result{}, fault("future", "right.filed")
	}
	term := Term(in.Right.Kind)
	days, legal := RemainingLife(in.Right.Filed, term, in.AsOf)
	switch {
	case days <= 0:
		return e.refuse(res, "expired", "policy/patent-law#42"), nil
	case legal == 0, in.Right.EconomicLife != nil && *in.Right.EconomicLife == 0:
		return e.refuse(res, "under_one_year", "policy/valuation-methods#whole-years"), nil
	case !in.Sales.Known() && !in.Profits.Known() && !in.Cost.Known() && in.Price == nil:
		res = e.refuse(res, "not_enough", "policy/asset-appraisal-law#26")
		res.Missing = missing(in)
		return res, nil
	}
	m, flaw := e.model(in, res.Scene, legal)
	if flaw != nil {
		return Result{}, flaw
	}
	values, fits := m.values()
	mid, fits2 := Blend(values[:], m.weights[:])
	if !fits || !fits2 {
		return Result{}, &corpus.Fault{Code: "too_large", Field: "inputs", Args: map[string]string{"field": "inputs", "most": (100 * maxAmount).String()}}
	}
	res.Mid = mid
	q := corpus.BasisPoints(e.rate("range_bp"))
	low, high, _ := Band(mid, q) // fits: mid is bounded and q is at most the whole
	drawnLow, drawnHigh := m.drawRange(e.spreads(in), res.Seed)
	res.Low, res.High = min(low, drawnLow), max(high, drawnHigh)
	res.Methods = e.methods(&m, values, days, term)
	res.Score = e.score(in, res.Scene, days, term)
	res.Assumptions = e.assumptions(in, &m, res, term)
	res.Missing = missing(in)
	res.Tornado = e.tornado(in, &m)
	res.Narrow = e.narrow(in, &m)
	res.Warnings = e.warnings(in, &m, res, legal)
	res.Notice = e.notice(res)
	return res, nil
}

func fault(code, field string) *corpus.Fault {
	return &corpus.Fault{Code: code, Field: field, Args: map[string]string{"field": field}}
}

// Term is the legal term of a patent from its filing, in years; 0 for what has none here.
func Term(kind corpus.IPKind) int {
	switch kind {
	case corpus.InventionPatent:
		return 20
	case corpus.UtilityModel:
		return 10
	case corpus.DesignPatent:
		return 15
	}
	return 0
}

// refusal says why a right is not valued, before any figure is looked at.
func refusal(in Input, scene string) (code string, cite corpus.PassageID) {
	right := in.Right
	switch {
	case in.Target:
		return "target", "policy/valuation-methods#not-a-report"
	case right.Kind == corpus.PendingPatent, right.Status == "pending":
		return "pending", "policy/patent-pledge-practice#refusal-pending"
	case right.Kind == corpus.DesignPatent:
		return "design", "policy/gbt-42748-2023#rights"
	case right.Kind != corpus.InventionPatent && right.Kind != corpus.UtilityModel:
		return "not_a_patent", "policy/gbt-42748-2023#rights"
	case right.Status == "lapsed":
		return "lapsed", "policy/patent-law#44"
	case right.Status == "invalid":
		return "invalid", "policy/patent-law#47"
	case right.Disputed && scene == "pledge":
		return "disputed", "policy/patent-pledge-practice#refusal-dispute"
	}
	return "", ""
}

func (e *Estimator) refuse(res Result, code string, cite corpus.PassageID) Result {
	res.Refused = &Remark{Code: code, Text: e.set.Say("estimate.refused."+code, nil), Cite: cite}
	res.Notice = e.set.Say("estimate.notice", nil)
	return res
}

func (e *Estimator) rate(id string) int64 { return e.set.Rates.Assumption(id).Value.N }

// orRate returns the figure given, or the one that stands in.
func (e *Estimator) orRate(given *corpus.BasisPoints, id string) corpus.BasisPoints {
	if given != nil {
		return *given
	}
	return corpus.BasisPoints(e.rate(id))
}

// model gathers the figures.
func (e *Estimator) model(in Input, scene string, legal int) (model, *corpus.Fault) {
	m := model{
		legal: legal, life: int(e.rate("economic_life")),
		discount: e.orRate(in.Discount, "discount_bp"), split: e.orRate(in.Split, "split_bp"),
		profitSplit: e.orRate(in.ProfitSplit, "profit_split_bp"), depreciation: e.orRate(in.Cost.Depreciation, "depreciation_bp"),
	}
	if in.Right.EconomicLife != nil {
		m.life = int(*in.Right.EconomicLife)
	}
	growth := e.orRate(in.Growth, "growth_bp")
	var fits, fits2 bool
	m.sales, fits = in.Sales.over(legal, growth)
	m.profits, fits2 = in.Profits.over(legal, growth)
	if !fits || !fits2 {
		return m, &corpus.Fault{Code: "too_large", Field: "inputs.growth_bp", Args: map[string]string{"field": "inputs.growth_bp", "most": corpus.One.String()}}
	}
	for _, part := range in.Cost.parts() {
		if part != nil {
			m.replacement += *part // four bounded amounts
		}
	}
	m.has = [methodCount]bool{in.Sales.Known(), in.Profits.Known(), in.Cost.Known(), true}
	if in.Price != nil {
		m.price, m.factors = *in.Price, in.Factors
	} else {
		if len(in.Factors) > 0 {
			return m, fault("missing", "inputs.comparable.price")
		}
		m.statistics, m.price = true, corpus.Money(e.rate("statistics"))
	}
	if in.Cost.Depreciation != nil && !in.Cost.Known() {
		return m, fault("missing", "inputs.cost")
	}
	return m, e.weigh(in, scene, &m)
}

// over spreads flows over at most so many years.
func (f Flows) over(years int, growth corpus.BasisPoints) ([]corpus.Money, bool) {
	if f.Level == nil {
		return f.Years, true
	}
	out := make([]corpus.Money, years)
	var factors []corpus.BasisPoints
	for t := range out {
		var fits bool
		if out[t], fits = f.Level.Times(factors...); !fits || out[t] > 100*maxAmount {
			return nil, false
		}
		factors = append(factors, corpus.One+growth)
	}
	return out, true
}

// weigh sets the weights of the methods: the person's own, or the scene's, over
// the methods that have figures.
func (e *Estimator) weigh(in Input, sceneID string, m *model) *corpus.Fault {
	if in.Weights != nil {
		return weighAsGiven(in.Weights, m)
	}
	scene, ok := e.set.Indicators.Scene(sceneID)
	if !ok {
		return fault("unknown_code", "scene")
	}
	var raw [methodCount]int64
	income := int64(scene.Methods["income"])
	switch {
	case m.has[incomeSales] && m.has[incomeProfit]:
		raw[incomeSales], raw[incomeProfit] = income-income/2, income/2
	case m.has[incomeSales]:
		raw[incomeSales] = income
	case m.has[incomeProfit]:
		raw[incomeProfit] = income
	}
	if m.has[cost] {
		raw[cost] = int64(scene.Methods["cost"])
	}
	raw[market] = int64(scene.Methods["market"])
	if m.statistics {
		raw[market] = int64(scene.Statistics)
	}
	m.weights = whole(raw)
	return nil
}

// whole scales weights so that they add up to the whole: each is rounded down,
// and what is left goes to the largest remainders.
func whole(raw [methodCount]int64) (out [methodCount]corpus.BasisPoints) {
	sum := int64(0)
	for _, w := range raw {
		sum += w
	}
	left := int64(corpus.One)
	order := make([]int, 0, methodCount)
	for i, w := range raw {
		out[i] = corpus.BasisPoints(w * int64(corpus.One) / sum)
		left -= int64(out[i])
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(raw[b]*int64(corpus.One)%sum, raw[a]*int64(corpus.One)%sum)
	})
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

func weighAsGiven(given map[string]corpus.BasisPoints, m *model) *corpus.Fault {
	sum := corpus.BasisPoints(0)
	put := func(i int, w corpus.BasisPoints, field string) *corpus.Fault {
		if w > 0 && !m.has[i] {
			f := fault("weight_without_figures", "inputs.weights_bp."+field)
			f.Args["method"] = methodNames[i]
			return f
		}
		m.weights[i] += w
		sum += w
		return nil
	}
	for i, name := range methodNames {
		if f := put(i, given[name], name); f != nil {
			return f
		}
	}
	if w := given["income"]; w > 0 {
		parts := []struct {
			i int
			w corpus.BasisPoints
		}{{incomeSales, w}}
		switch {
		case m.has[incomeSales] && m.has[incomeProfit]:
			parts[0].w = w - w/2
			parts = append(parts, struct {
				i int
				w corpus.BasisPoints
			}{incomeProfit, w / 2})
		case m.has[incomeProfit]:
			parts[0].i = incomeProfit
		}
		for _, p := range parts {
			if f := put(p.i, p.w, "income"); f != nil {
				return f
			}
		}
	}
	if sum != corpus.One {
		f := fault("weights_sum", "inputs.weights_bp")
		f.Args["sum"] = sum.String()
		return f
	}
	return nil
}

// missing lists the fields that are not known and would help, the weightiest first.
func missing(in Input) []string {
	out := []string{}
	add := func(known bool, field string) {
		if !known {
			out = append(out, field)
		}
	}
	add(in.Sales.Known(), "inputs.sales")
	add(in.Profits.Known(), "inputs.profits")
	add(in.Cost.Known(), "inputs.cost")
	add(in.Price != nil, "inputs.comparable")
	add(in.Right.EconomicLife != nil, "right.economic_life")
	add(in.Discount != nil, "inputs.discount_bp")
	add(in.Right.FeesPaid != nil, "right.fees_paid")
	add(in.Right.Status != "", "right.status")
	add(in.Scene != "", "scene")
	return out
}
