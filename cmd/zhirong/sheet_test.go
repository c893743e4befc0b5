package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"zhirong/corpus"
)

// Each object that a batch prints fits the schema, and so does each line that
// was read, unless it is at fault.
func TestEverySheetFitsItsSchema(t *testing.T) {
	t.Parallel()
	const right = `"right":{"kind":"invention_patent","filed":"2019-05-10","economic_life":6,"fees_paid":false,"status":"joint"}`
	for command, lines := range map[string][]string{
		"value": {
			`{"id":1,"as_of":"2025-06-23",` + right + `,"inputs":{"sales":["500万","550万"],"split_bp":300,"discount_bp":"15%"}}`,
			`{"id":"x","as_of":"2025-06-23",` + right + `,"scene":"transfer","seed":7,"inputs":{"sales":50000000000,"growth_bp":1000,"profits":"80万","cost":{"labour":"60万","depreciation_bp":3500},"comparable":{"price":"90万","factors_bp":[10500]},"weights_bp":{"income":4000,"cost":3000,"market":3000},"scores":{"technical":80,"economic":65,"title":70}}}`,
			`{"id":[1],"as_of":"2025-06-23","right":{"kind":"design_patent"}}`,
			`{"as_of":"2025-06-23",` + right + `,"inputs":{}}`,
			`{"id":null,"as_of":"2025-06-23",` + right + `,"target":"500万","inputs":{}}`,
			`!{"id":5,"as_of":"2025-06-23",` + right + `,"inputs":{"sales":-1}}`,
			`!nonsense`, `!{"id":7,"right":{"kind":"z"}}`, `!{"id":{"a":1},"what":1,"right":{"kind":"utility_model"}}`,
		},
		"royalty": {
			`{"id":1,"route":3,"base":{"per_patent_year":"23.0556万"},"factors_bp":[6000],"years":3,"patents":1,"right":{"kind":"invention_patent","year":8,"relief_bp":8500,"fees_paid":true}}`,
			`{"id":2,"route":3,"rate_bp":800,"entry_fee":"10万","net_sales":["1000万",100000000000],"profits":["150万"],"years":2,"discount_bp":1200}`,
			`{"id":3,"right":{"kind":"utility_model","filed":"2020-02-29"}}`,
			`{"id":4,"route":5,"base":{"value":"100万","share_bp":1000},"right":{"kind":"design_patent","year":3}}`,
			`{"id":5,"route":1,"base":{"yearly_income":"100万"},"years":2}`,
			`{"id":6,"route":2,"base":{"past_fee":"100万","past_years":4},"years":2,"right":{"status":"pledged"}}`,
			`!{"id":7,"route":9}`, `![]`, `!{"id":8,"route":4,"net_sales":[1]}`,
		},
	} {
		schema, request := compile(t, "../../docs/"+command+".schema.json"), compile(t, "../../docs/"+command+".schema.json#/$defs/request")
		in := ""
		for _, line := range lines {
			in += strings.TrimPrefix(line, "!") + "\n"
		}
		var out, errs bytes.Buffer
		if code := run(context.Background(), []string{command, "--json", "--batch"}, streams{strings.NewReader(in), &out, &errs}); code != 0 {
			t.Fatalf("%s: exit %d: %s", command, code, errs.String())
		}
		got := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(got) != len(lines) {
			t.Fatalf("%s: %d objects for %d lines", command, len(got), len(lines))
		}
		for i, line := range got {
			validate(t, schema, line)
			if bad := strings.Contains(line, `"error":`); bad != strings.HasPrefix(lines[i], "!") {
				t.Errorf("%s gives %s", lines[i], line)
			}
			if !strings.HasPrefix(lines[i], "!") {
				validate(t, request, lines[i])
			}
		}
	}
}

func compile(t *testing.T, at string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(at)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, line string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%v\n%s", err, line)
	}
}

// What is said with estimates is made from a part and a name: each name stands in
// the sources, so that no saying is left over.
func TestEverySayingOfAnEstimateIsUsed(t *testing.T) {
	t.Parallel()
	var sources strings.Builder
	for _, pattern := range []string{"*.go", "../../knowledge/*.go", "../../knowledge/valuation/*.go", "../../knowledge/royalty/*.go", "../../corpus/request.go", "../../bot/sheet/*.go", "../../bot/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(data)
		}
	}
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for key := range set.Wording {
		first, rest, _ := strings.Cut(key, ".")
		if first != "estimate" && first != "royalty" && first != "fault" {
			continue
		}
		seen++
		name := rest[strings.LastIndex(rest, ".")+1:]
		// The market method without a comparable deal, and a ceiling by its basis.
		name = strings.TrimPrefix(strings.TrimSuffix(name, "_statistics"), "cap_")
		if s := sources.String(); !strings.Contains(s, `"`+name+`"`) && !strings.Contains(s, `"`+rest+`"`) && !strings.Contains(s, `"`+key+`"`) {
			t.Errorf("wording %q is used nowhere", key)
		}
	}
	if seen < 100 {
		t.Errorf("%d sayings", seen)
	}
}
