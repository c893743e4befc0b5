package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"zhirong/bot"
	"zhirong/bot/sheet"
	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

// valueCommand estimates what a patent may be worth.
type valueCommand struct {
	sheetFlags
	Portfolio string `placeholder:"FILE|-" help:"Value a list of patents, one a line of a CSV or XLSX file."`
	Sheet     string `placeholder:"NAME" help:"The sheet of an XLSX portfolio; else the first in view."`
	XLSX      string `name:"xlsx" placeholder:"FILE" help:"Write the estimate as a workbook whose formulas work it out again; no file is overwritten."`
	Out       string `placeholder:"FILE" help:"Write the portfolio here instead, as .xlsx or .csv; no file is overwritten."`
}

// sheetFlags are the flags of a command that reads objects and prints results.
type sheetFlags struct {
	Corpus string `type:"existingdir" env:"ZHIRONG_CORPUS" placeholder:"DIR" help:"A folder of corpus files that lies over the built-in one and wins by id; rates.yaml, indicators.yaml or licences.yaml in it take the place of the figures and tables."`
	JSON   bool   `help:"Print one JSON object a result."`
	Batch  bool   `help:"Read JSON Lines and print one object a line; needs --json."`
	Lang   string `enum:"zh,en" default:"zh" help:"The language of the texts, zh or en (${default})."`
	AsOf   string `placeholder:"DATE" help:"The valuation date where the object names none, YYYY-MM-DD; else today."`
	From   string `arg:"" optional:"" default:"-" name:"file" help:"Where to read; - is standard input."`
}

// Help shows examples.
func (valueCommand) Help() string {
	return `Reads one JSON object, see docs/value.schema.json. The head of a portfolio names
its columns, such as 专利号, 类型, 申请日, 年销售额（万元）; bare figures count in the unit
that their head names.

Examples:
  echo '{"right":{"kind":"invention_patent","filed":"2019-05-10"},"inputs":{"sales":"500万"}}' | zhirong value
  zhirong value --json < patent.json
  zhirong value --json --batch < patents.jsonl
  zhirong value --xlsx worksheet.xlsx patent.json
  zhirong value --portfolio patents.xlsx --out values.xlsx`
}

// Run estimates.
func (c *valueCommand) Run(ctx context.Context, s streams) error {
	set, err := c.load()
	if err != nil {
		return err
	}
	e, err := valuation.New(set)
	if err != nil {
		return err
	}
	switch {
	case c.Portfolio != "":
		return c.portfolio(s, set, e)
	case c.Out != "" || c.Sheet != "":
		return errors.New("--out and --sheet go with --portfolio")
	case c.XLSX != "" && c.Batch:
		return errors.New("--xlsx holds one estimate: leave --batch out")
	}
	var given valuation.Input // of the last estimate
	var last *valuation.Result
	err = c.sheets(ctx, s, set, func(data []byte, today corpus.Date) (any, func(io.Writer), *corpus.Fault) {
		in, fault := e.Read(data)
		if fault != nil {
			return nil, nil, fault
		}
		if in.AsOf == "" {
			in.AsOf = today
		}
		r, fault := e.Estimate(in)
		if fault != nil {
			return nil, nil, fault
		}
		given, last = in, &r
		return r.Object(in.ID, c.lang()), func(w io.Writer) { printEstimate(w, set, r, c.lang()) }, nil
	})
	if err != nil || c.XLSX == "" || last == nil {
		return err
	}
	file, err := bot.Worksheet(set, given, *last, c.lang())
	if err != nil {
		return err
	}
	if err := saveNew(c.XLSX, func(w io.Writer) error {
		_, err := w.Write(file.Data)
		return err
	}); err != nil {
		return err
	}
	fmt.Fprintf(s.err, "zhirong: the worksheet is in %s\n", c.XLSX)
	return nil
}

func (c *valueCommand) portfolio(s streams, set *corpus.Set, e *valuation.Estimator) error {
	rows, err := readTable(s, c.Portfolio, sheet.Options{Sheet: c.Sheet, Rows: valuation.MaxPortfolio})
	if err != nil {
		return err
	}
	today, err := c.today()
	if err != nil {
		return err
	}
	p, err := e.Portfolio(rows, today)
	if err != nil {
		return fmt.Errorf("read portfolio %s: %w", c.Portfolio, err)
	}
	switch {
	case c.Out != "":
		lines := p.Lines(set, c.lang())
		if err := saveTable(c.Out, lines, func() sheet.Book { return portfolioBook(set, &p, lines, c.lang()) }); err != nil {
			return err
		}
		_, err := fmt.Fprintf(s.out, "%s of %s counted: %s\n", counted(p.Counted, "right"), counted(len(p.Rows), "row"), c.Out)
		return err
	case c.JSON:
		return printObject(s.out, p.Object(c.lang()))
	}
	return p.WriteText(s.out, c.lang())
}

func (c *sheetFlags) lang() corpus.Lang { return corpus.Lang(c.Lang) }

// load reads the corpus; each of its problems is a line of the error.
func (c *sheetFlags) load() (*corpus.Set, error) {
	set, err := corpus.Load(layers(c.Corpus)...)
	var problems corpus.Problems
	if errors.As(err, &problems) {
		return nil, fmt.Errorf("the corpus has %d problems; mend them and check with: zhirong check\n%w", len(problems), err)
	}
	return set, err
}

