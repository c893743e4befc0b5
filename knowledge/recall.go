package knowledge

import (
	"cmp"
	"context"
	"errors"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

const (
	candidates = 300  // documents that are weighed exactly
	few        = 50   // below this many documents found, all single characters are searched for
	postings   = 8000 // documents that may hold the rare single characters searched for in any case
)

// recall finds the documents worth weighing, and gives the pairs of the question
// their idf. allow tells which documents may be found at all.
func (e *Engine) recall(ctx context.Context, a *question, allow func(i int) bool) ([]int, error) {
	if e.reader == nil {
		return e.recallAll(ctx, a, allow)
	}
	df := make([]int, len(a.pairs))
	readers := make([]index.TermFieldReader, len(a.pairs))
	defer func() {
		for _, r := range readers {
			if r != nil {
				r.Close()
			}
		}
	}()
	for i, p := range a.pairs {
		var err error
		if readers[i], err = e.reader.TermFieldReader(ctx, []byte(p.text), termField, false, false, false); err != nil {
			return nil, err
		}
		df[i] = int(readers[i].Count())
	}
	kept := a.weighPairs(df, len(e.docs.ids))

	scores := make([]float32, len(e.docs.ids))
	for i, k := range kept {
		if err := e.addScores(ctx, scores, readers[k], a.pairs[i].ask, pairWeight, pairIfShort); err != nil {
			return nil, err
		}
	}
	addUnit := func(u term, weight, ifShort float64) error {
		r, err := e.reader.TermFieldReader(ctx, []byte(u.text), termField, false, false, false)
		if err != nil {
			return err
		}
		return errors.Join(e.addScores(ctx, scores, r, u.ask, weight, ifShort), r.Close())
	}
	var singles []term // the rarest first
	for _, u := range a.units {
		switch {
		case u.id == 0 || u.ask == 0:
		case u.wide:
			singles = append(singles, u)
		default:
			if err := addUnit(u, wordWeight, 0); err != nil {
				return nil, err
			}
		}
	}
	for _, x := range a.exact {
		for _, i := range e.docs.keys[x.key] {
			scores[i] += float32(exactWeight * x.idf)
		}
	}
	slices.SortStableFunc(singles, func(x, y term) int { return cmp.Compare(y.idf, x.idf) })
	budget := postings
	for len(singles) > 0 {
		budget -= int(e.docs.df[singles[0].id])
		if budget < 0 {
			break
		}
		if err := addUnit(singles[0], singleWeight, singleIfShort); err != nil {
			return nil, err
		}
		singles = singles[1:]
	}
	best := top(scores, candidates, allow)
	if len(best) >= few || len(singles) == 0 {
		return best, nil
	}
	for _, u := range singles {
		if err := addUnit(u, singleWeight, singleIfShort); err != nil {
			return nil, err
		}
	}
	return top(scores, candidates, allow), nil
}

// addScores adds to the score of every document of the reader what a single
// occurrence in it counts for.
func (e *Engine) addScores(ctx context.Context, scores []float32, r index.TermFieldReader, ask, weight, ifShort float64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	base, slope := float32(ask*weight), float32(ask*ifShort)
	var doc index.TermFieldDoc
	for {
		d, err := r.Next(&doc)
		if err != nil || d == nil {
			return err
		}
		i := e.docs.order[d.ID.Value()]
		scores[i] += (base + slope*e.docs.short[i]) * e.docs.once[i]
	}
}

// recallAll takes every allowed document that holds anything asked for.
func (e *Engine) recallAll(ctx context.Context, a *question, allow func(i int) bool) ([]int, error) {
	for i, p := range a.pairs[:min(len(a.pairs), 255)] {
		a.next[pairKey(p.first, p.second)] = uint8(i + 1)
	}
	df := make([]int, len(a.pairs))
	var found []int
	var seen [256]int // the last ordinal+1 that held the pair
	for i := range e.docs.ids {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		any, prev := false, 0
		e.docs.each(i, func(_ int, id uint32) {
			k := int(a.place[id])
			if k != 0 {
				any = true
				if prev != 0 {
					if p := a.next[pairKey(prev, k)]; p != 0 && seen[p] != i+1 {
						seen[p] = i + 1
						df[p-1]++
					}
				}
			}
			prev = k
		})
		if any && allow(i) {
			found = append(found, i)
		}
	}
	a.weighPairs(df, len(e.docs.ids))
	for _, x := range a.exact {
		for _, i := range e.docs.keys[x.key] {
			if at, ok := slices.BinarySearch(found, int(i)); !ok && allow(int(i)) {
				found = slices.Insert(found, at, int(i))
			}
		}
	}
	return found, nil
}

// top returns the ordinals of the n highest scores above zero that are allowed,
// in no particular order; of equal scores the lower ordinals.
func top(scores []float32, n int, allow func(i int) bool) []int {
	heap := make([]int, 0, n) // the worst first
	worse := func(a, b int) bool { return scores[a] < scores[b] || scores[a] == scores[b] && a > b }
	for i, s := range scores {
		if s <= 0 || len(heap) == n && !worse(heap[0], i) || !allow(i) {
			continue
		}
		if len(heap) < n {
			heap = append(heap, i)
			for k := len(heap) - 1; k > 0 && worse(heap[k], heap[(k-1)/2]); k = (k - 1) / 2 {
				heap[k], heap[(k-1)/2] = heap[(k-1)/2], heap[k]
			}
			continue
		}
		heap[0] = i
		for k := 0; ; {
			least := k
			for c := 2*k + 1; c <= 2*k+2 && c < n; c++ {
				if worse(heap[c], heap[least]) {
					least = c
				}
			}
			if least == k {
				break
			}
			heap[k], heap[least] = heap[least], heap[k]
			k = least
		}
	}
	return heap
}
