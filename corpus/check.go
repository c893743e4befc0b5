package corpus

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSectionRunes bounds a clause: an answer quotes it whole and stays short.
const maxSectionRunes = 200

var (
	asOfForm   = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`)
	phoneForm  = regexp.MustCompile(`(^|[^0-9])(1[3-9]\d{9}|0\d{2,3}-\d{7,8})([^0-9]|$)`)
	idCardForm = regexp.MustCompile(`(^|[^0-9])\d{17}[0-9Xx]([^0-9]|$)`)
	idForm     = regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.-]*$`)
	digitForm  = regexp.MustCompile(`[0-9０-９]|[一二三四五六七八九十百]+(?:万|亿|%|成|个?工作日|个?月|天)|[0-9.]+ ?%`)
)

// checker gathers what is wrong with a set.
type checker struct {
	s        *Set
	problems Problems
	refs     map[string]bool // ids of the dossier
}

// check proves the rules that files cannot state; see CONTRIBUTING.md.
func (s *Set) check() Problems {
	c := &checker{s: s, refs: map[string]bool{}}
	for _, d := range s.Dossier {
		c.refs[d.ID] = true
	}
	c.checkFacts()
	c.checkPlaces()
	c.checkIntents()
	for i := range s.Policies {
		c.checkPolicy(&s.Policies[i])
	}
	for i := range s.Products {
		c.checkProduct(&s.Products[i])
	}
	c.checkCases()
	c.checkGaps()
	c.checkTerms()
	c.checkOffices()
	c.checkWording("wording", s.Wording)
	c.checkWording("caveats", s.Caveats)
	c.checkAsked()
	return c.problems
}

func (c *checker) fail(pos Pos, field, format string, args ...any) {
	c.problems = append(c.problems, Problem{File: pos.File, Line: pos.Line, Field: field, Text: fmt.Sprintf(format, args...)})
}

// text holds what every text that a person reads must obey.
func (c *checker) text(pos Pos, field string, t Text) {
	if t.Zero() {
		return
	}
	for lang, s := range map[Lang]string{Chinese: t.ZH, English: t.EN} {
		c.line(pos, field+"."+string(lang), lang, s)
	}
}

func (c *checker) line(pos Pos, field string, lang Lang, s string) {
	switch {
	case s == "":
		c.fail(pos, field, "is missing: every text has zh and en")
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }):
		c.fail(pos, field, "is not valid UTF-8, or holds control characters")
	case strings.Contains(s, "http://") || strings.Contains(s, "https://"):
		c.fail(pos, field, "holds an address: cite the instrument, or use url on a reviewed host")
	case phoneForm.MatchString(s) || idCardForm.MatchString(s):
		c.fail(pos, field, "holds a telephone or identity number: take it out")
	case strings.Contains(s, "<") && strings.Contains(s, ">"):
		c.fail(pos, field, "holds markup: write plain text")
	}
	if w := c.s.Safety.Breach(s); w != "" {
		c.fail(pos, field, "holds %q, which promises or leads to fees: word it neutrally", w)
	}
	if lang == English && !strings.ContainsFunc(s, func(r rune) bool { return r < 0x80 && r != ' ' }) {
		c.fail(pos, field, "has no English: Chinese only is not an answer to an English question")
	}
}

// Breach returns the forbidden word that a text of ours holds, or "".
func (s *Safety) Breach(text string) string {
	low := strings.ToLower(text)
	for _, a := range s.Allowed {
		low = strings.ReplaceAll(low, strings.ToLower(a), " ")
	}
	for _, w := range slices.Concat(s.Forbidden.ZH, s.Forbidden.EN) {
		if strings.Contains(low, strings.ToLower(w)) {
			return w
		}
	}
	return ""
}

func (c *checker) common(e *Common, field string) {
	c.checkRefs(e.Pos, field+"refs", e.Refs)
	c.asOf(e.Pos, field+"as_of", e.AsOf)
	c.text(e.Pos, field+"source", e.Source)
	c.link(e.Pos, e.URL)
	if (e.Review.On == "") != (e.Review.ByRole == "") {
		c.fail(e.Pos, field+"reviewed", "needs both on and by_role")
	}
}

