package knowledge

import (
	"cmp"
	"math/big"
	"slices"

	"zhirong/corpus"
)

// Verdict is the truth of a condition as far as it is known. Unknown is its zero
// value: a condition on a fact that is not known is neither met nor failed.
type Verdict int

// The verdicts.
const (
	Unknown Verdict = iota
	Met
	Unmet
)

// String returns the verdict as it stands in JSON.
func (v Verdict) String() string {
	return [...]string{"unknown", "met", "not_met"}[v]
}

// MarshalText returns String.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// and, or and not follow three-valued logic (Kleene).
func and(a, b Verdict) Verdict {
	switch {
	case a == Unmet || b == Unmet:
		return Unmet
	case a == Met && b == Met:
		return Met
	}
	return Unknown
}

func or(a, b Verdict) Verdict { return not(and(not(a), not(b))) }

func not(a Verdict) Verdict {
	switch a {
	case Met:
		return Unmet
	case Unmet:
		return Met
	}
	return Unknown
}

// Fit says how a product stands to what is known.
type Fit int

// The fits. Eligible means that every known condition is met; whether more
// conditions exist is told by Product.Complete.
const (
	Possible Fit = iota
	Eligible
	Ineligible
)

// String returns the fit as it stands in JSON.
func (f Fit) String() string { return [...]string{"possible", "eligible", "ineligible"}[f] }

// MarshalText returns String.
func (f Fit) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// Finding is the verdict on one condition, with what the person has.
type Finding struct {
	Criterion *corpus.Criterion
	Have      corpus.Facts // the facts it looks at, as far as they are known
	Verdict   Verdict
}

// Match is a product weighed against what is known.
type Match struct {
	Product  *corpus.Product
	Fit      Fit
	Findings []Finding       // the conditions that must hold together, one by one
	Missing  []corpus.FactID // facts not known on which the fit hangs
}

// Weigh weighs one product: three-valued logic over its conditions.
func (b *Base) Weigh(p *corpus.Product, known corpus.Facts) Match {
	return weigh(b.set, p, known)
}

func weigh(set *corpus.Set, p *corpus.Product, known corpus.Facts) Match {
	m := Match{Product: p}
	var all []*corpus.Criterion
	if p.Criteria != nil {
		all = conditions(p.Criteria)
	}
	for i := range p.Implied {
		all = append(all, &p.Implied[i])
	}
	if len(all) == 0 {
		return m
	}
	total := Met
	for _, c := range all {
		v := judge(set, c, known)
		total = and(total, v)
		have := corpus.Facts{}
		for _, id := range c.Facts(nil) {
			if x, ok := known[id]; ok {
				have[id] = x
			}
		}
		m.Findings = append(m.Findings, Finding{Criterion: c, Have: have, Verdict: v})
	}
	switch total {
	case Met:
		m.Fit = Eligible
	case Unmet:
		m.Fit = Ineligible
		return m
	}
	for _, c := range all {
		m.Missing = missing(set, c, known, m.Missing)
	}
	return m
}

// missing appends the facts not known on which a condition hangs to dst, each
// once. A part that is settled hangs on nothing.
func missing(set *corpus.Set, c *corpus.Criterion, known corpus.Facts, dst []corpus.FactID) []corpus.FactID {
	if judge(set, c, known) != Unknown {
		return dst
	}
	if c.Leaf() {
		for _, id := range c.Facts(nil) {
			if !known[id].Known() && !slices.Contains(dst, id) {
				dst = append(dst, id)
			}
		}
		return dst
	}
	for i := range c.All {
		dst = missing(set, &c.All[i], known, dst)
	}
	for i := range c.Any {
		dst = missing(set, &c.Any[i], known, dst)
	}
	if c.Not != nil {
		dst = missing(set, c.Not, known, dst)
	}
	return dst
}

// conditions returns the parts of a criterion that must hold together.
func conditions(c *corpus.Criterion) []*corpus.Criterion {
	if len(c.All) == 0 {
		return []*corpus.Criterion{c}
	}
	var out []*corpus.Criterion
	for i := range c.All {
		out = append(out, conditions(&c.All[i])...)
	}
	return out
}

