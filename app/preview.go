//go:build dev

package app

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"time"
)

// A development build can show its pages in a browser as well: with GATEHOUSE_PREVIEW set to an address on loopback,
// such as 127.0.0.1:0, they are served there and reach the same backend as the window. `make run` does so where there
// is no display, and the end-to-end tests drive the program that way.
//
// The window library's own development server checks nothing of who calls it. So it is put on a random address within
// 127.0.0.0/8, which nobody can guess, and only a gate that checks Host, Origin and a token knows it.

// preview is the gate in front of the pages.
type preview struct {
	listen string // as asked for
	inner  *url.URL
	token  string
}

var activePreview *preview

// commandLine hides the program's arguments from the window library, whose development build reads them too.
func commandLine() []string {
	args := os.Args[1:]
	os.Args = os.Args[:1]
	return args
}

func prepareWindow() {
	listen := os.Getenv("GATEHOUSE_PREVIEW")
	if listen == "" {
		return
	}
	address := hiddenAddress()
	os.Setenv("devserver", address)
	activePreview = &preview{listen: listen, inner: &url.URL{Scheme: "http", Host: address}, token: randomHex(24)}
}

// hiddenAddress chooses a free port on a random loopback address.
func hiddenAddress() string {
	var b [3]byte
	rand.Read(b[:])
	host := net.IPv4(127, b[0]|1, b[1], b[2]|1).String()
	listener, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return "127.0.0.1:0"
	}
	defer listener.Close()
	return listener.Addr().String()
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b)
	return hex.EncodeToString(b)
}

func previewStarted() {
	p := activePreview
	if p == nil {
		return
	}
	listener, err := net.Listen("tcp", p.listen)
	if err != nil {
		slog.Error("serve the preview", "address", p.listen, "error", err)
		return
	}
	address := listener.Addr().String()
	server := &http.Server{Handler: p.gate(address), ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener)
	fmt.Printf("Gatehouse is open at http://%s/?token=%s\n", address, p.token)
}

const previewCookie = "gatehouse_preview"

// gate lets through what was sent to address by its own pages, by somebody who knows the token.
func (p *preview) gate(address string) http.Handler {
	proxy := httputil.NewSingleHostReverseProxy(p.inner)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != address {
			http.Error(w, "This address is not served here.", http.StatusMisdirectedRequest)
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" && origin != "http://"+address {
			http.Error(w, "Requests from other pages are refused.", http.StatusForbidden)
			return
		}
		if p.knows(r.URL.Query().Get("token")) {
			http.SetCookie(w, &http.Cookie{
				Name: previewCookie, Value: p.token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
			})
			http.Redirect(w, r, "/", http.StatusSeeOther)
			return
		}
		if cookie, err := r.Cookie(previewCookie); err != nil || !p.knows(cookie.Value) {
			http.Error(w, "Open the address that the program printed; it holds the token.", http.StatusUnauthorized)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/wails/reload") {
			http.NotFound(w, r)
			return
		}
		proxy.ServeHTTP(w, r)
	})
}

func (p *preview) knows(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(p.token)) == 1
}
