package corpus

import "slices"

// Rates are the figures that stand in for what a person has not said, and how
// far each may be off. They are this service's own unless an entry says otherwise.
type Rates struct {
	Origin      Text         `yaml:"origin,required"` // where the figures come from; printed with every result
	Assumptions []Assumption `yaml:"assumptions,required"`
	AnnualFees  []AnnualFee  `yaml:"annual_fees,required"`
	Pos         Pos          `yaml:"-"`
}

// Assumption is one figure: an amount, a rate or a number.
type Assumption struct {
	ID     string    `yaml:"id,required"`
	Value  Want      `yaml:"value,required"`
	Label  Text      `yaml:"label,required"`
	Source Text      `yaml:"source,required"`
	Cite   PassageID `yaml:"cite,required"`
	Refs   []string  `yaml:"refs,required"`
	Ours   bool      `yaml:"ours"`
	Stated Rate      `yaml:"stated"` // how far, up or down, a figure that the person gave may be off, as a share of it
	Unsure Rate      `yaml:"unsure"` // the same for the figure that stands in
	Pos    Pos       `yaml:"-"`
}

// AnnualFee is the yearly fee of a kind of right for a span of its years, the
// first being the year that begins with the filing.
type AnnualFee struct {
	Kind IPKind    `yaml:"kind,required"`
	From int64     `yaml:"from,required"`
	To   int64     `yaml:"to,required"`
	Fee  Amount    `yaml:"fee,required"`
	Cite PassageID `yaml:"cite,required"`
	Refs []string  `yaml:"refs,required"`
	Pos  Pos       `yaml:"-"`
}

// Assumption returns the figure of an id; the zero Assumption if there is none.
func (r *Rates) Assumption(id string) Assumption {
	for i := range r.Assumptions {
		if r.Assumptions[i].ID == id {
			return r.Assumptions[i]
		}
	}
	return Assumption{}
}

// AnnualFee returns the fee of a right in a year of its life, if it is known.
func (r *Rates) AnnualFee(kind IPKind, year int) (AnnualFee, bool) {
	i := slices.IndexFunc(r.AnnualFees, func(f AnnualFee) bool {
		return f.Kind == kind && f.From <= int64(year) && int64(year) <= f.To
	})
	if i < 0 {
		return AnnualFee{}, false
	}
	return r.AnnualFees[i], true
}

// Indicators is the table by which a right is scored and methods are weighed. An
// operator who holds the standard's own tables puts a file of the same form in
// its place; Origin says which it is.
type Indicators struct {
	Origin     Text        `yaml:"origin,required"`
	Ours       bool        `yaml:"ours"`
	Scenes     []Scene     `yaml:"scenes,required"`
	Indicators []Indicator `yaml:"indicators,required"`
	Pos        Pos         `yaml:"-"`
}

// Scene is a purpose of the estimate with its weights; each set adds up to 100 %.
type Scene struct {
	ID      string          `yaml:"id,required"` // pledge, transfer, management
	Label   Text            `yaml:"label,required"`
	Groups  map[string]Rate `yaml:"groups,required"`  // legal, technical, economic
	Methods map[string]Rate `yaml:"methods,required"` // income, cost, market
	// Statistics is what recorded licences weigh where they stand in for a
	// comparable deal.
	Statistics Rate `yaml:"statistics,required"`
	Pos        Pos  `yaml:"-"`
}

// Indicator is one thing that is scored, 0 to 100.
type Indicator struct {
	ID     string `yaml:"id,required"`
	Group  string `yaml:"group,required"`
	Weight Rate   `yaml:"weight,required"` // within its group; a group's weights add up to 100 %
	Label  Text   `yaml:"label,required"`
	Ask    Text   `yaml:"ask,required"`
	Pos    Pos    `yaml:"-"`
}

// Scene returns the scene of an id.
func (n *Indicators) Scene(id string) (Scene, bool) {
	for _, s := range n.Scenes {
		if s.ID == id {
			return s, true
		}
	}
	return Scene{}, false
}

// Licences is an operator's table of licence fees by industry. None is built in:
// the official tables are not held here.
type Licences struct {
	Origin     Text              `yaml:"origin,required"`
	Industries []IndustryLicence `yaml:"industries,required"`
	Pos        Pos               `yaml:"-"`
}

// IndustryLicence is the fee of an industry: fixed, running, or both.
type IndustryLicence struct {
	Code  string `yaml:"code,required"`
	Fixed Amount `yaml:"fixed"` // a patent and year; zero: not in the table
	Rate  Rate   `yaml:"rate"`  // of net sales; zero: not in the table
	Pos   Pos    `yaml:"-"`
}

// Industry returns the line of an industry.
func (l *Licences) Industry(code string) (IndustryLicence, bool) {
	for _, i := range l.Industries {
		if i.Code == code {
			return i, true
		}
	}
	return IndustryLicence{}, false
}

