//go:build unix

package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
)

// logged logs turns of a person in one opening of the store, and backs it up.
func logged(t *testing.T, dir string, who bot.SessionID, from, to int) (ids []string, backup string) {
	t.Helper()
	db, err := bolt.Open(t.Context(), dir, small)
	must(t, err)
	for n := from; n < to; n++ {
		r := turn(who, n)
		must(t, db.AppendTurn(t.Context(), r))
		ids = append(ids, r.ID)
	}
	b, err := db.Backup(t.Context(), "")
	must(t, err)
	must(t, db.Close())
	return ids, b.Path
}

func dropJournal(t *testing.T, dir string) {
	t.Helper()
	files := glob(t, dir, "store/journal*")
	if len(files) == 0 {
		t.Fatal("there is no journal")
	}
	for _, f := range files {
		must(t, os.Remove(f))
	}
}

// Who goes back to an older backup begins a new lineage: its backups count as
// newer than those that were left, though they hold fewer commits.
func TestRestoringAnOlderBackupBeginsANewLineage(t *testing.T) {
	t.Parallel()
	for _, with := range []string{"the database there", "the database lost"} {
		dir := t.TempDir()
		ids, a := logged(t, dir, "a", 0, 2)
		logged(t, dir, "b", 0, 6)
		dropJournal(t, dir)
		if with == "the database lost" {
			must(t, os.Remove(database(dir)))
		}
		r, err := bolt.Restore(t.Context(), dir, a, checking())
		if err != nil || r.Gaps == 0 || r.File.Turns != 2 {
			t.Fatalf("%s: %+v, %v", with, r, err)
		}
		more, c := logged(t, dir, "c", 0, 1)
		ids = append(ids, more...)
		must(t, os.Remove(database(dir)))
		r, err = bolt.Restore(t.Context(), dir, "", checking())
		if err != nil || r.Gaps != 0 || r.Backup != c {
			t.Fatalf("%s: %+v, %v", with, r, err)
		}
		holds(t, dir, ids)
		v, err := bolt.Verify(t.Context(), dir, small)
		if err != nil || len(v.Problems) > 0 || v.File.Turns != 3 {
			t.Errorf("%s: %+v, %v", with, v, err)
		}
		// Pruning leaves the newest lineage.
		for n := range 3 {
			logged(t, dir, "d", n, n+1)
		}
		for _, path := range glob(t, dir, "backups/*") {
			if path == a || path == c {
				t.Errorf("%s: %s is kept", with, path)
			}
		}
	}
}

// A turn of a new lineage that is in no backup yet is not lost either.
func TestJournalOfANewLineageIsTakenOver(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ids, a := logged(t, dir, "a", 0, 2)
	logged(t, dir, "b", 0, 6)
	dropJournal(t, dir)
	_, err := bolt.Restore(t.Context(), dir, a, checking())
	must(t, err)
	db, err := bolt.Open(t.Context(), dir, small)
	must(t, err)
	r := turn("c", 1)
	must(t, db.AppendTurn(t.Context(), r))
	must(t, db.Close())
	must(t, os.Remove(database(dir)))
	if got, err := bolt.Restore(t.Context(), dir, "", checking()); err != nil || got.Gaps == 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	holds(t, dir, append(ids, r.ID))
}

func TestMissingJournalIsAGap(t *testing.T) {
	t.Parallel()
	for _, lose := range []func(t *testing.T, dir string){
		dropJournal,
		func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "store", "journal"))) },
		func(t *testing.T, dir string) {
			for _, f := range glob(t, dir, "store/journal-*") {
				must(t, os.Remove(f))
			}
		},
	} {
		dir := t.TempDir()
		_, a := logged(t, dir, "a", 0, 2)
		_, _ = logged(t, dir, "b", 0, 3)
		lose(t, dir)
		must(t, os.Remove(database(dir)))
		if r, err := bolt.Restore(t.Context(), dir, a, small); err != nil || r.Gaps == 0 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	// A journal that is whole is none.
	dir := t.TempDir()
	_, a := logged(t, dir, "a", 0, 2)
	ids, _ := logged(t, dir, "b", 0, 3)
	if r, err := bolt.Restore(t.Context(), dir, a, small); err != nil || r.Gaps != 0 || r.File.Turns != 5 {
		t.Errorf("%+v, %v", r, err)
	}
	holds(t, dir, ids)
}

// A backup whose keys are elsewhere is refused, and nothing is changed.
func TestBackupWithoutItsKeysIsRefused(t *testing.T) {
	t.Parallel()
	here, there := t.TempDir(), t.TempDir()
	ids, _ := logged(t, here, "a", 0, 2)
	_, foreign := logged(t, there, "b", 0, 3)
	_, err := bolt.Restore(t.Context(), here, foreign, small)
	var f *bolt.Fault
	if !errors.Is(err, bolt.ErrKeyless) || !errors.As(err, &f) || f.Hint() == "" {
		t.Fatalf("restored with %v", err)
	}
	holds(t, here, ids)
	o := small
	o.Keyless = true
	if r, err := bolt.Restore(t.Context(), here, foreign, o); err != nil || r.Keyless != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
}
