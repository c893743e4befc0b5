package web

import (
	"cmp"
	"slices"
	"strconv"

	"zhirong/bot"
	"zhirong/corpus"
)

// choice is one value of a filter.
type choice struct {
	Value, Label string
	Picked       bool
}

// filter is a field of a form that narrows a list.
type filter struct {
	Name, Label, All string
	Choices          []choice
}

// filterForm narrows a list. It is sent as a plain GET, so that the address holds it.
type filterForm struct {
	Action  string
	Query   string
	Filters []filter
	Active  bool
	words   []string // of the query
}

// tag is a short mark beside a name; its class gives the colour.
type tag struct{ Class, Text string }

// link leads to a page of the library.
type link struct{ Href, Text, Lang string }

// item is one entry of a list.
type item struct {
	Href, Name     string
	Other, OtherLn string // the name in the other language
	Meta           []string
	Tags           []tag
	Text           string
}

// group is a part of a list under a heading of its own.
type group struct {
	ID, Name, Note string
	Items          []item
}

// listPage is a list of entries of one kind.
type listPage struct {
	Kind         string
	Form         filterForm
	Groups       []group
	Total, Shown int
	Ask          string // leads to the chat with what was looked for
}

// filtering begins the form of a list.
func (v *visit) filtering(action string) *filterForm {
	query := v.param("q")
	f := &filterForm{Action: action, words: wanted(query)}
	if len(f.words) > 0 {
		f.Query, f.Active = query, true
		v.Keep.Set("q", query)
	}
	return f
}

// pick adds a filter and returns the value that was chosen; a value that is no
// choice limits nothing.
func (v *visit) pick(f *filterForm, name string, choices []choice) string {
	wanted, picked := v.param(name), ""
	for i := range choices {
		if choices[i].Value == wanted && wanted != "" {
			choices[i].Picked, picked = true, wanted
		}
	}
	if picked != "" {
		f.Active = true
		v.Keep.Set(name, picked)
	}
	f.Filters = append(f.Filters, filter{Name: name, Label: v.T("library.filter." + name), All: v.T("library.filter.all"), Choices: choices})
	return picked
}

// coded are choices whose labels are wording under prefix, in the order given.
func (v *visit) coded(prefix string, codes []string) []choice {
	var out []choice
	for _, c := range codes {
		out = append(out, choice{Value: c, Label: v.T(prefix + c)})
	}
	return out
}

// rightChoices are the kinds of rights that occur.
func (v *visit) rightChoices(each func(yield func([]corpus.IPKind))) []choice {
	seen := map[corpus.IPKind]bool{}
	each(func(kinds []corpus.IPKind) {
		for _, k := range kinds {
			seen[k] = true
		}
	})
	var codes []string
	for _, k := range corpus.IPKinds {
		if seen[k] {
			codes = append(codes, string(k))
		}
	}
	return v.coded("library.right.", codes)
}

// placeChoices are the places of Hubei that occur with the cities that they lie
// in, by code, each behind the city.
func (v *visit) placeChoices(each func(yield func([]corpus.RegionCode))) []choice {
	seen := map[corpus.RegionCode]bool{}
	each(func(codes []corpus.RegionCode) {
		for _, c := range codes {
			lineage := v.Set.Lineage(c)
			if slices.Contains(lineage, corpus.Hubei) {
				for _, up := range lineage {
					seen[up] = true
				}
			}
		}
	})
	delete(seen, corpus.Nation)
	var out []choice
	for _, p := range v.Set.Places {
		if seen[p.Code] {
			out = append(out, choice{Value: string(p.Code), Label: v.placeName(p.Code)})
		}
	}
	// A zone stands with the city that it lies in.
	key := func(c choice) string {
		p, _ := v.Set.Place(corpus.RegionCode(c.Value))
		if p.Level == "zone" {
			return string(p.Parent) + string(p.Code)
		}
		return string(p.Code)
	}
	slices.SortFunc(out, func(a, b choice) int { return cmp.Compare(key(a), key(b)) })
	return out
}

// list finishes a list; what was looked for can be asked in the chat.
func (v *visit) list(kind string, f *filterForm, groups []group, total int) bool {
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.Items) == 0 })
	shown := 0
	for _, g := range groups {
		shown += len(g.Items)
	}
	v.Title = v.T("library." + kind + ".title")
	v.Main = listPage{Kind: kind, Form: *f, Groups: groups, Total: total, Shown: shown, Ask: askURL(f.Query)}
	return true
}

