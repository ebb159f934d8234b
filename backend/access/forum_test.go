package access_test

import (
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// club is the shop with a forum, a blog and an idea forum.
func club() *site.Site {
	s := shop()
	s.Forums = []site.Forum{{Record: site.Record{ID: "talk", Name: "Talk"}, Parent: "home"}, {Record: site.Record{ID: "bare", Name: "Bare"}}}
	s.ForumPermissions = []site.ForumPermission{
		{Record: site.Record{ID: "f1", Name: "Members"}, Forum: "talk", Right: site.RestrictRead, Roles: []site.ID{"r1"}},
		{Record: site.Record{ID: "f2", Name: "Moderators"}, Forum: "talk", Right: site.GrantChange, Roles: []site.ID{"r2"}}}
	s.Blogs = []site.Blog{
		{Record: site.Record{ID: "news", Name: "News"}, Parent: "orders", AuthorRoles: []site.ID{"r2"}},
		{Record: site.Record{ID: "mute", Name: "Mute"}, Parent: "home"}, {Record: site.Record{ID: "loose", Name: "Loose"}, AuthorRoles: []site.ID{"r2"}}}
	s.BlogPosts = []site.BlogPost{
		{Record: site.Record{ID: "p1", Name: "Opened"}, Blog: "news", Published: true}, {Record: site.Record{ID: "p2", Name: "Draft"}, Blog: "news"},
		{Record: site.Record{ID: "p3", Name: "Stray"}}, {Record: site.Record{ID: "p4", Name: "Off", Inactive: true}, Blog: "news", Published: true},
		{Record: site.Record{ID: "p5", Name: "Elsewhere"}, Blog: "lost", Published: true}}
	s.IdeaForums = []site.IdeaForum{
		{Record: site.Record{ID: "wishes", Name: "Wishes"}, WriterRoles: []site.ID{"r1"}},
		{Record: site.Record{ID: "plans", Name: "Plans"}, ReaderRoles: []site.ID{"r2"}, WriterRoles: []site.ID{"r1"}},
		{Record: site.Record{ID: "closed", Name: "Closed"}, ReaderRoles: []site.ID{"r2"}}}
	s.WebFiles = []site.WebFile{{Record: site.Record{ID: "pic", Name: "pic.png"}, BlogPost: "p1"}, {Record: site.Record{ID: "raw", Name: "raw.png"}, BlogPost: "p2"},
		{Record: site.Record{ID: "old", Name: "old.png"}, BlogPost: "gone"}}
	return s
}

func TestExplainForum(t *testing.T) {
	s := club()
	e := compiled(t, s, access.Options{})
	member, moderator, anonymous := prepared(t, e, access.Holding("Partners")), prepared(t, e, access.Holding("r2")), prepared(t, e, access.Anonymous())
	for name, test := range map[string]struct {
		x     *access.Explanation
		parts []string
	}{
		"LetThrough": {member.ExplainForumRead(0), []string{"can read forum “Talk” because nothing restricts reading it",
			"forum access permission “Members” lets that role through. [f1]", "The forum lies under web page “Home”."}},
		"Granted":    {moderator.ExplainForumChange(0), []string{"because forum access permission “Moderators” grants change", "it is assigned to the visitor"}},
		"Restricted": {anonymous.ExplainForumRead(0), []string{"because the forum is restricted to roles the visitor does not hold", "“Members” is for “Partners”, of which the visitor holds none", "“Moderators” is for “Staff”"}},
		"NoChange":   {member.ExplainForumChange(0), []string{"because no grant change permission applies to the visitor here"}},
		"Bare":       {member.ExplainForumRead(1), []string{"cannot read forum “Bare” because no restrict read permission of the forum names a role", "by the legacy rules the answer is allow"}},
		"BareLegacy": {prepared(t, e.Other(), access.Anonymous()).ExplainForumRead(1), []string{"can read forum “Bare” because nothing else restricts reading it", "It lies under no page"}},
		"BareChange": {member.ExplainForumChange(1), []string{"cannot change forum “Bare” because no permission grants change"}},
	} {
		t.Run(name, func(t *testing.T) { contains(t, test.x.Text(), test.parts...) })
	}
	s.Forums[0].PublishingState, s.Forums[1].Inactive = "draft", true
	s.PublishingStates = []site.PublishingState{{Record: site.Record{ID: "draft", Name: "Draft"}}}
	member = prepared(t, compiled(t, s, access.Options{}), access.Holding("Partners"))
	contains(t, member.ExplainForumRead(0).Text(), "because its publishing state or language is not visible", "It is in publishing state “Draft”")
	contains(t, member.ExplainForumRead(1).Text(), "because it is inactive")
	s.ForumPermissions[0].Roles = []site.ID{"missing"}
	s.Forums[0].PublishingState = ""
	member = prepared(t, compiled(t, s, access.Options{}), access.Holding("Partners"))
	contains(t, member.ExplainForumRead(0).Text(), "Whether a signed-in visitor with web role “Partners” can read forum “Talk” cannot be told because a permission of the forum names roles that are not in the export")
}

func TestLostForumPermissions(t *testing.T) {
	o := access.Options{Incomplete: []access.Kind{access.KindForumPermission}}
	member := prepared(t, compiled(t, club(), o), access.Holding("Partners"))
	contains(t, member.ExplainForumChange(0).Text(), "cannot be told because the export lost some records, which may decide: forum access permissions.",
		"By the records that were read alone, the answer would be deny.")
	if got := member.ForumRead(0); got != access.Allow {
		t.Errorf("one permission names a role of the visitor, and the page is open: %s", got)
	}
}

// A list of roles that the export damaged may hold a role of anybody who is signed in; for flows, of anybody at all.
func TestDamagedLists(t *testing.T) {
	s := club()
	s.PageRules = append(s.PageRules, site.PageRule{Record: site.Record{ID: "g"}, Page: "home", Right: site.GrantChange, Roles: []site.ID{"r1"}})
	s.PublishingTransitions = []site.PublishingTransition{{Record: site.Record{ID: "tr"}, From: "a", To: "b", RolesUnknown: true}}
	s.RoleGates[0] = site.RoleGate{Record: site.Record{ID: "gate"}, Kind: site.CloudFlow, RolesUnknown: true}
	s.ForumPermissions[0].Roles, s.ForumPermissions[0].RolesUnknown = nil, true
	for name, test := range map[string]struct {
		who                    access.Who
		missing                access.Missing
		forum, transition, run access.Verdict
	}{
		"SignedIn":  {access.Holding("r1"), access.MissingUnknown, access.Unknown, access.Unknown, access.Unknown},
		"Anonymous": {access.Anonymous(), access.MissingUnknown, access.Deny, access.Deny, access.Unknown},
		"Absent":    {access.Holding("r1"), access.MissingAbsent, access.Deny, access.Deny, access.Deny},
	} {
		v := prepared(t, compiled(t, s, access.Options{Missing: test.missing}), test.who)
		if got := [3]access.Verdict{v.ForumRead(0), v.Transition(0, "a", "b"), v.Gate(0)}; got != [3]access.Verdict{test.forum, test.transition, test.run} {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestExplainBlog(t *testing.T) {
	s := club()
	e := compiled(t, s, access.Options{})
	reader, author, anonymous := prepared(t, e, access.Holding("Partners")), prepared(t, e, access.Holding("r2")), prepared(t, e, access.Anonymous())
	for name, test := range map[string]struct {
		x     *access.Explanation
		parts []string
	}{
		"Read":        {reader.ExplainBlogRead(0), []string{"can read blog “News” because the visitor holds a role for the one restricted page", "The blog lies under web page “Orders”. [orders]"}},
		"Refused":     {anonymous.ExplainBlogRead(0), []string{"cannot read blog “News” because page “Orders” is restricted"}},
		"Author":      {author.ExplainBlogChange(0), []string{"can change blog “News” because the visitor holds an author role of the blog", "That role is an author role of blog “News”."}},
		"NoAuthor":    {reader.ExplainBlogChange(0), []string{"because the visitor holds none of the blog's author roles, and no grant change permission applies", "blog “News” has the author roles “Staff”, of which the visitor holds none"}},
		"Mute":        {author.ExplainBlogChange(1), []string{"cannot change blog “Mute” because the blog lists no author role", "without one nobody changes a blog"}},
		"Loose":       {author.ExplainBlogRead(2), []string{"because the blog lies under no page"}},
		"Post":        {reader.ExplainPostRead(0), []string{"can read blog post “Opened”", "The post belongs to blog “News”. [news]"}},
		"Draft":       {reader.ExplainPostRead(1), []string{"cannot read blog post “Draft”", "The post is not published"}},
		"DraftAuthor": {author.ExplainPostRead(1), []string{"can read blog post “Draft” because the visitor holds an author role of the blog"}},
		"Stray":       {author.ExplainPostChange(2), []string{"because the post belongs to no blog"}},
		"Off":         {reader.ExplainPostRead(3), []string{"because the post is inactive"}},
		"Elsewhere":   {anonymous.ExplainPostRead(4), []string{"cannot be told because the blog of the post is not in the export", "“lost”"}},
		"Picture":     {reader.ExplainFileRead(0), []string{"can read web file “pic.png”", "The file takes its access from blog post “Opened”. [p1]"}},
		"RawPicture":  {reader.ExplainFileRead(1), []string{"cannot read web file “raw.png”", "has the author roles “Staff”"}},
		"OldPicture":  {anonymous.ExplainFileRead(2), []string{"cannot be told because the blog post it hangs on is not in the export"}},
	} {
		t.Run(name, func(t *testing.T) {
			contains(t, test.x.Text(), test.parts...)
		})
	}
	s.Blogs[0].AuthorRoles, s.Blogs[1].AuthorRolesUnknown, s.Blogs[2].Inactive = []site.ID{"missing"}, true, true
	reader = prepared(t, compiled(t, s, access.Options{}), access.Holding("Partners"))
	contains(t, reader.ExplainBlogChange(0).Text(), "cannot be told because the export does not tell whether the visitor holds an author role of the blog")
	contains(t, reader.ExplainBlogChange(1).Text(), "cannot be told because the export does not tell the author roles of the blog")
	contains(t, reader.ExplainBlogChange(2).Text(), "because the blog is inactive")
	if got := prepared(t, compiled(t, s, access.Options{}), access.Anonymous()).BlogChange(1); got != access.Deny {
		t.Errorf("an anonymous visitor may change a blog: %s", got)
	}
}

func TestExplainIdeaForum(t *testing.T) {
	s := club()
	e := compiled(t, s, access.Options{})
	writer, reader, anonymous := prepared(t, e, access.Holding("Partners")), prepared(t, e, access.Holding("r2")), prepared(t, e, access.Anonymous())
	for name, test := range map[string]struct {
		x     *access.Explanation
		parts []string
	}{
		"Open":     {anonymous.ExplainIdeaForumRead(0), []string{"can read idea forum “Wishes” because it lists no reader role"}},
		"NoWriter": {reader.ExplainIdeaForumChange(0), []string{"because the visitor holds none of its writer roles", "has the writer roles “Partners”"}},
		"Reader":   {reader.ExplainIdeaForumRead(1), []string{"because the visitor holds a reader role of it"}},
		"Writer":   {writer.ExplainIdeaForumRead(1), []string{"because the visitor holds a writer role of it"}},
		"Refused":  {anonymous.ExplainIdeaForumRead(1), []string{"because the visitor holds none of its reader and writer roles", "“Partners”, “Staff”"}},
		"Closed":   {reader.ExplainIdeaForumChange(2), []string{"because it lists no writer role"}},
	} {
		t.Run(name, func(t *testing.T) { contains(t, test.x.Text(), test.parts...) })
	}
	s.IdeaForums[0].ReaderRolesUnknown, s.IdeaForums[1].Inactive = true, true
	anonymous = prepared(t, compiled(t, s, access.Options{}), access.Anonymous())
	contains(t, anonymous.ExplainIdeaForumRead(0).Text(), "cannot be told because the export does not tell all of its roles")
	contains(t, anonymous.ExplainIdeaForumRead(1).Text(), "because it is inactive")
	absent := prepared(t, compiled(t, s, access.Options{Missing: access.MissingAbsent}), access.Anonymous())
	if got := absent.IdeaForumRead(0); got != access.Allow {
		t.Errorf("what is left of the list restricts reading: %s", got)
	}
}

// The inverse questions agree with the forward ones.
func TestWhoCanInForums(t *testing.T) {
	eachRandom(t, access.MissingUnknown, true, func(t *testing.T, _ chance, s *site.Site, v *access.Visitor) {
		e := v.Engine()
		for name, test := range map[string]struct {
			who access.Givers[access.Verdict]
			ask func(*access.Visitor) access.Verdict
		}{
			"ForumRead":   {e.WhoCanReadForum(0), func(w *access.Visitor) access.Verdict { return w.ForumRead(0) }},
			"ForumChange": {e.WhoCanChangeForum(0), func(w *access.Visitor) access.Verdict { return w.ForumChange(0) }},
			"BlogRead":    {e.WhoCanReadBlog(0), func(w *access.Visitor) access.Verdict { return w.BlogRead(0) }},
			"BlogChange":  {e.WhoCanChangeBlog(0), func(w *access.Visitor) access.Verdict { return w.BlogChange(0) }},
			"PostRead":    {e.WhoCanReadPost(0), func(w *access.Visitor) access.Verdict { return w.PostRead(0) }},
			"IdeasRead":   {e.WhoCanReadIdeaForum(0), func(w *access.Visitor) access.Verdict { return w.IdeaForumRead(0) }},
			"IdeasChange": {e.WhoCanChangeIdeaForum(0), func(w *access.Visitor) access.Verdict { return w.IdeaForumChange(0) }},
		} {
			if test.who.Anonymous != test.ask(prepared(t, e, access.Anonymous())) {
				t.Errorf("%s: anonymous visitors differ", name)
			}
			for _, role := range test.who.Roles {
				if role.With != test.ask(prepared(t, e, access.Holding(string(role.Role.ID)))) {
					t.Errorf("%s: role %s differs", name, role.Role.ID)
				}
			}
		}
	})
}

// A deleted role leaves the lists of forums, blogs and idea forums, and an empty list means something of its own.
func TestWithoutARoleInForums(t *testing.T) {
	for name, test := range map[string]struct {
		who  access.Who
		ref  access.Ref
		want map[string]string
	}{
		"Author": {access.Holding("r2"), access.Ref{Kind: access.KindWebRole, ID: "r2"}, map[string]string{"news change": "allow deny", "p2 read": "allow deny",
			"talk read": "allow deny", "talk change": "allow deny", "closed read": "", "plans read": ""}},
		"Reader":          {access.Anonymous(), access.Ref{Kind: access.KindWebRole, ID: "r2"}, map[string]string{"plans read": "deny allow", "closed read": "deny allow", "news change": ""}},
		"ForumPermission": {access.Holding("r1"), access.Ref{Kind: access.KindForumPermission, ID: "f1"}, map[string]string{"talk read": "allow deny"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := club()
			list, err := prepared(t, compiled(t, s, access.Options{}), test.who).Without(test.ref)
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]string{}
			for _, d := range list {
				found[d.ID+" "+d.Right] = d.Before + " " + d.After
			}
			for question, want := range test.want {
				if found[question] != want {
					t.Errorf("%s: %q, want %q", question, found[question], want)
				}
			}
			if len(s.Blogs[0].AuthorRoles) != 1 || len(s.ForumPermissions) != 2 {
				t.Error("the site was changed")
			}
		})
	}
}
