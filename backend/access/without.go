package access

import (
	"slices"

	"gatehouse/backend/site"
)

// without is a copy of a site in which a record was deleted. What the copy changes it owns; the rest is shared.
func without(s *site.Site, ref Ref) *site.Site {
	out := *s
	switch ref.Kind {
	case KindWebRole:
		out.WebRoles = drop(s.WebRoles, ref.ID)
		out.RoleAssignments = slices.DeleteFunc(slices.Clone(s.RoleAssignments), func(a site.RoleAssignment) bool { return a.Role == ref.ID })
		out.PageRules = unlink(s.PageRules, ref.ID, func(r *site.PageRule) *[]site.ID { return &r.Roles })
		out.TablePermissions = unlink(s.TablePermissions, ref.ID, func(p *site.TablePermission) *[]site.ID { return &p.Roles })
		out.WebsiteAccessPermissions = unlink(s.WebsiteAccessPermissions, ref.ID, func(p *site.WebsiteAccessPermission) *[]site.ID { return &p.Roles })
		out.ColumnPermissionProfiles = unlink(s.ColumnPermissionProfiles, ref.ID, func(p *site.ColumnPermissionProfile) *[]site.ID { return &p.Roles })
		out.ForumPermissions = unlink(s.ForumPermissions, ref.ID, func(p *site.ForumPermission) *[]site.ID { return &p.Roles })
		out.Blogs = unlink(s.Blogs, ref.ID, func(b *site.Blog) *[]site.ID { return &b.AuthorRoles })
		out.IdeaForums = unlink(s.IdeaForums, ref.ID, func(f *site.IdeaForum) *[]site.ID { return &f.ReaderRoles })
		out.IdeaForums = unlink(out.IdeaForums, ref.ID, func(f *site.IdeaForum) *[]site.ID { return &f.WriterRoles })
		out.PublishingTransitions = unlink(s.PublishingTransitions, ref.ID, func(p *site.PublishingTransition) *[]site.ID { return &p.Roles })
		out.RoleGates = unlink(s.RoleGates, ref.ID, func(p *site.RoleGate) *[]site.ID { return &p.Roles })
	case KindPagePermission, KindRestrictRead, KindGrantChange:
		out.PageRules = drop(s.PageRules, ref.ID)
	case KindForumPermission:
		out.ForumPermissions = drop(s.ForumPermissions, ref.ID)
	case KindWebsiteAccessPermission:
		out.WebsiteAccessPermissions = drop(s.WebsiteAccessPermissions, ref.ID)
	case KindTablePermission:
		gone := map[site.ID]bool{ref.ID: true}
		for more := true; more; {
			more = false
			for i := range s.TablePermissions {
				if p := &s.TablePermissions[i]; gone[p.Parent] && !gone[p.ID] {
					gone[p.ID], more = true, true
				}
			}
		}
		out.TablePermissions = slices.DeleteFunc(slices.Clone(s.TablePermissions), func(p site.TablePermission) bool { return gone[p.ID] })
	}
	return &out
}

type record[T any] interface {
	*T
	Base() *site.Record
}

func drop[T any, P record[T]](list []T, id site.ID) []T {
	return slices.DeleteFunc(slices.Clone(list), func(r T) bool { return P(&r).Base().ID == id })
}

func unlink[T any](list []T, role site.ID, field func(*T) *[]site.ID) []T {
	out := slices.Clone(list)
	for i := range out {
		roles := field(&out[i])
		if slices.Contains(*roles, role) {
			*roles = slices.DeleteFunc(slices.Clone(*roles), func(id site.ID) bool { return id == role })
		}
	}
	return out
}
