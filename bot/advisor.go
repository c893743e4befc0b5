package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// Answerer answers messages.
type Answerer interface {
	Answer(ctx context.Context, m Message) (Reply, error)
}

// Options are what an Advisor is made of.
type Options struct {
	Live       *Live
	Sessions   Sessions
	Session    func(Address) SessionID // names the conversation of an address; nil: SessionOf
	Production bool                    // entries that nobody reviewed do not answer
	Log        TurnLog                 // where turns are logged; nil: they are not, and no notice is shown
	Forget     Forgetter               // removes what was logged; needed with Log
	Kept       Kept                    // told in the notice; zero: DefaultKept
	Report     func(error)             // takes faults that an answer survives, such as a session that could not be kept; nil: dropped
}

// Kept is how long a logged turn is kept, in days.
type Kept struct {
	TextDays int // the redacted words
	TurnDays int // what they were about
}

// DefaultKept is for how long turns are kept unless the operator sets it.
var DefaultKept = Kept{TextDays: 90, TurnDays: 365}

// Advisor answers messages from the corpus alone: it understands a message,
// finds what is known, and words it with sentences of the corpus.
type Advisor struct {
	live       *Live
	sessions   Sessions
	session    func(Address) SessionID
	production bool
	turns      TurnLog
	forget     Forgetter
	kept       Kept
	report     func(error)
}

var _ Answerer = (*Advisor)(nil)

// NewAdvisor returns an advisor.
func NewAdvisor(o Options) (*Advisor, error) {
	if o.Live == nil || o.Sessions == nil {
		return nil, errors.New("an advisor needs a generation and sessions")
	}
	if o.Log != nil && o.Forget == nil {
		return nil, errors.New("an advisor that logs must be able to forget")
	}
	if o.Session == nil {
		o.Session = SessionOf
	}
	if o.Kept == (Kept{}) {
		o.Kept = DefaultKept
	}
	if o.Report == nil {
		o.Report = func(error) {}
	}
	return &Advisor{
		live: o.Live, sessions: o.Sessions, session: o.Session, production: o.Production, turns: o.Log, forget: o.Forget, kept: o.Kept, report: o.Report,
	}, nil
}

// staleTries bounds how often a turn is done again because its session moved on.
const staleTries = 3

// Answer answers one message and remembers the conversation.
func (a *Advisor) Answer(ctx context.Context, m Message) (Reply, error) {
	g, release := a.live.Acquire()
	defer release()
	id := a.session(m.From)
	for try := 1; ; try++ {
		s, err := a.sessions.Session(ctx, id)
		if err != nil {
			return Reply{}, fmt.Errorf("read session: %w", err)
		}
		t := newTurn(ctx, a, g, &s, m)
		reply, err := t.run()
		if err != nil {
			return Reply{}, err
		}
		err = a.sessions.SaveSession(ctx, s)
		if errors.Is(err, ErrStale) && try < staleTries {
			continue
		}
		if err != nil {
			// What was answered still goes out; only the memory of it is lost.
			a.report(err)
		}
		return reply, nil
	}
}

// SessionOf names the conversation of an address.
func SessionOf(from Address) SessionID {
	return SessionID(string(from.Channel) + "/" + from.Chat + "/" + from.User)
}

// turn is one message being answered.
type turn struct {
	ctx   context.Context
	a     *Advisor
	g     *Generation
	set   *corpus.Set
	s     *Session
	m     Message
	today corpus.Date
	lang  corpus.Lang
	u     intents.Understanding
	log   Turn
	said  map[string]bool // wording used in this reply
	fresh bool            // the session came back after a long time
	keep  corpus.FactID   // the question to ask again; empty: the one that settles most

	about   corpus.RegionCode // the place that is asked about where that is not the firm's; empty: none
	paused  string            // the sheet whose open question a form of this message took the place of; empty: none
	begun   string            // the sheet that this message began; empty: none
	settled corpus.FactID     // the fact that this message answered; empty: none
	oneYear bool              // a cost sheet without a term counts one year
	goesOn  bool              // the answer goes on with a form, rather than being asked for
}

// longSilence is the time after which a conversation is summed up on return.
const longSilence = 24 * time.Hour

