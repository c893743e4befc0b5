package web

import (
	"cmp"
	"slices"
	"strconv"

	"zhirong/bot"
	"zhirong/corpus"
)

// placesPage is the tree of the places of Hubei.
type placesPage struct {
	Root   *placeNode
	Pilots []link
}

// placeNode is a place with the places in it.
type placeNode struct {
	Href, Name string
	Pilot      bool
	Pilots     int // in it
	Note       string
	Parts      []*placeNode
}

// places shows the tree of Hubei.
func (v *visit) places() bool {
	page := placesPage{}
	var node func(p *corpus.Place) *placeNode
	node = func(p *corpus.Place) *placeNode {
		n := &placeNode{Name: v.In(p.Name), Pilot: p.Pilot}
		if p.Kind != "group" {
			n.Href = "/library/place/" + string(p.Code)
		}
		for i := range v.Set.Places {
			if q := &v.Set.Places[i]; q.Parent == p.Code {
				part := node(q)
				n.Parts = append(n.Parts, part)
				n.Pilots += part.Pilots
				if part.Pilot {
					n.Pilots++
				}
			}
		}
		if len(n.Parts) > 0 {
			n.Note = v.T("library.place.parts", "n", strconv.Itoa(len(n.Parts)))
			if n.Pilots > 0 {
				n.Note = v.T("library.place.parts_pilots", "n", strconv.Itoa(len(n.Parts)), "pilots", strconv.Itoa(n.Pilots))
			}
		}
		return n
	}
	root, ok := v.Set.Place(corpus.Hubei)
	if !ok {
		return false
	}
	page.Root = node(root)
	for _, c := range v.Set.Pilots() {
		page.Pilots = append(page.Pilots, v.placeLink(c))
	}
	v.Title = v.T("library.place.title")
	v.Main = page
	return true
}

// placePage is what holds at one place.
type placePage struct {
	Name       string
	Up         []link // the places that it lies in, the widest first
	Pilot      bool
	Served     bool // within Hubei
	Special    []item
	Levels     []group // instruments, the highest authority first
	Material   []item  // documents that are no instruments
	Products   []group
	Cases      []item
	Gaps       []item
	Offices    []office
	Parts      []*placeNode
	Ask        string
	Address    string
	Today      string
	Generation string
}

// place shows what holds at one place today, in order of authority.
func (v *visit) place() bool {
	code := corpus.RegionCode(v.r.PathValue("id"))
	p, ok := v.Set.Place(code)
	if !ok || p.Kind == "group" {
		return false
	}
	lineage := v.Set.Lineage(code)
	page := placePage{
		Name: v.placeName(code), Pilot: p.Pilot, Served: slices.Contains(lineage, corpus.Hubei), Address: v.address(), Today: string(v.today), Generation: v.shelf.id,
		Ask: askURL(v.T("library.ask.place", "place", v.placeName(code))),
	}
	for _, up := range slices.Backward(lineage) {
		if up != corpus.Nation && up != code {
			page.Up = append(page.Up, v.placeLink(up))
		}
	}
	for i := range v.Set.Places {
		if q := &v.Set.Places[i]; q.Parent == code && q.Kind != "group" {
			page.Parts = append(page.Parts, &placeNode{Href: "/library/place/" + string(q.Code), Name: v.In(q.Name), Pilot: q.Pilot})
		} else if q.Parent == code {
			for j := range v.Set.Places {
				if sub := &v.Set.Places[j]; sub.Parent == q.Code {
					page.Parts = append(page.Parts, &placeNode{Href: "/library/place/" + string(sub.Code), Name: v.In(sub.Name), Pilot: sub.Pilot})
				}
			}
		}
	}
	v.placeLaw(&page, lineage)
	v.placeHelp(&page, lineage)
	v.Title = page.Name
	v.Main = page
	return true
}

