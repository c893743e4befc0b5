package corpus

// Gap is a known unknown: asked about it, the adviser says plainly that this is
// not known here, why it may differ from place to place, and who decides it.
type Gap struct {
	ID      ID           `yaml:"id,required"` // "gap/06"
	Title   Text         `yaml:"title,required"`
	Says    Text         `yaml:"says,required"` // what is not known here; no amount, rate, share or number of days
	Differs Text         `yaml:"differs,required"`
	Decides Text         `yaml:"decides,required"` // who decides or can tell
	Asked   []Text       `yaml:"asked,required"`   // questions that it answers, as people would put them
	Regions []RegionCode `yaml:"regions"`          // only for these places; empty: everywhere
	Rights  []IPKind     `yaml:"rights"`           // only for these rights; empty: any
	Intents []IntentID   `yaml:"intents"`
	Aspects []Aspect     `yaml:"aspects"` // the kinds of figures that are missing
	Refs    []string     `yaml:"refs,required"`
	Pos     Pos          `yaml:"-"`
}
