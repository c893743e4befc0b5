package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	leastK      = 5  // firms that a figure must stand for at least
	leastSecret = 16 // letters of a secret
)

// check returns what the settings do not obey. A rule about two settings names both.
func (l *loader) check() Problems {
	c := l.Config
	l.oneOf("log.format", c.Log.Format, "text", "json")
	l.oneOf("log.level", c.Log.Level, "debug", "info", "warn", "error")
	l.address("listen", c.Listen)
	if c.Data == "" {
		l.at("data", "is empty", "name a folder")
	}
	if c.PublicURL != "" {
		if err := checkOrigin(c.PublicURL); err != nil {
			l.at("public_url", err.Error(), "write it as https://advice.example.cn")
		}
	}
	for _, p := range c.TrustedProxies {
		if _, err := ParseProxy(p); err != nil {
			l.at("trusted_proxies", err.Error(), "write 127.0.0.1 or 10.0.0.0/8")
		}
	}
	for _, r := range []struct {
		key         string
		n, min, max int
	}{
		{"limits.body_bytes", c.Limits.BodyBytes, 4 << 10, 1 << 20},
		{"limits.message_runes", c.Limits.MessageRunes, 100, 10000},
		{"limits.per_session_per_minute", c.Limits.PerSessionPerMinute, 1, 100000},
		{"limits.per_address_per_minute", c.Limits.PerAddressPerMinute, 1, 1000000},
		{"limits.streams", c.Limits.Streams, 1, 100000},
		{"limits.streams_per_session", c.Limits.StreamsPerSession, 1, 100},
		{"limits.waiting", c.Limits.Waiting, 1, 100},
		{"widget.per_session", c.Widget.PerSession, 1, 100000},
		{"widget.per_day", c.Widget.PerDay, 1, 10000000},
		{"privacy.k", c.Privacy.K, leastK, 1000},
		{"backup.keep", c.Backup.Keep, 1, 1000},
	} {
		if r.n < r.min || r.n > r.max {
			l.at(r.key, fmt.Sprintf("is %d", r.n), fmt.Sprintf("write a number from %d to %d", r.min, r.max))
		}
	}
	if c.Limits.PerAddressPerMinute < c.Limits.PerSessionPerMinute {
		l.at("limits.per_address_per_minute and limits.per_session_per_minute", "an address may do less than one of its sessions", "raise the first: many people share an address")
	}
	if c.Limits.Streams < c.Limits.StreamsPerSession {
		l.at("limits.streams and limits.streams_per_session", "all sessions together may do less than one", "raise the first")
	}
	if c.Widget.PerDay < c.Widget.PerSession {
		l.at("widget.per_day and widget.per_session", "all people together may do less than one", "raise the first")
	}
	if 4*c.Limits.MessageRunes > c.Limits.BodyBytes {
		l.at("limits.message_runes and limits.body_bytes", fmt.Sprintf("a message of %d characters may need %d bytes, more than a request may have", c.Limits.MessageRunes, 4*c.Limits.MessageRunes), "raise the second")
	}
	l.widget()
	l.retention()
	l.metrics()
	if d := c.Filing.ImpactAssessment; d != "" {
		if _, err := time.Parse(time.DateOnly, d); err != nil {
			l.at("filing.impact_assessment", fmt.Sprintf("%q is no date", d), "write the day it was signed, such as 2026-11-22")
		}
	}
	return l.problems
}

func (l *loader) widget() {
	public := l.Config.PublicURL
	for _, o := range l.Config.Widget.Origins {
		if err := checkOrigin(o); err != nil {
			l.at("widget.origins", err.Error(), "write the site as https://park.example.cn, without a path and without *")
		}
	}
	if len(l.Config.Widget.Origins) > 0 && public == "" {
		l.at("widget.origins and public_url", "other sites can embed the chat only from an address they know", "set public_url")
	} else if strings.HasPrefix(public, "http://") && slices.ContainsFunc(l.Config.Widget.Origins, func(o string) bool { return strings.HasPrefix(o, "https://") }) {
		l.at("widget.origins and public_url", "a page on https cannot embed a chat on http", "serve public_url on https")
	}
}

func (l *loader) retention() {
	r, b := l.Config.Retention, l.Config.Backup
	for _, s := range []struct {
		key string
		d   Duration
	}{{"retention.said", r.Said}, {"retention.turns", r.Turns}, {"retention.sessions", r.Sessions}} {
		if s.d < day {
			l.at(s.key, fmt.Sprintf("is %s", s.d), "keep it for at least 1d")
		}
	}
	if r.Said > r.Turns {
		l.at("retention.said and retention.turns", fmt.Sprintf("words would be kept for %s, longer than their turns for %s", r.Said, r.Turns), "lower the first")
	}
	if b.Every != 0 && b.Every < Duration(time.Hour) {
		l.at("backup.every", fmt.Sprintf("is %s", b.Every), "write at least 1h, or 0s for never")
	}
	if b.Keep >= 1 && b.Keep <= 1000 && b.Every > 0 && b.Every > r.Said/Duration(b.Keep) {
		l.at("backup.keep and retention.said", fmt.Sprintf("%d backups, one every %s, would keep words longer than %s", b.Keep, b.Every, r.Said), "keep fewer, or make them oftener")
	}
}

func (l *loader) metrics() {
	m := l.Config.Metrics
	if m.Token.Set() && len(m.Token.Reveal()) < leastSecret {
		l.at("metrics.token", "is too short", fmt.Sprintf("write at least %d letters, such as those of: openssl rand -hex 24", leastSecret))
	}
	if m.Listen == "" {
		return
	}
	l.address("metrics.listen", m.Listen)
	if m.Listen == l.Config.Listen {
		l.at("metrics.listen and listen", "are the same address", "give figures a port of their own, or leave metrics.listen empty")
	}
	if !Loopback(m.Listen) && !m.Token.Set() {
		l.at("metrics.listen and metrics.token", "figures would be open to the network", "listen on 127.0.0.1, or set metrics.token_file")
	}
}

func (l *loader) oneOf(key, got string, all ...string) {
	if !slices.Contains(all, got) {
		l.at(key, fmt.Sprintf("%q is not known", got), "write "+strings.Join(all, ", "))
	}
}

func (l *loader) address(key, addr string) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		l.at(key, fmt.Sprintf("%q is no address with a port", addr), "write 127.0.0.1:8080, or :8080 for every network")
		return
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		l.at(key, fmt.Sprintf("%q is no port", port), "write a number up to 65535; 0 takes a free one")
	}
}

// Loopback reports whether only this machine reaches an address with a port.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	return loopbackHost(host)
}

func loopbackHost(host string) bool {
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// PlainHTTP reports whether the service is reached without encryption from other
// machines, by its public address or, where none is set, by the one it listens on.
func (c Config) PlainHTTP() bool {
	if c.PublicURL == "" {
		return !Loopback(c.Listen)
	}
	u, err := url.Parse(c.PublicURL)
	return err == nil && u.Scheme == "http" && !loopbackHost(u.Hostname())
}

// ParseProxy reads the address of a proxy or a network of them.
func ParseProxy(s string) (netip.Prefix, error) {
	if ip, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(ip, ip.BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf("%q is no address and no network", s)
	}
	return p.Masked(), nil
}

// checkOrigin sees that a text is a scheme and a host, and no more.
func checkOrigin(s string) error {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.Scheme+"://"+u.Host != s || strings.ContainsAny(u.Host, "*, ") {
		return fmt.Errorf("%q is no address of a site", s)
	}
	return nil
}
