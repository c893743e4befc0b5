package intents

// Format is part of the name of a trained model: it moves when the same phrases
// give another model.
const Format = "3"
