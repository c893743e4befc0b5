package knowledge_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

const aDay corpus.Date = "2026-11-22"

// codesOf are the codes that a fact may take.
func codesOf(set *corpus.Set, f *corpus.Fact) (out []string) {
	switch f.From {
	case "regions":
		for i := range set.Places {
			if set.Within(set.Places[i].Code, corpus.Hubei) && set.Places[i].Level != "province" {
				out = append(out, string(set.Places[i].Code))
			}
		}
	case "industries":
		for _, i := range set.Industries {
			out = append(out, i.Code)
		}
	case "parks":
		out = []string{"some park"}
	}
	for _, c := range f.Choices {
		out = append(out, c.Code)
	}
	return out
}

// anyNumber draws a number that conditions tell apart.
func anyNumber(r *rand.Rand, f *corpus.Fact) int64 {
	n := []int64{0, 1, 2, 3, 23, 24, 59, 60, 119, 120, 299, 300, 1000}[r.IntN(13)]
	if f.Kind == corpus.KindMoney {
		n = []int64{100, 300, 500, 999, 1000, 1001, 3000, 5000}[r.IntN(8)]*int64(corpus.Wan) + int64(r.IntN(3)) - 1
	}
	if f.Min != nil {
		n = max(n, *f.Min)
	}
	if f.Max != nil {
		n = min(n, *f.Max)
	}
	return n
}

// anyValue draws a value of a fact, often one that is known in part.
func anyValue(r *rand.Rand, set *corpus.Set, f *corpus.Fact, whole bool) corpus.Value {
	if !whole && r.IntN(8) == 0 {
		return corpus.UnsureValue(f.Kind)
	}
	switch {
	case f.Kind == corpus.KindBool:
		return corpus.BoolValue(r.IntN(2) == 0)
	case f.Kind.Numeric():
		a, b := anyNumber(r, f), anyNumber(r, f)
		if whole || r.IntN(2) == 0 {
			return corpus.SpanValue(f.Kind, corpus.Exactly(a))
		}
		s := corpus.Span{Min: min(a, b), Max: max(a, b), HasMin: r.IntN(3) > 0, HasMax: r.IntN(3) > 0, MinOpen: r.IntN(2) == 0, MaxOpen: r.IntN(2) == 0}
		if s.Max-s.Min < 2 || !s.HasMin && !s.HasMax {
			s = corpus.Exactly(a)
		}
		if !s.HasMin {
			s.Min, s.MinOpen = 0, false
		}
		if !s.HasMax {
			s.Max, s.MaxOpen = 0, false
		}
		return corpus.SpanValue(f.Kind, s)
	case f.Kind == corpus.KindCodes:
		var has, not []string
		for _, c := range codesOf(set, f) {
			switch n := r.IntN(6); {
			case n == 0:
				has = append(has, c)
			case n < 3:
				not = append(not, c)
			}
		}
		return corpus.CodesValue(has, not, whole || r.IntN(2) == 0)
	}
	codes := codesOf(set, f)
	if f.From == "regions" && !whole && r.IntN(4) == 0 {
		return corpus.CodeValue([]string{"420000", "000000", "330000", "999999", "420100"}[r.IntN(5)])
	}
	return corpus.CodeValue(codes[r.IntN(len(codes))])
}

// anyFacts draws what is known of a firm, each fact with a chance in 100.
func anyFacts(r *rand.Rand, set *corpus.Set, chance int, whole bool) corpus.Facts {
	known := corpus.Facts{}
	for i := range set.Facts {
		if r.IntN(100) < chance {
			known[set.Facts[i].ID] = anyValue(r, set, &set.Facts[i], whole)
		}
	}
	return known
}

// leaves are the comparisons of a set's conditions.
func leaves(c *corpus.Criterion, dst []*corpus.Criterion) []*corpus.Criterion {
	if c.Leaf() {
		return append(dst, c)
	}
	for i := range c.All {
		dst = leaves(&c.All[i], dst)
	}
	for i := range c.Any {
		dst = leaves(&c.Any[i], dst)
	}
	if c.Not != nil {
		dst = leaves(c.Not, dst)
	}
	return dst
}

func shippedLeaves(set *corpus.Set) (out []*corpus.Criterion) {
	for i := range set.Products {
		p := &set.Products[i]
		if p.Criteria != nil {
			out = leaves(p.Criteria, out)
		}
		for k := range p.Implied {
			out = leaves(&p.Implied[k], out)
		}
	}
	return out
}

