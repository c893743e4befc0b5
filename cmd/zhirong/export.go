package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
	"zhirong/config"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// exportCommand prints what is logged.
type exportCommand struct {
	configFlags
	JSON     bool   `required:"" help:"Print JSON Lines, one object a line; docs/export.md tells its fields."`
	Turns    bool   `xor:"kind" help:"Print turns; this is the default."`
	Sessions bool   `xor:"kind" help:"Print sessions."`
	From     string `placeholder:"DATE" help:"The first day of the turns, YYYY-MM-DD."`
	To       string `placeholder:"DATE" help:"The last day of the turns, YYYY-MM-DD."`
}

// Help shows examples.
func (exportCommand) Help() string {
	return `Prints what is logged, as JSON Lines: from the running service, or from its data
folder if none runs. Words are redacted, people stand as keyed hashes, and facts
that are sensitive are left out. Days begin at midnight in Hubei. Records that cannot
be read are skipped and counted, and it ends with 1.

Examples:
  zhirong export --json > turns.jsonl
  zhirong export --json --from 2026-11-01 --to 2026-11-30
  zhirong export --json --sessions`
}

// Run prints.
func (c *exportCommand) Run(ctx context.Context, s streams) error {
	q := url.Values{"from": {c.From}, "to": {c.To}, "kind": {"turns"}}
	if c.Sessions {
		q.Set("kind", "sessions")
	}
	e, err := parseExport(q)
	if err != nil {
		return err
	}
	return c.withStore(ctx, s, func(service *caller) error {
		h, err := service.stream(ctx, "GET", "/export?"+q.Encode(), s.out)
		if err != nil {
			return err
		}
		n, err := strconv.Atoi(h.Get(skippedTrailer))
		if err != nil {
			return fmt.Errorf("ask the service: it does not say how many records it skipped: %w", err)
		}
		return e.skipped(s, n)
	}, func(l config.Config, db *bolt.DB) error {
		set, err := corpus.Load(layers(l.Corpus)...)
		if err != nil {
			return err
		}
		n, err := e.write(ctx, s.out, db, set)
		if err != nil {
			return err
		}
		return e.skipped(s, n)
	})
}

// skippedTrailer follows what the service exports, and counts what could not be read.
const skippedTrailer = "Zhirong-Skipped"

// skipped tells how many records could not be read.
func (export) skipped(s streams, n int) error {
	if n == 0 {
		return nil
	}
	fmt.Fprintf(s.err, "zhirong: %s could not be read and were left out\nhint: zhirong verify tells what is damaged\n", counted(n, "record"))
	return exitError(1)
}

// export is what is to be printed.
type export struct {
	sessions bool
	from, to time.Time // from ≤ turn < to
}

// parseExport reads an export from the values of an address.
func parseExport(q url.Values) (e export, err error) {
	e.sessions = q.Get("kind") == "sessions"
	e.to = time.Date(9999, 1, 1, 0, 0, 0, 0, zone)
	for _, f := range []struct {
		name string
		at   *time.Time
		days int
	}{{"from", &e.from, 0}, {"to", &e.to, 1}} {
		text := q.Get(f.name)
		if text == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, text, zone)
		if err != nil {
			return e, fmt.Errorf("--%s: %q is no day\nhint: write it as 2026-11-22", f.name, text)
		}
		*f.at = day.AddDate(0, 0, f.days)
	}
	if e.sessions && (q.Get("from") != "" || q.Get("to") != "") {
		return e, errors.New("--from and --to are about turns\nhint: leave them out with --sessions")
	}
	return e, nil
}

