package journey_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhirong/bot"
	"zhirong/bot/journey"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// book answers each message by its words.
type book struct {
	replies map[string]bot.Reply
	heard   []bot.Message
}

func (b *book) Answer(_ context.Context, m bot.Message) (bot.Reply, error) {
	b.heard = append(b.heard, m)
	r, ok := b.replies[m.Text]
	if !ok {
		return r, errors.New("not in the book")
	}
	return r, nil
}

// good is a sound reply that cites a source, offers choices and heard facts.
func good() bot.Reply {
	return bot.Reply{
		Lang: corpus.Chinese,
		Blocks: []bot.Block{
			bot.Text{Body: "一千万元以下可以内部评估[1]。"},
			bot.Table{Head: []string{"产品"}, Rows: [][]string{{"知识价值贷"}}},
			bot.Citations{{Passage: "policy/p#1", Refs: []string{"SEED-03", "VAL-15"}}},
			bot.Buttons{Choices: []bot.Button{{Label: "武汉市", Action: "set region 420100"}, {Label: "不确定", Action: "set region ?"}}},
		},
		Turn: bot.Turn{
			Intent: "appraisal", Outcome: bot.Answered, Scope: bot.InScope, Gaps: []string{"GAP-06"},
			Parts: []bot.Part{{Intent: "appraisal"}, {Intent: "cost"}},
			Facts: corpus.Facts{
				"loan_amount": corpus.MoneyValue(300 * corpus.Wan), "statuses": corpus.CodesValue([]string{"high_tech"}, []string{"srdi"}, false),
				"revenue": corpus.UnsureValue(corpus.KindMoney),
			},
			Known:    corpus.Facts{"region": corpus.CodeValue("420100")},
			Products: []knowledge.Match{{Product: &corpus.Product{ID: "product/p01", Common: corpus.Common{Refs: []string{"P01"}}}}},
		},
	}
}

// play plays steps written as YAML against replies.
func play(t *testing.T, a bot.Answerer, steps string) journey.Report {
	t.Helper()
	js, err := journey.Load(fstest.MapFS{"a.yaml": {Data: []byte(head + "turns:\n" + steps)}})
	if err != nil {
		t.Fatal(err)
	}
	return journey.Play(t.Context(), a, js[0], "s")
}

func TestEveryExpectationThatHoldsPasses(t *testing.T) {
	t.Parallel()
	r := play(t, &book{replies: map[string]bot.Reply{"x": good()}}, `  - say: x
    intent: [cost, appraisal]
    outcome: answered
    lang: zh
    scope: in
    facts: {loan_amount: 300万, statuses: [high_tech], revenue: "?"}
    not_facts: [region]
    profile: {region: "420100", loan_months: null}
    cites: [SEED-03, VAL-15]
    cites_any: [HB-01, VAL-15]
    gaps: [GAP-06]
    products: [P01]
    buttons: [武汉]
    contains: [内部评估, 知识价值贷]
    contains_any: [没有, 内部]
    not_contains: [一定]
    asks: region
    asks_not: revenue
    differs: true
`)
	if len(r.Failures) > 0 {
		t.Errorf("failures:\n%s", strings.Join(r.Failures, "\n"))
	}
	if !slices.Equal(r.Intents, []corpus.IntentID{"appraisal", "cost"}) || !slices.Equal(r.Passages, []corpus.PassageID{"policy/p#1"}) ||
		!slices.Equal(r.Products, []corpus.ID{"product/p01"}) || len(r.Exchanges) != 1 {
		t.Errorf("report: %+v", r)
	}
}

func TestEveryExpectationCanFail(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, expect, want string }{
		{"intent", "intent: cost", `a.yaml:5: say x: intent is "appraisal", want cost`},
		{"outcome", "outcome: [asked, refused]", `outcome is "answered", want asked or refused`},
		{"language", "lang: en", `language is "zh", want en`},
		{"scope", "scope: out", `scope is "in", want out`},
		{"another value", "facts: {loan_amount: 200万}", `fact loan_amount heard: is 300000000, want "200万"`},
		{"a value of another kind", "facts: {loan_amount: [a]}", "which is no money"},
		{"a code that is not held", "facts: {statuses: [srdi]}", `fact statuses heard: is {"has":["high_tech"],"not":["srdi"]}, want ["srdi"]`},
		{"no codes at all", "facts: {statuses: []}", "fact statuses heard"},
		{"a fact that was not heard", "facts: {exports: true}", "fact exports heard: is null, want true"},
		{"a fact that the person cannot tell", "facts: {revenue: 3万}", "is ?, want 3万"},
		{"a fact heard against the will", "not_facts: [loan_amount]", "fact loan_amount was heard"},
		{"a fact known against the will", "profile: {region: null}", `fact region known: is "420100", want nothing known`},
		{"a source", "cites: [HB-01]", "sources are [SEED-03 VAL-15], want HB-01"},
		{"any source", "cites_any: [HB-01, HB-02]", "want one of HB-01 HB-02"},
		{"a gap", "gaps: [GAP-07]", "gaps are [GAP-06], want GAP-07"},
		{"a product", "products: [P02]", "products are [P01], want P02"},
		{"a button", "buttons: [宜昌]", `no button "宜昌"`},
		{"a chart", "charts: [range]", "charts are [], want [range]"},
		{"words", "contains: [宜昌]", `no "宜昌" in: 一千万元`},
		{"any words", "contains_any: [宜昌, 黄石]", `none of ["宜昌" "黄石"] in`},
		{"words against the will", "not_contains: [内部]", `"内部" in: 一千万元`},
		{"a question", "asks: revenue", "does not ask for revenue"},
		{"a question against the will", "asks_not: region", "asks for region"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := play(t, &book{replies: map[string]bot.Reply{"x": good()}}, "  - say: x\n    "+test.expect+"\n")
			if len(r.Failures) != 1 || !strings.Contains(r.Failures[0], test.want) {
				t.Errorf("got %q, want %q", r.Failures, test.want)
			}
		})
	}
}