func (c *checker) asOf(pos Pos, field, s string) {
	if !asOfForm.MatchString(s) {
		c.fail(pos, field, "%q is not a year, month or day: write 2025, 2025-06 or 2025-06-23", s)
	}
}

func (c *checker) link(pos Pos, link string) {
	if link == "" {
		return
	}
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || !slices.Contains(c.s.Hosts, u.Host) {
		c.fail(pos, "url", "%q is not on a reviewed host: leave it out, or add the issuer's own host to hosts.yaml after review", link)
	}
}

func (c *checker) checkRefs(pos Pos, field string, refs []string) {
	for _, r := range refs {
		if len(c.refs) > 0 && !c.refs[r] {
			c.fail(pos, field, "%q is no id of dossier.yaml", r)
		}
	}
}

func (c *checker) regions(pos Pos, field string, codes []RegionCode) {
	for _, r := range codes {
		if _, ok := c.s.Place(r); !ok && r != Nation {
			c.fail(pos, field, "place %q is not in places.yaml", r)
		}
	}
}

func (c *checker) answers(pos Pos, ids []IntentID) {
	for _, id := range ids {
		if _, ok := c.s.Intent(id); !ok {
			c.fail(pos, "answers", "intent %q does not exist", id)
		}
	}
}

func (c *checker) caveats(pos Pos, keys []string) {
	for _, k := range keys {
		if _, ok := c.s.Caveats[k]; !ok {
			c.fail(pos, "caveats", "caveat %q is not in caveats.yaml", k)
		}
	}
}

func (c *checker) order(pos Pos, a, b Date, what string) {
	if a != "" && b != "" && a > b {
		c.fail(pos, what, "%s is after %s", a, b)
	}
}

func (c *checker) checkPolicy(p *Policy) {
	c.id(p.Pos, p.ID)
	c.common(&p.Common, "")
	c.regions(p.Pos, "regions", p.Regions)
	c.order(p.Pos, p.Issued, p.Effective, "effective")
	c.order(p.Pos, p.Effective, p.Expires, "expires")
	if (p.Status == Superseded || p.Status == Ended) && p.Expires == "" && slices.ContainsFunc(p.Sections, func(s Section) bool { return s.Expires == "" }) {
		c.fail(p.Pos, "expires", "is missing: a policy that is %s says when it ended", p.Status)
	}
	if p.Supersedes != "" {
		if _, ok := c.s.Policy(p.Supersedes); !ok {
			c.fail(p.Pos, "supersedes", "policy %q does not exist", p.Supersedes)
		}
	}
	for _, i := range p.Issuers {
		c.text(p.Pos, "issuers", i)
	}
	if !p.Short.Zero() {
		c.text(p.Pos, "short", p.Short)
	}
	seen := map[string]bool{}
	for i := range p.Sections {
		sec := &p.Sections[i]
		field := "sections[" + sec.ID + "]."
		if seen[sec.ID] {
			c.fail(sec.Pos, field+"id", "stands twice in this policy")
		}
		seen[sec.ID] = true
		if strings.ContainsAny(sec.ID, "# /\n") {
			c.fail(sec.Pos, field+"id", "holds a space, # or /")
		}
		c.text(sec.Pos, field+"heading", sec.Heading)
		c.text(sec.Pos, field+"text", sec.Text)
		c.text(sec.Pos, field+"source", sec.Source)
		if n := utf8.RuneCountInString(sec.Text.ZH); n > maxSectionRunes {
			c.fail(sec.Pos, field+"text", "has %d characters, at most %d: split the clause", n, maxSectionRunes)
		}
		c.checkRefs(sec.Pos, field+"refs", sec.Refs)
		if sec.AsOf != "" {
			c.asOf(sec.Pos, field+"as_of", sec.AsOf)
		}
		c.regions(sec.Pos, field+"regions", sec.Regions)
		c.order(sec.Pos, orElse(sec.Effective, p.Effective), orElse(sec.Expires, p.Expires), field+"expires")
		c.answers(sec.Pos, sec.Answers)
		c.caveats(sec.Pos, sec.Caveats)
		if sec.Table != nil {
			for _, r := range sec.Table.Rows {
				if len(r) != len(sec.Table.Head) {
					c.fail(sec.Pos, field+"table", "a row has %d cells, the head has %d", len(r), len(sec.Table.Head))
				}
			}
		}
	}
}

