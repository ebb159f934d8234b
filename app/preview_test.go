//go:build dev

package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

func TestPreviewGate(t *testing.T) {
	inner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("pages")) }))
	defer inner.Close()
	innerURL, err := url.Parse(inner.URL)
	if err != nil {
		t.Fatal(err)
	}
	const address = "127.0.0.1:4711"
	gate := (&preview{inner: innerURL, token: "the token"}).gate(address)
	ask := func(target string, change func(*http.Request)) int {
		r := httptest.NewRequest(http.MethodGet, "http://"+address+target, nil)
		if change != nil {
			change(r)
		}
		w := httptest.NewRecorder()
		gate.ServeHTTP(w, r)
		return w.Code
	}
	withCookie := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: previewCookie, Value: "the token"}) }
	for _, c := range []struct {
		name   string
		target string
		change func(*http.Request)
		want   int
	}{
		{"without the token", "/", nil, http.StatusUnauthorized},
		{"with a wrong token", "/?token=guess", nil, http.StatusUnauthorized},
		{"with the token", "/?token=the+token", nil, http.StatusSeeOther},
		{"with the cookie", "/", withCookie, http.StatusOK},
		{"with a foreign host", "/", func(r *http.Request) { withCookie(r); r.Host = "evil.example" }, http.StatusMisdirectedRequest},
		{"from a foreign page", "/wails/ipc", func(r *http.Request) { withCookie(r); r.Header.Set("Origin", "http://evil.example") }, http.StatusForbidden},
		{"the reload address", "/wails/reload", withCookie, http.StatusNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ask(c.target, c.change); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
