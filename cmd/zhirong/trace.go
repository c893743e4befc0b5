package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
	"zhirong/config"
)

// logged prints a logged turn: from the running service, or from its data folder.
func (c *whyCommand) logged(ctx context.Context, s streams) error {
	f := configFlags{Config: c.Config, Corpus: c.Corpus}
	if c.Data != defaultData {
		f.Data = c.Data
	}
	return f.withStore(ctx, s, func(service *caller) error {
		var text string
		if err := service.get(ctx, "GET", "/why?"+url.Values{"trace": {c.Trace}}.Encode(), &text); err != nil {
			return err
		}
		_, err := io.WriteString(s.out, text)
		return err
	}, func(l config.Config, db *bolt.DB) error {
		g, err := c.open(ctx, s)
		if err != nil {
			return err
		}
		defer g.Close()
		live := bot.NewLive(g)
		advisor, err := newAdvisor(live, bot.NewMemory(), db, l, nil)
		if err != nil {
			return err
		}
		return explainTrace(ctx, s.out, db, advisor, live, c.Trace)
	})
}

// explainTrace prints a logged turn, answers it again, and prints how the answer
// comes about if it is the same to the byte.
func explainTrace(ctx context.Context, w io.Writer, log bot.TurnLog, advisor *bot.Advisor, live *bot.Live, trace string) error {
	r, err := log.Turn(ctx, trace)
	if errors.Is(err, bot.ErrNoTurn) {
		return fmt.Errorf("the log holds no answer %s: it was not logged, or its time is over\nhint: only turns of people who agreed to the log can be looked up", trace)
	}
	if err != nil {
		return fmt.Errorf("look up %s: %w", trace, err)
	}
	again, err := advisor.Replay(ctx, r)
	if err != nil && !errors.Is(err, bot.ErrNoReplay) {
		return fmt.Errorf("replay %s: %w", trace, err)
	}
	fmt.Fprintf(w, "answer      %s\nat          %s, took %s\nchannel     %s\n", r.ID, r.At.In(zone).Format("2006-01-02 15:04:05"), r.Took.Round(time.Microsecond), r.Channel)
	if r.Said == nil {
		fmt.Fprintln(w, "said        (its time is over)")
	} else if r.Said.Action != "" {
		fmt.Fprintf(w, "pressed     %s\n", r.Said.Action)
	} else {
		fmt.Fprintf(w, "said        %q\n", r.Said.Text)
	}
	if err == nil {
		g, release := live.Acquire()
		defer release()
		fmt.Fprintf(w, "replay      the same to the byte\n\n")
		explain(w, g, again)
		return nil
	}
	fmt.Fprintf(w, "replay      %v\n\n", err)
	record(w, r)
	return nil
}

// record prints what the log holds of a turn that cannot be replayed.
func record(w io.Writer, r bot.Record) {
	fmt.Fprintf(w, "generation  %s\nlanguage    %s\nintent      %s (%.2f)\nscope       %s\noutcome     %s\n", r.Generation, r.Lang, r.Intent, r.Confidence, r.Scope, r.Outcome)
	for _, id := range r.Facts.IDs() {
		if v, err := r.Facts[id].MarshalJSON(); err == nil {
			fmt.Fprintf(w, "heard       %s = %s\n", id, v)
		}
	}
	for _, p := range r.Parts {
		fmt.Fprintf(w, "question    %s: %s\n", p.Intent, p.Outcome)
	}
	for _, id := range r.Cited {
		fmt.Fprintf(w, "cited       %s\n", id)
	}
	for _, p := range r.Products {
		fmt.Fprintf(w, "product     %s: %s\n", p.ID, p.Fit)
	}
	for _, gap := range r.Gaps {
		fmt.Fprintf(w, "gap         %s\n", gap)
	}
}
