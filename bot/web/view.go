package web

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
)

// exchangeView is an exchange for a template.
type exchangeView struct {
	words
	ID      string
	Said    string
	At      time.Time
	Pending bool
	Failed  bool
	Refined bool
	Forgot  bool // what stood before it is gone
	Trace   string
	Paper   string // the title where the answer is a paper of its own
	Parts   []partView
	Plain   string // the answer with its sources, for copying
	Form    formView
}

// formView is what every form of a page carries.
type formView struct {
	Action  string // where it is sent
	Key     string // tells a repeated sending
	Session string // the token, where there is no cookie
	Embed   bool
}

// Beside is another address that is sent the same looks of the page.
func (f formView) Beside(path string) string {
	if _, query, ok := strings.Cut(f.Action, "?"); ok {
		return path + "?" + query
	}
	return path
}

// partView is a block of a reply; Kind says which fields are set.
type partView struct {
	words
	Kind    string // "text", "aside", "table", "chart", "sources", "choices", "notice", "file"
	ID      string // of the exchange
	Text    []block
	Table   bot.Table
	Cells   [][][]run
	Region  string // names the table to those who do not see it
	Picture picture
	Sources []sourceView
	Prompt  string
	Choices []bot.Button
	File    fileView
	Form    formView
}

// sourceView is a citation for a template.
type sourceView struct {
	words
	N         int
	Anchor    string
	Name      string
	DocNo     string
	Issuers   string
	Section   string
	Status    string // its name in the corpus
	Effective string
	Expires   string
	AsOf      string
	Source    string
	Text      []block // the passage's own words
	Link      string  // in the library
	URL       string
	Host      string
}

// fileView is a file for a template.
type fileView struct {
	Name string
	N    int
	Size int
	Here bool // it can still be fetched
	Path string
}

// view prepares an exchange for showing.
func (c *conversation) view(e *exchange, w words, form formView, now time.Time) exchangeView {
	v := exchangeView{words: w, ID: e.id, Said: e.said, At: e.at.In(hubei), Form: form}
	if !e.finished() {
		v.Pending = true
		return v
	}
	if e.failed {
		v.Failed = true
		return v
	}
	r := c.whole(e)
	v.Forgot = r.Turn.Forgot
	if r.Lang != "" {
		w.Lang = r.Lang // what stands around an answer is in its language
		v.words = w
	}
	v.Refined, v.Trace, v.Paper = r.Refined, bot.Visible(r.Trace), bot.Visible(r.Paper)
	sources := 0
	for _, b := range r.Blocks {
		if cs, ok := b.(bot.Citations); ok {
			sources = len(cs)
		}
	}
	var kept []bot.Block // what is copied
	files, charts := 0, 0
	for _, b := range r.Blocks {
		part := partView{words: w, ID: e.id, Form: form}
		switch b := b.(type) {
		case bot.Text:
			part.Kind, part.Text = "text", richText(b.Body, sources)
			if b.Aside {
				part.Kind = "aside"
			}
			kept = append(kept, b)
		case bot.Table:
			part.table(b, sources)
			kept = append(kept, b)
		case bot.Chart:
			charts++
			part.table(b.Table, sources)
			part.Kind, part.Region, part.Picture = "chart", bot.Visible(b.Caption), draw(b, w.Lang)
			part.Picture.ID = e.id + "-" + strconv.Itoa(charts)
			kept = append(kept, b)
		case bot.Citations:
			part.Kind = "sources"
			for i, one := range b {
				part.Sources = append(part.Sources, source(w, e.id, i+1, one))
			}
			kept = append(kept, b)
		case bot.Buttons:
			part.Kind, part.Prompt, part.Choices = "choices", bot.Visible(b.Prompt), visibleChoices(b.Choices)
		case bot.Notice:
			part.Kind, part.Text, part.Choices = "notice", richText(b.Body, 0), visibleChoices(b.Choices)
		case bot.File:
			part.Kind = "file"
			part.File = fileView{Name: fileName(b.Name), N: files, Size: len(b.Data), Here: b.Data != nil && now.Sub(e.at) <= fileLife}
			files++
		}
		v.Parts = append(v.Parts, part)
	}
	r.Blocks = kept
	v.Plain = bot.Plain(r, bot.PlainOptions{Wording: w.Set.Wording, Quotes: true})
	return v
}

// visibleChoices are the choices that can be pressed, by labels that show.
func visibleChoices(choices []bot.Button) []bot.Button {
	var out []bot.Button
	for _, c := range choices {
		if plainAction(c.Action) {
			out = append(out, bot.Button{Label: bot.Visible(c.Label), Action: c.Action})
		}
	}
	return out
}

func (p *partView) table(t bot.Table, sources int) {
	p.Kind = "table"
	p.Table.Caption = bot.Visible(t.Caption)
	p.Region = cmp.Or(p.Table.Caption, p.T("table"))
	for _, h := range t.Head {
		p.Table.Head = append(p.Table.Head, bot.Visible(h))
	}
	for _, row := range t.Rows {
		var cells [][]run
		for _, cell := range row {
			cells = append(cells, runs(bot.Visible(cell), sources))
		}
		p.Cells = append(p.Cells, cells)
	}
}

// source prepares a citation. Reports of facts have no title marks: they are no
// instruments, and the number is that of the instrument behind them.
func source(w words, id string, n int, c bot.Citation) sourceView {
	v := sourceView{
		words: w, N: n, Anchor: anchor(id, n), Name: bot.Visible(c.Title), DocNo: bot.Visible(c.DocNo), Issuers: bot.Visible(c.Issuers),
		Section: bot.Visible(c.Section), Status: string(c.Status), Effective: bot.Visible(string(c.Effective)), Expires: bot.Visible(string(c.Expires)),
		AsOf: bot.Visible(c.AsOf), Source: bot.Visible(c.Source), Text: richText(c.Quote, 0), Link: bot.LibraryPath(c.Passage),
	}
	if w.Lang != corpus.English && c.Status != corpus.Reported && c.Status != "" {
		v.Name = "《" + v.Name + "》"
	}
	if u, err := url.Parse(c.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		v.URL, v.Host = u.String(), u.Hostname()
	}
	return v
}

// anchor is the id of a source on its page.
func anchor(id string, n int) string {
	return "s-" + id + "-" + string(rune('0'+n/10)) + string(rune('0'+n%10))
}

// line is a line with the part that it stands in, for a template.
type line struct {
	Part interface {
		Anchor(n int) string
		CiteLabel(n int) string
	}
	Runs []run
}

// Line is a line of this part.
func (p partView) Line(runs []run) line { return line{Part: p, Runs: runs} }

// Anchor is the id of a source of this exchange.
func (p partView) Anchor(n int) string { return anchor(p.ID, n) }

// CiteLabel names a source for those who do not see its mark.
func (p partView) CiteLabel(n int) string { return p.T("cite", "n", strconv.Itoa(n)) }

// Line is a line of the quotation; it has no marks of its own.
func (v sourceView) Line(runs []run) line { return line{Part: partView{words: v.words}, Runs: runs} }

// StatusLabel names the state of the instrument.
func (v sourceView) StatusLabel() string { return v.Label("plain.status." + v.Status) }

// fileName is a name without folders and without characters that mean something
// in headers or on disks.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|;`, r) || r < ' ' {
			return '-'
		}
		return r
	}, bot.Visible(name))
	name = strings.Trim(name, ". \n")
	if name == "" {
		return "file"
	}
	if r := []rune(name); len(r) > 120 {
		name = string(r[len(r)-120:])
	}
	return name
}
