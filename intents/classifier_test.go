package intents_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"zhirong/corpus"
	"zhirong/intents"
)

// lesson is a small bilingual training set: four intents of twelve phrases, and
// phrases outside of all of them.
func lesson() (examples, outside []intents.Example) {
	phrases := map[string]string{
		"documents": "要准备什么材料|需要哪些资料|申请要带什么文件|材料清单给我一份|办贷款要提交哪些证件|资料怎么准备|" +
			"what papers do I need|which documents should I bring|list of required documents|what paperwork is needed|send me the checklist of papers|documents to hand in",
		"cost": "利率是多少|一年利息要付多少|总成本大概几个点|要交哪些费用|手续费贵不贵|评估费谁来出|" +
			"what is the interest rate|how much are the fees|what does it cost in total|is the loan expensive|total cost per year|who pays the appraisal fee",
		"renewal": "贷款到期了能续吗|可以展期吗|续贷怎么办|到期还想接着用|换一家银行续贷行吗|能不能延期还款|" +
			"can I roll over the loan|extend my loan please|renew the credit after it expires|the loan is due, can it go on|may I prolong it|switch banks at renewal",
		"greeting": "你好|您好呀|早上好|在吗|嗨，有人吗|晚上好，请问|" +
			"hello|hi there|good morning|hey, anyone here|good evening to you|greetings",
	}
	names := make([]string, 0, len(phrases))
	for name := range phrases {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, text := range strings.Split(phrases[name], "|") {
			examples = append(examples, intents.Example{Text: text, Intent: name})
		}
	}
	for _, text := range strings.Split("今天会下雨吗|帮我订一张火车票|红烧肉怎么做|离婚财产怎么分|北京有什么好玩的|给我讲个笑话|股票会涨吗|"+
		"will it rain tomorrow|book a flight to Rome|how do I bake bread|tell me a joke|who won the match|recommend a good film|fix my washing machine", "|") {
		outside = append(outside, intents.Example{Text: text, Intent: intents.OutOfScope})
	}
	return examples, outside
}

func TestAClassifierTellsItsIntentsApart(t *testing.T) {
	t.Parallel()
	examples, _ := lesson()
	c := intents.TrainClassifier(examples, intents.TrainOptions{})
	for text, want := range map[string]string{
		"请问需要准备哪些材料":                           "documents",
		"請問需要準備哪些材料":                           "documents", // traditional
		"ＷＨＩＣＨ documents are required?":        "documents", // full width, upper case
		"年利率几个点":                               "cost",
		"What's the total fee":                 "cost",
		"快到期了，想续贷":                             "renewal",
		"renewing our loans":                   "renewal",
		"hello hello":                          "greeting",
		"你好你好":                                 "greeting",
		"what paperwork\u200b do you need\x00": "documents", // invisible characters
	} {
		r := c.Classify(text)
		if r.OutOfScope || len(r.Guesses) == 0 || r.Guesses[0].Intent != want {
			t.Errorf("%q: got %+v, want %s", text, r, want)
		}
	}
}

func TestARankingIsWellFormed(t *testing.T) {
	t.Parallel()
	examples, outside := lesson()
	for i := range 8 { // more intents than are guessed
		examples = append(examples, intents.Example{Text: fmt.Sprintf("number %d kind %c", i, 'a'+i), Intent: fmt.Sprintf("extra%d", i)})
	}
	c := intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside})
	for _, text := range []string{"需要哪些资料", "will it rain", "number 3", strings.Repeat("利率材料 loan ", 5000)} {
		checkRanking(t, c.Classify(text))
		if r := c.Classify(text); len(r.Guesses) != 5 {
			t.Errorf("%.20q: %d guesses, want 5", text, len(r.Guesses))
		}
	}
}

func checkRanking(t *testing.T, r intents.Ranking) {
	t.Helper()
	sum, last := 0.0, 1.0
	for _, g := range r.Guesses {
		if g.Probability < 0 || g.Probability > last || g.Intent == "" || g.Intent == intents.OutOfScope {
			t.Errorf("guesses are not in order or not in scope: %+v", r)
		}
		last = g.Probability
		sum += g.Probability
	}
	if sum > 1+1e-9 || len(r.Guesses) > 5 || math.IsNaN(sum) {
		t.Errorf("probabilities add up to %v: %+v", sum, r)
	}
	if !(r.InScope >= 0 && r.InScope <= 1) {
		t.Errorf("InScope is %v", r.InScope)
	}
	if len(r.Guesses) == 0 && (!r.OutOfScope || r.InScope != 0) {
		t.Errorf("a text without a guess is in scope: %+v", r)
	}
}

