package royalty

import (
	"encoding/json"
	"slices"
	"strings"

	"zhirong/corpus"
)

// Question is one thing to ask for a fee.
type Question struct {
	ID       string // as Sheet.Set takes it
	Ask      corpus.Text
	Required bool // no fee without it
}

// paths are where a figure stands in a request, by the id under which it is set.
// basis and anyway stand in none: basis is what route 3 starts from, anyway that
// the fee is wanted though a declaration is barred.
var paths = map[string]string{
	"route": "route", "kind": "right.kind", "status": "right.status", "filed": "right.filed", "fees_paid": "right.fees_paid",
	"consent": "right.pledgee_consent", "evaluation": "right.evaluation_report", "exclusive": "right.exclusive_licence", "relief_bp": "right.relief_bp",
	"income": "base.yearly_income", "share_bp": "base.share_bp", "past_fee": "base.past_fee", "past_years": "base.past_years",
	"unit_fee": "base.per_patent_year", "industry": "base.industry", "value": "base.value", "patents": "patents", "years": "years",
	"rate_bp": "rate_bp", "net_sales": "net_sales", "profits": "profits", "entry_fee": "entry_fee", "discount_bp": "discount_bp",
	"factors_bp": "factors_bp", "basis": "", "anyway": "",
}

// Bases are what route 3 may start from: a fee of one's own for a patent and year,
// a rate of net sales of one's own, the recorded licences of 2023, or a line of
// the operator's table.
var bases = []string{"unit_fee", "rate_bp", "recorded", "industry"}

// rightFigures are asked of the patent, whatever the route.
var rightFigures = []string{"kind", "evaluation", "status", "consent", "exclusive", "fees_paid"}

// Sheet is a request that is filled in figure by figure. To keep one, keep what
// was set: setting it again gives the same sheet. It is not safe for use by
// several goroutines.
type Sheet struct {
	e     *Estimator
	asOf  corpus.Date
	given map[string]string
}

// Sheet begins to fill in a request, on the day of the estimate.
func (e *Estimator) Sheet(asOf corpus.Date) *Sheet {
	return &Sheet{e: e, asOf: asOf, given: map[string]string{}}
}

// Set puts a figure in place: "15%", "500万", "6", a day, true or false, or a JSON
// list of amounts or rates. A yearly figure of one amount counts for every year.
// A fault leaves the sheet as it is.
func (s *Sheet) Set(id, text string) *corpus.Fault {
	text = strings.TrimSpace(text)
	if _, ok := paths[id]; !ok || id == "basis" && !slices.Contains(bases, text) || id == "anyway" && text != "true" {
		return fault("unknown_field", id)
	}
	old, had := s.given[id]
	s.given[id] = text
	_, flaw := s.read([]string{id})
	if flaw == nil {
		return nil
	}
	if s.given[id] = old; !had {
		delete(s.given, id)
	}
	return flaw
}

// Input returns the request as it stands: what the route does not use is left out.
func (s *Sheet) Input() Input {
	in, _ := s.read(s.used()) // each figure was read when it was set
	in.AsOf = s.asOf
	return in
}

// Estimate works out the fee of the request as it stands.
func (s *Sheet) Estimate() (Result, *corpus.Fault) { return s.e.Estimate(s.Input()) }

// read makes the request of some of the figures and reads it.
func (s *Sheet) read(ids []string) (Input, *corpus.Fault) {
	request := map[string]any{}
	for _, id := range ids {
		text, ok := s.given[id]
		if !ok || paths[id] == "" {
			continue
		}
		value := corpus.FieldValue(text)
		if id == "factors_bp" || id == "net_sales" || id == "profits" {
			value = s.list(id, text)
		}
		corpus.PutField(request, paths[id], value)
	}
	if s.given["basis"] == "recorded" && slices.Contains(ids, "basis") {
		corpus.PutField(request, "base.recorded_2023", true)
	}
	data, err := json.Marshal(request)
	if err != nil {
		return Input{}, fault("bad_json", "")
	}
	return s.e.Read(data)
}

// list is a figure that is a list: one amount of a year stands for every year.
func (s *Sheet) list(id, text string) any {
	value := corpus.FieldValue(text)
	if strings.HasPrefix(text, "[") {
		return value
	}
	n := int64(1)
	if id != "factors_bp" {
		if in, flaw := s.read([]string{"years"}); flaw == nil && in.Years != nil {
			n = *in.Years
		}
	}
	return slices.Repeat([]any{value}, int(n))
}

// used are the figures that the request is made of, by its route.
func (s *Sheet) used() []string {
	out := append([]string{"route", "basis", "filed", "relief_bp", "factors_bp", "discount_bp"}, rightFigures...)
	asked, other := s.fee()
	return slices.Concat(out, asked, other)
}

