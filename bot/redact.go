package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhirong/corpus"
)

// Secret is a sort of personal data that is taken out of a text.
type Secret string

// The sorts of personal data.
const (
	SecretPhone  Secret = "phone"
	SecretID     Secret = "id"   // identity card
	SecretCard   Secret = "card" // bank card
	SecretEmail  Secret = "email"
	SecretUSCC   Secret = "uscc" // unified social credit code
	SecretFirm   Secret = "firm"
	SecretPerson Secret = "person"
)

// Redactor takes personal data out of texts. It goes by form and context alone:
// what it misses is still locked under its subject's key in the log.
type Redactor struct {
	places map[string]bool // short and long names
	keep   []string        // organisations that the corpus speaks of
	marks  map[corpus.Lang]map[Secret]string
}

// NewRedactor returns a redactor that leaves the corpus's own organisations and
// places alone.
func NewRedactor(set *corpus.Set) *Redactor {
	r := &Redactor{places: map[string]bool{}, marks: map[corpus.Lang]map[Secret]string{}}
	for _, p := range set.Places {
		for _, n := range append([]string{p.Name.ZH}, p.Aliases...) {
			if n = strings.TrimSpace(n); hanOnly(n) && utf8.RuneCountInString(n) > 1 {
				r.places[n] = true
			}
		}
	}
	for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
		r.marks[lang] = map[Secret]string{}
		for _, s := range []Secret{SecretPhone, SecretID, SecretCard, SecretEmail, SecretUSCC, SecretFirm, SecretPerson} {
			if lines := set.Wording["redacted."+string(s)].In(lang); len(lines) > 0 {
				r.marks[lang][s] = lines[0]
			}
		}
	}
	known := map[string]bool{}
	for _, p := range set.Passages() {
		texts := []string{p.Title.ZH, p.Text.ZH, p.Source.ZH}
		for _, i := range p.Issuers {
			texts = append(texts, i.ZH)
		}
		for _, text := range texts {
			runes := []rune(text)
			for _, f := range r.firms(runes) {
				known[string(runes[f.from:f.to])] = true
			}
		}
	}
	for name := range known {
		r.keep = append(r.keep, name)
	}
	slices.Sort(r.keep)
	return r
}

// Redact returns the text with a mark in place of each secret, and the sorts of
// those it found, in the order of the text.
func (r *Redactor) Redact(text string) (string, []Secret) {
	runes := []rune(text)
	flat := flatten(runes)
	found := numbersIn(flat)
	found = append(found, r.firms(flat)...)
	found = slices.DeleteFunc(found, func(s span) bool {
		return s.what == SecretFirm && slices.ContainsFunc(r.keep, func(k string) bool {
			name := string(flat[s.from:s.to])
			return strings.Contains(name, k) || strings.HasSuffix(k, name)
		})
	})
	found = append(found, r.persons(flat)...)
	if len(found) == 0 {
		return text, nil
	}
	slices.SortStableFunc(found, func(a, b span) int { return a.from - b.from })
	marks := r.marks[corpus.English]
	if slices.ContainsFunc(runes, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
		marks = r.marks[corpus.Chinese]
	}
	var out strings.Builder
	var sorts []Secret
	at := 0
	for _, s := range found {
		if s.to <= at {
			continue
		}
		out.WriteString(string(runes[at:max(s.from, at)]))
		if s.from >= at {
			out.WriteString(marks[s.what])
			sorts = append(sorts, s.what)
		}
		at = s.to
	}
	out.WriteString(string(runes[at:]))
	return out.String(), sorts
}

// span is a secret at runes from ≤ i < to.
type span struct {
	from, to int
	what     Secret
}

// flatten gives full-width characters their ordinary form, one for one.
func flatten(runes []rune) []rune {
	out := make([]rune, len(runes))
	for i, c := range runes {
		switch {
		case c >= 0xFF01 && c <= 0xFF5E:
			c -= 0xFEE0
		case c == 0x3000 || c == 0xA0:
			c = ' '
		case c == '–' || c == '—' || c == '－' || c == '‐' || c == '‑':
			c = '-'
		}
		out[i] = c
	}
	return out
}

// numberForm is a sort of number with the group that holds it.
type numberForm struct {
	form *regexp.Regexp
	what Secret
	near string // characters that may not stand before or after it
}

