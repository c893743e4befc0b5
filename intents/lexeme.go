package intents

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"zhirong/corpus"
)

// lexeme is one piece of a text: a word of the lexicon, a quantity, a date, a
// name, or a character that means nothing here.
type lexeme struct {
	from, to   int // runes
	kind       lexemeKind
	sense      sense
	word       *word     // nil if it is not in the lexicon
	quant      *quantity // of lQuantity
	date       *period   // of lDate
	open       sense     // comparator on a date: 以前, 以后
	latin      bool      // written in letters
	recent     bool      // 近 stands before a duration
	tag        bool      // 不 or 没 by itself
	attributes bool      // 的
	denied     bool      // 不是 stands before a quantity: 不是100万，是150万
}

type lexemeKind uint8

const (
	lOther lexemeKind = iota
	lWord
	lQuantity
	lDate
	lName // a document's or patent's number
)

func (l *lexeme) has(s sense) bool { return l.sense&s != 0 }

func (l *lexeme) rights() []corpus.IPKind {
	if l.word == nil {
		return nil
	}
	return l.word.rights
}

func (l *lexeme) places() []corpus.RegionCode {
	if l.word == nil {
		return nil
	}
	return l.word.places
}

// scanner cuts a text into lexemes.
type scanner struct {
	ear   *Ear
	today time.Time
	r     []rune
	taken []stretch
	out   []lexeme
}

func (s *scanner) scan() []lexeme {
	s.out = make([]lexeme, 0, len(s.r)*3/4+8)
	for i := 0; i < len(s.r); {
		l, ok := s.next(i)
		if ok {
			s.out = append(s.out, l)
		}
		i = max(l.to, i+1)
	}
	return s.out
}

// next reads the lexeme at i.
func (s *scanner) next(i int) (lexeme, bool) {
	for len(s.taken) > 0 && s.taken[0].to <= i {
		s.taken = s.taken[1:]
	}
	if len(s.taken) > 0 && s.taken[0].from <= i {
		return lexeme{from: i, to: s.taken[0].to, kind: lName}, true
	}
	c := s.r[i]
	if c == ' ' {
		return s.space(i)
	}
	w, end := s.ear.words.find(s.r, i)
	inWord := letter(c) && letter(at(s.r, i-1))
	if !inWord {
		if l, ok := s.quantity(i, end, w); ok {
			return l, true
		}
	}
	if w != nil {
		if n := len(s.out); n > 0 && !s.out[n-1].has(sGap|sStop|sAsk) && w.sense&sAsk != 0 && (hasPrefix(s.r, i, "is ") || hasPrefix(s.r, i, "are ")) {
			return lexeme{from: i, to: end, kind: lWord, sense: sBe, latin: true, word: w}, true // our firm is a …
		}
		return lexeme{from: i, to: end, kind: lWord, sense: w.sense, word: w, latin: letter(c), tag: end == i+1 && (c == '不' || c == '没'), attributes: end == i+1 && c == '的'}, true
	}
	if wordRune(c) {
		for end = i; wordRune(at(s.r, end)); end++ {
		}
		return lexeme{from: i, to: end}, true
	}
	l := lexeme{from: i, to: i + 1, tag: c == '不'}
	if c == '\'' && at(s.r, i+1) == 's' {
		l.to, l.sense = i+2, sThin
		return l, true
	}
	if !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsDigit(c) {
		l.sense = sGap
	}
	return l, true
}

// space is nothing between words of letters or digits, and a comma between
// ideographs.
func (s *scanner) space(i int) (lexeme, bool) {
	l := lexeme{from: i, to: i + 1}
	if ideograph(at(s.r, i-1)) && ideograph(at(s.r, i+1)) {
		l.sense = sGap
		return l, true
	}
	return l, false
}

// quantityStarts are the characters, beside digits and letters, with which a
// quantity or a date may start.
const quantityStarts = "零〇○一二三四五六七八九十两俩仨幺壹贰叁肆伍陆柒捌玖拾佰仟百千万亿几数上成过破半大小负-−¥$€£人美港去今明后前本这下昨"