func (c *sheetFlags) today() (corpus.Date, error) {
	if c.AsOf == "" {
		return corpus.DateOf(time.Now().In(zone)), nil
	}
	d, err := corpus.ParseDate(c.AsOf)
	if err != nil {
		return "", fmt.Errorf("--as-of: %w", err)
	}
	return d, nil
}

// estimates makes of an object the one that answers it, and the same for reading.
type estimates func(data []byte, today corpus.Date) (o any, text func(io.Writer), fault *corpus.Fault)

// sheets reads one object, or one a line, and prints what work makes of each. A
// single object at fault ends with exit code 2; in a batch the next line follows.
func (c *sheetFlags) sheets(ctx context.Context, s streams, set *corpus.Set, work estimates) error {
	if c.Batch && !c.JSON {
		return errors.New("--batch prints JSON: add --json")
	}
	today, err := c.today()
	if err != nil {
		return err
	}
	in, done, err := input(s, c.From)
	if err != nil {
		return err
	}
	defer done()
	if c.Batch {
		return eachObject(ctx, in, func(line []byte, long bool) error {
			o, _, fault := work.of(line, long, today)
			if fault != nil {
				return printObject(s.out, c.faultObject(set, line, fault))
			}
			return printObject(s.out, o)
		})
	}
	data, long, err := readOne(in)
	if err != nil {
		return err
	}
	o, text, fault := work.of(data, long, today)
	switch {
	case fault != nil && c.JSON:
		if err := printObject(s.out, c.faultObject(set, data, fault)); err != nil {
			return err
		}
		return exitError(2)
	case fault != nil:
		fmt.Fprintf(s.err, "zhirong: %q: %s\n", fault.Field, set.FaultText(fault).In(c.lang()))
		return exitError(2)
	case c.JSON:
		return printObject(s.out, o)
	}
	text(s.out)
	return nil
}

// of works on an object unless it is too long.
func (work estimates) of(data []byte, long bool, today corpus.Date) (any, func(io.Writer), *corpus.Fault) {
	if long {
		return nil, nil, &corpus.Fault{Code: "too_long"}
	}
	return work(data, today)
}

// faultObject says what is wrong with an object, under its id.
func (c *sheetFlags) faultObject(set *corpus.Set, data []byte, fault *corpus.Fault) faultObject {
	return faultObject{corpus.RequestID(data), inputFault{fault.Code, fault.Field, set.FaultText(fault).In(c.lang())}}
}

// printEstimate prints a result for reading. The middle value stands beside its range.
func printEstimate(out io.Writer, set *corpus.Set, r valuation.Result, lang corpus.Lang) {
	say := func(key string, args map[string]corpus.Text) string { return set.Say("estimate."+key, args).In(lang) }
	if r.Refused != nil {
		fmt.Fprintf(out, "%s [%s]\n", say("refusal", map[string]corpus.Text{"text": r.Refused.Text}), r.Refused.Cite)
		fmt.Fprintln(out, r.Notice.In(lang))
		return
	}
	low, mid, high := r.Shown()
	fmt.Fprintln(out, say("range", map[string]corpus.Text{"low": low.Text(), "mid": mid.Text(), "high": high.Text()}))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "\n%s\n", say("head.methods", nil))
	for _, m := range r.Methods {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", m.Label.In(lang), m.Value.Text().In(lang), m.Weight, m.Formula)
		for _, st := range m.Steps {
			fmt.Fprintf(w, "    %s\t%s\t%s\n", st.Label.In(lang), quantity(set, st.Value, st.Unit, lang), st.Work.In(lang))
		}
	}
	fmt.Fprintf(w, "\n%s\n", say("head.assumptions", nil))
	for _, a := range r.Assumptions {
		value := a.Text
		if a.Unit != "" {
			value = quantity(set, a.Value, a.Unit, lang)
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", a.Label.In(lang), value, a.Source.In(lang), a.Cite)
	}
	fmt.Fprintf(w, "\n%s\n", say("head.tornado", nil))
	for _, t := range r.Tornado {
		fmt.Fprintf(w, "  %s\t%s … %s\n", t.Label.In(lang), t.Low.Text().In(lang), t.High.Text().In(lang))
	}
	if len(r.Narrow) > 0 {
		fmt.Fprintf(w, "\n%s\n", say("head.narrow", nil))
		for _, n := range r.Narrow {
			fmt.Fprintf(w, "  %s\t%s\n", n.Label.In(lang), n.Gain.Text().In(lang))
		}
	}
	if len(r.Warnings) > 0 {
		fmt.Fprintf(w, "\n%s\n", say("head.warnings", nil))
		for _, x := range r.Warnings {
			fmt.Fprintf(w, "  %s [%s]\n", x.Text.In(lang), x.Cite)
		}
	}
	w.Flush()
	fmt.Fprintf(out, "\n%s\n%s\n", say("table", map[string]corpus.Text{"origin": r.Score.Origin}), r.Notice.In(lang))
}

// quantity prints a figure with its unit.
func quantity(set *corpus.Set, n int64, unit string, lang corpus.Lang) string {
	switch unit {
	case "fen":
		return corpus.Money(n).Text().In(lang)
	case "bp":
		return corpus.BasisPoints(n).String()
	}
	return set.Say("estimate.unit."+unit, map[string]corpus.Text{"n": corpus.Plain(fmt.Sprint(n))}).In(lang)
}
