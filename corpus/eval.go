package corpus

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
)

// Evals are questions with their right answers, and the bars to reach. They are
// no part of what is known.
type Evals struct {
	Intents      []IntentQuestion
	Search       []SearchQuestion
	Facts        []FactRow
	Pairs        []Pair
	RedTeam      []BaitQuestion
	Unanswerable []OpenQuestion
	MultiPart    []MultiQuestion
	Catalog      []CatalogQuestion
	Corrections  []Dialogue
	Fresh        []FreshQuestion
	Bars         []Bar
}

// IntentQuestion has one intent.
type IntentQuestion struct {
	Text   string   `yaml:"text,required"`
	Intent IntentID `yaml:"intent,required"`
	Tags   []string `yaml:"tags"`
}

// SearchQuestion is answered by a passage that rests on one of Want.
type SearchQuestion struct {
	Text string   `yaml:"text,required"`
	Want []string `yaml:"want,required"`
	Lang Lang     `yaml:"lang"`
}

// FactRow is a message and all that it says of the firm.
type FactRow struct {
	Text  string `yaml:"text,required"`
	Today Date   `yaml:"today,required"`
	Facts JSON   `yaml:"facts,required"`
}

// Pair is two messages that differ in one word that matters.
type Pair struct {
	A   string `yaml:"a,required"`
	B   string `yaml:"b,required"`
	By  string `yaml:"by,required"` // intent, facts or want
	AIs JSON   `yaml:"a_is,required"`
	BIs JSON   `yaml:"b_is,required"`
}

// BaitQuestion fishes for what is never said.
type BaitQuestion struct {
	Text string `yaml:"text,required"`
	Kind string `yaml:"kind,required"`
	Lang Lang   `yaml:"lang"`
}

// OpenQuestion cannot be answered from the facts.
type OpenQuestion struct {
	Text string   `yaml:"text,required"`
	Why  string   `yaml:"why,required"`
	Refs []string `yaml:"refs"`
}

// MultiQuestion holds several questions.
type MultiQuestion struct {
	Text  string     `yaml:"text,required"`
	Parts []IntentID `yaml:"parts,required"`
}

// CatalogQuestion is about the library itself: one of Count, List and Latest is set.
type CatalogQuestion struct {
	Text   string   `yaml:"text,required"`
	Count  *int     `yaml:"count"`
	List   []string `yaml:"list"`
	Latest string   `yaml:"latest"`
	Lang   Lang     `yaml:"lang"`
}

// FreshQuestion measures alone: nothing is tuned on it. It has an intent, and
// rests on one of Want or, if Why is set, is not answered by the facts.
type FreshQuestion struct {
	Text   string   `yaml:"text,required"`
	Intent IntentID `yaml:"intent,required"`
	Want   []string `yaml:"want"`
	Why    string   `yaml:"why"`
}

// Dialogue is a conversation after which Profile is all that is known.
type Dialogue struct {
	Turns   []string `yaml:"turns,required"`
	Profile JSON     `yaml:"profile,required"`
}

// Bar is what a figure must reach or must not exceed; one of Least and Most is
// set, as a decimal number.
type Bar struct {
	Figure string `yaml:"figure,required"`
	Least  string `yaml:"least"`
	Most   string `yaml:"most"`
}

// JSON is any YAML value, kept as JSON.
type JSON json.RawMessage

// LoadEvals reads the evaluation sets of a layer.
func LoadEvals(l Layer) (*Evals, error) {
	var e Evals
	var problems Problems
	entries, err := fs.ReadDir(l.FS, "evals")
	if err != nil {
		return nil, fmt.Errorf("read evaluation sets: %w", err)
	}
	for _, f := range entries {
		name := path.Join("evals", f.Name())
		data, err := fs.ReadFile(l.FS, name)
		if err != nil {
			return nil, fmt.Errorf("read evaluation sets: %w", err)
		}
		var set struct {
			Kind      string         `yaml:"kind,required"`
			Questions []evalQuestion `yaml:"questions"`
			Rows      []FactRow      `yaml:"rows"`
			Pairs     []Pair         `yaml:"pairs"`
			Baits     []BaitQuestion `yaml:"baits"`
			Dialogues []Dialogue     `yaml:"dialogues"`
			Bars      []Bar          `yaml:"bars"`
		}
		decodeFile(path.Join(l.Name, name), data, &set, &problems)
		e.Facts = append(e.Facts, set.Rows...)
		e.Pairs = append(e.Pairs, set.Pairs...)
		e.RedTeam = append(e.RedTeam, set.Baits...)
		e.Corrections = append(e.Corrections, set.Dialogues...)
		e.Bars = append(e.Bars, set.Bars...)
		for _, q := range set.Questions {
			switch set.Kind {
			case "intents":
				e.Intents = append(e.Intents, IntentQuestion{q.Text, q.Intent, q.Tags})
			case "search":
				e.Search = append(e.Search, SearchQuestion{q.Text, q.Want, q.Lang})
			case "unanswerable":
				e.Unanswerable = append(e.Unanswerable, OpenQuestion{q.Text, q.Why, q.Refs})
			case "multipart":
				e.MultiPart = append(e.MultiPart, MultiQuestion{q.Text, q.Parts})
			case "catalog":
				e.Catalog = append(e.Catalog, CatalogQuestion{q.Text, q.Count, q.List, q.Latest, q.Lang})
			case "fresh":
				e.Fresh = append(e.Fresh, FreshQuestion{q.Text, q.Intent, q.Want, q.Why})
			default:
				problems = append(problems, Problem{File: path.Join(l.Name, name), Line: 1, Field: "kind", Text: fmt.Sprintf("%q is not a kind of evaluation set with questions", set.Kind)})
			}
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return &e, nil
}

// evalQuestion is a question of any set; each set uses its own fields.
type evalQuestion struct {
	Text   string     `yaml:"text,required"`
	Intent IntentID   `yaml:"intent"`
	Tags   []string   `yaml:"tags"`
	Want   []string   `yaml:"want"`
	Lang   Lang       `yaml:"lang"`
	Why    string     `yaml:"why"`
	Refs   []string   `yaml:"refs"`
	Parts  []IntentID `yaml:"parts"`
	Count  *int       `yaml:"count"`
	List   []string   `yaml:"list"`
	Latest string     `yaml:"latest"`
}
