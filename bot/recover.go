package bot

import (
	"context"
	"errors"
	"fmt"

	"zhirong/corpus"
)

// Middleware stands around an Answerer.
type Middleware func(next Answerer) Answerer

// Chain puts middlewares around an answerer, the first outermost.
func Chain(a Answerer, ms ...Middleware) Answerer {
	for i := len(ms) - 1; i >= 0; i-- {
		a = ms[i](a)
	}
	return a
}

// Recover turns a panic or an error of the answerer into a short apology with a
// number; report gets the fault, with what was asked left out. A cancelled
// context stays an error.
func Recover(live *Live, report func(trace string, fault error)) Middleware {
	return func(next Answerer) Answerer { return recoverer{next, live, report} }
}

type recoverer struct {
	next   Answerer
	live   *Live
	report func(trace string, fault error)
}

// Answer answers, or apologises.
func (r recoverer) Answer(ctx context.Context, m Message) (reply Reply, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
		if err == nil || ctx.Err() != nil {
			return
		}
		if errors.Is(err, ErrBusy) {
			reply, err = r.apology(m, "busy"), nil
			return
		}
		reply = r.apology(m, "failed")
		r.report(reply.Trace, err)
		err = nil
	}()
	return r.next.Answer(ctx, m)
}

// apology says that the answer failed, under a number that the report has, too.
func (r recoverer) apology(m Message, key string) Reply {
	g, release := r.live.Acquire()
	defer release()
	s := NewSession(SessionOf(m.From))
	t := newTurn(context.Background(), nil, g, &s, m)
	t.lang = corpus.Chinese
	return t.compose([]piece{{intent: "help", text: m.Text, outcome: Failed, plain: true, lines: []string{t.say(key, map[string]string{"trace": t.log.ID})}}})
}
