package knowledge

import (
	"slices"

	"zhirong/corpus"
)

// Matcher weighs the products of one corpus: their conditions made ready, so that
// weighing one against what is known costs well under a microsecond. It is never
// changed and safe for concurrent use.
type Matcher struct {
	set   *corpus.Set
	facts map[corpus.FactID]int
	codes []map[string]int // by fact: a number for each of its codes
	up    []int            // by number of a place: that of the place it lies in, -1 for none
	group []bool           // by number of a place: it is a heading, no place of its own
	rules []rule           // by product of the set
}

// rule is a product with its conditions, all of which must hold together.
type rule struct {
	product    *corpus.Product
	conditions []node
}

// node is a condition made ready.
type node struct {
	criterion      *corpus.Criterion
	all, any       []node
	not            *node
	left           []int // facts by number; one that does not exist is -1
	of             int
	kind           corpus.Kind
	table          []Verdict // of one code: by the code's number
	mask           uint64    // of a list of codes: those wanted among the first 64
	extra          []string  // codes wanted that have no number, or none below 64
	want           end
	share          int64 // of the fact of, in basis points; 0: the whole
	nation, region bool
	reading        corpus.Text // how the comparison is read
}

// NewMatcher makes the conditions of a set's products ready.
func NewMatcher(set *corpus.Set) *Matcher {
	m := &Matcher{set: set, facts: make(map[corpus.FactID]int, len(set.Facts)), codes: make([]map[string]int, len(set.Facts))}
	places := make(map[string]int, len(set.Places))
	for i := range set.Places {
		places[string(set.Places[i].Code)] = i
	}
	m.up, m.group = make([]int, len(set.Places)), make([]bool, len(set.Places))
	for i := range set.Places {
		m.group[i] = set.Places[i].Kind == "group"
		m.up[i] = -1
		if up, ok := places[string(set.Places[i].Parent)]; ok {
			m.up[i] = up
		}
	}
	industries := make(map[string]int, len(set.Industries))
	for i := range set.Industries {
		industries[set.Industries[i].Code] = i
	}
	for i := range set.Facts {
		f := &set.Facts[i]
		m.facts[f.ID] = i
		switch f.From {
		case "regions":
			m.codes[i] = places
		case "industries":
			m.codes[i] = industries
		default:
			m.codes[i] = make(map[string]int, len(f.Choices))
			for n, c := range f.Choices {
				m.codes[i][c.Code] = n
			}
		}
	}
	m.rules = make([]rule, len(set.Products))
	for i := range set.Products {
		m.rules[i] = m.rule(&set.Products[i])
	}
	return m
}

func (m *Matcher) rule(p *corpus.Product) rule {
	r := rule{product: p}
	var all []*corpus.Criterion
	if p.Criteria != nil {
		all = conditions(p.Criteria)
	}
	for i := range p.Implied {
		all = append(all, &p.Implied[i])
	}
	for _, c := range all {
		r.conditions = append(r.conditions, m.node(c))
	}
	return r
}

// conditions returns the parts of a criterion that must hold together.
func conditions(c *corpus.Criterion) []*corpus.Criterion {
	if len(c.All) == 0 {
		return []*corpus.Criterion{c}
	}
	var out []*corpus.Criterion
	for i := range c.All {
		out = append(out, conditions(&c.All[i])...)
	}
	return out
}

func (m *Matcher) node(c *corpus.Criterion) node {
	n := m.compared(c)
	n.reading = corpus.Text{ZH: m.wording(&n, corpus.Chinese), EN: m.wording(&n, corpus.English)}
	return n
}

func (m *Matcher) compared(c *corpus.Criterion) node {
	n := node{criterion: c, of: -1}
	for i := range c.All {
		n.all = append(n.all, m.node(&c.All[i]))
	}
	for i := range c.Any {
		n.any = append(n.any, m.node(&c.Any[i]))
	}
	if c.Not != nil {
		k := m.node(c.Not)
		n.not = &k
	}
	if !c.Leaf() {
		return n
	}
	for _, id := range c.Left() {
		n.left = append(n.left, m.number(id))
	}
	if n.left[0] < 0 {
		return n
	}
	fact := &m.set.Facts[n.left[0]]
	n.kind = fact.Kind
	if c.Of != "" {
		n.of, n.share = m.number(c.Of), int64(c.Share)
	}
	n.want = end{at: wideOf(c.Want.N), set: true}
	switch fact.Kind {
	case corpus.KindCodes:
		for _, code := range c.Want.Codes {
			if at, ok := m.codes[n.left[0]][code]; ok && at < 64 {
				n.mask |= 1 << at
			} else {
				n.extra = append(n.extra, code)
			}
		}
	case corpus.KindCode, corpus.KindText:
		n.region = c.Op == corpus.OpWithin
		n.table = make([]Verdict, len(m.codes[n.left[0]]))
		for i := range n.table {
			n.table[i] = Unmet
		}
		for _, code := range c.Want.Codes {
			at, ok := m.codes[n.left[0]][code]
			switch {
			case n.region:
				m.within(&n, corpus.RegionCode(code), at, ok)
			case ok:
				n.table[at] = Met
			default:
				n.extra = append(n.extra, code)
			}
		}
	}
	return n
}

