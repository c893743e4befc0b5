package main

import (
	"fmt"
	"runtime/debug"

	"zhirong/bot"
)

// versionCommand prints what this program is made of.
type versionCommand struct{}

// Run prints the program's and the built-in corpus's version.
func (versionCommand) Run(s streams) error {
	version := "unreleased"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	id, err := bot.GenerationID(layers("")...)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "zhirong %s, corpus %s\n", version, id)
	return nil
}
