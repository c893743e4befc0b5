package corpus_test

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"zhirong/corpus"
)

// small is a corpus with one entry of each sort and nothing wrong. Its facts are
// made up.
var small = map[string]string{
	"dossier.yaml": `- {id: A-01, confidence: high}
- {id: A-02, confidence: low}
- {id: P01, confidence: medium}
- {id: C01}
- {id: GAP-01}
`,
	"facts.yaml": `- id: region
  kind: code
  from: regions
  label: {zh: 所在地, en: Place}
  ask: {zh: 在哪里？, en: Where is it?}
  why: {zh: 有的只在一地办。, en: Some are local.}
- id: industry
  kind: code
  from: industries
  label: {zh: 行业, en: Industry}
  ask: {zh: 做什么？, en: What do you do?}
  why: {zh: 有的看行业。, en: Some look at it.}
- id: size
  kind: code
  label: {zh: 规模, en: Size}
  ask: {zh: 多大？, en: How large?}
  why: {zh: 有的看规模。, en: Some look at it.}
  choices:
    - {code: micro, label: {zh: 微型, en: Micro}, aliases: [很小]}
    - {code: large, label: {zh: 大型, en: Large}, aliases: [很大]}
- id: statuses
  kind: codes
  label: {zh: 资质, en: Status}
  ask: {zh: 有何资质？, en: Which status?}
  why: {zh: 有的看资质。, en: Some look at it.}
  choices:
    - {code: high_tech, label: {zh: 高企, en: High-tech}}
    - {code: tech_sme, label: {zh: 科小, en: Tech SME}}
- id: patents
  kind: count
  min: 0
  too_low: {zh: 不能是负数。, en: It cannot be negative.}
  max: 1000
  too_high: {zh: 太多了。, en: That is too many.}
  label: {zh: 专利, en: Patents}
  ask: {zh: 几件专利？, en: How many patents?}
  why: {zh: 看专利。, en: It counts patents.}
- id: trademarks
  kind: count
  label: {zh: 商标, en: Trade marks}
  ask: {zh: 几件商标？, en: How many marks?}
  why: {zh: 看商标。, en: It counts marks.}
- id: loan
  kind: money
  label: {zh: 想贷, en: Loan}
  ask: {zh: 想贷多少？, en: How much?}
  why: {zh: 看额度。, en: There are limits.}
  depends_on: [region]
- id: value
  kind: money
  label: {zh: 评估值, en: Value}
  ask: {zh: 评了多少？, en: What is it worth?}
  why: {zh: 看评估值。, en: There are ratios.}
- id: research
  kind: rate
  label: {zh: 研发占比, en: Research}
  ask: {zh: 占几成？, en: Which share?}
  why: {zh: 看研发。, en: It counts research.}
- id: age
  kind: months
  label: {zh: 成立, en: Age}
  ask: {zh: 多久了？, en: How old?}
  why: {zh: 看年限。, en: It counts age.}
- id: founded
  kind: date
  label: {zh: 成立日, en: Founded}
  ask: {zh: 哪天成立？, en: Since when?}
  why: {zh: 看日期。, en: It counts days.}
- id: honest
  kind: bool
  label: {zh: 信用好, en: Good credit}
  ask: {zh: 信用好吗？, en: Is credit good?}
  why: {zh: 看信用。, en: It counts credit.}
  sensitive: true
`,
	"places.yaml": `- {code: "420000", name: {zh: 湖北省, en: Hubei}, level: province, aliases: [湖北]}
- {code: "420100", name: {zh: 武汉市, en: Wuhan}, level: prefecture, parent: "420000", aliases: [武汉]}
- {code: "420115", name: {zh: 江夏区, en: Jiangxia}, level: county, parent: "420100", pilot: true}
- {code: zone-lake, name: {zh: 湖区, en: Lake Zone}, level: zone, kind: zone, parent: "420115"}
- {code: "330000", name: {zh: 浙江省, en: Zhejiang}, level: province}
`,
	"industries.yaml": `- {code: tea, name: {zh: 茶叶, en: Tea}, aliases: [种茶]}
- {code: seed, name: {zh: 种业, en: Seed}, aliases: [种子]}
`,
	"faqs.yaml": `- id: faq/term
  intent: cost
  asks: {zh: [要几天, 多久办好], en: [how many days, how long]}
  passages: ["policy/notice#1"]
- id: faq/price
  intent: cost
  asks: {zh: [要多少钱, 收费吗], en: [what does it cost, what is the fee]}
  passages: ["policy/notice#2"]
  then: [cost]
`,
	"banks.yaml": `- {id: bank/lake, name: {zh: 湖区银行, en: Lake Bank}, aliases: [湖行]}
- {id: bank/hill, name: {zh: 山区银行, en: Hill Bank}, aliases: [山行]}
`,
	"terms.yaml": `- id: term/pledge
  name: {zh: 质押, en: Pledge}
  synonyms: [出质]
  related: [抵押]
  misspellings: [质鸭]
  explains: [A-01]
- id: term/estimate
  name: {zh: 估值, en: Estimate}
`,
	"offices.yaml": `- id: office/desk
  name: {zh: "{place}知识产权局", en: "IP office of {place}"}
  does: {zh: 管登记。, en: It registers.}
  phone: "12330"
  regions: ["420000"]
  intents: [cost]
  refs: [A-01]
`,
	"commands.yaml": `- id: back
  phrases: {zh: [返回], en: [back]}
- id: skip
  phrases: {zh: [跳过], en: [skip]}
`,
	"hosts.yaml":   "- www.example.gov.cn\n",
	"caveats.yaml": "old:\n  zh: 这是旧的。\n  en: This is old.\n",
	"safety.yaml": `forbidden:
  zh: [包过]
  en: [guaranteed approval]
allowed: [不是包过]
baits:
  - intent: cost
    words: [[返, 点], [kickback]]
    except: [返回]
`,
	"intents/cost.yaml": `id: cost
label: {zh: 费用, en: Cost}
aspect: fee
phrases:
  zh: [[要多少钱, 收费吗], [贵不贵]]
  en: [[what does it cost]]
`,
	"intents/papers.yaml": `id: papers
label: {zh: 材料, en: Papers}
phrases:
  zh: [[要什么材料]]
  en: [[which papers]]
`,
	"wording/say.yaml": `hello: {zh: "您好，{name}。", en: "Hello, {name}."}
bye:
  zh: [再见。, 回头见。]
  en: [Goodbye., See you.]
field.amount: {zh: 额度, en: Amount}
passage.case: {zh: 案例, en: Case}
`,
	"asked/notice.yaml": `policy/notice#1:
  zh: [登记贵吗]
  en: [is it dear to register]
`,
	"policies/notice.yaml": `id: policy/notice
kind: notice
title: 关于登记的通知
gloss: Notice on registration
aliases: [登记通知]
doc_no: 示发〔2020〕1号
issuers:
  - {zh: 示范局, en: Sample Bureau}
issued: "2020-01-01"
effective: "2020-02-01"
status: in_force
regions: ["000000"]
refs: [A-01]
source: {zh: 公报, en: the gazette}
confidence: high
as_of: "2020-01"
url: https://www.example.gov.cn/1
sections:
  - id: "1"
    no: {zh: 第一条, en: art. 1}
    heading: {zh: 费用, en: Fees}
    text: {zh: 登记不收费。, en: Registration is free.}
    refs: [A-01]
    answers: [cost]
    caveats: [old]
  - id: "2"
    heading: {zh: 期限, en: Time}
    text: {zh: 三日办结。, en: It takes three days.}
    refs: [A-02]
    confidence: low
    expires: "2020-12-31"
    table:
      head:
        - {zh: 种类, en: Sort}
        - {zh: 天数, en: Days}
      rows:
        - [{zh: 专利, en: Patent}, {zh: "3", en: "3"}]
`,
	"products/loan.yaml": `id: product/loan
name: {zh: 示范贷, en: Sample loan}
short: {zh: 示范贷, en: Sample loan}
kind: credit_loan
offered: true
provider: {zh: 示范银行, en: Sample Bank}
regions: ["420100"]
rights: [invention_patent]
role: lending_limit
amount_min: 10万
amount_max: 500万
case_amounts: [300万]
term_max: 12
summary: {zh: 一种信用贷款。, en: A credit loan.}
amount: {zh: 最高500万元, en: Up to CNY 5 million}
conditions:
  - {zh: 在武汉。, en: In Wuhan.}
  - {zh: 有专利。, en: With a patent.}
unknown: [rate, materials]
not_applicable: [collateral, time, contact]
criteria:
  all:
    - {fact: region, op: within, want: ["420100"], why: {zh: 在武汉, en: In Wuhan}, rule: 武汉}
    - {sum: [patents, trademarks], op: gte, want: 1, why: {zh: 有专利或商标, en: A patent or a mark}}
    - {fact: loan, op: lte, share: 30%, of: value, why: {zh: 不超过三成, en: At most a share}}
    - any:
        - {fact: statuses, op: any_of, want: [high_tech], why: {zh: 高企, en: High-tech}}
        - not: {fact: size, op: in, want: [large], why: {zh: 大型, en: Large}}
      why: {zh: 高企或不是大型, en: High-tech or not large}
answers: [cost]
basis: [A-01]
caveats: [old]
valid: {from: "2020-01-01", to: "2030-12-31"}
refs: [P01]
source: {zh: 报道, en: the press}
confidence: medium
as_of: "2024"
`,
	"cases.yaml": `- id: case/c01
  who: {zh: 一家茶企, en: A tea firm}
  region: "420115"
  lender: {zh: 示范银行, en: Sample Bank}
  rights: [trademark]
  amount: 100万
  when: 2023-05
  text: {zh: 一家茶企用商标贷款。, en: A tea firm borrowed on its mark.}
  product: product/loan
  refs: [C01]
  source: {zh: 报道, en: the press}
  confidence: low
  as_of: "2023"
`,
	"gaps.yaml": `- id: gap/01
  title: {zh: 利率, en: The rate}
  says: {zh: 利率这里没有查到。, en: The rate is not known here.}
  differs: {zh: 各行不同。, en: Banks differ.}
  decides: {zh: 银行定。, en: The bank decides.}
  asked:
    - {zh: 利率多少, en: What is the rate}
  intents: [cost]
  aspects: [rate]
  refs: [GAP-01]
`,
}