func (c *checker) id(pos Pos, id ID) {
	if !idForm.MatchString(string(id)) {
		c.fail(pos, "id", "%q is not a kind, a slash and a name in small ASCII letters, digits, - and .", id)
	}
}

func (c *checker) checkProduct(p *Product) {
	c.id(p.Pos, p.ID)
	c.common(&p.Common, "")
	for field, t := range map[string]Text{"name": p.Name, "short": p.Short, "provider": p.Provider} {
		c.text(p.Pos, field, t)
	}
	texts := map[string]bool{}
	for _, f := range p.Fields() {
		c.text(p.Pos, f.Field, f.Text)
		texts[f.Field] = true
	}
	c.regions(p.Pos, "regions", p.Regions)
	c.answers(p.Pos, p.Answers)
	c.caveats(p.Pos, p.Caveats)
	c.checkRefs(p.Pos, "basis", p.Basis)
	known := map[string]bool{
		"amount_min": p.AmountMin != 0, "amount_max": p.AmountMax != 0, "term": p.TermMax != 0 || texts["term"],
		"rate": texts["rate"], "collateral": texts["collateral"], "rights": texts["rights"] || len(p.Rights) > 0,
		"materials": texts["materials"], "time": texts["time"], "contact": texts["contact"],
	}
	for _, f := range ProductFields {
		unknown, na := slices.Contains(p.Unknown, f), slices.Contains(p.NotApplicable, f)
		switch {
		case unknown && na:
			c.fail(p.Pos, "unknown", "%s is both unknown and not applicable", f)
		case (f == "amount_min" || f == "amount_max") && known[f] && (unknown || na):
			c.fail(p.Pos, "unknown", "%s is set and listed as unknown or not applicable", f)
		case !known[f] && !unknown && !na:
			c.fail(p.Pos, f, "is neither set nor listed under unknown or not_applicable")
		}
	}
	for _, f := range slices.Concat(p.Unknown, p.NotApplicable) {
		if !slices.Contains(ProductFields, f) {
			c.fail(p.Pos, "unknown", "%q is none of %s", f, strings.Join(ProductFields, ", "))
		}
	}
	if p.AmountMin != 0 && p.AmountMax != 0 && p.AmountMin > p.AmountMax {
		c.fail(p.Pos, "amount_min", "is more than amount_max")
	}
	lends := slices.Contains([]ProductKind{CreditLoan, PledgeLoan, CombinedLoan, CollectiveCredit, Guarantee, SuretyInsurance, AssetBacked, CooperationCredit}, p.Kind)
	if p.Role == LendingLimit && !lends {
		c.fail(p.Pos, "role", "a %s has no lending limit: its amount is a cap, an insured sum or none", p.Kind)
	}
	if p.Offered && !slices.ContainsFunc(p.Regions, func(r RegionCode) bool { return r == Nation || c.s.Within(r, Hubei) }) {
		c.fail(p.Pos, "regions", "an offered product can be had somewhere in Hubei")
	}
	c.order(p.Pos, p.Valid.From, p.Valid.To, "valid")
	if p.Criteria != nil {
		c.criterion(p.Criteria)
		c.contradiction(p.Criteria)
	} else if p.Offered {
		c.fail(p.Pos, "criteria", "is missing: an offered product has conditions as data")
	}
}

// criterion checks the shape of a condition and that its sides fit its facts.
func (c *checker) criterion(k *Criterion) {
	kinds := 0
	for _, set := range []bool{len(k.All) > 0, len(k.Any) > 0, k.Not != nil, k.Fact != "" || len(k.Sum) > 0} {
		if set {
			kinds++
		}
	}
	if kinds != 1 {
		c.fail(k.Pos, "criteria", "a condition is exactly one of all, any, not, or a comparison of fact or sum")
		return
	}
	for i := range k.All {
		c.criterion(&k.All[i])
	}
	for i := range k.Any {
		c.criterion(&k.Any[i])
	}
	if k.Not != nil {
		c.criterion(k.Not)
	}
	if len(k.Any) > 0 && k.Why.Zero() {
		c.fail(k.Pos, "why", "is missing: say the alternatives in words")
	}
	c.text(k.Pos, "why", k.Why)
	if k.Leaf() {
		c.comparison(k)
	}
}

