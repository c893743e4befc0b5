package bolt

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// lockWait is how long another process is waited for.
const lockWait = time.Second

// lockStore keeps other processes out of a store folder. The file names the
// process that holds it.
func lockStore(dir string) (unlock func(), err error) {
	path := filepath.Join(dir, lockFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock store: %w", err)
	}
	ok, err := waitLock(f, false)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock store: %w", err)
	}
	if !ok {
		data, _ := io.ReadAll(f) // without it the process is not named
		f.Close()
		pid, _ := strconv.Atoi(strings.TrimSpace(string(data)))
		return nil, &Fault{Kind: ErrLocked, File: filepath.Join(dir, databaseFile), PID: pid}
	}
	// The number helps people only; on a full disk it is left out.
	if err := f.Truncate(0); err == nil {
		_, _ = f.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0)
	}
	return func() {
		_ = f.Truncate(0)
		f.Close()
	}, nil
}

// waitLock takes the lock of a file; false if another process holds on to it.
func waitLock(f *os.File, shared bool) (bool, error) {
	for end := time.Now().Add(lockWait); ; time.Sleep(lockWait / 20) {
		ok, err := tryLock(f, shared)
		if ok || err != nil || time.Now().After(end) {
			return ok, err
		}
	}
}
