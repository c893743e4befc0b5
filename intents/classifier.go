package intents

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
)

// Classifier tells which intent a text has and whether it has one at all. The
// zero value knows no intent. Its methods may be called from several
// goroutines at once, UnmarshalBinary excepted.
type Classifier struct {
	intents     []string // ascending
	classes     int      // the intents, and one more if out-of-scope examples were learned
	vocabulary  vocabulary
	linear      linear
	memory      memory
	temperature float64
	scope       scope
}

// Ranking is the judgement of one text.
type Ranking struct {
	Guesses    []Guess // the likeliest intents, best first, at most 5; none if nothing of the text is known
	InScope    float64 // calibrated probability, 0 to 1, that the text has one of the intents
	OutOfScope bool    // InScope is below the calibrated threshold
	Known      float64 // share of the text, by weight, that the examples had, 0 to 1
}

// Guess is an intent that a text may have. Probability is calibrated and given
// that the text is in scope: those of all intents add up to 1.
type Guess struct {
	Intent      string
	Probability float64
}

// Weight is a part of a text and how much it spoke for an intent, or against it
// if negative, in units of the classifier's score.
type Weight struct {
	Feature string
	Weight  float64
}

const maxGuesses = 5

// Classify ranks the intents of a text. It takes any bytes and never fails.
func (c *Classifier) Classify(text string) Ranking {
	if len(c.intents) == 0 {
		return Ranking{OutOfScope: true}
	}
	x, known := c.vocabulary.vector(terms(text))
	if len(x) == 0 {
		return Ranking{OutOfScope: true}
	}
	scores, nearest := c.score(x)
	r := Ranking{InScope: 1, Known: known, Guesses: c.guesses(scores[:len(c.intents)])}
	if c.scope.fitted {
		r.InScope = c.scope.probability(signalsOf(scores, nearest, len(c.intents), known))
		r.OutOfScope = r.InScope < c.scope.cut
	}
	return r
}

// score gives the score of every class and the likeness of its nearest example.
func (c *Classifier) score(x []entry) (scores, nearest []float32) {
	scores, nearest = make([]float32, c.classes), make([]float32, c.classes)
	c.linear.score(x, scores)
	c.memory.nearest(x, nearest)
	for i, likeness := range nearest {
		scores[i] += nearestShare * likeness
	}
	return scores, nearest
}

// nearestShare is how much the nearest example counts against the linear score.
const nearestShare = 1

// guesses turns the scores of the intents into the best of their probabilities.
func (c *Classifier) guesses(scores []float32) []Guess {
	best := make([]int, 0, maxGuesses+1)
	for i, s := range scores {
		if len(best) == maxGuesses && s <= scores[best[maxGuesses-1]] {
			continue
		}
		at := len(best)
		for at > 0 && s > scores[best[at-1]] {
			at--
		}
		best = slices.Insert(best, at, i)
		best = best[:min(len(best), maxGuesses)]
	}
	total := 0.0
	top := scores[best[0]]
	for _, s := range scores {
		total += math.Exp(float64(s-top) / c.temperature)
	}
	list := make([]Guess, len(best))
	for i, b := range best {
		list[i] = Guess{c.intents[b], math.Exp(float64(scores[b]-top)/c.temperature) / total}
	}
	return list
}

// point judges an example whose intent is known, for calibration. It reports
// false if that intent or the whole text is unknown.
func (c *Classifier) point(doc []term, intent string) (point, bool) {
	p := point{intent: -1}
	if intent != OutOfScope {
		i, ok := slices.BinarySearch(c.intents, intent)
		if !ok {
			return p, false
		}
		p.intent = i
	}
	x, known := c.vocabulary.vector(doc)
	if len(x) == 0 || len(c.intents) == 0 {
		return p, false
	}
	scores, nearest := c.score(x)
	p.signals = signalsOf(scores, nearest, len(c.intents), known)
	p.scores = scores[:len(c.intents)]
	return p, true
}

