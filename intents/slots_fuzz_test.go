package intents_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhirong/corpus"
	"zhirong/intents"
)

// hanNumber writes a number below 10^12 in characters.
func hanNumber(n int64) string {
	const digits = "零一二三四五六七八九"
	digit := func(d int64) string { return string([]rune(digits)[d]) }
	section := func(n int64) string {
		var b strings.Builder
		zero := false
		for _, u := range []struct {
			by   int64
			name string
		}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
			d := n / u.by % 10
			switch {
			case d > 0:
				if zero && b.Len() > 0 {
					b.WriteString("零")
				}
				b.WriteString(digit(d) + u.name)
				zero = false
			default:
				zero = true
			}
		}
		return b.String()
	}
	if n == 0 {
		return "零"
	}
	var b strings.Builder
	zero := false
	for _, u := range []struct {
		by   int64
		name string
	}{{100_000_000, "亿"}, {10_000, "万"}, {1, ""}} {
		part := n / u.by % 10_000
		if part == 0 {
			zero = b.Len() > 0
			continue
		}
		if b.Len() > 0 && (zero || part < 1000) {
			b.WriteString("零")
		}
		b.WriteString(section(part) + u.name)
		zero = false
	}
	return b.String()
}

func TestNumeralsInCharactersAreHeardAsPrinted(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 9999).Draw(t, "n")
		text := hanNumber(n) + "件发明专利"
		if got, ok := ear.Hear(text, "2026-11-22").Facts["patents_invention"].Span.Exact(); !ok || got != n {
			t.Fatalf("%s heard as %d", text, got)
		}
	})
}

func TestNumeralsWithTheirLastUnitLeftOutAreHeard(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64Range(1, 9).Draw(t, "a"), rapid.Int64Range(1, 9).Draw(t, "b")
		unit := rapid.SampledFrom([]struct {
			name string
			by   int64
		}{{"千", 1000}, {"万", 10_000}, {"亿", 100_000_000}}).Draw(t, "unit")
		text := "想借" + hanNumber(a) + unit.name + hanNumber(b) + "元"
		want := (a*unit.by + b*unit.by/10) * 100
		if got, ok := ear.Hear(text, "2026-11-22").Facts["loan_amount"].Span.Exact(); !ok || got != want {
			t.Fatalf("%s heard as %d, not %d", text, got, want)
		}
	})
}

func TestAmountsAreHeardAsPrinted(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	rapid.Check(t, func(t *rapid.T) {
		m := corpus.Money(rapid.Int64Range(1, 999_999_999_999_99).Draw(t, "fen"))
		for _, text := range []string{"想贷" + m.String(), "want to borrow " + m.English()} {
			heard := ear.Hear(text, "2026-11-22").Facts["loan_amount"]
			if !heard.Equal(corpus.MoneyValue(m)) {
				t.Fatalf("%q heard as %+v", text, heard)
			}
		}
	})
}

func TestAmountsInCharactersAreHeardAsPrinted(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	rapid.Check(t, func(t *rapid.T) {
		yuan := rapid.Int64Range(1, 999_999_999_999).Draw(t, "yuan")
		text := "想贷" + hanNumber(yuan) + "元"
		if heard := ear.Hear(text, "2026-11-22").Facts["loan_amount"]; !heard.Equal(corpus.MoneyValue(corpus.Money(yuan * 100))) {
			t.Fatalf("%q heard as %+v", text, heard)
		}
	})
}

func TestRatesAreHeardAsPrinted(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	rapid.Check(t, func(t *rapid.T) {
		r := corpus.BasisPoints(rapid.Int64Range(0, 10_000).Draw(t, "rate"))
		if heard := ear.Hear("研发占比"+r.String(), "2026-11-22").Facts["rd_share"]; !heard.Equal(corpus.RateValue(r)) {
			t.Fatalf("%s heard as %+v", r, heard)
		}
	})
}

func TestFoundingDaysGiveTheWholeMonthsSince(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	today := corpus.Date("2026-11-22")
	rapid.Check(t, func(t *rapid.T) {
		back := rapid.IntRange(0, 12_000).Draw(t, "days")
		day := today.Time().AddDate(0, 0, -back)
		text := fmt.Sprintf("%d年%d月%d日成立", day.Year(), day.Month(), day.Day())
		n, ok := ear.Hear(text, today).Facts["months_operating"].Span.Exact()
		if !ok || day.AddDate(0, int(n), 0).After(today.Time().AddDate(0, 0, 3)) || !day.AddDate(0, int(n)+1, 0).After(today.Time()) {
			t.Fatalf("%s heard as %d", text, n)
		}
	})
}

