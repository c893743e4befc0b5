package intents

import (
	"cmp"
	"hash/crc32"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhirong/corpus"
)

// The kinds of gram a text is taken apart into. The first byte of a gram's key
// is its kind, so that the word "a" and the letter "a" are two features.
const (
	kindWord    = 'w' // one token: a word, or a single ideograph
	kindPair    = 'p' // two neighbouring tokens, the ends of the text included
	kindTriple  = 't' // three neighbouring tokens with an ideograph among them
	kindLetters = 'l' // minLetters to maxLetters letters within a word, its ends marked by "_"
	kindConcept = 'c' // a group of words that mean much the same
)

// shares are how much the words of a text, their letters and its concepts count
// against each other where there are enough of each; leasts are how much that is,
// as a part of the squared weight of the words. A block with less counts for
// less: one word of Latin letters in a Chinese question, or a single concept that
// says little, does not weigh as much as all the rest.
var (
	shares = [...]float64{wordBlock: 1, letterBlock: 1, conceptBlock: 0.7}
	leasts = [...]float64{wordBlock: 0, letterBlock: 2, conceptBlock: 0.2}
)

const (
	wordBlock = iota
	letterBlock
	conceptBlock
)

func block(kind byte) uint8 {
	switch kind {
	case kindLetters:
		return letterBlock
	case kindConcept:
		return conceptBlock
	}
	return wordBlock
}

const (
	minLetters = 2
	maxLetters = 4
	maxTokens  = 400 // what stands behind is not read
	maxWord    = 40  // bytes of a word that are taken apart into letters
)

// token is a word in a script that puts spaces between words, or one ideograph.
type token struct {
	text       string
	ideograph  bool
	start, end int // bytes in the folded text
}

// tokens folds a text and cuts it into words and ideographs. Apostrophes are
// part of a word and left out of it: "what's" is "whats".
func tokens(text string) (folded string, list []token) {
	folded = corpus.Fold(text)
	start, apostrophe := -1, false
	flush := func(end int) {
		if start < 0 {
			return
		}
		word := folded[start:end]
		if apostrophe {
			word = strings.NewReplacer("'", "", "’", "").Replace(word)
		}
		list = append(list, token{text: word, start: start, end: end})
		start, apostrophe = -1, false
	}
	for i, r := range folded {
		if len(list) >= maxTokens {
			return folded, list
		}
		switch {
		case ideograph(r):
			flush(i)
			size := utf8.RuneLen(r)
			list = append(list, token{text: folded[i : i+size], ideograph: true, start: i, end: i + size})
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		case (r == '\'' || r == '’') && start >= 0:
			apostrophe = true
		default:
			flush(i)
		}
	}
	flush(len(folded))
	return folded, list
}

func ideograph(r rune) bool {
	return r >= 0x2e80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana))
}

// stem cuts the usual endings off an English word, so that "transfers" and
// "transferring" meet. All numbers written in digits have one stem.
func (t token) stem() string {
	word := t.text
	if word != "" && strings.Trim(word, "0123456789") == "" {
		return "#"
	}
	if word == "" || word[0] >= utf8.RuneSelf {
		return word
	}
	for _, ending := range [...]string{"ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "es", "ed", "ly", "s", "e", "y"} {
		if len(word)-len(ending) >= 3 && strings.HasSuffix(word, ending) {
			word = word[:len(word)-len(ending)]
			break
		}
	}
	if n := len(word); n > 3 && word[n-1] == word[n-2] {
		word = word[:n-1]
	}
	return word
}

// grams calls emit for every gram of a text with its kind, its form, and its
// place in the folded text.
func grams(text string, emit func(kind byte, form string, start, end int)) (folded string) {
	folded, list := tokens(text)
	if len(list) == 0 {
		return folded
	}
	at := func(i int) token {
		switch {
		case i < 0:
			return token{text: "^"}
		case i >= len(list):
			return token{text: "$", start: len(folded), end: len(folded)}
		}
		return list[i]
	}
	stems := make([]string, len(list)+2)
	stems[0], stems[len(list)+1] = "^", "$"
	for i, t := range list {
		stems[i+1] = t.stem()
		emit(kindWord, t.text, t.start, t.end)
		if t.ideograph {
			continue
		}
		word := t.text
		if len(word) > maxWord {
			word = word[:maxWord]
		}
		marked := []rune("_" + word + "_")
		for n := minLetters; n <= maxLetters; n++ {
			for j := 0; j+n <= len(marked); j++ {
				emit(kindLetters, string(marked[j:j+n]), t.start, t.end)
			}
		}
	}
	for i := -1; i < len(list); i++ {
		a, b, c := at(i), at(i+1), at(i+2)
		emit(kindPair, stems[i+1]+" "+stems[i+2], a.start, b.end)
		if i+1 < len(list) && (a.ideograph || b.ideograph || c.ideograph) {
			emit(kindTriple, stems[i+1]+" "+stems[i+2]+" "+stems[i+3], a.start, c.end)
		}
	}
	conceptsIn(stems[1:len(list)+1], func(name string, from, to int) {
		emit(kindConcept, name, list[from].start, list[to-1].end)
	})
	return folded
}

