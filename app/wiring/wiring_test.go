package wiring_test

import (
	"context"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/notify/notifytest"
	"gatehouse/backend/portal"
	"gatehouse/backend/vault"
)

func TestOpen(t *testing.T) {
	t.Run("the key store can wait until it is needed", func(t *testing.T) {
		folder := t.TempDir()
		program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStore: vault.PreferSealed, KeyStoreLater: true})
		if err != nil {
			t.Fatal(err)
		}
		defer program.Close()
		if status, err := program.KeyStore(t.Context()); err != nil || status.Kind != vault.SealedFile {
			t.Errorf("got %+v, %v", status, err)
		}
	})
	t.Run("a support bundle knows which places to hide", func(t *testing.T) {
		folder := t.TempDir()
		program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStore: vault.PreferSealed, KeyStoreLater: true})
		if err != nil {
			t.Fatal(err)
		}
		defer program.Close()
		h := program.Renewals.Hidden
		if !slices.Contains(h.DataFolders, folder) || len(h.HomeFolders) == 0 || len(h.Accounts) == 0 {
			t.Errorf("got %+v", h)
		}
	})
	t.Run("nothing touches the folder once the program is closed", func(t *testing.T) {
		for range 50 {
			folder := filepath.Join(t.TempDir(), "data")
			program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStore: vault.PreferSealed})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(program.Close(), os.RemoveAll(folder)); err != nil {
				t.Fatal(err)
			}
			if _, err := program.KeyStore(t.Context()); err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("asked for the key store afterwards: %v", err)
			}
			if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("the folder is there again: %v", err)
			}
		}
	})
}

// The program tells people of the state that its parts are in, and stops with its last attempt.
func TestRemind(t *testing.T) {
	desktop := &notifytest.Memory{Called: "desktop"}
	var asked wiring.Mail
	program, err := wiring.Open(t.Context(), t.TempDir(), wiring.Options{
		KeyStore: vault.PreferSealed, KeyStoreLater: true,
		Channels: func(mail wiring.Mail) []notify.Channel { asked = mail; return []notify.Channel{desktop} },
	})
	if err != nil {
		t.Fatal(err)
	}
	changed := make(chan struct{}, 100)
	program.Events.Listen(func(e event.Event) {
		if e.Topic == event.OnReminders {
			changed <- struct{}{}
		}
	})
	program.Remind()
	form := admin.PortalForm{Name: "Care", Organization: portal.Organization{Name: "Contoso"}}
	if _, err := program.Portals.Watch(t.Context(), form, admin.CertificateFile{Name: "care.pem", Content: expired(t)}); err != nil {
		t.Fatal(err)
	}
	for len(desktop.Got()) == 0 {
		select {
		case <-changed:
		case <-time.After(20 * time.Second):
			t.Fatal("nobody was told")
		}
	}
	if title := desktop.Got()[0].Message.Title; !strings.HasPrefix(title, "Care: the authentication key expired ") {
		t.Errorf("the desktop got %q", title)
	}
	account := admin.MailAccount{Host: "localhost", Port: 25, Security: admin.MailPlain, From: "gatehouse@contoso.example"}
	if _, err := program.Reminders.SaveMail(t.Context(), account, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := asked.Account(t.Context()); err != nil || got != account {
		t.Errorf("the channel is told %+v, %v", got, err)
	}
	if err := program.Close(); err != nil {
		t.Fatal(err)
	}
	if program.Reminders.Status(context.Background()).Running {
		t.Error("it still runs")
	}
}

// expired is a certificate whose time is over.
func expired(t *testing.T) []byte {
	t.Helper()
	made, err := certificate.New(time.Now().AddDate(-3, 0, 0), uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate.DER})
}

func TestHasData(t *testing.T) {
	folder := t.TempDir()
	for _, empty := range []string{folder, filepath.Join(folder, "gone")} {
		if wiring.HasData(empty) {
			t.Errorf("%s has data", empty)
		}
	}
	program, err := wiring.Open(t.Context(), folder, wiring.Options{KeyStoreLater: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Close(); err != nil {
		t.Fatal(err)
	}
	if !wiring.HasData(folder) {
		t.Error("a data folder was not recognised")
	}
}

func TestReadSites(t *testing.T) {
	folder := t.TempDir()
	t.Run("a damaged snapshot file is told as one, whatever its name", func(t *testing.T) {
		path := filepath.Join(folder, "export.zip")
		if err := os.WriteFile(path, []byte("gatehouse snapshot 1\nhalf of it"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := wiring.ReadSites(t.Context(), path, nil)
		if f := fault.Of(err); f.Code != fault.Invalid || f.Place.File != path || f.Hint == "" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("all else goes to the importer", func(t *testing.T) {
		if _, err := wiring.ReadSites(t.Context(), filepath.Join(folder, "gone"), nil); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
}
