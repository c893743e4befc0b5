package intents

import (
	"slices"
	"strconv"
	"strings"

	"zhirong/corpus"
)

// hearTraits hears what the words with cues say: statuses, kinds of firm, and
// facts that are true or false.
func (h *hearing) hearTraits() {
	grades := map[string]bool{}
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			w := h.lex[i].word
			if w == nil || h.lex[i].kind != lWord {
				continue
			}
			for _, cue := range w.cues {
				switch cue.fact {
				case "need":
				case "statuses":
					h.hearStatus(c, i, cue)
				case "kv_grade":
					grades[cue.code] = true
					h.hearGrade(c, i, cue)
				case "entity_kind", "entity_size":
					h.hearEntity(c, i, cue)
				case "associations":
					if s := stanceOf(h.lex, c, i, i+1); s == affirmed || s == bare && !c.asked {
						h.set(cue.fact, corpus.CodesValue([]string{cue.code}, nil, false))
					}
				default:
					h.hearTrait(c, i, cue)
				}
			}
		}
	}
	if len(grades) > 1 {
		delete(h.out.Facts, "kv_grade")
	}
}

// hearStatus hears a status such as 高企 held or not held.
func (h *hearing) hearStatus(c clause, i int, cue cue) {
	s := stanceOf(h.lex, c, i, i+1)
	if cue.code == "" { // 资质 in general
		if i > c.from && h.lex[i-1].word != nil && hasStatus(h.lex[i-1].word) {
			return
		}
		if s == denied && (!c.asked || c.self || h.within(c.from, c.to, sAll) >= 0 || !general(h.lex, c, i+1)) {
			h.set("statuses", corpus.CodesValue(nil, nil, true))
		}
		return
	}
	if s == affirmed && c.asked && (h.compound(c, i+1) || !c.self && i > c.from && h.text(i-1) == "只有") {
		return
	}
	if s == bare && !c.asked && h.standsAlone(c, i) {
		s = affirmed
	}
	switch s {
	case affirmed:
		h.set("statuses", corpus.CodesValue([]string{cue.code}, nil, false))
	case denied:
		h.set("statuses", corpus.CodesValue(nil, []string{cue.code}, false))
	}
}

// standsAlone reports whether a name stands by itself and so describes the
// firm: 江夏高企，3件发明.
func (h *hearing) standsAlone(c clause, i int) bool {
	plain := func(l *lexeme) bool {
		return l.has(sThin|sList|sSelf|sFirm|sGoing) && !l.has(sNot) || len(l.places()) > 0 || l.kind == lQuantity || len(l.rights()) > 0 ||
			l.word != nil && (l.word.industry != "" || hasStatus(l.word))
	}
	for j := c.from; j < i; j++ {
		if !plain(&h.lex[j]) {
			return false
		}
	}
	if i+1 >= c.to {
		return true
	}
	if n := h.next(c, i); n >= 0 && h.lex[n].has(sLeft|sPending) {
		return false // 高企刚过期
	}
	next := &h.lex[i+1]
	return plain(next) || next.has(sHave|sWant|sNot|sIn) && !next.has(sAsk)
}

// hearGrade hears a grade of the knowledge value, unless it is one of the tax
// authority or of a credit agency.
func (h *hearing) hearGrade(c clause, i int, cue cue) {
	for j := c.from; j < i; j++ {
		if w := h.lex[j].word; w != nil && w.topic != "" {
			return
		}
	}
	s := stanceOf(h.lex, c, i, i+1)
	if s == affirmed || s == bare && !c.asked {
		h.set("kv_grade", corpus.CodeValue(cue.code))
	}
}

