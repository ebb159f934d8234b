package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

// Progress tells how far a reading is. Total is 0 while it is not known.
type Progress struct {
	Stage       string
	Done, Total int
}

// SiteReader reads every site at or below a path. Codes: invalid, not_found, denied, canceled, unreachable.
type SiteReader func(ctx context.Context, path string, progress func(Progress)) ([]site.Reading, error)

// Snapshots imports exported sites and shows what was imported.
type Snapshots struct {
	Store    SnapshotStore
	Portals  PortalStore
	Settings *Settings
	Read     SiteReader
	Events   *event.Bus
	Now      Clock
}

// Inspect reads the sites of a path without keeping anything. Codes: as SiteReader.
func (s *Snapshots) Inspect(ctx context.Context, path string, progress func(Progress)) ([]site.Reading, error) {
	return s.Read(ctx, path, progress)
}

// ImportRequest names one site below a path.
type ImportRequest struct {
	Root     string    // as Inspect named it
	PortalID uuid.UUID // zero: the portal that has the website already, else a new one
}

// Imported is the outcome for one site.
type Imported struct {
	Portal    portal.Portal
	Snapshot  site.Snapshot
	Unchanged bool // the portal's newest snapshot says the same; nothing was added
	NewPortal bool
}

// Import reads path and keeps the requested sites, all sites when there are no requests. Each site is kept by itself:
// on an error the ones before it stay and are returned with it.
// Codes: as SiteReader, and conflict, denied.
func (s *Snapshots) Import(ctx context.Context, path string, requests []ImportRequest, progress func(Progress)) ([]Imported, error) {
	readings, err := s.Read(ctx, path, progress)
	if err != nil {
		return nil, err
	}
	if len(requests) == 0 {
		for _, r := range readings {
			requests = append(requests, ImportRequest{Root: r.Site.Root})
		}
	}
	var done []Imported
	for _, request := range requests {
		i := slices.IndexFunc(readings, func(r site.Reading) bool { return r.Site.Root == request.Root })
		if i < 0 {
			return done, fault.New(fault.NotFound, "There is no site %q below %s any more.", request.Root, path).
				WithHint("Look at the folder again; it changed since it was inspected.")
		}
		imported, err := s.keep(ctx, path, request, readings[i])
		if err != nil {
			return done, err
		}
		done = append(done, imported)
	}
	return done, nil
}

func (s *Snapshots) keep(ctx context.Context, path string, request ImportRequest, reading site.Reading) (Imported, error) {
	preferences, err := s.Settings.Get(ctx)
	if err != nil {
		return Imported{}, err
	}
	it, err := s.target(ctx, request, reading.Site)
	if err != nil {
		return Imported{}, err
	}
	isNew := it.Version == 0
	if err := mayManage(it, preferences.ActingUser); err != nil {
		return Imported{}, err
	}
	fingerprint, err := reading.Site.Fingerprint()
	if err != nil {
		return Imported{}, err
	}
	if !isNew {
		earlier, err := s.Store.Snapshots(ctx, it.ID)
		if err != nil {
			return Imported{}, err
		}
		if len(earlier) > 0 && earlier[0].Fingerprint == fingerprint && earlier[0].Complete == reading.Complete() {
			return Imported{Portal: it, Snapshot: earlier[0], Unchanged: true}, nil
		}
	}
	now := s.Now.now()
	it.WebsiteID, it.ChangedAt = string(reading.Site.Website.ID), now
	if isNew {
		it.CreatedAt = now
	}
	snapshot := site.Snapshot{
		ID: uuid.New(), PortalID: it.ID, TakenAt: now,
		Path: path, Root: reading.Site.Root, Format: reading.Site.Format, DataModel: reading.Site.DataModel,
		Fingerprint: fingerprint, Complete: reading.Complete(),
		Counts: reading.Site.Counts(), Files: reading.FileCounts(), Severities: reading.Severities(),
	}
	entry := event.Activity{
		At: now, Actor: preferences.ActingUser, Action: event.SiteImported, PortalID: it.ID, PortalName: it.Name,
		Summary: fmt.Sprintf("Imported the site %s from %s: %d web roles, %d table permissions, %d page permissions.",
			siteName(reading.Site), path, snapshot.Counts.WebRoles, snapshot.Counts.TablePermissions, snapshot.Counts.PageRules),
	}
	it, err = s.Store.AddSnapshot(ctx, it, snapshot, reading, entry)
	if err != nil {
		return Imported{}, err
	}
	for _, topic := range []event.Topic{event.OnSnapshots, event.OnPortals, event.OnActivity} {
		s.Events.Publish(event.Event{Topic: topic, Subject: it.ID.String()})
	}
	return Imported{Portal: it, Snapshot: snapshot, NewPortal: isNew}, nil
}

