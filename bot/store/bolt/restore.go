package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"go.etcd.io/bbolt"
)

// Restored is what a restoration came to.
type Restored struct {
	Backup  string     `json:"backup"`  // empty: made from the journal alone
	Skipped []string   `json:"skipped"` // newer backups that did not pass
	Aside   string     `json:"aside"`   // where the damaged file is now; empty: there was none
	Dropped int        `json:"dropped"` // records of people who were forgotten since
	Commits int        `json:"commits"` // taken over from the journal
	Gaps    int        `json:"gaps"`    // places where the journal lacks commits, or is missing; 0: nothing acknowledged is lost
	Keyless int        `json:"keyless"` // records that have no key in the keys folder and cannot be read
	File    FileReport `json:"database"`
}

// Restore puts a backup in the place of the database and brings it up to the
// newest commit from the journal. An empty path is the newest backup that
// passes the check, or, where there is none, the journal alone if it is whole
// since the first turn. Keys that are no more are applied first, so that who was
// forgotten stays so. The file that was there is kept beside. It refuses while a
// process uses the store, and a backup whose records have no key (ErrKeyless)
// unless opts.Keyless is set.
//
// Where the journal does not lead up to the newest commit that is known of, a new
// lineage begins: commits count on from a higher number than any before, so that
// what is written from then on is always newer than what the folder still holds
// of the lineage that was left.
func Restore(ctx context.Context, dir, backup string, opts Options) (Restored, error) {
	r, err := restore(ctx, dir, backup, opts.defaults())
	if err != nil {
		return r, denied(dir, fmt.Errorf("restore: %w", err))
	}
	return r, nil
}

func restore(ctx context.Context, dir, backup string, opts Options) (r Restored, err error) {
	store := filepath.Join(dir, storeFolder)
	unlock, err := lockStore(store)
	if err != nil {
		return r, err
	}
	defer unlock()
	if err := removeLeftovers(dir); err != nil {
		return r, err
	}
	keys, err := openKeyring(filepath.Join(dir, keysFolder), false)
	if err != nil {
		return r, err
	}
	path := filepath.Join(store, databaseFile)
	made := path + newSuffix
	defer func() {
		for _, name := range []string{made, made + ".compact"} {
			if rerr := os.Remove(name); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
				err = errors.Join(err, rerr)
			}
		}
	}()
	if err := r.choose(ctx, dir, backup, made, opts); err != nil {
		return r, err
	}
	newest, err := newestKnown(ctx, dir, opts)
	if err != nil {
		return r, err
	}
	if err := r.bringUp(store, made, keys, newest); err != nil {
		return r, err
	}
	whole := made + ".compact"
	if err := opts.Check(ctx, whole); err != nil {
		return r, fmt.Errorf("the restored database does not pass: %w", err)
	}
	if r.File, err = VerifyFile(ctx, whole); err != nil {
		return r, err
	}
	if r.Keyless = r.File.keyless(keys); r.Keyless > 0 && !opts.Keyless {
		return r, &Fault{Kind: ErrKeyless, File: r.from(), Err: fmt.Errorf("%d of its %d records cannot be read; nothing was changed", r.Keyless, r.File.Sessions+r.File.Turns)}
	}
	if err := r.setAside(path); err != nil {
		return r, err
	}
	if err := rename(whole, path); err != nil {
		return r, err
	}
	if err := writeFile(filepath.Join(store, markerFile), []byte(markerText)); err != nil {
		return r, err
	}
	return r, markClean(dir)
}

// choose copies the backup to work on, or makes an empty database.
func (r *Restored) choose(ctx context.Context, dir, backup, to string, opts Options) error {
	candidates := []string{backup}
	if backup == "" {
		candidates = backups(dir)
		slices.Reverse(candidates)
	}
	var faults []error
	for _, path := range candidates {
		err := opts.Check(ctx, path)
		if err == nil {
			r.Backup = path
			return copyFile(to, path)
		}
		if ctx.Err() != nil || backup != "" {
			return err
		}
		r.Skipped = append(r.Skipped, path)
		faults = append(faults, err)
	}
	files, err := segments(filepath.Join(dir, storeFolder))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.Join(append(faults, ErrNoBackup)...)
	}
	if first, err := firstOf(files[0]); err != nil || first != 1 {
		return errors.Join(append(faults, fmt.Errorf("%w, and the journal does not reach back to the first turn", ErrNoBackup))...)
	}
	return createFile(to)
}

