package knowledge_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhirong/knowledge"
)

// shelf is a small collection in two languages.
var shelf = []knowledge.Document{
	{ID: "pledge", Title: "专利权质押登记", Text: "企业把专利权质押给银行，双方要到登记机关办理质押登记，登记以后质权才设立。", Keys: []string{"region:420000", "kind:guide"}},
	{ID: "trademark", Title: "商标专用权质押", Text: "用商标专用权作质押的，质押合同双方共同申请登记。", Keys: []string{"region:420000", "kind:guide"}},
	{ID: "copyright", Title: "著作权质押", Text: "软件著作权也可以出质，出质人与质权人共同办理登记手续。", Keys: []string{"region:420100", "kind:guide"}},
	{ID: "value", Title: "知识产权价值评估", Text: "评估知识产权的价值常用收益法、市场法和成本法。估出来的是区间，不是成交价。", Keys: []string{"kind:guide"}},
	{ID: "hightech", Title: "高新技术企业", Text: "被认定为高新技术企业的公司，研发活动和知识产权都要经得起核对。", Keys: []string{"kind:term"}},
	{ID: "notice", Title: "示范通知", Text: "各单位结合实际认真执行。", Keys: []string{"doc_no:示范发〔2020〕1号", "kind:policy"}},
	{ID: "roadshow", Title: "融资路演", Text: "路演把企业和银行、投资机构请到一处，企业讲项目，机构提问题。", Keys: []string{"kind:event"}},
	{ID: "english", Title: "Pledging a patent", Text: "A company pledges its patents to a bank and registers the pledge. The lender then grants the loan.", Keys: []string{"kind:guide"}},
	{ID: "dispute", Title: "纠纷解决", Text: "发生侵权纠纷时，先协商，协商不成再请求行政处理或者起诉。", Keys: []string{"kind:guide"}},
	{ID: "twin-a", Title: "", Text: "孪生条目内容完全一样", Keys: nil},
	{ID: "twin-b", Title: "", Text: "孪生条目内容完全一样", Keys: nil},
}

func build(t testing.TB, docs []knowledge.Document) (*knowledge.Engine, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	e, err := knowledge.BuildEngine(t.Context(), dir, docs)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e, dir
}

