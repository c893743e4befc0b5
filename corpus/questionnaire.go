package corpus

import "slices"

// Questionnaire is a list of factors in groups, by which a person looks at a
// right from many sides. Questions and options are this service's own.
type Questionnaire struct {
	Origin  Text          `yaml:"origin,required"`
	Groups  []FactorGroup `yaml:"groups,required"`
	Factors []Factor      `yaml:"factors,required"`
	Pos     Pos           `yaml:"-"`
}

// FactorGroup is one group of factors: A legal position, B technology, …
type FactorGroup struct {
	ID    string `yaml:"id,required"`
	Label Text   `yaml:"label,required"`
	Size  int64  `yaml:"size,required"` // how many factors it has
	Pos   Pos    `yaml:"-"`
}

// Factor is one question with five options, the weakest first.
type Factor struct {
	ID      string   `yaml:"id,required"` // A1 … E8
	Side    string   `yaml:"side,required"`
	Ask     Text     `yaml:"ask,required"`
	Options []Option `yaml:"options,required"`
	// Number names the figure that the options carry into the calculation;
	// empty where they carry none.
	Number string `yaml:"number"`
	Pos    Pos    `yaml:"-"`
}

// Option is one answer.
type Option struct {
	Text  Text `yaml:"text,required"`
	Value Want `yaml:"value"` // a rate; where a factor has a Number
	Pos   Pos  `yaml:"-"`
}

// Numbers are the figures that a questionnaire's options carry, each by exactly
// one factor. Years are rates too: 50% is half a year.
var Numbers = []string{"time_to_market", "growth", "product_life", "extra_turnover", "development_cost", "production_cost", "investment", "turnover_kept"}

// Group returns the group that a factor belongs to: the letter of its id.
func (f *Factor) Group() string { return f.ID[:1] }

func (c *checker) checkQuestionnaire() {
	q := &c.s.Questionnaire
	if q.Pos.File == "" {
		return
	}
	c.text(q.Pos, "origin", q.Origin)
	count, carried, seen := map[string]int64{}, map[string]int{}, map[string]bool{}
	for i := range q.Factors {
		f := &q.Factors[i]
		c.text(f.Pos, "ask", f.Ask)
		if seen[f.ID] {
			c.fail(f.Pos, "id", "%q stands twice", f.ID)
		}
		seen[f.ID] = true
		count[f.Group()]++
		if f.Side != "opportunity" && f.Side != "risk" {
			c.fail(f.Pos, "side", "%q is neither opportunity nor risk", f.Side)
		}
		if len(f.Options) != 5 {
			c.fail(f.Pos, "options", "%d options, want 5", len(f.Options))
		}
		if f.Number != "" {
			carried[f.Number]++
		}
		for j := range f.Options {
			c.text(f.Pos, "options", f.Options[j].Text)
			if (f.Number != "") != f.Options[j].Value.Set || f.Number != "" && f.Options[j].Value.Form != "rate" {
				c.fail(f.Options[j].Pos, "value", "a factor with a number has a rate at each option, and no other has one")
			}
		}
	}
	for _, n := range Numbers {
		if carried[n] != 1 {
			c.fail(q.Pos, "factors", "%d factors carry %s, want 1", carried[n], n)
		}
		delete(carried, n)
	}
	for n := range carried {
		c.fail(q.Pos, "factors", "%q is no figure of the calculation: known are %v", n, Numbers)
	}
	for i := range q.Groups {
		g := &q.Groups[i]
		c.text(g.Pos, "label", g.Label)
		if count[g.ID] != g.Size {
			c.fail(g.Pos, "size", "group %s has %d factors, not %d", g.ID, count[g.ID], g.Size)
		}
		delete(count, g.ID)
	}
	for id := range count {
		c.fail(q.Pos, "groups", "group %q is not listed", id)
	}
}

// Numbered returns the factor that carries a figure.
func (q *Questionnaire) Numbered(number string) *Factor {
	i := slices.IndexFunc(q.Factors, func(f Factor) bool { return f.Number == number })
	if i < 0 {
		return nil
	}
	return &q.Factors[i]
}
