package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"

	"zhirong/corpus"
)

//go:embed templates/*.html
var templateFiles embed.FS

// Page is what a template of a whole page is given. Templates write wording with
// {{.T "key"}}, and {{$.T "key"}} inside a range or with; what is the page's own
// is under .Main.
//
// A page is a file templates/NAME.html that defines "main"; layout.html puts the
// frame around it. Files that begin with "part" define templates that all share.
type Page struct {
	words
	Prefs   prefs
	Title   string     // of the window, before the name of the product; empty: the product alone
	Section string     // the part of the site: "chat", "library", "privacy"; marks the menu
	Path    string     // of this page, for the switches of language, theme and size
	Keep    url.Values // the query that the switches keep; nil: none
	Print   bool       // a page made for paper: without menu and switches
	Embed   bool       // within another site: without menu and without cookies
	Script  bool       // the page uses the script
	Main    any
	Imprint Imprint
	assets  *assets
}

// Asset is the address of an embedded file; it changes with the file.
func (p *Page) Asset(name string) string { return p.assets.path(name) }

// Switch is the address of this page with one preference changed.
func (p *Page) Switch(name, value string) string {
	q := copyQuery(p.Keep)
	q.Set(name, value)
	return p.Path + "?" + q.Encode()
}

func copyQuery(q url.Values) url.Values {
	out := url.Values{}
	maps.Copy(out, q)
	return out
}

// ThemeFlip is the theme that the switch turns to.
func (p *Page) ThemeFlip() string {
	if p.Prefs.Theme == "dark" {
		return "light"
	}
	return "dark"
}

// SizeFlip is the type size that the switch turns to.
func (p *Page) SizeFlip() string {
	if p.Prefs.Size == "large" {
		return "normal"
	}
	return "large"
}

// LangFlip is the language that the switch turns to.
func (p *Page) LangFlip() corpus.Lang {
	if p.Lang == corpus.English {
		return corpus.Chinese
	}
	return corpus.English
}

// templates are all pages, each with the layout.
type templates map[string]*template.Template

func parseTemplates() (templates, error) {
	base, err := template.New("layout").Funcs(templateFuncs).ParseFS(templateFiles, "templates/layout.html", "templates/part*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	files, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	all := templates{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || strings.HasPrefix(name, "part") {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("read templates: %w", err)
		}
		if all[name], err = t.ParseFS(templateFiles, file); err != nil {
			return nil, fmt.Errorf("read templates: %w", err)
		}
	}
	return all, nil
}

// page begins a page for a request: its language, theme and size, and the
// wording of the generation that serves. Call done when it is written.
func (s *Server) page(r *http.Request, section string) (p *Page, done func()) {
	g, release := s.live.Acquire()
	look, _ := readPrefs(r)
	at := r.URL.Path
	if r.Method == http.MethodPost && !isEmbed(r) {
		at = "/" // the address of a form cannot be opened
	}
	return &Page{words: words{Set: g.Set, Lang: look.Lang}, Prefs: look, Section: section, Path: at, Imprint: s.imprint, assets: s.assets}, release
}

// buffers hold pages while they are rendered: an error must not leave half of one.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, 4) // the level is a valid one
	return z
}}

// render writes a page with a template of templates/NAME.html. It keeps the
// preferences where the request changed them.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, name string, p *Page) {
	t, ok := s.templates[name]
	if !ok {
		s.log.ErrorContext(r.Context(), "page without template", "page", name)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	if look, changed := readPrefs(r); changed && !p.Embed {
		look.keep(w, s.site.secure)
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := t.ExecuteTemplate(buf, "layout", p); err != nil {
		s.log.ErrorContext(r.Context(), "page not rendered", "page", name, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", p.HTMLLang())
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Add("Vary", "Accept-Encoding, Accept-Language, Cookie")
	body := buf.Bytes()
	// A page within another site holds its session's token beside text of the
	// person: compressed together, the length would tell of the token.
	if !p.Embed && acceptsGzip(r) {
		zipped := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(zipped)
		zipped.Reset()
		z := zippers.Get().(*gzip.Writer)
		z.Reset(zipped)
		_, err := z.Write(body)
		if err == nil {
			err = z.Close()
		}
		zippers.Put(z)
		if err == nil {
			h.Set("Content-Encoding", "gzip")
			body = zipped.Bytes()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a client that left is nobody's fault
	}
}

// acceptsGzip reports whether the client takes gzip.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(coding, "gzip") {
			q := strings.ReplaceAll(params, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}

var templateFuncs = template.FuncMap{
	"add": func(a, b int) int { return a + b },
}
