package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zhirong/bot"
	"zhirong/corpus"
)

// entryPage is one entry: an instrument clause by clause, a product field by
// field, a precedent, or a gap.
type entryPage struct {
	Kind           string
	Name           string
	Other, OtherLn string
	Tags           []tag
	Notices        []notice
	Lead           string
	Facts          []row
	Contents       []link
	Sections       []section
	Related        []group
	Ask            string
	Official       string // the issuer's own page
	Source         string // where it is known from, on one line
	Address        string
	Generation     string
	Today          string
}

// notice is what must be known before reading on.
type notice struct {
	Class, Text string
	Links       []link
}

// row is a fact with its name; its value may lead elsewhere.
type row struct {
	Name   string
	Values []link
}

// section is a passage with its permanent anchor.
type section struct {
	Anchor      string // "s-2.1.2"
	No, Heading string
	Text        []string
	Items       []string // instead of a text: a list
	Table       *corpus.Table
	Tags        []tag
	Notice      string
	Unknown     bool   // it says that something is not known
	AskHref     string // where that is told
	Meta        []string
	Ask         string
}

// plainLinks are values that lead nowhere.
func plainLinks(texts ...string) []link {
	var out []link
	for _, t := range texts {
		if t != "" {
			out = append(out, link{Text: t})
		}
	}
	return out
}

// fact adds a row where there is a value.
func (e *entryPage) fact(name string, values ...link) {
	if len(values) > 0 {
		e.Facts = append(e.Facts, row{name, values})
	}
}

func (e *entryPage) warn(class, text string, links ...link) {
	e.Notices = append(e.Notices, notice{class, text, links})
}

// entry begins the page of an entry with what all kinds have.
func (v *visit) entry(kind string, c *corpus.Common) *entryPage {
	e := &entryPage{Kind: kind, Address: v.address(), Generation: v.shelf.id, Today: string(v.today), Lead: v.T("library." + kind + ".own_words")}
	if c != nil {
		e.Official = c.URL
		e.Source = v.In(c.Source)
	}
	return e
}

// common adds how the entry is known.
func (v *visit) common(e *entryPage, c *corpus.Common) {
	e.fact(v.T("library.field.source"), plainLinks(v.In(c.Source))...)
	e.fact(v.T("library.field.confidence"), plainLinks(v.T("library.confidence."+string(c.Confidence)))...)
	e.fact(v.T("library.field.as_of"), plainLinks(c.AsOf)...)
	e.fact(v.T("library.field.review"), plainLinks(v.reviewed(c.Review))...)
	e.fact(v.T("library.field.refs"), plainLinks(strings.Join(c.Refs, " "))...)
	if c.URL != "" {
		e.fact(v.T("library.field.official"), link{Href: c.URL, Text: v.T("library.official")})
	}
}

func (v *visit) reviewed(r corpus.Review) string {
	if r.Done() {
		return v.T("library.reviewed", "date", string(r.On))
	}
	return v.T("library.unreviewed")
}

// id is the entry that the address names.
func (v *visit) id(kind string) corpus.ID { return corpus.ID(kind + "/" + v.r.PathValue("id")) }

// policy shows one instrument.
func (v *visit) policy() bool {
	p, ok := v.Set.Policy(v.id("policy"))
	if !ok {
		return false
	}
	e := v.entry("policy", &p.Common)
	e.Name, e.Other, e.OtherLn = v.policyTitle(p)
	state := v.state(p)
	e.Tags = []tag{v.stateTag(state), {"", v.T("library.policykind." + string(p.Kind))}}
	v.policyNotices(e, p, state)
	e.fact(v.T("library.field.doc_no"), plainLinks(p.DocNo)...)
	e.fact(v.T("library.field.index_no"), plainLinks(p.IndexNo)...)
	var by []string
	for _, b := range p.Issuers {
		by = append(by, v.In(b))
	}
	e.fact(v.T("library.field.issuers"), plainLinks(by...)...)
	e.fact(v.T("library.field.issued"), plainLinks(string(p.Issued))...)
	e.fact(v.T("library.field.effective"), plainLinks(string(p.Effective))...)
	e.fact(v.T("library.field.expires"), plainLinks(string(p.Expires))...)
	e.fact(v.T("library.field.status"), plainLinks(v.T("library.status_on", "status", v.T("library.status."+state), "date", string(v.today)))...)
	e.fact(v.T("library.field.places"), v.placeLinks(p.Regions)...)
	if old, ok := v.Set.Policy(p.Supersedes); ok {
		e.fact(v.T("library.field.supersedes"), v.policyLink(old))
	}
	for _, heir := range v.shelf.heirs[p.ID] {
		e.fact(v.T("library.field.superseded_by"), v.policyLink(heir))
	}
	v.common(e, &p.Common)
	for i := range p.Sections {
		e.Sections = append(e.Sections, v.clause(p, &p.Sections[i]))
	}
	v.basedOn(e, p)
	e.Ask = askURL(v.T("library.ask.policy", "title", e.Name))
	return v.show(e)
}

