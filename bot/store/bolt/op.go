package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
)

// The buckets. Keys are keyed hashes, times and numbers; values are locked with
// the subject's key, but for the heads that the store itself needs.
const (
	metaBucket     = "meta"     // schema, applied
	sessionsBucket = "sessions" // subject → session
	turnsBucket    = "turns"    // time, number → turn without what was said
	saidBucket     = "said"     // the same key → what was said
	idsBucket      = "ids"      // hash of the turn's ID → its key
	messagesBucket = "messages" // subject, hash of the message's ID → the turn's key
	subjectsBucket = "subjects" // subject, the turn's key → nothing
)

var buckets = []string{metaBucket, sessionsBucket, turnsBucket, saidBucket, idsBucket, messagesBucket, subjectsBucket}

var (
	schemaKey  = []byte("schema")
	appliedKey = []byte("applied")
)

const (
	timeLen    = 12
	turnKeyLen = timeLen + 8
)

// timeKey orders as time does.
func timeKey(t time.Time) (k [timeLen]byte) {
	binary.BigEndian.PutUint64(k[:], uint64(t.Unix())^1<<63)
	binary.BigEndian.PutUint32(k[8:], uint32(t.Nanosecond()))
	return k
}

// sessionHead stands before a locked session: form, key, version, last seen.
type sessionHead struct {
	form    byte
	key     keyID
	version int64
	seen    [timeLen]byte
}

const sessionHeadLen = 1 + 8 + 8 + timeLen

func (h sessionHead) append(out []byte) []byte {
	out = append(append(out, h.form), h.key[:]...)
	out = binary.BigEndian.AppendUint64(out, uint64(h.version))
	return append(out, h.seen[:]...)
}

func readSessionHead(body []byte) (h sessionHead, locked []byte, err error) {
	if len(body) < sessionHeadLen {
		return h, nil, errForm
	}
	h = sessionHead{
		form:    body[0],
		key:     keyID(body[1:9]),
		version: int64(binary.BigEndian.Uint64(body[9:])),
		seen:    [timeLen]byte(body[17:]),
	}
	return h, body[sessionHeadLen:], h.known()
}

func (h sessionHead) known() error {
	if h.form != formVersion {
		return fmt.Errorf("form %d: %w", h.form, ErrNewer)
	}
	return nil
}

// turnHead stands before a locked turn: form, key, whose it is, and what its
// index entries are. A zero message is none.
type turnHead struct {
	form    byte
	key     keyID
	subject subject
	id      [16]byte
	message [16]byte
}

const turnHeadLen = 1 + 8 + 16 + 16 + 16

func (h turnHead) append(out []byte) []byte {
	out = append(append(out, h.form), h.key[:]...)
	return append(append(append(out, h.subject[:]...), h.id[:]...), h.message[:]...)
}

func readTurnHead(body []byte) (h turnHead, locked []byte, err error) {
	if len(body) < turnHeadLen {
		return h, nil, errForm
	}
	h = turnHead{form: body[0], key: keyID(body[1:9]), subject: subject(body[9:25]), id: [16]byte(body[25:41]), message: [16]byte(body[41:57])}
	if h.form != formVersion {
		return h, nil, fmt.Errorf("form %d: %w", h.form, ErrNewer)
	}
	return h, body[turnHeadLen:], nil
}

// owner binds a locked turn to whose and which it is.
func (h turnHead) owner() []byte { return append(h.subject[:], h.id[:]...) }

// messageKey is the turn's key in messagesBucket; nil if it has none.
func (h turnHead) messageKey() []byte {
	if h.message == [16]byte{} {
		return nil
	}
	return append(h.subject[:], h.message[:]...)
}

// opKind is a kind of change.
type opKind byte

const (
	putSession   opKind = 1 // subjects[0], body
	dropSessions opKind = 2 // subjects
	putTurn      opKind = 3 // at, body, said
	forget       opKind = 4 // subjects
	cutSaid      opKind = 5 // before at
	cutTurns     opKind = 6 // before at
)

