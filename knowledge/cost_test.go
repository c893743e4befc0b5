package knowledge_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func costs(t testing.TB, l knowledge.Loan) *knowledge.Sheet {
	t.Helper()
	b, _ := shipped(t)
	s, err := b.Matcher().Costs(l)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCostSheetsToTheFen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		loan      knowledge.Loan
		interest  []corpus.Money // by year
		cite      corpus.PassageID
		low, high []corpus.Money
		capped    []bool
	}{
		// The first two are the examples of the passage policy/guangshui-subsidy#example.
		{"Guangshui, CNY 5 million", knowledge.Loan{Amount: 500 * corpus.Wan, Months: 12, Rate: 400, Place: "421381"},
			[]corpus.Money{20 * corpus.Wan}, "policy/guangshui-subsidy#subsidy", []corpus.Money{10 * corpus.Wan}, []corpus.Money{10 * corpus.Wan}, []bool{false}},
		{"Guangshui, CNY 30 million: cut to the cap", knowledge.Loan{Amount: 3000 * corpus.Wan, Months: 12, Rate: 400, Place: "421381"},
			[]corpus.Money{120 * corpus.Wan}, "policy/guangshui-subsidy#subsidy", []corpus.Money{50 * corpus.Wan}, []corpus.Money{50 * corpus.Wan}, []bool{true}},
		{"Guangshui, the cap counts once for a loan of three years", knowledge.Loan{Amount: 1000 * corpus.Wan, Months: 36, Rate: 400, Place: "421381"},
			[]corpus.Money{40 * corpus.Wan, 40 * corpus.Wan, 40 * corpus.Wan}, "policy/guangshui-subsidy#subsidy",
			[]corpus.Money{20 * corpus.Wan, 20 * corpus.Wan, 10 * corpus.Wan}, []corpus.Money{20 * corpus.Wan, 20 * corpus.Wan, 10 * corpus.Wan}, []bool{false, false, true}},
		{"Wuhan copyright, the cap counts each year", knowledge.Loan{Amount: 3000 * corpus.Wan, Months: 18, Rate: 400, Place: "420115", Rights: []corpus.IPKind{corpus.Copyright}},
			[]corpus.Money{120 * corpus.Wan, 60 * corpus.Wan}, "product/p32-wuhan-copyright-subsidy#amount",
			[]corpus.Money{36 * corpus.Wan, 18 * corpus.Wan}, []corpus.Money{50 * corpus.Wan, 30 * corpus.Wan}, []bool{true, false}},
		{"Shiyan, the share is not known", knowledge.Loan{Amount: 500 * corpus.Wan, Months: 12, Rate: 435, Place: "420322"},
			[]corpus.Money{21*corpus.Wan + 7500*corpus.Yuan}, "product/p30-shiyan-subsidy#amount", []corpus.Money{0}, []corpus.Money{0}, []bool{false}},
		{"a fen more or less", knowledge.Loan{Amount: 100_001, Months: 7, Rate: 333, Place: "421381"},
			[]corpus.Money{1943}, "policy/guangshui-subsidy#subsidy", []corpus.Money{971}, []corpus.Money{971}, []bool{false}}, // 1942.5194…, rounded; half of 1943, down
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := costs(t, c.loan)
			if len(s.Years) != len(c.interest) {
				t.Fatalf("%d years, want %d", len(s.Years), len(c.interest))
			}
			for i, y := range s.Years {
				if y.Interest != c.interest[i] {
					t.Errorf("year %d: interest is %s, want %s", i+1, y.Interest, c.interest[i])
				}
			}
			for _, g := range s.Grants {
				if g.Cite != c.cite {
					continue
				}
				for i := range s.Years {
					if g.Low[i] != c.low[i] || g.High[i] != c.high[i] || g.Capped[i] != c.capped[i] {
						t.Errorf("year %d: the subsidy is %s to %s, capped %v, want %s to %s, %v", i+1, g.Low[i], g.High[i], g.Capped[i], c.low[i], c.high[i], c.capped[i])
					}
				}
				if g.Known != (c.high[0] != 0) {
					t.Errorf("its terms are known: %v", g.Known)
				}
				return
			}
			t.Errorf("no subsidy %s among %+v", c.cite, s.Grants)
		})
	}
}

func TestGuaranteeFeeOfAProductIsReckoned(t *testing.T) {
	t.Parallel()
	_, set := shipped(t)
	p, _ := set.Product("product/p23-wuhan-batch-guarantee")
	s := costs(t, knowledge.Loan{Amount: 200 * corpus.Wan, Months: 24, Rate: 400, Product: p})
	if s.Fee != 2*corpus.Wan || !s.FeeKnown || s.Years[0].Fee != corpus.Wan {
		t.Errorf("the fee is %s, known %v, want 0.5%% a year", s.Fee, s.FeeKnown)
	}
	if q, ok := set.Passage(s.FeeCite); !ok || q.Field != "rate" {
		t.Errorf("the fee is cited from %q", s.FeeCite)
	}
	pledge, _ := set.Product("product/p12-wuhan-rcb-patent-pledge")
	if s := costs(t, knowledge.Loan{Amount: 200 * corpus.Wan, Months: 24, Rate: 400, Product: pledge}); s.FeeKnown || s.Fee != 0 {
		t.Errorf("a fee that no source tells is %s, known %v", s.Fee, s.FeeKnown)
	}
}

