package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
)

// formAnswer takes the message as the answer to the open question, if it is one.
// Only the open form takes a bare answer, and only for the fact that it asked.
func (t *turn) formAnswer() ([]piece, bool, error) {
	f := t.s.form()
	if f == nil || f.Asked == "" {
		return nil, false, nil
	}
	asked := f.Asked
	v, ok := t.g.Model.Ear().HearAnswer(t.m.Text, asked, t.today)
	if heard, said := t.u.Heard.Facts[asked]; said {
		v, ok = heard, true
	}
	part := t.u.Parts[0]
	if len(t.u.Parts) > 1 || part.Bait || sheetWanted(part) != "" {
		return nil, false, nil
	}
	if part.Question && part.Scope && part.Intent != f.Intent && part.Confidence > 0.4 {
		// A question of its own: it is answered, and the form waits. What it
		// says in passing is heard, but fills nothing by a bare word.
		return nil, false, nil
	}
	if ok {
		if bad := t.outOfBounds(corpus.Facts{asked: v}); bad != nil {
			return []piece{*bad}, true, nil
		}
		t.learn(t.u.Heard.Facts)
		t.learn(corpus.Facts{asked: v})
		ps, err := t.answered(asked)
		return ps, true, err
	}
	if t.tells(part) && slices.Contains(lendingIntents, f.Intent) {
		ps, err := t.alsoTold(*f)
		return ps, true, err
	}
	if len(t.u.Heard.Facts) > 0 || part.Question || part.Scope && part.Confidence > 0.5 {
		return nil, false, nil
	}
	f.Tries++
	if f.Tries >= 3 {
		t.learn(corpus.Facts{asked: corpus.UnsureValue(t.kind(asked))})
		ps, err := t.answered(asked)
		return ps, true, err
	}
	return []piece{t.askAgain(asked, f.Tries)}, true, nil
}

// requestForm are words of who wants to be told something, rather than tells it.
var requestForm = regexp.MustCompile(`介绍|了解|知道|讲|说说|说一下|看看|查|推荐|帮我|请|给我|解释|\b(?:explain|tell me|show|describe|introduce|recommend|find|list|about)\b`)

// tells reports whether a message says something of the firm and asks nothing. A
// need named by a word, such as 贴息, may be a question in short.
func (t *turn) tells(part intents.Part) bool {
	_, need := t.u.Heard.Facts["need"]
	return len(t.u.Heard.Facts) > 0 && !need && !part.Question && !requestForm.MatchString(corpus.Fold(part.Text))
}

// alsoTold takes another fact than the one asked for: it is noted, the products
// are weighed anew, and the open question stays open.
func (t *turn) alsoTold(f Form) ([]piece, error) {
	t.learn(t.u.Heard.Facts)
	var told []string
	for i := range t.set.Facts {
		if fact := &t.set.Facts[i]; t.u.Heard.Facts[fact.ID].Kind != "" {
			told = append(told, fact.Label.In(t.lang)+t.label("mark.colon")+t.value(fact, t.s.Profile.Facts[fact.ID]))
		}
	}
	t.keep, t.goesOn = f.Asked, true
	place := t.firstPlace(t.u.Parts[0])
	ps, err := t.continueForm(f)
	if err == nil && len(ps) > 0 {
		if place != "" {
			ps[0].lines = append([]string{place}, ps[0].lines...)
		}
		ps[0].lines = append([]string{t.say("form.also", map[string]string{"facts": strings.Join(told, t.label("mark.semicolon"))})}, ps[0].lines...)
	}
	return ps, err
}

// hints are how a question may be answered.
func (t *turn) hints(fact *corpus.Fact) []string {
	if fact.Help.Zero() {
		return nil
	}
	return []string{fact.Help.In(t.lang)}
}

func (t *turn) kind(id corpus.FactID) corpus.Kind {
	if f, ok := t.set.Fact(id); ok {
		return f.Kind
	}
	return ""
}

