package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhirong/bot/store/bolt"
	"zhirong/config"
)

// openStore opens the store of a data folder. Files are checked in a child
// process, which is this program: a damaged one may end the process that reads it.
func openStore(ctx context.Context, c config.Config, log *slog.Logger, observe func(bolt.Commit)) (*bolt.DB, error) {
	check, err := checkInChild()
	if err != nil {
		return nil, err
	}
	return bolt.Open(ctx, c.Data, bolt.Options{Check: check, Keep: c.Backup.Keep, Observe: observe, Log: log})
}

func checkInChild() (func(ctx context.Context, path string) error, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return bolt.CheckIn(self, "verify", "--file"), nil
}

// quiet drops what a store logs to commands: their errors say it.
var quiet = slog.New(slog.DiscardHandler)

// withStore does one of two: asks the service that runs on the data folder, or, if
// none does, opens the store itself.
func (f configFlags) withStore(ctx context.Context, s streams, remote func(*caller) error, local func(config.Config, *bolt.DB) error) error {
	l, err := f.load(s)
	if err != nil {
		return err
	}
	service, err := callService(ctx, l.Config.Data)
	if err == nil {
		return remote(service)
	}
	if !errors.Is(err, errNoService) {
		return err
	}
	if err := hasStore(l.Config.Data); err != nil {
		return err
	}
	db, err := openStore(ctx, l.Config, quiet, nil)
	if err != nil {
		return err
	}
	return errors.Join(local(l.Config, db), db.Close())
}

// hasStore sees to it that a command makes no store where there never was one.
func hasStore(data string) error {
	if _, err := os.Stat(folders{data}.store()); err != nil {
		return fmt.Errorf("folder %s holds no log yet\nhint: zhirong serve makes one; name another folder with --data", data)
	}
	return nil
}

// newestBackup is the newest copy in the data folder; empty if there is none.
func newestBackup(data string) (path string, at time.Time) {
	files, _ := filepath.Glob(filepath.Join(folders{data}.backups(), "zhirong-*.db")) // the pattern is sound
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.ModTime().After(at) {
			path, at = f, info.ModTime()
		}
	}
	return path, at
}

// backUp makes a verified backup in the data folder, and copies it where the
// settings say.
func backUp(ctx context.Context, c config.Config, db *bolt.DB) (bolt.BackupReport, error) {
	r, err := db.Backup(ctx, "")
	if err != nil || c.Backup.CopyTo == "" {
		return r, err
	}
	return r, copyBackup(r.Path, c.Backup.CopyTo, c.Backup.Keep)
}

