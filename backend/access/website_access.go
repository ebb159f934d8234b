package access

import "gatehouse/backend/site"

// WebsiteRight is what a website access permission can give.
type WebsiteRight string

const (
	ManageContentSnippets      WebsiteRight = "manageContentSnippets"
	ManageSiteMarkers          WebsiteRight = "manageSiteMarkers"
	ManageWebLinkSets          WebsiteRight = "manageWebLinkSets"
	PreviewUnpublishedEntities WebsiteRight = "previewUnpublishedEntities"
	// AboutAdministrator is not a column: it is had by holders of one record with all four rights and opens the
	// administrators' part of the about page.
	AboutAdministrator WebsiteRight = "aboutAdministrator"
)

// WebsiteRights lists the four rights in the order in which they are shown.
func WebsiteRights() []WebsiteRight {
	return []WebsiteRight{ManageContentSnippets, ManageSiteMarkers, ManageWebLinkSets, PreviewUnpublishedEntities}
}

const (
	previewRight = 3
	aboutRight   = 4
	rightCount   = 5
)

func (r WebsiteRight) number() int {
	switch r {
	case ManageContentSnippets:
		return 0
	case ManageSiteMarkers:
		return 1
	case ManageWebLinkSets:
		return 2
	case PreviewUnpublishedEntities:
		return previewRight
	case AboutAdministrator:
		return aboutRight
	}
	return -1
}

func gives(w *site.WebsiteAccessPermission, right int) bool {
	switch right {
	case 0:
		return w.ManageContentSnippets
	case 1:
		return w.ManageSiteMarkers
	case 2:
		return w.ManageWebLinkSets
	case previewRight:
		return w.PreviewUnpublishedEntities
	}
	return w.ManageContentSnippets && w.ManageSiteMarkers && w.ManageWebLinkSets && w.PreviewUnpublishedEntities
}

// accessTable has, for each right, the roles that give it.
type accessTable struct{ holders [rightCount]int32 }

func (e *Engine) compileAccess() {
	for i := range e.site.WebsiteAccessPermissions {
		w := &e.site.WebsiteAccessPermissions[i]
		if !e.accessCounts(w) {
			continue
		}
		roles := e.rolesOn(w.Roles, w.RolesUnknown, false).set
		for right := range rightCount {
			if gives(w, right) {
				e.access.holders[right] = e.sets.union(e.access.holders[right], roles)
			}
		}
	}
}

// accessCounts reports whether a website access permission is honoured at all.
func (e *Engine) accessCounts(w *site.WebsiteAccessPermission) bool {
	return e.ofSite(w.Website) && (!w.Inactive || e.rules.inactiveAccess)
}

// WebsiteRight answers whether the visitor has a right of website access permissions. Rights of several permissions
// add up, except for AboutAdministrator. A word that is no right is denied.
func (v *Visitor) WebsiteRight(right WebsiteRight) Verdict {
	n := right.number()
	if n < 0 {
		return Deny
	}
	return v.websiteRight(n)
}

func (d *standing) websiteRight(n int) Verdict {
	if d.engine.rules.whose {
		return between(false, d.signedIn)
	}
	holders := d.engine.access.holders[n]
	return between(d.pageMeets(least, holders), d.pageMeets(most, holders) || d.engine.rules.lostAccess && d.signedIn)
}
