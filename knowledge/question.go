package knowledge

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of one search.
const (
	maxQueryBytes = 12 << 10 // of the text; what lies beyond is not read
	maxUnits      = 64       // distinct units that are weighed
	maxPairs      = 64       // distinct pairs of adjacent units that are looked up and weighed
	maxTriedPairs = 512      // pairs among which the rarest are chosen
	maxExpansions = 32       // synonyms that are searched for
	maxTermBytes  = 256      // of one synonym
	minExpansion  = 0.01     // weight below which a synonym is not searched for
)

// question is an analysed query: the units and pairs to search for, and tables
// by which a pass over a document's sequence recognises them.
type question struct {
	units []term
	pairs []term
	mass  float64 // total idf of the units of the text itself

	place []uint8 // by number of a unit in the forward file: its place in units from 1, 0 if not asked for
	next  []uint8 // by pairKey of two places: the place of their pair in pairs from 1, 0 if not asked for
	exact []exactKey
}

// term is a unit or a pair that is searched for.
type term struct {
	text   string
	id     uint32  // of a unit: its number in the forward file, 0 if no document holds it
	first  int     // of a pair: the place of its first unit
	second int     // of a pair: the place of its second unit
	count  int     // times it occurs in the text
	weight float64 // 1, or the weight of the expansion it comes from
	extra  bool    // it comes from an expansion only
	idf    float64 // weight of the term by rarity
	ask    float64 // idf by count and weight: what the term counts for in this question
	wide   bool    // of a unit: one character of a script without spaces
}

// exactKey is a key of documents whose value the text holds literally.
type exactKey struct {
	key string
	idf float64
}

// pairKey is the index into question.next of the units at two places.
func pairKey(first, second int) int { return first*(maxUnits+1) + second }

// idf is the weight of a term that df of n documents hold.
func idf(df, n int) float64 {
	return math.Log(1 + (float64(n-df)+0.5)/(float64(df)+0.5))
}

// lightWeight is what an English function word counts for, beside 1.
const lightWeight = 0.2

