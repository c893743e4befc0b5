// Command zhirong is an adviser on intellectual-property finance: it serves a web
// chat, answers questions in the terminal and as JSON for programs, looks after
// what it logs, and checks its own corpus.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line.
type cli struct {
	Serve   serveCommand   `cmd:"" default:"1" help:"Serve the web chat; this is the default."`
	Chat    chatCommand    `cmd:"" help:"Talk in the terminal."`
	Ask     askCommand     `cmd:"" help:"Answer one question, or a file of them."`
	Tour    tourCommand    `cmd:"" help:"Watch what an owner of a small firm goes through, in a minute."`
	Why     whyCommand     `cmd:"" help:"Show how an answer comes about."`
	Value   valueCommand   `cmd:"" help:"Estimate what a patent may be worth, as a range with its working."`
	Royalty royaltyCommand `cmd:"" help:"Estimate the fee of an open patent licence, and whether it may be declared."`
	Facts   factsCommand   `cmd:"" help:"List what can be known of a firm."`
	Status  statusCommand  `cmd:"" help:"Show how the running service stands."`
	Reload  reloadCommand  `cmd:"" help:"Let the running service read corpus and secrets again."`
	Doctor  doctorCommand  `cmd:"" help:"Look for what is wrong with an installation, and say what to do."`
	Backup  backupCommand  `cmd:"" help:"Copy the database."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the database."`
	Verify  verifyCommand  `cmd:"" help:"Look through the database for damage."`
	Compact compactCommand `cmd:"" help:"Give free space of the database back to the disk."`
	Export  exportCommand  `cmd:"" help:"Print what is logged, as JSON Lines."`
	Forget  forgetCommand  `cmd:"" help:"Remove for good what is kept of one person."`
	Check   checkCommand   `cmd:"" help:"Check the corpus or the settings, and print every problem."`
	Match   matchCommand   `cmd:"" help:"Weigh the products against the facts of a firm."`
	Test    testCommand    `cmd:"" help:"Play conversations and print what they cover."`
	Eval    evalCommand    `cmd:"" help:"Measure against question sets with right answers."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// exitError ends the program with a code after its message was printed.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func main() { os.Exit(start()) }

// start runs the program's own command line. The first signal to end is passed on
// to the command; a second one ends the program at once.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
}

// run executes one command line and returns the exit code: 0 done, 1 the
// command found or met a fault, 2 the command line was wrong.
func run(ctx context.Context, args []string, s streams) int {
	var c cli
	helped := false
	parser, err := kong.New(&c, kong.Name("zhirong"), kong.Writers(s.out, s.err), kong.Exit(func(int) { helped = true }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(s))
	if err != nil {
		fmt.Fprintln(s.err, "zhirong:", err)
		return 1
	}
	k, err := parser.Parse(args)
	if helped {
		return 0
	}
	if err != nil {
		fmt.Fprintln(s.err, "zhirong:", err)
		return 2
	}
	if err := k.Run(); err != nil {
		var exit exitError
		if errors.As(err, &exit) {
			return int(exit)
		}
		fmt.Fprintln(s.err, "zhirong:", withHint(err))
		return 1
	}
	return 0
}
