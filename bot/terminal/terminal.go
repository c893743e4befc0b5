// Package terminal is the chat in a terminal: it reads what a person types,
// passes it to a bot.Answerer and prints the reply as text. It decides nothing
// about answers. Where input or output is a pipe it prints plain lines without
// colour or prompt.
package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"

	"zhirong/bot"
	"zhirong/corpus"
)

// FrontEnd is a chat with one person. Set is required; the zero value of any
// other field stands for what its comment says.
type FrontEnd struct {
	Set     *corpus.Set         // wording, and the labels that /why uses
	In      io.Reader           // nil: standard input
	Out     io.Writer           // nil: standard output
	Lang    corpus.Lang         // of the greeting; empty: Chinese
	User    string              // names the conversation where sessions outlive the program
	Width   int                 // columns; 0: those of the terminal, or no wrapping without one
	Files   string              // folder in which files of replies are saved; empty: the working folder
	History string              // a file that keeps the lines typed; empty: they are forgotten at the end
	Now     func() time.Time    // nil: time.Now
	Env     func(string) string // nil: os.Getenv; NO_COLOR and TERM are looked at
	Log     *slog.Logger        // takes the errors of answers; nil: they are dropped
}

// Channel names this front end in addresses.
func (f *FrontEnd) Channel() bot.Channel { return "terminal" }

// errInterrupt is Ctrl-C at the prompt.
var errInterrupt = errors.New("interrupted")

// lines gives what a person types, line by line. The error is io.EOF at the
// end and errInterrupt for Ctrl-C.
type lines interface {
	next(prompt string) (string, error)
	Close() error
}

// Run chats until the person leaves or ctx ends, and then returns nil. Its error
// is that of reading or writing. A read that ctx interrupts goes on in the
// background until its input gives a line or is closed.
func (f *FrontEnd) Run(ctx context.Context, a bot.Answerer) error {
	c, err := f.chat(a)
	if err != nil {
		return err
	}
	in, err := c.open(f.History)
	if err != nil {
		return err
	}
	return errors.Join(c.run(ctx, in), in.Close())
}

// chat is one run of a FrontEnd, with its defaults filled in.
type chat struct {
	FrontEnd
	answerer bot.Answerer
	editing  bool // input is a terminal: there is a prompt with editing
	colour   bool
	lang     corpus.Lang // of the last reply
	last     *bot.Reply
	said     int
}

func (f *FrontEnd) chat(a bot.Answerer) (*chat, error) {
	if f.Set == nil || a == nil {
		return nil, errors.New("a terminal needs a corpus and an answerer")
	}
	c := &chat{FrontEnd: *f, answerer: a, lang: f.Lang}
	if c.In == nil {
		c.In = os.Stdin
	}
	if c.Out == nil {
		c.Out = os.Stdout
	}
	if c.lang == "" {
		c.lang = corpus.Chinese
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Env == nil {
		c.Env = os.Getenv
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	smart := c.Env("TERM") != "" && c.Env("TERM") != "dumb"
	// Editing works on the program's own terminal only.
	c.editing = smart && c.In == os.Stdin && c.Out == os.Stdout && term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd()))
	c.colour = c.editing && c.Env("NO_COLOR") == ""
	return c, nil
}

// run reads and answers until the end.
func (c *chat) run(ctx context.Context, in lines) error {
	if err := c.print(c.label("greeting", nil)); err != nil {
		return err
	}
	interrupted := false
	for {
		line, err := c.read(ctx, in)
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, io.EOF):
			return c.leave()
		case errors.Is(err, errInterrupt) && interrupted:
			return c.leave()
		case errors.Is(err, errInterrupt):
			interrupted = true
			if err := c.print(c.label("interrupt", nil)); err != nil {
				return err
			}
			continue
		case err != nil:
			return fmt.Errorf("read terminal: %w", err)
		}
		interrupted = false
		if strings.TrimSpace(line) == "" {
			continue
		}
		done, err := c.take(ctx, line)
		if done || err != nil {
			return err
		}
	}
}

