package valuation_test

import (
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

func TestFactsOfAFirmAreTakenOver(t *testing.T) {
	t.Parallel()
	estimator(t)
	in := valuation.FromFacts(corpus.Facts{
		"patents_invention": corpus.CountValue(3), "patents_utility_model": corpus.CountValue(0), "patent_valid": corpus.BoolValue(true),
		"co_owned": corpus.BoolValue(true), "disputed": corpus.UnsureValue(corpus.KindBool), "loan_amount": corpus.MoneyValue(500 * corpus.Wan),
	})
	if r := in.Right; r.Kind != corpus.InventionPatent || r.Status != "granted" || r.FeesPaid == nil || !*r.FeesPaid || !r.Joint || r.Disputed || r.Pledged || in.Target {
		t.Errorf("%+v", in)
	}
	in = valuation.FromFacts(corpus.Facts{"patents_invention": corpus.CountValue(1), "patents_design": corpus.CountValue(1), "patent_valid": corpus.BoolValue(false), "already_pledged": corpus.BoolValue(true)})
	if r := in.Right; r.Kind != "" || r.Status != "" || r.FeesPaid == nil || *r.FeesPaid || !r.Pledged {
		t.Errorf("%+v", in)
	}
	for _, id := range []corpus.FactID{"patents_invention", "patents_utility_model", "patents_design", "patents_pending", "patent_valid", "co_owned", "disputed", "already_pledged"} {
		if _, ok := words.Fact(id); !ok {
			t.Errorf("there is no fact %s", id)
		}
	}
}
