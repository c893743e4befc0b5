package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
)

// Both are made once for all tests and never changed.
var (
	generation = sync.OnceValues(func() (*bot.Generation, error) { return bot.MemoryGeneration(corpus.Shipped()) })
	shipped    = sync.OnceValues(func() (*corpus.Set, error) { return corpus.Load(corpus.Shipped()) })
)

// live has the wording; only an adviser needs the whole generation.
func live(tb testing.TB) *bot.Live {
	tb.Helper()
	set, err := shipped()
	if err != nil {
		tb.Fatal(err)
	}
	return bot.NewLive(&bot.Generation{ID: "test", Set: set})
}

// answers is an answerer that is a function.
type answers func(ctx context.Context, m bot.Message) (bot.Reply, error)

func (a answers) Answer(ctx context.Context, m bot.Message) (bot.Reply, error) { return a(ctx, m) }

// echo repeats what was said, with one source and two choices.
func echo(_ context.Context, m bot.Message) (bot.Reply, error) {
	if m.Text == "fail" {
		return bot.Reply{}, errors.New("disk on fire")
	}
	lang := m.Lang
	if lang == "" {
		lang = corpus.Chinese
	}
	return bot.Reply{
		Lang: lang, Generation: "g1", Trace: "T" + m.ID[:min(4, len(m.ID))],
		Blocks: []bot.Block{
			bot.Text{Body: "heard: " + m.Text + string(m.Action) + " [1]"},
			bot.Citations{{Passage: "policy/hubei-2025-17#2.1.2", Doc: "policy/hubei-2025-17", Title: "指引", DocNo: "鄂知发〔2025〕17号", Section: "二（一）2", Status: corpus.InForce, Effective: "2025-09-01", Expires: "2030-08-31", Quote: "原文摘述", URL: "https://www.hubei.gov.cn/x", Refs: []string{"SEED-03"}}},
			bot.Buttons{Prompt: "which?", Choices: []bot.Button{{Label: "甲选项", Action: "set a 1"}, {Label: "乙选项", Action: "set a 2"}}},
		},
		Turn: bot.Turn{Intent: "documents", Confidence: 0.875, Outcome: bot.Answered, Scope: bot.InScope, Facts: corpus.Facts{}, Known: corpus.Facts{}},
	}, nil
}

