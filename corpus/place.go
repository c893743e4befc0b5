package corpus

// Nation is the region code of the whole country.
const Nation RegionCode = "000000"

// Hubei is the region code of the province that zhirong serves.
const Hubei RegionCode = "420000"

// Place is an administrative division, or a zone with a parent.
type Place struct {
	Code    RegionCode `yaml:"code,required"`
	Name    Text       `yaml:"name,required"`
	Level   string     `yaml:"level,required"` // province, prefecture, county, zone
	Parent  RegionCode `yaml:"parent"`
	Kind    string     `yaml:"kind"`    // administrative, group, zone
	Pilot   bool       `yaml:"pilot"`   // named by the notice of June 2025; not inherited by zones
	Aliases []string   `yaml:"aliases"` // short, spoken and former names in either language; origin: usage
	Pos     Pos        `yaml:"-"`
}

// Industry is a line of business.
type Industry struct {
	Code    string   `yaml:"code,required"`
	Name    Text     `yaml:"name,required"`
	Aliases []string `yaml:"aliases"`
	Pos     Pos      `yaml:"-"`
}

// Bank is a bank as people call it, so that a question about it is known for one.
type Bank struct {
	ID      ID       `yaml:"id,required"` // "bank/ccb"
	Name    Text     `yaml:"name,required"`
	Short   string   `yaml:"short"`   // stands for it in the provider of a product, though elsewhere it may be a common word
	Aliases []string `yaml:"aliases"` // how people call it, in either language; origin: usage
	Pos     Pos      `yaml:"-"`
}

// Term is a word of the field: its spoken forms help to understand a question,
// and the clauses that it names explain it. The word itself states no fact.
type Term struct {
	ID           ID       `yaml:"id,required"` // "term/pledge-loan"
	Name         Text     `yaml:"name,required"`
	Synonyms     []string `yaml:"synonyms"`     // same meaning, either language
	Related      []string `yaml:"related"`      // near in meaning: searched with less weight
	Misspellings []string `yaml:"misspellings"` // typos and homophones
	Explains     []string `yaml:"explains"`     // refs of the clauses that explain it, the best first
	Rights       []IPKind `yaml:"rights"`       // the kinds of right that the word names
	Pos          Pos      `yaml:"-"`
}

// Office is whom to ask: by place, right or matter.
type Office struct {
	ID      ID           `yaml:"id,required"`   // "office/local-ip"
	Name    Text         `yaml:"name,required"` // may hold {place}
	Does    Text         `yaml:"does,required"` // what it decides or helps with
	Phone   string       `yaml:"phone"`         // only 12330 and the emergency lines
	Regions []RegionCode `yaml:"regions"`
	Intents []IntentID   `yaml:"intents"`
	Refs    []string     `yaml:"refs,required"`
	Pos     Pos          `yaml:"-"`
}
