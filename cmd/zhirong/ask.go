package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"zhirong/bot"
	"zhirong/corpus"
)

// askCommand answers one question, or a file of them.
type askCommand struct {
	dataFlags
	adviceFlags
	logFlags
	JSON    bool     `help:"Print the whole reply as one JSON object."`
	Batch   string   `placeholder:"FILE|-" help:"Read JSON Lines {\"id\",\"session\",\"text\",\"as_of\"} and print one reply object a line; needs --json."`
	Session string   `placeholder:"NAME" help:"Go on with a conversation of this name; it is kept for 24 hours."`
	AsOf    string   `placeholder:"DATE" help:"The day that counts as today, YYYY-MM-DD."`
	Text    []string `arg:"" optional:"" help:"The question."`
}

// Help shows examples.
func (askCommand) Help() string {
	return `Examples:
  zhirong ask 专利能不能贷款
  zhirong ask --json --as-of 2025-07-01 "Is Qichun a pilot?"
  zhirong ask --session me "我们在江夏，有3个发明专利" && zhirong ask --session me "能贷多少"
  printf '{"id":1,"session":"a","text":"要什么材料"}\n' | zhirong ask --json --batch -`
}

// zone is where the days of the advice begin: Hubei has the time of Shanghai.
var zone = time.FixedZone("CST", 8*3600)

// Run answers.
func (c *askCommand) Run(ctx context.Context, s streams) (err error) {
	if c.AsOf != "" {
		if _, err := corpus.ParseDate(c.AsOf); err != nil {
			return fmt.Errorf("--as-of: %w", err)
		}
	}
	switch {
	case c.Batch != "" && !c.JSON:
		return errors.New("--batch prints JSON: add --json")
	case c.Batch != "" && len(c.Text) > 0:
		return errors.New("--batch reads its questions from a file: leave the text out")
	case c.Log && c.Session == "" && c.Batch == "":
		return errors.New("--log needs to know whose turns they are\nhint: name the conversation with --session")
	case c.Batch == "" && len(c.Text) == 0:
		return errors.New("no question\nhint: zhirong ask 专利能不能贷款")
	}
	g, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer g.Close()
	var sessions bot.Sessions = bot.NewMemory()
	if c.Session != "" {
		sessions = folderSessions{dir: filepath.Join(c.Data, "sessions"), now: time.Now}
	}
	advisor, err := newAnswerer(g, sessions, s, c.Production)
	if c.Log {
		var done func() error
		if advisor, done, err = loggingAnswerer(ctx, c.Data, g, s, c.Production); err == nil {
			defer func() { err = errors.Join(err, done()) }()
		}
	}
	if err != nil {
		return err
	}
	if c.Batch != "" {
		return c.batch(ctx, s, advisor, g)
	}
	started := time.Now()
	r, err := advisor.Answer(ctx, c.message("", c.Session, strings.Join(c.Text, " "), c.AsOf))
	if err != nil {
		return err
	}
	if c.JSON {
		return printObject(s.out, r.Object("", g.Set.Wording, time.Since(started)))
	}
	fmt.Fprintln(s.out, bot.Plain(r, bot.PlainOptions{Wording: g.Set.Wording, Width: screenWidth(s.out)}))
	return nil
}

// adviceFlags say how strictly questions are answered.
type adviceFlags struct {
	Production bool `env:"ZHIRONG_PRODUCTION" help:"Answer from reviewed entries alone: a product or clause that nobody reviewed says nothing."`
}

// newAnswerer makes an adviser whose faults are reported to s and answered with an
// apology, so that one bad question ends neither a conversation nor a batch.
func newAnswerer(g *bot.Generation, sessions bot.Sessions, s streams, production bool) (bot.Answerer, error) {
	live := bot.NewLive(g)
	advisor, err := bot.NewAdvisor(bot.Options{
		Live: live, Sessions: sessions, Production: production, Report: func(err error) { fmt.Fprintln(s.err, "zhirong:", err) },
	})
	if err != nil {
		return nil, err
	}
	return bot.Chain(advisor, bot.Recover(live, func(trace string, fault error) { fmt.Fprintf(s.err, "zhirong: fault %s: %v\n", trace, fault) })), nil
}

// message makes a message of a question. The day that counts as today begins at
// noon, so that no zone moves it.
func (c *askCommand) message(id, session, text, asOf string) bot.Message {
	at := time.Now().In(zone)
	if asOf != "" {
		at = corpus.Date(asOf).Time().Add(12 * time.Hour)
	}
	return bot.Message{ID: id, From: bot.Address{Channel: "ask", Chat: session}, Text: text, At: at}
}

// screenWidth is the width of a terminal, 0 if the writer is none.
func screenWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// batchLine is one question of a batch.
type batchLine struct {
	ID      json.RawMessage `json:"id"`
	Session string          `json:"session"`
	Text    *string         `json:"text"`
	AsOf    string          `json:"as_of"`
}

// batchFault is what a line gets that cannot be answered.
type batchFault struct {
	ID    json.RawMessage `json:"id"`
	Line  int             `json:"line"`
	Error struct {
		Code string `json:"code"`
		Text string `json:"text"`
	} `json:"error"`
}

// batchReply is the reply object with the id as it came.
type batchReply struct {
	ID json.RawMessage `json:"id"`
	bot.Object
}

// batch answers line by line: each answer is written before the next line is read.
func (c *askCommand) batch(ctx context.Context, s streams, advisor bot.Answerer, g *bot.Generation) error {
	in, done, err := input(s, c.Batch)
	if err != nil {
		return err
	}
	defer done()
	return eachLine(ctx, in, func(n int, line []byte, long bool) error {
		return printObject(s.out, c.answerLine(ctx, advisor, g, n, line, long))
	})
}

// answerLine answers one line, or says what is wrong with it.
func (c *askCommand) answerLine(ctx context.Context, advisor bot.Answerer, g *bot.Generation, n int, line []byte, long bool) any {
	fault := func(id json.RawMessage, code, text string) any {
		f := batchFault{ID: id, Line: n}
		if len(id) == 0 {
			f.ID = json.RawMessage("null")
		}
		f.Error.Code, f.Error.Text = code, text
		return f
	}
	if long {
		return fault(nil, "too_long", fmt.Sprintf("the line is longer than %d bytes", maxBatchLine))
	}
	var q batchLine
	d := json.NewDecoder(bytes.NewReader(line))
	if err := d.Decode(&q); err != nil {
		return fault(nil, "bad_json", `want one JSON object such as {"id":"1","session":"a","text":"…"}`)
	}
	if d.More() {
		return fault(q.ID, "bad_json", "more than one JSON value on the line")
	}
	if q.Text == nil {
		return fault(q.ID, "no_text", `the field "text" is missing`)
	}
	asOf := c.AsOf
	if q.AsOf != "" {
		if _, err := corpus.ParseDate(q.AsOf); err != nil {
			return fault(q.ID, "bad_as_of", err.Error())
		}
		asOf = q.AsOf
	}
	session := q.Session
	if session == "" {
		// A line without a session is a conversation of its own.
		session = fmt.Sprintf("line\x00%d", n)
	}
	started := time.Now()
	reply, err := advisor.Answer(ctx, c.message(string(q.ID), session, *q.Text, asOf))
	if err != nil {
		return fault(q.ID, "failed", "the question could not be answered")
	}
	o := batchReply{ID: q.ID, Object: reply.Object("", g.Set.Wording, time.Since(started))}
	if len(o.ID) == 0 {
		o.ID = json.RawMessage("null")
	}
	return o
}
