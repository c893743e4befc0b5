package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"zhirong/intents"
	"zhirong/knowledge"
)

// pipeRequest is one line that `zhirong eval --pipe` reads. Op says which of the
// other fields count. Languages are not told apart: one setting serves all.
type pipeRequest struct {
	Op       string        `json:"op"`
	Examples []pipeExample `json:"examples"`
	Valid    []pipeExample `json:"valid"`
	Outside  []pipeExample `json:"oos_examples"`
	Text     string        `json:"text"`
	Docs     []pipeDoc     `json:"docs"`
	Query    string        `json:"query"`
	K        *int          `json:"k"`
}

type pipeExample struct {
	Text   string `json:"text"`
	Intent string `json:"intent"`
}

// pipeDoc is a document; its id, a string or a number, is given back as it came.
type pipeDoc struct {
	ID    json.RawMessage `json:"id"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
}

// The answers, one a line.
type (
	pipeDone struct {
		OK bool `json:"ok"`
	}
	pipeFailure struct {
		Error string `json:"error"`
	}
	pipeGuess struct {
		Intent string  `json:"intent"`
		Score  float64 `json:"score"`
	}
	pipeFound struct {
		IDs []json.RawMessage `json:"ids"`
	}
)

// runPipe answers requests, one JSON object a line, with one JSON object a line
// each, in order, until in ends. A request that fails is answered with
// {"error": …} and the next is read. A search index lives in a new folder within
// workDir, which is removed when another takes its place or in ends.
// The error returned is that of in, of out, or of ctx.
func runPipe(ctx context.Context, in io.Reader, out io.Writer, workDir string) (err error) {
	p := &pipe{workDir: workDir}
	defer func() { err = errors.Join(err, p.closeEngine()) }()
	lines := bufio.NewReaderSize(in, 1<<16)
	answers := json.NewEncoder(out) // writes a line at once
	answers.SetEscapeHTML(false)
	for ctx.Err() == nil {
		line, readErr := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			answer, err := p.answer(ctx, line)
			if err != nil {
				answer = pipeFailure{err.Error()}
			}
			if err := answers.Encode(answer); err != nil {
				return fmt.Errorf("write answer: %w", err)
			}
		}
		if errors.Is(readErr, io.EOF) {
			return nil
		}
		if readErr != nil {
			return fmt.Errorf("read request: %w", readErr)
		}
	}
	return ctx.Err()
}

// pipe is what the requests so far have made.
type pipe struct {
	workDir    string
	classifier *intents.Classifier
	docs       []knowledge.Document
	ids        []json.RawMessage
	dir        string // the folder of engine
	engine     *knowledge.Engine
}

func (p *pipe) answer(ctx context.Context, line []byte) (any, error) {
	var r pipeRequest
	if err := json.Unmarshal(line, &r); err != nil {
		return nil, fmt.Errorf("read request: %w", err)
	}
	switch r.Op {
	case "train":
		p.classifier = intents.TrainClassifier(pipeExamples(r.Examples), intents.TrainOptions{
			Valid:      pipeExamples(r.Valid),
			OutOfScope: pipeExamples(r.Outside),
		})
		return pipeDone{true}, nil
	case "predict":
		return p.predict(r.Text)
	case "open":
		p.docs, p.ids = nil, nil
		return pipeDone{true}, p.closeEngine()
	case "index":
		p.index(r.Docs)
		return pipeDone{true}, nil
	case "commit":
		return pipeDone{true}, p.commit(ctx)
	case "search":
		return p.search(ctx, r.Query, r.K)
	}
	return nil, fmt.Errorf("unknown op %q", r.Op)
}

func pipeExamples(list []pipeExample) []intents.Example {
	examples := make([]intents.Example, len(list))
	for i, e := range list {
		examples[i] = intents.Example(e)
	}
	return examples
}

func (p *pipe) predict(text string) (any, error) {
	if p.classifier == nil {
		return nil, errors.New("nothing was trained yet")
	}
	r := p.classifier.Classify(text)
	if r.OutOfScope || len(r.Guesses) == 0 {
		return pipeGuess{intents.OutOfScope, r.InScope}, nil
	}
	return pipeGuess{r.Guesses[0].Intent, r.InScope}, nil
}

func (p *pipe) index(docs []pipeDoc) {
	for _, d := range docs {
		id := d.ID
		if len(id) == 0 {
			id = json.RawMessage("null")
		}
		p.docs = append(p.docs, knowledge.Document{ID: string(id), Title: d.Title, Text: d.Text})
		p.ids = append(p.ids, id)
	}
}

// commit makes everything that was indexed since the last open searchable.
func (p *pipe) commit(ctx context.Context) error {
	if err := p.closeEngine(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(p.workDir, "index-")
	if err != nil {
		return fmt.Errorf("make index folder: %w", err)
	}
	p.dir = dir
	p.engine, err = knowledge.BuildEngine(ctx, filepath.Join(dir, "engine"), p.docs)
	return err
}

func (p *pipe) search(ctx context.Context, query string, k *int) (any, error) {
	if p.engine == nil {
		return nil, errors.New("nothing was committed yet")
	}
	limit := 10
	if k != nil {
		limit = *k
	}
	found := pipeFound{IDs: []json.RawMessage{}}
	if limit <= 0 {
		return found, nil
	}
	hits, err := p.engine.Search(ctx, knowledge.EngineQuery{Text: query, Limit: limit})
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		found.IDs = append(found.IDs, p.ids[h.Ordinal])
	}
	return found, nil
}

// closeEngine closes the engine, if there is one, and removes its folder.
func (p *pipe) closeEngine() (err error) {
	if p.engine != nil {
		err = p.engine.Close()
		p.engine = nil
	}
	if p.dir != "" {
		err = errors.Join(err, os.RemoveAll(p.dir))
		p.dir = ""
	}
	return err
}
