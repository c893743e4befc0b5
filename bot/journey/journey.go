// Package journey plays written conversations: what a person says, and what a
// good reply to it holds. It asks through bot.Answerer alone, so that the same
// conversations can be played directly and through any front end.
package journey

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"zhirong/bot"
	"zhirong/corpus"
)

// Journey is one conversation; a file holds one.
type Journey struct {
	Name  string    `yaml:"name"`  // the file's name without .yaml
	About string    `yaml:"about"` // what it shows, as a sentence
	At    time.Time `yaml:"at"`    // when it begins; its day counts as today
	Turns []Step    `yaml:"turns"`
	File  string    `yaml:"-"`
}

// Step is one thing that the person says or presses, and what the reply must
// hold. What is left out is not looked at.
type Step struct {
	Say   string   `yaml:"say"`
	Press string   `yaml:"press"` // a part of the label of a button of the last reply that had any
	After Duration `yaml:"after"` // time gone by since the last step: 20s, 3h, 10d; empty: a minute

	Intent  OneOf       `yaml:"intent"`
	Outcome OneOf       `yaml:"outcome"`
	Lang    corpus.Lang `yaml:"lang"`
	Scope   bot.Scope   `yaml:"scope"`

	Facts    map[corpus.FactID]any `yaml:"facts"`     // heard in this message; see Matches
	NotFacts []corpus.FactID       `yaml:"not_facts"` // not heard in this message
	Profile  map[corpus.FactID]any `yaml:"profile"`   // known after it; null: not known

	Cites    []string `yaml:"cites"`     // refs, each that of some source
	CitesAny []string `yaml:"cites_any"` // refs, at least one that of some source
	Gaps     []string `yaml:"gaps"`      // refs of known unknowns that were met
	Products []string `yaml:"products"`  // refs of products that were shown
	Buttons  []string `yaml:"buttons"`   // each a part of some label
	Charts   []string `yaml:"charts"`    // the kinds of the charts shown, in their order

	Contains    []string      `yaml:"contains"`     // each stands in the words, tables or sources of the reply
	ContainsAny []string      `yaml:"contains_any"` // at least one stands there
	NotContains []string      `yaml:"not_contains"` // none stands in its words or tables
	Asks        corpus.FactID `yaml:"asks"`         // the fact that the reply offers choices for
	AsksNot     corpus.FactID `yaml:"asks_not"`     // a fact that the reply does not offer choices for
	Differs     bool          `yaml:"differs"`      // the words are not those of the last reply

	Line int `yaml:"-"` // in the file
}

// UnmarshalYAML reads a step strictly and keeps its line.
func (s *Step) UnmarshalYAML(n ast.Node) error {
	type plain Step
	if err := yaml.NodeToValue(n, (*plain)(s), yaml.Strict()); err != nil {
		return err
	}
	s.Line = lineOf(n.GetToken())
	return nil
}

// said is what the person does, for a message about it.
func (s *Step) said() string {
	if s.Press != "" {
		return "press " + s.Press
	}
	return "say " + s.Say
}

// OneOf are the values of which one is wanted; in a file a single one needs no list.
type OneOf []string

// UnmarshalYAML reads a text or a list of texts.
func (o *OneOf) UnmarshalYAML(n ast.Node) error {
	if _, list := n.(*ast.SequenceNode); list {
		return yaml.NodeToValue(n, (*[]string)(o))
	}
	var one string
	if err := yaml.NodeToValue(n, &one); err != nil {
		return err
	}
	*o = OneOf{one}
	return nil
}

// Duration is a time written as Go writes it, or in days: 10d.
type Duration time.Duration

// UnmarshalYAML reads a duration.
func (d *Duration) UnmarshalYAML(n ast.Node) error {
	text := n.GetToken().Value
	parsed, err := time.ParseDuration(text)
	if days, ok := strings.CutSuffix(text, "d"); ok && err != nil {
		var whole int
		if whole, err = strconv.Atoi(days); err == nil {
			parsed = time.Duration(whole) * 24 * time.Hour
		}
	}
	if err != nil || parsed < 0 {
		return &fault{n.GetToken(), fmt.Sprintf("%q is not a duration such as 20s, 3h or 10d", text)}
	}
	*d = Duration(parsed)
	return nil
}

// fault is an error of a value with its place.
type fault struct {
	token *token.Token
	text  string
}

func (f *fault) Error() string { return f.text }

// Load reads the .yaml files at the top of a file system, in the order of their
// names. The error is corpus.Problems when files are at fault; it holds every
// fault that can be told at once.
func Load(fsys fs.FS) ([]Journey, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("read journeys: %w", err)
	}
	var all []Journey
	var problems corpus.Problems
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read journeys: %w", err)
		}
		j := Journey{File: name}
		if err := yaml.UnmarshalWithOptions(data, &j, yaml.Strict()); err != nil {
			problems = append(problems, problemOf(name, err))
			continue
		}
		problems = append(problems, j.check()...)
		all = append(all, j)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return all, nil
}

// problemOf takes place and message out of an error of the YAML reader.
func problemOf(file string, err error) corpus.Problem {
	var own *fault
	var located yaml.Error
	switch {
	case errors.As(err, &own):
		return corpus.Problem{File: file, Line: lineOf(own.token), Text: own.text}
	case errors.As(err, &located):
		return corpus.Problem{File: file, Line: lineOf(located.GetToken()), Text: located.GetMessage()}
	}
	return corpus.Problem{File: file, Line: 1, Text: err.Error()}
}

func lineOf(t *token.Token) int {
	if t == nil || t.Position == nil {
		return 1
	}
	return t.Position.Line
}

// outcomes, scopes and langs are what a file may say of a reply.
var (
	outcomes = []string{
		string(bot.Answered), string(bot.Asked), string(bot.Clarified), string(bot.NotFound), string(bot.Refused), string(bot.HandedOver), string(bot.Failed),
	}
	scopes = []string{"", string(bot.InScope), string(bot.OutOfScope), string(bot.Abusive)}
	langs  = []string{"", string(corpus.Chinese), string(corpus.English)}
)

// check returns what is wrong with a journey that could be read.
func (j *Journey) check() (ps corpus.Problems) {
	fail := func(line int, field, format string, args ...any) {
		ps = append(ps, corpus.Problem{File: j.File, Line: line, Field: field, Text: fmt.Sprintf(format, args...)})
	}
	if want := strings.TrimSuffix(path.Base(j.File), ".yaml"); j.Name != want {
		fail(1, "name", "%q does not fit the file's name: write %q", j.Name, want)
	}
	if j.About == "" {
		fail(1, "about", "is missing: say in a sentence what the journey shows")
	}
	if j.At.IsZero() {
		fail(1, "at", "is missing: write when it begins, such as 2026-11-22T10:00:00+08:00")
	}
	if len(j.Turns) == 0 {
		fail(1, "turns", "is missing")
	}
	for _, s := range j.Turns {
		if (s.Say == "") == (s.Press == "") {
			fail(s.Line, "say", "want either say or press")
		}
		for _, o := range s.Outcome {
			if !slices.Contains(outcomes, o) {
				fail(s.Line, "outcome", "%q is not known: write one of %s", o, strings.Join(outcomes, ", "))
			}
		}
		if !slices.Contains(scopes, string(s.Scope)) {
			fail(s.Line, "scope", "%q is not known: write in, out or abuse", s.Scope)
		}
		if !slices.Contains(langs, string(s.Lang)) {
			fail(s.Line, "lang", "%q is not known: write zh or en", s.Lang)
		}
	}
	return ps
}
