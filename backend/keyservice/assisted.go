package keyservice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// Assisted follows updates of portals that are hosted elsewhere: a person carries them out in the admin center, and the
// key is watched through a certificate file, or a folder into which certificates are put. It implements
// admin.KeyDriver.
type Assisted struct {
	records Records
	record  admin.ApplicationRecord
	now     Clock

	mu   sync.Mutex
	seen map[uuid.UUID]sighting // portal → what was found where its certificate is watched
}

// sighting is what Refresh found last. A sight that could be read is not read again before it changes; trouble is told
// once, and looked into every time, because much of what causes it (rights, a share that is offline) leaves no trace on
// the file.
type sighting struct {
	look    string // path, sizes and times of the files
	trouble string
	path    string
	readAt  time.Time // last good look at that path, zero for none
}

var _ admin.KeyDriver = (*Assisted)(nil)

// NewAssisted returns the driver for portals hosted elsewhere.
func NewAssisted(records Records, record admin.ApplicationRecord, now Clock) *Assisted {
	return &Assisted{records: records, record: record, now: now, seen: map[uuid.UUID]sighting{}}
}

// Driver implements admin.KeyDriver.
func (d *Assisted) Driver() renewal.Driver { return renewal.DriverAssisted }

// Page implements admin.KeyDriver: the admin center of the cloud in which the organization is.
func (d *Assisted) Page(op renewal.Operation) string { return adminCenter(op.Organization) }

// Submit implements admin.KeyDriver. It is never called: an assisted update is handed over to a person.
func (d *Assisted) Submit(_ context.Context, op renewal.Operation, report func(renewal.Fact) error) error {
	return report(renewal.Refused{Problem: renewal.Problem{
		Class: renewal.ClassInvalid, Message: fmt.Sprintf("The key of %s is updated in the admin center.", op.PortalName),
	}})
}

// Look implements admin.KeyDriver.
func (d *Assisted) Look(ctx context.Context, op renewal.Operation) ([]renewal.Fact, error) {
	keys, err := d.Keys(ctx, op.PortalID)
	if keys == nil {
		return nil, err
	}
	return []renewal.Fact{renewal.KeysRead{Keys: keys}}, err
}

// RetireOldKey implements admin.KeyDriver. Nothing is ever taken off the application of a portal hosted elsewhere.
func (d *Assisted) RetireOldKey(context.Context, renewal.Operation) error { return nil }

// SiteAnswers implements admin.KeyDriver. The public site of a portal hosted elsewhere is not asked: administrators
// are often offline, and a site that cannot be reached from here says nothing about its key.
func (d *Assisted) SiteAnswers(context.Context, renewal.Operation) bool { return true }

// Keys implements admin.KeyDriver: the keys of a portal, with one that was found where its certificate is watched. They
// are nil where the portal cannot be read.
func (d *Assisted) Keys(ctx context.Context, portalID uuid.UUID) ([]portal.KeyCredential, error) {
	it, err := d.records.Portal(ctx, portalID)
	if err != nil {
		return nil, err
	}
	keys := append([]portal.KeyCredential{}, it.Application.Keys...)
	if it.CertificatePath == "" {
		return keys, nil
	}
	_, found, err := newest(it.CertificatePath)
	if err != nil {
		return keys, unseen{err}
	}
	if slices.ContainsFunc(keys, func(k portal.KeyCredential) bool { return k.Thumbprint == found.Thumbprint }) {
		return keys, nil
	}
	key := found.Credential(uuid.New(), portal.CertificateFile, d.now.now())
	if err := d.record.PublishKey(ctx, portalID, key); err != nil {
		return keys, err
	}
	if it, err = d.records.Portal(ctx, portalID); err != nil {
		return nil, err
	}
	return append([]portal.KeyCredential{}, it.Application.Keys...), nil
}

// unseen is an error of a watched certificate that could not be read, unlike one of the inventory.
type unseen struct{ error }

func (e unseen) Unwrap() error { return e.error }

// Refresh reads the watched files and folders that have changed since they were read last, puts what is new on the
// records of their portals, and notes how the looks went. The errors are about single portals, each is told once; the
// others go on.
func (d *Assisted) Refresh(ctx context.Context) []error { return d.look(ctx, nil) }

// Reread is Refresh for a few portals.
func (d *Assisted) Reread(ctx context.Context, portalIDs []uuid.UUID) []error {
	return d.look(ctx, func(id uuid.UUID) bool { return slices.Contains(portalIDs, id) })
}

// look looks at the certificates of the wanted portals; nil wants all.
func (d *Assisted) look(ctx context.Context, wanted func(uuid.UUID) bool) []error {
	d.mu.Lock()
	defer d.mu.Unlock()
	all, err := d.records.Portals(ctx)
	if err != nil {
		return []error{err}
	}
	before := d.seen
	d.seen = map[uuid.UUID]sighting{} // portals that are not watched any more are forgotten
	var troubles []error
	var notes []admin.SeenCertificate
	for _, it := range all {
		if !it.Watching() {
			continue
		}
		was, known := before[it.ID]
		if was.path != it.CertificatePath {
			was.readAt = time.Time{}
		}
		if ctx.Err() != nil || wanted != nil && !wanted(it.ID) {
			if known {
				d.seen[it.ID] = was
			}
			continue
		}
		now, err := d.glance(ctx, it, was)
		d.seen[it.ID] = now
		if ctx.Err() != nil {
			continue // it says nothing about the certificate
		}
		if now.trouble != "" && now.trouble != was.trouble {
			troubles = append(troubles, fmt.Errorf("watch key of %s: %w", it.Name, err))
		}
		problem := ""
		if cannot, ok := errors.AsType[unseen](err); ok {
			problem = fault.Of(cannot).Message
		} else if err != nil {
			continue // it is about the inventory
		}
		if next, keep := it.Look.Next(problem, now.readAt, d.now.now()); keep {
			notes = append(notes, admin.SeenCertificate{PortalID: it.ID, Path: it.CertificatePath, Look: next})
		}
	}
	if ctx.Err() == nil && len(notes) > 0 {
		if err := d.record.NoteLooks(ctx, notes); err != nil {
			troubles = append(troubles, fmt.Errorf("note when certificates were read: %w", err))
		}
	}
	return troubles
}

// glance looks at the certificate of one portal, after was.
func (d *Assisted) glance(ctx context.Context, it portal.Portal, was sighting) (now sighting, err error) {
	look, there := lookAt(it.CertificatePath)
	now = sighting{look: look, path: it.CertificatePath, readAt: was.readAt}
	if !there || was.trouble != "" || was.look != look {
		if _, err = d.Keys(ctx, it.ID); err != nil {
			now.trouble = err.Error()
			return now, err
		}
	}
	now.readAt = d.now.now()
	return now, nil
}

// lookAt tells what a path looks like from outside, and whether it is there.
func lookAt(path string) (look string, there bool) {
	files, err := certificateFiles(path)
	if err != nil {
		return path + " " + err.Error(), false
	}
	var all strings.Builder
	all.WriteString(path)
	for _, f := range files {
		fmt.Fprintf(&all, "\n%s %d %d", f.path, f.size, f.at.UnixNano())
	}
	return all.String(), true
}
