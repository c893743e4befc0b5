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

// bankMatters are the intents by which a question that names a bank asks for
// what that bank lends.
var bankMatters = map[corpus.IntentID]bool{
	"can_borrow": true, "match_products": true, "how_much": true, "cost": true, "documents": true, "conditions": true, "trademark_pledge": true,
	"utility_design": true, "data_ip": true, "gi_credit": true, "plant_variety": true, "kv_loan": true, "bv_loan": true,
}

// lendsForm is what is asked of a bank in a question whose intent is unsure.
var lendsForm = regexp.MustCompile(`贷|质押|融资|授信|借|loan|lend|pledge|credit|borrow`)

// Most products of a bank that are told at once.
const maxBankProducts = 4

// bankNamed returns the one bank that a question names, or that the message
// names of which it is a short part; nil: none.
func (t *turn) bankNamed(part intents.Part) *corpus.Bank {
	banks := t.g.Base.Banks(part.Text)
	if len(banks) == 0 && len(t.u.Parts) > 1 && len([]rune(part.Text)) <= 14 && len(t.g.Base.Named(part.Text)) == 0 {
		banks = t.g.Base.Banks(t.m.Text)
	}
	if len(banks) == 1 {
		return banks[0]
	}
	return nil
}

// answerBank answers what a bank lends by that bank's own products; of a bank
// without any it says so. It is no answer where the question names a product, or
// where a clause or a case speaks of the bank.
func (t *turn) answerBank(part intents.Part) (piece, bool, error) {
	bank := t.bankNamed(part)
	if bank == nil || part.Bait || !part.Scope || !bankMatters[part.Intent] && !asksField(part.Text) && (part.Confidence >= sureIntent || !lendsForm.MatchString(corpus.Fold(part.Text))) {
		return piece{}, false, nil
	}
	own := t.g.Base.OfBank(bank.ID)
	if slices.ContainsFunc(t.g.Base.Named(part.Text), func(id corpus.ID) bool {
		_, product := t.set.Product(id)
		return slices.Contains(own, id) || !product && !bankMatters[part.Intent]
	}) {
		return piece{}, false, nil
	}
	r, err := t.search(part, nil)
	if err != nil {
		return piece{}, false, err
	}
	if len(r.Found) > 0 && r.Strength() >= plainStrength {
		if top := r.Found[0].Passage; top.Kind != corpus.ProductPassage && top.Kind != corpus.GapPassage && t.g.Base.SpeaksOf(top, bank) {
			return piece{}, false, nil
		}
	}
	var fits []*corpus.Product
	for _, id := range own {
		if p, ok := t.set.Product(id); ok && len(fits) < maxBankProducts && (!t.a.production || p.Review.Done()) && suits(p, part) {
			fits = append(fits, p)
		}
	}
	if name := t.strangeLoan(part.Text); name != "" {
		args := map[string]string{"bank": bank.Name.In(t.lang), "product": name}
		return piece{
			intent: part.Intent, text: part.Text, outcome: NotFound, next: "next.bank", nextArgs: args, gaps: t.bankGap(), lines: []string{t.say("bank.no_such", args)},
		}, true, nil
	}
	if t.askedField(part) != "" {
		fits = t.likest(part.Text, fits)
	}
	if len(fits) == 0 {
		p := t.noProduct(bank, own, r)
		p.intent, p.text = part.Intent, part.Text
		return p, true, nil
	}
	p := t.bankProducts(part, fits)
	p.intent, p.text = part.Intent, part.Text
	return p, true, nil
}

// loanForm is the name of a loan, and commonLoan the words of which names are made
// that any bank's loan may bear.
var (
	loanForm   = regexp.MustCompile(`^(?:的|有个|那个|那款)?(\p{Han}{2,3}贷)`)
	commonLoan = regexp.MustCompile(`知识产权|知识价值|商业价值|实用新型|软件著作权|流动资金|专精特新|小微|企业|科技|技术|专利权?|发明|外观|商标权?|著作权|版权|软著|数据|质押|抵押|信用|组合|经营|消费|个人|线上|无担保|纯|免|快|银行|分行|支行|中小|贷款?|的|那个|那款|这款|这个|能不能|能|可以|有没有|有|没有|什么|哪些|申请|办|做|拿|要|我|想|怎么|吗|在|用|给|和|与|种|款|湖北|武汉|省|市|最|多|少|高|低|长|一般|大概|到底|专门|首次|还|又|再|不|会|肯|给|愿|都|也|才|就|放`)
)

