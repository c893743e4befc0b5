package bot_test

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"unicode"

	"zhirong/bot"
	"zhirong/corpus"
)

var load = sync.OnceValues(func() (*corpus.Set, error) { return corpus.Load(corpus.Shipped()) })

// wording is the shipped wording, so that a label that is missing shows.
func wording(t testing.TB) map[string]corpus.Saying {
	t.Helper()
	set, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return set.Wording
}

// full is a reply with every kind of block.
func full(lang corpus.Lang) bot.Reply {
	return bot.Reply{
		Lang: lang,
		Blocks: []bot.Block{
			bot.Text{Body: "单笔1000万元以下的，可以由银行内部评估定价[1]。\n\n- 先问开户行\n- 再备材料"},
			bot.Text{Body: "依据尚未逐条复核。", Aside: true},
			bot.Table{Caption: "可以看的产品", Head: []string{"产品", "额度"}, Rows: [][]string{{"知识价值贷", "最高1000万元"}, {"某贷", "未知"}}},
			bot.Citations{
				{
					Title: "湖北省知识产权金融生态建设试点工作指引", DocNo: "鄂知发〔2025〕17号", Section: "二（一）2", Status: corpus.InForce,
					Effective: "2025-06-23", Expires: "2027-12-31", AsOf: "2025-06", Source: "全文", Quote: "单笔不到1000万元的，可以内部评估。",
				},
				{Title: "知识价值贷", DocNo: "鄂科技规〔2025〕3号", Section: "额度", Status: corpus.Reported, AsOf: "2025", Source: "官方发布"},
			},
			bot.Buttons{Prompt: "企业在哪里？", Choices: []bot.Button{{Label: "武汉市", Action: "set region 420100"}, {Label: "不知道", Action: "set region ?"}}},
		},
	}
}

