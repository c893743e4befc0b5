package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"zhirong/bot"
)

// chatPage is the own part of the page of a conversation.
type chatPage struct {
	Exchanges []exchangeView
	Form      formView
	Pending   bool
	Examples  []string
	Draft     string // what was written and not answered
	Problem   *problem
	Posted    bool // the page answers a form, so it need not be asked for again
}

// problem is a fault shown above the box, so that what was written is not lost.
type problem struct {
	Title string
	Text  string
}

// newKey returns a random key for a message or a form.
func newKey() string { return strings.ToLower(rand.Text()) }

// home shows the conversation of the browser's session. A question in the
// address, ?q=…, stands in the box and waits to be sent.
func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	s.showChat(w, r, http.StatusOK, chatPage{Draft: s.draft(r.URL.Query().Get("q"))})
}

// draft is a text from an address as it may stand in the box.
func (s *Server) draft(text string) string {
	runes := []rune(strings.TrimSpace(bot.Visible(strings.ToValidUTF8(text, ""))))
	return string(runes[:min(len(runes), s.limits.Message)])
}

func (s *Server) showChat(w http.ResponseWriter, r *http.Request, status int, own chatPage) {
	p, done := s.page(r, "chat")
	defer done()
	p.Script = true
	own.Form = formView{Action: "/chat", Key: newKey()}
	if who, ok := s.visitor(r); ok {
		own.fill(s, who, p.words)
	}
	own.Examples = examples(p.words)
	p.Main = own
	s.render(w, r, status, "chat", p)
}

// fill adds the exchanges of a session.
func (own *chatPage) fill(s *Server, who session, w words) {
	now := s.now()
	c, ok := s.memory.get(who, now)
	if !ok {
		return
	}
	all, _ := c.list()
	for _, e := range all {
		v := c.view(e, w, own.Form, now)
		own.Pending = own.Pending || v.Pending
		own.Exchanges = append(own.Exchanges, v)
	}
}

// examples are questions to begin with.
func examples(w words) []string {
	keys := w.List("example")
	for i, key := range keys {
		keys[i] = w.T(key)
	}
	return keys
}

// readForm reads a posted form within the limit of its size.
func (s *Server) readForm(w http.ResponseWriter, r *http.Request) (fault, bool) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return wrongType, false
	}
	r.Body = http.MaxBytesReader(w, r.Body, s.limits.Body)
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return tooLarge, false
		}
		return badRequest, false
	}
	return fault{}, true
}

// spoken reads a message out of a form.
func spoken(r *http.Request) said {
	look, _ := readPrefs(r)
	m := said{key: r.PostForm.Get("key"), text: r.PostForm.Get("text"), action: bot.Action(r.PostForm.Get("action")), lang: look.Lang}
	if m.action != "" {
		m.text = "" // the box is sent along with a button
	}
	if !plainID(m.key) {
		m.key = newKey()
	}
	return m
}

// chat takes a message of the page: a form, which is answered by going back to
// the page, or by the script with a stream of events.
func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	if f, ok := s.readForm(w, r); !ok {
		s.fail(w, r, f)
		return
	}
	m := spoken(r)
	who, known := s.visitor(r)
	if !known {
		who = newSession(pageDoor)
	}
	c, e, f, ok := s.hear(who, s.rates(r), m)
	if !ok {
		if wantsJSON(r) {
			s.fail(w, r, f)
			return
		}
		f.retryHeader(w.Header())
		s.showChat(w, r, f.status, chatPage{Draft: m.text, Problem: s.problem(r, f)})
		return
	}
	s.remember(w, who)
	if wantsEvents(r) {
		s.streamOne(w, r, c, e, formView{Action: "/chat", Key: newKey()})
		return
	}
	select {
	case <-e.done:
	case <-r.Context().Done():
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/#m-"+e.id, http.StatusSeeOther)
}

func (s *Server) problem(r *http.Request, f fault) *problem {
	p, done := s.page(r, "")
	defer done()
	return &problem{Title: p.T("error." + f.code + ".title"), Text: p.T("error." + f.code + ".text")}
}

