package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"zhirong/config"
)

// serveCommand runs the service.
type serveCommand struct {
	configFlags
	Listen    string `placeholder:"ADDR" help:"The address of the web chat, instead of the one in the settings; port 0 is any free one."`
	ReadyFile string `placeholder:"FILE" help:"Write the address of the page to this file once it is served."`
}

// Help shows how to run it.
func (serveCommand) Help() string {
	return `Serves the web chat. Without any setting it listens on 127.0.0.1:8080 and keeps its
data in ./zhirong-data; config/example.yaml is the manual of all settings.

SIGTERM or Ctrl-C stops taking work, finishes what is under way within 10 seconds
and ends; a second one ends at once. SIGHUP reloads corpus and secrets.

Examples:
  zhirong
  zhirong serve --listen 127.0.0.1:0
  zhirong serve --config zhirong.yaml`
}

// idleShare is how much memory the service takes beside what it uses, in percent,
// before it gives back what it no longer needs. A turn leaves little behind, so
// that the memory for a small machine costs a few hundredths of processor time.
const idleShare = 50

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, s streams) error {
	l, err := c.load(s)
	if err != nil {
		return err
	}
	if c.Listen != "" {
		l.Config.Listen = c.Listen
	}
	log := newLog(s.err, l.Config.Log)
	for _, name := range l.Strange {
		log.Warn("a variable sets nothing; is it misspelt?", "variable", name)
	}
	main, err := listen(ctx, l.Config.Listen)
	if err != nil {
		return err
	}
	defer main.Close()
	var figures net.Listener
	if l.Config.Metrics.Listen != "" {
		if figures, err = listen(ctx, l.Config.Metrics.Listen); err != nil {
			return err
		}
		defer figures.Close()
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(idleShare)
	}
	address := pageAddress(main.Addr().String())
	v, err := openService(ctx, c, l, log, address)
	if err != nil {
		return err
	}
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	ready := func() error {
		fmt.Fprintf(s.out, "知融 zhirong: %s\n", address)
		return writeReady(c.ReadyFile, address)
	}
	return errors.Join(v.run(ctx, main, figures, hangup, ready), v.close())
}

// writeReady tells a rig where the page is, in a file that is whole once it is there.
func writeReady(path, address string) error {
	if path == "" {
		return nil
	}
	if err := os.WriteFile(path+".tmp", []byte(address+"\n"), 0o600); err != nil {
		return fmt.Errorf("write ready file: %w", err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return fmt.Errorf("write ready file: %w", err)
	}
	return nil
}

// newLog returns the log of the service.
func newLog(w io.Writer, o config.Log) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.Level)); err != nil {
		level = slog.LevelInfo // the settings were checked
	}
	options := &slog.HandlerOptions{Level: level}
	if o.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