// Explain returns the n parts of the text that weighed most for or against the
// intent, the weightiest first: none if the intent is unknown. Letters count
// for the word they stand in.
func (c *Classifier) Explain(text, intent string, n int) []Weight {
	class, ok := slices.BinarySearch(c.intents, intent)
	if intent == OutOfScope && c.classes > len(c.intents) {
		class, ok = len(c.intents), true
	}
	if !ok || n <= 0 {
		return nil
	}
	x, _ := c.vocabulary.vector(terms(text))
	weight := make(map[uint32]float64, len(x))
	for _, e := range x {
		weight[c.vocabulary.keys[e.index]] = float64(e.value * c.linear.weight(class, int(e.index)))
	}
	type place struct{ start, end int }
	parts := make(map[place]float64)
	folded := grams(text, func(kind byte, form string, start, end int) {
		k := key(kind, form)
		if w, ok := weight[k]; ok {
			parts[place{start, end}] += w
			delete(weight, k) // a gram that stands twice was weighed once
		}
	})
	list := make([]Weight, 0, len(parts))
	for p, w := range parts {
		if w != 0 {
			list = append(list, Weight{folded[p.start:p.end], w})
		}
	}
	slices.SortFunc(list, func(a, b Weight) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)), cmp.Compare(a.Feature, b.Feature))
	})
	return list[:min(n, len(list))]
}

// linear is a matrix of weights, one a class and feature, and a bias a class.
// Weights are kept as 8-bit steps of a class's largest.
type linear struct {
	classes int
	steps   []uint8 // by feature, then class; each an int8
	scale   []float32
	bias    []float32
}

func newLinear(features, classes int) linear {
	return linear{
		classes: classes,
		steps:   make([]uint8, features*classes),
		scale:   make([]float32, classes),
		bias:    make([]float32, classes),
	}
}

// quantize writes the weights of a class as steps and keeps their scale and the bias.
func (l *linear) quantize(class int, w []float32, bias float32, steps []int8) {
	l.bias[class] = bias
	largest := float32(0)
	for _, v := range w {
		largest = max(largest, v, -v)
	}
	if largest == 0 {
		return
	}
	l.scale[class] = largest / math.MaxInt8
	scale := math.MaxInt8 / largest
	for i, v := range w {
		if v != 0 {
			steps[i] = int8(math.Round(float64(v * scale)))
		}
	}
}

// setSteps takes the steps of all classes, each by feature.
func (l *linear) setSteps(rows [][]int8) {
	const chunk = 1 << 12 // features at a time, so that what is written stays at hand
	features := len(l.steps) / max(l.classes, 1)
	inParallel((features+chunk-1)/chunk, func(n int) {
		for f := n * chunk; f < min((n+1)*chunk, features); f++ {
			to := l.steps[f*l.classes:][:l.classes]
			for class, row := range rows {
				to[class] = uint8(row[f])
			}
		}
	})
}

func (l *linear) weight(class, feature int) float32 {
	return float32(int8(l.steps[feature*l.classes+class])) * l.scale[class]
}

// score fills in the scores of all classes for a vector.
func (l *linear) score(x []entry, scores []float32) {
	clear(scores)
	for _, e := range x {
		row := l.steps[int(e.index)*l.classes:][:len(scores)]
		for class, step := range row {
			scores[class] += float32(int8(step)) * e.value
		}
	}
	for class := range scores {
		scores[class] = scores[class]*l.scale[class] + l.bias[class]
	}
}

// The form of a classifier in bytes: magic, version, checksum of the rest,
// counts, then the fields in the order of the type, little-endian.
const (
	magic      = "zrintent"
	version    = 1
	headerSize = len(magic) + 4 + 4
)

// MarshalBinary writes the classifier as bytes. Its error is always nil.
func (c *Classifier) MarshalBinary() ([]byte, error) {
	features := len(c.vocabulary.keys)
	b := make([]byte, 0, headerSize+features*(12+c.classes)+c.classes*48+len(c.memory.classes)*4+len(c.memory.places)*5+256)
	b = append(b, magic...)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, 0)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(c.intents)))
	b = binary.LittleEndian.AppendUint32(b, uint32(c.classes))
	b = binary.LittleEndian.AppendUint32(b, uint32(features))
	for _, name := range c.intents {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(name)))
		b = append(b, name...)
	}
	b = appendNumbers(b, c.vocabulary.keys)
	b = appendFloats(b, c.vocabulary.weights...)
	b = appendFloats(b, c.vocabulary.unknown)
	b = appendFloats(b, c.linear.scale...)
	b = appendFloats(b, c.linear.bias...)
	b = append(b, c.linear.steps...)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(c.memory.classes)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(c.memory.places)))
	b = appendNumbers(b, c.memory.classes)
	b = appendNumbers(b, c.memory.starts)
	b = appendNumbers(b, c.memory.places)
	b = append(b, c.memory.steps...)
	b = appendDoubles(b, c.temperature)
	fitted := byte(0)
	if c.scope.fitted {
		fitted = 1
	}
	b = append(b, fitted)
	b = appendDoubles(b, c.scope.bias, c.scope.cut)
	b = appendDoubles(b, c.scope.weight[:]...)
	binary.LittleEndian.PutUint32(b[headerSize-4:], crc32.Checksum(b[headerSize:], crc32.MakeTable(crc32.Castagnoli)))
	return b, nil
}

