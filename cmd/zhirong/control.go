package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// commands are what the service does for those who reach its socket. They speak
// HTTP with JSON; a fault comes as {"error"} and a status other than 200.
func (v *service) commands() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", func(w http.ResponseWriter, r *http.Request) { answerCommand(w, v.status(), nil) })
	mux.HandleFunc("POST /reload", func(w http.ResponseWriter, r *http.Request) {
		done, err := v.reload(r.Context())
		if len(done.Problems) > 0 {
			err = nil // they are the answer
		}
		answerCommand(w, done, err)
	})
	mux.Handle("GET /metrics", v.figures.Handler())
	v.storeCommands(mux)
	return mux
}

// answerCommand writes what a command gave, or its fault with the hint it may carry.
func answerCommand(w http.ResponseWriter, v any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		v = remoteFault{Text: withHint(err)}
	}
	_ = json.NewEncoder(w).Encode(v) // the caller is gone
}

// withHint is an error's text and, on a line of its own, what to do about it.
func withHint(err error) string {
	var h interface{ Hint() string }
	if errors.As(err, &h) && h.Hint() != "" {
		return fmt.Sprintf("%v\nhint: %s", err, h.Hint())
	}
	return err.Error()
}

// statusObject is how the service stands.
type statusObject struct {
	PID        int       `json:"pid"`
	Address    string    `json:"address"`
	Started    time.Time `json:"started"`
	Data       string    `json:"data"`
	Logged     bool      `json:"logged"` // turns of people who agreed are kept
	Generation string    `json:"generation"`
	OnDisk     bool      `json:"on_disk"` // the index is; else answers come from memory
	DiskLeft   uint64    `json:"disk_left_bytes"`
	Backup     string    `json:"newest_backup"` // empty: there is none
	BackupAt   time.Time `json:"newest_backup_at,omitzero"`
}

func (v *service) status() statusObject {
	g, release := v.live.Acquire()
	defer release()
	left, err := diskLeft(v.places.data)
	if err != nil {
		v.log.Warn("the disk does not tell how much is free", "fault", err)
	}
	o := statusObject{
		PID: os.Getpid(), Address: v.address, Started: v.begun.UTC().Truncate(time.Second), Data: v.places.data, Logged: v.store != nil,
		Generation: g.ID, OnDisk: v.onDisk.Load(), DiskLeft: left,
	}
	o.Backup, o.BackupAt = newestBackup(v.places.data)
	return o
}
