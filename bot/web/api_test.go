package web

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhirong/bot"
)

// object is what the tests read of a reply object.
type object struct {
	ID, Lang, Session, Trace, Text string
	Outcome                        bot.Outcome
	Citations                      []struct{ Link string }
}

// answered reads the reply object of a call.
func answered(t *testing.T, w *httptest.ResponseRecorder) object {
	t.Helper()
	want(t, w, 200)
	var o object
	if err := json.Unmarshal(w.Body.Bytes(), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func TestTheAPIAnswersWithTheReplyObject(t *testing.T) {
	t.Parallel()
	b := newBrowser(t, newServer(t, func(o *Options) { o.Answerer = advisor(t) }))
	first := answered(t, b.do(call(`{"text":"专利质押贷款要准备什么材料？"}`)))
	if first.Session == "" || first.Lang != "zh" || first.Outcome != bot.Answered || len(first.Citations) == 0 || first.Trace == "" || first.ID == "" {
		t.Errorf("object %+v", first)
	}
	next := answered(t, b.do(call(fmt.Sprintf(`{"session":%q,"action":"cmd my_data","lang":"en"}`, first.Session))))
	if next.Trace == first.Trace {
		t.Error("two turns have one trace")
	}
	if got := answered(t, b.do(call(`{"action":"ask subsidy","lang":"en"}`))); got.Lang != "en" {
		t.Errorf("an English page is answered in %s", got.Lang)
	}
	past := answered(t, b.do(call(`{"text":"2024年的试点","as_of":"2024-07-01"}`)))
	if past.Outcome == bot.Failed {
		t.Errorf("object %+v", past)
	}
	if len(b.cookies) != 0 {
		t.Errorf("the API sets cookies %v", b.cookies)
	}
}

func TestCallsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	page := s.token(newSession(pageDoor))
	tests := []struct {
		name   string
		r      *http.Request
		status int
		code   string
	}{
		{"no JSON", call(`{`), 400, "bad_request"},
		{"two objects", call(`{"text":"a"}{"text":"b"}`), 400, "bad_request"},
		{"no UTF-8", call("{\"text\":\"\xff\"}"), 400, "bad_request"},
		{"a list", call(`["a"]`), 422, "invalid"},
		{"an unknown field", call(`{"text":"a","user":"b"}`), 422, "invalid"},
		{"a number for text", call(`{"text":1}`), 422, "invalid"},
		{"nothing", call(`{}`), 422, "empty"},
		{"blanks", call(`{"text":" \u200b\n"}`), 422, "empty"},
		{"text and action", call(`{"text":"a","action":"cmd help"}`), 422, "invalid"},
		{"another language", call(`{"text":"a","lang":"fr"}`), 422, "invalid"},
		{"no day", call(`{"text":"a","as_of":"2026-13-01"}`), 422, "invalid"},
		{"a day far ahead", call(`{"text":"a","as_of":"2099-01-01"}`), 422, "invalid"},
		{"a token that is none", call(`{"text":"a","session":"x"}`), 401, "bad_session"},
		{"the token of a page", call(`{"text":"a","session":"` + page + `"}`), 401, "bad_session"},
		{"a long message", call(`{"text":"` + strings.Repeat("字", 2001) + `"}`), 422, "too_long"},
		{"a large body", call(`{"text":"` + strings.Repeat("字", 6000) + `"}`), 413, "too_large"},
		{"a form", call(`text=a`, "Content-Type", "application/x-www-form-urlencoded"), 415, "media_type"},
		{"another encoding", call(`{"text":"a"}`, "Content-Type", "application/json; charset=gbk"), 415, "media_type"},
		{"a key that is none", call(`{"text":"a"}`, "Idempotency-Key", "a b"), 422, "invalid"},
		{"a page of another site", call(`{"text":"a"}`, "Origin", "https://evil.example"), 403, "foreign"},
		{"an answer that fails", call(`{"text":"fail"}`), 500, "internal"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newBrowser(t, s).do(test.r)
			want(t, w, test.status, fmt.Sprintf(`{"error":{"code":%q,"text":"`, test.code))
			if strings.Contains(w.Body.String(), "[web.") || strings.Contains(w.Body.String(), "disk on fire") {
				t.Errorf("body %s", w.Body)
			}
			if got := w.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
				t.Errorf("type %q", got)
			}
		})
	}
}

func TestACallIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	var turns atomic.Int32
	s := newServer(t, func(o *Options) {
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			r, err := echo(ctx, m)
			r.Trace = fmt.Sprint("turn ", turns.Add(1))
			return r, err
		})
	})
	b := newBrowser(t, s)
	start := answered(t, b.do(call(`{"text":"hello"}`)))
	body := fmt.Sprintf(`{"session":%q,"text":"again"}`, start.Session)
	one := answered(t, b.do(call(body, "Idempotency-Key", "k1")))
	two := answered(t, b.do(call(body, "Idempotency-Key", "k1")))
	if one.Trace != two.Trace || one.ID != "k1" || one.Text != two.Text || turns.Load() != 2 {
		t.Errorf("%q and %q in %d turns", one.Trace, two.Trace, turns.Load())
	}
	want(t, b.do(call(strings.Replace(body, "again", "other", 1), "Idempotency-Key", "k1")), 422, "key_reused")
	if other := answered(t, b.do(call(`{"text":"again"}`, "Idempotency-Key", "k1"))); other.Trace == one.Trace {
		t.Error("a key of another session finds its reply")
	}
}

func TestPagesOfListedSitesMayCall(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) { o.WidgetOrigins = []string{"https://park.example"} })
	b := newBrowser(t, s)
	w := b.do(call(`{"text":"a"}`, "Origin", "https://park.example", "Sec-Fetch-Site", "cross-site"))
	want(t, w, 200)
	if got := w.Header().Get("Access-Control-Allow-Origin"); got != "https://park.example" {
		t.Errorf("allowed %q", got)
	}
	if w.Header().Get("Access-Control-Allow-Credentials") != "" {
		t.Error("credentials are allowed")
	}
	for origin, status := range map[string]int{"https://park.example": 204, "https://park.example.evil": 403, "null": 403, "http://park.example": 403} {
		r := httptest.NewRequest("OPTIONS", "/api/v1/chat", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		w := b.do(r)
		want(t, w, status)
		if got := w.Header().Get("Access-Control-Allow-Origin") != ""; got != (status == 204) {
			t.Errorf("%s: allowed %v", origin, got)
		}
	}
}

// event is one event of a stream.
type event struct{ id, name, data string }

func parseEvents(t *testing.T, body string) []event {
	t.Helper()
	var out []event
	for part := range strings.SplitSeq(body, "\n\n") {
		var e event
		for line := range strings.SplitSeq(part, "\n") {
			key, value, _ := strings.Cut(line, ": ")
			switch key {
			case "id":
				e.id = value
			case "event":
				e.name = value
			case "data":
				e.data = value
			case "retry", "":
			default:
				t.Errorf("line %q in a stream", line)
			}
		}
		if e.name != "" {
			if !json.Valid([]byte(e.data)) {
				t.Errorf("data of %s is no JSON: %s", e.name, e.data)
			}
			out = append(out, e)
		}
	}
	return out
}

func names(es []event) string {
	var out []string
	for _, e := range es {
		out = append(out, e.id+"="+e.name)
	}
	return strings.Join(out, " ")
}

