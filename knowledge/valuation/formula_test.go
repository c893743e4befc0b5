package valuation_test

import (
	"math"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

// wan is an amount of so many 万元 with four decimals, for comparison with the worked examples.
func wan(x float64) corpus.Money { return corpus.Money(math.Round(x * float64(corpus.Wan))) }

// near fails where an amount differs by more than a tolerance in 万元.
func near(t *testing.T, what string, got corpus.Money, want, tolerance float64) {
	t.Helper()
	if d := math.Abs(float64(got-wan(want))) / float64(corpus.Wan); d > tolerance {
		t.Errorf("%s is %s, want %v万元 ± %v", what, got, want, tolerance)
	}
}

func amounts(list ...float64) []corpus.Money {
	out := make([]corpus.Money, len(list))
	for i, x := range list {
		out[i] = wan(x)
	}
	return out
}

func TestWorkedExampleA(t *testing.T) {
	t.Parallel()
	days, years := valuation.RemainingLife("2019-05-10", 20, "2025-06-23")
	if days != 5069 || years != 13 || math.Abs(float64(days)/365-13.89) > 0.005 {
		t.Errorf("legal life left is %d days, %d years", days, years)
	}
	if n := valuation.UsefulYears(years, 6); n != 6 {
		t.Errorf("useful life is %d", n)
	}
	sales := amounts(500, 550, 605, 665.5, 732.05, 805.255)
	for i, want := range []float64{13.0435, 12.4764, 11.9339, 11.4151, 10.9187, 10.4440} {
		year := make([]corpus.Money, i+1)
		year[i] = sales[i]
		v, _ := valuation.IncomeOfSales(year, 300, 1500)
		near(t, "a year's value", v, want, 0.00005)
	}
	v, ok := valuation.IncomeOfSales(sales, 300, 1500)
	near(t, "the value", v, 70.2316, 0.001)
	if !ok || v != 70_231_588 {
		t.Errorf("the value is %d fen", v)
	}
}

func TestWorkedExampleB(t *testing.T) {
	t.Parallel()
	profits := amounts(80, 90, 100, 100, 90, 70)
	for i, want := range []float64{17.3913, 17.0132, 16.4379, 14.2938, 11.1865, 7.5657} {
		year := make([]corpus.Money, i+1)
		year[i] = profits[i]
		v, _ := valuation.IncomeOfProfit(year, 2500, 1500)
		near(t, "a year's value", v, want, 0.00005)
	}
	v, _ := valuation.IncomeOfProfit(profits, 2500, 1500)
	near(t, "the value", v, 83.8885, 0.0001)
}

func TestWorkedExamplesCToF(t *testing.T) {
	t.Parallel()
	c, _ := valuation.Cost(wan(60)+wan(25)+wan(10)+wan(5), 3500)
	d, _ := valuation.Market(wan(90), []corpus.BasisPoints{10500, 9000, 8000})
	e, _ := valuation.Blend(amounts(70.2316, 65, 68.04), []corpus.BasisPoints{4000, 3000, 3000})
	if c != wan(65) || d != wan(68.04) {
		t.Errorf("cost is %s, market %s", c, d)
	}
	near(t, "the blend", e, 68.0046, 0.0001)
	const point = 10_000
	if s := valuation.Score(72*point, 80*point, 65*point, [3]int64{3500, 2500, 4000}); s.String() != "71.2" {
		t.Errorf("the score is %s", s)
	}
	if s := valuation.Score(72*point, 80*point, 65*point, [3]int64{1, 1, 1}); s.String() != "72.3333" {
		t.Errorf("the score with equal weights is %s", s)
	}
	low, high, _ := valuation.Band(wan(100), 2500)
	if low != wan(75) || high != wan(125) {
		t.Errorf("the band is %s to %s", low, high)
	}
}

func TestWorkedExampleG(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, line, refused, warned string
		cite                        corpus.PassageID
	}{
		{"a utility model past its term", `{"as_of":"2026-01-02","right":{"kind":"utility_model","filed":"2016-01-01"},"inputs":{"sales":"500万"}}`, "expired", "", "policy/patent-law#42"},
		{"on the day it ends", `{"as_of":"2026-01-01","right":{"kind":"utility_model","filed":"2016-01-01"},"inputs":{"sales":"500万"}}`, "expired", "", "policy/patent-law#42"},
		{"a day before it ends", `{"as_of":"2025-12-31","right":{"kind":"utility_model","filed":"2016-01-01"},"inputs":{"sales":"500万"}}`, "under_one_year", "", "policy/valuation-methods#whole-years"},
		{"a year before it ends", `{"as_of":"2025-01-01","right":{"kind":"utility_model","filed":"2016-01-01"},"inputs":{"sales":"500万"}}`, "", "short_life", "policy/patent-pledge-practice#refusal-term"},
		{"a design", `{"as_of":"2026-01-02","right":{"kind":"design_patent","filed":"2020-01-01"},"inputs":{"sales":"500万"}}`, "design", "", "policy/gbt-42748-2023#rights"},
		{"fees unpaid", `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","fees_paid":false},"inputs":{"sales":"500万"}}`, "", "fees_unpaid", "policy/patent-rules#115"},
	} {
		r := estimate(t, c.line)
		switch {
		case c.refused != "":
			if r.Refused == nil || r.Refused.Code != c.refused || r.Refused.Cite != c.cite {
				t.Errorf("%s: refused %+v, want %s by %s", c.name, r.Refused, c.refused, c.cite)
			}
		case r.Refused != nil:
			t.Errorf("%s: refused %s", c.name, r.Refused.Code)
		case !warned(r, c.warned, c.cite):
			t.Errorf("%s: warnings are %+v", c.name, r.Warnings)
		}
	}
}

func warned(r valuation.Result, code string, cite corpus.PassageID) bool {
	for _, w := range r.Warnings {
		if w.Code == code {
			return cite == "" || w.Cite == cite
		}
	}
	return false
}

func TestLifeOfARightFiledOnALeapDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		on   corpus.Date
		days int64
	}{{"2026-02-27", 1}, {"2026-02-28", 0}, {"2026-03-01", -1}} {
		if days, _ := valuation.RemainingLife("2016-02-29", 10, c.on); days != c.days {
			t.Errorf("on %s %d days are left, want %d", c.on, days, c.days)
		}
	}
	if _, years := valuation.RemainingLife("2020-01-01", 20, "2024-02-29"); years != 15 {
		t.Errorf("%d whole years are left", years)
	}
}