// sound checks what must hold of anything heard.
func sound(t *testing.T, set *corpus.Set, text string, h intents.Heard) {
	t.Helper()
	for id, v := range h.Facts {
		f, ok := set.Fact(id)
		if !ok {
			t.Fatalf("%q: fact %q does not exist", text, id)
		}
		if v.Kind != f.Kind || v.Kind.Numeric() && v.Span.Empty() {
			t.Fatalf("%q: %s is %+v", text, id, v)
		}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		back, err := corpus.ParseValue(f.Kind, data)
		if err != nil || !back.Equal(v) {
			t.Fatalf("%q: %s prints as %s, which reads as %+v, %v", text, id, data, back, err)
		}
	}
	for _, p := range h.Places {
		if _, ok := set.Place(p); !ok {
			t.Fatalf("%q: place %q does not exist", text, p)
		}
	}
	for _, d := range append(slices.Clone(h.Dates), h.AsOf) {
		if _, err := corpus.ParseDate(string(d)); err != nil && d != "" {
			t.Fatalf("%q: %v", text, err)
		}
	}
	for _, v := range slices.Concat(h.Money, h.Rates, h.Terms) {
		if v.Span.Empty() {
			t.Fatalf("%q: %+v holds no number", text, v)
		}
	}
}

func FuzzHear(f *testing.F) {
	set, ear := newEar(f)
	for line := range strings.Lines(heardRows) {
		text, _, _ := strings.Cut(line, " | ")
		f.Add(text)
	}
	f.Add("300到300万到3到万亿亿零〇半个亿多多以上以下不到超过")
	f.Add("zl2019年13月32日成立-负¥$〔2025〕号\xff\xfe\u202e")
	f.Fuzz(func(t *testing.T, text string) {
		sound(t, set, text, ear.Hear(text, "2026-11-22"))
		for _, fact := range []corpus.FactID{"loan_amount", "patents_invention", "region", "credit_ok", "statuses", "months_operating", "rd_share", "kv_grade"} {
			if v, ok := ear.HearAnswer(text, fact, "2026-11-22"); ok && v.Kind.Numeric() && v.Known() && v.Span.Empty() {
				t.Fatalf("%q answers %s with %+v", text, fact, v)
			}
		}
	})
}

func FuzzNumeral(f *testing.F) {
	set, ear := newEar(f)
	for _, s := range []string{"三千五百", "1,200", "两三", "十几", "二〇一九", "一百零五", "3.5千", "twenty-two", "half a million", "几十"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, numeral string) {
		text := numeral + "件发明专利"
		sound(t, set, text, ear.Hear(text, "2026-11-22"))
	})
}

func FuzzMoney(f *testing.F) {
	set, ear := newEar(f)
	for _, s := range []string{"500万", "1.2亿", "¥3,000,000", "三五百万", "300到500万", "RMB 5 million", "伍佰万元整", "50万美元", "-500万", "0.005元", "999999999999亿"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, amount string) {
		text := "想贷" + amount
		sound(t, set, text, ear.Hear(text, "2026-11-22"))
	})
}

// hostile are texts made to be slow.
var hostile = map[string]string{
	"numbers without end": "1", "characters of numbers": "一百二", "amounts": "300万到", "brackets": "〔2025〕", "negations": "不是没有",
	"places": "武汉市江夏区", "rights": "发明专利", "letters": "wuhan east lake ", "questions": "有没有", "spaces": " ", "dates": "2019年6月",
	"words of numbers": "two hundred and ", "clauses": "有3件发明，", "wants": "想要贷款", "adverbs": "的了都也", "issuers": "鄂知发", "statuses": "高企和",
	"terms": "三年", "open quotes": "“", "invalid bytes": "\xff",
}

func TestHostileTextIsHeardInTime(t *testing.T) {
	set, ear := newEar(t)
	for name, unit := range hostile {
		t.Run(name, func(t *testing.T) {
			long := strings.Repeat(unit, 100_000/len([]rune(unit))+1)
			start := time.Now()
			sound(t, set, name, ear.Hear(long, "2026-11-22"))
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("100,000 characters took %v", took)
			}
		})
	}
}

func BenchmarkHear(b *testing.B) {
	_, ear := newEar(b)
	cases := map[string]string{"sentence": "我们是江夏的高企，有3件发明专利，年营收800万，想贷500万，期限三年，要什么材料"}
	for name, unit := range hostile {
		cases["4096 "+name] = string([]rune(strings.Repeat(unit, 4096))[:4096])
	}
	for name, text := range cases {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				ear.Hear(text, "2026-11-22")
			}
		})
	}
}
