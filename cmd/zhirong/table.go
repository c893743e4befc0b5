package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"zhirong/bot/sheet"
	"zhirong/corpus"
	"zhirong/knowledge"
	"zhirong/knowledge/valuation"
)

// readTable reads a table of a file, or of standard input for "-".
func readTable(s streams, path string, o sheet.Options) ([]corpus.Row, error) {
	in, done, err := input(s, path)
	if err != nil {
		return nil, err
	}
	defer done()
	o.Decoded = func(encoding string) {
		fmt.Fprintf(s.err, "zhirong: %s is not in UTF-8; it was read as %s\n", path, encoding)
	}
	rows, err := sheet.Read(in, o)
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", path, err)
	}
	return rows, nil
}

// saveTable writes a table to a new file: lines as CSV or a book as XLSX, as the
// ending of its name says.
func saveTable(path string, lines [][]string, book func() sheet.Book) error {
	write := func(w io.Writer) error { return sheet.WriteXLSX(w, book()) }
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx":
	case ".csv":
		write = func(w io.Writer) error { return sheet.SaveCSV(w, lines) }
	default:
		return fmt.Errorf("%s: the name must end in .xlsx or .csv", path)
	}
	return saveNew(path, write)
}

// saveNew writes a file that is not there yet; none is left that is not whole.
func saveNew(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already: give another name, or move it away", path)
	}
	if err != nil {
		return fmt.Errorf("save: %w", err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("save %s: %w", path, err), os.Remove(path))
	}
	return nil
}

// heads are cells of a head.
func heads(texts ...string) []sheet.Cell {
	out := make([]sheet.Cell, len(texts))
	for i, t := range texts {
		out[i] = sheet.Cell{Text: t, Format: sheet.Head}
	}
	return out
}

// texts are cells of plain text that may run over several lines.
func texts(line []string) []sheet.Cell {
	out := make([]sheet.Cell, len(line))
	for i, t := range line {
		out[i] = sheet.Cell{Text: t, Format: sheet.Wrapped}
	}
	return out
}

// yuan is an amount as a cell.
func yuan(m corpus.Money) sheet.Cell { return sheet.Cell{Number: m.Yuan(), Format: sheet.Money} }

// collectiveBook is what many firms came to, as a workbook: a summary by product,
// a line a firm, every firm beside every product, and the rows at fault. lines
// are those of knowledge.Rows.
func collectiveBook(set *corpus.Set, found *knowledge.Collective, t *knowledge.FirmTable, lines [][]string, on corpus.Date, lang corpus.Lang) sheet.Book {
	say := func(key string) string { return set.Say(key, nil).In(lang) }
	said := func(key string, n int) string {
		return set.Say(key, map[string]corpus.Text{"n": corpus.Plain(fmt.Sprint(n))}).In(lang)
	}
	summary := sheet.Sheet{Name: sheet.Name(say("collective.summary")), Widths: []float64{46, 16, 16, 16, 20}, Rows: [][]sheet.Cell{
		{{Text: say("collective.title"), Format: sheet.Title}},
		{sheet.T(say("collective.as_of")), {Day: on, Format: sheet.Day}},
		{sheet.T(say("collective.weighed")), sheet.N(len(t.Firms))},
		{sheet.T(say("collective.faulty")), sheet.N(len(t.Faults))},
		{{Text: said("collective.offered", len(found.Products)), Format: sheet.Wrapped, Span: 5}},
		{{Text: say("collective.decides"), Format: sheet.Wrapped, Span: 5}},
		{},
		heads(say("collective.product"), say("collective.eligible"), say("collective.possible"), say("collective.ineligible"), say("collective.wanted")),
	}}
	matrix := sheet.Sheet{Name: sheet.Name(say("collective.matrix")), Frozen: 1, Wide: true, Widths: []float64{8, 28}}
	head := []string{say("collective.row"), say("collective.name")}
	for _, p := range found.Products {
		name := p.Product.Short.In(lang)
		row := []sheet.Cell{sheet.T(name), sheet.N(p.Eligible), sheet.N(p.Possible), sheet.N(p.Ineligible), {}}
		if p.Product.Role == corpus.LendingLimit {
			row[4] = yuan(p.Wanted)
		}
		summary.Rows = append(summary.Rows, row)
		head, matrix.Widths = append(head, name), append(matrix.Widths, 16)
	}
	matrix.Rows = [][]sheet.Cell{heads(head...)}
	for _, f := range found.Firms {
		row := []sheet.Cell{sheet.N(f.Row), {Text: f.Name, Format: sheet.Wrapped}}
		for _, fit := range f.Fits {
			row = append(row, sheet.T(say("match.fit."+fit.String())))
		}
		matrix.Rows = append(matrix.Rows, row)
	}
	firms := sheet.Sheet{Name: sheet.Name(say("collective.firms")), Frozen: 1, Wide: true, Widths: []float64{8, 28, 14, 14, 14, 44, 24, 40}, Rows: [][]sheet.Cell{heads(lines[0]...)}}
	for _, l := range lines[1:] {
		firms.Rows = append(firms.Rows, texts(l))
	}
	faults := sheet.Sheet{Name: sheet.Name(say("collective.faults")), Frozen: 1, Widths: []float64{10, 28, 70}, Rows: [][]sheet.Cell{heads(say("collective.row"), say("collective.column"), say("collective.fault"))}}
	for _, f := range t.Faults {
		faults.Rows = append(faults.Rows, []sheet.Cell{sheet.N(f.Row), {Text: f.Column, Format: sheet.Wrapped}, {Text: f.Text, Format: sheet.Wrapped}})
	}
	return sheet.Book{Title: say("collective.title"), Sheets: []sheet.Sheet{summary, firms, matrix, faults}}
}

