package knowledge_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// factKinds are the facts of the little list that conditions are tried on.
var factKinds = []struct{ id, rest string }{
	{"a", "kind: bool"}, {"b", "kind: bool"}, {"c", "kind: bool"},
	{"one", "kind: count\n  min: 0\n  too_low: {zh: 低, en: Low}"}, {"two", "kind: count\n  min: 0\n  too_low: {zh: 低, en: Low}"}, {"change", "kind: count"},
	{"loan", "kind: money"}, {"worth", "kind: money"}, {"age", "kind: months"}, {"since", "kind: date"}, {"share", "kind: rate"},
	{"held", "kind: codes\n  choices: [{code: x, label: {zh: 甲, en: X}}, {code: y, label: {zh: 乙, en: Y}}, {code: z, label: {zh: 丙, en: Z}}]"},
	{"size", "kind: code\n  choices: [{code: s, label: {zh: 小, en: Small}}, {code: l, label: {zh: 大, en: Large}}]"},
	{"region", "kind: code\n  from: regions"},
}

const somePlaces = `- {code: "420000", name: {zh: 湖北省, en: Hubei}, level: province}
- {code: "420100", name: {zh: 武汉市, en: Wuhan}, level: prefecture, parent: "420000"}
- {code: "420115", name: {zh: 江夏区, en: Jiangxia}, level: county, parent: "420100"}
- {code: zone-lake, name: {zh: 湖区, en: Lake Zone}, level: zone, parent: "420115"}
- {code: "421000", name: {zh: 荆州市, en: Jingzhou}, level: prefecture, parent: "420000"}
- {code: "330000", name: {zh: 浙江省, en: Zhejiang}, level: province}
`

// littleSet is a set of facts and places alone.
var littleSet = sync.OnceValues(func() (*corpus.Set, error) {
	var facts strings.Builder
	for _, f := range factKinds {
		fmt.Fprintf(&facts, "- id: %s\n  %s\n  label: {zh: 事, en: Fact}\n  ask: {zh: 问, en: Ask}\n  why: {zh: 因, en: Why}\n", f.id, f.rest)
	}
	return corpus.Load(corpus.Layer{Name: "little", FS: fstest.MapFS{
		"facts.yaml": {Data: []byte(facts.String())}, "places.yaml": {Data: []byte(somePlaces)},
	}})
})

