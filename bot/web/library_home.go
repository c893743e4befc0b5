package web

import (
	"slices"
	"strconv"

	"zhirong/bot"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// overviewPage is the way into the library.
type overviewPage struct {
	Form              filterForm
	Searched          bool
	Near              bool // nothing holds all words: these are near in meaning
	Hits              []item
	More              int // hits that are not shown
	Ask               string
	Shelves           []shelfCard
	Pilots            []link
	Clauses           int
	Reviewed          int
	Newest            string // day of the newest information
	Generation, Today string
}

// shelfCard is one kind of entry with its number.
type shelfCard struct {
	Href, Name, Text, Note string
	N                      int
}

// How many hits a search shows: of those that hold the words, and of those that
// are near in meaning.
const (
	mostHits = 40
	mostNear = 10
)

// overview shows what there is, and searches all of it.
func (v *visit) overview() bool {
	f := v.filtering(bot.LibraryRoot)
	page := overviewPage{Form: *f, Searched: f.Query != "", Ask: askURL(f.Query), Clauses: len(v.Set.Passages()), Generation: v.shelf.id, Today: string(v.today)}
	if page.Searched {
		v.search(&page)
	}
	inForce := 0
	for i := range v.Set.Policies {
		if v.state(&v.Set.Policies[i]) == string(corpus.InForce) {
			inForce++
		}
	}
	offered := 0
	for i := range v.Set.Products {
		if v.Set.Products[i].Offered {
			offered++
		}
	}
	places := 0
	for i := range v.Set.Places {
		if v.Set.Within(v.Set.Places[i].Code, corpus.Hubei) && v.Set.Places[i].Kind != "group" {
			places++
		}
	}
	for i := range v.Set.Passages() {
		p := &v.Set.Passages()[i]
		if p.Reviewed && p.Kind != corpus.GapPassage {
			page.Reviewed++
		}
		page.Newest = max(page.Newest, p.AsOf)
	}
	card := func(kind string, n int, args ...string) {
		page.Shelves = append(page.Shelves, shelfCard{
			Href: bot.LibraryRoot + kind, Name: v.T("library." + kind + ".title"), Text: v.T("library." + kind + ".lead"), Note: v.T("library."+kind+".count", args...), N: n,
		})
	}
	card("policy", len(v.Set.Policies), "n", strconv.Itoa(inForce))
	card("product", len(v.Set.Products), "n", strconv.Itoa(offered))
	card("place", places, "n", strconv.Itoa(len(v.Set.Pilots())))
	card("case", len(v.Set.Cases))
	card("gap", len(v.Set.Gaps))
	card("term", len(v.explained()))
	card("office", len(v.Set.Offices))
	for _, c := range v.Set.Pilots() {
		page.Pilots = append(page.Pilots, v.placeLink(c))
	}
	v.Title = v.T("library.title")
	v.Main = page
	return true
}

// search looks for passages that hold all words; where there are none, for those
// that are near to the question.
func (v *visit) search(page *overviewPage) {
	for i, text := range v.shelf.passages {
		if !holds(text, page.Form.words) {
			continue
		}
		if len(page.Hits) == mostHits {
			page.More++
			continue
		}
		page.Hits = append(page.Hits, v.passageItem(&v.Set.Passages()[i]))
	}
	if len(page.Hits) > 0 {
		return
	}
	found, err := v.shelf.base.Search(v.r.Context(), knowledge.Query{Text: page.Form.Query, Lang: v.Lang, On: v.today, History: true, Limit: mostNear})
	if err != nil {
		return // the page says that nothing was found; the chat may still answer
	}
	if found.Strength() < nearEnough {
		return
	}
	page.Near = true
	var gaps []item // what is known comes first
	for _, hit := range found.Found[:min(mostNear, len(found.Found))] {
		if it := v.passageItem(hit.Passage); hit.Passage.Kind == corpus.GapPassage {
			gaps = append(gaps, it)
		} else {
			page.Hits = append(page.Hits, it)
		}
	}
	page.Hits = append(page.Hits, gaps...)
}

// nearEnough is the strength of a search below which its hits are not shown.
const nearEnough = 0.3

func (v *visit) placeLink(code corpus.RegionCode) link {
	return link{Href: "/library/place/" + string(code), Text: v.placeName(code)}
}

// address is where the page stands for good, as it is printed.
func (v *visit) address() string { return v.site.origin + v.Path }

// explained are the terms that a clause explains, in the order of the corpus;
// in English by name.
func (v *visit) explained() []*corpus.Term {
	var out []*corpus.Term
	for i := range v.Set.Terms {
		if len(v.Set.Terms[i].Explains) > 0 {
			out = append(out, &v.Set.Terms[i])
		}
	}
	if v.Lang == corpus.English {
		slices.SortStableFunc(out, func(a, b *corpus.Term) int { return compareFold(a.Name.EN, b.Name.EN) })
	}
	return out
}
