package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"go.etcd.io/bbolt"

	"zhirong/bot"
)

// pageLen is how many records are read in one transaction: a long one would keep
// the file from using its free pages again.
const pageLen = 500

// view runs a read transaction on whatever file is the database now.
func (d *DB) view(ctx context.Context, fn func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.swap.RLock()
	defer d.swap.RUnlock()
	if d.bolt == nil {
		return ErrClosed
	}
	return view(d.bolt, fn)
}

// errGone means that a record is locked with a key that is no more.
var errGone = errors.New("its key is destroyed")

// unreadable makes ErrDamaged of whatever keeps one record from being read.
func unreadable(err error) error {
	if errors.Is(err, ErrDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// unlock reads a locked value.
func (d *DB) unlock(s subject, id keyID, purpose string, owner, locked []byte) ([]byte, error) {
	k, ok := d.keys.find(s)
	if !ok || k.id != id {
		if d.keys.destroyed(id) {
			return nil, errGone
		}
		return nil, fmt.Errorf("%w: its key is not there", ErrDamaged)
	}
	packed, err := k.unlock(purpose, owner, locked)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return unpack(packed)
}

// Session returns a stored session; one that is not stored, or was forgotten, is
// new and empty.
func (d *DB) Session(ctx context.Context, id bot.SessionID) (bot.Session, error) {
	s := d.keys.subject(id)
	var body []byte
	err := d.view(ctx, func(tx *bbolt.Tx) error {
		b, err := get(tx, sessionsBucket, s[:])
		body = bytes.Clone(b)
		return err
	})
	if err != nil {
		return bot.Session{}, fmt.Errorf("read session: %w", err)
	}
	if body == nil {
		return bot.NewSession(id), nil
	}
	out, err := d.session(s, body)
	if err == errGone {
		return bot.NewSession(id), nil
	}
	if err != nil {
		return bot.Session{}, fmt.Errorf("read session %x: %w", s, err)
	}
	return out, nil
}

// session reads a stored session.
func (d *DB) session(s subject, body []byte) (bot.Session, error) {
	h, locked, err := readSessionHead(body)
	if err != nil {
		return bot.Session{}, err
	}
	plain, err := d.unlock(s, h.key, forSession, s[:], locked)
	if err != nil {
		return bot.Session{}, err
	}
	out, err := decode(plain, sessionForm)
	if err != nil {
		return bot.Session{}, err
	}
	return filled(out), nil
}

// filled gives a session the maps that every session has.
func filled(s bot.Session) bot.Session {
	fresh := bot.NewSession(s.ID).Profile
	if s.Profile.Facts == nil {
		s.Profile.Facts = fresh.Facts
	}
	if s.Profile.Learned == nil {
		s.Profile.Learned = fresh.Learned
	}
	return s
}

// AllSessions streams every stored session, in no order.
func (d *DB) AllSessions(ctx context.Context) iter.Seq2[bot.Session, error] {
	return func(yield func(bot.Session, error) bool) {
		for e, err := range d.scan(ctx, sessionsBucket, nil, nil) {
			if err == nil {
				var s bot.Session
				s, err = d.session(subject(e.key), e.value)
				if err == errGone {
					continue
				}
				if err == nil {
					if !yield(s, nil) {
						return
					}
					continue
				}
				err = fmt.Errorf("read session %x: %w", e.key, unreadable(err))
			}
			if !yield(bot.Session{}, err) {
				return
			}
		}
	}
}

// entry of a bucket, copied out of its transaction.
type pair struct{ key, value []byte }

// scan streams the checked entries of a bucket with from ≤ key < to, a page at a
// time. A nil end is open. A damaged entry is an error, after which it goes on.
func (d *DB) scan(ctx context.Context, bucket string, from, to []byte) iter.Seq2[pair, error] {
	return func(yield func(pair, error) bool) {
		for more := true; more; {
			var page []pair
			var bad []error
			err := d.view(ctx, func(tx *bbolt.Tx) error {
				page, bad, more = page[:0], bad[:0], false
				c := tx.Bucket([]byte(bucket)).Cursor()
				for k, v := c.Seek(from); k != nil && (to == nil || bytes.Compare(k, to) < 0); k, v = c.Next() {
					if len(page) == pageLen {
						more = true
						break
					}
					body, err := check(bucket, k, v)
					page = append(page, pair{bytes.Clone(k), bytes.Clone(body)})
					bad = append(bad, err)
				}
				return nil
			})
			if err != nil {
				yield(pair{}, err)
				return
			}
			for i, e := range page {
				if !yield(e, bad[i]) {
					return
				}
				from = append(e.key, 0)
			}
		}
	}
}

// Turn returns a logged turn by its ID.
func (d *DB) Turn(ctx context.Context, id string) (bot.Record, error) {
	h := d.keys.hash(forTurn, id)
	return d.turnAt(ctx, idsBucket, h[:])
}

// TurnOf returns the turn that answered a message; the first one if several did.
func (d *DB) TurnOf(ctx context.Context, session bot.SessionID, message string) (bot.Record, error) {
	s, m := d.keys.subject(session), d.keys.hash(forMessage, message)
	return d.turnAt(ctx, messagesBucket, append(s[:], m[:]...))
}

// turnAt reads the turn that an index entry points to.
func (d *DB) turnAt(ctx context.Context, bucket string, at []byte) (bot.Record, error) {
	var rows []row
	err := d.view(ctx, func(tx *bbolt.Tx) error {
		k, err := get(tx, bucket, at)
		if err == nil && k != nil {
			rows = append(rows, readRow(tx, k))
		}
		return err
	})
	if err != nil {
		return bot.Record{}, fmt.Errorf("read turn: %w", err)
	}
	for _, w := range rows {
		r, err := d.turn(w)
		if err != errGone {
			return r, err
		}
	}
	return bot.Record{}, bot.ErrNoTurn
}

// row is a turn as it is stored, copied out of its transaction.
type row struct {
	key, body, said []byte
	err             error
}

func readRow(tx *bbolt.Tx, k []byte) row {
	body, err := get(tx, turnsBucket, k)
	if err != nil {
		return row{key: bytes.Clone(k), err: err}
	}
	said, err := get(tx, saidBucket, k)
	return row{bytes.Clone(k), bytes.Clone(body), bytes.Clone(said), err}
}

// turn reads a stored turn; errGone if it is not there any more.
func (d *DB) turn(w row) (bot.Record, error) {
	r, err := d.unlockTurn(w)
	if err != nil && err != errGone {
		return bot.Record{}, fmt.Errorf("read turn %x: %w", w.key, unreadable(err))
	}
	return r, err
}

func (d *DB) unlockTurn(w row) (bot.Record, error) {
	if w.err != nil {
		return bot.Record{}, w.err
	}
	if w.body == nil {
		return bot.Record{}, errGone // an index entry of a turn that was damaged and removed
	}
	h, locked, err := readTurnHead(w.body)
	if err != nil {
		return bot.Record{}, err
	}
	plain, err := d.unlock(h.subject, h.key, forTurn, h.owner(), locked)
	if err != nil {
		return bot.Record{}, err
	}
	r, err := decode(plain, recordForm)
	if err != nil || len(w.said) == 0 {
		return r, err
	}
	if plain, err = d.unlock(h.subject, h.key, forSaid, h.owner(), w.said); err != nil {
		return bot.Record{}, err
	}
	said, err := decode(plain, saidForm)
	if err != nil {
		return bot.Record{}, err
	}
	said.Before = filled(said.Before)
	r.Said = &said
	return r, nil
}

// Turns streams the turns with from ≤ At < to in the order of time; those of the
// same instant in the order in which they were logged. A damaged turn is an
// error that names it, after which the stream goes on.
func (d *DB) Turns(ctx context.Context, from, to time.Time) iter.Seq2[bot.Record, error] {
	f, t := timeKey(from), timeKey(to)
	return d.stream(ctx, turnsBucket, f[:], t[:], 0)
}

// TurnsOf streams the turns of one session as Turns does.
func (d *DB) TurnsOf(ctx context.Context, session bot.SessionID) iter.Seq2[bot.Record, error] {
	s := d.keys.subject(session)
	return d.stream(ctx, subjectsBucket, s[:], nil, len(s))
}

// stream reads the turns whose keys stand in a bucket behind a prefix, a page at
// a time.
func (d *DB) stream(ctx context.Context, bucket string, from, to []byte, prefix int) iter.Seq2[bot.Record, error] {
	of := bytes.Clone(from[:prefix])
	return func(yield func(bot.Record, error) bool) {
		from := from
		for more := true; more; {
			var page []row
			err := d.view(ctx, func(tx *bbolt.Tx) error {
				more = false
				c := tx.Bucket([]byte(bucket)).Cursor()
				for k, _ := c.Seek(from); k != nil && bytes.HasPrefix(k, of) && (to == nil || bytes.Compare(k, to) < 0); k, _ = c.Next() {
					if len(page) == pageLen {
						more = true
						break
					}
					page = append(page, readRow(tx, k[prefix:]))
				}
				return nil
			})
			if err != nil {
				yield(bot.Record{}, fmt.Errorf("read turns: %w", err))
				return
			}
			for _, w := range page {
				r, err := d.turn(w)
				if err == errGone {
					continue
				}
				if !yield(r, err) {
					return
				}
			}
			if more {
				from = append(append(bytes.Clone(of), page[len(page)-1].key...), 0)
			}
		}
	}
}
