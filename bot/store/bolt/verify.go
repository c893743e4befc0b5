package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// FileReport is what looking through a database file found.
type FileReport struct {
	Schema   int    `json:"schema"`
	Applied  uint64 `json:"applied"` // number of the newest commit
	Sessions int    `json:"sessions"`
	Turns    int    `json:"turns"`
	Said     int    `json:"said"`    // turns of which the words are still kept
	Orphans  int    `json:"orphans"` // index entries that point nowhere, left by damaged turns that were removed
	Bytes    int64  `json:"bytes"`
	Free     int64  `json:"free"` // bytes of Bytes that hold nothing

	keys map[keyID]int // records by the key that locks them
}

// maxFaults bounds how many faults are told of one file.
const maxFaults = 10

// VerifyFile looks through a whole database file: the structure, the checksum of
// every record, and that the indexes agree with the turns. A damaged file can
// end the process, so this is best run in a child process; see CheckIn.
func VerifyFile(ctx context.Context, path string) (FileReport, error) {
	r := FileReport{keys: map[keyID]int{}}
	if err := denied(path, soundPages(path)); errors.Is(err, ErrLocked) || errors.Is(err, ErrDenied) {
		return r, err
	} else if err != nil {
		return r, &Fault{Kind: ErrDamaged, File: path, Err: err}
	}
	db, err := openFile(path, &bbolt.Options{ReadOnly: true, Timeout: lockWait, PreLoadFreelist: true, FreelistType: bbolt.FreelistMapType})
	if errors.Is(err, berrors.ErrTimeout) {
		return r, &Fault{Kind: ErrLocked, File: path}
	}
	if err = denied(path, err); errors.Is(err, ErrDenied) {
		return r, err
	}
	if err != nil {
		return r, &Fault{Kind: ErrDamaged, File: path, Err: err}
	}
	err = view(db, func(tx *bbolt.Tx) error {
		if err := checkPages(tx); err != nil {
			return err
		}
		if err := checkSchema(tx); err != nil {
			return err
		}
		return r.records(ctx, tx)
	})
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	if err != nil && !errors.Is(err, ErrNewer) && ctx.Err() == nil {
		err = &Fault{Kind: ErrDamaged, File: path, Err: err}
	}
	return r, err
}

