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

// bankNamed returns the one bank that a question names, or nil.
func (t *turn) bankNamed(text string) *corpus.Bank {
	if banks := t.g.Base.Banks(text); len(banks) == 1 {
		return banks[0]
	}
	return nil
}

// answerBank answers what a bank lends by that bank's own products; of a bank
// without any it says so. It is no answer where the question names a product, or
// where a clause or a case speaks of the bank.
func (t *turn) answerBank(part intents.Part) (piece, bool, error) {
	bank := t.bankNamed(part.Text)
	if bank == nil || part.Bait || !part.Scope || !bankMatters[part.Intent] && !asksField(part.Text) && (part.Confidence >= sureIntent || !lendsForm.MatchString(corpus.Fold(part.Text))) {
		return piece{}, false, nil
	}
	own := t.g.Base.OfBank(bank.ID)
	if slices.ContainsFunc(t.g.Base.Named(part.Text), func(id corpus.ID) bool { _, product := t.set.Product(id); return !product || slices.Contains(own, id) }) {
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
	if len(fits) == 0 {
		p := t.noProduct(bank, own, r)
		p.intent, p.text = part.Intent, part.Text
		return p, true, nil
	}
	p := t.bankProducts(part, fits)
	p.intent, p.text = part.Intent, part.Text
	return p, true, nil
}

// suits reports whether a product is of the sort that a question is about.
func suits(p *corpus.Product, part intents.Part) bool {
	text := corpus.Fold(part.Text)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	if has("质押", "抵押", "pledge", "collateral") && p.Kind == corpus.CreditLoan {
		return false
	}
	rights := part.Heard.Rights
	return len(rights) == 0 || len(p.Rights) == 0 || slices.ContainsFunc(p.Rights, func(k corpus.IPKind) bool { return slices.Contains(rights, k) })
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
		if summary, ok := t.set.Passage(corpus.PassageID(string(q.ID) + "#summary")); ok {
			p.lines = append(p.lines, t.say("unknown.field", map[string]string{"product": q.Short.In(t.lang), "field": name})+cite(summary))
			p.gaps = append(p.gaps, q.Refs[0]+"."+field)
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
	if items := names(others, func(q *corpus.Product) bool { return q.Offered && slices.Contains(lending, q.Kind) }); items != "" {
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
