package intents

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Example is a text and the intent it stands for; OutOfScope for none.
type Example struct {
	Text   string
	Intent string
}

// OutOfScope is the intent of a text that is outside of all intents.
const OutOfScope = "__oos__"

// TrainOptions are the examples beside those of the intents.
type TrainOptions struct {
	Valid      []Example // to calibrate on, never learned; may hold out-of-scope examples
	OutOfScope []Example // out-of-scope examples to learn from, whatever their Intent says
}

// TrainClassifier learns to tell the intents of the examples apart. The same
// input gives the same classifier. It cannot fail: examples without text or
// intent are passed over, and a classifier without examples knows nothing.
//
// The classifier is a linear support vector machine per intent over words,
// neighbouring words, letters and concepts, each weighed by what it tells about
// the intent; the likeness of the nearest example is added to its score. The
// name of an intent counts as an example of it. Out-of-scope examples form a
// class of their own. Probabilities and the threshold of scope are calibrated
// on o.Valid where it can settle them, and else on examples held out of
// training. Without out-of-scope examples in either, only a text of which
// nothing is known is out of scope.
func TrainClassifier(examples []Example, o TrainOptions) *Classifier {
	set := newTrainingSet(examples, o.OutOfScope)
	all := make([]int, len(set.docs))
	for i := range all {
		all[i] = i
	}
	c := set.train(all)
	if len(c.intents) == 0 {
		return c
	}
	inScope, outside := 0, 0
	var points []point
	for _, e := range o.Valid {
		p, ok := c.point(terms(e.Text), e.Intent)
		if !ok {
			continue
		}
		points = append(points, p)
		if p.intent < 0 {
			outside++
		} else {
			inScope++
		}
	}
	if inScope < minPoints || outside < minOutside && set.outside {
		points = append(points, set.heldOut()...)
	}
	c.calibrate(points)
	return c
}

const (
	minPoints  = 30   // fewer validation examples in scope do not settle the temperature
	minOutside = 10   // nor fewer out of scope the threshold
	folds      = 5    // training sets are held out by fifths
	maxHeldOut = 1000 // no further fifth is held out after so many examples
)

// trainingSet is what a classifier learns from. Out-of-scope examples have the
// number after the last intent.
type trainingSet struct {
	intents []string
	outside bool // there are out-of-scope examples
	docs    [][]term
	classes []int
	names   [][]term // the intents' own names
}

func newTrainingSet(examples, outside []Example) *trainingSet {
	s := new(trainingSet)
	for _, e := range examples {
		if e.Intent != "" && e.Intent != OutOfScope {
			s.intents = append(s.intents, e.Intent)
		}
	}
	slices.Sort(s.intents)
	s.intents = slices.Clip(slices.Compact(s.intents))
	for _, name := range s.intents {
		s.names = append(s.names, terms(spaced(name)))
	}
	add := func(text, intent string) {
		doc := terms(text)
		if len(doc) == 0 || intent == "" {
			return
		}
		class := len(s.intents)
		if intent != OutOfScope {
			class, _ = slices.BinarySearch(s.intents, intent)
		} else {
			s.outside = true
		}
		s.docs = append(s.docs, doc)
		s.classes = append(s.classes, class)
	}
	for _, e := range examples {
		add(e.Text, e.Intent)
	}
	for _, e := range outside {
		add(e.Text, OutOfScope)
	}
	return s
}

// spaced parts the words of a name such as "FindConnection".
func spaced(name string) string {
	var b strings.Builder
	previous := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(previous) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		previous = r
	}
	return b.String()
}

// classCount is the number of classes to learn.
func (s *trainingSet) classCount() int {
	if s.outside {
		return len(s.intents) + 1
	}
	return len(s.intents)
}

// train learns from the examples at the given places. The names of the intents
// count as an example each.
func (s *trainingSet) train(places []int) *Classifier {
	if len(s.intents) == 0 {
		return new(Classifier)
	}
	c := &Classifier{intents: s.intents, classes: s.classCount(), temperature: 1}
	docs := make([][]term, 0, len(places)+len(s.names))
	classes := make([]int, 0, cap(docs))
	for _, p := range places {
		docs, classes = append(docs, s.docs[p]), append(classes, s.classes[p])
	}
	for i, name := range s.names {
		if len(name) > 0 {
			docs, classes = append(docs, name), append(classes, i)
		}
	}
	c.vocabulary = newVocabulary(docs, classes, c.classes)
	xs := make([][]entry, len(docs))
	for i, d := range docs {
		xs[i], _ = c.vocabulary.vector(d)
	}
	p := problem{xs: xs, classes: classes, features: len(c.vocabulary.keys)}
	c.linear = p.solve(c.classes)
	c.memory = newMemory(xs, classes, p.features)
	return c
}

