package main

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// matched runs `zhirong match --json` with more arguments.
func matched(t testing.TB, in string, args ...string) (out string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), append([]string{"match", "--json"}, args...), streams{strings.NewReader(in), &o, &e})
	if e.Len() > 0 {
		t.Fatalf("standard error: %s", e.String())
	}
	return o.String(), code
}

func TestEveryMatchFitsTheSchema(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile("../../docs/match.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	request, err := jsonschema.NewCompiler().Compile("../../docs/match.schema.json#/$defs/request")
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		`{"id":1,"facts":{}}`, `{"facts":{"region":"420115","patents_invention":3,"loan_amount":"500万"}}`,
		`{"id":"a","as_of":"2024-01-01","lang":"en","facts":{"statuses":["high_tech"],"loan_amount":{"min":"300万","max":"500万","max_open":true},"rd_share":"3%"}}`,
		`{"id":[1],"facts":{"statuses":{"has":["little_giant"],"not":["tech_sme"]},"region":"zone-donghu","loan_amount":1000000000,"appraised_value":"3000万","months_operating":{"min":24}}}`,
		`{"id":2,"facts":{"region":"330000"}}`, `{`, `[]`, `7`, `{"id":3}`, `{"id":4,"facts":[]}`, `{"id":5,"facts":{"x":1}}`, `{"id":6,"facts":{"loan_amount":-1}}`,
		`{"id":7,"facts":{"loan_amount":500}} {}`, `{"id":8,"facts":{"loan_amount":"500"}}`, `{"id":9,"as_of":"2024-02-30","facts":{}}`, `{"id":10,"as_of":5,"facts":{}}`,
		`{"id":11,"facts":{"region":"1"}}`, `{"id":12,"facts":{"region":"420115","region":"420100"}}`, `{"id":13,"facts":{"has_appraisal":false,"appraised_value":"5万"}}`,
		`{"id":14,"facts":{"loan_amount":"99999亿"}}`, `{"id":15,"lang":"fr","facts":{}}`, `{"id":16,"facts":{"patents_invention":null}}`,
		`{"id":19,"facts":{},"asof":"2025-01-01"}`, `{"id":20,"FACTS":{}}`, "\ufeff" + `{"id":21,"facts":{"patents_invention":3.0}}`, "{\"id\":\"\xff\",\"facts\":{}}",
		`{"id":17,"facts":{"statuses":{"has":["high_tech"],"not":["high_tech"]}}}`, `{"id":18,"facts":{"rd_share":{"min":400,"max":300}}}`,
	}
	out, code := matched(t, strings.Join(lines, "\r\n\n \n"), "--batch")
	if code != 0 {
		t.Fatalf("exit %d", code)
	}
	got := strings.Split(strings.TrimSpace(out), "\n")
	if len(got) != len(lines) {
		t.Fatalf("%d objects for %d lines", len(got), len(lines))
	}
	faults := 0
	for i, line := range got {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if err := schema.Validate(v); err != nil {
			t.Errorf("line %d: %v\n%s", i+1, err, line)
		}
		if strings.Contains(line, `"error"`) {
			faults++
			continue
		}
		in, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.TrimPrefix(lines[i], "\ufeff")))
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		if err := request.Validate(in); err != nil {
			t.Errorf("line %d is answered, but no request: %v\n%s", i+1, err, lines[i])
		}
	}
	if want := 21; faults != want {
		t.Errorf("%d lines are refused, want %d", faults, want)
	}
}

