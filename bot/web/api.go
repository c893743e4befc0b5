package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"zhirong/bot"
	"zhirong/corpus"
)

// apiRequest is the body of a call.
type apiRequest struct {
	Session string      `json:"session"`
	Text    string      `json:"text"`
	Action  bot.Action  `json:"action"`
	Lang    corpus.Lang `json:"lang"`
	AsOf    string      `json:"as_of"`
}

// apiObject is the reply object with the token for the next call.
type apiObject struct {
	bot.Object
	Session string `json:"session"`
}

// object is the reply of an exchange as programs read it.
func (s *Server) object(w words, c *conversation, e *exchange) apiObject {
	return apiObject{Object: c.whole(e).Object(e.key, w.Set.Wording, e.took), Session: s.token(c.who)}
}

// allowed reports whether a request may come from where it says: from no page at
// all, from our own, or from one of a widget's sites. It sets the headers that
// let the page read the response.
func (s *Server) allowed(w http.ResponseWriter, r *http.Request) bool {
	w.Header().Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" {
		// Browsers send no Origin with a simple GET, but say whose page it is of.
		site := r.Header.Get("Sec-Fetch-Site")
		return site == "" || site == "same-origin" || site == "none"
	}
	if origin == s.site.origin {
		return true
	}
	if !slices.Contains(s.origins, origin) {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "Retry-After, X-Request-Id")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return true
}

// preflight tells a browser what a page of another site may send.
func (s *Server) preflight(w http.ResponseWriter, r *http.Request) {
	if !s.allowed(w, r) {
		s.fail(w, r, foreign)
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	h.Set("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Request-Id")
	h.Set("Access-Control-Max-Age", "7200")
	w.WriteHeader(http.StatusNoContent)
}

// readCall reads the body of a call and its session. A call without a token
// begins a session.
func (s *Server) readCall(w http.ResponseWriter, r *http.Request) (who session, m said, f fault, ok bool) {
	if kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" ||
		params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
		return who, m, wrongType, false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, s.limits.Body))
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return who, m, tooLarge, false
		}
		return who, m, badRequest, false
	}
	if !utf8.Valid(body) || !json.Valid(body) {
		return who, m, badRequest, false
	}
	var call apiRequest
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&call); err != nil {
		return who, m, invalid, false
	}
	look, _ := readPrefs(r)
	m = said{key: r.Header.Get("Idempotency-Key"), text: call.Text, action: call.Action, lang: look.Lang, strict: true}
	switch call.Lang {
	case "":
	case corpus.Chinese, corpus.English:
		m.lang = call.Lang
	default:
		return who, m, invalid, false
	}
	if m.key == "" {
		m.key = newKey()
	} else if !plainID(m.key) {
		return who, m, invalid, false
	}
	if call.AsOf != "" {
		day, err := corpus.ParseDate(call.AsOf)
		today := s.now().In(hubei)
		if err != nil || day > corpus.DateOf(today.AddDate(1, 0, 0)) || day < corpus.DateOf(today.AddDate(-30, 0, 0)) {
			return who, m, invalid, false
		}
		m.day = day
	}
	who = newSession(apiDoor)
	if call.Session != "" {
		if who, ok = s.open(call.Session, apiDoor); !ok {
			return who, m, badSession, false
		}
	}
	return who, m, fault{}, true
}

// apiChat answers one message with the reply object, or with the events of its
// exchange.
func (s *Server) apiChat(w http.ResponseWriter, r *http.Request) {
	if !s.allowed(w, r) {
		s.fail(w, r, foreign)
		return
	}
	who, m, f, ok := s.readCall(w, r)
	if !ok {
		s.fail(w, r, f)
		return
	}
	r = withLang(r, m.lang)
	c, e, f, ok := s.hear(who, s.rates(r), m)
	if !ok {
		s.fail(w, r, f)
		return
	}
	if wantsEvents(r) || strings.HasSuffix(r.URL.Path, "/stream") {
		s.streamOne(w, r, c, e, formView{Key: newKey(), Embed: true})
		return
	}
	select {
	case <-e.done:
	case <-r.Context().Done():
		return
	}
	if e.failed {
		s.fail(w, r, internal)
		return
	}
	g, release := s.live.Acquire()
	defer release()
	writeJSON(w, http.StatusOK, s.object(words{Set: g.Set, Lang: m.lang}, c, e))
}

// apiStream sends the events of a session as they come.
func (s *Server) apiStream(w http.ResponseWriter, r *http.Request) {
	if !s.allowed(w, r) {
		s.fail(w, r, foreign)
		return
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	who, ok := s.open(token, apiDoor)
	if !bearer || !ok {
		w.Header().Set("WWW-Authenticate", `Bearer realm="zhirong"`)
		s.fail(w, r, badSession)
		return
	}
	s.streamAll(w, r, s.memory.begin(who, s.now()), formView{Key: newKey(), Embed: true})
}

// withLang has later wording of a request in a language.
func withLang(r *http.Request, lang corpus.Lang) *http.Request {
	r = r.Clone(r.Context())
	q := r.URL.Query()
	q.Set("lang", string(lang))
	r.URL.RawQuery = q.Encode()
	return r
}

// apiDescription sends the description of the API.
func (s *Server) apiDescription(w http.ResponseWriter, r *http.Request) {
	s.openapi.serve(w, r, false)
}
