package web

import (
	"fmt"
	"math"
	"strings"

	"zhirong/bot"
	"zhirong/corpus"
)

// picture is a chart as shapes, for a template. It has no colours: the style
// sheet gives them by class.
type picture struct {
	ID            string // of its title and description on the page
	Width, Height int
	Desc          string // what the picture shows, for those who do not see it
	Shapes        []shape
}

// shape is one element of a picture. A line goes from X, Y to W, H; W of a circle
// is its radius.
type shape struct {
	Kind, Class string
	X, Y, W, H  int
	Points      string
	Text        string
	Anchor      string
}

// Sizes in units of a picture: so many across, a column of text, a line of text.
// On a screen of 320 pixels a unit is a little less than a pixel.
const (
	across = 260
	column = 7
	step   = 19
	edge   = 8 // left free at both ends of a scale, for what stands on its ends
)

// draw draws a chart.
func draw(c bot.Chart, lang corpus.Lang) picture {
	d := drawing{c: c, lang: lang, p: picture{Width: across}}
	d.least, d.most = c.Scale()
	switch c.Kind {
	case bot.RadarChart:
		d.radar()
	case bot.GridChart:
		d.grid()
	case bot.TornadoChart:
		d.tornado()
	case bot.RangeChart:
		d.ranges()
	}
	d.p.Height = d.y + 4
	d.p.Desc = d.describe()
	return d.p
}

// drawing is a picture in the making; y is how far down it has come.
type drawing struct {
	c           bot.Chart
	lang        corpus.Lang
	p           picture
	y           int
	least, most int64
}

func (d *drawing) add(s shape) { d.p.Shapes = append(d.p.Shapes, s) }

func (d *drawing) text(class, anchor string, x, y int, words string) {
	d.add(shape{Kind: "text", Class: class, Anchor: anchor, X: x, Y: y, Text: words})
}

func (d *drawing) line(class string, x1, y1, x2, y2 int) {
	d.add(shape{Kind: "line", Class: class, X: x1, Y: y1, W: x2, H: y2})
}

func (d *drawing) rect(class string, x, y, w, h int) {
	d.add(shape{Kind: "rect", Class: class, X: x, Y: y, W: max(w, 1), H: h})
}

// at is where a value stands on the scale across the picture.
func (d *drawing) at(n int64) int {
	return edge + int(bot.Place(n, d.least, d.most, across-2*edge))
}

func (d *drawing) value(n int64) string { return d.c.Unit.Text(n, d.lang) }

// name is the name of the n-th value of an item.
func (d *drawing) name(n int) string {
	if n < len(d.c.Names) {
		return bot.Visible(d.c.Names[n])
	}
	return ""
}

// heading writes a label with what stands at its end, on a line of its own where
// there is no room for both.
func (d *drawing) heading(label, end string) {
	const room = across / column
	label, end = cut(bot.Visible(label), room), cut(end, room)
	d.y += step
	d.text("ch-text", "start", 0, d.y, label)
	if end != "" {
		if width(label)+width(end)+2 > room {
			d.y += step
		}
		d.text("ch-text ch-value", "end", across, d.y, end)
	}
}

// ranges draws one scale for all items: low, middle and high as a bar with its
// middle marked, or one value as a dot.
func (d *drawing) ranges() {
	for _, i := range d.c.Items {
		v := i.Values
		if len(v) < 3 {
			if len(v) > 0 {
				d.heading(i.Label, d.value(v[0]))
				d.y += 12
				d.line("ch-axis", edge, d.y, across-edge, d.y)
				d.add(shape{Kind: "circle", Class: "ch-dot", X: d.at(v[0]), Y: d.y, W: 5})
				d.y += 6
			}
			continue
		}
		d.heading(i.Label, "")
		middle := d.name(1) + " " + d.value(v[1])
		half := width(middle) * column / 2
		d.y += step
		d.text("ch-text ch-value", "middle", min(max(d.at(v[1]), half), across-half), d.y, middle)
		d.y += 7
		d.line("ch-axis", edge, d.y+7, across-edge, d.y+7)
		d.rect("ch-bar", d.at(v[0]), d.y, d.at(v[2])-d.at(v[0]), 14)
		d.line("ch-mark", d.at(v[1]), d.y-3, d.at(v[1]), d.y+17)
		d.y += 14 + step
		d.text("ch-text", "start", 0, d.y, d.name(0)+" "+d.value(v[0]))
		d.text("ch-text", "end", across, d.y, d.name(2)+" "+d.value(v[2]))
		d.y += 4
	}
}