// portfolioBook is a portfolio as a workbook: the sum with its notice, a line a
// right, and the rows that do not count.
func portfolioBook(set *corpus.Set, p *valuation.Portfolio, lines [][]string, lang corpus.Lang) sheet.Book {
	say := func(key string) string { return set.Say(key, nil).In(lang) }
	sum := sheet.Sheet{Name: sheet.Name(say("estimate.portfolio.sum")), Widths: []float64{30, 20, 20, 20}, Rows: [][]sheet.Cell{
		{{Text: say("estimate.portfolio.title"), Format: sheet.Title}},
		{sheet.T(say("estimate.portfolio.as_of")), {Day: p.AsOf, Format: sheet.Day}},
		{sheet.T(say("estimate.portfolio.counted")), sheet.N(p.Counted)},
		{},
		heads("", say("estimate.portfolio.low"), say("estimate.portfolio.mid"), say("estimate.portfolio.high")),
		{sheet.T(say("estimate.portfolio.range")), yuan(p.Low), yuan(p.Mid), yuan(p.High)},
		{},
		{{Text: p.Notice.In(lang), Format: sheet.Wrapped, Span: 4}},
	}}
	rights := sheet.Sheet{Name: sheet.Name(say("estimate.portfolio.rights")), Frozen: 1, Wide: true, Widths: []float64{8, 28, 16, 10, 18, 18, 18, 60}, Rows: [][]sheet.Cell{heads(lines[0]...)}}
	faults := sheet.Sheet{Name: sheet.Name(say("estimate.portfolio.faults")), Frozen: 1, Widths: []float64{8, 28, 26, 60}, Rows: [][]sheet.Cell{heads(lines[0][0], lines[0][1], say("estimate.portfolio.column"), lines[0][7])}}
	for i, row := range p.Rows {
		cells := texts(lines[i+1])
		cells[0] = sheet.N(row.Line)
		if row.Result != nil && row.Result.Refused == nil {
			cells[4], cells[5], cells[6] = yuan(row.Result.Low), yuan(row.Result.Mid), yuan(row.Result.High)
		}
		rights.Rows = append(rights.Rows, cells)
		if row.Fault != nil {
			faults.Rows = append(faults.Rows, []sheet.Cell{sheet.N(row.Line), cells[1], sheet.T(row.Fault.Field), {Text: row.Why.In(lang), Format: sheet.Wrapped}})
		}
	}
	return sheet.Book{Title: say("estimate.portfolio.title"), Sheets: []sheet.Sheet{sum, rights, faults}}
}
