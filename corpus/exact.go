package corpus

import "math/big"

// Arithmetic with money is exact: amounts are whole fen, shares are whole basis
// points, every intermediate is a whole number without bound, and there is one
// rounding, half up to the fen, at the end. No float takes part.

// One is the whole, in basis points.
const One BasisPoints = 10_000

// Quotient returns num ÷ den rounded half up, and false where it does not fit.
// den is positive; a negative quotient is rounded half up too: −2.5 becomes −2.
func Quotient(num, den *big.Int) (int64, bool) {
	two := big.NewInt(2)
	up := new(big.Int).Mul(num, two)
	up.Add(up, den)
	q := up.Div(up, two.Mul(two, den)) // floors, since den is positive
	return q.Int64(), q.IsInt64()
}

// Times returns m × each of the factors, rounded once, and false where the
// product does not fit.
func (m Money) Times(factors ...BasisPoints) (Money, bool) {
	num, den, one := big.NewInt(int64(m)), big.NewInt(1), big.NewInt(int64(One))
	for _, f := range factors {
		num.Mul(num, big.NewInt(int64(f)))
		den.Mul(den, one)
	}
	q, ok := Quotient(num, den)
	return Money(q), ok
}

// PresentValue returns Σ flows[t−1] × the shares ÷ (1+rate)^t for t = 1, 2, …: flows
// at the end of each year, seen from today. It reports false where the sum does
// not fit. rate is not less than zero.
func PresentValue(flows []Money, rate BasisPoints, shares ...BasisPoints) (Money, bool) {
	one, growth := big.NewInt(int64(One)), big.NewInt(int64(One+rate))
	num, den := new(big.Int), big.NewInt(1)
	for t := len(flows) - 1; t >= 0; t-- { // v ← (v + flow) ÷ (1+rate), from the last year to the first
		num.Add(num, new(big.Int).Mul(big.NewInt(int64(flows[t])), den))
		num.Mul(num, one)
		den.Mul(den, growth)
	}
	for _, s := range shares {
		num.Mul(num, big.NewInt(int64(s)))
		den.Mul(den, one)
	}
	q, ok := Quotient(num, den)
	return Money(q), ok
}
