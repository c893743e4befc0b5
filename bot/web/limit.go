package web

import (
	"container/list"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// clientAddress is where a request comes from. X-Forwarded-For counts only as
// far as proxies that are trusted wrote it: the last address in it that is no
// such proxy. The zero address stands for one that cannot be told.
func clientAddress(r *http.Request, trusted []netip.Prefix) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	at = at.Unmap().WithZone("")
	if !within(at, trusted) {
		return at
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return at
		}
		if at = hop.Unmap().WithZone(""); !within(at, trusted) {
			return at
		}
	}
	return at
}

func within(a netip.Addr, prefixes []netip.Prefix) bool {
	for _, p := range prefixes {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// network is what one subscriber has: an IPv4 address, or a /64 of IPv6.
func network(a netip.Addr) netip.Addr {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}

// limiters hold the rates of addresses; the one unseen for longest is forgotten
// where there are too many.
type limiters struct {
	mu    sync.Mutex
	most  int
	make  func() *addressRate
	all   map[netip.Addr]*list.Element
	order *list.List // of *addressRate, the last seen in front
}

// addressRate is what one address may still do.
type addressRate struct {
	at       netip.Addr
	requests *rate.Limiter
	turns    *rate.Limiter
}

func newLimiters(l Limits) *limiters {
	return &limiters{most: l.Addresses, all: map[netip.Addr]*list.Element{}, order: list.New(), make: func() *addressRate {
		return &addressRate{
			requests: rate.NewLimiter(rate.Limit(l.RequestRate), l.RequestBurst), turns: rate.NewLimiter(rate.Limit(l.AddressRate), l.AddressBurst),
		}
	}}
}

// of returns the rates of an address.
func (l *limiters) of(a netip.Addr) *addressRate {
	a = network(a)
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.all[a]; ok {
		l.order.MoveToFront(e)
		return e.Value.(*addressRate)
	}
	if l.order.Len() >= l.most {
		oldest := l.order.Back()
		delete(l.all, oldest.Value.(*addressRate).at)
		l.order.Remove(oldest)
	}
	one := l.make()
	one.at = a
	l.all[a] = l.order.PushFront(one)
	return one
}

// spend takes one from a rate; where there is none left it returns how long to
// wait for it.
func spend(l *rate.Limiter, now time.Time) (wait time.Duration, ok bool) {
	r := l.ReserveN(now, 1)
	if !r.OK() {
		return time.Minute, false
	}
	if wait = r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return wait, false
	}
	return 0, true
}

// limited tells the observer that something was refused.
func (s *Server) limited(what string) {
	if s.observe.Limited != nil {
		s.observe.Limited(what)
	}
}

// daily counts to a limit that begins anew each day.
type daily struct {
	mu   sync.Mutex
	day  string
	used int
	most int
}

func (d *daily) spend(now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if day := now.In(hubei).Format(time.DateOnly); day != d.day {
		d.day, d.used = day, 0
	}
	if d.used >= d.most {
		return false
	}
	d.used++
	return true
}

// hubei is the time by which people here count their days.
var hubei = time.FixedZone("UTC+8", 8*3600)
