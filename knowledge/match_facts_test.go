package knowledge_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func TestFactsAreReadAsTheyArePrinted(t *testing.T) {
	t.Parallel()
	_, set := shipped(t)
	r := rand.New(rand.NewPCG(5, 5))
	read := 0
	for range 300 {
		known := anyFacts(r, set, 30, false)
		for id, v := range known {
			if id == "park" || v.Text == "999999" {
				delete(known, id)
			}
		}
		data, err := json.Marshal(known)
		if err != nil {
			t.Fatal(err)
		}
		got, err := knowledge.ParseFacts(set, data, corpus.Chinese)
		var fault *knowledge.FactFault
		if errors.As(err, &fault) {
			if fault.Code != "contradiction" {
				t.Fatalf("%s: %v", data, err)
			}
			continue
		}
		read++
		for id, v := range known {
			if v.Known() && !got[id].Equal(v) || !v.Known() && got[id].Known() {
				t.Fatalf("%s is read as %+v, want %+v", id, got[id], v)
			}
		}
	}
	if read < 100 {
		t.Errorf("only %d sets of facts were read", read)
	}
}

func FuzzParseFacts(f *testing.F) {
	for _, s := range []string{
		`{}`, `null`, `[]`, `{"region":"420115","patents_invention":3,"loan_amount":"500万"}`, `{"statuses":{"has":["high_tech"],"not":[]}}`,
		`{"loan_amount":{"min":1,"max":2,"min_open":true}}`, `{"a":1,"a":2}`, `{"park":"\u0000"}`, `{"rd_share":"3%"}`, `{"region":null}{`, `{"loan_amount":1e400}`,
	} {
		f.Add([]byte(s))
	}
	b, set := shipped(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		known, err := knowledge.ParseFacts(set, data, corpus.English)
		if err != nil {
			var fault *knowledge.FactFault
			if !errors.As(err, &fault) || fault.Code == "" || fault.Field == "" || fault.Text == "" {
				t.Fatalf("refused without a reason: %v", err)
			}
			return
		}
		printed, err := json.Marshal(known)
		if err != nil {
			t.Fatal(err)
		}
		again, err := knowledge.ParseFacts(set, printed, corpus.English)
		if err != nil {
			t.Fatalf("%s was read, but not as it is printed, %s: %v", data, printed, err)
		}
		for id, v := range known {
			if !again[id].Equal(v) {
				t.Fatalf("%s is %+v and then %+v", id, v, again[id])
			}
		}
		b.Matcher().Fits(nil, known, aDay)
	})
}

func TestWhatCannotBeTrueTogetherIsSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	_, set := shipped(t)
	none := `"patents_invention":0,"patents_utility_model":0,"patents_design":0,`
	for in, field := range map[string]string{
		`{"has_appraisal":false,"appraised_value":"5万"}`:      "facts.appraised_value",
		`{"patent_valid":false,"patent_months_left":24}`:      "facts.patent_months_left",
		`{` + none + `"patent_months_left":24}`:               "facts.patent_months_left",
		`{` + none + `"patent_in_use":true}`:                  "facts.patent_in_use",
		`{` + none + `"patent_valid":true}`:                   "facts.patent_valid",
		`{"in_park":false,"park":"光谷"}`:                       "facts.park",
		`{"months_operating":12,"profit_years":2}`:            "facts.profit_years",
		`{"entity_kind":"individual","is_legal_entity":true}`: "facts.is_legal_entity",
		`{"entity_size":"huge"}`:                              "facts.entity_size",
		`{"park":"\u0007"}`:                                   "facts.park",
		`{"shoe_size":44}`:                                    "facts.shoe_size",
	} {
		said := map[corpus.Lang]string{}
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			_, err := knowledge.ParseFacts(set, []byte(in), lang)
			var fault *knowledge.FactFault
			if !errors.As(err, &fault) || fault.Field != field {
				t.Errorf("%s: %v, want a fault of %s", in, err, field)
				continue
			}
			said[lang] = fault.Text
		}
		han := func(s string) bool {
			return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		}
		if !han(said[corpus.Chinese]) || han(said[corpus.English]) || said[corpus.English] == "" || strings.ContainsAny(said[corpus.Chinese]+said[corpus.English], "{}") {
			t.Errorf("%s: said %q", in, said)
		}
	}
}
