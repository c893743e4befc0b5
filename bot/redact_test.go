package bot_test

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"strings"
	"testing"

	"zhirong/bot"
)

//go:embed testdata/redaction.jsonl
var redactionSet string

// sentence is one of the set: what of it must go, and of which sort each is.
type sentence struct {
	Text    string       `json:"text"`
	Secrets []string     `json:"secrets"`
	Kind    []bot.Secret `json:"kind"`
}

func sentences(t *testing.T) []sentence {
	var out []sentence
	for lines := bufio.NewScanner(strings.NewReader(redactionSet)); lines.Scan(); {
		var s sentence
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// TestRedactionReachesItsBars measures on sentences written without knowledge of
// the rules: 300 with secrets, 200 that look like it and have none. A secret
// counts as gone when neither it nor, of a firm, the name before its ending is
// left. The figures stand in docs/privacy.md.
func TestRedactionReachesItsBars(t *testing.T) {
	t.Parallel()
	g, err := generation()
	if err != nil {
		t.Fatal(err)
	}
	bars := map[bot.Secret]float64{
		bot.SecretPhone: .97, bot.SecretID: 1, bot.SecretCard: .96, bot.SecretEmail: 1, bot.SecretUSCC: 1, bot.SecretFirm: .9, bot.SecretPerson: .9,
	}
	had, gone := map[bot.Secret]int{}, map[bot.Secret]int{}
	clean, touched := 0, 0
	for _, s := range sentences(t) {
		out, _ := g.Redactor().Redact(s.Text)
		if len(s.Secrets) == 0 {
			if clean++; out != s.Text {
				touched++
				t.Logf("touched: %s\n      -> %s", s.Text, out)
			}
			continue
		}
		for i, secret := range s.Secrets {
			kind := s.Kind[i]
			had[kind]++
			core := secret
			if kind == bot.SecretFirm {
				for _, end := range []string{"股份有限公司", "有限责任公司", "有限公司", "专业合作社", "集团", "公司"} {
					core = strings.TrimSuffix(core, end)
				}
			}
			if kind == bot.SecretPerson {
				for _, end := range []string{"先生", "女士", "小姐", "老师", "经理"} {
					core = strings.TrimSuffix(core, end)
				}
			}
			if strings.Contains(out, core) {
				t.Logf("left %s: %s\n      -> %s", kind, secret, out)
			} else {
				gone[kind]++
			}
		}
	}
	for kind, bar := range bars {
		got := float64(gone[kind]) / float64(had[kind])
		t.Logf("%s: %d of %d, %.3f", kind, gone[kind], had[kind], got)
		if got < bar {
			t.Errorf("%s: %d of %d are taken out, under the bar of %.2f", kind, gone[kind], had[kind], bar)
		}
	}
	t.Logf("untouched: %d of %d", clean-touched, clean)
	if float64(touched) > .05*float64(clean) {
		t.Errorf("%d of %d sentences without secrets were touched", touched, clean)
	}
}

// TestRedactionLeavesQuestionsAlone: what people ask by the thousand holds no
// secrets, and must be heard as it was said.
func TestRedactionLeavesQuestionsAlone(t *testing.T) {
	t.Parallel()
	g, err := generation()
	if err != nil {
		t.Fatal(err)
	}
	all, touched := 0, 0
	look := func(texts []string) {
		for _, text := range texts {
			all++
			if out, found := g.Redactor().Redact(text); len(found) > 0 {
				touched++
				t.Logf("%s\n   -> %s", text, out)
			}
		}
	}
	for _, a := range g.Set.Asked {
		look(a.ZH)
		look(a.EN)
	}
	for i := range g.Set.Intents {
		look(g.Set.Intents[i].Learned())
	}
	if all < 5000 || touched*1000 > all*3 {
		t.Errorf("%d of %d questions are touched", touched, all)
	}
}

func BenchmarkRedact(b *testing.B) {
	g, err := generation()
	if err != nil {
		b.Fatal(err)
	}
	r := g.Redactor()
	for b.Loop() {
		r.Redact("我们是武汉蓝某生物科技有限公司，联系人张伟明，电话13812345678，有3件发明专利，想贷500万，在江夏能办吗")
	}
}

func FuzzRedact(f *testing.F) {
	for _, s := range []string{"我叫张伟明，电话１３８ 1234 5678", "（\xff", "有限公司", "公司公司公司", "a@b.cn", "总", "91420100MA4K2XXX5Q"} {
		f.Add(s)
	}
	g, err := generation()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out, found := g.Redactor().Redact(s)
		if len(found) == 0 && out != s {
			t.Errorf("%q became %q though nothing was found", s, out)
		}
	})
}
