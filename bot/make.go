package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"zhirong/corpus"
	"zhirong/intents"
	"zhirong/knowledge"
)

// generationFormat is part of a generation's name: it moves when the same corpus
// gives other files.
const generationFormat = "1"

// Files of a generation's folder. The manifest is written last and guards the others.
const (
	corpusFile   = "corpus.gob"
	modelFile    = "model.bin"
	engineFolder = "engine"
	manifestFile = "manifest.json"
)

// manifest names a generation and the checksums of its files.
type manifest struct {
	ID     string `json:"id"`
	Corpus string `json:"corpus_sha256"`
	Model  string `json:"model_sha256"`
}

// GenerationID names the generation that layers of corpus files give.
func GenerationID(layers ...corpus.Layer) (string, error) {
	h, err := corpus.Hash(layers...)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s-%s.%s.%s", h, generationFormat, knowledge.Format, intents.Format), nil
}

// ErrNotMade means that a generation is not on disk, or damaged there.
var ErrNotMade = errors.New("the generation is not made yet")

// WarmGeneration opens the generation of a corpus under dir if it is there and
// whole; ErrNotMade if it is not.
func WarmGeneration(dir string, layers ...corpus.Layer) (*Generation, error) {
	id, err := GenerationID(layers...)
	if err != nil {
		return nil, err
	}
	g, err := readGeneration(filepath.Join(dir, id), id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotMade, err)
	}
	return g, nil
}

// OpenGeneration opens the generation of a corpus under dir, and makes it first
// if it is not there or damaged. It is made beside and renamed when whole, so
// that others never see half of one; where another process is making it, its
// result is waited for.
func OpenGeneration(ctx context.Context, dir string, layers ...corpus.Layer) (*Generation, error) {
	id, err := GenerationID(layers...)
	if err != nil {
		return nil, err
	}
	return openOrMake(ctx, dir, id, func() (*Generation, error) {
		set, err := corpus.Load(layers...)
		if err != nil {
			return nil, err
		}
		return &Generation{ID: id, Set: set, Model: intents.Train(set)}, nil
	})
}

// IndexGeneration puts a generation of memory on disk under dir, with an index,
// and opens that one, as OpenGeneration does without reading the corpus and
// training the model once more. The generation given stays as it is.
func IndexGeneration(ctx context.Context, dir string, memory *Generation) (*Generation, error) {
	return openOrMake(ctx, dir, memory.ID, func() (*Generation, error) { return memory, nil })
}

// openOrMake opens a generation, or writes the one that source gives and opens that.
func openOrMake(ctx context.Context, dir, id string, source func() (*Generation, error)) (*Generation, error) {
	final := filepath.Join(dir, id)
	if g, err := readGeneration(final, id); err == nil {
		return g, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make index folder: %w", err)
	}
	unlock, err := lockFolder(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if g, err := readGeneration(final, id); err == nil {
		return g, nil // another process made it meanwhile
	}
	g, err := source()
	if err != nil {
		return nil, err
	}
	if err := writeGeneration(ctx, dir, final, g); err != nil {
		return nil, err
	}
	sweep(dir, id)
	return readGeneration(final, id)
}

// MemoryGeneration makes a generation without an index, which answers while one
// is being made or where nothing can be written.
func MemoryGeneration(layers ...corpus.Layer) (*Generation, error) {
	id, err := GenerationID(layers...)
	if err != nil {
		return nil, err
	}
	set, err := corpus.Load(layers...)
	if err != nil {
		return nil, err
	}
	return &Generation{ID: id, Set: set, Base: knowledge.Fallback(set), Model: intents.Train(set)}, nil
}

// Close releases what the generation holds.
func (g *Generation) Close() error { return g.Base.Close() }

// readGeneration opens a folder that writeGeneration wrote.
func readGeneration(dir, id string) (*Generation, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil || m.ID != id {
		return nil, errors.New("manifest does not fit")
	}
	gob, err := readSummed(filepath.Join(dir, corpusFile), m.Corpus)
	if err != nil {
		return nil, err
	}
	model, err := readSummed(filepath.Join(dir, modelFile), m.Model)
	if err != nil {
		return nil, err
	}
	set, err := corpus.Decode(bytes.NewReader(gob))
	if err != nil {
		return nil, err
	}
	// The two are independent, and together the larger part of a warm start.
	var base *knowledge.Base
	var opening sync.WaitGroup
	var openErr error
	opening.Go(func() { base, openErr = knowledge.Open(set, filepath.Join(dir, engineFolder)) })
	trained, restoreErr := intents.Restore(set, model)
	opening.Wait()
	if err := errors.Join(openErr, restoreErr); err != nil {
		if openErr == nil {
			err = errors.Join(err, base.Close())
		}
		return nil, err
	}
	return &Generation{ID: id, Set: set, Base: base, Model: trained}, nil
}

func readSummed(path, sum string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("%s is damaged", filepath.Base(path))
	}
	return data, nil
}

// writeGeneration writes a generation beside its place, with an index, and renames
// it. It needs no more of g than its set and model.
func writeGeneration(ctx context.Context, dir, final string, g *Generation) error {
	tmp, err := os.MkdirTemp(dir, "making-")
	if err != nil {
		return fmt.Errorf("make generation: %w", err)
	}
	defer os.RemoveAll(tmp)
	base, err := knowledge.Build(ctx, g.Set, filepath.Join(tmp, engineFolder))
	if err != nil {
		return fmt.Errorf("make generation: %w", err)
	}
	if err := base.Close(); err != nil {
		return fmt.Errorf("make generation: %w", err)
	}
	var gob bytes.Buffer
	if err := g.Set.Encode(&gob); err != nil {
		return err
	}
	model, err := g.Model.MarshalBinary()
	if err != nil {
		return fmt.Errorf("make generation: %w", err)
	}
	m := manifest{ID: g.ID, Corpus: sum(gob.Bytes()), Model: sum(model)}
	doc, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return fmt.Errorf("make generation: %w", err)
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{corpusFile, gob.Bytes()}, {modelFile, model}, {manifestFile, doc}} {
		if err := os.WriteFile(filepath.Join(tmp, f.name), f.data, 0o600); err != nil {
			return fmt.Errorf("make generation: %w", err)
		}
	}
	// What stands in its place is damaged, or it would have been opened.
	if err := os.RemoveAll(final); err != nil {
		return fmt.Errorf("make generation: %w", err)
	}
	if err := os.Rename(tmp, final); err != nil {
		return fmt.Errorf("make generation: %w", err)
	}
	return nil
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// Old generations and folders of broken-off makings are kept for a while, since
// another process may read them.
const keepOld = time.Hour

func sweep(dir, keep string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if !e.IsDir() || e.Name() == keep || err != nil || time.Since(info.ModTime()) < keepOld {
			continue
		}
		if strings.HasPrefix(e.Name(), "making-") || isGeneration(filepath.Join(dir, e.Name())) {
			_ = os.RemoveAll(filepath.Join(dir, e.Name())) // tried again at the next making
		}
	}
}

func isGeneration(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, manifestFile))
	return !errors.Is(err, fs.ErrNotExist)
}
