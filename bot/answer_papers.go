package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// maxTicks bounds the papers that can be ticked by a button of one answer.
const maxTicks = 10

// papersAsked answers which papers a product takes, as a list to tick.
func (t *turn) papersAsked(said string) (piece, bool, error) {
	p := t.pointed(said)
	if p == nil && (strings.Contains(said, "清单") || strings.Contains(said, "checklist")) {
		p = t.meant(said)
	}
	if p == nil {
		p, ok := t.papersListed(said)
		return p, ok, nil
	}
	return t.papers(p), true, nil
}

// barePapers asks for papers and says nothing of what they are for.
var barePapers = regexp.MustCompile(`^(?:我|我们|那|那么|请问|还|都|一共|总共|办理?|申请|要|需要|得|应该|准备|提供|递?交|提交|带|有|什么|啥|哪些|多少|的|贷款|材料|资料|证件|清单|呢|吗|呀|啊|\s|\pP)+$|^(?:(?:and|so|then|ok|okay)[ ,]+)*(?:what|which) (?:papers?|documents?|paperwork)(?: (?:do|does|will|would|should|must|are|is|we|i|you|they|the|bank|need|needed|required|have|has|to|bring|hand|in|prepare|submit|for|this|that|it|a|loan))*\W*$`)

// maxOthers bounds the other products whose papers are offered beside.
const maxOthers = 3

// papersListed answers who asks for papers behind a list of products: with those of
// the first of which papers are known, and leads to the others'.
func (t *turn) papersListed(said string) (piece, bool) {
	list := t.listed()
	if len(list) == 0 || t.s.Topic.Intent != "match_products" && t.s.Topic.Intent != "cost" || !barePapers.MatchString(said) {
		return piece{}, false
	}
	first := list[0]
	if i := slices.IndexFunc(list, func(p *corpus.Product) bool {
		return len(t.g.Base.Matcher().Checklist(p, t.s.Profile.Facts, t.s.Papers).Papers) > 0
	}); i >= 0 {
		first = list[i]
	}
	p := t.papers(first)
	others := slices.DeleteFunc(slices.Clone(list), func(o *corpus.Product) bool { return o == first })
	for _, o := range others[:min(len(others), maxOthers)] {
		p.buttons.Choices = append(p.buttons.Choices, t.productButton("papers", o))
	}
	return p, true
}

// steps are the steps of an application, in their order.
var steps = []knowledge.Step{knowledge.StepApply, knowledge.StepAppraise, knowledge.StepRegister}

// papers shows the checklist of a product.
func (t *turn) papers(product *corpus.Product) piece {
	p, list := t.checklist(product)
	p.buttons, p.own = t.tickButtons(product, list), true
	p.buttons.Choices = append(p.buttons.Choices, t.productButton("proof", product))
	return p
}

// tickButtons tick the papers that are not at hand yet, and keep the list as a
// file. A bare number is the paper's, not the button's.
func (t *turn) tickButtons(product *corpus.Product, list knowledge.Checklist) *Buttons {
	b := &Buttons{Unnumbered: len(list.Papers) > 0}
	for _, paper := range inOrder(list.Papers) {
		if !paper.Have && len(b.Choices) < maxTicks {
			label := corpus.Fill(t.label("papers.tick"), map[string]string{"paper": paper.Text.In(t.lang)})
			b.Choices = append(b.Choices, Button{label, Action("tick " + refOf(product) + " " + shortPaper(product, paper.ID))})
		}
	}
	if len(list.Papers) > 0 {
		b.Choices = append(b.Choices, t.productButton("list", product))
	}
	return b
}

