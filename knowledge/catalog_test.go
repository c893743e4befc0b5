package knowledge_test

import (
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func TestCatalogCountsEntriesByTheirFields(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	count := func(of func(p *corpus.Product) bool) (n int) {
		for i := range set.Products {
			if of(&set.Products[i]) {
				n++
			}
		}
		return n
	}
	yes, no := true, false
	for _, c := range []struct {
		name string
		q    knowledge.CatalogQuery
		want int
	}{
		{"products", knowledge.CatalogQuery{Kind: knowledge.Products}, 50},
		{"products to be had", knowledge.CatalogQuery{Kind: knowledge.Products, Offered: &yes}, 41},
		{"products elsewhere", knowledge.CatalogQuery{Kind: knowledge.Products, Offered: &no}, 9},
		{"cases", knowledge.CatalogQuery{Kind: knowledge.Cases}, 52},
		{"pilots", knowledge.CatalogQuery{Kind: knowledge.Pilots}, 10},
		{"pilots in a city", knowledge.CatalogQuery{Kind: knowledge.Pilots, Region: "420100"}, 1},
		{"gaps", knowledge.CatalogQuery{Kind: knowledge.Gaps}, len(set.Gaps)},
		{"nothing of no kind", knowledge.CatalogQuery{}, 0},
		{"insurance", knowledge.CatalogQuery{Kind: knowledge.Products, ProductKinds: []corpus.ProductKind{corpus.IPInsurance}}, count(func(p *corpus.Product) bool { return p.Kind == corpus.IPInsurance })},
		{"products on trade marks", knowledge.CatalogQuery{Kind: knowledge.Products, Rights: []corpus.IPKind{corpus.Trademark}}, count(func(p *corpus.Product) bool { return slices.Contains(p.Rights, corpus.Trademark) })},
		{"policies of no year", knowledge.CatalogQuery{Kind: knowledge.Policies, Year: "1900"}, 0},
		{"products of no one", knowledge.CatalogQuery{Kind: knowledge.Products, Named: "月球"}, 0},
	} {
		if got := len(b.Catalog(c.q)); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestCatalogLimitsByPlace(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	for _, e := range b.Catalog(knowledge.CatalogQuery{Kind: knowledge.Products, Region: "420300"}) {
		p, _ := set.Product(e.ID)
		if !slices.ContainsFunc(p.Regions, func(r corpus.RegionCode) bool { return set.Within(r, "420300") || set.Within("420300", r) }) {
			t.Errorf("%s is not of Shiyan: %v", e.ID, p.Regions)
		}
		if slices.Contains(p.Regions, corpus.Nation) || slices.Contains(p.Regions, corpus.Hubei) {
			t.Errorf("%s is not special to Shiyan: %v", e.ID, p.Regions)
		}
	}
	cases := b.Catalog(knowledge.CatalogQuery{Kind: knowledge.Cases, Region: "420100"})
	for _, c := range set.Cases {
		if at := slices.ContainsFunc(cases, func(e knowledge.CatalogEntry) bool { return e.ID == c.ID }); at != set.Within(c.Region, "420100") {
			t.Errorf("%s of %s is listed for Wuhan: %v", c.ID, c.Region, at)
		}
	}
}

func TestCatalogPutsTheNewestFirst(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	list := b.Catalog(knowledge.CatalogQuery{Kind: knowledge.Policies, Newest: true})
	if len(list) < 20 {
		t.Fatalf("%d policies", len(list))
	}
	for i, e := range list {
		if i > 0 && e.Date > list[i-1].Date {
			t.Errorf("%s of %s stands after %s", e.ID, e.Date, list[i-1].Date)
		}
	}
	year := b.Catalog(knowledge.CatalogQuery{Kind: knowledge.Policies, Year: "2025"})
	for _, e := range year {
		if !strings.HasPrefix(e.Date, "2025") {
			t.Errorf("%s is of %s", e.ID, e.Date)
		}
	}
	if !slices.ContainsFunc(year, func(e knowledge.CatalogEntry) bool { return e.DocNo == "鄂科技规〔2025〕3号" }) {
		t.Error("a document whose day of issue is not known is not listed by the year of its number")
	}
	if len(year) == 0 || len(year) >= len(list) {
		t.Errorf("%d policies of 2025", len(year))
	}
	for _, e := range b.Catalog(knowledge.CatalogQuery{Kind: knowledge.Policies, Status: corpus.Superseded, PolicyKinds: []corpus.PolicyKind{corpus.KindRegulation}}) {
		if p, _ := set.Policy(e.ID); p.Status != corpus.Superseded {
			t.Errorf("%s is %s", e.ID, e.Status)
		}
	}
}

func TestCatalogEntryCanBeCited(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	for _, kind := range []knowledge.CatalogKind{knowledge.Products, knowledge.Policies, knowledge.Cases, knowledge.Gaps} {
		for _, e := range b.Catalog(knowledge.CatalogQuery{Kind: kind}) {
			if e.Passage == nil || e.Passage.Doc != e.ID || e.Name.ZH == "" || e.Name.EN == "" || len(e.Refs) == 0 {
				t.Errorf("%s has no passage, name or ref", e.ID)
			}
		}
	}
}
