package knowledge

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// IndustrySheet is what the corpus holds on one industry (一产一策): each part by
// passages that can be cited, and which parts it does not hold.
type IndustrySheet struct {
	Industry *corpus.Industry
	Rights   []IndustryRight
	Products []IndustryProduct
	Policies []corpus.PassageID
	Cases    []corpus.PassageID
	Gaps     []string // "rights", "products", "policies", "cases": parts of which nothing is held
}

// IndustryRight is a kind of right that firms of the industry are known to have
// borrowed on, with the passages that show it.
type IndustryRight struct {
	Kind  corpus.IPKind
	Cites []corpus.PassageID
}

// IndustryProduct is a product that names the industry.
type IndustryProduct struct {
	Product *corpus.Product
	Named   bool // its conditions name the industry; false: a known case of it does
	Cites   []corpus.PassageID
}

// Industry gathers what is held on an industry; with a place, only what holds
// there. It reports false for a code that is none. Products that cannot be had in
// Hubei on the day are left out.
func (m *Matcher) Industry(code string, place corpus.RegionCode, on corpus.Date) (*IndustrySheet, bool) {
	i := slices.IndexFunc(m.set.Industries, func(x corpus.Industry) bool { return x.Code == code })
	if i < 0 {
		return nil, false
	}
	s := &IndustrySheet{Industry: &m.set.Industries[i]}
	words := corpus.NewPhraseIndex()
	addIndustry(words, s.Industry, 0)
	says := func(texts ...corpus.Text) bool {
		return slices.ContainsFunc(texts, func(t corpus.Text) bool {
			return len(words.Find(corpus.Fold(t.ZH))) > 0
		})
	}
	holds := func(regions []corpus.RegionCode) bool {
		return place == "" || slices.ContainsFunc(regions, func(r corpus.RegionCode) bool { return m.set.Within(place, r) || m.set.Within(r, place) })
	}
	passages := m.set.Passages()
	products := map[corpus.ID]*IndustryProduct{}
	for k := range passages {
		q := &passages[k]
		if !holds(q.Regions) || !q.InForceOn(on) {
			continue
		}
		switch q.Kind {
		case corpus.PolicyPassage:
			if says(q.Text, q.Heading) {
				s.Policies = append(s.Policies, q.ID)
			}
		case corpus.CasePassage:
			if says(q.Text, q.Title) {
				s.Cases = append(s.Cases, q.ID)
				s.right(q)
			}
		case corpus.ProductPassage:
			p, _ := m.set.Product(q.Doc)
			if !Offerable(p, on) || !says(q.Text) {
				continue
			}
			x, ok := products[p.ID]
			if !ok {
				x = &IndustryProduct{Product: p, Named: names(p, code)}
				products[p.ID] = x
			}
			x.Cites = append(x.Cites, q.ID)
		}
	}
	for k := range m.set.Products {
		p := &m.set.Products[k]
		x, ok := products[p.ID]
		if !ok && names(p, code) && Offerable(p, on) && holds(p.Regions) {
			x, ok = &IndustryProduct{Product: p, Named: true, Cites: []corpus.PassageID{corpus.PassageID(string(p.ID) + "#conditions")}}, true
		}
		if ok {
			s.Products = append(s.Products, *x)
		}
	}
	for _, part := range []struct {
		name string
		n    int
	}{{"rights", len(s.Rights)}, {"products", len(s.Products)}, {"policies", len(s.Policies)}, {"cases", len(s.Cases)}} {
		if part.n == 0 {
			s.Gaps = append(s.Gaps, part.name)
		}
	}
	return s, true
}

// addIndustry adds the words for an industry, without those by which a person
// speaks of the own firm.
func addIndustry(words *corpus.PhraseIndex, i *corpus.Industry, n int) {
	words.Add(i.Name.ZH, n)
	words.Add(i.Name.EN, n)
	for _, a := range i.Aliases {
		if !strings.ContainsAny(a, "做我") {
			words.Add(a, n)
		}
	}
}

// IndustryNamed returns the code of the first industry that a text names.
func (m *Matcher) IndustryNamed(text string) (string, bool) {
	words := corpus.NewPhraseIndex()
	for i := range m.set.Industries {
		addIndustry(words, &m.set.Industries[i], i)
	}
	hits := words.Find(corpus.Fold(text))
	if len(hits) == 0 {
		return "", false
	}
	first := slices.MinFunc(hits, func(a, b corpus.PhraseHit) int { return a.Start - b.Start })
	return m.set.Industries[first.N].Code, true
}

// right adds the rights that a case was lent on.
func (s *IndustrySheet) right(q *corpus.Passage) {
	for _, k := range q.Rights {
		i := slices.IndexFunc(s.Rights, func(r IndustryRight) bool { return r.Kind == k })
		if i < 0 {
			s.Rights = append(s.Rights, IndustryRight{Kind: k})
			i = len(s.Rights) - 1
		}
		s.Rights[i].Cites = append(s.Rights[i].Cites, q.ID)
	}
}

// names reports whether a product's conditions name an industry.
func names(p *corpus.Product, code string) bool {
	var found bool
	var visit func(c *corpus.Criterion)
	visit = func(c *corpus.Criterion) {
		found = found || c.Fact == "industry" && slices.Contains(c.Want.Codes, code)
		for i := range c.All {
			visit(&c.All[i])
		}
		for i := range c.Any {
			visit(&c.Any[i])
		}
	}
	if p.Criteria != nil {
		visit(p.Criteria)
	}
	return found
}
