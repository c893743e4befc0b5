package royalty_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"zhirong/corpus"
	"zhirong/knowledge/royalty"
)

type made struct {
	set *corpus.Set
	e   *royalty.Estimator
}

var shared = sync.OnceValues(func() (made, error) {
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		return made{}, err
	}
	e, err := royalty.New(set)
	return made{set, e}, err
})

func estimator(t testing.TB) made {
	t.Helper()
	m, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func read(e *royalty.Estimator, line string) (royalty.Result, *corpus.Fault) {
	in, fault := e.Read([]byte(line))
	if fault != nil {
		return royalty.Result{}, fault
	}
	if in.AsOf == "" {
		in.AsOf = "2026-11-22"
	}
	return e.Estimate(in)
}

func estimate(t testing.TB, line string) royalty.Result {
	t.Helper()
	r, fault := read(estimator(t).e, line)
	if fault != nil {
		t.Fatalf("%s: %v", line, fault)
	}
	return r
}

// near fails where an amount differs by more than a tolerance in 万元.
func near(t *testing.T, what string, got *corpus.Money, want, tolerance float64) {
	t.Helper()
	if got == nil || math.Abs(float64(*got)/float64(corpus.Wan)-want) > tolerance {
		t.Errorf("%s is %v, want %v万元 ± %v", what, got, want, tolerance)
	}
}

func exceeded(r royalty.Result) (out []string) {
	for _, c := range r.Caps {
		if c.Exceeded {
			out = append(out, c.Basis)
		}
	}
	return out
}

func codes(list []royalty.Remark) (out []string) {
	for _, m := range list {
		out = append(out, m.Code)
	}
	return out
}

func TestWorkedExampleA(t *testing.T) {
	t.Parallel()
	r := estimate(t, `{"route":3,"base":{"per_patent_year":"23.0556万"},"factors_bp":[6000],"years":3,"patents":1}`)
	near(t, "the base", new(corpus.Money(r.Steps[0].Value)), 69.17, 0.005)
	near(t, "the fee", r.Fee, 41.50, 0.005)
	if len(r.Caps) != 1 || r.Caps[0].Limit != 2000*corpus.Wan || r.Caps[0].Exceeded || len(r.Yearly) != 0 {
		t.Errorf("ceilings are %+v", r.Caps)
	}
	recorded := estimate(t, `{"route":3,"base":{"recorded_2023":true},"factors_bp":[6000],"years":3}`)
	near(t, "the fee by recorded licences", recorded.Fee, 41.50, 0.005)
	if !slices.Contains(codes(recorded.Warnings), "recorded") {
		t.Errorf("warnings are %q", codes(recorded.Warnings))
	}
}

func TestWorkedExampleB(t *testing.T) {
	t.Parallel()
	const line = `{"route":3,"rate_bp":%d,"net_sales":["1000万"],"profits":["150万"]}`
	r := estimate(t, fmt.Sprintf(line, 300))
	near(t, "the royalty", &r.Yearly[0], 30, 0)
	if len(r.Caps) != 2 || r.Caps[0].Limit != 200*corpus.Wan || r.Caps[1].Limit != 60*corpus.Wan || len(exceeded(r)) != 0 {
		t.Errorf("ceilings are %+v", r.Caps)
	}
	r = estimate(t, fmt.Sprintf(line, 800))
	near(t, "the royalty", r.Fee, 80, 0)
	if got := exceeded(r); !slices.Equal(got, []string{"profit"}) || !slices.Contains(codes(r.Warnings), "cap_profit") {
		t.Errorf("exceeded are %q, warnings %q", got, codes(r.Warnings))
	}
}

func TestWorkedExampleC(t *testing.T) {
	t.Parallel()
	r := estimate(t, `{"route":3,"rate_bp":200,"net_sales":["800万","1000万","1200万"],"discount_bp":1200}`)
	near(t, "the lump sum", r.LumpSum, 47.3123, 0.00005)
	for i, want := range []float64{14.2857, 15.9439, 17.0827} {
		sales := make([]corpus.Money, i+1)
		sales[i] = corpus.Money(800+200*i) * corpus.Wan
		v, _ := royalty.LumpSum(sales, 200, 1200, nil)
		near(t, "a year", &v, want, 0.00005)
	}
	// Twelve per cent is also what stands in.
	again := estimate(t, `{"route":4,"rate_bp":"2%","net_sales":["800万","1000万","1200万"]}`)
	if *again.LumpSum != *r.LumpSum {
		t.Errorf("%v and %v", *again.LumpSum, *r.LumpSum)
	}
}

func TestWorkedExampleD(t *testing.T) {
	t.Parallel()
	// Net margin 12 % × licensor share 25 % is a rate of 3 %, and 25 % of the profit.
	margin, _ := corpus.Money(10_000).Times(1200, 2500)
	r := estimate(t, fmt.Sprintf(`{"route":3,"rate_bp":%d,"net_sales":["1000万"],"profits":["120万"]}`, margin))
	if margin != 300 || *r.Fee != 30*corpus.Wan || *r.Fee*4 != 120*corpus.Wan || len(exceeded(r)) != 0 {
		t.Errorf("rate %d, fee %s, ceilings %+v", margin, r.Fee, r.Caps)
	}
}

func TestWorkedExampleE(t *testing.T) {
	t.Parallel()
	r := estimate(t, `{"route":3,"base":{"per_patent_year":"1万"},"years":1,"right":{"kind":"invention_patent","year":11}}`)
	if f := r.AnnualFee; f == nil || f.Full != 400_000 || f.Open != 340_000 || f.Pay != 340_000 || f.Other != nil || f.Taken != "open_licence" {
		t.Errorf("%+v", r.AnnualFee)
	}
	r = estimate(t, `{"route":3,"base":{"per_patent_year":"1万"},"years":1,"right":{"kind":"invention_patent","year":8,"relief_bp":8500}}`)
	if f := r.AnnualFee; f == nil || f.Full != 200_000 || f.Open != 170_000 || *f.Other != 30_000 || f.Pay != 30_000 || f.Taken != "other_relief" {
		t.Errorf("%+v", r.AnnualFee)
	}
	// The year is that which began last: filed on 10 May 2015, year 12 begins on 10 May 2026.
	for on, want := range map[string]int{"2026-05-09": 11, "2026-05-10": 12, "2015-05-10": 1} {
		r := estimate(t, fmt.Sprintf(`{"as_of":%q,"route":3,"base":{"per_patent_year":"1万"},"years":1,"right":{"kind":"invention","filed":"2015-05-10"}}`, on))
		if r.AnnualFee == nil || r.AnnualFee.Year != want {
			t.Errorf("on %s the fee is %+v, want that of year %d", on, r.AnnualFee, want)
		}
	}
	r = estimate(t, `{"route":3,"base":{"per_patent_year":"1万"},"years":1,"right":{"kind":"design","year":3,"evaluation_report":true}}`)
	if r.AnnualFee != nil || !slices.Contains(codes(r.Warnings), "design_fee") || !r.Allowed {
		t.Errorf("%+v, %q", r.AnnualFee, codes(r.Warnings))
	}
}

func TestWorkedExampleF(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ right, want string }{
		{`{"kind":"invention_patent"}`, ""},
		{`{"kind":"invention_patent","pledged":true}`, "pledged"},
		{`{"kind":"invention_patent","status":"pledged"}`, "pledged"},
		{`{"kind":"invention_patent","pledged":true,"pledgee_consent":false}`, "pledged"},
		{`{"kind":"invention_patent","pledged":true,"pledgee_consent":true}`, ""},
		{`{"kind":"utility_model"}`, "evaluation_report"},
		{`{"kind":"utility_model","evaluation_report":false}`, "evaluation_report"},
		{`{"kind":"utility_model","evaluation_report":true}`, ""},
		{`{"kind":"design_patent"}`, "evaluation_report"},
		{`{"kind":"invention_patent","status":"pending"}`, "pending"},
		{`{"kind":"pending_patent"}`, "pending"},
		{`{"kind":"invention_patent","status":"lapsed"}`, "lapsed"},
		{`{"kind":"invention_patent","status":"invalid"}`, "invalid"},
		{`{"kind":"invention_patent","status":"suspended"}`, "suspended"},
		{`{"kind":"invention_patent","suspended":true}`, "suspended"},
		{`{"kind":"invention_patent","exclusive_licence":true}`, "exclusive"},
		{`{"kind":"invention_patent","fees_paid":false}`, "fees_unpaid"},
		{`{"kind":"invention_patent","fees_paid":true,"status":"joint"}`, ""},
		{`{"kind":"utility_model","evaluation_report":true,"filed":"2016-11-22"}`, "expired"},
		{`{"kind":"utility_model","evaluation_report":true,"filed":"2016-11-23"}`, ""},
	} {
		r := estimate(t, `{"route":3,"right":`+c.right+`,"base":{"per_patent_year":"1万"},"years":1}`)
		if got := strings.Join(codes(r.Blocked), ","); got != c.want || r.Allowed != (c.want == "") || r.Fee == nil {
			t.Errorf("%s is blocked by %q, want %q", c.right, got, c.want)
		}
	}
	// Who may not declare is told so even where no figure is there.
	r := estimate(t, `{"right":{"kind":"utility_model"}}`)
	if r.Allowed || r.Fee != nil || len(r.Steps) != 0 {
		t.Errorf("%+v", r)
	}
}

