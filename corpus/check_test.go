package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
)

// change is one edit of a file of the small corpus.
type change struct {
	name          string
	file, old, to string
}

func (c change) files(t testing.TB) map[string]string {
	t.Helper()
	text := small[c.file]
	if !strings.Contains(text, c.old) {
		t.Fatalf("%s does not hold %q", c.file, c.old)
	}
	return with(map[string]string{c.file: strings.Replace(text, c.old, c.to, 1)})
}

func TestSmallCorpusHasNothingWrong(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	if n := len(s.Passages()); n != 7 {
		t.Errorf("%d passages, want 2 clauses, 3 fields, 1 case and 1 gap", n)
	}
}

func TestRuleIsBroken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change
		at    string // stands first in the line that is at fault
		field string
		text  string // part of the problem
	}{
		// Texts.
		{change{"a text without English", "policies/notice.yaml", "{zh: 三日办结。, en: It takes three days.}", "{zh: 三日办结。, en: ' '}"}, `id: "2"`, "sections[2].text.en", ""},
		{change{"an English text in Chinese", "policies/notice.yaml", "en: It takes three days.", "en: 三日办结 3"}, `id: "2"`, "sections[2].text.en", "has no English"},
		{change{"a control character", "policies/notice.yaml", "zh: 三日办结。", `zh: "三日\a办结。"`}, `id: "2"`, "sections[2].text.zh", "control characters"},
		{change{"an address", "policies/notice.yaml", "zh: 三日办结。", "zh: 见https://www.example.gov.cn"}, `id: "2"`, "sections[2].text.zh", "holds an address"},
		{change{"a mobile number", "policies/notice.yaml", "zh: 三日办结。", "zh: 打13800000000。"}, `id: "2"`, "sections[2].text.zh", "telephone"},
		{change{"a telephone number", "policies/notice.yaml", "zh: 三日办结。", "zh: 打027-12345678。"}, `id: "2"`, "sections[2].text.zh", "telephone"},
		{change{"an identity number", "policies/notice.yaml", "zh: 三日办结。", "zh: 号420100190001010000。"}, `id: "2"`, "sections[2].text.zh", "identity number"},
		{change{"markup", "policies/notice.yaml", "zh: 三日办结。", "zh: <b>三日</b>办结。"}, `id: "2"`, "sections[2].text.zh", "markup"},
		{change{"a promise", "products/loan.yaml", "zh: 一种信用贷款。", "zh: 一种包过的贷款。"}, "id: product/loan", "summary.zh", `"包过"`},
		{change{"a promise in English", "products/loan.yaml", "en: A credit loan.", "en: Guaranteed Approval"}, "id: product/loan", "summary.en", "guaranteed approval"},
		{change{"a promise in a table", "policies/notice.yaml", "{zh: 专利, en: Patent}", "{zh: 包过, en: Patent}"}, `id: "2"`, "sections[2].table.zh", "包过"},
		{change{"a promise in a saying", "wording/say.yaml", "回头见。", "包过。"}, "zh: [再见", "bye.zh", "包过"},
		{change{"a promise in a caveat", "caveats.yaml", "这是旧的。", "包过。"}, "zh:", "old.zh", "包过"},

		// What every entry carries.
		{change{"a ref that the dossier does not hold", "policies/notice.yaml", "refs: [A-02]", "refs: [A-99]"}, `id: "2"`, "sections[2].refs", `"A-99" is no id`},
		{change{"a ref of an entry that the dossier does not hold", "gaps.yaml", "refs: [GAP-01]", "refs: [GAP-99]"}, "id: gap/01", "refs", `"GAP-99"`},
		{change{"a month that there is not", "policies/notice.yaml", `as_of: "2020-01"`, `as_of: "2020-13"`}, "id: policy", "as_of", `"2020-13"`},
		{change{"a season", "cases.yaml", `as_of: "2023"`, "as_of: 2023春"}, "id: case", "as_of", "2023春"},
		{change{"a link to a host that nobody looked at", "policies/notice.yaml", "https://www.example.gov.cn/1", "https://www.example.com/1"}, "id: policy", "url", "reviewed host"},
		{change{"a link with a password", "policies/notice.yaml", "https://www.example.gov.cn/1", "https://a:b@www.example.gov.cn/1"}, "id: policy", "url", "reviewed host"},
		{change{"half a review", "policies/notice.yaml", "confidence: high", "confidence: high\nreviewed: {by_role: editor}"}, "id: policy", "reviewed", "both on and by_role"},

		// Policies.
		{change{"a place that there is not", "policies/notice.yaml", `regions: ["000000"]`, `regions: ["429999"]`}, "id: policy", "regions", `"429999"`},
		{change{"in force before it was issued", "policies/notice.yaml", `effective: "2020-02-01"`, `effective: "2019-02-01"`}, "id: policy", "effective", "2020-01-01 is after 2019-02-01"},
		{change{"over before it began", "policies/notice.yaml", "status: in_force", "expires: \"2020-01-31\"\nstatus: in_force"}, "id: policy", "expires", "is after"},
		{change{"replaced without a day", "policies/notice.yaml", "status: in_force", "status: superseded"}, "id: policy", "expires", "superseded says when it ended"},
		{change{"in place of a policy that there is not", "policies/notice.yaml", "status: in_force", "status: in_force\nsupersedes: policy/none"}, "id: policy", "supersedes", "policy/none"},
		{change{"an issuer without English", "policies/notice.yaml", "en: Sample Bureau", "en: 示范局"}, "id: policy", "issuers.en", "has no English"},
		{change{"a gloss in Chinese", "policies/notice.yaml", "gloss: Notice on registration", "gloss: 登记通知"}, "id: policy", "gloss", "has no English"},
		{change{"two clauses of one id", "policies/notice.yaml", `- id: "2"`, `- id: "1"`}, "- id: \"1\"\n    heading: {zh: 期限", "sections[1].id", "stands twice"},
		{change{"a space in a clause's id", "policies/notice.yaml", `- id: "2"`, `- id: "2 a"`}, `id: "2 a"`, "sections[2 a].id", "space"},
		{change{"a clause too long to quote", "policies/notice.yaml", "三日办结。", strings.Repeat("三", 201)}, `id: "2"`, "sections[2].text", "201 characters"},
		{change{"a clause that ends before the policy begins", "policies/notice.yaml", `expires: "2020-12-31"`, `expires: "2020-01-31"`}, `id: "2"`, "sections[2].expires", "is after"},
		{change{"a clause of an impossible year", "policies/notice.yaml", "confidence: low", "as_of: 20"}, `id: "2"`, "sections[2].as_of", `"20"`},
		{change{"a clause of a place that there is not", "policies/notice.yaml", "confidence: low", `regions: ["1"]`}, `id: "2"`, "sections[2].regions", `"1"`},
		{change{"a clause that answers nothing known", "policies/notice.yaml", "answers: [cost]", "answers: [price]"}, `id: "1"`, "sections[1].answers", `"price"`},
		{change{"a caveat that there is not", "policies/notice.yaml", "caveats: [old]", "caveats: [older]"}, `id: "1"`, "sections[1].caveats", `"older"`},
		{change{"a row with a cell too few", "policies/notice.yaml", `, {zh: "3", en: "3"}]`, "]"}, `id: "2"`, "sections[2].table", "1 cells, the head has 2"},

		// Products.
		{change{"a field of which nothing is said", "products/loan.yaml", "unknown: [rate, materials]", "unknown: [rate]"}, "id: product", "materials", "neither set nor listed"},
		{change{"a field both unknown and not applicable", "products/loan.yaml", "unknown: [rate, materials]", "unknown: [rate, materials, time]"}, "id: product", "unknown", "both unknown and not applicable"},
		{change{"an amount that is set and unknown", "products/loan.yaml", "unknown: [rate, materials]", "unknown: [rate, materials, amount_max]"}, "id: product", "unknown", "amount_max is set"},
		{change{"an unknown field that there is not", "products/loan.yaml", "unknown: [rate, materials]", "unknown: [rate, materials, colour]"}, "id: product", "unknown", `"colour"`},
		{change{"a least amount above the greatest", "products/loan.yaml", "amount_min: 10万", "amount_min: 1亿"}, "id: product", "amount_min", "more than amount_max"},
		{change{"an amount below zero", "products/loan.yaml", "amount_min: 10万", "amount_min: -10万"}, "id: product", "amount_max", "less than zero"},
		{change{"a subsidy that lends", "products/loan.yaml", "kind: credit_loan", "kind: subsidy"}, "id: product", "role", "has no lending limit"},
		{change{"offered, but not in Hubei", "products/loan.yaml", `regions: ["420100"]`, `regions: ["330000"]`}, "id: product", "regions", "somewhere in Hubei"},
		{change{"had until before it is had", "products/loan.yaml", `to: "2030-12-31"`, `to: "2019-12-31"`}, "id: product", "valid", "is after"},
		{change{"a basis that the dossier does not hold", "products/loan.yaml", "basis: [A-01]", "basis: [A-99]"}, "id: product", "basis", `"A-99"`},
		{change{"a product that answers nothing known", "products/loan.yaml", "answers: [cost]", "answers: [price]"}, "id: product", "answers", `"price"`},
		{change{"a product with a caveat that there is not", "products/loan.yaml", "caveats: [old]", "caveats: [older]"}, "id: product", "caveats", `"older"`},

		// Conditions.
		{change{"a condition of nothing", "products/loan.yaml", "{fact: loan, op: lte, share: 30%, of: value, why: {zh: 不超过三成, en: At most a share}}", "{why: {zh: 无, en: None}}"}, "{why:", "criteria", "exactly one of"},
		{change{"a condition of two sorts", "products/loan.yaml", "{fact: statuses, op", "{not: {fact: honest, op: eq, want: true, why: {zh: 好, en: Good}}, fact: statuses, op"}, "{not:", "criteria", "exactly one of"},
		{change{"an operator beside alternatives", "products/loan.yaml", "      why: {zh: 高企或不是大型, en: High-tech or not large}", "      op: eq\n      why: {zh: 高企或不是大型, en: High-tech or not large}"}, "any:", "criteria", "belong to a comparison"},
		{change{"alternatives that are not said in words", "products/loan.yaml", "      why: {zh: 高企或不是大型, en: High-tech or not large}\n", ""}, "any:", "why", "say the alternatives"},
		{change{"a comparison that is not said in words", "products/loan.yaml", ", why: {zh: 高企, en: High-tech}", ""}, "{fact: statuses", "why", "say the condition"},
		{change{"a promise in a condition", "products/loan.yaml", "why: {zh: 高企, en: High-tech}", "why: {zh: 包过, en: High-tech}"}, "{fact: statuses", "why.zh", "包过"},
		{change{"a fact that there is not", "products/loan.yaml", "{fact: statuses", "{fact: titles"}, "{fact: titles", "fact", `"titles" is not in facts.yaml`},
		{change{"a sum of unlike facts", "products/loan.yaml", "sum: [patents, trademarks]", "sum: [patents, loan]"}, "{sum:", "fact", "is a money, the others are a count"},
		{change{"a share of an unlike fact", "products/loan.yaml", "of: value", "of: patents"}, "{fact: loan", "fact", "is a count"},
		{change{"both a fact and a sum", "products/loan.yaml", "{sum: [patents, trademarks]", "{fact: patents, sum: [patents, trademarks]"}, "{fact: patents", "sum", "either fact or sum"},
		{change{"a sum of codes", "products/loan.yaml", "{fact: statuses, op", "{sum: [statuses], op"}, "{sum: [statuses]", "sum", "only numbers add up"},
		{change{"no operator", "products/loan.yaml", "op: gte, want: 1", "want: 1"}, "{sum:", "op", "is missing"},
		{change{"an operator for another kind", "products/loan.yaml", "{fact: statuses, op: any_of", "{fact: statuses, op: in"}, "{fact: statuses", "op", "does not fit a fact of kind codes"},
		{change{"a place compared as a code", "products/loan.yaml", "{fact: region, op: within", "{fact: region, op: in"}, "{fact: region", "op", "does not fit"},
		{change{"both a fixed side and a fact", "products/loan.yaml", "share: 30%, of: value", "of: value, want: 3万"}, "{fact: loan", "want", "either want or of"},
		{change{"neither a fixed side nor a fact", "products/loan.yaml", "op: gte, want: 1", "op: gte"}, "{sum:", "want", "either want or of"},
		{change{"a share of nothing", "products/loan.yaml", "share: 30%, of: value", "share: 30%, want: 3万"}, "{fact: loan", "share", "of a fact"},
		{change{"a share of codes", "products/loan.yaml", "op: any_of, want: [high_tech]", "op: any_of, of: statuses"}, "{fact: statuses", "of", "only numbers have shares"},
		{change{"a count compared with an amount", "products/loan.yaml", "op: gte, want: 1", "op: gte, want: 1万"}, "{sum:", "want", "want a number for a fact of kind count, not a money"},
		{change{"an amount compared with a count", "products/loan.yaml", "share: 30%, of: value", "want: 30"}, "{fact: loan", "want", "want a money"},
		{change{"a code that there is not", "products/loan.yaml", "want: [high_tech]", "want: [high]"}, "{fact: statuses", "want", `"high" is not a code`},
		{change{"a place that there is not in a condition", "products/loan.yaml", `want: ["420100"]`, `want: ["429999"]`}, "{fact: region", "want", `"429999" is not a code`},
		{change{"an industry that there is not", "products/loan.yaml", "{fact: size, op: in, want: [large]", "{fact: industry, op: in, want: [steel]"}, "{fact: industry", "want", `"steel" is not a code`},
		{change{"no codes at all", "products/loan.yaml", "want: [high_tech]", "want: []"}, "{fact: statuses", "want", "has no codes"},
		{change{"at least more than at most", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: patents, op: gte, want: 3, why: {zh: 三, en: Three}}\n    - {fact: patents, op: lt, want: 3,"}, "op: lt", "want", "contradicts another condition on patents"},
		{change{"at most less than the tighter of two", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: patents, op: gte, want: 9, why: {zh: 九, en: Nine}}\n    - {fact: patents, op: gte, want: 3, why: {zh: 三, en: Three}}\n    - {fact: patents, op: lte, want: 5,"}, "op: lte, want: 5", "want", "contradicts"},
		{change{"equal to two numbers", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: patents, op: eq, want: 1, why: {zh: 一, en: One}}\n    - {fact: patents, op: eq, want: 2,"}, "op: eq, want: 2", "want", "contradicts"},
		{change{"both yes and no", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: honest, op: eq, want: true, why: {zh: 好, en: Good}}\n    - {fact: honest, op: ne, want: true,"}, "op: ne", "want", "contradicts"},

		// Cases, gaps, terms, offices.
		{change{"an id of another kind", "cases.yaml", "id: case/c01", "id: gap/c01"}, "id: gap/c01", "id", `"gap/c01" is not case/`},
		{change{"a capital in an id", "cases.yaml", "id: case/c01", "id: case/C01"}, "id: case/C01", "id", "small ASCII letters"},
		{change{"a case of a place that there is not", "cases.yaml", `region: "420115"`, `region: "429999"`}, "id: case", "region", `"429999"`},
		{change{"a case of no time", "cases.yaml", "when: 2023-05", "when: 去年"}, "id: case", "when", "去年"},
		{change{"a case of less than nothing", "cases.yaml", "amount: 100万", "amount: -100万"}, "id: case", "amount", "less than zero"},
		{change{"a firm named from hearsay", "cases.yaml", "region:", "named: true\n  region:"}, "id: case", "named", "only from an official"},
		{change{"a case of a product that there is not", "cases.yaml", "product: product/loan", "product: product/lean"}, "id: case", "product", "product/lean"},
		{change{"a case that answers nothing known", "cases.yaml", "product: product/loan", "answers: [price]"}, "id: case", "answers", `"price"`},
		{change{"a gap that tells a rate", "gaps.yaml", "zh: 利率这里没有查到。", "zh: 利率约3.5%。"}, "id: gap", "says", `holds the figure "3"`},
		{change{"a gap that tells a time in words", "gaps.yaml", "zh: 利率这里没有查到。", "zh: 约三个月。"}, "id: gap", "says", `"三个月"`},
		{change{"a gap that tells a rate in English only", "gaps.yaml", "en: The rate is not known here.", "en: About 4 per cent."}, "id: gap", "says", `"4"`},
		{change{"a gap that answers nothing known", "gaps.yaml", "intents: [cost]", "intents: [price]"}, "id: gap", "intents", `"price"`},
		{change{"a gap of a place that there is not", "gaps.yaml", "intents: [cost]", `regions: ["1"]`}, "id: gap", "regions", `"1"`},
		{change{"a word of two terms", "terms.yaml", "name: {zh: 估值, en: Estimate}", "name: {zh: 估值, en: Estimate}\n  synonyms: [出质]"}, "id: term/estimate", "synonyms", `"出质" belongs to term/pledge`},
		{change{"a term explained by nothing known", "terms.yaml", "explains: [A-01]", "explains: [A-99]"}, "id: term/pledge", "explains", `"A-99"`},
		{change{"an office with a private number", "offices.yaml", `phone: "12330"`, `phone: "10000"`}, "id: office", "phone", `"10000"`},
		{change{"an office of a place that there is not", "offices.yaml", `regions: ["420000"]`, `regions: ["1"]`}, "id: office", "regions", `"1"`},
		{change{"an office for nothing known", "offices.yaml", "intents: [cost]", "intents: [price]"}, "id: office", "intents", `"price"`},

		// Facts, places, industries.
		{change{"codes without choices", "facts.yaml", "  from: industries\n", ""}, "id: industry", "choices", "needs choices or from"},
		{change{"choices of a number", "facts.yaml", "  kind: count\n  label", "  kind: count\n  from: regions\n  label"}, "id: trademarks", "choices", "has no choices"},
		{change{"choices from nowhere", "facts.yaml", "from: industries", "from: trades"}, "id: industry", "from", `"trades"`},
		{change{"a bound without a word on it", "facts.yaml", "  too_low: {zh: 不能是负数。, en: It cannot be negative.}\n", ""}, "id: patents", "too_low", "a bound says in words"},
		{change{"a bound of a yes-or-no", "facts.yaml", "  sensitive: true", "  min: 0\n  too_low: {zh: 低, en: Low}"}, "id: honest", "min", "has no bounds"},
		{change{"a least number above the greatest", "facts.yaml", "max: 1000", "max: -1"}, "id: patents", "min", "more than max"},
		{change{"two choices of one code", "facts.yaml", "code: large", "code: micro"}, "id: size", "choices", "stands twice"},
		{change{"a word for two choices", "facts.yaml", "aliases: [很大]", "aliases: [很小]"}, "id: size", "choices", `"很小" belongs to micro`},
		{change{"hanging on a fact that there is not", "facts.yaml", "depends_on: [region]", "depends_on: [county]"}, "id: loan", "depends_on", `"county"`},
		{change{"within a place that there is not", "places.yaml", `parent: "420100"`, `parent: "429999"`}, `code: "420115"`, "parent", `"429999"`},
		{change{"a place within itself", "places.yaml", `level: prefecture, parent: "420000"`, `level: prefecture, parent: "420115"`}, `code: "420100"`, "parent", "lies within itself"},
		{change{"a pilot that is no county", "places.yaml", "level: prefecture", "level: prefecture, pilot: true"}, `code: "420100"`, "pilot", "only counties"},
		{change{"a place of no level", "places.yaml", "level: prefecture", "level: city"}, `code: "420100"`, "level", `"city"`},
		{change{"a place of no kind", "places.yaml", "kind: zone", "kind: park"}, "code: zone-lake", "kind", `"park"`},
		{change{"a place with a short code", "places.yaml", "code: zone-lake", "code: lake"}, "code: lake", "code", `"lake"`},
		{change{"two places of one name", "places.yaml", "{zh: 浙江省, en: Zhejiang}", "{zh: 湖北省, en: Zhejiang}"}, `code: "330000"`, "name", "is the name of 420000"},
		{change{"an industry without English", "industries.yaml", "en: Seed", "en: 种业"}, "code: seed", "name.en", "has no English"},
		{change{"a word for two industries", "industries.yaml", "aliases: [种子]", "aliases: [种茶]"}, "code: seed", "aliases", `"种茶" belongs to tea`},
		{change{"a frequent question with another id", "faqs.yaml", "id: faq/term", "id: term"}, "id: term", "id", "faq/"},
		{change{"a frequent question answered by a library", "faqs.yaml", `passages: ["policy/notice#1"]`, `passages: ["policy/notice#1"` + strings.Repeat(`, "policy/notice#2"`, 6) + "]"}, "id: faq/term", "passages", "7 passages"},
		{change{"a frequent question answered by a clause that there is not", "faqs.yaml", "policy/notice#1", "policy/notice#9"}, "id: faq/term", "passages", `"policy/notice#9"`},
		{change{"a frequent question answered by what is not known", "faqs.yaml", "policy/notice#1", "gap/01#gap"}, "id: faq/term", "passages", "known unknown"},
		{change{"a frequent question beside what is no known unknown", "faqs.yaml", `  passages: ["policy/notice#2"]`, "  passages: [\"policy/notice#2\"]\n  unknown: gap/99"}, "id: faq/price", "unknown", `"gap/99"`},
		{change{"one form of two frequent questions", "faqs.yaml", "要多少钱", "要几天"}, "id: faq/price", "asks", `"要几天" belongs to faq/term`},
		{change{"a frequent question in one form", "faqs.yaml", "zh: [要几天, 多久办好]", "zh: [要几天]"}, "id: faq/term", "asks", "at least 2"},
		{change{"a frequent question of an intent that there is not", "faqs.yaml", "intent: cost\n  asks: {zh: [要几天", "intent: price\n  asks: {zh: [要几天"}, "id: faq/term", "intent", `"price"`},
		{change{"a frequent question that leads to nothing", "faqs.yaml", "then: [cost]", "then: [price]"}, "id: faq/price", "then", `"price"`},
		{change{"a bank without English", "banks.yaml", "en: Lake Bank", "en: 湖"}, "id: bank/lake", "name.en", "has no English"},
		{change{"a name for two banks", "banks.yaml", "aliases: [山行]", "aliases: [湖行]"}, "id: bank/hill", "aliases", `"湖行" belongs to bank/lake`},
		{change{"a bank with another id", "banks.yaml", "id: bank/hill", "id: hill"}, "id: hill", "id", "bank/"},

		// Intents, commands, questions, wording, safety.
		{change{"a phrase of two intents", "intents/papers.yaml", "[[要什么材料]]", "[[收费吗？]]"}, "id: papers", "phrases", `"收费吗？" stands in cost`},
		{change{"a phrase of no word", "intents/papers.yaml", "[[which papers]]", `[["?!"]]`}, "id: papers", "phrases", "holds no word"},
		{change{"a phrase of two commands", "commands.yaml", "zh: [跳过]", "zh: [返回]"}, "id: skip", "phrases", `"返回" stands in back`},
		{change{"a question for a passage that there is not", "asked/notice.yaml", "policy/notice#1", "policy/notice#9"}, "zh:", "policy/notice#9", "no passage has this id"},
		{change{"a question for two passages", "asked/notice.yaml", "policy/notice#1:", "policy/notice#2: {zh: [登记贵吗], en: [how long]}\npolicy/notice#1:"}, "policy/notice#2:", "policy/notice#2", "stands under policy/notice#1 already"},
		{change{"a name in braces in one language only", "wording/say.yaml", "Hello, {name}.", "Hello."}, "hello:", "hello", "placeholders differ between variants of wording"},
		{change{"a bait for nothing known", "safety.yaml", "intent: cost", "intent: price"}, "forbidden:", "baits[0].intent", `"price"`},
		{change{"a bait that matches everything", "safety.yaml", "[返, 点]", "[]"}, "forbidden:", "baits[0].words", "every message"},
		{change{"an exception that matches everything", "safety.yaml", "except: [返回]", "except: ['']"}, "forbidden:", "baits[0].except", "every message"},
		{change{"an empty forbidden word", "safety.yaml", "zh: [包过]", "zh: [包过, '']"}, "forbidden:", "forbidden", "empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := c.files(t)
			line := lineOf(t, files[c.file], c.at)
			problems := faults(t, layer("small", files))
			if !slices.ContainsFunc(problems, func(p corpus.Problem) bool {
				return p.File == "small/"+c.file && p.Line == line && p.Field == c.field && strings.Contains(p.Text, c.text)
			}) {
				t.Errorf("no problem at small/%s:%d: %s: …%s…; there are:\n%v", c.file, line, c.field, c.text, problems)
			}
		})
	}
}

func TestRuleIsKept(t *testing.T) {
	t.Parallel()
	for _, c := range []change{
		{"a promise that is denied", "products/loan.yaml", "zh: 一种信用贷款。", "zh: 这不是包过的贷款。"},
		{"a number that is no telephone", "policies/notice.yaml", "zh: 三日办结。", "zh: 编号138000000001。"},
		{"one angle bracket", "policies/notice.yaml", "zh: 三日办结。", "zh: 天数<三。"},
		{"a text of several lines", "policies/notice.yaml", "{zh: 三日办结。, en: It takes three days.}", "{zh: \"三日\\n办结。\", en: It takes three days.}"},
		{"an English cell of digits", "policies/notice.yaml", `{zh: "3", en: "3"}`, `{zh: "3%", en: "3%"}`},
		{"a clause as long as can be quoted", "policies/notice.yaml", "三日办结。", strings.Repeat("三", 200)},
		{"replaced on a day", "policies/notice.yaml", "status: in_force", "expires: \"2020-12-31\"\nstatus: superseded"},
		{"a whole review", "policies/notice.yaml", "confidence: high", "confidence: high\nreviewed: {on: 2024-01-02, by_role: editor}"},
		{"known of a day", "policies/notice.yaml", `as_of: "2020-01"`, `as_of: "2020-02-29"`},
		{"no link", "policies/notice.yaml", "url: https://www.example.gov.cn/1\n", ""},
		{"explained but not offered", "products/loan.yaml", "offered: true", "offered: false"},
		{"an unknown rate of which a word is said", "products/loan.yaml", "amount: {zh", "rate: {zh: 未公布, en: Not published}\namount: {zh"},
		{"an amount between two bounds", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: loan, op: gte, want: 1万, why: {zh: 一万, en: Ten thousand}}\n    - {fact: loan, op: lte, want: 1万,"},
		{"bounds of two alternatives", "products/loan.yaml", "{fact: statuses, op: any_of, want: [high_tech],", "{fact: patents, op: lt, want: 1, why: {zh: 无, en: None}}\n        - {fact: patents, op: gt, want: 5,"},
		{"a rate compared with a rate", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: research, op: gte, want: 3%,"},
		{"a day compared with a day", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: founded, op: lte, want: 2020-06-30,"},
		{"months compared with a number", "products/loan.yaml", "{sum: [patents, trademarks], op: gte, want: 1,", "{fact: age, op: gte, want: 24,"},
		{"an industry among the known", "products/loan.yaml", "{fact: size, op: in, want: [large]", "{fact: industry, op: in, want: [tea, seed]"},
		{"anywhere in the country", "products/loan.yaml", `want: ["420100"]`, `want: ["000000"]`},
		{"a gap of a document with a number and a year", "gaps.yaml", "zh: 利率这里没有查到。", "zh: 2020年的示发〔2020〕1号没有写利率。"},
		{"a firm named from its own word", "cases.yaml", "region:", "named: true\n  official: true\n  region:"},
		{"a case of unknown time", "cases.yaml", "  when: 2023-05\n", ""},
		{"places that share a spoken name", "places.yaml", "{zh: 浙江省, en: Zhejiang}", "{zh: 浙江省, en: Hubei}"},
		{"a word that only two readings of one choice share", "facts.yaml", "aliases: [很小]", "aliases: [微型, MICRO]"},
		{"the same phrase twice in one intent", "intents/papers.yaml", "[[要什么材料]]", "[[要什么材料, 要什么材料？]]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			load(t, layer("small", c.files(t)))
		})
	}
}

func TestOnlyAnOfferedProductNeedsConditionsAsData(t *testing.T) {
	t.Parallel()
	before, rest, _ := strings.Cut(small["products/loan.yaml"], "criteria:")
	_, after, _ := strings.Cut(rest, "answers:")
	offered := before + "answers:" + after
	problems := faults(t, layer("small", with(map[string]string{"products/loan.yaml": offered})))
	if len(problems) != 1 || problems[0].Field != "criteria" || !strings.Contains(problems[0].Text, "is missing") {
		t.Errorf("problems are %v, want one of criteria that are missing", problems)
	}
	load(t, layer("small", with(map[string]string{"products/loan.yaml": strings.Replace(offered, "offered: true\n", "", 1)})))
}

func TestBreachFindsForbiddenWord(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	for in, want := range map[string]string{
		"":                        "",
		"办理要看材料":                  "",
		"我们包过":                    "包过",
		"这不是包过":                   "",
		"这不是包过，但是包过":              "包过",
		"GUARANTEED APPROVAL now": "guaranteed approval",
		"approval is not certain": "",
	} {
		if got := s.Safety.Breach(in); got != want {
			t.Errorf("Breach(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPhraseKeyDropsWhatIsNoWord(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":               "",
		"？！ 。":           "",
		"Can I, borrow?": "caniborrow",
		"能 贷吗？":          "能贷吗",
		"ＡＢＣ（一）":         "abc一",
	} {
		if got := corpus.PhraseKey(in); got != want {
			t.Errorf("PhraseKey(%q) = %q, want %q", in, got, want)
		}
	}
}
