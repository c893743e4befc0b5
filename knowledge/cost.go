package knowledge

import (
	"errors"
	"math/big"
	"slices"

	"zhirong/corpus"
)

// Loan is what a cost sheet is reckoned for. The rate is the bank's offer or the
// person's own figure: none is known here.
type Loan struct {
	Amount corpus.Money
	Months corpus.Months
	Rate   corpus.BasisPoints // a year
	Fee    corpus.BasisPoints // guarantee fee a year; zero: none, or that of Product
	// Product is the loan or guarantee that is asked about; nil: none in particular.
	Product *corpus.Product
	Place   corpus.RegionCode // where the firm is; empty: not known
	Rights  []corpus.IPKind   // what is pledged; empty: not known
}

// Sheet is what a loan costs year by year and what each known subsidy would give.
// Interest is paid as it falls due and the loan is repaid at the end. Amounts are
// rounded to the fen so that the years add up exactly: costs to the nearest,
// subsidies down.
type Sheet struct {
	Loan     Loan
	Years    []SheetYear
	Interest corpus.Money // of all years
	Fee      corpus.Money // guarantee fee of all years; see FeeKnown
	FeeKnown bool         // false: whether there is a fee, and which, is not known here
	FeeCite  corpus.PassageID
	Grants   []SheetGrant // each alone: whether they add up is not known here
}

// SheetYear is a year of a loan, counted from its first day; the last may be short.
type SheetYear struct {
	Months   corpus.Months
	Interest corpus.Money
	Fee      corpus.Money
}

// SheetGrant is a subsidy of the firm's place.
type SheetGrant struct {
	Grant *corpus.Grant
	Title corpus.Text
	Cite  corpus.PassageID
	AsOf  string
	Known bool           // its share is known; else Low and High are zero, and nothing is reckoned
	Low   []corpus.Money // by year
	High  []corpus.Money
	// Capped tells of each year whether the cap cuts High.
	Capped []bool
	// NetLow and NetHigh are what all years cost after this subsidy alone.
	NetLow, NetHigh corpus.Money
}

// Bounds of what a sheet is reckoned for.
const (
	maxSheetLoan   = 1_000_000 * corpus.Wan // a hundred times a hundred million yuan
	maxSheetMonths = 600
	maxSheetRate   = 10_000
)

// The errors of Costs.
var (
	ErrLoanAmount = errors.New("the loan is not more than zero and at most CNY 10 billion")
	ErrLoanMonths = errors.New("the term is not from 1 to 600 months")
	ErrLoanRate   = errors.New("a rate is not from 0% to 100% a year")
)

// Costs reckons what a loan costs and what each subsidy of the place would give.
func (m *Matcher) Costs(l Loan) (*Sheet, error) {
	switch {
	case l.Amount <= 0 || l.Amount > maxSheetLoan:
		return nil, ErrLoanAmount
	case l.Months < 1 || l.Months > maxSheetMonths:
		return nil, ErrLoanMonths
	case l.Rate < 0 || l.Rate > maxSheetRate || l.Fee < 0 || l.Fee > maxSheetRate:
		return nil, ErrLoanRate
	}
	s := &Sheet{Loan: l, FeeKnown: l.Fee != 0}
	fee := l.Fee
	if p := l.Product; fee == 0 && p != nil && p.GuaranteeFee != 0 {
		fee, s.FeeKnown = corpus.BasisPoints(p.GuaranteeFee), true
		s.FeeCite = corpus.PassageID(string(p.ID) + "#rate")
	} else if fee == 0 && p != nil && p.Kind == corpus.CreditLoan {
		s.FeeKnown = true // unsecured: there is no guarantor
	}
	for from := corpus.Months(0); from < l.Months; from += 12 {
		to := min(from+12, l.Months)
		y := SheetYear{
			Months:   to - from,
			Interest: accrued(l.Amount, l.Rate, to) - accrued(l.Amount, l.Rate, from),
			Fee:      accrued(l.Amount, fee, to) - accrued(l.Amount, fee, from),
		}
		s.Interest, s.Fee = s.Interest+y.Interest, s.Fee+y.Fee
		s.Years = append(s.Years, y)
	}
	m.grants(s)
	return s, nil
}