func (m *Matcher) number(id corpus.FactID) int {
	if i, ok := m.facts[id]; ok {
		return i
	}
	return -1
}

// within enters a wanted place: what lies in it meets the condition, and of a
// place that holds it, it is not known: 武汉 may be 江夏.
func (m *Matcher) within(n *node, want corpus.RegionCode, at int, ok bool) {
	if want == corpus.Nation {
		n.nation = true
		for i := range n.table {
			n.table[i] = Met
		}
		return
	}
	if !ok || m.group[at] {
		return
	}
	for i := range n.table {
		for k, depth := i, 0; k >= 0 && depth < 6; k, depth = m.up[k], depth+1 {
			if k == at {
				n.table[i] = Met
				break
			}
		}
	}
	for k, depth := m.up[at], 1; k >= 0 && depth < 6; k, depth = m.up[k], depth+1 {
		if n.table[k] == Unmet && !m.group[k] {
			n.table[k] = Unknown
		}
	}
}

// profile is what is known, by number of the fact.
type profile []cell

// cell is what is known of one fact.
type cell struct {
	known, yes bool // yes: of a bool; of a list that it is complete
	span       corpus.Span
	code       int // -1: one that has no number
	text       string
	has, not   uint64
	held, lack []string
}

// fill sets a profile to what is known.
func (m *Matcher) fill(p profile, known corpus.Facts) profile {
	if len(p) != len(m.set.Facts) {
		p = make(profile, len(m.set.Facts))
	}
	clear(p)
	for id, v := range known {
		if i, ok := m.facts[id]; ok && v.Known() {
			p[i] = m.cell(i, v)
		}
	}
	return p
}

func (m *Matcher) cell(fact int, v corpus.Value) cell {
	c := cell{known: true, span: v.Span, code: -1}
	switch m.set.Facts[fact].Kind {
	case corpus.KindBool:
		c.yes = v.Bool
	case corpus.KindCodes:
		c.yes, c.held, c.lack = v.Complete, v.Has, v.Not
		c.has, c.not = m.mask(fact, v.Has), m.mask(fact, v.Not)
	case corpus.KindCode, corpus.KindText:
		c.text = v.Text
		if at, ok := m.codes[fact][v.Text]; ok {
			c.code = at
		}
	}
	return c
}

func (m *Matcher) mask(fact int, codes []string) (mask uint64) {
	for _, c := range codes {
		if at, ok := m.codes[fact][c]; ok && at < 64 {
			mask |= 1 << at
		}
	}
	return mask
}

// judge returns the verdict on a condition.
func (m *Matcher) judge(n *node, p profile) Verdict {
	switch {
	case len(n.all) > 0:
		v := Met
		for i := range n.all {
			v = and(v, m.judge(&n.all[i], p))
		}
		return v
	case len(n.any) > 0:
		v := Unmet
		for i := range n.any {
			v = or(v, m.judge(&n.any[i], p))
		}
		return v
	case n.not != nil:
		return not(m.judge(n.not, p))
	case n.left[0] < 0:
		return Unknown
	case n.kind.Numeric():
		return m.judgeNumber(n, p)
	}
	c := &p[n.left[0]]
	if !c.known {
		return Unknown
	}
	switch n.kind {
	case corpus.KindBool:
		return truth((c.yes == n.criterion.Want.Bool) == (n.criterion.Op == corpus.OpEq))
	case corpus.KindCodes:
		return n.judgeCodes(c)
	}
	return n.judgeCode(c)
}

func truth(b bool) Verdict {
	if b {
		return Met
	}
	return Unmet
}

func (n *node) judgeCode(c *cell) Verdict {
	switch {
	case c.code >= 0:
		return n.table[c.code]
	case n.region && n.nation:
		return Met
	case n.region && c.text == string(corpus.Nation):
		return Unknown
	}
	return truth(slices.Contains(n.extra, c.text))
}

