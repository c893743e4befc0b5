package bot

import (
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// demand is a sort of thing that a question asks for by its words: an answer
// tells one, or says that it does not.
type demand struct {
	id    string         // wording key of its name, after "demand."
	asked *regexp.Regexp // the question's words, folded
	told  *regexp.Regexp // a Chinese clause that tells one, without calendar dates; nil: no clause here tells it
}

// numeral is a number as clauses write it.
const numeral = `(?:\d[\d,.]*|[一二两三四五六七八九十百千半]+)`

// oneBank is a bank within a list.
const oneBank = `(?:[工农中建交]行|[工农中建交]、|浦发|华夏|兴业|浙商|湖北银行|汉口银行|农商行|再担保|人保|平安|太保)`

// demands are tried in order: the first that is asked for counts.
var demands = []demand{
	{"address", regexp.MustCompile(`哪条路|哪个楼|几楼|几号窗口|门牌|哪个酒店|地址(?:是|在|多少|呢|$)|具体位置|street address|which (?:street|building|hotel|floor)`), nil},
	{"website", regexp.MustCompile(`网址|官网地址|网站地址|web ?(?:address|site address)|\burl\b`), nil},
	{"person", regexp.MustCompile(`哪位(?:经理|负责人|老师|领导|同志)|(?:经理|负责人|联系人)(?:是谁|叫什么|姓什么)|负责.{0,8}是(?:谁|哪位)|who is the (?:manager|officer|contact)`), nil},
	{"phone", regexp.MustCompile(`电话(?:是|号|多少|几|呢)|座机|联系电话|phone number`), regexp.MustCompile(`\d{5}`)},
	{"verbatim", regexp.MustCompile(`原文(?:是|怎么|咋|写|给|发|贴|念|在哪|有没有|说的什么|\s*[?？。]?$)|要原文|全文|逐条|逐字|一字不|原样|word for word|verbatim|full text|\bquote\b`), nil},
	{"percent", regexp.MustCompile(`百分之几|几成|几个百分点|占几分|占多少权重|权重.{0,6}(?:多少|几)|零点几|几比几|比例(?:是|为)?(?:多少|几)|what (?:percentage|share|weight|coupon|percent)|which weight|in percent\b|票面利率`), regexp.MustCompile(`\d\s*%|百分之|[一二三四五六七八九]成|个百分点|\d[:：]\d|LPR`)},
	{"date", regexp.MustCompile(`什么时候(?:发行|举办|开|验收|截止|公布|开始报|申报)|(?:哪天|几月几号|几号)(?:截止|举办|开|发)|截止(?:日期|时间|日)|(?:第.期|下一期|下一场|下次).{0,6}(?:什么时候|何时|哪天)|(?:what|which) date|when (?:is the (?:next|deadline)|will)|the deadline`), regexp.MustCompile(`\d{4}年|\d+月|截止`)},
	{"premium", regexp.MustCompile(`保费.{0,6}(?:多少|几|怎么算)|(?:多少|几).{0,3}保费|险.{0,12}(?:要交|交|花)(?:多少|几)|what premium|how much.{0,20}premium|premium.{0,12}how much`), regexp.MustCompile(`保费.{0,20}` + numeral + `|费率.{0,12}` + numeral)},
	{"fee", regexp.MustCompile(`(?:登记费|工本费|证书费|评估费|服务费|手续费).{0,6}(?:多少|几)|what is the .{0,30}fee|how much is the .{0,24}fee`), regexp.MustCompile(numeral + `\s*(?:元|万|%)|不收|免费|免收|没有官费|不交`)},
	{"sum", regexp.MustCompile(`几百万|几十万|多少亿|多少万|几个亿|多大规模|规模(?:有)?多大|how big is|how large is|what is the .{0,20}ceiling`), regexp.MustCompile(numeral + `\s*(?:元|万|亿)`)},
	{"days", regexp.MustCompile(`几个?工作日|几天|多少天|多少个工作日|how many (?:working )?days`), regexp.MustCompile(numeral + `(?:个|多)?\s*(?:工作日|日|天|周|小时|分钟|个月)`)},
	{"firms", regexp.MustCompile(`哪几家(?:企业|公司)|哪些(?:企业|公司)|(?:企业|公司)(?:是|有)(?:哪几家|哪些|哪几个)|which (?:firms|companies)`), nil},
	{"who", regexp.MustCompile(`哪几家(?:银行|机构)|哪些(?:银行|机构)|(?:银行|机构)(?:是|有)(?:哪几家|哪些|哪几个)|挂牌了哪|合作银行.{0,4}(?:哪|名单)|which banks`), regexp.MustCompile(oneBank + `.{0,12}` + oneBank + `|[\d几两三四五六七八九十]家(?:银行|企业|公司|机构)`)},
}

// calendar are days and years, which no number of days is.
var calendar = regexp.MustCompile(`\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日`)

// demandOf returns what a question asks for, or nil.
func demandOf(text string) *demand {
	folded := corpus.Fold(text)
	if strings.Contains(folded, "吗") {
		return nil // asks for yes or no
	}
	for i := range demands {
		if demands[i].asked.MatchString(folded) {
			return &demands[i]
		}
	}
	return nil
}

// gradeForm is a grade that a question names.
var gradeForm = regexp.MustCompile(`([a-e])\s*[级档等]|grade ([a-e])\b`)

// tells reports whether a passage tells a thing of the sort, for the year and the
// grade that the question names.
func (d *demand) tells(question string, p *corpus.Passage) bool {
	switch {
	case d.id == "firms":
		return p.Kind == corpus.CasePassage
	case d.told == nil:
		return false
	}
	text := p.Text.ZH
	folded := corpus.Fold(question)
	if year := yearForm.FindString(folded); year != "" && !strings.Contains(text+p.Heading.ZH+p.Title.ZH+p.DocNo, year) {
		return false
	}
	if m := gradeForm.FindStringSubmatch(folded); m != nil {
		grade := strings.ToUpper(m[1] + m[2])
		return slices.ContainsFunc(clauseEnd.Split(text, -1), func(c string) bool { return strings.Contains(c, grade) && d.told.MatchString(c) })
	}
	if d.id == "days" {
		text = calendar.ReplaceAllString(text, "")
	}
	return d.told.MatchString(text) || p.Table != nil
}

// missingForm says in a clause that something was not found.
var missingForm = regexp.MustCompile(`(?:没有|未)(?:查到|见到|写明|写|说明|公布|公开|核到|给出)|不知道|not (?:found|seen|known|told|stated|given|published)|(?:does|do|did) not (?:say|tell|state|name|give)|no .{1,24} (?:was|were) (?:found|seen)|never seen`)

var clauseEnd = regexp.MustCompile(`[。；;，,]|\. `)

// owned reports whether the very clause of a passage that is nearest to the
// question says that the thing was not found.
func (t *turn) owned(text string, p *corpus.Passage) bool {
	asked := grams(corpus.Fold(text))
	best, missing := 0, false
	for _, c := range clauseEnd.Split(p.Text.In(t.lang), -1) {
		n := 0
		for g := range grams(corpus.Fold(c)) {
			if asked[g] {
				n++
			}
		}
		if n > best {
			best, missing = n, missingForm.MatchString(strings.ToLower(c))
		}
	}
	return best >= 2 && missing
}

// grams are the pairs of ideographs, and the words of letters and digits, of folded text.
func grams(folded string) map[string]bool {
	out := map[string]bool{}
	word := ""
	var last rune
	flush := func() {
		if len(word) > 0 && !commonWord[word] {
			out[word] = true
		}
		word = ""
	}
	for _, r := range folded + " " {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			word += string(r)
			last = 0
		case r >= 0x4e00 && r < 0xa000:
			flush()
			if last != 0 {
				out[string(last)+string(r)] = true
			}
			last = r
		default:
			flush()
			last = 0
		}
	}
	return out
}

