// Package bottest is the suite that every front end must pass: the shipped
// conversations are held through it as a person would hold them, and all that a
// reply says must be there to be seen.
package bottest

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"zhirong/bot"
	"zhirong/bot/journey"
	"zhirong/corpus"
)

// Person is somebody at a front end. What the methods return is all that came
// to be seen by it, as text; what can be unfolded or downloaded counts as seen.
type Person interface {
	Say(text string) (shown string, err error)
	// Press presses the button of that label, among those seen last.
	Press(label string) (shown string, err error)
}

// Open starts a front end for one person over an answerer. It is closed by the
// test's cleanup.
type Open func(t *testing.T, set *corpus.Set, a bot.Answerer) Person

// Run holds every journey through the front end, as it is written, and sees
// that nothing of any reply was lost on the way.
func Run(t *testing.T, g *bot.Generation, open Open) {
	all, err := journey.Load(bot.Journeys())
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range all {
		t.Run(j.Name, func(t *testing.T) {
			f := newFront(t, g, open, bot.Options{})
			for _, failure := range journey.Play(t.Context(), f, j, j.Name).Failures {
				t.Error(failure)
			}
		})
	}
	t.Run("pressing is typing", func(t *testing.T) { pressing(t, g, open) })
	t.Run("hostile words are only words", func(t *testing.T) { hostile(t, g, open) })
}

// front answers by way of a front end: what is asked of it is said by a person
// there, and what comes back is the reply that was shown.
type front struct {
	t      *testing.T
	g      *bot.Generation
	person Person

	mu    sync.Mutex
	now   time.Time
	reply bot.Reply
	heard bot.Message
	n     int
}

func newFront(t *testing.T, g *bot.Generation, open Open, o bot.Options) *front {
	f := &front{t: t, g: g}
	o.Live, o.Sessions = bot.NewLive(g), bot.NewMemory()
	a, err := bot.NewAdvisor(o)
	if err != nil {
		t.Fatal(err)
	}
	f.person = open(t, g.Set, tap{f, a})
	return f
}

// tap stands between the front end and the adviser, and takes down both sides.
type tap struct {
	f    *front
	next bot.Answerer
}

func (p tap) Answer(ctx context.Context, m bot.Message) (bot.Reply, error) {
	p.f.mu.Lock()
	m.At = p.f.now
	p.f.mu.Unlock()
	r, err := p.next.Answer(ctx, m)
	p.f.mu.Lock()
	defer p.f.mu.Unlock()
	p.f.reply, p.f.heard = r, m
	p.f.n++
	return r, err
}

// Answer says a message at the front end.
func (f *front) Answer(_ context.Context, m bot.Message) (bot.Reply, error) {
	f.mu.Lock()
	f.now = m.At
	before := f.n
	f.mu.Unlock()
	say := f.person.Say
	if m.Action != "" {
		say = f.person.Press
	}
	shown, err := say(m.Text)
	if err != nil {
		return bot.Reply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.n != before+1 {
		return bot.Reply{}, fmt.Errorf("%q was answered %d times", m.Text, f.n-before)
	}
	for _, lost := range Lost(f.reply, shown) {
		f.t.Errorf("%q: not to be seen: %s\nshown: %s", m.Text, lost, shown)
	}
	return f.reply, nil
}

// Lost lists what a reply says that what was shown does not hold. Blanks do not
// count, since every front end breaks lines as it must.
func Lost(r bot.Reply, shown string) []string {
	seen := squeeze(shown)
	var lost []string
	at := 0
	want := func(what, text string) {
		if text = squeeze(text); text == "" || strings.Contains(seen, text) {
			return
		}
		lost = append(lost, what+" "+text)
	}
	table := func(t bot.Table) {
		for _, row := range t.Rows {
			for i, cell := range row {
				want("cell", cell)
				if cell != "" && i < len(t.Head) {
					want("head of a column", t.Head[i])
				}
			}
		}
	}
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case bot.Text:
			for line := range strings.SplitSeq(b.Body, "\n") {
				line = squeeze(listMark.ReplaceAllString(line, ""))
				// The sentences come in their order.
				if i := strings.Index(seen[at:], line); i >= 0 {
					if !b.Aside {
						at += i
					}
				} else {
					lost = append(lost, "text "+line)
				}
			}
		case bot.Citations:
			for _, c := range b {
				want("source", c.Title)
				want("number of the source", c.DocNo)
				want("section", c.Section)
			}
		case bot.Buttons:
			for _, c := range b.Choices {
				want("button", c.Label)
			}
		case bot.Table:
			table(b)
		case bot.Chart:
			want("chart", b.Caption)
			table(b.Table)
		case bot.File:
			want("file", b.Name)
		case bot.Notice:
			want("notice", b.Body)
			for _, c := range b.Choices {
				want("button of the notice", c.Label)
			}
		}
	}
	return lost
}

// listMark begins a line of a list, which a front end shows in its own way.
var listMark = regexp.MustCompile(`^(?:- |\d{1,2}\. )`)

// squeeze drops blanks and what cannot be seen.
func squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, s)
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))

// pressing holds one conversation twice, once by buttons and once by typing
// their labels.
func pressing(t *testing.T, g *bot.Generation, open Open) {
	var bodies [2][]string
	for i, press := range []bool{true, false} {
		f := newFront(t, g, open, bot.Options{})
		say := func(m bot.Message) bot.Reply {
			m.At = noon
			r, err := f.Answer(t.Context(), m)
			if err != nil {
				t.Fatal(err)
			}
			bodies[i] = append(bodies[i], string(r.Turn.Intent)+" "+string(r.Turn.Outcome))
			return r
		}
		r := say(bot.Message{Text: "我们在江夏，有3件发明专利，能贷款吗"})
		for range 3 {
			var choice *bot.Button
			for _, b := range r.Blocks {
				if bs, ok := b.(bot.Buttons); ok && len(bs.Choices) > 0 {
					choice = &bs.Choices[0]
				}
			}
			if choice == nil {
				break
			}
			m := bot.Message{Text: choice.Label}
			if press {
				m.Action = choice.Action
			}
			r = say(m)
		}
	}
	if len(bodies[0]) < 3 || strings.Join(bodies[0], "\n") != strings.Join(bodies[1], "\n") {
		t.Errorf("pressed:\n%s\ntyped:\n%s", strings.Join(bodies[0], "\n"), strings.Join(bodies[1], "\n"))
	}
}

// hostile says what means something to some machine, and sees it heard as it was
// said, as far as it can be seen at all.
func hostile(t *testing.T, g *bot.Generation, open Open) {
	f := newFront(t, g, open, bot.Options{})
	for _, text := range []string{
		"<script>alert(1)</script>专利能贷款吗", "专利\"><img src=x onerror=alert(1)>质押", "{{.}} ${7*7} %s %n 专利贷款", "'; DROP TABLE turns; --专利",
		"[点我](javascript:alert(1)) 专利贷款", "**专利** _贷款_ `x` <b>", "&lt;b&gt; &amp; 专利贷款",
	} {
		if _, err := f.Answer(t.Context(), bot.Message{Text: text, At: noon}); err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if squeeze(f.heard.Text) != squeeze(text) {
			t.Errorf("%q was heard as %q", text, f.heard.Text)
		}
	}
}
