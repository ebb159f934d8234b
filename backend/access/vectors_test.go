package access_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// The worked vectors are data: each file of testdata is one table of the reference, as it stands there, so that both
// can be read side by side. This file turns the shorthand of `given` into a site.

type object = map[string]any

var now = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func vectors(t *testing.T, name string) []object {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "vectors-"+name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var list []object
	if err := yaml.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) < 8 {
		t.Fatalf("only %d vectors", len(list))
	}
	return list
}

// eachVector runs a check for every vector under both profiles. The expectation under the legacy rules is that of the
// current ones with what `legacy` replaces.
func eachVector(t *testing.T, name string, check func(t *testing.T, v object, g *given, want object)) {
	for _, v := range vectors(t, name) {
		t.Run(v["id"].(string), func(t *testing.T) {
			for _, profile := range []access.Profile{access.Current, access.Legacy} {
				t.Run(string(profile), func(t *testing.T) {
					want, _ := v["expect"].(object)
					if legacy, ok := v["legacy"].(object); ok && profile == access.Legacy {
						want = overlay(want, legacy)
					}
					g := newGiven(t, v, profile)
					check(t, v, g, want)
				})
			}
		})
	}
}

func overlay(base, over object) object {
	out := object{}
	for k, v := range base {
		out[k] = v
	}
	for k, v := range over {
		if inner, ok := v.(object); ok {
			if below, ok := out[k].(object); ok {
				v = overlay(below, inner)
			}
		}
		out[k] = v
	}
	return out
}

// given is the fixture with what a vector adds.
type given struct {
	t       *testing.T
	site    *site.Site
	options access.Options
	preview bool // the preview cookie
	engine  *access.Engine
}

var fixtureRoles = []struct {
	id   string
	role site.WebRole
}{
	{"Anon", site.WebRole{Anonymous: true}}, {"Auth", site.WebRole{Authenticated: true}}, {"Emp", site.WebRole{}},
	{"Mgr", site.WebRole{}}, {"Ed", site.WebRole{}}, {"Adm", site.WebRole{}},
	{"Off", site.WebRole{Record: site.Record{Inactive: true}}}, {"Xr", site.WebRole{Website: "s2"}},
	{"MgrX", site.WebRole{Record: site.Record{Name: "Mgr"}, Website: "s2"}},
}

var fixtureContacts = []struct {
	id, account string
	roles       []string
}{
	{"nob", "", nil}, {"bob", "a1", []string{"Emp"}}, {"sue", "a1", []string{"Mgr"}}, {"both", "a2", []string{"Emp", "Mgr"}},
	{"ed", "", []string{"Ed"}}, {"adm", "", []string{"Adm"}},
}

func rec(id string) site.Record { return site.Record{ID: site.ID(strings.ToLower(id)), Name: id} }

func newGiven(t *testing.T, v object, profile access.Profile) *given {
	g := &given{t: t, preview: true, site: &site.Site{Website: site.Website{Record: rec("S")}},
		options: access.Options{Profile: profile, Missing: access.MissingAbsent, At: now, Switches: map[access.Switch]access.Value{}}}
	s := g.site
	for _, r := range fixtureRoles {
		role := r.role
		role.ID = rec(r.id).ID
		if role.Name == "" {
			role.Name = r.id
		}
		if role.Website == "" {
			role.Website = "s"
		}
		s.WebRoles = append(s.WebRoles, role)
	}
	for _, c := range fixtureContacts {
		s.Contacts = append(s.Contacts, site.Contact{Record: rec(c.id), Parent: site.ID(c.account)})
		for _, r := range c.roles {
			g.assign(c.id, r)
		}
	}
	s.PublishingStates = []site.PublishingState{{Record: rec("Draft")}, {Record: rec("Published"), Visible: true, Default: true}}
	s.Languages = []site.Language{{Record: rec("en")}}
	s.Website.DefaultLanguage = "en"
	for _, p := range [][2]string{{"home", ""}, {"about", "home"}, {"staff", "home"}, {"hr", "staff"}, {"denied", "staff"}} {
		s.WebPages = append(s.WebPages, site.WebPage{Record: rec(p[0]), PartialURL: p[0], Parent: site.ID(p[1]), IsRoot: true, PublishingState: "published"})
	}
	s.WebPages[0].PartialURL = "/"
	s.WebPages = append(s.WebPages, site.WebPage{Record: rec("staff_en"), RootPage: "staff", PublishingState: "published"})
	s.SiteMarkers = []site.SiteMarker{{Record: site.Record{ID: "m", Name: "Access Denied"}, Page: "denied"}}
	what, _ := v["given"].(object)
	for key, value := range what {
		g.apply(key, value)
	}
	if v["languages"] == 2 {
		s.Languages = append(s.Languages, site.Language{Record: rec("fr")})
	}
	return g
}

