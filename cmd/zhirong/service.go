package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"zhirong/bot"
	"zhirong/bot/metrics"
	"zhirong/bot/store/bolt"
	"zhirong/bot/web"
	"zhirong/config"
	"zhirong/corpus"
)

// service is the running adviser: its parts joined, its jobs, and the commands it takes.
type service struct {
	read    func() (config.Loaded, error) // the settings as they are now on disk
	loaded  atomic.Pointer[config.Loaded] // the settings in force
	log     *slog.Logger
	figures *metrics.Metrics
	live    *bot.Live
	store   *bolt.DB    // nil: the data folder cannot be written, and nothing is kept
	memory  *bot.Memory // conversations that are not logged
	advisor *bot.Advisor
	web     *web.Server
	places  folders
	address string
	begun   time.Time

	reloading sync.Mutex
	onDisk    atomic.Bool // the generation that serves has an index on disk
	draining  atomic.Bool
	jobs      *jobs
	tasks     sync.WaitGroup // what goes on besides requests
}

// drainTime is how long what is under way may take to finish.
const drainTime = 10 * time.Second

// openService joins the parts. Where the data folder cannot be written it serves
// all the same, keeps nothing and says so.
func openService(ctx context.Context, c *serveCommand, l config.Loaded, log *slog.Logger, address string) (_ *service, err error) {
	v := &service{log: log, figures: metrics.New(web.Channel), places: folders{l.Config.Data}, address: address, begun: time.Now()}
	v.read = func() (config.Loaded, error) {
		fresh, err := c.configFlags.read()
		if c.Listen != "" {
			fresh.Config.Listen = c.Listen
		}
		return fresh, err
	}
	v.loaded.Store(&l)
	defer func() {
		if err != nil {
			err = errors.Join(err, v.close())
		}
	}()
	switch err := (dataFlags{Data: l.Config.Data}).prepare(); {
	case err == nil:
		v.store, err = openStore(ctx, l.Config, log, func(c bolt.Commit) { v.figures.Commit(c.Took, c.Requests) })
		if errors.Is(err, bolt.ErrDenied) {
			v.unlogged(err)
		} else if err != nil {
			return nil, err
		}
	case denied(err):
		v.unlogged(err)
	default:
		return nil, err
	}
	g, err := v.firstGeneration()
	if err != nil {
		return nil, listProblems(log, err)
	}
	v.live = bot.NewLive(g)
	v.figures.Serving(g, v.onDisk.Load())
	answerer, err := v.join()
	if err != nil {
		return nil, err
	}
	if v.web, err = v.front(answerer); err != nil {
		return nil, err
	}
	for _, w := range v.web.Warnings() {
		log.Warn(w)
	}
	v.figures.Queue("store", v.queueLength)
	v.figures.Disk(func() (uint64, error) { return diskLeft(v.places.data) })
	v.jobs = v.regularJobs()
	return v, nil
}

// denied reports whether an error comes of rights or of a disk that takes no writes.
func denied(err error) bool { return errors.Is(err, fs.ErrPermission) || isReadOnly(err) }

// unlogged says that nothing is kept, and what to do.
func (v *service) unlogged(err error) {
	v.log.Warn("the data folder cannot be written: answers go out, nothing is kept or logged", "folder", v.places.data, "fault", err,
		"hint", "give the folder to the user of the service (chown -R USER: DIR && chmod -R u+rwX DIR) or mount it for writing, and restart")
}

// layers is the corpus that the settings in force name.
func (v *service) layers() []corpus.Layer { return layers(v.loaded.Load().Config.Corpus) }

// firstGeneration opens the generation that is on disk, or makes one in memory
// that serves until an index is made.
func (v *service) firstGeneration() (*bot.Generation, error) {
	g, err := bot.WarmGeneration(v.places.index(), v.layers()...)
	if errors.Is(err, bot.ErrNotMade) || denied(err) {
		return bot.MemoryGeneration(v.layers()...)
	}
	v.onDisk.Store(err == nil)
	return g, err
}

// index makes an index of the generation in memory and lets it serve.
func (v *service) index(ctx context.Context) error {
	v.reloading.Lock()
	defer v.reloading.Unlock()
	if v.onDisk.Load() || v.store == nil {
		return nil
	}
	memory, release := v.live.Acquire()
	g, err := bot.IndexGeneration(ctx, v.places.index(), memory)
	release()
	if err != nil {
		return fmt.Errorf("make index: %w", err)
	}
	v.swap(g, true)
	return nil
}