func (c *checker) comparison(k *Criterion) {
	if k.Why.Zero() {
		c.fail(k.Pos, "why", "is missing: say the condition in words")
	}
	var kind Kind
	for _, id := range slices.Concat(k.Left(), ofFact(k)) {
		f, ok := c.s.Fact(id)
		switch {
		case !ok:
			c.fail(k.Pos, "fact", "fact %q is not in facts.yaml", id)
			return
		case kind == "":
			kind = f.Kind
		case kind != f.Kind:
			c.fail(k.Pos, "fact", "fact %q is a %s, the others are a %s", id, f.Kind, kind)
			return
		}
	}
	if k.Op == "" {
		c.fail(k.Pos, "op", "is missing")
		return
	}
	if len(k.Sum) > 0 && !kind.Numeric() {
		c.fail(k.Pos, "sum", "only numbers add up")
	}
	if (k.Of != "") == k.Want.Set {
		c.fail(k.Pos, "want", "a comparison has either want or of")
		return
	}
	ops := map[Op]bool{}
	var form string
	switch {
	case kind == KindBool:
		ops, form = map[Op]bool{OpEq: true, OpNe: true}, "bool"
	case kind.Numeric():
		ops = map[Op]bool{OpEq: true, OpNe: true, OpLt: true, OpLte: true, OpGt: true, OpGte: true}
		form = map[Kind]string{KindCount: "number", KindMonths: "number", KindMoney: "money", KindRate: "rate", KindDate: "date"}[kind]
	case kind == KindCodes:
		ops, form = map[Op]bool{OpAnyOf: true, OpAllOf: true}, "codes"
	case k.Left()[0] == "region":
		ops, form = map[Op]bool{OpWithin: true}, "codes"
	default:
		ops, form = map[Op]bool{OpIn: true}, "codes"
	}
	if !ops[k.Op] {
		c.fail(k.Pos, "op", "%s does not fit a fact of kind %s", k.Op, kind)
		return
	}
	if k.Of != "" {
		if !kind.Numeric() {
			c.fail(k.Pos, "of", "only numbers have shares")
		}
		return
	}
	if k.Want.Form != form {
		c.fail(k.Pos, "want", "want a %s for a fact of kind %s, not a %s", form, kind, k.Want.Form)
		return
	}
	f, _ := c.s.Fact(k.Left()[0])
	for _, code := range k.Want.Codes {
		if !c.s.KnowsCode(f, code) {
			c.fail(k.Pos, "want", "%q is not a code of fact %s", code, f.ID)
		}
	}
}

func ofFact(k *Criterion) []FactID {
	if k.Of == "" {
		return nil
	}
	return []FactID{k.Of}
}

// KnowsCode reports whether a fact may take a code.
func (s *Set) KnowsCode(f *Fact, code string) bool {
	switch f.From {
	case "regions":
		_, ok := s.Place(RegionCode(code))
		return ok || RegionCode(code) == Nation
	case "industries":
		return slices.ContainsFunc(s.Industries, func(i Industry) bool { return i.Code == code })
	}
	return slices.ContainsFunc(f.Choices, func(ch Choice) bool { return ch.Code == code })
}

// contradiction finds conditions that must hold together and cannot.
func (c *checker) contradiction(k *Criterion) {
	spans := map[FactID]Span{}
	bools := map[FactID]bool{}
	for i := range k.All {
		l := &k.All[i]
		c.contradiction(l)
		if l.Fact == "" || l.Of != "" || !l.Want.Set {
			continue
		}
		if l.Want.Form == "bool" {
			want := l.Want.Bool == (l.Op == OpEq)
			if old, ok := bools[l.Fact]; ok && old != want {
				c.fail(l.Pos, "want", "contradicts another condition on %s", l.Fact)
			}
			bools[l.Fact] = want
			continue
		}
		s := spans[l.Fact]
		switch l.Op {
		case OpGte, OpGt:
			s.Min, s.HasMin, s.MinOpen = l.Want.N, true, l.Op == OpGt
		case OpLte, OpLt:
			s.Max, s.HasMax, s.MaxOpen = l.Want.N, true, l.Op == OpLt
		}
		if s.Empty() {
			c.fail(l.Pos, "want", "contradicts another condition on %s", l.Fact)
		}
		spans[l.Fact] = s
	}
	for i := range k.Any {
		c.contradiction(&k.Any[i])
	}
}

