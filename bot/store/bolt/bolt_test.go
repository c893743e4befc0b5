//go:build unix

package bolt_test

import (
	"testing"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
	"zhirong/bot/store/storetest"
)

// small are options for tests: little is mapped.
var small = bolt.Options{MmapSize: 1 << 20}

func open(t *testing.T, dir string, o bolt.Options) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestStore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Opener {
		dir := t.TempDir()
		return func() (bot.Store, func() error) {
			db, err := bolt.Open(t.Context(), dir, small)
			if err != nil {
				t.Fatal(err)
			}
			return db, db.Close
		}
	})
}
