package royalty

import (
	"encoding/json"

	"zhirong/corpus"
)

// The bounds of what is taken for a figure and not for a slip of the pen.
const (
	maxAmount  = 100_000 * corpus.Yi
	maxYears   = 20
	maxPatents = 10_000
)

// Input is a request. What is nil or empty is not known.
type Input struct {
	ID       json.RawMessage
	AsOf     corpus.Date
	Route    int64 // 1 own income, 2 past fee, 3 industry statistics, 4 a rate of one's own, 5 appraised value
	Base     Figures
	Factors  []corpus.BasisPoints
	Years    *int64
	Patents  *int64
	Rate     *corpus.BasisPoints // of net sales
	Entry    *corpus.Money
	Sales    []corpus.Money // the licensee's net sales, year by year
	Profits  []corpus.Money // the licensee's profit, year by year
	Discount *corpus.BasisPoints
	Right    Right
}

// Figures are what a route makes its base of.
type Figures struct {
	Income    *corpus.Money       // route 1: the owner's yearly income from the patent
	Share     *corpus.BasisPoints // routes 1 and 5: the share of the licensor, of one licensee
	Past      *corpus.Money       // route 2: the fee charged before
	PastYears *int64              // route 2: for so many years
	Unit      *corpus.Money       // route 3: the fee of a patent and year
	Industry  string              // route 3: a line of the operator's table
	Recorded  bool                // route 3: the mean of the recorded licences of 2023, by this service's reckoning
	Value     *corpus.Money       // route 5: the estimated value
}

// Right is the patent and what stands in the way of a declaration. What is nil
// was not said.
type Right struct {
	Kind       corpus.IPKind
	Status     string // granted, pending, lapsed, invalid, suspended
	Filed      corpus.Date
	Year       *int64 // the year of the patent whose annual fee is due
	FeesPaid   *bool
	Pledged    *bool
	Consent    *bool // of the pledgee
	Evaluation *bool // the evaluation report is there
	Exclusive  *bool // an exclusive or sole licence runs
	Suspended  *bool
	Joint      *bool
	Relief     *corpus.BasisPoints // another relief of annual fees, as the share taken off
}

var kinds = []corpus.CodeChoice{
	{Code: string(corpus.InventionPatent), Also: []string{"invention", "发明", "发明专利"}},
	{Code: string(corpus.UtilityModel), Also: []string{"utility", "实用新型", "实用新型专利"}},
	{Code: string(corpus.DesignPatent), Also: []string{"design", "外观设计", "外观设计专利"}},
	{Code: string(corpus.PendingPatent), Also: []string{"pending", "application", "专利申请"}},
}

var statuses = []corpus.CodeChoice{
	{Code: "granted", Also: []string{"in_force", "valid", "active", "有效", "已授权", "授权"}},
	{Code: "pending", Also: []string{"application", "applied", "filed", "申请中", "审查中", "未授权"}},
	{Code: "lapsed", Also: []string{"expired", "terminated", "abandoned", "ended", "失效", "终止", "过期"}},
	{Code: "invalid", Also: []string{"invalidated", "revoked", "无效"}},
	{Code: "suspended", Also: []string{"disputed", "in_dispute", "争议", "有争议", "中止"}},
	{Code: "joint", Also: []string{"jointly_owned", "co_owned", "共有"}},
	{Code: "pledged", Also: []string{"已质押", "质押中"}},
}

// Read reads an input in the form of the command `zhirong royalty`.
func (e *Estimator) Read(data []byte) (Input, *corpus.Fault) {
	r := corpus.ReadRequest(data)
	in := Input{}
	if id, ok := r.Raw("id"); ok {
		in.ID = id
	}
	in.AsOf = r.Date("as_of")
	if n := r.Whole(1, 5, "route"); n != nil {
		in.Route = *n
	}
	in.Base = readBase(r.Object("base"))
	in.Factors = r.Rates(10, 1, 10*corpus.One, "factors_bp")
	in.Years = r.Whole(1, maxYears, "years")
	in.Patents = r.Whole(1, maxPatents, "patents")
	in.Rate = r.Rate(0, corpus.One, "rate_bp")
	in.Entry = r.Money(maxAmount, "entry_fee")
	in.Sales = r.Moneys(maxYears, maxAmount, "net_sales")
	in.Profits = r.Moneys(maxYears, maxAmount, "profits")
	in.Discount = r.Rate(0, corpus.One, "discount_bp")
	in.Right = readRight(r.Object("right"))
	return in, r.Done()
}

func readBase(r *corpus.Request) Figures {
	b := Figures{
		Income:    r.Money(maxAmount, "yearly_income", "income"),
		Share:     r.Rate(0, corpus.One, "share_bp"),
		Past:      r.Money(maxAmount, "past_fee", "fee"),
		PastYears: r.Whole(1, maxYears, "past_years"),
		Unit:      r.Money(maxAmount, "per_patent_year", "unit_fee"),
		Industry:  r.Text("industry"),
		Value:     r.Money(maxAmount, "value"),
	}
	recorded := r.Bool("recorded_2023")
	b.Recorded = recorded != nil && *recorded
	return b
}

func readRight(r *corpus.Request) Right {
	right := Right{
		Kind: corpus.IPKind(r.Code(kinds, "kind")), Status: r.Code(statuses, "status"), Filed: r.Date("filed"),
		Year: r.Whole(1, 20, "year", "fee_year"), FeesPaid: r.Bool("fees_paid"),
		Pledged: r.Bool("pledged"), Consent: r.Bool("pledgee_consent", "pledge_consent", "consent"),
		Evaluation: r.Bool("evaluation_report", "has_evaluation_report"), Exclusive: r.Bool("exclusive_licence", "exclusive_license"),
		Suspended: r.Bool("suspended", "disputed"), Joint: r.Bool("joint", "co_owned", "jointly_owned"),
		Relief: r.Rate(0, corpus.One, "relief_bp", "other_relief_bp"),
	}
	switch right.Status {
	case "joint":
		right.Status, right.Joint = "granted", new(true)
	case "pledged":
		right.Status, right.Pledged = "granted", new(true)
	}
	if right.Kind == corpus.PendingPatent {
		right.Status = "pending"
	}
	return right
}
