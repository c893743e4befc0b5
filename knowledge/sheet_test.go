package knowledge_test

import (
	"slices"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func TestUnsecuredLoansStandBesidePledgeRoutes(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	known := corpus.Facts{
		"region": corpus.CodeValue("420115"), "patents_invention": corpus.CountValue(3), "loan_amount": corpus.MoneyValue(500 * corpus.Wan),
		"statuses": corpus.CodesValue([]string{"tech_enterprise"}, nil, false),
	}
	s := knowledge.Compared(b.Match(known, aDay), 3)
	if len(s.Unsecured) != 3 || len(s.Pledge) != 3 {
		t.Fatalf("%d unsecured and %d pledge routes", len(s.Unsecured), len(s.Pledge))
	}
	for _, x := range slices.Concat(s.Unsecured, s.Pledge) {
		if x.Match.Fit == knowledge.Ineligible {
			t.Errorf("%s is ruled out", x.Match.Product.ID)
		}
		if got := x.Match.Product.Kind == corpus.CreditLoan; got != slices.ContainsFunc(s.Unsecured, func(u knowledge.Side) bool { return u.Match.Product == x.Match.Product }) {
			t.Errorf("%s stands on the wrong side", x.Match.Product.ID)
		}
		for i, c := range x.Cells {
			if c.Known {
				q, ok := set.Passage(c.Cite)
				if !ok || q.Text != c.Text {
					t.Errorf("%s: %s is cited from %q", x.Match.Product.ID, knowledge.SideFields[i], c.Cite)
				}
			} else if c.Cite != "" || !c.Text.Zero() {
				t.Errorf("%s: %s is not known, yet says %q", x.Match.Product.ID, knowledge.SideFields[i], c.Text.ZH)
			}
		}
	}
	if at := slices.Index(knowledge.SideFields, "collateral"); !s.Differs[at] {
		t.Error("security does not differ")
	}
	if empty := knowledge.Compared(nil, 3); slices.Contains(empty.Differs, true) {
		t.Error("nothing differs from nothing")
	}
}

func TestIndustrySheetsAreCitedAndSayTheirGaps(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	for _, i := range set.Industries {
		s, ok := m.Industry(i.Code, "", aDay)
		if !ok {
			t.Fatalf("no sheet for %s", i.Code)
		}
		var cites []corpus.PassageID
		cites = slices.Concat(cites, s.Policies, s.Cases)
		for _, r := range s.Rights {
			if len(r.Cites) == 0 {
				t.Errorf("%s: %s rests on nothing", i.Code, r.Kind)
			}
			cites = append(cites, r.Cites...)
		}
		for _, p := range s.Products {
			if !p.Product.Offered || len(p.Cites) == 0 {
				t.Errorf("%s: product %s, offered %v, rests on %v", i.Code, p.Product.ID, p.Product.Offered, p.Cites)
			}
			cites = append(cites, p.Cites...)
		}
		for _, id := range cites {
			if q, ok := set.Passage(id); !ok || !q.InForceOn(aDay) {
				t.Errorf("%s cites %s", i.Code, id)
			}
		}
		for part, n := range map[string]int{"rights": len(s.Rights), "products": len(s.Products), "policies": len(s.Policies), "cases": len(s.Cases)} {
			if slices.Contains(s.Gaps, part) != (n == 0) {
				t.Errorf("%s: %d %s, gaps are %v", i.Code, n, part, s.Gaps)
			}
		}
	}
	seed, _ := m.Industry("seed", "", aDay)
	if !slices.ContainsFunc(seed.Products, func(p knowledge.IndustryProduct) bool {
		return p.Named && p.Product.ID == "product/p20-gongan-seed-loan"
	}) {
		t.Errorf("seed has %+v", seed.Products)
	}
	tea, _ := m.Industry("tea", "421124", aDay)
	if !slices.Contains(tea.Cases, "case/c21#case") {
		t.Errorf("tea in Yingshan has the cases %v", tea.Cases)
	}
	if far, _ := m.Industry("tea", "420300", aDay); slices.Contains(far.Cases, "case/c21#case") {
		t.Errorf("tea in Shiyan has the cases %v", far.Cases)
	}
	if _, ok := m.Industry("no-such", "", aDay); ok {
		t.Error("an industry that is none has a sheet")
	}
}
