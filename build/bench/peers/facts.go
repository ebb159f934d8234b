package main

import (
	"slices"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// facts is what the peers are told about a site, in the form in which each of them can use it at its best: what a page
// inherits is gathered beforehand, because none of them would be asked to walk up a tree in production. It knows the
// records that testkit.AccessSite makes and no others; agree would tell.
type facts struct {
	contacts []contactFacts
	pages    []pageFacts
	readers  map[site.ID][]site.ID // roles of the restrict read permissions of a page that has any
	editors  map[site.ID][]site.ID // roles of the grant change permissions of a page that has any
	tables   []string
	holders  []holderFacts
}

type contactFacts struct {
	id    site.ID
	roles []site.ID
}

type pageFacts struct {
	id         site.ID
	path       string // from the home page, such as "/page-0/page-3/"
	published  bool
	restricted []site.ID // itself and its ancestors, as far as they have restrict read permissions, nearest first
	granted    []site.ID // the same for grant change permissions
}

// holderFacts is a table permission with the roles of the topmost one of its chain.
type holderFacts struct {
	id         site.ID
	table      string
	privileges []access.Privilege
	global     bool
	roles      []site.ID
}

func (h holderFacts) reach() string {
	if h.global {
		return access.ReachAll.String()
	}
	return access.ReachSome.String()
}

func gather(s *site.Site) *facts {
	f := &facts{readers: map[site.ID][]site.ID{}, editors: map[site.ID][]site.ID{}}
	f.gatherContacts(s)
	f.gatherPages(s)
	f.gatherTables(s)
	return f
}

func (f *facts) gatherContacts(s *site.Site) {
	var everybody []site.ID
	for _, r := range s.WebRoles {
		if r.Authenticated {
			everybody = append(everybody, r.ID)
		}
	}
	assigned := map[site.ID][]site.ID{}
	for _, a := range s.RoleAssignments {
		assigned[a.Contact] = with(assigned[a.Contact], a.Role)
	}
	for _, c := range s.Contacts {
		f.contacts = append(f.contacts, contactFacts{c.ID, with(slices.Clone(everybody), assigned[c.ID]...)})
	}
}

func (f *facts) gatherPages(s *site.Site) {
	for _, r := range s.PageRules {
		roles := f.readers
		if r.Right == site.GrantChange {
			roles = f.editors
		}
		roles[r.Page] = with(roles[r.Page], r.Roles...)
	}
	visible := map[site.ID]bool{}
	for _, state := range s.PublishingStates {
		visible[state.ID] = state.Visible
	}
	index := site.NewIndex(s)
	for _, p := range s.WebPages {
		facts := pageFacts{id: p.ID, path: "/", published: visible[p.PublishingState]}
		for at, ok := &p, true; ok; at, ok = index.Pages[at.Parent] {
			facts.path = "/" + at.PartialURL + facts.path
			if f.readers[at.ID] != nil {
				facts.restricted = append(facts.restricted, at.ID)
			}
			if f.editors[at.ID] != nil {
				facts.granted = append(facts.granted, at.ID)
			}
		}
		f.pages = append(f.pages, facts)
	}
}

func (f *facts) gatherTables(s *site.Site) {
	index := site.NewIndex(s)
	for _, p := range s.TablePermissions {
		f.tables = with(f.tables, p.Table)
		top := &p
		for top.Parent != "" {
			top = index.Permissions[top.Parent]
		}
		h := holderFacts{id: p.ID, table: p.Table, global: p.AccessType == site.Global, roles: with(nil, top.Roles...)}
		if p.Read {
			h.privileges = append(h.privileges, access.Read)
		}
		if p.Write {
			h.privileges = append(h.privileges, access.Write)
		}
		f.holders = append(f.holders, h)
	}
}

// with adds what is not in a list yet.
func with[T comparable](list []T, more ...T) []T {
	for _, v := range more {
		if !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}
