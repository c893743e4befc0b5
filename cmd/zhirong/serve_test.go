package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// running is a service in a process of its own.
type running struct {
	t       *testing.T
	dir     string
	cmd     *exec.Cmd
	log     bytes.Buffer
	address string
}

// startService starts one with a file of settings and waits until it serves from disk.
func startService(t *testing.T, dir, settings string) *running {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := copyIndex(filepath.Join(dir, "data")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "zhirong.yaml"), []byte("data: data\n"+settings), 0o600); err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, dir: dir}
	r.cmd = exec.Command(self, "serve", "--config", "zhirong.yaml", "--listen", "127.0.0.1:0", "--ready-file", "ready")
	r.cmd.Args[0], r.cmd.Dir, r.cmd.Stderr = "zhirong", dir, &r.log
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if r.cmd.ProcessState == nil {
			r.cmd.Process.Kill()
			r.cmd.Wait()
		}
	})
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		if data, err := os.ReadFile(filepath.Join(dir, "ready")); err == nil {
			r.address = strings.TrimSpace(string(data))
			if resp, err := http.Get(r.address + "/metrics"); err == nil {
				figures, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err == nil && bytes.Contains(figures, []byte(`index="disk"`)) {
					return r
				}
			}
		}
		if time.Now().After(end) {
			t.Fatal("the service does not get ready")
		}
	}
}

// end ends it by a signal and wants it to end well.
func (r *running) end() {
	r.t.Helper()
	if err := errors.Join(r.cmd.Process.Signal(syscall.SIGTERM), r.cmd.Wait()); err != nil {
		r.t.Errorf("end: %v\n%s", err, &r.log)
	}
	os.Remove(filepath.Join(r.dir, "ready"))
}

// say sends one message of a conversation and returns the token for the next.
func (r *running) say(client *http.Client, call map[string]string) (token string, logged bool, err error) {
	body, err := json.Marshal(call)
	if err != nil {
		return "", false, err
	}
	resp, err := client.Post(r.address+"/api/v1/chat", "application/json", bytes.NewReader(body))
	if err != nil {
		return "", false, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", false, err
	}
	if resp.StatusCode != http.StatusOK {
		return "", false, fmt.Errorf("%s: %.200s", resp.Status, text)
	}
	var reply struct {
		Session string
		Logged  bool
	}
	err = json.Unmarshal(text, &reply)
	return reply.Session, reply.Logged, err
}

// relentless are the settings under which tests may ask without a pause.
const relentless = "limits: {per_session_per_minute: 100000, per_address_per_minute: 100000}\n"

func TestServiceEndsWithoutLosingAnAnswer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := startService(t, dir, relentless)
	var logged, answered atomic.Int64
	var clients sync.WaitGroup
	enough := make(chan struct{})
	var once sync.Once
	for range 6 {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			token, _, err := r.say(client, map[string]string{"text": "专利能不能贷款"})
			if err != nil {
				t.Errorf("the first answer: %v", err)
				once.Do(func() { close(enough) })
				return
			}
			call := map[string]string{"session": token, "action": "consent yes"}
			for {
				_, ok, err := r.say(client, call)
				if err != nil {
					return // it takes no more
				}
				if ok {
					logged.Add(1)
				}
				if answered.Add(1) == 60 {
					once.Do(func() { close(enough) })
				}
				call = map[string]string{"session": token, "text": "质押登记要什么材料"}
			}
		})
	}
	<-enough
	r.end()
	clients.Wait()
	var out, errs bytes.Buffer
	if code := run(t.Context(), []string{"export", "--json", "--data", filepath.Join(dir, "data")}, streams{strings.NewReader(""), &out, &errs}); code != 0 {
		t.Fatalf("export: %s", errs.String())
	}
	kept := int64(bytes.Count(out.Bytes(), []byte("\n")))
	if logged.Load() == 0 || kept < logged.Load() {
		t.Errorf("%d answers said that they are logged, %d are", logged.Load(), kept)
	}
}

func TestReloadDropsNoRequest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	policies := filepath.Join(dir, "mine", "policies")
	if err := os.MkdirAll(policies, 0o700); err != nil {
		t.Fatal(err)
	}
	r := startService(t, dir, relentless+"corpus: mine\n")
	var clients sync.WaitGroup
	stop := make(chan struct{})
	var answered atomic.Int64
	for range 2 {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, _, err := r.say(client, map[string]string{"text": "质押登记要什么材料"}); err != nil {
					t.Errorf("a request while reloading: %v", err)
					return
				}
				answered.Add(1)
			}
		})
	}
	service, err := callService(t.Context(), filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, text := range []string{overPolicy, "id: policy/over\ncolour: red\n", ""} {
		file := filepath.Join(policies, "over.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if text == "" {
			os.Remove(file)
		}
		before := answered.Load()
		var done reloaded
		if err := service.get(t.Context(), "POST", "/reload", &done); err != nil {
			t.Fatal(err)
		}
		if bad := strings.Contains(text, "colour"); bad != (len(done.Problems) > 0) || bad == done.Changed {
			t.Errorf("reload with %.30q: %+v", text, done)
		}
		seen[done.Generation] = true
		for end := time.Now().Add(patience); answered.Load() < before+6 && time.Now().Before(end) && !t.Failed(); time.Sleep(10 * time.Millisecond) {
		}
	}
	close(stop)
	clients.Wait()
	if len(seen) != 2 {
		t.Errorf("generations %v, want two", seen)
	}
	r.end()
}
