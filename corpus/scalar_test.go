package corpus_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhirong/corpus"
)

func TestAmountIsReadWithItsUnit(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]corpus.Money{
		"500万":          500 * corpus.Wan,
		"500万元":         500 * corpus.Wan,
		"1.2亿":          12_000 * corpus.Wan,
		"3400元":         3400 * corpus.Yuan,
		"0.01元":         1,
		"101.9万元":       1_019_000 * corpus.Yuan,
		" 10万 ":         10 * corpus.Wan,
		"1,000万":        1000 * corpus.Wan,
		"0元":            0,
		"500 万":         500 * corpus.Wan,
		"¥3,400.50":     3400*corpus.Yuan + 50,
		"￥ 500万":        500 * corpus.Wan,
		"５００万元":         500 * corpus.Wan,
		"1.2億":          12_000 * corpus.Wan,
		"-3.5万":         -35_000 * corpus.Yuan,
		"922337203亿":    922_337_203 * corpus.Yi,
		"0.0000000001亿": 1,
	} {
		if got, err := corpus.ParseMoney(in); err != nil || got != want {
			t.Errorf("ParseMoney(%q) = %d, %v, want %d", in, got, err, want)
		}
	}
}

func TestWhatIsNoAmountIsRefused(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"", "元", "万", "500", "5.000.000", "五百万", "5 00万", "1e3万", "0x10万", "0b11万", "0o17万", "1/2万", "1_000万", "Inf万", "--1万", "0.001元", "9223372036亿", "99999999999999999999999999万", "$5元", "500万美元", "¥", "¥¥5", "500万万",
	} {
		if got, err := corpus.ParseMoney(in); err == nil {
			t.Errorf("ParseMoney(%q) = %d, want an error", in, got)
		}
	}
}

func TestAmountIsPrintedInItsLargestUnit(t *testing.T) {
	t.Parallel()
	for m, want := range map[corpus.Money][2]string{
		0:                         {"0元", "CNY 0"},
		1:                         {"0.01元", "CNY 0.01"},
		3400 * corpus.Yuan:        {"3400元", "CNY 3,400"},
		corpus.Wan:                {"1万元", "CNY 10,000"},
		101_9000 * corpus.Yuan:    {"101.9万元", "CNY 1,019,000"},
		12345*corpus.Yuan + 67:    {"12345.67元", "CNY 12,345.67"},
		5000 * corpus.Wan:         {"5000万元", "CNY 50,000,000"},
		12_000 * corpus.Wan:       {"1.2亿元", "CNY 120,000,000"},
		123_456_789 * corpus.Yuan: {"12345.6789万元", "CNY 123,456,789"},
		-35_000 * corpus.Yuan:     {"-3.5万元", "CNY -35,000"},
		-999 * corpus.Yuan:        {"-999元", "CNY -999"},
	} {
		if got := [2]string{m.String(), m.English()}; got != want {
			t.Errorf("%d fen print as %q, want %q", m, got, want)
		}
	}
}

func TestAmountIsReadAsItIsPrinted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := corpus.Money(rapid.Int64Min(-math.MaxInt64).Draw(t, "fen"))
		if got, err := corpus.ParseMoney(m.String()); err != nil || got != m {
			t.Fatalf("%d prints as %s and is read as %d, %v", m, m, got, err)
		}
		b := corpus.BasisPoints(m)
		if got, err := corpus.ParseRate(b.String()); err != nil || got != b {
			t.Fatalf("%d prints as %s and is read as %d, %v", b, b, got, err)
		}
	})
}

func TestRateIsReadWithItsSign(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]corpus.BasisPoints{"3.75%": 375, "15%": 1500, "0.5 %": 50, " 100% ": 10_000, "-1%": -100, "0%": 0} {
		if got, err := corpus.ParseRate(in); err != nil || got != want {
			t.Errorf("ParseRate(%q) = %d, %v, want %d", in, got, err, want)
		}
	}
	for _, in := range []string{"", "%", "15", "0.15", "1.234%", "1e1%", "15‰", "三%", "0b1%"} {
		if got, err := corpus.ParseRate(in); err == nil {
			t.Errorf("ParseRate(%q) = %d, want an error", in, got)
		}
	}
}

func TestDateIsARealDay(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"2025-06-23", "2024-02-29", "1970-01-01", "1949-10-01"} {
		if d, err := corpus.ParseDate(in); err != nil || string(d) != in {
			t.Errorf("ParseDate(%q) = %q, %v", in, d, err)
		}
	}
	for _, in := range []string{"", "2025", "2025-06", "2025-6-3", "2025-02-29", "2025-13-01", "2025-06-23T00:00:00Z", " 2025-06-23"} {
		if d, err := corpus.ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) = %q, want an error", in, d)
		}
	}
}

func TestDayCountsFromTheEpoch(t *testing.T) {
	t.Parallel()
	for d, want := range map[corpus.Date]int64{"1970-01-01": 0, "1970-01-02": 1, "1969-12-31": -1, "2000-03-01": 11_017} {
		if got := d.Day(); got != want {
			t.Errorf("day of %s is %d, want %d", d, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-700_000, 2_900_000).Draw(t, "day")
		d := corpus.DateOfDay(n)
		if _, err := corpus.ParseDate(string(d)); err != nil || d.Day() != n {
			t.Fatalf("day %d is %s, which is day %d, %v", n, d, d.Day(), err)
		}
	})
}

func TestDateIsTheDayWhereTheClockHangs(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 6, 23, 20, 0, 0, 0, time.UTC)
	if d := corpus.DateOf(at); d != "2025-06-23" {
		t.Errorf("in UTC it is %s", d)
	}
	if d := corpus.DateOf(at.In(time.FixedZone("east", 8*3600))); d != "2025-06-24" {
		t.Errorf("in the east it is %s", d)
	}
	if !corpus.Date("").Time().IsZero() {
		t.Error("no date is a time")
	}
}

func TestTextIsInTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	text := corpus.Text{ZH: "中", EN: "E"}
	for lang, want := range map[corpus.Lang]string{corpus.Chinese: "中", corpus.English: "E", "": "中", "fr": "中"} {
		if got := text.In(lang); got != want {
			t.Errorf("In(%q) = %q, want %q", lang, got, want)
		}
	}
	if text.Zero() || !(corpus.Text{}).Zero() || (corpus.Text{EN: "E"}).Zero() {
		t.Error("only a text without either language is zero")
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"500万", "1.2亿", "-0.01元", "0b1万", "1,0,0元", "万元", ".5亿", "+7.万", "999999999999999999999元"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := corpus.ParseMoney(s)
		if err != nil {
			return
		}
		if again, err := corpus.ParseMoney(m.String()); err != nil || again != m {
			t.Fatalf("%q is %d, printed %s, read %d, %v", s, m, m, again, err)
		}
	})
}
