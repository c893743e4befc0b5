package bot

import (
	"fmt"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

const (
	maxProducts  = 5 // shown at once
	maxQuestions = 5 // asked in one form
)

// answerProducts weighs the products against what is known of the firm, and asks
// the fact that settles most. While nothing is known it answers in general.
func (t *turn) answerProducts(part intents.Part) (piece, error) {
	if named := t.g.Base.Named(part.Text); len(named) > 0 || part.Intent != "match_products" && !t.knowsFirm() || asksGeneral(part) {
		return t.answerPolicy(part)
	}
	t.fromSheet()
	fitting := t.candidates(t.s.Profile.Facts, t.today)
	shown := t.withLocal(standing(fitting), fitting)
	f := t.s.form()
	asked := 0
	if f != nil && f.Intent == part.Intent {
		asked = len(f.Path)
	}
	next, open := t.g.Base.Matcher().Next(shown, t.s.Profile.Facts)
	if !t.s.Profile.Facts["region"].Known() && t.s.Profile.Facts["region"].Kind == "" {
		next, open = "region", true
	}
	if t.keep != "" && t.s.Profile.Facts[t.keep].Kind == "" {
		next, open = t.keep, true
	}
	if asked >= maxQuestions {
		open = false
	}
	p := piece{outcome: Answered, products: shown}
	if prefix := t.placePrefix(part); prefix != "" {
		p.lines = append(p.lines, prefix)
	}
	if note := t.firstPlace(part); note != "" {
		p.lines = append(p.lines, note)
	}
	knows := t.knowsFirm() || part.Question && tellsOfFirm(part)
	if !knows {
		p.outcome = Asked
		p.lines = append(p.lines, t.say("products.start", nil))
	} else if same := fits(shown); same == t.s.Shown && f != nil && t.goesOn {
		// After an answer that changed nothing the list is not told again.
		p.lines = append(p.lines, t.unchanged()...)
	} else if err := t.showProducts(&p, shown); err != nil {
		return p, err
	} else {
		t.s.Shown = same
	}
	leads := t.leads(shown)
	if !open {
		t.closeForm(part.Intent)
		p.buttons = &Buttons{Choices: leads}
		return p, nil
	}
	fact, _ := t.set.Fact(next)
	t.open(part.Intent, part.Text, next)
	p.ask = next
	p.lines = append(p.lines, t.say("products.ask", map[string]string{"ask": fact.Ask.In(t.lang)}))
	p.buttons = t.factButtons(fact)
	if knows {
		// A number is the answer to the question where that asks for one.
		p.buttons.Unnumbered = fact.Kind.Numeric()
		p.buttons.Choices = append(p.buttons.Choices, t.foldLeads(leads)...)
	}
	return p, nil
}

// unchanged says that a list is as it was, after what was answered, if that was
// more than that it is not known.
func (t *turn) unchanged() []string {
	fact, ok := t.set.Fact(t.settled)
	switch v := t.s.Profile.Facts[t.settled]; {
	case t.keep != "" && len(t.log.Facts) > 0:
		return []string{t.say("products.unchanged", nil)}
	case ok && v.Known():
		told := fact.Label.In(t.lang) + t.label("mark.colon") + t.value(fact, v)
		return []string{t.say("form.also", map[string]string{"facts": told}) + t.space() + t.say("products.unchanged", nil)}
	case t.settled != "":
		return []string{t.say("products.same", nil)}
	}
	return nil
}

// firstPlace says by which of several places that a question names its answer
// goes, and how to ask for the others.
func (t *turn) firstPlace(part intents.Part) string {
	region := t.s.Profile.Facts["region"]
	if !region.Known() {
		return ""
	}
	var others []string
	for _, code := range part.Heard.Places {
		if here := corpus.RegionCode(region.Text); !t.set.Within(here, code) && !t.set.Within(code, here) {
			others = append(others, t.set.PlaceName(code, t.lang))
		}
	}
	if len(others) == 0 || !slices.Contains(part.Heard.Places, corpus.RegionCode(region.Text)) {
		return ""
	}
	return t.say("place.first", map[string]string{"place": t.set.PlaceName(corpus.RegionCode(region.Text), t.lang), "others": t.list(others), "next": others[0]})
}

// fits names products with how they stand, to tell whether a list is the same.
func fits(ms []knowledge.Match) string {
	var b strings.Builder
	for _, m := range ms {
		fmt.Fprintf(&b, "%s %v;", m.Product.ID, m.Fit)
	}
	return b.String()
}

// asksGeneral reports whether a question is about how it works in general, as a
// clause answers it, rather than about this firm's choice of products.
func asksGeneral(part intents.Part) bool {
	return part.Intent != "match_products" && part.Question && len(part.Heard.Facts) == 0
}

// firmFacts are the facts of which one must be known before products are weighed.
var firmFacts = []corpus.FactID{
	"region", "loan_amount", "patents_invention", "patents_utility_model", "patents_design", "trademarks", "software_copyrights", "plant_varieties",
	"data_certificates", "statuses", "entity_size", "kv_grade", "gi_user", "gi_holder", "copyrights",
}

func (t *turn) knowsFirm() bool {
	return slices.ContainsFunc(firmFacts, func(id corpus.FactID) bool { return t.s.Profile.Facts[id].Known() })
}

// candidates are the products that serve the person's need, best first: a loan,
// unless another need is known that any product serves.
func (t *turn) candidates(known corpus.Facts, on corpus.Date) []knowledge.Match {
	needs := slices.DeleteFunc(slices.Clone(knowledge.Needs(known)), func(n string) bool { return !knowledge.Served(n) })
	if len(needs) == 0 {
		needs = []string{"loan"}
	}
	return slices.DeleteFunc(t.g.Base.Match(known, on), func(m knowledge.Match) bool {
		serves := slices.ContainsFunc(needs, func(n string) bool { return knowledge.Serves(m.Product.Kind, n) })
		return !serves || t.a.production && !m.Product.Review.Done()
	})
}

// standing are the first products that are not ruled out.
func standing(ms []knowledge.Match) []knowledge.Match {
	out := slices.DeleteFunc(slices.Clone(ms), func(m knowledge.Match) bool { return m.Fit == knowledge.Ineligible })
	return out[:min(len(out), maxProducts)]
}

// withLocal lets the first product that is for the person's own city or county
// take the last place of a list that has none: who asks from a place wants to hear
// of what is there alone.
func (t *turn) withLocal(shown, all []knowledge.Match) []knowledge.Match {
	region := t.s.Profile.Facts["region"]
	if !region.Known() || len(shown) < maxProducts {
		return shown
	}
	local := func(m knowledge.Match) bool {
		return m.Fit != knowledge.Ineligible && slices.ContainsFunc(m.Product.Regions, func(c corpus.RegionCode) bool {
			return c != corpus.Nation && c != corpus.Hubei && t.set.Within(corpus.RegionCode(region.Text), c)
		})
	}
	if i := slices.IndexFunc(all, local); i >= 0 && !slices.ContainsFunc(shown, local) {
		shown = append(slices.Clone(shown[:maxProducts-1]), all[i])
	}
	return shown
}

// showProducts words the products that may fit, each with what it rests on.
func (t *turn) showProducts(p *piece, shown []knowledge.Match) error {
	var known []string
	for i := range t.set.Facts {
		f := &t.set.Facts[i]
		if v, ok := t.s.Profile.Facts[f.ID]; ok && v.Known() && len(known) < 6 {
			known = append(known, f.Label.In(t.lang)+t.label("mark.colon")+t.value(f, v))
		}
	}
	args := map[string]string{"facts": strings.Join(known, t.label("mark.semicolon"))}
	if len(shown) == 0 {
		p.outcome = NotFound
		p.lines = append(p.lines, t.say("products.none", args))
		return nil
	}
	if q := t.refPassage("PL-26"); q != nil && t.rightInDoubt() {
		p.lines = append(p.lines, t.statement(q, true))
		t.use(p, q)
	}
	p.lines = append(p.lines, t.say("products.lead", args))
	table := Table{
		Caption: t.label("products.caption"),
		Head:    []string{t.label("products.product"), t.label("products.amount"), t.label("products.provider")},
	}
	for i, m := range shown {
		q, ok := t.set.Passage(corpus.PassageID(string(m.Product.ID) + "#conditions"))
		if !ok {
			return fmt.Errorf("product %s has no conditions", m.Product.ID)
		}
		fit := t.fit(m)
		p.lines = append(p.lines, corpus.Fill(t.label("products.item"), map[string]string{
			"n": fmt.Sprint(i + 1), "product": m.Product.Name.In(t.lang), "fit": fit,
		})+cite(q))
		t.use(p, q)
		amount := t.label("value.unknown_here")
		if m.Product.AmountMax != 0 && m.Product.Role == corpus.LendingLimit {
			a, ok := t.set.Passage(corpus.PassageID(string(m.Product.ID) + "#amount"))
			amount = corpus.Fill(t.label("span.at_most"), map[string]string{"n": t.money(corpus.Money(m.Product.AmountMax))})
			if ok {
				p.lines[len(p.lines)-1] += t.space() + corpus.Fill(t.label("products.limit"), map[string]string{"amount": amount}) + cite(a)
			}
		}
		table.Rows = append(table.Rows, []string{m.Product.Short.In(t.lang), amount, m.Product.Provider.In(t.lang)})
	}
	p.tables = append(p.tables, table)
	return nil
}

// rightInDoubt reports whether what is known of the right stands against a
// pledge: lapsed, disputed, pledged already, or held by somebody else.
func (t *turn) rightInDoubt() bool {
	f := t.s.Profile.Facts
	is := func(id corpus.FactID, b bool) bool { return f[id].Known() && f[id].Bool == b }
	return is("patent_valid", false) || is("disputed", true) || is("already_pledged", true) || is("owner_is_firm", false)
}

// fit words how a product stands to what is known.
func (t *turn) fit(m knowledge.Match) string {
	switch {
	case m.Fit == knowledge.Eligible && m.Product.Complete:
		return t.label("fit.eligible_complete")
	case m.Fit == knowledge.Eligible:
		return t.label("fit.eligible")
	case m.Fit == knowledge.Ineligible:
		return t.label("fit.ineligible")
	}
	var open []string
	for _, id := range m.Missing {
		if f, ok := t.set.Fact(id); ok && len(open) < 3 {
			open = append(open, t.openFact(m, f))
		}
	}
	return corpus.Fill(t.label("fit.possible"), map[string]string{"open": t.list(open)})
}

// openFact names a fact on which a match hangs; of a list that is known in part,
// with the codes that are wanted.
func (t *turn) openFact(m knowledge.Match, f *corpus.Fact) string {
	name := t.within(f.Label.In(t.lang))
	if v := t.s.Profile.Facts[f.ID]; f.Kind != corpus.KindCodes || len(v.Has)+len(v.Not) == 0 {
		return name
	}
	var wanted []string
	for _, finding := range m.Findings {
		if c := finding.Criterion; c.Fact == f.ID && finding.Verdict == knowledge.Unknown {
			for _, choice := range f.Choices {
				if slices.Contains(c.Want.Codes, choice.Code) {
					wanted = append(wanted, t.within(choice.Label.In(t.lang)))
				}
			}
		}
	}
	if len(wanted) == 0 || len(wanted) > 2 {
		return name
	}
	return corpus.Fill(t.label("fit.which"), map[string]string{"fact": name, "codes": t.list(wanted)})
}
