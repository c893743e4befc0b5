package bot

import (
	"regexp"
	"strings"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// contradicted asks back where a message says two things that exclude each other,
// or one that what was told before excludes. Nothing of it is noted.
func (t *turn) contradicted() *piece {
	if t.u.Heard.Correction || len(t.u.Heard.Facts) == 0 || len(t.u.Parts) != 1 || t.u.Parts[0].Bait {
		return nil
	}
	if id, both := t.twofold(); id != "" {
		fact, _ := t.set.Fact(id)
		return t.askBack(fact, t.say("contradiction.twofold", map[string]string{"fact": fact.Label.In(t.lang), "values": t.list(both)}))
	}
	before := t.s.Profile.Facts
	now := before.Clone().Merge(t.u.Heard.Facts)
	fault := knowledge.Contradiction(t.set, now, t.lang)
	if fault == nil || knowledge.Contradiction(t.set, before, t.lang) != nil || fault.Field == "facts.profit_years" && loosely(now) {
		return nil
	}
	id := corpus.FactID(strings.TrimPrefix(fault.Field, "facts."))
	fact, ok := t.set.Fact(id)
	if !ok {
		return nil
	}
	return t.askBack(fact, t.say("contradiction", map[string]string{"why": fault.Text}))
}

// loosely reports whether years of profit are more than the firm has existed by no
// more than people round: calendar years that were not whole count for them.
func loosely(f corpus.Facts) bool {
	return f["profit_years"].Span.Min*12 <= f["months_operating"].Span.Max+12
}

// askBack asks for a fact again, with the reason.
func (t *turn) askBack(fact *corpus.Fact, why string) *piece {
	t.open("edit", "", fact.ID)
	return &piece{
		intent: "match_products", text: t.m.Text, outcome: Asked, ask: fact.ID, plain: true, lines: []string{why, fact.Ask.In(t.lang)},
		hints: t.hints(fact), buttons: t.factButtons(fact),
	}
}

var (
	saidEnd     = regexp.MustCompile(`[，,。.；;！!？?]|也是|又是|但是|但|\bbut\b|\band\b`)
	revisedForm = regexp.MustCompile(`其实|不是|改|错|应该|以前|原来|现在|之前|后来|其中|去年|\bnot\b|actually|instead|rather|used to|now`)
)

// twofold returns a fact of which a message tells two values that cannot both be
// true, with the two: two sizes, or a count beside none.
func (t *turn) twofold() (corpus.FactID, []string) {
	if revisedForm.MatchString(corpus.Fold(t.m.Text)) {
		return "", nil
	}
	first := corpus.Facts{}
	for _, clause := range saidEnd.Split(t.m.Text, -1) {
		for id, v := range t.g.Model.Ear().Hear(clause, t.today).Facts {
			fact, ok := t.set.Fact(id)
			was := first[id]
			if !ok || !v.Known() {
				continue
			}
			if was.Known() && excludes(id, was, v) {
				return id, []string{t.value(fact, was), t.value(fact, v)}
			}
			first[id] = v
		}
	}
	return "", nil
}

// excludes reports whether a fact cannot have both values.
func excludes(id corpus.FactID, a, b corpus.Value) bool {
	switch {
	case id == "entity_size":
		return !a.Equal(b)
	case a.Kind == corpus.KindCount:
		m, one := a.Span.Exact()
		n, other := b.Span.Exact()
		return one && other && m != n && (m == 0 || n == 0)
	}
	return false
}
