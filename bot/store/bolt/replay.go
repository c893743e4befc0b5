package bolt

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// lineage is how many numbers of commits a lineage has: commit 5 of lineage 2 is
// 2000000005. The first one is lineage 0.
const lineage = 1_000_000_000

// nextLineage is the number from which a lineage counts that begins after a commit.
func nextLineage(newest uint64) uint64 { return (newest/lineage + 1) * lineage }

// errGap means that the journal does not follow on the database.
var errGap = errors.New("commits are missing between the database and the journal")

// replay brings a database up to the journal.
type replay struct {
	db      *bbolt.DB
	keys    *keyring
	applied uint64 // number of the newest commit that the database has, with those collected
	strict  bool   // a gap is an error; else it is counted and gone over

	commits int // taken over
	gaps    int

	ops []op // collected for one transaction
}

// since leaves out the files whose records a database has already.
func since(paths []string, applied uint64) []string {
	for i := len(paths) - 1; i > 0; i-- {
		if first, err := firstOf(paths[i]); err == nil && first <= applied+1 {
			return paths[i:]
		}
	}
	return paths
}

// file takes over the records of one file that the database does not have.
func (p *replay) file(path string) (segment, error) {
	return readSegment(path, func(seq uint64, ops []op) error {
		if seq <= p.applied {
			return nil
		}
		if seq != p.applied+1 {
			if p.strict {
				return fmt.Errorf("%w: it ends at %d, the journal goes on at %d", errGap, p.applied, seq)
			}
			p.gaps++
		}
		for _, o := range ops {
			// What is locked with a key that is no more stays away.
			if id, ok := o.key(); ok && p.keys.destroyed(id) {
				continue
			}
			p.ops = append(p.ops, o)
		}
		p.commits++
		p.applied = seq
		if len(p.ops) < maxBatch {
			return nil
		}
		return p.flush()
	})
}

// flush writes what was collected.
func (p *replay) flush() error {
	err := view(p.db, func(tx *bbolt.Tx) error {
		n, err := applied(tx)
		if err == nil && n == p.applied {
			err = errNothing
		}
		return err
	})
	if err == errNothing {
		return nil
	}
	if err != nil {
		return err
	}
	err = p.db.Update(func(tx *bbolt.Tx) error {
		for _, o := range p.ops {
			if _, err := o.apply(tx); err != nil {
				return err
			}
		}
		return setApplied(tx, p.applied)
	})
	if err != nil {
		return fmt.Errorf("take over the journal: %w", err)
	}
	p.ops = nil
	return nil
}
