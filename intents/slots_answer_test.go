package intents_test

import (
	"encoding/json"
	"slices"
	"testing"

	"zhirong/corpus"
)

const today = corpus.Date("2026-11-22")

func TestAnswersBindToTheOpenQuestion(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for _, row := range []struct {
		fact corpus.FactID
		text string
		want string // JSON; "null" for unsure; "" if it is no answer
	}{
		{"loan_amount", "300万", "300000000"},
		{"loan_amount", "不对，是300万", "300000000"},
		{"loan_amount", "大概三百来万吧", "300000000"},
		{"loan_amount", "300到500万", `{"min":300000000,"max":500000000}`},
		{"loan_amount", "不是500万，是300万", "300000000"},
		{"loan_amount", "5 million yuan", "500000000"},
		{"loan_amount", "300", ""},
		{"loan_amount", "年营收800万", ""},
		{"loan_amount", "不知道", "null"},
		{"loan_amount", "还没想好，说不好", "null"},
		{"loan_amount", "利率多少", ""},
		{"loan_amount", "50万美元", ""},
		{"loan_amount", "三年", ""},
		{"loan_amount", "-500万", "-500000000"},
		{"revenue", "去年800万左右", "800000000"},
		{"revenue", "没算过", "null"},
		{"patents_invention", "三件", "3"},
		{"patents_invention", "3", "3"},
		{"patents_invention", "三", "3"},
		{"patents_invention", "five", "5"},
		{"patents_invention", "一共5个", "5"},
		{"patents_invention", "没有", "0"},
		{"patents_invention", "一件都没有", "0"},
		{"patents_invention", "none", "0"},
		{"patents_invention", "0", "0"},
		{"patents_invention", "有", `{"min":1}`},
		{"patents_invention", "两三件", `{"min":2,"max":3}`},
		{"patents_invention", "不到10件", `{"max":10,"max_open":true}`},
		{"patents_invention", "实用新型5件", ""},
		{"patents_invention", "什么是发明专利", ""},
		{"patents_invention", "不清楚", "null"},
		{"months_operating", "两年多", `{"min":24,"max":36,"min_open":true,"max_open":true}`},
		{"months_operating", "一年半", "18"},
		{"months_operating", "2019年", `{"min":82,"max":94}`},
		{"months_operating", "去年6月", `{"min":16,"max":17}`},
		{"months_operating", "3 years", "36"},
		{"months_operating", "since 2019", `{"min":82,"max":94}`},
		{"loan_months", "一年", "12"},
		{"loan_months", "36个月", "36"},
		{"loan_months", "three years", "36"},
		{"patent_months_left", "8年", "96"},
		{"rd_share", "5%", "500"},
		{"rd_share", "百分之五", "500"},
		{"rd_share", "5个点", "500"},
		{"profit_years", "两年", "2"},
		{"profit_years", "3", "3"},
		{"profit_years", "去年亏了", "0"},
		{"region", "江夏", `"420115"`},
		{"region", "武汉江夏", `"420115"`},
		{"region", "在蕲春那边", `"421126"`},
		{"region", "Jiangxia", `"420115"`},
		{"region", "华容", ""},
		{"region", "华容区", `"420703"`},
		{"region", "光谷", `"zone-donghu"`},
		{"region", "火星", ""},
		{"has_real_estate", "有", "true"},
		{"has_real_estate", "没有", "false"},
		{"has_real_estate", "没有，厂房是租的", "false"},
		{"has_real_estate", "有的，在江夏", "true"},
		{"has_real_estate", "有贴息吗", ""},
		{"has_real_estate", "yes", "true"},
		{"has_real_estate", "no", "false"},
		{"owner_is_firm", "是的", "true"},
		{"owner_is_firm", "不是", "false"},
		{"owner_is_firm", "在我个人名下", "false"},
		{"owner_is_firm", "对", "true"},
		{"credit_ok", "没问题", "true"},
		{"credit_ok", "有逾期", "false"},
		{"credit_ok", "很好", "true"},
		{"credit_ok", "不太好", "false"},
		{"legal_rep_credit_ok", "没有", "true"},
		{"legal_rep_credit_ok", "有", "false"},
		{"major_violation", "没有", "false"},
		{"already_pledged", "还没有", "false"},
		{"already_pledged", "已经质押了", "true"},
		{"disputed", "没有", "false"},
		{"co_owned", "和学校共有", "true"},
		{"kv_grade", "A级", `"A"`},
		{"kv_grade", "B", `"B"`},
		{"kv_grade", "是c级", `"C"`},
		{"kv_grade", "A级能贷多少", ""},
		{"kv_grade", "不知道", "null"},
		{"entity_kind", "公司", `"company"`},
		{"entity_kind", "个体户", `"sole_trader"`},
		{"entity_kind", "合作社", `"cooperative"`},
		{"entity_size", "小型", `"small"`},
		{"entity_size", "微型企业", `"micro"`},
		{"entity_size", "小微", ""},
		{"statuses", "都没有", "[]"},
		{"statuses", "没有", "[]"},
		{"statuses", "none", "[]"},
		{"statuses", "高企", `{"has":["high_tech"],"not":[]}`},
		{"statuses", "只有高企", `["high_tech"]`},
		{"statuses", "高企和科小", `{"has":["high_tech","tech_sme"],"not":[]}`},
		{"need", "贷款", `{"has":["loan"],"not":[]}`},
		{"need", "贴息", `{"has":["subsidy"],"not":[]}`},
		{"no_such_fact", "3", ""},
	} {
		v, ok := ear.HearAnswer(row.text, row.fact, today)
		got, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			got = nil
		}
		if string(got) != row.want {
			t.Errorf("%s: %q answers %s, want %s", row.fact, row.text, got, row.want)
		}
		if row.want == "null" && !v.Unsure {
			t.Errorf("%s: %q is not unsure", row.fact, row.text)
		}
	}
}