// checklist words the checklist of a product, a table for each step.
func (t *turn) checklist(product *corpus.Product) (piece, knowledge.Checklist) {
	list := t.g.Base.Matcher().Checklist(product, t.s.Profile.Facts, t.s.Papers)
	p := piece{intent: "documents", outcome: Answered, docs: []corpus.ID{product.ID}}
	have := 0
	for _, paper := range list.Papers {
		if paper.Have {
			have++
		}
	}
	args := map[string]string{"product": product.Name.In(t.lang), "have": fmt.Sprint(have), "all": fmt.Sprint(len(list.Papers)), "open": fmt.Sprint(len(list.Papers) - have)}
	key := "papers.lead"
	if list.Unknown {
		key = "papers.unknown"
	}
	p.lines = []string{t.say(key, args) + t.citeOf(&p, list.Cite)}
	if len(list.Papers) > 0 {
		p.lines = append(p.lines, t.say("papers.count", args))
	}
	if list.Ask != nil {
		place := t.s.Profile.Facts["region"]
		name := corpus.Fill(list.Ask.Name.In(t.lang), map[string]string{"place": t.set.PlaceName(corpus.RegionCode(place.Text), t.lang)})
		p.lines = append(p.lines, t.say("papers.ask", map[string]string{"office": name}))
	}
	p.lines = append(p.lines, t.say("papers.not_whole", nil))
	n := 0
	for _, step := range steps {
		table := Table{
			Caption: t.label("papers.step." + step.String()),
			Head:    []string{t.label("papers.number"), t.label("papers.paper"), t.label("papers.where"), t.label("papers.have")},
		}
		for _, paper := range list.Papers {
			if paper.Step != step {
				continue
			}
			n++
			where, done := t.label("papers.where_unknown"), t.label("papers.no")
			if !paper.Where.Zero() {
				where = paper.Where.In(t.lang)
			}
			if paper.Have {
				done = t.label("papers.yes")
			}
			table.Rows = append(table.Rows, []string{fmt.Sprint(n), paper.Text.In(t.lang) + t.citeOf(&p, paper.Cite), where, done})
		}
		if len(table.Rows) > 0 {
			p.tables = append(p.tables, table)
		}
	}
	return p, list
}

// keepPapers gives the checklist as a file to take along.
func (t *turn) keepPapers(product *corpus.Product) piece {
	p, _ := t.checklist(product)
	title := corpus.Fill(t.label("papers.title"), map[string]string{"product": product.Name.In(t.lang)})
	p.files = []File{{Name: "zhirong-papers-" + refOf(product) + ".md", Type: "text/markdown; charset=utf-8", Data: t.markdown(title, p)}}
	p.lines = append([]string{t.say("papers.kept", nil)}, p.lines...)
	p.buttons, p.own = t.productButtons(product, "papers", "proof"), true
	return p
}

// shortPaper names a paper beside its product, so that an action stays short.
func shortPaper(product *corpus.Product, id string) string {
	if rest, ok := strings.CutPrefix(id, string(product.ID)); ok {
		return rest
	}
	return id
}

// paperID is the inverse of shortPaper.
func paperID(product *corpus.Product, short string) string {
	if strings.HasPrefix(short, "#") {
		return string(product.ID) + short
	}
	return short
}

// mostPapers bounds the ticked papers that a conversation remembers.
const mostPapers = 200

// tick notes that the person has a paper of a product's checklist, or has it not.
func (t *turn) tick(product *corpus.Product, id string, have bool) {
	list := t.g.Base.Matcher().Checklist(product, t.s.Profile.Facts, nil)
	if !slices.ContainsFunc(list.Papers, func(p knowledge.Paper) bool { return p.ID == id }) {
		return
	}
	t.s.Papers = slices.DeleteFunc(t.s.Papers, func(p string) bool { return p == id })
	if have && len(t.s.Papers) < mostPapers {
		t.s.Papers = append(t.s.Papers, id)
	}
}

var (
	haveForm   = regexp.MustCompile(`^\s*\d{1,2}\b|有|备|好|齐|拿到|办了|缺|差|\bhave\b|\bhas\b|\bgot\b|\bready\b|\bdone\b|\bmissing\b|\black`)
	lackForm   = regexp.MustCompile(`没有|没备|没拿|没办|还没|未备|缺|还差|不在手|n't|\bnot\b|\bno\b|\bmissing\b|\black`)
	allForm    = regexp.MustCompile(`全都?|都有|都备|都齐|齐了|\ball\b|everything`)
	itemForm   = regexp.MustCompile(`\d{1,2}|第\s*[一二三四五六七八九]`)
	holderForm = regexp.MustCompile(`^(?:我们?|公司|企业|咱们?|手上|手里|目前|现在|已经?|都|也|还|i|we|our firm)*(?:没有?|还没|有|备好|准备好?|办好|拿到|带|缺少?|do not have|don't have|haven't got|have|has|got|lack)(?:了|齐|过|已经|the|an|a|our|my|no)*`)
	holderEnd  = regexp.MustCompile(`(?:了|啦|呀|啊|的|都|已经|备好|准备好?|办好|拿到|齐|有|还|没|is|are|ready|done|already|missing|too)+$`)
)

