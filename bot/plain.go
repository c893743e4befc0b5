package bot

import (
	"fmt"
	"strings"
	"unicode"

	"zhirong/corpus"
)

// PlainOptions say how a reply is written as plain text.
type PlainOptions struct {
	Width   int                      // columns of the screen; 0: lines are not wrapped
	Wording map[string]corpus.Saying // labels, under keys that begin with "plain."
	Bold    func(string) string      // dresses headings; nil: as they are
	Dim     func(string) string      // dresses what stands beside the answer; nil: as it is
	Quotes  bool                     // the passage's own text stands beneath each source
}

// Plain writes all of a reply as plain text without a line break at its end. It
// is the floor that every channel may fall back to. No control, escape or
// bidirectional character of any text reaches the result.
func Plain(r Reply, o PlainOptions) string {
	w := plainWriter{o: o, lang: r.Lang}
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case Text:
			w.text(b)
		case Table:
			w.table(b)
		case Chart:
			w.chart(b)
		case Citations:
			w.citations(b)
		case Buttons:
			w.buttons(b)
		case File:
			w.paragraph()
			w.put(w.label("file", map[string]string{"name": inline(b.Name), "size": fmt.Sprint((len(b.Data) + 1023) / 1024)}), "", nil)
		case Notice:
			w.notice(b)
		}
	}
	if r.Refined {
		w.paragraph()
		w.put(w.label("refined", nil), "", o.Dim)
	}
	return strings.Join(w.lines, "\n")
}

// ValueText words what is known of a fact for a person, as answers do.
func ValueText(set *corpus.Set, lang corpus.Lang, fact *corpus.Fact, v corpus.Value) string {
	return (&turn{set: set, lang: lang}).value(fact, v)
}

type plainWriter struct {
	o     PlainOptions
	lang  corpus.Lang
	lines []string
}

// label returns wording; a missing key shows.
func (w *plainWriter) label(key string, args map[string]string) string {
	lines := w.o.Wording["plain."+key].In(w.lang)
	if len(lines) == 0 {
		return "[plain." + key + "]"
	}
	return corpus.Fill(lines[0], args)
}

// paragraph makes what follows stand apart from what was written.
func (w *plainWriter) paragraph() {
	if n := len(w.lines); n > 0 && w.lines[n-1] != "" {
		w.lines = append(w.lines, "")
	}
}

// put writes a line that begins with a mark such as "- "; where it is wrapped,
// its other lines are indented beneath the text.
func (w *plainWriter) put(text, mark string, dress func(string) string) {
	for _, l := range wrap(mark+text, w.o.Width, columns(mark)) {
		if dress != nil && l != "" {
			l = dress(l)
		}
		w.lines = append(w.lines, l)
	}
}

func (w *plainWriter) text(t Text) {
	body := strings.TrimSpace(visible(t.Body))
	if body == "" {
		return
	}
	var dress func(string) string
	if t.Aside {
		dress = w.o.Dim
	}
	w.paragraph()
	for line := range strings.SplitSeq(body, "\n") {
		line = strings.TrimRight(line, " ")
		if line == "" {
			w.paragraph()
			continue
		}
		mark := listMark(line)
		w.put(line[len(mark):], mark, dress)
	}
}

// listMark returns the "- " or "1. " that a line begins with.
func listMark(line string) string {
	if strings.HasPrefix(line, "- ") {
		return "- "
	}
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits > 0 && digits < 3 && strings.HasPrefix(line[digits:], ". ") {
		return line[:digits+2]
	}
	return ""
}

// table writes aligned columns where they fit, else a record a paragraph.
func (w *plainWriter) table(t Table) {
	n := len(t.Head)
	for _, row := range t.Rows {
		n = max(n, len(row))
	}
	head := cells(t.Head, n)
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = cells(row, n)
	}
	if n == 0 {
		return
	}
	w.paragraph()
	if caption := inline(t.Caption); caption != "" {
		w.put(caption, "", w.o.Bold)
	}
	wide, total := make([]int, n), 2*(n-1)
	for i := range n {
		wide[i] = columns(head[i])
		for _, row := range rows {
			wide[i] = max(wide[i], columns(row[i]))
		}
		total += wide[i]
	}
	if w.o.Width > 0 && total <= w.o.Width {
		w.aligned(head, rows, wide)
		return
	}
	for i, row := range rows {
		if i > 0 {
			w.paragraph()
		}
		for j, cell := range row {
			switch {
			case cell == "":
			case head[j] == "":
				w.put(cell, "", nil)
			default:
				w.put(head[j]+w.label("colon", nil)+cell, "", nil)
			}
		}
	}
}

