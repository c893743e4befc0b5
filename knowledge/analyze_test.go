package knowledge

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAnalyzeCutsTextIntoUnits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"nothing gives nothing", "", ""},
		{"punctuation alone gives nothing", "，。！？ -- …", ""},
		{"every Chinese character is a unit", "专利权", "专 利 权"},
		{"traditional characters are simplified", "專利權質押", "专 利 权 质 押"},
		{"punctuation parts", "专利，质押。", "专 利 | 质 押"},
		{"a space parts characters", "专利 质押", "专 利 | 质 押"},
		{"words and numbers stand whole among characters", "2025年ＩＰ贷款", "2025 年 ip 贷 款"},
		{"English words are stemmed", "Guaranteed loans, applying for patents", "guarante loan | appli for patent"},
		{"a hyphen or space does not part words", "know-how IP rights", "know how ip right"},
		{"short words keep their form", "his IPs", "his ips"},
		{"separators within numbers do not part them", "1,000,000.50元", "1000000.50 元"},
		{"a number at the end of a sentence ends there", "共3.", "共 3"},
		{"letters with digits are one word", "ZL2023abc", "zl2023abc"},
		{"kana and hangul are single characters", "カナ한", "カ ナ 한"},
		{"other scripts give words", "Привет мир", "привет мир"},
		{"invalid bytes and invisible characters vanish", "专\xff利\u200b权", "专 利 权"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			units := unitsOf(c.in)
			for i, u := range units {
				if u == gap {
					units[i] = "|"
				}
			}
			if got := strings.Join(units, " "); got != c.want {
				t.Errorf("units of %q: %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"", "专利质押 loans 1,000.5", "\xff專\x00利", "a-b_c/d·e'f", "1.2.3,4", "ﷺ①㎡", strings.Repeat("w", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		units := unitsOf(s)
		last := gap
		for _, u := range units {
			if u == gap && last == gap {
				t.Fatalf("%q: a gap first or twice in %q", s, units)
			}
			if !utf8.ValidString(u) || strings.ContainsAny(u, " \t\n") || len(u) > maxWord {
				t.Fatalf("%q: bad unit %q", s, u)
			}
			last = u
		}
		if len(units) > 0 && last == gap {
			t.Fatalf("%q: a gap last in %q", s, units)
		}
		if again := unitsOf(s); !slices.Equal(units, again) {
			t.Fatalf("%q: %q, then %q", s, units, again)
		}
	})
}
