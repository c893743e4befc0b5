package intents

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// moneyRoles are what an amount may be.
const moneyRoles = sLoan | sRevenue | sAppraise | sSpend

// hearMoney binds amounts to the loan wanted, the yearly revenue and the
// appraised value.
func (h *hearing) hearMoney() {
	var carried sense // the role of the clause before
	loans := false
	var idle []int // amounts in clauses that name no role
	for _, c := range h.clauses {
		found := sense(0)
		for i := c.from; i < c.to; i++ {
			if h.lex[i].kind != lQuantity || h.lex[i].quant.measure != fen {
				continue
			}
			role, at := h.moneyRole(c, i)
			if role == 0 && h.onlyQuantity(c) {
				role, at = carried, -1
				if carried == 0 {
					idle = append(idle, i)
				}
			}
			if role != 0 {
				found = role
				h.bindMoney(c, i, role, at)
			}
		}
		for i := c.from; i < c.to; i++ {
			if found == 0 && h.lex[i].has(moneyRoles) {
				found = h.lex[i].sense & moneyRoles
			}
			if h.lex[i].has(sLoan) && h.lex[i].kind == lWord {
				loans = true
			}
		}
		if found != 0 || !h.onlyQuantity(c) {
			carried = strongest(found)
		}
	}
	if _, bound := h.out.Facts["loan_amount"]; loans && !bound && len(idle) == 1 {
		h.bindMoney(h.clauseAt(idle[0]), idle[0], sLoan, -1)
	}
}

// strongest keeps one role of a word that has several.
func strongest(s sense) sense {
	for _, one := range [...]sense{sSpend, sRevenue, sAppraise, sLoan} {
		if s&one != 0 {
			return one
		}
	}
	return 0
}

// onlyQuantity reports whether a clause holds nothing but quantities: 500万左右.
func (h *hearing) onlyQuantity(c clause) bool {
	for i := c.from; i < c.to; i++ {
		l := &h.lex[i]
		if l.kind != lQuantity && !l.has(sThin|sBe|sCorrect|sYesNo|sGoing|sAll) && !(l.to-l.from == 1 && strings.ContainsRune("吧嗯那整", h.r[l.from])) {
			return false
		}
	}
	return true
}

// moneyRole finds the word that says what the amount at i is.
func (h *hearing) moneyRole(c clause, i int) (sense, int) {
	before := h.beside(c, i, -1)
	if before >= 0 && h.lex[before].has(moneyRoles) {
		return strongest(h.lex[before].sense & moneyRoles), before
	}
	after := h.beside(c, i, 1)
	if after >= 0 && h.lex[after].has(moneyRoles) && !(before >= 0 && h.lex[before].has(sWant) && h.lex[after].has(sSpend)) && !h.beginsAnew(c, after) {
		return strongest(h.lex[after].sense & moneyRoles), after
	}
	if before >= 0 && h.lex[before].has(sNeed) {
		if b := h.beside(c, before, -1); b >= 0 && h.lex[b].has(moneyRoles) {
			return strongest(h.lex[b].sense & moneyRoles), b
		}
	}
	if before >= 0 && h.lex[before].has(sNeed|sWant) {
		return sLoan, before
	}
	for j := i - 1; j >= c.from; j-- {
		if h.lex[j].kind == lQuantity && h.lex[j].quant.measure == fen {
			break
		}
		if h.lex[j].has(moneyRoles) {
			return strongest(h.lex[j].sense & moneyRoles), j
		}
	}
	for j := i + 1; j < c.to; j++ {
		if h.lex[j].kind == lQuantity && h.lex[j].quant.measure == fen || h.lex[j].has(sWant|sAsk|sNeed|sThen) {
			break
		}
		if h.lex[j].has(moneyRoles) && h.lex[j].kind == lWord && !h.beginsAnew(c, j) {
			return strongest(h.lex[j].sense & moneyRoles), j
		}
	}
	for j := i - 1; j >= c.from; j-- {
		if h.lex[j].kind == lQuantity && h.lex[j].quant.measure == fen {
			break
		}
		if h.lex[j].has(sWant | sNeed) {
			return sLoan, j
		}
	}
	return 0, -1
}

