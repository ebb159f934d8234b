package keyservice

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
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

// Keys implements admin.KeyDriver. A watched file that cannot be read leaves what is known.
func (d *Assisted) Keys(ctx context.Context, portalID uuid.UUID) ([]portal.KeyCredential, error) {
	keys, err := d.read(ctx, portalID)
	if keys != nil {
		return keys, nil
	}
	return nil, err
}

// Submit implements admin.KeyDriver. It is never called: an assisted update is handed over to a person.
func (d *Assisted) Submit(_ context.Context, op renewal.Operation, report func(renewal.Fact) error) error {
	return report(renewal.Refused{Problem: renewal.Problem{
		Class: renewal.ClassInvalid, Message: fmt.Sprintf("The key of %s is updated in the admin center.", op.PortalName),
	}})
}

// Look implements admin.KeyDriver.
func (d *Assisted) Look(ctx context.Context, op renewal.Operation) ([]renewal.Fact, error) {
	keys, err := d.read(ctx, op.PortalID)
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

// read returns the keys of a portal, with one that was found where the portal's certificate is watched. It is nil where
// the portal cannot be read; an error beside keys is about the watched file.
func (d *Assisted) read(ctx context.Context, portalID uuid.UUID) ([]portal.KeyCredential, error) {
	it, err := d.records.Portal(ctx, portalID)
	if err != nil {
		return nil, err
	}
	keys := append([]portal.KeyCredential{}, it.Application.Keys...)
	if it.CertificatePath == "" {
		return keys, nil
	}
	_, found, err := newest(it.CertificatePath)
	if err != nil || slices.ContainsFunc(keys, func(k portal.KeyCredential) bool { return k.Thumbprint == found.Thumbprint }) {
		return keys, err
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

// Refresh reads the watched files and folders that have changed since they were read last, and puts what is new on the
// records of their portals. The errors are about single portals, each is told once; the others go on.
func (d *Assisted) Refresh(ctx context.Context) []error {
	all, err := d.records.Portals(ctx)
	if err != nil {
		return []error{err}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.seen
	d.seen = map[uuid.UUID]sighting{} // portals that are not watched any more are forgotten
	var troubles []error
	for _, it := range all {
		if it.CertificatePath == "" || it.State == portal.Retired {
			continue
		}
		was, known := before[it.ID]
		now := sighting{look: lookAt(it.CertificatePath)}
		if ctx.Err() != nil || known && was.trouble == "" && was.look == now.look {
			if known {
				d.seen[it.ID] = was
			}
			continue
		}
		if _, err := d.read(ctx, it.ID); err != nil {
			now.trouble = err.Error()
			if ctx.Err() == nil && now.trouble != was.trouble {
				troubles = append(troubles, fmt.Errorf("watch key of %s: %w", it.Name, err))
			}
		}
		d.seen[it.ID] = now
	}
	return troubles
}

// lookAt tells what a path looks like from outside.
func lookAt(path string) string {
	files, err := certificateFiles(path)
	if err != nil {
		return path + " " + err.Error()
	}
	var all strings.Builder
	all.WriteString(path)
	for _, f := range files {
		fmt.Fprintf(&all, "\n%s %d %d", f.path, f.size, f.at.UnixNano())
	}
	return all.String()
}
