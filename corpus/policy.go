package corpus

import "strings"

// Status is the state of an instrument on the day the corpus was written.
type Status string

// The states of an instrument.
const (
	InForce    Status = "in_force"
	Amended    Status = "amended"    // in force in a later version; this text is history
	Superseded Status = "superseded" // replaced by another instrument
	Ended      Status = "ended"      // its own period is over
	Draft      Status = "draft"      // published for comment, not yet decided
	Reported   Status = "reported"   // a report of facts, not an instrument that is in force or not
)

// PolicyKind says what sort of document a policy is.
type PolicyKind string

// The sorts of documents.
const (
	KindLaw        PolicyKind = "law"
	KindRegulation PolicyKind = "regulation"
	KindNotice     PolicyKind = "notice"
	KindStandard   PolicyKind = "standard"
	KindLocal      PolicyKind = "local_measure"
	KindStatistics PolicyKind = "statistics"
	KindPractice   PolicyKind = "practice" // how it is done, or a method; ours where it says so
	KindService    PolicyKind = "service"
	KindReport     PolicyKind = "report"
)

// Policy is an instrument (law, notice, standard, local measure) or another
// document that answers rest on, clause by clause in our own words.
type Policy struct {
	ID         ID           `yaml:"id,required"` // "policy/" and the file's name
	Kind       PolicyKind   `yaml:"kind,required"`
	Title      string       `yaml:"title,required"` // the official title stays Chinese
	Gloss      string       `yaml:"gloss,required"` // its meaning in English
	Short      Text         `yaml:"short"`          // a short name for a heading or a sentence
	Matter     Text         `yaml:"matter"`         // what its clauses are about where they leave it unsaid; named with them outside their document
	Aliases    []string     `yaml:"aliases"`        // how people call it; origin: usage
	DocNo      string       `yaml:"doc_no"`
	IndexNo    string       `yaml:"index_no"`
	Issuers    []Text       `yaml:"issuers"`
	Issued     Date         `yaml:"issued"`
	Effective  Date         `yaml:"effective"`
	Expires    Date         `yaml:"expires"`
	Status     Status       `yaml:"status,required"`
	Supersedes ID           `yaml:"supersedes"`
	Regions    []RegionCode `yaml:"regions,required"` // where it holds; "000000" is the whole country
	Ours       bool         `yaml:"ours"`             // our own engineering choice, neither law nor standard; said with every use
	Sections   []Section    `yaml:"sections,required"`
	Common     `yaml:",inline"`
}

// Section is a clause in our own words: the unit of search and of citation.
type Section struct {
	ID         string       `yaml:"id,required"` // unique within the policy; stays when other text changes
	No         Text         `yaml:"no"`          // how the clause is numbered: 第四十二条 / art. 42
	Heading    Text         `yaml:"heading,required"`
	Text       Text         `yaml:"text,required"`
	Refs       []string     `yaml:"refs,required"`
	Source     Text         `yaml:"source"`     // the policy's where it is empty
	Confidence Confidence   `yaml:"confidence"` // the policy's where it is empty
	AsOf       string       `yaml:"as_of"`      // the policy's where it is empty
	Effective  Date         `yaml:"effective"`  // narrower than the policy's
	Expires    Date         `yaml:"expires"`    // the last day on which it held; set for history
	Regions    []RegionCode `yaml:"regions"`    // narrower than the policy's
	Kinds      []IPKind     `yaml:"kinds"`      // rights it speaks of; empty: all or none in particular
	Answers    []IntentID   `yaml:"answers"`    // intents that it answers, the best first
	Caveats    []string     `yaml:"caveats"`    // keys of the standing caveats that an answer with it carries
	Table      *Table       `yaml:"table"`      // figures that belong together
	Papers     []Text       `yaml:"papers"`     // the papers that it asks for, one by one
	Grant      *Grant       `yaml:"grant"`      // the subsidy that it speaks of, to reckon with
	Ours       bool         `yaml:"ours"`       // our own choice within a policy that is not ours
	Review     Review       `yaml:"reviewed"`
	Pos        Pos          `yaml:"-"`
}

// Table is a small table whose cells keep their unit and condition.
type Table struct {
	Head []Text   `yaml:"head,required"`
	Rows [][]Text `yaml:"rows,required"`
}

// In returns the table's cells as one text, row by row, each cell behind its
// column's head, so that a figure keeps its unit and condition.
func (t *Table) In(lang Lang) string {
	if t == nil {
		return ""
	}
	var b strings.Builder
	for _, row := range t.Rows {
		for i, cell := range row {
			b.WriteString(t.Head[i].In(lang) + " " + cell.In(lang) + " ")
		}
	}
	return b.String()
}
