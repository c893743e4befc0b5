// Package storetest is the behaviour that every store has. A store's own tests
// call Run with a way to open it; what a store means is changed here first.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
)

// Opener opens the store of a test. Called again after the store was closed, it
// opens the same data.
type Opener func() (s bot.Store, closeStore func() error)

// Run tests a store. Each call of fresh gives a store without data.
func Run(t *testing.T, fresh func(t *testing.T) Opener) {
	RunSessions(t, func(t *testing.T) bot.Sessions { return open(t, fresh(t)) })
	tests := map[string]func(t *testing.T, open Opener){
		"every field of a turn is kept":                  everyField,
		"a turn twice is one turn":                       turnTwice,
		"another turn's ID is refused":                   takenID,
		"an unknown turn is none":                        unknownTurn,
		"the first turn that answered a message stays":   turnOfMessage,
		"turns stream in the order of time":              orderOfTime,
		"turns of an instant stream as they were logged": orderOfLogging,
		"turns of a session are its own":                 turnsOfSession,
		"long streams are whole":                         longStream,
		"a stream may be left":                           leaveStream,
		"logging goes on during a stream":                logDuringStream,
		"forget removes all of one person":               forgetOne,
		"who comes back after forgetting is new":         forgetAndReturn,
		"reopened data are the same":                     reopen,
		"a cancelled turn is whole or absent":            cancelTurn,
		"many at once":                                   many,
		"a turn keeps no memory of its caller":           noAliasTurn,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, fresh(t))
		})
	}
	t.Run("random operations agree with a model", func(t *testing.T) {
		t.Parallel()
		model(t, fresh)
	})
}

// RunSessions tests what keeps sessions, durable or not.
func RunSessions(t *testing.T, fresh func(t *testing.T) bot.Sessions) {
	tests := map[string]func(t *testing.T, s bot.Sessions){
		"an unknown session is new":                      unknownSession,
		"a saved session is the same but for its number": saveSession,
		"a stale save fails and changes nothing":         staleSave,
		"a forgotten session is new":                     forgetSession,
		"one of many writers wins":                       oneWriter,
		"a session keeps no memory of its caller":        noAliasSession,
		"a cancelled save changes nothing":               cancelSave,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, fresh(t))
		})
	}
}

