package bot

import (
	"regexp"
	"slices"
	"time"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// Bounds of looking at other days.
const (
	maxYearsAway   = 10 // a day further from today is not looked at; the wording says so
	monthsAhead    = 36 // looked into for what changes; the wording says three years
	maxChangeShown = 12
)

// dayAsked weighs the products by another day than today.
func (t *turn) dayAsked(said string) (piece, bool, error) {
	day := t.u.Heard.AsOf
	if day == "" && len(t.u.Heard.Dates) == 1 {
		day = t.u.Heard.Dates[0]
	}
	if day == "" && len(t.u.Heard.Terms) == 1 && waitForm.MatchString(said) {
		if n, ok := t.u.Heard.Terms[0].Span.Exact(); ok && n <= maxYearsAway*12 {
			day = addMonths(t.today, int(n))
		}
	}
	if day == "" || day == t.today || !t.knowsFirm() || len(t.listed()) == 0 || len(t.g.Base.Named(t.m.Text)) > 0 || len(t.u.Heard.DocNos) > 0 {
		return piece{}, false, nil
	}
	if i := t.s.Topic.Intent; i != "match_products" && i != "can_borrow" && i != "how_much" && !onlyDayForm.MatchString(said) {
		return piece{}, false, nil
	}
	p, err := t.onDay(day)
	return p, true, err
}

// onlyDayForm is a day and nothing else to ask about: 2028年1月1日看呢.
var onlyDayForm = regexp.MustCompile(`^(?:那|如果|要是|按|到|在|等到|换成|and|what about|how about|what if|as of|as at|on|by|in|it is|it were|[\s,，])*(?:\d{4}\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{1,2}\s*[日号]?|月)?|\d{4}年|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9},? \d{4}|[a-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|[a-z]{3,9} \d{4})(?:的时候|那天|时|再|来|去|看|算|办|申请|呢|怎么样|如何|会怎样|会怎么样|\s)*[?？。.]*$`)

// waitForm says that some time goes by first.
var waitForm = regexp.MustCompile(`再?(?:等|过|拖|晚).{0,6}(?:年|月)|(?:年|月)(?:以|之)?后|\bwait|\blater\b|\bin (?:a|one|two|three|\d+) (?:years?|months?)`)

// wholeMonths are the months that have gone by from one day to a later one.
func wholeMonths(from, to corpus.Date) corpus.Months {
	a, b := from.Time(), to.Time()
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		n--
	}
	return corpus.Months(n)
}

// onDay lists the products as of a day and what is other than today. In time to
// come the firm is older, and its patents have less life left; of the past only
// the days of the rules are known.
func (t *turn) onDay(day corpus.Date) (piece, error) {
	p := piece{intent: "match_products", outcome: Answered, own: true, buttons: &Buttons{}}
	args := map[string]string{"date": string(day), "today": string(t.today)}
	p.buttons.Choices = append(p.buttons.Choices, Button{t.label("dates.today"), "today"}, Button{t.label("dates.later"), "later"})
	if years := day.Time().Year() - t.today.Time().Year(); years > maxYearsAway || years < -maxYearsAway {
		p.outcome, p.lines = NotFound, []string{t.say("dates.too_far", args)}
		return p, nil
	}
	then := t.s.Profile.Facts
	lead := "dates.past"
	if day > t.today {
		then, lead = knowledge.Age(then, wholeMonths(t.today, day)), "dates.future"
	}
	p.lines = append(p.lines, t.say(lead, args))
	shown := standing(t.candidates(then, day))
	p.products = shown
	if fits(shown) == t.s.Shown {
		p.lines = append(p.lines, t.say("dates.list_same", nil))
		p.docs = slices.Clone(t.s.Topic.Docs)
	} else if err := t.showProducts(&p, shown); err != nil {
		return p, err
	}
	changes := slices.DeleteFunc(t.g.Base.Matcher().Compare(t.s.Profile.Facts, then, t.today, day), func(c knowledge.FitChange) bool { return !lends(c.Product) })
	if len(changes) == 0 {
		p.lines = append(p.lines, t.say("dates.same", args))
		return p, nil
	}
	p.lines = append(p.lines, t.say("dates.differ", args))
	table := Table{Caption: corpus.Fill(t.label("dates.caption"), args), Head: []string{t.label("products.product"), string(t.today), string(day)}}
	for _, c := range changes[:min(len(changes), maxChangeShown)] {
		mark := t.citeOf(&p, corpus.PassageID(string(c.Product.ID)+"#conditions"))
		table.Rows = append(table.Rows, []string{c.Product.Short.In(t.lang) + mark, t.fitWord(c.Before), t.fitWord(c.After)})
	}
	p.tables = append(p.tables, table)
	return p, nil
}

