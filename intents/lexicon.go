package intents

import (
	"strings"
	"unicode/utf8"

	"zhirong/corpus"
)

// sense is a set of roles that a word plays in a sentence.
type sense uint64

const (
	sStop      sense = 1 << iota // ends a sentence
	sGap                         // ends a clause: a comma, a space, 但是
	sThin                        // carries no meaning between a governor and its object
	sList                        // joins the members of a list
	sHave                        // 有, 持有, "own"
	sBe                          // 是, 属于, 评上, "are"
	sNot                         // 没有, 不是, "without"
	sWant                        // 想, 打算, "would like"
	sMust                        // 必须, 要求, "required"
	sNeed                        // 要, 需要, "need": a wish or a requirement
	sIf                          // 如果, "if"
	sSelf                        // 我, 我们, 公司, "our"
	sYesNo                       // 吗, "?"
	sAsk                         // 什么, 怎么, "how"
	sWhether                     // 有没有, 是不是, "do you have"
	sInquire                     // 了解, 咨询: wanting to know is no need
	sLoan                        // 贷, 借, 额度
	sRevenue                     // 营收, 流水
	sAppraise                    // 评估值, 估值
	sSpend                       // money of another sort: 注册资本, 利润, 补贴
	sCap                         // 最高, 上限: a product's limit
	sPast                        // 贷了, 余额: a loan that exists
	sMonthly                     // 每月
	sEarlier                     // 前年: not the last year
	sOperate                     // 成立, 注册, 经营
	sLeft                        // 还剩, 到期, 有效期
	sProfit                      // 盈利
	sLoss                        // 亏损
	sTerm                        // 期限, 还清: how long to borrow
	sOtherTerm                   // 社保, 租期
	sResearch                    // 研发
	sAtLeast
	sAtMost
	sOver
	sUnder
	sNear
	sIn      // 在, 位于, "based in": where the firm is
	sGo      // 去, 到: a destination
	sLike    // 像, 参考: a comparison
	sModel   // 模式, 那种: what stands before is an example
	sFirm    // 公司, 企业, 厂
	sPending // 申请中, 在审
	sEach    // 各
	sGood    // 良好, 没问题
	sBad     // 逾期, 有问题
	sCorrect // 不对, 其实
	sUnsure  // 不知道
	sSchool  // 大学, 银行: makes the place before it part of a name
	sGeneric // 的企业: speaks of firms in general
	sUse     // 质押, 贷款, 评估 behind a right: 商标质押 has no 商标 of its own
	sGoing   // 了, 过, 已: it has happened
	sThen    // 就, 才: what stands before is a condition
	sAll     // 都, 全
	sPolicy  // 规定, 政策
	sSlight  // a right's short name that is also an everyday word: 新型
	sInfo    // 记录, 政策: what stands before is only asked about
	sDecline // 不想, 不需要
	sDo      // 做, 从事, 生产: a line of business follows
	sDouble  // 不是 before 没有: a double negation
	sSpot    // 公安, 白银: a place's name that is also an everyday word
)

// cue is what a word says of one fact.
type cue struct {
	fact corpus.FactID
	code string // one of the fact's codes; "true" or "false" for others
	mode cueMode
}

// cueMode says when a cue counts.
type cueMode uint8

const (
	noun    cueMode = iota // a thing that one has or is: 房产, 高企
	verb                   // a statement of its own; negation turns it: 出口, 和学校共有
	settled                // a statement of its own that holds its negation: 年费没交
	loose                  // settled, where the message names a right: 过期了
)

// word is an entry of the lexicon with all its meanings.
type word struct {
	sense    sense
	rights   []corpus.IPKind
	cues     []cue
	places   []corpus.RegionCode
	industry string
	topic    corpus.FactID // what 良好 or 有问题 is said of: 征信
}

// lexicon finds the longest known word at a place of the text.
type lexicon struct {
	next  map[edge]int32
	words []*word // by node; nil where no word ends
}

type edge struct {
	node int32
	char rune
}

func newLexicon() *lexicon {
	return &lexicon{next: map[edge]int32{}, words: []*word{nil}}
}

