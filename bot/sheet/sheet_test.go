package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"zhirong/bot/sheet"
	"zhirong/corpus"
)

const many = 10_000

// show writes rows as "line:cell|cell", a flaw in braces.
func show(rows []corpus.Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%d:", r.Line)
		if r.Flaw != "" {
			fmt.Fprintf(&b, "{%s}", r.Flaw)
		}
		for i, c := range r.Cells {
			if i > 0 {
				b.WriteByte('|')
			}
			b.WriteString(c)
			if f := r.Flaws[i]; f != "" {
				b.WriteString("{" + f + "}")
			}
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// made makes a workbook with the library.
func made(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// must ends a test at an error.
func must(t testing.TB, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// packed is a workbook of parts as they are written out here.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>`),
	}
	for name, part := range parts {
		if all[name] = part; part == "" {
			delete(all, name)
		}
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, part := range all {
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, part)
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func sheetXML(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

func TestCellsAreReadAsShown(t *testing.T) {
	t.Parallel()
	data := made(t, func(f *excelize.File) {
		style := func(code string) int {
			id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			must(t, err)
			return id
		}
		builtin, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		must(t, err)
		must(t,
			f.SetSheetRow("Sheet1", "A1", &[]any{"文字", "整数", "份额", "金额", "日期", "日期二", "时刻", "是"}),
			f.SetSheetRow("Sheet1", "A3", &[]any{" 武汉 <b> ", 3, 0.035, 5000000, 43595, 43595, 0.5, true}),
			f.SetCellStyle("Sheet1", "C3", "C3", style("0.0%")), f.SetCellStyle("Sheet1", "D3", "D3", style(`0"元"`)),
			f.SetCellStyle("Sheet1", "E3", "E3", style(`yyyy"年"m"月"d"日"`)), f.SetCellStyle("Sheet1", "F3", "F3", builtin), f.SetCellStyle("Sheet1", "G3", "G3", style("hh:mm")),
			f.SetSheetRow("Sheet1", "A4", &[]any{"短"}),
		)
	})
	rows, err := sheet.Read(bytes.NewReader(data), sheet.Options{Rows: many})
	must(t, err)
	const want = `1:文字|整数|份额|金额|日期|日期二|时刻|是 3: 武汉 <b> |3|3.5%|5000000元|2019-05-10|2019-05-10|12:00|TRUE 4:短|||||||`
	if got := show(rows); got != want {
		t.Errorf("read %s\nwant %s", got, want)
	}
}

func TestFormulasAreNotWorkedOut(t *testing.T) {
	t.Parallel()
	data := packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>头</t></is></c></row>
		<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+1</f></c><c r="C2" t="e"><v>#REF!</v></c><c r="D2" t="str"><f>A1</f><v>头</v></c><c r="E2" t="str"><f>""</f><v></v></c><c r="F2"><f>1+1</f><v/></c></row>
		<row r="3"><c r="B3" t="d"><v>2019-05-10T00:00:00</v></c><c r="C3" t="d"><v>soon</v></c></row>`)})
	rows, err := sheet.Read(bytes.NewReader(data), sheet.Options{Rows: many})
	must(t, err)
	const want = `1:头 2:2|{cell_formula}|{cell_error}|头||{cell_formula} 3:|2019-05-10|{cell_date}`
	if got := show(rows); got != want {
		t.Errorf("read %s\nwant %s", got, want)
	}
}

func TestDaysOfBothCalendars(t *testing.T) {
	t.Parallel()
	styles := `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="200" formatCode="[$-804]yyyy\/m\/d;@"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="200" applyNumberFormat="1"/></cellXfs></styleSheet>`
	row := `<row r="1">`
	for i, n := range []string{"1", "59", "61", "43595", "43595.75", "0", "-3", "2958465", "2958466"} {
		row += fmt.Sprintf(`<c r="%c1" s="1"><v>%s</v></c>`, 'A'+i, n)
	}
	for name, c := range map[string]struct{ book, want string }{
		"of 1900": {"", `1:1900-01-01|1900-02-28|1900-03-01|2019-05-10|2019-05-10|{cell_date}|{cell_date}|9999-12-31|{cell_date}`},
		"of 1904": {`<workbookPr date1904="1"/>`, `1:1904-01-02|1904-02-29|1904-03-02|2023-05-11|2023-05-11|{cell_date}|{cell_date}|{cell_date}|{cell_date}`},
	} {
		data := packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(row + `</row>`), "xl/styles.xml": styles,
			"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` + c.book + `<sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>`})
		rows, err := sheet.Read(bytes.NewReader(data), sheet.Options{Rows: many})
		must(t, err)
		if got := show(rows); got != c.want {
			t.Errorf("%s: read %s\nwant %s", name, got, c.want)
		}
	}
}

func TestTheFirstSheetInViewIsReadOrTheOneNamed(t *testing.T) {
	t.Parallel()
	data := made(t, func(f *excelize.File) {
		for _, name := range []string{"二", "三"} {
			_, err := f.NewSheet(name)
			must(t, err, f.SetCellValue(name, "B2", name))
		}
		must(t, f.SetCellValue("Sheet1", "A1", "一"))
		f.SetActiveSheet(1)
		must(t, f.SetSheetVisible("Sheet1", false))
	})
	for name, want := range map[string]string{"": "2:|二", "三": "2:|三", "Sheet1": "1:一"} {
		rows, err := sheet.Read(bytes.NewReader(data), sheet.Options{Rows: many, Sheet: name})
		must(t, err)
		if got := show(rows); got != want {
			t.Errorf("sheet %q is %s, want %s", name, got, want)
		}
	}
	for name, in := range map[string][]byte{"四": data, "一": []byte("a,b\n")} {
		if _, err := sheet.Read(bytes.NewReader(in), sheet.Options{Rows: many, Sheet: name}); !errors.Is(err, sheet.ErrNoSheet) {
			t.Errorf("sheet %q: %v", name, err)
		}
	}
}

func TestCSVIsRead(t *testing.T) {
	t.Parallel()
	rows, err := sheet.Read(strings.NewReader("\ufeffa,b\r\n,\n\"多\n行\",2\n\"x\"y,1\n3,\xff\n4\n"), sheet.Options{Rows: many})
	must(t, err)
	if got, want := show(rows), "1:a|b 3:多\n行|2 5:{bad_line} 6:3|{cell_not_utf8} 7:4"; got != want {
		t.Errorf("read %q\nwant %q", got, want)
	}
}

func TestHeadsStandOverTheirFiguresAndTextKeepsClearOfThem(t *testing.T) {
	t.Parallel()
	head := func(text string) sheet.Cell { return sheet.Cell{Text: text, Format: sheet.Head} }
	var b bytes.Buffer
	wide := make([]float64, 40)
	for i := range wide {
		wide[i] = 16
	}
	must(t, sheet.WriteXLSX(&b, sheet.Book{Sheets: []sheet.Sheet{
		{Name: "a", Rows: [][]sheet.Cell{
			{{Text: "题目", Format: sheet.Title}},
			{head("项"), head("数"), head("注"), head("日")},
			{sheet.T("甲"), {}, sheet.T("x"), {Day: "2025-06-23", Format: sheet.Day}},
			{sheet.T("乙"), sheet.N(7), sheet.T("y"), {}},
		}},
		{Name: "b", Widths: wide, Rows: [][]sheet.Cell{{head("项")}}},
	}}))
	f, err := excelize.OpenReader(&b)
	must(t, err)
	defer f.Close()
	for at, want := range map[string]string{"A2": " 0", "B2": "right 0", "C2": "left 1", "D2": "right 0", "A4": " 0", "B4": " 0", "C4": "left 1"} {
		id, err := f.GetCellStyle("a", at)
		must(t, err)
		s, err := f.GetStyle(id)
		must(t, err)
		if got := fmt.Sprint(s.Alignment.Horizontal, " ", s.Alignment.Indent); got != want {
			t.Errorf("%s lies %q, want %q", at, got, want)
		}
	}
	if h, err := f.GetRowHeight("a", 1); err != nil || h < 20 {
		t.Errorf("the title has a row of %v points, %v", h, err)
	}
	for name, want := range map[string]int{"a": 1, "b": 4} {
		l, err := f.GetPageLayout(name)
		must(t, err)
		if l.FitToWidth == nil || *l.FitToWidth != want {
			t.Errorf("sheet %s takes %v pages, want %d", name, l.FitToWidth, want)
		}
	}
}

func TestASavedCSVIsKnownForUTF8(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	must(t, sheet.SaveCSV(&b, [][]string{{"企业", "=1"}}))
	if got, want := b.String(), "\ufeff企业,'=1\n"; got != want {
		t.Errorf("saved %q, want %q", got, want)
	}
	rows, err := sheet.Read(&b, sheet.Options{Rows: many})
	must(t, err)
	if got := show(rows); got != "1:企业|'=1" {
		t.Errorf("read again as %q", got)
	}
}

func TestCSVOfOtherProgramsIsRead(t *testing.T) {
	t.Parallel()
	const zh = "企业名称,所在地\n甲公司①,江夏\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(zh)
	must(t, err)
	rare, err := simplifiedchinese.GB18030.NewEncoder().String("企业名称,所在地\n武汉𠮷祥公司,江夏\n")
	must(t, err)
	units := func(text string, order binary.ByteOrder, mark uint16) string {
		var b bytes.Buffer
		must(t, binary.Write(&b, order, append([]uint16{mark}, utf16.Encode([]rune(text))...)))
		return b.String()
	}
	tabs := strings.ReplaceAll(zh, ",", "\t")
	for name, c := range map[string]struct{ in, want, encoding string }{
		"UTF-8 with a mark":        {"\ufeff" + zh, "1:企业名称|所在地 2:甲公司①|江夏", ""},
		"GBK":                      {gbk, "1:企业名称|所在地 2:甲公司①|江夏", sheet.GB18030},
		"a character beyond GBK":   {rare, "1:企业名称|所在地 2:武汉𠮷祥公司|江夏", sheet.GB18030},
		"UTF-16, small end first":  {units(tabs, binary.LittleEndian, 0xfeff), "1:企业名称|所在地 2:甲公司①|江夏", sheet.UTF16},
		"UTF-16, great end first":  {units(zh, binary.BigEndian, 0xfeff), "1:企业名称|所在地 2:甲公司①|江夏", sheet.UTF16},
		"semicolons":               {"名称;销售额\n甲;1,5\n", "1:名称|销售额 2:甲|1,5", ""},
		"semicolons within a cell": {"名称,销售额\n甲,1万;2万\n", "1:名称|销售额 2:甲|1万;2万", ""},
		"a comma within a head":    {"\"名称,全称\";销售额\n甲;1\n", "1:名称,全称|销售额 2:甲|1", ""},
		"one column":               {"\n名称\n甲;乙\n", "2:名称 3:甲;乙", ""},
		"one bad byte among UTF-8": {"企业名称,所在地\n甲\xff,江夏\n", "1:企业名称|所在地 2:{cell_not_utf8}|江夏", ""},
		"half a unit at the end":   {units("a,b\n1,2", binary.LittleEndian, 0xfeff) + "x", "1:a|b 2:1|2", sheet.UTF16},
	} {
		encoding := ""
		rows, err := sheet.Read(strings.NewReader(c.in), sheet.Options{Rows: many, Decoded: func(e string) { encoding = e }})
		must(t, err)
		if got := show(rows); got != c.want || encoding != c.encoding {
			t.Errorf("%s: read %q as %q, want %q as %q", name, got, encoding, c.want, c.encoding)
		}
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	t.Parallel()
	cells := func(n int, row func(int) string) string {
		var b strings.Builder
		for i := 1; i <= n; i++ {
			b.WriteString(row(i))
		}
		return sheetXML(b.String())
	}
	one := func(i int) string { return fmt.Sprintf(`<row r="%d"><c r="A%d"><v>1</v></c></row>`, i, i) }
	encrypted := func() []byte {
		f := excelize.NewFile()
		defer f.Close()
		var b bytes.Buffer
		must(t, f.Write(&b, excelize.Options{Password: "x"}))
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"a PDF":                      {[]byte("%PDF-1.7\n1 0 obj"), sheet.ErrNotTable},
		"a picture":                  {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), sheet.ErrNotTable},
		"another office file":        {packed(t, map[string]string{"xl/workbook.xml": "", "word/document.xml": "<a/>"}), sheet.ErrNotTable},
		"CSV in Big5":                {[]byte("\xa5\xf8\xb7\x7e\xa6\x57\xba\xd9,region\n"), sheet.ErrNotUTF8},
		"CSV in Latin-1":             {[]byte("soci\xe9t\xe9,r\xe9gion\n"), sheet.ErrNotUTF8},
		"half a character of GBK":    {[]byte("\xc6\xf3\xd2,region\n"), sheet.ErrNotUTF8},
		"UTF-16 without its mark":    {[]byte("a\x00,\x00b\x00\n\x00"), sheet.ErrNotTable},
		"a head that cannot be read": {[]byte("{\"a\":1}\n1\n"), sheet.ErrHead},
		"CSV of too many rows":       {[]byte(strings.Repeat("1\n", many+2)), sheet.ErrTooLarge},
		"CSV of too many columns":    {[]byte(strings.Repeat("1,", 200) + "1\n"), sheet.ErrTooLarge},
		"a large file":               {bytes.Repeat([]byte("a"), 16<<20+1), sheet.ErrTooLarge},
		"a password":                 {encrypted(), sheet.ErrEncrypted},
		"half a file":                {made(t, func(*excelize.File) {})[:2000], sheet.ErrDamaged},
		"macros":                     {packed(t, map[string]string{"xl/vbaProject.bin": "x"}), sheet.ErrActive},
		"macros by type":             {packed(t, map[string]string{"[Content_Types].xml": `<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>`}), sheet.ErrActive},
		"an embedded file":           {packed(t, map[string]string{"xl/embeddings/oleObject1.bin": "x"}), sheet.ErrActive},
		"a connection":               {packed(t, map[string]string{"xl/connections.xml": "<a/>"}), sheet.ErrActive},
		"links to other files":       {packed(t, map[string]string{"xl/externalLinks/externalLink1.xml": "<a/>"}), sheet.ErrLinks},
		"a bomb in the sheet":        {packed(t, map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat(" ", 49<<20)}), sheet.ErrTooLarge},
		"a bomb elsewhere":           {packed(t, map[string]string{"xl/theme/theme1.xml": strings.Repeat(" ", 5<<20)}), sheet.ErrTooLarge},
		"a bomb of pictures":         {packed(t, map[string]string{"xl/media/a.png": strings.Repeat(" ", 60<<20), "xl/media/b.png": strings.Repeat(" ", 60<<20)}), sheet.ErrTooLarge},
		"too many rows":              {packed(t, map[string]string{"xl/worksheets/sheet1.xml": cells(many+2, one)}), sheet.ErrTooLarge},
		"too many columns":           {packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="1"><c r="XFD1"><v>1</v></c></row>`)}), sheet.ErrTooLarge},
		"a long shared text":         {packed(t, map[string]string{"xl/sharedStrings.xml": `<sst><si><t>` + strings.Repeat("a", 200_000) + `</t></si></sst>`}), sheet.ErrTooLarge},
		"too many shared texts":      {packed(t, map[string]string{"xl/sharedStrings.xml": `<sst>` + strings.Repeat("<si/>", 1_000_001) + `</sst>`}), sheet.ErrTooLarge},
		"a shared text of runs":      {packed(t, map[string]string{"xl/sharedStrings.xml": `<sst><si>` + strings.Repeat("<r/>", 1_000_001) + `</si></sst>`}), sheet.ErrTooLarge},
		"too many styles":            {packed(t, map[string]string{"xl/styles.xml": `<styleSheet><cellXfs>` + strings.Repeat("<xf/>", 250_001) + `</cellXfs></styleSheet>`}), sheet.ErrTooLarge},
		"too many empty cells":       {packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="1">` + strings.Repeat("<c/>", 2_500_001) + `</row>`)}), sheet.ErrTooLarge},
		"rows out of order":          {packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row>`)}), sheet.ErrDamaged},
		"cells out of order":         {packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>`)}), sheet.ErrDamaged},
		"a cell of another row":      {packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="2"><c r="B3"><v>1</v></c></row>`)}), sheet.ErrDamaged},
		"a row that is none":         {packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="99999999"><c><v>1</v></c></row>`)}), sheet.ErrDamaged},
		"XML that does not end":      {packed(t, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>`}), sheet.ErrDamaged},
		"a text that is none":        {packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(`<row r="1"><c r="A1" t="s"><v>7</v></c></row>`)}), nil},
		"a sheet that is not there":  {packed(t, map[string]string{"xl/worksheets/sheet1.xml": ""}), sheet.ErrNoSheet},
	} {
		rows, err := sheet.Read(bytes.NewReader(c.data), sheet.Options{Rows: many})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, %d rows, want %v", name, err, len(rows), c.want)
		}
	}
}

// payloads are texts that some program took for a formula or for markup.
var payloads = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "＋1", "－1", "＠x", "=HYPERLINK(\"http://x\",\"y\")", "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", `"=1`, "<b>&amp;</b>", "'=1", "_x0008_", "\x00a", "\x00=1", "\u200b=1", "\x01 +1", "\uffff", "plain"}

func TestTextIsNeverAFormula(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom(payloads), rapid.StringMatching(`[ \t]?[=+\-@＝＋－＠][a-zA-Z0-9(),!|'"]{0,12}`), rapid.String()).Draw(t, "text")
		var b bytes.Buffer
		if err := sheet.WriteXLSX(&b, sheet.Book{Title: text, Sheets: []sheet.Sheet{{Name: "甲", Rows: [][]sheet.Cell{{sheet.T("头"), {Text: text, Format: sheet.Wrapped}}}}}}); err != nil {
			t.Fatalf("%v", err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatalf("%v", err)
		}
		defer f.Close()
		if formula, err := f.GetCellFormula("甲", "B1"); err != nil || formula != "" {
			t.Errorf("%q is the formula %q, %v", text, formula, err)
		}
		kind, err := f.GetCellType("甲", "B1")
		if err != nil || text != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%q is of type %v, %v", text, kind, err)
		}
		id, err := f.GetCellStyle("甲", "B1")
		if err != nil {
			t.Fatalf("%v", err)
		}
		plain := sheet.PlainCell(text)
		mark := f.Styles.CellXfs.Xf[id].QuotePrefix
		if (plain != text) != (mark != nil && *mark) {
			t.Errorf("%q has the mark %v", text, mark)
		}
		if first := strings.TrimLeft(plain, " \x00\x01"); plain != text && !strings.HasPrefix(plain, "'") || first != "" && strings.ContainsAny(first[:1], "=+-@\t\r\n") {
			t.Errorf("%q is %q in CSV", text, plain)
		}
	})
}

