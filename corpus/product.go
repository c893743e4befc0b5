package corpus

// ProductKind says what sort of help a product is.
type ProductKind string

// The sorts of products and services. Only loans, guarantees and collective
// credit lines have an amount that is a limit on lending.
const (
	CreditLoan        ProductKind = "credit_loan"   // unsecured; rights count in a score
	PledgeLoan        ProductKind = "pledge_loan"   // a right is pledged
	CombinedLoan      ProductKind = "combined_loan" // a pledge beside real estate or a guarantee
	CollectiveCredit  ProductKind = "collective_credit"
	Guarantee         ProductKind = "guarantee"
	SuretyInsurance   ProductKind = "surety_insurance" // insurance of the lender
	IPInsurance       ProductKind = "ip_insurance"
	Subsidy           ProductKind = "subsidy"
	AssetBacked       ProductKind = "abs"
	Equity            ProductKind = "equity"
	ValuationService  ProductKind = "valuation_service"
	RegistrationHelp  ProductKind = "registration_service"
	DisposalService   ProductKind = "disposal_service"
	CooperationCredit ProductKind = "cooperation" // a frame of banks and government, not one product
)

// AmountRole says what a product's amount limits.
type AmountRole string

// The roles of an amount.
const (
	LendingLimit AmountRole = "lending_limit"
	SubsidyCap   AmountRole = "subsidy_cap"
	InsuredSum   AmountRole = "insured_sum"
	NoAmount     AmountRole = "none"
)

// Product is one product, policy tool or service with its conditions as data.
type Product struct {
	ID       ID           `yaml:"id,required"`
	Name     Text         `yaml:"name,required"`
	Short    Text         `yaml:"short,required"`
	Aliases  []string     `yaml:"aliases"` // how people call it; origin: usage
	Kind     ProductKind  `yaml:"kind,required"`
	Offered  bool         `yaml:"offered"` // in Hubei; false: explains, is never matched
	Provider Text         `yaml:"provider,required"`
	Regions  []RegionCode `yaml:"regions,required"` // where it can be had, or for a reference where it was seen
	Rights   []IPKind     `yaml:"rights"`           // rights it is lent on or that count

	Role        AmountRole `yaml:"role,required"`
	AmountMin   Amount     `yaml:"amount_min"`
	AmountMax   Amount     `yaml:"amount_max"` // zero: not known, never "without limit"
	CaseAmounts []Amount   `yaml:"case_amounts"`
	TermMax     Months     `yaml:"term_max"` // months; zero: not known

	Summary    Text   `yaml:"summary,required"` // what it is, in one or two sentences
	Amount     Text   `yaml:"amount"`           // about the amount, with its conditions
	Term       Text   `yaml:"term"`
	Rate       Text   `yaml:"rate"`
	Collateral Text   `yaml:"collateral"`
	RightsNote Text   `yaml:"rights_note"`
	Conditions []Text `yaml:"conditions,required"` // who it is for, line by line
	Examples   []Text `yaml:"examples"`            // lines marked 个案: known borrowers, never conditions
	Materials  Text   `yaml:"materials"`
	Time       Text   `yaml:"time"`
	Contact    Text   `yaml:"contact"`
	Notes      Text   `yaml:"notes"`

	Papers       []Text `yaml:"papers"`        // the papers named under materials, one by one; never all of them
	Grant        *Grant `yaml:"grant"`         // of a subsidy: its terms, to reckon with
	GuaranteeFee Rate   `yaml:"guarantee_fee"` // a year, of the loan; zero: not known

	Unknown       []string `yaml:"unknown"`        // of the fields below that the sources do not tell
	NotApplicable []string `yaml:"not_applicable"` // of the fields below that make no sense here

	Criteria    *Criterion  `yaml:"criteria"`
	Complete    bool        `yaml:"complete"`    // every condition is known
	Answers     []IntentID  `yaml:"answers"`     // intents for which this product is an answer
	Basis       []string    `yaml:"basis"`       // refs of the clauses that it rests on
	Instruments []string    `yaml:"instruments"` // document numbers named by the source
	Valid       ValidPeriod `yaml:"valid"`
	Caveats     []string    `yaml:"caveats"`
	Common      `yaml:",inline"`

	// Implied are the conditions that follow from other fields: where the product
	// can be had, and its limit on lending.
	Implied []Criterion `yaml:"-"`
}

// Amount is money written with its unit.
type Amount Money

// ValidPeriod is the time in which a product can be had; empty ends are open.
type ValidPeriod struct {
	From Date `yaml:"from"`
	To   Date `yaml:"to"`
}

// ProductFields are the fields of a product that must be known, listed as
// unknown, or listed as not applicable.
var ProductFields = []string{"amount_min", "amount_max", "term", "rate", "collateral", "rights", "materials", "time", "contact"}

// Case is a precedent: who borrowed how much on what. A firm is named only from
// an official source or its own; else industry, place and right stand for it.
type Case struct {
	ID       ID         `yaml:"id,required"` // "case/c01"
	Who      Text       `yaml:"who,required"`
	Named    bool       `yaml:"named"`    // the firm is named
	Official bool       `yaml:"official"` // the source is official or the firm's own
	Region   RegionCode `yaml:"region,required"`
	Lender   Text       `yaml:"lender"`
	Rights   []IPKind   `yaml:"rights"`
	Amount   Amount     `yaml:"amount"` // zero: not known
	When     string     `yaml:"when"`   // year, month or day
	Text     Text       `yaml:"text,required"`
	Product  ID         `yaml:"product"` // the product it is an instance of
	Answers  []IntentID `yaml:"answers"`
	Common   `yaml:",inline"`
}
