package bot_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhirong/bot"
	"zhirong/corpus"
)

func TestPlainChartsShowWhereFiguresStand(t *testing.T) {
	t.Parallel()
	tests := []struct {
		chart bot.Chart
		want  string
	}{
		{
			bot.Chart{Kind: bot.RangeChart, Caption: "区间", Unit: bot.FenUnit, Items: []bot.ChartItem{{Label: "a", Values: []int64{50, 75, 100}}, {Label: "b", Values: []int64{0}}}},
			"区间\na\n[.........=====o====]\nb\n[o..................]",
		},
		{
			bot.Chart{Kind: bot.TornadoChart, Unit: bot.FenUnit, Base: new(int64(60)), Items: []bot.ChartItem{{Label: "a", Values: []int64{20, 110}}, {Label: "b", Values: []int64{50, 60}}}},
			"a\n[========|==========]\nb\n[......==|..........]",
		},
		{
			bot.Chart{Kind: bot.RadarChart, Unit: bot.PointUnit, Items: []bot.ChartItem{{Label: "a", Values: []int64{100}}, {Label: "b", Values: []int64{50}}, {Label: "c", Values: []int64{0}}, {Label: "d"}}},
			"a\n[###################]\nb\n[##########.........]\nc\n[...................]\nd\n[...................]",
		},
		{
			bot.Chart{Kind: bot.GridChart, Unit: bot.PointUnit, Names: []string{"risk", "chance"}, Items: []bot.ChartItem{{Label: "a", Values: []int64{0, 100}}, {Label: "b", Values: []int64{100, 0}}, {Label: "c", Values: []int64{100, 0}}, {Label: "d"}}},
			"^ chance\n|1\n|\n|\n|\n|\n|\n|\n|\n|                  *\n+------------------>\nrisk\n1. a\n2. b\n3. c\n4. d",
		},
	}
	for _, test := range tests {
		got := bot.Plain(bot.Reply{Blocks: []bot.Block{test.chart}}, bot.PlainOptions{Width: 21, Wording: wording(t)})
		if got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.chart.Kind, got, test.want)
		}
	}
}

func TestPlaceKeepsOrderAndBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		any := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-5, 5), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64}))
		c := bot.Chart{Kind: rapid.SampledFrom([]bot.ChartKind{bot.RangeChart, bot.TornadoChart}).Draw(t, "kind"), Unit: bot.FenUnit,
			Items: []bot.ChartItem{{Values: rapid.SliceOfN(any, 0, 3).Draw(t, "values")}}}
		least, most := c.Scale()
		if least >= most && most != math.MinInt64 {
			t.Fatalf("the scale goes from %d to %d", least, most)
		}
		a, b := any.Draw(t, "a"), any.Draw(t, "b")
		x, y := bot.Place(min(a, b), least, most, 300), bot.Place(max(a, b), least, most, 300)
		if x < 0 || y > 300 || x > y {
			t.Errorf("%d and %d stand at %d and %d", a, b, x, y)
		}
	})
}

func TestChartObjectHoldsWhatTheChartHolds(t *testing.T) {
	t.Parallel()
	c := bot.Chart{Kind: bot.RadarChart, Caption: "x", Unit: bot.PointUnit, Items: []bot.ChartItem{{Label: "a", Values: []int64{7}}, {Label: "b"}}, Table: bot.Table{Head: []string{"h"}, Rows: [][]string{{"a"}, {"b"}}}}
	o := bot.Reply{Lang: corpus.English, Blocks: []bot.Block{c}}.Object("", wording(t), 0)
	if len(o.Charts) != 1 || len(o.Charts[0].Items) != 2 || o.Charts[0].Items[1].Values == nil || o.Charts[0].Base != nil || len(o.Charts[0].Table.Rows) != 2 {
		t.Errorf("%+v", o.Charts)
	}
	if !strings.Contains(o.Text, "[###") {
		t.Errorf("the text has no picture: %s", o.Text)
	}
}
