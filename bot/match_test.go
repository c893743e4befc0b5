package bot_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/bot/eval"
	"zhirong/corpus"
)

// talk holds one conversation with an adviser.
type talk struct {
	t    *testing.T
	a    *bot.Advisor
	user string
	said []string
	n    int
}

func newTalk(t *testing.T, a *bot.Advisor) *talk { return &talk{t: t, a: a, user: t.Name()} }

func (c *talk) send(m bot.Message) bot.Reply {
	c.t.Helper()
	c.n++
	m.ID, m.From = fmt.Sprint(c.n), bot.Address{Channel: "test", Chat: c.user, User: c.user}
	m.At = time.Date(2026, 11, 22, 12, c.n, 0, 0, time.FixedZone("CST", 8*3600))
	r, err := c.a.Answer(context.Background(), m)
	if err != nil {
		c.t.Fatalf("%q %s: %v", m.Text, m.Action, err)
	}
	c.said = append(c.said, m.Text)
	return r
}

func (c *talk) say(text string) bot.Reply         { return c.send(bot.Message{Text: text}) }
func (c *talk) press(action bot.Action) bot.Reply { return c.send(bot.Message{Action: action}) }

func buttons(r bot.Reply) []bot.Button {
	for _, b := range r.Blocks {
		if bs, ok := b.(bot.Buttons); ok {
			return bs.Choices
		}
	}
	return nil
}

func tables(r bot.Reply) (out []bot.Table) {
	for _, b := range r.Blocks {
		if tab, ok := b.(bot.Table); ok {
			out = append(out, tab)
		}
	}
	return out
}

func files(r bot.Reply) (out []bot.File) {
	for _, b := range r.Blocks {
		if f, ok := b.(bot.File); ok {
			out = append(out, f)
		}
	}
	return out
}

// loose is a bar in a line of Markdown that parts cells: one without a backslash.
var loose = regexp.MustCompile(`(?:^|[^\\])\|`)

func TestEveryProductIsProvenListedAndReckoned(t *testing.T) {
	t.Parallel()
	g, a := newAdvisor(t)
	ground := eval.NewGrounder(g.Set)
	firms := []string{
		"我们在武汉江夏，有2件发明专利、1件商标、3件软著，高新技术企业，想贷500万，借18个月",
		"We are in Yichang with 2 invention patents and want to borrow 5 million yuan for 18 months",
	}
	for i := range g.Set.Products {
		p := &g.Set.Products[i]
		t.Run(p.Refs[0], func(t *testing.T) {
			t.Parallel()
			for _, firm := range firms {
				c := newTalk(t, a)
				c.user += firm
				c.say(firm)
				for _, verb := range []string{"proof", "near", "papers", "costs", "keep", "list"} {
					r := c.press(bot.Action(verb + " " + p.Refs[0]))
					if r.Turn.Outcome == bot.Clarified || r.Turn.Outcome == bot.Failed {
						t.Errorf("%s is not answered: %s", verb, r.Body())
					}
					if strays := ground.Strays(r, c.said); len(strays) > 0 {
						t.Errorf("%s says what is not cited: %q\n%s", verb, strays, r.Body())
					}
					if w := g.Set.Safety.Breach(r.Body()); w != "" {
						t.Errorf("%s is answered with %q", verb, w)
					}
					if body := r.Body(); strings.Contains(body, "[proof.") || regexp.MustCompile(`\[[a-z]+\.`).MatchString(body+fmt.Sprint(tables(r), buttons(r))) {
						t.Errorf("%s lacks wording: %s", verb, body)
					}
					labels := map[string]bool{}
					for _, b := range buttons(r) {
						if len(b.Action) > 60 || strings.ContainsFunc(string(b.Action), func(c rune) bool { return c < ' ' || c > '~' }) {
							t.Errorf("%s offers the action %q, which is longer than 60 bytes or not plain", verb, b.Action)
						}
						if labels[b.Label] {
							t.Errorf("%s offers %q twice", verb, b.Label)
						}
						labels[b.Label] = true
					}
					for _, f := range files(r) {
						checkMarkdown(t, string(f.Data))
					}
					if keeps := verb == "keep" || verb == "list"; keeps != (len(files(r)) == 1) {
						t.Errorf("%s comes with %d files", verb, len(files(r)))
					}
				}
			}
		})
	}
}

// checkMarkdown finds rows of a table that have not the cells of its head.
func checkMarkdown(t *testing.T, text string) {
	t.Helper()
	if !strings.HasPrefix(text, "# ") {
		t.Errorf("the file has no title: %.60s", text)
	}
	bars := 0
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "|") {
			bars = 0
			continue
		}
		n := len(loose.FindAllString(line, -1))
		if bars == 0 {
			bars = n
		}
		if n != bars {
			t.Errorf("a row has %d bars, its head %d: %s", n, bars, line)
		}
	}
	if strings.ContainsAny(text, "\x01\x02\x1b\u202e\u200b") {
		t.Error("the file holds characters that do not show")
	}
}

