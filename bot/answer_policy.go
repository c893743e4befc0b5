package bot

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// Bounds of an answer. A passage beside the first is shown if its score is near
// the first's; a first passage that shares little with the question answers only
// if the intent is sure.
const (
	maxPassages   = 3
	nearScore     = 0.72
	leastStrength = 0.27
	plainFirst    = 0.45 // a first passage that is less near is headed by its subject
	sureIntent    = 0.5
)

// search looks for passages that answer a part.
func (t *turn) search(part intents.Part, docs []corpus.ID) (knowledge.Result, error) {
	q := knowledge.Query{
		Text: part.Text, Lang: t.lang, Intent: part.Intent, Surety: part.Confidence, Places: part.Heard.Places,
		Rights: part.Heard.Rights, DocNos: part.Heard.DocNos, Docs: docs, On: t.today, Limit: 12, Reviewed: t.a.production,
	}
	if part.Heard.AsOf != "" {
		q.On = part.Heard.AsOf
	}
	q.History = asksHistory(part.Text)
	if v := t.s.Profile.Facts["region"]; v.Known() {
		q.Region = cmp.Or(t.about, corpus.RegionCode(v.Text))
	}
	if in, ok := t.set.Intent(part.Intent); ok {
		q.Aspect = in.Aspect
	}
	if f := matchRule(corpus.Fold(part.Text), fieldWords); len(f) > 0 {
		q.Field = strings.TrimSuffix(f[0], "_max")
	}
	r, err := t.g.Base.Search(t.ctx, q)
	if err != nil {
		return r, fmt.Errorf("search: %w", err)
	}
	t.log.Searches = append(t.log.Searches, Search{Query: q, Result: r})
	return r, nil
}

// placeAsked keeps the firm's place as it is known where a message only names a
// wider one, or asks about another.
func (t *turn) placeAsked() {
	here, there := t.s.Profile.Facts["region"], t.u.Heard.Facts["region"]
	if !here.Known() || !there.Known() || here.Equal(there) || t.u.Heard.Correction {
		return
	}
	home, named := corpus.RegionCode(here.Text), corpus.RegionCode(there.Text)
	elsewhere := !t.u.Heard.Seated && !slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool {
		return !p.Question || slices.Contains(lendingIntents, p.Intent)
	})
	if f := t.s.form(); !t.set.Within(home, named) && (!elsewhere || f != nil && f.Asked == "region") {
		return
	}
	t.about = named
	delete(t.u.Heard.Facts, "region")
	for i := range t.u.Parts {
		delete(t.u.Parts[i].Heard.Facts, "region")
	}
}

// asksHistory reports whether a question is about what no longer holds.
func asksHistory(text string) bool {
	folded := corpus.Fold(text)
	return slices.ContainsFunc([]string{"以前", "原来", "旧", "过去", "历史", "修订前", "改之前", "曾经", "废止", "失效的文件", "used to", "formerly", "old rule", "old term", "previous", "before the revision", "history"},
		func(w string) bool { return strings.Contains(folded, w) })
}

// answerPolicy answers with the passages that say it, each cited.
func (t *turn) answerPolicy(part intents.Part) (piece, error) {
	docs := t.topicDocs(part)
	if p, ok := t.unknownField(part, append(t.g.Base.Named(part.Text), docs...)); ok {
		return p, nil
	}
	if unknown := t.unknownDocNo(part); unknown != "" {
		return piece{outcome: NotFound, lines: []string{t.say("doc_unknown", map[string]string{"doc": unknown})}, next: "next.not_found"}, nil
	}
	if len(docs) == 0 {
		docs = t.listedDocs(part)
	}
	r, err := t.search(part, docs)
	if err != nil {
		return piece{}, err
	}
	return t.fromResult(part, r)
}

// keepToYear drops what is reported of other years than the one that a question names.
func (t *turn) keepToYear(part intents.Part, found []knowledge.Found) []knowledge.Found {
	years := yearForm.FindAllString(corpus.Fold(part.Text), -1)
	if len(years) != 1 || len(part.Heard.DocNos) > 0 {
		return found
	}
	return slices.DeleteFunc(slices.Clone(found), func(f knowledge.Found) bool {
		p, ok := t.set.Policy(f.Passage.Doc)
		text := ""
		if ok {
			text = p.Title + f.Passage.Heading.ZH + f.Passage.Text.ZH
		}
		return ok && !isInstrument(p) && yearForm.MatchString(text) && !strings.Contains(text, years[0])
	})
}

// surelyYear is the lexical share from which statistics of the year that a question
// names answer it.
const surelyYear = 0.9

