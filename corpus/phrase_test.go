package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
)

// phrases is an index of phrases under the numbers of their places.
func phrases(all ...string) *corpus.PhraseIndex {
	x := corpus.NewPhraseIndex()
	for i, p := range all {
		x.Add(p, i)
	}
	return x
}

func TestPhraseIsFoundInText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		phrases []string
		text    string
		want    string // the phrases found, with |
	}{
		{"nothing in nothing", []string{"贷"}, "", ""},
		{"nothing of nothing", nil, "贷款", ""},
		{"an empty phrase is none", []string{"", "\u200b"}, "贷款", ""},
		{"one among others", []string{"贷款"}, "想贷款了", "贷款"},
		{"twice", []string{"贷款"}, "贷款贷款", "贷款|贷款"},
		{"the longest", []string{"质押", "质押贷款", "贷款"}, "质押贷款", "质押贷款"},
		{"the one that starts first", []string{"专利质押", "质押贷款"}, "专利质押贷款", "专利质押"},
		{"a word after a cut", []string{"质押贷款", "贷款"}, "质押的贷款", "贷款"},
		{"a Latin word", []string{"loan"}, "a loan, please", "loan"},
		{"no part of a Latin word", []string{"loan"}, "loans reloaned loan2 _loan_", "loan"},
		{"a Latin word beside Chinese", []string{"kv"}, "办kv贷", "kv"},
		{"a number in whole", []string{"301"}, "3010 301 1301", "301"},
		{"several words", []string{"knowledge value", "value loan"}, "knowledge value loan", "knowledge value"},
		{"case and width are folded", []string{"ＫＶ贷"}, "kv贷", "ＫＶ贷"},
		{"a shorter phrase where the longer cuts a word", []string{"a b", "a"}, "a bc", "a"},
		{"an accent is part of a word", []string{"caf"}, "café", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var found []string
			for _, h := range phrases(c.phrases...).Find(corpus.Fold(c.text)) {
				found = append(found, c.phrases[h.N])
			}
			if got := strings.Join(found, "|"); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func TestPhraseOfSeveralNumbersIsFoundUnderEach(t *testing.T) {
	t.Parallel()
	x := corpus.NewPhraseIndex()
	for _, n := range []int{4, 2, 4} {
		x.Add("荆州", n)
	}
	want := []corpus.PhraseHit{{N: 4, Start: 3, End: 9}, {N: 2, Start: 3, End: 9}}
	if got := x.Find("在荆州"); !slices.Equal(got, want) {
		t.Errorf("hits are %v, want %v", got, want)
	}
}

func FuzzPhraseIndex(f *testing.F) {
	for _, s := range [][2]string{{"贷款|贷|loan", "贷款loan loans"}, {"\xff|a", "\xffa\xff"}, {"é|e\u0301", "é"}, {"İ|i", "İi"}, {"|", ""}, {"ab|b c", "ab c"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, all, text string) {
		list := strings.Split(all, "|")
		x := phrases(list...)
		for _, s := range []string{corpus.Fold(text), text} { // text that nobody folded does no harm either
			end := 0
			for _, h := range x.Find(s) {
				if h.Start < 0 || h.End > len(s) || h.Start >= h.End || s[h.Start:h.End] != corpus.Fold(list[h.N]) {
					t.Fatalf("%q in %q is found at %d to %d", list[h.N], s, h.Start, h.End)
				}
				if h.Start < end && !slices.ContainsFunc(x.Find(s), func(o corpus.PhraseHit) bool { return o.Start == h.Start && o.N != h.N }) {
					t.Fatalf("hits in %q overlap at %d", s, h.Start)
				}
				end = h.End
			}
		}
	})
}
