package journey_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"zhirong/bot/journey"
)

const head = "name: a\nabout: shows something\nat: 2026-11-22T10:00:00+08:00\n"

func TestLoadReadsAJourney(t *testing.T) {
	t.Parallel()
	js, err := journey.Load(fstest.MapFS{
		"b.yaml": {Data: []byte(strings.Replace(head, "name: a", "name: b", 1) + "turns:\n  - say: 再来\n")},
		"a.yaml": {Data: []byte(head + "turns:\n  - say: 你好\n    intent: greeting\n    outcome: [answered, asked]\n  - press: 武汉\n    after: 10d\n    facts: {region: \"420100\"}\n")},
		"a.txt":  {Data: []byte("no journey")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(js) != 2 || js[0].Name != "a" || js[1].Name != "b" || len(js[0].Turns) != 2 {
		t.Fatalf("got %+v", js)
	}
	first, second := js[0].Turns[0], js[0].Turns[1]
	if len(first.Intent) != 1 || first.Intent[0] != "greeting" || len(first.Outcome) != 2 || first.Line != 5 {
		t.Errorf("first step: %+v", first)
	}
	if second.Press != "武汉" || second.After != journey.Duration(240*3600*1e9) || second.Facts["region"] != "420100" || second.Line != 8 {
		t.Errorf("second step: %+v", second)
	}
}

func TestLoadNamesEveryFaultWithItsLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"a key that does not exist", head + "turns:\n  - say: x\n    intend: y\n", `a.yaml:6: unknown field "intend"`},
		{"a key at the top that does not exist", head + "turn:\n  - say: x\n", `a.yaml:4: unknown field "turn"`},
		{"neither say nor press", head + "turns:\n  - say: x\n  - intent: y\n", "a.yaml:6: say: want either say or press"},
		{"both say and press", head + "turns:\n  - say: x\n    press: y\n", "a.yaml:5: say: want either say or press"},
		{"an unknown outcome", head + "turns:\n  - say: x\n    outcome: done\n", `a.yaml:5: outcome: "done" is not known`},
		{"an unknown scope", head + "turns:\n  - say: x\n    scope: maybe\n", `a.yaml:5: scope: "maybe" is not known`},
		{"an unknown language", head + "turns:\n  - say: x\n    lang: fr\n", `a.yaml:5: lang: "fr" is not known`},
		{"a duration without a unit", head + "turns:\n  - say: x\n    after: 10\n", `a.yaml:6: "10" is not a duration`},
		{"a duration into the past", head + "turns:\n  - say: x\n    after: -1h\n", `a.yaml:6: "-1h" is not a duration`},
		{"a list where a text is wanted", head + "turns:\n  - say: [x]\n", "a.yaml:5: "},
		{"a name unlike the file's", strings.Replace(head, "name: a", "name: b", 1) + "turns:\n  - say: x\n", `a.yaml:1: name: "b" does not fit`},
		{"no turns", head, "a.yaml:1: turns: is missing"},
		{"no beginning", "name: a\nabout: x\nturns:\n  - say: x\n", "a.yaml:1: at: is missing"},
		{"no sentence about it", "name: a\nat: 2026-11-22T10:00:00+08:00\nturns:\n  - say: x\n", "a.yaml:1: about: is missing"},
		{"no YAML", "\tname: [", "a.yaml:1: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := journey.Load(fstest.MapFS{"a.yaml": {Data: []byte(test.text)}})
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestLoadTellsFaultsOfAllFilesAtOnce(t *testing.T) {
	t.Parallel()
	_, err := journey.Load(fstest.MapFS{"a.yaml": {Data: []byte("x: 1\n")}, "b.yaml": {Data: []byte("y: 1\n")}})
	if err == nil || len(strings.Split(err.Error(), "\n")) != 2 {
		t.Errorf("got %v", err)
	}
}
