package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/bot/terminal"
	"zhirong/corpus"
)

var load = sync.OnceValues(func() (*corpus.Set, error) { return corpus.Load(corpus.Shipped()) })

// shipped is the built-in corpus, loaded once.
func shipped(t *testing.T) *corpus.Set {
	t.Helper()
	set, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// echo answers with the words it was told, one reply kind for each first word.
type echo struct{ heard []bot.Message }

func (e *echo) Answer(_ context.Context, m bot.Message) (bot.Reply, error) {
	e.heard = append(e.heard, m)
	switch {
	case m.Text == "fail":
		return bot.Reply{}, errors.New("disk on fire")
	case strings.HasPrefix(m.Text, "english"):
		return bot.Reply{Lang: corpus.English, Blocks: []bot.Block{bot.Text{Body: "In English."}}}, nil
	}
	return bot.Reply{
		Lang: corpus.Chinese, Generation: "g1", Trace: "T1",
		Blocks: []bot.Block{
			bot.Text{Body: "听到：" + m.Text + "[1]"},
			bot.Citations{{Passage: "policy/hubei-2025-17#2.1.2", Title: "指引", Status: corpus.InForce, Quote: "原文摘述", Refs: []string{"SEED-03"}}},
			bot.Buttons{Prompt: "选哪个？", Choices: []bot.Button{{Label: "甲"}, {Label: "乙"}}},
		},
		Turn: bot.Turn{
			Intent: "documents", Confidence: 0.875, Outcome: bot.Answered, Gaps: []string{"GAP-06"},
			Facts: corpus.Facts{"loan_amount": corpus.MoneyValue(500 * corpus.Wan)},
		},
	}, nil
}

// talk runs a chat over text typed beforehand and returns what was printed.
func talk(t *testing.T, a bot.Answerer, typed string, change func(*terminal.FrontEnd)) string {
	t.Helper()
	var out bytes.Buffer
	f := &terminal.FrontEnd{
		Set: shipped(t), In: strings.NewReader(typed), Out: &out, User: "u",
		Now: func() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) },
		Env: func(string) string { return "" },
	}
	if change != nil {
		change(f)
	}
	if err := f.Run(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestChatOverAPipe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		typed    string
		contains []string
		without  []string
		messages int
	}{
		{"a question is answered without a line break at its end", "要什么材料",
			[]string{"知融", "听到：要什么材料[1]", "依据\n[1] 《指引》 · 有效\n", "选哪个？\n1. 甲\n2. 乙\n"}, []string{"您>", "\x1b", "再见"}, 1},
		{"empty lines are no messages", "\n  \n\u3000\n问\r\n", []string{"听到：问[1]"}, nil, 1},
		{"help is told without the adviser", "/help\n／HELP\n", []string{"/restart 清空"}, []string{"听到："}, 0},
		{"an unknown command is named", "/stop\n", []string{"没有 /stop 这个命令"}, []string{"听到"}, 0},
		{"a path is not taken for a command", "/etc/passwd 是什么\n", []string{"听到：/etc/passwd"}, nil, 1},
		{"nothing is read behind quit", "/quit\n问\n", nil, []string{"听到"}, 0},
		{"why before any answer says so", "/why\n", []string{"还没有回答"}, nil, 0},
		{"why explains the last answer", "问\n/why\n", []string{
			"- 理解为：要什么材料 (documents)", "- 把握：88%", "- 处理结果：已回答", "想借金额 = 500万元", "- 目前知道：无",
			"[1] policy/hubei-2025-17#2.1.2 (SEED-03)", "GAP-06", "- 语料版本：g1", "- 记录编号：T1", "原文摘述"}, nil, 1},
		{"a failure is told politely and the chat goes on", "fail\n问\n", []string{"抱歉", "听到：问"}, []string{"disk on fire"}, 2},
		{"the terminal speaks the language of the last reply", "english\n/stop\n", []string{"There is no command /stop"}, nil, 1},
		{"what was typed cannot command the terminal", "a\x1b[2Jb\u202ec\n", []string{"听到：a[2Jbc"}, []string{"\x1b", "\u202e"}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := &echo{}
			got := talk(t, a, test.typed, nil)
			for _, want := range test.contains {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in\n%s", want, got)
				}
			}
			for _, not := range test.without {
				if strings.Contains(got, not) {
					t.Errorf("%q in\n%s", not, got)
				}
			}
			if len(a.heard) != test.messages {
				t.Errorf("%d messages were passed on, want %d", len(a.heard), test.messages)
			}
		})
	}
}

func TestMessagesCarryTheirSenderAndTime(t *testing.T) {
	t.Parallel()
	a := &echo{}
	talk(t, a, "一\n/restart\n", nil)
	want := []bot.Message{
		{ID: "1", From: bot.Address{Channel: "terminal", Chat: "terminal", User: "u"}, Text: "一", At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)},
		{ID: "2", From: bot.Address{Channel: "terminal", Chat: "terminal", User: "u"}, Text: "/restart", Action: "cmd restart", At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)},
	}
	if len(a.heard) != 2 || a.heard[0] != want[0] || a.heard[1] != want[1] {
		t.Errorf("got %+v", a.heard)
	}
}

func TestTextIsWrappedToTheWidth(t *testing.T) {
	t.Parallel()
	got := talk(t, &echo{}, "这句话很长很长很长很长很长\n", func(f *terminal.FrontEnd) { f.Width = 20 })
	if !strings.Contains(got, "听到：这句话很长很长\n很长很长很长[1]\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestTheGreetingIsInTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	if got := talk(t, &echo{}, "", func(f *terminal.FrontEnd) { f.Lang = corpus.English }); !strings.HasPrefix(got, "Hello, this is zhirong") {
		t.Errorf("got %q", got)
	}
}

func TestAVeryLongLineIsCut(t *testing.T) {
	t.Parallel()
	a := &echo{}
	talk(t, a, strings.Repeat("a", 1<<20)+"\n问\n", nil)
	if len(a.heard) != 2 || len(a.heard[0].Text) != 64<<10 || a.heard[1].Text != "问" {
		t.Errorf("%d messages", len(a.heard))
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	in, typing := io.Pipe()
	t.Cleanup(func() { typing.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	out, printed := io.Pipe()
	go func() {
		done <- (&terminal.FrontEnd{Set: shipped(t), In: in, Out: printed}).Run(ctx, &echo{})
	}()
	if _, err := out.Read(make([]byte, 4096)); err != nil { // the greeting
		t.Fatal(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("got %v", err)
	}
}

func TestRunTellsWhyItCannotGoOn(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	out, printed := io.Pipe()
	out.Close()
	tests := []struct {
		name string
		f    terminal.FrontEnd
		want string
	}{
		{"no corpus", terminal.FrontEnd{}, "needs a corpus"},
		{"output closed", terminal.FrontEnd{Set: set, In: strings.NewReader("x\n"), Out: printed}, "write terminal"},
		{"input broken", terminal.FrontEnd{Set: set, In: broken{}, Out: io.Discard}, "read terminal: broken"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if err := test.f.Run(t.Context(), &echo{}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken") }
