package journey

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
)

// Report is how a journey went.
type Report struct {
	Journey   string
	Failures  []string // one a line: file, line, what was said, what is wrong
	Exchanges []Exchange
	Intents   []corpus.IntentID  // met, in order of first use
	Passages  []corpus.PassageID // cited
	Products  []corpus.ID        // shown
}

// Exchange is one message and its reply.
type Exchange struct {
	Message bot.Message
	Reply   bot.Reply
}

// usualPause is the time between two messages unless a step tells another.
const usualPause = time.Minute

// Play holds one conversation under a session of its own and reports what did
// not come out as written. It stops early only where there is no answer at all.
func Play(ctx context.Context, a bot.Answerer, j Journey, session string) Report {
	p := player{report: Report{Journey: j.Name}, file: j.File}
	now := j.At
	for i := range j.Turns {
		p.step = &j.Turns[i]
		if p.step.After != 0 {
			now = now.Add(time.Duration(p.step.After))
		} else if i > 0 {
			now = now.Add(usualPause)
		}
		m := bot.Message{ID: strconv.Itoa(i + 1), From: bot.Address{Channel: "journey", Chat: session}, Text: p.step.Say, At: now}
		if p.step.Press != "" {
			b, ok := p.button(p.step.Press)
			if !ok {
				p.fail("no button to press: %s", p.labels())
				return p.report
			}
			m.Text, m.Action = b.Label, b.Action
		}
		r, err := a.Answer(ctx, m)
		if err != nil {
			p.fail("no answer: %v", err)
			return p.report
		}
		p.report.Exchanges = append(p.report.Exchanges, Exchange{m, r})
		p.note(r)
		p.sound(r)
		p.expect(r)
		p.last = &r
		if bs := buttons(r); len(bs) > 0 {
			p.offered = bs
		}
	}
	return p.report
}

type player struct {
	report  Report
	file    string
	step    *Step
	last    *bot.Reply
	offered []bot.Button // of the last reply that had any
}

func (p *player) fail(format string, args ...any) {
	p.report.Failures = append(p.report.Failures, fmt.Sprintf("%s:%d: %s: ", p.file, p.step.Line, p.step.said())+fmt.Sprintf(format, args...))
}

// button finds the button that a step presses: the one of that label, or the
// first whose label holds it.
func (p *player) button(label string) (bot.Button, bool) {
	for _, b := range p.offered {
		if b.Label == label {
			return b, true
		}
	}
	for _, b := range p.offered {
		if strings.Contains(b.Label, label) {
			return b, true
		}
	}
	return bot.Button{}, false
}

func (p *player) labels() string {
	var labels []string
	for _, b := range p.offered {
		labels = append(labels, b.Label)
	}
	return "there are [" + strings.Join(labels, ", ") + "]"
}

// note keeps what the reply covers.
func (p *player) note(r bot.Reply) {
	p.report.Intents = once(p.report.Intents, r.Turn.Intent)
	for _, part := range r.Turn.Parts {
		p.report.Intents = once(p.report.Intents, part.Intent)
	}
	for _, c := range citations(r) {
		p.report.Passages = once(p.report.Passages, c.Passage)
	}
	for _, m := range r.Turn.Products {
		p.report.Products = once(p.report.Products, m.Product.ID)
	}
}

func once[T comparable](list []T, x T) []T {
	if slices.Contains(list, x) {
		return list
	}
	return append(list, x)
}

var (
	citeMark = regexp.MustCompile(`\[(\d+)\]`)
	bareKey  = regexp.MustCompile(`\[[a-z_]+(\.[a-z0-9_]+)+\]`)
	hole     = regexp.MustCompile(`\{[a-z_]+\}`)
)

