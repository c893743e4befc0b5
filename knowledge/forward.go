package knowledge

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
)

// forward is the compact copy of all documents that the engine keeps in
// memory: each text as a sequence of numbered units. Unit 0 is the gap; the
// others are numbered from the most frequent to the rarest, so that most take
// one byte.
type forward struct {
	ids    []string
	keys   map[string][]uint32 // ordinals of the documents that hold the key, ascending
	units  map[string]uint32
	df     []uint32 // by unit: the number of documents that hold it
	seq    []byte   // all sequences, unsigned varints
	starts []uint32 // by ordinal: where its sequence starts in seq; one more at the end
	sizes  []uint32 // by ordinal: the number of its units, gaps not counted
	titles []uint32 // by ordinal: how many of the entries of its sequence make up its title, gaps counted
	mean   float64  // mean of sizes

	// By ordinal, computed from the above:
	masses      []float32 // total idf of its distinct units
	titleMasses []float32 // total idf of the distinct units of its title
	once        []float32 // BM25 factor of a term that occurs once
	short       []float32 // shortness, from 1 for an empty one down to 0

	exact      map[string][]string // by the units of their values: the keys that count when a question names them
	exactSizes []int               // the numbers of units of those values, ascending

	order []uint32 // by Bleve's number of a document: its ordinal; empty without Bleve
	sums  []sum    // the files of the Bleve index
}

// sum is the size and checksum of a file.
type sum struct {
	path string
	size uint64
	crc  uint32
}

// newForward analyses the documents. It also returns the units by number.
func newForward(docs []Document) (*forward, []string) {
	f := &forward{keys: make(map[string][]uint32), units: make(map[string]uint32), starts: make([]uint32, 1, len(docs)+1)}
	// First number the units as they come.
	var names []string
	var count []uint32
	var stream []uint32
	ends := make([]int, 0, len(docs))
	put := func(u string) {
		if u == gap {
			stream = append(stream, 0)
			return
		}
		id, ok := f.units[u]
		if !ok {
			u = strings.Clone(u)
			names, count = append(names, u), append(count, 0)
			id = uint32(len(names))
			f.units[u] = id
		}
		count[id-1]++
		stream = append(stream, id)
	}
	for i, d := range docs {
		f.ids = append(f.ids, d.ID)
		for _, k := range d.Keys {
			if list := f.keys[k]; len(list) == 0 || list[len(list)-1] != uint32(i) {
				f.keys[k] = append(list, uint32(i))
			}
		}
		start := len(stream)
		analyze(d.Title, put)
		f.titles = append(f.titles, uint32(len(stream)-start))
		if len(stream) > start {
			put(gap)
		}
		analyze(d.Text, put)
		ends = append(ends, len(stream))
	}
	// Then by frequency, so that frequent ones take fewer bytes.
	byCount := make([]uint32, len(names))
	for i := range byCount {
		byCount[i] = uint32(i)
	}
	slices.SortFunc(byCount, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(names[a], names[b]))
	})
	vocab, renumber := make([]string, len(names)+1), make([]uint32, len(names)+1)
	for i, old := range byCount {
		vocab[i+1], renumber[old+1] = names[old], uint32(i+1)
		f.units[names[old]] = uint32(i + 1)
	}
	f.df = make([]uint32, len(vocab))
	seen := make([]uint32, len(vocab)) // the last ordinal+1 that held the unit
	from := 0
	for i, end := range ends {
		size := uint32(0)
		for _, old := range stream[from:end] {
			id := renumber[old]
			f.seq = binary.AppendUvarint(f.seq, uint64(id))
			if id == 0 {
				continue
			}
			size++
			if seen[id] != uint32(i+1) {
				seen[id] = uint32(i + 1)
				f.df[id]++
			}
		}
		f.sizes, f.starts, from = append(f.sizes, size), append(f.starts, uint32(len(f.seq))), end
	}
	f.derive()
	return f, vocab
}

// derive computes what is not stored.
func (f *forward) derive() {
	total := 0.0
	for _, n := range f.sizes {
		total += float64(n)
	}
	n := len(f.ids)
	f.mean = max(1, total/float64(max(1, n)))
	weights := make([]float32, len(f.df))
	for id, df := range f.df {
		weights[id] = float32(idf(int(df), n))
	}
	f.masses, f.titleMasses = make([]float32, n), make([]float32, n)
	f.once, f.short = make([]float32, n), make([]float32, n)
	seen := make([]uint32, len(f.df)) // the last ordinal+1 that held the unit
	for i := range n {
		title := int(f.titles[i])
		f.each(i, func(entry int, id uint32) {
			if id == 0 || seen[id] == uint32(i+1) {
				return
			}
			seen[id] = uint32(i + 1)
			f.masses[i] += weights[id]
			if entry < title {
				f.titleMasses[i] += weights[id]
			}
		})
		f.once[i] = float32((bm25K + 1) / (1 + bm25K*(1-bm25B+bm25B*float64(f.sizes[i])/f.mean)))
		f.short[i] = float32(shortUnits / (shortUnits + float64(f.sizes[i])))
	}
	f.exact = make(map[string][]string)
	for _, k := range slices.Sorted(maps.Keys(f.keys)) {
		_, value, _ := strings.Cut(k, ":")
		units := slices.DeleteFunc(unitsOf(value), func(u string) bool { return u == gap })
		if len(units) < minExactUnits {
			continue
		}
		name := strings.Join(units, " ")
		f.exact[name] = append(f.exact[name], k)
		if at, ok := slices.BinarySearch(f.exactSizes, len(units)); !ok {
			f.exactSizes = slices.Insert(f.exactSizes, at, len(units))
		}
	}
}