func open(t *testing.T, o Opener) bot.Store {
	t.Helper()
	s, closeStore := o()
	t.Cleanup(func() { must(t, closeStore()) })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func random(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// start is an instant a second before midnight in China.
var start = time.Date(2026, 3, 31, 15, 59, 59, 0, time.UTC)

// turn makes a turn of its own ID and message.
func turn(session bot.SessionID, n int, at time.Time) bot.Record {
	return bot.Record{
		ID: fmt.Sprintf("%s-%d", session, n), Session: session, Message: strconv.Itoa(n), At: at,
		Said: &bot.Said{Text: "质押要什么材料", Before: bot.NewSession(session)},
	}
}

func collect(t *testing.T, turns iter.Seq2[bot.Record, error]) []bot.Record {
	t.Helper()
	var out []bot.Record
	for r, err := range turns {
		must(t, err)
		out = append(out, r)
	}
	return out
}

func ids(turns []bot.Record) []string {
	out := []string{}
	for _, r := range turns {
		out = append(out, r.ID)
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func unknownSession(t *testing.T, s bot.Sessions) {
	got, err := s.Session(t.Context(), "nobody")
	must(t, err)
	same(t, "session", got, bot.NewSession("nobody"))
}

func saveSession(t *testing.T, s bot.Sessions) {
	r := random(t)
	for range 20 {
		want := Session(r)
		want.Version = 0
		must(t, s.SaveSession(t.Context(), want))
		want.Version = 1
		got, err := s.Session(t.Context(), want.ID)
		must(t, err)
		same(t, "session", got, want)
		must(t, s.SaveSession(t.Context(), got))
		must(t, s.ForgetSession(t.Context(), want.ID)) // another one may have its ID
	}
}

func staleSave(t *testing.T, s bot.Sessions) {
	first := bot.NewSession("a")
	first.Turns = 1
	must(t, s.SaveSession(t.Context(), first))
	stale := bot.NewSession("a")
	stale.Turns = 99
	for _, version := range []int64{0, 2, -1} {
		stale.Version = version
		if err := s.SaveSession(t.Context(), stale); !errors.Is(err, bot.ErrStale) {
			t.Errorf("saved version %d over 1: %v", version, err)
		}
	}
	stale.ID, stale.Version = "b", 7
	if err := s.SaveSession(t.Context(), stale); !errors.Is(err, bot.ErrStale) {
		t.Errorf("saved version 7 over none: %v", err)
	}
	got, err := s.Session(t.Context(), "a")
	must(t, err)
	first.Version = 1
	same(t, "session", got, first)
	got, err = s.Session(t.Context(), "b")
	must(t, err)
	same(t, "session", got, bot.NewSession("b"))
}

func forgetSession(t *testing.T, s bot.Sessions) {
	must(t, s.ForgetSession(t.Context(), "a"))
	must(t, s.SaveSession(t.Context(), bot.NewSession("a")))
	must(t, s.SaveSession(t.Context(), bot.NewSession("b")))
	must(t, s.ForgetSession(t.Context(), "a"))
	got, err := s.Session(t.Context(), "a")
	must(t, err)
	same(t, "session", got, bot.NewSession("a"))
	must(t, s.SaveSession(t.Context(), got))
	got, err = s.Session(t.Context(), "b")
	must(t, err)
	same(t, "version of the other", got.Version, int64(1))
}

func oneWriter(t *testing.T, s bot.Sessions) {
	const writers = 8
	for round := range int64(5) {
		var wg sync.WaitGroup
		won := make(chan int, writers)
		for w := range writers {
			wg.Go(func() {
				mine := bot.NewSession("a")
				mine.Version, mine.Turns = round, w+1
				switch err := s.SaveSession(t.Context(), mine); {
				case err == nil:
					won <- w + 1
				case !errors.Is(err, bot.ErrStale):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		close(won)
		if len(won) != 1 {
			t.Fatalf("%d writers won", len(won))
		}
		got, err := s.Session(t.Context(), "a")
		must(t, err)
		same(t, "session", got.Turns, <-won)
	}
}

func noAliasSession(t *testing.T, s bot.Sessions) {
	mine := bot.NewSession("a")
	mine.Profile.Facts["patents_invention"] = corpus.CountValue(3)
	mine.Forms = []bot.Form{{Path: []corpus.FactID{"region"}}}
	must(t, s.SaveSession(t.Context(), mine))
	mine.Profile.Facts["patents_invention"] = corpus.CountValue(4)
	mine.Forms[0].Path[0] = "revenue"
	for range 2 {
		got, err := s.Session(t.Context(), "a")
		must(t, err)
		if v := got.Profile.Facts["patents_invention"]; !v.Equal(corpus.CountValue(3)) || got.Forms[0].Path[0] != "region" {
			t.Fatalf("the stored session changed with its caller's: %+v", got)
		}
		got.Profile.Facts["patents_invention"] = corpus.CountValue(5)
		got.Forms[0].Path[0] = "revenue"
	}
}

func cancelSave(t *testing.T, s bot.Sessions) {
	if _, ok := s.(*bot.Memory); ok {
		t.Skip("what is kept in memory does not wait and is not cancelled")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.SaveSession(ctx, bot.NewSession("a")); !errors.Is(err, context.Canceled) {
		t.Fatalf("saved with %v", err)
	}
	got, err := s.Session(t.Context(), "a")
	must(t, err)
	same(t, "session", got, bot.NewSession("a"))
}

func everyField(t *testing.T, o Opener) {
	s, r := open(t, o), random(t)
	for i := range 30 {
		want := Record(r)
		want.ID = fmt.Sprintf("%d %s", i, want.ID)
		must(t, s.AppendTurn(t.Context(), want))
		got, err := s.Turn(t.Context(), want.ID)
		must(t, err)
		same(t, "turn", got, want)
		found := false
		for got, err := range s.Turns(t.Context(), want.At, want.At.Add(1)) {
			must(t, err)
			found = found || reflect.DeepEqual(got, want)
		}
		if !found {
			t.Fatal("the turn is not in the stream of its instant")
		}
	}
}

func turnTwice(t *testing.T, o Opener) {
	s := open(t, o)
	want := turn("a", 1, start)
	must(t, s.AppendTurn(t.Context(), want))
	again := want
	again.Park = "other"
	must(t, s.AppendTurn(t.Context(), again))
	same(t, "turns", collect(t, s.TurnsOf(t.Context(), "a")), []bot.Record{want})
	same(t, "turns", collect(t, s.Turns(t.Context(), start, start.Add(1))), []bot.Record{want})
}

func takenID(t *testing.T, o Opener) {
	s := open(t, o)
	want := turn("a", 1, start)
	must(t, s.AppendTurn(t.Context(), want))
	for _, other := range []bot.Record{turn("b", 1, start), turn("a", 2, start)} {
		other.ID = want.ID
		if err := s.AppendTurn(t.Context(), other); !errors.Is(err, bot.ErrTaken) {
			t.Errorf("the turn of message %s of %s was taken for that of message 1 of a: %v", other.Message, other.Session, err)
		}
	}
	same(t, "turns", collect(t, s.Turns(t.Context(), start, start.Add(1))), []bot.Record{want})
}

func unknownTurn(t *testing.T, o Opener) {
	s := open(t, o)
	must(t, s.AppendTurn(t.Context(), turn("a", 1, start)))
	for _, find := range []func() (bot.Record, error){
		func() (bot.Record, error) { return s.Turn(t.Context(), "none") },
		func() (bot.Record, error) { return s.Turn(t.Context(), "") },
		func() (bot.Record, error) { return s.TurnOf(t.Context(), "a", "none") },
		func() (bot.Record, error) { return s.TurnOf(t.Context(), "b", "1") },
	} {
		if r, err := find(); !errors.Is(err, bot.ErrNoTurn) {
			t.Errorf("found %+v, %v", r, err)
		}
	}
	same(t, "turns of nobody", collect(t, s.TurnsOf(t.Context(), "b")), []bot.Record(nil))
}

func turnOfMessage(t *testing.T, o Opener) {
	s := open(t, o)
	want := turn("a", 1, start)
	must(t, s.AppendTurn(t.Context(), want))
	second := turn("a", 2, start)
	second.Message = want.Message
	must(t, s.AppendTurn(t.Context(), second))
	other := turn("b", 1, start)
	must(t, s.AppendTurn(t.Context(), other))
	unnamed := turn("a", 3, start)
	unnamed.Message = ""
	must(t, s.AppendTurn(t.Context(), unnamed))
	got, err := s.TurnOf(t.Context(), "a", "1")
	must(t, err)
	same(t, "turn", got, want)
	got, err = s.TurnOf(t.Context(), "b", "1")
	must(t, err)
	same(t, "turn", got, other)
	if _, err := s.TurnOf(t.Context(), "a", ""); !errors.Is(err, bot.ErrNoTurn) {
		t.Errorf("a turn without a message was found by it: %v", err)
	}
}

func orderOfTime(t *testing.T, o Opener) {
	s := open(t, o)
	// Over a day border, before 1970, and far off, logged out of order.
	at := []time.Time{start, start.Add(time.Second), start.Add(time.Second + 1), start.Add(-time.Hour), start.AddDate(0, 0, 1), {}, time.Unix(-1, 5).UTC(), start.AddDate(300, 0, 0)}
	for i, a := range at {
		must(t, s.AppendTurn(t.Context(), turn("a", i, a)))
	}
	same(t, "all", ids(collect(t, s.Turns(t.Context(), time.Time{}, start.AddDate(301, 0, 0)))), []string{"a-5", "a-6", "a-3", "a-0", "a-1", "a-2", "a-4", "a-7"})
	same(t, "a part", ids(collect(t, s.Turns(t.Context(), start, start.Add(time.Second+1)))), []string{"a-0", "a-1"})
	same(t, "an empty part", ids(collect(t, s.Turns(t.Context(), start, start))), []string{})
	same(t, "those of the session", ids(collect(t, s.TurnsOf(t.Context(), "a"))), []string{"a-5", "a-6", "a-3", "a-0", "a-1", "a-2", "a-4", "a-7"})
}

func orderOfLogging(t *testing.T, o Opener) {
	s := open(t, o)
	var want []string
	for _, n := range rand.Perm(50) {
		r := turn("a", n, start)
		want = append(want, r.ID)
		must(t, s.AppendTurn(t.Context(), r))
	}
	same(t, "turns", ids(collect(t, s.Turns(t.Context(), start, start.Add(1)))), want)
	same(t, "turns of the session", ids(collect(t, s.TurnsOf(t.Context(), "a"))), want)
}

func turnsOfSession(t *testing.T, o Opener) {
	s := open(t, o)
	want := map[bot.SessionID][]string{}
	for n := range 60 {
		id := []bot.SessionID{"a", "b", "aa", ""}[n%4]
		r := turn(id, n, start.Add(time.Duration(n)*time.Hour))
		want[id] = append(want[id], r.ID)
		must(t, s.AppendTurn(t.Context(), r))
	}
	for id, turns := range want {
		same(t, "turns of "+string(id), ids(collect(t, s.TurnsOf(t.Context(), id))), turns)
	}
}

func longStream(t *testing.T, o Opener) {
	s := open(t, o)
	const n = 1234
	fillStore(t, s, n)
	for name, turns := range map[string]iter.Seq2[bot.Record, error]{
		"Turns": s.Turns(t.Context(), start, start.Add(n)), "TurnsOf": s.TurnsOf(t.Context(), "a"),
	} {
		at := 0
		for r, err := range turns {
			must(t, err)
			if r.Message != strconv.Itoa(at) {
				t.Fatalf("%s: turn %s comes at %d", name, r.Message, at)
			}
			at++
		}
		same(t, name, at, n)
	}
}

// fillStore logs n turns of one session, a nanosecond apart.
func fillStore(t *testing.T, s bot.Store, n int) {
	t.Helper()
	var wg sync.WaitGroup
	turns := make(chan int)
	for range 64 {
		wg.Go(func() {
			for i := range turns {
				if err := s.AppendTurn(t.Context(), turn("a", i, start.Add(time.Duration(i)))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range n {
		turns <- i
	}
	close(turns)
	wg.Wait()
}

func leaveStream(t *testing.T, o Opener) {
	s := open(t, o)
	fillStore(t, s, 10)
	n := 0
	for range s.Turns(t.Context(), start, start.Add(10)) {
		if n++; n == 3 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range s.Turns(ctx, start, start.Add(10)) {
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("a cancelled stream goes on: %v", err)
		}
	}
	must(t, s.AppendTurn(t.Context(), turn("a", 11, start)))
}

func logDuringStream(t *testing.T, o Opener) {
	s := open(t, o)
	fillStore(t, s, 20)
	n := 0
	for _, err := range s.Turns(t.Context(), start, start.Add(20)) {
		must(t, err)
		must(t, s.AppendTurn(t.Context(), turn("b", n, start.Add(-1))))
		n++
	}
	same(t, "turns", n, 20)
}

func forgetOne(t *testing.T, o Opener) {
	s := open(t, o)
	for _, id := range []bot.SessionID{"a", "b"} {
		must(t, s.SaveSession(t.Context(), bot.NewSession(id)))
		for n := range 5 {
			must(t, s.AppendTurn(t.Context(), turn(id, n, start)))
		}
	}
	must(t, s.Forget(t.Context(), "a"))
	must(t, s.Forget(t.Context(), "a"))
	must(t, s.Forget(t.Context(), "nobody"))
	gone(t, s, "a", 5)
	b, err := s.Session(t.Context(), "b")
	must(t, err)
	same(t, "the other's version", b.Version, int64(1))
	same(t, "the other's turns", len(collect(t, s.TurnsOf(t.Context(), "b"))), 5)
	same(t, "all turns", len(collect(t, s.Turns(t.Context(), start, start.Add(1)))), 5)
}

func gone(t *testing.T, s bot.Store, id bot.SessionID, turns int) {
	t.Helper()
	got, err := s.Session(t.Context(), id)
	must(t, err)
	same(t, "session", got, bot.NewSession(id))
	same(t, "turns", collect(t, s.TurnsOf(t.Context(), id)), []bot.Record(nil))
	for n := range turns {
		if _, err := s.Turn(t.Context(), fmt.Sprintf("%s-%d", id, n)); !errors.Is(err, bot.ErrNoTurn) {
			t.Errorf("turn %d is still there: %v", n, err)
		}
		if _, err := s.TurnOf(t.Context(), id, strconv.Itoa(n)); !errors.Is(err, bot.ErrNoTurn) {
			t.Errorf("the turn of message %d is still there: %v", n, err)
		}
	}
}

func forgetAndReturn(t *testing.T, o Opener) {
	s := open(t, o)
	for range 3 {
		must(t, s.SaveSession(t.Context(), bot.NewSession("a")))
		want := turn("a", 1, start)
		must(t, s.AppendTurn(t.Context(), want))
		same(t, "turns", collect(t, s.TurnsOf(t.Context(), "a")), []bot.Record{want})
		must(t, s.Forget(t.Context(), "a"))
		gone(t, s, "a", 2)
	}
}

func reopen(t *testing.T, o Opener) {
	s, closeStore := o()
	session := bot.NewSession("a")
	session.Turns = 3
	must(t, s.SaveSession(t.Context(), session))
	fillStore(t, s, 100)
	must(t, s.AppendTurn(t.Context(), turn("b", 1, start)))
	must(t, s.Forget(t.Context(), "b"))
	before := collect(t, s.Turns(t.Context(), start, start.Add(100)))
	must(t, closeStore())
	if err := s.AppendTurn(t.Context(), turn("a", 500, start)); err == nil {
		t.Error("a closed store took a turn")
	}
	s = open(t, o)
	same(t, "turns", collect(t, s.Turns(t.Context(), start, start.Add(100))), before)
	got, err := s.Session(t.Context(), "a")
	must(t, err)
	session.Version = 1
	same(t, "session", got, session)
	gone(t, s, "b", 2)
	must(t, s.SaveSession(t.Context(), got))
}

func cancelTurn(t *testing.T, o Opener) {
	s, r := open(t, o), random(t)
	const n = 200
	done := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		ctx, cancel := context.WithCancel(t.Context())
		wg.Go(func() { done[i] = s.AppendTurn(ctx, turn("a", i, start)) })
		if r.IntN(2) == 0 {
			wg.Go(cancel)
		} else {
			defer cancel()
		}
	}
	wg.Wait()
	stored := map[string]bool{}
	for _, w := range collect(t, s.Turns(t.Context(), start, start.Add(1))) {
		stored[w.Message] = true
	}
	for i, err := range done {
		_, byID := s.Turn(t.Context(), fmt.Sprintf("a-%d", i))
		_, byMessage := s.TurnOf(t.Context(), "a", strconv.Itoa(i))
		if there := stored[strconv.Itoa(i)]; there != (err == nil) || there != (byID == nil) || there != (byMessage == nil) {
			t.Errorf("turn %d: logged with %v, in the stream %t, by ID %v, by message %v", i, err, there, byID, byMessage)
		}
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

func many(t *testing.T, o Opener) {
	s := open(t, o)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			id := bot.SessionID(strconv.Itoa(w))
			for n := range 20 {
				session, err := s.Session(t.Context(), id)
				if err != nil || session.Turns != n {
					t.Errorf("session %s: %d turns of %d, %v", id, session.Turns, n, err)
					return
				}
				session.Turns++
				if err := s.SaveSession(t.Context(), session); err != nil {
					t.Error(err)
				}
				if err := s.AppendTurn(t.Context(), turn(id, n, start)); err != nil {
					t.Error(err)
				}
				for _, err := range s.TurnsOf(t.Context(), id) {
					if err != nil {
						t.Error(err)
					}
				}
			}
			if w%2 == 0 {
				if err := s.Forget(t.Context(), id); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	same(t, "turns", len(collect(t, s.Turns(t.Context(), start, start.Add(1)))), 4*20)
}

func noAliasTurn(t *testing.T, o Opener) {
	s := open(t, o)
	r := turn("a", 1, start)
	r.Cited = []corpus.PassageID{"policy/a#1"}
	must(t, s.AppendTurn(t.Context(), r))
	r.Cited[0], r.Said.Text = "policy/b#1", "other"
	got, err := s.Turn(t.Context(), r.ID)
	must(t, err)
	if got.Cited[0] != "policy/a#1" || got.Said.Text != "质押要什么材料" {
		t.Fatalf("the logged turn changed with its caller's: %+v", got)
	}
}