// swap lets a generation serve and closes the one before.
func (v *service) swap(g *bot.Generation, onDisk bool) {
	old := v.live.Swap(g)
	v.onDisk.Store(onDisk)
	v.figures.Serving(g, onDisk)
	v.log.Info("a generation serves", "generation", g.ID, "on_disk", onDisk)
	if err := old.Close(); err != nil {
		v.log.Warn("the generation before could not be closed", "fault", err)
	}
}

// How many conversations without consent are remembered, and how many replies
// for messages that come twice.
const (
	unloggedSessions = 20_000
	rememberedReply  = 5_000
	repeatTime       = 10 * time.Minute
)

// join makes the adviser and puts around it what every message passes.
func (v *service) join() (bot.Answerer, error) {
	c := v.loaded.Load().Config
	v.memory = bot.NewBoundedMemory(unloggedSessions)
	var err error
	if v.advisor, err = newAdvisor(v.live, v.memory, v.store, c, func(err error) { v.log.Error("a session could not be kept", "fault", err) }); err != nil {
		return nil, err
	}
	session := bot.SessionOf
	if v.store != nil {
		session = v.store.SessionID
	}
	repeats := bot.DedupOptions{Session: session, Keep: rememberedReply, Life: repeatTime, Now: time.Now}
	around := []bot.Middleware{
		bot.Recover(v.live, func(trace string, fault error) {
			v.figures.Fault()
			v.log.Error("an answer failed", "trace", trace, "fault", fault)
		}),
		bot.Redacted(v.live, nil),
		bot.OneAtATime(session, c.Limits.Waiting),
	}
	if v.store == nil {
		return bot.Chain(v.advisor, append(around, bot.Dedup(repeats))...), nil
	}
	repeats.Log, repeats.Replay = v.store, v.advisor
	return bot.Chain(v.advisor, append(around, bot.Dedup(repeats), bot.Logged(bot.RecordOptions{
		Log: v.store, Session: session, Now: time.Now,
		Report: func(err error) { v.log.Error("a turn could not be logged; its answer went out", "fault", err) },
	}))...), nil
}

// newAdvisor makes the adviser of a service. With a store, conversations of people
// who agree are kept in it and all others in memory; the same adviser replays turns.
func newAdvisor(live *bot.Live, memory *bot.Memory, db *bolt.DB, c config.Config, report func(error)) (*bot.Advisor, error) {
	o := bot.Options{
		Live: live, Sessions: memory, Production: c.Production, Report: report,
		Kept: bot.Kept{TextDays: days(c.Retention.Said), TurnDays: days(c.Retention.Turns)},
	}
	if db != nil {
		o.Sessions, o.Session, o.Log, o.Forget = bot.ConsentedSessions(memory, db), db.SessionID, db, db
	}
	return bot.NewAdvisor(o)
}

// days are the whole days of a time, as people are told it.
func days(d config.Duration) int { return int(time.Duration(d) / (24 * time.Hour)) }

// front is the web chat and what is served beside it.
func (v *service) front(answerer bot.Answerer) (*web.Server, error) {
	c := v.loaded.Load().Config
	secret, err := v.webSecret()
	if err != nil {
		return nil, err
	}
	proxies := make([]netip.Prefix, 0, len(c.TrustedProxies))
	for _, p := range c.TrustedProxies {
		prefix, err := config.ParseProxy(p)
		if err != nil {
			return nil, err
		}
		proxies = append(proxies, prefix)
	}
	public := c.PublicURL
	if public == "" {
		public = v.address
	}
	return web.New(web.Options{
		Answerer: answerer, Live: v.live, Log: v.log, PublicURL: public, TrustedProxies: proxies, WidgetOrigins: c.Widget.Origins, Secret: secret,
		Limits: web.Limits{
			Body: int64(c.Limits.BodyBytes), Message: c.Limits.MessageRunes, Waiting: c.Limits.Waiting, Streams: c.Limits.Streams, StreamsEach: c.Limits.StreamsPerSession,
			SessionRate: float64(c.Limits.PerSessionPerMinute) / 60, AddressRate: float64(c.Limits.PerAddressPerMinute) / 60,
			WidgetSession: c.Widget.PerSession, WidgetDay: c.Widget.PerDay,
		},
		KeptText: time.Duration(c.Retention.Said), KeptTurns: time.Duration(c.Retention.Turns),
		Imprint: web.Imprint{
			Operator: c.Contact.Operator, Complaints: c.Contact.Complaints, ICP: c.Filing.ICP, Police: c.Filing.Police,
			Algorithm: c.Filing.Algorithm, Generative: c.Filing.Generative,
		},
		Observe: web.Observer{Request: v.figures.Request, Turn: v.figures.Turn, Streams: v.figures.Streams, Limited: v.figures.Limited},
		Mount: map[string]http.Handler{
			"GET /livez":   http.HandlerFunc(v.livez),
			"GET /readyz":  http.HandlerFunc(v.readyz),
			"GET /metrics": v.guardMetrics(true),
		},
	})
}

