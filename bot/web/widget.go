package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"zhirong/corpus"
)

// widgetScript sends the script that puts a button and the chat on another
// site's page: words in the language asked for, then the fixed program.
func (s *Server) widgetScript(w http.ResponseWriter, r *http.Request) {
	if len(s.origins) == 0 {
		s.fail(w, r, notFound)
		return
	}
	g, release := s.live.Acquire()
	defer release()
	all := map[corpus.Lang]map[string]string{}
	for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
		wd := words{Set: g.Set, Lang: lang}
		all[lang] = map[string]string{
			"open": wd.T("widget.open"), "close": wd.T("widget.close"), "title": wd.T("name"), "refused": wd.T("error.not_embedded.title"),
			"offline": wd.T("widget.offline"),
		}
	}
	data, err := json.Marshal(all) // escapes < > & and the line separators
	if err != nil {
		s.fail(w, r, internal)
		return
	}
	body := append([]byte("\"use strict\";\nwindow.zhirongWords = "), data...)
	body = append(append(body, ";\n"...), s.assets.byName["widget.js"].plain...)
	h := w.Header()
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	newAsset(".js", body).serve(w, r, false)
}

// widgetCheck tells the widget whether the page that it stands on may have it.
func (s *Server) widgetCheck(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Add("Vary", "Origin")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if origin := r.Header.Get("Origin"); origin != "" {
		h.Set("Access-Control-Allow-Origin", origin) // the refusal too may be read
		if !slices.Contains(s.origins, origin) && origin != s.site.origin {
			s.limited("widget_origin")
			p, done := s.page(r, "")
			defer done()
			writeJSON(w, http.StatusForbidden, errorObject{errorBody{Code: notEmbedded.code, Text: p.T("error.not_embedded.text")}})
			return
		}
	}
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
}

// framed lets the listed sites show a page within theirs, and refuses a request
// that says to come from another one.
func (s *Server) framed(w http.ResponseWriter, r *http.Request) bool {
	if len(s.origins) == 0 {
		s.fail(w, r, notFound)
		return false
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy(strings.Join(s.origins, " ")))
	h.Del("X-Frame-Options")
	h.Del("Cross-Origin-Opener-Policy")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if r.Header.Get("Sec-Fetch-Site") == "cross-site" || r.Header.Get("Sec-Fetch-Site") == "same-site" {
		if from, err := url.Parse(r.Header.Get("Referer")); err == nil && from.Host != "" && !slices.Contains(s.origins, from.Scheme+"://"+from.Host) {
			s.limited("widget_origin")
			s.fail(w, r, notEmbedded)
			return false
		}
	}
	return true
}

// embed is the chat within another site. It uses no cookie: the session's token
// goes along with each form.
func (s *Server) embed(w http.ResponseWriter, r *http.Request) {
	if s.framed(w, r) {
		s.showEmbed(w, r, http.StatusOK, session{}, chatPage{})
	}
}

// showEmbed writes the page with the exchanges of a session, if there is one.
func (s *Server) showEmbed(w http.ResponseWriter, r *http.Request, status int, who session, own chatPage) {
	p, done := s.page(r, "chat")
	defer done()
	p.Script, p.Embed = true, true
	own.Form = formView{Action: "/embed/chat" + looksQuery(r), Key: newKey(), Embed: true}
	if who.door != 0 {
		own.Form.Session = s.token(who)
		own.fill(s, who, p.words)
	}
	own.Examples = examples(p.words)
	p.Main = own
	s.render(w, r, status, "chat", p)
}

// looksQuery carries the looks of a page without cookies on to the next.
func looksQuery(r *http.Request) string {
	look, _ := readPrefs(r)
	q := url.Values{"lang": {string(look.Lang)}}
	if look.Theme != "" {
		q.Set("theme", look.Theme)
	}
	if look.Size != "" {
		q.Set("size", look.Size)
	}
	return "?" + q.Encode()
}

// embedForm reads a form of the widget and its session, which may be none yet.
func (s *Server) embedForm(w http.ResponseWriter, r *http.Request) (session, bool) {
	if !s.framed(w, r) {
		return session{}, false
	}
	if f, ok := s.readForm(w, r); !ok {
		s.fail(w, r, f)
		return session{}, false
	}
	who, ok := s.open(r.PostForm.Get("session"), widgetDoor)
	if !ok {
		who = newSession(widgetDoor)
	}
	return who, true
}

// embedChat takes a message of the widget.
func (s *Server) embedChat(w http.ResponseWriter, r *http.Request) {
	who, ok := s.embedForm(w, r)
	if !ok {
		return
	}
	m := spoken(r)
	c, e, f, ok := s.hear(who, s.rates(r), m)
	switch {
	case !ok && wantsJSON(r):
		s.fail(w, r, f)
	case !ok:
		f.retryHeader(w.Header())
		s.showEmbed(w, r, f.status, who, chatPage{Draft: m.text, Problem: s.problem(r, f), Posted: true})
	case wantsEvents(r):
		s.streamOne(w, r, c, e, formView{Action: "/embed/chat" + looksQuery(r), Key: newKey(), Session: s.token(who), Embed: true})
	default:
		select {
		case <-e.done:
			s.showEmbed(w, r, http.StatusOK, who, chatPage{Posted: true})
		case <-r.Context().Done():
		}
	}
}

// embedOpen shows the conversation of a token again, as after a reload.
func (s *Server) embedOpen(w http.ResponseWriter, r *http.Request) {
	if who, ok := s.embedForm(w, r); ok {
		s.showEmbed(w, r, http.StatusOK, who, chatPage{Posted: true})
	}
}

// embedClear forgets the conversation of a token.
func (s *Server) embedClear(w http.ResponseWriter, r *http.Request) {
	who, ok := s.embedForm(w, r)
	if !ok {
		return
	}
	if f, ok := s.restart(r.Context(), who); !ok {
		s.fail(w, r, f)
		return
	}
	s.showEmbed(w, r, http.StatusOK, session{}, chatPage{Posted: true})
}

// embedExchange returns the exchange that a form of the widget names, of the
// conversation whose token goes with it; it has answered where that is none.
func (s *Server) embedExchange(w http.ResponseWriter, r *http.Request) (*conversation, *exchange, bool) {
	who, ok := s.embedForm(w, r)
	if !ok {
		return nil, nil, false
	}
	c, ok := s.memory.get(who, s.now())
	if !ok {
		s.fail(w, r, gone)
		return nil, nil, false
	}
	e, ok := c.find(r.PostForm.Get("message"))
	if !ok || !e.finished() || e.failed {
		s.fail(w, r, gone)
		return nil, nil, false
	}
	return c, e, true
}

// embedPrint shows one exchange of the widget for paper, in a page of its own.
func (s *Server) embedPrint(w http.ResponseWriter, r *http.Request) {
	if c, e, ok := s.embedExchange(w, r); ok {
		s.onPaper(w, r, c, e, formView{Embed: true})
	}
}

// embedFile sends a file of a reply to the widget that it belongs to.
func (s *Server) embedFile(w http.ResponseWriter, r *http.Request) {
	c, e, ok := s.embedExchange(w, r)
	if !ok {
		return
	}
	f, ok := c.file(e, digits(r.PostForm.Get("n")), s.now())
	if !ok {
		s.fail(w, r, gone)
		return
	}
	sendFile(w, r, f)
}