func little(t testing.TB) *corpus.Set {
	t.Helper()
	set, err := littleSet()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// weigh weighs a product of one condition.
func weigh(t testing.TB, c corpus.Criterion, known corpus.Facts) knowledge.Match {
	t.Helper()
	return knowledge.Fallback(little(t)).Weigh(&corpus.Product{Criteria: &c}, known)
}

// verdict is how one condition is judged.
func verdict(t testing.TB, c corpus.Criterion, known corpus.Facts) knowledge.Verdict {
	t.Helper()
	switch weigh(t, c, known).Fit {
	case knowledge.Eligible:
		return knowledge.Met
	case knowledge.Ineligible:
		return knowledge.Unmet
	}
	return knowledge.Unknown
}

func number(f corpus.FactID, op corpus.Op, n int64) corpus.Criterion {
	return corpus.Criterion{Fact: f, Op: op, Want: corpus.Want{Set: true, N: n}}
}

func codes(f corpus.FactID, op corpus.Op, list ...string) corpus.Criterion {
	return corpus.Criterion{Fact: f, Op: op, Want: corpus.Want{Set: true, Codes: list}}
}

func yes(f corpus.FactID) corpus.Criterion {
	return corpus.Criterion{Fact: f, Op: corpus.OpEq, Want: corpus.Want{Set: true, Bool: true}}
}

var verdicts = []knowledge.Verdict{knowledge.Unknown, knowledge.Met, knowledge.Unmet}

// told returns facts a, b and c of which the conditions yes(a) and so on have
// the verdicts given.
func told(vs ...knowledge.Verdict) corpus.Facts {
	known := corpus.Facts{}
	for i, v := range vs {
		if v != knowledge.Unknown {
			known[corpus.FactID(rune('a'+i))] = corpus.BoolValue(v == knowledge.Met)
		}
	}
	return known
}

func TestLogicHasThreeValues(t *testing.T) {
	t.Parallel()
	and := map[[2]knowledge.Verdict]knowledge.Verdict{
		{knowledge.Met, knowledge.Met}: knowledge.Met, {knowledge.Met, knowledge.Unmet}: knowledge.Unmet, {knowledge.Met, knowledge.Unknown}: knowledge.Unknown,
		{knowledge.Unmet, knowledge.Met}: knowledge.Unmet, {knowledge.Unmet, knowledge.Unmet}: knowledge.Unmet, {knowledge.Unmet, knowledge.Unknown}: knowledge.Unmet,
		{knowledge.Unknown, knowledge.Met}: knowledge.Unknown, {knowledge.Unknown, knowledge.Unmet}: knowledge.Unmet, {knowledge.Unknown, knowledge.Unknown}: knowledge.Unknown,
	}
	or := map[[2]knowledge.Verdict]knowledge.Verdict{
		{knowledge.Met, knowledge.Met}: knowledge.Met, {knowledge.Met, knowledge.Unmet}: knowledge.Met, {knowledge.Met, knowledge.Unknown}: knowledge.Met,
		{knowledge.Unmet, knowledge.Met}: knowledge.Met, {knowledge.Unmet, knowledge.Unmet}: knowledge.Unmet, {knowledge.Unmet, knowledge.Unknown}: knowledge.Unknown,
		{knowledge.Unknown, knowledge.Met}: knowledge.Met, {knowledge.Unknown, knowledge.Unmet}: knowledge.Unknown, {knowledge.Unknown, knowledge.Unknown}: knowledge.Unknown,
	}
	not := map[knowledge.Verdict]knowledge.Verdict{knowledge.Met: knowledge.Unmet, knowledge.Unmet: knowledge.Met, knowledge.Unknown: knowledge.Unknown}
	a, b, c := yes("a"), yes("b"), yes("c")
	for _, va := range verdicts {
		if got := verdict(t, corpus.Criterion{Not: &a}, told(va)); got != not[va] {
			t.Errorf("not %v is %v", va, got)
		}
		for _, vb := range verdicts {
			known := told(va, vb)
			if got := verdict(t, corpus.Criterion{All: []corpus.Criterion{a, b}}, known); got != and[[2]knowledge.Verdict{va, vb}] {
				t.Errorf("%v and %v is %v", va, vb, got)
			}
			if got := verdict(t, corpus.Criterion{Any: []corpus.Criterion{a, b}}, known); got != or[[2]knowledge.Verdict{va, vb}] {
				t.Errorf("%v or %v is %v", va, vb, got)
			}
			for _, vc := range verdicts {
				known := told(va, vb, vc)
				nested := corpus.Criterion{All: []corpus.Criterion{a, {Any: []corpus.Criterion{b, {Not: &c}}}}}
				if got, want := verdict(t, nested, known), and[[2]knowledge.Verdict{va, or[[2]knowledge.Verdict{vb, not[vc]}]}]; got != want {
					t.Errorf("%v and (%v or not %v) is %v, want %v", va, vb, vc, got, want)
				}
			}
		}
	}
}

func TestVerdictsAndFitsStandAsWords(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		knowledge.Unknown.String(): "unknown", knowledge.Met.String(): "met", knowledge.Unmet.String(): "not_met",
		knowledge.Possible.String(): "possible", knowledge.Eligible.String(): "eligible", knowledge.Ineligible.String(): "ineligible",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

var numberOps = map[corpus.Op]func(a, b float64) bool{
	corpus.OpEq: func(a, b float64) bool { return a == b }, corpus.OpNe: func(a, b float64) bool { return a != b },
	corpus.OpLt: func(a, b float64) bool { return a < b }, corpus.OpLte: func(a, b float64) bool { return a <= b },
	corpus.OpGt: func(a, b float64) bool { return a > b }, corpus.OpGte: func(a, b float64) bool { return a >= b },
}

// spans are all intervals with ends from lo to hi.
func spans(lo, hi int64) (out []corpus.Span) {
	for min := lo; min <= hi+1; min++ { // hi+1 stands for no end
		for max := lo; max <= hi+1; max++ {
			for open := range 4 {
				s := corpus.Span{Min: min, Max: max, HasMin: min <= hi, HasMax: max <= hi, MinOpen: open&1 != 0, MaxOpen: open&2 != 0}
				if !s.HasMin {
					s.Min, s.MinOpen = 0, false
				}
				if !s.HasMax {
					s.Max, s.MaxOpen = 0, false
				}
				if !slices.Contains(out, s) {
					out = append(out, s)
				}
			}
		}
	}
	return out
}

// points are the numbers of an interval from lo to hi in steps.
func points(s corpus.Span, lo, hi, step float64) (out []float64) {
	for x := lo; x <= hi; x += step {
		below := s.HasMin && (x < float64(s.Min) || s.MinOpen && x == float64(s.Min))
		above := s.HasMax && (x > float64(s.Max) || s.MaxOpen && x == float64(s.Max))
		if !below && !above {
			out = append(out, x)
		}
	}
	return out
}

// settled is the verdict of a comparison over all pairs of numbers that may be.
func settled(as, bs []float64, holds func(a, b float64) bool) knowledge.Verdict {
	yes, no := false, false
	for _, a := range as {
		for _, b := range bs {
			if holds(a, b) {
				yes = true
			} else {
				no = true
			}
		}
	}
	switch {
	case yes && !no:
		return knowledge.Met
	case no && !yes:
		return knowledge.Unmet
	}
	return knowledge.Unknown
}

func TestIntervalIsComparedAsAllOfItsNumbers(t *testing.T) {
	t.Parallel()
	const limit = 5
	for _, c := range []struct {
		fact corpus.FactID
		kind corpus.Kind
		step float64 // a duration may lie between two months
	}{{"change", corpus.KindCount, 1}, {"loan", corpus.KindMoney, 1}, {"share", corpus.KindRate, 1}, {"since", corpus.KindDate, 1}, {"age", corpus.KindMonths, 0.25}} {
		for op, holds := range numberOps {
			for _, s := range spans(limit-2, limit+2) {
				as := points(s, limit-10, limit+10, c.step)
				if len(as) == 0 {
					continue
				}
				got := verdict(t, number(c.fact, op, limit), corpus.Facts{c.fact: corpus.SpanValue(c.kind, s)})
				if want := settled(as, []float64{limit}, holds); got != want {
					t.Errorf("%s in %+v %s %d is %v, want %v", c.fact, s, op, limit, got, want)
				}
			}
		}
	}
}

func TestNumberNotKnownSettlesNothing(t *testing.T) {
	t.Parallel()
	for op := range numberOps {
		for name, known := range map[string]corpus.Facts{
			"nothing": {}, "another fact": {"two": corpus.CountValue(9)}, "a person who cannot tell": {"one": corpus.UnsureValue(corpus.KindCount)},
		} {
			if got := verdict(t, number("one", op, 5), known); got != knowledge.Unknown {
				t.Errorf("with %s, %s 5 is %v", name, op, got)
			}
		}
	}
	if got := verdict(t, number("one", corpus.OpEq, 0), corpus.Facts{"one": corpus.SpanValue(corpus.KindCount, corpus.Span{Max: 1, HasMax: true, MaxOpen: true})}); got != knowledge.Met {
		t.Errorf("less than one of what is never less than none is %v, want none", got)
	}
}

func TestSumIsComparedAsFarAsItIsKnown(t *testing.T) {
	t.Parallel()
	from := func(n int64) corpus.Value {
		return corpus.SpanValue(corpus.KindCount, corpus.Span{Min: n, HasMin: true})
	}
	upTo := func(n int64) corpus.Value {
		return corpus.SpanValue(corpus.KindCount, corpus.Span{Max: n, HasMax: true})
	}
	for _, c := range []struct {
		name  string
		known corpus.Facts
		op    corpus.Op
		limit int64
		want  knowledge.Verdict
	}{
		{"nothing known", corpus.Facts{}, corpus.OpGte, 0, knowledge.Unknown},
		{"enough in all", corpus.Facts{"one": corpus.CountValue(2), "two": corpus.CountValue(3)}, corpus.OpGte, 5, knowledge.Met},
		{"one too few", corpus.Facts{"one": corpus.CountValue(2), "two": corpus.CountValue(2)}, corpus.OpGte, 5, knowledge.Unmet},
		{"enough of one, the other not known", corpus.Facts{"one": corpus.CountValue(5)}, corpus.OpGte, 5, knowledge.Met},
		{"too few of one, the other not known", corpus.Facts{"one": corpus.CountValue(4)}, corpus.OpGte, 5, knowledge.Unknown},
		{"too many of one, the other not known", corpus.Facts{"one": corpus.CountValue(6)}, corpus.OpLte, 5, knowledge.Unmet},
		{"few of one, the other not known", corpus.Facts{"one": corpus.CountValue(0)}, corpus.OpLte, 5, knowledge.Unknown},
		{"a person who cannot tell of the other", corpus.Facts{"one": corpus.CountValue(4), "two": corpus.UnsureValue(corpus.KindCount)}, corpus.OpGte, 5, knowledge.Unknown},
		{"at least so many of one", corpus.Facts{"one": from(3), "two": corpus.CountValue(2)}, corpus.OpGte, 5, knowledge.Met},
		{"at most so many of both", corpus.Facts{"one": upTo(2), "two": upTo(2)}, corpus.OpGte, 5, knowledge.Unmet},
		{"at most so many of one", corpus.Facts{"one": upTo(2), "two": corpus.CountValue(3)}, corpus.OpGte, 5, knowledge.Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			k := corpus.Criterion{Sum: []corpus.FactID{"one", "two"}, Op: c.op, Want: corpus.Want{Set: true, N: c.limit}}
			if got := verdict(t, k, c.known); got != c.want {
				t.Errorf("verdict is %v, want %v", got, c.want)
			}
		})
	}
}

func TestShareOfAnAmountIsExact(t *testing.T) {
	t.Parallel()
	money := func(m corpus.Money) corpus.Value { return corpus.MoneyValue(m) }
	third := corpus.Criterion{Fact: "loan", Op: corpus.OpLte, Share: 3000, Of: "worth"}
	for _, c := range []struct {
		name string
		k    corpus.Criterion
		loan corpus.Value
		of   corpus.Value
		want knowledge.Verdict
	}{
		{"a fen less", third, money(300*corpus.Wan - 1), money(1000 * corpus.Wan), knowledge.Met},
		{"just so much", third, money(300 * corpus.Wan), money(1000 * corpus.Wan), knowledge.Met},
		{"a fen more", third, money(300*corpus.Wan + 1), money(1000 * corpus.Wan), knowledge.Unmet},
		{"a share that is no whole fen, below", third, money(300), money(1001), knowledge.Met},
		{"a share that is no whole fen, above", third, money(301), money(1001), knowledge.Unmet},
		{"an amount not known", third, corpus.Value{}, money(1000), knowledge.Unknown},
		{"a value not known", third, money(1000), corpus.Value{}, knowledge.Unknown},
		{"a value of at least so much", third, money(300), corpus.SpanValue(corpus.KindMoney, corpus.Span{Min: 1000, HasMin: true}), knowledge.Met},
		{"a value of less than so much", third, money(300), corpus.SpanValue(corpus.KindMoney, corpus.Span{Max: 1000, HasMax: true, MaxOpen: true}), knowledge.Unmet},
		{"a value around the limit", third, money(300), corpus.SpanValue(corpus.KindMoney, corpus.Span{Min: 900, Max: 1100, HasMin: true, HasMax: true}), knowledge.Unknown},
		{"the whole of it", corpus.Criterion{Fact: "loan", Op: corpus.OpLte, Of: "worth"}, money(1000), money(1000), knowledge.Met},
		{"more than the whole of it", corpus.Criterion{Fact: "loan", Op: corpus.OpLte, Of: "worth"}, money(1001), money(1000), knowledge.Unmet},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := verdict(t, c.k, corpus.Facts{"loan": c.loan, "worth": c.of}); got != c.want {
				t.Errorf("verdict is %v, want %v", got, c.want)
			}
		})
	}
}

func TestPlaceMayLieWithinAPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		have string
		want knowledge.Verdict
	}{
		{"420115", knowledge.Met}, {"zone-lake", knowledge.Met}, {"420100", knowledge.Unknown}, {"420000", knowledge.Unknown}, {"000000", knowledge.Unknown},
		{"421000", knowledge.Unmet}, {"330000", knowledge.Unmet}, {"999999", knowledge.Unmet},
	} {
		if got := verdict(t, codes("region", corpus.OpWithin, "420115"), corpus.Facts{"region": corpus.CodeValue(c.have)}); got != c.want {
			t.Errorf("%s within 420115 is %v, want %v", c.have, got, c.want)
		}
	}
	if got := verdict(t, codes("region", corpus.OpWithin, "330000", "420000"), corpus.Facts{"region": corpus.CodeValue("zone-lake")}); got != knowledge.Met {
		t.Errorf("within one of two is %v", got)
	}
	if got := verdict(t, codes("region", corpus.OpWithin, "000000"), corpus.Facts{"region": corpus.CodeValue("330000")}); got != knowledge.Met {
		t.Errorf("within the country is %v", got)
	}
	if got := verdict(t, codes("region", corpus.OpWithin, "420115"), corpus.Facts{}); got != knowledge.Unknown {
		t.Errorf("a place not known is %v", got)
	}
}

