package corpus

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// ID names an entry for ever, in ASCII: "policy/hubei-2025-17",
// "product/p01-kv-loan". The part after the slash is the file's name where an
// entry has a file of its own.
type ID string

// Text is one thing said in Chinese and in English. Both are always present in
// a checked Set.
type Text struct {
	ZH string `yaml:"zh,required"`
	EN string `yaml:"en,required"`
}

// In returns the text in the language asked for; any other language is Chinese.
func (t Text) In(lang Lang) string {
	if lang == English {
		return t.EN
	}
	return t.ZH
}

// Zero reports whether neither language is present.
func (t Text) Zero() bool { return t.ZH == "" && t.EN == "" }

// Lang is a language that zhirong speaks.
type Lang string

// The languages.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Money is an amount in fen (1 yuan = 100 fen).
type Money int64

// Units of money in fen.
const (
	Yuan Money = 100
	Wan  Money = 10_000 * Yuan
	Yi   Money = 10_000 * Wan
)

// ParseMoney reads an amount with its unit: "500万", "1.2亿", "3400元",
// "101.9万元", "¥3,400", also wide or traditional ("５００ 萬元"). An amount without a
// unit is refused, since it could mean either.
func ParseMoney(s string) (Money, error) {
	whole := strings.TrimSpace(Fold(s))
	if sign := strings.TrimPrefix(whole, "¥"); sign != whole {
		whole = strings.TrimSuffix(strings.TrimSpace(sign), "元") + "元"
	}
	t := strings.TrimSuffix(whole, "元")
	unit := Yuan
	switch {
	case strings.HasSuffix(t, "万"):
		t, unit = strings.TrimSuffix(t, "万"), Wan
	case strings.HasSuffix(t, "亿"):
		t, unit = strings.TrimSuffix(t, "亿"), Yi
	case t == whole:
		return 0, fmt.Errorf("amount %q has no unit: write 元, 万 or 亿", s)
	}
	n, err := scaled(strings.TrimSpace(t), int64(unit))
	if err != nil {
		return 0, fmt.Errorf("amount %q is not a number with a unit such as 500万", s)
	}
	return Money(n), nil
}

// String prints the amount as ParseMoney reads it, in the largest unit that
// keeps it exact in four decimals.
func (m Money) String() string {
	switch {
	case m%(Yi/10000) == 0 && (m >= Yi || m <= -Yi):
		return fixed(int64(m), int64(Yi)) + "亿元"
	case m%(Wan/10000) == 0 && (m >= Wan || m <= -Wan):
		return fixed(int64(m), int64(Wan)) + "万元"
	default:
		return m.Yuan() + "元"
	}
}

// Yuan prints the amount in yuan as a bare decimal number: "702315.88".
func (m Money) Yuan() string { return fixed(int64(m), int64(Yuan)) }

// English prints the amount in yuan with thousands marks, and with two decimals
// unless it is whole: "CNY 5,000,000", "CNY 567,672.40".
func (m Money) English() string {
	s := m.Yuan()
	whole, frac, dot := strings.Cut(s, ".")
	neg := strings.HasPrefix(whole, "-")
	whole = strings.TrimPrefix(whole, "-")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	out := "CNY "
	if neg {
		out += "-"
	}
	out += b.String()
	if dot {
		out += "." + frac + strings.Repeat("0", 2-len(frac))
	}
	return out
}

// BasisPoints is a rate in hundredths of a per cent: 3.75 % is 375.
type BasisPoints int64

// ParseRate reads "3.75%" or "15%". A rate without its sign is refused.
func ParseRate(s string) (BasisPoints, error) {
	t, ok := strings.CutSuffix(strings.TrimSpace(Fold(s)), "%")
	if !ok {
		return 0, fmt.Errorf("rate %q has no %% sign", s)
	}
	n, err := scaled(strings.TrimSpace(t), 100)
	if err != nil {
		return 0, fmt.Errorf("rate %q is not a number with %%", s)
	}
	return BasisPoints(n), nil
}

// String prints the rate as ParseRate reads it.
func (b BasisPoints) String() string { return fixed(int64(b), 100) + "%" }

// Date is a day, YYYY-MM-DD. Dates compare as strings.
type Date string

// ParseDate reads a real day.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("date %q is not a day written YYYY-MM-DD", s)
	}
	return Date(s), nil
}

// DateOf returns the day of t in t's own zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Time returns the start of the day in UTC; the zero Time if d is empty.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// Day returns the number of days since 1970-01-01, for intervals of dates.
func (d Date) Day() int64 { return d.Time().Unix() / 86400 }

// DateOfDay is the inverse of Date.Day.
func DateOfDay(n int64) Date {
	return DateOf(time.Unix(n*86400, 0).UTC())
}

// Months is a duration in whole months.
type Months int64

// scaled reads a decimal number times unit, exactly: no float takes part.
func scaled(s string, unit int64) (int64, error) {
	if s == "" || len(s) > 24 || strings.Trim(s, "0123456789.,+-") != "" {
		return 0, strconv.ErrSyntax // no other base, exponent or fraction
	}
	r, ok := new(big.Rat).SetString(strings.ReplaceAll(s, ",", ""))
	if !ok {
		return 0, strconv.ErrSyntax
	}
	r.Mul(r, new(big.Rat).SetInt64(unit))
	if !r.IsInt() || !r.Num().IsInt64() || r.Num().Int64() == math.MinInt64 {
		return 0, strconv.ErrRange
	}
	return r.Num().Int64(), nil
}

// fixed prints n/unit as a plain decimal without trailing zeros.
func fixed(n, unit int64) string {
	s := new(big.Rat).SetFrac64(n, unit).FloatString(10)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
