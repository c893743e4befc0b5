package bot

import (
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
)

// answerPilot says whether a place is one of the ten pilots: yes, no but it may
// try on its own, or not served here; and what pilots do, if that is asked.
func (t *turn) answerPilot(part intents.Part) (piece, error) {
	p, err := t.pilotStanding(part)
	if err != nil || !asksPilotWork(part.Text) {
		return p, err
	}
	var work []*corpus.Passage
	notice := t.pilotPassage("pilots")
	for _, ref := range pilotWorks {
		for _, i := range t.set.ByRef(ref) {
			if q := &t.set.Passages()[i]; notice != nil && q.Doc == notice.Doc && (!t.a.production || q.Reviewed) {
				work = append(work, q)
				break
			}
		}
	}
	if len(work) == 0 {
		return p, nil
	}
	if len(part.Heard.Places) == 0 {
		p = piece{outcome: Answered} // asked for the work alone
	}
	p.lines = append(p.lines, t.say("pilot.work", nil), t.items(&p, work))
	return p, nil
}

// pilotWork asks what pilots do.
var pilotWork = regexp.MustCompile(`试点.{0,6}(?:做|干|搞|办|推)(?:些|的)?(?:什么|啥|哪些|哪几)|试点.{0,4}(?:是|有)(?:什么|哪些)(?:内容|任务|事|工作|意思)|试点.{0,4}(?:内容|任务)(?:是什么|有哪些)|\bwhat (?:does|do|will|is) (?:the |a |these )?pilots?\b.{0,12}(?:\bdo\b|about|for)`)

// pilotWorks are the notice's works, each by the reference of its first clause:
// services, appraisal, products, insurance, sharing of risk, firms' needs.
var pilotWorks = []string{"SEED-02", "SEED-03", "SEED-04", "SEED-05", "SEED-06", "SEED-09"}

func asksPilotWork(text string) bool { return pilotWork.MatchString(corpus.Fold(text)) }

// pilotStanding tells which places are pilots, or what a clause says of pilots.
func (t *turn) pilotStanding(part intents.Part) (piece, error) {
	if !asksPilot(part.Text) && !asksAll(part.Text) && len(t.u.Parts) > 0 && t.u.Parts[0].Text == part.Text {
		if r, err := t.search(part, nil); err != nil || r.Strength() > 0.3 {
			if err != nil {
				return piece{}, err
			}
			return t.fromResult(part, r)
		}
	}
	places := part.Heard.Places
	if len(places) == 0 {
		if v := t.s.Profile.Facts["region"]; v.Known() && part.Question && !asksAll(part.Text) {
			places = []corpus.RegionCode{corpus.RegionCode(v.Text)}
		}
	}
	p := piece{outcome: Answered}
	for _, code := range places {
		line, q := t.pilotLine(code)
		if q != nil {
			line = t.validity(q) + line
			line += cite(q)
			t.use(&p, q)
		}
		p.lines = append(p.lines, line)
	}
	if len(places) > 0 {
		if note := t.firstPassage([]string{"SEED-00"}); note != nil {
			t.use(&p, note)
		}
		return p, nil
	}
	if q := t.pilotPassage("pilots"); q != nil && asksAll(part.Text) {
		p.lines = []string{t.statement(q, true)}
		t.use(&p, q)
		return p, nil
	}
	return t.answerPolicy(part)
}

// pilotForm asks whether a place is a pilot.
var pilotForm = regexp.MustCompile(`试点(?:地区|县|区|市|名单|里|范围|之内|地方)*(?:吗|嘛|么|不|没|内|里|中)|是不是.{0,8}试点|是否.{0,10}试点|算.{0,4}试点|属于.{0,6}试点|在不在.{0,8}试点|(?:是|进|入选|列入|当上|成为|评上|轮到).{0,6}试点|试点.{0,6}(?:有我|有没有|包括|含)|\b(?:is|are|was)\b.{0,40}\bpilots?\b|pilot.{0,20}(?:status|list|or not|\?$)|among the pilots|one of the (?:ten )?pilots?`)

// nationalForm is about the nation's own pilots, which are others.
var nationalForm = regexp.MustCompile(`国家|全国|八个|金发|national|eight`)

func asksPilot(text string) bool {
	folded := corpus.Fold(text)
	return pilotForm.MatchString(folded) && !nationalForm.MatchString(folded) && !pilotMatter.MatchString(folded)
}

// pilotMatter is about who takes part in a pilot or how it goes, not about which
// places are pilots.
var pilotMatter = regexp.MustCompile(`(?:哪|几家|多少).{0,4}(?:银行|企业|公司|机构|产业)|(?:银行|企业|公司|机构|产业).{0,6}(?:哪|几家|多少)|验收|产业是什么|(?:怎么|如何|怎样).{0,3}试点|\b(?:which|what|how many) (?:banks|firms|companies|industries)\b`)

func asksAll(text string) bool {
	folded := corpus.Fold(text)
	return slices.ContainsFunc([]string{"哪些", "哪几个", "有几个", "名单", "which", "list", "how many"}, func(w string) bool { return strings.Contains(folded, w) })
}

// pilotLine words the standing of one place, with the clause it rests on.
func (t *turn) pilotLine(code corpus.RegionCode) (string, *corpus.Passage) {
	args := map[string]string{"place": t.set.PlaceName(code, t.lang)}
	q := t.pilotPassage("pilots")
	switch place, ok := t.set.Place(code); {
	case !ok || !t.set.Within(code, corpus.Hubei):
		return t.say("pilot.outside", args), nil
	case place.Pilot:
		return t.say("pilot.yes", args), q
	case place.Level == "zone":
		// Pilot status is the county's and is not inherited.
		return t.say("pilot.zone", args), t.pilotPassage("others")
	case slices.ContainsFunc(t.set.Pilots(), func(c corpus.RegionCode) bool { return t.set.Within(c, code) }):
		var inside []string
		for _, c := range t.set.Pilots() {
			if pl, ok := t.set.Place(c); ok && t.set.Within(c, code) {
				inside = append(inside, pl.Name.In(t.lang))
			}
		}
		args["pilots"] = t.list(inside)
		return t.say("pilot.holds", args), q
	}
	return t.say("pilot.no", args), t.pilotPassage("others")
}

// pilotPassage is the clause of the notice that names the pilots, or the one that
// encourages other places.
func (t *turn) pilotPassage(which string) *corpus.Passage {
	var first *corpus.Passage
	for _, i := range t.set.ByRef("SEED-00") {
		p := &t.set.Passages()[i]
		if p.Kind != corpus.PolicyPassage {
			continue
		}
		if first == nil {
			first = p
		}
		if strings.Contains(p.Text.ZH, "鼓励") == (which == "others") && (which == "others" || strings.Contains(p.Text.ZH, "江夏")) {
			return p
		}
	}
	return first
}