func TestCodesAreHeldAsFarAsTheyAreKnown(t *testing.T) {
	t.Parallel()
	// Of each code it is known that it is held, that it is not, or neither.
	for i := range 9 {
		x, y := verdicts[i/3], verdicts[i%3]
		var has, not []string
		for code, v := range map[string]knowledge.Verdict{"x": x, "y": y} {
			switch v {
			case knowledge.Met:
				has = append(has, code)
			case knowledge.Unmet:
				not = append(not, code)
			}
		}
		for _, complete := range []bool{false, true} {
			vx, vy := x, y
			if complete { // what is not named is not held
				vx, vy = max(x, knowledge.Met), max(y, knowledge.Met)
				if x == knowledge.Unknown {
					vx = knowledge.Unmet
				}
				if y == knowledge.Unknown {
					vy = knowledge.Unmet
				}
			}
			known := corpus.Facts{"held": corpus.CodesValue(has, not, complete), "a": corpus.BoolValue(vx == knowledge.Met), "b": corpus.BoolValue(vy == knowledge.Met)}
			if vx == knowledge.Unknown {
				delete(known, "a")
			}
			if vy == knowledge.Unknown {
				delete(known, "b")
			}
			both := []corpus.Criterion{yes("a"), yes("b")}
			if got, want := verdict(t, codes("held", corpus.OpAllOf, "x", "y"), known), verdict(t, corpus.Criterion{All: both}, known); got != want {
				t.Errorf("all of x %v and y %v is %v, want %v", vx, vy, got, want)
			}
			if got, want := verdict(t, codes("held", corpus.OpAnyOf, "x", "y"), known), verdict(t, corpus.Criterion{Any: both}, known); got != want {
				t.Errorf("any of x %v and y %v is %v, want %v", vx, vy, got, want)
			}
		}
	}
	for have, want := range map[string]knowledge.Verdict{"s": knowledge.Met, "l": knowledge.Unmet} {
		if got := verdict(t, codes("size", corpus.OpIn, "s"), corpus.Facts{"size": corpus.CodeValue(have)}); got != want {
			t.Errorf("%s in s is %v", have, got)
		}
	}
	for op, want := range map[corpus.Op]knowledge.Verdict{corpus.OpEq: knowledge.Unmet, corpus.OpNe: knowledge.Met} {
		if got := verdict(t, corpus.Criterion{Fact: "a", Op: op, Want: corpus.Want{Set: true, Bool: true}}, corpus.Facts{"a": corpus.BoolValue(false)}); got != want {
			t.Errorf("no %s yes is %v", op, got)
		}
	}
}

