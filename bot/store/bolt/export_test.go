package bolt

import (
	"testing"

	"go.etcd.io/bbolt"
)

// SetSchema makes a database of another schema.
func SetSchema(t *testing.T, path string, version byte) {
	t.Helper()
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(func(tx *bbolt.Tx) error { return put(tx, metaBucket, schemaKey, []byte{version}) }); err != nil {
		t.Fatal(err)
	}
}
