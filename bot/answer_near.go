package bot

import (
	"fmt"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// maxWaysShown bounds the ways that are told of one product.
const maxWaysShown = 3

// nearAsked answers what it would take to fit a product, or those of the list.
func (t *turn) nearAsked(said string) (piece, bool, error) {
	p := t.meant(said)
	if !t.knowsFirm() || p == nil && len(t.listed()) == 0 && t.s.Topic.Intent != "match_products" {
		return piece{}, false, nil
	}
	t.learn(t.u.Heard.Facts)
	if p == nil {
		return t.nearAll(), true, nil
	}
	return t.near(p), true, nil
}

// near tells the least that would have to be other than it is for the known
// conditions of a product to be met.
func (t *turn) near(product *corpus.Product) piece {
	m := t.g.Base.Weigh(product, t.s.Profile.Facts)
	p := piece{intent: "conditions", outcome: Answered, own: true, docs: []corpus.ID{product.ID}, products: []knowledge.Match{m}}
	args := map[string]string{"product": product.Name.In(t.lang)}
	mark := t.citeOf(&p, corpus.PassageID(string(product.ID)+"#conditions"))
	ways := t.g.Base.Matcher().Nearest(product, t.s.Profile.Facts)
	switch {
	case m.Fit == knowledge.Eligible:
		p.lines, p.next = []string{t.say("near.eligible", args) + mark}, "next.match_products"
	case len(ways) == 0:
		p.lines = []string{t.say("near.none", args) + mark}
		t.tellFailed(&p, m)
	default:
		p.lines = append(p.lines, t.say("near.lead", args)+mark)
		t.tellWays(&p, ways)
	}
	p.buttons = t.productButtons(product, "proof", "papers")
	if slices.ContainsFunc(ways, func(w knowledge.Way) bool {
		return slices.ContainsFunc(w, func(c knowledge.Change) bool { return c.Fact == wanted && !c.Settle })
	}) {
		p.buttons.Choices = append(p.buttons.Choices, t.editButton(wanted))
	}
	return p
}

// tellWays shows the first ways; what holds of all of them is said once.
func (t *turn) tellWays(p *piece, ways []knowledge.Way) {
	table := Table{Caption: t.label("near.caption"), Head: []string{t.label("near.way"), t.label("near.lacks")}}
	if len(ways) == 1 {
		table.Head = table.Head[1:]
	}
	var tail []string
	for i, w := range ways[:min(len(ways), maxWaysShown)] {
		text := t.g.Base.Matcher().WayText(w, t.lang)
		for _, line := range text[:len(w)] {
			row := []string{fmt.Sprint(i + 1), line}
			table.Rows = append(table.Rows, row[len(row)-len(table.Head):])
		}
		tail = addNew(tail, text[len(w):])
	}
	if len(ways) > maxWaysShown {
		p.lines = append(p.lines, t.say("near.more", nil))
	}
	p.lines = append(p.lines, tail...)
	p.tables = append(p.tables, table)
}

// addNew adds the lines that are not there yet.
func addNew(to, lines []string) []string {
	for _, l := range lines {
		if !slices.Contains(to, l) {
			to = append(to, l)
		}
	}
	return to
}

// tellFailed shows the conditions that are not met.
func (t *turn) tellFailed(p *piece, m knowledge.Match) {
	proof := t.g.Base.Matcher().Prove(&m, t.s.Profile.Facts, t.lang)
	unmet := slices.DeleteFunc(proof.Findings, func(l knowledge.ProofLine) bool { return l.Verdict != knowledge.Unmet })
	if len(unmet) == 0 {
		return
	}
	table := t.proofTable(t.label("near.fixed"))
	t.proofRows(&table, p, unmet, 0)
	p.tables = append(p.tables, table)
}

// nearAll tells of the products of the last list, or where it is empty of those
// that serve the need, what each lacks; those that lack least first.
func (t *turn) nearAll() piece {
	p := piece{intent: "conditions", outcome: Answered, own: true, buttons: &Buttons{}}
	type near struct {
		match knowledge.Match
		way   knowledge.Way
	}
	var found []near
	for _, m := range t.candidates(t.s.Profile.Facts, t.today) {
		if listed := t.listed(); m.Fit == knowledge.Eligible || len(listed) > 0 && !slices.Contains(listed, m.Product) {
			continue
		}
		if ways := t.g.Base.Matcher().Nearest(m.Product, t.s.Profile.Facts); len(ways) > 0 {
			found = append(found, near{m, ways[0]})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return len(a.way) - len(b.way) })
	if len(found) == 0 {
		p.lines = []string{t.say("near.none_all", nil)}
		p.buttons.Choices = []Button{{t.label("lead.summary"), "cmd summary"}}
		return p
	}
	table := Table{Caption: t.label("near.caption"), Head: []string{t.label("products.product"), t.label("near.lacks")}}
	var tail []string
	for _, n := range found[:min(len(found), maxProducts)] {
		text := t.g.Base.Matcher().WayText(n.way, t.lang)
		name := n.match.Product.Short.In(t.lang) + t.citeOf(&p, corpus.PassageID(string(n.match.Product.ID)+"#conditions"))
		table.Rows = append(table.Rows, []string{name, strings.Join(text[:len(n.way)], t.space())})
		tail = addNew(tail, text[len(n.way):])
		p.buttons.Choices = append(p.buttons.Choices, t.productButton("near", n.match.Product))
	}
	p.lines = append([]string{t.say("near.all", nil)}, tail...)
	p.tables = []Table{table}
	return p
}

// editButton opens a fact again.
func (t *turn) editButton(id corpus.FactID) Button {
	label := string(id)
	if f, ok := t.set.Fact(id); ok {
		label = f.Label.In(t.lang)
	}
	return Button{corpus.Fill(t.label("summary.edit"), map[string]string{"fact": label}), Action("edit " + string(id))}
}
