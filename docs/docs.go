// Package docs holds those documents that the program itself shows.
package docs

import _ "embed"

// OpenAPI describes the HTTP API, in YAML.
//
//go:embed openapi.yaml
var OpenAPI []byte
