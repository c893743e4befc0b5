package intents

import (
	_ "embed" // concepts.txt
	"slices"
	"strings"
	"sync"
)

//go:embed concepts.txt
var conceptText string

// concept is a node in the tree of the words of all concepts, token by token.
type concept struct {
	next  map[string]*concept
	names []string // of the concepts whose word ends here
}

var loadConcepts = sync.OnceValue(func() *concept {
	root := &concept{}
	for line := range strings.Lines(conceptText) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		for _, word := range fields[1:] {
			word, last := strings.CutSuffix(word, "$")
			_, list := tokens(strings.ReplaceAll(word, "_", " "))
			if last {
				list = append(list, token{text: "$"})
			}
			root.add(list, fields[0])
		}
	}
	return root
})

func (c *concept) add(list []token, name string) {
	for _, t := range list {
		s := t.stem()
		if c.next[s] == nil {
			if c.next == nil {
				c.next = make(map[string]*concept)
			}
			c.next[s] = &concept{}
		}
		c = c.next[s]
	}
	if !slices.Contains(c.names, name) {
		c.names = append(c.names, name)
	}
}

// conceptsIn calls emit for every concept that a text, given as its stems, has
// a word of, with the place of that word. It does so once for each concept.
func conceptsIn(stems []string, emit func(name string, from, to int)) {
	root := loadConcepts()
	var seen []string
	covered := 0 // by the words found so far
	for from := range stems {
		node := root
		var longest *concept
		end := 0
		for to := from; to < len(stems); to++ {
			if node = node.next[stems[to]]; node == nil {
				break
			}
			if len(node.names) > 0 {
				longest, end = node, to+1
			}
		}
		if node != nil && node.next["$"] != nil {
			longest, end = node.next["$"], len(stems)
		}
		if longest == nil || end <= covered {
			continue
		}
		covered = end
		for _, name := range longest.names {
			if !slices.Contains(seen, name) {
				seen = append(seen, name)
				emit(name, from, end)
			}
		}
	}
}