// checkPages has bbolt check its pages.
func checkPages(tx *bbolt.Tx) error {
	var faults []error
	for err := range tx.Check() { // it must be read to the end
		if len(faults) < maxFaults {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

// records checks every record and the indexes.
func (r *FileReport) records(ctx context.Context, tx *bbolt.Tx) error {
	r.Schema, r.Bytes = schemaVersion, tx.Size()
	r.Free = int64(tx.DB().Stats().FreePageN) * int64(tx.DB().Info().PageSize)
	var err error
	if r.Applied, err = applied(tx); err != nil {
		return err
	}
	c := checker{ctx: ctx, tx: tx}
	c.each(sessionsBucket, func(k, body []byte) error {
		h, _, err := readSessionHead(body)
		r.Sessions++
		r.keys[h.key]++
		return err
	})
	c.each(turnsBucket, func(k, body []byte) error {
		h, _, err := readTurnHead(body)
		if err != nil {
			return err
		}
		r.Turns++
		r.keys[h.key]++
		if at, err := get(tx, idsBucket, h.id[:]); err != nil || !bytes.Equal(at, k) {
			return fmt.Errorf("turn %x is not in the index of ids", k)
		}
		if tx.Bucket([]byte(subjectsBucket)).Get(append(h.subject[:], k...)) == nil {
			return fmt.Errorf("turn %x is not in the index of subjects", k)
		}
		if m := h.messageKey(); m != nil && tx.Bucket([]byte(messagesBucket)).Get(m) == nil {
			return fmt.Errorf("turn %x is not in the index of messages", k)
		}
		return nil
	})
	c.each(saidBucket, func(k, _ []byte) error { r.Said++; return c.points(&r.Orphans, k) })
	c.each(idsBucket, func(_, turn []byte) error { return c.points(&r.Orphans, turn) })
	c.each(messagesBucket, func(_, turn []byte) error { return c.points(&r.Orphans, turn) })
	c.each(subjectsBucket, func(k, _ []byte) error { return c.points(&r.Orphans, k[min(len(subject{}), len(k)):]) })
	return errors.Join(c.faults...)
}

// checker goes through buckets and collects faults.
type checker struct {
	ctx    context.Context
	tx     *bbolt.Tx
	faults []error
}

func (c *checker) each(bucket string, fn func(k, body []byte) error) {
	cur := c.tx.Bucket([]byte(bucket)).Cursor()
	n := 0
	for k, v := cur.First(); k != nil && len(c.faults) < maxFaults; k, v = cur.Next() {
		body, err := check(bucket, k, v)
		if err == nil {
			err = fn(k, body)
		}
		if n++; err == nil && n%1000 == 0 {
			err = c.ctx.Err()
		}
		if err != nil {
			c.faults = append(c.faults, err)
		}
	}
}

// points counts an entry that points to no turn.
func (c *checker) points(orphans *int, turn []byte) error {
	if len(turn) != turnKeyLen {
		return errForm
	}
	if c.tx.Bucket([]byte(turnsBucket)).Get(turn) == nil {
		*orphans++
	}
	return nil
}

// Report is what looking through a whole store found.
type Report struct {
	File      FileReport `json:"database"`
	Journal   []string   `json:"journal"`   // its files
	Commits   int        `json:"commits"`   // in the journal
	Torn      int64      `json:"torn"`      // bytes at its end that were cut short
	Keys      int        `json:"keys"`      // of people
	Destroyed int        `json:"destroyed"` // keys that are no more
	Keyless   int        `json:"keyless"`   // records that have no key and cannot be read
	Backups   []string   `json:"backups"`   // the newest last

	// Problems are faults that do not keep the store from being used: damaged
	// places of the journal, and keys that are damaged or not there.
	Problems []string `json:"problems,omitempty"`
}

// Verify looks through a store that no process uses: the database file as
// VerifyFile does (by opts.Check first, where it is set), the journal, and that
// every record has its key or was forgotten.
func Verify(ctx context.Context, dir string, opts Options) (Report, error) {
	r, err := verify(ctx, dir, opts)
	return r, denied(dir, err)
}

func verify(ctx context.Context, dir string, opts Options) (Report, error) {
	var r Report
	checked := opts.Check != nil
	opts = opts.defaults()
	if there, err := found(dir); err != nil {
		return r, err
	} else if !there {
		return r, &Fault{Kind: ErrMissing, File: filepath.Join(dir, storeFolder, databaseFile)}
	}
	unlock, err := lockStore(filepath.Join(dir, storeFolder))
	if err != nil {
		return r, err
	}
	defer unlock()
	path := filepath.Join(dir, storeFolder, databaseFile)
	if checked {
		if err := opts.Check(ctx, path); err != nil {
			return r, damaged(dir, err)
		}
	}
	if r.File, err = VerifyFile(ctx, path); err != nil {
		return r, damaged(dir, err)
	}
	keys, err := openKeyring(filepath.Join(dir, keysFolder), true)
	if err != nil {
		return r, err
	}
	if err := r.rest(dir, keys); err != nil {
		return r, err
	}
	return r, nil
}

// keyless counts the records whose key is neither there nor destroyed.
func (r *FileReport) keyless(keys *keyring) (n int) {
	have := map[keyID]bool{}
	for _, k := range keys.live {
		have[k.id] = true
	}
	for id, records := range r.keys {
		if !have[id] && !keys.gone[id] {
			n += records
		}
	}
	return n
}

// rest looks at all but the database file.
func (r *Report) rest(dir string, keys *keyring) error {
	var bad int
	r.Keys, r.Destroyed, bad = keys.count()
	if bad > 0 {
		r.problem("%d entries of the keys file are damaged", bad)
	}
	if r.Keyless = r.File.keyless(keys); r.Keyless > 0 {
		r.problem("%d records have no key, and cannot be read: bring back the copy of the keys folder that belongs to them", r.Keyless)
	}
	var err error
	if r.Journal, err = segments(filepath.Join(dir, storeFolder)); err != nil {
		return err
	}
	next := uint64(0)
	for _, path := range r.Journal {
		s, err := readSegment(path, func(seq uint64, _ []op) error {
			if next != 0 && seq != next && seq/lineage == next/lineage { // a restoration that told of its gaps begins a lineage
				r.problem("%s goes on at commit %d where %d is due", filepath.Base(path), seq, next)
			}
			next = seq + 1
			r.Commits++
			return nil
		})
		if errors.Is(err, ErrDamaged) {
			r.problem("%s has no readable head", filepath.Base(path))
			continue
		}
		if err != nil {
			return err
		}
		r.Torn += s.torn
		if s.damaged > 0 {
			r.problem("%s is damaged at %d places", filepath.Base(path), s.damaged)
		}
	}
	if next != 0 && next <= r.File.Applied {
		r.problem("the journal ends at commit %d, the database at %d", next-1, r.File.Applied)
	}
	r.Backups = backups(dir)
	return nil
}

func (r *Report) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}
