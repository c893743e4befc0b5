package intents

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhirong/corpus"
)

// Model understands messages: what they want, and what they say of the firm. It
// is trained from the corpus, never changed, and safe for concurrent use.
type Model struct {
	set        *corpus.Set
	classifier *Classifier
	ear        *Ear
	commands   map[string]string
	exact      map[string]corpus.IntentID // fixed expressions
}

// Train teaches a model the phrases of a set. It is deterministic.
func Train(set *corpus.Set) *Model {
	var in, out []Example
	for i := range set.Intents {
		intent := &set.Intents[i]
		for _, p := range intent.Learned() {
			if intent.ID == corpus.OutOfScope {
				out = append(out, Example{Text: p, Intent: OutOfScope})
			} else {
				in = append(in, Example{Text: p, Intent: string(intent.ID)})
			}
		}
	}
	return newModel(set, TrainClassifier(in, TrainOptions{OutOfScope: out}))
}

// Restore makes a model from what MarshalBinary of a model of the same set gave.
func Restore(set *corpus.Set, data []byte) (*Model, error) {
	var c Classifier
	if err := c.UnmarshalBinary(data); err != nil {
		return nil, fmt.Errorf("restore intent model: %w", err)
	}
	return newModel(set, &c), nil
}

// MarshalBinary returns the trained part of the model.
func (m *Model) MarshalBinary() ([]byte, error) { return m.classifier.MarshalBinary() }

func newModel(set *corpus.Set, c *Classifier) *Model {
	m := &Model{set: set, classifier: c, ear: NewEar(set), commands: map[string]string{}, exact: map[string]corpus.IntentID{}}
	for _, k := range set.Commands {
		for _, p := range slices.Concat(k.Phrases.ZH, k.Phrases.EN) {
			m.commands[corpus.PhraseKey(p)] = k.ID
		}
	}
	for _, in := range set.Intents {
		for _, p := range in.Exact {
			m.exact[corpus.PhraseKey(p)] = in.ID
		}
	}
	return m
}

// Ear returns what hears facts.
func (m *Model) Ear() *Ear { return m.ear }

// Understanding is what one message means.
type Understanding struct {
	Lang    corpus.Lang
	Command string // a dialogue act said by the whole message: "back", "restart", …
	Empty   bool   // no letter and no digit
	Parts   []Part // the questions in it, at least one unless Empty
	Heard   Heard
}

// Part is one question of a message.
type Part struct {
	Text       string
	Question   bool // worded as a question
	Intent     corpus.IntentID
	Confidence float64 // calibrated, 0…1
	InScope    float64 // calibrated, 0…1
	Scope      bool    // in scope
	Known      float64 // share of the words that the phrases have, 0…1: babble has none
	Others     []Guess // further readings, best first
	Bait       bool    // known by its words as a request that is declined
	Heard      Heard
}

// LeastInScope is the probability of being in scope below which a message is
// taken to be out of scope. To refuse a question that could be answered costs
// more than to look one up that finds nothing, so it lies well below one half.
const LeastInScope = 0.2

// leastBeside takes the place of LeastInScope behind another question that is in
// scope: who asks on seldom asks for something else altogether.
const leastBeside = 0.05

// unsureAlone is the confidence below which a later question of a message is read
// together with the one before it.
const unsureAlone = 0.4

// Where a later question is surer than plainAlone it is not read in its context;
// what is less likely than leastInContext there does not count.
const (
	plainAlone     = 0.75
	leastInContext = 0.001
)

// maxMessage bounds what is looked at: a message is a question, not a document.
const maxMessage = 2000

// Understand reads a message. Any bytes are allowed. Today is the day to which
// relative dates refer; last is the language that a message without letters of
// its own is taken to be in.
func (m *Model) Understand(text string, today corpus.Date, last corpus.Lang) Understanding {
	text = clip(strings.ToValidUTF8(text, " "), maxMessage)
	u := Understanding{Lang: Language(text, last)}
	key := corpus.PhraseKey(text)
	if !strings.ContainsFunc(key, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		u.Empty = true
		return u
	}
	u.Command = m.commands[key]
	if m.urgent(text) {
		u.Command = "emergency"
	}
	u.Heard = m.ear.Hear(text, today)
	for i, q := range m.split(text) {
		least := LeastInScope
		if i > 0 && u.Parts[i-1].Scope {
			least = leastBeside
		}
		p := m.part(q, today, least)
		if i > 0 {
			p = m.inContext(p, u.Parts[i-1])
		}
		u.Parts = append(u.Parts, p)
	}
	u.Parts = join(u.Parts)
	if len(u.Parts) == 1 {
		u.Parts[0].Heard = u.Heard
	}
	return u
}