// heldOut trains on four fifths of the examples and judges the last fifth, and
// so on with the next fifth until enough were judged.
func (s *trainingSet) heldOut() []point {
	order := rand.New(rand.NewPCG(1, 1)).Perm(len(s.docs))
	seen := make([]int, s.classCount())
	fold := make([]int, len(s.docs)) // every class is dealt out evenly
	for _, i := range order {
		fold[i] = seen[s.classes[i]] % folds
		seen[s.classes[i]]++
	}
	var points []point
	for f := 0; f < folds && len(points) < maxHeldOut; f++ {
		var places []int
		for i := range s.docs {
			if fold[i] != f {
				places = append(places, i)
			}
		}
		c := s.train(places)
		for i, d := range s.docs {
			if fold[i] != f {
				continue
			}
			intent := OutOfScope
			if s.classes[i] < len(s.intents) {
				intent = s.intents[s.classes[i]]
			}
			if p, ok := c.point(d, intent); ok {
				points = append(points, p)
			}
		}
	}
	return points
}

// problem is a multi-class problem over sparse vectors.
type problem struct {
	xs       [][]entry
	classes  []int
	features int
}

// Settings of the support vector machines.
const (
	cost      = 5   // of an error against the size of the weights, where examples are many
	fewDocs   = 200 // with so many examples, an error costs about half as much again
	tolerance = 0.3 // of the largest violation of optimality
	maxRounds = 30  // over all examples
)

// solve trains one machine a class, each against the rest.
func (p *problem) solve(classes int) linear {
	l := newLinear(p.features, classes)
	squares := make([]float32, len(p.xs))
	for i, x := range p.xs {
		squares[i] = 1 // the bias
		for _, e := range x {
			squares[i] += e.value * e.value
		}
	}
	next := make(chan int, classes)
	for class := range classes {
		next <- class
	}
	close(next)
	var wg sync.WaitGroup
	for range min(classes, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			w := make([]float32, p.features)
			for class := range next {
				clear(w)
				bias := p.separate(class, squares, w)
				l.setClass(class, w, bias)
			}
		})
	}
	wg.Wait()
	return l
}

// separate finds the weights w, all 0 at first, and the bias that part a class
// from the rest: a support vector machine with squared hinge loss, solved in
// its dual by coordinate descent with shrinking (Hsieh et al. 2008, A Dual
// Coordinate Descent Method for Large-scale Linear SVM).
func (p *problem) separate(class int, squares, w []float32) (bias float32) {
	diagonal := float32(0.5 / (cost * math.Sqrt(1+fewDocs/float64(len(p.xs)))))
	alpha := make([]float32, len(p.xs))
	places := make([]int32, len(p.xs))
	for i := range places {
		places[i] = int32(i)
	}
	random := rand.New(rand.NewPCG(uint64(class), 7))
	inf := float32(math.Inf(1))
	active := len(places)
	shrinkAbove := inf
	for range maxRounds {
		highest, lowest := -inf, inf
		for i := range active {
			j := i + random.IntN(active-i)
			places[i], places[j] = places[j], places[i]
		}
		for at := 0; at < active; at++ {
			i := places[at]
			x := p.xs[i]
			y := float32(-1)
			if p.classes[i] == class {
				y = 1
			}
			gradient := bias
			for _, e := range x {
				gradient += w[e.index] * e.value
			}
			gradient = gradient*y - 1 + alpha[i]*diagonal
			violation := gradient
			if alpha[i] == 0 {
				if gradient > shrinkAbove {
					active--
					places[at], places[active] = places[active], places[at]
					at--
					continue
				}
				violation = min(gradient, 0)
			}
			highest, lowest = max(highest, violation), min(lowest, violation)
			if violation == 0 {
				continue
			}
			old := alpha[i]
			alpha[i] = max(old-gradient/(squares[i]+diagonal), 0)
			step := (alpha[i] - old) * y
			bias += step
			for _, e := range x {
				w[e.index] += step * e.value
			}
		}
		if highest-lowest <= tolerance {
			if active == len(places) {
				break
			}
			active, shrinkAbove = len(places), inf
			continue
		}
		if shrinkAbove = highest; highest <= 0 {
			shrinkAbove = inf
		}
	}
	return bias
}