// policies lists the instruments by level, the highest authority first.
func (v *visit) policies() bool {
	f := v.filtering("/library/policy")
	all := v.Set.Policies
	level := v.pick(f, "level", v.coded("library.level.", levels))
	place := corpus.RegionCode(v.pick(f, "place", v.placeChoices(func(yield func([]corpus.RegionCode)) {
		for i := range all {
			yield(all[i].Regions)
			for _, c := range all[i].Sections {
				yield(c.Regions)
			}
		}
	})))
	right := corpus.IPKind(v.pick(f, "right", v.rightChoices(func(yield func([]corpus.IPKind)) {
		for i := range all {
			for _, c := range all[i].Sections {
				yield(c.Kinds)
			}
		}
	})))
	kind := corpus.PolicyKind(v.pick(f, "kind", v.coded("library.policykind.", present(policyKinds, func(k corpus.PolicyKind) bool {
		return slices.ContainsFunc(all, func(p corpus.Policy) bool { return p.Kind == k })
	}))))
	status := v.pick(f, "status", v.coded("library.status.", present(states, func(state string) bool {
		return slices.ContainsFunc(all, func(p corpus.Policy) bool { return v.state(&p) == state })
	})))
	year := v.pick(f, "year", years(func(yield func(string)) {
		for i := range all {
			yield(policyYear(&all[i]))
		}
	}))
	groups := make([]group, len(levels))
	for i, l := range levels {
		groups[i] = group{ID: l, Name: v.T("library.level." + l), Note: v.T("library.level." + l + ".note")}
	}
	for _, p := range v.byAuthority() {
		switch {
		case !v.shelf.has(p.ID, f.words), level != "" && v.shelf.level(p.Regions) != level, kind != "" && p.Kind != kind,
			status != "" && v.state(p) != status, year != "" && policyYear(p) != year,
			right != "" && !slices.ContainsFunc(p.Sections, func(c corpus.Section) bool { return slices.Contains(c.Kinds, right) }),
			place != "" && !v.shelf.holdsAt(p.Regions, place) && !slices.ContainsFunc(p.Sections, func(c corpus.Section) bool { return len(c.Regions) > 0 && v.shelf.holdsAt(c.Regions, place) }):
			continue
		}
		at := slices.Index(levels, v.shelf.level(p.Regions))
		groups[at].Items = append(groups[at].Items, v.policyItem(p))
	}
	return v.list("policy", f, groups, len(all))
}

// policyKinds in order of authority.
var policyKinds = []corpus.PolicyKind{
	corpus.KindLaw, corpus.KindRegulation, corpus.KindNotice, corpus.KindLocal, corpus.KindStandard,
	corpus.KindService, corpus.KindPractice, corpus.KindStatistics, corpus.KindReport,
}

// byAuthority are all policies, the highest authority first, of one kind the newest.
func (v *visit) byAuthority() []*corpus.Policy {
	var out []*corpus.Policy
	for i := range v.Set.Policies {
		out = append(out, &v.Set.Policies[i])
	}
	slices.SortStableFunc(out, func(a, b *corpus.Policy) int {
		return cmp.Or(cmp.Compare(slices.Index(policyKinds, a.Kind), slices.Index(policyKinds, b.Kind)),
			cmp.Compare(cmp.Or(b.Issued, b.Effective), cmp.Or(a.Issued, a.Effective)))
	})
	return out
}

// states are those that an instrument may be in on a day.
var states = []string{
	string(corpus.InForce), statePending, string(corpus.Draft), string(corpus.Amended), string(corpus.Superseded), string(corpus.Ended), string(corpus.Reported),
}

// present are the codes for which there is something.
func present[T ~string](codes []T, is func(T) bool) (out []string) {
	for _, c := range codes {
		if is(c) {
			out = append(out, string(c))
		}
	}
	return out
}

// years are the years that occur, the newest first.
func years(each func(yield func(string))) []choice {
	var all []string
	each(func(y string) {
		if y != "" && !slices.Contains(all, y) {
			all = append(all, y)
		}
	})
	slices.Sort(all)
	slices.Reverse(all)
	var out []choice
	for _, y := range all {
		out = append(out, choice{Value: y, Label: y})
	}
	return out
}

// policyYear is the year in which an instrument was issued, or from which it holds.
func policyYear(p *corpus.Policy) string {
	return yearOf(cmp.Or(string(p.Issued), string(p.Effective)))
}

func yearOf(date string) string { return date[:min(4, len(date))] }

func (v *visit) state(p *corpus.Policy) string {
	return stateOn(p.Status, p.Effective, p.Expires, v.today)
}

func (v *visit) stateTag(state string) tag { return tag{state, v.T("library.status." + state)} }

