package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
)

// The kinds of faults, for errors.Is.
var (
	ErrDamaged    = errors.New("damaged")                 // it is not what was written
	ErrLocked     = errors.New("in use")                  // another process holds it
	ErrNewer      = errors.New("made by a newer zhirong") // its format is not known here
	ErrMissing    = errors.New("missing")                 // it was there and is gone, or is empty
	ErrUnwritable = errors.New("cannot be written")       // disk full, read-only, over the set size
	ErrDenied     = errors.New("not open to this user")   // its owner, its mode or a read-only file system keeps it
	ErrClosed     = errors.New("the store is closed")     // after Close
	ErrKeyless    = errors.New("locked with keys that are not in the keys folder")
	ErrNoBackup   = errors.New("there is no usable backup") // nothing to restore from
)

// Fault is an error of the store that an operator can act on. It is errors.Is
// with its Kind and with its cause.
type Fault struct {
	Kind   error
	File   string
	PID    int    // ErrLocked: the process that holds it; 0: not known
	Backup string // ErrDamaged, ErrMissing: the newest backup; empty: none
	Err    error  // the cause; nil: none
}

// Error says what is wrong with which file.
func (f *Fault) Error() string {
	s := fmt.Sprintf("%s is %s", f.File, f.Kind)
	switch {
	case f.Kind == ErrUnwritable:
		s = fmt.Sprintf("%s %s", f.File, f.Kind)
	case f.PID != 0:
		s = fmt.Sprintf("%s is %s by process %d", f.File, f.Kind, f.PID)
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Hint says what to do.
func (f *Fault) Hint() string {
	switch f.Kind {
	case ErrDamaged, ErrMissing:
		if filepath.Base(filepath.Dir(f.File)) == keysFolder {
			return f.keysHint()
		}
		if f.Backup == "" {
			return "no backup was found; if the journal is whole since the first turn, `zhirong restore` remakes the store from it"
		}
		return fmt.Sprintf("the newest backup is %s; `zhirong restore` puts it back and adds what the journal holds since, and keeps the damaged file beside it", f.Backup)
	case ErrKeyless:
		return "put the copy of the keys folder that belongs to this backup in the place of keys and restore again; or, if those people's records may be lost, `zhirong restore --force`"
	case ErrLocked:
		if f.PID == 0 {
			return "stop the other process, or use its commands"
		}
		return fmt.Sprintf("stop process %d, or use the commands that talk to it", f.PID)
	case ErrNewer:
		return "use the zhirong that wrote it, or a newer one"
	case ErrDenied:
		return "give the data folder to the user of the service: chown -R USER: DIR && chmod -R u+rwX DIR; if the file system is read-only, mount it for writing"
	case ErrUnwritable:
		return "make room on the disk or make the folder writable; the service goes on by itself"
	}
	return ""
}

// keysHint says what to do about a file of the keys folder, which no backup holds.
func (f *Fault) keysHint() string {
	const back = "no backup holds the keys: put your copy of the keys folder back"
	if filepath.Base(f.File) != destroyedFile {
		return back + "; what was logged after that copy was made stays unreadable, and without any copy all of it does"
	}
	return back + fmt.Sprintf("; without one `: > %s` goes on with an empty list, at the price that restoring older keys can bring back people who were forgotten", f.File)
}

// denied makes a fault of an error that comes of rights, and leaves others alone.
func denied(file string, err error) error {
	if errors.Is(err, ErrDenied) || !errors.Is(err, fs.ErrPermission) && !errors.Is(err, syscall.EROFS) {
		return err
	}
	return &Fault{Kind: ErrDenied, File: file, Err: err}
}

// Unwrap gives the kind and the cause.
func (f *Fault) Unwrap() []error {
	if f.Err == nil {
		return []error{f.Kind}
	}
	return []error{f.Kind, f.Err}
}
