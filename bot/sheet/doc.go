// Package sheet reads tables from CSV and XLSX and writes them as either. It knows
// nothing of what the tables are about.
//
// # Reading
//
// What a file is, its content decides, not its name. CSV is text in UTF-8, in GBK as
// Chinese programs write it, or in UTF-16 with its mark. Cells are read as they are
// shown, days as YYYY-MM-DD. A formula is never worked out: its stored result is
// read, and where none is stored the cell has a flaw. A file is refused as a whole
// if it is larger than the bounds below, encrypted, holds macros or other active
// parts, or refers to other files. No file, however made, costs more memory or
// time than the bounds allow.
//
// # Writing
//
// Text is never a formula: in CSV a cell that a program would take for one gets an
// apostrophe, in XLSX it is a string with the mark that keeps it one when it is
// edited. The same book gives the same bytes.
package sheet