// fitWord words how a product stands; nil means that it cannot be had.
func (t *turn) fitWord(f *knowledge.Fit) string {
	if f == nil {
		return t.label("dates.fit.none")
	}
	return t.label("dates.fit." + f.String())
}

// laterAsked answers when a result will change.
func (t *turn) laterAsked(string) (piece, bool, error) {
	if !t.knowsFirm() || len(t.listed()) == 0 {
		return piece{}, false, nil
	}
	return t.later(), true, nil
}

// later tells what changes by itself in the months to come: rules that begin or
// end, and products that stand otherwise as the firm grows older and its patents
// run.
func (t *turn) later() piece {
	p := piece{intent: "match_products", outcome: Answered, own: true}
	end := corpus.DateOf(t.today.Time().AddDate(0, monthsAhead, 0))
	args := map[string]string{"today": string(t.today), "end": string(end)}
	table := Table{Caption: corpus.Fill(t.label("dates.later_caption"), args), Head: []string{t.label("dates.day"), t.label("dates.what"), t.label("dates.change")}}
	for _, c := range t.changes(end) {
		table.Rows = append(table.Rows, []string{string(c.on), c.name + t.citeOf(&p, c.cite), c.text})
	}
	p.buttons = &Buttons{Choices: []Button{{t.label("dates.today"), "today"}, {t.label("lead.summary"), "cmd summary"}}}
	if len(table.Rows) == 0 {
		p.lines = []string{t.say("dates.no_change", args), t.say("dates.unknown_days", nil)}
		return p
	}
	if len(table.Rows) > maxChangeShown {
		table.Rows = table.Rows[:maxChangeShown]
	}
	p.tables = []Table{table}
	p.lines = []string{t.say("dates.changes", args), t.say("dates.unknown_days", nil)}
	return p
}

// laterChange is something that changes on a day.
type laterChange struct {
	on         corpus.Date
	name, text string
	cite       corpus.PassageID
}

// changes are those until a day, in the order of days.
func (t *turn) changes(end corpus.Date) []laterChange {
	var out []laterChange
	matcher := t.g.Base.Matcher()
	place := corpus.RegionCode("")
	if v := t.s.Profile.Facts["region"]; v.Known() {
		place = corpus.RegionCode(v.Text)
	}
	var docs []corpus.ID
	for _, c := range matcher.Between(t.today, end, place) {
		q, ok := t.set.Passage(c.Passage)
		if !ok || slices.Contains(docs, q.Doc) {
			continue
		}
		docs = append(docs, q.Doc)
		key := "dates.ends"
		if c.Begins {
			key = "dates.begins"
		}
		out = append(out, laterChange{c.On, t.docName(q), t.label(key), c.Passage})
	}
	serving := t.candidates(t.s.Profile.Facts, t.today)
	day, known := t.today, t.s.Profile.Facts
	for n := 1; n <= monthsAhead; n++ {
		next, older := addMonths(t.today, n), knowledge.Age(t.s.Profile.Facts, corpus.Months(n))
		for _, c := range matcher.Compare(known, older, day, next) {
			if c.Before == nil || c.After == nil || !slices.ContainsFunc(serving, func(m knowledge.Match) bool { return m.Product == c.Product }) {
				continue // those that begin or end are told by their rules
			}
			text := corpus.Fill(t.label("dates.fit_changes"), map[string]string{"before": t.fitWord(c.Before), "after": t.fitWord(c.After)})
			out = append(out, laterChange{next, c.Product.Short.In(t.lang), text, corpus.PassageID(string(c.Product.ID) + "#conditions")})
		}
		day, known = next, older
	}
	slices.SortStableFunc(out, func(a, b laterChange) int { return int(a.on.Day() - b.on.Day()) })
	return out
}

// addMonths is the day some months on, the last of its month where that is short.
func addMonths(d corpus.Date, n int) corpus.Date {
	at := d.Time()
	last := time.Date(at.Year(), at.Month()+time.Month(n)+1, 0, 0, 0, 0, 0, at.Location())
	return corpus.DateOf(time.Date(last.Year(), last.Month(), min(at.Day(), last.Day()), 0, 0, 0, 0, at.Location()))
}
