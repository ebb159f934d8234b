package app

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// certificateAt writes a certificate that ends in a while.
func certificateAt(t *testing.T, path string, in time.Duration) {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(keyEnding(t, in).Content)
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestWatchFolder(t *testing.T) {
	e, _ := startEngine(t, t.TempDir())
	folder := t.TempDir()
	form := CertificateForm{Path: folder}
	if _, err := (&Portals{e}).ReadCertificate(form); !fault.Is(err, fault.NotFound) {
		t.Errorf("an empty folder: %v", err)
	}
	certificateAt(t, filepath.Join(folder, "old.pem"), 40*24*time.Hour)
	certificateAt(t, filepath.Join(folder, "new.pem"), 400*24*time.Hour)
	read, err := (&Portals{e}).ReadCertificate(form)
	if err != nil || read.Name != "new.pem" || read.Watches != "folder" {
		t.Fatalf("the folder holds %+v, %v", read, err)
	}
	if file, err := (&Portals{e}).ReadCertificate(CertificateForm{Path: filepath.Join(folder, "old.pem")}); err != nil || file.Watches != "file" {
		t.Errorf("the file is %+v, %v", file, err)
	}
	form.Password = "secret"
	if _, err := (&Portals{e}).ReadCertificate(form); !fault.Is(err, fault.Invalid) {
		t.Errorf("a folder with a password: %v", err)
	}
	made, err := (&Portals{e}).Watch(PortalForm{Name: "Care"}, CertificateForm{Path: folder})
	if err != nil || made.Certificate.Path != folder || made.Key.Thumbprint != read.Thumbprint || made.Certificate.FailedAt != "" {
		t.Fatalf("the portal is %+v, %v", made, err)
	}
	// The folder was moved, and the person says where to.
	moved := folder + " moved"
	if err := os.Rename(folder, moved); err != nil {
		t.Fatal(err)
	}
	err = do(e, func(life lifetime, program *wiring.Program) error { program.ReadWatched(life); return nil })
	if err != nil {
		t.Fatal(err)
	}
	lost, err := (&Portals{e}).Get(made.ID)
	if err != nil || lost.Certificate.FailedAt == "" || lost.Certificate.ReadAt == "" || !strings.Contains(lost.Certificate.Problem, "not there any more") {
		t.Errorf("the portal is %+v, %v", lost.Certificate, err)
	}
	found, err := (&Portals{e}).ImportKey(made.ID, CertificateForm{Path: moved})
	if err != nil || found.Certificate.Path != moved || found.Certificate.FailedAt != "" || len(found.Keys) != len(made.Keys) {
		t.Errorf("the portal is %+v, %v", found, err)
	}
}

func TestPortalRowFreshness(t *testing.T) {
	now := time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)
	it := portal.Portal{
		ID: uuid.New(), Name: "Care", Origin: portal.Watched, State: portal.Active, CertificatePath: "/keys/care.pem",
		Application: portal.Application{Keys: []portal.KeyCredential{{KeyID: uuid.New(), Start: now.AddDate(-1, 0, 0), End: now.AddDate(1, 0, 0)}}},
		Look:        portal.CertificateLook{ReadAt: now.Add(-25 * time.Hour), FailedAt: now.Add(-24 * time.Hour), Problem: "The share is offline."},
	}
	row := portalRow(it, false, now)
	if want := (WatchedView{"/keys/care.pem", "2027-02-28T11:00:00Z", "2027-02-28T12:00:00Z", "The share is offline.", true}); row.Certificate != want || row.Key.State != string(renewal.Healthy) {
		t.Errorf("got %+v, %s", row.Certificate, row.Key.State)
	}
	it.Look.ReadAt = now.AddDate(0, 0, -8)
	if row := portalRow(it, false, now); row.Key.State != "unknown" || row.Key.Expires == "" || row.Key.Sentence == "" {
		t.Errorf("after a week: %+v", row.Key)
	}
	it.State = portal.Retired
	if row := portalRow(it, false, now); row.Certificate != (WatchedView{}) || row.Key.State != string(renewal.Healthy) {
		t.Errorf("retired: %+v", row)
	}
}
