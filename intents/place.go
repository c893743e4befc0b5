package intents

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// spot is a place as the text names it.
type spot struct {
	from, to int // lexemes
	codes    []corpus.RegionCode
	name     string
	firm     bool // 在, 位于, 的公司: the firm is there
	lean     bool // 的公司 in a question
	aside    bool // a destination, a comparison, part of a name
}

// hearPlaces hears the places named and which of them the firm is in.
func (h *hearing) hearPlaces() {
	spots := h.spots()
	h.settle(spots)
	for _, s := range spots {
		switch {
		case len(s.codes) == 1:
			if !slices.Contains(h.out.Places, s.codes[0]) {
				h.out.Places = append(h.out.Places, s.codes[0])
			}
		case len(s.codes) > 1:
			h.out.Ambiguous[s.name] = s.codes
		}
	}
	if code, ok := h.region(spots); ok {
		h.set("region", corpus.CodeValue(string(code)))
	}
}

// spots finds the places and joins names that belong together: 武汉市江夏区.
func (h *hearing) spots() []spot {
	var out []spot
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			if len(h.lex[i].places()) == 0 || !h.meansPlace(c, i) {
				continue
			}
			out = append(out, spot{from: i, to: i + 1, codes: h.widest(h.lex[i].places()), name: h.text(i)})
		}
	}
	var joined []spot
	for _, s := range out {
		if n := len(joined); n > 0 && h.adjacent(joined[n-1].to, s.from) {
			if codes, ok := h.combine(joined[n-1].codes, s.codes); ok {
				joined[n-1].codes, joined[n-1].to = codes, s.to
				continue
			}
			if h.contradicts(joined[n-1].codes, s.codes) {
				joined[n-1].to = s.to // 湖南华容: a place in Hunan that is not listed
				continue
			}
		}
		joined = append(joined, s)
	}
	for i := range joined {
		h.situate(&joined[i])
	}
	return joined
}

// widest keeps the outer one of places that share a name and lie in one
// another: 荆州 is the city and not its district.
func (h *hearing) widest(codes []corpus.RegionCode) []corpus.RegionCode {
	if len(codes) < 2 {
		return codes
	}
	var out []corpus.RegionCode
	for _, c := range codes {
		inner := slices.ContainsFunc(codes, func(o corpus.RegionCode) bool { return o != c && h.ear.set.Within(c, o) })
		if !inner {
			out = append(out, c)
		}
	}
	province := slices.IndexFunc(out, func(c corpus.RegionCode) bool { return strings.HasSuffix(string(c), "0000") })
	if province >= 0 && len(out) > 1 && !strings.HasPrefix(string(out[0]), "42") && !strings.HasPrefix(string(out[1]), "42") && sameName(h.ear.set, out) {
		return out[province : province+1]
	}
	return out
}

// sameName reports whether the places share one of their listed names.
func sameName(set *corpus.Set, codes []corpus.RegionCode) bool {
	first, ok := set.Place(codes[0])
	if !ok {
		return false
	}
	for _, c := range codes[1:] {
		p, ok := set.Place(c)
		if !ok || !slices.ContainsFunc(p.Aliases, func(a string) bool { return slices.Contains(first.Aliases, a) }) {
			return false
		}
	}
	return true
}

// meansPlace reports whether a name means the place: not 公安局, 大同小异, and
// not 江夏 in 江夏县, which is no place that is known.
func (h *hearing) meansPlace(c clause, i int) bool {
	l := &h.lex[i]
	next, after := at(h.r, l.to), at(h.r, l.to+1)
	if (next == '县' || next == '区') && !strings.ContainsRune("域块间别分级划", after) && !strings.ContainsRune("县区市", h.r[l.to-1]) {
		return false
	}
	if letter(h.r[l.from]) && l.to-l.from <= 4 && l.has(sSpot) {
		return h.within(max(i-1, c.from), i, sIn) >= 0 || i+1 < c.to && (h.text(i+1) == "county" || h.text(i+1) == "city")
	}
	if !l.has(sSpot) {
		return true
	}
	if i > c.from {
		prev := &h.lex[i-1]
		if !prev.has(sIn|sSelf|sGo|sList|sThin|sBe|sLike|sFirm) && len(prev.places()) == 0 {
			return false
		}
	}
	if i+1 >= c.to {
		return true
	}
	follow := &h.lex[i+1]
	return follow.from > l.to || !ideograph(h.r[follow.from]) || strings.ContainsRune("那这市县能可办也", h.r[follow.from]) ||
		follow.kind == lQuantity || follow.kind == lDate || len(follow.places()) > 0 || len(follow.rights()) > 0 ||
		follow.has(sThin|sHave|sBe|sNot|sAsk|sFirm|sWant|sNeed|sWhether|sYesNo|sList|sSelf|sIn)
}

