package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhirong/bot"
	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

var appraiser = sync.OnceValues(func() (*valuation.Estimator, error) {
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		return nil, err
	}
	appraiserSet = set
	return valuation.New(set)
})

var appraiserSet *corpus.Set // set with appraiser

// estimated reads and estimates a request.
func estimated(t testing.TB, request string) (valuation.Input, valuation.Result) {
	t.Helper()
	e, err := appraiser()
	if err != nil {
		t.Fatal(err)
	}
	in, fault := e.Read([]byte(request))
	if fault != nil {
		t.Fatalf("%s: %v", request, fault)
	}
	res, fault := e.Estimate(in)
	if fault != nil {
		t.Fatalf("%s: %v", request, fault)
	}
	return in, res
}

// opened makes the worksheet of a request and opens it.
func opened(t testing.TB, request string, lang corpus.Lang) (*excelize.File, valuation.Result) {
	t.Helper()
	in, res := estimated(t, request)
	file, err := bot.Worksheet(appraiserSet, in, res, lang)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file.Data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, res
}

// cellNamed is the sheet and the address of a cell by its name.
func cellNamed(t testing.TB, f *excelize.File, name string) (sheet, cell string) {
	t.Helper()
	for _, n := range f.GetDefinedName() {
		if n.Name == "val_"+name {
			sheet, cell, _ = strings.Cut(n.RefersTo, "!")
			return strings.Trim(sheet, "'"), strings.ReplaceAll(cell, "$", "")
		}
	}
	t.Fatalf("no cell is named %s", name)
	return "", ""
}

// worked is a cell worked out anew, in hundredths.
func worked(t testing.TB, f *excelize.File, sheet, cell string) float64 {
	t.Helper()
	text, err := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatalf("%s!%s: %v", sheet, cell, err)
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatalf("%s!%s is %q", sheet, cell, text)
	}
	return n
}

// fenOf is the amount of a named cell, worked out anew.
func fenOf(t testing.TB, f *excelize.File, name string) corpus.Money {
	t.Helper()
	sheet, cell := cellNamed(t, f, name)
	n := 100 * worked(t, f, sheet, cell)
	if math.Abs(n-math.Round(n)) > 1e-3 {
		t.Errorf("%s is %v fen", name, n)
	}
	return corpus.Money(math.Round(n))
}

// holds compares every formula with what is stored beside it, and the methods and
// the middle with an estimate.
func holds(t testing.TB, f *excelize.File, res valuation.Result) {
	t.Helper()
	formulas := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, stored := range row {
				cell, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(sheet, cell); formula == "" {
					continue
				}
				formulas++
				want, err := strconv.ParseFloat(stored, 64)
				if err != nil {
					t.Fatalf("%s!%s has %q stored", sheet, cell, stored)
				}
				if got := worked(t, f, sheet, cell); math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)*1e-6) {
					t.Errorf("%s!%s is %v, %v is stored", sheet, cell, got, want)
				}
			}
		}
	}
	if formulas < 5 {
		t.Errorf("%d formulas", formulas)
	}
	reproduces(t, f, res)
}

// reproduces compares the methods, the middle and its band with an estimate.
func reproduces(t testing.TB, f *excelize.File, res valuation.Result) {
	t.Helper()
	for _, m := range res.Methods {
		if got := fenOf(t, f, m.Name); got != m.Value {
			t.Errorf("%s is %d, want %d", m.Name, got, m.Value)
		}
	}
	low, high, _ := valuation.Band(res.Mid, 2000)
	if got := [3]corpus.Money{fenOf(t, f, "band_low"), fenOf(t, f, "mid"), fenOf(t, f, "band_high")}; got != [3]corpus.Money{low, res.Mid, high} {
		t.Errorf("the middle and its band are %d, want %d, %d, %d", got, low, res.Mid, high)
	}
}

