package bot

import (
	"testing"

	"zhirong/corpus"
)

func TestWhatAQuestionAsksFor(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"武汉代办处在哪个楼几号窗口":                                         "address",
		"知慧桥网址是多少":                                              "website",
		"负责专利贷的是哪位经理":                                           "person",
		"461号公告第十二条原文怎么写":                                       "verbatim",
		"你说的跟文件原文对不上":                                           "",
		"法律价值占多少权重":                                             "percent",
		"各项占几分是定死的吗":                                            "",
		"光谷ABS第二期什么时候发行":                                        "date",
		"专利执行险一年保费多少":                                           "premium",
		"数据登记费多少":                                               "fee",
		"B级能贷几百万":                                               "sum",
		"登记几个工作日办完":                                             "days",
		"江夏区哪几家企业拿到了贷款":                                         "firms",
		"首批是哪几家银行":                                              "who",
		"江夏知识产权局电话是多少":                                          "phone",
		"专利质押要登记吗":                                              "",
		"What percentage of the interest does Wuhan refund?":    "percent",
		"Quote article 12 word for word":                        "verbatim",
		"Which banks signed up for the pilot?":                  "who",
		"What is the phone number of the centre?":               "phone",
		"How many working days does registration take?":         "days",
		"Can a design patent be pledged?":                       "",
		"What premium does a firm pay for enforcement cover?":   "premium",
		"What is the street address of the patent office?":      "address",
		"When will the second ABS be issued?":                   "date",
		"How big is Qichun's risk compensation fund?":           "sum",
		"Does the pledge take effect when the contract is made": "",
	} {
		got := ""
		if d := demandOf(text); d != nil {
			got = d.id
		}
		if got != want {
			t.Errorf("%s: asks for %q, want %q", text, got, want)
		}
	}
}

func TestWhatAClauseTells(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		question, clause string
		want             bool
	}{
		{"利息补百分之几", "按利息的50%给补贴", true},
		{"利息补百分之几", "有贴息，比例没有查到", false},
		{"2023年许可里免费占几成", "2021年免费占28.5%", false},
		{"2021年许可里免费占几成", "2021年免费占28.5%", true},
		{"B级能贷几百万", "最高A级上限1000万元，最低E级上限100万元；B、C、D级额度没有查到", false},
		{"A级能贷几百万", "最高A级上限1000万元，最低E级上限100万元；B、C、D级额度没有查到", true},
		{"登记几个工作日办完", "2025年6月30日起施行", false},
		{"登记几个工作日办完", "两个工作日内办结", true},
		{"哪几家银行先放", "首批银行有工行、中行、建行、浦发", true},
		{"哪几家银行先放", "建行湖北已投放230亿元", false},
		{"网址是多少", "在平台上申请", false},
	} {
		d := demandOf(row.question)
		if d == nil {
			t.Fatalf("%s asks for nothing", row.question)
		}
		if got := d.tells(row.question, &corpus.Passage{Text: corpus.Text{ZH: row.clause}}); got != row.want {
			t.Errorf("%s, %s: got %v", row.question, row.clause, got)
		}
	}
}

func TestAClauseOwnsThatSomethingIsNotKnown(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		lang           corpus.Lang
		question, text string
		want           bool
	}{
		{corpus.Chinese, "光谷ABS票面利率多少", "入池企业经补贴后，实际成本最低可到2%；票面利率未查到", true},
		{corpus.Chinese, "光谷ABS入池企业实际成本多少", "入池企业经补贴后，实际成本最低可到2%；票面利率未查到", false},
		{corpus.English, "What coupon did the ABS carry", "The cost can be as low as 2%; the ABS coupon was not found", true},
		{corpus.Chinese, "专利质押要登记", "质权从登记时设立", false},
	} {
		turn := &turn{lang: row.lang}
		if got := turn.owned(row.question, &corpus.Passage{Text: corpus.Text{ZH: row.text, EN: row.text}}); got != row.want {
			t.Errorf("%s: got %v", row.question, got)
		}
	}
}
