package bot

import (
	"zhirong/corpus"
)

// kindFacts are the facts that count the rights that an estimate is made of.
var kindFacts = map[string]corpus.FactID{
	string(corpus.InventionPatent): "patents_invention", string(corpus.UtilityModel): "patents_utility_model", string(corpus.DesignPatent): "patents_design",
	string(corpus.PendingPatent): "patents_pending",
}

// statusFacts are what a status of the right means for the profile.
var statusFacts = map[string]struct {
	fact corpus.FactID
	yes  bool
}{
	"disputed": {"disputed", true}, "joint": {"co_owned", true}, "pledged": {"already_pledged", true}, "lapsed": {"patent_valid", false},
}

// fromSheet takes over into the profile what the estimate was told of the right,
// where the profile does not tell it, so that nothing is asked twice.
func (t *turn) fromSheet() {
	told := map[string]string{}
	if s := t.s.sheet(valueSheet); s != nil {
		for _, f := range s.told() {
			told[f.ID] = f.Text
		}
	}
	note := func(id corpus.FactID, v corpus.Value) {
		if _, ok := t.set.Fact(id); ok && t.s.Profile.Facts[id].Kind == "" {
			t.learn(corpus.Facts{id: v})
		}
	}
	if id, ok := kindFacts[told["kind"]]; ok {
		note(id, corpus.SpanValue(corpus.KindCount, corpus.Span{Min: 1, HasMin: true}))
	}
	if s, ok := statusFacts[told["status"]]; ok {
		note(s.fact, corpus.BoolValue(s.yes))
	}
	if told["status"] == "granted" && told["fees_paid"] == "true" {
		note("patent_valid", corpus.BoolValue(true))
	}
}
