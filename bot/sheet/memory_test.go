//go:build !race

// The race detector allocates for itself.

package sheet_test

import (
	"bytes"
	"runtime"
	"testing"

	"zhirong/bot/sheet"
	"zhirong/corpus"
)

// What reading a full table may allocate, in bytes and in pieces. Clocks are
// printed by the benchmark and hold nobody.
const (
	mostXLSXBytes  = 320 << 20
	mostXLSXPieces = 8_000_000
)

func TestAFullTableIsReadWithinItsMemory(t *testing.T) {
	xlsx, csv := tenThousand(t)
	read := func(data []byte) []corpus.Row {
		rows, err := sheet.Read(bytes.NewReader(data), sheet.Options{Rows: many})
		must(t, err)
		return rows
	}
	if a, b := read(xlsx), read(csv); len(a) != many+1 || show(a) != show(b) {
		t.Fatalf("%d rows of XLSX, %d of CSV, or they differ", len(a), len(b))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	read(xlsx)
	runtime.ReadMemStats(&after)
	bytes, pieces := after.TotalAlloc-before.TotalAlloc, after.Mallocs-before.Mallocs
	t.Logf("%d rows of XLSX, %d kB: %d MB in %d pieces", many, len(xlsx)>>10, bytes>>20, pieces)
	if bytes > mostXLSXBytes || pieces > mostXLSXPieces {
		t.Errorf("reading takes %d MB in %d pieces", bytes>>20, pieces)
	}
}
