package admin_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

func TestReadCertificate(t *testing.T) {
	d := newDesk(t)
	made := pair(t, morning)
	before := d.state(t)
	r, err := d.portals.ReadCertificate(certificateFile(t, made, true))
	if err != nil || r.Certificate.Thumbprint != made.Certificate.Thumbprint || !bytes.Equal(r.Private, made.Private) {
		t.Errorf("reading is %+v, %v", r.Certificate, err)
	}
	if d.state(t) != before {
		t.Error("looking into a file kept something")
	}
}

func TestWatch(t *testing.T) {
	t.Run("WithoutPrivatePart", func(t *testing.T) {
		d := newDesk(t)
		made := pair(t, morning)
		p, err := d.portals.Watch(t.Context(), form("Elsewhere"), certificateFile(t, made, false))
		if err != nil {
			t.Fatal(err)
		}
		if p.Origin != portal.Watched || p.Application.Known() || len(p.Application.Keys) != 1 {
			t.Fatalf("portal is %+v", p)
		}
		key := p.Application.Keys[0]
		if key.Thumbprint != made.Certificate.Thumbprint || !bytes.Equal(key.DER, made.Certificate.DER) || key.Source != portal.CertificateFile || key.PrivateName != "" {
			t.Errorf("key is %+v", key)
		}
		if names := d.secrets.Names(); len(names) != 0 {
			t.Errorf("the key store has %v", names)
		}
		d.wantNewest(t, p, ada, event.PortalWatched, "contoso.pem")
	})
	t.Run("WithPrivatePart", func(t *testing.T) {
		d := newDesk(t)
		p, err := d.portals.Watch(t.Context(), form("Elsewhere"), certificateFile(t, pair(t, morning), true))
		if err != nil {
			t.Fatal(err)
		}
		d.wantKeyPair(t, p.Application.Keys[0])
	})
	t.Run("WithPrivatePartThatDoesNotFit", func(t *testing.T) {
		d := newDesk(t)
		d.secrets.PutFails = fault.New(fault.Invalid, "The secret is too long for the key store.")
		p, err := d.portals.Watch(t.Context(), form("Elsewhere"), certificateFile(t, pair(t, morning), true))
		if err != nil || p.Application.Keys[0].PrivateName != "" {
			t.Fatalf("portal is %+v, %v", p, err)
		}
		d.wantNewest(t, p, ada, event.PortalWatched, "left out: The secret is too long")
	})
	t.Run("ExpiredIsWatchedToo", func(t *testing.T) {
		d := newDesk(t)
		if _, err := d.portals.Watch(t.Context(), form("Elsewhere"), certificateFile(t, pair(t, morning.AddDate(-5, 0, 0)), false)); err != nil {
			t.Error(err)
		}
	})
	t.Run("ErrNoCertificate", func(t *testing.T) {
		d := newDesk(t)
		d.unchanged(t, fault.Invalid, "notes.txt", func() error {
			_, err := d.portals.Watch(t.Context(), form("Elsewhere"), admin.CertificateFile{Name: "notes.txt", Content: []byte("some notes")})
			return err
		})
	})
	t.Run("ErrKeyStoreLocked", func(t *testing.T) {
		d := newDesk(t)
		d.secrets.PutFails = fault.New(fault.Denied, "The key store is locked.")
		file := certificateFile(t, pair(t, morning), true)
		d.unchanged(t, fault.Denied, "locked", func() error {
			_, err := d.portals.Watch(t.Context(), form("Elsewhere"), file)
			return err
		})
	})
	t.Run("ErrConflict", func(t *testing.T) {
		d := newDesk(t)
		d.provision(t, "Care")
		file := certificateFile(t, pair(t, morning), true)
		d.unchanged(t, fault.Conflict, "named Care already", func() error {
			_, err := d.portals.Watch(t.Context(), form("Care"), file)
			return err
		})
	})
}

