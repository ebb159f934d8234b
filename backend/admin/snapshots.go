package admin

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

// Progress tells how far a reading is. Total is 0 while it is not known. The stages are those of the reader, and Keeping.
type Progress struct {
	Stage       string
	Done, Total int // files; sites while Keeping
	Records     int // of large files, which take long by themselves
}

// Keeping is the stage in which sites that were read are kept, one after the other.
const Keeping = "keeping"

// SiteReader reads every site at or below a path. Codes: invalid, not_found, denied, canceled, unreachable.
type SiteReader func(ctx context.Context, path string, progress func(Progress)) ([]site.Reading, error)

// SnapshotWriter writes a snapshot so that SiteReader reads it again, as a reading whose Kept is the snapshot.
// Codes: invalid.
type SnapshotWriter func(w io.Writer, s site.Snapshot, r site.Reading) error

// Snapshots imports exported sites, and keeps what was imported as points in time.
type Snapshots struct {
	Store    SnapshotStore
	Portals  PortalStore
	Settings *Settings
	Read     SiteReader
	Write    SnapshotWriter
	Events   *event.Bus
	Now      Clock
}

// Inspect reads the sites of a path without keeping anything. Codes: as SiteReader.
func (s *Snapshots) Inspect(ctx context.Context, path string, progress func(Progress)) ([]site.Reading, error) {
	return s.Read(ctx, path, progress)
}

// ImportRequest names one site below a path.
type ImportRequest struct {
	Root     string    // as Inspect named it; "" for the only site there is
	PortalID uuid.UUID // zero: the portal that has the website already, else a new one
}

// Imported is the outcome for one site.
type Imported struct {
	Portal    portal.Portal
	Snapshot  site.Snapshot
	Unchanged bool // the portal has it already, as Snapshot; nothing was added
	NewPortal bool
	Note      string // what else there is to know, one sentence; mostly empty
}

// Import reads path and keeps the requested sites, all sites when there are no requests. Each site is kept by itself:
// on an error the ones before it stay and are returned with it.
//
// A site that says the same as the portal's newest snapshot, and does not name another domain, adds nothing. Only the
// newest counts: a site that went back to what it was is at a new point in time. A snapshot that was exported elsewhere keeps its time, name, note and
// the path it was read from, and takes its place in the portal's history by its time; it adds nothing where the portal
// has a snapshot of that time with the same content.
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
		if progress != nil {
			progress(Progress{Stage: Keeping, Done: len(done), Total: len(requests)})
		}
		if err := ctx.Err(); err != nil {
			return done, fault.New(fault.Canceled, "The import was stopped; %d of %d sites were kept.", len(done), len(requests)).
				Because(err)
		}
		if request.Root == "" && len(readings) == 1 {
			request.Root = readings[0].Site.Root
		}
		if request.Root == "" {
			return done, fault.New(fault.Invalid, "There are %d sites below %s, and one was asked for.", len(readings), path).
				WithHint("Name the folder of one of them.").At(path, 0)
		}
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
	now := s.Now.now()
	snapshot, err := newSnapshot(path, reading, it.ID, now)
	if err != nil {
		return Imported{}, err
	}
	note := ""
	if !isNew {
		earlier, err := s.Store.Snapshots(ctx, it.ID)
		if err != nil {
			return Imported{}, err
		}
		if same, ok := sameIn(earlier, snapshot, reading.Kept != nil); ok {
			return Imported{Portal: it, Snapshot: same, Unchanged: true, Note: untoldDomain(same, snapshot)}, nil
		}
		note = staleAddress(it, earlier, snapshot)
	}
	it.WebsiteID, it.ChangedAt = string(reading.Site.Website.ID), now
	if isNew {
		it.CreatedAt = now
	}
	entry := event.Activity{
		At: now, Actor: preferences.ActingUser, Action: event.SiteImported, PortalID: it.ID, PortalName: it.Name,
		Summary: fmt.Sprintf("Imported the site %s from %s: %d web roles, %d table permissions, %d page permissions.",
			siteName(reading.Site), path, snapshot.Counts.WebRoles, snapshot.Counts.TablePermissions, snapshot.Counts.PageRules),
	}
	if reading.Kept != nil {
		entry.Action = event.SnapshotOpened
		entry.Summary = fmt.Sprintf("Opened %s of the site %s from %s.", titleOf(snapshot), siteName(reading.Site), path)
	}
	it, err = s.Store.AddSnapshot(ctx, it, snapshot, reading, entry)
	if err != nil {
		return Imported{}, err
	}
	s.publish(it.ID, event.OnSnapshots, event.OnPortals, event.OnActivity)
	return Imported{Portal: it, Snapshot: snapshot, NewPortal: isNew, Note: note}, nil
}

// newSnapshot is the header of a snapshot made of a reading. What a snapshot file says of its own origin is kept.
func newSnapshot(path string, reading site.Reading, portalID uuid.UUID, now time.Time) (site.Snapshot, error) {
	fingerprint, err := reading.Site.Fingerprint()
	if err != nil {
		return site.Snapshot{}, err
	}
	made := site.Snapshot{
		ID: uuid.New(), PortalID: portalID, TakenAt: now,
		Path: path, Root: reading.Site.Root, Format: reading.Site.Format, DataModel: reading.Site.DataModel,
		Fingerprint: fingerprint, Domain: reading.Site.Website.PrimaryDomain, Complete: reading.Complete(),
		Counts: reading.Site.Counts(), Files: reading.FileCounts(), Severities: reading.Severities(),
	}
	if kept := reading.Kept; kept != nil {
		if kept.TakenAt.After(now.Add(clockLeeway)) {
			return site.Snapshot{}, fault.New(fault.Invalid, "The snapshot in %s was taken in the future, on %s.", path, dateOf(kept.TakenAt)).
				WithHint("Check the clock of this machine, and of the one where the snapshot was taken.").At(path, 0)
		}
		if made.Name, made.Note, err = checkDescription(kept.Name, kept.Note); err != nil {
			return site.Snapshot{}, err
		}
		made.TakenAt, made.Path = kept.TakenAt.UTC(), kept.Path
	}
	return made, nil
}

// clockLeeway is how far the clocks of two machines may differ. A snapshot from further in the future would stay the
// newest for good, whatever is imported later.
const clockLeeway = 24 * time.Hour

// sameIn finds what makes adding a snapshot needless: the newest one for a site that was read, the very same point in
// time for a snapshot from a file.
func sameIn(earlier []site.Snapshot, snapshot site.Snapshot, fromFile bool) (site.Snapshot, bool) {
	for _, it := range earlier {
		same := it.Fingerprint == snapshot.Fingerprint && it.Complete == snapshot.Complete && !movedFrom(it, snapshot)
		if same && (!fromFile || it.TakenAt.Equal(snapshot.TakenAt)) {
			return it, true
		}
		if !fromFile {
			break
		}
	}
	return site.Snapshot{}, false
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
