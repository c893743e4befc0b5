package corpus

import (
	"cmp"
	"slices"
	"strings"
)

// Set is everything known, checked. It is never changed after Load.
type Set struct {
	Version    string // hash of the files and of the format
	Facts      []Fact
	Policies   []Policy
	Products   []Product
	Cases      []Case
	Gaps       []Gap
	FAQs       []FAQ
	Places     []Place
	Industries []Industry
	Banks      []Bank
	Terms      []Term
	Offices    []Office
	Intents    []Intent
	Commands   []Command
	Wording    map[string]Saying
	Caveats    map[string]Saying
	Hosts      []string // hosts of issuers, to which a citation may link
	Safety     Safety
	Dossier    []DossierEntry
	Aliases    []FactAlias
	Asked      map[PassageID]Asked

	Rates         Rates
	Indicators    Indicators
	Questionnaire Questionnaire
	Licences      Licences // empty unless an operator supplies it

	passages []Passage
	facts    map[FactID]int
	products map[ID]int
	policies map[ID]int
	places   map[RegionCode]int
	intents  map[IntentID]int
	gaps     map[ID]int
	byRef    map[string][]int
	byID     map[PassageID]int
}

// FactAlias is a spoken form of a code of a fact's choices, for understanding.
type FactAlias struct {
	Fact FactID
	Code string
	Text string
}

// Fact returns the fact of the closed list.
func (s *Set) Fact(id FactID) (*Fact, bool) { return find(s.Facts, s.facts, id) }

// Product returns a product by id.
func (s *Set) Product(id ID) (*Product, bool) { return find(s.Products, s.products, id) }

// Policy returns a policy by id.
func (s *Set) Policy(id ID) (*Policy, bool) { return find(s.Policies, s.policies, id) }

// Place returns an administrative division or zone by code.
func (s *Set) Place(code RegionCode) (*Place, bool) { return find(s.Places, s.places, code) }

// Intent returns an intent by id.
func (s *Set) Intent(id IntentID) (*Intent, bool) { return find(s.Intents, s.intents, id) }

// Gap returns a known unknown by id.
func (s *Set) Gap(id ID) (*Gap, bool) { return find(s.Gaps, s.gaps, id) }

func find[K comparable, T any](list []T, index map[K]int, key K) (*T, bool) {
	i, ok := index[key]
	if !ok {
		return nil, false
	}
	return &list[i], true
}

// Passages returns every citable passage, in a fixed order.
func (s *Set) Passages() []Passage { return s.passages }

// Passage returns a passage by id.
func (s *Set) Passage(id PassageID) (*Passage, bool) { return find(s.passages, s.byID, id) }

// ByRef returns the ordinals of the passages that rest on a dossier id.
func (s *Set) ByRef(ref string) []int { return s.byRef[ref] }

// Lineage returns a place and all places that it lies in, nearest first, ending
// with the nation. An unknown code gives the nation alone.
func (s *Set) Lineage(code RegionCode) []RegionCode {
	var out []RegionCode
	for range 6 {
		p, ok := s.Place(code)
		if !ok {
			break
		}
		if p.Kind != "group" {
			out = append(out, code)
		}
		code = p.Parent
	}
	return append(out, Nation)
}

// Within reports whether a place is outer or lies in it.
func (s *Set) Within(inner, outer RegionCode) bool {
	return slices.Contains(s.Lineage(inner), outer)
}

// PlaceName returns a place's name in a language, with the city or province that
// it lies in where that helps: 武汉市江夏区.
func (s *Set) PlaceName(code RegionCode, lang Lang) string {
	p, ok := s.Place(code)
	if !ok {
		return ""
	}
	up, ok := s.Place(p.Parent)
	if !ok || up.Kind == "group" || up.Level == "province" {
		return p.Name.In(lang)
	}
	if lang == English {
		return p.Name.EN + ", " + up.Name.EN
	}
	if strings.HasPrefix(p.Name.ZH, strings.TrimSuffix(up.Name.ZH, "市")) {
		return p.Name.ZH
	}
	return up.Name.ZH + p.Name.ZH
}

// Pilots returns the places that the notice of June 2025 names, by code.
func (s *Set) Pilots() []RegionCode {
	var out []RegionCode
	for _, p := range s.Places {
		if p.Pilot {
			out = append(out, p.Code)
		}
	}
	slices.Sort(out)
	return out
}

// finish orders the entries and builds the look-up tables and passages.
func (s *Set) finish() {
	slices.SortFunc(s.Policies, func(a, b Policy) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Products, func(a, b Product) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Cases, func(a, b Case) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Intents, func(a, b Intent) int { return cmp.Compare(a.ID, b.ID) })
	s.facts = indexBy(s.Facts, func(f *Fact) FactID { return f.ID })
	s.products = indexBy(s.Products, func(p *Product) ID { return p.ID })
	s.policies = indexBy(s.Policies, func(p *Policy) ID { return p.ID })
	s.places = indexBy(s.Places, func(p *Place) RegionCode { return p.Code })
	s.intents = indexBy(s.Intents, func(i *Intent) IntentID { return i.ID })
	s.gaps = indexBy(s.Gaps, func(g *Gap) ID { return g.ID })
	s.Aliases = s.Aliases[:0]
	for _, f := range s.Facts {
		for _, c := range f.Choices {
			for _, a := range append([]string{c.Label.ZH, c.Label.EN}, c.Aliases...) {
				s.Aliases = append(s.Aliases, FactAlias{Fact: f.ID, Code: c.Code, Text: a})
			}
		}
	}
	for i := range s.Products {
		s.imply(&s.Products[i])
	}
	s.passages = s.makePassages()
	s.byID = indexBy(s.passages, func(p *Passage) PassageID { return p.ID })
	s.byRef = map[string][]int{}
	for i := range s.passages {
		for _, r := range s.passages[i].Refs {
			s.byRef[r] = append(s.byRef[r], i)
		}
	}
}

// imply fills in the conditions that follow from a product's other fields.
func (s *Set) imply(p *Product) {
	p.Implied = nil
	fill := func(key, name string, value Text) Text {
		t := s.label(key)
		return Text{
			ZH: Fill(t.ZH, map[string]string{name: value.ZH}),
			EN: Fill(t.EN, map[string]string{name: value.EN}),
		}
	}
	if !slices.Contains(p.Regions, Nation) && (p.Criteria == nil || !slices.Contains(p.Criteria.Facts(nil), "region")) {
		var codes, zh, en []string
		for _, r := range p.Regions {
			codes = append(codes, string(r))
			zh, en = append(zh, s.PlaceName(r, Chinese)), append(en, s.PlaceName(r, English))
		}
		p.Implied = append(p.Implied, Criterion{Fact: "region", Op: OpWithin, Want: Want{Set: true, Form: "codes", Codes: codes},
			Why: fill("implied.region", "places", Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")})})
	}
	if p.Role == LendingLimit && p.AmountMax > 0 && (p.Criteria == nil || !slices.Contains(p.Criteria.Facts(nil), "loan_amount")) {
		p.Implied = append(p.Implied, Criterion{Fact: "loan_amount", Op: OpLte, Want: Want{Set: true, Form: "money", N: int64(p.AmountMax)},
			Why: fill("implied.amount", "amount", Text{ZH: Money(p.AmountMax).String(), EN: Money(p.AmountMax).English()})})
	}
}

func indexBy[K comparable, T any](list []T, key func(*T) K) map[K]int {
	m := make(map[K]int, len(list))
	for i := range list {
		m[key(&list[i])] = i
	}
	return m
}
