package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"zhirong/bot"
	"zhirong/bot/journey"
	"zhirong/corpus"
)

// tourCommand plays what an owner of a small firm goes through.
type tourCommand struct {
	dataFlags
	English bool `help:"Play the conversations in English."`
	Fast    bool `help:"Do not pause between messages."`
}

// Help shows how to begin.
func (tourCommand) Help() string {
	return `Plays an owner's conversations in about a minute, with short words between them.
They are the files that the tests play, answered as you watch, without a network.
Ends with 1 if an answer is not as the file says.

Examples:
  zhirong tour
  zhirong tour --english --fast`
}

// The conversations of the tour, by name.
var (
	tourChinese = []string{"first-answer-zh", "form-over-several-turns", "why-do-you-ask", "local-subsidy"}
	tourEnglish = []string{"first-answer-en", "form-en", "gap-answers-en"}
)

// tourPause leaves time to read an answer: a dozen messages make about a minute.
const tourPause = 4500 * time.Millisecond

// Run plays.
func (c *tourCommand) Run(ctx context.Context, s streams) error {
	all, err := journey.Load(bot.Journeys())
	if err != nil {
		return err
	}
	g, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer g.Close()
	advisor, err := newAnswerer(g, bot.NewMemory(), s, false)
	if err != nil {
		return err
	}
	guide := &guide{next: advisor, words: g.Set.Wording, lang: corpus.Chinese, out: s.out, width: screenWidth(s.out), pause: tourPause}
	names := tourChinese
	if c.English {
		guide.lang, names = corpus.English, tourEnglish
	}
	if c.Fast {
		guide.pause = 0
	}
	guide.tell("intro")
	failed := 0
	for _, name := range names {
		i := slices.IndexFunc(all, func(j journey.Journey) bool { return j.Name == name })
		guide.tell("step." + name)
		r := journey.Play(ctx, guide, all[i], name)
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("tour: %w", err)
		}
		for _, f := range r.Failures {
			failed++
			fmt.Fprintln(s.err, "zhirong:", f)
		}
	}
	if failed > 0 {
		fmt.Fprintf(s.err, "zhirong: %d answers were not as written\n", failed)
		return exitError(1)
	}
	guide.tell("end")
	return nil
}

// guide shows each message and its answer as they come, and lets the reader read.
type guide struct {
	next  bot.Answerer
	words map[string]corpus.Saying
	lang  corpus.Lang
	out   io.Writer
	width int
	pause time.Duration
}

func (g *guide) say(key string) string {
	lines := g.words["tour."+key].In(g.lang)
	if len(lines) == 0 {
		return "[tour." + key + "]"
	}
	return lines[0]
}

// tell prints words of the tour itself, set apart by a line.
func (g *guide) tell(key string) {
	text := bot.Plain(bot.Reply{Lang: g.lang, Blocks: []bot.Block{bot.Text{Body: g.say(key)}}}, bot.PlainOptions{Wording: g.words, Width: g.width})
	fmt.Fprintf(g.out, "── %s\n\n", text)
}

// Answer answers, and shows both sides.
func (g *guide) Answer(ctx context.Context, m bot.Message) (bot.Reply, error) {
	r, err := g.next.Answer(ctx, m)
	if err != nil {
		return r, err
	}
	fmt.Fprintf(g.out, "%s › %s\n\n%s\n\n", g.say("you"), m.Text, bot.Plain(r, bot.PlainOptions{Wording: g.words, Width: g.width}))
	select {
	case <-ctx.Done():
		return r, ctx.Err()
	case <-time.After(g.pause):
		return r, nil
	}
}
