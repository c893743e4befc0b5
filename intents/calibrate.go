package intents

import (
	"math"
	"slices"
)

// point is a judged example that calibration learns from.
type point struct {
	intent  int       // number of the right intent, -1 if the example is out of scope
	scores  []float32 // of the intents
	signals signals
}

// right reports whether the right intent scores highest.
func (p point) right() bool {
	return p.intent >= 0 && p.scores[p.intent] == slices.Max(p.scores)
}

// signals are what tells a text in scope from one that is not: the higher, the
// surer it is in scope.
type signals [6]float64

// signalsOf takes the signals off the scores of all classes, the likeness of
// their nearest examples, and the share of the text that is known.
func signalsOf(scores, nearest []float32, intents int, known float64) signals {
	first, second := math.Inf(-1), math.Inf(-1)
	for _, s := range scores[:intents] {
		switch v := float64(s); {
		case v > first:
			first, second = v, first
		case v > second:
			second = v
		}
	}
	if intents < 2 {
		second = -1
	}
	outside, farLikeness := 0.0, 0.0
	if len(scores) > intents {
		outside, farLikeness = -float64(scores[intents]), -float64(nearest[intents])
	}
	likeness := float64(slices.Max(nearest[:intents]))
	return signals{first, first - second, outside, known, likeness, farLikeness}
}

// scope is a logistic regression over the signals that says how sure it is that
// a text is in scope, if texts in and out of scope were equally many.
type scope struct {
	fitted bool
	bias   float64
	weight signals
	cut    float64 // below it, a text is taken to be out of scope
}

func (s *scope) probability(x signals) float64 { return logistic(s.logOdds(x)) }

func (s *scope) logOdds(x signals) float64 {
	z := s.bias
	for i, v := range x {
		z += s.weight[i] * v
	}
	return z
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// calibrate fits the temperature and, if some points are out of scope, the
// scope of the classifier.
func (c *Classifier) calibrate(points []point) {
	var inside, outside []point
	for _, p := range points {
		if p.intent < 0 {
			outside = append(outside, p)
		} else {
			inside = append(inside, p)
		}
	}
	if len(inside) > 0 {
		c.temperature = fitTemperature(inside)
	}
	if len(inside) > 0 && len(outside) > 0 {
		c.scope = fitScope(inside, outside)
	}
}

// fitTemperature finds the temperature at which the softmax of the scores gives
// the right intents the highest likelihood, by golden section on its logarithm.
func fitTemperature(points []point) float64 {
	loss := func(logT float64) float64 {
		t, sum := math.Exp(logT), 0.0
		for _, p := range points {
			top, total := math.Inf(-1), 0.0
			for _, s := range p.scores {
				top = max(top, float64(s))
			}
			for _, s := range p.scores {
				total += math.Exp((float64(s) - top) / t)
			}
			sum += math.Log(total) - (float64(p.scores[p.intent])-top)/t
		}
		return sum
	}
	const golden = 0.6180339887498949
	low, high := math.Log(0.01), math.Log(3)
	a, b := high-golden*(high-low), low+golden*(high-low)
	la, lb := loss(a), loss(b)
	for high-low > 0.01 {
		if la <= lb {
			high, b, lb = b, a, la
			a = high - golden*(high-low)
			la = loss(a)
		} else {
			low, a, la = a, b, lb
			b = low + golden*(high-low)
			lb = loss(b)
		}
	}
	return math.Exp((low + high) / 2)
}

// unknowns of the logistic regression: a weight a signal, and the bias.
const unknowns = len(signals{}) + 1

// fitScope fits the logistic regression by Newton's method, both sides weighing
// the same and every signal brought to mean 0 and variance 1. The ridge, a prior
// of about unit variance on every weight, keeps few points from being taken at
// their word.
func fitScope(inside, outside []point) scope {
	const n = unknowns
	var mean, deviation signals
	for _, side := range [][]point{inside, outside} {
		for _, p := range side {
			for i, v := range p.signals {
				mean[i] += v / float64(2*len(side))
				deviation[i] += v * v / float64(2*len(side))
			}
		}
	}
	for i, m := range mean {
		deviation[i] = math.Sqrt(max(deviation[i]-m*m, 1e-6))
	}
	var w [n]float64
	for range 30 {
		var g [n]float64
		var h [n][n + 1]float64
		add := func(p point, y, weight float64) {
			x := [n]float64{1}
			for i, v := range p.signals {
				x[i+1] = (v - mean[i]) / deviation[i]
			}
			z := 0.0
			for i := range n {
				z += w[i] * x[i]
			}
			q := logistic(z)
			for i := range n {
				g[i] += weight * (y - q) * x[i]
				for j := range n {
					h[i][j] += weight * max(q*(1-q), 1e-6) * x[i] * x[j]
				}
			}
		}
		for _, p := range inside {
			add(p, 1, 0.5/float64(len(inside)))
		}
		for _, p := range outside {
			add(p, 0, 0.5/float64(len(outside)))
		}
		for i := range n {
			ridge := 1 / float64(len(outside))
			g[i] -= ridge * w[i]
			h[i][i] += ridge
			h[i][n] = g[i]
		}
		step := solve(h)
		size := 0.0
		for i := range n {
			w[i] += step[i]
			size = max(size, math.Abs(step[i]))
		}
		if size < 1e-6 {
			break
		}
	}
	s := scope{fitted: true, bias: w[0]}
	for i, m := range mean {
		s.weight[i] = w[i+1] / deviation[i]
		s.bias -= s.weight[i] * m
	}
	s.cut = s.bestCut(inside, outside)
	return s
}

// bestCut finds where to cut so that the share of texts in scope that are
// answered rightly and the share of those out of scope that are found add up
// to the most. The log-odds of both are taken to be normally distributed, as
// a few dozen points do not settle it one by one.
func (s *scope) bestCut(inside, outside []point) float64 {
	var right, wrong normal
	for _, p := range inside {
		if p.right() {
			right.add(s.logOdds(p.signals))
		}
	}
	for _, p := range outside {
		wrong.add(s.logOdds(p.signals))
	}
	share := right.count / float64(len(inside))
	best, cut := -1.0, 0.0
	for z := -4.0; z <= 4; z += 1.0 / 32 {
		if sum := share*(1-right.below(z)) + wrong.below(z); sum > best {
			best, cut = sum, z
		}
	}
	return logistic(cut)
}

// normal is a normal distribution fitted to values.
type normal struct{ count, sum, squares float64 }

func (s *normal) add(v float64) {
	s.count++
	s.sum += v
	s.squares += v * v
}

// below gives the share of the distribution below z.
func (s *normal) below(z float64) float64 {
	if s.count == 0 {
		return 0
	}
	mean := s.sum / s.count
	deviation := math.Sqrt(max(s.squares/s.count-mean*mean, 0.01))
	return 0.5 * math.Erfc((mean-z)/(deviation*math.Sqrt2))
}

// solve solves a positive definite linear system, the last column being its
// right side.
func solve(h [unknowns][unknowns + 1]float64) (x [unknowns]float64) {
	const n = unknowns
	for i := range n {
		for j := i + 1; j < n; j++ {
			f := h[j][i] / h[i][i]
			for k := i; k <= n; k++ {
				h[j][k] -= f * h[i][k]
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		x[i] = h[i][n]
		for j := i + 1; j < n; j++ {
			x[i] -= h[i][j] * x[j]
		}
		x[i] /= h[i][i]
	}
	return x
}
