package config

import (
	"fmt"
	"strings"
)

// Problem is one fault of the settings: where it is, in which setting, and what
// to do about it.
type Problem struct {
	File   string // empty: no file, the fault is of a variable or of a default
	Line   int
	Key    string // the setting, or the variable; two with "and" between where they do not go together
	Text   string
	Advice string
}

// Error prints the problem on one line, as editors can jump to it.
func (p Problem) Error() string {
	var b strings.Builder
	if p.File != "" {
		fmt.Fprintf(&b, "%s:%d: ", p.File, max(p.Line, 1))
	}
	if p.Key != "" {
		b.WriteString(p.Key + ": ")
	}
	b.WriteString(p.Text)
	if p.Advice != "" {
		b.WriteString("; " + p.Advice)
	}
	return b.String()
}

// Problems are all faults found at once; as an error it prints one a line.
type Problems []Problem

// Error prints one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}
