package keyservice

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

const (
	tokenLife   = time.Hour
	mostRequest = 64 << 10 // bytes of a request to the token endpoint; an assertion has about one KiB
	mostUsed    = 100_000  // assertions remembered; each for at most a quarter of an hour
	tokenPath   = "/oauth2/v2.0/token"
	localTenant = "local" // stands for the tenant of an organization of which none is known
)

// Organization is the embedded organization: an endpoint on loopback where the applications of local portals sign in.
// It speaks the wire format of Entra's token endpoint for client credentials with a client assertion, over HTTPS with a
// certificate that is made for this process and that nobody else trusts.
type Organization struct {
	records Records
	now     Clock

	mu           sync.Mutex
	listening    *listening           // nil until Start
	closed       bool                 // Start comes too late
	applications map[string]uuid.UUID // application id → portal, as it was last seen
	used         map[string]time.Time // ids of assertions, until when they are valid
}

// listening is an endpoint that was started.
type listening struct {
	address string // host:port
	client  *http.Client
	server  *http.Server
	served  chan struct{} // closed when the server has ended
}

// NewOrganization returns an endpoint that does not listen yet: programs that only read need none.
func NewOrganization(records Records, now Clock) *Organization {
	return &Organization{records: records, now: now, applications: map[string]uuid.UUID{}, used: map[string]time.Time{}}
}

// Start listens on a free port of 127.0.0.1 unless it does already. Close ends it. Codes: unreachable.
func (o *Organization) Start() error {
	_, err := o.start()
	return err
}

func (o *Organization) start() (*listening, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return nil, fault.New(fault.Unreachable, "The program is being closed.")
	}
	if o.listening != nil {
		return o.listening, nil
	}
	pair, roots, err := loopbackCertificate(o.now.now())
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fault.New(fault.Unreachable, "The embedded organization cannot listen on this machine.").
			WithHint("Something keeps programs from using the loopback address; look at the firewall.").Because(err)
	}
	l := &listening{address: listener.Addr().String(), client: clientFor(roots), served: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /{tenant}"+tokenPath, o.token)
	l.server = &http.Server{
		Handler:           guard(l.address, mux),
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13},
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // strangers who knock make no noise
	}
	go func() {
		defer close(l.served)
		_ = l.server.ServeTLS(listener, "", "") // ends with Close
	}()
	o.listening = l
	return l, nil
}

// Close ends the endpoint and waits for it.
func (o *Organization) Close() error {
	o.mu.Lock()
	l := o.listening
	o.listening, o.closed = nil, true
	o.mu.Unlock()
	if l == nil {
		return nil
	}
	l.client.CloseIdleConnections()
	err := l.server.Close()
	<-l.served
	return err
}

// clientFor returns a client that trusts this endpoint and nothing else. It follows no redirect.
func clientFor(roots *x509.CertPool) *http.Client {
	return &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig:   &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS13},
			ForceAttemptHTTP2: true, MaxIdleConns: 2, IdleConnTimeout: 30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// tokenURL is where the application of a portal signs in.
func (l *listening) tokenURL(it portal.Portal) string {
	return "https://" + l.address + "/" + tenantOf(it) + tokenPath
}

func tenantOf(it portal.Portal) string {
	if it.Organization.TenantID == "" {
		return localTenant
	}
	return strings.ToLower(it.Organization.TenantID)
}