// advisor is the real one.
func advisor(tb testing.TB) bot.Answerer {
	tb.Helper()
	g, err := generation()
	if err != nil {
		tb.Fatal(err)
	}
	a, err := bot.NewAdvisor(bot.Options{Live: bot.NewLive(g), Sessions: bot.NewMemory()})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// noon is the time of tests that do not move it.
var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

func newServer(tb testing.TB, change func(*Options)) *Server {
	tb.Helper()
	o := Options{Answerer: answers(echo), Live: live(tb), Now: func() time.Time { return noon }, Secret: []byte("0123456789abcdef"), PublicURL: "http://localhost"}
	if change != nil {
		change(&o)
	}
	s, err := New(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
}

// browser keeps cookies, as one does.
type browser struct {
	tb      testing.TB
	s       *Server
	cookies map[string]string
	header  http.Header // sent with every request
	remote  string
}

func newBrowser(tb testing.TB, s *Server) *browser {
	return &browser{tb: tb, s: s, cookies: map[string]string{}, header: http.Header{"Accept-Language": {"zh-CN"}}, remote: "192.0.2.7:4000"}
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	b.tb.Helper()
	r.RemoteAddr = b.remote
	for k, v := range b.header {
		if r.Header.Get(k) == "" {
			r.Header[k] = v
		}
	}
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	w := httptest.NewRecorder()
	b.s.Handler().ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	b.tb.Helper()
	return b.do(httptest.NewRequest("GET", path, nil))
}

func form(path string, pairs ...string) *http.Request {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest("POST", path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func (b *browser) post(path string, pairs ...string) *httptest.ResponseRecorder {
	b.tb.Helper()
	return b.do(form(path, pairs...))
}

// events posts a form as the script does.
func (b *browser) events(path, last string, pairs ...string) *httptest.ResponseRecorder {
	b.tb.Helper()
	r := form(path, pairs...)
	r.Header.Set("Accept", "text/event-stream")
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	return b.do(r)
}

func call(body string, header ...string) *http.Request {
	r := httptest.NewRequest("POST", "/api/v1/chat", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func want(tb testing.TB, w *httptest.ResponseRecorder, status int, contains ...string) {
	tb.Helper()
	if w.Code != status {
		tb.Fatalf("status %d, want %d\n%.1500s", w.Code, status, w.Body)
	}
	for _, c := range contains {
		if !strings.Contains(w.Body.String(), c) {
			tb.Errorf("no %q in\n%.1500s", c, w.Body)
		}
	}
}

func without(tb testing.TB, w *httptest.ResponseRecorder, not ...string) {
	tb.Helper()
	for _, n := range not {
		if strings.Contains(w.Body.String(), n) {
			tb.Errorf("%q in\n%.1500s", n, w.Body)
		}
	}
}

func TestRoutesAnswerAsTheyShould(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) {
		o.Mount = map[string]http.Handler{"GET /livez": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "alive") })}
	})
	tests := []struct {
		method, path string
		status       int
		contains     string
	}{
		{"GET", "/", 200, "知识产权融资，直接问"},
		{"HEAD", "/", 200, ""},
		{"GET", "/?lang=en", 200, "IP finance: just ask"},
		{"GET", "/privacy", 200, "90天"},
		{"GET", "/privacy?lang=en", 200, "7 days"},
		{"GET", "/livez", 200, "alive"},
		{"GET", "/api/v1/openapi.yaml", 200, "openapi: 3.1"},
		{"GET", "/static/app.css", 404, "没有这个页面"},
		{"GET", s.assets.path("app.css"), 200, "--ground"},
		{"GET", s.assets.path("app.js"), 200, "use strict"},
		{"GET", s.assets.path("icon.svg"), 200, "<svg"},
		{"GET", "/nowhere", 404, "没有这个页面"},
		{"GET", "/nowhere?lang=en", 404, "There is no such page"},
		{"GET", "/print/none", 404, "已经不在"},
		{"GET", "/file/none/0", 404, "已经不在"},
		{"GET", "/chat", 405, "不支持这种操作"},
		{"DELETE", "/", 405, "不支持这种操作"},
		{"PUT", "/api/v1/chat", 405, `"code":"method"`},
		{"GET", "/api/v1/nothing", 404, `"code":"not_found"`},
		{"GET", "/api/v1/chat/stream", 401, `"code":"bad_session"`},
		{"GET", "/embed", 404, "没有这个页面"},
		{"GET", "/widget.js", 404, "没有这个页面"},
		{"GET", "//chat", 307, ""},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			t.Parallel()
			b := newBrowser(t, s)
			w := b.do(httptest.NewRequest(test.method, test.path, nil))
			if test.path == "//chat" && w.Code >= 300 && w.Code < 400 {
				return // the path is put right; which status says so is the library's affair
			}
			want(t, w, test.status, test.contains)
			if w.Code == 405 && w.Header().Get("Allow") == "" {
				t.Error("no Allow")
			}
			for name, value := range map[string]string{
				"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
				"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
			} {
				if got := w.Header().Get(name); got != value {
					t.Errorf("%s: %q, want %q", name, got, value)
				}
			}
			csp := w.Header().Get("Content-Security-Policy")
			if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
				t.Errorf("policy %q", csp)
			}
			if !plainID(w.Header().Get("X-Request-Id")) {
				t.Errorf("request id %q", w.Header().Get("X-Request-Id"))
			}
			if len(w.Result().Cookies()) > 0 && !strings.Contains(test.path, "lang=") {
				t.Error("a cookie is set before anything was said")
			}
		})
	}
}

