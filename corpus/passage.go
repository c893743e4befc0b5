package corpus

import (
	"fmt"
	"strings"
)

// PassageID names a passage: the entry's id, # and the section's id:
// "policy/hubei-2025-17#2.1.2", "product/p01-kv-loan#amount".
type PassageID string

// PassageKind says what sort of entry a passage belongs to.
type PassageKind string

// The sorts of passages.
const (
	PolicyPassage  PassageKind = "policy"
	ProductPassage PassageKind = "product"
	CasePassage    PassageKind = "case"
	GapPassage     PassageKind = "gap"
)

// Passage is what is searched and cited: a clause, a field of a product, a case
// or a gap, in both languages, with what is needed to filter and to cite it.
type Passage struct {
	ID         PassageID
	Kind       PassageKind
	Doc        ID
	Field      string // of a product: "amount", "rate", …
	Title      Text   // of the entry
	Heading    Text   // of the passage within it
	Matter     Text   // of a clause: what its instrument is about, if the clauses leave it unsaid
	Text       Text
	Words      []string // further words by which it is found, never shown
	Asked      Asked    // questions that it answers, as people put them, never shown
	Number     Text     // the clause's number
	DocNo      string
	Issuers    []Text
	Status     Status
	Issued     Date
	Effective  Date
	Expires    Date
	Regions    []RegionCode
	Rights     []IPKind
	Answers    []IntentID
	Caveats    []string
	Refs       []string
	Confidence Confidence
	AsOf       string
	Source     Text
	URL        string
	Table      *Table
	Ours       bool
	Reviewed   bool
	Elsewhere  bool // not to be had in Hubei
}

// InForceOn reports whether the passage holds on a day.
func (p *Passage) InForceOn(d Date) bool {
	switch {
	case p.Effective != "" && d < p.Effective:
		return false
	case p.Expires != "" && d > p.Expires:
		return false
	case p.Expires == "" && (p.Status == Superseded || p.Status == Ended || p.Status == Draft):
		return false
	}
	return true
}

func (s *Set) makePassages() []Passage {
	var out []Passage
	for i := range s.Policies {
		out = s.Policies[i].appendPassages(out)
	}
	for i := range s.Products {
		out = s.appendProduct(out, &s.Products[i])
	}
	for i := range s.Cases {
		out = append(out, s.Cases[i].passage(s.label("passage.case")))
	}
	for i := range s.Gaps {
		out = append(out, s.Gaps[i].passage(s.label("passage.gap")))
	}
	for i := range out {
		if a, ok := s.Asked[out[i].ID]; ok {
			// Those of a gap add to the gap's own.
			out[i].Asked.ZH = append(out[i].Asked.ZH, a.ZH...)
			out[i].Asked.EN = append(out[i].Asked.EN, a.EN...)
		}
	}
	return out
}

func (p *Policy) appendPassages(out []Passage) []Passage {
	title := Text{ZH: p.Title, EN: p.Title + " (" + p.Gloss + ")"}
	for _, sec := range p.Sections {
		q := Passage{
			ID: PassageID(string(p.ID) + "#" + sec.ID), Kind: PolicyPassage, Doc: p.ID,
			Title: title, Heading: sec.Heading, Matter: p.Matter, Text: sec.Text, Words: p.Aliases, Number: sec.No,
			DocNo: p.DocNo, Issuers: p.Issuers, Status: p.Status, Issued: p.Issued,
			Effective: orElse(sec.Effective, p.Effective), Expires: orElse(sec.Expires, p.Expires),
			Regions: p.Regions, Rights: sec.Kinds, Answers: sec.Answers, Caveats: sec.Caveats, Refs: sec.Refs,
			Confidence: orElse(sec.Confidence, p.Confidence), AsOf: orElse(sec.AsOf, p.AsOf), Source: p.Source, URL: p.URL,
			Table: sec.Table, Ours: p.Ours || sec.Ours, Reviewed: p.Review.Done() || sec.Review.Done(),
		}
		if !sec.Source.Zero() {
			q.Source = sec.Source
		}
		if len(sec.Regions) > 0 {
			q.Regions = sec.Regions
		}
		if sec.Expires != "" && p.Status == InForce {
			q.Status = Superseded
		}
		out = append(out, q)
	}
	return out
}

// fields of a product in the order in which they are shown; each has its label
// in the wording under "field." and its name.
var productFields = []string{
	"summary", "amount", "term", "rate", "collateral", "rights", "conditions", "examples", "materials", "time", "contact", "notes",
}

// FieldLabel names a field of a product for a person.
func (s *Set) FieldLabel(field string) Text { return s.label("field." + field) }

