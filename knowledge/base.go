package knowledge

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"zhirong/corpus"
)

// Base is everything that can be found and weighed: the passages of one corpus
// in an index, and its products. It is never changed and safe for concurrent use.
type Base struct {
	set      *corpus.Set
	engine   *Engine
	owner    []int               // of each document of the engine: the ordinal of its passage
	names    *corpus.PhraseIndex // names of products and policies -> ordinal in named
	named    []corpus.ID
	words    *corpus.PhraseIndex // forms of terms -> ordinal of the term
	pieces   sync.Map            // language and passage -> pieces of the questions that it is known to answer
	banks    *bankIndex
	frequent faqIndex
	about    map[corpus.ID][]corpus.ID // of a gap: the products and policies that it speaks of

	matcher *Matcher
}

// Documents returns what is indexed of a set, and for each document the ordinal
// of its passage: the passage's own words, once in each language, and each of
// the questions that people put for it, since a question is nearest to a question.
func Documents(set *corpus.Set) (docs []Document, owner []int) {
	passages := set.Passages()
	for i := range passages {
		p := &passages[i]
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			keys := []string{"lang:" + string(lang)}
			add := func(id, title, text string) {
				docs = append(docs, Document{ID: string(p.ID) + "@" + string(lang) + id, Title: title, Text: text, Keys: keys})
				owner = append(owner, i)
			}
			add("", p.Title.In(lang)+" "+p.Heading.In(lang),
				strings.Join(append([]string{p.Text.In(lang), p.Number.In(lang), p.DocNo, p.Table.In(lang)}, wordsIn(p.Words, lang)...), " "))
			for n, q := range p.Asked.In(lang) {
				add(fmt.Sprint("?", n), "", q)
			}
		}
	}
	return docs, owner
}

// Build indexes a set under dir and returns the base, open for reading.
func Build(ctx context.Context, set *corpus.Set, dir string) (*Base, error) {
	docs, owner := Documents(set)
	e, err := BuildEngine(ctx, dir, docs)
	if err != nil {
		return nil, err
	}
	return newBase(set, e, owner), nil
}

// Open opens the index that Build made of the same set.
func Open(set *corpus.Set, dir string) (*Base, error) {
	e, err := OpenEngine(dir)
	if err != nil {
		return nil, err
	}
	_, owner := Documents(set)
	return newBase(set, e, owner), nil
}

// Fallback returns a base without an index, which answers while one is built.
func Fallback(set *corpus.Set) *Base {
	docs, owner := Documents(set)
	return newBase(set, NewFallback(docs), owner)
}

// Close releases the index.
func (b *Base) Close() error { return b.engine.Close() }

// shortestName is the least length of a name by which an entry is known to be
// meant: shorter ones are words of the field.
const shortestName = 3

func newBase(set *corpus.Set, e *Engine, owner []int) *Base {
	b := &Base{set: set, engine: e, owner: owner, names: corpus.NewPhraseIndex(), words: corpus.NewPhraseIndex(), matcher: NewMatcher(set)}
	name := func(id corpus.ID, forms ...string) {
		b.named = append(b.named, id)
		for _, f := range forms {
			if len([]rune(f)) >= shortestName {
				b.names.Add(f, len(b.named)-1)
			}
		}
	}
	for i := range set.Products {
		p := &set.Products[i]
		forms := append([]string{p.Name.ZH, p.Name.EN, p.Short.ZH, p.Short.EN}, p.Aliases...)
		name(p.ID, append(forms, shortened(forms)...)...)
	}
	for i := range set.Policies {
		p := &set.Policies[i]
		name(p.ID, append([]string{p.Title, p.Gloss, p.DocNo, p.Short.ZH, p.Short.EN}, p.Aliases...)...)
	}
	for i := range set.Terms {
		t := &set.Terms[i]
		for _, w := range slices.Concat([]string{t.Name.ZH, t.Name.EN}, t.Synonyms, t.Misspellings) {
			b.words.Add(w, i)
		}
	}
	b.banks = newBankIndex(set)
	b.frequent = newFAQIndex(set)
	b.about = map[corpus.ID][]corpus.ID{}
	for i := range set.Gaps {
		g := &set.Gaps[i]
		text := g.Title.ZH + " " + g.Says.ZH
		for _, a := range g.Asked {
			text += " " + a.ZH
		}
		for _, id := range b.Named(text) {
			if _, ok := set.Product(id); ok {
				b.about[g.ID] = append(b.about[g.ID], id)
			}
		}
	}
	return b
}

