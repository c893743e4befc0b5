package intents_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"zhirong/corpus"
	"zhirong/intents"
)

func TestTry(t *testing.T) {
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	e := intents.NewEar(set)
	f, err := os.Open(os.Getenv("TRY"))
	if err != nil {
		t.Skip()
	}
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		h := e.Hear(sc.Text(), "2026-11-22")
		b, _ := json.Marshal(h.Facts)
		extra := ""
		if len(h.Rights) > 0 && os.Getenv("R") != "" {
			extra += fmt.Sprint(" R", h.Rights)
		}
		if len(h.Places) > 0 || len(h.Ambiguous) > 0 {
			extra += fmt.Sprint(" P", h.Places, h.Ambiguous)
		}
		if len(h.DocNos)+len(h.Patents) > 0 {
			extra += fmt.Sprint(" N", h.DocNos, h.Patents)
		}
		if len(h.Dates) > 0 || h.AsOf != "" {
			extra += fmt.Sprint(" D", h.Dates, " AS ", h.AsOf)
		}
		if h.Correction {
			extra += " CORR"
		}
		if h.Unsure {
			extra += " UNSURE"
		}
		fmt.Println(sc.Text(), "\n    ", string(b), extra)
	}
}
