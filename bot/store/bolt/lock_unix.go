//go:build unix

package bolt

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock of a file, alone or with others that share it; false if
// another process holds it. The system lets it go when the process ends, however
// it ends.
func tryLock(f *os.File, shared bool) (bool, error) {
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	err := syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return false, nil
	}
	return err == nil, err
}
