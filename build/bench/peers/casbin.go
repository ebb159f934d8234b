package main

import (
	_ "embed"
	"fmt"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

//go:embed casbin_pages.conf
var casbinPages string

//go:embed casbin_tables.conf
var casbinTables string

// casbinPeer has one enforcer for pages and one for tables, so that neither goes through the other's lines.
type casbinPeer struct {
	pages, tables *casbin.Enforcer
	objects       map[site.ID]casbinPage
	grants        casbin.EnforceContext
}

// casbinPage is how a page is asked about.
type casbinPage struct{ path, state string }

func newCasbin(f *facts) (*casbinPeer, error) {
	p := &casbinPeer{objects: map[site.ID]casbinPage{}, grants: casbin.EnforceContext{RType: "r", PType: "p2", EType: "e2", MType: "m2"}}
	var err error
	if p.pages, err = casbinEnforcer(casbinPages, f); err != nil {
		return nil, err
	}
	if p.tables, err = casbinEnforcer(casbinTables, f); err != nil {
		return nil, err
	}
	var restricted, granted [][]string
	var readers [][]string
	for _, page := range f.pages {
		p.objects[page.id] = casbinPage{page.path, casbinState(page.published)}
		if roles := f.readers[page.id]; roles != nil {
			group := "readers of " + string(page.id)
			restricted = append(restricted, []string{group, page.path + "*", "deny"})
			readers = append(readers, casbinGroup(group, roles)...)
		}
		if roles := f.editors[page.id]; roles != nil {
			group := "editors of " + string(page.id)
			granted = append(granted, []string{group, page.path + "*", "allow"})
			readers = append(readers, casbinGroup(group, roles)...)
		}
	}
	return p, firstError(
		func() error { return added(p.pages.AddNamedPolicies("p", restricted)) },
		func() error { return added(p.pages.AddNamedPolicies("p2", granted)) },
		func() error { return added(p.pages.AddGroupingPolicies(readers)) },
		func() error { return added(p.tables.AddPolicies(casbinReaches(f))) },
	)
}

func casbinState(published bool) string {
	if published {
		return "Published"
	}
	return "Draft"
}

// casbinEnforcer knows the roles of the contacts.
func casbinEnforcer(text string, f *facts) (*casbin.Enforcer, error) {
	m, err := model.NewModelFromString(text)
	if err != nil {
		return nil, err
	}
	e, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, err
	}
	var roles [][]string
	for _, c := range f.contacts {
		for _, r := range c.roles {
			roles = append(roles, []string{string(c.id), string(r)})
		}
	}
	return e, added(e.AddGroupingPolicies(roles))
}

func casbinGroup(group string, roles []site.ID) (lines [][]string) {
	for _, r := range roles {
		lines = append(lines, []string{string(r), group})
	}
	return lines
}

// casbinReaches has a line for each role, table, privilege and reach, the farthest reach first: the first line that
// matches is the answer.
func casbinReaches(f *facts) [][]string {
	var lines [][]string
	seen := map[[4]string]bool{}
	for _, global := range []bool{true, false} {
		for _, h := range f.holders {
			if h.global != global {
				continue
			}
			for _, role := range h.roles {
				for _, privilege := range h.privileges {
					line := [4]string{string(role), h.table, string(privilege), h.reach()}
					if !seen[line] {
						seen[line] = true
						lines = append(lines, line[:])
					}
				}
			}
		}
	}
	return lines
}

func added(all bool, err error) error {
	if err == nil && !all {
		return fmt.Errorf("a line was there already")
	}
	return err
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// page asks for the grants only where the restrictions shut the contact out.
func (p *casbinPeer) page(q pageQuestion) func() (bool, error) {
	contact, o := string(q.contact), p.objects[q.page]
	return func() (bool, error) {
		if ok, err := p.pages.Enforce(contact, o.path, o.state); ok || err != nil {
			return ok, err
		}
		return p.pages.Enforce(p.grants, contact, o.path, o.state)
	}
}

func (p *casbinPeer) table(q tableQuestion) func() (string, error) {
	contact, privilege := string(q.contact), string(q.privilege)
	return func() (string, error) {
		ok, line, err := p.tables.EnforceEx(contact, q.table, privilege)
		if err != nil || !ok {
			return access.ReachNone.String(), err
		}
		return line[3], nil
	}
}