func (c *checker) checkCases() {
	for i := range c.s.Cases {
		e := &c.s.Cases[i]
		c.id(e.Pos, e.ID)
		c.common(&e.Common, "")
		c.regions(e.Pos, "region", []RegionCode{e.Region})
		c.text(e.Pos, "who", e.Who)
		c.text(e.Pos, "text", e.Text)
		c.text(e.Pos, "lender", e.Lender)
		c.answers(e.Pos, e.Answers)
		if e.Named && !e.Official {
			c.fail(e.Pos, "named", "a firm is named only from an official or its own source: say industry, place and right instead")
		}
		if _, ok := c.s.Product(e.Product); e.Product != "" && !ok {
			c.fail(e.Pos, "product", "product %q does not exist", e.Product)
		}
	}
}

func (c *checker) checkGaps() {
	for i := range c.s.Gaps {
		g := &c.s.Gaps[i]
		c.id(g.Pos, g.ID)
		c.checkRefs(g.Pos, "refs", g.Refs)
		c.regions(g.Pos, "regions", g.Regions)
		c.answers(g.Pos, g.Intents)
		for field, t := range map[string]Text{"title": g.Title, "says": g.Says, "differs": g.Differs, "decides": g.Decides} {
			c.text(g.Pos, field, t)
			if field != "says" && field != "title" {
				continue
			}
			if m := figureIn(t.ZH); m != "" {
				c.fail(g.Pos, field, "holds the figure %q: a gap tells no amount, rate, share or time", m)
			}
		}
		for _, a := range g.Asked {
			c.text(g.Pos, "asked", a)
		}
	}
}

// docNumber is a document number or a standard's number, which is no figure of content.
var docNumber = regexp.MustCompile(`[\p{Han}]{1,8}〔\d{4}〕\d+号|GB/T ?\d+(-\d+)?|\d{4}年|12330|第?\d+号`)

func figureIn(s string) string {
	return digitForm.FindString(docNumber.ReplaceAllString(s, ""))
}

func (c *checker) checkTerms() {
	owner := map[string]ID{}
	for i := range c.s.Terms {
		t := &c.s.Terms[i]
		c.id(t.Pos, t.ID)
		c.text(t.Pos, "name", t.Name)
		c.checkRefs(t.Pos, "explains", t.Explains)
		for _, w := range slices.Concat([]string{t.Name.ZH, t.Name.EN}, t.Synonyms, t.Misspellings) {
			key := Fold(w)
			if old, ok := owner[key]; ok && old != t.ID {
				c.fail(t.Pos, "synonyms", "%q belongs to %s already", w, old)
			}
			owner[key] = t.ID
		}
	}
}

func (c *checker) checkOffices() {
	for i := range c.s.Offices {
		o := &c.s.Offices[i]
		c.id(o.Pos, o.ID)
		c.text(o.Pos, "name", o.Name)
		c.text(o.Pos, "does", o.Does)
		c.checkRefs(o.Pos, "refs", o.Refs)
		c.regions(o.Pos, "regions", o.Regions)
		c.answers(o.Pos, o.Intents)
		if !slices.Contains([]string{"", "12330", "110", "119", "120"}, o.Phone) {
			c.fail(o.Pos, "phone", "%q is not a number that the facts hold", o.Phone)
		}
	}
}

