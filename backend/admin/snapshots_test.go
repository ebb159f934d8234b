package admin_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

const (
	websiteA = "0a000000-0000-4000-8000-000000000001"
	websiteB = "0b000000-0000-4000-8000-000000000002"
)

// importAll imports all that the reader finds.
func (d *desk) importAll(t *testing.T) []admin.Imported {
	t.Helper()
	done, err := d.snapshots.Import(t.Context(), "/exports/contoso", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestInspect(t *testing.T) {
	d := newDesk(t)
	d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
	before := d.state(t)
	var told []admin.Progress
	found, err := d.snapshots.Inspect(t.Context(), "/exports", func(p admin.Progress) { told = append(told, p) })
	if err != nil || len(found) != 1 || len(told) != 1 {
		t.Errorf("found %d, told %v, %v", len(found), told, err)
	}
	if d.state(t) != before {
		t.Error("looking at a folder kept something")
	}
	d.readFails = fault.New(fault.Invalid, "That is no site.")
	_, err = d.snapshots.Inspect(t.Context(), "/exports", nil)
	wantFault(t, err, fault.Invalid, "no site")
}

func TestImport(t *testing.T) {
	t.Run("NewPortal", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		d.readings[0].Site.Website.PrimaryDomain = "Care.Contoso.example"
		done := d.importAll(t)
		if len(done) != 1 || !done[0].NewPortal || done[0].Unchanged {
			t.Fatalf("outcome is %+v", done)
		}
		p, snapshot := done[0].Portal, done[0].Snapshot
		if p.ID.String() != websiteA || p.WebsiteID != websiteA || p.Origin != portal.Imported || p.State != portal.Active || p.Version != 1 ||
			p.Name != "Contoso" || p.URL != "https://care.contoso.example" || !p.CreatedAt.Equal(snapshot.TakenAt) {
			t.Errorf("portal is %+v", p)
		}
		fingerprint, err := d.readings[0].Site.Fingerprint()
		if err != nil {
			t.Fatal(err)
		}
		if snapshot.PortalID != p.ID || snapshot.Fingerprint != fingerprint || !snapshot.Complete || snapshot.Path != "/exports/contoso" || snapshot.Root != "." ||
			snapshot.Format != site.CLIFolder || snapshot.DataModel != site.Standard || snapshot.Counts.WebRoles != 1 || snapshot.Files.Used != 1 {
			t.Errorf("snapshot is %+v", snapshot)
		}
		d.wantNewest(t, p, ada, event.SiteImported, "1 web roles")
		if !slices.Contains(d.heard, event.Event{Topic: event.OnSnapshots, Subject: p.ID.String()}) {
			t.Errorf("nobody heard of the snapshot: %v", d.heard)
		}
		header, r, err := d.snapshots.Get(t.Context(), snapshot.ID)
		if err != nil || header.ID != snapshot.ID || r.Site.WebRoles[0].Name != "Editors" || r.Site.Root != "." {
			t.Errorf("stored is %+v, %+v, %v", header, r, err)
		}
	})
	t.Run("UnchangedAddsNothing", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		first := d.importAll(t)[0]
		before, heard := d.state(t), len(d.heard)
		// The same content in another layout.
		d.readings[0].Site.WebRoles[0].Source = site.Source{File: "elsewhere.yml", Line: 7}
		again := d.importAll(t)[0]
		if !again.Unchanged || again.NewPortal || again.Snapshot.ID != first.Snapshot.ID || again.Portal.ID != first.Portal.ID {
			t.Errorf("outcome is %+v", again)
		}
		if d.state(t) != before || len(d.heard) != heard {
			t.Error("importing an unchanged site left traces")
		}
	})
	t.Run("ChangedAddsASnapshot", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		first := d.importAll(t)[0]
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		d.readings[0].Site.WebRoles[0].Name = "Authors"
		second := d.importAll(t)[0]
		if second.Unchanged || second.NewPortal || second.Portal.ID != first.Portal.ID || second.Portal.Version != 2 {
			t.Errorf("outcome is %+v", second)
		}
		// Back to the first content: the newest snapshot says otherwise, so this is a change again.
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		if third := d.importAll(t)[0]; third.Unchanged || third.Snapshot.Fingerprint != first.Snapshot.Fingerprint {
			t.Errorf("outcome is %+v", third)
		}
		all, err := d.snapshots.List(t.Context(), first.Portal.ID)
		if err != nil || len(all) != 3 || all[1].ID != second.Snapshot.ID || all[2].ID != first.Snapshot.ID {
			t.Errorf("snapshots are %+v, %v", all, err)
		}
		latest, r, err := d.snapshots.Latest(t.Context(), first.Portal.ID)
		if err != nil || latest.ID != all[0].ID || r.Site.WebRoles[0].Name != "Editors" {
			t.Errorf("the latest is %+v, %v", latest, err)
		}
	})
	t.Run("AnotherDomainIsAChange", func(t *testing.T) {
		d := newDesk(t)
		from := func(domain string) admin.Imported {
			d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
			d.readings[0].Site.Website.PrimaryDomain = domain
			return d.importAll(t)[0]
		}
		if first := from("old.contoso.example"); first.Snapshot.Domain != "old.contoso.example" || first.Note != "" {
			t.Errorf("outcome is %+v", first)
		}
		if again := from("Old.Contoso.example"); !again.Unchanged || again.Note != "" {
			t.Errorf("outcome is %+v", again)
		}
		moved := from("new.contoso.example")
		if moved.Unchanged || moved.Snapshot.Domain != "new.contoso.example" || moved.Portal.URL != "https://old.contoso.example" ||
			moved.Note != "The site moved from old.contoso.example to new.contoso.example; the address of the portal is still https://old.contoso.example." {
			t.Errorf("outcome is %+v", moved)
		}
		// A format that names no domain says nothing new; what is known stays.
		if again := from(""); !again.Unchanged || again.Snapshot.Domain != "new.contoso.example" || again.Note != "" {
			t.Errorf("outcome is %+v", again)
		}
	})
	t.Run("ADomainThatWasNotKnownIsTold", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		d.importAll(t)
		d.readings[0].Site.Website.PrimaryDomain = "care.contoso.example"
		if again := d.importAll(t)[0]; !again.Unchanged || !strings.Contains(again.Note, "names the domain care.contoso.example") {
			t.Errorf("outcome is %+v", again)
		}
	})
	t.Run("SameContentButIncompleteIsAChange", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		d.importAll(t)
		d.readings[0].Problems = []site.Problem{{Severity: site.Error, Message: "A file was not read."}}
		if again := d.importAll(t)[0]; again.Unchanged || again.Snapshot.Complete || again.Snapshot.Severities.Errors != 1 {
			t.Errorf("outcome is %+v", again)
		}
		if again := d.importAll(t)[0]; !again.Unchanged {
			t.Errorf("outcome is %+v", again)
		}
	})
	t.Run("SeveralSites", func(t *testing.T) {
		d := newDesk(t)
		d.provision(t, "Contoso")
		d.readings = []site.Reading{reading("a", websiteA, "Contoso"), reading("b", websiteB, "contoso"), reading("c", "by-hand", " ")}
		done := d.importAll(t)
		var names []string
		for _, i := range done {
			names = append(names, i.Portal.Name)
		}
		if got := strings.Join(names, ", "); got != "Contoso (2), contoso (3), Site without a name" {
			t.Errorf("portals are %s", got)
		}
		if p := done[2].Portal; p.WebsiteID != "by-hand" || p.ID == uuid.Nil {
			t.Errorf("the portal of a site without a GUID is %+v", p)
		}
		for i, again := range d.importAll(t) {
			if !again.Unchanged || again.Portal.ID != done[i].Portal.ID {
				t.Errorf("site %d again: %+v", i, again)
			}
		}
	})
	t.Run("OnlyWhatIsAskedFor", func(t *testing.T) {
		d := newDesk(t)
		local := d.provision(t, "Local")
		d.readings = []site.Reading{reading("a", websiteA, "First"), reading("b", websiteB, "Second")}
		done, err := d.snapshots.Import(t.Context(), "/exports", []admin.ImportRequest{{Root: "b", PortalID: local.ID}}, nil)
		if err != nil || len(done) != 1 || done[0].NewPortal || done[0].Portal.ID != local.ID || done[0].Portal.WebsiteID != websiteB {
			t.Fatalf("outcome is %+v, %v", done, err)
		}
		if done[0].Portal.Name != "Local" || done[0].Portal.Origin != portal.Local || len(done[0].Portal.Application.Keys) != 1 {
			t.Errorf("portal is %+v", done[0].Portal)
		}
		// From now on the site belongs to that portal without being told.
		if again := d.importAll(t); again[1].Portal.ID != local.ID || !again[1].Unchanged {
			t.Errorf("outcome is %+v", again[1])
		}
	})
	t.Run("TakenAddressStaysAway", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Local")
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		d.readings[0].Site.Website.PrimaryDomain = strings.TrimPrefix(p.URL, "https://")
		if done := d.importAll(t); done[0].Portal.URL != "" {
			t.Errorf("portal is %+v", done[0].Portal)
		}
	})
	t.Run("ErrConflictOtherSite", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		p := d.importAll(t)[0].Portal
		d.readings = []site.Reading{reading(".", websiteB, "Fabrikam")}
		d.unchanged(t, fault.Conflict, "shows another site", func() error {
			_, err := d.snapshots.Import(t.Context(), "/exports", []admin.ImportRequest{{Root: ".", PortalID: p.ID}}, nil)
			return err
		})
	})
	t.Run("ErrDenied", func(t *testing.T) {
		d := newDesk(t)
		p := d.provision(t, "Local")
		d.actAs(t, grace)
		d.readings = []site.Reading{reading(".", websiteA, "Contoso")}
		d.unchanged(t, fault.Denied, "not an owner", func() error {
			_, err := d.snapshots.Import(t.Context(), "/exports", []admin.ImportRequest{{Root: ".", PortalID: p.ID}}, nil)
			return err
		})
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading("a", websiteA, "Contoso")}
		for _, request := range []admin.ImportRequest{{Root: "gone"}, {Root: "a", PortalID: uuid.New()}} {
			d.unchanged(t, fault.NotFound, "There is no", func() error {
				_, err := d.snapshots.Import(t.Context(), "/exports", []admin.ImportRequest{request}, nil)
				return err
			})
		}
	})
	t.Run("ErrHalfwayKeepsWhatIsDone", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading("a", websiteA, "Contoso")}
		done, err := d.snapshots.Import(t.Context(), "/exports", []admin.ImportRequest{{Root: "a"}, {Root: "gone"}}, nil)
		wantFault(t, err, fault.NotFound, "gone")
		if len(done) != 1 || len(d.log(t)) != 1 {
			t.Errorf("outcome is %+v", done)
		}
	})
	t.Run("ErrCanceledKeepsWholeSites", func(t *testing.T) {
		d := newDesk(t)
		d.readings = []site.Reading{reading("a", websiteA, "Contoso"), reading("b", websiteB, "Fabrikam")}
		ctx, stop := context.WithCancel(t.Context())
		var kept []admin.Progress
		done, err := d.snapshots.Import(ctx, "/exports", nil, func(p admin.Progress) {
			if p.Stage == admin.Keeping {
				kept = append(kept, p)
			}
			if p.Stage == admin.Keeping && p.Done == 1 {
				stop()
			}
		})
		wantFault(t, err, fault.Canceled, "1 of 2 sites were kept")
		if len(done) != 1 || len(kept) != 2 || kept[1] != (admin.Progress{Stage: admin.Keeping, Done: 1, Total: 2}) {
			t.Errorf("outcome is %+v, told %+v", done, kept)
		}
		if all, err := d.portals.List(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("portals are %+v, %v", all, err)
		}
	})
	t.Run("ErrOfTheReader", func(t *testing.T) {
		d := newDesk(t)
		d.readFails = fault.New(fault.Denied, "The folder may not be read.")
		d.unchanged(t, fault.Denied, "may not be read", func() error {
			_, err := d.snapshots.Import(t.Context(), "/exports", nil, nil)
			return err
		})
	})
}

func TestLatest(t *testing.T) {
	d := newDesk(t)
	p := d.provision(t, "Local")
	_, _, err := d.snapshots.Latest(t.Context(), p.ID)
	wantFault(t, err, fault.NotFound, "No site of this portal")
}
