package intents

import (
	"strings"

	"zhirong/corpus"
)

// measure says what a quantity counts.
type measure uint8

const (
	pure    measure = iota // a number without a unit
	pieces                 // things, with a measure word
	fen                    // money
	foreign                // money that is not yuan: understood as text only
	months
	points // basis points
)

// quantity is a number with its unit, in the measure's base unit.
type quantity struct {
	measure        measure
	lo, hi         decimal
	noLo, noHi     bool
	loOpen, hiOpen bool
	coarse         int64 // months that "nearly" takes off: 3 of years, 1 of months
	limited        bool  // a comparator stood beside it
	aged           bool  // an age: a 3-year-old firm
	year           int64 // a number that may be a year: 2019
}

// span returns the quantity in whole base units. ok is false for an amount
// finer than the base unit.
func (q quantity) span() (s corpus.Span, ok bool) {
	s = corpus.Span{HasMin: !q.noLo, HasMax: !q.noHi, MinOpen: q.loOpen, MaxOpen: q.hiOpen}
	if s.HasMin {
		n, fine := q.lo.int()
		if !fine && q.measure != months {
			return corpus.Span{}, false
		}
		if !fine {
			n, s.MinOpen = q.lo.floor(), true
		}
		s.Min = n
	}
	if s.HasMax {
		n, fine := q.hi.int()
		if !fine && q.measure != months {
			return corpus.Span{}, false
		}
		if !fine {
			n, s.MaxOpen = q.hi.ceil(), true
		}
		s.Max = n
	}
	if s.HasMin && s.HasMax && s.MaxOpen && s.Max == s.Min+1 && s.MinOpen && q.measure != months {
		return corpus.Span{}, false
	}
	return s, s.HasMin || s.HasMax
}

// value returns the quantity as the value of a fact.
func (q quantity) value() (corpus.Value, bool) {
	s, ok := q.span()
	return corpus.SpanValue(q.measure.kind(), s), ok
}

func (m measure) kind() corpus.Kind {
	switch m {
	case fen:
		return corpus.KindMoney
	case months:
		return corpus.KindMonths
	case points:
		return corpus.KindRate
	}
	return corpus.KindCount
}

// unit is what stands behind a number.
type unit struct {
	measure measure
	by      int64 // base units in one
	per     int64 // divides; 0 stands for 1
	extra   decimal
	coarse  int64
	aged    bool
	end     int
}

func (u unit) of(n numeral) (q quantity, ok bool) {
	lo, ok1 := n.lo.times(u.by)
	hi, ok2 := n.hi.times(u.by)
	q = quantity{measure: u.measure, lo: lo, hi: hi, noHi: n.noHi, loOpen: n.loOpen, hiOpen: n.hiOpen, coarse: u.coarse, aged: u.aged}
	if u.per > 1 {
		q.lo, q.hi = divide(lo, u.per), divide(hi, u.per)
	}
	var ok3, ok4 bool
	q.lo, ok3 = q.lo.plus(u.extra)
	q.hi, ok4 = q.hi.plus(u.extra)
	if v, whole := n.lo.int(); whole && u.measure == pure && n.exact() && v >= 1900 && v < 2100 {
		q.year = v
	}
	return q, ok1 && ok2 && ok3 && ok4
}

// divide returns a / n, to one decimal that only says whether a is a multiple.
func divide(a decimal, n int64) decimal {
	v := a.floor()
	if v%n == 0 {
		return whole(v / n)
	}
	return decimal{v/n*10 + 5, 1}
}

// scanQuantity reads a number with its unit, a range of them, and what limits
// it from behind (以上, 左右, "or more").
func scanQuantity(r []rune, i int) (q quantity, end int, ok bool) {
	if q, end, ok = scanFraction(r, i); ok {
		return scanLimit(r, q, end)
	}
	if q, end, ok = scanHalfTerm(r, i); ok {
		return scanLimit(r, q, end)
	}
	minus, start := scanMinus(r, i)
	currency, start := scanCurrency(r, start)
	if !minus && currency == none {
		minus, start = scanMinus(r, start)
	}
	n, ok := numeralAt(r, start)
	if !ok {
		return quantity{}, 0, false
	}
	if minus {
		n, _ = n.scale(-1)
		n.lo, n.hi = n.hi, n.lo
	}
	u := scanUnit(r, n, currency)
	q, ok = u.of(n)
	if !ok {
		return quantity{}, 0, false
	}
	if high, stop, fine := scanRange(r, n, u, currency, q); fine {
		return scanLimit(r, high, stop)
	}
	return scanLimit(r, q, u.end)
}

