package knowledge

import (
	"cmp"
	"math/bits"
)

// wide is a whole number of 128 bits: sums of amounts and their shares in basis
// points are compared exactly, without a float and without allocation.
type wide struct {
	hi int64
	lo uint64
}

func wideOf(n int64) wide { return wide{n >> 63, uint64(n)} }

// times returns n×m.
func times(n, m int64) wide {
	hi, lo := bits.Mul64(uint64(n), uint64(m))
	h := int64(hi)
	if n < 0 {
		h -= m
	}
	if m < 0 {
		h -= n
	}
	return wide{h, lo}
}

func (a wide) plus(b wide) wide {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return wide{a.hi + b.hi + int64(carry), lo}
}

func (a wide) compare(b wide) int {
	return cmp.Or(cmp.Compare(a.hi, b.hi), cmp.Compare(a.lo, b.lo))
}

// end is one end of an interval; without set there is none.
type end struct {
	at        wide
	set, open bool
}

// plus adds two ends; without one of them the sum has none.
func (e end) plus(f end) end {
	return end{e.at.plus(f.at), e.set && f.set, e.open || f.open}
}

// span is an interval of numbers.
type span struct{ min, max end }

// less judges a < b, or a <= b unless strict: Met if it holds for all pairs of
// numbers in the intervals, Unmet if for none, else Unknown.
func less(a, b span, strict bool) Verdict {
	if a.max.set && b.min.set {
		d := a.max.at.compare(b.min.at)
		if d < 0 || d == 0 && (!strict || a.max.open || b.min.open) {
			return Met
		}
	}
	if a.min.set && b.max.set {
		d := a.min.at.compare(b.max.at)
		if d > 0 || d == 0 && (strict || a.min.open || b.max.open) {
			return Unmet
		}
	}
	return Unknown
}

func equal(a, b span) Verdict {
	if a.min.set && a.max.set && b.min.set && b.max.set &&
		a.min.at == a.max.at && b.min.at == b.max.at && a.min.at == b.min.at {
		return Met
	}
	if less(a, b, true) == Met || less(b, a, true) == Met {
		return Unmet
	}
	return Unknown
}
