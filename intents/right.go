package intents

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// countFacts are the facts that count the rights of a kind.
var countFacts = map[corpus.IPKind]corpus.FactID{
	corpus.InventionPatent:   "patents_invention",
	corpus.UtilityModel:      "patents_utility_model",
	corpus.DesignPatent:      "patents_design",
	corpus.PendingPatent:     "patents_pending",
	corpus.Trademark:         "trademarks",
	corpus.CollectiveMark:    "collective_marks",
	corpus.CertificationMark: "certification_marks",
	corpus.Copyright:         "copyrights",
	corpus.SoftwareCopyright: "software_copyrights",
	corpus.ICLayout:          "ic_layouts",
	corpus.PlantVariety:      "plant_varieties",
	corpus.DataRight:         "data_certificates",
}

// mention is a right as the text names it, with the number that belongs to it.
type mention struct {
	at       int // the lexeme of the name
	from, to int // lexemes of name and number
	number   int // the lexeme of the number, or -1
	kinds    []corpus.IPKind
	pending  bool
}

// hearRights hears which rights the message speaks of and how many there are.
func (h *hearing) hearRights() {
	var last *mention
	for _, c := range h.clauses {
		mentions := h.mentions(c)
		for i := range mentions {
			m := &mentions[i]
			if m.number < 0 && i == 0 && len(mentions) == 1 && h.allOf(c, m, last) {
				m.number = last.number
			}
			for _, k := range m.kinds {
				if !slices.Contains(h.out.Rights, k) {
					h.out.Rights = append(h.out.Rights, k)
				}
			}
			h.count(c, m)
		}
		if len(mentions) > 0 {
			last = &mentions[len(mentions)-1]
			continue
		}
		last = h.carryCount(c, last)
	}
}

// allOf reports whether a clause says of which kind the patents are that were
// counted before it: 10件专利，都是实用新型.
func (h *hearing) allOf(c clause, m, last *mention) bool {
	if last == nil || last.number < 0 || len(last.kinds) < 2 || len(m.kinds) != 1 || m.at == c.from {
		return false
	}
	switch h.text(m.at - 1) {
	case "都是", "全是", "均为", "全部是", "all":
		return true
	}
	return m.at-2 >= c.from && h.lex[m.at-1].has(sBe) && h.lex[m.at-2].has(sAll)
}

// mentions finds the rights that a clause names and gives each its number,
// from left to right: 三个发明五个新型, 发明3件新型5件.
func (h *hearing) mentions(c clause) []mention {
	var out []mention
	for i := c.from; i < c.to; i++ {
		if len(h.lex[i].rights()) == 0 || !h.meansRight(c, i) {
			continue
		}
		m := mention{at: i, from: i, to: i + 1, number: -1, kinds: h.lex[i].rights()}
		switch n, each := h.numberAfter(c, i+1); {
		case h.numberBefore(c, i) >= 0:
			m.number = h.numberBefore(c, i)
			m.from = m.number
		case n >= 0 && (h.rightAfter(c, n+1) < 0 || h.hasNumberAfter(c, h.rightAfter(c, n+1)+1)):
			m.number, m.to = n, n+1
			if each {
				shareNumber(out, n)
			}
		}
		if m.number >= 0 {
			h.used[m.number] = true
		}
		m.pending = h.pendingBeside(c, m)
		out = append(out, m)
	}
	return out
}

// shareNumber gives the number of 发明和新型各3件 to the rights before it.
func shareNumber(list []mention, n int) {
	for k := len(list) - 1; k >= 0 && list[k].number < 0; k-- {
		list[k].number = n
	}
}

// meansRight reports whether a short name such as 新型 means the right here.
func (h *hearing) meansRight(c clause, i int) bool {
	l := &h.lex[i]
	if !l.has(sSlight) {
		return true
	}
	if i > c.from && h.lex[i-1].word != nil && hasStatus(h.lex[i-1].word) {
		return false // 高企牌子
	}
	before := h.numberBefore(c, i) >= 0
	if letter(h.r[l.from]) {
		if before || i+1 < c.to && len(h.lex[i+1].rights()) > 0 {
			return true
		}
		for j := i - 1; j >= c.from; j-- {
			if h.lex[j].has(sNot) || len(h.lex[j].rights()) > 0 {
				return true
			}
			if !h.lex[j].has(sList | sThin) {
				return false
			}
		}
		return false
	}
	if i+1 >= c.to {
		return true
	}
	next := &h.lex[i+1]
	if next.kind == lOther && next.from == l.to && ideograph(h.r[next.from]) {
		return strings.ContainsRune("能可也被押去抵拿怎质值", h.r[next.from]) || before && h.r[next.from] != '人'
	}
	return !(h.r[l.from] == '发' && next.has(sGoing)) && !next.has(sGood)
}

