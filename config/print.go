package config

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// Write prints every setting as a file would set it, each with where it came
// from. Secrets are hidden.
func (l Loaded) Write(w io.Writer) error {
	heading := ""
	for _, s := range l.Config.settings() {
		group, name, nested := strings.Cut(s.key, ".")
		indent := ""
		if nested {
			indent = "  "
			if group != heading {
				heading = group
				if _, err := fmt.Fprintf(w, "%s:\n", group); err != nil {
					return fmt.Errorf("print settings: %w", err)
				}
			}
		} else {
			name = group
		}
		if _, err := fmt.Fprintf(w, "%s%s: %s  # %s\n", indent, name, s.text(), l.Origins[s.key]); err != nil {
			return fmt.Errorf("print settings: %w", err)
		}
	}
	return nil
}

// Names returns the key and the variable of every setting.
func Names() (keys, variables []string) {
	var c Config
	for _, s := range c.settings() {
		keys = append(keys, s.key)
		variables = append(variables, s.env())
	}
	return keys, variables
}

// Changed returns the keys whose values differ between two settings.
func Changed(a, b Config) []string {
	var keys []string
	others := b.settings()
	for i, s := range a.settings() {
		if !reflect.DeepEqual(reflect.ValueOf(s.ptr).Elem().Interface(), reflect.ValueOf(others[i].ptr).Elem().Interface()) {
			keys = append(keys, s.key)
		}
	}
	return keys
}
