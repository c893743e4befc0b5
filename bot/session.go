package bot

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"zhirong/corpus"
)

// SessionID names a conversation. Where sessions are stored it is a keyed hash
// and never holds the person.
type SessionID string

// Profile is all that is known of the person's firm.
type Profile struct {
	Facts   corpus.Facts
	Learned map[corpus.FactID]time.Time
}

// Form is a set of questions that serves one intent.
type Form struct {
	Intent corpus.IntentID
	Text   string          // the question that opened it
	Asked  corpus.FactID   // the open question; empty: none
	Path   []corpus.FactID // answered, in order
	Tries  int             // times that the open question was not understood
}

// Sheet is an estimate as far as it is filled in. What it rests on are the figures
// in the order in which they were given.
type Sheet struct {
	Name  string // which estimate
	Given []Figure
	Asked string // the question that is open; empty: none
}

// Figure is one answer: a question of a sheet, and what was said to it; an empty
// text passes the question over.
type Figure struct{ ID, Text string }

// Session is what a conversation remembers.
type Session struct {
	ID      SessionID
	Lang    corpus.Lang
	Profile Profile
	Forms   []Form          // the open one last; those it interrupted wait below
	Sheets  []Sheet         // one an estimate; the one spoken of last is the last
	Notice  []Button        // choices of the notice, while it waits for an answer
	Offered []Button        // typing the number or the label is the same as pressing
	Recent  []corpus.FactID // facts last heard, the newest first, for corrections
	Topic   Topic           // what the last answer was about, for follow-up questions
	Misses  int             // messages in a row that were not understood
	Said    []string        // wording used last, so that no sentence follows itself
	Cited   []corpus.PassageID
	Shown   string   // products listed last, with how they stood
	Papers  []string // papers of checklists that the person has
	Consent Consent
	Turns   int
	Version int64
	Seen    time.Time
}

// Topic is what an answer was about.
type Topic struct {
	Intent corpus.IntentID
	Docs   []corpus.ID
	Text   string
	Shown  []corpus.PassageID // passages shown for it, so that "more" goes on
}

// ErrStale means that the session moved on since it was read.
var ErrStale = errors.New("session is stale")

// Sessions keeps conversations between messages.
type Sessions interface {
	// Session returns a session; one never saved is new and empty.
	Session(ctx context.Context, id SessionID) (Session, error)
	// SaveSession stores it; ErrStale if its Version is not the stored one.
	SaveSession(ctx context.Context, s Session) error
	// ForgetSession removes it.
	ForgetSession(ctx context.Context, id SessionID) error
}

// Memory keeps sessions in memory. The zero value is not usable: call NewMemory.
type Memory struct {
	mu    sync.Mutex
	all   map[SessionID]kept
	limit int // 0: none
	saves uint64
}

// kept is a session and when it was kept. A session's own time is that of its
// messages, which may be asked about another day.
type kept struct {
	Session
	at time.Time
	n  uint64 // its place in the order of saving
}

var _ Sessions = (*Memory)(nil)

// NewMemory returns an empty store without a limit.
func NewMemory() *Memory { return NewBoundedMemory(0) }

// NewBoundedMemory returns an empty store that forgets the conversations longest
// silent when there are more than limit; 0 means no limit.
func NewBoundedMemory(limit int) *Memory { return &Memory{all: map[SessionID]kept{}, limit: limit} }

// Forget drops the conversations that were last kept before a time, and
// returns how many.
func (m *Memory) Forget(before time.Time) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := len(m.all)
	maps.DeleteFunc(m.all, func(_ SessionID, k kept) bool { return k.at.Before(before) })
	return n - len(m.all)
}

func (m *Memory) has(id SessionID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.all[id]
	return ok
}

// shrink drops the eighth of the conversations that is longest silent, so that
// finding them is seldom needed.
func (m *Memory) shrink() {
	ids := slices.SortedFunc(maps.Keys(m.all), func(a, b SessionID) int { return cmp.Compare(m.all[a].n, m.all[b].n) })
	for _, id := range ids[:len(ids)/8+1] {
		delete(m.all, id)
	}
}

// Session returns a copy of what is kept.
func (m *Memory) Session(_ context.Context, id SessionID) (Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.all[id]
	if !ok {
		return NewSession(id), nil
	}
	return s.clone(), nil
}

// SaveSession keeps a copy.
func (m *Memory) SaveSession(_ context.Context, s Session) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all[s.ID].Version != s.Version {
		return ErrStale
	}
	s = s.clone()
	s.Version++
	m.saves++
	m.all[s.ID] = kept{s, time.Now(), m.saves}
	if m.limit > 0 && len(m.all) > m.limit {
		m.shrink()
	}
	return nil
}

// ForgetSession drops what is kept.
func (m *Memory) ForgetSession(_ context.Context, id SessionID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.all, id)
	return nil
}

// NewSession returns a session that knows nothing.
func NewSession(id SessionID) Session {
	return Session{ID: id, Profile: Profile{Facts: corpus.Facts{}, Learned: map[corpus.FactID]time.Time{}}}
}

func (s Session) clone() Session {
	s.Profile.Facts = s.Profile.Facts.Clone()
	learned := make(map[corpus.FactID]time.Time, len(s.Profile.Learned))
	for k, v := range s.Profile.Learned {
		learned[k] = v
	}
	s.Profile.Learned = learned
	s.Forms = slices.Clone(s.Forms)
	for i := range s.Forms {
		s.Forms[i].Path = slices.Clone(s.Forms[i].Path)
	}
	s.Sheets = slices.Clone(s.Sheets)
	for i := range s.Sheets {
		s.Sheets[i].Given = slices.Clone(s.Sheets[i].Given)
	}
	s.Notice = slices.Clone(s.Notice)
	s.Offered = slices.Clone(s.Offered)
	s.Recent = slices.Clone(s.Recent)
	s.Said = slices.Clone(s.Said)
	s.Cited = slices.Clone(s.Cited)
	s.Papers = slices.Clone(s.Papers)
	s.Topic.Docs = slices.Clone(s.Topic.Docs)
	s.Topic.Shown = slices.Clone(s.Topic.Shown)
	return s
}

// learn merges newly heard facts into the profile.
func (s *Session) learn(heard corpus.Facts, at time.Time) {
	for _, id := range heard.IDs() {
		s.Profile.Facts[id] = s.Profile.Facts[id].Merge(heard[id])
		s.Profile.Learned[id] = at
		s.Recent = append([]corpus.FactID{id}, slices.DeleteFunc(s.Recent, func(r corpus.FactID) bool { return r == id })...)
	}
	if len(s.Recent) > 12 {
		s.Recent = s.Recent[:12]
	}
}

// forget drops facts from the profile.
func (s *Session) forget(ids ...corpus.FactID) {
	for _, id := range ids {
		delete(s.Profile.Facts, id)
		delete(s.Profile.Learned, id)
	}
}

// form returns the open form, or nil.
func (s *Session) form() *Form {
	if len(s.Forms) == 0 {
		return nil
	}
	return &s.Forms[len(s.Forms)-1]
}
