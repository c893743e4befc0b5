//go:build !race

// The race detector makes the commands of the documents many times slower and
// finds nothing in them that the scripts do not show it.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cannotRun are the commands of the documents that a test cannot run, each with
// the reason. They are matched by how they begin.
var cannotRun = []struct{ begins, reason string }{
	{"go test ./...", "it would run this test again"},
	{"go build -o zhirong ./cmd/zhirong", "the program is built already"},
	{"./zhirong eval", "it takes more than a minute; .ci/run does it"},
	{"useradd ", "it needs root and changes the machine"},
	{"install -m 0755 zhirong /usr/", "it needs root and changes the machine"},
	{"install -D -m 0640 -g zhirong zhirong.yaml /etc/", "it needs root and changes the machine"},
	{"install -m 0644 docs/systemd/", "it needs root and changes the machine"},
	{"systemctl daemon-reload", "it needs systemd"},
	{"systemctl enable ", "it needs systemd"},
}

// standsFor are the commands that a test runs in another form.
var standsFor = map[string]string{
	"go run ./cmd/zhirong":    "zhirong",             // the program that is built
	"systemctl stop zhirong":  "stop",                // the service of the test
	"systemctl start zhirong": "start",               // again with the same arguments
	"zhirong tour":            "zhirong tour --fast", // without pauses for readers
	"./zhirong tour":          "zhirong tour --fast",
}

// shBlock is a fenced block of commands.
var shBlock = regexp.MustCompile("(?ms)^```sh\n(.*?)^```")

func TestEveryCommandInTheDocumentsRuns(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, file := range append([]string{"../../README.md", "../../README.zh-CN.md", "../../CONTRIBUTING.md"}, files...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var commands []string
		for _, block := range shBlock.FindAllStringSubmatch(string(text), -1) {
			for line := range strings.SplitSeq(strings.ReplaceAll(block[1], "\\\n", " "), "\n") {
				line, _, _ = strings.Cut(line, " # ")
				if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
					commands = append(commands, line)
				}
			}
		}
		if len(commands) == 0 {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			r := newReader(t)
			if !slices.ContainsFunc(commands, starts) {
				r.start(nil) // such a document speaks of a service that runs
			}
			for _, c := range commands {
				r.run(c, used)
			}
		})
	}
	for _, c := range cannotRun {
		if !used[c.begins] {
			t.Errorf("%q is excused and stands in no document", c.begins)
		}
	}
}

// reader does what a document says, in a folder like that of the bundle.
type reader struct {
	t       *testing.T
	dir     string
	service *exec.Cmd
	args    []string // of the service
	log     *bytes.Buffer
	address string
}

func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{t: t, dir: t.TempDir()}
	if err := copyIndex(filepath.Join(r.dir, "zhirong-data")); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(r.dir, "zhirong")); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"config", "docs", "my-corpus", "my-conversations"} {
		if err := os.MkdirAll(filepath.Join(r.dir, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := copyFile("../../config/example.yaml", filepath.Join(r.dir, "config", "example.yaml")); err != nil {
		t.Fatal(err)
	}
	r.sh("sha256sum config/example.yaml > SHA256SUMS")
	t.Cleanup(r.stop)
	return r
}

// run does one command of a document.
func (r *reader) run(command string, used map[string]bool) {
	r.t.Helper()
	for _, c := range cannotRun {
		if strings.HasPrefix(command, c.begins) {
			used[c.begins] = true
			return
		}
	}
	if other, ok := standsFor[command]; ok {
		command = other
	}
	switch {
	case command == "stop":
		r.stop()
	case command == "start":
		r.start(r.args)
	case starts(command):
		r.start(strings.Fields(command)[min(2, len(strings.Fields(command))):])
	default:
		r.sh(command)
	}
}

// starts reports whether a command starts the service.
func starts(command string) bool {
	if other, ok := standsFor[command]; ok {
		command = other
	}
	fields := strings.Fields(strings.TrimPrefix(command, "./"))
	return fields[0] == "zhirong" && (len(fields) == 1 || fields[1] == "serve")
}

// sh runs one line of shell, which must end well.
func (r *reader) sh(command string) {
	r.t.Helper()
	if r.address != "" {
		command = strings.ReplaceAll(command, "http://127.0.0.1:8080", r.address)
	}
	cmd := exec.CommandContext(r.t.Context(), "sh", "-c", command)
	cmd.Dir, cmd.Env = r.dir, append(os.Environ(), "PATH="+r.dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	if out, err := cmd.CombinedOutput(); err != nil {
		r.t.Errorf("$ %s\n%s%v", command, out, err)
	}
}

// start runs the service on a free port until the document ends or stops it.
func (r *reader) start(args []string) {
	r.t.Helper()
	r.stop()
	ready := filepath.Join(r.dir, "ready")
	r.args, r.log = args, &bytes.Buffer{}
	r.service = exec.Command(filepath.Join(r.dir, "zhirong"), append(append([]string{"serve"}, args...), "--listen", "127.0.0.1:0", "--ready-file", ready)...)
	r.service.Dir, r.service.Stderr = r.dir, r.log
	if err := r.service.Start(); err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	for {
		if data, err := os.ReadFile(ready); err == nil {
			r.address = strings.TrimSpace(string(data))
			return
		}
		select {
		case <-ctx.Done():
			r.t.Fatalf("the service with %v is not ready: %s", args, r.log)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends the service, which must end well.
func (r *reader) stop() {
	r.t.Helper()
	if r.service == nil {
		return
	}
	err := errors.Join(r.service.Process.Signal(syscall.SIGTERM), r.service.Wait(), os.Remove(filepath.Join(r.dir, "ready")))
	if err != nil {
		r.t.Errorf("stop the service: %v\n%s", err, r.log)
	}
	r.service, r.address = nil, ""
}

func TestOperatingGuidesNameWhatIsThere(t *testing.T) {
	t.Parallel()
	// The table of what comes before opening names lines of the doctor.
	checks := map[string]bool{}
	for _, f := range install(t).examine() {
		checks[f.Check] = true
	}
	row := regexp.MustCompile("(?m)^\\| \\*\\*.*\\| (`[^|]*`) \\|$")
	link := regexp.MustCompile(`\]\(([a-z][^):]*)\)`)
	commands := map[string]string{}
	for _, name := range []string{"operating.md", "operating.zh-CN.md"} {
		text, err := os.ReadFile(filepath.Join("../../docs", name))
		if err != nil {
			t.Fatal(err)
		}
		rows := row.FindAllStringSubmatch(string(text), -1)
		if len(rows) != 10 {
			t.Errorf("%s: %d rows before opening, want 10", name, len(rows))
		}
		for _, m := range rows {
			for check := range strings.SplitSeq(m[1], ", ") {
				if !checks[strings.Trim(check, "`")] {
					t.Errorf("%s: the doctor has no line %s", name, check)
				}
			}
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join("../../docs", m[1])); err != nil {
				t.Error(fmt.Errorf("%s: %w", name, err))
			}
		}
		commands[name] = fmt.Sprint(shBlock.FindAllString(string(text), -1))
	}
	if commands["operating.md"] != commands["operating.zh-CN.md"] {
		t.Error("the two languages of the operating guide have other commands")
	}
}
