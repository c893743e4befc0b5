package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"

	"zhirong/bot"
	"zhirong/bot/journey"
)

// testCommand plays conversations.
type testCommand struct {
	dataFlags
	Dir     string `type:"existingdir" placeholder:"DIR" help:"A folder of conversations of your own; without it the shipped ones are played."`
	Missing bool   `help:"Print the ids that no conversation covers."`
}

// Help shows an example.
func (testCommand) Help() string {
	return `Plays conversations kept as YAML files and prints what they cover of intents,
rules and clauses.

Example:
  zhirong test --dir ./my-conversations --missing`
}

// Run plays and prints what failed.
func (c *testCommand) Run(ctx context.Context, s streams) error {
	var files fs.FS = bot.Journeys()
	if c.Dir != "" {
		files = os.DirFS(c.Dir)
	}
	all, err := journey.Load(files)
	if err != nil {
		return err
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
	failed := 0
	var reports []journey.Report
	for _, j := range all {
		r := journey.Play(ctx, advisor, j, j.Name)
		reports = append(reports, r)
		if len(r.Failures) > 0 {
			failed++
		}
		for _, f := range r.Failures {
			fmt.Fprintln(s.out, f)
		}
	}
	cover := journey.Coverage(g.Set, reports)
	for _, line := range []struct {
		name  string
		share journey.Share
	}{{"intents", cover.Intents}, {"rules", cover.Rules}, {"clauses", cover.Clauses}} {
		fmt.Fprintf(s.out, "%-8s %5.1f%% (%d of %d)\n", line.name, line.share.Percent(), line.share.Seen, line.share.All)
		if c.Missing {
			for _, id := range line.share.Missing {
				fmt.Fprintf(s.out, "  missing %s\n", id)
			}
		}
	}
	if failed > 0 {
		fmt.Fprintf(s.err, "zhirong: %d of %d conversations went wrong\n", failed, len(all))
		return exitError(1)
	}
	fmt.Fprintf(s.out, "%d conversations went as written\n", len(all))
	return nil
}
