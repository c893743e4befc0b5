package royalty

import (
	"fmt"
	"strconv"

	"zhirong/corpus"
)

// Estimator estimates by the figures and words of one corpus. It is safe for use
// by several goroutines.
type Estimator struct{ set *corpus.Set }

// New returns an estimator, or an error that names what the corpus lacks for it.
func New(set *corpus.Set) (*Estimator, error) {
	for _, id := range []string{"royalty_discount_bp", "licensor_share_bp", "statistics"} {
		if set.Rates.Assumption(id).ID == "" {
			return nil, fmt.Errorf("make royalty estimator: rates.yaml has no figure %q", id)
		}
	}
	return &Estimator{set: set}, nil
}

// Result is an estimate of a fee.
type Result struct {
	AsOf      corpus.Date
	Allowed   bool     // no rule named in Blocked stands against a declaration
	Blocked   []Remark // why an open licence cannot be declared
	Fee       *corpus.Money
	Yearly    []corpus.Money // running royalties, a year each
	LumpSum   *corpus.Money  // what they are worth paid at once
	Caps      []Cap
	AnnualFee *AnnualFeeSheet
	Steps     []Step
	Warnings  []Remark
	Origin    corpus.Text // of the industry table, where one was used
	Notice    corpus.Text
}

// Remark is something to be said, with the passage that it rests on.
type Remark struct {
	Code string
	Text corpus.Text
	Cite corpus.PassageID
}

// Cap is a ceiling: of the fixed part, or of a year's royalty by one of its
// bases. The figure stays as it is.
type Cap struct {
	Basis    string // fixed, net_sales, profit
	Year     int    // from 1; 0: the fixed part
	Amount   corpus.Money
	Limit    corpus.Money
	Exceeded bool
}

// AnnualFeeSheet is F-OL-9 for the year of the patent that is due.
type AnnualFeeSheet struct {
	Year  int
	Full  corpus.Money
	Open  corpus.Money
	Other *corpus.Money
	Pay   corpus.Money
	Taken string // open_licence or other_relief
	Cite  corpus.PassageID
}

// Step is one line of the working; Value is in Unit: fen or bp.
type Step struct {
	Formula string
	Label   corpus.Text
	Work    corpus.Text
	Value   int64
	Unit    string
	Cite    corpus.PassageID
}

// Estimate works out the fee. Where a declaration is blocked and figures are
// missing, the result says so without a fee; else a missing figure is a fault.
func (e *Estimator) Estimate(in Input) (Result, *corpus.Fault) {
	if in.AsOf == "" {
		return Result{}, fault("missing", "as_of")
	}
	if in.Right.Filed > in.AsOf {
		return Result{}, fault("future", "right.filed")
	}
	r := Result{AsOf: in.AsOf, Blocked: e.blocked(in), Yearly: []corpus.Money{}, Caps: []Cap{}, Steps: []Step{}, Warnings: []Remark{}, Notice: e.set.Say("royalty.notice", nil)}
	r.Allowed = len(r.Blocked) == 0
	if flaw := e.fee(in, &r); flaw != nil {
		if r.Allowed || flaw.Code != "missing" {
			return Result{}, flaw
		}
		r.Fee, r.Yearly, r.Caps, r.Steps = nil, []corpus.Money{}, []Cap{}, []Step{}
	}
	e.annualFee(in, &r)
	e.warn(in, &r)
	return r, nil
}

func fault(code, field string) *corpus.Fault {
	return &corpus.Fault{Code: code, Field: field, Args: map[string]string{"field": field}}
}

func tooLarge(field string) *corpus.Fault {
	f := fault("too_large", field)
	f.Args["most"] = (100 * maxAmount).String()
	return f
}

// fee follows the route.
func (e *Estimator) fee(in Input, r *Result) *corpus.Fault {
	switch in.Route {
	case 0:
		return fault("missing", "route")
	case 4:
		if in.Rate == nil {
			return fault("missing", "rate_bp")
		}
		return e.running(in, r, *in.Rate)
	case 3:
		return e.statistics(in, r)
	}
	base, flaw := e.base(in, r)
	if flaw != nil {
		return flaw
	}
	if flaw := e.fixed(in, r, base); flaw != nil {
		return flaw
	}
	switch {
	case in.Rate != nil:
		return fault("two_modes", "rate_bp")
	case in.Entry != nil:
		return fault("two_modes", "entry_fee")
	}
	return nil
}

