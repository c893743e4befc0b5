package eval

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/bot"
	"zhirong/corpus"
)

// Grounder checks that an answer says nothing of its own: every figure, date,
// document number, place and organisation in its sentences stands in a passage
// that it cites, or in the person's own words.
type Grounder struct {
	set     *corpus.Set
	names   *corpus.PhraseIndex // places and organisations
	labels  []string
	aliases map[string][]string // short forms of a place's name, folded
}

// figureForm finds numbers with what makes them an amount, rate or date.
var figureForm = regexp.MustCompile(`\d[\d,.]*\d|\d`)

// numbering are marks of the answer itself: [1], and the numbers of a list.
var numbering = regexp.MustCompile(`\[\d+\]|(?m)^\d+\. `)

// NewGrounder returns a checker for a set.
func NewGrounder(set *corpus.Set) *Grounder {
	g := &Grounder{set: set, names: corpus.NewPhraseIndex(), aliases: map[string][]string{}}
	add := func(s string) {
		if len([]rune(s)) < 2 {
			return
		}
		g.labels = append(g.labels, s)
		g.names.Add(s, len(g.labels)-1)
	}
	for _, p := range set.Places {
		if p.Kind != "group" {
			add(p.Name.ZH)
			add(p.Name.EN)
			for _, a := range p.Aliases {
				g.aliases[corpus.Fold(p.Name.ZH)] = append(g.aliases[corpus.Fold(p.Name.ZH)], corpus.Fold(a))
				g.aliases[corpus.Fold(p.Name.EN)] = append(g.aliases[corpus.Fold(p.Name.EN)], corpus.Fold(a))
			}
		}
	}
	for _, p := range set.Policies {
		for _, i := range p.Issuers {
			add(i.ZH)
			add(i.EN)
		}
	}
	for _, p := range set.Products {
		add(p.Name.ZH)
		add(p.Name.EN)
	}
	return g
}

// Strays returns what stands in the sentences of a reply and neither in what it
// cites nor in what the person said.
func (g *Grounder) Strays(r bot.Reply, said []string) []string {
	body := corpus.Fold(numbering.ReplaceAllString(r.Body(), " "))
	var known strings.Builder
	for _, s := range said {
		known.WriteString(s + "\n")
	}
	for _, b := range r.Blocks {
		if cs, ok := b.(bot.Citations); ok {
			for _, c := range cs {
				known.WriteString(strings.Join([]string{c.Title, c.DocNo, c.Section, c.Issuers, c.Quote, string(c.Effective), string(c.Expires), c.AsOf, c.Source}, "\n") + "\n")
				if p, ok := g.set.Passage(c.Passage); ok {
					for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
						known.WriteString(strings.Join([]string{p.Title.In(lang), p.Heading.In(lang), p.Text.In(lang), p.Number.In(lang), p.Table.In(lang)}, "\n") + "\n")
					}
					if product, ok := g.set.Product(p.Doc); ok {
						known.WriteString(product.Provider.ZH + "\n" + product.Provider.EN + "\n" + corpus.Money(product.AmountMax).String() + corpus.Money(product.AmountMax).English() + "\n")
					}
				}
			}
		}
	}
	// What is remembered of the person are the person's own words.
	for _, id := range r.Turn.Known.IDs() {
		v := r.Turn.Known[id]
		if data, err := v.MarshalJSON(); err == nil {
			known.Write(data)
		}
		for _, n := range []int64{v.Span.Min, v.Span.Max} {
			known.WriteString(" " + corpus.Money(n).String() + " " + corpus.Money(n).English() + " " + corpus.BasisPoints(n).String() + "\n")
		}
		if v.Kind == corpus.KindCode {
			for _, c := range g.set.Lineage(corpus.RegionCode(v.Text)) {
				known.WriteString(g.set.PlaceName(c, corpus.Chinese) + g.set.PlaceName(c, corpus.English) + "\n")
			}
		}
	}
	// So are the amounts that were heard, in the words of either language.
	for _, v := range r.Turn.Heard.Heard.Money {
		for _, n := range []int64{v.Span.Min, v.Span.Max} {
			known.WriteString(" " + corpus.Money(n).String() + " " + corpus.Money(n).English() + "\n")
		}
	}
	for _, c := range r.Turn.Heard.Heard.Places {
		for _, up := range g.set.Lineage(c) {
			known.WriteString(g.set.PlaceName(up, corpus.Chinese) + " " + g.set.PlaceName(up, corpus.English) + "\n")
		}
	}
	for _, gap := range g.set.Gaps {
		if slices.ContainsFunc(gap.Refs, func(ref string) bool { return slices.Contains(r.Turn.Gaps, ref) }) {
			known.WriteString(gap.Says.In(r.Lang) + gap.Differs.In(r.Lang) + gap.Decides.In(r.Lang) + "\n")
		}
	}
	for _, c := range g.set.Caveats {
		known.WriteString(strings.Join(c.In(r.Lang), "\n") + "\n")
	}
	// So are the days that were heard, and the day of the message.
	for _, d := range append(slices.Clone(r.Turn.Heard.Heard.Dates), r.Turn.Heard.Heard.AsOf, corpus.DateOf(r.Turn.Message.At)) {
		known.WriteString(string(d) + "\n")
	}
	known.WriteString(r.Trace)
	hay := corpus.Fold(known.String())
	var strays []string
	add := func(s string) {
		if !slices.Contains(strays, s) {
			strays = append(strays, s)
		}
	}
	numbers := counts(r)
	for _, n := range figureForm.FindAllString(hay, -1) {
		numbers[strings.ReplaceAll(n, ",", "")] = true
	}
	for _, n := range figureForm.FindAllString(body, -1) {
		n = strings.Trim(strings.ReplaceAll(n, ",", ""), ".")
		if !numbers[n] && !numbers[n+"."] && !emergency[n] {
			add(n)
		}
	}
	for _, h := range g.names.Find(body) {
		if name := body[h.Start:h.End]; !slices.ContainsFunc(append([]string{name}, g.aliases[name]...), func(a string) bool { return strings.Contains(hay, a) }) {
			add(name)
		}
	}
	return strays
}

// counts are the numbers that the tables beneath an answer bear out: of their rows,
// and of the rows that hold the same cell. A row that begins with a dot is a part
// of the one above it.
func counts(r bot.Reply) map[string]bool {
	out, rows, alike := map[string]bool{"0": true}, 0, map[string]int{}
	for _, b := range r.Blocks {
		tab, ok := b.(bot.Table)
		if !ok {
			continue
		}
		out[fmt.Sprint(len(tab.Rows))] = true
		for _, row := range tab.Rows {
			if len(row) == 0 || strings.HasPrefix(row[0], "·") {
				continue
			}
			rows++
			for _, cell := range row {
				alike[cell]++
			}
		}
	}
	out[fmt.Sprint(rows)] = true
	for _, n := range alike {
		out[fmt.Sprint(n)] = true
	}
	return out
}

// emergency are the lines that the wording itself names.
var emergency = map[string]bool{"110": true, "119": true, "120": true, "12330": true}
