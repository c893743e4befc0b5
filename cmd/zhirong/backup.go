package main

import (
	"context"
	"fmt"

	"zhirong/bot/store/bolt"
	"zhirong/config"
)

// backupCommand copies the database.
type backupCommand struct {
	configFlags
	JSON bool `help:"Print one JSON object."`
}

// Help shows examples.
func (backupCommand) Help() string {
	return `Makes a verified copy of the database in "backups" in the data folder, and in the
folder of the setting backup.copy_to; the running service does it while it serves.
A copy cannot be read without the folder "keys": keep a copy of that, too, at
another place, and renew it, so that people who were forgotten stay so.

Examples:
  zhirong backup
  zhirong backup --config zhirong.yaml --json`
}

// Run makes a backup.
func (c *backupCommand) Run(ctx context.Context, s streams) error {
	var r bolt.BackupReport
	err := c.withStore(ctx, s, func(service *caller) error {
		return service.get(ctx, "POST", "/backup", &r)
	}, func(l config.Config, db *bolt.DB) (err error) {
		r, err = backUp(ctx, l, db)
		return err
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return printObject(s.out, r)
	}
	fmt.Fprintf(s.out, "%s: %d bytes, verified\n", r.Path, r.Bytes)
	return nil
}