// strangeLoan returns the name of a loan of a bank that the library does not
// know: what follows the bank's name and is made of other words than loans share.
func (t *turn) strangeLoan(text string) string {
	text = corpus.Fold(text)
	for _, bank := range t.g.Base.Banks(text) {
		for _, name := range append([]string{bank.Name.ZH}, bank.Aliases...) {
			_, after, ok := strings.Cut(text, corpus.Fold(name))
			if !ok {
				continue
			}
			m := loanForm.FindStringSubmatch(after)
			if m == nil || len(t.g.Base.Named(m[1])) > 0 {
				continue
			}
			if rest := commonLoan.ReplaceAllString(m[1], ""); len([]rune(rest)) >= 2 {
				return m[1]
			}
		}
	}
	return ""
}

// likest keeps the one product whose name is clearly the most like a question.
func (t *turn) likest(text string, products []*corpus.Product) []*corpus.Product {
	asked := grams(corpus.Fold(text))
	best, second := 0, 0
	var top *corpus.Product
	for _, p := range products {
		n := 0
		for g := range grams(corpus.Fold(p.Name.In(t.lang) + " " + p.Short.In(t.lang) + " " + p.Provider.In(t.lang))) {
			if asked[g] {
				n++
			}
		}
		if n > best {
			best, second, top = n, best, p
		} else {
			second = max(second, n)
		}
	}
	if top != nil && best >= second+2 {
		return []*corpus.Product{top}
	}
	return products
}

// suits reports whether a product is of the sort that a question is about.
func suits(p *corpus.Product, part intents.Part) bool {
	text := corpus.Fold(part.Text)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	if p.Kind == corpus.CooperationCredit || p.Kind == corpus.Subsidy || p.Kind == corpus.DisposalService {
		return false // no product of one bank
	}
	if has("质押", "抵押", "pledge", "collateral") && p.Kind == corpus.CreditLoan {
		return false
	}
	rights := part.Heard.Rights
	if len(rights) == 0 && part.Confidence >= sureIntent {
		rights = intentRights[part.Intent]
	}
	return len(rights) == 0 || slices.ContainsFunc(p.Rights, func(k corpus.IPKind) bool { return slices.Contains(rights, k) })
}

// intentRights are the rights that an intent is about.
var intentRights = map[corpus.IntentID][]corpus.IPKind{
	"trademark_pledge": {corpus.Trademark}, "data_ip": {corpus.DataRight}, "plant_variety": {corpus.PlantVariety},
	"gi_credit": {corpus.GeographicalIndication, corpus.CollectiveMark, corpus.CertificationMark},
}

// bankProducts tells of the products of a bank the field that is asked for, or
// what they are. Where the sources tell it of none, that is said of each.
func (t *turn) bankProducts(part intents.Part, products []*corpus.Product) piece {
	p := piece{outcome: Answered}
	field := t.askedField(part)
	var told, untold []*corpus.Product
	for _, q := range products {
		switch {
		case slices.Contains(q.Unknown, field):
			untold = append(untold, q)
		case !slices.Contains(q.NotApplicable, field):
			told = append(told, q)
		}
	}
	section := strings.TrimSuffix(field, "_max")
	if section == "" {
		section = "summary"
	}
	for _, q := range told {
		if said, ok := t.set.Passage(corpus.PassageID(string(q.ID) + "#" + section)); ok {
			p.lines = append(p.lines, t.statement(said, false))
			t.use(&p, said)
		}
	}
	name := t.fieldName(field)
	for _, q := range untold {
		p.gaps = append(p.gaps, q.Refs[0]+"."+field)
		if said, ok := t.set.Passage(corpus.PassageID(string(q.ID) + "#" + section)); ok {
			// Its own words say that it was not found, and what is known instead.
			p.lines = append(p.lines, t.statement(said, false))
			t.use(&p, said)
			continue
		}
		if summary, ok := t.set.Passage(corpus.PassageID(string(q.ID) + "#summary")); ok {
			p.lines = append(p.lines, t.say("unknown.field", map[string]string{"product": q.Short.In(t.lang), "field": name})+cite(summary))
			t.use(&p, summary)
		}
	}
	if len(told) == 0 && len(untold) > 0 {
		p.outcome, p.next, p.nextArgs = NotFound, "next.unknown_field", map[string]string{"field": name}
		p.lines = append(p.lines, t.say("unknown.differs", nil))
	}
	if len(p.lines) == 0 {
		for _, q := range products {
			if summary, ok := t.set.Passage(corpus.PassageID(string(q.ID) + "#summary")); ok {
				p.lines = append(p.lines, t.statement(summary, false))
				t.use(&p, summary)
			}
		}
	}
	return p
}

