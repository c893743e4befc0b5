package bolt

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// Retention is how long each class is kept.
type Retention struct {
	Said     time.Duration // the words of a turn and the state they were said in; 0: 90 days
	Turns    time.Duration // the rest of a turn; 0: 365 days
	Sessions time.Duration // a session, since it was last seen; 0: 90 days
}

const day = 24 * time.Hour

func (r Retention) defaults() Retention {
	if r.Said == 0 {
		r.Said = 90 * day
	}
	if r.Turns == 0 {
		r.Turns = 365 * day
	}
	if r.Sessions == 0 {
		r.Sessions = 90 * day
	}
	r.Said = min(r.Said, r.Turns)
	return r
}

// Swept is what a sweep removed.
type Swept struct {
	Said     int `json:"said"`
	Turns    int `json:"turns"`
	Sessions int `json:"sessions"`
	Keys     int `json:"keys"` // of people of whom nothing is left
}

// sweepLen is how many records a sweep removes in one commit, so that turns are
// logged in between.
const sweepLen = 500

// Sweep removes what is over, class by class, and reports it. The space is used
// again; Compact gives it back to the disk.
func (d *DB) Sweep(ctx context.Context, now time.Time, keep Retention) (Swept, error) {
	keep = keep.defaults()
	var s Swept
	for _, step := range []struct {
		n  *int
		do func() (int, error)
	}{
		{&s.Said, func() (int, error) { return d.cut(ctx, cutSaid, now.Add(-keep.Said)) }},
		{&s.Turns, func() (int, error) { return d.cut(ctx, cutTurns, now.Add(-keep.Turns)) }},
		{&s.Sessions, func() (int, error) { return d.sweepSessions(ctx, now.Add(-keep.Sessions)) }},
		{&s.Keys, func() (int, error) { return d.sweepKeys(ctx) }},
	} {
		var err error
		if *step.n, err = step.do(); err != nil {
			return s, fmt.Errorf("sweep: %w", err)
		}
	}
	return s, nil
}

// cut removes what is older than a time, a few records a commit.
func (d *DB) cut(ctx context.Context, kind opKind, before time.Time) (total int, err error) {
	o := op{kind: kind, at: timeKey(before), limit: sweepLen}
	bucket := saidBucket
	if kind == cutTurns {
		bucket = turnsBucket
	}
	for {
		r := &request{plan: func(tx *bbolt.Tx) ([]op, error) {
			if len(keysBefore(tx, bucket, o.at, 1)) == 0 {
				return nil, nil
			}
			return []op{o}, nil
		}}
		if err := d.submit(ctx, r); err != nil {
			return total, err
		}
		total += r.touched
		if r.touched < sweepLen {
			return total, nil
		}
	}
}

// sweepSessions removes sessions last seen before a time.
func (d *DB) sweepSessions(ctx context.Context, before time.Time) (total int, err error) {
	limit := timeKey(before)
	var old []subject
	drop := func() error {
		r := &request{plan: func(tx *bbolt.Tx) ([]op, error) {
			o := op{kind: dropSessions}
			for _, s := range old {
				// Who spoke meanwhile stays.
				body := tx.Bucket([]byte(sessionsBucket)).Get(s[:])
				if h, _, err := readSessionHead(body); err == nil && bytes.Compare(h.seen[:], limit[:]) < 0 {
					o.subjects = append(o.subjects, s)
				}
			}
			if len(o.subjects) == 0 {
				return nil, nil
			}
			return []op{o}, nil
		}}
		err := d.submit(ctx, r)
		total, old = total+r.touched, nil
		return err
	}
	for e, err := range d.scan(ctx, sessionsBucket, nil, nil) {
		if ctx.Err() != nil {
			return total, ctx.Err()
		}
		if err != nil {
			continue // damaged; Verify names it
		}
		h, _, err := readSessionHead(e.value)
		if err != nil || bytes.Compare(h.seen[:], limit[:]) >= 0 {
			continue
		}
		if old = append(old, subject(e.key)); len(old) == sweepLen {
			if err := drop(); err != nil {
				return total, err
			}
		}
	}
	return total, drop()
}

// sweepKeys destroys the keys of people of whom nothing is left, all at once,
// since that writes the keys file anew.
func (d *DB) sweepKeys(ctx context.Context) (n int, err error) {
	var failed error
	err = d.destroy(ctx, func() []subject {
		var idle []subject
		failed = view(d.bolt, func(tx *bbolt.Tx) error {
			for s := range d.keys.live {
				k, _ := tx.Bucket([]byte(subjectsBucket)).Cursor().Seek(s[:])
				if !bytes.HasPrefix(k, s[:]) && tx.Bucket([]byte(sessionsBucket)).Get(s[:]) == nil {
					idle = append(idle, s)
				}
			}
			return nil
		})
		if failed != nil {
			return nil
		}
		n = len(idle)
		return idle
	})
	if err == nil {
		err = failed
	}
	return n, err
}
