package bot

import (
	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// Reply is one answer, neutral of any channel.
type Reply struct {
	Lang       corpus.Lang
	Blocks     []Block
	Paper      string // its title where the answer is a paper to be printed by itself
	Turn       Turn   // what was understood and how it ended
	Generation string // which corpus answered
	Refined    bool   // a model reworded a part; shown to the person
	Logged     bool   // the turn is durably logged
	Trace      string // names the turn to the operator
}

// Block is one part of a reply. The set is closed: Text, Citations, Buttons,
// Table, Chart, File, Notice.
type Block interface{ block() }

// Text is paragraphs of plain words with marks [1] that point at citations.
type Text struct {
	Body      string // paragraphs are separated by an empty line; lines may start with "- "
	Refinable bool
	Aside     bool // about the answer, such as the date of its sources; no part of its sentences
}

// Citations are the sources of an answer, in the order of their marks.
type Citations []Citation

// Buttons are choices that can be pressed, or typed by label or number.
type Buttons struct {
	Prompt     string
	Choices    []Button
	Unnumbered bool // typed by label alone: a bare number is the answer to the open question
}

// Button is one choice.
type Button struct {
	Label  string `json:"label"`
	Action Action `json:"action"`
}

// Table is a small table.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
}

// File is something to keep.
type File struct {
	Name string // with its ending, without a folder
	Type string // media type
	Data []byte
}

// Notice tells, beneath the first answer, what becomes of what the person says,
// and asks whether it may be logged. Its choices stand beside those of Buttons:
// they are pressed, or typed by their label, never by a number.
type Notice struct {
	Body    string
	Choices []Button
}

func (Text) block()      {}
func (Citations) block() {}
func (Buttons) block()   {}
func (Table) block()     {}
func (Chart) block()     {}
func (File) block()      {}
func (Notice) block()    {}

// Citation is a source of an answer as it was used.
type Citation struct {
	Passage   corpus.PassageID
	Doc       corpus.ID
	Title     string
	DocNo     string
	Issuers   string
	Section   string
	Status    corpus.Status
	Effective corpus.Date
	Expires   corpus.Date
	AsOf      string
	Source    string // what kind of source the corpus knows it from
	Quote     string // the passage's own text
	URL       string
	Refs      []string
}

// Outcome is how a turn ended.
type Outcome string

// The outcomes.
const (
	Answered   Outcome = "answered"
	Asked      Outcome = "asked"     // a fact was asked for
	Clarified  Outcome = "clarified" // the meaning was asked for
	NotFound   Outcome = "not_found"
	Refused    Outcome = "refused"
	HandedOver Outcome = "handed_over"
	Failed     Outcome = "failed"
)

// Scope says whether a message belongs to the matters zhirong is for.
type Scope string

// The scopes.
const (
	InScope    Scope = "in"
	OutOfScope Scope = "out"
	Abusive    Scope = "abuse"
)

// Part is one question of a message and how it ended.
type Part struct {
	Text    string          `json:"text"`
	Intent  corpus.IntentID `json:"intent"`
	Outcome Outcome         `json:"outcome"`
}

// Turn is what was understood of a message and how it ended.
type Turn struct {
	ID         string
	Message    Message
	Heard      intents.Understanding
	Intent     corpus.IntentID
	Confidence float64
	Scope      Scope
	Outcome    Outcome
	Parts      []Part
	Facts      corpus.Facts // heard in this message
	Known      corpus.Facts // the profile after it
	Products   []knowledge.Match
	Gaps       []string // refs of the known unknowns that were met
	Searches   []Search
	Frequent   []knowledge.Frequent // the known questions as which parts were answered
	Consent    Consent              // after the turn
	Forgot     bool                 // all that was kept of the person is gone; front ends drop what they hold, too
	Sensitive  []corpus.FactID      // those of all facts that the log does not hold
	Before     *Session             // the session as the turn found it; nil unless turns are logged
}

// Search is one look into the knowledge base, kept to explain the answer.
type Search struct {
	Query  knowledge.Query
	Result knowledge.Result
}
