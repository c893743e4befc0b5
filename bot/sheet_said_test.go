package bot

import (
	"fmt"
	"slices"
	"testing"

	"zhirong/corpus"
)

// sheetTurn is a turn in which nothing was told yet.
func sheetTurn(t *testing.T, lang corpus.Lang) *turn {
	t.Helper()
	g, err := MemoryGeneration(corpus.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	s := NewSession("test")
	return &turn{g: g, set: g.Set, s: &s, lang: lang, today: "2026-11-22"}
}

func TestFiguresAreReadByTheirNames(t *testing.T) {
	t.Parallel()
	turn := sheetTurn(t, corpus.Chinese)
	for _, c := range []struct {
		sheet, text string
		want        []Figure
	}{
		{valueSheet, "一年销售500万，每年增长10%，分成率25%，折现率15%，还能用8年", []Figure{{"sales", "500000000"}, {"growth_bp", "1000"}, {"split_bp", "2500"}, {"discount_bp", "1500"}, {"economic_life", "8"}}},
		{valueSheet, "年销售收入500万利润80万", []Figure{{"sales", "500000000"}, {"profits", "80000000"}}},
		{valueSheet, "利润分成率30%", []Figure{{"profit_split_bp", "3000"}}},
		{valueSheet, "sales are 5 million yuan and profit 1 million yuan", []Figure{{"sales", "500000000"}, {"profits", "100000000"}}},
		{valueSheet, "销售很好，利润一般", nil},
		{valueSheet, "想贷200万", nil},
		{royaltySheet, "年净销售额1000万，利润150万，费率8%，按销售提成", []Figure{{"net_sales", "1000000000"}, {"profits", "150000000"}, {"rate_bp", "800"}}},
		{royaltySheet, "净销售额300万、350万、400万，提成率5%，许可3年", []Figure{{"net_sales", "[300000000,350000000,400000000]"}, {"rate_bp", "500"}, {"years", "3"}}},
		{royaltySheet, "discount rate 12%, royalty rate 5%", []Figure{{"discount_bp", "1200"}, {"rate_bp", "500"}}},
	} {
		w, err := turn.worksheet(&Sheet{Name: c.sheet})
		if err != nil {
			t.Fatal(err)
		}
		if got := turn.namedFigures(w, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s, %q: %v, want %v", c.sheet, c.text, got, c.want)
		}
	}
}

func TestWhatIsTriedOutIsReadWithoutTheWordsAroundIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"那费率25%呢": "费率25%", "2500万行不行": "2500万", "换成30%可以吗？": "30%", "what about 25%?": "25%", "what if the discount rate is 20%": "the discount rate is 20%",
		"25%": "", "那费率高一点呢": "", "折现率": "",
	} {
		turn := &turn{m: Message{Text: text}}
		if got := turn.tried(); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNoProfitIsAboveTheSalesOfItsYear(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sales, profits []corpus.Money
		over           bool
	}{
		{[]corpus.Money{500}, []corpus.Money{600}, true}, {[]corpus.Money{500}, []corpus.Money{500}, false}, {nil, []corpus.Money{600}, false}, {[]corpus.Money{500}, nil, false},
		{[]corpus.Money{500, 100}, []corpus.Money{100, 200}, true}, {[]corpus.Money{500}, []corpus.Money{100, 700}, false},
	} {
		if fault := profitOver("profits", c.sales, c.profits); (fault != nil) != c.over {
			t.Errorf("%v beside %v: %v", c.profits, c.sales, fault)
		}
	}
}

// TestAFigureBeyondTheBoundIsAskedAgain holds every amount of every sheet to the
// bound of the loan wanted.
func TestAFigureBeyondTheBoundIsAskedAgain(t *testing.T) {
	t.Parallel()
	turn := sheetTurn(t, corpus.Chinese)
	fact, _ := turn.set.Fact(wanted)
	for _, q := range []figureQuestion{{ID: "sales", Kind: moneyFigure}, {ID: "net_sales", Kind: moneysFigure}} {
		if fault := turn.beyond(q, Figure{q.ID, fmt.Sprint(*fact.Max)}); fault != nil {
			t.Errorf("%s at the bound: %v", q.ID, fault)
		}
		if fault := turn.beyond(q, Figure{q.ID, fmt.Sprint(*fact.Max + 1)}); fault == nil || fault.Code != "beyond" {
			t.Errorf("%s above the bound: %v", q.ID, fault)
		}
	}
	if fault := turn.beyond(figureQuestion{ID: "net_sales", Kind: moneysFigure}, Figure{"net_sales", fmt.Sprintf("[1,%d]", *fact.Max+1)}); fault == nil {
		t.Error("one year of several above the bound is taken")
	}
	if fault := turn.beyond(figureQuestion{ID: "economic_life", Kind: yearsFigure}, Figure{"economic_life", fmt.Sprint(*fact.Max + 1)}); fault != nil {
		t.Errorf("years are no amount: %v", fault)
	}
}
