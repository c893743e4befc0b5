package knowledge_test

import (
	"math/big"
	"slices"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func oracleNot(a knowledge.Verdict) knowledge.Verdict {
	return map[knowledge.Verdict]knowledge.Verdict{knowledge.Met: knowledge.Unmet, knowledge.Unmet: knowledge.Met}[a]
}

func oracleAnd(a, b knowledge.Verdict) knowledge.Verdict {
	if a == b {
		return a
	}
	if a == knowledge.Unmet || b == knowledge.Unmet {
		return knowledge.Unmet
	}
	return knowledge.Unknown
}

func oracleOr(a, b knowledge.Verdict) knowledge.Verdict {
	if a == b {
		return a
	}
	if a == knowledge.Met || b == knowledge.Met {
		return knowledge.Met
	}
	return knowledge.Unknown
}

// oracle is the verdict on a condition by a second implementation, in rationals
// and over the set itself.
func oracle(set *corpus.Set, c *corpus.Criterion, known corpus.Facts) knowledge.Verdict {
	switch {
	case len(c.All) > 0:
		v := knowledge.Met
		for i := range c.All {
			v = oracleAnd(v, oracle(set, &c.All[i], known))
		}
		return v
	case len(c.Any) > 0:
		v := knowledge.Unmet
		for i := range c.Any {
			v = oracleOr(v, oracle(set, &c.Any[i], known))
		}
		return v
	case c.Not != nil:
		return oracleNot(oracle(set, c.Not, known))
	}
	left := c.Left()
	fact, ok := set.Fact(left[0])
	if !ok {
		return knowledge.Unknown
	}
	if fact.Kind.Numeric() {
		return ratCompare(addUp(set, left, known), c.Op, ratRight(c, known, fact.Kind))
	}
	have := known[left[0]]
	if !have.Known() {
		return knowledge.Unknown
	}
	switch fact.Kind {
	case corpus.KindBool:
		return oracleTruth((have.Bool == c.Want.Bool) == (c.Op == corpus.OpEq))
	case corpus.KindCodes:
		return oracleCodes(have, c.Op, c.Want.Codes)
	}
	if c.Op == corpus.OpWithin {
		return oraclePlace(set, corpus.RegionCode(have.Text), c.Want.Codes)
	}
	return oracleTruth(slices.Contains(c.Want.Codes, have.Text))
}

func oracleTruth(b bool) knowledge.Verdict {
	if b {
		return knowledge.Met
	}
	return knowledge.Unmet
}

// oraclePlace is Unknown for a place that holds a wanted place: 武汉 may be 江夏.
func oraclePlace(set *corpus.Set, have corpus.RegionCode, want []string) knowledge.Verdict {
	v := knowledge.Unmet
	for _, w := range want {
		switch {
		case set.Within(have, corpus.RegionCode(w)):
			return knowledge.Met
		case set.Within(corpus.RegionCode(w), have):
			v = knowledge.Unknown
		}
	}
	return v
}

func oracleCodes(have corpus.Value, op corpus.Op, want []string) knowledge.Verdict {
	one := func(code string) knowledge.Verdict {
		switch {
		case slices.Contains(have.Has, code):
			return knowledge.Met
		case have.Complete || slices.Contains(have.Not, code):
			return knowledge.Unmet
		}
		return knowledge.Unknown
	}
	if op == corpus.OpAllOf {
		v := knowledge.Met
		for _, w := range want {
			v = oracleAnd(v, one(w))
		}
		return v
	}
	v := knowledge.Unmet
	for _, w := range want {
		v = oracleOr(v, one(w))
	}
	return v
}

// ratSpan is an interval over rationals, since a share of an amount need not be whole.
type ratSpan struct {
	min, max         *big.Rat // nil: unbounded
	minOpen, maxOpen bool
}

// ratSpanOf returns the interval of a known value. Of whole numbers the ends are
// closed: more than 4 patents are at least 5.
func ratSpanOf(s corpus.Span, k corpus.Kind) ratSpan {
	var r ratSpan
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
func addUp(set *corpus.Set, ids []corpus.FactID, known corpus.Facts) ratSpan {
	total := ratSpan{min: new(big.Rat), max: new(big.Rat)}
	anyKnown := false
	for _, id := range ids {
		fact, ok := set.Fact(id)
		if !ok {
			return ratSpan{}
		}
		var s ratSpan
		if v := known[id]; v.Known() {
			s, anyKnown = ratSpanOf(v.Span, fact.Kind), true
		}
		if s.min == nil && fact.Min != nil {
			s.min = new(big.Rat).SetInt64(*fact.Min)
		}
		total.min, total.minOpen = ratPlus(total.min, s.min), total.minOpen || s.minOpen
		total.max, total.maxOpen = ratPlus(total.max, s.max), total.maxOpen || s.maxOpen
	}
	if !anyKnown {
		return ratSpan{}
	}
	return total
}

// ratPlus adds two ends of intervals; without one of them the sum has none.
func ratPlus(a, b *big.Rat) *big.Rat {
	if a == nil || b == nil {
		return nil
	}
	return new(big.Rat).Add(a, b)
}

// ratRight returns the right side of a numeric comparison.
func ratRight(c *corpus.Criterion, known corpus.Facts, k corpus.Kind) ratSpan {
	if c.Of == "" {
		return ratSpanOf(corpus.Exactly(c.Want.N), k)
	}
	v := known[c.Of]
	if !v.Known() {
		return ratSpan{}
	}
	s := ratSpanOf(v.Span, k)
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

// ratCompare compares two intervals: Met if it holds for all pairs of numbers
// in them, Unmet if for none, else Unknown.
func ratCompare(a ratSpan, op corpus.Op, b ratSpan) knowledge.Verdict {
	switch op {
	case corpus.OpLt:
		return ratLess(a, b, true)
	case corpus.OpLte:
		return ratLess(a, b, false)
	case corpus.OpGt:
		return ratLess(b, a, true)
	case corpus.OpGte:
		return ratLess(b, a, false)
	case corpus.OpEq:
		return ratEqual(a, b)
	case corpus.OpNe:
		return oracleNot(ratEqual(a, b))
	}
	return knowledge.Unknown
}

// ratLess judges a < b, or a <= b unless strict.
func ratLess(a, b ratSpan, strict bool) knowledge.Verdict {
	if a.max != nil && b.min != nil {
		d := a.max.Cmp(b.min)
		if d < 0 || d == 0 && (!strict || a.maxOpen || b.minOpen) {
			return knowledge.Met
		}
	}
	if a.min != nil && b.max != nil {
		d := a.min.Cmp(b.max)
		if d > 0 || d == 0 && (strict || a.minOpen || b.maxOpen) {
			return knowledge.Unmet
		}
	}
	return knowledge.Unknown
}

func ratEqual(a, b ratSpan) knowledge.Verdict {
	if a.min != nil && a.max != nil && b.min != nil && b.max != nil &&
		a.min.Cmp(a.max) == 0 && b.min.Cmp(b.max) == 0 && a.min.Cmp(b.min) == 0 {
		return knowledge.Met
	}
	if ratLess(a, b, true) == knowledge.Met || ratLess(b, a, true) == knowledge.Met {
		return knowledge.Unmet
	}
	return knowledge.Unknown
}
