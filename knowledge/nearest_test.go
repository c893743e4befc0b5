package knowledge_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// nearFact is a fact with a small domain, in which every state can be tried.
type nearFact struct {
	id    corpus.FactID
	kind  corpus.Kind
	max   int64 // numbers from least to max
	least int64
	move  int // 1 grows, -1 shrinks, 0 is only found out
	codes []string
}

var nearFacts = []nearFact{
	{id: "loan_amount", kind: corpus.KindMoney, least: 1, max: 4, move: -1}, {id: "appraised_value", kind: corpus.KindMoney, max: 8},
	{id: "months_operating", kind: corpus.KindMonths, max: 4, move: 1}, {id: "patents_invention", kind: corpus.KindCount, max: 3, move: 1},
	{id: "patents_design", kind: corpus.KindCount, max: 3, move: 1}, {id: "has_appraisal", kind: corpus.KindBool, move: 1}, {id: "credit_ok", kind: corpus.KindBool},
	{id: "statuses", kind: corpus.KindCodes, codes: []string{"high_tech", "tech_sme", "little_giant"}, move: 1},
	{id: "region", kind: corpus.KindCode, codes: []string{"420100", "420115", "421000"}}, {id: "entity_size", kind: corpus.KindCode, codes: []string{"micro", "small", "large"}},
}

func nearLeaf(r *rand.Rand) corpus.Criterion {
	want := func(n int64) corpus.Want { return corpus.Want{Set: true, N: n} }
	two := func(list []string) corpus.Want {
		i := r.IntN(len(list))
		return corpus.Want{Set: true, Codes: slices.Compact([]string{list[i], list[max(i, r.IntN(len(list)))]})}
	}
	ops := []corpus.Op{corpus.OpLt, corpus.OpLte, corpus.OpGt, corpus.OpGte, corpus.OpEq}
	switch r.IntN(10) {
	case 0:
		return corpus.Criterion{Fact: "loan_amount", Op: ops[r.IntN(5)], Want: want(1 + r.Int64N(4))}
	case 1:
		return corpus.Criterion{Fact: "loan_amount", Op: corpus.OpLte, Share: 5000, Of: "appraised_value"}
	case 2:
		return corpus.Criterion{Fact: "appraised_value", Op: ops[r.IntN(5)], Want: want(r.Int64N(8))}
	case 3:
		return corpus.Criterion{Fact: "months_operating", Op: []corpus.Op{corpus.OpLte, corpus.OpGte}[r.IntN(2)], Want: want(r.Int64N(5))}
	case 4:
		return corpus.Criterion{Sum: []corpus.FactID{"patents_invention", "patents_design"}, Op: corpus.OpGte, Want: want(1 + r.Int64N(3))}
	case 5:
		return corpus.Criterion{Fact: "patents_invention", Op: corpus.OpGte, Want: want(1 + r.Int64N(3))}
	case 6:
		return corpus.Criterion{Fact: []corpus.FactID{"has_appraisal", "credit_ok"}[r.IntN(2)], Op: corpus.OpEq, Want: corpus.Want{Set: true, Bool: r.IntN(4) > 0}}
	case 7:
		return corpus.Criterion{Fact: "statuses", Op: []corpus.Op{corpus.OpAnyOf, corpus.OpAllOf}[r.IntN(2)], Want: two(nearFacts[7].codes)}
	case 8:
		return corpus.Criterion{Fact: "region", Op: corpus.OpWithin, Want: two(nearFacts[8].codes)}
	}
	return corpus.Criterion{Fact: "entity_size", Op: corpus.OpIn, Want: two(nearFacts[9].codes)}
}

func nearTree(r *rand.Rand, depth int) corpus.Criterion {
	if depth == 0 {
		return nearLeaf(r)
	}
	var kids []corpus.Criterion
	for range 2 {
		kids = append(kids, nearTree(r, r.IntN(depth)))
	}
	if r.IntN(2) == 0 {
		return corpus.Criterion{Any: kids}
	}
	return corpus.Criterion{All: kids}
}

func nearKnown(r *rand.Rand, f nearFact) corpus.Value {
	if r.IntN(4) == 0 {
		return corpus.Value{}
	}
	switch {
	case f.kind == corpus.KindBool:
		return corpus.BoolValue(r.IntN(2) == 0)
	case f.kind.Numeric():
		a := f.least + r.Int64N(f.max-f.least+1)
		if b := f.least + r.Int64N(f.max-f.least+1); b > a && r.IntN(3) == 0 {
			return corpus.SpanValue(f.kind, corpus.Span{Min: a, Max: b, HasMin: true, HasMax: true})
		}
		return corpus.SpanValue(f.kind, corpus.Exactly(a))
	case f.kind == corpus.KindCodes:
		var has, not []string
		for _, c := range f.codes {
			switch r.IntN(3) {
			case 0:
				has = append(has, c)
			case 1:
				not = append(not, c)
			}
		}
		return corpus.CodesValue(has, not, r.IntN(2) == 0)
	}
	return corpus.CodeValue(f.codes[r.IntN(len(f.codes))])
}

