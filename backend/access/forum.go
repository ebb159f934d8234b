package access

import "gatehouse/backend/site"

// ForumRead answers whether the visitor may read the forum at a place of Site.Forums with its threads and posts.
func (v *Visitor) ForumRead(forum int) Verdict {
	return between(v.forumReads(forum, least), v.forumReads(forum, most))
}

// ForumChange answers whether the visitor may change the forum.
func (v *Visitor) ForumChange(forum int) Verdict {
	return between(v.forumChanges(forum, least), v.forumChanges(forum, most))
}

// forumRoles are the roles of a forum's own permissions; forums do not inherit from one another.
func (e *Engine) forumRoles(forum *site.Forum) (granted, readers listedRoles, restricted bool) {
	for i := range e.site.ForumPermissions {
		p := &e.site.ForumPermissions[i]
		if p.Inactive || p.Forum != forum.ID {
			continue
		}
		switch p.Right {
		case site.GrantChange:
			granted.ids, granted.damaged = append(granted.ids, p.Roles...), granted.damaged || p.RolesUnknown
		case site.RestrictRead:
			readers.ids, readers.damaged = append(readers.ids, p.Roles...), readers.damaged || p.RolesUnknown
			restricted = true
		}
	}
	return granted, readers, restricted
}

func (v *Visitor) forumReads(forum, bound int) bool {
	e, d := v.engine, &v.standing
	f := &e.site.Forums[forum]
	if f.Inactive || !e.visible(placeOf(e.index.states, f.PublishingState), noRecord)[bound] && !d.preview(bound) {
		return false
	}
	if e.rules.whose {
		return bound == most
	}
	granted, readers, restricted := e.forumRoles(f)
	if v.holdsOnPages(granted, bound) {
		return true
	}
	named := v.holdsOnPages(readers, bound)
	switch {
	case e.rules.lostForumRules && bound == most && d.signedIn:
		return true
	case e.rules.lostForumRules && bound == least && !named:
		return false
	}
	if restricted && !named || !named && !e.rules.forumsOpen {
		return false
	}
	program := e.pages.forum[forum]
	return program < 0 || at(v.reads(program), bound)
}

func (v *Visitor) forumChanges(forum, bound int) bool {
	e, d := v.engine, &v.standing
	f := &e.site.Forums[forum]
	switch {
	case f.Inactive:
		return false
	case e.rules.whose:
		return bound == most && d.signedIn
	}
	if granted, _, _ := e.forumRoles(f); v.holdsOnPages(granted, bound) || e.rules.lostForumRules && bound == most && d.signedIn {
		return true
	}
	program := e.pages.forum[forum]
	return program >= 0 && at(v.changes(program), bound)
}

// ruleOfPage finds the program that judges by the page permissions of a page alone, noRecord without a page: what lies
// under a page takes its access from there, and the page's own dates and publishing state do not matter to it.
func (e *Engine) ruleOfPage(id site.ID) int32 {
	switch page := placeOf(e.index.pages, id); {
	case page >= 0:
		key := e.pageKey(page)
		key.flags &= flagService
		return e.programOf(key, noRecord)
	case page == noRecord:
		return noRecord
	case e.rules.unknown:
		return e.programOf(programKey{chain: lostChain, flags: flagParentLost}, noRecord)
	}
	return e.programOf(programKey{chain: deadChain, flags: flagParentGone}, noRecord)
}
