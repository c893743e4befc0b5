package corpus

import "slices"

// IntentID names what a person wants: "documents", "cost".
type IntentID string

// Two intents have a meaning of their own for the classifier.
const (
	OutOfScope IntentID = "out_of_scope"
	Abuse      IntentID = "abuse"
)

// Aspect is the kind of figure or field that a question is after.
type Aspect string

// The aspects.
const (
	AspectAmount     Aspect = "amount"
	AspectRate       Aspect = "rate"
	AspectTerm       Aspect = "term"
	AspectMaterials  Aspect = "materials"
	AspectTime       Aspect = "time"
	AspectConditions Aspect = "conditions"
	AspectContact    Aspect = "contact"
	AspectShare      Aspect = "share"
	AspectFee        Aspect = "fee"
	AspectRatio      Aspect = "ratio"
)

// Intent is one thing that people want, with the phrases that teach it.
type Intent struct {
	ID      IntentID `yaml:"id,required"`
	Label   Text     `yaml:"label,required"`
	Aspect  Aspect   `yaml:"aspect"`
	Exact   []string `yaml:"exact"` // fixed expressions, known by the whole message alone
	Phrases Phrases  `yaml:"phrases,required"`
	Rare    Rare     `yaml:"rare"`
	Pos     Pos      `yaml:"-"`
}

// Learned returns all that is learned to mean the intent.
func (in *Intent) Learned() []string {
	return slices.Concat(slices.Concat(in.Phrases.ZH...), slices.Concat(in.Phrases.EN...), in.Rare.ZH, in.Rare.EN, in.Exact)
}

// Phrases are training phrases in groups: phrases built on one pattern form a
// group, so that no pattern stands both in training and in a test fold.
type Phrases struct {
	ZH [][]string `yaml:"zh,required"`
	EN [][]string `yaml:"en,required"`
}

// Rare are training phrases written to bring words and turns of speech that no
// other phrase has. They are learned like all others and measured apart, as each
// asks for what cannot have been learned elsewhere.
type Rare struct {
	ZH []string `yaml:"zh"`
	EN []string `yaml:"en"`
}

// Command is a dialogue act that is recognised by a whole message.
type Command struct {
	ID      string `yaml:"id,required"`
	Phrases struct {
		ZH []string `yaml:"zh,required"`
		EN []string `yaml:"en,required"`
	} `yaml:"phrases,required"`
	Pos Pos `yaml:"-"`
}
