package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"zhirong/config"
	"zhirong/corpus"
)

// doctorCommand looks for what is wrong with an installation.
type doctorCommand struct {
	configFlags
	JSON bool `help:"Print one JSON array."`
}

// Help shows examples.
func (doctorCommand) Help() string {
	return `Looks at settings, folders, secrets, disk, clock, index, database, backups, corpus
and at what a public service must have; one line each: ok, warn or fail, and what
to do. It changes nothing. Ends with 1 if a line says fail.

Examples:
  zhirong doctor
  zhirong doctor --config zhirong.yaml
  zhirong doctor --json`
}

// The grades of a finding.
const (
	gradeOK   = "ok"
	gradeWarn = "warn"
	gradeFail = "fail"
)

// finding is what one look found.
type finding struct {
	Check string `json:"check"`
	Grade string `json:"grade"`
	Text  string `json:"text"`
	Fix   string `json:"fix"` // empty: nothing is to be done
}

// Run looks at everything and prints it.
func (c *doctorCommand) Run(ctx context.Context, s streams) error {
	found := examine(ctx, c.configFlags, time.Now(), func(dir string) (*corpus.Set, error) { return corpus.Load(layers(dir)...) })
	if c.JSON {
		if err := printObject(s.out, found); err != nil {
			return err
		}
	}
	failed := 0
	for _, f := range found {
		if f.Grade == gradeFail {
			failed++
		}
		if c.JSON {
			continue
		}
		fmt.Fprintf(s.out, "%-4s  %-18s %s", f.Grade, f.Check, f.Text)
		if f.Fix != "" {
			fmt.Fprintf(s.out, "; fix: %s", f.Fix)
		}
		fmt.Fprintln(s.out)
	}
	if failed > 0 {
		fmt.Fprintf(s.err, "zhirong: %d of %d checks failed\n", failed, len(found))
		return exitError(1)
	}
	return nil
}

// patient is what the doctor looks at.
type patient struct {
	config  config.Config
	strange []string
	set     *corpus.Set // nil: the corpus is at fault
	now     time.Time
	places  folders
	service *caller // nil: none runs
	found   []finding
}

func (p *patient) ok(check, format string, args ...any) {
	p.found = append(p.found, finding{check, gradeOK, fmt.Sprintf(format, args...), ""})
}

func (p *patient) warn(check, fix, format string, args ...any) {
	p.found = append(p.found, finding{check, gradeWarn, fmt.Sprintf(format, args...), fix})
}

func (p *patient) fail(check, fix, format string, args ...any) {
	p.found = append(p.found, finding{check, gradeFail, fmt.Sprintf(format, args...), fix})
}

// examine looks at everything, in the order in which things are to be mended. The
// corpus is read by load, from an operator's folder over the built-in one.
func examine(ctx context.Context, flags configFlags, now time.Time, load func(dir string) (*corpus.Set, error)) []finding {
	p := &patient{now: now}
	l, err := flags.read()
	if err != nil {
		for _, line := range problemLines(err) {
			p.fail("settings", "mend the line; config/example.yaml is the manual", "%s", line)
		}
		return p.found // all else hangs on them
	}
	p.config, p.strange, p.places = l.Config, l.Strange, folders{l.Config.Data}
	p.ok("settings", "sound")
	p.service, err = callService(ctx, p.config.Data)
	if err != nil && !errors.Is(err, errNoService) {
		p.fail("service", "run the doctor as the user of the service", "%v", err)
	}
	p.variables()
	p.dataFolder()
	p.privateFiles()
	p.disk()
	p.clock()
	p.corpus(load)
	p.index()
	p.socket()
	p.database(ctx)
	p.backups()
	if p.set != nil {
		p.policies()
		p.reviews()
	}
	p.reach()
	p.public()
	return p.found
}

// open reports whether the service is meant for others than this machine.
func (p *patient) open() bool {
	return p.config.Production || !config.Loopback(p.config.Listen) || p.config.PublicURL != "" && !strings.Contains(p.config.PublicURL, "//localhost") && !strings.Contains(p.config.PublicURL, "//127.")
}