func TestPlacesAreNamedInOrder(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for _, row := range []struct {
		text string
		want []corpus.RegionCode
	}{
		{"我在黄石，要去武汉办吗", []corpus.RegionCode{"420200", "420100"}},
		{"武汉市江夏区", []corpus.RegionCode{"420115"}},
		{"青岛那种模式能学吗", []corpus.RegionCode{"370200"}},
		{"江夏和蕲春都是试点吗", []corpus.RegionCode{"420115", "421126"}},
		{"湖南华容的公司", []corpus.RegionCode{"430000"}},
		{"from Wuhan to Yichang", []corpus.RegionCode{"420100", "420500"}},
		{"公安局在哪", nil},
		{"白银价格", nil},
		{"大同小异", nil},
		{"江夏县", nil},
	} {
		if got := ear.Hear(row.text, today).Places; !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", row.text, got, row.want)
		}
	}
}

func TestNamesOfSeveralPlacesAreAmbiguous(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for text, name := range map[string]string{"华容的公司": "华容", "我们在朝阳": "朝阳", "we are in Suzhou": "suzhou", "我们在容城": "容城"} {
		h := ear.Hear(text, today)
		if len(h.Ambiguous[name]) < 2 {
			t.Errorf("%s: %v", text, h.Ambiguous)
		}
		if v, ok := h.Facts["region"]; ok {
			t.Errorf("%s is heard as %s", text, v.Text)
		}
	}
}

func TestEveryPilotPlaceIsHeardByItsNames(t *testing.T) {
	t.Parallel()
	set, ear := newEar(t)
	for _, code := range set.Pilots() {
		p, _ := set.Place(code)
		for _, text := range []string{"我们在" + p.Name.ZH, p.Name.ZH + "的企业", "we are in " + p.Name.EN} {
			if got := ear.Hear(text, today).Facts["region"].Text; got != string(code) {
				t.Errorf("%s: %s, want %s", text, got, code)
			}
		}
	}
}

func TestEveryPlaceIsHeardByItsFullName(t *testing.T) {
	t.Parallel()
	set, ear := newEar(t)
	for i := range set.Places {
		p := &set.Places[i]
		if p.Kind == "group" {
			continue
		}
		if got := ear.Hear("我们在"+p.Name.ZH, today).Facts["region"].Text; got != string(p.Code) {
			t.Errorf("%s: %q, want %s", p.Name.ZH, got, p.Code)
		}
	}
}