func TestOutOfScopeTextsAreToldApart(t *testing.T) {
	t.Parallel()
	examples, outside := lesson()
	held := []intents.Example{
		{"明天会下雪吗", intents.OutOfScope}, {"帮我订一张机票", intents.OutOfScope}, {"鱼香肉丝怎么做", intents.OutOfScope},
		{"tell me a riddle", intents.OutOfScope}, {"who won the game", intents.OutOfScope},
		{"材料有哪些", "documents"}, {"which papers", "documents"}, {"利息多少", "cost"}, {"what fees are there", "cost"},
		{"续贷可以吗", "renewal"}, {"extend the loan", "renewal"}, {"good morning there", "greeting"},
	}
	var mixed []intents.Example
	mixed = append(append(mixed, examples...), outside...)
	for name, c := range map[string]*intents.Classifier{
		"learned apart":                intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside}),
		"learned among the examples":   intents.TrainClassifier(mixed, intents.TrainOptions{}),
		"learned and calibrated":       intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside, Valid: held}),
		"only calibrated, not learned": intents.TrainClassifier(examples, intents.TrainOptions{Valid: held}),
	} {
		right := 0
		for _, e := range held {
			r := c.Classify(e.Text)
			checkRanking(t, r)
			if r.OutOfScope == (e.Intent == intents.OutOfScope) {
				right++
			}
		}
		if right < len(held)-3 {
			t.Errorf("%s: %d of %d right", name, right, len(held))
		}
		if in, out := c.Classify("需要哪些资料"), c.Classify("明天会下雨吗"); in.InScope <= out.InScope {
			t.Errorf("%s: in scope %.3f, out of scope %.3f", name, in.InScope, out.InScope)
		}
	}
}

