package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"time"
)

// door is the way by which a session came in. A token of one door does not open
// another.
type door byte

const (
	pageDoor   door = 'p' // a cookie of the page
	apiDoor    door = 'a' // a token of the API
	widgetDoor door = 'w' // a token within another site's page
)

// A token is the door, the session's id, the time of issue in seconds and a
// signature, in base64.
const (
	idBytes    = 16
	macBytes   = 16
	tokenBytes = 1 + idBytes + 8 + macBytes
)

var encoding = base64.RawURLEncoding

// session is who writes, as far as the web knows: a random id.
type session struct {
	door door
	id   [idBytes]byte
}

// newSession returns a session with an id of 128 random bits.
func newSession(d door) session {
	s := session{door: d}
	rand.Read(s.id[:]) // never fails
	return s
}

// chat is the session's name in addresses.
func (s session) chat() string { return encoding.EncodeToString(s.id[:]) }

// token signs a session for the browser or program to keep.
func (s *Server) token(who session) string {
	b := make([]byte, 0, tokenBytes)
	b = append(b, byte(who.door))
	b = append(b, who.id[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(s.now().Unix()))
	return encoding.EncodeToString(append(b, s.mac(b)...))
}

// open returns the session of a token of a door that is signed by us and not
// too old.
func (s *Server) open(token string, d door) (session, bool) {
	if len(token) != encoding.EncodedLen(tokenBytes) {
		return session{}, false
	}
	b, err := encoding.DecodeString(token)
	if err != nil || len(b) != tokenBytes || b[0] != byte(d) || encoding.EncodeToString(b) != token {
		return session{}, false
	}
	body := b[:tokenBytes-macBytes]
	if !hmac.Equal(b[tokenBytes-macBytes:], s.mac(body)) {
		return session{}, false
	}
	issued := time.Unix(int64(binary.BigEndian.Uint64(body[1+idBytes:])), 0)
	if age := s.now().Sub(issued); age > s.limits.SessionLife || age < -time.Minute {
		return session{}, false
	}
	who := session{door: d}
	copy(who.id[:], body[1:])
	return who, true
}

func (s *Server) mac(b []byte) []byte {
	h := hmac.New(sha256.New, s.secret)
	h.Write([]byte("zhirong web session\x00"))
	h.Write(b)
	return h.Sum(nil)[:macBytes]
}

// cookieName is bound to this host alone where the connection allows it.
func (s *Server) cookieName() string {
	if s.site.secure {
		return "__Host-zhirong"
	}
	return "zhirong"
}

// visitor returns the session of a page's cookie.
func (s *Server) visitor(r *http.Request) (session, bool) {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return session{}, false
	}
	return s.open(c.Value, pageDoor)
}

// remember has the browser keep a session, counted from now.
func (s *Server) remember(w http.ResponseWriter, who session) {
	s.setCookie(w, s.token(who), int(s.limits.SessionLife/time.Second))
}

// dismiss has the browser drop its session.
func (s *Server) dismiss(w http.ResponseWriter) { s.setCookie(w, "", -1) }

func (s *Server) setCookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: age, Secure: s.site.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