func find(t testing.TB, e *knowledge.Engine, q knowledge.EngineQuery) []string {
	t.Helper()
	hits, err := e.Search(context.Background(), q)
	if err != nil {
		t.Fatalf("search %.40q: %v", q.Text, err)
	}
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

func TestSearchFindsTheBestDocumentFirst(t *testing.T) {
	t.Parallel()
	indexed, _ := build(t, shelf)
	for name, e := range map[string]*knowledge.Engine{"indexed": indexed, "in memory": knowledge.NewFallback(shelf)} {
		for _, c := range []struct{ name, text, want string }{
			{"a plain question", "专利权质押怎么登记？", "pledge"},
			{"in other words and order", "想拿商标去质押登记", "trademark"},
			{"in traditional characters", "軟體著作權可以出質嗎", "copyright"},
			{"in full-width letters", "ＰＬＥＤＧＥ　ＰＡＴＥＮＴ", "english"},
			{"in English with other endings", "how can companies pledge a patent to banks", "english"},
			{"by a single character", "演", "roadshow"},
			{"by a title", "知识产权价值评估", "value"},
			{"with a wrong character", "专利全质押登计", "pledge"},
			{"among marks of a query language", `+body:* -title:(路演) /.*/ "企业讲项目`, "roadshow"},
			{"by an English function word alone", "its", "english"},
			{"by a key's value", "示范发[2020]1号文是什么", "notice"},
		} {
			t.Run(name+" "+c.name, func(t *testing.T) {
				t.Parallel()
				if got := find(t, e, knowledge.EngineQuery{Text: c.text}); len(got) == 0 || got[0] != c.want {
					t.Errorf("%q finds %q, want %q first", c.text, got, c.want)
				}
			})
		}
	}
}

func TestSearchWithoutWordsFindsNothing(t *testing.T) {
	t.Parallel()
	e, _ := build(t, shelf)
	for _, text := range []string{"", "   \n", "？！……", "\xff\xfe", "\u200b", "龘靐", "zzzzqqq"} {
		for _, e := range []*knowledge.Engine{e, knowledge.NewFallback(shelf)} {
			if got := find(t, e, knowledge.EngineQuery{Text: text}); len(got) != 0 {
				t.Errorf("%q finds %q", text, got)
			}
		}
	}
}

func TestSearchObeysFiltersAndBoosts(t *testing.T) {
	t.Parallel()
	indexed, _ := build(t, shelf)
	for name, e := range map[string]*knowledge.Engine{"indexed": indexed, "in memory": knowledge.NewFallback(shelf)} {
		for _, c := range []struct {
			name string
			q    knowledge.EngineQuery
			want []string
		}{
			{"a group of keys", knowledge.EngineQuery{Text: "质押登记", Must: [][]string{{"region:420100", "region:420200"}}}, []string{"copyright"}},
			{"two groups", knowledge.EngineQuery{Text: "质押登记", Must: [][]string{{"kind:guide"}, {"region:420100"}}}, []string{"copyright"}},
			{"a key nobody holds", knowledge.EngineQuery{Text: "质押登记", Must: [][]string{{"kind:none"}}}, []string{}},
			{"an empty group", knowledge.EngineQuery{Text: "质押登记", Must: [][]string{{}}}, []string{}},
			{"a function", knowledge.EngineQuery{Text: "质押登记", Keep: func(i int) bool { return i == 1 }}, []string{"trademark"}},
			{"a limit", knowledge.EngineQuery{Text: "专利权质押登记", Limit: 1}, []string{"pledge"}},
			{"a boost", knowledge.EngineQuery{Text: "专利权质押登记", Limit: 1, Boost: func(i int) float64 {
				if i == 2 {
					return 100
				}
				return 1
			}}, []string{"copyright"}},
			{"equal documents by ordinal", knowledge.EngineQuery{Text: "孪生条目", Limit: 2}, []string{"twin-a", "twin-b"}},
		} {
			t.Run(name+" "+c.name, func(t *testing.T) {
				t.Parallel()
				if got := find(t, e, c.q); !slices.Equal(got, c.want) {
					t.Errorf("finds %q, want %q", got, c.want)
				}
			})
		}
	}
}

func TestFiltersApplyBeforeCandidatesAreChosen(t *testing.T) {
	t.Parallel()
	var docs []knowledge.Document
	for i := range 2000 {
		docs = append(docs, knowledge.Document{ID: fmt.Sprint(i), Text: "质押贷款 质押贷款", Keys: []string{"kind:common"}})
	}
	docs = append(docs, knowledge.Document{ID: "rare", Text: "质押贷款写在一段很长的话的最后面，前面说的都是别的事情，比如天气、交通和吃饭。", Keys: []string{"kind:rare"}})
	e, _ := build(t, docs)
	if got := find(t, e, knowledge.EngineQuery{Text: "质押贷款", Must: [][]string{{"kind:rare"}}}); !slices.Equal(got, []string{"rare"}) {
		t.Errorf("finds %q", got)
	}
}

func TestExpansionsFindWhatTheQuestionDoesNotSay(t *testing.T) {
	t.Parallel()
	e, _ := build(t, shelf)
	q := knowledge.EngineQuery{Text: "高企要核对啥", Expand: []knowledge.Expansion{{Term: "高新技术企业", Weight: 0.7}}}
	if got := find(t, e, q); len(got) == 0 || got[0] != "hightech" {
		t.Errorf("finds %q", got)
	}
	q = knowledge.EngineQuery{Text: "how are loans granted", Expand: []knowledge.Expansion{{Term: "路演", Weight: 0.5}, {Term: "？", Weight: 1}, {Term: "质押", Weight: -1}}}
	if got := find(t, e, q); len(got) < 2 || got[0] != "english" || !slices.Contains(got, "roadshow") || slices.Contains(got, "pledge") {
		t.Errorf("finds %q", got)
	}
}

func TestExplanationNamesTermsAndParts(t *testing.T) {
	t.Parallel()
	e, _ := build(t, shelf)
	hits, err := e.Search(t.Context(), knowledge.EngineQuery{Text: "专利权 pledges", Explain: true, Limit: 2})
	if err != nil || len(hits) != 2 {
		t.Fatal(hits, err)
	}
	for _, h := range hits {
		x := h.Explain
		if x == nil || !slices.Contains(x.Terms, "pledg") || !slices.Contains(x.Terms, "专_利") || x.Single+x.Words <= 0 || x.Features["coverage"] <= 0 {
			t.Errorf("%s: %+v", h.ID, x)
		}
	}
}

func TestIndexAndMemoryAgree(t *testing.T) {
	t.Parallel()
	docs := pile(400)
	indexed, _ := build(t, docs)
	memory := knowledge.NewFallback(docs)
	for i := range 60 {
		q := knowledge.EngineQuery{Text: docs[i*6].Text[:45], Limit: 1}
		if a, b := find(t, indexed, q), find(t, memory, q); !slices.Equal(a, b) {
			t.Errorf("%q: indexed %q, in memory %q", q.Text, a, b)
		}
	}
}

func TestOpenedEngineAnswersLikeTheBuiltOne(t *testing.T) {
	t.Parallel()
	docs := pile(300)
	built, dir := build(t, docs)
	moved := dir + "-moved"
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for n := range 20 {
		wg.Go(func() {
			e, err := knowledge.OpenEngine(moved)
			if err != nil {
				t.Error(err)
				return
			}
			defer e.Close()
			q := knowledge.EngineQuery{Text: docs[n].Text[:60]}
			if a, b := find(t, built, q), find(t, e, q); !slices.Equal(a, b) {
				t.Errorf("%q: built %q, opened %q", q.Text, a, b)
			}
		})
	}
	wg.Wait()
}

func TestDamageIsAnErrorAtOpening(t *testing.T) {
	t.Parallel()
	_, dir := build(t, shelf)
	var files []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		flipped := slices.Clone(whole)
		flipped[len(flipped)/2] ^= 0x10
		for name, b := range map[string][]byte{"flipped": flipped, "cut": whole[:len(whole)/2], "empty": {}, "longer": append(slices.Clone(whole), 0)} {
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if e, err := knowledge.OpenEngine(dir); err == nil {
				e.Close()
				t.Errorf("%s %s opens", filepath.Base(path), name)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if e, err := knowledge.OpenEngine(dir); err == nil {
			e.Close()
			t.Errorf("opens without %s", filepath.Base(path))
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e, err := knowledge.OpenEngine(dir)
	if err != nil {
		t.Fatal("restored:", err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func TestBuildingAgainReplacesWhatWasThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, docs := range [][]knowledge.Document{shelf, shelf[:2], nil, shelf[3:5]} {
		e, err := knowledge.BuildEngine(t.Context(), dir, docs)
		if err != nil {
			t.Fatal(err)
		}
		got := find(t, e, knowledge.EngineQuery{Text: "知识产权质押", Keep: func(i int) bool { return i < len(docs) }})
		if (len(got) == 0) != (len(docs) == 0) {
			t.Errorf("%d documents: finds %q", len(docs), got)
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestClosedOrCancelledSearchIsAnError(t *testing.T) {
	t.Parallel()
	e, dir := build(t, shelf)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Search(ctx, knowledge.EngineQuery{Text: "质押登记"}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled search: %v", err)
	}
	if _, err := knowledge.BuildEngine(ctx, dir+"2", shelf); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled build: %v", err)
	}
	for range 2 {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := e.Search(t.Context(), knowledge.EngineQuery{Text: "质押登记"}); !errors.Is(err, knowledge.ErrClosed) {
		t.Errorf("closed: %v", err)
	}
}

// hostile returns long texts meant to be slow.
func hostile() map[string]string {
	rng := rand.New(rand.NewPCG(1, 2))
	var han, pairs strings.Builder
	for range 100_000 {
		han.WriteRune(rune(0x4e00 + rng.IntN(0x5000)))
	}
	for han.Len() > pairs.Len() {
		pairs.WriteString(words[rng.IntN(len(words))])
	}
	return map[string]string{
		"one character":     strings.Repeat("权", 100_000),
		"random characters": han.String(),
		"known words":       pairs.String(),
		"wildcards":         strings.Repeat("* ", 50_000),
		"combining marks":   "a" + strings.Repeat("\u0301", 100_000),
		"long ligatures":    strings.Repeat("ﷺ", 30_000),
		"one long word":     strings.Repeat("x", 100_000),
		"invalid bytes":     strings.Repeat("\xff\xc3", 50_000),
	}
}

func TestHostileTextIsAnsweredSoon(t *testing.T) {
	t.Parallel()
	e, _ := build(t, pile(300))
	for name, text := range hostile() {
		start := time.Now()
		find(t, e, knowledge.EngineQuery{Text: text, Expand: []knowledge.Expansion{{Term: text, Weight: 1}}})
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s: %v", name, took)
		}
	}
}

func TestSearchesRunSideBySide(t *testing.T) {
	t.Parallel()
	docs := pile(200)
	e, _ := build(t, docs)
	var wg sync.WaitGroup
	for n := range 16 {
		wg.Go(func() {
			for i := range 20 {
				find(t, e, knowledge.EngineQuery{Text: docs[(n*20+i)%200].Text[:30], Explain: true})
			}
		})
	}
	wg.Wait()
}

func FuzzEngineSearch(f *testing.F) {
	indexed, err := knowledge.BuildEngine(context.Background(), f.TempDir(), shelf)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { indexed.Close() })
	memory := knowledge.NewFallback(shelf)
	for _, s := range []string{"", "专利权质押", "PLEDGE patents", "\xff", "示范发〔2020〕1号", "a:b* \"", "軟體 著作權"} {
		f.Add(s, "质押", 0.5)
	}
	f.Fuzz(func(t *testing.T, text, synonym string, weight float64) {
		q := knowledge.EngineQuery{Text: text, Expand: []knowledge.Expansion{{Term: synonym, Weight: weight}}, Limit: 20}
		a, err := indexed.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		b, err := memory.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(a) != len(b) {
			t.Fatalf("%q: %d hits indexed, %d in memory", text, len(a), len(b))
		}
		for i := range a {
			if a[i] != b[i] || i > 0 && a[i].Score > a[i-1].Score || !(a[i].Score > 0) {
				t.Fatalf("%q: hit %d: %+v, in memory %+v", text, i, a[i], b[i])
			}
		}
	})
}

var words = strings.Fields("企业 银行 专利 商标 质押 贷款 登记 评估 价值 担保 风险 政策 补贴 申请 材料 办理 条件 期限 利率 合同 " +
	"权利 转让 许可 融资 路演 投资 机构 项目 研发 技术 创新 认定 审查 保险 证券 信用 数据 平台 服务 湖北 武汉 " +
	"规定 应当 可以 按照 以及 对于 有关 部门 单位 个人 loan pledge patent trademark bank valuation")

// pile returns n made-up passages of about 200 characters.
func pile(n int) []knowledge.Document {
	rng := rand.New(rand.NewPCG(3, 4))
	docs := make([]knowledge.Document, n)
	for i := range docs {
		var text strings.Builder
		for text.Len() < 600 {
			text.WriteString(words[rng.IntN(len(words))])
			if rng.IntN(5) == 0 {
				text.WriteRune(rune(0x4e00 + rng.IntN(3000)))
			}
			if rng.IntN(8) == 0 {
				text.WriteString("，")
			}
		}
		docs[i] = knowledge.Document{ID: fmt.Sprint("p", i), Title: words[i%len(words)] + words[i/7%len(words)], Text: strings.ToValidUTF8(text.String(), "")}
	}
	return docs
}

func BenchmarkBuild(b *testing.B) {
	docs := pile(1000)
	dir := b.TempDir()
	for b.Loop() {
		e, err := knowledge.BuildEngine(b.Context(), dir, docs)
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	_, dir := build(b, pile(1000))
	for b.Loop() {
		e, err := knowledge.OpenEngine(dir)
		if err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	docs := pile(1000)
	indexed, _ := build(b, docs)
	for name, e := range map[string]*knowledge.Engine{"indexed": indexed, "memory": knowledge.NewFallback(docs)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				find(b, e, knowledge.EngineQuery{Text: "企业用专利权质押申请贷款需要什么材料，利率多少？"})
			}
		})
	}
	for name, text := range hostile() {
		b.Run("hostile "+name, func(b *testing.B) {
			for b.Loop() {
				find(b, indexed, knowledge.EngineQuery{Text: text})
			}
		})
	}
}
