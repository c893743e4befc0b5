package knowledge

import (
	"fmt"
	"slices"

	"zhirong/corpus"
)

// Collective is how many firms stand to the products: the table for a park or an
// association that asks for credit for its members.
type Collective struct {
	Firms    []CollectiveFirm
	Products []CollectiveProduct
}

// CollectiveFirm is one firm's line.
type CollectiveFirm struct {
	Row                            int
	Name                           string
	Eligible, Possible, Ineligible int
	Fits                           []Fit             // by the products' places in the table
	Best                           []*corpus.Product // the first few that are not ruled out and serve the need
	Next                           corpus.FactID     // the fact that settles most; empty: none does
}

// CollectiveProduct is one product's line.
type CollectiveProduct struct {
	Product                        *corpus.Product
	Eligible, Possible, Ineligible int
	Wanted                         corpus.Money // of a product that lends: what the firms not ruled out ask for, as far as they tell exactly
}

// bestShown is how many products a firm's line names.
const bestShown = 3

// Collect weighs many firms, one after the other; no findings are kept.
func (m *Matcher) Collect(firms []Firm, on corpus.Date) Collective {
	out := Collective{Firms: make([]CollectiveFirm, 0, len(firms))}
	at := map[*corpus.Product]int{}
	for i := range m.set.Products {
		if p := &m.set.Products[i]; Offerable(p, on) {
			at[p] = len(out.Products)
			out.Products = append(out.Products, CollectiveProduct{Product: p})
		}
	}
	for _, f := range firms {
		line := CollectiveFirm{Row: f.Row, Name: f.Name, Fits: make([]Fit, len(out.Products))}
		matches := m.Match(f.Facts, on)
		for i := range matches {
			w := &matches[i]
			p := &out.Products[at[w.Product]]
			line.Fits[at[w.Product]] = w.Fit
			switch w.Fit {
			case Eligible:
				line.Eligible, p.Eligible = line.Eligible+1, p.Eligible+1
			case Possible:
				line.Possible, p.Possible = line.Possible+1, p.Possible+1
			default:
				line.Ineligible, p.Ineligible = line.Ineligible+1, p.Ineligible+1
				continue
			}
			if loan := f.Facts["loan_amount"]; loan.Known() && w.Product.Role == corpus.LendingLimit {
				if n, exact := loan.Span.Exact(); exact {
					p.Wanted += corpus.Money(n)
				}
			}
			if w.Rank.Cover != ServesOther && len(line.Best) < bestShown {
				line.Best = append(line.Best, w.Product)
			}
		}
		line.Next, _ = m.Next(Serving(matches), f.Facts)
		out.Firms = append(out.Firms, line)
	}
	return out
}

// Rows are the firms' table with its head, faulty rows in their place.
func (m *Matcher) Rows(c *Collective, faults []RowFault, lang corpus.Lang) [][]string {
	head := []string{"row", "name", "eligible", "possible", "ineligible", "best", "next", "fault"}
	for i, h := range head {
		head[i] = m.word("collective."+h, lang)
	}
	type line struct {
		row   int
		cells []string
	}
	var lines []line
	for _, f := range c.Firms {
		names := make([]string, len(f.Best))
		for i, p := range f.Best {
			names[i] = p.Short.In(lang)
		}
		best, next := list(names, lang), m.word("collective.none", lang)
		if best == "" {
			best = m.word("collective.none", lang)
		}
		if fact, ok := m.set.Fact(f.Next); ok {
			next = fact.Label.In(lang)
		}
		lines = append(lines, line{f.Row, []string{fmt.Sprint(f.Row), f.Name, fmt.Sprint(f.Eligible), fmt.Sprint(f.Possible), fmt.Sprint(f.Ineligible), best, next, ""}})
	}
	for _, f := range faults {
		text := f.Text
		if f.Column != "" {
			text = f.Column + ": " + text
		}
		lines = append(lines, line{f.Row, []string{fmt.Sprint(f.Row), f.Name, "", "", "", "", "", text}})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return a.row - b.row })
	out := [][]string{head}
	for _, l := range lines {
		out = append(out, l.cells)
	}
	return out
}
