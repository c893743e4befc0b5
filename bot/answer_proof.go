package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// whyForm asks of one product whether, and why, the firm fits it.
var whyForm = regexp.MustCompile(`为(?:什么|啥|何)(?:就|会|都)?没|为(?:什么|啥|何).{0,14}(?:不?(?:符合|适合|行|能|可以)|没有?(?:列|推荐|它|出现))|凭什么|符合(?:吗|不符合|哪|条件吗)|(?:不|够不够|算不算|是否)符合|逐条|逐项|对照|\bwhy\b.{0,40}(?:not|fit|eligible|qualif|list|match)|\bproof\b|condition by condition|(?:do|would|are|is) (?:we|i|it|our firm).{0,12}(?:qualif|eligible|meet)`)

// detailForm asks for all that is known of a product that is pointed at.
var detailForm = regexp.MustCompile(`为什么|为啥|为何|不行|推荐|明细|详细|细说|说说|看看|依据|行不行|可以吗|怎么样|如何|^(?:那|就|要|选|看)*第?\s*\S\s*(?:个|款|种|家|号)(?:产品|贷款|呢)?[?!。. ]*$|\bwhy\b|\bdetails?\b|\babout\b|^(?:the )?(?:first|second|third|fourth|fifth)(?: one)?$|^#\s?\d$|^p\s?\d{2}$`)

// bareWhy is a message that asks why and nothing else.
var bareWhy = regexp.MustCompile(`^(?:这?是?为(?:什么|啥|何)|凭什么|why)(?: (?:this|that)(?: one)?)?[呢啊呀?!.？。 ]*$`)

// proofAsked answers why a product fits or does not.
func (t *turn) proofAsked(said string) (piece, bool, error) {
	if bareWhy.MatchString(said) {
		about := slices.Contains([]corpus.IntentID{"match_products", "conditions", "documents", "cost"}, t.s.Topic.Intent)
		switch p := t.subject(); {
		case p != nil && about:
			return t.proof(p), true, nil
		case len(t.listed()) > 0 && t.s.Topic.Intent == "match_products":
			return t.ranking(), true, nil
		}
		return piece{}, false, nil
	}
	p := t.pointed(said)
	switch list := t.listed(); {
	case p == nil && len(list) > 0 && (beyondForm.MatchString(said) || refForm.MatchString(said)) && !itemEnd.MatchString(said):
		return t.notListed(list), true, nil
	case p != nil && asksField(said):
		part := t.u.Parts[0]
		part.Text = p.Short.In(t.lang) + " " + ordinalForm.ReplaceAllString(said, "")
		answer, err := t.answerPolicy(part)
		return answer, true, err
	case p != nil && (whyForm.MatchString(said) || detailForm.MatchString(said)):
	case !whyForm.MatchString(said):
		return piece{}, false, nil
	default:
		if t.knowsFirm() {
			p = t.named()
		}
		if p == nil && pointForm.MatchString(said) {
			p = t.subject()
		}
	}
	if p == nil {
		return piece{}, false, nil
	}
	t.learn(t.u.Heard.Facts)
	return t.proof(p), true, nil
}

// beyondForm points at a place in a list of products.
var beyondForm = regexp.MustCompile(`^(?:那|请?问|看看|说说)*第\s*[1-9一二两三四五六七八九十]\s*(?:个|款|种|家)|\bthe (?:first|second|third|fourth|fifth) (?:one|product|loan)`)

// notListed answers a place that the last list does not have.
func (t *turn) notListed(list []*corpus.Product) piece {
	p := piece{intent: "match_products", outcome: Clarified, own: true, plain: true, lines: []string{t.say("proof.not_listed", nil)}, buttons: &Buttons{}}
	for _, product := range list {
		p.buttons.Choices = append(p.buttons.Choices, t.productButton("proof", product))
	}
	return p
}

