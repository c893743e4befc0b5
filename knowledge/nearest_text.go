package knowledge

import (
	"slices"
	"strings"

	"zhirong/corpus"
)

// WayText words a way: each change with how far it is, then that it has to be
// true, and where a loan would shrink, that a loan is never split.
func (m *Matcher) WayText(w Way, lang corpus.Lang) []string {
	var out []string
	for _, c := range w {
		out = append(out, m.changeText(c, lang))
	}
	if len(out) == 0 {
		return nil
	}
	if slices.ContainsFunc(w, func(c Change) bool { return c.Fact == "loan_amount" && !c.Settle }) {
		out = append(out, m.word("nearest.no_split", lang))
	}
	return append(out, m.word("nearest.honest", lang))
}

func (m *Matcher) changeText(c Change, lang corpus.Lang) string {
	f, ok := m.set.Fact(c.Fact)
	if !ok {
		return ""
	}
	args := map[string]string{"fact": f.Label.In(lang), "to": m.toText(f, c, lang)}
	key := "nearest.join"
	switch {
	case c.Settle:
		key = "nearest.settle"
		if args["to"] != "" {
			args["to"] = corpus.Fill(m.word("nearest.settle_to", lang), map[string]string{"to": args["to"]})
		}
		args["who"] = strings.TrimRight(m.Settler(c.Fact, lang), "。.")
	case f.Kind == corpus.KindBool:
		key = "nearest.yes"
	case c.By != 0:
		key = "nearest.up"
		if c.By < 0 {
			key = "nearest.down"
		}
		args["by"] = numberText(m.set, f, max(c.By, -c.By), lang)
		args["from"] = SpanText(m.set, f, c.From.Span, lang)
	}
	return corpus.Fill(m.word(key, lang), args)
}

// toText says where a fact would have to be.
func (m *Matcher) toText(f *corpus.Fact, c Change, lang corpus.Lang) string {
	switch {
	case len(c.OneOf) > 0:
		groups := make([]string, len(c.OneOf))
		for i, g := range c.OneOf {
			names := make([]string, len(g))
			for k, code := range g {
				names[k] = CodeText(m.set, f, code, lang)
			}
			groups[i] = strings.Join(names, m.word("nearest.or", lang))
		}
		return list(groups, lang)
	case f.Kind == corpus.KindBool:
		if c.To.Bool {
			return m.word("nearest.bool_yes", lang)
		}
		return m.word("nearest.bool_no", lang)
	case f.Kind.Numeric() && c.To.Known():
		return SpanText(m.set, f, c.To.Span, lang)
	}
	return ""
}