// anyCriterion joins comparisons of the corpus in a tree.
func anyCriterion(r *rand.Rand, list []*corpus.Criterion, depth int) corpus.Criterion {
	if depth == 0 || r.IntN(3) == 0 {
		return *list[r.IntN(len(list))]
	}
	var kids []corpus.Criterion
	for range 1 + r.IntN(3) {
		kids = append(kids, anyCriterion(r, list, depth-1))
	}
	switch r.IntN(3) {
	case 0:
		return corpus.Criterion{All: kids}
	case 1:
		return corpus.Criterion{Any: kids}
	}
	return corpus.Criterion{Not: &kids[0]}
}

func TestVerdictsAgreeWithASecondImplementation(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	r := rand.New(rand.NewPCG(1, 1))
	list := shippedLeaves(set)
	seen := map[knowledge.Verdict]int{}
	for range 3000 {
		c := anyCriterion(r, list, 3)
		known := anyFacts(r, set, 60, false)
		m := b.Weigh(&corpus.Product{Criteria: &c}, known)
		want := oracle(set, &c, known)
		seen[want]++
		if got := map[knowledge.Fit]knowledge.Verdict{knowledge.Eligible: knowledge.Met, knowledge.Ineligible: knowledge.Unmet}[m.Fit]; got != want {
			t.Fatalf("verdict on %+v is %v, want %v; known are %v", c, got, want, known)
		}
		for _, f := range m.Findings {
			if want := oracle(set, f.Criterion, known); f.Verdict != want {
				t.Fatalf("finding on %+v is %v, want %v", *f.Criterion, f.Verdict, want)
			}
		}
	}
	for _, v := range verdicts {
		if seen[v] < 200 {
			t.Errorf("only %d of the conditions are %v", seen[v], v)
		}
	}
}

func TestEveryNumberIsReadAsSaidAroundItsLimit(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	holds := map[corpus.Op]func(d int64) bool{
		corpus.OpLt: func(d int64) bool { return d < 0 }, corpus.OpLte: func(d int64) bool { return d <= 0 },
		corpus.OpGt: func(d int64) bool { return d > 0 }, corpus.OpGte: func(d int64) bool { return d >= 0 },
		corpus.OpEq: func(d int64) bool { return d == 0 }, corpus.OpNe: func(d int64) bool { return d != 0 },
	}
	tried := 0
	for _, c := range shippedLeaves(set) {
		fact, _ := set.Fact(c.Left()[0])
		if !fact.Kind.Numeric() {
			continue
		}
		for d := int64(-1); d <= 1; d++ {
			known, limit := corpus.Facts{}, c.Want.N
			if c.Of != "" {
				limit = 3_000_000
				known[c.Of] = corpus.SpanValue(fact.Kind, corpus.Exactly(limit*10_000/int64(c.Share)))
			}
			for i, id := range c.Left() {
				n := int64(0)
				if i == 0 {
					n = limit + d
				}
				known[id] = corpus.SpanValue(fact.Kind, corpus.Exactly(n))
			}
			want := knowledge.Unmet
			if holds[c.Op](d) {
				want = knowledge.Met
			}
			m := b.Weigh(&corpus.Product{Criteria: c}, known)
			if got := m.Findings[0].Verdict; got != want {
				t.Errorf("%s at the limit%+d is %v, want %v", c.Why.EN, d, got, want)
			}
			tried++
			if c.Of != "" {
				continue
			}
			for lang, words := range map[corpus.Lang][2]string{corpus.Chinese: {"也算", "不算"}, corpus.English: {"counts", "does not count"}} {
				line := b.Matcher().Prove(&m, known, lang).Findings[0]
				says := words[0]
				if c.Op == corpus.OpLt || c.Op == corpus.OpGt {
					says = words[1]
				}
				if !strings.Contains(line.Reading, says) {
					t.Errorf("%s reads %q, which does not say %q", c.Why.EN, line.Reading, says)
				}
				exact := map[corpus.Lang]string{corpus.Chinese: "正好在界限上", corpus.English: "exactly the limit"}[lang]
				if strings.Contains(line.Reading, exact) != (d == 0) {
					t.Errorf("%s at the limit%+d reads %q", c.Why.EN, d, line.Reading)
				}
			}
		}
	}
	if tried < 60 {
		t.Errorf("only %d limits were tried", tried)
	}
}

func TestLineOfTenMillionIsReadExactly(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	for amount, want := range map[corpus.Money]knowledge.Verdict{
		1000*corpus.Wan - 1: knowledge.Met, 1000 * corpus.Wan: knowledge.Met, 1000*corpus.Wan + 1: knowledge.Unmet,
	} {
		if got := b.Matcher().AppraisalLine(corpus.Facts{"loan_amount": corpus.MoneyValue(amount)}, corpus.Chinese); got.Verdict != want {
			t.Errorf("a loan of %d fen is %v, want %v", amount, got.Verdict, want)
		}
	}
	line := b.Matcher().AppraisalLine(nil, corpus.Chinese)
	if line.Verdict != knowledge.Unknown {
		t.Errorf("a loan not known is %v", line.Verdict)
	}
	q, ok := set.Passage(line.Cite)
	if !ok || !strings.Contains(q.Text.ZH, "1000万元以下") {
		t.Errorf("the line is cited from %s, which does not hold it", line.Cite)
	}
}