// accrued is what a yearly rate makes of an amount in some months, to the nearest fen.
func accrued(a corpus.Money, rate corpus.BasisPoints, months corpus.Months) corpus.Money {
	n := new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(rate)))
	n.Mul(n, big.NewInt(int64(months)))
	const den = 10_000 * 12
	n.Add(n, big.NewInt(den/2))
	return corpus.Money(n.Quo(n, big.NewInt(den)).Int64())
}

// shareDown is a share of an amount, rounded down to the fen.
func shareDown(a corpus.Money, share corpus.Rate) corpus.Money {
	n := new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(share)))
	return corpus.Money(n.Quo(n, big.NewInt(10_000)).Int64())
}

// grants adds the subsidies of the place, those of products last.
func (m *Matcher) grants(s *Sheet) {
	if s.Loan.Place == "" {
		return
	}
	fits := func(regions []corpus.RegionCode, rights []corpus.IPKind) bool {
		return slices.ContainsFunc(regions, func(r corpus.RegionCode) bool { return m.set.Within(s.Loan.Place, r) }) &&
			(len(s.Loan.Rights) == 0 || len(rights) == 0 || slices.ContainsFunc(rights, func(k corpus.IPKind) bool { return slices.Contains(s.Loan.Rights, k) }))
	}
	for i := range m.set.Policies {
		p := &m.set.Policies[i]
		for k := range p.Sections {
			sec := &p.Sections[k]
			if sec.Grant == nil {
				continue
			}
			q, ok := m.set.Passage(corpus.PassageID(string(p.ID) + "#" + sec.ID))
			if ok && fits(q.Regions, sec.Kinds) {
				s.Grants = append(s.Grants, s.grant(sec.Grant, sec.Heading, q.ID, q.AsOf))
			}
		}
	}
	for i := range m.set.Products {
		if p := &m.set.Products[i]; p.Grant != nil && p.Offered && fits(p.Regions, p.Rights) && !(unsecured(s.Loan.Product) && afterPledge(p)) {
			s.Grants = append(s.Grants, s.grant(p.Grant, p.Name, corpus.PassageID(string(p.ID)+"#amount"), p.AsOf))
		}
	}
}

// unsecured reports whether a loan is known to pledge nothing.
func unsecured(p *corpus.Product) bool { return p != nil && p.Kind == corpus.CreditLoan }

// afterPledge reports whether a subsidy is for who took a loan on a pledge.
func afterPledge(p *corpus.Product) bool {
	return asks(p, "has_ip_pledge_loan") || asks(p, "copyright_loan_repaid")
}

// grant reckons one subsidy year by year.
func (s *Sheet) grant(g *corpus.Grant, title corpus.Text, cite corpus.PassageID, asOf string) SheetGrant {
	out := SheetGrant{Grant: g, Title: title, Cite: cite, AsOf: asOf, Known: g.ShareMax != 0}
	out.NetLow, out.NetHigh = s.Interest+s.Fee, s.Interest+s.Fee
	out.Low, out.High = make([]corpus.Money, len(s.Years)), make([]corpus.Money, len(s.Years))
	out.Capped = make([]bool, len(s.Years))
	if !out.Known {
		return out
	}
	leftLow, leftHigh := corpus.Money(g.Cap), corpus.Money(g.Cap)
	for i, y := range s.Years {
		base := y.Interest
		switch g.Of {
		case corpus.OfGuaranteeFee:
			base = y.Fee
		case corpus.OfPremium:
			base = 0 // no premium is reckoned here
		}
		low, high := shareDown(base, g.ShareMin), shareDown(base, g.ShareMax)
		if g.Cap != 0 {
			out.Capped[i] = high > leftHigh
			low, high = min(low, leftLow), min(high, leftHigh)
			if g.Per == corpus.PerLoan {
				leftLow, leftHigh = leftLow-low, leftHigh-high
			}
		}
		out.Low[i], out.High[i] = low, high
		out.NetLow, out.NetHigh = out.NetLow-high, out.NetHigh-low
	}
	return out
}
