// Package knowledge finds the passages that answer a question and weighs
// products against what is known of a firm. It is the home of Bleve: none of
// Bleve's types leave it. It holds no conversation and says nothing by itself.
package knowledge

// Format is part of the name of an index: it moves when the same passages are
// indexed in another way.
const Format = "1"
