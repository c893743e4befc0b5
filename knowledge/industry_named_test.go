package knowledge_test

import (
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

func TestIndustryNamedIsTheFirstOfAText(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	for text, want := range map[string]string{
		"小龙虾产业能做什么": "crayfish", "茶叶和小龙虾": "tea", "what can the Tea industry do": "tea", "我们能做什么": "", "": "", "贷款": "",
	} {
		if got, ok := b.Matcher().IndustryNamed(text); got != want || ok != (want != "") {
			t.Errorf("%q names %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestServedNeedsHaveProducts(t *testing.T) {
	t.Parallel()
	_, set := shipped(t)
	need, ok := set.Fact("need")
	if !ok {
		t.Fatal("no fact need")
	}
	served := 0
	for _, c := range need.Choices {
		kind := false
		for i := range set.Products {
			kind = kind || knowledge.Serves(set.Products[i].Kind, c.Code)
		}
		if kind && !knowledge.Served(c.Code) {
			t.Errorf("products serve %s, which counts as not served", c.Code)
		}
		if knowledge.Served(c.Code) {
			served++
		}
	}
	if served < 5 || knowledge.Served("nothing") {
		t.Errorf("%d needs are served", served)
	}
}

func TestValuesAreWordedWithTheirUnits(t *testing.T) {
	t.Parallel()
	_, set := shipped(t)
	fact := func(id corpus.FactID) *corpus.Fact {
		f, ok := set.Fact(id)
		if !ok {
			t.Fatalf("no fact %s", id)
		}
		return f
	}
	for _, c := range []struct {
		fact corpus.FactID
		span corpus.Span
		zh   string
		en   string
	}{
		{"loan_amount", corpus.Exactly(int64(1000 * corpus.Wan)), "1000万元", "CNY 10,000,000"},
		{"loan_rate", corpus.Exactly(435), "4.35%", "4.35%"},
		{"loan_months", corpus.Span{Min: 12, HasMin: true}, "12个月以上", "at least 12 months"},
		{"patents_invention", corpus.Span{Max: 3, HasMax: true, MaxOpen: true}, "不到3件", "less than 3"},
		{"profit_years", corpus.Exactly(2), "2年", "2 years"},
		{"loan_amount", corpus.Span{}, "", ""},
	} {
		if got := knowledge.SpanText(set, fact(c.fact), c.span, corpus.Chinese); got != c.zh {
			t.Errorf("%s is %q in Chinese, want %q", c.fact, got, c.zh)
		}
		if got := knowledge.SpanText(set, fact(c.fact), c.span, corpus.English); got != c.en {
			t.Errorf("%s is %q in English, want %q", c.fact, got, c.en)
		}
	}
	if got := knowledge.CodeText(set, fact("region"), "420115", corpus.Chinese); got != "武汉市江夏区" {
		t.Errorf("a place is %q", got)
	}
	if got := knowledge.CodeText(set, fact("entity_size"), "no-such", corpus.English); got != "no-such" {
		t.Errorf("a code without a name is %q", got)
	}
}