func (s *Set) label(key string) Text {
	w := s.Wording[key]
	if len(w.ZH) == 0 || len(w.EN) == 0 {
		return Text{}
	}
	return Text{ZH: w.ZH[0], EN: w.EN[0]}
}

// fieldIntents are the intents for which a field of a product is the answer, beside the product's own.
var fieldIntents = map[string][]IntentID{
	"amount":     {"how_much"},
	"term":       {"renewal"},
	"rate":       {"cost"},
	"collateral": {"guarantee"},
	"conditions": {"conditions"},
	"examples":   {"cases"},
	"materials":  {"documents"},
	"time":       {"procedure"},
	"contact":    {"contact", "procedure"},
}

// Fields returns the texts of a product by field, in the order in which they are shown.
func (p *Product) Fields() []ProductText {
	list := func(ts []Text) Text {
		var t Text
		for i, l := range ts {
			if i > 0 {
				t.ZH += "；"
				t.EN += "; "
			}
			t.ZH += strings.TrimRight(l.ZH, "。；")
			t.EN += strings.TrimRight(l.EN, ".;")
		}
		if len(ts) > 0 {
			t.ZH += "。"
			t.EN += "."
		}
		return t
	}
	texts := map[string]Text{
		"summary": p.Summary, "amount": p.Amount, "term": p.Term, "rate": p.Rate, "collateral": p.Collateral,
		"rights": p.RightsNote, "conditions": list(p.Conditions), "examples": list(p.Examples),
		"materials": p.Materials, "time": p.Time, "contact": p.Contact, "notes": p.Notes,
	}
	var out []ProductText
	for _, name := range productFields {
		if t := texts[name]; !t.Zero() {
			out = append(out, ProductText{name, t})
		}
	}
	return out
}

// ProductText is the text of one field of a product.
type ProductText struct {
	Field string
	Text  Text
}

func (s *Set) appendProduct(out []Passage, p *Product) []Passage {
	for _, f := range p.Fields() {
		q := Passage{
			ID: PassageID(fmt.Sprintf("%s#%s", p.ID, f.Field)), Kind: ProductPassage, Doc: p.ID, Field: f.Field,
			Title: p.Name, Heading: s.FieldLabel(f.Field), Text: f.Text, Words: p.Aliases,
			Status: Reported, Effective: p.Valid.From, Expires: p.Valid.To, Regions: p.Regions, Rights: p.Rights,
			Answers: append(append([]IntentID{}, fieldIntents[f.Field]...), p.Answers...), Caveats: p.Caveats, Refs: p.Refs,
			Confidence: p.Confidence, AsOf: p.AsOf, Source: p.Source, URL: p.URL, Reviewed: p.Review.Done(), Elsewhere: !p.Offered,
		}
		if len(p.Instruments) > 0 {
			q.DocNo = p.Instruments[0]
		}
		out = append(out, q)
	}
	return out
}

func (c *Case) passage(heading Text) Passage {
	answers := c.Answers
	if len(answers) == 0 {
		answers = []IntentID{"cases"}
	}
	return Passage{
		ID: PassageID(string(c.ID) + "#case"), Kind: CasePassage, Doc: c.ID, Title: c.Who, Heading: heading, Text: c.Text,
		Status: Reported, Regions: []RegionCode{c.Region}, Rights: c.Rights, Answers: answers, Refs: c.Refs,
		Confidence: c.Confidence, AsOf: c.AsOf, Source: c.Source, URL: c.URL, Reviewed: c.Review.Done(),
	}
}

func (g *Gap) passage(heading Text) Passage {
	var asked Asked
	for _, a := range g.Asked {
		asked.ZH, asked.EN = append(asked.ZH, a.ZH), append(asked.EN, a.EN)
	}
	return Passage{
		ID: PassageID(string(g.ID) + "#gap"), Kind: GapPassage, Doc: g.ID, Title: g.Title, Heading: heading,
		Text: g.Says, Asked: asked, Status: Reported, Regions: g.Regions, Rights: g.Rights, Answers: g.Intents, Refs: g.Refs,
		Confidence: High, Reviewed: true,
	}
}

func orElse[T ~string](a, b T) T {
	if a != "" {
		return a
	}
	return b
}

// Asked are questions that a passage answers, as people put them (origin: usage).
type Asked struct {
	ZH  []string `yaml:"zh,required"`
	EN  []string `yaml:"en,required"`
	Pos Pos      `yaml:"-"`
}

// In returns the questions in a language.
func (a Asked) In(lang Lang) []string {
	if lang == English {
		return a.EN
	}
	return a.ZH
}
