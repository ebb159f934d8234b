package access_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// chance is a source of odd and ordinary sites alike; equal seeds give equal sites.
type chance struct{ *rand.Rand }

func newChance(seed uint64) chance { return chance{rand.New(rand.NewPCG(seed, 4))} }

func (c chance) one(in int) bool { return c.IntN(in) == 0 }

func (c chance) pick(list []site.ID) site.ID { return list[c.IntN(len(list))] }

func (c chance) some(list []site.ID, atMost int) (picked []site.ID) {
	for range c.IntN(atMost + 1) {
		if id := c.pick(list); !slices.Contains(picked, id) {
			picked = append(picked, id)
		}
	}
	return picked
}

func numbered(kind string, n int) (list []site.ID) {
	for i := range n {
		list = append(list, site.ID(fmt.Sprintf("%s%d", kind, i)))
	}
	return list
}

var tables = []string{"incident", "contact", "account"}

var rowTypes = []site.AccessType{site.Global, site.ContactScope, site.AccountScope, site.ParentScope, site.ParentScope, site.SelfScope, site.UnknownAccess, site.CustomFetchXML}

// randomSite has every reference answered unless it is made dangling on purpose.
func randomSite(c chance, dangling bool) *site.Site {
	s := &site.Site{Website: site.Website{Record: site.Record{ID: "w"}}}
	roles, pages, states, perms := numbered("r", 5), numbered("p", 7), numbered("st", 3), numbered("t", 6)
	known := [][]site.ID{roles, pages, states, perms}
	if dangling {
		for i, prefix := range []string{"lost-r", "lost-p", "lost-st", "lost-t"} {
			known[i] = append(slices.Clone(known[i]), site.ID(prefix))
		}
	}
	off := func() bool { return c.one(8) }
	for i, id := range roles {
		r := site.WebRole{Record: site.Record{ID: id, Name: fmt.Sprintf("Role %d", i), Inactive: off()}, Anonymous: c.one(5), Authenticated: c.one(5), Website: "w"}
		if c.one(8) {
			r.Website = "elsewhere"
		}
		if c.one(6) {
			r.Name = "Role 0"
		}
		s.WebRoles = append(s.WebRoles, r)
	}
	for i, id := range states {
		s.PublishingStates = append(s.PublishingStates, site.PublishingState{Record: site.Record{ID: id, Name: fmt.Sprint("State ", min(i, 1+c.IntN(2)))}, Visible: !c.one(3)})
	}
	s.Languages = []site.Language{{Record: site.Record{ID: "l0"}}}
	if c.one(3) {
		s.Languages = append(s.Languages, site.Language{Record: site.Record{ID: "l1"}, PublishingState: c.pick(states)})
		s.Website.DefaultLanguage = c.pick([]site.ID{"l0", "l1"})
	}
	maybe := func(list []site.ID, in int) site.ID {
		if c.one(in) {
			return ""
		}
		return c.pick(list)
	}
	for i, id := range pages {
		p := site.WebPage{Record: site.Record{ID: id, Name: "Page " + string(id), Inactive: off()}, PartialURL: string(id), IsRoot: true, PublishingState: maybe(known[2], 2)}
		if i > 0 {
			p.Parent = pages[c.IntN(i)]
		}
		if c.one(8) {
			p.Parent = c.pick(known[1])
		}
		if c.one(6) {
			p.IsRoot, p.RootPage = false, c.pick(known[1])
		}
		if c.one(8) {
			p.Released = at(c)
		}
		s.WebPages = append(s.WebPages, p)
	}
	if c.one(3) {
		s.SiteMarkers = []site.SiteMarker{{Record: site.Record{ID: "m", Name: "Access Denied"}, Page: c.pick(known[1])}}
	}
	for i := range 4 {
		f := site.WebFile{Record: site.Record{ID: site.ID(fmt.Sprint("f", i)), Inactive: off()}, Parent: maybe(known[1], 8), PublishingState: maybe(known[2], 2)}
		if c.one(6) {
			f.Expires = at(c)
		}
		if f.Parent == "" && c.one(2) {
			f.BlogPost = site.ID(fmt.Sprint("post", c.IntN(3)))
			if dangling && c.one(2) {
				f.BlogPost = "lost-post"
			}
		}
		s.WebFiles = append(s.WebFiles, f)
	}
	for i := range c.IntN(7) {
		r := site.PageRule{Record: site.Record{ID: site.ID(fmt.Sprint("rule", i)), Name: fmt.Sprint("Rule ", i), Inactive: off()}, Page: maybe(known[1], 10),
			Right: []site.PageRight{site.GrantChange, site.RestrictRead, site.RestrictRead, site.UnknownRight}[c.IntN(4)], Scope: site.AllContent,
			Roles: c.some(known[0], 2), Website: "w"}
		if c.one(3) {
			r.Scope = site.ExcludeDirectWebFiles
		}
		if c.one(2) {
			r.PublishingStates = c.some(known[2], 2)
		}
		r.RolesUnknown = dangling && c.one(10)
		s.PageRules = append(s.PageRules, r)
	}
	for i := range c.IntN(3) {
		s.WebsiteAccessPermissions = append(s.WebsiteAccessPermissions, site.WebsiteAccessPermission{
			Record: site.Record{ID: site.ID(fmt.Sprint("wa", i)), Inactive: off()}, ManageContentSnippets: c.one(2), ManageWebLinkSets: c.one(2),
			PreviewUnpublishedEntities: c.one(2), Roles: c.some(known[0], 2)})
	}
	for _, id := range perms {
		p := site.TablePermission{Record: site.Record{ID: id, Name: "Permission " + string(id), Inactive: off()}, Table: tables[c.IntN(3)], AccessType: rowTypes[c.IntN(len(rowTypes))],
			Read: !c.one(4), Write: c.one(2), Create: c.one(2), Roles: c.some(known[0], 2), Parent: maybe(known[3], 2), Website: "w",
			ParentRelationship: "rel", ContactRelationship: "rel", AccountRelationship: "rel"}
		if p.AccessType == site.UnknownAccess && c.one(2) {
			p.RawAccessType = "756150005"
		}
		if c.one(8) {
			p.ParentRelationship, p.ContactRelationship = "", ""
		}
		if c.one(10) {
			p.Website = "elsewhere"
		}
		if c.one(12) {
			p.Table = ""
		}
		s.TablePermissions = append(s.TablePermissions, p)
	}
	randomColumns(c, s, known[0])
	randomForums(c, s, known, dangling)
	for i := range 3 {
		id := site.ID(fmt.Sprint("c", i))
		s.Contacts = append(s.Contacts, site.Contact{Record: site.Record{ID: id, Name: "Contact " + string(id), Inactive: off()}, Parent: maybe([]site.ID{"a0", "c0"}, 2)})
		for _, r := range c.some(known[0], 2) {
			s.RoleAssignments = append(s.RoleAssignments, site.RoleAssignment{Record: site.Record{ID: r + "/" + id}, Role: r, Contact: id})
		}
	}
	if !dangling || c.one(2) {
		s.RoleAssignments = append(s.RoleAssignments, site.RoleAssignment{Record: site.Record{ID: "x"}, Role: roles[0], Account: "a0"})
	}
	return s
}

