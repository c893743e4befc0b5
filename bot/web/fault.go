package web

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// fault is why a request is not served. Its code is the name of its wording,
// "web.error.CODE.title" and ".text", and stands in the API's errors.
type fault struct {
	status int
	code   string
	retry  time.Duration // after which the same may work; 0: not said
}

// The faults that requests meet.
var (
	badRequest   = fault{status: http.StatusBadRequest, code: "bad_request"}
	badSession   = fault{status: http.StatusUnauthorized, code: "bad_session"}
	foreign      = fault{status: http.StatusForbidden, code: "foreign"}
	notEmbedded  = fault{status: http.StatusForbidden, code: "not_embedded"}
	notFound     = fault{status: http.StatusNotFound, code: "not_found"}
	gone         = fault{status: http.StatusNotFound, code: "gone"}
	wrongMethod  = fault{status: http.StatusMethodNotAllowed, code: "method"}
	tooLarge     = fault{status: http.StatusRequestEntityTooLarge, code: "too_large"}
	wrongType    = fault{status: http.StatusUnsupportedMediaType, code: "media_type"}
	invalid      = fault{status: http.StatusUnprocessableEntity, code: "invalid"}
	tooLong      = fault{status: http.StatusUnprocessableEntity, code: "too_long"}
	emptyMessage = fault{status: http.StatusUnprocessableEntity, code: "empty"}
	keyReused    = fault{status: http.StatusUnprocessableEntity, code: "key_reused"}
	tooMany      = fault{status: http.StatusTooManyRequests, code: "too_many"}
	widgetSpent  = fault{status: http.StatusTooManyRequests, code: "widget_spent"}
	internal     = fault{status: http.StatusInternalServerError, code: "internal"}
	busy         = fault{status: http.StatusServiceUnavailable, code: "busy", retry: 3 * time.Second}
	draining     = fault{status: http.StatusServiceUnavailable, code: "draining", retry: 10 * time.Second}
)

// after returns the fault with the time after which to try again.
func (f fault) after(d time.Duration) fault {
	f.retry = d
	return f
}

// retryHeader tells when to try again, in whole seconds.
func (f fault) retryHeader(h http.Header) {
	if f.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(f.retry.Seconds()))))
	}
}

// faultPage is the own part of an error page.
type faultPage struct {
	Status  int
	Code    string
	Request string
}

// errorObject is an error as programs read it.
type errorObject struct {
	Error errorBody `json:"error"`
}

type errorBody struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// fail answers a request with a fault: a page in the person's language, or an
// object for programs.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, f fault) {
	p, done := s.page(r, "")
	defer done()
	f.retryHeader(w.Header())
	if isAPI(r) || wantsJSON(r) {
		writeJSON(w, f.status, errorObject{errorBody{Code: f.code, Text: p.T("error." + f.code + ".text")}})
		return
	}
	p.Title = p.T("error." + f.code + ".title")
	p.Embed = isEmbed(r)
	p.Main = faultPage{Status: f.status, Code: f.code, Request: idOf(r)}
	s.render(w, r, f.status, "fault", p)
}

// writeJSON sends an object.
func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that left is nobody's fault
}
