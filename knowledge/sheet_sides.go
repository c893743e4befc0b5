package knowledge

import (
	"slices"

	"zhirong/corpus"
)

// SideFields are the fields in which two routes are compared, in order.
var SideFields = []string{"amount", "term", "rate", "collateral", "rights", "materials", "time", "contact"}

// Sides are unsecured loans and pledge routes side by side.
type Sides struct {
	Unsecured []Side
	Pledge    []Side
	// Differs tells of each of SideFields whether the two routes say something
	// else: no text of the one stands in the other.
	Differs []bool
}

// Side is one product with its cells in the order of SideFields.
type Side struct {
	Match Match
	Cells []Cell
}

// Cell is one field of a product. Known is false where the sources do not tell;
// Applies is false where the field makes no sense for the product.
type Cell struct {
	Text           corpus.Text
	Cite           corpus.PassageID
	Known, Applies bool
}

// Compared puts the unsecured loans among matches beside the pledge routes, at
// most n of each, those that are ruled out left out.
func Compared(ms []Match, n int) Sides {
	var out Sides
	for _, w := range ms {
		if w.Fit == Ineligible {
			continue
		}
		switch w.Product.Kind {
		case corpus.CreditLoan:
			if len(out.Unsecured) < n {
				out.Unsecured = append(out.Unsecured, side(w))
			}
		case corpus.PledgeLoan, corpus.CombinedLoan:
			if len(out.Pledge) < n {
				out.Pledge = append(out.Pledge, side(w))
			}
		}
	}
	for i := range SideFields {
		differs := len(out.Unsecured) > 0 && len(out.Pledge) > 0
		for _, a := range out.Unsecured {
			if slices.ContainsFunc(out.Pledge, func(b Side) bool {
				return a.Cells[i].Known == b.Cells[i].Known && a.Cells[i].Text == b.Cells[i].Text
			}) {
				differs = false
			}
		}
		out.Differs = append(out.Differs, differs)
	}
	return out
}

func side(w Match) Side {
	s := Side{Match: w}
	texts := map[string]corpus.Text{}
	for _, f := range w.Product.Fields() {
		texts[f.Field] = f.Text
	}
	for _, name := range SideFields {
		c := Cell{Text: texts[name], Applies: !slices.Contains(w.Product.NotApplicable, name)}
		if c.Known = !c.Text.Zero(); c.Known {
			c.Cite = corpus.PassageID(string(w.Product.ID) + "#" + name)
		}
		s.Cells = append(s.Cells, c)
	}
	return s
}