func TestAConversationWithoutScript(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) { o.Answerer = advisor(t) })
	b := newBrowser(t, s)
	want(t, b.get("/"), 200, `id="welcome"`)
	w := b.post("/chat", "key", "k1", "text", "我们在武汉东湖高新区，有3件发明专利，想贷500万，有哪些产品？")
	want(t, w, http.StatusSeeOther)
	at, ok := strings.CutPrefix(w.Header().Get("Location"), "/#m-")
	if !ok {
		t.Fatalf("location %q", w.Header().Get("Location"))
	}
	page := b.get("/")
	want(t, page, 200, "想贷500万", `id="m-`+at+`"`, "<details", "额度不超过1000万元", "<table>", `href="/library/product/`, `<button class="chip"`)
	without(t, page, `id="welcome"`)
	// A source's mark points at the source.
	mark := regexp.MustCompile(`<a class="cite" href="#(s-[a-z0-9-]+)"`).FindStringSubmatch(page.Body.String())
	if mark == nil || !strings.Contains(page.Body.String(), `<details class="source" id="`+mark[1]+`"`) {
		t.Errorf("mark %v points nowhere", mark)
	}
	// A choice is pressed, and shown by its label.
	choice := regexp.MustCompile(`name="action" value="([^"]+)">([^<]+)</button>`).FindStringSubmatch(page.Body.String())
	if choice == nil {
		t.Fatal("no choice")
	}
	want(t, b.post("/chat", "key", "k1", "action", choice[1], "text", ""), http.StatusSeeOther)
	want(t, b.get("/"), 200, `<article class="msg you" aria-label="您"><p>`+choice[2]+"</p>")
	want(t, b.get("/print/"+at), 200, "想贷500万", "仅供参考", "2026-11-22 12:00", "在资料库中查看")
	// Others see none of it.
	other := newBrowser(t, s)
	want(t, other.get("/print/"+at), 404)
	without(t, other.get("/"), "m-"+at)
	want(t, b.post("/clear"), http.StatusSeeOther)
	if len(b.cookies) != 0 {
		t.Errorf("cookies %v after clearing", b.cookies)
	}
	want(t, b.get("/"), 200, `id="welcome"`)
	want(t, b.get("/print/"+at), 404)
}

func TestARepeatedFormIsOneTurn(t *testing.T) {
	t.Parallel()
	var heard []string
	s := newServer(t, func(o *Options) {
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			heard = append(heard, m.Text+string(m.Action))
			return echo(ctx, m)
		})
	})
	b := newBrowser(t, s)
	b.post("/chat", "key", "k", "text", "one")
	b.post("/chat", "key", "k", "text", "one")
	b.post("/chat", "key", "k", "text", "two")
	b.post("/chat", "key", "k", "action", "set a 1", "text", "draft")
	if got := strings.Join(heard, "|"); got != "one|two|set a 1" {
		t.Errorf("heard %q", got)
	}
	b.post("/chat", "key", "f", "text", "fail")
	want(t, b.get("/"), 200, "抱歉")
	b.post("/chat", "key", "f", "text", "fail")
	if len(heard) != 5 {
		t.Errorf("a message that failed is not answered anew: %q", heard)
	}
}

func TestMessagesCarryWhatTheAdviserNeeds(t *testing.T) {
	t.Parallel()
	var got bot.Message
	s := newServer(t, func(o *Options) {
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			got = m
			return echo(ctx, m)
		})
	})
	b := newBrowser(t, s)
	b.post("/chat?lang=en", "key", "k9", "text", " a\r\nb\x00 ")
	if got.ID != "k9" || got.Text != "a\nb" || got.Lang != corpus.English || got.From.Channel != Channel || len(got.From.Chat) != 22 || got.From.User != "" {
		t.Errorf("message %+v", got)
	}
	if !got.At.Equal(noon) || got.At.Format("2006-01-02 15:04") != "2026-11-22 12:00" {
		t.Errorf("at %s", got.At)
	}
	first := got.From
	b.post("/chat", "text", "c")
	if got.From != first {
		t.Errorf("another conversation: %v, %v", first, got.From)
	}
}

