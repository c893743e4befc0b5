package corpus_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"zhirong/corpus"
)

func TestAllProblemsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		changes map[string]string
		want    []string
	}{
		{"faults of form, before any rule", map[string]string{
			"wording/say.yaml": "hello: {zh: 您好}\n",
			"terms.yaml":       "- id: term/a\n  name: {zh: 甲, en: 甲}\n  colour: red\n- id: term/b\n",
			"notes.txt":        "x",
		}, []string{
			"small/notes.txt:1: is not a .yaml file",
			"small/terms.yaml:3: [0].colour: is not a key here",
			"small/terms.yaml:4: [1].name: is missing",
			"small/wording/say.yaml:1: hello.en: is missing",
		}},
		{"breaches of rules, by file and line", map[string]string{
			"terms.yaml":      "- id: term/a\n  name: {zh: 甲, en: 甲}\n- id: term/b\n  name: {zh: 甲, en: B}\n  explains: [A-99]\n",
			"industries.yaml": "- {code: tea, name: {zh: 包过, en: 茶}}\n",
		}, []string{
			`small/industries.yaml:1: name.en: has no English`,
			`small/industries.yaml:1: name.zh: holds "包过"`,
			`small/terms.yaml:1: name.en: has no English`,
			`small/terms.yaml:3: explains: "A-99" is no id`,
			`small/terms.yaml:3: synonyms: "甲" belongs to term/a`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for range 5 { // the order is always the same
				problems := faults(t, layer("small", with(c.changes)))
				if len(problems) != len(c.want) {
					t.Fatalf("%d problems, want %d:\n%v", len(problems), len(c.want), problems)
				}
				for i, p := range problems {
					if !strings.HasPrefix(p.Error(), c.want[i]) {
						t.Errorf("problem %d is %q, want %q", i, p, c.want[i])
					}
				}
			}
		})
	}
}

func TestFileHasAPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, content, text string }{
		{"a file that is not known", "extra.yaml", "a: b", "is not a file that the corpus knows"},
		{"a folder that is not known", "notes/a.yaml", "a: b", "is in a folder that the corpus does not know"},
		{"a folder within a folder", "policies/old/a.yaml", "a: b", "is in a folder that the corpus does not know"},
		{"another sort of file", "policies/a.yml", "a: b", "is not a .yaml file"},
		{"a copy that an editor made", "policies/notice.yaml~", "a: b", "is not a .yaml file"},
		{"a policy under another name", "policies/other.yaml", small["policies/notice.yaml"], `write "policy/other" or rename the file`},
		{"an intent under another name", "intents/other.yaml", small["intents/cost.yaml"], `write "other" or rename the file`},
		{"a key that another file of the layer holds", "wording/more.yaml", "bye: {zh: 再会, en: So long}", "stands in small/wording/more.yaml already"},
		{"questions that another file of the layer holds", "asked/more.yaml", "policy/notice#1: {zh: [贵吗], en: [dear]}", "stands in small/asked/more.yaml already"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			problems := faults(t, layer("small", with(map[string]string{c.file: c.content})))
			if len(problems) != 1 || !strings.Contains(problems[0].Text, c.text) {
				t.Errorf("problems are\n%v\nwant one: …%s…", problems, c.text)
			}
		})
	}
}

func TestDoubledIDIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	for file, again := range map[string]string{
		"terms.yaml":      "- id: term/pledge\n  name: {zh: 乙, en: B}\n",
		"places.yaml":     "- {code: \"420100\", name: {zh: 乙, en: B}, level: county}\n",
		"industries.yaml": "- {code: tea, name: {zh: 乙, en: B}}\n",
		"dossier.yaml":    "- {id: A-01}\n",
		"commands.yaml":   "- id: back\n  phrases: {zh: [回], en: [b]}\n",
		"cases.yaml":      small["cases.yaml"],
		"gaps.yaml":       small["gaps.yaml"],
	} {
		problems := faults(t, layer("small", with(map[string]string{file: small[file] + again})))
		line := 1 + strings.Count(small[file], "\n")
		if len(problems) != 1 || problems[0].Line != line || !strings.Contains(problems[0].Text, "stands twice") {
			t.Errorf("problems are %v, want one at small/%s:%d", problems, file, line)
		}
	}
}

func TestHiddenFilesAndEvaluationSetsAreNoPart(t *testing.T) {
	t.Parallel()
	more := with(map[string]string{
		".git/config": "[core]", ".DS_Store": "\x00", "policies/.notice.yaml.swp": "\x00", "policies/.idea/a.xml": "<a/>", "evals/search.yaml": "kind: search",
	})
	a, b := load(t, layer("small", small)), load(t, layer("small", more))
	if a.Version != b.Version {
		t.Errorf("version moves from %s to %s", a.Version, b.Version)
	}
}

