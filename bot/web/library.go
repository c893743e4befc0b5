package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"zhirong/bot"
	"zhirong/corpus"
)

// libraryRoutes adds the pages that show the corpus. They need no script.
func (s *Server) libraryRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /library/{$}", s.libraryPage("library", (*visit).overview))
	for _, l := range []struct {
		kind, list string
		fill       func(*visit) bool
		entry      string
		fillEntry  func(*visit) bool
	}{
		{"policy", "library-list", (*visit).policies, "library-entry", (*visit).policy},
		{"product", "library-list", (*visit).products, "library-entry", (*visit).product},
		{"case", "library-list", (*visit).cases, "library-entry", (*visit).oneCase},
		{"gap", "library-list", (*visit).gaps, "library-entry", (*visit).gap},
		{"place", "library-places", (*visit).places, "library-place", (*visit).place},
		{"term", "library-terms", (*visit).terms, "", nil},
		{"office", "library-offices", (*visit).offices, "", nil},
	} {
		at := bot.LibraryRoot + l.kind
		mux.HandleFunc("GET "+at, s.libraryPage(l.list, l.fill))
		mux.HandleFunc("GET "+at+"/{$}", moved(at))
		if l.fillEntry != nil {
			mux.HandleFunc("GET "+at+"/{id}", s.libraryPage(l.entry, l.fillEntry))
		}
	}
	mux.HandleFunc("GET "+strings.TrimSuffix(bot.LibraryRoot, "/"), moved(bot.LibraryRoot))
}

// moved leads to the one address that a page has.
func moved(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		u := url.URL{Path: to, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, u.String(), http.StatusMovedPermanently)
	}
}

// visit is one look at a page of the library.
type visit struct {
	*Page
	shelf *shelf
	today corpus.Date
	r     *http.Request
	query url.Values
	site  site
}

// hubeiTime is where a day of the library begins.
var hubeiTime = time.FixedZone("CST", 8*3600)

// libraryPage shows a page that fill makes; where fill finds nothing there is no
// such page. What a page says depends on the generation, on the day, and on how
// the person wants it: that is what its tag is made of.
func (s *Server) libraryPage(name string, fill func(*visit) bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		g, release := s.live.Acquire()
		defer release()
		look, changed := readPrefs(r)
		now := s.now().In(hubeiTime)
		v := &visit{
			Page:  &Page{words: words{Set: g.Set, Lang: look.Lang}, Prefs: look, Section: "library", Path: r.URL.Path, Keep: url.Values{}, Imprint: s.imprint, assets: s.assets},
			shelf: s.library.of(g, now), today: corpus.DateOf(now), r: r, query: r.URL.Query(), site: s.site,
		}
		if !fill(v) {
			s.fail(w, r, notFound)
			return
		}
		h := w.Header()
		h.Set("Cache-Control", "no-cache") // may be kept, but is asked for anew: a correction shows at once
		tag := v.tag()
		modified := laterOf(v.shelf.since, startOfDay(now)).UTC().Truncate(time.Second)
		h.Set("ETag", tag)
		h.Set("Last-Modified", modified.Format(http.TimeFormat))
		if !changed && unchanged(r, tag, modified) {
			h.Add("Vary", "Accept-Encoding, Accept-Language, Cookie")
			w.WriteHeader(http.StatusNotModified)
			return
		}
		s.render(w, r, http.StatusOK, name, v.Page)
	}
}

// tag names what the page shows. It is a weak one: the page may be compressed.
// The time since which the generation serves stands for the program's version.
func (v *visit) tag() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%d\n%s\n%s.%s.%s\n%s\n%s", v.shelf.id, v.shelf.since.UnixNano(), v.today, v.Lang, v.Prefs.Theme, v.Prefs.Size, v.Path, v.Keep.Encode())
	return `W/"` + hex.EncodeToString(h.Sum(nil)[:9]) + `"`
}

// unchanged reports whether the client holds the page as it is.
func unchanged(r *http.Request, tag string, modified time.Time) bool {
	if held := r.Header.Get("If-None-Match"); held != "" {
		for one := range strings.SplitSeq(held, ",") {
			if strings.TrimPrefix(strings.TrimSpace(one), "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !modified.After(since)
}

func laterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// longestQuery is how many characters of a text filter count.
const longestQuery = 80

// param reads a text from the address: visible, valid and of bounded length.
func (v *visit) param(name string) string {
	raw := v.query.Get(name)
	if len(raw) > 4*longestQuery {
		raw = raw[:4*longestQuery]
	}
	text := strings.Join(strings.Fields(bot.Visible(strings.ToValidUTF8(raw, ""))), " ")
	if utf8.RuneCountInString(text) > longestQuery {
		text = strings.TrimSpace(string([]rune(text)[:longestQuery]))
	}
	return text
}

// askURL leads to the chat with a question written, not sent.
func askURL(question string) string { return "/?" + url.Values{"q": {question}}.Encode() }
