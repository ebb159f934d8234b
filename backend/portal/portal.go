// Package portal holds a portal as an administrator knows it: its environment, its Entra application, its
// authentication keys, and where it comes from.
//
// It is plain data. What falls due and in which state a key is belongs to package renewal; what may be done to a
// portal belongs to package admin.
package portal

import (
	"strings"
	"time"

	"github.com/google/uuid"
)

// ApplicationName is the display name under which portals are registered in the directory.
// Source: Microsoft, "Connect to a Dynamics 365 online organization using a portal" (2019).
const ApplicationName = "Microsoft CRM Portals"

// Origin says where a portal comes from.
type Origin string

const (
	Local    Origin = "local"    // provisioned here; Gatehouse holds both halves of its key
	Imported Origin = "imported" // known from an exported site
	Watched  Origin = "watched"  // hosted elsewhere; its certificate was imported so that it is watched
)

// State says whether a portal is in service.
type State string

const (
	Active  State = "active"
	Retired State = "retired" // kept for its history, no longer watched
)

// Portal is one portal of the inventory.
type Portal struct {
	ID           uuid.UUID    `json:"id"`
	Name         string       `json:"name"`
	URL          string       `json:"url"` // absolute, https; empty when an export does not tell
	Organization Organization `json:"organization"`
	State        State        `json:"state"`
	Origin       Origin       `json:"origin"`
	Application  Application  `json:"application"`
	WebsiteID    string       `json:"websiteId,omitempty"` // of the exported site, lower case; empty until one is imported
	// CertificatePath is the file or folder where the certificate of a portal hosted elsewhere is watched; "" for none.
	CertificatePath string          `json:"certificatePath,omitempty"`
	Look            CertificateLook `json:"look,omitzero"` // at that file or folder

	Sample    bool      `json:"sample,omitempty"` // part of the sample organization
	CreatedAt time.Time `json:"createdAt"`        // UTC
	ChangedAt time.Time `json:"changedAt"`        // UTC
	Version   int       `json:"version"`          // counts changes; a writer names the version it read
}

// Organization is the environment (organization) a portal works on.
type Organization struct {
	Name     string `json:"name"`
	URL      string `json:"url"`      // of the environment, e.g. https://contoso.crm4.dynamics.com; may be empty
	TenantID string `json:"tenantId"` // GUID of the Entra tenant; may be empty
}

// Application is the Entra application a portal connects with. Each portal has its own, even when two portals share
// an organization. The zero value means that the application is not known.
type Application struct {
	ID          string          `json:"id"`          // application (client) id
	ObjectID    string          `json:"objectId"`    // object id of the registration
	DisplayName string          `json:"displayName"` // ApplicationName for portals provisioned here
	URI         string          `json:"uri"`         // App ID URI; contains the portal id
	Owners      []string        `json:"owners"`      // user principal names, as entered
	Keys        []KeyCredential `json:"keys"`        // newest first
}

// Known reports whether anything is known of the application.
func (a Application) Known() bool { return a.ID != "" }

// OwnedBy reports whether user is an owner. User principal names are compared without regard to letter case.
func (a Application) OwnedBy(user string) bool {
	for _, owner := range a.Owners {
		if strings.EqualFold(owner, user) {
			return true
		}
	}
	return false
}

// KeyCredential is the public part of an authentication key, as an application record holds it.
type KeyCredential struct {
	KeyID       uuid.UUID `json:"keyId"`
	DisplayName string    `json:"displayName"` // the certificate's subject
	Thumbprint  string    `json:"thumbprint"`  // SHA-1 of the DER certificate: 40 upper-case hex digits
	Start       time.Time `json:"start"`       // UTC, inclusive
	End         time.Time `json:"end"`         // UTC; at this instant the key is expired
	DER         []byte    `json:"der"`         // the certificate
	Source      KeySource `json:"source"`
	AddedAt     time.Time `json:"addedAt"` // UTC
	PrivateName string    `json:"privateName,omitempty"`
	// PrivateName is the name under which the key store holds the private part, empty where it is not ours to hold.
}

// KeySource says where a key credential was learnt from.
type KeySource string

const (
	Generated       KeySource = "generated"        // made here when the portal was provisioned or updated
	CertificateFile KeySource = "certificate-file" // read from a file the administrator gave
)

// ApplicationURI is the App ID URI of a portal's application. The documented property is that it contains the
// portal id; the host part is our choice.
func ApplicationURI(portalURL string, id uuid.UUID) string {
	base := strings.TrimRight(portalURL, "/")
	if base == "" {
		base = "https://portal.invalid"
	}
	return base + "/" + id.String()
}
