package knowledge

import (
	"cmp"
	"slices"

	"zhirong/corpus"
)

// Cover says how a product stands to what the person asks for.
type Cover int

// The covers, the best last. A product serves a need by its kind; an amount is
// covered by a known limit on lending alone, never by the cap of a subsidy or an
// insured sum.
const (
	ServesOther Cover = iota // another need was stated
	NeedOpen                 // no need was stated
	ServesNeed               // the kind serves; the amount or the limit is not known
	CoversNeed               // the kind serves and the known limit holds the amount
)

// String returns the cover as it stands in JSON.
func (c Cover) String() string {
	return [...]string{"serves_other", "need_open", "serves_need", "covers_need"}[c]
}

// Rank is why a product stands where it stands: the fields are compared in their
// order, equal ones by the product's id. Nothing else moves a product.
type Rank struct {
	Fit        Fit
	Cover      Cover             // how it serves the need
	Confidence corpus.Confidence // how sure its source is
	Level      string            // of the narrowest area of the product that holds the person's place: "zone", "county", "prefecture", "province", "nation"; empty: none, or not known
}

// needKinds are the kinds of products that serve a need.
var needKinds = map[string][]corpus.ProductKind{
	"loan": {
		corpus.CreditLoan, corpus.PledgeLoan, corpus.CombinedLoan, corpus.CollectiveCredit, corpus.Guarantee, corpus.AssetBacked, corpus.SuretyInsurance,
	},
	"guarantee":      {corpus.Guarantee},
	"subsidy":        {corpus.Subsidy},
	"insurance":      {corpus.IPInsurance},
	"valuation":      {corpus.ValuationService},
	"sell_ip":        {corpus.DisposalService},
	"equity":         {corpus.Equity},
	"securitisation": {corpus.AssetBacked},
	"registration":   {corpus.RegistrationHelp},
}

// Serves reports whether a kind of product serves a need, a code of the fact
// "need".
func Serves(k corpus.ProductKind, need string) bool { return slices.Contains(needKinds[need], k) }

// Served reports whether any kind of product serves a need.
func Served(need string) bool { return len(needKinds[need]) > 0 }

// Needs returns the needs that are known: those stated, or a loan where only an
// amount was.
func Needs(known corpus.Facts) []string {
	if n := known["need"]; n.Known() && len(n.Has) > 0 {
		return n.Has
	}
	if known["loan_amount"].Known() {
		return []string{"loan"}
	}
	return nil
}

func (m *Matcher) rank(w *Match, known corpus.Facts) Rank {
	return Rank{Fit: w.Fit, Cover: cover(w.Product, known), Confidence: w.Product.Confidence, Level: m.level(w.Product, known)}
}

func cover(p *corpus.Product, known corpus.Facts) Cover {
	needs := Needs(known)
	if len(needs) == 0 {
		return NeedOpen
	}
	if !slices.ContainsFunc(needs, func(n string) bool { return Serves(p.Kind, n) }) {
		return ServesOther
	}
	loan := known["loan_amount"]
	if p.Role == corpus.LendingLimit && p.AmountMax > 0 && loan.Known() && loan.Span.HasMax && loan.Span.Max <= int64(p.AmountMax) {
		return CoversNeed
	}
	return ServesNeed
}

// levels are the levels of places, the narrowest first.
var levels = []string{"zone", "county", "prefecture", "province", "nation"}

func (m *Matcher) level(p *corpus.Product, known corpus.Facts) string {
	have := known["region"]
	if !have.Known() {
		return ""
	}
	best := ""
	for _, r := range p.Regions {
		level := "nation"
		if place, ok := m.set.Place(r); ok && r != corpus.Nation {
			level = place.Level
		}
		if (r == corpus.Nation || m.set.Within(corpus.RegionCode(have.Text), r)) && (best == "" || slices.Index(levels, level) < slices.Index(levels, best)) {
			best = level
		}
	}
	return best
}

var (
	fitOrder   = map[Fit]int{Eligible: 0, Possible: 1, Ineligible: 2}
	trustOrder = map[corpus.Confidence]int{corpus.High: 0, corpus.Medium: 1, corpus.Low: 2}
)

// Compare orders ranks: negative if r stands before s.
func (r Rank) Compare(s Rank) int {
	near := func(l string) int {
		if i := slices.Index(levels, l); i >= 0 {
			return i
		}
		return len(levels)
	}
	return cmp.Or(
		cmp.Compare(fitOrder[r.Fit], fitOrder[s.Fit]),
		cmp.Compare(s.Cover, r.Cover),
		cmp.Compare(trustOrder[r.Confidence], trustOrder[s.Confidence]),
		cmp.Compare(near(r.Level), near(s.Level)),
	)
}

func sortMatches(ms []Match) {
	slices.SortStableFunc(ms, func(a, b Match) int {
		return cmp.Or(a.Rank.Compare(b.Rank), cmp.Compare(a.Product.ID, b.Product.ID))
	})
}