func TestWithoutOutOfScopeExamplesOnlyTheUnknownIsOutOfScope(t *testing.T) {
	t.Parallel()
	examples, _ := lesson()
	c := intents.TrainClassifier(examples, intents.TrainOptions{Valid: examples[:9]})
	for _, text := range []string{"今天会下雨吗", "book a flight", "how"} {
		if r := c.Classify(text); r.OutOfScope || r.InScope != 1 || len(r.Guesses) == 0 {
			t.Errorf("%q: %+v", text, r)
		}
	}
	for _, text := range []string{"", " ", "…", "ъэю", "🙂", "\xff\xfe", "鬱"} {
		if r := c.Classify(text); !r.OutOfScope || r.InScope != 0 || len(r.Guesses) != 0 {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

func TestAnyExamplesTrain(t *testing.T) {
	t.Parallel()
	one := []intents.Example{{"要什么材料", "documents"}}
	for name, c := range map[string]*intents.Classifier{
		"zero value":           new(intents.Classifier),
		"nothing":              intents.TrainClassifier(nil, intents.TrainOptions{}),
		"nothing to read":      intents.TrainClassifier([]intents.Example{{"", "a"}, {"…", "b"}, {"text", ""}}, intents.TrainOptions{}),
		"only out of scope":    intents.TrainClassifier(nil, intents.TrainOptions{OutOfScope: []intents.Example{{"rain", ""}}}),
		"one example":          intents.TrainClassifier(one, intents.TrainOptions{}),
		"one of each side":     intents.TrainClassifier(one, intents.TrainOptions{OutOfScope: []intents.Example{{"会下雨吗", ""}}}),
		"the same text twice":  intents.TrainClassifier([]intents.Example{{"贷款", "a"}, {"贷款", "b"}}, intents.TrainOptions{}),
		"unknown valid intent": intents.TrainClassifier(one, intents.TrainOptions{Valid: []intents.Example{{"材料", "other"}, {"雨", intents.OutOfScope}}}),
	} {
		for _, text := range []string{"要什么材料", "贷款", "rain", ""} {
			checkRanking(t, c.Classify(text))
		}
		c.Explain("要什么材料", "documents", 3)
		b, err := c.MarshalBinary()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := new(intents.Classifier).UnmarshalBinary(b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r := intents.TrainClassifier(one, intents.TrainOptions{}).Classify("材料"); len(r.Guesses) != 1 || r.Guesses[0].Probability != 1 {
		t.Errorf("the only intent there is: %+v", r)
	}
}

func TestTrainingIsDeterministic(t *testing.T) {
	t.Parallel()
	examples, outside := lesson()
	first, _ := intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside}).MarshalBinary()
	for range 3 {
		again, _ := intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside}).MarshalBinary()
		if !bytes.Equal(first, again) {
			t.Fatal("the same examples gave another classifier")
		}
	}
}

func TestProbabilitiesAreCalibrated(t *testing.T) {
	t.Parallel()
	// Texts of which a fifth carry a wrong label: nobody can be surer than 80 %.
	random := rand.New(rand.NewPCG(5, 5))
	draw := func(n int) []intents.Example {
		list := []intents.Example{}
		for range n {
			class := random.IntN(4)
			text := fmt.Sprintf("topic%c filler%d", 'a'+class, random.IntN(50))
			if random.IntN(5) == 0 {
				class = random.IntN(4)
			}
			list = append(list, intents.Example{Text: text, Intent: fmt.Sprint("class", class)})
		}
		return list
	}
	c := intents.TrainClassifier(draw(600), intents.TrainOptions{})
	sum, right := 0.0, 0
	test := draw(600)
	for _, e := range test {
		g := c.Classify(e.Text).Guesses[0]
		sum += g.Probability
		if g.Intent == e.Intent {
			right++
		}
	}
	n := float64(len(test))
	if gap := math.Abs(sum/n - float64(right)/n); gap > 0.08 {
		t.Errorf("mean confidence %.3f, accuracy %.3f", sum/n, float64(right)/n)
	}
}

func TestExplainNamesWhatDecided(t *testing.T) {
	t.Parallel()
	examples, outside := lesson()
	c := intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside})
	for _, test := range []struct{ text, intent, part string }{
		{"请问要准备什么材料呢", "documents", "材料"},
		{"Tell me which DOCUMENTS to bring", "documents", "documents"},
		{"续贷可以吗", "renewal", "续"},
		{"will it rain here", intents.OutOfScope, "rain"},
	} {
		list := c.Explain(test.text, test.intent, 5)
		if !slices.ContainsFunc(list, func(w intents.Weight) bool { return strings.Contains(w.Feature, test.part) && w.Weight > 0 }) {
			t.Errorf("%q: %q is not in %+v", test.text, test.part, list)
		}
		if len(list) > 5 || !slices.IsSortedFunc(list, func(a, b intents.Weight) int {
			return int(math.Copysign(1, math.Abs(b.Weight)-math.Abs(a.Weight)))
		}) {
			t.Errorf("%q: not the five weightiest in order: %+v", test.text, list)
		}
	}
	if list := c.Explain("材料", "no such intent", 5); list != nil {
		t.Errorf("unknown intent: %+v", list)
	}
	if list := c.Explain("材料", "documents", 0); list != nil {
		t.Errorf("none wanted: %+v", list)
	}
}

func TestAClassifierSurvivesAsBytes(t *testing.T) {
	t.Parallel()
	examples, outside := lesson()
	c := intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside})
	b, err := c.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var read intents.Classifier
	if err := read.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	again, _ := read.MarshalBinary()
	if !bytes.Equal(b, again) {
		t.Error("written anew, the bytes differ")
	}
	for _, text := range []string{"要什么材料", "will it rain", "你好", "鬱"} {
		if got, want := read.Classify(text), c.Classify(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestDamagedBytesAreRefused(t *testing.T) {
	t.Parallel()
	examples, _ := lesson()
	c := intents.TrainClassifier(examples, intents.TrainOptions{})
	good, _ := c.MarshalBinary()
	change := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(good)) }
	for name, b := range map[string][]byte{
		"nothing":                   nil,
		"another magic":             change(func(b []byte) []byte { b[0]++; return b }),
		"another version":           change(func(b []byte) []byte { b[8]++; return b }),
		"a flipped bit":             change(func(b []byte) []byte { b[len(b)/2] ^= 4; return b }),
		"cut short":                 good[:len(good)-1],
		"too long":                  append(bytes.Clone(good), 0),
		"cut short, checksum right": change(func(b []byte) []byte { return sealed(b[:len(b)*2/3]) }),
		"too long, checksum right":  change(func(b []byte) []byte { return sealed(append(b, 0)) }),
		"a count too high, checksum right": change(func(b []byte) []byte {
			binary.LittleEndian.PutUint32(b[16:], math.MaxUint32)
			return sealed(b)
		}),
	} {
		before := c.Classify("要什么材料")
		if err := c.UnmarshalBinary(b); err == nil || !strings.HasPrefix(err.Error(), "read intent classifier: ") {
			t.Errorf("%s: error is %v", name, err)
		}
		if !reflect.DeepEqual(before, c.Classify("要什么材料")) {
			t.Errorf("%s: the classifier changed", name)
		}
	}
}

