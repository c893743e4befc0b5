//go:build unix

package main

import (
	"fmt"
	"syscall"
)

// diskLeft returns the bytes that are free for us on the disk of a folder.
func diskLeft(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, fmt.Errorf("look at the disk of %s: %w", dir, err)
	}
	return s.Bavail * uint64(s.Bsize), nil
}
