package bot

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge/valuation"
)

// worksheet is what a sheet is for: which figures it takes, what is asked next,
// and what comes of them. It is made anew for each turn from what was told.
type worksheet interface {
	// about returns the intent that the sheet serves, and the document by which a
	// later message shows that it is still spoken of.
	about() (corpus.IntentID, corpus.ID)
	// asks are the figures that it may ask for, in order.
	asks() []string
	// names are the words by which figures are named.
	names() []figureName
	// begin adds what figures that were told by their names say without words, such
	// as the route that takes them.
	begin(told []Figure) []Figure
	// next returns the question to ask, if one is open.
	next() (figureQuestion, bool)
	// question returns the question of a figure.
	question(id string) (figureQuestion, bool)
	// hear reads the message as the answer to a question; empty: it is none.
	hear(q figureQuestion) []Figure
	// changed reads the message as a change of a figure by its name; an empty ID:
	// it is none, an empty text: the figure itself was not understood.
	changed(said string) Figure
	// set puts a figure in place; a fault leaves the sheet as it is.
	set(f Figure) *corpus.Fault
	// flaw returns what shows only beside the other figures, such as a day to come.
	flaw() *corpus.Fault
	// lead is said before the first question.
	lead() string
	// show returns the result, or why there is none.
	show() piece
	// pause returns what is said where the person stops before the end.
	pause() piece
}

// The names of the sheets, which stand in sessions and actions.
const (
	valueSheet   = "value"
	royaltySheet = "royalty"
	factorSheet  = "factors"
)

// worksheets make the worksheets of the sheets, by name.
var worksheets map[string]func(*turn, *Sheet) (worksheet, error)

func init() {
	worksheets = map[string]func(*turn, *Sheet) (worksheet, error){
		valueSheet: newValueWork, royaltySheet: newRoyaltyWork, factorSheet: newFactorWork,
	}
}

// errNoSheet means that a session holds a sheet that this program does not know.
var errNoSheet = errors.New("no such sheet")

// figureQuestion is a question of a sheet in the person's language.
type figureQuestion struct {
	ID       string
	Name     string // of the figure, within a sentence
	Ask      string
	Hints    []string // how it may be answered
	Kind     figureKind
	Choices  []figureChoice
	Required bool
	Steps    bool   // a way back and a way out stand beneath
	None     string // what "there is none" means; empty: that the question is passed over
}

type figureChoice struct{ Code, Label string }

// figureKind is the form of an answer.
type figureKind int

const (
	codeFigure   figureKind = iota // one of the choices
	boolFigure                     // true or false
	rightFigure                    // a kind of patent
	dateFigure                     // a day
	moneyFigure                    // an amount
	moneysFigure                   // one amount, or one a year
	rateFigure                     // a share
	ratesFigure                    // shares
	yearsFigure                    // whole years
	countFigure                    // a whole number
)

// typed reports whether a bare number is the answer, rather than a choice.
func (k figureKind) typed() bool { return k >= dateFigure }

// mostFigures bounds the edits of one sheet.
const mostFigures = 200

// note adds what was told; a later figure of the same question stands. An empty
// text passes the question over.
func (s *Sheet) note(f Figure) {
	if len(s.Given) < mostFigures {
		s.Given = append(s.Given, f)
	}
}

// skipped reports whether a question was passed over.
func (s *Sheet) skipped(id string) bool {
	for i := len(s.Given) - 1; i >= 0; i-- {
		if s.Given[i].ID == id {
			return s.Given[i].Text == ""
		}
	}
	return false
}

// told returns the figures that were given, in order.
func (s *Sheet) told() []Figure {
	return slices.DeleteFunc(slices.Clone(s.Given), func(f Figure) bool { return f.Text == "" })
}

