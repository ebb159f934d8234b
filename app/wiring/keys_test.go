package wiring_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/vault"
)

// opened is a program whose events can be waited for.
func opened(t *testing.T) (*wiring.Program, func(what string, ready func() bool)) {
	t.Helper()
	program, err := wiring.Open(t.Context(), t.TempDir(), wiring.Options{
		KeyStore: vault.PreferSealed, Trouble: func(err error) { t.Errorf("trouble: %v", err) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := program.Close(); err != nil {
			t.Error(err)
		}
	})
	happened := make(chan event.Event, 1000)
	program.Events.Listen(func(e event.Event) { happened <- e })
	return program, func(what string, ready func() bool) {
		t.Helper()
		for !ready() {
			select {
			case <-happened:
			case <-time.After(30 * time.Second):
				t.Fatalf("%s does not come", what)
			}
		}
	}
}

func careForm() admin.PortalForm {
	return admin.PortalForm{
		Name: "Care", URL: "https://care.contoso.example", Organization: portal.Organization{Name: "Contoso"},
	}
}

func TestServe(t *testing.T) {
	t.Run("a local portal signs in, with its new key after an update, and stops when it is retired", func(t *testing.T) {
		program, wait := opened(t)
		it, err := program.Portals.Provision(t.Context(), careForm())
		if err != nil {
			t.Fatal(err)
		}
		if got := program.Connection(it.ID).State; got != keyservice.Stopped {
			t.Errorf("it is %s before anything runs", got)
		}
		program.Serve()
		<-program.Work()
		with := func(thumbprint string) func() bool {
			return func() bool {
				c := program.Connection(it.ID)
				return c.State == keyservice.SignedIn && c.Thumbprint == thumbprint
			}
		}
		wait("the sign-in", with(it.Application.Keys[0].Thumbprint))
		op, err := program.Renewals.Start(t.Context(), it.ID)
		if err == nil {
			op, err = program.Renewals.Wait(t.Context(), op.ID, func(op renewal.Operation) bool { return !op.State.Active() && !op.OldKeyDue() })
		}
		if err != nil || op.State != renewal.StateSucceeded {
			t.Fatalf("the update is %s, %v", op.State, err)
		}
		wait("the sign-in with the new key", with(op.Current().Candidate.Thumbprint))
		if it, err = program.Portals.Get(t.Context(), it.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := program.Portals.Retire(t.Context(), it.ID, it.Version); err != nil {
			t.Fatal(err)
		}
		wait("the stop", func() bool { return program.Connection(it.ID).State == keyservice.Stopped })
	})
	t.Run("a portal that comes later is served too", func(t *testing.T) {
		program, wait := opened(t)
		program.Serve()
		it, err := program.Portals.Provision(t.Context(), careForm())
		if err != nil {
			t.Fatal(err)
		}
		wait("the sign-in", func() bool { return program.Connection(it.ID).State == keyservice.SignedIn })
	})
	t.Run("a certificate that was put in its place is found", func(t *testing.T) {
		program, wait := opened(t)
		path := filepath.Join(t.TempDir(), "care.pem")
		write := func(start time.Time) (thumbprint string, content []byte) {
			pair, err := certificate.New(start, uuid.New())
			if err != nil {
				t.Fatal(err)
			}
			content = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate.DER})
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			return pair.Certificate.Thumbprint, content
		}
		_, content := write(time.Now().AddDate(-1, 0, 0))
		it, err := program.Portals.Watch(t.Context(), careForm(), admin.CertificateFile{Name: "care.pem", Path: path, Content: content})
		if err != nil {
			t.Fatal(err)
		}
		<-program.Work()
		op, err := program.Renewals.Start(t.Context(), it.ID)
		if err != nil {
			t.Fatal(err)
		}
		state := func(want renewal.State) func() bool {
			return func() bool {
				now, err := program.Renewals.Operation(t.Context(), op.ID)
				if err != nil {
					t.Fatal(err)
				}
				return now.State == want
			}
		}
		wait("the hand-over", state(renewal.StateHandedOff))
		if program.Portals.OnKey == nil {
			t.Fatal("nobody tells the update of a new key")
		}
		next, _ := write(time.Now().Add(-time.Hour))
		program.Serve()
		wait("the new key", func() bool {
			now, err := program.Portals.Get(t.Context(), it.ID)
			if err != nil {
				t.Fatal(err)
			}
			key, _ := now.Application.CurrentKey(time.Now())
			return key.Thumbprint == next
		})
		wait("the look at it", state(renewal.StateVerifying))
	})
}

// Before an urgent reminder, the certificates that are watched are looked at again.
func TestReminderReadsCertificatesAgain(t *testing.T) {
	program, _ := opened(t)
	path := filepath.Join(t.TempDir(), "care.pem")
	pair, err := certificate.New(time.Now().AddDate(-1, 0, 0), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	file := admin.CertificateFile{
		Name: "care.pem", Path: path, Content: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate.DER}),
	}
	it, err := program.Portals.Watch(t.Context(), careForm(), file)
	if err != nil {
		t.Fatal(err)
	}
	if troubles := program.Reminders.Reread(t.Context(), []uuid.UUID{it.ID}); len(troubles) != 1 {
		t.Errorf("a file that is not there: %v", troubles)
	}
	if it, err = program.Portals.Get(t.Context(), it.ID); err != nil || !it.Look.Failing() || it.Look.ReadAt.IsZero() {
		t.Errorf("it is noted as %+v, %v", it.Look, err)
	}
}
