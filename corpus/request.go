package corpus

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"
)

// Fault is what is wrong with one field of a request for a calculation. What a
// person reads about it is the wording "fault." and its code.
type Fault struct {
	Code  string            // "missing", "negative", "unknown_field", …
	Field string            // "inputs.sales[2]"; empty: the whole request
	Args  map[string]string // fill the wording's names in braces
}

// Error names field and code, for logs and tests.
func (f *Fault) Error() string {
	if f.Field == "" {
		return f.Code
	}
	return f.Field + ": " + f.Code
}

// FaultText says in words what is wrong and what to do.
func (s *Set) FaultText(f *Fault) Text {
	t := s.label("fault." + f.Code)
	return Text{ZH: Fill(t.ZH, f.Args), EN: Fill(t.EN, f.Args)}
}

// Request reads the fields of one JSON object. The first fault is kept, and what
// is read after it is of no use. A field that is null counts as left out. Where
// several names are given for a field, the first is its own and the others are
// other ways to write it. Done reports the fault, or a field that nobody read.
type Request struct {
	path   string
	fields map[string]json.RawMessage
	fault  **Fault
	inner  []*Request
}

// PutField puts a value at a path such as "right.kind" of a request in the making.
func PutField(request map[string]any, path string, value any) {
	key, rest, nested := strings.Cut(path, ".")
	if !nested {
		request[key] = value
		return
	}
	inner, ok := request[key].(map[string]any)
	if !ok {
		inner = map[string]any{}
		request[key] = inner
	}
	PutField(inner, rest, value)
}

// FieldValue is a figure as a person wrote it in the form that a request takes: a
// JSON number, list, true or false as it is, all else as a text.
func FieldValue(text string) any {
	if text == "" || !json.Valid([]byte(text)) || text[0] == '"' || text[0] == '{' || text == "null" {
		return text
	}
	return json.RawMessage(text)
}

// ReadRequest begins to read an object, which a byte order mark may precede. What
// is no UTF-8, and a name that stands twice in one object, is a fault: which of two
// figures counts is not guessed.
func ReadRequest(data []byte) *Request {
	var fault *Fault
	r := &Request{fault: &fault}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&r.fields); err != nil || r.fields == nil || !utf8.Valid(data) {
		r.Fail("bad_json", "", nil)
	} else if _, err := d.Token(); !errors.Is(err, io.EOF) {
		r.Fail("bad_json", "", nil)
	} else if name := doubled(data); name != "" {
		r.Fail("duplicate", name, nil)
	}
	return r
}

// RequestID is the id of a request as it came; null where there is none, or where
// the request is no text.
func RequestID(data []byte) json.RawMessage {
	if utf8.Valid(data) {
		if id, ok := ReadRequest(data).Raw("id"); ok {
			return id
		}
	}
	return json.RawMessage("null")
}

// doubled is the first name that stands twice in one object of a valid JSON value,
// with the names and places that lead to it; empty if there is none.
func doubled(data []byte) string {
	type level struct {
		at    string // the name or place of the value that is read next, with its way
		way   string // of the level itself
		names map[string]bool
		count int // of the values of a list
	}
	d := json.NewDecoder(bytes.NewReader(data))
	var levels []level
	for key := false; ; {
		tok, err := d.Token()
		if err != nil {
			return ""
		}
		var top *level
		if len(levels) > 0 {
			top = &levels[len(levels)-1]
		}
		if name, ok := tok.(string); ok && key {
			top.at = strings.TrimPrefix(top.way+"."+short(name), ".")
			if top.names[name] {
				return top.at
			}
			top.names[name], key = true, false
			continue
		}
		way := ""
		if top != nil && top.names == nil {
			way = fmt.Sprintf("%s[%d]", top.way, top.count)
		} else if top != nil {
			way = top.at
		}
		switch tok {
		case json.Delim('{'):
			levels = append(levels, level{way: way, names: map[string]bool{}})
			key = true
			continue
		case json.Delim('['):
			levels = append(levels, level{way: way})
			key = false
			continue
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:len(levels)-1]
		}
		if len(levels) > 0 {
			top = &levels[len(levels)-1]
			top.count++
			key = top.names != nil
		}
	}
}

// short is a name as it is quoted: at most sixty bytes of it.
func short(name string) string {
	if len(name) > 60 {
		return strings.ToValidUTF8(name[:60], "") + "…"
	}
	return name
}

