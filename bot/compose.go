package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
)

// citeMark stands in a line where a passage is cited, until all lines are known
// and the sources can be numbered.
var citeMark = regexp.MustCompile("\x01([^\x02]*)\x02")

// cite marks a place where a passage is cited.
func cite(p *corpus.Passage) string { return "\x01" + string(p.ID) + "\x02" }

// compose puts the pieces together as one reply: the answers, the standing
// caveats, one next step, the line on the state of the sources, then tables,
// sources and choices.
func (t *turn) compose(ps []piece) Reply {
	t.sayPaused(ps)
	r := Reply{Lang: t.lang, Generation: t.g.ID, Trace: t.log.ID}
	var paragraphs []string
	if t.fresh && len(ps) > 0 {
		paragraphs = append(paragraphs, t.welcomeBack())
	}
	for i, p := range ps {
		if len(ps) > 1 {
			if in, ok := t.set.Intent(p.intent); ok {
				about := in.Label.In(t.lang)
				if p.intent == corpus.OutOfScope {
					p.quote = cmp.Or(p.quote, p.text)
				}
				about = cmp.Or(shortQuote(p.quote), about)
				paragraphs = append(paragraphs, t.say("part.heading", map[string]string{"n": fmt.Sprint(i + 1), "about": about}))
			}
		}
		paragraphs = append(paragraphs, p.lines...)
		r.Paper = cmp.Or(r.Paper, p.paper)
	}
	var caveats []string
	for _, p := range ps {
		for _, c := range p.caveats {
			if !slices.Contains(caveats, c) {
				caveats = append(caveats, c)
			}
		}
	}
	for _, c := range caveats {
		if lines := t.set.Caveats[c].In(t.lang); len(lines) > 0 {
			paragraphs = append(paragraphs, lines[0])
		}
	}
	if step := t.nextStep(ps); step != "" {
		paragraphs = append(paragraphs, step)
	}
	var cited []*corpus.Passage
	body := t.numberText(strings.Join(paragraphs, "\n\n"), &cited)
	var shown []Block // charts and tables, whose sources count as well
	for _, p := range ps {
		for _, c := range p.charts {
			c.Items = slices.Clone(c.Items)
			for i := range c.Items {
				c.Items[i].Label = t.capital(c.Items[i].Label)
			}
			c.Table = t.numberTable(c.Table, &cited)
			shown = append(shown, c)
		}
		for _, tab := range p.tables {
			shown = append(shown, t.numberTable(tab, &cited))
		}
	}
	if lead, rest, ok := strings.Cut(body, "\n\n"); ok && len(ps) == 1 && ps[0].picture && !t.fresh {
		// The picture is the answer: what is to be minded comes after it.
		r.Blocks = append(r.Blocks, Text{Body: lead}, shown[0], Text{Body: rest})
		shown = shown[1:]
	} else {
		r.Blocks = append(r.Blocks, Text{Body: body})
	}
	for _, p := range ps {
		for _, hint := range p.hints {
			r.Blocks = append(r.Blocks, Text{Body: hint, Aside: true})
		}
	}
	if aside := t.stateOf(cited); aside != "" {
		r.Blocks = append(r.Blocks, Text{Body: aside, Aside: true})
	}
	r.Blocks = append(r.Blocks, shown...)
	var cs Citations
	for _, p := range cited {
		cs = append(cs, t.citation(p))
	}
	if len(cs) > 0 {
		r.Blocks = append(r.Blocks, cs)
	}
	t.s.Offered = nil
	for _, p := range ps {
		if p.buttons != nil && len(p.buttons.Choices) > 0 {
			// One set of choices at a time: a number must mean one thing.
			r.Blocks = append(r.Blocks, *p.buttons)
			t.s.Offered = p.buttons.Choices
			break
		}
	}
	for _, p := range ps {
		for _, f := range p.files {
			r.Blocks = append(r.Blocks, f)
		}
	}
	if n := t.notice(); n != nil {
		r.Blocks = append(r.Blocks, *n)
	}
	t.record(ps, cited)
	r.Turn = t.log
	return r
}

// Bounds of how much of a question heads its answer, in characters: of one in
// Chinese, and of one in letters, which is cut between words.
const (
	longestQuote   = 20
	longestLetters = 60
)

// shortQuote is the visible beginning of a question.
func shortQuote(text string) string {
	said := []rune(strings.Join(strings.Fields(visible(text)), " "))
	if slices.ContainsFunc(said, func(r rune) bool { return r >= 0x2e80 }) {
		return string(said[:min(len(said), longestQuote)])
	}
	if len(said) <= longestLetters {
		return string(said)
	}
	cut := string(said[:longestLetters])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut
}

// numberText replaces the marks by [1], [2] … in the order of first use.
func (t *turn) numberText(text string, cited *[]*corpus.Passage) string {
	return citeMark.ReplaceAllStringFunc(text, func(m string) string {
		p, ok := t.set.Passage(corpus.PassageID(m[1 : len(m)-1]))
		if !ok {
			return ""
		}
		return fmt.Sprintf("[%d]", place(cited, p))
	})
}

