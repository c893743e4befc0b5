package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// matchCommand weighs the products against the facts of a firm.
type matchCommand struct {
	JSON   bool   `help:"Print one JSON object; with --batch one a line."`
	Batch  bool   `help:"Read JSON Lines instead of one object; needs --json."`
	Table  string `placeholder:"FILE|-" help:"Read a table of firms as CSV, its head naming facts, and print one line a firm as CSV."`
	AsOf   string `placeholder:"DATE" help:"The day that counts as today where the object names none, YYYY-MM-DD."`
	Corpus string `type:"existingdir" env:"ZHIRONG_CORPUS" placeholder:"DIR" help:"A folder of corpus files that lies over the built-in one and wins by id."`
}

// Help shows examples.
func (matchCommand) Help() string {
	return `Reads {"id","as_of","lang","facts":{…}} from standard input; the names of the facts
are those of: zhirong facts. A fact that is left out is not known. Products that
can be had in Hubei are printed best first, each condition with the firm's value,
the rule's, the verdict and how the limit is read; then the fact to ask next.

Bad input is answered with {"id","error":{"code","field","text"}} and exit 2; in a
batch the exit is 0. The schema is docs/match.schema.json.

Examples:
  echo '{"facts":{"region":"420115","patents_invention":3,"loan_amount":"500万"}}' | zhirong match
  zhirong match --json --batch < firms.jsonl > matches.jsonl
  zhirong match --table firms.csv > matches.csv`
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

// faultObject is a line of output for input that makes no sense.
type faultObject struct {
	ID    json.RawMessage `json:"id"`
	Error inputFault      `json:"error"`
}

type inputFault struct {
	Code  string `json:"code"`
	Field string `json:"field"`
	Text  string `json:"text"`
}

// Run weighs one object, or every line of a batch.
func (c *matchCommand) Run(s streams) error {
	if c.AsOf != "" {
		if _, err := corpus.ParseDate(c.AsOf); err != nil {
			return fmt.Errorf("--as-of: %w", err)
		}
	}
	switch {
	case c.Table != "" && (c.JSON || c.Batch):
		return errors.New("--table prints CSV: leave --json and --batch out")
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
		return c.table(s, m)
	case c.Batch:
		return c.batch(s, m, set)
	}
	data, err := io.ReadAll(io.LimitReader(s.in, maxBatchLine+1))
	if err != nil {
		return fmt.Errorf("read facts: %w", err)
	}
	o, fault := c.answer(m, set, data, len(data) > maxBatchLine)
	if fault != nil {
		if err := printObject(s.out, fault); err != nil {
			return err
		}
		return exitError(2)
	}
	if c.JSON {
		return printObject(s.out, o)
	}
	return printMatches(s.out, set, o)
}

// table weighs the firms of a CSV file. Rows that make no sense stand in their
// place with the reason.
func (c *matchCommand) table(s streams, m *knowledge.Matcher) error {
	in := s.in
	if c.Table != "-" {
		f, err := os.Open(c.Table)
		if err != nil {
			return fmt.Errorf("open table: %w", err)
		}
		defer f.Close()
		in = f
	}
	t, err := m.ReadFirms(in, corpus.Chinese)
	if err != nil {
		return err
	}
	if len(t.Ignored) > 0 {
		fmt.Fprintf(s.err, "zhirong: columns that name no fact are left out: %s\nhint: zhirong facts lists the names\n", strings.Join(t.Ignored, ", "))
	}
	found := m.Collect(t.Firms, c.today())
	return knowledge.WriteCSV(s.out, m.Rows(&found, t.Faults, corpus.Chinese))
}

// today is the day that counts as today where the input names none.
func (c *matchCommand) today() corpus.Date {
	if c.AsOf != "" {
		return corpus.Date(c.AsOf)
	}
	return corpus.DateOf(time.Now().In(zone))
}

// batch answers line by line: each answer is written before the next line is read.
func (c *matchCommand) batch(s streams, m *knowledge.Matcher, set *corpus.Set) error {
	r := bufio.NewReaderSize(s.in, 64<<10)
	for {
		line, long, err := readLine(r, maxBatchLine)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read batch: %w", err)
		}
		done := errors.Is(err, io.EOF)
		if done && len(line) == 0 && !long {
			return nil
		}
		var out any
		o, fault := c.answer(m, set, line, long)
		if out = o; fault != nil {
			out = fault
		}
		if err := printObject(s.out, out); err != nil {
			return err
		}
		if done {
			return nil
		}
	}
}

