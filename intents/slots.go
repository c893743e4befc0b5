package intents

import (
	"slices"
	"time"

	"zhirong/corpus"
)

// maxRunes bounds what is read of a message.
const maxRunes = 8000

// Ear hears facts, places, rights and numbers of documents in text. It is built
// once from the corpus and is safe for concurrent use.
type Ear struct {
	set      *corpus.Set
	words    *lexicon
	spelling *lexicon // misspellings of words that name no right
	correct  map[*word][]rune
	docNos   docNos
}

// NewEar builds an Ear that knows the names of the set.
func NewEar(set *corpus.Set) *Ear {
	e := &Ear{set: set, words: buildLexicon(set), spelling: newLexicon(), correct: map[*word][]rune{}, docNos: newDocNos(set)}
	for i := range set.Terms {
		t := &set.Terms[i]
		for _, wrong := range t.Misspellings {
			known := e.words.get(wrong)
			if r := []rune(foldText(wrong)); len(r) > 1 && ideograph(r[0]) && (known == nil || len(known.rights) == 0) {
				e.correct[e.spelling.add(wrong)] = []rune(foldText(t.Name.ZH))
			}
		}
	}
	return e
}

// Heard is what one message says.
type Heard struct {
	Facts      corpus.Facts                   // what it says of the firm
	Places     []corpus.RegionCode            // every place named, in order, in the most specific reading
	Seated     bool                           // the region of Facts is said to be the firm's place, not only named
	Ambiguous  map[string][]corpus.RegionCode // names that fit several places, and which
	Rights     []corpus.IPKind                // kinds of rights spoken of, also without a count
	DocNos     []string                       // numbers of documents: 鄂知发〔2025〕17号
	Kindless   corpus.Value                   // a count of patents of which the kind is not told: 3个专利
	Patents    []string                       // numbers of patents: ZL201910123456.7
	Dates      []corpus.Date                  // first days of the periods spoken of that are no facts of the firm
	AsOf       corpus.Date                    // the day that the question is about, if that is not today
	Money      []corpus.Value                 // every amount, bound to a fact or not
	Rates      []corpus.Value                 // every rate
	Terms      []corpus.Value                 // every duration
	Correction bool                           // the person corrects something said before
	Unsure     bool                           // the person says that they do not know
}

// hearing is the understanding of one message.
type hearing struct {
	ear     *Ear
	today   time.Time
	r       []rune
	lex     []lexeme
	clauses []clause
	used    map[int]bool // lexemes that are bound to a fact
	out     Heard
}

// Hear reads what a message says. It takes any text and never fails. today is
// the day that 去年 and "three years ago" count from.
func (e *Ear) Hear(text string, today corpus.Date) Heard {
	return e.listen(text, today).out
}

func (e *Ear) listen(text string, today corpus.Date) *hearing {
	h := &hearing{ear: e, today: today.Time(), used: map[int]bool{}}
	h.out = Heard{Facts: corpus.Facts{}, Ambiguous: map[string][]corpus.RegionCode{}}
	h.r = e.read(text)
	names := e.docNos.scanNames(h.r)
	h.out.DocNos, h.out.Patents = names.docNos, names.patents
	s := scanner{ear: e, today: h.today, r: h.r, taken: names.taken}
	h.lex = s.scan()
	h.clauses = clauses(h.lex)
	h.collect()
	h.hearRights()
	h.hearTraits()
	h.hearTopics()
	h.hearPlaces()
	h.hearIndustry()
	h.hearNeed()
	h.hearRates()
	h.hearTerms()
	h.hearFounding()
	h.hearProfit()
	h.hearMoney()
	h.hearAsOf()
	return h
}

// read folds a text, bounds it and corrects known misspellings.
func (e *Ear) read(text string) []rune {
	if len(text) > 4*maxRunes {
		text = text[:4*maxRunes]
	}
	r := []rune(foldText(text))
	if len(r) > maxRunes {
		r = r[:maxRunes]
	}
	if len(e.correct) == 0 {
		return r
	}
	out, done := []rune(nil), 0
	for i := 0; i < len(r); {
		w, end := e.spelling.find(r, i)
		if w == nil {
			i++
			continue
		}
		out = append(append(out, r[done:i]...), e.correct[w]...)
		i, done = end, end
	}
	if done == 0 {
		return r
	}
	return append(out, r[done:]...)
}

// collect gathers what needs no context.
func (h *hearing) collect() {
	if len(h.clauses) > 1 && h.clauses[0].to == 1 {
		switch h.text(0) {
		case "no", "不", "不不", "nope", "错", "错了":
			h.out.Correction = true
		}
	}
	for i := range h.lex {
		l := &h.lex[i]
		if c := h.clauseAt(i); l.has(sCorrect) && !c.asked && (!l.latin || i == c.from || h.lex[i-1].has(sSelf)) {
			h.out.Correction = true
		}
		if l.has(sUnsure) && h.answersUnsure(i) {
			h.out.Unsure = true
		}
		if l.kind != lQuantity {
			continue
		}
		if l.denied && !h.clauseAt(i).asked {
			h.out.Correction = true
		}
		v, ok := l.quant.value()
		if !ok {
			continue
		}
		switch l.quant.measure {
		case fen:
			h.out.Money = append(h.out.Money, v)
		case points:
			h.out.Rates = append(h.out.Rates, v)
		case months:
			h.out.Terms = append(h.out.Terms, v)
		}
	}
}

// answersUnsure reports whether 不知道 at i is an answer and does not open a
// question: 不知道怎么办.
func (h *hearing) answersUnsure(i int) bool {
	for j := i + 1; j < len(h.lex) && !h.lex[j].has(sGap|sStop); j++ {
		if h.lex[j].has(sAsk | sWhether | sNeed | sYesNo | sIf) {
			return false
		}
		if !h.lex[j].has(sThin) && h.lex[j].to-h.lex[j].from == 1 && (h.r[h.lex[j].from] == '能' || h.r[h.lex[j].from] == '该') {
			return false
		}
	}
	return true
}

// text returns what a lexeme reads.
func (h *hearing) text(i int) string { return string(h.r[h.lex[i].from:h.lex[i].to]) }

// clauseAt returns the clause that holds a lexeme.
func (h *hearing) clauseAt(i int) clause {
	k, ok := slices.BinarySearchFunc(h.clauses, i, func(c clause, i int) int {
		switch {
		case c.to <= i:
			return -1
		case c.from > i:
			return 1
		}
		return 0
	})
	if !ok {
		return clause{from: i, to: i + 1}
	}
	return h.clauses[k]
}

// set records a fact; what is said later wins, codes add up.
func (h *hearing) set(id corpus.FactID, v corpus.Value) {
	h.out.Facts[id] = h.out.Facts[id].Merge(v)
}

// personal reports whether the message speaks of its sender's firm: by a
// pronoun, or by a fact already heard.
func (h *hearing) personal() bool {
	for _, c := range h.clauses {
		if c.self {
			return true
		}
	}
	for id := range h.out.Facts {
		if id != "region" && id != "need" {
			return true
		}
	}
	return false
}

// within finds the first lexeme with a sense in [from, to).
func (h *hearing) within(from, to int, s sense) int {
	for i := max(from, 0); i < to && i < len(h.lex); i++ {
		if h.lex[i].has(s) {
			return i
		}
	}
	return -1
}
