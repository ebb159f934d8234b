package admin_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/access"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/sample"
	"gatehouse/backend/site"
)

// keep imports a site and returns its snapshot, with the use cases that answer about it.
func (d *desk) keep(t *testing.T, readings ...site.Reading) (*admin.Access, uuid.UUID) {
	t.Helper()
	d.readings = readings
	imported, err := d.snapshots.Import(t.Context(), "/exports", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return morning }
	return &admin.Access{Store: d.db, Now: clock}, imported[0].Snapshot.ID
}

func sampleReadings(t *testing.T) []site.Reading {
	t.Helper()
	folder, err := sample.UnpackSite(t.TempDir())(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	readings, err := importer.Read(t.Context(), folder, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return readings
}

// plaza is a small site in which content comes and goes, pages go astray, and contacts can be searched.
func plaza() site.Reading {
	r := reading(".", websiteA, "Plaza")
	noon, evening := morning.Add(4*time.Hour), morning.Add(10*time.Hour)
	page := func(id, name, url, parent site.ID) site.WebPage {
		return site.WebPage{Record: site.Record{ID: id, Name: string(name)}, PartialURL: string(url), Parent: parent, IsRoot: true}
	}
	s := &r.Site
	s.WebRoles = []site.WebRole{
		{Record: site.Record{ID: "r1", Name: "Editors"}}, {Record: site.Record{ID: "r2", Name: "Editors"}},
		{Record: site.Record{ID: "r3", Name: "Alumni", Inactive: true}}, {Record: site.Record{ID: "r4", Name: "Guests"}, Anonymous: true},
		{Record: site.Record{ID: "r5", Name: "Members"}, Authenticated: true},
	}
	s.WebPages = []site.WebPage{
		page("home", "Home", "/", ""), page("b", "Beta", "b", "home"), page("a", "Alpha", "a", "home"), page("aa", "Inner", "in", "a"),
		page("lost", "Lost", "lost", "nowhere"), page("under", "Under lost", "under", "lost"),
		page("x", "Circle 1", "x", "y"), page("y", "Circle 2", "y", "x"),
	}
	s.WebPages = append(s.WebPages, site.WebPage{Record: site.Record{ID: "a-en", Name: "Alpha"}, RootPage: "a", Parent: "home", PartialURL: "a", PublishingState: "draft", Language: "en"})
	s.Languages = []site.Language{{Record: site.Record{ID: "en", Name: "English"}, Code: "en-US"}}
	s.PublishingStates = []site.PublishingState{{Record: site.Record{ID: "draft", Name: "Draft"}}}
	s.PageRules = []site.PageRule{{Record: site.Record{ID: "rule", Name: "Members only"}, Page: "a", Right: site.RestrictRead, Scope: site.AllContent, Roles: []site.ID{"r1"}}}
	s.WebFiles = []site.WebFile{
		{Record: site.Record{ID: "late", Name: "late.pdf"}, PartialURL: "late.pdf", Parent: "home", Released: &noon, Expires: &evening},
		{Record: site.Record{ID: "inner", Name: "inner.pdf"}, PartialURL: "inner.pdf", Parent: "a"},
	}
	s.Forums = []site.Forum{{Record: site.Record{ID: "forum", Name: "Talk"}, Parent: "a"}}
	s.ForumPermissions = []site.ForumPermission{{Record: site.Record{ID: "fp", Name: "Talkers"}, Forum: "forum", Right: site.RestrictRead, Roles: []site.ID{"r1"}}}
	s.Blogs = []site.Blog{{Record: site.Record{ID: "blog", Name: "News"}, Parent: "a", AuthorRoles: []site.ID{"r1"}}}
	s.BlogPosts = []site.BlogPost{{Record: site.Record{ID: "post", Name: "Hello"}, Blog: "blog"}}
	s.IdeaForums = []site.IdeaForum{{Record: site.Record{ID: "ideas", Name: "Wishes"}, WriterRoles: []site.ID{"r1"}}}
	s.TablePermissions = []site.TablePermission{
		{Record: site.Record{ID: "t1", Name: "Cases"}, Table: "incident", AccessType: site.ContactScope, ContactRelationship: "owner", Read: true, Roles: []site.ID{"r4", "r5"}},
		{Record: site.Record{ID: "t2", Name: "Notes"}, Table: "annotation", AccessType: site.ParentScope, Parent: "t1", ParentRelationship: "note", Read: true},
	}
	s.SiteSettings = []site.SiteSetting{
		{Record: site.Record{ID: "s1", Name: "Webapi/incident/enabled"}, Value: "true"},
		{Record: site.Record{ID: "s2", Name: "webapi/INCIDENT/fields"}, Value: "title"},
		{Record: site.Record{ID: "s3", Name: "Webapi/task/enabled"}, Value: "true"},
	}
	s.Contacts = []site.Contact{
		{Record: site.Record{ID: "c1", Name: "Anna Berg"}, UserName: "anna", Email: "anna@contoso.example"},
		{Record: site.Record{ID: "c2", Name: "Berta Adams"}, UserName: "berta", Email: "b.adams@contoso.example"},
		{Record: site.Record{ID: "c3", Name: "Carl Berg", Inactive: true}, UserName: "carl"},
	}
	s.RoleAssignments = []site.RoleAssignment{
		{Record: site.Record{ID: "r1/c1"}, Role: "r1", Contact: "c1"}, {Record: site.Record{ID: "r3/c1"}, Role: "r3", Contact: "c1"}}
	return r
}

func TestAccessSubjects(t *testing.T) {
	a, id := newDesk(t).keep(t, plaza())
	s, err := a.Subjects(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("every page comes after its parent", func(t *testing.T) {
		var lines []string
		for _, p := range s.Pages {
			line := fmt.Sprintf("%d %s %s %d", p.Depth, p.Page.ID, p.URL, p.Parent)
			if p.Detached {
				line += " detached"
			}
			if p.Own {
				line += " own"
			}
			lines = append(lines, line)
		}
		want := []string{
			"0 home / -1", "1 a /a/ 0 own", "2 aa /a/in/ 1", "1 b /b/ 0",
			"0 lost  -1 detached", "1 under  4", "0 x  -1 detached", "1 y  6",
		}
		if !slices.Equal(lines, want) {
			t.Errorf("the tree is\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
		}
	})
	t.Run("roles say why they do not count", func(t *testing.T) {
		if len(s.Roles) != 5 || s.Roles[0].Counts || !strings.Contains(s.Roles[0].Why, "inactive") || s.Roles[1].Namesakes != 1 || s.Roles[1].Role.ID != "r1" {
			t.Errorf("%+v", s.Roles)
		}
	})
	t.Run("tables that only a setting names are there", func(t *testing.T) {
		if fmt.Sprint(s.Tables) != "[{annotation 1} {incident 1} {task 0}]" {
			t.Errorf("%v", s.Tables)
		}
	})
	t.Run("files know their page", func(t *testing.T) {
		if len(s.Files) != 2 || s.Files[0].File.ID != "late" || s.Files[0].Page != 0 || s.Files[1].Page != 1 || s.Files[1].URL != "/a/inner.pdf" {
			t.Errorf("%+v", s.Files)
		}
	})
	t.Run("blogs and idea forums are listed with forums", func(t *testing.T) {
		var kinds []access.Kind
		for _, f := range s.Forums {
			kinds = append(kinds, f.Kind)
		}
		if !slices.Equal(kinds, []access.Kind{access.KindForum, access.KindBlog, access.KindBlogPost, access.KindIdeaForum}) {
			t.Errorf("%v", kinds)
		}
	})
	if s.Contacts != 3 {
		t.Errorf("%d contacts", s.Contacts)
	}
}

func TestAccessContacts(t *testing.T) {
	a, id := newDesk(t).keep(t, plaza())
	for search, want := range map[string]string{
		"": "3 c1 c2 c3", "berg": "2 c1 c3", "BER": "3 c2 c1 c3", "b.adams@": "1 c2", "c3": "1 c3", "  carl ": "1 c3", "zoe": "0",
	} {
		found, total, err := a.Contacts(t.Context(), id, search, 10)
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprint(total)
		for _, c := range found {
			got += " " + string(c.Contact.ID)
		}
		if got != want {
			t.Errorf("%q finds %s, want %s", search, got, want)
		}
	}
	found, total, err := a.Contacts(t.Context(), id, "", 1)
	if err != nil || total != 3 || len(found) != 1 || found[0].Roles != 2 {
		t.Errorf("one of three: %+v of %d, %v", found, total, err)
	}
	for _, limit := range []int{0, 501} {
		_, _, err := a.Contacts(t.Context(), id, "", limit)
		wantFault(t, err, fault.Invalid, "1 to 500")
	}
}

func TestAccessAnswer(t *testing.T) {
	a, id := newDesk(t).keep(t, plaza())
	ask := func(t *testing.T, q admin.Question) admin.Answer {
		t.Helper()
		q.Snapshot = id
		answer, err := a.Answer(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	t.Run("what decided stands on the page or above it", func(t *testing.T) {
		got := ask(t, admin.Question{})
		if d := got.Pages.Read[1]; d != (admin.Decided{Verdict: access.Deny, By: access.ByRestriction, Own: true, From: 1}) {
			t.Errorf("page a: %+v", d)
		}
		if d := got.Pages.Read[2]; d != (admin.Decided{Verdict: access.Deny, By: access.ByRestriction, From: 1}) {
			t.Errorf("page aa: %+v", d)
		}
		if d := got.Files.Read[1]; d != (admin.Decided{Verdict: access.Deny, By: access.ByRestriction, Own: true, From: 1}) {
			t.Errorf("file inner: %+v", d)
		}
		if d := got.Pages.Read[0]; d.Verdict != access.Allow || d.By != access.ByNothing || d.From != -1 {
			t.Errorf("page home: %+v", d)
		}
		if d := got.Pages.Read[4]; d.By != access.ByMissing || got.Basis.Missing != access.MissingUnknown {
			t.Errorf("page lost: %+v", d)
		}
		if got.Refused != access.SignInRedirect || got.Other != access.Legacy || !got.Basis.At.Equal(morning) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("rows that nobody has are told from some rows", func(t *testing.T) {
		anonymous, signedIn := ask(t, admin.Question{}), ask(t, admin.Question{Who: access.Authenticated()})
		if p := anonymous.Tables[1][0]; p.Reach != access.ReachSome || !p.Matchless {
			t.Errorf("anonymous: %+v", p)
		}
		if p := signedIn.Tables[1][0]; p.Reach != access.ReachSome || p.Matchless {
			t.Errorf("signed in: %+v", p)
		}
	})
	t.Run("a contact holds what was assigned, and what does not count says so", func(t *testing.T) {
		got := ask(t, admin.Question{Who: access.Contact("c1")})
		how := map[string]access.How{}
		for _, h := range got.Held {
			how[string(h.Role.ID)] = h.How
		}
		if how["r1"] != access.Assigned || how["r3"] != access.NotCounted || how["r5"] != access.ByDefault || !got.CanSignIn {
			t.Errorf("%v", how)
		}
		if got.Pages.Read[1].Verdict != access.Allow || got.Forums[0].Read != access.Allow || got.Forums[0].OtherRead != access.Allow {
			t.Errorf("%+v %+v", got.Pages.Read[1], got.Forums)
		}
		if len(got.Languages) != 1 || got.Languages[0].Page != 1 || got.Languages[0].Read != access.Deny || got.Languages[0].Language != "en-US" {
			t.Errorf("languages: %+v", got.Languages)
		}
		if gone := ask(t, admin.Question{Who: access.Contact("c3")}); gone.CanSignIn || len(gone.Notes) == 0 {
			t.Errorf("an inactive contact comes: %+v", gone.Notes)
		}
	})
	t.Run("the moment counts", func(t *testing.T) {
		for at, want := range map[time.Duration]access.Verdict{0: access.Deny, 4 * time.Hour: access.Allow, 10 * time.Hour: access.Allow, 10*time.Hour + 1: access.Deny} {
			got := ask(t, admin.Question{Basis: admin.Basis{At: morning.Add(at)}})
			if got.Files.Read[0].Verdict != want || !got.Basis.At.Equal(morning.Add(at)) {
				t.Errorf("after %v the file is %s at %v", at, got.Files.Read[0].Verdict, got.Basis.At)
			}
		}
	})
	t.Run("tables of the Web API without columns are there", func(t *testing.T) {
		got := ask(t, admin.Question{Who: access.Authenticated()})
		if len(got.Columns) != 2 || got.Columns[0].Table != "incident" || got.Columns[0].Columns[0].Answer.Read != access.ReachSome {
			t.Fatalf("%+v", got.Columns)
		}
		if c := got.Columns[1]; c.Table != "task" || c.API.Reachable != access.Deny || c.API.Why == "" || len(c.Columns) != 0 {
			t.Errorf("%+v", c)
		}
	})
	t.Run("complete exports lose nothing", func(t *testing.T) {
		got := ask(t, admin.Question{Basis: admin.Basis{Missing: access.MissingAbsent, Profile: access.Legacy}})
		if d := got.Pages.Read[4]; d.Verdict != access.Deny || d.By != access.ByBreak || got.Other != access.Current {
			t.Errorf("%+v", d)
		}
	})
	t.Run("what is not there is an error with the nearest names", func(t *testing.T) {
		for name, test := range map[string]struct {
			q    admin.Question
			code fault.Code
			part string
		}{
			"Role":     {admin.Question{Basis: admin.Basis{Snapshot: id}, Who: access.Holding("Editor")}, fault.NotFound, "Editor"},
			"Contact":  {admin.Question{Basis: admin.Basis{Snapshot: id}, Who: access.Contact("c9")}, fault.NotFound, "c9"},
			"Snapshot": {admin.Question{Basis: admin.Basis{Snapshot: uuid.New()}}, fault.NotFound, ""},
			"Profile":  {admin.Question{Basis: admin.Basis{Snapshot: id, Profile: "future"}}, fault.Invalid, "future"},
			"Missing":  {admin.Question{Basis: admin.Basis{Snapshot: id, Missing: "maybe"}}, fault.Invalid, "maybe"},
			"Roles":    {admin.Question{Basis: admin.Basis{Snapshot: id}, Who: access.Who{Roles: []string{"r1"}}}, fault.Invalid, "not signed in"},
		} {
			_, err := a.Answer(t.Context(), test.q)
			wantFault(t, err, test.code, test.part)
			if name == "Role" && !strings.Contains(fault.Of(err).Hint, "Editors") {
				t.Errorf("the hint is %q", fault.Of(err).Hint)
			}
		}
	})
}

// What the export is known to have lost bears on answers, unless the person says that it was complete.
func TestAccessLost(t *testing.T) {
	r := plaza()
	r.Problems = []site.Problem{{Severity: site.Error, File: "rules.yml", Message: "A record could not be read.", Lost: "webpagerule"}}
	a, id := newDesk(t).keep(t, r)
	s, err := a.Subjects(t.Context(), id)
	if err != nil || !slices.Equal(s.Incomplete, []access.Kind{access.KindPagePermission}) {
		t.Fatalf("lost %v, %v", s.Incomplete, err)
	}
	for missing, want := range map[access.Missing]access.Verdict{access.MissingUnknown: access.Unknown, access.MissingAbsent: access.Allow} {
		answer, err := a.Answer(t.Context(), admin.Question{Basis: admin.Basis{Snapshot: id, Missing: missing}, Who: access.Authenticated()})
		if err != nil || answer.Pages.Read[0].Verdict != want {
			t.Errorf("%s: the home page is %s, %v", missing, answer.Pages.Read[0].Verdict, err)
		}
	}
}

// Snapshots are read once, forgotten when they are deleted, and asked about by many at once.
func TestAccessKeeps(t *testing.T) {
	d := newDesk(t)
	a, id := d.keep(t, plaza())
	t.Run("many at once", func(t *testing.T) {
		var wait sync.WaitGroup
		for i := range 16 {
			wait.Go(func() {
				q := admin.Question{Basis: admin.Basis{Snapshot: id, Profile: []access.Profile{access.Current, access.Legacy}[i%2]}, Who: access.Holding("r1")}
				if _, err := a.Answer(t.Context(), q); err != nil {
					t.Error(err)
				}
				if _, err := a.Explain(t.Context(), q, admin.Target{Kind: admin.TargetPage, ID: "/b/", Right: "change"}); err != nil {
					t.Error(err)
				}
				if _, err := a.PageMatrix(t.Context(), q.Basis, admin.RolesWith); err != nil {
					t.Error(err)
				}
				if _, _, err := a.Contacts(t.Context(), id, "berg", 5); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
	})
	t.Run("more sites than are kept", func(t *testing.T) {
		for i := range 5 {
			r := plaza()
			r.Site.Website.ID = site.ID(fmt.Sprintf("b0000000-0000-4000-8000-00000000000%d", i))
			_, other := d.keep(t, r)
			if _, err := a.Subjects(t.Context(), other); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := a.Subjects(t.Context(), id); err != nil {
			t.Error(err)
		}
	})
	t.Run("deleted", func(t *testing.T) {
		if err := d.snapshots.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		_, err := a.Answer(t.Context(), admin.Question{Basis: admin.Basis{Snapshot: id}})
		wantFault(t, err, fault.NotFound, "")
	})
}