func (v *visit) policyItem(p *corpus.Policy) item {
	it := item{Href: bot.LibraryPath(corpus.PassageID(p.ID)), Tags: []tag{v.stateTag(v.state(p)), {"", v.T("library.policykind." + string(p.Kind))}}}
	it.Name, it.Other, it.OtherLn = v.policyTitle(p)
	if p.Ours {
		it.Tags = append(it.Tags, tag{"draft", v.T("library.mark.ours")})
	}
	var by []string
	for _, b := range p.Issuers {
		by = append(by, v.In(b))
	}
	it.Meta = []string{p.DocNo, v.join(by)}
	switch {
	case p.Issued != "":
		it.Meta = append(it.Meta, v.T("library.issued", "date", string(p.Issued)))
	case p.Effective != "":
		it.Meta = append(it.Meta, v.T("library.effective", "date", string(p.Effective)))
	default:
		it.Meta = append(it.Meta, v.T("library.as_of", "date", p.AsOf))
	}
	if p.Expires != "" {
		it.Meta = append(it.Meta, v.T("library.expires", "date", string(p.Expires)))
	}
	if !slices.Contains(p.Regions, corpus.Nation) && !slices.Contains(p.Regions, corpus.Hubei) {
		it.Meta = append(it.Meta, v.placeNames(p.Regions))
	}
	it.Meta = append(it.Meta, v.T("library.clauses", "n", strconv.Itoa(len(p.Sections))))
	return it
}

// productKinds in the order in which the filter names them.
var productKinds = []corpus.ProductKind{
	corpus.CreditLoan, corpus.PledgeLoan, corpus.CombinedLoan, corpus.CollectiveCredit, corpus.Guarantee, corpus.SuretyInsurance, corpus.Subsidy,
	corpus.IPInsurance, corpus.AssetBacked, corpus.Equity, corpus.ValuationService, corpus.RegistrationHelp, corpus.DisposalService, corpus.CooperationCredit,
}

// products lists products: those of Hubei first, then those that only explain.
func (v *visit) products() bool {
	f := v.filtering("/library/product")
	all := v.Set.Products
	offer := v.pick(f, "offer", v.coded("library.offer.", []string{"hubei", "reference"}))
	kind := corpus.ProductKind(v.pick(f, "kind", v.coded("library.productkind.", present(productKinds, func(k corpus.ProductKind) bool {
		return slices.ContainsFunc(all, func(p corpus.Product) bool { return p.Kind == k })
	}))))
	right := corpus.IPKind(v.pick(f, "right", v.rightChoices(func(yield func([]corpus.IPKind)) {
		for i := range all {
			yield(all[i].Rights)
		}
	})))
	place := corpus.RegionCode(v.pick(f, "place", v.placeChoices(func(yield func([]corpus.RegionCode)) {
		for i := range all {
			yield(all[i].Regions)
		}
	})))
	groups := []group{
		{ID: "hubei", Name: v.T("library.offer.hubei")},
		{ID: "reference", Name: v.T("library.offer.reference"), Note: v.T("library.product.reference")},
	}
	for i := range all {
		p := &all[i]
		switch {
		case !v.shelf.has(p.ID, f.words), kind != "" && p.Kind != kind, right != "" && !slices.Contains(p.Rights, right),
			offer != "" && p.Offered != (offer == "hubei"), place != "" && !v.shelf.holdsAt(p.Regions, place):
			continue
		}
		at := 1
		if p.Offered {
			at = 0
		}
		groups[at].Items = append(groups[at].Items, v.productItem(p))
	}
	return v.list("product", f, groups, len(all))
}

func (v *visit) productItem(p *corpus.Product) item {
	it := item{Href: bot.LibraryPath(corpus.PassageID(p.ID)), Name: v.In(p.Name), Tags: []tag{{"", v.T("library.productkind." + string(p.Kind))}}, Text: v.In(p.Summary)}
	it.Tags = append(it.Tags, v.offerTags(p)...)
	it.Meta = []string{v.placeNames(p.Regions)}
	if p.AmountMax > 0 && p.Role != corpus.NoAmount {
		it.Meta = append(it.Meta, v.T("library.upto."+string(p.Role), "amount", v.money(p.AmountMax)))
	}
	it.Meta = append(it.Meta, v.rights(p.Rights))
	return it
}

// offerTags say whether a product can be had in Hubei today.
func (v *visit) offerTags(p *corpus.Product) []tag {
	switch {
	case !p.Offered:
		return []tag{{"draft", v.T("library.mark.reference")}}
	case p.Valid.To != "" && v.today > p.Valid.To:
		return []tag{v.stateTag(string(corpus.Ended))}
	case p.Valid.From != "" && v.today < p.Valid.From:
		return []tag{v.stateTag(statePending)}
	}
	return nil
}