var commonWord = map[string]bool{
	"the": true, "a": true, "an": true, "of": true, "is": true, "are": true, "to": true, "in": true, "for": true, "on": true, "and": true, "or": true, "not": true,
	"was": true, "what": true, "how": true, "which": true, "does": true, "do": true, "it": true, "by": true, "at": true, "with": true, "that": true, "be": true,
	"known": true, "found": true, "here": true, "when": true, "where": true, "much": true, "many": true, "from": true, "will": true, "as": true, "no": true,
}

// strongAs is how near a passage must be, beside the first, for what it tells to count.
const strongAs = 0.85

// tellerLikeness is how like the question a clause must be, beside the first, to
// answer in its stead because it tells what is asked for.
const tellerLikeness = 0.65

// gapBeside is how near a known unknown must be where nothing tells what is asked for.
const gapBeside = 0.5

// untold answers where what is asked for is a figure, a name or an address and
// what was found does not tell one: by the known unknown that was found, else by
// saying so, with what is near.
func (t *turn) untold(part intents.Part, found, chosen []knowledge.Found) (piece, bool) {
	if len(chosen) == 0 {
		return piece{}, false
	}
	first := chosen[0]
	own := !slices.ContainsFunc(chosen, func(f knowledge.Found) bool {
		return f.Score >= strongAs*first.Score && (f.Passage.Kind == corpus.CasePassage || !t.owned(part.Text, f.Passage))
	})
	if own {
		p := piece{outcome: NotFound, lines: []string{t.statement(first.Passage, false)}, next: "next.gap"}
		if ref := gapRef(first.Passage); ref != "" {
			p.gaps = []string{ref}
		} else if product, ok := t.set.Product(first.Passage.Doc); ok {
			p.gaps = []string{product.Refs[0] + "." + first.Passage.Field}
		}
		if g := t.gapNear(part, found, first); g != nil && gapRef(first.Passage) == "" {
			p = t.sayUnknown(g.Passage)
			p.lines = append([]string{t.statement(first.Passage, false)}, p.lines...)
		}
		t.use(&p, first.Passage)
		return p, true
	}
	d := demandOf(part.Text)
	if d == nil || d.id == "verbatim" && clauseAsked(part.Text, first.Passage) {
		return piece{}, false
	}
	if slices.ContainsFunc(chosen, func(f knowledge.Found) bool {
		return f.Strength() >= strongAs*first.Strength() && d.tells(part.Text, f.Passage)
	}) {
		return piece{}, false
	}
	if g := t.gapNear(part, found, first); g != nil {
		return t.sayUnknown(g.Passage), true
	}
	p := piece{outcome: NotFound, lines: []string{t.say("not_told", map[string]string{"thing": t.label("demand." + d.id)}), t.statement(first.Passage, false)}}
	t.use(&p, first.Passage)
	return p, true
}

