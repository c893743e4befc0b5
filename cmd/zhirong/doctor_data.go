package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
	"zhirong/corpus"
)

// secrets are the folders and files whose mode matters: all that the service
// keeps, except the index, which holds nothing of people.
func (p *patient) secrets() []string {
	all := []string{p.places.webKey(), p.places.socket()}
	for _, dir := range []string{p.places.store(), p.places.keys(), p.places.backups(), p.places.sessions()} {
		all = append(all, dir)
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // not made yet
		}
		for _, e := range entries {
			all = append(all, filepath.Join(dir, e.Name()))
		}
	}
	return all
}

// dataFolder looks whether the folder is ours, writable and private.
func (p *patient) dataFolder() {
	const check = "data folder"
	dir := p.config.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.ok(check, "%s is made at the first start", dir)
		return
	case err != nil:
		p.fail(check, "run the doctor as the user of the service", "%v", err)
		return
	case !info.IsDir():
		p.fail(check, "name a folder in the setting data", "%s is no folder", dir)
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		p.fail(check, "run the doctor as the user of the service", "%v", err)
		return
	}
	if _, err := os.Stat(filepath.Join(dir, markerFile)); err != nil && !onlyOurs(entries) {
		p.fail(check, "name an empty or new folder in the setting data", "%s holds other things and no file %q", dir, markerFile)
		return
	}
	for _, d := range []string{dir, p.places.store(), p.places.keys(), p.places.backups()} {
		if err := tryWriting(d); err != nil && !errors.Is(err, fs.ErrNotExist) {
			p.fail(check, "let the user of the service write it: chown -R USER: "+dir+" && chmod -R u+rwX "+dir, "%s cannot be written: %v", d, err)
			return
		}
	}
	if info.Mode().Perm()&0o077 != 0 {
		p.warn(check, "chmod 700 "+dir, "%s can be looked into by others", dir)
		return
	}
	p.ok(check, "%s is private and can be written", dir)
}

func tryWriting(dir string) error {
	f, err := os.CreateTemp(dir, "doctor-")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// What must be left on a disk, in bytes.
const (
	diskLow  = 2 << 30
	diskFull = 200 << 20
)

// disk looks how much is left.
func (p *patient) disk() {
	dir := p.config.Data
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Dir(dir)
	}
	left, err := diskLeft(dir)
	if err != nil {
		p.warn("disk", "look at it yourself", "%v", err)
		return
	}
	p.diskLeft(left)
}

func (p *patient) diskLeft(left uint64) {
	switch {
	case left < diskFull:
		p.fail("disk", "make room, or move the data folder to a larger disk", "%d MB are left: the log will soon stop", left/1e6)
	case left < diskLow:
		p.warn("disk", "make room, or keep fewer backups (backup.keep)", "%d MB are left", left/1e6)
	default:
		p.ok("disk", "%d MB are left", left/1e6)
	}
}

// clock looks whether the machine's time can be right.
func (p *patient) clock() {
	const fix = "set the clock and keep it by NTP (timedatectl set-ntp true)"
	newest := time.Time{}
	for _, path := range []string{p.places.store(), p.places.index(), filepath.Join(p.places.store(), "zhirong.db")} {
		if info, err := os.Stat(path); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	if newest.After(p.now.Add(5 * time.Minute)) {
		p.fail("clock", fix, "it says %s, but data were written at %s", p.now.Format(time.RFC3339), newest.Format(time.RFC3339))
		return
	}
	if known := time.Date(2026, 11, 1, 0, 0, 0, 0, zone); p.now.Before(known) {
		p.fail("clock", fix, "it says %s, which is before this program was made", p.now.Format(time.RFC3339))
		return
	}
	p.ok("clock", "it is %s in Hubei", p.now.In(zone).Format("2006-01-02 15:04"))
}

// corpus looks whether the corpus is sound.
func (p *patient) corpus(load func(dir string) (*corpus.Set, error)) {
	if dir := p.config.Corpus; dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			p.fail("corpus", "name a folder in the setting corpus, or leave it empty", "%s is no folder", dir)
			return
		}
	}
	set, err := load(p.config.Corpus)
	if err != nil {
		lines := problemLines(err)
		p.fail("corpus", "zhirong check --corpus "+p.config.Corpus+" lists all", "%d problems, the first: %s", len(lines), lines[0])
		return
	}
	p.set = set
	p.ok("corpus", "%s is sound", set.Version)
}

// index looks whether the index of this corpus is there and whole.
func (p *patient) index() {
	const check = "index"
	if p.set == nil {
		p.warn(check, "mend the corpus first", "it cannot be looked at without a corpus")
		return
	}
	g, err := bot.WarmGeneration(p.places.index(), layers(p.config.Corpus)...)
	if err == nil {
		info, serr := os.Stat(filepath.Join(p.places.index(), g.ID))
		err = errors.Join(serr, g.Close())
		if err == nil {
			p.ok(check, "%s is whole, %s old", g.ID, age(p.now.Sub(info.ModTime())))
			return
		}
	}
	id, idErr := bot.GenerationID(layers(p.config.Corpus)...)
	if _, statErr := os.Stat(filepath.Join(p.places.index(), id)); idErr == nil && statErr == nil {
		p.warn(check, "restart the service: it makes it anew within seconds", "it is damaged: %v", err)
		return
	}
	if entries, err := os.ReadDir(p.places.index()); err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.IsDir() && !strings.HasPrefix(e.Name(), "making-") }) {
		p.warn(check, "zhirong reload", "it is of another corpus or an older program")
		return
	}
	p.ok(check, "it is made at the first start")
}