// sheet returns a sheet by its name, or nil.
func (s *Session) sheet(name string) *Sheet {
	i := slices.IndexFunc(s.Sheets, func(sh Sheet) bool { return sh.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Sheets[i]
}

// openSheet makes a sheet the one spoken of last. No sheet's question is open then.
func (s *Session) openSheet(name string) *Sheet {
	sheet := Sheet{Name: name}
	if old := s.sheet(name); old != nil {
		sheet = *old
		sheet.Asked = ""
	}
	s.closeSheets()
	s.Sheets = append(slices.DeleteFunc(s.Sheets, func(sh Sheet) bool { return sh.Name == name }), sheet)
	return &s.Sheets[len(s.Sheets)-1]
}

// openSheet makes a sheet the one spoken of last. One that is new takes over what
// another was told of the right.
func (t *turn) openSheet(name string) *Sheet {
	known := t.s.sheet(name) != nil
	s := t.s.openSheet(name)
	if known {
		return s
	}
	t.begun = name
	for _, f := range t.toldOfRight(name) {
		s.note(f)
	}
	return s
}

// sharedFigures are what the estimate and the licence fee both ask of the right,
// with the codes that both take; nil: any.
var sharedFigures = map[string][]string{
	"kind": {"invention_patent", "utility_model", "design_patent"}, "status": {"granted", "pending", "joint", "pledged", "lapsed"}, "filed": nil, feesPaid: nil,
}

// toldOfRight is what the licence fee takes over from the estimate, or the other
// way about. The estimate reads the facts of the firm by itself.
func (t *turn) toldOfRight(name string) (out []Figure) {
	from := map[string]string{valueSheet: royaltySheet, royaltySheet: valueSheet}[name]
	if s := t.s.sheet(from); s != nil {
		for _, f := range s.latest() {
			if codes, shared := sharedFigures[f.ID]; shared && (codes == nil || slices.Contains(codes, f.Text)) {
				out = append(out, f)
			}
		}
	}
	kind := valuation.FromFacts(t.s.Profile.Facts).Right.Kind
	if name == royaltySheet && slices.Contains(sharedFigures["kind"], string(kind)) && !slices.ContainsFunc(out, func(f Figure) bool { return f.ID == "kind" }) {
		out = append(out, Figure{"kind", string(kind)})
	}
	return out
}

// takenOver names what a new sheet did not have to ask.
func (t *turn) takenOver(s *Sheet, w worksheet) string {
	var words []string
	for _, f := range s.latest() {
		if q, ok := w.question(f.ID); ok {
			words = append(words, q.Name+t.label("mark.colon")+t.figureText(q, f.Text))
		}
	}
	if len(words) == 0 {
		return ""
	}
	return t.space() + t.say("sheet.taken", map[string]string{"figures": strings.Join(words, t.label("mark.semicolon"))})
}

// closeSheets closes the open question of the sheets, if there is one.
func (s *Session) closeSheets() {
	for i := range s.Sheets {
		s.Sheets[i].Asked = ""
	}
}

// lastSheet returns the sheet spoken of last, or nil.
func (s *Session) lastSheet() *Sheet {
	if len(s.Sheets) == 0 {
		return nil
	}
	return &s.Sheets[len(s.Sheets)-1]
}

// openQuestion returns the sheet that waits for an answer with its question.
func (t *turn) openQuestion() (*Sheet, worksheet, figureQuestion, bool) {
	s := t.s.lastSheet()
	if s == nil || s.Asked == "" {
		return nil, nil, figureQuestion{}, false
	}
	w, err := t.worksheet(s)
	if err != nil {
		return nil, nil, figureQuestion{}, false
	}
	q, ok := w.question(s.Asked)
	return s, w, q, ok
}

// worksheet returns what a sheet is for. A sheet of a name that is not known, or
// one that the corpus has no figures for, is an error.
func (t *turn) worksheet(s *Sheet) (worksheet, error) {
	begin, ok := worksheets[s.Name]
	if !ok {
		return nil, errNoSheet
	}
	return begin(t, s)
}

// fillSheet asks the next question of a sheet, or shows what comes of it.
func (t *turn) fillSheet(name string) (piece, error) {
	s := t.openSheet(name)
	w, err := t.worksheet(s)
	if err != nil {
		return piece{}, err
	}
	if q, open := w.next(); open {
		p := t.askFigure(s, w, q, "")
		if t.begun == name || len(s.Given) == 0 {
			p.lines = append([]string{w.lead() + t.takenOver(s, w)}, p.lines...)
		}
		return p, nil
	}
	p := w.show()
	p.own = p.buttons != nil // an open question waits behind one of them
	intent, doc := w.about()
	p.intent, p.text = intent, t.m.Text
	if doc != "" && !slices.Contains(p.docs, doc) {
		p.docs = append(p.docs, doc)
	}
	return p, nil
}

// askFigure asks a question of a sheet, after what is to be said first.
func (t *turn) askFigure(s *Sheet, w worksheet, q figureQuestion, first string) piece {
	s.Asked = q.ID
	if f := t.s.form(); f != nil {
		f.Asked = "" // only one question is open at a time
	}
	intent, _ := w.about()
	return piece{
		intent: intent, text: t.m.Text, outcome: Asked, ask: corpus.FactID(s.Name), plain: true,
		lines: []string{first + q.Ask}, hints: q.Hints, buttons: t.figureButtons(s.Name, q),
	}
}

// figureButtons are the choices of a question.
func (t *turn) figureButtons(name string, q figureQuestion) *Buttons {
	b := &Buttons{}
	add := func(label, rest string) {
		b.Choices = append(b.Choices, Button{Label: label, Action: Action("figure " + name + " " + rest)})
	}
	for _, c := range q.Choices {
		add(c.Label, q.ID+" "+c.Code)
	}
	if !q.Required {
		add(t.label("value.skip"), "skip "+q.ID)
	}
	if q.Steps {
		if s := t.s.sheet(name); s != nil && len(s.Given) > 0 {
			add(t.label("sheet.back"), "back")
		}
		add(t.label("sheet.stop"), "stop")
	}
	return b
}

// pressFigure does what a button of a sheet stands for.
func (t *turn) pressFigure(rest string) ([]piece, error) {
	name, rest, _ := strings.Cut(rest, " ")
	id, text, _ := strings.Cut(rest, " ")
	if worksheets[name] == nil {
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
	}
	s := t.openSheet(name)
	w, err := t.worksheet(s)
	if err != nil {
		return nil, err
	}
	switch {
	case id == "go":
	case id == "anew":
		*s = Sheet{Name: name}
	case id == "skip":
		if _, ok := w.question(text); ok {
			s.note(Figure{ID: text})
		}
	case id == "back":
		line := t.takenBack(s, w)
		p, err := t.fillSheet(name)
		p.lines = append(line, p.lines...)
		return []piece{p}, err
	case id == "again": // what was passed over is asked again
		s.Given = s.told()
	case id == "stop":
		return []piece{t.pauseSheet(w)}, nil
	case w.set(Figure{id, text}) == nil:
		s.note(Figure{id, text})
	default:
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
	}
	p, err := t.fillSheet(name)
	return []piece{p}, err
}

// takenBack takes the last answer back and says which it was.
func (t *turn) takenBack(s *Sheet, w worksheet) []string {
	n := len(s.Given)
	if n == 0 {
		return nil
	}
	last := s.Given[n-1]
	s.Given = s.Given[:n-1]
	q, ok := w.question(last.ID)
	if !ok {
		return nil // a switch of the sheet, no figure
	}
	if q.Kind == moneyFigure || q.Kind == moneysFigure {
		last.Text = "" // an amount is not put into a sentence in other words than it was told
	}
	return []string{t.say("sheet.taken_back", map[string]string{"figure": t.figureSaid(s, q, last.Text)})}
}

// figureSaid words a figure with its name, or a question of the questionnaire with
// its answer; an empty text is a question that was passed over.
func (t *turn) figureSaid(s *Sheet, q figureQuestion, text string) string {
	name, between := q.Name, t.label("mark.colon")
	if s.Name == factorSheet && q.Kind == codeFigure {
		name, between = q.Ask, t.space() // its name is only a number
	}
	if text == "" {
		return name
	}
	return name + between + t.figureText(q, text)
}

// pauseSheet leaves a sheet as it is; it can be gone on with.
func (t *turn) pauseSheet(w worksheet) piece {
	t.s.closeSheets()
	p := w.pause()
	p.intent, _ = w.about()
	p.text = t.m.Text
	return p
}

// stopped is what is said of a sheet that is left before its end.
func (t *turn) stopped(name string) piece {
	return piece{outcome: Answered, plain: true, lines: []string{t.say("sheet.stopped", nil)}, buttons: &Buttons{Choices: []Button{
		{Label: t.label("sheet.go"), Action: Action("figure " + name + " go")}, {Label: t.label("sheet.anew"), Action: Action("figure " + name + " anew")},
	}}}
}

// tuneForm is a wish to move the figures of a sheet towards an amount.
var tuneForm = regexp.MustCompile(`(?:调|改|抬|提|拉|弄|做|算|填|估|报).{0,3}(?:高|大|多).{0,10}(?:贷|借|批|够|凑|到\s?\d|百万|千万)|(?:raise|higher|increase|bump|push|tweak|adjust|tune|inflate)\b.{0,40}(?:loan|borrow|reach|get (?:me )?to|so (?:that )?(?:i|we)\b)`)

// tuning declines to move figures towards an amount while a sheet is spoken of.
func (t *turn) tuning() (piece, bool) {
	s := t.s.lastSheet()
	if s == nil || s.Asked == "" && len(s.told()) == 0 || !tuneForm.MatchString(corpus.Fold(t.m.Text)) {
		return piece{}, false
	}
	p, err := t.decline(intents.Part{Intent: "ask_fabricate"})
	p.intent, p.text = "ask_fabricate", t.m.Text
	if _, _, q, open := t.openQuestion(); open {
		p.buttons = t.figureButtons(s.Name, q)
	} else {
		p.buttons = &Buttons{Choices: []Button{{Label: t.label("sheet.result"), Action: Action("figure " + s.Name + " go")}}}
	}
	return p, err == nil
}

// resultForm asks for what came of the sheet again.
var resultForm = regexp.MustCompile(`^(?:那|再|请|帮我)*(?:回到?|返回|看看?|显示)(?:刚才|上面|之前)?的?(?:估值|估算|测算|许可费|评价)?的?结果[吧。.!！]*$|^(?:please )?(?:go |take me )?(?:back to|show(?: me)?) (?:the |my |our )?(?:result|estimate|figures)(?: again)?[.!]*$`)

// severalForm is several choices at once, by number.
var severalForm = regexp.MustCompile(`^[0-9](?:[\s,，、;；]+[0-9])+$`)

// sheetAnswer takes the message as the answer to the open question of a sheet, or
// as a change of a figure, if it is one.
func (t *turn) sheetAnswer() ([]piece, bool, error) {
	if ps, ok, err := t.labelled(); err != nil || ok {
		return ps, ok, err
	}
	if p, ok := t.tuning(); ok {
		return []piece{p}, true, nil
	}
	for _, take := range []func() ([]piece, bool, error){t.sheetRecalled, t.triedFigure, t.figuresBegin, t.toldFigures} {
		if ps, ok, err := take(); err != nil || ok {
			return ps, ok, err
		}
	}
	if slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool { return p.Bait }) {
		return nil, false, nil
	}
	if len(t.u.Parts) != 1 && !severalForm.MatchString(t.words()) {
		if s, w, q, open := t.openQuestion(); open {
			ps, ok := t.besides(s, w, q)
			return ps, ok, nil
		}
		return nil, false, nil
	}
	if ps, ok, err := t.changeFigure(); err != nil || ok {
		return ps, ok, err
	}
	s, w, q, open := t.openQuestion()
	if !open {
		return nil, false, nil
	}
	if name := sheetWanted(t.whole()); name != "" && name != s.Name {
		return nil, false, nil // another sheet is asked for
	}
	part := t.u.Parts[0]
	if intent, _ := w.about(); part.Question && part.Scope && part.Intent != intent && part.Confidence > 0.4 {
		return nil, false, nil // a question of its own; the sheet waits
	}
	var figures []Figure
	if !t.otherFact(q) && !(q.Kind.typed() && t.speaksOfLoan()) {
		figures = w.hear(q)
	}
	if len(figures) == 1 && figures[0].Text == t.words() && w.set(figures[0]) != nil {
		figures = nil // words that are none of the choices
	}
	if len(figures) == 0 {
		if ps, ok := t.besides(s, w, q); ok {
			return ps, true, nil
		}
		if fits := t.bareElsewhere(s, w); len(fits) > 0 {
			p, err := t.takeTold(s.Name, fits)
			return []piece{p}, true, err
		}
	}
	if len(figures) == 0 && !t.misfit() && (len(t.u.Heard.Facts) > 0 || part.Question || part.InScope > 0.5 && part.Confidence > 0.6) {
		return nil, false, nil
	}
	if len(figures) > 0 && !q.Kind.typed() {
		t.toldBesides() // 我有5个发明专利 answers which kind, and tells how many
	}
	p, err := t.takeFigures(s, w, q, figures)
	return []piece{p}, true, err
}

// changeForm is what a change of a figure has besides its name and the figure.
var changeForm = regexp.MustCompile(`改|换|按|调|用|是|为|=|取|算|change|make|set|use|to|is`)

// askingForm is what a question has and a change has not.
var askingForm = regexp.MustCompile(`[?？吗呢]|什么|多少|怎么|如何|为何|谁|哪|几[年个件]|^(?:how|what|why|which|when|who|where|can|could|is|are|does|do|should|may|must)\b`)

// changeFigure takes the message as a change of a figure of a sheet, the one
// spoken of last first: 折现率改成12%.
func (t *turn) changeFigure() ([]piece, bool, error) {
	said := corpus.Fold(t.m.Text)
	if askingForm.MatchString(said) || !changeForm.MatchString(said) || len([]rune(said)) > 60 {
		return nil, false, nil
	}
	for i := len(t.s.Sheets) - 1; i >= 0; i-- {
		s := &t.s.Sheets[i]
		if len(s.told()) == 0 {
			continue
		}
		w, err := t.worksheet(s)
		if err != nil {
			continue
		}
		f := w.changed(said)
		q, ok := w.question(f.ID)
		if f.ID == "" || !ok {
			continue
		}
		var figures []Figure
		if f.Text != "" {
			figures = []Figure{f}
		} else if part := t.u.Parts[0]; len(t.u.Heard.Facts) > 0 || part.Question || part.Scope && part.Confidence > 0.6 {
			continue // it speaks of something else
		}
		s = t.openSheet(s.Name)
		if w, err = t.worksheet(s); err != nil {
			return nil, false, err
		}
		p, err := t.takeFigures(s, w, q, figures)
		t.sayChanged(&p, s, figures)
		return []piece{p}, true, err
	}
	return nil, false, nil
}

// sayChanged says before the open question of a sheet that a figure was changed.
func (t *turn) sayChanged(p *piece, s *Sheet, figures []Figure) {
	if len(figures) > 0 && p.outcome == Asked && s.Asked != figures[0].ID {
		p.lines = append(append([]string{t.say("sheet.changed", nil)}, t.soFar(p, s.Name)...), p.lines...)
	}
}

// takeFigures notes what was told and goes on, or asks again with the reason: of
// several answers all are taken or none.
func (t *turn) takeFigures(s *Sheet, w worksheet, q figureQuestion, figures []Figure) (piece, error) {
	why := t.say("form.not_understood", nil)
	for _, f := range figures {
		fault := t.refusedFigure(w, q, f)
		if fault == nil {
			continue
		}
		if len(q.Choices) == 0 {
			fault.Args["field"] = q.Name
			why = t.set.FaultText(fault).In(t.lang) + t.space()
		}
		return t.askFigure(s, w, q, why), nil
	}
	if len(figures) == 0 {
		return t.askFigure(s, w, q, why), nil
	}
	for _, f := range figures {
		s.note(f)
	}
	return t.fillSheet(s.Name)
}

// sheetCommand does a dialogue act that a sheet takes: to pass a question over, to
// take a figure back, to stop, to go on.
func (t *turn) sheetCommand(id string) ([]piece, bool, error) {
	s := t.s.lastSheet()
	if s == nil {
		return nil, false, nil
	}
	w, err := t.worksheet(s)
	if err != nil {
		return nil, false, nil
	}
	_, doc := w.about()
	open := s.Asked != ""
	f := t.s.form()
	switch recent := open || slices.Contains(t.s.Topic.Docs, doc); {
	case open && (id == "skip" || id == "dont_know"):
		s.note(Figure{ID: s.Asked})
	case open && (id == "yes" || id == "no"):
		q, ok := w.question(s.Asked)
		switch {
		case !ok:
			return nil, false, nil
		case q.Kind == boolFigure:
			p, err := t.takeFigures(s, w, q, []Figure{{s.Asked, strconv.FormatBool(id == "yes")}})
			return []piece{p}, true, err
		case id == "yes" || q.Required || !q.Kind.typed():
			p, err := t.takeFigures(s, w, q, nil)
			return []piece{p}, true, err
		}
		s.note(Figure{s.Asked, q.None})
	case recent && (id == "back" || id == "undo") && len(s.Given) > 0:
		line := t.takenBack(s, w)
		p, err := t.fillSheet(s.Name)
		p.lines = append(line, p.lines...)
		return []piece{p}, true, err
	case open && id == "cancel":
		return []piece{t.pauseSheet(w)}, true, nil
	case id == "resume" && (open || (f == nil || f.Asked == "") && len(s.Given) > 0):
	default:
		return nil, false, nil
	}
	p, err := t.fillSheet(s.Name)
	return []piece{p}, true, err
}

// resumeSheet asks the open question of a sheet again after a digression.
func (t *turn) resumeSheet(last *piece) {
	s, _, q, open := t.openQuestion()
	if !open {
		return
	}
	last.ask = corpus.FactID(s.Name)
	last.lines = append(last.lines, t.say("form.resume", map[string]string{"ask": q.Ask}))
	last.hints, last.buttons = append(last.hints, q.Hints...), t.figureButtons(s.Name, q)
}

// words is the message without what stands around it.
func (t *turn) words() string { return strings.Trim(corpus.Fold(t.m.Text), " .。，,!！") }

// heardOne reads the answer to a question as one figure.
func (t *turn) heardOne(q figureQuestion) []Figure {
	if text := t.heardFigure(q); text != "" {
		return []Figure{{q.ID, text}}
	}
	return nil
}

// heardFigure reads a figure of the kind that a question asks for, in the form in
// which sheets take it; empty if it is none.
func (t *turn) heardFigure(q figureQuestion) string {
	said := t.words()
	exact := func(vs []corpus.Value) (out []json.Number) {
		for _, v := range vs {
			if n, ok := v.Span.Exact(); ok {
				out = append(out, json.Number(strconv.FormatInt(n, 10)))
			}
		}
		return out
	}
	list := func(ns []json.Number) string {
		data, err := json.Marshal(ns)
		if len(ns) == 0 || err != nil {
			return ""
		}
		return string(data)
	}
	first := func(ns []json.Number) string {
		if len(ns) == 0 {
			return ""
		}
		return string(ns[0])
	}
	switch q.Kind {
	case rightFigure:
		if r := t.u.Heard.Rights; len(r) == 1 && slices.Contains(patentRights, r[0]) {
			return string(r[0])
		}
		return likeChoice(q, said)
	case dateFigure:
		if d, err := corpus.ParseDate(said); err == nil {
			return string(d)
		}
		if len(t.u.Heard.Dates) > 0 {
			return string(t.u.Heard.Dates[0])
		}
		return string(t.u.Heard.AsOf)
	case moneyFigure, moneysFigure:
		if zeroForm.MatchString(said) {
			return "0"
		}
		all := exact(t.u.Heard.Money)
		if v, ok := t.g.Model.Ear().HearAmount(t.m.Text, t.today); len(all) == 0 && ok {
			all = exact([]corpus.Value{v})
		}
		if years := t.heardAmounts(); q.Kind == moneysFigure && len(years) > 1 {
			return list(years)
		}
		return first(all)
	case rateFigure:
		return first(exact(t.u.Heard.Rates))
	case ratesFigure:
		return list(exact(t.u.Heard.Rates))
	case yearsFigure:
		for _, v := range t.u.Heard.Terms {
			if n, ok := v.Span.Exact(); ok && n%12 == 0 {
				return strconv.FormatInt(n/12, 10)
			}
		}
		return t.heardCount()
	case countFigure:
		return t.heardCount()
	}
	return t.heardCode(q, said)
}

// heardAmounts reads amounts one after the other, 300万、350万, where all parts are
// amounts.
func (t *turn) heardAmounts() (out []json.Number) {
	for _, part := range amountsForm.Split(strings.TrimSpace(t.m.Text), -1) {
		v, ok := t.g.Model.Ear().HearAmount(part, t.today)
		n, exact := v.Span.Exact()
		if !ok || !exact {
			return nil
		}
		out = append(out, json.Number(strconv.FormatInt(n, 10)))
	}
	return out
}

// amountsForm parts amounts; a comma within a number has no blank after it.
var amountsForm = regexp.MustCompile(`[、，;；]|,\s`)

// heardCount reads a whole number: 3, 三件.
func (t *turn) heardCount() string {
	if v, ok := t.g.Model.Ear().HearAnswer(t.m.Text, "patents_invention", t.today); ok {
		if n, ok := v.Span.Exact(); ok {
			return strconv.FormatInt(n, 10)
		}
	}
	return ""
}

// heardCode reads a choice by its label in either language, or as it was said.
func (t *turn) heardCode(q figureQuestion, said string) string {
	if code := likeChoice(q, said); code != "" {
		return code
	}
	switch {
	case q.Kind != boolFigure:
		return said
	case otherMatter(q.ID, said):
		return ""
	case q.ID == feesPaid && unpaidForm.MatchString(said), noForm.MatchString(said):
		return "false"
	case q.ID == feesPaid && paidForm.MatchString(said), yesForm.MatchString(said):
		return "true"
	}
	return ""
}

// likeChoice returns the choice with the label that was said, or the only one whose
// label holds the words.
func likeChoice(q figureQuestion, said string) string {
	var like []string
	for _, c := range q.Choices {
		label, key := corpus.PhraseKey(c.Label), corpus.PhraseKey(said)
		if label == key {
			return c.Code
		}
		if len([]rune(key)) > 1 && strings.Contains(label, key) {
			like = append(like, c.Code)
		}
	}
	if len(like) == 1 {
		return like[0]
	}
	return ""
}

// feesPaid is the figure that says whether the annual fees are paid.
const feesPaid = "fees_paid"

// boolMatters are what the figures of yes and no are about, in words.
var boolMatters = []figureName{
	{feesPaid, regexp.MustCompile(`年费|缴|交|欠|\bfees?\b|paid|overdue`)}, {"evaluation", regexp.MustCompile(`报告|report`)},
	{"consent", regexp.MustCompile(`质权|质押|同意|pledge|agree|consent`)}, {"exclusive", regexp.MustCompile(`独占|排他|许可|exclusive|licen[cs]e`)},
}

// otherMatter reports whether words speak of another yes or no than the one asked
// for: 没有质押 says nothing of an exclusive licence.
func otherMatter(id, said string) bool {
	other := false
	for _, m := range boolMatters {
		if m.form.MatchString(said) {
			if m.id == id {
				return false
			}
			other = true
		}
	}
	return other
}

var (
	unpaidForm = regexp.MustCompile(`没.{0,2}交|未.{0,2}交|欠|not paid|unpaid|overdue`)
	paidForm   = regexp.MustCompile(`^(?:都|已经?|全部?|全都|按时|年费){0,3}(?:交了|交清|交齐|缴了|缴清|交过了)|^(?:all |fully |yes,? )*paid`)
	zeroForm   = regexp.MustCompile(`^(?:0|零)\s*(?:元|万元?|块钱?|yuan|cny)$`)
	noForm     = regexp.MustCompile(`^(?:还)?(?:没|不|无|否)|\bno\b|\bnot\b|n't\b`)
	yesForm    = regexp.MustCompile(`^(?:已经|都)?(?:有|同意|是|做了|签了)|^(?:yes|we (?:do|have)|agreed|it is there)`)
)

// figureName is a figure and the words by which a change names it.
type figureName struct {
	id   string
	form *regexp.Regexp
}

// namedFigure reads a change by the first name that the words hold.
func (t *turn) namedFigure(w worksheet, names []figureName, said string) Figure {
	for _, n := range names {
		if !n.form.MatchString(said) {
			continue
		}
		if q, ok := w.question(n.id); ok {
			return Figure{n.id, t.heardFigure(q)}
		}
	}
	return Figure{}
}

// choicesOf are the choices of a question, labelled by wording under the key of
// the sheet, the question and the code.
func (t *turn) choicesOf(sheet, id string, codes ...string) []figureChoice {
	out := make([]figureChoice, len(codes))
	for i, c := range codes {
		out[i] = figureChoice{c, t.label(sheet + "." + id + "." + c)}
	}
	return out
}

// helpOf says how a question may be answered, if that is worded.
func (t *turn) helpOf(sheet, id string) []string {
	if lines := t.set.Wording[sheet+".help."+id].In(t.lang); len(lines) > 0 {
		return lines[:1]
	}
	return nil
}
