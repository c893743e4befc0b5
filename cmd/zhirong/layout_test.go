package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// row is where a package stands: it may import packages of lower rows only, and
// the outside libraries that are at home in it.
var layout = map[string]struct {
	row  int
	libs []string
}{
	"zhirong/config":              {0, []string{"github.com/goccy/go-yaml"}},
	"zhirong/corpus":              {0, []string{"github.com/goccy/go-yaml", "golang.org/x/text"}},
	"zhirong/docs":                {0, nil},
	"zhirong/knowledge":           {1, []string{"github.com/blevesearch/"}},
	"zhirong/knowledge/valuation": {1, nil},
	"zhirong/knowledge/royalty":   {1, nil},
	"zhirong/intents":             {1, []string{"golang.org/x/text", "github.com/blevesearch/snowballstem"}},
	"zhirong/bot/sheet":           {1, []string{"github.com/xuri/excelize/v2", "golang.org/x/text"}},
	"zhirong/bot":                 {2, nil},
	"zhirong/bot/eval":            {3, nil},
	"zhirong/bot/journey":         {3, []string{"github.com/goccy/go-yaml"}},
	"zhirong/bot/metrics":         {3, []string{"github.com/prometheus/client_golang"}},
	"zhirong/bot/bottest":         {4, nil},
	"zhirong/bot/terminal":        {4, []string{"golang.org/x/term", "github.com/peterh/liner"}},
	"zhirong/bot/web":             {4, []string{"golang.org/x/time/rate"}},
	"zhirong/cmd/zhirong":         {5, []string{"github.com/alecthomas/kong", "golang.org/x/term"}},

	"zhirong/bot/store/storetest": {3, []string{"pgregory.net/rapid"}},
	"zhirong/bot/store/bolt":      {4, []string{"go.etcd.io/bbolt"}},
}

// packages lists what each package of the module imports.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "zhirong/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	all := map[string][]string{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p.Imports
	}
}

func TestPackagesImportOnlyRowsBelowAndLibrariesAtHome(t *testing.T) {
	t.Parallel()
	all := packages(t)
	for name, imports := range all {
		at, ok := layout[name]
		if !ok {
			t.Errorf("package %s has no place in the layout: add it to the table and to docs/architecture.md", name)
			continue
		}
		for _, dep := range imports {
			first, _, _ := strings.Cut(dep, "/")
			switch {
			case strings.HasPrefix(dep, "zhirong/"):
				if layout[dep].row >= at.row {
					t.Errorf("%s imports %s, which is not below it", name, dep)
				}
				if dep == "zhirong/config" && name != "zhirong/cmd/zhirong" {
					t.Errorf("%s imports %s, which the command alone reads: take options instead", name, dep)
				}
			case strings.Contains(first, "."):
				if !slices.ContainsFunc(at.libs, func(l string) bool { return strings.HasPrefix(dep, l) }) {
					t.Errorf("%s imports %s, which is not at home there", name, dep)
				}
			}
		}
	}
	for name := range layout {
		if _, ok := all[name]; !ok {
			t.Errorf("the layout names %s, which does not exist", name)
		}
	}
}

var update = flag.Bool("update", false, "write the import graph into docs/architecture.md")

// The import graph stands between these lines.
const (
	graphBegin = "<!-- imports: go test ./cmd/zhirong -run Layout -update -->\n"
	graphEnd   = "<!-- imports end -->\n"
)

func TestLayoutInTheDocumentIsThatOfTheCode(t *testing.T) {
	const file = "../../docs/architecture.md"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(data), graphBegin)
	old, after, ends := strings.Cut(rest, graphEnd)
	if !begins || !ends {
		t.Fatalf("%s has no place for the import graph: the lines\n%s%s", file, graphBegin, graphEnd)
	}
	graph := importGraph(packages(t))
	switch {
	case old == graph:
	case *update:
		if err := os.WriteFile(file, []byte(before+graphBegin+graph+graphEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the import graph in %s is stale: go test ./cmd/zhirong -run Layout -update", file)
	}
}

// importGraph writes who imports whom, the upper rows first.
func importGraph(all map[string][]string) string {
	names := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(layout[b].row, layout[a].row), cmp.Compare(a, b))
	})
	var b strings.Builder
	b.WriteString("```\n")
	for _, name := range names {
		var deps []string
		for _, dep := range all[name] {
			if own, ok := strings.CutPrefix(dep, "zhirong/"); ok {
				deps = append(deps, own)
			}
		}
		line := fmt.Sprintf("%d  %-19s", layout[name].row, strings.TrimPrefix(name, "zhirong/"))
		if len(deps) > 0 {
			line += " → " + strings.Join(deps, " ")
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	b.WriteString("```\n")
	return b.String()
}
