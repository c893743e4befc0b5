package intents_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"zhirong/corpus"
	"zhirong/intents"
)

// newEar builds an Ear on the shipped corpus.
func newEar(tb testing.TB) (*corpus.Set, *intents.Ear) {
	tb.Helper()
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		tb.Fatal(err)
	}
	return set, intents.NewEar(set)
}

// readEval reads one of the shipped evaluation sets.
func readEval(tb testing.TB, name string, into any) {
	tb.Helper()
	data, err := os.ReadFile("../corpus/data/evals/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		tb.Fatal(err)
	}
}

// factsOf reads facts in the form of the evaluation sets.
func factsOf(tb testing.TB, set *corpus.Set, raw map[corpus.FactID]any) corpus.Facts {
	tb.Helper()
	out := corpus.Facts{}
	for id, v := range raw {
		f, ok := set.Fact(id)
		if !ok {
			tb.Fatalf("fact %q does not exist", id)
		}
		data, err := json.Marshal(v)
		if err != nil {
			tb.Fatal(err)
		}
		value, err := corpus.ParseValue(f.Kind, data)
		if err != nil {
			tb.Fatalf("fact %s: %v", id, err)
		}
		out[id] = value
	}
	return out
}

// sameFacts reports whether two sets of facts say the same in JSON.
func sameFacts(a, b corpus.Facts) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func show(f corpus.Facts) string {
	b, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func TestTheShippedTableOfFactsIsHeardExactly(t *testing.T) {
	t.Parallel()
	set, ear := newEar(t)
	var table struct {
		Rows []struct {
			Text  string                `yaml:"text"`
			Today corpus.Date           `yaml:"today"`
			Facts map[corpus.FactID]any `yaml:"facts"`
		} `yaml:"rows"`
	}
	readEval(t, "facts.yaml", &table)
	if len(table.Rows) < 500 {
		t.Fatalf("only %d rows", len(table.Rows))
	}
	wrong := 0
	for _, row := range table.Rows {
		want := factsOf(t, set, row.Facts)
		if got := ear.Hear(row.Text, row.Today).Facts; !sameFacts(got, want) {
			wrong++
			t.Errorf("%s\n  heard %s\n  want  %s", row.Text, show(got), show(want))
		}
	}
	t.Logf("%d of %d rows", len(table.Rows)-wrong, len(table.Rows))
}

func TestTheShippedCorrectionsReplaceWhatWasSaid(t *testing.T) {
	t.Parallel()
	set, ear := newEar(t)
	var table struct {
		Dialogues []struct {
			Turns   []string              `yaml:"turns"`
			Profile map[corpus.FactID]any `yaml:"profile"`
		} `yaml:"dialogues"`
	}
	readEval(t, "corrections.yaml", &table)
	for _, d := range table.Dialogues {
		profile := corpus.Facts{}
		var recent []corpus.FactID
		for _, turn := range d.Turns {
			heard := ear.Hear(turn, "2026-11-22")
			facts := heard.Facts
			if heard.Correction {
				facts, _ = ear.HearCorrection(turn, recent, "2026-11-22")
			}
			recent = append(facts.IDs(), recent...)
			profile = profile.Merge(facts)
		}
		if want := factsOf(t, set, d.Profile); !sameFacts(profile, want) {
			t.Errorf("%q\n  heard %s\n  want  %s", d.Turns, show(profile), show(want))
		}
	}
}
