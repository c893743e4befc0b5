package web

import "net/http"

// libraryRoutes adds the pages that show the corpus.
func (s *Server) libraryRoutes(_ *http.ServeMux) {}