func TestFlippingAFactFlipsOnlyTheConditionsThatNameIt(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	r := rand.New(rand.NewPCG(2, 2))
	flipped := 0
	for range 300 {
		known := anyFacts(r, set, 50, false)
		f := &set.Facts[r.IntN(len(set.Facts))]
		other := known.Clone()
		other[f.ID] = anyValue(r, set, f, true)
		before, after := b.Match(known, aDay), b.Match(other, aDay)
		at := map[corpus.ID]knowledge.Match{}
		for _, m := range after {
			at[m.Product.ID] = m
		}
		for _, m := range before {
			for i, x := range m.Findings {
				if y := at[m.Product.ID].Findings[i]; x.Verdict != y.Verdict {
					flipped++
					if !slices.Contains(x.Criterion.Facts(nil), f.ID) {
						t.Fatalf("%s moves %q of %s, which does not name it", f.ID, x.Criterion.Why.EN, m.Product.ID)
					}
				}
			}
		}
	}
	for _, c := range shippedLeaves(set) { // a yes that turns no turns every condition on it
		if c.Want.Form != "bool" {
			continue
		}
		yes := b.Weigh(&corpus.Product{Criteria: c}, corpus.Facts{c.Fact: corpus.BoolValue(true)}).Findings[0].Verdict
		no := b.Weigh(&corpus.Product{Criteria: c}, corpus.Facts{c.Fact: corpus.BoolValue(false)}).Findings[0].Verdict
		if yes == no || yes == knowledge.Unknown || no == knowledge.Unknown {
			t.Errorf("%s is %v and %v", c.Why.EN, yes, no)
		}
	}
	if flipped < 100 {
		t.Errorf("only %d conditions were flipped", flipped)
	}
}

func TestOneMoreConditionThatFailsNeverRaisesAProduct(t *testing.T) {
	t.Parallel()
	_, set := shipped(t)
	r := rand.New(rand.NewPCG(3, 3))
	for range 100 {
		known := anyFacts(r, set, 50, false)
		known["exports"] = corpus.BoolValue(false)
		products := slices.Clone(set.Products)
		which := products[r.IntN(len(products))].ID
		b := knowledge.NewMatcher(set)
		before := b.Match(known, aDay)
		i := slices.IndexFunc(products, func(p corpus.Product) bool { return p.ID == which })
		c := corpus.Criterion{All: []corpus.Criterion{yes("exports")}}
		if products[i].Criteria != nil {
			c.All = append(c.All, *products[i].Criteria)
		}
		products[i].Criteria = &c
		changed := *set
		changed.Products = products
		after := knowledge.NewMatcher(&changed).Match(known, aDay)
		at := func(ms []knowledge.Match) int {
			return slices.IndexFunc(ms, func(m knowledge.Match) bool { return m.Product.ID == which })
		}
		if at(after) < at(before) {
			t.Fatalf("%s rises from %d to %d", which, at(before), at(after))
		}
		if len(before) != len(after) {
			t.Fatalf("%d products become %d", len(before), len(after))
		}
	}
}

func TestCapOfASubsidyIsNeverALimitOnALoan(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	known := corpus.Facts{"loan_amount": corpus.MoneyValue(1), "need": corpus.CodesValue([]string{"loan", "subsidy", "insurance", "equity"}, nil, true)}
	tried := 0
	for i := range set.Products {
		p := &set.Products[i]
		w := m.Weigh(p, known)
		if p.Role == corpus.LendingLimit {
			continue
		}
		tried++
		if w.Rank.Cover == knowledge.CoversNeed {
			t.Errorf("%s, which is %s, covers a loan", p.ID, p.Role)
		}
		for _, f := range w.Findings {
			if slices.Contains(f.Criterion.Facts(nil), "loan_amount") {
				t.Errorf("%s, which is %s, limits a loan: %s", p.ID, p.Role, f.Criterion.Why.EN)
			}
		}
	}
	if tried == 0 {
		t.Error("no such product was tried")
	}
}

func TestProofsTogetherAreThoseOneByOne(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	r := rand.New(rand.NewPCG(3, 9))
	for range 20 {
		known := anyFacts(r, set, 30, false)
		matches := m.Match(known, aDay)
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			all := m.ProveAll(matches, known, lang)
			for i := range matches {
				if one := m.Prove(&matches[i], known, lang); !reflect.DeepEqual(all[i], one) {
					t.Fatalf("%s: %+v, alone %+v", matches[i].Product.ID, all[i], one)
				}
			}
		}
	}
}
