package corpus_test

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"zhirong/corpus"
)

func TestQuotientIsRoundedHalfUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ num, den, want int64 }{
		{0, 3, 0}, {1, 2, 1}, {1, 3, 0}, {2, 3, 1}, {3, 2, 2}, {5, 2, 3}, {49, 100, 0}, {50, 100, 1},
		{-1, 2, 0}, {-3, 2, -1}, {-51, 100, -1}, {-5, 2, -2}, {-2, 1, -2},
	} {
		if got, ok := corpus.Quotient(big.NewInt(c.num), big.NewInt(c.den)); !ok || got != c.want {
			t.Errorf("%d ÷ %d is %d, want %d", c.num, c.den, got, c.want)
		}
	}
	huge := new(big.Int).Lsh(big.NewInt(1), 64)
	if _, ok := corpus.Quotient(huge, big.NewInt(1)); ok {
		t.Error("2^64 fits")
	}
}

func TestTimesRoundsOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		m       corpus.Money
		factors []corpus.BasisPoints
		want    corpus.Money
	}{
		{100, nil, 100},
		{1, []corpus.BasisPoints{5000}, 1},
		{1, []corpus.BasisPoints{5000, 5000}, 0}, // a quarter, and not half of a rounded half
		{3, []corpus.BasisPoints{5000, 5000}, 1},
		{90 * corpus.Wan, []corpus.BasisPoints{10500, 9000, 8000}, 680400 * corpus.Yuan},
	} {
		if got, ok := c.m.Times(c.factors...); !ok || got != c.want {
			t.Errorf("%d × %v is %d, want %d", c.m, c.factors, got, c.want)
		}
	}
	if _, ok := corpus.Money(1 << 62).Times(30000); ok {
		t.Error("what does not fit is taken")
	}
}

func TestPresentValueIsTheSumOfItsYears(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Int64Range(-1e13, 1e13), 0, 25).Draw(t, "flows")
		share, rate := rapid.Int64Range(0, 10000).Draw(t, "share"), rapid.Int64Range(0, 10000).Draw(t, "rate")
		flows, sum, at := make([]corpus.Money, len(list)), new(big.Rat), big.NewRat(1, 1)
		for i, f := range list {
			flows[i] = corpus.Money(f)
			at.Mul(at, big.NewRat(10000, 10000+rate))
			sum.Add(sum, new(big.Rat).Mul(big.NewRat(f, 1), at))
		}
		sum.Mul(sum, big.NewRat(share, 10000))
		got, ok := corpus.PresentValue(flows, corpus.BasisPoints(rate), corpus.BasisPoints(share))
		// got − ½ ≤ sum < got + ½
		d := new(big.Rat).Sub(sum, big.NewRat(int64(got), 1))
		if half := big.NewRat(1, 2); !ok || d.Cmp(half) >= 0 || d.Cmp(new(big.Rat).Neg(half)) < 0 {
			t.Errorf("the value is %d, the sum %s", got, sum.FloatString(4))
		}
	})
}
