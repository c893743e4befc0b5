package intents

import (
	"math"
	"math/bits"
	"strings"
)

// decimal is the exact number m / 10^d.
type decimal struct {
	m int64
	d int
}

func whole(n int64) decimal { return decimal{m: n} }

// times returns a × n; ok is false when the result does not fit.
func (a decimal) times(n int64) (product decimal, ok bool) {
	for a.d > 0 && n%10 == 0 && n != 0 {
		n /= 10
		a.d--
	}
	m, ok := mul(a.m, n)
	return decimal{m, a.d}, ok
}

// plus returns a + b; ok is false when the result does not fit.
func (a decimal) plus(b decimal) (sum decimal, ok bool) {
	for a.d < b.d {
		if a.m, ok = mul(a.m, 10); !ok {
			return decimal{}, false
		}
		a.d++
	}
	for b.d < a.d {
		if b.m, ok = mul(b.m, 10); !ok {
			return decimal{}, false
		}
		b.d++
	}
	if a.m > 0 && b.m > math.MaxInt64-a.m || a.m < 0 && b.m < math.MinInt64-a.m {
		return decimal{}, false
	}
	return decimal{a.m + b.m, a.d}, true
}

// int returns the number if it is whole.
func (a decimal) int() (int64, bool) {
	for a.d > 0 && a.m%10 == 0 {
		a.m /= 10
		a.d--
	}
	return a.m, a.d == 0
}

// floor and ceil round to whole numbers.
func (a decimal) floor() int64 {
	for ; a.d > 0; a.d-- {
		q := a.m / 10
		if a.m%10 < 0 {
			q--
		}
		a.m = q
	}
	return a.m
}

func (a decimal) ceil() int64 {
	n, ok := a.int()
	if ok {
		return n
	}
	return a.floor() + 1
}

func (a decimal) less(b decimal) bool {
	b.m = -b.m
	diff, ok := a.plus(b)
	return ok && diff.m < 0
}

// step returns the value of the last digit of a that is not 0: 100 for 300, 10
// for 350, 0.1 for 1.2. "300多" lies between 300 and 300 plus its step.
func (a decimal) step() decimal {
	for a.d > 0 && a.m%10 == 0 {
		a.m /= 10
		a.d--
	}
	s := decimal{1, a.d}
	for a.m != 0 && a.m%10 == 0 {
		a.m /= 10
		s.m *= 10
	}
	return s
}