func at(c chance) *time.Time {
	when := now.Add(time.Duration(c.IntN(3)-1) * time.Hour)
	return &when
}

func randomColumns(c chance, s *site.Site, roles []site.ID) {
	s.SiteSettings = []site.SiteSetting{
		{Record: site.Record{ID: "s0", Name: "Webapi/incident/enabled"}, Value: []string{"true", "true", "false"}[c.IntN(3)]},
		{Record: site.Record{ID: "s1", Name: "Webapi/incident/fields"}, Value: []string{"title", "title,status", "*"}[c.IntN(3)]},
	}
	for i, id := range numbered("cp", c.IntN(3)) {
		p := site.ColumnPermissionProfile{Record: site.Record{ID: id, Name: string(id)}, Table: "incident", Roles: c.some(roles, 2), Website: "w"}
		if c.one(2) {
			p.AllColumns = []site.ColumnRight{site.ColumnRead}
		}
		s.ColumnPermissionProfiles = append(s.ColumnPermissionProfiles, p)
		if c.one(2) {
			s.ColumnPermissions = append(s.ColumnPermissions, site.ColumnPermission{
				Record: site.Record{ID: site.ID(fmt.Sprint("col", i))}, Profile: id, Column: "title", Rights: []site.ColumnRight{site.ColumnUpdate}})
		}
	}
}

