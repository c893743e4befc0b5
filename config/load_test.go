package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestExampleIsTheDefaultAndNamesEverySetting(t *testing.T) {
	t.Parallel()
	got, err := Load("example.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	wants := want.settings()
	for i, s := range got.Config.settings() {
		if s.text() != wants[i].text() {
			t.Errorf("%s: the example has %s, the default is %s", s.key, s.text(), wants[i].text())
		}
		if got.Origins[s.key].File == "" {
			t.Errorf("%s: is not in the example", s.key)
		}
		if !strings.Contains(string(text), "# "+s.env()) {
			t.Errorf("%s: the example does not name %s", s.key, s.env())
		}
	}
}

func TestGoodFilesLoad(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/good/*.yaml")
	if len(files) == 0 {
		t.Fatal("no files")
	}
	for _, file := range files {
		if _, err := Load(file, nil); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	got, err := Load("testdata/good/public.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Listen, want.PublicURL, want.Production = "127.0.0.1:8443", "https://advice.example.cn", true
	want.TrustedProxies = []string{"127.0.0.1", "10.0.0.0/8", "::1"}
	want.Widget.Origins = []string{"https://park.example.cn", "http://localhost:3000"}
	want.Retention = Retention{Said: 30 * day, Turns: 400 * day, Sessions: 2 * day}
	want.Filing.ICP = "鄂ICP备00000000号"
	if !reflect.DeepEqual(got.Config, want) {
		t.Errorf("got %+v\nwant %+v", got.Config, want)
	}
}

// bad says for each file the line, the setting and a part of the message.
var bad = map[string]struct {
	line      int
	key, text string
}{
	"unknown-key":               {1, "listn", "did you mean listen?"},
	"unknown-nested-key":        {2, "backup.evry", "did you mean backup.every?"},
	"key-twice":                 {2, "listen", "set twice"},
	"no-yaml":                   {1, "", "is no YAML"},
	"not-utf8":                  {1, "", "UTF-8"},
	"two-documents":             {1, "", "several documents"},
	"list-for-value":            {1, "listen", "wants one value"},
	"value-for-list":            {1, "trusted_proxies", "wants a list"},
	"value-for-group":           {1, "backup", "wants settings below it"},
	"anchor":                    {1, "data", "wants one value"},
	"bool":                      {1, "production", "neither true nor false"},
	"number":                    {2, "privacy.k", "no whole number"},
	"duration":                  {2, "retention.said", "no duration"},
	"negative-duration":         {2, "retention.said", "no number of days"},
	"listen-without-port":       {1, "listen", "no address with a port"},
	"port-too-high":             {1, "listen", "no port"},
	"public-url-with-path":      {1, "public_url", "no address of a site"},
	"proxy":                     {1, "trusted_proxies", "no network"},
	"k-below-five":              {1, "privacy.k", "from 5"},
	"widget-without-public-url": {1, "widget.origins and public_url", "set public_url"},
	"widget-any-origin":         {2, "widget.origins", "no address of a site"},
	"widget-https-in-http":      {2, "widget.origins and public_url", "cannot embed"},
	"words-longer-than-turns":   {1, "retention.said and retention.turns", "lower the first"},
	"backups-longer-than-words": {0, "backup.keep and retention.said", "keep fewer"},
	"backup-every-minute":       {1, "backup.every", "at least 1h"},
	"metrics-on-main-address":   {1, "metrics.listen and listen", "port of their own"},
	"metrics-open-to-network":   {1, "metrics.listen and metrics.token", "token_file"},
	"address-below-session":     {1, "limits.per_address_per_minute and limits.per_session_per_minute", "raise the first"},
	"body-below-message":        {0, "limits.message_runes and limits.body_bytes", "raise the second"},
	"streams-below-session":     {1, "limits.streams and limits.streams_per_session", "raise the first"},
	"widget-day-below-session":  {1, "widget.per_day and widget.per_session", "raise the first"},
	"log-format":                {1, "log.format", "text, json"},
	"assessment-date":           {1, "filing.impact_assessment", "is no date"},
	"secret-file-missing":       {1, "metrics.token_file", "cannot be read"},
}

func TestBadFilesAreRefusedWithTheirPlace(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/bad/*.yaml")
	if len(files) != len(bad) {
		t.Errorf("%d files, %d expectations", len(files), len(bad))
	}
	for name, want := range bad {
		file := filepath.Join("testdata/bad", name+".yaml")
		_, err := Load(file, nil)
		var ps Problems
		if !errors.As(err, &ps) || len(ps) != 1 {
			t.Errorf("%s: got %v, want one problem", name, err)
			continue
		}
		p := ps[0]
		if want.line > 0 && (p.File != file || p.Line != want.line) || p.Key != want.key || !strings.Contains(p.Error(), want.text) {
			t.Errorf("%s: got %s, want line %d, key %q, text with %q", name, p.Error(), want.line, want.key, want.text)
		}
	}
}

func TestAllProblemsComeAtOnce(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "z.yaml")
	write(t, file, "listn: a\nprivacy: {k: two}\nbackup: {every: now}\n", 0o644)
	_, err := Load(file, []string{"ZHIRONG_PRODUCTION=perhaps"})
	var ps Problems
	if !errors.As(err, &ps) || len(ps) != 4 {
		t.Fatalf("got %v, want four problems", err)
	}
	if ps[3].Key != "ZHIRONG_PRODUCTION" || ps[3].File != "" {
		t.Errorf("the fault of a variable is told as %+v", ps[3])
	}
}

func TestVariablesWinOverTheFile(t *testing.T) {
	t.Parallel()
	got, err := Load("testdata/good/public.yaml", []string{
		"ZHIRONG_LISTEN=127.0.0.1:1", "ZHIRONG_TRUSTED_PROXIES=10.1.1.1, 10.1.1.2", "ZHIRONG_BACKUP_EVERY=2d", "ZHIRONG_LISTN=x", "ZHIRONG_CONFIG=y", "HOME=z",
	})
	if err != nil {
		t.Fatal(err)
	}
	if c := got.Config; c.Listen != "127.0.0.1:1" || !slices.Equal(c.TrustedProxies, []string{"10.1.1.1", "10.1.1.2"}) || c.Backup.Every != 2*day {
		t.Errorf("got %+v", c)
	}
	if !slices.Equal(got.Strange, []string{"ZHIRONG_LISTN"}) {
		t.Errorf("strange variables: %v", got.Strange)
	}
	if o := got.Origins["listen"].String() + " " + got.Origins["production"].String() + " " + got.Origins["data"].String(); o != "ZHIRONG_LISTEN testdata/good/public.yaml:3 default" {
		t.Errorf("origins: %s", o)
	}
}

const canary = "canary-0123456789abcdef"

func TestSecretsComeFromPrivateFilesOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	private, open, empty := filepath.Join(dir, "private"), filepath.Join(dir, "open"), filepath.Join(dir, "empty")
	write(t, private, canary+"\n", 0o600)
	write(t, open, canary, 0o644)
	write(t, empty, " \n", 0o600)
	inline := filepath.Join(dir, "z.yaml")
	write(t, inline, "metrics: {token: "+canary+"}\n", 0o644)
	for _, c := range []struct {
		name, file, want string
		environ          []string
	}{
		{"a file", "", "", []string{"ZHIRONG_METRICS_TOKEN_FILE=" + private}},
		{"a variable", "", "", []string{"ZHIRONG_METRICS_TOKEN=" + canary}},
		{"a variable over a file of settings", inline, "", []string{"ZHIRONG_METRICS_TOKEN=" + canary}},
		{"a variable with a file, over a file of settings", inline, "", []string{"ZHIRONG_METRICS_TOKEN_FILE=" + private}},
		{"both", "", "are both set", []string{"ZHIRONG_METRICS_TOKEN=" + canary, "ZHIRONG_METRICS_TOKEN_FILE=" + private}},
		{"an open file", "", "chmod 600", []string{"ZHIRONG_METRICS_TOKEN_FILE=" + open}},
		{"an empty file", "", "is empty", []string{"ZHIRONG_METRICS_TOKEN_FILE=" + empty}},
		{"a folder", "", "want a file", []string{"ZHIRONG_METRICS_TOKEN_FILE=" + dir}},
		{"open settings", inline, "chmod 600", nil},
		{"a short one", "", "too short", []string{"ZHIRONG_METRICS_TOKEN=abc"}},
	} {
		got, err := Load(c.file, c.environ)
		switch {
		case c.want == "" && (err != nil || got.Config.Metrics.Token.Reveal() != canary):
			t.Errorf("%s: got %q, %v", c.name, got.Config.Metrics.Token.Reveal(), err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: got %v, want an error with %q", c.name, err, c.want)
		case err != nil && strings.Contains(err.Error(), canary):
			t.Errorf("%s: the error shows the secret: %v", c.name, err)
		}
	}
	// The file is read anew each time, so that a secret can be changed in place.
	write(t, private, "another-0123456789", 0o600)
	got, err := Load("", []string{"ZHIRONG_METRICS_TOKEN_FILE=" + private})
	if err != nil || got.Config.Metrics.Token.Reveal() != "another-0123456789" {
		t.Errorf("after a change: %q, %v", got.Config.Metrics.Token.Reveal(), err)
	}
}

func TestNothingPrintsASecret(t *testing.T) {
	t.Parallel()
	l, err := Load("", []string{"ZHIRONG_METRICS_TOKEN=" + canary})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+"\n", l.Config)
		fmt.Fprintf(&out, verb+"\n", &l.Config)
		fmt.Fprintf(&out, verb+"\n", l.Config.Metrics.Token)
	}
	if err := json.NewEncoder(&out).Encode(l); err != nil {
		t.Fatal(err)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("settings", "config", l.Config, "token", l.Config.Metrics.Token)
	}
	if err := l.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{canary, fmt.Sprintf("%x", canary)} {
		if strings.Contains(out.String(), form) {
			t.Errorf("a secret is printed:\n%s", out.String())
		}
	}
	if !strings.Contains(out.String(), `token: "***"  # ZHIRONG_METRICS_TOKEN`) {
		t.Errorf("the settings do not show that a secret is set:\n%s", out.String())
	}
}

func TestWhatIsPrintedLoadsToTheSame(t *testing.T) {
	t.Parallel()
	first, err := Load("testdata/good/public.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := first.Write(&out); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "z.yaml")
	write(t, file, out.String(), 0o600)
	second, err := Load(file, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for i, s := range second.Config.settings() {
		if was := first.Config.settings()[i]; s.text() != was.text() {
			t.Errorf("%s comes back as %s, was %s", s.key, s.text(), was.text())
		}
	}
}

func TestPlainHTTP(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		listen, public string
		want           bool
	}{
		{"127.0.0.1:8080", "", false}, {"[::1]:8080", "", false}, {"localhost:1", "", false}, {":8080", "", true}, {"0.0.0.0:80", "", true},
		{":8080", "https://a.cn", false}, {"127.0.0.1:1", "http://a.cn", true}, {":1", "http://localhost:3", false},
	} {
		if got := (Config{Listen: c.listen, PublicURL: c.public}).PlainHTTP(); got != c.want {
			t.Errorf("listen %s, public %s: %v, want %v", c.listen, c.public, got, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.yaml")
	for _, name := range append(files, "example.yaml") {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "z.yaml")
		write(t, file, string(data), 0o600)
		l, err := Load(file, nil)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := l.Write(&out); err != nil {
			t.Fatal(err)
		}
		write(t, file, out.String(), 0o600)
		if l.Config.Metrics.Token.Set() {
			return // what is hidden does not come back
		}
		if _, err := Load(file, nil); err != nil {
			t.Fatalf("what was printed does not load: %v\n%s", err, out.String())
		}
	})
}

func write(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, mode); err != nil {
		t.Fatal(err)
	}
}

func TestChangedNamesWhatDiffers(t *testing.T) {
	t.Parallel()
	a, b := Default(), Default()
	if got := Changed(a, b); got != nil {
		t.Errorf("the same settings differ in %v", got)
	}
	b.Metrics.Token, b.Backup.Keep, b.Widget.Origins = Secret{canary}, 3, []string{"https://a.cn"}
	if got := Changed(a, b); !slices.Equal(got, []string{"widget.origins", "backup.keep", "metrics.token"}) {
		t.Errorf("got %v", got)
	}
}
