package terminal_test

import (
	"io"
	"strings"
	"sync"
	"testing"

	"zhirong/bot"
	"zhirong/bot/bottest"
	"zhirong/bot/terminal"
	"zhirong/corpus"
)

// typist sits at a terminal that is a pipe. A read of the terminal means that it
// has shown all that it had to show.
type typist struct {
	lines chan string
	idle  chan struct{}
	done  chan struct{}
	mu    sync.Mutex
	shown strings.Builder
}

func (p *typist) Read(b []byte) (int, error) {
	select {
	case p.idle <- struct{}{}:
	case <-p.done:
		return 0, io.EOF
	}
	select {
	case line := <-p.lines:
		return copy(b, line), nil
	case <-p.done:
		return 0, io.EOF
	}
}

func (p *typist) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.Write(b)
}

func (p *typist) Say(text string) (string, error) {
	p.mu.Lock()
	p.shown.Reset()
	p.mu.Unlock()
	p.lines <- text + "\n"
	<-p.idle
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown.String(), nil
}

func (p *typist) Press(label string) (string, error) { return p.Say(label) }

func TestTerminalShowsAllOfEveryReply(t *testing.T) {
	t.Parallel()
	g, err := bot.MemoryGeneration(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	bottest.Run(t, g, func(t *testing.T, set *corpus.Set, a bot.Answerer) bottest.Person {
		p := &typist{lines: make(chan string), idle: make(chan struct{}), done: make(chan struct{})}
		front := &terminal.FrontEnd{Set: set, In: p, Out: p, Files: t.TempDir()}
		ended := make(chan error, 1)
		go func() { ended <- front.Run(t.Context(), a) }()
		<-p.idle
		t.Cleanup(func() {
			close(p.done)
			if err := <-ended; err != nil {
				t.Error(err)
			}
		})
		return p
	})
}
