package bot

import (
	"context"
	"errors"
	"maps"
	"sync"
	"time"

	"zhirong/intents"
)

// Replayer answers a logged turn again; Advisor is one.
type Replayer interface {
	Replay(ctx context.Context, r Record) (Reply, error)
}

// DedupOptions are what Dedup is made of.
type DedupOptions struct {
	Session func(Address) SessionID
	Keep    int           // replies remembered
	Life    time.Duration // for how long
	Log     TurnLog       // finds repeats of turns from before a restart; nil: only memory does
	Replay  Replayer      // gives their reply again
	Now     func() time.Time
}

// Dedup gives a repeated message, one with the ID and the words of an earlier one
// of the same conversation, the earlier reply instead of answering it anew. Other
// words under an ID are another message: a browser that went back sends the key of
// its form again. Messages without an ID are never repeats. Messages of one conversation must come one at a time.
func Dedup(o DedupOptions) Middleware {
	return func(next Answerer) Answerer {
		return &dedup{DedupOptions: o, next: next, seen: map[repeat]remembered{}}
	}
}

type repeat struct {
	session SessionID
	message string
}

type remembered struct {
	text   string
	action Action
	reply  Reply
	at     time.Time
}

type dedup struct {
	DedupOptions
	next Answerer

	mu      sync.Mutex
	seen    map[repeat]remembered
	order   []repeat // in the order of time; never longer than seen and its dead
	waiting bool     // for the next sweep
}

// Answer answers a new message, or gives the earlier reply.
func (d *dedup) Answer(ctx context.Context, m Message) (Reply, error) {
	if m.ID == "" {
		return d.next.Answer(ctx, m)
	}
	key := repeat{d.Session(m.From), m.ID}
	if r, ok := d.recall(key, m); ok {
		return r, nil
	}
	if d.Log != nil {
		switch rec, err := d.Log.TurnOf(ctx, key.session, m.ID); {
		case err == nil && (rec.Said == nil || rec.Said.Text != m.Text || rec.Said.Action != m.Action):
			// Other words, or it is no longer known which.
		case err == nil:
			if r, err := d.Replay.Replay(ctx, rec); err == nil {
				r.Logged = true
				return r, nil
			}
		case !errors.Is(err, ErrNoTurn):
			// A log that cannot be read does not keep the person waiting.
		}
	}
	r, err := d.next.Answer(ctx, m)
	if err == nil && r.Turn.Forgot {
		d.forget(key.session)
	}
	if err == nil && r.Turn.Outcome != Failed {
		d.remember(key, m, r)
	}
	return r, err
}

// forget drops what is remembered of a conversation.
func (d *dedup) forget(session SessionID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	maps.DeleteFunc(d.seen, func(k repeat, _ remembered) bool { return k.session == session })
}

func (d *dedup) recall(key repeat, m Message) (Reply, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	got, ok := d.seen[key]
	if !ok || got.text != m.Text || got.action != m.Action || d.Now().Sub(got.at) > d.Life {
		return Reply{}, false
	}
	return got.reply, true
}

func (d *dedup) remember(key repeat, m Message, r Reply) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.Now()
	// How the answer came about is not needed to give it again, and is the most of it.
	r.Turn.Searches, r.Turn.Frequent, r.Turn.Before, r.Turn.Heard = nil, nil, nil, intents.Understanding{}
	d.seen[key] = remembered{m.Text, m.Action, r, now}
	d.order = append(d.order, key)
	d.expire(now)
	if !d.waiting {
		d.waiting = true
		time.AfterFunc(d.Life, d.sweep)
	}
}

// sweep drops what is over where no message comes that would.
func (d *dedup) sweep() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.expire(d.Now())
	if d.waiting = len(d.order) > 0; d.waiting {
		time.AfterFunc(d.Life, d.sweep)
	}
}

// expire drops what is over and what is too much.
func (d *dedup) expire(now time.Time) {
	for len(d.order) > 0 && (len(d.order) > d.Keep || now.Sub(d.seen[d.order[0]].at) >= d.Life) {
		delete(d.seen, d.order[0])
		d.order = d.order[1:]
	}
}
