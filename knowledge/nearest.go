package knowledge

import (
	"cmp"
	"math"
	"slices"

	"zhirong/corpus"
)

// Change is one fact that would have to be other than it is known to be, or that
// has to be found out.
type Change struct {
	Fact   corpus.FactID
	From   corpus.Value // what is known; the zero Value: nothing
	To     corpus.Value // what would do: an interval, a bool, the codes to hold; the zero Value: see OneOf, or any value of the condition
	OneOf  [][]string   // of codes: of each group one would do
	By     int64        // of a number that is known: how far it is off, in the fact's unit, less than zero for less
	Settle bool         // nothing needs to change: the fact only has to be found out
}

// Way is a set of changes after which every known condition of a product is met.
type Way []Change

// move is how a firm can honestly change a fact.
type move int

const (
	moveUp   move = iota + 1 // a number grows: by time, by work, by new rights
	moveDown                 // a number shrinks: a smaller loan, a shorter term
	moveYes                  // what was not done can be done
	moveJoin                 // a status can be applied for, a membership taken
)

// moves are the facts that a firm can honestly change, and how. Whatever is not
// listed can only be found out: where the firm is, what it is, its record, and
// the value of a right, which is never tuned.
var moves = map[corpus.FactID]move{
	"loan_amount": moveDown, "loan_months": moveDown,
	"months_operating": moveUp, "profit_years": moveUp, "rd_share": moveUp,
	"patents_invention": moveUp, "patents_utility_model": moveUp, "patents_design": moveUp, "trademarks": moveUp, "collective_marks": moveUp,
	"certification_marks": moveUp, "copyrights": moveUp, "software_copyrights": moveUp, "ic_layouts": moveUp, "plant_varieties": moveUp, "data_certificates": moveUp,
	"has_appraisal": moveYes, "guarantee_available": moveYes, "innovation_points": moveYes, "on_whitelist": moveYes, "on_department_list": moveYes,
	"department_recommended": moveYes, "roadshow_participant": moveYes, "data_processed": moveYes, "patent_in_use": moveYes,
	"has_ip_pledge_loan": moveYes, "copyright_loan_repaid": moveYes,
	"statuses": moveJoin, "associations": moveJoin, "need": moveJoin,
}

// need is what a set of conditions asks of one fact.
type need struct {
	fact    int
	span    corpus.Span // of numbers; the ends of whole numbers are closed
	yes, no bool        // of a bool
	codes   []wish      // of one code
	groups  [][]string  // of a list: of each group one at least
	none    []string    // of a list: none of these
	of      int         // of numbers: at least this other fact…
	share   int64       // …times 10,000 by this share; 0: no such link
}

// wish is a comparison of one code and whether it is to hold.
type wish struct {
	n     *node
	holds bool
}

// needs are what a way asks for, by number of the fact.
type needs []need

// maxWays bounds the ways that are followed at once; the cheapest are kept.
const maxWays = 500

// Nearest returns the ways by which a product would become eligible that change
// the fewest facts and, of those, find out the fewest; the smaller changes first.
// It is empty if the product is eligible or no honest way leads there.
func (m *Matcher) Nearest(product *corpus.Product, known corpus.Facts) []Way {
	r := m.ruleOf(product)
	p := m.fill(nil, known)
	if len(r.conditions) == 0 || m.fit(r, p) == Eligible {
		return nil
	}
	ways := []needs{nil}
	for i := range r.conditions {
		ways = m.combine(ways, m.solve(&r.conditions[i], true, p), p)
	}
	var out []Way
	best := [2]int{math.MaxInt, 0}
	for _, w := range ways {
		way, ok := m.finish(w, p, known)
		if !ok || len(way) == 0 {
			continue
		}
		c := way.cost()
		switch d := slices.Compare(c[:], best[:]); {
		case d < 0:
			best, out = c, []Way{way}
		case d == 0:
			out = append(out, way)
		}
	}
	slices.SortStableFunc(out, func(a, b Way) int { return slices.CompareFunc(a, b, m.compareChange) })
	return slices.CompactFunc(out, func(a, b Way) bool { return slices.CompareFunc(a, b, m.compareChange) == 0 })
}

func (m *Matcher) compareChange(a, b Change) int {
	return cmp.Or(cmp.Compare(m.facts[a.Fact], m.facts[b.Fact]), cmp.Compare(max(a.By, -a.By), max(b.By, -b.By)))
}

