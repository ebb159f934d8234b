package admin

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// CertificateFile is a certificate as a person hands it over.
type CertificateFile struct {
	Name     string // for messages
	Path     string // absolute, of a file that can be read again without a password and is watched from now on; else ""
	Content  []byte
	Password string // of a PFX; empty when there is none
}

// ReadCertificate looks into a certificate file without keeping anything. Codes: invalid.
func (p *Portals) ReadCertificate(file CertificateFile) (certificate.Reading, error) {
	return certificate.Read(file.Name, file.Content, file.Password)
}

// Watch adds a portal that is hosted elsewhere, so that its key is watched. The private part is never needed; one
// that comes with the file is kept in the key store. Codes: invalid, conflict, denied, unreachable.
func (p *Portals) Watch(ctx context.Context, form PortalForm, file CertificateFile) (portal.Portal, error) {
	reading, err := p.ReadCertificate(file)
	if err != nil {
		return portal.Portal{}, err
	}
	made, actor, err := p.begin(ctx, form, portal.Watched)
	if err != nil {
		return portal.Portal{}, err
	}
	watchAt(&made, file.Path, made.CreatedAt)
	summary := fmt.Sprintf("Began to watch the portal %s with key %s from %s.", made.Name, reading.Certificate.Thumbprint, file.Name)
	return p.addKey(ctx, made, reading, p.entry(made, actor, event.PortalWatched, summary))
}

// watchAt watches a path from now on, at which the certificate was read just now; "" leaves what is watched.
func watchAt(it *portal.Portal, path string, now time.Time) {
	if path != "" {
		it.CertificatePath, it.Look = path, portal.CertificateLook{ReadAt: now}
	}
}

// ImportKey adds a certificate to a portal's application record. One that is there already may come from another file,
// which is watched from then on. Codes: invalid, conflict, denied, not_found, unreachable.
func (p *Portals) ImportKey(ctx context.Context, id uuid.UUID, file CertificateFile) (portal.Portal, error) {
	reading, err := p.ReadCertificate(file)
	if err != nil {
		return portal.Portal{}, err
	}
	it, err := p.Store.Portal(ctx, id)
	if err != nil {
		return portal.Portal{}, err
	}
	it, actor, err := p.open(ctx, id, it.Version)
	if err != nil {
		return portal.Portal{}, err
	}
	if it.Origin == portal.Local {
		return portal.Portal{}, fault.New(fault.Conflict, "%s is a local portal and makes its authentication keys itself.", it.Name).
			WithHint("A certificate is imported for portals that are hosted elsewhere.")
	}
	now := p.Now.now()
	moved := file.Path != "" && (file.Path != it.CertificatePath || it.Look.Failing())
	watchAt(&it, file.Path, now)
	for _, key := range it.Application.Keys {
		switch {
		case key.Thumbprint != reading.Certificate.Thumbprint:
		case !moved:
			return portal.Portal{}, fault.New(fault.Conflict, "%s has the key %s already.", it.Name, key.Thumbprint)
		default:
			// The certificate is known, and where it lies is the news.
			it.ChangedAt = now
			return p.save(ctx, it, p.entry(it, actor, event.PortalWatched, fmt.Sprintf("Watches the certificate of %s at %s from now on.", it.Name, file.Path)))
		}
	}
	summary := fmt.Sprintf("Imported the key %s of %s from %s.", reading.Certificate.Thumbprint, it.Name, file.Name)
	kept, err := p.addKey(ctx, it, reading, p.entry(it, actor, event.KeyImported, summary))
	if err == nil {
		p.keyCame(ctx, id)
	}
	return kept, err
}

func (p *Portals) addKey(ctx context.Context, it portal.Portal, reading certificate.Reading, entry event.Activity) (portal.Portal, error) {
	key := reading.Certificate.Credential(uuid.New(), portal.CertificateFile, entry.At)
	if reading.Private != nil {
		key.PrivateName = PrivateName(it.ID, key.KeyID)
	}
	it.Application.Keys = append(slices.Clone(it.Application.Keys), key)
	slices.SortStableFunc(it.Application.Keys, func(a, b portal.KeyCredential) int { return b.Start.Compare(a.Start) })
	it.ChangedAt = entry.At
	if key.PrivateName == "" {
		return p.save(ctx, it, entry)
	}
	kept, err := p.keepWithSecret(ctx, it, reading.Private, key.PrivateName, entry)
	if fault.Is(err, fault.Invalid) {
		// The key store cannot take it. Watching a key needs the public part only, so the import goes on and says so.
		i := slices.IndexFunc(it.Application.Keys, func(k portal.KeyCredential) bool { return k.KeyID == key.KeyID })
		it.Application.Keys[i].PrivateName = ""
		entry.Summary += " Its private part was left out: " + fault.Of(err).Message
		return p.save(ctx, it, entry)
	}
	return kept, err
}