func newTurn(ctx context.Context, a *Advisor, g *Generation, s *Session, m Message) *turn {
	t := &turn{ctx: ctx, a: a, g: g, set: g.Set, s: s, m: m, today: corpus.DateOf(m.At), said: map[string]bool{}}
	if a != nil && a.turns != nil {
		before := s.clone()
		t.log.Before = &before
	}
	t.fresh = !s.Seen.IsZero() && m.At.Sub(s.Seen) >= longSilence && len(s.Profile.Facts) > 0
	s.Turns++
	s.Seen = m.At
	h := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s\x00%s", s.ID, s.Turns, m.ID, m.Text))
	t.log.ID, t.log.Message, t.log.Facts = strings.ToUpper(hex.EncodeToString(h[:8])), m, corpus.Facts{}
	return t
}

// piece is the answer to one question, before it is put together with others.
type piece struct {
	intent   corpus.IntentID
	text     string // the question
	outcome  Outcome
	lines    []string // paragraphs; cited passages stand in them as cite(passage)
	hints    []string // how to answer, with examples; no part of the answer's sentences
	charts   []Chart
	picture  bool // the first chart is the answer: it stands after the first paragraph
	tables   []Table
	files    []File
	buttons  *Buttons
	caveats  []string
	gaps     []string
	next     string // wording key of the next step
	nextArgs map[string]string
	products []knowledge.Match
	ask      corpus.FactID // a fact to ask for beneath the answer
	docs     []corpus.ID   // what it was about
	paper    string        // the title of the answer as a paper of its own; empty: it is none
	plain    bool          // carries no next step and no line on its sources
	quote    string        // the question that heads it among others; empty: what it was taken for
	failed   bool          // the message was not understood
	own      bool          // its buttons lead on; an open question waits behind one of them
}

// run understands the message and answers it.
func (t *turn) run() (Reply, error) {
	if action, ok := t.pressed(); ok {
		t.lang = t.spoken()
		ps, err := t.act(action)
		if err != nil {
			return Reply{}, err
		}
		return t.compose(ps), nil
	}
	t.u = t.g.Model.Understand(t.m.Text, t.today, t.spoken())
	t.lang = t.u.Lang
	t.s.Lang = t.lang
	t.placeAsked()
	t.log.Heard = t.u
	ps, err := t.route()
	if err != nil {
		return Reply{}, err
	}
	return t.compose(ps), nil
}

// spoken is the language of the conversation so far, or else of its front end.
func (t *turn) spoken() corpus.Lang {
	if t.s.Lang == "" {
		return orLang(t.m.Lang)
	}
	return t.s.Lang
}

func orLang(l corpus.Lang) corpus.Lang {
	if l == "" {
		return corpus.Chinese
	}
	return l
}

// pressed returns the action of a pressed button, or of one typed by its label
// or number.
func (t *turn) pressed() (Action, bool) {
	if t.m.Action != "" {
		return t.m.Action, true
	}
	key := corpus.PhraseKey(t.m.Text)
	if key == "" {
		return "", false
	}
	number := strings.TrimRight(strings.TrimSpace(corpus.Fold(t.m.Text)), ".。")
	for _, b := range t.s.Notice {
		if key == corpus.PhraseKey(b.Label) {
			return b.Action, true
		}
	}
	for i, b := range t.s.Offered {
		if key == corpus.PhraseKey(b.Label) || number == fmt.Sprint(i+1) && !t.numberWanted() {
			return b.Action, true
		}
	}
	return t.typedLead(key)
}

// typedLead returns the action of a button about a product that was offered
// earlier, typed by its label.
func (t *turn) typedLead(key string) (Action, bool) {
	if !strings.ContainsAny(t.m.Text, ":：") || len([]rune(t.m.Text)) > longestAsk {
		return "", false
	}
	for _, verb := range productVerbs {
		for i := range t.set.Products {
			p := &t.set.Products[i]
			for _, short := range []string{p.Short.ZH, p.Short.EN} {
				for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
					label := corpus.Fill(t.set.Wording["lead."+verb].In(lang)[0], map[string]string{"product": short})
					if corpus.PhraseKey(label) == key {
						return Action(verb + " " + refOf(p)), true
					}
				}
			}
		}
	}
	return "", false
}

// productVerbs are what buttons about one product do.
var productVerbs = []string{"proof", "near", "papers", "costs", "keep", "list"}

