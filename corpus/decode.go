package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Problem is one fault of the data: where it is, in which field, and what to do.
type Problem struct {
	File  string `json:"file"`
	Line  int    `json:"line"`
	Field string `json:"field,omitempty"`
	Text  string `json:"text"`
}

// Error prints the problem as editors can jump to it.
func (p Problem) Error() string {
	if p.Field == "" {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
	}
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Field, p.Text)
}

// Problems are all faults found at once; as an error it prints one a line.
type Problems []Problem

// Error prints one problem a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// scalarText is implemented by types that are written as one scalar.
type scalarText interface{ parse(s string) error }

func (d *Date) parse(s string) (err error) { *d, err = ParseDate(s); return }
func (a *Amount) parse(s string) error     { m, err := ParseMoney(s); *a = Amount(m); return err }
func (r *Rate) parse(s string) error       { b, err := ParseRate(s); *r = Rate(b); return err }
func (c *RegionCode) parse(s string) error { *c = RegionCode(s); return nil }
func (c *Confidence) parse(s string) error { return oneOf(c, s, High, Medium, Low) }
func (l *Status) parse(s string) error {
	return oneOf(l, s, InForce, Amended, Superseded, Ended, Draft, Reported)
}
func (k *PolicyKind) parse(s string) error {
	return oneOf(k, s, KindLaw, KindRegulation, KindNotice, KindStandard, KindLocal, KindStatistics, KindPractice, KindService, KindReport)
}
func (k *ProductKind) parse(s string) error {
	return oneOf(k, s, CreditLoan, PledgeLoan, CombinedLoan, CollectiveCredit, Guarantee, SuretyInsurance, IPInsurance, Subsidy,
		AssetBacked, Equity, ValuationService, RegistrationHelp, DisposalService, CooperationCredit)
}
func (r *AmountRole) parse(s string) error {
	return oneOf(r, s, LendingLimit, SubsidyCap, InsuredSum, NoAmount)
}
func (k *IPKind) parse(s string) error { return oneOf(k, s, IPKinds...) }
func (k *Kind) parse(s string) error {
	return oneOf(k, s, KindBool, KindCount, KindMoney, KindRate, KindMonths, KindDate, KindText, KindCode, KindCodes)
}
func (o *Op) parse(s string) error {
	return oneOf(o, s, OpEq, OpNe, OpLt, OpLte, OpGt, OpGte, OpIn, OpWithin, OpAnyOf, OpAllOf)
}
func (a *Aspect) parse(s string) error {
	return oneOf(a, s, AspectAmount, AspectRate, AspectTerm, AspectMaterials, AspectTime, AspectConditions, AspectContact,
		AspectShare, AspectFee, AspectRatio)
}

func oneOf[T ~string](dst *T, s string, all ...T) error {
	if !slices.Contains(all, T(s)) {
		names := make([]string, len(all))
		for i, a := range all {
			names[i] = string(a)
		}
		return fmt.Errorf("%q is not known: write one of %s", s, strings.Join(names, ", "))
	}
	*dst = T(s)
	return nil
}

// decoder fills Go values from YAML nodes strictly, and keeps every problem
// with its place instead of stopping at the first.
type decoder struct {
	file     string
	problems *Problems
	depth    int // of the node at hand
}

// maxDepth bounds how deep values nest.
const maxDepth = 32

// decodeFile reads one YAML document into v, a pointer.
func decodeFile(file string, data []byte, v any, problems *Problems) {
	d := &decoder{file: file, problems: problems}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		valid, _, _ := strings.Cut(strings.ToValidUTF8(string(data), "\x00"), "\x00")
		*problems = append(*problems, Problem{File: file, Line: 1 + strings.Count(valid, "\n"), Text: "is not valid UTF-8"})
		return
	}
	f, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey()) // doubles are told with their field
	if err != nil {
		line, text := yamlError(err)
		*problems = append(*problems, Problem{File: file, Line: line, Text: text})
		return
	}
	if len(f.Docs) != 1 || f.Docs[0].Body == nil {
		*problems = append(*problems, Problem{File: file, Line: 1, Text: "want exactly one YAML document with content"})
		return
	}
	d.decode(f.Docs[0].Body, reflect.ValueOf(v).Elem(), "")
}

// yamlError takes line and message out of the parser's error "[3:5] message\n…".
func yamlError(err error) (line int, text string) {
	text = err.Error()
	head, _, _ := strings.Cut(text, "\n")
	if rest, ok := strings.CutPrefix(head, "["); ok {
		if pos, msg, ok := strings.Cut(rest, "] "); ok {
			l, _, _ := strings.Cut(pos, ":")
			line, _ = strconv.Atoi(l)
			return max(line, 1), "not valid YAML: " + msg
		}
	}
	return 1, "not valid YAML: " + head
}

