package web

import (
	"net/http"
	"strings"
)

// home is the chat.
func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	p, done := s.page(r, "chat")
	defer done()
	p.Script = true
	s.render(w, r, http.StatusOK, "chat", p)
}

// isEmbed reports whether a path is shown within other sites.
func isEmbed(r *http.Request) bool {
	return r.URL.Path == "/embed" || strings.HasPrefix(r.URL.Path, "/embed/")
}

// wantsJSON reports whether the script of a page asked.
func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.Header.Get("Accept"), "text/event-stream") || strings.HasPrefix(r.Header.Get("Accept"), "application/json")
}
