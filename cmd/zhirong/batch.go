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
)

// maxBatchLine bounds one object, alone or as a line of a batch.
const maxBatchLine = 4 << 20

// input opens a file, or standard input for "-"; done closes what was opened.
func input(s streams, path string) (in io.Reader, done func(), err error) {
	if path == "-" {
		return s.in, func() {}, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("open input: %w", err)
	}
	return f, func() { _ = f.Close() }, nil // it was read only
}

// eachLine calls back for every line, numbered from 1, without its end; of a line
// that is too long nothing is left. What the callback prints is out before the
// next line is read.
func eachLine(ctx context.Context, in io.Reader, each func(n int, line []byte, long bool) error) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ctx.Err() == nil; n++ {
		line, long, err := readLine(r, maxBatchLine)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read batch: %w", err)
		}
		done := errors.Is(err, io.EOF)
		if done && len(line) == 0 && !long {
			return nil
		}
		if err := each(n, line, long); err != nil || done {
			return err
		}
	}
	return ctx.Err()
}

// eachObject calls back for every line of a batch that is not blank.
func eachObject(ctx context.Context, in io.Reader, each func(line []byte, long bool) error) error {
	return eachLine(ctx, in, func(_ int, line []byte, long bool) error {
		if len(bytes.TrimSpace(line)) == 0 && !long {
			return nil
		}
		return each(line, long)
	})
}

// readLine returns a line without its end; long is set, and the rest of the line
// skipped, if it has more than limit bytes.
func readLine(r *bufio.Reader, limit int) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > limit {
			long = true
			line = nil
		}
		if !long {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return bytes.TrimRight(line, "\r\n"), long, err
	}
}

// readOne reads a single object.
func readOne(in io.Reader) (data []byte, long bool, err error) {
	data, err = io.ReadAll(io.LimitReader(in, maxBatchLine+1))
	if err != nil {
		return nil, false, fmt.Errorf("read input: %w", err)
	}
	return data, len(data) > maxBatchLine, nil
}

// faultObject is what an object gets that makes no sense.
type faultObject struct {
	ID    json.RawMessage `json:"id"`
	Error inputFault      `json:"error"`
}

type inputFault struct {
	Code  string `json:"code"`
	Field string `json:"field"`
	Text  string `json:"text"`
}

// printObject prints an object on a line of its own.
func printObject(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("print reply: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("print reply: %w", err)
	}
	return nil
}