// sealed sets the checksum of a classifier's bytes right.
func sealed(b []byte) []byte {
	binary.LittleEndian.PutUint32(b[12:], crc32.Checksum(b[16:], crc32.MakeTable(crc32.Castagnoli)))
	return b
}

func FuzzClassify(f *testing.F) {
	examples, outside := lesson()
	c := intents.TrainClassifier(examples, intents.TrainOptions{OutOfScope: outside})
	for _, text := range []string{"", "要什么材料", "what's the RATE?", "\xff\x00", "ﷺ½①", strings.Repeat("a", 5000), "É́́́"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := c.Classify(text)
		checkRanking(t, r)
		if !reflect.DeepEqual(r, c.Classify(text)) {
			t.Error("a second look gave another ranking")
		}
		for _, w := range c.Explain(text, "cost", 10) {
			if w.Weight == 0 || math.IsNaN(w.Weight) {
				t.Errorf("part %+v has no weight", w)
			}
		}
	})
}

func FuzzUnmarshalClassifier(f *testing.F) {
	few := []intents.Example{{"材料", "documents"}, {"rate", "cost"}}
	good, _ := intents.TrainClassifier(few, intents.TrainOptions{OutOfScope: []intents.Example{{"雨", ""}}}).MarshalBinary()
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("zrintent"))
	empty, _ := new(intents.Classifier).MarshalBinary()
	f.Add(empty)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 16 { // look behind the checksum
			b = sealed(bytes.Clone(b))
		}
		var c intents.Classifier
		if c.UnmarshalBinary(b) != nil {
			return
		}
		c.Classify("要什么材料, what papers")
		c.Explain("要什么材料", "documents", 3)
	})
}

// crowd is a training set of the size of a real one: many intents, each with
// words of its own and words it shares.
func crowd(intentCount, each int) []intents.Example {
	random := rand.New(rand.NewPCG(3, 3))
	word := func(from, size int) string {
		r := rune(0x4e00 + from + random.IntN(size))
		return string(r)
	}
	var list []intents.Example
	for i := range intentCount {
		for range each {
			var b strings.Builder
			for range 4 + random.IntN(8) {
				if random.IntN(3) == 0 {
					b.WriteString(word(i*12, 12))
				} else {
					b.WriteString(word(800, 400))
				}
			}
			list = append(list, intents.Example{Text: b.String(), Intent: fmt.Sprint("intent", i)})
		}
	}
	return list
}

func BenchmarkTrain(b *testing.B) {
	examples := crowd(60, 45)
	b.ReportAllocs()
	for b.Loop() {
		intents.TrainClassifier(examples, intents.TrainOptions{})
	}
}

// The phrases of the shipped corpus: budget 1 s.
func BenchmarkTrainShipped(b *testing.B) {
	set, err := corpus.Load(corpus.Shipped())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		intents.Train(set)
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/run")
}

func BenchmarkClassify(b *testing.B) {
	c := intents.TrainClassifier(crowd(60, 45), intents.TrainOptions{})
	texts := crowd(60, 3)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		c.Classify(texts[i%len(texts)].Text)
		i++
	}
}

func BenchmarkUnmarshalClassifier(b *testing.B) {
	data, _ := intents.TrainClassifier(crowd(60, 45), intents.TrainOptions{}).MarshalBinary()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var c intents.Classifier
		if err := c.UnmarshalBinary(data); err != nil {
			b.Fatal(err)
		}
	}
}
