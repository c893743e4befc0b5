package bolt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"zhirong/bot"
)

// schemaVersion is the version of the buckets and keys that this program reads
// and writes.
const schemaVersion = 1

// Folders within the data folder, and files within the store folder.
const (
	storeFolder   = "store"
	keysFolder    = "keys"
	backupsFolder = "backups"

	databaseFile = "zhirong.db"
	markerFile   = "INITIALISED"
	lockFile     = "lock"
	cleanFile    = "clean"
	newSuffix    = ".new" // a database being made beside its place
)

const markerText = "A database was made here. If zhirong.db is missing or empty it was lost: run `zhirong restore`.\n"

// Options are the settings of a store. The zero value is usable.
type Options struct {
	// Check looks whether a database file is whole, in a child process: a damaged
	// file can end the process that reads it. CheckIn makes one. It is asked
	// about a file that was not closed cleanly, before it is opened, and about
	// every backup. Nil: the file is read in this process.
	Check func(ctx context.Context, path string) error
	// MaxSize bounds the database file in bytes, so that a full disk is an
	// error and nothing worse; 0: no bound.
	MaxSize int
	// MmapSize is how much of the file is mapped from the start, in bytes. As
	// long as the file is smaller, reading never holds up writing; 0: 1 GiB.
	MmapSize int
	// Keep is how many backups are kept; 0: 3.
	Keep int
	// CompactAbove is the share of free pages above which the file is compacted
	// when it is opened; 0: one half. Below 1 MiB it never is.
	CompactAbove float64
	// Keyless lets Restore take a backup though some of its records have no key in
	// the keys folder: they stay and cannot be read.
	Keyless bool
	// Observe is told of every commit, in the writer's goroutine; nil: nobody is.
	Observe func(Commit)
	// Log takes what an operator should know and nothing personal; nil: it is dropped.
	Log *slog.Logger
}

