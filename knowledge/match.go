package knowledge

import (
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
	Verdict   Verdict
}

// Have picks from what is known the facts that the condition looks at.
func (f Finding) Have(known corpus.Facts) corpus.Facts {
	out := corpus.Facts{}
	for _, id := range f.Criterion.Facts(nil) {
		if v, ok := known[id]; ok {
			out[id] = v
		}
	}
	return out
}

// Match is a product weighed against what is known.
type Match struct {
	Product  *corpus.Product
	Fit      Fit
	Findings []Finding       // the conditions that must hold together, one by one
	Missing  []corpus.FactID // facts not known, or not closely enough, on which the fit hangs
	Rank     Rank            // why it stands where it stands
}

// Weigh weighs one product: three-valued logic over its conditions.
func (b *Base) Weigh(p *corpus.Product, known corpus.Facts) Match {
	return b.matcher.Weigh(p, known)
}

// Match weighs every product that is offered in Hubei on a day, best first, in
// the order of Rank.
func (b *Base) Match(known corpus.Facts, on corpus.Date) []Match {
	return b.matcher.Match(known, on)
}

// Matcher returns what weighs the products of the base's corpus.
func (b *Base) Matcher() *Matcher { return b.matcher }

// Weigh weighs one product, of the corpus or not: three-valued logic over its
// conditions. A product without conditions as data is possible.
func (m *Matcher) Weigh(p *corpus.Product, known corpus.Facts) Match {
	w := m.weigh(m.ruleOf(p), m.fill(nil, known))
	w.Rank = m.rank(&w, known)
	return w
}

func (m *Matcher) ruleOf(p *corpus.Product) *rule {
	for i := range m.rules {
		if m.rules[i].product == p {
			return &m.rules[i]
		}
	}
	r := m.rule(p)
	return &r
}

// fit is the verdict on all conditions of a product together.
func (m *Matcher) fit(r *rule, p profile) Fit {
	if len(r.conditions) == 0 {
		return Possible
	}
	v := Met
	for i := range r.conditions {
		if v = and(v, m.judge(&r.conditions[i], p)); v == Unmet {
			return Ineligible
		}
	}
	return fitOf(v)
}

func fitOf(v Verdict) Fit { return [...]Fit{Unknown: Possible, Met: Eligible, Unmet: Ineligible}[v] }

func (m *Matcher) weigh(r *rule, p profile) Match {
	w := Match{Product: r.product}
	if len(r.conditions) == 0 {
		return w
	}
	w.Findings = make([]Finding, len(r.conditions))
	total := Met
	for i := range r.conditions {
		n := &r.conditions[i]
		v := m.judge(n, p)
		total = and(total, v)
		w.Findings[i] = Finding{Criterion: n.criterion, Verdict: v}
	}
	w.Fit = fitOf(total)
	if w.Fit == Possible {
		for i := range r.conditions {
			w.Missing = m.missing(&r.conditions[i], p, w.Missing)
		}
	}
	return w
}

// Offerable reports whether a product can be had in Hubei on a day. Others
// explain and are never matched.
func Offerable(p *corpus.Product, on corpus.Date) bool {
	return p.Offered && (p.Valid.From == "" || on >= p.Valid.From) && (p.Valid.To == "" || on <= p.Valid.To)
}

// Match weighs every product that is offered in Hubei on a day, best first, in
// the order of Rank.
func (m *Matcher) Match(known corpus.Facts, on corpus.Date) []Match {
	p := m.fill(nil, known)
	out := make([]Match, 0, len(m.rules))
	for i := range m.rules {
		if r := &m.rules[i]; Offerable(r.product, on) {
			w := m.weigh(r, p)
			w.Rank = m.rank(&w, known)
			out = append(out, w)
		}
	}
	sortMatches(out)
	return out
}

// Fits sets dst[i] to how the i-th product of the corpus stands to what is known,
// without findings, and returns it: the quick way for many profiles. Products
// that cannot be had on the day are Ineligible.
func (m *Matcher) Fits(dst []Fit, known corpus.Facts, on corpus.Date) []Fit {
	p := m.fill(nil, known)
	dst = dst[:0]
	for i := range m.rules {
		f := Ineligible
		if Offerable(m.rules[i].product, on) {
			f = m.fit(&m.rules[i], p)
		}
		dst = append(dst, f)
	}
	return dst
}