// variables looks for names that set nothing.
func (p *patient) variables() {
	if len(p.strange) > 0 {
		p.warn("variables", "compare the names with config/example.yaml", "%s set nothing", strings.Join(p.strange, ", "))
		return
	}
	p.ok("variables", "each that begins with %s sets something", config.EnvPrefix)
}

// usualSaid is for how long people's words are kept where nobody says otherwise.
var usualSaid = config.Default().Retention.Said

// public looks at what the law asks of a service that is open to the public.
func (p *patient) public() {
	f, who := p.config.Filing, p.config.Contact
	for _, d := range []struct{ check, key, value, what string }{
		{"operator", "contact.operator", who.Operator, "who runs the service is not told"},
		{"administrator", "contact.admin", who.Admin, "whom to call when it does not run is not told"},
		{"complaints", "contact.complaints", who.Complaints, "people cannot complain or exercise their rights"},
		{"ICP filing", "filing.icp", f.ICP, "there is no ICP number (ICP 备案)"},
		{"police filing", "filing.police", f.Police, "there is no number of the public-security filing (公安备案)"},
		{"graded protection", "filing.graded_protection", f.GradedProtection, "there is no number of the graded-protection filing (等级保护)"},
		{"impact assessment", "filing.impact_assessment", f.ImpactAssessment, "no impact assessment of personal data was signed (个人信息保护影响评估)"},
	} {
		switch {
		case d.value != "":
			p.ok(d.check, "%s is set", d.key)
		case p.open():
			p.fail(d.check, "set "+d.key+"; docs/operating.md says how to get it", "%s", d.what)
		default:
			p.ok(d.check, "not needed while only this machine reaches the service")
		}
	}
	if kept := p.config.Retention; kept.Said > usualSaid {
		p.warn("log retention", "set retention.said to "+usualSaid.String()+", or note in the impact assessment why not", "what people say is kept for %s, redacted", kept.Said)
	} else {
		p.ok("log retention", "what people say is kept for %s, what it was about for %s; keep the machine's own log for six months", kept.Said, kept.Turns)
	}
	if f.Generative == "" {
		p.ok("generative filing", "no language model is used, so nothing is to be filed")
	} else {
		p.ok("generative filing", "filing.generative is set, though no language model is used")
	}
	p.ok("cross-border", "no channel or model outside the mainland is used, so no notice is due")
}

// reach looks at how people come to the service.
func (p *patient) reach() {
	switch {
	case p.config.PlainHTTP():
		p.fail("encryption", "put a reverse proxy with https before it and set public_url; docs/proxy has examples", "people reach the service without encryption")
	case p.open() && p.config.PublicURL == "":
		p.warn("encryption", "set public_url", "the address that people type is not set")
	default:
		p.ok("encryption", "the service is reached on https or from this machine alone")
	}
	behindProxy := strings.HasPrefix(p.config.PublicURL, "https://")
	switch {
	case behindProxy && len(p.config.TrustedProxies) == 0:
		p.warn("proxies", "set trusted_proxies to the address of the proxy, such as [127.0.0.1]", "https comes from a proxy that is not trusted, so all people count as one address")
	default:
		p.ok("proxies", "%d are trusted", len(p.config.TrustedProxies))
	}
	plain := 0
	for _, o := range p.config.Widget.Origins {
		if strings.HasPrefix(o, "http://") && !strings.HasPrefix(o, "http://localhost") && !strings.HasPrefix(o, "http://127.") {
			plain++
		}
	}
	if plain > 0 {
		p.warn("widget", "ask those sites for https, and write it in widget.origins", "%d sites that embed the chat are without encryption", plain)
	} else {
		p.ok("widget", "%d sites may embed the chat", len(p.config.Widget.Origins))
	}
}

// privateFiles looks at files and folders that nobody else may read.
func (p *patient) privateFiles() {
	open := 0
	for _, path := range p.secrets() {
		if info, err := os.Lstat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
			open++
			p.fail("secrets", "chmod go= "+path, "%s can be read by others", path)
		}
	}
	if open == 0 {
		p.ok("secrets", "nobody else can read keys, database and backups")
	}
}
