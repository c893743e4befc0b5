package valuation

import (
	"fmt"
	"html"
	"math"
	"strings"

	"zhirong/corpus"
)

// Pictures are SVG in the reader's own text colour, without script or style
// sheet, and carry a title and a description for those who do not see them. The
// same numbers stand in the table of the profile.

// Radar draws the score of each group from 0 in the middle to 100 at the rim.
func (e *Estimator) Radar(p Profile, lang corpus.Lang) string {
	const middle, c, rim = 230.0, 160.0, 110.0
	var b strings.Builder
	title, text := e.set.Say("estimate.factors.radar", nil).In(lang), []string{}
	at := func(i int, share float64) (x, y float64) {
		a := 2*math.Pi*float64(i)/float64(len(p.Groups)) - math.Pi/2
		return middle + rim*share*math.Cos(a), c + rim*share*math.Sin(a)
	}
	ring := func(share func(i int) float64) string {
		points := make([]string, len(p.Groups))
		for i := range p.Groups {
			x, y := at(i, share(i))
			points[i] = fmt.Sprintf("%.1f,%.1f", x, y)
		}
		return strings.Join(points, " ")
	}
	for _, s := range []float64{0.25, 0.5, 0.75, 1} {
		fmt.Fprintf(&b, `<polygon points="%s" fill="none" stroke="currentColor" stroke-opacity="0.25"/>`, ring(func(int) float64 { return s }))
	}
	for i, g := range p.Groups {
		x, y := at(i, 1)
		fmt.Fprintf(&b, `<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="currentColor" stroke-opacity="0.25"/>`, middle, c, x, y)
		value := "–"
		if g.Score != nil {
			value = roundPoints(*g.Score)
		}
		label := g.Label.In(lang) + " " + value
		text = append(text, label)
		x, y = at(i, 1.2)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" font-size="12" text-anchor="middle" fill="currentColor">%s</text>`, x, y+4, html.EscapeString(label))
	}
	fmt.Fprintf(&b, `<polygon points="%s" fill="currentColor" fill-opacity="0.2" stroke="currentColor" stroke-width="2"/>`,
		ring(func(i int) float64 { return share(p.Groups[i].Score) }))
	return picture(460, 320, title, strings.Join(text, "; "), b.String())
}

// Grid draws each group by its risk (to the right) and its opportunity (upwards),
// both from 0 to 100. A group that lacks either is left out.
func (e *Estimator) Grid(p Profile, lang corpus.Lang) string {
	const left, top, side = 40.0, 20.0, 240.0
	var b strings.Builder
	say := func(key string) string { return e.set.Say("estimate.factors."+key, nil).In(lang) }
	text := []string{}
	fmt.Fprintf(&b, `<rect x="%.0f" y="%.0f" width="%.0f" height="%.0f" fill="none" stroke="currentColor"/>`, left, top, side, side)
	fmt.Fprintf(&b, `<line x1="%.0f" y1="%.0f" x2="%.0f" y2="%.0f" stroke="currentColor" stroke-opacity="0.25"/>`, left+side/2, top, left+side/2, top+side)
	fmt.Fprintf(&b, `<line x1="%.0f" y1="%.0f" x2="%.0f" y2="%.0f" stroke="currentColor" stroke-opacity="0.25"/>`, left, top+side/2, left+side, top+side/2)
	fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" font-size="12" text-anchor="middle" fill="currentColor">%s →</text>`, left+side/2, top+side+24, html.EscapeString(say("risk")))
	fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" font-size="12" text-anchor="middle" fill="currentColor" transform="rotate(-90 20 %.0f)">%s →</text>`, 20.0, top+side/2, top+side/2, html.EscapeString(say("opportunity")))
	for _, g := range p.Groups {
		if g.Risk == nil || g.Opportunity == nil {
			continue
		}
		x, y := left+side*share(g.Risk), top+side*(1-share(g.Opportunity))
		fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="6" fill="currentColor"/>`, x, y)
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" font-size="12" text-anchor="middle" fill="currentColor">%s</text>`, x, y-10, html.EscapeString(g.Label.In(lang)))
		text = append(text, fmt.Sprintf("%s: %s %s, %s %s", g.Label.In(lang), say("opportunity"), roundPoints(*g.Opportunity), say("risk"), roundPoints(*g.Risk)))
	}
	return picture(320, 300, say("grid"), strings.Join(text, "; "), b.String())
}

// share is a score from 0 to 1; one that is not known is drawn as 0.
func share(p *Points) float64 {
	if p == nil {
		return 0
	}
	return float64(*p) / (100 * scale)
}

func picture(width, height int, title, text, body string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img"><title>%s</title><desc>%s</desc>%s</svg>`,
		width, height, html.EscapeString(title), html.EscapeString(text), body)
}