func TestProblemsKeepTheDraft(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) { o.Limits.SessionBurst = 1; o.Limits.SessionRate = 0.1 })
	b := newBrowser(t, s)
	want(t, b.post("/chat", "text", "第一句"), http.StatusSeeOther)
	w := b.post("/chat", "text", "第二句<b>")
	want(t, w, 429, "发得有点快", "第二句&lt;b&gt;</textarea>", "第一句")
	if w.Header().Get("Retry-After") != "10" {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	r := form("/chat", "text", "第二句")
	r.Header.Set("Accept", "text/event-stream")
	want(t, b.do(r), 429, `{"error":{"code":"too_many","text":"请稍等`)
}

func TestFormsAreBounded(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	tests := []struct {
		name   string
		kind   string
		body   string
		status int
	}{
		{"a message of 2,000 characters", "application/x-www-form-urlencoded", "text=" + url.QueryEscape(strings.Repeat("a", 2000)), 303},
		{"a message of 2,001 characters", "application/x-www-form-urlencoded", "text=" + strings.Repeat("a", 2001), 422},
		{"a body beyond its limit", "application/x-www-form-urlencoded", "text=" + strings.Repeat("a", 20000), 413},
		{"nothing", "application/x-www-form-urlencoded", "text=", 422},
		{"nothing that shows", "application/x-www-form-urlencoded", "text=%E2%80%8B%00%20", 422},
		{"bytes that are no UTF-8", "application/x-www-form-urlencoded", "text=%ff%fe", 400},
		{"a broken escape", "application/x-www-form-urlencoded", "text=%zz", 400},
		{"another kind of form", "multipart/form-data; boundary=x", "--x--", 415},
		{"no kind", "", "text=a", 415},
		{"an action with control characters", "application/x-www-form-urlencoded", "action=a%0a", 422},
		{"an action that is too long", "application/x-www-form-urlencoded", "action=" + strings.Repeat("a", 61), 422},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("POST", "/chat", strings.NewReader(test.body))
			if test.kind != "" {
				r.Header.Set("Content-Type", test.kind)
			}
			want(t, newBrowser(t, s).do(r), test.status)
		})
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		header map[string]string
		status int
	}{
		{"our own page", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://example.com"}, 303},
		{"the address bar", map[string]string{"Sec-Fetch-Site": "none"}, 303},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403},
		{"a neighbour", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://x.example.com"}, 403},
		{"an old browser on another site", map[string]string{"Origin": "https://evil.example"}, 403},
		{"an old browser on our page", map[string]string{"Origin": "http://example.com"}, 303},
		{"our public address behind a proxy", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 303},
		{"a page without origin", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "null"}, 403},
		{"a program", nil, 303},
	}
	s := newServer(t, nil)
	for _, path := range []string{"/chat", "/clear"} {
		for _, test := range tests {
			t.Run(path+" "+test.name, func(t *testing.T) {
				t.Parallel()
				r := form(path, "text", "hello")
				for k, v := range test.header {
					r.Header.Set(k, v)
				}
				want(t, newBrowser(t, s).do(r), test.status)
			})
		}
	}
}

func TestCookies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		public, name string
		secure       bool
		warns        int
	}{
		{"https://zhirong.example", "__Host-zhirong", true, 0},
		{"http://localhost:8080", "zhirong", false, 0},
		{"http://127.0.0.1", "zhirong", false, 0},
		{"http://[::1]:80", "zhirong", false, 0},
		{"", "zhirong", false, 0},
		{"http://zhirong.example", "zhirong", false, 1},
	}
	for _, test := range tests {
		t.Run(test.public, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, func(o *Options) { o.PublicURL = test.public })
			if len(s.Warnings()) != test.warns {
				t.Errorf("warnings %q", s.Warnings())
			}
			w := newBrowser(t, s).post("/chat", "text", "hello")
			cs := w.Result().Cookies()
			if len(cs) != 1 {
				t.Fatalf("cookies %v", cs)
			}
			c := cs[0]
			if c.Name != test.name || c.Secure != test.secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 7*24*3600 {
				t.Errorf("cookie %+v", c)
			}
			if got := w.Header().Get("Strict-Transport-Security") != ""; got != test.secure {
				t.Errorf("strict transport: %v", got)
			}
		})
	}
}

