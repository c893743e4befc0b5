package web

import (
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// libraryDay is a day on which some instruments of the corpus are over.
var libraryDay = time.Date(2026, 11, 22, 12, 0, 0, 0, hubeiTime)

// libraryCorpus is the corpus that the program carries.
var libraryCorpus = sync.OnceValues(func() (*bot.Generation, error) { return shelved(corpus.Shipped()) })

// shelved is a generation without a model, which the library does not use.
func shelved(layers ...corpus.Layer) (*bot.Generation, error) {
	id, err := bot.GenerationID(layers...)
	if err != nil {
		return nil, err
	}
	set, err := corpus.Load(layers...)
	if err != nil {
		return nil, err
	}
	return &bot.Generation{ID: id, Set: set, Base: knowledge.Fallback(set)}, nil
}

// libraryOn returns the handler of a server on a day, and the corpus it shows.
func libraryOn(t *testing.T, now time.Time) (http.Handler, *corpus.Set) {
	t.Helper()
	g, err := libraryCorpus()
	if err != nil {
		t.Fatal(err)
	}
	return libraryOf(t, bot.NewLive(g), now), g.Set
}

func libraryOf(t *testing.T, live *bot.Live, now time.Time) http.Handler {
	t.Helper()
	advisor, err := bot.NewAdvisor(bot.Options{Live: live, Sessions: bot.NewMemory()})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Answerer: advisor, Live: live, Now: func() time.Time { return now }, PublicURL: "https://zhirong.example", Limits: Limits{RequestBurst: 1 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s.Handler()
}

// fetchPage asks for a page in a language.
func fetchPage(h http.Handler, method, target, lang string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Header.Set("Accept-Language", lang)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// sheet is what a page of the library holds.
type sheet struct {
	lang, title string
	h1          []string
	ids         map[string]bool
	links       []string
	text        string // visible text and values of attributes
	scripts     int
	faults      []string
}

var void = []string{"meta", "link", "input", "br", "hr", "img", "wbr", "rect", "path", "circle"}

// parsePage reads a page strictly: every element that opens must close in order,
// ids are unique, nothing is styled or scripted in place.
func parsePage(page string) (s sheet) {
	s.ids = map[string]bool{}
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict = false // attributes without values
	d.Entity = xml.HTMLEntity
	var open []string
	fault := func(format string, args ...any) { s.faults = append(s.faults, fmt.Sprintf(format, args...)) }
	var text strings.Builder
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			fault("%v", err)
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if !slices.Contains(void, name) {
				open = append(open, name)
			}
			if name == "script" || name == "style" {
				s.scripts++
			}
			if name == "h1" {
				s.h1 = append(s.h1, "")
			}
			for _, a := range token.Attr {
				text.WriteString(" " + a.Value)
				switch key := a.Name.Local; {
				case key == "id" && s.ids[a.Value]:
					fault("id %q stands twice", a.Value)
				case key == "id":
					s.ids[a.Value] = true
				case key == "href" && name == "a":
					s.links = append(s.links, a.Value)
				case key == "lang" && name == "html":
					s.lang = a.Value
				case key == "style" || strings.HasPrefix(key, "on"):
					fault("%s has the attribute %s", name, key)
				}
			}
		case xml.EndElement:
			name := token.Name.Local
			switch {
			case slices.Contains(void, name): // a form of writing that SVG uses
			case len(open) == 0 || open[len(open)-1] != name:
				fault("</%s> closes %v", name, open)
				return s
			default:
				open = open[:len(open)-1]
			}
		case xml.CharData:
			text.Write(token)
			if slices.Contains(open, "h1") {
				s.h1[len(s.h1)-1] += string(token)
			}
			if len(open) > 0 && open[len(open)-1] == "title" {
				s.title += string(token)
			}
		}
	}
	if len(open) > 0 {
		fault("%v is not closed", open)
	}
	s.text = text.String()
	return s
}

// checkSheet finds what no page may lack.
func checkSheet(t *testing.T, at, lang string, s sheet) {
	t.Helper()
	want := map[string]string{"zh": "zh-CN", "en": "en"}[lang]
	if s.lang != want || strings.TrimSpace(s.title) == "" || len(s.h1) != 1 || strings.TrimSpace(s.h1[0]) == "" {
		t.Errorf("%s in %s: lang %q, title %q, headings %q", at, lang, s.lang, s.title, s.h1)
	}
	for _, f := range s.faults {
		t.Errorf("%s in %s: %s", at, lang, f)
	}
	if s.scripts > 0 {
		t.Errorf("%s in %s has a script or style of its own", at, lang)
	}
	if i := strings.Index(s.text, "[web."); i >= 0 {
		t.Errorf("%s in %s lacks wording: %.60s", at, lang, s.text[i:])
	}
	if i := strings.Index(s.text, "[plain."); i >= 0 {
		t.Errorf("%s in %s lacks wording: %.60s", at, lang, s.text[i:])
	}
}

// Every passage that a reply may cite has its page, which carries its anchor
// and its words.
func TestEveryPassageStandsAtItsPermanentAddress(t *testing.T) {
	t.Parallel()
	h, set := libraryOn(t, libraryDay)
	for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
		pages := map[string]sheet{}
		for i := range set.Passages() {
			p := &set.Passages()[i]
			at, anchor, ok := strings.Cut(bot.LibraryPath(p.ID), "#")
			if !ok {
				t.Fatalf("the address of %s has no anchor", p.ID)
			}
			page, ok := pages[at]
			if !ok {
				w := fetchPage(h, http.MethodGet, at, string(lang))
				if w.Code != http.StatusOK {
					t.Errorf("%s is at %s: status %d", p.ID, at, w.Code)
					continue
				}
				page = parsePage(w.Body.String())
				pages[at] = page
			}
			if !page.ids[anchor] {
				t.Errorf("%s: %s has no element %q", p.ID, at, anchor)
			}
			// Lists of a product stand line by line.
			if p.Field != "conditions" && p.Field != "examples" {
				for line := range strings.SplitSeq(p.Text.In(lang), "\n") {
					if !strings.Contains(page.text, strings.TrimSpace(line)) {
						t.Errorf("%s in %s does not say %q", p.ID, lang, line)
					}
				}
			}
		}
		if len(pages) < 150 {
			t.Errorf("%d pages hold all passages, want one for each entry", len(pages))
		}
	}
}

