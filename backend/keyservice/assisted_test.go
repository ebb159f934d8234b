package keyservice_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// elsewhere makes the portal one that is hosted elsewhere and whose certificate is watched at a path.
func (w *world) elsewhere(path string) {
	w.edit(func(it *portal.Portal) { it.Origin, it.CertificatePath = portal.Watched, path })
}

func write(t *testing.T, path string, der []byte) {
	t.Helper()
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAssisted(t *testing.T) {
	t.Run("a new certificate proves the update", func(t *testing.T) {
		w := newWorld(t)
		folder := t.TempDir()
		w.elsewhere(folder)
		write(t, filepath.Join(folder, "old.pem"), w.keys()[0].DER)
		driver := keyservice.NewAssisted(w, w, w.now)
		u := w.begin(t)
		u.op.Driver = renewal.DriverAssisted
		u.op.State = renewal.StateHandedOff
		u.op.Attempts[0].HandedOffAt = w.now()
		look := func() {
			t.Helper()
			facts, err := driver.Look(t.Context(), u.op)
			if err != nil {
				t.Fatal(err)
			}
			for _, fact := range facts {
				if err := u.take(fact); err != nil {
					t.Fatal(err)
				}
			}
		}
		look()
		u.want(renewal.StateHandedOff)
		w.pass(time.Hour)
		fresh, _ := newKey(t, w.now(), w.id)
		write(t, filepath.Join(folder, "new.CER"), fresh.DER)
		look()
		u.want(renewal.StateVerifying)
		w.pass(10 * time.Second)
		look()
		u.want(renewal.StateVerifying) // seen twice, but not 20 seconds apart
		w.pass(15 * time.Second)
		look()
		u.want(renewal.StateSucceeded)
		if keys := w.keys(); len(keys) != 2 || keys[1].Thumbprint != fresh.Thumbprint || keys[1].PrivateName != "" {
			t.Errorf("the record holds %+v", keys)
		}
		if err := driver.RetireOldKey(t.Context(), u.op); err != nil || len(w.keys()) != 2 {
			t.Errorf("a key was taken off the record of a portal that is hosted elsewhere: %v, %d keys", err, len(w.keys()))
		}
	})
	t.Run("what cannot be read is told and loses nothing", func(t *testing.T) {
		w := newWorld(t)
		folder := t.TempDir()
		for name, test := range map[string]struct {
			make func(path string)
			code fault.Code
		}{
			"missing":      {func(string) {}, fault.NotFound},
			"empty folder": {func(path string) { _ = os.Mkdir(path, 0o700) }, fault.NotFound},
			"text":         {func(path string) { _ = os.WriteFile(path, []byte("no certificate"), 0o600) }, fault.Invalid},
			"huge":         {func(path string) { _ = os.WriteFile(path, make([]byte, 2<<20), 0o600) }, fault.Invalid},
		} {
			path := filepath.Join(folder, name+".pem")
			test.make(path)
			w.elsewhere(path)
			driver := keyservice.NewAssisted(w, w, w.now)
			facts, err := driver.Look(t.Context(), renewal.Operation{PortalID: w.id})
			if !fault.Is(err, test.code) || !strings.Contains(fault.Of(err).Message+fault.Of(err).Place.File, name) {
				t.Errorf("%s: got %v", name, err)
			}
			if len(facts) != 1 {
				t.Errorf("%s: the keys that are known were not told: %v", name, facts)
			}
			if keys, err := driver.Keys(t.Context(), w.id); !fault.Is(err, test.code) || len(keys) != 1 {
				t.Errorf("%s: keys %v, %v", name, keys, err)
			}
		}
	})
	t.Run("a file among others that is none", func(t *testing.T) {
		w := newWorld(t)
		folder := t.TempDir()
		w.elsewhere(folder)
		if err := os.WriteFile(filepath.Join(folder, "a.pem"), []byte("nothing"), 0o600); err != nil {
			t.Fatal(err)
		}
		fresh, _ := newKey(t, w.now().Add(time.Hour), w.id)
		write(t, filepath.Join(folder, "b.pem"), fresh.DER)
		keys, err := keyservice.NewAssisted(w, w, w.now).Keys(t.Context(), w.id)
		if err != nil || len(keys) != 2 {
			t.Errorf("got %d keys, %v", len(keys), err)
		}
	})
}

func TestAssistedRefresh(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "key.pem")
	w.elsewhere(path)
	driver := keyservice.NewAssisted(w, w, w.now)
	if troubles := driver.Refresh(t.Context()); len(troubles) != 1 || !strings.Contains(troubles[0].Error(), "Contoso") {
		t.Errorf("a missing file: %v", troubles)
	}
	if troubles := driver.Refresh(t.Context()); len(troubles) != 0 {
		t.Errorf("it is told again: %v", troubles)
	}
	fresh, _ := newKey(t, w.now().Add(time.Hour), w.id)
	write(t, path, fresh.DER)
	if troubles := driver.Refresh(t.Context()); len(troubles) != 0 || len(w.keys()) != 2 {
		t.Errorf("a new file: %v, %d keys", troubles, len(w.keys()))
	}
	w.edit(func(it *portal.Portal) { it.Application.Keys = it.Application.Keys[:1] })
	if driver.Refresh(t.Context()); len(w.keys()) != 1 {
		t.Error("a file that did not change was read again")
	}
}

