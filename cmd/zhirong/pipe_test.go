package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// converse sends lines to runPipe and returns the lines it answers.
func converse(t *testing.T, lines ...string) []string {
	t.Helper()
	var out bytes.Buffer
	if err := runPipe(t.Context(), strings.NewReader(strings.Join(lines, "\n")), &out, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

const trainLine = `{"op":"train","lang":"zh","examples":[` +
	`{"text":"要什么材料","intent":"documents"},{"text":"需要哪些资料","intent":"documents"},{"text":"材料清单","intent":"documents"},` +
	`{"text":"利率是多少","intent":"cost"},{"text":"一年利息多少","intent":"cost"},{"text":"要交哪些费用","intent":"cost"}],` +
	`"valid":[{"text":"材料呢","intent":"documents"},{"text":"利息呢","intent":"cost"},{"text":"会下雪吗","intent":"__oos__"}],` +
	`"oos_examples":[{"text":"明天会下雨吗","intent":"__oos__"},{"text":"今天会刮风吗","intent":"__oos__"},{"text":"讲个笑话","intent":"__oos__"}]}`

func TestPipeTrainsAndPredicts(t *testing.T) {
	t.Parallel()
	answers := converse(t,
		trainLine,
		`{"op":"predict","text":"请问要哪些材料"}`,
		`{"op":"predict","text":"年利率"}`,
		`{"op":"predict","text":"明天会下雨吗"}`,
		`{"op":"predict","text":""}`,
		`{"op":"train","examples":[{"text":"hello","intent":"greeting"},{"text":"bye","intent":"farewell"}]}`,
		`{"op":"predict","text":"hello there"}`,
	)
	type guess struct {
		Intent string
		Score  float64
	}
	for i, want := range []string{"", "documents", "cost", "__oos__", "__oos__", "", "greeting"} {
		if want == "" {
			if answers[i] != `{"ok":true}` {
				t.Errorf("answer %d: %s", i, answers[i])
			}
			continue
		}
		var got guess
		if err := json.Unmarshal([]byte(answers[i]), &got); err != nil {
			t.Fatalf("answer %d: %s: %v", i, answers[i], err)
		}
		if got.Intent != want || got.Score < 0 || got.Score > 1 {
			t.Errorf("answer %d: %+v, want %s", i, got, want)
		}
	}
}

func TestPipeIndexesAndSearches(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		lines []string
		want  []string // the last answers
	}{
		{
			"ids come back as they were given, strings or numbers",
			[]string{
				`{"op":"open","lang":"zh"}`,
				`{"op":"index","docs":[{"id":7,"title":"质押登记","text":"专利权质押登记的办理"},{"id":"a\"b","text":"贷款贴息的申请"}]}`,
				`{"op":"index","docs":[{"id":"empty"},{"id":9,"title":null,"text":""},{"text":"没有编号的路演活动"}]}`,
				`{"op":"commit"}`,
				`{"op":"search","query":"怎么办理专利质押登记","k":1}`,
				`{"op":"search","query":"贴息","k":3}`,
				`{"op":"search","query":"路演","k":3}`,
			},
			[]string{`{"ids":[7]}`, `{"ids":["a\"b"]}`, `{"ids":[null]}`},
		},
		{
			"no hits, no places and no words give an empty list",
			[]string{
				`{"op":"index","docs":[{"id":1,"text":"专利"}]}`,
				`{"op":"commit"}`,
				`{"op":"search","query":"专利","k":0}`,
				`{"op":"search","query":"专利","k":-4}`,
				`{"op":"search","query":"","k":5}`,
				`{"op":"search","query":"专利"}`,
			},
			[]string{`{"ids":[]}`, `{"ids":[]}`, `{"ids":[]}`, `{"ids":[1]}`},
		},
		{
			"an index without documents is searched in vain",
			[]string{`{"op":"open"}`, `{"op":"commit"}`, `{"op":"search","query":"专利","k":5}`},
			[]string{`{"ids":[]}`},
		},
		{
			"a new index forgets the old one",
			[]string{
				`{"op":"open"}`, `{"op":"index","docs":[{"id":"old","text":"商标质押"}]}`, `{"op":"commit"}`,
				`{"op":"open"}`, `{"op":"index","docs":[{"id":"new","text":"商标转让"}]}`, `{"op":"commit"}`,
				`{"op":"search","query":"商标","k":5}`,
			},
			[]string{`{"ids":["new"]}`},
		},
		{
			"documents after a commit join those before it",
			[]string{
				`{"op":"open"}`, `{"op":"index","docs":[{"id":1,"text":"商标质押"}]}`, `{"op":"commit"}`,
				`{"op":"index","docs":[{"id":2,"text":"路演活动"}]}`, `{"op":"commit"}`,
				`{"op":"search","query":"商标","k":5}`, `{"op":"search","query":"路演","k":5}`,
			},
			[]string{`{"ids":[1]}`, `{"ids":[2]}`},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			answers := converse(t, test.lines...)
			if len(answers) != len(test.lines) {
				t.Fatalf("%d answers to %d lines: %q", len(answers), len(test.lines), answers)
			}
			first := len(answers) - len(test.want)
			for i, a := range answers {
				want := `{"ok":true}`
				if i >= first {
					want = test.want[i-first]
				}
				if a != want {
					t.Errorf("%s: answer %s, want %s", test.lines[i], a, want)
				}
			}
		})
	}
}

