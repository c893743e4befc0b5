package intents

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhirong/corpus"
)

// plainlyOutside is the probability of being in scope below which a question is
// of another field for sure.
const plainlyOutside = 0.02

// maxParts bounds the questions that one message is taken to hold.
const maxParts = 4

var (
	// pieceForm ends a piece of a message: at marks, and before words that begin another question.
	pieceForm = regexp.MustCompile(`(?i)[，,。；;？?！!、\n\x{3000}]+|还有就是|以及|顺便问一?下?|顺便|(?:\b(?:also|and also|besides|in addition|secondly|plus)\b)|(?:\band (?:how|what|when|where|who|which|is|can|do|does|are|will|tell|delete|give|show|send|the|should|could)\b)|(?:\bor is there\b)|(?:\bthen the\b)`)
	// askForm shows that a piece asks something.
	askForm = regexp.MustCompile(`吗|呢|么$|什么|啥|多少|多久|多长|几[个家天项种年级点条份步类款笔次批回样]|怎么|咋|如何|哪|谁|能不能|可不可以|行不行|要不要|有没有|是不是|会不会|用不用|算不算|得不得|好不好|合不合|够不够|能否|是否|可否|为何|为什么|几时|何时|想知道|想了解|想问|请问` +
		`|怎样|几多|几成|几折|几年|给我|帮我|告诉我|讲一?下|讲讲|说一?下|说说|列一?[下个]|推荐|介绍|了解一?下|想声明|想卖|想找|[^不][不没冇么]\pP*\s*$|算算|汇总|删了|停了` +
		`|\b(?:what|which|who|whom|where|when|why|how|can|could|may|is|are|do|does|did|will|would|should|must|tell me|delete|stop|estimate|summari[sz]e)\b` +
		`|^\s*(?:还有|另外|最后|然后|再看|再问)[^我有是\pP]{2,8}\pP*\s*$|^\s*(?:then|next|finally|lastly|first)\b`)
	// statedForm is an English verb behind its subject, which states: "we are high-tech".
	statedForm = regexp.MustCompile(`\b(?:we|i|they|he|she|it|this|that|there|(?:our|my|the) [a-z]+) (?:are|is|do|does|did|can|could|may|will|would|should|must)\b`)
	// wishForm shows that a piece wishes for something without asking.
	wishForm = regexp.MustCompile(`^(?:我们?|咱们?|也|先|再|还|又|另外|还有|同时|然后|最后|说|一个|是|,|\s)*(?:想|要|求|请|麻烦|把|帮|给|查|列|问|退|订|取消|告诉|投诉|举报|解释|说说)` +
		`|^.{0,4}?[想要](?:进|参加|订|问|办|了解|申请|投|报|退|买|卖)|(?:报|列|写|发|说|讲)(?:上|一下|出来|给我)\pP*$|到期.*续|[不没]对\pP*$|错了\pP*$|有误\pP*$` +
		`|^\s*(?:and |also |please |then )*(?:i want|we want|i'd like|we'd like|i need|we need|sign|subscribe|unsubscribe|tell|send|show|list|explain)\b|\bwas (?:wrong|incorrect)\b`)
	// leadForm is a word that only says that another question comes.
	leadForm = regexp.MustCompile(`(?i)^\s*(?:(?:不?是|不?能|不?行|不?可以|没?有)的话|第?[一二三四1-4](?:[、.．]|是|个?是?问)|还有就是|还有|另外|再就是|最后看?|然后看?|再看|顺便问一?下?|顺便|以及|(?:and also|and|also|besides|in addition|secondly|plus|then|next|finally|lastly)\b[ ,]*)`)
)

// hanBlank is a blank before several Chinese characters, where people leave out the mark.
var hanBlank = regexp.MustCompile(`(\p{Han})[ \x{3000}]+(\p{Han}{4})`)

// wideBlank ends a piece of a message as a mark does.
const wideBlank = "\u3000"

// bareWhen asks when, who or why of what was asked before.
var bareWhen = regexp.MustCompile(`^\s*(?:是|在|到|又是)?(?:什么时候|啥时候|何时|哪年|哪天|几几年|谁|为什么|为啥)(?:的|了|呢|啊|呀)*\pP*\s*$`)

// isQuestion reports whether folded text asks something: by a word, by a mark,
// or by a verb with its own denial, 给不给.
func isQuestion(folded string) bool {
	return askForm.MatchString(statedForm.ReplaceAllString(folded, " ")) || strings.HasSuffix(strings.TrimSpace(folded), "?") || verbNotVerb(folded)
}

// verbNotVerb finds a character, 不 or 没, and the same character again.
func verbNotVerb(folded string) bool {
	r := []rune(folded)
	for i := 2; i < len(r); i++ {
		if r[i] == r[i-2] && (r[i-1] == '不' || r[i-1] == '没') && unicode.Is(unicode.Han, r[i]) {
			return true
		}
	}
	return false
}

