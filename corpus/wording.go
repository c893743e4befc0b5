package corpus

import (
	"hash/fnv"
	"strings"
)

// Saying is one thing that the adviser says, with variants: where a sentence
// would repeat itself another variant is taken.
type Saying struct {
	ZH  Lines `yaml:"zh,required"`
	EN  Lines `yaml:"en,required"`
	Pos Pos   `yaml:"-"`
}

// Lines are one or several texts; in a file a single text needs no list.
type Lines []string

// In returns the variants in a language.
func (s Saying) In(lang Lang) []string {
	if lang == English {
		return s.EN
	}
	return s.ZH
}

// Fill replaces each {name} of a text by its argument.
func Fill(text string, args map[string]string) string {
	if len(args) == 0 || !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, 2*len(args))
	for k, v := range args {
		pairs = append(pairs, "{"+k+"}", v)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Placeholders returns the names in braces of a text, in order.
func Placeholders(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			return names
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return names
		}
		names, text = append(names, name), after
	}
}

// Variant chooses one of n variants by a seed, the same one for the same seed.
func Variant(n int, seed string) int {
	if n <= 1 {
		return 0
	}
	h := fnv.New32a()
	h.Write([]byte(seed))
	return int(h.Sum32() % uint32(n))
}

// Say returns the first variant of a saying in both languages, with its names
// filled in, each in its language.
func (s *Set) Say(key string, args map[string]Text) Text {
	t := s.label(key)
	if len(args) == 0 {
		return t
	}
	zh, en := make(map[string]string, len(args)), make(map[string]string, len(args))
	for name, a := range args {
		zh[name], en[name] = a.ZH, a.EN
	}
	return Text{ZH: Fill(t.ZH, zh), EN: Fill(t.EN, en)}
}

// Plain is a text that is the same in every language.
func Plain(s string) Text { return Text{ZH: s, EN: s} }

// Text prints an amount in both languages.
func (m Money) Text() Text { return Text{ZH: m.String(), EN: m.English()} }