func TestAStreamCanBeTakenUpAgain(t *testing.T) {
	t.Parallel()
	var turns atomic.Int32
	s := newServer(t, func(o *Options) {
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			turns.Add(1)
			return echo(ctx, m)
		})
	})
	b := newBrowser(t, s)
	w := b.events("/chat", "", "key", "k.1", "text", "<b>hello</b>")
	want(t, w, 200)
	if got := w.Header().Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
		t.Errorf("type %q", got)
	}
	all := parseEvents(t, w.Body.String())
	if got := names(all); got != "k.1.1=accepted k.1.2=typing k.1.3=reply k.1.4=done" {
		t.Fatalf("events %s", got)
	}
	var reply replyEvent
	if err := json.Unmarshal([]byte(all[2].data), &reply); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(reply.HTML, "heard: &lt;b&gt;hello&lt;/b&gt;") || reply.Reply != nil {
		t.Errorf("reply %+v", reply)
	}
	for last, names4 := range map[string]string{
		"k.1.1": "k.1.2=typing k.1.3=reply k.1.4=done", "k.1.3": "k.1.4=done", "k.1.4": "", "other.3": names(all), "k.1.9": names(all), "nonsense": names(all),
	} {
		if got := names(parseEvents(t, b.events("/chat", last, "key", "k.1", "text", "<b>hello</b>").Body.String())); got != names4 {
			t.Errorf("after %s: %s, want %s", last, got, names4)
		}
	}
	if turns.Load() != 1 {
		t.Errorf("%d turns", turns.Load())
	}
	failed := parseEvents(t, b.events("/chat", "", "key", "f", "text", "fail").Body.String())
	if got := names(failed); got != "f.1=accepted f.2=typing f.3=failed f.4=done" || !strings.Contains(failed[2].data, "抱歉") {
		t.Errorf("events %s", got)
	}
}

func TestAReplyOutlivesTheConnectionThatAskedForIt(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	var turns atomic.Int32
	s := newServer(t, func(o *Options) {
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			turns.Add(1)
			close(begun)
			<-release
			return echo(ctx, m)
		})
	})
	b := newBrowser(t, s)
	b.cookies["zhirong"] = s.token(newSession(pageDoor))
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan struct{})
	go func() {
		defer close(left)
		r := form("/chat", "key", "k", "text", "slow").WithContext(ctx)
		r.Header.Set("Accept", "text/event-stream")
		r.AddCookie(&http.Cookie{Name: "zhirong", Value: b.cookies["zhirong"]})
		s.Handler().ServeHTTP(httptest.NewRecorder(), r)
	}()
	<-begun
	cancel()
	<-left
	want(t, b.get("/"), 200, "这一条还在查")
	close(release)
	if got := names(parseEvents(t, b.events("/chat", "k.2", "key", "k", "text", "slow").Body.String())); got != "k.3=reply k.4=done" {
		t.Errorf("events %s", got)
	}
	if turns.Load() != 1 {
		t.Errorf("%d turns", turns.Load())
	}
}

func TestAProgramFollowsItsSession(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) { o.Limits.Heartbeat = time.Millisecond })
	ts := httptest.NewServer(s.Handler())
	t.Cleanup(ts.Close)
	b := newBrowser(t, s)
	first := answered(t, b.do(call(`{"text":"one"}`, "Idempotency-Key", "k1")))
	r, err := http.NewRequestWithContext(t.Context(), "GET", ts.URL+"/api/v1/chat/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+first.Session)
	r.Header.Set("Last-Event-ID", "k1.2")
	res, err := ts.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answered(t, b.do(call(fmt.Sprintf(`{"session":%q,"text":"two"}`, first.Session), "Idempotency-Key", "k2")))
	var got strings.Builder
	buf := make([]byte, 4096)
	beats := 0
	for !strings.Contains(got.String(), "id: k2.4") || beats == 0 {
		n, err := res.Body.Read(buf)
		got.Write(buf[:n])
		beats = strings.Count(got.String(), ": \n\n")
		if err != nil {
			t.Fatalf("%v after %s", err, got.String())
		}
	}
	events := names(parseEvents(t, strings.ReplaceAll(got.String(), ": \n\n", "")))
	if !strings.HasPrefix(events, "k1.3=reply k1.4=done k2.1=accepted") || !strings.Contains(got.String(), `"reply":{"id":"k2"`) {
		t.Errorf("events %s", events)
	}
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for {
		n, err := res.Body.Read(buf)
		got.Write(buf[:n])
		if err != nil {
			break
		}
	}
	if !strings.Contains(got.String(), "event: closing") {
		t.Error("the stream ends without a word")
	}
}

