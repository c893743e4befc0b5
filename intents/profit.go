package intents

import "zhirong/corpus"

// hearRates binds the share of sales spent on research.
func (h *hearing) hearRates() {
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			l := &h.lex[i]
			if l.kind != lQuantity || l.quant.measure != points || h.within(c.from, c.to, sResearch) < 0 {
				continue
			}
			v, ok := l.quant.value()
			if ok && !h.ruled(c, c.from, i, c.from) && !(c.asked && !c.self && l.quant.limited) {
				h.set("rd_share", v)
			}
		}
	}
}

// hearProfit hears how many years in a row made a profit.
func (h *hearing) hearProfit() {
	for _, c := range h.clauses {
		for i := c.from; i < c.to; i++ {
			l := &h.lex[i]
			if l.kind != lWord || !l.has(sProfit|sLoss) || c.supposes(i) || h.within(c.from, i, sMust|sWhether|sNeed) >= 0 || questioned(h.lex, c, i+1) {
				continue
			}
			if next := h.beside(c, i, 1); next >= 0 && h.lex[next].kind == lQuantity && h.lex[next].quant.measure == fen {
				if !l.has(sLoss) {
					continue
				}
			}
			dated := h.withinDates(c)
			minus := i > c.from && h.lex[i-1].has(sNot)
			if l.has(sLoss) {
				stated := dated || c.self || h.within(i, min(i+2, c.to), sGoing) >= 0 || !c.asked && h.withinMonths(c) >= 0 || h.within(c.from, i, sFirm) >= 0 && !c.asked
				if !minus && stated {
					h.markDates(c)
					h.set("profit_years", corpus.CountValue(0))
				}
				continue
			}
			if minus {
				h.markDates(c)
				h.set("profit_years", corpus.CountValue(0))
				continue
			}
			if k := h.withinMonths(c); k >= 0 && !h.used[k] {
				if role := h.termRole(c, k); role == sProfit || role == sOtherTerm || role == 0 {
					h.profitYears(c, k)
				}
				continue
			}
			if dated {
				h.markDates(c)
				h.set("profit_years", corpus.SpanValue(corpus.KindCount, corpus.Span{Min: 1, HasMin: true}))
			}
		}
	}
}

// profitYears records years of profit from the duration at k.
func (h *hearing) profitYears(c clause, k int) {
	if h.lex[k].quant.limited && c.asked && !c.self {
		return
	}
	s, ok := h.lex[k].quant.span()
	if !ok || s.HasMin && s.Min%12 != 0 || s.HasMax && s.Max%12 != 0 {
		return
	}
	s.Min, s.Max = s.Min/12, s.Max/12
	h.used[k] = true
	h.set("profit_years", corpus.SpanValue(corpus.KindCount, s))
}

func (h *hearing) withinMonths(c clause) int {
	for i := c.from; i < c.to; i++ {
		if h.lex[i].kind == lQuantity && h.lex[i].quant.measure == months {
			return i
		}
	}
	return -1
}

func (h *hearing) withinDates(c clause) bool {
	for i := c.from; i < c.to; i++ {
		if h.lex[i].kind == lDate {
			return true
		}
	}
	return false
}

// markDates takes the dates of a clause as part of a fact.
func (h *hearing) markDates(c clause) {
	for i := c.from; i < c.to; i++ {
		if h.lex[i].kind == lDate {
			h.used[i] = true
		}
	}
}
