package bot

import (
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
)

// figureEnd parts a message into clauses, each of which may tell one figure.
var figureEnd = regexp.MustCompile(`[，。；;！!？?、\n]|,\s|\band\b`)

// afterName stands between the name of a figure and the figure.
const afterName = " \t:：=是为到有约大概按成改取用的率额总净年,，"

// namedFigures reads the figures that a message tells by their names, in the order
// in which they are told: 年销售额500万，分成率30%.
func (t *turn) namedFigures(w worksheet, text string) []Figure {
	var out []Figure
	for _, piece := range namedPieces(w.names(), text) {
		q, ok := w.question(piece.id)
		if !ok {
			continue
		}
		figure := t.hearing(strings.TrimLeft(piece.rest, afterName)).heardFigure(q)
		if figure == "" {
			figure = t.hearing(piece.text).heardFigure(q)
		}
		if figure != "" && !slices.ContainsFunc(out, func(f Figure) bool { return f.ID == piece.id }) {
			out = append(out, Figure{piece.id, figure})
		}
	}
	return out
}

// namedPiece is the part of a message that speaks of one figure.
type namedPiece struct{ id, text, rest string } // rest: what follows the name

// namedPieces cuts a message so that each piece holds one name of a figure. An
// amount without a name goes on with the figure before it.
func namedPieces(names []figureName, text string) []namedPiece {
	var out []namedPiece
	for _, clause := range figureEnd.Split(text, -1) {
		clause = strings.ToLower(corpus.Fold(clause))
		at := namesIn(names, clause)
		if len(at) == 0 {
			if n := len(out); n > 0 && amountStart.MatchString(clause) {
				out[n-1].text += "、" + clause
				out[n-1].rest += "、" + clause
			}
			continue
		}
		for i, name := range at {
			from, to := name.from, len(clause)
			if i == 0 {
				from = 0
			}
			if i+1 < len(at) {
				to = at[i+1].from
			}
			out = append(out, namedPiece{name.id, clause[from:to], clause[name.to:to]})
		}
	}
	return out
}

// amountStart is how a clause begins that is an amount without a name.
var amountStart = regexp.MustCompile(`^\s*(?:约|大概)?[\d.,]+\s*(?:万|亿|千|百|元|million|yuan|cny)`)

// nameAt is where a name of a figure stands in a clause.
type nameAt struct {
	id       string
	from, to int
}

// namesIn finds the names of figures in a clause, from left to right. Of names that
// overlap the one that is listed first counts.
func namesIn(names []figureName, clause string) []nameAt {
	var out []nameAt
	for _, n := range names {
		for _, m := range n.form.FindAllStringIndex(clause, -1) {
			if !slices.ContainsFunc(out, func(o nameAt) bool { return m[0] < o.to && o.from < m[1] }) {
				out = append(out, nameAt{n.id, m[0], m[1]})
			}
		}
	}
	slices.SortFunc(out, func(a, b nameAt) int { return a.from - b.from })
	return out
}

// hearing is the turn as if the message were only a part of it.
func (t *turn) hearing(text string) *turn {
	c := *t
	c.m.Text = text
	c.u = intents.Understanding{Heard: t.g.Model.Ear().Hear(text, t.today)}
	return &c
}

// refusedFigure returns why a sheet does not take a figure.
func (t *turn) refusedFigure(w worksheet, q figureQuestion, f Figure) *corpus.Fault {
	if fault := t.beyond(q, f); fault != nil {
		return fault
	}
	if fault := w.set(f); fault != nil {
		return fault
	}
	return w.flaw()
}

// beyond refuses an amount that no small firm has: the bound is that of the loan
// wanted.
func (t *turn) beyond(q figureQuestion, f Figure) *corpus.Fault {
	fact, ok := t.set.Fact(wanted)
	if !ok || fact.Max == nil || q.Kind != moneyFigure && q.Kind != moneysFigure {
		return nil
	}
	for _, n := range figureNumbers(f.Text) {
		if n > *fact.Max {
			return &corpus.Fault{Code: "beyond", Field: f.ID, Args: map[string]string{}}
		}
	}
	return nil
}

