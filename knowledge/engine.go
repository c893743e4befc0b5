package knowledge

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"github.com/blevesearch/bleve/v2"
	_ "github.com/blevesearch/bleve/v2/analysis/analyzer/custom" // the analyzer of the index
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
)

// Document is one searchable text. Title and Text are searched as one field.
type Document struct {
	ID    string
	Title string
	Text  string
	Keys  []string // exact terms for filters and exact hits, e.g. "region:420000", "doc_no:鄂知发〔2025〕17号"
}

// EngineQuery is one search.
type EngineQuery struct {
	Text    string
	Expand  []Expansion         // synonyms of parts of Text, found by the caller
	Must    [][]string          // a document must hold at least one key of every group
	Keep    func(i int) bool    // optional further filter by document ordinal
	Boost   func(i int) float64 // optional factor of the final score by document ordinal, 1 for none
	Limit   int                 // the number of hits wanted; 10 if not set
	Explain bool                // fill Hit.Explain
}

// Expansion is a term that a document may use in place of a part of the
// question. Weight, above 0 and at most 1, says how far to trust it.
type Expansion struct {
	Term   string
	Weight float64
}

// Hit is a found document. Scores compare only within one search.
type Hit struct {
	Ordinal int // place of the document in the list that was indexed
	ID      string
	Score   float64
	Explain *Explanation
}

// Engine searches a fixed list of documents. Its methods may be called from
// several goroutines at once.
type Engine struct {
	docs  *forward
	slots chan struct{} // a search holds one

	mu     sync.RWMutex // held for reading by searches, for writing by Close
	closed bool
	index  bleve.Index // nil in an engine that lives in memory alone
	reader index.IndexReader
}

// ErrClosed is the error of a search after Close.
var ErrClosed = errors.New("search engine is closed")

// Names within the directory of an engine, and of the one field of the index.
const (
	forwardName = "forward"
	bleveName   = "bleve"
	workName    = "work" // while building
	termField   = "t"
)

// batchUnits is about how many units of text are indexed at once.
const batchUnits = 25_000

// BuildEngine analyses the documents and writes a Bleve index and a forward file into dir,
// which is made if need be, then opens them. What an earlier build left in dir is
// replaced. Build beside the directory in use and rename: the engine returned
// goes on working through a rename.
func BuildEngine(ctx context.Context, dir string, docs []Document) (*Engine, error) {
	if err := buildEngine(ctx, dir, docs); err != nil {
		return nil, fmt.Errorf("build search index: %w", err)
	}
	return OpenEngine(dir)
}

func buildEngine(ctx context.Context, dir string, docs []Document) (err error) {
	defer recovered(&err)
	for _, name := range []string{forwardName, bleveName, workName} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	f, vocab := newForward(docs)
	if len(docs) > 0 {
		work := filepath.Join(dir, workName)
		if err := os.Mkdir(work, 0o755); err != nil {
			return err
		}
		err := f.buildBleve(ctx, dir, work, vocab)
		if err := errors.Join(err, os.RemoveAll(work)); err != nil {
			return err
		}
	}
	return writeSynced(filepath.Join(dir, forwardName), f.encode())
}

// buildBleve writes the Bleve index of the documents, with work as a place for
// its parts, and fills in order and sums.
func (f *forward) buildBleve(ctx context.Context, dir, work string, vocab []string) error {
	m, err := indexMapping()
	if err != nil {
		return err
	}
	// Small batches, merged once at the end, keep the peak of memory low.
	batch := min(max(10, batchUnits/int(f.mean)), 500)
	builder, err := bleve.NewBuilder(filepath.Join(dir, bleveName), m, map[string]any{
		"batchSize": batch, "mergeMax": 1000, "buildPathPrefix": work,
	})
	if err != nil {
		return err
	}
	wide := make([]bool, len(vocab))
	for id, u := range vocab {
		wide[id] = isWideUnit(u)
	}
	for i := range f.ids {
		// A builder given up holds nothing but its files in work.
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := builder.Index(strconv.Itoa(i), map[string]any{termField: f.terms(i, vocab, wide)}); err != nil {
			return err
		}
	}
	if err := builder.Close(); err != nil {
		return err
	}
	if err := f.readOrder(filepath.Join(dir, bleveName)); err != nil {
		return err
	}
	f.sums, err = sumFiles(dir)
	return err
}