// webSecret is what signs the sessions of browsers, so that a restart ends no
// conversation. It is made once and kept in the data folder.
func (v *service) webSecret() ([]byte, error) {
	if v.store == nil {
		return nil, nil
	}
	secret, err := os.ReadFile(v.places.webKey())
	if err == nil && len(secret) == 32 {
		return secret, nil
	}
	if err == nil {
		v.log.Warn("the key of web sessions is damaged and is made anew: browsers begin new conversations", "file", v.places.webKey())
	} else if denied(err) {
		return nil, v.passingKey(err)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read key of web sessions: %w", err)
	}
	secret = make([]byte, 32)
	rand.Read(secret) // never fails
	tmp := v.places.webKey() + ".tmp"
	if err := os.WriteFile(tmp, secret, 0o600); denied(err) {
		return nil, v.passingKey(err)
	} else if err != nil {
		return nil, fmt.Errorf("keep key of web sessions: %w", err)
	}
	if err := os.Rename(tmp, v.places.webKey()); err != nil {
		return nil, fmt.Errorf("keep key of web sessions: %w", err)
	}
	return secret, nil
}

// passingKey says that conversations will not outlive the process. It is no error.
func (v *service) passingKey(err error) error {
	v.log.Warn("the key of web sessions cannot be kept: a restart ends all conversations", "file", v.places.webKey(), "fault", err,
		"hint", "give the data folder and this file to the user of the service: chown -R USER: DIR && chmod -R u+rwX DIR")
	return nil
}

// run serves until ctx ends or a server fails, then finishes what is under way.
func (v *service) run(ctx context.Context, main, figures net.Listener, hangup <-chan os.Signal, ready func() error) error {
	faults := make(chan error, 3)
	var servers []*http.Server
	serve := func(s *http.Server, l net.Listener) {
		servers = append(servers, s)
		v.tasks.Go(func() {
			if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				faults <- fmt.Errorf("serve %s: %w", l.Addr(), err)
			}
		})
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer func() {
		stop()
		v.tasks.Wait()
	}()
	serve(v.web.HTTPServer(""), main)
	if figures != nil {
		serve(&http.Server{Handler: v.guardMetrics(false), ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second}, figures)
	}
	if v.store != nil {
		commands, err := listenSocket(ctx, v.places.socket())
		if err != nil {
			v.log.Warn("commands cannot reach the service", "fault", err)
		} else {
			defer func() {
				if err := removeSocket(v.places.socket()); err != nil {
					v.log.Warn("the socket stays behind", "fault", err)
				}
			}()
			serve(&http.Server{Handler: v.commands(), ReadTimeout: 10 * time.Second}, commands)
		}
	}
	v.tasks.Go(func() { v.jobs.run(work) })
	if err := ready(); err != nil {
		return err
	}
	v.log.Info("serving", "address", v.address, "data", v.places.data, "logged", v.store != nil)
	var fault error
	for fault == nil && ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case fault = <-faults:
		case <-hangup:
			v.tasks.Go(func() { v.reload(work) })
		}
	}
	v.draining.Store(true)
	v.log.Info("stopping: what is under way may finish", "within", drainTime)
	stop()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := v.web.Drain(last); err != nil {
		v.log.Warn("some conversations were cut off", "fault", err)
	}
	for _, s := range slices.Backward(servers) {
		if err := s.Shutdown(last); err != nil {
			v.log.Warn("some requests were cut off", "fault", err)
			s.Close()
		}
	}
	v.log.Info("stopped")
	return fault
}

