package plainaccess_test

import (
	"testing"
	"time"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

// file adds the one file of a vector.
func file(parent string, more ...func(*site.WebFile)) edit {
	return func(s *site.Site) {
		f := site.WebFile{Record: record("terms.pdf"), Parent: site.ID(parent), PublishingState: "published"}
		for _, change := range more {
			change(&f)
		}
		s.WebFiles = append(s.WebFiles, f)
	}
}

// link adds the one web link of a vector.
func link(page string, unchecked bool) edit {
	return func(s *site.Site) {
		s.WebLinks = append(s.WebLinks, site.WebLink{Record: record("link"), Page: site.ID(page), DisablePageValidation: unchecked})
	}
}

func TestFiles(t *testing.T) {
	tomorrow, yesterday := now.Add(24*time.Hour), now.Add(-24*time.Hour)
	fileRead := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.FileRead(s, o, v, "terms.pdf")
	}
	fileChange := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.FileChange(s, o, v, "terms.pdf")
	}
	runVectors(t, []vector{
		{id: "VF01", given: []edit{restrict("staff", "emp"), file("staff")}, ask: fileRead, want: "anon=deny bob=allow"},
		{id: "VF02", given: []edit{restrict("staff", "emp", scope2), file("staff")}, ask: fileRead, want: "anon=allow"},
		{id: "VF03", given: []edit{restrict("staff", "emp", scope2), file("hr")}, ask: fileRead, want: "anon=deny", legacy: "anon=allow"},
		{id: "VF04", given: []edit{restrict("staff", "emp"), file("hr")}, ask: fileRead, want: "anon=deny", legacy: "anon=allow"},
		{id: "VF05", given: []edit{restrict("staff", "emp"), restrict("staff", "mgr", scope2), file("staff")}, ask: fileRead, want: "anon=allow"},
		{id: "VF06", given: []edit{file("")}, ask: fileRead, want: "anon=deny adm=deny"},
		{id: "VF07", given: []edit{inactivePage("staff"), file("staff")}, ask: fileRead, want: "anon=deny adm=deny"},
		{id: "VF08", given: []edit{grant("home", "adm"), restrict("staff", "emp"), file("staff")}, ask: fileRead, want: "adm=allow", legacy: "adm=deny"},
		{id: "VF09", given: []edit{access("p", "adm"), file("home", func(f *site.WebFile) { f.Released = &tomorrow })},
			ask: fileRead, want: "anon=deny adm=allow"},
		{id: "VF10", given: []edit{file("home", func(f *site.WebFile) { f.Expires = &yesterday })}, ask: fileRead, want: "anon=deny"},
		{id: "VF11", given: []edit{file("home", func(f *site.WebFile) { f.PublishingState = "draft" })}, ask: fileRead, want: "anon=deny"},
		{id: "VF12", given: []edit{grant("home", "ed"), file("hr")}, ask: fileChange, want: "ed=allow bob=deny"},
		// Rules without a vector.
		{id: "InactiveFile", given: []edit{file("home", func(f *site.WebFile) { f.Inactive = true })}, ask: fileRead, want: "anon=deny adm=deny"},
		{id: "DatesOnTheMoment", given: []edit{file("home", func(f *site.WebFile) { f.Released, f.Expires = &now, &now })}, ask: fileRead, want: "anon=allow"},
		{id: "ScopeTwoAbove", given: []edit{restrict("home", "mgr", scope2), restrict("staff", "emp", scope2), file("staff")},
			ask: fileRead, want: "bob=deny sue=allow", legacy: "bob=allow"},
		{id: "FileOfServicePage", given: []edit{restrict("staff", "emp"), file("denied")}, ask: fileRead, want: "anon=allow"},
		{id: "BlogPost", given: []edit{file("", func(f *site.WebFile) { f.BlogPost = "post" })}, ask: fileRead, want: "anon=deny adm=deny"},
	})
}

