package corpus_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"zhirong/corpus"
)

// tables holds the shipped tables and what they rest on, with one file changed.
// Without intents there are further problems, of other files.
func tables(t *testing.T, file, old, to string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"dossier.yaml", "rates.yaml", "indicators.yaml", "questionnaire.yaml", "policies/valuation-methods.yaml", "policies/royalty-methods.yaml",
		"policies/licence-statistics-reading.yaml", "policies/patent-fees.yaml"} {
		data, err := fs.ReadFile(corpus.Shipped().FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if name == file {
			if !strings.Contains(string(data), old) {
				t.Fatalf("%s does not hold %q", file, old)
			}
			data = []byte(strings.Replace(string(data), old, to, 1))
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

// A table with one change is refused with a problem that names the field.
func TestTableAtFaultIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, old, to, field, text string }{
		{"rates.yaml", "value: 15%", "value: [a]", "value", "want an amount"},
		{"rates.yaml", "unsure: 35%", "unsure: 5%", "unsure", "stated"},
		{"rates.yaml", "cite: policy/valuation-methods#cost", "cite: policy/none#1", "cite", "does not exist"},
		{"rates.yaml", "refs: [OL-35]", "refs: [OL-999]", "refs", "OL-999"},
		{"rates.yaml", "id: split_bp", "id: discount_bp", "id", "twice"},
		{"rates.yaml", "from: 4, to: 6", "from: 3, to: 6", "from", "already"},
		{"indicators.yaml", "legal: 35%", "legal: 36%", "groups", "101%"},
		{"indicators.yaml", "income: 40%", "income: 30%", "methods", "90%"},
		{"indicators.yaml", "group: legal, weight: 30%", "group: legal, weight: 20%", "indicators", "90%"},
		{"indicators.yaml", "id: transfer", "id: sale", "scenes", "transfer"},
		{"indicators.yaml", "id: lead", "id: maturity", "id", "twice"},
		{"indicators.yaml", "group: economic", "group: social", "group", "legal"},
		{"questionnaire.yaml", "id: A8", "id: B10", "size", "7"},
		{"questionnaire.yaml", "side: risk", "side: other", "side", "other"},
		{"questionnaire.yaml", "number: growth", "number: speed", "factors", "growth"},
		{"questionnaire.yaml", ", value: 15%}", "}", "value", "rate"},
		{"questionnaire.yaml", "id: A2", "id: A1", "id", "twice"},
	} {
		_, err := corpus.Load(corpus.Layer{Name: "own", FS: tables(t, c.file, c.old, c.to)})
		var problems corpus.Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s with %q: %v", c.file, c.to, err)
			continue
		}
		found := false
		for _, p := range problems {
			found = found || strings.HasSuffix(p.File, c.file) && p.Field == c.field && strings.Contains(p.Text, c.text) && p.Line > 0
		}
		if !found {
			t.Errorf("%s with %q: %v", c.file, c.to, problems)
		}
	}
}

func TestTablesAsShippedHaveNoProblem(t *testing.T) {
	t.Parallel()
	_, err := corpus.Load(corpus.Layer{Name: "own", FS: tables(t, "", "", "")})
	var problems corpus.Problems
	errors.As(err, &problems)
	for _, p := range problems {
		if !strings.Contains(p.File, "policies/") {
			t.Error(p)
		}
	}
}

func TestOperatorsLicenceTableIsChecked(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"industries:\n  - {code: C26, fixed: 1万元}":                          "",
		"industries:\n  - {code: C26}":                                      "fixed",
		"industries:\n  - {code: C26, rate: 101%}":                          "fixed",
		"industries:\n  - {code: C26, rate: 1%}\n  - {code: C26, rate: 2%}": "code",
	} {
		_, err := corpus.Load(corpus.Layer{Name: "own", FS: fstest.MapFS{"licences.yaml": &fstest.MapFile{Data: []byte("origin: {zh: 表, en: table}\n" + text)}}})
		var problems corpus.Problems
		errors.As(err, &problems)
		if want == "" && err != nil || want != "" && (len(problems) != 1 || problems[0].Field != want) {
			t.Errorf("%s: %v, want a problem of %q", text, err, want)
		}
	}
}

func TestAnnualFeesCoverEveryYearOfTheTerm(t *testing.T) {
	t.Parallel()
	r := shipped(t).Rates
	for kind, term := range map[corpus.IPKind]int{corpus.InventionPatent: 20, corpus.UtilityModel: 10} {
		last := corpus.Amount(0)
		for year := 1; year <= term; year++ {
			f, ok := r.AnnualFee(kind, year)
			if !ok || f.Fee < last {
				t.Errorf("%s, year %d: %+v", kind, year, f)
			}
			last = f.Fee
		}
		if _, ok := r.AnnualFee(kind, term+1); ok {
			t.Errorf("%s has a fee after its term", kind)
		}
	}
	if f, _ := r.AnnualFee(corpus.InventionPatent, 11); corpus.Money(f.Fee) != 4000*corpus.Yuan {
		t.Errorf("year 11 costs %v", f.Fee)
	}
}
