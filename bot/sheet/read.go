package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"zhirong/corpus"
)

// The bounds of a table.
const (
	maxFile    = 16 << 20 // bytes of the file
	maxColumns = 200
	maxCells   = 1_000_000 // with something in them
	maxText    = 32 << 20  // bytes of all cells
	maxCell    = 32_767    // characters, the most that spreadsheets hold
)

// The errors of Read, each of the file as a whole. Their texts say what to do.
var (
	ErrTooLarge  = errors.New("the table is too large")
	ErrNotTable  = errors.New("the file is neither CSV nor XLSX: save the table as CSV (UTF-8) or as XLSX")
	ErrNotUTF8   = errors.New("the table is no text in UTF-8, GBK or UTF-16: save it as CSV in UTF-8, or as XLSX")
	ErrEncrypted = errors.New("the file has a password or is an old .xls: save it as XLSX without a password")
	ErrActive    = errors.New("the file holds macros, embedded files or other active parts: save it as plain XLSX")
	ErrLinks     = errors.New("the file refers to other files: replace these formulas by their values and save it again")
	ErrDamaged   = errors.New("the file is damaged: open it in a spreadsheet program and save it again")
	ErrHead      = errors.New("the first line, which names the columns, cannot be read: check its quotes")
	ErrNoSheet   = errors.New("the file has no such sheet")
)

// Options say which part of a file is read and how much.
type Options struct {
	Sheet string // of XLSX; empty: the first that is not hidden
	Rows  int    // the most rows besides the head

	// Decoded is called with the encoding of a CSV file that is not in UTF-8.
	Decoded func(encoding string)
}

// Flaws of lines and cells, as codes of faults.
const (
	FlawLine    = "bad_line"      // quotes that do not pair
	FlawUTF8    = "cell_not_utf8" // bytes that are no text
	FlawLong    = "cell_long"
	FlawFormula = "cell_formula" // a formula without a stored result
	FlawError   = "cell_error"   // such as #REF!
	FlawDate    = "cell_date"    // a day out of the calendar
)

// Read reads a table: the first row that holds anything is its head. Rows without
// any text are left out.
func Read(r io.Reader, o Options) ([]corpus.Row, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read table: %w", err)
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("%w: at most %d MB", ErrTooLarge, maxFile>>20)
	}
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data, o)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, ErrEncrypted
	}
	data, encoding := text(data)
	switch {
	case bytes.IndexByte(data, 0) >= 0, bytes.HasPrefix(data, []byte("%PDF-")):
		return nil, ErrNotTable
	case o.Sheet != "":
		return nil, fmt.Errorf("%w: a CSV file has none", ErrNoSheet)
	case encoding != "" && o.Decoded != nil:
		o.Decoded(encoding)
	}
	return readCSV(data, o)
}

// taken is what was read so far.
type taken struct {
	rows  []corpus.Row
	most  int
	cells int
	text  int
}

// add keeps a row within the bounds; one without text or flaw is left out.
func (t *taken) add(row corpus.Row) error {
	filled := 0
	for i, c := range row.Cells {
		t.text += len(c)
		if len(c) > maxCell && utf8.RuneCountInString(c) > maxCell {
			row.Mar(i, FlawLong)
		}
		if strings.TrimSpace(row.Cells[i]) != "" {
			filled++
		}
	}
	t.cells += filled
	switch {
	case row.Flaw == "" && filled == 0 && len(row.Flaws) == 0:
		return nil
	case len(t.rows) > t.most:
		return fmt.Errorf("%w: at most %d rows", ErrTooLarge, t.most)
	case len(row.Cells) > maxColumns:
		return fmt.Errorf("%w: at most %d columns", ErrTooLarge, maxColumns)
	case t.cells > maxCells || t.text > maxText:
		return fmt.Errorf("%w: at most %d cells and %d MB of text", ErrTooLarge, maxCells, maxText>>20)
	}
	t.rows = append(t.rows, row)
	return nil
}

// readCSV reads text whose cells are parted by commas, tabs or semicolons.
func readCSV(data []byte, o Options) ([]corpus.Row, error) {
	c := csv.NewReader(bytes.NewReader(data))
	c.Comma = separator(data)
	c.FieldsPerRecord = -1
	t := taken{most: o.Rows}
	for {
		record, err := c.Read()
		if errors.Is(err, io.EOF) {
			return t.rows, nil
		}
		var bad *csv.ParseError
		row := corpus.Row{Cells: record}
		switch {
		case errors.As(err, &bad):
			row = corpus.Row{Line: bad.StartLine, Flaw: FlawLine}
		case err != nil:
			return nil, fmt.Errorf("read table: %w", err)
		default:
			row.Line, _ = c.FieldPos(0)
			for i, cell := range record {
				if !utf8.ValidString(cell) {
					row.Mar(i, FlawUTF8)
				}
			}
		}
		switch {
		case len(t.rows) > 0:
		case len(row.Flaws) > 0:
			return nil, ErrNotUTF8
		case row.Flaw != "":
			return nil, ErrHead
		}
		if err := t.add(row); err != nil {
			return nil, err
		}
	}
}
