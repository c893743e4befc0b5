package corpus

// Pos is where an entry stands in the files.
type Pos struct {
	File string
	Line int
}

// Confidence says how far an entry is trusted.
type Confidence string

// The grades of confidence: official text or two independent sources; one
// secondary source; inferred, old or re-told.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Review says when and in which role a person compared an entry with its
// official text. The zero Review means: nobody has yet.
type Review struct {
	On     Date   `yaml:"on"`
	ByRole string `yaml:"by_role"`
}

// Done reports whether the entry was reviewed.
func (r Review) Done() bool { return r.On != "" && r.ByRole != "" }

// IPKind is a kind of intellectual property right.
type IPKind string

// The kinds of rights.
const (
	InventionPatent        IPKind = "invention_patent"
	UtilityModel           IPKind = "utility_model"
	DesignPatent           IPKind = "design_patent"
	PendingPatent          IPKind = "pending_patent"
	Trademark              IPKind = "trademark"
	CollectiveMark         IPKind = "collective_mark"
	CertificationMark      IPKind = "certification_mark"
	Copyright              IPKind = "copyright"
	SoftwareCopyright      IPKind = "software_copyright"
	ICLayout               IPKind = "ic_layout"
	PlantVariety           IPKind = "plant_variety"
	GeographicalIndication IPKind = "geographical_indication"
	DataRight              IPKind = "data_right"
)

// IPKinds lists every kind of right in a fixed order.
var IPKinds = []IPKind{
	InventionPatent, UtilityModel, DesignPatent, PendingPatent, Trademark, CollectiveMark, CertificationMark,
	Copyright, SoftwareCopyright, ICLayout, PlantVariety, GeographicalIndication, DataRight,
}

// RegionCode is a six-digit administrative code, or the id of a zone.
type RegionCode string

// Common is what every entry that can be cited carries.
type Common struct {
	Refs       []string   `yaml:"refs,required"`       // ids of the facts it rests on: VAL-15, SEED-03, P01
	Source     Text       `yaml:"source,required"`     // what kind of source it is known from, never an address
	Confidence Confidence `yaml:"confidence,required"` // high, medium or low
	AsOf       string     `yaml:"as_of,required"`      // the day, month or year that the statement was true: 2025-06-23, 2025-06, 2025
	Review     Review     `yaml:"reviewed"`
	URL        string     `yaml:"url"` // only on a host of hosts.yaml: the issuer's own
	Pos        Pos        `yaml:"-"`
}