func mul(a, b int64) (int64, bool) {
	neg := (a < 0) != (b < 0)
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if neg {
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// numeral is a number as written, in digits or characters. lo and hi differ
// when the number is vague: 三五百, 十几, 300多.
type numeral struct {
	lo, hi         decimal
	loOpen, hiOpen bool
	noHi           bool  // 上百: no upper end
	end            int   // the rune after the numeral
	digits         bool  // starts with a digit 0 to 9
	big            bool  // holds 万 or 亿, or "million"
	lead           int64 // the first digits as written: 5 of 五百万
	unit           int64 // the 万, 亿 or "million" behind the digits; 0 if there is none
}

func (n numeral) exact() bool { return !n.noHi && n.lo == n.hi }

// scale multiplies the numeral.
func (n numeral) scale(by int64) (numeral, bool) {
	var ok1, ok2 bool
	n.lo, ok1 = n.lo.times(by)
	n.hi, ok2 = n.hi.times(by)
	return n, ok1 && ok2
}

// hanDigit returns the value of a digit written as a character, or -1.
func hanDigit(r rune) int {
	switch r {
	case '零', '〇', '○':
		return 0
	case '一', '壹', '幺':
		return 1
	case '二', '两', '贰', '俩':
		return 2
	case '三', '叁', '仨':
		return 3
	case '四', '肆':
		return 4
	case '五', '伍':
		return 5
	case '六', '陆':
		return 6
	case '七', '柒':
		return 7
	case '八', '捌':
		return 8
	case '九', '玖':
		return 9
	}
	return -1
}

// hanUnit returns what a unit character multiplies by, or 0.
func hanUnit(r rune) int64 {
	switch r {
	case '十', '拾':
		return 10
	case '百', '佰':
		return 100
	case '千', '仟':
		return 1000
	case '万':
		return 10_000
	case '亿':
		return 100_000_000
	}
	return 0
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

// at returns the rune at i, or 0 outside the text.
func at(r []rune, i int) rune {
	if i < 0 || i >= len(r) {
		return 0
	}
	return r[i]
}

// blank returns i, or the place after one space at i.
func blank(r []rune, i int) int {
	if at(r, i) == ' ' {
		return i + 1
	}
	return i
}

// maxDigits bounds the digits that are read as one number.
const maxDigits = 17

// scanDigits reads 1200, 1,200 or 3.85.
func scanDigits(r []rune, i int) (d decimal, end int, ok bool) {
	count := 0
	take := func() {
		for ; digit(at(r, i)); i++ {
			if count++; count <= maxDigits {
				d.m = d.m*10 + int64(r[i]-'0')
			}
		}
	}
	take()
	for count > 0 && at(r, i) == ',' && digit(at(r, i+1)) && digit(at(r, i+2)) && digit(at(r, i+3)) && !digit(at(r, i+4)) {
		i++
		take()
	}
	if count > 0 && at(r, i) == '.' && digit(at(r, i+1)) {
		i++
		before := count
		take()
		d.d = count - before
	}
	return d, i, count > 0 && count <= maxDigits
}

// scanNumeral reads the numeral that starts at i.
func scanNumeral(r []rune, i int) (numeral, bool) {
	if n, ok := scanVague(r, i); ok {
		return n, true
	}
	if n, ok := scanPositional(r, i); ok {
		return n, true
	}
	n, ok := scanExact(r, i)
	if !ok {
		return numeral{}, false
	}
	return scanMore(r, n), true
}

// scanPositional reads a row of three or more characters without units.
func scanPositional(r []rune, i int) (numeral, bool) {
	n, end := int64(0), i
	for hanDigit(at(r, end)) >= 0 && end-i <= maxDigits {
		n = n*10 + int64(hanDigit(r[end]))
		end++
	}
	if end-i < 3 || end-i > maxDigits || hanUnit(at(r, end)) > 0 && hanUnit(at(r, end)) < 10_000 {
		return numeral{}, false
	}
	return numeral{lo: whole(n), hi: whole(n), end: end}, true
}

// scanVague reads 几百万, 数十, 上千万, 半个亿: a unit without a number before it.
func scanVague(r []rune, i int) (numeral, bool) {
	if hasPrefix(r, i, "半个亿") {
		return numeral{lo: whole(50_000_000), hi: whole(50_000_000), end: i + 3, big: true}, true
	}
	lead := at(r, i)
	switch lead {
	case '几', '数', '上', '成', '过', '破':
	default:
		return numeral{}, false
	}
	j, by, big := scanUnits(r, i+1)
	most := lead != '几' && lead != '数' // no upper end
	if j == i+1 || most && by < 100 || (lead == '过' || lead == '破') && !big {
		return numeral{}, false
	}
	n := numeral{lo: whole(by), hi: whole(by), end: j, big: big}
	if most {
		n.noHi, n.loOpen = true, lead == '过' || lead == '破'
		return n, true
	}
	n.lo.m, n.hi.m, n.hiOpen = 2*by, 10*by, true
	return n, true
}

// scanUnits reads a row of unit characters as their product: 百万.
func scanUnits(r []rune, i int) (end int, by int64, big bool) {
	by = 1
	for end = i; end < i+3; end++ {
		u := hanUnit(at(r, end))
		if u == 0 {
			break
		}
		by *= u
		big = big || u >= 10_000
		if by > 1e13 {
			break
		}
	}
	return end, by, big
}

// scanExact reads a number without 几 or 多, and two digits in a row such as
// 三五百万 as the range that they mean.
func scanExact(r []rune, i int) (numeral, bool) {
	n := numeral{digits: digit(at(r, i))}
	var total, section, cur decimal
	have, zero := false, false // cur is set; a zero stands before it
	last := int64(0)           // the last unit read
	ok := true
	add := func(a, b decimal) decimal {
		sum, fits := a.plus(b)
		ok = ok && fits
		return sum
	}
	scale := func(a decimal, by int64) decimal {
		p, fits := a.times(by)
		ok = ok && fits
		return p
	}
	j := i
	for ok && j-i < 40 {
		c := at(r, j)
		if u := hanUnit(c); u > 0 || c == ' ' && digit(at(r, j-1)) && hanUnit(at(r, j+1)) > 0 {
			if c == ' ' {
				j++
				u = hanUnit(r[j])
			}
			switch {
			case u < 10_000 && !have && u == 10 && section.m == 0 && (last == 0 || last >= 10_000 || zero):
				section = add(section, whole(10))
			case u < 10_000 && !have:
				u = 0
			case u < 10_000:
				section = add(section, scale(cur, u))
			case !have && section.m == 0 && total.m == 0:
				u = 0
			case u == 10_000:
				total = add(total, scale(add(section, cur), u))
				section = decimal{}
			default:
				total = scale(add(total, add(section, cur)), u)
				section = decimal{}
			}
			if u == 0 {
				break
			}
			if u >= 10_000 {
				n.big, n.unit = true, u
			}
			cur, have, zero, last = decimal{}, false, false, u
			j++
			continue
		}
		if have {
			break
		}
		if digit(c) {
			if last == 0 && j > i {
				break
			}
			d, end, fine := scanDigits(r, j)
			if !fine || last >= 100 && !zero && trailing(r, end) {
				break
			}
			cur, have, j = d, true, end
			if last == 0 {
				n.lead = d.ceil()
			}
			continue
		}
		v := hanDigit(c)
		if v < 0 {
			break
		}
		if v == 0 && last > 0 {
			zero = true
			j++
			continue
		}
		if low, high, by, end, fine := scanPair(r, j); fine && (last == 0 || last == 10) {
			lo := add(add(total, section), scale(whole(low), by))
			hi := add(add(total, section), scale(whole(high), by))
			n.lo, n.hi, n.end = lo, hi, end
			n.big = n.big || by >= 10_000
			return n, ok && by > 0
		}
		if last >= 100 && !zero && trailing(r, j+1) {
			break
		}
		cur, have, j = whole(int64(v)), true, j+1
		if last == 0 {
			n.lead = int64(v)
		}
		if at(r, j) == '点' && hanDigit(at(r, j+1)) >= 0 {
			for j++; hanDigit(at(r, j)) >= 0 && cur.d < 6; j++ {
				cur.m = cur.m*10 + int64(hanDigit(r[j]))
				cur.d++
			}
		}
	}
	if j == i || !ok {
		return numeral{}, false
	}
	if at(r, j-1) == '零' && last > 0 && !have {
		j--
	}
	if have && last >= 100 && !zero && cur.d == 0 && cur.m < 10 {
		cur = scale(cur, last/10) // 三千八 is 3800, 一亿二 is 1.2亿
	}
	v := add(total, add(section, cur))
	n.lo, n.hi, n.end = v, v, j
	return n, ok
}

// trailing reports whether a digit before i belongs to what follows and not to
// the number before it: in 五百万三年 the 三 counts years.
func trailing(r []rune, i int) bool {
	i = blank(r, i)
	c := at(r, i)
	return c != 0 && (strings.ContainsRune("年个月件项天日成%‰张枚份本款套篇季周到至-~几多家种发实外商软名期折点号档", c) ||
		hanDigit(c) >= 0 || digit(c) || c == '.')
}

// scanPair reads two neighbouring digits that mean a range, with the units that
// follow: 三五百万, 两三 (before a measure word).
func scanPair(r []rune, i int) (low, high, by int64, end int, ok bool) {
	a, b := int64(hanDigit(at(r, i))), int64(hanDigit(at(r, i+1)))
	if a < 1 || b < 1 || b != a+1 && (a != 3 || b != 5) || hanDigit(at(r, i+2)) >= 0 {
		return 0, 0, 0, 0, false
	}
	end, by, _ = scanUnits(r, i+2)
	return a, b, by, end, true
}

// scanMore reads what makes a number vague behind it: 300多万, 十几件, 三百来万.
func scanMore(r []rune, n numeral) numeral {
	c, next := at(r, n.end), at(r, n.end+1)
	switch {
	case (c == '多' || c == '余') && !strings.ContainsRune("少于次", next) && n.exact():
		n.hi, _ = n.lo.plus(n.lo.step())
		n.loOpen, n.hiOpen = true, true
	case c == '几' && n.exact() && !n.digits && hanUnit(at(r, n.end-1)) == 10,
		c == '几' && n.exact() && n.digits && n.lo.step().m >= 10:
		n.hi, _ = n.lo.plus(n.lo.step())
		n.loOpen, n.hiOpen = true, true
	case c == '来' && (hanUnit(next) >= 10_000 || strings.ContainsRune("个件项年天家块", next)) && next != 0:
	default:
		return n
	}
	more := n
	more.end++
	end, by, big := scanUnits(r, more.end)
	if end > more.end {
		if scaled, ok := more.scale(by); ok && by >= 10_000 {
			scaled.end, scaled.big = end, n.big || big
			return scaled
		}
	}
	return more
}

// englishDigits are the number words below 20 and the tens.
var englishDigits = map[string]int64{
	"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
	"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
	"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
	"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12,
}

// englishUnit returns what an English unit multiplies by, or 0.
func englishUnit(word string) int64 {
	switch word {
	case "hundred":
		return 100
	case "thousand":
		return 1000
	case "million", "millions", "mn", "mio":
		return 1_000_000
	case "billion", "bn":
		return 1_000_000_000
	}
	return 0
}

// scanWord reads the ASCII letters at i.
func scanWord(r []rune, i int) (string, int) {
	j := min(i, len(r))
	i = j
	for j-i < 24 && 'a' <= at(r, j) && at(r, j) <= 'z' {
		j++
	}
	return string(r[i:j]), j
}

// scanEnglish reads a number in English words: five million, twenty-two, two
// hundred and five, half a million.
func scanEnglish(r []rune, i int) (numeral, bool) {
	if n, ok := scanHalf(r, i); ok {
		return n, true
	}
	var total, section int64
	seen, end := false, i
	for j := i; j-i < 80; {
		w, stop := scanWord(r, j)
		v, isDigit := englishDigits[w]
		u := englishUnit(w)
		next, _ := scanWord(r, stop+1)
		switch {
		case w == "a" && !seen && (englishUnit(next) > 0 || next == "dozen"):
			section = 1
		case w == "and" && section >= 100 && section%100 == 0 && englishDigits[next] > 0:
		case w == "dozen" && section < 100:
			section, seen, end = max(section, 1)*12, true, stop
		case isDigit && section%10 == 0 && (section%100 == 0 || v < 10):
			section, seen, end = section+v, true, stop
		case u == 100 && section > 0 && section < 100:
			section, seen, end = section*100, true, stop
		case u >= 1000 && section > 0 && section < 1e6 && total < 1e12:
			total, section, seen, end = total+section*u, 0, true, stop
		default:
			stop = len(r)
		}
		if at(r, stop) != ' ' && at(r, stop) != '-' {
			break
		}
		j = stop + 1
	}
	v := whole(total + section)
	return numeral{lo: v, hi: v, end: end, big: total >= 10_000, lead: total + section}, seen
}

// scanHalf reads "half a million".
func scanHalf(r []rune, i int) (numeral, bool) {
	w, end := scanWord(r, i)
	a, end2 := scanWord(r, end+1)
	unit, end3 := scanWord(r, end2+1)
	u := englishUnit(unit)
	if w != "half" || a != "a" || u < 1000 {
		return numeral{}, false
	}
	return numeral{lo: whole(u / 2), hi: whole(u / 2), end: end3, big: u > 10_000}, true
}
