//go:build unix

package main

import (
	"errors"
	"syscall"
)

// isReadOnly reports whether an error comes of a file system that takes no writes.
func isReadOnly(err error) bool {
	return errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.ENOSPC)
}
