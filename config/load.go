package config

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Origin is where a setting got its value.
type Origin struct {
	File string // with its line
	Line int
	Env  string // or the variable
}

// String names the place; the zero Origin is the default.
func (o Origin) String() string {
	switch {
	case o.Env != "":
		return o.Env
	case o.File != "":
		return fmt.Sprintf("%s:%d", o.File, o.Line)
	}
	return "default"
}

// Loaded is what Load read.
type Loaded struct {
	Config  Config
	Origins map[string]Origin // by key; a setting that is not there has its default
	Strange []string          // variables that begin like ours and set nothing
}

// maxFile bounds a file of settings or with a secret, in bytes.
const maxFile = 256 << 10

// Load reads settings: the defaults, over them the file unless path is empty,
// over that the variables of environ (as os.Environ gives them), and the files
// that hold secrets. The error is Problems, with every fault that can be told at
// once; other errors mean that the file could not be read.
func Load(path string, environ []string) (Loaded, error) {
	l := &loader{Loaded: Loaded{Config: Default(), Origins: map[string]Origin{}}}
	l.all = l.Config.settings()
	if path != "" {
		data, err := readBounded(path)
		if err != nil {
			return Loaded{}, fmt.Errorf("read settings: %w", err)
		}
		l.file = path
		l.read(data)
	}
	l.environ(environ)
	l.secrets()
	if len(l.problems) == 0 {
		l.problems = l.check()
	}
	if len(l.problems) > 0 {
		return Loaded{}, l.problems
	}
	return l.Loaded, nil
}

// loader gathers settings and what is wrong with them.
type loader struct {
	Loaded
	all      []setting
	file     string
	problems Problems
}

func (l *loader) fail(line int, key, text, advice string) {
	l.problems = append(l.problems, Problem{File: l.file, Line: line, Key: key, Text: text, Advice: advice})
}

// read takes one YAML document.
func (l *loader) read(data []byte) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		valid, _, _ := strings.Cut(strings.ToValidUTF8(string(data), "\x00"), "\x00")
		l.fail(1+strings.Count(valid, "\n"), "", "is not valid UTF-8", "save the file as UTF-8")
		return
	}
	f, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey()) // doubles are told with their key
	if err != nil {
		line, text := 1, err.Error()
		var located yaml.Error
		if errors.As(err, &located) {
			text = located.GetMessage()
			if t := located.GetToken(); t != nil && t.Position != nil {
				line = t.Position.Line
			}
		}
		l.fail(line, "", "is no YAML: "+text, "compare with config/example.yaml")
		return
	}
	switch len(f.Docs) {
	case 0:
	case 1:
		if body := f.Docs[0].Body; body != nil {
			l.mapping(body, "")
		}
	default:
		l.fail(1, "", "holds several documents", `write one, without lines of "---"`)
	}
}

// mapping takes the keys under a prefix that is empty or ends with a dot.
func (l *loader) mapping(n ast.Node, prefix string) {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	case *ast.NullNode, *ast.CommentGroupNode:
		return // a heading whose settings are all commented out
	default:
		l.fail(lineOf(n), strings.TrimSuffix(prefix, "."), "wants settings below it", `write them as lines of "key: value", indented`)
		return
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := prefix + pair.Key.GetToken().Value
		if seen[key] {
			l.fail(lineOf(pair.Key), key, "is set twice", "keep one of the two")
			continue
		}
		seen[key] = true
		if i := slices.IndexFunc(l.all, func(s setting) bool { return s.key == key }); i >= 0 {
			l.value(l.all[i], pair.Value)
		} else if slices.ContainsFunc(l.all, func(s setting) bool { return strings.HasPrefix(s.key, key+".") }) {
			l.mapping(pair.Value, key+".")
		} else {
			l.fail(lineOf(pair.Key), key, "is no setting", l.nearest(key))
		}
	}
}

