package bot

import (
	"encoding/json"
	"slices"

	"zhirong/corpus"
)

// figureText words the figure that a question was answered with, as it was given.
func (t *turn) figureText(q figureQuestion, text string) string {
	for _, c := range q.Choices {
		if c.Code == text {
			return c.Label
		}
	}
	var list []json.Number
	if json.Unmarshal([]byte(text), &list) != nil {
		list = []json.Number{json.Number(text)}
	}
	words := make([]string, len(list))
	for i, n := range list {
		whole, err := n.Int64()
		switch {
		case err != nil:
			words[i] = text
		case q.Kind == moneyFigure || q.Kind == moneysFigure:
			words[i] = t.money(corpus.Money(whole))
		case q.Kind == rateFigure || q.Kind == ratesFigure:
			words[i] = corpus.BasisPoints(whole).String()
		case q.Kind == yearsFigure:
			words[i] = t.quantity(whole, "years")
		default:
			words[i] = n.String()
		}
	}
	return t.list(words)
}

// figureNumbers are the whole numbers of a figure: one, or a list.
func figureNumbers(text string) []int64 {
	var list []int64
	if json.Unmarshal([]byte(text), &list) == nil {
		return list
	}
	var one int64
	if json.Unmarshal([]byte(text), &one) == nil {
		return []int64{one}
	}
	return nil
}

// latest are the figures of a sheet as they stand: of each question what was told
// last, in the order in which the questions were first answered.
func (s *Sheet) latest() []Figure {
	var out []Figure
	for _, f := range s.Given {
		out = slices.DeleteFunc(out, func(o Figure) bool { return o.ID == f.ID && f.Text == "" })
		if i := slices.IndexFunc(out, func(o Figure) bool { return o.ID == f.ID }); i >= 0 {
			out[i] = f
		} else if f.Text != "" {
			out = append(out, f)
		}
	}
	return out
}

// sheetTables show the figures that were told for each sheet.
func (t *turn) sheetTables() []Table {
	var out []Table
	for i := range t.s.Sheets {
		s := &t.s.Sheets[i]
		w, err := t.worksheet(s)
		if err != nil {
			continue
		}
		tab := Table{Caption: t.label("my_data.sheet." + s.Name), Head: []string{t.label("value.figure"), t.label("worksheet.told")}}
		for _, f := range s.latest() {
			q, ok := w.question(f.ID)
			if !ok {
				continue // a switch of the sheet, no figure
			}
			name := q.Name
			if s.Name == factorSheet && q.Kind == codeFigure {
				name = q.Ask // its name is only a number
			}
			tab.Rows = append(tab.Rows, []string{name, t.figureText(q, f.Text)})
		}
		if len(tab.Rows) > 0 {
			out = append(out, tab)
		}
	}
	return out
}

// paperTable shows the papers that were ticked as at hand.
func (t *turn) paperTable() (Table, bool) {
	tab := Table{Caption: t.label("papers.ready"), Head: []string{t.label("papers.paper")}}
	var seen []string
	for i := range t.set.Products {
		for _, p := range t.g.Base.Matcher().Checklist(&t.set.Products[i], nil, nil).Papers {
			if slices.Contains(t.s.Papers, p.ID) && !slices.Contains(seen, p.ID) {
				seen = append(seen, p.ID)
				tab.Rows = append(tab.Rows, []string{p.Text.In(t.lang)})
			}
		}
	}
	return tab, len(tab.Rows) > 0
}
