package valuation

import (
	"encoding/json"
	"slices"
	"strings"

	"zhirong/corpus"
)

// Question is one thing to ask for an estimate.
type Question struct {
	ID       string // as Sheet.Set takes it
	Ask      corpus.Text
	Required bool // no estimate without it
}

// quick are the questions of the quick estimate, in order; full follow when more
// is wanted. Of sales, profits, cost at least one is needed.
var (
	quick = []string{"kind", "filed", "status", "fees_paid", "sales", "profits", "cost", "scene"}
	full  = []string{"economic_life", "growth_bp", "discount_bp", "split_bp", "profit_split_bp", "depreciation_bp", "comparable"}
)

// Questions returns the questions of the quick mode, at most eight, or of the
// full mode, which adds the figures that stand in otherwise.
func (e *Estimator) Questions(whole bool) []Question {
	ids := quick
	if whole {
		ids = slices.Concat(quick, full)
	}
	out := make([]Question, len(ids))
	for i, id := range ids {
		out[i] = Question{ID: id, Ask: e.set.Say("estimate.ask."+id, nil), Required: id == "kind" || id == "filed"}
	}
	return out
}

// paths are where a figure stands in a request, by the id under which it is shown.
var paths = map[string]string{
	"kind": "right.kind", "filed": "right.filed", "status": "right.status", "fees_paid": "right.fees_paid", "economic_life": "right.economic_life",
	"scene": "scene", "seed": "seed", "as_of": "as_of",
	"sales": "inputs.sales", "split_bp": "inputs.split_bp", "profits": "inputs.profits", "profit_split_bp": "inputs.profit_split_bp",
	"growth_bp": "inputs.growth_bp", "discount_bp": "inputs.discount_bp", "cost": "inputs.cost.spend", "depreciation_bp": "inputs.cost.depreciation_bp",
	"comparable": "inputs.comparable.price", "target": "target",
}

// Sheet is an input that is edited figure by figure, with a log and undo. To keep
// one, keep the input it began with and its log: setting the log again gives the
// same sheet. It is not safe for use by several goroutines.
type Sheet struct {
	e    *Estimator
	in   Input
	past []Input
	log  []Change
}

// Change is one edit.
type Change struct {
	ID   string `json:"id"`
	Text string `json:"text"` // as the person wrote it
}

// Sheet begins to edit an input.
func (e *Estimator) Sheet(in Input) *Sheet { return &Sheet{e: e, in: in} }

// Input returns the input as it stands.
func (s *Sheet) Input() Input { return s.in }

// Log returns the edits that stand, the oldest first.
func (s *Sheet) Log() []Change { return slices.Clone(s.log) }

// Set puts a figure in place: "15%", "500万", "6", a day, true or false, or a JSON
// list of amounts. A fault leaves the sheet as it is. Setting cost as one figure
// replaces its parts.
func (s *Sheet) Set(id, text string) *corpus.Fault {
	path, ok := paths[id]
	if !ok {
		return fault("unknown_field", id)
	}
	text = strings.TrimSpace(text)
	request := map[string]any{}
	corpus.PutField(request, path, corpus.FieldValue(text))
	data, err := json.Marshal(request)
	if err != nil {
		return fault("bad_json", id)
	}
	newer, flaw := s.e.Read(data)
	if flaw != nil {
		return flaw
	}
	next := s.in
	if id == "cost" {
		next.Cost = CostInput{Depreciation: next.Cost.Depreciation}
	}
	s.past, s.log = append(s.past, s.in), append(s.log, Change{ID: id, Text: text})
	s.in = next.Merge(newer)
	return nil
}

// Undo takes the last edit back and returns it.
func (s *Sheet) Undo() (Change, bool) {
	if len(s.log) == 0 {
		return Change{}, false
	}
	last := len(s.log) - 1
	c := s.log[last]
	s.in, s.past, s.log = s.past[last], s.past[:last], s.log[:last]
	return c, true
}

// Estimate values the input as it stands.
func (s *Sheet) Estimate() (Result, *corpus.Fault) { return s.e.Estimate(s.in) }

// Next returns the first question of the quick or full mode that the input does
// not answer and that was not skipped.
func (s *Sheet) Next(whole bool, skipped func(id string) bool) (Question, bool) {
	for _, q := range s.e.Questions(whole) {
		if !s.in.answers(q.ID) && (skipped == nil || !skipped(q.ID)) {
			return q, true
		}
	}
	return Question{}, false
}

// answers reports whether the input holds what a question asks.
func (in Input) answers(id string) bool {
	switch id {
	case "kind":
		return in.Right.Kind != ""
	case "filed":
		return in.Right.Filed != ""
	case "status":
		return in.Right.Status != ""
	case "fees_paid":
		return in.Right.FeesPaid != nil
	case "sales":
		return in.Sales.Known()
	case "profits":
		return in.Profits.Known()
	case "scene":
		return in.Scene != ""
	case "growth_bp":
		return in.Growth != nil || in.Sales.Level == nil && in.Profits.Level == nil
	}
	return stated(in, id)
}
