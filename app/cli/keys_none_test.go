package cli_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/uuid"

	"gatehouse/app/cli"
	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/portal"
	"gatehouse/backend/store"
	"gatehouse/backend/vault"
)

// A portal without reminders is told with the reason.
func TestKeysScheduleOfNone(t *testing.T) {
	folder := t.TempDir()
	inside := func(do func(*wiring.Program, portal.Portal) error) {
		t.Helper()
		err := withData(folder, func(program *wiring.Program) error {
			all, err := program.Portals.List(t.Context())
			if err != nil || len(all) == 0 {
				return err
			}
			return do(program, all[0])
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	expect := func(want string) {
		t.Helper()
		var out, errs bytes.Buffer
		p := cli.Program{Stdout: &out, Stderr: &errs, KeyStore: vault.PreferSealed}
		code := p.Run(t.Context(), []string{"keys", "schedule", "--portal", "Care", "--from", "2020-01-01T00:00:00Z", "--until", "2020-01-02T00:00:00Z", "--data", folder})
		if code != 0 || out.String() != want || errs.Len() > 0 {
			t.Errorf("code %d, stdout %q, want %q, stderr %q", code, out.String(), want, errs.String())
		}
	}
	err := withData(folder, func(program *wiring.Program) error {
		preferences, err := program.Settings.Get(t.Context())
		if err != nil {
			return err
		}
		preferences.ActingUser = "ada@contoso.example"
		if _, err := program.Settings.Save(t.Context(), preferences); err != nil {
			return err
		}
		_, err = program.Portals.Provision(t.Context(), admin.PortalForm{
			Name: "Care", URL: "https://care.contoso.example", Organization: portal.Organization{Name: "Contoso"},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	expect("No reminders of Care are due.\n")
	inside(func(program *wiring.Program, it portal.Portal) error {
		return program.Reminders.Mute(t.Context(), it.ID, "Goes out\nof service.")
	})
	expect("Care is muted by ada@contoso.example: Goes out of service.\n")
	inside(func(program *wiring.Program, it portal.Portal) error {
		_, err := program.Portals.Retire(t.Context(), it.ID, it.Version)
		return err
	})
	expect("Care is retired, so nobody is reminded of its key.\n")
}

// A portal whose application record has no key is as cut off as one whose key has expired.
func TestKeysCheckOfNone(t *testing.T) {
	folder := t.TempDir()
	db, err := store.Open(t.Context(), folder, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	it := portal.Portal{ID: uuid.New(), Name: "Care", State: portal.Active, Application: portal.Application{ID: "5d1e6a1b-93c4-4c1f-8f0a-6f2f9f6b7c10"}}
	_, err = db.SavePortal(t.Context(), it, event.Activity{})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	p := cli.Program{Stdout: &out, Stderr: &errs, KeyStore: vault.PreferSealed}
	code := p.Run(t.Context(), []string{"keys", "check", "--within", "30d", "--data", folder})
	if code != 6 || out.String() != "missing      Care  It has no key.\n" || errs.Len() > 0 {
		t.Errorf("code %d, stdout %q, stderr %q", code, out.String(), errs.String())
	}
}
