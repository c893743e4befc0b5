package knowledge

import (
	"cmp"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
)

// Frequent is a question that many ask, as a text is like it.
type Frequent struct {
	FAQ   *corpus.FAQ
	Asked string  // the form of the question that is likest
	Like  float64 // how like it is, 0…1
}

// faqIndex finds frequent questions by the pieces that they share with a text.
type faqIndex struct {
	forms  map[corpus.Lang][]faqForm
	weight map[string]float64 // of a piece, by how few forms hold it
	rare   float64            // of a piece that no form holds
}

type faqForm struct {
	faq    int
	text   string
	pieces []string
	mass   float64
}

func newFAQIndex(set *corpus.Set) faqIndex {
	x := faqIndex{forms: map[corpus.Lang][]faqForm{}, weight: map[string]float64{}}
	df := map[string]float64{}
	n := 0.0
	for i := range set.FAQs {
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			for _, text := range set.FAQs[i].Asks.In(lang) {
				f := faqForm{faq: i, text: text, pieces: pieces(plainAsking(text))}
				x.forms[lang] = append(x.forms[lang], f)
				n++
				for _, p := range f.pieces {
					df[p]++
				}
			}
		}
	}
	for p, k := range df {
		x.weight[p] = math.Log(1 + n/(1+k))
	}
	x.rare = math.Log(1 + n)
	for _, forms := range x.forms {
		for i := range forms {
			forms[i].mass = x.mass(forms[i].pieces)
		}
	}
	return x
}

// mass is the weight of all pieces.
func (x *faqIndex) mass(pieces []string) (m float64) {
	for _, p := range pieces {
		m += x.of(p)
	}
	return m
}

func (x *faqIndex) of(piece string) float64 {
	if w, ok := x.weight[piece]; ok {
		return w
	}
	return x.rare
}

// politeForm are words around a question that say nothing of what is asked.
var politeForm = regexp.MustCompile(`请问|您好|你好|我想问一下|想问一下|问一下|我想问|想问|麻烦|一下|我们公司|我们企业|我们厂|我们|我公司|本公司|咱们|我的|我|想|呢|吗|嘛|么|啊|呀|吧|了|的|不[?？。!！]*$|\b(?:please|hello|hi|could you|can you|tell me|i would like to know|i'd like to know|do you know|my|our|we|i|the|an|a|of|for|to|is|are|do|does)\b`)

// alike are words that people use for one another in questions.
var alike = strings.NewReplacer("好多钱", "多少钱", "好多天", "多少天", "几多", "多少", "啥子", "哪些", "咋个", "怎么", "咋", "怎么", "搞到", "拿到", "授权给", "许可给", "别家", "别人", "人家", "别人", "抵债", "归银行", "收走", "归银行",
	"抵押", "质押", "办理", "办", "申办", "办", "资料", "材料", "能不能", "能", "可不可以", "能", "可以", "能", "行不行", "能", "能否", "能", "是否", "",
	"怎么弄", "怎么办", "怎么搞", "怎么办", "如何", "怎么", "怎样", "怎么", "借钱", "贷款", "借款", "贷款", "贷到款", "贷款", "专利权", "专利", "知产", "知识产权", "拿去", "用", "拿", "用", "去哪里", "在哪", "去哪", "在哪", "哪里", "在哪", "哪儿", "在哪",
	"需要", "要", "什么", "哪些", "啥", "哪些", "trademark", "trade mark", "company", "firm", "documents", "papers")

// plainAsking is a question without what is said for politeness, in words that
// stand for those like them.
func plainAsking(text string) string {
	return alike.Replace(politeForm.ReplaceAllString(corpus.Fold(text), ""))
}

// asksMore reports whether a question holds a word of meaning that another lacks:
// with whole words, one is enough to ask for something else.
func asksMore(asked, known []string) bool {
	for _, p := range asked {
		if _, ok := slices.BinarySearch(known, p); !ok && !lightWord(p) {
			return true
		}
	}
	return false
}

// Frequent returns the frequent questions that a text is most like, the likest
// first, each once, at most three. Likeness is the share of weight in common
// (Dice) of pairs of characters and words.
func (b *Base) Frequent(text string, lang corpus.Lang) []Frequent {
	x := &b.frequent
	asked := pieces(plainAsking(text))
	own, held := x.mass(asked), setOf(asked)
	best := map[int]Frequent{}
	for i := range x.forms[lang] {
		f := &x.forms[lang][i]
		if lang == corpus.English && asksMore(asked, f.pieces) {
			continue
		}
		both := 0.0
		for _, p := range f.pieces {
			if held[p] {
				both += x.of(p)
			}
		}
		if both == 0 {
			continue
		}
		if like := 2 * both / (own + f.mass); like > best[f.faq].Like {
			best[f.faq] = Frequent{FAQ: &b.set.FAQs[f.faq], Asked: f.text, Like: like}
		}
	}
	out := make([]Frequent, 0, len(best))
	for _, i := range slices.Sorted(maps.Keys(best)) {
		out = append(out, best[i])
	}
	slices.SortStableFunc(out, func(a, b Frequent) int { return cmp.Compare(b.Like, a.Like) })
	return out[:min(len(out), 3)]
}
