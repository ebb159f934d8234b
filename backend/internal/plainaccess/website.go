package plainaccess

import "gatehouse/backend/site"

// WebsiteRight tells whether the visitor has one of the rights "manageContentSnippets", "manageSiteMarkers",
// "manageWebLinkSets" and "previewUnpublishedEntities": "allow", "deny" or "unknown" (rule 2.c). Any other word is denied.
func WebsiteRight(s *site.Site, o Options, v Visitor, right string) string {
	return verdict(s, o, v, func(w *world) string { return yesNo(w.websiteAccess(right)) })
}

// websiteAccess is website_access of rule 2.c.
func (w *world) websiteAccess(right string) bool {
	// 2.c: without page roles nothing; S03: a visitor who is not signed in has none.
	if !w.v.SignedIn {
		return false
	}
	for _, p := range w.s.WebsiteAccessPermissions {
		if !w.ownWebsite(p.Website) { // 2.c: of site
			continue
		}
		if p.Inactive && !w.o.legacy("S11") { // 2.c, S11
			continue
		}
		flag := false
		switch right {
		case "manageContentSnippets":
			flag = p.ManageContentSnippets
		case "manageSiteMarkers":
			flag = p.ManageSiteMarkers
		case "manageWebLinkSets":
			flag = p.ManageWebLinkSets
		case "previewUnpublishedEntities":
			flag = p.PreviewUnpublishedEntities
		}
		// 2.c: flags are united over all records. 1.7: names are compared without a look at the role's website.
		if flag && w.holdsAny(roleList{of: p.ID, ids: p.Roles, damaged: p.RolesUnknown}, true) {
			return true
		}
	}
	return false
}

// preview is preview(visitor) of rule 2.b.3.
func (w *world) preview() bool {
	return w.o.Switches["previewCookie"] != "false" && w.websiteAccess("previewUnpublishedEntities")
}
