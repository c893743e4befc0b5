package web

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhirong/corpus"
)

// In returns a text of the corpus in the page's language.
func (w words) In(t corpus.Text) string { return t.In(w.Lang) }

// join puts the parts that are not empty into a list as the language writes one.
func (w words) join(parts []string) string {
	by := "、"
	if w.Lang == corpus.English {
		by = ", "
	}
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, by)
}

// rights names kinds of rights.
func (w words) rights(kinds []corpus.IPKind) string {
	var out []string
	for _, k := range kinds {
		out = append(out, w.T("library.right."+string(k)))
	}
	return w.join(out)
}

// placeName names a place; the nation is the whole country.
func (w words) placeName(code corpus.RegionCode) string {
	if code == corpus.Nation {
		return w.T("library.nation")
	}
	return w.Set.PlaceName(code, w.Lang)
}

// placeNames names places.
func (w words) placeNames(codes []corpus.RegionCode) string {
	var out []string
	for _, c := range codes {
		out = append(out, w.placeName(c))
	}
	return w.join(out)
}

// money writes an amount as the language does.
func (w words) money(a corpus.Amount) string {
	if w.Lang == corpus.English {
		return corpus.Money(a).English()
	}
	return corpus.Money(a).String()
}

// policyTitle names an instrument in the page's language, and in the other one
// with its lang attribute: the official title is Chinese.
func (w words) policyTitle(p *corpus.Policy) (name, other, otherLang string) {
	if w.Lang == corpus.English {
		return p.Gloss, p.Title, "zh-CN"
	}
	return p.Title, p.Gloss, "en"
}

// officeName fills a place into an office's name; without one it is the local office.
func (w words) officeName(o *corpus.Office, place corpus.RegionCode) string {
	name := w.T("library.local")
	if p, ok := w.Set.Place(place); ok && p.Level != "zone" {
		name = p.Name.In(w.Lang)
	}
	filled := corpus.Fill(w.In(o.Name), map[string]string{"place": name})
	first, size := utf8.DecodeRuneInString(filled)
	return string(unicode.ToUpper(first)) + filled[size:]
}
