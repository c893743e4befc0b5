package bot

import (
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
)

// shortForm reports whether a text is short enough to lean on what was said before.
func shortForm(text string) bool {
	return len([]rune(text)) <= 14 || strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 }) < 0 && len(strings.Fields(text)) <= 5
}

var (
	// bareSum asks for a sum and for nothing else.
	bareSum = regexp.MustCompile(`^(?:那|那么|一般|大概|最多|最高|能贷?|可以贷?|批|给|它|贷|借|有)*(?:多少钱?|几多|好多钱?)[呢啊呀嘛]?[?？ ]*$|^(?:and |so |but )?how much(?: money)?(?: (?:can|could|would|will|may|might|do) (?:i|we|they|you|it|the bank|a firm)(?: (?:get|borrow|lend|give|ask for|raise))?)?\??$`)
	// bareRight is what stands beside a kind of right in a question that names
	// nothing else: 那商标呢.
	bareRight = regexp.MustCompile(`^(?:那|那么|换成|换|如果是|要是|是|的|权|证书?|呢|吗|啊|又|怎么样|怎样|如何|and|for|what|about|how|a|the|[?？,， ])*$`)
)

// besidePlace is what stands beside a place in a question that names nothing else:
// 湖北有吗, 那武汉呢, "and in Wuhan?".
var besidePlace = regexp.MustCompile(`^(?:那|那么|换成|换到|换|如果|要是|是|在|到|我们|公司|这边|那边|有没有|有|能不能|能|可以|行不行|行|办|贷|做|也|又|呢|吗|么|啊|的话|怎么样|and|or|what|how|about|in|for|if|we|are|is|there|any|one|too|it|available|[?？,， ])*$`)

// bareMatters are questions that name nothing of which they ask: of the product
// last told of, or of what was asked last.
var bareMatters = []struct {
	form   *regexp.Regexp
	intent corpus.IntentID
}{
	{regexp.MustCompile(`^(?:那|那么|它|这个|一般)*(?:谁|哪些企业|什么企业|什么公司|哪些公司|啥企业)(?:能|可以|才能)(?:办|申请|贷|用|做)[呢吗啊的]?[?？]*$|^(?:那|那么|它|这个)*(?:有|要|需要|是)?(?:什么|啥|哪些|啥子)(?:条件|要求|门槛)[呢吗啊]?[?？]*$|^(?:and )?(?:who can apply|who is eligible|what conditions|what are the conditions)\??$`), "conditions"},
	{regexp.MustCompile(`^(?:那|那么|它|这个)*(?:要|需要|准备)?(?:什么|啥|哪些|啥子)(?:材料|资料|手续)[呢吗啊]?[?？]*$|^(?:and )?(?:what|which) (?:papers|documents)\??$`), "documents"},
	{regexp.MustCompile(`^(?:那|那么|它|这个)*(?:怎么|咋|如何|怎样)(?:办|申请|弄|办理)[呢吗啊]?[?？]*$|^(?:and )?how (?:do i|do we|to) apply\??$`), "procedure"},
}

// fieldIntents are the intents of questions for a field of the product that is
// spoken of.
var fieldIntents = map[string]corpus.IntentID{
	"amount_max": "how_much", "rate": "cost", "term": "conditions", "collateral": "conditions", "materials": "documents", "time": "procedure",
}

// bareFee asks what something costs, and names nothing.
var bareFee = regexp.MustCompile(`^(?:那|那么|它|这个)*(?:要|收|要不要|收不收)?(?:钱|费|收费|交钱|花钱)[吗呢么不啊]*[?？]*$|^(?:and |so |but )?(?:is it free|does it cost anything|what (?:does|will|would) (?:it|that|this) cost|how much (?:does|will|would) (?:it|that|this) cost)\??$`)

