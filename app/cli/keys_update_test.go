package cli_test

import (
	"bytes"
	"context"
	"fmt"
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
	"gatehouse/backend/vault"
)

// An update that fails says why, and is retried once the reason is gone. The reason here: the application record has a
// key that is valid for longer than any new one.
func TestKeysRetry(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	run := func(args ...string) (code int, out, errs string) {
		var stdout, stderr bytes.Buffer
		p := cli.Program{Stdout: &stdout, Stderr: &stderr, KeyStore: vault.PreferSealed}
		code = p.Run(t.Context(), append(args, "--data", folder))
		return code, stdout.String(), stderr.String()
	}
	// inside changes something that gatectl cannot.
	inside := func(change func(context.Context, *wiring.Program, portal.Portal) error) {
		t.Helper()
		program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStore: vault.PreferSealed, KeyStoreLater: true})
		if err != nil {
			t.Fatal(err)
		}
		all, err := program.Portals.List(t.Context())
		if err == nil && len(all) == 0 {
			_, err = program.Portals.Provision(t.Context(), admin.PortalForm{
				Name: "Care", URL: "https://care.contoso.example", Organization: portal.Organization{Name: "Contoso"},
			})
		}
		if err == nil && len(all) == 1 {
			err = change(t.Context(), program, all[0])
		}
		if closeErr := program.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	inside(nil)
	inside(func(ctx context.Context, program *wiring.Program, it portal.Portal) error {
		long, err := certificate.New(time.Now(), it.ID)
		if err != nil {
			return err
		}
		key := long.Certificate.Credential(uuid.New(), portal.Generated, time.Now())
		key.Start, key.End = key.Start.Add(-time.Hour), key.End.AddDate(1, 0, 0)
		if err := program.Portals.PublishKey(ctx, it.ID, key); err != nil {
			return err
		}
		return program.Portals.RetireKeys(ctx, it.ID, []uuid.UUID{it.Application.Keys[0].KeyID})
	})

	code, out, errs := run("keys", "update", "Care", "--yes")
	if code != 3 || !strings.Contains(out, "has failed.") || !strings.Contains(errs, "error: The current key of Care ends later") || !strings.Contains(errs, `gatectl keys retry "Care" retries it.`) {
		t.Errorf("update: code %d, stdout %q, stderr %q", code, out, errs)
	}
	if code, out, _ := run("keys", "list"); code != 0 || !strings.Contains(out, "has failed.") {
		t.Errorf("list: code %d, stdout %q", code, out)
	}
	if code, _, errs := run("keys", "support", "Care"); code != 3 || !strings.Contains(errs, "has failed once") {
		t.Errorf("support after one failure: code %d, stderr %q", code, errs)
	}
	for n, words := range [][]string{{"keys", "update", "Care", "--yes"}, {"keys", "retry", "Care"}} {
		if code, _, errs := run(words...); code != 3 || !strings.Contains(errs, fmt.Sprintf("this retries it: attempt %d\n", n+2)) {
			t.Errorf("%s: code %d, stderr %q", words[1], code, errs)
		}
	}
	code, out, errs = run("keys", "support", "Care")
	if code != 0 || errs != "" || !strings.Contains(out, "Attempt 3\n") || !strings.Contains(out, "The current key of [name] ends later") {
		t.Errorf("support: code %d, stdout %q, stderr %q", code, out, errs)
	}
	inside(func(ctx context.Context, program *wiring.Program, it portal.Portal) error {
		short, err := certificate.New(time.Now().AddDate(-1, 0, 0), it.ID)
		if err != nil {
			return err
		}
		if err := program.Portals.PublishKey(ctx, it.ID, short.Certificate.Credential(uuid.New(), portal.Generated, time.Now())); err != nil {
			return err
		}
		return program.Portals.RetireKeys(ctx, it.ID, []uuid.UUID{it.Application.Keys[0].KeyID})
	})
	code, out, errs = run("keys", "retry", "Care")
	if code != 0 || !strings.Contains(out, "The key of Care was updated") {
		t.Errorf("retry: code %d, stdout %q, stderr %q", code, out, errs)
	}
	if _, out, _ := run("keys", "history", "Care"); !strings.Contains(out, "succeeded") || !strings.Contains(out, "attempt 4") ||
		!strings.Contains(out, "ends later than two years from now") {
		t.Errorf("history: %q", out)
	}
}
