package intents

import (
	"regexp"

	"zhirong/corpus"
)

// amountFiller is what may stand beside an amount in a message that says nothing else.
var amountFiller = regexp.MustCompile(`^(?:[\s.。,，!！~～、;；]|那|就|嗯|呃|哦|对|大概|大约|估计|差不多|约|左右|上下|的样子|样子|可能|先|总共|一共|共|要|需要|元|块钱|块|钱|人民币|吧|啊|呢|嘛|哈|呗|咯|的|well|um|uh|about|around|roughly|maybe|perhaps|probably|say|just|some|or so|in total|rmb|cny|yuan|please|then|a|the)*$`)

// HearAmount reads a message that is nothing but one amount of money: 500万,
// 大概五百万吧, "about 5 million yuan". Where a number of documents or any other
// word stands in it, it is none.
func (e *Ear) HearAmount(text string, today corpus.Date) (corpus.Value, bool) {
	h := e.listen(text, today)
	if len(h.out.Facts) > 0 || len(h.out.Money) != 1 || len(h.out.DocNos)+len(h.out.Patents) > 0 || h.out.Correction {
		return corpus.Value{}, false
	}
	rest, done := "", 0
	for i := range h.lex {
		l := &h.lex[i]
		if l.kind == lQuantity && !l.denied {
			rest += string(h.r[done:l.from]) + " "
			done = l.to
		}
	}
	rest += string(h.r[done:])
	return h.out.Money[0], amountFiller.MatchString(rest)
}