// cases lists precedents: those of Hubei first, each part by time, newest first.
func (v *visit) cases() bool {
	f := v.filtering("/library/case")
	all := v.Set.Cases
	right := corpus.IPKind(v.pick(f, "right", v.rightChoices(func(yield func([]corpus.IPKind)) {
		for i := range all {
			yield(all[i].Rights)
		}
	})))
	place := corpus.RegionCode(v.pick(f, "place", v.placeChoices(func(yield func([]corpus.RegionCode)) {
		for i := range all {
			yield([]corpus.RegionCode{all[i].Region})
		}
	})))
	year := v.pick(f, "year", years(func(yield func(string)) {
		for i := range all {
			yield(yearOf(all[i].When))
		}
	}))
	groups := []group{{ID: "hubei", Name: v.T("library.level.province")}, {ID: "elsewhere", Name: v.T("library.level.elsewhere"), Note: v.T("library.case.elsewhere")}}
	var shown []*corpus.Case
	for i := range all {
		c := &all[i]
		switch {
		case !v.shelf.has(c.ID, f.words), right != "" && !slices.Contains(c.Rights, right), year != "" && yearOf(c.When) != year,
			place != "" && !v.Set.Within(c.Region, place):
			continue
		}
		shown = append(shown, c)
	}
	slices.SortStableFunc(shown, func(a, b *corpus.Case) int { return cmp.Compare(b.When, a.When) })
	for _, c := range shown {
		at := 1
		if v.Set.Within(c.Region, corpus.Hubei) {
			at = 0
		}
		groups[at].Items = append(groups[at].Items, v.caseItem(c))
	}
	return v.list("case", f, groups, len(all))
}

func (v *visit) caseItem(c *corpus.Case) item {
	it := item{Href: bot.LibraryPath(corpus.PassageID(c.ID)), Name: v.In(c.Who), Text: v.In(c.Text)}
	it.Meta = []string{c.When, v.placeName(c.Region), v.In(c.Lender), v.rights(c.Rights)}
	return it
}

// gaps lists what is not known.
func (v *visit) gaps() bool {
	f := v.filtering("/library/gap")
	right := corpus.IPKind(v.pick(f, "right", v.rightChoices(func(yield func([]corpus.IPKind)) {
		for i := range v.Set.Gaps {
			yield(v.Set.Gaps[i].Rights)
		}
	})))
	var items []item
	for i := range v.Set.Gaps {
		g := &v.Set.Gaps[i]
		if !v.shelf.has(g.ID, f.words) || right != "" && !slices.Contains(g.Rights, right) {
			continue
		}
		items = append(items, v.gapItem(g))
	}
	return v.list("gap", f, []group{{Items: items}}, len(v.Set.Gaps))
}

func (v *visit) gapItem(g *corpus.Gap) item {
	return item{Href: bot.LibraryPath(corpus.PassageID(g.ID)), Name: v.In(g.Title), Text: v.In(g.Says), Meta: []string{v.placeNames(g.Regions), v.rights(g.Rights)}}
}

// passageItem leads to a clause, a field or an entry.
func (v *visit) passageItem(p *corpus.Passage) item {
	it := item{Href: bot.LibraryPath(p.ID), Text: v.In(p.Text)}
	it.Name = v.passageName(p)
	switch p.Kind {
	case corpus.PolicyPassage:
		it.Tags = []tag{v.stateTag(stateOn(p.Status, p.Effective, p.Expires, v.today))}
		it.Meta = []string{v.docName(p.Doc), p.DocNo}
	case corpus.ProductPassage:
		it.Meta = []string{v.T("library.product.title")}
		if p.Elsewhere {
			it.Tags = []tag{{"draft", v.T("library.mark.reference")}}
		}
	case corpus.CasePassage:
		it.Meta = []string{v.T("library.case.title")}
	case corpus.GapPassage:
		it.Meta = []string{v.T("library.gap.title")}
	}
	return it
}

// passageName is the heading of a clause with its number, or an entry's name
// with the field.
func (v *visit) passageName(p *corpus.Passage) string {
	switch p.Kind {
	case corpus.PolicyPassage:
		return v.numbered(v.In(p.Number), v.In(p.Heading))
	case corpus.ProductPassage:
		return v.In(p.Title) + v.Label("plain.colon") + v.In(p.Heading)
	}
	return v.In(p.Title)
}

// numbered puts a clause's number before its heading.
func (w words) numbered(no, heading string) string {
	if no == "" {
		return heading
	}
	return w.T("library.numbered", "no", no, "heading", heading)
}

// docName is a short name of a policy.
func (v *visit) docName(id corpus.ID) string {
	p, ok := v.Set.Policy(id)
	if !ok {
		return ""
	}
	if name := v.In(p.Short); name != "" {
		return name
	}
	name, _, _ := v.policyTitle(p)
	return name
}