func (d *decoder) fail(n ast.Node, field, format string, args ...any) {
	*d.problems = append(*d.problems, Problem{File: d.file, Line: lineOf(n), Field: field, Text: fmt.Sprintf(format, args...)})
}

func lineOf(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 1
	}
	// The token of a block mapping is its first colon, on the same line as its first key.
	return n.GetToken().Position.Line
}

// deeper steps into a node; it reports false, and the problem, where values nest
// too deep. Each call needs a call of shallower.
func (d *decoder) deeper(n ast.Node, field string) bool {
	d.depth++
	if d.depth == maxDepth {
		d.fail(n, field[:min(len(field), 80)], "values nest deeper than %d", maxDepth)
	}
	return d.depth < maxDepth
}

func (d *decoder) shallower() { d.depth-- }

func (d *decoder) decode(n ast.Node, v reflect.Value, field string) {
	defer d.shallower()
	if !d.deeper(n, field) {
		return
	}
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		d.fail(n, field, "anchors, aliases and tags are not used here: write the value out")
		return
	}
	if v.CanAddr() {
		if w, ok := v.Addr().Interface().(*Want); ok {
			d.want(n, w, field)
			return
		}
		if j, ok := v.Addr().Interface().(*JSON); ok {
			d.json(n, j, field)
			return
		}
		if s, ok := v.Addr().Interface().(scalarText); ok {
			text, ok := d.scalar(n, field)
			if !ok {
				return
			}
			if err := s.parse(text); err != nil {
				d.fail(n, field, "%v", err)
			}
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.decode(n, v.Elem(), field)
	case reflect.Struct:
		d.object(n, v, field)
	case reflect.Slice:
		seq, ok := n.(*ast.SequenceNode)
		if !ok && v.Type() == reflect.TypeFor[Lines]() {
			if text, ok := d.scalar(n, field); ok {
				v.Set(reflect.ValueOf(Lines{text}))
			}
			return
		}
		if !ok {
			d.fail(n, field, "want a list")
			return
		}
		if len(seq.Values) == 0 {
			return // as if it were not there, so that a required list is missed
		}
		v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
		for i, e := range seq.Values {
			d.decode(e, v.Index(i), fmt.Sprintf("%s[%d]", field, i))
		}
	case reflect.Map:
		d.mapping(n, v, field)
	case reflect.String:
		if text, ok := d.scalar(n, field); ok {
			v.SetString(text)
		}
	case reflect.Bool:
		b, ok := n.(*ast.BoolNode)
		if !ok {
			d.fail(n, field, "want true or false")
			return
		}
		v.SetBool(b.Value)
	case reflect.Int, reflect.Int64:
		text, ok := d.scalar(n, field)
		if !ok {
			return
		}
		i, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			d.fail(n, field, "%q is not a whole number", text)
			return
		}
		v.SetInt(i)
	default:
		d.fail(n, field, "cannot be set from a file")
	}
}

// scalar returns the text of a scalar as it is written.
func (d *decoder) scalar(n ast.Node, field string) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimSuffix(n.Value.Value, "\n"), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	case *ast.NullNode:
		d.fail(n, field, "has no value: write one, or leave the key out")
	default:
		d.fail(n, field, "want one text or number")
	}
	return "", false
}

// pair is an entry of a mapping.
type pair struct {
	key  string
	node *ast.MappingValueNode
}

// pairs returns the entries of a mapping, refusing doubles.
func (d *decoder) pairs(n ast.Node, field string) ([]pair, bool) {
	var vs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		vs = n.Values
	case *ast.MappingValueNode:
		vs = []*ast.MappingValueNode{n}
	default:
		d.fail(n, field, "want keys with values")
		return nil, false
	}
	seen := make(map[string]bool, len(vs))
	out := make([]pair, 0, len(vs))
	for _, v := range vs {
		key := v.Key.GetToken().Value
		if seen[key] {
			d.fail(v.Key, join(field, key), "stands twice")
			continue
		}
		seen[key] = true
		out = append(out, pair{key, v})
	}
	return out, true
}

func (d *decoder) mapping(n ast.Node, v reflect.Value, field string) {
	vs, ok := d.pairs(n, field)
	if !ok {
		return
	}
	if len(vs) == 0 {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(vs)))
	for _, p := range vs {
		e := reflect.New(v.Type().Elem()).Elem()
		d.decode(p.node.Value, e, join(field, p.key))
		v.SetMapIndex(reflect.ValueOf(p.key).Convert(v.Type().Key()), e)
	}
}

