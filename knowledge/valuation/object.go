package valuation

import (
	"encoding/json"

	"zhirong/corpus"
)

// Object is a result as `zhirong value --json` prints it, in one language.
// Amounts are fen, rates basis points.
type Object struct {
	ID          json.RawMessage    `json:"id"`
	AsOf        corpus.Date        `json:"as_of"`
	Refused     *remarkObject      `json:"refused"`
	Low         *corpus.Money      `json:"low"`
	Mid         *corpus.Money      `json:"mid"`
	High        *corpus.Money      `json:"high"`
	Methods     []methodObject     `json:"methods"`
	Score       *scoreObject       `json:"score"`
	Assumptions []assumptionObject `json:"assumptions"`
	Missing     []string           `json:"missing"`
	Narrow      []narrowObject     `json:"narrow"`
	Tornado     []swingObject      `json:"tornado"`
	Warnings    []remarkObject     `json:"warnings"`
	Notice      string             `json:"notice"`
	Seed        int64              `json:"seed"`
}

type remarkObject struct {
	Code string           `json:"code"`
	Text string           `json:"text"`
	Cite corpus.PassageID `json:"cite"`
}

type methodObject struct {
	Name    string             `json:"name"`
	Label   string             `json:"label"`
	Value   corpus.Money       `json:"value"`
	Weight  corpus.BasisPoints `json:"weight_bp"`
	Formula string             `json:"formula"`
	Cite    corpus.PassageID   `json:"cite"`
	Steps   []stepObject       `json:"steps"`
}

type stepObject struct {
	Label string `json:"label"`
	Work  string `json:"work"`
	Value int64  `json:"value"`
	Unit  string `json:"unit"`
}

type scoreObject struct {
	Legal      *Points           `json:"legal"`
	Technical  *Points           `json:"technical"`
	Economic   *Points           `json:"economic"`
	Total      *Points           `json:"total"`
	Weights    weightsObject     `json:"weights_bp"`
	Indicators []indicatorObject `json:"indicators"`
	Origin     string            `json:"origin"`
	Ours       bool              `json:"ours"`
}

type weightsObject struct {
	Legal     corpus.BasisPoints `json:"legal"`
	Technical corpus.BasisPoints `json:"technical"`
	Economic  corpus.BasisPoints `json:"economic"`
}

type indicatorObject struct {
	ID      string             `json:"id"`
	Group   string             `json:"group"`
	Label   string             `json:"label"`
	Weight  corpus.BasisPoints `json:"weight_bp"`
	Value   *int64             `json:"value"`
	Derived bool               `json:"derived"`
}

type assumptionObject struct {
	ID     string           `json:"id"`
	Label  string           `json:"label"`
	Value  any              `json:"value"`
	Source string           `json:"source"`
	Cite   corpus.PassageID `json:"cite"`
	Ours   bool             `json:"ours"`
	Given  bool             `json:"given"`
}

type narrowObject struct {
	ID    string       `json:"id"`
	Label string       `json:"label"`
	Gain  corpus.Money `json:"gain"`
}

type swingObject struct {
	ID        string       `json:"id"`
	Label     string       `json:"label"`
	Unit      string       `json:"unit"`
	Low       corpus.Money `json:"low"`
	High      corpus.Money `json:"high"`
	AtLow     int64        `json:"at_low"`
	AtHigh    int64        `json:"at_high"`
	Width     corpus.Money `json:"width"`
	BreakEven *int64       `json:"break_even"`
}

// Object returns the result in a language; id is echoed, null where there is none.
// A refusal has no amounts.
func (r Result) Object(id json.RawMessage, lang corpus.Lang) Object {
	if len(id) == 0 {
		id = json.RawMessage("null")
	}
	o := Object{ID: id, AsOf: r.AsOf, Seed: r.Seed, Missing: append([]string{}, r.Missing...), Notice: r.Notice.In(lang),
		Methods: []methodObject{}, Assumptions: []assumptionObject{}, Narrow: []narrowObject{}, Tornado: []swingObject{}, Warnings: []remarkObject{}}
	if r.Refused != nil {
		o.Refused = &remarkObject{r.Refused.Code, r.Refused.Text.In(lang), r.Refused.Cite}
		return o
	}
	o.Low, o.Mid, o.High = &r.Low, &r.Mid, &r.High
	for _, m := range r.Methods {
		mo := methodObject{m.Name, m.Label.In(lang), m.Value, m.Weight, m.Formula, m.Cite, []stepObject{}}
		for _, s := range m.Steps {
			mo.Steps = append(mo.Steps, stepObject{s.Label.In(lang), s.Work.In(lang), s.Value, s.Unit})
		}
		o.Methods = append(o.Methods, mo)
	}
	o.Score = r.Score.object(lang)
	for _, a := range r.Assumptions {
		ao := assumptionObject{a.ID, a.Label.In(lang), a.Value, a.Source.In(lang), a.Cite, a.Ours, a.Given}
		if a.Unit == "" {
			ao.Value = a.Text
		}
		o.Assumptions = append(o.Assumptions, ao)
	}
	for _, n := range r.Narrow {
		o.Narrow = append(o.Narrow, narrowObject{n.ID, n.Label.In(lang), n.Gain})
	}
	for _, s := range r.Tornado {
		o.Tornado = append(o.Tornado, swingObject{s.ID, s.Label.In(lang), s.Unit, s.Low, s.High, s.AtLow, s.AtHigh, s.Width, s.BreakEven})
	}
	for _, w := range r.Warnings {
		o.Warnings = append(o.Warnings, remarkObject{w.Code, w.Text.In(lang), w.Cite})
	}
	return o
}

func (s ScoreSheet) object(lang corpus.Lang) *scoreObject {
	o := &scoreObject{Legal: s.Groups[0], Technical: s.Groups[1], Economic: s.Groups[2], Total: s.Total,
		Weights: weightsObject{s.Weights[0], s.Weights[1], s.Weights[2]}, Origin: s.Origin.In(lang), Ours: s.Ours, Indicators: []indicatorObject{}}
	for _, i := range s.Indicators {
		o.Indicators = append(o.Indicators, indicatorObject{i.ID, i.Group, i.Label.In(lang), i.Weight, i.Value, i.Derived})
	}
	return o
}
