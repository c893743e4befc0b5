package royalty

import (
	"math/big"

	"zhirong/corpus"
)

// Base is what the coefficients are applied to: an exact amount, which is rounded
// only where it is shown.
type Base struct{ num, den *big.Int }

// Fen is the base rounded half up to the fen, and false where it does not fit.
func (b Base) Fen() (corpus.Money, bool) {
	q, ok := corpus.Quotient(b.num, b.den)
	return corpus.Money(q), ok
}

// Fee is F-OL-1: base × the product of the coefficients, rounded once.
func Fee(base Base, factors []corpus.BasisPoints) (corpus.Money, bool) {
	num, den := new(big.Int).Set(base.num), new(big.Int).Set(base.den)
	for _, f := range factors {
		num.Mul(num, big.NewInt(int64(f)))
		den.Mul(den, big.NewInt(int64(corpus.One)))
	}
	return Base{num, den}.Fen()
}

// BaseOfOwnIncome is F-OL-2, route 1: yearly income × the licensor's share × years.
func BaseOfOwnIncome(income corpus.Money, share corpus.BasisPoints, years int64) Base {
	return fraction(int64(corpus.One), int64(income), int64(share), years)
}

// BaseOfPastFee is F-OL-3, route 2: past fee × years ÷ past years.
func BaseOfPastFee(past corpus.Money, years, pastYears int64) Base {
	return fraction(pastYears, int64(past), years)
}

// BaseOfStatistics is F-OL-4 for a fixed fee, route 3: the industry's fee for a
// patent and year × years × patents.
func BaseOfStatistics(unit corpus.Money, years, patents int64) Base {
	return fraction(1, int64(unit), years, patents)
}

// BaseOfValue is F-OL-5, route 5: the patent's value × the share of one licensee.
func BaseOfValue(value corpus.Money, share corpus.BasisPoints) Base {
	return fraction(int64(corpus.One), int64(value), int64(share))
}

// Running is F-OL-4 for a running royalty: rate × net sales × the coefficients.
func Running(sales corpus.Money, rate corpus.BasisPoints, factors []corpus.BasisPoints) (corpus.Money, bool) {
	return sales.Times(append([]corpus.BasisPoints{rate}, factors...)...)
}

// Total is F-OL-6: the entry fee and the yearly royalties.
func Total(entry corpus.Money, yearly []corpus.Money) corpus.Money {
	for _, y := range yearly {
		entry += y
	}
	return entry
}

// LumpSum is F-OL-7: what yearly royalties are worth today, paid at once. The
// royalties are those of F-OL-4 without rounding in between.
func LumpSum(sales []corpus.Money, rate, discount corpus.BasisPoints, factors []corpus.BasisPoints) (corpus.Money, bool) {
	return corpus.PresentValue(sales, discount, append([]corpus.BasisPoints{rate}, factors...)...)
}

// The ceilings of F-OL-8, "in general" by the notice.
const (
	FixedCap  = 2000 * corpus.Wan
	SalesCap  = corpus.BasisPoints(2000) // of net sales
	ProfitCap = corpus.BasisPoints(4000) // of profit
)

// openLicenceFee is what is left of an annual fee while an open licence is worked.
const openLicenceFee = corpus.BasisPoints(8500)

// AnnualFee is F-OL-9: the fee with the relief for an open licence, the fee with
// another relief, and the lower of both, since reliefs do not add up.
func AnnualFee(full corpus.Money, otherRelief corpus.BasisPoints) (open, other, pay corpus.Money) {
	open, _ = full.Times(openLicenceFee)
	other, _ = full.Times(corpus.One - otherRelief)
	return open, other, min(open, other)
}

// fraction is the product of the numbers over den.
func fraction(den int64, numbers ...int64) Base {
	num := big.NewInt(1)
	for _, n := range numbers {
		num.Mul(num, big.NewInt(n))
	}
	return Base{num, big.NewInt(den)}
}
