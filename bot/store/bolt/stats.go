package bolt

import (
	"context"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// Stats are figures of an open store, for metrics and for people.
type Stats struct {
	Bytes   int64  `json:"bytes"`   // of the database file
	Free    int64  `json:"free"`    // bytes of it that hold nothing
	Journal int64  `json:"journal"` // bytes
	Commit  uint64 `json:"commit"`  // the newest one
	Keys    int    `json:"keys"`    // of people
	Queue   int    `json:"queue"`   // requests that wait to be written
	Backup  string `json:"backup"`  // the newest; empty: none
}

// Queue is how many requests wait to be written.
func (d *DB) Queue() int { return len(d.queue) }

// Stats returns the figures of now.
func (d *DB) Stats(ctx context.Context) (Stats, error) {
	s := Stats{Queue: d.Queue(), Backup: newestBackup(d.dir)}
	s.Keys, _, _ = d.keys.count()
	err := d.view(ctx, func(tx *bbolt.Tx) (err error) {
		st := d.bolt.Stats()
		s.Bytes = fileSize(d.path(databaseFile))
		s.Free = int64(st.FreePageN+st.PendingPageN) * int64(d.bolt.Info().PageSize)
		s.Commit, err = applied(tx)
		return err
	})
	if err != nil {
		return s, err
	}
	files, err := segments(filepath.Join(d.dir, storeFolder))
	for _, path := range files {
		s.Journal += fileSize(path)
	}
	return s, err
}
