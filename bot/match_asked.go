package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// matchAsk is a request about products that the firm was weighed against, known by
// its words where the conversation makes them plain.
type matchAsk struct {
	form   *regexp.Regexp // the words, folded
	answer func(t *turn, said string) (piece, bool, error)
	plain  bool // meant in earnest even where the words recall a request that is declined
}

// longestAsk bounds a message that is taken for such a request, in characters.
const longestAsk = 90

// matchAsks are tried in order: the first that takes the words counts. They are
// filled in by init, since the answers name each other.
var matchAsks []matchAsk

func init() {
	matchAsks = []matchAsk{
		{form: rankForm, answer: (*turn).rankAsked, plain: true},
		{form: printForm, answer: (*turn).keepAsked},
		{form: haveForm, answer: (*turn).papersTold},
		{form: nearForm, answer: (*turn).nearAsked},
		{form: paperForm, answer: (*turn).papersAsked},
		{form: costForms, answer: (*turn).costsAsked},
		{form: ratedForm, answer: (*turn).costsRated},
		{form: laterForm, answer: (*turn).laterAsked},
		{form: dayForm, answer: (*turn).dayAsked},
		{form: sidesForm, answer: (*turn).sidesAsked},
		{form: industryForm, answer: (*turn).industryAsked},
		{form: stillForm, answer: (*turn).stillAsked},
		{form: proofForm, answer: (*turn).proofAsked},
	}
}

var (
	rankForm     = regexp.MustCompile(`为(?:什么|啥|何).{0,8}(?:这样|这么|这个|如此)?.{0,3}(?:排|顺序|先后)|(?:怎么|如何|按什么|凭什么)(?:样)?(?:给|来|做)?(?:我)?排(?:的|序|名|位|列)|排序(?:的)?(?:依据|理由|原因|规则)|\bwhy\b.{0,30}\b(?:order|rank|first|top)|\bhow\b.{0,20}\brank|排(?:名|序).{0,12}(?:花钱|广告|付费|收钱|买)|\b(?:paid|pay|buy|bought)\b.{0,24}\b(?:rank|order|place|list)`)
	nearForm     = regexp.MustCompile(`差在哪|差(?:什么|啥|哪|多少)|(?:怎样|怎么样?|如何|要怎样)才(?:能|会|可以|算)?(?:够?符合|满足|够条件|够格|达标|达到|合格)|(?:哪里|哪儿|哪一?[条项点])(?:还)?(?:不(?:符合|够|满足|达标)|差)|(?:how|what).{0,24}(?:qualify|become eligible|be eligible|meet the conditions?)|what (?:are|is|am) (?:we|i|it) (?:still )?(?:missing|lacking|short of)|^(?:and )?what(?:'s| is) (?:still )?missing\W*$|what (?:would|has to|must) change|what (?:would|does|will) it take`)
	paperForm    = regexp.MustCompile(`材料|资料|证件|清单|\bchecklist\b|\bpapers?\b|\bdocuments?\b`)
	costForms    = regexp.MustCompile(`按.{0,8}%.{0,4}算|算.{0,4}(?:一年|每年).{0,4}(?:多少|花)|算.{0,6}(?:利息|成本|贴息|费用|一共要|总共要)|(?:成本|费用|利息|贴息)(?:测算)?表|(?:利息|成本).{0,4}(?:测算|算一|算下|算算)|cost sheet|(?:work out|calculate|reckon).{0,24}(?:interest|cost|subsidy)`)
	ratedForm    = regexp.MustCompile(`利息|成本|要花|花多少|要多少钱|还多少|\bcost\b|\binterest\b|\bpay\b`)
	laterForm    = regexp.MustCompile(`(?:什么时候|何时|哪天|几时).{0,6}(?:变|失效|不一样)|会不会变|(?:以后|将来|往后|接下来|今后).{0,6}(?:变|不一样)|when (?:will|does|would|do).{0,30}change|what (?:will )?changes? (?:when|next|later|in)`)
	dayForm      = regexp.MustCompile(`后|看|算|呢|办|申请|怎么样|如何|\bas of\b|\bas at\b|what if|how about|\bon \d|\bby \d|\bin 20\d\d`)
	sidesForm    = regexp.MustCompile(`并排|放在?一起(?:看|比)|side by side|(?:信用|知识价值).{0,16}质押.{0,16}(?:比|区别|不同|差别|哪个|哪种|选)|质押.{0,16}(?:信用|知识价值).{0,16}(?:比|区别|不同|差别|哪个|哪种|选)|(?:compare|difference|which).{0,40}(?:unsecured|credit).{0,40}pledge|(?:compare|difference|which).{0,40}pledge.{0,40}(?:unsecured|credit)`)
	industryForm = regexp.MustCompile(`一产一策|^.{1,12}(?:能做|能办|可以做|可以办)(?:些)?(?:什么|啥)[呢啊?？。]*$|(?:产业|行业).{0,6}(?:能做|能办|可以做|可以办|有什么|有啥|有哪些|怎么(?:用|融资|做)|政策|清单)|(?:industry|sector).{0,30}(?:do|use|offer|available|products|policies|support|there)|what can (?:the |a )?[a-z -]{2,40}(?:industry|sector|business)`)
	stillForm    = regexp.MustCompile(`^(?:那|这样|那么|这样的话)*[，, ]?(?:我们?|公司)?还?(?:能|可以)(?:不能)?(?:贷|借)(?:款|到款|到)?[吗么不嘛]*[?？]*$|^(?:so |then )?(?:can|could) (?:we|i) still (?:borrow|get (?:it|one|a loan|the loan))\W*$`)
	printForm    = regexp.MustCompile(`^(?:请|帮我|我要|把它|把这份|please )*(?:打印|存档|导出|保存|下载|print|save|keep|export|download)(?: it| this)?(?:一下|出来|下来|吧|清单|这份|对照)*[.。!！]?$`)
	proofForm    = regexp.MustCompile(`为什么|为啥|为何|凭什么|(?:不|够不够|算不算|是否)符合|符合(?:吗|不符合|哪|条件吗)|逐条|逐项|对照|明细|详细|细说|说说|看看|依据|第\s*[1-9一二两三四五六七八九]|\bp\s?\d{2}\b|\bwhy\b|\bproof\b|\bdetails?\b|condition by condition|(?:do|would|are|is) (?:we|i|it|our firm).{0,12}(?:qualif|eligible|meet)|\b(?:first|second|third|fourth|fifth)\b|#\s?[1-9]`)
)