// numberWanted reports whether a bare number is the answer to the open question
// rather than a choice: where the question has no choices of its own and was the
// last thing said, or where the papers of a checklist are told by their numbers.
func (t *turn) numberWanted() bool {
	if t.offeredList() != nil {
		return true
	}
	if _, _, q, open := t.openQuestion(); open {
		return q.Kind.typed()
	}
	f := t.s.form()
	if f == nil || f.Asked == "" {
		return false
	}
	if len(t.s.Offered) > 0 && !slices.ContainsFunc(t.s.Offered, func(b Button) bool { return strings.HasPrefix(string(b.Action), "set "+string(f.Asked)+" ") }) {
		return false
	}
	fact, ok := t.set.Fact(f.Asked)
	return ok && fact.Kind.Numeric()
}

// act does what a button stands for.
func (t *turn) act(action Action) ([]piece, error) {
	verb, rest, _ := strings.Cut(string(action), " ")
	switch verb {
	case "ask":
		return t.answerIntent(corpus.IntentID(rest), t.s.Topic.Text)
	case "set":
		fact, code, _ := strings.Cut(rest, " ")
		return t.choose(corpus.FactID(fact), code)
	case "edit":
		return t.edit(corpus.FactID(rest)), nil
	case "cmd":
		ps, ok, err := t.command(rest)
		if err != nil || ok {
			return ps, err
		}
	case "place":
		return t.choose("region", rest)
	case "figure":
		return t.pressFigure(rest)
	case "proof", "keep", "near", "papers", "tick", "untick", "list", "costs", "rank", "leads", "sides", "later", "today":
		if p, ok, err := t.pressMatch(verb, rest); err != nil || ok {
			return t.resume([]piece{p}), err
		}
	case "consent":
		ps, err := t.consent(rest == "yes")
		return ps, err
	}
	return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
}

// choose takes a pressed choice as the answer to a question.
func (t *turn) choose(id corpus.FactID, code string) ([]piece, error) {
	fact, ok := t.set.Fact(id)
	if !ok {
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
	}
	var v corpus.Value
	switch {
	case code == "?":
		v = corpus.UnsureValue(fact.Kind)
	case fact.Kind == corpus.KindBool:
		v = corpus.BoolValue(code == "yes")
	case fact.Kind == corpus.KindCodes && code == "-":
		v = corpus.CodesValue(nil, nil, true)
	case fact.Kind == corpus.KindCodes:
		v = corpus.CodesValue([]string{code}, nil, false)
	case t.set.KnowsCode(fact, code):
		v = corpus.CodeValue(code)
	case fact.Kind == corpus.KindCount:
		span, ok := parseSpan(code)
		if !ok {
			return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
		}
		v = corpus.SpanValue(corpus.KindCount, span)
	default:
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
	}
	t.learn(corpus.Facts{id: v})
	return t.answered(id)
}

// learn merges facts into the profile and the record of this turn.
func (t *turn) learn(f corpus.Facts) {
	if len(f) == 0 {
		return
	}
	t.s.learn(f, t.m.At)
	t.log.Facts = t.log.Facts.Merge(f)
}