func TestWorksheetsOfTheExamplesAreWorkedOutAgain(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../knowledge/valuation/testdata/worksheets/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d worksheets, %v", len(files), err)
	}
	requests := map[string]string{
		"a level that grows":         `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万","profits":"80.55万","growth_bp":"7.35%","cost":{"labour":"60万","spend":"25万","depreciation_bp":3500}}}`,
		"a level that stands":        `{"as_of":"2025-06-23","right":{"kind":"utility_model","filed":"2020-02-29"},"scene":"transfer","inputs":{"sales":"3元"}}`,
		"cost alone":                 `{"as_of":"2025-06-23","right":{"kind":"utility_model","filed":"2020-02-29"},"scene":"transfer","inputs":{"cost":{"spend":"0.01元"}}}`,
		"more years than count":      `{"as_of":"2024-02-29","right":{"kind":"utility_model","filed":"2016-02-29","economic_life":50},"inputs":{"profits":[100,200,300,400,500,600]}}`,
		"a comparable deal":          `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"comparable":{"price":"90万"}}}`,
		"longer than any term (50)":  `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2025-06-23"},"inputs":{"sales":[1` + strings.Repeat(",10000000", 49) + `]}}`,
		"EX-VAL-F, three scores":     `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万","scores":{"legal":72,"technical":80,"economic":65}}}`,
		"a text that looks like one": `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","status":"joint","fees_paid":false},"inputs":{"sales":"500万"}}`,
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var golden struct{ Input json.RawMessage }
		if err := json.Unmarshal(data, &golden); err != nil {
			t.Fatal(err)
		}
		requests[filepath.Base(file)] = string(golden.Input)
	}
	for name, request := range requests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
				f, res := opened(t, request, lang)
				holds(t, f, res)
				for _, end := range []struct {
					name string
					want corpus.Money
				}{{"low", res.Low}, {"high", res.High}, {"change", 0}} {
					if got := fenOf(t, f, end.name); got != end.want {
						t.Errorf("%s is %d, want %d", end.name, got, end.want)
					}
				}
				if res.Score.Total != nil {
					sheet, cell := cellNamed(t, f, "score")
					if got := worked(t, f, sheet, cell); fmt.Sprint(got) != res.Score.Total.String() {
						t.Errorf("the score is %v, want %s", got, res.Score.Total)
					}
				}
			}
		})
	}
}

// Each change is made in a cell of a worksheet and in the request of another
// estimate: both must come to the same.
func TestAChangedFigureGivesTheEstimateOfThatFigure(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(11, 7))
	for range 8 {
		amount := func() int64 { return r.Int64N(1_000_000_000) }
		rate := func() int64 { return r.Int64N(10_001) }
		years := 1 + r.IntN(12)
		flows := func() []any {
			out := make([]any, years)
			for i := range out {
				out[i] = amount()
			}
			return out
		}
		request := map[string]any{
			"as_of": "2025-06-23",
			"right": map[string]any{"kind": "invention_patent", "filed": fmt.Sprintf("%d-05-10", 2008+r.IntN(16)), "economic_life": 1 + r.IntN(20)},
			"inputs": map[string]any{
				"sales": flows(), "split_bp": rate(), "profits": flows(), "profit_split_bp": rate(), "discount_bp": rate(),
				"cost":       map[string]any{"labour": amount(), "spend": amount(), "depreciation_bp": rate()},
				"comparable": map[string]any{"price": amount(), "factors_bp": []any{1 + rate(), 1 + rate()}},
				"weights_bp": map[string]any{"income_sales": 2500, "income_profit": 2500, "cost": 2500, "market": 2500},
			},
		}
		f, res := opened(t, asJSON(t, request), corpus.Chinese)
		reproduces(t, f, res)
		inputs := request["inputs"].(map[string]any)
		right := request["right"].(map[string]any)
		set := func(name string, value any) {
			sheet, cell := cellNamed(t, f, name)
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
		yuan := func(fen int64) float64 { return float64(fen) / 100 }
		share := func(bp int64) float64 { return float64(bp) / 10_000 }
		cost, deal, weights := inputs["cost"].(map[string]any), inputs["comparable"].(map[string]any), inputs["weights_bp"].(map[string]any)
		for _, change := range []func(){
			func() { n := amount(); inputs["sales"].([]any)[0] = n; set("sales_1", yuan(n)) },
			func() {
				n := amount()
				inputs["profits"].([]any)[years-1] = n
				set(fmt.Sprint("profits_", years), yuan(n))
			},
			func() { n := rate(); inputs["split_bp"] = n; set("split_bp", share(n)) },
			func() { n := rate(); inputs["profit_split_bp"] = n; set("profit_split_bp", share(n)) },
			func() { n := rate(); inputs["discount_bp"] = n; set("discount_bp", share(n)) },
			func() { n := 1 + r.IntN(20); right["economic_life"] = n; set("economic_life", n) },
			func() {
				day := corpus.Date(fmt.Sprintf("%d-%02d-28", 2008+r.IntN(16), 1+r.IntN(12)))
				right["filed"] = string(day)
				set("filed", day.Day()+25569)
			},
			func() { n := amount(); cost["labour"] = n; set("labour", yuan(n)) },
			func() { n := amount(); cost["opportunity"] = n; set("opportunity", yuan(n)) },
			func() { n := rate(); cost["depreciation_bp"] = n; set("depreciation_bp", share(n)) },
			func() { n := amount(); deal["price"] = n; set("comparable", yuan(n)) },
			func() { n := 1 + rate(); deal["factors_bp"].([]any)[1] = n; set("factor_2", share(n)) },
			func() {
				n := r.Int64N(5001)
				weights["income_sales"], weights["market"] = n, 5000-n
				set("weight_income_sales", share(n))
				set("weight_market", share(5000-n))
			},
		} {
			change()
			line := asJSON(t, request)
			_, want := estimated(t, line)
			reproduces(t, f, want)
			if got := fenOf(t, f, "change"); got != want.Mid-res.Mid {
				t.Errorf("the change is %d, want %d", got, want.Mid-res.Mid)
			}
			if t.Failed() {
				t.Fatal(line)
			}
		}
	}
}

