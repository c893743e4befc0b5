package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"zhirong/bot/store/bolt"
	"zhirong/config"
	"zhirong/corpus"
)

// installation is a data folder with a database and a backup, and settings for it.
type installation struct {
	t        *testing.T
	dir      string
	data     string
	settings string
	now      time.Time
}

func install(t *testing.T) *installation {
	t.Helper()
	in := &installation{t: t, dir: t.TempDir(), now: time.Now()}
	in.data, in.settings = filepath.Join(in.dir, "data"), filepath.Join(in.dir, "zhirong.yaml")
	if err := (dataFlags{Data: in.data}).prepare(); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(t.Context(), in.data, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Backup(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	in.set("")
	return in
}

// set writes the settings.
func (in *installation) set(text string) {
	in.t.Helper()
	if err := os.WriteFile(in.settings, []byte("data: "+in.data+"\n"+text), 0o600); err != nil {
		in.t.Fatal(err)
	}
}

func (in *installation) write(path, text string, mode os.FileMode) {
	in.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		in.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		in.t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		in.t.Fatal(err)
	}
}

func (in *installation) examine() []finding {
	return examine(in.t.Context(), configFlags{Config: in.settings}, in.now, func(dir string) (*corpus.Set, error) {
		if dir == "" {
			return builtIn()
		}
		return corpus.Load(layers(dir)...)
	})
}

// builtIn is read once for all tests.
var builtIn = sync.OnceValues(func() (*corpus.Set, error) { return corpus.Load(corpus.Shipped()) })

const publicSettings = "public_url: https://advice.example.cn\ntrusted_proxies: [127.0.0.1]\n"

func TestDoctorNamesEachPlantedFaultWithItsFix(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, check, grade, text, fix string
		plant                         func(in *installation)
	}{
		{"a wrong key", "settings", gradeFail, "did you mean listen?", "example.yaml", func(in *installation) { in.set("listn: x\n") }},
		{"a secret that others can read", "settings", gradeFail, "can be read by others", "mend the line", func(in *installation) {
			in.write(filepath.Join(in.dir, "token"), "0123456789abcdef", 0o644)
			in.set("metrics: {token_file: " + filepath.Join(in.dir, "token") + "}\n")
		}},
		{"a folder of other things", "data folder", gradeFail, "holds other things", "empty or new folder", func(in *installation) {
			other := filepath.Join(in.dir, "other")
			in.write(filepath.Join(other, "letter"), "dear", 0o600)
			in.data = other
			in.set("")
		}},
		{"a file for a folder", "data folder", gradeFail, "is no folder", "name a folder", func(in *installation) {
			in.data = filepath.Join(in.dir, "file")
			in.write(in.data, "x", 0o600)
			in.set("")
		}},
		{"an open data folder", "data folder", gradeWarn, "looked into by others", "chmod 700", func(in *installation) { os.Chmod(in.data, 0o755) }},
		{"open keys", "secrets", gradeFail, "can be read by others", "chmod go=", func(in *installation) {
			in.write(folders{in.data}.webKey(), strings.Repeat("k", 32), 0o640)
		}},
		{"an open database", "secrets", gradeFail, "zhirong.db can be read by others", "chmod go=", func(in *installation) {
			os.Chmod(filepath.Join(in.data, "store", "zhirong.db"), 0o644)
		}},
		{"a clock put back", "clock", gradeFail, "but data were written at", "NTP", func(in *installation) { in.now = in.now.Add(-48 * time.Hour) }},
		{"a clock that begins anew", "clock", gradeFail, "it says 1970", "NTP", func(in *installation) { in.now = time.Unix(0, 0) }},
		{"no such corpus", "corpus", gradeFail, "is no folder", "setting corpus", func(in *installation) { in.set("corpus: " + in.dir + "/none\n") }},
		{"a bad corpus", "corpus", gradeFail, "problems, the first:", "zhirong check --corpus", func(in *installation) {
			in.write(filepath.Join(in.dir, "corpus", "places.yaml"), "- {code: x}\n", 0o600)
			in.set("corpus: " + filepath.Join(in.dir, "corpus") + "\n")
		}},
		{"an index of another corpus", "index", gradeWarn, "of another corpus", "zhirong reload", func(in *installation) {
			in.write(filepath.Join(in.data, "index", "0123-1.1.1", "manifest.json"), "{}", 0o600)
		}},
		{"a damaged index", "index", gradeWarn, "is damaged", "restart", func(in *installation) {
			var id strings.Builder
			if code := run(context.Background(), []string{"version"}, streams{out: &id, err: &id}); code != 0 {
				in.t.Fatal(id.String())
			}
			_, generation, _ := strings.Cut(strings.TrimSpace(id.String()), "corpus ")
			in.write(filepath.Join(in.data, "index", generation, "manifest.json"), "{", 0o600)
		}},
		{"a socket left behind", "socket", gradeWarn, "left", "start the service", func(in *installation) {
			l, err := net.Listen("unix", folders{in.data}.socket())
			if err != nil {
				in.t.Fatal(err)
			}
			l.(*net.UnixListener).SetUnlinkOnClose(false)
			l.Close()
			os.Chmod(folders{in.data}.socket(), 0o600)
		}},
		{"a file for a socket", "socket", gradeFail, "is no socket", "move it away", func(in *installation) { in.write(folders{in.data}.socket(), "x", 0o600) }},
		{"a damaged database", "database", gradeFail, "damaged", "zhirong restore", func(in *installation) {
			in.write(filepath.Join(in.data, "store", "zhirong.db"), "no database at all", 0o600)
		}},
		{"a database that is gone", "database", gradeFail, "missing", "zhirong restore", func(in *installation) {
			os.Remove(filepath.Join(in.data, "store", "zhirong.db"))
		}},
		{"no backup", "backup", gradeFail, "there is none", "zhirong backup", func(in *installation) { os.RemoveAll(folders{in.data}.backups()) }},
		{"an old backup", "backup", gradeFail, "the newest is 10 days old", "zhirong backup", func(in *installation) {
			path, _ := newestBackup(in.data)
			old := in.now.Add(-10 * 24 * time.Hour)
			os.Chtimes(path, old, old)
		}},
		{"no backups by the service", "backup", gradeWarn, "none is made", "backup.every", func(in *installation) { in.set("backup: {every: 0s}\n") }},
		{"backups on the same disk", "backup", gradeWarn, "same disk", "backup.copy_to", func(in *installation) { in.set(publicSettings) }},
		{"a policy that is over", "policies", gradeWarn, "policy/over", "status: ended", func(in *installation) {
			in.write(filepath.Join(in.dir, "corpus", "policies", "over.yaml"), overPolicy, 0o600)
			in.set("corpus: " + filepath.Join(in.dir, "corpus") + "\n")
		}},
		{"entries nobody reviewed", "reviews", gradeWarn, "answers say so", "reviewed", func(*installation) {}},
		{"entries nobody reviewed, in production", "reviews", gradeFail, "do not answer", "reviewed", func(in *installation) { in.set("production: true\n") }},
		{"http to the world", "encryption", gradeFail, "without encryption", "docs/proxy", func(in *installation) { in.set("listen: \":8080\"\n") }},
		{"a public address that is not told", "encryption", gradeWarn, "is not set", "public_url", func(in *installation) { in.set("production: true\n") }},
		{"a proxy nobody trusts", "proxies", gradeWarn, "count as one", "trusted_proxies", func(in *installation) { in.set("public_url: https://advice.example.cn\n") }},
		{"a widget on http", "widget", gradeWarn, "without encryption", "widget.origins", func(in *installation) {
			in.set(publicSettings + "widget: {origins: [\"http://park.example.cn\"]}\n")
		}},
		{"no ICP number", "ICP filing", gradeFail, "ICP", "filing.icp", func(in *installation) { in.set(publicSettings) }},
		{"no police number", "police filing", gradeFail, "公安备案", "filing.police", func(in *installation) { in.set(publicSettings) }},
		{"no graded protection", "graded protection", gradeFail, "等级保护", "filing.graded_protection", func(in *installation) { in.set(publicSettings) }},
		{"no assessment", "impact assessment", gradeFail, "signed", "filing.impact_assessment", func(in *installation) { in.set(publicSettings) }},
		{"words kept for long", "log retention", gradeWarn, "for 200d", "impact assessment", func(in *installation) { in.set("retention: {said: 200d}\n") }},
		{"nowhere to complain", "complaints", gradeFail, "complain", "contact.complaints", func(in *installation) { in.set(publicSettings) }},
		{"nobody to call", "administrator", gradeFail, "whom to call", "contact.admin", func(in *installation) { in.set(publicSettings) }},
		{"nobody who runs it", "operator", gradeFail, "who runs", "contact.operator", func(in *installation) { in.set(publicSettings) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := install(t)
			c.plant(in)
			found := in.examine()
			if !slices.ContainsFunc(found, func(f finding) bool {
				return f.Check == c.check && f.Grade == c.grade && strings.Contains(f.Text, c.text) && strings.Contains(f.Fix, c.fix)
			}) {
				t.Errorf("no %s of %s with %q and the fix %q in:\n%s", c.grade, c.check, c.text, c.fix, lines(found))
			}
		})
	}
}

