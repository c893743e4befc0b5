package bot

import (
	"strings"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge/valuation"
)

// TestEveryQuestionOfASheetHasItsWords sees that nothing a sheet asks, offers or
// names lacks its wording, in either language.
func TestEveryQuestionOfASheetHasItsWords(t *testing.T) {
	t.Parallel()
	g, err := MemoryGeneration(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string][]string{factorSheet: businessFigures}
	for _, f := range g.Set.Questionnaire.Factors {
		ids[factorSheet] = append(ids[factorSheet], f.ID)
	}
	for id := range royaltyKinds {
		ids[royaltySheet] = append(ids[royaltySheet], id)
	}
	ids[royaltySheet] = append(ids[royaltySheet], "route", "status", "basis")
	e, err := valuation.New(g.Set)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range e.Questions(true) {
		ids[valueSheet] = append(ids[valueSheet], q.ID)
	}
	for name, begin := range worksheets {
		for _, lang := range []corpus.Lang{corpus.Chinese, corpus.English} {
			s := Session{Sheets: []Sheet{{Name: name}}}
			w, err := begin(&turn{g: g, set: g.Set, s: &s, lang: lang, today: "2026-11-22"}, &s.Sheets[0])
			if err != nil {
				t.Fatal(err)
			}
			words := []string{w.lead()}
			for _, id := range ids[name] {
				q, ok := w.question(id)
				if !ok {
					t.Errorf("%s has no question %s", name, id)
				}
				words = append(words, q.Ask, q.Name)
				words = append(words, q.Hints...)
				for _, c := range q.Choices {
					words = append(words, c.Label)
				}
				if q.Kind.typed() && len(q.Hints) == 0 && id != "profits" && id != "cost" && id != "economic_life" && id != "patents" && id != "factors_bp" && id != "discount_bp" {
					t.Errorf("%s: nothing says how %s may be answered", name, id)
				}
			}
			for _, text := range words {
				if text == "" || strings.HasPrefix(text, "[") || strings.ContainsAny(text, "{}") {
					t.Errorf("%s, %s: %q is not worded", name, lang, text)
				}
			}
		}
	}
}

// FuzzSheet says anything to any sheet and presses anything on it: whatever is
// noted must be taken again by the next turn.
func FuzzSheet(f *testing.F) {
	for _, s := range []string{"factors A1 3", "royalty route 4", "value anew", "royalty anyway true", "factors cash true", "royalty net_sales [1]", "value go", "x y z", "factors turnover 99999999999999999999", "royalty skip route", "factors back"} {
		f.Add(s, "royalty years 3")
	}
	g, err := MemoryGeneration(corpus.Shipped())
	if err != nil {
		f.Fatal(err)
	}
	live := NewLive(g)
	f.Fuzz(func(t *testing.T, first, second string) {
		memory := NewMemory()
		a, err := NewAdvisor(Options{Live: live, Sessions: memory})
		if err != nil {
			t.Fatal(err)
		}
		for _, rest := range []string{first, second} {
			if _, err := a.Answer(t.Context(), Message{Action: Action("figure " + rest), Text: rest}); err != nil {
				t.Fatalf("%q: %v", rest, err)
			}
		}
		s, err := memory.Session(t.Context(), SessionOf(Address{}))
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.Sheets {
			sheet := s.Sheets[i]
			w, err := worksheets[sheet.Name](&turn{g: g, set: g.Set, s: &s, lang: "zh", today: "2026-11-22"}, &Sheet{Name: sheet.Name})
			if err != nil {
				t.Fatal(err)
			}
			for _, told := range sheet.told() {
				if fault := w.set(told); fault != nil {
					t.Errorf("%v was noted and is at fault: %v", told, fault)
				}
			}
			if _, ok := w.question(sheet.Asked); sheet.Asked != "" && !ok {
				t.Errorf("%s asks %s, which is no question of it", sheet.Name, sheet.Asked)
			}
		}
	})
}
