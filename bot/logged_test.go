package bot_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"zhirong/bot"
	"zhirong/bot/journey"
	"zhirong/corpus"
)

// heldLog is a turn log in memory.
type heldLog struct {
	mu    sync.Mutex
	turns map[string]bot.Record
	fault error // what appending gives
}

func (l *heldLog) AppendTurn(_ context.Context, r bot.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fault != nil {
		return l.fault
	}
	if l.turns == nil {
		l.turns = map[string]bot.Record{}
	}
	l.turns[r.ID] = r
	return nil
}

func (l *heldLog) Turn(_ context.Context, id string) (bot.Record, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	r, ok := l.turns[id]
	if !ok {
		return bot.Record{}, bot.ErrNoTurn
	}
	return r, nil
}

func (l *heldLog) TurnOf(_ context.Context, s bot.SessionID, message string) (bot.Record, error) {
	for _, r := range l.all() {
		if r.Session == s && r.Message == message {
			return r, nil
		}
	}
	return bot.Record{}, bot.ErrNoTurn
}

func (l *heldLog) all() []bot.Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.SortedFunc(maps.Values(l.turns), func(a, b bot.Record) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
}

func (l *heldLog) Turns(_ context.Context, from, to time.Time) iter.Seq2[bot.Record, error] {
	return l.stream(func(r bot.Record) bool { return !r.At.Before(from) && r.At.Before(to) })
}

func (l *heldLog) TurnsOf(_ context.Context, s bot.SessionID) iter.Seq2[bot.Record, error] {
	return l.stream(func(r bot.Record) bool { return r.Session == s })
}

func (l *heldLog) stream(want func(bot.Record) bool) iter.Seq2[bot.Record, error] {
	return func(yield func(bot.Record, error) bool) {
		for _, r := range l.all() {
			if want(r) && !yield(r, nil) {
				return
			}
		}
	}
}

func (l *heldLog) Forget(_ context.Context, s bot.SessionID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	maps.DeleteFunc(l.turns, func(_ string, r bot.Record) bool { return r.Session == s })
	return nil
}