func (w *plainWriter) aligned(head []string, rows [][]string, wide []int) {
	line := func(row []string) string {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", wide[i]-columns(cell)+2))
		}
		return strings.TrimRight(b.String(), " ")
	}
	if strings.Join(head, "") != "" {
		rule := make([]string, len(wide))
		for i, n := range wide {
			rule[i] = strings.Repeat("-", n)
		}
		w.put(line(head), "", w.o.Bold)
		w.put(line(rule), "", w.o.Dim)
	}
	for _, row := range rows {
		w.put(line(row), "", nil)
	}
}

// cells returns n cells without line breaks.
func cells(row []string, n int) []string {
	out := make([]string, n)
	for i, c := range row {
		out[i] = inline(c)
	}
	return out
}

func (w *plainWriter) citations(cs Citations) {
	if len(cs) == 0 {
		return
	}
	w.paragraph()
	w.put(w.label("sources", nil), "", w.o.Bold)
	for i, c := range cs {
		mark := fmt.Sprintf("[%d] ", i+1)
		w.put(w.citation(c), mark, nil)
		if quote := inline(c.Quote); w.o.Quotes && quote != "" {
			w.put(quote, strings.Repeat(" ", len(mark)), w.o.Dim)
		}
	}
}

// citation is a source on one line: what it is and where in it, its state, the
// days on which it holds, the day of the information, and how it is known.
func (w *plainWriter) citation(c Citation) string {
	title, number, section := inline(c.Title), inline(c.DocNo), inline(c.Section)
	var parts []string
	if c.Status == corpus.Reported || c.Status == "" {
		// A product or a report of facts has no title marks: it is no instrument,
		// and the number is that of the instrument behind it.
		parts = append(parts, spaced(" ", title, section), number)
	} else if w.lang == corpus.English {
		parts = append(parts, spaced(" ", number, title, section))
	} else {
		parts = append(parts, spaced("", number, "《"+title+"》", section))
	}
	if c.Status != "" {
		parts = append(parts, w.label("status."+string(c.Status), nil))
	}
	day := func(key, date string) {
		if date != "" {
			parts = append(parts, w.label(key, map[string]string{"date": inline(date)}))
		}
	}
	day("effective", string(c.Effective))
	day("expires", string(c.Expires))
	day("as_of", c.AsOf)
	return spaced(" · ", append(parts, inline(c.Source), inline(c.URL))...)
}

// spaced joins the parts that are not empty.
func spaced(by string, parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p != "" && b.Len() > 0 {
			b.WriteString(by)
		}
		b.WriteString(p)
	}
	return b.String()
}

// buttons writes the choices with the numbers by which they can be typed. A
// choice that stands alone has none, nor have those of a question that asks for a
// number: a number could be meant as an answer.
func (w *plainWriter) buttons(b Buttons) {
	if len(b.Choices) == 0 {
		return
	}
	w.paragraph()
	prompt := inline(b.Prompt)
	alone := len(b.Choices) == 1
	byLabel := alone || b.Unnumbered
	switch {
	case prompt != "":
	case b.Unnumbered && !alone:
		prompt = w.label("choices.words", nil)
	case alone:
		prompt = w.label("choice", nil)
	default:
		prompt = w.label("choices", nil)
	}
	w.put(prompt, "", nil)
	for i, c := range b.Choices {
		mark := fmt.Sprintf("%d. ", i+1)
		if byLabel {
			mark = "- "
		}
		w.put(inline(c.Label), mark, nil)
	}
}

// notice writes what becomes of what is said, and the words that answer it.
func (w *plainWriter) notice(n Notice) {
	w.text(Text{Body: n.Body, Aside: true})
	labels := make([]string, len(n.Choices))
	for i, c := range n.Choices {
		labels[i] = w.label("quoted", map[string]string{"words": inline(c.Label)})
	}
	if len(labels) > 0 {
		w.put(w.label("notice", map[string]string{"choices": strings.Join(labels, w.label("or", nil))}), "", w.o.Dim)
	}
}

// Visible returns a text as it may be shown: without control, escape, zero-width
// and bidirectional characters. Breaks of lines stay.
func Visible(s string) string { return visible(s) }

// visible drops all that has no visible form of its own: control, escape,
// zero-width and bidirectional characters and invalid bytes. Breaks of lines
// stay, other blanks become spaces.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\t' || r == '\r' || unicode.Is(unicode.Zs, r) && r != '\u3000':
			return ' '
		case r == unicode.ReplacementChar || !unicode.IsGraphic(r) || unicode.Is(unicode.Variation_Selector, r):
			return -1
		case r == '\u034f' || r == '\u115f' || r == '\u1160' || r == '\u2800' || r == '\u3164' || r == '\uffa0':
			return -1 // letters and marks that show nothing
		}
		return r
	}, s)
}