func TestNoCellOfCSVIsAFormula(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	must(t, sheet.WriteCSV(&b, [][]string{{"=1+1", "+1", "-1", "@x", "\tx", " =1", "＝1", "plain", "a=b", ""}}))
	got, err := csv.NewReader(&b).Read()
	must(t, err)
	want := []string{"'=1+1", "'+1", "'-1", "'@x", "'\tx", "' =1", "'＝1", "plain", "a=b", ""}
	if !slices.Equal(got, want) {
		t.Errorf("cells are %q, want %q", got, want)
	}
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	t.Parallel()
	book := sheet.Book{Title: "表", Sheets: []sheet.Sheet{
		{Name: sheet.Name("一/二:[三]"), Frozen: 1, Widths: []float64{20, 0, 12}, Rows: [][]sheet.Cell{
			{{Text: "名称", Format: sheet.Head}, {Text: "金额", Format: sheet.Head}, {Text: "日期", Format: sheet.Head}},
			{{Text: "=甲", Format: sheet.Wrapped}, {Number: "702315.88", Format: sheet.Money, Input: true}, {Day: "2019-05-10", Format: sheet.Day}},
			{sheet.T("a\nb"), {Number: "0.03", Format: sheet.Share}, sheet.N(7)},
			{{}, {Number: "1404631.76", Formula: "B2*2", Format: sheet.Money}},
		}},
		{Name: "注", Wide: true, Rows: [][]sheet.Cell{{{Text: strings.Repeat("长", 40_000), Format: sheet.Note}}}},
	}}
	var one, two bytes.Buffer
	must(t, sheet.WriteXLSX(&one, book), sheet.WriteXLSX(&two, book))
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same book gives other bytes")
	}
	rows, err := sheet.Read(bytes.NewReader(one.Bytes()), sheet.Options{Rows: many})
	must(t, err)
	if got, want := show(rows), "1:名称|金额|日期 2:=甲|702,315.88|2019-05-10 3:a\nb|3.00%|7 4:|1,404,631.76|"; got != want {
		t.Errorf("read %q\nwant %q", got, want)
	}
	rows, err = sheet.Read(bytes.NewReader(one.Bytes()), sheet.Options{Rows: many, Sheet: "注"})
	if err != nil || len(rows) != 1 || len([]rune(rows[0].Cells[0])) != 32_767 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a,b\n1,2\n"))
	f.Add([]byte("\ufeff\"a"))
	f.Add(packed(f, nil))
	f.Add(made(f, func(x *excelize.File) { must(f, x.SetSheetRow("Sheet1", "A1", &[]any{"a", 1, 0.5, true})) }))
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data) })
}

