package corpus_test

import (
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
)

func TestPassagesStandInAFixedOrder(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, p := range load(t, layer("small", small)).Passages() {
		ids = append(ids, string(p.ID))
	}
	want := []string{"policy/notice#1", "policy/notice#2", "product/loan#summary", "product/loan#amount", "product/loan#conditions", "case/c01#case", "gap/01#gap"}
	if !slices.Equal(ids, want) {
		t.Errorf("passages are %v, want %v", ids, want)
	}
}

func TestClauseInheritsFromItsPolicy(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	one, _ := s.Passage("policy/notice#1")
	two, _ := s.Passage("policy/notice#2")
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"the title in English", one.Title.EN, "关于登记的通知 (Notice on registration)"},
		{"the clause's number", one.Number.EN, "art. 1"},
		{"the policy's day", one.Effective, corpus.Date("2020-02-01")},
		{"the policy's confidence", one.Confidence, corpus.High},
		{"the clause's own confidence", two.Confidence, corpus.Low},
		{"the policy's source", two.Source.ZH, "公报"},
		{"the policy's place", two.Regions[0], corpus.Nation},
		{"the policy's status", one.Status, corpus.InForce},
		{"a clause that ended is history", two.Status, corpus.Superseded},
		{"the clause's own end", two.Expires, corpus.Date("2020-12-31")},
		{"the clause's refs, not the policy's", strings.Join(two.Refs, " "), "A-02"},
		{"questions of its own", one.Asked.EN[0], "is it dear to register"},
		{"no review", one.Reviewed, false},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
		}
	}
}

func TestClauseMayDifferFromItsPolicy(t *testing.T) {
	t.Parallel()
	text := strings.Replace(small["policies/notice.yaml"], "    confidence: low\n",
		"    source: {zh: 问答, en: a question}\n    as_of: 2021\n    regions: [\"420100\"]\n    ours: true\n    kinds: [trademark]\n    reviewed: {on: 2024-05-01, by_role: editor}\n", 1)
	p, _ := load(t, layer("small", with(map[string]string{"policies/notice.yaml": text}))).Passage("policy/notice#2")
	if p.Source.EN != "a question" || p.AsOf != "2021" || p.Regions[0] != "420100" || !p.Ours || p.Rights[0] != corpus.Trademark || !p.Reviewed || p.Confidence != corpus.High {
		t.Errorf("passage is %+v", p)
	}
}

func TestFieldsOfAProductArePassages(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	p, _ := s.Passage("product/loan#conditions")
	if p.Text != (corpus.Text{ZH: "在武汉；有专利。", EN: "In Wuhan; With a patent."}) {
		t.Errorf("conditions are %+v", p.Text)
	}
	if p.Answers[0] != "conditions" || p.Answers[1] != "cost" || p.Elsewhere || p.Field != "conditions" || p.Expires != "2030-12-31" {
		t.Errorf("passage is %+v", p)
	}
	if amount, _ := s.Passage("product/loan#amount"); amount.Heading.ZH != "额度" {
		t.Errorf("heading is %+v", amount.Heading)
	}
	if c, _ := s.Passage("case/c01#case"); c.Heading.EN != "Case" || c.Answers[0] != "cases" || c.Regions[0] != "420115" {
		t.Errorf("case is %+v", c)
	}
	if g, _ := s.Passage("gap/01#gap"); g.Text.EN != "The rate is not known here." || g.Asked.ZH[0] != "利率多少" || len(g.Regions) != 0 {
		t.Errorf("gap is %+v", g)
	}
}

func TestPassageHoldsBetweenItsDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		p       corpus.Passage
		on      corpus.Date
		inForce bool
	}{
		{"without days, always", corpus.Passage{Status: corpus.InForce}, "1999-01-01", true},
		{"the day before it begins", corpus.Passage{Effective: "2020-02-01"}, "2020-01-31", false},
		{"the day that it begins", corpus.Passage{Effective: "2020-02-01"}, "2020-02-01", true},
		{"its last day", corpus.Passage{Expires: "2020-12-31"}, "2020-12-31", true},
		{"the day after", corpus.Passage{Expires: "2020-12-31"}, "2021-01-01", false},
		{"replaced, on its last day", corpus.Passage{Expires: "2020-12-31", Status: corpus.Superseded}, "2020-12-31", true},
		{"replaced on no known day", corpus.Passage{Status: corpus.Superseded}, "1999-01-01", false},
		{"over on no known day", corpus.Passage{Status: corpus.Ended}, "1999-01-01", false},
		{"a draft", corpus.Passage{Status: corpus.Draft}, "2024-01-01", false},
		{"a report", corpus.Passage{Status: corpus.Reported}, "2024-01-01", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := c.p.InForceOn(c.on); got != c.inForce {
				t.Errorf("in force on %s is %v", c.on, got)
			}
		})
	}
}

func TestCellsOfATableKeepTheirHeads(t *testing.T) {
	t.Parallel()
	p, _ := load(t, layer("small", small)).Passage("policy/notice#2")
	if zh, en := p.Table.In(corpus.Chinese), p.Table.In(corpus.English); zh != "种类 专利 天数 3 " || en != "Sort Patent Days 3 " {
		t.Errorf("table reads %q and %q", zh, en)
	}
	var none *corpus.Table
	if got := none.In(corpus.Chinese); got != "" {
		t.Errorf("no table reads %q", got)
	}
}