// bareRegistry are questions of a registration that name neither it nor the right.
var bareRegistry = []struct {
	form   *regexp.Regexp
	key    string // wording of the whole question
	intent corpus.IntentID
}{
	{regexp.MustCompile(`^(?:那|那么|它|这个|这|办|登记|质押登记|办理|办下来|一般|大概|要|需要|得|花|又|还|去|[,，])*(?:多久|多长时间|几天|多少天|好多天)(?:能)?(?:办好|办完|办下来|下来|登记好|完成|办成)?[呢啊吗]?\pP*$|^(?:and |so |ok |then )*(?:how long|how many days)(?: (?:does|will|would|is) (?:it|that|this|(?:the )?registration|registering(?: it)?)(?: take)?(?: to register)?)?(?: then)?\pP*$`), "registry.time", "registration"},
	{regexp.MustCompile(`^(?:那|那么|它|这个|办|登记|质押登记|要|收|要不要|收不收|需要|交|有|有没有|得)*(?:收费|官费|登记费|规费|手续费|交钱|花钱|费用?|钱)(?:是|要)?(?:多少)?[吗呢么不啊没]*\pP*$|^登记(?:要|收|交)?多少钱\pP*$|^(?:and |so )*(?:(?:is|are) there |what about |what(?:'s| is| are) |how much (?:is|are) )?(?:any |an? |the )?(?:(?:government|official|registration|filing|state) )*(?:fees?|charges?)(?: for (?:it|that|this|registration|registering(?: it)?))?\pP*$|^(?:and |so )*(?:is it free|does it cost anything|what does it cost|do (?:i|we) (?:have to |need to )?pay(?: (?:a fee|anything|something))?|is registration free)\pP*$`), "registry.fee", "registration"},
	{regexp.MustCompile(`^(?:那|那么|它|这个|登记|质押登记|办理|要|需要|准备|交)*(?:什么|啥|哪些|啥子)?(?:材料|资料|手续)(?:清单)?[呢吗啊]?\pP*$|^(?:and |so |then )*(?:what|which) (?:papers?|documents?|paperwork)(?: (?:do|does|will|should|must|are|is|we|i|it|that|this|registration|need|needed|required|have|has|to|bring|file|prepare|submit|for|the|register))*\pP*$|^(?:and )?(?:the )?(?:papers|documents|paperwork)\pP*$`), "registry.papers", "documents"},
}

// registryTopics are the matters after which a bare question of time, fee or
// papers is about the registration.
var registryTopics = []corpus.IntentID{"can_borrow", "trademark_pledge", "utility_design", "data_ip", "registration", "documents"}

// registryRights name the registrations by the rights that they are of.
var registryRights = []struct {
	rights []corpus.IPKind
	matter corpus.IntentID // about these rights alone; empty: none
	key    string
}{
	{patentRights, "", "registry.of.patent"},
	{[]corpus.IPKind{corpus.Trademark, corpus.CollectiveMark, corpus.CertificationMark}, "trademark_pledge", "registry.of.trademark"},
	{[]corpus.IPKind{corpus.Copyright, corpus.SoftwareCopyright}, "", "registry.of.copyright"},
	{[]corpus.IPKind{corpus.DataRight}, "data_ip", "registry.of.data"},
	{nil, "registration", "registry.of.patent"}, // of no right in particular: mostly a patent
}

// registryAsked reads a bare question of time, fee or papers as one about
// registering the right last spoken of.
func (t *turn) registryAsked(p intents.Part, folded string) (intents.Part, bool) {
	lends := func(id corpus.ID) bool {
		product, ok := t.set.Product(id)
		return ok && product.Role != corpus.NoAmount
	}
	if p.Bait || len(p.Heard.Rights)+len(p.Heard.Places)+len(p.Heard.Facts) > 0 || !slices.Contains(registryTopics, t.s.Topic.Intent) || slices.ContainsFunc(t.g.Base.Named(t.s.Topic.Text), lends) ||
		len(t.s.Topic.Docs) > 0 && !slices.ContainsFunc(t.s.Topic.Docs, func(id corpus.ID) bool { return !lends(id) }) {
		return p, false // of a loan that was named, or of loans alone
	}
	asked := t.g.Model.Ear().Hear(t.s.Topic.Text, t.today).Rights
	for _, r := range registryRights {
		if len(asked) == 0 && r.matter != "" && r.matter == t.s.Topic.Intent {
			asked = r.rights
		}
		if r.matter == "registration" && (len(asked) > 0 || t.s.Topic.Intent != r.matter) || r.matter != "registration" && len(asked) == 0 || slices.ContainsFunc(asked, func(k corpus.IPKind) bool { return !slices.Contains(r.rights, k) }) {
			continue
		}
		for _, b := range bareRegistry {
			if !b.form.MatchString(folded) {
				continue
			}
			p.Text = corpus.Fill(t.label(b.key), map[string]string{"right": t.label(r.key)})
			p.Intent, p.Confidence, p.InScope, p.Scope, p.Known, p.Question = b.intent, 0.9, 1, true, 1, true
			p.Heard.Rights = t.g.Model.Ear().Hear(p.Text, t.today).Rights
			return p, true
		}
	}
	return p, false
}

