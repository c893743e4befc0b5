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

// lastYear is the latest number before 年 that is taken for a calendar year.
const lastYear = 2200

// scanTermUnit reads a unit of time. 30 days are a month.
func scanTermUnit(r []rune, n numeral, j int) (unit, bool) {
	year := unit{measure: months, by: 12, coarse: 3}
	month := unit{measure: months, by: 1, coarse: 1}
	if v, ok := n.lo.int(); ok && v >= 1000 && v <= lastYear {
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
		switch next {
		case '半':
			year.extra, year.end = whole(6), j+2
		case '头':
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
		year.addAge(r)
		return year, true
	case "month", "months", "mo", "mos":
		month.addAge(r)
		return month, true
	case "quarter", "quarters":
		return unit{measure: months, by: 3, coarse: 1, end: end}, true
	case "day", "days":
		return unit{measure: months, by: 1, per: 30, coarse: 1, end: end}, true
	}
	return unit{}, false
}

// addAge reads the "old" of "a 3-year-old firm".
func (u *unit) addAge(r []rune) {
	if _, end := firstOf(r, u.end, "-old", " old"); end > u.end {
		u.end, u.aged = end, true
	}
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

// termRoles are what a duration may be.
const termRoles = sOperate | sLeft | sProfit | sLoss | sLoan | sTerm | sOtherTerm

// hearTerms binds durations to the age of the firm, the life that a patent has
// left, and how long the person wants to borrow.
func (h *hearing) hearTerms() {
	var carried sense
	for n, c := range h.clauses {
		found := sense(0)
		for i := c.from; i < c.to; i++ {
			l := &h.lex[i]
			if l.kind == lQuantity && l.quant.measure == months {
				role := h.termRole(c, i)
				if role == 0 && h.onlyTerm(c) {
					role = carried
				}
				found = role
				h.bindTerm(n, c, i, role)
			}
			if l.has(sLoan) && l.kind == lWord || l.kind == lQuantity && l.quant.measure == fen {
				found = sTerm
			} else if l.has(sOperate|sLeft) && found == 0 {
				found = l.sense & (sOperate | sLeft)
			}
		}
		if found != 0 || !h.onlyQuantity(c) {
			carried = found
		}
	}
}

// onlyTerm is onlyQuantity, but for words such as 期.
func (h *hearing) onlyTerm(c clause) bool {
	for i := c.from; i < c.to; i++ {
		l := &h.lex[i]
		if l.kind != lQuantity && !l.has(sThin|sBe|sCorrect|sYesNo|sTerm|sGoing|sAll) {
			return false
		}
	}
	return true
}

// termRole finds the word that says what the duration at i is.
func (h *hearing) termRole(c clause, i int) sense {
	pick := func(s sense) sense {
		for _, one := range [...]sense{sProfit, sLoss, sLeft, sOperate, sTerm, sLoan, sOtherTerm} {
			if s&one != 0 {
				return one
			}
		}
		return 0
	}
	if h.lex[i].quant.aged {
		return sOperate
	}
	after := h.beside(c, i, 1)
	if after >= 0 && h.lex[after].has(sLeft|sProfit|sLoss|sOperate) && (!h.lex[after].has(sOperate) || len(h.lex[after].rights()) == 0) {
		return pick(h.lex[after].sense & termRoles)
	}
	before := h.beside(c, i, -1)
	if before >= 0 && h.lex[before].has(termRoles) && h.lex[before].sense&termRoles != sOtherTerm {
		return pick(h.lex[before].sense & termRoles)
	}
	if h.ageSaid(c, i) {
		return sOperate
	}
	if after >= 0 && h.lex[after].has(sTerm|sLoan) {
		return sTerm
	}
	for j := i - 1; j >= c.from; j-- {
		if h.lex[j].kind == lQuantity && h.lex[j].quant.measure == months {
			break
		}
		if h.lex[j].has(termRoles) {
			return pick(h.lex[j].sense & termRoles)
		}
		if h.lex[j].kind == lQuantity && h.lex[j].quant.measure == fen {
			if role, _ := h.moneyRole(c, j); role == sLoan {
				return sTerm
			}
		}
	}
	for j := i + 1; j < c.to; j++ {
		if h.lex[j].kind == lQuantity && h.lex[j].quant.measure == months || h.lex[j].has(sWant|sAsk) {
			break
		}
		if h.lex[j].has(sProfit | sLoss | sLeft | sOperate) {
			return pick(h.lex[j].sense & termRoles)
		}
	}
	return 0
}

// ageSaid reports whether the duration at i is the age of the firm by its form:
// 公司三年了, a 3-year-old firm.
func (h *hearing) ageSaid(c clause, i int) bool {
	before := h.beside(c, i, -1)
	return before >= 0 && h.lex[before].has(sFirm) && i+1 < c.to && h.text(i+1) == "了"
}

// bindTerm records the duration at i in its role.
func (h *hearing) bindTerm(n int, c clause, i int, role sense) {
	q := *h.lex[i].quant
	if before := at(h.r, h.lex[i].from-1); before == '满' && at(h.r, h.lex[i].from-2) != '刚' && !q.limited && role == sOperate {
		q = q.atLeast()
	}
	if h.lex[i].recent && role == sOperate {
		q = q.limit(sNear)
	}
	v, ok := q.value()
	if !ok || h.lex[i].denied || c.supposes(i) || h.within(c.from, i, sMust|sWhether) >= 0 {
		return
	}
	need := h.within(c.from, i, sNeed) >= 0
	if questioned(h.lex, c, i+1) && h.within(c.from, i, sWant) < 0 {
		return
	}
	switch role {
	case sOperate:
		if need || q.limited && c.asked && !c.self && !h.statedAge(c, i) || h.ofRight(c, i) || c.general && general(h.lex, c, i+1) {
			return
		}
		h.used[i] = true
		h.set("months_operating", v)
	case sLeft:
		if !h.speaksOfPatent(n) || need || c.asked && !c.self && (h.describes(c, i) || !h.remains(c)) {
			return
		}
		h.used[i] = true
		h.set("patent_months_left", v)
	case sTerm, sLoan:
		if !h.mentionsLoan() || !h.ownLoan(c, c.from, i, q.limited) {
			return
		}
		h.used[i] = true
		h.set("loan_months", v)
	}
}

// ofRight reports whether it is a right and not the firm that is so old:
// 牌子做了十五年.
func (h *hearing) ofRight(c clause, i int) bool {
	for j := i - 1; j > c.from; j-- {
		if h.lex[j].has(sOperate) && strings.ContainsRune("做干办注", h.r[h.lex[j].from]) {
			return len(h.lex[j-1].rights()) > 0
		}
	}
	return false
}

// remains reports whether the clause says what is left: 还剩, 还有.
func (h *hearing) remains(c clause) bool {
	text := string(h.r[h.lex[c.from].from:h.lex[c.to-1].to])
	return strings.Contains(text, "剩") || strings.Contains(text, "还有") || strings.Contains(text, "left") || strings.Contains(text, "remain")
}

// statedAge reports whether 成立 or the like stands before the duration at i, as
// in a statement: 成立不到一年能贷吗.
func (h *hearing) statedAge(c clause, i int) bool { return h.within(c.from, i, sOperate) >= 0 }

// speaksOfPatent reports whether the clause n or one before it names a right
// and the clause is about no loan.
func (h *hearing) speaksOfPatent(n int) bool {
	c := h.clauses[n]
	right := false
	for i := c.from; i < c.to; i++ {
		right = right || len(h.lex[i].rights()) > 0 || strings.HasPrefix(h.text(i), "有效期") || strings.HasPrefix(h.text(i), "保护期")
	}
	if right {
		return true
	}
	if h.within(c.from, c.to, sLoan) >= 0 {
		return false
	}
	for i := 0; i < c.from; i++ {
		if len(h.lex[i].rights()) > 0 {
			return true
		}
	}
	return false
}

func (h *hearing) mentionsLoan() bool {
	for i := range h.lex {
		if h.lex[i].has(sLoan) && h.lex[i].kind == lWord {
			return true
		}
	}
	_, bound := h.out.Facts["loan_amount"]
	return bound
}