// state is a fact after it was changed or found out, or as it was.
type state struct {
	v               corpus.Value
	changed, settle int
	by              int64
}

// states are all states of a fact that can be reached honestly.
func states(f nearFact, v corpus.Value) []state {
	out := []state{{v: v}}
	add := func(w corpus.Value, changed bool, by int64) {
		s := state{v: w, settle: 1, by: by}
		if changed {
			s.changed, s.settle = 1, 0
		}
		out = append(out, s)
	}
	switch {
	case f.kind == corpus.KindBool:
		for _, b := range []bool{true, false} {
			if !v.Known() || b && !v.Bool && f.move != 0 {
				add(corpus.BoolValue(b), v.Known(), 0)
			}
		}
	case f.kind.Numeric():
		for n := f.least; n <= f.max+3; n++ {
			switch {
			case !v.Known() || n >= v.Span.Min && n <= v.Span.Max:
				add(corpus.SpanValue(f.kind, corpus.Exactly(n)), false, 0)
			case f.move > 0 && n > v.Span.Max:
				add(corpus.SpanValue(f.kind, corpus.Exactly(n)), true, n-v.Span.Max)
			case f.move < 0 && n < v.Span.Min:
				add(corpus.SpanValue(f.kind, corpus.Exactly(n)), true, n-v.Span.Min)
			}
		}
	case f.kind == corpus.KindCodes:
		for mask := 1; mask < 8; mask++ {
			has, changed := slices.Clone(v.Has), false
			for i, c := range f.codes {
				if mask>>i&1 != 0 && !slices.Contains(v.Has, c) {
					has = append(has, c)
					changed = changed || v.Known() && (v.Complete || slices.Contains(v.Not, c))
				}
			}
			add(corpus.CodesValue(has, nil, false), changed, 0)
		}
	case !v.Known():
		for _, c := range f.codes {
			add(corpus.CodeValue(c), false, 0)
		}
	case f.id == "region" && v.Text == "420100": // known too widely
		add(corpus.CodeValue("420115"), false, 0)
	}
	return out
}

func TestNearestChangeAgreesWithTryingEverything(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	r := rand.New(rand.NewPCG(11, 11))
	const profiles = 5000
	tried, none, found := 0, 0, 0
	for tried < profiles {
		c := nearTree(r, 1+r.IntN(2))
		product := &corpus.Product{Criteria: &c}
		known := corpus.Facts{}
		var facts []nearFact
		for _, f := range nearFacts {
			if v := nearKnown(r, f); slices.Contains(c.Facts(nil), f.id) {
				facts = append(facts, f)
				if v.Known() {
					known[f.id] = v
				}
			}
		}
		tried++
		best, sets := [2]int{99, 99}, map[string]int64{} // the facts of each cheapest way, with the smallest change of a number
		var try func(i int, at corpus.Facts, cost [2]int, names []string, by int64)
		try = func(i int, at corpus.Facts, cost [2]int, names []string, by int64) {
			if slices.Compare(cost[:], best[:]) > 0 {
				return
			}
			if i == len(facts) {
				if oracle(set, &c, at) != knowledge.Met {
					return
				}
				if slices.Compare(cost[:], best[:]) < 0 {
					best, sets = cost, map[string]int64{}
				}
				key := strings.Join(names, " ")
				if old, ok := sets[key]; !ok || by < old {
					sets[key] = by
				}
				return
			}
			for _, s := range states(facts[i], known[facts[i].id]) {
				next := at.Clone()
				names := names
				if s.v.Known() {
					next[facts[i].id] = s.v
				}
				if s.changed+s.settle > 0 {
					names = append(slices.Clip(names), fmt.Sprint(facts[i].id, s.changed))
				}
				try(i+1, next, [2]int{cost[0] + s.changed, cost[1] + s.settle}, names, by+max(s.by, -s.by))
			}
		}
		try(0, corpus.Facts{}, [2]int{}, nil, 0)
		got := map[string]int64{}
		for _, w := range m.Nearest(product, known) {
			var names []string
			by := int64(0)
			for _, f := range facts {
				for _, ch := range w {
					if ch.Fact == f.id {
						changed := 1
						if ch.Settle {
							changed = 0
						}
						names = append(names, fmt.Sprint(f.id, changed))
						by += max(ch.By, -ch.By)
					}
				}
			}
			key := strings.Join(names, " ")
			if old, ok := got[key]; !ok || by < old {
				got[key] = by
			}
		}
		if _, met := sets[""]; met {
			sets = map[string]int64{}
		}
		switch {
		case len(sets) == 0:
			none++
		default:
			found++
		}
		if fmt.Sprint(got) != fmt.Sprint(sets) {
			t.Fatalf("profile %d: nearest ways are %v, want %v\nknown %s\ncriterion %+v", tried, got, sets, show(known), c)
		}
	}
	t.Logf("%d profiles: a nearest way for %d, none needed or none honest for %d", tried, found, none)
	if found < profiles/4 || none < profiles/20 {
		t.Errorf("the profiles are lopsided: %d with a way, %d without", found, none)
	}
}

