package admin_test

import (
	"strings"
	"testing"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

func TestRenewalsPreview(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		p := w.provision("Care")
		obstacles := func(t *testing.T, code fault.Code, part string) {
			t.Helper()
			preview, err := w.renewals.Preview(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if code == "" {
				if len(preview.Obstacles) != 0 {
					t.Errorf("obstacles are %v", preview.Obstacles)
				}
				return
			}
			if len(preview.Obstacles) != 1 {
				t.Fatalf("obstacles are %v", preview.Obstacles)
			}
			wantFault(t, preview.Obstacles[0], code, part)
			_, err = w.renewals.Start(t.Context(), p.ID)
			wantFault(t, err, code, part)
		}
		obstacles(t, "", "")
		w.secrets.getFails = fault.New(fault.Unreachable, "The key store is locked.")
		obstacles(t, fault.Unreachable, "key store is locked")
		w.secrets.getFails = fault.New(fault.NotFound, "gone")
		obstacles(t, "", "")
		w.secrets.getFails = nil
		w.local.keys = func() ([]portal.KeyCredential, error) {
			return nil, fault.New(fault.Denied, "The application cannot be read.")
		}
		obstacles(t, fault.Denied, "cannot be read")
		w.local.keys = nil

		preferences, err := w.settings.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		preferences.ActingUser = grace
		if _, err := w.settings.Save(t.Context(), preferences); err != nil {
			t.Fatal(err)
		}
		obstacles(t, fault.Denied, grace+" is not an owner")
		preferences.ActingUser = ada
		if _, err := w.settings.Save(t.Context(), preferences); err != nil {
			t.Fatal(err)
		}
		retired, err := w.portals.Retire(t.Context(), p.ID, p.Version)
		if err != nil {
			t.Fatal(err)
		}
		obstacles(t, fault.Conflict, "is retired")
		if _, err := w.portals.Restore(t.Context(), p.ID, retired.Version); err != nil {
			t.Fatal(err)
		}

		said := func(p portal.Portal) string {
			t.Helper()
			preview, err := w.renewals.Preview(t.Context(), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if len(preview.Keys) != 1 {
				t.Errorf("keys are %v", preview.Keys)
			}
			return preview.Page + " " + strings.Join(preview.Steps, " ")
		}
		local, hosted := said(p), said(w.watched("Intranet"))
		for _, part := range []string{"background", "restarts once", "two years"} {
			if !strings.Contains(local, part) || !strings.Contains(hosted, part) {
				t.Errorf("%q is missing in\n%s\n%s", part, local, hosted)
			}
		}
		if strings.Contains(local, "minutes") || !strings.Contains(hosted, "five to seven minutes") || !strings.HasPrefix(hosted, w.assisted.page) {
			t.Errorf("it says\n%s\n%s", local, hosted)
		}
		w.start(p)
		obstacles(t, fault.Conflict, "updated already")
	})
}

func TestRenewalsPreviewWatched(t *testing.T) {
	inWorkshop(t, func(t *testing.T, w *workshop) {
		preview := func(p portal.Portal) admin.RenewalPreview {
			t.Helper()
			preview, err := w.renewals.Preview(t.Context(), p.ID)
			if err != nil || len(preview.Obstacles) != 0 {
				t.Fatalf("got %+v, %v", preview, err)
			}
			return preview
		}
		handed := w.watched("Handed")
		if got := preview(handed); !strings.Contains(strings.Join(got.Steps, " "), "Import the certificate of the new key then: nothing is watched for this portal.") ||
			len(got.Warnings) != 0 {
			t.Errorf("got %+v", got)
		}
		file := certificateFile(t, pair(t, time.Now()), false)
		file.Path = "/keys/intranet.pem"
		seen, err := w.portals.Watch(t.Context(), form("Intranet"), file)
		if err != nil {
			t.Fatal(err)
		}
		w.assisted.unwatched = fault.New(fault.NotFound, "The file is not there.")
		got := preview(seen)
		if !strings.Contains(strings.Join(got.Steps, " "), "Put the certificate of the new key at /keys/intranet.pem.") {
			t.Errorf("it says %q", got.Steps)
		}
		if len(got.Warnings) != 1 || got.Warnings[0].Message != "The file is not there." {
			t.Errorf("warnings are %v", got.Warnings)
		}
		w.start(seen) // a warning is no obstacle
	})
}