func (c *checker) checkFacts() {
	for i := range c.s.Facts {
		f := &c.s.Facts[i]
		for field, t := range map[string]Text{"label": f.Label, "ask": f.Ask, "why": f.Why, "help": f.Help, "too_low": f.TooLow, "too_high": f.TooHigh} {
			c.text(f.Pos, field, t)
		}
		codes := f.Kind == KindCode || f.Kind == KindCodes
		if codes != (len(f.Choices) > 0 || f.From != "") {
			c.fail(f.Pos, "choices", "a fact of kind %s %s choices or from", f.Kind, map[bool]string{true: "needs", false: "has no"}[codes])
		}
		if f.From != "" && f.From != "regions" && f.From != "industries" && f.From != "parks" {
			c.fail(f.Pos, "from", "%q is none of regions, industries, parks", f.From)
		}
		if f.Min != nil && f.TooLow.Zero() || f.Max != nil && f.TooHigh.Zero() {
			c.fail(f.Pos, "too_low", "a bound says in words why a number beyond it is refused")
		}
		seen := map[string]bool{}
		for _, ch := range f.Choices {
			c.text(f.Pos, "choices", ch.Label)
			if seen[ch.Code] {
				c.fail(f.Pos, "choices", "code %q stands twice", ch.Code)
			}
			seen[ch.Code] = true
		}
		for _, d := range f.DependsOn {
			if _, ok := c.s.Fact(d); !ok {
				c.fail(f.Pos, "depends_on", "fact %q does not exist", d)
			}
		}
	}
}

func (c *checker) checkPlaces() {
	for i := range c.s.Places {
		p := &c.s.Places[i]
		c.text(p.Pos, "name", p.Name)
		if _, ok := c.s.Place(p.Parent); p.Parent != "" && !ok {
			c.fail(p.Pos, "parent", "place %q does not exist", p.Parent)
		}
		if p.Pilot && p.Level != "county" {
			c.fail(p.Pos, "pilot", "only counties are named by the notice")
		}
	}
}

func (c *checker) checkIntents() {
	owner := map[string]IntentID{}
	for i := range c.s.Intents {
		in := &c.s.Intents[i]
		c.text(in.Pos, "label", in.Label)
		for _, g := range slices.Concat(in.Phrases.ZH, in.Phrases.EN) {
			for _, p := range g {
				key := PhraseKey(p)
				if key == "" || strings.ContainsFunc(p, unicode.IsControl) {
					c.fail(in.Pos, "phrases", "%q holds no word, or control characters", p)
					continue
				}
				if old, ok := owner[key]; ok && old != in.ID {
					c.fail(in.Pos, "phrases", "%q stands in %s already", p, old)
				}
				owner[key] = in.ID
			}
		}
	}
	commands := map[string]string{}
	for i := range c.s.Commands {
		k := &c.s.Commands[i]
		for _, p := range slices.Concat(k.Phrases.ZH, k.Phrases.EN) {
			key := PhraseKey(p)
			if old, ok := commands[key]; ok {
				c.fail(k.Pos, "phrases", "%q stands in %s already", p, old)
			}
			commands[key] = k.ID
		}
	}
}

// PhraseKey is a phrase without case, width, spaces and punctuation.
func PhraseKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || strings.ContainsRune("，。？！、,.?!;；:：'\"“”‘’（）()…~～-—", r) {
			return -1
		}
		return r
	}, Fold(s))
}

func (c *checker) checkAsked() {
	owner := map[string]PassageID{}
	for _, id := range slices.Sorted(maps.Keys(c.s.Asked)) {
		a := c.s.Asked[id]
		if _, ok := c.s.Passage(id); !ok {
			c.fail(a.Pos, string(id), "no passage has this id")
		}
		for _, q := range slices.Concat(a.ZH, a.EN) {
			key := PhraseKey(q)
			if old, ok := owner[key]; ok && old != id {
				c.fail(a.Pos, string(id), "%q stands under %s already", q, old)
			}
			owner[key] = id
		}
	}
}

func (c *checker) checkWording(name string, all map[string]Saying) {
	for key, w := range all {
		want := strings.Join(slices.Sorted(slices.Values(slices.Compact(sortedPlaceholders(w.ZH, w.EN)))), ",")
		for lang, lines := range map[Lang]Lines{Chinese: w.ZH, English: w.EN} {
			for _, l := range lines {
				c.line(w.Pos, key+"."+string(lang), lang, l)
				got := slices.Compact(slices.Sorted(slices.Values(Placeholders(l))))
				if strings.Join(got, ",") != want {
					c.fail(w.Pos, key, "placeholders differ between variants of %s: %q holds {%s}, others {%s}", name, l, strings.Join(got, ","), want)
				}
			}
		}
	}
}

func sortedPlaceholders(lists ...Lines) []string {
	var out []string
	for _, l := range lists {
		for _, s := range l {
			out = append(out, Placeholders(s)...)
		}
	}
	slices.Sort(out)
	return out
}
