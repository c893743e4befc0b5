package bot

import (
	"fmt"
	"slices"
	"strings"

	"zhirong/corpus"
)

// Chart is figures to be seen as a picture. It is data alone: each front end
// draws it as it can and shows its table too, which says the same in words.
type Chart struct {
	Kind    ChartKind
	Caption string
	Unit    ChartUnit
	Names   []string // of the values of an item, in their order
	Items   []ChartItem
	Base    *int64 // of a tornado: the value with all figures as they stand; nil: none
	Table   Table  // the same figures; it has no caption of its own
}

// ChartItem is one thing that a chart shows. How many values it has, the kind
// says; one without values is not known.
type ChartItem struct {
	Label  string
	Values []int64
}

// ChartKind says how a chart is drawn, and what the values of an item are.
type ChartKind string

// The kinds of charts.
const (
	RangeChart   ChartKind = "range"   // low, middle and high, or one value alone, on one scale that holds zero
	TornadoChart ChartKind = "tornado" // low and high about the base, the widest first
	RadarChart   ChartKind = "radar"   // a score from 0 to 100
	GridChart    ChartKind = "grid"    // two scores from 0 to 100: to the right, and upwards
)

// ChartUnit is the unit of all values of a chart.
type ChartUnit string

// The units of charts.
const (
	FenUnit   ChartUnit = "fen"
	PointUnit ChartUnit = "points" // 0 to 100
)

// Text words a value for a person.
func (u ChartUnit) Text(n int64, lang corpus.Lang) string {
	switch {
	case u == FenUnit && lang == corpus.English:
		return corpus.Money(n).English()
	case u == FenUnit:
		return corpus.Money(n).String()
	}
	return fmt.Sprint(n)
}

// Scale returns the least and the greatest number that a chart must hold: scores
// go from 0 to 100, the scale of a range begins at zero. Least is less than most.
func (c Chart) Scale() (least, most int64) {
	if c.Unit == PointUnit {
		return 0, 100
	}
	var all []int64
	for _, i := range c.Items {
		all = append(all, i.Values...)
	}
	if c.Base != nil {
		all = append(all, *c.Base)
	}
	if c.Kind == RangeChart || len(all) == 0 {
		all = append(all, 0)
	}
	// Far from the ends of all numbers, so that there is room beside.
	least, most = near(slices.Min(all)), near(slices.Max(all))
	if least == most {
		gap := 1 + max(least, -least)/1024 // wide enough to be told apart in floating point
		least, most = least-gap, most+gap
	}
	return least, most
}

// near keeps a number within what is beyond every amount there is.
func near(n int64) int64 {
	const farthest = 1 << 61
	return min(max(n, -farthest), farthest)
}

// Place returns where a value stands between least and most, from 0 to steps,
// rounded half up. What lies beyond an end stands at it.
func Place(n, least, most, steps int64) int64 {
	n = min(max(n, least), most)
	// A place on a screen, in floating point since a product of amounts may not fit.
	return int64((float64(n)-float64(least))/(float64(most)-float64(least))*float64(steps) + 0.5)
}

// widest is the most columns that a bar in plain text takes.
const widest = 40

// chart writes a chart with ASCII signs, which are one column wide on every
// screen, and its table.
func (w *plainWriter) chart(c Chart) {
	w.paragraph()
	if caption := inline(c.Caption); caption != "" {
		w.put(caption, "", w.o.Bold)
	}
	room := int64(widest)
	if w.o.Width > 0 {
		room = int64(min(widest, max(8, w.o.Width-2)))
	}
	if c.Kind == GridChart {
		w.plot(c, min(plotWide, room-1))
	} else {
		for _, i := range c.Items {
			w.put(inline(i.Label), "", nil)
			w.lines = append(w.lines, "["+c.bar(i, room-1)+"]")
		}
	}
	w.table(c.Table)
}

// bar draws an item on a line of so many steps.
func (c Chart) bar(i ChartItem, steps int64) string {
	least, most := c.Scale()
	line := []byte(strings.Repeat(".", int(steps)+1))
	at := func(n int64) int64 { return Place(n, least, most, steps) }
	fill := func(from, to int64, sign byte) {
		for k := min(from, to); k <= max(from, to); k++ {
			line[k] = sign
		}
	}
	switch v := i.Values; {
	case len(v) == 0:
	case c.Kind == RadarChart:
		if v[0] > 0 {
			fill(0, at(v[0]), '#')
		}
	case c.Kind == TornadoChart && len(v) > 1:
		fill(at(v[0]), at(v[1]), '=')
		if c.Base != nil {
			line[at(*c.Base)] = '|'
		}
	case len(v) > 2:
		fill(at(v[0]), at(v[2]), '=')
		line[at(v[1])] = 'o'
	default:
		line[at(v[0])] = 'o'
	}
	return string(line)
}

// The greatest size of a plot in plain text, in steps.
const (
	plotWide = 30
	plotHigh = 8
)

// plot draws a grid: each item by the number of its row in the table, or * where
// two meet.
func (w *plainWriter) plot(c Chart, wide int64) {
	rows := make([][]byte, plotHigh+1)
	for y := range rows {
		rows[y] = []byte(strings.Repeat(" ", int(wide)+1))
	}
	for n, i := range c.Items {
		if len(i.Values) < 2 || n > 8 {
			continue
		}
		spot := &rows[plotHigh-Place(i.Values[1], 0, 100, plotHigh)][Place(i.Values[0], 0, 100, wide)]
		if *spot != ' ' {
			*spot = '*'
			continue
		}
		*spot = byte('1' + n)
	}
	if len(c.Names) > 1 {
		w.put("^ "+inline(c.Names[1]), "", nil)
	}
	for _, row := range rows {
		w.lines = append(w.lines, strings.TrimRight("|"+string(row), " "))
	}
	axis := "+" + strings.Repeat("-", int(wide)) + ">"
	if len(c.Names) > 0 {
		axis += " " + inline(c.Names[0])
	}
	w.put(axis, "", nil)
	for n, i := range c.Items {
		w.put(inline(i.Label), fmt.Sprintf("%d. ", n+1), nil)
	}
}