func TestPlainWritesEveryBlock(t *testing.T) {
	t.Parallel()
	words := wording(t)
	tests := []struct {
		name  string
		reply bot.Reply
		o     bot.PlainOptions
		want  string
	}{
		{"without wrapping a table is a record a paragraph", full(corpus.Chinese), bot.PlainOptions{}, `单笔1000万元以下的，可以由银行内部评估定价[1]。

- 先问开户行
- 再备材料

依据尚未逐条复核。

可以看的产品
产品：知识价值贷
额度：最高1000万元

产品：某贷
额度：未知

依据
[1] 鄂知发〔2025〕17号《湖北省知识产权金融生态建设试点工作指引》二（一）2 · 有效 · 自2025-06-23起 · 至2027-12-31止 · 信息截至2025-06 · 全文
[2] 知识价值贷 额度 · 鄂科技规〔2025〕3号 · 事实材料 · 信息截至2025 · 官方发布

企业在哪里？
1. 武汉市
2. 不知道`},
		{"on a screen the columns stand in line and sources are indented", full(corpus.Chinese), bot.PlainOptions{Width: 40}, `单笔1000万元以下的，可以由银行内部评估定
价[1]。

- 先问开户行
- 再备材料

依据尚未逐条复核。

可以看的产品
产品        额度
----------  ------------
知识价值贷  最高1000万元
某贷        未知

依据
[1] 鄂知发〔2025〕17号《湖北省知识产权金
    融生态建设试点工作指引》二（一）2 ·
    有效 · 自2025-06-23起 · 至2027-12-31
    止 · 信息截至2025-06 · 全文
[2] 知识价值贷 额度 · 鄂科技规〔2025〕3
    号 · 事实材料 · 信息截至2025 · 官方
    发布

企业在哪里？
1. 武汉市
2. 不知道`},
		{"a table that does not fit falls back to records", bot.Reply{Lang: corpus.English, Blocks: []bot.Block{
			bot.Table{Head: []string{"Product", "Provider"}, Rows: [][]string{{"A loan", "A bank with a long name"}, {"", "no head"}, {"x", "y", "beyond"}}},
		}}, bot.PlainOptions{Width: 24}, `Product: A loan
Provider: A bank with a
long name

Provider: no head

Product: x
Provider: y
beyond`},
		{"a choice that stands alone has no number", bot.Reply{Lang: corpus.Chinese, Blocks: []bot.Block{
			bot.Buttons{Choices: []bot.Button{{Label: "不确定"}}},
		}}, bot.PlainOptions{}, "也可以这样回答：\n- 不确定"},
		{"choices without a prompt say how to choose", bot.Reply{Lang: corpus.English, Blocks: []bot.Block{
			bot.Buttons{Choices: []bot.Button{{Label: "Yes"}, {Label: "No"}}},
		}}, bot.PlainOptions{}, "You may type the number or the words:\n1. Yes\n2. No"},
		{"an English source keeps its Chinese title", bot.Reply{Lang: corpus.English, Blocks: []bot.Block{
			bot.Citations{{Title: "专利法 (Patent Law)", Section: "art. 42", Status: corpus.InForce, Effective: "2021-06-01", Source: "official text", Quote: "Twenty years."}},
		}}, bot.PlainOptions{Quotes: true}, "Sources\n[1] 专利法 (Patent Law) art. 42 · in force · from 2021-06-01 · official text\n    Twenty years."},
		{"a reworded answer says so", bot.Reply{Lang: corpus.English, Refined: true, Blocks: []bot.Block{bot.Text{Body: "Hello."}}},
			bot.PlainOptions{}, "Hello.\n\nA language model reworded this answer; its sources are unchanged."},
		{"empty blocks leave no trace", bot.Reply{Blocks: []bot.Block{
			bot.Text{Body: " \n"}, bot.Table{Caption: "x"}, bot.Citations{}, bot.Buttons{Prompt: "x"}, bot.Text{Body: "好。\n\n\n\n真好。"},
		}}, bot.PlainOptions{}, "好。\n\n真好。"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.o.Wording = words
			if got := bot.Plain(test.reply, test.o); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestPlainHasALabelForEveryStatus(t *testing.T) {
	t.Parallel()
	words := wording(t)
	for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
		for _, s := range []corpus.Status{corpus.InForce, corpus.Amended, corpus.Superseded, corpus.Ended, corpus.Draft, corpus.Reported} {
			got := bot.Plain(bot.Reply{Lang: lang, Blocks: []bot.Block{bot.Citations{{Title: "x", Status: s}}}}, bot.PlainOptions{Wording: words})
			if strings.Contains(got, "plain.") {
				t.Errorf("%s %s: %s", lang, s, got)
			}
		}
	}
}

func TestPlainLetsNothingHiddenThrough(t *testing.T) {
	t.Parallel()
	evil := "a\x1b[31mred\x1b[0m\x07\x00\u202eabc\u2066\u200b\ufeff\x9b2J\xff\u2028b\r\nc\td\u3164"
	r := bot.Reply{Lang: corpus.Chinese, Blocks: []bot.Block{
		bot.Text{Body: evil},
		bot.Table{Caption: evil, Head: []string{evil}, Rows: [][]string{{evil}}},
		bot.Citations{{Title: evil, DocNo: evil, Section: evil, AsOf: evil, Source: evil, URL: evil, Quote: evil, Status: corpus.InForce}},
		bot.Buttons{Prompt: evil, Choices: []bot.Button{{Label: evil}, {Label: evil}}},
	}}
	for _, width := range []int{0, 20, 200} {
		got := bot.Plain(r, bot.PlainOptions{Width: width, Wording: wording(t), Quotes: true})
		for _, c := range got {
			if c != '\n' && !unicode.IsGraphic(c) || c == '\u3164' || c == unicode.ReplacementChar {
				t.Fatalf("width %d: %U in %q", width, c, got)
			}
		}
		if strings.Count(got, "red") < 10 {
			t.Errorf("width %d: words were lost: %q", width, got)
		}
	}
}

func TestPlainDressesHeadingsAndAsides(t *testing.T) {
	t.Parallel()
	tag := func(name string) func(string) string {
		return func(s string) string { return "<" + name + ">" + s + "</" + name + ">" }
	}
	got := bot.Plain(full(corpus.Chinese), bot.PlainOptions{Width: 60, Wording: wording(t), Bold: tag("b"), Dim: tag("i")})
	for _, want := range []string{"<b>可以看的产品</b>", "<b>产品        额度</b>", "<b>依据</b>", "<i>依据尚未逐条复核。</i>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// pieces are what random texts are made of: letters of one and two columns,
// marks, flags, skin tones, punctuation and blanks.
var pieces = []string{
	"知", "融", "产", "权", "，", "。", "）", "（", "《", "》", "：", "、", "“", "”", "[1]", " ", " ", "a", "loan", "patents", "-", "1000", "%", ".",
	"é", "e\u0301", "🇨🇳", "👍🏽", "한", "各\u0301", "！",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	last := ""
	for range 1 + r.IntN(60) {
		p := pieces[r.IntN(len(pieces))]
		if closing(p) && closing(last) {
			continue // a row of closing marks may have nowhere else to go
		}
		b.WriteString(p)
		last = p
	}
	return strings.TrimSpace(b.String())
}

func closing(s string) bool {
	return s != "" && strings.Contains("，。）》：、”%.！[1]（《“-", s)
}

func TestWrappedTextKeepsItsWordsAndItsWidth(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		text := randomText(r)
		width := 16 + r.IntN(40)
		got := bot.Plain(bot.Reply{Blocks: []bot.Block{bot.Text{Body: text}}}, bot.PlainOptions{Width: width})
		if bare(got) != bare(text) {
			t.Fatalf("%q became %q", text, got)
		}
		lines := strings.Split(got, "\n")
		for i, line := range lines {
			if w := cells(line); w > width {
				t.Errorf("width %d: %q has %d columns", width, line, w)
			}
			if i == 0 || line == "" {
				continue
			}
			first := []rune(strings.TrimLeft(line, " "))[0]
			if strings.ContainsRune("，。）》：、”%.！[", first) || unicode.Is(unicode.M, first) || first == '🏽' {
				t.Errorf("width %d: %q starts with %c in %q", width, line, first, got)
			}
			end := []rune(lines[i-1])
			if last := end[len(end)-1]; strings.ContainsRune("（《“", last) {
				t.Errorf("width %d: %q ends with %c", width, lines[i-1], last)
			}
		}
	}
}

// bare is text without blanks.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// cells counts columns on its own: what pieces are made of, and nothing else.
func cells(s string) (n int) {
	for _, p := range []string{"🇨🇳", "👍🏽"} {
		n += 2 * strings.Count(s, p)
		s = strings.ReplaceAll(s, p, "")
	}
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= 0x2e80:
			n += 2
		default:
			n++
		}
	}
	return n
}

func FuzzPlainIsVisibleAndNarrow(f *testing.F) {
	words := wording(f)
	f.Add("您好，[1]。- 一\n1. 二\n\x1b[2J", 20)
	f.Add("（（（（（（（，，，，，，，", 3)
	f.Add("- "+strings.Repeat("长", 30), 5)
	f.Fuzz(func(t *testing.T, text string, width int) {
		if width < 0 || width > 300 {
			return
		}
		got := bot.Plain(bot.Reply{Blocks: []bot.Block{
			bot.Text{Body: text}, bot.Table{Head: []string{text}, Rows: [][]string{{text, text}}}, bot.Buttons{Prompt: text, Choices: []bot.Button{{Label: text}}},
		}}, bot.PlainOptions{Width: width, Wording: words})
		for _, c := range got {
			if c != '\n' && !unicode.IsGraphic(c) {
				t.Fatalf("%U in %q", c, got)
			}
		}
	})
}
