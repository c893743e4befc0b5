package knowledge

import (
	"cmp"
	"slices"

	"zhirong/corpus"
)

// DatedChange is something that begins or ceases to hold on a day.
type DatedChange struct {
	On      corpus.Date // the first day on which it holds, or no longer holds
	Begins  bool
	Passage corpus.PassageID // a clause, or a product's summary
	Product *corpus.Product  // nil for a clause
}

// Between returns what begins or ceases to hold after one day and until another,
// in a place or anywhere if place is empty, in the order of days.
func (m *Matcher) Between(from, to corpus.Date, place corpus.RegionCode) []DatedChange {
	var out []DatedChange
	add := func(begin, last corpus.Date, regions []corpus.RegionCode, c DatedChange) {
		if place != "" && !slices.ContainsFunc(regions, func(r corpus.RegionCode) bool { return m.set.Within(place, r) }) {
			return
		}
		if begin > from && begin <= to {
			c.On, c.Begins = begin, true
			out = append(out, c)
		}
		if last == "" {
			return
		}
		if day := corpus.DateOfDay(last.Day() + 1); day > from && day <= to {
			c.On, c.Begins = day, false
			out = append(out, c)
		}
	}
	passages := m.set.Passages()
	for i := range passages {
		if q := &passages[i]; q.Kind == corpus.PolicyPassage {
			add(q.Effective, q.Expires, q.Regions, DatedChange{Passage: q.ID})
		}
	}
	for i := range m.set.Products {
		if p := &m.set.Products[i]; p.Offered {
			add(p.Valid.From, p.Valid.To, p.Regions, DatedChange{Passage: corpus.PassageID(string(p.ID) + "#summary"), Product: p})
		}
	}
	slices.SortStableFunc(out, func(a, b DatedChange) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Passage, b.Passage))
	})
	return out
}

// FitChange is a product that stands otherwise on one day than on another.
type FitChange struct {
	Product       *corpus.Product
	Before, After *Fit // nil: it cannot be had on that day
}

// Compare returns the products that stand otherwise on the second day than on the
// first, for what is known on either: facts may age between the days.
func (m *Matcher) Compare(before, after corpus.Facts, first, second corpus.Date) []FitChange {
	a, b := m.fill(nil, before), m.fill(nil, after)
	var out []FitChange
	for i := range m.rules {
		r := &m.rules[i]
		var was, is *Fit
		if Offerable(r.product, first) {
			f := m.fit(r, a)
			was = &f
		}
		if Offerable(r.product, second) {
			f := m.fit(r, b)
			is = &f
		}
		if was == nil && is == nil || was != nil && is != nil && *was == *is {
			continue
		}
		out = append(out, FitChange{r.product, was, is})
	}
	return out
}

// Age returns what is known once some whole months have gone by: the firm is
// older, and its patents have less life left. Months below zero are none.
func Age(known corpus.Facts, months corpus.Months) corpus.Facts {
	out := known.Clone()
	move := func(id corpus.FactID, by int64) {
		v := out[id]
		if !v.Known() {
			return
		}
		if v.Span.HasMin {
			v.Span.Min = max(v.Span.Min+by, 0)
		}
		if v.Span.HasMax {
			v.Span.Max = max(v.Span.Max+by, 0)
		}
		if v.Span.HasMin && v.Span.HasMax && v.Span.Min == v.Span.Max {
			v.Span.MinOpen, v.Span.MaxOpen = false, false
		}
		out[id] = v
	}
	move("months_operating", int64(months))
	move("patent_months_left", -int64(months))
	return out
}