// readOrder asks the index which document each of its numbers stands for.
func (f *forward) readOrder(path string) (err error) {
	idx, reader, err := openBleve(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, reader.Close(), idx.Close()) }()
	all, err := reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, all.Close()) }()
	f.order = make([]uint32, len(f.ids))
	for id, err := all.Next(); id != nil || err != nil; id, err = all.Next() {
		if err != nil {
			return err
		}
		name, err := reader.ExternalID(id)
		if err != nil {
			return err
		}
		ordinal, err := strconv.Atoi(name)
		if err != nil {
			return err
		}
		f.order[id.Value()] = uint32(ordinal)
	}
	return nil
}

// indexMapping describes the index: one field of ready-made terms parted by
// spaces, of which only the documents that hold them are recorded. Frequencies
// and places are in the forward file.
func indexMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer("terms", map[string]any{"type": "custom", "tokenizer": whitespace.Name}); err != nil {
		return nil, err
	}
	terms := bleve.NewTextFieldMapping()
	terms.Analyzer = "terms"
	terms.Store, terms.IncludeTermVectors, terms.IncludeInAll, terms.DocValues = false, false, false, false
	terms.SkipFreqNorm = true
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(termField, terms)
	m.DefaultMapping, m.DefaultAnalyzer = doc, "terms"
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m, nil
}

// OpenEngine opens what BuildEngine wrote into dir, for reading only: any number
// of processes may do so at once. It fails if a file is missing, damaged or of
// another version; then build anew.
func OpenEngine(dir string) (*Engine, error) {
	e, err := openEngine(dir)
	if err != nil {
		return nil, fmt.Errorf("open search index: %w", err)
	}
	return e, nil
}

func openEngine(dir string) (e *Engine, err error) {
	defer recovered(&err)
	b, err := os.ReadFile(filepath.Join(dir, forwardName))
	if err != nil {
		return nil, err
	}
	f, err := decodeForward(b)
	if err != nil {
		return nil, err
	}
	if len(f.ids) == 0 {
		return newEngine(f), nil
	}
	sums, err := sumFiles(dir)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(sums, f.sums) {
		return nil, errors.New("index files are not those that were written")
	}
	e = newEngine(f)
	if e.index, e.reader, err = openBleve(filepath.Join(dir, bleveName)); err != nil {
		return nil, err
	}
	if n, err := e.reader.DocCount(); err != nil || n != uint64(len(f.ids)) {
		return nil, errors.Join(err, fmt.Errorf("index holds %d documents, not %d", n, len(f.ids)), e.Close())
	}
	return e, nil
}

// NewFallback returns an engine that lives in memory alone. It weighs every
// document at every search: meant for the moments in which an index is being
// built.
func NewFallback(docs []Document) *Engine {
	f, _ := newForward(docs)
	return newEngine(f)
}

func newEngine(f *forward) *Engine {
	return &Engine{docs: f, slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
}

// Close frees what the engine holds, once the searches under way have ended.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	if e.index == nil {
		return nil
	}
	return errors.Join(e.reader.Close(), e.index.Close())
}

// Search returns the documents that answer the query best, best first; equal
// scores are ordered by ordinal. A query without a single word finds nothing.
func (e *Engine) Search(ctx context.Context, q EngineQuery) (hits []Hit, err error) {
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("search: %w", ctx.Err())
	}
	e.mu.RLock()
	defer e.mu.RUnlock()
	if e.closed {
		return nil, ErrClosed
	}
	defer func() {
		if err != nil {
			hits, err = nil, fmt.Errorf("search: %w", err)
		}
	}()
	defer recovered(&err)
	return e.search(ctx, q)
}

func openBleve(path string) (bleve.Index, index.IndexReader, error) {
	idx, err := bleve.OpenUsing(path, map[string]any{"read_only": true, "bolt_timeout": "1s"})
	if err != nil {
		return nil, nil, err
	}
	inner, err := idx.Advanced()
	if err != nil {
		return nil, nil, errors.Join(err, idx.Close())
	}
	reader, err := inner.Reader()
	if err != nil {
		return nil, nil, errors.Join(err, idx.Close())
	}
	return idx, reader, nil
}

// recovered turns a panic, as Bleve answers some damage with, into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("panic: %v", p)
	}
}

// sumFiles returns the sums of all files of the Bleve index in dir, by path.
func sumFiles(dir string) ([]sum, error) {
	var sums []sum
	err := filepath.WalkDir(filepath.Join(dir, bleveName), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		hash := crc32.New(castagnoli)
		size, err := io.Copy(hash, file)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		sums = append(sums, sum{path: filepath.ToSlash(rel), size: uint64(size), crc: hash.Sum32()})
		return nil
	})
	return sums, err
}

// writeSynced writes a file and makes sure that it is on the disk.
func writeSynced(path string, b []byte) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = file.Write(b)
	return errors.Join(err, file.Sync(), file.Close())
}
