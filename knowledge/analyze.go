package knowledge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"

	"zhirong/corpus"
)

// gap stands between units that do not follow upon one another directly.
const gap = ""

// maxWord is the number of bytes of a word that count. What lies beyond is not
// language.
const maxWord = 40

// analyze cuts text into its units and hands them to emit in order. A unit is
// one character of a script written without spaces (Chinese, kana, hangul), or
// one word or number of any other script: lower case, English words stemmed.
// Where punctuation, or a space between two characters, parts units, gap is
// emitted once between them, never first or last.
func analyze(text string, emit func(unit string)) {
	s := corpus.Fold(text)
	const (
		none = iota
		wide
		word
	)
	last, spaced, parted := none, false, false
	put := func(kind int, unit string) {
		if last != none && (parted || spaced && kind == wide && last == wide) {
			emit(gap)
		}
		last, spaced, parted = kind, false, false
		emit(unit)
	}
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case isWide(r):
			put(wide, s[i:i+size])
		case wordly(r):
			end := wordEnd(s, i)
			if w := normalWord(s[i:end]); w != "" {
				put(word, w)
			}
			size = end - i
		case r == ' ' || r == '-' || r == '_' || r == '/' || r == '·' || r == '\'' || r == '’':
			spaced = true
		default:
			parted = true
		}
		i += size
	}
}

// wordEnd returns the end of the word that starts at s[i]. A dot or comma
// between digits belongs to the number.
func wordEnd(s string, i int) int {
	prev := rune(0)
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !wordly(r) {
			if r != '.' && r != ',' || !unicode.IsDigit(prev) {
				break
			}
			next, _ := utf8.DecodeRuneInString(s[i+1:])
			if !unicode.IsDigit(next) {
				break
			}
		}
		prev = r
		i += size
	}
	return i
}

// normalWord brings a word or number to the form in which it is compared.
func normalWord(w string) string {
	w = strings.ReplaceAll(w, ",", "")
	if len(w) > maxWord {
		w = w[:maxWord]
		for !utf8.ValidString(w) {
			w = w[:len(w)-1]
		}
	}
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return w
		}
	}
	if len(w) < 4 {
		return w
	}
	env := snowballstem.NewEnv(w)
	english.Stem(env)
	return env.Current()
}

// wordly reports whether r is part of a word or number.
func wordly(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return !isWide(r) && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// isWide reports whether r belongs to a script whose words are not parted by
// spaces, so that every character is a unit.
func isWide(r rune) bool {
	switch {
	case r < 0x2e80:
		return false
	case r <= 0x9fff:
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo) || r == 'ー'
	case r <= 0xd7ff:
		return unicode.In(r, unicode.Hangul)
	case r < 0xf900:
		return false
	case r <= 0xfaff:
		return true
	}
	return r >= 0x20000 && r <= 0x3ffff
}

// isWideUnit reports whether a unit is a single character of such a script.
func isWideUnit(unit string) bool {
	r, size := utf8.DecodeRuneInString(unit)
	return size == len(unit) && isWide(r)
}

// pairTerm is the term under which two adjacent units are indexed.
func pairTerm(a, b string) string { return a + "_" + b }

// lightWord reports whether an English word says too little to be searched for
// when a question holds anything else.
func lightWord(unit string) bool {
	switch unit {
	case "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as", "and", "or",
		"is", "are", "was", "be", "do", "doe", "does", "did", "can", "could", "will", "would", "should", "may",
		"i", "we", "you", "it", "my", "our", "your", "this", "that", "there", "what", "which", "who", "how", "when", "where", "why",
		"if", "me", "us", "have", "has", "had", "am", "s", "t", "about", "pleas":
		return true
	}
	return false
}
