package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"zhirong/bot"
	"zhirong/corpus"
	"zhirong/intents"
)

// said is a message as it came, checked.
type said struct {
	key    string // by which a repeat is known
	text   string
	action bot.Action
	lang   corpus.Lang
	day    corpus.Date // counts as today; empty: today
	strict bool        // the same key with other words is a fault, not another message
}

// check refuses what no person writes.
func (m *said) check(most int) (fault, bool) {
	if !utf8.ValidString(m.text) {
		return badRequest, false
	}
	m.text = strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(m.text))
	switch {
	case m.action != "" && !plainAction(m.action), m.action != "" && m.text != "":
		return invalid, false
	case utf8.RuneCountInString(m.text) > most:
		return tooLong, false
	case m.action == "" && strings.TrimSpace(bot.Visible(m.text)) == "":
		return emptyMessage, false
	}
	return fault{}, true
}

// plainAction reports whether an action is at most 60 bytes of printable ASCII.
func plainAction(a bot.Action) bool {
	return len(a) <= 60 && strings.IndexFunc(string(a), func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

// sum tells messages of one key apart.
func (m *said) sum() string {
	h := sha256.Sum256([]byte(string(m.action) + "\x00" + m.text + "\x00" + string(m.day)))
	return hex.EncodeToString(h[:6])
}

// gate counts the turns in flight and closes for good.
type gate struct {
	mu     sync.Mutex
	closed bool
	inside sync.WaitGroup
}

func (g *gate) enter() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return false
	}
	g.inside.Add(1)
	return true
}

func (g *gate) leave() { g.inside.Done() }

func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// hear begins the exchange of a message, or finds the one it repeats. Limits of
// the address are spent by the caller's from.
func (s *Server) hear(who session, from *addressRate, m said) (*conversation, *exchange, fault, bool) {
	if f, ok := m.check(s.limits.Message); !ok {
		return nil, nil, f, false
	}
	now := s.now()
	c, known := s.memory.get(who, now)
	if known {
		if e, f, ok := s.repeat(c, m); e != nil || !ok {
			return c, e, f, ok
		}
	}
	if wait, ok := spend(from.turns, now); !ok {
		s.limited("address")
		return nil, nil, tooMany.after(wait), false
	}
	if !s.gate.enter() {
		return nil, nil, draining, false
	}
	c = s.memory.begin(who, now)
	e, f, ok := s.admit(c, m, now)
	if !ok {
		s.gate.leave()
		return nil, nil, f, false
	}
	s.memory.add(c, e)
	go s.answer(c, e, m)
	return c, e, fault{}, true
}

// repeat finds the exchange that a message repeats. One that failed is dropped,
// so that the message is answered anew.
func (s *Server) repeat(c *conversation, m said) (*exchange, fault, bool) {
	all, _ := c.list()
	for _, e := range all {
		switch {
		case e.key != m.key || !m.strict && e.sum != m.sum():
		case e.sum != m.sum():
			return nil, keyReused, false
		case e.finished() && e.failed:
			s.memory.remove(c, e)
		default:
			return e, fault{}, true
		}
	}
	return nil, fault{}, true
}

// admit takes a message into a conversation if its limits let it.
func (s *Server) admit(c *conversation, m said, now time.Time) (*exchange, fault, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting > s.limits.Waiting {
		s.limited("waiting")
		return nil, tooMany.after(time.Second), false
	}
	if wait, ok := spend(c.rate, now); !ok {
		s.limited("session")
		return nil, tooMany.after(wait), false
	}
	if c.who.door == widgetDoor && (c.turns >= s.limits.WidgetSession || !s.widgetDay.spend(now)) {
		s.limited("widget")
		return nil, widgetSpent, false
	}
	c.turns++
	c.waiting++
	return &exchange{key: m.key, id: newKey()[:12], sum: m.sum(), said: s.echo(c.exchanges, m), at: now, done: make(chan struct{})}, fault{}, true
}

// echo is what the person said, as shown: the label of what was pressed.
func (s *Server) echo(before []*exchange, m said) string {
	if m.action == "" {
		return bot.Visible(m.text)
	}
	for i := len(before) - 1; i >= 0; i-- {
		if !before[i].finished() {
			continue
		}
		for _, b := range before[i].reply.Blocks {
			var choices []bot.Button
			switch b := b.(type) {
			case bot.Buttons:
				choices = b.Choices
			case bot.Notice:
				choices = b.Choices
			}
			for _, choice := range choices {
				if choice.Action == m.action {
					return bot.Visible(choice.Label)
				}
			}
		}
	}
	g, release := s.live.Acquire()
	defer release()
	w := words{Set: g.Set, Lang: m.lang}
	if key := "action." + strings.ReplaceAll(string(m.action), " ", "."); w.has(key) {
		return w.T(key)
	}
	if id, ok := strings.CutPrefix(string(m.action), "ask "); ok {
		if in, ok := g.Set.Intent(corpus.IntentID(id)); ok {
			return in.Label.In(m.lang)
		}
	}
	return w.T("pressed")
}

// answer answers a message when those before it are answered. It goes on where
// the person has left: a repeat of the message finds the reply.
func (s *Server) answer(c *conversation, e *exchange, m said) {
	defer s.gate.leave()
	defer close(e.done)
	defer func() {
		c.mu.Lock()
		c.waiting--
		c.mu.Unlock()
	}()
	ctx, cancel := context.WithTimeout(s.life, s.limits.TurnTime)
	defer cancel()
	e.failed = true
	for _, place := range []chan struct{}{c.turn, s.turns} {
		select {
		case place <- struct{}{}:
			defer func() { <-place }()
		case <-ctx.Done():
			return
		}
	}
	begun := time.Now()
	reply, err := s.call(ctx, bot.Message{
		ID: e.key, From: bot.Address{Channel: Channel, Chat: c.who.chat()}, Text: m.text, Action: m.action, At: m.at(e.at), Lang: m.lang,
	})
	took := time.Since(begun)
	if s.observe.Turn != nil {
		s.observe.Turn(reply, took, err)
	}
	if err != nil {
		s.log.ErrorContext(ctx, "message not answered", "channel", Channel, "error", err)
		return
	}
	if reply.Turn.Forgot {
		s.memory.keepOnly(c, e)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e.keep(reply)
	e.took, e.failed = took, false
	c.slim(e.at, s.limits.FileBytes)
}

// call asks the answerer; a panic of it is an error.
func (s *Server) call(ctx context.Context, m bot.Message) (r bot.Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the answerer panicked: %v", p)
		}
	}()
	return s.answerer.Answer(ctx, m)
}

// at is the time of a message: that of the clock by which people here count
// their days, or noon of the day that was asked for.
func (m *said) at(now time.Time) time.Time {
	if m.day != "" {
		return m.day.Time().Add(4 * time.Hour).In(hubei)
	}
	return now.In(hubei)
}

// keep stores a reply without what only the log needs.
func (e *exchange) keep(r bot.Reply) {
	r.Turn.Message, r.Turn.Heard, r.Turn.Searches, r.Turn.Frequent, r.Turn.Before = bot.Message{}, intents.Understanding{}, nil, nil, nil
	blocks := make([]bot.Block, len(r.Blocks))
	for i, b := range r.Blocks {
		if f, ok := b.(bot.File); ok {
			e.files = append(e.files, f.Data)
			f.Data = nil
			b = f
		}
		blocks[i] = b
	}
	r.Blocks = blocks
	e.reply = r
}