// clear forgets the conversation: what the page shows, what the adviser
// remembers of the firm, and the browser's session.
func (s *Server) clear(w http.ResponseWriter, r *http.Request) {
	if f, ok := s.readForm(w, r); !ok {
		s.fail(w, r, f)
		return
	}
	if who, ok := s.visitor(r); ok {
		if f, ok := s.restart(r.Context(), who); !ok {
			s.fail(w, r, f)
			return
		}
	}
	s.dismiss(w)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// restart has the adviser begin anew with a session, and forgets its exchanges.
func (s *Server) restart(ctx context.Context, who session) (fault, bool) {
	if !s.gate.enter() {
		return draining, false
	}
	defer s.gate.leave()
	if c, ok := s.memory.get(who, s.now()); ok {
		// A turn in flight would bring back what is forgotten.
		select {
		case c.turn <- struct{}{}:
			defer func() { <-c.turn }()
		case <-ctx.Done():
			return busy, false
		}
	}
	_, err := s.call(ctx, bot.Message{ID: newKey(), From: bot.Address{Channel: Channel, Chat: who.chat()}, Action: "cmd restart", At: s.now().In(hubei)})
	if err != nil {
		s.log.ErrorContext(ctx, "conversation not cleared", "channel", Channel, "error", err)
		return internal, false
	}
	s.memory.forget(who)
	return fault{}, true
}

// exchangeOf returns the exchange that a page's address names, if it belongs to
// the browser's session.
func (s *Server) exchangeOf(r *http.Request) (*conversation, *exchange, bool) {
	who, ok := s.visitor(r)
	if !ok {
		return nil, nil, false
	}
	c, ok := s.memory.get(who, s.now())
	if !ok {
		return nil, nil, false
	}
	e, ok := c.find(r.PathValue("message"))
	return c, e, ok && e.finished() && !e.failed
}

// printed shows one exchange for paper.
func (s *Server) printed(w http.ResponseWriter, r *http.Request) {
	c, e, ok := s.exchangeOf(r)
	if !ok {
		s.fail(w, r, gone)
		return
	}
	s.onPaper(w, r, c, e, formView{})
}

// onPaper writes the page of one exchange that is made for paper.
func (s *Server) onPaper(w http.ResponseWriter, r *http.Request, c *conversation, e *exchange, form formView) {
	p, done := s.page(r, "")
	defer done()
	p.Print, p.Script, p.Embed = true, true, form.Embed
	v := c.view(e, p.words, form, s.now())
	p.Title = cmp.Or(v.Paper, p.T("print.title"))
	for _, part := range v.Parts {
		for i := range part.Sources {
			part.Sources[i].Link = s.site.origin + part.Sources[i].Link // on paper an address must be whole
		}
	}
	p.Main = v
	s.render(w, r, http.StatusOK, "print", p)
}

// file sends a file of a reply to the browser that it belongs to.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	c, e, ok := s.exchangeOf(r)
	if !ok {
		s.fail(w, r, gone)
		return
	}
	f, ok := c.file(e, digits(r.PathValue("n")), s.now())
	if !ok {
		s.fail(w, r, gone)
		return
	}
	sendFile(w, r, f)
}

// digits is a number written in digits; -1 for anything else.
func digits(s string) int {
	n, err := strconv.ParseUint(s, 10, 16)
	if err != nil {
		return -1
	}
	return int(n)
}

var plainType = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]+(; charset=utf-8)?$`)

// sendFile sends a file to be kept, never to be shown within the site.
func sendFile(w http.ResponseWriter, r *http.Request, f bot.File) {
	h := w.Header()
	kind := "application/octet-stream"
	if plainType.MatchString(f.Type) {
		kind = f.Type
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fileName(f.Name)}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(f.Data)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(f.Data) // a client that left is nobody's fault
	}
}

// privacyPage is the own part of the page on privacy.
type privacyPage struct {
	Form  formView
	Parts []privacyPart
}

type privacyPart struct {
	Title string
	Text  []string
}

// privacy says what is kept, and offers a person's rights over it.
func (s *Server) privacy(w http.ResponseWriter, r *http.Request) {
	p, done := s.page(r, "privacy")
	defer done()
	p.Title = p.T("privacy.title")
	own := privacyPage{Form: formView{Action: "/chat", Key: newKey()}}
	for _, part := range p.List("privacy.part") {
		one := privacyPart{Title: p.T(part + ".title")}
		for _, key := range p.List(part + ".text") {
			one.Text = append(one.Text, p.T(key, s.kept...))
		}
		own.Parts = append(own.Parts, one)
	}
	p.Main = own
	s.render(w, r, http.StatusOK, "privacy", p)
}

// wantsJSON reports whether the script of a page asked, not the page itself.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return wantsEvents(r) || strings.HasPrefix(accept, "application/json")
}

// wantsEvents reports whether a request asks for a stream of events.
func wantsEvents(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Accept"), "text/event-stream")
}

// rates returns what the address of a request may still do.
func (s *Server) rates(r *http.Request) *addressRate {
	return s.addresses.of(clientAddress(r, s.trusted))
}
