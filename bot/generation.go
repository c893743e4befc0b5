package bot

import (
	"sync"
	"sync/atomic"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
	"zhirong/knowledge/royalty"
	"zhirong/knowledge/valuation"
)

// Generation is all that is made of one corpus: it is never changed, and an
// answer uses one generation from beginning to end.
type Generation struct {
	ID    string
	Set   *corpus.Set
	Base  *knowledge.Base
	Model *intents.Model

	once     sync.Once
	redactor *Redactor
	values   sync.Once
	value    *valuation.Estimator
	valueErr error
	fees     sync.Once
	fee      *royalty.Estimator
	feeErr   error
}

// Royalty returns the estimator of licence fees, or says what the corpus lacks
// for one.
func (g *Generation) Royalty() (*royalty.Estimator, error) {
	g.fees.Do(func() { g.fee, g.feeErr = royalty.New(g.Set) })
	return g.fee, g.feeErr
}

// Estimator returns the estimator of the corpus's figures, or says what the
// corpus lacks for one.
func (g *Generation) Estimator() (*valuation.Estimator, error) {
	g.values.Do(func() { g.value, g.valueErr = valuation.New(g.Set) })
	return g.value, g.valueErr
}

// Redactor returns the redactor that knows the corpus's organisations.
func (g *Generation) Redactor() *Redactor {
	g.once.Do(func() { g.redactor = NewRedactor(g.Set) })
	return g.redactor
}

// Live holds the generation that serves, and swaps it without a gap.
type Live struct {
	mu  sync.RWMutex
	now *held
}

type held struct {
	g       *Generation
	readers sync.WaitGroup
}

// NewLive serves a first generation.
func NewLive(g *Generation) *Live { return &Live{now: &held{g: g}} }

// Acquire returns the generation that serves; release it when done with it.
func (l *Live) Acquire() (g *Generation, release func()) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	h := l.now
	h.readers.Add(1)
	var once atomic.Bool
	return h.g, func() {
		if once.CompareAndSwap(false, true) {
			h.readers.Done()
		}
	}
}

// Swap lets the next generation serve. It returns when the last reader of the
// old one is done, and gives the old one back for closing.
func (l *Live) Swap(next *Generation) *Generation {
	l.mu.Lock()
	old := l.now
	l.now = &held{g: next}
	l.mu.Unlock()
	old.readers.Wait()
	return old.g
}