// base is the base of routes 1, 2 and 5.
func (e *Estimator) base(in Input, r *Result) (base Base, flaw *corpus.Fault) {
	b := in.Base
	fits := true
	show := func(formula, key, section string, work corpus.Text) {
		shown, ok := base.Fen()
		fits = ok
		e.step(r, formula, key, section, work, shown)
	}
	switch in.Route {
	case 1:
		switch {
		case b.Income == nil:
			return base, fault("missing", "base.yearly_income")
		case in.Years == nil:
			return base, fault("missing", "years")
		}
		share := e.share(b.Share, r)
		base = BaseOfOwnIncome(*b.Income, share, *in.Years)
		show("F-OL-2", "own_income", "#route-own-income", join(b.Income.Text(), fmt.Sprintf(" × %s × %d", share, *in.Years)))
	case 2:
		switch {
		case b.Past == nil:
			return base, fault("missing", "base.past_fee")
		case b.PastYears == nil:
			return base, fault("missing", "base.past_years")
		case in.Years == nil:
			return base, fault("missing", "years")
		}
		base = BaseOfPastFee(*b.Past, *in.Years, *b.PastYears)
		show("F-OL-3", "past_fee", "#route-past-fee", join(b.Past.Text(), fmt.Sprintf(" × %d ÷ %d", *in.Years, *b.PastYears)))
	case 5:
		switch {
		case b.Value == nil:
			return base, fault("missing", "base.value")
		case b.Share == nil:
			return base, fault("missing", "base.share_bp")
		}
		base = BaseOfValue(*b.Value, *b.Share)
		show("F-OL-5", "value", "#route-appraised", join(b.Value.Text(), " × "+b.Share.String()))
	}
	if !fits {
		return base, tooLarge("base")
	}
	return base, nil
}

// share is the licensor's share of route 1: the one given, or this service's own
// with a warning that says so.
func (e *Estimator) share(given *corpus.BasisPoints, r *Result) corpus.BasisPoints {
	if given != nil {
		return *given
	}
	a := e.set.Rates.Assumption("licensor_share_bp")
	share := corpus.BasisPoints(a.Value.N)
	r.Warnings = append(r.Warnings, Remark{"share_assumed", e.set.Say("royalty.warn.share_assumed", map[string]corpus.Text{"share": corpus.Plain(share.String())}), a.Cite})
	return share
}

// statistics is route 3: fixed by a fee for a patent and year, or running by a
// rate, whichever is there.
func (e *Estimator) statistics(in Input, r *Result) *corpus.Fault {
	b, unit, rate := in.Base, in.Base.Unit, in.Rate
	if b.Industry != "" {
		line, ok := e.set.Licences.Industry(b.Industry)
		if !ok {
			f := fault("no_industry", "base.industry")
			return f
		}
		r.Origin = e.set.Licences.Origin
		if unit == nil && line.Fixed > 0 && (rate == nil && len(in.Sales) == 0) {
			unit = new(corpus.Money(line.Fixed))
		}
		if rate == nil && line.Rate > 0 && unit == nil {
			rate = new(corpus.BasisPoints(line.Rate))
		}
	}
	if unit == nil && b.Recorded {
		a := e.set.Rates.Assumption("statistics")
		unit = new(corpus.Money(a.Value.N))
		r.Warnings = append(r.Warnings, Remark{"recorded", a.Source, a.Cite})
	}
	switch {
	case unit != nil && rate != nil:
		return fault("two_modes", "rate_bp")
	case rate != nil:
		return e.running(in, r, *rate)
	case unit == nil:
		return fault("missing", "base.per_patent_year")
	case in.Years == nil:
		return fault("missing", "years")
	}
	patents := int64(1)
	if in.Patents != nil {
		patents = *in.Patents
	}
	base := BaseOfStatistics(*unit, *in.Years, patents)
	shown, fits := base.Fen()
	if !fits {
		return tooLarge("base.per_patent_year")
	}
	e.step(r, "F-OL-4", "statistics", "#route-industry-fixed", join(unit.Text(), fmt.Sprintf(" × %d × %d", *in.Years, patents)), shown)
	if in.Entry != nil {
		return fault("two_modes", "entry_fee")
	}
	return e.fixed(in, r, base)
}

