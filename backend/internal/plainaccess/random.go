package plainaccess

import (
	"fmt"
	"math/rand/v2"
	"time"

	"gatehouse/backend/site"
)

// Size says how many records of the main kinds a random site has at most.
type Size struct {
	Pages, Files, Roles, Contacts, Rules, Permissions, Profiles int
}

// Small sites keep the number of worlds low, so that thousands of them can be asked everything under "unknown".
var Small = Size{Pages: 8, Files: 4, Roles: 5, Contacts: 3, Rules: 6, Permissions: 7, Profiles: 3}

// Medium sites have more of everything; they are for questions under "absent".
var Medium = Size{Pages: 40, Files: 20, Roles: 12, Contacts: 10, Rules: 30, Permissions: 40, Profiles: 8}

// The words that random sites are made of.
var (
	// RandomAt is a moment that lies between the dates of random sites, UTC.
	RandomAt = time.Date(2031, time.May, 14, 9, 30, 0, 0, time.UTC)

	RandomTables     = []string{"contact", "account", "annotation", "cw_booking", "cw_seat"}
	RandomColumns    = []string{"cw_name", "cw_price", "cw_note"}
	RandomPrivileges = []string{"read", "write", "create", "delete", "append", "appendTo"}
)

// RandomSite makes a site from the numbers that r draws: the same numbers, the same site. About a third of the sites are
// orderly; the others have everything that exports are known for, more or less of it.
func RandomSite(r *rand.Rand, size Size) *site.Site {
	g := &generator{r: r, size: size, s: &site.Site{
		Format: site.CLIFolder, DataModel: site.Enhanced, Root: ".",
		Website: site.Website{Record: site.Record{ID: home, Name: "Contoso Tickets"}},
	}}
	g.oddness = pick(r, 0, 0, 0.05, 0.15, 0.35)
	g.roles()
	g.contacts()
	g.states()
	g.languages()
	g.pages()
	g.blogs()
	g.files()
	g.rules()
	g.websiteAccess()
	g.permissions()
	g.profiles()
	g.settings()
	g.others()
	g.dropKinds()
	return g.s
}

// RandomVisitor makes a visitor of a site: not signed in, somebody with roles of the site, or one of its contacts,
// who may be named with more roles.
func RandomVisitor(r *rand.Rand, s *site.Site) Visitor {
	v := Visitor{SignedIn: true}
	kind := r.IntN(4)
	switch {
	case kind == 0:
		return Visitor{}
	case kind == 1 && len(s.Contacts) > 0:
		v.Contact = s.Contacts[r.IntN(len(s.Contacts))].ID
		if r.IntN(3) > 0 {
			return v
		}
	}
	for _, role := range s.WebRoles {
		if r.IntN(4) == 0 {
			v.Roles = append(v.Roles, role.ID)
		}
	}
	return v
}

// The two websites; records of the second one have strayed into the export.
const (
	home  site.ID = "website-1"
	other site.ID = "website-2"
)

// generator fills one random site.
type generator struct {
	r       *rand.Rand
	size    Size
	s       *site.Site
	oddness float64 // how likely each oddity is
}

// pick draws one of some values.
func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// odd draws whether something is out of order.
func (g *generator) odd() bool { return g.r.Float64() < g.oddness }

// chance draws whether something happens once in n.
func (g *generator) chance(n int) bool { return g.r.IntN(n) == 0 }

// upTo draws a number from 1 to n, mostly from the upper half.
func (g *generator) upTo(n int) int {
	if n <= 0 {
		return 0
	}
	return max(1, n-g.r.IntN(n/2+1))
}

// record makes the common part of the i-th record of a kind.
func (g *generator) record(kind string, i int) site.Record {
	return site.Record{
		ID:       site.ID(fmt.Sprintf("%s-%02d", kind, i)),
		Name:     fmt.Sprintf("%s %d", kind, i),
		Inactive: g.odd(),
		Source:   site.Source{File: kind + ".yml", Line: 1 + 10*i},
	}
}

// absentee is the id of a record that does not exist. There are two of each kind, so that they come up more than once.
func (g *generator) absentee(kind string) site.ID {
	return site.ID(fmt.Sprintf("%s-lost-%d", kind, 1+g.r.IntN(2)))
}

// website is the website a record names.
func (g *generator) website() site.ID {
	switch {
	case g.odd():
		return other
	case g.chance(3):
		return ""
	}
	return home
}

// someRoles draws the roles of a record, and whether the list is damaged.
func (g *generator) someRoles() ([]site.ID, bool) {
	var ids []site.ID
	for range 1 + g.r.IntN(3) {
		if g.odd() {
			ids = append(ids, g.absentee("role"))
		} else if len(g.s.WebRoles) > 0 {
			ids = append(ids, g.s.WebRoles[g.r.IntN(len(g.s.WebRoles))].ID)
		}
	}
	if g.odd() {
		ids = nil
	}
	return ids, g.oddness > 0 && g.r.Float64() < g.oddness/2
}

// date draws a bound that may lie on either side of RandomAt, or be missing.
func (g *generator) date() *time.Time {
	if !g.chance(4) {
		return nil
	}
	t := RandomAt.Add(time.Duration(g.r.IntN(5)-2) * 24 * time.Hour)
	return &t
}

// state draws a publishing state, mostly a visible one.
func (g *generator) state() site.ID {
	switch {
	case g.odd():
		return g.absentee("state")
	case g.chance(6):
		return ""
	case g.chance(6):
		return "state-01" // Draft
	}
	return "state-00"
}

// dropKinds takes whole kinds away, as if their files had not been exported.
func (g *generator) dropKinds() {
	for _, drop := range []func(){
		func() { g.s.WebRoles = nil },
		func() { g.s.PublishingStates = nil },
		func() { g.s.Languages = nil },
		func() { g.s.WebPages, g.s.Blogs = nil, nil }, // where all pages are lost, a blog has too many worlds
		func() { g.s.ColumnPermissionProfiles = nil },
	} {
		if g.r.Float64() < g.oddness/4 {
			drop()
		}
	}
}
