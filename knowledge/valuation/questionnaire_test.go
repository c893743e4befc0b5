package valuation_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

// every answers all factors with one option.
func every(e *valuation.Estimator, option int) valuation.Answers {
	a := valuation.Answers{}
	for _, f := range e.Questionnaire().Factors {
		a[f.ID] = option
	}
	return a
}

func TestQuestionnaireHasFortyFactorsInGroupsOf8And9And9And6And8(t *testing.T) {
	t.Parallel()
	q := estimator(t).Questionnaire()
	sizes := ""
	for _, g := range q.Groups {
		n := 0
		for _, f := range q.Factors {
			if f.Group() == g.ID {
				n++
			}
		}
		sizes += string(rune('0' + n))
	}
	if sizes != "89968" || len(q.Factors) != 40 {
		t.Errorf("groups of %s, %d factors", sizes, len(q.Factors))
	}
	want := map[string][2]corpus.BasisPoints{ // weakest and strongest
		"time_to_market": {50000, 0}, "growth": {50, 1500}, "product_life": {5000, 80000}, "extra_turnover": {50, 1000},
		"development_cost": {3000, 50}, "production_cost": {13000, 7000}, "investment": {12000, 5000}, "turnover_kept": {10000, 0},
	}
	for number, ends := range want {
		f := q.Numbered(number)
		if f == nil || corpus.BasisPoints(f.Options[0].Value.N) != ends[0] || corpus.BasisPoints(f.Options[4].Value.N) != ends[1] {
			t.Errorf("%s is %+v", number, f)
		}
	}
	for _, f := range q.Factors {
		for _, name := range []string{"EPO", "IPscore"} {
			if strings.Contains(f.Ask.EN+f.Ask.ZH, name) {
				t.Errorf("%s uses the name %s", f.ID, name)
			}
		}
	}
}

func TestProfileGoesFromNothingToAll(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	for option, want := range map[int]string{1: "0", 2: "25", 3: "50", 4: "75", 5: "100"} {
		p, fault := e.Profile(every(e, option))
		if fault != nil || len(p.Missing) != 0 || len(p.Groups) != 5 {
			t.Fatalf("%v, %+v", fault, p)
		}
		for _, g := range p.Groups {
			if g.Score.String() != want || g.Opportunity.String() != want || int64(*g.Risk) != 1_000_000-int64(*g.Score) || g.Answered != g.Size {
				t.Errorf("option %d: %s has %s, %s, %s", option, g.ID, g.Score, g.Opportunity, g.Risk)
			}
		}
	}
	p, _ := e.Profile(valuation.Answers{"A1": 4})
	if len(p.Missing) != 39 || p.Groups[0].Score.String() != "75" || p.Groups[0].Opportunity != nil || p.Groups[1].Score != nil {
		t.Errorf("%+v", p)
	}
	for id, option := range map[string]int{"A1": 0, "A2": 6, "Z9": 1} {
		if _, fault := e.Profile(valuation.Answers{id: option}); fault == nil || fault.Field != id {
			t.Errorf("%s %d: %v", id, option, fault)
		}
	}
}

var business = valuation.Business{Turnover: 1000 * corpus.Wan, Margin: 4000, Investment: 50 * corpus.Wan, Discount: 1500}

func TestEveryNumericOptionEntersTheSheet(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	middle, fault := e.Cash(every(e, 3), business)
	if fault != nil || len(middle.Figures) != 8 {
		t.Fatalf("%v, %+v", fault, middle)
	}
	seen := map[corpus.Money]string{middle.Mid: "the middle"}
	for _, f := range e.Questionnaire().Factors {
		for _, option := range []int{1, 2, 4, 5} {
			a := every(e, 3)
			a[f.ID] = option
			sheet, fault := e.Cash(a, business)
			switch {
			case fault != nil:
				t.Fatal(fault)
			case f.Number == "" && sheet.Mid != middle.Mid:
				t.Errorf("%s has no number and changes the sheet", f.ID)
			case f.Number != "" && seen[sheet.Mid] != "":
				t.Errorf("%s by option %d gives what %s gives", f.ID, option, seen[sheet.Mid])
			case f.Number != "" && (option > 3) != (sheet.Mid > middle.Mid):
				t.Errorf("%s by option %d moves the sheet from %s to %s", f.ID, option, middle.Mid, sheet.Mid)
			}
			seen[sheet.Mid] = f.ID
		}
	}
	for _, f := range e.Questionnaire().Factors {
		a := every(e, 3)
		delete(a, f.ID)
		if _, fault := e.Cash(a, business); (fault != nil) != (f.Number != "") {
			t.Errorf("without %s: %v", f.ID, fault)
		}
	}
}

// cashFloat is the second implementation of the sheet, in floating point and by
// half-years.
func cashFloat(v map[string]float64, b valuation.Business) float64 {
	margin, r := float64(b.Margin)/1e4, float64(b.Discount)/1e4
	sum := 0.0
	for half := v["time_to_market"]; half < v["time_to_market"]+v["product_life"]; half += 0.5 {
		year := math.Floor(half) + 1
		turnover := float64(b.Turnover) * math.Pow(1+v["growth"], year)
		gain := turnover*margin*(v["extra_turnover"]+1-v["turnover_kept"]) + turnover*(1-margin)*(1-v["production_cost"]) -
			turnover*v["development_cost"] - float64(b.Investment)*(v["investment"]-1)
		sum += gain / 2 / math.Pow(1+r, year)
	}
	return sum
}

func TestSheetAgreesWithASecondReckoningAndIsNeverInverted(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		a, v := every(e, 3), map[string]float64{}
		for _, n := range corpus.Numbers {
			f := e.Questionnaire().Numbered(n)
			a[f.ID] = rapid.IntRange(1, 5).Draw(t, n)
			v[n] = float64(f.Options[a[f.ID]-1].Value.N) / 1e4
		}
		b := valuation.Business{
			Turnover: corpus.Money(rapid.Int64Range(0, 1e12).Draw(t, "turnover")), Investment: corpus.Money(rapid.Int64Range(0, 1e11).Draw(t, "investment")),
			Margin: corpus.BasisPoints(rapid.Int64Range(0, 10000).Draw(t, "margin")), Discount: corpus.BasisPoints(rapid.Int64Range(0, 10000).Draw(t, "discount")),
		}
		sheet, fault := e.Cash(a, b)
		if fault != nil {
			t.Fatalf("%v", fault)
		}
		if want := cashFloat(v, b); math.Abs(float64(sheet.Mid)-want) > 1+math.Abs(want)*1e-9 {
			t.Errorf("the sheet gives %d, the second reckoning %.2f", sheet.Mid, want)
		}
		if sheet.Low > sheet.Mid || sheet.Mid > sheet.High {
			t.Errorf("%d, %d, %d", sheet.Low, sheet.Mid, sheet.High)
		}
	})
}

func TestProfileIsATableOfFiveGroups(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	for name, a := range map[string]valuation.Answers{"nothing": {}, "some": {"A1": 4, "A2": 2, "B1": 5}, "all": every(e, 4)} {
		p, fault := e.Profile(a)
		if fault != nil {
			t.Fatal(fault)
		}
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			head, rows := e.Table(p, lang)
			if len(rows) != 5 || len(rows[0]) != len(head) {
				t.Errorf("%s: the table has %d rows", name, len(rows))
			}
		}
	}
}