// add returns the entry of a phrase, making it if need be. The phrase is folded.
func (l *lexicon) add(phrase string) *word {
	node := int32(0)
	for _, c := range foldText(phrase) {
		e := edge{node, c}
		to, ok := l.next[e]
		if !ok {
			to = int32(len(l.words))
			l.words = append(l.words, nil)
			l.next[e] = to
		}
		node = to
	}
	if node == 0 {
		return &word{}
	}
	if l.words[node] == nil {
		l.words[node] = &word{}
	}
	return l.words[node]
}

// get returns the entry of a phrase, or nil.
func (l *lexicon) get(phrase string) *word {
	node := int32(0)
	for _, c := range foldText(phrase) {
		to, ok := l.next[edge{node, c}]
		if !ok {
			return nil
		}
		node = to
	}
	return l.words[node]
}

// find returns the longest word at i and the place after it. A word of letters
// must be whole; a plural s is allowed.
func (l *lexicon) find(r []rune, i int) (*word, int) {
	var best *word
	end, node := i, int32(0)
	if wordRune(at(r, i)) && wordRune(at(r, i-1)) {
		return nil, i
	}
	for j := i; j < len(r); j++ {
		to, ok := l.next[edge{node, r[j]}]
		if !ok {
			break
		}
		node = to
		w := l.words[node]
		if w == nil {
			continue
		}
		after := at(r, j+1)
		switch {
		case !wordRune(r[j]) || !wordRune(after):
			best, end = w, j+1
		case after == 's' && !wordRune(at(r, j+2)):
			best, end = w, j+2
		}
	}
	return best, end
}

// wordRune reports whether c is part of a word in a script with spaces.
func wordRune(c rune) bool { return letter(c) || digit(c) }

// foldText folds as corpus.Fold does and writes every apostrophe and quotation
// mark in one way.
func foldText(s string) string {
	return strings.Map(func(c rune) rune {
		switch c {
		case '’', '‘', '`', '´':
			return '\''
		case '“', '”', '「', '」', '『', '』', '《', '》', '"':
			return ' '
		}
		return c
	}, corpus.Fold(s))
}

// expand writes out a pattern with alternatives: 没(有|)房产 is 没有房产 and
// 没房产. Groups do not nest.
func expand(pattern string) []string {
	open := strings.IndexByte(pattern, '(')
	if open < 0 {
		return []string{pattern}
	}
	stop := open + strings.IndexByte(pattern[open:], ')')
	if stop < open {
		return []string{pattern}
	}
	tails := expand(pattern[stop+1:])
	var out []string
	for _, choice := range strings.Split(pattern[open+1:stop], "|") {
		for _, tail := range tails {
			out = append(out, pattern[:open]+choice+tail)
		}
	}
	return out
}

// core drops a first and a last group that may be empty: what they hold stands
// around the words that count, and each choice of them would double the lexicon.
func core(pattern string) string {
	if stop := strings.IndexByte(pattern, ')'); strings.HasPrefix(pattern, "(") && mayBeEmpty(pattern[:stop+1]) && stop+1 < len(pattern) {
		pattern = pattern[stop+1:]
	}
	if open := strings.LastIndexByte(pattern, '('); strings.HasSuffix(pattern, ")") && open > 0 && mayBeEmpty(pattern[open:]) {
		pattern = pattern[:open]
	}
	return pattern
}

// mayBeEmpty reports whether a group has an empty choice.
func mayBeEmpty(group string) bool {
	return strings.HasPrefix(group, "(|") || strings.HasSuffix(group, "|)") || strings.Contains(group, "||")
}

