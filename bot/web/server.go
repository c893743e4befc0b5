package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"zhirong/bot"
	"zhirong/docs"
)

// Channel is the name of this front end in addresses.
const Channel bot.Channel = "web"

// Server is the web front end. Make it with New.
type Server struct {
	answerer  bot.Answerer
	live      *bot.Live
	log       *slog.Logger
	now       func() time.Time
	site      site
	limits    Limits
	observe   Observer
	origins   []string
	secret    []byte
	trusted   []netip.Prefix
	imprint   Imprint
	kept      []string // names and values that the privacy page tells
	templates templates
	assets    *assets
	library   shelves
	openapi   *asset
	handler   http.Handler
	warnings  []string

	memory    *memory
	addresses *limiters
	widgetDay *daily
	turns     chan struct{} // held while a turn is answered
	streams   chan struct{} // held while a stream is open
	gate      gate
	life      context.Context // of turns; ends with Close
	stop      context.CancelFunc
	ending    chan struct{} // closed when streams must end
	endOnce   sync.Once
	sweeper   sync.WaitGroup
}

// New returns a server that is ready to answer. Call Close when done with it.
func New(o Options) (*Server, error) {
	if err := o.fill(); err != nil {
		return nil, err
	}
	home, err := parseSite(o.PublicURL)
	if err != nil {
		return nil, err
	}
	s := &Server{
		answerer: o.Answerer, live: o.Live, log: o.Log, now: o.Now, site: home, limits: o.Limits, observe: o.Observe,
		origins: o.WidgetOrigins, secret: o.Secret, trusted: o.TrustedProxies,
		imprint: o.Imprint,
		kept:    []string{"session_days", days(o.Limits.SessionLife), "text_days", days(o.KeptText), "turn_days", days(o.KeptTurns)},
		openapi: newAsset(".yaml", docs.OpenAPI),
		memory:  newMemory(o.Limits), addresses: newLimiters(o.Limits), widgetDay: &daily{most: o.Limits.WidgetDay},
		turns: make(chan struct{}, o.Limits.Turns), streams: make(chan struct{}, o.Limits.Streams), ending: make(chan struct{}),
	}
	if len(s.secret) == 0 {
		s.secret = make([]byte, 32)
		rand.Read(s.secret) // never fails
	} else if len(s.secret) < 16 {
		return nil, errors.New("the secret that signs sessions is shorter than 16 bytes")
	}
	if !home.secure && !home.local {
		s.warnings = append(s.warnings, fmt.Sprintf("people reach %s without encryption: cookies are plain ones and what is written can be read on the way; put https before it", home.origin))
	}
	if s.templates, err = parseTemplates(); err != nil {
		return nil, err
	}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.handler, err = s.routes(o); err != nil {
		return nil, err
	}
	s.life, s.stop = context.WithCancel(context.Background())
	s.sweeper.Go(s.sweep)
	return s, nil
}

// days is a duration in whole days, rounded up: nothing is kept longer than said.
func days(d time.Duration) string {
	return strconv.Itoa(int((d + 24*time.Hour - 1) / (24 * time.Hour)))
}

// sweepEvery is how often conversations that are over are dropped though nobody
// comes.
const sweepEvery = 10 * time.Minute

func (s *Server) sweep() {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.memory.sweep(s.now())
		case <-s.life.Done():
			return
		}
	}
}

// Drain takes no further turns, lets those in flight finish and then ends the
// event streams. Its error is that of ctx where it ends before the turns do;
// the streams are ended all the same.
func (s *Server) Drain(ctx context.Context) error {
	s.gate.close()
	finished := make(chan struct{})
	go func() {
		s.gate.inside.Wait()
		close(finished)
	}()
	defer s.endOnce.Do(func() { close(s.ending) })
	select {
	case <-finished:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for turns in flight: %w", ctx.Err())
	}
}

// Close takes no further turns, cancels those in flight without waiting for
// them, and ends the streams. Drain first to let turns finish.
func (s *Server) Close() {
	s.gate.close()
	s.stop()
	s.endOnce.Do(func() { close(s.ending) })
	s.sweeper.Wait()
}

// Handler returns all routes with their protection.
func (s *Server) Handler() http.Handler { return s.handler }

// Warnings are what the operator should know before people come, in English.
func (s *Server) Warnings() []string { return s.warnings }

// HTTPServer returns a server for an address with limits on slow clients. Its
// Shutdown does not wait for event streams: call Drain before it.
func (s *Server) HTTPServer(addr string) *http.Server {
	return &http.Server{
		Addr: addr, Handler: s.handler, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: s.limits.HeaderTime, ReadTimeout: s.limits.ReadTime, WriteTimeout: s.limits.WriteTime, IdleTimeout: s.limits.IdleTime,
		MaxHeaderBytes: 16 << 10,
	}
}

