//go:build !unix

package main

import "errors"

// diskLeft is not told by this system.
func diskLeft(string) (uint64, error) {
	return 0, errors.New("this system does not tell how much of a disk is free")
}