// route decides what the message is: a dialogue act, the answer to the open
// question, a correction, or one or more questions.
func (t *turn) route() ([]piece, error) {
	if t.u.Empty {
		return []piece{t.nothingHeard()}, nil
	}
	if t.u.Command != "" {
		if ps, ok, err := t.sheetCommand(t.u.Command); err != nil || ok {
			return ps, err
		}
		ps, ok, err := t.command(t.u.Command)
		if err != nil || ok {
			return ps, err
		}
	}
	if ps, ok, err := t.sheetAnswer(); err != nil || ok {
		return ps, err
	}
	if f := t.s.form(); bareNumber.MatchString(corpus.Fold(t.m.Text)) && (f == nil || f.Asked == "" || !t.numberWanted()) {
		return []piece{t.whichNumber()}, nil
	}
	if bad := t.outOfBounds(t.u.Heard.Facts); bad != nil {
		return []piece{*bad}, nil
	}
	if p := t.contradicted(); p != nil {
		return []piece{*p}, nil
	}
	if ps, ok, err := t.kindTold(); err != nil || ok {
		return ps, err
	}
	if ps, ok, err := t.amountMeant(); err != nil || ok {
		return ps, err
	}
	if ps, ok, err := t.costsChanged(); err != nil || ok {
		return t.resume(ps), err
	}
	if ps, ok, err := t.correction(); err != nil || ok {
		return ps, err
	}
	if ps, ok, err := t.matchAsked(); err != nil || ok {
		return t.resume(ps), err
	}
	if ps, ok, err := t.bareAmount(); err != nil || ok {
		return ps, err
	}
	if ps, ok, err := t.formAnswer(); err != nil || ok {
		return ps, err
	}
	if name := sheetWanted(t.whole()); name != "" && len(t.u.Parts) > 1 {
		t.learn(t.u.Heard.Facts)
		p, err := t.fillSheet(name)
		return []piece{p}, err
	}
	t.dropWished()
	t.learn(t.u.Heard.Facts)
	if p := t.whichPlace(); p != nil {
		return []piece{*p}, nil
	}
	if p := t.whichKind(); p != nil {
		return []piece{*p}, nil
	}
	bait := slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool { return p.Bait })
	var out []piece
	for i, part := range t.u.Parts {
		if bait && !part.Bait && (!part.Question || !part.Scope || part.Confidence < 0.6) {
			continue // what goes along with a request that is declined
		}
		if courtesy(part) && slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool { return p.Scope && !courtesy(p) }) {
			continue
		}
		if i > 0 && len(part.Heard.Rights) == 0 && len([]rune(part.Text)) <= leaning {
			part.Heard.Rights = t.u.Heard.Rights // 去哪里登记 behind a question of another right
		}
		p, err := t.answer(part)
		if err != nil {
			return nil, err
		}
		if declined[p.intent] && p.outcome != Refused {
			p.intent = "policy_lookup" // it was taken for a request to be declined, and answered
		}
		if part.Confidence < unsureHeading {
			p.quote = part.Text
		}
		if i > 0 && p.failed && len(out) > 0 {
			more, told, err := t.together(t.u.Parts[i-1], part, out)
			if err != nil {
				return nil, err
			}
			if told && part.Confidence < sureIntent {
				continue // it belongs to the question before, which is answered
			}
			if more != nil {
				p = *more
			}
		}
		if r := part.Heard.Rights; len(r) > 0 && !part.Bait && asksWorth(part.Text) && !slices.ContainsFunc(r, func(k corpus.IPKind) bool { return slices.Contains(patentRights, k) }) {
			p.lines = append([]string{t.say("value.patents_only", nil)}, p.lines...)
		}
		if (p.outcome == Answered || p.outcome == NotFound) && p.buttons == nil && !part.Bait && openForm.MatchString(corpus.Fold(part.Text)) {
			if licenceFee.MatchString(corpus.Fold(part.Text)) {
				p.hints = append(p.hints, t.label("royalty.offer"))
			}
			p.buttons = &Buttons{Choices: []Button{{Label: t.label("royalty.begin"), Action: "figure royalty go"}}}
		}
		out = append(out, p)
	}
	return t.resume(out), nil
}

// whole is a message as one question, a bait if any part of it is.
func (t *turn) whole() intents.Part {
	return intents.Part{Text: t.m.Text, Bait: slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool { return p.Bait })}
}

// dropWished drops the amounts of a wish to make figures up: they say what is
// wished for, not what is. The loan wanted is a wish anyhow.
func (t *turn) dropWished() {
	if !slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool { return p.Bait && p.Intent == "ask_fabricate" }) {
		return
	}
	for id := range t.u.Heard.Facts {
		if id != wanted && t.kind(id) == corpus.KindMoney {
			delete(t.u.Heard.Facts, id)
		}
	}
}

// salute is how a message begins that greets before it asks.
var salute = regexp.MustCompile(`你好|您好|哈喽|请问|打扰|老师好|早上好|下午好|\b(?:hello|hi|hey|good (?:morning|afternoon))\b`)

// unsureHeading is the confidence below which an answer among others is headed by
// its question: what that was taken for may be wrong.
const unsureHeading = 0.7

// leaning is the length up to which a later question of a message is about the
// rights that the message speaks of.
const leaning = 12

// courtesy reports whether a part of a message only greets or thanks.
func courtesy(p intents.Part) bool {
	return (p.Intent == "greeting" || p.Intent == "thanks") && p.Confidence >= sureIntent && !p.Bait && (!p.Question || salute.MatchString(corpus.Fold(p.Text)))
}