// inContext reads a later question once more together with the one before it, which
// may say what it is about, unless it is plain enough alone. What the one before
// wants is left out of account there.
func (m *Model) inContext(p, before Part) Part {
	if p.Bait || p.Scope && p.Confidence >= plainAlone {
		return p
	}
	r := m.classifier.Classify(before.Text + " " + p.Text)
	if r.InScope < LeastInScope {
		return p
	}
	rest := 1.0 // what is not for the intent of the question before
	for _, g := range r.Guesses {
		if g.Intent == string(before.Intent) {
			rest -= g.Probability
		}
	}
	likely := map[corpus.IntentID]float64{}
	for _, g := range r.Guesses {
		if id := corpus.IntentID(g.Intent); id != before.Intent && g.Probability >= leastInContext {
			likely[id] += g.Probability / max(rest, leastInContext)
		}
	}
	if p.Scope {
		likely[p.Intent] += p.Confidence
		for _, g := range p.Others {
			likely[corpus.IntentID(g.Intent)] += g.Probability
		}
	}
	best := p.Intent
	for id, l := range likely {
		if l > likely[best] || l == likely[best] && id < best {
			best = id
		}
	}
	if best != p.Intent {
		p.Intent, p.Confidence, p.InScope, p.Scope = best, likely[best]/2, max(r.InScope, p.InScope), true
	}
	return p
}

// urgent reports whether a message tells anywhere of danger to life. Words of
// danger that are short or common count only as the whole message.
func (m *Model) urgent(text string) bool {
	folded := corpus.Fold(text)
	for _, k := range m.set.Commands {
		if k.ID != "emergency" {
			continue
		}
		for _, p := range slices.Concat(k.Phrases.ZH, k.Phrases.EN) {
			if f := corpus.Fold(p); (utf8.RuneCountInString(f) >= 4 && f[0] >= 0x80 || len(f) >= 11) && strings.Contains(folded, f) {
				return true
			}
		}
	}
	return false
}

// part reads one question, which is in scope if it is at least so likely to be.
func (m *Model) part(text string, today corpus.Date, least float64) Part {
	p := Part{Text: text, Question: isQuestion(corpus.Fold(text)), Heard: m.ear.Hear(text, today)}
	if bait := m.bait(text); bait != "" {
		p.Intent, p.Confidence, p.InScope, p.Scope, p.Bait = bait, 1, 1, true, true
		return p
	}
	if id, ok := m.exact[corpus.PhraseKey(text)]; ok {
		p.Intent, p.Confidence, p.Known = id, 1, 1
		p.InScope, p.Scope = 1, id != corpus.OutOfScope
		return p
	}
	r := m.classifier.Classify(text)
	p.Known = r.Known
	p.InScope, p.Scope = r.InScope, r.InScope >= least && len(r.Guesses) > 0
	if len(r.Guesses) > 0 {
		p.Intent, p.Confidence, p.Others = corpus.IntentID(r.Guesses[0].Intent), r.Guesses[0].Probability, r.Guesses[1:]
	}
	if !p.Scope {
		p.Intent, p.Confidence = corpus.OutOfScope, 1-r.InScope
	}
	return p
}

// bait returns the intent under which a message is declined by its words, or "".
func (m *Model) bait(text string) corpus.IntentID {
	folded := corpus.Fold(text)
	for _, b := range m.set.Safety.Baits {
		if slices.ContainsFunc(b.Except, func(w string) bool { return strings.Contains(folded, w) }) {
			continue
		}
		for _, words := range b.Words {
			if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(folded, w) }) {
				return b.Intent
			}
		}
	}
	return ""
}

// Explain returns the features of a text that speak for an intent.
func (m *Model) Explain(text string, intent corpus.IntentID, n int) []Weight {
	return m.classifier.Explain(text, string(intent), n)
}

// Language returns the language of a text: Chinese unless Latin words prevail.
// Chinese names within an English question do not make it Chinese, nor do
// abbreviations such as ABS make a Chinese question English.
func Language(text string, last corpus.Lang) corpus.Lang {
	han, words, word := 0, 0, 0
	flush := func() {
		if word >= 2 {
			words++
		}
		word = 0
	}
	quoted := false
	for _, r := range text {
		switch r {
		case '《', '“', '「', '〔':
			quoted = true
		case '》', '”', '」', '〕':
			quoted = false
		}
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			if !quoted {
				han++
			}
		case r < 0x250 && unicode.IsLetter(r):
			word++
		default:
			flush()
		}
	}
	flush()
	switch {
	case han == 0 && words == 0:
		if last == "" {
			return corpus.Chinese
		}
		return last
	case han == 0 || words >= 3 && words > han || words >= 2 && words*4 > han && beginsLatin(text):
		return corpus.English
	}
	return corpus.Chinese
}

// beginsLatin reports whether the first letter of a text is Latin and no markup
// stands before it.
func beginsLatin(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return r < 0x250
		}
		if r == '<' || r == '{' {
			return false
		}
	}
	return false
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}
