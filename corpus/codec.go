package corpus

import (
	"encoding/gob"
	"fmt"
	"io"
)

// Encode writes the checked set in a compact form that Decode reads without
// parsing or checking. Training phrases and the dossier's list stay behind: only
// a fresh Load needs them.
func (s *Set) Encode(w io.Writer) error {
	slim := *s
	slim.Dossier = nil
	slim.Intents = make([]Intent, len(s.Intents))
	for i, in := range s.Intents {
		in.Phrases = Phrases{}
		slim.Intents[i] = in
	}
	if err := gob.NewEncoder(w).Encode(&slim); err != nil {
		return fmt.Errorf("encode corpus: %w", err)
	}
	return nil
}

// Decode reads what Encode wrote. The caller vouches for the bytes: they are
// written by this program and guarded by a checksum.
func Decode(r io.Reader) (*Set, error) {
	var s Set
	if err := gob.NewDecoder(r).Decode(&s); err != nil {
		return nil, fmt.Errorf("decode corpus: %w", err)
	}
	s.finish()
	return &s, nil
}
