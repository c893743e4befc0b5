package web

import (
	"slices"
	"strings"
	"sync"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// shelves hold what the library looks up in the generation that serves. It is
// made where a generation is first visited.
type shelves struct {
	mu  sync.Mutex
	now *shelf
}

// shelf is what the library looks up in one generation.
type shelf struct {
	id       string
	set      *corpus.Set
	base     *knowledge.Base
	since    time.Time // when the generation was first visited
	texts    map[corpus.ID]string
	passages []string // folded, as Set.Passages
	heirs    map[corpus.ID][]*corpus.Policy
	byDocNo  map[string]*corpus.Policy
	cases    map[corpus.ID][]*corpus.Case // by product
}

func (s *shelves) of(g *bot.Generation, now time.Time) *shelf {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil || s.now.set != g.Set {
		s.now = newShelf(g, now)
	}
	return s.now
}

func newShelf(g *bot.Generation, now time.Time) *shelf {
	set := g.Set
	s := &shelf{
		id: g.ID, set: set, base: g.Base, since: now, texts: map[corpus.ID]string{}, passages: make([]string, len(set.Passages())),
		heirs: map[corpus.ID][]*corpus.Policy{}, byDocNo: map[string]*corpus.Policy{}, cases: map[corpus.ID][]*corpus.Case{},
	}
	for i := range set.Passages() {
		p := &set.Passages()[i]
		s.passages[i] = folded(append([]string{p.Title.ZH, p.Title.EN, p.Heading.ZH, p.Heading.EN, p.Text.ZH, p.Text.EN, p.Number.ZH, p.Number.EN, p.DocNo,
			p.Table.In(corpus.Chinese), p.Table.In(corpus.English), strings.Join(p.Refs, " ")}, p.Words...)...)
		s.texts[p.Doc] += s.passages[i]
	}
	for i := range set.Policies {
		p := &set.Policies[i]
		parts := []string{p.Title, p.Gloss, p.Short.ZH, p.Short.EN, p.IndexNo}
		for _, by := range p.Issuers {
			parts = append(parts, by.ZH, by.EN)
		}
		s.texts[p.ID] += folded(parts...)
		if p.Supersedes != "" {
			s.heirs[p.Supersedes] = append(s.heirs[p.Supersedes], p)
		}
		if p.DocNo != "" {
			s.byDocNo[p.DocNo] = p
		}
	}
	for i := range set.Products {
		p := &set.Products[i]
		s.texts[p.ID] += folded(append([]string{p.Short.ZH, p.Short.EN, p.Provider.ZH, p.Provider.EN}, p.Instruments...)...)
	}
	for i := range set.Cases {
		c := &set.Cases[i]
		s.texts[c.ID] += folded(c.Lender.ZH, c.Lender.EN, set.PlaceName(c.Region, corpus.Chinese), set.PlaceName(c.Region, corpus.English))
		if c.Product != "" {
			s.cases[c.Product] = append(s.cases[c.Product], c)
		}
	}
	for i := range set.Gaps {
		g := &set.Gaps[i]
		s.texts[g.ID] += folded(g.Differs.ZH, g.Differs.EN, g.Decides.ZH, g.Decides.EN)
	}
	for i := range set.Terms {
		t := &set.Terms[i]
		s.texts[t.ID] = folded(append([]string{t.Name.ZH, t.Name.EN}, t.Synonyms...)...)
	}
	for i := range set.Offices {
		o := &set.Offices[i]
		s.texts[o.ID] = folded(o.Name.ZH, o.Name.EN, o.Does.ZH, o.Does.EN, o.Phone)
	}
	return s
}

// folded is text to look words up in; a line break parts what must not be read
// as one.
func folded(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p != "" {
			b.WriteString(corpus.Fold(p))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// wanted are the words of a query as they are looked up.
func wanted(query string) []string { return strings.Fields(corpus.Fold(query)) }

// holds reports whether a folded text holds every word.
func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// has reports whether an entry holds every word.
func (s *shelf) has(id corpus.ID, words []string) bool { return holds(s.texts[id], words) }

// clauses are the passages of policies, or where there is none of anything, that
// rest on the refs: at most n.
func (s *shelf) clauses(refs []string, n int) []*corpus.Passage {
	var policies, others []*corpus.Passage
	seen := map[int]bool{}
	for _, ref := range refs {
		for _, i := range s.set.ByRef(ref) {
			if seen[i] {
				continue
			}
			seen[i] = true
			if p := &s.set.Passages()[i]; p.Kind == corpus.PolicyPassage {
				policies = append(policies, p)
			} else {
				others = append(others, p)
			}
		}
	}
	if len(policies) == 0 {
		policies = others
	}
	return policies[:min(n, len(policies))]
}

// explaining are the clauses that explain a term, at most n: those that hold the
// word itself before others that rest on the same facts.
func (s *shelf) explaining(t *corpus.Term, n int) []*corpus.Passage {
	name := corpus.Fold(t.Name.ZH)
	var inHeading, inText, others []*corpus.Passage
	for _, p := range s.clauses(t.Explains, len(s.passages)) {
		switch {
		case strings.Contains(corpus.Fold(p.Heading.ZH), name):
			inHeading = append(inHeading, p)
		case strings.Contains(corpus.Fold(p.Text.ZH), name):
			inText = append(inText, p)
		default:
			others = append(others, p)
		}
	}
	all := slices.Concat(inHeading, inText, others)
	return all[:min(n, len(all))]
}

// The levels at which something holds.
const (
	levelNation    = "nation"
	levelProvince  = "province"
	levelLocal     = "local"
	levelElsewhere = "elsewhere"
)

var levels = []string{levelNation, levelProvince, levelLocal, levelElsewhere}

// level says where something holds, seen from Hubei: the widest of its places counts.
func (s *shelf) level(regions []corpus.RegionCode) string {
	switch {
	case slices.Contains(regions, corpus.Nation):
		return levelNation
	case slices.Contains(regions, corpus.Hubei):
		return levelProvince
	case slices.ContainsFunc(regions, func(r corpus.RegionCode) bool { return s.set.Within(r, corpus.Hubei) }):
		return levelLocal
	}
	return levelElsewhere
}

// holdsAt reports whether something that holds in some places holds at a place,
// or in a part of it.
func (s *shelf) holdsAt(regions []corpus.RegionCode, place corpus.RegionCode) bool {
	return slices.ContainsFunc(regions, func(r corpus.RegionCode) bool { return s.set.Within(place, r) || s.set.Within(r, place) })
}

// State of an instrument or a clause on a day, as the templates name it.
const (
	statePending = "pending" // decided, but holds from a later day
)

// stateOn is the state of something on a day. Where its last day is known, that
// day decides, whatever was written of it.
func stateOn(status corpus.Status, effective, expires, day corpus.Date) string {
	switch {
	case status == corpus.Reported || status == corpus.Draft || status == corpus.Amended && expires == "":
		return string(status)
	case effective != "" && day < effective:
		return statePending
	case expires != "" && day > expires && (status == corpus.InForce || status == ""):
		return string(corpus.Ended)
	case expires != "" && day <= expires:
		return string(corpus.InForce)
	}
	return string(status)
}
