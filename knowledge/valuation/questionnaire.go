package valuation

import (
	"math/big"
	"slices"
	"strconv"

	"zhirong/corpus"
)

// Answers are the options chosen, 1 (weakest) to 5, by factor.
type Answers map[string]int

// Profile is what the answers say, in numbers: scores for a radar, opportunity
// against risk for a grid, and all for a table. It is a self-check, not a value.
type Profile struct {
	Groups  []GroupProfile
	Missing []string // factors without an answer
	Origin  corpus.Text
}

// GroupProfile is one group of factors. Scores are 0 to 100 over the factors that
// were answered, nil where none was.
type GroupProfile struct {
	ID          string
	Label       corpus.Text
	Size        int
	Answered    int
	Score       *Points // mean of all its factors
	Opportunity *Points // mean of those that are an opportunity
	Risk        *Points // 100 less the mean of those that are a risk
}

// Questionnaire returns the factors, groups and options.
func (e *Estimator) Questionnaire() *corpus.Questionnaire { return &e.set.Questionnaire }

// Profile works out the profile; an unknown factor or option is a fault.
func (e *Estimator) Profile(a Answers) (Profile, *corpus.Fault) {
	q := &e.set.Questionnaire
	if f := checkAnswers(q, a); f != nil {
		return Profile{}, f
	}
	p := Profile{Origin: q.Origin, Missing: []string{}}
	for _, g := range q.Groups {
		gp := GroupProfile{ID: g.ID, Label: g.Label, Size: int(g.Size)}
		var sum, count [3]int64 // all, opportunity, risk
		for i := range q.Factors {
			f := &q.Factors[i]
			if f.Group() != g.ID {
				continue
			}
			option, ok := a[f.ID]
			if !ok {
				p.Missing = append(p.Missing, f.ID)
				continue
			}
			gp.Answered++
			side := 1
			if f.Side == "risk" {
				side = 2
			}
			for _, s := range []int{0, side} {
				sum[s] += int64(option-1) * 25 * scale
				count[s]++
			}
		}
		mean := func(s int) *Points {
			if count[s] == 0 {
				return nil
			}
			v, _ := corpus.Quotient(big.NewInt(sum[s]), big.NewInt(count[s]))
			return new(Points(v))
		}
		gp.Score, gp.Opportunity, gp.Risk = mean(0), mean(1), mean(2)
		if gp.Risk != nil {
			*gp.Risk = 100*scale - *gp.Risk
		}
		p.Groups = append(p.Groups, gp)
	}
	return p, nil
}

func checkAnswers(q *corpus.Questionnaire, a Answers) *corpus.Fault {
	ids := make([]string, 0, len(a))
	for id := range a {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if !slices.ContainsFunc(q.Factors, func(f corpus.Factor) bool { return f.ID == id }) {
			return fault("unknown_field", id)
		}
		if a[id] < 1 || a[id] > 5 {
			f := fault("too_large", id)
			if a[id] < 1 {
				f.Code = "too_small"
			}
			f.Args["most"] = "5"
			return f
		}
	}
	return nil
}

// Business are the firm's own figures that the questionnaire's sheet needs.
type Business struct {
	Turnover   corpus.Money       // a year, of the product
	Margin     corpus.BasisPoints // of turnover; the rest is cost of production
	Investment corpus.Money       // a year, today
	Discount   corpus.BasisPoints
}

// CashSheet is what the numeric answers give: the present value of what the
// patent adds. Low and High are the least and the greatest of three sheets: as
// answered, and with every numeric answer one option weaker and one stronger.
type CashSheet struct {
	Low, Mid, High corpus.Money
	Figures        []CashFigure
}

// CashFigure is a figure that an answer carries into the sheet.
type CashFigure struct {
	Factor string
	Number string
	Value  corpus.BasisPoints // years too: 5000 is half a year
}

