package intents

import (
	"slices"
	"strings"
	"time"

	"zhirong/corpus"
)

// period is a day, month, quarter, half-year or year as spoken of.
type period struct{ from, to time.Time }

func (p period) holds(t time.Time) bool { return !t.Before(p.from) && !t.After(p.to) }

func dayOf(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func yearOf(y int) period { return monthsOf(y, time.January, 12) }

// monthsOf is the period of n months from the first of a month.
func monthsOf(y int, m time.Month, n int) period {
	from := dayOf(y, m, 1)
	return period{from, from.AddDate(0, n, -1)}
}

// monthsBetween counts the whole months from one day to a later one.
func monthsBetween(from, to time.Time) int64 {
	n := int64(to.Year()-from.Year())*12 + int64(to.Month()-from.Month())
	if to.Day() < from.Day() {
		n--
	}
	return n
}

// monthNames are the English months with their short forms.
var monthNames = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// scanDate reads a day or a period that starts at i.
func scanDate(r []rune, i int, today time.Time) (p period, end int, ok bool) {
	c := at(r, i)
	switch {
	case lunar(r, i):
		return period{}, 0, false
	case letter(c):
		if letter(at(r, i-1)) {
			return period{}, 0, false
		}
		return scanEnglishDate(r, i, today)
	}
	if p, end, ok = scanRelative(r, i, today); ok {
		return p, end, true
	}
	if y, j, fine := scanYear(r, i); fine {
		return scanWithin(r, y, j)
	}
	if m, d, j, fine := scanMonthDay(r, i); fine {
		y := today.Year()
		if m > today.Month() {
			y--
		}
		return monthOrDay(y, m, d, j)
	}
	return period{}, 0, false
}

// lunar reports whether the date at i is one of the traditional calendar, which
// is not understood.
func lunar(r []rune, i int) bool {
	for j := max(0, i-8); j < i; j++ {
		if hasPrefix(r, j, "农历") || hasPrefix(r, j, "阴历") {
			return true
		}
	}
	return false
}

// scanYear reads 2019年, 二〇一九年, 2025Q3, 2024-06-30, and the year before
// 成立 in 2019成立, 19年成立.
func scanYear(r []rune, i int) (year, end int, ok bool) {
	if digit(at(r, i-1)) || at(r, i-1) == '.' || letter(at(r, i-1)) {
		return 0, 0, false
	}
	n, j := 0, i
	for j < i+5 && (digit(at(r, j)) || hanDigit(at(r, j)) >= 0) {
		if v := hanDigit(at(r, j)); v >= 0 {
			n = n*10 + v
		} else {
			n = n*10 + int(r[j]-'0')
		}
		j++
	}
	length := j - i
	after := blank(r, j)
	isYear := at(r, after) == '年' && !hasPrefix(r, after, "年级")
	founded := func(k int) bool {
		for end := min(k+9, len(r)); k < end; k++ {
			if hasPrefix(r, k, "成立") || hasPrefix(r, k, "注册") || hasPrefix(r, k, "创") || hasPrefix(r, k, "开业") || hasPrefix(r, k, "开办") || hasPrefix(r, k, "办的") || hasPrefix(r, k, "开的") {
				return true
			}
			if strings.ContainsRune("，,。的了 ", r[k]) {
				return false
			}
		}
		return false
	}
	switch {
	case length == 4 && n >= 1900 && n < 2100 && isYear:
		return n, after + 1, true
	case length == 4 && n >= 1900 && n < 2100 && (at(r, j) == 'q' || at(r, j) == '-' || at(r, j) == '/' || at(r, j) == '.') && digit(at(r, j+1)):
		return n, j, true
	case length == 4 && n >= 1900 && n < 2100 && founded(j):
		return n, j, true
	case length == 2 && n < 70 && isYear && founded(after+1) && !elapsed(r, after+1):
		return 2000 + n, after + 1, true
	case length == 2 && n < 70 && isYear && n >= 10 && scansMonth(r, after+1):
		return 2000 + n, after + 1, true
	case length == 2 && n < 70 && isYear && i >= 2 && at(r, i-1) == '于':
		return 2000 + n, after + 1, true
	}
	return 0, 0, false
}

// elapsed reports whether 前 or 多 follows a number of years: 10年前成立.
func elapsed(r []rune, i int) bool {
	return strings.ContainsRune("前多半", at(r, i)) && at(r, i) != 0
}

func scansMonth(r []rune, i int) bool {
	_, _, _, ok := scanMonthDay(r, i)
	return ok
}

// scanWithin reads what narrows a year down: 6月18日, 年底, Q3, 上半年, -06-30.
func scanWithin(r []rune, y, j int) (period, int, bool) {
	if c := at(r, j); (c == '-' || c == '/' || c == '.') && digit(at(r, j+1)) {
		m, k := smallNumber(r, j+1)
		if m < 1 || m > 12 {
			return period{}, 0, false
		}
		if at(r, k) == c && digit(at(r, k+1)) {
			d, end := smallNumber(r, k+1)
			return monthOrDay(y, time.Month(m), d, end)
		}
		unit := blank(r, k)
		if c == '.' && (k == j+2 || digit(at(r, k)) || currencyAt(r, unit) || at(r, unit) != 0 && strings.ContainsRune("万亿%", at(r, unit))) {
			return period{}, 0, false // 1903.01元 is an amount
		}
		return monthsOf(y, time.Month(m), 1), k, true
	}
	j = skipRunes(r, j, " 的")
	if m, d, end, ok := scanMonthDay(r, j); ok {
		return monthOrDay(y, m, d, end)
	}
	if p, end, ok := scanPart(r, y, j); ok {
		return p, end, true
	}
	for at(r, j-1) == ' ' || at(r, j-1) == '的' {
		j--
	}
	return yearOf(y), j, true
}

func skipRunes(r []rune, i int, set string) int {
	for at(r, i) != 0 && strings.ContainsRune(set, at(r, i)) {
		i++
	}
	return i
}

// scanPart reads a part of a year.
func scanPart(r []rune, y, j int) (period, int, bool) {
	for _, part := range [...]struct {
		text          string
		month, months int
	}{
		{"上半年", 1, 6}, {"下半年", 7, 6}, {"年底", 12, 1}, {"年末", 12, 1}, {"底", 12, 1}, {"末", 12, 1}, {"年初", 1, 1}, {"初", 1, 1},
		{"q1", 1, 3}, {"q2", 4, 3}, {"q3", 7, 3}, {"q4", 10, 3}, {"一季度", 1, 3}, {"二季度", 4, 3}, {"三季度", 7, 3}, {"四季度", 10, 3},
		{"第一季度", 1, 3}, {"第二季度", 4, 3}, {"第三季度", 7, 3}, {"第四季度", 10, 3}, {"1季度", 1, 3}, {"2季度", 4, 3}, {"3季度", 7, 3}, {"4季度", 10, 3},
		{"第1季度", 1, 3}, {"第2季度", 4, 3}, {"第3季度", 7, 3}, {"第4季度", 10, 3},
	} {
		if !hasPrefix(r, j, part.text) {
			continue
		}
		p := monthsOf(y, time.Month(part.month), part.months)
		switch part.text {
		case "年底", "年末", "底", "末":
			p.from = p.to
		case "年初", "初":
			p.to = p.from
		}
		return p, j + len([]rune(part.text)), true
	}
	return period{}, 0, false
}

// smallNumber reads one or two digits.
func smallNumber(r []rune, i int) (n, end int) {
	for end = i; end < i+2 && digit(at(r, end)); end++ {
		n = n*10 + int(r[end]-'0')
	}
	return n, end
}

// scanMonthDay reads 6月, 六月份, 6月18日, 12月1号. The day is 0 if none is named.
func scanMonthDay(r []rune, i int) (m time.Month, day, end int, ok bool) {
	n, ok := scanNumeral(r, i)
	v, fine := n.lo.int()
	if !ok || !fine || !n.exact() || v < 1 || v > 12 || at(r, blank(r, n.end)) != '月' {
		return 0, 0, 0, false
	}
	end = blank(r, n.end) + 1
	if at(r, end) == '份' {
		return time.Month(v), 0, end + 1, true
	}
	if d, ok := scanNumeral(r, blank(r, end)); ok && d.exact() {
		dv, fine := d.lo.int()
		if j := blank(r, d.end); fine && dv >= 1 && dv <= 31 && (at(r, j) == '日' || at(r, j) == '号') {
			return time.Month(v), int(dv), j + 1, true
		}
	}
	return time.Month(v), 0, end, true
}

// monthOrDay is a month, or a day of it if day is not 0.
func monthOrDay(y int, m time.Month, day, end int) (period, int, bool) {
	if day == 0 {
		return monthsOf(y, m, 1), end, true
	}
	d := dayOf(y, m, day)
	return period{d, d}, end, d.Month() == m && d.Day() == day
}

// relativeYears are spoken years by their distance from today's.
var relativeYears = []struct {
	word string
	by   int
}{
	{"大前年", -3}, {"前年", -2}, {"去年", -1}, {"上年度", -1}, {"上一年", -1}, {"上年", -1}, {"今年", 0}, {"本年度", 0}, {"明年", 1}, {"后年", 2},
}

// scanRelative reads 去年, 去年6月, 上个月, 昨天.
func scanRelative(r []rune, i int, today time.Time) (period, int, bool) {
	for _, w := range relativeYears {
		if hasPrefix(r, i, w.word) {
			return scanWithin(r, today.Year()+w.by, i+len([]rune(w.word)))
		}
	}
	for _, w := range [...]struct {
		word string
		by   int
	}{{"上上个月", -2}, {"上个月", -1}, {"上月", -1}, {"这个月", 0}, {"本月", 0}, {"下个月", 1}, {"下月", 1}} {
		if hasPrefix(r, i, w.word) {
			return monthsOf(today.Year(), today.Month()+time.Month(w.by), 1), i + len([]rune(w.word)), true
		}
	}
	for _, w := range [...]struct {
		word string
		by   int
	}{{"前天", -2}, {"昨天", -1}, {"今天", 0}, {"明天", 1}, {"后天", 2}} {
		if hasPrefix(r, i, w.word) {
			d := today.AddDate(0, 0, w.by)
			return period{d, d}, i + len([]rune(w.word)), true
		}
	}
	return period{}, 0, false
}

// scanEnglishDate reads June 2024, 18 June 2024 (from the month's name on), in
// 2023, last year, Q3 2025, the end of 2024.
func scanEnglishDate(r []rune, i int, today time.Time) (period, int, bool) {
	w, end := scanWord(r, i)
	second, end2 := scanWord(r, end+1)
	switch w {
	case "q":
		n, j := smallNumber(r, end)
		y, j2, ok := fourDigits(r, blank(r, j))
		if n >= 1 && n <= 4 && j == end+1 && ok {
			return monthsOf(y, time.Month(3*n-2), 3), j2, true
		}
	case "last", "this", "next", "previous", "past":
		by := map[string]int{"last": -1, "previous": -1, "next": 1}[w]
		if m, ok := monthNames[second]; ok && w != "past" {
			y := today.Year() + by
			if w == "last" && m < today.Month() {
				y = today.Year()
			}
			return monthsOf(y, m, 1), end2, true
		}
		switch second {
		case "year":
			return yearOf(today.Year() + by), end2, w != "past"
		case "month":
			return monthsOf(today.Year(), today.Month()+time.Month(by), 1), end2, w != "past"
		}
	case "in", "since", "of", "by", "until", "before", "after", "during", "year", "from", "for", "back":
		if y, j, ok := fourDigits(r, end+1); ok && at(r, end) == ' ' {
			if c := at(r, j); (c == '-' || c == '/') && digit(at(r, j+1)) {
				return scanWithin(r, y, j)
			}
			return yearOf(y), j, true
		}
	case "end":
		for _, of := range [...]string{"end of ", "end of the year "} {
			if y, j, ok := fourDigits(r, i+len(of)); ok && hasPrefix(r, i, of) {
				last := dayOf(y, time.December, 31)
				return period{last, last}, j, true
			}
		}
	case "today", "yesterday", "tomorrow":
		d := today.AddDate(0, 0, map[string]int{"yesterday": -1, "tomorrow": 1}[w])
		return period{d, d}, end, true
	}
	m, ok := monthNames[w]
	if !ok {
		return period{}, 0, false
	}
	j := skipRunes(r, end, " .")
	if day, k := smallNumber(r, j); k > j && !digit(at(r, k)) {
		for _, suffix := range [...]string{"st", "nd", "rd", "th"} {
			if hasPrefix(r, k, suffix) {
				k += 2
				break
			}
		}
		if y, stop, ok := fourDigits(r, skipRunes(r, k, ", ")); ok {
			return monthOrDay(y, m, day, stop)
		}
	}
	if hasPrefix(r, j, "of ") {
		j += 3
	}
	if y, stop, ok := fourDigits(r, j); ok {
		if day := dayBefore(r, i); day > 0 {
			return monthOrDay(y, m, day, stop)
		}
		return monthsOf(y, m, 1), stop, true
	}
	return period{}, 0, false
}

// dayBefore reads the day that stands before the name of a month: 18 June.
func dayBefore(r []rune, i int) int {
	if at(r, i-1) != ' ' || !digit(at(r, i-2)) {
		return 0
	}
	j := i - 2
	if digit(at(r, j-1)) {
		j--
	}
	if digit(at(r, j-1)) {
		return 0
	}
	n, _ := smallNumber(r, j)
	return n
}

// fourDigits reads a year of four digits.
func fourDigits(r []rune, i int) (y, end int, ok bool) {
	for end = i; end < i+4; end++ {
		if !digit(at(r, end)) {
			return 0, 0, false
		}
		y = y*10 + int(r[end]-'0')
	}
	return y, end, y >= 1900 && y < 2100 && !digit(at(r, end)) && !letter(at(r, end))
}

// date returns the first day of the period in the form of the corpus.
func (p period) date() corpus.Date { return corpus.DateOf(p.from) }

// hearFounding hears when the firm was founded and when a patent ends.
func (h *hearing) hearFounding() {
	for n, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			l := &h.lex[i]
			if l.kind != lDate || c.supposes(i) {
				continue
			}
			before, after := h.beside(c, i, -1), h.beside(c, i, 1)
			beside := func(s sense) bool {
				return before >= 0 && h.lex[before].has(s) || after >= 0 && h.lex[after].has(s)
			}
			asked := questioned(h.lex, c, i+1) || c.asked && !c.self && letter(h.r[l.from]) || h.within(c.from, i, sMust|sWhether|sNeed) >= 0
			switch {
			case asked:
			case i == c.from && n > 0 && h.lex[h.clauses[n-1].to-1].has(sOperate) && i > 0 && h.text(i-1) == ":":
				h.used[i] = h.founded(l) // 成立时间：2018年
			case beside(sOperate) || h.within(c.from, c.to, sOperate) >= 0 && !beside(sRevenue|sProfit|sLoss|sLoan) && !c.asked:
				if h.founded(l) {
					h.used[i] = true
				}
			case beside(sLeft) && h.speaksOfPatent(n) && l.date.from.After(h.today):
				h.used[i] = true
				lo, hi := monthsBetween(h.today, l.date.from), monthsBetween(h.today, l.date.to)
				h.set("patent_months_left", corpus.SpanValue(corpus.KindMonths, corpus.Span{Min: lo, Max: hi, HasMin: true, HasMax: true}))
			}
		}
	}
}

