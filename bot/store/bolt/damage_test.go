//go:build unix

package bolt_test

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
)

// filled makes a closed store of a session and a turn each time: some, a backup,
// and some more.
func filled(t *testing.T, before, after int) (dir string, ids []string) {
	t.Helper()
	dir = t.TempDir()
	db, err := bolt.Open(t.Context(), dir, small)
	must(t, err)
	add := func(from, to int) {
		for n := from; n < to; n++ {
			id := bot.SessionID(fmt.Sprint(n % 10))
			s, err := db.Session(t.Context(), id)
			must(t, err)
			s.Turns++
			must(t, db.SaveSession(t.Context(), s))
			r := turn(id, n)
			must(t, db.AppendTurn(t.Context(), r))
			ids = append(ids, r.ID)
		}
	}
	add(0, before)
	if before > 0 {
		_, err = db.Backup(t.Context(), "")
		must(t, err)
	}
	add(before, before+after)
	_, err = db.Compact(t.Context()) // leaves no page that holds nothing
	must(t, err)
	must(t, db.Close())
	return dir, ids
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func database(dir string) string { return filepath.Join(dir, "store", "zhirong.db") }

// holds reports turns that a store does not hold.
func holds(t *testing.T, dir string, ids []string) {
	t.Helper()
	db, err := bolt.Open(t.Context(), dir, checking())
	must(t, err)
	defer func() { must(t, db.Close()) }()
	for _, id := range ids {
		if r, err := db.Turn(t.Context(), id); err != nil || r.ID != id || r.Said == nil {
			t.Fatalf("turn %s: %+v, %v", id, r, err)
		}
	}
}

// copyTree copies a store, so that many damages start from one.
func copyTree(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	must(t, os.CopyFS(to, os.DirFS(from)))
	return to
}

// damages are ways in which a database file breaks, seeded.
func damages(size int64) map[string]func(r *rand.Rand, f *os.File) error {
	out := map[string]func(*rand.Rand, *os.File) error{
		"empty": func(_ *rand.Rand, f *os.File) error { return f.Truncate(0) },
		"text": func(_ *rand.Rand, f *os.File) error {
			_, err := f.WriteAt([]byte(strings.Repeat("This is no database.\n", 500)), 0)
			return errors.Join(err, f.Truncate(500*21))
		},
		"random head": func(r *rand.Rand, f *os.File) error {
			junk := make([]byte, 8192)
			for i := range junk {
				junk[i] = byte(r.Uint32())
			}
			_, err := f.WriteAt(junk, 0)
			return err
		},
	}
	for i := range int64(20) {
		out[fmt.Sprintf("cut to %d/20", i)] = func(_ *rand.Rand, f *os.File) error { return f.Truncate(size * i / 20) }
	}
	for page := range size / 4096 {
		if page%7 == 2 {
			out[fmt.Sprintf("page %d zeroed", page)] = func(_ *rand.Rand, f *os.File) error {
				_, err := f.WriteAt(make([]byte, 4096), page*4096)
				return err
			}
			// bbolt's own check would count these for hours.
			out[fmt.Sprintf("page %d endless", page)] = func(_ *rand.Rand, f *os.File) error {
				_, err := f.WriteAt([]byte{0xff, 0xff, 0xff, 0x7f}, page*4096+12)
				return err
			}
			out[fmt.Sprintf("page %d turned back", page)] = func(_ *rand.Rand, f *os.File) error {
				b := make([]byte, 4096)
				if _, err := f.ReadAt(b, (page+1)*4096); err != nil {
					return err
				}
				_, err := f.WriteAt(b, page*4096)
				return err
			}
		}
	}
	for i := range 100 {
		out[fmt.Sprintf("bits flipped %d", i)] = func(r *rand.Rand, f *os.File) error {
			for range 20 {
				at := r.Int64N(size)
				var b [1]byte
				if _, err := f.ReadAt(b[:], at); err != nil {
					return err
				}
				b[0] ^= 1 << r.IntN(8)
				if _, err := f.WriteAt(b[:], at); err != nil {
					return err
				}
			}
			return nil
		}
	}
	return out
}

// A damaged database is refused by a message that says what to do, or it serves
// every turn as it was; restoring gives back every acknowledged turn.
func TestDamagedDatabaseIsRefusedAndRestoredWithoutLoss(t *testing.T) {
	t.Parallel()
	whole, ids := filled(t, 60, 30)
	info, err := os.Stat(database(whole))
	must(t, err)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	refused, n := 0, 0
	for name, damage := range damages(info.Size()) {
		n++
		dir := copyTree(t, whole)
		f, err := os.OpenFile(database(dir), os.O_RDWR, 0)
		must(t, err)
		must(t, damage(rand.New(rand.NewPCG(seed, uint64(crc32.ChecksumIEEE([]byte(name))))), f))
		must(t, f.Close())
		db, err := bolt.Open(t.Context(), dir, checking())
		if err == nil {
			// The damage lies where nothing is stored: all is as it was.
			must(t, db.Close())
			holds(t, dir, ids)
			continue
		}
		refused++
		var fault *bolt.Fault
		if !errors.As(err, &fault) || !errors.Is(err, bolt.ErrDamaged) && !errors.Is(err, bolt.ErrMissing) {
			t.Fatalf("%s: %v", name, err)
		}
		if !strings.Contains(err.Error(), "zhirong.db") || !strings.Contains(fault.Hint(), fault.Backup) || fault.Backup == "" || !strings.Contains(fault.Hint(), "zhirong restore") {
			t.Fatalf("%s: %v\nhint: %s", name, err, fault.Hint())
		}
		if n%5 != 0 && name != "empty" && name != "text" {
			continue // each restoration is the same: a part of them will do
		}
		r, err := bolt.Restore(t.Context(), dir, "", checking())
		if err != nil || r.Gaps > 0 || r.Aside == "" || r.Commits != 60 {
			t.Fatalf("%s: %+v, %v", name, r, err)
		}
		if _, err := os.Stat(r.Aside); err != nil {
			t.Error(err)
		}
		holds(t, dir, ids)
	}
	t.Logf("%d of %d damaged files were refused; the others had lost nothing", refused, n)
	if refused < n*8/10 {
		t.Errorf("only %d of %d damaged files were refused", refused, n)
	}
}

func TestMissingDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 5, 5)
	must(t, os.Remove(database(dir)))
	for range 2 {
		if _, err := bolt.Open(t.Context(), dir, small); !errors.Is(err, bolt.ErrMissing) {
			t.Fatalf("opened with %v", err)
		}
	}
	r, err := bolt.Restore(t.Context(), dir, "", small)
	if err != nil || r.Aside != "" {
		t.Fatalf("%+v, %v", r, err)
	}
	holds(t, dir, ids)
}

