package bot

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// say returns the wording under a key in the person's language. Of several
// variants it takes one that was not used just before.
func (t *turn) say(key string, args map[string]string) string {
	lines := t.set.Wording[key].In(t.lang)
	if len(lines) == 0 {
		// The data are checked; a missing key is a fault of the program and shows.
		return "[" + key + "]"
	}
	i := corpus.Variant(len(lines), string(t.s.ID)+key+fmt.Sprint(t.s.Turns))
	for range lines {
		if !t.wasSaid(key, i) {
			break
		}
		i = (i + 1) % len(lines)
	}
	t.s.Said = append(t.s.Said, fmt.Sprintf("%s#%d", key, i))
	if len(t.s.Said) > 40 {
		t.s.Said = t.s.Said[len(t.s.Said)-40:]
	}
	return corpus.Fill(lines[i], args)
}

func (t *turn) wasSaid(key string, i int) bool {
	mark := fmt.Sprintf("%s#%d", key, i)
	for j := len(t.s.Said) - 1; j >= 0 && j >= len(t.s.Said)-12; j-- {
		if t.s.Said[j] == mark {
			return true
		}
	}
	return false
}

// label is wording without variants, such as the head of a column.
func (t *turn) label(key string) string {
	if lines := t.set.Wording[key].In(t.lang); len(lines) > 0 {
		return lines[0]
	}
	return "[" + key + "]"
}

// list joins words as the language does.
func (t *turn) list(words []string) string {
	if t.lang == corpus.English {
		if n := len(words); n > 1 {
			return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
		}
		return strings.Join(words, "")
	}
	return strings.Join(words, "、")
}

// money prints an amount for a person.
func (t *turn) money(m corpus.Money) string {
	if t.lang == corpus.English {
		return m.English()
	}
	return m.String()
}

// value prints what is known of a fact for a person.
func (t *turn) value(fact *corpus.Fact, v corpus.Value) string {
	if v.Unsure {
		return t.label("value.unsure")
	}
	switch {
	case fact.Kind == corpus.KindBool && v.Bool:
		return t.label("value.yes")
	case fact.Kind == corpus.KindBool:
		return t.label("value.no")
	case fact.Kind.Numeric():
		return t.span(fact, v.Span)
	case fact.Kind == corpus.KindCodes:
		var words []string
		for _, c := range v.Has {
			words = append(words, t.code(fact, c))
		}
		for _, c := range v.Not {
			words = append(words, t.label("value.not")+t.code(fact, c))
		}
		if len(words) == 0 {
			return t.label("value.none")
		}
		return t.list(words)
	case fact.Kind == corpus.KindCode:
		return t.code(fact, v.Text)
	}
	return v.Text
}

func (t *turn) code(fact *corpus.Fact, code string) string {
	return knowledge.CodeText(t.set, fact, code, t.lang)
}

func (t *turn) span(fact *corpus.Fact, s corpus.Span) string {
	if text := knowledge.SpanText(t.set, fact, s, t.lang); text != "" {
		return text
	}
	return t.label("value.unsure")
}

// capital begins a name that heads a row as a heading begins in the language.
func (t *turn) capital(s string) string {
	if t.lang != corpus.English {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// within words the label of a fact as it stands within a sentence.
func (t *turn) within(label string) string {
	r := []rune(label)
	if t.lang != corpus.English || len(r) < 2 || !unicode.IsLower(r[1]) && r[1] != ' ' {
		return label
	}
	r[0] = unicode.ToLower(r[0])
	return string(r)
}

// space stands between two sentences: nothing in Chinese.
func (t *turn) space() string {
	if t.lang == corpus.English {
		return " "
	}
	return ""
}
