// Package corpus is what zhirong knows and the rules that its data must obey:
// policies, products, cases, places, terms, intents, gaps and every sentence
// the adviser says, as YAML files that anyone can read.
//
// Load reads a tree of such files, checks all of it and returns a Set, or every
// problem at once with file, line, field and advice. A Set is never changed
// after Load. The package knows nothing of searching, of conversations or of
// channels.
package corpus
