package knowledge

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// Proof is a match as it is shown: each condition with the person's value, the
// rule's, how the comparison is read at its limit, and what it rests on.
type Proof struct {
	Product  corpus.ID       `json:"product"`
	Ref      string          `json:"ref"` // the dossier's id: "P01"
	Fit      Fit             `json:"fit"`
	Complete bool            `json:"complete"` // every condition of the product is known
	Findings []ProofLine     `json:"findings"`
	Missing  []corpus.FactID `json:"missing"`
	Reasons  []string        `json:"rank_reasons"`
}

// ProofLine is one condition of a proof. All lines of a proof must hold together;
// the parts of a line combine as its op says.
type ProofLine struct {
	Fact    string           `json:"fact"` // the fact, or the facts it looks at joined by +
	Op      string           `json:"op"`   // a corpus.Op, or "any", "all", "not" of parts
	Want    any              `json:"want"` // a value; {"share_bp","of"} for a share of another fact; null with parts
	Have    any              `json:"have"` // a value, null if not known; of several facts the known ones by name
	Verdict Verdict          `json:"verdict"`
	Reading string           `json:"reading"`
	Cite    corpus.PassageID `json:"cite"`
	Parts   []ProofLine      `json:"parts,omitempty"`
	Why     string           `json:"-"` // the condition in words
}

// shareOf is the right side of a comparison with another fact.
type shareOf struct {
	Share int64         `json:"share_bp"`
	Of    corpus.FactID `json:"of"`
}

// Prove words a match in a language.
func (m *Matcher) Prove(w *Match, known corpus.Facts, lang corpus.Lang) Proof {
	return m.prove(w, m.fill(nil, known), known, lang)
}

// ProveAll words matches in a language, in their order.
func (m *Matcher) ProveAll(matches []Match, known corpus.Facts, lang corpus.Lang) []Proof {
	out, p := make([]Proof, len(matches)), m.fill(nil, known)
	for i := range matches {
		out[i] = m.prove(&matches[i], p, known, lang)
	}
	return out
}

func (m *Matcher) prove(w *Match, p profile, known corpus.Facts, lang corpus.Lang) Proof {
	r := m.ruleOf(w.Product)
	out := Proof{
		Product: w.Product.ID, Fit: w.Fit, Complete: w.Product.Complete, Findings: make([]ProofLine, 0, len(r.conditions)),
		Missing: append([]corpus.FactID{}, w.Missing...), Reasons: m.Reasons(w, lang),
	}
	if len(w.Product.Refs) > 0 {
		out.Ref = w.Product.Refs[0]
	}
	for i := range r.conditions {
		out.Findings = append(out.Findings, m.line(w.Product, &r.conditions[i], p, known, lang))
	}
	return out
}

// Reasons says why a match stands where it stands, in the order in which the
// reasons count; then what is not known of the product itself.
func (m *Matcher) Reasons(w *Match, lang corpus.Lang) []string {
	level := w.Rank.Level
	if level == "" {
		level = "none"
	}
	keys := []string{
		"match.fit." + w.Rank.Fit.String(), "match.cover." + w.Rank.Cover.String(),
		"match.confidence." + string(w.Rank.Confidence), "match.level." + level,
	}
	if !w.Product.Complete {
		keys = append(keys, "match.incomplete")
	}
	if w.Product.Role == corpus.LendingLimit && w.Product.AmountMax == 0 {
		keys = append(keys, "match.limit_unknown")
	}
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = m.word(k, lang)
	}
	return out
}

// word returns a sentence of the wording; a key that is missing shows itself.
func (m *Matcher) word(key string, lang corpus.Lang) string { return word(m.set, key, lang) }