// noProduct says that the library holds no such product of a bank; what was
// found of others is named as theirs.
func (t *turn) noProduct(bank *corpus.Bank, own []corpus.ID, r knowledge.Result) piece {
	args := map[string]string{"bank": bank.Name.In(t.lang)}
	p := piece{outcome: NotFound, next: "next.bank", nextArgs: args, gaps: t.bankGap(), lines: []string{t.say("bank.none", args)}}
	names := func(ids []corpus.ID, ok func(*corpus.Product) bool) string {
		var out []string
		for _, id := range ids {
			q, is := t.set.Product(id)
			if !is || len(out) == 3 || !ok(q) || t.a.production && !q.Review.Done() {
				continue
			}
			if summary, is := t.set.Passage(corpus.PassageID(string(id) + "#summary")); is {
				out = append(out, q.Short.In(t.lang)+cite(summary))
				t.use(&p, summary)
			}
		}
		return t.list(out)
	}
	if mine := names(own, func(q *corpus.Product) bool { return q.Offered }); mine != "" {
		p.lines = []string{t.say("bank.not_this", map[string]string{"bank": args["bank"], "items": mine})}
		return p
	}
	var others []corpus.ID
	for _, f := range r.Found {
		if f.Passage.Kind == corpus.ProductPassage && !slices.Contains(others, f.Passage.Doc) {
			others = append(others, f.Passage.Doc)
		}
	}
	if items := names(others, func(q *corpus.Product) bool { return q.Offered && lends(q) }); items != "" {
		p.lines = append(p.lines, t.say("bank.others", map[string]string{"bank": args["bank"], "items": items}))
	}
	return p
}

// bankGap is the known unknown about the terms of banks.
func (t *turn) bankGap() []string {
	if g, ok := t.set.Gap("gap/p1"); ok {
		return g.Refs[:1]
	}
	return nil
}

// ofBank is what a passage gains that speaks of the bank that a question names.
const ofBank = 1.3

// keepToBank drops from what was found what other banks do than the one that a
// question names, and lets what speaks of it stand higher.
func (t *turn) keepToBank(bank *corpus.Bank, found []knowledge.Found) []knowledge.Found {
	if bank == nil {
		return found
	}
	var kept []knowledge.Found
	for _, f := range found {
		if t.g.Base.OfOthers(f.Passage, bank) {
			continue
		}
		if t.g.Base.SpeaksOf(f.Passage, bank) {
			f.Score *= ofBank
		}
		kept = append(kept, f)
	}
	slices.SortStableFunc(kept, func(a, b knowledge.Found) int { return cmp.Compare(b.Score, a.Score) })
	return kept
}

// bankPrefix says that what answers is no rule of the bank that is named.
func (t *turn) bankPrefix(bank *corpus.Bank, chosen []knowledge.Found) string {
	if bank == nil || slices.ContainsFunc(chosen, func(f knowledge.Found) bool { return t.g.Base.SpeaksOf(f.Passage, bank) }) {
		return ""
	}
	return t.say("bank.general", map[string]string{"bank": bank.Name.In(t.lang)})
}

// fieldName is the name of a product's field as it stands within a sentence.
func (t *turn) fieldName(field string) string {
	name := t.set.FieldLabel(field).In(t.lang)
	if t.lang == corpus.English {
		return strings.ToLower(name)
	}
	return name
}