// adjacent reports whether nothing but 的, a comma or "in" stands between two
// lexemes.
func (h *hearing) adjacent(a, b int) bool {
	for i := a; i < b; i++ {
		l := &h.lex[i]
		switch h.text(i) {
		case "的", ",", "in", "of", "省", "市", "州", "·", "'s", "city", "province":
		default:
			return false
		}
		if l.has(sStop) {
			return false
		}
	}
	return b-a < 3
}

// combine returns the inner places of two names of which one lies in the other.
func (h *hearing) combine(a, b []corpus.RegionCode) ([]corpus.RegionCode, bool) {
	var out []corpus.RegionCode
	add := func(c corpus.RegionCode) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, x := range a {
		for _, y := range b {
			switch {
			case h.ear.set.Within(y, x):
				add(y)
			case h.ear.set.Within(x, y):
				add(x)
			}
		}
	}
	return out, len(out) > 0
}

// contradicts reports whether the second of two neighbouring names is a smaller
// place elsewhere.
func (h *hearing) contradicts(a, b []corpus.RegionCode) bool {
	return len(a) == 1 && h.level(a[0]) < h.level(b[0])
}

// level is 1 for a province, 2 for a prefecture, 3 for what lies in one.
func (h *hearing) level(code corpus.RegionCode) int {
	p, ok := h.ear.set.Place(code)
	switch {
	case !ok:
		return 4
	case p.Level == "province":
		return 1
	case p.Level == "prefecture":
		return 2
	}
	return 3
}

// settle chooses among the places of one name by the other places named.
func (h *hearing) settle(spots []spot) {
	for i := range spots {
		if len(spots[i].codes) < 2 {
			continue
		}
		for _, o := range spots {
			if len(o.codes) != 1 {
				continue
			}
			fit := slices.DeleteFunc(slices.Clone(spots[i].codes), func(c corpus.RegionCode) bool {
				return !h.ear.set.Within(c, o.codes[0])
			})
			if len(fit) == 1 {
				spots[i].codes = fit
				break
			}
		}
	}
}

// situate reads from the words around a place whether the firm is there.
func (h *hearing) situate(s *spot) {
	c := h.clauseAt(s.from)
	prev := s.from - 1
	for prev >= c.from && h.lex[prev].has(sThin) && !h.lex[prev].has(sBe|sIn|sGo) {
		prev--
	}
	if prev >= c.from {
		l := &h.lex[prev]
		before := prev - 1
		for before >= c.from && h.lex[before].has(sThin) && !h.lex[before].has(sNot) {
			before--
		}
		away := before >= c.from && h.lex[before].has(sNot|sLike) && h.lex[before].kind == lWord
		switch {
		case l.has(sLike) && !l.has(sBe), l.has(sGo) && !l.has(sIn), l.has(sNot):
			s.aside = true
		case l.has(sIn):
			s.firm, s.aside = !away && h.stated(c, s, prev), away
		case l.has(sSelf):
			s.firm = true
		}
		for j := prev; j >= c.from && !s.firm && !s.aside; j-- {
			if h.lex[j].has(sGo) && !h.lex[j].has(sIn|sThin) {
				s.aside = j == prev || len(h.lex[j+1].places()) > 0
			}
		}
	}
	next := s.to
	if next < c.to {
		l := &h.lex[next]
		switch {
		case l.has(sSchool), l.has(sModel), strings.HasPrefix(h.text(next), "人") && !s.firm:
			s.aside, s.firm = true, false
			return
		case l.from == h.lex[s.to-1].to && ideograph(h.r[l.from]) && h.orgAhead(l.from):
			s.aside, s.firm = true, false
			return
		}
		for next < c.to && next < s.to+4 && (h.lex[next].has(sThin) || h.lex[next].word != nil && (h.lex[next].word.industry != "" || hasStatus(h.lex[next].word))) && !h.lex[next].has(sFirm) {
			next++
		}
		if next < c.to {
			switch l := &h.lex[next]; {
			case l.has(sModel):
				s.aside, s.firm = true, false
			case l.has(sFirm) && !s.aside:
				s.firm = s.firm || !c.asked || c.self
				s.lean = true
			}
		}
	}
}

