package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

var (
	// lenderForm asks which banks there are for something.
	lenderForm = regexp.MustCompile(`(?:哪|什么|啥)(?:些|个|几?家|几个|一家)*(?:的)?银行|银行(?:有|都有|是)?(?:哪些|哪几|哪家|哪个)|\b(?:which|what|any) (?:of the )?(?:local )?banks?\b`)
	// otherLenderForm asks of banks what no list of products tells.
	otherLenderForm = regexp.MustCompile(`试点|首批|第一|最[先早]|先[做试放开办]|内部评估|内评|参与|名单|入库|收录|资料|库里|最低|最高|最多|最快|最大|便宜|靠谱|划算|好|适合|推荐|大额|例子|案例|拿到|收过|贷到|坏账|不良|贴息|\b(?:first|pilot|cheapest|lowest|best|highest|suits?|covered|most|fastest|took|has taken)\b`)
)

// maxLenders bounds the products that are listed with their banks.
const maxLenders = 6

// answerLenders lists who handles a product, or which banks have products for the
// place and the rights that a question is about.
func (t *turn) answerLenders(part intents.Part) (piece, bool) {
	folded := corpus.Fold(part.Text)
	if part.Bait || !part.Scope || !lenderForm.MatchString(folded) || !lendsForm.MatchString(folded) && len(part.Heard.Rights) == 0 || otherLenderForm.MatchString(folded) || asksField(part.Text) || len(t.g.Base.Banks(part.Text)) > 0 {
		return piece{}, false
	}
	p := piece{intent: part.Intent, text: part.Text, outcome: Answered, next: "next.match_products"}
	for _, id := range t.g.Base.Named(part.Text) {
		if product, ok := t.set.Product(id); ok && knowledge.Offerable(product, t.today) && (!t.a.production || product.Review.Done()) {
			p.lines = append(p.lines, t.lender(&p, product, "lenders.product"))
			if unsaid.MatchString(product.Provider.ZH) {
				p.outcome, p.gaps = NotFound, append(p.gaps, refOf(product)+".provider")
			}
		}
	}
	if len(p.lines) > 0 {
		return p, true
	}
	region := corpus.Hubei
	if v := t.s.Profile.Facts["region"]; v.Known() {
		region = corpus.RegionCode(v.Text)
	}
	if len(part.Heard.Places) > 0 {
		region = part.Heard.Places[0]
	}
	if region != corpus.Nation && !t.set.Within(region, corpus.Hubei) {
		return piece{}, false
	}
	lenders := t.lenders(part, region)
	if len(lenders) == 0 || t.onePlain(part) {
		return piece{}, false
	}
	p.lines = []string{t.say("lenders.lead", map[string]string{"place": t.set.PlaceName(region, t.lang)})}
	var items []string
	for _, product := range lenders[:min(len(lenders), maxLenders)] {
		items = append(items, t.lender(&p, product, "lenders.item"))
	}
	p.lines = append(p.lines, strings.Join(items, "\n"))
	if len(lenders) > len(items) {
		p.lines = append(p.lines, t.say("lenders.more", nil))
	}
	p.lines = append(p.lines, t.say("lenders.others", nil))
	return p, true
}

// Where one entry is so like a question and so far ahead of others, the question is
// about it.
const (
	plainlyLike = 0.45
	farAhead    = 1.3
)

// onePlain reports whether a question is plainly about one entry.
func (t *turn) onePlain(part intents.Part) bool {
	r, err := t.search(part, nil)
	if err != nil || len(r.Found) == 0 || r.Found[0].Passage.Kind == corpus.GapPassage || r.Found[0].Likeness < plainlyLike {
		return false
	}
	for _, f := range r.Found[1:] {
		if f.Passage.Doc != r.Found[0].Passage.Doc {
			return r.Found[0].Score >= farAhead*f.Score
		}
	}
	return true
}

// lender says of a product who handles it.
func (t *turn) lender(p *piece, product *corpus.Product, key string) string {
	line := t.say(key, map[string]string{"product": product.Short.In(t.lang), "provider": product.Provider.In(t.lang)})
	if q, ok := t.set.Passage(corpus.PassageID(string(product.ID) + "#summary")); ok {
		line += cite(q)
		t.use(p, q)
	}
	return line
}

// pledgeOrder puts loans on a pledge before those that only count a right.
func pledgeOrder(p *corpus.Product) int {
	if p.Kind == corpus.PledgeLoan || p.Kind == corpus.CombinedLoan {
		return 0
	}
	return 1
}

// lenders are the loans of banks that can be had in a place and suit a question,
// those of the nearest places first.
func (t *turn) lenders(part intents.Part, region corpus.RegionCode) []*corpus.Product {
	lineage := t.set.Lineage(region)
	far := func(p *corpus.Product) int {
		at := -1
		for _, c := range p.Regions {
			switch i := slices.Index(lineage, c); {
			case i >= 0 && (at < 0 || i < at):
				at = i
			case i < 0 && at < 0 && t.set.Within(c, region):
				at = 0
			}
		}
		return at
	}
	var out []*corpus.Product
	for i := range t.set.Products {
		p := &t.set.Products[i]
		if lends(p) && p.Kind != corpus.Guarantee && knowledge.Offerable(p, t.today) && (!t.a.production || p.Review.Done()) && far(p) >= 0 && suits(p, part) && t.g.Base.HasBank(p.ID) && t.g.Base.Weigh(p, t.s.Profile.Facts).Fit != knowledge.Ineligible {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b *corpus.Product) int {
		return cmp.Or(far(a)-far(b), cmp.Compare(pledgeOrder(a), pledgeOrder(b)))
	})
	return out
}