// routes joins the handlers.
func (s *Server) routes(o Options) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("POST /chat", s.chat)
	mux.HandleFunc("POST /clear", s.clear)
	mux.HandleFunc("GET /print/{message}", s.printed)
	mux.HandleFunc("GET /file/{message}/{n}", s.file)
	mux.HandleFunc("GET /privacy", s.privacy)
	mux.HandleFunc("GET /static/", s.static)
	mux.HandleFunc("POST /api/v1/chat", s.apiChat)
	mux.HandleFunc("POST /api/v1/chat/stream", s.apiChat)
	mux.HandleFunc("GET /api/v1/chat/stream", s.apiStream)
	mux.HandleFunc("OPTIONS /api/v1/chat", s.preflight)
	mux.HandleFunc("OPTIONS /api/v1/chat/stream", s.preflight)
	mux.HandleFunc("GET /api/v1/openapi.yaml", s.apiDescription)
	mux.HandleFunc("GET /widget.js", s.widgetScript)
	mux.HandleFunc("GET /widget/check", s.widgetCheck)
	mux.HandleFunc("GET /embed", s.embed)
	mux.HandleFunc("POST /embed", s.embedOpen)
	mux.HandleFunc("POST /embed/chat", s.embedChat)
	mux.HandleFunc("POST /embed/clear", s.embedClear)
	mux.HandleFunc("POST /embed/file", s.embedFile)
	mux.HandleFunc("POST /embed/print", s.embedPrint)
	s.libraryRoutes(mux)
	return s.protect(mux, o)
}

// protect puts what holds for every request around the routes.
func (s *Server) protect(mux *http.ServeMux, o Options) (http.Handler, error) {
	mounted := map[string]bool{}
	for pattern, h := range o.Mount {
		if err := handle(mux, pattern, h); err != nil {
			return nil, err
		}
		mounted[pattern] = true
	}
	cross := http.NewCrossOriginProtection()
	if err := cross.AddTrustedOrigin(s.site.origin); err != nil {
		return nil, fmt.Errorf("public address: %w", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		id := requestID(r)
		r = r.WithContext(context.WithValue(r.Context(), requestKey{}, id))
		w.Header().Set("X-Request-Id", id)
		out := &statusWriter{ResponseWriter: w}
		h, pattern := mux.Handler(r)
		defer func() {
			if s.observe.Request != nil {
				s.observe.Request(route(pattern), out.status(), time.Since(begun))
			}
		}()
		defer func() {
			if err := recover(); err != nil {
				if err == http.ErrAbortHandler {
					panic(err)
				}
				s.log.ErrorContext(r.Context(), "request panicked", "request", id, "route", route(pattern), "panic", fmt.Sprint(err))
				if out.code == 0 {
					s.fail(out, r, internal)
				}
			}
		}()
		s.secure(out.Header())
		switch {
		case mounted[pattern]:
			mux.ServeHTTP(out, r)
		case !s.admitted(out, r):
		case pattern == "":
			s.unrouted(out, r, h)
		case !isAPI(r) && cross.Check(r) != nil:
			s.fail(out, r, foreign)
		default:
			mux.ServeHTTP(out, r)
		}
	}), nil
}

// admitted spends one request of the address's rate.
func (s *Server) admitted(w http.ResponseWriter, r *http.Request) bool {
	wait, ok := spend(s.rates(r).requests, s.now())
	if !ok {
		s.limited("requests")
		s.fail(w, r, tooMany.after(wait))
	}
	return ok
}

// handle adds a handler; a pattern that cannot be added is an error, no panic.
func handle(mux *http.ServeMux, pattern string, h http.Handler) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("mount %q: %v", pattern, p)
		}
	}()
	mux.Handle(pattern, h)
	return nil
}

func route(pattern string) string {
	if pattern == "" {
		return "none"
	}
	return pattern
}

// secure sets the headers that every response carries.
func (s *Server) secure(h http.Header) {
	h.Set("Content-Security-Policy", policy("'none'"))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), browsing-topics=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.site.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// policy is the content security policy of a page that may be shown within the
// pages of some sites.
func policy(ancestors string) string {
	return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors " + ancestors + "; require-trusted-types-for 'script'; trusted-types zhirong"
}

// unrouted answers what no route takes: the mux says whether the path or the
// method is unknown, or that the path is written differently.
func (s *Server) unrouted(w http.ResponseWriter, r *http.Request, h http.Handler) {
	probe := &probe{header: http.Header{}}
	h.ServeHTTP(probe, r)
	switch {
	case probe.code >= 300 && probe.code < 400:
		h.ServeHTTP(w, r)
	case probe.code == http.StatusMethodNotAllowed:
		w.Header().Set("Allow", probe.header.Get("Allow"))
		s.fail(w, r, wrongMethod)
	default:
		s.fail(w, r, notFound)
	}
}

// probe takes a response without sending it.
type probe struct {
	header http.Header
	code   int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) Write(b []byte) (int, error) { p.WriteHeader(http.StatusOK); return len(b), nil }
func (p *probe) WriteHeader(code int) {
	if p.code == 0 {
		p.code = code
	}
}

// statusWriter remembers the status of a response.
type statusWriter struct {
	http.ResponseWriter
	code int
}

func (w *statusWriter) WriteHeader(code int) {
	if w.code == 0 {
		w.code = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.code == 0 {
		w.code = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *statusWriter) status() int {
	if w.code == 0 {
		return http.StatusOK
	}
	return w.code
}

type requestKey struct{}

// requestID is the id that a request came with, if it is a plain one, or a new one.
func requestID(r *http.Request) string {
	if id := r.Header.Get("X-Request-Id"); plainID(id) {
		return id
	}
	return rand.Text()[:16]
}

// plainID reports whether an id from outside is short and of plain characters.
func plainID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	return strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == ""
}

// idOf returns the id of a request.
func idOf(r *http.Request) string {
	id, _ := r.Context().Value(requestKey{}).(string)
	return id
}

// isEmbed reports whether a path is shown within other sites.
func isEmbed(r *http.Request) bool {
	return r.URL.Path == "/embed" || strings.HasPrefix(r.URL.Path, "/embed/")
}

// isAPI reports whether a path belongs to the API, which takes tokens and no cookies.
func isAPI(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/api/") }
