//go:build unix

package bolt_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
	"zhirong/corpus"
)

var (
	benchTurns   = flag.Int("turns", 20_000, "turns in the store that BenchmarkYear measures")
	benchSeconds = flag.Int("seconds", 5, "how long BenchmarkYear logs 200 turns a second")
)

// likely makes a turn as large as those of the written conversations are.
func likely(r *rand.Rand, n int, at time.Time) bot.Record {
	session := bot.SessionID(fmt.Sprintf("%026d", n/8))
	rec := turn(session, n)
	rec.At, rec.Channel, rec.Lang, rec.Outcome = at, "web", "zh", bot.Answered
	rec.Generation = "2d0a00606f93725e-1.1.1"
	rec.Facts = corpus.Facts{"region": corpus.CodeValue("420115"), "patents_invention": corpus.CountValue(r.Int64N(9))}
	rec.Known = rec.Facts
	for i := range rec.Digest {
		rec.Digest[i] = byte(r.Uint32())
	}
	for range 4 {
		rec.Cited = append(rec.Cited, corpus.PassageID(fmt.Sprintf("policy/p%d#%d.%d", r.IntN(70), r.IntN(9), r.IntN(9))))
	}
	s := &rec.Said.Before
	s.Profile.Facts = rec.Facts
	s.Profile.Learned = map[corpus.FactID]time.Time{"region": at, "patents_invention": at}
	s.Cited, s.Topic.Shown = rec.Cited, rec.Cited
	s.Said = []string{"next.registration#0", "aside.unreviewed#0"}
	for i := range 5 {
		s.Offered = append(s.Offered, bot.Button{Label: fmt.Sprintf("产品%d的条件", r.IntN(100)), Action: bot.Action(fmt.Sprintf("more product/p%02d", i))})
	}
	// Characters at random are at least as hard to pack as what people say.
	text := make([]rune, 90)
	for i := range text {
		text[i] = rune(0x4e00 + r.IntN(3000))
	}
	rec.Said.Text, s.Topic.Text = string(text[:30]), string(text[30:60])
	s.Forms = []bot.Form{{Intent: "match_products", Text: string(text[60:]), Asked: "loan_amount"}}
	return rec
}

func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 16, 256} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			db, err := bolt.Open(b.Context(), b.TempDir(), bolt.Options{})
			must(b, err)
			defer db.Close()
			var n atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			for w := range writers {
				wg.Go(func() {
					r := rand.New(rand.NewPCG(1, uint64(w)))
					for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
						if err := db.AppendTurn(b.Context(), likely(r, int(i), epoch.Add(time.Duration(i)*time.Second))); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
		})
	}
}

// BenchmarkYear fills a store with a year's turns, logs 200 a second on top of
// them, backs up meanwhile, and removes nine tenths.
func BenchmarkYear(b *testing.B) {
	for b.Loop() {
		year(b)
	}
}

func year(b *testing.B) {
	dir, err := os.MkdirTemp("", "zhirong-year-")
	must(b, err)
	defer os.RemoveAll(dir)
	db, err := bolt.Open(b.Context(), dir, bolt.Options{})
	must(b, err)
	defer db.Close()
	total := *benchTurns
	step := 365 * 24 * time.Hour / time.Duration(total)
	var n atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for w := range 512 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(2, uint64(w)))
			for i := n.Add(1) - 1; i < int64(total); i = n.Add(1) - 1 {
				if err := db.AppendTurn(b.Context(), likely(r, int(i), epoch.Add(time.Duration(i)*step))); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(total)/time.Since(start).Seconds(), "filled/s")
	stats, err := db.Stats(b.Context())
	must(b, err)
	b.ReportMetric(float64(stats.Bytes-stats.Free)/float64(total), "bytes/turn")
	b.ReportMetric(float64(stats.Journal)/float64(total), "journal-bytes/turn")

	// A fixed rate: a turn that is late because the one before it was slow
	// counts its waiting.
	took := make([]time.Duration, 200**benchSeconds)
	first := time.Now()
	var backup bolt.BackupReport
	for i := range took {
		due := first.Add(time.Duration(i) * time.Second / 200)
		time.Sleep(time.Until(due))
		if i == len(took)/2 {
			wg.Go(func() {
				var err error
				if backup, err = db.Backup(b.Context(), ""); err != nil {
					b.Error(err)
				}
			})
		}
		wg.Go(func() {
			r := rand.New(rand.NewPCG(3, uint64(i)))
			if err := db.AppendTurn(b.Context(), likely(r, total+i, epoch.AddDate(1, 0, 0).Add(time.Duration(i)))); err != nil {
				b.Error(err)
			}
			took[i] = time.Since(due)
		})
	}
	wg.Wait()
	half := len(took) / 2
	alone, during := took[:half], took[half:]
	slices.Sort(alone)
	slices.Sort(during)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(alone[half*99/100]), "append-p99-ms")
	b.ReportMetric(ms(during[len(during)*99/100]), "append-p99-backup-ms")
	b.ReportMetric(ms(during[len(during)-1]), "append-max-backup-ms")
	b.ReportMetric(backup.Took.Seconds(), "backup-s")

	start = time.Now()
	keep := 365 * 24 * time.Hour / 10
	swept, err := db.Sweep(b.Context(), epoch.AddDate(1, 0, 0), bolt.Retention{Said: keep, Turns: keep, Sessions: keep})
	must(b, err)
	b.ReportMetric(time.Since(start).Seconds(), "sweep-s")
	if swept.Turns < total*89/100 {
		b.Errorf("%d of %d turns were removed", swept.Turns, total)
	}
	// The check of a copy goes over the long list of free pages.
	if _, err := db.Backup(b.Context(), ""); err != nil {
		b.Error(err)
	}
	start = time.Now()
	c, err := db.Compact(b.Context())
	must(b, err)
	b.ReportMetric(time.Since(start).Seconds(), "compact-s")
	b.ReportMetric(100*(1-float64(c.After)/float64(c.Before)), "shrunk-%")
}