// matchAsked answers a message about products that the firm was weighed against:
// why one fits, what it lacks, its papers, what a loan costs, another day.
func (t *turn) matchAsked() ([]piece, bool, error) {
	said := corpus.Fold(t.m.Text)
	if len([]rune(said)) > longestAsk || len(t.u.Parts) > 2 {
		return nil, false, nil
	}
	bait := slices.ContainsFunc(t.u.Parts, func(p intents.Part) bool { return p.Bait })
	for _, a := range matchAsks {
		if bait && !a.plain || !a.form.MatchString(said) {
			continue
		}
		p, ok, err := a.answer(t, said)
		if err != nil || ok {
			p.text = t.m.Text
			t.s.Misses = 0
			return []piece{p}, ok, err
		}
	}
	return nil, false, nil
}

// pressMatch does what a button about a product stands for.
func (t *turn) pressMatch(verb, rest string) (piece, bool, error) {
	ref, more, _ := strings.Cut(rest, " ")
	product := t.byRef(ref)
	var p piece
	var err error
	switch {
	case verb == "rank":
		p = t.ranking()
	case verb == "leads":
		p = t.allLeads()
	case verb == "sides":
		p = t.sides()
	case verb == "later":
		p = t.later()
	case verb == "today":
		p, err = t.answerProducts(intents.Part{Text: t.m.Text, Question: true, Intent: "match_products", Confidence: 1, InScope: 1, Scope: true})
	case verb == "near" && ref == "":
		p = t.nearAll()
	case verb == "costs" && (product != nil || ref == anyLoan):
		p = t.costsAnew(product, more)
	case product == nil:
		return p, false, nil
	case verb == "proof":
		p = t.proof(product)
	case verb == "keep":
		p = t.keepProof(product)
	case verb == "near":
		p = t.near(product)
	case verb == "papers":
		p = t.papers(product)
	case verb == "tick" || verb == "untick":
		p = t.ticked(product, []string{paperID(product, more)}, verb == "tick")
	case verb == "list":
		p = t.keepPapers(product)
	default:
		return p, false, nil
	}
	if p.intent == "" {
		p.intent = "match_products"
	}
	p.text = t.m.Text
	return p, true, err
}

// keepAsked keeps as a file what the last answer offered to keep.
func (t *turn) keepAsked(string) (piece, bool, error) {
	for _, b := range t.s.Offered {
		if verb, ref, _ := strings.Cut(string(b.Action), " "); verb == "keep" || verb == "list" {
			return t.pressMatch(verb, ref)
		}
	}
	return piece{}, false, nil
}

// refOf names a product in an action.
func refOf(p *corpus.Product) string { return p.Refs[0] }

// byRef finds a product by the dossier's id.
func (t *turn) byRef(ref string) *corpus.Product {
	for i := range t.set.Products {
		if p := &t.set.Products[i]; strings.EqualFold(refOf(p), ref) {
			return p
		}
	}
	return nil
}

// listed are the products that were listed last, in their order.
func (t *turn) listed() []*corpus.Product {
	var out []*corpus.Product
	for entry := range strings.SplitSeq(t.s.Shown, ";") {
		id, _, _ := strings.Cut(entry, " ")
		if p, ok := t.set.Product(corpus.ID(id)); ok {
			out = append(out, p)
		}
	}
	return out
}