func TestMissingFactsAreThoseOnWhichTheFitHangs(t *testing.T) {
	t.Parallel()
	a, b, c := yes("a"), yes("b"), yes("c")
	for _, k := range []struct {
		name  string
		crit  corpus.Criterion
		known corpus.Facts
		want  []corpus.FactID
	}{
		{"all of them", corpus.Criterion{All: []corpus.Criterion{a, b}}, corpus.Facts{}, []corpus.FactID{"a", "b"}},
		{"the one not known", corpus.Criterion{All: []corpus.Criterion{a, b}}, told(knowledge.Met), []corpus.FactID{"b"}},
		{"none once it is settled", corpus.Criterion{All: []corpus.Criterion{a, b}}, told(knowledge.Unmet), nil},
		{"none of an alternative that is out", corpus.Criterion{Any: []corpus.Criterion{{All: []corpus.Criterion{a, b}}, c}}, told(knowledge.Unmet), []corpus.FactID{"c"}},
		{"through a denial", corpus.Criterion{Not: &corpus.Criterion{Any: []corpus.Criterion{a, b}}}, told(knowledge.Unmet), []corpus.FactID{"b"}},
		{"each once", corpus.Criterion{All: []corpus.Criterion{a, {Any: []corpus.Criterion{a, b}}}}, corpus.Facts{}, []corpus.FactID{"a", "b"}},
		{"of a sum what is not known", corpus.Criterion{Sum: []corpus.FactID{"one", "two"}, Op: corpus.OpGte, Want: corpus.Want{Set: true, N: 5}}, corpus.Facts{"one": corpus.CountValue(1)}, []corpus.FactID{"two"}},
		{"both sides of a share", corpus.Criterion{Fact: "loan", Op: corpus.OpLte, Share: 3000, Of: "worth"}, corpus.Facts{}, []corpus.FactID{"loan", "worth"}},
		{"what the person cannot tell", a, corpus.Facts{"a": corpus.UnsureValue(corpus.KindBool)}, []corpus.FactID{"a"}},
	} {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			if got := weigh(t, k.crit, k.known).Missing; !slices.Equal(got, k.want) {
				t.Errorf("missing are %v, want %v", got, k.want)
			}
		})
	}
}