// stated reports whether 在 at prev says where the firm is. Of a whole province
// a question says so only with the firm as its subject.
func (h *hearing) stated(c clause, s *spot, prev int) bool {
	if c.asked && s.to < c.to && h.acts(s.to) && (prev == c.from || !h.lex[prev-1].has(sSelf)) {
		return false // 能在黄石办吗
	}
	if len(s.codes) == 0 || h.level(s.codes[0]) > 1 || !c.asked {
		return true
	}
	return prev > c.from && h.lex[prev-1].has(sSelf|sFirm|sBe) || prev > c.from+1 && h.lex[prev-2].has(sSelf) && h.lex[prev-1].has(sBe|sFirm)
}

// acts reports whether a verb of doing business stands at lexeme i.
func (h *hearing) acts(i int) bool {
	w, _ := firstOf(h.r, h.lex[i].from, "办", "登记", "申请", "贷", "质押", "评估", "做", "借")
	return w != ""
}

// orgAhead reports whether the characters from i on name an organisation:
// 武汉理工大学, 湖北银行.
func (h *hearing) orgAhead(i int) bool {
	for j := i; j < i+6 && ideograph(at(h.r, j)); j++ {
		if _, end := firstOf(h.r, j, "大学", "学院", "银行", "农商行", "交易所", "分行", "支行", "代办处", "保护中心", "知识产权局", "监管局", "科技局", "经信局", "管理局"); end > j {
			return true
		}
	}
	return false
}

// region chooses the place of the firm: the last that is said to be its place,
// or else the last that is named, in the most specific reading.
func (h *hearing) region(spots []spot) (corpus.RegionCode, bool) {
	pick := func(fits func(s spot) bool) (corpus.RegionCode, bool) {
		var code corpus.RegionCode
		for _, s := range spots {
			if s.aside || !fits(s) {
				continue
			}
			if len(s.codes) > 1 {
				code = ""
				continue
			}
			if len(s.codes) == 1 && (code == "" || !h.ear.set.Within(code, s.codes[0])) {
				code = s.codes[0]
			}
		}
		return code, code != ""
	}
	if code, ok := pick(func(s spot) bool { return s.firm }); ok {
		h.out.Seated = true
		for _, s := range spots {
			if !s.aside && len(s.codes) == 1 && s.codes[0] != code && h.ear.set.Within(s.codes[0], code) {
				code = s.codes[0]
			}
		}
		return code, true
	}
	if slices.ContainsFunc(spots, func(s spot) bool { return s.firm && len(s.codes) > 1 }) {
		return "", false
	}
	if code, ok := pick(func(s spot) bool { return s.lean }); ok {
		h.out.Seated = true
		return code, true
	}
	named := 0
	for _, s := range spots {
		if !s.aside && len(s.codes) == 1 && h.level(s.codes[0]) > 1 {
			named++
		}
	}
	code, ok := pick(func(s spot) bool { return len(s.codes) > 0 && h.level(s.codes[0]) > 1 })
	if ok && named > 1 && h.compared(spots, code) {
		return "", false
	}
	return code, ok
}

// compared reports whether a question names places of which none lies in
// another: 武汉和黄石哪个好.
func (h *hearing) compared(spots []spot, code corpus.RegionCode) bool {
	for _, s := range spots {
		if s.aside || len(s.codes) != 1 || h.level(s.codes[0]) == 1 {
			continue
		}
		if o := s.codes[0]; !h.ear.set.Within(code, o) && !h.ear.set.Within(o, code) && h.clauseAt(s.from).asked {
			return true
		}
	}
	return false
}