func TestPipeGoesOnAfterAnError(t *testing.T) {
	t.Parallel()
	bad := []string{
		`not json`, `[]`, `{"op":"train","examples":5}`, `{"op":"dance"}`, `{}`, `null`,
		`{"op":"predict","text":"x"}`, `{"op":"search","query":"x","k":1}`, `{"op":"index","docs":[{"id":1,"text":2}]}`, `{"op":`,
	}
	answers := converse(t, append(bad, "", "  ", `{"op":"open","lang":"en"}`)...)
	if len(answers) != len(bad)+1 {
		t.Fatalf("%d answers: %q", len(answers), answers)
	}
	for i, line := range bad {
		var got struct{ Error string }
		if err := json.Unmarshal([]byte(answers[i]), &got); err != nil || got.Error == "" {
			t.Errorf("%s: answer %s", line, answers[i])
		}
	}
	if last := answers[len(bad)]; last != `{"ok":true}` {
		t.Errorf("after the errors: %s", last)
	}
}

func TestPipeReadsLinesOfMegabytes(t *testing.T) {
	t.Parallel()
	var docs strings.Builder
	docs.WriteString(`{"op":"predict","text":"`)
	docs.WriteString(strings.Repeat("材料", 1<<20))
	docs.WriteString(`"}`)
	answers := converse(t, trainLine, docs.String(), `{"op":"predict","text":"材料"}`)
	if len(answers) != 3 || !strings.Contains(answers[1], "documents") || !strings.Contains(answers[2], "documents") {
		t.Errorf("answers %q", answers)
	}
}

func TestPipeAnswersEveryLineBeforeTheNext(t *testing.T) {
	t.Parallel()
	requests, send := io.Pipe()
	receive, answers := io.Pipe()
	done := make(chan error, 1)
	dir := t.TempDir()
	go func() {
		done <- runPipe(context.Background(), requests, answers, dir)
		answers.Close()
	}()
	decoder := json.NewDecoder(receive)
	for i := range 3 {
		fmt.Fprintln(send, `{"op":"open"}`)
		var got struct{ OK bool }
		if err := decoder.Decode(&got); err != nil || !got.OK {
			t.Fatalf("answer %d: %v, %v", i, got, err)
		}
	}
	send.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestPipeLeavesNoIndexBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in := strings.Repeat(`{"op":"open"}`+"\n"+`{"op":"index","docs":[{"id":1,"text":"专利"}]}`+"\n"+`{"op":"commit"}`+"\n", 3)
	if err := runPipe(t.Context(), strings.NewReader(in), io.Discard, dir); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestPipeReportsWhatItCannotWriteOrRead(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	in := strings.NewReader(`{"op":"open"}` + "\n")
	if err := runPipe(t.Context(), in, failing{broken}, t.TempDir()); !errors.Is(err, broken) {
		t.Errorf("broken output: %v", err)
	}
	if err := runPipe(t.Context(), failing{broken}, io.Discard, t.TempDir()); !errors.Is(err, broken) {
		t.Errorf("broken input: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := runPipe(stopped, strings.NewReader(trainLine), io.Discard, t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// failing fails to read and to write.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }
