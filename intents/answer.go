package intents

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// HearAnswer reads a message as the answer to an open question about one fact,
// so that bare values bind to it: 300万, 三件, 没有, 江夏. ok is false if the message
// does not answer, above all when it asks something itself. A person who does
// not know answers with an unsure value.
func (e *Ear) HearAnswer(text string, fact corpus.FactID, today corpus.Date) (v corpus.Value, ok bool) {
	f, ok := e.set.Fact(fact)
	if !ok {
		return corpus.Value{}, false
	}
	h := e.listen(text, today)
	if v, ok := h.out.Facts[fact]; ok {
		return h.completed(v), true
	}
	if h.out.Unsure {
		return corpus.UnsureValue(f.Kind), true
	}
	if h.asks() {
		return corpus.Value{}, false
	}
	switch f.Kind {
	case corpus.KindBool:
		return h.answerBool(f)
	case corpus.KindCode:
		return h.answerCode(f)
	case corpus.KindCodes:
		return h.answerCodes(f)
	case corpus.KindText:
		return corpus.Value{Kind: corpus.KindText, Text: strings.TrimSpace(text)}, strings.TrimSpace(text) != ""
	}
	return h.answerNumber(f)
}

// asks reports whether the message asks something.
func (h *hearing) asks() bool {
	return slices.ContainsFunc(h.clauses, func(c clause) bool { return c.asked })
}

// completed marks a list as complete when the person says so: 只有高企.
func (h *hearing) completed(v corpus.Value) corpus.Value {
	if v.Kind != corpus.KindCodes || v.Complete || len(v.Not) > 0 {
		return v
	}
	text := string(h.r)
	for _, w := range [...]string{"只有", "仅有", "就这", "only", "其他没有", "其他的没有", "别的没有", "其他都没有"} {
		if strings.Contains(text, w) {
			return corpus.CodesValue(v.Has, nil, true)
		}
	}
	return v
}

// yesNo reads 有, 是的, 没有 and so on from the first clause.
func (h *hearing) yesNo() (yes, ok bool) {
	if len(h.clauses) == 0 {
		return false, false
	}
	c := h.clauses[0]
	first := strings.Trim(string(h.r[h.lex[c.from].from:h.lex[c.to-1].to]), " 。.!啊呀呢吧哦哈嘛啦咯额嗯呃")
	for _, filler := range [...]string{"目前", "暂时", "现在", "我们", "我", "公司", "已经", "well ", "um ", "currently ", "we ", "i "} {
		first = strings.TrimPrefix(first, filler)
	}
	first = strings.TrimSuffix(strings.TrimSuffix(first, "了"), "的")
	switch first {
	case "有", "是", "对", "嗯", "好", "在", "可以", "没问题", "没错", "当然", "肯定", "肯定有", "当然有", "确实", "有啊", "交", "都有", "都是", "都在", "愿意", "做过", "做", "用", "参加", "属于", "要", "会", "去", "良好", "正常", "都交", "都正常", "y", "yes", "yeah", "yep", "yup", "sure", "right", "correct", "true", "ok", "okay", "of course", "have", "do", "am", "are", "yes we do", "yes i do", "yes we are", "yes it is", "yes we have", "it is", "they are", "it does", "definitely", "certainly", "是有", "算是", "基本是", "应该是", "应该有", "对头", "嗯嗯", "是滴", "有滴", "行":
		return true, true
	case "", "没有", "没", "无", "不是", "不", "否", "不对", "不在", "还没有", "还没", "都没有", "都没", "不属于", "没做过", "没做", "不会", "不要", "不用", "不去", "没参加", "没得", "暂无", "没有呢", "尚未", "未", "啥也没有", "什么都没有", "一个都没有", "一件都没有", "一项都没有", "一件也没有", "一个也没有", "全没有", "全都没有", "都不是", "都不在", "从没有", "从来没有", "n", "no", "nope", "none", "not yet", "not", "no we don't", "no i don't", "no we aren't", "no it isn't", "don't", "do not", "not at all", "never", "false", "nothing", "none at all", "don't have any", "isn't", "it isn't", "it is not", "aren't", "not really", "haven't", "we don't", "no we do not", "木有", "冇", "不是滴", "不行", "不愿意":
		return false, first != ""
	}
	return false, false
}

// answerBool reads yes or no. A question put in the negative (没有不良记录吗)
// turns 有 and 没有 round.
func (h *hearing) answerBool(f *corpus.Fact) (corpus.Value, bool) {
	yes, ok := h.yesNo()
	if !ok {
		return h.judgedAnswer(f)
	}
	ask := f.Ask.ZH
	if strings.Contains(ask, "没有") && !strings.Contains(ask, "有没有") && strings.Contains(string(h.r), "有") {
		yes = !yes
	}
	return corpus.BoolValue(yes), true
}

// judgedAnswer reads 很好 or 有逾期 as the answer to a question about a record.
func (h *hearing) judgedAnswer(f *corpus.Fact) (corpus.Value, bool) {
	switch f.ID {
	case "credit_ok", "tax_credit_ok", "legal_rep_credit_ok", "cashflow_ok":
	default:
		return corpus.Value{}, false
	}
	c := h.clauses
	if len(c) == 0 {
		return corpus.Value{}, false
	}
	good, ok := h.judgement(c[0], c[0].from)
	return corpus.BoolValue(good), ok
}