// hearEntity hears what kind or size of firm it is.
func (h *hearing) hearEntity(c clause, i int, cue cue) {
	if cue.code == "" {
		return
	}
	s := stanceOf(h.lex, c, i, i+1)
	be := h.governedBy(c, i, sBe)
	next := i + 1
	for next < c.to && h.lex[next].has(sThin) {
		next++
	}
	last := next >= c.to
	ends := last || h.lex[next].has(sHave|sWant|sNeed|sAsk|sNot|sList|sIn|sBe|sOperate|sLoan|sThen|sRevenue) || h.lex[next].word != nil && hasStatus(h.lex[next].word) && cue.fact == "entity_size" || h.lex[next].kind == lQuantity || h.lex[next].kind == lDate
	is := be || h.selfIs(c, i)
	switch {
	case s == open || s == denied || !ends && !strings.Contains(h.text(i), "名义"):
		return
	case c.asked && !is && !c.self:
		return
	case strings.Contains(h.text(i), "名义"):
	case is && cue.fact == "entity_size" && !last && h.lex[next].word != nil && hasStatus(h.lex[next].word): // 我们是小型高新技术企业
	case is && cue.fact != "entity_size", is && (last || h.text(i) == "微企" || h.lex[i].to-h.lex[i].from > 2):
	case cue.fact == "entity_size":
		if !h.opens(c, i) || h.lex[i].to-h.lex[i].from == 2 {
			return
		}
	case cue.code == "individual" || cue.code == "institution" || h.text(i) == "公司" || h.lex[i].latin:
		return
	case cue.code == "company":
		if !last || !h.opens(c, i) && !h.after(c, i, sSelf) {
			return
		}
	case h.opens(c, i) && (last || i > c.from), h.after(c, i, sSelf):
	case last && i > c.from && h.text(i-1) == "的":
	default:
		return
	}
	h.set(cue.fact, corpus.CodeValue(cue.code))
}

// governedBy reports whether the verb that governs lexeme i has the sense.
func (h *hearing) governedBy(c clause, i int, s sense) bool {
	for j := i - 1; j >= c.from; j-- {
		l := &h.lex[j]
		if l.has(sHave | sBe | sNot | sWant | sNeed | sMust) {
			return l.has(s) && !l.has(sNot)
		}
		if !transparent(l) {
			return false
		}
	}
	return false
}

// selfIs reports whether the clause says 我们是 … and i is its last noun.
func (h *hearing) selfIs(c clause, i int) bool {
	for j := c.from; j+1 < i; j++ {
		if h.lex[j].has(sSelf) && h.lex[j+1].has(sBe) {
			return h.within(j+2, i, sHave|sWant|sNeed|sAsk|sNot) < 0
		}
	}
	return false
}

// opens reports whether nothing but places, 我们 and the like stands before i in
// its clause.
func (h *hearing) opens(c clause, i int) bool {
	for j := c.from; j < i; j++ {
		l := &h.lex[j]
		if !l.has(sThin|sSelf|sIn) && len(l.places()) == 0 && (l.word == nil || l.word.industry == "" && !hasStatus(l.word)) {
			return false
		}
	}
	return true
}

// after reports whether a lexeme with the sense stands right before i.
func (h *hearing) after(c clause, i int, s sense) bool {
	for j := i - 1; j >= c.from; j-- {
		if h.lex[j].has(s) {
			return true
		}
		if !h.lex[j].has(sThin) {
			return false
		}
	}
	return false
}

// hearTrait hears a fact that is true or false.
func (h *hearing) hearTrait(c clause, i int, cue cue) {
	value, err := strconv.ParseBool(cue.code)
	if err != nil {
		return
	}
	l := &h.lex[i]
	if first := at(h.r, l.from-1); cue.fact == "owner_is_firm" && (first == '到' || first == '入' || first == '进') {
		return // 转到公司名下 is a plan
	}
	if i > c.from && cue.fact == "already_pledged" && h.pledgesOther(c, i) {
		return
	}
	left := governor(h.lex, c, i)
	s := stanceOf(h.lex, c, i, i+1)
	aside := c.general && h.describes(c, i)
	switch cue.mode {
	case noun:
		switch {
		case s == affirmed && !(c.asked && !c.self && h.compound(c, i+1)):
		case s == denied && !aside:
			value = !value
		case cue.fact == "innovation_points" && !c.asked && i+1 < c.to && h.lex[i+1].kind == lQuantity:
		default:
			return
		}
	case verb:
		if l.latin && (c.asked || cue.fact == "exports" && h.within(c.from, i, sSelf) < 0) {
			return
		}
		if cue.fact == "overseas_exhibition" && left == open && !c.asked && !c.supposes(i) {
			left = bare // the fact is a plan
		}
		going := h.within(i, min(i+2, c.to), sGoing) >= 0
		switch {
		case c.supposes(i) || left == open || aside || questioned(h.lex, c, i+1):
			return
		case left == denied:
			value = !value
		case left == bare && c.asked && !c.self && !going:
			return
		}
	case settled, loose:
		if cue.mode == loose && !h.namesPatent() {
			return
		}
		if n := h.next(c, i); n >= 0 && h.lex[n].has(sAsk) && n == i+1 && value {
			return // 押了多少
		}
		if c.asked && value && i == c.from && (!c.self || h.describes(c, i)) || h.followed(c, i) || l.latin && c.asked && h.lex[c.from].has(sAsk|sWhether) {
			return
		}
		if c.supposes(i) || left == open || aside || questioned(h.lex, c, i+1) || h.within(c.from, i, sWhether) >= 0 {
			return
		}
		if i > c.from && h.lex[i-1].has(sNot) {
			value = !value
		}
	}
	h.set(cue.fact, corpus.BoolValue(value))
}

