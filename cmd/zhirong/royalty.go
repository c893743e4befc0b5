package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"zhirong/corpus"
	"zhirong/knowledge/royalty"
)

// royaltyCommand estimates the fee of an open licence.
type royaltyCommand struct{ sheetFlags }

// Help shows examples.
func (royaltyCommand) Help() string {
	return `Reads one JSON object, see docs/royalty.schema.json. Routes: 1 the owner's own
income, 2 a past fee, 3 industry statistics, 4 a rate of your own, 5 a value.

Examples:
  echo '{"route":3,"base":{"per_patent_year":"23.0556万"},"factors_bp":[6000],"years":3}' | zhirong royalty
  zhirong royalty --json < licence.json
  zhirong royalty --json --batch < licences.jsonl`
}

// Run estimates.
func (c *royaltyCommand) Run(ctx context.Context, s streams) error {
	set, err := c.load()
	if err != nil {
		return err
	}
	e, err := royalty.New(set)
	if err != nil {
		return err
	}
	return c.sheets(ctx, s, set, func(data []byte, today corpus.Date) (any, func(io.Writer), *corpus.Fault) {
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
		return r.Object(in.ID, c.lang()), func(w io.Writer) { printRoyalty(w, set, r, c.lang()) }, nil
	})
}

// printRoyalty prints a result for reading.
func printRoyalty(out io.Writer, set *corpus.Set, r royalty.Result, lang corpus.Lang) {
	say := func(key string, args map[string]corpus.Text) string { return set.Say("royalty."+key, args).In(lang) }
	if r.Allowed {
		fmt.Fprintln(out, say("head.allowed", nil))
	} else {
		fmt.Fprintln(out, say("head.blocked", nil))
		for _, b := range r.Blocked {
			fmt.Fprintf(out, "  %s [%s]\n", b.Text.In(lang), b.Cite)
		}
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, st := range r.Steps {
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", st.Label.In(lang), quantity(set, st.Value, st.Unit, lang), st.Formula, st.Work.In(lang))
	}
	if len(r.Caps) > 0 {
		fmt.Fprintf(w, "%s\n", say("head.caps", nil))
		for _, c := range r.Caps {
			mark := "≤"
			if c.Exceeded {
				mark = ">"
			}
			fmt.Fprintf(w, "  %s\t%s %s %s\n", say("cap."+c.Basis, map[string]corpus.Text{"year": corpus.Plain(fmt.Sprint(c.Year))}), c.Amount.Text().In(lang), mark, c.Limit.Text().In(lang))
		}
	}
	w.Flush()
	if r.Fee != nil {
		fmt.Fprintln(out, say("head.fee", map[string]corpus.Text{"fee": r.Fee.Text()}))
	}
	if r.LumpSum != nil {
		fmt.Fprintln(out, say("head.lump", map[string]corpus.Text{"fee": r.LumpSum.Text()}))
	}
	if f := r.AnnualFee; f != nil {
		fmt.Fprintln(out, say("head.annual", map[string]corpus.Text{"year": corpus.Plain(fmt.Sprint(f.Year)), "full": f.Full.Text(), "open": f.Open.Text(), "pay": f.Pay.Text()}))
	}
	for _, x := range r.Warnings {
		fmt.Fprintf(out, "  %s [%s]\n", x.Text.In(lang), x.Cite)
	}
	if !r.Origin.Zero() {
		fmt.Fprintln(out, r.Origin.In(lang))
	}
	fmt.Fprintln(out, r.Notice.In(lang))
}
