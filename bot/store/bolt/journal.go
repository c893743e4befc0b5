package bolt

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The journal holds the same changes as the database, in the order in which
// they were committed: a record for each commit, written and synced before it.
// So a verified backup and the journal since give the database again. It is a
// series of files; the one being written has no number in its name.
const (
	journalFile   = "journal"
	journalHead   = "zhirong journal 1\n"
	journalMarker = "\x5aJ\x1f\n"
	headLen       = len(journalHead) + 8 + crcLen
	maxRecord     = 1 << 30
)

// journal is the end of the journal, where records are added.
type journal struct {
	path  string
	f     *os.File
	first uint64 // number of the first record of this file
	size  int64  // of the whole records
	last  int64  // size before the newest record
	dirty bool   // what lies behind size must be cut off before anything is added
}

// segment is what reading a file of the journal found.
type segment struct {
	path        string
	first, last uint64 // numbers of its records; last is first-1 if there is none
	size        int64  // up to the end of the last whole record
	torn        int64  // bytes behind that, cut short when writing stopped
	damaged     int    // places where records were lost between whole ones
}

func segmentName(first uint64) string { return fmt.Sprintf("%s-%020d", journalFile, first) }

// startJournal begins a file of the journal, durably.
func startJournal(dir string, first uint64) (*journal, error) {
	path := filepath.Join(dir, journalFile)
	head := seal(nil, binary.BigEndian.AppendUint64([]byte(journalHead), first))
	if err := writeFile(path, head); err != nil {
		return nil, fmt.Errorf("start journal: %w", err)
	}
	return continueJournal(segment{path: path, first: first, size: int64(headLen)})
}

