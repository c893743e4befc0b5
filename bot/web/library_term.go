package web

import (
	"slices"
	"strconv"
	"strings"

	"zhirong/bot"
	"zhirong/corpus"
)

// termsPage is a part of the glossary.
type termsPage struct {
	Form         filterForm
	Terms        []termEntry
	Total, Shown int
	Pages        []link // of the list; the one shown leads nowhere
	Before, Next string
	Ask          string
}

// termEntry is a word with the clauses that explain it.
type termEntry struct {
	Anchor, Name   string
	Other, OtherLn string
	Also           string
	Clauses        []link
}

// termsEach is how many words a page of the glossary shows.
const termsEach = 60

// terms shows the glossary.
func (v *visit) terms() bool {
	f := v.filtering("/library/term")
	all := v.explained()
	right := corpus.IPKind(v.pick(f, "right", v.rightChoices(func(yield func([]corpus.IPKind)) {
		for _, t := range all {
			yield(t.Rights)
		}
	})))
	var shown []*corpus.Term
	for _, t := range all {
		if v.shelf.has(t.ID, f.words) && (right == "" || slices.Contains(t.Rights, right)) {
			shown = append(shown, t)
		}
	}
	page := termsPage{Total: len(all), Shown: len(shown), Ask: askURL(f.Query)}
	last := max(1, (len(shown)+termsEach-1)/termsEach)
	at, err := strconv.Atoi(v.param("page"))
	if err != nil || at < 1 || at > last {
		at = 1
	}
	href := func(n int) string {
		q := copyQuery(v.Keep)
		if n > 1 {
			q.Set("page", strconv.Itoa(n))
		}
		if len(q) == 0 {
			return f.Action
		}
		return f.Action + "?" + q.Encode()
	}
	if last > 1 {
		for n := 1; n <= last; n++ {
			l := link{Href: href(n), Text: strconv.Itoa(n)}
			if n == at {
				l.Href = ""
			}
			page.Pages = append(page.Pages, l)
		}
		if at > 1 {
			page.Before = href(at - 1)
		}
		if at < last {
			page.Next = href(at + 1)
		}
	}
	for _, t := range shown[(at-1)*termsEach : min(len(shown), at*termsEach)] {
		page.Terms = append(page.Terms, v.termEntry(t))
	}
	if at > 1 {
		v.Keep.Set("page", strconv.Itoa(at))
	}
	page.Form = *f
	v.Title = v.T("library.term.title")
	v.Main = page
	return true
}

func (v *visit) termEntry(t *corpus.Term) termEntry {
	e := termEntry{Anchor: "t-" + strings.TrimPrefix(string(t.ID), "term/"), Name: t.Name.ZH, Other: t.Name.EN, OtherLn: "en"}
	if v.Lang == corpus.English {
		e.Name, e.Other, e.OtherLn = t.Name.EN, t.Name.ZH, "zh-CN"
	}
	// People know a word by other names; those of the other script are left out.
	var also []string
	for _, s := range t.Synonyms {
		if latin := strings.IndexFunc(s, func(r rune) bool { return r > 0x2e7f }) < 0; latin == (v.Lang == corpus.English) && s == corpus.ToSimplified(s) {
			also = append(also, s)
		}
	}
	e.Also = v.join(also[:min(5, len(also))])
	for _, p := range v.shelf.explaining(t, 4) {
		text := v.passageName(p)
		if p.Kind == corpus.PolicyPassage {
			text = v.docName(p.Doc) + v.T("library.between") + text
		}
		e.Clauses = append(e.Clauses, link{Href: bot.LibraryPath(p.ID), Text: text})
	}
	return e
}

// officesPage tells whom to ask.
type officesPage struct {
	Form         filterForm
	Offices      []office
	Total, Shown int
	Place        string
	Ask          string
}

// office is one office, its name filled with a place.
type office struct {
	Anchor, Name, Does, Phone, Places string
	Clauses                           []link
}

// offices shows whom to ask, for a place where one is chosen.
func (v *visit) offices() bool {
	f := v.filtering("/library/office")
	place := corpus.RegionCode(v.pick(f, "place", v.placeChoices(func(yield func([]corpus.RegionCode)) {
		for _, p := range v.Set.Places {
			if v.Set.Within(p.Code, corpus.Hubei) && p.Kind != "group" {
				yield([]corpus.RegionCode{p.Code})
			}
		}
	})))
	page := officesPage{Offices: v.officesAt(place, f.words), Total: len(v.Set.Offices), Ask: askURL(f.Query)}
	page.Shown, page.Form = len(page.Offices), *f
	if place != "" {
		page.Place = v.placeName(place)
	}
	v.Title = v.T("library.office.title")
	v.Main = page
	return true
}

// officesAt are the offices for a place, all without one, that hold every word.
func (v *visit) officesAt(place corpus.RegionCode, words []string) []office {
	var out []office
	for i := range v.Set.Offices {
		o := &v.Set.Offices[i]
		if !v.shelf.has(o.ID, words) || place != "" && len(o.Regions) > 0 && !slices.ContainsFunc(o.Regions, func(r corpus.RegionCode) bool { return v.Set.Within(place, r) }) {
			continue
		}
		e := office{Anchor: "o-" + strings.TrimPrefix(string(o.ID), "office/"), Name: v.officeName(o, place), Does: v.In(o.Does), Phone: o.Phone}
		if place == "" {
			e.Places = v.placeNames(o.Regions)
		}
		for _, p := range v.shelf.clauses(o.Refs, 3) {
			e.Clauses = append(e.Clauses, link{Href: bot.LibraryPath(p.ID), Text: v.passageName(p)})
		}
		out = append(out, e)
	}
	return out
}
