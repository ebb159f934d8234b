package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/site"
)

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

// Domains are not part of a site's fingerprint, because some formats leave them out. A snapshot that names another
// domain than the one before is a change all the same.

// movedFrom reports whether both snapshots name a domain, and not the same one.
func movedFrom(earlier, snapshot site.Snapshot) bool {
	return earlier.Domain != "" && snapshot.Domain != "" && !strings.EqualFold(earlier.Domain, snapshot.Domain)
}

// untoldDomain is what there is to say where nothing is added and the snapshot that stays does not know the domain.
func untoldDomain(kept, read site.Snapshot) string {
	if kept.Domain != "" || read.Domain == "" {
		return ""
	}
	return fmt.Sprintf("This export names the domain %s; the snapshot that is there was read from one that names none.", read.Domain)
}

// staleAddress is what there is to say where the site moved and the portal's address did not.
func staleAddress(it portal.Portal, earlier []site.Snapshot, snapshot site.Snapshot) string {
	for _, old := range earlier {
		if movedFrom(old, snapshot) && strings.EqualFold(it.URL, "https://"+old.Domain) {
			return fmt.Sprintf("The site moved from %s to %s; the address of the portal is still %s.", old.Domain, snapshot.Domain, it.URL)
		}
		if old.Domain != "" {
			break
		}
	}
	return ""
}