// with returns the small corpus with some files changed; an empty text takes a
// file out.
func with(changes map[string]string) map[string]string {
	files := maps.Clone(small)
	for name, text := range changes {
		if text == "" {
			delete(files, name)
			continue
		}
		files[name] = text
	}
	return files
}

// layer makes a layer of files.
func layer(name string, files map[string]string) corpus.Layer {
	fs := fstest.MapFS{}
	for file, text := range files {
		fs[file] = &fstest.MapFile{Data: []byte(text)}
	}
	return corpus.Layer{Name: name, FS: fs}
}

// load loads files that have nothing wrong.
func load(t testing.TB, layers ...corpus.Layer) *corpus.Set {
	t.Helper()
	s, err := corpus.Load(layers...)
	if err != nil {
		t.Fatalf("the corpus has faults:\n%v", err)
	}
	return s
}

// faults loads files that have something wrong.
func faults(t testing.TB, layers ...corpus.Layer) corpus.Problems {
	t.Helper()
	_, err := corpus.Load(layers...)
	var problems corpus.Problems
	if !errors.As(err, &problems) {
		t.Fatalf("error is %v, want problems", err)
	}
	return problems
}

// lineOf returns the number of the first line of a text that holds a piece.
func lineOf(t testing.TB, text, piece string) int {
	t.Helper()
	before, _, ok := strings.Cut(text, piece)
	if !ok {
		t.Fatalf("no line holds %q", piece)
	}
	return 1 + strings.Count(before, "\n")
}
