package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"zhirong/bot/sheet"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// matchCommand weighs the products against the facts of a firm.
type matchCommand struct {
	JSON   bool   `help:"Print one JSON object; with --batch one a line."`
	Batch  bool   `help:"Read JSON Lines instead of one object; needs --json."`
	Table  string `placeholder:"FILE|-" help:"Read a table of firms as CSV or XLSX, its head naming facts, and print one line a firm as CSV."`
	Sheet  string `placeholder:"NAME" help:"The sheet of an XLSX table; else the first in view."`
	Out    string `placeholder:"FILE" help:"Write the table's result here instead, .xlsx with every firm beside every product, or .csv; no file is overwritten."`
	Lang   string `enum:"zh,en" default:"zh" help:"The language of the texts, zh or en (${default}), where the object names none."`
	AsOf   string `placeholder:"DATE" help:"The day that counts as today where the object names none, YYYY-MM-DD."`
	Corpus string `type:"existingdir" env:"ZHIRONG_CORPUS" placeholder:"DIR" help:"A folder of corpus files that lies over the built-in one and wins by id."`
}

// Help shows examples.
func (matchCommand) Help() string {
	return `Reads {"id","as_of","lang","facts":{…}} from standard input; the names of the facts
are those of: zhirong facts. A fact that is left out is not known. Products that
can be had in Hubei are printed best first, each condition with the firm's value,
the rule's, the verdict and how the limit is read; then the fact to ask next.

A table's head names facts by name or label; bare figures count in the unit that the
head names, as in 想借金额（万元）.

Bad input is answered with {"id","error":{"code","field","text"}} and exit 2; in a
batch the exit is 0. The schema is docs/match.schema.json.

Examples:
  echo '{"facts":{"region":"420115","patents_invention":3,"loan_amount":"500万"}}' | zhirong match
  zhirong match --json --batch < firms.jsonl > matches.jsonl
  zhirong match --table firms.csv > matches.csv
  zhirong match --table firms.xlsx --out matches.xlsx`
}

// matchObject is a line of output.
type matchObject struct {
	ID      json.RawMessage   `json:"id"`
	AsOf    corpus.Date       `json:"as_of"`
	Matches []knowledge.Proof `json:"matches"`
	Next    *nextObject       `json:"next"`
}

// nextObject is the question to ask next.
type nextObject struct {
	Fact     corpus.FactID      `json:"fact"`
	Question string             `json:"question"`
	Choices  []knowledge.Choice `json:"choices"`
}

// Run weighs one object, or every line of a batch.
func (c *matchCommand) Run(ctx context.Context, s streams) error {
	if c.AsOf != "" {
		if _, err := corpus.ParseDate(c.AsOf); err != nil {
			return fmt.Errorf("--as-of: %w", err)
		}
	}
	switch {
	case c.Table != "" && (c.JSON || c.Batch):
		return errors.New("--table prints CSV: leave --json and --batch out")
	case c.Table == "" && (c.Out != "" || c.Sheet != ""):
		return errors.New("--out and --sheet go with --table")
	case c.Batch && !c.JSON:
		return errors.New("--batch prints JSON: add --json")
	}
	set, err := corpus.Load(layers(c.Corpus)...)
	if err != nil {
		return err
	}
	m := knowledge.NewMatcher(set)
	switch {
	case c.Table != "":
		return c.table(s, m, set)
	case c.Batch:
		return eachObject(ctx, s.in, func(line []byte, long bool) error {
			o, fault := c.answer(m, set, line, long)
			if fault != nil {
				return printObject(s.out, fault)
			}
			return printObject(s.out, o)
		})
	}
	data, long, err := readOne(s.in)
	if err != nil {
		return err
	}
	o, fault := c.answer(m, set, data, long)
	if fault != nil {
		if err := printObject(s.out, fault); err != nil {
			return err
		}
		return exitError(2)
	}
	if c.JSON {
		return printObject(s.out, o)
	}
	return printMatches(s.out, set, o, c.lang())
}

