package keyservice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

const (
	largestCertificate = 1 << 20 // bytes; far more than any certificate file has
	mostWatched        = 1000    // files of a watched folder
)

// Assisted follows updates of portals that are hosted elsewhere: a person carries them out in the admin center, and the
// key is watched through a certificate file, or a folder into which certificates are put. It implements
// admin.KeyDriver.
type Assisted struct {
	records Records
	record  admin.ApplicationRecord
	now     Clock

	mu   sync.Mutex
	seen map[string]string // path → what it looked like when it was read last
}

var _ admin.KeyDriver = (*Assisted)(nil)

// NewAssisted returns the driver for portals hosted elsewhere.
func NewAssisted(records Records, record admin.ApplicationRecord, now Clock) *Assisted {
	return &Assisted{records: records, record: record, now: now, seen: map[string]string{}}
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
// records of their portals. The errors are about single portals; the others go on.
func (d *Assisted) Refresh(ctx context.Context) []error {
	all, err := d.records.Portals(ctx)
	if err != nil {
		return []error{err}
	}
	var troubles []error
	for _, it := range all {
		if ctx.Err() != nil {
			return troubles
		}
		if it.CertificatePath == "" || it.State == portal.Retired || !d.changed(it.CertificatePath) {
			continue
		}
		if _, err := d.read(ctx, it.ID); err != nil {
			troubles = append(troubles, fmt.Errorf("watch key of %s: %w", it.Name, err))
		}
	}
	return troubles
}

// changed reports whether a path looks different from last time.
func (d *Assisted) changed(path string) bool {
	look := "missing"
	if files, err := certificateFiles(path); err == nil {
		var all strings.Builder
		for _, f := range files {
			fmt.Fprintf(&all, "%s %d %d\n", f.path, f.size, f.at.UnixNano())
		}
		look = all.String()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	was, known := d.seen[path]
	d.seen[path] = look
	return !known || was != look
}

// candidate is a file that may hold a certificate.
type candidate struct {
	path string
	size int64
	at   time.Time
}

var endings = []string{".pem", ".crt", ".cer", ".der", ".pfx", ".p12"}

// certificateFiles lists the file at a path, or the files of the folder there that are called like certificates, by
// name. Codes: not_found, denied, unreachable.
func certificateFiles(path string) ([]candidate, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.IsDir() {
		return []candidate{{path, info.Size(), info.ModTime()}}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	var files []candidate
	for _, e := range entries {
		if !slices.Contains(endings, strings.ToLower(filepath.Ext(e.Name()))) || len(files) == mostWatched {
			continue
		}
		if info, err := os.Stat(filepath.Join(path, e.Name())); err == nil && info.Mode().IsRegular() {
			files = append(files, candidate{filepath.Join(path, e.Name()), info.Size(), info.ModTime()})
		}
	}
	return files, nil
}

// NewestFile finds the file that holds the certificate that starts last at a path: the path itself where that is a
// file, else one of the folder there. Codes: invalid, not_found, denied, unreachable.
func NewestFile(path string) (string, error) {
	file, _, err := newest(path)
	return file, err
}

// newest finds the certificate that starts last among those at a path, and the file that holds it. Files of a folder
// that hold none are passed over, unless there is nothing else.
func newest(path string) (file string, best certificate.Certificate, err error) {
	files, err := certificateFiles(path)
	if err != nil {
		return "", best, err
	}
	var trouble error
	for _, f := range files {
		found, err := readCertificate(f)
		if err != nil {
			trouble = errors.Join(trouble, err)
			continue
		}
		if file == "" || found.Start.After(best.Start) {
			file, best = f.path, found
		}
	}
	switch {
	case file != "":
		return file, best, nil
	case trouble != nil:
		return "", best, trouble
	}
	return "", best, fault.New(fault.NotFound, "There is no certificate in the watched folder %s.", path).
		WithHint("Put the certificate of the new key there, as %s.", strings.Join(endings, ", "))
}

func readCertificate(f candidate) (certificate.Certificate, error) {
	if f.size > largestCertificate {
		return certificate.Certificate{}, fault.New(fault.Invalid, "%s is larger than 1 MiB and cannot be a certificate.", f.path).At(f.path, 0)
	}
	file, err := os.Open(f.path)
	if err != nil {
		return certificate.Certificate{}, unreadable(f.path, err)
	}
	defer file.Close() //nolint:errcheck // it is only read
	content, err := io.ReadAll(io.LimitReader(file, largestCertificate))
	if err != nil {
		return certificate.Certificate{}, unreadable(f.path, err)
	}
	reading, err := certificate.Read(filepath.Base(f.path), content, "")
	return reading.Certificate, err
}

func unreadable(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.NotFound, "The watched certificate %s is not there any more.", path).
			WithHint("Put it back, or import the certificate from where it is now.").At(path, 0).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Denied, "You may not read the watched certificate %s.", path).
			WithHint("Ask for the right to read it.").At(path, 0).Because(err)
	}
	return fault.New(fault.Unreachable, "The watched certificate %s cannot be read.", path).At(path, 0).Because(err)
}
