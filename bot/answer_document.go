package bot

import (
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
)

var (
	// documentForm asks which document something rests on.
	documentForm = regexp.MustCompile(`(?:是|按|依|根据|出自|来自|看|查|用的?|写在|见|参照|执行)(?:的是)?(?:哪|什么|啥)(?:一?[个份部条项])?(?:文件|文号|规定|办法|政策|通知|法规)|有(?:哪|什么|啥)(?:一?[个份部条项])?文件|(?:文件|文号|政策依据|文件依据|依据)(?:是|叫)(?:哪|什么|啥|多少)|文号(?:多少|呢|是|[?？]|$)|哪(?:一?[个份])文件|\b(?:which|what) (?:document|notice|regulation|instrument|rules?|measures?|policy)\b.{0,40}\b(?:based|govern|set|rest|behind|says?|cover|from|under|regulat)|\blegal basis\b|\bdocument number\b`)
	// issueForm asks by whom and when a document was issued, or since when it holds.
	issueForm = regexp.MustCompile(`(?:哪|几|什么|啥)(?:些|个|家)*(?:部门|单位|机关|机构|家)(?:联合)?(?:发|出|印|定|制|下)|谁(?:发|出|印|定|制)|(?:发文|印发|发布|制定)(?:的)?(?:单位|机关|部门|日期|时间)|(?:哪年|哪天|哪一年|什么时候|啥时候|何时|几几年|几月).{0,4}(?:发|出|印|施行|实施|生效|执行|开始)|(?:发|出|印|施行|实施|生效|执行).{0,3}(?:哪年|哪天|哪一年|什么时候|啥时候)|\bwho (?:issued|published|made|wrote)\b|\bwhen (?:was|were|did|does).{0,40}\b(?:issued|published|come into force|take effect|start|adopted|released)|\bsince when\b|\bissued by\b|\bdate of issue\b`)
	// textForm is after the words of a document, which are not held.
	textForm = regexp.MustCompile(`原文|全文|逐条|附件|下载|链接|full text|verbatim|download`)
)

// answerDocument tells which document a matter rests on, who issued it and since
// when it holds, from what is recorded of the document itself.
func (t *turn) answerDocument(part intents.Part) (piece, bool, error) {
	folded := corpus.Fold(part.Text)
	which, issue := documentForm.MatchString(folded), issueForm.MatchString(folded)
	if part.Bait || !which && !issue || textForm.MatchString(folded) || aboutLibrary(part) || mineForm.MatchString(folded) {
		return piece{}, false, nil
	}
	policy := t.documentNamed(part)
	var clause *corpus.Passage
	if policy == nil && which {
		var err error
		if policy, clause, err = t.documentOf(part); err != nil {
			return piece{}, false, err
		}
	}
	if policy == nil || issue && len(policy.Issuers) == 0 && policy.Issued == "" && policy.Effective == "" {
		return piece{}, false, nil
	}
	q, ok := t.set.Passage(corpus.PassageID(string(policy.ID) + "#" + policy.Sections[0].ID))
	if !ok || t.a.production && !q.Reviewed {
		return piece{}, false, nil
	}
	p := piece{intent: "policy_lookup", text: part.Text, outcome: Answered, next: "next.policy_lookup"}
	p.lines = []string{t.validity(q) + t.aboutDocument(policy) + cite(q)}
	t.use(&p, q)
	if clause != nil {
		p.lines = append(p.lines, t.statement(clause, false))
		t.use(&p, clause)
	}
	t.s.Misses = 0
	return p, true, nil
}

// aboutDocument words the name and number of a document, its issuers and its days.
func (t *turn) aboutDocument(policy *corpus.Policy) string {
	var issuers []string
	for _, i := range policy.Issuers {
		issuers = append(issuers, i.In(t.lang))
	}
	title := policy.Title
	if t.lang == corpus.English {
		title += " (" + policy.Gloss + ")"
	}
	said := []string{t.say("document.is", map[string]string{"title": title, "doc_no": policy.DocNo})}
	if policy.DocNo == "" {
		said[0] = t.say("document.unnumbered", map[string]string{"title": title})
	}
	if len(issuers) > 0 {
		said = append(said, t.say("document.issuers", map[string]string{"issuers": t.list(issuers)}))
	}
	if policy.Issued != "" {
		said = append(said, t.say("document.issued", map[string]string{"date": string(policy.Issued)}))
	}
	if policy.Effective != "" && policy.Effective != policy.Issued { // one day may stand for both where the sources tell of its issue alone
		said = append(said, t.say("document.effective", map[string]string{"date": string(policy.Effective)}))
	}
	return strings.Join(said, t.space())
}

