package corpus

// Safety is the finance wording that no text of ours may hold, and the patterns
// by which a dangerous message is known.
type Safety struct {
	// Forbidden words never stand in wording, corpus or answers: promises, fees
	// for approval, private contacts.
	Forbidden struct {
		ZH []string `yaml:"zh,required"`
		EN []string `yaml:"en,required"`
	} `yaml:"forbidden,required"`
	// Allowed phrases hold a forbidden word in a harmless sense, such as 不保证.
	Allowed []string `yaml:"allowed"`
	// Baits are requests that are declined, by the intent under which they are
	// declined. A message that holds every word of one line asks for it.
	Baits []Bait `yaml:"baits,required"`
	Pos   Pos    `yaml:"-"`
}

// Bait tells by words that a message asks for something that is declined.
type Bait struct {
	Intent IntentID   `yaml:"intent,required"`
	Words  [][]string `yaml:"words,required"` // a line matches when each of its words stands in the folded message
	Except []string   `yaml:"except"`         // words that show another meaning
}