func TestFindingsAreTheConditionsOneByOne(t *testing.T) {
	t.Parallel()
	a, b, c := yes("a"), yes("b"), yes("c")
	known := told(knowledge.Met, knowledge.Unmet)
	m := weigh(t, corpus.Criterion{All: []corpus.Criterion{a, {All: []corpus.Criterion{b, {Any: []corpus.Criterion{b, c}}}}}}, known)
	var got []string
	for _, f := range m.Findings {
		got = append(got, fmt.Sprint(f.Criterion.Fact, " ", f.Verdict, " ", f.Have(known).IDs()))
	}
	if want := []string{"a met [a]", "b not_met [b]", " unknown [b]"}; !slices.Equal(got, want) || m.Fit != knowledge.Ineligible {
		t.Errorf("findings are %q, want %q", got, want)
	}
}

func TestProductWithoutConditionsIsPossible(t *testing.T) {
	t.Parallel()
	if m := knowledge.Fallback(little(t)).Weigh(&corpus.Product{}, nil); m.Fit != knowledge.Possible || len(m.Findings)+len(m.Missing) > 0 {
		t.Errorf("match is %+v", m)
	}
}

func TestMatchesStandInOneOrder(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	known := corpus.Facts{
		"region": corpus.CodeValue("420115"), "statuses": corpus.CodesValue([]string{"tech_enterprise", "high_tech"}, nil, false),
		"kv_grade": corpus.CodeValue("B"), "patents_invention": corpus.CountValue(3), "loan_amount": corpus.MoneyValue(500 * corpus.Wan),
	}
	const today = "2026-11-22"
	first := b.Match(known, today)
	if len(first) < 30 {
		t.Fatalf("%d products are weighed", len(first))
	}
	rank := map[knowledge.Fit]int{knowledge.Eligible: 0, knowledge.Possible: 1, knowledge.Ineligible: 2}
	for i, m := range first {
		if !m.Product.Offered {
			t.Errorf("%s is not offered", m.Product.ID)
		}
		if i > 0 && rank[m.Fit] < rank[first[i-1].Fit] {
			t.Errorf("%s (%v) stands after %s (%v)", m.Product.ID, m.Fit, first[i-1].Product.ID, first[i-1].Fit)
		}
	}
	for _, m := range first {
		if m.Product.ID == "product/p01-kv-loan" && m.Fit != knowledge.Eligible {
			t.Errorf("the loan whose conditions are all met is %v", m.Fit)
		}
	}
	for range 3 {
		again := b.Match(known, today)
		if !slices.EqualFunc(first, again, func(a, b knowledge.Match) bool { return a.Product == b.Product && a.Fit == b.Fit }) {
			t.Fatal("the order changes")
		}
	}
	for _, p := range set.Products {
		if at := slices.ContainsFunc(first, func(m knowledge.Match) bool { return m.Product.ID == p.ID }); at != p.Offered && p.Valid == (corpus.ValidPeriod{}) {
			t.Errorf("%s is weighed: %v, offered: %v", p.ID, at, p.Offered)
		}
	}
}
