package bot

import (
	"context"
	"errors"
	"sync"
)

// ErrBusy means that a person has more messages waiting than are taken at once.
var ErrBusy = errors.New("too many messages of one conversation are waiting")

// OneAtATime answers the messages of one conversation in the order in which they
// came; at most waiting of them wait, and further ones get ErrBusy.
// Conversations do not wait for each other.
func OneAtATime(session func(Address) SessionID, waiting int) Middleware {
	return func(next Answerer) Answerer {
		return &queue{next: next, session: session, waiting: waiting, lines: map[SessionID]*line{}}
	}
}

type queue struct {
	next    Answerer
	session func(Address) SessionID
	waiting int

	mu    sync.Mutex
	lines map[SessionID]*line
}

// line is the people of one conversation before the counter: who holds the turn
// channel's token is served. A channel serves those who wait in order.
type line struct {
	turn chan struct{}
	here int
}

// Answer waits for its turn and answers.
func (q *queue) Answer(ctx context.Context, m Message) (Reply, error) {
	if err := ctx.Err(); err != nil {
		return Reply{}, err
	}
	id := q.session(m.From)
	q.mu.Lock()
	l := q.lines[id]
	if l == nil {
		l = &line{turn: make(chan struct{}, 1)}
		l.turn <- struct{}{}
		q.lines[id] = l
	}
	if l.here > q.waiting {
		q.mu.Unlock()
		return Reply{}, ErrBusy
	}
	l.here++
	q.mu.Unlock()
	defer func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if l.here--; l.here == 0 {
			delete(q.lines, id)
		}
	}()
	select {
	case <-l.turn:
	case <-ctx.Done():
		return Reply{}, ctx.Err()
	}
	defer func() { l.turn <- struct{}{} }()
	return q.next.Answer(ctx, m)
}
