package valuation

import (
	"encoding/json"

	"zhirong/corpus"
)

// The bounds of what is taken for a figure and not for a slip of the pen.
const (
	maxAmount = 100_000 * corpus.Yi // of one figure
	maxYears  = 50                  // of an economic life
	maxFlows  = 50                  // years of sales or profits
)

// Input is what is known of a right and its use. What is nil or empty is not
// known; nothing is taken for zero.
type Input struct {
	ID    json.RawMessage // echoed as it came
	AsOf  corpus.Date     // the valuation date
	Right Right
	Scene string // pledge, transfer, management
	Seed  *int64

	Sales       Flows
	Split       *corpus.BasisPoints
	Profits     Flows
	ProfitSplit *corpus.BasisPoints
	Growth      *corpus.BasisPoints // where flows have a level
	Discount    *corpus.BasisPoints
	Cost        CostInput
	Price       *corpus.Money // of a comparable deal
	Factors     []corpus.BasisPoints
	Weights     map[string]corpus.BasisPoints // by method; the person's own
	Scores      map[string]int64              // 0 to 100 by group or indicator
	Target      bool                          // an amount was named that the value is to reach
}

// Right is the right that is valued.
type Right struct {
	Kind         corpus.IPKind
	Filed        corpus.Date
	FeesPaid     *bool
	Status       string // granted, pending, lapsed, invalid
	Joint        bool
	Disputed     bool
	Pledged      bool
	EconomicLife *int64 // whole years from the valuation date
}

// Flows are yearly amounts from the first year after the valuation date: either
// year by year, used as they are, or one level that goes on.
type Flows struct {
	Years []corpus.Money
	Level *corpus.Money
}

// Known reports whether there is any figure.
func (f Flows) Known() bool { return len(f.Years) > 0 || f.Level != nil }

// CostInput is the replacement cost by its parts; a part left out is nothing.
type CostInput struct {
	Labour, Spend, Management, Opportunity *corpus.Money
	Depreciation                           *corpus.BasisPoints
}

// Known reports whether any part is there.
func (c CostInput) Known() bool {
	return c.Labour != nil || c.Spend != nil || c.Management != nil || c.Opportunity != nil
}

// parts returns the parts in order, nil for those not known.
func (c CostInput) parts() [4]*corpus.Money {
	return [4]*corpus.Money{c.Labour, c.Spend, c.Management, c.Opportunity}
}

// Kinds are the rights that an estimate may be asked for, as they may be written.
var Kinds = kinds()

func kinds() []corpus.CodeChoice {
	also := map[corpus.IPKind][]string{
		corpus.InventionPatent: {"invention", "发明", "发明专利"},
		corpus.UtilityModel:    {"utility", "utility_model_patent", "实用新型", "实用新型专利"},
		corpus.DesignPatent:    {"design", "外观设计", "外观设计专利"},
		corpus.PendingPatent:   {"pending", "application", "patent_application", "专利申请"},
	}
	out := make([]corpus.CodeChoice, len(corpus.IPKinds))
	for i, k := range corpus.IPKinds {
		out[i] = corpus.CodeChoice{Code: string(k), Also: also[k]}
	}
	return out
}

// statuses are the states of a right; the last three are granted rights with
// something to be said of them.
var statuses = []corpus.CodeChoice{
	{Code: "granted", Also: []string{"in_force", "valid", "active", "maintained", "有效", "已授权", "授权"}},
	{Code: "pending", Also: []string{"application", "applied", "filed", "under_examination", "申请中", "审查中", "未授权"}},
	{Code: "lapsed", Also: []string{"expired", "terminated", "abandoned", "ended", "ceased", "失效", "终止", "已失效", "已终止", "过期"}},
	{Code: "invalid", Also: []string{"invalidated", "revoked", "无效", "已无效", "被宣告无效"}},
	{Code: "disputed", Also: []string{"dispute", "in_dispute", "under_dispute", "contested", "suspended", "litigation", "争议", "有争议", "诉讼"}},
	{Code: "joint", Also: []string{"jointly_owned", "joint_owned", "co_owned", "coowned", "shared", "joint_ownership", "共有"}},
	{Code: "pledged", Also: []string{"已质押", "质押中"}},
}

var scenes = []corpus.CodeChoice{
	{Code: "pledge", Also: []string{"pledge_finance", "finance", "质押", "质押融资"}},
	{Code: "transfer", Also: []string{"assignment", "转让"}},
	{Code: "management", Also: []string{"manage", "管理"}},
}

// methodNames are the methods, in the order in which they stand in a result.
var methodNames = []string{"income_sales", "income_profit", "cost", "market"}

// Read reads an input in the form of the command `zhirong value`. Figures out of
// bounds and unknown fields are faults; whether what is there is enough is
// Estimate's to say.
func (e *Estimator) Read(data []byte) (Input, *corpus.Fault) {
	r := corpus.ReadRequest(data)
	in := Input{}
	if id, ok := r.Raw("id"); ok {
		in.ID = id
	}
	in.AsOf = r.Date("as_of")
	in.Scene = r.Code(scenes, "scene")
	in.Seed = r.Seed("seed")
	in.Right = readRight(r.Object("right"))
	e.readInputs(r.Object("inputs"), &in)
	in.Target = in.Target || takeTarget(r)
	return in, r.Done()
}