// ask analyses a query. The pairs still lack their idf.
func (f *forward) ask(q EngineQuery) *question {
	text := unitsOf(cut(q.Text, maxQueryBytes))
	a := &question{place: make([]uint8, len(f.df)), next: make([]uint8, (maxUnits+1)*(maxUnits+1))}
	at := make(map[string]int) // places of units, from 1
	for _, u := range text {
		if u != gap {
			f.addUnit(a, at, u, 1, false)
		}
	}
	if len(a.units) == 0 {
		return a
	}
	for i := range a.units {
		a.mass += a.units[i].idf
	}
	type synonym struct {
		units  []string
		weight float64
	}
	var synonyms []synonym
	for _, x := range q.Expand[:min(len(q.Expand), maxExpansions)] {
		if w := min(x.Weight, 1); w >= minExpansion {
			synonyms = append(synonyms, synonym{unitsOf(cut(x.Term, maxTermBytes)), w})
		}
	}
	for _, s := range synonyms {
		for _, u := range s.units {
			if u != gap {
				f.addUnit(a, at, u, s.weight, true)
			}
		}
	}
	if len(a.units) > maxUnits {
		slices.SortStableFunc(a.units, func(x, y term) int {
			if x.extra != y.extra {
				return cmp.Compare(boolInt(x.extra), boolInt(y.extra))
			}
			return cmp.Compare(y.idf, x.idf)
		})
		a.units = a.units[:maxUnits]
		clear(at)
		for i, u := range a.units {
			at[u.text] = i + 1
		}
	}
	for i := range a.units {
		u := &a.units[i]
		if u.id != 0 {
			a.place[u.id] = uint8(i + 1)
		}
		u.ask = u.idf * u.weight * math.Sqrt(float64(u.count))
		if lightWord(u.text) {
			u.ask *= lightWeight
		}
		// Single characters of a synonym say nothing; its pairs do.
		if u.extra && u.wide {
			u.ask = 0
		}
	}
	pairs := make(map[int]int)
	a.addPairs(pairs, at, text, 1, false)
	for _, s := range synonyms {
		a.addPairs(pairs, at, s.units, s.weight, true)
	}
	a.exact = f.exactKeys(text)
	return a
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// addUnit counts one occurrence of a unit.
func (f *forward) addUnit(a *question, at map[string]int, u string, weight float64, extra bool) {
	k, ok := at[u]
	if !ok {
		id := f.units[u]
		a.units = append(a.units, term{
			text: u, id: id, weight: weight, extra: extra, idf: idf(int(f.df[id]), len(f.ids)), wide: isWideUnit(u),
		})
		k = len(a.units)
		at[u] = k
	}
	if t := &a.units[k-1]; t.extra {
		t.count, t.weight = 1, max(t.weight, weight)
	} else if !extra {
		t.count++
	}
}

// addPairs counts the pairs of adjacent single characters among the units kept.
func (a *question) addPairs(pairs map[int]int, at map[string]int, units []string, weight float64, extra bool) {
	prev := 0
	for _, u := range units {
		k := 0
		if u != gap {
			k = at[u]
		}
		if prev != 0 && k != 0 && a.units[prev-1].wide && a.units[k-1].wide && a.units[prev-1].id != 0 && a.units[k-1].id != 0 {
			key := pairKey(prev, k)
			p, ok := pairs[key]
			if !ok && len(a.pairs) < maxTriedPairs {
				a.pairs = append(a.pairs, term{
					text: pairTerm(a.units[prev-1].text, u), first: prev, second: k, weight: weight, extra: extra,
				})
				p, ok = len(a.pairs), true
				pairs[key] = p
			}
			if ok {
				if t := &a.pairs[p-1]; t.extra {
					t.count, t.weight = 1, max(t.weight, weight)
				} else if !extra {
					t.count++
				}
			}
		}
		prev = k
	}
}

// weighPairs gives the pairs their idf, df holding in how many of n documents
// each occurs, and keeps the rarest that occur at all. It returns where each
// kept pair was.
func (a *question) weighPairs(df []int, n int) []int {
	var kept []int
	for i := range a.pairs {
		if df[i] > 0 {
			p := &a.pairs[i]
			p.idf = idf(df[i], n)
			p.ask = p.idf * p.weight * math.Sqrt(float64(p.count))
			kept = append(kept, i)
		}
	}
	if len(kept) > maxPairs {
		slices.SortStableFunc(kept, func(x, y int) int { return cmp.Compare(a.pairs[y].ask, a.pairs[x].ask) })
		kept = kept[:maxPairs]
	}
	pairs := make([]term, len(kept))
	clear(a.next)
	for i, k := range kept {
		pairs[i] = a.pairs[k]
		a.next[pairKey(pairs[i].first, pairs[i].second)] = uint8(i + 1)
	}
	a.pairs = pairs
	return kept
}

// minExactUnits is the number of units from which on a key's value found in a
// question counts as meant.
const minExactUnits = 3

// exactKeys returns the keys whose value, the part after the colon, stands in
// the text, whatever its punctuation: the number of a document for example.
func (f *forward) exactKeys(text []string) []exactKey {
	units := slices.DeleteFunc(slices.Clone(text), func(u string) bool { return u == gap })
	units = units[:min(len(units), 4*maxUnits)]
	var found []exactKey
	for _, n := range f.exactSizes {
		for i := 0; i+n <= len(units); i++ {
			for _, k := range f.exact[strings.Join(units[i:i+n], " ")] {
				e := exactKey{k, idf(len(f.keys[k]), len(f.ids))}
				if !slices.Contains(found, e) {
					found = append(found, e)
				}
			}
		}
	}
	return found
}

// unitsOf returns the units of a text.
func unitsOf(s string) []string {
	var list []string
	analyze(s, func(u string) { list = append(list, u) })
	return list
}

// cut shortens s to at most n bytes, at the border of a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