// quantity reads a date or a number at i unless a word that reaches as far
// stands there.
func (s *scanner) quantity(i, end int, w *word) (lexeme, bool) {
	c := s.r[i]
	if !letter(c) && !digit(c) && !strings.ContainsRune(quantityStarts, c) {
		return lexeme{}, false
	}
	if p, to, ok := scanDate(s.r, i, s.today); ok && to >= end {
		return s.dated(lexeme{from: i, to: to, kind: lDate, date: &p}), true
	}
	q, to, ok := scanQuantity(s.r, i)
	if !ok {
		return lexeme{}, false
	}
	if w != nil && !digit(c) && (end > to || end == to && q.measure == pure && !letter(c)) {
		return lexeme{}, false
	}
	if w != nil && w.sense&(sAsk|sWhether) != 0 && end-i > 1 && !digit(c) {
		return lexeme{}, false
	}
	l := lexeme{from: i, to: to, kind: lQuantity, quant: &q}
	if c == '几' && !s.some(i) {
		return lexeme{from: i, to: to, kind: lWord, sense: sAsk}, true // 能贷几百万
	}
	if q.measure == pure {
		if letter(at(s.r, i-1)) && digit(c) || letter(at(s.r, to)) && digit(at(s.r, to-1)) {
			for l.to = to; wordRune(at(s.r, l.to)); l.to++ {
			}
			return lexeme{from: i, to: l.to}, true // P01, 3D
		}
		if !digit(c) && c != '-' && !letter(c) && to-i == 1 && c != '俩' && c != '仨' {
			if next, _ := s.ear.words.find(s.r, to); next == nil || len(next.rights) == 0 {
				return lexeme{}, false // a single character such as 一 counts only before a right
			}
		}
	}
	s.compare(&l)
	if n := len(s.out); n > 0 && s.out[n-1].has(sDouble) {
		l.denied = true
	}
	return l, true
}

// some reports whether 几 at i means "some" and does not ask: 好几百万, 有几十件.
func (s *scanner) some(i int) bool {
	if c := at(s.r, i-1); c == '好' || c == '有' || c == '了' {
		return true
	}
	for k := len(s.out) - 1; k >= 0 && k >= len(s.out)-3; k-- {
		if s.out[k].has(sWant) {
			return true
		}
	}
	return false
}

// compare applies the comparator that stands before a quantity.
func (s *scanner) compare(l *lexeme) {
	const any = sAtLeast | sAtMost | sOver | sUnder | sNear
	for k := len(s.out) - 1; k >= 0 && k >= len(s.out)-4; k-- {
		prev := &s.out[k]
		if prev.has(any) && !prev.has(sCap) && (k == len(s.out)-1 || prev.has(sAtLeast|sAtMost) || s.out[k+1].has(sThin|sBe)) {
			if prev.latin && string(s.r[prev.from:prev.to]) == "over" && l.quant.measure == months && s.lends() {
				prev.sense = sThin // a loan over 24 months
				return
			}
			if s.r[prev.from] == '近' && prev.to == prev.from+1 && l.quant.measure == months {
				l.recent = true // 近三年: nearly, or the last three years
				return
			}
			*l.quant = l.quant.limit(prev.sense)
			if prev.sense&(sNear|sUnder) == 0 || k == len(s.out)-1 {
				prev.sense = sThin
			}
			return
		}
		if !prev.has(sThin|sHave|sBe|sLoan|sNeed|sWant) || prev.has(sGap|sStop) {
			return
		}
	}
}

// lends reports whether the text so far speaks of a loan.
func (s *scanner) lends() bool {
	for k := len(s.out) - 1; k >= 0 && k > len(s.out)-12; k-- {
		if s.out[k].has(sLoan) {
			return true
		}
	}
	return false
}

// dated reads what limits a date: 以前, 之后, "before".
func (s *scanner) dated(l lexeme) lexeme {
	if _, end := firstOf(s.r, l.to, "以前", "之前", "前"); end > l.to {
		l.to, l.open = end, sUnder
	} else if _, end := firstOf(s.r, l.to, "以后", "之后", "以来", "后"); end > l.to {
		l.to, l.open = end, sOver
	}
	return l
}

// clause is a run of lexemes between two gaps.
type clause struct {
	from, to int  // lexemes
	asked    bool // it asks something
	yesNo    bool // it asks for yes or no
	supposed int  // the lexeme from which on it supposes something: 如果; -1 if it does not
	general  bool // its sentence asks something without naming the person
	self     bool // names the person or the firm
}

// maxClause bounds the lexemes of a clause, so that what is searched for within
// a clause stays cheap in a text without commas.
const maxClause = 80

