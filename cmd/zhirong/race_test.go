//go:build race

package main

// underRace reports whether the race detector is on, under which a program is
// many times slower.
const underRace = true