// key is the name of a gram in a vocabulary: a checksum (CRC-32) of its kind and
// form. That two of some 100,000 grams share a key is rare and does no harm.
func key(kind byte, form string) uint32 {
	table := crc32.IEEETable
	sum := table[^byte(0)^kind] ^ ^uint32(0)>>8
	for i := range len(form) {
		sum = table[byte(sum)^form[i]] ^ sum>>8
	}
	return ^sum
}

// term is a gram of one text and how often it occurs there.
type term struct {
	key   uint32
	count uint16
	block uint8
}

// terms counts the grams of a text, in the order of their keys.
func terms(text string) []term {
	list := make([]term, 0, 160)
	grams(text, func(kind byte, form string, _, _ int) {
		list = append(list, term{key(kind, form), 1, block(kind)})
	})
	slices.SortFunc(list, func(a, b term) int { return cmp.Compare(a.key, b.key) })
	distinct := list[:0]
	for _, t := range list {
		if n := len(distinct); n > 0 && distinct[n-1].key == t.key {
			distinct[n-1].count = min(distinct[n-1].count+1, math.MaxUint16-1)
			continue
		}
		distinct = append(distinct, t)
	}
	return distinct
}

// entry is one coordinate of a sparse vector.
type entry struct {
	index int32 // place in the vocabulary
	value float32
}

// vocabulary holds the features that a classifier knows and how much each
// tells about the intent.
type vocabulary struct {
	keys    []uint32 // ascending
	weights []float32
	unknown float32 // weight of a gram that is not in the vocabulary
}

// sighting is a gram's key and, in its lower half, the number of the intent of an
// example that holds it.
type sighting uint64

func (s sighting) key() uint32    { return uint32(s >> 32) }
func (s sighting) intent() uint32 { return uint32(s) }

// pseudoCount is how many examples of the average intent are added to what was
// seen of a gram before its weight is taken.
const pseudoCount = 1

// newVocabulary learns the features of the examples, given as their terms and
// the numbers of their intents. A feature weighs the cube root of what it
// tells about the intent: the divergence (Kullback and Leibler 1951) of the
// intents among the examples that hold it, smoothed, from the intents of all.
// A gram that stands in every intent alike so weighs next to nothing, and one
// that was seen once is not overrated.
func newVocabulary(docs [][]term, intents []int, count int) vocabulary {
	total := 0
	for _, d := range docs {
		total += len(d)
	}
	seen := make([]sighting, 0, total)
	prior := make([]float64, count)
	for i, d := range docs {
		prior[intents[i]] += 1 / float64(len(docs))
		for _, t := range d {
			seen = append(seen, sighting(t.key)<<32|sighting(intents[i]))
		}
	}
	slices.Sort(seen)
	var v vocabulary
	var sum float64
	for i := 0; i < len(seen); {
		k := seen[i].key()
		j := i
		for j < len(seen) && seen[j].key() == k {
			j++
		}
		n := float64(j-i) + pseudoCount
		divergence, rest := 0.0, 1.0
		for a := i; a < j; {
			b, p := a, prior[seen[a].intent()]
			for b < j && seen[b].intent() == seen[a].intent() {
				b++
			}
			q := (float64(b-a) + pseudoCount*p) / n
			divergence += q * math.Log(q/p)
			rest -= p
			a = b
		}
		if rest > 1e-9 {
			q := pseudoCount * rest / n
			divergence += q * math.Log(q/rest)
		}
		w := math.Cbrt(max(divergence, 1e-3))
		v.keys = append(v.keys, k)
		v.weights = append(v.weights, float32(w))
		sum += w
		i = j
	}
	if len(v.keys) > 0 {
		v.unknown = float32(sum / float64(len(v.keys)))
	}
	return v
}

// vector gives the known terms of a text as a vector of length 1, and the share
// of the text's weight that is known, 0 to 1.
func (v *vocabulary) vector(doc []term) (x []entry, known float64) {
	x = make([]entry, 0, len(doc))
	blocks := make([]uint8, 0, len(doc))
	var squares [len(shares)]float64
	var all float64
	from := 0 // the terms are in the order of their keys
	for _, t := range doc {
		tf := float32(1)
		if t.count > 1 {
			tf += float32(math.Log(float64(t.count)))
		}
		i, ok := slices.BinarySearch(v.keys[from:], t.key)
		i += from
		from = i
		if !ok {
			all += float64(tf * v.unknown)
			continue
		}
		value := tf * v.weights[i]
		all += float64(value)
		known += float64(value)
		squares[t.block] += float64(value) * float64(value)
		x = append(x, entry{int32(i), value})
		blocks = append(blocks, t.block)
	}
	if len(x) == 0 {
		return nil, 0
	}
	var scales [len(shares)]float32
	for b, share := range shares {
		if squares[b] > 0 {
			scales[b] = float32(share / math.Sqrt(max(squares[b], leasts[b]*squares[wordBlock])))
		}
	}
	var length float64
	for i := range x {
		x[i].value *= scales[blocks[i]]
		length += float64(x[i].value) * float64(x[i].value)
	}
	unit := float32(1 / math.Sqrt(length))
	for i := range x {
		x[i].value *= unit
	}
	return x, known / all
}
