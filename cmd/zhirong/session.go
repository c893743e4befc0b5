package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zhirong/bot"
)

// sessionLife is how long a conversation of `ask --session` is kept.
const sessionLife = 24 * time.Hour

// folderSessions keeps conversations between processes: one file each in the
// data folder, gone a day after the last message.
type folderSessions struct {
	dir string
	now func() time.Time
}

var _ bot.Sessions = folderSessions{}

func (f folderSessions) path(id bot.SessionID) string {
	h := sha256.Sum256([]byte(id))
	return filepath.Join(f.dir, hex.EncodeToString(h[:])+".gob")
}

// Session reads a conversation; one that is old, damaged or not there is new.
func (f folderSessions) Session(_ context.Context, id bot.SessionID) (bot.Session, error) {
	f.sweep()
	data, err := os.ReadFile(f.path(id))
	if errors.Is(err, fs.ErrNotExist) {
		return bot.NewSession(id), nil
	}
	if err != nil {
		return bot.Session{}, fmt.Errorf("read session: %w", err)
	}
	s := bot.NewSession(id)
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&s); err != nil || s.ID != id {
		return bot.NewSession(id), nil
	}
	return s, nil
}

// SaveSession writes a conversation whole: beside its place, then renamed.
func (f folderSessions) SaveSession(ctx context.Context, s bot.Session) error {
	old, err := f.Session(ctx, s.ID)
	if err != nil {
		return err
	}
	if old.Version != s.Version {
		return bot.ErrStale
	}
	s.Version++
	// The JSON form of a fact is for readers and leaves out what the person
	// cannot tell; a stored conversation keeps everything.
	var data bytes.Buffer
	if err := gob.NewEncoder(&data).Encode(s); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	tmp, err := os.CreateTemp(f.dir, "saving-")
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data.Bytes())
	if err := errors.Join(err, tmp.Close()); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	if err := os.Rename(tmp.Name(), f.path(s.ID)); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// ForgetSession removes a conversation.
func (f folderSessions) ForgetSession(_ context.Context, id bot.SessionID) error {
	if err := os.Remove(f.path(id)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forget session: %w", err)
	}
	return nil
}

// sweep removes conversations that are over.
func (f folderSessions) sweep() {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && f.now().Sub(info.ModTime()) > sessionLife {
			_ = os.Remove(filepath.Join(f.dir, e.Name())) // tried again at the next question
		}
	}
}