// takeTold puts figures into a sheet that a message told by their names, says which,
// and goes on with the sheet. What the sheet does not take is asked again, with the
// reason.
func (t *turn) takeTold(name string, figures []Figure) (piece, error) {
	s := t.openSheet(name)
	lead := ""
	if w, err := t.worksheet(s); err != nil {
		return piece{}, err
	} else if t.begun == name {
		lead = w.lead() + t.takenOver(s, w)
	}
	var told []string
	var p piece
	again := false
	for _, f := range figures {
		w, err := t.worksheet(s)
		if err != nil {
			return piece{}, err
		}
		q, _ := w.question(f.ID)
		if fault := t.refusedFigure(w, q, f); fault != nil {
			fault.Args["field"] = q.Name
			if !again {
				if w, err = t.worksheet(s); err != nil {
					return piece{}, err
				}
				p = t.askFigure(s, w, q, t.set.FaultText(fault).In(t.lang)+t.space())
			}
			again = true
			continue
		}
		s.note(f)
		told = append(told, t.figureSaid(s, q, f.Text))
	}
	told = append(told, t.toldBesides()...)
	if !again {
		t.begun = "" // the lead stands before what is noted
		var err error
		if p, err = t.fillSheet(name); err != nil {
			return piece{}, err
		}
	}
	if p.outcome == Asked && len(told) > 0 {
		first := []string{}
		if lead != "" {
			first = append(first, lead)
		}
		first = append(first, t.say("form.also", map[string]string{"facts": strings.Join(told, t.label("mark.semicolon"))}))
		first = append(first, t.soFar(&p, name)...)
		p.lines = append(first, p.lines...)
	}
	return p, nil
}

// toldBesides learns what a message tells of the firm besides the figures of a
// sheet, and words it. Amounts and lives are the figures themselves; the loan wanted
// is not.
func (t *turn) toldBesides() []string {
	heard := t.u.Heard.Facts.Clone()
	for id := range heard {
		if t.kind(id) == corpus.KindMoney && id != wanted || id == "need" || id == "patent_months_left" {
			delete(heard, id)
		}
	}
	return t.noteFacts(heard)
}

// noteFacts learns facts and words them as they stand then.
func (t *turn) noteFacts(heard corpus.Facts) []string {
	t.learn(heard)
	var told []string
	for i := range t.set.Facts {
		if fact := &t.set.Facts[i]; heard[fact.ID].Kind != "" {
			told = append(told, fact.Label.In(t.lang)+t.label("mark.colon")+t.value(fact, t.s.Profile.Facts[fact.ID]))
		}
	}
	return told
}

// loanWish is a wish for a loan, in words.
var loanWish = regexp.MustCompile(`贷|借|融资|\b(?:loans?|borrow|lend)\b`)

// wishesSum reports whether a message names the loan that is wished for, which is
// no figure of a sheet.
func (t *turn) wishesSum() bool {
	v, ok := t.u.Heard.Facts[wanted]
	return ok && v.Known() && t.speaksOfLoan()
}

// speaksOfLoan reports whether a message speaks of a loan: its amounts are then no
// answer to a question of a sheet.
func (t *turn) speaksOfLoan() bool {
	return loanWish.MatchString(strings.ToLower(corpus.Fold(t.m.Text)))
}

// onlyTells reports whether a message tells something and asks nothing.
func (t *turn) onlyTells() bool {
	return len(t.u.Parts) > 0 && !slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool { return p.Bait || p.Question }) &&
		!requestForm.MatchString(corpus.Fold(t.m.Text)) && len(t.u.Heard.Ambiguous) == 0
}

// besides takes what a message tells of the firm while a question of a sheet is
// open and is no answer to it: it is noted, and the question stays open.
func (t *turn) besides(s *Sheet, w worksheet, q figureQuestion) ([]piece, bool) {
	heard := t.u.Heard.Facts.Clone()
	if _, need := heard["need"]; need && !t.wishesSum() {
		return nil, false // a wish to be told of loans, in short
	}
	delete(heard, "need")
	if len(heard) == 0 || !t.onlyTells() && !t.wishesSum() {
		return nil, false
	}
	if bad := t.outOfBounds(heard); bad != nil {
		return []piece{*bad}, true
	}
	if bad := t.contradicted(); bad != nil {
		return []piece{*bad}, true
	}
	told := t.noteFacts(heard)
	p := t.askFigure(s, w, q, "")
	p.lines = append([]string{t.say("form.also", map[string]string{"facts": strings.Join(told, t.label("mark.semicolon"))})}, p.lines...)
	p.buttons.Choices = append(p.buttons.Choices, t.intentButtons([]corpus.IntentID{"match_products"}).Choices...)
	return []piece{p}, true
}

