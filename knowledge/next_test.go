package knowledge_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// firm is a firm as it truly is, and what it says unasked.
func firm(r *rand.Rand, set *corpus.Set) (truth, said corpus.Facts) {
	truth = anyFacts(r, set, 100, true)
	often := func(id corpus.FactID, percent int, v corpus.Value) {
		if r.IntN(100) < percent {
			truth[id] = v
		}
	}
	often("entity_kind", 90, corpus.CodeValue("company"))
	often("entity_size", 80, corpus.CodeValue([]string{"micro", "small", "medium"}[r.IntN(3)]))
	for _, id := range []corpus.FactID{"is_legal_entity", "tax_credit_ok", "credit_ok", "legal_rep_credit_ok", "patent_valid", "owner_is_firm", "data_lawful"} {
		often(id, 85, corpus.BoolValue(true))
	}
	for _, id := range []corpus.FactID{"major_violation", "on_negative_list", "is_lgfv", "disputed", "already_pledged"} {
		often(id, 90, corpus.BoolValue(false))
	}
	truth["loan_amount"] = corpus.MoneyValue([]corpus.Money{50, 100, 300, 500, 800, 1000, 1200, 2000, 3000, 6000}[r.IntN(10)] * corpus.Wan)
	truth["need"] = corpus.CodesValue([]string{[]string{"loan", "loan", "loan", "loan", "guarantee", "subsidy", "insurance", "registration", "valuation"}[r.IntN(9)]}, nil, true)
	said = corpus.Facts{}
	for _, id := range []corpus.FactID{"region", "need", "need", "patents_invention", "loan_amount", "statuses", "industry"} {
		if r.IntN(2) == 0 {
			said[id] = truth[id]
		}
	}
	return truth, said
}

// useful says in which way five questions helped: with a product whose known
// conditions are all met, by ruling all out, or by naming every open fact with
// who can settle it.
func useful(m *knowledge.Matcher, ms []knowledge.Match) string {
	if slices.ContainsFunc(ms, func(w knowledge.Match) bool { return w.Fit == knowledge.Eligible }) {
		return "eligible"
	}
	if !slices.ContainsFunc(ms, func(w knowledge.Match) bool { return w.Fit == knowledge.Possible }) {
		return "ruled out"
	}
	other := m.Settler("no such fact", corpus.Chinese)
	open := m.Open(ms, corpus.Chinese)
	for _, w := range ms {
		if w.Fit == knowledge.Possible && len(w.Missing) == 0 {
			return ""
		}
	}
	if slices.ContainsFunc(open, func(o knowledge.OpenFact) bool { return o.Settler == other }) {
		return ""
	}
	return "named"
}

// turns reports whether some answer to a question changes how a product stands.
func turns(m *knowledge.Matcher, set *corpus.Set, known corpus.Facts, id corpus.FactID, before []knowledge.Match) bool {
	f, _ := set.Fact(id)
	var answers []corpus.Value
	switch {
	case f.Kind == corpus.KindBool:
		answers = []corpus.Value{corpus.BoolValue(true), corpus.BoolValue(false)}
	case f.Kind.Numeric():
		for _, n := range []int64{0, 1, 2, 24, 60, 120, 299, 300, 100 * int64(corpus.Wan), 1000 * int64(corpus.Wan), 1000*int64(corpus.Wan) + 1, 1 << 45} {
			answers = append(answers, corpus.SpanValue(f.Kind, corpus.Exactly(n)))
		}
	case f.Kind == corpus.KindCodes:
		answers = append(answers, corpus.CodesValue(nil, nil, true))
		for _, c := range codesOf(set, f) {
			answers = append(answers, corpus.CodesValue([]string{c}, nil, true))
		}
	default:
		for _, c := range codesOf(set, f) {
			answers = append(answers, corpus.CodeValue(c))
		}
		if f.From == "regions" {
			answers = append(answers, corpus.CodeValue("330000"))
		}
	}
	for _, v := range answers {
		told := known.Clone()
		told[id] = v
		for _, w := range before {
			if m.Weigh(w.Product, told).Fit != w.Fit {
				return true
			}
		}
	}
	return false
}

