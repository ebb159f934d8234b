package access

import (
	"slices"

	"gatehouse/backend/site"
)

// Excerpt is a site with nothing but the records an answer rests on: those its chain names, the visitor's own roles,
// and the website with its languages. Asked the same question about the same visitor, it answers the same, so it is
// what to hand to somebody who is to understand the answer.
func (v *Visitor) Excerpt(x *Explanation) *site.Site {
	s := v.engine.site
	keep := map[recordKey]bool{}
	for _, r := range x.Records() {
		kind := r.Kind
		if kind == KindGrantChange || kind == KindRestrictRead {
			kind = KindPagePermission
		}
		keep[recordKey{kind, r.ID}] = true
	}
	for _, held := range v.Held() {
		keep[recordKey{KindWebRole, held.Role.ID}] = true
		if a := held.Assignment; a != nil {
			keep[recordKey{KindRoleAssignment, a.ID}] = true
		}
	}
	if v.contact != nil {
		keep[recordKey{KindContact, v.contact.ID}] = true
		keep[recordKey{KindContact, v.contact.Parent}] = true
		v.keepAccounts(keep)
	}
	if x.Answer == Unknown.String() && v.engine.rules.byName {
		v.keepLostRole(keep)
	}
	states := v.statesNamed(keep)
	out := &site.Site{Website: s.Website, Format: s.Format, DataModel: s.DataModel, Root: s.Root, Languages: s.Languages}
	out.WebPages = kept(s.WebPages, KindWebPage, keep)
	out.WebFiles = kept(s.WebFiles, KindWebFile, keep)
	out.WebRoles = kept(s.WebRoles, KindWebRole, keep)
	out.Contacts = kept(s.Contacts, KindContact, keep)
	out.RoleAssignments = kept(s.RoleAssignments, KindRoleAssignment, keep)
	out.WebsiteAccessPermissions = kept(s.WebsiteAccessPermissions, KindWebsiteAccessPermission, keep)
	out.PageRules = kept(s.PageRules, KindPagePermission, keep)
	out.TablePermissions = kept(s.TablePermissions, KindTablePermission, keep)
	out.ColumnPermissionProfiles = kept(s.ColumnPermissionProfiles, KindColumnPermissionProfile, keep)
	out.ColumnPermissions = kept(s.ColumnPermissions, KindColumnPermission, keep)
	out.SiteSettings = kept(s.SiteSettings, KindSiteSetting, keep)
	out.SiteMarkers = kept(s.SiteMarkers, KindSiteMarker, keep)
	out.Forums = kept(s.Forums, KindForum, keep)
	out.ForumPermissions = kept(s.ForumPermissions, KindForumPermission, keep)
	out.Blogs = kept(s.Blogs, KindBlog, keep)
	out.BlogPosts = kept(s.BlogPosts, KindBlogPost, keep)
	out.IdeaForums = kept(s.IdeaForums, KindIdeaForum, keep)
	out.PublishingTransitions = kept(s.PublishingTransitions, KindPublishingTransition, keep)
	out.RoleGates = kept(s.RoleGates, KindRoleGate, keep)
	out.PublishingStates = kept(s.PublishingStates, KindPublishingState, states)
	return out
}

// keepAccounts keeps one role of an account, which shows that roles of accounts were exported.
func (v *Visitor) keepAccounts(keep map[recordKey]bool) {
	for i := range v.engine.site.RoleAssignments {
		if a := &v.engine.site.RoleAssignments[i]; a.Account != "" {
			keep[recordKey{KindRoleAssignment, a.ID}] = true
			keep[recordKey{KindWebRole, a.Role}] = true
			return
		}
	}
}

// keepLostRole keeps the records that name a missing role, or lost a part of their list. By name, such a role may be
// anybody's namesake and so bears on all.
func (v *Visitor) keepLostRole(keep map[recordKey]bool) {
	e := v.engine
	note := func(kind Kind, id site.ID, roles []site.ID, damaged bool) {
		if damaged || slices.ContainsFunc(roles, e.isLostRole) {
			keep[recordKey{kind, id}] = true
		}
	}
	for i := range e.site.TablePermissions {
		p := &e.site.TablePermissions[i]
		note(KindTablePermission, p.ID, p.Roles, p.RolesUnknown)
	}
	for i := range e.site.PageRules {
		r := &e.site.PageRules[i]
		note(KindPagePermission, r.ID, r.Roles, r.RolesUnknown)
	}
	for i := range e.site.WebsiteAccessPermissions {
		w := &e.site.WebsiteAccessPermissions[i]
		note(KindWebsiteAccessPermission, w.ID, w.Roles, w.RolesUnknown)
	}
	for i := range e.site.ColumnPermissionProfiles {
		p := &e.site.ColumnPermissionProfiles[i]
		note(KindColumnPermissionProfile, p.ID, p.Roles, p.RolesUnknown)
	}
	for i := range e.site.ForumPermissions {
		p := &e.site.ForumPermissions[i]
		note(KindForumPermission, p.ID, p.Roles, p.RolesUnknown)
	}
	for i := range e.site.Blogs {
		b := &e.site.Blogs[i]
		note(KindBlog, b.ID, b.AuthorRoles, b.AuthorRolesUnknown)
	}
	for i := range e.site.IdeaForums {
		f := &e.site.IdeaForums[i]
		note(KindIdeaForum, f.ID, f.ReaderRoles, f.ReaderRolesUnknown)
		note(KindIdeaForum, f.ID, f.WriterRoles, f.WriterRolesUnknown)
	}
	for i := range e.site.PublishingTransitions {
		t := &e.site.PublishingTransitions[i]
		note(KindPublishingTransition, t.ID, t.Roles, t.RolesUnknown)
	}
	for i := range e.site.RoleGates {
		g := &e.site.RoleGates[i]
		note(KindRoleGate, g.ID, g.Roles, g.RolesUnknown)
	}
	for i := range e.site.RoleAssignments {
		a := &e.site.RoleAssignments[i]
		note(KindRoleAssignment, a.ID, []site.ID{a.Role}, false)
	}
}

// statesNamed are the publishing states of the languages and of the records that stay.
func (v *Visitor) statesNamed(keep map[recordKey]bool) map[recordKey]bool {
	s := v.engine.site
	states := map[recordKey]bool{}
	note := func(id site.ID) { states[recordKey{KindPublishingState, id}] = true }
	for key := range keep {
		if key.kind == KindPublishingState {
			states[key] = true
		}
	}
	for i := range s.Languages {
		note(s.Languages[i].PublishingState)
	}
	for i := range s.WebPages {
		if keep[recordKey{KindWebPage, s.WebPages[i].ID}] {
			note(s.WebPages[i].PublishingState)
		}
	}
	for i := range s.WebFiles {
		if keep[recordKey{KindWebFile, s.WebFiles[i].ID}] {
			note(s.WebFiles[i].PublishingState)
		}
	}
	for i := range s.Forums {
		if keep[recordKey{KindForum, s.Forums[i].ID}] {
			note(s.Forums[i].PublishingState)
		}
	}
	for i := range s.PageRules {
		if keep[recordKey{KindPagePermission, s.PageRules[i].ID}] {
			for _, id := range s.PageRules[i].PublishingStates {
				note(id)
			}
		}
	}
	return states
}

func kept[T any, P interface {
	*T
	Base() *site.Record
}](list []T, kind Kind, keep map[recordKey]bool) []T {
	var out []T
	for i := range list {
		if keep[recordKey{kind, P(&list[i]).Base().ID}] {
			out = append(out, list[i])
		}
	}
	return out
}