// Before the first backup the journal alone gives everything back.
func TestJournalAloneRestores(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 0, 50)
	must(t, os.Truncate(database(dir), 3000))
	r, err := bolt.Restore(t.Context(), dir, "", checking())
	if err != nil || r.Backup != "" || r.Gaps > 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	holds(t, dir, ids)
}

// A newest backup that is damaged too is left out, and the one before it does.
func TestOlderBackupRestores(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 10, 10)
	db, err := bolt.Open(t.Context(), dir, small)
	must(t, err)
	second, err := db.Backup(t.Context(), "")
	must(t, err)
	r := turn("z", 1)
	must(t, db.AppendTurn(t.Context(), r))
	must(t, db.Close())
	must(t, os.Truncate(second.Path, 10000))
	must(t, os.Truncate(database(dir), 10000))
	got, err := bolt.Restore(t.Context(), dir, "", checking())
	if err != nil || len(got.Skipped) != 1 || got.Gaps > 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	holds(t, dir, append(ids, r.ID))
}

func TestDamagedRecordIsAnErrorThatNamesIt(t *testing.T) {
	t.Parallel()
	dir, _ := filled(t, 0, 40)
	data, err := os.ReadFile(database(dir))
	must(t, err)
	// Values lie behind their keys; any bit of a leaf page may hit one.
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	errs := 0
	// Sixty flips may all hit what is free; then it goes on until one hits a turn.
	for i := 0; i < 60 || errs == 0 && i < 3000; i++ {
		bad := copyTree(t, dir)
		at := 4096*2 + r.IntN(len(data)-4096*2)
		mutated := append([]byte(nil), data...)
		mutated[at] ^= 1 << r.IntN(8)
		must(t, os.WriteFile(database(bad), mutated, 0o600))
		o := small
		o.Check = func(context.Context, string) error { return nil } // open it all the same
		db, err := bolt.Open(t.Context(), bad, o)
		if err != nil {
			continue
		}
		n := 0
		for rec, err := range db.Turns(t.Context(), epoch, epoch.AddDate(0, 0, 1)) {
			if err != nil {
				errs++
				if !errors.Is(err, bolt.ErrDamaged) {
					t.Errorf("byte %d: %v", at, err)
				}
				continue
			}
			if want := turn(rec.Session, n); rec.Intent != want.Intent || !strings.HasPrefix(rec.ID, string(rec.Session)) {
				t.Errorf("byte %d: a wrong turn %+v", at, rec)
			}
			n++
		}
		_ = db.Close() // what is damaged may not close cleanly
	}
	if errs == 0 {
		t.Error("no flipped bit was noticed")
	}
}

