package knowledge

import "zhirong/corpus"

// NextFact returns the fact whose answer settles most of the products that are
// still possible; of equals the one that stands first in the list of facts. A
// fact that the person cannot tell is not asked again.
func NextFact(set *corpus.Set, ms []Match, known corpus.Facts) (corpus.FactID, bool) {
	votes := map[corpus.FactID]int{}
	for _, m := range ms {
		if m.Fit != Possible {
			continue
		}
		for _, id := range m.Missing {
			votes[id]++
		}
	}
	var best corpus.FactID
	for i := range set.Facts {
		id := set.Facts[i].ID
		if v, asked := known[id]; asked && (v.Unsure || v.Known()) {
			continue
		}
		if votes[id] > votes[best] {
			best = id
		}
	}
	return best, best != ""
}
