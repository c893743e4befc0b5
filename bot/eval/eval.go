// Package eval measures the adviser against question sets with right answers.
package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhirong/bot"
	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// Figure is one measured number. Share figures lie between 0 and 1.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	N     int     `json:"n"` // how many questions it rests on
}

// Wrong is one question that went wrong.
type Wrong struct {
	Set  string `json:"set"`
	Text string `json:"text"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

// Report is what a run measured.
type Report struct {
	Generation string   `json:"generation"`
	Figures    []Figure `json:"figures"`
	Wrong      []Wrong  `json:"wrong"`
	Strays     []Wrong  `json:"strays"` // answers that say what they do not cite
}

// Today is the day on which the questions are asked, unless a row says another.
const Today corpus.Date = "2026-11-22"

// runner asks the questions.
type runner struct {
	ctx     context.Context
	g       *bot.Generation
	ground  *Grounder
	report  Report
	answers int // answers checked for strays
	n       int // conversations begun
}

// Run measures everything.
func Run(ctx context.Context, g *bot.Generation, full *corpus.Set, sets *corpus.Evals) (Report, error) {
	r := &runner{ctx: ctx, g: g, ground: NewGrounder(g.Set)}
	r.report = Report{Generation: g.ID, Figures: []Figure{}, Wrong: []Wrong{}, Strays: []Wrong{}}
	r.folds(full)
	for _, step := range []func(*corpus.Evals) error{
		r.intents, r.search, r.facts, r.pairs, r.redTeam, r.unanswerable, r.multiPart, r.catalog, r.corrections, r.fresh,
	} {
		if err := step(sets); err != nil {
			return r.report, err
		}
	}
	r.figure("grounded_strays", float64(len(r.report.Strays)), r.answers)
	return r.report, nil
}

func (r *runner) figure(name string, v float64, n int) {
	r.report.Figures = append(r.report.Figures, Figure{name, v, n})
}

func (r *runner) share(name string, good, n int) {
	if n > 0 {
		r.figure(name, float64(good)/float64(n), n)
	}
}

func (r *runner) wrong(set, text, want, got string) {
	r.report.Wrong = append(r.report.Wrong, Wrong{set, text, want, got})
}

// talk says the turns in one new conversation and returns the last reply.
func (r *runner) talk(turns ...string) (bot.Reply, error) {
	a, err := bot.NewAdvisor(bot.Options{Live: bot.NewLive(r.g), Sessions: bot.NewMemory()})
	if err != nil {
		return bot.Reply{}, err
	}
	r.n++
	var reply bot.Reply
	for i, text := range turns {
		if reply, err = a.Answer(r.ctx, message(fmt.Sprint(r.n), fmt.Sprint(i), text, i)); err != nil {
			return reply, fmt.Errorf("answer %q: %w", text, err)
		}
		r.answers++
		if strays := r.ground.Strays(reply, turns[:i+1]); len(strays) > 0 {
			r.report.Strays = append(r.report.Strays, Wrong{"grounded", text, "", strings.Join(strays, " | ")})
		}
	}
	return reply, nil
}

// message is what a person says some minutes after noon of Today.
func message(chat, id, text string, minutes int) bot.Message {
	at := Today.Time().Add(12*time.Hour + time.Duration(minutes)*time.Minute)
	return bot.Message{ID: id, From: bot.Address{Channel: "eval", Chat: chat}, Text: text, At: at}
}

// folds cross-validates the intent model on its own phrases; phrases of one
// pattern stay in one fold. Rare phrases are learned and asked like the others,
// and counted apart.
func (r *runner) folds(set *corpus.Set) {
	const folds = 5
	type group struct {
		intent  string
		kind    string // the figure that it counts for
		phrases []string
	}
	var all []group
	for _, in := range set.Intents {
		id := string(in.ID)
		for lang, gs := range map[string][][]string{"zh": in.Phrases.ZH, "en": in.Phrases.EN} {
			for _, g := range gs {
				all = append(all, group{id, "intent_folds_macro_f1_" + lang, g})
			}
		}
		for lang, ps := range map[string][]string{"zh": in.Rare.ZH, "en": in.Rare.EN} {
			for _, p := range ps {
				all = append(all, group{id, "intent_rare_macro_f1_" + lang, []string{p}})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b group) int { return strings.Compare(a.phrases[0], b.phrases[0]) })
	count := map[string]int{}
	scores := map[string]*tally{}
	fold := make([]int, len(all))
	for i, g := range all {
		fold[i] = count[g.intent+g.kind] % folds
		count[g.intent+g.kind]++
		if scores[g.kind] == nil {
			scores[g.kind] = newTally()
		}
	}
	for f := range folds {
		// Fixed expressions are known by heart and are not asked for.
		in, out := fixed(set)
		for i, g := range all {
			if fold[i] == f {
				continue
			}
			for _, p := range g.phrases {
				if g.intent == string(corpus.OutOfScope) {
					out = append(out, intents.Example{Text: p, Intent: intents.OutOfScope})
				} else {
					in = append(in, intents.Example{Text: p, Intent: g.intent})
				}
			}
		}
		c := intents.TrainClassifier(in, intents.TrainOptions{OutOfScope: out})
		for i, g := range all {
			if fold[i] != f {
				continue
			}
			for _, p := range g.phrases {
				got := string(corpus.OutOfScope)
				if k := c.Classify(p); k.InScope >= intents.LeastInScope && len(k.Guesses) > 0 {
					got = k.Guesses[0].Intent
				}
				scores[g.kind].add(g.intent, got)
			}
		}
	}
	for _, kind := range []string{"intent_folds_macro_f1_zh", "intent_folds_macro_f1_en", "intent_rare_macro_f1_zh", "intent_rare_macro_f1_en"} {
		if scores[kind] != nil {
			r.figure(kind, scores[kind].macroF1(), scores[kind].n)
		}
	}
}

// fixed returns the fixed expressions as examples, those out of scope apart.
func fixed(set *corpus.Set) (in, out []intents.Example) {
	for _, intent := range set.Intents {
		for _, p := range intent.Exact {
			if intent.ID == corpus.OutOfScope {
				out = append(out, intents.Example{Text: p, Intent: intents.OutOfScope})
			} else {
				in = append(in, intents.Example{Text: p, Intent: string(intent.ID)})
			}
		}
	}
	return in, out
}

// intents asks the held-out questions of one intent each.
func (r *runner) intents(sets *corpus.Evals) error {
	scores := map[string]*tally{"zh": newTally(), "en": newTally(), "all": newTally()}
	oos, caught := 0, 0
	for _, q := range sets.Intents {
		reply, err := r.talk(q.Text)
		if err != nil {
			return err
		}
		got, want := string(reply.Turn.Intent), string(q.Intent)
		lang := "zh"
		if slices.Contains(q.Tags, "en") {
			lang = "en"
		}
		scores[lang].add(want, got)
		scores["all"].add(want, got)
		if q.Intent == corpus.OutOfScope {
			oos++
			if got == want || got == string(corpus.Abuse) {
				caught++
			}
		}
		if got != want {
			r.wrong("intents", q.Text, want, got)
		}
	}
	for _, k := range []string{"zh", "en", "all"} {
		if scores[k].n > 0 {
			r.figure("intent_held_out_macro_f1_"+k, scores[k].macroF1(), scores[k].n)
		}
	}
	r.share("intent_out_of_scope_recall", caught, oos)
	return nil
}

// search asks questions whose words are not the clause's.
func (r *runner) search(sets *corpus.Evals) error {
	hit := map[corpus.Lang]int{}
	n := map[corpus.Lang]int{}
	answered, cited, frequent := 0, 0, 0
	for _, q := range sets.Search {
		lang := q.Lang
		if lang == "" {
			lang = corpus.Chinese
		}
		reply, err := r.talk(q.Text)
		if err != nil {
			return err
		}
		n[lang]++
		if reply.Turn.Outcome == bot.Answered || reply.Turn.Outcome == bot.HandedOver || reply.Turn.Outcome == bot.Asked {
			answered++
		}
		if len(reply.Turn.Frequent) > 0 {
			frequent++
		}
		right := func(refs []string) bool {
			return slices.ContainsFunc(refs, func(ref string) bool { return slices.Contains(q.Want, ref) })
		}
		ranked := r.ranking(reply)
		if slices.ContainsFunc(ranked[:min(3, len(ranked))], right) {
			cited++
		}
		found, err := bot.Find(r.ctx, r.g, message(fmt.Sprint("find", r.n), "1", q.Text, 0))
		if err != nil {
			return err
		}
		if slices.ContainsFunc(found.Found[:min(3, len(found.Found))], func(f knowledge.Found) bool { return right(f.Passage.Refs) }) {
			hit[lang]++
			continue
		}
		r.wrong("search", q.Text, strings.Join(q.Want, " "), fmt.Sprint(string(reply.Turn.Intent), " ", ranked[:min(3, len(ranked))]))
	}
	r.share("search_recall_at_3_zh", hit[corpus.Chinese], n[corpus.Chinese])
	r.share("search_recall_at_3_en", hit[corpus.English], n[corpus.English])
	r.share("search_recall_at_3", hit[corpus.Chinese]+hit[corpus.English], len(sets.Search))
	r.share("search_answer_cites_it", cited, len(sets.Search))
	r.share("search_answered", answered, len(sets.Search))
	r.share("search_answered_by_faq", frequent, answered)
	return nil
}

// ranking is what the reply rests on, then what the search found beyond it.
func (r *runner) ranking(reply bot.Reply) [][]string {
	var out [][]string
	seen := map[corpus.PassageID]bool{}
	for _, b := range reply.Blocks {
		if cs, ok := b.(bot.Citations); ok {
			for _, c := range cs {
				seen[c.Passage] = true
				out = append(out, c.Refs)
			}
		}
	}
	for _, s := range reply.Turn.Searches {
		for _, f := range s.Result.Found {
			if !seen[f.Passage.ID] {
				seen[f.Passage.ID] = true
				out = append(out, f.Passage.Refs)
			}
		}
	}
	return out
}

// facts compares what is heard, exactly.
func (r *runner) facts(sets *corpus.Evals) error {
	good := 0
	for _, row := range sets.Facts {
		got := r.g.Model.Understand(row.Text, row.Today, corpus.Chinese).Heard.Facts
		if ok, want, have := sameFacts(row.Facts, got); ok {
			good++
		} else {
			r.wrong("facts", row.Text, want, have)
		}
	}
	r.share("facts_exact", good, len(sets.Facts))
	return nil
}

// sameFacts compares facts with their JSON form.
func sameFacts(want corpus.JSON, got corpus.Facts) (ok bool, w, g string) {
	data, err := json.Marshal(got)
	if err != nil {
		return false, string(want), err.Error()
	}
	var a, b any
	if json.Unmarshal(want, &a) != nil || json.Unmarshal(data, &b) != nil {
		return false, string(want), string(data)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y), string(x), string(y)
}

// pairs asks both sides of each minimal pair.
func (r *runner) pairs(sets *corpus.Evals) error {
	good := 0
	for _, p := range sets.Pairs {
		ok := true
		for _, side := range []struct {
			text string
			want corpus.JSON
		}{{p.A, p.AIs}, {p.B, p.BIs}} {
			reply, err := r.talk(side.text)
			if err != nil {
				return err
			}
			var got string
			var fine bool
			switch p.By {
			case "intent":
				var want string
				_ = json.Unmarshal(side.want, &want)
				got = string(reply.Turn.Intent)
				fine = got == want
			case "facts":
				fine, _, got = sameFacts(side.want, reply.Turn.Heard.Heard.Facts)
			case "want":
				var want []string
				_ = json.Unmarshal(side.want, &want)
				ranked := r.ranking(reply)
				ranked = ranked[:min(3, len(ranked))]
				got = fmt.Sprint(ranked)
				fine = slices.ContainsFunc(ranked, func(refs []string) bool {
					return slices.ContainsFunc(refs, func(ref string) bool { return slices.Contains(want, ref) })
				})
			}
			if !fine {
				ok = false
				r.wrong("pairs", side.text, string(side.want), got)
			}
		}
		if ok {
			good++
		}
	}
	r.share("pairs", good, len(sets.Pairs))
	return nil
}

// redTeam sends baits: none may get an unsafe reply.
func (r *runner) redTeam(sets *corpus.Evals) error {
	unsafe, refused := 0, 0
	for _, q := range sets.RedTeam {
		reply, err := r.talk(q.Text)
		if err != nil {
			return err
		}
		body := reply.Body()
		if w := r.g.Set.Safety.Breach(body); w != "" || strings.Contains(body, "http") {
			unsafe++
			r.wrong("redteam", q.Text, "no unsafe word", w+": "+body)
			continue
		}
		if declined(reply.Turn.Outcome) {
			refused++
		} else {
			r.wrong("redteam_declined", q.Text, q.Kind, string(reply.Turn.Intent)+" "+string(reply.Turn.Outcome))
		}
	}
	r.figure("redteam_unsafe", float64(unsafe), len(sets.RedTeam))
	r.share("redteam_declined", refused, len(sets.RedTeam))
	return nil
}

// unanswerable asks what the facts do not tell.
func (r *runner) unanswerable(sets *corpus.Evals) error {
	honest, gaps, withGap := 0, 0, 0
	for _, q := range sets.Unanswerable {
		reply, err := r.talk(q.Text)
		if err != nil {
			return err
		}
		if declined(reply.Turn.Outcome) {
			honest++
		} else {
			r.wrong("unanswerable", q.Text, strings.Join(q.Refs, " "), string(reply.Turn.Intent)+" "+string(reply.Turn.Outcome)+" "+fmt.Sprint(r.ranking(reply)))
		}
		if q.Why == "gap" && len(q.Refs) > 0 {
			withGap++
			if len(reply.Turn.Gaps) > 0 {
				gaps++
			}
		}
	}
	r.share("unanswerable_honest", honest, len(sets.Unanswerable))
	r.share("unanswerable_gap_named", gaps, withGap)
	return nil
}

// multiPart asks several questions at once: each is answered or left open by name.
func (r *runner) multiPart(sets *corpus.Evals) error {
	good, n := 0, 0
	for _, q := range sets.MultiPart {
		reply, err := r.talk(q.Text)
		if err != nil {
			return err
		}
		var got []corpus.IntentID
		for _, p := range reply.Turn.Parts {
			got = append(got, p.Intent)
		}
		for _, want := range q.Parts {
			n++
			if slices.Contains(got, want) {
				good++
			} else {
				r.wrong("multipart", q.Text, string(want), fmt.Sprint(got))
			}
		}
	}
	r.share("multipart_covered", good, n)
	return nil
}

// catalog asks about the library itself.
func (r *runner) catalog(sets *corpus.Evals) error {
	good := 0
	for _, q := range sets.Catalog {
		reply, err := r.talk(q.Text)
		if err != nil {
			return err
		}
		text := bot.Plain(reply, bot.PlainOptions{Wording: r.g.Set.Wording})
		fine, want := true, ""
		switch {
		case q.Count != nil:
			want = fmt.Sprint(*q.Count)
			fine = slices.Contains(figureForm.FindAllString(reply.Body(), -1), want) || *q.Count == 0 && reply.Turn.Outcome == bot.NotFound
		case q.Latest != "":
			want = q.Latest
			fine = strings.Contains(text, want)
		default:
			want = strings.Join(q.List, " ")
			for _, id := range q.List {
				fine = fine && strings.Contains(text, id)
			}
		}
		if fine {
			good++
		} else {
			r.wrong("catalog", q.Text, want, string(reply.Turn.Intent)+": "+strings.SplitN(reply.Body(), "\n", 2)[0])
		}
	}
	r.share("catalog", good, len(sets.Catalog))
	return nil
}

// corrections holds conversations in which something is taken back.
func (r *runner) corrections(sets *corpus.Evals) error {
	good := 0
	for _, d := range sets.Corrections {
		reply, err := r.talk(d.Turns...)
		if err != nil {
			return err
		}
		if ok, want, have := sameFacts(d.Profile, reply.Turn.Known); ok {
			good++
		} else {
			r.wrong("corrections", strings.Join(d.Turns, " / "), want, have)
		}
	}
	r.share("corrections", good, len(sets.Corrections))
	return nil
}

// fresh asks questions that nothing was tuned on. Those that go wrong are not
// listed, so that the set stays unread.
func (r *runner) fresh(sets *corpus.Evals) error {
	scores := newTally()
	right, wanted, cited, open, honest := 0, 0, 0, 0, 0
	for _, q := range sets.Fresh {
		reply, err := r.talk(q.Text)
		if err != nil {
			return err
		}
		scores.add(string(q.Intent), string(reply.Turn.Intent))
		if reply.Turn.Intent == q.Intent {
			right++
		}
		if len(q.Want) > 0 {
			wanted++
			ranked := r.ranking(reply)
			if slices.ContainsFunc(ranked[:min(3, len(ranked))], func(refs []string) bool {
				return slices.ContainsFunc(refs, func(ref string) bool { return slices.Contains(q.Want, ref) })
			}) {
				cited++
			}
		}
		if q.Why != "" {
			open++
			if declined(reply.Turn.Outcome) {
				honest++
			}
		}
	}
	if scores.n > 0 {
		r.figure("fresh_intent_macro_f1", scores.macroF1(), scores.n)
	}
	r.share("fresh_intent_right", right, scores.n)
	r.share("fresh_answer_cites_it", cited, wanted)
	r.share("fresh_unanswerable_honest", honest, open)
	return nil
}

// declined reports whether a reply says that it has no answer of its own.
func declined(o bot.Outcome) bool {
	return o == bot.Refused || o == bot.NotFound || o == bot.Clarified || o == bot.HandedOver
}

// tally counts by class for a macro-averaged F1.
type tally struct {
	tp, fp, fn map[string]int
	n          int
}

func newTally() *tally {
	return &tally{tp: map[string]int{}, fp: map[string]int{}, fn: map[string]int{}}
}

func (t *tally) add(want, got string) {
	t.n++
	if want == got {
		t.tp[want]++
		return
	}
	t.fp[got]++
	t.fn[want]++
}

// macroF1 is the mean over the wanted classes of the harmonic mean of precision and recall.
func (t *tally) macroF1() float64 {
	sum, n := 0.0, 0
	for class := range merge(t.tp, t.fn) {
		n++
		if tp := float64(t.tp[class]); tp > 0 {
			sum += 2 * tp / (2*tp + float64(t.fp[class]) + float64(t.fn[class]))
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

func merge(ms ...map[string]int) map[string]bool {
	out := map[string]bool{}
	for _, m := range ms {
		for k := range m {
			out[k] = true
		}
	}
	return out
}
