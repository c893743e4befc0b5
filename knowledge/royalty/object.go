package royalty

import (
	"encoding/json"

	"zhirong/corpus"
)

// Object is a result as `zhirong royalty --json` prints it, in one language.
// Amounts are fen, rates basis points.
type Object struct {
	ID        json.RawMessage  `json:"id"`
	AsOf      corpus.Date      `json:"as_of"`
	Allowed   bool             `json:"allowed"`
	Blocked   []remarkObject   `json:"blocked"`
	Fee       *corpus.Money    `json:"fee"`
	Yearly    []corpus.Money   `json:"yearly"`
	LumpSum   *corpus.Money    `json:"lump_sum"`
	Caps      []capObject      `json:"caps"`
	AnnualFee *annualFeeObject `json:"annual_fee"`
	Steps     []stepObject     `json:"steps"`
	Warnings  []remarkObject   `json:"warnings"`
	Table     *string          `json:"table"`
	Notice    string           `json:"notice"`
}

type remarkObject struct {
	Code string           `json:"code"`
	Text string           `json:"text"`
	Cite corpus.PassageID `json:"cite"`
}

type capObject struct {
	Basis    string       `json:"basis"`
	Year     *int         `json:"year"`
	Amount   corpus.Money `json:"amount"`
	Limit    corpus.Money `json:"limit"`
	Exceeded bool         `json:"exceeded"`
}

type annualFeeObject struct {
	Year  int              `json:"year"`
	Full  corpus.Money     `json:"full"`
	Open  corpus.Money     `json:"open_licence"`
	Other *corpus.Money    `json:"other_relief"`
	Pay   corpus.Money     `json:"pay"`
	Taken string           `json:"taken"`
	Cite  corpus.PassageID `json:"cite"`
}

type stepObject struct {
	Formula string           `json:"formula"`
	Label   string           `json:"label"`
	Work    string           `json:"work"`
	Value   int64            `json:"value"`
	Unit    string           `json:"unit"`
	Cite    corpus.PassageID `json:"cite"`
}

// Object returns the result in a language; id is echoed, null where there is none.
func (r Result) Object(id json.RawMessage, lang corpus.Lang) Object {
	if len(id) == 0 {
		id = json.RawMessage("null")
	}
	remarks := func(list []Remark) []remarkObject {
		out := []remarkObject{}
		for _, m := range list {
			out = append(out, remarkObject{m.Code, m.Text.In(lang), m.Cite})
		}
		return out
	}
	o := Object{ID: id, AsOf: r.AsOf, Allowed: r.Allowed, Blocked: remarks(r.Blocked), Fee: r.Fee, Yearly: append([]corpus.Money{}, r.Yearly...), LumpSum: r.LumpSum,
		Caps: []capObject{}, Steps: []stepObject{}, Warnings: remarks(r.Warnings), Notice: r.Notice.In(lang)}
	for _, c := range r.Caps {
		co := capObject{Basis: c.Basis, Amount: c.Amount, Limit: c.Limit, Exceeded: c.Exceeded}
		if c.Year > 0 {
			co.Year = &c.Year
		}
		o.Caps = append(o.Caps, co)
	}
	if f := r.AnnualFee; f != nil {
		o.AnnualFee = &annualFeeObject{f.Year, f.Full, f.Open, f.Other, f.Pay, f.Taken, f.Cite}
	}
	for _, s := range r.Steps {
		o.Steps = append(o.Steps, stepObject{s.Formula, s.Label.In(lang), s.Work.In(lang), s.Value, s.Unit, s.Cite})
	}
	if !r.Origin.Zero() {
		origin := r.Origin.In(lang)
		o.Table = &origin
	}
	return o
}