// toldFigures takes figures that are told by their names while a question of their
// sheet is open, be it another than the one asked; several at once also as changes
// of the result that was shown last.
func (t *turn) toldFigures() ([]piece, bool, error) {
	s := t.s.lastSheet()
	if s == nil || t.whole().Bait || t.misfit() {
		return nil, false, nil
	}
	if t.speaksOfLoan() && !t.wishesSum() {
		return nil, false, nil // the figures are those of the firm that wants a loan
	}
	w, err := t.worksheet(s)
	if err != nil {
		return nil, false, nil
	}
	_, doc := w.about()
	q, _ := w.question(s.Asked)
	figures := t.clauseFigures(w, q)
	switch {
	case !t.onlyTells() && (len(figures) < 2 || askingForm.MatchString(strings.ToLower(corpus.Fold(t.m.Text)))):
		return nil, false, nil
	case s.Asked == "" && (len(figures) < 2 || !slices.Contains(t.s.Topic.Docs, doc)), len(figures) == 0, len(figures) == 1 && figures[0].ID == s.Asked && !figureEnd.MatchString(t.m.Text):
		return nil, false, nil
	}
	p, err := t.takeTold(s.Name, w.begin(figures))
	return []piece{p}, true, err
}

// clauseFigures reads the figures that a message tells, by their names, and clause
// by clause choices, whether the fees are paid, and the day or kind that is asked
// for: 2020-03-01，已授权，年费交了. A clause with a wish for a loan tells none.
func (t *turn) clauseFigures(w worksheet, asked figureQuestion) []Figure {
	clauses := slices.DeleteFunc(figureEnd.Split(t.m.Text, -1), func(c string) bool {
		return strings.TrimSpace(c) == "" || loanWish.MatchString(strings.ToLower(corpus.Fold(c)))
	})
	out := t.namedFigures(w, strings.Join(clauses, "，"))
	if len(clauses) < 2 {
		return out
	}
	for _, clause := range clauses {
		if len(namesIn(w.names(), strings.ToLower(corpus.Fold(clause)))) > 0 {
			continue
		}
		if f := t.hearing(clause).clauseChoice(w, asked); f.Text != "" && !slices.ContainsFunc(out, func(o Figure) bool { return o.ID == f.ID }) {
			out = append(out, f)
		}
	}
	return out
}

// clauseChoice reads a clause that names no figure.
func (t *turn) clauseChoice(w worksheet, asked figureQuestion) Figure {
	key := corpus.PhraseKey(t.m.Text)
	if len([]rune(key)) > 2 {
		if like := t.choicesLike(w, func(label string) bool { return strings.HasPrefix(label, key) }); len(like) == 1 {
			return like[0]
		}
	}
	for _, m := range boolMatters {
		if q, ok := w.question(m.id); ok && slices.Contains(w.asks(), m.id) && m.form.MatchString(t.words()) {
			return Figure{m.id, t.heardCode(q, strings.TrimSpace(feeWords.ReplaceAllString(t.words(), "")))}
		}
	}
	if q, ok := w.question(filedDay); ok && bareDay.MatchString(t.words()) {
		return Figure{filedDay, t.heardFigure(q)}
	}
	if asked.Kind == rightFigure {
		return Figure{asked.ID, t.heardFigure(asked)}
	}
	return Figure{}
}

// filedDay is the figure that holds the only day that a sheet asks for.
const filedDay = "filed"

// bareDay is a day and nothing else.
var bareDay = regexp.MustCompile(`^\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?$`)

// feeWords name the annual fees.
var feeWords = regexp.MustCompile(`年费|\b(?:the |all )*(?:annual )?fees?(?: (?:are|is|were|have been))?\b`)