// FuzzSheetPart puts any rows into a workbook that is sound otherwise.
func FuzzSheetPart(f *testing.F) {
	for _, s := range []string{"", `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<row><c><f>1</f></c><c s="1"><v>43595</v></c></row>`, `<row r="3"><c r="C3" t="inlineStr"><is><r><t>a</t></r></is></c></row>`, `<row r="1"><c t="d"><v>2019-05-10</v></c><c t="e"><v>#N/A</v></c><c t="b"><v>1</v></c></row>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, rows string) {
		sound(t, packed(t, map[string]string{"xl/worksheets/sheet1.xml": sheetXML(rows), "xl/sharedStrings.xml": `<sst><si><t>甲</t></si></sst>`,
			"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>`}))
	})
}

// sound holds what is read of any bytes within the bounds.
func sound(t *testing.T, data []byte) {
	rows, err := sheet.Read(bytes.NewReader(data), sheet.Options{Rows: 50})
	if err != nil {
		return
	}
	if len(rows) > 51 {
		t.Fatalf("%d rows", len(rows))
	}
	line := 0
	for _, r := range rows {
		if r.Line <= line || len(r.Cells) > 200 || r.Flaw != "" && r.Cells != nil {
			t.Fatalf("after line %d comes %+v", line, r)
		}
		line = r.Line
		for i, c := range r.Cells {
			if strings.ToValidUTF8(c, "") != c || r.Flaws[i] != "" && c != "" {
				t.Fatalf("line %d has the cell %q", r.Line, c)
			}
		}
	}
}

