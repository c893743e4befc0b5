package bot

import (
	"context"

	"zhirong/knowledge"
)

// Find searches for the first question of a message as an answer to it would,
// and answers nothing.
func Find(ctx context.Context, g *Generation, m Message) (knowledge.Result, error) {
	s := NewSession(SessionOf(m.From))
	t := newTurn(ctx, &Advisor{}, g, &s, m)
	t.u = g.Model.Understand(m.Text, t.today, "")
	t.lang = t.u.Lang
	if len(t.u.Parts) == 0 {
		return knowledge.Result{}, nil
	}
	t.learn(t.u.Heard.Facts)
	part := t.u.Parts[0]
	if len(t.u.Parts) > 1 {
		part.Text = m.Text
	}
	return t.search(part, nil)
}