// From the overview every page of the library is reached; each is whole, and
// each link within the site leads to a page with the anchor it names.
func TestEveryPageIsWholeAndEveryLinkResolves(t *testing.T) {
	t.Parallel()
	h, set := libraryOn(t, libraryDay)
	for _, lang := range []string{"zh", "en"} {
		seen := map[string]sheet{}
		type from struct{ page, link string }
		var fragments []from
		queue := []string{"/library/"}
		outside, checked := map[string]int{}, map[string]bool{}
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			if _, ok := seen[at]; ok {
				continue
			}
			w := fetchPage(h, http.MethodGet, at, lang)
			if w.Code != http.StatusOK {
				t.Fatalf("%s in %s: status %d", at, lang, w.Code)
			}
			page := parsePage(w.Body.String())
			seen[at] = page
			checkSheet(t, at, lang, page)
			for _, l := range page.links {
				u, err := url.Parse(l)
				switch {
				case err != nil:
					t.Errorf("%s in %s links to %q: %v", at, lang, l, err)
				case u.Scheme == "tel":
				case u.IsAbs():
					if u.Scheme != "https" && u.Scheme != "http" || !slices.Contains(set.Hosts, u.Host) {
						t.Errorf("%s in %s links to %s, whose host was never looked at", at, lang, l)
					}
					outside[u.Host]++
				case u.Path == "" || strings.HasPrefix(u.Path, "/library/"):
					q := u.Query()
					if q.Has("lang") || q.Has("theme") || q.Has("size") {
						continue
					}
					target := at
					if u.Path != "" {
						target = u.Path
						if u.RawQuery != "" {
							target += "?" + u.RawQuery
						}
						queue = append(queue, target)
					}
					if u.Fragment != "" {
						fragments = append(fragments, from{target, u.Fragment})
					}
				case u.Path == "/" || u.Path == "/privacy":
					if checked[u.Path] {
						continue
					}
					checked[u.Path] = true
					if w := fetchPage(h, http.MethodHead, u.Path, lang); w.Code != http.StatusOK {
						t.Errorf("%s in %s links to %s: status %d", at, lang, l, w.Code)
					}
				default:
					t.Errorf("%s in %s links to %s, which is no page of the site", at, lang, l)
				}
			}
		}
		for _, f := range fragments {
			if f.link != "main" && !seen[f.page].ids[f.link] {
				t.Errorf("a link in %s leads to #%s of %s, which is not there", lang, f.link, f.page)
			}
		}
		if len(outside) == 0 {
			t.Errorf("no page in %s links to an issuer, though the corpus has addresses", lang)
		}
		for _, p := range set.Policies {
			if _, ok := seen[bot.LibraryPath(corpus.PassageID(p.ID))]; !ok {
				t.Errorf("%s is not reached from the overview", p.ID)
			}
		}
		for _, p := range set.Places {
			if _, ok := seen["/library/place/"+string(p.Code)]; !ok && set.Within(p.Code, corpus.Hubei) && p.Kind != "group" {
				t.Errorf("place %s is not reached from the overview", p.Code)
			}
		}
	}
}