// numberBefore finds the number that stands right before a right.
func (h *hearing) numberBefore(c clause, i int) int {
	for j := i - 1; j >= c.from && j >= i-5; j-- {
		l := &h.lex[j]
		if l.kind == lQuantity && (l.quant.measure == pieces || l.quant.measure == pure) {
			if h.used[j] || h.ordinal(j) {
				return -1
			}
			return j
		}
		if l.latin && (h.text(j) == "a" || h.text(j) == "an" || h.text(j) == "the") {
			return -1
		}
		if !l.has(sThin|sPending) || l.has(sHave|sBe|sNot|sGap) {
			return -1
		}
	}
	return -1
}

// ordinal reports whether the number at j names or picks one thing and counts
// none: 同一个商标, 这一件, article 9, the 2025 regulation.
func (h *hearing) ordinal(j int) bool {
	l := &h.lex[j]
	if l.quant.year > 0 {
		return true
	}
	if j > 0 && h.lex[j-1].to >= l.from-1 {
		switch h.text(j - 1) {
		case "article", "year", "section", "chapter", "no", "step", "item", "page", "level", "number", "clause":
			return true
		}
	}
	before := at(h.r, l.from-1)
	return before != 0 && strings.ContainsRune("同每某任这那哪", before) && l.quant.lo == whole(1) && l.quant.lo == l.quant.hi
}

// numberAfter finds the number that stands behind a right, and whether 各
// stands before it.
func (h *hearing) numberAfter(c clause, i int) (n int, each bool) {
	for j := i; j < c.to && j < i+6; j++ {
		l := &h.lex[j]
		if l.kind == lQuantity && (l.quant.measure == pieces || l.quant.measure == pure && h.bareCount(c, j)) {
			return j, each
		}
		if !l.has(sThin|sHave|sBe|sEach|sGoing|sPending|sCorrect) || l.has(sNot) {
			return -1, false
		}
		each = each || l.has(sEach)
	}
	return -1, false
}

// bareCount reports whether a number without a measure word may count: it
// ends its clause or a list goes on behind it.
func (h *hearing) bareCount(c clause, j int) bool {
	return j+1 >= c.to || h.lex[j+1].has(sList|sYesNo) || len(h.lex[j+1].rights()) > 0 || h.lex[j+1].has(sWant)
}

func (h *hearing) hasNumberAfter(c clause, i int) bool {
	n, _ := h.numberAfter(c, i)
	return n >= 0
}

// rightAfter finds a right that stands at i but for words without meaning.
func (h *hearing) rightAfter(c clause, i int) int {
	for ; i < c.to; i++ {
		if len(h.lex[i].rights()) > 0 && h.meansRight(c, i) {
			return i
		}
		if !h.lex[i].has(sThin) || h.lex[i].has(sHave) {
			return -1
		}
	}
	return -1
}

// pendingBeside reports whether 申请中 or the like stands beside a mention.
func (h *hearing) pendingBeside(c clause, m mention) bool {
	if !slices.ContainsFunc(m.kinds, func(k corpus.IPKind) bool {
		return k == corpus.InventionPatent || k == corpus.UtilityModel || k == corpus.DesignPatent
	}) {
		return false
	}
	for j := m.from; j < m.to; j++ {
		if h.lex[j].has(sPending) {
			return true
		}
	}
	for j := m.to; j < c.to; j++ {
		if h.lex[j].has(sPending) {
			return true
		}
		if !h.lex[j].has(sThin|sHave|sBe) || h.lex[j].has(sNot) {
			break
		}
	}
	for j := m.from - 1; j >= c.from; j-- {
		if h.lex[j].has(sPending) {
			return true
		}
		if !h.lex[j].has(sThin) || h.lex[j].has(sHave) {
			return false
		}
	}
	return false
}

