package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestNightlyIsOnceANight(t *testing.T) {
	t.Parallel()
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v.UTC() // the zone of the machine does not matter
	}
	for _, c := range []struct {
		now, done time.Time
		want      bool
	}{
		{at("2026-11-22 12:00"), time.Time{}, true},
		{at("2026-11-22 12:00"), at("2026-11-22 03:00"), false},
		{at("2026-11-22 12:00"), at("2026-11-22 02:59"), true},
		{at("2026-11-22 02:59"), at("2026-11-21 03:01"), false},
		{at("2026-11-22 03:00"), at("2026-11-21 03:01"), true},
		{at("2027-01-01 03:00"), at("2026-12-31 23:00"), true},
		{at("2026-11-22 12:00"), at("2026-11-23 12:00"), false}, // the clock was put back
	} {
		if got := nightly(c.now, c.done); got != c.want {
			t.Errorf("at %v, done %v: %v, want %v", c.now, c.done, got, c.want)
		}
	}
}

func TestJobsRunWhenDueAndRestWhenTheyFail(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		var good, bad []time.Duration
		results := map[string]int{}
		j := &jobs{log: slog.New(slog.DiscardHandler), count: func(name string, err error) {
			if err != nil {
				name += " failed"
			}
			results[name]++
		}, all: []job{
			{"good", func(now, done time.Time) bool { return now.Sub(done) >= 10*time.Minute }, func(context.Context) ([]any, error) {
				good = append(good, time.Since(begun))
				return nil, nil
			}},
			{"bad", func(time.Time, time.Time) bool { return true }, func(context.Context) ([]any, error) {
				bad = append(bad, time.Since(begun))
				return nil, errors.New("full")
			}},
		}}
		ctx, cancel := context.WithCancel(t.Context())
		go j.run(ctx)
		time.Sleep(65 * time.Minute)
		cancel()
		synctest.Wait()
		m := time.Minute
		if want := []time.Duration{0, 10 * m, 20 * m, 30 * m, 40 * m, 50 * m, 60 * m}; !slices.Equal(good, want) {
			t.Errorf("the good job ran at %v, want %v", good, want)
		}
		if want := []time.Duration{0, 60 * m}; !slices.Equal(bad, want) {
			t.Errorf("the bad job ran at %v, want %v", bad, want)
		}
		if results["good"] != 7 || results["bad failed"] != 2 || len(results) != 2 {
			t.Errorf("counted %v", results)
		}
	})
}
