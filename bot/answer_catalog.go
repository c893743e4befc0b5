package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

var (
	yearForm = regexp.MustCompile(`(?:19|20)\d\d`)
	// countForm asks for a number of entries rather than for their list.
	countForm  = regexp.MustCompile(`几个|几款|几种|几条|几份|几部|几项|几家|几类|多少个|多少款|多少种|多少条|多少份|多少部|多少项|多少家|多少产品|多少政策|多少案例|多少文件|总共|一共|how many|number of|count`)
	latestForm = regexp.MustCompile(`最新|最近|最晚|新出|latest|newest|most recent`)
)

// wordRule maps words of a question to a field of a catalogue query.
type wordRule[T any] struct {
	words []string
	value T
}

func matchRule[T any](folded string, rules []wordRule[T]) (out []T) {
	for _, r := range rules {
		if slices.ContainsFunc(r.words, func(w string) bool { return strings.Contains(folded, w) }) {
			out = append(out, r.value)
		}
	}
	return out
}

var catalogKinds = []wordRule[knowledge.CatalogKind]{
	{[]string{"产品", "product"}, knowledge.Products},
	{[]string{"缺口", "不知道的", "未知", "gap", "unknown"}, knowledge.Gaps},
	{[]string{"案例", "先例", "例子", "个案", "case", "precedent", "example"}, knowledge.Cases},
	{[]string{"试点", "pilot"}, knowledge.Pilots},
	{[]string{"政策", "文件", "法律", "法规", "办法", "通知", "规定", "标准", "条例", "polic", "law", "notice", "regulation", "document", "instrument", "standard", "measure"}, knowledge.Policies},
	{[]string{"产品", "贷款", "保险", "担保", "贴息", "补贴", "服务", "product", "loan", "insurance", "guarantee", "subsid", "service", "offer"}, knowledge.Products},
}

var catalogProducts = []wordRule[[]corpus.ProductKind]{
	{[]string{"保险", "insurance"}, []corpus.ProductKind{corpus.IPInsurance, corpus.SuretyInsurance}},
	{[]string{"担保", "guarantee"}, []corpus.ProductKind{corpus.Guarantee}},
	{[]string{"贴息", "补贴", "subsid"}, []corpus.ProductKind{corpus.Subsidy}},
	{[]string{"信用贷", "信用类", "unsecured", "credit loan"}, []corpus.ProductKind{corpus.CreditLoan}},
	{[]string{"质押贷", "质押类", "pledge loan"}, []corpus.ProductKind{corpus.PledgeLoan, corpus.CombinedLoan}},
	{[]string{"证券化", "abs"}, []corpus.ProductKind{corpus.AssetBacked}},
	{[]string{"集合授信", "collective"}, []corpus.ProductKind{corpus.CollectiveCredit}},
}

var catalogPolicies = []wordRule[[]corpus.PolicyKind]{
	{[]string{"法律", "laws", "law "}, []corpus.PolicyKind{corpus.KindLaw}},
	{[]string{"条例", "法规", "行政法规", "regulation"}, []corpus.PolicyKind{corpus.KindRegulation}},
	{[]string{"标准", "standard"}, []corpus.PolicyKind{corpus.KindStandard}},
	{[]string{"统计", "statistic"}, []corpus.PolicyKind{corpus.KindStatistics}},
}

var catalogMatters = []wordRule[corpus.IntentID]{
	{[]string{"证券化", "abs", "securitis"}, "securitisation"},
	{[]string{"集合授信", "collective credit"}, "gi_credit"},
	{[]string{"知识价值", "knowledge-value"}, "kv_loan"},
	{[]string{"商业价值", "business-value"}, "bv_loan"},
	{[]string{"股权", "种子投资", "equity"}, "equity"},
}

var (
	listForm  = regexp.MustCompile(`有哪些|有几|几个|几款|几种|几份|几部|几家|多少个|多少款|多少种|多少份|多少家|列出|列一下|清单|名录|最新|最近发布|一共|总共|how many|list |which .*(?:are there|do you have|are in)|latest|newest|most recent`)
	thingForm = regexp.MustCompile(`产品|质押贷|信用贷(?:款)?[?？]?$|政策|文件|法律|法规|标准|案例|先例|试点|服务|险种|products?\b|polic(?:y|ies)|documents?\b|laws?\b|cases?\b|precedents?\b|pilots?\b|services?\b`)
	mineForm  = regexp.MustCompile(`适合|我们能|我能|我们可以|我可以|推荐|符合条件|for us|for me|suit|we can|i can|our firm|my firm`)
)

// barePlace is a bare kind of entry with a place or matter: "Cases in Yichang".
var barePlace = regexp.MustCompile(`^(?:all |the )?(?:data ip |ip )?(?:cases?|products?|policies|precedents?)\b.{0,4}\b(?:in|from|of|limited to|only for)\b`)

// neededForm asks what must be brought.
var neededForm = regexp.MustCompile(`\b(?:needed?|required?|bring|submit|hand in|prepare)\b`)

