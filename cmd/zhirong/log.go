package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
)

// logFlags say whether a conversation outside the service is logged. The person
// is asked as on the page: without consent nothing is.
type logFlags struct {
	Log bool `help:"Ask for consent, and log the turns of who agrees into the data folder, as the service does. Not while a service runs on the folder."`
}

// loggingAnswerer makes an adviser that logs into the store of a data folder. It
// must be closed.
func loggingAnswerer(ctx context.Context, dir string, g *bot.Generation, s streams, production bool) (bot.Answerer, func() error, error) {
	check, err := checkInChild()
	if err != nil {
		return nil, nil, err
	}
	db, err := bolt.Open(ctx, dir, bolt.Options{Check: check, Log: quiet})
	if errors.Is(err, bolt.ErrLocked) {
		return nil, nil, fmt.Errorf("%w\nhint: a service runs on this folder; talk on its page, or leave out --log", err)
	}
	if err != nil {
		return nil, nil, err
	}
	live := bot.NewLive(g)
	report := func(err error) { fmt.Fprintln(s.err, "zhirong:", err) }
	advisor, err := bot.NewAdvisor(bot.Options{
		Live: live, Sessions: bot.ConsentedSessions(bot.NewMemory(), db), Session: db.SessionID, Production: production, Log: db, Forget: db, Report: report,
	})
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return bot.Chain(advisor,
		bot.Recover(live, func(trace string, fault error) { fmt.Fprintf(s.err, "zhirong: fault %s: %v\n", trace, fault) }),
		bot.Redacted(live, nil),
		bot.Logged(bot.RecordOptions{Log: db, Session: db.SessionID, Report: report, Now: time.Now}),
	), db.Close, nil
}
