//go:build unix

package bolt_test

import (
	"bufio"
	"flag"
	"math/rand/v2"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
)

var (
	kills        = flag.Int("kills", 20, "how often the writing process is killed")
	compactKills = flag.Int("compact-kills", 10, "how often the compacting process is killed")
)

// killed runs a part and kills it a while after it said so many lines; it returns
// all that it had said by then.
func killed(t *testing.T, part, dir string, lines int, after time.Duration) []string {
	t.Helper()
	cmd := child(t.Context(), part, dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	var errs strings.Builder
	cmd.Stderr = &errs
	must(t, cmd.Start())
	var said []string
	kill := func() {
		time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGKILL) }) // it may have ended
	}
	if lines == 0 {
		kill()
	}
	for s := bufio.NewScanner(out); s.Scan(); {
		if said = append(said, s.Text()); len(said) == lines {
			kill()
		}
	}
	err = cmd.Wait()
	exit, ok := err.(*exec.ExitError)
	if err != nil && (!ok || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL) {
		t.Fatalf("%s ended by itself: %v: %s", part, err, errs.String())
	}
	return said
}

// upTo is a random time.
func upTo(r *rand.Rand, d time.Duration) time.Duration { return time.Duration(r.Int64N(int64(d))) }

// What was acknowledged before a process was killed is there when the store is
// opened again; the next process opens it without a restoration.
func TestKilledProcessLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	var acknowledged []string
	for range *kills {
		acknowledged = append(acknowledged, killed(t, "append", dir, r.IntN(150), upTo(r, 20*time.Millisecond))...)
	}
	holds(t, dir, acknowledged)
	report, err := bolt.Verify(t.Context(), dir, checking())
	if err != nil || len(report.Problems) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
	// The same from backup and journal, as if the database had been lost.
	got, err := bolt.Restore(t.Context(), dir, "", checking())
	if err != nil || got.Gaps > 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	holds(t, dir, acknowledged)
	t.Logf("%d kills, %d acknowledged turns, none lost; %d turns in all", *kills, len(acknowledged), got.File.Turns)
	if len(acknowledged) == 0 {
		t.Error("nothing was acknowledged before any kill")
	}
}

func TestKilledCompactionLosesNothing(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	dir, ids := filled(t, 0, 200)
	for range *compactKills {
		killed(t, "compact", dir, 1, upTo(r, 100*time.Millisecond))
	}
	holds(t, dir, ids)
}

// Forgetting that was acknowledged holds through a kill, and a kill in between
// costs nobody else anything.
func TestKilledForgettingForgetsThatPersonAlone(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	db := open(t, dir, small)
	const people = 60
	for n := range people {
		must(t, db.AppendTurn(t.Context(), turn(bot.SessionID(string(rune('0'+n/10))+string(rune('0'+n%10))), n)))
	}
	must(t, db.AppendTurn(t.Context(), turn("other", 1)))
	must(t, db.Close())
	gone := map[string]bool{}
	for range 5 {
		for _, id := range killed(t, "forget", dir, 1+r.IntN(40), upTo(r, 5*time.Millisecond)) {
			gone[id] = true
		}
	}
	db = open(t, dir, checking())
	for id := range gone {
		for rec, err := range db.TurnsOf(t.Context(), bot.SessionID(id)) {
			t.Errorf("%s was forgotten and has %s, %v", id, rec.ID, err)
		}
	}
	if _, err := db.Turn(t.Context(), "other-1"); err != nil {
		t.Error(err)
	}
	must(t, db.Close())
	report, err := bolt.Verify(t.Context(), dir, checking())
	if err != nil || len(report.Problems) > 0 {
		t.Fatalf("%+v, %v", report, err)
	}
}