// op is one change to the database, as it stands in the journal too.
type op struct {
	kind     opKind
	subjects []subject
	at       [timeLen]byte
	body     []byte
	said     []byte
	limit    int // of entries that a cut removes; not in the journal, where a cut is whole
}

func opForm(c *coder, o *op) {
	k := [1]byte{byte(o.kind)}
	c.fixed(k[:])
	o.kind = opKind(k[0])
	list(c, &o.subjects, func(c *coder, s *subject) { c.fixed(s[:]) })
	c.fixed(o.at[:])
	blob(c, &o.body)
	blob(c, &o.said)
}

// key returns the id of the key that locks what an op puts.
func (o op) key() (keyID, bool) {
	switch {
	case o.kind == putSession || o.kind == putTurn:
		if len(o.body) >= 9 {
			return keyID(o.body[1:9]), true
		}
	}
	return keyID{}, false
}

// put stores a value with its checksum.
func put(tx *bbolt.Tx, bucket string, key, body []byte) error {
	b := tx.Bucket([]byte(bucket))
	if bucket == turnsBucket || bucket == saidBucket {
		b.FillPercent = 0.9 // keys rise
	}
	return b.Put(key, seal(append([]byte(bucket), key...), bytes.Clone(body)))
}

// get reads a value and checks it; nil if there is none. It is valid for the
// transaction only.
func get(tx *bbolt.Tx, bucket string, key []byte) ([]byte, error) {
	v := tx.Bucket([]byte(bucket)).Get(key)
	if v == nil {
		return nil, nil
	}
	return check(bucket, key, v)
}

func check(bucket string, key, value []byte) ([]byte, error) {
	body, ok := checked(append([]byte(bucket), key...), value)
	if !ok {
		return nil, fmt.Errorf("record %x of %s is %w", key, bucket, ErrDamaged)
	}
	return body, nil
}

func remove(tx *bbolt.Tx, bucket string, key []byte) error {
	return tx.Bucket([]byte(bucket)).Delete(key)
}

// apply makes a change and returns how many records it touched. The same ops in
// the same order give the same database, at once or from the journal.
func (o op) apply(tx *bbolt.Tx) (int, error) {
	switch o.kind {
	case putSession:
		if len(o.subjects) != 1 {
			return 0, errForm
		}
		return 1, put(tx, sessionsBucket, o.subjects[0][:], o.body)
	case dropSessions:
		for _, s := range o.subjects {
			if err := remove(tx, sessionsBucket, s[:]); err != nil {
				return 0, err
			}
		}
		return len(o.subjects), nil
	case putTurn:
		return o.putTurn(tx)
	case forget:
		n := 0
		for _, s := range o.subjects {
			m, err := forgetSubject(tx, s)
			if err != nil {
				return n, err
			}
			n += m
		}
		return n, nil
	case cutSaid:
		keys := keysBefore(tx, saidBucket, o.at, o.limit)
		for _, k := range keys {
			if err := remove(tx, saidBucket, k); err != nil {
				return 0, err
			}
		}
		return len(keys), nil
	case cutTurns:
		keys := keysBefore(tx, turnsBucket, o.at, o.limit)
		for _, k := range keys {
			if err := removeTurn(tx, k); err != nil {
				return 0, err
			}
		}
		return len(keys), nil
	}
	return 0, fmt.Errorf("change of kind %d: %w", o.kind, ErrNewer)
}

// turnWith returns the head of the stored turn of an ID; false if there is none.
func turnWith(tx *bbolt.Tx, id [16]byte) (turnHead, bool, error) {
	k, err := get(tx, idsBucket, id[:])
	if err != nil || k == nil {
		return turnHead{}, false, err
	}
	body, err := get(tx, turnsBucket, k)
	if err != nil || body == nil {
		return turnHead{}, false, err
	}
	h, _, err := readTurnHead(body)
	return h, err == nil, err
}