// continueJournal goes on writing where a file of the journal ends.
func continueJournal(s segment) (*journal, error) {
	f, err := os.OpenFile(s.path, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	return &journal{path: s.path, f: f, first: s.first, size: s.size, last: s.size, dirty: s.torn > 0}, nil
}

// add writes one commit durably. A failed attempt leaves nothing behind.
func (j *journal) add(seq uint64, ops []op) error {
	if j.dirty {
		if err := j.f.Truncate(j.size); err != nil {
			return fmt.Errorf("mend journal: %w", err)
		}
		j.dirty = false
	}
	c := coder{buf: binary.BigEndian.AppendUint64(make([]byte, 8, 4096), seq)}
	list(&c, &ops, opForm)
	copy(c.buf, journalMarker)
	binary.BigEndian.PutUint32(c.buf[4:], uint32(len(c.buf)-8))
	c.buf = seal(nil, c.buf)
	_, err := j.f.WriteAt(c.buf, j.size)
	if err == nil {
		err = j.f.Sync()
	}
	if err != nil {
		j.dirty = j.f.Truncate(j.size) != nil
		return fmt.Errorf("write journal: %w", err)
	}
	j.last = j.size
	j.size += int64(len(c.buf))
	return nil
}

// undo takes the newest record back: its commit failed.
func (j *journal) undo() {
	j.size = j.last
	j.dirty = j.f.Truncate(j.size) != nil
}

// rotate sets the file aside under its number and begins the next one.
func (j *journal) rotate(next uint64) (*journal, error) {
	if next == j.first {
		return j, nil // it holds nothing yet
	}
	dir := filepath.Dir(j.path)
	if err := rename(j.path, filepath.Join(dir, segmentName(j.first))); err != nil {
		return j, fmt.Errorf("rotate journal: %w", err)
	}
	n, err := startJournal(dir, next)
	if err != nil {
		// The old file takes further records under its number: nothing is lost.
		j.path = filepath.Join(dir, segmentName(j.first))
		return j, err
	}
	return n, j.f.Close()
}

// segments lists the files of the journal in the order of their records.
func segments(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list journal: %w", err)
	}
	var old []string
	current := ""
	for _, e := range entries {
		switch {
		case e.Name() == journalFile:
			current = filepath.Join(dir, journalFile)
		case strings.HasPrefix(e.Name(), journalFile+"-") && !strings.HasSuffix(e.Name(), ".tmp"):
			old = append(old, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(old)
	if current != "" {
		old = append(old, current)
	}
	return old, nil
}

// firstOf reads the number of a file's first record.
func firstOf(path string) (uint64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("read journal: %w", err)
	}
	defer f.Close()
	return readHead(path, f)
}

func readHead(path string, r io.Reader) (uint64, error) {
	head := make([]byte, headLen)
	if _, err := io.ReadFull(r, head); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, fmt.Errorf("read journal: %w", err)
	}
	body, ok := checked(nil, head)
	if !ok || !bytes.HasPrefix(body, []byte(journalHead)) {
		return 0, &Fault{Kind: ErrDamaged, File: path}
	}
	return binary.BigEndian.Uint64(body[len(journalHead):]), nil
}

// readSegment passes every whole record of a file to each, which may be nil.
// After a damaged place it goes on at the next whole record.
func readSegment(path string, each func(seq uint64, ops []op) error) (segment, error) {
	s := segment{path: path}
	f, err := os.Open(path)
	if err != nil {
		return s, fmt.Errorf("read journal: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return s, fmt.Errorf("read journal: %w", err)
	}
	if s.first, err = readHead(path, f); err != nil {
		return s, err
	}
	s.last, s.size = s.first-1, int64(headLen)
	for at := s.size; at < info.Size(); {
		seq, ops, n, err := readRecord(f, at, info.Size())
		if err == errForm {
			// Cut short, or damaged: only what follows can tell.
			next, err := nextRecord(f, at+1, info.Size())
			if err != nil {
				return s, err
			}
			if next < 0 {
				break
			}
			s.damaged++
			at = next
			continue
		}
		if err != nil {
			return s, fmt.Errorf("read journal: %w", err)
		}
		at += n
		s.last, s.size = seq, at
		if each != nil {
			if err := each(seq, ops); err != nil {
				return s, err
			}
		}
	}
	s.torn = info.Size() - s.size
	return s, nil
}

// readRecord reads the record at a place; errForm if there is no whole one.
func readRecord(f *os.File, at, end int64) (seq uint64, ops []op, n int64, err error) {
	var head [8]byte
	if end-at < int64(len(head)) {
		return 0, nil, 0, errForm
	}
	if _, err := f.ReadAt(head[:], at); err != nil {
		return 0, nil, 0, err
	}
	size := int64(binary.BigEndian.Uint32(head[4:]))
	n = int64(len(head)) + size + crcLen
	if string(head[:4]) != journalMarker || size < 8 || size > maxRecord || n > end-at {
		return 0, nil, 0, errForm
	}
	data := make([]byte, n)
	if _, err := f.ReadAt(data, at); err != nil {
		return 0, nil, 0, err
	}
	body, ok := checked(nil, data)
	if !ok {
		return 0, nil, 0, errForm
	}
	c := coder{buf: body[16:], read: true}
	list(&c, &ops, opForm)
	if c.err != nil || len(c.buf) > 0 {
		return 0, nil, 0, errForm
	}
	return binary.BigEndian.Uint64(body[8:]), ops, n, nil
}

// nextRecord finds the next whole record from a place on; -1 if there is none.
func nextRecord(f *os.File, from, end int64) (int64, error) {
	r := bufio.NewReaderSize(io.NewSectionReader(f, from, end-from), 1<<16)
	for at := from; ; {
		b, err := r.Peek(len(journalMarker))
		if err == io.EOF {
			return -1, nil
		}
		if err != nil {
			return 0, fmt.Errorf("read journal: %w", err)
		}
		if string(b) == journalMarker {
			if _, _, _, err := readRecord(f, at, end); err == nil {
				return at, nil
			} else if err != errForm {
				return 0, fmt.Errorf("read journal: %w", err)
			}
		}
		if _, err := r.Discard(1); err != nil {
			return 0, fmt.Errorf("read journal: %w", err)
		}
		at++
	}
}