// cost counts the facts to change and those to find out.
func (w Way) cost() (c [2]int) {
	for _, ch := range w {
		if ch.Settle {
			c[1]++
		} else {
			c[0]++
		}
	}
	return c
}

// combine joins each way of a with each of b; what contradicts itself falls out.
func (m *Matcher) combine(a, b []needs, p profile) []needs {
	var out []needs
	for _, x := range a {
		for _, y := range b {
			if w, ok := m.merge(x, y); ok {
				out = append(out, w)
			}
		}
	}
	if len(out) > maxWays {
		price := func(w needs) int {
			total := 0
			for i := range w {
				if c, ok := m.change(&w[i], w, p, corpus.Value{}); !ok {
					total += 1_000_000
				} else if c != nil && !c.Settle {
					total += 1000
				} else if c != nil {
					total++
				}
			}
			return total
		}
		slices.SortStableFunc(out, func(x, y needs) int { return cmp.Compare(price(x), price(y)) })
		out = out[:maxWays]
	}
	return out
}

// solve returns the ways to make a condition hold, or fail.
func (m *Matcher) solve(n *node, holds bool, p profile) []needs {
	kids, every := n.all, holds
	if len(n.any) > 0 {
		kids, every = n.any, !holds
	}
	switch {
	case n.not != nil:
		return m.solve(n.not, !holds, p)
	case len(kids) > 0 && every:
		ways := []needs{nil}
		for i := range kids {
			ways = m.combine(ways, m.solve(&kids[i], holds, p), p)
		}
		return ways
	case len(kids) > 0:
		var ways []needs
		for i := range kids {
			ways = append(ways, m.solve(&kids[i], holds, p)...)
		}
		return ways
	case n.left[0] < 0:
		return nil
	case n.kind.Numeric():
		return m.solveNumber(n, holds, p)
	}
	one := need{fact: n.left[0]}
	want := n.criterion.Want.Codes
	switch n.kind {
	case corpus.KindBool:
		one.yes = (n.criterion.Want.Bool == (n.criterion.Op == corpus.OpEq)) == holds
		one.no = !one.yes
	case corpus.KindCodes:
		switch all := n.criterion.Op == corpus.OpAllOf; {
		case all && holds:
			for _, c := range want {
				one.groups = append(one.groups, []string{c})
			}
		case holds:
			one.groups = [][]string{want}
		case all:
			var ways []needs
			for _, c := range want {
				ways = append(ways, needs{{fact: one.fact, none: []string{c}}})
			}
			return ways
		default:
			one.none = want
		}
	default:
		one.codes = []wish{{n, holds}}
	}
	return []needs{{one}}
}

// inverse is the comparison that holds where another fails.
var inverse = map[corpus.Op]corpus.Op{
	corpus.OpLt: corpus.OpGte, corpus.OpGte: corpus.OpLt, corpus.OpLte: corpus.OpGt, corpus.OpGt: corpus.OpLte, corpus.OpEq: corpus.OpNe, corpus.OpNe: corpus.OpEq,
}

// solveNumber moves one fact of a sum, the others staying as good as they are.
func (m *Matcher) solveNumber(n *node, holds bool, p profile) []needs {
	op := n.criterion.Op
	if !holds {
		op = inverse[op]
	}
	if op == corpus.OpNe {
		var ways []needs
		for _, o := range []corpus.Op{corpus.OpLt, corpus.OpGt} {
			ways = append(ways, m.move(n, o, n.criterion.Want.N, p)...)
		}
		return ways
	}
	if n.criterion.Of == "" {
		return m.move(n, op, n.criterion.Want.N, p)
	}
	if n.of < 0 || len(n.left) > 1 {
		return nil
	}
	share := n.share
	if share == 0 {
		share = 10_000
	}
	var ways []needs
	upper := op == corpus.OpLte || op == corpus.OpLt
	if c := &p[n.of]; c.known && upper && c.span.HasMin {
		limit, ok := portion(c.span.Min, share, 10_000, false)
		if ok {
			for _, w := range m.move(n, op, limit, p) {
				ways = append(ways, append(w, need{fact: n.of, span: corpus.Span{Min: c.span.Min, HasMin: true, MinOpen: c.span.MinOpen}}))
			}
		}
	} else if c.known && !upper && c.span.HasMax {
		limit, ok := portion(c.span.Max, share, 10_000, true)
		if ok {
			for _, w := range m.move(n, op, limit, p) {
				ways = append(ways, append(w, need{fact: n.of, span: corpus.Span{Max: c.span.Max, HasMax: true, MaxOpen: c.span.MaxOpen}}))
			}
		}
	}
	if op == corpus.OpLte {
		// The other fact turns out to be great enough.
		ways = append(ways, needs{{fact: n.left[0]}, {fact: n.of, of: n.left[0], share: share}})
	}
	for _, w := range ways {
		slices.SortFunc(w, func(a, b need) int { return cmp.Compare(a.fact, b.fact) })
	}
	return ways
}

