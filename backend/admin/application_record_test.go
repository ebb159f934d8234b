package admin_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

func TestPublishKey(t *testing.T) {
	key := func(t *testing.T) portal.KeyCredential {
		return pair(t, morning.AddDate(0, 1, 0)).Certificate.Credential(uuid.New(), portal.Generated, morning)
	}
	t.Run("OK", func(t *testing.T) {
		d := newDesk(t)
		p, added := d.provision(t, "Care"), key(t)
		for range 2 { // the second time nothing is left to do
			if err := d.portals.PublishKey(t.Context(), p.ID, added); err != nil {
				t.Fatal(err)
			}
		}
		d.wantNewest(t, p, ada, event.KeyPublished, added.Thumbprint)
		now, err := d.portals.Get(t.Context(), p.ID)
		if err != nil || len(now.Application.Keys) != 2 || now.Application.Keys[0].KeyID != added.KeyID || now.Version != p.Version+1 {
			t.Errorf("the portal is %+v, %v", now, err)
		}
	})
	t.Run("WhilePeopleChangeThePortal", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Care")
		var group sync.WaitGroup
		var failed []error
		var mu sync.Mutex
		for range 8 {
			added := key(t)
			group.Go(func() {
				if err := d.portals.PublishKey(t.Context(), p.ID, added); err != nil {
					mu.Lock()
					failed = append(failed, err)
					mu.Unlock()
				}
			})
		}
		group.Wait()
		now, err := d.portals.Get(t.Context(), p.ID)
		if err != nil || len(now.Application.Keys) != 9 || len(failed) != 0 {
			t.Errorf("%d keys, %v, %v", len(now.Application.Keys), failed, err)
		}
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		d := newDesk(t)
		d.unchanged(t, fault.NotFound, "no portal", func() error { return d.portals.PublishKey(t.Context(), uuid.New(), key(t)) })
	})
}

func TestRetireKeys(t *testing.T) {
	d := newDesk(t)
	p := d.provision(t, "Care")
	first := p.Application.Keys[0]
	d.unchanged(t, fault.Conflict, "The last key of Care stays", func() error {
		return d.portals.RetireKeys(t.Context(), p.ID, []uuid.UUID{first.KeyID})
	})
	second := pair(t, morning.AddDate(0, 1, 0)).Certificate.Credential(uuid.New(), portal.Generated, morning)
	if err := d.portals.PublishKey(t.Context(), p.ID, second); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.portals.RetireKeys(t.Context(), p.ID, []uuid.UUID{first.KeyID, uuid.New()}); err != nil {
			t.Fatal(err)
		}
	}
	d.wantNewest(t, p, ada, event.KeyRetired, first.Thumbprint)
	now, err := d.portals.Get(t.Context(), p.ID)
	if err != nil || len(now.Application.Keys) != 1 || now.Application.Keys[0].KeyID != second.KeyID {
		t.Errorf("the portal has the keys %v, %v", now.Application.Keys, err)
	}
}

func TestNoteLooks(t *testing.T) {
	d := newDesk(t)
	file := certificateFile(t, pair(t, morning), false)
	file.Path = "/keys/care.pem"
	p, err := d.portals.Watch(t.Context(), form("Care"), file)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Look.ReadAt.Equal(p.CreatedAt) {
		t.Errorf("it was read at %v, want %v", p.Look.ReadAt, p.CreatedAt)
	}
	d.heard = nil
	look := portal.CertificateLook{ReadAt: morning, FailedAt: morning.Add(time.Hour), Problem: "The share is offline."}
	if err := d.portals.NoteLooks(t.Context(), []admin.SeenCertificate{{PortalID: p.ID, Path: file.Path, Look: look}}); err != nil {
		t.Fatal(err)
	}
	if len(d.heard) != 1 || d.heard[0].Topic != event.OnPortals || d.heard[0].Subject != p.ID.String() {
		t.Errorf("heard were %v", d.heard)
	}
	now, err := d.portals.Get(t.Context(), p.ID)
	if err != nil || now.Look != look || now.Version != p.Version {
		t.Errorf("portal is %+v, %v", now, err)
	}
	// A person who saw the portal before may still change it.
	if _, err := d.portals.Change(t.Context(), p.ID, p.Version, form("Care 2")); err != nil {
		t.Error(err)
	}
}
