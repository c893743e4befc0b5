package bolt

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
)

// maxBatch bounds how many requests share a commit, queueLen how many wait.
const (
	maxBatch = 512
	queueLen = 4 * maxBatch
)

// Commit is what the store tells of one commit, for metrics.
type Commit struct {
	Requests int           // that shared it
	Queue    int           // requests waiting when it was done
	Took     time.Duration // until it was durable, or had failed
	Err      error         // nil: it is durable
}

// request is one caller's change, or a task between commits.
type request struct {
	// plan looks at the database and says what is to change; an error of it
	// is the caller's alone. Nothing is changed by planning.
	plan func(tx *bbolt.Tx) ([]op, error)
	// touched takes how many records the change touched.
	touched int
	// task runs between commits; a request has either.
	task func() error

	state atomic.Int32 // waiting, taken or cancelled
	done  chan error
}

const (
	waiting = iota
	taken
	cancelled
)

// submit hands a request to the writer and waits until it is durable. Where ctx
// ends first, either nothing of it is done and the error is that of ctx, or it
// is under way and its outcome is waited for.
func (d *DB) submit(ctx context.Context, r *request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	r.done = make(chan error, 1)
	if err := d.enqueue(ctx, r); err != nil {
		return err
	}
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		if r.state.CompareAndSwap(waiting, cancelled) {
			return ctx.Err()
		}
		return <-r.done
	}
}

func (d *DB) enqueue(ctx context.Context, r *request) error {
	d.closing.RLock()
	defer d.closing.RUnlock()
	if d.closed {
		return ErrClosed
	}
	select {
	case d.queue <- r:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write drains the queue: all that waits shares one commit, so that the cost of
// a sync is shared as soon as there is something to share it with.
func (d *DB) write() {
	defer close(d.written)
	batch := make([]*request, 0, maxBatch)
	for r := range d.queue {
		for r != nil {
			switch {
			case !r.state.CompareAndSwap(waiting, taken):
			case r.task != nil:
				d.commit(batch)
				batch = batch[:0]
				r.done <- r.task()
			default:
				batch = append(batch, r)
			}
			r = nil
			if len(batch) < maxBatch {
				select {
				case r = <-d.queue: // nil once it is closed and empty
				default:
				}
			}
		}
		d.commit(batch)
		batch = batch[:0]
	}
}

// commit makes a batch durable and tells the callers.
func (d *DB) commit(batch []*request) {
	if len(batch) == 0 {
		return
	}
	start := time.Now()
	errs, err := d.commitAll(batch)
	if err != nil {
		d.keys.drop()
		err = d.writeFault(err)
	}
	for i, r := range batch {
		if errs[i] == nil {
			errs[i] = err
		}
		r.done <- errs[i]
	}
	if d.opts.Observe != nil {
		d.opts.Observe(Commit{Requests: len(batch), Queue: len(d.queue), Took: time.Since(start), Err: err})
	}
}

// errNothing rolls back a transaction in which nothing changed.
var errNothing = errors.New("nothing to commit")

// commitAll writes what a batch changes: keys first, then the journal, then the
// database. What fails on the way is undone, so that all or nothing stays. The
// errors of single requests come apart from that of the commit.
func (d *DB) commitAll(batch []*request) (errs []error, err error) {
	errs = make([]error, len(batch))
	if d.broken != nil {
		return errs, d.broken
	}
	journalled := false
	defer func() {
		if p := recover(); p != nil {
			d.broken = &Fault{Kind: ErrDamaged, File: d.path(databaseFile), Backup: newestBackup(d.dir), Err: fmt.Errorf("%v", p)}
			err = d.broken
		}
		if err == errNothing {
			err = nil
		} else if err != nil && journalled {
			d.journal.undo()
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	seq := d.applied + 1
	err = d.bolt.Update(func(tx *bbolt.Tx) error {
		var all []op
		for i, r := range batch {
			ops, err := r.plan(tx)
			if err != nil {
				errs[i] = err
				continue
			}
			r.touched = 0
			for _, o := range ops {
				n, err := o.apply(tx)
				if err != nil {
					return err
				}
				r.touched += n
			}
			all = append(all, ops...)
		}
		if len(all) == 0 {
			return errNothing
		}
		if err := setApplied(tx, seq); err != nil {
			return err
		}
		if err := d.keys.save(); err != nil {
			return err
		}
		if err := d.journal.add(seq, all); err != nil {
			return err
		}
		journalled = true
		return nil
	})
	if err == nil {
		d.applied = seq
	}
	return errs, err
}

// writeFault says in one clear error that nothing was written.
func (d *DB) writeFault(err error) error {
	var f *Fault
	if errors.As(err, &f) {
		return err
	}
	return &Fault{Kind: ErrUnwritable, File: d.path(databaseFile), Err: err}
}
