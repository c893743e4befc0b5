package knowledge

import (
	"fmt"
	"slices"

	"zhirong/corpus"
)

// word returns a sentence of the wording; a key that is missing shows itself.
func word(set *corpus.Set, key string, lang corpus.Lang) string {
	lines := set.Wording[key].In(lang)
	if len(lines) == 0 {
		return key
	}
	return lines[0]
}

// CodeText is the name of a code of a fact for a person; a code without a name
// stands for itself.
func CodeText(set *corpus.Set, f *corpus.Fact, code string, lang corpus.Lang) string {
	switch f.From {
	case "regions":
		if name := set.PlaceName(corpus.RegionCode(code), lang); name != "" {
			return name
		}
	case "industries":
		if i := slices.IndexFunc(set.Industries, func(i corpus.Industry) bool { return i.Code == code }); i >= 0 {
			return set.Industries[i].Name.In(lang)
		}
	}
	for _, c := range f.Choices {
		if c.Code == code {
			return c.Label.In(lang)
		}
	}
	return code
}

// SpanText words an interval of a fact with its unit; empty if it has no ends.
func SpanText(set *corpus.Set, f *corpus.Fact, s corpus.Span, lang corpus.Lang) string {
	if n, ok := s.Exact(); ok {
		return numberText(set, f, n, lang)
	}
	at := func(key string, n int64) string {
		return corpus.Fill(word(set, key, lang), map[string]string{"n": numberText(set, f, n, lang)})
	}
	low, high := "span.at_least", "span.at_most"
	if s.MinOpen {
		low = "span.more_than"
	}
	if s.MaxOpen {
		high = "span.less_than"
	}
	switch {
	case s.HasMin && s.HasMax:
		return corpus.Fill(word(set, "span.between", lang), map[string]string{"low": at(low, s.Min), "high": at(high, s.Max)})
	case s.HasMin:
		return at(low, s.Min)
	case s.HasMax:
		return at(high, s.Max)
	}
	return ""
}

// numberText is a number of a fact with its unit.
func numberText(set *corpus.Set, f *corpus.Fact, n int64, lang corpus.Lang) string {
	key := "unit.pieces"
	switch {
	case f.Kind == corpus.KindMoney && lang == corpus.English:
		return corpus.Money(n).English()
	case f.Kind == corpus.KindMoney:
		return corpus.Money(n).String()
	case f.Kind == corpus.KindRate:
		return corpus.BasisPoints(n).String()
	case f.Kind == corpus.KindDate:
		return string(corpus.DateOfDay(n))
	case f.Kind == corpus.KindMonths:
		key = "unit.months"
	case f.Unit == "years":
		key = "unit.years"
	}
	return corpus.Fill(word(set, key, lang), map[string]string{"n": fmt.Sprint(n)})
}
