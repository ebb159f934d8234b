package plainaccess_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/internal/plainaccess"
	"gatehouse/backend/site"
)

// vector is one worked case of the reference: records added to the fixture, a question, and the answer for each visitor
// as "visitor=answer visitor=answer". legacy names only what differs there.
type vector struct {
	id      string
	given   []edit
	options plainaccess.Options
	ask     question
	want    string
	legacy  string
}

type edit func(*site.Site)

type question func(*site.Site, plainaccess.Options, plainaccess.Visitor) string

// now is the moment of all vectors.
var now = time.Date(2031, time.May, 14, 9, 30, 0, 0, time.UTC)

func runVectors(t *testing.T, vectors []vector) {
	t.Helper()
	for _, c := range vectors {
		t.Run(c.id, func(t *testing.T) {
			s := fixture()
			for _, change := range c.given {
				change(s)
			}
			for _, profile := range []string{"current", "legacy"} {
				want := answers(t, c.want)
				if profile == "legacy" {
					for visitor, answer := range answers(t, c.legacy) {
						want[visitor] = answer
					}
				}
				o := c.options
				o.Legacy, o.At = profile == "legacy", now
				for visitor, answer := range want {
					if got := c.ask(s, o, visitorOf(visitor)); got != answer {
						t.Errorf("%s, %s: got %s, want %s", profile, visitor, got, answer)
					}
				}
			}
		})
	}
}

func answers(t *testing.T, text string) map[string]string {
	t.Helper()
	m := map[string]string{}
	for _, field := range strings.Fields(text) {
		visitor, answer, ok := strings.Cut(field, "=")
		if !ok {
			t.Fatalf("%q is no expectation", field)
		}
		m[visitor] = answer
	}
	return m
}

func visitorOf(name string) plainaccess.Visitor {
	if name == "anon" {
		return plainaccess.Visitor{}
	}
	return plainaccess.Visitor{SignedIn: true, Contact: site.ID(name)}
}

// fixture is the site of section 4.0. Ids are the names there, in small letters.
func fixture() *site.Site {
	s := &site.Site{Website: site.Website{Record: site.Record{ID: "s", Name: "Contoso"}}}
	for _, name := range []string{"Anon", "Auth", "Emp", "Mgr", "Ed", "Adm", "Off", "Xr", "MgrX"} {
		r := site.WebRole{Record: record(name), Website: "s"}
		switch name {
		case "Anon":
			r.Anonymous = true
		case "Auth":
			r.Authenticated = true
		case "Off":
			r.Inactive = true
		case "Xr":
			r.Website = "s2"
		case "MgrX":
			r.Website, r.Name = "s2", "Mgr"
		}
		s.WebRoles = append(s.WebRoles, r)
	}
	for _, c := range []struct {
		name, account string
		roles         []string
	}{{"nob", "", nil}, {"bob", "a1", []string{"emp"}}, {"sue", "a1", []string{"mgr"}},
		{"both", "a2", []string{"emp", "mgr"}}, {"ed", "", []string{"ed"}}, {"adm", "", []string{"adm"}}} {
		s.Contacts = append(s.Contacts, site.Contact{Record: record(c.name), Parent: site.ID(c.account)})
		for _, r := range c.roles {
			assign(c.name, r)(s)
		}
	}
	s.PublishingStates = []site.PublishingState{
		{Record: record("Draft")}, {Record: record("Published"), Visible: true, Default: true}}
	for _, p := range [][2]site.ID{{"home", ""}, {"about", "home"}, {"staff", "home"}, {"hr", "staff"}, {"denied", "staff"}} {
		s.WebPages = append(s.WebPages, site.WebPage{Record: record(string(p[0])), Parent: p[1], IsRoot: true,
			PartialURL: string(p[0]), PublishingState: "published"})
	}
	s.WebPages[0].PartialURL = "/"
	s.WebPages = append(s.WebPages, site.WebPage{Record: record("staff_en"), Parent: "home", RootPage: "staff", PublishingState: "published"})
	s.SiteMarkers = []site.SiteMarker{{Record: record("Access Denied"), Page: "denied"}}
	return s
}

func record(name string) site.Record {
	return site.Record{ID: site.ID(strings.ToLower(name)), Name: name}
}

func ids(list string) []site.ID {
	var all []site.ID
	for _, id := range strings.Fields(list) {
		all = append(all, site.ID(id))
	}
	return all
}

func assign(contact, role string) edit {
	return func(s *site.Site) {
		s.RoleAssignments = append(s.RoleAssignments, site.RoleAssignment{Role: site.ID(role), Contact: site.ID(contact)})
	}
}

func assignAccount(account, role string) edit {
	return func(s *site.Site) {
		s.RoleAssignments = append(s.RoleAssignments, site.RoleAssignment{Role: site.ID(role), Account: site.ID(account)})
	}
}

func editRole(id string, change func(*site.WebRole)) edit {
	return func(s *site.Site) {
		i := slices.IndexFunc(s.WebRoles, func(r site.WebRole) bool { return string(r.ID) == id })
		change(&s.WebRoles[i])
	}
}