func (d *decoder) object(n ast.Node, v reflect.Value, field string) {
	vs, ok := d.pairs(n, field)
	if !ok {
		return
	}
	fields := map[string]reflect.Value{}
	var required []string
	collectFields(v, fields, &required)
	setPos(v, Pos{File: d.file, Line: lineOf(n)})
	seen := map[string]bool{}
	for _, p := range vs {
		seen[p.key] = true
		if f, ok := fields[p.key]; ok {
			d.decode(p.node.Value, f, join(field, p.key))
		} else {
			d.fail(p.node.Key, join(field, p.key), "is not a key here: %s", suggest(p.key, fields))
		}
	}
	for _, key := range required {
		if !seen[key] {
			d.fail(n, join(field, key), "is missing")
		} else if fields[key].IsZero() && !d.failedAt(join(field, key)) {
			d.fail(n, join(field, key), "is empty")
		}
	}
}

// failedAt reports whether a problem of the file names the field or a part of it already.
func (d *decoder) failedAt(field string) bool {
	return slices.ContainsFunc(*d.problems, func(p Problem) bool {
		rest, ok := strings.CutPrefix(p.Field, field)
		return p.File == d.file && ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

func collectFields(v reflect.Value, fields map[string]reflect.Value, required *[]string) {
	t := v.Type()
	for i := range t.NumField() {
		name, opts, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		switch {
		case name == "-":
		case opts == "inline":
			collectFields(v.Field(i), fields, required)
		case name != "":
			fields[name] = v.Field(i)
			if opts == "required" {
				*required = append(*required, name)
			}
		}
	}
}

func setPos(v reflect.Value, pos Pos) {
	t := v.Type()
	for i := range t.NumField() {
		switch {
		case t.Field(i).Type == reflect.TypeFor[Pos]():
			v.Field(i).Set(reflect.ValueOf(pos))
		case t.Field(i).Anonymous:
			setPos(v.Field(i), pos)
		}
	}
}

// want reads the right side of a criterion: its form shows in how it is written.
func (d *decoder) want(n ast.Node, w *Want, field string) {
	w.Set = true
	switch n := n.(type) {
	case *ast.SequenceNode:
		w.Form = "codes"
		for i, e := range n.Values {
			if text, ok := d.scalar(e, fmt.Sprintf("%s[%d]", field, i)); ok {
				w.Codes = append(w.Codes, text)
			}
		}
	case *ast.BoolNode:
		w.Form, w.Bool = "bool", n.Value
	default:
		text, ok := d.scalar(n, field)
		if !ok {
			return
		}
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			w.Form, w.N = "number", i
		} else if m, err := ParseMoney(text); err == nil {
			w.Form, w.N = "money", int64(m)
		} else if r, err := ParseRate(text); err == nil {
			w.Form, w.N = "rate", int64(r)
		} else if day, err := ParseDate(text); err == nil {
			w.Form, w.N = "date", day.Day()
		} else {
			d.fail(n, field, "%q is not true, false, a number, an amount with unit, a rate with %%, a day, or a list of codes", text)
		}
	}
}

// json keeps any value as JSON.
func (d *decoder) json(n ast.Node, j *JSON, field string) {
	data, err := json.Marshal(d.plain(n, field))
	if err != nil {
		d.fail(n, field, "cannot be kept: %v", err)
		return
	}
	*j = JSON(data)
}

func (d *decoder) plain(n ast.Node, field string) any {
	defer d.shallower()
	if !d.deeper(n, field) {
		return nil
	}
	switch n := n.(type) {
	case *ast.SequenceNode:
		list := make([]any, 0, len(n.Values))
		for i, e := range n.Values {
			list = append(list, d.plain(e, fmt.Sprintf("%s[%d]", field, i)))
		}
		return list
	case *ast.MappingNode, *ast.MappingValueNode:
		vs, _ := d.pairs(n, field)
		m := make(map[string]any, len(vs))
		for _, p := range vs {
			m[p.key] = d.plain(p.node.Value, join(field, p.key))
		}
		return m
	case *ast.BoolNode:
		return n.Value
	case *ast.IntegerNode, *ast.FloatNode:
		return json.Number(n.GetToken().Value)
	case *ast.NullNode:
		return nil
	}
	text, _ := d.scalar(n, field)
	return text
}

func join(field, key string) string {
	if field == "" {
		return key
	}
	return field + "." + key
}

// suggest names the closest key that exists, or all of them.
func suggest(key string, fields map[string]reflect.Value) string {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	if near := slices.MinFunc(names, func(a, b string) int { return distance(key, a) - distance(key, b) }); distance(key, near) <= min(2, len(key)/2) {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "known keys are " + strings.Join(names, ", ")
}

// distance is the number of single edits between two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := prev
			if a[i-1] != b[j-1] {
				cost++
			}
			prev = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