func TestBadInputNamesTheField(t *testing.T) {
	t.Parallel()
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	m := knowledge.NewMatcher(set)
	for _, c := range []struct{ name, in, code, field string }{
		{"no object", `7`, "bad_json", ""},
		{"no facts", `{"id":1}`, "no_facts", "facts"},
		{"less than nothing", `{"facts":{"patents_invention":-1}}`, "too_low", "facts.patents_invention"},
		{"less than nothing in an interval", `{"facts":{"patents_invention":{"min":-5,"max":3}}}`, "too_low", "facts.patents_invention"},
		{"an absurd amount", `{"facts":{"loan_amount":9000000000000000000}}`, "too_high", "facts.loan_amount"},
		{"an absurd share", `{"facts":{"rd_share":"140%"}}`, "too_high", "facts.rd_share"},
		{"an amount without unit", `{"facts":{"loan_amount":"500"}}`, "bad_value", "facts.loan_amount"},
		{"an interval upside down", `{"facts":{"loan_amount":{"min":"5万","max":"3万"}}}`, "bad_value", "facts.loan_amount"},
		{"a fact that is none", `{"facts":{"shoe_size":44}}`, "unknown_fact", "facts.shoe_size"},
		{"a code that is none", `{"facts":{"entity_size":"huge"}}`, "unknown_code", "facts.entity_size"},
		{"a code within a list that is none", `{"facts":{"statuses":["high_tech","x"]}}`, "unknown_code", "facts.statuses"},
		{"a fact given twice", `{"facts":{"exports":true,"exports":false}}`, "duplicate", "facts.exports"},
		{"a value without an appraisal", `{"facts":{"has_appraisal":false,"appraised_value":"5万"}}`, "contradiction", "facts.appraised_value"},
		{"life left of a lapsed patent", `{"facts":{"patent_valid":false,"patent_months_left":24}}`, "contradiction", "facts.patent_months_left"},
		{"no patent in use", `{"facts":{"patents_invention":0,"patents_utility_model":0,"patents_design":0,"patent_in_use":true}}`, "contradiction", "facts.patent_in_use"},
		{"more years of profit than of life", `{"facts":{"months_operating":12,"profit_years":2}}`, "contradiction", "facts.profit_years"},
		{"facts given twice", `{"facts":{"exports":true},"facts":{}}`, "duplicate", "facts"},
		{"an end of an interval given twice", `{"facts":{"loan_amount":{"min":1,"min":2}}}`, "duplicate", "facts.loan_amount.min"},
		{"a name that is none", `{"facts":{},"asof":"2025-01-01"}`, "unknown_field", "asof"},
		{"a name in another case", `{"Facts":{}}`, "unknown_field", "Facts"},
		{"bytes that are no text", "{\"facts\":{\"park\":\"\xff\"}}", "bad_json", ""},
		{"no such day", `{"as_of":"2025-13-01","facts":{}}`, "bad_as_of", "as_of"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, fault := new(matchCommand).answer(m, set, []byte(c.in), false)
			if fault == nil || fault.Error.Code != c.code || fault.Error.Field != c.field || fault.Error.Text == "" {
				t.Errorf("answer is %+v, want %s at %q", fault, c.code, c.field)
			}
		})
	}
}

func TestEveryOfferableProductStandsOnceBestFirst(t *testing.T) {
	t.Parallel()
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"2026-11-22", "2024-08-25", "2024-08-26"} {
		out, code := matched(t, `{"as_of":"`+day+`","facts":{"region":"420115","patents_invention":3,"loan_amount":"500万","statuses":["high_tech"]}}`)
		if code != 0 {
			t.Fatalf("exit %d: %s", code, out)
		}
		var o struct {
			AsOf    string `json:"as_of"`
			Matches []struct {
				Product corpus.ID
				Ref     string
				Fit     string
			}
			Next *nextObject
		}
		if err := json.Unmarshal([]byte(out), &o); err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, p := range set.Products {
			if p.Offered && (p.Valid.From == "" || day >= string(p.Valid.From)) {
				want = append(want, p.Refs[0])
			}
		}
		order := []string{"eligible", "possible", "ineligible"}
		for i, m := range o.Matches {
			got = append(got, m.Ref)
			if i > 0 && slices.Index(order, m.Fit) < slices.Index(order, o.Matches[i-1].Fit) {
				t.Errorf("%s, %s, stands after %s", m.Ref, m.Fit, o.Matches[i-1].Ref)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) || o.AsOf != day {
			t.Errorf("on %s (%s) the products are %v, want %v", day, o.AsOf, got, want)
		}
		if slices.Contains(got, "P40") != (day >= "2024-08-26") {
			t.Errorf("on %s the registration that began on 2024-08-26 is there: %v", day, slices.Contains(got, "P40"))
		}
		if o.Next == nil {
			t.Errorf("on %s nothing is asked", day)
		}
	}
}
