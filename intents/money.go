package intents

import "strings"

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
		if hasPrefix(r, j, w) && !(w == "元" && strings.ContainsRune("器件宵旦素", at(r, j+1)) && at(r, j+1) != 0) {
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