// fee are the figures of the route: those without which there is no fee, and
// those that may be left out.
func (s *Sheet) fee() (required, other []string) {
	running := func(rate ...string) ([]string, []string) {
		return append(rate, "years", "net_sales"), []string{"profits", "entry_fee"}
	}
	switch s.given["route"] {
	case "1":
		return []string{"income", "years"}, []string{"share_bp"}
	case "2":
		return []string{"past_fee", "past_years", "years"}, nil
	case "4":
		return running("rate_bp")
	case "5":
		return []string{"value", "share_bp"}, []string{"years"}
	case "3":
		switch s.given["basis"] {
		case "rate_bp":
			return running("basis", "rate_bp")
		case "recorded":
			return []string{"basis", "years"}, []string{"patents"}
		case "unit_fee":
			return []string{"basis", "unit_fee", "years"}, []string{"patents"}
		case "industry":
			if line, ok := s.e.set.Licences.Industry(s.given["industry"]); ok && line.Fixed == 0 {
				return running("basis", "industry")
			}
			return []string{"basis", "industry", "years"}, []string{"patents"}
		}
		return []string{"basis"}, nil
	}
	return []string{"route"}, nil
}

// Questions returns the questions of the sheet as far as they are known by now, in
// order: the route, what may bar a declaration, the figures of the route, and what
// the annual fee needs.
func (s *Sheet) Questions() []Question {
	ids := []string{"route"}
	required, other := s.fee()
	kind, status := s.given["kind"], s.given["status"]
	for _, id := range rightFigures {
		if id == "evaluation" && kind != string(corpus.UtilityModel) && kind != string(corpus.DesignPatent) || id == "consent" && status != "pledged" {
			continue
		}
		ids = append(ids, id)
	}
	ids = append(ids, required...)
	ids = append(ids, other...)
	if kind != "" && kind != string(corpus.DesignPatent) {
		ids = append(ids, "filed")
	}
	if s.given["filed"] != "" {
		ids = append(ids, "relief_bp")
	}
	out, seen := []Question{}, map[string]bool{}
	for _, id := range ids {
		if !seen[id] {
			out = append(out, s.question(id, id == "route" || slices.Contains(required, id)))
		}
		seen[id] = true
	}
	return out
}

func (s *Sheet) question(id string, required bool) Question {
	return Question{ID: id, Ask: s.e.set.Say("royalty.ask."+id, nil), Required: required}
}

// Question returns the question of a figure, whether it is open or not.
func (s *Sheet) Question(id string) (Question, bool) {
	if paths[id] == "" && id != "basis" {
		return Question{}, false
	}
	required, _ := s.fee()
	return s.question(id, id == "route" || slices.Contains(required, id)), true
}

// Barred reports whether something stands against a declaration and the fee was
// not asked for all the same.
func (s *Sheet) Barred() bool { return len(s.e.blocked(s.settled())) > 0 && s.given["anyway"] == "" }

// settled is the input as far as it was spoken of: an evaluation report or a
// pledgee's consent that was not asked for yet bars nothing yet.
func (s *Sheet) settled() Input {
	in := s.Input()
	if s.given["evaluation"] == "" {
		in.Right.Evaluation = new(true)
	}
	if s.given["consent"] == "" {
		in.Right.Consent = new(true)
	}
	return in
}

// Answers reports whether the sheet holds a figure.
func (s *Sheet) Answers(id string) bool {
	_, ok := s.given[id]
	return ok
}

// Next returns the first question that the sheet does not answer and that was not
// skipped. There is none where a declaration is barred, or where a figure without
// which there is no fee was skipped.
func (s *Sheet) Next(skipped func(id string) bool) (Question, bool) {
	if s.Barred() {
		return Question{}, false
	}
	for _, q := range s.Questions() {
		switch {
		case s.Answers(q.ID):
		case !skipped(q.ID):
			return q, true
		case q.Required:
			return Question{}, false
		}
	}
	return Question{}, false
}

// Given returns the figures that the request is made of, in the order in which
// they are asked, with the text as it was set.
func (s *Sheet) Given() []Given {
	var out []Given
	for _, q := range append(s.Questions(), s.question("factors_bp", false), s.question("discount_bp", false)) {
		if text, ok := s.given[q.ID]; ok {
			out = append(out, Given{ID: q.ID, Text: text})
		}
	}
	return out
}

// Given is a figure as it was set.
type Given struct{ ID, Text string }

// Industries are the lines of the operator's table, if there is one.
func (e *Estimator) Industries() []string {
	var out []string
	for _, i := range e.set.Licences.Industries {
		out = append(out, i.Code)
	}
	return out
}
