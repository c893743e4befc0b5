package bot

import (
	"slices"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// both reports whether there is something on either side.
func both(s knowledge.Sides) bool { return len(s.Unsecured) > 0 && len(s.Pledge) > 0 }

// sidesAsked answers how an unsecured loan differs from a pledge route, for a firm
// that is known; what holds in general is told by the clauses.
func (t *turn) sidesAsked(string) (piece, bool, error) {
	if !t.knowsFirm() && len(t.u.Heard.Facts) == 0 {
		return piece{}, false, nil
	}
	t.learn(t.u.Heard.Facts)
	return t.sides(), true, nil
}

// sides puts the best unsecured loan beside the best pledge route, field by field.
func (t *turn) sides() piece {
	matches := t.candidates(t.s.Profile.Facts, t.today)
	s := knowledge.Compared(matches, 1)
	p := piece{intent: "match_products", outcome: Answered, own: true, buttons: &Buttons{}}
	if !both(s) {
		key := "sides.no_pledge"
		if len(s.Unsecured) == 0 {
			key = "sides.no_unsecured"
		}
		p.outcome, p.lines = NotFound, []string{t.say(key, nil)}
		for _, one := range slices.Concat(s.Unsecured, s.Pledge) {
			p.buttons.Choices = append(p.buttons.Choices, t.productButton("proof", one.Match.Product))
		}
		p.buttons.Choices = append(p.buttons.Choices, Button{t.label("lead.near_all"), "near"})
		return p
	}
	left, right := s.Unsecured[0], s.Pledge[0]
	table := Table{
		Caption: t.label("sides.caption"),
		Head:    []string{t.label("sides.field"), left.Match.Product.Short.In(t.lang), right.Match.Product.Short.In(t.lang)},
		Rows:    [][]string{{t.label("sides.fit"), t.fit(left.Match), t.fit(right.Match)}},
	}
	var differ []string
	for i, field := range knowledge.SideFields {
		name := t.set.FieldLabel(field).In(t.lang)
		if s.Differs[i] {
			differ = append(differ, t.within(name))
		}
		table.Rows = append(table.Rows, []string{name, t.cell(&p, left.Cells[i]), t.cell(&p, right.Cells[i])})
	}
	p.products = []knowledge.Match{left.Match, right.Match}
	p.lines = []string{t.say("sides.lead", map[string]string{"fields": t.list(differ)}), t.say("sides.choose", nil)}
	p.tables = []Table{table}
	for _, one := range []knowledge.Side{left, right} {
		p.buttons.Choices = append(p.buttons.Choices, t.productButton("proof", one.Match.Product), t.productButton("papers", one.Match.Product))
	}
	return p
}

// cell words one field of a product.
func (t *turn) cell(p *piece, c knowledge.Cell) string {
	switch {
	case c.Known:
		return c.Text.In(t.lang) + t.citeOf(p, c.Cite)
	case !c.Applies:
		return t.label("sides.not_applicable")
	}
	return t.label("value.unknown_here")
}

// industryAsked answers what an industry can do with its rights: the one named, or
// the firm's own.
func (t *turn) industryAsked(string) (piece, bool, error) {
	code, named := t.g.Base.Matcher().IndustryNamed(t.m.Text)
	if v := t.s.Profile.Facts["industry"]; !named && v.Known() && (mine(t.m.Text) || corpus.PhraseKey(t.m.Text) == corpus.PhraseKey(t.label("industry.ask"))) {
		code = v.Text
	}
	if code == "" || len(t.g.Base.Named(t.m.Text)) > 0 {
		return piece{}, false, nil
	}
	var place corpus.RegionCode
	if len(t.u.Heard.Places) == 1 {
		place = t.u.Heard.Places[0]
	}
	s, ok := t.g.Base.Matcher().Industry(code, place, t.today)
	if !ok {
		return piece{}, false, nil
	}
	note := ""
	if place != "" && len(s.Rights)+len(s.Products)+len(s.Policies)+len(s.Cases) == 0 {
		note = t.say("industry.elsewhere", map[string]string{"industry": s.Industry.Name.In(t.lang), "place": t.set.PlaceName(place, t.lang)})
		s, _ = t.g.Base.Matcher().Industry(code, "", t.today)
	}
	if mine(t.m.Text) { // who asks about an industry need not be of it, nor of the place
		t.learn(t.u.Heard.Facts)
	}
	p := t.industry(s)
	if note != "" {
		p.lines = append([]string{note}, p.lines...)
	}
	return p, true, nil
}

// Bounds of an industry sheet.
const (
	maxIndustryRows   = 6
	maxIndustryCites  = 2
	maxIndustryOffers = 4
)

// industry shows what the library holds on an industry, each part cited, and
// which parts it does not hold.
func (t *turn) industry(s *knowledge.IndustrySheet) piece {
	p := piece{intent: "match_products", outcome: Answered, own: true, buttons: &Buttons{}}
	args := map[string]string{"industry": s.Industry.Name.In(t.lang)}
	p.lines = []string{t.say("industry.lead", args)}
	table := Table{Caption: corpus.Fill(t.label("industry.caption"), args), Head: []string{t.label("industry.part"), t.label("industry.what"), t.label("industry.says")}}
	for _, r := range s.Rights[:min(len(s.Rights), maxIndustryRows)] {
		table.Rows = append(table.Rows, []string{t.label("industry.rights"), t.label("web.library.right." + string(r.Kind)), t.label("industry.right_shown") + t.citesOf(&p, r.Cites)})
	}
	for _, x := range s.Products[:min(len(s.Products), maxIndustryRows)] {
		key := "industry.shown"
		if x.Named {
			key = "industry.named"
		}
		table.Rows = append(table.Rows, []string{t.label("industry.products"), x.Product.Short.In(t.lang), t.label(key) + t.citesOf(&p, x.Cites)})
		if len(p.buttons.Choices) < maxIndustryOffers {
			p.buttons.Choices = append(p.buttons.Choices, t.productButton("proof", x.Product))
		}
	}
	quote := func(part string, ids []corpus.PassageID) {
		for _, id := range ids[:min(len(ids), maxIndustryRows)] {
			if q, ok := t.set.Passage(id); ok {
				name := q.Heading
				if q.Kind == corpus.CasePassage {
					name = q.Title
				}
				table.Rows = append(table.Rows, []string{t.label(part), name.In(t.lang), q.Text.In(t.lang) + t.citeOf(&p, id)})
			}
		}
	}
	quote("industry.policies", s.Policies)
	quote("industry.cases", s.Cases)
	if len(table.Rows) > 0 {
		p.tables = []Table{table}
	}
	if len(s.Gaps) > 0 {
		var gaps []string
		for _, g := range s.Gaps {
			gaps = append(gaps, t.label("industry."+g))
		}
		p.lines = append(p.lines, t.say("industry.gaps", map[string]string{"industry": args["industry"], "gaps": t.list(gaps)}))
	}
	if len(table.Rows) == 0 {
		p.outcome, p.lines = NotFound, p.lines[1:]
	}
	p.lines = append(p.lines, t.say("industry.general", nil))
	p.buttons.Choices = append(p.buttons.Choices, Button{t.label("lead.match"), "ask match_products"})
	return p
}

// citesOf cites the first few of some passages.
func (t *turn) citesOf(p *piece, ids []corpus.PassageID) string {
	out := ""
	for _, id := range ids[:min(len(ids), maxIndustryCites)] {
		out += t.citeOf(p, id)
	}
	return out
}
