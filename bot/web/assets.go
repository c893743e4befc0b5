package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// asset is an embedded file as it is sent.
type asset struct {
	kind   string
	sum    string
	plain  []byte
	zipped []byte // nil: gzip does not make it smaller
}

// assets are the embedded files, compressed once, under names that change with
// their content, so that browsers may keep them for good.
type assets struct {
	byName map[string]*asset // "app.css"
	byPath map[string]*asset // "/static/app.0123456789ab.css"
}

func loadAssets() (*assets, error) {
	a := &assets{byName: map[string]*asset{}, byPath: map[string]*asset{}}
	err := fs.WalkDir(staticFiles, "static", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(file)
		if err != nil {
			return err
		}
		one := newAsset(path.Ext(file), data)
		name := strings.TrimPrefix(file, "static/")
		a.byName[name] = one
		a.byPath[a.path(name)] = one
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read embedded files: %w", err)
	}
	return a, nil
}

// newAsset prepares a file of a kind, such as ".css", for sending.
func newAsset(ext string, data []byte) *asset {
	sum := sha256.Sum256(data)
	a := &asset{kind: kinds[ext], sum: hex.EncodeToString(sum[:6]), plain: data}
	var zipped bytes.Buffer
	z, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression) // the level is a valid one
	_, _ = z.Write(data)                                       // memory takes all
	_ = z.Close()
	if zipped.Len() < len(data) {
		a.zipped = zipped.Bytes()
	}
	return a
}

// path is where a file is served; a name that does not exist gives a path that
// is not served.
func (a *assets) path(name string) string {
	one, ok := a.byName[name]
	if !ok {
		return "/static/" + name
	}
	ext := path.Ext(name)
	return "/static/" + strings.TrimSuffix(name, ext) + "." + one.sum + ext
}

// serve sends a file; lasting says that its address changes with its content.
func (a *asset) serve(w http.ResponseWriter, r *http.Request, lasting bool) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("ETag", `"`+a.sum+`"`)
	h.Add("Vary", "Accept-Encoding")
	if lasting {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "public, max-age=600")
	}
	if r.Header.Get("If-None-Match") == `"`+a.sum+`"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := a.plain
	if a.zipped != nil && acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = a.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a client that left is nobody's fault
	}
}

// static serves the embedded files.
func (s *Server) static(w http.ResponseWriter, r *http.Request) {
	one, ok := s.assets.byPath[r.URL.Path]
	if !ok {
		s.fail(w, r, notFound)
		return
	}
	one.serve(w, r, true)
}

// kinds are the media types of embedded files, whatever the machine's tables say.
var kinds = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".yaml": "application/yaml; charset=utf-8",
}