// yearFirst lets statistics of the year that a question names stand before all
// that is known and not known of others, unless it asks by industry.
func (t *turn) yearFirst(part intents.Part, found []knowledge.Found) []knowledge.Found {
	year := yearForm.FindString(corpus.Fold(part.Text))
	if year == "" || lineOfBusiness.MatchString(corpus.Fold(part.Text)) {
		return found
	}
	at := slices.IndexFunc(found, func(f knowledge.Found) bool {
		p, ok := t.set.Policy(f.Passage.Doc)
		return ok && p.Kind == corpus.KindStatistics && strings.Contains(p.Title+f.Passage.Heading.ZH, year) && f.Lexical >= surelyYear
	})
	if at <= 0 {
		return found
	}
	first := found[at]
	first.Score = max(first.Score, found[0].Score)
	rest := slices.DeleteFunc(slices.Delete(slices.Clone(found), at, at+1), func(f knowledge.Found) bool { return f.Passage.Kind == corpus.GapPassage })
	return append([]knowledge.Found{first}, rest...)
}

// lineOfBusiness asks for figures of one line of business, which are not known.
var lineOfBusiness = regexp.MustCompile(`行业|产业|这一?行|医药|化工|机械|电子|软件|\bindustr|\bsector`)

// yearGap is the known unknown that answers where the nearest of what was found is
// of another year than the question names; nil: none, or it is not.
func yearGap(part intents.Part, before, kept []knowledge.Found) *corpus.Passage {
	if len(before) == 0 || len(kept) > 0 && kept[0].Passage == before[0].Passage {
		return nil
	}
	year := yearForm.FindString(corpus.Fold(part.Text))
	if slices.ContainsFunc(kept, func(f knowledge.Found) bool {
		return f.Lexical >= gapNear && f.Passage.Kind != corpus.GapPassage && strings.Contains(f.Passage.Title.ZH+f.Passage.Text.ZH, year)
	}) {
		return nil
	}
	for _, f := range kept {
		if f.Passage.Kind == corpus.GapPassage && f.Lexical >= gapNear && f.Score >= gapScore*before[0].Score {
			return f.Passage
		}
	}
	return nil
}

// unknownDocNo returns the document number that is asked for if no passage has
// any of the numbers named.
func (t *turn) unknownDocNo(part intents.Part) string {
	if len(part.Heard.DocNos) == 0 {
		return ""
	}
	for i := range t.set.Passages() {
		if p := &t.set.Passages()[i]; p.DocNo != "" && slices.Contains(part.Heard.DocNos, p.DocNo) {
			return ""
		}
	}
	for _, id := range t.g.Base.Named(part.Text) {
		if _, ok := t.set.Policy(id); ok {
			return ""
		}
	}
	return part.Heard.DocNos[0]
}

// fromResult words what a search gave.
func (t *turn) fromResult(part intents.Part, r knowledge.Result) (piece, error) {
	bank := t.bankNamed(part)
	ofBanks := t.keepToBank(bank, r.Found)
	r.Found = t.keepToYear(part, ofBanks)
	if g := yearGap(part, ofBanks, r.Found); g != nil {
		return t.sayUnknown(g), nil
	}
	r.Found = t.yearFirst(part, r.Found)
	all := r.Found
	unknown, note, clauses := t.nearestGap(r.Found, part)
	r.Found = clauses
	if unknown != nil && (unknown.Lexical < 0.95 && t.knownField(part, r.Named) || len(unknown.Passage.Regions) == 0 && len(clauses) > 0 && clauses[0].Boosts["place"] >= localBoost) {
		// The named product tells it, or the place has a clause of its own.
		unknown, note = nil, false
	}
	chosen := choose(r)
	if unknown != nil && !note {
		p := t.sayUnknown(unknown.Passage)
		if prefix := t.placePrefix(part); prefix != "" {
			p.lines = append([]string{prefix}, p.lines...)
		}
		t.askPlace(&p, part)
		return p, nil
	}
	if len(chosen) == 0 || r.Strength() < leastStrength && part.Confidence < sureIntent && len(r.Named) == 0 && len(part.Heard.DocNos) == 0 {
		return t.notFound(part, r), nil
	}
	if top := chosen[0].Passage; top.Kind == corpus.ProductPassage && top.Field != "examples" && (chosen[0].Likeness < 0.45 || slices.Contains(r.Named, top.Doc)) && asksField(part.Text) {
		if p, ok := t.unknownField(part, []corpus.ID{top.Doc}); ok {
			return p, nil
		}
	}
	chosen = t.wholeProducts(part, t.teller(part, all, chosen))
	if p, ok := t.untold(part, all, chosen); ok {
		if prefix := t.placePrefix(part); prefix != "" {
			p.lines = append([]string{prefix}, p.lines...)
		}
		t.askPlace(&p, part)
		return p, nil
	}
	p := piece{outcome: Answered}
	if prefix := t.placePrefix(part); prefix != "" {
		p.lines = append(p.lines, prefix)
	}
	if prefix := t.bankPrefix(bank, chosen); prefix != "" {
		p.lines = append(p.lines, prefix)
	}
	ps := make([]*corpus.Passage, len(chosen))
	for i, f := range chosen {
		ps[i] = f.Passage
		t.use(&p, f.Passage)
	}
	headed := len(chosen) > 0 && chosen[0].Strength() < plainFirst || mixedRights(chosen)
	p.lines = append(p.lines, t.statements(ps, headed)...)
	if note {
		if g, ok := t.set.Gap(unknown.Passage.Doc); ok {
			p.lines = append(p.lines, t.noteGap(g))
			p.gaps = append(p.gaps, g.Refs[0])
		}
	}
	t.askPlace(&p, part)
	return p, nil
}