func TestLaterLayerWinsByID(t *testing.T) {
	t.Parallel()
	over := map[string]string{
		"policies/notice.yaml": strings.Replace(small["policies/notice.yaml"], "登记不收费。", "登记收费。", 1),
		"policies/new.yaml":    strings.Replace(small["policies/notice.yaml"], "policy/notice", "policy/new", 1),
		"terms.yaml":           "- id: term/estimate\n  name: {zh: 估算, en: Estimation}\n- id: term/new\n  name: {zh: 新词, en: New word}\n",
		"wording/other.yaml":   "bye: {zh: 再会。, en: So long.}\n",
		"caveats.yaml":         "new: {zh: 新的。, en: New.}\n",
		"hosts.yaml":           "- www.example.org\n",
		"asked/more.yaml":      "policy/notice#1: {zh: [收钱吗], en: [any fee]}\n",
		"safety.yaml":          strings.Replace(small["safety.yaml"], "allowed: [不是包过]\n", "", 1),
	}
	s := load(t, layer("small", small), layer("over", over))
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"a clause is replaced", s.Passages()[2].Text.ZH, "登记收费。"},
		{"a policy is added, in order", string(s.Policies[0].ID) + " " + string(s.Policies[1].ID), "policy/new policy/notice"},
		{"a term is replaced in its place", s.Terms[1].Name.ZH, "估算"},
		{"a term that is not named stays", s.Terms[0].Name.ZH, "质押"},
		{"a term is added", s.Terms[2].Name.ZH, "新词"},
		{"a saying is replaced", s.Wording["bye"].ZH[0], "再会。"},
		{"a saying that is not named stays", s.Wording["hello"].ZH[0], "您好，{name}。"},
		{"caveats add up", len(s.Caveats), 2},
		{"hosts add up", len(s.Hosts), 2},
		{"questions of a passage are replaced", s.Passages()[2].Asked.ZH[0], "收钱吗"},
		{"safety is replaced whole", len(s.Safety.Allowed), 0},
		{"what the layer does not hold stays", len(s.Products), 1},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
	if p := faults(t, layer("small", small), layer("over", map[string]string{"terms.yaml": "- id: term/a\n  name: {zh: 甲, en: 甲}\n"})); len(p) != 1 || p[0].File != "over/terms.yaml" {
		t.Errorf("problems are %v, want one of over/terms.yaml", p)
	}
}

func TestHashNamesTheContent(t *testing.T) {
	t.Parallel()
	hash := func(layers ...corpus.Layer) string {
		h, err := corpus.Hash(layers...)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	base := hash(layer("small", small))
	if len(base) != 16 || strings.Trim(base, "0123456789abcdef") != "" {
		t.Errorf("hash is %q, want 16 hex digits", base)
	}
	if s := load(t, layer("small", small)); s.Version != base {
		t.Errorf("version is %s, hash is %s", s.Version, base)
	}
	if h := hash(layer("elsewhere", small)); h != base {
		t.Error("the name of a layer moves the hash")
	}
	empty := layer("empty", nil)
	for name, layers := range map[string][]corpus.Layer{
		"a changed letter": {layer("small", with(map[string]string{"terms.yaml": strings.Replace(small["terms.yaml"], "质押", "质抵", 1)}))},
		"a renamed file":   {layer("small", with(map[string]string{"wording/say.yaml": "", "wording/says.yaml": small["wording/say.yaml"]}))},
		"a file less":      {layer("small", with(map[string]string{"terms.yaml": ""}))},
		"an empty file":    {layer("small", with(map[string]string{"wording/a.yaml": " "}))},
		"another order":    {empty, layer("small", small)},
		"the same twice":   {layer("small", small), layer("small", small)},
	} {
		if h := hash(layers...); h == base {
			t.Errorf("%s does not move the hash", name)
		}
	}
	if h := hash(layer("small", small), empty); h != base {
		t.Error("a layer without files moves the hash")
	}
}

func TestFolderThatCannotBeReadIsNoProblemOfFiles(t *testing.T) {
	t.Parallel()
	_, err := corpus.Load(corpus.Layer{Name: "gone", FS: broken{}})
	if problems := (corpus.Problems{}); err == nil || errors.As(err, &problems) || !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "gone") {
		t.Errorf("error is %v, want one of permission that names the layer", err)
	}
}

// broken is a file system that cannot be read.
type broken struct{}

func (broken) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

func TestLargeCorpusLoads(t *testing.T) {
	t.Parallel()
	const policies, clauses = 40, 500
	files := fstest.MapFS{}
	for name, text := range small {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for p := range policies {
		var b strings.Builder
		fmt.Fprintf(&b, "id: policy/large-%02d\nkind: notice\ntitle: 第%d份\ngloss: Number %d\nstatus: in_force\nregions: [420000]\nrefs: [A-01]\n", p, p, p)
		b.WriteString("source: {zh: 公报, en: the gazette}\nconfidence: high\nas_of: 2020\nsections:\n")
		for c := range clauses {
			fmt.Fprintf(&b, "- {id: %d, heading: {zh: 条, en: Clause}, text: {zh: 第%d条, en: Clause %d}, refs: [A-01]}\n", c, c, c)
		}
		files[fmt.Sprintf("policies/large-%02d.yaml", p)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	s := load(t, corpus.Layer{Name: "large", FS: files})
	if n, want := len(s.Passages()), policies*clauses+7; n != want {
		t.Errorf("%d passages, want %d", n, want)
	}
	if n := len(s.ByRef("A-01")); n != policies*clauses+1 {
		t.Errorf("%d passages rest on A-01", n)
	}
	if p, ok := s.Passage("policy/large-39#499"); !ok || p.Text.EN != "Clause 499" {
		t.Errorf("the last clause is %v", p)
	}
	if !slices.IsSortedFunc(s.Policies, func(a, b corpus.Policy) int { return strings.Compare(string(a.ID), string(b.ID)) }) {
		t.Error("policies are not in the order of their ids")
	}
}
