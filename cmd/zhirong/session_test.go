package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
)

func TestStoredConversationComesBackWhole(t *testing.T) {
	t.Parallel()
	now := time.Now()
	store := folderSessions{dir: t.TempDir(), now: func() time.Time { return now }}
	s := bot.NewSession("ask/s/")
	s.Profile.Facts = corpus.Facts{
		"region":        corpus.CodeValue("420115"),
		"loan_amount":   corpus.UnsureValue(corpus.KindMoney),
		"has_pledge":    corpus.BoolValue(false),
		"patents":       corpus.CountValue(0),
		"rights":        corpus.CodesValue([]string{"patent"}, []string{"trademark"}, false),
		"established":   corpus.DateValue("2021-03-01"),
		"registered_on": corpus.SpanValue(corpus.KindMonths, corpus.Span{Max: 12, HasMax: true, MaxOpen: true}),
	}
	s.Recent = []corpus.FactID{"region"}
	if err := store.SaveSession(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	got, err := store.Session(context.Background(), s.ID)
	if err != nil {
		t.Fatal(err)
	}
	for id, v := range s.Profile.Facts {
		if !got.Profile.Facts[id].Equal(v) {
			t.Errorf("%s comes back as %+v, want %+v", id, got.Profile.Facts[id], v)
		}
	}
	if got.Version != s.Version+1 || !reflect.DeepEqual(got.Recent, s.Recent) {
		t.Errorf("comes back as version %d with %v", got.Version, got.Recent)
	}
	if err := store.SaveSession(context.Background(), s); !errors.Is(err, bot.ErrStale) {
		t.Errorf("saving over a newer conversation gives %v, want %v", err, bot.ErrStale)
	}
}

func TestDamagedConversationIsANewOne(t *testing.T) {
	t.Parallel()
	store := folderSessions{dir: t.TempDir(), now: time.Now}
	if err := os.WriteFile(store.path("a"), []byte("no conversation"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := store.Session(context.Background(), "a")
	if err != nil || got.ID != "a" || got.Turns != 0 {
		t.Errorf("a damaged conversation is %+v, %v, want a new one", got, err)
	}
}

func TestConversationIsForgottenAfterADay(t *testing.T) {
	t.Parallel()
	now := time.Now()
	store := folderSessions{dir: t.TempDir(), now: func() time.Time { return now }}
	if err := store.SaveSession(context.Background(), bot.NewSession("a")); err != nil {
		t.Fatal(err)
	}
	now = now.Add(sessionLife + time.Minute)
	got, err := store.Session(context.Background(), "a")
	if err != nil || got.Version != 0 {
		t.Errorf("an old conversation is %+v, %v, want a new one", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(store.dir, "*")); len(left) > 0 {
		t.Errorf("left on disk: %v", left)
	}
}
