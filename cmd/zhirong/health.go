package main

import (
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// livez says that the process answers.
func (v *service) livez(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	fmt.Fprintln(w, "alive")
}

// readyz says whether people should be sent here: a generation is loaded, the
// store is open, and the service is not about to end. A folder that cannot be
// written is no reason to turn people away; the word "unlogged" shows it.
func (v *service) readyz(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case v.draining.Load():
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "stopping")
	case v.store == nil:
		fmt.Fprintln(w, "ready, unlogged")
	default:
		fmt.Fprintln(w, "ready")
	}
}

// guardMetrics serves figures to those who may see them. On the main address that
// is only this machine, asking for itself and not for others, and only where
// figures have no address of their own.
func (v *service) guardMetrics(main bool) http.Handler {
	figures := v.figures.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		m := v.loaded.Load().Config.Metrics
		if main && (m.Listen != "" || !fromHere(r)) {
			http.NotFound(w, r)
			return
		}
		got := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		if m.Token.Set() && subtle.ConstantTimeCompare([]byte(got), []byte(m.Token.Reveal())) != 1 {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "figures need the token of the setting metrics.token", http.StatusUnauthorized)
			return
		}
		figures.ServeHTTP(w, r)
	})
}

// fromHere reports whether a request comes from this machine and was not passed
// on by a proxy: it names a local host and carries no trace of another client.
func fromHere(r *http.Request) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !peer.Addr().Unmap().IsLoopback() {
		return false
	}
	for _, h := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}
