package knowledge_test

import (
	"slices"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func TestWhatChangesBetweenTwoDays(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	m := b.Matcher()
	const registration = "product/p40-data-ip-registration#summary"
	has := func(from, to corpus.Date, place corpus.RegionCode, id corpus.PassageID, begins bool) bool {
		return slices.ContainsFunc(m.Between(from, to, place), func(c knowledge.DatedChange) bool { return c.Passage == id && c.Begins == begins })
	}
	for _, c := range []struct {
		from, to corpus.Date
		place    corpus.RegionCode
		id       corpus.PassageID
		begins   bool
		want     bool
	}{
		{"2024-08-25", "2024-08-26", "", registration, true, true}, {"2024-08-26", "2024-08-27", "", registration, true, false},
		{"2024-08-01", "2024-08-25", "", registration, true, false}, {"2024-08-25", "2024-08-26", "420115", registration, true, true},
		{"2024-08-25", "2024-08-26", "330000", registration, true, false},
		{"2023-12-31", "2024-01-01", "", "policy/cnipa-2021-17#about", false, true}, {"2023-12-30", "2023-12-31", "", "policy/cnipa-2021-17#about", false, false},
		{"2021-11-14", "2021-11-15", "420115", "policy/cnipa-461#7", true, true},
	} {
		if got := has(c.from, c.to, c.place, c.id, c.begins); got != c.want {
			t.Errorf("after %s until %s in %q %s begins %v: %v, want %v", c.from, c.to, c.place, c.id, c.begins, got, c.want)
		}
	}
	all := m.Between("2000-01-01", "2030-01-01", "")
	if !slices.IsSortedFunc(all, func(a, b knowledge.DatedChange) int { return int(a.On.Day() - b.On.Day()) }) || len(all) < 50 {
		t.Errorf("%d changes, not in the order of days", len(all))
	}
}

func TestProductsAreComparedOnTwoDays(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	m := b.Matcher()
	now := corpus.Facts{
		"region": corpus.CodeValue("420202"), "months_operating": corpus.MonthsValue(20), "patents_invention": corpus.CountValue(1),
		"patents_utility_model": corpus.CountValue(0), "patents_design": corpus.CountValue(0), "patent_months_left": corpus.MonthsValue(122),
	}
	fits := func(first, second corpus.Date, later corpus.Facts) map[corpus.ID][2]string {
		out := map[corpus.ID][2]string{}
		word := func(f *knowledge.Fit) string {
			if f == nil {
				return "none"
			}
			return f.String()
		}
		for _, c := range m.Compare(now, later, first, second) {
			out[c.Product.ID] = [2]string{word(c.Before), word(c.After)}
		}
		return out
	}
	if got := fits("2024-08-25", "2024-08-26", now); len(got) != 1 || got["product/p40-data-ip-registration"] != [2]string{"none", "possible"} {
		t.Errorf("the day on which registration begins changes %v", got)
	}
	const huangshi = "product/p31-huangshi-patent-pledge"
	if got := fits(aDay, aDay, knowledge.Age(now, 4)); got[huangshi] != [2]string{} {
		// The firm is old enough by then, and the patent has too little life left.
		t.Errorf("four months later Huangshi goes %v", got[huangshi])
	}
	now["months_operating"] = corpus.MonthsValue(30)
	if got := fits(aDay, aDay, knowledge.Age(now, 3)); got[huangshi] != [2]string{"possible", "ineligible"} {
		t.Errorf("three months later, with less than ten years left, Huangshi goes %v", got[huangshi])
	}
	if got := fits(aDay, aDay, knowledge.Age(now, 2)); len(got) != 0 {
		t.Errorf("two months later, with exactly ten years left, %v change", got)
	}
	if v := knowledge.Age(now, 500)["patent_months_left"]; !v.Equal(corpus.MonthsValue(0)) {
		t.Errorf("after its end a patent has %+v left", v.Span)
	}
}
