package main

import (
	"errors"
	"fmt"
	"os"

	"zhirong/config"
	"zhirong/corpus"
)

// checkCommand checks the built-in corpus with an operator's folder over it, or
// the settings of the service.
type checkCommand struct {
	Corpus string `type:"existingdir" placeholder:"DIR" help:"A folder of corpus files that lies over the built-in one and wins by id."`
	Config bool   `help:"Check the settings instead, and print those in force with where they come from; secrets are hidden."`
	File   string `arg:"" optional:"" help:"With --config: the file of settings."`
}

// Help shows examples.
func (checkCommand) Help() string {
	return `Examples:
  zhirong check                          the built-in corpus
  zhirong check --corpus ./my-corpus     with your own files over it
  zhirong check --config                 the defaults and ZHIRONG_ variables
  zhirong check --config zhirong.yaml    with a file of settings`
}

// Run prints all problems, one a line, as editors jump to them.
func (c *checkCommand) Run(s streams) error {
	if c.Config {
		if c.File == "" {
			c.File = os.Getenv(config.EnvConfig)
		}
		l, err := (configFlags{Config: c.File}).load(s)
		if err != nil {
			return err
		}
		for _, name := range l.Strange {
			fmt.Fprintf(s.err, "zhirong: %s sets nothing; is it misspelt?\n", name)
		}
		return l.Write(s.out)
	}
	if c.File != "" {
		return fmt.Errorf("what is %q?\nhint: zhirong check --config %s checks settings, zhirong check --corpus DIR a corpus", c.File, c.File)
	}
	set, err := corpus.Load(layers(c.Corpus)...)
	var problems corpus.Problems
	if errors.As(err, &problems) {
		for _, p := range problems {
			fmt.Fprintln(s.out, p.Error())
		}
		fmt.Fprintf(s.err, "zhirong: %s; mend and check again\n", counted(len(problems), "problem"))
		return exitError(1)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "corpus %s is sound: %d policies, %d products, %d cases, %d gaps, %d places, %d intents, %d passages\n",
		set.Version, len(set.Policies), len(set.Products), len(set.Cases), len(set.Gaps), len(set.Places), len(set.Intents), len(set.Passages()))
	return nil
}

// layers returns the built-in corpus and, over it, a folder unless it is empty.
func layers(dir string) []corpus.Layer {
	l := []corpus.Layer{corpus.Shipped()}
	if dir != "" {
		l = append(l, corpus.Layer{Name: dir, FS: os.DirFS(dir)})
	}
	return l
}

// counted is a number of things in words: "1 problem", "3 problems".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
