// Command crash proves what the service promises of acknowledged turns: it talks
// to the built binary as programs do, kills it with SIGKILL at random moments,
// starts it again, and in the end compares the turns that were answered with
// logged:true with those that the export holds. It ends with 1 if any is missing.
//
//	go run ./.ci/crash -binary dist/zhirong -kills 200
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

var (
	binary  = flag.String("binary", "dist/zhirong", "the built service")
	kills   = flag.Int("kills", 200, "how often it is killed")
	clients = flag.Int("clients", 4, "conversations at once")
	seed    = flag.Uint64("seed", rand.Uint64(), "of everything random; 0 is as good as any")
	data    = flag.String("data", "", "the data folder; empty: a new one, removed in the end if nothing is missing")
)

func main() {
	flag.Parse()
	fmt.Printf("seed %d\n", *seed)
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(1)
	}
}

// rig is one run.
type rig struct {
	dir     string
	random  *rand.Rand
	mu      sync.Mutex
	acks    map[string]int // trace of an acknowledged turn → round
	answers int            // all that came back
	ready   []time.Duration
}

func run() error {
	dir := *data
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "zhirong-crash-"); err != nil {
			return err
		}
	}
	r := &rig{dir: dir, random: rand.New(rand.NewPCG(*seed, 0)), acks: map[string]int{}}
	talkers := make([]*talker, *clients)
	for i := range talkers {
		talkers[i] = &talker{rig: r, random: rand.New(rand.NewPCG(*seed, uint64(i)+1))}
	}
	// The first start makes the index; it is not killed.
	if err := r.round(-1, talkers); err != nil {
		return err
	}
	for n := range *kills {
		if err := r.round(n, talkers); err != nil {
			return fmt.Errorf("round %d: %w (data: %s)", n, err, dir)
		}
		if (n+1)%20 == 0 {
			fmt.Printf("%d kills, %d turns acknowledged\n", n+1, len(r.acks))
		}
	}
	missing, held, err := r.compare()
	if err != nil {
		return fmt.Errorf("%w (data: %s)", err, dir)
	}
	slices.Sort(r.ready)
	fmt.Printf("kills %d, answers %d, acknowledged %d, in the export %d, missing %d, ready after %v (median), %v (longest)\n",
		*kills, r.answers, len(r.acks), held, len(missing), r.ready[len(r.ready)/2].Round(time.Millisecond), r.ready[len(r.ready)-1].Round(time.Millisecond))
	if len(r.acks) == 0 {
		return fmt.Errorf("no turn was acknowledged, so nothing was proved (data: %s)", dir)
	}
	if len(missing) > 0 {
		return fmt.Errorf("%d acknowledged turns are missing: %s (data: %s)", len(missing), strings.Join(missing, " "), dir)
	}
	if *data == "" {
		return os.RemoveAll(dir)
	}
	return nil
}

