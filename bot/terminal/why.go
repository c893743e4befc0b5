package terminal

import (
	"fmt"
	"strings"

	"zhirong/bot"
	"zhirong/corpus"
)

// why prints how the last answer came about: what was understood, what was
// heard, and the passages that it rests on.
func (c *chat) why() error {
	if c.last == nil {
		return c.print(c.label("why.none", nil))
	}
	r := *c.last
	var lines []string
	add := func(key, text string) {
		if text != "" {
			lines = append(lines, "- "+c.label("why."+key, nil)+c.word("plain.colon")+text)
		}
	}
	intent := string(r.Turn.Intent)
	if in, ok := c.Set.Intent(r.Turn.Intent); ok {
		intent = in.Label.In(c.lang) + " (" + intent + ")"
	}
	add("intent", intent)
	add("confidence", fmt.Sprintf("%.0f%%", 100*r.Turn.Confidence))
	if r.Turn.Outcome != "" {
		add("outcome", c.label("outcome."+string(r.Turn.Outcome), nil))
	}
	add("heard", c.facts(r.Turn.Facts))
	add("known", c.facts(r.Turn.Known))
	var passages []string
	var sources bot.Citations
	for _, b := range r.Blocks {
		if cs, ok := b.(bot.Citations); ok {
			sources = append(sources, cs...)
		}
	}
	for i, s := range sources {
		passage := fmt.Sprintf("[%d] %s", i+1, s.Passage)
		if len(s.Refs) > 0 {
			passage += " (" + strings.Join(s.Refs, " ") + ")"
		}
		passages = append(passages, passage)
	}
	add("passages", strings.Join(passages, " "))
	add("gaps", strings.Join(r.Turn.Gaps, " "))
	add("corpus", r.Generation)
	add("turn", r.Trace)
	blocks := []bot.Block{bot.Text{Body: strings.Join(lines, "\n")}}
	if len(sources) > 0 {
		blocks = append(blocks, bot.Text{Body: c.label("why.sources", nil)}, sources)
	}
	return c.show(bot.Reply{Lang: c.lang, Blocks: blocks}, true)
}

// facts words facts with their values; none are said to be none.
func (c *chat) facts(known corpus.Facts) string {
	var words []string
	for i := range c.Set.Facts {
		fact := &c.Set.Facts[i]
		if v, ok := known[fact.ID]; ok {
			words = append(words, fact.Label.In(c.lang)+" = "+bot.ValueText(c.Set, c.lang, fact, v))
		}
	}
	if len(words) == 0 {
		return c.label("why.nothing", nil)
	}
	return strings.Join(words, " · ")
}