// aboutLibrary reports whether a question asks to count or list what the library
// holds, whatever else its words make it look like.
func aboutLibrary(part intents.Part) bool {
	folded := corpus.Fold(part.Text)
	if strings.Contains(folded, "试点") && (pilotMatter.MatchString(folded) || nationalForm.MatchString(folded)) || strings.Contains(folded, "pilot") && nationalForm.MatchString(folded) {
		return false
	}
	if part.Intent == "documents" && neededForm.MatchString(folded) {
		return false // the papers to bring, not those of the library
	}
	if (part.Intent == "corpus_query" || barePlace.MatchString(folded)) && thingForm.MatchString(folded) {
		return true
	}
	return len([]rune(folded)) <= 100 && len(folded) <= 120 && listForm.MatchString(folded) && thingForm.MatchString(folded) && !mineForm.MatchString(folded) && len(part.Heard.Facts) <= 1
}

// answerCatalog answers questions about the library itself by counting and
// listing its entries.
func (t *turn) answerCatalog(part intents.Part) (piece, error) {
	folded := corpus.Fold(part.Text)
	kinds := matchRule(folded, catalogKinds)
	if len(kinds) == 0 {
		return t.answerPolicy(part)
	}
	q := knowledge.CatalogQuery{Kind: kinds[0], Rights: part.Heard.Rights, On: t.today}
	q.Year = yearForm.FindString(folded)
	if strings.Contains(folded, "今年") || strings.Contains(folded, "this year") {
		q.Year = string(t.today)[:4]
	}
	if strings.Contains(folded, "去年") || strings.Contains(folded, "last year") {
		q.Year = fmt.Sprint(t.today.Time().Year() - 1)
	}
	for _, c := range part.Heard.Places {
		if c != corpus.Hubei || kinds[0] != knowledge.Products {
			q.Region = c
		}
	}
	q.Newest = latestForm.MatchString(folded)
	q.Matters = matchRule(folded, catalogMatters)
	switch q.Kind {
	case knowledge.Products:
		for _, ks := range matchRule(folded, catalogProducts) {
			q.ProductKinds = append(q.ProductKinds, ks...)
		}
		if slices.ContainsFunc([]string{"参照", "参考", "外地", "不能办", "办不了", "reference", "elsewhere"}, func(w string) bool { return strings.Contains(folded, w) }) {
			no := false
			q.Offered = &no
		} else if slices.ContainsFunc([]string{"可办", "能办", "可以办", "湖北能", "能买", "能用", "offered", "available", "can be used", "can be had"}, func(w string) bool { return strings.Contains(folded, w) }) {
			yes := true
			q.Offered = &yes
		}
	case knowledge.Policies:
		for _, ks := range matchRule(folded, catalogPolicies) {
			q.PolicyKinds = append(q.PolicyKinds, ks...)
		}
		switch {
		case strings.Contains(folded, "废止") || strings.Contains(folded, "被取代") || strings.Contains(folded, "superseded"):
			q.Status = corpus.Superseded
		case strings.Contains(folded, "征求意见") || strings.Contains(folded, "draft"):
			q.Status = corpus.Draft
		case strings.Contains(folded, "现行") || strings.Contains(folded, "有效") || strings.Contains(folded, "in force"):
			q.Status = corpus.InForce
		}
	}
	entries := t.g.Base.Catalog(q)
	p := piece{outcome: Answered, next: "next.corpus_query"}
	args := map[string]string{"n": fmt.Sprint(len(entries)), "what": t.label("catalog." + string(q.Kind))}
	if len(entries) == 0 {
		p.outcome, p.lines = NotFound, []string{t.say("catalog.none", args)}
		return p, nil
	}
	if q.Newest {
		e := entries[0]
		p.lines = []string{t.say("catalog.latest", map[string]string{"what": args["what"], "name": e.Name.In(t.lang), "doc_no": e.DocNo, "date": e.Date}) + t.citeEntry(&p, e)}
		return p, nil
	}
	p.lines = []string{t.say("catalog.count", args)}
	table := Table{Head: []string{t.label("catalog.id"), t.label("catalog.name"), t.label("catalog.date")}}
	for _, e := range entries {
		id := e.DocNo
		if id == "" && len(e.Refs) > 0 && q.Kind != knowledge.Policies {
			id = e.Refs[0]
		}
		if q.Kind == knowledge.Pilots {
			id = string(e.ID)
		}
		table.Rows = append(table.Rows, []string{id, e.Name.In(t.lang), e.Date})
	}
	if q.Kind == knowledge.Pilots {
		if clause := t.pilotPassage("pilots"); clause != nil {
			p.lines = append(p.lines, t.statement(clause, true))
			t.use(&p, clause)
		}
	} else if !countForm.MatchString(folded) || len(entries) <= 12 {
		for i, e := range entries {
			if i == 6 {
				break
			}
			p.lines = append(p.lines, corpus.Fill(t.label("catalog.item"), map[string]string{"name": e.Name.In(t.lang), "doc_no": e.DocNo})+t.citeEntry(&p, e))
		}
	}
	p.tables = []Table{table}
	return p, nil
}

func (t *turn) citeEntry(p *piece, e knowledge.CatalogEntry) string {
	if e.Passage == nil {
		if q := t.pilotPassage("pilots"); q != nil {
			p.docs = uniq(append(p.docs, q.Doc))
			return cite(q)
		}
		return ""
	}
	p.docs = uniq(append(p.docs, e.Passage.Doc))
	return cite(e.Passage)
}