// answer weighs one object; of input that makes no sense it says why.
func (c *matchCommand) answer(m *knowledge.Matcher, set *corpus.Set, data []byte, long bool) (*matchObject, *faultObject) {
	id := json.RawMessage("null")
	refuse := func(code, field, text string) *faultObject {
		return &faultObject{id, inputFault{code, field, text}}
	}
	if long {
		return nil, refuse("too_long", "", fmt.Sprintf("the object is longer than %d bytes", maxBatchLine))
	}
	var in struct {
		ID    json.RawMessage `json:"id"`
		AsOf  json.RawMessage `json:"as_of"`
		Lang  json.RawMessage `json:"lang"`
		Facts json.RawMessage `json:"facts"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&in); err != nil {
		return nil, refuse("bad_json", "", `want one JSON object such as {"id":1,"facts":{"region":"420115"}}`)
	}
	if len(in.ID) > 0 {
		id = in.ID
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse("bad_json", "", "more than one JSON value")
	}
	on, ok := c.today(), true
	if len(in.AsOf) > 0 && string(in.AsOf) != "null" {
		var text string
		if json.Unmarshal(in.AsOf, &text) != nil {
			ok = false
		} else if day, err := corpus.ParseDate(text); err != nil {
			ok = false
		} else {
			on = day
		}
	}
	if !ok {
		return nil, refuse("bad_as_of", "as_of", "want a day written YYYY-MM-DD")
	}
	lang := corpus.Chinese
	if len(in.Lang) > 0 && string(in.Lang) != "null" {
		if json.Unmarshal(in.Lang, &lang) != nil || lang != corpus.Chinese && lang != corpus.English {
			return nil, refuse("bad_lang", "lang", `want "zh" or "en"`)
		}
	}
	if len(in.Facts) == 0 {
		return nil, refuse("no_facts", "facts", `is missing: write {"facts":{}} if nothing is known`)
	}
	known, err := knowledge.ParseFacts(set, in.Facts, lang)
	var fault *knowledge.FactFault
	if errors.As(err, &fault) {
		return nil, refuse(fault.Code, fault.Field, fault.Text)
	}
	o := &matchObject{ID: id, AsOf: on, Matches: []knowledge.Proof{}}
	matches := m.Match(known, on)
	for i := range matches {
		o.Matches = append(o.Matches, m.Prove(&matches[i], known, lang))
	}
	if next, open := m.Next(knowledge.Serving(matches), known); open {
		f, _ := set.Fact(next)
		o.Next = &nextObject{next, f.Ask.In(lang), m.Choices(f, lang)}
	}
	return o, nil
}

// printMatches lists the products for a person at the terminal.
func printMatches(w io.Writer, set *corpus.Set, o *matchObject) error {
	for _, p := range o.Matches {
		product, _ := set.Product(p.Product)
		missing := make([]string, len(p.Missing))
		for i, id := range p.Missing {
			if f, ok := set.Fact(id); ok {
				missing[i] = f.Label.ZH
			}
		}
		if _, err := fmt.Fprintf(w, "%-10s %-4s %s", p.Fit, p.Ref, product.Name.ZH); err != nil {
			return fmt.Errorf("print matches: %w", err)
		}
		if len(missing) > 0 {
			fmt.Fprintf(w, "（%s）", strings.Join(missing, "、"))
		}
		fmt.Fprintln(w)
	}
	if o.Next != nil {
		fmt.Fprintln(w, o.Next.Question)
	}
	return nil
}
