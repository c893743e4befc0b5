package web

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhirong/bot"
	"zhirong/corpus"
)

// svgOf renders a chart as the page does.
func svgOf(t *testing.T, c bot.Chart, lang corpus.Lang) string {
	t.Helper()
	var out bytes.Buffer
	part := partView{Kind: "chart", Region: bot.Visible(c.Caption), Picture: draw(c, lang)}
	part.Picture.ID = "x-1"
	if err := newServer(t, nil).templates["chat"].ExecuteTemplate(&out, "picture", part); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPicturesSayWhatTheyShow(t *testing.T) {
	t.Parallel()
	estimate := bot.Chart{
		Kind: bot.RangeChart, Caption: "参考区间", Unit: bot.FenUnit, Names: []string{"低", "中间值", "高"},
		Items: []bot.ChartItem{{Label: "参考区间", Values: []int64{100_0000_00, 200_0000_00, 300_0000_00}}, {Label: "成本法", Values: []int64{150_0000_00}}},
	}
	grid := bot.Chart{
		Kind: bot.GridChart, Caption: "机会和风险", Unit: bot.PointUnit, Names: []string{"风险", "机会"},
		Items: []bot.ChartItem{{Label: "技术", Values: []int64{25, 75}}, {Label: "市场", Values: []int64{25, 75}}, {Label: "财务"}},
	}
	for _, c := range []struct {
		chart bot.Chart
		want  []string
	}{
		{estimate, []string{"参考区间: 低 100万元, 中间值 200万元, 高 300万元; 成本法: 150万元", ">低 100万元<", ">中间值 200万元<", ">高 300万元<"}},
		{grid, []string{"技术: 风险 25, 机会 75", "财务: –", ">1<", ">2<", ">3 财务<"}},
	} {
		svg := svgOf(t, c.chart, corpus.Chinese)
		for _, want := range append(c.want, `role="img"`, `<title id="c-x-1-t">`+c.chart.Caption+`</title>`) {
			if !strings.Contains(svg, want) {
				t.Errorf("%s does not hold %s: %s", c.chart.Kind, want, svg)
			}
		}
		d := xml.NewDecoder(strings.NewReader("<x>" + svg + "</x>"))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v in %s", c.chart.Kind, err, svg)
			}
		}
		if bad := active(svg); bad != "" {
			t.Errorf("%s: %s", c.chart.Kind, bad)
		}
	}
	circles := slices.DeleteFunc(draw(grid, corpus.Chinese).Shapes, func(s shape) bool { return s.Kind != "circle" })
	if len(circles) != 2 || circles[0].X == circles[1].X {
		t.Errorf("two at one place hide each other: %+v", circles)
	}
}

func TestNothingOfAPictureLeavesIt(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{"", "技术", "Legal position", "收益法（销售收入分成）", "market approach (recorded licences, no comparable deal)", strings.Repeat("长", 80), "a\x00\u202eb"})
	rapid.Check(t, func(t *rapid.T) {
		c := bot.Chart{
			Kind: rapid.SampledFrom([]bot.ChartKind{bot.RangeChart, bot.TornadoChart, bot.RadarChart, bot.GridChart}).Draw(t, "kind"),
			Unit: bot.FenUnit, Names: []string{"低", "中间值", "高"},
		}
		most := int64(1e15)
		if c.Kind == bot.RadarChart || c.Kind == bot.GridChart {
			c.Unit, most = bot.PointUnit, 100
		}
		for range rapid.IntRange(0, 8).Draw(t, "items") {
			values := rapid.SliceOfN(rapid.Int64Range(-most/10, most), 0, 3).Draw(t, "values")
			slices.Sort(values)
			c.Items = append(c.Items, bot.ChartItem{Label: words.Draw(t, "label"), Values: values})
		}
		if rapid.Bool().Draw(t, "has base") {
			c.Base = new(rapid.Int64Range(0, most).Draw(t, "base"))
		}
		p := draw(c, rapid.SampledFrom([]corpus.Lang{corpus.Chinese, corpus.English}).Draw(t, "lang"))
		for _, s := range p.Shapes {
			left, right, top, bottom := s.X, s.X, s.Y, s.Y
			switch s.Kind {
			case "rect":
				right, bottom = s.X+s.W, s.Y+s.H
			case "line":
				right, bottom = s.W, s.H
			case "circle":
				left, right, top, bottom = s.X-s.W, s.X+s.W, s.Y-s.W, s.Y+s.W
			case "polygon":
				for point := range strings.SplitSeq(s.Points, " ") {
					var x, y int
					if _, err := fmt.Sscanf(point, "%d,%d", &x, &y); err != nil {
						t.Fatalf("%q: %v", s.Points, err)
					}
					left, right, top, bottom = min(x, across), max(right, x), min(y, p.Height), max(bottom, y)
				}
			case "text":
				wide := width(s.Text) * 13 / 2
				switch s.Anchor {
				case "end":
					left = s.X - wide
				case "middle":
					left, right = s.X-wide/2, s.X+wide/2
				default:
					right = s.X + wide
				}
			}
			if left < 0 || right > across || top < 0 || bottom > p.Height {
				t.Errorf("%+v reaches from %d, %d to %d, %d in %d × %d", s, left, top, right, bottom, p.Width, p.Height)
			}
		}
	})
}