func TestTokensAreOursOrNothing(t *testing.T) {
	t.Parallel()
	now := noon
	s := newServer(t, func(o *Options) { o.Now = func() time.Time { return now } })
	who := newSession(pageDoor)
	token := s.token(who)
	if got, ok := s.open(token, pageDoor); !ok || got != who {
		t.Fatal("a token of ours is refused")
	}
	for _, d := range []door{apiDoor, widgetDoor} {
		if _, ok := s.open(token, d); ok {
			t.Errorf("a cookie opens door %c", d)
		}
	}
	for i := range token {
		for _, c := range "A0_" {
			bad := token[:i] + string(c) + token[i+1:]
			if _, ok := s.open(bad, pageDoor); ok && bad != token {
				t.Errorf("changed at %d it is still taken", i)
			}
		}
	}
	for _, bad := range []string{"", "x", token + "A", strings.Repeat("A", 1000), token[:len(token)-1]} {
		if _, ok := s.open(bad, pageDoor); ok {
			t.Errorf("%q is taken", bad)
		}
	}
	if _, ok := newServer(t, func(o *Options) { o.Secret = []byte("another secret..") }).open(token, pageDoor); ok {
		t.Error("a token of another secret is taken")
	}
	now = now.Add(7*24*time.Hour + time.Second)
	if _, ok := s.open(token, pageDoor); ok {
		t.Error("an old token is taken")
	}
	now = noon.Add(-time.Hour)
	if _, ok := s.open(token, pageDoor); ok {
		t.Error("a token of the future is taken")
	}
}

func TestOptionsThatCannotServeAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*Options)
		says   string
	}{
		{"no answerer", func(o *Options) { o.Answerer = nil }, "answerer"},
		{"no generation", func(o *Options) { o.Live = nil }, "generation"},
		{"a short secret", func(o *Options) { o.Secret = []byte("x") }, "16 bytes"},
		{"an address with a path", func(o *Options) { o.PublicURL = "https://a.example/b" }, "scheme and host"},
		{"an address of another kind", func(o *Options) { o.PublicURL = "ftp://a.example" }, "scheme and host"},
		{"an address with a user", func(o *Options) { o.PublicURL = "https://u:p@a.example" }, "scheme and host"},
		{"any origin", func(o *Options) { o.WidgetOrigins = []string{"*"} }, "widget origin"},
		{"an origin with a path", func(o *Options) { o.WidgetOrigins = []string{"https://a.example/"} }, "widget origin"},
		{"an origin that ends the directive", func(o *Options) { o.WidgetOrigins = []string{"https://a.example;script-src"} }, "widget origin"},
		{"an origin with a wildcard", func(o *Options) { o.WidgetOrigins = []string{"https://*.example"} }, "widget origin"},
		{"a route twice", func(o *Options) {
			o.Mount = map[string]http.Handler{"POST /chat": http.NotFoundHandler()}
		}, "mount"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := Options{Answerer: answers(echo), Live: live(t)}
			test.change(&o)
			if _, err := New(o); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want one with %q", err, test.says)
			}
		})
	}
}

