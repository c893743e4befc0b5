package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Kind is the kind of value that a fact takes.
type Kind string

// The kinds of facts.
const (
	KindBool   Kind = "bool"
	KindCount  Kind = "count"  // whole number of things
	KindMoney  Kind = "money"  // fen
	KindRate   Kind = "rate"   // basis points
	KindMonths Kind = "months" // months
	KindDate   Kind = "date"   // a day
	KindText   Kind = "text"
	KindCode   Kind = "code"  // one of the fact's choices, a region code or an entry's id
	KindCodes  Kind = "codes" // a set of codes
)

// Numeric reports whether values of the kind are intervals of numbers.
func (k Kind) Numeric() bool {
	switch k {
	case KindCount, KindMoney, KindRate, KindMonths, KindDate:
		return true
	}
	return false
}

// Span is an interval with whole ends. An end that is not set is unbounded. The
// exact number n is the span from n to n with both ends closed. Counts, amounts,
// rates and days are whole numbers; a duration may lie between two months, so
// that eleven and a half is more than 11 and less than 12.
type Span struct {
	Min, Max         int64
	HasMin, HasMax   bool
	MinOpen, MaxOpen bool
}

// Exactly returns the span that holds n alone.
func Exactly(n int64) Span { return Span{Min: n, Max: n, HasMin: true, HasMax: true} }

// Exact returns the one number that the span holds.
func (s Span) Exact() (int64, bool) {
	return s.Min, s.HasMin && s.HasMax && s.Min == s.Max && !s.MinOpen && !s.MaxOpen
}

// Empty reports whether nothing lies within the span.
func (s Span) Empty() bool {
	return s.HasMin && s.HasMax && (s.Min > s.Max || s.Min == s.Max && (s.MinOpen || s.MaxOpen))
}

// Value is what is known of a fact. The zero Value means: not known.
//
// Three things differ: a fact never spoken of (the zero Value), a fact the
// person cannot tell (Unsure), and a fact known to be none (the number 0, false,
// or a complete list without codes).
type Value struct {
	Kind     Kind
	Unsure   bool     // the person was asked and does not know
	Bool     bool     // KindBool
	Span     Span     // numeric kinds; a date counts as days since 1970-01-01
	Text     string   // KindText, KindCode
	Has, Not []string // KindCodes: codes known to be held and known not to be held, sorted
	Complete bool     // KindCodes: any code that is not in Has is not held
}

// BoolValue, CountValue and so on make known values.
func BoolValue(b bool) Value        { return Value{Kind: KindBool, Bool: b} }
func CountValue(n int64) Value      { return Value{Kind: KindCount, Span: Exactly(n)} }
func MoneyValue(m Money) Value      { return Value{Kind: KindMoney, Span: Exactly(int64(m))} }
func RateValue(b BasisPoints) Value { return Value{Kind: KindRate, Span: Exactly(int64(b))} }
func MonthsValue(m Months) Value    { return Value{Kind: KindMonths, Span: Exactly(int64(m))} }
func DateValue(d Date) Value        { return Value{Kind: KindDate, Span: Exactly(d.Day())} }
func CodeValue(c string) Value      { return Value{Kind: KindCode, Text: c} }

// SpanValue returns a numeric value known to lie within s.
func SpanValue(k Kind, s Span) Value { return Value{Kind: k, Span: s} }

// CodesValue returns a list of which has are held, not are not held, and, if
// complete, nothing else is held, so that not adds nothing.
func CodesValue(has, not []string, complete bool) Value {
	if complete {
		not = nil
	}
	has, not = slices.Clone(has), slices.Clone(not)
	slices.Sort(has)
	slices.Sort(not)
	return Value{Kind: KindCodes, Has: slices.Compact(has), Not: slices.Compact(not), Complete: complete}
}

// UnsureValue returns the value of a fact that the person cannot tell.
func UnsureValue(k Kind) Value { return Value{Kind: k, Unsure: true} }

// Known reports whether the value says anything about the fact.
func (v Value) Known() bool { return v.Kind != "" && !v.Unsure }

// Equal reports whether two values say the same.
func (v Value) Equal(w Value) bool {
	return v.Kind == w.Kind && v.Unsure == w.Unsure && v.Bool == w.Bool && v.Span == w.Span &&
		v.Text == w.Text && v.Complete == w.Complete && slices.Equal(v.Has, w.Has) && slices.Equal(v.Not, w.Not)
}

// Merge returns what is known when newer is heard after v: nothing heard
// changes nothing, lists of codes that are not complete add up, anything else
// is replaced.
func (v Value) Merge(newer Value) Value {
	if newer.Kind == "" {
		return v
	}
	if v.Kind != KindCodes || newer.Kind != KindCodes || newer.Complete || newer.Unsure || v.Unsure {
		return newer
	}
	has := slices.DeleteFunc(slices.Clone(v.Has), func(c string) bool { return slices.Contains(newer.Not, c) })
	not := slices.DeleteFunc(slices.Clone(v.Not), func(c string) bool { return slices.Contains(newer.Has, c) })
	return CodesValue(append(has, newer.Has...), append(not, newer.Not...), v.Complete)
}

// jsonSpan is how an interval looks in JSON; dates are strings, all else numbers.
type jsonSpan struct {
	Min     any  `json:"min,omitempty"`
	Max     any  `json:"max,omitempty"`
	MinOpen bool `json:"min_open,omitempty"`
	MaxOpen bool `json:"max_open,omitempty"`
}