// Fail keeps a fault unless there is one already. field is within this object.
func (r *Request) Fail(code, field string, args map[string]string) {
	if *r.fault != nil {
		return
	}
	at := r.at(field)
	if args == nil {
		args = map[string]string{}
	}
	args["field"] = at
	*r.fault = &Fault{Code: code, Field: at, Args: args}
}

func (r *Request) at(field string) string {
	if r.path == "" || field == "" {
		return r.path + field
	}
	return r.path + "." + field
}

// Done returns the first fault; a field that nobody read is one.
func (r *Request) Done() *Fault {
	if *r.fault != nil {
		return *r.fault
	}
	names := make([]string, 0, len(r.fields))
	for name := range r.fields {
		names = append(names, name)
	}
	if len(names) > 0 {
		r.Fail("unknown_field", short(slices.Min(names)), nil)
	}
	for _, in := range r.inner {
		in.Done()
	}
	return *r.fault
}

// Has reports whether a field is there and not null, without reading it.
func (r *Request) Has(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		raw, ok := r.fields[n]
		return ok && !isNull(raw)
	})
}

func isNull(raw json.RawMessage) bool { return bytes.Equal(bytes.TrimSpace(raw), []byte("null")) }

// Raw takes a field as it came.
func (r *Request) Raw(names ...string) (raw json.RawMessage, ok bool) {
	for _, name := range names {
		got, there := r.fields[name]
		if !there {
			continue
		}
		delete(r.fields, name)
		if isNull(got) {
			continue
		}
		if ok {
			r.Fail("twice", name, map[string]string{"other": r.at(names[0])})
			continue
		}
		raw, ok = got, true
	}
	return raw, ok
}

// Object takes a field that is an object; an empty one where it is left out.
func (r *Request) Object(names ...string) *Request {
	in := &Request{path: r.at(names[0]), fault: r.fault}
	r.inner = append(r.inner, in)
	raw, ok := r.Raw(names...)
	if ok && (json.Unmarshal(raw, &in.fields) != nil || in.fields == nil) {
		r.Fail("not_object", names[0], nil)
	}
	return in
}

// Money takes an amount between 0 and most: whole fen, or a text with its unit.
// It is nil where the field is left out.
func (r *Request) Money(most Money, names ...string) *Money {
	raw, ok := r.Raw(names...)
	if !ok {
		return nil
	}
	return r.money(raw, names[0], most)
}

func (r *Request) money(raw json.RawMessage, field string, most Money) *Money {
	n, err := parseNumber(KindMoney, raw)
	if err != nil {
		r.Fail("not_money", field, nil)
		return nil
	}
	m := Money(n)
	r.between(field, n, 0, int64(most), most.String())
	return &m
}

// IsList reports whether a field is a JSON list.
func (r *Request) IsList(name string) bool {
	return bytes.HasPrefix(bytes.TrimSpace(r.fields[name]), []byte("["))
}

// Moneys takes a list of at most count amounts.
func (r *Request) Moneys(count int, most Money, names ...string) []Money {
	var out []Money
	r.list(count, func(raw json.RawMessage, field string) {
		if m := r.money(raw, field, most); m != nil {
			out = append(out, *m)
		}
	}, names...)
	return out
}

// Rate takes a share between least and most: whole basis points, or a text with %.
func (r *Request) Rate(least, most BasisPoints, names ...string) *BasisPoints {
	raw, ok := r.Raw(names...)
	if !ok {
		return nil
	}
	return r.rate(raw, names[0], least, most)
}

func (r *Request) rate(raw json.RawMessage, field string, least, most BasisPoints) *BasisPoints {
	n, err := parseNumber(KindRate, raw)
	if err != nil {
		r.Fail("not_rate", field, nil)
		return nil
	}
	b := BasisPoints(n)
	r.between(field, n, int64(least), int64(most), most.String())
	return &b
}

// Rates takes a list of at most count shares.
func (r *Request) Rates(count int, least, most BasisPoints, names ...string) []BasisPoints {
	var out []BasisPoints
	r.list(count, func(raw json.RawMessage, field string) {
		if b := r.rate(raw, field, least, most); b != nil {
			out = append(out, *b)
		}
	}, names...)
	return out
}