func editContact(id string, change func(*site.Contact)) edit {
	return func(s *site.Site) {
		i := slices.IndexFunc(s.Contacts, func(c site.Contact) bool { return string(c.ID) == id })
		change(&s.Contacts[i])
	}
}

func editPage(id string, change func(*site.WebPage)) edit {
	return func(s *site.Site) {
		i := slices.IndexFunc(s.WebPages, func(p site.WebPage) bool { return string(p.ID) == id })
		change(&s.WebPages[i])
	}
}

func inactivePage(id string) edit { return editPage(id, func(p *site.WebPage) { p.Inactive = true }) }

func draft(page string) edit {
	return editPage(page, func(p *site.WebPage) { p.PublishingState = "draft" })
}

func addRole(r site.WebRole) edit {
	return func(s *site.Site) { s.WebRoles = append(s.WebRoles, r) }
}

// rule adds a page rule; more changes it.
func rule(on string, right site.PageRight, roles string, more ...func(*site.PageRule)) edit {
	return func(s *site.Site) {
		r := site.PageRule{Page: site.ID(on), Right: right, Scope: site.AllContent, Roles: ids(roles), Website: "s"}
		r.ID = site.ID("rule-" + string(rune('a'+len(s.PageRules))))
		for _, change := range more {
			change(&r)
		}
		s.PageRules = append(s.PageRules, r)
	}
}

func restrict(on, roles string, more ...func(*site.PageRule)) edit {
	return rule(on, site.RestrictRead, roles, more...)
}

func grant(on, roles string, more ...func(*site.PageRule)) edit {
	return rule(on, site.GrantChange, roles, more...)
}

func inState(states string) func(*site.PageRule) {
	return func(r *site.PageRule) { r.PublishingStates = ids(states) }
}

func scope2(r *site.PageRule) { r.Scope = site.ExcludeDirectWebFiles }

// access adds a website access permission with flags as letters: s snippets, m markers, l link sets, p preview.
func access(flags, roles string, more ...func(*site.WebsiteAccessPermission)) edit {
	return func(s *site.Site) {
		p := site.WebsiteAccessPermission{Roles: ids(roles), Website: "s",
			ManageContentSnippets: strings.Contains(flags, "s"), ManageSiteMarkers: strings.Contains(flags, "m"),
			ManageWebLinkSets: strings.Contains(flags, "l"), PreviewUnpublishedEntities: strings.Contains(flags, "p")}
		p.ID = site.ID("access-" + string(rune('a'+len(s.WebsiteAccessPermissions))))
		for _, change := range more {
			change(&p)
		}
		s.WebsiteAccessPermissions = append(s.WebsiteAccessPermissions, p)
	}
}

// perm adds a table permission with rights as letters R W C D A T. The relationship goes where the access type reads it.
func perm(table string, accessType site.AccessType, rel, rights, roles string, more ...func(*site.TablePermission)) edit {
	return func(s *site.Site) {
		p := site.TablePermission{Table: table, AccessType: accessType, Roles: ids(roles), Website: "s",
			Read: strings.Contains(rights, "R"), Write: strings.Contains(rights, "W"), Create: strings.Contains(rights, "C"),
			Delete: strings.Contains(rights, "D"), Append: strings.Contains(rights, "A"), AppendTo: strings.Contains(rights, "T")}
		switch accessType {
		case site.ContactScope:
			p.ContactRelationship = rel
		case site.AccountScope:
			p.AccountRelationship = rel
		case site.ParentScope:
			p.ParentRelationship = rel
		}
		p.ID = site.ID("permission-" + string(rune('a'+len(s.TablePermissions))))
		for _, change := range more {
			change(&p)
		}
		s.TablePermissions = append(s.TablePermissions, p)
	}
}

func named(id string) func(*site.TablePermission) {
	return func(p *site.TablePermission) { p.ID = site.ID(id) }
}

func below(id string) func(*site.TablePermission) {
	return func(p *site.TablePermission) { p.Parent = site.ID(id) }
}

func inactivePermission(p *site.TablePermission) { p.Inactive = true }

func elsewhere(p *site.TablePermission) { p.Website = "s2" }

func setting(name, value string) edit {
	return func(s *site.Site) {
		st := site.SiteSetting{Value: value}
		st.ID, st.Name = site.ID("setting-"+string(rune('a'+len(s.SiteSettings)))), name
		s.SiteSettings = append(s.SiteSettings, st)
	}
}

// Questions.

func pageRead(id string) question {
	return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.PageRead(s, o, v, site.ID(id))
	}
}

func pageChange(id string) question {
	return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.PageChange(s, o, v, site.ID(id))
	}
}

func websiteRight(right string) question {
	return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		return plainaccess.WebsiteRight(s, o, v, right)
	}
}

func tableRight(table, privilege string) question {
	return func(s *site.Site, o plainaccess.Options, v plainaccess.Visitor) string {
		reach, _ := plainaccess.TableRight(s, o, v, table, privilege)
		return reach
	}
}
