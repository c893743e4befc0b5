package corpus_test

import (
	"testing"

	"zhirong/corpus"
)

func TestAHeadIsPartedFromItsUnit(t *testing.T) {
	t.Parallel()
	for head, want := range map[string][2]string{
		"想借金额（万元）":     {"想借金额", "万元"},
		" 想借金额 ( 万 ) ": {"想借金额", "万元"},
		"销售额（单位：元）":    {"销售额", "元"},
		"Sales (Yuan)": {"sales", "元"},
		"分成率（％）":       {"分成率", "%"},
		"发明专利(件)":      {"发明专利", ""},
		"专精特新“小巨人”":    {"专精特新“小巨人”", ""},
		"名称（全称）":       {"名称(全称)", ""},
		"年":            {"年", ""},
		"（万元）":         {"", "万元"},
		"a(b":          {"a(b", ""},
	} {
		if name, unit := corpus.HeadUnit(head); name != want[0] || unit != want[1] {
			t.Errorf("%q is %q in %q, want %q", head, name, unit, want)
		}
	}
}

func TestCellsAreReadAsTheyAreMeant(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{"500": "500万元", " 1,000.5 ": "1,000.5万元", "５００": "５００万元", "500万": "500万", "-5": "-5万元", "": "", "无": "无"} {
		if got := corpus.WithUnit(cell, "万元"); got != want {
			t.Errorf("%q beneath 万元 is %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{"3.00": "3", "1,000": "1000", "3.5": "3.5", "３": "3", "三": "三", "-2.0": "-2", "": ""} {
		if got := corpus.BareNumber(cell); got != want {
			t.Errorf("%q is the number %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{
		"2019/5/10": "2019-05-10", "2019-5-10": "2019-05-10", "2019.05.10": "2019-05-10", "2019年5月10日": "2019-05-10", "２０１９年１２月３１日": "2019-12-31",
		"2019-05-10": "2019-05-10", "2019/13/1": "2019/13/1", "5/10/2019": "5/10/2019", "2019": "2019", "2019年5月": "2019年5月",
	} {
		if got := corpus.ISODay(cell); got != want {
			t.Errorf("%q is the day %q, want %q", cell, got, want)
		}
	}
}
