package intents

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	if len(set.intents) == 0 {
		return new(Classifier)
	}
	// Unless other examples may settle the calibration, examples are held out first:
	// the machines of all examples start from what those without them came to.
	var all *lesson
	var wg sync.WaitGroup
	wg.Go(func() { all = set.lesson(func(int) bool { return true }) })
	var held []point
	var start multipliers
	if len(o.Valid) == 0 {
		held, start = set.heldOut()
	}
	wg.Wait()
	c, _ := all.learn(start, tolerance)
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
		if len(o.Valid) > 0 {
			held, _ = set.heldOut()
		}
		points = append(points, held...)
	}
	c.calibrate(points)
	return c
}

const (
	minPoints  = 30   // fewer validation examples in scope do not settle the temperature
	minOutside = 10   // nor fewer out of scope the threshold
	folds      = 5    // training sets are held out by fifths
	maxHeldOut = 1000 // no more examples are judged
)

// trainingSet is what a classifier learns from. Out-of-scope examples have the
// number after the last intent. The names of the intents stand behind the examples.
type trainingSet struct {
	intents  []string
	outside  bool // there are out-of-scope examples
	docs     [][]term
	classes  []int
	examples int // docs from here on are names
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
	all := slices.Clone(examples)
	for _, e := range outside {
		all = append(all, Example{Text: e.Text, Intent: OutOfScope})
	}
	docs := make([][]term, len(all))
	inParallel(len(all), func(i int) { docs[i] = terms(all[i].Text) })
	for i, e := range all {
		if len(docs[i]) == 0 || e.Intent == "" {
			continue
		}
		class := len(s.intents)
		if e.Intent != OutOfScope {
			class, _ = slices.BinarySearch(s.intents, e.Intent)
		} else {
			s.outside = true
		}
		s.docs = append(s.docs, docs[i])
		s.classes = append(s.classes, class)
	}
	s.examples = len(s.docs)
	for class, name := range s.intents {
		if doc := terms(spaced(name)); len(doc) > 0 {
			s.docs, s.classes = append(s.docs, doc), append(s.classes, class)
		}
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

// lesson is a part of a training set, made ready to learn from.
type lesson struct {
	places     []int       // of its documents in the set
	size       int         // of the set
	classifier *Classifier // all but its linear part
	problem    *problem
}

// lesson takes the documents at the places that are in.
func (s *trainingSet) lesson(in func(place int) bool) *lesson {
	l := &lesson{size: len(s.docs)}
	var docs [][]term
	var classes []int
	for place, doc := range s.docs {
		if in(place) {
			l.places, docs, classes = append(l.places, place), append(docs, doc), append(classes, s.classes[place])
		}
	}
	c := &Classifier{intents: s.intents, classes: s.classCount(), temperature: 1}
	c.vocabulary = newVocabulary(docs, classes, c.classes)
	xs := make([][]entry, len(docs))
	inParallel(len(docs), func(i int) { xs[i], _ = c.vocabulary.vector(docs[i]) })
	features := len(c.vocabulary.keys)
	l.problem = newProblem(xs, classes, features)
	c.memory = newMemory(xs, classes, features)
	l.classifier = c
	return l
}

// multipliers are how much each document of a set supports the machine of a
// class: by class, then by the document's place.
type multipliers [][]float32

// learn finishes the classifier. The machines start from what a lesson much the
// same came to, if start is not nil, and get to the same end sooner.
func (l *lesson) learn(start multipliers, tolerance float32) (*Classifier, multipliers) {
	c := l.classifier
	alphas := make([][]float32, c.classes)
	for class := range alphas {
		alphas[class] = make([]float32, len(l.places))
		for i, place := range l.places {
			if start != nil {
				alphas[class][i] = start[class][place]
			}
		}
	}
	c.linear = l.problem.solve(alphas, start != nil, tolerance)
	end := make(multipliers, c.classes)
	for class := range end {
		end[class] = make([]float32, l.size)
		for i, place := range l.places {
			end[class][place] = alphas[class][i]
		}
	}
	return c, end
}

// heldOut learns from four fifths of the examples and judges those of the last
// fifth, and so on with the next fifth until enough were judged. It also gives
// what the last lesson came to.
func (s *trainingSet) heldOut() (points []point, end multipliers) {
	seen := make([]int, s.classCount())
	fold := make([]int, s.examples) // every class is dealt out evenly
	order := rand.New(rand.NewPCG(1, 1)).Perm(s.examples)
	for _, i := range order {
		fold[i] = seen[s.classes[i]] % folds
		seen[s.classes[i]]++
	}
	for f := 0; f < folds && len(points) < maxHeldOut; f++ {
		var c *Classifier
		c, end = s.lesson(func(place int) bool { return place >= s.examples || fold[place] != f }).learn(end, roughTolerance)
		var held []int
		for _, i := range order {
			if fold[i] == f && len(points)+len(held) < maxHeldOut {
				held = append(held, i)
			}
		}
		judged, known := make([]point, len(held)), make([]bool, len(held))
		inParallel(len(held), func(n int) {
			i, intent := held[n], OutOfScope
			if s.classes[i] < len(s.intents) {
				intent = s.intents[s.classes[i]]
			}
			judged[n], known[n] = c.point(s.docs[i], intent)
		})
		for n, p := range judged {
			if known[n] {
				points = append(points, p)
			}
		}
	}
	return points, end
}

// problem is a multi-class problem over sparse vectors. A feature of one vector
// alone, as most are, moves with that vector's multiplier and nothing else: such
// features are kept apart, and what they add is known from their squares. The
// others are numbered anew, those of most vectors first, so that the weights in
// use lie close together.
type problem struct {
	classes  []int
	features int       // of the vocabulary
	shared   [][]entry // by vector, in the new numbers
	lone     [][]entry // by vector, in the numbers of the vocabulary
	squares  []float32 // of each vector's length, with the bias
	lonely   []float32 // the part of it that lone features have
	number   []int32   // of the vocabulary, by new number
}

func newProblem(xs [][]entry, classes []int, features int) *problem {
	p := &problem{
		classes: classes, features: features, shared: make([][]entry, len(xs)), lone: make([][]entry, len(xs)),
		squares: make([]float32, len(xs)), lonely: make([]float32, len(xs)),
	}
	seen := make([]int32, features)
	total := 0
	for _, x := range xs {
		total += len(x)
		for _, e := range x {
			seen[e.index]++
		}
	}
	for f, n := range seen {
		if n > 1 {
			p.number = append(p.number, int32(f))
		}
	}
	slices.SortFunc(p.number, func(a, b int32) int { return cmp.Or(cmp.Compare(seen[b], seen[a]), cmp.Compare(a, b)) })
	place := make([]int32, features)
	for i, f := range p.number {
		place[f] = int32(i)
	}
	all := make([]entry, 0, total)
	for i, x := range xs {
		p.squares[i] = 1 // the bias
		from := len(all)
		for _, e := range x {
			p.squares[i] += e.value * e.value
			if seen[e.index] > 1 {
				all = append(all, entry{place[e.index], e.value})
			} else {
				p.lonely[i] += e.value * e.value
			}
		}
		p.shared[i] = all[from:len(all):len(all)]
		from = len(all)
		for _, e := range x {
			if seen[e.index] == 1 {
				all = append(all, e)
			}
		}
		p.lone[i] = all[from:len(all):len(all)]
	}
	return p
}

// Settings of the support vector machines.
const (
	cost           = 5   // of an error against the size of the weights, where examples are many
	fewDocs        = 200 // with so many examples, an error costs about half as much again
	tolerance      = 0.5 // of the largest violation of optimality
	roughTolerance = 1   // where the end is only a start, or is only judged
	maxRounds      = 60  // over all examples

	// An example on the right side by so much of the margin is passed over until
	// the others are settled; then all are looked at again.
	shrinkEarly = 0.1
)

// solve trains one machine a class, each against the rest, from the multipliers
// in alphas on, which it replaces. They are near the end if near is set, else 0.
func (p *problem) solve(alphas [][]float32, near bool, tolerance float32) linear {
	classes := len(alphas)
	l := newLinear(p.features, classes)
	rows := make([][]int8, classes)
	next := make(chan int, classes)
	for class := range classes {
		next <- class
	}
	close(next)
	var wg sync.WaitGroup
	for range min(classes, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			full, w := make([]float32, p.features), make([]float32, len(p.number))
			for class := range next {
				clear(w)
				clear(full)
				alpha := alphas[class]
				bias := p.separate(class, alpha, w, near, tolerance)
				for i, f := range p.number {
					full[f] = w[i]
				}
				for i, a := range alpha {
					if a == 0 {
						continue
					}
					if p.classes[i] != class {
						a = -a
					}
					for _, e := range p.lone[i] {
						full[e.index] = a * e.value
					}
				}
				rows[class] = make([]int8, p.features)
				l.quantize(class, full, bias, rows[class])
			}
		})
	}
	wg.Wait()
	l.setSteps(rows)
	return l
}

