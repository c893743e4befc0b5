// Command load starts a zhirong of its own and measures it over the HTTP API:
// turns at a fixed rate of arrival, then event streams that wait. A turn's time
// runs from when it was due, so that a slow answer does not hide those behind it.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

var questions = []string{
	"专利能不能贷款", "质押登记要什么材料", "贷款800万，专利质押还要不要另外请评估公司？", "江夏区是试点吗", "我们在江夏，有3个发明专利，想贷500万",
	"帮我找一款合适的贷款", "年费忘了交还能补吗", "广水市的贴息是多少", "什么是质押融资保证保险", "武汉市知识产权质押贷款贴息比例和上限是多少",
	"Can I borrow on a trade mark in Wuhan?", "Is Qichun a pilot?", "收益法是怎么给专利估值的", "还有吗", "软件著作权能不能质押",
}

func main() {
	program := flag.String("program", "dist/zhirong", "the program to load")
	budgets := flag.String("budgets", ".ci/budgets.yaml", "the file of budgets")
	rate := flag.Int("rate", 200, "turns a second")
	last := flag.Duration("for", time.Minute, "how long")
	people := flag.Int("people", 2000, "conversations that the turns are of")
	streams := flag.Int("streams", 2000, "event streams to hold open")
	flag.Parse()
	over, err := run(*program, *budgets, *rate, *last, *people, *streams)
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
	if over {
		os.Exit(1)
	}
}

func run(program, budgets string, rate int, last time.Duration, people, streams int) (over bool, err error) {
	limits, err := os.ReadFile(budgets)
	if err != nil {
		return false, err
	}
	report := func(name string, got float64, unit string) {
		limit, mark := budget(string(limits), name), "ok"
		if got > limit {
			mark, over = "OVER", true
		}
		fmt.Printf("%-28s %8.1f %-4s budget %g  %s\n", name, got, unit, limit, mark)
	}
	s, err := start(program)
	if err != nil {
		return false, err
	}
	defer s.stop()
	before := s.cpu()
	r := s.turns(rate, last, people)
	spent := s.cpu() - before
	slices.Sort(r.took)
	fmt.Printf("%d turns of %d people at %d a second, %d of them logged; p50 %.1f ms, p95 %.1f ms\n", len(r.took), people, rate, r.logged, at(r.took, 50), at(r.took, 95))
	for text, n := range r.faults {
		fmt.Printf("  %d times: %s\n", n, text)
	}
	report("load_p99_ms", at(r.took, 99), "ms")
	report("load_cpu_ms", float64(spent.Microseconds())/1000/float64(max(1, len(r.took))), "ms")
	report("load_errors", float64(r.failed), "")
	held, peak, err := s.memory()
	if err != nil {
		return over, err
	}
	report("load_rss_mb", peak, "MB")
	opened, err := s.hold(streams)
	if err != nil {
		return over, err
	}
	more, _, err := s.memory()
	if err != nil {
		return over, err
	}
	fmt.Printf("%d of %d streams open; %.1f MB before, %.1f MB now\n", opened, streams, held, more)
	report("streams_missing", float64(streams-opened), "")
	report("streams_rss_mb", more-held, "MB")
	kept, err := s.kept()
	if err != nil {
		return over, err
	}
	report("load_turns_lost", float64(r.logged-kept), "")
	return over, nil
}

// budget reads one figure of the file.
func budget(text, name string) float64 {
	m := regexp.MustCompile(`(?m)^` + name + `: *([0-9.]+)`).FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	limit, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0
	}
	return limit
}

// at is a percentile in milliseconds of sorted times.
func at(took []time.Duration, percent int) float64 {
	if len(took) == 0 {
		return 0
	}
	return float64(took[min(len(took)-1, len(took)*percent/100)].Microseconds()) / 1000
}

// server is the service under load.
type server struct {
	dir     string
	cmd     *exec.Cmd
	log     *os.File
	program string
	address string
	client  http.Client
	tokens  []string
	open    context.CancelFunc // closes the streams
}

func start(program string) (*server, error) {
	dir, err := os.MkdirTemp("", "zhirong-load-")
	if err != nil {
		return nil, err
	}
	s := &server{dir: dir, program: program, client: http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 1000, MaxConnsPerHost: 4000}}}
	// All load comes from one machine; it says for whom, as a proxy does.
	settings := fmt.Sprintf("data: %s\ntrusted_proxies: [127.0.0.1]\nlog: {level: warn}\n", filepath.Join(dir, "data"))
	if err := os.WriteFile(s.path("zhirong.yaml"), []byte(settings), 0o600); err != nil {
		return nil, err
	}
	if s.log, err = os.Create(s.path("log")); err != nil {
		return nil, err
	}
	s.cmd = exec.Command(program, "serve", "--config", s.path("zhirong.yaml"), "--listen", "127.0.0.1:0", "--ready-file", s.path("ready"))
	s.cmd.Stderr = s.log
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for end := time.Now().Add(2 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if s.address == "" {
			data, _ := os.ReadFile(s.path("ready"))
			s.address = strings.TrimSpace(string(data))
		} else if resp, err := s.client.Get(s.address + "/metrics"); err == nil {
			figures, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			if bytes.Contains(figures, []byte(`index="disk"`)) {
				return s, nil
			}
		}
		if time.Now().After(end) {
			s.stop()
			return nil, errors.New("the service did not get ready")
		}
	}
}

