package terminal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/peterh/liner"
)

// open returns the lines of the input: with editing and history on a terminal.
func (c *chat) open(history string) (lines, error) {
	if !c.editing {
		return &piped{r: bufio.NewReader(c.In)}, nil
	}
	e := &edited{state: liner.NewLiner(), history: history}
	e.state.SetCtrlCAborts(true)
	e.state.SetMultiLineMode(true)
	e.state.SetBeep(false)
	if history == "" {
		return e, nil
	}
	f, err := os.Open(history)
	if errors.Is(err, fs.ErrNotExist) {
		return e, nil
	}
	if err == nil {
		_, err = e.state.ReadHistory(f)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read history: %w", err), e.state.Close())
	}
	return e, nil
}

// mostBytes bounds a line: what stands behind it is not kept.
const mostBytes = 64 << 10

// piped are the lines of a pipe or file.
type piped struct{ r *bufio.Reader }

func (p *piped) next(string) (string, error) {
	var b strings.Builder
	for {
		part, err := p.r.ReadSlice('\n')
		b.Write(part[:min(len(part), mostBytes-b.Len())])
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && b.Len() > 0:
			return b.String(), nil
		case err != nil:
			return "", err
		default:
			return strings.TrimRight(b.String(), "\r\n"), nil
		}
	}
}

func (p *piped) Close() error { return nil }

// edited are the lines typed at a terminal.
type edited struct {
	state   *liner.State
	history string
}

func (e *edited) next(prompt string) (string, error) {
	line, err := e.state.Prompt(prompt)
	if errors.Is(err, liner.ErrPromptAborted) {
		return "", errInterrupt
	}
	if err == nil && strings.TrimSpace(line) != "" {
		e.state.AppendHistory(line)
	}
	return line, err
}

// Close keeps the history and gives the terminal back as it was.
func (e *edited) Close() error {
	var errs []error
	if e.history != "" {
		f, err := os.OpenFile(e.history, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err == nil {
			_, err = e.state.WriteHistory(f)
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("keep history: %w", err))
		}
	}
	return errors.Join(append(errs, e.state.Close())...)
}
