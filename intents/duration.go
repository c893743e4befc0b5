package intents

import "strings"

// pieceWords are the measure words with which people count rights.
const pieceWords = "件个项张枚份本款套篇"

// scanUnit reads the unit behind a numeral.
func scanUnit(r []rune, n numeral, before currency) unit {
	if u, ok := scanMoneyUnit(r, n, before); ok {
		return u
	}
	j := blank(r, n.end)
	if u, ok := scanTermUnit(r, n, j); ok {
		return u
	}
	if u, ok := scanRateUnit(r, j); ok {
		return u
	}
	c, next := at(r, j), at(r, j+1)
	if c != 0 && strings.ContainsRune(pieceWords, c) && !n.big {
		switch {
		case c == '个' && next != 0 && strings.ContainsRune("人小工体别性月", next):
		case c == '本' && next != 0 && strings.ContainsRune("科来身", next):
		case c == '份' && next == '额':
		default:
			return unit{measure: pieces, by: 1, end: j + 1}
		}
	}
	if c := at(r, n.end-1); c == '俩' || c == '仨' {
		return unit{measure: pieces, by: 1, end: n.end}
	}
	return unit{measure: pure, by: 1, end: n.end}
}

// scanTermUnit reads a unit of time. 30 days are a month.
func scanTermUnit(r []rune, n numeral, j int) (unit, bool) {
	year := unit{measure: months, by: 12, coarse: 3}
	month := unit{measure: months, by: 1, coarse: 1}
	if v, ok := n.lo.int(); ok && v >= 1000 {
		return unit{}, false
	}
	switch c, next := at(r, j), at(r, j+1); {
	case c == '年' || c == '载' || c == '周' && next == '年':
		if c == '周' {
			j, next = j+1, at(r, j+2)
		}
		if next != 0 && strings.ContainsRune("级代底初末份", next) {
			return unit{}, false
		}
		year.end = j + 1
		switch {
		case next == '半':
			year.extra, year.end = whole(6), j+2
		case next == '头':
			year.end = j + 2
		default:
			year.addMonths(r)
		}
		return year, true
	case c == '个' && next == '半' && at(r, j+2) == '月':
		month.extra, month.end = decimal{5, 1}, j+3
		return month, true
	case c == '个' && next == '月':
		month.end = j + 2
		return month, true
	case c == '个' && next == '多' && at(r, j+2) == '月':
		month.end = j + 1 // 多 is read as a limit
		return unit{}, false
	case c == '个' && hasPrefix(r, j, "个季度"):
		return unit{measure: months, by: 3, coarse: 1, end: j + 3}, true
	case c == '季' && next == '度':
		return unit{measure: months, by: 3, coarse: 1, end: j + 2}, true
	case c == '天':
		return unit{measure: months, by: 1, per: 30, coarse: 1, end: j + 1}, true
	}
	if at(r, j) == '-' {
		j++
	}
	w, end := scanWord(r, j)
	if w == "consecutive" || w == "straight" || w == "full" || w == "successive" {
		w, end = scanWord(r, end+1)
	}
	if w == "and" && hasPrefix(r, j, "and a half ") {
		w, end = scanWord(r, j+len("and a half "))
		year.extra, month.extra = whole(6), decimal{5, 1}
	}
	year.end, month.end = end, end
	switch w {
	case "year", "years", "yr", "yrs":
		if _, half := firstOf(r, end, " and a half"); half > end {
			year.extra, year.end = whole(6), half
		} else {
			year.addMonths(r)
		}
		return year, true
	case "month", "months", "mo", "mos":
		return month, true
	case "quarter", "quarters":
		return unit{measure: months, by: 3, coarse: 1, end: end}, true
	case "day", "days":
		return unit{measure: months, by: 1, per: 30, coarse: 1, end: end}, true
	}
	return unit{}, false
}

