package bot

import (
	"regexp"
	"slices"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// How like a question must be to one that many ask, to be answered as that one:
// a request that is declined by its words must be all but the same.
const (
	frequentLike  = 0.66
	frequentSure  = 0.56 // in English, where no word may be added, of what is surely the same matter
	frequentExact = 0.92
)

// surelySame is the confidence from which an intent counts as that of a known
// question.
const surelySame = 0.85

// askingForms are the ways of asking, of which one asks for something else than
// another about the same matter.
var askingForms = []wordRule[string]{
	{[]string{"有什么用", "有啥用", "用处", "好处", "作用", "what use", "what for", "benefit"}, "use"},
	{[]string{"在哪", "去哪", "哪里", "哪儿", "找谁", "where", "whom", "who "}, "where"},
	{[]string{"怎么", "咋", "如何", "流程", "步骤", "how do", "how can", "how is"}, "how"},
	{[]string{"多少", "好多", "几", "how much", "how many", "how long"}, "much"},
	{[]string{"什么时候", "何时", "when"}, "when"},
	{[]string{"是什么", "什么是", "啥意思", "什么意思", "what is", "what does", "explain"}, "what"},
	{[]string{"能", "可以", "行不行", "can ", "may "}, "may"},
}

// frequent answers a general question that many ask with the passages chosen for
// it. What speaks of a place, a figure, a product or other rights than the known
// question does is a question of its own.
func (t *turn) frequent(part intents.Part) (piece, bool) {
	if aboutLibrary(part) || t.ofTopic(part) || t.bareField(part) && t.spokenOf() != nil {
		return piece{}, false
	}
	least := frequentLike
	if part.Bait || !part.Scope {
		least = frequentExact
	}
	for _, f := range t.g.Base.Frequent(part.Text, t.lang) {
		if f.Like < least && !(f.Like >= frequentSure && part.Intent == f.FAQ.Intent && part.Confidence >= surelySame && t.lang == corpus.English && least == frequentLike && slices.Equal(matchRule(corpus.Fold(part.Text), askingForms), matchRule(corpus.Fold(f.Asked), askingForms))) {
			continue
		}
		if t.sameAsked(part, f.Asked) {
			return t.answerFrequent(part, f)
		}
	}
	return piece{}, false
}

// negative is a word that turns a question round, where it is no part of asking
// whether.
var (
	whether  = regexp.MustCompile(`能不能|可不可以|有没有|要不要|是不是|行不行|会不会|用不用|算不算|该不该|不[?？。!！]*$`)
	negative = regexp.MustCompile(`不|没|未|无|别|\b(?:no|not|without|cannot|never)\b|n't\b`)
)

func turned(text string) bool {
	return negative.MatchString(whether.ReplaceAllString(corpus.Fold(text), ""))
}

// sameAsked reports whether a question is about the very things that a known form
// of a question is about.
func (t *turn) sameAsked(part intents.Part, asked string) bool {
	h, k := part.Heard, t.g.Model.Ear().Hear(asked, t.today)
	if len(h.DocNos) > 0 || len(h.Money) != len(k.Money) || h.AsOf != k.AsOf || !slices.Equal(h.Places, k.Places) || !slices.Equal(h.Rights, k.Rights) || turned(part.Text) != turned(asked) {
		return false
	}
	for id := range h.Facts {
		if _, ok := k.Facts[id]; !ok && id != "need" {
			return false
		}
	}
	return slices.Equal(t.g.Base.Named(part.Text), t.g.Base.Named(asked)) && slices.Equal(t.g.Base.Banks(part.Text), t.g.Base.Banks(asked)) &&
		slices.Equal(matchRule(corpus.Fold(part.Text), fieldWords), matchRule(corpus.Fold(asked), fieldWords))
}

// otherRights reports whether the second passage is about none of the rights of the
// first: then each is headed by what it is about.
func otherRights(ps []*corpus.Passage) bool {
	return len(ps) > 1 && len(ps[0].Rights) > 0 && len(ps[1].Rights) > 0 &&
		!slices.ContainsFunc(ps[1].Rights, func(k corpus.IPKind) bool { return slices.Contains(ps[0].Rights, k) })
}

// answerFrequent answers with those passages of a known question that hold today.
func (t *turn) answerFrequent(part intents.Part, f knowledge.Frequent) (piece, bool) {
	p := piece{intent: part.Intent, outcome: Answered, text: part.Text}
	if !part.Scope || declined[part.Intent] || part.Confidence < sureIntent || f.Like >= frequentExact && !part.Question {
		p.intent = f.FAQ.Intent
	}
	var told []*corpus.Passage
	for _, id := range f.FAQ.Passages {
		if q, ok := t.set.Passage(id); ok && q.InForceOn(t.today) && (!t.a.production || q.Reviewed) {
			told = append(told, q)
		}
	}
	if len(told) == 0 {
		return piece{}, false
	}
	p.lines = t.statements(told, otherRights(told))
	for _, q := range told {
		t.use(&p, q)
	}
	if g, ok := t.set.Gap(f.FAQ.Unknown); ok {
		p.lines = append(p.lines, t.noteGap(g))
		p.gaps = append(p.gaps, g.Refs[0])
	}
	if prefix := t.placePrefix(part); prefix != "" {
		p.lines = append([]string{prefix}, p.lines...)
	}
	if len(f.FAQ.Then) > 0 {
		p.buttons = t.intentButtons(f.FAQ.Then)
	}
	t.log.Frequent = append(t.log.Frequent, f)
	t.s.Misses = 0
	return p, true
}