func TestAReplyThatIsNotSoundFailsUnasked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*bot.Reply)
		want   string
	}{
		{"no words", func(r *bot.Reply) { r.Blocks = nil }, "has no words"},
		{"no outcome", func(r *bot.Reply) { r.Turn.Outcome = "" }, "has no outcome"},
		{"a mark without a source", func(r *bot.Reply) { r.Blocks = append(r.Blocks, bot.Text{Body: "看[2]"}) }, "mark [2] has no source"},
		{"a source without a mark", func(r *bot.Reply) { r.Blocks = append(r.Blocks, bot.Citations{{Passage: "policy/p#2"}}) }, "source 2 (policy/p#2) is cited nowhere"},
		{"missing wording", func(r *bot.Reply) { r.Blocks = append(r.Blocks, bot.Text{Body: "[next.cost]"}) }, "wording is missing: [next.cost]"},
		{"a hole in wording", func(r *bot.Reply) { r.Blocks = append(r.Blocks, bot.Text{Body: "在{place}"}) }, "wording has a hole: {place}"},
		{"two buttons of one label", func(r *bot.Reply) {
			r.Blocks = append(r.Blocks, bot.Buttons{Choices: []bot.Button{{Label: "武汉市", Action: "x"}}})
		}, "stands twice"},
		{"an action that is not ASCII", func(r *bot.Reply) {
			r.Blocks = append(r.Blocks, bot.Buttons{Choices: []bot.Button{{Label: "好", Action: "好"}}})
		}, "not 1 to 60 bytes of ASCII"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			bad := good()
			test.change(&bad)
			r := play(t, &book{replies: map[string]bot.Reply{"x": bad}}, "  - say: x\n")
			if len(r.Failures) != 1 || !strings.Contains(r.Failures[0], test.want) {
				t.Errorf("got %q, want %q", r.Failures, test.want)
			}
		})
	}
}

func TestPressingFindsTheButtonAndTimeGoesBy(t *testing.T) {
	t.Parallel()
	quiet := bot.Reply{Blocks: []bot.Block{bot.Text{Body: "好。"}}, Turn: bot.Turn{Outcome: bot.Answered}}
	b := &book{replies: map[string]bot.Reply{"x": good(), "y": quiet, "武汉市": quiet}}
	r := play(t, b, "  - say: x\n  - say: y\n    after: 3h\n  - press: 武汉\n    differs: true\n  - press: 宜昌\n")
	if len(b.heard) != 3 || b.heard[2].Action != "set region 420100" || b.heard[2].From.Chat != "s" {
		t.Fatalf("heard %+v", b.heard)
	}
	if gone := b.heard[1].At.Sub(b.heard[0].At); gone != 3*time.Hour {
		t.Errorf("%v went by, want 3h", gone)
	}
	if gone := b.heard[2].At.Sub(b.heard[1].At); gone != time.Minute {
		t.Errorf("%v went by, want a minute", gone)
	}
	want := []string{"press 武汉: says the same again", "press 宜昌: no button to press: there are [武汉市, 不确定]"}
	if len(r.Failures) != 2 || !strings.Contains(r.Failures[0], want[0]) || !strings.Contains(r.Failures[1], want[1]) {
		t.Errorf("failures: %q", r.Failures)
	}
}

func TestAFailedAnswerEndsTheJourney(t *testing.T) {
	t.Parallel()
	r := play(t, &book{}, "  - say: x\n  - say: y\n")
	if len(r.Failures) != 1 || !strings.Contains(r.Failures[0], "no answer: not in the book") {
		t.Errorf("failures: %q", r.Failures)
	}
}

func TestCoverageNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	none := journey.Coverage(set, nil)
	if none.Intents.Seen != 0 || none.Intents.All != len(set.Intents) || len(none.Intents.Missing) != len(set.Intents) || none.Clauses.All == 0 || none.Rules.All == 0 {
		t.Errorf("of nothing: %+v", none.Intents)
	}
	clause := set.Passages()[0].ID
	some := journey.Coverage(set, []journey.Report{
		{Intents: []corpus.IntentID{"cost", "no_such"}, Passages: []corpus.PassageID{clause}}, {Intents: []corpus.IntentID{"cost", "default"}},
	})
	if some.Intents.Seen != 2 || slices.Contains(some.Intents.Missing, "cost") || some.Clauses.Seen != 1 || slices.Contains(some.Clauses.Missing, string(clause)) {
		t.Errorf("of some: %+v", some)
	}
	if !strings.Contains(some.String(), "rules 0.0%") {
		t.Errorf("printed: %s", some)
	}
}