// target finds the portal a site belongs to, or makes one (of version 0, not stored yet).
func (s *Snapshots) target(ctx context.Context, request ImportRequest, content site.Site) (portal.Portal, error) {
	websiteID := string(content.Website.ID)
	if request.PortalID != uuid.Nil {
		it, err := s.Portals.Portal(ctx, request.PortalID)
		if err != nil {
			return portal.Portal{}, err
		}
		if it.WebsiteID != "" && it.WebsiteID != websiteID {
			return portal.Portal{}, fault.New(fault.Conflict, "%s shows another site (website id %s), not %s.", it.Name, it.WebsiteID, siteName(content)).
				WithHint("Choose another portal, or a new one.")
		}
		return it, nil
	}
	all, err := s.Portals.Portals(ctx)
	if err != nil {
		return portal.Portal{}, err
	}
	for _, it := range all {
		if websiteID != "" && it.WebsiteID == websiteID {
			return it, nil
		}
	}
	return newImported(content, all), nil
}

// newImported makes the portal of a site seen for the first time. The website id becomes the portal id where it can.
func newImported(content site.Site, all []portal.Portal) portal.Portal {
	id, err := uuid.Parse(string(content.Website.ID))
	if err != nil || slices.ContainsFunc(all, func(p portal.Portal) bool { return p.ID == id }) {
		id = uuid.New()
	}
	made := portal.Portal{ID: id, Name: freeName(siteName(content), all), State: portal.Active, Origin: portal.Imported}
	if host := content.Website.PrimaryDomain; host != "" {
		address, err := checkURL("", "https://"+host, false)
		taken := slices.ContainsFunc(all, func(p portal.Portal) bool { return strings.EqualFold(p.URL, address) })
		if err == nil && !taken {
			made.URL = address
		}
	}
	return made
}

func siteName(content site.Site) string {
	if name := strings.TrimSpace(content.Website.Name); name != "" {
		return name
	}
	return "Site without a name"
}

// freeName adds a number to a name that another portal has.
func freeName(name string, all []portal.Portal) string {
	candidate := name
	for n := 2; slices.ContainsFunc(all, func(p portal.Portal) bool { return strings.EqualFold(p.Name, candidate) }); n++ {
		candidate = fmt.Sprintf("%s (%d)", name, n)
	}
	return candidate
}

// List returns a portal's snapshots, newest first. Codes: unreachable.
func (s *Snapshots) List(ctx context.Context, portalID uuid.UUID) ([]site.Snapshot, error) {
	return s.Store.Snapshots(ctx, portalID)
}

// Get returns a snapshot with its site. Codes: not_found, unreachable.
func (s *Snapshots) Get(ctx context.Context, id uuid.UUID) (site.Snapshot, site.Reading, error) {
	return s.Store.Snapshot(ctx, id)
}

// Latest returns a portal's newest snapshot. Codes: not_found, unreachable.
func (s *Snapshots) Latest(ctx context.Context, portalID uuid.UUID) (site.Snapshot, site.Reading, error) {
	all, err := s.Store.Snapshots(ctx, portalID)
	if err != nil {
		return site.Snapshot{}, site.Reading{}, err
	}
	if len(all) == 0 {
		return site.Snapshot{}, site.Reading{}, fault.New(fault.NotFound, "No site of this portal was imported yet.").
			WithHint("Import a folder written by the download command of the Power Platform command line.")
	}
	return s.Store.Snapshot(ctx, all[0].ID)
}
