//go:build linux

package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"zhirong/config"
)

// nobody is the user that a service of these tests runs as, if the tests run as
// one whom no mode of a file keeps out.
const nobody = 65534

func asNobody(cmd *exec.Cmd) {
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
}

// A data folder that is there and cannot be used keeps nobody from an answer.
func TestServiceAnswersWhereItMayNotWrite(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(top, "zhirong")
	if err := errors.Join(copyFile(self, program), os.Chmod(program, 0o755), os.Chmod(filepath.Dir(top), 0o755)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, path string
		mode       os.FileMode
		unclean    bool // the store was not closed cleanly, so that its file is checked first
		ready      string
		log        string // what the log must say
		doctor     string // what the doctor must say; empty: not asked
	}{
		{"folder", ".", 0o500, false, "ready\n", "the key of web sessions cannot be kept", "chown"},
		{"closed folder", ".", 0, false, "ready, unlogged", "chown", ""},
		{"store", "store", 0o500, false, "ready, unlogged", "chown", "chown"},
		{"lock", "store/lock", 0, false, "ready, unlogged", "chown", "chown"},
		{"unclean database", "store/zhirong.db", 0, true, "ready, unlogged", "chown", "chown"},
		{"keys", "keys", 0, false, "ready, unlogged", "chown", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(top, test.name)
			data := filepath.Join(dir, "data")
			if err := (dataFlags{Data: data}).prepare(); err != nil {
				t.Fatal(err)
			}
			db, err := openStore(t.Context(), config.Config{Data: data}, quiet, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if test.unclean {
				if err := os.Remove(filepath.Join(data, "store", "clean")); err != nil {
					t.Fatal(err)
				}
			}
			if os.Getuid() == 0 {
				if err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
					return errors.Join(err, os.Chown(path, nobody, nobody))
				}); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.Chmod(filepath.Join(data, test.path), test.mode); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(filepath.Join(data, test.path), 0o700) }) // so that it can be removed

			if test.doctor != "" {
				doctor := exec.CommandContext(t.Context(), program, "doctor", "--data", "data")
				doctor.Dir = dir
				asNobody(doctor)
				said, _ := doctor.CombinedOutput() // it ends with 1
				if !strings.Contains(string(said), test.doctor) || strings.Contains(string(said), "zhirong restore") {
					t.Errorf("the doctor said:\n%s", said)
				}
			}

			var log bytes.Buffer
			cmd := exec.CommandContext(t.Context(), program, "serve", "--data", "data", "--listen", "127.0.0.1:0", "--ready-file", "ready")
			cmd.Dir, cmd.Stderr = dir, &log
			asNobody(cmd)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- cmd.Wait() }()
			ready := filepath.Join(dir, "ready")
			for end := time.Now().Add(patience); ; {
				if _, err := os.Stat(ready); err == nil {
					break
				}
				select {
				case err := <-ended:
					t.Fatalf("it ended: %v\n%s", err, &log)
				case <-time.After(20 * time.Millisecond):
				}
				if time.Now().After(end) {
					_ = cmd.Process.Kill()
					t.Fatalf("it does not get ready: %v", <-ended)
				}
			}
			address, err := os.ReadFile(ready)
			if err != nil {
				t.Fatal(err)
			}
			for path, want := range map[string]string{"/readyz": test.ready, "/": "<html"} {
				resp, err := http.Get(strings.TrimSpace(string(address)) + path)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
					t.Errorf("%s: %s %.80q, %v", path, resp.Status, body, err)
				}
			}
			if err := errors.Join(cmd.Process.Signal(syscall.SIGTERM), <-ended); err != nil {
				t.Errorf("it ended with %v\n%s", err, &log)
			}
			if !strings.Contains(log.String(), test.log) {
				t.Errorf("the log said:\n%s", &log)
			}
		})
	}
}
