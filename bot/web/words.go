package web

import (
	"strconv"

	"zhirong/corpus"
)

// words are the wording of one generation in one language, for templates.
type words struct {
	Set  *corpus.Set
	Lang corpus.Lang
}

// T returns the wording under "web." and key. Further arguments fill the names
// in braces, in pairs of name and value. A missing key shows.
func (w words) T(key string, args ...string) string {
	return w.text("web."+key, args...)
}

// Label returns wording of the adviser itself, such as "plain.status.in_force".
func (w words) Label(key string) string { return w.text(key) }

func (w words) text(key string, args ...string) string {
	lines := w.Set.Wording[key].In(w.Lang)
	if len(lines) == 0 {
		return "[" + key + "]"
	}
	if len(args) == 0 {
		return lines[0]
	}
	named := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		named[args[i]] = args[i+1]
	}
	return corpus.Fill(lines[0], named)
}

// has reports whether there is wording under "web." and key.
func (w words) has(key string) bool { return len(w.Set.Wording["web."+key].In(w.Lang)) > 0 }

// HTMLLang is the language as the lang attribute names it.
func (w words) HTMLLang() string {
	if w.Lang == corpus.English {
		return "en"
	}
	return "zh-CN"
}

// List returns the keys prefix.1, prefix.2 … that there is wording for, without
// "web.": those of prefix.1.title count as prefix.1.
func (w words) List(prefix string) []string {
	var out []string
	for i := 1; ; i++ {
		key := prefix + "." + strconv.Itoa(i)
		if !w.has(key) && !w.has(key+".title") {
			return out
		}
		out = append(out, key)
	}
}
