package web

import (
	"context"
	"fmt"
	"html"
	"io/fs"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"zhirong/bot"
	"zhirong/corpus"
)

// The elements and attributes that our templates use. Anything else in a page is
// somebody else's.
var (
	ownElements   = strings.Fields("html head meta title link script body a header svg rect path circle span nav main section h1 h2 h3 p form input button ul ol li div article aside details summary blockquote dl dt dd table caption thead tbody tr th td label textarea footer time pre br strong figure figcaption svg title desc line circle polygon text")
	ownAttributes = strings.Fields("lang charset name content media rel href src defer class id type value method action aria-label aria-hidden aria-live aria-relevant aria-current aria-describedby role for rows maxlength required autocomplete enterkeyhint placeholder title hreflang hidden data-theme data-size data-embed data-print data-send data-clear data-typing data-stopped data-retry data-lost data-failed data-you data-copied data-name data-long data-send-label data-stop-label data-copy data-posted viewBox width height rx focusable d cx cy r x y datetime start scope tabindex target download aria-labelledby x1 y1 x2 y2 points text-anchor")
)

// active says what in a page is not as our templates write it: an element or
// attribute that they do not have, a value without quotes, an address that is no
// path, or text in a script. It reads markup as strictly as they write it.
func active(page string) string {
	page = strings.TrimPrefix(page, "<!doctype html>")
	for {
		at := strings.IndexByte(page, '<')
		if at < 0 {
			return ""
		}
		page = page[at+1:]
		closing := strings.HasPrefix(page, "/")
		page = strings.TrimPrefix(page, "/")
		n := strings.IndexFunc(page, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if n <= 0 || !slices.Contains(ownElements, page[:n]) {
			return "element <" + page[:min(len(page), 30)]
		}
		element := page[:n]
		page = page[n:]
		for {
			page = strings.TrimLeft(page, " \n")
			if strings.HasPrefix(page, "/>") || strings.HasPrefix(page, ">") {
				page = page[strings.IndexByte(page, '>')+1:]
				break
			}
			n := strings.IndexAny(page, "=> \n")
			if n <= 0 || closing || !slices.Contains(ownAttributes, page[:n]) {
				return "attribute in <" + element + " " + page[:min(len(page), 30)]
			}
			name := page[:n]
			if page = page[n:]; page[0] != '=' {
				continue
			}
			if !strings.HasPrefix(page, `="`) {
				return "value without quotes in <" + element + " " + name
			}
			end := strings.IndexByte(page[2:], '"')
			if end < 0 {
				return "value without end"
			}
			value := html.UnescapeString(page[2 : 2+end])
			page = page[end+3:]
			if (name == "href" || name == "src" || name == "action") && !strings.HasPrefix(value, "#") && (!strings.HasPrefix(value, "/") || strings.HasPrefix(value, "//") || strings.HasPrefix(value, `/\`)) && !strings.HasPrefix(value, "https://www.hubei.gov.cn/") && !strings.HasPrefix(value, "http://localhost/library/") {
				return "address " + value
			}
		}
		if element == "script" && !closing && !strings.HasPrefix(page, "</script>") {
			return "text in a script"
		}
	}
}

func TestTheCheckForForeignMarkupSeesIt(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"<p><img src=x>", `<p onclick="x">`, `<a href="javascript:alert(1)">`, `<a href="//evil.example">`, "<script>alert(1)</script>", `<p class=x>`, "<iframe>", "<p><!-- x", `<a href="&#106;avascript:x">`,
	} {
		if active(bad) == "" {
			t.Errorf("%s is not seen", bad)
		}
	}
	if got := active(`<!doctype html><p class="a" hidden>a &lt;b&gt;</p><a href="/x">y</a><script src="/s" defer></script>`); got != "" {
		t.Errorf("our own markup is taken for %s", got)
	}
}

// payloads makes n pieces of hostile text, the same ones at every run.
func payloads(n int) []string {
	tags := []string{"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>", "<a href=javascript:alert(1)>x</a>", "<math><mtext></mtext><style><img src=x onerror=alert(1)></style>", "<details open ontoggle=alert(1)>", "<body onload=alert(1)>", "<form action=//evil.example>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0;url=//evil.example>", "<link rel=stylesheet href=//evil.example>", "<object data=data:text/html,x>", "<!--><img src=x>", "<![CDATA[<img src=x>]]>", "{{.Set}}", "${alert(1)}", "[1](javascript:alert(1))", "\u2028alert(1)", "&#60;script&#62;"}
	before := []string{"", "\"", "'", "\">", "'>", "</textarea>", "</title>", "</script>", "</pre>", "-->", "]]>", "`", "\\", "\x00", "\u202e", "\ufeff", "- ", "1. ", "[1]", " \n\n", "data: x\n\nevent: evil\ndata: ", "\r\n\r\n<html>"}
	after := []string{"", "\"", "'", "//", "<!--", "\x0b", "\u2066", " onfocus=alert(1) autofocus x=\"", "' style='x:expression(alert(1))"}
	dress := []func(string) string{
		func(s string) string { return s }, strings.ToUpper, url.QueryEscape, html.EscapeString,
		func(s string) string { return strings.ReplaceAll(s, "<", "＜<") }, func(s string) string { return strings.ReplaceAll(s, " ", "\t") },
		func(s string) string { return strings.ReplaceAll(s, "script", "scr\u200bipt") }, func(s string) string { return s + s },
	}
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]string, n)
	for i := range out {
		out[i] = before[r.IntN(len(before))] + dress[r.IntN(len(dress))](tags[i%len(tags)]) + after[r.IntN(len(after))]
	}
	return out
}

// hidden are characters that have no place in a page.
func hidden(page string) bool {
	return strings.ContainsFunc(page, func(r rune) bool {
		return r < ' ' && r != '\n' || r == 0x7f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff || r == 0x200b
	})
}

// hostileChart is a chart whose every word is hostile, with numbers at the ends of
// what there is.
func hostileChart(kind bot.ChartKind, evil string) bot.Chart {
	return bot.Chart{
		Kind: kind, Caption: evil, Unit: bot.ChartUnit(evil), Names: []string{evil, evil, evil}, Base: new(int64(math.MaxInt64)),
		Items: []bot.ChartItem{{Label: evil, Values: []int64{math.MinInt64, 0, math.MaxInt64}}, {Label: evil, Values: []int64{5}}, {Label: evil}},
		Table: bot.Table{Head: []string{evil}, Rows: [][]string{{evil, evil}}},
	}
}

func TestNothingThatIsSentInBecomesActive(t *testing.T) {
	t.Parallel()
	evil := ""
	s := newServer(t, func(o *Options) {
		o.WidgetOrigins = []string{"https://park.example"}
		o.Limits = Limits{SessionBurst: 1 << 20, AddressBurst: 1 << 20, RequestBurst: 1 << 20, WidgetDay: 1 << 20, WidgetSession: 1 << 20}
		// All that a reply holds is hostile too.
		o.Answerer = answers(func(_ context.Context, m bot.Message) (bot.Reply, error) {
			return bot.Reply{
				Lang: "zh", Trace: evil, Generation: evil, Refined: true, Turn: bot.Turn{Intent: corpus.IntentID(evil)},
				Blocks: []bot.Block{
					bot.Text{Body: evil + " [1]"}, bot.Text{Body: evil, Aside: true}, bot.Table{Caption: evil, Head: []string{evil}, Rows: [][]string{{evil, evil}}},
					hostileChart(bot.RangeChart, evil), hostileChart(bot.TornadoChart, evil), hostileChart(bot.RadarChart, evil), hostileChart(bot.GridChart, evil), hostileChart(bot.ChartKind(evil), evil),
					bot.Citations{{Passage: corpus.PassageID("policy/x#" + evil), Title: evil, DocNo: evil, Issuers: evil, Section: evil, Status: corpus.InForce, Effective: corpus.Date(evil), AsOf: evil, Source: evil, Quote: evil, URL: "javascript:" + evil}},
					bot.Buttons{Prompt: evil, Choices: []bot.Button{{Label: evil, Action: bot.Action(evil)}}}, bot.Notice{Body: evil, Choices: []bot.Button{{Label: evil, Action: "consent yes"}}},
					bot.File{Name: evil, Type: evil, Data: []byte(evil)},
				},
			}, nil
		})
	})
	look := func(where string, w *httptest.ResponseRecorder) {
		t.Helper()
		for k, v := range w.Header() {
			if strings.ContainsAny(strings.Join(v, ""), "\r\n\x00") {
				t.Fatalf("%s: header %s: %q for %q", where, k, v, evil)
			}
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			if got := active(w.Body.String()); got != "" {
				t.Fatalf("%s: %s for %q", where, got, evil)
			}
			if hidden(w.Body.String()) {
				t.Fatalf("%s: characters that do not show for %q", where, evil)
			}
		}
	}
	for i, p := range payloads(2000) {
		evil = p
		b := newBrowser(t, s)
		w := b.post("/chat", "text", evil, "key", evil, "session", evil)
		look("form", w)
		page := b.get("/")
		look("page", page)
		if at, ok := strings.CutPrefix(w.Header().Get("Location"), "/#m-"); ok {
			look("print", b.get("/print/"+at))
			look("file", b.get("/file/"+at+"/0"))
		}
		look("action", b.post("/chat", "action", evil))
		if i%4 != 0 {
			continue
		}
		look("look", b.get("/?lang="+url.QueryEscape(evil)+"&theme="+url.QueryEscape(evil)))
		look("path", b.get("/"+url.PathEscape(evil)))
		r := httptest.NewRequest("GET", "/", nil)
		r.Header = http.Header{"Accept-Language": {evil}, "Referer": {evil}, "X-Request-Id": {evil}, "X-Forwarded-For": {evil}, "Cookie": {"zhirong=" + evil + "; zhirong-look=" + evil}, "Origin": {evil}}
		look("headers", b.do(r))
		look("widget", b.post("/embed/chat?lang="+url.QueryEscape(evil), "text", evil, "session", evil))
		for _, e := range parseEvents(t, b.events("/chat", evil, "text", evil, "key", evil).Body.String()) {
			if !slices.Contains([]string{"accepted", "typing", "reply", "done"}, e.name) {
				t.Fatalf("event %q for %q", e.name, evil)
			}
		}
		w = b.do(call(fmt.Sprintf(`{"text":%q}`, "x"), "Idempotency-Key", evil, "Accept-Language", evil))
		look("call", w)
	}
}

func TestAllWordingIsThereAndUsed(t *testing.T) {
	t.Parallel()
	set, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(data)) {
				if !strings.HasPrefix(strings.TrimSpace(line), "//") {
					sources.WriteString(line)
				}
			}
		}
	}
	all := sources.String()
	for _, m := range regexp.MustCompile(`\.T "([a-z0-9_.]+)"|\bT\("([a-z0-9_.]+)"`).FindAllStringSubmatch(all, -1) {
		key := m[1] + m[2]
		if strings.HasSuffix(key, ".") {
			continue // goes on with a name
		}
		if _, ok := set.Wording["web."+key]; !ok {
			t.Errorf("%q is said and has no wording", key)
		}
	}
	faults := regexp.MustCompile(`code: "([a-z_]+)"`).FindAllStringSubmatch(all, -1)
	if len(faults) < 15 {
		t.Fatalf("only %d faults found", len(faults))
	}
	for _, m := range faults {
		for _, part := range []string{"title", "text"} {
			if _, ok := set.Wording["web.error."+m[1]+"."+part]; !ok {
				t.Errorf("fault %s has no %s", m[1], part)
			}
		}
	}
	made := regexp.MustCompile(`^web\.(error|action|example|privacy\.part)\.`)
	for key := range set.Wording {
		name, ok := strings.CutPrefix(key, "web.")
		if ok && !made.MatchString(key) && !strings.Contains(all, `"`+name+`"`) && !strings.HasPrefix(name, "library.") {
			t.Errorf("wording %q is used nowhere", key)
		}
	}
}

