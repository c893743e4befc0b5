package bolt

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Files of the keys folder. None of them is ever part of the database, of the
// journal or of a backup.
const (
	masterFile    = "master"    // keys the hashes of session ids
	subjectsFile  = "subjects"  // one key for each person, who is a hash here
	destroyedFile = "destroyed" // ids of keys that are no more, for restoring
	oldSuffix     = ".old"      // the subjects file before a deletion, on its way out
)

const (
	subjectsHead = "zhirong keys 1.\n"
	entryLen     = 16 + 8 + 32 + 4
)

type (
	subject [16]byte // keyed hash of a session id
	keyID   [8]byte
	key     struct {
		id     keyID
		secret [32]byte
	}
)

func (k keyID) String() string { return hex.EncodeToString(k[:]) }

// keyring holds the master key and the key of each subject. One goroutine
// changes it; any may read.
type keyring struct {
	dir    string
	master []byte

	mu      sync.RWMutex
	live    map[subject]key
	gone    map[keyID]bool
	fresh   []subject // in live and not yet on disk
	size    int64     // of the subjects file, as far as it is whole
	stale   bool      // the subjects file still holds keys that are gone
	damaged int       // entries that could not be read
}

func (r *keyring) path(name string) string { return filepath.Join(r.dir, name) }

// newKeyring makes the keys of a new store. A keys folder that is there already
// is kept: making the store stopped half-way the last time.
func newKeyring(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make keys folder: %w", err)
	}
	master := make([]byte, 32)
	_, _ = rand.Read(master) // never fails
	for name, data := range map[string][]byte{
		masterFile:    sealMaster(master),
		subjectsFile:  []byte(subjectsHead),
		destroyedFile: nil,
	} {
		path := filepath.Join(dir, name)
		if there, err := exists(path); err != nil {
			return fmt.Errorf("make keys: %w", err)
		} else if there {
			continue
		}
		if err := writeFile(path, data); err != nil {
			return fmt.Errorf("make keys: %w", err)
		}
	}
	return nil
}

func sealMaster(master []byte) []byte {
	return fmt.Appendf(nil, "%x %08x\n", master, crc32.Checksum(master, castagnoli))
}

// openKeyring reads the keys and finishes a deletion that was cut short. With
// readOnly nothing on disk is changed.
func openKeyring(dir string, readOnly bool) (*keyring, error) {
	r := &keyring{dir: dir, live: map[subject]key{}, gone: map[keyID]bool{}}
	if err := r.readMaster(); err != nil {
		return nil, err
	}
	if err := r.readDestroyed(); err != nil {
		return nil, err
	}
	if err := r.readSubjects(readOnly); err != nil {
		return nil, err
	}
	if readOnly {
		return r, nil
	}
	if err := shred(r.path(subjectsFile) + ".tmp"); err != nil {
		return nil, err
	}
	if r.stale {
		if err := r.rewrite(); err != nil {
			return nil, err
		}
	}
	return r, shred(r.path(subjectsFile) + oldSuffix)
}

func (r *keyring) readMaster() error {
	data, err := r.read(masterFile)
	if err != nil {
		return err
	}
	var sum uint32
	if n, err := fmt.Sscanf(string(data), "%x %x\n", &r.master, &sum); n != 2 || err != nil || len(r.master) != 32 || crc32.Checksum(r.master, castagnoli) != sum {
		return &Fault{Kind: ErrDamaged, File: r.path(masterFile)}
	}
	return nil
}

// read reads a file that must be there.
func (r *keyring) read(name string) ([]byte, error) {
	data, err := os.ReadFile(r.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Fault{Kind: ErrMissing, File: r.path(name)}
	}
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	return data, nil
}

// readDestroyed reads the ids of keys that are no more. A line cut short at the
// end was never acknowledged.
func (r *keyring) readDestroyed() error {
	data, err := r.read(destroyedFile)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		id, err := hex.DecodeString(strings.TrimSuffix(line, "\n"))
		if err != nil || len(id) != len(keyID{}) {
			continue
		}
		r.gone[keyID(id)] = true
	}
	return nil
}