// numberTable numbers the sources of a table after those that were cited before.
func (t *turn) numberTable(tab Table, cited *[]*corpus.Passage) Table {
	rows := make([][]string, len(tab.Rows))
	for i, row := range tab.Rows {
		for j, cell := range row {
			if j == 0 {
				cell = t.capital(cell)
			}
			rows[i] = append(rows[i], t.numberText(cell, cited))
		}
	}
	tab.Rows = rows
	return tab
}

// place returns the number of a source, adding it if it is new.
func place(cited *[]*corpus.Passage, p *corpus.Passage) int {
	if i := slices.Index(*cited, p); i >= 0 {
		return i + 1
	}
	*cited = append(*cited, p)
	return len(*cited)
}

// stateOf is the one line on how old the oldest source is and that nobody has
// compared the sources with the official texts yet.
func (t *turn) stateOf(cited []*corpus.Passage) string {
	oldest := ""
	for _, p := range cited {
		if !p.Reviewed && (oldest == "" || p.AsOf < oldest) {
			oldest = p.AsOf
		}
	}
	if oldest == "" {
		return ""
	}
	return t.say("aside.unreviewed", map[string]string{"as_of": oldest})
}

// nextStep is the one line with which an answer ends: what to do next, and who decides.
func (t *turn) nextStep(ps []piece) string {
	for i := len(ps) - 1; i >= 0; i-- {
		p := ps[i]
		if p.plain || p.ask != "" && len(ps) == 1 {
			continue
		}
		key := p.next
		switch {
		case key == "" && p.intent == "default":
			key = "next.repay"
		case key == "":
			key = "next." + string(p.intent)
		}
		if _, ok := t.set.Wording[key]; !ok {
			key = "next.default"
		}
		return t.say(key, p.nextArgs)
	}
	return ""
}

// citation turns a passage into a source as shown.
func (t *turn) citation(p *corpus.Passage) Citation {
	section := p.Heading.In(t.lang)
	if n := p.Number.In(t.lang); n != "" {
		section = n
	}
	var issuers []string
	for _, i := range p.Issuers {
		issuers = append(issuers, i.In(t.lang))
	}
	return Citation{
		Passage: p.ID, Doc: p.Doc, Title: p.Title.In(t.lang), DocNo: p.DocNo, Issuers: t.list(issuers), Section: section,
		Status: p.Status, Effective: p.Effective, Expires: p.Expires, AsOf: p.AsOf, Source: p.Source.In(t.lang),
		Quote: p.Text.In(t.lang), URL: p.URL, Refs: p.Refs,
	}
}

// record fills in what is remembered of the turn.
func (t *turn) record(ps []piece, cited []*corpus.Passage) {
	l := &t.log
	l.Known = t.s.Profile.Facts.Clone()
	l.Consent = t.s.Consent
	for i := range t.set.Facts {
		if f := &t.set.Facts[i]; f.Sensitive {
			l.Sensitive = append(l.Sensitive, f.ID)
		}
	}
	l.Scope = InScope
	for _, p := range ps {
		l.Parts = append(l.Parts, Part{Text: p.text, Intent: p.intent, Outcome: p.outcome})
		for _, g := range p.gaps {
			if !slices.Contains(l.Gaps, g) {
				l.Gaps = append(l.Gaps, g)
			}
		}
		l.Products = append(l.Products, p.products...)
	}
	if len(ps) > 0 {
		l.Intent, l.Outcome = ps[0].intent, ps[0].outcome
		// A message is answered if any of its questions is.
		if len(ps) > 1 && slices.ContainsFunc(ps, func(p piece) bool { return p.outcome == Answered }) {
			l.Outcome = Answered
		}
		if slices.ContainsFunc(ps, func(p piece) bool { return declined[p.intent] }) {
			l.Outcome = Refused
		}
	}
	switch l.Intent {
	case corpus.OutOfScope:
		l.Scope = OutOfScope
	case corpus.Abuse:
		l.Scope = Abusive
	}
	l.Confidence = 1
	for _, part := range t.u.Parts {
		if part.Intent == l.Intent {
			l.Confidence = part.Confidence
			break
		}
	}
	t.s.Cited = t.s.Cited[:0]
	for _, p := range cited {
		t.s.Cited = append(t.s.Cited, p.ID)
	}
	for _, p := range ps {
		if len(p.docs) > 0 && p.outcome != Refused {
			t.s.Topic = Topic{Intent: p.intent, Docs: p.docs, Text: t.stillOf(p.text), Shown: slices.Clone(t.s.Cited)}
			break
		}
	}
}

// welcomeBack sums up what was known when the person returns after a while.
func (t *turn) welcomeBack() string {
	var words []string
	for i := range t.set.Facts {
		f := &t.set.Facts[i]
		if v, ok := t.s.Profile.Facts[f.ID]; ok && v.Known() && len(words) < 6 {
			words = append(words, f.Label.In(t.lang)+t.label("mark.colon")+t.value(f, v))
		}
	}
	return t.say("session.back", map[string]string{"facts": strings.Join(words, t.label("mark.semicolon"))})
}
