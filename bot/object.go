package bot

import (
	"strings"
	"time"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// Object is a reply as programs read it; docs/reply.schema.json describes it.
// Lists are never null.
type Object struct {
	ID         string           `json:"id"`
	Lang       corpus.Lang      `json:"lang"`
	Intent     corpus.IntentID  `json:"intent"`
	Confidence float64          `json:"confidence"`
	Scope      Scope            `json:"scope"`
	Outcome    Outcome          `json:"outcome"`
	Facts      corpus.Facts     `json:"facts"`
	Profile    corpus.Facts     `json:"profile"`
	Parts      []Part           `json:"parts"`
	Body       string           `json:"body"`
	Text       string           `json:"text"`
	Citations  []CitationObject `json:"citations"`
	Products   []ProductObject  `json:"products"`
	Gaps       []string         `json:"gaps"`
	Charts     []ChartObject    `json:"charts"`
	Buttons    []Button         `json:"buttons"`
	Notice     *NoticeObject    `json:"notice"` // null: none
	Files      []FileObject     `json:"files"`
	Generation string           `json:"generation"`
	Refined    bool             `json:"refined"`
	Logged     bool             `json:"logged"`
	Trace      string           `json:"trace"`
	TookMS     float64          `json:"took_ms"`
}

// CitationObject is a source in JSON.
type CitationObject struct {
	Passage   corpus.PassageID `json:"passage"`
	Doc       corpus.ID        `json:"doc"`
	Title     string           `json:"title"`
	DocNo     string           `json:"doc_no"`
	Section   string           `json:"section"`
	Status    corpus.Status    `json:"status"`
	Effective corpus.Date      `json:"effective"`
	Expires   corpus.Date      `json:"expires"`
	AsOf      string           `json:"as_of"`
	Source    string           `json:"source"`
	Quote     string           `json:"quote"`
	URL       string           `json:"url"`
	Link      string           `json:"link"` // the clause's page in the library, from the root of the site
	Refs      []string         `json:"refs"`
}

// ProductObject is a weighed product in JSON.
type ProductObject struct {
	ID       corpus.ID       `json:"id"`
	Name     string          `json:"name"`
	Refs     []string        `json:"refs"`
	Fit      knowledge.Fit   `json:"fit"`
	Complete bool            `json:"complete"`
	Findings []FindingObject `json:"findings"`
	Missing  []corpus.FactID `json:"missing"`
}

// ChartObject is a chart in JSON: the data of the picture, and the same as a table.
type ChartObject struct {
	Kind    ChartKind         `json:"kind"`
	Caption string            `json:"caption"`
	Unit    ChartUnit         `json:"unit"`
	Names   []string          `json:"names"`
	Items   []ChartItemObject `json:"items"`
	Base    *int64            `json:"base"` // null: none
	Table   TableObject       `json:"table"`
}

// ChartItemObject is an item of a chart in JSON.
type ChartItemObject struct {
	Label  string  `json:"label"`
	Values []int64 `json:"values"`
}

// TableObject is a table in JSON.
type TableObject struct {
	Head []string   `json:"head"`
	Rows [][]string `json:"rows"`
}

// NoticeObject is what becomes of what the person says, and the choices about it.
type NoticeObject struct {
	Body    string   `json:"body"`
	Buttons []Button `json:"buttons"`
}

// FileObject is a file in JSON; its data are base64.
type FileObject struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Data []byte `json:"data"`
}

// FindingObject is the verdict on one condition in JSON.
type FindingObject struct {
	Condition string            `json:"condition"`
	Have      corpus.Facts      `json:"have"`
	Verdict   knowledge.Verdict `json:"verdict"`
}

// Object returns the reply as programs read it. The text is what a terminal
// shows, with labels from wording; took is the time that the answer needed.
func (r Reply) Object(id string, wording map[string]corpus.Saying, took time.Duration) Object {
	o := Object{
		ID: id, Lang: r.Lang, Intent: r.Turn.Intent, Confidence: r.Turn.Confidence, Scope: r.Turn.Scope, Outcome: r.Turn.Outcome,
		Facts: r.Turn.Facts.Clone(), Profile: r.Turn.Known.Clone(), Parts: append([]Part{}, r.Turn.Parts...), Body: r.Body(),
		Text: Plain(r, PlainOptions{Wording: wording}), Citations: []CitationObject{}, Products: []ProductObject{},
		Gaps: append([]string{}, r.Turn.Gaps...), Charts: []ChartObject{}, Buttons: []Button{}, Files: []FileObject{}, Generation: r.Generation, Refined: r.Refined, Logged: r.Logged,
		Trace: r.Trace, TookMS: float64(took.Microseconds()) / 1000,
	}
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case Citations:
			for _, c := range b {
				o.Citations = append(o.Citations, CitationObject{
					Passage: c.Passage, Doc: c.Doc, Title: c.Title, DocNo: c.DocNo, Section: c.Section, Status: c.Status, Effective: c.Effective,
					Expires: c.Expires, AsOf: c.AsOf, Source: c.Source, Quote: c.Quote, URL: c.URL, Link: LibraryPath(c.Passage), Refs: append([]string{}, c.Refs...),
				})
			}
		case Chart:
			o.Charts = append(o.Charts, b.object())
		case Buttons:
			o.Buttons = append(o.Buttons, b.Choices...)
		case Notice:
			o.Notice = &NoticeObject{Body: b.Body, Buttons: append([]Button{}, b.Choices...)}
		case File:
			o.Files = append(o.Files, FileObject(b))
		}
	}
	for _, m := range r.Turn.Products {
		p := ProductObject{
			ID: m.Product.ID, Name: m.Product.Name.In(r.Lang), Refs: append([]string{}, m.Product.Refs...), Fit: m.Fit, Complete: m.Product.Complete,
			Findings: []FindingObject{}, Missing: append([]corpus.FactID{}, m.Missing...),
		}
		for _, f := range m.Findings {
			p.Findings = append(p.Findings, FindingObject{Condition: f.Criterion.Why.In(r.Lang), Have: f.Have(r.Turn.Known), Verdict: f.Verdict})
		}
		o.Products = append(o.Products, p)
	}
	return o
}

func (c Chart) object() ChartObject {
	o := ChartObject{
		Kind: c.Kind, Caption: c.Caption, Unit: c.Unit, Names: append([]string{}, c.Names...), Items: []ChartItemObject{}, Base: c.Base,
		Table: TableObject{Head: append([]string{}, c.Table.Head...), Rows: [][]string{}},
	}
	for _, i := range c.Items {
		o.Items = append(o.Items, ChartItemObject{Label: i.Label, Values: append([]int64{}, i.Values...)})
	}
	for _, row := range c.Table.Rows {
		o.Table.Rows = append(o.Table.Rows, append([]string{}, row...))
	}
	return o
}

// Body returns the sentences of the answer alone.
func (r Reply) Body() string {
	var texts []string
	for _, b := range r.Blocks {
		if t, ok := b.(Text); ok && !t.Aside {
			texts = append(texts, t.Body)
		}
	}
	return strings.Join(texts, "\n\n")
}