func TestStreamsAreBounded(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	open := make(chan struct{}, 10)
	s := newServer(t, func(o *Options) {
		o.Limits.StreamsEach = 1
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) { <-release; return echo(ctx, m) })
		o.Observe.Streams = func(change int) {
			if change > 0 {
				open <- struct{}{}
			}
		}
	})
	token := s.token(newSession(pageDoor))
	stream := func() *httptest.ResponseRecorder {
		b := newBrowser(t, s)
		b.cookies["zhirong"] = token
		return b.events("/chat", "", "key", "k", "text", "hello")
	}
	done := make(chan struct{})
	go func() { defer close(done); stream() }()
	<-open
	want(t, stream(), 429, "too_many")
	close(release)
	<-done
	want(t, stream(), 200, "event: done")
}

func TestDrainLetsTurnsFinishAndTakesNoMore(t *testing.T) {
	t.Parallel()
	begun, release := make(chan struct{}), make(chan struct{})
	s := newServer(t, func(o *Options) {
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			close(begun)
			<-release
			return echo(ctx, m)
		})
	})
	got := make(chan *httptest.ResponseRecorder)
	go func() { got <- newBrowser(t, s).events("/chat", "", "key", "k", "text", "in flight") }()
	<-begun
	short, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newServer(t, nil).Drain(t.Context()); err != nil {
		t.Errorf("an idle server drains with %v", err)
	}
	drained := make(chan error)
	go func() { drained <- s.Drain(t.Context()) }()
	// The gate closes at once, though the turn goes on.
	for s.gate.enter() {
		s.gate.leave()
	}
	w := newBrowser(t, s).post("/chat", "text", "late")
	want(t, w, 503, "正在重新启动", "late</textarea>")
	if w.Header().Get("Retry-After") != "10" {
		t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
	}
	want(t, newBrowser(t, s).do(call(`{"text":"late"}`)), 503, "draining")
	close(release)
	want(t, <-got, 200, "event: reply", "event: done")
	if err := <-drained; err != nil {
		t.Error(err)
	}
	if err := s.Drain(short); err != nil && !strings.Contains(err.Error(), "turns in flight") {
		t.Error(err)
	}
}

func TestATurnThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) {
		o.Limits.TurnTime = time.Millisecond
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			<-ctx.Done()
			return bot.Reply{}, ctx.Err()
		})
	})
	b := newBrowser(t, s)
	want(t, b.post("/chat", "text", "hello"), 303)
	want(t, b.get("/"), 200, "抱歉")
}

func TestOneSessionWaitsItsTurn(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	var inside, most atomic.Int32
	begun := make(chan struct{}, 10)
	s := newServer(t, func(o *Options) {
		o.Limits.Waiting = 2
		o.Answerer = answers(func(ctx context.Context, m bot.Message) (bot.Reply, error) {
			most.Store(max(most.Load(), inside.Add(1)))
			defer inside.Add(-1)
			begun <- struct{}{}
			<-release
			return echo(ctx, m)
		})
	})
	who := newSession(apiDoor)
	for i := range 3 {
		if _, _, f, ok := s.hear(who, s.rates(httptest.NewRequest("GET", "/", nil)), said{key: fmt.Sprint("k", i), text: "x"}); !ok {
			t.Fatalf("message %d: %s", i, f.code)
		}
	}
	if _, _, f, ok := s.hear(who, s.rates(httptest.NewRequest("GET", "/", nil)), said{key: "k9", text: "x"}); ok || f.code != tooMany.code {
		t.Errorf("a fourth message waits: %v %s", ok, f.code)
	}
	<-begun
	close(release)
	if err := s.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if most.Load() != 1 {
		t.Errorf("%d turns of one session at once", most.Load())
	}
}