// figuresBegin begins the sheet of which a message tells enough figures that it
// speaks of nothing else. What the open sheet takes as well stays with it.
func (t *turn) figuresBegin() ([]piece, bool, error) {
	if t.whole().Bait || t.wishesSum() {
		return nil, false, nil
	}
	said := strings.ToLower(corpus.Fold(t.m.Text))
	openly, known := "", 0
	if s, w, _, open := t.openQuestion(); open {
		openly, known = s.Name, len(t.namedFigures(w, t.m.Text))
	}
	for _, b := range beginnings {
		if b.not.MatchString(said) {
			continue
		}
		w, err := t.worksheet(&Sheet{Name: b.sheet})
		if err != nil {
			continue
		}
		figures := t.namedFigures(w, t.m.Text)
		if b.sheet == openly && known >= len(figures) {
			return nil, false, nil
		}
		has := func(ids []string) bool {
			return slices.ContainsFunc(figures, func(f Figure) bool { return slices.Contains(ids, f.ID) })
		}
		if has(b.base) && has(b.rate) {
			if r := t.u.Heard.Rights; len(r) == 1 && slices.Contains(sharedFigures["kind"], string(r[0])) {
				figures = append([]Figure{{"kind", string(r[0])}}, figures...)
			}
			p, err := t.takeTold(b.sheet, w.begin(figures))
			return []piece{p}, true, err
		}
	}
	return nil, false, nil
}

// beginnings are the figures by which a message shows the sheet that it speaks of:
// one of each kind, and none of the words that speak of something else.
var beginnings = []struct {
	sheet      string
	base, rate []string
	not        *regexp.Regexp
}{
	{royaltySheet, []string{"net_sales"}, []string{"rate_bp"}, regexp.MustCompile(`贷|借|担保|保险|利率|折现|贴现|上限|最高|封顶|\b(?:loan|guarantee|premium|interest|discount|cap|ceiling)\b`)},
	{valueSheet, []string{"sales", "profits", "cost"}, []string{"split_bp", "profit_split_bp", "discount_bp", "depreciation_bp", "economic_life"}, regexp.MustCompile(`贷|借|担保|保险|许可费|算例|上限|最高|封顶|\b(?:loan|guarantee|premium|example|cap|ceiling)\b`)},
}

// labelled takes the label of a choice of the running sheet as the answer to its
// question, also where another question is open by now: 很难绕开, typed one question
// late, is an answer and nothing else.
func (t *turn) labelled() ([]piece, bool, error) {
	s := t.s.lastSheet()
	if s == nil || t.u.Command != "" {
		return nil, false, nil
	}
	w, err := t.worksheet(s)
	if err != nil {
		return nil, false, nil
	}
	_, doc := w.about()
	if s.Asked == "" && !slices.Contains(t.s.Topic.Docs, doc) {
		return nil, false, nil
	}
	if s.Asked == "profits" && lossForm.MatchString(t.words()) {
		q, _ := w.question(s.Asked)
		p, err := t.takeFigures(s, w, q, []Figure{{s.Asked, "0"}})
		return []piece{p}, true, err
	}
	key := corpus.PhraseKey(t.m.Text)
	if len([]rune(key)) < 3 {
		return nil, false, nil
	}
	like := t.choicesLike(w, func(label string) bool { return label == key })
	if len(like) == 0 && s.Asked != "" && len([]rune(key)) <= 8 {
		like = t.choicesLike(w, func(label string) bool { return strings.HasPrefix(label, key) })
	}
	if len(like) == 0 || slices.ContainsFunc(like, func(f Figure) bool { return f.ID == s.Asked }) {
		return nil, false, nil // none, or the answer to the open question
	}
	q, _ := w.question(like[0].ID)
	if len(like) == 1 {
		p, err := t.takeTold(s.Name, like)
		return []piece{p}, true, err
	}
	if _, _, open, ok := t.openQuestion(); ok {
		q = open
	}
	p, err := t.takeFigures(s, w, q, nil)
	return []piece{p}, true, err
}

// lossForm says that there is no profit, which counts as none.
var lossForm = regexp.MustCompile(`^(?:还|一直|目前|现在|今年|去年|都|在|是|我们|公司)*(?:亏损|亏钱|亏本|亏着|没有?利润|没有?赚钱|没有?盈利|不赚钱)(?:中|的|了|呢)*$|^(?:we (?:make|made|are making|had) )?(?:a loss|losses|no profit)$|^loss(?:es)?$`)