// buildLexicon gathers the words of grammar and those that the corpus brings.
func buildLexicon(set *corpus.Set) *lexicon {
	l := newLexicon()
	for s, phrases := range grammar {
		for _, p := range phrases {
			for pattern := range strings.FieldsSeq(p) {
				for _, phrase := range expand(pattern) {
					l.add(strings.ReplaceAll(phrase, "_", " ")).sense |= s
				}
			}
		}
	}
	for kind, p := range rightNames {
		for pattern := range strings.FieldsSeq(p) {
			for _, phrase := range expand(pattern) {
				l.addRight(strings.ReplaceAll(phrase, "_", " "), kind)
			}
		}
	}
	for phrase, kinds := range rightGroups {
		for _, k := range kinds {
			l.addRight(phrase, k)
		}
	}
	for _, c := range traits {
		for pattern := range strings.FieldsSeq(c.phrases) {
			for _, phrase := range expand(core(pattern)) {
				w := l.add(strings.ReplaceAll(phrase, "_", " "))
				if c.topic {
					w.topic = c.fact
					continue
				}
				w.addCue(cue{c.fact, c.code, c.mode})
				if c.fact == "has_appraisal" && c.code == "true" {
					w.sense |= sAppraise // 评估公司评了 500万
				}
			}
		}
	}
	l.addCorpus(set)
	return l
}

// plain reports whether nothing is known of the word yet.
func (w *word) plain() bool {
	return w.sense == 0 && len(w.cues) == 0 && len(w.rights) == 0 && len(w.places) == 0 && w.industry == ""
}

func (w *word) addCue(c cue) {
	for _, have := range w.cues {
		if have.fact == c.fact {
			return
		}
	}
	w.cues = append(w.cues, c)
}

func (l *lexicon) addRight(phrase string, kind corpus.IPKind) {
	w := l.add(phrase)
	for _, have := range w.rights {
		if have == kind {
			return
		}
	}
	w.rights = append(w.rights, kind)
}

// namedFacts are the facts whose choices are heard by their names.
var namedFacts = map[corpus.FactID]cueMode{"statuses": noun, "entity_kind": noun, "entity_size": noun, "kv_grade": noun, "associations": noun, "need": noun}

// addCorpus adds choices of facts, places, industries, terms and products.
func (l *lexicon) addCorpus(set *corpus.Set) {
	for _, a := range set.Aliases {
		mode, ok := namedFacts[a.Fact]
		if ok && utf8.RuneCountInString(a.Text) > 1 && !ambiguousNames[a.Text] {
			l.add(a.Text).addCue(cue{a.Fact, a.Code, mode})
		}
	}
	for i := range set.Places {
		p := &set.Places[i]
		if p.Kind == "group" {
			continue
		}
		for _, name := range append([]string{p.Name.ZH, p.Name.EN}, p.Aliases...) {
			if utf8.RuneCountInString(name) < 2 {
				continue // 鄂, 沪: part of too many words
			}
			l.addPlace(name, p.Code)
		}
	}
	for name, codes := range sameNames {
		w := l.add(name)
		w.places = nil
		for _, c := range codes {
			if _, ok := set.Place(c); ok {
				w.places = append(w.places, c)
			}
		}
	}
	for i := range set.Industries {
		in := &set.Industries[i]
		for _, name := range append([]string{in.Name.ZH, in.Name.EN}, in.Aliases...) {
			if utf8.RuneCountInString(name) > 1 {
				l.add(name).industry = in.Code
			}
		}
	}
	for i := range set.Terms {
		t := &set.Terms[i]
		right := l.get(t.Name.ZH)
		if right == nil || len(right.rights) == 0 {
			continue
		}
		for _, wrong := range t.Misspellings {
			if w := l.add(wrong); w.plain() {
				w.rights = right.rights
			}
		}
	}
	for i := range set.Products {
		p := &set.Products[i]
		for _, name := range append([]string{p.Name.ZH, p.Name.EN, p.Short.ZH, p.Short.EN}, p.Aliases...) {
			if w := l.get(name); strings.HasSuffix(name, "贷") && (w == nil || w.plain()) {
				w = l.add(name)
				w.sense |= sLoan
				w.addCue(cue{"need", "loan", noun})
			}
		}
	}
}

func (l *lexicon) addPlace(name string, code corpus.RegionCode) {
	w := l.add(name)
	for _, have := range w.places {
		if have == code {
			return
		}
	}
	w.places = append(w.places, code)
}