func TestRichText(t *testing.T) {
	t.Parallel()
	tests := []struct{ body, want string }{
		{"a", "p(a)"},
		{"a\n\nb", "p(a) p(b)"},
		{"a\nb", "p(a/b)"},
		{"- a\n- b\n\nc", "ul(a/b) p(c)"},
		{"1. a\n\n2. b\n\nc", "ol1(a/b) p(c)"},
		{"1. a\n\nx\n\n2. b", "ol1(a) p(x) ol2(b)"},
		{"3. a\n5. b", "ol3(a) ol5(b)"},
		{"a[1]b[2][3]", "p(a{1}b{2}[3])"},
		{"[0] [99] [1", "p([0] [99] [1)"},
		{"a\u202eb\x07", "p(ab)"},
		{"  \n\n ", ""},
	}
	for _, test := range tests {
		var out []string
		for _, b := range richText(test.body, 2) {
			name := b.List
			if name == "" {
				name = "p"
			}
			if name == "ol" {
				name += fmt.Sprint(b.Start)
			}
			var items []string
			for _, item := range b.Items {
				var s strings.Builder
				for _, r := range item {
					if r.Cite > 0 {
						fmt.Fprintf(&s, "{%d}", r.Cite)
					}
					s.WriteString(r.Text)
				}
				items = append(items, s.String())
			}
			out = append(out, name+"("+strings.Join(items, "/")+")")
		}
		if got := strings.Join(out, " "); got != test.want {
			t.Errorf("%q: %s, want %s", test.body, got, test.want)
		}
	}
}

func TestTemplatesHoldNoScriptOrStyle(t *testing.T) {
	t.Parallel()
	bad := regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=|javascript:|template\.HTML`)
	err := fs.WalkDir(templateFiles, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := templateFiles.ReadFile(path)
		if m := bad.Find(data); m != nil {
			t.Errorf("%s holds %q", path, m)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