// fixed is F-OL-1 and its ceiling.
func (e *Estimator) fixed(in Input, r *Result, base Base) *corpus.Fault {
	fee, fits := Fee(base, in.Factors)
	shown, fits2 := base.Fen()
	if !fits || !fits2 || fee > 100*maxAmount {
		return tooLarge("base")
	}
	e.step(r, "F-OL-1", "fee", "#base-coefficients", times(shown.Text(), in.Factors), fee)
	r.Fee = &fee
	r.cap("fixed", 0, fee, FixedCap)
	return nil
}

// running is F-OL-4 to F-OL-8 for a rate of net sales.
func (e *Estimator) running(in Input, r *Result, rate corpus.BasisPoints) *corpus.Fault {
	if len(in.Sales) == 0 {
		return fault("missing", "net_sales")
	}
	sales := in.Sales
	if in.Years != nil && *in.Years < int64(len(sales)) {
		sales = sales[:*in.Years]
	}
	if len(in.Profits) > len(in.Sales) {
		return fault("profits_without_sales", "profits")
	}
	for t, s := range sales {
		fee, fits := Running(s, rate, in.Factors)
		if !fits || fee > 100*maxAmount {
			return tooLarge("net_sales")
		}
		r.Yearly = append(r.Yearly, fee)
		e.stepArgs(r, "F-OL-4", "year", "#route-industry-running", times(join(s.Text(), " × "+rate.String()), in.Factors), int64(fee),
			map[string]corpus.Text{"year": corpus.Plain(strconv.Itoa(t + 1))})
		limit, _ := s.Times(SalesCap)
		r.cap("net_sales", t+1, fee, limit)
		if t < len(in.Profits) {
			limit, _ := in.Profits[t].Times(ProfitCap)
			r.cap("profit", t+1, fee, limit)
		}
	}
	entry := corpus.Money(0)
	if in.Entry != nil {
		entry = *in.Entry
		r.cap("fixed", 0, entry, FixedCap)
	}
	total := Total(entry, r.Yearly)
	r.Fee = &total
	e.step(r, "F-OL-6", "total", "#entry-running", entry.Text(), total)
	discount := corpus.BasisPoints(e.set.Rates.Assumption("royalty_discount_bp").Value.N)
	if in.Discount != nil {
		discount = *in.Discount
	}
	lump, fits := LumpSum(sales, rate, discount, in.Factors)
	if !fits || lump > 100*maxAmount {
		return tooLarge("net_sales")
	}
	r.LumpSum = &lump
	e.step(r, "F-OL-7", "lump", "#lump-equivalent", corpus.Plain("r = "+discount.String()), lump)
	return nil
}

func (r *Result) cap(basis string, year int, amount, limit corpus.Money) {
	r.Caps = append(r.Caps, Cap{basis, year, amount, limit, amount > limit})
}

func (e *Estimator) step(r *Result, formula, key, section string, work corpus.Text, value corpus.Money) {
	e.stepArgs(r, formula, key, section, work, int64(value), nil)
}

func (e *Estimator) stepArgs(r *Result, formula, key, section string, work corpus.Text, value int64, args map[string]corpus.Text) {
	r.Steps = append(r.Steps, Step{formula, e.set.Say("royalty.step."+key, args), work, value, "fen", corpus.PassageID("policy/royalty-methods" + section)})
}

func join(t corpus.Text, tail string) corpus.Text {
	return corpus.Text{ZH: t.ZH + tail, EN: t.EN + tail}
}

// times prints a product with coefficients: 6000 is 60%.
func times(t corpus.Text, factors []corpus.BasisPoints) corpus.Text {
	for _, f := range factors {
		t = join(t, " × "+f.String())
	}
	return t
}