// tenThousand is a table of 10,000 firms with twelve columns, some of them days.
func tenThousand(t testing.TB) (xlsx, csv []byte) {
	t.Helper()
	head := []string{"企业名称", "所在地", "发明专利", "想借金额", "研发费用占比", "成立日期", "a", "b", "c", "d", "e", "f"}
	lines := [][]string{head}
	rows := [][]sheet.Cell{nil}
	for _, h := range head {
		rows[0] = append(rows[0], sheet.T(h))
	}
	for i := range many {
		name := fmt.Sprintf("武汉某某科技有限公司%d", i)
		line := []string{name, "江夏区", fmt.Sprint(i % 9), "500万", "3.50%", "2019-05-10", "是", "否", "小型企业", "高新技术企业", "1", "2"}
		row := []sheet.Cell{sheet.T(name), sheet.T("江夏区"), sheet.N(i % 9), sheet.T("500万"), {Number: "0.035", Format: sheet.Share}, {Day: "2019-05-10", Format: sheet.Day}}
		for _, text := range line[6:] {
			row = append(row, sheet.T(text))
		}
		lines, rows = append(lines, line), append(rows, row)
	}
	var x, c bytes.Buffer
	must(t, sheet.WriteXLSX(&x, sheet.Book{Sheets: []sheet.Sheet{{Name: "名单", Rows: rows}}}), sheet.WriteCSV(&c, lines))
	return x.Bytes(), c.Bytes()
}

func BenchmarkReadXLSX10000x12(b *testing.B) {
	xlsx, _ := tenThousand(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := sheet.Read(bytes.NewReader(xlsx), sheet.Options{Rows: many}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/run")
}