// A known unknown answers if its words are near the question's, people ask for
// it in such words, and it is about as like the question as the best clause is;
// where names, figures or lists are asked for, if it is more like it.
const (
	gapNear        = 0.55
	gapScore       = 0.7 // of the best clause's, without what it gains by being named
	gapLikeness    = 0.14
	gapMargin      = 1.1
	gapNote        = 0.85
	specificMargin = 1.1
	plainlyLiker   = 1.5 // a clause so much more like the question than the known unknown answers it
)

// specificForm asks for names, figures, lists or the letter of a text: what a
// known unknown is about more often than a clause.
var specificForm = regexp.MustCompile(`叫什么|哪几|哪些|几分|几成|占几|比例|百分之几|多少|好多|名单|列给|列一|给我|告诉|发我|文号|电话|地址|网址|几号|原文|全文|逐条|第.{1,4}条|清单|什么时候|哪天|哪家|怎么注册|几天|多久|权重|系数|how many|how much|what (?:percentage|share|rate|weight|date|number)|percent|list|names?\b|address|phone|url|website|full text|exact|verbatim|which (?:banks?|firms?|date)|when\b|how long`)

// whetherForm asks whether something is so, which a clause answers more often than
// that something is not known.
var whetherForm = regexp.MustCompile(`[吗嘛么不没]\pP*\s*$|能不能|可不可以|是不是|会不会|要不要|行不行|能否|是否|可否|^(?:if .{0,60})?(?:do|does|did|is|are|can|could|may|will|would|must|should)\b|\b(?:does|do|can|is|are|will|may|must) (?:the|it|i|we|my|our|they|a|an)\b`)

// otherRight reports whether a known unknown is about other rights than the
// question; one that names none is mostly about patents.
func otherRight(p *corpus.Passage, part intents.Part) bool {
	if len(p.Rights) == 0 {
		return false
	}
	asked := part.Heard.Rights
	if len(asked) == 0 {
		asked = []corpus.IPKind{corpus.InventionPatent}
	}
	return !slices.ContainsFunc(p.Rights, func(k corpus.IPKind) bool { return slices.Contains(asked, k) })
}

// placeUnasked reports whether a known unknown is about a place or two of which
// neither the question nor the person speaks.
func (t *turn) placeUnasked(p *corpus.Passage, part intents.Part) bool {
	return len(p.Regions) > 0 && len(p.Regions) <= 2 && !slices.Contains(p.Regions, corpus.Hubei) && !slices.Contains(p.Regions, corpus.Nation) &&
		len(part.Heard.Places) == 0 && !t.s.Profile.Facts["region"].Known()
}

// bare is the score of a hit without what it gains because its document is named.
func bare(f *knowledge.Found) float64 {
	if f == nil {
		return 0
	}
	s := f.Score
	for _, name := range []string{"doc_no", "named"} {
		if b := f.Boosts[name]; b > 0 {
			s /= b
		}
	}
	return s
}

// nearestGap returns the hit that says that what is asked for is not known
// here, if it answers, or nil; and the hits without known unknowns.
// Where a clause is as near, the gap is only to be noted beside it.
func (t *turn) nearestGap(found []knowledge.Found, part intents.Part) (gap *knowledge.Found, note bool, clauses []knowledge.Found) {
	var best, top *knowledge.Found
	var rest []knowledge.Found
	for i := range found {
		f := &found[i]
		gap := f.Passage.Kind == corpus.GapPassage
		if !gap {
			rest = append(rest, *f)
		}
		switch {
		case !gap && (gapRef(f.Passage) == "" || tells(f.Passage) && !documentForm.MatchString(corpus.Fold(part.Text)) && !textForm.MatchString(corpus.Fold(part.Text))):
			if top == nil {
				top = f
			}
		case gap && (otherRight(f.Passage, part) || t.placeUnasked(f.Passage, part)):
		case f.Lexical >= gapNear && f.Score >= gapScore*bare(top) && f.Likeness >= gapLikeness && !t.otherAspect(f.Passage, part) && (best == nil || f.Strength() > best.Strength()):
			best = f
		}
	}
	if best != nil && top != nil {
		if f := likest(rest, top); f.Likeness >= plainlyLiker*best.Likeness {
			top = f
		}
	}
	switch {
	case best == nil:
		return nil, false, rest
	case top != nil && whetherForm.MatchString(corpus.Fold(part.Text)) && !specificForm.MatchString(corpus.Fold(part.Text)) && top.Lexical >= best.Lexical && top.Boosts["intent"] > 0:
		if best.Strength() <= gapNote*top.Strength() {
			return nil, false, rest
		}
		return best, true, rest
	case top == nil || best.Strength() > gapMargin*top.Strength():
		return best, false, rest
	case specificForm.MatchString(corpus.Fold(part.Text)) && best.Strength() > gapNote*top.Strength() && best.Likeness > specificMargin*top.Likeness:
		return best, false, rest
	case best.Strength() > gapNote*top.Strength() && best.Passage.Kind == corpus.GapPassage:
		return best, true, rest
	}
	return nil, false, rest
}

