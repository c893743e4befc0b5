package main

import (
	"context"
	"errors"
	"fmt"

	"zhirong/bot"
	"zhirong/bot/terminal"
	"zhirong/corpus"
)

// chatCommand talks in the terminal.
type chatCommand struct {
	dataFlags
	adviceFlags
	logFlags
	English bool `help:"Greet in English; answers follow the language of the question anyway."`
}

// Help shows how to begin.
func (chatCommand) Help() string {
	return `Type a question in Chinese or English. A number chooses one of the offered
choices. /help lists what else can be typed, /why explains the last answer.

Examples:
  zhirong chat
  printf '专利能不能贷款\n' | zhirong chat`
}

// Run talks until the person leaves.
func (c *chatCommand) Run(ctx context.Context, s streams) (err error) {
	g, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer g.Close()
	advisor, err := newAnswerer(g, bot.NewMemory(), s, c.Production)
	if c.Log {
		var done func() error
		if advisor, done, err = loggingAnswerer(ctx, c.Data, g, s, c.Production); err == nil {
			defer func() { err = errors.Join(err, done()) }()
		}
	}
	if err != nil {
		return err
	}
	front := &terminal.FrontEnd{Set: g.Set, In: s.in, Out: s.out}
	if c.English {
		front.Lang = corpus.English
	}
	if err := front.Run(ctx, advisor); err != nil {
		return fmt.Errorf("chat: %w", err)
	}
	return nil
}