// Groups are the three groups of indicators, in their order.
var Groups = []string{"legal", "technical", "economic"}

// methodFamilies are the families of methods that a scene weighs.
var methodFamilies = []string{"income", "cost", "market"}

func (c *checker) checkRates() {
	r := &c.s.Rates
	c.text(r.Pos, "origin", r.Origin)
	seen := map[string]bool{}
	for i := range r.Assumptions {
		a := &r.Assumptions[i]
		if seen[a.ID] {
			c.fail(a.Pos, "id", "%q stands twice", a.ID)
		}
		seen[a.ID] = true
		c.text(a.Pos, "label", a.Label)
		c.text(a.Pos, "source", a.Source)
		c.checkRefs(a.Pos, "refs", a.Refs)
		c.cite(a.Pos, a.Cite)
		if a.Value.Form != "money" && a.Value.Form != "rate" && a.Value.Form != "number" || a.Value.N < 0 {
			c.fail(a.Pos, "value", "want an amount, a rate or a number that is not negative")
		}
		if a.Stated < 0 || a.Unsure < a.Stated || a.Unsure > Rate(One) {
			c.fail(a.Pos, "unsure", "want 0%% ≤ stated ≤ unsure ≤ 100%%")
		}
	}
	for i := range r.AnnualFees {
		f := &r.AnnualFees[i]
		c.checkRefs(f.Pos, "refs", f.Refs)
		c.cite(f.Pos, f.Cite)
		if f.From < 1 || f.To < f.From || f.Fee <= 0 {
			c.fail(f.Pos, "from", "want 1 ≤ from ≤ to and a fee")
		}
		for j := range i {
			if g := &r.AnnualFees[j]; g.Kind == f.Kind && g.From <= f.To && f.From <= g.To {
				c.fail(f.Pos, "from", "years %d to %d of %s have a fee already", f.From, f.To, f.Kind)
			}
		}
	}
}

func (c *checker) cite(pos Pos, id PassageID) {
	if _, ok := c.s.Passage(id); !ok {
		c.fail(pos, "cite", "passage %q does not exist", id)
	}
}

func (c *checker) checkIndicators() {
	n := &c.s.Indicators
	if n.Pos.File == "" {
		return
	}
	c.text(n.Pos, "origin", n.Origin)
	sum := map[string]Rate{}
	seen := map[string]bool{}
	for i := range n.Indicators {
		in := &n.Indicators[i]
		c.text(in.Pos, "label", in.Label)
		c.text(in.Pos, "ask", in.Ask)
		if seen[in.ID] || slices.Contains(Groups, in.ID) {
			c.fail(in.Pos, "id", "%q stands twice", in.ID)
		}
		seen[in.ID] = true
		if !slices.Contains(Groups, in.Group) || in.Weight < 0 {
			c.fail(in.Pos, "group", "want one of legal, technical, economic and a weight that is not negative")
		}
		sum[in.Group] += in.Weight
	}
	for _, g := range Groups {
		if sum[g] != Rate(One) {
			c.fail(n.Pos, "indicators", "the weights of group %s add up to %s, want 100%%", g, BasisPoints(sum[g]))
		}
	}
	for i := range n.Scenes {
		s := &n.Scenes[i]
		c.text(s.Pos, "label", s.Label)
		c.shares(s.Pos, "groups", s.Groups, Groups)
		c.shares(s.Pos, "methods", s.Methods, methodFamilies)
		if s.Statistics <= 0 || s.Statistics > Rate(One) {
			c.fail(s.Pos, "statistics", "want more than 0%% and at most 100%%")
		}
	}
	for _, id := range []string{"pledge", "transfer", "management"} {
		if _, ok := n.Scene(id); !ok {
			c.fail(n.Pos, "scenes", "scene %s is missing", id)
		}
	}
}

// shares sees that each key has its share and that they add up to the whole.
func (c *checker) shares(pos Pos, field string, m map[string]Rate, keys []string) {
	var sum Rate
	for _, k := range keys {
		if m[k] <= 0 {
			c.fail(pos, field, "%s has no weight", k)
		}
		sum += m[k]
	}
	if sum != Rate(One) || len(m) != len(keys) {
		c.fail(pos, field, "want weights for exactly %v that add up to 100%%, not %s", keys, BasisPoints(sum))
	}
}

func (c *checker) checkLicences() {
	l := &c.s.Licences
	c.text(l.Pos, "origin", l.Origin)
	seen := map[string]bool{}
	for i := range l.Industries {
		in := &l.Industries[i]
		if seen[in.Code] {
			c.fail(in.Pos, "code", "%q stands twice", in.Code)
		}
		seen[in.Code] = true
		if in.Fixed < 0 || in.Rate < 0 || in.Rate > Rate(One) || in.Fixed == 0 && in.Rate == 0 {
			c.fail(in.Pos, "fixed", "want a fixed fee, a rate of at most 100%%, or both")
		}
	}
}
