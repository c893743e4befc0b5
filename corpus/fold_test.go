package corpus_test

import (
	"testing"
	"unicode/utf8"

	"zhirong/corpus"
)

func TestFoldBringsTextToOneForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"nothing stays nothing", "", ""},
		{"letters become lower case", "IPO Loan", "ipo loan"},
		{"full-width letters and digits become ASCII", "ＩＰ２０２５（Ａ）％", "ip2025(a)%"},
		{"circled digits and units are spelt out", "①㎡", "1m2"},
		{"traditional characters become simplified", "知識產權質押融資", "知识产权质押融资"},
		{"a phrase keeps its characters", "扭轉乾坤", "扭转乾坤"},
		{"the same character is converted elsewhere", "乾淨", "干净"},
		{"simplified text stays as it is", "著作权质押", "著作权质押"},
		{"zero-width and bidirectional characters go", "专\u200b利\u202e权\ufeff", "专利权"},
		{"control characters go", "a\x00b\x1bc", "abc"},
		{"line breaks and tabs become spaces", "a\nb\tc\r\n", "a b c  "},
		{"invalid bytes go", "专\xff利\xc3", "专利"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := corpus.Fold(c.in); got != c.want {
				t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestToSimplifiedKeepsEverythingElse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":          "",
		"Loan 100％": "Loan 100％",
		"軟體著作權":     "软体著作权",
		"A著B權":      "A著B权",
	} {
		if got := corpus.ToSimplified(in); got != want {
			t.Errorf("ToSimplified(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "知識產權", "ＡＢ①", "乾坤", "a\u0301\u0327", "\xff\xfe", "ﷺ", "İ", "각", "於是樊於期"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := corpus.Fold(s)
		if !utf8.ValidString(once) {
			t.Fatalf("Fold(%q) = %q is not valid UTF-8", s, once)
		}
		if twice := corpus.Fold(once); twice != once {
			t.Fatalf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
}
