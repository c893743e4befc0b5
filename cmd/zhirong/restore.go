package main

import (
	"context"
	"errors"
	"fmt"

	"zhirong/bot/store/bolt"
)

// restoreCommand puts a backup in the place of the database.
type restoreCommand struct {
	configFlags
	JSON   bool   `help:"Print one JSON object."`
	Force  bool   `help:"Restore though records have no key in the keys folder: they can never be read without it."`
	Backup string `arg:"" optional:"" type:"existingfile" help:"The backup; without it the newest that is whole."`
}

// Help shows examples.
func (restoreCommand) Help() string {
	return `Puts a backup in the place of the database, adds what the journal holds since, and
keeps the file that was there beside it. Whoever was forgotten since the backup
stays forgotten. Stop the service first. Ends with 1 if turns may be lost, because
the journal is missing or lacks commits, or if records cannot be read.

Examples:
  zhirong restore
  zhirong restore zhirong-data/backups/zhirong-20261122T030000Z-0000000017.db`
}

// Run restores.
func (c *restoreCommand) Run(ctx context.Context, s streams) error {
	l, err := c.load(s)
	if err != nil {
		return err
	}
	if _, err := callService(ctx, l.Config.Data); err == nil {
		return errors.New("the service runs on this data folder\nhint: stop it, restore, and start it again")
	}
	if err := hasStore(l.Config.Data); err != nil {
		return err
	}
	check, err := checkInChild()
	if err != nil {
		return err
	}
	r, err := bolt.Restore(ctx, l.Config.Data, c.Backup, bolt.Options{Check: check, Keep: l.Config.Backup.Keep, Keyless: c.Force, Log: quiet})
	if err != nil {
		return err
	}
	faults := 0
	if r.Gaps > 0 {
		faults++
		fmt.Fprintf(s.err, "zhirong: the journal is missing or lacks commits (in %d places): turns that were logged after the backup may be lost\n", r.Gaps)
	}
	if r.Keyless > 0 {
		faults++
		fmt.Fprintf(s.err, "zhirong: %d records have no key and cannot be read\nhint: put the copy of the keys folder that belongs to the backup in the place of keys, and restore again\n", r.Keyless)
	}
	if c.JSON {
		err = printObject(s.out, r)
	} else {
		c.print(s, r)
	}
	if err == nil && faults > 0 {
		err = exitError(1)
	}
	return err
}

// print tells what was restored.
func (c *restoreCommand) print(s streams, r bolt.Restored) {
	from := r.Backup
	if from == "" {
		from = "the journal alone"
	}
	fmt.Fprintf(s.out, "restored from %s and %d commits of the journal: %d sessions, %d turns\n", from, r.Commits, r.File.Sessions, r.File.Turns)
	for _, skipped := range r.Skipped {
		fmt.Fprintf(s.out, "passed over %s: it is damaged\n", skipped)
	}
	if r.Dropped > 0 {
		fmt.Fprintf(s.out, "left out %d records of people who were forgotten\n", r.Dropped)
	}
	if r.Aside != "" {
		fmt.Fprintf(s.out, "the file that was there is now %s\n", r.Aside)
	}
}
