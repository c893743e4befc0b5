package main

import (
	"context"
	"log/slog"
	"time"
)

// job is work that is done again and again.
type job struct {
	name string
	due  func(now, done time.Time) bool           // done: when it last went well in this process; zero: not yet
	run  func(ctx context.Context) ([]any, error) // what to log about it
}

// jobs does what is due, one job after another.
type jobs struct {
	all   []job
	log   *slog.Logger
	count func(name string, err error)
	done  map[string]time.Time // when each last went well
	rest  map[string]time.Time // until when one that failed is left alone
}

// How often jobs are looked at, and how long one rests that failed.
const (
	jobPause = time.Minute
	jobRest  = time.Hour
)

// run does what is due, now and every minute, until ctx ends.
func (j *jobs) run(ctx context.Context) {
	j.done, j.rest = map[string]time.Time{}, map[string]time.Time{}
	t := time.NewTicker(jobPause)
	defer t.Stop()
	for {
		for _, job := range j.all {
			now := time.Now()
			if ctx.Err() != nil {
				return
			}
			if !now.Before(j.rest[job.name]) && job.due(now, j.done[job.name]) {
				j.do(ctx, job)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

func (j *jobs) do(ctx context.Context, job job) {
	begun := time.Now()
	found, err := job.run(ctx)
	if err != nil && ctx.Err() != nil {
		return // the service ends
	}
	j.count(job.name, err)
	if err != nil {
		j.rest[job.name] = time.Now().Add(jobRest)
		j.log.Error("a job failed and is tried again in an hour", "job", job.name, "fault", err)
		return
	}
	j.done[job.name] = begun
	j.log.Info("a job is done", append([]any{"job", job.name, "took", time.Since(begun)}, found...)...)
}

// nightly is due when a night began since the job was done: at three in the
// morning where the advice is given. The first time it is due at once.
func nightly(now, done time.Time) bool {
	local := now.In(zone)
	night := time.Date(local.Year(), local.Month(), local.Day(), 3, 0, 0, 0, zone)
	if now.Before(night) {
		night = night.AddDate(0, 0, -1)
	}
	return done.Before(night)
}