// namesPatent reports whether the message speaks of patents.
func (h *hearing) namesPatent() bool {
	return slices.ContainsFunc(h.out.Rights, func(k corpus.IPKind) bool {
		return k == corpus.InventionPatent || k == corpus.UtilityModel || k == corpus.DesignPatent
	})
}

// pledgesOther reports whether something other than a right is pledged.
func (h *hearing) pledgesOther(c clause, i int) bool {
	for j := c.from; j < i; j++ {
		if w := h.lex[j].word; w != nil {
			for _, q := range w.cues {
				if q.fact == "has_real_estate" {
					return true
				}
			}
		}
	}
	return false
}

// followed reports whether 以后 or the like makes a condition of what is said at
// i: 质押了以后.
func (h *hearing) followed(c clause, i int) bool {
	j := i + 1
	for j < c.to && h.lex[j].has(sGoing) {
		j++
	}
	if j >= c.to {
		return false
	}
	w, _ := firstOf(h.r, h.lex[j].from, "以后", "之后", "后", "的话", "期间", "时", "的时候")
	return w != ""
}

// describes reports whether the words at i describe a thing or firms in
// general: 已质押的专利, 共有专利.
func (h *hearing) describes(c clause, i int) bool {
	for j := i + 1; j < c.to; j++ {
		l := &h.lex[j]
		if len(l.rights()) > 0 || l.has(sGeneric) {
			return true
		}
		if !l.has(sThin) {
			return false
		}
	}
	return false
}

// hearTopics hears judgements: 征信没问题, 现金流很稳.
func (h *hearing) hearTopics() {
	for n, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			w := h.lex[i].word
			if w == nil || w.topic == "" || c.supposes(i) {
				continue
			}
			if _, heard := h.out.Facts[w.topic]; heard {
				continue
			}
			good, ok := h.judgement(c, i+1)
			if !ok && i+1 == c.to && n+1 < len(h.clauses) {
				good, ok = h.judgement(h.clauses[n+1], h.clauses[n+1].from)
			}
			if ok && governor(h.lex, c, i) != open {
				h.set(w.topic, corpus.BoolValue(good))
			}
		}
	}
}

// judgement finds what is said of a topic from i on.
func (h *hearing) judgement(c clause, i int) (good, ok bool) {
	for j := i; j < c.to && j < i+8; j++ {
		l := &h.lex[j]
		switch {
		case l.has(sWhether|sAsk|sNeed|sMust|sYesNo) || l.word != nil && l.word.topic != "" && !l.has(sGood|sBad):
			return false, false
		case l.has(sGood | sBad):
			good = l.has(sGood)
			if j > i && h.lex[j-1].has(sNot) {
				good = !good
			}
			return good, !questioned(h.lex, c, j+1)
		}
	}
	return false, false
}

// hearIndustry hears the line of business.
func (h *hearing) hearIndustry() {
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			w := h.lex[i].word
			if w == nil || w.industry == "" {
				continue
			}
			if _, heard := h.out.Facts["industry"]; heard {
				return
			}
			for i+1 < c.to && h.lex[i+1].word != nil && h.lex[i+1].word.industry != "" {
				i++ // 油菜育种: the last says what it is
			}
			w = h.lex[i].word
			s := stanceOf(h.lex, c, i, i+1)
			if s == open || s == denied || c.supposes(i) || c.asked && !c.self && general(h.lex, c, i+1) {
				continue
			}
			if h.after(c, i, sDo) || h.selfIs(c, i) || h.opensWith(c, i, sBe) || h.beforeFirm(c, i) {
				h.set("industry", corpus.CodeValue(w.industry))
			}
		}
	}
}

