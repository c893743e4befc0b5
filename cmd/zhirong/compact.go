package main

import (
	"context"
	"fmt"

	"zhirong/bot/store/bolt"
	"zhirong/config"
)

// compactCommand gives free space of the database back to the disk.
type compactCommand struct {
	configFlags
	JSON bool `help:"Print one JSON object."`
}

// Help shows an example.
func (compactCommand) Help() string {
	return `Writes the database anew without its free pages, and lets it take the old one's
place whole or not at all. In a running service reading goes on and writing waits
for about a second a gigabyte. There must be room for both on the disk.

Example:
  zhirong compact`
}

// Run compacts.
func (c *compactCommand) Run(ctx context.Context, s streams) error {
	var r bolt.Compacted
	err := c.withStore(ctx, s, func(service *caller) error {
		return service.get(ctx, "POST", "/compact", &r)
	}, func(_ config.Config, db *bolt.DB) (err error) {
		r, err = db.Compact(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return printObject(s.out, r)
	}
	fmt.Fprintf(s.out, "%d bytes, before %d\n", r.After, r.Before)
	return nil
}
