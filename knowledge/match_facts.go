package knowledge

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"unicode"
	"unicode/utf8"

	"zhirong/corpus"
)

// FactFault is why facts are refused: which one, and what is wrong with it.
type FactFault struct {
	Code  string // "bad_json", "duplicate", "unknown_fact", "bad_value", "unknown_code", "too_low", "too_high", "contradiction"
	Field string // "facts", or "facts." and the fact
	Text  string // what is wrong and what is wanted
}

// Error returns the field and what is wrong with it.
func (f *FactFault) Error() string { return f.Field + ": " + f.Text }

// maxCode bounds a code that no list holds, in bytes.
const maxCode = 200

// ParseFacts reads a JSON object of facts in the form in which they are printed:
// {"region":"420115","loan_amount":"500万","statuses":{"has":[…],"not":[…]}}. A
// fact that is null or left out is not known. Whatever makes no sense alone, or
// beside the others, is refused; reasons for numbers out of bounds are in lang.
// The error is a *FactFault.
func ParseFacts(set *corpus.Set, data []byte, lang corpus.Lang) (corpus.Facts, error) {
	raw, err := object(data)
	if err != nil {
		return nil, err
	}
	known := corpus.Facts{}
	for _, e := range raw {
		id := corpus.FactID(e.key)
		fact, ok := set.Fact(id)
		if !ok {
			return nil, &FactFault{"unknown_fact", "facts." + clip(e.key), set.FaultText(&corpus.Fault{Code: "unknown_fact"}).In(lang)}
		}
		v, err := corpus.ParseValue(fact.Kind, e.value)
		if err != nil {
			return nil, &FactFault{"bad_value", "facts." + e.key, err.Error()}
		}
		if !v.Known() {
			continue
		}
		if fault := CheckFact(set, fact, v, lang); fault != nil {
			return nil, fault
		}
		known[id] = v
	}
	if fault := Contradiction(set, known, lang); fault != nil {
		return nil, fault
	}
	return known, nil
}

type entry struct {
	key   string
	value json.RawMessage
}

// object reads the entries of a JSON object, each key once.
func object(data []byte) ([]entry, error) {
	bad := &FactFault{"bad_json", "facts", `want an object such as {"region":"420115","patents_invention":3}`}
	data = bytes.TrimSpace(data)
	if len(data) == 0 || string(data) == "null" {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, bad
	}
	var out []entry
	for d.More() {
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return nil, bad
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, bad
		}
		if slices.ContainsFunc(out, func(e entry) bool { return e.key == key }) {
			return nil, &FactFault{"duplicate", "facts." + clip(key), "is given twice"}
		}
		out = append(out, entry{key, value})
	}
	if _, err := d.Token(); err != nil {
		return nil, bad
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, bad
	}
	return out, nil
}

// clip shortens what is quoted of a person's input and takes control characters
// out.
func clip(s string) string {
	out := []rune{}
	for _, r := range s {
		if unicode.IsControl(r) || r == utf8.RuneError {
			continue
		}
		if out = append(out, r); len(out) >= 40 {
			break
		}
	}
	return string(out)
}

// CheckFact reports what makes a known value senseless for its fact: a number out
// of bounds, or a code that the fact does not take; nil if nothing does.
func CheckFact(set *corpus.Set, fact *corpus.Fact, v corpus.Value, lang corpus.Lang) *FactFault {
	field := "facts." + string(fact.ID)
	switch {
	case fact.Kind.Numeric():
		s := v.Span
		low := fact.Min != nil && (s.HasMin && s.Min < *fact.Min || s.HasMax && s.Max < *fact.Min)
		high := fact.Max != nil && (s.HasMax && s.Max > *fact.Max || s.HasMin && s.Min > *fact.Max)
		switch {
		case low:
			return &FactFault{"too_low", field, fact.TooLow.In(lang)}
		case high:
			return &FactFault{"too_high", field, fact.TooHigh.In(lang)}
		}
	case fact.From == "parks" || fact.Kind == corpus.KindText:
		if len(v.Text) == 0 || len(v.Text) > maxCode || !utf8.ValidString(v.Text) || slices.ContainsFunc([]rune(v.Text), unicode.IsControl) {
			return &FactFault{"bad_value", field, set.FaultText(&corpus.Fault{Code: "bad_name"}).In(lang)}
		}
	case fact.Kind == corpus.KindCode || fact.Kind == corpus.KindCodes:
		codes := slices.Concat(v.Has, v.Not)
		if fact.Kind == corpus.KindCode {
			codes = []string{v.Text}
		}
		for _, c := range codes {
			if !set.KnowsCode(fact, c) {
				return &FactFault{"unknown_code", field, set.FaultText(&corpus.Fault{Code: "no_such_code", Args: map[string]string{"code": clip(c)}}).In(lang)}
			}
		}
	}
	return nil
}

// Contradiction finds facts that cannot be true together, in words of lang; nil if
// there are none.
func Contradiction(set *corpus.Set, known corpus.Facts, lang corpus.Lang) *FactFault {
	id, why := contradiction(known)
	if id == "" {
		return nil
	}
	return &FactFault{"contradiction", "facts." + string(id), set.FaultText(&corpus.Fault{Code: why}).In(lang)}
}

// contradiction is a fact that cannot stand beside the others, and the wording of
// why.
func contradiction(known corpus.Facts) (id corpus.FactID, why string) {
	is := func(id corpus.FactID, b bool) bool { return known[id].Known() && known[id].Bool == b }
	atLeast := func(id corpus.FactID, n int64) bool {
		v := known[id]
		return v.Known() && v.Span.HasMin && v.Span.Min >= n
	}
	noPatent := true
	for _, id := range []corpus.FactID{"patents_invention", "patents_utility_model", "patents_design"} {
		v := known[id]
		n, exact := v.Span.Exact()
		noPatent = noPatent && v.Known() && exact && n == 0
	}
	months, profit := known["months_operating"], known["profit_years"]
	switch {
	case is("has_appraisal", false) && atLeast("appraised_value", 1):
		return "appraised_value", "value_without_appraisal"
	case is("patent_valid", false) && atLeast("patent_months_left", 1):
		return "patent_months_left", "months_of_no_patent_in_force"
	case noPatent && atLeast("patent_months_left", 1):
		return "patent_months_left", "no_patent_held"
	case noPatent && is("patent_in_use", true):
		return "patent_in_use", "no_patent_held"
	case noPatent && is("patent_valid", true):
		return "patent_valid", "no_patent_held"
	case is("in_park", false) && known["park"].Known():
		return "park", "park_outside_parks"
	case months.Known() && months.Span.HasMax && profit.Known() && profit.Span.HasMin && profit.Span.Min*12 > months.Span.Max:
		return "profit_years", "profit_longer_than_firm"
	case known["entity_kind"].Text == "individual" && is("is_legal_entity", true):
		return "is_legal_entity", "person_is_no_legal_entity"
	}
	return "", ""
}