// together answers a part of a message that makes no sense alone as one question
// with the part before it: more is what that adds to the pieces above, nil if
// nothing; told reports whether all of it stands above.
func (t *turn) together(before, part intents.Part, above []piece) (more *piece, told bool, err error) {
	joined := before
	joined.Text, joined.Question = before.Text+" "+part.Text, true
	joined.Heard.Rights = append(slices.Clone(before.Heard.Rights), part.Heard.Rights...)
	misses := t.s.Misses
	p, err := t.answerPolicy(joined)
	if err != nil || p.outcome != Answered {
		t.s.Misses = misses
		return nil, false, err
	}
	said := marksIn(above...)
	p.lines = slices.DeleteFunc(p.lines, func(l string) bool {
		return slices.ContainsFunc(citeMark.FindAllString(l, -1), func(mark string) bool { return slices.Contains(said, mark) })
	})
	if len(marksIn(p)) == 0 {
		return nil, true, nil
	}
	t.s.Misses = 0
	p.intent, p.text = part.Intent, part.Text
	p.quote = part.Text
	return &p, false, nil
}

// marksIn are the marks of the passages that pieces cite.
func marksIn(ps ...piece) []string {
	var out []string
	for _, p := range ps {
		for _, l := range p.lines {
			out = append(out, citeMark.FindAllString(l, -1)...)
		}
	}
	return out
}

// mayBorrow asks whether one can have a loan at all.
var mayBorrow = regexp.MustCompile(`(?:能|可以|可不可以|能不能|能否|够)(?:不能)?(?:够|再|去|办|申请|拿到?)?(?:贷款?|借到?|申请)[吗嘛么不没到]?\pP*$|贷得[到了]|\b(?:can|could|may) (?:we|i|our firm|a (?:firm|company|start-?up)[^,?]{0,40}) (?:still )?(?:get a loan|borrow)`)

// standingFacts are facts that are told of one's own firm, whoever is named.
var standingFacts = []corpus.FactID{"months_operating", "profit_years", "credit_ok", "tax_credit_ok", "statuses", "revenue", "major_violation"}

// tellsOfFirm reports whether a question tells of how a firm stands and names no right.
func tellsOfFirm(part intents.Part) bool {
	return len(part.Heard.Rights) == 0 && slices.ContainsFunc(standingFacts, func(id corpus.FactID) bool { _, ok := part.Heard.Facts[id]; return ok })
}

// answer answers one question by its intent.
func (t *turn) answer(part intents.Part) (piece, error) {
	asked := part.Text
	if p, ok := t.eachAsked(part); ok {
		return p, nil
	}
	if p, ok := t.whoDecidesAsked(part); ok {
		t.s.Misses = 0
		return p, nil
	}
	if p, ok := t.anyRate(part); ok {
		return p, nil
	}
	part = t.introduced(t.followUp(part))
	if part.Intent == "help" && len(part.Heard.Places) > 0 && part.Heard.Places[0] != corpus.Hubei && !part.Bait {
		part.Intent, part.Confidence, part.Scope = "policy_lookup", sureIntent, true // what help a place gives
	}
	if !part.Question && !part.Bait && part.Confidence < 0.6 && len(part.Heard.Facts) > 0 && t.u.Heard.Facts != nil {
		// Who tells of the firm and asks nothing wants to know what there is.
		part.Intent, part.Confidence, part.Scope = "match_products", sureIntent, true
	}
	if slices.Contains(rightIntents, part.Intent) && (t.wishesLoan(part) || t.tellsOwn(part)) {
		p, err := t.answerProducts(intents.Part{Text: part.Text, Heard: part.Heard, Intent: "match_products", Confidence: 1, InScope: 1, Scope: true, Known: 1})
		p.intent, p.text = "match_products", part.Text
		if p.buttons != nil {
			p.buttons.Choices = append(p.buttons.Choices, t.intentButtons([]corpus.IntentID{part.Intent}).Choices...)
		}
		return p, err
	}
	if _, sum := part.Heard.Facts["loan_amount"]; sum && part.Question && !part.Bait && part.Scope && part.Confidence < 0.6 && part.Heard.Facts["region"].Known() {
		part.Intent = "match_products" // who tells a place and a sum asks for what there is
	}
	if part.Question && !part.Bait && part.Scope && len(part.Heard.Facts) > 0 && (part.Confidence < 0.6 && mine(part.Text) || tellsOfFirm(part)) && mayBorrow.MatchString(corpus.Fold(part.Text)) && len(t.g.Base.Named(part.Text)) == 0 && len(t.g.Base.Banks(part.Text)) == 0 {
		part.Intent, part.Confidence = "match_products", sureIntent // 我们成立半年能贷吗 asks of the firm that it tells of
	}
	// Papers for what was asked last are another question than that one.
	if p, ok := t.frequent(part); ok && (asked == part.Text || !strings.HasSuffix(part.Text, " "+asked) || !barePapers.MatchString(corpus.Fold(asked))) {
		return p, nil
	}
	if t.foreign(part) {
		return t.refused(part), nil
	}
	if t.notUnderstood(part) {
		return t.fallback(part), nil
	}
	if demanded(part) {
		p, err := t.decline(part)
		p.intent, p.text = part.Intent, part.Text
		return p, err
	}
	if name := sheetWanted(part); name != "" {
		return t.fillSheet(name)
	}
	if p, ok := t.placeAlone(part); ok {
		return p, nil
	}
	if p, ok := t.gradeUnknown(part); ok {
		return p, nil
	}
	if p, ok, err := t.answerDocument(part); err != nil || ok {
		return p, err
	}
	if p, ok := t.answerLenders(part); ok {
		return p, nil
	}
	if p, ok, err := t.answerBank(part); err != nil || ok {
		return p, err
	}
	if p, ok, err := t.plainly(part); err != nil || ok {
		return p, err
	}
	if !part.Scope && !part.Bait {
		return t.outside(part)
	}
	if p, ok := t.unclear(part); ok {
		return p, nil
	}
	if part.Intent != "greeting" && part.Intent != "thanks" {
		t.s.Misses = 0
	}
	h, ok := answers[part.Intent]
	switch {
	case !part.Bait && aboutLibrary(part):
		h = (*turn).answerCatalog
	case !ok:
		h = (*turn).answerPolicy
	}
	p, err := h(t, part)
	if p.intent == "" {
		p.intent = part.Intent
	}
	p.text = part.Text
	return p, err
}