// gapNear is the first known unknown among what was found that is about the same rights and kind of figure.
func (t *turn) gapNear(part intents.Part, found []knowledge.Found, first knowledge.Found) *knowledge.Found {
	for i := range found {
		f := &found[i]
		if (f.Passage.Kind == corpus.GapPassage || gapRef(f.Passage) != "") && !otherRight(f.Passage, part) && !t.otherAspect(f.Passage, part) && f.Score >= gapBeside*bare(&first) && (f.Likeness >= gapLikeness || f.Score >= first.Score) {
			return f
		}
	}
	return nil
}

// articleForm is the number of an article.
var articleForm = regexp.MustCompile(`第[一二三四五六七八九十百零\d]+条|art(?:icle|\.)\s*\d+`)

// teller returns what was found that tells what is asked for, is as like the
// question as what was chosen, and answers the same intent.
func (t *turn) teller(part intents.Part, found, chosen []knowledge.Found) []knowledge.Found {
	d := demandOf(part.Text)
	if d == nil || len(chosen) == 0 || slices.ContainsFunc(chosen, func(f knowledge.Found) bool { return d.tells(part.Text, f.Passage) }) {
		return chosen
	}
	for _, f := range found {
		if f.Passage.Kind != corpus.GapPassage && f.Passage.Kind != corpus.CasePassage && f.Boosts["intent"] > 0 && !offRights(&f) && f.Likeness >= tellerLikeness*chosen[0].Likeness && d.tells(part.Text, f.Passage) {
			return []knowledge.Found{f}
		}
	}
	return chosen
}

// offRights reports whether what was found is about other rights than the question.
func offRights(f *knowledge.Found) bool {
	b, ok := f.Boosts["rights"]
	return ok && b < 1
}

// clauseAsked reports whether the letter of one article is asked for and the
// passage is that article: its sense answers.
func clauseAsked(text string, p *corpus.Passage) bool {
	n := articleForm.FindString(corpus.Fold(text))
	return n != "" && (strings.Contains(corpus.Fold(p.Number.ZH), n) || strings.Contains(corpus.Fold(p.Number.EN), n))
}
