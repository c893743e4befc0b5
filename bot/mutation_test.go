package bot_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// mutations change figures of the corpus. An answer must follow the data, so
// that no figure can stand anywhere else.
var mutations = []struct {
	name    string
	change  map[string][]string // by file: old and new text, in pairs
	ask     string
	was, is string // in the answer before and after
}{
	{
		"the cap of a subsidy",
		map[string][]string{
			"policies/shiyan-subsidy.yaml":     {"50万元", "47万元", "CNY 500,000", "CNY 470,000"},
			"products/p30-shiyan-subsidy.yaml": {"50万元", "47万元", "CNY 500,000", "CNY 470,000", "amount_max: 50万", "amount_max: 47万", "cap: 50万", "cap: 47万"},
		},
		"十堰的质押贷款贴息，每家企业每年最多多少钱？", "50万元", "47万元",
	},
	{
		"the cap of a subsidy, in English", nil,
		"How much interest subsidy can a firm in Shiyan get a year at most?", "CNY 500,000", "CNY 470,000",
	},
	{
		"the term of a loan",
		map[string][]string{"products/p01-kv-loan.yaml": {"最长36个月", "最长31个月", "At most 36 months", "At most 31 months", "term_max: 36", "term_max: 31"}},
		"知识价值信用贷的期限是多久？", "36个月", "31个月",
	},
	{
		"the amount of a loan",
		map[string][]string{"products/p07-ccb-shanke.yaml": {"1000万", "970万", "CNY 10 million", "CNY 9.7 million"}},
		"建行善科贷额度多少？", "1000万元", "970万元",
	},
}

// overlay is a layer with every mutation in it.
func overlay(t *testing.T) corpus.Layer {
	t.Helper()
	files := fstest.MapFS{}
	for _, m := range mutations {
		for file, pairs := range m.change {
			if files[file] == nil {
				data, err := fs.ReadFile(corpus.Shipped().FS, file)
				if err != nil {
					t.Fatal(err)
				}
				files[file] = &fstest.MapFile{Data: data}
			}
			for i := 0; i < len(pairs); i += 2 {
				if !strings.Contains(string(files[file].Data), pairs[i]) {
					t.Fatalf("%s does not hold %q", file, pairs[i])
				}
			}
			files[file].Data = []byte(strings.NewReplacer(pairs...).Replace(string(files[file].Data)))
		}
	}
	return corpus.Layer{Name: "overlay", FS: files}
}

func TestAnswerFollowsTheFiguresOfTheCorpus(t *testing.T) {
	t.Parallel()
	shipped, before := newAdvisor(t)
	set, err := corpus.Load(corpus.Shipped(), overlay(t))
	if err != nil {
		t.Fatal(err)
	}
	// The phrases are the same, so the model that they trained is, too.
	g := &bot.Generation{ID: "changed", Set: set, Base: knowledge.Fallback(set), Model: shipped.Model}
	after, err := bot.NewAdvisor(bot.Options{Live: bot.NewLive(g), Sessions: bot.NewMemory()})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			ask := func(a *bot.Advisor) string {
				r, err := a.Answer(t.Context(), bot.Message{
					ID: "1", From: bot.Address{Channel: "test", Chat: m.name}, Text: m.ask, At: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
				})
				if err != nil {
					t.Fatal(err)
				}
				return r.Body()
			}
			if text := ask(before); !strings.Contains(text, m.was) || strings.Contains(text, m.is) {
				t.Errorf("the shipped corpus answers without %q, or with %q:\n%s", m.was, m.is, text)
			}
			if text := ask(after); !strings.Contains(text, m.is) || strings.Contains(text, m.was) {
				t.Errorf("the changed corpus answers without %q, or with %q:\n%s", m.is, m.was, text)
			}
		})
	}
}