// addMonths reads the months of 一年零三个月 and "2 years and 3 months".
func (u *unit) addMonths(r []rune) {
	j := u.end
	if c := at(r, j); c == '零' || c == '又' || c == '加' {
		j++
	} else if _, end := firstOf(r, j, " and ", ", ", " "); end > j {
		j = end
	}
	n, ok := numeralAt(r, j)
	if !ok || !n.exact() {
		return
	}
	j = blank(r, n.end)
	_, end := firstOf(r, j, "个月", "months", "month")
	v, ok := n.lo.int()
	if end == j || !ok || v >= 12 {
		return
	}
	u.extra, u.end, u.coarse = whole(v), end, 1
}

// scanHalfTerm reads terms that start with a half: 半年, 大半年, 半个月, half a
// year, a year and a half.
func scanHalfTerm(r []rune, i int) (quantity, int, bool) {
	exactly := func(lo, hi decimal, open bool, end int) (quantity, int, bool) {
		return quantity{measure: months, lo: lo, hi: hi, loOpen: open, hiOpen: open, coarse: 3}, end, true
	}
	six, one := whole(6), decimal{5, 1}
	switch {
	case hasPrefix(r, i, "大半年"):
		return exactly(six, whole(12), true, i+3)
	case hasPrefix(r, i, "小半年"):
		q := quantity{measure: months, lo: six, hi: six, coarse: 3}
		return q.limit(sUnder), i + 3, true
	case hasPrefix(r, i, "半年多"):
		return exactly(six, whole(12), true, i+3)
	case hasPrefix(r, i, "半年"):
		return exactly(six, six, false, i+2)
	case hasPrefix(r, i, "半个月"):
		return exactly(one, one, false, i+3)
	case letter(at(r, i-1)):
	case hasPrefix(r, i, "half a year"):
		return exactly(six, six, false, i+11)
	case hasPrefix(r, i, "a year and a half"):
		return exactly(whole(18), whole(18), false, i+17)
	case hasPrefix(r, i, "a year") && !letter(at(r, i+6)):
		for _, w := range [...]string{"for ", "over ", "than ", "about ", "least ", "nearly ", "almost ", "under ", "within ", "most ", "just "} {
			if hasPrefix(r, i-len(w), w) && i >= len(w) {
				return exactly(whole(12), whole(12), false, i+6)
			}
		}
	}
	return quantity{}, 0, false
}

// scanRateUnit reads a unit of rates.
func scanRateUnit(r []rune, j int) (unit, bool) {
	for _, u := range [...]struct {
		text string
		by   int64
	}{
		{"%", 100}, {"‰", 10}, {"‱", 1}, {"个百分点", 100}, {"百分点", 100}, {"个点", 100}, {"个基点", 1}, {"基点", 1}, {"个bp", 1},
		{"bps", 1}, {"bp", 1}, {"percentage points", 100}, {"percent", 100}, {"per cent", 100}, {"pct", 100}, {"basis points", 1},
	} {
		if _, end := firstOf(r, j, u.text); end > j {
			return unit{measure: points, by: u.by, end: end}, true
		}
	}
	if at(r, j) != '成' {
		return unit{}, false
	}
	if c := at(r, j+1); c != 0 && strings.ContainsRune("立本为果都功员长交年效品", c) {
		return unit{}, false
	}
	u := unit{measure: points, by: 1000, end: j + 1}
	if at(r, j+1) == '半' {
		u.extra, u.end = whole(500), j+2
	} else if v := hanDigit(at(r, j+1)); v > 0 && hanDigit(at(r, j+2)) < 0 && hanUnit(at(r, j+2)) == 0 && !trailing(r, j+2) {
		u.extra, u.end = whole(int64(v)*100), j+2
	}
	return u, true
}

// scanFraction reads 百分之三十, 千分之五, 万分之五.
func scanFraction(r []rune, i int) (quantity, int, bool) {
	by := int64(0)
	switch {
	case hasPrefix(r, i, "百分之"):
		by = 100
	case hasPrefix(r, i, "千分之"):
		by = 10
	case hasPrefix(r, i, "万分之"):
		by = 1
	default:
		return quantity{}, 0, false
	}
	n, ok := scanNumeral(r, i+3)
	if !ok {
		return quantity{}, 0, false
	}
	u := unit{measure: points, by: by, end: n.end}
	q, ok := u.of(n)
	return q, n.end, ok
}
