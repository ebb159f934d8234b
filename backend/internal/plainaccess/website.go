package plainaccess

import "gatehouse/backend/site"

// previewUnpublished is the right that shows drafts (2.b.3).
const previewUnpublished = "previewUnpublishedEntities"

// WebsiteRight tells whether the visitor has one of the rights "manageContentSnippets", "manageSiteMarkers",
// "manageWebLinkSets" and "previewUnpublishedEntities": "allow", "deny" or "unknown" (rule 2.c). Any other word is
// denied.
func WebsiteRight(s *site.Site, o Options, v Visitor, right string) string {
	return decide(s, o, v, func(w *world) bool { return w.websiteRight(right) })
}

// websiteRight is rule 2.c. In the released runtime an inactive record counts too (S11). The record is found through
// the site (1.7), its roles by name without regard to their website.
func (w *world) websiteRight(right string) bool {
	for _, a := range w.s.WebsiteAccessPermissions {
		if a.Inactive && !w.o.legacy("S11") {
			continue
		}
		if !w.own(a.Website) || !flag(a, right) {
			continue
		}
		if w.meetsOnPages(a.Roles, lost(a.RolesUnknown, "website access", a.ID), false) {
			return true
		}
	}
	return false
}

func flag(a site.WebsiteAccessPermission, right string) bool {
	switch right {
	case "manageContentSnippets":
		return a.ManageContentSnippets
	case "manageSiteMarkers":
		return a.ManageSiteMarkers
	case "manageWebLinkSets":
		return a.ManageWebLinkSets
	case previewUnpublished:
		return a.PreviewUnpublishedEntities
	}
	return false
}
