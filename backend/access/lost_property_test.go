package access_test

import (
	"slices"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// Records that are taken out of an export without a trace must not turn one definite answer into another one, as long as
// their kind is known to be lost.
func TestLostRecordsNeverFlipAnAnswer(t *testing.T) {
	unknown := map[access.Kind]int{}
	check := func(t *testing.T, c chance, s *site.Site, v *access.Visitor) {
		whole := answers(v)
		part, kind := losing(c, s, v.Who())
		o := v.Engine().Options()
		o.Incomplete = []access.Kind{kind}
		for question, got := range answers(prepared(t, compiled(t, part, o), v.Who())) {
			if got == "unknown" {
				unknown[kind]++
			} else if want, asked := whole[question]; asked && got != want && want != "unknown" {
				t.Errorf("%s was %s and is %s without some of kind %s", question, want, got, kind)
			}
		}
	}
	eachRandom(t, access.MissingUnknown, false, check)
	eachRandom(t, access.MissingUnknown, true, check)
	for _, kind := range losable {
		if unknown[kind] == 0 {
			t.Errorf("no answer became unknown by losing some of kind %s", kind)
		}
	}
}

var losable = []access.Kind{
	access.KindWebsite, access.KindLanguage, access.KindWebPage, access.KindWebRole, access.KindRoleAssignment,
	access.KindPagePermission, access.KindWebsiteAccessPermission, access.KindTablePermission,
	access.KindColumnPermissionProfile, access.KindColumnPermission, access.KindSiteSetting, access.KindSiteMarker,
	access.KindPublishingState, access.KindForumPermission, access.KindBlog, access.KindBlogPost,
}

// losing is a copy of a site without some records of a kind, but with the roles and the contact that are asked about.
func losing(c chance, s *site.Site, who access.Who) (*site.Site, access.Kind) {
	out := *s
	kind := losable[c.IntN(len(losable))]
	switch kind {
	case access.KindWebsite:
		out.Website = site.Website{}
	case access.KindLanguage:
		out.Languages = losingSome(c, s.Languages)
	case access.KindWebPage:
		out.WebPages = losingSome(c, s.WebPages)
	case access.KindWebRole:
		lost := losingSome(c, s.WebRoles)
		out.WebRoles = slices.DeleteFunc(slices.Clone(s.WebRoles), func(r site.WebRole) bool {
			return !slices.Contains(lost, r) && !slices.Contains(who.Roles, string(r.ID))
		})
	case access.KindRoleAssignment:
		out.RoleAssignments = losingSome(c, s.RoleAssignments)
	case access.KindPagePermission:
		out.PageRules = losingSome(c, s.PageRules)
	case access.KindWebsiteAccessPermission:
		out.WebsiteAccessPermissions = losingSome(c, s.WebsiteAccessPermissions)
	case access.KindTablePermission:
		out.TablePermissions = losingSome(c, s.TablePermissions)
	case access.KindColumnPermissionProfile:
		out.ColumnPermissionProfiles = losingSome(c, s.ColumnPermissionProfiles)
	case access.KindColumnPermission:
		out.ColumnPermissions = losingSome(c, s.ColumnPermissions)
	case access.KindSiteSetting:
		out.SiteSettings = losingSome(c, s.SiteSettings)
	case access.KindSiteMarker:
		out.SiteMarkers = losingSome(c, s.SiteMarkers)
	case access.KindPublishingState:
		out.PublishingStates = losingSome(c, s.PublishingStates)
	case access.KindForumPermission:
		out.ForumPermissions = losingSome(c, s.ForumPermissions)
	case access.KindBlog:
		out.Blogs = losingSome(c, s.Blogs)
	case access.KindBlogPost:
		out.BlogPosts = losingSome(c, s.BlogPosts)
	}
	return &out, kind
}

func losingSome[T any](c chance, list []T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(T) bool { return c.one(2) })
}
