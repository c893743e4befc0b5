package corpus_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhirong/corpus"
)

// loadShipped loads the shipped corpus once for all tests that only read it.
var loadShipped = sync.OnceValues(func() (*corpus.Set, error) { return corpus.Load(corpus.Shipped()) })

func shipped(t testing.TB) *corpus.Set {
	t.Helper()
	s, err := loadShipped()
	if err != nil {
		t.Fatalf("the corpus has faults:\n%v", err)
	}
	return s
}

func TestEveryFactOfTheDossierIsToldOrLeftOutForAReason(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	if len(s.Dossier) < 300 {
		t.Fatalf("the dossier lists %d ids", len(s.Dossier))
	}
	var missing []string
	for _, d := range s.Dossier {
		told := len(s.ByRef(d.ID)) > 0
		switch {
		case !told && strings.TrimSpace(d.LeftOut) == "":
			missing = append(missing, d.ID)
		case told && d.LeftOut != "":
			t.Errorf("%s is told and left out: %s", d.ID, d.LeftOut)
		case d.LeftOut != "" && d.Confidence != corpus.Low:
			t.Errorf("%s is left out, although it is sure enough to tell", d.ID)
		}
	}
	if len(missing) > 0 {
		t.Errorf("neither told nor left out for a reason: %s", strings.Join(missing, ", "))
	}
}

func TestEveryProductCaseAndGapOfTheDossierHasItsEntry(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	entries := map[string]int{}
	for _, p := range s.Products {
		entries[strings.ToUpper(strings.TrimPrefix(string(p.ID), "product/")[:3])]++
	}
	for _, c := range s.Cases {
		entries[strings.ToUpper(strings.TrimPrefix(string(c.ID), "case/"))]++
	}
	for _, g := range s.Gaps {
		for _, r := range g.Refs {
			if strings.HasPrefix(r, "GAP-") {
				entries[r]++
			}
		}
	}
	for _, d := range s.Dossier {
		kind, number, dashed := strings.Cut(d.ID, "-")
		one := kind == "GAP" && number != ""
		if !dashed && len(d.ID) == 3 && (d.ID[0] == 'P' || d.ID[0] == 'C') {
			one = true
		}
		if one && entries[d.ID] == 0 {
			t.Errorf("%s has no entry", d.ID)
		}
		if one && kind != "GAP" && entries[d.ID] > 1 {
			t.Errorf("%s has %d entries", d.ID, entries[d.ID])
		}
	}
}

// rulesOf is how many conditions the dossier lists for each product. One of
// P09's is a single case, which is told as an example and never a condition.
var rulesOf = []int{
	3, 2, 2, 4, 4, 2, 4, 1, 3, 4, // P01 to P10
	3, 2, 4, 3, 2, 2, 4, 3, 1, 3, // P11 to P20
	2, 3, 3, 2, 2, 2, 1, 2, 3, 3, // P21 to P30
	7, 3, 2, 1, 2, 2, 1, 2, 3, 3, // P31 to P40
	2, 2, 1, 1, 1, 3, 1, 1, 2, 2, // P41 to P50
}

func TestEveryConditionOfTheDossierIsData(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	for i, want := range rulesOf {
		n := slices.IndexFunc(s.Products, func(p corpus.Product) bool {
			return strings.HasPrefix(string(p.ID), fmt.Sprintf("product/p%02d-", i+1))
		})
		if n < 0 {
			t.Errorf("P%02d is missing", i+1)
			continue
		}
		rules := map[string]bool{}
		each(s.Products[n].Criteria, func(c *corpus.Criterion) {
			if c.Rule != "" {
				rules[c.Rule] = true
			}
		})
		if len(rules) != want {
			t.Errorf("%s expresses %d rules, want %d", s.Products[n].ID, len(rules), want)
		}
	}
}

// each visits a criterion and all of its parts.
func each(c *corpus.Criterion, visit func(*corpus.Criterion)) {
	if c == nil {
		return
	}
	visit(c)
	for i := range c.All {
		each(&c.All[i], visit)
	}
	for i := range c.Any {
		each(&c.Any[i], visit)
	}
	each(c.Not, visit)
}

func TestPilotsAreTheTenOfTheNotice(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	want := []string{
		"江夏区 420115", "铁山区 420205", "郧西县 420322", "伍家岗区 420503", "华容区 420703", "沙洋县 420822",
		"孝南区 420902", "监利市 421088", "蕲春县 421126", "建始县 422822",
	}
	var got []string
	for _, code := range s.Pilots() {
		p, _ := s.Place(code)
		got = append(got, p.Name.ZH+" "+string(code))
	}
	if !slices.Equal(got, want) {
		t.Errorf("pilots are %v, want %v", got, want)
	}
}

func TestEveryFieldOfAProductHasItsLabel(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	for _, p := range s.Passages() {
		if p.Heading.Zero() {
			t.Errorf("%s has no heading", p.ID)
		}
	}
}

func TestEvaluationSetsNameWhatThereIs(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	e, err := corpus.LoadEvals(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	dossier := map[string]bool{}
	for _, d := range s.Dossier {
		dossier[d.ID] = true
	}
	for _, q := range e.Intents {
		if _, ok := s.Intent(q.Intent); !ok {
			t.Errorf("%q wants the intent %q", q.Text, q.Intent)
		}
	}
	for _, q := range e.MultiPart {
		for _, id := range q.Parts {
			if _, ok := s.Intent(id); !ok {
				t.Errorf("%q wants the intent %q", q.Text, id)
			}
		}
	}
	if len(e.Fresh) < 160 {
		t.Errorf("%d fresh questions", len(e.Fresh))
	}
	for _, q := range e.Fresh {
		if _, ok := s.Intent(q.Intent); !ok {
			t.Errorf("%q wants the intent %q", q.Text, q.Intent)
		}
		if len(q.Want) > 0 && q.Why != "" {
			t.Errorf("%q is both answered and not", q.Text)
		}
		for _, ref := range q.Want {
			if !dossier[ref] {
				t.Errorf("%q wants %q", q.Text, ref)
			}
		}
	}
	for _, q := range e.Search {
		for _, ref := range q.Want {
			if !dossier[ref] {
				t.Errorf("%q wants %q", q.Text, ref)
			}
		}
	}
}
