package corpus_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"zhirong/corpus"
)

func TestSetIsDecodedAsItWasEncoded(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]corpus.Layer{"the small corpus": layer("small", small), "the shipped corpus": corpus.Shipped()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := load(t, l)
			got := recoded(t, want)
			want.Dossier = nil
			for i := range want.Intents {
				want.Intents[i].Phrases, want.Intents[i].Rare = corpus.Phrases{}, corpus.Rare{}
			}
			if !reflect.DeepEqual(got, want) {
				t.Error("the decoded set is another one")
				g, w := reflect.ValueOf(*got), reflect.ValueOf(*want)
				for i := range g.NumField() {
					if f := g.Type().Field(i); f.IsExported() && !reflect.DeepEqual(g.Field(i).Interface(), w.Field(i).Interface()) {
						t.Errorf("%s differs", f.Name)
					}
				}
			}
		})
	}
}

func recoded(t testing.TB, s *corpus.Set) *corpus.Set {
	t.Helper()
	var b bytes.Buffer
	if err := s.Encode(&b); err != nil {
		t.Fatal(err)
	}
	out, err := corpus.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestBoundOfZeroIsKept(t *testing.T) {
	t.Parallel()
	s := recoded(t, load(t, layer("small", small)))
	patents, _ := s.Fact("patents")
	marks, _ := s.Fact("trademarks")
	if patents.Min == nil || *patents.Min != 0 || patents.Max == nil || *patents.Max != 1000 || marks.Min != nil || marks.Max != nil {
		t.Errorf("bounds are %v, %v and %v, %v", patents.Min, patents.Max, marks.Min, marks.Max)
	}
}

func TestEncodeLeavesTheSetAsItIs(t *testing.T) {
	t.Parallel()
	s := load(t, layer("small", small))
	recoded(t, s)
	if len(s.Dossier) == 0 || len(s.Facts) == 0 || len(s.Intents[0].Phrases.ZH) == 0 {
		t.Error("encoding took something out of the set")
	}
}

func TestWhatWasNotEncodedIsRefused(t *testing.T) {
	t.Parallel()
	var whole bytes.Buffer
	if err := load(t, layer("small", small)).Encode(&whole); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"nothing": "", "a text": "policy", "half": whole.String()[:whole.Len()/2]} {
		if _, err := corpus.Decode(strings.NewReader(data)); err == nil {
			t.Errorf("%s is decoded", name)
		}
	}
}
