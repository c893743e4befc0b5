package intents

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// currency is the money that a sign or word names.
type currency uint8

const (
	none currency = iota
	yuan
	otherCurrency
)

// scanCurrency reads a currency before an amount: ¥500, RMB 5 million, $3m.
func scanCurrency(r []rune, i int) (currency, int) {
	if letter(at(r, i)) && letter(at(r, i-1)) {
		return none, i
	}
	if _, end := firstOf(r, i, "us$", "hk$", "$", "€", "£", "usd", "eur", "hkd", "gbp", "jpy", "美元", "美金", "港币"); end > i && digit(at(r, blank(r, end))) {
		return otherCurrency, blank(r, end)
	}
	for _, w := range [...]string{"cny", "rmb", "人民币", "¥", "yuan"} {
		if !hasPrefix(r, i, w) {
			continue
		}
		end := blank(r, i+len([]rune(w)))
		if c := at(r, end); digit(c) || hanDigit(c) > 0 || c == '-' && digit(at(r, end+1)) {
			return yuan, end
		}
	}
	return none, i
}

// notMoney are what a number with 万 counts when it is no money.
const notMoney = "人家户件个项台吨亩次只斤篇辆套株头尾字米册粉用份张条棵颗瓶盒箱袋"

// scanMoneyUnit reads what makes a number an amount: 元, 块, w, 万 in the number
// itself, or a currency that stood before it.
func scanMoneyUnit(r []rune, n numeral, before currency) (unit, bool) {
	u := unit{measure: fen, by: 100, end: n.end}
	if before == otherCurrency {
		u.measure = foreign
	}
	j := blank(r, n.end)
	if at(r, j) == '个' && at(r, j+1) == '亿' {
		u.by, u.end, n.big = 100*100_000_000, j+2, true
	} else if w, end := scanWord(r, j); n.digits && (w == "w" || w == "k" || w == "m" && before != none) || n.digits && (w == "m" || w == "k") && currencyAt(r, blank(r, end)) {
		by := map[string]int64{"w": 10_000, "k": 1000, "m": 1_000_000}[w]
		u.by, u.end, n.big = 100*by, end, true
	}
	j = blank(r, u.end)
	if at(r, j) == '多' && strings.ContainsRune("元块", at(r, j+1)) {
		j++
	}
	if _, end := firstOf(r, j, "美元", "美金", "美刀", "港币", "港元", "欧元", "日元", "英镑", "澳元", "加元", "韩元", "新台币", "台币", "usd", "us dollars", "dollars", "dollar", "hkd", "eur", "euros", "euro", "jpy", "gbp", "pounds", "us$"); end > j {
		u.measure, u.end = foreign, end
		return u, true
	}
	for _, w := range [...]string{"元人民币", "元整", "元钱", "元", "圆整", "圆", "块钱", "人民币", "yuan", "rmb", "cny", "renminbi"} {
		if hasPrefix(r, j, w) && (w != "元" || at(r, j+1) == 0 || !strings.ContainsRune("器件宵旦素", at(r, j+1))) {
			u.end = j + len([]rune(w))
			return u, true
		}
	}
	if at(r, j) == '块' && at(r, j-1) == '一' && n.end == j && hanDigit(at(r, j-2)) < 0 && hanUnit(at(r, j-2)) == 0 {
		return unit{}, false // 一块贷: together
	}
	if at(r, j) == '块' && !strings.ContainsRune("地土牌屏业田石", at(r, j+1)) || at(r, j) == '块' && at(r, j+1) == 0 {
		u.end = j + 1
		return u, true
	}
	if !n.big && before == none {
		return unit{}, false
	}
	next := at(r, blank(r, u.end))
	if next != 0 && strings.ContainsRune(notMoney, next) && before == none && u.end == n.end {
		return unit{}, false
	}
	if w, _ := scanWord(r, blank(r, u.end)); before == none && (w == "users" || w == "people" || w == "units" || w == "pieces" || w == "customers" || w == "views" || w == "kilometres" || w == "tons") {
		return unit{}, false
	}
	return u, true
}

// currencyAt reports whether a currency stands at i.
func currencyAt(r []rune, i int) bool {
	_, end := firstOf(r, i, "yuan", "rmb", "cny", "元", "块", "usd", "dollars")
	return end > i
}

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
		if l.kind != lQuantity && !l.has(sThin|sBe|sCorrect|sYesNo|sGoing|sAll) && (l.to-l.from != 1 || !strings.ContainsRune("吧嗯那整", h.r[l.from])) {
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
	for k := from; k+1 < i && past < 0; k++ {
		if h.lex[k].has(sLoan) && h.lex[k+1].has(sGoing) {
			past = k // 质押贷了300万
		}
	}
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
		return !questioned(h.lex, c, i+1)
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
