package corpus_test

import (
	"fmt"
	"slices"
	"testing"

	"zhirong/corpus"
)

func TestNamesInBracesAreFilled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		args map[string]string
		want string
	}{
		{"您好，{name}。", map[string]string{"name": "老板"}, "您好，老板。"},
		{"{a}{b}{a}", map[string]string{"a": "1", "b": "2"}, "121"},
		{"{a}", map[string]string{"a": "{b}", "b": "2"}, "{b}"},
		{"{a}{c}", map[string]string{"a": "1"}, "1{c}"},
		{"{a", map[string]string{"a": "1"}, "{a"},
		{"no names", map[string]string{"a": "1"}, "no names"},
		{"{a}", nil, "{a}"},
	} {
		if got := corpus.Fill(c.text, c.args); got != c.want {
			t.Errorf("Fill(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNamesInBracesAreFound(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"": nil, "none": nil, "{a}": {"a"}, "{a} und {b}{a}": {"a", "b", "a"}, "{a": nil, "a}": nil, "{}": {""},
	} {
		if got := corpus.Placeholders(text); !slices.Equal(got, want) {
			t.Errorf("Placeholders(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestVariantDependsOnTheSeedAlone(t *testing.T) {
	t.Parallel()
	for _, n := range []int{-1, 0, 1} {
		if got := corpus.Variant(n, "x"); got != 0 {
			t.Errorf("Variant(%d) = %d", n, got)
		}
	}
	seen := map[int]int{}
	for i := range 300 {
		seed := fmt.Sprint("seed", i)
		v := corpus.Variant(3, seed)
		if v < 0 || v > 2 || v != corpus.Variant(3, seed) {
			t.Fatalf("variant of %s is %d", seed, v)
		}
		seen[v]++
	}
	for v := range 3 {
		if seen[v] < 50 {
			t.Errorf("variant %d is taken %d times of 300", v, seen[v])
		}
	}
}

func TestSayingIsInTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small)).Wording["bye"]
	if zh, en := s.In(corpus.Chinese), s.In(corpus.English); !slices.Equal(zh, []string{"再见。", "回头见。"}) || !slices.Equal(en, []string{"Goodbye.", "See you."}) {
		t.Errorf("sayings are %q and %q", zh, en)
	}
}