// matterAsked reads a question that names nothing by what was last spoken of.
func (t *turn) matterAsked(p intents.Part, folded string) (intents.Part, bool) {
	if p.Bait || len(p.Heard.Rights) > 0 || len(p.Heard.Places) > 0 || len(p.Heard.Facts) > 0 {
		return p, false
	}
	if bareFee.MatchString(folded) && t.s.Topic.Intent != "" {
		p.Text, p.Intent, p.Confidence, p.Scope = t.s.Topic.Text+" "+p.Text, t.s.Topic.Intent, 0.9, true
		p.Heard.Rights = t.g.Model.Ear().Hear(t.s.Topic.Text, t.today).Rights
		return p, true
	}
	if len(t.topicProducts()) != 1 {
		id := t.s.Topic.Intent
		if id == "" || id == "documents" || id == "match_products" || !barePapers.MatchString(folded) {
			return p, false
		}
		if !slices.Contains(lendingIntents, id) { // what can be borrowed says nothing of papers
			p.Text = t.s.Topic.Text + " " + p.Text
		}
		p.Intent, p.Confidence, p.Scope = "documents", 0.9, true
		p.Heard.Rights = t.g.Model.Ear().Hear(t.s.Topic.Text, t.today).Rights
		return p, true
	}
	for _, m := range bareMatters {
		if m.form.MatchString(folded) {
			p.Intent, p.Confidence, p.Scope, p.Question = m.intent, 0.9, true, true
			return p, true
		}
	}
	return p, false
}

// ofTopic reports whether a question asks of the one product last told of and names nothing.
func (t *turn) ofTopic(part intents.Part) bool {
	folded := corpus.Fold(part.Text)
	return len(t.topicProducts()) == 1 && slices.ContainsFunc(bareMatters, func(m struct {
		form   *regexp.Regexp
		intent corpus.IntentID
	}) bool {
		return m.intent == part.Intent && m.form.MatchString(folded)
	})
}

// otherRightAsked reads 那商标呢 as the last question about another kind of right.
func (t *turn) otherRightAsked(p intents.Part) (intents.Part, bool) {
	if len(p.Heard.Rights) == 0 || len(p.Heard.Places) > 0 || len(p.Heard.Facts) > 0 || p.Bait {
		return p, false
	}
	rest, name := corpus.Fold(p.Text), ""
	for _, term := range t.g.Base.Terms(p.Text) {
		if len(term.Rights) > 0 {
			rest, name = withoutForms(rest, term), term.Name.In(t.lang)
		}
	}
	if name == "" || !bareRight.MatchString(rest) {
		return p, false
	}
	text, found := corpus.Fold(t.s.Topic.Text), false
	for _, term := range t.g.Base.Terms(t.s.Topic.Text) {
		if len(term.Rights) == 0 {
			continue
		}
		for _, f := range formsOf(term) {
			if !found && strings.Contains(text, f) {
				text, found = strings.Replace(text, f, name, 1), true
			}
		}
	}
	if !found {
		if len(t.g.Model.Ear().Hear(t.s.Topic.Text, t.today).Rights) > 0 || len(t.g.Base.Named(t.s.Topic.Text)) > 0 || text == "" {
			return p, false
		}
		text = name + t.space() + text // asked of no right in particular
	}
	u := t.g.Model.Understand(text, t.today, t.lang)
	if len(u.Parts) != 1 || u.Parts[0].Bait {
		return p, false
	}
	q := u.Parts[0]
	q.Question = true
	if !q.Scope {
		q.Intent, q.Confidence, q.Scope = t.s.Topic.Intent, sureIntent, true
	}
	return q, true
}