// MarshalJSON prints true or false, a number (fen, basis points, months), a day,
// a text, a list of codes (complete), {"has","not"} (a list not complete),
// {"min","max","min_open","max_open"} (an interval), or null (not known).
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Known() {
		return []byte("null"), nil
	}
	num := func(n int64) any {
		if v.Kind == KindDate {
			return DateOfDay(n)
		}
		return n
	}
	switch {
	case v.Kind == KindBool:
		return json.Marshal(v.Bool)
	case v.Kind.Numeric():
		if n, ok := v.Span.Exact(); ok {
			return json.Marshal(num(n))
		}
		s := jsonSpan{MinOpen: v.Span.MinOpen, MaxOpen: v.Span.MaxOpen}
		if v.Span.HasMin {
			s.Min = num(v.Span.Min)
		}
		if v.Span.HasMax {
			s.Max = num(v.Span.Max)
		}
		return json.Marshal(s)
	case v.Kind == KindCodes && v.Complete:
		return json.Marshal(append([]string{}, v.Has...))
	case v.Kind == KindCodes:
		return json.Marshal(map[string][]string{"has": append([]string{}, v.Has...), "not": append([]string{}, v.Not...)})
	default:
		return json.Marshal(v.Text)
	}
}

// ParseValue reads the JSON form that MarshalJSON prints, for a fact of kind k.
// Amounts may also be texts with a unit ("500万"), rates texts with % ("15%").
func ParseValue(k Kind, data []byte) (Value, error) {
	data = bytes.TrimSpace(data)
	if !json.Valid(data) {
		return Value{}, errors.New("is not valid JSON")
	}
	if bytes.Equal(data, []byte("null")) {
		return Value{}, nil
	}
	switch {
	case k == KindBool:
		var b bool
		if err := json.Unmarshal(data, &b); err != nil {
			return Value{}, errors.New("want true or false")
		}
		return BoolValue(b), nil
	case k.Numeric():
		return parseSpanValue(k, data)
	case k == KindCodes:
		var list []string
		if err := json.Unmarshal(data, &list); err == nil {
			if slices.Contains(list, "") {
				return Value{}, errors.New("a code is empty")
			}
			return CodesValue(list, nil, true), nil
		}
		var part struct{ Has, Not []string }
		d := json.NewDecoder(bytes.NewReader(data))
		d.DisallowUnknownFields()
		if err := d.Decode(&part); err != nil {
			return Value{}, errors.New(`want a list of codes or {"has":[…],"not":[…]}`)
		}
		if slices.Contains(part.Has, "") || slices.Contains(part.Not, "") {
			return Value{}, errors.New("a code is empty")
		}
		for _, c := range part.Has {
			if slices.Contains(part.Not, c) {
				return Value{}, fmt.Errorf("code %q is both in has and in not", c)
			}
		}
		return CodesValue(part.Has, part.Not, false), nil
	case k == KindText || k == KindCode:
		var s string
		if err := json.Unmarshal(data, &s); err != nil {
			return Value{}, errors.New("want a text")
		}
		return Value{Kind: k, Text: s}, nil
	}
	return Value{}, fmt.Errorf("unknown kind %q", k)
}

func parseSpanValue(k Kind, data []byte) (Value, error) {
	if n, err := parseNumber(k, data); err == nil {
		return SpanValue(k, Exactly(n)), nil
	} else if data[0] != '{' {
		return Value{}, err
	}
	var raw struct {
		Min     json.RawMessage `json:"min"`
		Max     json.RawMessage `json:"max"`
		MinOpen bool            `json:"min_open"`
		MaxOpen bool            `json:"max_open"`
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&raw); err != nil {
		return Value{}, errors.New(`want a number or {"min","max","min_open","max_open"}`)
	}
	var s Span
	var err error
	if len(raw.Min) > 0 && string(raw.Min) != "null" {
		s.HasMin, s.MinOpen = true, raw.MinOpen
		if s.Min, err = parseNumber(k, raw.Min); err != nil {
			return Value{}, err
		}
	}
	if len(raw.Max) > 0 && string(raw.Max) != "null" {
		s.HasMax, s.MaxOpen = true, raw.MaxOpen
		if s.Max, err = parseNumber(k, raw.Max); err != nil {
			return Value{}, err
		}
	}
	switch {
	case !s.HasMin && !s.HasMax:
		return Value{}, errors.New("the interval has no end: give min or max")
	case s.Empty(), k != KindMonths && s.MinOpen && s.MaxOpen && s.Max == s.Min+1:
		return Value{}, errors.New("the interval holds no number")
	}
	return SpanValue(k, s), nil
}

// wholeNumber reads a JSON number that is whole however it is written: 3, 3.0, 3e2.
func wholeNumber(data []byte) (int64, bool) {
	text := string(bytes.TrimSpace(data))
	if text == "" || len(text) > 40 || strings.Trim(text, "0123456789.eE+-") != "" || !json.Valid(data) {
		return 0, false
	}
	if _, power, ok := strings.Cut(strings.ToLower(text), "e"); ok {
		if n, err := strconv.Atoi(power); err != nil || n < -40 || n > 40 {
			return 0, false
		}
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok || !x.IsInt() || !x.Num().IsInt64() {
		return 0, false
	}
	return x.Num().Int64(), true
}

func parseNumber(k Kind, data []byte) (int64, error) {
	if n, ok := wholeNumber(data); ok && k != KindDate {
		return n, nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		if k == KindDate {
			return 0, errors.New(`want a day such as "2025-06-23"`)
		}
		return 0, errors.New("want a whole number")
	}
	switch k {
	case KindMoney:
		m, err := ParseMoney(s)
		return int64(m), err
	case KindRate:
		r, err := ParseRate(s)
		return int64(r), err
	case KindDate:
		d, err := ParseDate(s)
		return d.Day(), err
	}
	return 0, errors.New("want a whole number")
}
