package main

import (
	"encoding/json"
	"io"
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
	"zhirong/corpus":              {0, []string{"github.com/goccy/go-yaml", "golang.org/x/text"}},
	"zhirong/docs":                {0, nil},
	"zhirong/knowledge":           {1, []string{"github.com/blevesearch/"}},
	"zhirong/knowledge/valuation": {1, []string{}},
	"zhirong/knowledge/royalty":   {1, []string{}},

	"zhirong/intents":      {1, []string{"golang.org/x/text", "github.com/blevesearch/snowballstem"}},
	"zhirong/bot":          {2, nil},
	"zhirong/bot/eval":     {3, nil},
	"zhirong/bot/journey":  {3, []string{"github.com/goccy/go-yaml"}},
	"zhirong/bot/bottest":  {4, nil},
	"zhirong/bot/terminal": {4, []string{"golang.org/x/term", "github.com/peterh/liner"}},
	"zhirong/bot/web":      {4, []string{"golang.org/x/time/rate"}},
	"zhirong/cmd/zhirong":  {5, []string{"github.com/alecthomas/kong", "golang.org/x/term"}},

	"zhirong/bot/store/storetest": {3, []string{"pgregory.net/rapid"}},
	"zhirong/bot/store/bolt":      {4, []string{"go.etcd.io/bbolt"}},
}

func TestPackagesImportOnlyRowsBelowAndLibrariesAtHome(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "zhirong/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]bool{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		seen[p.ImportPath] = true
		at, ok := layout[p.ImportPath]
		if !ok {
			t.Errorf("package %s has no place in the layout: add it to the table and to docs/architecture.md", p.ImportPath)
			continue
		}
		for _, dep := range p.Imports {
			first, _, _ := strings.Cut(dep, "/")
			switch {
			case strings.HasPrefix(dep, "zhirong/"):
				if layout[dep].row >= at.row {
					t.Errorf("%s imports %s, which is not below it", p.ImportPath, dep)
				}
			case strings.Contains(first, "."):
				if !slices.ContainsFunc(at.libs, func(l string) bool { return strings.HasPrefix(dep, l) }) {
					t.Errorf("%s imports %s, which is not at home there", p.ImportPath, dep)
				}
			}
		}
	}
	for name := range layout {
		if !seen[name] {
			t.Errorf("the layout names %s, which does not exist", name)
		}
	}
}