// elsewhereAsked reports whether a text puts the last question for another place:
// 隔壁鄂州呢, 湖北有吗, "and in Wuhan?".
func (t *turn) elsewhereAsked(p intents.Part, folded string) bool {
	if len(p.Heard.Places) == 0 || t.s.Topic.Intent == "" || p.Bait {
		return false
	}
	if strings.HasSuffix(strings.TrimRight(folded, "?？ "), "呢") {
		return true
	}
	asked := strings.HasSuffix(strings.TrimSpace(folded), "?") || strings.ContainsAny(folded, "？吗么") || strings.Contains(folded, "有没有") || strings.HasPrefix(folded, "what about") || strings.HasPrefix(folded, "how about") || strings.HasPrefix(folded, "and ")
	return asked && slices.ContainsFunc(p.Heard.Places, func(code corpus.RegionCode) bool {
		place, ok := t.set.Place(code)
		return ok && slices.ContainsFunc(formsOfPlace(place), func(f string) bool {
			return f != "" && strings.Contains(folded, f) && besidePlace.MatchString(strings.Replace(folded, f, "", 1))
		})
	})
}

// bareRightMatter asks whether a right can be pledged or where it is registered,
// and names none.
var bareRightMatter = regexp.MustCompile(`^(?:那|那么|它|这个|这种|也|又|还)*(?:能不能|可不可以|能|可以|可|行不行)(?:拿去|拿来|用来|用它|直接)?(?:质押|抵押|押|贷款|贷到款|贷|借钱|融资|质押贷款|入股|许可|转让)[吗么不呢啊]*\pP*$|^(?:那|那么|它|这个)*(?:在|去|到|上)(?:哪|哪里|哪儿)(?:办|做)?(?:质押)?登记[呢啊]?\pP*$|^(?:and |so |but )*(?:can|could|may) (?:it|this|that|they|these|those) be (?:pledged|registered|licensed|transferred|sold|borrowed on|used as (?:collateral|security))\pP*$|^(?:and |so |but )*(?:can|could|may) (?:i|we) (?:pledge|register|license|sell|borrow on|borrow against) (?:it|this|that|them|these|those)\pP*$|^(?:and |so |then )*where (?:do|can|should|must) (?:i|we) register(?: (?:it|this|that|them|the pledge))?\pP*$`)

// ofRightAsked reads a question that leaves its right unsaid as one about the
// right last spoken of: 能质押吗, 在哪登记.
func (t *turn) ofRightAsked(p intents.Part, folded string) (intents.Part, bool) {
	if p.Bait || len(p.Heard.Rights)+len(p.Heard.Places)+len(p.Heard.Facts) > 0 || !bareRightMatter.MatchString(folded) {
		return p, false
	}
	name := t.rightNamed(t.s.Topic.Text)
	if name == "" {
		return p, false
	}
	if slices.Contains(lendingIntents, t.s.Topic.Intent) || slices.Contains(rightIntents, t.s.Topic.Intent) && t.s.Topic.Intent != "data_ip" {
		if registerForm.MatchString(folded) {
			name += t.label("pledge.of") // after a loan the registration is that of its pledge
		}
	}
	u := t.g.Model.Understand(name+t.space()+p.Text, t.today, t.lang)
	if len(u.Parts) != 1 || u.Parts[0].Bait || !u.Parts[0].Scope {
		return p, false
	}
	q := u.Parts[0]
	q.Question = true
	return q, true
}

// registerForm asks for a registration.
var registerForm = regexp.MustCompile(`登记|regist`)

// rightNamed is the name of the kind of right that a text speaks of first, as the
// first term of that kind has it; empty: it speaks of none.
func (t *turn) rightNamed(text string) string {
	for _, said := range t.g.Base.Terms(text) {
		if len(said.Rights) == 0 {
			continue
		}
		first := slices.IndexFunc(t.set.Terms, func(term corpus.Term) bool { return slices.Equal(term.Rights, said.Rights) })
		return t.set.Terms[first].Name.In(t.lang)
	}
	return ""
}

