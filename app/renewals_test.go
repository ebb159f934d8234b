package app

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/store"
)

func TestRenewals(t *testing.T) {
	e, heard := startEngine(t, t.TempDir())
	portals, renewals := &Portals{e}, &Renewals{e}
	made, err := portals.Provision(PortalForm{Name: "Contoso", URL: "https://contoso.example", OrganizationName: "Contoso"})
	if err != nil {
		t.Fatal(err)
	}
	connection := func() ConnectionView {
		t.Helper()
		c, err := renewals.Connection(made.ID)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	within(t, "the portal's sign-in", func() bool { return connection().State == string(keyservice.SignedIn) })
	if c := connection(); c.Thumbprint != made.Key.Thumbprint || c.Until == "" || !strings.HasPrefix(c.Sentence, "Signed in") {
		t.Errorf("the connection is %+v", c)
	}

	t.Run("the dialog says what will happen", func(t *testing.T) {
		p, err := renewals.Preview(made.ID)
		if err != nil || p.Driver != string(renewal.DriverLocal) || len(p.Steps) == 0 || len(p.Obstacles) != 0 || p.Key.Thumbprint != made.Key.Thumbprint {
			t.Errorf("got %+v, %v", p, err)
		}
	})
	t.Run("an update goes through its stages", func(t *testing.T) {
		begun, err := renewals.Start(made.ID)
		if err != nil {
			t.Fatal(err)
		}
		var op RenewalView
		within(t, "the end of the update", func() bool {
			op, err = renewals.Get(begun.ID)
			return err == nil && !op.Active && op.Attempts[0].Stages[5].At != ""
		})
		a := op.Attempts[0]
		if op.State != string(renewal.StateSucceeded) || op.Sentence != "The key was updated." || a.OldThumbprint != made.Key.Thumbprint || a.NewThumbprint == made.Key.Thumbprint || a.NewExpires == "" {
			t.Errorf("got %+v", op)
		}
		for _, stage := range a.Stages {
			if stage.At == "" {
				t.Errorf("the stage %s was not reached", stage.Name)
			}
		}
		if history, err := renewals.History(made.ID); err != nil || len(history) != 1 || history[0].ID != op.ID {
			t.Errorf("the history is %+v, %v", history, err)
		}
		if pending, err := renewals.Pending(); err != nil || len(pending) != 0 {
			t.Errorf("not over are %+v, %v", pending, err)
		}
		if c := connection(); c.Thumbprint != a.NewThumbprint {
			t.Errorf("the portal signs in with %s", c.Thumbprint)
		}
		if !heard.heard("renewals") || !heard.heard("connections") {
			t.Errorf("the pages were told %v only", heard.names)
		}
	})
	t.Run("choices that do not fit are refused", func(t *testing.T) {
		history, err := renewals.History(made.ID)
		if err != nil {
			t.Fatal(err)
		}
		id := history[0].ID
		for name, choose := range map[string]func() error{
			"Retry":         func() error { _, err := renewals.Retry(id); return err },
			"Cancel":        func() error { _, err := renewals.Cancel(id); return err },
			"GiveUp":        func() error { _, err := renewals.GiveUp(id); return err },
			"Confirm":       func() error { _, err := renewals.Confirm(id); return err },
			"ReportStarted": func() error { _, err := renewals.ReportStarted(id); return err },
			"Look":          func() error { return renewals.Look(id) },
			"OpenPage":      func() error { return renewals.OpenPage(id) },
			"SupportBundle": func() error { _, err := renewals.SupportBundle(id); return err },
		} {
			if err := choose(); !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if _, err := renewals.Get("x"); !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a watched certificate that is not there is a warning", func(t *testing.T) {
		form := keyEnding(t, 50*24*time.Hour)
		content, err := base64.StdEncoding.DecodeString(form.Content)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "key.pem")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		watched, err := portals.Watch(PortalForm{Name: "Watched"}, CertificateForm{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := renewals.Preview(watched.ID); err != nil || len(p.Warnings) != 0 || !strings.Contains(p.Steps[1], path) {
			t.Errorf("got %+v, %v", p, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if p, err := renewals.Preview(watched.ID); err != nil || len(p.Obstacles) != 0 || len(p.Warnings) != 1 || p.Warnings[0].Message == "" {
			t.Errorf("got %+v, %v", p, err)
		}
	})
	t.Run("a portal hosted elsewhere waits for its person", func(t *testing.T) {
		watched, err := portals.Watch(PortalForm{Name: "Elsewhere"}, keyEnding(t, 40*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		op, err := renewals.Start(watched.ID)
		if err != nil {
			t.Fatal(err)
		}
		within(t, "the hand-off", func() bool {
			op, err = renewals.Get(op.ID)
			return err == nil && op.State == string(renewal.StateHandedOff)
		})
		if !strings.HasSuffix(op.Sentence, "Import the certificate of the new key then: nothing is watched for this portal.") {
			t.Errorf("it says %q", op.Sentence)
		}
		if !op.MayReportStarted || !op.MayGiveUp || !op.MayLook || op.MayRetry || op.MayCancel || op.Page == "" || op.Attempts[0].Stages[0].At == "" {
			t.Errorf("got %+v", op)
		}
		if p, err := renewals.Preview(watched.ID); err != nil || len(p.Obstacles) != 1 || p.Obstacles[0].Hint == "" {
			t.Errorf("a second one: %+v, %v", p, err)
		}
		if op, err = renewals.GiveUp(op.ID); err != nil || op.State != string(renewal.StateAbandoned) {
			t.Errorf("got %+v, %v", op, err)
		}
		if c, err := renewals.Connection(watched.ID); err != nil || c.State != "" {
			t.Errorf("the connection is %+v, %v", c, err)
		}
		if others, err := renewals.OtherKeys(watched.ID); err != nil || len(others) != 0 {
			t.Errorf("other keys are %+v, %v", others, err)
		}
		now, err := portals.ImportKey(watched.ID, keyEnding(t, 700*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		others, err := renewals.OtherKeys(watched.ID)
		if err != nil || len(others) != 1 || others[0].OldThumbprint != watched.Key.Thumbprint || others[0].NewThumbprint != now.Key.Thumbprint || others[0].By == "" {
			t.Errorf("other keys are %+v, %v", others, err)
		}
	})
}

func TestConnectionView(t *testing.T) {
	local := portal.Portal{Origin: portal.Local, State: portal.Active}
	refused := keyservice.Connection{State: keyservice.Refused, Problem: fault.New(fault.Denied, "The key expired.").WithHint("Update it.")}
	if c := connectionView(local, refused); c.Sentence != "The key expired." || c.Hint != "Update it." {
		t.Errorf("got %+v", c)
	}
	older := keyservice.Connection{State: keyservice.SignedIn, PassedOver: &keyservice.PassedOver{Problem: refused.Problem}}
	if c := connectionView(local, older); c.State != "signed-in" || !strings.HasSuffix(c.Sentence, "with an older key. The key expired.") || c.Hint != "Update it." {
		t.Errorf("got %+v", c)
	}
	for state, want := range map[portal.State]string{portal.Active: "does not run", portal.Retired: "is retired"} {
		local.State = state
		if c := connectionView(local, keyservice.Connection{State: keyservice.Stopped}); !strings.Contains(c.Sentence, want) {
			t.Errorf("%s: got %+v", state, c)
		}
	}
}

func TestSetAside(t *testing.T) {
	folder := t.TempDir()
	e, _ := startEngine(t, folder)
	watched, err := (&Portals{e}).Watch(PortalForm{Name: "Elsewhere"}, keyEnding(t, 40*24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&Renewals{e}).Start(watched.ID); err != nil {
		t.Fatal(err)
	}
	e.stop(context.Background())
	db, err := bbolt.Open(filepath.Join(folder, store.FileName), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		updates := tx.Bucket([]byte("operations"))
		key, value := updates.Cursor().First()
		return updates.Put(key, value[:len(value)-1])
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	again, _ := startEngine(t, folder)
	start, err := (&Shell{engine: again}).Start()
	if err != nil || len(start.SetAside) != 1 || start.SetAside[0].PortalID != watched.ID || !strings.Contains(start.SetAside[0].Message, "Elsewhere cannot be read") {
		t.Errorf("got %+v, %v", start.SetAside, err)
	}
	if p, err := (&Renewals{again}).Preview(watched.ID); err != nil || len(p.Obstacles) != 0 {
		t.Errorf("the portal is not free: %+v, %v", p, err)
	}
}