// choicesLike are the choices of a sheet with a label like that.
func (t *turn) choicesLike(w worksheet, like func(label string) bool) []Figure {
	var out []Figure
	for _, id := range w.asks() {
		q, _ := w.question(id)
		for _, c := range q.Choices {
			if like(corpus.PhraseKey(c.Label)) {
				out = append(out, Figure{id, c.Code})
			}
		}
	}
	return out
}

// bareElsewhere takes a bare rate, number of years or day that does not answer the
// open question as the only figure of the sheet that it fits.
func (t *turn) bareElsewhere(s *Sheet, w worksheet) []Figure {
	if !bareValue.MatchString(t.words()) && !bareDay.MatchString(t.words()) {
		return nil
	}
	var fits []Figure
	for _, id := range w.asks() {
		q, _ := w.question(id)
		known := slices.ContainsFunc(s.Given, func(f Figure) bool { return f.ID == id })
		if known || q.Kind != rateFigure && q.Kind != yearsFigure && q.Kind != dateFigure || q.Kind == yearsFigure && len(t.u.Heard.Terms) == 0 {
			continue
		}
		if text := t.heardFigure(q); text != "" {
			fits = append(fits, Figure{id, text})
		}
	}
	if len(fits) != 1 {
		return nil
	}
	return fits
}

// bareValue is a message that is nothing but a figure with its unit.
var bareValue = regexp.MustCompile(`^(?:约|大约|大概|差不多|about|around|roughly|\s)*[\d.,零〇一二两三四五六七八九十百千万亿半]+\s*(?:%|％|个?月|年|天|日|件|题|years?|months?|per ?cent|percent)(?:左右|吧|\s)*$`)

// misfit reports whether a message is a figure that does not answer the open
// question of a sheet: it is asked again, not taken for something else.
func (t *turn) misfit() bool {
	said := t.words()
	_, amount := t.g.Model.Ear().HearAmount(t.m.Text, t.today)
	return amount || bareValue.MatchString(said) || len(t.u.Heard.Dates) > 0 && len([]rune(said)) < 14 && !figureEnd.MatchString(said)
}

// ownFacts are the facts that may answer a figure; a message that tells others of
// the same kind answers another question: 成立5年 is no life of a patent.
var ownFacts = map[string][]corpus.FactID{
	"sales": {"revenue"}, "net_sales": {"revenue"}, "turnover": {"revenue"}, "income": {"revenue"}, "value": {"appraised_value"},
	"patents": {"patents_invention", "patents_utility_model", "patents_design", "patents_pending"}, "economic_life": {"patent_months_left"},
}

// otherFact reports whether a message tells a fact that is as much a number as the
// figure that is asked for, and is another one.
func (t *turn) otherFact(q figureQuestion) bool {
	kinds := map[figureKind][]corpus.Kind{
		moneyFigure: {corpus.KindMoney}, moneysFigure: {corpus.KindMoney}, yearsFigure: {corpus.KindMonths, corpus.KindCount}, countFigure: {corpus.KindCount, corpus.KindMonths},
		rateFigure: {corpus.KindRate}, ratesFigure: {corpus.KindRate},
	}[q.Kind]
	for id := range t.u.Heard.Facts {
		if slices.Contains(kinds, t.kind(id)) && !slices.Contains(ownFacts[q.ID], id) {
			return true
		}
	}
	return false
}