func TestEveryCitationExistsAndEverythingIsSaid(t *testing.T) {
	t.Parallel()
	m := estimator(t)
	seen := map[string]bool{}
	for _, line := range []string{
		`{"route":1,"base":{"yearly_income":"9999万"},"years":9,"right":{"kind":"utility_model","filed":"2020-01-01","pledged":true,"exclusive_licence":true,"fees_paid":false,"suspended":true,"joint":true}}`,
		`{"route":3,"rate_bp":9000,"entry_fee":"3000万","net_sales":["1万","1万"],"profits":["1元"],"years":3,"right":{"kind":"design","status":"lapsed","year":2}}`,
		`{"route":4,"rate_bp":1,"net_sales":["1万","1万"],"years":1,"right":{"kind":"invention","status":"pending","year":2,"relief_bp":7000}}`,
		`{"route":3,"base":{"recorded_2023":true},"years":1,"right":{"kind":"invention","status":"invalid","filed":"2001-01-01"}}`,
		`{"route":3,"base":{"recorded_2023":true},"years":1}`,
		`{"route":2,"base":{"past_fee":"10万","past_years":2},"years":3}`,
		`{"route":5,"base":{"value":"100万","share_bp":1000},"net_sales":[1]}`,
		`{"route":5,"base":{"value":"100万","share_bp":1000},"right":{"kind":"invention","status":"granted","fees_paid":true}}`,
	} {
		r := estimate(t, line)
		remarks := slices.Concat(r.Blocked, r.Warnings)
		for _, s := range r.Steps {
			remarks = append(remarks, royalty.Remark{Code: s.Formula, Text: s.Label, Cite: s.Cite})
		}
		if f := r.AnnualFee; f != nil {
			remarks = append(remarks, royalty.Remark{Code: "annual fee", Text: r.Notice, Cite: f.Cite})
		}
		for _, x := range remarks {
			seen[x.Code] = true
			if _, ok := m.set.Passage(x.Cite); !ok {
				t.Errorf("%s cites %q, which does not exist", x.Code, x.Cite)
			}
			if x.Text.Zero() || strings.Contains(x.Text.ZH+x.Text.EN, "{") {
				t.Errorf("%s says %+v", x.Code, x.Text)
			}
		}
	}
	for _, code := range []string{"pledged", "exclusive", "fees_unpaid", "suspended", "evaluation_report", "lapsed", "pending", "invalid", "expired", "cap_fixed", "cap_net_sales", "cap_profit",
		"sales_short", "sales_long", "sales_unused", "no_profits", "term_short", "joint", "right_unknown", "bars_unknown", "share_assumed", "no_stacking", "design_fee", "recorded"} {
		if !seen[code] {
			t.Errorf("%s was not said by any of the requests", code)
		}
	}
}

