package knowledge_test

import (
	"slices"
	"testing"

	"zhirong/corpus"
)

func TestBanksAreKnownByTheirNames(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	for _, row := range []struct {
		text string
		want []corpus.ID
	}{
		{"中行和农行哪个好", []corpus.ID{"bank/boc", "bank/abc"}},
		{"邮储银行能贷吗", []corpus.ID{"bank/psbc"}},
		{"上海浦东发展银行", []corpus.ID{"bank/spdb"}},
		{"Does China Merchants Bank lend on patents?", []corpus.ID{"bank/cmb"}},
		{"Industrial and Commercial Bank of China", []corpus.ID{"bank/icbc"}},
		{"武汉农商行", []corpus.ID{"bank/wuhan-rcb"}},
		{"加工行业能贷吗", nil},
		{"其中行业分类怎么看", nil},
		{"集中行动方案", nil},
		{"新兴业态和新兴产业", nil},
		{"民生工程、招商引资", nil},
		{"银行能贷吗", nil},
	} {
		var got []corpus.ID
		for _, bank := range b.Banks(row.text) {
			got = append(got, bank.ID)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: got %v, want %v", row.text, got, row.want)
		}
	}
}

func TestProductsBelongToTheBanksThatProvideThem(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	for bank, want := range map[corpus.ID]corpus.ID{
		"bank/psbc": "product/p21-yingshan-tea-credit", "bank/hankou": "product/p15-hankou-trademark-pledge", "bank/spdb": "product/p01-kv-loan",
		"bank/abc": "product/p18-abc-patent-pledge", "bank/zbank": "product/p34-zbank-tech-loan",
	} {
		if got := b.OfBank(bank); !slices.Contains(got, want) {
			t.Errorf("%s: %v lacks %s", bank, got, want)
		}
	}
	for _, bank := range []corpus.ID{"bank/cmb", "bank/minsheng", "bank/citic"} {
		if got := b.OfBank(bank); len(got) > 0 {
			t.Errorf("%s has %v", bank, got)
		}
	}
	if got := b.OfBank("bank/ccb"); len(got) < 3 || got[0] == "product/p01-kv-loan" {
		t.Errorf("a bank's own products do not come first: %v", got)
	}
	if got := b.Named("英山云雾茶授信要担保吗"); !slices.Equal(got, []corpus.ID{"product/p21-yingshan-tea-credit"}) {
		t.Errorf("a product's cut name gives %v", got)
	}
}