// value takes one setting from a node.
func (l *loader) value(s setting, n ast.Node) {
	line := lineOf(n)
	if list, ok := s.ptr.(*[]string); ok {
		seq, ok := n.(*ast.SequenceNode)
		if !ok {
			l.fail(line, s.key, "wants a list", `write [one, two], or [] for none`)
			return
		}
		*list = nil
		for _, item := range seq.Values {
			text, ok := scalar(item)
			if !ok {
				l.fail(lineOf(item), s.key, "wants plain texts in its list", "")
				continue
			}
			*list = append(*list, text)
		}
	} else if text, ok := scalar(n); !ok {
		l.fail(line, s.key, "wants one value", "write it behind the colon, or leave the line out for the default")
		return
	} else if err := s.assign(text); err != nil {
		l.fail(line, s.key, err.Error(), "")
		return
	}
	l.Origins[s.key] = Origin{File: l.file, Line: line}
}

// scalar returns the text of a plain value. Anchors, aliases and tags are none.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

func lineOf(n ast.Node) int {
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

// environ takes variables.
func (l *loader) environ(environ []string) {
	set := map[string]string{}
	for _, pair := range environ {
		if name, value, ok := strings.Cut(pair, "="); ok && strings.HasPrefix(name, EnvPrefix) && name != EnvConfig {
			set[name] = value
		}
	}
	for _, s := range l.all {
		value, ok := set[s.env()]
		if !ok {
			continue
		}
		delete(set, s.env())
		if err := s.assign(value); err != nil {
			l.problems = append(l.problems, Problem{Key: s.env(), Text: err.Error()})
			continue
		}
		l.Origins[s.key] = Origin{Env: s.env()}
	}
	for name := range set {
		l.Strange = append(l.Strange, name)
	}
	slices.Sort(l.Strange)
}

// secrets reads the files that hold secrets, and sees that nobody else can.
func (l *loader) secrets() {
	for _, s := range l.all {
		secret, ok := s.ptr.(*Secret)
		if !ok {
			continue
		}
		twin := l.all[slices.IndexFunc(l.all, func(t setting) bool { return t.key == s.key+"_file" })]
		path := *twin.ptr.(*string)
		from, fromFile := l.Origins[s.key], l.Origins[twin.key]
		// A variable wins over the file of settings, whichever of the twins it sets.
		if from.Env != "" && fromFile.Env == "" {
			path = ""
		} else if fromFile.Env != "" && from.Env == "" {
			*secret = Secret{}
		}
		switch {
		case path == "" && secret.Set() && from.File != "" && openToOthers(from.File):
			l.at(s.key, "stands in a file that others can read", "chmod 600 "+from.File+", or move it into a file of its own and set "+twin.key)
		case path == "":
		case secret.Set():
			l.at(s.key+" and "+twin.key, "are both set", "keep one of the two")
		default:
			text, err := readSecret(path)
			if err != nil {
				l.at(twin.key, err.Error(), "")
				continue
			}
			*secret = Secret{text}
		}
	}
}

// at adds a problem at the place of a setting, or of the first of two.
func (l *loader) at(key, text, advice string) {
	first, _, _ := strings.Cut(key, " and ")
	o := l.Origins[first]
	if o.Env != "" && first == key {
		key = o.Env
	}
	l.problems = append(l.problems, Problem{File: o.File, Line: o.Line, Key: key, Text: text, Advice: advice})
}

// readSecret reads a file that nobody but its owner may read.
func readSecret(path string) (string, error) {
	data, err := readBounded(path)
	if err != nil {
		return "", fmt.Errorf("cannot be read: %w", err)
	}
	if openToOthers(path) {
		return "", fmt.Errorf("file %s can be read by others: chmod 600 %s", path, path)
	}
	text := strings.TrimSpace(string(data))
	if text == "" {
		return "", fmt.Errorf("file %s is empty: write the secret into it", path)
	}
	return text, nil
}

// openToOthers reports whether users other than the owner can read a file.
func openToOthers(path string) bool {
	info, err := os.Stat(path)
	return err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// readBounded reads a regular file of a sane size.
func readBounded(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("want a file of at most %d bytes", maxFile)}
	}
	return os.ReadFile(path)
}

// nearest advises the setting that a wrong key was probably meant to be.
func (l *loader) nearest(key string) string {
	best, least := "", len(key)/3+2
	for _, s := range l.all {
		for _, name := range []string{s.key, s.key[strings.LastIndexByte(s.key, '.')+1:]} {
			if d := distance(key, name); d < least {
				best, least = s.key, d
			}
		}
	}
	if best == "" {
		return "config/example.yaml lists every setting"
	}
	return "did you mean " + best + "?"
}

// distance counts the letters to change, add or drop between two keys.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