// papersTold takes what is said of papers while their list is on the screen:
// by number, 第1、3项有了, or by name, 我有质押合同.
func (t *turn) papersTold(said string) (piece, bool, error) {
	product := t.offeredList()
	if product == nil || len(t.u.Parts) > 1 || len(t.u.Parts) == 1 && t.u.Parts[0].Question && !bareNumber.MatchString(said) && !allForm.MatchString(said) {
		return piece{}, false, nil
	}
	list := t.g.Base.Matcher().Checklist(product, t.s.Profile.Facts, t.s.Papers)
	have := !lackForm.MatchString(said)
	var told []knowledge.Paper
	for _, word := range itemForm.FindAllString(said, -1) {
		if n := ordinal(strings.TrimSpace(strings.TrimPrefix(word, "第"))); n >= 1 && n <= len(list.Papers) {
			told = append(told, inOrder(list.Papers)[n-1])
		}
	}
	if len(told) == 0 {
		told = t.papersNamed(said, list.Papers)
	}
	if len(told) == 0 && have && allForm.MatchString(said) {
		told = list.Papers
	}
	if len(told) == 0 {
		if len(t.u.Heard.Facts) > 0 && !bareNumber.MatchString(said) || !bareNumber.MatchString(said) && !holderForm.MatchString(said) {
			return piece{}, false, nil
		}
		p := t.papers(product)
		p.lines = []string{t.say("papers.not_listed", nil)}
		return p, true, nil
	}
	ids := make([]string, len(told))
	for i, paper := range told {
		ids[i] = paper.ID
	}
	return t.ticked(product, ids, have), true, nil
}

// ticked notes papers as at hand or not, and tells what remains; the whole list
// stands behind a button.
func (t *turn) ticked(product *corpus.Product, ids []string, have bool) piece {
	for _, id := range ids {
		t.tick(product, id, have)
	}
	list := t.g.Base.Matcher().Checklist(product, t.s.Profile.Facts, t.s.Papers)
	p := piece{intent: "documents", outcome: Answered, own: true, docs: []corpus.ID{product.ID}, buttons: t.tickButtons(product, list)}
	head := []string{t.label("papers.paper")}
	open, ready := Table{Caption: t.label("papers.open"), Head: head}, Table{Caption: t.label("papers.ready"), Head: head}
	var told []string
	for i, paper := range inOrder(list.Papers) {
		if slices.Contains(ids, paper.ID) {
			told = append(told, paper.Text.In(t.lang))
		}
		state := &open
		if paper.Have {
			state = &ready
		}
		state.Rows = append(state.Rows, []string{fmt.Sprintf("%d. %s", i+1, paper.Text.In(t.lang)) + t.citeOf(&p, paper.Cite)})
	}
	if len(told) == 0 {
		return t.papers(product)
	}
	key := "papers.ticked"
	if !have {
		key = "papers.unticked"
	}
	p.lines = []string{t.say(key, map[string]string{
		"papers": t.list(told), "product": product.Short.In(t.lang), "all": fmt.Sprint(len(list.Papers)), "have": fmt.Sprint(len(ready.Rows)), "open": fmt.Sprint(len(open.Rows)),
	})}
	for _, state := range []Table{open, ready} {
		if len(state.Rows) > 0 {
			p.tables = append(p.tables, state)
		}
	}
	if len(open.Rows) == 0 {
		p.lines = append(p.lines, t.say("papers.all_ready", nil))
	}
	p.buttons.Choices = append(p.buttons.Choices, Button{t.label("papers.whole"), Action("papers " + refOf(product))})
	return p
}

// inOrder are papers as they are numbered on the screen: step by step.
func inOrder(papers []knowledge.Paper) []knowledge.Paper {
	out := slices.Clone(papers)
	slices.SortStableFunc(out, func(a, b knowledge.Paper) int { return int(a.Step) - int(b.Step) })
	return out
}

// offeredList is the product whose checklist was the last thing shown, or nil.
func (t *turn) offeredList() *corpus.Product {
	for _, b := range t.s.Offered {
		if ref, ok := strings.CutPrefix(string(b.Action), "list "); ok {
			return t.byRef(ref)
		}
	}
	return nil
}

// papersNamed are the papers that hold each of the names that words give.
func (t *turn) papersNamed(said string, papers []knowledge.Paper) []knowledge.Paper {
	var out []knowledge.Paper
	for _, name := range nameForm.Split(said, -1) {
		name = strings.Trim(holderEnd.ReplaceAllString(holderForm.ReplaceAllString(strings.Trim(name, " .。!！"), ""), ""), " ")
		if len([]rune(name)) < 2 {
			continue
		}
		for _, p := range papers {
			if strings.Contains(corpus.Fold(p.Text.ZH), name) || len(name) > 3 && strings.Contains(corpus.Fold(p.Text.EN), name) {
				out = append(out, p)
			}
		}
	}
	return out
}

// nameForm parts the names of a list of papers.
var nameForm = regexp.MustCompile(`[、，,;；和与]|\band\b`)
