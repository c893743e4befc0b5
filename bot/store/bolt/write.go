package bolt

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"zhirong/bot"
)

// SaveSession stores a session durably.
func (d *DB) SaveSession(ctx context.Context, s bot.Session) error {
	sub := d.keys.subject(s.ID)
	was := s.Version
	s.Version++
	packed := pack(encode(&s, sessionForm))
	err := d.submit(ctx, &request{plan: func(tx *bbolt.Tx) ([]op, error) {
		stored, err := d.storedVersion(tx, sub)
		if err != nil {
			return nil, err
		}
		if stored != was {
			return nil, bot.ErrStale
		}
		k := d.keys.get(sub)
		body := sessionHead{formVersion, k.id, s.Version, timeKey(s.Seen)}.append(nil)
		return []op{{kind: putSession, subjects: []subject{sub}, body: k.lock(body, forSession, sub[:], packed)}}, nil
	}})
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// storedVersion is the version of a stored session; 0 if there is none.
func (d *DB) storedVersion(tx *bbolt.Tx, s subject) (int64, error) {
	body, err := get(tx, sessionsBucket, s[:])
	if err != nil || body == nil {
		return 0, err
	}
	h, _, err := readSessionHead(body)
	if d.keys.destroyed(h.key) {
		return 0, nil
	}
	return h.version, err
}

// ForgetSession removes a session; its turns stay. Forget removes both.
func (d *DB) ForgetSession(ctx context.Context, id bot.SessionID) error {
	sub := d.keys.subject(id)
	err := d.submit(ctx, &request{plan: func(tx *bbolt.Tx) ([]op, error) {
		if tx.Bucket([]byte(sessionsBucket)).Get(sub[:]) == nil {
			return nil, nil
		}
		return []op{{kind: dropSessions, subjects: []subject{sub}}}, nil
	}})
	if err != nil {
		return fmt.Errorf("forget session: %w", err)
	}
	return nil
}

// AppendTurn logs a turn durably. The same ID twice is one turn, of which the
// first stays; bot.ErrTaken if it is another session's or message's.
func (d *DB) AppendTurn(ctx context.Context, r bot.Record) error {
	h := turnHead{form: formVersion, subject: d.keys.subject(r.Session), id: d.keys.hash(forTurn, r.ID)}
	if r.Message != "" {
		h.message = d.keys.hash(forMessage, r.Message)
	}
	packed := pack(encode(&r, recordForm))
	var said []byte
	if r.Said != nil {
		said = pack(encode(r.Said, saidForm))
	}
	err := d.submit(ctx, &request{plan: func(tx *bbolt.Tx) ([]op, error) {
		if other, there, err := turnWith(tx, h.id); err != nil {
			return nil, err
		} else if there && (other.subject != h.subject || other.message != h.message) {
			return nil, bot.ErrTaken
		} else if there {
			return nil, nil
		}
		k := d.keys.get(h.subject)
		h.key = k.id
		o := op{kind: putTurn, at: timeKey(r.At), body: k.lock(h.append(nil), forTurn, h.owner(), packed)}
		if said != nil {
			o.said = k.lock(nil, forSaid, h.owner(), said)
		}
		return []op{o}, nil
	}})
	if err != nil {
		return fmt.Errorf("log turn: %w", err)
	}
	return nil
}

// Forget removes all that is kept of a person, for good: their key is destroyed
// first, which makes unreadable what backups and journals hold, and then their
// records are removed. Who comes again is a new person.
func (d *DB) Forget(ctx context.Context, id bot.SessionID) error {
	sub := d.keys.subject(id)
	if err := d.destroy(ctx, func() []subject { return []subject{sub} }); err != nil {
		return fmt.Errorf("forget: %w", err)
	}
	return nil
}

// destroy forgets subjects between two commits, chosen at that moment.
func (d *DB) destroy(ctx context.Context, choose func() []subject) error {
	return d.submit(ctx, &request{task: func() error {
		subjects := choose()
		if len(subjects) == 0 {
			return nil
		}
		if err := d.keys.destroy(subjects); err != nil {
			return d.writeFault(err)
		}
		r := &request{done: make(chan error, 1), plan: func(*bbolt.Tx) ([]op, error) {
			return []op{{kind: forget, subjects: subjects}}, nil
		}}
		d.commit([]*request{r})
		return <-r.done
	}})
}
