package journey_test

import (
	"testing"

	"zhirong/bot"
	"zhirong/bot/journey"
	"zhirong/corpus"
)

// TestTheShippedJourneys plays every shipped conversation with the real adviser.
func TestTheShippedJourneys(t *testing.T) {
	t.Parallel()
	g, err := bot.OpenGeneration(t.Context(), t.TempDir(), corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := g.Close(); err != nil {
			t.Error(err)
		}
	})
	advisor, err := bot.NewAdvisor(bot.Options{Live: bot.NewLive(g), Sessions: bot.NewMemory()})
	if err != nil {
		t.Fatal(err)
	}
	journeys, err := journey.Load(bot.Journeys())
	if err != nil {
		t.Fatal(err)
	}
	var reports []journey.Report
	for _, j := range journeys {
		r := journey.Play(t.Context(), advisor, j, j.Name)
		for _, f := range r.Failures {
			t.Error(f)
		}
		reports = append(reports, r)
	}
	t.Logf("%d journeys\n%s", len(journeys), journey.Coverage(g.Set, reports))
}
