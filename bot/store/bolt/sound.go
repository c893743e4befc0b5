package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

// Of a bbolt file: a page begins with a head of 16 bytes; the first two pages
// are meta pages, of which the one with the higher transaction counts.
const (
	pageHeadLen = 16
	metaLen     = 64
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	maxPage     = 1 << 20
)

// sound looks at the head of a database file, and whether the file is as long as
// that says. Reading a shorter one would be a memory fault.
func sound(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	need, newest := uint64(0), uint64(0)
	for page := int64(0); page <= maxPage; page = max(1024, page*2) {
		size, high, txid, ok := readMeta(f, page)
		if ok && (page == 0 || int64(size) == page) && (need == 0 || txid > newest) {
			need, newest = uint64(size)*high, txid
		}
	}
	if need == 0 {
		return errors.New("its head is not that of a database")
	}
	if uint64(info.Size()) < need {
		return fmt.Errorf("it is cut short: %d bytes, of which %d are left", need, info.Size())
	}
	return nil
}

// readMeta reads a meta page: the size of pages, how many are in use, and the
// transaction that wrote it.
func readMeta(f *os.File, at int64) (pageSize uint32, high, txid uint64, ok bool) {
	var m [metaLen]byte
	if _, err := f.ReadAt(m[:], at+pageHeadLen); err != nil {
		return 0, 0, 0, false
	}
	n := binary.NativeEndian
	sum := fnv.New64a()
	sum.Write(m[:56])
	ok = n.Uint32(m[:]) == boltMagic && n.Uint32(m[4:]) == boltVersion && n.Uint64(m[56:]) == sum.Sum64()
	return n.Uint32(m[8:]), n.Uint64(m[40:]), n.Uint64(m[48:]), ok
}

// view runs a read transaction. A fault from reading a damaged file is an error
// and does not end the process.
func view(db *bbolt.DB, fn func(*bbolt.Tx) error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return db.View(fn)
}
