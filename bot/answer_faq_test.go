package bot_test

import (
	"fmt"
	"slices"
	"testing"

	"zhirong/bot"
	"zhirong/corpus"
)

// asked answers one message of a conversation of its own.
func asked(t *testing.T, a *bot.Advisor, n int, text string) bot.Reply {
	t.Helper()
	r, err := a.Answer(t.Context(), bot.Message{From: bot.Address{Channel: "test", Chat: fmt.Sprint("faq ", n)}, Text: text, At: noon})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func known(r bot.Reply) (ids []corpus.ID) {
	for _, f := range r.Turn.Frequent {
		ids = append(ids, f.FAQ.ID)
	}
	return ids
}

func TestEveryFrequentQuestionIsKnownByItsForms(t *testing.T) {
	g, a := newAdvisor(t)
	n := 0
	for i := range g.Set.FAQs {
		f := &g.Set.FAQs[i]
		for _, text := range slices.Concat(f.Asks.ZH, f.Asks.EN) {
			n++
			r := asked(t, a, n, text)
			if !slices.Contains(known(r), f.ID) {
				t.Errorf("%s: %q is answered as %s %v", f.ID, text, r.Turn.Intent, known(r))
			}
		}
	}
}

func TestAnotherQuestionIsNotTakenForAFrequentOne(t *testing.T) {
	_, a := newAdvisor(t)
	for i, text := range []string{
		"外观设计能不能不质押就贷款", "江夏的商标能不能贷款", "我有3件商标，能不能贷款", "专利能不能贷款500万", "知识产权保险产品有哪些",
		"按2024年1月1日看，专利质押登记要什么材料", "植物新品种质押登记要什么材料", "建行的专利质押贷款怎么办", "知识价值信用贷利率多少",
		"How do I withdraw an open licence?", "can we borrow on our trade secrets", "哪些地方不是试点",
	} {
		if r := asked(t, a, i, text); len(r.Turn.Frequent) > 0 {
			t.Errorf("%q is taken for %v, like %.2f", text, known(r), r.Turn.Frequent[0].Like)
		}
	}
}

func TestFrequentQuestionsAreAnsweredFromTheirClauses(t *testing.T) {
	g, a := newAdvisor(t)
	for i := range g.Set.FAQs {
		f := &g.Set.FAQs[i]
		r := asked(t, a, i, f.Asks.ZH[0])
		var cited []corpus.PassageID
		for _, b := range r.Blocks {
			if cs, ok := b.(bot.Citations); ok {
				for _, c := range cs {
					cited = append(cited, c.Passage)
				}
			}
		}
		if !slices.Equal(cited, f.Passages) {
			t.Errorf("%s cites %v, want %v", f.ID, cited, f.Passages)
		}
	}
}