func TestJournalCutAnywhereIsTolerated(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 0, 20)
	path := filepath.Join(dir, "store", "journal")
	data, err := os.ReadFile(path)
	must(t, err)
	for cut := 1; cut < len(data); cut += len(data)/37 + 1 {
		bad := copyTree(t, dir)
		must(t, os.Truncate(filepath.Join(bad, "store", "journal"), int64(len(data)-cut)))
		holds(t, bad, ids) // the database has it all
		db := open(t, bad, small)
		must(t, db.AppendTurn(t.Context(), turn("later", 1)))
		must(t, db.Close())
		holds(t, bad, append(ids, "later-1"))
	}
}

func TestDamagedJournalIsToldAndGoneOver(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 10, 20)
	path := filepath.Join(dir, "store", "journal")
	data, err := os.ReadFile(path)
	must(t, err)
	data[len(data)/2] ^= 1
	must(t, os.WriteFile(path, data, 0o600))
	r, err := bolt.Verify(t.Context(), dir, checking())
	if err != nil || len(r.Problems) == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	must(t, os.Truncate(database(dir), 5000))
	got, err := bolt.Restore(t.Context(), dir, "", checking())
	if err != nil || got.Gaps != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	db := open(t, dir, checking())
	lost := 0
	for _, id := range ids {
		if _, err := db.Turn(t.Context(), id); errors.Is(err, bot.ErrNoTurn) {
			lost++
		} else if err != nil {
			t.Error(err)
		}
	}
	if lost > 1 {
		t.Errorf("one damaged record cost %d turns", lost)
	}
}

func TestSecondProcessIsToldWhoHoldsTheStore(t *testing.T) {
	t.Parallel()
	dir, _ := filled(t, 0, 1)
	holder := child(t.Context(), "open", dir)
	in, err := holder.StdinPipe()
	must(t, err)
	out, err := holder.StdoutPipe()
	must(t, err)
	must(t, holder.Start())
	line := make([]byte, 64)
	n, err := out.Read(line)
	must(t, err)
	pid := strings.TrimSpace(string(line[:n]))
	said, err := child(t.Context(), "open", dir).CombinedOutput()
	if err == nil || !strings.Contains(string(said), "process "+pid) || !strings.Contains(string(said), "hint: stop process "+pid) {
		t.Errorf("the second process ended with %v and said: %s", err, said)
	}
	if _, err := bolt.Restore(t.Context(), dir, "", small); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("restored beneath a running process: %v", err)
	}
	if _, err := bolt.Verify(t.Context(), dir, small); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("verified beneath a running process: %v", err)
	}
	if _, err := bolt.VerifyFile(t.Context(), database(dir)); !errors.Is(err, bolt.ErrLocked) {
		t.Errorf("looked through a file in use: %v", err)
	}
	must(t, in.Close())
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Error(err)
	}
	must(t, holder.Wait())
	must(t, open(t, dir, small).Close())
}

func TestFullDiskRefusesWritesAndRecovers(t *testing.T) {
	t.Parallel()
	out, err := child(t.Context(), "full", t.TempDir()).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("logged %s turns around a full disk", strings.TrimSpace(string(out)))
}

func TestSizeLimitIsAClearError(t *testing.T) {
	t.Parallel()
	o := small
	o.MaxSize = 300 << 10
	db := open(t, t.TempDir(), o)
	for n := 0; ; n++ {
		err := db.AppendTurn(t.Context(), turn("a", n))
		if err == nil && n < 5000 {
			continue
		}
		var f *bolt.Fault
		if !errors.Is(err, bolt.ErrUnwritable) || !errors.As(err, &f) || f.Hint() == "" {
			t.Fatalf("after %d turns: %v", n, err)
		}
		if _, err := db.Turn(t.Context(), turn("a", n-1).ID); err != nil {
			t.Error(err)
		}
		return
	}
}

func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	dir, _ := filled(t, 0, 2)
	db := open(t, dir, small)
	must(t, db.AppendTurn(t.Context(), turn("a", 1)))
	must(t, db.Close())
	if os.Getuid() == 0 {
		// The part gives up its rights: the folder must be another user's.
		must(t, os.Chmod(filepath.Dir(dir), 0o755))
		must(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
			return errors.Join(err, os.Chown(path, 65534, 65534))
		}))
	}
	if out, err := child(t.Context(), "readonly", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}
