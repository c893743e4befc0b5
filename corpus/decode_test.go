package corpus_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
)

func TestFileIsAtFault(t *testing.T) {
	t.Parallel()
	const term = "- id: term/a\n  name: {zh: 甲, en: A}\n"
	for _, c := range []struct {
		name, file, content string
		line                int
		field, text         string
	}{
		{"nothing", "terms.yaml", " ", 1, "", "exactly one YAML document"},
		{"a remark alone", "terms.yaml", "# to be written\n", 1, "", "exactly one YAML document"},
		{"two documents", "terms.yaml", term + "---\n" + term, 1, "", "exactly one YAML document"},
		{"no YAML", "terms.yaml", term + "  related: [甲\n", 3, "", "not valid YAML"},
		{"an indent by tab", "terms.yaml", term + "\trelated: [甲]\n", 3, "", "not valid YAML"},
		{"a byte that is no UTF-8", "terms.yaml", term + "  related: [\xff]\n", 3, "", "not valid UTF-8"},
		{"keys where a list is wanted", "terms.yaml", "id: term/a\n", 1, "", "want a list"},
		{"a text where keys are wanted", "terms.yaml", "- 甲\n", 1, "[0]", "want keys with values"},
		{"a text where a list is wanted", "terms.yaml", term + "  related: 乙\n", 3, "[0].related", "want a list"},
		{"a list where a text is wanted", "terms.yaml", "- id: [term/a]\n  name: {zh: 甲, en: A}\n", 1, "[0].id", "want one text or number"},
		{"keys where a text is wanted", "terms.yaml", "- id: {a: b}\n  name: {zh: 甲, en: A}\n", 1, "[0].id", "want one text or number"},
		{"a key without value", "terms.yaml", "- id:\n  name: {zh: 甲, en: A}\n", 1, "[0].id", "has no value"},
		{"a null in a list", "terms.yaml", term + "  related:\n    - 乙\n    -\n", 5, "[0].related[1]", "has no value"},
		{"a word that is mistyped", "terms.yaml", term + "  synonims: [乙]\n", 3, "[0].synonims", `did you mean "synonyms"?`},
		{"a word that is like none", "terms.yaml", term + "  colour: red\n", 3, "[0].colour", "known keys are explains, id, misspellings, name"},
		{"a short word that is like none", "terms.yaml", term + "  xy: red\n", 3, "[0].xy", "known keys are"},
		{"a key that is missing", "terms.yaml", "- id: term/a\n", 1, "[0].name", "is missing"},
		{"a key that is empty", "terms.yaml", "- id: ''\n  name: {zh: 甲, en: A}\n", 1, "[0].id", "is empty"},
		{"half a text", "terms.yaml", "- id: term/a\n  name: {zh: 甲}\n", 2, "[0].name.en", "is missing"},
		{"a wanted list that is empty", "gaps.yaml", strings.Replace(small["gaps.yaml"], "refs: [GAP-01]", "refs: []", 1), 1, "[0].refs", "is empty"},
		{"a doubled key", "terms.yaml", term + "  related: [乙]\n  related: [丙]\n", 4, "[0].related", "stands twice"},
		{"a doubled key that is quoted once", "terms.yaml", term + "  related: [乙]\n  \"related\": [丙]\n", 4, "[0].related", "stands twice"},
		{"a doubled key of a map", "caveats.yaml", "old: {zh: 旧, en: Old}\nold: {zh: 旧, en: Old}\n", 2, "old", "stands twice"},
		{"an anchor", "terms.yaml", "- id: &a term/a\n  name: {zh: 甲, en: A}\n", 1, "[0].id", "anchors, aliases and tags"},
		{"an alias", "terms.yaml", "- id: term/a\n  name: {zh: &x 甲, en: *x}\n", 2, "[0].name.en", "anchors, aliases and tags"},
		{"a tag", "terms.yaml", "- id: !!str term/a\n  name: {zh: 甲, en: A}\n", 1, "[0].id", "anchors, aliases and tags"},
		{"a merge", "terms.yaml", "- id: term/a\n  name: {zh: 甲, en: A}\n  <<: {related: [乙]}\n", 3, "[0].<<", "is not a key"},
		{"a yes that is a word", "places.yaml", "- {code: \"420000\", name: {zh: 湖北, en: Hubei}, level: province, pilot: yes}\n", 1, "[0].pilot", "want true or false"},
		{"a yes in quotes", "places.yaml", "- {code: \"420000\", name: {zh: 湖北, en: Hubei}, level: province, pilot: \"true\"}\n", 1, "[0].pilot", "want true or false"},
		{"half a month", "products/loan.yaml", strings.Replace(small["products/loan.yaml"], "term_max: 12", "term_max: 1.5", 1), 13, "term_max", `"1.5" is not a whole number`},
		{"an amount without unit", "products/loan.yaml", strings.Replace(small["products/loan.yaml"], "amount_max: 500万", "amount_max: 500", 1), 11, "amount_max", "has no unit"},
		{"an amount without number", "products/loan.yaml", strings.Replace(small["products/loan.yaml"], "amount_max: 500万", "amount_max: 万", 1), 11, "amount_max", "not a number with a unit"},
		{"a share without sign", "products/loan.yaml", strings.Replace(small["products/loan.yaml"], "share: 30%", "share: 0.3", 1), 25, "criteria.all[2].share", "has no % sign"},
		{"a day that there is not", "policies/notice.yaml", strings.Replace(small["policies/notice.yaml"], `issued: "2020-01-01"`, "issued: 2020-02-30", 1), 9, "issued", `"2020-02-30" is not a day`},
		{"a sort that there is not", "policies/notice.yaml", strings.Replace(small["policies/notice.yaml"], "kind: notice", "kind: note", 1), 2, "kind", `"note" is not known: write one of law, regulation, notice`},
		{"a confidence that there is not", "dossier.yaml", small["dossier.yaml"] + "- {id: A-03, confidence: sure}\n", 6, "[5].confidence", "high, medium, low"},
		{"a right side that is a word", "products/loan.yaml", strings.Replace(small["products/loan.yaml"], "op: gte, want: 1", "op: gte, want: many", 1), 24, "criteria.all[1].want", `"many" is not true, false, a number`},
		{"a right side of keys", "products/loan.yaml", strings.Replace(small["products/loan.yaml"], "op: gte, want: 1", "op: gte, want: {n: 1}", 1), 24, "criteria.all[1].want", "want one text or number"},
		{"values that nest without end", "products/loan.yaml", strings.Replace(small["products/loan.yaml"], "  all:\n", "  not: "+strings.Repeat("{not: ", 1000)+"{}"+strings.Repeat("}", 1000)+"\n  all:\n", 1), 22, "criteria.not.not", "nest deeper"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			problems := faults(t, layer("small", with(map[string]string{c.file: c.content})))
			if !slices.ContainsFunc(problems, func(p corpus.Problem) bool {
				return p.File == "small/"+c.file && p.Line == c.line && strings.HasPrefix(p.Field, c.field) && (c.field != "" || p.Field == "") && strings.Contains(p.Text, c.text)
			}) {
				t.Errorf("no problem at small/%s:%d: %s: …%s…; there are:\n%v", c.file, c.line, c.field, c.text, problems)
			}
			for _, p := range problems {
				if p.File != "small/"+c.file {
					t.Errorf("problem of another file: %v", p)
				}
			}
		})
	}
}

