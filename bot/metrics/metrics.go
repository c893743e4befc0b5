// Package metrics counts what the service does, for Prometheus. Its methods are
// meant as hooks of other packages. No label holds anything of a person, and each
// has few values: what is not on its list counts as "other".
package metrics

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"zhirong/bot"
	"zhirong/corpus"
)

// Metrics holds the figures of one service. Make it with New.
type Metrics struct {
	registry *prometheus.Registry
	channels map[bot.Channel]bool
	intents  atomic.Pointer[map[corpus.IntentID]bool]
	now      func() time.Time
	loaded   atomic.Int64 // when the generation began to serve, in Unix seconds

	turns      *prometheus.CounterVec
	answer     *prometheus.HistogramVec
	generation *prometheus.GaugeVec
	reloads    *prometheus.CounterVec
	commit     prometheus.Histogram
	committed  prometheus.Counter
	requests   *prometheus.CounterVec
	request    *prometheus.HistogramVec
	streams    prometheus.Gauge
	limited    *prometheus.CounterVec
	faults     prometheus.Counter
	jobs       *prometheus.CounterVec
	jobDone    *prometheus.GaugeVec
}

// other stands for what is not on a label's list.
const other = "other"

// New returns figures that all stand at nothing. Turns of channels that are not
// named count as of "other".
func New(channels ...bot.Channel) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), channels: map[bot.Channel]bool{}, now: time.Now}
	for _, c := range channels {
		m.channels[c] = true
	}
	m.intents.Store(&map[corpus.IntentID]bool{})
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "zhirong", Name: name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "zhirong", Name: name, Help: help}, labels)
		m.registry.MustRegister(g)
		return g
	}
	histogram := func(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
		h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "zhirong", Name: name, Help: help, Buckets: buckets}, labels)
		m.registry.MustRegister(h)
		return h
	}
	seconds := []float64{.001, .0025, .005, .01, .025, .05, .1, .15, .25, .5, 1, 2.5, 5, 10, 30}

	m.turns = counter("turns_total", "Turns answered, by intent, outcome and channel, and whether they are durably logged.", "intent", "outcome", "channel", "logged")
	m.answer = histogram("answer_seconds", "Time from a message to its answer.", seconds, "channel")
	m.generation = gauge("generation_info", "1 for the generation that serves; index says where it is: disk or memory.", "generation", "index")
	m.reloads = counter("reloads_total", "Reloads of corpus and secrets, by result: ok or failed.", "result")
	m.commit = histogram("store_commit_seconds", "Time that one commit of the database takes.", seconds).WithLabelValues().(prometheus.Histogram)
	m.committed = counter("store_committed_total", "Writes that commits of the database held.").WithLabelValues()
	m.requests = counter("http_requests_total", "Requests, by route and status.", "route", "status")
	m.request = histogram("http_request_seconds", "Time of requests by route; streams are left out.", seconds, "route")
	m.streams = gauge("http_streams", "Event streams that are open.").WithLabelValues()
	m.limited = counter("http_limited_total", "Requests that were refused, by the limit they met.", "limit")
	m.faults = counter("faults_total", "Answers that failed by a fault or a panic and became an apology.").WithLabelValues()
	m.jobs = counter("jobs_total", "Runs of regular jobs, by job and result: ok or failed.", "job", "result")
	m.jobDone = gauge("job_success_timestamp_seconds", "When a regular job last went well.", "job")
	m.gaugeFunc("generation_age_seconds", "Time since the generation that serves was loaded.", nil, func() float64 {
		at := m.loaded.Load()
		if at == 0 {
			return 0
		}
		return m.now().Sub(time.Unix(at, 0)).Seconds()
	})
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *Metrics) gaugeFunc(name, help string, labels prometheus.Labels, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "zhirong", Name: name, Help: help, ConstLabels: labels}, value))
}

// Handler serves the figures.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

// Turn counts an answer and the time it took. A turn with an error got none.
func (m *Metrics) Turn(r bot.Reply, took time.Duration, err error) {
	channel := other
	if c := r.Turn.Message.From.Channel; m.channels[c] {
		channel = string(c)
	}
	intent := other
	if id := r.Turn.Intent; (*m.intents.Load())[id] {
		intent = string(id)
	}
	outcome := r.Turn.Outcome
	if err != nil {
		outcome = bot.Failed
	}
	m.turns.WithLabelValues(intent, knownOutcome(outcome), channel, strconv.FormatBool(r.Logged)).Inc()
	m.answer.WithLabelValues(channel).Observe(took.Seconds())
}

func knownOutcome(o bot.Outcome) string {
	switch o {
	case bot.Answered, bot.Asked, bot.Clarified, bot.NotFound, bot.Refused, bot.HandedOver, bot.Failed:
		return string(o)
	}
	return other
}

// Serving names the generation that serves from now on.
func (m *Metrics) Serving(g *bot.Generation, onDisk bool) {
	intents := map[corpus.IntentID]bool{}
	for _, in := range g.Set.Intents {
		intents[in.ID] = true
	}
	m.intents.Store(&intents)
	index := "memory"
	if onDisk {
		index = "disk"
	}
	m.generation.Reset()
	m.generation.WithLabelValues(g.ID, index).Set(1)
	m.loaded.Store(m.now().Unix())
}

// Reloaded counts a reload that went well or failed.
func (m *Metrics) Reloaded(err error) { m.reloads.WithLabelValues(result(err)).Inc() }

// Commit counts one commit of the database that held some writes.
func (m *Metrics) Commit(took time.Duration, writes int) {
	m.commit.Observe(took.Seconds())
	m.committed.Add(float64(writes))
}

// Request counts a request by the pattern that matched it.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.request.WithLabelValues(route).Observe(took.Seconds())
}

// Streams counts event streams that begin, +1, and end, -1.
func (m *Metrics) Streams(change int) { m.streams.Add(float64(change)) }

// Limited counts a request that a limit refused.
func (m *Metrics) Limited(limit string) { m.limited.WithLabelValues(limit).Inc() }

// Fault counts an answer that failed.
func (m *Metrics) Fault() { m.faults.Inc() }

// Job counts a run of a regular job.
func (m *Metrics) Job(name string, err error) {
	m.jobs.WithLabelValues(name, result(err)).Inc()
	if err == nil {
		m.jobDone.WithLabelValues(name).Set(float64(m.now().Unix()))
	}
}

// Queue shows how many wait in a queue. Name each queue once.
func (m *Metrics) Queue(name string, depth func() int) {
	m.gaugeFunc("queue_depth", "How many wait in a queue.", prometheus.Labels{"queue": name}, func() float64 { return float64(depth()) })
}

// Disk shows the bytes left on the disk of a folder; once in the life of m.
func (m *Metrics) Disk(left func() (uint64, error)) {
	m.gaugeFunc("disk_left_bytes", "Bytes left on the disk of the data folder; -1 if that is not known.", nil, func() float64 {
		n, err := left()
		if err != nil {
			return -1
		}
		return float64(n)
	})
}

func result(err error) string {
	if err != nil {
		return "failed"
	}
	return "ok"
}
