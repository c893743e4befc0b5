package knowledge_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"

	"zhirong/corpus"
	"zhirong/knowledge"
)

// many returns a matcher over n products, each like one of the corpus.
func many(t testing.TB, n int) (*knowledge.Matcher, *corpus.Set) {
	t.Helper()
	_, set := shipped(t)
	big := *set
	big.Products = nil
	for i := range n {
		p := set.Products[i%len(set.Products)]
		p.ID = corpus.ID(fmt.Sprintf("%s-%d", p.ID, i))
		p.Offered, p.Valid = true, corpus.ValidPeriod{}
		big.Products = append(big.Products, p)
	}
	return knowledge.NewMatcher(&big), set
}

func someFirms(set *corpus.Set, n int) []corpus.Facts {
	r := rand.New(rand.NewPCG(9, 9))
	out := make([]corpus.Facts, n)
	for i := range out {
		out[i] = anyFacts(r, set, 50, false)
	}
	return out
}

// each runs do over all firms on every processor.
func each(firms []corpus.Facts, do func(known corpus.Facts)) {
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(firms); i += workers {
				do(firms[i])
			}
		})
	}
	wg.Wait()
}

// Verdicts for 10,000 profiles and 500 products: budget 2 s.
func BenchmarkVerdicts10000x500(b *testing.B) {
	m, set := many(b, 500)
	firms := someFirms(set, 10_000)
	b.ResetTimer()
	for b.Loop() {
		var pool sync.Pool
		each(firms, func(known corpus.Facts) {
			buf, _ := pool.Get().(*[]knowledge.Fit)
			if buf == nil {
				buf = new([]knowledge.Fit)
			}
			*buf = m.Fits(*buf, known, aDay)
			pool.Put(buf)
		})
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/run")
}

// Findings and order for 10,000 profiles and 50 products: budget 5 s.
func BenchmarkFindings10000x50(b *testing.B) {
	m, set := many(b, 50)
	firms := someFirms(set, 10_000)
	b.ResetTimer()
	for b.Loop() {
		each(firms, func(known corpus.Facts) { m.Match(known, aDay) })
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/run")
}

func TestVerdictsTakeNoMemoryPerProduct(t *testing.T) {
	m, set := many(t, 500)
	known := someFirms(set, 1)[0]
	fits := m.Fits(nil, known, aDay)
	if n := testing.AllocsPerRun(20, func() { fits = m.Fits(fits, known, aDay) }); n > 2 {
		t.Errorf("%v allocations for 500 products, want at most 2", n)
	}
}