// clauses cuts lexemes at commas and full stops.
func clauses(lex []lexeme) []clause {
	var out []clause
	from := 0
	cut := func(to int) {
		if to > from {
			out = append(out, clauseOf(lex, from, to))
		}
	}
	for i := range lex {
		if lex[i].has(sGap|sStop) && !lex[i].has(sYesNo|sList) {
			cut(i)
			from = i + 1
		} else if i-from >= maxClause {
			cut(i)
			from = i
		}
	}
	cut(len(lex))
	for first := 0; first < len(out); {
		last := first // the clauses from first to last are one sentence
		for last+1 < len(out) && !stops(lex[out[last].to:out[last+1].from]) {
			last++
		}
		sentence := out[first : last+1]
		asked := slices.ContainsFunc(sentence, func(c clause) bool { return c.asked })
		self := slices.ContainsFunc(sentence, func(c clause) bool { return c.self })
		for i := range sentence {
			sentence[i].general = asked && !self
		}
		first = last + 1
	}
	return out
}

// stops reports whether a sentence ends among the lexemes.
func stops(lex []lexeme) bool {
	return slices.ContainsFunc(lex, func(l lexeme) bool { return l.has(sStop) })
}

func clauseOf(lex []lexeme, from, to int) clause {
	c := clause{from: from, to: to, supposed: -1}
	for i := from; i < to; i++ {
		c.yesNo = c.yesNo || lex[i].has(sYesNo)
		c.asked = c.asked || lex[i].has(sYesNo|sAsk|sWhether) && !nothing(lex, i, to)
		switch {
		case lex[i].has(sIf) && i+1 == to && i > from:
			c.supposed = from // 有专利的话
		case lex[i].has(sIf) && c.supposed < 0:
			c.supposed = i
		}
		c.self = c.self || lex[i].has(sSelf)
	}
	if tag(lex, c) {
		c.asked, c.yesNo = true, true
	}
	return c
}

// tag reports whether the clause ends with 不 or 没, which asks for yes or no:
// 能贷不, 有用没.
func tag(lex []lexeme, c clause) bool {
	last := &lex[c.to-1]
	return c.to-c.from > 1 && last.tag && !lex[c.to-2].has(sThin|sNot)
}

// nothing reports whether the question word at i means "any" because the clause
// denies it: 什么资质都没有, 没有什么专利.
func nothing(lex []lexeme, i, to int) bool {
	if i > 0 && lex[i-1].has(sNot) {
		return true
	}
	all := false
	for j := i + 1; j < to; j++ {
		if lex[j].has(sAll) {
			all = true
		}
		if all && lex[j].has(sNot) || lex[j].has(sNot) && lex[j].has(sAll) {
			return true
		}
	}
	return slices.ContainsFunc(lex[i:to], func(l lexeme) bool { return l.has(sAll) && l.has(sNot) })
}

// supposes reports whether what stands at i is supposed: 如果有专利.
func (c clause) supposes(i int) bool { return c.supposed >= 0 && c.supposed <= i }

// stance says how a sentence speaks of a thing.
type stance uint8

const (
	bare     stance = iota // names it
	affirmed               // has it or is it
	denied                 // has it not
	open                   // asks, wishes, requires or supposes it
)

// maxReach bounds how far a governor may stand from what it governs.
const maxReach = 24

// stanceOf judges what the lexemes from to to (exclusive) name.
func stanceOf(lex []lexeme, c clause, from, to int) stance {
	s := governor(lex, c, from)
	if s == bare {
		s = predicate(lex, c, to)
	}
	if s == affirmed && questioned(lex, c, to) || s != denied && c.supposes(from) {
		return open
	}
	if (s == affirmed || s == denied) && c.general && general(lex, c, to) {
		return open
	}
	return s
}

// transparent reports whether a governor is looked for beyond the lexeme.
func transparent(l *lexeme) bool {
	if l.has(sGap|sStop) && !l.has(sList) {
		return false
	}
	if l.has(sHave | sBe | sNot | sNeed | sMust | sWant | sIf | sWhether) {
		return false
	}
	return l.has(sThin|sList|sAll|sGoing|sEach|sPending) || l.kind == lQuantity && (l.quant.measure == pieces || l.quant.measure == pure) ||
		len(l.rights()) > 0 || len(l.places()) > 0 || l.word != nil && (l.word.industry != "" || hasStatus(l.word))
}

func hasStatus(w *word) bool {
	return slices.ContainsFunc(w.cues, func(c cue) bool { return c.mode == noun && c.fact != "need" })
}