func appendNumbers(b []byte, list []uint32) []byte {
	for _, v := range list {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b
}

func appendFloats(b []byte, list ...float32) []byte {
	for _, v := range list {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

func appendDoubles(b []byte, list ...float64) []byte {
	for _, v := range list {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// UnmarshalBinary reads what MarshalBinary wrote. It fails, and leaves the
// classifier as it was, if the bytes are damaged or of another version.
func (c *Classifier) UnmarshalBinary(b []byte) error {
	read, err := decodeClassifier(b)
	if err != nil {
		return fmt.Errorf("read intent classifier: %w", err)
	}
	*c = *read
	return nil
}

func decodeClassifier(b []byte) (*Classifier, error) {
	if len(b) < headerSize || string(b[:len(magic)]) != magic {
		return nil, errors.New("not a classifier")
	}
	if v := binary.LittleEndian.Uint32(b[len(magic):]); v != version {
		return nil, fmt.Errorf("version %d, want %d", v, version)
	}
	if crc32.Checksum(b[headerSize:], crc32.MakeTable(crc32.Castagnoli)) != binary.LittleEndian.Uint32(b[headerSize-4:]) {
		return nil, errors.New("checksum differs")
	}
	r := reader{rest: b[headerSize:]}
	intents, classes, features := r.count(4), r.count(8), r.count(8)
	if classes != intents && (intents == 0 || classes != intents+1) {
		return nil, fmt.Errorf("%d classes for %d intents", classes, intents)
	}
	c := &Classifier{classes: classes, intents: make([]string, intents)}
	for i := range c.intents {
		c.intents[i] = string(r.bytes(r.count(1)))
	}
	c.vocabulary.keys = r.numbers(features)
	c.vocabulary.weights = r.floats(features)
	c.vocabulary.unknown = r.floats(1)[0]
	c.linear = linear{classes: classes, scale: r.floats(classes), bias: r.floats(classes)}
	c.linear.steps = bytes.Clone(r.bytes(features * classes))
	examples, places := r.count(4), r.count(5)
	c.memory.classes = r.numbers(examples)
	if classes > 0 {
		c.memory.starts = r.numbers(features + 1)
	}
	c.memory.places = r.numbers(places)
	c.memory.steps = bytes.Clone(r.bytes(places))
	c.temperature = r.double()
	c.scope.fitted = r.bytes(1)[0] == 1
	c.scope.bias, c.scope.cut = r.double(), r.double()
	for i := range c.scope.weight {
		c.scope.weight[i] = r.double()
	}
	switch {
	case r.short || len(r.rest) > 0:
		return nil, errors.New("length is wrong")
	case !slices.IsSorted(c.intents) || !slices.IsSorted(c.vocabulary.keys):
		return nil, errors.New("out of order")
	case !c.memory.fits(examples, places, classes):
		return nil, errors.New("places are out of range")
	case !(c.temperature > 0) && intents > 0:
		return nil, errors.New("temperature is not positive")
	}
	return c, nil
}

// fits reports whether everything in the memory refers to something there is.
func (m *memory) fits(examples, places, classes int) bool {
	for _, class := range m.classes {
		if int(class) >= classes {
			return false
		}
	}
	for _, place := range m.places {
		if int(place) >= examples {
			return false
		}
	}
	n := len(m.starts)
	return slices.IsSorted(m.starts) && (n == 0 && places == 0 || n > 0 && m.starts[0] == 0 && int(m.starts[n-1]) == places)
}

// reader takes values off a byte slice. Past its end it gives zeros and notes
// that it was short.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.short, r.rest = true, nil
		return make([]byte, min(max(n, 0), 8))
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

// count reads the length of a list whose items take at least size bytes each.
func (r *reader) count(size int) int {
	n := r.uint32()
	if uint64(n)*uint64(size) > uint64(len(r.rest)) {
		r.short = true
		return 0
	}
	return int(n)
}

func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.bytes(4)) }

func (r *reader) double() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.bytes(8)))
}

func (r *reader) numbers(n int) []uint32 {
	list := make([]uint32, n)
	b := r.bytes(4 * n)
	for i := range min(n, len(b)/4) {
		list[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return list
}

func (r *reader) floats(n int) []float32 {
	list := make([]float32, n)
	for i := range list {
		list[i] = math.Float32frombits(r.uint32())
	}
	return list
}