func TestFiveQuestionsAreUseful(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	const firms, questions = 200, 5
	got, asked := map[string]int{}, 0
	for seed := range uint64(firms) {
		r := rand.New(rand.NewPCG(seed, 7))
		truth, known := firm(r, set)
		for range questions {
			ms := knowledge.Serving(m.Match(known, aDay))
			id, ok := m.Next(ms, known)
			if !ok {
				break
			}
			if known[id].Kind != "" {
				t.Fatalf("firm %d: %s is asked again", seed, id)
			}
			if !turns(m, set, known, id, ms) {
				t.Errorf("firm %d: no answer to %s changes how a product stands", seed, id)
			}
			asked++
			if known[id] = truth[id]; r.IntN(10) == 0 {
				known[id] = corpus.UnsureValue(truth[id].Kind)
			}
		}
		got[useful(m, knowledge.Serving(m.Match(known, aDay)))]++
	}
	n := got["eligible"] + got["ruled out"] + got["named"]
	t.Logf("after at most %d questions (%d asked in all) %d of %d firms have something useful: %d a product whose known conditions are all met, %d all ruled out, %d every open fact named with who settles it",
		questions, asked, n, firms, got["eligible"], got["ruled out"], got["named"])
	if n*10 < firms*9 {
		t.Errorf("only %d of %d firms have something useful", n, firms)
	}
}

func TestQuestionSettlesMost(t *testing.T) {
	t.Parallel()
	set := *little(t)
	product := func(id string, c ...corpus.Criterion) corpus.Product {
		return corpus.Product{ID: corpus.ID("product/" + id), Offered: true, Criteria: &corpus.Criterion{All: c}}
	}
	for _, c := range []struct {
		name     string
		products []corpus.Product
		known    corpus.Facts
		want     corpus.FactID
	}{
		{"none without products", nil, nil, ""},
		{"none where all is settled", []corpus.Product{product("p", yes("a"))}, told(knowledge.Met), ""},
		{"the one on which most hang", []corpus.Product{product("p", yes("a"), yes("b")), product("q", yes("b")), product("r", yes("c"))}, nil, "b"},
		{"of equals the first of the list", []corpus.Product{product("p", yes("c")), product("q", yes("b"))}, nil, "b"},
		{"not one that the person cannot tell", []corpus.Product{product("p", yes("b")), product("q", yes("b")), product("r", yes("c"))}, corpus.Facts{"b": corpus.UnsureValue(corpus.KindBool)}, "c"},
		{"none where the person can tell no more", []corpus.Product{product("p", yes("b"))}, corpus.Facts{"b": corpus.UnsureValue(corpus.KindBool)}, ""},
		{"not one that alone settles nothing", []corpus.Product{product("p", corpus.Criterion{Fact: "loan", Op: corpus.OpLte, Share: 3000, Of: "worth"})}, nil, ""},
		{"the other side of a share", []corpus.Product{product("p", corpus.Criterion{Fact: "loan", Op: corpus.OpLte, Share: 3000, Of: "worth"})}, corpus.Facts{"loan": corpus.MoneyValue(30)}, "worth"},
		{"a number", []corpus.Product{product("p", number("one", corpus.OpGte, 3))}, nil, "one"},
		{"a list", []corpus.Product{product("p", codes("held", corpus.OpAllOf, "x", "y"))}, nil, "held"},
		{"a place", []corpus.Product{product("p", codes("region", corpus.OpWithin, "420100"))}, nil, "region"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			set := set
			set.Products = c.products
			m := knowledge.NewMatcher(&set)
			got, ok := m.Next(m.Match(c.known, aDay), c.known)
			if got != c.want || ok != (c.want != "") {
				t.Errorf("next is %q, %v, want %q", got, ok, c.want)
			}
		})
	}
}

func TestEveryFactOfAConditionHasOneWhoSettlesIt(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	for _, c := range shippedLeaves(set) {
		for _, id := range c.Facts(nil) {
			for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
				if b.Matcher().Settler(id, lang) == b.Matcher().Settler("no such fact", lang) {
					t.Errorf("nobody settles %s", id)
				}
			}
		}
	}
}

func TestEveryWordOfAProofIsInTheWording(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	r := rand.New(rand.NewPCG(4, 4))
	m := b.Matcher()
	for range 40 {
		known := anyFacts(r, set, 50, false)
		ms := m.Match(known, aDay)
		for i := range ms {
			for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
				p := m.Prove(&ms[i], known, lang)
				texts := slices.Clone(p.Reasons)
				var visit func(ls []knowledge.ProofLine)
				visit = func(ls []knowledge.ProofLine) {
					for _, l := range ls {
						texts = append(texts, l.Reading)
						if _, ok := set.Passage(l.Cite); !ok {
							t.Errorf("%s cites %s, which is no passage", p.Product, l.Cite)
						}
						visit(l.Parts)
					}
				}
				visit(p.Findings)
				for _, s := range texts {
					if s == "" || strings.HasPrefix(s, "match.") || strings.HasPrefix(s, "reading.") || strings.ContainsAny(s, "{}") {
						t.Errorf("%s says %q", p.Product, s)
					}
				}
			}
		}
	}
}