// sound checks what holds for every reply, whatever was asked.
func (p *player) sound(r bot.Reply) {
	body := Body(r)
	if strings.TrimSpace(body) == "" {
		p.fail("the reply has no words")
	}
	if r.Turn.Outcome == "" {
		p.fail("the reply has no outcome")
	}
	if key := bareKey.FindString(body); key != "" {
		p.fail("wording is missing: %s", key)
	}
	if unfilled := hole.FindString(body); unfilled != "" {
		p.fail("wording has a hole: %s", unfilled)
	}
	sources := citations(r)
	used := map[int]bool{}
	for _, m := range citeMark.FindAllStringSubmatch(body, -1) {
		n, _ := strconv.Atoi(m[1])
		if n < 1 || n > len(sources) {
			p.fail("mark %s has no source", m[0])
		}
		used[n] = true
	}
	for i, s := range sources {
		if !used[i+1] {
			p.fail("source %d (%s) is cited nowhere", i+1, s.Passage)
		}
	}
	seen := map[string]bool{}
	for _, b := range buttons(r) {
		switch {
		case b.Label == "" || seen[b.Label]:
			p.fail("label %q is empty or stands twice", b.Label)
		case len(b.Action) == 0 || len(b.Action) > 60 || strings.ContainsFunc(string(b.Action), func(c rune) bool { return c < ' ' || c > '~' }):
			p.fail("action %q of %q is not 1 to 60 bytes of ASCII", b.Action, b.Label)
		}
		seen[b.Label] = true
	}
}

// expect checks what the step says of the reply.
func (p *player) expect(r bot.Reply) {
	s := p.step
	wantOne := func(what, got string, want []string) {
		if len(want) > 0 && !slices.Contains(want, got) {
			p.fail("%s is %q, want %s", what, got, strings.Join(want, " or "))
		}
	}
	wantOne("intent", string(r.Turn.Intent), s.Intent)
	wantOne("outcome", string(r.Turn.Outcome), s.Outcome)
	if s.Lang != "" {
		wantOne("language", string(r.Lang), []string{string(s.Lang)})
	}
	if s.Scope != "" {
		wantOne("scope", string(r.Turn.Scope), []string{string(s.Scope)})
	}
	p.facts("heard", r.Turn.Facts, s.Facts)
	p.facts("known", r.Turn.Known, s.Profile)
	for _, id := range s.NotFacts {
		if v, ok := r.Turn.Facts[id]; ok {
			p.fail("fact %s was heard: %s", id, show(v))
		}
	}
	var refs, products []string
	for _, c := range citations(r) {
		refs = append(refs, c.Refs...)
	}
	for _, m := range r.Turn.Products {
		products = append(products, m.Product.Refs...)
	}
	p.hold("sources", refs, s.Cites)
	p.hold("gaps", r.Turn.Gaps, s.Gaps)
	p.hold("products", products, s.Products)
	if len(s.CitesAny) > 0 && !slices.ContainsFunc(s.CitesAny, func(ref string) bool { return slices.Contains(refs, ref) }) {
		p.fail("sources are [%s], want one of %s", strings.Join(refs, " "), strings.Join(s.CitesAny, " "))
	}
	p.words(r)
	labels := buttons(r)
	for _, want := range s.Buttons {
		if !slices.ContainsFunc(labels, func(b bot.Button) bool { return strings.Contains(b.Label, want) }) {
			p.fail("no button %q: %s", want, strings.Trim(fmt.Sprint(labels), "[]"))
		}
	}
	var charts []string
	for _, b := range r.Blocks {
		if c, ok := b.(bot.Chart); ok {
			charts = append(charts, string(c.Kind))
		}
	}
	if len(s.Charts) > 0 && !slices.Equal(charts, s.Charts) {
		p.fail("charts are %v, want %v", charts, s.Charts)
	}
	if s.Asks != "" && !asks(r, s.Asks) {
		p.fail("does not ask for %s: buttons are %v, words are %s", s.Asks, labels, short(Body(r)))
	}
	if s.AsksNot != "" && asks(r, s.AsksNot) {
		p.fail("asks for %s", s.AsksNot)
	}
}

// words checks the words of the reply.
func (p *player) words(r bot.Reply) {
	s, body := p.step, Body(r)
	all := body
	for _, c := range citations(r) {
		all += "\n" + strings.Join([]string{c.Title, c.DocNo, c.Section, c.Issuers}, " ")
	}
	for _, want := range s.Contains {
		if !strings.Contains(all, want) {
			p.fail("no %q in: %s", want, short(body))
		}
	}
	if len(s.ContainsAny) > 0 && !slices.ContainsFunc(s.ContainsAny, func(w string) bool { return strings.Contains(all, w) }) {
		p.fail("none of %q in: %s", s.ContainsAny, short(body))
	}
	for _, not := range s.NotContains {
		if strings.Contains(body, not) {
			p.fail("%q in: %s", not, short(body))
		}
	}
	if s.Differs && p.last != nil && body == Body(*p.last) {
		p.fail("says the same again: %s", short(body))
	}
}

