package cli_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app/cli"
	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/store"
	"gatehouse/backend/vault"
)

// keysOf runs gatectl keys on a data folder.
func keysOf(t *testing.T, folder string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := cli.Program{Stdout: &stdout, Stderr: &stderr, KeyStore: vault.PreferSealed}
	code = p.Run(t.Context(), append(append([]string{"keys"}, args...), "--data", folder))
	return code, stdout.String(), stderr.String()
}

// watchWithoutFile adds a portal that is hosted elsewhere, whose certificate is watched nowhere.
func watchWithoutFile(t *testing.T, folder string) portal.Portal {
	t.Helper()
	made, err := certificate.New(time.Now().AddDate(-1, 0, 0), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	var it portal.Portal
	err = withData(folder, func(program *wiring.Program) (err error) {
		file := admin.CertificateFile{Name: "key.pem", Content: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate.DER})}
		it, err = program.Portals.Watch(t.Context(), admin.PortalForm{Name: "Intranet"}, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// past is a fact some time ago.
type past struct {
	ago  time.Duration
	fact renewal.Fact
}

// leave puts an update into a data folder as a program left it that was stopped.
func leave(t *testing.T, folder string, it portal.Portal, driver renewal.Driver, facts ...past) {
	t.Helper()
	op := renewal.New(uuid.Must(uuid.NewV7()), it, driver)
	for _, f := range facts {
		var err error
		if op, _, err = renewal.Next(op, op.On(f.fact), time.Now().Add(-f.ago)); err != nil {
			t.Fatal(err)
		}
	}
	db, err := store.Open(t.Context(), folder, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.SaveOperation(t.Context(), op, 0), db.Close()); err != nil {
		t.Fatal(err)
	}
}

// An update of which a stopped program left nobody knows what is retried by one call, whatever the look at it finds.
func TestKeysRetryAfterStop(t *testing.T) {
	t.Run("nothing had been published, so it has failed", func(t *testing.T) {
		folder := t.TempDir()
		stoppedWhileSubmitting(t, folder)
		code, out, errs := keysOf(t, folder, "retry", "Care")
		if code != 0 || !strings.Contains(out, "The key of Care was updated") {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
	})
	t.Run("nobody can say, so it is given up", func(t *testing.T) {
		folder := t.TempDir()
		it := watchWithoutFile(t, folder)
		leave(t, folder, it, renewal.DriverAssisted,
			past{44 * time.Minute, renewal.Opened{By: "ada", Keys: it.Application.Keys}},
			past{43 * time.Minute, renewal.Confirmed{By: "ada", Keys: it.Application.Keys}},
			past{42 * time.Minute, renewal.Started{}},
			past{41 * time.Minute, renewal.ReportedStarted{}},
			past{10 * time.Minute, renewal.Ticked{}})
		if _, out, _ := keysOf(t, folder, "list"); !strings.Contains(out, "has an unknown outcome.") {
			t.Fatalf("it was left as %q", out)
		}
		code, out, errs := keysOf(t, folder, "retry", "Intranet")
		if code != 0 || !strings.Contains(out, "Choose Update key for Intranet at https://") {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
	})
}

// Waiting for a key that nobody can put where it is seen would keep the data folder for a day.
func TestKeysUpdateWait(t *testing.T) {
	t.Run("is refused where nothing is watched", func(t *testing.T) {
		folder := t.TempDir()
		watchWithoutFile(t, folder)
		for _, args := range [][]string{{"update", "Intranet", "--yes", "--wait"}, {"retry", "Intranet", "--wait"}} {
			code, out, errs := keysOf(t, folder, args...)
			if code != 3 || out != "" || !strings.Contains(errs, "error: No certificate of Intranet is watched, so --wait would wait in vain.") ||
				!strings.Contains(errs, "hint: Leave --wait out, choose Update key in the admin center") {
				t.Errorf("%q: code %d, stdout %q, stderr %q", args, code, out, errs)
			}
		}
		if _, out, _ := keysOf(t, folder, "history", "Intranet"); out != "The key was never updated.\n" {
			t.Errorf("it began all the same: %q", out)
		}
		if code, out, errs := keysOf(t, folder, "update", "Intranet", "--yes"); code != 0 || !strings.Contains(out, "Choose Update key") {
			t.Errorf("without --wait: code %d, stdout %q, stderr %q", code, out, errs)
		}
	})
	t.Run("tells what to do while it waits", func(t *testing.T) {
		folder, path := t.TempDir(), filepath.Join(t.TempDir(), "key.pem")
		made, err := certificate.New(time.Now().AddDate(-1, 0, 0), uuid.New())
		if err == nil {
			err = os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate.DER}), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		var added bytes.Buffer
		p := cli.Program{Stdout: &added, Stderr: &added, KeyStore: vault.PreferSealed}
		if code := p.Run(t.Context(), []string{"portal", "watch", "--name", "Intranet", "--certificate", path, "--data", folder}); code != 0 {
			t.Fatal(added.String())
		}
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		told := &stopper{at: "and put the certificate of the new key at " + path + "\n", stop: stop}
		p.Stderr = told
		if code := p.Run(ctx, []string{"keys", "update", "Intranet", "--yes", "--wait", "--data", folder}); code != 3 {
			t.Errorf("code %d", code)
		}
		if !strings.Contains(told.String(), "gatectl: choose Update key for Intranet at https://") {
			t.Errorf("stderr %q", told.String())
		}
	})
}

// stopper keeps what is written, and ends the call once something was said.
type stopper struct {
	bytes.Buffer
	at   string
	stop context.CancelFunc
}

func (s *stopper) Write(b []byte) (int, error) {
	n, err := s.Buffer.Write(b)
	if strings.Contains(s.String(), s.at) {
		s.stop()
	}
	return n, err
}

// provisionCare adds a local portal.
func provisionCare(t *testing.T, folder string) portal.Portal {
	t.Helper()
	var it portal.Portal
	err := withData(folder, func(program *wiring.Program) (err error) {
		it, err = program.Portals.Provision(t.Context(), admin.PortalForm{
			Name: "Care", URL: "https://care.contoso.example", Organization: portal.Organization{Name: "Contoso"},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return it
}

// stoppedWhileSubmitting leaves a local update as a program left it that was killed before it published anything.
func stoppedWhileSubmitting(t *testing.T, folder string) {
	t.Helper()
	it := provisionCare(t, folder)
	leave(t, folder, it, renewal.DriverLocal,
		past{9 * time.Minute, renewal.Opened{By: "ada", Keys: it.Application.Keys}},
		past{8 * time.Minute, renewal.Confirmed{By: "ada", Keys: it.Application.Keys}},
		past{7 * time.Minute, renewal.Started{}})
}

// An update that a stopped program left is in nobody's way once it is known what became of it.
func TestKeysUpdateAfterStop(t *testing.T) {
	t.Run("a local one that was killed is retried", func(t *testing.T) {
		folder := t.TempDir()
		stoppedWhileSubmitting(t, folder)
		if code, out, errs := keysOf(t, folder, "update", "Care", "--yes"); code != 0 || !strings.Contains(out, "The key of Care was updated") {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
	})
	handedOff := func(t *testing.T, folder string, ago time.Duration) {
		it := watchWithoutFile(t, folder)
		leave(t, folder, it, renewal.DriverAssisted,
			past{ago + 3*time.Minute, renewal.Opened{By: "ada", Keys: it.Application.Keys}},
			past{ago + 2*time.Minute, renewal.Confirmed{By: "ada", Keys: it.Application.Keys}},
			past{ago, renewal.Started{}})
	}
	t.Run("one that was handed over long ago makes room", func(t *testing.T) {
		folder := t.TempDir()
		handedOff(t, folder, 30*time.Hour)
		if code, out, errs := keysOf(t, folder, "update", "Intranet", "--yes"); code != 0 || !strings.Contains(out, "Choose Update key for Intranet at https://") {
			t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
		}
	})
	t.Run("one that was handed over lately is told, with the ways on", func(t *testing.T) {
		folder := t.TempDir()
		handedOff(t, folder, time.Hour)
		code, _, errs := keysOf(t, folder, "update", "Intranet", "--yes")
		if code != 3 || !strings.Contains(errs, "The update of the key of Intranet is handed over.") ||
			!strings.Contains(errs, `Add --wait to follow it, or give it up with gatectl keys cancel "Intranet".`) {
			t.Errorf("code %d, stderr %q", code, errs)
		}
	})
}

// One that was killed is looked at before it is given up, and what it has come to is told.
func TestKeysCancelAfterStop(t *testing.T) {
	folder := t.TempDir()
	stoppedWhileSubmitting(t, folder)
	if code, _, errs := keysOf(t, folder, "cancel", "Care"); code != 0 || !strings.Contains(errs, "gatectl: the update of Care has failed\n") {
		t.Errorf("code %d, stderr %q", code, errs)
	}
	if code, out, errs := keysOf(t, folder, "update", "Care", "--yes"); code != 0 {
		t.Errorf("the update after it: code %d, stdout %q, stderr %q", code, out, errs)
	}
}
