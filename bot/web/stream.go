package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The events of an exchange, in order. An event's id is the message's key and
// the event's number: a client that lost the connection says the last id it saw,
// and receives what follows.
const (
	eventAccepted = 1 + iota
	eventTyping
	eventReply // "reply", or "failed"
	eventDone
)

// stream is an open response of server-sent events.
type stream struct {
	s       *Server
	w       http.ResponseWriter
	control *http.ResponseController
	beat    *time.Ticker
	end     *time.Timer
}

// openStream begins a stream if the session and all together have not too many.
func (s *Server) openStream(w http.ResponseWriter, c *conversation) (*stream, fault, bool) {
	select {
	case s.streams <- struct{}{}:
	default:
		s.limited("streams")
		return nil, busy, false
	}
	c.mu.Lock()
	ok := c.streams < s.limits.StreamsEach
	if ok {
		c.streams++
	}
	c.mu.Unlock()
	if !ok {
		<-s.streams
		s.limited("session_streams")
		return nil, tooMany.after(2 * time.Second), false
	}
	if s.observe.Streams != nil {
		s.observe.Streams(1)
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy must pass events on at once
	st := &stream{s: s, w: w, control: http.NewResponseController(w), beat: time.NewTicker(s.limits.Heartbeat), end: time.NewTimer(s.limits.StreamTime)}
	return st, fault{}, true
}

func (st *stream) close(c *conversation) {
	st.beat.Stop()
	st.end.Stop()
	c.mu.Lock()
	c.streams--
	c.mu.Unlock()
	<-st.s.streams
	if st.s.observe.Streams != nil {
		st.s.observe.Streams(-1)
	}
}

// put writes text and sends it at once; each write has its own deadline.
func (st *stream) put(text string) error {
	_ = st.control.SetWriteDeadline(time.Now().Add(st.s.limits.WriteTime)) // not every writer has deadlines
	if _, err := st.w.Write([]byte(text)); err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	if err := st.control.Flush(); err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	return nil
}

// event writes one event.
func (st *stream) event(id, name string, data any) error {
	var b strings.Builder
	if id != "" {
		b.WriteString("id: " + id + "\n")
	}
	b.WriteString("event: " + name + "\ndata: ")
	e := json.NewEncoder(&b) // ends with a line break and has none within
	e.SetEscapeHTML(false)   // an event stream is never taken for a page
	if err := e.Encode(data); err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	return st.put(b.String() + "\n")
}

// wait waits for a channel and gives signs of life meanwhile. It returns false
// where the stream is over: the client left, its time is up, or the server ends.
func (st *stream) wait(ctx context.Context, done <-chan struct{}) bool {
	for {
		select { // what is ready goes out, also at the end
		case <-done:
			return true
		default:
		}
		select {
		case <-done:
			return true
		case <-st.beat.C:
			if st.put(": \n\n") != nil {
				return false
			}
		case <-ctx.Done():
			return false
		case <-st.s.ending:
			_ = st.event("", "closing", struct{}{}) // the client comes back by itself
			return false
		case <-st.end.C:
			_ = st.event("", "closing", struct{}{})
			return false
		}
	}
}

// acceptedEvent, replyEvent and doneEvent are the data of events.
type acceptedEvent struct {
	Message string `json:"message"`
	Said    string `json:"said"`
}

type replyEvent struct {
	Message string     `json:"message"`
	Reply   *apiObject `json:"reply,omitempty"`
	HTML    string     `json:"html"`
	Trace   string     `json:"trace"`
}

type failedEvent struct {
	Message string    `json:"message"`
	HTML    string    `json:"html"`
	Error   errorBody `json:"error"`
}

type doneEvent struct {
	Message string `json:"message"`
	Session string `json:"session,omitempty"`
}

// exchange sends the events of one exchange that follow the n-th.
func (st *stream) exchange(r *http.Request, c *conversation, e *exchange, form formView, after int) bool {
	id := func(n int) string { return fmt.Sprintf("%s.%d", e.key, n) }
	if after < eventAccepted && st.event(id(eventAccepted), "accepted", acceptedEvent{Message: e.key, Said: e.said}) != nil {
		return false
	}
	if after < eventTyping && st.event(id(eventTyping), "typing", struct{}{}) != nil {
		return false
	}
	if !st.wait(r.Context(), e.done) {
		return false
	}
	token := ""
	if c.who.door != pageDoor {
		token = st.s.token(c.who)
	}
	if after < eventReply {
		p, done := st.s.page(r, "")
		html, err := st.s.fragment(p, c, e, form)
		switch {
		case err != nil:
			st.s.log.ErrorContext(r.Context(), "answer not rendered", "error", err)
			done()
			return false
		case e.failed:
			err = st.event(id(eventReply), "failed", failedEvent{Message: e.key, HTML: html, Error: errorBody{Code: internal.code, Text: p.T("failed")}})
		default:
			data := replyEvent{Message: e.key, HTML: html, Trace: e.reply.Trace}
			if c.who.door == apiDoor {
				o := st.s.object(p.words, c, e)
				data.Reply = &o
			}
			err = st.event(id(eventReply), "reply", data)
		}
		done()
		if err != nil {
			return false
		}
	}
	return after >= eventDone || st.event(id(eventDone), "done", doneEvent{Message: e.key, Session: token}) == nil
}

// lastEvent returns the key and the number of the last event that a client saw.
func lastEvent(r *http.Request) (key string, n int) {
	id := r.Header.Get("Last-Event-ID")
	dot := strings.LastIndexByte(id, '.')
	if dot < 0 || len(id)-dot != 2 {
		return "", 0
	}
	n = int(id[dot+1] - '0')
	if n < eventAccepted || n > eventDone {
		return "", 0
	}
	return id[:dot], n
}

// streamOne answers a message with the events of its exchange.
func (s *Server) streamOne(w http.ResponseWriter, r *http.Request, c *conversation, e *exchange, form formView) {
	st, f, ok := s.openStream(w, c)
	if !ok {
		s.fail(w, r, f)
		return
	}
	defer st.close(c)
	key, after := lastEvent(r)
	if key != e.key {
		after = 0
	}
	if st.put("retry: 2000\n\n") == nil {
		st.exchange(r, c, e, form, after)
	}
}

// streamAll sends the events of a session's exchanges as they come, those first
// that follow the last one seen.
func (s *Server) streamAll(w http.ResponseWriter, r *http.Request, c *conversation, form formView) {
	st, f, ok := s.openStream(w, c)
	if !ok {
		s.fail(w, r, f)
		return
	}
	defer st.close(c)
	if st.put("retry: 2000\n\n") != nil {
		return
	}
	key, after := lastEvent(r)
	all, _ := c.list()
	next := len(all) // without a last event, only what is new
	for i, e := range all {
		if e.key == key {
			next = i
		}
	}
	sent := map[*exchange]bool{}
	for _, e := range all[:next] {
		sent[e] = true
	}
	for {
		all, changed := c.list()
		for _, e := range all {
			if sent[e] {
				continue
			}
			sent[e] = true
			from := 0
			if e.key == key {
				from = after
			}
			if !st.exchange(r, c, e, form, from) {
				return
			}
		}
		if !st.wait(r.Context(), changed) {
			return
		}
	}
}

// fragment renders the reply of an exchange as it stands on the page.
func (s *Server) fragment(p *Page, c *conversation, e *exchange, form formView) (string, error) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := s.templates["chat"].ExecuteTemplate(buf, "reply", c.view(e, p.words, form, s.now())); err != nil {
		return "", fmt.Errorf("render reply: %w", err)
	}
	return buf.String(), nil
}
