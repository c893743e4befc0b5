package royalty_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge/royalty"
)

// fill answers the questions of a sheet from a list, and returns the ids asked.
func fill(t *testing.T, s *royalty.Sheet, answers map[string]string) string {
	t.Helper()
	var asked []string
	skipped := map[string]bool{}
	for {
		q, open := s.Next(func(id string) bool { return skipped[id] })
		if !open {
			return strings.Join(asked, " ")
		}
		if q.Ask.Zero() || len(asked) > 20 {
			t.Fatalf("asked for %q after %q", q.ID, asked)
		}
		asked = append(asked, q.ID)
		if text, ok := answers[q.ID]; !ok {
			skipped[q.ID] = true
		} else if fault := s.Set(q.ID, text); fault != nil {
			t.Fatalf("%s: %v", q.ID, fault)
		}
	}
}

func TestSheetAsksWhatTheRouteNeedsAndGivesWhatTheRequestGives(t *testing.T) {
	t.Parallel()
	m := estimator(t)
	granted := map[string]string{"kind": "invention_patent", "status": "granted", "exclusive": "false", "fees_paid": "true", "filed": "2019-05-10", "relief_bp": "85%"}
	right := `"right":{"kind":"invention_patent","status":"granted","exclusive_licence":false,"fees_paid":true,"filed":"2019-05-10","relief_bp":"85%"}`
	const head, tail = "route kind status exclusive fees_paid ", " filed relief_bp"
	for _, c := range []struct {
		name, asked, request string
		answers              map[string]string
	}{
		{"own income", "income years share_bp", `{"route":1,"base":{"yearly_income":"80万"},"years":3,` + right + `}`, map[string]string{"route": "1", "income": "80万", "years": "3"}},
		{"past fee", "past_fee past_years years", `{"route":2,"base":{"past_fee":"30万","past_years":3},"years":5,` + right + `}`, map[string]string{"route": "2", "past_fee": "30万", "past_years": "3", "years": "5"}},
		{"statistics, fixed", "basis unit_fee years patents", `{"route":3,"base":{"per_patent_year":"5万"},"years":2,"patents":3,` + right + `}`, map[string]string{"route": "3", "basis": "unit_fee", "unit_fee": "5万", "years": "2", "patents": "3"}},
		{"statistics, recorded", "basis years patents", `{"route":3,"base":{"recorded_2023":true},"years":2,` + right + `}`, map[string]string{"route": "3", "basis": "recorded", "years": "2"}},
		{"statistics, running", "basis rate_bp years net_sales profits entry_fee", `{"route":3,"rate_bp":"5%","years":2,"net_sales":["300万","300万"],"profits":["50万","60万"],` + right + `}`, map[string]string{"route": "3", "basis": "rate_bp", "rate_bp": "5%", "years": "2", "net_sales": "300万", "profits": `["50万","60万"]`}},
		{"a rate of one's own", "rate_bp years net_sales profits entry_fee", `{"route":4,"rate_bp":"5%","years":1,"net_sales":["300万"],"entry_fee":"2万",` + right + `}`, map[string]string{"route": "4", "rate_bp": "5%", "years": "1", "net_sales": "300万", "entry_fee": "2万"}},
		{"value", "value share_bp years", `{"route":5,"base":{"value":"200万","share_bp":"10%"},` + right + `}`, map[string]string{"route": "5", "value": "200万", "share_bp": "10%"}},
	} {
		s := m.e.Sheet("2026-11-22")
		answers := map[string]string{}
		for _, list := range []map[string]string{granted, c.answers} {
			for id, text := range list {
				answers[id] = text
			}
		}
		if got := fill(t, s, answers); got != head+c.asked+tail {
			t.Errorf("%s: asked %q, want %q", c.name, got, head+c.asked+tail)
		}
		r, fault := s.Estimate()
		if fault != nil {
			t.Errorf("%s: %v", c.name, fault)
			continue
		}
		if want := estimate(t, c.request); !reflect.DeepEqual(r.Object(nil, corpus.English), want.Object(nil, corpus.English)) {
			got, _ := json.Marshal(r.Object(nil, corpus.English))
			t.Errorf("%s gives %s", c.name, got)
		}
	}
}

func TestSheetOfAnotherRouteLeavesOutWhatTheFirstNeeded(t *testing.T) {
	t.Parallel()
	s := estimator(t).e.Sheet("2026-11-22")
	fill(t, s, map[string]string{"route": "4", "kind": "invention_patent", "rate_bp": "5%", "years": "2", "net_sales": "300万"})
	for id, text := range map[string]string{"route": "2", "past_fee": "30万", "past_years": "3"} {
		if fault := s.Set(id, text); fault != nil {
			t.Fatal(fault)
		}
	}
	if in := s.Input(); in.Rate != nil || in.Sales != nil || *in.Years != 2 {
		t.Errorf("%+v", in)
	}
	if r, fault := s.Estimate(); fault != nil || *r.Fee != 20*corpus.Wan {
		t.Errorf("%v, %+v", fault, r)
	}
}

func TestSheetStopsWhereADeclarationIsBarred(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ set, asked string }{
		{"kind utility_model evaluation false", "route kind evaluation"},
		{"kind invention_patent status pledged consent false", "route kind status consent"},
		{"kind invention_patent status pending", "route kind status"},
		{"kind invention_patent status granted exclusive true", "route kind status exclusive"},
	} {
		s, words, answers := estimator(t).e.Sheet("2026-11-22"), strings.Fields(c.set), map[string]string{"route": "1"}
		for i := 0; i < len(words); i += 2 {
			answers[words[i]] = words[i+1]
		}
		if got := fill(t, s, answers); got != c.asked || !s.Barred() {
			t.Errorf("%s: asked %q, barred %v", c.set, got, s.Barred())
		}
		if fault := s.Set("anyway", "true"); fault != nil || s.Barred() {
			t.Errorf("%s: the fee is not worked out all the same: %v", c.set, fault)
		}
	}
}

func TestSheetRefusesWhatIsNoFigure(t *testing.T) {
	t.Parallel()
	s := estimator(t).e.Sheet("2026-11-22")
	for _, c := range [][2]string{{"route", "6"}, {"route", "x"}, {"years", "100"}, {"rate_bp", "101%"}, {"income", "-1"}, {"basis", "x"}, {"anyway", "no"}, {"wrong", "1"}, {"kind", "trademark"}, {"filed", "soon"}, {"net_sales", "[1,"}} {
		if s.Set(c[0], c[1]) == nil || s.Answers(c[0]) {
			t.Errorf("%s is taken for %s", c[1], c[0])
		}
	}
	if len(s.Given()) != 0 {
		t.Errorf("%+v", s.Given())
	}
}
