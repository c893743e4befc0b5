package corpus_test

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"zhirong/corpus"
)

var kinds = []corpus.Kind{
	corpus.KindBool, corpus.KindCount, corpus.KindMoney, corpus.KindRate, corpus.KindMonths, corpus.KindDate,
	corpus.KindText, corpus.KindCode, corpus.KindCodes,
}

// from, upTo, above and below are intervals with one end.
func from(n int64) corpus.Span  { return corpus.Span{Min: n, HasMin: true} }
func upTo(n int64) corpus.Span  { return corpus.Span{Max: n, HasMax: true} }
func above(n int64) corpus.Span { return corpus.Span{Min: n, HasMin: true, MinOpen: true} }
func below(n int64) corpus.Span { return corpus.Span{Max: n, HasMax: true, MaxOpen: true} }

// between is the interval of two, both of its ends as they are.
func between(lo, hi corpus.Span) corpus.Span {
	lo.Max, lo.HasMax, lo.MaxOpen = hi.Max, hi.HasMax, hi.MaxOpen
	return lo
}

func TestSpanTellsWhatItHolds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		span         corpus.Span
		exact, empty bool
	}{
		{"one number", corpus.Exactly(5), true, false},
		{"zero", corpus.Exactly(0), true, false},
		{"anything", corpus.Span{}, false, false},
		{"at least", from(5), false, false},
		{"more than", above(5), false, false},
		{"at most", upTo(5), false, false},
		{"from one to another", between(from(4), upTo(5)), false, false},
		{"one number with an open end", between(above(5), upTo(5)), false, true},
		{"ends crossed", between(from(5), upTo(4)), false, true},
		{"between two months", between(above(4), below(5)), false, false},
		{"the ends of the numbers", between(from(math.MinInt64), upTo(math.MaxInt64)), false, false},
		{"the greatest number, not held", between(above(math.MaxInt64), upTo(math.MaxInt64)), false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, exact := c.span.Exact(); exact != c.exact {
				t.Errorf("exact is %v", exact)
			}
			if empty := c.span.Empty(); empty != c.empty {
				t.Errorf("empty is %v", empty)
			}
		})
	}
}

func TestValueInJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		value corpus.Value
		want  string
	}{
		{"nothing known", corpus.Value{}, `null`},
		{"a person who cannot tell", corpus.UnsureValue(corpus.KindMoney), `null`},
		{"no", corpus.BoolValue(false), `false`},
		{"a count of none", corpus.CountValue(0), `0`},
		{"an amount in fen", corpus.MoneyValue(3 * corpus.Wan), `3000000`},
		{"a rate in basis points", corpus.RateValue(350), `350`},
		{"months", corpus.MonthsValue(18), `18`},
		{"a day", corpus.DateValue("2025-06-23"), `"2025-06-23"`},
		{"a code", corpus.CodeValue("420115"), `"420115"`},
		{"a text", corpus.Value{Kind: corpus.KindText, Text: "光谷"}, `"光谷"`},
		{"a whole list", corpus.CodesValue([]string{"b", "a", "b"}, nil, true), `["a","b"]`},
		{"a list of none", corpus.CodesValue(nil, []string{"a"}, true), `[]`},
		{"a part of a list", corpus.CodesValue([]string{"a"}, []string{"c"}, false), `{"has":["a"],"not":["c"]}`},
		{"at least", corpus.SpanValue(corpus.KindCount, from(3)), `{"min":3}`},
		{"at least none", corpus.SpanValue(corpus.KindCount, from(0)), `{"min":0}`},
		{"less than", corpus.SpanValue(corpus.KindMoney, below(500)), `{"max":500,"max_open":true}`},
		{"since a day", corpus.SpanValue(corpus.KindDate, above(0)), `{"min":"1970-01-01","min_open":true}`},
		{"eleven and a half months", corpus.SpanValue(corpus.KindMonths, between(above(11), below(12))), `{"min":11,"max":12,"min_open":true,"max_open":true}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data, err := json.Marshal(c.value)
			if err != nil || string(data) != c.want {
				t.Fatalf("value is printed as %s, %v, want %s", data, err, c.want)
			}
			want := c.value
			if !want.Known() {
				want = corpus.Value{}
			}
			got, err := corpus.ParseValue(c.value.Kind, data)
			if err != nil || !got.Equal(want) {
				t.Errorf("%s is read as %+v, %v, want %+v", data, got, err, want)
			}
		})
	}
}

func TestValueIsReadFromOtherForms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind corpus.Kind
		in   string
		want corpus.Value
	}{
		{corpus.KindMoney, `"500万"`, corpus.MoneyValue(500 * corpus.Wan)},
		{corpus.KindMoney, `{"min":"500万","max":"1亿","max_open":true}`, corpus.SpanValue(corpus.KindMoney, between(from(int64(500*corpus.Wan)), below(int64(corpus.Yi))))},
		{corpus.KindRate, `"15%"`, corpus.RateValue(1500)},
		{corpus.KindCount, ` 7 `, corpus.CountValue(7)},
		{corpus.KindCount, `7.0`, corpus.CountValue(7)},
		{corpus.KindMoney, `5e6`, corpus.MoneyValue(5 * corpus.Wan)},
		{corpus.KindCount, `{"min":null,"max":7}`, corpus.SpanValue(corpus.KindCount, upTo(7))},
		{corpus.KindCount, `{"max":7,"min_open":true}`, corpus.SpanValue(corpus.KindCount, upTo(7))},
		{corpus.KindCodes, `{"has":["a"]}`, corpus.CodesValue([]string{"a"}, nil, false)},
		{corpus.KindText, `null`, corpus.Value{}},
	} {
		if got, err := corpus.ParseValue(c.kind, []byte(c.in)); err != nil || !got.Equal(c.want) {
			t.Errorf("%s %s is read as %+v, %v, want %+v", c.kind, c.in, got, err, c.want)
		}
	}
}

func TestWhatIsNoValueIsRefused(t *testing.T) {
	t.Parallel()
	for kind, forms := range map[corpus.Kind][]string{
		corpus.KindBool:   {``, `1`, `"true"`, `true false`, `[true]`},
		corpus.KindCount:  {``, `1.5`, `1e-3`, `1e99`, `"7"`, `true`, `9223372036854775808`, `{}`, `{"min":null}`, `{"min":2,"max":1}`, `{"min":1,"max":2,"min_open":true,"max_open":true}`, `{"least":1}`, `{"min":1}}`, `{"min":1`, `{"min":true}`},
		corpus.KindMoney:  {`"500"`, `"很多"`, `{"min":"x"}`},
		corpus.KindRate:   {`"15"`, `0.15`},
		corpus.KindMonths: {`"一年"`, `{"min":5,"max":5,"max_open":true}`},
		corpus.KindDate:   {`20250623`, `"2025-02-30"`, `"2025-06"`, `{"min":0}`},
		corpus.KindCode:   {`5`, `["a"]`, `true`},
		corpus.KindCodes:  {`"a"`, `[1]`, `["a",""]`, `{"has":["a"],"not":["a"]}`, `{"have":["a"]}`, `{"has":[""]}`, `["a"`},
		"colour":          {`"red"`},
		"":                {`1`},
	} {
		for _, in := range forms {
			if got, err := corpus.ParseValue(kind, []byte(in)); err == nil {
				t.Errorf("%s %s is read as %+v, want an error", kind, in, got)
			}
		}
	}
}

func TestNewerValueIsHeardAfterOlder(t *testing.T) {
	t.Parallel()
	codes := func(has, not string, complete bool) corpus.Value {
		list := func(s string) (out []string) {
			for _, r := range s {
				out = append(out, string(r))
			}
			return out
		}
		return corpus.CodesValue(list(has), list(not), complete)
	}
	for _, c := range []struct {
		name               string
		older, newer, want corpus.Value
	}{
		{"the first word", corpus.Value{}, corpus.CountValue(3), corpus.CountValue(3)},
		{"no word", corpus.CountValue(3), corpus.Value{}, corpus.CountValue(3)},
		{"another number", corpus.CountValue(3), corpus.CountValue(5), corpus.CountValue(5)},
		{"a person who cannot tell after all", corpus.CountValue(3), corpus.UnsureValue(corpus.KindCount), corpus.UnsureValue(corpus.KindCount)},
		{"a person who can tell after all", corpus.UnsureValue(corpus.KindCount), corpus.CountValue(3), corpus.CountValue(3)},
		{"one more code", codes("a", "", false), codes("b", "", false), codes("ab", "", false)},
		{"a code not held", codes("a", "", false), codes("", "b", false), codes("a", "b", false)},
		{"a code taken back", codes("ab", "", false), codes("", "b", false), codes("a", "b", false)},
		{"a code held after all", codes("", "b", false), codes("b", "", false), codes("b", "", false)},
		{"the whole list", codes("ab", "c", false), codes("d", "", true), codes("d", "", true)},
		{"none", codes("ab", "", false), codes("", "", true), codes("", "", true)},
		{"one more than the whole list", codes("ab", "", true), codes("c", "", false), codes("abc", "", true)},
		{"one less than the whole list", codes("ab", "", true), codes("", "b", false), codes("a", "", true)},
		{"unsure of codes", codes("a", "", false), corpus.UnsureValue(corpus.KindCodes), corpus.UnsureValue(corpus.KindCodes)},
		{"codes after unsure", corpus.UnsureValue(corpus.KindCodes), codes("a", "", false), codes("a", "", false)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := c.older.Merge(c.newer); !got.Equal(c.want) {
				t.Errorf("%+v and then %+v give %+v, want %+v", c.older, c.newer, got, c.want)
			}
		})
	}
}

// drawValue draws a value as it may be heard.
func drawValue(t *rapid.T, label string) corpus.Value {
	kind := rapid.SampledFrom(kinds).Draw(t, label+" kind")
	if rapid.IntRange(0, 9).Draw(t, label+" sort") == 0 {
		return rapid.SampledFrom([]corpus.Value{{}, corpus.UnsureValue(kind)}).Draw(t, label)
	}
	codes := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 3)
	switch {
	case kind == corpus.KindBool:
		return corpus.BoolValue(rapid.Bool().Draw(t, label))
	case kind.Numeric():
		number := rapid.Int64Range(-1000, 1_000_000)
		s := corpus.Exactly(number.Draw(t, label))
		if rapid.Bool().Draw(t, label+" interval") {
			s.Max = s.Min + rapid.Int64Range(2, 9).Draw(t, label+" width")
			s.MinOpen, s.MaxOpen = rapid.Bool().Draw(t, label+" min open"), rapid.Bool().Draw(t, label+" max open")
			switch rapid.IntRange(0, 2).Draw(t, label+" ends") {
			case 0:
				s.Min, s.HasMin, s.MinOpen = 0, false, false
			case 1:
				s.Max, s.HasMax, s.MaxOpen = 0, false, false
			}
		}
		return corpus.SpanValue(kind, s)
	case kind == corpus.KindCodes:
		has, not := codes.Draw(t, label+" has"), codes.Draw(t, label+" not")
		not = slices.DeleteFunc(not, func(c string) bool { return slices.Contains(has, c) })
		return corpus.CodesValue(has, not, rapid.Bool().Draw(t, label+" complete"))
	}
	return corpus.Value{Kind: kind, Text: rapid.String().Draw(t, label)}
}

func TestValueIsReadAsItIsPrinted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, "value")
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		got, err := corpus.ParseValue(v.Kind, data)
		if !v.Known() {
			v = corpus.Value{}
		}
		if v.Kind == "" && err != nil { // null of no kind
			t.Fatal(err)
		}
		if err != nil || !got.Equal(v) {
			t.Fatalf("%+v is printed as %s and read as %+v, %v", v, data, got, err)
		}
	})
}

func TestMergeKeepsItsLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawValue(t, "a"), drawValue(t, "b"), drawValue(t, "c")
		if got := a.Merge(a); !got.Equal(a) {
			t.Fatalf("heard twice, %+v becomes %+v", a, got)
		}
		if got := a.Merge(corpus.Value{}); !got.Equal(a) {
			t.Fatalf("with nothing heard, %+v becomes %+v", a, got)
		}
		if got := (corpus.Value{}).Merge(a); !got.Equal(a) {
			t.Fatalf("heard first, %+v becomes %+v", a, got)
		}
		if x, y := a.Merge(b).Merge(c), a.Merge(b.Merge(c)); a.Kind == b.Kind && b.Kind == c.Kind && !b.Unsure && !x.Equal(y) {
			t.Fatalf("one by one %+v, at once %+v", x, y)
		}
		m := a.Merge(b)
		for _, code := range m.Has {
			if slices.Contains(m.Not, code) {
				t.Fatalf("%s is both held and not held in %+v", code, m)
			}
		}
		for _, code := range b.Has {
			if !slices.Contains(m.Has, code) {
				t.Fatalf("%s was heard and is not in %+v", code, m)
			}
		}
	})
}

func TestMergeOfFactsLeavesBothAsTheyAre(t *testing.T) {
	t.Parallel()
	old := corpus.Facts{"patents": corpus.CountValue(1), "statuses": corpus.CodesValue([]string{"high_tech"}, nil, false)}
	newer := corpus.Facts{"patents": corpus.CountValue(2), "statuses": corpus.CodesValue([]string{"tech_sme"}, nil, false), "loan": corpus.MoneyValue(corpus.Wan)}
	got := old.Merge(newer)
	want := corpus.Facts{"patents": corpus.CountValue(2), "statuses": corpus.CodesValue([]string{"high_tech", "tech_sme"}, nil, false), "loan": corpus.MoneyValue(corpus.Wan)}
	for _, id := range want.IDs() {
		if !got[id].Equal(want[id]) {
			t.Errorf("%s is %+v, want %+v", id, got[id], want[id])
		}
	}
	if len(old) != 2 || !old["patents"].Equal(corpus.CountValue(1)) || len(old["statuses"].Has) != 1 || len(newer["statuses"].Has) != 1 {
		t.Errorf("merging changed %v or %v", old, newer)
	}
	if ids := got.IDs(); !slices.Equal(ids, []corpus.FactID{"loan", "patents", "statuses"}) {
		t.Errorf("ids are %v", ids)
	}
	if got := corpus.Facts(nil).Merge(nil); got == nil || len(got) != 0 {
		t.Errorf("nothing and nothing give %v", got)
	}
}

func FuzzParseValue(f *testing.F) {
	for _, s := range []string{`null`, `true`, `0`, `"500万"`, `"2025-06-23"`, `["a"]`, `{"has":["a"],"not":[]}`, `{"min":1,"max_open":true}`, `{"min":9223372036854775807,"min_open":true,"max":9223372036854775807}`, `{"HAS":null}`, `"\ud800"`, `[null]`, `{} x`} {
		for i := range kinds {
			f.Add(i, s)
		}
	}
	f.Fuzz(func(t *testing.T, i int, s string) {
		k := kinds[uint(i)%uint(len(kinds))]
		v, err := corpus.ParseValue(k, []byte(s))
		if err != nil {
			return
		}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatalf("%s %q is read as %+v and cannot be printed: %v", k, s, v, err)
		}
		if again, err := corpus.ParseValue(k, data); err != nil || !again.Equal(v) {
			t.Fatalf("%s %q is read as %+v, printed as %s, read as %+v, %v", k, s, v, data, again, err)
		}
	})
}