// inline is visible text on one line.
func inline(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// cluster is what a person sees as one character, and its width in columns.
type cluster struct {
	text  string
	first rune
	width int
}

// clusters takes visible text apart into characters as a person sees them: marks
// stay with their letter, skin tones with their sign, and flags are pairs.
func clusters(s string) []cluster {
	var out []cluster
	flag := false // the last cluster is the first half of a flag
	for _, r := range s {
		region := r >= 0x1f1e6 && r <= 0x1f1ff
		joins := unicode.Is(unicode.M, r) || r >= 0x1f3fb && r <= 0x1f3ff || r >= 0x1160 && r <= 0x11ff || region && flag
		if n := len(out); joins && n > 0 {
			out[n-1].text += string(r)
			flag = false
			continue
		}
		out = append(out, cluster{text: string(r), first: r, width: runeWidth(r)})
		flag = region
	}
	return out
}

// wide are the characters that take two columns: the blocks of East Asian wide
// and full-width characters of Unicode Annex 11, and the pictures.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x231a, Hi: 0x231b, Stride: 1}, {Lo: 0x23e9, Hi: 0x23ec, Stride: 1},
		{Lo: 0x2705, Hi: 0x2705, Stride: 1}, {Lo: 0x274c, Hi: 0x274c, Stride: 1}, {Lo: 0x2753, Hi: 0x2755, Stride: 1},
		{Lo: 0x2757, Hi: 0x2757, Stride: 1}, {Lo: 0x2b50, Hi: 0x2b50, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1},
		{Lo: 0x3041, Hi: 0x4dbf, Stride: 1}, {Lo: 0x4e00, Hi: 0xa4cf, Stride: 1}, {Lo: 0xa960, Hi: 0xa97f, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1}, {Lo: 0xfe10, Hi: 0xfe19, Stride: 1},
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, {Lo: 0xff01, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x16fe0, Hi: 0x1b2ff, Stride: 1}, {Lo: 0x1f1e6, Hi: 0x1f1ff, Stride: 1}, {Lo: 0x1f300, Hi: 0x1f64f, Stride: 1},
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1}, {Lo: 0x1f7e0, Hi: 0x1f7eb, Stride: 1}, {Lo: 0x1f90c, Hi: 0x1faff, Stride: 1},
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}

func runeWidth(r rune) int {
	switch {
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// columns is the width of visible text on a screen.
func columns(s string) (n int) {
	for _, c := range clusters(s) {
		n += c.width
	}
	return n
}

// Where a line must not be broken: before a closing mark, and before the bracket
// of a [1]; and after an opening mark.
const (
	neverFirst = "，。、；：？！）】》」』〕〉”’％…—·‰℃,.;:?!)]}%[～－"
	neverLast  = "（【《「『〔〈“‘([{￥＄"
)

// breakable reports whether a line may end before the n-th character. Words of
// one-column letters are broken only if hard is set.
func breakable(cs []cluster, n int, hard bool) bool {
	i, j := n, n // blanks at a break are dropped: cs[:i] ends the line, cs[j:] begins the next
	for i > 0 && cs[i-1].first == ' ' {
		i--
	}
	for j < len(cs) && cs[j].first == ' ' {
		j++
	}
	switch {
	case i == 0:
		return false
	case j == len(cs):
		return true
	case strings.ContainsRune(neverFirst, cs[j].first) || strings.ContainsRune(neverLast, cs[i-1].first):
		return false
	}
	return hard || i < j || cs[i-1].width == 2 || cs[j].width == 2
}

// wrap breaks one line of visible text into lines of at most width columns,
// all but the first indented. Latin words stay whole where they fit in a line.
func wrap(s string, width, indent int) []string {
	if width <= 0 {
		return []string{s}
	}
	if indent > width/2 {
		indent = 0
	}
	rest := clusters(s)
	var lines []string
	margin := ""
	for {
		n := fitting(rest, width-len(margin))
		var b strings.Builder
		for _, c := range rest[:n] {
			b.WriteString(c.text)
		}
		lines = append(lines, strings.TrimRight(margin+b.String(), " "))
		for n < len(rest) && rest[n].first == ' ' {
			n++
		}
		if rest = rest[n:]; len(rest) == 0 {
			return lines
		}
		margin = strings.Repeat(" ", indent)
	}
}

// fitting returns how many of the characters go on a line of some width: up to
// the last good place to break; without one, as many as there is room for, but
// one at least.
func fitting(rest []cluster, width int) int {
	used, room := 0, len(rest)
	for i, c := range rest {
		if used += c.width; used > width && i > 0 {
			room = i
			break
		}
	}
	if room == len(rest) {
		return room
	}
	for _, hard := range []bool{false, true} {
		for n := room; n > 0; n-- {
			if breakable(rest, n, hard) {
				return n
			}
		}
	}
	return room
}