// table weighs the firms of a table. Rows that make no sense stand in their place
// with the reason.
func (c *matchCommand) table(s streams, m *knowledge.Matcher, set *corpus.Set) error {
	rows, err := readTable(s, c.Table, sheet.Options{Sheet: c.Sheet, Rows: knowledge.MaxFirms})
	if err != nil {
		return err
	}
	t, err := m.ReadFirms(rows, c.lang())
	if err != nil {
		return err
	}
	if len(t.Ignored) > 0 {
		fmt.Fprintf(s.err, "zhirong: columns that name no fact are left out: %s\nhint: zhirong facts lists the names\n", strings.Join(t.Ignored, ", "))
	}
	found := m.Collect(t.Firms, c.today())
	lines := m.Rows(&found, t.Faults, c.lang())
	if c.Out == "" {
		return sheet.WriteCSV(s.out, lines)
	}
	if err := saveTable(c.Out, lines, func() sheet.Book { return collectiveBook(set, &found, t, lines, c.today(), c.lang()) }); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s weighed, %s at fault: %s\n", counted(len(t.Firms), "firm"), counted(len(t.Faults), "row"), c.Out)
	return err
}

func (c *matchCommand) lang() corpus.Lang { return corpus.Lang(c.Lang) }

// today is the day that counts as today where the input names none.
func (c *matchCommand) today() corpus.Date {
	if c.AsOf != "" {
		return corpus.Date(c.AsOf)
	}
	return corpus.DateOf(time.Now().In(zone))
}

// answer weighs one object; of input that makes no sense it says why.
func (c *matchCommand) answer(m *knowledge.Matcher, set *corpus.Set, data []byte, long bool) (*matchObject, *faultObject) {
	id := corpus.RequestID(data)
	refuse := func(code, field, text string) *faultObject {
		return &faultObject{id, inputFault{code, field, text}}
	}
	if long {
		return nil, refuse("too_long", "", fmt.Sprintf("the object is longer than %d bytes", maxBatchLine))
	}
	in := corpus.ReadRequest(data)
	in.Raw("id")
	day, hasDay := in.Raw("as_of")
	tongue, hasTongue := in.Raw("lang")
	facts, hasFacts := in.Raw("facts")
	lang := c.lang()
	badTongue := hasTongue && (json.Unmarshal(tongue, &lang) != nil || lang != corpus.Chinese && lang != corpus.English)
	if f := in.Done(); f != nil {
		return nil, refuse(f.Code, f.Field, set.FaultText(f).In(lang))
	}
	if badTongue {
		return nil, refuse("bad_lang", "lang", `want "zh" or "en"`)
	}
	on := c.today()
	if hasDay {
		var text string
		var err error
		if err = json.Unmarshal(day, &text); err == nil {
			on, err = corpus.ParseDate(text)
		}
		if err != nil {
			return nil, refuse("bad_as_of", "as_of", "want a day written YYYY-MM-DD")
		}
	}
	if !hasFacts {
		return nil, refuse("no_facts", "facts", `is missing: write {"facts":{}} if nothing is known`)
	}
	known, err := knowledge.ParseFacts(set, facts, lang)
	var fault *knowledge.FactFault
	if errors.As(err, &fault) {
		return nil, refuse(fault.Code, fault.Field, fault.Text)
	}
	matches := m.Match(known, on)
	o := &matchObject{ID: id, AsOf: on, Matches: m.ProveAll(matches, known, lang)}
	if next, open := m.Next(knowledge.Serving(matches), known); open {
		f, _ := set.Fact(next)
		o.Next = &nextObject{next, f.Ask.In(lang), m.Choices(f, lang)}
	}
	return o, nil
}

// printMatches lists the products for a person at the terminal.
func printMatches(out io.Writer, set *corpus.Set, o *matchObject, lang corpus.Lang) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range o.Matches {
		product, _ := set.Product(p.Product)
		missing := make([]string, 0, len(p.Missing))
		for _, id := range p.Missing {
			if f, ok := set.Fact(id); ok {
				missing = append(missing, f.Label.In(lang))
			}
		}
		fmt.Fprintf(w, "%s\t%s\t%s", set.Say("match.fit."+p.Fit.String(), nil).In(lang), p.Ref, product.Name.In(lang))
		if len(missing) > 0 {
			fmt.Fprintf(w, "\t? %s", strings.Join(missing, ", "))
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print matches: %w", err)
	}
	if o.Next != nil {
		fmt.Fprintln(out, o.Next.Question)
	}
	return nil
}
