package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

func (t *turn) answerGreeting(intents.Part) (piece, error) {
	return piece{outcome: Answered, lines: []string{t.say("greeting", nil)}, buttons: t.suggestions(), plain: true}, nil
}

func (t *turn) answerThanks(intents.Part) (piece, error) {
	return piece{intent: "thanks", outcome: Answered, lines: []string{t.say("thanks", nil)}, plain: true}, nil
}

func (t *turn) answerHelp(intents.Part) (piece, error) {
	return piece{outcome: Answered, lines: []string{t.say("help", nil)}, buttons: t.suggestions(), plain: true}, nil
}

// answerContest takes note that the person thinks an answer is wrong.
func (t *turn) answerContest(intents.Part) (piece, error) {
	p := piece{outcome: HandedOver, next: "next.contest"}
	args := map[string]string{"trace": t.log.ID}
	if len(t.s.Cited) == 0 {
		p.lines = []string{t.say("contest.what", args)}
		return p, nil
	}
	p.lines = []string{t.say("contest", args)}
	return p, nil
}

// answerSubscription says how notices are had: this channel has none yet.
func (t *turn) answerSubscription(part intents.Part) (piece, error) {
	return piece{outcome: NotFound, lines: []string{t.say(string(part.Intent), nil)}, next: "next.roadshow"}, nil
}

// whichForm asks which of several things, and ofNeeds what firms need or asked.
var (
	whichForm = regexp.MustCompile(`哪(?:个|种|款|家|一)|\bwhich\b`)
	ofNeeds   = regexp.MustCompile(`需求|咨询|园区|排(?:一?下|名|行|序)|汇总|统计|报表|没答|问(?:题|得|了|过|的)|\b(?:needs?|demands?|summar|reports?|questions?|asked|asking|unanswered|firms)`)
)

// answerDemand is for staff; what a conversation holds is not shown to others. Who
// asks which of several things, and not what firms need, is answered as anyone.
func (t *turn) answerDemand(part intents.Part) (piece, error) {
	if folded := corpus.Fold(part.Text); whichForm.MatchString(folded) && !ofNeeds.MatchString(folded) {
		part.Intent, part.Confidence = "policy_lookup", 0
		p, err := t.answerPolicy(part)
		p.intent = part.Intent
		return p, err
	}
	return piece{outcome: HandedOver, lines: []string{t.say("demand_report", nil)}, plain: true}, nil
}

// decline answers a request that is not served, by its kind, calmly.
func (t *turn) decline(part intents.Part) (piece, error) {
	key := "decline." + string(part.Intent)
	return piece{outcome: Refused, lines: []string{t.say(key, nil)}, next: "next.decline"}, nil
}

func (t *turn) answerAbuse(intents.Part) (piece, error) {
	return piece{intent: corpus.Abuse, outcome: Refused, lines: []string{t.say("abuse", nil)}, plain: true}, nil
}

// A message of which less than babble is known to the intent model is not
// understood rather than out of scope. One that is at least nearScope likely to
// be in scope and uses words of the field is looked up all the same.
const (
	babble    = 0.25
	nearScope = 0.08
	vague     = 0.01 // a message of a few characters that is at least so likely in scope is not understood
)

// notUnderstood reports whether a message is babble, or is taken with little
// confidence for an insult, a complaint or a request that is declined: then it is
// asked for again.
func (t *turn) notUnderstood(part intents.Part) bool {
	if part.Bait || len(part.Heard.Facts) > 0 || len(part.Heard.Rights) > 0 || len(t.g.Base.Terms(part.Text)) > 0 || len(t.g.Base.Named(part.Text)) > 0 {
		return false
	}
	if (part.Intent == "greeting" || part.Intent == "thanks") && (part.Confidence < unclearBelow || part.InScope < 0.5) && len(part.Heard.Places) == 0 {
		return true // nobody greets so unlike a greeting
	}
	refused := part.Intent == corpus.Abuse || declined[part.Intent]
	if part.Intent == "ask_fabricate" && bareChange.MatchString(corpus.Fold(part.Text)) {
		return true // a change that says not of what is no wish to falsify
	}
	return part.Known < babble || refused && wordless(part.Text) || (part.Intent == corpus.Abuse || part.Intent == "contest") && part.Confidence < 0.7 || declined[part.Intent] && part.Confidence < 0.3
}