// decidesForm asks who decides, and names nothing.
var decidesForm = regexp.MustCompile(`^(?:那|那么|这|这个|这事|它|到底|最后|最终|一般|是|由|都)*(?:谁|哪里|哪个部门|哪家|什么部门)(?:来|去)?(?:决定|定|说了算|做主|拍板|审批|认定)的?[呢啊]?\pP*$|^(?:and |so |but )*(?:who(?:'s| is)? (?:decides?|deciding|approves?)|who (?:has|gets) the (?:last|final) (?:say|word)|who makes? the decision|whose decision is)(?: (?:that|this|it))?(?: in the end)?\pP*$`)

// whoDecidesAsked says who decides what was last spoken of.
func (t *turn) whoDecidesAsked(part intents.Part) (piece, bool) {
	if t.s.Topic.Intent == "" || part.Bait || !decidesForm.MatchString(corpus.Fold(part.Text)) {
		return piece{}, false
	}
	p := piece{intent: t.s.Topic.Intent, text: part.Text, outcome: Answered, plain: true}
	for _, id := range t.s.Topic.Docs {
		if g, ok := t.set.Gap(id); ok {
			p.lines = []string{t.whoDecides(g)}
			return p, true
		}
	}
	key := "next." + string(t.s.Topic.Intent)
	if _, ok := t.set.Wording[key]; !ok {
		key = "next.default"
	}
	p.lines = []string{t.say(key, nil)}
	return p, true
}

// formsOfPlace are the names of a place, folded, the longest first.
func formsOfPlace(p *corpus.Place) []string {
	return foldedLongestFirst(slices.Concat([]string{p.Name.ZH, p.Name.EN}, p.Aliases))
}

// formsOf are the forms of a term, folded, the longest first.
func formsOf(term *corpus.Term) []string {
	return foldedLongestFirst(slices.Concat([]string{term.Name.ZH, term.Name.EN}, term.Synonyms, term.Misspellings))
}

// foldedLongestFirst are names, folded, the longest first.
func foldedLongestFirst(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out, corpus.Fold(n))
	}
	slices.SortStableFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// withoutForms is a folded text without the forms of a term.
func withoutForms(text string, term *corpus.Term) string {
	for _, f := range formsOf(term) {
		text = strings.ReplaceAll(text, f, "")
	}
	return text
}

var (
	// ofEach asks of two products that were just compared, without naming them.
	ofEach = regexp.MustCompile(`哪(?:个|种|款|一个|一种|一款)|两(?:个|种|款|者)|都|各(?:自)?|分别|\bboth\b|\bwhich\b|\beach\b|\beither\b|\bthe two\b`)
	// eachField are the fields that such a question may be after, by its words;
	// who may have a product is told by what it is.
	eachField = []wordRule[string]{
		{[]string{"科技", "资质", "门槛", "条件", "要求", "高新", "中小企业", "tech", "status", "certif", "qualif", "eligib", "condition", "require", "who can"}, "summary"},
		{[]string{"额度", "多少钱", "贷多少", "借多少", "最高", "最多", "amount", "how much", "limit", "maximum", "max", "ceiling"}, "amount"},
		{[]string{"期限", "多久", "几年", "多长", "最长", "term", "how long", "years", "months"}, "term"},
		{[]string{"利率", "利息", "rate", "interest"}, "rate"},
		{[]string{"抵押", "担保", "质押", "collateral", "security", "guarantee", "pledge"}, "collateral"},
	}
)

