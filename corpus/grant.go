package corpus

import (
	"slices"
	"strings"
)

// GrantBase is what a subsidy is a share of.
type GrantBase string

// The bases of subsidies.
const (
	OfInterest     GrantBase = "interest"
	OfGuaranteeFee GrantBase = "guarantee_fee"
	OfPremium      GrantBase = "premium"
)

// GrantPer is what the cap of a subsidy counts for.
type GrantPer string

// The counts of caps.
const (
	PerLoan     GrantPer = "loan"
	PerFirmYear GrantPer = "firm_year"
)

// Grant is a subsidy as a reckoning needs it. What is zero is not known, and the
// text that it stands beside holds every figure that is set.
type Grant struct {
	Of             GrantBase `yaml:"of,required"`
	ShareMin       Rate      `yaml:"share_min"`
	ShareMax       Rate      `yaml:"share_max"`
	Cap            Amount    `yaml:"cap"`
	Per            GrantPer  `yaml:"per"` // of the cap
	AfterRepayment bool      `yaml:"after_repayment"`
	Pos            Pos       `yaml:"-"`
}

// checkGrant checks a subsidy against the text beside it.
func (c *checker) checkGrant(pos Pos, g *Grant, text string) {
	if g == nil {
		return
	}
	if !slices.Contains([]GrantBase{OfInterest, OfGuaranteeFee, OfPremium}, g.Of) {
		c.fail(pos, "grant.of", "%q is none of interest, guarantee_fee, premium", g.Of)
	}
	if g.ShareMin < 0 || g.ShareMin > g.ShareMax || g.ShareMax > 10_000 {
		c.fail(pos, "grant.share_min", "the shares are not from 0%% to 100%% in order")
	}
	if g.Cap < 0 || (g.Cap != 0) != (g.Per != "") || g.Per != "" && g.Per != PerLoan && g.Per != PerFirmYear {
		c.fail(pos, "grant.cap", "a cap is an amount per loan or per firm_year")
	}
	for _, r := range []Rate{g.ShareMin, g.ShareMax} {
		if r != 0 && !strings.Contains(text, BasisPoints(r).String()) {
			c.fail(pos, "grant", "the text beside it does not hold %s", BasisPoints(r))
		}
	}
	if g.Cap != 0 && !strings.Contains(text, Money(g.Cap).String()) {
		c.fail(pos, "grant.cap", "the text beside it does not hold %s", Money(g.Cap))
	}
}