func TestBarsThatWereNotSpokenOfAreNotTakenForChecked(t *testing.T) {
	t.Parallel()
	for right, want := range map[string]bool{
		`"kind":"invention"`: true,
		`"kind":"invention","status":"granted","fees_paid":true`:                                                      true,
		`"kind":"invention","fees_paid":true,"exclusive_licence":false,"pledged":false`:                               true,
		`"kind":"invention","fees_paid":true,"exclusive_licence":false,"pledged":false,"suspended":false`:             false,
		`"kind":"invention","status":"granted","fees_paid":true,"exclusive_licence":false`:                            false,
		`"kind":"invention","status":"granted","fees_paid":false`:                                                     false, // barred as it is
		`"kind":"utility_model","evaluation_report":true,"status":"joint","fees_paid":true,"exclusive_licence":false`: false,
	} {
		r := estimate(t, `{"route":5,"base":{"value":"100万","share_bp":1000},"right":{`+right+`}}`)
		if got := slices.Contains(codes(r.Warnings), "bars_unknown"); got != want {
			t.Errorf("%s: bars not spoken of are named: %v, want %v", right, got, want)
		}
	}
}

func TestInputAtFaultIsAskedBack(t *testing.T) {
	t.Parallel()
	m := estimator(t)
	for _, c := range []struct{ line, code, field string }{
		{`{}`, "missing", "route"},
		{`{"route":6}`, "too_large", "route"},
		{`{"route":0}`, "too_small", "route"},
		{`{"route":1}`, "missing", "base.yearly_income"},
		{`{"route":1,"base":{"yearly_income":"1万"}}`, "missing", "years"},
		{`{"route":2}`, "missing", "base.past_fee"},
		{`{"route":2,"base":{"past_fee":"1万"}}`, "missing", "base.past_years"},
		{`{"route":2,"base":{"past_fee":"1万","past_years":0}}`, "too_small", "base.past_years"},
		{`{"route":2,"base":{"past_fee":"1万","past_years":1}}`, "missing", "years"},
		{`{"route":3}`, "missing", "base.per_patent_year"},
		{`{"route":3,"base":{"industry":"C26"}}`, "no_industry", "base.industry"},
		{`{"route":3,"base":{"per_patent_year":"1万"}}`, "missing", "years"},
		{`{"route":3,"base":{"per_patent_year":"1万"},"rate_bp":1,"years":1}`, "two_modes", "rate_bp"},
		{`{"route":3,"rate_bp":1}`, "missing", "net_sales"},
		{`{"route":3,"rate_bp":1,"net_sales":[1],"profits":[1,2]}`, "profits_without_sales", "profits"},
		{`{"route":4,"net_sales":[1]}`, "missing", "rate_bp"},
		{`{"route":5,"base":{"value":"1万"}}`, "missing", "base.share_bp"},
		{`{"route":5,"base":{"value":"1万","share_bp":1},"rate_bp":1}`, "two_modes", "rate_bp"},
		{`{"route":3,"base":{"per_patent_year":"100000亿"},"years":20,"patents":10000}`, "too_large", "base.per_patent_year"},
		{`{"route":3,"years":-1}`, "negative", "years"},
		{`{"route":3,"right":{"filed":"2027-01-01"}}`, "future", "right.filed"},
		{`{"route":3,"wrong":1}`, "unknown_field", "wrong"},
	} {
		_, fault := read(m.e, c.line)
		if fault == nil || fault.Code != c.code || fault.Field != c.field {
			t.Errorf("%s: %v, want %s at %s", c.line, fault, c.code, c.field)
			continue
		}
		if text := m.set.FaultText(fault); text.Zero() || strings.Contains(text.ZH+text.EN, "{") {
			t.Errorf("%s says %+v", c.code, text)
		}
	}
}

