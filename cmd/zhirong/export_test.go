package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/config"
)

// What cannot be read is left out of an export and told; the rest is printed.
func TestExportGoesOverWhatIsDamaged(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	if err := (dataFlags{Data: data}).prepare(); err != nil {
		t.Fatal(err)
	}
	db, err := openStore(t.Context(), config.Config{Data: data}, quiet, nil)
	if err != nil {
		t.Fatal(err)
	}
	for n, id := range []string{"A1", "B1", "B2", "C1"} {
		session := bot.SessionID(id[:1])
		if err := db.AppendTurn(t.Context(), bot.Record{ID: id, Session: session, At: time.Unix(int64(n), 0)}); err != nil {
			t.Fatal(err)
		}
		if id == "B1" {
			s := bot.NewSession(session)
			s.Seen = time.Unix(int64(n), 0)
			if err := db.SaveSession(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	// The second of the three keys is damaged.
	keys := filepath.Join(data, "keys", "subjects")
	stored, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	stored[len(stored)/2] ^= 1
	if err := os.WriteFile(keys, stored, 0o600); err != nil {
		t.Fatal(err)
	}
	exports := func(how string) {
		for _, test := range []struct {
			kind         string
			skipped      string
			want, absent []string
		}{
			{"--turns", "2 records could not be read", []string{`"id":"A1"`, `"id":"C1"`}, []string{"B1", "B2"}},
			{"--sessions", "1 record could not be read", nil, []string{`"kind"`}},
		} {
			var out, errs bytes.Buffer
			code := run(t.Context(), []string{"export", "--json", test.kind, "--data", data}, streams{strings.NewReader(""), &out, &errs})
			if code != 1 || !strings.Contains(errs.String(), test.skipped) {
				t.Errorf("%s, %s: exit %d: %s", how, test.kind, code, &errs)
			}
			for _, text := range test.want {
				if !strings.Contains(out.String(), text) {
					t.Errorf("%s, %s lacks %s: %s", how, test.kind, text, &out)
				}
			}
			for _, text := range test.absent {
				if strings.Contains(out.String(), text) {
					t.Errorf("%s, %s has %s: %s", how, test.kind, text, &out)
				}
			}
		}
	}
	exports("without a service")

	g, err := bot.MemoryGeneration(layers("")...)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if db, err = openStore(t.Context(), config.Config{Data: data}, quiet, nil); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	mux := http.NewServeMux()
	(&service{store: db, live: bot.NewLive(g), log: quiet}).storeCommands(mux)
	l, err := listenSocket(t.Context(), folders{data}.socket())
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: mux}
	defer s.Close()
	go s.Serve(l)
	exports("from a service")
}
