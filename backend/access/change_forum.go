package access

import (
	"slices"

	"gatehouse/backend/site"
)

// SuggestForum finds the smallest single change that lets the visitor read or change a forum.
func (v *Visitor) SuggestForum(forum int, change bool) string {
	x, enough := v.ExplainForumRead(forum), func(w *Visitor) bool { return w.ForumRead(forum) == Allow }
	if change {
		x, enough = v.ExplainForumChange(forum), func(w *Visitor) bool { return w.ForumChange(forum) == Allow }
	}
	f := &v.engine.site.Forums[forum]
	var edits []edit
	if f.Inactive {
		edits = append(edits, activate("forum "+quote(f.Name), func(s *site.Site) *[]site.Forum { return &s.Forums }, forum))
	}
	if role, name := v.anyRole(true); role != "" {
		for _, c := range x.Candidates {
			i := slices.IndexFunc(v.engine.site.ForumPermissions, func(p site.ForumPermission) bool { return p.ID == c.Record.ID })
			if c.Record.Kind != KindForumPermission || i < 0 {
				continue
			}
			edits = append(edits, edit{"Add web role " + quote(name) + " to " + c.Record.String() + ".", func(s *site.Site) {
				s.ForumPermissions = slices.Clone(s.ForumPermissions)
				s.ForumPermissions[i].Roles = append(slices.Clone(s.ForumPermissions[i].Roles), role)
			}})
		}
		right, words := site.RestrictRead, "restrict read"
		if change {
			right, words = site.GrantChange, "grant change"
		}
		edits = append(edits, edit{"Create a forum access permission (" + words + ") on forum " + quote(f.Name) + " for web role " + quote(name) + ".", func(s *site.Site) {
			s.ForumPermissions = append(slices.Clone(s.ForumPermissions),
				site.ForumPermission{Record: site.Record{ID: newRecord}, Forum: f.ID, Right: right, Roles: []site.ID{role}})
		}})
	}
	if at, known := v.engine.Page(f.Parent); known {
		edits = append(edits, v.pageEdits(at, x, change)...)
	}
	return v.suggest(v.alone(true), edits, enough)
}
