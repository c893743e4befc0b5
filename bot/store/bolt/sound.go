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

// Of a bbolt file: pages begin with a head that tells their kind, how many
// elements they hold and over how many further pages they go on; the first two
// pages are meta pages, of which the one with the higher transaction counts.
const (
	pageHeadLen = 16
	elementLen  = 16
	metaLen     = 64
	boltMagic   = 0xED0CDAED
	boltVersion = 2
	maxPage     = 1 << 20
	maxDepth    = 64

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10
	bucketFlag   = 0x01
	noFreelist   = ^uint64(0)
)

var native = binary.NativeEndian

// meta is what a meta page says.
type meta struct {
	pageSize             uint32
	root, freelist, high uint64 // page numbers; high is the first one not in use
	txid                 uint64
}

// sound looks at the head of a database file, and whether the file is as long as
// that says. Reading a shorter one would be a memory fault.
func sound(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = headOf(f)
	return err
}

func headOf(f *os.File) (m meta, err error) {
	info, err := f.Stat()
	if err != nil {
		return m, err
	}
	for page := int64(0); page <= maxPage; page = max(1024, page*2) {
		n, ok := readMeta(f, page)
		if ok && (page == 0 || int64(n.pageSize) == page) && (m.pageSize == 0 || n.txid > m.txid) {
			m = n
		}
	}
	if m.pageSize == 0 {
		return m, errors.New("its head is not that of a database")
	}
	if need := uint64(m.pageSize) * m.high; uint64(info.Size()) < need {
		return m, fmt.Errorf("it is cut short: %d bytes, of which %d are left", need, info.Size())
	}
	return m, nil
}

func readMeta(f *os.File, at int64) (meta, bool) {
	var b [metaLen]byte
	if _, err := f.ReadAt(b[:], at+pageHeadLen); err != nil {
		return meta{}, false
	}
	sum := fnv.New64a()
	sum.Write(b[:56])
	ok := native.Uint32(b[:]) == boltMagic && native.Uint32(b[4:]) == boltVersion && native.Uint64(b[56:]) == sum.Sum64()
	return meta{pageSize: native.Uint32(b[8:]), root: native.Uint64(b[16:]), freelist: native.Uint64(b[32:]), high: native.Uint64(b[40:]), txid: native.Uint64(b[48:])}, ok
}

// soundPages looks at every page that is in use: that it lies within the file, is
// used once, and keeps its elements within itself. bbolt takes this for granted:
// without it, a damaged number can cost its check hours, all memory, or the
// process.
func soundPages(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	// The pages of a file in use change while they are looked at.
	if ok, err := waitLock(f, true); err != nil {
		return err
	} else if !ok {
		return &Fault{Kind: ErrLocked, File: path}
	}
	m, err := headOf(f)
	if err != nil {
		return err
	}
	w := walker{f: f, meta: m, seen: make([]uint64, m.high/64+1)}
	if m.freelist != noFreelist {
		if err := w.free(); err != nil {
			return err
		}
	}
	return w.tree(m.root, 0)
}

// walker goes through the pages of a file.
type walker struct {
	meta
	f    *os.File
	seen []uint64 // a bit for each page
}

func wrong(page uint64, what string) error { return fmt.Errorf("page %d %s", page, what) }

// page reads a page with those it goes on over.
func (w *walker) page(id uint64) (data []byte, flags, count uint16, err error) {
	if id < 2 || id >= w.high {
		return nil, 0, 0, wrong(id, "is not in the file")
	}
	size := uint64(w.pageSize)
	var head [pageHeadLen]byte
	if _, err := w.f.ReadAt(head[:], int64(id*size)); err != nil {
		return nil, 0, 0, err
	}
	over := uint64(native.Uint32(head[12:]))
	if native.Uint64(head[:]) != id || over >= w.high-id {
		return nil, 0, 0, wrong(id, "has a damaged head")
	}
	for p := id; p <= id+over; p++ {
		if w.seen[p/64]&(1<<(p%64)) != 0 {
			return nil, 0, 0, wrong(p, "is used twice")
		}
		w.seen[p/64] |= 1 << (p % 64)
	}
	data = make([]byte, (over+1)*size)
	_, err = w.f.ReadAt(data, int64(id*size))
	return data, native.Uint16(head[8:]), native.Uint16(head[10:]), err
}

// free looks at the list of free pages.
func (w *walker) free() error {
	data, flags, count, err := w.page(w.freelist)
	if err != nil {
		return err
	}
	n, ids := uint64(count), data[pageHeadLen:]
	if count == 0xFFFF {
		n, ids = native.Uint64(ids), ids[8:]
	}
	if flags != freelistPage || n > uint64(len(ids))/8 {
		return wrong(w.freelist, "is no list of free pages")
	}
	for i := range n {
		if id := native.Uint64(ids[i*8:]); id < 2 || id >= w.high {
			return wrong(w.freelist, "lists a page that is not in the file")
		}
	}
	return nil
}

// tree looks at a page and all beneath it.
func (w *walker) tree(id uint64, depth int) error {
	if depth > maxDepth {
		return wrong(id, "lies too deep")
	}
	data, flags, count, err := w.page(id)
	if err != nil {
		return err
	}
	if flags != branchPage && flags != leafPage || pageHeadLen+elementLen*int(count) > len(data) || flags == branchPage && count == 0 {
		return wrong(id, "has a damaged head")
	}
	for i := range int(count) {
		at := pageHeadLen + i*elementLen
		e := data[at:]
		pos, size, child := uint64(native.Uint32(e)), uint64(native.Uint32(e[4:])), native.Uint64(e[8:])
		isBucket := false
		if flags == leafPage {
			pos, size = uint64(native.Uint32(e[4:])), uint64(native.Uint32(e[8:]))+uint64(native.Uint32(e[12:]))
			isBucket = native.Uint32(e)&bucketFlag != 0
		}
		if uint64(at)+pos+size > uint64(len(data)) {
			return wrong(id, "has an element outside of it")
		}
		if isBucket {
			key, value := uint64(native.Uint32(e[8:])), e[pos:]
			if size < key+16 {
				return wrong(id, "has a damaged bucket")
			}
			child = native.Uint64(value[key:])
			if child == 0 {
				continue // a bucket so small that it stands within the page
			}
		}
		if flags == branchPage || isBucket {
			if err := w.tree(child, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
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