// portion returns n×num/den rounded up or down; it fails beyond 64 bits.
func portion(n, num, den int64, up bool) (int64, bool) {
	w := times(n, num)
	if n < 0 || w.hi != 0 || w.lo > math.MaxInt64 {
		return 0, false
	}
	q, r := int64(w.lo)/den, int64(w.lo)%den
	if up && r > 0 {
		q++
	}
	return q, true
}

// move returns a way for each fact of the left side: it goes to where the sum
// passes the limit while the others stay at least as good as they are known to be.
func (m *Matcher) move(n *node, op corpus.Op, limit int64, p profile) []needs {
	var ways []needs
	whole := n.kind != corpus.KindMonths
	lower, upper := op == corpus.OpGte || op == corpus.OpGt || op == corpus.OpEq, op == corpus.OpLte || op == corpus.OpLt || op == corpus.OpEq
	for _, f := range n.left {
		s := corpus.Span{}
		lo, hi := limit, limit
		var w needs
		for _, g := range n.left {
			if g == f {
				continue
			}
			var keep corpus.Span
			least, most := int64(0), int64(0)
			if c := &p[g]; c.known {
				keep = c.span
			}
			if lower {
				if least = keep.Min; !keep.HasMin {
					if min := m.set.Facts[g].Min; min != nil {
						least = *min
					}
				}
				lo -= least
			}
			if upper {
				most = keep.Max
				hi -= most
			}
			if lower && !upper {
				keep.HasMax, keep.Max, keep.MaxOpen = false, 0, false
			}
			if upper && !lower {
				keep.HasMin, keep.Min, keep.MinOpen = false, 0, false
			}
			w = append(w, need{fact: g, span: keep})
		}
		if lower {
			s.Min, s.HasMin, s.MinOpen = lo, true, op == corpus.OpGt
		}
		if upper {
			s.Max, s.HasMax, s.MaxOpen = hi, true, op == corpus.OpLt
		}
		w = append(w, need{fact: f, span: closed(s, whole)})
		slices.SortFunc(w, func(a, b need) int { return cmp.Compare(a.fact, b.fact) })
		ways = append(ways, w)
		if len(n.left) > 1 && m.judge(n, p) == Met {
			// The sum is met as it is: every fact stays as good as it is.
			for i := range w {
				if c := &p[w[i].fact]; w[i].fact == f && c.known {
					w[i].span = keepEnd(c.span, lower, upper)
				} else if w[i].fact == f {
					w[i].span = corpus.Span{}
				}
			}
			return []needs{w}
		}
	}
	return ways
}

// keepEnd keeps the ends of an interval that hold a condition up.
func keepEnd(s corpus.Span, lower, upper bool) corpus.Span {
	if !lower {
		s.HasMin, s.Min, s.MinOpen = false, 0, false
	}
	if !upper {
		s.HasMax, s.Max, s.MaxOpen = false, 0, false
	}
	return s
}

// closed closes the ends of an interval of whole numbers.
func closed(s corpus.Span, whole bool) corpus.Span {
	if whole && s.HasMin && s.MinOpen {
		s.Min, s.MinOpen = s.Min+1, false
	}
	if whole && s.HasMax && s.MaxOpen {
		s.Max, s.MaxOpen = s.Max-1, false
	}
	return s
}