// guard keeps pages of a browser and other hosts out: only this address is served, and nothing that has an origin.
func guard(address string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		if r.Host != address || r.Header.Get("Origin") != "" {
			http.Error(w, "not for you", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// tokenAnswer is what the endpoint gives an application that it lets in.
type tokenAnswer struct {
	Type      string `json:"token_type"`
	ExpiresIn int    `json:"expires_in"` // seconds
	Token     string `json:"access_token"`
}

// tokenRefusal is Entra's error document.
type tokenRefusal struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
	Codes       []int  `json:"error_codes"`
	Timestamp   string `json:"timestamp"`
	Correlation string `json:"correlation_id"`
}

func (o *Organization) token(w http.ResponseWriter, r *http.Request) {
	until, err := o.admit(w, r)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	now := o.now.now()
	if err != nil {
		w.WriteHeader(err.status)
		_ = json.NewEncoder(w).Encode(tokenRefusal{
			Error: err.code, Description: fmt.Sprintf("GH%d: %s", err.number, err.reason), Codes: []int{err.number},
			Timestamp: now.Format("2006-01-02 15:04:05Z"), Correlation: uuid.NewString(),
		})
		return
	}
	// Nothing asks for the token back: there is no service behind this organization. It is a ticket drawn by lot.
	ticket := make([]byte, 32)
	_, _ = rand.Read(ticket)
	_ = json.NewEncoder(w).Encode(tokenAnswer{
		Type: "Bearer", ExpiresIn: int(until.Sub(now) / time.Second), Token: base64.RawURLEncoding.EncodeToString(ticket),
	})
}

// admit decides about a request, and until when the application is let in: never beyond the end of its key.
func (o *Organization) admit(w http.ResponseWriter, r *http.Request) (time.Time, *refusal) {
	invalid := func(format string, args ...any) (time.Time, *refusal) {
		return time.Time{}, &refusal{http.StatusBadRequest, "invalid_request", 900144, fmt.Sprintf(format, args...)}
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return invalid("The request is not a form.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostRequest)
	if err := r.ParseForm(); err != nil {
		return invalid("The form cannot be read, or is longer than %d bytes.", mostRequest)
	}
	if grant := r.PostForm.Get("grant_type"); grant != "client_credentials" {
		return time.Time{}, &refusal{http.StatusBadRequest, "unsupported_grant_type", 70003, "Only client credentials are granted here."}
	}
	if r.PostForm.Get("client_assertion_type") != assertionType {
		return invalid("The form has no client assertion of the type %s.", assertionType)
	}
	client := r.PostForm.Get("client_id")
	it, found, err := o.application(r.Context(), client)
	if err != nil {
		return time.Time{}, &refusal{http.StatusServiceUnavailable, "temporarily_unavailable", 90033, "The application records cannot be read."}
	}
	if !found || r.PathValue("tenant") != tenantOf(it) {
		return time.Time{}, &refusal{http.StatusBadRequest, "unauthorized_client", 700016, "There is no such application in this organization."}
	}
	now := o.now.now()
	key, claims, refused := verify(r.PostForm.Get("client_assertion"), client, "https://"+r.Host+r.URL.Path, it.Application.Keys, now)
	if refused != nil {
		return time.Time{}, refused
	}
	if !o.firstUse(client+" "+claims.ID, claims.ExpiresAt.Add(clockLeeway), now) {
		return time.Time{}, refuse(50027, "The assertion was used before.")
	}
	until := now.Add(tokenLife)
	if key.End.Before(until) {
		until = key.End
	}
	return until, nil
}

// application finds the portal in service with an application id. The record is read anew for each request: what counts
// is which keys are on it now.
func (o *Organization) application(ctx context.Context, client string) (portal.Portal, bool, error) {
	fits := func(it portal.Portal) bool {
		return client != "" && it.Application.ID == client && it.Origin == portal.Local && it.State == portal.Active
	}
	o.mu.Lock()
	id, known := o.applications[client]
	o.mu.Unlock()
	if known {
		if it, err := o.records.Portal(ctx, id); err == nil && fits(it) {
			return it, true, nil
		}
	}
	all, err := o.records.Portals(ctx)
	if err != nil {
		return portal.Portal{}, false, err
	}
	for _, it := range all {
		if fits(it) {
			o.mu.Lock()
			o.applications[client] = it.ID
			o.mu.Unlock()
			return it, true, nil
		}
	}
	return portal.Portal{}, false, nil
}

// firstUse notes an assertion and reports whether it is new. Where too many are remembered nobody is let in, rather
// than somebody twice.
func (o *Organization) firstUse(id string, until, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for old, end := range o.used {
		if now.After(end) {
			delete(o.used, old)
		}
	}
	if _, before := o.used[id]; before || len(o.used) >= mostUsed {
		return false
	}
	o.used[id] = until
	return true
}