// bringUp drops what was forgotten, takes over the journal, and leaves a file
// without free pages, so that nothing of what was dropped is in it.
//
// Of newest, the number of the newest commit that is known of, nothing may be
// missing in the end; else a new lineage begins.
func (r *Restored) bringUp(store, made string, keys *keyring, newest uint64) (err error) {
	db, err := openFile(made, &bbolt.Options{Timeout: lockWait, NoSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if r.Dropped, err = dropDestroyed(db, keys); err != nil {
		return err
	}
	p := replay{db: db, keys: keys}
	if err := view(db, func(tx *bbolt.Tx) (err error) { p.applied, err = applied(tx); return err }); err != nil {
		return err
	}
	files, err := segments(store)
	if err != nil {
		return err
	}
	for _, path := range since(files, p.applied) {
		s, err := p.file(path)
		if errors.Is(err, ErrDamaged) {
			r.Gaps++ // its head is damaged, so that its records are lost
			continue
		}
		if err != nil {
			return err
		}
		if s.damaged > 0 && p.gaps == 0 {
			r.Gaps += s.damaged
		}
		if s.last < s.first && s.first > p.applied+1 { // it holds nothing, but others came before it
			p.gaps++
			p.applied = s.first - 1
		}
	}
	r.Commits, r.Gaps = p.commits, r.Gaps+p.gaps
	if len(files) == 0 || filepath.Base(files[len(files)-1]) != journalFile || r.Gaps == 0 && p.applied < newest {
		r.Gaps++ // its end is missing
	}
	if r.Gaps > 0 {
		p.applied = nextLineage(max(p.applied, newest))
	}
	if err := p.flush(); err != nil {
		return err
	}
	return compactTo(made+".compact", db)
}

// newestKnown is the highest number of a commit that is known of: by the names of
// the backups, damaged ones too, and by the database that is there, if it is whole.
func newestKnown(ctx context.Context, dir string, opts Options) (newest uint64, err error) {
	for _, path := range backups(dir) {
		n, _ := commitOf(path)
		newest = max(newest, n)
	}
	path := filepath.Join(dir, storeFolder, databaseFile)
	if there, err := exists(path); err != nil || !there {
		return newest, err
	}
	if err := opts.Check(ctx, path); err != nil {
		return newest, ctx.Err() // a damaged one tells nothing
	}
	f, err := VerifyFile(ctx, path)
	return max(newest, f.Applied), err
}

// from names what was restored from.
func (r *Restored) from() string {
	if r.Backup == "" {
		return journalFile
	}
	return r.Backup
}

// dropDestroyed removes the records that are locked with keys that are no more.
func dropDestroyed(db *bbolt.DB, keys *keyring) (n int, err error) {
	if _, gone, _ := keys.count(); gone == 0 {
		return 0, nil
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		var sessions, turns [][]byte
		c := tx.Bucket([]byte(sessionsBucket)).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			if h, _, err := readSessionHead(v); err == nil && keys.destroyed(h.key) {
				sessions = append(sessions, slices.Clone(k))
			}
		}
		c = tx.Bucket([]byte(turnsBucket)).Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			if h, _, err := readTurnHead(v); err == nil && keys.destroyed(h.key) {
				turns = append(turns, slices.Clone(k))
			}
		}
		for _, k := range sessions {
			if err := remove(tx, sessionsBucket, k); err != nil {
				return err
			}
		}
		for _, k := range turns {
			if err := removeTurn(tx, k); err != nil {
				return err
			}
		}
		if n = len(sessions) + len(turns); n == 0 {
			return errNothing
		}
		return nil
	})
	if err == errNothing {
		err = nil
	}
	return n, err
}

// setAside renames the file that is there, if any.
func (r *Restored) setAside(path string) error {
	if there, err := exists(path); err != nil || !there {
		return err
	}
	r.Aside = fmt.Sprintf("%s.damaged-%s", path, stamp(time.Now()))
	for n := 2; ; n++ {
		there, err := exists(r.Aside)
		if err != nil {
			return err
		}
		if !there {
			return rename(path, r.Aside)
		}
		r.Aside = fmt.Sprintf("%s.damaged-%s-%d", path, stamp(time.Now()), n)
	}
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	return errors.Join(err, out.Close())
}
