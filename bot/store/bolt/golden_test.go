package bolt

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/storetest"
	"zhirong/corpus"
	"zhirong/knowledge"
)

// golden is a store as version 1 wrote it. It is never written anew: whoever
// changes a layout adds a version, and a folder beside this one.
const golden = "testdata/v1"

var newGolden = flag.Bool("new-golden", false, "write a golden store for a new version")

// goldenID is the session id of a certain address under the golden master key.
const goldenID = "fll75hoyimtsupadt4devwankq"

// dictionarySum is the SHA-256 of the dictionary of version 1.
const dictionarySum = "260ce06580c2953a23ce74067cf3588e76c3cd15c553da0507d2a6cb6ab27a87"

func goldenSession() bot.Session {
	seen := time.Date(2026, 11, 22, 16, 30, 15, 123456789, time.FixedZone("", 8*3600))
	return bot.Session{
		ID: "mzxw6ytboi4dsmrrgq3tqnrxhe", Lang: "zh",
		Profile: bot.Profile{
			Facts: corpus.Facts{
				"region": corpus.CodeValue("420115"), "patents_invention": corpus.CountValue(3), "high_tech": corpus.BoolValue(false),
				"loan_amount": corpus.SpanValue(corpus.KindMoney, corpus.Span{Min: 1, Max: 5_000_000_00, HasMin: true, HasMax: true, MinOpen: true}),
				"need":        corpus.CodesValue([]string{"loan"}, []string{"insurance"}, false), "kv_grade": corpus.UnsureValue(corpus.KindCode),
			},
			Learned: map[corpus.FactID]time.Time{"region": seen.Add(-time.Hour), "need": time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)},
		},
		Forms:   []bot.Form{{Intent: "match_products", Text: "江夏的软件公司能贷多少", Asked: "revenue", Path: []corpus.FactID{"region", "need"}, Tries: 2}},
		Sheets:  []bot.Sheet{{Name: "royalty", Given: []bot.Figure{{ID: "route", Text: "3"}}}, {Name: "value", Given: []bot.Figure{{ID: "kind", Text: "发明"}, {ID: "sales", Text: "500万"}, {ID: "profits"}}, Asked: "cost"}},
		Notice:  []bot.Button{{Label: "同意记录", Action: "consent yes"}},
		Offered: []bot.Button{{Label: "不知道", Action: "set revenue ?"}, {Label: "1000万以下", Action: "set revenue <10000000"}},
		Recent:  []corpus.FactID{"need", "region"},
		Topic:   bot.Topic{Intent: "policy_lookup", Docs: []corpus.ID{"policy/hubei-2025-17"}, Text: "质押要什么材料", Shown: []corpus.PassageID{"policy/cnipa-461#7"}},
		Misses:  1, Said: []string{"next.registration#0"}, Cited: []corpus.PassageID{"policy/cnipa-461#7", "policy/hubei-2025-17#2.1.2"},
		Shown: "product/p01-kv-loan=2", Papers: []string{"policy/cnipa-461#7/2"}, Consent: bot.ConsentGranted, Turns: 7, Version: 1, Seen: seen,
	}
}

func goldenRecord() bot.Record {
	s := goldenSession()
	r := bot.Record{
		ID: "A7F3K2M9", Session: s.ID, Message: "web-0001", Channel: "web", At: s.Seen, Took: 1234567 * time.Nanosecond,
		Lang: "zh", Intent: "match_products", Confidence: 0.875, Scope: bot.InScope, Outcome: bot.Asked,
		Parts: []bot.RecordPart{{Intent: "match_products", Outcome: bot.Asked}, {Intent: "explain_term", Outcome: bot.Answered}},
		Facts: corpus.Facts{"region": corpus.CodeValue("420115")}, Known: s.Profile.Facts,
		Region: "420115", Park: "park/guanggu", Industry: "software", Rights: []corpus.IPKind{corpus.InventionPatent, corpus.SoftwareCopyright},
		Amount:   corpus.Exactly(5_000_000_00),
		Products: []bot.RecordProduct{{ID: "product/p01-kv-loan", Fit: knowledge.Possible}, {ID: "product/p15-hankou-trademark-pledge", Fit: knowledge.Ineligible}},
		Gaps:     []string{"GAP-06"}, Cited: []corpus.PassageID{"policy/cnipa-461#7"}, Funnel: bot.FunnelMatched,
		Generation: "2d0a00606f93725e-1.1.1", Refined: true,
		Said: &bot.Said{Text: "我们在江夏，有3件发明专利，想贷500万，请打****电话", Action: "set region 420115", At: s.Seen.Add(-time.Hour), Lang: "zh", From: bot.Address{Channel: "web", Chat: "h1", User: "h2"}, Before: s},
	}
	r.Digest = sha256.Sum256([]byte("reply"))
	return r
}

