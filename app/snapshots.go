package app

import (
	"time"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

// Snapshots imports exported sites and shows what was imported.
type Snapshots struct{ engine *engine }

// ProgressView tells how far a reading is. It is the payload of the event "import-progress".
type ProgressView struct {
	Stage string `json:"stage"` // "finding", "reading", "keeping"
	Done  int    `json:"done"`  // files; sites while keeping
	Total int    `json:"total"` // 0 while not known

	Records int `json:"records"` // of large files, which take long by themselves
}

// Inspect shows which sites a folder holds, without keeping anything.
// Codes: invalid, not_found, denied, canceled, conflict, unreachable.
func (s *Snapshots) Inspect(path string) (InspectionView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (InspectionView, error) {
		ctx, done, err := s.engine.cancellable(life)
		if err != nil {
			return InspectionView{}, err
		}
		defer done()
		readings, err := program.Snapshots.Inspect(ctx, path, s.engine.progressTo(life))
		if err != nil {
			return InspectionView{}, err
		}
		portals, err := program.Portals.List(life)
		if err != nil {
			return InspectionView{}, err
		}
		return inspectionView(path, readings, portals), nil
	})
}

// Import reads a folder and keeps the sites the form names.
// Codes: invalid, not_found, denied, canceled, conflict, unreachable.
func (s *Snapshots) Import(form ImportForm) ([]ImportedView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) ([]ImportedView, error) {
		if len(form.Sites) == 0 {
			return nil, fault.New(fault.Invalid, "No site was chosen.").WithHint("Choose at least one site to import.")
		}
		requests := make([]admin.ImportRequest, len(form.Sites))
		for i, chosen := range form.Sites {
			requests[i].Root = chosen.Root
			if chosen.PortalID == "" {
				continue
			}
			id, err := portalID(chosen.PortalID)
			if err != nil {
				return nil, err
			}
			requests[i].PortalID = id
		}
		ctx, done, err := s.engine.cancellable(life)
		if err != nil {
			return nil, err
		}
		defer done()
		imported, err := program.Snapshots.Import(ctx, form.Path, requests, s.engine.progressTo(life))
		if err != nil {
			return nil, err
		}
		views := make([]ImportedView, len(imported))
		for i, it := range imported {
			views[i] = ImportedView{
				PortalID: it.Portal.ID.String(), PortalName: it.Portal.Name, SnapshotID: it.Snapshot.ID.String(),
				Unchanged: it.Unchanged, NewPortal: it.NewPortal, Note: it.Note,
			}
		}
		return views, nil
	})
}

// Cancel stops a running Inspect or Import, which then ends with the code canceled.
func (s *Snapshots) Cancel() { s.engine.cancelReading() }

// List returns a portal's snapshots, newest first. Codes: invalid, unreachable.
func (s *Snapshots) List(portal string) ([]SnapshotRow, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) ([]SnapshotRow, error) {
		id, err := portalID(portal)
		if err != nil {
			return nil, err
		}
		snapshots, err := program.Snapshots.List(life, id)
		if err != nil {
			return nil, err
		}
		rows := make([]SnapshotRow, len(snapshots))
		for i, it := range snapshots {
			rows[i] = snapshotRow(it)
		}
		return rows, nil
	})
}

// Latest returns a portal's newest snapshot; not_found when there is none. Codes: invalid, not_found, unreachable.
func (s *Snapshots) Latest(portal string) (SiteView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (SiteView, error) {
		id, err := portalID(portal)
		if err != nil {
			return SiteView{}, err
		}
		snapshot, reading, err := program.Snapshots.Latest(life, id)
		if err != nil {
			return SiteView{}, err
		}
		return siteView(snapshot, reading), nil
	})
}

// Get returns one snapshot. Codes: invalid, not_found, unreachable.
func (s *Snapshots) Get(snapshotID string) (SiteView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (SiteView, error) {
		id, err := snapshotKey(snapshotID)
		if err != nil {
			return SiteView{}, err
		}
		snapshot, reading, err := program.Snapshots.Get(life, id)
		if err != nil {
			return SiteView{}, err
		}
		return siteView(snapshot, reading), nil
	})
}

// progressEvery keeps progress from flooding the page: an event a tenth of a second is smooth enough.
const progressEvery = 100 * time.Millisecond

func (e *engine) progressTo(life lifetime) func(admin.Progress) {
	var last time.Time
	return func(p admin.Progress) {
		if now := time.Now(); now.Sub(last) >= progressEvery || p.Done == p.Total {
			last = now
			e.emit(life, "import-progress", ProgressView{Stage: p.Stage, Done: p.Done, Total: p.Total, Records: p.Records})
		}
	}
}

func inspectionView(path string, readings []site.Reading, portals []portal.Portal) InspectionView {
	view := InspectionView{Path: path, Sites: make([]InspectedSite, len(readings))}
	for i := range readings {
		r := &readings[i]
		found := InspectedSite{
			Root: r.Site.Root, Name: r.Site.Website.Name, WebsiteID: string(r.Site.Website.ID),
			Format: string(r.Site.Format), DataModel: string(r.Site.DataModel),
			Counts: countViews(r.Site.Counts()), Files: FilesView(r.FileCounts()),
			Records: RecordsView(r.RecordCounts()), Problems: problemViews(r.Problems),
		}
		if kept := r.Kept; kept != nil {
			found.TakenAt, found.SnapshotName = timestamp(kept.TakenAt), kept.Name
		}
		for _, it := range portals {
			if found.WebsiteID != "" && it.WebsiteID == found.WebsiteID {
				found.PortalID, found.PortalName = it.ID.String(), it.Name
			}
		}
		view.Sites[i] = found
	}
	return view
}
