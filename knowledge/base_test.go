package knowledge_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// loadShipped loads the shipped corpus once for all tests that only read it.
var loadShipped = sync.OnceValues(func() (*corpus.Set, error) { return corpus.Load(corpus.Shipped()) })

// shipped returns a base of the shipped corpus without an index.
func shipped(t testing.TB) (*knowledge.Base, *corpus.Set) {
	t.Helper()
	set, err := loadShipped()
	if err != nil {
		t.Fatal(err)
	}
	return knowledge.Fallback(set), set
}

// clause writes a policy of one clause.
func clause(name, region, more, zh, en string) (string, *fstest.MapFile) {
	text := fmt.Sprintf(`id: policy/%s
kind: notice
title: 示范%s
gloss: Sample %s
%s
regions: ["%s"]
refs: [A-01]
source: {zh: 公报, en: the gazette}
confidence: high
as_of: "2024"
sections:
  - id: "1"
    heading: {zh: 贴息, en: Interest subsidy}
    text: {zh: %s, en: %s}
    refs: [A-01]
`, name, name, name, more, region, zh, en)
	return "policies/" + name + ".yaml", &fstest.MapFile{Data: []byte(text)}
}

// places is a set whose clauses say the same of different places and times.
func places(t testing.TB) *corpus.Set {
	t.Helper()
	files := fstest.MapFS{
		"places.yaml": {Data: []byte(somePlaces)},
		"terms.yaml":  {Data: []byte("- id: term/subsidy\n  name: {zh: 贴息, en: interest subsidy}\n  synonyms: [利息补贴]\n")},
	}
	put := func(name, region, more, zh, en string) {
		file, data := clause(name, region, more, zh, en)
		files[file] = data
	}
	put("nation", "000000", "status: in_force", "全国的质押贷款可以贴息。", "Pledge loans in the country get an interest subsidy.")
	put("hubei", "420000", "status: in_force", "全省的质押贷款可以贴息。", "Pledge loans in the province get an interest subsidy.")
	put("wuhan", "420100", "status: in_force\ndoc_no: 武示〔2024〕3号", "全市的质押贷款可以贴息。", "Pledge loans in the city get an interest subsidy.")
	put("jiangxia", "420115", "status: in_force", "全区的质押贷款可以贴息。", "Pledge loans in the district get an interest subsidy.")
	put("jingzhou", "421000", "status: in_force", "当地的质押贷款可以贴息。", "Pledge loans in that town get an interest subsidy.")
	put("old", "000000", "status: superseded\nexpires: 2023-12-31", "从前的质押贷款可以贴息。", "Pledge loans of old got an interest subsidy.")
	put("soon", "000000", "status: in_force\neffective: 2030-01-01", "今后的质押贷款可以贴息。", "Pledge loans to come get an interest subsidy.")
	set, err := corpus.Load(corpus.Layer{Name: "places", FS: files})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// bases returns a base with an index and one without.
func bases(t *testing.T, set *corpus.Set) map[string]*knowledge.Base {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	built, err := knowledge.Build(t.Context(), set, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := built.Close(); err != nil {
		t.Fatal(err)
	}
	opened, err := knowledge.Open(set, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return map[string]*knowledge.Base{"index": opened, "fallback": knowledge.Fallback(set)}
}

// docs searches and returns the names of the policies found, in order of their names.
func docs(t testing.TB, b *knowledge.Base, q knowledge.Query) (found []string, r knowledge.Result) {
	t.Helper()
	if q.Lang == "" {
		q.Lang = corpus.Chinese
	}
	if q.On == "" {
		q.On = "2024-06-01"
	}
	r, err := b.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("search %q: %v", q.Text, err)
	}
	for _, f := range r.Found {
		found = append(found, strings.TrimPrefix(string(f.Passage.Doc), "policy/"))
	}
	slices.Sort(found)
	return found, r
}

func TestPassageAnswersWhereAndWhenItHolds(t *testing.T) {
	t.Parallel()
	set := places(t)
	for kind, b := range bases(t, set) {
		for _, c := range []struct {
			name string
			q    knowledge.Query
			want string
		}{
			{"no place known", knowledge.Query{}, "hubei jiangxia jingzhou nation wuhan"},
			{"a district inherits from its city", knowledge.Query{Region: "420115"}, "hubei jiangxia nation wuhan"},
			{"a zone inherits from its district", knowledge.Query{Region: "zone-lake"}, "hubei jiangxia nation wuhan"},
			{"a city does not inherit from its district", knowledge.Query{Region: "420100"}, "hubei nation wuhan"},
			{"another city", knowledge.Query{Region: "421000"}, "hubei jingzhou nation"},
			{"another province", knowledge.Query{Region: "330000"}, "nation"},
			{"a question that names a city asks of its districts, too", knowledge.Query{Places: []corpus.RegionCode{"420100"}}, "hubei jiangxia nation wuhan"},
			{"a question that names a place other than the person's", knowledge.Query{Region: "420115", Places: []corpus.RegionCode{"421000"}}, "hubei jingzhou nation"},
			{"in the time of the old", knowledge.Query{Region: "330000", On: "2023-06-01"}, "nation old"},
			{"its last day", knowledge.Query{Region: "330000", On: "2023-12-31"}, "nation old"},
			{"the day after", knowledge.Query{Region: "330000", On: "2024-01-01"}, "nation"},
			{"the day before the new", knowledge.Query{Region: "330000", On: "2029-12-31"}, "nation"},
			{"the first day of the new", knowledge.Query{Region: "330000", On: "2030-01-01"}, "nation soon"},
			{"history", knowledge.Query{Region: "330000", History: true}, "nation old soon"},
			{"some documents only", knowledge.Query{Docs: []corpus.ID{"policy/wuhan", "policy/old"}}, "wuhan"},
			{"only what a person reviewed", knowledge.Query{Reviewed: true}, ""},
			{"in English", knowledge.Query{Text: "interest subsidy for pledge loans", Lang: corpus.English, Region: "421000"}, "hubei jingzhou nation"},
			{"by another word for it", knowledge.Query{Text: "利息补贴", Region: "421000"}, "hubei jingzhou nation"},
		} {
			if c.q.Text == "" {
				c.q.Text = "质押贷款贴息"
			}
			if got, _ := docs(t, b, c.q); strings.Join(got, " ") != c.want {
				t.Errorf("%s: %s: found %v, want %s", kind, c.name, got, c.want)
			}
		}
	}
}

func TestWhatIsLeftOutIsToldWithItsReason(t *testing.T) {
	t.Parallel()
	b := knowledge.Fallback(places(t))
	for doc, want := range map[string]struct {
		q      knowledge.Query
		reason string
	}{
		"policy/old":      {knowledge.Query{}, "not_in_force"},
		"policy/soon":     {knowledge.Query{}, "not_in_force"},
		"policy/jingzhou": {knowledge.Query{Region: "420115"}, "other_place"},
		"policy/nation":   {knowledge.Query{Reviewed: true}, "not_reviewed"},
	} {
		want.q.Text = "质押贷款贴息"
		_, r := docs(t, b, want.q)
		if !slices.ContainsFunc(r.Excluded, func(e knowledge.Excluded) bool {
			return string(e.Passage.Doc) == doc && e.Reason == want.reason
		}) {
			t.Errorf("%s is not left out as %s: %+v", doc, want.reason, r.Excluded)
		}
	}
}

func TestDocumentNumberComesFirst(t *testing.T) {
	t.Parallel()
	for kind, b := range bases(t, places(t)) {
		_, r := docs(t, b, knowledge.Query{Text: "武示〔2024〕3号讲的贴息", DocNos: []string{"武示〔2024〕3号"}, Region: "421000"})
		if len(r.Found) == 0 || r.Found[0].Passage.Doc != "policy/wuhan" {
			t.Errorf("%s: found %+v", kind, r.Found)
		}
		if !slices.Contains(r.Named, "policy/wuhan") {
			t.Errorf("%s: named are %v", kind, r.Named)
		}
	}
	shippedBase, set := shipped(t)
	for i := range set.Policies {
		p := &set.Policies[i]
		if p.DocNo == "" {
			continue
		}
		_, r := docs(t, shippedBase, knowledge.Query{Text: p.DocNo + "是什么文件", DocNos: []string{p.DocNo}, On: "2026-11-22"})
		if len(r.Found) == 0 || r.Found[0].Passage.DocNo != p.DocNo {
			t.Errorf("%s is not first", p.DocNo)
		}
	}
}

func TestVarietyRightLastsAsTheRegulationOfTheDaySays(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	for _, lang := range []struct {
		lang corpus.Lang
		text string
	}{{corpus.Chinese, "植物新品种权保护期多少年"}, {corpus.English, "how long does a plant variety right last"}} {
		for on, want := range map[corpus.Date]corpus.ID{
			"2025-05-31": "policy/plant-variety-regulation-old", "2025-06-01": "policy/plant-variety-regulation", "2026-11-22": "policy/plant-variety-regulation",
		} {
			_, r := docs(t, b, knowledge.Query{Text: lang.text, Lang: lang.lang, On: on, Intent: "plant_variety", Surety: 1})
			var found []corpus.ID
			for _, f := range r.Found {
				if strings.HasPrefix(string(f.Passage.Doc), "policy/plant-variety-regulation") && !slices.Contains(found, f.Passage.Doc) {
					found = append(found, f.Passage.Doc)
				}
			}
			if !slices.Equal(found, []corpus.ID{want}) {
				t.Errorf("on %s, %q finds %v, want %s", on, lang.text, found, want)
			}
		}
	}
}

func TestNamesAndTermsAreHeard(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	if got := b.Named("知价贷和 KV LOAN 是不是知识价值信用贷"); !slices.Equal(got, []corpus.ID{"product/p01-kv-loan"}) {
		t.Errorf("named are %v", got)
	}
	if got := b.Named("今天天气"); len(got) != 0 {
		t.Errorf("named are %v", got)
	}
	for _, text := range []string{"评估", "valuation"} {
		if got := b.Terms(text); len(got) == 0 {
			t.Errorf("%q uses no term", text)
		}
	}
}

func TestSearchIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	q := knowledge.Query{
		Text: "江夏区发明专利质押贷款贴息多少", Lang: corpus.Chinese, Intent: "subsidy", Surety: 0.9, Region: "420115",
		Rights: []corpus.IPKind{corpus.InventionPatent}, Aspect: corpus.AspectAmount, On: "2026-11-22",
	}
	first, err := b.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := b.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(first.Found, again.Found, func(a, b knowledge.Found) bool { return a.Passage == b.Passage && a.Score == b.Score }) {
			t.Fatal("order or scores change")
		}
	}
	q.Limit = 3
	if r, err := b.Search(t.Context(), q); err != nil || len(r.Found) != 3 {
		t.Errorf("%d found, %v, want 3", len(r.Found), err)
	}
}