// placeLaw adds the instruments that hold at a place, and the clauses that speak
// of it or of the city that it lies in.
func (v *visit) placeLaw(page *placePage, lineage []corpus.RegionCode) {
	code := lineage[0]
	here := func(regions []corpus.RegionCode) bool {
		return slices.ContainsFunc(regions, func(r corpus.RegionCode) bool { return slices.Contains(lineage, r) })
	}
	near := func(regions []corpus.RegionCode) int {
		return slices.IndexFunc(lineage, func(r corpus.RegionCode) bool { return slices.Contains(regions, r) })
	}
	var special []*corpus.Passage
	if code != corpus.Hubei {
		for i := range v.Set.Passages() {
			q := &v.Set.Passages()[i]
			if q.Kind != corpus.PolicyPassage || !q.InForceOn(v.today) || slices.Contains(q.Regions, corpus.Nation) || slices.Contains(q.Regions, corpus.Hubei) || !here(q.Regions) {
				continue
			}
			special = append(special, q)
		}
	}
	// What speaks of the place itself comes before what speaks of its city.
	slices.SortStableFunc(special, func(a, b *corpus.Passage) int { return cmp.Compare(near(a.Regions), near(b.Regions)) })
	for _, q := range special {
		page.Special = append(page.Special, v.passageItem(q))
	}
	tiers := []struct {
		name string
		is   func(level string, kind corpus.PolicyKind) bool
	}{
		{"law", func(l string, k corpus.PolicyKind) bool { return l == levelNation && k == corpus.KindLaw }},
		{"regulation", func(l string, k corpus.PolicyKind) bool { return l == levelNation && k == corpus.KindRegulation }},
		{"national", func(l string, k corpus.PolicyKind) bool { return l == levelNation }},
		{"provincial", func(l string, k corpus.PolicyKind) bool { return l == levelProvince }},
		{"local", func(l string, k corpus.PolicyKind) bool { return true }},
	}
	for _, t := range tiers {
		page.Levels = append(page.Levels, group{ID: t.name, Name: v.T("library.tier." + t.name)})
	}
	for _, p := range v.byAuthority() {
		state := v.state(p)
		if !here(p.Regions) || state != string(corpus.InForce) && state != string(corpus.Reported) {
			continue
		}
		it := v.policyItem(p)
		if slices.Index(policyKinds, p.Kind) > slices.Index(policyKinds, corpus.KindStandard) || p.Ours {
			page.Material = append(page.Material, it)
			continue
		}
		for i, t := range tiers {
			if t.is(v.shelf.level(p.Regions), p.Kind) {
				page.Levels[i].Items = append(page.Levels[i].Items, it)
				break
			}
		}
	}
	page.Levels = slices.DeleteFunc(page.Levels, func(g group) bool { return len(g.Items) == 0 })
}

// placeHelp adds the products, precedents, gaps and offices of a place.
func (v *visit) placeHelp(page *placePage, lineage []corpus.RegionCode) {
	code := lineage[0]
	groups := []group{{Name: v.T("library.place.own")}, {Name: v.T("library.place.province")}, {Name: v.T("library.place.nation")}}
	for i := range v.Set.Products {
		p := &v.Set.Products[i]
		if !p.Offered || !slices.ContainsFunc(p.Regions, func(r corpus.RegionCode) bool { return slices.Contains(lineage, r) }) ||
			p.Valid.To != "" && v.today > p.Valid.To || p.Valid.From != "" && v.today < p.Valid.From {
			continue
		}
		at := 0
		switch {
		case slices.Contains(p.Regions, corpus.Nation):
			at = 2
		case slices.Contains(p.Regions, corpus.Hubei):
			at = 1
		}
		groups[at].Items = append(groups[at].Items, v.productItem(p).brief())
	}
	page.Products = slices.DeleteFunc(groups, func(g group) bool { return len(g.Items) == 0 })
	for i := range v.Set.Cases {
		if c := &v.Set.Cases[i]; v.Set.Within(c.Region, code) {
			page.Cases = append(page.Cases, v.caseItem(c))
		}
	}
	for i := range v.Set.Gaps {
		g := &v.Set.Gaps[i]
		if slices.ContainsFunc(g.Regions, func(r corpus.RegionCode) bool { return slices.Contains(lineage, r) }) {
			page.Gaps = append(page.Gaps, item{Href: bot.LibraryPath(corpus.PassageID(g.ID)), Name: v.In(g.Title), Text: v.In(g.Says)})
		}
	}
	if page.Served {
		page.Offices = v.officesAt(code, nil)
	}
}