// eachAsked answers a short question of both products that the last answer
// compared: what is known of each, field by field.
func (t *turn) eachAsked(part intents.Part) (piece, bool) {
	ids, folded := t.topicProducts(), corpus.Fold(part.Text)
	if len(ids) != 2 || part.Bait || len([]rune(folded)) > longestAsk/2 || len(part.Heard.Rights)+len(part.Heard.Places) > 0 || len(t.g.Base.Named(part.Text)) > 0 || !ofEach.MatchString(folded) {
		return piece{}, false
	}
	fields := matchRule(folded, eachField)
	var told []*corpus.Passage
	for _, id := range ids {
		for _, field := range fields {
			if q, ok := t.set.Passage(corpus.PassageID(string(id) + "#" + field)); ok && q.InForceOn(t.today) && (!t.a.production || q.Reviewed) {
				told = append(told, q)
			}
		}
	}
	if len(told) == 0 {
		return piece{}, false
	}
	p := piece{intent: "conditions", text: part.Text, outcome: Answered, lines: t.statements(told, true)}
	if !slices.Contains(fields, "summary") {
		p.intent = "how_much"
	}
	for _, q := range told {
		t.use(&p, q)
	}
	t.s.Misses = 0
	return p, true
}

// topicProducts are the products that the last answer was about, if they are few.
func (t *turn) topicProducts() []corpus.ID {
	out := slices.DeleteFunc(slices.Clone(t.s.Topic.Docs), func(id corpus.ID) bool {
		_, ok := t.set.Product(id)
		return !ok
	})
	if len(out) > maxPassages {
		return nil
	}
	return out
}

// followUp ties a short question to what was last spoken of: "那利率呢".
func (t *turn) followUp(p intents.Part) intents.Part {
	if q, ok := t.registryAsked(p, corpus.Fold(p.Text)); ok {
		return q
	}
	if t.s.Topic.Text == "" || !shortForm(p.Text) && !t.bareField(p) || len(t.g.Base.Named(p.Text)) > 0 {
		return p
	}
	folded := corpus.Fold(p.Text)
	if q, ok := t.otherRightAsked(p); ok {
		return q
	}
	if q, ok := t.ofRightAsked(p, folded); ok {
		return q
	}
	if q, ok := t.matterAsked(p, folded); ok {
		return q
	}
	if t.bareField(p) && t.spokenOf() != nil {
		if id, ok := fieldIntents[t.askedField(p)]; ok {
			p.Intent, p.Confidence, p.Scope, p.Question = id, 0.9, true, true
			return p
		}
	}
	if t.bareField(p) && len(t.topicProducts()) == 0 && t.s.Topic.Intent != "" && t.s.Topic.Intent != "registration" && !slices.Contains(lendingIntents, t.s.Topic.Intent) && t.rightNamed(t.s.Topic.Text) == "" {
		// 有上限吗, of a matter that is no product.
		matter := t.s.Topic.Text
		if terms := t.g.Base.Terms(matter); len(terms) > 0 {
			matter = terms[0].Name.In(t.lang)
		}
		p.Text, p.Intent, p.Confidence, p.Scope, p.Question = matter+" "+p.Text, t.s.Topic.Intent, 0.9, true, true
		return p
	}
	if len(t.topicProducts()) > 0 && bareSum.MatchString(folded) {
		p.Intent, p.Confidence, p.Scope, p.Text = "how_much", 0.9, true, t.label("ask.sum")
		return p
	}
	if t.elsewhereAsked(p, folded) {
		p.Intent, p.Confidence, p.Scope, p.Question = t.s.Topic.Intent, 0.9, true, true
		p.Heard.Rights = t.g.Model.Ear().Hear(t.s.Topic.Text, t.today).Rights
		p.Text = t.s.Topic.Text + " " + p.Text
		return p
	}
	pronoun := slices.ContainsFunc([]string{"它", "这个", "那个", "这款", "那款", "这种", "那", "呢", "this", "that", "it"}, func(w string) bool {
		return strings.Contains(folded, w)
	})
	if !pronoun || p.Bait {
		return p
	}
	if p.Confidence < 0.4 || !p.Scope {
		// Nothing but the earlier question tells what is meant.
		joined := t.g.Model.Understand(t.s.Topic.Text+" "+p.Text, t.today, t.lang)
		if len(joined.Parts) > 0 && joined.Parts[0].Scope {
			q := joined.Parts[len(joined.Parts)-1]
			q.Text = p.Text
			p = q
		}
	}
	if len(p.Heard.Rights) == 0 {
		p.Heard.Rights = t.g.Model.Ear().Hear(t.s.Topic.Text, t.today).Rights
	}
	return p
}
