// Command zhirong is an adviser on intellectual-property finance: it answers
// questions in the terminal, as JSON for programs, and checks its own corpus.
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
	Chat    chatCommand    `cmd:"" default:"1" help:"Talk in the terminal."`
	Ask     askCommand     `cmd:"" help:"Answer one question, or a file of them."`
	Why     whyCommand     `cmd:"" help:"Show how an answer comes about."`
	Facts   factsCommand   `cmd:"" help:"List what can be known of a firm."`
	Match   matchCommand   `cmd:"" help:"Weigh the products against the facts of a firm."`
	Check   checkCommand   `cmd:"" help:"Check the corpus, built in or your own, and print every problem."`
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

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}))
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
		fmt.Fprintln(s.err, "zhirong:", err)
		return 1
	}
	return 0
}