// beginsAnew reports whether a question about the role word at j follows and
// the amount before it is not its amount: 500万利息多少.
func (h *hearing) beginsAnew(c clause, j int) bool {
	return j+1 < c.to && h.lex[j+1].has(sAsk) && h.lex[j].has(sSpend)
}

// beside returns the nearest lexeme on one side that carries meaning, or -1.
func (h *hearing) beside(c clause, i, step int) int {
	for j := i + step; j >= c.from && j < c.to; j += step {
		l := &h.lex[j]
		if l.has(sThin|sBe) && !l.has(sHave|moneyRoles) || l.kind == lDate || step < 0 && l.has(sGoing) && !l.has(sPast) {
			continue
		}
		return j
	}
	return -1
}

// bindMoney records the amount at i in its role, unless it is a rule, a limit
// of a product, or past.
func (h *hearing) bindMoney(c clause, i int, role sense, at int) {
	v, ok := h.lex[i].quant.value()
	if !ok || h.lex[i].denied {
		return
	}
	from := c.from
	for j := i - 1; j >= c.from; j-- {
		if h.lex[j].kind == lQuantity && h.lex[j].quant.measure == fen {
			from = j + 1
			break
		}
	}
	limited := h.lex[i].quant.limited
	switch role {
	case sLoan:
		if h.ownLoan(c, from, i, limited) {
			h.used[i] = true
			h.set("loan_amount", h.bounded("loan_amount", v))
		}
	case sRevenue:
		if h.within(from, i, sMonthly|sEarlier) >= 0 || h.within(i+1, min(i+3, c.to), sMonthly) >= 0 || h.ruled(c, from, i, at) || limited && c.asked && !c.self {
			return
		}
		h.markDates(c)
		h.used[i] = true
		h.set("revenue", v)
	case sAppraise:
		if h.ruled(c, from, i, at) || limited && c.asked && !c.self || h.within(from, i, sCap) >= 0 {
			return
		}
		h.used[i] = true
		h.set("appraised_value", v)
		if h.appraiser(c) {
			h.set("has_appraisal", corpus.BoolValue(true))
		}
	}
}

// bounded joins a lower end heard before with an upper end: 至少100万，最多200万.
func (h *hearing) bounded(id corpus.FactID, v corpus.Value) corpus.Value {
	old, ok := h.out.Facts[id]
	if !ok || h.out.Correction || !old.Span.HasMin || old.Span.HasMax || v.Span.HasMin || !v.Span.HasMax || v.Span.Max <= old.Span.Min {
		return v
	}
	v.Span.Min, v.Span.HasMin, v.Span.MinOpen = old.Span.Min, true, old.Span.MinOpen
	return v
}

// appraiser reports whether the clause names who appraised.
func (h *hearing) appraiser(c clause) bool {
	text := string(h.r[h.lex[c.from].from:h.lex[c.to-1].to])
	return slices.ContainsFunc([]string{"评估公司", "评估机构", "评估报告", "评估师", "appraiser", "appraisal report", "valuation report"}, func(s string) bool { return strings.Contains(text, s) })
}

// ruled reports whether a requirement governs the amount at i: 营收要500万吗.
func (h *hearing) ruled(c clause, from, i, at int) bool {
	if c.supposes(i) {
		return true
	}
	if h.within(from, i, sMust|sWhether) >= 0 {
		return true
	}
	need := h.within(from, i, sNeed)
	return need >= 0 && (need > at || c.asked) && !(c.self && !c.asked && need < at)
}

// ownLoan reports whether the amount at i is what the person wants to borrow.
func (h *hearing) ownLoan(c clause, from, i int, limited bool) bool {
	want := h.within(from, i, sWant) >= 0
	need := h.within(from, i, sNeed) >= 0
	if need && h.within(from, i, sWhether|sMust) >= 0 {
		return false
	}
	past := h.within(from, i, sPast)
	if past >= 0 && h.within(past, i, sWant|sNeed) < 0 {
		return false
	}
	if h.within(from, i, sCap) >= 0 && !want && !(need && c.self) {
		return false
	}
	if h.within(from, i, sNot) >= 0 && h.within(from, i, sNot) > h.within(from, i, sWant) && !want {
		return false
	}
	asked := c.asked || limited && c.general
	switch {
	case !asked, want, c.self:
		return true
	case limited:
		return false
	case need:
		return true
	}
	return h.personal()
}