func show(known corpus.Facts) string {
	var out []string
	for _, id := range known.IDs() {
		data, _ := known[id].MarshalJSON()
		out = append(out, fmt.Sprintf("%s=%s", id, data))
	}
	return strings.Join(out, " ")
}

// taken is what is known after a way was gone.
func taken(set *corpus.Set, p *corpus.Product, w knowledge.Way, known corpus.Facts) corpus.Facts {
	out := known.Clone()
	var list []*corpus.Criterion
	if p.Criteria != nil {
		list = leaves(p.Criteria, nil)
	}
	for i := range p.Implied {
		list = leaves(&p.Implied[i], list)
	}
	for _, c := range w {
		f, _ := set.Fact(c.Fact)
		switch {
		case len(c.OneOf) > 0:
			has := slices.Clone(out[c.Fact].Has)
			for _, g := range c.OneOf {
				has = append(has, g[0])
			}
			out[c.Fact] = corpus.CodesValue(has, nil, false)
		case f.Kind.Numeric():
			n := c.To.Span.Max
			if c.To.Span.HasMin {
				n = c.To.Span.Min
			}
			out[c.Fact] = corpus.SpanValue(f.Kind, corpus.Exactly(n))
		case c.To.Known():
			out[c.Fact] = c.To
		default:
			for _, l := range list {
				if slices.Contains(l.Left(), c.Fact) {
					out[c.Fact] = corpus.CodeValue(l.Want.Codes[0])
				}
			}
		}
	}
	return out
}

func TestNearestWayLeadsThere(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	r := rand.New(rand.NewPCG(12, 12))
	never := []corpus.FactID{"region", "industry", "entity_kind", "entity_size", "credit_ok", "tax_credit_ok", "legal_rep_credit_ok", "major_violation", "appraised_value", "is_lgfv", "on_negative_list", "revenue"}
	gone := 0
	for seed := range uint64(60) {
		_, known := firm(rand.New(rand.NewPCG(seed, 13)), set)
		for id, v := range anyFacts(r, set, 30, true) {
			if !known[id].Known() {
				known[id] = v
			}
		}
		for i := range set.Products {
			p := &set.Products[i]
			for _, w := range m.Nearest(p, known) {
				for _, c := range w {
					if !c.Settle && slices.Contains(never, c.Fact) {
						t.Fatalf("%s would be changed for %s", c.Fact, p.ID)
					}
				}
				split := slices.ContainsFunc(w, func(c knowledge.Change) bool { return c.Fact == "loan_amount" && !c.Settle })
				for lang, warning := range map[corpus.Lang]string{corpus.Chinese: "拆成几笔", corpus.English: "Splitting"} {
					text := strings.Join(m.WayText(w, lang), "\n")
					if strings.ContainsAny(text, "{}") || strings.Contains(text, "nearest.") {
						t.Errorf("%s says %q", p.ID, text)
					}
					if strings.Contains(text, warning) != split {
						t.Errorf("%s warns of splitting wrongly: %q", p.ID, text)
					}
				}
				after := taken(set, p, w, known)
				if slices.ContainsFunc(w, func(c knowledge.Change) bool {
					return c.Settle && !c.To.Known() && len(c.OneOf) == 0 && c.Fact != "region" && c.Fact != "industry" && c.Fact != "kv_grade" && c.Fact != "entity_size"
				}) {
					continue // a share of an amount that nobody knows yet
				}
				if fit := b.Weigh(p, after).Fit; fit != knowledge.Eligible {
					t.Fatalf("after %v, %s is %v\nknown %s", m.WayText(w, corpus.English), p.ID, fit, show(after))
				}
				gone++
			}
		}
	}
	if gone < 300 {
		t.Errorf("only %d ways were gone", gone)
	}
}

func TestSmallerLoanIsTheNearestChangeAboveALimit(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	p, _ := set.Product("product/p03-bv-loan")
	known := corpus.Facts{"region": corpus.CodeValue("420115"), "entity_size": corpus.CodeValue("small"), "loan_amount": corpus.MoneyValue(1200 * corpus.Wan)}
	ways := b.Matcher().Nearest(p, known)
	if len(ways) != 1 || len(ways[0]) != 1 || ways[0][0].Fact != "loan_amount" || ways[0][0].By != -int64(200*corpus.Wan) || ways[0][0].Settle {
		t.Fatalf("ways are %+v", ways)
	}
	if text := strings.Join(b.Matcher().WayText(ways[0], corpus.Chinese), ""); !strings.Contains(text, "1200万元") || !strings.Contains(text, "200万元") || !strings.Contains(text, "违规风险") {
		t.Errorf("it says %q", text)
	}
	known["entity_size"] = corpus.CodeValue("large")
	if ways := b.Matcher().Nearest(p, known); len(ways) != 0 {
		t.Errorf("a large firm is told to become another: %+v", ways)
	}
}
