package bot

import (
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"zhirong/corpus"
	"zhirong/intents"
)

// startOver forgets the conversation, but not what was said to its logging.
func (t *turn) startOver() {
	*t.s = Session{
		ID: t.s.ID, Lang: t.lang, Profile: NewSession(t.s.ID).Profile, Notice: t.s.Notice, Consent: t.s.Consent,
		Turns: t.s.Turns, Version: t.s.Version, Seen: t.s.Seen, Said: t.s.Said,
	}
}

// notice is shown once, beneath the first answer, where turns can be logged.
func (t *turn) notice() *Notice {
	if t.a == nil || t.a.turns == nil || t.s.Consent != ConsentUnasked {
		return nil
	}
	t.s.Consent = ConsentAsked
	t.s.Notice = []Button{
		{Label: t.label("notice.yes"), Action: "consent yes"},
		{Label: t.label("notice.no"), Action: "consent no"},
	}
	return &Notice{Choices: t.s.Notice, Body: corpus.Fill(t.label("notice"), map[string]string{
		"text_days": fmt.Sprint(t.a.kept.TextDays), "turn_days": fmt.Sprint(t.a.kept.TurnDays),
	})}
}

// consent takes down whether turns may be logged from here on. Who takes it back
// has what was logged removed.
func (t *turn) consent(granted bool) ([]piece, error) {
	if t.a.turns == nil {
		return []piece{t.fallback(intents.Part{Text: t.m.Text})}, nil
	}
	key := "consent.yes"
	switch had := t.s.Consent; {
	case granted && had != ConsentGranted:
		// What was said before was said without consent: only the firm's facts stay.
		t.dropWords(t.s)
		if t.log.Before != nil {
			t.dropWords(t.log.Before)
		}
		t.s.Consent = ConsentGranted
	case granted:
	case had == ConsentGranted:
		if err := t.a.forget.Forget(t.ctx, t.s.ID); err != nil {
			return nil, fmt.Errorf("forget: %w", err)
		}
		t.s.Consent, key, t.log.Forgot = ConsentDenied, "consent.withdrawn", true
	default:
		t.s.Consent, key = ConsentDenied, "consent.no"
	}
	t.s.Notice = nil
	return []piece{{intent: "my_data", text: t.m.Text, outcome: Answered, lines: []string{t.say(key, nil)}, plain: true}}, nil
}

// dropWords takes the person's words out of a session. An open form goes on under
// the name of its matter.
func (t *turn) dropWords(s *Session) {
	s.Topic = Topic{}
	for i := range s.Forms {
		s.Forms[i].Text = ""
		if in, ok := t.set.Intent(s.Forms[i].Intent); ok {
			s.Forms[i].Text = in.Label.In(t.lang)
		}
	}
}

// What a message about the own data wants done with them. A question about it,
// such as how long they are kept, wants an explanation.
var (
	dataQuestion = regexp.MustCompile(`会不会|能不能|是不是|有没有|多久|几天|多长|什么时候|怎么|吗|谁|安全|保密|泄[露漏]|隐私(?:政策|保护|条款)|\b(?:how|when|who|whom|which|will|are|is|do|does|did|safe|private)\b`)
	dataHow      = regexp.MustCompile(`(?:怎么|怎样|如何|能|可以|想|要|\bhow (?:do|can) i|\bcan (?:i|you))[^,，。?？]{0,8}(?:删|清除|清空|注销|导出|下载|delete|erase|remove|export|download)`)
	dataDelete   = regexp.MustCompile(`删|清除|清空|清掉|抹掉|注销|销户|忘[记掉]|山除|\b(?:delete|erase|remove|wipe|forget|clear|close)\b`)
	dataExport   = regexp.MustCompile(`导出|下载|一份|\b(?:export|download|copy)\b`)
	dataStop     = regexp.MustCompile(`(?:撤回|撤销|收回|取消)[^，。]*(?:同意|授权)|(?:别|不要|莫|停止)(?:再)?(?:记录?|保存|留存)|\b(?:withdraw|revoke)\b|\b(?:don't|do not|stop) (?:save|saving|keep|keeping|record|recording|log|logging|store|storing)\b`)
)

// answerMyData does what the message asks for with what is kept of the person: it
// explains, gives a copy, stops, asks once more before deleting, or shows it all.
func (t *turn) answerMyData(part intents.Part) (piece, error) {
	folded := corpus.Fold(part.Text)
	first := func(ps []piece, err error) (piece, error) {
		if err != nil {
			return piece{}, err
		}
		return ps[0], nil
	}
	switch {
	case dataQuestion.MatchString(folded) && !dataHow.MatchString(folded):
		return t.explainMyData(), nil
	case dataDelete.MatchString(folded):
		return t.askDelete(), nil
	case dataExport.MatchString(folded):
		return first(t.exportData())
	case dataStop.MatchString(folded) && t.a.turns != nil:
		return first(t.consent(false))
	}
	return t.showMyData(), nil
}

// explainMyData says what becomes of what the person says, before what is kept.
func (t *turn) explainMyData() piece {
	p := t.showMyData()
	key := "my_data.about_unlogged"
	if t.a.turns != nil {
		key = "my_data.about"
	}
	about := corpus.Fill(t.label(key), map[string]string{"text_days": fmt.Sprint(t.a.kept.TextDays), "turn_days": fmt.Sprint(t.a.kept.TurnDays)})
	p.lines = append([]string{about}, p.lines...)
	return p
}

