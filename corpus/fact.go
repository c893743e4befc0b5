package corpus

import (
	"maps"
	"slices"
)

// FactID names a fact of the closed list: "region", "patents_invention".
type FactID string

// Fact is one entry of the closed list of facts. What is heard, what is
// remembered, what a product requires and what the adviser asks all use it.
type Fact struct {
	ID        FactID   `yaml:"id,required"`
	Kind      Kind     `yaml:"kind,required"`
	Label     Text     `yaml:"label,required"`
	Ask       Text     `yaml:"ask,required"` // the question that the adviser asks
	Why       Text     `yaml:"why,required"` // said when the person asks why
	Help      Text     `yaml:"help"`         // how to answer, with an example
	Heads     []string `yaml:"heads"`        // other heads of its column in tables that people hand in; origin: usage
	Unit      string   `yaml:"unit"`         // "fen", "basis_points", "months", "pieces", "day"; empty for other kinds
	Choices   []Choice `yaml:"choices"`      // for codes that are not places, parks or industries
	From      string   `yaml:"from"`         // "regions", "parks", "industries": where other codes come from
	Min       *int64   `yaml:"min"`          // least number that makes sense
	Max       *int64   `yaml:"max"`          // greatest number that makes sense
	TooLow    Text     `yaml:"too_low"`      // said when a number is less than Min
	TooHigh   Text     `yaml:"too_high"`     // said when a number is greater than Max
	Sensitive bool     `yaml:"sensitive"`    // kept out of logs, reports and the language model
	DependsOn []FactID `yaml:"depends_on"`   // facts whose correction re-opens this one
	Pos       Pos      `yaml:"-"`
}

// Choice is one code that a fact may take.
type Choice struct {
	Code    string   `yaml:"code,required"`
	Label   Text     `yaml:"label,required"`
	Aliases []string `yaml:"aliases"` // how people say it, in either language; origin: usage
}

// Facts are values by fact: those heard in one message, or all that is known.
type Facts map[FactID]Value

// Clone returns a copy that may be changed.
func (f Facts) Clone() Facts {
	if f == nil {
		return Facts{}
	}
	return maps.Clone(f)
}

// IDs returns the facts in order of their names.
func (f Facts) IDs() []FactID { return slices.Sorted(maps.Keys(f)) }

// Merge returns f with newer values merged in.
func (f Facts) Merge(newer Facts) Facts {
	out := f.Clone()
	for id, v := range newer {
		out[id] = out[id].Merge(v)
	}
	return out
}
