package main

import (
	"fmt"
	"text/tabwriter"

	"zhirong/corpus"
)

// factsCommand lists the closed list of facts.
type factsCommand struct {
	JSON bool `help:"Print one JSON array."`
}

// Help shows an example.
func (factsCommand) Help() string {
	return `Lists what zhirong can know of a firm: the names that stand under "facts" and
"profile" in a reply, with kind, unit and choices.

Example:
  zhirong facts --json`
}

// factObject is one fact in JSON.
type factObject struct {
	ID      corpus.FactID  `json:"id"`
	Kind    corpus.Kind    `json:"kind"`
	Unit    string         `json:"unit"`
	Label   textObject     `json:"label"`
	Choices []choiceObject `json:"choices"`
	From    string         `json:"from"` // "regions", "industries", "parks": where other codes come from
}

type textObject struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

type choiceObject struct {
	Code  string     `json:"code"`
	Label textObject `json:"label"`
}

// Run prints the list.
func (c *factsCommand) Run(s streams) error {
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		return err
	}
	list := make([]factObject, 0, len(set.Facts))
	for _, f := range set.Facts {
		o := factObject{ID: f.ID, Kind: f.Kind, Unit: f.Unit, Label: textObject(f.Label), Choices: []choiceObject{}, From: f.From}
		for _, ch := range f.Choices {
			o.Choices = append(o.Choices, choiceObject{ch.Code, textObject(ch.Label)})
		}
		list = append(list, o)
	}
	if c.JSON {
		return printObject(s.out, list)
	}
	w := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, f := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", f.ID, f.Kind, f.Unit, f.Label.ZH)
	}
	return w.Flush()
}
