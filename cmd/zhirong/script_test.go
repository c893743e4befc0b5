package main

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	// The program checks files in a child process of itself: here that is the test.
	if len(os.Args) > 1 && os.Args[1] == "verify" {
		os.Exit(start())
	}
	testscript.Main(tests{m}, map[string]func(){"zhirong": func() { os.Exit(start()) }})
}

// tests runs the tests of the package with the index that they share.
type tests struct{ m *testing.M }

func (t tests) Run() int { return withShared(t.m.Run) }

func TestTheProgramAsSeenFromOutside(t *testing.T) {
	t.Parallel()
	warm := sharedData(t)
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"await": await, "get": get, "post": post, "indexed": indexed},
		Setup: func(e *testscript.Env) error {
			e.Setenv("WARM", warm)
			return nil
		},
	})
}

// patience bounds how long a script waits for what must come.
const patience = 2 * time.Minute

// await waits for a file: "await FILE" until it is there, "! await FILE" until it
// is gone, "await FILE TEXT" until it holds a text.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: [!] await FILE [TEXT]")
	}
	path, text := ts.MkAbs(args[0]), strings.Join(args[1:], " ")
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		data, err := os.ReadFile(path)
		if found := err == nil && strings.Contains(string(data), text); found != neg {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("waited for %s in vain; it holds: %s", path, data)
		}
	}
}

// get asks a service: "get READYFILE PATH [HEADER:VALUE]…" writes status and body
// of the response into the file "response"; "! get" wants that nobody answers.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: [!] get READYFILE PATH [HEADER:VALUE]…")
	}
	request(ts, neg, http.MethodGet, args[0], args[1], nil, args[2:])
}

// post sends JSON to a service: "post READYFILE PATH FILE [HEADER:VALUE]…".
func post(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: [!] post READYFILE PATH FILE [HEADER:VALUE]…")
	}
	request(ts, neg, http.MethodPost, args[0], args[1], strings.NewReader(ts.ReadFile(args[2])), append(args[3:], "Content-Type:application/json"))
}

func request(ts *testscript.TestScript, neg bool, method, ready, path string, body io.Reader, headers []string) {
	req, err := http.NewRequest(method, strings.TrimSpace(ts.ReadFile(ready))+path, body)
	ts.Check(err)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ":")
		if value = strings.TrimSpace(value); name == "Host" {
			req.Host = value
		}
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(req)
	if neg {
		if err == nil {
			resp.Body.Close()
			ts.Fatalf("it answered %s", resp.Status)
		}
		return
	}
	ts.Check(err)
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("response"), append([]byte(resp.Status+"\n"), got...), 0o600))
}
