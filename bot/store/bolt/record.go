package bolt

import (
	"fmt"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
)

// formVersion is the version of the layouts below. A layout once released never
// changes: what is new comes with a new version, and the old one stays readable.
const formVersion = 1

// encode writes a value by its layout.
func encode[T any](v *T, layout func(*coder, *T)) []byte {
	c := coder{buf: make([]byte, 0, 512)}
	layout(&c, v)
	return c.buf
}

// decode reads a value by its layout; nothing may be left over.
func decode[T any](data []byte, layout func(*coder, *T)) (T, error) {
	c := coder{buf: data, read: true}
	var v T
	layout(&c, &v)
	if c.err == nil && len(c.buf) > 0 {
		c.fail()
	}
	if c.err != nil {
		var zero T
		return zero, fmt.Errorf("decode %T: %w", v, c.err)
	}
	return v, nil
}

// recordForm is the layout of a turn, without what was said.
func recordForm(c *coder, r *bot.Record) {
	text(c, &r.ID)
	text(c, &r.Session)
	text(c, &r.Message)
	text(c, &r.Channel)
	c.time(&r.At)
	whole(c, &r.Took)
	text(c, &r.Lang)
	text(c, &r.Intent)
	c.float(&r.Confidence)
	text(c, &r.Scope)
	text(c, &r.Outcome)
	list(c, &r.Parts, func(c *coder, p *bot.RecordPart) {
		text(c, &p.Intent)
		text(c, &p.Outcome)
	})
	factsForm(c, &r.Facts)
	factsForm(c, &r.Known)
	text(c, &r.Region)
	text(c, &r.Park)
	text(c, &r.Industry)
	list(c, &r.Rights, text)
	spanForm(c, &r.Amount)
	list(c, &r.Products, func(c *coder, p *bot.RecordProduct) {
		text(c, &p.ID)
		whole(c, &p.Fit)
	})
	list(c, &r.Gaps, text)
	list(c, &r.Cited, text)
	text(c, &r.Funnel)
	text(c, &r.Generation)
	c.flags(&r.Refined)
	c.fixed(r.Digest[:])
}

// saidForm is the layout of the short-lived part of a turn.
func saidForm(c *coder, s *bot.Said) {
	text(c, &s.Text)
	text(c, &s.Action)
	c.time(&s.At)
	text(c, &s.Lang)
	text(c, &s.From.Channel)
	text(c, &s.From.Chat)
	text(c, &s.From.User)
	sessionForm(c, &s.Before)
}

// sessionForm is the layout of a session.
func sessionForm(c *coder, s *bot.Session) {
	text(c, &s.ID)
	text(c, &s.Lang)
	factsForm(c, &s.Profile.Facts)
	table(c, &s.Profile.Learned, text, func(c *coder, t *time.Time) { c.time(t) })
	list(c, &s.Forms, func(c *coder, f *bot.Form) {
		text(c, &f.Intent)
		text(c, &f.Text)
		text(c, &f.Asked)
		list(c, &f.Path, text)
		whole(c, &f.Tries)
	})
	list(c, &s.Sheets, func(c *coder, sheet *bot.Sheet) {
		text(c, &sheet.Name)
		list(c, &sheet.Given, func(c *coder, f *bot.Figure) {
			text(c, &f.ID)
			text(c, &f.Text)
		})
		text(c, &sheet.Asked)
	})
	buttons := func(c *coder, b *bot.Button) {
		text(c, &b.Label)
		text(c, &b.Action)
	}
	list(c, &s.Notice, buttons)
	list(c, &s.Offered, buttons)
	list(c, &s.Recent, text)
	text(c, &s.Topic.Intent)
	list(c, &s.Topic.Docs, text)
	text(c, &s.Topic.Text)
	list(c, &s.Topic.Shown, text)
	whole(c, &s.Misses)
	list(c, &s.Said, text)
	list(c, &s.Cited, text)
	text(c, &s.Shown)
	list(c, &s.Papers, text)
	text(c, &s.Consent)
	whole(c, &s.Turns)
	whole(c, &s.Version)
	c.time(&s.Seen)
}

func factsForm(c *coder, f *corpus.Facts) {
	m := map[corpus.FactID]corpus.Value(*f)
	table(c, &m, text, valueForm)
	*f = m
}

// valueForm keeps all of a value: its form as JSON is for readers and says
// neither the kind nor what the person cannot tell.
func valueForm(c *coder, v *corpus.Value) {
	text(c, &v.Kind)
	c.flags(&v.Unsure, &v.Bool, &v.Complete)
	spanForm(c, &v.Span)
	text(c, &v.Text)
	list(c, &v.Has, text)
	list(c, &v.Not, text)
}

func spanForm(c *coder, s *corpus.Span) {
	c.flags(&s.HasMin, &s.HasMax, &s.MinOpen, &s.MaxOpen)
	c.int(&s.Min)
	c.int(&s.Max)
}