// copyBackup copies a file to another folder whole or not at all, and keeps the
// newest few there.
func copyBackup(path, dir string, keep int) (err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("copy backup: %w", err)
	}
	to := filepath.Join(dir, filepath.Base(path))
	if err := copyFile(path, to+".tmp"); err != nil {
		return fmt.Errorf("copy backup: %w", err)
	}
	if err := os.Rename(to+".tmp", to); err != nil {
		return fmt.Errorf("copy backup: %w", err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "zhirong-*.db"))
	if err != nil {
		return fmt.Errorf("copy backup: %w", err)
	}
	slices.Sort(files) // their names begin with the time
	for len(files) > keep {
		if err := os.Remove(files[0]); err != nil {
			return fmt.Errorf("remove old backup: %w", err)
		}
		files = files[1:]
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// verifyRunning looks through the store while it serves: it makes a copy, which is
// checked as every backup is, and drops it.
func verifyRunning(ctx context.Context, data string, db *bolt.DB) (bolt.FileReport, error) {
	path := filepath.Join(data, fmt.Sprintf("verify-%d.db", os.Getpid()))
	defer os.Remove(path)
	if _, err := db.Backup(ctx, path); err != nil {
		return bolt.FileReport{}, fmt.Errorf("verify: %w", err)
	}
	return bolt.VerifyFile(ctx, path)
}

// storeCommands are the commands that need the store.
func (v *service) storeCommands(mux *http.ServeMux) {
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) {
		done, err := backUp(r.Context(), v.loaded.Load().Config, v.store)
		answerCommand(w, done, err)
	})
	mux.HandleFunc("POST /verify", func(w http.ResponseWriter, r *http.Request) {
		done, err := verifyRunning(r.Context(), v.places.data, v.store)
		answerCommand(w, done, err)
	})
	mux.HandleFunc("POST /compact", func(w http.ResponseWriter, r *http.Request) {
		done, err := v.store.Compact(r.Context())
		answerCommand(w, done, err)
	})
	mux.HandleFunc("GET /export", func(w http.ResponseWriter, r *http.Request) {
		e, err := parseExport(r.URL.Query())
		if err != nil {
			answerCommand(w, nil, err)
			return
		}
		g, release := v.live.Acquire()
		defer release()
		w.Header().Set("Trailer", skippedTrailer)
		skipped, err := e.write(r.Context(), w, v.store, g.Set)
		if err != nil {
			v.log.Error("an export broke off", "fault", err)
			panic(http.ErrAbortHandler) // the caller must not take it for whole
		}
		w.Header().Set(skippedTrailer, strconv.Itoa(skipped))
	})
	for method, remove := range map[string]bool{"GET": false, "POST": true} {
		mux.HandleFunc(method+" /forget", func(w http.ResponseWriter, r *http.Request) {
			p, err := forgetPerson(r.Context(), v.store, v.memory, r.URL.Query().Get("who"), remove)
			answerCommand(w, p, err)
		})
	}
	mux.HandleFunc("GET /why", func(w http.ResponseWriter, r *http.Request) {
		var text strings.Builder
		err := explainTrace(r.Context(), &text, v.store, v.advisor, v.live, r.URL.Query().Get("trace"))
		answerCommand(w, text.String(), err)
	})
}

// unloggedLife is how long a conversation that is not logged is remembered after
// its last message; with the hour between two looks it is less than a day.
const unloggedLife = 22 * time.Hour

// regularJobs are what the service does by itself.
func (v *service) regularJobs() *jobs {
	j := &jobs{log: v.log, count: v.figures.Job}
	j.all = []job{
		{"unlogged conversations", func(now, done time.Time) bool { return now.Sub(done) >= time.Hour }, func(context.Context) ([]any, error) {
			return []any{"forgotten", v.memory.Forget(time.Now().Add(-unloggedLife))}, nil
		}},
	}
	if v.store == nil {
		return j
	}
	j.all = append(j.all,
		job{"index", func(time.Time, time.Time) bool { return !v.onDisk.Load() }, func(ctx context.Context) ([]any, error) { return nil, v.index(ctx) }},
		job{"retention", nightly, func(ctx context.Context) ([]any, error) {
			keep := v.loaded.Load().Config.Retention
			swept, err := v.store.Sweep(ctx, time.Now(), bolt.Retention{Said: time.Duration(keep.Said), Turns: time.Duration(keep.Turns), Sessions: time.Duration(keep.Sessions)})
			return []any{"said", swept.Said, "turns", swept.Turns, "sessions", swept.Sessions, "keys", swept.Keys}, err
		}},
		job{"conversations of ask", nightly, func(context.Context) ([]any, error) {
			folderSessions{dir: v.places.sessions(), now: time.Now}.sweep()
			return nil, nil
		}},
		job{"backup", v.backupDue, func(ctx context.Context) ([]any, error) {
			r, err := backUp(ctx, v.loaded.Load().Config, v.store)
			return []any{"bytes", r.Bytes, "removed", len(r.Removed)}, err
		}},
	)
	return j
}

// backupDue reports whether the newest backup is as old as the settings allow.
func (v *service) backupDue(now, _ time.Time) bool {
	every := time.Duration(v.loaded.Load().Config.Backup.Every)
	_, at := newestBackup(v.places.data)
	return every > 0 && now.Sub(at) >= every
}
