package corpus

// Op compares the left side of a criterion with its right side. 以上, 以下 and 不超过
// hold the limit itself; 超过, 不足 and 不满 do not.
type Op string

// The comparisons.
const (
	OpEq     Op = "eq"     // left equals right
	OpNe     Op = "ne"     // left differs from right
	OpLt     Op = "lt"     // left is less than right
	OpLte    Op = "lte"    // left is at most right
	OpGt     Op = "gt"     // left is greater than right
	OpGte    Op = "gte"    // left is at least right
	OpIn     Op = "in"     // left is one of the codes on the right
	OpWithin Op = "within" // left is a place that lies in one of the places on the right
	OpAnyOf  Op = "any_of" // left holds at least one of the codes on the right
	OpAllOf  Op = "all_of" // left holds all codes on the right
)

// Criterion is a condition: exactly one of All, Any, Not or a comparison. In a
// comparison the left side is a fact or a sum of facts, the right side a fixed
// Want, or a fact (Of), or a share of it (Share of Of):
//
//	{fact: region, op: within, want: ["420100"]}
//	{sum: [patents_invention, patents_utility_model], op: gte, want: 1}
//	{fact: loan_amount, op: lte, share: 30%, of: appraised_value}
type Criterion struct {
	All []Criterion `yaml:"all"`
	Any []Criterion `yaml:"any"`
	Not *Criterion  `yaml:"not"`

	Fact  FactID   `yaml:"fact"`
	Sum   []FactID `yaml:"sum"`
	Op    Op       `yaml:"op"`
	Want  Want     `yaml:"want"`
	Of    FactID   `yaml:"of"`
	Share Rate     `yaml:"share"` // of Of; zero: the whole
	Why   Text     `yaml:"why"`   // the condition as said to a person; required at each comparison and each any
	Rule  string   `yaml:"rule"`  // the dossier's line that this condition expresses
	Pos   Pos      `yaml:"-"`
}

// Rate is a share in basis points that is written with its % sign.
type Rate BasisPoints

// Want is the fixed right side of a comparison: a bool, a number (counts and
// months plain, amounts "500万", rates "3%", days "2025-06-23"), or codes.
type Want struct {
	Set   bool
	Bool  bool
	N     int64
	Codes []string
	Form  string // "bool", "number", "money", "rate", "date", "codes"
}

// Leaf reports whether the criterion is a comparison.
func (c *Criterion) Leaf() bool { return len(c.All) == 0 && len(c.Any) == 0 && c.Not == nil }

// Left returns the facts whose sum stands on the left side of a comparison.
func (c *Criterion) Left() []FactID {
	if c.Fact != "" {
		return []FactID{c.Fact}
	}
	return c.Sum
}

// Facts appends every fact that the criterion looks at to dst, in order of
// appearance, each once.
func (c *Criterion) Facts(dst []FactID) []FactID {
	add := func(id FactID) {
		for _, d := range dst {
			if d == id {
				return
			}
		}
		if id != "" {
			dst = append(dst, id)
		}
	}
	for _, id := range c.Left() {
		add(id)
	}
	add(c.Of)
	for i := range c.All {
		dst = c.All[i].Facts(dst)
	}
	for i := range c.Any {
		dst = c.Any[i].Facts(dst)
	}
	if c.Not != nil {
		dst = c.Not.Facts(dst)
	}
	return dst
}