// round starts the service, has all clients talk, and kills it: mostly while it
// serves, at times while it starts. Round -1 ends it by SIGTERM after a while.
func (r *rig) round(n int, talkers []*talker) error {
	address := filepath.Join(r.dir, "ready")
	if err := os.Remove(address); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	cmd := exec.Command(*binary, "serve", "--data", filepath.Join(r.dir, "data"), "--listen", "127.0.0.1:0", "--ready-file", address)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	started := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	wait := time.Duration(5+r.random.IntN(396)) * time.Millisecond
	kill := func() error {
		time.Sleep(wait)
		if err := cmd.Process.Signal(syscall.SIGKILL); err != nil {
			return fmt.Errorf("it ended by itself: %w\n%s", err, out.String())
		}
		<-ended
		return nil
	}
	if n >= 0 && r.random.IntN(8) == 0 {
		return kill()
	}
	var base string
	for deadline := time.Now().Add(2 * time.Minute); base == ""; {
		text, err := os.ReadFile(address)
		switch {
		case err == nil:
			base = strings.TrimSuffix(strings.TrimSpace(string(text)), "/")
			continue
		case time.Now().After(deadline):
			_ = cmd.Process.Kill()
			<-ended
			return fmt.Errorf("not ready within two minutes\n%s", out.String())
		}
		select {
		case err := <-ended:
			return fmt.Errorf("it ended while starting: %w\n%s", err, out.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
	if n >= 0 {
		r.ready = append(r.ready, time.Since(started))
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var wg sync.WaitGroup
	faults := make([]error, len(talkers))
	for i, t := range talkers {
		wg.Go(func() { faults[i] = t.talk(ctx, base, n) })
	}
	if n >= 0 {
		if err := kill(); err != nil {
			return err
		}
	} else {
		time.Sleep(time.Second)
		stop()
	}
	wg.Wait()
	if n < 0 {
		r.ready = append(r.ready, time.Since(started))
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			return err
		}
		if err := <-ended; err != nil {
			return fmt.Errorf("ended with %w\n%s", err, out.String())
		}
	}
	return errors.Join(faults...)
}

// talker is one client with its conversation, which outlives the service.
type talker struct {
	rig     *rig
	random  *rand.Rand
	session string
	asked   bool // the first answer came, with the notice beneath
	granted bool
}

var questions = []string{
	"质押登记要什么材料", "我们在江夏，有3个发明专利，想贷500万", "年费忘了交还能补吗", "商标可以质押吗", "有贴息吗",
	"Can I borrow on a trade mark in Wuhan?", "知识产权保险怎么买", "试点地区有哪些",
}

// reply is what of the reply object matters here.
type reply struct {
	Session string `json:"session"`
	Trace   string `json:"trace"`
	Logged  bool   `json:"logged"`
}

// talk asks until the service is gone.
func (t *talker) talk(ctx context.Context, base string, round int) error {
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for ctx.Err() == nil {
		call := map[string]string{"session": t.session, "text": questions[t.random.IntN(len(questions))]}
		if t.asked && !t.granted {
			call = map[string]string{"session": t.session, "action": "consent yes"}
		}
		if t.session == "" {
			delete(call, "session")
		}
		body, err := json.Marshal(call)
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/api/v1/chat", bytes.NewReader(body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return nil // it is gone
		}
		text, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			return nil // it went while answering: not acknowledged
		}
		switch resp.StatusCode {
		case http.StatusOK:
		case http.StatusTooManyRequests, http.StatusUnauthorized, http.StatusForbidden:
			*t = talker{rig: t.rig, random: t.random} // another person
			select {
			case <-ctx.Done():
			case <-time.After(20 * time.Millisecond):
			}
			continue
		case http.StatusServiceUnavailable:
			continue
		default:
			return fmt.Errorf("answered with %s: %s", resp.Status, text)
		}
		var got reply
		if err := json.Unmarshal(text, &got); err != nil {
			return fmt.Errorf("answered with no reply object: %w: %s", err, text)
		}
		t.granted = t.granted || call["action"] != ""
		t.asked, t.session = true, got.Session
		t.rig.mu.Lock()
		t.rig.answers++
		if got.Logged {
			t.rig.acks[got.Trace] = round
		}
		t.rig.mu.Unlock()
	}
	return nil
}

// compare exports what the store holds, and verifies it.
func (r *rig) compare() (missing []string, held int, err error) {
	folder := filepath.Join(r.dir, "data")
	if out, err := exec.Command(*binary, "verify", "--data", folder).CombinedOutput(); err != nil {
		return nil, 0, fmt.Errorf("verify: %w\n%s", err, out)
	}
	cmd := exec.Command(*binary, "export", "--json", "--data", folder)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, 0, err
	}
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	there := map[string]bool{}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var turn struct {
				ID string `json:"id"`
			}
			if err := json.Unmarshal(line, &turn); err != nil {
				return nil, 0, fmt.Errorf("export: %w: %s", err, line)
			}
			there[turn.ID] = true
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, 0, fmt.Errorf("export: %w", err)
		}
	}
	if err := cmd.Wait(); err != nil {
		return nil, 0, fmt.Errorf("export: %w", err)
	}
	for trace, round := range r.acks {
		if !there[trace] {
			missing = append(missing, fmt.Sprintf("%s(round %d)", trace, round))
		}
	}
	slices.Sort(missing)
	return missing, len(there), nil
}
