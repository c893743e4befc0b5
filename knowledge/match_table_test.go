package knowledge_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhirong/bot/sheet"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// readFirms reads a table of firms as it stands in a file.
func readFirms(m *knowledge.Matcher, file string, lang corpus.Lang) (*knowledge.FirmTable, error) {
	rows, err := sheet.Read(strings.NewReader(file), sheet.Options{Rows: knowledge.MaxFirms})
	if err != nil {
		return nil, err
	}
	return m.ReadFirms(rows, lang)
}

func TestTablesOfFirmsAreRead(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	m := b.Matcher()
	for _, c := range []struct{ name, in, want string }{
		{"heads in Chinese", "企业名称,所在地,发明专利,想借金额\n甲,江夏区,3,500万\n", `2 甲 loan_amount=500000000 patents_invention=3 region="420115"`},
		{"heads in English", "Name,Place,amount wanted\nA,Jiangxia,1.2亿\n", `2 A loan_amount=12000000000 region="420115"`},
		{"heads by id, with a mark", "\ufeffregion,exports,rd_share\n420115,是,3.5%\n", `2  exports=true rd_share=350 region="420115"`},
		{"what is not known", "region,exports,loan_amount\n,不知道,?\n", `2 `},
		{"a list", "statuses\n高新技术企业、专精特新\n无\n", `2  statuses={"has":["high_tech","srdi"],"not":[]}|3  statuses=[]`},
		{"no, and a size", "exports,entity_size\n否,小型企业\n", `2  entity_size="small" exports=false`},
		{"a cell over two lines", "name,exports\n\"甲\n公司\",是\n乙,否\n", "2 甲 公司 exports=true|4 乙 exports=false"},
		{"bad rows beside good ones", "name,patents_invention,loan_amount,exports\n甲,三,500万,是\n乙,1,500,是\n丙,-1,5万,是\n丁,1,5万,也许\n戊,1\n己,1,5万,是\n",
			`7 己 exports=true loan_amount=5000000 patents_invention=1!2 patents_invention 3 loan_amount 4 patents_invention 5 exports 6 `},
		{"a place that is none", "region\n火星\n", `!2 region`},
		{"facts that contradict", "has_appraisal,appraised_value\n否,5万\n", `!2 appraised_value`},
		{"a row that is empty", "name,exports\n,\n乙,否\n", "3 乙 exports=false"},
		{"bytes that are no text", "name,exports,x\n甲,\xff,1\n乙,否,\xff\n", "3 乙 exports=false!2 exports"},
		{"quotes that do not pair", "name,exports\n\"a\"b,是\n乙,否\n", `3 乙 exports=false!2 `},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			table, err := readFirms(m, c.in, corpus.English)
			if err != nil {
				t.Fatal(err)
			}
			var firms, faults []string
			for _, f := range table.Firms {
				firms = append(firms, fmt.Sprintf("%d %s %s", f.Row, f.Name, show(f.Facts)))
			}
			for _, f := range table.Faults {
				if f.Text == "" || strings.HasPrefix(f.Text, "collective.") {
					t.Errorf("row %d: the fault says %q", f.Row, f.Text)
				}
				faults = append(faults, fmt.Sprintf("%d %s", f.Row, f.Column))
			}
			got := strings.Join(firms, "|")
			if len(faults) > 0 {
				got += "!" + strings.Join(faults, " ")
			}
			if strings.TrimSpace(got) != strings.TrimSpace(c.want) {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"nothing": {"", knowledge.ErrNoHead}, "no fact": {"备注,x\na,b\n", knowledge.ErrNoHead}, "a fact twice": {"region,所在地\n1,2\n", knowledge.ErrTwice},
		"another encoding": {"\xa5\xf8\xb7\x7e,region\n", sheet.ErrNotUTF8}, "too many": {"exports\n" + strings.Repeat("是\n", 10_001), sheet.ErrTooLarge},
		"too long": {"exports,x\n是," + strings.Repeat("a", 17<<20) + "\n", sheet.ErrTooLarge},
	} {
		if _, err := readFirms(m, c.in, corpus.English); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestPlacesAndHeadsAsListsOfFirmsHaveThem(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	m := b.Matcher()
	for cell, want := range map[string]string{
		"湖北省武汉市江夏区": "420115", "湖北武汉": "420100", "湖北省 宜昌市": "420500", "湖北省黄冈市蕲春县": "421126", "恩施": "422800", "湖北省": "420000", "湖北武汉东湖高新区": "zone-donghu",
		"浙江省武汉市": "", "湖北省武汉市江夏区某路1号": "", strings.Repeat("恩施", 150) + "x": "", "湖北省湖北省湖北省湖北省湖北省湖北省武汉": "",
	} {
		table, err := readFirms(m, "企业名称,注册地,营业收入（万元）,发明专利数,贷款金额\n甲,"+cell+",800,2,300万\n", corpus.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			if len(table.Faults) != 1 || table.Faults[0].Column != "注册地" {
				t.Errorf("%s: %+v", cell, table)
			}
			continue
		}
		if len(table.Firms) != 1 || len(table.Ignored) != 0 {
			t.Errorf("%s: %+v", cell, table)
			continue
		}
		f := table.Firms[0].Facts
		if f["region"].Text != want || f["revenue"].Span != corpus.Exactly(int64(800*corpus.Wan)) || f["patents_invention"].Span != corpus.Exactly(2) || f["loan_amount"].Span != corpus.Exactly(int64(300*corpus.Wan)) {
			t.Errorf("%s: read %+v", cell, f)
		}
	}
}

func TestBareFiguresOfAFirmCountInTheUnitOfTheirHead(t *testing.T) {
	t.Parallel()
	b, _ := shipped(t)
	m := b.Matcher()
	table, err := readFirms(m, "企业名称,发明专利（件）,想借金额（万元）,研发费用占比(%),成立时间（年）,借款（笔）\n"+
		"甲,3.00,500,3.5,2,1\n乙,\"1,000\",￥300万,4%,18个月,1\n丙,3件,0.5亿,,1年6个月,1\n丁,3.5,500,,,1\n戊,3,五百,,,1\n", corpus.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range table.Firms {
		data, err := json.Marshal([]corpus.Value{f.Facts["patents_invention"], f.Facts["loan_amount"], f.Facts["rd_share"], f.Facts["months_operating"]})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, f.Name+string(data))
	}
	for _, f := range table.Faults {
		got = append(got, fmt.Sprint(f.Row, f.Name, f.Column))
	}
	got = append(got, table.Ignored...)
	want := []string{"甲[3,500000000,350,24]", "乙[1000,300000000,400,18]", "丙[3,5000000000,null,18]", "5丁发明专利（件）", "6戊想借金额（万元）", "借款（笔）"}
	if !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
}

func TestCollectiveTableCountsEveryProductOfEveryFirm(t *testing.T) {
	t.Parallel()
	b, set := shipped(t)
	m := b.Matcher()
	table, err := readFirms(m, "name,region,patents_invention,loan_amount\n甲,江夏,3,500万\n乙,蕲春,0,80万\n=cmd|x,十堰,x,80万\n", corpus.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	c := m.Collect(table.Firms, aDay)
	offerable := 0
	for i := range set.Products {
		if knowledge.Offerable(&set.Products[i], aDay) {
			offerable++
		}
	}
	for i, f := range c.Firms {
		if f.Eligible+f.Possible+f.Ineligible != offerable {
			t.Errorf("%s: %d+%d+%d products, want %d", f.Name, f.Eligible, f.Possible, f.Ineligible, offerable)
		}
		count := map[knowledge.Fit]int{}
		for _, w := range m.Match(table.Firms[i].Facts, aDay) {
			count[w.Fit]++
		}
		if f.Eligible != count[knowledge.Eligible] || f.Possible != count[knowledge.Possible] {
			t.Errorf("%s: %d eligible and %d possible, want %v", f.Name, f.Eligible, f.Possible, count)
		}
	}
	for _, p := range c.Products {
		if p.Eligible+p.Possible+p.Ineligible != len(c.Firms) {
			t.Errorf("%s: %d+%d+%d firms", p.Product.ID, p.Eligible, p.Possible, p.Ineligible)
		}
		if p.Product.Role != corpus.LendingLimit && p.Wanted != 0 {
			t.Errorf("%s lends nothing, and %s is wanted of it", p.Product.ID, p.Wanted)
		}
	}
	rows := m.Rows(&c, table.Faults, corpus.Chinese)
	if len(rows) != 4 || rows[3][0] != "4" || rows[3][7] == "" {
		t.Errorf("rows are %q", rows)
	}
}

func FuzzReadFirms(f *testing.F) {
	for _, s := range []string{"", "region\n420115\n", "企业名称,所在地\n甲,江夏\n", "a,\"b\nregion\n", "\ufeffloan_amount\n5万\n", "statuses\n高新技术企业、无\n"} {
		f.Add(s)
	}
	b, set := shipped(f)
	m := b.Matcher()
	f.Fuzz(func(t *testing.T, in string) {
		table, err := readFirms(m, in, corpus.Chinese)
		if err != nil {
			return
		}
		for _, firm := range table.Firms {
			for id, v := range firm.Facts {
				fact, ok := set.Fact(id)
				if !ok || !v.Known() || knowledge.CheckFact(set, fact, v, corpus.Chinese) != nil {
					t.Fatalf("row %d: %s is %+v", firm.Row, id, v)
				}
			}
		}
		if len(table.Firms) > 3 {
			table.Firms = table.Firms[:3]
		}
		c := m.Collect(table.Firms, aDay)
		for _, row := range m.Rows(&c, table.Faults, corpus.Chinese) {
			if len(row) != 8 {
				t.Fatalf("row %q", row)
			}
		}
	})
}