// documentNamed is the document that a question names, by its number or title, or
// that the last answer was about where a short question names nothing; nil: none.
func (t *turn) documentNamed(part intents.Part) *corpus.Policy {
	for i := range t.set.Policies {
		if p := &t.set.Policies[i]; p.DocNo != "" && slices.Contains(part.Heard.DocNos, p.DocNo) {
			return p
		}
	}
	named := t.g.Base.Named(part.Text)
	if len(named) == 0 && len(part.Heard.DocNos) == 0 && len([]rune(part.Text)) <= 14 && len(part.Heard.Rights) == 0 && len(t.s.Topic.Docs) > 0 {
		named = t.s.Topic.Docs[:1]
	}
	for _, id := range named {
		if p, ok := t.set.Policy(id); ok && isInstrument(p) {
			return p
		}
	}
	for _, id := range named {
		if product, ok := t.set.Product(id); ok {
			return t.rulesOf(product)
		}
	}
	return nil
}

// rulesOf is the document that a product rests on: the one of the product's own
// places of which a clause answers before all what the product answers.
func (t *turn) rulesOf(product *corpus.Product) *corpus.Policy {
	if len(product.Answers) == 0 {
		return nil
	}
	for i := range t.set.Policies {
		p := &t.set.Policies[i]
		if isInstrument(p) && slices.Equal(p.Regions, product.Regions) && slices.ContainsFunc(p.Sections, func(s corpus.Section) bool {
			return len(s.Answers) > 0 && s.Answers[0] == product.Answers[0]
		}) && slices.ContainsFunc(p.Sections, func(s corpus.Section) bool {
			return slices.ContainsFunc(append([]string{product.Short.ZH, product.Name.ZH}, product.Aliases...), func(n string) bool { return strings.Contains(s.Text.ZH, n) })
		}) {
			return p
		}
	}
	return nil
}

// documentOf is the document whose clause is nearest to a question, with the
// clause; nil: none is near.
func (t *turn) documentOf(part intents.Part) (*corpus.Policy, *corpus.Passage, error) {
	r, err := t.search(part, nil)
	if err != nil {
		return nil, nil, err
	}
	var first *corpus.Policy
	var clause *corpus.Passage
	terms := t.g.Base.Terms(part.Text)
	for _, f := range r.Found {
		if f.Score < gapScore*r.Found[0].Score || f.Lexical < gapNear {
			break
		}
		p, ok := t.set.Policy(f.Passage.Doc)
		if !ok || !isInstrument(p) || p.DocNo == "" || !f.Passage.InForceOn(t.today) {
			continue
		}
		if slices.ContainsFunc(terms, func(w *corpus.Term) bool { return titled(p, w) }) {
			return p, f.Passage, nil // the document of the matter, before one that only speaks of it
		}
		if first == nil {
			first, clause = p, f.Passage
		}
	}
	return first, clause, nil
}

// titled reports whether a document bears a term in its title.
func titled(p *corpus.Policy, w *corpus.Term) bool {
	return slices.ContainsFunc(append([]string{w.Name.ZH}, w.Synonyms...), func(form string) bool {
		return len([]rune(form)) >= 3 && strings.Contains(p.Title, form)
	})
}

// isInstrument reports whether a policy is an act of an authority rather than a
// report, statistics or practice.
func isInstrument(p *corpus.Policy) bool {
	switch p.Kind {
	case corpus.KindLaw, corpus.KindRegulation, corpus.KindNotice, corpus.KindStandard, corpus.KindLocal:
		return true
	}
	return false
}
