package bot

import (
	"context"
	"errors"
	"iter"
	"time"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// Consent is what a person said to having the conversation logged. It is apart
// from the service itself, which works without it.
type Consent string

// The states of consent.
const (
	ConsentUnasked Consent = ""        // the notice was not shown yet
	ConsentAsked   Consent = "asked"   // shown and not answered
	ConsentGranted Consent = "granted" // turns are logged from here on
	ConsentDenied  Consent = "denied"  // or taken back
)

// Funnel is how far a turn led towards financing.
type Funnel string

// The steps, from the first to the last.
const (
	FunnelAsked    Funnel = "asked"    // something was asked
	FunnelProfiled Funnel = "profiled" // a fact of the firm is known
	FunnelMatched  Funnel = "matched"  // products were weighed
	FunnelEligible Funnel = "eligible" // one fits by all that is known
	FunnelReferred Funnel = "referred" // an office was named to go on with
)

// Record is a turn as the log keeps it. It holds all that later analysis of
// needs asks for, so that none of it has to be worked out of texts again.
type Record struct {
	ID      string    // the turn's trace
	Session SessionID // whose turn it is; a keyed hash, never an address
	Message string    // the channel's id of the message, which tells a repeat
	Channel Channel
	At      time.Time     // when it was answered, by the service's clock
	Took    time.Duration // to answer, without waiting for the log

	Lang       corpus.Lang
	Intent     corpus.IntentID
	Confidence float64
	Scope      Scope
	Outcome    Outcome
	Parts      []RecordPart
	Facts      corpus.Facts // heard in this turn, without sensitive ones
	Known      corpus.Facts // the profile after it, without sensitive ones

	Region   corpus.RegionCode // empty: not known
	Park     string
	Industry string
	Rights   []corpus.IPKind // spoken of in this turn, or had by the firm
	Amount   corpus.Span     // of the loan asked for, in fen; zero: not known
	Products []RecordProduct
	Gaps     []string // refs of known unknowns that were met
	Cited    []corpus.PassageID
	Funnel   Funnel

	Generation string
	Refined    bool
	Digest     [32]byte // SHA-256 of the reply object without its time, for replay

	// Said is what the person said and the state it was said in. It is kept for
	// a shorter time than the rest; nil when that time is over.
	Said *Said
}

// RecordPart is one question of a message, without its words.
type RecordPart struct {
	Intent  corpus.IntentID
	Outcome Outcome
}

// RecordProduct is a product that was weighed.
type RecordProduct struct {
	ID  corpus.ID
	Fit knowledge.Fit
}

// Said is the short-lived part of a Record: with it and its generation the turn
// can be answered again, byte for byte.
type Said struct {
	Text   string // redacted
	Action Action
	At     time.Time   // of the message: its day counted as today
	Lang   corpus.Lang // of the front end, where the conversation had none yet
	From   Address     // with hashes in place of the person's own
	Before Session     // the session as the turn found it
}

// ErrNoTurn means that the log holds no such turn: it was never logged, or its
// time is over.
var ErrNoTurn = errors.New("no such turn in the log")

// ErrTaken means that a turn was not logged since another one has its ID.
var ErrTaken = errors.New("another turn has this ID")

// TurnLog keeps turns durably.
type TurnLog interface {
	// AppendTurn returns when the turn is on disk. The same ID twice is one turn;
	// ErrTaken if the other one is of another session or message.
	AppendTurn(ctx context.Context, r Record) error
	// Turn returns a logged turn by its ID; ErrNoTurn if there is none.
	Turn(ctx context.Context, id string) (Record, error)
	// TurnOf returns the turn that answered a message; ErrNoTurn if there is none.
	TurnOf(ctx context.Context, session SessionID, message string) (Record, error)
	// Turns streams the turns with from ≤ At < to in the order of time.
	Turns(ctx context.Context, from, to time.Time) iter.Seq2[Record, error]
	// TurnsOf streams the turns of one session in the order of time.
	TurnsOf(ctx context.Context, session SessionID) iter.Seq2[Record, error]
}

// Forgetter removes all that is kept of a person, durably and for good: also
// from backups, by destroying the key that everything of theirs is locked with.
type Forgetter interface {
	Forget(ctx context.Context, session SessionID) error
}

// Store is all that the conversation needs to keep.
type Store interface {
	Sessions
	TurnLog
	Forgetter
}