func TestOperatorsTableIsReadWherePresent(t *testing.T) {
	t.Parallel()
	set, err := corpus.Load(corpus.Shipped(), corpus.Layer{Name: "own", FS: fstest.MapFS{"licences.yaml": &fstest.MapFile{Data: []byte(
		"origin: {zh: 测试表, en: a table for the test}\nindustries:\n  - {code: C26, fixed: 10万元, rate: 4%}\n  - {code: C27, rate: 5%}\n")}}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := royalty.New(set)
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]corpus.Money{
		`{"route":3,"base":{"industry":"C26"},"years":2,"patents":3}`:              60 * corpus.Wan,
		`{"route":3,"base":{"industry":"C26"},"net_sales":["100万"]}`:               4 * corpus.Wan,
		`{"route":3,"base":{"industry":"C27"},"net_sales":["100万"]}`:               5 * corpus.Wan,
		`{"route":3,"base":{"industry":"C27"},"rate_bp":100,"net_sales":["100万"]}`: corpus.Wan,
		`{"route":3,"base":{"industry":"C26","per_patent_year":"1万"},"years":2}`:   2 * corpus.Wan,
	} {
		r, fault := read(e, line)
		if fault != nil || *r.Fee != want || r.Origin.EN != "a table for the test" {
			t.Errorf("%s: %v, %v, %+v", line, fault, r.Fee, r.Origin)
		}
	}
}

// oracle is the second implementation: fractions, from the JSON form.
func oracle(line string) (fee int64, yearly []int64, lump int64) {
	var o struct {
		Route int
		Base  struct {
			Income int64 `json:"yearly_income"`
			Share  int64 `json:"share_bp"`
			Past   int64 `json:"past_fee"`
			Years  int64 `json:"past_years"`
			Unit   int64 `json:"per_patent_year"`
			Value  int64
		}
		Factors  []int64 `json:"factors_bp"`
		Years    int64
		Patents  int64
		Rate     int64   `json:"rate_bp"`
		Entry    int64   `json:"entry_fee"`
		Sales    []int64 `json:"net_sales"`
		Discount int64   `json:"discount_bp"`
	}
	if err := json.Unmarshal([]byte(line), &o); err != nil {
		panic(err)
	}
	k := big.NewRat(1, 1)
	for _, f := range o.Factors {
		k.Mul(k, big.NewRat(f, 10000))
	}
	mul := func(list ...*big.Rat) *big.Rat {
		x := big.NewRat(1, 1)
		for _, y := range list {
			x.Mul(x, y)
		}
		return x
	}
	n := func(a int64) *big.Rat { return big.NewRat(a, 1) }
	var base *big.Rat
	switch o.Route {
	case 1:
		base = mul(n(o.Base.Income), big.NewRat(o.Base.Share, 10000), n(o.Years))
	case 2:
		base = mul(n(o.Base.Past), big.NewRat(o.Years, o.Base.Years))
	case 3:
		base = mul(n(o.Base.Unit), n(o.Years), n(o.Patents))
	case 5:
		base = mul(n(o.Base.Value), big.NewRat(o.Base.Share, 10000))
	case 4:
		total, sum := o.Entry, new(big.Rat)
		for t, s := range o.Sales {
			y := round(mul(n(s), big.NewRat(o.Rate, 10000), k))
			yearly, total = append(yearly, y), total+y
			d := big.NewRat(1, 1)
			for range t + 1 {
				d.Mul(d, big.NewRat(10000, 10000+o.Discount))
			}
			sum.Add(sum, mul(n(s), k, big.NewRat(o.Rate, 10000), d))
		}
		return total, yearly, round(sum)
	}
	return round(mul(base, k)), nil, 0
}

func round(x *big.Rat) int64 {
	y := new(big.Rat).Add(x, big.NewRat(1, 2))
	return new(big.Int).Quo(y.Num(), y.Denom()).Int64()
}

func TestEveryFeeIsExactToTheFenAndNoCeilingCutsIt(t *testing.T) {
	t.Parallel()
	m := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		amount := func(name string) int64 { return rapid.Int64Range(0, 1e12).Draw(t, name) }
		share := func(name string) int64 { return rapid.Int64Range(0, 10000).Draw(t, name) }
		years := rapid.Int64Range(1, 20).Draw(t, "years")
		req := map[string]any{"factors_bp": rapid.SliceOfN(rapid.Int64Range(1, 20000), 0, 4).Draw(t, "factors"), "years": years, "route": rapid.SampledFrom([]int{1, 2, 3, 4, 5}).Draw(t, "route")}
		switch req["route"] {
		case 1:
			req["base"] = map[string]any{"yearly_income": amount("income"), "share_bp": share("share")}
		case 2:
			req["base"] = map[string]any{"past_fee": amount("past fee"), "past_years": rapid.Int64Range(1, 20).Draw(t, "past years")}
		case 3:
			req["base"] = map[string]any{"per_patent_year": amount("unit")}
			req["patents"] = rapid.Int64Range(1, 100).Draw(t, "patents")
		case 4:
			req["rate_bp"], req["entry_fee"], req["discount_bp"] = share("rate"), amount("entry"), share("discount")
			req["net_sales"] = rapid.SliceOfN(rapid.Int64Range(0, 1e12), int(years), int(years)).Draw(t, "sales")
			req["profits"] = rapid.SliceOfN(rapid.Int64Range(0, 1e12), int(years), int(years)).Draw(t, "profits")
		case 5:
			req["base"] = map[string]any{"value": amount("value"), "share_bp": share("share")}
		}
		data, err := json.Marshal(req)
		if err != nil {
			t.Fatalf("%v", err)
		}
		r, fault := read(m.e, string(data))
		if fault != nil {
			t.Fatalf("%s: %v", data, fault)
		}
		fee, yearly, lump := oracle(string(data))
		if int64(*r.Fee) != fee || len(yearly) != len(r.Yearly) || r.LumpSum != nil && int64(*r.LumpSum) != lump {
			t.Errorf("%s: fee %d, want %d; lump %v, want %d", data, *r.Fee, fee, r.LumpSum, lump)
		}
		for i, y := range yearly {
			if int64(r.Yearly[i]) != y {
				t.Errorf("%s: year %d is %d, want %d", data, i+1, r.Yearly[i], y)
			}
		}
		for _, c := range r.Caps {
			want := *r.Fee
			switch {
			case c.Year > 0:
				want = r.Yearly[c.Year-1]
			case len(r.Yearly) > 0:
				want = corpus.Money(req["entry_fee"].(int64))
			}
			if c.Amount != want || c.Exceeded != (want > c.Limit) {
				t.Errorf("%s: %+v of %d", data, c, want)
			}
		}
	})
}

