package access

import (
	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Removable lists the kinds of records that Without can take away.
func Removable() []Kind {
	return []Kind{KindWebRole, KindPagePermission, KindForumPermission, KindWebsiteAccessPermission, KindTablePermission}
}

// FindRecord finds a record of a kind of Removable by id or exact name. Several of one name are fault.Conflict, none is
// fault.NotFound with the nearest names; another kind is fault.Invalid.
func (e *Engine) FindRecord(kind Kind, text string) (Ref, error) {
	s := e.site
	switch kind {
	case KindWebRole:
		return findIn(s.WebRoles, kind, text)
	case KindPagePermission:
		return findIn(s.PageRules, kind, text)
	case KindForumPermission:
		return findIn(s.ForumPermissions, kind, text)
	case KindWebsiteAccessPermission:
		return findIn(s.WebsiteAccessPermissions, kind, text)
	case KindTablePermission:
		return findIn(s.TablePermissions, kind, text)
	}
	return Ref{}, fault.New(fault.Invalid, "Records of the kind %q cannot be taken away.", kind).
		WithHint("The kinds are webRole, pagePermission, forumPermission, websiteAccessPermission and tablePermission.")
}

func findIn[T any, P record[T]](list []T, kind Kind, text string) (Ref, error) {
	id := normalID(text)
	var found []site.ID
	var ref Ref
	var known []string
	for i := range list {
		r := P(&list[i]).Base()
		if r.ID == id {
			return refTo(kind, r), nil
		}
		if r.Name == text {
			found, ref = append(found, r.ID), refTo(kind, r)
		}
		if r.Name != "" {
			known = append(known, r.Name)
		}
	}
	switch {
	case len(found) == 1:
		return ref, nil
	case len(found) > 1:
		return Ref{}, severalIDs(kindWords[kind]+"s", text, found)
	case len(known) == 0:
		return Ref{}, fault.New(fault.NotFound, "There is no %s %q in this export, and no other one with a name.", kindWords[kind], text)
	}
	return Ref{}, notFound(kindWords[kind], text, known)
}
