package intents

import (
	"math"
	"slices"
	"sync"
)

// memory holds the vectors of all examples by feature, so that the nearest
// example of each class is found by looking at those that share a feature.
// Values are kept as 8-bit steps: a likeness is off by less than 1 %.
type memory struct {
	classes []uint32 // of the examples
	starts  []uint32 // of each feature's list in places and steps; one more at the end
	places  []uint32 // numbers of examples
	steps   []uint8  // their values, 255 for 1
}

// Features of more than a commonShare-th of the examples are left out: they tell
// little and would take most of the time. So few as minCommon examples are not many.
const (
	commonShare = 10
	minCommon   = 100
)

func newMemory(xs [][]entry, classes []int, features int) memory {
	m := memory{classes: make([]uint32, len(xs)), starts: make([]uint32, features+1)}
	for i, x := range xs {
		m.classes[i] = uint32(classes[i])
		for _, e := range x {
			m.starts[e.index+1]++
		}
	}
	common := uint32(max(len(xs)/commonShare, minCommon))
	for f := range features {
		if m.starts[f+1] > common {
			m.starts[f+1] = 0
		}
		m.starts[f+1] += m.starts[f]
	}
	m.places = make([]uint32, m.starts[features])
	m.steps = make([]uint8, m.starts[features])
	next := append([]uint32(nil), m.starts...)
	for i, x := range xs {
		for _, e := range x {
			if m.starts[e.index] == m.starts[e.index+1] {
				continue
			}
			at := next[e.index]
			next[e.index]++
			m.places[at] = uint32(i)
			m.steps[at] = uint8(math.Round(float64(e.value) * math.MaxUint8))
		}
	}
	return m
}

// likenesses are lists for the likeness of every example, used again and again.
var likenesses = sync.Pool{New: func() any { return new([]float32) }}

// nearest fills in the cosine of the likest example of every class.
func (m *memory) nearest(x []entry, best []float32) {
	scratch := likenesses.Get().(*[]float32)
	defer likenesses.Put(scratch)
	*scratch = slices.Grow((*scratch)[:0], len(m.classes))[:len(m.classes)]
	likeness := *scratch
	clear(likeness)
	for _, e := range x {
		from, to := m.starts[e.index], m.starts[e.index+1]
		value := e.value / math.MaxUint8
		steps := m.steps[from:to]
		for i, place := range m.places[from:to] {
			likeness[place] += value * float32(steps[i])
		}
	}
	for i, class := range m.classes {
		best[class] = max(best[class], likeness[i])
	}
}