func (n *node) judgeCodes(c *cell) Verdict {
	all := n.criterion.Op == corpus.OpAllOf
	v := Unmet
	switch {
	case all && c.has&n.mask == n.mask, !all && c.has&n.mask != 0:
		v = Met
	case all && c.not&n.mask == 0 && !c.yes, !all && c.not&n.mask != n.mask && !c.yes:
		v = Unknown
	}
	for _, code := range n.extra {
		one := Unknown
		switch {
		case slices.Contains(c.held, code):
			one = Met
		case c.yes || slices.Contains(c.lack, code):
			one = Unmet
		}
		if all {
			v = and(v, one)
		} else {
			v = or(v, one)
		}
	}
	return v
}

// judgeNumber compares numbers. Where a share counts, both sides are multiplied
// by 10,000 first.
func (m *Matcher) judgeNumber(n *node, p profile) Verdict {
	scale := int64(1)
	if n.share != 0 {
		scale = 10_000
	}
	a := m.sum(n.left, p, scale)
	b := span{n.want, n.want}
	if n.criterion.Of != "" {
		b = span{}
		if n.of >= 0 && p[n.of].known {
			b = ends(p[n.of].span, n.kind, max(n.share, 1))
		}
	}
	switch n.criterion.Op {
	case corpus.OpLt:
		return less(a, b, true)
	case corpus.OpLte:
		return less(a, b, false)
	case corpus.OpGt:
		return less(b, a, true)
	case corpus.OpGte:
		return less(b, a, false)
	case corpus.OpEq:
		return equal(a, b)
	case corpus.OpNe:
		return not(equal(a, b))
	}
	return Unknown
}

// ends returns the interval of a known value times scale. Of whole numbers the
// ends are closed: more than 4 patents are at least 5.
func ends(s corpus.Span, k corpus.Kind, scale int64) span {
	var r span
	whole := k != corpus.KindMonths
	if s.HasMin {
		r.min = end{times(s.Min, scale), true, s.MinOpen && !whole}
		if s.MinOpen && whole {
			r.min.at = r.min.at.plus(wideOf(scale))
		}
	}
	if s.HasMax {
		r.max = end{times(s.Max, scale), true, s.MaxOpen && !whole}
		if s.MaxOpen && whole {
			r.max.at = r.max.at.plus(wideOf(-scale))
		}
	}
	return r
}

// sum adds facts up. What is not known of a fact is at least its least number
// that makes sense; where none of them is known the sum is not known either.
func (m *Matcher) sum(facts []int, p profile, scale int64) span {
	total := span{min: end{set: true}, max: end{set: true}}
	anyKnown := false
	for _, i := range facts {
		if i < 0 {
			return span{}
		}
		var s span
		if p[i].known {
			s, anyKnown = ends(p[i].span, m.set.Facts[i].Kind, scale), true
		}
		if least := m.set.Facts[i].Min; !s.min.set && least != nil {
			s.min = end{at: times(*least, scale), set: true}
		}
		total.min, total.max = total.min.plus(s.min), total.max.plus(s.max)
	}
	if !anyKnown {
		return span{}
	}
	return total
}

// missing appends the facts on which a condition hangs to dst, each once: those
// not known, and those not known closely enough, such as a list that is not
// complete, an interval around the limit or a city that holds the county. A part
// that is settled hangs on nothing.
func (m *Matcher) missing(n *node, p profile, dst []corpus.FactID) []corpus.FactID {
	if m.judge(n, p) != Unknown {
		return dst
	}
	add := func(i int) {
		if i >= 0 && !m.definite(i, p) && !slices.Contains(dst, m.set.Facts[i].ID) {
			dst = append(dst, m.set.Facts[i].ID)
		}
	}
	for _, i := range n.left {
		add(i)
	}
	add(n.of)
	for i := range n.all {
		dst = m.missing(&n.all[i], p, dst)
	}
	for i := range n.any {
		dst = m.missing(&n.any[i], p, dst)
	}
	if n.not != nil {
		dst = m.missing(n.not, p, dst)
	}
	return dst
}

// definite reports whether nothing more can be learned of a fact.
func (m *Matcher) definite(fact int, p profile) bool {
	c := &p[fact]
	switch k := m.set.Facts[fact].Kind; {
	case !c.known:
		return false
	case k.Numeric():
		_, exact := c.span.Exact()
		return exact
	case k == corpus.KindCodes:
		return c.yes
	case m.set.Facts[fact].From == "regions":
		// The condition that hangs on it is open: the place is too wide.
		return false
	}
	return true
}
