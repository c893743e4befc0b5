package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
	"zhirong/config"
)

// forgetCommand removes what is kept of a person.
type forgetCommand struct {
	configFlags
	Yes  bool   `help:"Do not ask."`
	JSON bool   `help:"Print one JSON object; with --yes."`
	Who  string `arg:"" name:"trace-or-session" help:"The number of one of the person's answers, or a session as zhirong export prints it."`
}

// Help shows examples.
func (forgetCommand) Help() string {
	return `Removes for good all that is kept of one person, as the person can in the chat with
my data: for those who ask the operator because their browser forgot them. The
number of any of their logged answers finds the rest. Their key is destroyed, so
backups cannot be read either. It asks before.

Examples:
  zhirong forget 0a1b2c3d4e5f6071
  zhirong forget --yes cqpbieamaf2ltzu3vvvktxebbu`
}

// personObject is what is kept of a person.
type personObject struct {
	Session bot.SessionID `json:"session"`
	Turns   int           `json:"turns"`
	Words   int           `json:"with_words"` // turns whose words are still kept
	Damaged int           `json:"damaged"`    // turns that cannot be read
	First   time.Time     `json:"first,omitzero"`
	Last    time.Time     `json:"last,omitzero"`
	Open    bool          `json:"conversation"` // what is known in an open conversation is kept too
	Removed bool          `json:"removed"`
}

// Run finds, asks and removes.
func (c *forgetCommand) Run(ctx context.Context, s streams) error {
	if c.JSON && !c.Yes {
		return errors.New("--json does not ask\nhint: add --yes")
	}
	return c.withStore(ctx, s, func(service *caller) error {
		return c.run(s, func(remove bool) (p personObject, err error) {
			method := "GET"
			if remove {
				method = "POST"
			}
			err = service.get(ctx, method, "/forget?"+url.Values{"who": {c.Who}}.Encode(), &p)
			return p, err
		})
	}, func(_ config.Config, db *bolt.DB) error {
		return c.run(s, func(remove bool) (personObject, error) { return forgetPerson(ctx, db, nil, c.Who, remove) })
	})
}

// run shows what is kept, asks, and removes it.
func (c *forgetCommand) run(s streams, person func(remove bool) (personObject, error)) error {
	if !c.Yes {
		p, err := person(false)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "of session %s are kept: %s\nremove it for good? Type yes: ", p.Session, p)
		line, _ := bufio.NewReader(s.in).ReadString('\n') // no answer is a no
		if strings.TrimSpace(line) != "yes" {
			return errors.New("nothing was removed\nhint: answer yes, or give --yes")
		}
	}
	p, err := person(true)
	if err != nil {
		return err
	}
	if c.JSON {
		return printObject(s.out, p)
	}
	fmt.Fprintf(s.out, "removed of session %s: %s; its key is destroyed\n", p.Session, p)
	return nil
}

// String words what is kept.
func (p personObject) String() string {
	text := fmt.Sprintf("%s (%d with words)", counted(p.Turns, "turn"), p.Words)
	if p.Turns > 0 {
		text += fmt.Sprintf(" from %s to %s", p.First.In(zone).Format(time.DateOnly), p.Last.In(zone).Format(time.DateOnly))
	}
	if p.Damaged > 0 {
		text += fmt.Sprintf(", %d that cannot be read", p.Damaged)
	}
	if p.Open {
		text += ", and an open conversation"
	}
	return text
}

// forgetPerson finds what is kept of a person by the number of an answer or by a
// session, and removes it if it is told so: from the store, and from the memory of
// a service, which may be nil.
func forgetPerson(ctx context.Context, db *bolt.DB, memory *bot.Memory, who string, remove bool) (personObject, error) {
	p := personObject{Session: bot.SessionID(who)}
	r, err := db.Turn(ctx, who)
	switch {
	case err == nil:
		p.Session = r.Session
	case !errors.Is(err, bot.ErrNoTurn):
		return p, fmt.Errorf("look up %s: %w\nhint: name the session instead, as zhirong export prints it", who, err)
	}
	for r, err := range db.TurnsOf(ctx, p.Session) {
		if ctx.Err() != nil {
			return p, ctx.Err()
		}
		if err != nil {
			p.Damaged++
			continue
		}
		if p.Turns++; p.First.IsZero() {
			p.First = r.At.UTC()
		}
		p.Last = r.At.UTC()
		if r.Said != nil {
			p.Words++
		}
	}
	session, err := db.Session(ctx, p.Session)
	p.Open = err != nil || session.Version > 0
	if p.Turns == 0 && p.Damaged == 0 && !p.Open {
		return p, fmt.Errorf("nothing is kept under %s\nhint: give the number of a logged answer or a session as zhirong export prints it; without consent nothing is logged", who)
	}
	if !remove {
		return p, nil
	}
	if err := db.Forget(ctx, p.Session); err != nil {
		return p, err
	}
	if memory != nil {
		if err := memory.ForgetSession(ctx, p.Session); err != nil {
			return p, err
		}
	}
	p.Removed = true
	return p, nil
}