// sentenceAsked reports whether a clause of the sentence asks something.
func (h *hearing) sentenceAsked(c clause) bool {
	for i := c.from; i < len(h.lex) && !h.lex[i].has(sStop); i++ {
		if h.lex[i].has(sYesNo | sAsk | sWhether) {
			return true
		}
	}
	return false
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
	after := h.beside(c, i, 1)
	if after >= 0 && h.lex[after].has(sLeft|sProfit|sLoss|sOperate) && !(h.lex[after].has(sOperate) && len(h.lex[after].rights()) > 0) {
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
		if need || q.limited && c.asked && !c.self && !h.statedAge(c, i) || h.ofRight(c, i) {
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

// hearRates binds the share of sales spent on research.
func (h *hearing) hearRates() {
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			l := &h.lex[i]
			if l.kind != lQuantity || l.quant.measure != points || h.within(c.from, c.to, sResearch) < 0 {
				continue
			}
			v, ok := l.quant.value()
			if ok && !h.ruled(c, c.from, i, c.from) && !(c.asked && !c.self && l.quant.limited) {
				h.set("rd_share", v)
			}
		}
	}
}

// hearProfit hears how many years in a row made a profit.
func (h *hearing) hearProfit() {
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			l := &h.lex[i]
			if l.kind != lWord || !l.has(sProfit|sLoss) || c.supposes(i) || h.within(c.from, i, sMust|sWhether|sNeed) >= 0 || questioned(h.lex, c, i+1) {
				continue
			}
			if next := h.beside(c, i, 1); next >= 0 && h.lex[next].kind == lQuantity && h.lex[next].quant.measure == fen {
				if !l.has(sLoss) {
					continue
				}
			}
			dated := h.withinDates(c)
			minus := i > c.from && h.lex[i-1].has(sNot)
			if l.has(sLoss) {
				stated := dated || c.self || h.within(i, min(i+2, c.to), sGoing) >= 0 || !c.asked && h.withinMonths(c) >= 0 || h.within(c.from, i, sFirm) >= 0 && !c.asked
				if !minus && stated {
					h.markDates(c)
					h.set("profit_years", corpus.CountValue(0))
				}
				continue
			}
			if minus {
				h.markDates(c)
				h.set("profit_years", corpus.CountValue(0))
				continue
			}
			if k := h.withinMonths(c); k >= 0 && !h.used[k] {
				if role := h.termRole(c, k); role == sProfit || role == sOtherTerm || role == 0 {
					h.profitYears(c, k)
				}
				continue
			}
			if dated {
				h.markDates(c)
				h.set("profit_years", corpus.SpanValue(corpus.KindCount, corpus.Span{Min: 1, HasMin: true}))
			}
		}
	}
}

// profitYears records years of profit from the duration at k.
func (h *hearing) profitYears(c clause, k int) {
	if h.lex[k].quant.limited && c.asked && !c.self {
		return
	}
	s, ok := h.lex[k].quant.span()
	if !ok || s.HasMin && s.Min%12 != 0 || s.HasMax && s.Max%12 != 0 {
		return
	}
	s.Min, s.Max = s.Min/12, s.Max/12
	h.used[k] = true
	h.set("profit_years", corpus.SpanValue(corpus.KindCount, s))
}

func (h *hearing) withinMonths(c clause) int {
	for i := c.from; i < c.to; i++ {
		if h.lex[i].kind == lQuantity && h.lex[i].quant.measure == months {
			return i
		}
	}
	return -1
}

func (h *hearing) withinDates(c clause) bool {
	for i := c.from; i < c.to; i++ {
		if h.lex[i].kind == lDate {
			return true
		}
	}
	return false
}

// markDates takes the dates of a clause as part of a fact.
func (h *hearing) markDates(c clause) {
	for i := c.from; i < c.to; i++ {
		if h.lex[i].kind == lDate {
			h.used[i] = true
		}
	}
}

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