// Match weighs every product that is offered in Hubei on a day, best first:
// eligible before possible before ineligible; then by conditions met, the
// source's confidence and the facts still missing; then by id.
func (b *Base) Match(known corpus.Facts, on corpus.Date) []Match {
	var out []Match
	for i := range b.set.Products {
		p := &b.set.Products[i]
		if !p.Offered || p.Valid.From != "" && on < p.Valid.From || p.Valid.To != "" && on > p.Valid.To {
			continue
		}
		out = append(out, weigh(b.set, p, known))
	}
	order := map[Fit]int{Eligible: 0, Possible: 1, Ineligible: 2}
	// A surer source weighs as much as one more condition that is known to be met.
	trust := map[corpus.Confidence]int{corpus.High: 2, corpus.Medium: 1, corpus.Low: 0}
	merit := func(m Match) int { return met(m) + trust[m.Product.Confidence] - len(m.Missing) }
	slices.SortStableFunc(out, func(a, c Match) int {
		return cmp.Or(
			cmp.Compare(order[a.Fit], order[c.Fit]),
			cmp.Compare(merit(c), merit(a)),
			cmp.Compare(a.Product.ID, c.Product.ID),
		)
	})
	return out
}

// met counts the conditions that are met.
func met(m Match) (n int) {
	for _, f := range m.Findings {
		if f.Verdict == Met {
			n++
		}
	}
	return n
}

// judge returns the verdict on a condition.
func judge(set *corpus.Set, c *corpus.Criterion, known corpus.Facts) Verdict {
	switch {
	case len(c.All) > 0:
		v := Met
		for i := range c.All {
			v = and(v, judge(set, &c.All[i], known))
		}
		return v
	case len(c.Any) > 0:
		v := Unmet
		for i := range c.Any {
			v = or(v, judge(set, &c.Any[i], known))
		}
		return v
	case c.Not != nil:
		return not(judge(set, c.Not, known))
	}
	left := c.Left()
	fact, ok := set.Fact(left[0])
	if !ok {
		return Unknown
	}
	if fact.Kind.Numeric() {
		return compareSpans(addUp(set, left, known), c.Op, right(c, known, fact.Kind))
	}
	have := known[left[0]]
	if !have.Known() {
		return Unknown
	}
	switch fact.Kind {
	case corpus.KindBool:
		return truth((have.Bool == c.Want.Bool) == (c.Op == corpus.OpEq))
	case corpus.KindCodes:
		return judgeCodes(have, c.Op, c.Want.Codes)
	}
	if c.Op == corpus.OpWithin {
		return judgePlace(set, corpus.RegionCode(have.Text), c.Want.Codes)
	}
	return truth(slices.Contains(c.Want.Codes, have.Text))
}

func truth(b bool) Verdict {
	if b {
		return Met
	}
	return Unmet
}

// judgePlace is Unknown for a place that holds a wanted place: 武汉 may be 江夏.
func judgePlace(set *corpus.Set, have corpus.RegionCode, want []string) Verdict {
	v := Unmet
	for _, w := range want {
		switch {
		case set.Within(have, corpus.RegionCode(w)):
			return Met
		case set.Within(corpus.RegionCode(w), have):
			v = Unknown
		}
	}
	return v
}

func judgeCodes(have corpus.Value, op corpus.Op, want []string) Verdict {
	one := func(code string) Verdict {
		switch {
		case slices.Contains(have.Has, code):
			return Met
		case have.Complete || slices.Contains(have.Not, code):
			return Unmet
		}
		return Unknown
	}
	if op == corpus.OpAllOf {
		v := Met
		for _, w := range want {
			v = and(v, one(w))
		}
		return v
	}
	v := Unmet
	for _, w := range want {
		v = or(v, one(w))
	}
	return v
}

// span is an interval over rationals, since a share of an amount need not be whole.
type span struct {
	min, max         *big.Rat // nil: unbounded
	minOpen, maxOpen bool
}

