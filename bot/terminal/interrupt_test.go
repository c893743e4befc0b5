package terminal

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"zhirong/bot"
	"zhirong/corpus"
)

// typed are lines as a person at a terminal gives them; "^C" is Ctrl-C.
type typed struct {
	lines  []string
	prompt string
}

func (t *typed) next(prompt string) (string, error) {
	t.prompt = prompt
	if len(t.lines) == 0 {
		return "", io.EOF
	}
	line := t.lines[0]
	t.lines = t.lines[1:]
	if line == "^C" {
		return "", errInterrupt
	}
	return line, nil
}

func (t *typed) Close() error { return nil }

type parrot struct{}

func (parrot) Answer(_ context.Context, m bot.Message) (bot.Reply, error) {
	return bot.Reply{Lang: corpus.Chinese, Blocks: []bot.Block{bot.Text{Body: "听到" + m.Text, Aside: true}}}, nil
}

func TestAtATerminal(t *testing.T) {
	t.Parallel()
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		lines  []string
		colour bool
		want   []string
		not    []string
	}{
		{"one Ctrl-C clears the line and says how to leave", []string{"^C", "甲"}, false, []string{"再按一次", "听到甲", "再见"}, nil},
		{"two in a row end the chat", []string{"^C", "^C", "甲"}, false, []string{"再按一次", "再见"}, []string{"听到"}},
		{"a line between them keeps the chat going", []string{"^C", "甲", "^C", "乙"}, false, []string{"听到甲", "听到乙"}, nil},
		{"Ctrl-D ends with a goodbye", nil, false, []string{"再见"}, []string{"\x1b"}},
		{"asides are dim where there is colour", []string{"甲"}, true, []string{"\x1b[2m听到甲\x1b[0m"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			c, err := (&FrontEnd{Set: set, In: strings.NewReader(""), Out: &out, Width: 60}).chat(parrot{})
			if err != nil {
				t.Fatal(err)
			}
			c.editing, c.colour = true, test.colour
			in := &typed{lines: test.lines}
			if err := c.run(t.Context(), in); err != nil {
				t.Fatal(err)
			}
			for _, want := range test.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("no %q in %q", want, out.String())
				}
			}
			for _, not := range test.not {
				if strings.Contains(out.String(), not) {
					t.Errorf("%q in %q", not, out.String())
				}
			}
			if in.prompt != "您> " {
				t.Errorf("prompt %q", in.prompt)
			}
		})
	}
}