var (
	// sheetForms are the words by which the sheets are gone back to.
	sheetForms = []struct {
		name string
		form *regexp.Regexp
	}{
		{valueSheet, backTo(`估值|估算|测算|估价|价值`, `valuation|estimate|worksheet`)},
		{royaltySheet, backTo(`许可费|开放许可费?|许可费估?测?算`, `(?:open )?licen[cs]e fee|royalty`)},
		{factorSheet, backTo(`问卷|评价|全面评价|体检|打分|自查`, `questionnaire|self-check|scoring|full review`)},
	}
	// whyResult asks how the result came about.
	whyResult = regexp.MustCompile(`^(?:那|请问)*(?:为什么|为啥|怎么)(?:会)?(?:是|得|给|打|只有|才)?(?:了)?(?:这个|这么|这些|我)?(?:高|低|多|少)?的?(?:分数?|得分|结果|价格?|值|数字?|区间|估值|费用?|许可费)[呢的啊]?[?？]*$|^(?:这个?|那个?)?(?:分数?|得分|结果|估值|区间|数字|费用|许可费)(?:是)?怎么(?:来|算|算出来|得出来|得来|打出?来?)的?[呢啊]?[?？]*$|^(?:why (?:this|that|these|such a) (?:scores?|results?|figures?|fee|value|range)|how did you (?:get|come to|work out) (?:this|that|the) (?:score|result|figure|fee|value|range))\??$`)
	// askedResult asks what came of the sheet, as a question.
	askedResult = regexp.MustCompile(`^(?:那|请问)*(?:我的?|刚才|上次|之前|上面|刚刚)+的?(?:估值|估算|测算|打分|评价|问卷|许可费|体检)?的?(?:结果|得分|分数)(?:是|呢|有)?(?:什么|多少|怎么样|如何|几分)?[呢啊]?[?？]*$|^what (?:was|is) (?:the|my|our) (?:last )?(?:result|score)(?: again)?\??$`)
)

// backTo is a wish to go back to something, named in Chinese or English.
func backTo(zh, en string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:那|好|请|先|我想?要?|再|[\s,，])*(?:回到?|返回|继续|接着|回去)(?:刚才|之前|上面|做|填|答)?的?(?:专利)?(?:` + zh + `)(?:那里|上来?|吧|了)*[。.!！]*$|^(?:please )?(?:go |let's go |take me )?(?:back to|continue|resume|return to) (?:the |my |our )?(?:patent )?(?:` + en + `)[.!]*$`)
}

// sheetRecalled goes back to a sheet, its question or its result, or says how the
// result came about.
func (t *turn) sheetRecalled() ([]piece, bool, error) {
	said := strings.TrimSpace(strings.ToLower(corpus.Fold(t.m.Text)))
	for _, f := range sheetForms {
		if len(t.s.Sheets) > 0 && f.form.MatchString(said) {
			p, err := t.fillSheet(f.name)
			return []piece{p}, true, err
		}
	}
	s := t.s.lastSheet()
	if s == nil || len(s.told()) == 0 {
		return nil, false, nil
	}
	w, err := t.worksheet(s)
	if err != nil {
		return nil, false, nil
	}
	_, doc := w.about()
	why := whyResult.MatchString(said) && (s.Asked != "" || slices.Contains(t.s.Topic.Docs, doc))
	if !why && !askedResult.MatchString(said) && !(s.Asked == "" && resultForm.MatchString(said)) {
		return nil, false, nil
	}
	open := s.Asked != ""
	_, unfinished := w.next()
	var p piece
	switch {
	case s.Name == factorSheet && unfinished: // the answers so far say something
		if p = w.show(); open {
			q, _ := w.question(s.Asked)
			asked := t.askFigure(s, w, q, "")
			p.outcome, p.ask, p.lines = asked.outcome, asked.ask, append(p.lines, asked.lines...)
			p.hints, p.buttons, p.plain = asked.hints, asked.buttons, true
		}
	case open:
		if p, err = t.fillSheet(s.Name); err == nil {
			p.lines = append([]string{t.say("worksheet.unfinished", nil)}, p.lines...)
		}
		return []piece{p}, true, err
	default:
		if p, err = t.fillSheet(s.Name); err != nil {
			return nil, false, err
		}
	}
	p.intent, p.text = estimate, t.m.Text
	if s.Name == royaltySheet {
		p.intent = licensing
	}
	if why && len(p.tables)+len(p.charts) > 0 {
		p.lines = append([]string{t.say("sheet.why."+s.Name, nil)}, p.lines...)
	}
	if !slices.Contains(p.docs, doc) {
		p.docs = append(p.docs, doc)
	}
	return []piece{p}, true, nil
}

