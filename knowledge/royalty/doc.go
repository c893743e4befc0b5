// Package royalty estimates the fee of an open patent licence by the routes of
// the official guide, and says whether the licence may be declared at all.
//
// The guide's own formulas, coefficients and industry tables are not held here;
// the forms are this service's own and say so. Amounts are whole fen, rates whole
// basis points; each figure is exact and rounded half up to the fen once, and no
// floating point takes part. Ceilings warn and never cut a figure.
//
// A fee is either fixed (a base times its coefficients) or running (a share of
// the licensee's net sales, with or without an entry fee).
package royalty