// A place outside Hubei has a page that says so.
func TestPlaceOutsideHubeiIsMarked(t *testing.T) {
	t.Parallel()
	h, _ := libraryOn(t, libraryDay)
	for code, outside := range map[string]bool{"110000": true, "420115": false, "zone-donghu": false} {
		w := fetchPage(h, http.MethodGet, "/library/place/"+code, "zh")
		checkSheet(t, code, "zh", parsePage(w.Body.String()))
		if got := strings.Contains(w.Body.String(), "这里不在湖北"); w.Code != http.StatusOK || got != outside {
			t.Errorf("%s: status %d, marked as outside %v", code, w.Code, got)
		}
	}
}

// Validity is that of the day: on top, before the title.
func TestOldTextIsMarkedOnTop(t *testing.T) {
	t.Parallel()
	const old, ended = "/library/policy/plant-variety-regulation-old", "/library/policy/cnipa-2021-17"
	for _, c := range []struct {
		name, path string
		day        time.Time
		says       string // before the title; empty: nothing
	}{
		{"superseded", old, libraryDay, "旧文件，2025-05-31之后已被取代"},
		{"on its last day", old, time.Date(2025, 5, 31, 23, 0, 0, 0, hubeiTime), ""},
		{"on the day after", old, time.Date(2025, 6, 1, 0, 0, 0, 0, hubeiTime), "旧文件，2025-05-31之后已被取代"},
		{"late in the evening elsewhere, the day after in Hubei", old, time.Date(2025, 5, 31, 17, 0, 0, 0, time.UTC), "旧文件，2025-05-31之后已被取代"},
		{"ended", ended, libraryDay, "2023-12-31已到期"},
		{"in force", "/library/policy/hubei-2025-17", libraryDay, ""},
		{"not yet in force", "/library/policy/hubei-2025-17", time.Date(2025, 6, 22, 12, 0, 0, 0, hubeiTime), "2025-06-23起施行，今天还没有生效"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, _ := libraryOn(t, c.day)
			body := fetchPage(h, http.MethodGet, c.path, "zh").Body.String()
			top, _, ok := strings.Cut(body, "<h1>")
			if !ok {
				t.Fatal("the page has no title")
			}
			marked := strings.Contains(top, `class="warning bad"`)
			if marked != (c.says != "") || !strings.Contains(top, c.says) {
				t.Errorf("marked on top: %v, want %q", marked, c.says)
			}
		})
	}
	h, _ := libraryOn(t, libraryDay)
	if top, _, _ := strings.Cut(fetchPage(h, http.MethodGet, old, "zh").Body.String(), "<h1>"); !strings.Contains(top, `href="/library/policy/plant-variety-regulation"`) {
		t.Error("the old regulation does not lead to the one in force")
	}
	if page := fetchPage(h, http.MethodGet, "/library/policy/plant-variety-regulation", "zh").Body.String(); !strings.Contains(page, `href="`+old+`"`) {
		t.Error("the new regulation does not lead to the one it supersedes")
	}
}

