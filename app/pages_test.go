package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestProtectPages(t *testing.T) {
	handler := protectPages(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".js") {
			w.Write([]byte("var x = '" + noncePlace + "'"))
			return
		}
		w.WriteHeader(http.StatusOK)
		w.Write([]byte(`<meta nonce="` + noncePlace + `">`))
	}))
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		return w
	}
	t.Run("a page carries the nonce of its header", func(t *testing.T) {
		w := get("/")
		policy := w.Header().Get("Content-Security-Policy")
		_, rest, found := strings.Cut(w.Body.String(), `nonce="`)
		nonce, _, _ := strings.Cut(rest, `"`)
		if !found || len(nonce) < 20 || !strings.Contains(policy, "'nonce-"+nonce+"'") {
			t.Errorf("page %q, policy %q", w.Body, policy)
		}
	})
	t.Run("each load has a nonce of its own", func(t *testing.T) {
		first, second := get("/").Body.String(), get("/").Body.String()
		if first == second {
			t.Error("two loads share a nonce")
		}
	})
	t.Run("the policy allows no inline and no foreign code", func(t *testing.T) {
		policy := get("/").Header().Get("Content-Security-Policy")
		for _, bad := range []string{"unsafe-inline", "unsafe-eval", "http:", "https:", "*"} {
			if strings.Contains(policy, bad) {
				t.Errorf("the policy has %s: %s", bad, policy)
			}
		}
	})
	t.Run("other files pass unchanged", func(t *testing.T) {
		if body := get("/a.js").Body.String(); !strings.Contains(body, noncePlace) {
			t.Errorf("got %q", body)
		}
	})
}