func TestLooks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query, cookie, accept string
		want                  prefs
		changed               bool
	}{
		{"", "", "", prefs{Lang: "zh"}, false},
		{"", "", "en-GB,zh;q=0.5", prefs{Lang: "en"}, false},
		{"", "", "fr, zh-TW, en", prefs{Lang: "zh"}, false},
		{"", "", "fr", prefs{Lang: "zh"}, false},
		{"", "en.dark.large", "zh", prefs{Lang: "en", Theme: "dark", Size: "large"}, false},
		{"lang=zh&theme=system&size=normal", "en.dark.large", "zh", prefs{Lang: "zh"}, true},
		{"lang=xx&theme=red&size=huge", "en", "zh", prefs{Lang: "en"}, false},
		{"lang=dark&theme=en", "", "zh", prefs{Lang: "zh"}, false},
		{"theme=light", "", "en", prefs{Lang: "en", Theme: "light"}, true},
		{"", "<script>.dark", "", prefs{Lang: "zh", Theme: "dark"}, false},
	}
	for _, test := range tests {
		r := httptest.NewRequest("GET", "/?"+test.query, nil)
		r.Header.Set("Accept-Language", test.accept)
		if test.cookie != "" {
			r.Header.Set("Cookie", prefsCookie+"="+test.cookie)
		}
		got, changed := readPrefs(r)
		if got != test.want || changed != test.changed {
			t.Errorf("%+v: %+v, %v", test, got, changed)
		}
	}
	b := newBrowser(t, newServer(t, nil))
	want(t, b.get("/?lang=en&theme=dark&size=large"), 200, `lang="en" data-theme="dark" data-size="large"`)
	want(t, b.get("/privacy"), 200, `lang="en" data-theme="dark" data-size="large"`)
}

func TestClientAddress(t *testing.T) {
	t.Parallel()
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	tests := []struct {
		remote    string
		forwarded []string
		want      string
	}{
		{"192.0.2.1:5", nil, "192.0.2.1"},
		{"192.0.2.1:5", []string{"198.51.100.1"}, "192.0.2.1"},
		{"10.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:5", []string{"1.1.1.1, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"10.0.0.1:5", []string{"1.1.1.1", "198.51.100.1"}, "198.51.100.1"},
		{"10.0.0.1:5", []string{"198.51.100.1, nonsense"}, "10.0.0.1"},
		{"10.0.0.1:5", nil, "10.0.0.1"},
		{"10.0.0.1:5", []string{"10.0.0.3"}, "10.0.0.3"},
		{"[::ffff:10.0.0.1]:5", []string{"2001:db8::1"}, "2001:db8::1"},
		{"[fd00::1]:5", []string{"2001:db8::1"}, "2001:db8::1"},
		{"@", []string{"1.1.1.1"}, "invalid IP"},
	}
	for _, test := range tests {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = test.remote
		r.Header["X-Forwarded-For"] = test.forwarded
		if got := clientAddress(r, trusted); got.String() != test.want {
			t.Errorf("%s %v: %s, want %s", test.remote, test.forwarded, got, test.want)
		}
	}
}

func TestAHallFullOfPeopleBehindOneAddressIsServed(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for i := range 500 {
		if w := newBrowser(t, s).post("/chat", "text", fmt.Sprint("question ", i)); w.Code != 303 {
			t.Fatalf("person %d: %d", i, w.Code)
		}
	}
}

func TestOneAddressIsLimitedAndOthersAreNot(t *testing.T) {
	t.Parallel()
	var limited []string
	s := newServer(t, func(o *Options) {
		o.Limits.AddressBurst, o.Limits.AddressRate, o.Limits.Addresses = 5, 1, 3
		o.Observe.Limited = func(what string) { limited = append(limited, what) }
	})
	say := func(from string) int {
		b := newBrowser(t, s)
		b.remote = from
		return b.post("/chat", "text", "hello").Code
	}
	for range 5 {
		if code := say("[2001:db8::1]:1"); code != 303 {
			t.Fatal(code)
		}
	}
	if code := say("[2001:db8::ffff]:1"); code != 429 {
		t.Errorf("the same /64: %d", code)
	}
	if code := say("[2001:db8:0:1::1]:1"); code != 303 {
		t.Errorf("another /64: %d", code)
	}
	if strings.Join(limited, ",") != "address" {
		t.Errorf("observed %q", limited)
	}
	for i := range 50 {
		say(fmt.Sprintf("198.51.100.%d:1", i))
	}
	if n := len(s.addresses.all); n > 3 {
		t.Errorf("%d addresses are remembered, want at most 3", n)
	}
}

func TestRequestsOfOneAddressAreLimited(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) {
		o.Limits.RequestBurst, o.Limits.RequestRate = 3, 1
		o.Mount = map[string]http.Handler{"GET /livez": http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {})}
	})
	b := newBrowser(t, s)
	for range 3 {
		want(t, b.get("/"), 200)
	}
	want(t, b.get("/"), 429, "发得有点快")
	want(t, b.get("/livez"), 200)
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	now := noon
	s := newServer(t, func(o *Options) {
		o.Now = func() time.Time { return now }
		o.Limits.Sessions, o.Limits.Exchanges, o.Limits.AllExchanges, o.Limits.SessionBurst = 4, 3, 8, 100
	})
	var people []*browser
	for range 6 {
		b := newBrowser(t, s)
		people = append(people, b)
		for i := range 5 {
			now = now.Add(time.Second)
			b.post("/chat", "text", fmt.Sprint("message-", i))
		}
	}
	page := people[5].get("/")
	want(t, page, 200, "message-4", "message-2")
	without(t, page, "message-1")
	want(t, people[0].get("/"), 200, `id="welcome"`)
	if n := len(s.memory.all); n > 4 {
		t.Errorf("%d conversations", n)
	}
	if s.memory.held > 8 {
		t.Errorf("%d exchanges are held", s.memory.held)
	}
	now = now.Add(24*time.Hour + time.Second)
	want(t, people[5].get("/"), 200, `id="welcome"`)
	if s.memory.held != 0 || s.memory.order.Len() != 0 {
		t.Errorf("after a day %d exchanges of %d conversations are held", s.memory.held, s.memory.order.Len())
	}
}