// subject is the one product that the last answer was about, or nil.
func (t *turn) subject() *corpus.Product {
	var found *corpus.Product
	for _, id := range t.s.Topic.Docs {
		if p, ok := t.set.Product(id); ok {
			if found != nil {
				return nil
			}
			found = p
		}
	}
	return found
}

var (
	ordinalForm = regexp.MustCompile(`第\s*([1-9一二两三四五六七八九])\s*(?:个|款|种|家|$)|^\s*([1-9])\s*号|\b(first|second|third|fourth|fifth)\b|(?:#|\bno\.?|\bnumber)\s?([1-9])\b`)
	refForm     = regexp.MustCompile(`\bp\s?(\d{2})\b`)
	pointForm   = regexp.MustCompile(`它|这个|这款|那款|那个|这一?(?:产品|贷款)|\bit\b|\bthis\b|\bthat\b`)
	itemEnd     = regexp.MustCompile(`第\s*[1-9一二两三四五六七八九十]+\s*(?:项|条|样|份|部分|章|款规定|期|季|年|批)`) // of something else than a list of products
	ordinals    = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
)

// ordinal reads a place in a list; 0 if it is none.
func ordinal(word string) int {
	if n, ok := ordinals[word]; ok {
		return n
	}
	n, _ := strconv.Atoi(word)
	return n
}

// pointed is the product that words point at by its place in the list or by its
// number, or nil.
func (t *turn) pointed(said string) *corpus.Product {
	if m := refForm.FindStringSubmatch(said); m != nil {
		return t.byRef("P" + m[1])
	}
	m := ordinalForm.FindStringSubmatch(said)
	if m == nil || itemEnd.MatchString(said) {
		return nil
	}
	if n, list := ordinal(strings.Join(m[1:], "")), t.listed(); n > 0 && n <= len(list) {
		return list[n-1]
	}
	return nil
}

// named is the first product that words name, or nil.
func (t *turn) named() *corpus.Product {
	for _, id := range t.g.Base.Named(t.m.Text) {
		if p, ok := t.set.Product(id); ok {
			return p
		}
	}
	return nil
}

// meant is the product that words are about: pointed at, named, or the one last
// spoken of.
func (t *turn) meant(said string) *corpus.Product {
	if p := t.pointed(said); p != nil {
		return p
	}
	if p := t.named(); p != nil {
		return p
	}
	if p := t.subject(); p != nil {
		return p
	}
	if list := t.listed(); len(list) == 1 {
		return list[0]
	}
	return nil
}

// leads are the buttons that lead on from a list of products: why each stands
// there, the two routes side by side, and what is known of the firm.
func (t *turn) leads(shown []knowledge.Match) []Button {
	var out []Button
	for _, m := range shown {
		out = append(out, t.productButton("proof", m.Product))
	}
	if both(knowledge.Compared(shown, 1)) {
		out = append(out, Button{t.label("lead.sides"), "sides"})
	}
	if len(shown) > 1 {
		out = append(out, Button{t.label("lead.rank"), "rank"})
	}
	if len(shown) == 0 {
		out = append(out, Button{t.label("lead.near_all"), "near"})
	}
	return append(out, Button{t.label("lead.summary"), "cmd summary"})
}

// foldLeads keeps the first lead beneath an open question and puts the others
// behind one choice.
func (t *turn) foldLeads(leads []Button) []Button {
	if len(leads) < 3 {
		return leads
	}
	return []Button{leads[0], {t.label("lead.more"), "leads"}}
}

// allLeads offers every lead of the list of products that was shown last.
func (t *turn) allLeads() piece {
	var shown []knowledge.Match
	for _, product := range t.listed() {
		shown = append(shown, t.g.Base.Weigh(product, t.s.Profile.Facts))
	}
	return piece{intent: "match_products", outcome: Answered, own: true, plain: true, lines: []string{t.say("leads.which", nil)}, buttons: &Buttons{Choices: t.leads(shown)}}
}

// productButton is a button about one product, named so that it can be typed.
func (t *turn) productButton(verb string, p *corpus.Product) Button {
	label := corpus.Fill(t.label("lead."+verb), map[string]string{"product": p.Short.In(t.lang)})
	return Button{Label: label, Action: Action(verb + " " + refOf(p))}
}

// productButtons are the buttons that lead on from an answer about one product.
func (t *turn) productButtons(p *corpus.Product, verbs ...string) *Buttons {
	b := &Buttons{}
	for _, v := range verbs {
		b.Choices = append(b.Choices, t.productButton(v, p))
	}
	return b
}

// stillAsked answers 那还能贷吗 with the products again, weighed by what is known now.
func (t *turn) stillAsked(string) (piece, bool, error) {
	if len(t.listed()) == 0 {
		return piece{}, false, nil
	}
	p, err := t.answerProducts(intents.Part{Text: t.m.Text, Intent: "match_products", Confidence: 1, InScope: 1, Scope: true, Known: 1})
	p.intent = "match_products"
	return p, err == nil, err
}
