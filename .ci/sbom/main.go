// Command sbom prints the bill of materials of a Go program as CycloneDX JSON: the
// modules that its build information names, with their checksums. The same program
// gives the same bytes.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type bom struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Ref     string `json:"bom-ref"`
	Type    string `json:"type"`
	Name    string `json:"name"`
	Version string `json:"version"`
	PURL    string `json:"purl,omitempty"`
	Hashes  []hash `json:"hashes,omitempty"`
}

type hash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: sbom PROGRAM")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return err
	}
	program, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(program)
	b := bom{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: metadata{component{
		Ref: info.Main.Path, Type: "application", Name: info.Main.Path, Version: hex.EncodeToString(sum[:8]),
		Hashes: []hash{{"SHA-256", hex.EncodeToString(sum[:])}},
	}}}
	uses := []string{}
	add := func(kind, path, version, sum string) error {
		c := component{Ref: path + "@" + version, Type: kind, Name: path, Version: version, PURL: "pkg:golang/" + path + "@" + version}
		// A module's sum is the hash of the list of its files, as go.sum has it.
		if digest, ok := strings.CutPrefix(sum, "h1:"); ok {
			raw, err := base64.StdEncoding.DecodeString(digest)
			if err != nil {
				return fmt.Errorf("sum of %s: %w", path, err)
			}
			c.Hashes = []hash{{"SHA-256", hex.EncodeToString(raw)}}
		}
		b.Components = append(b.Components, c)
		uses = append(uses, c.Ref)
		return nil
	}
	if err := add("platform", "std", info.GoVersion, ""); err != nil {
		return err
	}
	for _, d := range info.Deps {
		for d.Replace != nil {
			d = d.Replace
		}
		if err := add("library", d.Path, d.Version, d.Sum); err != nil {
			return err
		}
	}
	b.Dependencies = []dependency{{info.Main.Path, uses}}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(b)
}