// askAgain words the open question anew after an answer that was not understood.
func (t *turn) askAgain(id corpus.FactID, tries int) piece {
	fact, _ := t.set.Fact(id)
	lines := []string{t.say("form.not_understood", nil) + fact.Ask.In(t.lang)}
	if tries > 1 {
		lines = append(lines, t.say("form.may_skip", nil))
	}
	return piece{intent: t.s.form().Intent, text: t.m.Text, outcome: Asked, lines: lines, hints: t.hints(fact), buttons: t.factButtons(fact), plain: true}
}

// answered goes on with the form after a fact was settled.
func (t *turn) answered(id corpus.FactID) ([]piece, error) {
	f := t.s.form()
	t.settled, t.goesOn = id, true
	if f == nil {
		return []piece{t.summary("form.noted")}, nil
	}
	f.Path = append(slices.DeleteFunc(f.Path, func(p corpus.FactID) bool { return p == id }), id)
	f.Tries, f.Asked = 0, ""
	form := *f
	if form.Intent == "edit" {
		t.s.Forms = t.s.Forms[:len(t.s.Forms)-1]
		if open := t.s.form(); open != nil {
			return t.continueForm(*open)
		}
		return []piece{t.summary("form.noted")}, nil
	}
	return t.continueForm(form)
}

// continueForm answers the form's intent again with what is known now.
func (t *turn) continueForm(f Form) ([]piece, error) {
	part := intents.Part{Text: f.Text, Question: true, Intent: f.Intent, Confidence: 1, InScope: 1, Scope: true}
	part.Heard = t.g.Model.Ear().Hear(f.Text, t.today)
	part.Heard.Places = nil // what was answered counts, not what was said before
	t.s.Misses = 0
	h, ok := answers[f.Intent]
	switch {
	case f.Intent == costForm:
		h, f.Intent = (*turn).answerCosts, "cost"
	case !ok:
		h = (*turn).answerPolicy
	}
	p, err := h(t, part)
	p.intent, p.text = f.Intent, t.m.Text
	if p.own {
		return t.resume([]piece{p}), err
	}
	return []piece{p}, err
}

// open lets a form ask for a fact. A form of another intent waits beneath.
func (t *turn) open(intent corpus.IntentID, text string, ask corpus.FactID) {
	if s, _, _, open := t.openQuestion(); open && intent != "edit" {
		t.paused = s.Name
	}
	t.s.closeSheets() // only one question is open at a time
	if f := t.s.form(); f != nil && f.Intent == intent {
		f.Asked, f.Tries = ask, 0
		if text != "" {
			f.Text = text
		}
		return
	}
	t.s.Forms = slices.DeleteFunc(t.s.Forms, func(f Form) bool { return f.Intent == intent })
	t.s.Forms = append(t.s.Forms, Form{Intent: intent, Text: text, Asked: ask})
	if len(t.s.Forms) > 3 {
		t.s.Forms = t.s.Forms[len(t.s.Forms)-3:]
	}
}

// closeForm ends the form of an intent: it asks nothing more.
func (t *turn) closeForm(intent corpus.IntentID) {
	t.s.Forms = slices.DeleteFunc(t.s.Forms, func(f Form) bool { return f.Intent == intent })
}

// resume asks the open question again after a digression was answered.
func (t *turn) resume(ps []piece) []piece {
	f := t.s.form()
	if len(ps) == 0 || slices.ContainsFunc(ps, func(p piece) bool { return p.ask != "" }) {
		return ps
	}
	last := &ps[len(ps)-1]
	if last.outcome == Refused || last.outcome == Clarified || last.intent == "thanks" {
		return ps
	}
	t.resumeSheet(last)
	if last.ask != "" || f == nil || f.Asked == "" || slices.ContainsFunc(ps, func(p piece) bool { return p.intent == f.Intent && !p.own }) {
		return ps
	}
	if t.log.Facts[f.Asked].Known() {
		// The digression itself told it.
		return ps
	}
	fact, ok := t.set.Fact(f.Asked)
	if !ok {
		return ps
	}
	if last.own {
		last.buttons.Choices = append(last.buttons.Choices, Button{Label: corpus.Fill(t.label("form.go_on"), map[string]string{"fact": fact.Label.In(t.lang)}), Action: "cmd resume"})
		return ps
	}
	last.ask = f.Asked
	last.lines = append(last.lines, t.say("form.resume", map[string]string{"ask": fact.Ask.In(t.lang)}))
	last.buttons = t.factButtons(fact)
	return ps
}

