//go:build unix

package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
)

func glob(t *testing.T, dir, pattern string) []string {
	t.Helper()
	out, err := filepath.Glob(filepath.Join(dir, pattern))
	must(t, err)
	return out
}

func TestBackupWhileTurnsAreLogged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, dir, checking())
	var wg sync.WaitGroup
	var logged atomic.Int64
	stop := make(chan struct{})
	for w := range 4 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := db.AppendTurn(t.Context(), turn(bot.SessionID(fmt.Sprint(w)), n)); err != nil {
					t.Error(err)
					return
				}
				logged.Add(1)
			}
		})
	}
	var reports []bolt.BackupReport
	for range 5 {
		r, err := db.Backup(t.Context(), "")
		if err != nil {
			t.Error(err)
			break
		}
		reports = append(reports, r)
	}
	outside := filepath.Join(t.TempDir(), "elsewhere.db")
	_, err := db.Backup(t.Context(), outside)
	if err != nil {
		t.Error(err)
	}
	if _, err := db.Backup(t.Context(), outside); err == nil {
		t.Error("a backup was written over")
	}
	close(stop)
	wg.Wait()
	must(t, db.Close())
	kept := glob(t, dir, "backups/*")
	if len(kept) > 3 || len(kept) == 0 || reports[len(reports)-1].Path != kept[len(kept)-1] {
		t.Errorf("kept %v of %+v", kept, reports)
	}
	// From each backup and the journal comes the same whole.
	for _, path := range append(kept, outside) {
		copied := copyTree(t, dir)
		must(t, os.Truncate(database(copied), 100))
		r, err := bolt.Restore(t.Context(), copied, path, checking())
		if err != nil || r.Gaps > 0 || int64(r.File.Turns) != logged.Load() {
			t.Errorf("%s: %d turns of %d: %+v, %v", path, r.File.Turns, logged.Load(), r, err)
		}
	}
}

func TestCancelledBackupLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	o := small
	ctx, cancel := context.WithCancel(t.Context())
	o.Check = func(context.Context, string) error { cancel(); return ctx.Err() }
	db := open(t, dir, o)
	must(t, db.AppendTurn(t.Context(), turn("a", 1)))
	if _, err := db.Backup(ctx, ""); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if left := glob(t, dir, "backups/*"); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
	must(t, db.AppendTurn(t.Context(), turn("a", 2)))
}

func TestSweepRemovesEachClassInItsTime(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, dir, small)
	const turns = 1200
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for n := w; n < turns; n += 8 {
				r := turn(bot.SessionID(fmt.Sprint(n/100)), n) // twelve people, a hundred days each
				r.At = epoch.AddDate(0, 0, n)
				if err := db.AppendTurn(t.Context(), r); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for p := range turns / 100 {
		s := bot.NewSession(bot.SessionID(fmt.Sprint(p)))
		s.Seen = epoch.AddDate(0, 0, p*100+99)
		must(t, db.SaveSession(t.Context(), s))
	}
	now := epoch.AddDate(0, 0, turns)
	got, err := db.Sweep(t.Context(), now, bolt.Retention{})
	must(t, err)
	// Kept: the words of 90 days, turns of 365, and the one session seen within 90.
	want := bolt.Swept{Said: turns - 90, Turns: turns - 365, Sessions: 11, Keys: 8}
	if got != want {
		t.Errorf("swept %+v, want %+v", got, want)
	}
	n, words := 0, 0
	for r, err := range db.Turns(t.Context(), epoch, now.AddDate(1, 0, 0)) {
		must(t, err)
		if n++; r.Said != nil {
			words++
		}
		if age := now.Sub(r.At); age > 365*24*time.Hour || r.Said != nil && age > 90*24*time.Hour || r.Said == nil && age <= 90*24*time.Hour {
			t.Errorf("a turn of %v with words %t", age, r.Said != nil)
		}
	}
	if n != 365 || words != 90 {
		t.Errorf("%d turns, %d with words", n, words)
	}
	again, err := db.Sweep(t.Context(), now, bolt.Retention{})
	if err != nil || again != (bolt.Swept{}) {
		t.Errorf("swept again: %+v, %v", again, err)
	}
	before, err := db.Stats(t.Context())
	must(t, err)
	must(t, db.Close())
	// The journal gives the same, swept too.
	lost := copyTree(t, dir)
	must(t, os.Truncate(database(lost), 100))
	r, err := bolt.Restore(t.Context(), lost, "", small)
	if err != nil || r.File.Turns != 365 || r.File.Said != 90 || r.File.Sessions != 1 || r.File.Orphans != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	v, err := bolt.Verify(t.Context(), dir, small)
	if err != nil || len(v.Problems) > 0 || v.File.Orphans > 0 || v.Keys != before.Keys {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestCompactionGivesSpaceBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, dir, small)
	for n := range 40 {
		r := turn("a", n)
		r.Said.Text = strings.Repeat(fmt.Sprint(time.Now().UnixNano()), 3000)
		for i := range r.Digest {
			r.Digest[i] = byte(n * i)
		}
		r.Said.Before.Topic.Text = noise(n, 60000)
		must(t, db.AppendTurn(t.Context(), r))
	}
	last := turn("a", 39)
	must(t, db.Forget(t.Context(), "a"))
	must(t, db.AppendTurn(t.Context(), last))
	before, err := db.Stats(t.Context())
	must(t, err)
	// Reading goes on while the file is replaced.
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := db.Turn(t.Context(), last.ID); err != nil {
				t.Error(err)
				return
			}
		}
	})
	got, err := db.Compact(t.Context())
	must(t, err)
	close(stop)
	wg.Wait()
	if got.Before != before.Bytes || got.After > got.Before*3/10 {
		t.Errorf("%+v", got)
	}
	must(t, db.AppendTurn(t.Context(), turn("b", 1)))
	must(t, db.Close())
	holds(t, dir, []string{last.ID, "b-1"})
}