// write prints one object a line. Records that are damaged are skipped and counted.
func (e export) write(ctx context.Context, w io.Writer, db *bolt.DB, set *corpus.Set) (skipped int, err error) {
	out := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if e.sessions {
		for s, err := range db.AllSessions(ctx) {
			if errors.Is(err, bolt.ErrDamaged) {
				skipped++
				continue
			}
			if err != nil {
				return skipped, fmt.Errorf("export sessions: %w", err)
			}
			if err := enc.Encode(exportSession(set, s)); err != nil {
				return skipped, fmt.Errorf("export sessions: %w", err)
			}
		}
	} else {
		for r, err := range db.Turns(ctx, e.from, e.to) {
			if errors.Is(err, bolt.ErrDamaged) {
				skipped++
				continue
			}
			if err != nil {
				return skipped, fmt.Errorf("export turns: %w", err)
			}
			if err := enc.Encode(exportTurn(r)); err != nil {
				return skipped, fmt.Errorf("export turns: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return skipped, fmt.Errorf("export: %w", err)
	}
	return skipped, nil
}

// exportFormat moves when a field of an exported object changes its meaning or goes.
const exportFormat = 1

// turnObject is a logged turn in JSON; docs/export.md describes it. Lists are never null.
type turnObject struct {
	Kind       string             `json:"kind"`
	Format     int                `json:"format"`
	ID         string             `json:"id"`
	Session    bot.SessionID      `json:"session"`
	Channel    bot.Channel        `json:"channel"`
	At         time.Time          `json:"at"`
	TookMS     float64            `json:"took_ms"`
	Lang       corpus.Lang        `json:"lang"`
	Intent     corpus.IntentID    `json:"intent"`
	Confidence float64            `json:"confidence"`
	Scope      bot.Scope          `json:"scope"`
	Outcome    bot.Outcome        `json:"outcome"`
	Parts      []turnPart         `json:"parts"`
	Facts      corpus.Facts       `json:"facts"`
	Profile    corpus.Facts       `json:"profile"`
	Region     corpus.RegionCode  `json:"region"`
	Park       string             `json:"park"`
	Industry   string             `json:"industry"`
	Rights     []corpus.IPKind    `json:"rights"`
	AmountMin  *int64             `json:"amount_min"` // fen; null: not known
	AmountMax  *int64             `json:"amount_max"`
	Products   []turnProduct      `json:"products"`
	Gaps       []string           `json:"gaps"`
	Cited      []corpus.PassageID `json:"cited"`
	Funnel     bot.Funnel         `json:"funnel"`
	Generation string             `json:"generation"`
	Refined    bool               `json:"refined"`
	Digest     string             `json:"digest"`
	Said       *turnSaid          `json:"said"` // null: its time is over
}

type turnPart struct {
	Intent  corpus.IntentID `json:"intent"`
	Outcome bot.Outcome     `json:"outcome"`
}

type turnProduct struct {
	ID  corpus.ID     `json:"id"`
	Fit knowledge.Fit `json:"fit"`
}

type turnSaid struct {
	Text   string     `json:"text"` // redacted
	Action bot.Action `json:"action"`
}

func exportTurn(r bot.Record) turnObject {
	o := turnObject{
		Kind: "turn", Format: exportFormat, ID: r.ID, Session: r.Session, Channel: r.Channel, At: r.At.UTC(), TookMS: float64(r.Took.Microseconds()) / 1000,
		Lang: r.Lang, Intent: r.Intent, Confidence: r.Confidence, Scope: r.Scope, Outcome: r.Outcome, Parts: []turnPart{},
		Facts: r.Facts.Clone(), Profile: r.Known.Clone(), Region: r.Region, Park: r.Park, Industry: r.Industry, Rights: append([]corpus.IPKind{}, r.Rights...),
		Products: []turnProduct{}, Gaps: append([]string{}, r.Gaps...), Cited: append([]corpus.PassageID{}, r.Cited...), Funnel: r.Funnel,
		Generation: r.Generation, Refined: r.Refined, Digest: hex.EncodeToString(r.Digest[:]),
	}
	for _, p := range r.Parts {
		o.Parts = append(o.Parts, turnPart(p))
	}
	for _, p := range r.Products {
		o.Products = append(o.Products, turnProduct(p))
	}
	if r.Amount.HasMin {
		o.AmountMin = &r.Amount.Min
	}
	if r.Amount.HasMax {
		o.AmountMax = &r.Amount.Max
	}
	if r.Said != nil {
		o.Said = &turnSaid{Text: r.Said.Text, Action: r.Said.Action}
	}
	return o
}

// sessionObject is a stored session in JSON: what it knows of a firm, without what
// was said in it.
type sessionObject struct {
	Kind    string          `json:"kind"`
	Format  int             `json:"format"`
	ID      bot.SessionID   `json:"id"`
	Lang    corpus.Lang     `json:"lang"`
	Profile corpus.Facts    `json:"profile"`
	Topic   corpus.IntentID `json:"topic"`
	Consent bot.Consent     `json:"consent"`
	Turns   int             `json:"turns"`
	Seen    time.Time       `json:"seen"`
}

func exportSession(set *corpus.Set, s bot.Session) sessionObject {
	known := corpus.Facts{}
	for id, v := range s.Profile.Facts {
		if f, ok := set.Fact(id); ok && !f.Sensitive {
			known[id] = v
		}
	}
	return sessionObject{
		Kind: "session", Format: exportFormat, ID: s.ID, Lang: s.Lang, Profile: known, Topic: s.Topic.Intent, Consent: s.Consent, Turns: s.Turns, Seen: s.Seen.UTC(),
	}
}
