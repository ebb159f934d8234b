package keyservice_test

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"gatehouse/backend/portal"
)

// call is a request to the token endpoint, put together by hand so that every part of it can be wrong.
type call struct {
	world   *world
	header  map[string]any
	claims  jwt.MapClaims
	method  jwt.SigningMethod
	private any
	form    url.Values
	change  func(*http.Request)
}

func (w *world) call(t *testing.T) *call {
	t.Helper()
	return w.callWith(t, w.keys()[0])
}

// callWith signs with this key.
func (w *world) callWith(t *testing.T, key portal.KeyCredential) *call {
	t.Helper()
	it, _ := w.Portal(t.Context(), w.id)
	sum := sha1.Sum(key.DER)
	private, err := x509.ParsePKCS8PrivateKey(w.secrets[key.PrivateName])
	if err != nil {
		t.Fatal(err)
	}
	now := w.now()
	return &call{
		world: w, method: jwt.SigningMethodRS256, private: private.(crypto.Signer),
		header: map[string]any{"x5t": base64.RawURLEncoding.EncodeToString(sum[:])},
		claims: jwt.MapClaims{
			"iss": it.Application.ID, "sub": it.Application.ID, "jti": uuid.NewString(),
			"nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
		},
		form: url.Values{
			"grant_type": {"client_credentials"}, "client_id": {it.Application.ID}, "scope": {"any/.default"},
			"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
		},
	}
}

// answer is what the endpoint said.
type answer struct {
	status int
	Error  string `json:"error"`
	Text   string `json:"error_description"`
	Codes  []int  `json:"error_codes"`
	Token  string `json:"access_token"`
	Type   string `json:"token_type"`
	Ends   int    `json:"expires_in"`
	header http.Header
}

