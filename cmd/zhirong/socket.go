package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// A running service takes commands over a unix socket in its data folder. Nobody
// but its owner can open it, so whoever can is trusted.

// maxSocketPath is what the strictest of the systems takes as a socket's name.
const maxSocketPath = 100

// reachSocket returns a name of a socket that is short enough for the system, and
// what to call when the name is no longer needed.
func reachSocket(path string) (name string, done func(), err error) {
	if len(path) <= maxSocketPath {
		return path, func() {}, nil
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return "", nil, fmt.Errorf("reach socket: %w", err)
	}
	short := fmt.Sprintf("/proc/self/fd/%d", dir.Fd())
	if _, err := os.Stat(short); err != nil {
		return "", nil, errors.Join(fmt.Errorf("the name of the data folder is too long for a socket: %s\nhint: name a shorter one with --data", path), dir.Close())
	}
	return filepath.Join(short, filepath.Base(path)), func() { dir.Close() }, nil
}

// listenSocket takes commands at a path. A socket that a dead process left behind
// is replaced; one that answers is left alone.
func listenSocket(ctx context.Context, path string) (net.Listener, error) {
	name, done, err := reachSocket(path)
	if err != nil {
		return nil, err
	}
	defer done()
	if c, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", name); err == nil {
		return nil, errors.Join(fmt.Errorf("another service takes commands at %s\nhint: zhirong status shows it; stop it first", path), c.Close())
	}
	if err := removeSocket(path); err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", name)
	if err != nil {
		return nil, fmt.Errorf("take commands: %w", err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // its short name may be gone by then
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("take commands: %w", err), l.Close())
	}
	return l, nil
}

// removeSocket removes a socket, and nothing else that may have its name.
func removeSocket(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("remove socket: %w", err)
	}
	if info.Mode().Type() != fs.ModeSocket {
		return fmt.Errorf("%s is no socket, so it is left alone\nhint: move it away", path)
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("remove socket: %w", err)
	}
	return nil
}

// errNoService means that no service runs on a data folder.
var errNoService = errors.New("no service runs on this data folder")

// caller sends commands to a running service.
type caller struct{ http http.Client }

// callService reaches the service of a data folder; errNoService if none runs.
func callService(ctx context.Context, data string) (*caller, error) {
	path := folders{data}.socket()
	dial := func(ctx context.Context) (net.Conn, error) {
		name, done, err := reachSocket(path)
		if err != nil {
			return nil, err
		}
		defer done()
		return (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "unix", name)
	}
	c, err := dial(ctx)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENOTDIR):
		return nil, errNoService
	case err != nil:
		return nil, fmt.Errorf("reach the service: %w", err)
	}
	c.Close()
	return &caller{http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext:       func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) },
	}}}, nil
}

// remoteFault is what the service answers a command that failed.
type remoteFault struct {
	Text string `json:"error"`
}

func (f *remoteFault) Error() string { return f.Text }

// stream sends a command, copies what comes back to w, and returns the trailer. An
// answer that breaks off is an error.
func (c *caller) stream(ctx context.Context, method, path string, w io.Writer) (http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://zhirong"+path, nil)
	if err != nil {
		return nil, fmt.Errorf("ask the service: %w", err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the service: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var f remoteFault
		if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&f); err != nil || f.Text == "" {
			return nil, fmt.Errorf("ask the service: it answered %s", resp.Status)
		}
		return nil, &f
	}
	if _, err := io.Copy(w, resp.Body); err != nil {
		return nil, fmt.Errorf("ask the service: %w", err)
	}
	return resp.Trailer, nil
}

// get sends a command and decodes its answer.
func (c *caller) get(ctx context.Context, method, path string, v any) error {
	var b bytes.Buffer
	if _, err := c.stream(ctx, method, path, &b); err != nil {
		return err
	}
	if err := json.Unmarshal(b.Bytes(), v); err != nil {
		return fmt.Errorf("ask the service: %w", err)
	}
	return nil
}
