package intents_test

import (
	"encoding/json"
	"strings"
	"testing"

	"zhirong/corpus"
)

// heardRows are messages and the facts that they state, in the form of the
// evaluation sets: one row a line, the facts behind the bar.
const heardRows = `
想贷500万，江夏的公司，有3件发明专利 | {"loan_amount": 500000000, "need": {"has": ["loan"], "not": []}, "region": "420115", "patents_invention": 3}
我们是江夏的高企有3个发明想贷500万要什么材料 | {"loan_amount": 500000000, "need": {"has": ["loan"], "not": []}, "region": "420115", "patents_invention": 3, "statuses": {"has": ["high_tech"], "not": []}}
三个发明五个实用新型 | {"patents_invention": 3, "patents_utility_model": 5}
发明3件实用新型5件 | {"patents_invention": 3, "patents_utility_model": 5}
发明有3件，新型有5件，外观没有 | {"patents_invention": 3, "patents_utility_model": 5, "patents_design": 0}
5件专利，其中发明2件，实用新型3件 | {"patents_invention": 2, "patents_utility_model": 3}
专利8件（发明2件、新型6件） | {"patents_invention": 2, "patents_utility_model": 6}
发明和实用新型各3件 | {"patents_invention": 3, "patents_utility_model": 3}
三发明五新型 | {"patents_invention": 3, "patents_utility_model": 5}
没有发明和实用新型 | {"patents_invention": 0, "patents_utility_model": 0}
没有发明但有三个实用新型 | {"patents_invention": 0, "patents_utility_model": 3}
没有发明有三个实用新型 | {"patents_invention": 0, "patents_utility_model": 3}
专利没有，商标有两个 | {"patents_invention": 0, "patents_utility_model": 0, "patents_design": 0, "trademarks": 2}
不是没有专利 | {}
不是没有发明专利 | {"patents_invention": {"min": 1}}
我有专利 | {}
我朋友公司有3个专利 | {}
我朋友公司有3个发明专利 | {"patents_invention": 3}
我朋友的厂子有两个实用新型，想贷点款 | {"patents_utility_model": 2, "need": {"has": ["loan"], "not": []}}
有发明专利能贷多少 | {"patents_invention": {"min": 1}}
3件发明专利能贷多少 | {"patents_invention": 3}
有3件发明专利吗 | {}
要有3件发明专利才行吗 | {}
需要多少件发明专利 | {}
必须有发明专利吗 | {}
是不是得有发明专利 | {}
发明专利有什么用 | {}
发明专利质押怎么办 | {}
有没有发明专利都行吗 | {}
有专利质押贷款吗 | {}
有商标质押贷款的产品吗 | {}
外观专利值钱吗 | {}
实用新型行不行 | {}
商标局在哪 | {}
专利法第四十二条怎么说 | {}
新型材料公司 | {"industry": "new_materials"}
我们用的是新型材料 | {}
发明人是谁重要吗 | {}
不止3件发明专利 | {"patents_invention": {"min": 3, "min_open": true}}
十几件发明专利 | {"patents_invention": {"min": 10, "max": 20, "min_open": true, "max_open": true}}
有二十来个实用新型 | {"patents_utility_model": 20}
有上百件商标 | {"trademarks": {"min": 100}}
发明专利三四件 | {"patents_invention": {"min": 3, "max": 4}}
商标五个，软著十二个，发明俩 | {"trademarks": 5, "software_copyrights": 12, "patents_invention": 2}
我们是软件公司，软著倒有十五个 | {"software_copyrights": 15, "industry": "software", "entity_kind": "company"}
我们有一件证明商标 | {"certification_marks": 1}
一件发明专利正在实审 | {"patents_pending": 1}
有3件发明专利，2件在申请 | {"patents_invention": 3, "patents_pending": 2}
发明专利还没授权 | {"patents_pending": {"min": 1}}
想贷款500万左右，用三年 | {"loan_amount": 500000000, "need": {"has": ["loan"], "not": []}, "loan_months": 36}
想贷500万三年期 | {"loan_amount": 500000000, "need": {"has": ["loan"], "not": []}, "loan_months": 36}
贷500万3年 | {"loan_amount": 500000000, "loan_months": 36}
贷五百万三年期 | {"loan_amount": 500000000, "loan_months": 36}
我能贷500万吗 | {"loan_amount": 500000000}
有3件发明专利，能贷500万吗 | {"patents_invention": 3, "loan_amount": 500000000}
能贷500万吗 | {}
500万以下的贷款要评估吗 | {}
我想贷500万以下，要评估吗 | {"loan_amount": {"max": 500000000}, "need": {"has": ["loan"], "not": []}}
1000万以上的贷款必须评估吗 | {}
知识价值贷最高1000万是真的吗 | {}
最高能贷500万吗 | {}
听说单户最高1000万 | {}
缺500万 | {"loan_amount": 500000000}
缺300万流动资金 | {"loan_amount": 300000000}
急需200万周转 | {"loan_amount": 200000000, "need": {"has": ["loan"], "not": []}}
额度500万就够了 | {"loan_amount": 500000000}
需要资金八百万 | {"loan_amount": 800000000}
想融个两千万 | {"loan_amount": 2000000000}
贷款的话，300万左右 | {"loan_amount": 300000000}
想贷500万，不对，是300万 | {"loan_amount": 300000000, "need": {"has": ["loan"], "not": []}}
想贷的不是500万，是300万 | {"loan_amount": 300000000, "need": {"has": ["loan"], "not": []}}
年营收800万，想贷300万 | {"revenue": 800000000, "loan_amount": 300000000, "need": {"has": ["loan"], "not": []}}
营收800万想贷300万 | {"revenue": 800000000, "loan_amount": 300000000, "need": {"has": ["loan"], "not": []}}
去年卖了2000多万 | {"revenue": {"min": 2000000000, "max": 3000000000, "min_open": true, "max_open": true}}
一年流水大概一千二百万 | {"revenue": 1200000000}
年产值3000万 | {"revenue": 3000000000}
每月流水50万 | {}
月销售额80万 | {}
营收要500万以上吗 | {}
营收必须达到500万吗 | {}
注册资本500万 | {}
注册资金一千万，想贷200万 | {"loan_amount": 200000000, "need": {"has": ["loan"], "not": []}}
去年利润80万 | {}
交税50万 | {}
已经贷了200万，还想贷300万 | {"loan_amount": 300000000, "need": {"has": ["loan"], "not": []}}
欠银行300万 | {}
贷款余额500万 | {}
去年拿了50万补贴 | {}
专利是花20万买的 | {}
评估公司给评了500万 | {"appraised_value": 500000000, "has_appraisal": true}
评估报告上写的是800万 | {"appraised_value": 800000000, "has_appraisal": true}
银行估值600万 | {"appraised_value": 600000000}
专利评估了300万，想贷100万 | {"appraised_value": 300000000, "loan_amount": 100000000, "need": {"has": ["loan"], "not": []}}
50万美元 | {}
想贷-500万 | {"loan_amount": -500000000, "need": {"has": ["loan"], "not": []}}
想贷三百来万 | {"loan_amount": 300000000, "need": {"has": ["loan"], "not": []}}
想贷几百万 | {"loan_amount": {"min": 200000000, "max": 1000000000, "max_open": true}, "need": {"has": ["loan"], "not": []}}
能贷几百万 | {}
想贷两百五十万到三百万之间 | {"loan_amount": {"min": 250000000, "max": 300000000}, "need": {"has": ["loan"], "not": []}}
贷三年 | {"loan_months": 36}
借一年期 | {"loan_months": 12}
贷款期限2-3年 | {"loan_months": {"min": 24, "max": 36}}
分三年还清的贷款 | {"loan_months": 36}
最长能贷几年 | {}
贷款最长能贷3年吗 | {}
贷款审批要三个月吗 | {}
成立刚满一年半 | {"months_operating": 18}
注册快三年 | {"months_operating": {"min": 33, "max": 36, "max_open": true}}
公司开了快十年 | {"months_operating": {"min": 117, "max": 120, "max_open": true}}
成立满三年了 | {"months_operating": {"min": 36}}
成立还不满一年 | {"months_operating": {"max": 12, "max_open": true}}
去年6月成立 | {"months_operating": {"min": 16, "max": 17}}
2024年3月15日注册的 | {"months_operating": 32}
今年3月注册 | {"months_operating": {"min": 7, "max": 8}}
前年成立的 | {"months_operating": {"min": 22, "max": 34}}
19年成立 | {"months_operating": {"min": 82, "max": 94}}
成立19年 | {"months_operating": 228}
一九年成立的 | {"months_operating": {"min": 82, "max": 94}}
三年前成立 | {"months_operating": 36}
2025Q3成立 | {"months_operating": {"min": 13, "max": 16}}
2020年底成立 | {"months_operating": 70}
2019-06-18成立 | {"months_operating": 89}
农历2019年正月成立 | {}
成立要满三年吗 | {}
成立不到一年能贷吗 | {"months_operating": {"max": 12, "max_open": true}}
2019年的政策还有效吗 | {}
研发占5% | {"rd_share": 500}
研发投入占营收百分之八 | {"rd_share": 800}
研发费用占比一成 | {"rd_share": 1000}
研发占比要5%以上吗 | {}
利率3.85%高吗 | {}
利率LPR+50BP | {}
贴息百分之五十 | {}
连续盈利两年 | {"profit_years": 2}
近三年都盈利 | {"profit_years": 3}
三年连续盈利 | {"profit_years": 3}
连着亏了一年 | {"profit_years": 0}
去年亏了30万 | {"profit_years": 0}
去年没赚钱 | {"profit_years": 0}
我们还没盈利 | {"profit_years": 0}
去年盈利了 | {"profit_years": {"min": 1}}
要连续盈利两年吗 | {}
亏损企业能贷吗 | {}
专利还剩8年 | {"patent_months_left": 96}
专利还有五年到期 | {"patent_months_left": 60}
发明专利剩余有效期不到五年 | {"patent_months_left": {"max": 60, "max_open": true}}
专利2030年到期 | {"patent_months_left": {"min": 37, "max": 49}}
贷款还有两年到期 | {}
我们是A级 | {"kv_grade": "A"}
评了B档 | {"kv_grade": "B"}
知识价值C级企业 | {"kv_grade": "C"}
A级能贷多少 | {}
A级和B级有什么区别 | {}
我们是3A级企业 | {}
纳税信用A级 | {"tax_credit_ok": true}
不是高企能不能办 | {"statuses": {"has": [], "not": ["high_tech"]}}
没有高企行不行 | {"statuses": {"has": [], "not": ["high_tech"]}}
没高企，有专精特新 | {"statuses": {"has": ["srdi"], "not": ["high_tech"]}}
我们是高企，也是专精特新 | {"statuses": {"has": ["high_tech", "srdi"], "not": []}}
高企、科小都有 | {"statuses": {"has": ["high_tech", "tech_sme"], "not": []}}
拿了高企证书 | {"statuses": {"has": ["high_tech"], "not": []}}
去年评上了专精特新 | {"statuses": {"has": ["srdi"], "not": []}}
国家级小巨人 | {"statuses": {"has": ["little_giant"], "not": []}}
什么资质都没有 | {"statuses": []}
我们没有任何资质 | {"statuses": []}
是不是要高企 | {}
必须是高企吗 | {}
要高企才能办吗 | {}
高企怎么认定 | {}
想申请高企 | {}
正在申报高企 | {}
高企能多贷吗 | {}
只有高企能办吗 | {}
个体户，想贷20万 | {"entity_kind": "sole_trader", "loan_amount": 20000000, "need": {"has": ["loan"], "not": []}}
我们合作社有两个商标 | {"entity_kind": "cooperative", "trademarks": 2}
我们是小微企业 | {}
我们是一家有限公司 | {"entity_kind": "company"}
我们是武汉的一家公司 | {"entity_kind": "company", "region": "420100"}
我们公司有3件发明专利 | {"patents_invention": 3}
个体户能贷吗 | {}
我们是小型企业 | {"entity_size": "small"}
我们是微企 | {"entity_size": "micro"}
中型企业能享受吗 | {}
没厂房没地 | {"has_real_estate": false}
没有房产能贷吗 | {"has_real_estate": false}
厂房是租的 | {"has_real_estate": false}
有自己的厂房 | {"has_real_estate": true}
需要有房产吗 | {}
要抵押房子吗 | {}
没有抵押物 | {"has_real_estate": false}
没做过评估 | {"has_appraisal": false}
有评估报告 | {"has_appraisal": true}
要不要评估 | {}
没评估能贷吗 | {"has_appraisal": false}
需要评估报告吗 | {}
有担保公司愿意担保 | {"guarantee_available": true}
没有担保 | {"guarantee_available": false}
没担保人能贷吗 | {"guarantee_available": false}
要找担保公司吗 | {}
征信有逾期 | {"credit_ok": false}
征信有逾期还能贷吗 | {"credit_ok": false}
征信没问题 | {"credit_ok": true}
老板征信花了 | {"credit_ok": false}
征信要查吗 | {}
法人征信有问题 | {"legal_rep_credit_ok": false}
从没逾期过 | {"credit_ok": true}
没欠过税 | {"tax_credit_ok": true}
纳税记录正常吗 | {}
现金流不太好 | {"cashflow_ok": false}
专利在我个人名下 | {"owner_is_firm": false}
专利不在公司名下 | {"owner_is_firm": false}
专利在学校名下，能贷吗 | {"owner_is_firm": false}
专利必须在公司名下吗 | {}
怎么把专利转到公司名下 | {}
专利和学校共有 | {"co_owned": true}
不是共有的 | {"co_owned": false}
共有专利能质押吗 | {}
没有权属纠纷 | {"disputed": false}
专利正在打官司 | {"disputed": true}
专利已经质押了 | {"already_pledged": true}
专利没质押过 | {"already_pledged": false}
已质押的专利还能再贷吗 | {}
质押了以后怎么解押 | {}
年费没交 | {"patent_valid": false}
年费都交了 | {"patent_valid": true}
年费怎么交 | {}
护照过期了怎么换 | {}
专利已经产业化了 | {"patent_in_use": true}
专利还没用在产品上 | {"patent_in_use": false}
我们用着地标 | {"gi_user": true}
我们是用标企业 | {"gi_user": true}
协会是地理标志权利人 | {"gi_holder": true}
产品出口欧洲 | {"exports": true}
只做国内市场 | {"exports": false}
想做出口 | {}
明年要去德国参展 | {"overseas_exhibition": true}
在白名单里 | {"on_whitelist": true}
不在白名单 | {"on_whitelist": false}
怎么进白名单 | {}
有创新积分 | {"innovation_points": true}
没有创新积分 | {"innovation_points": false}
我们在产业园里 | {"in_park": true}
我们是分公司 | {"is_legal_entity": false}
想买专利保险 | {"need": {"has": ["insurance"], "not": []}}
想申请贴息 | {"need": {"has": ["subsidy"], "not": []}}
有没有贴息 | {}
想了解一下贷款政策 | {}
怎么贷款 | {}
贷款要什么条件 | {}
我要贷款 | {"need": {"has": ["loan"], "not": []}}
我们需要担保吗 | {}
想卖专利 | {"need": {"has": ["sell_ip"], "not": []}}
想贷款，也想申请贴息 | {"need": {"has": ["loan", "subsidy"], "not": []}}
武汉市江夏区 | {"region": "420115"}
湖北省武汉市江夏区 | {"region": "420115"}
我在江夏，武汉这边 | {"region": "420115"}
蕲春那边 | {"region": "421126"}
光谷的企业 | {"region": "zone-donghu"}
我们在荆州 | {"region": "421000"}
我们在荆州区 | {"region": "421003"}
恩施市的 | {"region": "422801"}
枝城的厂 | {"region": "420581"}
青岛那种模式能学吗 | {}
要不要去武汉 | {}
去武汉办 | {}
我在黄石，要去武汉办吗 | {"region": "420200"}
我们在蕲春，要到武汉登记吗 | {"region": "421126"}
武汉和黄石哪个政策好 | {}
华容的公司 | {}
鄂州华容的公司 | {"region": "420703"}
湖南华容的公司 | {"region": "430000"}
华容区的企业 | {"region": "420703"}
华容县的企业 | {"region": "430000"}
公安局要备案吗 | {}
公安县的企业 | {"region": "421022"}
武汉大学和我们共有 | {"co_owned": true}
汉口银行能贷吗 | {}
湖北有哪些政策 | {}
我们在湖北 | {"region": "420000"}
我们在长沙 | {"region": "430100"}
不在武汉，在孝感 | {"region": "420900"}
以前在武汉，现在搬到鄂州了 | {"region": "420700"}
第三方评估要3万吗 | {}
打13800138000这个电话 | {}
鄂知发〔2025〕17号第四十二条 | {}
专利号ZL201910123456.7 | {}
GB/T 42748-2023说了什么 | {}
17号文是什么 | {}
我们缺钱 | {}
你好 | {}
成立一年以上才能申请吗 | {}
成立不满一年的企业可以申请吗 | {}
评估一件专利要5000元吗 | {}
已经用专利质押贷了300万 | {}
成立时间：2018年，营收：3000万 | {"months_operating": {"min": 94, "max": 106}, "revenue": 3000000000}
有500平米厂房 | {"has_real_estate": true}
至少贷100万，最多200万 | {"loan_amount": {"min": 100000000, "max": 200000000}}
我们有10件专利，都是实用新型 | {"patents_utility_model": 10}
两项发明在实审 | {"patents_pending": 2}
我们年营收过亿 | {"revenue": {"min": 10000000000, "min_open": true}}
高企刚过期 | {}
有房有地可以抵押 | {"has_real_estate": true}
总部在上海的客户多吗 | {}
谢谢 | {}
需要3个工作日吗 | {}
3 invention patents and 5 utility models | {"patents_invention": 3, "patents_utility_model": 5}
we don't have any patents | {"patents_invention": 0, "patents_utility_model": 0, "patents_design": 0}
We hold twelve trade marks and no patents | {"trademarks": 12, "patents_invention": 0, "patents_utility_model": 0, "patents_design": 0}
need 5 million yuan | {"loan_amount": 500000000}
I'd like to borrow 3 to 5 million yuan | {"loan_amount": {"min": 300000000, "max": 500000000}, "need": {"has": ["loan"], "not": []}}
can I get 2 million with 3 invention patents? | {"loan_amount": 200000000, "patents_invention": 3}
Do I need to be a high-tech enterprise? | {}
must the firm have an invention patent? | {}
Do you accept trade marks? | {}
What is a utility model? | {}
Is a high-tech certificate required? | {}
we are not SRDI | {"statuses": {"has": [], "not": ["srdi"]}}
our firm is a high-tech enterprise in Huangshi | {"statuses": {"has": ["high_tech"], "not": []}, "region": "420200"}
founded in June 2025 | {"months_operating": {"min": 16, "max": 17}}
we were set up two and a half years ago | {"months_operating": 30}
we have been in business for over 3 years | {"months_operating": {"min": 36, "min_open": true}}
in business for nearly 3 years | {"months_operating": {"min": 33, "max": 36, "max_open": true}}
I want a three-year loan of 2 million yuan | {"loan_amount": 200000000, "loan_months": 36, "need": {"has": ["loan"], "not": []}}
we lost money last year | {"profit_years": 0}
our revenue is about 8 million yuan a year | {"revenue": 800000000}
sales of less than 5 million yuan last year | {"revenue": {"max": 500000000, "max_open": true}}
R&D share 5% | {"rd_share": 500}
we have no guarantor | {"guarantee_available": false}
the patents are in my own name | {"owner_is_firm": false}
our patent was jointly owned with a university | {"co_owned": true}
the patent expires in 5 years | {"patent_months_left": 60}
Jiangxia District, Wuhan | {"region": "420115"}
a tea company in Yingshan County | {"region": "421124", "industry": "tea"}
We are in Ezhou and want to borrow RMB 2 million for two years | {"region": "420700", "loan_amount": 200000000, "loan_months": 24, "need": {"has": ["loan"], "not": []}}
Should I go to Wuhan to register? | {}
Do loans over 10 million yuan need an appraisal? | {}
How much can a grade A firm borrow? | {}
we are a grade B firm | {"kv_grade": "B"}
$500,000 | {}
What does article 42 say? | {}
`

func TestMessagesAreHeardExactly(t *testing.T) {
	t.Parallel()
	set, ear := newEar(t)
	rows := 0
	for line := range strings.Lines(heardRows) {
		text, facts, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok {
			continue
		}
		rows++
		var raw map[corpus.FactID]any
		if err := json.Unmarshal([]byte(facts), &raw); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		want := factsOf(t, set, raw)
		if got := ear.Hear(text, "2026-11-22").Facts; !sameFacts(got, want) {
			t.Errorf("%s\n  heard %s\n  want  %s", text, show(got), show(want))
		}
	}
	if rows < 250 {
		t.Errorf("only %d rows", rows)
	}
	t.Logf("%d rows", rows)
}
