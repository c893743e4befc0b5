//go:build unix

package bolt_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"zhirong/bot"
	"zhirong/bot/store/bolt"
)

// childMark makes the test binary play a part in a process of its own, so that
// what kills it does not kill the tests.
const childMark = "ZHIRONG_STORE_TEST_PART"

var parts = map[string]func(dir string) error{
	"check":    checkPart,
	"append":   appendPart,
	"open":     openPart,
	"compact":  compactPart,
	"full":     fullPart,
	"readonly": readOnlyPart,
	"forget":   forgetPart,
}

func TestMain(m *testing.M) {
	part, ok := parts[os.Getenv(childMark)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := part(os.Args[len(os.Args)-1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(bolt.CheckExit(err))
	}
}

// child is the command that plays a part; the folder or file is its argument.
func child(ctx context.Context, part, path string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, self(), path)
	cmd.Env = append(os.Environ(), childMark+"="+part)
	return cmd
}

func self() string {
	path, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return path
}

// checking has files looked at in a child process.
func checking() bolt.Options {
	o := small
	o.Check = bolt.CheckIn("env", childMark+"=check", self())
	return o
}

func checkPart(path string) error {
	_, err := bolt.VerifyFile(context.Background(), path)
	return err
}

// appendPart logs turns until it is killed, and says which are on disk.
func appendPart(dir string) error {
	db, err := bolt.Open(context.Background(), dir, checking())
	if err != nil {
		return err
	}
	n := 0
	for range db.AllSessions(context.Background()) {
		n++
	}
	out := make(chan string)
	for w := range 4 {
		go func() {
			for i := 0; ; i++ {
				id := bot.SessionID(fmt.Sprintf("%d-%d", os.Getpid(), w))
				s, err := db.Session(context.Background(), id)
				if err == nil {
					s.Turns++
					err = db.SaveSession(context.Background(), s)
				}
				r := turn(id, i)
				if err == nil {
					err = db.AppendTurn(context.Background(), r)
				}
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				out <- r.ID
			}
		}()
	}
	if n%3 == 2 {
		go func() {
			if _, err := db.Backup(context.Background(), ""); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}()
	}
	for id := range out {
		if _, err := fmt.Println(id); err != nil {
			return err
		}
	}
	return nil
}

// openPart opens a store and holds it until its input ends.
func openPart(dir string) error {
	db, err := bolt.Open(context.Background(), dir, checking())
	if err != nil {
		var f *bolt.Fault
		if errors.As(err, &f) {
			return fmt.Errorf("%w\nhint: %s", err, f.Hint())
		}
		return err
	}
	fmt.Println(os.Getpid())
	bufio.NewReader(os.Stdin).ReadString('\n')
	return db.Close()
}

// compactPart compacts a store again and again.
func compactPart(dir string) error {
	db, err := bolt.Open(context.Background(), dir, checking())
	if err != nil {
		return err
	}
	fmt.Println("open")
	for {
		if _, err := db.Compact(context.Background()); err != nil {
			return err
		}
	}
}

// forgetPart forgets one person after another, and says who is gone.
func forgetPart(dir string) error {
	db, err := bolt.Open(context.Background(), dir, checking())
	if err != nil {
		return err
	}
	fmt.Println("open")
	for i := range 1000 {
		id := bot.SessionID(strconv.Itoa(i))
		if err := db.Forget(context.Background(), id); err != nil {
			return err
		}
		fmt.Println(id)
	}
	return nil
}

// fullPart meets a file size limit, which is to a file what a full disk is.
func fullPart(dir string) error {
	ctx := context.Background()
	signal.Ignore(syscall.SIGXFSZ)
	db, err := bolt.Open(ctx, dir, checking())
	if err != nil {
		return err
	}
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		return err
	}
	logged := 0
	for round := range 20 {
		limit := was
		limit.Cur = uint64(200<<10 + round*7001)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			return err
		}
		for {
			err := db.AppendTurn(ctx, turn("a", logged))
			if errors.Is(err, bolt.ErrUnwritable) {
				break
			}
			if err != nil {
				return fmt.Errorf("the fault is not said to be one of writing: %w", err)
			}
			logged++
		}
		if _, err := db.Turn(ctx, turn("a", logged-1).ID); err != nil {
			return fmt.Errorf("read on a full disk: %w", err)
		}
		if _, err := db.Turn(ctx, turn("a", logged).ID); !errors.Is(err, bot.ErrNoTurn) {
			return fmt.Errorf("a refused turn is there: %w", err)
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			return err
		}
		if err := db.AppendTurn(ctx, turn("a", logged)); err != nil {
			return fmt.Errorf("write after there is room again: %w", err)
		}
		logged++
	}
	if err := db.Close(); err != nil {
		return err
	}
	r, err := bolt.Verify(ctx, dir, small)
	if err != nil || len(r.Problems) > 0 || r.File.Turns != logged || r.Commits != logged {
		return fmt.Errorf("%d turns: %+v, %w", logged, r, err)
	}
	fmt.Println(logged)
	return nil
}

// readOnlyPart writes in a folder that its user may not write in.
func readOnlyPart(dir string) error {
	if os.Getuid() == 0 {
		if err := syscall.Setgid(65534); err != nil {
			return err
		}
		if err := syscall.Setuid(65534); err != nil {
			return err
		}
	}
	ctx := context.Background()
	db, err := bolt.Open(ctx, dir, small)
	if err != nil {
		return err
	}
	store := filepath.Join(dir, "store")
	if err := os.Chmod(store, 0o500); err != nil {
		return err
	}
	if _, err := db.Backup(ctx, ""); err == nil {
		return errors.New("the journal began a new file in a folder that cannot be written")
	}
	if _, err := db.Turn(ctx, turn("a", 1).ID); err != nil {
		return err
	}
	if err := db.AppendTurn(ctx, turn("a", 2)); err != nil {
		return err
	}
	if err := db.Close(); err == nil {
		return errors.New("closed cleanly in a folder that cannot be written")
	}
	if err := os.Chmod(database(dir), 0o400); err != nil {
		return err
	}
	if _, err := bolt.Open(ctx, dir, small); !errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("opened a file that cannot be written: %v", err)
	}
	if err := os.Chmod(database(dir), 0o600); err != nil {
		return err
	}
	if err := os.Chmod(store, 0o700); err != nil {
		return err
	}
	if db, err = bolt.Open(ctx, dir, small); err != nil {
		return err
	}
	for n := 1; n <= 2; n++ {
		if _, err := db.Turn(ctx, turn("a", n).ID); err != nil {
			return err
		}
	}
	return db.Close()
}

var epoch = time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)

// turn makes a turn of its own ID and message.
func turn(session bot.SessionID, n int) bot.Record {
	s := bot.NewSession(session)
	s.Turns = n
	return bot.Record{
		ID: fmt.Sprintf("%s-%d", session, n), Session: session, Message: strconv.Itoa(n), At: epoch.Add(time.Duration(n) * time.Second),
		Intent: "policy_lookup", Said: &bot.Said{Text: fmt.Sprintf("第%d个问题：质押登记要什么材料", n), Before: s},
	}
}
