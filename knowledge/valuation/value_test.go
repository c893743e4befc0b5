package valuation_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"zhirong/bot/sheet"
	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

var shared = sync.OnceValues(func() (*valuation.Estimator, error) {
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		return nil, err
	}
	words = set
	return valuation.New(set)
})

var words *corpus.Set // set with shared

func estimator(t testing.TB) *valuation.Estimator {
	t.Helper()
	e, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

func read(t failer, e *valuation.Estimator, line string) (valuation.Result, *corpus.Fault) {
	t.Helper()
	in, fault := e.Read([]byte(line))
	if fault != nil {
		return valuation.Result{}, fault
	}
	return e.Estimate(in)
}

func estimate(t testing.TB, line string) valuation.Result {
	t.Helper()
	r, fault := read(t, estimator(t), line)
	if fault != nil {
		t.Fatalf("%s: %v", line, fault)
	}
	return r
}

// oracle is the second implementation: fractions, one term after the other, read
// from the JSON form and not from the input of the first.
type oracle struct {
	AsOf  string `json:"as_of"`
	Right struct {
		Filed string
		Kind  string
		Life  int64 `json:"economic_life"`
	}
	Inputs struct {
		Sales       []int64          `json:"sales"`
		Split       int64            `json:"split_bp"`
		Profits     []int64          `json:"profits"`
		ProfitSplit int64            `json:"profit_split_bp"`
		Discount    int64            `json:"discount_bp"`
		Cost        map[string]int64 `json:"cost"`
		Comparable  *struct {
			Price   int64
			Factors []int64 `json:"factors_bp"`
		}
		Weights map[string]int64 `json:"weights_bp"`
	}
}

func rat(n, d int64) *big.Rat { return big.NewRat(n, d) }

// round is half up to a whole number.
func round(x *big.Rat) int64 {
	y := new(big.Rat).Add(x, rat(1, 2))
	q := new(big.Int).Quo(y.Num(), y.Denom())
	if y.Sign() < 0 && !y.IsInt() {
		q.Sub(q, big.NewInt(1))
	}
	return q.Int64()
}

// years counts whole years by stepping through birthdays of the filing day.
func (o oracle) years() int64 {
	term := map[string]int{"invention_patent": 20, "utility_model": 10}[o.Right.Kind]
	end := corpus.Date(o.Right.Filed).Time().AddDate(term, 0, 0)
	n := int64(0)
	for on := corpus.Date(o.AsOf).Time(); n < o.Right.Life && !on.AddDate(int(n)+1, 0, 0).After(end); n++ {
	}
	return n
}

func (o oracle) flows(list []int64, split int64) int64 {
	sum, factor := new(big.Rat), rat(1, 1)
	step := rat(10000, 10000+o.Inputs.Discount)
	for t, f := range list {
		if int64(t) >= o.years() {
			break
		}
		factor = new(big.Rat).Mul(factor, step)
		term := new(big.Rat).Mul(rat(f, 1), rat(split, 10000))
		sum.Add(sum, term.Mul(term, factor))
	}
	return round(sum)
}

func (o oracle) methods() map[string]int64 {
	out := map[string]int64{}
	if o.Inputs.Sales != nil {
		out["income_sales"] = o.flows(o.Inputs.Sales, o.Inputs.Split)
	}
	if o.Inputs.Profits != nil {
		out["income_profit"] = o.flows(o.Inputs.Profits, o.Inputs.ProfitSplit)
	}
	if c := o.Inputs.Cost; c != nil {
		sum := c["labour"] + c["spend"] + c["management"] + c["opportunity"]
		out["cost"] = round(new(big.Rat).Sub(rat(sum, 1), new(big.Rat).Mul(rat(sum, 1), rat(c["depreciation_bp"], 10000))))
	}
	if m := o.Inputs.Comparable; m != nil {
		v := rat(m.Price, 1)
		for _, f := range m.Factors {
			v.Mul(v, rat(f, 10000))
		}
		out["market"] = round(v)
	}
	return out
}

func (o oracle) mid() int64 {
	sum := new(big.Rat)
	for name, v := range o.methods() {
		sum.Add(sum, new(big.Rat).Mul(rat(v, 1), rat(o.Inputs.Weights[name], 10000)))
	}
	return round(sum)
}

// agree holds a result against the second implementation, to the fen.
func agree(t interface {
	Helper()
	Errorf(string, ...any)
}, line string, r valuation.Result) {
	t.Helper()
	var o oracle
	if err := json.Unmarshal([]byte(line), &o); err != nil {
		t.Errorf("%s: %v", line, err)
		return
	}
	want := o.methods()
	if len(want) != len(r.Methods) {
		t.Errorf("%d methods, want %d: %s", len(r.Methods), len(want), line)
	}
	for _, m := range r.Methods {
		if int64(m.Value) != want[m.Name] || int64(m.Weight) != o.Inputs.Weights[m.Name] {
			t.Errorf("%s is %d at %d, want %d at %d: %s", m.Name, m.Value, m.Weight, want[m.Name], o.Inputs.Weights[m.Name], line)
		}
	}
	if mid := o.mid(); int64(r.Mid) != mid {
		t.Errorf("mid is %d, want %d: %s", r.Mid, mid, line)
	}
}

func TestFiguresOfAMethodGiveItsValueAgain(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		sheet := drawSheet(t)
		if rapid.Bool().Draw(t, "no comparable deal") {
			delete(inputs(sheet), "comparable")
		}
		_, r := mustRead(t, e, sheet)
		for _, m := range r.Methods {
			v := new(big.Rat)
			for i, f := range m.Flows {
				term := new(big.Rat).Mul(rat(int64(f), 1), rat(int64(m.Share), 10000))
				for range i + 1 {
					term.Mul(term, rat(10000, 10000+int64(m.Rate)))
				}
				v.Add(v, term)
			}
			if m.Name == "cost" || m.Base > 0 {
				v = rat(int64(m.Base), 1)
				for _, f := range m.Factors {
					v.Mul(v, rat(int64(f), 10000))
				}
			}
			if round(v) != int64(m.Value) {
				t.Errorf("%s is %d, its figures give %d", m.Name, m.Value, round(v))
			}
			if last := m.Steps[len(m.Steps)-1]; last.Value != int64(m.Value) || last.Unit != "fen" {
				t.Errorf("%s is %d, its last step %+v", m.Name, m.Value, last)
			}
		}
	})
}