// answerNumber reads a bare quantity of the fact's measure.
func (h *hearing) answerNumber(f *corpus.Fact) (corpus.Value, bool) {
	want := map[corpus.Kind]measure{corpus.KindMoney: fen, corpus.KindRate: points, corpus.KindMonths: months, corpus.KindCount: pieces}[f.Kind]
	var found []quantity
	for i := range h.lex {
		l := &h.lex[i]
		switch {
		case l.denied:
		case h.used[i] && f.ID != "profit_years":
			if l.kind == lQuantity {
				return corpus.Value{}, false // it says something of another fact
			}
		case l.kind == lQuantity && l.quant.measure == want:
			found = append(found, *l.quant)
		case l.kind == lQuantity && want == pieces && l.quant.measure == pure:
			q := *l.quant
			q.measure = pieces
			found = append(found, q)
		case l.kind == lQuantity && f.ID == "profit_years" && l.quant.measure == months:
			q, ok := years(*l.quant)
			if ok {
				found = append(found, q)
			}
		case l.kind == lQuantity && l.quant.measure != pure:
			return corpus.Value{}, false
		case l.kind == lDate && f.ID == "months_operating":
			if h.founded(l) {
				return h.out.Facts["months_operating"], true
			}
		}
	}
	if len(found) > 0 {
		q := found[len(found)-1]
		if len(found) > 1 && !h.out.Correction {
			return corpus.Value{}, false
		}
		v, ok := q.value()
		v.Kind = f.Kind
		return v, ok
	}
	if f.Kind != corpus.KindCount {
		return corpus.Value{}, false
	}
	if n, ok := h.bareNumeral(); ok {
		return corpus.CountValue(n), true
	}
	yes, ok := h.yesNo()
	switch {
	case !ok:
		return corpus.Value{}, false
	case !yes:
		return corpus.CountValue(0), true
	case strings.Contains(string(h.r), "有") || f.ID != "profit_years" && strings.HasPrefix(string(h.r), "y"):
		return corpus.SpanValue(corpus.KindCount, corpus.Span{Min: 1, HasMin: true}), true
	}
	return corpus.Value{}, false
}

// years turns months into whole years.
func years(q quantity) (quantity, bool) {
	s, ok := q.span()
	if !ok || s.HasMin && s.Min%12 != 0 || s.HasMax && s.Max%12 != 0 {
		return quantity{}, false
	}
	q.lo, q.hi, q.measure = whole(s.Min/12), whole(s.Max/12), pieces
	return q, true
}

// bareNumeral reads a message that is one numeral: 三, 零, five.
func (h *hearing) bareNumeral() (int64, bool) {
	text := []rune(strings.Trim(string(h.r), " 。.!吧了啊"))
	if len(text) == 0 {
		return 0, false
	}
	n, ok := numeralAt(text, 0)
	if !ok || n.end != len(text) || !n.exact() {
		return 0, false
	}
	return n.lo.int()
}

// answerCode reads a place, an industry or a choice.
func (h *hearing) answerCode(f *corpus.Fact) (corpus.Value, bool) {
	switch f.From {
	case "regions":
		if len(h.out.Ambiguous) > 0 || len(h.out.Places) == 0 {
			return corpus.Value{}, false
		}
		code := h.out.Places[0]
		for _, p := range h.out.Places[1:] {
			if !h.ear.set.Within(code, p) {
				code = p
			}
		}
		for _, s := range h.spots() {
			if s.aside && len(s.codes) == 1 && s.codes[0] == code {
				return corpus.Value{}, false
			}
		}
		return corpus.CodeValue(string(code)), true
	case "industries":
		for i := range h.lex {
			if w := h.lex[i].word; w != nil && w.industry != "" {
				return corpus.CodeValue(w.industry), true
			}
		}
		return corpus.Value{}, false
	case "parks":
		return corpus.Value{}, false
	}
	codes := h.choices(f)
	if len(codes) != 1 {
		return corpus.Value{}, false
	}
	for i := range h.lex {
		if h.lex[i].has(sNot) {
			return corpus.Value{}, false
		}
	}
	return corpus.CodeValue(codes[0]), true
}

// choices finds the choices of a fact that the message names: by a word, or by
// a short alias that is the whole message.
func (h *hearing) choices(f *corpus.Fact) []string {
	var out []string
	add := func(code string) {
		if code != "" && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	whole := strings.Trim(string(h.r), " 。.!的吧是")
	for _, c := range f.Choices {
		for _, a := range append([]string{c.Code, c.Label.ZH, c.Label.EN}, c.Aliases...) {
			if foldText(a) == whole {
				add(c.Code)
			}
		}
	}
	if len(out) > 0 {
		return out
	}
	for i := range h.lex {
		if w := h.lex[i].word; w != nil {
			for _, c := range w.cues {
				if c.fact == f.ID {
					add(c.code)
				}
			}
		}
	}
	return out
}

// answerCodes reads a list of choices, or that there is none.
func (h *hearing) answerCodes(f *corpus.Fact) (corpus.Value, bool) {
	codes := h.choices(f)
	if len(codes) > 0 {
		if slices.ContainsFunc(h.lex, func(l lexeme) bool { return l.has(sNot) }) {
			return corpus.Value{}, false
		}
		return h.completed(corpus.CodesValue(codes, nil, false)), true
	}
	if yes, ok := h.yesNo(); ok && !yes {
		return corpus.CodesValue(nil, nil, true), true
	}
	return corpus.Value{}, false
}

// HearCorrection reads a message as a correction of one of the facts heard
// lately, the latest first: 不对，是300万. It returns what the message says of the
// firm; a bare value goes to the first fact that it can be a value of.
func (e *Ear) HearCorrection(text string, recent []corpus.FactID, today corpus.Date) (corpus.Facts, bool) {
	heard := e.Hear(text, today)
	if len(heard.Facts) > 0 {
		return heard.Facts, true
	}
	for _, id := range recent {
		if v, ok := e.HearAnswer(text, id, today); ok && v.Known() {
			return corpus.Facts{id: v}, true
		}
	}
	return nil, false
}
