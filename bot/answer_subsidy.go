package bot

import (
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// anySubsidy asks whether there is help with the cost at all, not for a rate, a
// paper or a way to apply.
var (
	anySubsidy    = regexp.MustCompile(`有没有|有无|有.{0,12}(?:吗|嘛|么|没)|有(?:什么|啥|哪些)|哪些|给不给|\b(?:is there|are there|any|which|what)\b`)
	subsidyDetail = regexp.MustCompile(`怎么|如何|怎样|多少|几成|比例|上限|最高|最多|材料|条件|申请|申报|办理|什么时候|几月|文件|叠加|同时|重复|\b(?:how|rate|share|papers?|documents?|conditions?|apply|when|cap|limit|both|stack)\b`)
)

// answerSubsidy tells who asks in general, from no place yet known, what the
// province says and where something is known, and asks for the place. All else is
// answered by the clause that says it.
func (t *turn) answerSubsidy(part intents.Part) (piece, error) {
	if p, ok := t.grantsReckoned(part); ok {
		return p, nil
	}
	folded := corpus.Fold(part.Text)
	placed := t.s.Profile.Facts["region"].Kind != "" || len(part.Heard.Places) > 0
	if placed || !anySubsidy.MatchString(folded) || subsidyDetail.MatchString(folded) || len(t.g.Base.Named(part.Text)) > 0 || len(part.Heard.DocNos) > 0 || len(part.Heard.Rights) > 0 {
		return t.answerPolicy(part)
	}
	general := t.firstPassage([]string{"SUB-07"})
	local := t.localGrants()
	if general == nil || len(local) == 0 || t.a.production && !general.Reviewed {
		return t.answerPolicy(part)
	}
	p := piece{outcome: Answered}
	p.lines = append(p.lines, t.statement(general, true), t.say("subsidy.places", nil))
	t.use(&p, general)
	p.lines = append(p.lines, t.items(&p, local))
	t.askPlace(&p, part)
	return p, nil
}

// items are passages as a list, each with its mark.
func (t *turn) items(p *piece, qs []*corpus.Passage) string {
	lines := make([]string, len(qs))
	for i, q := range qs {
		lines[i] = "- " + t.statement(q, true)
		t.use(p, q)
	}
	return strings.Join(lines, "\n")
}

// localGrants are what tells of the subsidies of Hubei's cities and counties: a
// clause in force of each document, and products to be had.
func (t *turn) localGrants() []*corpus.Passage {
	var out []*corpus.Passage
	for i := range t.set.Policies {
		policy := &t.set.Policies[i]
		local := func(c corpus.RegionCode) bool { return c != corpus.Hubei && t.set.Within(c, corpus.Hubei) }
		if !slices.ContainsFunc(policy.Regions, local) {
			continue
		}
		for j := range policy.Sections {
			q, ok := t.set.Passage(corpus.PassageID(string(policy.ID) + "#" + policy.Sections[j].ID))
			if policy.Sections[j].Grant != nil && ok && q.InForceOn(t.today) && (!t.a.production || q.Reviewed) {
				out = append(out, q)
				break
			}
		}
	}
	for i := range t.set.Products {
		product := &t.set.Products[i]
		if product.Kind != corpus.Subsidy || product.Grant == nil || !knowledge.Offerable(product, t.today) {
			continue
		}
		if q, ok := t.set.Passage(corpus.PassageID(string(product.ID) + "#summary")); ok && q.Confidence != corpus.Low && (!t.a.production || q.Reviewed) {
			out = append(out, q)
		}
	}
	return out
}
