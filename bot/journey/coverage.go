package journey

import (
	"fmt"
	"slices"
	"strings"

	"zhirong/corpus"
)

// Cover is how much of what the corpus holds was met by journeys.
type Cover struct {
	Intents Share // intents that a message was understood as
	Rules   Share // products with conditions that were weighed and shown
	Clauses Share // passages of policies that were cited
}

// Share is a part of a whole.
type Share struct {
	Seen, All int
	Missing   []string // ids, sorted
}

// Percent is the share in per cent; of nothing, all of it was met.
func (s Share) Percent() float64 {
	if s.All == 0 {
		return 100
	}
	return 100 * float64(s.Seen) / float64(s.All)
}

// String prints the share and the ids that are missing.
func (s Share) String() string {
	line := fmt.Sprintf("%.1f%% (%d of %d)", s.Percent(), s.Seen, s.All)
	if len(s.Missing) > 0 {
		line += " missing: " + strings.Join(s.Missing, " ")
	}
	return line
}

// String prints the three shares, one a line.
func (c Cover) String() string {
	return fmt.Sprintf("intents %v\nrules %v\nclauses %v\n", c.Intents, c.Rules, c.Clauses)
}

// Coverage tells what of the corpus the reports met.
func Coverage(set *corpus.Set, reports []Report) Cover {
	intents, passages, products := map[corpus.IntentID]bool{}, map[corpus.PassageID]bool{}, map[corpus.ID]bool{}
	for _, r := range reports {
		mark(intents, r.Intents)
		mark(passages, r.Passages)
		mark(products, r.Products)
	}
	var c Cover
	for _, in := range set.Intents {
		c.Intents.count(string(in.ID), intents[in.ID])
	}
	for _, p := range set.Products {
		if p.Criteria != nil {
			c.Rules.count(string(p.ID), products[p.ID])
		}
	}
	for _, p := range set.Passages() {
		if p.Kind == corpus.PolicyPassage {
			c.Clauses.count(string(p.ID), passages[p.ID])
		}
	}
	for _, s := range []*Share{&c.Intents, &c.Rules, &c.Clauses} {
		slices.Sort(s.Missing)
	}
	return c
}

func mark[T comparable](seen map[T]bool, list []T) {
	for _, x := range list {
		seen[x] = true
	}
}

func (s *Share) count(id string, seen bool) {
	s.All++
	if seen {
		s.Seen++
		return
	}
	s.Missing = append(s.Missing, id)
}