func (o Options) defaults() Options {
	if o.MmapSize == 0 {
		o.MmapSize = 1 << 30
	}
	if o.Keep == 0 {
		o.Keep = 3
	}
	if o.CompactAbove == 0 {
		o.CompactAbove = 0.5
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Check == nil {
		o.Check = func(ctx context.Context, path string) error {
			_, err := VerifyFile(ctx, path)
			return err
		}
	}
	return o
}

// DB is an open store. It is safe for concurrent use.
type DB struct {
	dir     string
	opts    Options
	keys    *keyring
	release func() // of the lock

	swap sync.RWMutex // held for reading in transactions, for writing while the file is replaced
	bolt *bbolt.DB

	// Of the writer's goroutine alone.
	journal *journal
	applied uint64 // number of the newest commit
	broken  error  // the file failed while writing: nothing more is written

	upkeep  sync.Mutex // one backup or compaction at a time
	queue   chan *request
	written chan struct{} // closed when the writer has ended
	closing sync.RWMutex
	closed  bool
}

var _ bot.Store = (*DB)(nil)

// Open opens the store in a data folder, and makes it if there never was one.
// Errors that an operator can act on are *Fault: the store is in use, damaged,
// missing, made by a newer program, or not open to this user.
func Open(ctx context.Context, dir string, opts Options) (*DB, error) {
	d := &DB{dir: dir, opts: opts.defaults(), queue: make(chan *request, queueLen), written: make(chan struct{})}
	if err := os.MkdirAll(filepath.Join(dir, storeFolder), 0o700); err != nil {
		return nil, denied(dir, fmt.Errorf("make store folder: %w", err))
	}
	unlock, err := lockStore(filepath.Join(dir, storeFolder))
	if err != nil {
		return nil, denied(dir, err)
	}
	d.release = unlock
	if err := d.open(ctx); err != nil {
		if d.journal != nil {
			err = errors.Join(err, d.journal.f.Close())
		}
		if d.bolt != nil {
			err = errors.Join(err, d.bolt.Close())
		}
		unlock()
		return nil, denied(dir, fmt.Errorf("open store: %w", err))
	}
	go d.write()
	return d, nil
}

// path is a file of the store folder.
func (d *DB) path(name string) string { return filepath.Join(d.dir, storeFolder, name) }

func (d *DB) open(ctx context.Context) error {
	if err := removeLeftovers(d.dir); err != nil {
		return err
	}
	there, err := found(d.dir)
	if err != nil {
		return err
	}
	if !there {
		if err := d.create(); err != nil {
			return fmt.Errorf("make database: %w", err)
		}
	}
	if d.keys, err = openKeyring(filepath.Join(d.dir, keysFolder), false); err != nil {
		return err
	}
	if _, _, damaged := d.keys.count(); damaged > 0 {
		d.opts.Log.Warn("some keys are damaged, and what they lock cannot be read", "keys", damaged)
	}
	path := d.path(databaseFile)
	clean := closedCleanly(d.dir)
	if !clean {
		if err := d.opts.Check(ctx, path); err != nil {
			if ctx.Err() != nil || errors.Is(err, ErrNewer) || errors.Is(err, ErrLocked) {
				return err
			}
			return damaged(d.dir, err)
		}
	}
	// From here on the file counts as in use until it is closed.
	if err := os.Remove(d.path(cleanFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("mark as in use: %w", err)
	}
	if err := syncDir(filepath.Join(d.dir, storeFolder)); err != nil {
		return err
	}
	if d.bolt, err = openFile(path, d.boltOptions()); err != nil {
		return d.openFault(err)
	}
	if err := d.ready(); err != nil {
		return err
	}
	if !clean {
		// A deletion may have ended between the key and the records.
		if _, err := dropDestroyed(d.bolt, d.keys); err != nil {
			return err
		}
	}
	if d.freeShare() > d.opts.CompactAbove {
		if err := d.compact(); err != nil {
			d.opts.Log.Warn("compaction at start failed; the file is used as it is", "error", err)
		}
	}
	return nil
}

func (d *DB) openFault(err error) error {
	if errors.Is(err, berrors.ErrTimeout) {
		return &Fault{Kind: ErrLocked, File: d.path(databaseFile)}
	}
	if errors.Is(err, fs.ErrPermission) {
		return err
	}
	return damaged(d.dir, err)
}

// damaged says what is wrong and which backup is there. That a file cannot be
// reached is no damage.
func damaged(dir string, err error) error {
	if errors.Is(err, ErrDenied) {
		return err
	}
	// The file is named once.
	if f, ok := err.(*Fault); ok && f.Kind == ErrDamaged && f.Err != nil {
		err = f.Err
	}
	return &Fault{Kind: ErrDamaged, File: filepath.Join(dir, storeFolder, databaseFile), Backup: newestBackup(dir), Err: err}
}

// found reports whether there is a database, and refuses an empty or missing one
// where there was one.
func found(dir string) (bool, error) {
	path := filepath.Join(dir, storeFolder, databaseFile)
	missing := &Fault{Kind: ErrMissing, File: path, Backup: newestBackup(dir)}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.Size() > 0:
		return true, nil
	case err == nil:
		missing.Err = errors.New("the file is empty")
		return false, missing
	case !errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("look for database: %w", err)
	}
	initialised, err := exists(filepath.Join(dir, storeFolder, markerFile))
	if err != nil {
		return false, fmt.Errorf("look for database: %w", err)
	}
	if initialised {
		return false, missing
	}
	return false, nil
}

// removeLeftovers removes databases that were being made when a process died.
func removeLeftovers(dir string) error {
	path := filepath.Join(dir, storeFolder, databaseFile)
	for _, name := range []string{path + newSuffix, path + ".compact"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove leftovers: %w", err)
		}
	}
	return nil
}

// create makes the keys and an empty database: beside its place, then renamed,
// then marked.
func (d *DB) create() error {
	if err := newKeyring(filepath.Join(d.dir, keysFolder)); err != nil {
		return err
	}
	tmp := d.path(databaseFile) + newSuffix
	if err := createFile(tmp); err != nil {
		return err
	}
	if err := rename(tmp, d.path(databaseFile)); err != nil {
		return err
	}
	if err := writeFile(d.path(markerFile), []byte(markerText)); err != nil {
		return err
	}
	return markClean(d.dir)
}

// createFile makes an empty database file and syncs it.
func createFile(path string) error {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, b := range buckets {
			if _, err := tx.CreateBucket([]byte(b)); err != nil {
				return err
			}
		}
		if err := setApplied(tx, 0); err != nil {
			return err
		}
		return put(tx, metaBucket, schemaKey, []byte{schemaVersion})
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	return syncFile(path)
}

func (d *DB) boltOptions() *bbolt.Options {
	return &bbolt.Options{
		Timeout:         lockWait,
		InitialMmapSize: d.opts.MmapSize,
		MaxSize:         d.opts.MaxSize,
		FreelistType:    bbolt.FreelistMapType,
	}
}

// openFile opens a database file. What of its damage shows at once is an error
// and does not end the process.
func openFile(path string, o *bbolt.Options) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			db, err = nil, fmt.Errorf("%v", p)
		}
	}()
	if err := sound(path); err != nil {
		return nil, err
	}
	return bbolt.Open(path, 0o600, o)
}

