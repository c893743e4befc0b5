package web

import (
	"container/list"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"zhirong/bot"
)

// exchange is one message and its reply.
type exchange struct {
	key    string // by which a repeat of the message is known
	id     string // in addresses of the page
	sum    string // of what was said or pressed
	said   string // as shown
	at     time.Time
	done   chan struct{} // closed when the fields below are set
	failed bool
	reply  bot.Reply // without what only the log needs, and without the bytes of files
	took   time.Duration
	files  [][]byte // of the reply, in its order; the conversation's lock guards them
}

// finished reports whether the reply is there.
func (e *exchange) finished() bool {
	select {
	case <-e.done:
		return true
	default:
		return false
	}
}

// conversation is what is kept of a session so that its page can be shown again.
type conversation struct {
	who  session
	turn chan struct{} // held while a message is answered: one after the other
	rate *rate.Limiter

	mu        sync.Mutex
	exchanges []*exchange
	changed   chan struct{} // closed when an exchange is added or dropped
	waiting   int
	streams   int
	turns     int
	seen      time.Time
}

// list returns the exchanges, the oldest first, and a channel that is closed
// when there are others.
func (c *conversation) list() ([]*exchange, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]*exchange(nil), c.exchanges...), c.changed
}

// find returns the exchange with an id of the page's addresses.
func (c *conversation) find(id string) (*exchange, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.exchanges {
		if e.id == id {
			return e, true
		}
	}
	return nil, false
}

// tell wakes those who wait for a change. c.mu is held.
func (c *conversation) tell() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// fileLife is how long a file can be fetched after it was made.
const fileLife = time.Hour

// slim drops files that are over or too many. c.mu is held.
func (c *conversation) slim(now time.Time, most int) {
	for i := len(c.exchanges) - 1; i >= 0; i-- {
		e := c.exchanges[i]
		for _, data := range e.files {
			most -= len(data)
		}
		if most < 0 || now.Sub(e.at) > fileLife {
			e.files = nil
		}
	}
}

// whole returns the reply of a finished exchange with the files still kept.
func (c *conversation) whole(e *exchange) bot.Reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := e.reply
	if e.files == nil {
		return r
	}
	r.Blocks = slices.Clone(r.Blocks)
	n := 0
	for i, b := range r.Blocks {
		if f, ok := b.(bot.File); ok && n < len(e.files) {
			f.Data = e.files[n]
			r.Blocks[i] = f
			n++
		}
	}
	return r
}

// file returns the n-th file of an exchange, counted from 0.
func (c *conversation) file(e *exchange, n int, now time.Time) (bot.File, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n < 0 || n >= len(e.files) || now.Sub(e.at) > fileLife {
		return bot.File{}, false
	}
	data := e.files[n]
	for _, b := range e.reply.Blocks {
		f, ok := b.(bot.File)
		if !ok {
			continue
		}
		if n == 0 {
			f.Data = data
			return f, true
		}
		n--
	}
	return bot.File{}, false
}

// memory holds conversations; the one silent for longest goes first.
type memory struct {
	limits Limits
	mu     sync.Mutex
	all    map[string]*list.Element
	order  *list.List // of *conversation, the last one heard in front
	held   int        // exchanges in all
}

func newMemory(l Limits) *memory {
	return &memory{limits: l, all: map[string]*list.Element{}, order: list.New()}
}

// get returns the conversation of a session, if one is kept.
func (m *memory) get(who session, now time.Time) (*conversation, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire(now)
	e, ok := m.all[who.key()]
	if !ok {
		return nil, false
	}
	return e.Value.(*conversation), true
}

// key tells sessions apart.
func (s session) key() string { return string(rune(s.door)) + s.chat() }

// begin returns the conversation of a session and counts it as heard now.
func (m *memory) begin(who session, now time.Time) *conversation {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire(now)
	if e, ok := m.all[who.key()]; ok {
		c := e.Value.(*conversation)
		c.mu.Lock()
		c.seen = now
		c.mu.Unlock()
		m.order.MoveToFront(e)
		return c
	}
	for m.order.Len() >= m.limits.Sessions {
		m.drop(m.order.Back())
	}
	c := &conversation{
		who: who, turn: make(chan struct{}, 1), changed: make(chan struct{}), seen: now,
		rate: rate.NewLimiter(rate.Limit(m.limits.SessionRate), m.limits.SessionBurst),
	}
	m.all[who.key()] = m.order.PushFront(c)
	return c
}

// add puts an exchange to a conversation, and drops what is then too much.
func (m *memory) add(c *conversation, e *exchange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.all[c.who.key()]; !ok { // dropped since it was begun
		m.all[c.who.key()] = m.order.PushFront(c)
	}
	c.mu.Lock()
	c.exchanges = append(c.exchanges, e)
	m.held++
	for len(c.exchanges) > m.limits.Exchanges {
		c.exchanges = append([]*exchange(nil), c.exchanges[1:]...)
		m.held--
	}
	c.slim(e.at, m.limits.FileBytes)
	c.tell()
	c.mu.Unlock()
	for m.held > m.limits.AllExchanges && m.order.Len() > 1 {
		m.drop(m.order.Back())
	}
}

// remove drops an exchange, so that its message can be said again.
func (m *memory) remove(c *conversation, gone *exchange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, e := range c.exchanges {
		if e == gone {
			c.exchanges = append(append([]*exchange(nil), c.exchanges[:i]...), c.exchanges[i+1:]...)
			m.held--
			c.tell()
			return
		}
	}
}

// keepOnly drops all exchanges of a conversation but one.
func (m *memory) keepOnly(c *conversation, last *exchange) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	m.held -= len(c.exchanges)
	c.exchanges = slices.DeleteFunc(c.exchanges, func(e *exchange) bool { return e != last })
	m.held += len(c.exchanges)
	c.tell()
}

// forget drops a conversation.
func (m *memory) forget(who session) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.all[who.key()]; ok {
		m.drop(e)
	}
}

// sweep drops what is over, and the bytes of files that are.
func (m *memory) sweep(now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.expire(now)
	for e := m.order.Front(); e != nil; e = e.Next() {
		c := e.Value.(*conversation)
		c.mu.Lock()
		c.slim(now, m.limits.FileBytes)
		c.mu.Unlock()
	}
}

// expire drops what is silent for too long.
func (m *memory) expire(now time.Time) {
	for e := m.order.Back(); e != nil; e = m.order.Back() {
		c := e.Value.(*conversation)
		c.mu.Lock()
		old := now.Sub(c.seen) > m.limits.Kept
		c.mu.Unlock()
		if !old {
			return
		}
		m.drop(e)
	}
}

// drop removes a conversation and what it holds. m.mu is held.
func (m *memory) drop(e *list.Element) {
	c := m.order.Remove(e).(*conversation)
	delete(m.all, c.who.key())
	c.mu.Lock()
	m.held -= len(c.exchanges)
	c.exchanges = nil
	c.tell()
	c.mu.Unlock()
}
