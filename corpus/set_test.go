package corpus_test

import (
	"slices"
	"testing"

	"zhirong/corpus"
)

func TestEntryIsFoundByID(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	fact, ok1 := s.Fact("loan")
	product, ok2 := s.Product("product/loan")
	policy, ok3 := s.Policy("policy/notice")
	place, ok4 := s.Place("420115")
	intent, ok5 := s.Intent("cost")
	gap, ok6 := s.Gap("gap/01")
	passage, ok7 := s.Passage("policy/notice#2")
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || !ok7 {
		t.Fatal("an entry is not found")
	}
	if fact.ID != "loan" || product.Short.ZH != "示范贷" || policy.DocNo != "示发〔2020〕1号" || !place.Pilot || intent.Aspect != corpus.AspectFee || gap.Title.EN != "The rate" || passage.Heading.ZH != "期限" {
		t.Error("another entry is found")
	}
	if _, ok := s.Product("policy/notice"); ok {
		t.Error("a policy is found among the products")
	}
	if _, ok := s.Place(""); ok {
		t.Error("no code is a place")
	}
}

func TestPlaceLiesWithinPlaces(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	for code, want := range map[corpus.RegionCode][]corpus.RegionCode{
		"zone-lake": {"zone-lake", "420115", "420100", "420000", "000000"},
		"420000":    {"420000", "000000"},
		"000000":    {"000000"},
		"429999":    {"000000"},
		"":          {"000000"},
	} {
		if got := s.Lineage(code); !slices.Equal(got, want) {
			t.Errorf("lineage of %q is %v, want %v", code, got, want)
		}
	}
	for _, c := range []struct {
		inner, outer corpus.RegionCode
		want         bool
	}{
		{"420115", "420100", true}, {"420115", "420115", true}, {"420100", "420115", false}, {"330000", "420000", false},
		{"zone-lake", "420000", true}, {"330000", "000000", true}, {"000000", "420000", false}, {"", "", false},
	} {
		if got := s.Within(c.inner, c.outer); got != c.want {
			t.Errorf("%q within %q is %v", c.inner, c.outer, got)
		}
	}
}

func TestPlaceIsNamedWithWhatItLiesIn(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	for code, want := range map[corpus.RegionCode][2]string{
		"420000": {"湖北省", "Hubei"}, "420100": {"武汉市", "Wuhan"}, "420115": {"武汉市江夏区", "Jiangxia, Wuhan"}, "zone-lake": {"江夏区湖区", "Lake Zone, Jiangxia"}, "429999": {"", ""},
	} {
		if got := [2]string{s.PlaceName(code, corpus.Chinese), s.PlaceName(code, corpus.English)}; got != want {
			t.Errorf("%s is named %q, want %q", code, got, want)
		}
	}
}

func TestPilotIsNotInherited(t *testing.T) {
	t.Parallel()
	if got := load(t, layer("small", small)).Pilots(); !slices.Equal(got, []corpus.RegionCode{"420115"}) {
		t.Errorf("pilots are %v", got)
	}
}

func TestChoicesAreKnownByTheirSpokenForms(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	for _, want := range []corpus.FactAlias{
		{Fact: "size", Code: "micro", Text: "微型"}, {Fact: "size", Code: "micro", Text: "Micro"}, {Fact: "size", Code: "micro", Text: "很小"}, {Fact: "statuses", Code: "tech_sme", Text: "科小"},
	} {
		if !slices.Contains(s.Aliases, want) {
			t.Errorf("%+v is missing", want)
		}
	}
}

func TestCriterionNamesItsFactsOnce(t *testing.T) {
	t.Parallel()
	c := load(t, layer("small", small)).Products[0].Criteria
	if got, want := c.Facts(nil), []corpus.FactID{"region", "patents", "trademarks", "loan", "value", "statuses", "size"}; !slices.Equal(got, want) {
		t.Errorf("facts are %v, want %v", got, want)
	}
	if got := c.All[1].Facts([]corpus.FactID{"trademarks"}); !slices.Equal(got, []corpus.FactID{"trademarks", "patents"}) {
		t.Errorf("facts after trademarks are %v", got)
	}
	if c.Leaf() || c.All[3].Leaf() || c.All[3].Any[1].Leaf() || !c.All[0].Leaf() {
		t.Error("only a comparison is a leaf")
	}
}