// Cash works out the sheet, by a rule of this service's own. With turnover T,
// growth g, margin m, and in year t the part c of the year in which the product
// sells (from the time to market on, for the product's life):
//
//	gain of year t = c × ( T·(1+g)^t × [ m·(extra + 1 − kept) + (1−m)·(1 − production cost) − development cost ] − I·(investment − 1) )
//
// and the sheet is Σ gain ÷ (1+r)^t. It is exact, in fractions, and rounded half up
// to the fen once. All eight numeric factors must be answered; the value may be
// negative.
func (e *Estimator) Cash(a Answers, b Business) (CashSheet, *corpus.Fault) {
	q := &e.set.Questionnaire
	if f := checkAnswers(q, a); f != nil {
		return CashSheet{}, f
	}
	if b.Turnover < 0 || b.Turnover > maxAmount || b.Investment < 0 || b.Investment > maxAmount {
		return CashSheet{}, fault("too_large", "turnover")
	}
	if b.Margin < 0 || b.Margin > corpus.One || b.Discount < 0 || b.Discount > corpus.One {
		return CashSheet{}, fault("too_large", "margin")
	}
	var sheet CashSheet
	for _, n := range corpus.Numbers {
		f := q.Numbered(n)
		if _, ok := a[f.ID]; !ok {
			return CashSheet{}, fault("missing", f.ID)
		}
		sheet.Figures = append(sheet.Figures, CashFigure{Factor: f.ID, Number: n, Value: figure(f, a[f.ID])})
	}
	values := make([]corpus.Money, 3)
	for i := range values {
		v := map[string]corpus.BasisPoints{}
		for _, f := range sheet.Figures {
			v[f.Number] = figure(q.Numbered(f.Number), min(5, max(1, a[f.Factor]+i-1)))
		}
		var fits bool
		if values[i], fits = cash(v, b); !fits {
			f := fault("too_large", "turnover")
			f.Args["most"] = maxAmount.String()
			return CashSheet{}, f
		}
	}
	sheet.Low, sheet.Mid, sheet.High = slices.Min(values), values[1], slices.Max(values)
	return sheet, nil
}

func figure(f *corpus.Factor, option int) corpus.BasisPoints {
	return corpus.BasisPoints(f.Options[option-1].Value.N)
}

func cash(v map[string]corpus.BasisPoints, b Business) (corpus.Money, bool) {
	one := int64(corpus.One)
	r := func(n corpus.BasisPoints) *big.Rat { return big.NewRat(int64(n), one) }
	less := func(n corpus.BasisPoints) *big.Rat { return big.NewRat(one-int64(n), one) }
	mul := func(x, y *big.Rat) *big.Rat { return new(big.Rat).Mul(x, y) }

	share := mul(r(b.Margin), new(big.Rat).Add(r(v["extra_turnover"]), less(v["turnover_kept"])))
	share.Add(share, mul(less(b.Margin), less(v["production_cost"])))
	share.Sub(share, r(v["development_cost"]))
	invest := mul(big.NewRat(int64(b.Investment), 1), new(big.Rat).Neg(less(v["investment"])))

	growth, discount := big.NewRat(one+int64(v["growth"]), one), big.NewRat(one+int64(b.Discount), one)
	turnover, at, sum := big.NewRat(int64(b.Turnover), 1), big.NewRat(1, 1), new(big.Rat)
	from, to := int64(v["time_to_market"]), int64(v["time_to_market"]+v["product_life"])
	for begin := int64(0); begin < to; begin += one {
		turnover.Mul(turnover, growth)
		at.Mul(at, discount)
		part := min(begin+one, to) - max(begin, from)
		if part <= 0 {
			continue
		}
		gain := mul(turnover, share)
		gain.Sub(gain, invest)
		gain.Mul(gain, big.NewRat(part, one))
		sum.Add(sum, gain.Quo(gain, at))
	}
	n, fits := corpus.Quotient(sum.Num(), sum.Denom())
	return corpus.Money(n), fits
}

// Table returns the profile as rows of cells under a head, for any front end.
func (e *Estimator) Table(p Profile, lang corpus.Lang) (head []string, rows [][]string) {
	for _, key := range []string{"group", "answered", "score", "opportunity", "risk"} {
		head = append(head, e.set.Say("estimate.factors."+key, nil).In(lang))
	}
	cell := func(p *Points) string {
		if p == nil {
			return "–"
		}
		return strconv.FormatInt(p.Whole(), 10)
	}
	for _, g := range p.Groups {
		rows = append(rows, []string{g.Label.In(lang), strconv.Itoa(g.Answered) + "/" + strconv.Itoa(g.Size), cell(g.Score), cell(g.Opportunity), cell(g.Risk)})
	}
	return head, rows
}

// Whole returns the points without decimals, rounded half up.
func (p Points) Whole() int64 { return (int64(p) + scale/2) / scale }