func TestSubsidiesOfPledgeLoansAreNotForOtherLoans(t *testing.T) {
	t.Parallel()
	_, set := shipped(t)
	unsecured, _ := set.Product("product/p01-kv-loan")
	pledge, _ := set.Product("product/p12-wuhan-rcb-patent-pledge")
	held := knowledge.Held(corpus.Facts{"patents_invention": corpus.CountValue(3)}, nil)
	if len(held) != 1 || held[0] != corpus.InventionPatent {
		t.Fatalf("of who holds three inventions these rights are held: %v", held)
	}
	for _, c := range []struct {
		name  string
		loan  knowledge.Loan
		cite  corpus.PassageID
		shown bool
	}{
		{"a copyright subsidy where nothing is pledged", knowledge.Loan{Place: "420115", Product: unsecured}, "product/p32-wuhan-copyright-subsidy#amount", false},
		{"a copyright subsidy where a patent is pledged", knowledge.Loan{Place: "420115", Product: pledge, Rights: held}, "product/p32-wuhan-copyright-subsidy#amount", false},
		{"a copyright subsidy where copyright is pledged", knowledge.Loan{Place: "420115", Rights: []corpus.IPKind{corpus.Copyright}}, "product/p32-wuhan-copyright-subsidy#amount", true},
		{"a pledge subsidy where nothing is pledged", knowledge.Loan{Place: "420322", Product: unsecured}, "product/p30-shiyan-subsidy#amount", false},
		{"a pledge subsidy where a patent is pledged", knowledge.Loan{Place: "420322", Rights: held}, "product/p30-shiyan-subsidy#amount", true},
	} {
		c.loan.Amount, c.loan.Months, c.loan.Rate = 500*corpus.Wan, 12, 400
		if shown := slices.ContainsFunc(costs(t, c.loan).Grants, func(g knowledge.SheetGrant) bool { return g.Cite == c.cite }); shown != c.shown {
			t.Errorf("%s: shown %v, want %v", c.name, shown, c.shown)
		}
	}
}

func TestYearsOfASheetAddUp(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	r := rand.New(rand.NewPCG(21, 21))
	for range 500 {
		l := knowledge.Loan{
			Amount: corpus.Money(1 + r.Int64N(int64(5000*corpus.Wan))), Months: corpus.Months(1 + r.Int64N(120)), Rate: corpus.BasisPoints(r.Int64N(2400)),
			Fee: corpus.BasisPoints(r.Int64N(300)), Place: set.Places[r.IntN(len(set.Places))].Code,
		}
		s, err := b.Matcher().Costs(l)
		if err != nil {
			t.Fatal(err)
		}
		var months corpus.Months
		var interest corpus.Money
		for _, y := range s.Years {
			months, interest = months+y.Months, interest+y.Interest
		}
		// A second way: the whole term at once, as a fraction.
		whole := new(big.Rat).SetFrac64(int64(l.Amount), 120_000)
		whole.Mul(whole, new(big.Rat).SetInt64(int64(l.Rate)*int64(l.Months)))
		off := new(big.Rat).Sub(whole, new(big.Rat).SetInt64(int64(s.Interest)))
		if off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 || interest != s.Interest || months != l.Months {
			t.Fatalf("%+v: interest %d in the years, %d in all, %s exactly; %d months", l, interest, s.Interest, whole.FloatString(3), months)
		}
		for _, g := range s.Grants {
			var total corpus.Money
			for i := range s.Years {
				if g.Low[i] > g.High[i] || g.Low[i] < 0 || g.High[i] > s.Years[i].Interest+s.Years[i].Fee {
					t.Fatalf("year %d: the subsidy is %s to %s of %s", i+1, g.Low[i], g.High[i], s.Years[i].Interest)
				}
				total += g.High[i]
				if g.Grant.Per == corpus.PerFirmYear && g.High[i] > corpus.Money(g.Grant.Cap) {
					t.Fatalf("%s is above its cap", g.High[i])
				}
			}
			if g.Grant.Per == corpus.PerLoan && total > corpus.Money(g.Grant.Cap) || g.NetLow+total != s.Interest+s.Fee || g.NetLow > g.NetHigh {
				t.Fatalf("the subsidy is %s in all, the net cost %s to %s", total, g.NetLow, g.NetHigh)
			}
		}
	}
}

func TestLoanThatMakesNoSenseIsNotReckoned(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	ok := knowledge.Loan{Amount: corpus.Wan, Months: 12, Rate: 400}
	for _, c := range []struct {
		change func(*knowledge.Loan)
		want   error
	}{
		{func(l *knowledge.Loan) { l.Amount = 0 }, knowledge.ErrLoanAmount}, {func(l *knowledge.Loan) { l.Amount = 1 << 62 }, knowledge.ErrLoanAmount},
		{func(l *knowledge.Loan) { l.Months = 0 }, knowledge.ErrLoanMonths}, {func(l *knowledge.Loan) { l.Months = 601 }, knowledge.ErrLoanMonths},
		{func(l *knowledge.Loan) { l.Rate = -1 }, knowledge.ErrLoanRate}, {func(l *knowledge.Loan) { l.Fee = 10_001 }, knowledge.ErrLoanRate},
	} {
		l := ok
		c.change(&l)
		if _, err := b.Matcher().Costs(l); !errors.Is(err, c.want) {
			t.Errorf("%+v gives %v, want %v", l, err, c.want)
		}
	}
}
