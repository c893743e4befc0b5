package corpus_test

import (
	"slices"
	"testing"

	"zhirong/corpus"
)

// A question that was learned by heart measures nothing.
func TestNothingLearnedIsAnEvaluationQuestion(t *testing.T) {
	t.Parallel()
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	evals, err := corpus.LoadEvals(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]string{}
	ask := func(q string) { asked[corpus.PhraseKey(q)] = q }
	for _, q := range evals.Intents {
		ask(q.Text)
	}
	for _, q := range evals.Search {
		ask(q.Text)
	}
	for _, q := range evals.Pairs {
		ask(q.A)
		ask(q.B)
	}
	for _, q := range evals.Unanswerable {
		ask(q.Text)
	}
	for _, q := range evals.MultiPart {
		ask(q.Text)
	}
	for _, q := range evals.RedTeam {
		ask(q.Text)
	}
	for _, q := range evals.Fresh {
		ask(q.Text)
	}
	check := func(where, text string) {
		if q, ok := asked[corpus.PhraseKey(text)]; ok {
			t.Errorf("%s: %q is the evaluation question %q", where, text, q)
		}
	}
	for i := range set.Intents {
		in := &set.Intents[i]
		for _, p := range in.Learned() {
			if !slices.Contains(in.Exact, p) {
				check(string(in.ID), p)
			}
		}
	}
	for i := range set.FAQs {
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			for _, p := range set.FAQs[i].Asks.In(lang) {
				check(string(set.FAQs[i].ID), p)
			}
		}
	}
	for id, a := range set.Asked {
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			for _, p := range a.In(lang) {
				check(string(id), p)
			}
		}
	}
}