// noise is text that does not compress.
func noise(seed, n int) string {
	out := make([]byte, n)
	x := uint32(seed)*2654435761 + 1
	for i := range out {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		out[i] = byte(x)
	}
	return string(out)
}

func TestMostlyFreeFileIsCompactedWhenOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, dir, small)
	for n := range 60 {
		r := turn("a", n)
		r.Said.Before.Topic.Text = noise(n, 60000)
		must(t, db.AppendTurn(t.Context(), r))
	}
	must(t, db.Forget(t.Context(), "a"))
	must(t, db.AppendTurn(t.Context(), turn("b", 1)))
	before, err := db.Stats(t.Context())
	must(t, err)
	must(t, db.Close())
	db = open(t, dir, small)
	after, err := db.Stats(t.Context())
	must(t, err)
	if after.Bytes > before.Bytes*3/10 {
		t.Errorf("%d bytes before, %d after", before.Bytes, after.Bytes)
	}
	if _, err := db.Turn(t.Context(), "b-1"); err != nil {
		t.Error(err)
	}
}

func TestObserverIsToldOfCommits(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	requests, commits := 0, 0
	o := small
	o.Observe = func(c bolt.Commit) {
		mu.Lock()
		defer mu.Unlock()
		requests, commits = requests+c.Requests, commits+1
		if c.Took <= 0 || c.Err != nil || c.Queue < 0 {
			t.Errorf("%+v", c)
		}
	}
	db := open(t, t.TempDir(), o)
	var wg sync.WaitGroup
	for n := range 200 {
		wg.Go(func() {
			if err := db.AppendTurn(t.Context(), turn("a", n)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	must(t, db.Close())
	mu.Lock()
	defer mu.Unlock()
	if requests != 200 || commits >= 200 {
		t.Errorf("%d requests in %d commits", requests, commits)
	}
}

func TestNewerDataAreRefused(t *testing.T) {
	t.Parallel()
	dir, _ := filled(t, 0, 2)
	bolt.SetSchema(t, database(dir), 2)
	for _, o := range []bolt.Options{small, checking()} {
		if _, err := bolt.Open(t.Context(), dir, o); !errors.Is(err, bolt.ErrNewer) || errors.Is(err, bolt.ErrDamaged) {
			t.Errorf("opened with %v", err)
		}
	}
}

func TestClosedStoreSaysSo(t *testing.T) {
	t.Parallel()
	db := open(t, t.TempDir(), small)
	must(t, db.Close())
	_, err := db.Session(t.Context(), "a")
	for _, err := range []error{
		err, db.SaveSession(t.Context(), bot.NewSession("a")), db.AppendTurn(t.Context(), turn("a", 1)), db.Forget(t.Context(), "a"),
	} {
		if !errors.Is(err, bolt.ErrClosed) {
			t.Errorf("%v", err)
		}
	}
	if _, err := db.Backup(t.Context(), ""); !errors.Is(err, bolt.ErrClosed) {
		t.Errorf("%v", err)
	}
	if _, err := db.Compact(t.Context()); !errors.Is(err, bolt.ErrClosed) {
		t.Errorf("%v", err)
	}
}
