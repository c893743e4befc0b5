package main

import (
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func serveSocket(t *testing.T, data string) {
	t.Helper()
	l, err := listenSocket(t.Context(), folders{data}.socket())
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/fault" {
			w.WriteHeader(http.StatusConflict)
			w.Write([]byte(`{"error":"not now"}`))
			return
		}
		w.Write([]byte(`{"pid":7}`))
	})}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
}

func TestSocketIsPrivateAndAnswers(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"d", strings.Repeat("a-very-long-name/", 12)} {
		data := filepath.Join(t.TempDir(), name)
		if err := os.MkdirAll(data, 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := callService(t.Context(), data); !errors.Is(err, errNoService) {
			t.Errorf("without a socket: %v", err)
		}
		serveSocket(t, data)
		info, err := os.Stat(folders{data}.socket())
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
		}
		c, err := callService(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		var got struct{ PID int }
		if err := c.get(t.Context(), "GET", "/status", &got); err != nil || got.PID != 7 {
			t.Errorf("status: %+v, %v", got, err)
		}
		if err := c.get(t.Context(), "GET", "/fault", &got); err == nil || err.Error() != "not now" {
			t.Errorf("a fault comes as %v", err)
		}
		if _, err := listenSocket(t.Context(), folders{data}.socket()); err == nil || !strings.Contains(err.Error(), "another service") {
			t.Errorf("a second service: %v", err)
		}
	}
}

func TestSocketOfADeadServiceIsReplaced(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	l, err := net.Listen("unix", folders{data}.socket())
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	if _, err := callService(t.Context(), data); !errors.Is(err, errNoService) {
		t.Errorf("a dead socket: %v", err)
	}
	serveSocket(t, data)
	if _, err := callService(t.Context(), data); err != nil {
		t.Error(err)
	}
}

func TestFileInPlaceOfTheSocketIsLeftAlone(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if err := os.WriteFile(folders{data}.socket(), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := listenSocket(t.Context(), folders{data}.socket()); err == nil || !strings.Contains(err.Error(), "no socket") {
		t.Errorf("got %v", err)
	}
}