// numeralAt reads a numeral in digits, characters or English words, and the
// English unit behind digits: 5 million.
func numeralAt(r []rune, i int) (numeral, bool) {
	c := at(r, i)
	if 'a' <= c && c <= 'z' {
		return scanEnglish(r, i)
	}
	n, ok := scanNumeral(r, i)
	if !ok || !n.digits {
		return n, ok
	}
	j := blank(r, n.end)
	if at(r, j) == '-' {
		j++
	}
	w, end := scanWord(r, j)
	if by := englishUnit(w); by > 0 {
		if scaled, fits := n.scale(by); fits {
			scaled.end, scaled.big, scaled.unit = end, by > 1000, by
			return scaled, true
		}
	}
	return n, true
}

// scanRange reads the second number of 300到500万, 3-5 years, between 3 and 5.
func scanRange(r []rune, n numeral, u unit, currency currency, q quantity) (quantity, int, bool) {
	j, ok := scanRangeWord(r, u.end)
	if !ok || !n.exact() {
		return quantity{}, 0, false
	}
	second, j := scanCurrency(r, j)
	if second != none {
		currency = second
	}
	m, ok := numeralAt(r, j)
	if !ok || !m.exact() {
		return quantity{}, 0, false
	}
	v := scanUnit(r, m, currency)
	hi, ok := v.of(m)
	if !ok || v.measure == pure && (u.measure != pure || q.year > 0 || hi.year > 0 || !plainRange(r, n.end)) {
		return quantity{}, 0, false
	}
	if u.measure == pure || u.measure != v.measure || u.measure == fen && !n.big {
		if u.measure != pure && u.measure != v.measure {
			return quantity{}, 0, false
		}
		if m.big && !n.big {
			n = spread(n, m)
		}
		lo, fits := v.of(n)
		if !fits {
			return quantity{}, 0, false
		}
		q = lo
	}
	if hi.hi.less(q.lo) {
		return quantity{}, 0, false
	}
	q.hi, q.measure, q.coarse = hi.hi, hi.measure, hi.coarse
	return q, v.end, true
}

// plainRange reports whether what joins two numbers without a unit at i makes a
// range of them: "and" does so only behind "between".
func plainRange(r []rune, i int) bool {
	if !hasPrefix(r, i, " and ") {
		return !hasPrefix(r, i, "、")
	}
	for j := i - 1; j >= 0 && j > i-12; j-- {
		if hasPrefix(r, j, "between ") {
			return true
		}
	}
	return false
}

// spread gives the lower number of a range the unit of the upper one: in
// 300到500万 the 300 is 300万, in 三到五百万 the 三 is 三百万.
func spread(n, m numeral) numeral {
	by := m.unit
	if step := m.lo.step(); m.lead < 10 && n.lo == whole(n.lead) && n.lead < 10 && step.d == 0 && step.m > by && m.lo == whole(m.lead*step.m) {
		by = step.m
	}
	if scaled, ok := n.scale(max(by, 1)); ok {
		return scaled
	}
	return n
}

// scanRangeWord reads what joins the two numbers of a range.
func scanRangeWord(r []rune, i int) (int, bool) {
	i = blank(r, i)
	switch c := at(r, i); c {
	case '-', '~', '到', '至', '–', '—':
		i++
		if c == '-' && at(r, i) == '-' {
			i++
		}
		return blank(r, i), true
	}
	for _, w := range [...]string{"to ", "and ", "、"} {
		if hasPrefix(r, i, w) {
			return i + len([]rune(w)), true
		}
	}
	return 0, false
}