// close lets go of what openService opened.
func (v *service) close() error {
	var errs []error
	if v.web != nil {
		v.web.Close()
	}
	if v.live != nil {
		g, release := v.live.Acquire()
		release()
		errs = append(errs, g.Close())
	}
	if v.store != nil {
		errs = append(errs, v.store.Close())
	}
	return errors.Join(errs...)
}

// queueLength is how many changes wait to be written.
func (v *service) queueLength() int {
	if v.store == nil {
		return 0
	}
	return v.store.Queue()
}

// reloaded is how a reload went.
type reloaded struct {
	Generation string   `json:"generation"`
	Changed    bool     `json:"changed"`
	Restart    []string `json:"restart"`  // settings that changed and hold from the next start on
	Problems   []string `json:"problems"` // why everything stayed as it was
}

// reload reads settings, secrets and corpus again. Whatever is at fault leaves all
// of it as it was.
func (v *service) reload(ctx context.Context) (reloaded, error) {
	v.reloading.Lock()
	defer v.reloading.Unlock()
	r := reloaded{Restart: []string{}, Problems: []string{}}
	err := v.reloadInto(ctx, &r)
	v.figures.Reloaded(err)
	now, release := v.live.Acquire()
	r.Generation = now.ID
	release()
	if err != nil {
		r.Problems = problemLines(err)
		v.log.Error("nothing was reloaded; all goes on as before", "problems", len(r.Problems))
		for _, p := range r.Problems {
			v.log.Error("problem", "text", p)
		}
		return r, err
	}
	v.log.Info("reloaded", "generation", r.Generation, "changed", r.Changed)
	if len(r.Restart) > 0 {
		v.log.Warn("some settings changed and hold from the next start on", "settings", r.Restart)
	}
	return r, nil
}

func (v *service) reloadInto(ctx context.Context, r *reloaded) error {
	fresh, err := v.read()
	if err != nil {
		return err
	}
	// These hold at once; all others hold from the next start on.
	next := *v.loaded.Load()
	next.Config.Corpus = fresh.Config.Corpus
	next.Config.Backup.Every, next.Config.Backup.CopyTo = fresh.Config.Backup.Every, fresh.Config.Backup.CopyTo
	next.Config.Metrics.Token, next.Config.Metrics.TokenFile = fresh.Config.Metrics.Token, fresh.Config.Metrics.TokenFile
	r.Restart = append(r.Restart, config.Changed(next.Config, fresh.Config)...)
	l := layers(next.Config.Corpus)
	id, err := bot.GenerationID(l...)
	if err != nil {
		return err
	}
	now, release := v.live.Acquire()
	same := now.ID == id
	release()
	if !same {
		var g *bot.Generation
		if v.store != nil {
			g, err = bot.OpenGeneration(ctx, v.places.index(), l...)
		} else {
			g, err = bot.MemoryGeneration(l...)
		}
		if err != nil {
			return err
		}
		v.swap(g, v.store != nil)
		r.Changed = true
	}
	v.loaded.Store(&next)
	return nil
}

// problemLines takes an error apart, one problem a line.
func problemLines(err error) []string {
	var corpusFaults corpus.Problems
	var settingFaults config.Problems
	var lines []string
	switch {
	case errors.As(err, &corpusFaults):
		for _, p := range corpusFaults {
			lines = append(lines, p.Error())
		}
	case errors.As(err, &settingFaults):
		for _, p := range settingFaults {
			lines = append(lines, p.Error())
		}
	default:
		lines = []string{err.Error()}
	}
	return lines
}

// listProblems logs the problems of a corpus and says in one line what to do.
func listProblems(log *slog.Logger, err error) error {
	var problems corpus.Problems
	if !errors.As(err, &problems) {
		return err
	}
	for _, p := range problems {
		log.Error("problem of the corpus", "file", filepath.ToSlash(p.File), "line", p.Line, "field", p.Field, "text", p.Text)
	}
	return fmt.Errorf("the corpus has %d problems, listed above\nhint: mend them and check with zhirong check --corpus DIR", len(problems))
}