func (g *given) compile() *access.Engine {
	if g.engine == nil {
		e, err := access.Compile(g.site, g.options)
		if err != nil {
			g.t.Fatal(err)
		}
		g.engine = e
	}
	return g.engine
}

func (g *given) visitor(name string) *access.Visitor {
	g.t.Helper()
	who := access.Contact(site.ID(name))
	if name == "anon" {
		who = access.Anonymous()
	}
	who.PreviewOff = !g.preview
	v, err := g.compile().Visitor(who)
	if err != nil {
		g.t.Fatal(err)
	}
	return v
}

func (g *given) assign(contact, role string) {
	id := site.ID(strings.ToLower(role))
	g.site.RoleAssignments = append(g.site.RoleAssignments, site.RoleAssignment{
		Record: site.Record{ID: id + "/" + site.ID(contact)}, Role: id, Contact: site.ID(contact)})
}

func (g *given) page(id string) *site.WebPage {
	i := slices.IndexFunc(g.site.WebPages, func(p site.WebPage) bool { return string(p.ID) == id })
	return &g.site.WebPages[i]
}

func (g *given) contact(id string) *site.Contact {
	i := slices.IndexFunc(g.site.Contacts, func(c site.Contact) bool { return string(c.ID) == id })
	return &g.site.Contacts[i]
}