func hasPrefix(r []rune, i int, s string) bool {
	for _, c := range s {
		if at(r, i) != c {
			return false
		}
		i++
	}
	return true
}

// firstOf returns the first of the words that stands at i and the place after
// it. A word of ASCII letters must end there.
func firstOf(r []rune, i int, words ...string) (string, int) {
	for _, w := range words {
		if !hasPrefix(r, i, w) {
			continue
		}
		end := i + len([]rune(w))
		if last := at(r, end-1); letter(last) && letter(at(r, end)) {
			continue
		}
		return w, end
	}
	return "", i
}

func letter(r rune) bool { return 'a' <= r && r <= 'z' }

// scanMinus reads the sign of a number below zero.
func scanMinus(r []rune, i int) (bool, int) {
	c, prev := at(r, i), at(r, i-1)
	if c == '负' && (digit(at(r, i+1)) || hanDigit(at(r, i+1)) > 0) {
		return true, i + 1
	}
	if (c == '-' || c == '−') && digit(at(r, i+1)) && !digit(prev) && !letter(prev) && hanUnit(prev) == 0 && hanDigit(prev) < 0 && !strings.ContainsRune("年月日号元件个项期)〕]", prev) {
		return true, i + 1
	}
	return false, i
}

// scanLimit reads what limits a quantity from behind. Both 以上 and 以下
// include the number.
func scanLimit(r []rune, q quantity, i int) (quantity, int, bool) {
	if at(r, i) == '多' && !strings.ContainsRune("少于次", at(r, i+1)) && q.measure != pure && q.lo == q.hi && !q.noHi {
		q.hi, _ = q.lo.plus(q.next())
		q.loOpen, q.hiOpen = true, true
		i++
		if q.measure == pieces && at(r, i) == '个' {
			i++
		}
	}
	if q.measure == pure {
		return q, i, true
	}
	j := blank(r, i)
	if _, end := firstOf(r, j, "及以上", "或以上", "和以上", "以上", "之上", "起步", "or more", "or above", "or over", "and above", "and up", "or longer", "plus", "+"); end > j {
		return q.atLeast(), end, true
	}
	if _, end := firstOf(r, j, "及以下", "或以下", "和以下", "以下", "之下", "以内", "之内", "封顶", "or less", "or below", "or under", "and below", "or fewer", "max", "tops"); end > j {
		return q.atMost(), end, true
	}
	if _, end := firstOf(r, j, "左右", "上下", "or so", "整"); end > j {
		return q, end, true
	}
	if _, end := firstOf(r, j, "出头", "开外"); end > j {
		q = q.atLeast()
		q.loOpen = true
		return q, end, true
	}
	return q, i, true
}

// next is how far 多 behind the unit may reach: 两年多 is less than three years.
func (q quantity) next() decimal {
	switch {
	case q.measure == months && q.coarse == 3:
		return whole(12)
	case q.measure == months || q.measure == pieces:
		return whole(1)
	}
	return q.lo.step()
}

func (q quantity) atLeast() quantity {
	q.noHi, q.hiOpen, q.limited, q.hi = true, false, true, decimal{}
	return q
}

func (q quantity) atMost() quantity {
	if q.noHi {
		q.hi, q.noHi = q.lo, false
	}
	q.noLo, q.loOpen, q.limited, q.lo = true, false, true, decimal{}
	return q
}

// limit applies a comparator that stands before the quantity.
func (q quantity) limit(s sense) quantity {
	lo := q.lo
	switch {
	case s&sAtLeast != 0:
		q = q.atLeast()
	case s&sAtMost != 0:
		q = q.atMost()
	case s&sOver != 0:
		if q.noLo {
			return q
		}
		q = q.atLeast()
		q.loOpen = true
	case s&sUnder != 0:
		q = q.atMost()
		q.hiOpen = true
	case s&sNear != 0:
		q = q.atMost()
		q.hi, q.hiOpen = lo, true
		if q.measure == months && q.coarse > 0 {
			if low, ok := lo.plus(whole(-q.coarse)); ok {
				q.lo, q.noLo = low, false
			}
		}
	}
	return q
}
