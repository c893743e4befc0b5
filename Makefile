.PHONY: browser check test race fmt vet bench bench-store load bundle crash fuzz fuzz-long eval build

build:
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o zhirong ./cmd/zhirong

check: fmt vet test eval

test:
	go test ./...

race:
	go test -race -timeout=60m ./...

fmt:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }

vet:
	go vet ./...

eval: build
	./zhirong check
	./zhirong test
	./zhirong eval

# Wall-clock budgets: printed beside budgets.yaml, never a test.
bench: build
	.ci/bench

# 200 turns a second for a minute, then 2,000 idle streams: printed beside budgets.yaml.
load: build
	.ci/load/run

# What a machine without a network needs, in dist/; a second build proves it.
bundle:
	.ci/bundle --twice

# A million turns in the store: logging 200 a second on top of them, a backup
# meanwhile, removing nine tenths, compaction. Some minutes and 3 GB.
bench-store:
	go test ./bot/store/bolt -run='^$$' -bench=Year -benchtime=1x -timeout=30m -turns=1000000 -seconds=20

# Kills the built service 200 times while turns are logged; none may be missing.
crash: build
	go run ./.ci/crash -binary ./zhirong -kills 200

# The web chat as people use it, in headless Chromium; pictures in .ci/browser/shots.
browser:
	.ci/browser/run

# 60 seconds for each fuzz target; findings are kept under testdata/fuzz.
fuzz:
	.ci/fuzz -fuzztime=60s

# 20 million executions for each fuzz target.
fuzz-long:
	.ci/fuzz -fuzztime=20000000x