func TestTheWidget(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) {
		o.WidgetOrigins = []string{"https://park.example", "https://gov.example:8443"}
		o.Limits.WidgetSession, o.Limits.WidgetDay = 3, 5
	})
	b := newBrowser(t, s)
	script := b.get("/widget.js")
	want(t, script, 200, "zhirongWords", "咨询知识产权融资", "Ask about IP finance", "/embed?")
	if script.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" || script.Header().Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("headers %v", script.Header())
	}
	page := b.get("/embed?lang=en&theme=dark")
	want(t, page, 200, `data-embed`, `data-theme="dark"`, `action="/embed/chat?lang=en&amp;theme=dark"`, `name="session" value=""`)
	without(t, page, `class="top"`, `href="/print/`)
	if len(b.cookies) != 0 {
		t.Errorf("the widget sets cookies %v", b.cookies)
	}
	if csp := page.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "frame-ancestors https://park.example https://gov.example:8443;") || page.Header().Get("X-Frame-Options") != "" {
		t.Errorf("policy %q, frames %q", csp, page.Header().Get("X-Frame-Options"))
	}
	for referer, status := range map[string]int{"https://park.example/": 200, "https://evil.example/": 403, "": 200} {
		r := httptest.NewRequest("GET", "/embed", nil)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if referer != "" {
			r.Header.Set("Referer", referer)
		}
		want(t, b.do(r), status)
		check := httptest.NewRequest("GET", "/widget/check", nil)
		check.Header.Set("Origin", strings.TrimSuffix(referer, "/"))
		w := b.do(check)
		if (w.Code == 204) != (status == 200) {
			t.Errorf("check of %q: %d", referer, w.Code)
		}
		if referer != "" && w.Header().Get("Access-Control-Allow-Origin") != strings.TrimSuffix(referer, "/") {
			t.Errorf("%q cannot read the answer", referer)
		}
	}
	// A conversation without cookie and without script.
	first := b.post("/embed/chat?lang=zh", "key", "k1", "text", "第一句", "session", "")
	want(t, first, 200, "heard: 第一句")
	token := regexp.MustCompile(`name="session" value="([^"]+)"`).FindStringSubmatch(first.Body.String())
	if token == nil {
		t.Fatal("no token")
	}
	want(t, b.post("/embed/chat?lang=zh", "key", "k2", "text", "第二句", "session", token[1]), 200, "heard: 第一句", "heard: 第二句")
	want(t, b.post("/embed", "session", token[1]), 200, "heard: 第二句")
	last := parseEvents(t, b.events("/embed/chat", "", "key", "k3", "text", "第三句", "session", token[1]).Body.String())
	if len(last) != 4 || !strings.Contains(last[3].data, `"session":"`) {
		t.Errorf("events %v", last)
	}
	want(t, b.post("/embed/chat?lang=zh", "key", "k4", "text", "第四句", "session", token[1]), 429, "已到上限", "第四句</textarea>")
	want(t, b.post("/embed/clear", "session", token[1]), 200, `id="welcome"`)
	// All widgets together.
	want(t, b.post("/embed/chat", "text", "x"), 200)
	want(t, b.post("/embed/chat", "text", "x"), 200)
	want(t, b.post("/embed/chat", "text", "x"), 429)
	want(t, b.post("/chat", "text", "x"), 303)
}

func TestTheWidgetGivesFilesToItsOwner(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) {
		o.WidgetOrigins = []string{"https://park.example"}
		o.Answerer = answers(func(context.Context, bot.Message) (bot.Reply, error) {
			return bot.Reply{Lang: "zh", Blocks: []bot.Block{bot.File{Name: "data.json", Type: "application/json", Data: []byte(`{"a":1}`)}}}, nil
		})
	})
	b := newBrowser(t, s)
	page := b.post("/embed/chat", "text", "导出").Body.String()
	value := func(name string) string {
		m := regexp.MustCompile(`action="/embed/file">.*?name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("no %s in %s", name, page)
		}
		return m[1]
	}
	w := b.post("/embed/file", "session", value("session"), "message", value("message"), "n", value("n"))
	want(t, w, 200, `{"a":1}`)
	want(t, b.post("/embed/file", "session", "", "message", value("message"), "n", "0"), 404)
}

func TestTheWidgetPrintsForItsOwner(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) {
		o.WidgetOrigins = []string{"https://park.example"}
		o.Answerer = answers(func(context.Context, bot.Message) (bot.Reply, error) {
			return bot.Reply{Lang: "en", Paper: "Worksheet", Blocks: []bot.Block{bot.Text{Body: "The range."}}}, nil
		})
	})
	b := newBrowser(t, s)
	page := b.post("/embed/chat?lang=en&theme=dark", "text", "x").Body.String()
	forms := regexp.MustCompile(`action="(/embed/print[^"]*)" target="_blank">.*?name="session" value="([^"]*)".*?name="message" value="([^"]*)"`).FindAllStringSubmatch(page, -1)
	if len(forms) != 2 { // of the paper, and beneath the answer
		t.Fatalf("%d forms print in %s", len(forms), page)
	}
	f := forms[0]
	at := html.UnescapeString(f[1])
	w := b.post(at, "session", f[2], "message", f[3])
	want(t, w, 200, "The range.", `data-print`, `data-theme="dark"`, "<h1>Worksheet</h1>")
	if w.Header().Get("Set-Cookie") != "" {
		t.Error("the widget's paper sets a cookie")
	}
	if strings.Contains(w.Body.String(), `href="/#m-`) {
		t.Error("the widget's paper leads to a conversation that is not its own")
	}
	want(t, b.post(at, "session", "", "message", f[3]), 404)
	want(t, b.post(at, "session", f[2], "message", "nothing"), 404)
}