func TestFilesAreForTheirOwnerAndAnHour(t *testing.T) {
	t.Parallel()
	now := noon
	s := newServer(t, func(o *Options) {
		o.Now = func() time.Time { return now }
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			return bot.Reply{Lang: "zh", Blocks: []bot.Block{bot.Text{Body: "请下载"}, bot.File{Name: "../我的数据\r\n.json", Type: "text/html", Data: []byte("<script>alert(1)</script>")}}}, nil
		})
	})
	b := newBrowser(t, s)
	b.post("/chat", "text", "导出")
	page := b.get("/")
	link := regexp.MustCompile(`href="(/file/[^"]+)"`).FindStringSubmatch(page.Body.String())
	if link == nil {
		t.Fatalf("no link in\n%s", page.Body)
	}
	w := b.get(link[1])
	want(t, w, 200, "<script>alert(1)</script>")
	if d := w.Header().Get("Content-Disposition"); !strings.HasPrefix(d, "attachment; filename") || strings.ContainsAny(d, "\r\n") || strings.Contains(d, "..") {
		t.Errorf("disposition %q", d)
	}
	if w.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("headers %v", w.Header())
	}
	want(t, newBrowser(t, s).get(link[1]), 404)
	want(t, b.get(strings.TrimSuffix(link[1], "0")+"1"), 404)
	want(t, b.get(strings.TrimSuffix(link[1], "0")+"-1"), 404)
	now = now.Add(time.Hour + time.Second)
	want(t, b.get(link[1]), 404)
	want(t, b.get("/"), 200, "已经过期")
	s.memory.sweep(now)
	for _, e := range s.memory.all {
		for _, x := range e.Value.(*conversation).exchanges {
			if x.files != nil {
				t.Error("the bytes of a file are kept beyond its time")
			}
		}
	}
}

