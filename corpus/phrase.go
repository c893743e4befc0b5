package corpus

import (
	"unicode"
	"unicode/utf8"
)

// PhraseIndex finds known phrases within folded text, the longest first. Latin
// phrases match whole words only.
type PhraseIndex struct {
	at      map[string][]int
	longest int // in bytes
}

// PhraseHit is one phrase found: the number under which it was added and where
// it stands, in bytes of the folded text.
type PhraseHit struct {
	N, Start, End int
}

// NewPhraseIndex returns an empty index.
func NewPhraseIndex() *PhraseIndex { return &PhraseIndex{at: map[string][]int{}} }

// Add enters a phrase under a number. The phrase is folded; an empty one is not
// entered. A phrase may stand for several numbers.
func (x *PhraseIndex) Add(phrase string, n int) {
	p := Fold(phrase)
	if p == "" {
		return
	}
	for _, old := range x.at[p] {
		if old == n {
			return
		}
	}
	x.at[p] = append(x.at[p], n)
	x.longest = max(x.longest, len(p))
}

// Find returns the phrases that stand in folded text, left to right; of two that
// overlap, the one that starts first and of those the longest. A phrase with
// several numbers gives a hit for each.
func (x *PhraseIndex) Find(folded string) []PhraseHit {
	var out []PhraseHit
	for i := 0; i < len(folded); {
		end := min(len(folded), i+x.longest)
		found := 0
		for j := end; j > i; j-- {
			if j < len(folded) && !utf8.RuneStart(folded[j]) {
				continue
			}
			ns, ok := x.at[folded[i:j]]
			if !ok || !wholeWords(folded, i, j) {
				continue
			}
			for _, n := range ns {
				out = append(out, PhraseHit{N: n, Start: i, End: j})
			}
			found = j - i
			break
		}
		if found == 0 {
			_, found = utf8.DecodeRuneInString(folded[i:])
		}
		i += found
	}
	return out
}

// wholeWords reports whether folded[i:j] cuts no Latin word or number.
func wholeWords(folded string, i, j int) bool {
	return !cutsWord(folded, i) && !cutsWord(folded, j)
}

func cutsWord(s string, i int) bool {
	if i == 0 || i == len(s) {
		return false
	}
	a, _ := utf8.DecodeLastRuneInString(s[:i])
	b, _ := utf8.DecodeRuneInString(s[i:])
	return latin(a) && latin(b)
}

func latin(r rune) bool {
	return r < 0x2e80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