// rightIntents are about a kind of right, in general or the firm's own.
var rightIntents = []corpus.IntentID{"plant_variety", "data_ip", "utility_design", "trademark_pledge", "gi_credit"}

// wishesLoan reports whether a message tells of the firm how much it wants to
// borrow and what it has or where it is, and asks nothing.
func (t *turn) wishesLoan(part intents.Part) bool {
	f := part.Heard.Facts
	return len(t.u.Parts) == 1 && f[wanted].Known() && len(f) > 2 && !askingForm.MatchString(corpus.Fold(part.Text)) && len(t.g.Base.Banks(part.Text)) == 0 && len(t.g.Base.Named(part.Text)) == 0
}

// Strengths of a search from which a question is answered by what was found,
// whatever it was taken for.
const (
	plainStrength = 0.45
	sureStrength  = 0.6
)

// plainly answers a question from the corpus where its words are near those of a
// passage though its intent is unsure or has an answer of its own.
func (t *turn) plainly(part intents.Part) (piece, bool, error) {
	if part.Bait {
		return piece{}, false, nil
	}
	least := plainStrength
	switch id := part.Intent; {
	case id == "my_data" || id == "contest" || id == "unsubscribe" || id == "subscribe" || id == "demand_report" || id == "help":
		if part.Confidence > 0.5 {
			return piece{}, false, nil
		}
	case id == "corpus_query" && thingForm.MatchString(corpus.Fold(part.Text)):
		return piece{}, false, nil
	case !part.Scope:
		if part.Known < babble {
			return piece{}, false, nil
		}
		least = 0.42
		if part.InScope < 0.02 {
			least = sureStrength
		}
	case id == "pilot_status" && (asksPilot(part.Text) || asksPilotWork(part.Text)), aboutLibrary(part), id == "match_products" && (!part.Question || mine(part.Text)):
		return piece{}, false, nil
	case id == "greeting" || id == "thanks" || id == corpus.Abuse || declined[id]:
		if part.Confidence > 0.75 {
			least = sureStrength
		}
		if asksRule(part.Text) {
			least = 0.3
		}
	case id == "can_borrow" || id == "how_much" || id == "match_products":
		if mine(part.Text) {
			least = 0.55
		}
	case id == "contact" || id == "corpus_query" || id == "explain_term" || id == "pilot_status":
	case id == "estimate_value" && !mine(part.Text) && len(part.Heard.Places) > 0:
	case part.Confidence < 0.5:
		least = 0.35
	default:
		return piece{}, false, nil // answered by searching anyway
	}
	probe := part
	if !part.Scope || declined[part.Intent] || part.Intent == "greeting" || part.Intent == "thanks" || part.Intent == corpus.Abuse {
		probe.Intent, probe.Confidence = "policy_lookup", 0
	}
	docs := t.topicDocs(part)
	if p, ok := t.unknownField(part, append(t.g.Base.Named(part.Text), docs...)); ok {
		p.intent, p.text = part.Intent, part.Text
		return p, true, nil
	}
	if len(docs) == 0 {
		docs = t.listedDocs(part)
	}
	r, err := t.search(probe, docs)
	if err != nil || len(r.Found) == 0 || r.Strength() < least {
		return piece{}, false, err
	}
	if part.Intent == "explain_term" && part.Confidence > 0.5 && len(t.g.Base.Terms(part.Text)) > 0 && r.Strength() < sureStrength {
		return piece{}, false, nil
	}
	t.s.Misses = 0
	p, err := t.fromResult(part, r)
	p.intent, p.text = probe.Intent, part.Text
	return p, true, err
}