func ids(value any) (list []site.ID) {
	entries, _ := value.([]any)
	for _, e := range entries {
		list = append(list, site.ID(strings.ToLower(e.(string))))
	}
	return list
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

// moment reads null, "now+1d" and "now-1d".
func moment(value any) *time.Time {
	switch text(value) {
	case "now+1d":
		at := now.Add(24 * time.Hour)
		return &at
	case "now-1d":
		at := now.Add(-24 * time.Hour)
		return &at
	}
	return nil
}

func inactive(o object) bool { return o["active"] == false }

func objects(value any) (list []object) {
	entries, _ := value.([]any)
	for _, e := range entries {
		list = append(list, e.(object))
	}
	return list
}

// apply puts one entry of `given` into the site.
func (g *given) apply(key string, value any) {
	s := g.site
	switch key {
	case "assign":
		for contact, roles := range value.(object) {
			for _, r := range ids(roles) {
				g.assign(contact, string(r))
			}
		}
	case "roles":
		g.roles(value.(object))
	case "account_roles":
		for account, roles := range value.(object) {
			for _, r := range ids(roles) {
				s.RoleAssignments = append(s.RoleAssignments, site.RoleAssignment{
					Record: site.Record{ID: r + "/" + site.ID(account)}, Role: r, Account: site.ID(strings.ToLower(account))})
			}
		}
	case "inactive_accounts":
		for i := range s.Contacts {
			s.Contacts[i].ParentInactive = slices.Contains(ids(value), s.Contacts[i].Parent)
		}
	case "inactive_contacts":
		for _, id := range ids(value) {
			g.contact(string(id)).Inactive = true
		}
	case "parentcustomer":
		for contact, parent := range value.(object) {
			g.contact(contact).Parent = site.ID(strings.TrimPrefix(parent.(string), "contact:"))
		}
	case "rules", "inactive_pages", "parents", "page_state", "releasedate", "hiddenfromsitemap", "pages", "language_state":
		g.applyPages(key, value)
	case "website_access":
		for i, w := range objects(value) {
			s.WebsiteAccessPermissions = append(s.WebsiteAccessPermissions, site.WebsiteAccessPermission{
				Record:                site.Record{ID: site.ID(rune('a' + i)), Name: "access", Inactive: inactive(w)},
				ManageContentSnippets: w["managecontentsnippets"] == true, ManageSiteMarkers: w["managesitemarkers"] == true,
				ManageWebLinkSets: w["manageweblinksets"] == true, PreviewUnpublishedEntities: w["previewunpublishedentities"] == true,
				Roles: ids(w["roles"]), Website: "s"})
		}
	case "preview_cookie":
		g.preview = value != "false"
	case "file":
		f := value.(object)
		s.WebFiles = []site.WebFile{{Record: rec("file"), Parent: site.ID(text(f["parent"])), BlogPost: site.ID(text(f["blogpost"])),
			PublishingState: site.ID(strings.ToLower(text(f["state"]))), Released: moment(f["releasedate"]), Expires: moment(f["expirationdate"])}}
	case "link":
		l := value.(object)
		s.WebLinks = []site.WebLink{{Record: rec("link"), Page: site.ID(l["page"].(string)), DisablePageValidation: l["disablepagevalidation"] == true}}
	case "transitions":
		for _, tr := range objects(value) {
			s.PublishingTransitions = append(s.PublishingTransitions, site.PublishingTransition{Record: rec("transition"),
				From: ids([]any{tr["from"]})[0], To: ids([]any{tr["to"]})[0], Roles: ids(tr["roles"])})
		}
	default:
		if !g.applyForums(key, value) && !g.applyTables(key, value) && !g.applyColumns(key, value) {
			g.t.Fatalf("given %s is not understood", key)
		}
	}
}

func (g *given) roles(changes object) {
	for name, change := range changes {
		o := change.(object)
		id := rec(name).ID
		i := slices.IndexFunc(g.site.WebRoles, func(r site.WebRole) bool { return r.ID == id })
		if i < 0 {
			g.site.WebRoles = append(g.site.WebRoles, site.WebRole{Record: rec(name), Website: "s"})
			i = len(g.site.WebRoles) - 1
		}
		r := &g.site.WebRoles[i]
		r.Inactive = inactive(o)
		r.Anonymous = r.Anonymous || o["anonymoususersrole"] == true
		r.Authenticated = r.Authenticated || o["authenticatedusersrole"] == true
	}
}

func pageRight(value any) site.PageRight {
	switch value {
	case "restrict":
		return site.RestrictRead
	case "grant":
		return site.GrantChange
	}
	return site.UnknownRight
}

func (g *given) applyPages(key string, value any) {
	s := g.site
	switch key {
	case "rules":
		for i, r := range objects(value) {
			scope := site.AllContent
			if r["scope"] == 2 {
				scope = site.ExcludeDirectWebFiles
			}
			s.PageRules = append(s.PageRules, site.PageRule{
				Record: site.Record{ID: site.ID(rune('a' + i)), Name: "rule", Inactive: inactive(r)}, Page: site.ID(r["on"].(string)),
				Right: pageRight(r["right"]), Scope: scope, Roles: ids(r["roles"]), PublishingStates: ids(r["states"]), Website: "s"})
		}
	case "inactive_pages":
		for _, id := range ids(value) {
			g.page(string(id)).Inactive = true
		}
	case "parents":
		for page, parent := range value.(object) {
			g.page(page).Parent = site.ID(parent.(string))
		}
	case "page_state":
		for page, state := range value.(object) {
			g.page(page).PublishingState = site.ID(strings.ToLower(text(state)))
		}
	case "releasedate":
		for page, at := range value.(object) {
			g.page(page).Released = moment(at)
		}
	case "hiddenfromsitemap":
		for _, id := range ids(value) {
			g.page(string(id)).HiddenFromSitemap = true
		}
	case "pages":
		for name, p := range value.(object) {
			o := p.(object)
			s.WebPages = append(s.WebPages, site.WebPage{Record: rec(name), IsRoot: true, Parent: site.ID(o["parent"].(string)), PartialURL: text(o["partialurl"])})
		}
	case "language_state":
		s.Languages[0].PublishingState = site.ID(strings.ToLower(value.(string)))
	}
}

func (g *given) applyTables(key string, value any) bool {
	s := g.site
	switch key {
	case "perms":
		for i, p := range objects(value) {
			s.TablePermissions = append(s.TablePermissions, permission(i, p))
		}
	case "options":
		if value.(object)["disable_anonymous"] == true {
			g.options.Switches[access.AnonymousReadBlocked] = access.On
		}
	case "list":
		l := value.(object)
		s.Lists = []site.List{{Record: rec("list"), Table: l["t"].(string), TablePermissionsEnabled: l["entitypermissionsenabled"] == true}}
	case "form":
		f := value.(object)
		s.BasicForms = []site.BasicForm{{Record: rec("form"), Table: f["t"].(string), Mode: "100000001", TablePermissionsEnabled: f["entitypermissionsenabled"] == true}}
	default:
		return false
	}
	return true
}

var scopes = map[string]site.AccessType{
	"Global": site.Global, "Contact": site.ContactScope, "Account": site.AccountScope, "Parent": site.ParentScope, "Self": site.SelfScope,
}

func permission(i int, p object) site.TablePermission {
	id := text(p["id"])
	if id == "" {
		id = "perm" + string(rune('0'+i))
	}
	website := site.ID("s")
	if w := text(p["website"]); w != "" {
		website = site.ID(strings.ToLower(w))
	}
	rights, rel := text(p["rights"]), text(p["rel"])
	out := site.TablePermission{
		Record: site.Record{ID: rec(id).ID, Name: id, Inactive: inactive(p)}, Table: p["t"].(string), AccessType: scopes[text(p["s"])],
		Read: strings.Contains(rights, "R"), Write: strings.Contains(rights, "W"), Create: strings.Contains(rights, "C"),
		Delete: strings.Contains(rights, "D"), Append: strings.Contains(rights, "A"), AppendTo: strings.Contains(rights, "T"),
		Roles: ids(p["roles"]), Parent: site.ID(strings.ToLower(text(p["parent"]))), Website: website,
	}
	switch out.AccessType {
	case site.ContactScope:
		out.ContactRelationship = rel
	case site.AccountScope:
		out.AccountRelationship = rel
	default:
		out.ParentRelationship = rel
	}
	return out
}
