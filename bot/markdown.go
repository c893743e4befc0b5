package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhirong/corpus"
)

// markdown writes an answer as a document to take along: its title, the day, what
// it says, its tables and its sources. No text in it can be taken for markup.
func (t *turn) markdown(title string, p piece) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", marked(title), marked(corpus.Fill(t.label("file.made"), map[string]string{"date": string(t.today), "trace": t.log.ID})))
	var cited []*corpus.Passage
	body := t.numberText(strings.Join(p.lines, "\n\n"), &cited)
	for line := range strings.SplitSeq(visible(body), "\n") {
		mark := listMark(line)
		b.WriteString(mark + marked(line[len(mark):]) + "\n")
	}
	for _, tab := range p.tables {
		tab = t.numberTable(tab, &cited)
		b.WriteString("\n")
		if tab.Caption != "" {
			fmt.Fprintf(&b, "## %s\n\n", marked(tab.Caption))
		}
		row := func(cells []string) {
			for _, c := range cells {
				b.WriteString("| " + marked(c) + " ")
			}
			b.WriteString("|\n")
		}
		row(tab.Head)
		b.WriteString(strings.Repeat("| --- ", len(tab.Head)) + "|\n")
		for _, r := range tab.Rows {
			row(r)
		}
	}
	if len(cited) > 0 {
		fmt.Fprintf(&b, "\n## %s\n\n", marked(t.label("plain.sources")))
	}
	w := plainWriter{o: PlainOptions{Wording: t.set.Wording}, lang: t.lang}
	for i, q := range cited {
		c := t.citation(q)
		fmt.Fprintf(&b, "%d. %s  \n   %s\n", i+1, marked(w.citation(c)), marked(c.Quote))
	}
	fmt.Fprintf(&b, "\n%s\n", marked(t.stateOf(cited)))
	return []byte(b.String())
}

// marked is text on one line in which no character means anything in Markdown.
func marked(s string) string {
	var b strings.Builder
	for _, r := range inline(s) {
		if r < utf8.RuneSelf && strings.ContainsRune("\\`*_{}[]<>()#+!|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