func TestAssistedPage(t *testing.T) {
	driver := keyservice.NewAssisted(nil, nil, nil)
	for organization, want := range map[string]string{
		"":                                         "https://aka.ms/ppac",
		"https://contoso.crm4.dynamics.com":        "https://aka.ms/ppac",
		"https://crm9.dynamics.com.example":        "https://aka.ms/ppac",
		"https://contoso.crm9.dynamics.com/":       "https://gcc.admin.powerplatform.microsoft.us",
		"https://Contoso.CRM.MicrosoftDynamics.us": "https://high.admin.powerplatform.microsoft.us",
		"https://contoso.crm.appsplatform.us":      "https://admin.appsplatform.us",
		"://":                                      "https://aka.ms/ppac",
	} {
		if got := driver.Page(renewal.Operation{Organization: organization}); got != want {
			t.Errorf("%q: got %s, want %s", organization, got, want)
		}
	}
}

// Two portals whose certificates come into one folder both hear of them.
func TestAssistedRefreshShared(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	w.elsewhere(folder)
	other := w.provision(t, "Fabrikam")
	it := w.portals[other]
	it.Origin, it.CertificatePath = portal.Watched, folder
	w.portals[other] = it
	fresh, _ := newKey(t, w.now().Add(time.Hour), w.id)
	if err := os.WriteFile(filepath.Join(folder, "new.der"), fresh.DER, 0o600); err != nil {
		t.Fatal(err)
	}
	record := &recordOf{world: w}
	if troubles := keyservice.NewAssisted(w, record, w.now).Refresh(t.Context()); len(troubles) != 0 {
		t.Fatal(troubles)
	}
	if !slices.Contains(record.published, w.id) || !slices.Contains(record.published, other) {
		t.Errorf("the key came to %v, want %v and %v", record.published, w.id, other)
	}
}

// What stood in the way of a certificate is tried again, though the file stays as it is, and told once.
func TestAssistedRefreshTriesAgain(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "key.pem")
	w.elsewhere(path)
	fresh, _ := newKey(t, w.now().Add(time.Hour), w.id)
	write(t, path, fresh.DER)
	broken := true
	record := &recordOf{world: w, publish: func(key portal.KeyCredential) error {
		if broken {
			return fault.New(fault.Unreachable, "The database does not answer.")
		}
		return w.PublishKey(t.Context(), w.id, key)
	}}
	driver := keyservice.NewAssisted(w, record, w.now)
	if troubles := driver.Refresh(t.Context()); len(troubles) != 1 || !fault.Is(troubles[0], fault.Unreachable) {
		t.Errorf("the first time: %v", troubles)
	}
	if troubles := driver.Refresh(t.Context()); len(troubles) != 0 {
		t.Errorf("it is told again: %v", troubles)
	}
	broken = false
	if troubles := driver.Refresh(t.Context()); len(troubles) != 0 || len(w.keys()) != 2 {
		t.Errorf("afterwards: %v, %d keys", troubles, len(w.keys()))
	}
}

// What became of looking at a certificate is kept: once a day while it can be read, and whenever that changes.
func TestAssistedRefreshNotesLooks(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "key.pem")
	w.elsewhere(path)
	fresh, _ := newKey(t, w.now(), w.id)
	write(t, path, fresh.DER)
	driver := keyservice.NewAssisted(w, w, w.now)
	refresh := func(noted int) portal.CertificateLook {
		t.Helper()
		driver.Refresh(t.Context())
		if w.noted != noted {
			t.Errorf("%d looks were kept by %v, want %d", w.noted, w.now(), noted)
		}
		it, _ := w.Portal(t.Context(), w.id)
		return it.Look
	}
	first := w.now()
	if look := refresh(1); !look.ReadAt.Equal(first) || look.Failing() {
		t.Errorf("after the first look: %+v", look)
	}
	for range 19 {
		w.pass(time.Hour)
		refresh(1)
	}
	w.pass(time.Hour)
	if look := refresh(2); !look.ReadAt.Equal(w.now()) {
		t.Errorf("a day later: %+v", look)
	}
	w.pass(time.Hour)
	refresh(2)
	last := w.now()
	w.pass(time.Minute)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	failed := w.now()
	look := refresh(3)
	if !look.ReadAt.Equal(last) || !look.FailedAt.Equal(failed) || !strings.Contains(look.Problem, "is not there any more.") {
		t.Errorf("without the file: %+v, want it read at %v and failed at %v", look, last, failed)
	}
	w.pass(40 * 24 * time.Hour)
	refresh(3)
	if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if again := refresh(4); again.Problem == look.Problem || !again.FailedAt.Equal(failed) || !again.ReadAt.Equal(last) {
		t.Errorf("with another file: %+v", again)
	}
	// A program that starts goes on from there.
	driver = keyservice.NewAssisted(w, w, w.now)
	if again := refresh(4); !again.FailedAt.Equal(failed) || !again.ReadAt.Equal(last) {
		t.Errorf("after a start: %+v", again)
	}
	write(t, path, fresh.DER)
	if look := refresh(5); look != (portal.CertificateLook{ReadAt: w.now()}) {
		t.Errorf("with the file back: %+v", look)
	}
}

