package royalty

import (
	"fmt"

	"zhirong/corpus"
)

// blocked lists what stands against a declaration. Silence of a pledgee is no
// consent, and an evaluation report that was not spoken of is not there; of
// everything else only what was said counts.
func (e *Estimator) blocked(in Input) []Remark {
	out := []Remark{}
	block := func(code string, cite corpus.PassageID) {
		out = append(out, Remark{code, e.set.Say("royalty.blocked."+code, nil), cite})
	}
	right := in.Right
	switch right.Status {
	case "pending":
		block("pending", "policy/patent-rules#85")
	case "lapsed":
		block("lapsed", "policy/patent-law#44")
	case "invalid":
		block("invalid", "policy/patent-law#47")
	}
	if right.expired(in.AsOf) {
		block("expired", "policy/patent-law#42")
	}
	if is(right.Exclusive) {
		block("exclusive", "policy/patent-rules#86")
	}
	if right.Status == "suspended" || is(right.Suspended) {
		block("suspended", "policy/patent-rules#86")
	}
	if right.FeesPaid != nil && !*right.FeesPaid {
		block("fees_unpaid", "policy/patent-rules#86")
	}
	if is(right.Pledged) && !is(right.Consent) {
		block("pledged", "policy/patent-rules#86-pledged")
	}
	if (right.Kind == corpus.UtilityModel || right.Kind == corpus.DesignPatent) && !is(right.Evaluation) {
		block("evaluation_report", "policy/patent-law#50")
	}
	return out
}

func is(b *bool) bool { return b != nil && *b }

// terms are the legal terms from the filing, in years.
var terms = map[corpus.IPKind]int{corpus.InventionPatent: 20, corpus.UtilityModel: 10, corpus.DesignPatent: 15}

// expired reports whether the term is over on a day. A patent filed on 29
// February ends on 28 February where the year has no 29th.
func (r Right) expired(on corpus.Date) bool {
	term, ok := terms[r.Kind]
	if !ok || r.Filed == "" {
		return false
	}
	return on >= anniversary(r.Filed, term)
}

func anniversary(d corpus.Date, years int) corpus.Date {
	t := d.Time()
	out := t.AddDate(years, 0, 0)
	if out.Month() != t.Month() {
		out = out.AddDate(0, 0, -1)
	}
	return corpus.DateOf(out)
}

// feeYear is the year of the patent on a day: the first begins with the filing.
func (r Right) feeYear(on corpus.Date) int {
	if r.Year != nil {
		return int(*r.Year)
	}
	if r.Filed == "" {
		return 0
	}
	year := 1
	for year <= 20 && anniversary(r.Filed, year) <= on {
		year++
	}
	return year
}

// annualFee fills in F-OL-9 where kind and year are known and the fee is.
func (e *Estimator) annualFee(in Input, r *Result) {
	year := in.Right.feeYear(in.AsOf)
	if in.Right.Kind == "" || year == 0 {
		return
	}
	fee, ok := e.set.Rates.AnnualFee(in.Right.Kind, year)
	if !ok {
		if in.Right.Kind == corpus.DesignPatent {
			r.Warnings = append(r.Warnings, Remark{"design_fee", e.set.Say("royalty.warn.design_fee", nil), "policy/patent-fees#design"})
		}
		return
	}
	relief := corpus.BasisPoints(0)
	if in.Right.Relief != nil {
		relief = *in.Right.Relief
	}
	open, other, pay := AnnualFee(corpus.Money(fee.Fee), relief)
	s := &AnnualFeeSheet{Year: year, Full: corpus.Money(fee.Fee), Open: open, Pay: pay, Taken: "open_licence", Cite: fee.Cite}
	if in.Right.Relief != nil {
		s.Other = &other
		if other < open {
			s.Taken = "other_relief"
		}
		r.Warnings = append(r.Warnings, Remark{"no_stacking", e.set.Say("royalty.warn.no_stacking", nil), "policy/tax-2024-23#2-choice"})
	}
	r.AnnualFee = s
}

// warn says what a reader must know beside the figures.
func (e *Estimator) warn(in Input, r *Result) {
	say := func(code string, cite corpus.PassageID, args map[string]corpus.Text) {
		r.Warnings = append(r.Warnings, Remark{code, e.set.Say("royalty.warn."+code, args), cite})
	}
	for _, c := range r.Caps {
		if c.Exceeded {
			say("cap_"+c.Basis, "policy/open-licence-2024-notice#ceilings", map[string]corpus.Text{
				"year": corpus.Plain(fmt.Sprint(c.Year)), "amount": c.Amount.Text(), "limit": c.Limit.Text()})
		}
	}
	if len(r.Yearly) > 0 && in.Years != nil {
		args := map[string]corpus.Text{"given": corpus.Plain(fmt.Sprint(len(in.Sales))), "years": corpus.Plain(fmt.Sprint(*in.Years))}
		switch {
		case *in.Years > int64(len(in.Sales)):
			say("sales_short", "policy/royalty-methods#entry-running", args)
		case *in.Years < int64(len(in.Sales)):
			say("sales_long", "policy/royalty-methods#entry-running", args)
		}
	}
	if len(r.Yearly) == 0 && (len(in.Sales) > 0 || len(in.Profits) > 0) {
		say("sales_unused", "policy/royalty-methods#base-coefficients", nil)
	}
	if len(r.Yearly) > len(in.Profits) {
		say("no_profits", "policy/royalty-methods#ceilings", nil)
	}
	if in.Right.Filed != "" && in.Right.Kind != "" && in.Years != nil && !in.Right.expired(in.AsOf) && in.Right.expired(anniversary(in.AsOf, int(*in.Years)-1)) {
		say("term_short", "policy/patent-law#42", nil)
	}
	if is(in.Right.Joint) {
		say("joint", "policy/patent-law#14", nil)
	}
	switch right := in.Right; {
	case right.Kind == "":
		say("right_unknown", "policy/patent-rules#86", nil)
	case r.Allowed && (right.FeesPaid == nil || right.Exclusive == nil || right.Status == "" && (right.Pledged == nil || right.Suspended == nil)):
		// A state that was told rules the others out.
		say("bars_unknown", "policy/patent-rules#86", nil)
	}
}