func TestLinks(t *testing.T) {
	linkRead := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.WebLinkRead(s, o, v, "link")
	}
	linkChange := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.WebLinkChange(s, o, v, "link")
	}
	runVectors(t, []vector{
		{id: "VF13", given: []edit{restrict("hr", "emp"), link("hr", false)}, ask: linkRead, want: "anon=deny bob=allow"},
		{id: "VF14", given: []edit{restrict("hr", "emp"), link("hr", true)}, ask: linkRead, want: "anon=allow"},
		{id: "VF15", given: []edit{link("missing", false)}, ask: linkRead, want: "anon=allow"},
		{id: "VF16", given: []edit{grant("home", "ed"), link("about", false)}, ask: linkChange, want: "ed=deny"},
		{id: "LinkSets", given: []edit{access("l", "ed"), link("about", false)}, ask: linkChange, want: "ed=allow bob=deny"},
		{id: "DraftTarget", given: []edit{draft("hr"), link("hr", false)}, ask: linkRead, want: "anon=deny"},
	})
}

func TestTransitions(t *testing.T) {
	toAdm := func(s *site.Site) {
		s.PublishingTransitions = []site.PublishingTransition{{Record: record("publish"), From: "draft", To: "published", Roles: ids("adm")}}
	}
	publish := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.Transition(s, o, v, "draft", "published")
	}
	runVectors(t, []vector{
		{id: "VF17", given: []edit{toAdm}, ask: publish, want: "ed=deny adm=allow"},
		{id: "VF18", ask: publish, want: "ed=allow"},
	})
}

func TestWebsiteRights(t *testing.T) {
	snippets, markers := websiteRight("manageContentSnippets"), websiteRight("manageSiteMarkers")
	split := []edit{access("s", "ed"), access("m", "ed")}
	runVectors(t, []vector{
		{id: "VW01", given: []edit{access("s", "ed")}, ask: snippets, want: "ed=allow bob=deny anon=deny"},
		{id: "VW01markers", given: []edit{access("s", "ed")}, ask: markers, want: "ed=deny"},
		{id: "VW02", given: split, ask: snippets, want: "ed=allow"},
		{id: "VW02markers", given: split, ask: markers, want: "ed=allow"},
		{id: "VW03", given: []edit{access("s", "anon")}, ask: snippets, want: "anon=deny"},
		{id: "VW04", given: []edit{access("s", "auth")}, ask: snippets, want: "nob=allow"},
		{id: "VW05", given: []edit{access("s", "ed", func(p *site.WebsiteAccessPermission) { p.Inactive = true })},
			ask: snippets, want: "ed=deny", legacy: "ed=allow"},
		{id: "VW08", ask: snippets, want: "adm=deny"},
		{id: "OtherWebsite", given: []edit{access("s", "ed", func(p *site.WebsiteAccessPermission) { p.Website = "s2" })},
			ask: snippets, want: "ed=deny"},
		{id: "NamesakeOfAnotherWebsite", given: []edit{access("s", "mgrx")}, ask: snippets, want: "sue=deny", legacy: "sue=allow"},
	})
}

func TestForums(t *testing.T) {
	forum := func(rules ...site.ForumPermission) edit {
		return func(s *site.Site) {
			s.Forums = []site.Forum{{Record: record("forum"), Parent: "about"}}
			for i, r := range rules {
				r.Forum, r.ID = "forum", site.ID("forum-rule-"+string(rune('a'+i)))
				s.ForumPermissions = append(s.ForumPermissions, r)
			}
		}
	}
	forumRead := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.ForumRead(s, o, v, "forum")
	}
	forumChange := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.ForumChange(s, o, v, "forum")
	}
	toEmp := site.ForumPermission{Right: site.RestrictRead, Roles: ids("emp")}
	toEd := site.ForumPermission{Right: site.GrantChange, Roles: ids("ed")}
	runVectors(t, []vector{
		{id: "VB01", given: []edit{forum()}, ask: forumRead, want: "anon=deny bob=deny", legacy: "anon=allow bob=allow"},
		{id: "VB02", given: []edit{forum(toEmp)}, ask: forumRead, want: "bob=allow sue=deny anon=deny"},
		{id: "VB02change", given: []edit{forum(toEmp)}, ask: forumChange, want: "bob=deny"},
		{id: "VB03", given: []edit{forum(toEmp, toEd)}, ask: forumRead, want: "ed=allow"},
		{id: "VB03change", given: []edit{forum(toEmp, toEd)}, ask: forumChange, want: "ed=allow"},
		{id: "VB04", given: []edit{restrict("about", "mgr"), forum(toEmp)}, ask: forumRead, want: "bob=deny both=allow"},
	})
}