const wordChars = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// numberForms are tried in this order; what one takes is not seen by the next.
// A mark for it is SecretXxx, or empty for what is no secret: numbers of patents
// and of documents, which look like those of people.
var numberForms = []numberForm{
	{regexp.MustCompile(`(?i)(?:ZL|CN|WO|US|EP|PCT/?)\s?\d[\d .A-Z/-]{5,20}\d[A-Z]?\d?(?:\.[\dX])?`), "", wordChars},
	{regexp.MustCompile(`(?:19|20)\d{2}[ .]?[1235689][ .]?\d{7}(?:\.[\dXx])`), "", "0123456789"},
	{regexp.MustCompile(`(?i)[a-z0-9._%+-]+ ?(?:@|\[at\]|\(at\)) ?[a-z0-9-]+(?: ?(?:\.|点) ?[a-z0-9-]+)+`), SecretEmail, ""},
	{regexp.MustCompile(`\d{6}[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[ -]?[\dXx]`), SecretID, wordChars},
	{regexp.MustCompile(`[159][1239](?:[ -]?\d){6}(?:[ -]?[0-9A-HJ-NPQRTUWXY]){10}`), SecretUSCC, wordChars},
	{regexp.MustCompile(`(?i)[159ANY][0-9A-Z][ -]?\d{6}[ -]?[0-9A-HJ-NPQRTUWXY]{4}[ -]?[0-9A-HJ-NPQRTUWXY]{5}[ -]?[0-9A-Z]`), SecretUSCC, wordChars},
	{regexp.MustCompile(`(?:\d{4}[ -]){3}\d{1,7}(?:[ -]\d{1,3})?|\d{6}[ -]\d{10,13}|\d{16,19}`), SecretCard, wordChars},
	{regexp.MustCompile(`\d{17}[Xx]|[1-8]\d{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}`), SecretID, wordChars},
	{regexp.MustCompile(`\(?(?:\+|00)?86\)?[ -]?1[3-9]\d(?:[ -]?\d){8}|1[3-9]\d(?:[ .-]?\d){8}`), SecretPhone, "0123456789元万亿块"},
	{regexp.MustCompile(`\(?0[1-9]\d{1,2}\)?[ -]?[2-8](?:[ -]?\d){6,7}(?:(?:-| ?转 ?| ?ext\.? ?)\d{1,5})?|(?:\+|00)?86[ -]?\(?[1-9]\d{1,2}\)?[ -]?[2-8](?:[ -]?\d){6,7}`), SecretPhone, "0123456789"},
	{regexp.MustCompile(`\+\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d){6,10}`), SecretPhone, "0123456789"},
	{regexp.MustCompile(`[一二三四五六七八九零〇幺两]{11}`), SecretPhone, "一二三四五六七八九零〇幺"},
}

// contactForm is a number that only its context tells to be one to reach a person by.
var contactForm = regexp.MustCompile(`(?i)(?:电话|電話|手机|手機|座机|传真|固话|热线打|微信号?|vx|wechat|qq号?|tel|phone|mobile|call me (?:at|on))(?:号码|号|是|为| is|:|\.| |，|,){0,4}([a-z0-9_-]{5,20})`)

// numbersIn finds numbers of people and firms.
func numbersIn(flat []rune) []span {
	text := string(flat)
	at := make([]int, 0, len(text)+1) // the rune of each byte
	for i, c := range flat {
		for range utf8.RuneLen(max(c, 0)) {
			at = append(at, i)
		}
	}
	at = append(at, len(flat))
	if len(at) != len(text)+1 {
		return nil // not valid text
	}
	var taken []span
	free := func(from, to int) bool {
		return !slices.ContainsFunc(taken, func(s span) bool { return from < s.to && s.from < to })
	}
	for _, n := range numberForms {
		for _, m := range n.form.FindAllStringIndex(text, -1) {
			from, to := at[m[0]], at[m[1]]
			for to > from && (flat[to-1] == ' ' || flat[to-1] == '-') {
				to--
			}
			if from > 0 && strings.ContainsRune(n.near, flat[from-1]) || to < len(flat) && strings.ContainsRune(n.near, flat[to]) || !free(from, to) {
				continue
			}
			taken = append(taken, span{from, to, n.what})
		}
	}
	for _, m := range contactForm.FindAllStringSubmatchIndex(text, -1) {
		word := text[m[2]:m[3]]
		if strings.ContainsAny(word, "0123456789") && free(at[m[2]], at[m[3]]) && word != "12330" && word != "12345" && word != "12315" {
			taken = append(taken, span{at[m[2]], at[m[3]], SecretPhone})
		}
	}
	return slices.DeleteFunc(taken, func(s span) bool { return s.what == "" })
}

func hanOnly(s string) bool {
	for _, c := range s {
		if !unicode.Is(unicode.Han, c) {
			return false
		}
	}
	return s != ""
}

// Redacted takes personal data out of what is said before the adviser or the log
// sees it: no answer hangs on them, and what these never hear they never keep. A
// front end may still hold what was typed, to show it again. Report gets what was
// found.
func Redacted(live *Live, report func([]Secret)) Middleware {
	return func(next Answerer) Answerer { return redacted{next, live, report} }
}

type redacted struct {
	next   Answerer
	live   *Live
	report func([]Secret)
}

// Answer redacts and answers.
func (r redacted) Answer(ctx context.Context, m Message) (Reply, error) {
	if m.Text != "" {
		g, release := r.live.Acquire()
		text, found := g.Redactor().Redact(m.Text)
		release()
		if m.Text = text; len(found) > 0 && r.report != nil {
			r.report(found)
		}
	}
	return r.next.Answer(ctx, m)
}