// policyNotices puts on top what keeps an instrument from being law here today.
func (v *visit) policyNotices(e *entryPage, p *corpus.Policy, state string) {
	switch state {
	case string(corpus.Superseded), string(corpus.Ended), string(corpus.Amended):
		var links []link
		for _, heir := range v.shelf.heirs[p.ID] {
			links = append(links, v.policyLink(heir))
		}
		text := v.T("library.notice." + state)
		if p.Expires != "" {
			text = v.T("library.notice."+state+"_on", "date", string(p.Expires))
		}
		e.warn("bad", text, links...)
	case string(corpus.Draft):
		e.warn("bad", v.T("library.notice.draft"))
	case statePending:
		e.warn("bad", v.T("library.notice.pending", "date", string(p.Effective)))
	case string(corpus.Reported):
		e.warn("info", v.T("library.notice.reported"))
	}
	if v.shelf.level(p.Regions) == levelElsewhere {
		e.warn("bad", v.T("library.notice.elsewhere"))
	}
	if p.Ours {
		e.warn("warn", v.T("library.notice.ours"))
	}
}

// clause is one section of an instrument.
func (v *visit) clause(p *corpus.Policy, c *corpus.Section) section {
	passage, ok := v.Set.Passage(corpus.PassageID(string(p.ID) + "#" + c.ID))
	if !ok {
		return section{Anchor: "s-" + c.ID, Heading: v.In(c.Heading)}
	}
	s := section{Anchor: "s-" + c.ID, No: v.In(c.No), Heading: v.In(c.Heading), Text: paragraphs(v.In(c.Text)), Table: c.Table}
	if state, whole := stateOn(passage.Status, passage.Effective, passage.Expires, v.today), v.state(p); state != whole {
		s.Tags = append(s.Tags, v.stateTag(state))
		switch {
		case state == statePending:
			s.Notice = v.T("library.clause.pending", "date", string(passage.Effective))
		case passage.Expires != "" && state != string(corpus.InForce):
			s.Notice = v.T("library.clause.ended", "date", string(passage.Expires))
		}
	}
	if c.Ours && !p.Ours {
		s.Tags = append(s.Tags, tag{"draft", v.T("library.mark.ours")})
	}
	if len(c.Regions) > 0 {
		s.Meta = append(s.Meta, v.T("library.only_in", "places", v.placeNames(c.Regions)))
	}
	if len(c.Kinds) > 0 {
		s.Meta = append(s.Meta, v.T("library.about", "rights", v.rights(c.Kinds)))
	}
	s.Meta = append(s.Meta, v.known(passage)...)
	s.Ask = askURL(v.T("library.ask.clause", "title", v.docName(p.ID), "heading", v.In(c.Heading)))
	return s
}

// known says of a passage how it is known.
func (v *visit) known(p *corpus.Passage) []string {
	out := []string{v.T("library.refs", "refs", strings.Join(p.Refs, " "))}
	if p.Kind == corpus.GapPassage {
		return out
	}
	out = append(out, v.T("library.trust", "grade", v.T("library.grade."+string(p.Confidence))), v.T("library.as_of", "date", p.AsOf))
	if !p.Reviewed {
		out = append(out, v.T("library.unreviewed"))
	}
	return out
}

// basedOn lists what rests on an instrument.
func (v *visit) basedOn(e *entryPage, p *corpus.Policy) {
	refs := map[string]bool{}
	for _, c := range p.Sections {
		for _, r := range c.Refs {
			refs[r] = true
		}
	}
	var items []item
	for i := range v.Set.Products {
		q := &v.Set.Products[i]
		if p.DocNo != "" && slices.Contains(q.Instruments, p.DocNo) || slices.ContainsFunc(q.Basis, func(r string) bool { return refs[r] }) {
			items = append(items, item{Href: bot.LibraryPath(corpus.PassageID(q.ID)), Name: v.In(q.Short), Tags: v.offerTags(q)})
		}
	}
	e.relate(v.T("library.related.products"), items)
}

func (e *entryPage) relate(name string, items []item) {
	if len(items) > 0 {
		e.Related = append(e.Related, group{Name: name, Items: items})
	}
}

func (v *visit) policyLink(p *corpus.Policy) link {
	name, _, _ := v.policyTitle(p)
	return link{Href: bot.LibraryPath(corpus.PassageID(p.ID)), Text: name}
}

