package web

import (
	"net/http"
	"strings"

	"zhirong/corpus"
)

// prefs are how a person wants the pages: a query parameter sets one, a cookie
// keeps it, and the browser's language is the default.
type prefs struct {
	Lang  corpus.Lang
	Theme string // "light", "dark"; empty: as the system
	Size  string // "large"; empty: normal
}

// prefsCookie holds "lang.theme.size". It says nothing of a person and is
// readable by the pages' script.
const prefsCookie = "zhirong-look"

// readPrefs reads the preferences of a request and reports whether a query
// parameter changed one.
func readPrefs(r *http.Request) (p prefs, changed bool) {
	if c, err := r.Cookie(prefsCookie); err == nil {
		for part := range strings.SplitSeq(c.Value, ".") {
			p.set(part)
		}
	}
	before := p
	query := r.URL.Query()
	for _, name := range []string{"lang", "theme", "size"} {
		switch v := query.Get(name); {
		case v == "system" && name == "theme":
			p.Theme = ""
		case v == "normal" && name == "size":
			p.Size = ""
		case prefKind(v) == name:
			p.set(v)
		}
	}
	changed = p != before
	if p.Lang == "" {
		p.Lang = acceptedLang(r.Header.Get("Accept-Language"))
	}
	return p, changed
}

// prefKind names the preference that a value belongs to.
func prefKind(v string) string {
	switch v {
	case "zh", "en":
		return "lang"
	case "light", "dark":
		return "theme"
	case "large":
		return "size"
	}
	return ""
}

func (p *prefs) set(v string) {
	switch prefKind(v) {
	case "lang":
		p.Lang = corpus.Lang(v)
	case "theme":
		p.Theme = v
	case "size":
		p.Size = v
	}
}

// keep stores the preferences in the browser for a year.
func (p prefs) keep(w http.ResponseWriter, secure bool) {
	var parts []string
	for _, v := range []string{string(p.Lang), p.Theme, p.Size} {
		if v != "" {
			parts = append(parts, v)
		}
	}
	http.SetCookie(w, &http.Cookie{
		Name: prefsCookie, Value: strings.Join(parts, "."), Path: "/", MaxAge: 365 * 24 * 3600, Secure: secure, SameSite: http.SameSiteLaxMode,
	})
}

// acceptedLang is English where the browser prefers it to Chinese, else Chinese.
func acceptedLang(header string) corpus.Lang {
	for part := range strings.SplitSeq(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		if kind := prefKind(tag); kind == "lang" {
			return corpus.Lang(tag)
		}
	}
	return corpus.Chinese
}
