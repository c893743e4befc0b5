package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"zhirong/config"
)

// configFlags choose the settings of the service and of the commands around it.
type configFlags struct {
	Config string `env:"ZHIRONG_CONFIG" placeholder:"FILE" help:"The file of settings; without one the defaults and ZHIRONG_ variables hold."`
	Data   string `placeholder:"DIR" help:"The data folder, instead of the one in the settings."`
	Corpus string `placeholder:"DIR" help:"A folder of corpus files that lies over the built-in one, instead of the one in the settings."`
}

// read returns the settings in force. The error is config.Problems where they are at fault.
func (f configFlags) read() (config.Loaded, error) {
	l, err := config.Load(f.Config, os.Environ())
	if err != nil {
		return config.Loaded{}, err
	}
	if f.Data != "" {
		l.Config.Data = f.Data
	}
	if f.Corpus != "" {
		l.Config.Corpus = f.Corpus
	}
	return l, nil
}

// load is read for a command: problems are printed, one a line.
func (f configFlags) load(s streams) (config.Loaded, error) {
	l, err := f.read()
	var problems config.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			fmt.Fprintln(s.err, p.Error())
		}
		return config.Loaded{}, fmt.Errorf("the settings have %d problems, listed above\nhint: config/example.yaml is the manual; zhirong check --config FILE checks again", len(problems))
	}
	return l, err
}

// folders are the places in a data folder that the service and its commands use.
type folders struct{ data string }

func (f folders) index() string    { return filepath.Join(f.data, "index") }
func (f folders) sessions() string { return filepath.Join(f.data, "sessions") }
func (f folders) store() string    { return filepath.Join(f.data, "store") }
func (f folders) keys() string     { return filepath.Join(f.data, "keys") }
func (f folders) backups() string  { return filepath.Join(f.data, "backups") }
func (f folders) socket() string   { return filepath.Join(f.data, "zhirong.sock") }
func (f folders) webKey() string   { return filepath.Join(f.data, "web.key") }
