package knowledge

import (
	"cmp"
	"context"
	"slices"
)

// Explanation says how a hit came by its score.
type Explanation struct {
	Terms    []string           // what was searched for: units, and pairs joined by "_"
	Single   float64            // BM25 score of the single characters
	Pairs    float64            // BM25 score of the pairs of characters
	Words    float64            // BM25 score of the words and numbers
	Features map[string]float64 // what else counted, by name, before weighting
}

// Weights of the parts of a score. They were chosen together over collections of
// statutes, legal advice, insurance clauses, encyclopaedia articles and
// short questions, so that no kind of text gains at the cost of another; small
// changes make no difference.
//
// In a long text a single character is found by chance and pairs must tell; in
// a short one, such as a question, each character is there for a reason. So the
// weights of both depend on how short a document is: shortness is 1 for an
// empty one, 1/2 for one of shortUnits, near 0 for a long one.
const (
	singleWeight   = 0.5
	singleIfShort  = 0.9 // more, times shortness
	pairWeight     = 0.4
	pairIfShort    = -0.4
	wordWeight     = 1
	presenceWeight = 0.08 // and as much less, times shortness
	coverageWeight = 0.2
	titleWeight    = 1
	exactWeight    = 5
	shortUnits     = 10
)

// Parameters of BM25 (Robertson and Zaragoza, 2009, "The Probabilistic Relevance
// Framework"): how soon repetition stops counting, and how much the length of
// a document matters.
const (
	bm25K = 0.9
	bm25B = 0.6
)

// features are what the score of a document is made of.
type features struct {
	single, pairs, words float64 // BM25 by view
	presence             float64 // idf of the pairs that occur at all
	coverage             float64 // share of the document's units that were asked for, times the question's mass
	title                float64 // idf of the title's units that were asked for, damped by the share of those that were not
	exact                float64 // idf of the keys that the question names
	short                float64 // shortness of the document
}

func (x features) score() float64 {
	return (singleWeight+singleIfShort*x.short)*x.single + (pairWeight+pairIfShort*x.short)*x.pairs +
		wordWeight*x.words + presenceWeight*(1-x.short)*x.presence + coverageWeight*x.coverage +
		titleWeight*x.title + exactWeight*x.exact
}

// weigh compares one document with the question.
func (f *forward) weigh(a *question, ordinal int) features {
	var units [maxUnits + 1]float32 // times the unit at that place occurs
	var pairs [maxPairs + 1]float32
	var titled uint64 // the units that occur in the title, by place - 1
	prev, title := 0, int(f.titles[ordinal])
	seq := f.sequence(ordinal)
	for at := 0; at < len(seq); title-- {
		id := uint32(seq[at])
		at++
		if id >= 0x80 {
			id, at = longEntry(seq, at-1)
		}
		k := int(a.place[id])
		if k != 0 {
			units[k]++
			if prev != 0 {
				pairs[a.next[pairKey(prev, k)]]++
			}
			if title > 0 {
				titled |= 1 << (k - 1)
			}
		}
		prev = k
	}
	x := features{short: float64(f.short[ordinal])}
	norm := bm25K * (1 - bm25B + bm25B*float64(f.sizes[ordinal])/f.mean)
	var met, named float64
	for i := range a.units {
		tf := float64(units[i+1])
		if tf == 0 {
			continue
		}
		u := &a.units[i]
		s := u.ask * tf * (bm25K + 1) / (tf + norm)
		if u.wide {
			x.single += s
		} else {
			x.words += s
		}
		if u.extra {
			continue
		}
		met += u.ask
		if titled&(1<<i) != 0 {
			named += u.idf
		}
	}
	for i := range a.pairs {
		if tf := float64(pairs[i+1]); tf > 0 {
			p := &a.pairs[i]
			x.pairs += p.ask * tf * (bm25K + 1) / (tf + norm)
			x.presence += p.ask
		}
	}
	x.coverage = a.mass * met / (float64(f.masses[ordinal]) + 1)
	if named > 0 {
		share := named / float64(f.titleMasses[ordinal])
		x.title = named * share * share * share * share
	}
	for _, k := range a.exact {
		if _, ok := slices.BinarySearch(f.keys[k.key], uint32(ordinal)); ok {
			x.exact += k.idf
		}
	}
	return x
}

func (e *Engine) search(ctx context.Context, q EngineQuery) ([]Hit, error) {
	a := e.docs.ask(q)
	if len(a.units) == 0 {
		return nil, nil
	}
	found, err := e.recall(ctx, a, e.docs.allow(q))
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(found))
	for _, i := range found {
		x := e.docs.weigh(a, i)
		h := Hit{Ordinal: i, ID: e.docs.ids[i], Score: x.score()}
		if h.Score <= 0 {
			continue
		}
		if q.Boost != nil {
			h.Score *= q.Boost(i)
		}
		hits = append(hits, h)
	}
	slices.SortFunc(hits, func(x, y Hit) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.Ordinal, y.Ordinal))
	})
	limit := q.Limit
	if limit <= 0 {
		limit = 10
	}
	hits = slices.Clone(hits[:min(limit, len(hits))])
	if q.Explain {
		for i := range hits {
			hits[i].Explain = a.explain(e.docs.weigh(a, hits[i].Ordinal))
		}
	}
	return hits, nil
}

func (a *question) explain(x features) *Explanation {
	ex := &Explanation{
		Single: x.single, Pairs: x.pairs, Words: x.words,
		Features: map[string]float64{
			"presence": x.presence, "coverage": x.coverage, "title": x.title, "exact": x.exact, "short": x.short,
		},
	}
	for _, t := range slices.Concat(a.units, a.pairs) {
		ex.Terms = append(ex.Terms, t.text)
	}
	return ex
}

// allow returns the filter of a query.
func (f *forward) allow(q EngineQuery) func(i int) bool {
	if len(q.Must) == 0 && q.Keep == nil {
		return func(int) bool { return true }
	}
	held := make([]int, len(f.ids)) // the number of groups met so far
	for n, group := range q.Must {
		for _, key := range group {
			for _, i := range f.keys[key] {
				if held[i] == n {
					held[i] = n + 1
				}
			}
		}
	}
	return func(i int) bool { return held[i] == len(q.Must) && (q.Keep == nil || q.Keep(i)) }
}
