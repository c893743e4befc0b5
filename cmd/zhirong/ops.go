package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// reloadCommand lets a running service read corpus and secrets again.
type reloadCommand struct{ configFlags }

// Help shows an example.
func (reloadCommand) Help() string {
	return `A running service reads settings, secrets and corpus again. No request is dropped.
If anything is at fault it is listed, and the service goes on as before.

Examples:
  zhirong reload
  zhirong reload --config zhirong.yaml`
}

// Run asks the service.
func (c *reloadCommand) Run(ctx context.Context, s streams) error {
	service, err := c.service(ctx, s)
	if err != nil {
		return err
	}
	var r reloaded
	if err := service.get(ctx, "POST", "/reload", &r); err != nil {
		return err
	}
	if len(r.Problems) > 0 {
		for _, p := range r.Problems {
			fmt.Fprintln(s.err, p)
		}
		return errors.New("nothing was reloaded: the service goes on as before\nhint: mend what is listed above and reload again")
	}
	if r.Changed {
		fmt.Fprintf(s.out, "generation %s serves now\n", r.Generation)
	} else {
		fmt.Fprintf(s.out, "the corpus is the same: generation %s serves on\n", r.Generation)
	}
	for _, key := range r.Restart {
		fmt.Fprintf(s.out, "%s changed and holds from the next start on\n", key)
	}
	return nil
}

// service reaches the running service, which the command cannot do without.
func (f configFlags) service(ctx context.Context, s streams) (*caller, error) {
	l, err := f.load(s)
	if err != nil {
		return nil, err
	}
	service, err := callService(ctx, l.Config.Data)
	if errors.Is(err, errNoService) {
		return nil, fmt.Errorf("%w: %s\nhint: start it with zhirong serve, or name its folder with --data", err, l.Config.Data)
	}
	return service, err
}

// statusCommand shows how a running service stands.
type statusCommand struct {
	configFlags
	JSON bool `help:"Print one JSON object."`
}

// Help shows an example.
func (statusCommand) Help() string {
	return `Shows how the service of a data folder stands; ends with 1 if none runs.

Examples:
  zhirong status
  zhirong status --json`
}

// Run asks the service.
func (c *statusCommand) Run(ctx context.Context, s streams) error {
	service, err := c.service(ctx, s)
	if err != nil {
		return err
	}
	var o statusObject
	if err := service.get(ctx, "GET", "/status", &o); err != nil {
		return err
	}
	if c.JSON {
		return printObject(s.out, o)
	}
	index, backup := "in memory, an index is being made", "none yet"
	if o.OnDisk {
		index = "on disk"
	}
	if o.Backup != "" {
		backup = fmt.Sprintf("%s, %s ago", o.Backup, time.Since(o.BackupAt).Round(time.Second))
	}
	logged := "turns of people who agreed are logged"
	if !o.Logged {
		logged = "nothing is logged: the data folder cannot be written"
	}
	fmt.Fprintf(s.out, "running     process %d, since %s\naddress     %s\ndata        %s, %d MB left on the disk\ngeneration  %s, %s\nlog         %s\nbackup      %s\n",
		o.PID, o.Started.In(zone).Format("2006-01-02 15:04:05"), o.Address, o.Data, o.DiskLeft/1e6, o.Generation, index, logged, backup)
	return nil
}