// bareChange changes something and does not say what.
var bareChange = regexp.MustCompile(`^(?:那|再|请|帮我|就)*(?:改|换|调|变)(?:成|为|到)[^，。,.]{1,6}$|^(?:please )?(?:change|make|set) (?:it|that|this) (?:to )?[^,.]{1,16}$`)

// wordless reports whether a text is figures, days or letters with hardly a word
// beside them: too little to be taken for an insult or for what is declined.
func wordless(text string) bool {
	folded := corpus.Fold(text)
	han := 0
	for _, r := range folded {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	return han < leastWords && strings.ContainsAny(folded, figuresAndLetters) && !latinWord.MatchString(folded)
}

const (
	leastWords        = 7 // characters that say something beside a day: 按2099年1月1日看呢 has six
	figuresAndLetters = "0123456789abcdefghijklmnopqrstuvwxyz"
)

var latinWord = regexp.MustCompile(`[a-z]{2}`)

// speaksOfField reports whether a text uses a word that the clauses explain.
func (t *turn) speaksOfField(text string) bool {
	return slices.ContainsFunc(t.g.Base.Terms(text), func(term *corpus.Term) bool { return len(term.Explains) > 0 || len(term.Rights) > 0 })
}

// outside answers what does not belong to the matters served.
func (t *turn) outside(part intents.Part) (piece, error) {
	if part.Intent == corpus.Abuse {
		return t.answerAbuse(part)
	}
	// A question that names an entry of the corpus is in scope whatever its words.
	if len(t.g.Base.Named(part.Text)) > 0 || len(part.Heard.DocNos) > 0 {
		return t.answerPolicyAs(part, "policy_lookup")
	}
	if short := len([]rune(strings.TrimSpace(part.Text))) <= 8; short && part.InScope > vague && part.Intent == corpus.OutOfScope && len(t.g.Base.Terms(part.Text)) == 0 {
		return t.fallback(part), nil
	}
	if part.Known < babble && len(t.g.Base.Terms(part.Text)) == 0 {
		return t.fallback(part), nil
	}
	if part.InScope > nearScope && t.speaksOfField(part.Text) {
		r, err := t.search(part, nil)
		if err != nil {
			return piece{}, err
		}
		if r.Coverage >= 0.6 {
			p, err := t.fromResult(part, r)
			p.intent, p.text = "policy_lookup", part.Text
			return p, err
		}
	}
	return t.refused(part), nil
}

// refused says that a question is of another field.
func (t *turn) refused(part intents.Part) piece {
	return piece{
		intent: corpus.OutOfScope, text: part.Text, outcome: Refused, plain: true,
		lines: []string{t.say("out_of_scope", nil)}, buttons: t.suggestions(),
	}
}

// otherField are the money matters of another field: a rate that is asked for of a
// house mortgage is none of ours, however like the words are.
var otherField = regexp.MustCompile(`房贷(?:[^款]|$)|按揭|公积金|车贷|购车|买车|买房|购房|首付|消费贷|装修贷|助学贷|校园贷|网贷|花呗|借呗|信用卡|社保|医保|养老金|个税|增值税|所得税|发票|股票|炒股|基金定投|理财|彩票|比特币|电费|水费|油价|快递|外卖|(?:mortgages?|car loan|auto loan|student loan|credit card|payday|stocks?|shares to buy|crypto|bitcoin|lottery|social insurance|pension|income tax|vat)`)

// otherService are the matters beside ours that offices handle which are no
// finance: to register a mark, to file a patent, to be recognised as a firm of some
// standing.
var (
	otherService = regexp.MustCompile(`(?:怎么|如何|去哪|想)?(?:注册|申请)(?:一?个|一?件|个)?商标(?:要|需|得|多|费|怎|流程|大概)|申请(?:一?个|一?件|个)?(?:发明|实用新型|外观设计)?专利(?:要|需要|得|大概)?(?:多少钱|多少费用|花多少)|专利申请费|商标注册(?:要|需|得|多|费|怎|流程|一?个|在哪)|(?:申报|申请|评|认定)(?:为)?(?:专精特新|小巨人|高企|高新技术企业)(?:企业)?(?:有|要|需|能|怎|的?(?:条件|流程|奖励|材料|补贴))|(?:专精特新|小巨人|高企|高新技术企业)(?:怎么|如何|的?(?:申报|认定|评定))|\bregister (?:a |my |our )?trade ?mark\b|\bcosts? (?:of filing|to file|to apply for) (?:a |my |our )?patent|\b(?:patent application|patent filing) fees?\b`)
	ourMatter    = regexp.MustCompile(`贷|押|融资|授信|评估|估值|担保|许可|贴息|保险|证券|loan|pledge|lend|borrow|licen|insur|valu`)
)

// foreign reports whether a question names a matter of another field and nothing of
// ours, and is not in scope by its words unless it is of a service beside ours.
func (t *turn) foreign(part intents.Part) bool {
	folded := corpus.Fold(part.Text)
	if !part.Bait && otherService.MatchString(folded) && !ourMatter.MatchString(folded) {
		return true
	}
	return !part.Scope && !part.Bait && part.Intent != corpus.Abuse && len(part.Heard.Rights) == 0 && len(part.Heard.DocNos) == 0 &&
		otherField.MatchString(folded) && len(t.g.Base.Named(part.Text)) == 0
}

func (t *turn) answerPolicyAs(part intents.Part, id corpus.IntentID) (piece, error) {
	part.Intent, part.Confidence, part.Scope = id, 0.6, true
	p, err := t.answerPolicy(part)
	p.intent, p.text = id, part.Text
	return p, err
}

// suggestions are a few things that can be asked.
func (t *turn) suggestions() *Buttons {
	return t.intentButtons([]corpus.IntentID{"match_products", "can_borrow", "subsidy", "pilot_status"})
}

func (t *turn) intentButtons(ids []corpus.IntentID) *Buttons {
	b := &Buttons{Prompt: t.label("buttons.ask")}
	for _, id := range ids {
		if in, ok := t.set.Intent(id); ok {
			b.Choices = append(b.Choices, Button{Label: in.Label.In(t.lang), Action: Action("ask " + string(id))})
		}
	}
	return b
}

// nothingHeard answers a message without a word in it.
func (t *turn) nothingHeard() piece {
	t.s.Misses++
	return piece{intent: "help", text: t.m.Text, outcome: Clarified, lines: []string{t.say("empty", nil)}, buttons: t.suggestions(), plain: true}
}

// Two readings are close if the second is this near to the first; then the
// person is asked.
const (
	unclearBelow = 0.34
	closeReading = 0.6
)

// unclear asks which of two or three readings is meant, where no one of them is likely.
func (t *turn) unclear(part intents.Part) (piece, bool) {
	if part.Bait || part.Confidence >= unclearBelow || len(part.Others) == 0 || part.Others[0].Probability < closeReading*part.Confidence {
		return piece{}, false
	}
	if len(t.g.Base.Named(part.Text)) > 0 || len(part.Heard.DocNos) > 0 || len(t.u.Parts) > 1 {
		return piece{}, false
	}
	if r, err := t.g.Base.Search(t.ctx, t.queryFor(part)); err == nil && r.Strength() >= 0.35 {
		return piece{}, false
	}
	b := t.intentButtons([]corpus.IntentID{part.Intent, corpus.IntentID(part.Others[0].Intent)})
	if len(part.Others) > 1 && part.Others[1].Probability >= closeReading*part.Confidence {
		b.Choices = append(b.Choices, t.intentButtons([]corpus.IntentID{corpus.IntentID(part.Others[1].Intent)}).Choices...)
	}
	b.Choices = append(b.Choices, Button{Label: t.label("buttons.none"), Action: "cmd none_of_these"})
	t.s.Topic.Text = part.Text
	return piece{intent: part.Intent, text: part.Text, outcome: Clarified, lines: []string{t.say("clarify", nil)}, buttons: b, plain: true}, true
}

// placeForm is what remains of a question that names a place and nothing to do
// there: 江夏能做吗.
var placeForm = regexp.MustCompile(`^(?:那|那么|请问|我们?|咱们?|公司|企业|厂|注册|人在|在|是|你们?|帮|忙|的|里|这边|那边|能|可以|可不可以|能不能|做|办|搞|弄|行|吗|么|不|呢|吧|有|没有|\s|[?？。，,!！]|how about|what about|can (?:i|we) do (?:it|this) in|can you (?:help|serve)(?: us| me)?|(?:we|our firm|our company)(?: are| is|'re)?|(?:based|located)|i'm|i am|in|[.])*$`)

// placeAlone asks what is meant where only a place is named.
func (t *turn) placeAlone(part intents.Part) (piece, bool) {
	if len(part.Heard.Places) == 0 || len([]rune(part.Text)) > 20 || t.s.Topic.Text != "" || len(part.Heard.Facts) > 1 {
		return piece{}, false
	}
	if !part.Question || !placeForm.MatchString(t.withoutPlaces(part.Text, part.Heard.Places)) {
		return piece{}, false
	}
	if prefix := t.placePrefix(part); prefix != "" {
		return piece{intent: "contact", text: part.Text, outcome: Answered, lines: []string{t.say("place.not_served", map[string]string{"place": t.set.PlaceName(part.Heard.Places[0], t.lang)})}, buttons: t.suggestions(), plain: true}, true
	}
	b := t.intentButtons([]corpus.IntentID{"pilot_status", "match_products", "roadshow"})
	b.Choices = append(b.Choices, Button{Label: t.label("buttons.none"), Action: "cmd none_of_these"})
	return piece{intent: part.Intent, text: part.Text, outcome: Clarified, lines: []string{t.say("clarify", nil)}, buttons: b, plain: true}, true
}

// withoutPlaces is a text, folded, without the names of places and of those that
// they lie in.
func (t *turn) withoutPlaces(text string, places []corpus.RegionCode) string {
	rest := corpus.Fold(text)
	for _, code := range places {
		for _, up := range t.set.Lineage(code) {
			if p, ok := t.set.Place(up); ok {
				for _, name := range append([]string{p.Name.ZH, p.Name.EN}, p.Aliases...) {
					rest = strings.ReplaceAll(rest, corpus.Fold(name), "")
				}
			}
		}
	}
	return rest
}

func (t *turn) queryFor(part intents.Part) knowledge.Query {
	return knowledge.Query{Text: part.Text, Lang: t.lang, Rights: part.Heard.Rights, On: t.today, Limit: 3}
}

// fallback answers a message that was not understood: it asks for other words,
// then offers choices, then the nearest clauses, then a person.
func (t *turn) fallback(part intents.Part) piece {
	t.s.Misses++
	if declined[part.Intent] {
		part.Intent = "help" // what was not understood is not declined
	}
	p := piece{intent: part.Intent, text: part.Text, outcome: NotFound, plain: true, failed: true}
	switch step := t.s.Misses; {
	case step <= 1:
		p.lines = []string{t.say("fallback.rephrase", nil)}
	case step == 2:
		p.lines = []string{t.say("fallback.choose", nil)}
		ids := []corpus.IntentID{part.Intent}
		for _, o := range part.Others {
			ids = append(ids, corpus.IntentID(o.Intent))
		}
		ids = slices.DeleteFunc(append(ids, "match_products", "documents", "subsidy"), func(id corpus.IntentID) bool {
			return id == "" || id == corpus.OutOfScope || id == corpus.Abuse || strings.HasPrefix(string(id), "ask_")
		})
		b := t.intentButtons(uniq(ids)[:min(3, len(uniq(ids)))])
		b.Choices = append(b.Choices, Button{Label: t.label("buttons.none"), Action: "cmd none_of_these"})
		p.buttons, p.outcome = b, Clarified
	case step == 3:
		p.lines = []string{t.say("fallback.nearest", nil)}
		if r, err := t.g.Base.Search(t.ctx, t.queryFor(part)); err == nil {
			if near := t.nearest(r); near != "" {
				p.lines = append(p.lines, near)
			}
		}
	default:
		h, _ := t.answerContact(part)
		h.lines = append([]string{t.say("fallback.person", nil)}, h.lines...)
		h.intent, h.text = part.Intent, part.Text
		return h
	}
	return p
}

func uniq[T comparable](list []T) []T {
	var out []T
	for _, x := range list {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// answerContact names whom to ask, for the person's place where it is known.
func (t *turn) answerContact(part intents.Part) (piece, error) {
	p := piece{outcome: HandedOver, plain: true}
	region := corpus.RegionCode("")
	if v := t.s.Profile.Facts["region"]; v.Known() {
		region = corpus.RegionCode(v.Text)
	}
	for _, c := range part.Heard.Places {
		region = c
	}
	about := part.Intent
	if about == "contact" {
		// What it is about stands in the earlier question or in the other readings.
		about = t.s.Topic.Intent
		for _, o := range part.Others {
			if o.Probability > 0.15 {
				about = corpus.IntentID(o.Intent)
				break
			}
		}
	}
	offices := t.offices(region, about)
	p.lines = append(p.lines, t.say("contact.lead", nil))
	for _, o := range offices {
		name := o.Name
		line := corpus.Fill(t.label("contact.item"), map[string]string{"office": t.fillPlace(name, region), "does": o.Does.In(t.lang)})
		if o.Phone != "" {
			line += corpus.Fill(t.label("contact.phone"), map[string]string{"phone": o.Phone})
		}
		if q := t.firstPassage(o.Refs); q != nil {
			line += cite(q)
			t.use(&p, q)
		}
		p.lines = append(p.lines, line)
	}
	p.lines = append(p.lines, t.say("contact.no_numbers", nil))
	p.products = nil
	t.askPlace(&p, intents.Part{Intent: "contact", Text: part.Text, Heard: part.Heard})
	return p, nil
}

// fillPlace puts the person's place into an office's name; without a place it is
// the local one.
func (t *turn) fillPlace(name corpus.Text, region corpus.RegionCode) string {
	place := t.label("contact.local")
	if p, ok := t.set.Place(region); ok && p.Level != "zone" {
		place = p.Name.In(t.lang)
	}
	return corpus.Fill(name.In(t.lang), map[string]string{"place": place})
}

func (t *turn) firstPassage(refs []string) *corpus.Passage {
	for _, r := range refs {
		for _, i := range t.set.ByRef(r) {
			if p := &t.set.Passages()[i]; p.Kind == corpus.PolicyPassage {
				return p
			}
		}
	}
	return nil
}

// offices are at most three offices for a matter and a place, the closest first.
func (t *turn) offices(region corpus.RegionCode, about corpus.IntentID) []*corpus.Office {
	var matter, general []*corpus.Office
	for i := range t.set.Offices {
		o := &t.set.Offices[i]
		if len(o.Regions) > 0 && !slices.ContainsFunc(o.Regions, func(r corpus.RegionCode) bool {
			return r == corpus.Nation || r == corpus.Hubei || region != "" && t.set.Within(region, r)
		}) {
			continue
		}
		switch {
		case about != "" && slices.Contains(o.Intents, about):
			matter = append(matter, o)
		case slices.Contains(o.Intents, "contact"):
			general = append(general, o)
		}
	}
	all := append(matter, general...)
	if len(all) > 3 {
		all = all[:3]
	}
	return all
}

// whichPlace asks which of several places of one name is meant.
func (t *turn) whichPlace() *piece {
	if len(t.u.Heard.Ambiguous) == 0 || len(t.u.Heard.Places) > 0 {
		return nil
	}
	names := make([]string, 0, len(t.u.Heard.Ambiguous))
	for n := range t.u.Heard.Ambiguous {
		names = append(names, n)
	}
	slices.Sort(names)
	b := &Buttons{}
	for _, code := range t.u.Heard.Ambiguous[names[0]] {
		if len(b.Choices) < 6 {
			b.Choices = append(b.Choices, Button{Label: t.set.PlaceName(code, t.lang), Action: Action("place " + string(code))})
		}
	}
	intent := corpus.IntentID("contact")
	if len(t.u.Parts) > 0 {
		intent = t.u.Parts[0].Intent
	}
	if asksPilot(t.m.Text) {
		intent = "pilot_status"
	}
	t.open(intent, t.m.Text, "region")
	return &piece{intent: intent, text: t.m.Text, outcome: Clarified, lines: []string{t.say("place.which", map[string]string{"name": names[0]})}, buttons: b, plain: true}
}

// answerTerm explains a word with the clauses that tell its meaning here.
func (t *turn) answerTerm(part intents.Part) (piece, error) {
	for _, term := range t.g.Base.Terms(part.Text) {
		p := piece{outcome: Answered}
		for _, ref := range term.Explains {
			q := t.refPassage(ref)
			if q == nil || len(p.lines) == 2 || !q.InForceOn(t.today) || t.a.production && !q.Reviewed {
				continue
			}
			p.lines = append(p.lines, t.statement(q, len(p.lines) == 0))
			t.use(&p, q)
		}
		if len(p.lines) > 0 {
			return p, nil
		}
	}
	return t.answerPolicy(part)
}

// refPassage is the first passage that rests on an id of the dossier and is no gap.
func (t *turn) refPassage(ref string) *corpus.Passage {
	for _, i := range t.set.ByRef(ref) {
		if p := &t.set.Passages()[i]; p.Kind != corpus.GapPassage && p.Kind != corpus.CasePassage {
			return p
		}
	}
	return nil
}