func (o op) putTurn(tx *bbolt.Tx) (int, error) {
	h, _, err := readTurnHead(o.body)
	if err != nil {
		return 0, err
	}
	if _, there, err := turnWith(tx, h.id); there || err != nil {
		return 0, err
	}
	n, err := tx.Bucket([]byte(turnsBucket)).NextSequence()
	if err != nil {
		return 0, err
	}
	k := binary.BigEndian.AppendUint64(o.at[:], n)
	err = put(tx, turnsBucket, k, o.body)
	if err == nil && len(o.said) > 0 {
		err = put(tx, saidBucket, k, o.said)
	}
	if err == nil {
		err = put(tx, idsBucket, h.id[:], k)
	}
	if err == nil {
		err = put(tx, subjectsBucket, append(h.subject[:], k...), nil)
	}
	m := h.messageKey()
	if err != nil || m == nil || tx.Bucket([]byte(messagesBucket)).Get(m) != nil {
		return 1, err
	}
	return 1, put(tx, messagesBucket, m, k)
}

// removeTurn removes a turn and all that points to it. Of a damaged turn it is
// not known what does; such entries point nowhere and are taken for none.
func removeTurn(tx *bbolt.Tx, k []byte) error {
	body, err := get(tx, turnsBucket, k)
	var h turnHead
	if err == nil && body != nil {
		h, _, err = readTurnHead(body)
	}
	if err == nil && body != nil {
		err = errors.Join(
			remove(tx, subjectsBucket, append(h.subject[:], k...)),
			removePointer(tx, idsBucket, h.id[:], k),
			removePointer(tx, messagesBucket, h.messageKey(), k))
		if err != nil {
			return err
		}
	}
	return errors.Join(remove(tx, saidBucket, k), remove(tx, turnsBucket, k))
}

// removePointer removes an index entry if it points to the turn.
func removePointer(tx *bbolt.Tx, bucket string, at, turn []byte) error {
	if at == nil {
		return nil
	}
	if k, err := get(tx, bucket, at); err == nil && !bytes.Equal(k, turn) {
		return nil
	}
	return remove(tx, bucket, at)
}

// forgetSubject removes all that is kept of a person.
func forgetSubject(tx *bbolt.Tx, s subject) (int, error) {
	n := 0
	if tx.Bucket([]byte(sessionsBucket)).Get(s[:]) != nil {
		n++
	}
	if err := remove(tx, sessionsBucket, s[:]); err != nil {
		return 0, err
	}
	for _, k := range keysWith(tx, subjectsBucket, s[:]) {
		if err := removeTurn(tx, k[len(s):]); err != nil {
			return n, err
		}
		// Of a damaged turn this entry is still there.
		if err := remove(tx, subjectsBucket, k); err != nil {
			return n, err
		}
		n++
	}
	for _, k := range keysWith(tx, messagesBucket, s[:]) {
		if err := remove(tx, messagesBucket, k); err != nil {
			return n, err
		}
	}
	return n, nil
}

// keysWith collects the keys that begin with a prefix, since deleting beneath a
// cursor skips some.
func keysWith(tx *bbolt.Tx, bucket string, prefix []byte) [][]byte {
	var keys [][]byte
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	return keys
}

// keysBefore collects at most limit keys before a time; 0: all.
func keysBefore(tx *bbolt.Tx, bucket string, at [timeLen]byte, limit int) [][]byte {
	var keys [][]byte
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, _ := c.First(); k != nil && bytes.Compare(k, at[:]) < 0; k, _ = c.Next() {
		if limit > 0 && len(keys) == limit {
			break
		}
		keys = append(keys, bytes.Clone(k))
	}
	return keys
}

// applied reads the number of the newest commit.
func applied(tx *bbolt.Tx) (uint64, error) {
	b, err := get(tx, metaBucket, appliedKey)
	if err != nil {
		return 0, err
	}
	if len(b) != 8 {
		return 0, errForm
	}
	return binary.BigEndian.Uint64(b), nil
}

func setApplied(tx *bbolt.Tx, n uint64) error {
	return put(tx, metaBucket, appliedKey, binary.BigEndian.AppendUint64(nil, n))
}