// shortened returns names as people cut them: without what stands in brackets,
// and without words that every product of a kind bears: 英山云雾茶集合授信 is 英山云雾茶授信.
func shortened(names []string) []string {
	var out []string
	for _, n := range names {
		bare := bracketed.ReplaceAllString(n, "")
		for _, s := range []string{bare, padding.Replace(bare)} {
			if s != n && len([]rune(s)) >= shortestCut {
				out = append(out, s)
			}
		}
	}
	return out
}

// shortestCut is the least length of a cut name: shorter ones would be words of
// the field.
const shortestCut = 6

var (
	bracketed = regexp.MustCompile(`\s*[（(][^（()）]*[）)]`)
	padding   = strings.NewReplacer("集合授信", "授信", "质押贷款", "质押贷", "产业协会", "", "专用权", "", "质押融资", "质押贷")
)

// Named returns the products and policies that a text names, in order.
func (b *Base) Named(text string) []corpus.ID {
	var out []corpus.ID
	for _, h := range b.names.Find(corpus.Fold(text)) {
		if id := b.named[h.N]; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Terms returns the terms of the field that a text uses, in order.
func (b *Base) Terms(text string) []*corpus.Term {
	var out []*corpus.Term
	for _, h := range b.words.Find(corpus.Fold(text)) {
		if t := &b.set.Terms[h.N]; !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// expand returns the other forms of the terms in a text: synonyms count more
// than words that are only near in meaning.
func (b *Base) expand(text string, lang corpus.Lang) []Expansion {
	folded := corpus.Fold(text)
	var out []Expansion
	for _, t := range b.Terms(text) {
		add := func(weight float64, forms ...string) {
			for _, f := range wordsIn(forms, lang) {
				if !strings.Contains(folded, corpus.Fold(f)) {
					out = append(out, Expansion{Term: f, Weight: weight})
				}
			}
		}
		add(0.8, t.Name.ZH, t.Name.EN)
		add(0.6, t.Synonyms...)
		add(0.3, t.Related...)
	}
	return out
}

// wordsIn keeps the words written in a language's script.
func wordsIn(words []string, lang corpus.Lang) []string {
	var out []string
	for _, w := range words {
		if hasHan(w) == (lang == corpus.Chinese) || lang == corpus.Chinese && len(w) <= 8 {
			out = append(out, w)
		}
	}
	return out
}

// Query asks for passages.
type Query struct {
	Text     string
	Lang     corpus.Lang
	Intent   corpus.IntentID     // what is wanted; empty: not known
	Surety   float64             // 0…1, how sure the intent is
	Region   corpus.RegionCode   // the person's place; empty: not known
	Places   []corpus.RegionCode // places that the question itself names
	Rights   []corpus.IPKind
	DocNos   []string
	Docs     []corpus.ID // only passages of these entries
	Aspect   corpus.Aspect
	Field    string      // the field of a product that is asked for, empty: none in particular
	On       corpus.Date // the day that the answer is about
	Reviewed bool        // only passages that a person has reviewed
	History  bool        // passages that no longer hold are wanted, too
	Limit    int
}

// Found is a passage with how it came to its place.
type Found struct {
	Passage  *corpus.Passage
	Score    float64
	Lexical  float64            // share of the best lexical score, 0…1
	Likeness float64            // to the nearest question that it is known to answer, 0…1; of the first few
	Coverage float64            // share of the question's words that it holds, 0…1; of the first few
	Boosts   map[string]float64 // what moved it, by name
}

// Excluded is a passage that would have been found and why it was not.
type Excluded struct {
	Passage *corpus.Passage
	Reason  string // "not_in_force", "other_place", "not_reviewed"
}

// Result is what a search gives.
type Result struct {
	Found    []Found
	Excluded []Excluded // of the best lexical hits
	Terms    []Expansion
	Named    []corpus.ID
	Coverage float64 // share of the question's words that the best hit holds, 0…1
	Likeness float64 // how like the question is to one that a hit is known to answer, 0…1
}

// Strength says how surely a hit answers the question by its words alone.
func (f *Found) Strength() float64 { return 0.5*f.Coverage + 0.7*f.Likeness }

// Strength says how surely the best hits answer the question by its words alone:
// about 0.45 parts questions that the corpus answers from those that it does not.
func (r *Result) Strength() float64 { return 0.5*r.Coverage + 0.7*r.Likeness }

// Each further passage of an entry that stands higher already is lowered: those of
// a product more, as its summary tells most of it.
const (
	againFactor  = 0.96
	againProduct = 0.7
)

// again is what lowers a further passage of its entry.
func again(p *corpus.Passage) float64 {
	if p.Kind == corpus.ProductPassage {
		return againProduct
	}
	return againFactor
}

// Hits compared with the question by the questions that they are known to
// answer, and what the likeness adds to the score.
const (
	likenessDepth  = 40
	coverageDepth  = 8
	likenessWeight = 1.2
)

// recall is how many hits the engine is asked for; the priors choose among them.
const recall = 200

// Search finds passages, best first. A passage that does not hold on the day,
// or holds for another place only, is left out.
func (b *Base) Search(ctx context.Context, q Query) (Result, error) {
	r := Result{Terms: b.expand(q.Text, q.Lang), Named: b.Named(q.Text)}
	hits, err := b.engine.Search(ctx, EngineQuery{
		Text: q.Text, Expand: r.Terms, Must: [][]string{{"lang:" + string(q.Lang)}}, Limit: recall,
	})
	if err != nil {
		return Result{}, err
	}
	passages := b.set.Passages()
	lexical := map[int]float64{}
	top := 0.0
	for _, h := range hits {
		top = max(top, h.Score)
	}
	for _, h := range hits {
		i := b.owner[h.Ordinal]
		lexical[i] = max(lexical[i], h.Score/top)
	}
	lineage := map[corpus.RegionCode]int{}
	if q.Region != "" {
		for i, c := range b.set.Lineage(q.Region) {
			lineage[c] = i
		}
	}
	for i := range passages {
		p := &passages[i]
		lex := lexical[i]
		boosts := b.boosts(p, &q, &r, lineage)
		if reason := b.excluded(p, &q, &r, lineage); reason != "" {
			if lex > 0.5 {
				r.Excluded = append(r.Excluded, Excluded{p, reason})
			}
			continue
		}
		if len(q.Docs) > 0 && !slices.Contains(q.Docs, p.Doc) {
			continue
		}
		score := lex + boosts["intent"]
		if boosts["named"] > 1 {
			score += 0.15
		}
		if score == 0 {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(boosts)) { // in one order, so that the last bit is always the same
			if name != "intent" {
				score *= boosts[name]
			}
		}
		r.Found = append(r.Found, Found{Passage: p, Score: score, Lexical: lex, Boosts: boosts})
	}
	byScore := func(a, c Found) int { return cmp.Compare(c.Score, a.Score) }
	slices.SortStableFunc(r.Found, byScore)
	near := r.Found[:min(likenessDepth, len(r.Found))]
	for i, like := range b.likenesses(q.Text, near, q.Lang) {
		near[i].Likeness = like
		near[i].Score *= 1 + likenessWeight*like
		r.Likeness = max(r.Likeness, like)
	}
	slices.SortStableFunc(r.Found, byScore)
	// Further passages of one entry say less that is new than those of another.
	seen := map[corpus.ID]int{}
	for i := range r.Found {
		f := &r.Found[i]
		if n := seen[f.Passage.Doc]; n > 0 {
			f.Boosts["again"] = math.Pow(again(f.Passage), float64(n))
			f.Score *= f.Boosts["again"]
		}
		seen[f.Passage.Doc]++
	}
	slices.SortStableFunc(r.Found, byScore)
	if len(r.Found) > 0 {
		for i := range r.Found[:min(coverageDepth, len(r.Found))] {
			r.Found[i].Coverage = b.coverage(q.Text, r.Found[i].Passage, q.Lang)
		}
		r.Coverage = r.Found[0].Coverage
	}
	if q.Limit > 0 && len(r.Found) > q.Limit {
		r.Found = r.Found[:q.Limit]
	}
	return r, nil
}

// intentPrior is what a passage gains that says of itself that it answers the
// intent, by the place of the intent in its list.
var intentPrior = []float64{0.25, 0.16, 0.12, 0.1}

func orField(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// aspectFields are the fields of a product that hold an aspect.
var aspectFields = map[corpus.Aspect]string{
	corpus.AspectAmount: "amount", corpus.AspectRate: "rate", corpus.AspectTerm: "term", corpus.AspectMaterials: "materials",
	corpus.AspectTime: "time", corpus.AspectConditions: "conditions", corpus.AspectContact: "contact", corpus.AspectFee: "rate",
}

// MinorField reports whether a field of a product answers only who asks for it.
func MinorField(field string) bool {
	switch field {
	case "contact", "term", "time", "collateral", "rights":
		return true
	}
	return false
}

// minorFactor lowers a minor field that was not asked for.
const minorFactor = 0.8

// boosts returns what moves a passage: "intent" is added, all others multiply.
func (b *Base) boosts(p *corpus.Passage, q *Query, r *Result, lineage map[corpus.RegionCode]int) map[string]float64 {
	m := map[string]float64{}
	if i := slices.Index(p.Answers, q.Intent); i >= 0 && q.Intent != "" {
		m["intent"] = intentPrior[min(i, len(intentPrior)-1)] * q.Surety
	}
	if b.concerns(p, r.Named) {
		m["named"] = 1.25
		if p.Kind == corpus.GapPassage {
			m["named"] = 1.1
		}
	}
	if p.DocNo != "" && slices.Contains(q.DocNos, p.DocNo) {
		m["doc_no"] = 6
	}
	if len(q.Rights) > 0 && len(p.Rights) > 0 {
		m["rights"] = 0.5
		if slices.ContainsFunc(p.Rights, func(k corpus.IPKind) bool { return slices.Contains(q.Rights, k) }) {
			m["rights"] = 1.2
		}
	}
	if len(q.Rights) == 0 && len(p.Rights) > 0 && !slices.Contains(p.Rights, corpus.InventionPatent) {
		// A question that names no right is mostly about patents.
		m["rights"] = 0.85
	}
	near := 9
	for _, c := range p.Regions {
		if d, ok := lineage[c]; ok {
			near = min(near, d)
		}
	}
	switch {
	case near == 9:
	case p.Regions[0] == corpus.Nation:
	case near == 0:
		m["place"] = 1.5
	case near <= 2 && !slices.Contains(p.Regions, corpus.Hubei):
		m["place"] = 1.4
	case slices.Contains(p.Regions, corpus.Hubei):
		m["place"] = 1.15
	}
	if q.Region == "" && len(q.Places) == 0 && len(p.Regions) > 0 && !slices.Contains(p.Regions, corpus.Hubei) && !slices.Contains(p.Regions, corpus.Nation) {
		m["place"] = 0.85
	}
	// The field asked about speaks for the product that was named; where none
	// was, one product's field is not yet the answer to a question about all.
	switch f := orField(q.Field, aspectFields[q.Aspect]); {
	case f != "" && p.Field == f:
		if len(q.Docs) > 0 || b.concerns(p, r.Named) {
			m["field"] = 1.25
		}
	case MinorField(p.Field):
		m["field"] = minorFactor
	}
	switch {
	case p.Kind == corpus.CasePassage && q.Intent != "cases":
		m["kind"] = 0.9
	case p.Kind == corpus.CasePassage:
		m["kind"] = 1.2
	}
	if !p.InForceOn(q.On) {
		m["past"] = 0.8
	}
	if p.Confidence == corpus.Low {
		m["confidence"] = 0.95
	}
	if p.Elsewhere {
		m["elsewhere"] = 0.9
	}
	return m
}

// concerns reports whether a passage belongs to a named entry, or is a gap that
// speaks of one.
func (b *Base) concerns(p *corpus.Passage, named []corpus.ID) bool {
	if p.Kind == corpus.GapPassage {
		return slices.ContainsFunc(b.about[p.Doc], func(id corpus.ID) bool { return slices.Contains(named, id) })
	}
	return slices.Contains(named, p.Doc)
}

// excluded returns why a passage is no answer, or "".
func (b *Base) excluded(p *corpus.Passage, q *Query, r *Result, lineage map[corpus.RegionCode]int) string {
	if q.Reviewed && !p.Reviewed {
		return "not_reviewed"
	}
	named := slices.Contains(r.Named, p.Doc) || p.DocNo != "" && slices.Contains(q.DocNos, p.DocNo)
	if !p.InForceOn(q.On) && !q.History && !named && (p.Status != corpus.Ended || q.On < p.Effective) {
		// What was replaced never answers for today; what merely ran out may be
		// told, and is marked as over.
		return "not_in_force"
	}
	if len(p.Regions) == 0 || p.Kind == corpus.CasePassage || named {
		return ""
	}
	// Where the question names places, only what holds there or above counts.
	asked := q.Places
	if len(asked) == 0 && q.Region != "" {
		asked = []corpus.RegionCode{q.Region}
	}
	if len(asked) == 0 || p.Elsewhere {
		return ""
	}
	for _, a := range asked {
		for _, c := range p.Regions {
			if c == corpus.Nation || b.set.Within(a, c) || len(q.Places) > 0 && b.set.Within(c, a) {
				return ""
			}
		}
	}
	return "other_place"
}