var (
	tryStart = regexp.MustCompile(`^(?:那么|那|如果|要是|假如|换成|改成|再|把|就|and|so|what if|what about|how about|if|then|try|would|could|is|[\s,，])+`)
	tryEnd   = regexp.MustCompile(`(?:呢|的话|行不行|行吗|行么|可以吗|可不可以|怎么样|会怎样|超不超|超了吗|会超吗|合适吗|吗|\b(?:ok|okay|fine|allowed|possible|all right)|[\s?？。.!！])+$`)
	tryRest  = regexp.MustCompile(`[\d.,]+\s*(?:%|万|亿|千|百|元|块|年|个月|million|thousand|yuan|cny|rmb|years?|per ?cent)*|一年|每年|按|是|为|用|取|调到|到|收|改|成|一次付清|一次性|固定费|a lump sum|lump sum|\b(?:of|to|is|be|were|the|a|it|at|for|we|took|take|ask|charge)\b|[\s,，]`)
)

// tried returns what a message tries out, without the words around it: 费率25% of
// 那费率25%呢; empty: it tries nothing out.
func (t *turn) tried() string {
	said := strings.ToLower(strings.TrimSpace(corpus.Fold(t.m.Text)))
	core := strings.TrimSpace(tryStart.ReplaceAllString(tryEnd.ReplaceAllString(said, ""), ""))
	if core == said || !strings.ContainsAny(core, "0123456789") || len([]rune(core)) > 30 {
		return ""
	}
	return core
}

// triedFigure takes a figure that is tried out, 那费率25%呢, as a change of the sheet
// spoken of last.
func (t *turn) triedFigure() ([]piece, bool, error) {
	s, core := t.s.lastSheet(), t.tried()
	if s == nil || core == "" || len(s.told()) == 0 || t.wishesSum() {
		return nil, false, nil
	}
	w, err := t.worksheet(s)
	if err != nil {
		return nil, false, nil
	}
	_, doc := w.about()
	if f := t.s.form(); s.Asked == "" && f != nil && f.Asked != "" && !slices.Contains(t.s.Topic.Docs, doc) {
		return nil, false, nil // a form asks by now
	}
	c := t.hearing(core)
	named := ""
	if at := namesIn(w.names(), core); len(at) == 1 {
		named = at[0].id
		core = core[:at[0].from] + core[at[0].to:]
	} else if len(at) > 1 {
		return nil, false, nil
	}
	if tryRest.ReplaceAllString(core, "") != "" {
		return nil, false, nil // it speaks of something else too
	}
	if r, ok := w.(*royaltyWork); ok && named == "" {
		if sum := c.heardFigure(figureQuestion{Kind: moneyFigure}); sum != "" {
			return t.resume([]piece{r.lumpAsked(corpus.Money(figureNumbers(sum)[0]))}), true, nil
		}
		if r.takes("rate_bp") {
			named = "rate_bp"
		}
	}
	q, ok := w.question(named)
	if !ok {
		return nil, false, nil
	}
	figure := c.heardFigure(q)
	if figure == "" {
		return nil, false, nil
	}
	figures := []Figure{{named, figure}}
	s = t.openSheet(s.Name)
	if w, err = t.worksheet(s); err != nil {
		return nil, false, err
	}
	p, err := t.takeFigures(s, w, q, figures)
	t.sayChanged(&p, s, figures)
	if p.outcome == Answered {
		p.lines = append([]string{t.say("form.corrected", map[string]string{"facts": t.figureSaid(s, q, figure)})}, p.lines...)
	}
	return []piece{p}, true, err
}

// soFar is what a sheet can say already while questions are open.
func (t *turn) soFar(p *piece, name string) []string {
	s := t.s.sheet(name)
	if s == nil {
		return nil
	}
	w, err := t.worksheet(s)
	if r, ok := w.(*royaltyWork); err == nil && ok {
		return r.soFar(p)
	}
	return nil
}

// sayPaused says how to go back to the sheet whose question a form took the place of.
func (t *turn) sayPaused(ps []piece) {
	if t.paused == "" || len(ps) == 0 || t.s.lastSheet().Asked != "" {
		return
	}
	last, back := &ps[len(ps)-1], t.label("sheet.back."+t.paused)
	last.lines = append(last.lines, t.say("sheet.paused", map[string]string{"words": back}))
	if last.buttons == nil {
		last.buttons = &Buttons{}
	}
	last.buttons.Choices = append(last.buttons.Choices, Button{Label: back, Action: Action("figure " + t.paused + " go")})
}
