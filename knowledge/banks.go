package knowledge

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// notBanks are words that hold the short name of a bank and name none.
var notBanks = func() []string {
	var out []string
	for _, bank := range [...]string{"工行", "农行", "中行", "建行", "交行", "招行"} {
		for _, next := range [...]string{"业", "动", "为", "政", "驶", "程", "列", "家", "情", "贿"} {
			out = append(out, bank+next)
		}
	}
	return append(out, "其中行", "集中行", "手工行", "加工行", "开工行", "施工行", "中兴业", "新兴业", "振兴业", "兴业务", "兴业态")
}()

// bankIndex knows banks by name, and what each of them lends.
type bankIndex struct {
	names  *corpus.PhraseIndex // of banks; -1: none
	lends  map[corpus.ID][]corpus.ID
	spoken map[corpus.ID][]corpus.ID // banks by the product that they provide
}

func newBankIndex(set *corpus.Set) *bankIndex {
	x := &bankIndex{names: corpus.NewPhraseIndex(), lends: map[corpus.ID][]corpus.ID{}, spoken: map[corpus.ID][]corpus.ID{}}
	providers := corpus.NewPhraseIndex()
	for i := range set.Banks {
		b := &set.Banks[i]
		for _, f := range append([]string{b.Name.ZH, b.Name.EN}, b.Aliases...) {
			x.names.Add(f, i)
			providers.Add(f, i)
		}
		providers.Add(b.Short, i)
	}
	for _, w := range notBanks {
		x.names.Add(w, -1)
		providers.Add(w, -1)
	}
	for i := range set.Products {
		p := &set.Products[i]
		for _, h := range providers.Find(corpus.Fold(p.Provider.ZH)) {
			if h.N < 0 {
				continue
			}
			bank := set.Banks[h.N].ID
			if !slices.Contains(x.lends[bank], p.ID) {
				x.lends[bank] = append(x.lends[bank], p.ID)
				x.spoken[p.ID] = append(x.spoken[p.ID], bank)
			}
		}
	}
	for _, products := range x.lends {
		// The product of few banks says most of one of them.
		slices.SortStableFunc(products, func(a, b corpus.ID) int { return len(x.spoken[a]) - len(x.spoken[b]) })
	}
	return x
}

// Banks returns the banks that a text names, in order.
func (b *Base) Banks(text string) []*corpus.Bank {
	var out []*corpus.Bank
	for _, h := range b.banks.names.Find(corpus.Fold(text)) {
		if h.N >= 0 && !slices.Contains(out, &b.set.Banks[h.N]) {
			out = append(out, &b.set.Banks[h.N])
		}
	}
	return out
}

// OfBank returns the products that a bank is named as a provider of, those of
// few banks first.
func (b *Base) OfBank(id corpus.ID) []corpus.ID { return b.banks.lends[id] }

// HasBank reports whether a bank is named as a provider of a product.
func (b *Base) HasBank(product corpus.ID) bool { return len(b.banks.spoken[product]) > 0 }

// SpeaksOf reports whether a passage is about a bank: a product of its, or words
// that name it.
func (b *Base) SpeaksOf(p *corpus.Passage, bank *corpus.Bank) bool {
	if slices.Contains(b.banks.spoken[p.Doc], bank.ID) {
		return true
	}
	text := strings.Join([]string{p.Title.ZH, p.Heading.ZH, p.Text.ZH}, " ")
	return slices.Contains(b.Banks(text), bank)
}

// OfOthers reports whether a passage is about what other banks than one do.
func (b *Base) OfOthers(p *corpus.Passage, bank *corpus.Bank) bool {
	if b.SpeaksOf(p, bank) {
		return false
	}
	if p.Kind == corpus.ProductPassage {
		return len(b.banks.spoken[p.Doc]) > 0
	}
	return len(b.Banks(p.Title.ZH+" "+p.Heading.ZH+" "+p.Text.ZH)) > 0
}