func (m *Matcher) line(of *corpus.Product, n *node, p profile, known corpus.Facts, lang corpus.Lang) ProofLine {
	c := n.criterion
	l := ProofLine{Op: string(c.Op), Verdict: m.judge(n, p), Reading: m.reading(n, p, lang), Cite: m.cite(of, c), Why: c.Why.In(lang)}
	facts := c.Facts(nil)
	names := make([]string, len(facts))
	for i, id := range facts {
		names[i] = string(id)
	}
	l.Fact = strings.Join(names, "+")
	l.Have = m.shown(facts, known)
	var parts []node
	switch {
	case len(n.all) > 0:
		l.Op, parts = "all", n.all
	case len(n.any) > 0:
		l.Op, parts = "any", n.any
	case n.not != nil:
		l.Op, parts = "not", []node{*n.not}
	default:
		l.Want = m.wanted(n)
	}
	for i := range parts {
		l.Parts = append(l.Parts, m.line(of, &parts[i], p, known, lang))
	}
	return l
}

// shown is the left side: one fact's value, or several by name as far as known.
func (m *Matcher) shown(facts []corpus.FactID, known corpus.Facts) any {
	if len(facts) == 1 {
		return known[facts[0]]
	}
	have := corpus.Facts{}
	for _, id := range facts {
		if v := known[id]; v.Known() {
			have[id] = v
		}
	}
	return have
}

// wanted is the right side of a comparison in its JSON form.
func (m *Matcher) wanted(n *node) any {
	c := n.criterion
	switch {
	case c.Of != "":
		share := int64(c.Share)
		if share == 0 {
			share = 10_000
		}
		return shareOf{share, c.Of}
	case n.kind == corpus.KindBool:
		return c.Want.Bool
	case n.kind.Numeric():
		return corpus.SpanValue(n.kind, corpus.Exactly(c.Want.N))
	}
	return append([]string{}, c.Want.Codes...)
}

// reading says how a comparison is read, above all at its limit.
func (m *Matcher) reading(n *node, p profile, lang corpus.Lang) string {
	text := n.reading.In(lang)
	if !n.kind.Numeric() || !n.criterion.Leaf() || n.left[0] < 0 || n.criterion.Of != "" {
		return text
	}
	if a := m.sum(n.left, p, 1); equal(a, span{n.want, n.want}) == Met {
		text = join(text, m.word("reading.at_limit", lang), lang)
	}
	return text
}

// wording says how a comparison is read, whatever the firm's value is.
func (m *Matcher) wording(n *node, lang corpus.Lang) string {
	c := n.criterion
	switch {
	case len(n.all) > 0:
		return m.word("reading.all", lang)
	case len(n.any) > 0:
		return m.word("reading.any", lang)
	case n.not != nil:
		return m.word("reading.not", lang)
	case n.left[0] < 0:
		return m.word("reading.plain", lang)
	}
	fact := &m.set.Facts[n.left[0]]
	switch {
	case n.kind == corpus.KindBool:
		key := "reading.no"
		if c.Want.Bool == (c.Op == corpus.OpEq) {
			key = "reading.yes"
		}
		return corpus.Fill(m.word(key, lang), map[string]string{"fact": fact.Label.In(lang)})
	case !n.kind.Numeric():
		names := make([]string, len(c.Want.Codes))
		for i, code := range c.Want.Codes {
			names[i] = CodeText(m.set, fact, code, lang)
		}
		return corpus.Fill(m.word("reading."+string(c.Op), lang), map[string]string{"codes": list(names, lang)})
	}
	limit := numberText(m.set, fact, c.Want.N, lang)
	if c.Of != "" && n.of >= 0 {
		limit = m.set.Facts[n.of].Label.In(lang)
		if c.Share != 0 {
			limit = corpus.Fill(m.word("reading.share", lang), map[string]string{"of": limit, "share": corpus.BasisPoints(c.Share).String()})
		}
	}
	text := corpus.Fill(m.word("reading."+string(c.Op), lang), map[string]string{"limit": limit})
	if len(n.left) > 1 {
		names := make([]string, len(n.left))
		for i, f := range n.left {
			names[i] = m.set.Facts[f].Label.In(lang)
		}
		text = join(text, corpus.Fill(m.word("reading.sum", lang), map[string]string{"facts": list(names, lang)}), lang)
	}
	return text
}