// factButtons are the choices of a question.
func (t *turn) factButtons(fact *corpus.Fact) *Buttons {
	b := &Buttons{}
	set := func(label, code string) {
		b.Choices = append(b.Choices, Button{Label: label, Action: Action("set " + string(fact.ID) + " " + code)})
	}
	switch {
	case fact.Kind == corpus.KindBool:
		set(t.label("value.yes"), "yes")
		set(t.label("value.no"), "no")
	case fact.From == "":
		for _, c := range fact.Choices {
			if len(b.Choices) < 8 {
				set(c.Label.In(t.lang), c.Code)
			}
		}
		if fact.Kind == corpus.KindCodes {
			set(t.label("value.none"), "-")
		}
	}
	set(t.label("value.unsure"), "?")
	return b
}

// outOfBounds refuses a number that makes no sense, with the reason.
func (t *turn) outOfBounds(f corpus.Facts) *piece {
	for _, id := range f.IDs() {
		fact, ok := t.set.Fact(id)
		v := f[id]
		if !ok || !v.Known() || !fact.Kind.Numeric() {
			continue
		}
		var why corpus.Text
		switch {
		case fact.Min != nil && (v.Span.HasMin && v.Span.Min < *fact.Min || v.Span.HasMax && v.Span.Max < *fact.Min):
			why = fact.TooLow
		case fact.Max != nil && (v.Span.HasMax && v.Span.Max > *fact.Max || v.Span.HasMin && v.Span.Min > *fact.Max):
			why = fact.TooHigh
		default:
			continue
		}
		delete(f, id)
		lines := []string{t.say("form.out_of_bounds", map[string]string{"fact": fact.Label.In(t.lang), "why": why.In(t.lang)})}
		return &piece{intent: "match_products", text: t.m.Text, outcome: Asked, lines: lines, hints: t.hints(fact), plain: true}
	}
	return nil
}

// bareNumber is a message that is nothing but a number.
var bareNumber = regexp.MustCompile(`^\s*[-+]?\d{1,6}[.。]?\s*$`)

// whichNumber answers a number that is no choice and no answer.
func (t *turn) whichNumber() piece {
	p := piece{intent: "help", text: t.m.Text, outcome: Clarified, plain: true}
	if n := len(t.s.Offered); n > 0 {
		p.lines = []string{t.say("number.range", map[string]string{"n": fmt.Sprint(n)})}
		p.buttons = &Buttons{Choices: slices.Clone(t.s.Offered)}
		return p
	}
	p.lines = []string{t.say("number.what", nil)}
	return p
}

// fitting are the facts that a correction by a bare value may mean: an amount
// corrects an amount, a rate a rate, a duration a duration.
func (t *turn) fitting(recent []corpus.FactID) []corpus.FactID {
	var want corpus.Kind
	switch h := t.u.Heard; {
	case len(h.Money) > 0:
		want = corpus.KindMoney
	case len(h.Rates) > 0:
		want = corpus.KindRate
	case len(h.Terms) > 0:
		want = corpus.KindMonths
	default:
		return recent
	}
	return slices.DeleteFunc(slices.Clone(recent), func(id corpus.FactID) bool { return t.kind(id) != want })
}

