package corpus

import "strings"

// FAQ is a question that many ask in general, as they put it (origin: usage), and
// the passages that answer it, in the order in which they are read. It says
// nothing of its own. Unknown names the gap that is told beside the passages
// because they answer only a part.
type FAQ struct {
	ID       ID          `yaml:"id,required"`
	Intent   IntentID    `yaml:"intent,required"`
	Asks     Asked       `yaml:"asks,required"`
	Passages []PassageID `yaml:"passages,required"`
	Unknown  ID          `yaml:"unknown"` // a gap; may be empty
	Then     []IntentID  `yaml:"then"`    // what may be asked next, as buttons
	Pos      Pos         `yaml:"-"`
}

// The counts that a FAQ keeps: more passages are no short answer, fewer forms of
// the question are hardly recognised.
const (
	mostFAQPassages = 6
	leastFAQForms   = 2
)

func (c *checker) checkFAQs() {
	owner := map[string]string{}
	for i := range c.s.FAQs {
		f := &c.s.FAQs[i]
		if !strings.HasPrefix(string(f.ID), "faq/") {
			c.fail(f.Pos, "id", "%q does not begin with faq/", f.ID)
		}
		c.intents(f.Pos, "intent", []IntentID{f.Intent})
		c.intents(f.Pos, "then", f.Then)
		if len(f.Passages) > mostFAQPassages {
			c.fail(f.Pos, "passages", "%d passages; write at most %d", len(f.Passages), mostFAQPassages)
		}
		for _, id := range f.Passages {
			if p, ok := c.s.Passage(id); !ok {
				c.fail(f.Pos, "passages", "passage %q does not exist", id)
			} else if p.Kind == GapPassage {
				c.fail(f.Pos, "passages", "%q is a known unknown, which answers by itself", id)
			}
		}
		if _, ok := c.s.Gap(f.Unknown); f.Unknown != "" && !ok {
			c.fail(f.Pos, "unknown", "gap %q does not exist", f.Unknown)
		}
		for _, lang := range []Lang{Chinese, English} {
			forms := f.Asks.In(lang)
			if len(forms) < leastFAQForms {
				c.fail(f.Pos, "asks", "%d forms of the question in %s; write at least %d", len(forms), lang, leastFAQForms)
			}
			c.forms(f.Pos, "asks", owner, string(f.ID), forms)
		}
	}
}
