package config

import (
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
	"time"
)

// Duration is a time that may be written in days: 90d, 24h, 10s.
type Duration time.Duration

// String writes whole days as days.
func (d Duration) String() string {
	if d != 0 && d%day == 0 {
		return strconv.FormatInt(int64(d/day), 10) + "d"
	}
	s := time.Duration(d).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// maxDays keeps a number of days within what a Duration can hold.
const maxDays = 36500

// parseDuration reads what String writes, and all that Go reads.
func parseDuration(s string) (Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.Atoi(days)
		if err != nil || n < 0 || n > maxDays {
			return 0, fmt.Errorf("%q is no number of days from 0d to %dd", s, maxDays)
		}
		return Duration(n) * day, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no duration such as 90d, 24h or 10s", s)
	}
	return Duration(d), nil
}

// Secret is a text that no printing, logging or encoding shows.
type Secret struct{ text string }

// hidden stands for a secret wherever it would be printed.
const hidden = "***"

// Reveal returns the text itself.
func (s Secret) Reveal() string { return s.text }

// Set reports whether there is a secret at all.
func (s Secret) Set() bool { return s.text != "" }

// String hides the secret; one that is not set is empty.
func (s Secret) String() string {
	if s.text == "" {
		return ""
	}
	return hidden
}

// Format hides the secret from every verb of fmt.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue hides the secret from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the secret from JSON, YAML and other encodings.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
