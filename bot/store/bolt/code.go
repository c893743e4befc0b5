package bolt

import (
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"
	"time"
)

// errForm means that bytes are not what the layout says.
var errForm = errors.New("not in the stored form")

// coder writes values, or reads them if read is set. A layout is described once,
// as a function that visits the fields in order, and serves both ways, so that
// writing and reading cannot differ. After the first fault it does nothing more.
type coder struct {
	buf  []byte
	read bool
	err  error
}

func (c *coder) fail() { c.err, c.buf = errForm, nil }

// take returns the next n bytes.
func (c *coder) take(n uint64) []byte {
	if c.err != nil || n > uint64(len(c.buf)) {
		c.fail()
		return nil
	}
	out := c.buf[:n]
	c.buf = c.buf[n:]
	return out
}

func (c *coder) uint(v *uint64) {
	if !c.read {
		c.buf = binary.AppendUvarint(c.buf, *v)
		return
	}
	n, used := binary.Uvarint(c.buf)
	if used <= 0 {
		c.fail()
		return
	}
	*v, c.buf = n, c.buf[used:]
}

func (c *coder) int(v *int64) {
	u := uint64(*v)<<1 ^ uint64(*v>>63)
	c.uint(&u)
	if c.read && c.err == nil {
		*v = int64(u>>1) ^ -int64(u&1)
	}
}

func (c *coder) float(v *float64) {
	if !c.read {
		c.buf = binary.BigEndian.AppendUint64(c.buf, math.Float64bits(*v))
		return
	}
	if b := c.take(8); b != nil {
		*v = math.Float64frombits(binary.BigEndian.Uint64(b))
	}
}

// flags keeps up to eight booleans in a byte.
func (c *coder) flags(vs ...*bool) {
	if !c.read {
		var b byte
		for i, v := range vs {
			if *v {
				b |= 1 << i
			}
		}
		c.buf = append(c.buf, b)
		return
	}
	if b := c.take(1); b != nil {
		for i, v := range vs {
			*v = b[0]&(1<<i) != 0
		}
	}
}

// fixed keeps an array's bytes.
func (c *coder) fixed(v []byte) {
	if !c.read {
		c.buf = append(c.buf, v...)
		return
	}
	copy(v, c.take(uint64(len(v))))
}

// time keeps an instant with the offset of its zone.
func (c *coder) time(v *time.Time) {
	_, east := v.Zone()
	sec, nsec, zone := v.Unix(), int64(v.Nanosecond()), int64(east)
	c.int(&sec)
	c.int(&nsec)
	c.int(&zone)
	if !c.read || c.err != nil {
		return
	}
	t := time.Unix(sec, nsec).UTC()
	if zone != 0 {
		t = t.In(time.FixedZone("", int(zone)))
	}
	*v = t
}

// text keeps a string.
func text[T ~string](c *coder, v *T) {
	n := uint64(len(*v))
	c.uint(&n)
	if !c.read {
		c.buf = append(c.buf, *v...)
		return
	}
	*v = T(c.take(n))
}

// whole keeps a signed whole number of any width.
func whole[T ~int | ~int32 | ~int64](c *coder, v *T) {
	n := int64(*v)
	c.int(&n)
	if c.read {
		*v = T(n)
	}
}

// length keeps the length of a list, and whether there is one at all. Every
// element takes a byte or more, so that a false length cannot ask for memory.
func (c *coder) length(n int, isNil bool) (int, bool) {
	var u uint64
	if !isNil {
		u = uint64(n) + 1
	}
	c.uint(&u)
	if c.err != nil || u == 0 {
		return 0, true
	}
	if c.read && u-1 > uint64(len(c.buf)) {
		c.fail()
		return 0, true
	}
	return int(u - 1), false
}

// list keeps a slice.
func list[T any](c *coder, v *[]T, each func(*coder, *T)) {
	n, isNil := c.length(len(*v), *v == nil)
	if c.read {
		if *v = nil; isNil {
			return
		}
		*v = make([]T, n)
	}
	for i := range *v {
		each(c, &(*v)[i])
	}
}

// table keeps a map, in the order of its keys.
func table[K cmp.Ordered, V any](c *coder, v *map[K]V, key func(*coder, *K), value func(*coder, *V)) {
	n, isNil := c.length(len(*v), *v == nil)
	if !c.read {
		for _, k := range slices.Sorted(maps.Keys(*v)) {
			x := (*v)[k]
			key(c, &k)
			value(c, &x)
		}
		return
	}
	if *v = nil; isNil {
		return
	}
	*v = make(map[K]V, n)
	for range n {
		var k K
		var x V
		key(c, &k)
		value(c, &x)
		if c.err != nil {
			return
		}
		(*v)[k] = x
	}
}

// blob keeps bytes.
func blob(c *coder, v *[]byte) {
	n := uint64(len(*v))
	c.uint(&n)
	if !c.read {
		c.buf = append(c.buf, *v...)
		return
	}
	*v = c.take(n)
}
