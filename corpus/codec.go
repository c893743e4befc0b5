package corpus

import (
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
)

// stored is the form of a Set in a file. Its facts stand as JSON, since gob does
// not tell a bound of 0 from no bound.
type stored struct {
	Set   Set
	Facts []byte
}

// Encode writes the checked set in a compact form that Decode reads without
// parsing or checking. Training phrases and the dossier's list stay behind: only
// a fresh Load needs them.
func (s *Set) Encode(w io.Writer) error {
	slim := *s
	slim.Dossier, slim.Facts = nil, nil
	slim.Intents = make([]Intent, len(s.Intents))
	for i, in := range s.Intents {
		in.Phrases, in.Rare = Phrases{}, Rare{} // Exact stays: it is matched, not learned
		slim.Intents[i] = in
	}
	facts, err := json.Marshal(s.Facts)
	if err == nil {
		err = gob.NewEncoder(w).Encode(stored{Set: slim, Facts: facts})
	}
	if err != nil {
		return fmt.Errorf("encode corpus: %w", err)
	}
	return nil
}

// Decode reads what Encode wrote. The caller vouches for the bytes: they are
// written by this program and guarded by a checksum.
func Decode(r io.Reader) (*Set, error) {
	var in stored
	err := gob.NewDecoder(r).Decode(&in)
	if err == nil {
		err = json.Unmarshal(in.Facts, &in.Set.Facts)
	}
	if err != nil {
		return nil, fmt.Errorf("decode corpus: %w", err)
	}
	in.Set.finish()
	return &in.Set, nil
}
