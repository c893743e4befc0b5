package intents

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"zhirong/corpus"
)

func TestDump(t *testing.T) {
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	e := NewEar(set)
	for _, s := range strings.Split(os.Getenv("DUMP"), "|") {
		h := e.listen(s, "2026-11-22")
		for i, l := range h.lex {
			x := ""
			if l.word != nil {
				x = fmt.Sprint(l.word.rights, l.word.cues, l.word.places, l.word.industry, l.word.topic)
			}
			names := []string{"stop", "gap", "thin", "list", "have", "be", "not", "want", "must", "need", "if", "self", "yesno", "ask", "whether", "inquire", "loan", "revenue", "appraise", "spend", "cap", "past", "monthly", "earlier", "operate", "left", "profit", "loss", "term", "otherterm", "research", "atleast", "atmost", "over", "under", "near", "in", "go", "like", "model", "firm", "pending", "each", "good", "bad", "correct", "unsure", "school", "generic", "use", "going", "then", "all", "policy", "slight", "decline", "do", "double", "spot"}
			sn := ""
			for k, n := range names {
				if l.sense&(1<<k) != 0 {
					sn += " " + n
				}
			}
			fmt.Printf("%q k%d [%s] %v %s\n", h.text(i), l.kind, sn, l.quant, x)
		}
		fmt.Println(h.out.Facts, h.clauses)
	}
}
