//go:build unix

package bolt_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
)

// canaries are planted in every place that holds what a person gives.
var canaries = []string{"金丝雀文本一二三", "canary-message-77", "canary-chat-13800138000", "canary-fact-value", "canary-session-name", "canary-trace"}

func planted(session bot.SessionID, n int) bot.Record {
	r := turn(session, n)
	r.ID = "canary-trace-" + string(session) + string(rune('a'+n))
	r.Message = "canary-message-77" + string(rune('a'+n))
	r.Park = "canary-fact-value"
	r.Said.Text = strings.Repeat("金丝雀文本一二三", 20)
	r.Said.From = bot.Address{Channel: "web", Chat: "canary-chat-13800138000", User: "canary-chat-13800138000"}
	r.Said.Before.Topic.Text = "金丝雀文本一二三"
	return r
}

// found searches every file beneath a folder for planted bytes.
func found(t *testing.T, dir string) (hits []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, c := range canaries {
			if bytes.Contains(data, []byte(c)) || strings.Contains(path, c) {
				hits = append(hits, c+" in "+filepath.Base(path))
			}
		}
		return err
	}))
	return hits
}

func plant(t *testing.T, db *bolt.DB, session bot.SessionID, n int) {
	t.Helper()
	s, err := db.Session(t.Context(), session)
	must(t, err)
	s.Topic.Text = "金丝雀文本一二三"
	s.Forms = []bot.Form{{Text: "canary-fact-value"}}
	must(t, db.SaveSession(t.Context(), s))
	must(t, db.AppendTurn(t.Context(), planted(session, n)))
}

// unreadable fails if anything of a person can still be had.
func unreadable(t *testing.T, db *bolt.DB, session bot.SessionID) {
	t.Helper()
	for r, err := range db.TurnsOf(t.Context(), session) {
		t.Errorf("%s is still there: %v", r.ID, err)
	}
	for r, err := range db.Turns(t.Context(), epoch.AddDate(-1, 0, 0), epoch.AddDate(1, 0, 0)) {
		if err != nil || r.Session == session {
			t.Errorf("%s is still there: %v", r.ID, err)
		}
	}
	s, err := db.Session(t.Context(), session)
	if err != nil || s.Version != 0 || s.Topic.Text != "" {
		t.Errorf("the session is still there: %+v, %v", s, err)
	}
	if _, err := db.Turn(t.Context(), planted(session, 0).ID); !errors.Is(err, bot.ErrNoTurn) {
		t.Errorf("found by its ID: %v", err)
	}
}

// keysOf returns the secret part of the keys file.
func keysOf(t *testing.T, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "keys", "subjects"))
	must(t, err)
	return data
}

func TestForgottenPersonIsNowhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, dir, small)
	const who, other = bot.SessionID("canary-session-name"), bot.SessionID("other")
	for n := range 5 {
		plant(t, db, who, n)
		plant(t, db, other, n)
	}
	secret := keysOf(t, dir)
	_, err := db.Backup(t.Context(), "") // yesterday's
	must(t, err)
	plant(t, db, who, 6)
	before, err := os.ReadFile(database(dir))
	must(t, err)

	must(t, db.Forget(t.Context(), who))
	if hits := found(t, dir); len(hits) > 0 {
		t.Errorf("right after forgetting: %v", hits)
	}
	unreadable(t, db, who)
	// The key that locked it is in no file any more.
	var key []byte
	for at := 16; at+60 <= len(secret); at += 60 {
		if k := secret[at+24 : at+56]; !bytes.Contains(keysOf(t, dir), k) {
			key = k
		}
	}
	if key == nil {
		t.Fatal("the keys file lost no key")
	}
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, rerr := os.ReadFile(path)
			if bytes.Contains(data, key) {
				t.Errorf("the destroyed key is in %s", path)
			}
			err = rerr
		}
		return err
	}))
	if bytes.Contains(before, key) {
		t.Error("the database held a key")
	}
	must(t, db.Close())

	// Yesterday's backup and the whole journal bring nothing back.
	must(t, os.Truncate(database(dir), 9999))
	r, err := bolt.Restore(t.Context(), dir, "", checking())
	must(t, err)
	if r.Dropped != 6 {
		t.Errorf("%d records of the backup were dropped, want 5 turns and a session", r.Dropped)
	}
	if hits := found(t, dir); len(hits) > 0 {
		t.Errorf("after restoring: %v", hits)
	}
	db = open(t, dir, checking())
	unreadable(t, db, who)
	n := 0
	for r, err := range db.TurnsOf(t.Context(), other) {
		if err != nil || r.Said.Text == "" {
			t.Error(err)
		}
		n++
	}
	if n != 5 {
		t.Errorf("the other person has %d turns of 5", n)
	}
	// Who comes back begins anew, beside what was forgotten.
	plant(t, db, who, 0)
	if r, err := db.Turn(t.Context(), planted(who, 0).ID); err != nil || r.Said == nil {
		t.Error(err)
	}
	must(t, db.Close())
	v, err := bolt.Verify(t.Context(), dir, checking())
	if err != nil || len(v.Problems) > 0 {
		t.Errorf("%+v, %v", v, err)
	}
}

