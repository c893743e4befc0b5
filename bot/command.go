package bot

import (
	"slices"

	"zhirong/corpus"
	"zhirong/intents"
)

// command does a dialogue act. It is not done, and false is returned, where the
// act makes no sense just now and the words may mean something else.
func (t *turn) command(id string) ([]piece, bool, error) {
	f := t.s.form()
	one := func(p piece) ([]piece, bool, error) { return []piece{p}, true, nil }
	plain := func(key string, o Outcome) ([]piece, bool, error) {
		return one(piece{intent: "help", text: t.m.Text, outcome: o, lines: []string{t.say(key, nil)}, plain: true})
	}
	asking := f != nil && f.Asked != ""
	switch id {
	case "restart":
		t.startOver()
		return one(piece{intent: "help", text: t.m.Text, outcome: Answered, lines: []string{t.say("command.restart", nil)}, buttons: t.suggestions(), plain: true})
	case "emergency":
		return one(piece{intent: "contact", text: t.m.Text, outcome: HandedOver, lines: []string{t.say("emergency", nil)}, plain: true})
	case "back", "undo":
		return t.back(f)
	case "skip", "dont_know":
		if !asking && id == "skip" {
			return plain("command.nothing_open", Answered)
		}
		if !asking {
			return nil, false, nil
		}
		asked := f.Asked
		t.learn(corpus.Facts{asked: corpus.UnsureValue(t.kind(asked))})
		ps, err := t.answered(asked)
		return ps, true, err
	case "why_ask":
		if !asking && len(t.s.Cited) > 0 {
			return one(t.sources())
		}
		if !asking {
			return plain("command.why_nothing", Answered)
		}
		fact, _ := t.set.Fact(f.Asked)
		return one(piece{intent: f.Intent, text: t.m.Text, outcome: Asked, ask: f.Asked, plain: true, buttons: t.factButtons(fact),
			lines: []string{fact.Why.In(t.lang), fact.Ask.In(t.lang)}})
	case "yes", "no":
		if !asking || t.kind(f.Asked) != corpus.KindBool {
			if asking {
				return nil, false, nil
			}
			return plain("command."+id, Answered)
		}
		asked := f.Asked
		t.learn(corpus.Facts{asked: corpus.BoolValue(id == "yes")})
		ps, err := t.answered(asked)
		return ps, true, err
	case "none_of_these":
		if asking && t.kind(f.Asked) == corpus.KindCodes {
			asked := f.Asked
			t.learn(corpus.Facts{asked: corpus.CodesValue(nil, nil, true)})
			ps, err := t.answered(asked)
			return ps, true, err
		}
		return one(t.fallback(intents.Part{Text: t.m.Text}))
	case "summary":
		return one(t.summary("summary.lead"))
	case "edit":
		return one(t.summary("summary.which"))
	case "cancel":
		if f == nil {
			return plain("command.nothing_open", Answered)
		}
		t.s.Forms = nil
		return plain("command.cancelled", Answered)
	case "resume":
		if f == nil || f.Asked == "" {
			return plain("command.nothing_open", Answered)
		}
		t.keep, t.goesOn = f.Asked, true
		ps, err := t.continueForm(*f)
		return ps, true, err
	case "more", "repeat", "simpler":
		if t.s.Topic.Text == "" {
			return plain("command.nothing_said", Clarified)
		}
		return t.goOn(id)
	case "worksheet":
		p, err := t.worksheetCommand()
		return []piece{p}, true, err
	case "source":
		if len(t.s.Cited) == 0 {
			return plain("command.no_sources", Answered)
		}
		return one(t.sources())
	case "consent_yes", "consent_no":
		if t.a.turns == nil {
			return nil, false, nil
		}
		ps, err := t.consent(id == "consent_yes")
		return ps, true, err
	case "my_data":
		p := t.showMyData()
		p.intent, p.text = "my_data", t.m.Text
		return one(p)
	case "export_data":
		ps, err := t.exportData()
		return ps, true, err
	case "delete_data":
		return one(t.askDelete())
	case "confirm_delete":
		ps, err := t.deleteData()
		return ps, true, err
	case "keep_data":
		return plain("my_data.kept", Answered)
	case "switch_zh", "switch_en":
		t.lang = corpus.Chinese
		if id == "switch_en" {
			t.lang = corpus.English
		}
		t.s.Lang = t.lang
		return plain("command.language", Answered)
	}
	return nil, false, nil
}

// back takes the last answer of the form back and asks for it again.
func (t *turn) back(f *Form) ([]piece, bool, error) {
	if f == nil || len(f.Path) == 0 {
		return []piece{{intent: "help", text: t.m.Text, outcome: Answered, lines: []string{t.say("command.no_way_back", nil)}, plain: true}}, true, nil
	}
	last := f.Path[len(f.Path)-1]
	f.Path = f.Path[:len(f.Path)-1]
	t.s.forget(last)
	f.Asked, f.Tries = last, 0
	fact, _ := t.set.Fact(last)
	return []piece{{intent: f.Intent, text: t.m.Text, outcome: Asked, ask: last, plain: true, buttons: t.factButtons(fact),
		lines: []string{t.say("command.back", map[string]string{"ask": fact.Ask.In(t.lang)})}}}, true, nil
}

// goOn shows further passages on the last topic, or the answer again.
func (t *turn) goOn(id string) ([]piece, bool, error) {
	topic := t.s.Topic
	part := intents.Part{Text: topic.Text, Question: true, Intent: topic.Intent, Confidence: 1, InScope: 1, Scope: true}
	part.Heard = t.g.Model.Ear().Hear(topic.Text, t.today)
	if id != "more" {
		ps, err := t.continueForm(Form{Intent: topic.Intent, Text: topic.Text})
		return ps, true, err
	}
	r, err := t.search(part, nil)
	if err != nil {
		return nil, true, err
	}
	p := piece{intent: topic.Intent, text: topic.Text, outcome: Answered}
	shown := topic.Shown
	for _, f := range r.Found {
		if slices.Contains(shown, f.Passage.ID) || f.Passage.Kind == corpus.GapPassage || len(p.lines) == maxPassages {
			continue
		}
		p.lines = append(p.lines, t.statement(f.Passage, false))
		t.use(&p, f.Passage)
	}
	if len(p.lines) == 0 {
		p.outcome, p.lines = NotFound, []string{t.say("command.no_more", nil)}
	}
	p.docs = append(slices.Clone(topic.Docs), p.docs...)
	return []piece{p}, true, nil
}

// sources quotes the passages of the last answer again.
func (t *turn) sources() piece {
	p := piece{intent: t.s.Topic.Intent, text: t.s.Topic.Text, outcome: Answered, plain: true, lines: []string{t.say("command.sources", nil)}}
	for _, id := range t.s.Cited {
		if q, ok := t.set.Passage(id); ok {
			p.lines = append(p.lines, corpus.Fill(t.label("passage.also"), map[string]string{"heading": q.Heading.In(t.lang), "text": q.Text.In(t.lang)})+cite(q))
			t.use(&p, q)
		}
	}
	return p
}
