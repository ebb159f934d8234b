package site

import "strings"

// Index finds records of a site by id. It is made once and read only; the site must not change meanwhile.
type Index struct {
	Roles       map[ID]*WebRole
	Pages       map[ID]*WebPage
	Permissions map[ID]*TablePermission
}

// NewIndex indexes a site.
func NewIndex(s *Site) *Index {
	return &Index{
		Roles:       byID(s.WebRoles),
		Pages:       byID(s.WebPages),
		Permissions: byID(s.TablePermissions),
	}
}

func byID[T any, P record[T]](list []T) map[ID]*T {
	m := make(map[ID]*T, len(list))
	for i := range list {
		m[P(&list[i]).Base().ID] = &list[i]
	}
	return m
}

// PageURL is the path of a root page from the home page, such as "/orders/new/". False when the chain of parents
// leaves the export or runs in a circle, so that the path cannot be told.
func (x *Index) PageURL(id ID) (path string, ok bool) {
	var parts []string
	for steps := 0; ; steps++ {
		page, known := x.Pages[id]
		if !known || steps > len(x.Pages) {
			return "", false
		}
		if part := strings.Trim(page.PartialURL, "/"); part != "" {
			parts = append(parts, part)
		}
		if page.Parent == "" {
			break
		}
		id = page.Parent
	}
	var b strings.Builder
	b.WriteByte('/')
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
		b.WriteByte('/')
	}
	return b.String(), true
}
