package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"zhirong/bot"
	"zhirong/corpus"
)

// whyCommand shows how an answer comes about.
type whyCommand struct {
	dataFlags
	Config string   `env:"ZHIRONG_CONFIG" placeholder:"FILE" help:"The file of settings of the service whose log is looked into."`
	AsOf   string   `placeholder:"DATE" help:"The day that counts as today, YYYY-MM-DD."`
	Trace  string   `placeholder:"TRACE" help:"A logged turn, by the number of its answer; sixteen of 0-9 and A-F as the only text mean the same."`
	Text   []string `arg:"" optional:"" help:"The question, or the number of a logged answer."`
}

// Help shows an example.
func (whyCommand) Help() string {
	return `Shows what was understood of a question, what was searched, what was found with
its scores, and what was left out and why. With the number of an answer it shows
the logged turn: only turns of people who agreed to the log have one.

Examples:
  zhirong why 质押登记要什么材料
  zhirong why 1A2B3C4D5E6F7081
  zhirong why --trace 1A2B3C4D5E6F7081`
}

// Run answers the question and prints how, or prints a logged turn.
func (c *whyCommand) Run(ctx context.Context, s streams) error {
	if c.AsOf != "" {
		if _, err := corpus.ParseDate(c.AsOf); err != nil {
			return fmt.Errorf("--as-of: %w", err)
		}
	}
	if c.Trace == "" && len(c.Text) == 1 && isTrace(c.Text[0]) {
		c.Trace, c.Text = c.Text[0], nil
	}
	switch {
	case c.Trace != "" && len(c.Text) > 0:
		return errors.New("want either a question or --trace")
	case c.Trace != "" && !isTrace(c.Trace):
		return fmt.Errorf("--trace: %q is no number of an answer\nhint: it has sixteen of 0-9 and A-F, such as 1A2B3C4D5E6F7081", c.Trace)
	case c.Trace != "":
		return c.logged(ctx, s)
	case len(c.Text) == 0:
		return errors.New("no question\nhint: zhirong why 质押登记要什么材料")
	}
	g, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer g.Close()
	advisor, err := bot.NewAdvisor(bot.Options{Live: bot.NewLive(g), Sessions: bot.NewMemory()})
	if err != nil {
		return err
	}
	text := strings.Join(c.Text, " ")
	r, err := advisor.Answer(ctx, (&askCommand{}).message("", "why", text, c.AsOf))
	if err != nil {
		return err
	}
	explain(s.out, g, r)
	return nil
}

// traceForm is the number of an answer.
var traceForm = regexp.MustCompile(`^[0-9A-F]{16}$`)

func isTrace(text string) bool { return traceForm.MatchString(text) }

// explain prints how a reply came about.
func explain(w io.Writer, g *bot.Generation, r bot.Reply) {
	t := r.Turn
	fmt.Fprintf(w, "generation  %s\nlanguage    %s\nintent      %s (%.2f)\nscope       %s\noutcome     %s\n", r.Generation, r.Lang, t.Intent, t.Confidence, t.Scope, t.Outcome)
	for _, id := range t.Facts.IDs() {
		v, err := t.Facts[id].MarshalJSON()
		if err == nil {
			fmt.Fprintf(w, "heard       %s = %s\n", id, v)
		}
	}
	for i, p := range t.Heard.Parts {
		fmt.Fprintf(w, "\nquestion %d  %s\n  intent    %s (%.2f), in scope %.2f\n", i+1, p.Text, p.Intent, p.Confidence, p.InScope)
		for _, o := range p.Others {
			if o.Probability >= 0.01 {
				fmt.Fprintf(w, "  or        %s (%.2f)\n", o.Intent, o.Probability)
			}
		}
		if p.Bait {
			fmt.Fprintln(w, "  declined by its words")
		}
		var words []string
		for _, f := range g.Model.Explain(p.Text, p.Intent, 8) {
			words = append(words, fmt.Sprintf("%q %+.2f", f.Feature, f.Weight))
		}
		if len(words) > 0 {
			fmt.Fprintf(w, "  because   %s\n", strings.Join(words, ", "))
		}
	}
	for _, f := range t.Frequent {
		fmt.Fprintf(w, "\nknown as    %s  like %.2f to %q\n", f.FAQ.ID, f.Like, f.Asked)
	}
	for i, search := range t.Searches {
		q := search.Query
		fmt.Fprintf(w, "\nsearch %d    %s\n  on        %s\n", i+1, q.Text, q.On)
		if q.Region != "" || len(q.Places) > 0 {
			fmt.Fprintf(w, "  place     %s %v\n", q.Region, q.Places)
		}
		if len(q.Rights) > 0 {
			fmt.Fprintf(w, "  rights    %v\n", q.Rights)
		}
		for _, e := range search.Result.Terms {
			fmt.Fprintf(w, "  also      %s (%.1f)\n", e.Term, e.Weight)
		}
		fmt.Fprintf(w, "  coverage  %.2f\n", search.Result.Coverage)
		for n, f := range search.Result.Found {
			fmt.Fprintf(w, "  %2d. %.3f  %s  words %.2f like %.2f%s\n", n+1, f.Score, f.Passage.ID, f.Lexical, f.Likeness, boosts(f.Boosts))
		}
		for _, x := range search.Result.Excluded {
			fmt.Fprintf(w, "  left out  %s: %s\n", x.Passage.ID, x.Reason)
		}
	}
}

func boosts(m map[string]float64) string {
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&b, " %s %.2f", k, m[k])
	}
	return b.String()
}
