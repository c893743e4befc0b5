package bot

import (
	"embed"
	"io/fs"
)

//go:embed testdata/journeys
var journeys embed.FS

// Journeys are the shipped conversations: tests, and examples of what can be asked.
func Journeys() fs.FS {
	sub, err := fs.Sub(journeys, "testdata/journeys")
	if err != nil {
		panic(err) // the folder is part of the build
	}
	return sub
}