// likest is the clause that is most like the question among those that are
// about the matter asked and as good as the first.
func likest(found []knowledge.Found, first *knowledge.Found) *knowledge.Found {
	best := first
	for i := range found {
		if f := &found[i]; f.Boosts["intent"] > 0 && f.Score >= strongAs*bare(first) && gapRef(f.Passage) == "" && f.Strength() > best.Strength() {
			best = f
		}
	}
	return best
}

// asksField reports whether the words of a question show which field of a
// product it is after.
func asksField(text string) bool { return len(matchRule(corpus.Fold(text), fieldWords)) > 0 }

// gapRef returns the known unknown that a passage itself speaks of, or "".
func gapRef(p *corpus.Passage) string {
	for _, r := range p.Refs {
		if strings.HasPrefix(r, "GAP-") {
			return r
		}
	}
	return ""
}

// unsaid are the words in which a clause says that it does not tell something.
var unsaid = regexp.MustCompile(`没有?(?:查到|收录|核到|写明|写|公布)|未(?:查到|见|写明)|不知道`)

// tells reports whether a clause that leaves something open none the less tells
// figures.
func tells(p *corpus.Passage) bool {
	return p.Kind == corpus.PolicyPassage && strings.ContainsAny(p.Text.ZH, "0123456789") && !unsaid.MatchString(p.Text.ZH)
}

var (
	// unknownGrade is a grade of the knowledge-value loan whose ceiling is not known.
	unknownGrade = regexp.MustCompile(`(?:^|[^a-z])[bcd] ?(?:级|档|等)|\bgrade [bcd]\b`)
	gradeSum     = regexp.MustCompile(`多少|好多|几|上限|额度|顶格|最高|\b(?:how much|limit|amount|ceiling|cap|maximum)\b`)
)

// gradeUnknown answers what one of the middle grades may borrow: that is not known.
func (t *turn) gradeUnknown(part intents.Part) (piece, bool) {
	folded := corpus.Fold(part.Text)
	if part.Bait || !unknownGrade.MatchString(folded) || !gradeSum.MatchString(folded) {
		return piece{}, false
	}
	for i := range t.set.Gaps {
		if g := &t.set.Gaps[i]; slices.Contains(g.Refs, "GAP-07") {
			p := t.gap(g)
			p.intent, p.text = "kv_loan", part.Text
			t.s.Misses = 0
			return p, true
		}
	}
	return piece{}, false
}

// bareRate asks for the rate of a loan, whichever and whosesoever.
var bareRate = regexp.MustCompile(`^(?:那|那么|请问|现在|一般|大概|贷款|质押贷款|专利贷款|知识产权贷款|银行|的|年)*(?:利率|利息|年化)(?:大概|一般|现在)?(?:是|要|有|收)?(?:多少|几个?点|好多|几多|多高|怎么样|怎么算)[呢啊呀吗]?\pP*$|^(?:and |so )*(?:what(?:'s| is| are)|how (?:high|much) (?:is|are)) (?:the |your )?(?:current |usual |yearly |annual |bank |loan )*(?:interest|interest rates?|rates?)(?: of interest)?(?: (?:on|for|of) (?:a |an |the |such )?(?:loans?|ip loans?|patent loans?|pledge loans?))?(?: now| in general| generally)?\pP*$|^(?:and |so )*(?:what|which) (?:interest )?(?:rate|interest) (?:would|will|do|can) (?:i|we) (?:pay|get|be charged)\pP*$`)

// anyRate answers what loans cost in general: no bank's rate is known here, and
// what is said of one is no answer for all.
func (t *turn) anyRate(part intents.Part) (piece, bool) {
	if part.Bait || !bareRate.MatchString(corpus.Fold(part.Text)) || len(t.topicProducts()) > 0 || len(t.listedDocs(part)) > 0 || len(part.Heard.Rates) > 0 {
		return piece{}, false
	}
	g, ok := t.set.Gap("gap/bank-rates")
	if !ok {
		return piece{}, false
	}
	p := t.gap(g)
	p.intent, p.text = "cost", part.Text
	t.s.Misses = 0
	return p, true
}

