package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"zhirong/bot"
	"zhirong/corpus"
)

// markerFile shows that a folder is a data folder of ours.
const markerFile = "zhirong-data"

// markerText is what the marker holds.
const markerText = "This folder holds data of zhirong. Format 1.\n"

// defaultData is the data folder where none is named.
const defaultData = "./zhirong-data"

// dataFlags say where data lie and which corpus is used.
type dataFlags struct {
	Data   string `default:"./zhirong-data" env:"ZHIRONG_DATA" placeholder:"DIR" help:"The data folder; made if it is not there (${default})."`
	Corpus string `type:"existingdir" env:"ZHIRONG_CORPUS" placeholder:"DIR" help:"A folder of corpus files that lies over the built-in one and wins by id."`
}

// open prepares the data folder and returns the generation of the corpus. Where
// nothing can be written, the answer comes from memory and a line on standard
// error says so.
func (d dataFlags) open(ctx context.Context, s streams) (*bot.Generation, error) {
	l := layers(d.Corpus)
	if err := d.prepare(); err != nil {
		if !errors.Is(err, fs.ErrPermission) && !isReadOnly(err) {
			return nil, err
		}
		return inMemory(d.Data, s, l)
	}
	g, err := bot.OpenGeneration(ctx, filepath.Join(d.Data, "index"), l...)
	if errors.Is(err, fs.ErrPermission) || isReadOnly(err) {
		return inMemory(d.Data, s, l)
	}
	if err != nil {
		var problems corpus.Problems
		if errors.As(err, &problems) {
			for _, p := range problems {
				fmt.Fprintln(s.err, p.Error())
			}
			return nil, fmt.Errorf("the corpus has %s, listed above; mend and check with: zhirong check", counted(len(problems), "problem"))
		}
		return nil, err
	}
	return g, nil
}

// inMemory serves where nothing can be written.
func inMemory(dir string, s streams, l []corpus.Layer) (*bot.Generation, error) {
	fmt.Fprintf(s.err, "zhirong: data folder %s cannot be written, so the index is kept in memory and nothing is remembered\nhint: name another folder with --data\n", dir)
	return bot.MemoryGeneration(l...)
}

// prepare makes the data folder, or proves that it is one.
func (d dataFlags) prepare() error {
	entries, err := os.ReadDir(d.Data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.MkdirAll(d.Data, 0o700); err != nil {
			return fmt.Errorf("make data folder: %w", err)
		}
	case err != nil:
		return fmt.Errorf("read data folder: %w", err)
	case len(entries) > 0:
		if _, err := os.Stat(filepath.Join(d.Data, markerFile)); err == nil {
			return nil
		}
		// Another process may just be making the marker of an empty folder.
		if !onlyOurs(entries) {
			return fmt.Errorf("folder %s is not empty and holds no data of zhirong (no file %q), so it is left alone\nhint: name an empty or new folder with --data", d.Data, markerFile)
		}
	}
	if err := os.WriteFile(filepath.Join(d.Data, markerFile), []byte(markerText), 0o600); err != nil {
		return fmt.Errorf("mark data folder: %w", err)
	}
	return nil
}

// onlyOurs reports whether a folder holds nothing but what we make there.
func onlyOurs(entries []fs.DirEntry) bool {
	for _, e := range entries {
		switch e.Name() {
		case markerFile, "index", "sessions", "store", "keys", "backups", "web.key", "zhirong.sock":
		default:
			return false
		}
	}
	return true
}