// join puts two sentences side by side.
func join(a, b string, lang corpus.Lang) string {
	if lang == corpus.English {
		return a + " " + b
	}
	return a + b
}

// list joins names as a language does.
func list(names []string, lang corpus.Lang) string {
	if lang == corpus.English {
		return strings.Join(names, ", ")
	}
	return strings.Join(names, "、")
}

// cite is the passage that a condition rests on: the product's conditions, what it
// says of the amount, or for the area that follows from its regions, its summary.
func (m *Matcher) cite(p *corpus.Product, c *corpus.Criterion) corpus.PassageID {
	field := "conditions"
	for i := range p.Implied {
		if c == &p.Implied[i] {
			field = "summary"
		}
	}
	if !p.Amount.Zero() && slices.Contains(c.Facts(nil), "loan_amount") {
		field = "amount"
	}
	return corpus.PassageID(string(p.ID) + "#" + field)
}

// Cites are the passages that a product's conditions rest on: its own first, then
// the clauses of its basis, each once.
func (m *Matcher) Cites(p *corpus.Product) []corpus.PassageID {
	out := []corpus.PassageID{corpus.PassageID(string(p.ID) + "#conditions")}
	for _, ref := range p.Basis {
		for _, i := range m.set.ByRef(ref) {
			if q := &m.set.Passages()[i]; q.Kind == corpus.PolicyPassage && !slices.Contains(out, q.ID) {
				out = append(out, q.ID)
			}
		}
	}
	return out
}

// appraisalLine is the clause on pledge loans that may go without an outside
// appraisal, and its line.
const (
	appraisalClause corpus.PassageID = "policy/hubei-2025-17#2.1.2a"
	appraisalLimit                   = 1000 * corpus.Wan
)

// AppraisalLine says how a loan stands to the line of CNY 10 million, up to which
// the provincial guide promotes a value fixed by the bank or by agreement.
func (m *Matcher) AppraisalLine(known corpus.Facts, lang corpus.Lang) ProofLine {
	loan := known["loan_amount"]
	v := Unknown
	if loan.Known() {
		limit := end{at: wideOf(int64(appraisalLimit)), set: true}
		v = less(ends(loan.Span, corpus.KindMoney, 1), span{limit, limit}, false)
	}
	return ProofLine{
		Fact: "loan_amount", Op: string(corpus.OpLte), Want: corpus.MoneyValue(appraisalLimit), Have: loan, Verdict: v,
		Reading: m.word("reading.appraisal_line", lang), Cite: appraisalClause,
	}
}

// Settler says who can settle a fact.
func (m *Matcher) Settler(id corpus.FactID, lang corpus.Lang) string {
	key := "settler." + string(id)
	if _, ok := m.set.Wording[key]; !ok {
		key = "settler.other"
	}
	return m.word(key, lang)
}

// OpenFact is a fact on which products hang, with who can settle it.
type OpenFact struct {
	Fact     corpus.FactID
	Products int // how many hang on it
	Settler  string
}

// Open names every fact on which the possible products of ms hang, those first on
// which most hang.
func (m *Matcher) Open(ms []Match, lang corpus.Lang) []OpenFact {
	count := map[corpus.FactID]int{}
	for _, w := range ms {
		for _, id := range w.Missing {
			count[id]++
		}
	}
	var out []OpenFact
	for i := range m.set.Facts {
		if id := m.set.Facts[i].ID; count[id] > 0 {
			out = append(out, OpenFact{id, count[id], m.Settler(id, lang)})
		}
	}
	slices.SortStableFunc(out, func(a, b OpenFact) int { return b.Products - a.Products })
	return out
}