func (s *server) path(name string) string { return filepath.Join(s.dir, name) }

func (s *server) stop() {
	if s.open != nil {
		s.open()
	}
	s.cmd.Process.Signal(syscall.SIGTERM)
	if err := s.cmd.Wait(); err != nil {
		fmt.Println("the service ended with", err)
	}
	s.log.Close()
	if log, err := os.ReadFile(s.path("log")); err == nil && len(log) > 0 {
		fmt.Printf("its log:\n%.4000s", log)
	}
	os.RemoveAll(s.dir)
}

// result is how the turns went.
type result struct {
	mu     sync.Mutex
	took   []time.Duration
	logged int
	failed int
	faults map[string]int
}

// turns sends messages at a fixed rate, whoever of the people is next: the first
// is a question, the second the consent to the log, all others are questions.
func (s *server) turns(rate int, last time.Duration, people int) *result {
	r := &result{faults: map[string]int{}}
	s.tokens = make([]string, people)
	var busy sync.WaitGroup
	begun := time.Now()
	for n := range int(last.Seconds() * float64(rate)) {
		due := begun.Add(time.Duration(n) * time.Second / time.Duration(rate))
		time.Sleep(time.Until(due))
		busy.Go(func() {
			// People who come one after another never have two turns at once unless
			// an answer takes as long as all others together.
			who := n % people
			call := map[string]any{"session": s.tokens[who], "text": questions[(n+n/people)%len(questions)]}
			if n/people == 1 {
				call = map[string]any{"session": s.tokens[who], "action": "consent yes"}
			}
			token, logged, err := s.say(who, call)
			took := time.Since(due)
			r.mu.Lock()
			defer r.mu.Unlock()
			r.took = append(r.took, took)
			if err != nil {
				r.failed++
				r.faults[err.Error()]++
				return
			}
			s.tokens[who] = token
			if logged {
				r.logged++
			} else if n/people >= 2 {
				r.failed++
				r.faults["not logged though agreed"]++
			}
		})
	}
	busy.Wait()
	return r
}

// from is the address that a person comes from.
func from(who int) string { return fmt.Sprintf("10.%d.%d.%d", who>>16&255, who>>8&255, who&255) }

func (s *server) say(who int, call map[string]any) (token string, logged bool, err error) {
	body, err := json.Marshal(call)
	if err != nil {
		return "", false, err
	}
	req, err := http.NewRequest("POST", s.address+"/api/v1/chat", bytes.NewReader(body))
	if err != nil {
		return "", false, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Forwarded-For", from(who))
	resp, err := s.client.Do(req)
	if err != nil {
		return "", false, err
	}
	defer resp.Body.Close()
	var reply struct {
		Session string
		Logged  bool
		Outcome string
	}
	if err := json.NewDecoder(resp.Body).Decode(&reply); err != nil {
		return "", false, err
	}
	if resp.StatusCode != http.StatusOK {
		return "", false, errors.New(resp.Status)
	}
	if reply.Outcome == "failed" || reply.Session == "" {
		return "", false, errors.New("an apology instead of an answer")
	}
	return reply.Session, reply.Logged, nil
}

// memory is what the service holds now and held at most, in megabytes.
func (s *server) memory() (now, peak float64, err error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			continue
		}
		kb, _ := strconv.ParseFloat(fields[1], 64)
		switch fields[0] {
		case "VmRSS:":
			now = kb / 1024
		case "VmHWM:":
			peak = kb / 1024
		}
	}
	return now, cmp.Or(peak, now), nil
}

// cpu is the time that the service has spent on processors. It tells what a turn
// costs on a machine that does other things, too.
func (s *server) cpu() time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(data), ") ") // the name may hold blanks
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // Linux counts in hundredths
}

// hold opens streams, each of a person of its own, waits a while, and returns how
// many are open then.
func (s *server) hold(n int) (open int, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	s.open = cancel
	client := http.Client{Transport: &http.Transport{}}
	ended := make(chan struct{}, n)
	for i := range n {
		if i%200 == 199 {
			time.Sleep(200 * time.Millisecond) // people do not come all at once
		}
		req, err := http.NewRequestWithContext(ctx, "GET", s.address+"/api/v1/chat/stream", nil)
		if err != nil {
			return open, err
		}
		req.Header.Set("Authorization", "Bearer "+s.tokens[i%len(s.tokens)])
		req.Header.Set("X-Forwarded-For", from(i))
		resp, err := client.Do(req)
		if err != nil {
			return open, err
		}
		if resp.StatusCode != http.StatusOK {
			resp.Body.Close()
			fmt.Println("a stream was refused:", resp.Status)
			continue
		}
		open++
		go func() {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			ended <- struct{}{}
		}()
	}
	time.Sleep(20 * time.Second) // at least one sign of life on each
	return open - len(ended), nil
}

// kept is how many turns the log holds.
func (s *server) kept() (int, error) {
	out, err := exec.Command(s.program, "export", "--json", "--config", s.path("zhirong.yaml")).Output()
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	return bytes.Count(out, []byte("\n")), nil
}