// read waits for a line or for the end of ctx.
func (c *chat) read(ctx context.Context, in lines) (string, error) {
	prompt := ""
	if c.editing {
		prompt = c.label("prompt", nil) + "> "
	}
	type result struct {
		line string
		err  error
	}
	got := make(chan result, 1)
	go func() {
		line, err := in.next(prompt)
		got <- result{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-got:
		return r.line, r.err
	}
}

// take does what a line says: a command of the terminal, or a message.
func (c *chat) take(ctx context.Context, line string) (done bool, err error) {
	m := bot.Message{Text: line}
	switch command := corpus.Fold(strings.TrimSpace(line)); {
	case command == "/quit" || command == "/exit":
		return true, c.leave()
	case command == "/help":
		return false, c.print(c.label("help", nil))
	case command == "/why":
		return false, c.why()
	case command == "/restart":
		m.Action = "cmd restart"
	case strings.HasPrefix(command, "/") && len(strings.Fields(command)) == 1 && strings.Count(command, "/") == 1:
		return false, c.print(c.label("unknown", map[string]string{"command": command}))
	}
	return false, c.answer(ctx, m)
}

// answer passes a message on and prints the reply.
func (c *chat) answer(ctx context.Context, m bot.Message) error {
	c.said++
	m.ID, m.At = strconv.Itoa(c.said), c.Now()
	m.From = bot.Address{Channel: c.Channel(), Chat: "terminal", User: c.User}
	r, err := c.answerer.Answer(ctx, m)
	switch {
	case ctx.Err() != nil:
		return nil
	case err != nil:
		c.Log.ErrorContext(ctx, "message not answered", "error", err)
		return c.print(c.label("failed", nil))
	}
	c.last = &r
	if r.Lang != "" {
		c.lang = r.Lang
	}
	if err := c.show(r, false); err != nil {
		return err
	}
	return c.save(r)
}

// save writes the files of a reply beside each other; none is overwritten.
func (c *chat) save(r bot.Reply) error {
	for _, b := range r.Blocks {
		f, ok := b.(bot.File)
		if !ok {
			continue
		}
		path, err := saveNew(c.Files, f)
		if err != nil {
			c.Log.Error("file not saved", "error", err)
			err = c.print(c.label("unsaved", nil))
		} else {
			err = c.print(c.label("saved", map[string]string{"path": path}))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mostCopies bounds the search for a name that is free.
const mostCopies = 1000

// saveNew writes a file under its name, or under the name with a number where
// that is taken.
func saveNew(dir string, f bot.File) (string, error) {
	name := filepath.Base(filepath.Clean("/" + f.Name))
	end := filepath.Ext(name)
	for i := 1; i <= mostCopies; i++ {
		path := filepath.Join(dir, name)
		if i > 1 {
			path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, end), i, end))
		}
		w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("save file: %w", err)
		}
		_, err = w.Write(f.Data)
		if err := errors.Join(err, w.Close()); err != nil {
			return "", fmt.Errorf("save file: %w", err)
		}
		return path, nil
	}
	return "", fmt.Errorf("save file: there are %d copies of %s", mostCopies, name)
}

// leave says goodbye where somebody sits at the terminal.
func (c *chat) leave() error {
	if !c.editing {
		return nil
	}
	return c.print(c.label("bye", nil))
}

// label is wording of the terminal.
func (c *chat) label(key string, args map[string]string) string {
	return corpus.Fill(c.word("terminal."+key), args)
}

// word is wording without variants; a missing key shows.
func (c *chat) word(key string) string {
	if said := c.Set.Wording[key].In(c.lang); len(said) > 0 {
		return said[0]
	}
	return "[" + key + "]"
}

// print writes a text of the terminal itself.
func (c *chat) print(text string) error {
	return c.show(bot.Reply{Lang: c.lang, Blocks: []bot.Block{bot.Text{Body: text}}}, false)
}

// show writes a reply and an empty line.
func (c *chat) show(r bot.Reply, quotes bool) error {
	o := bot.PlainOptions{Width: c.columns(), Wording: c.Set.Wording, Quotes: quotes}
	if c.colour {
		o.Bold = func(s string) string { return "\x1b[1m" + s + "\x1b[0m" }
		o.Dim = func(s string) string { return "\x1b[2m" + s + "\x1b[0m" }
	}
	if _, err := io.WriteString(c.Out, bot.Plain(r, o)+"\n\n"); err != nil {
		return fmt.Errorf("write terminal: %w", err)
	}
	return nil
}

// Lines longer than this are hard to read, however wide the screen is.
const mostColumns = 100

// columns is the width to which text is wrapped; 0 for no wrapping.
func (c *chat) columns() int {
	if c.Width > 0 || !c.editing {
		return c.Width
	}
	// The last column stays free: some terminals break the line when it is used.
	width, _, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || width < 2 {
		return 79
	}
	return min(width-1, mostColumns)
}