func (c *call) send(t *testing.T) answer {
	t.Helper()
	it, _ := c.world.Portal(t.Context(), c.world.id)
	response, err := c.world.organization.Ask(it, func(address string) *http.Request {
		if _, set := c.claims["aud"]; !set {
			c.claims["aud"] = address
		}
		token := jwt.NewWithClaims(c.method, c.claims)
		for name, value := range c.header {
			token.Header[name] = value
		}
		signed, err := token.SignedString(c.private)
		if err != nil {
			t.Fatal(err)
		}
		if _, set := c.form["client_assertion"]; !set {
			c.form.Set("client_assertion", signed)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(c.form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if c.change != nil {
			c.change(request)
		}
		return request
	})
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header}
	_ = json.Unmarshal(body, &a) // a refusal at the door is no JSON
	return a
}

func TestOrganization(t *testing.T) {
	t.Run("lets an application in that holds its key", func(t *testing.T) {
		w := newWorld(t)
		a := w.call(t).send(t)
		if a.status != http.StatusOK || a.Type != "Bearer" || len(a.Token) < 40 || a.Ends != 3600 {
			t.Errorf("got %+v", a)
		}
		for header, want := range map[string]string{"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"} {
			if got := a.header.Get(header); got != want {
				t.Errorf("%s is %q", header, got)
			}
		}
	})
	t.Run("no longer than its key is valid", func(t *testing.T) {
		w := newWorld(t)
		w.pass(w.keys()[0].End.Sub(w.now()) - 10*time.Minute)
		if a := w.call(t).send(t); a.Ends != 600 {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("any key on the record counts", func(t *testing.T) {
		w := newWorld(t)
		c := w.call(t)
		fresh, _ := newKey(t, w.now().Add(time.Hour), w.id)
		w.edit(func(it *portal.Portal) {
			it.Application.Keys = append([]portal.KeyCredential{fresh}, it.Application.Keys...)
		})
		if a := c.send(t); a.status != http.StatusOK {
			t.Errorf("the old key beside a new one: %+v", a)
		}
	})

	foreign := func(t *testing.T, w *world) any {
		_, private := newKey(t, w.now(), w.id)
		parsed, err := x509.ParsePKCS8PrivateKey(private)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for name, test := range map[string]struct {
		wrong  func(t *testing.T, w *world, c *call)
		status int
		code   int // the number Entra would give; 0 where there is no document
		say    string
	}{
		"the key has expired":      {func(_ *testing.T, w *world, _ *call) { w.pass(0) }, 401, 700027, "expired on"},
		"the key is not valid yet": {func(*testing.T, *world, *call) {}, 401, 700028, "is not valid before"},
		"the key was taken off the record": {func(t *testing.T, w *world, _ *call) {
			k, _ := newKey(t, w.now(), w.id)
			w.edit(func(it *portal.Portal) { it.Application.Keys = []portal.KeyCredential{k} })
		}, 401, 700027, "not on the application record"},
		"signed with another key": {func(t *testing.T, w *world, c *call) { c.private = foreign(t, w) }, 401, 50027, "not one that this application signed"},
		"signed with nothing": {func(_ *testing.T, _ *world, c *call) {
			c.method, c.private = jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType
		}, 401, 50027, ""},
		"signed with the public part": {func(_ *testing.T, w *world, c *call) { c.method, c.private = jwt.SigningMethodHS256, w.keys()[0].DER }, 401, 50027, ""},
		"another algorithm":           {func(_ *testing.T, _ *world, c *call) { c.method = jwt.SigningMethodRS384 }, 401, 50027, ""},
		"no certificate named":        {func(_ *testing.T, _ *world, c *call) { delete(c.header, "x5t") }, 401, 50027, "x5t"},
		"another audience":            {func(_ *testing.T, _ *world, c *call) { c.claims["aud"] = "https://login.example/token" }, 401, 700023, "audience"},
		"another issuer":              {func(_ *testing.T, _ *world, c *call) { c.claims["iss"] = uuid.NewString() }, 401, 700021, ""},
		"another subject":             {func(_ *testing.T, _ *world, c *call) { c.claims["sub"] = uuid.NewString() }, 401, 700021, ""},
		"no id":                       {func(_ *testing.T, _ *world, c *call) { delete(c.claims, "jti") }, 401, 50027, "jti"},
		"no end":                      {func(_ *testing.T, _ *world, c *call) { delete(c.claims, "exp") }, 401, 50027, ""},
		"no beginning":                {func(_ *testing.T, _ *world, c *call) { delete(c.claims, "nbf") }, 401, 700024, ""},
		"over": {func(_ *testing.T, w *world, c *call) {
			c.claims["nbf"], c.claims["exp"] = w.now().Add(-time.Hour).Unix(), w.now().Add(-10*time.Minute).Unix()
		}, 401, 700024, ""},
		"to come": {func(_ *testing.T, w *world, c *call) {
			c.claims["nbf"], c.claims["exp"] = w.now().Add(10*time.Minute).Unix(), w.now().Add(15*time.Minute).Unix()
		}, 401, 700024, ""},
		"valid for a day":           {func(_ *testing.T, w *world, c *call) { c.claims["exp"] = w.now().Add(24 * time.Hour).Unix() }, 401, 700024, "longer than"},
		"no assertion but text":     {func(_ *testing.T, _ *world, c *call) { c.form.Set("client_assertion", "a.b.c") }, 401, 50027, ""},
		"an unknown application":    {func(_ *testing.T, _ *world, c *call) { c.form.Set("client_id", uuid.NewString()) }, 400, 700016, ""},
		"no application":            {func(_ *testing.T, _ *world, c *call) { c.form.Del("client_id") }, 400, 700016, ""},
		"a retired portal":          {func(_ *testing.T, w *world, _ *call) { w.edit(func(it *portal.Portal) { it.State = portal.Retired }) }, 400, 700016, ""},
		"a portal hosted elsewhere": {func(_ *testing.T, w *world, _ *call) { w.edit(func(it *portal.Portal) { it.Origin = portal.Watched }) }, 400, 700016, ""},
		"another tenant": {func(_ *testing.T, _ *world, c *call) {
			c.change = func(r *http.Request) { r.URL.Path = "/other/oauth2/v2.0/token" }
		}, 400, 700016, ""},
		"another grant":             {func(_ *testing.T, _ *world, c *call) { c.form.Set("grant_type", "password") }, 400, 70003, ""},
		"another kind of assertion": {func(_ *testing.T, _ *world, c *call) { c.form.Set("client_assertion_type", "saml") }, 400, 900144, ""},
		"no form": {func(_ *testing.T, _ *world, c *call) {
			c.change = func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }
		}, 400, 900144, ""},
		"a form without end": {func(_ *testing.T, _ *world, c *call) { c.form.Set("scope", strings.Repeat("x", 100_000)) }, 400, 900144, ""},
		"another host":       {func(_ *testing.T, _ *world, c *call) { c.change = func(r *http.Request) { r.Host = "login.example" } }, 403, 0, ""},
		"a page of a browser": {func(_ *testing.T, _ *world, c *call) {
			c.change = func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }
		}, 403, 0, ""},
		"no post": {func(_ *testing.T, _ *world, c *call) {
			c.change = func(r *http.Request) { r.Method, r.Body, r.ContentLength = http.MethodGet, nil, 0 }
		}, 405, 0, ""},
		"an inventory that cannot be read": {func(_ *testing.T, w *world, _ *call) { w.down = io.ErrUnexpectedEOF }, 503, 90033, ""},
	} {
		t.Run("refuses: "+name, func(t *testing.T) {
			w := newWorld(t)
			switch name {
			case "the key has expired":
				w.pass(w.keys()[0].End.Sub(w.now())) // at its very end
			case "the key is not valid yet":
				w.pass(-time.Hour)
			}
			c := w.call(t)
			test.wrong(t, w, c)
			a := c.send(t)
			if a.status != test.status || a.Token != "" {
				t.Fatalf("got %+v, want the status %d", a, test.status)
			}
			if test.code != 0 && (len(a.Codes) != 1 || a.Codes[0] != test.code || a.Error == "" || !strings.Contains(a.Text, test.say)) {
				t.Errorf("got %+v, want the number %d and %q", a, test.code, test.say)
			}
		})
	}

	t.Run("refuses: used before", func(t *testing.T) {
		w := newWorld(t)
		c := w.call(t)
		if a := c.send(t); a.status != http.StatusOK {
			t.Fatalf("the first time: %+v", a)
		}
		if a := c.send(t); a.status != 401 || !strings.Contains(a.Text, "used before") {
			t.Errorf("the second time: %+v", a)
		}
	})
	t.Run("is no server for strangers", func(t *testing.T) {
		w := newWorld(t)
		it, _ := w.Portal(t.Context(), w.id)
		var address string
		answer, err := w.organization.Ask(it, func(url string) *http.Request {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			address = request.URL.Host
			return request
		})
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if host, _, err := net.SplitHostPort(address); err != nil || host != "127.0.0.1" {
			t.Errorf("it listens on %s", address)
		}
		connection, err := tls.Dial("tcp", address, &tls.Config{RootCAs: x509.NewCertPool()})
		if _, unknown := errors.AsType[x509.UnknownAuthorityError](err); !unknown {
			t.Errorf("its certificate is trusted: %v, %v", connection, err)
		}
	})
	t.Run("a private key is in no answer", func(t *testing.T) {
		w := newWorld(t)
		a := w.call(t)
		a.form.Set("client_assertion", string(w.secrets[w.keys()[0].PrivateName]))
		got, _ := json.Marshal(a.send(t))
		if bytes.Contains(got, w.secrets[w.keys()[0].PrivateName][:16]) {
			t.Error("the answer quotes what was sent")
		}
	})
}