// ready checks the schema and takes over from the journal what the database does
// not have yet.
func (d *DB) ready() error {
	err := view(d.bolt, func(tx *bbolt.Tx) (err error) {
		if err := checkSchema(tx); err != nil {
			return err
		}
		d.applied, err = applied(tx)
		return err
	})
	if errors.Is(err, ErrNewer) {
		return err
	}
	if err != nil {
		return damaged(d.dir, err)
	}
	return d.openJournal()
}

func checkSchema(tx *bbolt.Tx) error {
	for _, b := range buckets {
		if tx.Bucket([]byte(b)) == nil {
			return fmt.Errorf("bucket %s is missing", b)
		}
	}
	v, err := get(tx, metaBucket, schemaKey)
	if err != nil {
		return err
	}
	if len(v) != 1 || v[0] == 0 {
		return errForm
	}
	if v[0] > schemaVersion {
		return &Fault{Kind: ErrNewer, File: tx.DB().Path(), Err: fmt.Errorf("schema %d, known are those up to %d", v[0], schemaVersion)}
	}
	return nil
}

// openJournal goes on with the journal. A commit that is in the journal and not
// in the database was never acknowledged, or the process died before it could
// be; it is made up for. With a whole database a damaged journal loses nothing,
// so it is set aside and a new one begun.
func (d *DB) openJournal() error {
	dir := filepath.Join(d.dir, storeFolder)
	paths, err := segments(dir)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		d.journal, err = startJournal(dir, d.applied+1)
		return err
	}
	p := replay{db: d.bolt, keys: d.keys, applied: d.applied, strict: true}
	var s segment
	for _, path := range since(paths, d.applied) {
		s, err = p.file(path)
		switch {
		case errors.Is(err, ErrDamaged):
			d.opts.Log.Warn("the journal is damaged and was set aside; make a backup now", "file", path)
			err = rename(path, fmt.Sprintf("%s.damaged-%s", d.path(journalFile), stamp(time.Now())))
		case errors.Is(err, errGap):
			err = damaged(d.dir, err)
		case s.damaged > 0:
			d.opts.Log.Warn("the journal has damaged places; make a backup now", "file", path, "places", s.damaged)
		}
		if err != nil {
			return err
		}
	}
	if err := p.flush(); err != nil {
		return err
	}
	d.applied = p.applied
	current := d.path(journalFile)
	if s.path == current && s.last == d.applied && s.damaged == 0 {
		d.journal, err = continueJournal(s)
		return err
	}
	// What is added must follow on what is there, so it goes to a new file.
	if there, err := exists(current); err != nil {
		return err
	} else if there {
		if err := rename(current, d.path(segmentName(s.first))); err != nil {
			return fmt.Errorf("set journal aside: %w", err)
		}
	}
	d.journal, err = startJournal(dir, d.applied+1)
	return err
}

// cleanState is how a database file was left.
type cleanState struct {
	Size    int64 `json:"size"`
	ModTime int64 `json:"modified_ns"`
}

func stateOf(dir string) (cleanState, error) {
	info, err := os.Stat(filepath.Join(dir, storeFolder, databaseFile))
	if err != nil {
		return cleanState{}, err
	}
	return cleanState{info.Size(), info.ModTime().UnixNano()}, nil
}

// closedCleanly reports whether the file is as it was left by Close.
func closedCleanly(dir string) bool {
	data, err := os.ReadFile(filepath.Join(dir, storeFolder, cleanFile))
	var was cleanState
	if err != nil || json.Unmarshal(data, &was) != nil {
		return false
	}
	is, err := stateOf(dir)
	return err == nil && is == was
}

// markClean notes how the file was left.
func markClean(dir string) error {
	s, err := stateOf(dir)
	if err != nil {
		return err
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, storeFolder, cleanFile), data)
}

// Close finishes what was submitted and closes the store. Further calls fail
// with ErrClosed; a second Close does nothing.
func (d *DB) Close() error {
	d.closing.Lock()
	if d.closed {
		d.closing.Unlock()
		return nil
	}
	d.closed = true
	close(d.queue)
	d.closing.Unlock()
	<-d.written

	d.upkeep.Lock()
	defer d.upkeep.Unlock()
	d.swap.Lock()
	defer d.swap.Unlock()
	err := errors.Join(d.bolt.Close(), d.journal.f.Close())
	d.bolt = nil
	if err == nil && d.broken == nil {
		err = markClean(d.dir)
	}
	d.release()
	if err != nil {
		return fmt.Errorf("close store: %w", err)
	}
	return nil
}