func TestImportKey(t *testing.T) {
	d := newDesk(t)
	first, earlier, later := pair(t, morning), pair(t, morning.Add(-time.Hour)), pair(t, morning.Add(time.Hour))
	p, err := d.portals.Watch(t.Context(), form("Elsewhere"), certificateFile(t, first, false))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("NewestFirst", func(t *testing.T) {
		for _, made := range []admin.CertificateFile{certificateFile(t, earlier, false), certificateFile(t, later, true)} {
			if p, err = d.portals.ImportKey(t.Context(), p.ID, made); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, key := range p.Application.Keys {
			got = append(got, key.Thumbprint)
		}
		want := []string{later.Certificate.Thumbprint, first.Certificate.Thumbprint, earlier.Certificate.Thumbprint}
		if strings.Join(got, " ") != strings.Join(want, " ") || p.Version != 3 {
			t.Errorf("keys are %v, want %v; version %d", got, want, p.Version)
		}
		d.wantKeyPair(t, p.Application.Keys[0])
		d.wantNewest(t, p, ada, event.KeyImported, later.Certificate.Thumbprint)
	})
	t.Run("ErrConflictSameKey", func(t *testing.T) {
		d.unchanged(t, fault.Conflict, "has the key "+first.Certificate.Thumbprint, func() error {
			_, err := d.portals.ImportKey(t.Context(), p.ID, certificateFile(t, first, true))
			return err
		})
	})
	t.Run("TheSameKeyFromAnotherFile", func(t *testing.T) {
		moved := certificateFile(t, first, false)
		moved.Path = "/keys/moved.pem"
		before := len(p.Application.Keys)
		if p, err = d.portals.ImportKey(t.Context(), p.ID, moved); err != nil {
			t.Fatal(err)
		}
		if p.CertificatePath != moved.Path || p.Look.ReadAt.IsZero() || len(p.Application.Keys) != before {
			t.Errorf("portal is %+v", p)
		}
		d.wantNewest(t, p, ada, event.PortalWatched, "at /keys/moved.pem from now on")
		d.unchanged(t, fault.Conflict, "has the key "+first.Certificate.Thumbprint, func() error {
			_, err := d.portals.ImportKey(t.Context(), p.ID, moved)
			return err
		})
		// Where it could not be read meanwhile, that is over.
		if err := d.portals.NoteLooks(t.Context(), []admin.SeenCertificate{{PortalID: p.ID, Path: moved.Path, Look: portal.CertificateLook{FailedAt: morning, Problem: "Gone."}}}); err != nil {
			t.Fatal(err)
		}
		if p, err = d.portals.ImportKey(t.Context(), p.ID, moved); err != nil || p.Look.Failing() {
			t.Errorf("portal is %+v, %v", p.Look, err)
		}
	})
	t.Run("ErrConflictLocal", func(t *testing.T) {
		local := d.provision(t, "Local")
		d.unchanged(t, fault.Conflict, "makes its authentication keys itself", func() error {
			_, err := d.portals.ImportKey(t.Context(), local.ID, certificateFile(t, first, false))
			return err
		})
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		d.unchanged(t, fault.NotFound, "", func() error {
			_, err := d.portals.ImportKey(t.Context(), uuid.New(), certificateFile(t, first, false))
			return err
		})
	})
}

// Whatever is done, no private key gets into the database: not as it is, not encoded, not with its password.
func TestPrivateKeysStayOut(t *testing.T) {
	d := newDesk(t)
	local := d.provision(t, "Local")
	made := pair(t, morning)
	file := certificateFile(t, made, true)
	file.Password = "correct horse battery staple"
	watched, err := d.portals.Watch(t.Context(), form("Watched"), file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.portals.Change(t.Context(), local.ID, local.Version, form("Local 2")); err != nil {
		t.Fatal(err)
	}
	d.db.fails = errors.New("disk")
	_, err = d.portals.Provision(t.Context(), form("Never"))
	wantFault(t, err, fault.Internal, "")

	content, err := os.ReadFile(d.db.Path())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(content, []byte(watched.Application.Keys[0].PrivateName)) {
		t.Error("the database does not name the secret, so this test looks at the wrong file")
	}
	wanted := map[string][]byte{"a PEM marker": []byte("PRIVATE KEY"), "a password": []byte(file.Password)}
	for _, name := range d.secrets.Names() {
		secret, err := d.secrets.Get(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		// Any stretch of the key's second half would give it away; the first half has the public number.
		part := secret[len(secret)-200:]
		wanted["the key "+name] = part
		for shift := range 3 { // base64 comes in three shapes, by where the bytes begin
			wanted["base64 of the key "+name] = []byte(base64.StdEncoding.EncodeToString(part[shift : shift+180]))
			if bytes.Contains(content, wanted["base64 of the key "+name]) {
				t.Errorf("the database holds base64 of the key %s", name)
			}
		}
	}
	if len(d.secrets.Names()) != 2 {
		t.Errorf("the key store has %v", d.secrets.Names())
	}
	for what, text := range wanted {
		if bytes.Contains(content, text) {
			t.Errorf("the database holds %s", what)
		}
	}
}