func TestSlowClientsAreLeft(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(o *Options) { o.Limits.HeaderTime = 20 * time.Millisecond })
	hs := s.HTTPServer("127.0.0.1:0")
	if hs.ReadHeaderTimeout != 20*time.Millisecond || hs.ReadTimeout != 15*time.Second || hs.WriteTimeout != 30*time.Second || hs.IdleTimeout != 90*time.Second || hs.MaxHeaderBytes != 16<<10 {
		t.Errorf("server %+v", hs)
	}
	ts := httptest.NewUnstartedServer(nil)
	ts.Config = hs
	ts.Start()
	t.Cleanup(ts.Close)
	c, err := net.Dial("tcp", ts.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	if _, err := c.Write([]byte("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")); err != nil {
		t.Fatal(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 512)
	n, _ := c.Read(buf)
	if n > 0 && !strings.Contains(string(buf[:n]), " 408 ") {
		t.Errorf("a client that does not end its request is told %q", buf[:n])
	}
	for {
		if _, err := c.Read(buf); err != nil {
			if strings.Contains(err.Error(), "timeout") {
				t.Error("the connection stays open")
			}
			return
		}
	}
}

func TestTheDescriptionNamesWhatIsServed(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	b := newBrowser(t, s)
	described := b.get("/api/v1/openapi.yaml").Body.String()
	var reply map[string]any
	if err := json.Unmarshal(b.do(call(`{"text":"hello"}`)).Body.Bytes(), &reply); err != nil {
		t.Fatal(err)
	}
	_, schema, ok := strings.Cut(described, "\n    Reply:\n")
	if !ok {
		t.Fatal("the reply is not described")
	}
	required := regexp.MustCompile(`required: \[([^\]]+)\]`).FindStringSubmatch(schema)[1]
	for name := range reply {
		if !regexp.MustCompile(`(^|, )`+name+`(,|$)`).MatchString(required) || !strings.Contains(schema, "\n        "+name+":") {
			t.Errorf("field %s is not described", name)
		}
	}
	if n := len(strings.Split(required, ", ")); n != len(reply) {
		t.Errorf("%d fields are described, %d sent", n, len(reply))
	}
	for _, f := range []fault{badRequest, badSession, foreign, wrongMethod, tooLarge, wrongType, invalid, emptyMessage, tooLong, keyReused, tooMany, internal, busy, draining} {
		if !regexp.MustCompile(`Codes? [a-z_, ]*\b` + f.code + `\b`).MatchString(described) {
			t.Errorf("code %s is not described", f.code)
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^  (/api/[^:]+):\n    (\w+):`).FindAllStringSubmatch(described, -1) {
		r := httptest.NewRequest(strings.ToUpper(m[2]), m[1], nil)
		if w := b.do(r); w.Code == 404 || w.Code == 405 {
			t.Errorf("%s %s is described and answers %d", m[2], m[1], w.Code)
		}
	}
}