// takeTarget takes the names under which a wanted outcome may be sent.
func takeTarget(r *corpus.Request) bool {
	found := false
	for _, name := range []string{"target", "target_value", "target_loan", "target_amount"} {
		if _, ok := r.Raw(name); ok {
			found = true
		}
	}
	return found
}

func readRight(r *corpus.Request) Right {
	right := Right{
		Kind:         corpus.IPKind(r.Code(Kinds, "kind")),
		Filed:        r.Date("filed"),
		FeesPaid:     r.Bool("fees_paid"),
		Status:       r.Code(statuses, "status"),
		EconomicLife: r.Years(maxYears, "economic_life"),
	}
	yes := func(names ...string) bool { b := r.Bool(names...); return b != nil && *b }
	right.Joint = yes("joint", "jointly_owned", "co_owned", "coowned")
	right.Disputed = yes("disputed", "in_dispute")
	right.Pledged = yes("pledged")
	switch right.Status {
	case "disputed":
		right.Status, right.Disputed = "granted", true
	case "joint":
		right.Status, right.Joint = "granted", true
	case "pledged":
		right.Status, right.Pledged = "granted", true
	}
	if right.Kind == corpus.PendingPatent {
		right.Status = "pending"
	}
	return right
}

func (e *Estimator) readInputs(r *corpus.Request, in *Input) {
	in.Sales, in.Profits = readFlows(r, "sales"), readFlows(r, "profits")
	in.Split = r.Rate(0, corpus.One, "split_bp")
	in.ProfitSplit = r.Rate(0, corpus.One, "profit_split_bp")
	in.Growth = r.Rate(0, corpus.One, "growth_bp")
	in.Discount = r.Rate(0, corpus.One, "discount_bp")
	c := r.Object("cost")
	in.Cost = CostInput{
		Labour: c.Money(maxAmount, "labour", "labor"), Spend: c.Money(maxAmount, "spend"),
		Management: c.Money(maxAmount, "management"), Opportunity: c.Money(maxAmount, "opportunity"),
		Depreciation: c.Rate(0, corpus.One, "depreciation_bp"),
	}
	m := r.Object("comparable")
	in.Price = m.Money(maxAmount, "price")
	in.Factors = m.Rates(10, 1, 10*corpus.One, "factors_bp")
	in.Weights = r.RateMap(append([]string{"income"}, methodNames...), "weights_bp")
	in.Scores = e.readScores(r)
	in.Target = takeTarget(r)
}

func (e *Estimator) readScores(r *corpus.Request) map[string]int64 {
	if !r.Has("scores", "score") {
		r.Raw("scores", "score")
		return nil
	}
	in, out := r.Object("scores", "score"), map[string]int64{}
	take := func(id string) {
		if n := in.Whole(0, 100, id); n != nil {
			out[id] = *n
		}
	}
	for _, g := range corpus.Groups {
		take(g)
	}
	for _, i := range e.set.Indicators.Indicators {
		take(i.ID)
	}
	return out
}

func readFlows(r *corpus.Request, name string) Flows {
	if r.IsList(name) {
		return Flows{Years: r.Moneys(maxFlows, maxAmount, name)}
	}
	return Flows{Level: r.Money(maxAmount, name)}
}

// Merge returns the input with all that newer knows in its place.
func (in Input) Merge(newer Input) Input {
	if newer.AsOf != "" {
		in.AsOf = newer.AsOf
	}
	if newer.Scene != "" {
		in.Scene = newer.Scene
	}
	over(&in.Seed, newer.Seed)
	in.Right = in.Right.merge(newer.Right)
	if newer.Sales.Known() {
		in.Sales = newer.Sales
	}
	if newer.Profits.Known() {
		in.Profits = newer.Profits
	}
	over(&in.Split, newer.Split)
	over(&in.ProfitSplit, newer.ProfitSplit)
	over(&in.Growth, newer.Growth)
	over(&in.Discount, newer.Discount)
	over(&in.Cost.Labour, newer.Cost.Labour)
	over(&in.Cost.Spend, newer.Cost.Spend)
	over(&in.Cost.Management, newer.Cost.Management)
	over(&in.Cost.Opportunity, newer.Cost.Opportunity)
	over(&in.Cost.Depreciation, newer.Cost.Depreciation)
	over(&in.Price, newer.Price)
	if newer.Factors != nil {
		in.Factors = newer.Factors
	}
	if newer.Weights != nil {
		in.Weights = newer.Weights
	}
	if newer.Scores != nil {
		merged := map[string]int64{}
		for _, m := range []map[string]int64{in.Scores, newer.Scores} {
			for k, v := range m {
				merged[k] = v
			}
		}
		in.Scores = merged
	}
	in.Target = in.Target || newer.Target
	return in
}

func (r Right) merge(newer Right) Right {
	if newer.Kind != "" {
		r.Kind = newer.Kind
	}
	if newer.Filed != "" {
		r.Filed = newer.Filed
	}
	if newer.Status != "" {
		r.Status, r.Joint, r.Disputed, r.Pledged = newer.Status, newer.Joint, newer.Disputed, newer.Pledged
	}
	r.Joint, r.Disputed, r.Pledged = r.Joint || newer.Joint, r.Disputed || newer.Disputed, r.Pledged || newer.Pledged
	over(&r.FeesPaid, newer.FeesPaid)
	over(&r.EconomicLife, newer.EconomicLife)
	return r
}

func over[T any](dst **T, newer *T) {
	if newer != nil {
		*dst = newer
	}
}
