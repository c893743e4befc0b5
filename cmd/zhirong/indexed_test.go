package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// shared is a data folder with the index of the shipped corpus, for all tests
// that do not try how an index is made: making one takes seconds, and a minute
// under the race detector. It is never written to, but for named conversations.
var shared = struct {
	dir  string
	make func() error
}{}

// withShared runs tests with a folder for the shared index, and removes it.
func withShared(tests func() int) int {
	dir, err := os.MkdirTemp("", "zhirong-index-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	shared.dir = filepath.Join(dir, "data")
	shared.make = sync.OnceValue(func() error {
		var errs bytes.Buffer
		if code := run(context.Background(), []string{"ask", "--data", shared.dir, "专利"}, streams{strings.NewReader(""), io.Discard, &errs}); code != 0 {
			return fmt.Errorf("make an index: exit %d: %s", code, errs.String())
		}
		return nil
	})
	return tests()
}

// sharedData returns the folder with the shared index.
func sharedData(t *testing.T) string {
	t.Helper()
	if err := shared.make(); err != nil {
		t.Fatal(err)
	}
	return shared.dir
}

// copyIndex makes a data folder of its own at dir, with the index there.
func copyIndex(dir string) error {
	if err := shared.make(); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(dir, "index"), os.DirFS(filepath.Join(shared.dir, "index"))); err != nil {
		return err
	}
	marker, err := os.ReadFile(filepath.Join(shared.dir, markerFile))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, markerFile), marker, 0o600)
}

// indexed makes a data folder in a script: "indexed DIR".
func indexed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: indexed DIR")
	}
	ts.Check(copyIndex(ts.MkAbs(args[0])))
}