func (r *keyring) readSubjects(readOnly bool) error {
	path := r.path(subjectsFile)
	if there, err := exists(path); err != nil {
		return fmt.Errorf("read keys: %w", err)
	} else if !there && !readOnly {
		// A deletion stopped between its two renames.
		if err := rename(path+oldSuffix, path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("read keys: %w", err)
		}
	}
	data, err := r.read(subjectsFile)
	if err != nil {
		return err
	}
	rest, ok := bytes.CutPrefix(data, []byte(subjectsHead))
	if !ok {
		return &Fault{Kind: ErrDamaged, File: path}
	}
	r.size = int64(len(subjectsHead))
	bad := 0
	for at := int64(len(subjectsHead)); len(rest) >= entryLen; at, rest = at+entryLen, rest[entryLen:] {
		e, ok := checked(nil, rest[:entryLen])
		if !ok {
			bad++
			continue
		}
		// What is bad before a good entry was damaged; at the end it was cut short.
		r.damaged, bad, r.size = r.damaged+bad, 0, at+entryLen
		k := key{id: keyID(e[16:24]), secret: [32]byte(e[24:56])}
		if r.gone[k.id] {
			r.stale = true
			continue
		}
		r.live[subject(e[:16])] = k
	}
	return nil
}

// find returns the key of a subject.
func (r *keyring) find(s subject) (key, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	k, ok := r.live[s]
	return k, ok
}

// destroyed reports whether a key is no more, so that what it locked counts as
// not there.
func (r *keyring) destroyed(id keyID) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.gone[id]
}

// count returns how many keys there are, and how many are no more.
func (r *keyring) count() (live, gone, damaged int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.live), len(r.gone), r.damaged
}

// get returns the key of a subject, made if there is none. A new key is on disk
// only after save.
func (r *keyring) get(s subject) key {
	r.mu.Lock()
	defer r.mu.Unlock()
	k, ok := r.live[s]
	if !ok {
		_, _ = rand.Read(k.id[:])
		_, _ = rand.Read(k.secret[:])
		r.live[s] = k
		r.fresh = append(r.fresh, s)
	}
	return k
}

func entry(s subject, k key) []byte {
	return seal(nil, append(append(append(make([]byte, 0, entryLen), s[:]...), k.id[:]...), k.secret[:]...))
}

// save makes the new keys durable, all with one sync.
func (r *keyring) save() error {
	if len(r.fresh) == 0 {
		return nil
	}
	var data []byte
	for _, s := range r.fresh {
		data = append(data, entry(s, r.live[s])...)
	}
	if err := appendAt(r.path(subjectsFile), r.size, data); err != nil {
		return fmt.Errorf("save keys: %w", err)
	}
	r.size += int64(len(data))
	r.fresh = nil
	return nil
}

// drop takes back the new keys that were not saved.
func (r *keyring) drop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, s := range r.fresh {
		delete(r.live, s)
	}
	r.fresh = nil
}

// appendAt writes at the end of the whole part of a file, durably. What a failed
// attempt left behind that end is cut off first.
func appendAt(path string, size int64, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	err = f.Truncate(size)
	if err == nil {
		_, err = f.WriteAt(data, size)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// destroy makes all that subjects have unreadable for good: first it is noted
// which keys are no more, then the keys file is written anew without them and
// the old one overwritten.
func (r *keyring) destroy(subjects []subject) error {
	var lines []byte
	var ids []keyID
	for _, s := range subjects {
		if k, ok := r.live[s]; ok {
			ids = append(ids, k.id)
			lines = append(lines, k.id.String()+"\n"...)
		}
	}
	if len(ids) > 0 {
		f, err := os.OpenFile(r.path(destroyedFile), os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return fmt.Errorf("destroy keys: %w", err)
		}
		// The first newline ends a line that was cut short.
		_, err = f.Write(append([]byte("\n"), lines...))
		if err == nil {
			err = f.Sync()
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("destroy keys: %w", err)
		}
		r.mu.Lock()
		for _, s := range subjects {
			delete(r.live, s)
		}
		for _, id := range ids {
			r.gone[id] = true
		}
		r.stale = true
		r.mu.Unlock()
	}
	if !r.stale {
		return nil
	}
	return r.rewrite()
}

// rewrite writes the keys file anew, with live keys only. A process that dies in
// between leaves the old file, the new one, or the old one under its other name;
// openKeyring goes on from each.
func (r *keyring) rewrite() error {
	path := r.path(subjectsFile)
	data := []byte(subjectsHead)
	for s, k := range r.live {
		data = append(data, entry(s, k)...)
	}
	tmp := path + ".tmp"
	err := os.WriteFile(tmp, data, 0o600)
	if err == nil {
		err = syncFile(tmp)
	}
	if err == nil {
		err = rename(path, path+oldSuffix)
	}
	if err == nil {
		err = rename(tmp, path)
	}
	if err != nil {
		return fmt.Errorf("destroy keys: %w", err)
	}
	r.size, r.stale, r.damaged = int64(len(data)), false, 0
	r.fresh = nil
	return shred(path + oldSuffix)
}
