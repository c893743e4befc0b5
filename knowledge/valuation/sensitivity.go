package valuation

import (
	"cmp"
	"math"
	"slices"

	"zhirong/corpus"
)

// Swing is what one figure alone does to the blend: the value with the figure at
// either end of its spread, all else as it stands.
type Swing struct {
	ID        string
	Label     corpus.Text
	Unit      string
	Low, High corpus.Money // of the value, Low at most High
	AtLow     int64        // the figure where the value is Low; of flows the first year
	AtHigh    int64
	Width     corpus.Money // High − Low
	// BreakEven is the figure at which the income methods give as much as the
	// cost method; nil where there is none, or where either is missing. Of a
	// discount rate it is the greatest that still does, of flows the first year.
	BreakEven *int64
}

// Narrowing is a fact that would narrow the range: Gain is by how much the swing
// of its figure would shrink if the person gave the figure that stands in now.
type Narrowing struct {
	ID    string
	Label corpus.Text
	Gain  corpus.Money
}

// stated reports whether the person gave the figure of a driver.
func stated(in Input, id string) bool {
	switch id {
	case "sales":
		return len(in.Sales.Years) > 0
	case "split_bp":
		return in.Split != nil
	case "profits":
		return len(in.Profits.Years) > 0
	case "profit_split_bp":
		return in.ProfitSplit != nil
	case "discount_bp":
		return in.Discount != nil
	case "economic_life":
		return in.Right.EconomicLife != nil
	case "cost":
		return in.Cost.Known()
	case "depreciation_bp":
		return in.Cost.Depreciation != nil
	case "comparable":
		return in.Price != nil
	}
	return false
}

// share returns how far the figure of a driver may be off.
func (e *Estimator) share(id string, stated bool) corpus.BasisPoints {
	a := e.set.Rates.Assumption(id)
	if stated {
		return corpus.BasisPoints(a.Stated)
	}
	return corpus.BasisPoints(a.Unsure)
}

func (e *Estimator) spreads(in Input) (s spreads) {
	for i, d := range drivers {
		s[i] = bp(e.share(d.id, stated(in, d.id)))
	}
	return s
}

// swing moves one driver to both ends of a spread.
func (m *model) swing(d driver, share corpus.BasisPoints) Swing {
	down, up := *m, *m
	atDown, atUp := d.move(&down, movement{share, false}), d.move(&up, movement{share, true})
	a, _ := down.blended() // fits: figures are bounded far below what does not
	b, _ := up.blended()
	s := Swing{ID: d.id, Unit: d.unit, Low: a, High: b, AtLow: atDown, AtHigh: atUp}
	if a > b {
		s.Low, s.High, s.AtLow, s.AtHigh = b, a, atUp, atDown
	}
	s.Width = s.High - s.Low
	return s
}

// tornado returns the swing of each figure that takes part, the widest first.
func (e *Estimator) tornado(in Input, m *model) []Swing {
	out := []Swing{}
	for _, d := range drivers {
		if !d.in(m) {
			continue
		}
		s := m.swing(d, e.share(d.id, stated(in, d.id)))
		s.Label, s.BreakEven = e.set.Rates.Assumption(d.id).Label, m.breakEven(d)
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Swing) int { return cmp.Compare(b.Width, a.Width) })
	return out
}

// narrow returns the three figures that stand in and whose statement would
// narrow the most. That a comparable deal takes the place of recorded licences
// counts as the statement of that figure.
func (e *Estimator) narrow(in Input, m *model) []Narrowing {
	out := []Narrowing{}
	for _, d := range drivers {
		if !d.in(m) || stated(in, d.id) {
			continue
		}
		known := d.id
		if known == "statistics" {
			known = "comparable"
		}
		gain := m.swing(d, e.share(d.id, false)).Width - m.swing(d, e.share(known, true)).Width
		if gain > 0 {
			out = append(out, Narrowing{ID: known, Label: e.set.Rates.Assumption(known).Label, Gain: gain})
		}
	}
	slices.SortStableFunc(out, func(a, b Narrowing) int { return cmp.Compare(b.Gain, a.Gain) })
	return out[:min(3, len(out))]
}

// income is the value of the income methods alone, by their weights to each
// other; the greatest amount there is where it does not fit.
func (m *model) income() corpus.Money {
	v, fits := m.values()
	if !fits {
		return math.MaxInt64
	}
	raw := [methodCount]int64{incomeSales: int64(m.weights[incomeSales]), incomeProfit: int64(m.weights[incomeProfit])}
	if raw[incomeSales]+raw[incomeProfit] == 0 {
		return 0
	}
	w := whole(raw)
	out, _ := Blend(v[:], w[:])
	return out
}

// breakEven finds by halving where the income methods reach the cost method: the
// least factor of flows or split, the greatest discount rate.
func (m *model) breakEven(d driver) *int64 {
	if !m.has[cost] || !m.has[incomeSales] && !m.has[incomeProfit] {
		return nil
	}
	v, _ := m.values()
	target := v[cost]
	reaches := func(set func(*model)) bool {
		c := *m
		set(&c)
		return c.income() >= target
	}
	switch d.id {
	case "discount_bp":
		at := func(r int64) bool { return reaches(func(c *model) { c.discount = corpus.BasisPoints(r) }) }
		if !at(0) {
			return nil
		}
		return last(0, int64(corpus.One), at)
	case "split_bp":
		return least(int64(corpus.One), func(r int64) bool { return reaches(func(c *model) { c.split = corpus.BasisPoints(r) }) })
	case "profit_split_bp":
		return least(int64(corpus.One), func(r int64) bool { return reaches(func(c *model) { c.profitSplit = corpus.BasisPoints(r) }) })
	case "sales", "profits":
		flows := func(c *model) *[]corpus.Money {
			if d.id == "sales" {
				return &c.sales
			}
			return &c.profits
		}
		factor := least(10*int64(corpus.One), func(r int64) bool {
			return reaches(func(c *model) { f := flows(c); *f = scaled(*f, corpus.BasisPoints(r)) })
		})
		if factor == nil {
			return nil
		}
		year, _ := first(*flows(m)).Times(corpus.BasisPoints(*factor))
		return new(int64(year))
	}
	return nil
}

// least returns the least number from 0 to most for which ok holds; ok holds for
// all above it. It is nil where there is none.
func least(most int64, ok func(int64) bool) *int64 {
	if !ok(most) {
		return nil
	}
	low, high := int64(-1), most
	for high-low > 1 {
		if mid := (low + high) / 2; ok(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return &high
}

// last returns the greatest number from low to most for which ok holds; ok holds
// for low and for all below the result.
func last(low, most int64, ok func(int64) bool) *int64 {
	if ok(most) {
		return &most
	}
	high := most
	for high-low > 1 {
		if mid := (low + high) / 2; ok(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return &low
}
