package access_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

func TestSuggestBlog(t *testing.T) {
	s := club()
	s.BlogPosts = append(s.BlogPosts, site.BlogPost{Record: site.Record{ID: "p6", Name: "Quiet"}, Blog: "mute"},
		site.BlogPost{Record: site.Record{ID: "p7", Name: "Gone", Inactive: true}, Blog: "mute", Published: true})
	s.WebFiles = append(s.WebFiles, site.WebFile{Record: site.Record{ID: "quiet", Name: "quiet.png"}, BlogPost: "p6"})
	s.Blogs = append(s.Blogs, site.Blog{Record: site.Record{ID: "off", Name: "Off", Inactive: true}, Parent: "home"})
	s.IdeaForums = append(s.IdeaForums, site.IdeaForum{Record: site.Record{ID: "shut", Name: "Shut", Inactive: true}})
	e := compiled(t, s, access.Options{Missing: access.MissingAbsent})
	partner, everybody, anonymous := prepared(t, e, access.Holding("Partners")), prepared(t, e, access.Authenticated()), prepared(t, e, access.Anonymous())
	for name, test := range map[string]struct{ got, want string }{
		"BlogRole":     {everybody.SuggestBlog(0, false), "Assign web role “Partners” to the visitor."},
		"BlogAuthor":   {partner.SuggestBlog(1, true), "Add web role “Everybody” to the author roles of blog “Mute”."},
		"BlogRead":     {partner.SuggestBlog(0, false), ""},
		"BlogActivate": {anonymous.SuggestBlog(3, false), "Activate blog “Off”."},
		"BlogNoPage":   {anonymous.SuggestBlog(2, false), access.NoSingleChange},
		"BlogPage":     {anonymous.SuggestBlog(0, false), "Deactivate page permission (restrict read) “Partners only”."},
		"PostPublish":  {partner.SuggestPost(5, false), "Publish blog post “Quiet”."},
		"PostActivate": {anonymous.SuggestPost(6, false), "Activate blog post “Gone”."},
		"PostChange":   {partner.SuggestPost(0, true), "Assign web role “Staff” to the visitor."},
		"PostStray":    {partner.SuggestPost(2, false), access.NoSingleChange},
		"FileOfPost":   {anonymous.SuggestFileRead(3), "Publish blog post “Quiet”."},
		"IdeasRole":    {everybody.SuggestIdeaForum(1, false), "Assign web role “Partners” to the visitor."},
		"IdeasOpen":    {anonymous.SuggestIdeaForum(2, false), "Take the reader roles off idea forum “Closed”, which opens it to everybody."},
		"IdeasWriter":  {everybody.SuggestIdeaForum(2, true), "Add web role “Everybody” to the writer roles of idea forum “Closed”."},
		"IdeasShut":    {anonymous.SuggestIdeaForum(3, false), "Activate idea forum “Shut”."},
		"IdeasRead":    {anonymous.SuggestIdeaForum(0, false), ""},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
	if g := e.WhoCanChangePost(0); g.Anonymous != access.Deny || g.Roles[1].Role.ID != "r2" || g.Roles[1].With != access.Allow {
		t.Errorf("%+v", g)
	}
}
