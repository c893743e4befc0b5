package bot

import (
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
)

// wanted is what a bare amount of money is taken for unless an amount is asked:
// what people name unasked is the loan that they wish for.
const wanted corpus.FactID = "loan_amount"

// bareAmount takes a message that is nothing but an amount of money. It answers
// the open question if that asks for an amount; else it is noted as the amount
// wanted, which is said, and the open question stays open.
func (t *turn) bareAmount() ([]piece, bool, error) {
	v, ok := t.g.Model.Ear().HearAmount(t.m.Text, t.today)
	if !ok {
		return nil, false, nil
	}
	f := t.s.form()
	if f != nil && f.Asked != "" && t.kind(f.Asked) == corpus.KindMoney {
		asked := f.Asked
		if bad := t.outOfBounds(corpus.Facts{asked: v}); bad != nil {
			return []piece{*bad}, true, nil
		}
		t.learn(corpus.Facts{asked: v})
		ps, err := t.answered(asked)
		return ps, true, err
	}
	if bad := t.outOfBounds(corpus.Facts{wanted: v}); bad != nil {
		return []piece{*bad}, true, nil
	}
	delete(t.s.Profile.Facts, wanted)
	t.learn(corpus.Facts{wanted: v})
	ps, err := t.goOnAsking("amount.taken", wanted)
	return ps, true, err
}

// goOnAsking says that a fact is noted and asks the open question again; where
// loans are looked for, or nothing is open, it answers anew with what is known.
func (t *turn) goOnAsking(key string, id corpus.FactID) ([]piece, error) {
	fact, _ := t.set.Fact(id)
	note := t.say(key, map[string]string{"fact": fact.Label.In(t.lang), "value": t.value(fact, t.s.Profile.Facts[id])})
	f := t.s.form()
	if f != nil && f.Asked != "" && !slices.Contains(lendingIntents, f.Intent) {
		asked, _ := t.set.Fact(f.Asked)
		return []piece{{
			intent: f.Intent, text: t.m.Text, outcome: Asked, ask: f.Asked, plain: true, buttons: t.factButtons(asked),
			lines: []string{note, t.say("form.resume", map[string]string{"ask": asked.Ask.In(t.lang)})},
		}}, nil
	}
	form := Form{Intent: "match_products", Text: t.m.Text}
	if f != nil && slices.Contains(lendingIntents, f.Intent) {
		form = *f
	}
	t.keep, t.goesOn = form.Asked, true
	ps, err := t.continueForm(form)
	if err == nil && len(ps) > 0 {
		ps[0].lines = append([]string{note}, ps[0].lines...)
	}
	return ps, err
}

// lendingIntents are answered by weighing loans.
var lendingIntents = []corpus.IntentID{"match_products", "can_borrow", "how_much"}

// revenueForm says of an amount told before that it is the firm's turnover.
var revenueForm = regexp.MustCompile(`^(?:[\s.。,，!！]|不对|错了|不是|贷款|想贷|要贷|想借|借款|额度|那|这|是|我|我们|说|的|指|其实|应该|年|去年|一年|公司|企业|金额|no|not|that|was|is|it|the|our|my|i|we|meant|mean|loan|amount|annual|yearly|sorry|actually|'s)*(?:营收|营业额|营业收入|销售额|销售收入|年收入|产值|流水|revenue|turnover|sales)(?:[\s.。,，!！]|的|啊|呀|哦|哈|额|不是贷款|不是想贷的|不是要贷的|not|the|loan|amount|a|our|figure)*$`)

// amountMeant takes back what a bare amount was taken for: 不对，那是营业额.
func (t *turn) amountMeant() ([]piece, bool, error) {
	v := t.s.Profile.Facts[wanted]
	if len(t.s.Recent) == 0 || t.s.Recent[0] != wanted || !v.Known() || len(t.u.Heard.Money) > 0 || !revenueForm.MatchString(strings.ToLower(corpus.Fold(t.m.Text))) {
		return nil, false, nil
	}
	t.s.forget(wanted)
	t.s.Recent = slices.DeleteFunc(t.s.Recent, func(id corpus.FactID) bool { return id == wanted })
	t.learn(corpus.Facts{"revenue": v})
	ps, err := t.goOnAsking("amount.meant", "revenue")
	return ps, true, err
}