func TestNumbersOfDocumentsAreHeardInOneForm(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for text, want := range map[string]string{
		"鄂知发〔2025〕17号怎么说":                     "鄂知发〔2025〕17号",
		"请问鄂知发[2025]17号":                      "鄂知发〔2025〕17号",
		"鄂知发【2025】第17号":                       "鄂知发〔2025〕17号",
		"鄂知发(2025)17号":                        "鄂知发〔2025〕17号",
		"鄂知發〔2025〕17號":                        "鄂知发〔2025〕17号",
		"鄂知发17号":                              "鄂知发〔2025〕17号",
		"根据鄂知发2025年17号":                       "鄂知发〔2025〕17号",
		"国知办发运字〔2022〕56号的指引":                  "国知办发运字〔2022〕56号",
		"鄂某发〔2020〕3号":                         "鄂某发〔2020〕3号",
		"gb/t 42748—2023":                     "GB/T 42748-2023",
		"GB/T42748":                           "GB/T 42748-2023",
		"国标42748-2023":                        "GB/T 42748-2023",
		"GB/T 12345":                          "GB/T 12345",
		"what does notice 17 of 2025 say":     "鄂知发〔2025〕17号",
		"Is document no. 17 of 2025 binding?": "鄂知发〔2025〕17号",
		"省里2025年17号文":                         "鄂知发〔2025〕17号",
	} {
		h := ear.Hear(text, today)
		if !slices.Equal(h.DocNos, []string{want}) {
			t.Errorf("%s: %q, want %q", text, h.DocNos, want)
		}
		if len(h.Facts) > 0 {
			t.Errorf("%s states %s", text, show(h.Facts))
		}
	}
}

func TestNumbersOfPatentsAreHeardInOneForm(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for text, want := range map[string][]string{
		"专利号ZL201910123456.7":     {"ZL201910123456.7"},
		"ZL 2019 1 0123456.7能贷多少": {"ZL201910123456.7"},
		"zl201910123456X":         {"ZL201910123456.X"},
		"201910123456.7":          {"201910123456.7"},
		"申请号2019101234560":        nil, // the check digit is wrong
		"CN112345678B":            {"CN112345678B"},
		"电话13800138000":           nil,
		"420106199001011234":      nil,
	} {
		h := ear.Hear(text, today)
		if !slices.Equal(h.Patents, want) {
			t.Errorf("%s: %q, want %q", text, h.Patents, want)
		}
		if len(h.Facts)+len(h.Money) > 0 {
			t.Errorf("%s states %s %v", text, show(h.Facts), h.Money)
		}
	}
}

func TestQuestionsAboutAnotherDaySayWhich(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for text, want := range map[string]corpus.Date{
		"2024年底的规定是什么":              "2024-12-31",
		"2024年的时候能贷多少":              "2024-12-31",
		"去年6月的政策还有效吗":               "2025-06-30",
		"明年还有贴息吗":                   "2027-01-01",
		"2027年3月还能办吗":               "2027-03-01",
		"2025年6月以前是怎么规定的":           "2025-05-31",
		"2025Q3的贴息政策":               "2025-09-30",
		"what was the rule in 2023": "2023-12-31",
		"今年有什么政策":                   "",
		"2019年成立能贷吗":                "",
		"去年亏损能贷吗":                   "",
		"去年营收800万能贷多少":              "",
		"农历正月有路演吗":                  "",
		"有什么政策":                     "",
	} {
		if got := ear.Hear(text, today).AsOf; got != want {
			t.Errorf("%s: as of %q, want %q", text, got, want)
		}
	}
}