// count records what a mention says of the number of rights.
func (h *hearing) count(c clause, m *mention) {
	s := stanceOf(h.lex, c, m.from, m.to)
	if s == open {
		return
	}
	if m.number >= 0 {
		h.countNumber(c, m, s)
		return
	}
	switch {
	case m.pending && s != denied:
		if !c.asked || c.self || s == affirmed {
			h.set("patents_pending", corpus.SpanValue(corpus.KindCount, corpus.Span{Min: 1, HasMin: true}))
		}
	case m.pending:
		h.set("patents_pending", corpus.CountValue(0))
	case h.compound(c, m.to):
	case s == denied:
		for _, k := range m.kinds {
			if f, ok := countFacts[k]; ok {
				h.set(f, corpus.CountValue(0))
			}
		}
	case s == affirmed && len(m.kinds) == 1:
		if f, ok := countFacts[m.kinds[0]]; ok {
			h.set(f, corpus.SpanValue(corpus.KindCount, corpus.Span{Min: 1, HasMin: true}))
		}
	}
}

// compound reports whether what stands at i makes the right before it part of
// another thing: 商标质押贷款.
func (h *hearing) compound(c clause, i int) bool {
	return i < c.to && h.lex[i].has(sUse) && !h.lex[i].has(sWant|sNeed)
}

// countNumber records a mention with a number.
func (h *hearing) countNumber(c clause, m *mention, s stance) {
	q := *h.lex[m.number].quant
	q.measure = pieces
	v, ok := q.value()
	if !ok {
		return
	}
	if c.asked && !c.self && (general(h.lex, c, m.to) || s == bare && (q.limited || q.lo == whole(1) && q.hi == q.lo && m.number < m.at && !h.personal())) {
		return
	}
	if s == denied {
		n, exact := v.Span.Exact()
		if exact && n > 1 {
			v.Span = corpus.Span{Max: n, HasMax: true, MaxOpen: true}
		} else {
			v.Span = corpus.Exactly(0)
		}
	}
	switch {
	case m.pending:
		h.set("patents_pending", v)
	case len(m.kinds) == 1:
		if f, ok := countFacts[m.kinds[0]]; ok {
			h.set(f, v)
		}
	case s == denied && v.Span == corpus.Exactly(0):
		for _, k := range m.kinds {
			h.set(countFacts[k], v)
		}
	case s != denied:
		h.out.Kindless = v
	}
}

// carryCount reads a clause that names no right: 发明专利嘛，三件; 商标，没有;
// 不对，是5件. It returns the mention that the next clause may go on with.
func (h *hearing) carryCount(c clause, last *mention) *mention {
	number, pending, denied, corrected, owned := -1, false, false, false, false
	for i := c.from; i < c.to; i++ {
		l := &h.lex[i]
		switch {
		case l.kind == lQuantity && (l.quant.measure == pieces || l.quant.measure == pure && l.quant.year == 0) && number < 0:
			number = i
		case l.has(sPending):
			pending = true
		case l.has(sNot):
			denied = true
		case l.has(sCorrect):
			corrected = true
		case l.has(sHave):
			owned = true
		case l.has(sThin | sHave | sBe | sAll | sSelf | sYesNo):
		default:
			return nil
		}
	}
	switch {
	case c.asked || last == nil && !pending || number >= 0 && h.lex[number].quant.measure == pure && !pending:
		return last
	case number >= 0 && pending && !denied:
		if slices.Contains(h.out.Rights, corpus.InventionPatent) || slices.Contains(h.out.Rights, corpus.UtilityModel) || slices.Contains(h.out.Rights, corpus.DesignPatent) {
			m := mention{number: number, kinds: []corpus.IPKind{corpus.PendingPatent}}
			h.used[number] = true
			h.countNumber(c, &m, affirmed)
		}
	case last == nil:
	case number >= 0 && !denied && (last.number < 0 || corrected || h.out.Correction):
		m := *last
		m.number = number
		h.used[number] = true
		h.countNumber(c, &m, affirmed)
		return &m
	case number < 0 && denied && last.number < 0 && !corrected && !owned && !last.pending:
		m := *last
		m.from, m.to = c.from, c.from
		for _, k := range m.kinds {
			if f, ok := countFacts[k]; ok {
				h.set(f, corpus.CountValue(0))
			}
		}
		return nil
	}
	return last
}
