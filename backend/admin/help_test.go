package admin_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
	"gatehouse/backend/store"
)

const (
	ada   = "ada@contoso.example" // acts until a test says otherwise
	grace = "grace@contoso.example"
)

var morning = time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)

// desk is an administrator's whole world: all use cases over a real database and a key store in memory.
type desk struct {
	db        *unreliable
	secrets   testkit.Secrets
	bus       event.Bus
	portals   *admin.Portals
	settings  *admin.Settings
	snapshots *admin.Snapshots
	activity  *admin.Activity
	now       time.Time      // counts up by a minute whenever somebody looks
	readings  []site.Reading // what the reader of sites finds
	readFails error
	heard     []event.Event
	mu        sync.Mutex
}

// unreliable is a store whose writes fail when told to.
type unreliable struct {
	*store.Store
	fails error
}

func (u *unreliable) SavePortal(ctx context.Context, p portal.Portal, e event.Activity) (portal.Portal, error) {
	if u.fails != nil {
		return portal.Portal{}, u.fails
	}
	return u.Store.SavePortal(ctx, p, e)
}

func (u *unreliable) RemovePortals(ctx context.Context, portals []portal.Portal, entries []event.Activity) error {
	if u.fails != nil {
		return u.fails
	}
	return u.Store.RemovePortals(ctx, portals, entries)
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &desk{db: &unreliable{Store: s}, now: morning}
	clock := func() time.Time {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.now = d.now.Add(time.Minute)
		return d.now.In(time.FixedZone("elsewhere", 7*3600))
	}
	read := func(_ context.Context, path string, progress func(admin.Progress)) ([]site.Reading, error) {
		if progress != nil {
			progress(admin.Progress{Stage: "Reading " + path, Done: 1, Total: 1})
		}
		return slices.Clone(d.readings), d.readFails
	}
	d.settings = &admin.Settings{Store: s, Events: &d.bus, DefaultUser: ada, Now: clock}
	d.portals = &admin.Portals{Store: d.db, Secrets: &d.secrets, Settings: d.settings, Events: &d.bus, Now: clock}
	d.snapshots = &admin.Snapshots{Store: s, Portals: d.db, Settings: d.settings, Read: read, Events: &d.bus, Now: clock}
	d.activity = &admin.Activity{Store: s}
	d.bus.Listen(func(e event.Event) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.heard = append(d.heard, e)
	})
	return d
}

// actAs changes the acting user.
func (d *desk) actAs(t *testing.T, user string) {
	t.Helper()
	preferences, err := d.settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	preferences.ActingUser = user
	if _, err := d.settings.Save(t.Context(), preferences); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) provision(t *testing.T, name string) portal.Portal {
	t.Helper()
	p, err := d.portals.Provision(t.Context(), form(name))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// form is what a person enters for a portal.
func form(name string) admin.PortalForm {
	host := strings.ReplaceAll(strings.ToLower(name), " ", "-")
	return admin.PortalForm{
		Name: name, URL: "https://" + host + ".contoso.example",
		Organization: portal.Organization{Name: "Contoso", URL: "https://contoso.crm4.dynamics.com"},
	}
}

// state is all that is stored, as text, to compare.
func (d *desk) state(t *testing.T) string {
	t.Helper()
	portals, err := d.portals.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v\n%+v\n%v", portals, d.log(t), d.secrets.Names())
}

// unchanged runs do, which must fail with a fault of the code whose message has the part, and leave no trace.
func (d *desk) unchanged(t *testing.T, code fault.Code, part string, do func() error) {
	t.Helper()
	before, heard := d.state(t), len(d.heard)
	wantFault(t, do(), code, part)
	if after := d.state(t); after != before {
		t.Errorf("a refused change left traces: before\n%s\nafter\n%s", before, after)
	}
	if len(d.heard) != heard {
		t.Errorf("a refused change was told as %v", d.heard[heard:])
	}
}

// log returns the activity log, newest first.
func (d *desk) log(t *testing.T) []event.Activity {
	t.Helper()
	entries, _, err := d.activity.List(t.Context(), admin.ActivityQuery{Limit: 500})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// wantNewest checks the newest log entry, and that everybody heard of it.
func (d *desk) wantNewest(t *testing.T, p portal.Portal, actor string, action event.Action, part string) {
	t.Helper()
	newest := d.log(t)[0]
	if newest.Actor != actor || newest.Action != action || newest.PortalID != p.ID || newest.PortalName != p.Name {
		t.Errorf("the newest entry is %+v, want %s by %s for %s", newest, action, actor, p.Name)
	}
	if !strings.Contains(newest.Summary, part) || !strings.HasSuffix(newest.Summary, ".") {
		t.Errorf("the summary is %q, want a sentence with %q", newest.Summary, part)
	}
	if newest.At.Location() != time.UTC || newest.At.Before(morning) || newest.At.After(d.now) {
		t.Errorf("the entry's time is %v", newest.At)
	}
	for _, topic := range []event.Topic{event.OnPortals, event.OnActivity} {
		if !slices.ContainsFunc(d.heard, func(e event.Event) bool { return e.Topic == topic }) {
			t.Errorf("nobody heard of %s", topic)
		}
	}
}

func wantFault(t *testing.T, err error, code fault.Code, part string) {
	t.Helper()
	if fault.CodeOf(err) != code {
		t.Fatalf("error is %v, want a fault of code %q", err, code)
	}
	if code != "" && !strings.Contains(fault.Of(err).Message, part) {
		t.Errorf("message is %q, want one with %q", fault.Of(err).Message, part)
	}
}

// pair is a key like those that portals have, from start on.
func pair(t *testing.T, start time.Time) certificate.Pair {
	t.Helper()
	made, err := certificate.New(start, uuid.New())
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// certificateFile is a PEM file with the public part and, where wanted, the private part.
func certificateFile(t *testing.T, made certificate.Pair, private bool) admin.CertificateFile {
	t.Helper()
	var text bytes.Buffer
	if err := pem.Encode(&text, &pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate.DER}); err != nil {
		t.Fatal(err)
	}
	if private {
		if err := pem.Encode(&text, &pem.Block{Type: "PRIVATE KEY", Bytes: made.Private}); err != nil {
			t.Fatal(err)
		}
	}
	return admin.CertificateFile{Name: "contoso.pem", Content: text.Bytes()}
}

// reading is a complete small site.
func reading(root, websiteID, name string) site.Reading {
	return site.Reading{
		Site: site.Site{
			Website: site.Website{Record: site.Record{ID: site.ID(websiteID), Name: name, Source: site.Source{File: root + "/website.yml", Line: 1}}},
			Root:    root, Format: site.CLIFolder, DataModel: site.Standard,
			WebRoles: []site.WebRole{{Record: site.Record{ID: "role-1", Name: "Editors"}}},
		},
		Files: []site.File{{Path: root + "/website.yml", Use: site.Used}},
	}
}