// randomForums makes forums, blogs with posts, and idea forums. The lists of known are roles, pages and states.
func randomForums(c chance, s *site.Site, known [][]site.ID, dangling bool) {
	record := func(kind string, i int) site.Record {
		return site.Record{ID: site.ID(fmt.Sprint(kind, i)), Name: fmt.Sprint(kind, " ", i), Inactive: c.one(8)}
	}
	parent := func() site.ID {
		if c.one(6) {
			return ""
		}
		return c.pick(known[1])
	}
	for i := range 2 {
		s.Forums = append(s.Forums, site.Forum{Record: record("forum", i), Parent: parent(), PublishingState: c.pick(known[2])})
		for range c.IntN(3) {
			s.ForumPermissions = append(s.ForumPermissions, site.ForumPermission{Record: record("fp", len(s.ForumPermissions)), Forum: s.Forums[i].ID,
				Right: []site.PageRight{site.GrantChange, site.RestrictRead, site.RestrictRead, site.UnknownRight}[c.IntN(4)], Roles: c.some(known[0], 2),
				RolesUnknown: dangling && c.one(8)})
		}
		s.Blogs = append(s.Blogs, site.Blog{Record: record("blog", i), Parent: parent(), AuthorRoles: c.some(known[0], 2), AuthorRolesUnknown: dangling && c.one(6)})
		s.IdeaForums = append(s.IdeaForums, site.IdeaForum{Record: record("ideas", i), ReaderRoles: c.some(known[0], 2), WriterRoles: c.some(known[0], 1),
			ReaderRolesUnknown: dangling && c.one(6), WriterRolesUnknown: dangling && c.one(6)})
	}
	for i := range 3 {
		p := site.BlogPost{Record: record("post", i), Blog: c.pick([]site.ID{"blog0", "blog1"}), Published: !c.one(3)}
		if c.one(8) {
			p.Blog = ""
		}
		if dangling && c.one(6) {
			p.Blog = "lost-blog"
		}
		s.BlogPosts = append(s.BlogPosts, p)
	}
}

// randomWho never names an unknown role.
func randomWho(c chance, s *site.Site) access.Who {
	switch c.IntN(4) {
	case 0:
		return access.Anonymous()
	case 1:
		return access.Contact(s.Contacts[c.IntN(len(s.Contacts))].ID)
	}
	who := access.Authenticated()
	for _, r := range s.WebRoles {
		if c.one(3) {
			who.Roles = append(who.Roles, string(r.ID))
		}
	}
	who.PreviewOff = c.one(8)
	return who
}

func randomOptions(c chance, missing access.Missing) access.Options {
	o := access.Options{Missing: missing, At: now, Profile: access.Current}
	if c.one(3) {
		o.Profile = access.Legacy
	}
	return o
}

func compiled(t testing.TB, s *site.Site, o access.Options) *access.Engine {
	t.Helper()
	e, err := access.Compile(s, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func prepared(t testing.TB, e *access.Engine, who access.Who) *access.Visitor {
	t.Helper()
	v, err := e.Visitor(who)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// answers are all answers about a visitor by a readable key.
func answers(v *access.Visitor) map[string]string {
	s := v.Engine().Site()
	all := map[string]string{}
	for i := range s.WebPages {
		all["page "+string(s.WebPages[i].ID)+" read"] = v.PageRead(i).String()
		all["page "+string(s.WebPages[i].ID)+" change"] = v.PageChange(i).String()
	}
	for i := range s.WebFiles {
		all["file "+string(s.WebFiles[i].ID)+" read"] = v.FileRead(i).String()
		all["file "+string(s.WebFiles[i].ID)+" change"] = v.FileChange(i).String()
	}
	for i := range s.Forums {
		all["forum "+string(s.Forums[i].ID)+" read"] = v.ForumRead(i).String()
		all["forum "+string(s.Forums[i].ID)+" change"] = v.ForumChange(i).String()
	}
	for i := range s.Blogs {
		all["blog "+string(s.Blogs[i].ID)+" read"] = v.BlogRead(i).String()
		all["blog "+string(s.Blogs[i].ID)+" change"] = v.BlogChange(i).String()
	}
	for i := range s.BlogPosts {
		all["post "+string(s.BlogPosts[i].ID)+" read"] = v.PostRead(i).String()
		all["post "+string(s.BlogPosts[i].ID)+" change"] = v.PostChange(i).String()
	}
	for i := range s.IdeaForums {
		all["ideas "+string(s.IdeaForums[i].ID)+" read"] = v.IdeaForumRead(i).String()
		all["ideas "+string(s.IdeaForums[i].ID)+" change"] = v.IdeaForumChange(i).String()
	}
	for _, r := range append(access.WebsiteRights(), access.AboutAdministrator) {
		all["right "+string(r)] = v.WebsiteRight(r).String()
	}
	for _, table := range tables {
		for _, p := range access.Privileges() {
			all["table "+table+" "+string(p)] = v.TableRight(table, p).Reach.String()
		}
	}
	for _, column := range []string{"title", "status"} {
		for _, r := range access.ColumnRights() {
			all["column "+column+" "+string(r)] = v.ColumnRight("incident", column, r).String()
		}
	}
	return all
}