func TestVersion1IsFrozen(t *testing.T) {
	t.Parallel()
	s, r := goldenSession(), goldenRecord()
	values := map[string][]byte{"session.bin": encode(&s, sessionForm), "record.bin": encode(&r, recordForm), "said.bin": encode(r.Said, saidForm)}
	if *newGolden {
		writeGolden(t, values)
	}
	if sum := sha256.Sum256(dictionary); hex.EncodeToString(sum[:]) != dictionarySum {
		t.Errorf("the dictionary of version 1 changed; its SHA-256 is now %x", sum)
	}
	for name, got := range values {
		want, err := os.ReadFile(filepath.Join(golden, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is laid out in another way than version 1 was", name)
		}
	}
}

func TestStoreOfVersion1Opens(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(golden)); err != nil {
		t.Fatal(err)
	}
	r := goldenRecord()
	for _, how := range []string{"as it is", "from its journal"} {
		if how == "from its journal" {
			if err := os.Truncate(filepath.Join(dir, storeFolder, databaseFile), 10); err != nil {
				t.Fatal(err)
			}
			if got, err := Restore(t.Context(), dir, "", Options{}); err != nil || got.Gaps > 0 || got.Commits != 4 {
				t.Fatalf("%+v, %v", got, err)
			}
		}
		db, err := Open(t.Context(), dir, Options{MmapSize: 1 << 20})
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		got, err := db.Session(t.Context(), r.Session)
		if want := goldenSession(); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v\nwant %+v", how, got, err, want)
		}
		turn, err := db.TurnOf(t.Context(), r.Session, r.Message)
		if err != nil || !reflect.DeepEqual(turn, r) {
			t.Errorf("%s: %+v, %v\nwant %+v", how, turn, err, r)
		}
		if _, err := db.Turn(t.Context(), "B1B2B3B4"); !errors.Is(err, bot.ErrNoTurn) {
			t.Errorf("%s: a forgotten turn: %v", how, err)
		}
		if id := db.SessionID(bot.Address{Channel: "web", Chat: "c", User: "u"}); id != goldenID {
			t.Errorf("%s: session id %q", how, id)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func writeGolden(t *testing.T, values map[string][]byte) {
	t.Helper()
	if _, err := os.Stat(golden); err == nil {
		t.Fatalf("%s is there: a released version is never written anew", golden)
	}
	db, err := Open(t.Context(), golden, Options{MmapSize: 1 << 16})
	if err != nil {
		t.Fatal(err)
	}
	s, forgotten := goldenSession(), goldenRecord()
	s.Version = 0
	forgotten.ID, forgotten.Session = "B1B2B3B4", "forgotten"
	for _, err := range []error{
		db.SaveSession(t.Context(), s), db.AppendTurn(t.Context(), goldenRecord()), db.AppendTurn(t.Context(), forgotten), db.Forget(t.Context(), forgotten.Session),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, data := range values {
		if err := os.WriteFile(filepath.Join(golden, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLayoutsKeepEveryField(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 500 {
		r := storetest.Record(rnd)
		said := r.Said
		r.Said = nil
		if got, err := decode(encode(&r, recordForm), recordForm); err != nil || !reflect.DeepEqual(got, r) {
			t.Fatalf("%+v, %v\nwant %+v", got, err, r)
		}
		if said == nil {
			continue
		}
		packed := pack(encode(said, saidForm))
		plain, err := unpack(packed)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decode(plain, saidForm); err != nil || !reflect.DeepEqual(got, *said) {
			t.Fatalf("%+v, %v\nwant %+v", got, err, *said)
		}
	}
}

// Whatever bytes are read, reading ends with a value or an error.
func FuzzDecode(f *testing.F) {
	r := goldenRecord()
	f.Add(encode(&r, recordForm))
	f.Add(encode(r.Said, saidForm))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, err := decode(data, recordForm); err == nil {
			again, err := decode(encode(&r, recordForm), recordForm)
			if err != nil || !reflect.DeepEqual(again.ID, r.ID) {
				t.Errorf("%+v, %v", again, err)
			}
		}
		_, _ = decode(data, saidForm)
		if plain, err := unpack(data); err == nil {
			_, _ = decode(plain, sessionForm)
		}
		c := coder{buf: data, read: true}
		var ops []op
		list(&c, &ops, opForm)
	})
}

func TestTimeKeysOrderAsTimeDoes(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(rand.Uint64(), 0))
	for range 10000 {
		a := time.Unix(rnd.Int64N(1<<40)-1<<39, rnd.Int64N(1e9))
		b := a.Add(time.Duration(rnd.Int64()) >> rnd.IntN(62))
		x, y := timeKey(a), timeKey(b)
		if bytes.Compare(x[:], y[:]) != a.Compare(b) {
			t.Fatalf("%v and %v", a, b)
		}
	}
}
