package corpus

// Row is one line of a table that somebody handed in, as read from CSV or from a
// spreadsheet. The text in it comes from outside.
type Row struct {
	Line  int            // in the file; of a spreadsheet the number beside the row
	Cells []string       // as shown: valid UTF-8
	Flaw  string         // why the line cannot be read: the code of a Fault; Cells is then nil
	Flaws map[int]string // the same for single cells, by their place; such a cell is empty
}

// Mar empties a cell and says why it cannot be read.
func (r *Row) Mar(i int, code string) {
	r.Cells[i] = ""
	if r.Flaws == nil {
		r.Flaws = map[int]string{}
	}
	r.Flaws[i] = code
}
