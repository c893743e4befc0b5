package bot

import (
	"context"
	"errors"
)

// consentedSessions keeps a conversation in memory until the person agrees to
// logging, and on disk from then on.
type consentedSessions struct {
	memory  *Memory
	durable Sessions
}

// ConsentedSessions returns sessions of which only those with consent are durable.
func ConsentedSessions(memory *Memory, durable Sessions) Sessions {
	return consentedSessions{memory, durable}
}

// Session returns what either of the two keeps.
func (c consentedSessions) Session(ctx context.Context, id SessionID) (Session, error) {
	if c.memory.has(id) {
		return c.memory.Session(ctx, id)
	}
	return c.durable.Session(ctx, id)
}

// SaveSession stores the session where its consent says, and moves it there if
// the consent changed.
func (c consentedSessions) SaveSession(ctx context.Context, s Session) error {
	if s.Consent == ConsentGranted {
		if c.memory.has(s.ID) {
			s.Version = 0
		}
		if err := c.durable.SaveSession(ctx, s); err != nil {
			return err
		}
		return c.memory.ForgetSession(ctx, s.ID)
	}
	if !c.memory.has(s.ID) {
		s.Version = 0
	}
	return c.memory.SaveSession(ctx, s)
}

// ForgetSession forgets it in both.
func (c consentedSessions) ForgetSession(ctx context.Context, id SessionID) error {
	return errors.Join(c.memory.ForgetSession(ctx, id), c.durable.ForgetSession(ctx, id))
}