func TestPanicsAreContained(t *testing.T) {
	t.Parallel()
	var statuses []int
	s := newServer(t, func(o *Options) {
		o.Answerer = answers(func(context.Context, bot.Message) (bot.Reply, error) { panic("boom") })
		o.Mount = map[string]http.Handler{"GET /bad": http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("bang") })}
		o.Observe.Request = func(_ string, status int, _ time.Duration) { statuses = append(statuses, status) }
	})
	b := newBrowser(t, s)
	want(t, b.post("/chat", "text", "hello"), 303)
	want(t, b.get("/"), 200, "抱歉")
	w := b.get("/bad")
	want(t, w, 500, "系统出了点问题", w.Header().Get("X-Request-Id"))
	without(t, w, "bang")
	if fmt.Sprint(statuses) != "[303 200 500]" {
		t.Errorf("observed %v", statuses)
	}
}

func TestTransferIsSmallAndFromHereAlone(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) { o.Answerer = advisor(t) })
	b := newBrowser(t, s)
	for range 3 {
		b.post("/chat", "text", "我们在武汉东湖高新区，有3件发明专利，想贷500万，有哪些产品？")
	}
	plain := b.get("/").Body.String()
	foreign := regexp.MustCompile(`<(?:script|link|img|iframe|form)[^>]*(?:src|href|action)="([^"]*)"`)
	files := []string{"/"}
	for _, m := range foreign.FindAllStringSubmatch(plain, -1) {
		if !strings.HasPrefix(m[1], "/") || strings.HasPrefix(m[1], "//") {
			t.Errorf("%s is loaded from elsewhere", m[1])
		}
		if strings.HasPrefix(m[1], "/static/") {
			files = append(files, m[1])
		}
	}
	if len(files) != 4 {
		t.Errorf("a page loads %v; want itself, a style sheet, a script and an icon", files)
	}
	total := 0
	for _, f := range files {
		r := httptest.NewRequest("GET", f, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := b.do(r)
		want(t, w, 200)
		if f != "/static/icon.svg" && w.Header().Get("Content-Encoding") != "gzip" && w.Body.Len() > 1000 {
			t.Errorf("%s is not compressed", f)
		}
		if strings.HasPrefix(f, "/static/") && !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s is not kept", f)
		}
		total += w.Body.Len()
		t.Logf("%s: %d bytes", f, w.Body.Len())
	}
	if total > 150_000 {
		t.Errorf("a page with three answers takes %d bytes", total)
	}
}

func TestStaticFilesAreNotSentTwice(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	b := newBrowser(t, s)
	tag := b.get(s.assets.path("app.js")).Header().Get("ETag")
	r := httptest.NewRequest("GET", s.assets.path("app.js"), nil)
	r.Header.Set("If-None-Match", tag)
	if w := b.do(r); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
		t.Errorf("%d with %d bytes", w.Code, w.Body.Len())
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, newServer(t, nil))
	for id, kept := range map[string]bool{"abc-1.2_3": true, "": false, "<b>": false, "a b": false, strings.Repeat("a", 65): false} {
		r := httptest.NewRequest("GET", "/nowhere", nil)
		r.Header.Set("X-Request-Id", id)
		w := b.do(r)
		if got := w.Header().Get("X-Request-Id"); (got == id) != kept || got == "" {
			t.Errorf("%q gives %q", id, got)
		}
		want(t, w, 404, w.Header().Get("X-Request-Id"))
	}
}

func BenchmarkAnsweredPage(b *testing.B) {
	s := newServer(b, func(o *Options) { o.Answerer = advisor(b); o.Limits.RequestBurst = 1 << 30; o.Limits.RequestRate = 1e9 })
	person := newBrowser(b, s)
	person.post("/chat", "text", "我们在武汉东湖高新区，有3件发明专利，想贷500万，有哪些产品？")
	for b.Loop() {
		person.get("/")
	}
}

func BenchmarkStreamedTurn(b *testing.B) {
	s := newServer(b, func(o *Options) {
		o.Answerer = advisor(b)
		o.Limits = Limits{RequestBurst: 1 << 30, AddressBurst: 1 << 30, SessionBurst: 1 << 30}
	})
	for b.Loop() {
		newBrowser(b, s).events("/chat", "", "text", "专利质押贷款要准备什么材料？")
	}
}