// correction takes back what was said before: 不对，是300万.
func (t *turn) correction() ([]piece, bool, error) {
	contests := len(t.u.Parts) > 0 && t.u.Parts[0].Intent == "contest" && !t.u.Parts[0].Question
	if !t.u.Heard.Correction && !contests || len(t.s.Recent) == 0 {
		return nil, false, nil
	}
	changed, ok := t.g.Model.Ear().HearCorrection(t.m.Text, t.fitting(t.s.Recent), t.today)
	if !ok {
		changed = t.u.Heard.Facts.Clone()
	}
	if len(changed) == 0 {
		return nil, false, nil
	}
	if bad := t.outOfBounds(changed); bad != nil {
		return []piece{*bad}, true, nil
	}
	// Facts that hang on a corrected one are open again, others stay.
	for i := range t.set.Facts {
		f := &t.set.Facts[i]
		if _, again := changed[f.ID]; again {
			continue
		}
		if slices.ContainsFunc(f.DependsOn, func(d corpus.FactID) bool {
			v, ok := changed[d]
			return ok && !v.Equal(t.s.Profile.Facts[d])
		}) {
			t.s.forget(f.ID)
		}
	}
	for id, v := range changed {
		if v.Kind == corpus.KindCodes {
			continue
		}
		delete(t.s.Profile.Facts, id)
	}
	t.learn(changed)
	var words []string
	for _, id := range changed.IDs() {
		if fact, ok := t.set.Fact(id); ok {
			words = append(words, fact.Label.In(t.lang)+t.label("mark.colon")+t.value(fact, t.s.Profile.Facts[id]))
		}
	}
	note := t.say("form.corrected", map[string]string{"facts": strings.Join(words, t.label("mark.semicolon"))})
	if f := t.s.form(); f != nil {
		t.keep, t.goesOn = f.Asked, true
		ps, err := t.continueForm(*f)
		if err == nil && len(ps) > 0 {
			ps[0].lines = append([]string{note}, ps[0].lines...)
		}
		return ps, true, err
	}
	if t.s.Topic.Intent != "" && t.s.Topic.Text != "" {
		ps, err := t.continueForm(Form{Intent: t.s.Topic.Intent, Text: t.s.Topic.Text})
		if err == nil && len(ps) > 0 {
			ps[0].lines = append([]string{note}, ps[0].lines...)
		}
		return ps, true, err
	}
	p := t.summary("form.noted")
	p.lines = append([]string{note}, p.lines...)
	return []piece{p}, true, nil
}

// edit opens one fact again.
func (t *turn) edit(id corpus.FactID) []piece {
	fact, ok := t.set.Fact(id)
	if !ok {
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}
	}
	t.open("edit", "", id)
	lines := []string{fact.Ask.In(t.lang)}
	return []piece{{intent: "match_products", text: t.m.Text, outcome: Asked, lines: lines, hints: t.hints(fact), buttons: t.factButtons(fact), plain: true}}
}

// summary lists what is known, each line with a button to change it.
func (t *turn) summary(lead string) piece {
	p := piece{intent: "help", text: t.m.Text, outcome: Answered, plain: true}
	table := Table{Head: []string{t.label("summary.fact"), t.label("summary.value")}}
	buttons := &Buttons{Prompt: t.label("summary.change")}
	for i := range t.set.Facts {
		fact := &t.set.Facts[i]
		v, ok := t.s.Profile.Facts[fact.ID]
		if !ok {
			continue
		}
		table.Rows = append(table.Rows, []string{fact.Label.In(t.lang), t.value(fact, v)})
		buttons.Choices = append(buttons.Choices, Button{Label: corpus.Fill(t.label("summary.edit"), map[string]string{"fact": fact.Label.In(t.lang)}), Action: Action("edit " + string(fact.ID))})
	}
	if len(table.Rows) == 0 {
		p.lines = []string{t.say("summary.empty", nil)}
		return p
	}
	p.lines = []string{t.say(lead, nil)}
	p.tables = []Table{table}
	buttons.Choices = append(buttons.Choices, Button{t.label("lead.match"), "ask match_products"}, Button{t.label("lead.value"), Action("ask " + string(estimate))})
	p.buttons = buttons
	return p
}
