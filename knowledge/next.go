package knowledge

import (
	"slices"

	"zhirong/corpus"
)

// Serving keeps the matches that serve what the person asks for; while no need
// is known, all of them.
func Serving(ms []Match) []Match {
	return slices.DeleteFunc(slices.Clone(ms), func(w Match) bool { return w.Rank.Cover == ServesOther })
}

// Next returns the fact to ask next: the one whose answers settle the most of the
// products of ms that are still possible, on the mean over the answers that make
// a difference; of equals the one that stands first in the list of facts. A fact
// that is known in any way, or that the person cannot tell, is not asked, nor one
// of which no answer settles a product.
func (m *Matcher) Next(ms []Match, known corpus.Facts) (corpus.FactID, bool) {
	var open []*rule
	hang := make([]bool, len(m.set.Facts))
	for i := range ms {
		if ms[i].Fit != Possible {
			continue
		}
		open = append(open, m.ruleOf(ms[i].Product))
		for _, id := range ms[i].Missing {
			if f, ok := m.facts[id]; ok && known[id].Kind == "" {
				hang[f] = true
			}
		}
	}
	p := m.fill(nil, known)
	best, bestSettled, bestAnswers := -1, 0, 1
	for f := range hang {
		if !hang[f] {
			continue
		}
		answers := m.answers(f, open, p)
		settled := 0
		for _, v := range answers {
			p[f] = m.cell(f, v)
			for _, r := range open {
				if m.fit(r, p) != Possible {
					settled++
				}
			}
		}
		p[f] = cell{}
		if settled*bestAnswers > bestSettled*len(answers) {
			best, bestSettled, bestAnswers = f, settled, len(answers)
		}
	}
	if best < 0 {
		return "", false
	}
	return m.set.Facts[best].ID, true
}

// answers are values of a fact among which the conditions of some products tell
// a difference.
func (m *Matcher) answers(fact int, rules []*rule, p profile) []corpus.Value {
	f := &m.set.Facts[fact]
	if f.Kind == corpus.KindBool {
		return []corpus.Value{corpus.BoolValue(true), corpus.BoolValue(false)}
	}
	var codes []string
	var numbers []int64
	var visit func(n *node)
	visit = func(n *node) {
		for i := range n.all {
			visit(&n.all[i])
		}
		for i := range n.any {
			visit(&n.any[i])
		}
		if n.not != nil {
			visit(n.not)
		}
		switch {
		case n.of == fact && p[n.left[0]].known:
			numbers = append(numbers, sharePoints(p[n.left[0]].span, 10_000, max(n.share, 1))...)
		case !slices.Contains(n.left, fact):
		case n.criterion.Of == "" && n.kind.Numeric():
			numbers = append(numbers, n.criterion.Want.N-1, n.criterion.Want.N, n.criterion.Want.N+1)
		case n.of >= 0 && p[n.of].known:
			numbers = append(numbers, sharePoints(p[n.of].span, max(n.share, 1), 10_000)...)
		default:
			codes = append(codes, n.criterion.Want.Codes...)
		}
	}
	for _, r := range rules {
		for i := range r.conditions {
			visit(&r.conditions[i])
		}
	}
	var out []corpus.Value
	slices.Sort(numbers)
	for _, n := range slices.Compact(numbers) {
		if (f.Min == nil || n >= *f.Min) && (f.Max == nil || n <= *f.Max) {
			out = append(out, corpus.SpanValue(f.Kind, corpus.Exactly(n)))
		}
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	for _, c := range codes {
		if f.Kind == corpus.KindCodes {
			out = append(out, corpus.CodesValue([]string{c}, nil, true))
		} else {
			out = append(out, corpus.CodeValue(c))
		}
	}
	if len(codes) > 0 { // and the answer that meets none of them
		if f.Kind == corpus.KindCodes {
			out = append(out, corpus.CodesValue(nil, nil, true))
		} else {
			out = append(out, corpus.CodeValue(""))
		}
	}
	return out
}

// sharePoints are the numbers around span×num/den.
func sharePoints(s corpus.Span, num, den int64) []int64 {
	var out []int64
	for _, e := range []struct {
		n   int64
		set bool
	}{{s.Min, s.HasMin}, {s.Max, s.HasMax}} {
		if e.set && e.n < 1<<40 && e.n > -1<<40 {
			n := e.n * num / den
			out = append(out, n-1, n, n+1)
		}
	}
	return out
}

// Choice is an answer that a question offers.
type Choice struct {
	Value any    `json:"value"` // as a fact's value stands in JSON
	Label string `json:"label"`
}

// Choices are the answers that a fact's question offers; none for numbers, and
// none where there are too many to list, such as places.
func (m *Matcher) Choices(f *corpus.Fact, lang corpus.Lang) []Choice {
	out := []Choice{}
	if f.Kind == corpus.KindBool {
		return append(out, Choice{true, m.word("value.yes", lang)}, Choice{false, m.word("value.no", lang)})
	}
	for _, c := range f.Choices {
		out = append(out, Choice{c.Code, c.Label.In(lang)})
	}
	return out
}