// sequence returns the entries of a document in their encoded form.
func (f *forward) sequence(ordinal int) []byte {
	return f.seq[f.starts[ordinal]:f.starts[ordinal+1]]
}

// longEntry decodes the entry at seq[at], which takes more than one byte, and
// returns where the next one starts.
func longEntry(seq []byte, at int) (uint32, int) {
	id, n := binary.Uvarint(seq[at:])
	return uint32(id), at + n
}

// each hands the entries of a document's sequence to do, counted from 0: the
// number of a unit, or 0 for a gap.
func (f *forward) each(ordinal int, do func(entry int, id uint32)) {
	seq := f.sequence(ordinal)
	for at, entry := 0, 0; at < len(seq); entry++ {
		id := uint32(seq[at])
		at++
		if id >= 0x80 {
			id, at = longEntry(seq, at-1)
		}
		do(entry, id)
	}
}

// terms returns the terms of a document for Bleve, parted by spaces: every unit
// and every pair of adjacent single characters.
func (f *forward) terms(ordinal int, vocab []string, wide []bool) string {
	var out strings.Builder
	prev := uint32(0)
	f.each(ordinal, func(_ int, id uint32) {
		if id != 0 {
			out.WriteString(vocab[id])
			out.WriteByte(' ')
			if wide[prev] && wide[id] {
				out.WriteString(pairTerm(vocab[prev], vocab[id]))
				out.WriteByte(' ')
			}
		}
		prev = id
	})
	return out.String()
}

// forwardMagic starts a forward file; its number rises with every change of
// the format or of the analysis.
const forwardMagic = "zhirong-forward-2\n"

var errForward = errors.New("damaged forward file")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encode returns the file form: the magic, all parts with their lengths, and a
// CRC-32C of everything before it.
func (f *forward) encode() []byte {
	b := []byte(forwardMagic)
	number := func(n int) { b = binary.AppendUvarint(b, uint64(n)) }
	text := func(s string) { number(len(s)); b = append(b, s...) }
	numbers := func(list []uint32) {
		number(len(list))
		for _, n := range list {
			number(int(n))
		}
	}
	number(len(f.sums))
	for _, s := range f.sums {
		text(s.path)
		number(int(s.size))
		number(int(s.crc))
	}
	number(len(f.ids))
	for i, id := range f.ids {
		text(id)
		number(int(f.starts[i+1] - f.starts[i]))
		number(int(f.sizes[i]))
		number(int(f.titles[i]))
	}
	vocab := make([]string, len(f.units))
	for u, id := range f.units {
		vocab[id-1] = u
	}
	number(len(vocab))
	for i, u := range vocab {
		text(u)
		number(int(f.df[i+1]))
	}
	number(len(f.keys))
	for _, k := range slices.Sorted(maps.Keys(f.keys)) {
		text(k)
		numbers(f.keys[k])
	}
	numbers(f.order)
	number(len(f.seq))
	b = append(b, f.seq...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// decodeForward reads what encode wrote. The forward keeps b.
func decodeForward(b []byte) (*forward, error) {
	if len(b) < len(forwardMagic)+4 || string(b[:len(forwardMagic)]) != forwardMagic {
		return nil, fmt.Errorf("%w: not of this version", errForward)
	}
	body, end := b[:len(b)-4], b[len(b)-4:]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(end) {
		return nil, fmt.Errorf("%w: checksum differs", errForward)
	}
	body = body[len(forwardMagic):]
	bad := false
	number := func() int {
		n, size := binary.Uvarint(body)
		if size <= 0 || n > 1<<40 {
			bad, body = true, nil
			return 0
		}
		body = body[size:]
		return int(n)
	}
	bytes := func(n int) []byte {
		if n > len(body) {
			bad, body = true, nil
			return nil
		}
		head := body[:n]
		body = body[n:]
		return head
	}
	// count is a number of things of which each takes at least one byte.
	count := func() int {
		n := number()
		if n > len(body) {
			bad, body = true, nil
			return 0
		}
		return n
	}
	numbers := func() []uint32 {
		list := make([]uint32, count())
		for i := range list {
			list[i] = uint32(number())
		}
		return list
	}
	f := &forward{}
	f.sums = make([]sum, count())
	for i := range f.sums {
		f.sums[i] = sum{path: string(bytes(number())), size: uint64(number()), crc: uint32(number())}
	}
	n := count()
	f.ids, f.sizes, f.titles = make([]string, n), make([]uint32, n), make([]uint32, n)
	f.starts = make([]uint32, n+1)
	for i := range f.ids {
		f.ids[i] = string(bytes(number()))
		f.starts[i+1] = f.starts[i] + uint32(number())
		f.sizes[i], f.titles[i] = uint32(number()), uint32(number())
	}
	n = count()
	f.units, f.df = make(map[string]uint32, n), make([]uint32, n+1)
	for i := range n {
		f.units[string(bytes(number()))] = uint32(i + 1)
		f.df[i+1] = uint32(number())
	}
	n = count()
	f.keys = make(map[string][]uint32, n)
	for range n {
		k := string(bytes(number()))
		f.keys[k] = numbers()
	}
	f.order = numbers()
	f.seq = bytes(number())
	if bad || len(body) != 0 || int(f.starts[len(f.ids)]) != len(f.seq) {
		return nil, fmt.Errorf("%w: its parts do not fit together", errForward)
	}
	f.derive()
	return f, nil
}
