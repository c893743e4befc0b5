package valuation

import (
	"math/big"
	"strconv"
	"strings"

	"zhirong/corpus"
)

// scale is one point in ten-thousandths.
const scale = 10_000

// String prints points without trailing zeros: "71.2".
func (p Points) String() string {
	whole, rest := int64(p)/scale, int64(p)%scale
	if rest == 0 {
		return strconv.FormatInt(whole, 10)
	}
	frac := strconv.FormatInt(scale+rest, 10)[1:]
	return strconv.FormatInt(whole, 10) + "." + strings.TrimRight(frac, "0")
}

// MarshalJSON prints points as a number.
func (p Points) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }

// ScoreSheet is the score by groups. A group without any score, and a total
// without all three groups, is nil.
type ScoreSheet struct {
	Groups     [3]*Points
	Total      *Points
	Weights    [3]corpus.BasisPoints
	Indicators []IndicatorScore
	Origin     corpus.Text // of the table of indicators and weights
	Ours       bool        // the table is this service's own
}

// IndicatorScore is the score of one indicator, 0 to 100; nil: not known.
type IndicatorScore struct {
	ID      string
	Group   string
	Label   corpus.Text
	Weight  corpus.BasisPoints
	Value   *int64
	Derived bool // reckoned from the dates
}

// score fills in the sheet: a group's own figure where it was given, else the
// weighted mean of those of its indicators that are known.
func (e *Estimator) score(in Input, sceneID string, days int64, term int) ScoreSheet {
	table := &e.set.Indicators
	sheet := ScoreSheet{Origin: table.Origin, Ours: table.Ours}
	scene, _ := table.Scene(sceneID)
	var num, weight [3]int64
	for _, ind := range table.Indicators {
		s := IndicatorScore{ID: ind.ID, Group: ind.Group, Label: ind.Label, Weight: corpus.BasisPoints(ind.Weight)}
		if n, ok := in.Scores[ind.ID]; ok {
			s.Value = &n
		} else if ind.ID == "remaining_life" {
			s.Value, s.Derived = new(lifeScore(in, days, term)), true
		}
		sheet.Indicators = append(sheet.Indicators, s)
		if s.Value != nil {
			g := groupIndex(ind.Group)
			num[g] += *s.Value * int64(ind.Weight)
			weight[g] += int64(ind.Weight)
		}
	}
	for g, name := range corpus.Groups {
		sheet.Weights[g] = corpus.BasisPoints(scene.Groups[name])
		if n, ok := in.Scores[name]; ok {
			sheet.Groups[g] = new(Points(n * scale))
		} else if weight[g] > 0 {
			q, _ := corpus.Quotient(big.NewInt(num[g]*scale), big.NewInt(weight[g]))
			sheet.Groups[g] = new(Points(q))
		}
	}
	if g := sheet.Groups; g[0] != nil && g[1] != nil && g[2] != nil {
		w := [3]int64{int64(sheet.Weights[0]), int64(sheet.Weights[1]), int64(sheet.Weights[2])}
		sheet.Total = new(Score(*g[0], *g[1], *g[2], w))
	}
	return sheet
}

// lifeScore is the share of the term that is left, 0 to 100.
func lifeScore(in Input, days int64, term int) int64 {
	all := AddYears(in.Right.Filed, term).Day() - in.Right.Filed.Day()
	q, _ := corpus.Quotient(big.NewInt(100*days), big.NewInt(all))
	return q
}

func groupIndex(group string) int {
	for i, g := range corpus.Groups {
		if g == group {
			return i
		}
	}
	return 0 // the corpus is checked
}