// logging is the whole chain around an adviser, over a log in memory.
func logging(t *testing.T, log *heldLog) (*bot.Generation, *bot.Advisor, bot.Answerer) {
	t.Helper()
	g, err := generation()
	if err != nil {
		t.Fatal(err)
	}
	live := bot.NewLive(g)
	session := func(a bot.Address) bot.SessionID { return bot.SessionID("hash of " + a.Chat) }
	sessions := bot.ConsentedSessions(bot.NewBoundedMemory(1000), bot.NewMemory())
	a, err := bot.NewAdvisor(bot.Options{Live: live, Sessions: sessions, Session: session, Log: log, Forget: log, Report: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	return g, a, bot.Chain(a,
		bot.Recover(live, func(trace string, err error) { t.Errorf("%s: %v", trace, err) }),
		bot.Redacted(live, nil),
		bot.OneAtATime(session, 4),
		bot.Dedup(bot.DedupOptions{Session: session, Keep: 100, Life: time.Minute, Log: log, Replay: a, Now: time.Now}),
		bot.Logged(bot.RecordOptions{Log: log, Session: session, Now: time.Now}))
}

// teller sends the messages of one person.
type teller struct {
	t    *testing.T
	a    bot.Answerer
	chat string
	n    int
	at   time.Time
}

func (p *teller) say(text string) bot.Reply { return p.send(bot.Message{Text: text}) }

func (p *teller) press(a bot.Action) bot.Reply { return p.send(bot.Message{Action: a}) }

func (p *teller) send(m bot.Message) bot.Reply {
	p.t.Helper()
	p.n++
	m.ID, m.At = fmt.Sprint(p.n), p.at.Add(time.Duration(p.n)*time.Minute)
	m.From = bot.Address{Channel: "test", Chat: p.chat}
	r, err := p.a.Answer(context.Background(), m)
	if err != nil {
		p.t.Fatalf("%q: %v", m.Text, err)
	}
	return r
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))

func TestLoggedTurnsReplayToTheByte(t *testing.T) {
	t.Parallel()
	log := &heldLog{}
	g, _, a := logging(t, log)
	all, err := journey.Load(bot.Journeys())
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, j := range all {
		p := &teller{t: t, a: a, chat: j.Name, at: j.At}
		p.press("consent yes")
		sent++
		for _, step := range j.Turns {
			if step.Press != "" {
				continue // a button's label is as good as its press
			}
			if r := p.say(step.Say); !r.Logged {
				t.Errorf("%s: %q was not logged", j.Name, step.Say)
			}
			sent++
		}
	}
	p := &teller{t: t, a: a, chat: "generated", at: noon}
	p.press("consent yes")
	sent++
	for i, q := range generated(g.Set, 900) {
		if i%30 == 0 {
			p.say("重新开始")
			sent++
		}
		p.say(q + "，电话13812345678")
		sent++
	}
	if sent < 1000 || len(log.turns) != sent {
		t.Fatalf("%d turns sent, %d logged", sent, len(log.turns))
	}
	_, fresh, _ := logging(t, log)
	for _, rec := range log.all() {
		if strings.Contains(rec.Said.Text, "13812345678") || strings.Contains(fmt.Sprint(rec.Said.Before), "13812345678") {
			t.Fatalf("turn %s holds a telephone number: %q", rec.ID, rec.Said.Text)
		}
		r, err := fresh.Replay(context.Background(), rec)
		if err != nil {
			t.Fatalf("turn %s, %q: %v", rec.ID, rec.Said.Text, err)
		}
		if got, err := r.Digest(); err != nil || got != rec.Digest {
			t.Fatalf("turn %s replays to another digest (%v)", rec.ID, err)
		}
	}
	// A changed word shows.
	rec := log.all()[5]
	rec.Said.Text += "，在武汉，是小微企业"
	if _, err := fresh.Replay(context.Background(), rec); !errors.Is(err, bot.ErrNoReplay) {
		t.Errorf("a changed question replays: %v", err)
	}
	rec = log.all()[6]
	rec.Said = nil
	if _, err := fresh.Replay(context.Background(), rec); !errors.Is(err, bot.ErrNoReplay) {
		t.Errorf("a turn without its words replays: %v", err)
	}
}

func TestNothingIsLoggedWithoutConsent(t *testing.T) {
	t.Parallel()
	log := &heldLog{}
	_, _, a := logging(t, log)
	p := &teller{t: t, a: a, chat: "one", at: noon}
	notice := func(r bot.Reply) *bot.Notice {
		for _, b := range r.Blocks {
			if n, ok := b.(bot.Notice); ok {
				return &n
			}
		}
		return nil
	}
	first := p.say("专利质押登记要什么材料")
	n := notice(first)
	switch {
	case first.Turn.Outcome != bot.Answered:
		t.Errorf("the first question ends %s", first.Turn.Outcome)
	case n == nil || len(n.Choices) != 2:
		t.Fatal("the first answer has no notice with two choices")
	case !strings.Contains(n.Body, "90") || !strings.Contains(n.Body, "365") || strings.Contains(n.Body, "{"):
		t.Errorf("the notice does not say for how long: %s", n.Body)
	}
	if r := p.say("在蕲春能贷款吗"); notice(r) != nil || r.Logged {
		t.Error("the notice came twice, or a turn was logged without an answer to it")
	}
	if len(log.turns) != 0 {
		t.Fatalf("%d turns logged without consent", len(log.turns))
	}
	if r := p.say("不同意记录"); r.Logged || r.Turn.Consent != bot.ConsentDenied {
		t.Error("declining was logged, or not understood")
	}
	if r := p.say("我们有3件发明专利"); r.Logged || r.Turn.Known["patents_invention"].Span.Min != 3 {
		t.Error("without consent the service must work, unlogged")
	}
	if r := p.press("consent yes"); !r.Logged || r.Turn.Known["patents_invention"].Span.Min != 3 {
		t.Error("consent given later does not log, or what was told is lost")
	}
	for _, r := range log.all() {
		if text := fmt.Sprint(*r.Said); strings.Contains(text, "蕲春能贷款") || strings.Contains(text, "我们有3件") {
			t.Errorf("turn %s holds words from before the consent: %s", r.ID, text)
		}
	}
	r := p.say("想贷500万")
	rec, err := log.Turn(context.Background(), r.Trace)
	if err != nil || !r.Logged {
		t.Fatalf("a turn with consent is not in the log: %v", err)
	}
	if rec.Session != "hash of one" || rec.Said.From.Chat != "hash of one" || rec.Amount != corpus.Exactly(500_0000_00) || !slices.Contains(rec.Rights, corpus.InventionPatent) || rec.Funnel == bot.FunnelAsked {
		t.Errorf("the record is %+v", rec)
	}
}

func TestMyDataIsShownExportedAndDeleted(t *testing.T) {
	t.Parallel()
	log := &heldLog{}
	_, _, a := logging(t, log)
	p := &teller{t: t, a: a, chat: "mine", at: noon}
	p.say("我们在江夏，有3件发明专利，联系人张伟明，电话13812345678")
	p.say("同意记录")
	p.say("要什么材料")
	other := &teller{t: t, a: a, chat: "other", at: noon}
	other.press("consent yes")
	if r := p.say("我的数据"); r.Turn.Intent != "my_data" || !strings.Contains(bot.Plain(r, bot.PlainOptions{}), "江夏") {
		t.Errorf("my data shows %s", r.Body())
	}
	var file *bot.File
	for _, b := range p.say("导出我的数据").Blocks {
		if f, ok := b.(bot.File); ok {
			file = &f
		}
	}
	if file == nil {
		t.Fatal("there is no file")
	}
	for _, want := range []string{"要什么材料", "patents_invention", "granted"} {
		if !strings.Contains(string(file.Data), want) {
			t.Errorf("the export has no %q: %s", want, file.Data)
		}
	}
	for _, secret := range []string{"13812345678", "张伟明"} {
		if strings.Contains(string(file.Data), secret) {
			t.Errorf("the export holds %s", secret)
		}
	}
	if r := p.say("删除我的数据"); r.Turn.Outcome != bot.Clarified || len(log.turns) < 4 {
		t.Error("deleting does not ask first")
	}
	if r := p.say("先不删"); r.Turn.Outcome != bot.Answered || len(log.turns) < 4 {
		t.Error("who thinks better of it loses data")
	}
	p.say("删除我的数据")
	r := p.say("确定删除")
	if !r.Turn.Forgot {
		t.Error("front ends are not told that everything is gone")
	}
	if r.Logged || len(r.Turn.Known) != 0 {
		t.Error("deletion is logged, or facts are left")
	}
	if left := log.all(); len(left) != 1 || left[0].Session != "hash of other" {
		t.Errorf("%d turns are left, want the one of the other person", len(left))
	}
	if r := p.say("要什么材料"); r.Logged {
		t.Error("after deletion turns are logged again")
	}
	// Who takes consent back has the record removed.
	other.say("要什么材料")
	if r := other.say("停止记录"); r.Logged || len(log.turns) != 0 {
		t.Errorf("%d turns are left after consent was taken back", len(log.turns))
	}
}

func TestAFailingLogCostsTheMarkAndNotTheAnswer(t *testing.T) {
	t.Parallel()
	g, err := generation()
	if err != nil {
		t.Fatal(err)
	}
	log := &heldLog{fault: errors.New("disk full")}
	var reported []error
	a, err := bot.NewAdvisor(bot.Options{Live: bot.NewLive(g), Sessions: bot.NewMemory(), Log: log, Forget: log})
	if err != nil {
		t.Fatal(err)
	}
	chain := bot.Chain(a, bot.Logged(bot.RecordOptions{Log: log, Session: bot.SessionOf, Now: time.Now, Report: func(err error) { reported = append(reported, err) }}))
	p := &teller{t: t, a: chain, at: noon}
	p.press("consent yes")
	if r := p.say("专利质押登记要什么材料"); r.Logged || r.Turn.Outcome != bot.Answered || len(reported) != 2 {
		t.Errorf("logged %v, outcome %s, %d faults reported", r.Logged, r.Turn.Outcome, len(reported))
	}
}

func TestARepeatedMessageIsOneTurn(t *testing.T) {
	t.Parallel()
	log := &heldLog{}
	_, _, a := logging(t, log)
	p := &teller{t: t, a: a, chat: "again", at: noon}
	p.press("consent yes")
	m := bot.Message{ID: "same", From: bot.Address{Channel: "test", Chat: "again"}, Text: "我们在江夏，有3件发明专利", At: noon}
	first, err := a.Answer(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	_, _, restarted := logging(t, log) // memory is empty, the log is not
	for name, a := range map[string]bot.Answerer{"memory": a, "log": restarted} {
		r, err := a.Answer(context.Background(), m)
		if err != nil || r.Trace != first.Trace || r.Body() != first.Body() || !r.Logged {
			t.Errorf("from %s the repeat is %s %v %v, want %s", name, r.Trace, r.Logged, err, first.Trace)
		}
	}
	if len(log.turns) != 2 {
		t.Errorf("%d turns logged, want 2", len(log.turns))
	}
	m.From.Chat = "somebody else"
	if r, err := a.Answer(context.Background(), m); err != nil || r.Trace == first.Trace {
		t.Errorf("another person's message of the same id is a repeat (%v)", err)
	}
}

func TestOtherWordsUnderTheSameIDAreAnotherMessage(t *testing.T) {
	t.Parallel()
	log := &heldLog{}
	_, _, a := logging(t, log)
	send := func(a bot.Answerer, text string, action bot.Action) bot.Reply {
		t.Helper()
		m := bot.Message{ID: "same", From: bot.Address{Channel: "test", Chat: "back"}, Text: text, Action: action, At: noon}
		r, err := a.Answer(context.Background(), m)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := send(a, "", "consent yes"); !r.Logged {
		t.Fatal("the agreement is not logged")
	}
	_, _, restarted := logging(t, log) // memory is empty, the log is not
	first := send(a, "", "consent yes")
	for name, a := range map[string]bot.Answerer{"log": restarted, "memory": a} {
		if r := send(a, "商标能贷款吗", ""); r.Trace == first.Trace || r.Turn.Intent == "my_data" {
			t.Errorf("from %s other words are a repeat: %s", name, r.Body())
		}
	}
	if r := send(a, "", "consent no"); r.Logged || r.Turn.Consent != bot.ConsentDenied || len(log.turns) != 0 {
		t.Errorf("consent taken back under the same id is %q, with %d turns logged", r.Turn.Consent, len(log.turns))
	}
}

// slow answers when it is let go.
type slow struct {
	mu    sync.Mutex
	order []string
	gate  chan struct{}
}

func (s *slow) Answer(_ context.Context, m bot.Message) (bot.Reply, error) {
	<-s.gate
	s.mu.Lock()
	defer s.mu.Unlock()
	s.order = append(s.order, m.ID)
	return bot.Reply{}, nil
}

func TestMessagesOfOneConversationKeepTheirOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slow{gate: make(chan struct{})}
		a := bot.OneAtATime(bot.SessionOf, 3)(s)
		var all sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			all.Go(func() {
				_, errs[i] = a.Answer(t.Context(), bot.Message{ID: fmt.Sprint(i), From: bot.Address{Chat: "one"}})
			})
			synctest.Wait() // each comes after the one before
		}
		var other error
		all.Go(func() {
			_, other = a.Answer(t.Context(), bot.Message{ID: "other", From: bot.Address{Chat: "two"}})
		})
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := a.Answer(ctx, bot.Message{From: bot.Address{Chat: "three"}}); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled message ends with %v", err)
		}
		close(s.gate)
		all.Wait()
		for i, err := range errs {
			if busy := i > 3; errors.Is(err, bot.ErrBusy) != busy {
				t.Errorf("message %d: %v", i, err)
			}
		}
		if other != nil {
			t.Error(other)
		}
		one := slices.DeleteFunc(slices.Clone(s.order), func(id string) bool { return id == "other" || id == "" })
		if !slices.Equal(one, []string{"0", "1", "2", "3"}) {
			t.Errorf("answered in the order %v", one)
		}
	})
}

func TestBoundedMemoryForgetsTheLongestSilent(t *testing.T) {
	t.Parallel()
	m := bot.NewBoundedMemory(16)
	for i := range 40 {
		s := bot.NewSession(bot.SessionID(fmt.Sprint(i)))
		s.Seen = noon.Add(time.Duration(i) * time.Minute)
		if err := m.SaveSession(context.Background(), s); err != nil {
			t.Fatal(err)
		}
	}
	if s, err := m.Session(context.Background(), "39"); err != nil || s.Version != 1 {
		t.Errorf("the newest is gone (%v)", err)
	}
	if s, err := m.Session(context.Background(), "3"); err != nil || s.Version != 0 {
		t.Errorf("the oldest is still there (%v)", err)
	}
	if n := m.Forget(time.Now().Add(-time.Hour)); n != 0 {
		t.Errorf("%d forgotten that were kept just now", n)
	}
	if n := m.Forget(time.Now().Add(time.Hour)); n == 0 || n > 16 {
		t.Errorf("%d forgotten", n)
	}
}