// opensWith reports whether the clause starts with the sense and i follows it.
func (h *hearing) opensWith(c clause, i int, s sense) bool {
	return h.lex[c.from].has(s) && h.governedBy(c, i, s)
}

// beforeFirm reports whether 公司, 企业 or the like follows: 茶叶公司.
func (h *hearing) beforeFirm(c clause, i int) bool {
	for j := i + 1; j < c.to; j++ {
		if h.lex[j].has(sFirm) {
			return !c.asked || c.self
		}
		if !h.lex[j].has(sThin) {
			return false
		}
	}
	return false
}

// hearNeed hears what the person wants.
func (h *hearing) hearNeed() {
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			w := h.lex[i].word
			if w == nil {
				continue
			}
			for _, cue := range w.cues {
				if cue.fact != "need" {
					continue
				}
				switch h.wish(c, i) {
				case affirmed:
					h.set("need", corpus.CodesValue([]string{cue.code}, nil, false))
				case denied:
					h.set("need", corpus.CodesValue(nil, []string{cue.code}, false))
				}
			}
		}
	}
}

// wish reports whether a wish governs the thing at i, or its denial.
func (h *hearing) wish(c clause, i int) stance {
	if h.lex[i].has(sInquire) || h.next(c, i) >= 0 && h.lex[h.next(c, i)].has(sInfo) {
		return open
	}
	listed := false
	for j := i - 1; j >= c.from && j >= i-maxReach; j-- {
		l := &h.lex[j]
		switch {
		case l.has(sDecline):
			if c.asked || !h.lex[i].has(sLoan) && !c.self || h.next(c, j) != i {
				return open
			}
			return denied
		case l.has(sInquire) && !l.has(sThin), l.has(sAsk|sWhether) && !nothing(h.lex, j, c.to), l.has(sNot), l.has(sMust):
			return open
		case l.has(sWant):
			if l.latin && c.asked && !c.self {
				return open
			}
			return affirmed
		case l.has(sNeed):
			if j > c.from && h.lex[j-1].has(sNot|sWhether) || questioned(h.lex, c, i+1) || h.inquires(c, j) || !h.ownNeed(c, j, i) {
				return open
			}
			return affirmed
		case l.has(sList):
			listed = true
		case l.word != nil && hasNeed(l.word) && !listed && len(l.rights()) == 0:
			return open
		}
	}
	return bare
}

// next returns the lexeme after i that carries meaning, or -1.
func (h *hearing) next(c clause, i int) int {
	for j := i + 1; j < c.to; j++ {
		if !h.lex[j].has(sThin) {
			return j
		}
	}
	return -1
}

// inquires reports whether a verb of asking stands before j: 问问要不要贷款.
func (h *hearing) inquires(c clause, j int) bool {
	for k := c.from; k < j; k++ {
		if h.lex[k].has(sInquire|sAsk) && !h.lex[k].has(sThin) {
			return true
		}
	}
	return false
}

// ownNeed reports whether 要 at j states a need of one's own and not a rule:
// 我要贷款, but not 贷款要担保吗.
func (h *hearing) ownNeed(c clause, j, i int) bool {
	for k := c.from; k < j; k++ {
		if h.lex[k].has(sLoan) && !h.lex[k].has(sSelf) || h.lex[k].word != nil && hasNeed(h.lex[k].word) {
			return false
		}
	}
	if i-j > 6 {
		return false
	}
	if h.within(c.from, j, sSelf) >= 0 {
		return true
	}
	if !h.lex[i].has(sLoan) {
		return j == c.from && !h.sentenceAsked(c)
	}
	return !c.asked || h.lex[i].has(sLoan) && j+1 == i && !c.yesNo
}

func hasNeed(w *word) bool {
	for _, c := range w.cues {
		if c.fact == "need" {
			return true
		}
	}
	return false
}
