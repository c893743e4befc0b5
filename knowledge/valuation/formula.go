package valuation

import (
	"math/big"
	"time"

	"zhirong/corpus"
)

// RemainingLife is F-VAL-1: the legal life left on a day, from the filing date
// and the term in years, in days and in whole years. It is zero or less once the
// term is over: a right filed on 2016-01-01 for ten years is over on 2026-01-01.
// A right filed on 29 February ends on 28 February where the year has no 29th.
func RemainingLife(filed corpus.Date, term int, on corpus.Date) (days int64, years int) {
	end := AddYears(filed, term)
	days = end.Day() - on.Day()
	for years < term && AddYears(on, years+1) <= end {
		years++
	}
	return days, years
}

// AddYears moves a day by whole years, to the end of the month where the day is missing.
func AddYears(d corpus.Date, years int) corpus.Date {
	t := d.Time()
	out := t.AddDate(years, 0, 0)
	if out.Month() != t.Month() {
		out = out.Add(-24 * time.Hour)
	}
	return corpus.DateOf(out)
}

// UsefulYears is F-VAL-2: the years that count, the shorter of the legal life
// left and the economic life. Both are whole; parts of a year are dropped.
func UsefulYears(legal, economic int) int { return max(0, min(legal, economic)) }

// IncomeOfSales is F-VAL-3: Σ sales × split ÷ (1+rate)^t over the years given.
func IncomeOfSales(sales []corpus.Money, split, rate corpus.BasisPoints) (corpus.Money, bool) {
	return corpus.PresentValue(sales, rate, split)
}

// IncomeOfProfit is F-VAL-4: Σ profit × split ÷ (1+rate)^t over the years given.
func IncomeOfProfit(profits []corpus.Money, split, rate corpus.BasisPoints) (corpus.Money, bool) {
	return corpus.PresentValue(profits, rate, split)
}

// Cost is F-VAL-5: replacement cost × (1 − depreciation).
func Cost(replacement corpus.Money, depreciation corpus.BasisPoints) (corpus.Money, bool) {
	return replacement.Times(corpus.One - depreciation)
}

// Market is F-VAL-6: the price of a comparable deal × its factors.
func Market(price corpus.Money, factors []corpus.BasisPoints) (corpus.Money, bool) {
	return price.Times(factors...)
}

// Points are ten-thousandths of a point of a score from 0 to 100.
type Points int64

// Score is F-VAL-7: the weighted mean of three scores of 0 to 100, rounded half
// up to four decimals. Weights count by their share of their sum; it is not zero.
func Score(legal, technical, economic Points, weights [3]int64) Points {
	num := new(big.Int)
	for i, p := range [3]Points{legal, technical, economic} {
		num.Add(num, new(big.Int).Mul(big.NewInt(int64(p)), big.NewInt(weights[i])))
	}
	q, _ := corpus.Quotient(num, big.NewInt(weights[0]+weights[1]+weights[2]))
	return Points(q)
}

// Blend is F-VAL-8: Σ weight × value; the weights add up to the whole.
func Blend(values []corpus.Money, weights []corpus.BasisPoints) (corpus.Money, bool) {
	num := new(big.Int)
	for i, v := range values {
		num.Add(num, new(big.Int).Mul(big.NewInt(int64(v)), big.NewInt(int64(weights[i]))))
	}
	q, ok := corpus.Quotient(num, big.NewInt(int64(corpus.One)))
	return corpus.Money(q), ok
}

// Band is F-VAL-9: value × (1−q) and value × (1+q).
func Band(value corpus.Money, q corpus.BasisPoints) (low, high corpus.Money, ok bool) {
	low, ok = value.Times(corpus.One - q)
	high, ok2 := value.Times(corpus.One + q)
	return low, high, ok && ok2
}