func TestFormOfFileMakesNoDifference(t *testing.T) {
	t.Parallel()
	want := load(t, layer("small", small)).Terms
	text := small["terms.yaml"]
	for _, c := range []struct{ name, content string }{
		{"a byte order mark", "\ufeff" + text},
		{"line ends of Windows", strings.ReplaceAll(text, "\n", "\r\n")},
		{"a byte order mark and line ends of Windows", "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")},
		{"no line end at the end", strings.TrimSuffix(text, "\n")},
		{"a start and an end of the document", "---\n" + text + "...\n"},
		{"remarks", "# head\n" + strings.ReplaceAll(text, "\n", " # remark\n")},
		{"empty lists and nulls left out", strings.Replace(text, "  name: {zh: 估值", "  synonyms: []\n  name: {zh: 估值", 1)},
		{"quotes", strings.NewReplacer("质押", `"质押"`, "Pledge", "'Pledge'", "A-01", `"A-01"`).Replace(text)},
		{"blocks", strings.Replace(text, "name: {zh: 质押, en: Pledge}", "name:\n    zh: |-\n      质押\n    en: >-\n      Pledge", 1)},
		{"one line", `[{id: term/pledge, name: {zh: 质押, en: Pledge}, synonyms: [出质], related: [抵押,], misspellings: [质鸭], explains: [A-01]}, {id: term/estimate, name: {zh: 估值, en: Estimate}}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := load(t, layer("small", with(map[string]string{"terms.yaml": c.content}))).Terms
			for i := range got {
				got[i].Pos = want[min(i, len(want)-1)].Pos
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("terms are %+v, want %+v", got, want)
			}
		})
	}
}

func TestScalarIsKeptAsWritten(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"1.10":            "1.10",
		"010":             "010",
		"0x1F":            "0x1F",
		"1_000":           "1_000",
		"true":            "true",
		"2025-06-23":      "2025-06-23",
		`"null"`:          "null",
		`"a\tb"`:          "a\tb",
		"'it''s'":         "it's",
		"500万":            "500万",
		"a b":             "a b",
		"|\n    a\n    b": "a\nb",
		">\n    a\n    b": "a b",
	} {
		s := load(t, layer("small", with(map[string]string{"policies/notice.yaml": small["policies/notice.yaml"] + "index_no: " + in + "\n"})))
		if got := s.Policies[0].IndexNo; got != want {
			t.Errorf("%s is read as %q, want %q", in, got, want)
		}
	}
}

func TestNumberInQuotesIsANumber(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"24", `"24"`, "'24'"} {
		s := load(t, layer("small", with(map[string]string{"products/loan.yaml": strings.Replace(small["products/loan.yaml"], "term_max: 12", "term_max: "+in, 1)})))
		if got := s.Products[0].TermMax; got != 24 {
			t.Errorf("term_max: %s is %d, want 24", in, got)
		}
	}
}

func TestRightSideShowsItsFormInHowItIsWritten(t *testing.T) {
	t.Parallel()
	day, err := corpus.ParseDate("2020-06-30")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		leaf string
		want corpus.Want
	}{
		{"fact: patents, op: eq, want: 3", corpus.Want{Set: true, Form: "number", N: 3}},
		{"fact: patents, op: eq, want: 0", corpus.Want{Set: true, Form: "number"}},
		{"fact: patents, op: gt, want: -1", corpus.Want{Set: true, Form: "number", N: -1}},
		{"fact: loan, op: eq, want: 1.5万", corpus.Want{Set: true, Form: "money", N: 1_500_000}},
		{"fact: research, op: eq, want: 3.5%", corpus.Want{Set: true, Form: "rate", N: 350}},
		{"fact: founded, op: eq, want: 2020-06-30", corpus.Want{Set: true, Form: "date", N: day.Day()}},
		{"fact: honest, op: eq, want: false", corpus.Want{Set: true, Form: "bool"}},
		{"fact: honest, op: ne, want: true", corpus.Want{Set: true, Form: "bool", Bool: true}},
		{"fact: statuses, op: all_of, want: [high_tech, tech_sme]", corpus.Want{Set: true, Form: "codes", Codes: []string{"high_tech", "tech_sme"}}},
		{"fact: region, op: within, want: [420100]", corpus.Want{Set: true, Form: "codes", Codes: []string{"420100"}}},
	} {
		text := strings.Replace(small["products/loan.yaml"], "sum: [patents, trademarks], op: gte, want: 1", c.leaf, 1)
		s := load(t, layer("small", with(map[string]string{"products/loan.yaml": text})))
		if got := s.Products[0].Criteria.All[1].Want; !reflect.DeepEqual(got, c.want) {
			t.Errorf("{%s} wants %+v, want %+v", c.leaf, got, c.want)
		}
	}
}

func TestEntryKnowsWhereItStands(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	for _, c := range []struct {
		got  corpus.Pos
		file string
		at   string
	}{
		{s.Terms[1].Pos, "terms.yaml", "id: term/estimate"},
		{s.Policies[0].Pos, "policies/notice.yaml", "id: policy"},
		{s.Policies[0].Sections[1].Pos, "policies/notice.yaml", `id: "2"`},
		{s.Products[0].Criteria.All[1].Pos, "products/loan.yaml", "{sum:"},
		{s.Products[0].Criteria.All[3].Any[1].Pos, "products/loan.yaml", "not:"},
		{s.Cases[0].Pos, "cases.yaml", "id: case/c01"},
		{s.Wording["bye"].Pos, "wording/say.yaml", "zh: [再见"},
		{s.Asked["policy/notice#1"].Pos, "asked/notice.yaml", "zh:"},
		{s.Safety.Pos, "safety.yaml", "forbidden"},
	} {
		if want := (corpus.Pos{File: "small/" + c.file, Line: lineOf(t, small[c.file], c.at)}); c.got != want {
			t.Errorf("entry of %s stands at %v, want %v", c.at, c.got, want)
		}
	}
}

func TestProblemReadsAsEditorsWantIt(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]corpus.Problem{
		"a.yaml:3: name.zh: is missing": {File: "a.yaml", Line: 3, Field: "name.zh", Text: "is missing"},
		"a.yaml:1: is not known":        {File: "a.yaml", Line: 1, Text: "is not known"},
	} {
		if got := p.Error(); got != want {
			t.Errorf("problem reads %q, want %q", got, want)
		}
	}
	if got := (corpus.Problems{{File: "a", Line: 1, Text: "x"}, {File: "b", Line: 2, Text: "y"}}).Error(); got != "a:1: x\nb:2: y" {
		t.Errorf("problems read %q", got)
	}
}

func FuzzLoadPolicy(f *testing.F) {
	f.Add(small["policies/notice.yaml"])
	fuzzFile(f, "policies/notice.yaml", func(s *corpus.Set) bool { return len(s.Policies) == 1 && len(s.Policies[0].Sections) > 0 })
}

func FuzzLoadProduct(f *testing.F) {
	f.Add(small["products/loan.yaml"])
	fuzzFile(f, "products/loan.yaml", func(s *corpus.Set) bool { return len(s.Products) == 1 && len(s.Products[0].Fields()) > 0 })
}

// fuzzFile loads the small corpus with one file changed: it is refused with
// problems, or gives a whole set.
func fuzzFile(f *testing.F, file string, whole func(*corpus.Set) bool) {
	for _, s := range []string{"", "\ufeff", "a: [", "- 1", "{}", "a: &x 1", "a: {b: {c: [{d: e}]}}", "id: 1\r\nid: 2", "\xff", "? a\n: b", "<<: {id: x}", "a: !!binary aGk="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := with(nil)
		files[file] = text
		delete(files, "cases.yaml")
		delete(files, "asked/notice.yaml")
		s, err := corpus.Load(layer("small", files))
		var problems corpus.Problems
		switch ok := errors.As(err, &problems); {
		case err == nil && !whole(s):
			t.Fatalf("%q gives half a set", text)
		case err != nil && !ok:
			t.Fatalf("%q gives %v, want problems", text, err)
		case ok && slices.ContainsFunc(problems, func(p corpus.Problem) bool { return p.Line < 1 || p.File == "" || p.Text == "" }):
			t.Fatalf("%q gives a problem without place or text: %v", text, problems)
		}
	})
}
