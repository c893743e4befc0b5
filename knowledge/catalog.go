package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"zhirong/corpus"
)

// CatalogKind is what a question about the library counts or lists.
type CatalogKind string

// What the library holds.
const (
	Products CatalogKind = "products"
	Policies CatalogKind = "policies"
	Cases    CatalogKind = "cases"
	Pilots   CatalogKind = "pilots"
	Gaps     CatalogKind = "gaps"
)

// CatalogQuery asks for entries by their fields, not by similarity. Empty
// fields do not limit.
type CatalogQuery struct {
	Kind         CatalogKind
	Year         string // of issue for policies, of the event for cases
	Region       corpus.RegionCode
	Rights       []corpus.IPKind
	ProductKinds []corpus.ProductKind
	PolicyKinds  []corpus.PolicyKind
	Status       corpus.Status
	Offered      *bool
	On           corpus.Date
	Newest       bool              // newest first
	Matters      []corpus.IntentID // intents of which an entry answers one
	Named        string            // words that the title or provider holds, folded
}

// CatalogEntry is one entry of an answer.
type CatalogEntry struct {
	ID      corpus.ID
	Name    corpus.Text
	DocNo   string
	Date    string
	Status  corpus.Status
	Refs    []string
	Passage *corpus.Passage // what to cite for it
}

// Catalog returns the entries that match, newest first where asked, else in the order of their ids.
func (b *Base) Catalog(q CatalogQuery) []CatalogEntry {
	var out []CatalogEntry
	first := func(id corpus.ID) *corpus.Passage {
		passages := b.set.Passages()
		for i := range passages {
			if passages[i].Doc == id {
				return &passages[i]
			}
		}
		return nil
	}
	rights := func(have []corpus.IPKind) bool {
		return len(q.Rights) == 0 || slices.ContainsFunc(have, func(k corpus.IPKind) bool { return slices.Contains(q.Rights, k) })
	}
	named := func(texts ...string) bool {
		return q.Named == "" || slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(corpus.Fold(s), q.Named) })
	}
	matters := func(have []corpus.IntentID) bool {
		return len(q.Matters) == 0 || slices.ContainsFunc(have, func(id corpus.IntentID) bool { return slices.Contains(q.Matters, id) })
	}
	switch q.Kind {
	case Products:
		for i := range b.set.Products {
			p := &b.set.Products[i]
			if !rights(p.Rights) || !matters(p.Answers) || len(q.ProductKinds) > 0 && !slices.Contains(q.ProductKinds, p.Kind) || q.Offered != nil && p.Offered != *q.Offered ||
				!b.holdsIn(p.Regions, q.Region) || !named(p.Name.ZH, p.Provider.ZH, p.Name.EN, p.Provider.EN) {
				continue
			}
			out = append(out, CatalogEntry{ID: p.ID, Name: p.Name, Date: p.AsOf, Refs: p.Refs, Passage: first(p.ID)})
		}
	case Policies:
		for i := range b.set.Policies {
			p := &b.set.Policies[i]
			if p.DocNo == "" && len(q.PolicyKinds) == 0 && !instrument(p.Kind) || len(q.PolicyKinds) > 0 && !slices.Contains(q.PolicyKinds, p.Kind) ||
				q.Year != "" && !strings.HasPrefix(issued(p), q.Year) || q.Status != "" && p.Status != q.Status || !b.holdsIn(p.Regions, q.Region) ||
				!named(p.Title, p.Gloss) {
				continue
			}
			name := corpus.Text{ZH: p.Title, EN: p.Title + " (" + p.Gloss + ")"}
			out = append(out, CatalogEntry{ID: p.ID, Name: name, DocNo: p.DocNo, Date: issued(p), Status: p.Status, Refs: p.Refs, Passage: first(p.ID)})
		}
	case Cases:
		for i := range b.set.Cases {
			c := &b.set.Cases[i]
			if !rights(c.Rights) || !matters(c.Answers) || q.Year != "" && !strings.HasPrefix(c.When, q.Year) || q.Region != "" && !b.set.Within(c.Region, q.Region) ||
				!named(c.Who.ZH, c.Text.ZH, c.Who.EN, c.Text.EN) {
				continue
			}
			out = append(out, CatalogEntry{ID: c.ID, Name: c.Who, Date: c.When, Refs: c.Refs, Passage: first(c.ID)})
		}
	case Pilots:
		for _, code := range b.set.Pilots() {
			if q.Region == "" || b.set.Within(code, q.Region) {
				name := corpus.Text{ZH: b.set.PlaceName(code, corpus.Chinese), EN: b.set.PlaceName(code, corpus.English)}
				out = append(out, CatalogEntry{ID: corpus.ID(code), Name: name})
			}
		}
	case Gaps:
		for i := range b.set.Gaps {
			g := &b.set.Gaps[i]
			out = append(out, CatalogEntry{ID: g.ID, Name: g.Title, Refs: g.Refs, Passage: first(g.ID)})
		}
	}
	if q.Newest {
		slices.SortStableFunc(out, func(a, c CatalogEntry) int { return cmp.Compare(c.Date, a.Date) })
	}
	return out
}

// issued is the day of a document's issue or, where that is not known, the year
// that its number bears; empty: neither is known.
func issued(p *corpus.Policy) string {
	if p.Issued != "" {
		return string(p.Issued)
	}
	_, after, _ := strings.Cut(p.DocNo, "〔")
	year, _, ok := strings.Cut(after, "〕")
	if !ok {
		return ""
	}
	return year
}

// instrument reports whether a sort of document is an act of an authority.
func instrument(k corpus.PolicyKind) bool {
	switch k {
	case corpus.KindLaw, corpus.KindRegulation, corpus.KindNotice, corpus.KindStandard, corpus.KindLocal:
		return true
	}
	return false
}

// holdsIn reports whether something that holds in some places concerns a place:
// it lies in one of them, or one of them lies in it. The nation and the whole
// province do not count as special to a city.
func (b *Base) holdsIn(regions []corpus.RegionCode, place corpus.RegionCode) bool {
	if place == "" {
		return true
	}
	return slices.ContainsFunc(regions, func(r corpus.RegionCode) bool {
		if r == place {
			return true
		}
		if r == corpus.Nation || r == corpus.Hubei {
			return false
		}
		return b.set.Within(r, place) || b.set.Within(place, r)
	})
}
