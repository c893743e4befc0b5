package corpus

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// maxSectionRunes bounds a clause: an answer quotes it whole and stays short.
const maxSectionRunes = 200

var (
	phoneForm  = regexp.MustCompile(`(^|[^0-9])(1[3-9]\d{9}|0\d{2,3}-\d{7,8})([^0-9]|$)`)
	idCardForm = regexp.MustCompile(`(^|[^0-9])\d{17}[0-9Xx]([^0-9]|$)`)
	idForm     = regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.-]*$`)
	placeForm  = regexp.MustCompile(`^(\d{6}|zone-[a-z]+)$`)
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
	c.checkIndustries()
	c.checkBanks()
	c.checkFAQs()
	c.checkIntents()
	c.checkSafety()
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
	c.checkRates()
	c.checkIndicators()
	c.checkQuestionnaire()
	c.checkLicences()
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
	case strings.TrimSpace(s) == "":
		c.fail(pos, field, "is missing: every text has zh and en")
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' || r == utf8.RuneError }):
		c.fail(pos, field, "holds control characters or U+FFFD")
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
	if lang == English && strings.ContainsFunc(s, isHan) && !strings.ContainsFunc(s, isLatin) {
		c.fail(pos, field, "has no English: Chinese only is not an answer to an English question")
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

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

func (c *checker) common(e *Common) {
	c.checkRefs(e.Pos, "refs", e.Refs)
	c.asOf(e.Pos, "as_of", e.AsOf)
	c.text(e.Pos, "source", e.Source)
	c.link(e.Pos, e.URL)
	if (e.Review.On == "") != (e.Review.ByRole == "") {
		c.fail(e.Pos, "reviewed", "needs both on and by_role")
	}
}

// asOf wants a year, month or day that there is.
func (c *checker) asOf(pos Pos, field, s string) {
	for _, form := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(form, s); err == nil {
			return
		}
	}
	c.fail(pos, field, "%q is not a year, month or day: write 2025, 2025-06 or 2025-06-23", s)
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

func (c *checker) intents(pos Pos, field string, ids []IntentID) {
	for _, id := range ids {
		if _, ok := c.s.Intent(id); !ok {
			c.fail(pos, field, "intent %q does not exist", id)
		}
	}
}

func (c *checker) caveats(pos Pos, field string, keys []string) {
	for _, k := range keys {
		if _, ok := c.s.Caveats[k]; !ok {
			c.fail(pos, field, "caveat %q is not in caveats.yaml", k)
		}
	}
}

func (c *checker) order(pos Pos, a, b Date, what string) {
	if a != "" && b != "" && a > b {
		c.fail(pos, what, "%s is after %s", a, b)
	}
}

func (c *checker) checkPolicy(p *Policy) {
	c.id(p.Pos, "policy", p.ID)
	c.common(&p.Common)
	c.line(p.Pos, "title", Chinese, p.Title)
	c.line(p.Pos, "gloss", English, p.Gloss)
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
	c.text(p.Pos, "short", p.Short)
	c.text(p.Pos, "matter", p.Matter)
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
		c.text(sec.Pos, field+"no", sec.No)
		c.text(sec.Pos, field+"heading", sec.Heading)
		c.text(sec.Pos, field+"text", sec.Text)
		c.text(sec.Pos, field+"source", sec.Source)
		for _, t := range sec.Papers {
			c.text(sec.Pos, field+"papers", t)
		}
		c.checkGrant(sec.Pos, sec.Grant, sec.Text.ZH)
		if n := utf8.RuneCountInString(sec.Text.ZH); n > maxSectionRunes {
			c.fail(sec.Pos, field+"text", "has %d characters, at most %d: split the clause", n, maxSectionRunes)
		}
		c.checkRefs(sec.Pos, field+"refs", sec.Refs)
		if sec.AsOf != "" {
			c.asOf(sec.Pos, field+"as_of", sec.AsOf)
		}
		c.regions(sec.Pos, field+"regions", sec.Regions)
		c.order(sec.Pos, orElse(sec.Effective, p.Effective), orElse(sec.Expires, p.Expires), field+"expires")
		c.intents(sec.Pos, field+"answers", sec.Answers)
		c.caveats(sec.Pos, field+"caveats", sec.Caveats)
		if sec.Table != nil {
			for _, row := range append([][]Text{sec.Table.Head}, sec.Table.Rows...) {
				if len(row) != len(sec.Table.Head) {
					c.fail(sec.Pos, field+"table", "a row has %d cells, the head has %d", len(row), len(sec.Table.Head))
				}
				for _, cell := range row {
					c.text(sec.Pos, field+"table", cell)
				}
			}
		}
	}
}

func (c *checker) id(pos Pos, kind string, id ID) {
	if !idForm.MatchString(string(id)) || !strings.HasPrefix(string(id), kind+"/") {
		c.fail(pos, "id", "%q is not %s/ and a name in small ASCII letters, digits, - and .", id, kind)
	}
}

func (c *checker) checkProduct(p *Product) {
	c.id(p.Pos, "product", p.ID)
	c.common(&p.Common)
	for field, t := range map[string]Text{"name": p.Name, "short": p.Short, "provider": p.Provider} {
		c.text(p.Pos, field, t)
	}
	texts := map[string]bool{}
	for _, f := range p.Fields() {
		c.text(p.Pos, f.Field, f.Text)
		texts[f.Field] = true
	}
	c.regions(p.Pos, "regions", p.Regions)
	c.intents(p.Pos, "answers", p.Answers)
	c.caveats(p.Pos, "caveats", p.Caveats)
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
	for _, t := range p.Papers {
		c.text(p.Pos, "papers", t)
	}
	if len(p.Papers) > 0 && !texts["materials"] {
		c.fail(p.Pos, "papers", "stand without materials, the text that they are taken from")
	}
	c.checkGrant(p.Pos, p.Grant, p.Amount.ZH+p.Rate.ZH)
	if p.GuaranteeFee < 0 || p.GuaranteeFee > 0 && !strings.Contains(p.Rate.ZH, BasisPoints(p.GuaranteeFee).String()) {
		c.fail(p.Pos, "guarantee_fee", "the rate in words does not hold it")
	}
	if p.AmountMin < 0 || p.AmountMax < 0 || p.TermMax < 0 || slices.ContainsFunc(p.CaseAmounts, func(a Amount) bool { return a < 0 }) {
		c.fail(p.Pos, "amount_max", "an amount or a term is less than zero")
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
	if !k.Leaf() && (k.Op != "" || k.Want.Set || k.Of != "") {
		c.fail(k.Pos, "criteria", "op, want and of belong to a comparison of fact or sum")
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
	if k.Fact != "" && len(k.Sum) > 0 {
		c.fail(k.Pos, "sum", "a comparison has either fact or sum")
	}
	if k.Share < 0 || k.Share != 0 && k.Of == "" {
		c.fail(k.Pos, "share", "a share is more than zero and of a fact")
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
	left, _ := c.s.Fact(k.Left()[0])
	var ops map[Op]bool
	var form string
	switch {
	case kind == KindBool:
		ops, form = map[Op]bool{OpEq: true, OpNe: true}, "bool"
	case kind.Numeric():
		ops = map[Op]bool{OpEq: true, OpNe: true, OpLt: true, OpLte: true, OpGt: true, OpGte: true}
		form = map[Kind]string{KindCount: "number", KindMonths: "number", KindMoney: "money", KindRate: "rate", KindDate: "date"}[kind]
	case kind == KindCodes:
		ops, form = map[Op]bool{OpAnyOf: true, OpAllOf: true}, "codes"
	case left.From == "regions":
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
	if form == "codes" && len(k.Want.Codes) == 0 {
		c.fail(k.Pos, "want", "has no codes")
	}
	for _, code := range k.Want.Codes {
		if !c.s.KnowsCode(left, code) {
			c.fail(k.Pos, "want", "%q is not a code of fact %s", code, left.ID)
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

// contradiction finds numbers and yes-or-no conditions that must hold together
// and cannot.
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
		s, n := spans[l.Fact], l.Want.N
		if open := l.Op == OpGt; (open || l.Op == OpGte || l.Op == OpEq) && (!s.HasMin || n > s.Min || n == s.Min && open) {
			s.Min, s.HasMin, s.MinOpen = n, true, open
		}
		if open := l.Op == OpLt; (open || l.Op == OpLte || l.Op == OpEq) && (!s.HasMax || n < s.Max || n == s.Max && open) {
			s.Max, s.HasMax, s.MaxOpen = n, true, open
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
		c.id(e.Pos, "case", e.ID)
		c.common(&e.Common)
		if e.When != "" {
			c.asOf(e.Pos, "when", e.When)
		}
		if e.Amount < 0 {
			c.fail(e.Pos, "amount", "is less than zero")
		}
		c.regions(e.Pos, "region", []RegionCode{e.Region})
		c.text(e.Pos, "who", e.Who)
		c.text(e.Pos, "text", e.Text)
		c.text(e.Pos, "lender", e.Lender)
		c.intents(e.Pos, "answers", e.Answers)
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
		c.id(g.Pos, "gap", g.ID)
		c.checkRefs(g.Pos, "refs", g.Refs)
		c.regions(g.Pos, "regions", g.Regions)
		c.intents(g.Pos, "intents", g.Intents)
		for field, t := range map[string]Text{"title": g.Title, "says": g.Says, "differs": g.Differs, "decides": g.Decides} {
			c.text(g.Pos, field, t)
			if field != "says" && field != "title" {
				continue
			}
			for _, s := range []string{t.ZH, t.EN} {
				if m := figureIn(s); m != "" {
					c.fail(g.Pos, field, "holds the figure %q: a gap tells no amount, rate, share or time", m)
				}
			}
		}
		for _, a := range g.Asked {
			c.text(g.Pos, "asked", a)
		}
	}
}

// docNumber is a document number, a standard's number or a year, which is no figure of content.
var docNumber = regexp.MustCompile(`[\p{Han}]{1,8}〔\d{4}〕\d+号|GB/T ?\d+(-\d+)?|\d{4}年|\b20\d\d\b|12330|第?\d+号`)

func figureIn(s string) string {
	return digitForm.FindString(docNumber.ReplaceAllString(s, ""))
}

func (c *checker) checkTerms() {
	owner := map[string]ID{}
	for i := range c.s.Terms {
		t := &c.s.Terms[i]
		c.id(t.Pos, "term", t.ID)
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
		c.id(o.Pos, "office", o.ID)
		c.text(o.Pos, "name", o.Name)
		c.text(o.Pos, "does", o.Does)
		c.checkRefs(o.Pos, "refs", o.Refs)
		c.regions(o.Pos, "regions", o.Regions)
		c.intents(o.Pos, "intents", o.Intents)
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
		if (f.Min != nil || f.Max != nil) && !f.Kind.Numeric() {
			c.fail(f.Pos, "min", "a fact of kind %s has no bounds", f.Kind)
		}
		if f.Min != nil && f.Max != nil && *f.Min > *f.Max {
			c.fail(f.Pos, "min", "%d is more than max %d", *f.Min, *f.Max)
		}
		seen, owner := map[string]bool{}, map[string]string{}
		for _, ch := range f.Choices {
			c.text(f.Pos, "choices", ch.Label)
			if seen[ch.Code] {
				c.fail(f.Pos, "choices", "code %q stands twice", ch.Code)
			}
			seen[ch.Code] = true
			c.forms(f.Pos, "choices", owner, ch.Code, slices.Concat([]string{ch.Label.ZH, ch.Label.EN}, ch.Aliases))
		}
		for _, d := range f.DependsOn {
			if _, ok := c.s.Fact(d); !ok {
				c.fail(f.Pos, "depends_on", "fact %q does not exist", d)
			}
		}
	}
}

// forms sees that no spoken form stands for two codes; owner holds the code of
// each form seen so far.
func (c *checker) forms(pos Pos, field string, owner map[string]string, code string, forms []string) {
	for _, f := range forms {
		key := Fold(f)
		if old, ok := owner[key]; ok && old != code {
			c.fail(pos, field, "%q belongs to %s already", f, old)
		}
		owner[key] = code
	}
}

func (c *checker) checkIndustries() {
	owner := map[string]string{}
	for i := range c.s.Industries {
		in := &c.s.Industries[i]
		c.text(in.Pos, "name", in.Name)
		c.forms(in.Pos, "aliases", owner, in.Code, slices.Concat([]string{in.Name.ZH, in.Name.EN}, in.Aliases))
	}
}

func (c *checker) checkBanks() {
	owner := map[string]string{}
	for i := range c.s.Banks {
		b := &c.s.Banks[i]
		c.text(b.Pos, "name", b.Name)
		if !strings.HasPrefix(string(b.ID), "bank/") {
			c.fail(b.Pos, "id", "%q does not begin with bank/", b.ID)
		}
		c.forms(b.Pos, "aliases", owner, string(b.ID), slices.Concat([]string{b.Name.ZH, b.Name.EN}, b.Aliases))
	}
}

// checkPlaces lets places share a spoken name, since people's names for places
// do; two places within one do not share their full name.
func (c *checker) checkPlaces() {
	owner := map[string]RegionCode{}
	for i := range c.s.Places {
		p := &c.s.Places[i]
		c.text(p.Pos, "name", p.Name)
		if !placeForm.MatchString(string(p.Code)) {
			c.fail(p.Pos, "code", "%q is neither six digits nor zone- and a name", p.Code)
		}
		if !slices.Contains([]string{"province", "prefecture", "county", "zone"}, p.Level) {
			c.fail(p.Pos, "level", "%q is none of province, prefecture, county, zone", p.Level)
		}
		if !slices.Contains([]string{"", "administrative", "group", "zone"}, p.Kind) {
			c.fail(p.Pos, "kind", "%q is none of administrative, group, zone", p.Kind)
		}
		if key := string(p.Parent) + " " + p.Name.ZH; owner[key] != "" {
			c.fail(p.Pos, "name", "%q is the name of %s already", p.Name.ZH, owner[key])
		} else {
			owner[key] = p.Code
		}
		if _, ok := c.s.Place(p.Parent); p.Parent != "" && !ok {
			c.fail(p.Pos, "parent", "place %q does not exist", p.Parent)
		}
		if c.s.Within(p.Parent, p.Code) {
			c.fail(p.Pos, "parent", "the place lies within itself")
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
		for _, p := range in.Learned() {
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

// checkSafety sees that a bait has an intent to be declined under, and words
// without which it would match any message.
func (c *checker) checkSafety() {
	s := &c.s.Safety
	if slices.Contains(slices.Concat(s.Forbidden.ZH, s.Forbidden.EN, s.Allowed), "") {
		c.fail(s.Pos, "forbidden", "a word is empty")
	}
	for i, b := range s.Baits {
		field := fmt.Sprintf("baits[%d]", i)
		c.intents(s.Pos, field+".intent", []IntentID{b.Intent})
		for _, line := range b.Words {
			if len(line) == 0 || slices.ContainsFunc(line, func(w string) bool { return Fold(w) == "" }) {
				c.fail(s.Pos, field+".words", "a line or a word is empty: it would match every message")
			}
		}
		if slices.Contains(b.Except, "") {
			c.fail(s.Pos, field+".except", "a word is empty: it would match every message")
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
		want := placeholders(slices.Concat(w.ZH, w.EN)...)
		for lang, lines := range map[Lang]Lines{Chinese: w.ZH, English: w.EN} {
			for _, l := range lines {
				c.line(w.Pos, key+"."+string(lang), lang, l)
				if got := placeholders(l); got != want {
					c.fail(w.Pos, key, "placeholders differ between variants of %s: %q holds {%s}, others {%s}", name, l, got, want)
				}
			}
		}
	}
}

// placeholders returns the names in braces of all lines, each once, in order.
func placeholders(lines ...string) string {
	var names []string
	for _, l := range lines {
		names = append(names, Placeholders(l)...)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ",")
}
