package bot

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// RecordOptions are what Logged is made of.
type RecordOptions struct {
	Log     TurnLog
	Session func(Address) SessionID
	Report  func(error) // takes faults of the log, which the answer survives; nil: dropped
	Now     func() time.Time
}

// Logged writes each turn of a person who agreed to it to the log when it is
// answered, and marks the reply as logged when the turn is on disk. A log that
// fails costs the mark, never the answer.
func Logged(o RecordOptions) Middleware {
	if o.Report == nil {
		o.Report = func(error) {}
	}
	return func(next Answerer) Answerer { return logged{o, next} }
}

type logged struct {
	RecordOptions
	next Answerer
}

// Answer answers and logs.
func (l logged) Answer(ctx context.Context, m Message) (Reply, error) {
	started := l.Now()
	r, err := l.next.Answer(ctx, m)
	if err != nil || r.Turn.Consent != ConsentGranted || r.Turn.Before == nil {
		return r, err
	}
	now := l.Now()
	rec, err := NewRecord(r, m, l.Session(m.From), now, now.Sub(started))
	if err == nil {
		// Who hangs up has been answered all the same, and the turn is logged.
		err = l.Log.AppendTurn(context.WithoutCancel(ctx), rec)
	}
	if err != nil {
		l.Report(fmt.Errorf("log turn %s: %w", r.Trace, err))
		return r, nil
	}
	r.Logged = true
	return r, nil
}

// NewRecord makes the record of a message answered at a time, whose text must be
// redacted.
func NewRecord(r Reply, m Message, session SessionID, at time.Time, took time.Duration) (Record, error) {
	t := r.Turn
	if t.Before == nil {
		return Record{}, errors.New("the turn has no session to be replayed from")
	}
	digest, err := r.Digest()
	if err != nil {
		return Record{}, err
	}
	rec := Record{
		ID: r.Trace, Session: session, Message: m.ID, Channel: m.From.Channel, At: at, Took: took,
		Lang: r.Lang, Intent: t.Intent, Confidence: t.Confidence, Scope: t.Scope, Outcome: t.Outcome,
		Facts: t.Open(t.Facts), Known: t.Open(t.Known), Gaps: slices.Clone(t.Gaps),
		Generation: r.Generation, Refined: r.Refined, Digest: digest,
		Said: &Said{Text: m.Text, Action: m.Action, At: m.At, Lang: m.Lang, From: Address{Channel: m.From.Channel, Chat: string(session)}, Before: t.Before.clone()},
	}
	for _, p := range t.Parts {
		rec.Parts = append(rec.Parts, RecordPart{p.Intent, p.Outcome})
	}
	for _, b := range r.Blocks {
		if cs, ok := b.(Citations); ok {
			for _, c := range cs {
				rec.Cited = append(rec.Cited, c.Passage)
			}
		}
	}
	for _, p := range t.Products {
		rec.Products = append(rec.Products, RecordProduct{p.Product.ID, p.Fit})
	}
	rec.Region = corpus.RegionCode(t.Known["region"].Text)
	rec.Park, rec.Industry = t.Known["park"].Text, t.Known["industry"].Text
	if v := t.Known["loan_amount"]; v.Known() {
		rec.Amount = v.Span
	}
	rec.Rights = rightsOf(t)
	rec.Funnel = funnelOf(t)
	return rec, nil
}

// Open returns facts without the sensitive ones and without those that the
// person cannot tell.
func (t Turn) Open(f corpus.Facts) corpus.Facts {
	out := corpus.Facts{}
	for id, v := range f {
		if !slices.Contains(t.Sensitive, id) {
			out[id] = v
		}
	}
	return out
}

// rightFacts are the counts from which it is known that a firm has a right.
var rightFacts = map[corpus.FactID]corpus.IPKind{
	"patents_invention": corpus.InventionPatent, "patents_utility_model": corpus.UtilityModel, "patents_design": corpus.DesignPatent,
	"patents_pending": corpus.PendingPatent, "trademarks": corpus.Trademark, "collective_marks": corpus.CollectiveMark,
	"certification_marks": corpus.CertificationMark, "copyrights": corpus.Copyright, "software_copyrights": corpus.SoftwareCopyright,
	"ic_layouts": corpus.ICLayout, "plant_varieties": corpus.PlantVariety, "data_certificates": corpus.DataRight,
}

// rightsOf returns the kinds of rights that were spoken of or that the firm has.
func rightsOf(t Turn) []corpus.IPKind {
	var out []corpus.IPKind
	add := func(k corpus.IPKind) {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	for _, p := range t.Heard.Parts {
		for _, k := range p.Heard.Rights {
			add(k)
		}
	}
	for id, k := range rightFacts {
		if v := t.Known[id]; v.Known() && v.Span.HasMin && (v.Span.Min > 0 || v.Span.MinOpen) {
			add(k)
		}
	}
	slices.Sort(out)
	return out
}

// funnelOf returns how far a turn led.
func funnelOf(t Turn) Funnel {
	switch {
	case t.Outcome == HandedOver:
		return FunnelReferred
	case slices.ContainsFunc(t.Products, func(m knowledge.Match) bool { return m.Fit == knowledge.Eligible }):
		return FunnelEligible
	case len(t.Products) > 0:
		return FunnelMatched
	case len(t.Known) > 0:
		return FunnelProfiled
	}
	return FunnelAsked
}

// Digest is the SHA-256 of the reply object as programs read it, without what
// differs from one time to another: its time, whether it was logged, and the
// contents of files.
func (r Reply) Digest() ([32]byte, error) {
	r.Logged = false
	o := r.Object("", nil, 0)
	for i := range o.Files {
		o.Files[i].Data = nil
	}
	data, err := json.Marshal(o)
	if err != nil {
		return [32]byte{}, fmt.Errorf("digest reply: %w", err)
	}
	return sha256.Sum256(data), nil
}

// ErrNoReplay means that a turn cannot be answered again as it was.
var ErrNoReplay = errors.New("the turn cannot be replayed")

// Replay answers a logged turn again, from the session as it was found, and
// returns ErrNoReplay where the words or the generation are gone, or where the
// reply is not the same to the byte.
func (a *Advisor) Replay(ctx context.Context, rec Record) (Reply, error) {
	if rec.Said == nil {
		return Reply{}, fmt.Errorf("%w: what was said is no longer kept", ErrNoReplay)
	}
	g, release := a.live.Acquire()
	defer release()
	if g.ID != rec.Generation {
		return Reply{}, fmt.Errorf("%w: it was answered by generation %s, and %s serves now", ErrNoReplay, rec.Generation, g.ID)
	}
	s := rec.Said.Before.clone()
	m := Message{ID: rec.Message, From: rec.Said.From, Text: rec.Said.Text, Action: rec.Said.Action, Lang: rec.Said.Lang, At: rec.Said.At}
	t := newTurn(ctx, a, g, &s, m)
	r, err := t.run()
	if err != nil {
		return Reply{}, err
	}
	digest, err := r.Digest()
	if err != nil {
		return Reply{}, err
	}
	if digest != rec.Digest {
		return r, fmt.Errorf("%w: the reply is another one", ErrNoReplay)
	}
	return r, nil
}