// A deletion that stopped anywhere is finished when the store is opened.
func TestDeletionCutShortIsFinished(t *testing.T) {
	t.Parallel()
	whole := t.TempDir()
	db := open(t, whole, small)
	plant(t, db, "who", 0)
	plant(t, db, "other", 0)
	must(t, db.Close())
	with := keysOf(t, whole)
	forgotten := copyTree(t, whole)
	db = open(t, forgotten, small)
	must(t, db.Forget(t.Context(), "who"))
	must(t, db.Close())
	without := keysOf(t, forgotten)
	destroyed, err := os.ReadFile(filepath.Join(forgotten, "keys", "destroyed"))
	must(t, err)

	for name, files := range map[string]map[string][]byte{
		"noted":                      {"subjects": with},
		"half of the new file":       {"subjects": with, "subjects.tmp": without[:30]},
		"new file beside":            {"subjects": with, "subjects.tmp": without},
		"old file moved":             {"subjects.old": with, "subjects.tmp": without},
		"new file in place":          {"subjects": without, "subjects.old": with},
		"old file half overwritten":  {"subjects": without, "subjects.old": append(make([]byte, 40), with[40:]...)},
		"a line of destroyed is cut": {"subjects": without, "destroyed": append(bytes.Clone(destroyed), "0123456"...)},
	} {
		dir := copyTree(t, whole)
		keys := filepath.Join(dir, "keys")
		must(t, os.Remove(filepath.Join(keys, "subjects")))
		must(t, os.WriteFile(filepath.Join(keys, "destroyed"), destroyed, 0o600))
		for file, data := range files {
			must(t, os.WriteFile(filepath.Join(keys, file), data, 0o600))
		}
		db := open(t, dir, small)
		unreadable(t, db, "who")
		if r, err := db.Turn(t.Context(), planted("other", 0).ID); err != nil || r.Said == nil {
			t.Errorf("%s: the other person lost a turn: %v", name, err)
		}
		must(t, db.Forget(t.Context(), "who")) // what the cut deletion left in the database
		must(t, db.Forget(t.Context(), "other"))
		must(t, db.Close())
		entries, err := os.ReadDir(keys)
		must(t, err)
		if len(entries) != 3 {
			t.Errorf("%s: left over: %v", name, entries)
		}
		if n := len(keysOf(t, dir)); n != 16 {
			t.Errorf("%s: the keys file has %d bytes", name, n)
		}
		if r, err := bolt.Verify(t.Context(), dir, small); err != nil || len(r.Problems) > 0 || r.File.Turns > 0 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

func TestMissingOrDamagedKeysAreRefused(t *testing.T) {
	t.Parallel()
	whole, _ := filled(t, 0, 3)
	for _, name := range []string{"master", "subjects", "destroyed"} {
		dir := copyTree(t, whole)
		path := filepath.Join(dir, "keys", name)
		must(t, os.Remove(path))
		if _, err := bolt.Open(t.Context(), dir, small); !errors.Is(err, bolt.ErrMissing) || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
		if name == "destroyed" {
			continue // lines that are no ids are passed over
		}
		must(t, os.WriteFile(path, []byte("garbage"), 0o600))
		if _, err := bolt.Open(t.Context(), dir, small); !errors.Is(err, bolt.ErrDamaged) || !strings.Contains(err.Error(), name) {
			t.Errorf("with a damaged %s: %v", name, err)
		}
	}
}

func TestKeyCutShortAtTheEndIsNone(t *testing.T) {
	t.Parallel()
	dir, ids := filled(t, 0, 3)
	path := filepath.Join(dir, "keys", "subjects")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, err = f.Write(bytes.Repeat([]byte{7}, 45))
	must(t, errors.Join(err, f.Close()))
	db := open(t, dir, small)
	must(t, db.AppendTurn(t.Context(), turn("new", 1)))
	must(t, db.Close())
	holds(t, dir, append(ids, "new-1"))
	// An entry damaged in the middle costs that person's records, and is told.
	data := keysOf(t, dir)
	data[16+60+30] ^= 1
	must(t, os.WriteFile(path, data, 0o600))
	r, err := bolt.Verify(t.Context(), dir, small)
	if err != nil || len(r.Problems) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	db = open(t, dir, small)
	bad := 0
	for _, err := range db.Turns(t.Context(), epoch, epoch.AddDate(0, 0, 1)) {
		if errors.Is(err, bolt.ErrDamaged) {
			bad++
		} else if err != nil {
			t.Error(err)
		}
	}
	if bad != 1 {
		t.Errorf("%d turns cannot be read, want 1", bad)
	}
}

func TestSessionIDIsAKeyedHash(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := open(t, dir, small)
	a := bot.Address{Channel: "web", Chat: "canary-chat-13800138000", User: "u"}
	id := db.SessionID(a)
	if len(id) != 26 || strings.Contains(string(id), "canary") || db.SessionID(a) != id {
		t.Errorf("%q", id)
	}
	for _, b := range []bot.Address{{Channel: "web", Chat: a.Chat + "u"}, {Channel: "we", Chat: "b" + a.Chat, User: "u"}, {Channel: "web", Chat: a.Chat, User: "v"}} {
		if db.SessionID(b) == id {
			t.Errorf("%+v has the same id", b)
		}
	}
	must(t, db.Close())
	if again := open(t, dir, small).SessionID(a); again != id {
		t.Errorf("%q after opening again, was %q", again, id)
	}
	if other := open(t, t.TempDir(), small).SessionID(a); other == id {
		t.Error("another store gives the same id")
	}
	info, err := os.Stat(filepath.Join(dir, "keys", "master"))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the master key has mode %v", info.Mode())
	}
}