func TestGoldenWorksheets(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/worksheets/*.json")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d worksheets, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var sheet struct {
			Input json.RawMessage
			Want  struct {
				Low, Mid, High int64
				Methods        map[string]int64
			}
		}
		if err := json.Unmarshal(data, &sheet); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		r := estimate(t, string(sheet.Input))
		agree(t, string(sheet.Input), r)
		if int64(r.Low) != sheet.Want.Low || int64(r.Mid) != sheet.Want.Mid || int64(r.High) != sheet.Want.High {
			t.Errorf("%s: %d, %d, %d, want %+v", file, r.Low, r.Mid, r.High, sheet.Want)
		}
		for _, m := range r.Methods {
			if int64(m.Value) != sheet.Want.Methods[m.Name] {
				t.Errorf("%s: %s is %d, want %d", file, m.Name, m.Value, sheet.Want.Methods[m.Name])
			}
		}
	}
}

// drawSheet draws a request with all figures given, so that the second
// implementation can follow.
func drawSheet(t *rapid.T) map[string]any {
	flows := func(name string) []int64 {
		return rapid.SliceOfN(rapid.Int64Range(0, 1e13), 1, 25).Draw(t, name)
	}
	share := func(name string) int64 { return rapid.Int64Range(0, 10000).Draw(t, name) }
	amount := func(name string) int64 { return rapid.Int64Range(0, 1e13).Draw(t, name) }
	a := rapid.Int64Range(0, 10000).Draw(t, "a")
	b := rapid.Int64Range(0, 10000-a).Draw(t, "b")
	c := rapid.Int64Range(0, 10000-a-b).Draw(t, "c")
	year := rapid.IntRange(2007, 2024).Draw(t, "filed")
	return map[string]any{
		"as_of": "2025-06-23",
		"right": map[string]any{"kind": "invention_patent", "filed": fmt.Sprintf("%d-05-10", year), "economic_life": rapid.Int64Range(1, 30).Draw(t, "life")},
		"scene": rapid.SampledFrom([]string{"pledge", "transfer", "management"}).Draw(t, "scene"),
		"seed":  rapid.Int64().Draw(t, "seed"),
		"inputs": map[string]any{
			"sales": flows("sales"), "split_bp": share("split"), "profits": flows("profits"), "profit_split_bp": share("profit split"), "discount_bp": share("discount"),
			"cost":       map[string]any{"labour": amount("labour"), "spend": amount("spend"), "management": amount("management"), "opportunity": amount("opportunity"), "depreciation_bp": share("depreciation")},
			"comparable": map[string]any{"price": amount("price"), "factors_bp": rapid.SliceOfN(rapid.Int64Range(1, 20000), 0, 4).Draw(t, "factors")},
			"weights_bp": map[string]any{"income_sales": a, "income_profit": b, "cost": c, "market": 10000 - a - b - c},
		},
	}
}

func inputs(sheet map[string]any) map[string]any { return sheet["inputs"].(map[string]any) }

func mustRead(t *rapid.T, e *valuation.Estimator, sheet map[string]any) (string, valuation.Result) {
	data, err := json.Marshal(sheet)
	if err != nil {
		t.Fatalf("%v", err)
	}
	r, fault := read(t, e, string(data))
	if fault != nil {
		t.Fatalf("%s: %v", data, fault)
	}
	return string(data), r
}

func TestEveryEstimateIsExactToTheFenAndItsRangeHoldsTheMiddle(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		line, r := mustRead(t, e, drawSheet(t))
		agree(t, line, r)
		if r.Low < 0 || r.Low > r.Mid || r.Mid > r.High {
			t.Errorf("the range is %d, %d, %d: %s", r.Low, r.Mid, r.High, line)
		}
		if low, mid, high := r.Shown(); low > r.Low || high < r.High || low > mid || mid > high || high-r.High > r.High/9 || r.Low-low > r.High/9 {
			t.Errorf("%d, %d, %d is shown as %d, %d, %d", r.Low, r.Mid, r.High, low, mid, high)
		}
		low, high, _ := valuation.Band(r.Mid, 2000)
		if r.Low > low || r.High < high {
			t.Errorf("the range is narrower than its least width: %s", line)
		}
		if _, again := mustRead(t, e, mapOf(t, line)); again.Low != r.Low || again.High != r.High {
			t.Errorf("the same seed gives another range: %s", line)
		}
	})
}

func mapOf(t *rapid.T, line string) (m map[string]any) {
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		t.Fatalf("%v", err)
	}
	return m
}

func TestValueNeverFallsWithLongerLifeOrGreaterBaseNorRisesWithTheDiscountRate(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	changes := map[string]func(*rapid.T, map[string]any){
		"a longer economic life": func(t *rapid.T, s map[string]any) {
			right := s["right"].(map[string]any)
			right["economic_life"] = right["economic_life"].(int64) + rapid.Int64Range(1, 10).Draw(t, "more years")
		},
		"a later filing": func(t *rapid.T, s map[string]any) { s["right"].(map[string]any)["filed"] = "2025-01-01" },
		"greater sales":  func(t *rapid.T, s map[string]any) { more(t, inputs(s)["sales"].([]int64)) },
		"greater profit": func(t *rapid.T, s map[string]any) { more(t, inputs(s)["profits"].([]int64)) },
		"a greater split": func(t *rapid.T, s map[string]any) {
			inputs(s)["split_bp"] = rapid.Int64Range(inputs(s)["split_bp"].(int64), 10000).Draw(t, "greater split")
		},
		"a lower discount rate": func(t *rapid.T, s map[string]any) {
			inputs(s)["discount_bp"] = rapid.Int64Range(0, inputs(s)["discount_bp"].(int64)).Draw(t, "lower rate")
		},
	}
	for _, name := range []string{"a longer economic life", "a later filing", "greater sales", "greater profit", "a greater split", "a lower discount rate"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				sheet := drawSheet(t)
				line, before := mustRead(t, e, sheet)
				changes[name](t, sheet)
				_, after := mustRead(t, e, sheet)
				for i, m := range after.Methods {
					if m.Value < before.Methods[i].Value {
						t.Errorf("%s falls from %d to %d: %s", m.Name, before.Methods[i].Value, m.Value, line)
					}
				}
				if after.Low < before.Low || after.Mid < before.Mid || after.High < before.High {
					t.Errorf("%d, %d, %d becomes %d, %d, %d: %s", before.Low, before.Mid, before.High, after.Low, after.Mid, after.High, line)
				}
			})
		})
	}
}

func more(t *rapid.T, list []int64) {
	for i := range list {
		list[i] += rapid.Int64Range(0, 1e12).Draw(t, "more")
	}
}

func TestSceneMovesWeightsAlone(t *testing.T) {
	t.Parallel()
	const line = `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"scene":%q,"inputs":{"sales":"500万","profits":"80万","cost":{"spend":"100万"},"scores":{"technical":80,"economic":65}}}`
	results := map[string]valuation.Result{}
	for _, scene := range []string{"pledge", "transfer", "management"} {
		r := estimate(t, fmt.Sprintf(line, scene))
		sum := corpus.BasisPoints(0)
		for i, m := range r.Methods {
			sum += m.Weight
			if first := results["pledge"].Methods; first != nil && (m.Value != first[i].Value || !slices.Equal(m.Steps, first[i].Steps)) {
				t.Errorf("%s differs with the scene %s", m.Name, scene)
			}
		}
		if w := r.Score.Weights; sum != corpus.One || w[0]+w[1]+w[2] != corpus.One {
			t.Errorf("in scene %s the weights add up to %s, those of the score to %s", scene, sum, w[0]+w[1]+w[2])
		}
		results[scene] = r
	}
	if results["pledge"].Mid == results["transfer"].Mid || results["pledge"].Score.Total.String() == results["management"].Score.Total.String() {
		t.Error("the scene changes nothing")
	}
}

func TestEveryCitationOfAResultExists(t *testing.T) {
	t.Parallel()
	estimator(t)
	for _, line := range []string{
		`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万"}}`,
		`{"as_of":"2025-06-23","right":{"kind":"utility_model","filed":"2017-05-10","fees_paid":false,"status":"joint","pledged":true},"scene":"pledge","inputs":{"sales":["500万"],"profits":["1元","1元","1元"],"cost":{"spend":"1亿"}}}`,
		`{"as_of":"2025-06-23","right":{"kind":"utility_model","filed":"2017-05-10","status":"disputed","joint":true,"pledged":true},"scene":"transfer","inputs":{"comparable":{"price":"5000万"},"weights_bp":{"market":10000}}}`,
		`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{}}`,
	} {
		r := estimate(t, line)
		remarks := slices.Clone(r.Warnings)
		if r.Refused != nil {
			remarks = append(remarks, *r.Refused)
		}
		for _, m := range r.Methods {
			remarks = append(remarks, valuation.Remark{Code: m.Name, Text: m.Label, Cite: m.Cite})
		}
		for _, a := range r.Assumptions {
			remarks = append(remarks, valuation.Remark{Code: a.ID, Text: a.Label, Cite: a.Cite})
			if a.Source.Zero() {
				t.Errorf("assumption %s has no source", a.ID)
			}
		}
		if len(remarks) == 0 || r.Notice.Zero() {
			t.Errorf("nothing is said: %s", line)
		}
		for _, m := range remarks {
			if _, ok := words.Passage(m.Cite); !ok {
				t.Errorf("%s cites %q, which does not exist", m.Code, m.Cite)
			}
			if m.Text.Zero() || strings.Contains(m.Text.ZH+m.Text.EN, "{") {
				t.Errorf("%s says %+v", m.Code, m.Text)
			}
		}
	}
}

func TestRightsThatAreRefusedOrFlagged(t *testing.T) {
	t.Parallel()
	const line = `{"as_of":"2025-06-23","right":{"kind":%q,"filed":"2019-05-10","status":%q},"scene":%q,"inputs":{"sales":"500万"}}`
	for _, c := range []struct{ kind, status, scene, refused, warned string }{
		{"invention", "granted", "pledge", "", "rule_below"},
		{"design", "granted", "transfer", "design", ""},
		{"trademark", "granted", "transfer", "not_a_patent", ""},
		{"pending_patent", "", "transfer", "pending", ""},
		{"invention_patent", "pending", "transfer", "pending", ""},
		{"invention_patent", "申请中", "pledge", "pending", ""},
		{"invention_patent", "lapsed", "management", "lapsed", ""},
		{"invention_patent", "invalidated", "management", "invalid", ""},
		{"invention_patent", "disputed", "pledge", "disputed", ""},
		{"invention_patent", "disputed", "transfer", "", "disputed"},
		{"invention_patent", "jointly_owned", "pledge", "", "joint"},
		{"invention_patent", "co_owned", "transfer", "", "joint"},
		{"invention_patent", "pledged", "pledge", "", "pledged"},
	} {
		r := estimate(t, fmt.Sprintf(line, c.kind, c.status, c.scene))
		got := ""
		if r.Refused != nil {
			got = r.Refused.Code
		}
		if got != c.refused || c.warned != "" && !warned(r, c.warned, "") {
			t.Errorf("%+v: refused %q, warnings %+v", c, got, r.Warnings)
		}
		if r.Refused != nil && (r.Low != 0 || r.High != 0 || len(r.Methods) != 0) {
			t.Errorf("%+v: a refusal has a value", c)
		}
	}
}

func TestAmountThatIsWantedIsRefused(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		`{"as_of":"2025-06-23","target":"500万","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万"}}`,
		`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万","target_value":1}}`,
	} {
		if r := estimate(t, line); r.Refused == nil || r.Refused.Code != "target" || r.Mid != 0 {
			t.Errorf("%s: refused %+v", line, r.Refused)
		}
	}
}

func TestInputAtFaultIsAskedBack(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	const right = `"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"}`
	for _, c := range []struct{ line, code, field string }{
		{`x`, "bad_json", ""},
		{`[]`, "bad_json", ""},
		{`null`, "bad_json", ""},
		{`{} {}`, "bad_json", ""},
		{`{"right":{}}`, "missing", "as_of"},
		{`{"as_of":"2025-06-23"}`, "missing", "right.kind"},
		{`{"as_of":"2025-06-23","right":{"kind":"invention_patent"},"inputs":{"sales":"1万"}}`, "missing", "right.filed"},
		{`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2025-06-24"},"inputs":{"sales":"1万"}}`, "future", "right.filed"},
		{`{"as_of":"2025-02-30"}`, "not_date", "as_of"},
		{`{"right":7}`, "not_object", "right"},
		{`{` + right + `,"scene":"sale"}`, "unknown_code", "scene"},
		{`{` + right + `,"inputs":{"sales":-1}}`, "negative", "inputs.sales"},
		{`{` + right + `,"inputs":{"sales":["1万",-5]}}`, "negative", "inputs.sales[1]"},
		{`{` + right + `,"inputs":{"sales":["1万","x"]}}`, "not_money", "inputs.sales[1]"},
		{`{` + right + `,"inputs":{"sales":"500"}}`, "not_money", "inputs.sales"},
		{`{` + right + `,"inputs":{"sales":1.5}}`, "not_money", "inputs.sales"},
		{`{` + right + `,"inputs":{"sales":"999999亿"}}`, "too_large", "inputs.sales"},
		{`{` + right + `,"inputs":{"discount_bp":10001}}`, "too_large", "inputs.discount_bp"},
		{`{` + right + `,"inputs":{"discount_bp":"abc"}}`, "not_rate", "inputs.discount_bp"},
		{`{` + right + `,"inputs":{"discont_bp":1}}`, "unknown_field", "inputs.discont_bp"},
		{`{` + right + `,"inputs":{"cost":{"labor":1,"labour":2}}}`, "twice", "inputs.cost.labor"},
		{`{` + right + `,"inputs":{"comparable":{"factors_bp":[10000]},"sales":"1万"}}`, "missing", "inputs.comparable.price"},
		{`{` + right + `,"inputs":{"comparable":{"price":"1万","factors_bp":[0]}}}`, "too_small", "inputs.comparable.factors_bp[0]"},
		{`{` + right + `,"inputs":{"comparable":{"price":"100000亿","factors_bp":[100000,100000,100000]}}}`, "too_large", "inputs"},
		{`{` + right + `,"inputs":{"sales":"1万","weights_bp":{"income_sales":5000}}}`, "weights_sum", "inputs.weights_bp"},
		{`{` + right + `,"inputs":{"sales":"1万","weights_bp":{"cost":10000}}}`, "weight_without_figures", "inputs.weights_bp.cost"},
		{`{` + right + `,"inputs":{"sales":"1万","cost":{"depreciation_bp":1}}}`, "missing", "inputs.cost"},
		{`{` + right + `,"inputs":{"scores":{"legal":101}}}`, "too_large", "inputs.scores.legal"},
		{`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","fees_paid":"yes"}}`, "not_bool", "right.fees_paid"},
		{`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","economic_life":-1}}`, "negative", "right.economic_life"},
		{`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","economic_life":51}}`, "too_large", "right.economic_life"},
	} {
		_, fault := read(t, e, c.line)
		if fault == nil || fault.Code != c.code || fault.Field != c.field {
			t.Errorf("%s: %v, want %s at %s", c.line, fault, c.code, c.field)
			continue
		}
		if text := words.FaultText(fault); text.Zero() || strings.Contains(text.ZH+text.EN, "{") {
			t.Errorf("%s says %+v", c.code, text)
		}
	}
}

func TestTornadoIsWhatEachFigureAloneDoes(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		sheet := drawSheet(t)
		sheet["right"].(map[string]any)["economic_life"] = int64(6)
		_, r := mustRead(t, e, sheet)
		if !slices.IsSortedFunc(r.Tornado, func(a, b valuation.Swing) int { return int(b.Width - a.Width) }) {
			t.Error("the widest swing does not come first")
		}
		for _, s := range r.Tornado {
			if s.Width != s.High-s.Low || s.Low > r.Mid || s.High < r.Mid {
				t.Errorf("%s swings from %d to %d about %d", s.ID, s.Low, s.High, r.Mid)
			}
		}
		s := rapid.SampledFrom(r.Tornado).Draw(t, "figure")
		at := func(figure, side int64) corpus.Money {
			again := mapOf(t, marshal(t, sheet))
			switch s.ID {
			case "split_bp", "profit_split_bp", "discount_bp":
				inputs(again)[s.ID] = figure
			case "economic_life":
				again["right"].(map[string]any)[s.ID] = figure
			case "depreciation_bp":
				inputs(again)["cost"].(map[string]any)[s.ID] = figure
			case "comparable":
				inputs(again)["comparable"].(map[string]any)["price"] = figure
			case "cost":
				c := inputs(again)["cost"].(map[string]any)
				inputs(again)["cost"] = map[string]any{"spend": figure, "depreciation_bp": c["depreciation_bp"]}
			case "sales", "profits":
				list := inputs(sheet)[s.ID].([]int64)
				inputs(again)[s.ID] = moved(list, side*map[string]int64{"sales": 2000, "profits": 2500}[s.ID])
			}
			_, moved := mustRead(t, e, again)
			return moved.Mid
		}
		if low, high := at(s.AtLow, -1), at(s.AtHigh, 1); low != s.Low || high != s.High {
			t.Errorf("%s at %d and %d gives %d and %d, not %d and %d", s.ID, s.AtLow, s.AtHigh, low, high, s.Low, s.High)
		}
	})
}

// moved returns flows that are greater by a share in basis points.
func moved(flows []int64, share int64) []int64 {
	out := make([]int64, len(flows))
	for i, f := range flows {
		out[i] = round(new(big.Rat).Mul(rat(f, 1), rat(10000+share, 10000)))
	}
	return out
}

func marshal(t *rapid.T, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(data)
}

func TestBreakEvenIsWhereIncomeReachesCost(t *testing.T) {
	t.Parallel()
	const line = `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10","economic_life":6},"inputs":{"sales":%d,"split_bp":%d,"discount_bp":%d,"cost":{"spend":"100万","depreciation_bp":3500}}}`
	at := func(sales, split, discount int64) (income, cost corpus.Money, r valuation.Result) {
		r = estimate(t, fmt.Sprintf(line, sales, split, discount))
		return r.Methods[0].Value, r.Methods[1].Value, r
	}
	_, cost, r := at(500_000_000, 300, 1500)
	seen := 0
	for _, s := range r.Tornado {
		if s.BreakEven == nil {
			continue
		}
		seen++
		b := *s.BreakEven
		var on, before corpus.Money
		switch s.ID {
		case "split_bp":
			on, _, _ = at(500_000_000, b, 1500)
			before, _, _ = at(500_000_000, b-1, 1500)
		case "discount_bp":
			on, _, _ = at(500_000_000, 300, b)
			before, _, _ = at(500_000_000, 300, b+1)
		case "sales":
			on, _, _ = at(b, 300, 1500)
			before, _, _ = at(b-50_000, 300, 1500) // a step of the factor is a ten-thousandth
		}
		if on < cost || before >= cost {
			t.Errorf("%s breaks even at %d: income %d, one step on %d, cost %d", s.ID, b, on, before, cost)
		}
	}
	if seen != 3 {
		t.Errorf("%d figures break even", seen)
	}
}

func TestNarrowNamesTheThreeFiguresWhoseStatementHelpsMost(t *testing.T) {
	t.Parallel()
	r := estimate(t, `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万","discount_bp":1500}}`)
	if len(r.Narrow) != 3 {
		t.Fatalf("%+v", r.Narrow)
	}
	width := map[string]corpus.Money{}
	for _, s := range r.Tornado {
		width[s.ID] = s.Width
	}
	for i, n := range r.Narrow {
		if n.ID == "discount_bp" || n.Gain <= 0 || i > 0 && n.Gain > r.Narrow[i-1].Gain {
			t.Errorf("%+v", r.Narrow)
		}
		if w, ok := width[n.ID]; ok && n.Gain >= w {
			t.Errorf("%s would gain %d of a swing of %d", n.ID, n.Gain, w)
		}
	}
	// Giving the split that stands in takes just its gain off its swing.
	given := estimate(t, `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万","discount_bp":1500,"split_bp":300}}`)
	for _, n := range r.Narrow {
		if n.ID != "split_bp" {
			continue
		}
		for _, s := range given.Tornado {
			if s.ID == "split_bp" && width["split_bp"]-s.Width != n.Gain {
				t.Errorf("the gain is %d, but the swing goes from %d to %d", n.Gain, width["split_bp"], s.Width)
			}
		}
		if given.Mid != r.Mid || given.High-given.Low > r.High-r.Low {
			t.Errorf("the range grows from %d–%d to %d–%d", r.Low, r.High, given.Low, given.High)
		}
		return
	}
	t.Error("the split does not stand among the three")
}

func TestEditsAreLoggedAndUndone(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	in, fault := e.Read([]byte(`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万","cost":{"labour":"60万","spend":"40万"}}}`))
	if fault != nil {
		t.Fatal(fault)
	}
	sheet := e.Sheet(in)
	first, fault := sheet.Estimate()
	if fault != nil {
		t.Fatal(fault)
	}
	edits := [][2]string{{"discount_bp", "12%"}, {"split_bp", "4%"}, {"economic_life", "8"}, {"cost", "200万"}, {"sales", "[50000000000,60000000000]"}, {"status", "共有"}}
	mids := []corpus.Money{first.Mid}
	for _, ed := range edits {
		if fault := sheet.Set(ed[0], ed[1]); fault != nil {
			t.Fatalf("%v: %v", ed, fault)
		}
		r, fault := sheet.Estimate()
		if fault != nil {
			t.Fatal(fault)
		}
		if ed[0] != "status" && r.Mid == mids[len(mids)-1] {
			t.Errorf("%v changes nothing", ed)
		}
		mids = append(mids, r.Mid)
	}
	if got := sheet.Input().Cost; got.Labour != nil || *got.Spend != 200*corpus.Wan {
		t.Errorf("cost is %+v", got)
	}
	if fault := sheet.Set("discount_bp", "-3%"); fault == nil || len(sheet.Log()) != len(edits) {
		t.Errorf("a bad edit is kept: %v", fault)
	}
	if fault := sheet.Set("nothing", "1"); fault == nil || fault.Code != "unknown_field" {
		t.Errorf("an unknown figure is set: %v", fault)
	}
	for i := len(edits) - 1; i >= 0; i-- {
		c, ok := sheet.Undo()
		r, fault := sheet.Estimate()
		if !ok || c.ID != edits[i][0] || fault != nil || r.Mid != mids[i] {
			t.Errorf("undo of %v gives %d, want %d", c, r.Mid, mids[i])
		}
	}
	if _, ok := sheet.Undo(); ok || len(sheet.Log()) != 0 {
		t.Error("there is more to undo")
	}
	if fault := sheet.Set("target", "500万"); fault != nil {
		t.Fatal(fault)
	}
	if r, _ := sheet.Estimate(); r.Refused == nil || r.Refused.Code != "target" {
		t.Error("a target is taken")
	}
}

func TestQuickModeAsksAtMostEightQuestions(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	answers := map[string]string{"kind": "发明", "filed": "2019-05-10", "status": "granted", "fees_paid": "true", "sales": "500万", "profits": "80万", "cost": "100万", "scene": "质押"}
	sheet := e.Sheet(valuation.Input{AsOf: "2025-06-23"})
	n := 0
	for q, ok := sheet.Next(false, nil); ok; q, ok = sheet.Next(false, nil) {
		if n++; n > 8 || q.Ask.Zero() {
			t.Fatalf("question %d is %+v", n, q)
		}
		if fault := sheet.Set(q.ID, answers[q.ID]); fault != nil {
			t.Fatalf("%s: %v", q.ID, fault)
		}
	}
	r, fault := sheet.Estimate()
	if fault != nil || r.Refused != nil || len(r.Methods) != 4 {
		t.Fatalf("after %d questions: %v, %+v", n, fault, r.Refused)
	}
	// With the required questions and one figure, the rest skipped, there is an estimate too.
	sheet = e.Sheet(valuation.Input{AsOf: "2025-06-23"})
	skip := map[string]bool{"status": true, "fees_paid": true, "profits": true, "cost": true, "scene": true}
	for q, ok := sheet.Next(false, func(id string) bool { return skip[id] }); ok; q, ok = sheet.Next(false, func(id string) bool { return skip[id] }) {
		sheet.Set(q.ID, answers[q.ID])
	}
	if r, fault := sheet.Estimate(); fault != nil || len(r.Methods) != 2 || r.Low >= r.High {
		t.Errorf("%v, %+v", fault, r)
	}
	for _, q := range e.Questions(true) {
		if q.Ask.Zero() {
			t.Errorf("question %s has no words", q.ID)
		}
	}
}

func TestPortfolioCountsAFamilyOnceAndNothingThatLapsed(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	const file = "\ufeff专利号,同族,类型,申请日,状态,年费已交,年销售额,折现率\n" +
		"ZL1,F1,发明,2019-05-10,有效,是,500万,15%\n" +
		"ZL2,f1,发明,2020-05-10,有效,是,600万,15%\n" +
		"ZL3,,实用新型,2020-01-01,失效,否,900万,15%\n" +
		"ZL4,,发明,2019-05-10,有效,也许,500万,15%\n" +
		"ZL5,,发明,2019-05-10,有效,是,-5万,15%\n" +
		"=cmd(),,发明,2019-05-10,有效,是,500万;550万,15%\n"
	p, err := portfolio(e, file)
	if err != nil {
		t.Fatal(err)
	}
	codes := []string{}
	for _, r := range p.Object(corpus.Chinese).Rows {
		codes = append(codes, r.Code)
	}
	if want := []string{"family", "", "lapsed", "not_bool", "negative", ""}; !slices.Equal(codes, want) {
		t.Errorf("the lines end as %q, want %q", codes, want)
	}
	if p.Counted != 2 || p.Mid != p.Rows[1].Result.Mid+p.Rows[5].Result.Mid || p.Low > p.Mid || p.Mid > p.High {
		t.Errorf("%d count, %s to %s", p.Counted, p.Low, p.High)
	}
	if p.Rows[3].Line != 5 || p.Rows[3].Fault.Field != "right.fees_paid" {
		t.Errorf("line %d, %v", p.Rows[3].Line, p.Rows[3].Fault)
	}
	var out strings.Builder
	if err := p.WriteText(&out, corpus.English); err != nil || !strings.Contains(out.String(), `"=cmd()"`) {
		t.Errorf("%v\n%s", err, out.String())
	}
	for name, bad := range map[string]string{"no head": "", "an unknown head": "kind,colour\n", "a double head": "kind,类型\n", "not UTF-8": "kind\xc0\n"} {
		if _, err := portfolio(e, bad); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// portfolio values the rights of a table as it stands in a file.
func portfolio(e *valuation.Estimator, file string) (valuation.Portfolio, error) {
	rows, err := sheet.Read(strings.NewReader(file), sheet.Options{Rows: valuation.MaxPortfolio})
	if err != nil {
		return valuation.Portfolio{}, err
	}
	return e.Portfolio(rows, "2025-06-23")
}

func TestLapsedRightOrFamilyMemberOfLessValueNeverRaisesAPortfolio(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		head, body := "family,kind,filed,status,sales\n", ""
		for range rapid.IntRange(1, 4).Draw(t, "rights") {
			body += fmt.Sprintf("%s,invention,2019-05-10,granted,%d元\n", rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "family"), rapid.Int64Range(1, 1e7).Draw(t, "sales"))
		}
		before, err := portfolio(e, head+body)
		if err != nil {
			t.Fatalf("%v", err)
		}
		added := rapid.SampledFrom([]string{",invention,2019-05-10,lapsed,900万\n", "a,invention,2019-05-10,invalid,900万\n", ",utility_model,2010-01-01,granted,900万\n", ",design,2019-05-10,granted,900万\n"}).Draw(t, "added")
		after, err := portfolio(e, head+body+added)
		if err != nil || after.Low != before.Low || after.Mid != before.Mid || after.High != before.High || after.Counted != before.Counted {
			t.Errorf("%s + %s: %d becomes %d, %v", body, added, before.Mid, after.Mid, err)
		}
		// Each family counts its greatest, a right without family counts itself.
		sum, best := corpus.Money(0), map[string]corpus.Money{}
		for _, row := range before.Rows {
			if row.Family == "" {
				sum += row.Result.Mid
			} else {
				best[row.Family] = max(best[row.Family], row.Result.Mid)
			}
		}
		for _, m := range best {
			sum += m
		}
		if sum != before.Mid {
			t.Errorf("%s adds up to %d, want %d", body, before.Mid, sum)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`{}`, `{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":["500万",1],"cost":{"labour":1},"comparable":{"price":1,"factors_bp":[1]},"weights_bp":{"income":10000}},"seed":7}`, `{"right":{"economic_life":1e9}}`, `{"inputs":{"sales":null}}`} {
		f.Add([]byte(s))
	}
	e := estimator(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		in, fault := e.Read(data)
		if fault != nil {
			if words.FaultText(fault).Zero() {
				t.Fatalf("%v has no words", fault)
			}
			return
		}
		r, fault := e.Estimate(in)
		if fault == nil && (r.Low < 0 || r.Low > r.Mid || r.Mid > r.High) {
			t.Fatalf("%d, %d, %d: %s", r.Low, r.Mid, r.High, data)
		}
		if _, err := json.Marshal(r.Object(in.ID, corpus.Chinese)); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzPortfolio(f *testing.F) {
	f.Add("kind,filed,sales\ninvention,2019-05-10,500万\n")
	f.Add("name,kind\n\"a\nb\",x\n\"")
	e := estimator(f)
	f.Fuzz(func(t *testing.T, data string) {
		if strings.Count(data, "\n") > 20 {
			return // each line is an estimate
		}
		p, err := portfolio(e, data)
		if err == nil && (p.Low < 0 || p.Low > p.Mid || p.Mid > p.High) {
			t.Fatalf("%d, %d, %d: %q", p.Low, p.Mid, p.High, data)
		}
	})
}

func BenchmarkEstimate(b *testing.B) {
	e := estimator(b)
	in, fault := e.Read([]byte(`{"as_of":"2025-06-23","right":{"kind":"invention_patent","filed":"2024-05-10","economic_life":19},"inputs":{"sales":"500万","profits":"80万","cost":{"spend":"100万"}}}`))
	if fault != nil {
		b.Fatal(fault)
	}
	for b.Loop() {
		if _, fault := e.Estimate(in); fault != nil {
			b.Fatal(fault)
		}
	}
}

func TestBareFiguresOfAPortfolioCountInTheUnitOfTheirHead(t *testing.T) {
	t.Parallel()
	e := estimator(t)
	want, err := portfolio(e, "kind,filed,经济寿命,sales,split,cost\n发明,2019-05-10,6,500万;550万,3%,80万\n")
	if err != nil || want.Counted != 1 {
		t.Fatalf("%+v, %v", want, err)
	}
	for _, file := range []string{
		"kind,申请日,经济寿命（年）,年销售额（万元）,销售分成率(%),研发成本（元）\n发明,2019/5/10,6年,500;550,3,\"800,000.00\"\n",
		"kind,filed,economic_life,sales (yuan),split_bp,cost（单位：万元）\n发明,2019-05-10,6,\"5,000,000;5500000.00\",300,80万\n",
		"kind,filed,economic_life,sales（分）,split（%）,cost\n发明,2019-05-10,6,500000000;550000000,3%,￥800000\n",
	} {
		got, err := portfolio(e, file)
		if err != nil || got.Mid != want.Mid {
			t.Errorf("%s: %s, %v, %v, want %s", file, got.Mid, err, got.Rows[0].Fault, want.Mid)
		}
	}
	for file, code := range map[string]string{
		"kind,filed,年销售额\n发明,2019-05-10,5000000\n":        "no_unit",
		"kind,filed,年销售额\n发明,2019-05-10,500万;5500000\n":   "no_unit",
		"kind,filed,年销售额,折现率\n发明,2019-05-10,500万,15\n":    "no_percent",
		"kind,filed,年销售额（万元）\n发明,2019-05-10,五百\n":         "not_money",
		"kind,filed,年销售额,申请\n发明,2019-05-10,500万,2020\n":   "",
		"kind,申请日,年销售额\n发明,2019年5月32日,500万\n":             "not_date",
		"kind,filed,年销售额,研发成本\n发明,2019-05-10,500万,0\n":    "none",
		"kind,filed,年销售额,增长率\n发明,2019-05-10,500万,200%\n":  "too_large",
		"kind,filed,年销售额（万元）\n发明,2019-05-10,\"1;-2;3\"\n": "negative",
	} {
		got, err := portfolio(e, file)
		if code == "" {
			if err == nil {
				t.Errorf("%s: a head that is none is taken", file)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		f := got.Rows[0].Fault
		if code == "none" {
			if f != nil {
				t.Errorf("%s: %v", file, f)
			}
			continue
		}
		if f == nil || f.Code != code {
			t.Errorf("%s: %v, want %s", file, f, code)
			continue
		}
		if why := got.Rows[0].Why.ZH; strings.Contains(why, "right.") || strings.Contains(why, "inputs.") {
			t.Errorf("%s: said %q, not by the head of the file", file, why)
		}
	}
}