// governor looks to the left for the verb that a thing is the object of.
func governor(lex []lexeme, c clause, from int) stance {
	attribute := false // 的 stands to the right
	for j := from - 1; j >= c.from && j >= from-maxReach; j-- {
		l := &lex[j]
		if attribute && l.kind == lWord && (len(l.rights()) > 0 || hasStatus(l.word)) && !l.has(sList) {
			return bare // 没有厂房的科技企业
		}
		attribute = l.attributes
		switch {
		case l.has(sWhether):
			return open
		case l.has(sNot):
			switch {
			case doubled(lex, c, j):
				return affirmed
			case j > c.from && lex[j-1].has(sWhether):
				return open // 是不是没发明就不行
			}
			return denied
		case l.has(sHave | sBe):
			return governed(lex, c, j)
		case l.has(sMust | sNeed | sWant | sIf):
			return open
		case l.has(sAsk) && !nothing(lex, j, c.to):
			return open
		case l.has(sAsk), transparent(l):
			continue
		}
		return bare
	}
	return bare
}

// doubled reports whether the negation at j is denied itself: 不是没有.
func doubled(lex []lexeme, c clause, j int) bool {
	return j > c.from && lex[j-1].has(sDouble) && lex[j-1].kind == lWord
}

// governed judges 有 or 是 at j by what stands before it: 要有, 没有, 只要是.
func governed(lex []lexeme, c clause, j int) stance {
	for k := j - 1; k >= c.from && k >= j-4; k-- {
		l := &lex[k]
		switch {
		case l.has(sNot):
			return denied
		case l.has(sMust|sNeed|sWhether|sIf|sWant) && !l.has(sSelf):
			return open
		case l.has(sAsk) && !nothing(lex, k, c.to):
			return open
		case l.has(sThen) && c.asked:
			return open
		case l.has(sThin | sFirm):
			continue
		}
		break
	}
	if lex[j].latin {
		for k := c.from; k < j; k++ {
			if lex[k].has(sWhether | sMust) {
				return open
			}
		}
	}
	if j == c.from && lex[j].has(sBe) && lex[j].latin && !lex[j].has(sSelf) {
		return open // are utility models accepted
	}
	return affirmed
}

// predicate looks to the right for what is said of a thing: 专利没有,
// 发明专利有三件.
func predicate(lex []lexeme, c clause, to int) stance {
	for j := to; j < c.to && j < to+maxReach; j++ {
		l := &lex[j]
		switch {
		case l.has(sWhether):
			return open
		case l.has(sNot):
			if settles(lex, c, j+1) {
				return denied
			}
			return bare
		case l.has(sHave):
			if ends(lex, c, j+1) || lex[j+1].kind == lQuantity {
				return affirmed
			}
			return bare
		case l.has(sMust | sNeed):
			return open
		case l.has(sAsk) && l.has(sThin), transparent(l):
			continue
		}
		return bare
	}
	return bare
}

// ends reports whether nothing of weight stands in the clause from i on.
func ends(lex []lexeme, c clause, i int) bool {
	for ; i < c.to; i++ {
		if !lex[i].has(sThin|sGoing) || lex[i].has(sHave) {
			return false
		}
	}
	return true
}

// settles reports whether the clause is over at i, or goes on with a question
// about what was said: 没有(能贷吗).
func settles(lex []lexeme, c clause, i int) bool {
	for ; i < c.to; i++ {
		if lex[i].has(sThin|sGoing) && !lex[i].has(sHave) {
			continue
		}
		return lex[i].has(sAsk|sYesNo|sThen|sList|sWhether|sGap) || lex[i].kind == lWord && len(lex[i].rights()) > 0
	}
	return true
}

// questioned reports whether 吗 or "?" stands right behind a thing.
func questioned(lex []lexeme, c clause, to int) bool {
	for j := to; j < c.to; j++ {
		if lex[j].has(sYesNo) || j+1 == c.to && tag(lex, c) {
			return true
		}
		if !lex[j].has(sThin) {
			return false
		}
	}
	return false
}

// general reports whether the clause speaks of firms in general: 有专利的企业,
// 有专利就, 有专利才.
func general(lex []lexeme, c clause, to int) bool {
	for j := to; j < c.to && j < to+4; j++ {
		if lex[j].has(sGeneric | sThen) {
			return true
		}
		if !lex[j].has(sThin) && len(lex[j].rights()) == 0 {
			return false
		}
	}
	return false
}