// hold checks that each wanted ref is there.
func (p *player) hold(what string, got, want []string) {
	for _, w := range want {
		if !slices.Contains(got, w) {
			p.fail("%s are [%s], want %s", what, strings.Join(got, " "), w)
		}
	}
}

func (p *player) facts(what string, got corpus.Facts, want map[corpus.FactID]any) {
	ids := make([]corpus.FactID, 0, len(want))
	for id := range want {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if why := Matches(got[id], want[id]); why != "" {
			p.fail("fact %s %s: %s (all: %s)", id, what, why, showAll(got))
		}
	}
}

// unsure stands in a file for a fact that the person cannot tell.
const unsure = "?"

// Matches says in words how a value differs from what a file wants, or "". The
// wanted value is null (not known), "?" (the person cannot tell), or the value in
// the form of corpus.ParseValue. A list of codes wants each of them held.
func Matches(got corpus.Value, want any) string {
	switch {
	case want == nil && got.Known():
		return "is " + show(got) + ", want nothing known"
	case want == nil:
		return ""
	case want == unsure && got.Unsure:
		return ""
	case want == unsure || !got.Known():
		return fmt.Sprintf("is %s, want %v", show(got), want)
	}
	data, err := json.Marshal(want)
	if err != nil {
		return fmt.Sprintf("cannot be compared with %v", want)
	}
	value, err := corpus.ParseValue(got.Kind, data)
	if err != nil {
		return fmt.Sprintf("is %s, want %s, which is no %s: %v", show(got), data, got.Kind, err)
	}
	held := func(c string) bool { return slices.Contains(got.Has, c) }
	missed := func(c string) bool { return !slices.Contains(got.Not, c) && !got.Complete || held(c) }
	switch {
	case got.Kind != corpus.KindCodes && got.Equal(value):
		return ""
	case got.Kind == corpus.KindCodes && !slices.ContainsFunc(value.Has, func(c string) bool { return !held(c) }) && !slices.ContainsFunc(value.Not, missed) &&
		(len(value.Has)+len(value.Not) > 0 || got.Complete && len(got.Has) == 0):
		return ""
	}
	return fmt.Sprintf("is %s, want %s", show(got), data)
}

func show(v corpus.Value) string {
	if v.Unsure {
		return unsure
	}
	data, err := v.MarshalJSON()
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func showAll(f corpus.Facts) string {
	words := []string{}
	for _, id := range f.IDs() {
		words = append(words, string(id)+"="+show(f[id]))
	}
	return strings.Join(words, " ")
}

// Body is what a reply says: its words and its tables, those of charts too.
func Body(r bot.Reply) string {
	var parts []string
	table := func(t bot.Table) {
		parts = append(parts, t.Caption, strings.Join(t.Head, " "))
		for _, row := range t.Rows {
			parts = append(parts, strings.Join(row, " "))
		}
	}
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case bot.Text:
			parts = append(parts, b.Body)
		case bot.Table:
			table(b)
		case bot.Chart:
			parts = append(parts, b.Caption)
			table(b.Table)
		}
	}
	return strings.Join(parts, "\n")
}

func citations(r bot.Reply) (out bot.Citations) {
	for _, b := range r.Blocks {
		if cs, ok := b.(bot.Citations); ok {
			out = append(out, cs...)
		}
	}
	return out
}

func buttons(r bot.Reply) (out []bot.Button) {
	for _, b := range r.Blocks {
		if bs, ok := b.(bot.Buttons); ok {
			out = append(out, bs.Choices...)
		}
	}
	return out
}

// asks reports whether the reply offers choices for a fact.
func asks(r bot.Reply, id corpus.FactID) bool {
	return slices.ContainsFunc(buttons(r), func(b bot.Button) bool {
		verb, rest, _ := strings.Cut(string(b.Action), " ")
		fact, _, _ := strings.Cut(rest, " ")
		return verb == "set" && fact == string(id) || verb == "place" && id == "region"
	})
}

// short is the beginning of a text on one line.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