// showMyData shows what is known of the firm, whether it is logged, and how to
// have it, or to be rid of it.
func (t *turn) showMyData() piece {
	lead := "my_data"
	switch {
	case t.a.turns == nil:
	case t.s.Consent == ConsentGranted:
		lead = "my_data.logged"
	default:
		lead = "my_data.unlogged"
	}
	p := t.summary(lead)
	p.intent = ""
	sheets := t.sheetTables()
	papers, ticked := t.paperTable()
	switch {
	case len(t.s.Profile.Facts) > 0:
	case len(sheets) > 0 || ticked:
		p.lines = []string{t.say(lead, nil)}
	default:
		p.lines = []string{t.say("my_data.nothing", nil)}
	}
	p.tables = append(p.tables, sheets...)
	if ticked {
		p.tables = append(p.tables, papers)
	}
	if t.a.turns == nil {
		p.lines = append(p.lines, t.say("my_data.drop", nil))
		return p
	}
	p.lines = append(p.lines, t.say("my_data.choices", nil))
	p.buttons = &Buttons{Choices: []Button{
		{Label: t.label("my_data.export"), Action: "cmd export_data"},
		{Label: t.label("my_data.delete"), Action: "cmd delete_data"},
	}}
	if t.s.Consent == ConsentGranted {
		p.buttons.Choices = append(p.buttons.Choices, Button{Label: t.label("my_data.stop"), Action: "consent no"})
	} else {
		p.buttons.Choices = append(p.buttons.Choices, Button{Label: t.label("notice.yes"), Action: "consent yes"})
	}
	return p
}

// askDelete asks once more before everything is removed.
func (t *turn) askDelete() piece {
	p := piece{intent: "my_data", text: t.m.Text, outcome: Clarified, lines: []string{t.say("my_data.sure", nil)}, plain: true}
	p.buttons = &Buttons{Choices: []Button{
		{Label: t.label("my_data.confirm"), Action: "cmd confirm_delete"},
		{Label: t.label("my_data.keep"), Action: "cmd keep_data"},
	}}
	return p
}

// deleteData removes everything that is kept of the person.
func (t *turn) deleteData() ([]piece, error) {
	if t.a.forget != nil {
		if err := t.a.forget.Forget(t.ctx, t.s.ID); err != nil {
			return nil, fmt.Errorf("forget: %w", err)
		}
	}
	key := "my_data.deleted"
	if t.s.Consent != ConsentGranted {
		key = "my_data.deleted_unlogged"
	}
	t.startOver()
	t.s.Said, t.s.Notice, t.log.Forgot = nil, nil, true
	if t.a.turns != nil {
		t.s.Consent = ConsentDenied // asking again at once would be rude
	}
	return []piece{{intent: "my_data", text: t.m.Text, outcome: Answered, lines: []string{t.say(key, nil)}, plain: true}}, nil
}

// Export is what a person gets who asks for the own data.
type Export struct {
	Made    time.Time       `json:"made"`
	Consent Consent         `json:"consent"`
	Facts   corpus.Facts    `json:"facts"`  // known of the firm
	Papers  []string        `json:"papers"` // of checklists, ticked as at hand
	Sheets  []ExportedSheet `json:"sheets"` // figures given for estimates
	Turns   []ExportedTurn  `json:"turns"`  // logged
}

// ExportedSheet is what was told for an estimate, as it stands: money in fen,
// rates in basis points.
type ExportedSheet struct {
	Name    string            `json:"name"` // value, royalty or factors
	Figures map[string]string `json:"figures"`
}

// ExportedTurn is a logged turn as its person gets it.
type ExportedTurn struct {
	ID       string             `json:"id"`
	At       time.Time          `json:"at"`
	Text     string             `json:"text"` // as kept, redacted; empty when its time is over
	Action   Action             `json:"action,omitempty"`
	Intent   corpus.IntentID    `json:"intent"`
	Outcome  Outcome            `json:"outcome"`
	Facts    corpus.Facts       `json:"facts"`
	Cited    []corpus.PassageID `json:"cited"`
	Products []corpus.ID        `json:"products"`
}

// exportData gives the person everything that is kept, as a file.
func (t *turn) exportData() ([]piece, error) {
	out := Export{Made: t.m.At, Consent: t.s.Consent, Facts: t.s.Profile.Facts.Clone(), Papers: append([]string{}, t.s.Papers...), Sheets: []ExportedSheet{}, Turns: []ExportedTurn{}}
	for i := range t.s.Sheets {
		sheet := ExportedSheet{Name: t.s.Sheets[i].Name, Figures: map[string]string{}}
		for _, f := range t.s.Sheets[i].latest() {
			sheet.Figures[f.ID] = f.Text
		}
		if len(sheet.Figures) > 0 {
			out.Sheets = append(out.Sheets, sheet)
		}
	}
	if t.a.turns != nil && t.s.Consent == ConsentGranted {
		for r, err := range t.a.turns.TurnsOf(t.ctx, t.s.ID) {
			if err != nil {
				return nil, fmt.Errorf("export: %w", err)
			}
			e := ExportedTurn{ID: r.ID, At: r.At, Intent: r.Intent, Outcome: r.Outcome, Facts: r.Facts, Cited: append([]corpus.PassageID{}, r.Cited...), Products: []corpus.ID{}}
			if r.Said != nil {
				e.Text, e.Action = r.Said.Text, r.Said.Action
			}
			for _, p := range r.Products {
				e.Products = append(e.Products, p.ID)
			}
			out.Turns = append(out.Turns, e)
		}
	}
	data, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return []piece{{
		intent: "my_data", text: t.m.Text, outcome: Answered, lines: []string{t.say("my_data.exported", nil)}, plain: true,
		files: []File{{Name: "zhirong-my-data.json", Type: "application/json", Data: data}},
	}}, nil
}