func TestRightsAreHeardWithoutACount(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for text, want := range map[string][]corpus.IPKind{
		"实用新型行不行":                      {corpus.UtilityModel},
		"外观专利值钱吗":                      {corpus.DesignPatent},
		"专利能质押吗":                       {corpus.InventionPatent, corpus.UtilityModel, corpus.DesignPatent},
		"牌子能贷款吗":                       {corpus.Trademark},
		"软著和品种权都可以吗":                   {corpus.SoftwareCopyright, corpus.PlantVariety},
		"地标能贷吗":                        {corpus.GeographicalIndication},
		"商镖能质押吗":                       {corpus.Trademark},
		"发民专利能质压吗":                     {corpus.InventionPatent},
		"can I pledge a design patent": {corpus.DesignPatent},
		"集体商标":                         {corpus.CollectiveMark},
		"新型材料好不好":                      nil,
		"外观好看吗":                        nil,
		"product design firm":          nil,
	} {
		if got := ear.Hear(text, today).Rights; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestCorrectionsAndDoubtAreHeard(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for text, want := range map[string][2]bool{
		"不对，是300万":                {true, false},
		"其实有5件":                   {true, false},
		"I meant 3 million yuan":  {true, false},
		"No, 3 million yuan":      {true, false},
		"不是100万，是150万":            {true, false},
		"不知道":                     {false, true},
		"这个不清楚":                   {false, true},
		"not sure":                {false, true},
		"不知道怎么办":                  {false, false},
		"不清楚能不能贷":                 {false, false},
		"对不对":                     {false, false},
		"想贷500万":                  {false, false},
		"Do banks actually lend?": {false, false},
	} {
		h := ear.Hear(text, today)
		if h.Correction != want[0] || h.Unsure != want[1] {
			t.Errorf("%s: correction %v, unsure %v", text, h.Correction, h.Unsure)
		}
	}
}

func TestAmountsRatesAndTermsAreHeardUnbound(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	h := ear.Hear("500万以下的贷款，利率3.85%，最长三年，50万美元不算，LPR+50BP", today)
	money, rates, terms := []string{`{"max":500000000}`}, []string{"385", "50"}, []string{"36"}
	for _, part := range []struct {
		got  []corpus.Value
		want []string
	}{{h.Money, money}, {h.Rates, rates}, {h.Terms, terms}} {
		var got []string
		for _, v := range part.got {
			b, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(b))
		}
		if !slices.Equal(got, part.want) {
			t.Errorf("heard %v, want %v", got, part.want)
		}
	}
}

func TestTheSameTextIsHeardTheSame(t *testing.T) {
	t.Parallel()
	set, ear := newEar(t)
	_, other := newEar(t)
	_ = set
	const text = "我们是江夏的高企，有3件发明专利和商标，软著没有，想贷500万"
	first := show(ear.Hear(text, today).Facts)
	done := make(chan string, 8)
	for range cap(done) {
		go func() { done <- show(ear.Hear(text, today).Facts) }()
	}
	for range cap(done) {
		if got := <-done; got != first {
			t.Errorf("heard %s and %s", first, got)
		}
	}
	if got := show(other.Hear(text, today).Facts); got != first {
		t.Errorf("another Ear hears %s, not %s", got, first)
	}
}

func TestABareAmountIsHeardAsOne(t *testing.T) {
	t.Parallel()
	_, ear := newEar(t)
	for _, row := range []struct {
		text string
		want string // JSON; "" if it is no bare amount
	}{
		{"500万", "500000000"},
		{"大概五百万吧", "500000000"},
		{"300万到500万。", `{"min":300000000,"max":500000000}`},
		{"八百来万的样子", "800000000"},
		{"5 million yuan", "500000000"},
		{"about 3 million", "300000000"},
		{"maybe CNY 800,000 or so", "80000000"},
		{"想贷500万", ""},
		{"年营收800万", ""},
		{"500万能批吗", ""},
		{"500万？", ""},
		{"500万和800万", ""},
		{"不对，是300万", ""},
		{"500", ""},
		{"三年", ""},
		{"8%", ""},
		{"鄂知发〔2025〕17号", ""},
		{"50万美元", ""},
		{"", ""},
	} {
		v, ok := ear.HearAmount(row.text, today)
		got := ""
		if ok {
			data, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			got = string(data)
		}
		if got != row.want {
			t.Errorf("%q: got %q, want %q", row.text, got, row.want)
		}
	}
}
