package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhirong/bot/sheet"
	"zhirong/corpus"
)

// told runs a command and returns what it prints.
func told(t *testing.T, in string, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), args, streams{strings.NewReader(in), &o, &e})
	return o.String(), e.String(), code
}

// workbook writes lines as a sheet and returns its path.
func workbook(t *testing.T, name string, rows [][]sheet.Cell) string {
	t.Helper()
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, sheet.Book{Sheets: []sheet.Sheet{{Name: name, Rows: rows}}}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "in.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func cellsOf(texts ...string) []sheet.Cell {
	out := make([]sheet.Cell, len(texts))
	for i, text := range texts {
		out[i] = sheet.T(text)
	}
	return out
}

func TestATableSaysTheSameAsCSVAndAsXLSX(t *testing.T) {
	t.Parallel()
	const csv = "企业名称,所在地,发明专利,想借金额,研发费用占比\n甲,江夏,3,500万,3.5%\n乙,蕲春,x,80万,\n丙,武汉,1,1200万,12%\n"
	share := func(n string) sheet.Cell { return sheet.Cell{Number: n, Format: sheet.Share} }
	path := workbook(t, "名单", [][]sheet.Cell{
		cellsOf("企业名称", "所在地", "发明专利", "想借金额", "研发费用占比"),
		{sheet.T("甲"), sheet.T("江夏"), sheet.N(3), sheet.T("500万"), share("0.035")},
		{sheet.T("乙"), sheet.T("蕲春"), sheet.T("x"), sheet.T("80万"), {}},
		{sheet.T("丙"), sheet.T("武汉"), sheet.N(1), sheet.T("1200万"), share("0.12")},
	})
	want, _, code := told(t, csv, "match", "--as-of", "2026-11-22", "--table", "-")
	got, errs, code2 := told(t, "", "match", "--as-of", "2026-11-22", "--table", path, "--sheet", "名单")
	if code != 0 || code2 != 0 || got != want || strings.Count(got, "\n") != 4 {
		t.Errorf("exit %d and %d, %s\n%s\nwant\n%s", code, code2, errs, got, want)
	}
}

func TestAPortfolioSaysTheSameAsCSVAndAsXLSX(t *testing.T) {
	t.Parallel()
	const csv = "专利号,类型,申请日,年销售额,折现率\nZL1,发明,2019-05-10,500万,15%\nZL2,发明,soon,500万,\nZL3,实用新型,2021-02-01,80万,12.5%\n"
	day := func(d corpus.Date) sheet.Cell { return sheet.Cell{Day: d, Format: sheet.Day} }
	path := workbook(t, "名单", [][]sheet.Cell{
		cellsOf("专利号", "类型", "申请日", "年销售额", "折现率"),
		{sheet.T("ZL1"), sheet.T("发明"), day("2019-05-10"), sheet.T("500万"), {Number: "0.15", Format: sheet.Share}},
		cellsOf("ZL2", "发明", "soon", "500万"),
		{sheet.T("ZL3"), sheet.T("实用新型"), day("2021-02-01"), sheet.T("80万"), {Number: "0.125", Format: sheet.Share}},
	})
	want, _, code := told(t, csv, "value", "--json", "--as-of", "2025-06-23", "--portfolio", "-")
	got, errs, code2 := told(t, "", "value", "--json", "--as-of", "2025-06-23", "--portfolio", path)
	if code != 0 || code2 != 0 || got != want || !strings.Contains(got, `"counted":2`) {
		t.Errorf("exit %d and %d, %s\n%s\nwant\n%s", code, code2, errs, got, want)
	}
}

func TestAWorkbookOfFirmsHoldsEveryFirmBesideEveryProduct(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out.xlsx")
	const csv = "企业名称,所在地,发明专利,想借金额\n甲,江夏,3,500万\n=1+1,武汉,1,80万\n丙,武汉,多,80万\n"
	args := []string{"match", "--as-of", "2026-11-22", "--table", "-", "--out", out}
	if said, errs, code := told(t, csv, args...); code != 0 || !strings.HasPrefix(said, "2 firms weighed, 1 row at fault: ") {
		t.Fatalf("exit %d: %s%s", code, said, errs)
	}
	if _, errs, code := told(t, csv, args...); code != 1 || !strings.Contains(errs, "there already") {
		t.Errorf("a file is overwritten: exit %d, %s", code, errs)
	}
	read := func(name string) []corpus.Row {
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := sheet.Read(bytes.NewReader(data), sheet.Options{Sheet: name, Rows: 1000})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	matrix := read("企业和产品对照")
	if len(matrix) != 3 || matrix[1].Cells[1] != "甲" || matrix[2].Cells[1] != "=1+1" {
		t.Fatalf("%d rows: %+v", len(matrix), matrix)
	}
	for _, row := range matrix {
		for i, c := range row.Cells {
			if c == "" {
				t.Errorf("row %d has nothing in column %d", row.Line, i)
			}
		}
	}
	summary := read("汇总")
	if products := len(summary) - 7; products != len(matrix[0].Cells)-2 {
		t.Errorf("the summary has %d products, the table %d", products, len(matrix[0].Cells)-2)
	}
	if firms := read("企业"); len(firms) != 4 || firms[3].Cells[7] == "" || firms[1].Cells[6] == "" {
		t.Errorf("firms are %+v", firms)
	}
	if faults := read("有问题的行"); len(faults) != 2 || faults[1].Cells[0] != "4" || faults[1].Cells[1] != "发明专利" {
		t.Errorf("faults are %+v", faults)
	}
}