// meet returns what lies in both intervals.
func meet(a, b corpus.Span) corpus.Span {
	if b.HasMin && (!a.HasMin || b.Min > a.Min || b.Min == a.Min && b.MinOpen) {
		a.Min, a.HasMin, a.MinOpen = b.Min, true, b.MinOpen
	}
	if b.HasMax && (!a.HasMax || b.Max < a.Max || b.Max == a.Max && b.MaxOpen) {
		a.Max, a.HasMax, a.MaxOpen = b.Max, true, b.MaxOpen
	}
	return a
}

// merge joins two ways; it fails where they ask a fact for what cannot be both.
func (m *Matcher) merge(a, b needs) (needs, bool) {
	out := make(needs, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].fact < b[0].fact:
			out, a = append(out, a[0]), a[1:]
		case len(a) == 0 || b[0].fact < a[0].fact:
			out, b = append(out, b[0]), b[1:]
		default:
			x, y := a[0], b[0]
			x.span = meet(x.span, y.span)
			x.yes, x.no = x.yes || y.yes, x.no || y.no
			x.codes = slices.Concat(x.codes, y.codes)
			x.groups = slices.Concat(x.groups, y.groups)
			x.none = slices.Concat(x.none, y.none)
			if x.share == 0 || y.share != 0 && y.share < x.share {
				x.of, x.share = y.of, max(x.share, y.share)
				if y.share != 0 {
					x.share = y.share
				}
			}
			if x.span.Empty() || x.yes && x.no {
				return nil, false
			}
			out, a, b = append(out, x), a[1:], b[1:]
		}
	}
	return out, true
}

// finish turns what a way asks for into changes of what is known.
func (m *Matcher) finish(w needs, p profile, known corpus.Facts) (Way, bool) {
	var out Way
	w = m.bound(w, p)
	for i := range w {
		c, ok := m.change(&w[i], w, p, known[m.set.Facts[w[i].fact].ID])
		if !ok {
			return nil, false
		}
		if c != nil {
			out = append(out, *c)
		}
	}
	return out, true
}

// bound carries the upper end of a fact over to one that may only be a share of it.
func (m *Matcher) bound(w needs, p profile) needs {
	out := slices.Clone(w)
	for _, n := range w {
		if n.share == 0 {
			continue
		}
		most := n.span
		if c := &p[n.fact]; c.known {
			most = meet(closed(c.span, m.set.Facts[n.fact].Kind != corpus.KindMonths), most)
		}
		limit, ok := portion(most.Max, n.share, 10_000, false)
		if !most.HasMax || !ok {
			continue
		}
		for i := range out {
			if out[i].fact == n.of {
				out[i].span = meet(out[i].span, corpus.Span{Max: limit, HasMax: true})
			}
		}
	}
	return out
}

// change is what one fact needs: nil if it is as it has to be. It fails where no
// honest change leads there.
func (m *Matcher) change(n *need, w needs, p profile, from corpus.Value) (*Change, bool) {
	f, c := &m.set.Facts[n.fact], &p[n.fact]
	ch := &Change{Fact: f.ID, From: from, Settle: true}
	switch {
	case f.Kind == corpus.KindBool:
		ch.To = corpus.BoolValue(n.yes)
		if !c.known {
			return ch, true
		}
		if c.yes == n.yes {
			return nil, true
		}
		ch.Settle = false
		return ch, n.yes && moves[f.ID] == moveYes
	case f.Kind == corpus.KindCodes:
		return m.changeCodes(n, f, c, ch)
	case !f.Kind.Numeric():
		return m.changeCode(n, c, ch)
	}
	return m.changeNumber(n, w, p, ch)
}

