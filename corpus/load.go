package corpus

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// FormatVersion is part of every Set's Version: it moves when the same files
// give another Set.
const FormatVersion = "2"

//go:embed data
var embedded embed.FS

// Layer is one tree of corpus files. A later layer wins over an earlier one,
// entry by entry, by the entry's id.
type Layer struct {
	Name string // stands before the path of a file in a Problem
	FS   fs.FS
}

// Shipped returns the layer that is built into the program.
func Shipped() Layer {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // the folder is part of the build
	}
	return Layer{Name: "corpus/data", FS: sub}
}

// Load reads the layers, checks all of it and returns the Set. The error is
// Problems when files are at fault: every fault of form at once, or where there
// is none, every breach of a rule.
func Load(layers ...Layer) (*Set, error) {
	version, err := Hash(layers...)
	if err != nil {
		return nil, err
	}
	s := &Set{Version: version, Wording: map[string]Saying{}, Caveats: map[string]Saying{}, Asked: map[PassageID]Asked{}}
	var problems Problems
	for _, l := range layers {
		if err := s.read(l, &problems); err != nil {
			return nil, err
		}
	}
	s.finish()
	if len(problems) == 0 {
		problems = s.check()
	}
	if len(problems) > 0 {
		slices.SortFunc(problems, func(a, b Problem) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Text, b.Text))
		})
		return nil, problems
	}
	return s, nil
}

