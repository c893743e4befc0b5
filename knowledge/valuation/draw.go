package valuation

import (
	"math"
	"math/rand/v2"
	"slices"

	"zhirong/corpus"
)

// draws is how many results the range rests on.
const draws = 10_000

// spreads are how far each driver may be off, as a share of it, by its place in drivers.
type spreads [10]float64

// weightSpread is how far the weight of a method may be off in a draw.
const weightSpread = 0.5

// drawRange returns the ends of the middle 80 % of the draws, in fen. Every draw
// takes the same number of random numbers in the same order, whatever figures
// are there, so that a change of one figure does not change the draws of
// another: a value that rises in a figure in each draw has a range that rises.
func (m *model) drawRange(s spreads, seed int64) (low, high corpus.Money) {
	src := rand.New(rand.NewPCG(uint64(seed), 0x5eed))
	results := make([]float64, draws)
	var u [len(s)]float64
	var w [methodCount]float64
	for i := range results {
		for j := range u {
			u[j] = s[j] * triangle(src.Float64())
		}
		for j := range w {
			w[j] = 1 + weightSpread*triangle(src.Float64())
		}
		results[i] = m.drawn(u, w)
	}
	slices.Sort(results)
	return fen(results[draws/10]), fen(results[draws-1-draws/10])
}

// triangle turns a number from 0 to 1 into one from −1 to 1 that is likelier near 0.
func triangle(u float64) float64 {
	if u < 0.5 {
		return math.Sqrt(2*u) - 1
	}
	return 1 - math.Sqrt(2-2*u)
}

// fen rounds half up.
func fen(x float64) corpus.Money { return corpus.Money(math.Floor(x + 0.5)) }

// drawn returns the blend of one draw: u moves the drivers, w the weights.
// A life that ends within a year counts that part of the year's flow.
func (m *model) drawn(u [10]float64, w [methodCount]float64) float64 {
	discount := 1 / (1 + math.Min(1, bp(m.discount)*(1+u[4])))
	life := math.Min(float64(m.legal), math.Max(0, float64(m.life)*(1+u[5])))
	var v [methodCount]float64
	if m.has[incomeSales] {
		v[incomeSales] = worth(m.sales, discount, life) * math.Min(1, bp(m.split)*(1+u[1])) * (1 + u[0])
	}
	if m.has[incomeProfit] {
		v[incomeProfit] = worth(m.profits, discount, life) * math.Min(1, bp(m.profitSplit)*(1+u[3])) * (1 + u[2])
	}
	if m.has[cost] {
		v[cost] = float64(m.replacement) * (1 + u[6]) * (1 - math.Min(1, bp(m.depreciation)*(1+u[7])))
	}
	if m.has[market] {
		v[market] = m.marketDrawn(u, discount, life)
	}
	sum, weight := 0.0, 0.0
	for i := range v {
		if m.weights[i] == 0 {
			continue
		}
		share := bp(m.weights[i]) * w[i]
		sum += float64(share * v[i])
		weight += share
	}
	return sum / weight
}

func (m *model) marketDrawn(u [10]float64, discount, life float64) float64 {
	if !m.statistics {
		v := float64(m.price) * (1 + u[8])
		for _, f := range m.factors {
			v *= bp(f)
		}
		return v
	}
	v, at := 0.0, 1.0
	for t := 0.0; t < life; t++ {
		at *= discount
		v += float64(at * math.Min(1, life-t))
	}
	return v * float64(m.price) * (1 + u[9])
}

// worth is the present value of flows over a life that may end within a year.
func worth(flows []corpus.Money, discount, life float64) float64 {
	v, at := 0.0, 1.0
	for t := range flows {
		left := life - float64(t)
		if left <= 0 {
			break
		}
		at *= discount
		v += float64(float64(flows[t]) * at * math.Min(1, left))
	}
	return v
}

func bp(b corpus.BasisPoints) float64 { return float64(b) / float64(corpus.One) }