func (v *visit) placeLinks(codes []corpus.RegionCode) []link {
	var out []link
	for _, c := range codes {
		l := v.placeLink(c)
		if c == corpus.Nation {
			l.Href = ""
		}
		out = append(out, l)
	}
	return out
}

func paragraphs(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// show finishes the page of an entry.
func (v *visit) show(e *entryPage) bool {
	if len(e.Sections) > 3 {
		for _, s := range e.Sections {
			e.Contents = append(e.Contents, link{Href: "#" + s.Anchor, Text: v.numbered(s.No, s.Heading)})
		}
	}
	v.Title = e.Name
	v.Main = *e
	return true
}

// productFields are the fields of a product's page in order; each has its label
// under "field.".
var productFields = []string{
	"summary", "amount", "term", "rate", "collateral", "rights", "conditions", "examples", "materials", "time", "contact", "notes",
}

// product shows one product.
func (v *visit) product() bool {
	p, ok := v.Set.Product(v.id("product"))
	if !ok {
		return false
	}
	e := v.entry("product", &p.Common)
	e.Name = v.In(p.Name)
	e.Tags = []tag{{"", v.T("library.productkind." + string(p.Kind))}}
	if p.Offered {
		e.Tags = append(e.Tags, tag{"in_force", v.T("library.offer.hubei")})
	}
	e.Tags = append(e.Tags, v.offerTags(p)...)
	switch {
	case !p.Offered:
		e.warn("bad", v.T("library.notice.reference"))
	case p.Valid.To != "" && v.today > p.Valid.To:
		e.warn("bad", v.T("library.notice.ended_on", "date", string(p.Valid.To)))
	case p.Valid.From != "" && v.today < p.Valid.From:
		e.warn("bad", v.T("library.notice.pending", "date", string(p.Valid.From)))
	}
	for _, c := range p.Caveats {
		if lines := v.Set.Caveats[c].In(v.Lang); len(lines) > 0 && c != "elsewhere" {
			e.warn("warn", lines[0])
		}
	}
	if p.Confidence == corpus.Low {
		e.warn("warn", v.T("library.notice.low"))
	}
	e.fact(v.T("library.field.provider"), plainLinks(v.In(p.Provider))...)
	where := "library.field.offered"
	if !p.Offered {
		where = "library.field.seen"
	}
	e.fact(v.T(where), v.placeLinks(p.Regions)...)
	if len(p.Rights) > 0 {
		e.fact(v.T("library.field.rights"), plainLinks(v.rights(p.Rights))...)
	}
	v.amounts(e, p)
	e.fact(v.T("library.field.valid_from"), plainLinks(string(p.Valid.From))...)
	e.fact(v.T("library.field.valid_to"), plainLinks(string(p.Valid.To))...)
	var instruments []link
	for _, no := range p.Instruments {
		l := link{Text: no}
		if q, ok := v.shelf.byDocNo[no]; ok {
			l.Href = bot.LibraryPath(corpus.PassageID(q.ID))
		}
		instruments = append(instruments, l)
	}
	e.fact(v.T("library.field.instruments"), instruments...)
	v.common(e, &p.Common)
	for _, field := range productFields {
		if s, ok := v.productField(p, field); ok {
			e.Sections = append(e.Sections, s)
		}
	}
	var basis []item
	for _, q := range v.shelf.clauses(p.Basis, 30) {
		basis = append(basis, v.passageItem(q).brief())
	}
	e.relate(v.T("library.related.basis"), basis)
	var cases []item
	for _, c := range v.shelf.cases[p.ID] {
		cases = append(cases, v.caseItem(c))
	}
	e.relate(v.T("library.related.cases"), cases)
	e.Ask = askURL(v.T("library.ask.product", "name", v.In(p.Short)))
	return v.show(e)
}

// brief is an item without its text.
func (i item) brief() item {
	i.Text = ""
	return i
}

// amounts adds the figures of a product; one that is not known is said to be so.
func (v *visit) amounts(e *entryPage, p *corpus.Product) {
	if p.Role != corpus.NoAmount {
		for _, a := range []struct {
			field string
			n     corpus.Amount
		}{{"amount_min", p.AmountMin}, {"amount_max", p.AmountMax}} {
			switch {
			case a.n > 0:
				e.fact(v.T("library.field."+a.field), plainLinks(v.money(a.n))...)
			case slices.Contains(p.Unknown, a.field):
				e.fact(v.T("library.field."+a.field), plainLinks(v.T("library.unknown.short"))...)
			}
		}
	}
	switch {
	case p.TermMax > 0:
		e.fact(v.T("library.field.term_max"), plainLinks(v.T("library.months", "n", strconv.FormatInt(int64(p.TermMax), 10)))...)
	case slices.Contains(p.Unknown, "term"):
		e.fact(v.T("library.field.term_max"), plainLinks(v.T("library.unknown.short"))...)
	}
}

// productField is one field of a product's page. A field that the sources do not
// tell says so, and whom to ask.
func (v *visit) productField(p *corpus.Product, field string) (section, bool) {
	s := section{Anchor: "s-" + field, Heading: v.In(v.Set.FieldLabel(field))}
	if passage, ok := v.Set.Passage(corpus.PassageID(string(p.ID) + "#" + field)); ok {
		switch field {
		case "conditions":
			s.Items = v.lines(p.Conditions)
			if p.Offered && !p.Complete {
				s.Notice = v.T("library.product.incomplete")
			}
		case "examples":
			s.Items = v.lines(p.Examples)
			s.Notice = v.T("library.product.examples")
		default:
			s.Text = paragraphs(v.In(passage.Text))
		}
		return s, true
	}
	unknown := slices.Contains(p.Unknown, field) || field == "amount" && p.Role != corpus.NoAmount && slices.Contains(p.Unknown, "amount_max")
	switch {
	case slices.Contains(p.NotApplicable, field):
		s.Text = []string{v.T("library.not_applicable")}
	case unknown && !p.Contact.Zero():
		s.Text, s.Unknown, s.AskHref = []string{v.T("library.unknown.text")}, true, "#s-contact"
	case unknown:
		s.Text, s.Unknown = []string{v.T("library.unknown.provider", "who", v.In(p.Provider))}, true
	default:
		return section{}, false
	}
	return s, true
}

func (v *visit) lines(ts []corpus.Text) []string {
	var out []string
	for _, t := range ts {
		out = append(out, v.In(t))
	}
	return out
}

// oneCase shows one precedent.
func (v *visit) oneCase() bool {
	id := v.id("case")
	i := slices.IndexFunc(v.Set.Cases, func(c corpus.Case) bool { return c.ID == id })
	if i < 0 {
		return false
	}
	c := &v.Set.Cases[i]
	e := v.entry("case", &c.Common)
	e.Name = v.In(c.Who)
	if !v.Set.Within(c.Region, corpus.Hubei) {
		e.warn("warn", v.T("library.case.elsewhere"))
	}
	e.fact(v.T("library.field.place"), v.placeLink(c.Region))
	e.fact(v.T("library.field.lender"), plainLinks(v.In(c.Lender))...)
	if len(c.Rights) > 0 {
		e.fact(v.T("library.field.rights"), plainLinks(v.rights(c.Rights))...)
	}
	if c.Amount > 0 {
		e.fact(v.T("library.field.amount"), plainLinks(v.money(c.Amount))...)
	}
	e.fact(v.T("library.field.when"), plainLinks(c.When)...)
	if p, ok := v.Set.Product(c.Product); ok {
		e.fact(v.T("library.field.product"), link{Href: bot.LibraryPath(corpus.PassageID(p.ID)), Text: v.In(p.Short)})
	}
	v.common(e, &c.Common)
	if p, ok := v.Set.Passage(corpus.PassageID(string(c.ID) + "#case")); ok {
		e.Sections = []section{{Anchor: "s-case", Heading: v.In(p.Heading), Text: paragraphs(v.In(p.Text)), Meta: v.known(p)}}
	}
	e.Ask = askURL(v.T("library.ask.case", "who", e.Name))
	return v.show(e)
}

// gap shows one known unknown.
func (v *visit) gap() bool {
	g, ok := v.Set.Gap(v.id("gap"))
	if !ok {
		return false
	}
	e := v.entry("gap", nil)
	e.Name = v.In(g.Title)
	e.fact(v.T("library.field.places"), v.placeLinks(g.Regions)...)
	if len(g.Rights) > 0 {
		e.fact(v.T("library.field.rights"), plainLinks(v.rights(g.Rights))...)
	}
	if p, ok := v.Set.Passage(corpus.PassageID(string(g.ID) + "#gap")); ok {
		e.Sections = append(e.Sections, section{Anchor: "s-gap", Heading: v.In(p.Heading), Text: paragraphs(v.In(p.Text)), Meta: v.known(p), Unknown: true})
	}
	e.Sections = append(e.Sections,
		section{Anchor: "s-differs", Heading: v.T("library.gap.differs"), Text: paragraphs(v.In(g.Differs))},
		section{Anchor: "s-decides", Heading: v.T("library.gap.decides"), Text: paragraphs(v.In(g.Decides))})
	e.Ask = askURL(v.T("library.ask.gap", "title", e.Name))
	return v.show(e)
}

// compareFold compares names without regard to case.
func compareFold(a, b string) int {
	return cmp.Or(cmp.Compare(corpus.Fold(a), corpus.Fold(b)), cmp.Compare(a, b))
}