func TestStateIsThatOfTheDay(t *testing.T) {
	t.Parallel()
	const before, day, after = corpus.Date("2025-05-31"), corpus.Date("2025-06-01"), corpus.Date("2025-06-02")
	for _, c := range []struct {
		name               string
		status             corpus.Status
		effective, expires corpus.Date
		want               string
	}{
		{"in force without dates", corpus.InForce, "", "", "in_force"},
		{"from today", corpus.InForce, day, "", "in_force"},
		{"from tomorrow", corpus.InForce, after, "", "pending"},
		{"until today", corpus.InForce, "", day, "in_force"},
		{"until yesterday", corpus.InForce, "", before, "ended"},
		{"superseded", corpus.Superseded, "", "", "superseded"},
		{"superseded since yesterday", corpus.Superseded, "", before, "superseded"},
		{"superseded from tomorrow", corpus.Superseded, "", day, "in_force"},
		{"ended", corpus.Ended, "", before, "ended"},
		{"to end tomorrow", corpus.Ended, "", after, "in_force"},
		{"amended", corpus.Amended, "", "", "amended"},
		{"draft", corpus.Draft, after, "", "draft"},
		{"report", corpus.Reported, after, before, "reported"},
	} {
		if got := stateOn(c.status, c.effective, c.expires, day); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// listed are the names of the entries that a list leads to.
func listed(page, under string) (out []string) {
	for _, l := range parsePage(page).links {
		if strings.HasPrefix(l, under) {
			out = append(out, path.Base(l))
		}
	}
	return out
}

// A list holds the entries that the corpus has, and a filter those that a plain
// count over the corpus finds.
func TestFiltersNarrowAList(t *testing.T) {
	t.Parallel()
	h, set := libraryOn(t, libraryDay)
	policies := func(is func(*corpus.Policy) bool) (out []string) {
		for i := range set.Policies {
			if is(&set.Policies[i]) {
				out = append(out, path.Base(string(set.Policies[i].ID)))
			}
		}
		return out
	}
	products := func(is func(*corpus.Product) bool) (out []string) {
		for i := range set.Products {
			if is(&set.Products[i]) {
				out = append(out, path.Base(string(set.Products[i].ID)))
			}
		}
		return out
	}
	for _, c := range []struct {
		target string
		want   []string
	}{
		{"/library/policy", policies(func(*corpus.Policy) bool { return true })},
		{"/library/policy?kind=law", policies(func(p *corpus.Policy) bool { return p.Kind == corpus.KindLaw })},
		{"/library/policy?level=province", policies(func(p *corpus.Policy) bool { return slices.Equal(p.Regions, []corpus.RegionCode{corpus.Hubei}) })},
		{"/library/policy?level=elsewhere", []string{"subsidies-elsewhere"}},
		{"/library/policy?status=ended", []string{"cnipa-2021-17", "cnipa-2025-16", "state-council-2023-37"}},
		{"/library/policy?year=2021&kind=notice", policies(func(p *corpus.Policy) bool {
			return p.Kind == corpus.KindNotice && strings.HasPrefix(string(p.Issued), "2021")
		})},
		{"/library/policy?right=plant_variety", policies(func(p *corpus.Policy) bool {
			return slices.ContainsFunc(p.Sections, func(s corpus.Section) bool { return slices.Contains(s.Kinds, corpus.PlantVariety) })
		})},
		{"/library/policy?q=" + url.QueryEscape("鄂知发〔2025〕17号") + "&level=province&kind=notice&status=in_force&year=2025", []string{"hubei-2025-17"}},
		{"/library/policy?q=WORK+guide+PILOT&kind=notice", []string{"hubei-2025-17"}},
		{"/library/policy?q=" + url.QueryEscape("植物新品種保護條例") + "&kind=regulation", []string{"plant-variety-regulation", "plant-variety-regulation-old"}},
		{"/library/policy?kind=nonsense&status=%00&year=9999&place=123", policies(func(*corpus.Policy) bool { return true })},
		{"/library/product?offer=reference", products(func(p *corpus.Product) bool { return !p.Offered })},
		{"/library/product?offer=hubei&right=data_right", products(func(p *corpus.Product) bool { return p.Offered && slices.Contains(p.Rights, corpus.DataRight) })},
		{"/library/product?kind=guarantee", products(func(p *corpus.Product) bool { return p.Kind == corpus.Guarantee })},
		{"/library/product?place=420300", products(func(p *corpus.Product) bool {
			return slices.ContainsFunc(p.Regions, func(r corpus.RegionCode) bool { return set.Within("420300", r) || set.Within(r, "420300") })
		})},
	} {
		root, _, _ := strings.Cut(c.target, "?")
		if len(c.want) == 0 {
			t.Fatalf("%s: the corpus holds nothing like it", c.target)
		}
		for _, lang := range []string{"zh", "en"} {
			got := listed(fetchPage(h, http.MethodGet, c.target, lang).Body.String(), root+"/")
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) {
				t.Errorf("%s in %s lists\n%v, want\n%v", c.target, lang, got, c.want)
			}
		}
	}
}

// The address holds the filters, the form shows them, and switching the language
// keeps them.
func TestFiltersStayInTheAddress(t *testing.T) {
	t.Parallel()
	h, _ := libraryOn(t, libraryDay)
	page := fetchPage(h, http.MethodGet, "/library/policy?year=2021&q=%E8%B4%A8%E6%8A%BC&junk=1", "zh").Body.String()
	for _, want := range []string{`value="2021" selected`, `name="q" type="search" value="质押"`, `href="/library/policy?lang=en&amp;q=%E8%B4%A8%E6%8A%BC&amp;year=2021"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	w := fetchPage(h, http.MethodGet, "/library/policy/hubei-2025-17?lang=en", "zh")
	if p := parsePage(w.Body.String()); p.lang != "en" || !strings.Contains(w.Header().Get("Set-Cookie"), "en") {
		t.Errorf("after the switch the page is in %q", p.lang)
	}
}

// What was looked for and not found is said to be so; the chat gets it as text.
func TestNothingFoundIsSaid(t *testing.T) {
	t.Parallel()
	h, _ := libraryOn(t, libraryDay)
	for _, list := range []string{"policy", "product", "case", "gap", "term", "office"} {
		for lang, says := range map[string]string{"zh": "没有找到含“火箭燃料”的条目", "en": "Nothing holds “火箭燃料”"} {
			page := fetchPage(h, http.MethodGet, "/library/"+list+"?q=%E7%81%AB%E7%AE%AD%E7%87%83%E6%96%99", lang).Body.String()
			checkSheet(t, list, lang, parsePage(page))
			if !strings.Contains(page, says) || !strings.Contains(page, `href="/?q=%E7%81%AB%E7%AE%AD%E7%87%83%E6%96%99"`) {
				t.Errorf("%s in %s does not say that nothing was found", list, lang)
			}
		}
	}
}

// The overview finds clauses by their words, and where none has them by meaning.
func TestOverviewSearchesEverything(t *testing.T) {
	t.Parallel()
	h, _ := libraryOn(t, libraryDay)
	for _, c := range []struct{ query, lang, link, says string }{
		{"十个试点县市区", "zh", "/library/policy/hubei-2025-17#s-0", "含“十个试点县市区”的条目"},
		{"ten pilot places", "en", "/library/policy/hubei-2025-17#s-0", "Entries that hold"},
		{"专利质押登记需要哪些材料呢", "zh", "/library/policy/", "下面是意思相近的"},
		{"zzqqxx", "zh", "", "没有找到含“zzqqxx”的条目"},
	} {
		page := fetchPage(h, http.MethodGet, "/library/?q="+url.QueryEscape(c.query), c.lang).Body.String()
		sheet := parsePage(page)
		checkSheet(t, c.query, c.lang, sheet)
		if !strings.Contains(page, c.says) || !slices.ContainsFunc(sheet.links, func(l string) bool { return strings.HasPrefix(l, c.link) }) {
			t.Errorf("%q: want %s and a link to %s", c.query, c.says, c.link)
		}
	}
}

// Whatever stands in the address, the page is whole, bounded and holds nothing of it as markup.
func TestHostileQueriesAreText(t *testing.T) {
	t.Parallel()
	h, _ := libraryOn(t, libraryDay)
	for name, raw := range map[string]string{
		"markup":        "q=" + url.QueryEscape(`"><script>alert(1)</script><img src=x onerror=alert(1)>`),
		"template":      "q=" + url.QueryEscape(`{{.Main}}{query}`),
		"huge":          "q=" + strings.Repeat("%E8%B4%A8", 3000),
		"invalid UTF-8": "q=%ff%fe%80%e8%b4",
		"control":       "q=%00%01%1b[31m%0d%0aSet-Cookie:x%3d1",
		"bidirectional": "q=%E2%80%AE%E2%81%A6abc",
		"many values":   strings.Repeat("q=a&right=b&", 500),
		"bad escape":    "q=%zz&year=%",
		"semicolons":    "q=a;b;c",
		"filters":       "right=" + url.QueryEscape(`"><b>`) + "&year='--&place=../../etc/passwd&page=-1&page=99999999999999999999",
		"many words":    "q=" + strings.Repeat("a+", 2000),
	} {
		for _, list := range []string{"", "policy", "product", "case", "gap", "term", "office", "place", "policy/civil-code", "place/420115"} {
			for _, lang := range []string{"zh", "en"} {
				w := fetchPage(h, http.MethodGet, "/library/"+list+"?"+raw, lang)
				page := w.Body.String()
				if w.Code != http.StatusOK {
					t.Fatalf("%s at %q: status %d", name, list, w.Code)
				}
				checkSheet(t, name+" at "+list, lang, parsePage(page))
				for _, bad := range []string{"<script>alert", "<img", "<b>", "\x1b", "\u202e", "\u2066", "\ufffd", "\x00"} {
					if strings.Contains(page, bad) {
						t.Errorf("%s at %q in %s lets %q through", name, list, lang, bad)
					}
				}
				if len(page) > 200<<10 {
					t.Errorf("%s at %q: %d bytes", name, list, len(page))
				}
			}
		}
	}
}

// What is not there is said in the person's language, with a way back.
func TestUnknownEntryIsNotFound(t *testing.T) {
	t.Parallel()
	h, _ := libraryOn(t, libraryDay)
	for _, at := range []string{
		"/library/policy/none", "/library/product/P01", "/library/case/c999", "/library/gap/x", "/library/place/999999", "/library/place/429000", "/library/place/000000",
		"/library/term/patent", "/library/none", "/library/policy/a/b", "/library/policy/%3Cscript%3E", "/library/policy/%ff", "/library/policy/" + strings.Repeat("a", 5000),
	} {
		for lang, says := range map[string]string{"zh": "没有这个页面", "en": "There is no such page"} {
			w := fetchPage(h, http.MethodGet, at, lang)
			page := parsePage(w.Body.String())
			checkSheet(t, at, lang, page)
			if w.Code != http.StatusNotFound || !strings.Contains(page.text, says) || !slices.Contains(page.links, "/library/") {
				t.Errorf("%.60s in %s: status %d, links %v", at, lang, w.Code, page.links)
			}
			if w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%.60s may be cached", at)
			}
		}
	}
	for at, want := range map[string]string{"/library": "/library/", "/library/policy/": "/library/policy", "/library/policy/?year=2021": "/library/policy?year=2021"} {
		if w := fetchPage(h, http.MethodGet, at, "zh"); w.Code != http.StatusMovedPermanently || w.Header().Get("Location") != want {
			t.Errorf("%s: status %d to %q, want %q", at, w.Code, w.Header().Get("Location"), want)
		}
	}
	if w := fetchPage(h, http.MethodPost, "/library/policy", "zh"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a post to the library: status %d", w.Code)
	}
}