func (m *Matcher) changeNumber(n *need, w needs, p profile, ch *Change) (*Change, bool) {
	f, c := &m.set.Facts[n.fact], &p[n.fact]
	whole := f.Kind != corpus.KindMonths
	want := n.span
	if n.share != 0 {
		other, ok := m.target(n.of, w, p)
		if ok && other.HasMax {
			least, ok := portion(other.Max, 10_000, n.share, true)
			if !ok {
				return nil, false
			}
			want = meet(want, corpus.Span{Min: least, HasMin: true})
		} else {
			// The other has no upper end yet: both have to be found out together.
			return ch, !c.known || !definiteSpan(c.span)
		}
	}
	linked := slices.ContainsFunc(w, func(o need) bool { return o.share != 0 && o.of == n.fact })
	bounds := corpus.Span{}
	if f.Min != nil {
		bounds.Min, bounds.HasMin = *f.Min, true
	}
	if f.Max != nil {
		bounds.Max, bounds.HasMax = *f.Max, true
	}
	if meet(want, bounds).Empty() {
		return nil, false
	}
	if !c.known {
		if want == (corpus.Span{}) && !linked {
			return nil, true
		}
		ch.To = corpus.SpanValue(f.Kind, want)
		return ch, true
	}
	have := closed(c.span, whole)
	inside := meet(have, want)
	switch {
	case inside == have && !(linked && !have.HasMax):
		return nil, true
	case !inside.Empty():
		ch.To = corpus.SpanValue(f.Kind, inside)
		return ch, true
	}
	ch.Settle, ch.To = false, corpus.SpanValue(f.Kind, want)
	if want.HasMin && have.HasMax && have.Max <= want.Min {
		ch.By = want.Min - have.Max
		return ch, moves[f.ID] == moveUp
	}
	ch.By = want.Max - have.Min
	return ch, moves[f.ID] == moveDown
}

func definiteSpan(s corpus.Span) bool { _, ok := s.Exact(); return ok }

// target is where a number stands after a way: what is known of it within what
// the way asks for, or where it has to move.
func (m *Matcher) target(fact int, w needs, p profile) (corpus.Span, bool) {
	want := corpus.Span{}
	for i := range w {
		if w[i].fact == fact {
			want = w[i].span
		}
	}
	if !p[fact].known {
		return want, want.HasMax
	}
	have := closed(p[fact].span, m.set.Facts[fact].Kind != corpus.KindMonths)
	if inside := meet(have, want); !inside.Empty() {
		return inside, true
	}
	return want, true
}

func (m *Matcher) changeCode(n *need, c *cell, ch *Change) (*Change, bool) {
	settled := Met
	for _, w := range n.codes {
		v := Unknown
		if c.known {
			if v = w.n.judgeCode(c); !w.holds {
				v = not(v)
			}
		}
		settled = and(settled, v)
	}
	if settled != Unknown {
		return nil, settled == Met
	}
	// Some code has to do for all of them.
	for code := range n.codes[0].n.table {
		ok := true
		for _, w := range n.codes {
			ok = ok && (w.n.table[code] == Met) == w.holds && w.n.table[code] != Unknown
		}
		if ok && (!c.known || m.mayBe(c, code, n)) {
			return ch, true
		}
	}
	for _, w := range n.codes {
		if len(w.n.extra) > 0 && w.holds {
			return ch, true
		}
	}
	return nil, false
}

// mayBe reports whether a place that is known too widely may be the one by number.
func (m *Matcher) mayBe(c *cell, place int, n *need) bool {
	if m.set.Facts[n.fact].From != "regions" {
		return c.code == place
	}
	if c.text == string(corpus.Nation) {
		return true
	}
	for k, depth := place, 0; k >= 0 && depth < 6; k, depth = m.up[k], depth+1 {
		if k == c.code {
			return true
		}
	}
	return false
}

func (m *Matcher) changeCodes(n *need, f *corpus.Fact, c *cell, ch *Change) (*Change, bool) {
	holds := func(code string) bool { return c.known && slices.Contains(c.held, code) }
	lacks := func(code string) bool { return c.known && (c.yes && !holds(code) || slices.Contains(c.lack, code)) }
	needed := false
	for _, code := range n.none {
		if holds(code) {
			return nil, false // a status is not given up
		}
		needed = needed || !lacks(code)
	}
	for _, g := range n.groups {
		if slices.ContainsFunc(g, func(code string) bool { return holds(code) && !slices.Contains(n.none, code) }) {
			continue
		}
		needed = true
		open := slices.DeleteFunc(slices.Clone(g), func(code string) bool { return lacks(code) || slices.Contains(n.none, code) })
		if len(open) == 0 {
			open = slices.DeleteFunc(slices.Clone(g), func(code string) bool { return slices.Contains(n.none, code) })
			if len(open) == 0 || moves[f.ID] != moveJoin {
				return nil, false
			}
			ch.Settle = false
		}
		ch.OneOf = append(ch.OneOf, open)
	}
	if !needed {
		return nil, true
	}
	if len(ch.OneOf) == 0 {
		ch.To = corpus.CodesValue(nil, n.none, false)
	}
	return ch, true
}
