package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhirong/corpus"
)

// patentKinds are the kinds that a patent may be of, with the facts that count them.
var patentKinds = []struct {
	kind corpus.IPKind
	fact corpus.FactID
}{
	{corpus.InventionPatent, "patents_invention"}, {corpus.UtilityModel, "patents_utility_model"}, {corpus.DesignPatent, "patents_design"},
}

// whichKind asks of which kind the patents are that were counted without one,
// where loans are looked for or nothing is asked: 我有3个专利.
func (t *turn) whichKind() *piece {
	v := t.u.Heard.Kindless
	if !v.Known() || len(t.u.Parts) != 1 || t.u.Parts[0].Bait {
		return nil
	}
	for _, k := range patentKinds {
		if t.s.Profile.Facts[k.fact].Kind != "" {
			return nil
		}
	}
	part := t.u.Parts[0]
	about := slices.Contains(lendingIntents, part.Intent) && (mine(part.Text) || strings.Contains(part.Text, "有"))
	if !about && (part.Question || part.Confidence >= sureIntent) || len(t.g.Base.Banks(part.Text)) > 0 || len(t.g.Base.Named(part.Text)) > 0 {
		return nil
	}
	fact, ok := t.set.Fact(patentKinds[0].fact)
	if !ok {
		return nil
	}
	b := &Buttons{}
	for _, k := range patentKinds {
		if f, ok := t.set.Fact(k.fact); ok {
			b.Choices = append(b.Choices, Button{Label: f.Label.In(t.lang), Action: Action("set " + string(k.fact) + " " + formatSpan(v.Span))})
		}
	}
	b.Choices = append(b.Choices, Button{Label: t.label("value.unsure"), Action: Action("set " + string(fact.ID) + " ?")})
	intent := part.Intent
	if !slices.Contains(lendingIntents, intent) {
		intent = "match_products"
	}
	t.open("match_products", part.Text, fact.ID)
	return &piece{intent: intent, text: t.m.Text, outcome: Clarified, plain: true, buttons: b, ask: fact.ID, lines: []string{t.say("kind.which", nil)}}
}

// kindTold takes the kind said in answer to whichKind for the button that stands
// for it: 都是实用新型.
func (t *turn) kindTold() ([]piece, bool, error) {
	if len(t.s.Offered) == 0 || len(t.u.Heard.Facts) > 1 || len(t.u.Heard.Rights) != 1 || len(t.u.Parts) != 1 || t.u.Parts[0].Question && len([]rune(t.m.Text)) > 12 {
		return nil, false, nil
	}
	for _, k := range patentKinds {
		if k.kind != t.u.Heard.Rights[0] {
			continue
		}
		if v, said := t.u.Heard.Facts[k.fact]; len(t.u.Heard.Facts) > 0 && (!said || v.Span.HasMax) {
			return nil, false, nil // it tells something else, or a number of its own
		}
		for _, b := range t.s.Offered {
			if code, ok := strings.CutPrefix(string(b.Action), "set "+string(k.fact)+" "); ok && code != "?" {
				ps, err := t.choose(k.fact, code)
				return ps, true, err
			}
		}
	}
	return nil, false, nil
}

// formatSpan writes the bounds of a count as an action carries them: 3, or 2-5, or 2-.
func formatSpan(s corpus.Span) string {
	if n, ok := s.Exact(); ok {
		return fmt.Sprint(n)
	}
	low, high := "", ""
	if s.HasMin {
		low = fmt.Sprint(s.Min)
		if s.MinOpen {
			low = fmt.Sprint(s.Min + 1)
		}
	}
	if s.HasMax {
		high = fmt.Sprint(s.Max)
		if s.MaxOpen {
			high = fmt.Sprint(s.Max - 1)
		}
	}
	return low + "-" + high
}

// parseSpan reads what formatSpan wrote.
func parseSpan(text string) (s corpus.Span, ok bool) {
	low, high, ranged := strings.Cut(text, "-")
	if !ranged {
		high = low
	}
	var err error
	if low != "" {
		if s.Min, err = strconv.ParseInt(low, 10, 64); err != nil || s.Min < 0 {
			return corpus.Span{}, false
		}
		s.HasMin = true
	}
	if high != "" {
		if s.Max, err = strconv.ParseInt(high, 10, 64); err != nil || s.Max < s.Min {
			return corpus.Span{}, false
		}
		s.HasMax = true
	}
	return s, s.HasMin || s.HasMax
}
