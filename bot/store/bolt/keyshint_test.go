//go:build unix

package bolt_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhirong/bot/store/bolt"
)

// No backup brings keys back, so no hint speaks of restoring one.
func TestHintsAboutKeysSayWhatHelps(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"master", "subjects", "destroyed"} {
		dir := t.TempDir()
		logged(t, dir, "a", 0, 1)
		path := filepath.Join(dir, "keys", name)
		must(t, os.Remove(path))
		_, err := bolt.Open(t.Context(), dir, small)
		var f *bolt.Fault
		if !errors.As(err, &f) || !errors.Is(err, bolt.ErrMissing) || !strings.Contains(f.Hint(), "copy of the keys folder") || strings.Contains(f.Hint(), "zhirong restore") {
			t.Fatalf("%s: %v", name, err)
		}
		if (name == "destroyed") != strings.Contains(f.Hint(), ": > "+path) {
			t.Errorf("%s: %s", name, f.Hint())
		}
		must(t, os.WriteFile(path, nil, 0o600))
		_, err = bolt.Verify(t.Context(), dir, small)
		if name == "destroyed" {
			must(t, err) // as its hint says
		} else if !errors.As(err, &f) || !errors.Is(err, bolt.ErrDamaged) || !strings.Contains(f.Hint(), "copy of the keys folder") {
			t.Errorf("empty %s: %v", name, err)
		}
	}
}
