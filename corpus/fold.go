package corpus

import (
	_ "embed" // trad.txt
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed trad.txt
var tradText string

// simplifier holds the table of trad.txt: single characters, and the phrases
// that the characters alone would convert wrongly, by their first character.
type simplifier struct {
	chars   map[rune]rune
	phrases map[rune][]conversion // longest first
}

type conversion struct{ from, to string }

var loadSimplifier = sync.OnceValue(func() *simplifier {
	s := &simplifier{chars: make(map[rune]rune, 4200), phrases: make(map[rune][]conversion)}
	for line := range strings.Lines(tradText) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "c":
			pair := []rune(rest)
			for i := 0; i+1 < len(pair); i += 2 {
				s.chars[pair[i]] = pair[i+1]
			}
		case "p":
			for _, word := range strings.Fields(rest) {
				from, to, _ := strings.Cut(word, "=")
				first, _ := utf8.DecodeRuneInString(from)
				list := s.phrases[first]
				at := len(list)
				for at > 0 && len(list[at-1].from) < len(from) {
					at--
				}
				list = append(list, conversion{})
				copy(list[at+1:], list[at:])
				list[at] = conversion{from, to}
				s.phrases[first] = list
			}
		}
	}
	return s
})

// ToSimplified converts traditional Chinese characters to simplified ones and
// leaves everything else as it is. It converts characters, not regional words:
// 軟體 becomes 软体, not 软件. Phrases such as 乾坤, whose characters keep their
// form, are respected. The table comes from OpenCC, see trad.LICENSE.
func ToSimplified(s string) string {
	table := loadSimplifier()
	var out strings.Builder
	done := 0 // s[:done] is in out
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		from, to := s[i:i+size], ""
		for _, phrase := range table.phrases[r] {
			if strings.HasPrefix(s[i:], phrase.from) {
				from, to = phrase.from, phrase.to
				break
			}
		}
		if to == "" {
			simple, ok := table.chars[r]
			if !ok {
				i += size
				continue
			}
			to = string(simple)
		}
		out.WriteString(s[done:i])
		out.WriteString(to)
		i += len(from)
		done = i
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// Fold brings text to the one form in which it is compared and searched:
// Unicode compatibility composition (NFKC, so full-width letters, digits and
// punctuation become ASCII), lower case, simplified characters. Control,
// zero-width and bidirectional characters and invalid bytes are removed; line
// breaks and tabs become spaces. Folding folded text changes nothing.
func Fold(s string) string {
	s = visible(s)
	if ascii(s) {
		return strings.ToLower(s)
	}
	s = strings.ToLower(norm.NFKC.String(s))
	// Composition or lower-casing may bring about a sequence that composes.
	return ToSimplified(norm.NFKC.String(s))
}

// visible drops what has no visible form, and turns line breaks and tabs into
// spaces.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < utf8.RuneSelf && r >= ' ' && r != 0x7f:
			return r
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		case unicode.Is(unicode.Variation_Selector, r) || r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0':
			return -1
		}
		return r
	}, s)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
