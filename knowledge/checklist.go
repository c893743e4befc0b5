package knowledge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhirong/corpus"
)

// Step is when a paper is needed.
type Step int

// The steps of an application in their order.
const (
	StepApply    Step = iota + 1 // for the product itself
	StepAppraise                 // a value, where the product asks for one
	StepRegister                 // the registration of the pledge
)

// String returns the step as it stands in JSON.
func (s Step) String() string {
	return [...]string{"", "apply", "appraise", "register"}[s]
}

// Paper is one line of a checklist.
type Paper struct {
	ID    string // stays the same for the same corpus: "product/p13-wuhan-rcb-data-pledge#materials/1"
	Step  Step
	Text  corpus.Text
	Cite  corpus.PassageID
	Where corpus.Text // where to get or to file it; zero: the corpus does not tell
	From  corpus.PassageID
	Have  bool // ticked by the person, or known from the facts
}

// Checklist is what to bring for a product, in the order of the steps. It is never
// said to be whole: the institution's own list counts.
type Checklist struct {
	Product *corpus.Product
	Papers  []Paper
	Unknown bool             // the product's own papers are not known here
	Rights  []corpus.IPKind  // the rights whose registration is listed
	Ask     *corpus.Office   // who tells the list of the place; nil: nobody is known
	Cite    corpus.PassageID // the product's papers in words, or how to ask
}

// registration is where the papers to register a pledge of a right stand, and the
// office that registers it.
var registration = map[corpus.IPKind]struct {
	papers corpus.PassageID
	office corpus.ID
}{
	corpus.InventionPatent:   {"policy/cnipa-461#7", "office/wuhan-window"},
	corpus.UtilityModel:      {"policy/cnipa-461#7", "office/wuhan-window"},
	corpus.DesignPatent:      {"policy/cnipa-461#7", "office/wuhan-window"},
	corpus.Trademark:         {"policy/trademark-pledge-procedure#papers", "office/trademark-registry"},
	corpus.Copyright:         {"policy/copyright-pledge-8#6", "office/copyright"},
	corpus.SoftwareCopyright: {"policy/copyright-pledge-8#6", "office/copyright"},
}

// rightFacts are the facts that tell how many of a right are held.
var rightFacts = map[corpus.IPKind]corpus.FactID{
	corpus.InventionPatent: "patents_invention", corpus.UtilityModel: "patents_utility_model", corpus.DesignPatent: "patents_design",
	corpus.Trademark: "trademarks", corpus.Copyright: "copyrights", corpus.SoftwareCopyright: "software_copyrights",
	corpus.PlantVariety: "plant_varieties", corpus.DataRight: "data_certificates", corpus.CollectiveMark: "collective_marks",
	corpus.CertificationMark: "certification_marks", corpus.ICLayout: "ic_layouts", corpus.PendingPatent: "patents_pending",
}

// Held are the rights, of those given or of all where none is given, of which the
// firm is known to hold one.
func Held(known corpus.Facts, among []corpus.IPKind) []corpus.IPKind {
	if len(among) == 0 {
		among = slices.Sorted(maps.Keys(rightFacts))
	}
	return slices.DeleteFunc(slices.Clone(among), func(k corpus.IPKind) bool {
		v := known[rightFacts[k]]
		return !v.Known() || !v.Span.HasMin || v.Span.Min < 1
	})
}

// Checklist lists the papers for a product, for the rights that the firm holds as
// far as that is known. have are the ids of papers that the person ticked.
func (m *Matcher) Checklist(p *corpus.Product, known corpus.Facts, have []string) Checklist {
	out := Checklist{Product: p, Unknown: p.Materials.Zero(), Cite: corpus.PassageID(string(p.ID) + "#materials")}
	if out.Unknown {
		out.Cite = corpus.PassageID(string(p.ID) + "#contact")
	}
	contact := corpus.PassageID(string(p.ID) + "#contact")
	for i, t := range p.Papers {
		out.Papers = append(out.Papers, Paper{ID: fmt.Sprintf("%s#materials/%d", p.ID, i+1), Step: StepApply, Text: t, Cite: out.Cite, Where: p.Contact, From: contact})
	}
	told := slices.ContainsFunc(p.Papers, func(t corpus.Text) bool { return strings.Contains(t.ZH, "估") })
	if !told && (asks(p, "has_appraisal") || asks(p, "appraised_value")) {
		v := known["has_appraisal"]
		q := corpus.PassageID(string(p.ID) + "#conditions")
		text := corpus.Text{ZH: m.word("checklist.appraisal", corpus.Chinese), EN: m.word("checklist.appraisal", corpus.English)}
		out.Papers = append(out.Papers, Paper{ID: string(q) + "/appraisal", Step: StepAppraise, Text: text, Cite: q, Have: v.Known() && v.Bool})
	}
	if slices.Contains([]corpus.ProductKind{corpus.PledgeLoan, corpus.CombinedLoan, corpus.AssetBacked}, p.Kind) {
		m.register(&out, known)
	}
	for i := range out.Papers {
		out.Papers[i].Have = out.Papers[i].Have || slices.Contains(have, out.Papers[i].ID)
	}
	if place := known["region"]; place.Known() {
		out.Ask = m.office("office/local-ip")
	}
	return out
}

// asks reports whether a product's conditions look at a fact.
func asks(p *corpus.Product, id corpus.FactID) bool {
	return p.Criteria != nil && slices.Contains(p.Criteria.Facts(nil), id)
}

// register adds the papers to register the pledge of the rights that the product
// takes, of those held if any of them is known to be.
func (m *Matcher) register(out *Checklist, known corpus.Facts) {
	rights := out.Product.Rights
	if held := Held(known, rights); len(held) > 0 {
		rights = held
	}
	var done []corpus.PassageID
	for _, k := range rights {
		at, ok := registration[k]
		q, found := m.set.Passage(at.papers)
		if !ok || !found {
			continue
		}
		out.Rights = append(out.Rights, k)
		if slices.Contains(done, at.papers) {
			continue
		}
		done = append(done, at.papers)
		var where corpus.Text
		if o := m.office(at.office); o != nil {
			where = o.Name
		}
		for i, t := range m.papers(q) {
			out.Papers = append(out.Papers, Paper{ID: fmt.Sprintf("%s/%d", at.papers, i+1), Step: StepRegister, Text: t, Cite: at.papers, Where: where})
		}
	}
}

// papers are those that a clause asks for.
func (m *Matcher) papers(q *corpus.Passage) []corpus.Text {
	p, ok := m.set.Policy(q.Doc)
	if !ok {
		return nil
	}
	for i := range p.Sections {
		if corpus.PassageID(string(p.ID)+"#"+p.Sections[i].ID) == q.ID {
			return p.Sections[i].Papers
		}
	}
	return nil
}

func (m *Matcher) office(id corpus.ID) *corpus.Office {
	for i := range m.set.Offices {
		if m.set.Offices[i].ID == id {
			return &m.set.Offices[i]
		}
	}
	return nil
}