func TestBlogs(t *testing.T) {
	blog := func(parent site.ID, authors string) edit {
		return func(s *site.Site) {
			s.Blogs = []site.Blog{{Record: record("blog"), Parent: parent, AuthorRoles: ids(authors)}}
		}
	}
	post := func(s *site.Site) { s.BlogPosts = []site.BlogPost{{Record: record("post"), Blog: "blog"}} }
	published := func(s *site.Site) { s.BlogPosts[0].Published = true }
	ask := func(right string) question {
		return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
			switch right {
			case "read":
				return plainaccess.BlogRead(s, o, v, "blog")
			case "post":
				return plainaccess.PostRead(s, o, v, "post")
			}
			return plainaccess.BlogChange(s, o, v, "blog")
		}
	}
	partial := plainaccess.Options{MissingUnknown: true}
	runVectors(t, []vector{
		{id: "VB05", given: []edit{grant("home", "ed"), blog("about", "")}, ask: ask("read"), want: "anon=allow"},
		{id: "VB05change", given: []edit{grant("home", "ed"), blog("about", "")}, ask: ask("change"), want: "ed=deny"},
		{id: "VB06", given: []edit{grant("home", "ed"), blog("about", "mgr")}, ask: ask("change"), want: "sue=allow ed=allow bob=deny"},
		{id: "VB07", given: []edit{blog("", "mgr")}, ask: ask("read"), want: "anon=deny"},
		{id: "WithoutPage", given: []edit{blog("", "mgr")}, ask: ask("change"), want: "sue=deny"},
		{id: "VB08", given: []edit{blog("about", "mgr"), post}, ask: ask("post"), want: "anon=deny sue=allow"},
		{id: "Published", given: []edit{blog("about", "mgr"), post, published}, ask: ask("post"), want: "anon=allow"},
		{id: "RestrictedPage", given: []edit{restrict("about", "emp"), blog("about", "mgr"), post, published}, ask: ask("post"), want: "anon=deny bob=allow sue=deny"},
		{id: "LostAuthor", given: []edit{assignAccount("a9", "adm"), grant("home", "ed"), blog("about", "missing")}, options: partial, ask: ask("change"), want: "ed=allow bob=unknown anon=deny"},
		{id: "LostBlog", given: []edit{post, published}, options: partial, ask: ask("post"), want: "anon=unknown"},
	})
}

func TestIdeaForums(t *testing.T) {
	ideas := func(readers, writers string) edit {
		return func(s *site.Site) {
			s.IdeaForums = []site.IdeaForum{{Record: record("ideas"), ReaderRoles: ids(readers), WriterRoles: ids(writers)}}
		}
	}
	damaged := func(s *site.Site) { s.IdeaForums[0].ReaderRolesUnknown = true }
	ideasRead := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.IdeaForumRead(s, o, v, "ideas")
	}
	ideasChange := func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.IdeaForumChange(s, o, v, "ideas")
	}
	partial := plainaccess.Options{MissingUnknown: true}
	runVectors(t, []vector{
		{id: "VB09", given: []edit{ideas("", "mgr")}, ask: ideasRead, want: "anon=allow"},
		{id: "VB09change", given: []edit{ideas("", "mgr")}, ask: ideasChange, want: "sue=allow bob=deny"},
		{id: "VB10", given: []edit{ideas("emp", "mgr")}, ask: ideasRead, want: "anon=deny bob=allow sue=allow nob=deny"},
		{id: "Damaged", given: []edit{ideas("", "mgr"), damaged}, options: partial, ask: ideasRead, want: "anon=unknown sue=allow"},
		{id: "DamagedAbsent", given: []edit{ideas("", "mgr"), damaged}, ask: ideasRead, want: "anon=allow"},
	})
}