// tornado draws a bar an item about one upright line.
func (d *drawing) tornado() {
	top := d.y
	for _, i := range d.c.Items {
		v := i.Values
		if len(v) < 2 {
			continue
		}
		d.heading(i.Label, d.value(v[0])+" – "+d.value(v[1]))
		from, to, base := d.at(v[0]), d.at(v[1]), d.at(v[0])
		if d.c.Base != nil {
			base = min(max(d.at(*d.c.Base), from), to)
		}
		d.rect("ch-less", from, d.y+5, base-from, 12)
		d.rect("ch-bar", base, d.y+5, to-base, 12)
		if d.c.Base != nil {
			d.line("ch-mark", d.at(*d.c.Base), d.y+3, d.at(*d.c.Base), d.y+19)
		}
		d.y += 20
	}
	if d.y == top {
		d.y += step
	}
}

// radar draws a score a corner, from nothing in the middle to all at the rim.
func (d *drawing) radar() {
	const x0, y0, rim = across / 2, 112, 72
	items := d.c.Items
	if d.y = y0 + rim + 26; len(items) == 0 {
		return
	}
	corner := func(i int, share float64) (x, y int) {
		a := 2*math.Pi*float64(i)/float64(len(items)) - math.Pi/2
		return x0 + int(math.Round(rim*share*math.Cos(a))), y0 + int(math.Round(rim*share*math.Sin(a)))
	}
	ring := func(class string, share func(i int) float64) {
		points := make([]string, len(items))
		for i := range items {
			x, y := corner(i, share(i))
			points[i] = fmt.Sprintf("%d,%d", x, y)
		}
		d.add(shape{Kind: "polygon", Class: class, Points: strings.Join(points, " ")})
	}
	for _, s := range []float64{0.25, 0.5, 0.75, 1} {
		ring("ch-ring", func(int) float64 { return s })
	}
	for i := range items {
		x, y := corner(i, 1)
		d.line("ch-axis", x0, y0, x, y)
	}
	ring("ch-area", func(i int) float64 {
		if len(items[i].Values) == 0 {
			return 0
		}
		return float64(bot.Place(items[i].Values[0], 0, 100, 100)) / 100
	})
	for i, item := range items {
		score := "–"
		if len(item.Values) > 0 {
			score = d.value(item.Values[0])
		}
		words := cut(bot.Visible(item.Label), 14) + " " + score
		half := width(words) * column / 2
		x, y := corner(i, 1.12)
		switch {
		case y < y0-rim/2:
			y -= 6
		case y > y0+rim/2:
			y += 14
		default:
			y -= 8
		}
		switch {
		case x > x0+8:
			x += half - 10
		case x < x0-8:
			x -= half - 10
		}
		d.text("ch-text", "middle", min(max(x, half), across-half), y, words)
	}
}

// grid draws the items by number in a square, and the numbers' meaning beneath.
func (d *drawing) grid() {
	const left, side = 16, across - 32
	d.y = step
	d.text("ch-text", "start", 0, d.y-4, "↑ "+d.name(1))
	top := d.y + 4
	d.rect("ch-field", left, top, side, side)
	d.line("ch-axis", left+side/2, top, left+side/2, top+side)
	d.line("ch-axis", left, top+side/2, left+side, top+side/2)
	d.y = top + side + step
	d.text("ch-text", "end", left+side, d.y-2, d.name(0)+" →")
	taken := map[[2]int]int{}
	for n, i := range d.c.Items {
		number := fmt.Sprint(n + 1)
		if len(i.Values) > 1 {
			x, y := left+int(bot.Place(i.Values[0], 0, 100, side)), top+int(bot.Place(100-i.Values[1], 0, 100, side))
			x, y = min(max(x, left+11), left+side-11), min(max(y, top+11), top+side-11)
			spot := [2]int{x / 20, y / 20}
			aside := 20 * taken[spot] // who stands on another moves towards the middle
			if x > left+side/2 {
				aside = -aside
			}
			x = min(max(x+aside, left+11), left+side-11)
			taken[spot]++
			d.add(shape{Kind: "circle", Class: "ch-dot", X: x, Y: y, W: 10})
			d.text("ch-number", "middle", x, y+5, number)
		}
		d.heading(number+" "+i.Label, "")
	}
}

// describe says what the picture shows.
func (d *drawing) describe() string {
	var items []string
	for _, i := range d.c.Items {
		var values []string
		for n, v := range i.Values {
			if len(i.Values) == 1 && d.c.Kind == bot.RangeChart {
				values = append(values, d.value(v))
				continue
			}
			values = append(values, strings.TrimSpace(d.name(n)+" "+d.value(v)))
		}
		if len(values) == 0 {
			values = []string{"–"}
		}
		items = append(items, bot.Visible(i.Label)+": "+strings.Join(values, ", "))
	}
	return strings.Join(items, "; ")
}

// width is how many columns a text takes, two for a character of a wide script.
func width(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x1100 {
			n++
		}
	}
	return n
}

// cut shortens a text to so many columns.
func cut(s string, columns int) string {
	if width(s) <= columns {
		return s
	}
	used := 1
	for i, r := range s {
		if used += width(string(r)); used > columns {
			return s[:i] + "…"
		}
	}
	return s
}
