package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// CheckIn returns a Check that runs a command with the file's path as its last
// argument, such as zhirong verify --file. The command ends with 0 if the file is
// whole; whatever else it does, and be it that the file kills it, the file is
// damaged.
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
			return fmt.Errorf("%w: %s (%s)", ErrDamaged, line, exit)
		}
		return nil
	}
}