// mixedRights reports whether passages speak of different kinds of rights: then
// each is headed, since no one of them answers for all.
func mixedRights(fs []knowledge.Found) bool {
	for _, f := range fs {
		if len(f.Passage.Rights) == 0 || !slices.Equal(f.Passage.Rights, fs[0].Passage.Rights) {
			return len(fs) > 1 && len(fs[0].Passage.Rights) > 0
		}
	}
	return false
}

// besideLikeness is how like a question a further passage must be that is not
// about the matter asked, beside one that answers it plainly.
const besideLikeness = 0.3

// belongs reports whether a further passage is about what is asked by more than
// its words: by the matter, the place, a name or the questions that it answers.
func belongs(f *knowledge.Found) bool {
	return f.Boosts["intent"] > 0 || f.Boosts["named"] > 1 || f.Boosts["doc_no"] > 1 || f.Boosts["place"] >= localBoost || f.Likeness >= besideLikeness
}

// choose takes the first passages that are near the best, the second of one
// document only if nothing else is as good.
func choose(r knowledge.Result) []knowledge.Found {
	var out []knowledge.Found
	for _, f := range r.Found {
		if len(out) == maxPassages {
			break
		}
		if len(out) > 0 {
			least := nearScore * out[0].Score
			if slices.ContainsFunc(out, func(o knowledge.Found) bool { return o.Passage.Doc == f.Passage.Doc }) {
				least = 0.85 * out[0].Score
			}
			if f.Score < least || f.Passage.Kind == corpus.GapPassage || out[0].Boosts["intent"] > 0 && out[0].Strength() >= plainFirst && !belongs(&f) {
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// statement is a passage's text as a paragraph with its mark. What does not
// hold on the day is said first.
func (t *turn) statement(p *corpus.Passage, first bool) string {
	return t.stated(p, first, true)
}

// statements words passages in their order, each after the first with its
// heading, the first too if headed is set. What an instrument is about is named
// once for those of its clauses that leave it unsaid.
func (t *turn) statements(ps []*corpus.Passage, headed bool) []string {
	out, named := make([]string, len(ps)), corpus.Text{}
	for i, p := range ps {
		out[i] = t.stated(p, i == 0 && !headed, p.Matter != named)
		if !p.Matter.Zero() {
			named = p.Matter
		}
	}
	return out
}

func (t *turn) stated(p *corpus.Passage, first, matter bool) string {
	text := strings.TrimSpace(p.Text.In(t.lang))
	if p.Ours {
		// The passage may say itself whose way it is, which the mark says too.
		text = t.label("passage.ours") + t.capital(strings.TrimPrefix(text, t.label("passage.ours_said")))
	}
	about, heading := p.Matter.In(t.lang), p.Heading.In(t.lang)
	matter = matter && about != "" && !strings.Contains(corpus.Fold(text), corpus.Fold(about)) && (first || !strings.Contains(corpus.Fold(heading), corpus.Fold(about)))
	switch {
	case matter && first:
		text = corpus.Fill(t.label("passage.also"), map[string]string{"heading": about, "text": text})
	case matter:
		text = corpus.Fill(t.label("passage.product"), map[string]string{"product": about, "heading": heading, "text": text})
	case !first:
		text = corpus.Fill(t.label("passage.also"), map[string]string{"heading": heading, "text": text})
	}
	if p.Kind == corpus.ProductPassage {
		text = corpus.Fill(t.label("passage.product"), map[string]string{"product": p.Title.In(t.lang), "heading": p.Heading.In(t.lang), "text": p.Text.In(t.lang)})
	}
	if note := t.validity(p); note != "" {
		text = note + text
	}
	return text + cite(p)
}

// validity says when a passage does not hold on the day of the answer.
func (t *turn) validity(p *corpus.Passage) string {
	switch {
	case p.Effective != "" && t.today < p.Effective:
		return t.say("validity.upcoming", map[string]string{"date": string(p.Effective)})
	case p.InForceOn(t.today):
		return ""
	case p.Expires != "" && p.Status == corpus.Superseded:
		return t.say("validity.superseded", map[string]string{"date": string(p.Expires)})
	case p.Expires != "":
		return t.say("validity.ended", map[string]string{"date": string(p.Expires)})
	case p.Status == corpus.Draft:
		return t.say("validity.draft", nil)
	}
	return t.say("validity.old", nil)
}

// use notes that a piece rests on a passage.
func (t *turn) use(p *piece, q *corpus.Passage) {
	for _, c := range q.Caveats {
		if !slices.Contains(p.caveats, c) {
			p.caveats = append(p.caveats, c)
		}
	}
	if q.Confidence == corpus.Low && !slices.Contains(p.caveats, "low_confidence") {
		p.caveats = append(p.caveats, "low_confidence")
	}
	if !slices.Contains(p.docs, q.Doc) {
		p.docs = append(p.docs, q.Doc)
	}
	if product, ok := t.set.Product(q.Doc); ok && !slices.ContainsFunc(p.products, func(m knowledge.Match) bool { return m.Product.ID == product.ID }) {
		p.products = append(p.products, t.g.Base.Weigh(product, t.s.Profile.Facts))
	}
}

// topicDocs are the entries that a short follow-up question is about.
func (t *turn) topicDocs(part intents.Part) []corpus.ID {
	if len(t.s.Topic.Docs) > 0 && t.bareField(part) {
		if product := t.spokenOf(); product != nil {
			return []corpus.ID{product.ID}
		}
	}
	if !shortForm(part.Text) || len(t.g.Base.Named(part.Text)) > 0 || len(t.s.Topic.Docs) == 0 {
		return nil
	}
	folded := corpus.Fold(part.Text)
	if t.ofTopic(part) {
		return t.topicProducts()
	}
	if ids := t.topicProducts(); len(ids) > 0 && t.bareField(part) {
		return ids // 最长几年, without a word on whose
	}
	if !slices.ContainsFunc([]string{"它", "这个", "那个", "这款", "那款", "那", "this", "that", "its"}, func(w string) bool { return strings.Contains(folded, w) }) {
		return nil
	}
	for _, id := range t.s.Topic.Docs {
		if _, ok := t.set.Product(id); ok {
			return []corpus.ID{id}
		}
	}
	return nil
}

// bareField reports whether a question asks for a field of a product and names
// neither the product nor a bank, right or place.
func (t *turn) bareField(part intents.Part) bool {
	folded := corpus.Fold(part.Text)
	return (shortForm(part.Text) || intents.Language(part.Text, "") == corpus.English && len(strings.Fields(part.Text)) <= 8) && !part.Bait &&
		len(part.Heard.Rights)+len(part.Heard.Places)+len(part.Heard.Facts) == 0 && len(t.g.Base.Named(part.Text)) == 0 && len(t.g.Base.Banks(part.Text)) == 0 &&
		asksField(part.Text) && !generalField.MatchString(folded)
}

// spokenOf is the product that is spoken of: the one that the last question named, or
// the one that explained what it asked of; nil: none, or several.
func (t *turn) spokenOf() *corpus.Product {
	ids := slices.DeleteFunc(t.g.Base.Named(t.s.Topic.Text), func(id corpus.ID) bool {
		_, ok := t.set.Product(id)
		return !ok
	})
	if len(ids) == 0 && t.s.Topic.Intent == "explain_term" {
		ids = t.topicProducts()
		ids = ids[:min(1, len(ids))] // the answer opens with what the name stands for
	}
	if len(ids) != 1 {
		return nil
	}
	product, _ := t.set.Product(ids[0])
	return product
}

// stillOf is what was asked with the product or right that it leaves unsaid, so
// that the next short question finds it too.
func (t *turn) stillOf(text string) string {
	if len(t.u.Parts) != 1 || !t.bareField(t.u.Parts[0]) {
		return text
	}
	if product := t.spokenOf(); product != nil {
		return product.Short.In(t.lang) + " " + text
	}
	if name := t.rightNamed(t.s.Topic.Text); name != "" && t.rightNamed(text) == "" {
		return name + t.space() + text
	}
	return text
}

// generalField asks for a field of something that is no product.
var generalField = regexp.MustCompile(`登记|评估|年费|预审|质押率|保险|贴息|许可|注册|路演|\b(?:register|registration|apprais|annual|premium|subsid|licen[cs]e|patents?)`)

// listedDocs are the products listed last, if a short question asks what they
// lend, at which rate or for how long.
func (t *turn) listedDocs(part intents.Part) []corpus.ID {
	if t.s.Topic.Intent != "match_products" || len([]rune(part.Text)) > 14 || len(t.g.Base.Named(part.Text)) > 0 || len(part.Heard.Rights) > 0 || len(part.Heard.Places) > 0 {
		return nil
	}
	f := matchRule(corpus.Fold(part.Text), fieldWords)
	if len(f) == 0 || f[0] != "amount_max" && f[0] != "rate" && f[0] != "term" {
		return nil
	}
	return t.s.Topic.Docs
}

// aspectFields are the fields of a product that an aspect asks for.
var aspectFields = map[corpus.Aspect]string{
	corpus.AspectAmount: "amount_max", corpus.AspectRate: "rate", corpus.AspectTerm: "term", corpus.AspectMaterials: "materials",
	corpus.AspectTime: "time", corpus.AspectContact: "contact", corpus.AspectFee: "rate",
}

// fieldWords show which field of a product a question is after, whatever its intent.
var fieldWords = []wordRule[string]{
	{[]string{"利率", "利息多少", "年化", "几个点", "多少点", "票面", "费率", "interest rate", "what rate", "coupon", "apr"}, "rate"},
	{[]string{"材料", "才料", "资料", "带什么", "哪些证件", "documents", "papers", "paperwork"}, "materials"},
	{[]string{"抵押", "担保吗", "押房", "押什么", "collateral", "security do"}, "collateral"},
	{[]string{"期限", "最长", "贷多久", "借多久", "贷几年", "借几年", "用多久", "几年", "保多久", "管多久", "cover run", "多长时间", "多长", "how many years", "loan term", "longest term", "about the term", "is the term", "repayment period", "loan period", "how long can"}, "term"},
	{[]string{"多久", "快吗", "快不快", "多快", "几天", "多少天", "到账", "how long does", "how many days", "how fast", "how quick"}, "time"},
	{[]string{"在哪办", "哪里办", "哪儿办", "电话", "地址", "where do i apply", "phone"}, "contact"},
	{[]string{"额度多少", "多少额度", "额度呢", "最高", "最多", "上限", "能贷多少", "能借多少", "批多少", "给多少", "贷好多", "借好多", "批好多", "maximum", "how much", "ceiling", "limit"}, "amount_max"},
}

// askedField is the field of a product that a question is after by its words,
// else by its intent; empty: none.
func (t *turn) askedField(part intents.Part) string {
	if f := matchRule(corpus.Fold(part.Text), fieldWords); len(f) > 0 {
		return f[0]
	}
	if in, ok := t.set.Intent(part.Intent); ok {
		return aspectFields[in.Aspect]
	}
	return ""
}

// wholeProducts puts what a product is in place of a field of it that nobody asked
// for: where it is applied for says nothing to who asks how a loan goes.
func (t *turn) wholeProducts(part intents.Part, found []knowledge.Found) []knowledge.Found {
	asked := t.askedField(part)
	out := slices.Clone(found)
	for i := range out {
		p := out[i].Passage
		if p.Kind != corpus.ProductPassage || !knowledge.MinorField(p.Field) && !t.mereFee(p, part) || strings.TrimSuffix(asked, "_max") == p.Field && !t.mereFee(p, part) {
			continue
		}
		if whole, ok := t.set.Passage(corpus.PassageID(string(p.Doc) + "#summary")); ok {
			out[i].Passage = whole
		}
	}
	seen := map[corpus.PassageID]bool{}
	return slices.DeleteFunc(out, func(f knowledge.Found) bool {
		again := seen[f.Passage.ID]
		seen[f.Passage.ID] = true
		return again
	})
}

// serviceFee asks what something costs.
var serviceFee = regexp.MustCompile(`收费|免费|要钱|费用|花钱|花多少|\b(?:free|cost|charge|fee)`)

// mereFee reports whether a passage tells what a service costs where that is not
// asked: it lends nothing, so that its amount is no answer to how much.
func (t *turn) mereFee(p *corpus.Passage, part intents.Part) bool {
	product, ok := t.set.Product(p.Doc)
	return ok && p.Field == "amount" && product.Role == corpus.NoAmount && !serviceFee.MatchString(corpus.Fold(part.Text))
}

// unknownField answers the question for a field of a product that the sources do
// not tell: of a product that is named, or of the one that the search found.
func (t *turn) unknownField(part intents.Part, ids []corpus.ID) (piece, bool) {
	field := t.askedField(part)
	for _, id := range ids {
		product, ok := t.set.Product(id)
		if !ok || field == "" || !slices.Contains(product.Unknown, field) {
			continue
		}
		summary, ok := t.set.Passage(corpus.PassageID(string(product.ID) + "#summary"))
		if !ok {
			continue
		}
		name := t.fieldName(field)
		return piece{
			outcome: NotFound, gaps: []string{product.Refs[0] + "." + field}, docs: []corpus.ID{product.ID},
			next: "next.unknown_field", nextArgs: map[string]string{"field": name},
			lines:    []string{t.say("unknown.field", map[string]string{"product": product.Short.In(t.lang), "field": name}) + cite(summary), t.say("unknown.differs", nil)},
			products: []knowledge.Match{t.g.Base.Weigh(product, t.s.Profile.Facts)},
		}, true
	}
	return piece{}, false
}

// localBoost is the least boost of a passage that holds for the person's own
// county or city.
const localBoost = 1.35

// knownField reports whether a named product tells the field that is asked for.
func (t *turn) knownField(part intents.Part, named []corpus.ID) bool {
	fields := matchRule(corpus.Fold(part.Text), fieldWords)
	if len(fields) == 0 {
		return false
	}
	for _, id := range named {
		if p, ok := t.set.Product(id); ok && !slices.Contains(p.Unknown, fields[0]) && !slices.Contains(p.NotApplicable, fields[0]) {
			return true
		}
	}
	return false
}

// sayUnknown answers with a passage that says what is not known here: a gap, or
// a clause that says so itself.
func (t *turn) sayUnknown(p *corpus.Passage) piece {
	if g, ok := t.set.Gap(p.Doc); ok {
		return t.gap(g)
	}
	answer := piece{outcome: NotFound, gaps: []string{gapRef(p)}, lines: []string{t.statement(p, true)}, next: "next.gap"}
	t.use(&answer, p)
	return answer
}

// noteGap says beside an answer what is not known here.
func (t *turn) noteGap(g *corpus.Gap) string {
	return t.say("gap.note", map[string]string{"says": g.Says.In(t.lang), "decides": t.whoDecides(g)})
}

// whoDecides says who decides or can tell what is not known here.
func (t *turn) whoDecides(g *corpus.Gap) string {
	return t.say("gap.decides", map[string]string{"decides": g.Decides.In(t.lang)})
}

// gap answers with a known unknown: what is not known here, why it may differ,
// and who decides.
func (t *turn) gap(g *corpus.Gap) piece {
	return piece{
		outcome: NotFound, gaps: g.Refs[:1], docs: []corpus.ID{g.ID}, next: "next.gap",
		lines: []string{g.Says.In(t.lang), g.Differs.In(t.lang) + t.space() + t.whoDecides(g)},
	}
}

// placePrefix says where the question is about a place that zhirong does not serve.
func (t *turn) placePrefix(part intents.Part) string {
	places := part.Heard.Places
	if v := t.s.Profile.Facts["region"]; len(places) == 0 && v.Known() {
		places = []corpus.RegionCode{corpus.RegionCode(v.Text)}
	}
	for _, c := range places {
		if c != corpus.Nation && !t.set.Within(c, corpus.Hubei) {
			return t.say("place.outside", map[string]string{"place": t.set.PlaceName(c, t.lang)})
		}
	}
	return ""
}

// placeMatters are the intents whose answer depends most on the place.
var placeMatters = []corpus.IntentID{"subsidy", "contact", "roadshow", "pre_examination"}

// askPlace asks for the firm's place where the answer hangs on it and it is not known.
func (t *turn) askPlace(p *piece, part intents.Part) {
	if !slices.Contains(placeMatters, part.Intent) || t.s.Profile.Facts["region"].Kind != "" || len(part.Heard.Places) > 0 || len(t.u.Parts) > 1 {
		return
	}
	fact, ok := t.set.Fact("region")
	if !ok {
		return
	}
	t.open(part.Intent, part.Text, "region")
	p.ask = "region"
	p.buttons = t.factButtons(fact)
	p.lines = append(p.lines, t.say("ask.place", map[string]string{"ask": fact.Ask.In(t.lang)}))
}

// notFound says that nothing was found, what was searched for, and what is near.
func (t *turn) notFound(part intents.Part, r knowledge.Result) piece {
	if part.Confidence < sureIntent || len(r.Found) == 0 {
		return t.fallback(part)
	}
	p := piece{outcome: NotFound, next: "next.not_found"}
	p.lines = []string{t.say("not_found", nil)}
	if near := t.nearest(r); near != "" {
		p.lines = append(p.lines, near)
	}
	return p
}

// nearest names the headings of the nearest passages.
func (t *turn) nearest(r knowledge.Result) string {
	var names []string
	for _, f := range r.Found {
		if len(names) < 3 && f.Passage.Kind != corpus.GapPassage {
			names = append(names, corpus.Fill(t.label("nearest.item"), map[string]string{"heading": f.Passage.Heading.In(t.lang), "doc": t.docName(f.Passage)})+cite(f.Passage))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return t.say("nearest", map[string]string{"items": strings.Join(names, t.label("mark.semicolon"))})
}

// docName is the short name of a passage's entry.
func (t *turn) docName(p *corpus.Passage) string {
	if pol, ok := t.set.Policy(p.Doc); ok && !pol.Short.Zero() {
		return pol.Short.In(t.lang)
	}
	return p.Title.In(t.lang)
}

// otherAspect reports whether a passage is a known unknown about another kind of
// figure than the question is after.
func (t *turn) otherAspect(p *corpus.Passage, part intents.Part) bool {
	g, ok := t.set.Gap(p.Doc)
	if !ok || len(g.Aspects) == 0 {
		return false
	}
	field := ""
	if f := matchRule(corpus.Fold(part.Text), fieldWords); len(f) > 0 {
		field = f[0]
	} else if in, ok := t.set.Intent(part.Intent); ok {
		field = aspectFields[in.Aspect]
	}
	if field != "materials" && field != "time" && field != "term" && field != "collateral" && field != "contact" {
		return false // amounts, rates, shares and fees run into one another
	}
	return !slices.ContainsFunc(g.Aspects, func(a corpus.Aspect) bool { return aspectFields[a] == field || a == corpus.AspectConditions })
}