// separate finds the weights w of the shared features, all 0 at first, the
// multiplier alpha of every vector, and the bias that part a class from the
// rest: a support vector machine with squared hinge loss, solved in its dual by
// coordinate descent with shrinking (Hsieh et al. 2008, A Dual Coordinate
// Descent Method for Large-scale Linear SVM).
func (p *problem) separate(class int, alpha, w []float32, near bool, tolerance float32) (bias float32) {
	diagonal := float32(0.5 / (cost * math.Sqrt(1+fewDocs/float64(len(p.shared)))))
	places := make([]int32, len(p.shared))
	for i := range places {
		places[i] = int32(i)
	}
	for i, a := range alpha {
		if a == 0 {
			continue
		}
		if p.classes[i] != class {
			a = -a
		}
		bias += a
		for _, e := range p.shared[i] {
			w[e.index] += a * e.value
		}
	}
	random := rand.New(rand.NewPCG(uint64(class), 7))
	inf := float32(math.Inf(1))
	active := len(places)
	shrinkAbove := inf
	if near {
		shrinkAbove = shrinkEarly
	}
	for range maxRounds {
		highest, lowest := -inf, inf
		for i := range active {
			j := i + random.IntN(active-i)
			places[i], places[j] = places[j], places[i]
		}
		for at := 0; at < active; at++ {
			i := places[at]
			x := p.shared[i]
			y := float32(-1)
			if p.classes[i] == class {
				y = 1
			}
			gradient := bias + dot(w, x)
			gradient = gradient*y - 1 + alpha[i]*(diagonal+p.lonely[i])
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
			alpha[i] = max(old-gradient/(p.squares[i]+diagonal), 0)
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
		if shrinkAbove = min(highest, shrinkEarly); highest <= 0 {
			shrinkAbove = inf
		}
	}
	return bias
}

// dot is the product of dense and sparse. Four sums run side by side, since each
// addition would else wait for the one before it.
func dot(w []float32, x []entry) float32 {
	var a, b, c, d float32
	for len(x) >= 4 {
		a += w[x[0].index] * x[0].value
		b += w[x[1].index] * x[1].value
		c += w[x[2].index] * x[2].value
		d += w[x[3].index] * x[3].value
		x = x[4:]
	}
	for _, e := range x {
		a += w[e.index] * e.value
	}
	return (a + b) + (c + d)
}

// inParallel calls do for all numbers below n, on as many cores as there are.
func inParallel(n int, do func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