// spanOf returns the interval of a known value. Of whole numbers the ends are
// closed: more than 4 patents are at least 5.
func spanOf(s corpus.Span, k corpus.Kind) span {
	var r span
	whole := k != corpus.KindMonths
	if s.HasMin {
		r.min, r.minOpen = new(big.Rat).SetInt64(s.Min), s.MinOpen && !whole
		if s.MinOpen && whole {
			r.min.Add(r.min, big.NewRat(1, 1))
		}
	}
	if s.HasMax {
		r.max, r.maxOpen = new(big.Rat).SetInt64(s.Max), s.MaxOpen && !whole
		if s.MaxOpen && whole {
			r.max.Sub(r.max, big.NewRat(1, 1))
		}
	}
	return r
}

// addUp adds facts up. What is not known of a fact is at least its least number
// that makes sense; where none of them is known the sum is not known either.
func addUp(set *corpus.Set, ids []corpus.FactID, known corpus.Facts) span {
	total := span{min: new(big.Rat), max: new(big.Rat)}
	anyKnown := false
	for _, id := range ids {
		fact, ok := set.Fact(id)
		if !ok {
			return span{}
		}
		var s span
		if v := known[id]; v.Known() {
			s, anyKnown = spanOf(v.Span, fact.Kind), true
		}
		if s.min == nil && fact.Min != nil {
			s.min = new(big.Rat).SetInt64(*fact.Min)
		}
		total.min, total.minOpen = plus(total.min, s.min), total.minOpen || s.minOpen
		total.max, total.maxOpen = plus(total.max, s.max), total.maxOpen || s.maxOpen
	}
	if !anyKnown {
		return span{}
	}
	return total
}

// plus adds two ends of intervals; without one of them the sum has none.
func plus(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	return new(big.Rat).Add(a, b)
}

// right returns the right side of a numeric comparison.
func right(c *corpus.Criterion, known corpus.Facts, k corpus.Kind) span {
	if c.Of == "" {
		return spanOf(corpus.Exactly(c.Want.N), k)
	}
	v := known[c.Of]
	if !v.Known() {
		return span{}
	}
	s := spanOf(v.Span, k)
	if c.Share != 0 {
		share := big.NewRat(int64(c.Share), 10_000)
		if s.min != nil {
			s.min.Mul(s.min, share)
		}
		if s.max != nil {
			s.max.Mul(s.max, share)
		}
	}
	return s
}

// compareSpans compares two intervals: Met if it holds for all pairs of numbers
// in them, Unmet if for none, else Unknown.
func compareSpans(a span, op corpus.Op, b span) Verdict {
	switch op {
	case corpus.OpLt:
		return less(a, b, true)
	case corpus.OpLte:
		return less(a, b, false)
	case corpus.OpGt:
		return less(b, a, true)
	case corpus.OpGte:
		return less(b, a, false)
	case corpus.OpEq:
		return equal(a, b)
	case corpus.OpNe:
		return not(equal(a, b))
	}
	return Unknown
}

// less judges a < b, or a <= b unless strict.
func less(a, b span, strict bool) Verdict {
	if a.max != nil && b.min != nil {
		d := a.max.Cmp(b.min)
		if d < 0 || d == 0 && (!strict || a.maxOpen || b.minOpen) {
			return Met
		}
	}
	if a.min != nil && b.max != nil {
		d := a.min.Cmp(b.max)
		if d > 0 || d == 0 && (strict || a.minOpen || b.maxOpen) {
			return Unmet
		}
	}
	return Unknown
}

func equal(a, b span) Verdict {
	if a.min != nil && a.max != nil && b.min != nil && b.max != nil &&
		a.min.Cmp(a.max) == 0 && b.min.Cmp(b.max) == 0 && a.min.Cmp(b.min) == 0 {
		return Met
	}
	if less(a, b, true) == Met || less(b, a, true) == Met {
		return Unmet
	}
	return Unknown
}