// split cuts a message into its questions. What is stated before a question is
// its context and stays with it.
func (m *Model) split(text string) []string {
	pieces := m.withoutCourtesy(cut(hanBlank.ReplaceAllString(text, "$1"+wideBlank+"$2")))
	var out []string
	context := ""
	asked := 0
	for _, p := range pieces {
		if isQuestion(corpus.Fold(p)) && utf8.RuneCountInString(strings.TrimSpace(p)) >= 3 {
			if at := leadForm.FindString(context); at != "" && at == context {
				context = ""
			}
			if at := leadForm.FindStringIndex(p); at != nil && context == "" && utf8.RuneCountInString(p[at[1]:]) >= 3 {
				p = p[at[1]:]
			}
			out = append(out, strings.TrimSpace(context+p))
			context = ""
			asked++
			continue
		}
		if wishForm.MatchString(corpus.Fold(p)) && m.standsAlone(context+p) {
			out = append(out, strings.TrimSpace(context+p))
			context = ""
			asked++
			continue
		}
		context += p
	}
	if asked < 2 || asked > 2*maxParts {
		return []string{strings.TrimSpace(strings.Join(pieces, ""))}
	}
	if rest := strings.TrimSpace(context); rest != "" {
		out[len(out)-1] += rest
	}
	if len(out) > maxParts {
		out = append(out[:maxParts-1], strings.Join(out[maxParts-1:], ""))
	}
	return out
}

// standsAlone reports whether a wish is plainly for something of its own, and not
// what a question beside it is about.
func (m *Model) standsAlone(wish string) bool {
	r := m.classifier.Classify(wish)
	return len(r.Guesses) > 0 && r.InScope >= 0.5 && r.Guesses[0].Probability >= plainAlone && !slices.Contains([]string{"match_products", "greeting", "thanks"}, r.Guesses[0].Intent)
}

// withoutCourtesy leaves out the greetings and thanks that stand before a question.
func (m *Model) withoutCourtesy(pieces []string) []string {
	for len(pieces) > 1 && slices.ContainsFunc(pieces[1:], func(p string) bool { return isQuestion(corpus.Fold(p)) }) {
		if id := m.exact[corpus.PhraseKey(pieces[0])]; id != "greeting" && id != "thanks" {
			break
		}
		pieces = pieces[1:]
	}
	return pieces
}

// cut returns the pieces of a text, each with the mark that ends it; a word that
// begins another question begins the next piece.
func cut(text string) []string {
	var out []string
	start := 0
	for _, at := range pieceForm.FindAllStringIndex(text, -1) {
		end := at[1]
		if r, _ := utf8.DecodeRuneInString(text[at[0]:]); !strings.ContainsRune("，,。；;？?！!、\n"+wideBlank, r) {
			end = at[0]
		}
		if end > start {
			out = append(out, text[start:end])
			start = end
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// beside puts two texts together, with a space between Latin letters.
func beside(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	if first, _ := utf8.DecodeRuneInString(b); last < utf8.RuneSelf && first < utf8.RuneSelf {
		return a + " " + b
	}
	return a + b
}

// dependent reports whether a part is too short and unsure to be a question of
// its own: "and from what date?". What is plainly about something else is none
// the less left by itself, so that it is told to be.
func dependent(p Part) bool {
	if bareWhen.MatchString(corpus.Fold(p.Text)) && !p.Bait {
		return true
	}
	if p.Intent == "help" && !p.Bait && utf8.RuneCountInString(strings.TrimSpace(p.Text)) <= 6 {
		return true // 怎么弄 behind a question asks how that goes
	}
	if p.Intent == "greeting" && p.Question && !p.Bait && utf8.RuneCountInString(strings.TrimSpace(p.Text)) <= 6 {
		return true // 都叫啥 behind a question asks of its matter
	}
	if p.Bait || p.Confidence >= unsureAlone && (p.Scope || p.Question && p.InScope < plainlyOutside && p.Known > 0.5) {
		return false
	}
	if Language(p.Text, "") == corpus.English {
		return len(strings.Fields(p.Text)) <= 5
	}
	return utf8.RuneCountInString(strings.TrimSpace(p.Text)) <= 7
}

// join merges neighbouring parts that want the same, and parts that make no
// sense alone with the one before.
func join(parts []Part) []Part {
	var out []Part
	for _, p := range parts {
		if n := len(out); n > 0 && (dependent(p) && !(out[n-1].Bait && p.Question) || p.Intent == out[n-1].Intent && (len(p.Heard.Rights) == 0 || slices.Equal(p.Heard.Rights, out[n-1].Heard.Rights))) {
			before := &out[n-1]
			if p.Intent == before.Intent && p.Confidence > before.Confidence {
				before.Confidence = p.Confidence
			}
			before.Text = beside(before.Text, p.Text)
			before.Heard.Rights = append(before.Heard.Rights, p.Heard.Rights...)
			before.Heard.Places = append(before.Heard.Places, p.Heard.Places...)
			before.Heard.DocNos = append(before.Heard.DocNos, p.Heard.DocNos...)
			continue
		}
		out = append(out, p)
	}
	return out
}
