package valuation

import (
	"slices"

	"zhirong/corpus"
)

// The methods, by their place in methodNames.
const (
	incomeSales = iota
	incomeProfit
	cost
	market
	methodCount
)

// model holds every figure of one estimate, those given and those that stand in,
// so that a method is a pure function of it.
type model struct {
	legal, life  int // whole years of legal life left; of economic life
	discount     corpus.BasisPoints
	split        corpus.BasisPoints
	profitSplit  corpus.BasisPoints
	depreciation corpus.BasisPoints
	sales        []corpus.Money // a year each, as far as they go
	profits      []corpus.Money
	replacement  corpus.Money
	price        corpus.Money // of the comparable deal, or of recorded licences a patent and year
	factors      []corpus.BasisPoints
	statistics   bool // price is that of recorded licences
	has          [methodCount]bool
	weights      [methodCount]corpus.BasisPoints
}

// years is F-VAL-2.
func (m *model) years() int { return UsefulYears(m.legal, m.life) }

// counted returns the flows of the years that count.
func counted(flows []corpus.Money, years int) []corpus.Money { return flows[:min(len(flows), years)] }

// licences returns the yearly fee of recorded licences for each year that counts.
func (m *model) licences() []corpus.Money { return slices.Repeat([]corpus.Money{m.price}, m.years()) }

// values returns the value of each method that has its figures; false where one
// does not fit.
func (m *model) values() (v [methodCount]corpus.Money, fits bool) {
	n, fits := m.years(), true
	put := func(i int, f func() (corpus.Money, bool)) {
		if !m.has[i] {
			return
		}
		amount, ok := f()
		v[i], fits = amount, fits && ok && amount <= 100*maxAmount
	}
	put(incomeSales, func() (corpus.Money, bool) { return IncomeOfSales(counted(m.sales, n), m.split, m.discount) })
	put(incomeProfit, func() (corpus.Money, bool) {
		return IncomeOfProfit(counted(m.profits, n), m.profitSplit, m.discount)
	})
	put(cost, func() (corpus.Money, bool) { return Cost(m.replacement, m.depreciation) })
	put(market, func() (corpus.Money, bool) {
		if m.statistics {
			return corpus.PresentValue(m.licences(), m.discount)
		}
		return Market(m.price, m.factors)
	})
	return v, fits
}

// blended is F-VAL-8 over the methods of the model.
func (m *model) blended() (corpus.Money, bool) {
	v, fits := m.values()
	out, ok := Blend(v[:], m.weights[:])
	return out, fits && ok
}

// scaled returns flows × factor, each rounded to the fen.
func scaled(flows []corpus.Money, factor corpus.BasisPoints) []corpus.Money {
	out := make([]corpus.Money, len(flows))
	for i, f := range flows {
		out[i], _ = f.Times(factor) // flows are bounded, so is the factor
	}
	return out
}

// driver is a figure that moves the value.
type driver struct {
	id    string
	in    func(*model) bool            // whether it takes part
	value func(*model) int64           // the figure as it stands; the first year of flows
	unit  string                       // fen, bp, years
	move  func(*model, movement) int64 // moves it and returns where it stands then
}

// movement is a share by which a figure moves: 1 + up or 1 − up.
type movement struct {
	share corpus.BasisPoints
	up    bool
}

// factor returns the movement as a factor, never below zero.
func (v movement) factor() corpus.BasisPoints {
	if v.up {
		return corpus.One + v.share
	}
	return max(0, corpus.One-v.share)
}

func (v movement) rate(b *corpus.BasisPoints, most corpus.BasisPoints) int64 {
	moved, _ := corpus.Money(*b).Times(v.factor())
	*b = min(most, corpus.BasisPoints(moved))
	return int64(*b)
}

func (v movement) amount(m *corpus.Money) int64 {
	*m, _ = m.Times(v.factor())
	return int64(*m)
}

func (v movement) flows(f *[]corpus.Money) int64 {
	*f = scaled(*f, v.factor())
	return int64(first(*f))
}

func first(f []corpus.Money) corpus.Money {
	if len(f) == 0 {
		return 0
	}
	return f[0]
}

// life moves by whole years, at least one.
func (v movement) life(years *int) int64 {
	by, _ := corpus.Money(*years).Times(v.share)
	step := max(1, int(by))
	if v.up {
		*years += step
	} else {
		*years = max(0, *years-step)
	}
	return int64(*years)
}

// drivers lists the figures in the order in which draws move them.
var drivers = []driver{
	{"sales", func(m *model) bool { return m.has[incomeSales] }, func(m *model) int64 { return int64(first(m.sales)) }, "fen",
		func(m *model, v movement) int64 { return v.flows(&m.sales) }},
	{"split_bp", func(m *model) bool { return m.has[incomeSales] }, func(m *model) int64 { return int64(m.split) }, "bp",
		func(m *model, v movement) int64 { return v.rate(&m.split, corpus.One) }},
	{"profits", func(m *model) bool { return m.has[incomeProfit] }, func(m *model) int64 { return int64(first(m.profits)) }, "fen",
		func(m *model, v movement) int64 { return v.flows(&m.profits) }},
	{"profit_split_bp", func(m *model) bool { return m.has[incomeProfit] }, func(m *model) int64 { return int64(m.profitSplit) }, "bp",
		func(m *model, v movement) int64 { return v.rate(&m.profitSplit, corpus.One) }},
	{"discount_bp", func(m *model) bool { return m.has[incomeSales] || m.has[incomeProfit] || m.statistics }, func(m *model) int64 { return int64(m.discount) }, "bp",
		func(m *model, v movement) int64 { return v.rate(&m.discount, corpus.One) }},
	{"economic_life", func(m *model) bool { return m.has[incomeSales] || m.has[incomeProfit] || m.statistics }, func(m *model) int64 { return int64(m.life) }, "years",
		func(m *model, v movement) int64 { return v.life(&m.life) }},
	{"cost", func(m *model) bool { return m.has[cost] }, func(m *model) int64 { return int64(m.replacement) }, "fen",
		func(m *model, v movement) int64 { return v.amount(&m.replacement) }},
	{"depreciation_bp", func(m *model) bool { return m.has[cost] }, func(m *model) int64 { return int64(m.depreciation) }, "bp",
		func(m *model, v movement) int64 { return v.rate(&m.depreciation, corpus.One) }},
	{"comparable", func(m *model) bool { return m.has[market] && !m.statistics }, func(m *model) int64 { return int64(m.price) }, "fen",
		func(m *model, v movement) int64 { return v.amount(&m.price) }},
	{"statistics", func(m *model) bool { return m.has[market] && m.statistics }, func(m *model) int64 { return int64(m.price) }, "fen",
		func(m *model, v movement) int64 { return v.amount(&m.price) }},
}