// Hash names the content of the layers: two equal hashes give equal Sets.
func Hash(layers ...Layer) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "format %s\n", FormatVersion)
	for i, l := range layers {
		err := eachFile(l, func(name string, data []byte) {
			fmt.Fprintf(h, "%d %s %d\n", i, name, len(data))
			h.Write(data)
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// eachFile visits the files of a layer in the order of their paths. Evaluation
// sets are no part of what is known, nor is what is hidden.
func eachFile(l Layer, visit func(name string, data []byte)) error {
	return fs.WalkDir(l.FS, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("read corpus %s: %w", l.Name, err)
		case name == ".":
			return nil
		case e.IsDir() && (name == "evals" || strings.HasPrefix(e.Name(), ".")):
			return fs.SkipDir
		case e.IsDir() || strings.HasPrefix(e.Name(), "."):
			return nil
		}
		data, err := fs.ReadFile(l.FS, name)
		if err != nil {
			return fmt.Errorf("read corpus %s: %w", l.Name, err)
		}
		visit(name, data)
		return nil
	})
}

// read adds one layer to the set.
func (s *Set) read(l Layer, problems *Problems) error {
	wordings, askeds := map[string]string{}, map[PassageID]string{} // file of this layer that holds a key
	return eachFile(l, func(name string, data []byte) {
		file := path.Join(l.Name, name)
		if path.Ext(name) != ".yaml" {
			*problems = append(*problems, Problem{File: file, Line: 1, Text: "is not a .yaml file: rename it or take it out of the corpus"})
			return
		}
		switch dir, base := path.Split(name); dir {
		case "policies/":
			readEntry(file, base, "policy", data, &s.Policies, func(p *Policy) ID { return p.ID }, problems)
		case "products/":
			readEntry(file, base, "product", data, &s.Products, func(p *Product) ID { return p.ID }, problems)
		case "intents/":
			readEntry(file, base, "", data, &s.Intents, func(i *Intent) ID { return ID(i.ID) }, problems)
		case "wording/":
			readMap(file, data, s.Wording, wordings, problems)
		case "asked/":
			readMap(file, data, s.Asked, askeds, problems)
		case "":
			s.readRoot(file, base, data, problems)
		default:
			*problems = append(*problems, Problem{File: file, Line: 1,
				Text: "is in a folder that the corpus does not know: known are policies, products, intents, wording, asked, evals"})
		}
	})
}

// readRoot reads a file that stands at the top of a layer.
func (s *Set) readRoot(file, base string, data []byte, problems *Problems) {
	switch base {
	case "facts.yaml":
		readList(file, data, &s.Facts, func(f *Fact) (string, Pos) { return string(f.ID), f.Pos }, problems)
	case "cases.yaml":
		readList(file, data, &s.Cases, func(c *Case) (string, Pos) { return string(c.ID), c.Pos }, problems)
	case "gaps.yaml":
		readList(file, data, &s.Gaps, func(g *Gap) (string, Pos) { return string(g.ID), g.Pos }, problems)
	case "faqs.yaml":
		readList(file, data, &s.FAQs, func(f *FAQ) (string, Pos) { return string(f.ID), f.Pos }, problems)
	case "places.yaml":
		readList(file, data, &s.Places, func(p *Place) (string, Pos) { return string(p.Code), p.Pos }, problems)
	case "industries.yaml":
		readList(file, data, &s.Industries, func(i *Industry) (string, Pos) { return i.Code, i.Pos }, problems)
	case "banks.yaml":
		readList(file, data, &s.Banks, func(b *Bank) (string, Pos) { return string(b.ID), b.Pos }, problems)
	case "terms.yaml":
		readList(file, data, &s.Terms, func(t *Term) (string, Pos) { return string(t.ID), t.Pos }, problems)
	case "offices.yaml":
		readList(file, data, &s.Offices, func(o *Office) (string, Pos) { return string(o.ID), o.Pos }, problems)
	case "commands.yaml":
		readList(file, data, &s.Commands, func(c *Command) (string, Pos) { return c.ID, c.Pos }, problems)
	case "dossier.yaml":
		readList(file, data, &s.Dossier, func(d *DossierEntry) (string, Pos) { return d.ID, d.Pos }, problems)
	case "hosts.yaml":
		var hosts []string
		decodeFile(file, data, &hosts, problems)
		s.Hosts = append(s.Hosts, hosts...)
	case "caveats.yaml":
		readMap(file, data, s.Caveats, map[string]string{}, problems)
	case "safety.yaml":
		s.Safety = Safety{}
		decodeFile(file, data, &s.Safety, problems)
	case "rates.yaml":
		s.Rates = Rates{}
		decodeFile(file, data, &s.Rates, problems)
	case "indicators.yaml":
		s.Indicators = Indicators{}
		decodeFile(file, data, &s.Indicators, problems)
	case "questionnaire.yaml":
		s.Questionnaire = Questionnaire{}
		decodeFile(file, data, &s.Questionnaire, problems)
	case "licences.yaml":
		s.Licences = Licences{}
		decodeFile(file, data, &s.Licences, problems)
	default:
		*problems = append(*problems, Problem{File: file, Line: 1, Text: "is not a file that the corpus knows"})
	}
}

// readEntry reads a file that holds one entry, named as the entry's id.
func readEntry[T any](file, base, prefix string, data []byte, list *[]T, id func(*T) ID, problems *Problems) {
	var e T
	before := len(*problems)
	decodeFile(file, data, &e, problems)
	if len(*problems) > before {
		return
	}
	want := ID(strings.TrimSuffix(base, ".yaml"))
	if prefix != "" {
		want = ID(prefix) + "/" + want
	}
	if id(&e) != want {
		*problems = append(*problems, Problem{File: file, Line: 1, Field: "id",
			Text: fmt.Sprintf("%q does not fit the file's name: write %q or rename the file", id(&e), want)})
	}
	put(list, e, func(e *T) string { return string(id(e)) })
}

// readList reads a file that holds a list of entries; key returns an entry's id
// and place.
func readList[T any](file string, data []byte, list *[]T, key func(*T) (string, Pos), problems *Problems) {
	var entries []T
	decodeFile(file, data, &entries, problems)
	seen := map[string]bool{}
	for i := range entries {
		k, pos := key(&entries[i])
		if seen[k] && k != "" {
			*problems = append(*problems, Problem{File: file, Line: pos.Line, Field: fmt.Sprintf("[%d]", i), Text: fmt.Sprintf("id %q stands twice", k)})
		}
		seen[k] = true
	}
	at := map[string]int{}
	for i := range *list {
		k, _ := key(&(*list)[i])
		at[k] = i
	}
	for _, e := range entries {
		k, _ := key(&e)
		if i, ok := at[k]; ok {
			(*list)[i] = e
			continue
		}
		*list = append(*list, e)
	}
}

// readMap reads a file of entries by key. Two files of one layer do not hold the
// same key: owner tells which file of the layer holds it.
func readMap[K ~string, T any](file string, data []byte, into map[K]T, owner map[K]string, problems *Problems) {
	var m map[K]T
	decodeFile(file, data, &m, problems)
	for k, v := range m {
		if old, ok := owner[k]; ok {
			*problems = append(*problems, Problem{File: file, Line: 1, Field: string(k), Text: "stands in " + old + " already"})
		}
		owner[k], into[k] = file, v
	}
}

// put adds an entry, or takes the place of the one with its key.
func put[T any](list *[]T, e T, key func(*T) string) {
	k := key(&e)
	for i := range *list {
		if key(&(*list)[i]) == k {
			(*list)[i] = e
			return
		}
	}
	*list = append(*list, e)
}
