package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// BackupReport is what a backup came to.
type BackupReport struct {
	Path    string        `json:"path"`
	Bytes   int64         `json:"bytes"`
	Commit  uint64        `json:"commit"` // the newest one in it
	Took    time.Duration `json:"took_ns"`
	Removed []string      `json:"removed"` // older backups and journal files, not needed any more
}

const (
	backupPrefix = "zhirong-"
	backupSuffix = ".db"
	stampLayout  = "20060102T150405Z"
)

func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// Backup copies the database while it is in use, checks the copy, and puts it in
// its place durably; then the journal begins a new file. An empty path is a new
// name in the backups folder, of which the newest few are kept, with the journal
// since the oldest of them. A backup at another place is the caller's own, and
// the journal is kept without regard to it. A backup is as unreadable without
// the keys folder as the database is.
func (d *DB) Backup(ctx context.Context, path string) (BackupReport, error) {
	d.upkeep.Lock()
	defer d.upkeep.Unlock()
	start := time.Now()
	r, err := d.backup(ctx, path, start)
	r.Took = time.Since(start)
	if err != nil {
		return r, fmt.Errorf("back up: %w", err)
	}
	return r, nil
}

func (d *DB) backup(ctx context.Context, path string, now time.Time) (r BackupReport, err error) {
	own := path == ""
	if own {
		if err := os.MkdirAll(filepath.Join(d.dir, backupsFolder), 0o700); err != nil {
			return r, err
		}
	} else if there, err := exists(path); err != nil {
		return r, err
	} else if there {
		return r, fmt.Errorf("%s is there already", path)
	}
	tx, commit, err := d.snapshot(ctx)
	if err != nil {
		return r, err
	}
	if own {
		path = filepath.Join(d.dir, backupsFolder, fmt.Sprintf("%s%s-%010d%s", backupPrefix, stamp(now), commit, backupSuffix))
	}
	r.Path, r.Commit = path, commit
	tmp := path + ".tmp"
	r.Bytes, err = copyOut(ctx, tx, tmp)
	if err = errors.Join(err, tx.Rollback()); err == nil {
		if err = d.opts.Check(ctx, tmp); err != nil {
			err = fmt.Errorf("the copy does not pass: %w", err)
		}
	}
	if err == nil {
		err = rename(tmp, path)
	}
	if err != nil {
		_ = os.Remove(tmp) // the next one writes over it
		return r, err
	}
	if own {
		r.Removed, err = d.prune()
	}
	return r, err
}

// snapshot begins a read transaction between two commits, where the journal
// begins a new file.
func (d *DB) snapshot(ctx context.Context) (tx *bbolt.Tx, commit uint64, err error) {
	err = d.submit(ctx, &request{task: func() error {
		commit = d.applied
		var err error
		if d.journal, err = d.journal.rotate(commit + 1); err != nil {
			return err
		}
		tx, err = d.bolt.Begin(false)
		return err
	}})
	return tx, commit, err
}

// copyOut writes the database as a transaction sees it to a file, durably.
func copyOut(ctx context.Context, tx *bbolt.Tx, path string) (int64, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := tx.WriteTo(&gentleWriter{ctx: ctx, f: f})
	if err == nil {
		err = f.Sync()
	}
	return n, errors.Join(err, f.Close())
}

// syncEvery is how many bytes of a copy are written before they are synced: much
// at once would hold up the syncs of commits meanwhile.
const syncEvery = 4 << 20

// gentleWriter syncs as it writes, and stops when ctx ends.
type gentleWriter struct {
	ctx   context.Context
	f     *os.File
	since int // bytes not yet synced
}

func (w *gentleWriter) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.f.Write(p)
	if w.since += n; err == nil && w.since >= syncEvery {
		w.since, err = 0, w.f.Sync()
	}
	return n, err
}

// prune removes backups beyond those that are kept, and files of the journal
// that end before the oldest of them.
func (d *DB) prune() (removed []string, err error) {
	all := backups(d.dir)
	for len(all) > d.opts.Keep {
		if err := os.Remove(all[0]); err != nil {
			return removed, err
		}
		removed, all = append(removed, all[0]), all[1:]
	}
	if len(all) == 0 {
		return removed, nil
	}
	needed, _ := commitOf(all[0])
	files, err := segments(filepath.Join(d.dir, storeFolder))
	if err != nil {
		return removed, err
	}
	for i := 0; i+1 < len(files); i++ {
		next, err := firstOf(files[i+1])
		if err != nil || next > needed+1 {
			break
		}
		if err := os.Remove(files[i]); err != nil {
			return removed, err
		}
		removed = append(removed, files[i])
	}
	return removed, nil
}

// backups lists the backups of a data folder, the newest last.
func backups(dir string) []string {
	entries, err := os.ReadDir(filepath.Join(dir, backupsFolder))
	if err != nil {
		return nil // there are none, or none that can be read
	}
	var out []string
	for _, e := range entries {
		path := filepath.Join(dir, backupsFolder, e.Name())
		if _, ok := commitOf(path); ok {
			out = append(out, path)
		}
	}
	slices.SortFunc(out, func(a, b string) int {
		x, _ := commitOf(a)
		y, _ := commitOf(b)
		return cmp.Or(cmp.Compare(x, y), strings.Compare(a, b))
	})
	return out
}

// commitOf reads from a backup's name which commit it ends with.
func commitOf(path string) (uint64, bool) {
	name, ok := strings.CutPrefix(filepath.Base(path), backupPrefix)
	name, db := strings.CutSuffix(name, backupSuffix)
	_, number, cut := strings.Cut(name, "-")
	n, err := strconv.ParseUint(number, 10, 64)
	return n, ok && db && cut && err == nil
}

// newestBackup is the path of the newest backup; empty if there is none.
func newestBackup(dir string) string {
	all := backups(dir)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
