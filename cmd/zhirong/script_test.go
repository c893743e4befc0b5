package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"zhirong": func() {
			os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
		},
	})
}

func TestTheProgramAsSeenFromOutside(t *testing.T) {
	t.Parallel()
	// Making an index takes seconds: scripts that do not try it share one, $WARM.
	warm := t.TempDir()
	var errs bytes.Buffer
	if code := run(context.Background(), []string{"ask", "--data", warm, "专利"}, streams{strings.NewReader(""), io.Discard, &errs}); code != 0 {
		t.Fatalf("make an index: exit %d: %s", code, errs.String())
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("WARM", warm)
		return nil
	}})
}
