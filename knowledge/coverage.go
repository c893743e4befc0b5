package knowledge

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"zhirong/corpus"
)

// plainChars and plainWords carry no subject: a question made of them alone asks
// for nothing.
const plainChars = "的了吗呢么吧啊呀我们你您他她它是有在和与及或也都就还要能不可以会得到个这那什多少怎样如何哪里谁几请问想办给把被让跟说对等下上啥咋行"

var plainWords = map[string]bool{
	"the": true, "a": true, "an": true, "is": true, "are": true, "do": true, "does": true, "can": true, "i": true, "we": true, "my": true, "our": true,
	"what": true, "how": true, "when": true, "where": true, "which": true, "who": true, "to": true, "of": true, "for": true, "in": true, "on": true,
	"and": true, "or": true, "it": true, "if": true, "be": true, "there": true, "much": true, "many": true, "you": true, "me": true, "with": true,
	"have": true, "has": true, "will": true, "any": true, "at": true, "by": true, "as": true, "that": true, "this": true, "need": true, "get": true,
}

// coverage is the share of a question's words that a passage holds, 0…1: for
// Chinese of its pairs of characters, for Latin script of its words. Words for
// which the passage holds a synonym count as held. A question without a word of
// its own has none.
func (b *Base) coverage(text string, p *corpus.Passage, lang corpus.Lang) float64 {
	hay := corpus.Fold(strings.Join(append([]string{p.Title.In(lang), p.Heading.In(lang), p.Text.In(lang), p.DocNo, p.Table.In(lang)}, p.Words...), " "))
	folded := corpus.Fold(text)
	held := make([]bool, len(folded)+1) // bytes covered by a term that the passage holds in another form
	for _, h := range b.words.Find(folded) {
		t := &b.set.Terms[h.N]
		for _, w := range append([]string{t.Name.ZH, t.Name.EN}, append(append([]string{}, t.Synonyms...), t.Related...)...) {
			if strings.Contains(hay, corpus.Fold(w)) {
				for i := h.Start; i < h.End; i++ {
					held[i] = true
				}
				break
			}
		}
	}
	total, found := 0.0, 0.0
	count := func(piece string, at int, weight float64) {
		total += weight
		if held[at] || strings.Contains(hay, piece) {
			found += weight
		}
	}
	prev, prevAt := rune(0), 0
	word, wordAt := "", 0
	flush := func() {
		if len(word) >= 2 && !plainWords[word] {
			count(stem(word), wordAt, 1)
		}
		word = ""
	}
	for i, r := range folded {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			if prev != 0 && !strings.ContainsRune(plainChars, prev) && !strings.ContainsRune(plainChars, r) {
				count(string([]rune{prev, r}), prevAt, 1)
			}
			prev, prevAt = r, i
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if word == "" {
				wordAt = i
			}
			word += string(r)
		default:
			flush()
		}
		prev = 0
	}
	flush()
	if total == 0 {
		return 0
	}
	return found / total
}

// stem cuts common English endings, so that the rest is found within other forms.
func stem(w string) string {
	for _, s := range []string{"ing", "ies", "ed", "es", "s"} {
		if rest, ok := strings.CutSuffix(w, s); ok && len(rest) >= 3 {
			return rest
		}
	}
	return w
}

// likenesses returns for each passage how like the question is to one that it is
// known to answer: the share of pieces in common (Dice), each piece weighed by
// how few of the passages' questions hold it, so that the words that all of them
// share tell nothing.
func (b *Base) likenesses(text string, found []Found, lang corpus.Lang) []float64 {
	question := pieces(text)
	asked := make([][][]string, len(found))
	df := map[string]float64{}
	n := 0.0
	for i, f := range found {
		asked[i] = b.askedPieces(f.Passage, lang)
		for _, q := range asked[i] {
			n++
			for _, p := range q {
				df[p]++
			}
		}
	}
	weight := func(p string) float64 { return math.Log(1 + n/(1+df[p])) }
	mass := func(q []string) (m float64) {
		for _, p := range q {
			m += weight(p)
		}
		return m
	}
	own, held := mass(question), setOf(question)
	out := make([]float64, len(found))
	for i := range found {
		for _, q := range asked[i] {
			both := 0.0
			for _, p := range q {
				if held[p] {
					both += weight(p)
				}
			}
			if both == 0 {
				continue
			}
			if all := own + mass(q); all > 0 {
				out[i] = max(out[i], 2*both/all)
			}
		}
	}
	return out
}

// askedPieces returns the pieces of each question that a passage is known to
// answer, and keeps them for the next time.
func (b *Base) askedPieces(p *corpus.Passage, lang corpus.Lang) [][]string {
	key := string(lang) + string(p.ID)
	if kept, ok := b.pieces.Load(key); ok {
		return kept.([][]string)
	}
	var out [][]string
	for _, q := range p.Asked.In(lang) {
		out = append(out, pieces(q))
	}
	b.pieces.Store(key, out)
	return out
}

func setOf(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, x := range list {
		m[x] = true
	}
	return m
}

// pieces are the pairs of Chinese characters and the words of a text, each once, in
// order: sums of their weights are then the same in every run.
func pieces(text string) []string {
	m := map[string]bool{}
	var prev rune
	word := ""
	flush := func() {
		if len(word) > 1 {
			m[stem(word)] = true
		}
		word = ""
	}
	for _, r := range corpus.Fold(text) {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			if prev != 0 {
				m[string([]rune{prev, r})] = true
			}
			prev = r
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			word += string(r)
		default:
			flush()
		}
		prev = 0
	}
	flush()
	return slices.Sorted(maps.Keys(m))
}