func TestDoctorFailsNothingThatIsSound(t *testing.T) {
	t.Parallel()
	in := install(t)
	for _, settings := range []string{"", publicSettings + "backup: {copy_to: /srv/copies}\n" +
		"contact: {operator: a, admin: b, complaints: c}\nfiling: {icp: d, police: e, graded_protection: f, impact_assessment: 2026-11-01}\n"} {
		in.set(settings)
		for _, f := range in.examine() {
			if f.Grade != gradeOK && f.Check != "reviews" {
				t.Errorf("%q: %s", settings, lines([]finding{f}))
			}
			if f.Grade != gradeOK && f.Fix == "" {
				t.Errorf("%s: no fix is told", f.Check)
			}
		}
	}
}

func TestDoctorSeesAFullDisk(t *testing.T) {
	t.Parallel()
	for left, want := range map[uint64]string{100 << 20: gradeFail, 1 << 30: gradeWarn, 3 << 30: gradeOK} {
		p := &patient{}
		p.diskLeft(left)
		if len(p.found) != 1 || p.found[0].Grade != want {
			t.Errorf("%d bytes left: %s, want %s", left, lines(p.found), want)
		}
	}
}

func TestDoctorSeesStrangeVariables(t *testing.T) {
	t.Parallel()
	p := &patient{strange: []string{config.EnvPrefix + "LISTN"}}
	p.variables()
	if p.found[0].Grade != gradeWarn || !strings.Contains(p.found[0].Text, "ZHIRONG_LISTN") {
		t.Error(lines(p.found))
	}
}

func lines(found []finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s: %s; %s\n", f.Grade, f.Check, f.Text, f.Fix)
	}
	return b.String()
}

// overPolicy counts as in force and is over.
const overPolicy = `id: policy/over
kind: notice
title: 示范样例通知
gloss: sample notice
doc_no: 鄂示范发〔2099〕1号
issued: 2021-01-01
effective: 2021-01-01
expires: "2024-01-01"
status: in_force
regions: ["420000"]
refs: [SEED-00]
source: {zh: 样例, en: sample}
confidence: high
as_of: "2021-01-01"
sections:
  - id: "1"
    heading: {zh: 示范, en: sample}
    text: {zh: 这是一条示范样例条款。, en: This is a sample clause.}
    refs: [SEED-00]
    answers: [policy_lookup]
`
