package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"zhirong/bot/eval"
	"zhirong/corpus"
)

// evalCommand measures the adviser against the shipped question sets.
type evalCommand struct {
	dataFlags
	JSON  bool   `help:"Print the report as one JSON object."`
	Wrong int    `default:"0" placeholder:"N" help:"Print up to N wrong answers of each set."`
	Save  string `placeholder:"FILE" help:"Write the report as JSON."`
	Diff  string `type:"existingfile" placeholder:"FILE" help:"Compare with a report saved earlier."`
	Pipe  bool   `help:"Measure on outside data instead: one JSON object a line each way, see docs/pipe.md."`
}

// Help shows examples.
func (evalCommand) Help() string {
	return `Examples:
  zhirong eval                      figures beside their bars; exit 1 if one is below
  zhirong eval --wrong 5            with examples of what went wrong
  zhirong eval --save before.json   then change something, and
  zhirong eval --diff before.json   see what got better and worse
  zhirong eval --pipe               measure intents and search on data of your own`
}

// Run measures and compares with the bars.
func (c *evalCommand) Run(ctx context.Context, s streams) error {
	if c.Pipe {
		return c.pipe(ctx, s)
	}
	l := layers(c.Corpus)
	full, err := corpus.Load(l...)
	if err != nil {
		return err
	}
	sets, err := corpus.LoadEvals(corpus.Shipped())
	if err != nil {
		return err
	}
	g, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer g.Close()
	report, err := eval.Run(ctx, g, full, sets)
	if err != nil {
		return err
	}
	if c.Save != "" {
		data, err := json.MarshalIndent(report, "", " ")
		if err != nil {
			return fmt.Errorf("save report: %w", err)
		}
		if err := os.WriteFile(c.Save, append(data, '\n'), 0o600); err != nil {
			return fmt.Errorf("save report: %w", err)
		}
	}
	below, err := c.print(s, report, sets.Bars)
	if err != nil {
		return err
	}
	if c.Diff != "" {
		if err := c.diff(s, report); err != nil {
			return err
		}
	}
	if below > 0 {
		fmt.Fprintf(s.err, "zhirong: %s below the bar\n", counted(below, "figure"))
		return exitError(1)
	}
	return nil
}

// print writes the report and returns how many figures are below their bar.
func (c *evalCommand) print(s streams, r eval.Report, bars []corpus.Bar) (below int, err error) {
	values := map[string]eval.Figure{}
	for _, f := range r.Figures {
		values[f.Name] = f
	}
	ok := map[string]string{}
	for _, b := range bars {
		f, found := values[b.Figure]
		limit, err := strconv.ParseFloat(b.Least+b.Most, 64)
		if err != nil || (b.Least == "") == (b.Most == "") {
			return 0, fmt.Errorf("bar of %s: want a number under least or most", b.Figure)
		}
		switch {
		case !found:
			below++
			ok[b.Figure] = "not measured"
			fmt.Fprintf(s.err, "zhirong: no figure %s was measured\n", b.Figure)
		case b.Least != "" && f.Value < limit:
			below++
			ok[b.Figure] = "BELOW " + b.Least
		case b.Most != "" && f.Value > limit:
			below++
			ok[b.Figure] = "ABOVE " + b.Most
		default:
			ok[b.Figure] = "bar " + b.Least + b.Most
		}
	}
	if c.JSON {
		return below, printObject(s.out, r)
	}
	for _, f := range r.Figures {
		fmt.Fprintf(s.out, "%-36s %8.4f  of %-5d %s\n", f.Name, f.Value, f.N, ok[f.Name])
	}
	shown := map[string]int{}
	for _, w := range append(r.Wrong, r.Strays...) {
		if shown[w.Set]++; shown[w.Set] <= c.Wrong {
			fmt.Fprintf(s.out, "\n%s: %s\n  want %s\n  got  %s\n", w.Set, w.Text, w.Want, w.Got)
		}
	}
	return below, nil
}

// diff prints what changed since an earlier report.
func (c *evalCommand) diff(s streams, now eval.Report) error {
	data, err := os.ReadFile(c.Diff)
	if err != nil {
		return fmt.Errorf("read earlier report: %w", err)
	}
	var before eval.Report
	if err := json.Unmarshal(data, &before); err != nil {
		return fmt.Errorf("read earlier report: %w", err)
	}
	old := map[string]float64{}
	for _, f := range before.Figures {
		old[f.Name] = f.Value
	}
	for _, f := range now.Figures {
		if v, ok := old[f.Name]; ok && v != f.Value {
			fmt.Fprintf(s.out, "%-36s %.4f -> %.4f\n", f.Name, v, f.Value)
		}
	}
	key := func(w eval.Wrong) string { return w.Set + "\x00" + w.Text }
	was := map[string]bool{}
	for _, w := range before.Wrong {
		was[key(w)] = true
	}
	is := map[string]bool{}
	for _, w := range now.Wrong {
		is[key(w)] = true
		if !was[key(w)] {
			fmt.Fprintf(s.out, "now wrong  %s: %s (want %s, got %s)\n", w.Set, w.Text, w.Want, w.Got)
		}
	}
	for _, w := range before.Wrong {
		if !is[key(w)] {
			fmt.Fprintf(s.out, "now right  %s: %s\n", w.Set, w.Text)
		}
	}
	return nil
}

// pipe serves outside data in a folder of its own and never touches the data folder.
func (c *evalCommand) pipe(ctx context.Context, s streams) error {
	dir := os.Getenv("BENCH_WORK")
	if dir == "" {
		tmp, err := os.MkdirTemp("", "zhirong-pipe-")
		if err != nil {
			return fmt.Errorf("make work folder: %w", err)
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	err := runPipe(ctx, s.in, s.out, filepath.Clean(dir))
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}