// A page that a browser holds is not sent again until the corpus, the day or the
// person's choice changes it.
func TestUnchangedPageIsNotSentAgain(t *testing.T) {
	t.Parallel()
	g, err := libraryCorpus()
	if err != nil {
		t.Fatal(err)
	}
	live := bot.NewLive(g)
	h := libraryOf(t, live, libraryDay)
	const at = "/library/policy/civil-code"
	first := fetchPage(h, http.MethodGet, at, "zh")
	tag, modified := first.Header().Get("ETag"), first.Header().Get("Last-Modified")
	if tag == "" || modified == "" {
		t.Fatalf("tag %q, modified %q", tag, modified)
	}
	for _, c := range []struct {
		name, target, lang string
		header             []string
		want               int
	}{
		{"with its tag", at, "zh", []string{"If-None-Match", tag}, 304},
		{"with its tag among others", at, "zh", []string{"If-None-Match", `"x", ` + tag}, 304},
		{"with another tag", at, "zh", []string{"If-None-Match", `"x"`}, 200},
		{"with another tag, though not modified", at, "zh", []string{"If-None-Match", `"x"`, "If-Modified-Since", modified}, 200},
		{"not modified", at, "zh", []string{"If-Modified-Since", modified}, 304},
		{"modified", at, "zh", []string{"If-Modified-Since", "Sun, 01 Nov 2026 00:00:00 GMT"}, 200},
		{"with no date", at, "zh", []string{"If-Modified-Since", "yesterday"}, 200},
		{"in another language", at, "en", []string{"If-None-Match", tag}, 200},
		{"in another type size", at, "zh", []string{"If-None-Match", tag, "Cookie", "zhirong-look=zh.large"}, 200},
		{"another page", "/library/policy/patent-law", "zh", []string{"If-None-Match", tag}, 200},
		{"where the request changes the look", at + "?theme=dark", "zh", []string{"If-None-Match", tag}, 200},
		{"an unknown page", "/library/policy/none", "zh", []string{"If-None-Match", tag}, 404},
	} {
		w := fetchPage(h, http.MethodGet, c.target, c.lang, c.header...)
		if w.Code != c.want || c.want == 304 && w.Body.Len() > 0 {
			t.Errorf("%s: status %d with %d bytes, want %d", c.name, w.Code, w.Body.Len(), c.want)
		}
	}
	if w := fetchPage(libraryOf(t, live, libraryDay.AddDate(0, 0, 1)), http.MethodGet, at, "zh", "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("on the next day: status %d", w.Code)
	}
	next, err := shelved(corpus.Shipped(), corpus.Layer{Name: "own", FS: fstest.MapFS{
		"wording/own.yaml": {Data: []byte("web.library.policy.own_words: {zh: 改过的说明, en: A changed note}\n")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	live.Swap(next)
	if w := fetchPage(h, http.MethodGet, at, "zh", "If-None-Match", tag); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "改过的说明") {
		t.Errorf("after the corpus changed: status %d", w.Code)
	}
}

// HEAD gives the head of what GET gives.
func TestHeadOfALibraryPage(t *testing.T) {
	t.Parallel()
	h, _ := libraryOn(t, libraryDay)
	for _, at := range []string{"/library/", "/library/policy", "/library/product/p01-kv-loan", "/library/none"} {
		get, head := fetchPage(h, http.MethodGet, at, "en"), fetchPage(h, http.MethodHead, at, "en")
		if head.Body.Len() > 0 || head.Code != get.Code || head.Header().Get("Content-Length") != get.Header().Get("Content-Length") && get.Code == http.StatusOK || head.Header().Get("ETag") != get.Header().Get("ETag") {
			t.Errorf("%s: HEAD gives %d with %d bytes, %v", at, head.Code, head.Body.Len(), head.Header())
		}
	}
}

// A page with its style sheet stays small on a slow line.
func TestLibraryPagesAreLight(t *testing.T) {
	t.Parallel()
	h, set := libraryOn(t, libraryDay)
	at := []string{"/library/", "/library/policy", "/library/product", "/library/case", "/library/gap", "/library/place", "/library/term", "/library/office", "/library/place/420000"}
	for _, p := range set.Policies {
		at = append(at, bot.LibraryPath(corpus.PassageID(p.ID)))
	}
	for _, a := range at {
		w := fetchPage(h, http.MethodGet, a, "zh", "Accept-Encoding", "gzip")
		if z, err := gzip.NewReader(w.Body); err != nil {
			t.Errorf("%s is not compressed: %v", a, err)
		} else if n, err := io.Copy(io.Discard, z); err != nil || n == 0 {
			t.Errorf("%s: %d bytes, %v", a, n, err)
		}
		if n, err := strconv.Atoi(w.Header().Get("Content-Length")); err != nil || n > 30_000 {
			t.Errorf("%s takes %d bytes compressed: %v", a, n, err)
		}
	}
}

// A field that the sources do not tell is said to be unknown, with whom to ask.
func TestUnknownFieldsAreSaid(t *testing.T) {
	t.Parallel()
	h, set := libraryOn(t, libraryDay)
	asked := 0
	for i := range set.Products {
		p := &set.Products[i]
		page := parsePage(fetchPage(h, http.MethodGet, bot.LibraryPath(corpus.PassageID(p.ID)), "zh").Body.String())
		for _, field := range []string{"term", "rate", "collateral", "rights", "materials", "time", "contact"} {
			if slices.Contains(p.Unknown, field) && !page.ids["s-"+field] {
				t.Errorf("%s does not say that its %s is unknown", p.ID, field)
			}
		}
		if strings.Contains(page.text, "公开资料里没有查到") {
			asked++
			if !slices.Contains(page.links, "#s-contact") && !strings.Contains(page.text, "请问办理机构：") {
				t.Errorf("%s does not say whom to ask", p.ID)
			}
		}
		for _, c := range p.Conditions {
			if !strings.Contains(page.text, c.ZH) {
				t.Errorf("%s does not say %q", p.ID, c.ZH)
			}
		}
	}
	if asked < 20 {
		t.Errorf("only %d products have an unknown field", asked)
	}
}

// Each word of the glossary leads to a clause, and all pages together hold all words.
func TestGlossaryIsWhole(t *testing.T) {
	t.Parallel()
	h, set := libraryOn(t, libraryDay)
	want := 0
	for _, term := range set.Terms {
		if len(term.Explains) > 0 {
			want++
		}
	}
	for _, lang := range []string{"zh", "en"} {
		seen := map[string]bool{}
		for n := 1; ; n++ {
			body := fetchPage(h, http.MethodGet, fmt.Sprintf("/library/term?page=%d", n), lang).Body.String()
			for id := range parsePage(body).ids {
				if strings.HasPrefix(id, "t-") {
					seen[id] = true
				}
			}
			if !strings.Contains(body, `rel="next"`) {
				break
			}
		}
		if len(seen) != want {
			t.Errorf("the glossary in %s holds %d words, want %d", lang, len(seen), want)
		}
	}
}