// proof shows how the firm stands to each condition of a product.
func (t *turn) proof(product *corpus.Product) piece {
	p := t.proven(product)
	verbs := []string{"near", "papers", "costs", "keep"}
	if m := p.products[0]; m.Fit == knowledge.Eligible {
		verbs = verbs[1:]
	}
	if !lends(product) {
		verbs = slices.DeleteFunc(verbs, func(v string) bool { return v == "costs" })
	}
	p.buttons, p.own = t.productButtons(product, verbs...), true
	if pledges(product) {
		p.buttons.Choices = append(p.buttons.Choices, Button{t.label("lead.value"), Action("ask " + string(estimate))})
	}
	return p
}

// pledges reports whether a product takes a pledge of rights.
func pledges(p *corpus.Product) bool {
	return p.Kind == corpus.PledgeLoan || p.Kind == corpus.CombinedLoan
}

// lends reports whether a product is a loan, or a guarantee for one.
func lends(p *corpus.Product) bool { return knowledge.Serves(p.Kind, "loan") }

// proven is the proof without what leads on.
func (t *turn) proven(product *corpus.Product) piece {
	matcher := t.g.Base.Matcher()
	known := t.s.Profile.Facts
	m := t.g.Base.Weigh(product, known)
	proof := matcher.Prove(&m, known, t.lang)
	p := piece{intent: "match_products", outcome: Answered, products: []knowledge.Match{m}, docs: []corpus.ID{product.ID}}
	conditions, _ := t.set.Passage(corpus.PassageID(string(product.ID) + "#conditions"))
	count := map[knowledge.Verdict]int{}
	for _, l := range proof.Findings {
		count[l.Verdict]++
	}
	args := map[string]string{
		"product": product.Name.In(t.lang),
		"met":     fmt.Sprint(count[knowledge.Met]), "unmet": fmt.Sprint(count[knowledge.Unmet]), "open": fmt.Sprint(count[knowledge.Unknown]),
	}
	lead := t.say("proof."+m.Fit.String(), args)
	if conditions != nil {
		lead += cite(conditions)
		t.use(&p, conditions)
	}
	p.lines = append(p.lines, lead)
	if !knowledge.Offerable(product, t.today) {
		p.lines = append(p.lines, t.say("proof.not_offered", args))
	}
	if len(proof.Findings) == 0 && conditions != nil {
		p.lines = append(p.lines, t.statement(conditions, false))
	}
	if !product.Complete {
		p.lines = append(p.lines, t.say("proof.incomplete", nil))
	}
	if open := t.openFacts(m); open != "" {
		p.lines = append(p.lines, open)
	}
	if line := t.appraisalLine(product, &p); line != "" {
		p.lines = append(p.lines, line)
	}
	p.lines = append(p.lines, t.say("proof.no_promise", args))
	if len(proof.Findings) > 0 {
		table := t.proofTable(corpus.Fill(t.label("proof.caption"), args))
		t.proofRows(&table, &p, proof.Findings, 0)
		p.tables = append(p.tables, table)
	}
	return p
}

// proofTable is the head of a table of conditions.
func (t *turn) proofTable(caption string) Table {
	return Table{Caption: caption, Head: []string{t.label("proof.condition"), t.label("proof.verdict"), t.label("proof.have"), t.label("proof.reading")}}
}