func TestPapersAreTickedOneByOne(t *testing.T) {
	t.Parallel()
	_, a := newAdvisor(t)
	c := newTalk(t, a)
	c.say("我们在宜昌夷陵，有2件发明专利，想贷300万")
	r := c.press("papers P18")
	ready := func(r bot.Reply) (n int) {
		for _, tab := range tables(r) {
			for _, row := range tab.Rows {
				if tab.Caption == "已经备好" || row[len(row)-1] == "已备" {
					n++
				}
			}
		}
		return n
	}
	for want := 1; ; want++ {
		var tick bot.Action
		for _, b := range buttons(r) {
			if strings.HasPrefix(string(b.Action), "tick ") {
				tick = b.Action
			}
		}
		if tick == "" {
			if want < 4 {
				t.Errorf("only %d papers could be ticked", want-1)
			}
			break
		}
		if r = c.press(tick); ready(r) != want {
			t.Fatalf("%d papers are ready after %d ticks", ready(r), want)
		}
	}
	all := ready(r)
	for _, nonsense := range []bot.Action{"tick P18 ", "tick P18 #nothing", "tick P18 policy/cnipa-461#7/99", "untick P18 x"} {
		if r = c.press(nonsense); ready(r) != all {
			t.Errorf("%q changed the list", nonsense)
		}
	}
	if r = c.press("untick P18 #materials/1"); ready(r) != all-1 {
		t.Errorf("%d papers are ready after one was taken back, want %d", ready(r), all-1)
	}
	if r = c.say("都齐了"); ready(r) != all {
		t.Errorf("%d papers are ready when all are told, want %d", ready(r), all)
	}
	if r = c.press("papers P12"); ready(r) == 0 {
		t.Error("what was ticked for one product is open again for another")
	}
}

func TestActionsOfNoProductAreNotTaken(t *testing.T) {
	t.Parallel()
	_, a := newAdvisor(t)
	c := newTalk(t, a)
	for _, action := range []bot.Action{"proof", "proof P99", "keep ", "near P99", "papers \x00", "tick", "list P", "costs P99", "proof P12 P13 <script>", "figure", "rank", "leads", "sides", "later", "near", "today"} {
		r := c.press(action)
		if strings.Contains(fmt.Sprint(r.Blocks), "<script>") || len(files(r)) > 0 {
			t.Errorf("%q is answered with %s", action, r.Body())
		}
	}
}

func TestWordsAboutAMatchNeedOne(t *testing.T) {
	t.Parallel()
	_, a := newAdvisor(t)
	for i, text := range []string{
		"为什么这样排", "材料清单", "什么时候会变", "第2个为什么", "我有质押合同", "差在哪", "按2026年3月1日看呢", "为什么", "why", "第一个", "信用贷和质押贷有什么区别",
		"质押登记要准备什么材料", "知识价值信用贷要符合什么条件", "贴息怎么算", "茶叶能贷款吗", "what would change",
	} {
		c := newTalk(t, a)
		c.user += fmt.Sprint(i)
		for _, b := range buttons(c.say(text)) {
			verb, _, _ := strings.Cut(string(b.Action), " ")
			if slices.Contains([]string{"proof", "near", "papers", "tick", "list", "costs", "keep"}, verb) {
				t.Errorf("%q, said at once, is answered about a product: %s", text, b.Action)
			}
		}
	}
}

func TestABareNumberMeansOneThing(t *testing.T) {
	t.Parallel()
	_, a := newAdvisor(t)
	c := newTalk(t, a)
	c.say("我们在江夏，有3件发明专利，能贷款吗")
	c.press("edit patents_invention")
	if r := c.say("2"); !r.Turn.Known["patents_invention"].Equal(corpus.CountValue(2)) {
		t.Errorf("the number that was asked for is taken as %v", r.Turn.Known["patents_invention"])
	}
	r := c.press("proof P12")
	offered := buttons(r)
	want := c.press(offered[1].Action)
	c.press("proof P12")
	if got := c.say("2"); got.Body() != want.Body() && len(tables(got)) != len(tables(want)) {
		t.Errorf("2 beneath a proof is not the second choice: %s", got.Body())
	}
}

func TestACostSheetAddsUp(t *testing.T) {
	t.Parallel()
	_, a := newAdvisor(t)
	c := newTalk(t, a)
	c.say("我们在广水，有2件发明专利，想贷300万，借30个月")
	c.press("costs -")
	r := c.say("5%")
	sheet := tables(r)
	if len(sheet) != 2 {
		t.Fatalf("%d tables: %s", len(sheet), r.Body())
	}
	want := [][]string{{"第1年（12个月）", "15万元"}, {"第2年（12个月）", "15万元"}, {"第3年（6个月）", "7.5万元"}, {"合计", "37.5万元"}}
	for i, row := range want {
		if got := sheet[0].Rows[i][:2]; !slices.Equal(got, row) {
			t.Errorf("row %d is %q, want %q", i, got, row)
		}
	}
	if got := sheet[1].Rows[0][3]; got != "18.75万元" {
		t.Errorf("after the subsidy it costs %s, want 18.75万元", got)
	}
	for _, bad := range []string{"利率按120%", "利率改成-3%"} {
		if r := c.say(bad); len(tables(r)) > 0 && strings.Contains(fmt.Sprint(tables(r)), "120%") {
			t.Errorf("%q is reckoned with: %v", bad, tables(r))
		}
	}
}
