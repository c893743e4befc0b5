package metrics

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
)

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func wants(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

func reply(intent corpus.IntentID, outcome bot.Outcome, channel bot.Channel, logged bool) bot.Reply {
	return bot.Reply{Logged: logged, Turn: bot.Turn{Intent: intent, Outcome: outcome, Message: bot.Message{From: bot.Address{Channel: channel, User: "13800138000"}, Text: "我叫张三"}}}
}

func TestFiguresShowWhatHappened(t *testing.T) {
	t.Parallel()
	m := New("web")
	now := time.Unix(1_800_000_000, 0)
	m.now = func() time.Time { return now }
	m.Serving(&bot.Generation{ID: "abc", Set: &corpus.Set{Intents: []corpus.Intent{{ID: "cost"}}}}, false)
	m.Serving(&bot.Generation{ID: "def", Set: &corpus.Set{Intents: []corpus.Intent{{ID: "cost"}}}}, true)
	now = now.Add(90 * time.Second)
	m.Turn(reply("cost", bot.Answered, "web", true), 20*time.Millisecond, nil)
	m.Turn(reply("cost", bot.Answered, "web", false), 20*time.Millisecond, nil)
	m.Turn(bot.Reply{}, time.Second, errors.New("cancelled"))
	m.Commit(3*time.Millisecond, 5)
	m.Request("POST /chat", 200, time.Millisecond)
	m.Streams(1)
	m.Streams(1)
	m.Streams(-1)
	m.Limited("session")
	m.Fault()
	m.Reloaded(nil)
	m.Reloaded(errors.New("bad"))
	m.Job("backup", nil)
	m.Job("sweep", errors.New("full"))
	m.Queue("store", func() int { return 7 })
	m.Disk(func() (uint64, error) { return 12345, nil })
	text := scrape(t, m)
	wants(t, text,
		`zhirong_turns_total{channel="web",intent="cost",logged="true",outcome="answered"} 1`,
		`zhirong_turns_total{channel="web",intent="cost",logged="false",outcome="answered"} 1`,
		`zhirong_turns_total{channel="other",intent="other",logged="false",outcome="failed"} 1`,
		`zhirong_answer_seconds_bucket{channel="web",le="0.025"} 2`,
		`zhirong_generation_info{generation="def",index="disk"} 1`,
		`zhirong_generation_age_seconds 90`,
		`zhirong_store_commit_seconds_count 1`, `zhirong_store_committed_total 5`,
		`zhirong_http_requests_total{route="POST /chat",status="200"} 1`, `zhirong_http_streams 1`,
		`zhirong_http_limited_total{limit="session"} 1`, `zhirong_faults_total 1`,
		`zhirong_reloads_total{result="failed"} 1`, `zhirong_reloads_total{result="ok"} 1`,
		`zhirong_jobs_total{job="sweep",result="failed"} 1`, `zhirong_job_success_timestamp_seconds{job="backup"} 1.80000009e+09`,
		`zhirong_queue_depth{queue="store"} 7`, `zhirong_disk_left_bytes 12345`,
	)
	for _, no := range []string{"abc", "张三", "13800138000", `job_success_timestamp_seconds{job="sweep"}`} {
		if strings.Contains(text, no) {
			t.Errorf("figures hold %q", no)
		}
	}
}

func TestLabelsStayFew(t *testing.T) {
	t.Parallel()
	m := New("web")
	m.Serving(&bot.Generation{ID: "g", Set: &corpus.Set{Intents: []corpus.Intent{{ID: "cost"}}}}, true)
	for i := range 500 {
		m.Turn(reply(corpus.IntentID(fmt.Sprint("made-up-", i)), bot.Outcome(fmt.Sprint(i)), bot.Channel(fmt.Sprint(i)), false), 0, nil)
	}
	text := scrape(t, m)
	wants(t, text, `zhirong_turns_total{channel="other",intent="other",logged="false",outcome="other"} 500`)
	if n := strings.Count(text, "zhirong_turns_total{"); n != 1 {
		t.Errorf("%d series, want 1", n)
	}
}