// founded records the age of a firm founded on a date or in a period.
func (h *hearing) founded(l *lexeme) bool {
	if l.date.from.After(h.today) {
		return false
	}
	to := l.date.to
	if to.After(h.today) {
		to = h.today
	}
	s := corpus.Span{Min: monthsBetween(to, h.today), Max: monthsBetween(l.date.from, h.today), HasMin: true, HasMax: true}
	switch l.open {
	case sUnder:
		s = corpus.Span{Min: s.Max, HasMin: true}
	case sOver:
		s = corpus.Span{Max: s.Min, HasMax: true}
	}
	h.set("months_operating", corpus.SpanValue(corpus.KindMonths, s))
	return true
}

// hearAsOf hears the days that are no facts of the firm, and the day by which
// a question about rules is to be judged.
func (h *hearing) hearAsOf() {
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			l := &h.lex[i]
			if l.kind != lDate || h.used[i] {
				continue
			}
			if d := l.date.date(); !slices.Contains(h.out.Dates, d) {
				h.out.Dates = append(h.out.Dates, d)
			}
			if h.judged(c, i) {
				h.out.AsOf = l.asOf(h)
			}
		}
	}
}

// judged reports whether the date at i says when rules are asked about, and
// does not date a document or an event of the firm.
func (h *hearing) judged(c clause, i int) bool {
	if i+1 < c.to {
		next := i + 1
		for next < c.to && h.lex[next].has(sThin) {
			next++
		}
		if next < c.to {
			if w, _ := firstOf(h.r, h.lex[next].from, "通知", "文件", "公告", "发布", "印发", "出台", "文", "号", "notice", "document"); w != "" {
				return false
			}
		}
	}
	if h.within(c.from, c.to, sOperate|sRevenue|sProfit|sLoss|sPast|sPending) >= 0 {
		return false
	}
	return h.within(c.from, c.to, sPolicy) >= 0 || c.asked || h.sentenceAsked(c)
}

// asOf is the day that stands for the period of a date: its last day in the
// past, its first in the future, none today.
func (l *lexeme) asOf(h *hearing) corpus.Date {
	switch {
	case l.open == sUnder:
		return corpus.DateOf(l.date.from.AddDate(0, 0, -1))
	case l.date.holds(h.today):
		return h.out.AsOf
	case l.date.to.Before(h.today):
		return corpus.DateOf(l.date.to)
	}
	return corpus.DateOf(l.date.from)
}
