// Package valuation estimates what a patent may be worth: a range with every
// step shown, never an appraisal and never one figure alone.
//
// # Money
//
// Amounts are whole fen, rates whole basis points. The value of each method and
// their blend (mid) are exact: whole numbers throughout, one rounding half up to
// the fen for each. Floating point takes part in one place, the draws behind low
// and high (draw.go); those two are rounded half up to the fen, and products are
// rounded before they are added, so that no fused multiply-add changes them.
//
// # What the range means
//
// Each figure is uncertain by a share that the table of figures states: less
// where the person gave it (stated), more where it stands in (unsure). In each of
// 10,000 draws every figure moves on its own within that share, nearer values
// being likelier (a triangle around the figure), and so does the weight of each
// method, by up to a half. low and high hold the middle 80 % of the results,
// widened, where they are narrower, to mid less and plus 20 % (F-VAL-9). So at
// least 8 of 10 draws lie within the range. It says nothing of errors that no
// figure shows, such as a claim that falls. The same input and seed give the same
// range.
//
// # What it does not do
//
// It solves for no target: a request that names the amount wanted is refused. It
// fills in no sales, profit, cost or price. Score and money are kept apart: the
// score is for talks, as the standard has it, and moves no amount.
package valuation
