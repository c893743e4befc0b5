package bot_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zhirong/bot"
	"zhirong/corpus"
)

// worksheetAnswer holds a conversation up to its worksheet.
func worksheetAnswer(t *testing.T, chat string, said ...string) bot.Reply {
	t.Helper()
	_, a := newAdvisor(t)
	var r bot.Reply
	for _, text := range said {
		m := bot.Message{From: bot.Address{Channel: "test", Chat: chat}, Text: text, At: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
		if action, pressed := strings.CutPrefix(text, "!"); pressed {
			m.Text, m.Action = "", bot.Action(action)
		}
		var err error
		if r, err = a.Answer(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestTheWorksheetHoldsAllThatTheEstimateRestsOn(t *testing.T) {
	t.Parallel()
	told := []string{"这件发明专利值多少钱", "2019年5月10日", "!figure value status granted", "!figure value fees_paid false", "500万", "80万", "100万", "!figure value scene pledge", "折现率改成12%", "!cmd worksheet"}
	r := worksheetAnswer(t, "one", told...)
	if r.Paper == "" || r.Turn.Outcome != bot.Answered {
		t.Fatalf("the answer is the paper %q: %s", r.Paper, r.Turn.Outcome)
	}
	_, res := estimated(t, `{"as_of":"2026-11-22","right":{"kind":"invention_patent","filed":"2019-05-10","status":"granted","fees_paid":false},"scene":"pledge","inputs":{"sales":"500万","profits":"80万","cost":{"spend":"100万"},"discount_bp":1200}}`)
	var cells, body []string
	var file bot.File
	cited := 0
	for _, b := range r.Blocks {
		switch b := b.(type) {
		case bot.Text:
			body = append(body, b.Body)
		case bot.Table:
			cells = append(cells, b.Caption)
			for _, row := range b.Rows {
				cells = append(cells, row...)
				if i := slices.Index(b.Head, "中间值"); i > 0 && (row[i-1] == "" || row[i+1] == "") {
					t.Errorf("the middle stands alone: %q", row)
				}
			}
		case bot.Citations:
			cited = len(b)
		case bot.File:
			file = b
		}
	}
	all := strings.Join(append(cells, body...), "\n")
	holds := func(what, text string) {
		if text == "" || !strings.Contains(all, text) {
			t.Errorf("%s is missing: %q", what, text)
		}
	}
	holds("the notice", res.Notice.ZH)
	for _, m := range []corpus.Money{res.Low, res.Mid, res.High} {
		holds("an end of the range", m.String())
	}
	for _, m := range res.Methods {
		holds("a method", m.Label.ZH)
		holds("its formula", m.Formula)
		for _, s := range m.Steps {
			holds("a step", s.Label.ZH)
			if s.Work.ZH != "" {
				holds("its working", s.Work.ZH)
			}
		}
	}
	for _, x := range res.Assumptions {
		holds("an assumption", x.Label.ZH)
		if !x.Given {
			holds("its source", x.Source.ZH)
		}
	}
	for _, x := range res.Tornado {
		holds("a swing", x.Label.ZH)
	}
	for _, x := range res.Warnings {
		holds("a warning", x.Text.ZH)
	}
	holds("the figure changed", "12%")
	holds("the state of the fees", "没交齐")
	if cited < 8 || !strings.Contains(all, "[1]") {
		t.Errorf("%d sources", cited)
	}
	f, err := excelize.OpenReader(bytes.NewReader(file.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := fenOf(t, f, "mid"); got != res.Mid || file.Name != "专利价值测算表-2026-11-22.xlsx" {
		t.Errorf("%s has the middle %d, want %d", file.Name, got, res.Mid)
	}
	again := worksheetAnswer(t, "two", told...)
	for _, b := range again.Blocks {
		if g, ok := b.(bot.File); ok && !bytes.Equal(g.Data, file.Data) {
			t.Error("the same estimate gives another file")
		}
	}
}

func TestTheWorksheetInEnglishIsInEnglish(t *testing.T) {
	t.Parallel()
	r := worksheetAnswer(t, "en", "What is our invention patent worth?", "2019-05-10", "!figure value status granted", "!figure value fees_paid true", "3 million yuan", "skip", "skip", "!figure value scene transfer", "send me the worksheet")
	if r.Paper == "" {
		t.Fatalf("no paper: %s", r.Body())
	}
	for _, b := range r.Blocks {
		if tab, ok := b.(bot.Table); ok {
			for _, row := range append(tab.Rows, tab.Head, []string{tab.Caption}) {
				if text := strings.Join(row, ""); strings.ContainsFunc(text, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) || strings.Contains(text, "worksheet.") {
					t.Errorf("%q", row)
				}
			}
		}
	}
}
