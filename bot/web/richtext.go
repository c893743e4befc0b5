package web

import (
	"regexp"
	"strconv"
	"strings"

	"zhirong/bot"
)

// block is a paragraph or a list of a text, for a template.
type block struct {
	List  string // "", "ul", "ol"
	Start int    // of an ordered list
	Items [][]run
}

// run is a piece of a line: words, or a mark that points at a source.
type run struct {
	Text string
	Cite int // from 1; 0: words
}

var (
	citeForm    = regexp.MustCompile(`\[(\d{1,2})\]`)
	orderedForm = regexp.MustCompile(`^(\d{1,2})\. `)
)

// richText takes a text apart: paragraphs, lines that begin with "- " or "1. ",
// and marks of the sources that there are.
func richText(body string, sources int) []block {
	var out []block
	gap := true // an empty line, or the beginning
	for line := range strings.SplitSeq(bot.Visible(body), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			gap = true
			continue
		}
		var last *block
		if len(out) > 0 {
			last = &out[len(out)-1]
		}
		list, start := "", 0
		if strings.HasPrefix(line, "- ") {
			list, line = "ul", line[2:]
		} else if m := orderedForm.FindStringSubmatch(line); m != nil {
			start, _ = strconv.Atoi(m[1]) // two digits
			list, line = "ol", line[len(m[0]):]
		}
		goesOn := last != nil && last.List == list && (list != "ol" || last.Start+len(last.Items) == start)
		switch {
		case list == "ul" && goesOn && !gap, list == "ol" && goesOn:
			last.Items = append(last.Items, runs(line, sources))
		case list == "" && goesOn && !gap:
			last.Items = append(last.Items, runs(line, sources)) // a further line of the paragraph
		default:
			out = append(out, block{List: list, Start: start, Items: [][]run{runs(line, sources)}})
		}
		gap = false
	}
	return out
}

// runs splits a line at the marks of sources.
func runs(line string, sources int) []run {
	var out []run
	from := 0
	for _, m := range citeForm.FindAllStringSubmatchIndex(line, -1) {
		n, _ := strconv.Atoi(line[m[2]:m[3]]) // two digits
		if n < 1 || n > sources {
			continue
		}
		if m[0] > from {
			out = append(out, run{Text: line[from:m[0]]})
		}
		out = append(out, run{Cite: n})
		from = m[1]
	}
	if from < len(line) {
		out = append(out, run{Text: line[from:]})
	}
	return out
}