func (r *Request) list(count int, each func(json.RawMessage, string), names ...string) {
	raw, ok := r.Raw(names...)
	if !ok {
		return
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		r.Fail("not_list", names[0], nil)
		return
	}
	if len(list) > count {
		r.Fail("too_many", names[0], map[string]string{"most": fmt.Sprint(count)})
		return
	}
	for i, e := range list {
		each(e, fmt.Sprintf("%s[%d]", names[0], i))
	}
}

// RateMap takes an object of shares from 0 to the whole; only the keys named may stand in it.
func (r *Request) RateMap(keys []string, names ...string) map[string]BasisPoints {
	if !r.Has(names...) {
		r.Raw(names...)
		return nil
	}
	in, out := r.Object(names...), map[string]BasisPoints{}
	for _, k := range keys {
		if b := in.Rate(0, One, k); b != nil {
			out[k] = *b
		}
	}
	return out
}

// Whole takes a whole number between least and most.
func (r *Request) Whole(least, most int64, names ...string) *int64 {
	raw, ok := r.Raw(names...)
	if !ok {
		return nil
	}
	n, ok := wholeNumber(raw)
	if !ok {
		r.Fail("not_whole", names[0], nil)
		return nil
	}
	r.between(names[0], n, least, most, fmt.Sprint(most))
	return &n
}

// Seed takes any whole number.
func (r *Request) Seed(name string) *int64 {
	raw, ok := r.Raw(name)
	if !ok {
		return nil
	}
	n, ok := wholeNumber(raw)
	if !ok {
		r.Fail("not_whole", name, nil)
		return nil
	}
	return &n
}

// Years takes a number of years between 0 and most, of which only whole ones count.
func (r *Request) Years(most int64, names ...string) *int64 {
	raw, ok := r.Raw(names...)
	if !ok {
		return nil
	}
	text := strings.TrimSpace(string(raw))
	if text == "" || len(text) > 24 || strings.Trim(text, "0123456789.-") != "" {
		r.Fail("not_years", names[0], nil)
		return nil
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		r.Fail("not_years", names[0], nil)
		return nil
	}
	floor := new(big.Int).Div(x.Num(), x.Denom())
	if !floor.IsInt64() {
		r.Fail("too_large", names[0], map[string]string{"most": fmt.Sprint(most)})
		return nil
	}
	n := floor.Int64()
	r.between(names[0], n, 0, most, fmt.Sprint(most))
	return &n
}

func (r *Request) between(field string, n, least, most int64, mostText string) {
	switch {
	case n < 0:
		r.Fail("negative", field, nil)
	case n < least:
		r.Fail("too_small", field, nil)
	case n > most:
		r.Fail("too_large", field, map[string]string{"most": mostText})
	}
}

// Bool takes true or false; nil where the field is left out.
func (r *Request) Bool(names ...string) *bool {
	raw, ok := r.Raw(names...)
	if !ok {
		return nil
	}
	var b bool
	if json.Unmarshal(raw, &b) != nil {
		r.Fail("not_bool", names[0], nil)
		return nil
	}
	return &b
}

// Text takes a text; empty where the field is left out.
func (r *Request) Text(names ...string) string {
	raw, ok := r.Raw(names...)
	if !ok {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		r.Fail("not_text", names[0], nil)
	}
	return s
}

// Date takes a day; empty where the field is left out.
func (r *Request) Date(names ...string) Date {
	s := r.Text(names...)
	if s == "" {
		return ""
	}
	d, err := ParseDate(s)
	if err != nil {
		r.Fail("not_date", names[0], nil)
		return ""
	}
	return d
}

// Code takes one of the choices, each of which may have other spellings; case
// does not count, and spaces and hyphens stand for underscores. It is empty where
// the field is left out.
func (r *Request) Code(choices []CodeChoice, names ...string) string {
	s := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(r.Text(names...))))
	if s == "" {
		return ""
	}
	codes := make([]string, len(choices))
	for i, c := range choices {
		if s == c.Code || slices.Contains(c.Also, s) {
			return c.Code
		}
		codes[i] = c.Code
	}
	r.Fail("unknown_code", names[0], map[string]string{"choices": strings.Join(codes, ", ")})
	return ""
}

// CodeChoice is a code with its other spellings, in lower case.
type CodeChoice struct {
	Code string
	Also []string
}
