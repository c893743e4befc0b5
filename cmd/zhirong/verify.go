package main

import (
	"context"
	"errors"
	"fmt"

	"zhirong/bot/store/bolt"
)

// verifyCommand looks through the database.
type verifyCommand struct {
	configFlags
	File string `placeholder:"PATH" help:"Look through this one file, such as a backup, in this process: a damaged file may end it."`
	JSON bool   `help:"Print one JSON object."`
}

// Help shows examples.
func (verifyCommand) Help() string {
	return `Looks through the database: its structure, the checksum of every record, the
journal and the keys. It is done in a child process, since a damaged file may end
the process that reads it. A running service verifies a copy of its database.
Ends with 1 if anything is damaged.

Examples:
  zhirong verify
  zhirong verify --file zhirong-data/backups/zhirong-20261122T030000Z-0000000017.db`
}

// Run verifies.
func (c *verifyCommand) Run(ctx context.Context, s streams) error {
	if c.File != "" {
		r, err := bolt.VerifyFile(ctx, c.File)
		if err != nil {
			// The one who asked tells by the code what kind of fault it is.
			fmt.Fprintln(s.err, "zhirong:", err)
			return exitError(bolt.CheckExit(err))
		}
		return c.print(s, r, r, nil)
	}
	l, err := c.load(s)
	if err != nil {
		return err
	}
	service, err := callService(ctx, l.Config.Data)
	if err == nil {
		var r bolt.FileReport
		if err := service.get(ctx, "POST", "/verify", &r); err != nil {
			return err
		}
		return c.print(s, r, r, nil)
	}
	if !errors.Is(err, errNoService) {
		return err
	}
	if err := hasStore(l.Config.Data); err != nil {
		return err
	}
	check, err := checkInChild()
	if err != nil {
		return err
	}
	r, err := bolt.Verify(ctx, l.Config.Data, bolt.Options{Check: check, Log: quiet})
	if err != nil {
		return err
	}
	return c.print(s, r, r.File, r.Problems)
}

// print tells what was found, whole or as its figures.
func (c *verifyCommand) print(s streams, whole any, file bolt.FileReport, problems []string) error {
	if c.JSON {
		if err := printObject(s.out, whole); err != nil {
			return err
		}
	} else {
		state := "the database is whole"
		if len(problems) > 0 {
			state = fmt.Sprintf("the database file is sound, with %s, listed below", counted(len(problems), "problem"))
		}
		fmt.Fprintf(s.out, "%s: %d sessions, %d turns, %d of them with words, %d bytes\n", state, file.Sessions, file.Turns, file.Said, file.Bytes)
		for _, p := range problems {
			fmt.Fprintln(s.out, p)
		}
	}
	if len(problems) > 0 {
		return exitError(1)
	}
	return nil
}