// asksRule reports whether a question is about what the rules say of a misdeed
// rather than a request for help with it.
func asksRule(text string) bool {
	folded := corpus.Fold(text)
	return slices.ContainsFunc([]string{"罚", "处分", "后果", "怎么说", "怎么规定", "规定", "penalty", "penalt", "fine", "punish", "what does the"}, func(w string) bool { return strings.Contains(folded, w) })
}

// declined are the intents that are not served.
var declined = map[corpus.IntentID]bool{
	"ask_guarantee": true, "ask_broker": true, "ask_split": true, "ask_fabricate": true, "impersonation": true, "others_data": true, "injection": true,
}

// mine reports whether a question is about the person's own firm.
func mine(text string) bool {
	folded := corpus.Fold(text)
	return slices.ContainsFunc([]string{"我", "咱", "俺", "自己", "本公司", "贵", " we ", "we ", " our ", "our ", " us", " my ", "my ", " i ", "i "}, func(w string) bool {
		return strings.Contains(folded, w) && (w[0] >= 0x80 || strings.HasPrefix(w, " ") || strings.HasPrefix(folded, w))
	})
}

// answerIntent answers as if the intent had been asked in the words of its label.
func (t *turn) answerIntent(id corpus.IntentID, topic string) ([]piece, error) {
	intent, ok := t.set.Intent(id)
	if !ok {
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
	}
	text := intent.Label.In(t.lang)
	t.u = t.g.Model.Understand(text, t.today, t.lang)
	part := intents.Part{Text: text, Question: true, Intent: id, Confidence: 1, InScope: 1, Scope: true, Known: 1}
	if q, ok := t.registryAsked(part, corpus.Fold(text)); ok {
		part = q
	} else {
		part.Heard.Rights = t.g.Model.Ear().Hear(topic, t.today).Rights
	}
	p, err := t.answer(part)
	return []piece{p}, err
}

// answers holds the intents that are not answered by looking into the corpus.
var answers map[corpus.IntentID]func(*turn, intents.Part) (piece, error)

func init() {
	answers = map[corpus.IntentID]func(*turn, intents.Part) (piece, error){
		"match_products": (*turn).answerProducts,
		"can_borrow":     (*turn).answerProducts,
		"how_much":       (*turn).answerProducts,
		"pilot_status":   (*turn).answerPilot,
		"subsidy":        (*turn).answerSubsidy,
		"explain_term":   (*turn).answerTerm,
		"corpus_query":   (*turn).answerCatalog,
		"contact":        (*turn).answerContact,
		"greeting":       (*turn).answerGreeting,
		"thanks":         (*turn).answerThanks,
		"help":           (*turn).answerHelp,
		"contest":        (*turn).answerContest,
		"subscribe":      (*turn).answerSubscription,
		"unsubscribe":    (*turn).answerSubscription,
		"my_data":        (*turn).answerMyData,
		"demand_report":  (*turn).answerDemand,
		"estimate_value": (*turn).answerValue,
		"ask_guarantee":  (*turn).decline,
		"ask_broker":     (*turn).decline,
		"ask_split":      (*turn).decline,
		"ask_fabricate":  (*turn).decline,
		"impersonation":  (*turn).decline,
		"others_data":    (*turn).decline,
		"injection":      (*turn).decline,
		corpus.Abuse:     (*turn).answerAbuse,
	}
}