func TestFeeNeverFallsWithBaseYearsPatentsOrCoefficients(t *testing.T) {
	t.Parallel()
	m := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		v := [4]int64{rapid.Int64Range(0, 1e12).Draw(t, "unit"), rapid.Int64Range(1, 10).Draw(t, "years"), rapid.Int64Range(1, 50).Draw(t, "patents"), rapid.Int64Range(1, 10000).Draw(t, "factor")}
		fee := func(v [4]int64) corpus.Money {
			r, fault := read(m.e, fmt.Sprintf(`{"route":3,"base":{"per_patent_year":%d},"years":%d,"patents":%d,"factors_bp":[%d]}`, v[0], v[1], v[2], v[3]))
			if fault != nil {
				t.Fatalf("%v", fault)
			}
			return *r.Fee
		}
		before := fee(v)
		i := rapid.IntRange(0, 3).Draw(t, "which")
		v[i] += rapid.Int64Range(0, 10).Draw(t, "more")
		if after := fee(v); after < before {
			t.Errorf("%v: %d falls to %d", v, before, after)
		}
	})
}

func TestFlippingOneFactFlipsTheBarThatNamesItAlone(t *testing.T) {
	t.Parallel()
	m := estimator(t)
	bars := map[string]string{"fees_paid": "fees_unpaid", "pledged": "pledged", "evaluation_report": "evaluation_report", "exclusive_licence": "exclusive", "suspended": "suspended"}
	rapid.Check(t, func(t *rapid.T) {
		right := map[string]any{"kind": "utility_model", "pledgee_consent": false}
		for _, f := range []string{"fees_paid", "pledged", "evaluation_report", "exclusive_licence", "suspended"} {
			right[f] = rapid.Bool().Draw(t, f)
		}
		blocked := func() []string {
			data, err := json.Marshal(map[string]any{"right": right})
			if err != nil {
				t.Fatalf("%v", err)
			}
			in, fault := m.e.Read(data)
			if fault != nil {
				t.Fatalf("%v", fault)
			}
			in.AsOf = "2026-11-22"
			in.Route = 3
			in.Base.Recorded, in.Years = true, new(int64(1))
			r, fault := m.e.Estimate(in)
			if fault != nil || r.Allowed != (len(r.Blocked) == 0) {
				t.Fatalf("%v, %+v", fault, r)
			}
			return codes(r.Blocked)
		}
		before := blocked()
		flip := rapid.SampledFrom([]string{"fees_paid", "pledged", "evaluation_report", "exclusive_licence", "suspended"}).Draw(t, "flip")
		right[flip] = !right[flip].(bool)
		after := blocked()
		for _, bar := range bars {
			if changed := slices.Contains(before, bar) != slices.Contains(after, bar); changed != (bar == bars[flip]) {
				t.Errorf("flipping %s takes %q to %q", flip, before, after)
			}
		}
	})
}

func TestReliefsAreNeverAddedUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		full, relief := corpus.Money(rapid.Int64Range(1, 1e7).Draw(t, "full")), corpus.BasisPoints(rapid.Int64Range(0, 10000).Draw(t, "relief"))
		open, other, pay := royalty.AnnualFee(full, relief)
		if pay != open && pay != other || pay > open || pay > other {
			t.Errorf("%d: %d, %d, pay %d", full, open, other, pay)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`{}`, `{"route":1,"base":{"yearly_income":1,"share_bp":1},"years":1}`, `{"route":3,"rate_bp":1,"net_sales":[1],"right":{"kind":"design","filed":"2020-02-29"}}`} {
		f.Add([]byte(s))
	}
	m := estimator(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, fault := read(m.e, string(data))
		if fault != nil {
			if m.set.FaultText(fault).Zero() {
				t.Fatalf("%v has no words", fault)
			}
			return
		}
		if r.Fee != nil && *r.Fee < 0 {
			t.Fatalf("the fee is %d: %s", *r.Fee, data)
		}
		if _, err := json.Marshal(r.Object(nil, corpus.English)); err != nil {
			t.Fatal(err)
		}
	})
}
