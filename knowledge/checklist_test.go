package knowledge_test

import (
	"slices"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func TestChecklistFollowsTheRightsHeld(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	for _, c := range []struct {
		name    string
		product corpus.ID
		known   corpus.Facts
		want    []string // id and step
		unknown bool
	}{
		{"a patent pledge", "product/p12-wuhan-rcb-patent-pledge", corpus.Facts{"patents_invention": corpus.CountValue(2)},
			[]string{"policy/cnipa-461#7/1 register", "policy/cnipa-461#7/2 register", "policy/cnipa-461#7/3 register", "policy/cnipa-461#7/4 register"}, true},
		{"a patent pledge whose own papers name the value", "product/p18-abc-patent-pledge", nil,
			[]string{
				"product/p18-abc-patent-pledge#materials/1 apply", "product/p18-abc-patent-pledge#materials/2 apply",
				"policy/cnipa-461#7/1 register", "policy/cnipa-461#7/2 register", "policy/cnipa-461#7/3 register", "policy/cnipa-461#7/4 register",
			}, false},
		{"a trade-mark pledge", "product/p15-hankou-trademark-pledge", nil,
			[]string{
				"policy/trademark-pledge-procedure#papers/1 register", "policy/trademark-pledge-procedure#papers/2 register",
				"policy/trademark-pledge-procedure#papers/3 register", "policy/trademark-pledge-procedure#papers/4 register",
			}, true},
		{"an unsecured loan registers nothing", "product/p03-bv-loan", corpus.Facts{"patents_invention": corpus.CountValue(2)}, nil, true},
		{"a service", "product/p40-data-ip-registration", nil,
			[]string{"product/p40-data-ip-registration#materials/1 apply", "product/p40-data-ip-registration#materials/2 apply", "product/p40-data-ip-registration#materials/3 apply"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, ok := set.Product(c.product)
			if !ok {
				t.Fatalf("no product %s", c.product)
			}
			list := m.Checklist(p, c.known, nil)
			var got []string
			for _, x := range list.Papers {
				got = append(got, x.ID+" "+x.Step.String())
			}
			if !slices.Equal(got, c.want) || list.Unknown != c.unknown {
				t.Errorf("papers are %q, unknown %v, want %q, %v", got, list.Unknown, c.want, c.unknown)
			}
		})
	}
}

func TestEveryPaperIsCitedAndTicked(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	papers := 0
	for i := range set.Products {
		p := &set.Products[i]
		list := m.Checklist(p, corpus.Facts{"region": corpus.CodeValue("420115")}, nil)
		if _, ok := set.Passage(list.Cite); !ok && !slices.Contains(p.Unknown, "contact") {
			t.Errorf("%s: cites %s", p.ID, list.Cite)
		}
		var ids []string
		for k, x := range list.Papers {
			papers++
			if _, ok := set.Passage(x.Cite); !ok || x.Text.Zero() || slices.Contains(ids, x.ID) {
				t.Errorf("%s: paper %+v", p.ID, x)
			}
			if x.Step == knowledge.StepRegister && x.Where.Zero() {
				t.Errorf("%s: nobody registers %s", p.ID, x.ID)
			}
			if k > 0 && x.Step < list.Papers[k-1].Step {
				t.Errorf("%s: %s stands after a later step", p.ID, x.ID)
			}
			ids = append(ids, x.ID)
		}
		if len(ids) == 0 {
			continue
		}
		for _, x := range m.Checklist(p, nil, ids[:1]).Papers {
			if x.Have != (x.ID == ids[0]) {
				t.Errorf("%s: %s is ticked: %v", p.ID, x.ID, x.Have)
			}
		}
	}
	if papers < 40 {
		t.Errorf("only %d papers are listed", papers)
	}
	p, _ := set.Product("product/p18-abc-patent-pledge")
	for _, x := range m.Checklist(p, corpus.Facts{"has_appraisal": corpus.BoolValue(true)}, nil).Papers {
		if x.Step == knowledge.StepAppraise && !x.Have {
			t.Error("the appraisal that was told of is not ticked")
		}
	}
}
