package corpus_test

import (
	"testing"

	"zhirong/corpus"
)

func TestFirstFaultOfARequestIsKept(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, code, field string }{
		{`{"a":{"n":1,"list":["500万",7]},"rate":"15%","on":"2025-06-23","yes":true}`, "", ""},
		{`{"a":null,"rate":null}`, "", ""},
		{``, "bad_json", ""}, {`7`, "bad_json", ""}, {`{}x`, "bad_json", ""}, {`null`, "bad_json", ""},
		{`{"a":[]}`, "not_object", "a"},
		{`{"a":{"n":"1"}}`, "not_whole", "a.n"}, {`{"a":{"n":6}}`, "too_large", "a.n"}, {`{"a":{"n":0}}`, "too_small", "a.n"}, {`{"a":{"n":-1}}`, "negative", "a.n"},
		{`{"a":{"list":7}}`, "not_list", "a.list"}, {`{"a":{"list":[1,2,3]}}`, "too_many", "a.list"}, {`{"a":{"list":["7"]}}`, "not_money", "a.list[0]"},
		{`{"a":{"list":[1e3]}}`, "", ""}, {`{"a":{"n":3.0}}`, "", ""}, {`{"a":{"n":3.5}}`, "not_whole", "a.n"}, {`{"a":{"n":1e400}}`, "not_whole", "a.n"},
		{`{"a":{"list":[1e3,0.5]}}`, "not_money", "a.list[1]"}, {`{"a":{"list":[12e30]}}`, "not_money", "a.list[0]"},
		{"\ufeff{}", "", ""}, {"{\"a\xff\":1}", "bad_json", ""},
		{`{"a":{},"a":{}}`, "duplicate", "a"}, {`{"yes":true,"a":{"n":1,"list":[],"n":2}}`, "duplicate", "a.n"}, {`{"a":{"list":[1,{"x":{},"y":[1],"x":2}]}}`, "duplicate", "a.list[1].x"},
		{`{"a":{"n":1},"b":{"n":1}}`, "unknown_field", "b"}, {`{"a":{"list":[-1]}}`, "negative", "a.list[0]"},
		{`{"rate":"15"}`, "not_rate", "rate"}, {`{"rate":10001}`, "too_large", "rate"},
		{`{"rate":1,"share":2}`, "twice", "share"},
		{`{"on":"2025-02-29"}`, "not_date", "on"}, {`{"on":7}`, "not_text", "on"},
		{`{"yes":1}`, "not_bool", "yes"},
		{`{"years":"x"}`, "not_years", "years"}, {`{"years":2.9}`, "", ""}, {`{"years":-0.5}`, "negative", "years"}, {`{"years":1e99}`, "not_years", "years"}, {`{"years":11}`, "too_large", "years"},
		{`{"code":"Three"}`, "unknown_code", "code"}, {`{"code":" ONE "}`, "", ""}, {`{"code":"一"}`, "", ""},
		{`{"zz":1,"b":1}`, "unknown_field", "b"}, {`{"a":{"m":1}}`, "unknown_field", "a.m"},
		{`{"rate":-1,"b":1}`, "negative", "rate"},
	} {
		r := corpus.ReadRequest([]byte(c.text))
		a := r.Object("a")
		a.Whole(1, 5, "n")
		a.Moneys(2, corpus.Yi, "list")
		r.Rate(0, corpus.One, "rate", "share")
		r.Date("on")
		r.Bool("yes")
		r.Years(10, "years")
		r.Code([]corpus.CodeChoice{{Code: "one", Also: []string{"一"}}, {Code: "two"}}, "code")
		f := r.Done()
		switch {
		case c.code == "" && f != nil:
			t.Errorf("%s: %v", c.text, f)
		case c.code != "" && (f == nil || f.Code != c.code || f.Field != c.field):
			t.Errorf("%s: %v, want %s at %q", c.text, f, c.code, c.field)
		}
	}
}

func TestFiguresOfARequestAreRead(t *testing.T) {
	t.Parallel()
	r := corpus.ReadRequest([]byte(`{"a":"500万","b":7,"c":"15%","d":13.9,"e":{"x":2500,"y":"75%"},"f":["1元",2]}`))
	a, b, c, d, e, f := r.Money(corpus.Yi, "a"), r.Money(corpus.Yi, "b"), r.Rate(0, corpus.One, "c"), r.Years(50, "d"), r.RateMap([]string{"x", "y", "z"}, "e"), r.Moneys(2, corpus.Yi, "f")
	if fault := r.Done(); fault != nil {
		t.Fatal(fault)
	}
	if *a != 500*corpus.Wan || *b != 7 || *c != 1500 || *d != 13 || len(e) != 2 || e["x"] != 2500 || e["y"] != 7500 || len(f) != 2 || f[0] != corpus.Yuan {
		t.Errorf("%d %d %d %d %v %v", *a, *b, *c, *d, e, f)
	}
	if r.Money(1, "none") != nil || r.Rate(0, 1, "none") != nil || r.Years(1, "none") != nil || r.Whole(0, 1, "none") != nil || r.Bool("none") != nil || r.RateMap(nil, "none") != nil {
		t.Error("what is not there is read")
	}
}