func TestHostileQuestionDoesNoHarm(t *testing.T) {
	t.Parallel()
	for kind, b := range bases(t, places(t)) {
		for _, text := range []string{
			"", " ", "\x00", "* /.*/ +body:", "+贷款 -贴息 title:\"", "贷款~99 AND (NOT", `\`, `"`, "[* TO *]", "id:policy/wuhan", "贴息^1e999", "\xff\xfe贴息",
			"' OR 1=1 --", "<script>alert(1)</script>", "{{name}}", "../../etc/passwd", "🙂🙂", "的了吗呢", "the of and", strings.Repeat("贴息", 3000), strings.Repeat("a ", 3000),
		} {
			_, r := docs(t, b, knowledge.Query{Text: text, DocNos: []string{text}})
			for _, f := range r.Found {
				if f.Score != f.Score || f.Score < 0 || f.Lexical < 0 || f.Lexical > 1 {
					t.Errorf("%s: %.20q scores %v, lexical %v", kind, text, f.Score, f.Lexical)
				}
			}
			if r.Coverage < 0 || r.Coverage > 1 {
				t.Errorf("%s: coverage of %.20q is %v", kind, text, r.Coverage)
			}
		}
	}
}

func TestCoverageTellsHowMuchOfTheQuestionIsHeld(t *testing.T) {
	t.Parallel()
	b := knowledge.Fallback(places(t))
	full := func(text string, lang corpus.Lang) float64 {
		_, r := docs(t, b, knowledge.Query{Text: text, Lang: lang})
		return r.Coverage
	}
	if got := full("质押贷款贴息", corpus.Chinese); got < 0.8 {
		t.Errorf("coverage of a clause's own words is %v", got)
	}
	if got := full("subsidies for pledged loans", corpus.English); got < 0.6 {
		t.Errorf("coverage in English is %v", got)
	}
	if got := full("贴息与月球火箭发射场", corpus.Chinese); got > 0.5 {
		t.Errorf("coverage of strange words is %v", got)
	}
	if got := full("的了吗", corpus.Chinese); got != 0 {
		t.Errorf("coverage of words without a subject is %v", got)
	}
}
