package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// compactTx is how much a transaction of a compaction writes, in bytes.
const compactTx = 8 << 20

// compactMin is the size, in bytes, below which a file is not compacted when opened.
const compactMin = 1 << 20

// Compacted is what a compaction came to.
type Compacted struct {
	Before int64 `json:"before"` // bytes of the file
	After  int64 `json:"after"`
}

// Compact writes the database anew without its free pages. Reading goes on,
// writing waits. The new file takes the old one's place whole or not at all.
func (d *DB) Compact(ctx context.Context) (c Compacted, err error) {
	d.upkeep.Lock()
	defer d.upkeep.Unlock()
	err = d.submit(ctx, &request{task: func() error {
		if d.broken != nil {
			return d.broken
		}
		c.Before = fileSize(d.path(databaseFile))
		if err := d.compact(); err != nil {
			return d.writeFault(err)
		}
		c.After = fileSize(d.path(databaseFile))
		return nil
	}})
	if err != nil {
		return c, fmt.Errorf("compact: %w", err)
	}
	return c, nil
}

// compact runs in the writer's goroutine, or before there is one.
func (d *DB) compact() error {
	path := d.path(databaseFile)
	tmp := path + ".compact"
	if err := compactTo(tmp, d.bolt); err != nil {
		_ = os.Remove(tmp) // removed at the next start otherwise
		return err
	}
	d.swap.Lock()
	defer d.swap.Unlock()
	if err := d.bolt.Close(); err != nil {
		return err
	}
	err := rename(tmp, path)
	db, oerr := openFile(path, d.boltOptions())
	if oerr != nil {
		d.bolt, d.broken = nil, damaged(d.dir, oerr)
		return d.broken
	}
	d.bolt = db
	return err
}

// compactTo copies a database into a new file, durably.
func compactTo(path string, src *bbolt.DB) error {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	dst, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, NoSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	if err = bbolt.Compact(dst, src, compactTx); err == nil {
		err = sameCounts(dst, src)
	}
	if err == nil {
		err = dst.Sync()
	}
	return errors.Join(err, dst.Close())
}

// sameCounts compares how many keys the buckets of two databases hold.
func sameCounts(a, b *bbolt.DB) error {
	return view(a, func(x *bbolt.Tx) error {
		return view(b, func(y *bbolt.Tx) error {
			for _, name := range buckets {
				n, m := x.Bucket([]byte(name)).Stats().KeyN, y.Bucket([]byte(name)).Stats().KeyN
				if n != m {
					return fmt.Errorf("the copy of %s holds %d of %d records", name, n, m)
				}
			}
			return nil
		})
	})
}

// freeShare is the share of free pages of a file that is worth compacting; 0 of
// a small one.
func (d *DB) freeShare() (share float64) {
	_ = view(d.bolt, func(tx *bbolt.Tx) error { // what cannot be read is not compacted
		s := d.bolt.Stats()
		if tx.Size() >= compactMin {
			share = float64(s.FreePageN+s.PendingPageN) * float64(d.bolt.Info().PageSize) / float64(tx.Size())
		}
		return nil
	})
	return share
}

func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
