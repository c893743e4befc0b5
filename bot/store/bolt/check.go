package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// What a process that checks a file ends with, beside 0 for a whole file.
const (
	exitDamaged = 1
	exitNewer   = 3
	exitLocked  = 4
	exitDenied  = 5
)

// CheckExit is what a process that a Check of CheckIn runs must end with, given
// the error of VerifyFile.
func CheckExit(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, ErrNewer):
		return exitNewer
	case errors.Is(err, ErrLocked):
		return exitLocked
	case errors.Is(err, ErrDenied):
		return exitDenied
	}
	return exitDamaged
}

// CheckIn returns a Check that runs a command with the file's path as its last
// argument, such as zhirong verify --file. The command ends as CheckExit says; if
// it ends in any other way, and be it that the file kills it, the file is damaged.
func CheckIn(command ...string) func(ctx context.Context, path string) error {
	return func(ctx context.Context, path string) error {
		var out bytes.Buffer
		cmd := exec.CommandContext(ctx, command[0], append(command[1:len(command):len(command)], path)...)
		cmd.Stderr = &out
		err := cmd.Run()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return fmt.Errorf("check %s: %w", path, err)
		}
		if err != nil {
			// The first line says it; a process that was killed by the file adds pages.
			line, _, _ := strings.Cut(strings.TrimSpace(out.String()), "\n")
			kind := ErrDamaged
			switch exit.ExitCode() {
			case exitNewer:
				kind = ErrNewer
			case exitLocked:
				kind = ErrLocked
			case exitDenied:
				kind = ErrDenied
			}
			// The fault says again of which file it is and what.
			line = strings.TrimPrefix(strings.TrimPrefix(line, "zhirong: "), fmt.Sprintf("%s is %s: ", path, kind))
			if line == "" || exit.ExitCode() != CheckExit(kind) {
				return &Fault{Kind: kind, File: path, Err: fmt.Errorf("the check ended with %w: %s", exit, line)}
			}
			return &Fault{Kind: kind, File: path, Err: errors.New(line)}
		}
		return nil
	}
}