// openFacts names the facts on which a match hangs, each with who can settle it.
func (t *turn) openFacts(m knowledge.Match) string {
	var lines []string
	for _, o := range t.g.Base.Matcher().Open([]knowledge.Match{m}, t.lang) {
		if f, ok := t.set.Fact(o.Fact); ok {
			lines = append(lines, corpus.Fill(t.label("proof.open.item"), map[string]string{"fact": f.Label.In(t.lang), "who": strings.TrimRight(o.Settler, "。.")}))
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return t.say("proof.open", nil) + "\n" + strings.Join(lines, "\n")
}

// appraisalLine says on which side of the line of CNY 10 million a pledge loan
// is; empty where no amount is known or nothing is pledged.
func (t *turn) appraisalLine(product *corpus.Product, p *piece) string {
	loan := t.s.Profile.Facts["loan_amount"]
	if !pledges(product) || !loan.Known() {
		return ""
	}
	l := t.g.Base.Matcher().AppraisalLine(t.s.Profile.Facts, t.lang)
	fact, _ := t.set.Fact("loan_amount")
	return t.say("proof.line."+l.Verdict.String(), map[string]string{"amount": t.value(fact, loan), "reading": l.Reading}) + t.citeOf(p, l.Cite)
}

// proofRows adds conditions to a table, the parts of a condition beneath it.
func (t *turn) proofRows(table *Table, p *piece, lines []knowledge.ProofLine, depth int) {
	for _, l := range lines {
		why := l.Why
		if why == "" && len(l.Parts) == 0 {
			why = t.factNames(l.Fact)
		}
		if why == "" {
			why = t.label("proof.group." + l.Op)
		}
		have := ""
		if len(l.Parts) == 0 {
			have = t.haveText(l)
		}
		mark := ""
		if depth == 0 {
			mark = t.citeOf(p, l.Cite)
		}
		table.Rows = append(table.Rows, []string{strings.Repeat(t.label("proof.part"), depth) + why + mark, t.label("verdict." + l.Verdict.String()), have, l.Reading})
		t.proofRows(table, p, l.Parts, depth+1)
	}
}

// factNames names the facts of a line, which are joined by +.
func (t *turn) factNames(ids string) string {
	var names []string
	for id := range strings.SplitSeq(ids, "+") {
		if f, ok := t.set.Fact(corpus.FactID(id)); ok {
			names = append(names, f.Label.In(t.lang))
		}
	}
	return t.list(names)
}

// haveText is what the person told of the facts of a condition.
func (t *turn) haveText(l knowledge.ProofLine) string {
	var words []string
	switch have := l.Have.(type) {
	case corpus.Value:
		if f, ok := t.set.Fact(corpus.FactID(l.Fact)); ok && (have.Known() || have.Unsure) {
			words = append(words, t.value(f, have))
		}
	case corpus.Facts:
		for _, id := range have.IDs() {
			if f, ok := t.set.Fact(id); ok {
				words = append(words, f.Label.In(t.lang)+t.label("mark.colon")+t.value(f, have[id]))
			}
		}
	}
	if len(words) == 0 {
		return t.label("proof.untold")
	}
	return strings.Join(words, t.label("mark.semicolon"))
}

// keepProof gives a proof as a file, and as an answer that prints well.
func (t *turn) keepProof(product *corpus.Product) piece {
	p := t.proven(product)
	title := corpus.Fill(t.label("proof.title"), map[string]string{"product": product.Name.In(t.lang)})
	p.files = []File{{Name: "zhirong-match-" + refOf(product) + ".md", Type: "text/markdown; charset=utf-8", Data: t.markdown(title, p)}}
	p.lines = append([]string{t.say("proof.kept", nil)}, p.lines...)
	p.buttons, p.own = t.productButtons(product, "proof", "papers"), true
	return p
}

// rankAsked answers why the products of the last list stand in their order.
func (t *turn) rankAsked(string) (piece, bool, error) {
	if len(t.listed()) == 0 {
		return piece{}, false, nil
	}
	return t.ranking(), true, nil
}

// ranking tells of each product of the last list why it stands where it stands.
func (t *turn) ranking() piece {
	p := piece{intent: "match_products", outcome: Answered, own: true, lines: []string{t.say("rank.lead", nil)}, buttons: &Buttons{}}
	table := Table{Caption: t.label("rank.caption"), Head: []string{t.label("products.product"), t.label("rank.reasons")}}
	for i, product := range t.listed() {
		m := t.g.Base.Weigh(product, t.s.Profile.Facts)
		q, ok := t.set.Passage(corpus.PassageID(string(product.ID) + "#conditions"))
		name := fmt.Sprintf("%d. %s", i+1, product.Short.In(t.lang))
		if ok {
			name += cite(q)
			t.use(&p, q)
		}
		table.Rows = append(table.Rows, []string{name, strings.Join(t.g.Base.Matcher().Reasons(&m, t.lang), t.label("mark.semicolon"))})
		p.buttons.Choices = append(p.buttons.Choices, t.productButton("proof", product))
	}
	if len(table.Rows) == 0 {
		p.lines = []string{t.say("rank.none", nil)}
		return p
	}
	p.tables = []Table{table}
	return p
}
