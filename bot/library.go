package bot

import (
	"strings"

	"zhirong/corpus"
)

// LibraryRoot is the path under which the web front end shows the corpus.
const LibraryRoot = "/library/"

// LibraryPath is the permanent address of a passage's page, from the root of the
// site: "policy/hubei-2025-17#2.1.2" is at "/library/policy/hubei-2025-17#s-2.1.2".
func LibraryPath(id corpus.PassageID) string {
	doc, section, _ := strings.Cut(string(id), "#")
	if section == "" {
		return LibraryRoot + doc
	}
	return LibraryRoot + doc + "#s-" + section
}
