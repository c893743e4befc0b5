package valuation

import "zhirong/corpus"

// FromFacts returns what the facts of a firm say of the right to be valued. The
// amount that a firm wants to borrow is a fact too, and is never looked at.
func FromFacts(known corpus.Facts) Input {
	var in Input
	yes := func(id corpus.FactID) bool { v := known[id]; return v.Known() && v.Kind == corpus.KindBool && v.Bool }
	in.Right.Joint, in.Right.Disputed, in.Right.Pledged = yes("co_owned"), yes("disputed"), yes("already_pledged")
	if v := known["patent_valid"]; v.Known() && v.Kind == corpus.KindBool {
		// The fact asks for both at once: in force, and fees paid.
		in.Right.FeesPaid = new(v.Bool)
		if v.Bool {
			in.Right.Status = "granted"
		}
	}
	// The kind is told only where the firm holds one kind alone.
	held := []corpus.IPKind{}
	for _, k := range []struct {
		fact corpus.FactID
		kind corpus.IPKind
	}{
		{"patents_invention", corpus.InventionPatent}, {"patents_utility_model", corpus.UtilityModel},
		{"patents_design", corpus.DesignPatent}, {"patents_pending", corpus.PendingPatent},
	} {
		if v := known[k.fact]; v.Known() && v.Span.HasMin && (v.Span.Min > 0 || v.Span.MinOpen) {
			held = append(held, k.kind)
		}
	}
	if len(held) == 1 {
		in.Right.Kind = held[0]
	}
	return in
}
