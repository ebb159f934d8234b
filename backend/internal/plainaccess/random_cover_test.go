package plainaccess_test

import (
	"slices"
	"testing"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

// What random sites have to hold now and then, or agreement about them says nothing about it.
func TestRandomSitesCover(t *testing.T) {
	features := map[string]func(*site.Site, plainaccess.Visitor) bool{
		"languages without a default": func(s *site.Site, _ plainaccess.Visitor) bool {
			return len(s.Languages) > 1 && s.Website.DefaultLanguage == ""
		},
		"language on a root page": func(s *site.Site, _ plainaccess.Visitor) bool {
			return slices.ContainsFunc(s.WebPages, func(p site.WebPage) bool { return p.IsRoot && p.Language != "" })
		},
		"custom access type":        hasPermission(func(p site.TablePermission) bool { return p.AccessType == site.CustomFetchXML }),
		"undocumented access type":  hasPermission(undocumented),
		"child of an undocumented":  childOf(undocumented),
		"child of a lost one":       lostParentPermission,
		"forum under service page":  underServicePage(true),
		"link to lost service page": underServicePage(false),
		"roles for an inactive contact": func(s *site.Site, v plainaccess.Visitor) bool {
			return len(v.Roles) > 0 && slices.ContainsFunc(s.Contacts, func(c site.Contact) bool { return c.ID == v.Contact && c.Inactive })
		},
		"blog with authors": func(s *site.Site, _ plainaccess.Visitor) bool {
			return slices.ContainsFunc(s.Blogs, func(b site.Blog) bool { return len(b.AuthorRoles) > 0 })
		},
		"unpublished post": func(s *site.Site, _ plainaccess.Visitor) bool {
			return slices.ContainsFunc(s.BlogPosts, func(p site.BlogPost) bool { return !p.Published })
		},
		"idea forum with readers": func(s *site.Site, _ plainaccess.Visitor) bool {
			return slices.ContainsFunc(s.IdeaForums, func(f site.IdeaForum) bool { return len(f.ReaderRoles) > 0 })
		},
		"file on a post": func(s *site.Site, _ plainaccess.Visitor) bool {
			return slices.ContainsFunc(s.WebFiles, func(f site.WebFile) bool { return f.Parent == "" && f.BlogPost != "" })
		},
		"no roles exported": func(s *site.Site, _ plainaccess.Visitor) bool { return len(s.WebRoles) == 0 },
		"no pages exported": func(s *site.Site, _ plainaccess.Visitor) bool { return len(s.WebPages) == 0 },
		"damaged role list": func(s *site.Site, _ plainaccess.Visitor) bool {
			return slices.ContainsFunc(s.PageRules, func(r site.PageRule) bool { return r.RolesUnknown })
		},
	}
	counts := map[string]int{}
	for seed := range uint64(2000) {
		s, v := randomSite(seed)
		for name, has := range features {
			if has(s, v) {
				counts[name]++
			}
		}
	}
	for name := range features {
		if counts[name] < 8 {
			t.Errorf("%s: in %d of 2000 random sites", name, counts[name])
		}
	}
}

func undocumented(p site.TablePermission) bool {
	return p.AccessType == site.UnknownAccess && p.RawAccessType != ""
}

func hasPermission(is func(site.TablePermission) bool) func(*site.Site, plainaccess.Visitor) bool {
	return func(s *site.Site, _ plainaccess.Visitor) bool { return slices.ContainsFunc(s.TablePermissions, is) }
}

func childOf(is func(site.TablePermission) bool) func(*site.Site, plainaccess.Visitor) bool {
	return func(s *site.Site, _ plainaccess.Visitor) bool {
		return slices.ContainsFunc(s.TablePermissions, func(child site.TablePermission) bool {
			return slices.ContainsFunc(s.TablePermissions, func(p site.TablePermission) bool {
				return p.ID == child.Parent && p.ID != child.ID && is(p)
			})
		})
	}
}

func lostParentPermission(s *site.Site, _ plainaccess.Visitor) bool {
	return slices.ContainsFunc(s.TablePermissions, func(p site.TablePermission) bool {
		return p.Parent != "" && !slices.ContainsFunc(s.TablePermissions, func(q site.TablePermission) bool { return q.ID == p.Parent })
	})
}

// underServicePage looks for a forum under a service page, or for a link to one that is not in the export.
func underServicePage(forum bool) func(*site.Site, plainaccess.Visitor) bool {
	return func(s *site.Site, _ plainaccess.Visitor) bool {
		return slices.ContainsFunc(s.SiteMarkers, func(m site.SiteMarker) bool {
			if m.Page == "" || m.Name != "Access Denied" && m.Name != "Page Not Found" {
				return false
			}
			if forum {
				return slices.ContainsFunc(s.Forums, func(f site.Forum) bool { return f.Parent == m.Page })
			}
			lost := !slices.ContainsFunc(s.WebPages, func(p site.WebPage) bool { return p.ID == m.Page })
			return lost && slices.ContainsFunc(s.WebLinks, func(l site.WebLink) bool { return l.Page == m.Page })
		})
	}
}