// The same for figures that a level and the recorded licences stand for.
func TestAChangedLevelGivesTheEstimateOfThatLevel(t *testing.T) {
	t.Parallel()
	const request = `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","economic_life":%d},"scene":"management","inputs":{"sales":%d,"growth_bp":%d,"discount_bp":%d}}`
	f, res := opened(t, fmt.Sprintf(request, 6, 50_000_001, 500, 1500), corpus.English)
	holds(t, f, res)
	for _, c := range []struct {
		life                    int
		sales, growth, discount int64
	}{{6, 70_000_003, 500, 1500}, {6, 70_000_003, 1234, 1500}, {13, 70_000_003, 1234, 1500}, {14, 70_000_003, 1234, 0}, {20, 1, 0, 777}, {1, 99, 10_000, 10_000}} {
		for name, value := range map[string]any{"economic_life": c.life, "sales": float64(c.sales) / 100, "growth_bp": float64(c.growth) / 10_000, "discount_bp": float64(c.discount) / 10_000} {
			sheet, cell := cellNamed(t, f, name)
			if err := f.SetCellValue(sheet, cell, value); err != nil {
				t.Fatal(err)
			}
		}
		_, want := estimated(t, fmt.Sprintf(request, c.life, c.sales, c.growth, c.discount))
		reproduces(t, f, want)
	}
}

func TestTheWorksheetOfARefusalHoldsTheReasonAlone(t *testing.T) {
	t.Parallel()
	for name, request := range map[string]string{
		"EX-VAL-G, a term that is over": `{"as_of":"2026-01-02","right":{"kind":"utility_model","filed":"2016-01-01"},"inputs":{"sales":"500万"}}`,
		"EX-VAL-G, a design":            `{"as_of":"2026-01-02","right":{"kind":"design_patent","filed":"2020-01-01"},"inputs":{"sales":"500万"}}`,
	} {
		f, res := opened(t, request, corpus.Chinese)
		rows, err := f.GetRows("结果")
		if err != nil || len(f.GetSheetList()) != 2 || len(f.GetDefinedName()) != 0 {
			t.Fatalf("%s: %d sheets, %v", name, len(f.GetSheetList()), err)
		}
		text := fmt.Sprint(rows)
		if res.Refused == nil || !strings.Contains(text, res.Refused.Text.ZH) || !strings.Contains(text, "不是评估报告") {
			t.Errorf("%s: %s", name, text)
		}
	}
	f, res := opened(t, `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","fees_paid":false},"inputs":{"sales":"500万"}}`, corpus.Chinese)
	rows, err := f.GetRows("结果")
	if text := fmt.Sprint(rows); err != nil || len(res.Warnings) == 0 || !strings.Contains(text, res.Warnings[0].Text.ZH) {
		t.Errorf("EX-VAL-G, unpaid fees: %v\n%s", err, text)
	}
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