// age words a time roughly.
func age(d time.Duration) string {
	if d < 48*time.Hour {
		return d.Round(time.Minute).String()
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

// socket looks whether what takes commands is alive.
func (p *patient) socket() {
	info, err := os.Lstat(p.places.socket())
	switch {
	case p.service != nil:
		p.ok("socket", "a service runs and takes commands")
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, os.ErrInvalid):
		p.ok("socket", "no service runs on this data folder")
	case err != nil:
		p.ok("socket", "there is none yet")
	case info.Mode().Type() != fs.ModeSocket:
		p.fail("socket", "move it away", "%s is no socket, so commands cannot reach a service", p.places.socket())
	default:
		p.warn("socket", "start the service, which replaces it, or rm "+p.places.socket(), "a service that died left %s behind", p.places.socket())
	}
}

// database looks through the store in a child process.
func (p *patient) database(ctx context.Context) {
	const check = "database"
	if p.service != nil {
		var r bolt.FileReport
		if err := p.service.get(ctx, "POST", "/verify", &r); err != nil {
			text, fix, hinted := strings.Cut(err.Error(), "\nhint: ")
			if !hinted && strings.Contains(text, bolt.ErrDamaged.Error()) {
				fix = "stop the service, then zhirong restore"
			}
			p.fail(check, fix, "%s", text)
			return
		}
		p.ok(check, "it is whole: %d turns, %d sessions", r.Turns, r.Sessions)
		return
	}
	if _, err := os.Stat(p.places.store()); errors.Is(err, fs.ErrPermission) {
		p.fail(check, (&bolt.Fault{Kind: bolt.ErrDenied}).Hint(), "%v", err)
		return
	}
	if hasStore(p.config.Data) != nil {
		p.ok(check, "it is made at the first start")
		return
	}
	ask, err := checkInChild()
	if err != nil {
		p.fail(check, "", "%v", err)
		return
	}
	r, err := bolt.Verify(ctx, p.config.Data, bolt.Options{Check: ask, Log: quiet})
	var fault *bolt.Fault
	switch {
	case errors.As(err, &fault):
		p.fail(check, fault.Hint(), "%v", err)
	case err != nil:
		p.fail(check, "mend what the message names", "%v", err)
	case len(r.Problems) > 0:
		fix := "zhirong backup, so that nothing hangs on what is damaged"
		if r.Keyless > 0 {
			fix = "put the copy of the keys folder that belongs to these records in its place"
		}
		p.warn(check, fix, "%s", strings.Join(r.Problems, "; "))
	default:
		p.ok(check, "it is whole: %d turns, %d sessions", r.File.Turns, r.File.Sessions)
	}
}

// backups looks how old the newest is.
func (p *patient) backups() {
	const check = "backup"
	every := time.Duration(p.config.Backup.Every)
	path, at := newestBackup(p.config.Data)
	switch {
	case every == 0:
		p.warn(check, "set backup.every, or run zhirong backup by a timer", "none is made by the service")
	case hasStore(p.config.Data) != nil:
		p.ok(check, "the first is made at the first start")
	case path == "":
		p.fail(check, "zhirong backup", "there is none")
	case p.now.Sub(at) > 2*every:
		p.fail(check, "zhirong backup, and look into the log why the service made none", "the newest is %s old, %s", age(p.now.Sub(at)), path)
	case p.config.Backup.CopyTo == "" && p.open():
		p.warn(check, "set backup.copy_to to a folder on another disk", "the newest is %s old, but on the same disk as the database", age(p.now.Sub(at)))
	default:
		p.ok(check, "the newest is %s old", age(p.now.Sub(at)))
	}
}

// policies looks for instruments whose time is over though they count as in force.
func (p *patient) policies() {
	today := corpus.DateOf(p.now)
	var over []string
	for i := range p.set.Policies {
		q := &p.set.Policies[i]
		if q.Status == corpus.InForce && q.Expires != "" && q.Expires < today {
			over = append(over, string(q.ID))
		}
	}
	if len(over) > 0 {
		p.warn("policies", "give them status: ended, or the file of the version that follows", "%d are said to be in force and are over: %s", len(over), few(over))
		return
	}
	p.ok("policies", "none that counts as in force is over")
}

// reviews looks how much of the corpus a person compared with its official text.
func (p *patient) reviews() {
	all, done := 0, 0
	for _, passage := range p.set.Passages() {
		all++
		if passage.Reviewed {
			done++
		}
	}
	switch {
	case done == all:
		p.ok("reviews", "every one of %d passages was compared with its official text", all)
	case p.config.Production:
		p.fail("reviews", "compare entries with their official text and note it as reviewed: {on, by_role}", "%d of %d passages are not reviewed, and do not answer in production", all-done, all)
	default:
		p.warn("reviews", "compare entries with their official text and note it as reviewed: {on, by_role}", "%d of %d passages are not reviewed; answers say so", all-done, all)
	}
}

// few names the first of many.
func few(names []string) string {
	if len(names) > 3 {
		return strings.Join(names[:3], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
