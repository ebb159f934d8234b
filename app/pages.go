package app

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// noncePlace is where the page keeps the nonce that its style sheets carry.
const noncePlace = "__CSP_NONCE__"

// contentSecurityPolicy allows a page only what the program brings along. Styles that the component library makes at
// run time carry the nonce of the load.
func contentSecurityPolicy(nonce string) string {
	return strings.Join([]string{
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self' 'nonce-" + nonce + "'",
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
		"object-src 'none'",
	}, "; ")
}

// protectPages sets strict headers on everything the window loads, and a fresh nonce on each page.
func protectPages(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		nonce := newNonce()
		header := w.Header()
		header.Set("Content-Security-Policy", contentSecurityPolicy(nonce))
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		header.Set("X-Frame-Options", "DENY")
		if !isPage(r) {
			next.ServeHTTP(w, r)
			return
		}
		header.Set("Cache-Control", "no-store")
		r = r.Clone(r.Context())
		r.Header.Del("Range")
		r.Header.Del("If-Modified-Since")
		page := &pageWriter{ResponseWriter: w, nonce: nonce}
		next.ServeHTTP(page, r)
		page.flush()
	})
}

func isPage(r *http.Request) bool {
	path := r.URL.Path
	return r.Method == http.MethodGet && (path == "" || strings.HasSuffix(path, "/") || strings.HasSuffix(path, ".html"))
}

func newNonce() string {
	var b [16]byte
	rand.Read(b[:])
	return base64.RawStdEncoding.EncodeToString(b[:])
}

// pageWriter holds a page back until it is whole, to put the nonce in.
type pageWriter struct {
	http.ResponseWriter
	nonce  string
	status int
	body   bytes.Buffer
}

func (p *pageWriter) WriteHeader(status int) { p.status = status }

func (p *pageWriter) Write(b []byte) (int, error) { return p.body.Write(b) }

func (p *pageWriter) flush() {
	content := bytes.ReplaceAll(p.body.Bytes(), []byte(noncePlace), []byte(p.nonce))
	p.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if p.status != 0 {
		p.ResponseWriter.WriteHeader(p.status)
	}
	p.ResponseWriter.Write(content)
}