// A folder is looked at like a file; one without a certificate tells of no key.
func TestAssistedRefreshNotesAFolder(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	w.elsewhere(folder)
	driver := keyservice.NewAssisted(w, w, w.now)
	driver.Refresh(t.Context())
	if it, _ := w.Portal(t.Context(), w.id); !it.Look.Failing() || !strings.Contains(it.Look.Problem, "no certificate in the watched folder") {
		t.Errorf("an empty folder: %+v", it.Look)
	}
	fresh, _ := newKey(t, w.now(), w.id)
	write(t, filepath.Join(folder, "key.pem"), fresh.DER)
	driver.Refresh(t.Context())
	if it, _ := w.Portal(t.Context(), w.id); it.Look.Failing() || !it.Look.ReadAt.Equal(w.now()) {
		t.Errorf("with a certificate: %+v", it.Look)
	}
}

// What the inventory cannot take says nothing about the certificate.
func TestAssistedRefreshNotesNoTroubleOfTheInventory(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "key.pem")
	w.elsewhere(path)
	fresh, _ := newKey(t, w.now(), w.id)
	write(t, path, fresh.DER)
	record := &recordOf{world: w, publish: func(portal.KeyCredential) error { return fault.New(fault.Unreachable, "The database does not answer.") }}
	keyservice.NewAssisted(w, record, w.now).Refresh(t.Context())
	if it, _ := w.Portal(t.Context(), w.id); it.Look != (portal.CertificateLook{}) {
		t.Errorf("it is noted as %+v", it.Look)
	}
}

func TestAssistedReread(t *testing.T) {
	w := newWorld(t)
	folder := t.TempDir()
	w.elsewhere(folder)
	other := w.provision(t, "Fabrikam")
	it := w.portals[other]
	it.Origin, it.CertificatePath = portal.Watched, filepath.Join(folder, "none")
	w.portals[other] = it
	fresh, _ := newKey(t, w.now(), w.id)
	write(t, filepath.Join(folder, "key.pem"), fresh.DER)
	driver := keyservice.NewAssisted(w, w, w.now)
	if troubles := driver.Reread(t.Context(), []uuid.UUID{w.id}); len(troubles) != 0 || w.noted != 1 || !w.portals[w.id].Look.ReadAt.Equal(w.now()) {
		t.Errorf("the one that was asked for: %v, %+v, %d looks", troubles, w.portals[w.id].Look, w.noted)
	}
	if troubles := driver.Reread(t.Context(), []uuid.UUID{other}); len(troubles) != 1 || !w.portals[other].Look.Failing() {
		t.Errorf("the other one: %v, %+v", troubles, w.portals[other].Look)
	}
}

func TestAssistedKeys(t *testing.T) {
	w := newWorld(t)
	driver := keyservice.NewAssisted(w, w, w.now)
	keys := func() error {
		t.Helper()
		keys, err := driver.Keys(t.Context(), w.id)
		if len(keys) != 1 {
			t.Errorf("the keys that are known were not told: %v", keys)
		}
		return err
	}
	if err := keys(); err != nil {
		t.Errorf("where nothing is watched: %v", err)
	}
	path := filepath.Join(t.TempDir(), "key.pem")
	w.elsewhere(path)
	if err := keys(); !fault.Is(err, fault.NotFound) {
		t.Errorf("where there is no file: %v", err)
	}
	write(t, path, w.keys()[0].DER)
	if err := keys(); err != nil {
		t.Errorf("where there is one: %v", err)
	}
	if keys, err := driver.Keys(t.Context(), uuid.New()); keys != nil || !fault.Is(err, fault.NotFound) {
		t.Errorf("of a portal that is not there: %v, %v", keys, err)
	}
}
