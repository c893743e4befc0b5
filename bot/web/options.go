package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"zhirong/bot"
)

// Options are what a Server is made of. Answerer and Live are required; the zero
// value of any other field stands for what its comment says.
type Options struct {
	Answerer bot.Answerer
	Live     *bot.Live        // wording, and the corpus that the library shows
	Log      *slog.Logger     // nil: dropped
	Now      func() time.Time // nil: time.Now

	// PublicURL is where people reach the server, such as "https://zhirong.example".
	// Its scheme decides on the kind of cookie. Empty: http on localhost.
	PublicURL string
	// TrustedProxies are the addresses from which X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
	// WidgetOrigins are the sites that may embed the chat and call the API from
	// their pages, such as "https://park.example". Empty: there is no widget.
	WidgetOrigins []string
	// Secret signs session tokens; at least 16 bytes. nil: a random one, so that
	// conversations end with the process.
	Secret []byte
	Limits Limits
	// KeptText and KeptTurns are how long the log keeps a person's words and the
	// rest of a turn, as the privacy page tells; 90 and 365 days.
	KeptText, KeptTurns time.Duration
	// Imprint is shown beneath every page, as far as it is set.
	Imprint Imprint
	// Observe is told what happens, for metrics. Its functions must not block.
	Observe Observer
	// Mount adds handlers under patterns of http.ServeMux, such as "GET /livez".
	// They are not limited in rate and see the request as it came.
	Mount map[string]http.Handler
}

// Imprint says who runs the service and under which filings.
type Imprint struct {
	Operator   string // the organisation
	Complaints string // where people complain and exercise their rights
	ICP        string // ICP 备案号
	Police     string // 公安备案号
	Algorithm  string // 算法备案号
	Generative string // name and number of the filed model
}

// Zero reports whether nothing is set.
func (i Imprint) Zero() bool { return i == Imprint{} }

// Observer is told what happens. A nil function is not called.
type Observer struct {
	Request func(route string, status int, took time.Duration) // route is the pattern that matched; "none" without one
	Turn    func(reply bot.Reply, took time.Duration, err error)
	Streams func(change int) // +1 where an event stream begins, -1 where it ends
	Limited func(what string)
}

// Limits bound what one person, one address and all together may use. A field
// that is zero has the default named in its comment.
type Limits struct {
	Body          int64         // bytes of a request body; 16384
	Message       int           // characters of a message; 2000
	SessionRate   float64       // turns a second of one session, in the long run; 1
	SessionBurst  int           // turns of one session at once; 12
	AddressRate   float64       // turns a second of one address (IPv6: /64); 60
	AddressBurst  int           // turns of one address at once; 600
	RequestRate   float64       // requests a second of one address; 300
	RequestBurst  int           // requests of one address at once; 3000
	Addresses     int           // addresses remembered for their rate; 20000
	Waiting       int           // turns of one session that wait for the one before; 3
	Turns         int           // turns answered at once; 64
	TurnTime      time.Duration // a turn may take; 30s
	Streams       int           // open event streams; 4000
	StreamsEach   int           // open event streams of one session; 6
	StreamTime    time.Duration // after which a stream is ended, to be resumed; 15m
	Heartbeat     time.Duration // between signs of life on a stream; 15s
	Sessions      int           // conversations kept in memory; 20000
	Exchanges     int           // exchanges kept of one conversation; 40
	AllExchanges  int           // exchanges kept in all; 40000
	FileBytes     int           // bytes of files kept of one conversation; 4 MiB
	Kept          time.Duration // after the last turn, how long a conversation stays in memory; 24h, which is also the most
	SessionLife   time.Duration // after the last turn, how long a browser remembers its session; 168h
	WidgetSession int           // turns of one session in the widget; 60
	WidgetDay     int           // turns of all widgets of one day; 20000
	HeaderTime    time.Duration // a client may take to send its request's head; 5s
	ReadTime      time.Duration // a client may take to send its whole request; 15s
	WriteTime     time.Duration // a client may take to receive a response, or one event of a stream; 30s
	IdleTime      time.Duration // a connection may wait for its next request; 90s
}

func (l *Limits) fill() {
	def(&l.Body, 16<<10)
	def(&l.Message, 2000)
	def(&l.SessionRate, 1)
	def(&l.SessionBurst, 12)
	def(&l.AddressRate, 60)
	def(&l.AddressBurst, 600)
	def(&l.RequestRate, 300)
	def(&l.RequestBurst, 3000)
	def(&l.Addresses, 20_000)
	def(&l.Waiting, 3)
	def(&l.Turns, 64)
	def(&l.TurnTime, 30*time.Second)
	def(&l.Streams, 4000)
	def(&l.StreamsEach, 6)
	def(&l.StreamTime, 15*time.Minute)
	def(&l.Heartbeat, 15*time.Second)
	def(&l.Sessions, 20_000)
	def(&l.Exchanges, 40)
	def(&l.AllExchanges, 40_000)
	def(&l.FileBytes, 4<<20)
	def(&l.Kept, 24*time.Hour)
	l.Kept = min(l.Kept, 24*time.Hour)
	def(&l.SessionLife, 7*24*time.Hour)
	def(&l.WidgetSession, 60)
	def(&l.WidgetDay, 20_000)
	def(&l.HeaderTime, 5*time.Second)
	def(&l.ReadTime, 15*time.Second)
	def(&l.WriteTime, 30*time.Second)
	def(&l.IdleTime, 90*time.Second)
}

// def gives a field its default.
func def[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// site is what the public address says.
type site struct {
	url    *url.URL
	origin string // scheme://host[:port]
	secure bool   // https
	local  bool   // on this machine
}

func parseSite(public string) (site, error) {
	if public == "" {
		public = "http://localhost"
	}
	u, err := url.Parse(public)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || (u.Path != "" && u.Path != "/") {
		return site{}, fmt.Errorf("public address %q: give scheme and host only, such as https://zhirong.example", public)
	}
	host := u.Hostname()
	local := host == "localhost"
	if ip, err := netip.ParseAddr(host); err == nil {
		local = ip.IsLoopback()
	}
	return site{url: u, origin: u.Scheme + "://" + u.Host, secure: u.Scheme == "https", local: local}, nil
}

// checkOrigins refuses what a browser would not send as an Origin.
func checkOrigins(origins []string) error {
	for _, o := range origins {
		u, err := url.Parse(o)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || o != u.Scheme+"://"+u.Host || u.User != nil {
			return fmt.Errorf("widget origin %q: give scheme and host only, such as https://park.example", o)
		}
		// The origins are written into a header: nothing may end the directive.
		if slices.ContainsFunc([]rune(o), func(r rune) bool { return r <= ' ' || r == ';' || r == ',' || r == '*' || r > '~' }) {
			return fmt.Errorf("widget origin %q holds a character that no origin has", o)
		}
	}
	return nil
}

func (o *Options) fill() error {
	if o.Answerer == nil || o.Live == nil {
		return errors.New("the web needs an answerer and a generation")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Limits.fill()
	def(&o.KeptText, 90*24*time.Hour)
	def(&o.KeptTurns, 365*24*time.Hour)
	return checkOrigins(o.WidgetOrigins)
}
