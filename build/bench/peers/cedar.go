package main

import (
	"fmt"
	"iter"
	"strings"

	"github.com/cedar-policy/cedar-go"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// cedarPeer hands its policies to cedar-go: all of them, or those that can say something about the asked page or table.
type cedarPeer struct {
	entities cedar.EntityMap
	pages    func(page site.ID) cedar.PolicyIterator
	tables   func(table string) cedar.PolicyIterator
	reach    map[cedar.PolicyID]string // of the table policies
}

const (
	contactType = "Contact"
	roleType    = "Role"
	pageType    = "Page"
	areaType    = "Area" // a page that has restrict read permissions, with all that lies below it
	tableType   = "Table"
	actionType  = "Action"
)

func uid(kind cedar.EntityType, id string) cedar.EntityUID {
	return cedar.NewEntityUID(kind, cedar.String(id))
}

// policyList is a slice of policies. Going through one is quicker than going through a cedar.PolicyMap.
type policyList struct {
	ids      []cedar.PolicyID
	policies []*cedar.Policy
}

func (l *policyList) add(id string, policy *cedar.Policy) {
	l.ids, l.policies = append(l.ids, cedar.PolicyID(id)), append(l.policies, policy)
}

// All implements cedar.PolicyIterator.
func (l *policyList) All() iter.Seq2[cedar.PolicyID, *cedar.Policy] {
	return func(yield func(cedar.PolicyID, *cedar.Policy) bool) {
		for i, p := range l.policies {
			if !yield(l.ids[i], p) {
				return
			}
		}
	}
}

func newCedar(f *facts) (whole, sliced *cedarPeer, err error) {
	entities := cedarEntities(f)
	allPages, ofPage, err := cedarPages(f)
	if err != nil {
		return nil, nil, err
	}
	allTables, ofTable, reach, err := cedarTables(f)
	if err != nil {
		return nil, nil, err
	}
	whole = &cedarPeer{entities, func(site.ID) cedar.PolicyIterator { return allPages }, func(string) cedar.PolicyIterator { return allTables }, reach}
	sliced = &cedarPeer{entities, func(id site.ID) cedar.PolicyIterator { return ofPage[id] }, func(t string) cedar.PolicyIterator { return ofTable[t] }, reach}
	return whole, sliced, nil
}

func cedarEntities(f *facts) cedar.EntityMap {
	entities := cedar.EntityMap{}
	add := func(e cedar.EntityUID, attributes cedar.RecordMap, parents []cedar.EntityUID) {
		entities[e] = cedar.Entity{UID: e, Parents: cedar.NewEntityUIDSet(parents...), Attributes: cedar.NewRecord(attributes)}
	}
	for _, c := range f.contacts {
		add(uid(contactType, string(c.id)), nil, uids(roleType, c.roles))
	}
	for _, p := range f.pages {
		var editors []cedar.Value
		for _, granted := range p.granted {
			for _, role := range f.editors[granted] {
				editors = append(editors, uid(roleType, string(role)))
			}
		}
		add(uid(pageType, string(p.id)), cedar.RecordMap{"published": cedar.Boolean(p.published), "editors": cedar.NewSet(editors...)},
			uids(areaType, p.restricted))
	}
	return entities
}

func uids(kind cedar.EntityType, ids []site.ID) []cedar.EntityUID {
	list := make([]cedar.EntityUID, len(ids))
	for i, id := range ids {
		list[i] = uid(kind, string(id))
	}
	return list
}

func parseCedar(format string, args ...any) (*cedar.Policy, error) {
	var p cedar.Policy
	if err := p.UnmarshalCedar(fmt.Appendf(nil, format, args...)); err != nil {
		return nil, err
	}
	return &p, nil
}

// held is the condition that the principal has one of the roles.
func held(roles []site.ID) string {
	var list []string
	for _, r := range roles {
		list = append(list, fmt.Sprintf("principal in %s", uid(roleType, string(r))))
	}
	return strings.Join(list, " || ")
}

func cedarPages(f *facts) (all *policyList, ofPage map[site.ID]*policyList, err error) {
	published, err := parseCedar(`permit (principal, action == Action::"read", resource is Page) when { resource.published };`)
	if err != nil {
		return nil, nil, err
	}
	all = &policyList{}
	all.add("published", published)
	areas := map[site.ID]*cedar.Policy{}
	for _, p := range f.pages {
		roles := f.readers[p.id]
		if roles == nil {
			continue
		}
		areas[p.id], err = parseCedar(`forbid (principal, action == Action::"read", resource in %s) unless { %s || principal in resource.editors };`,
			uid(areaType, string(p.id)), held(roles))
		if err != nil {
			return nil, nil, err
		}
		all.add(string(p.id), areas[p.id])
	}
	ofPage = map[site.ID]*policyList{}
	for _, p := range f.pages {
		list := &policyList{}
		list.add("published", published)
		for _, id := range p.restricted {
			list.add(string(id), areas[id])
		}
		ofPage[p.id] = list
	}
	return all, ofPage, nil
}

func cedarTables(f *facts) (all *policyList, ofTable map[string]*policyList, reach map[cedar.PolicyID]string, err error) {
	all, ofTable, reach = &policyList{}, map[string]*policyList{}, map[cedar.PolicyID]string{}
	for _, h := range f.holders {
		var actions []string
		for _, p := range h.privileges {
			actions = append(actions, fmt.Sprintf("action == %s", uid(actionType, string(p))))
		}
		policy, err := parseCedar(`permit (principal, action, resource == %s) when { (%s) && (%s) };`,
			uid(tableType, h.table), strings.Join(actions, " || "), held(h.roles))
		if err != nil {
			return nil, nil, nil, err
		}
		all.add(string(h.id), policy)
		if ofTable[h.table] == nil {
			ofTable[h.table] = &policyList{}
		}
		ofTable[h.table].add(string(h.id), policy)
		reach[cedar.PolicyID(h.id)] = h.reach()
	}
	return all, ofTable, reach, nil
}

func (p *cedarPeer) page(q pageQuestion) func() (bool, error) {
	policies := p.pages(q.page)
	request := cedarRequest(q.contact, access.Read, uid(pageType, string(q.page)))
	return func() (bool, error) {
		decision, diagnostic := cedar.Authorize(policies, p.entities, request)
		return decision == cedar.Allow, cedarError(diagnostic)
	}
}

// table takes the farthest reach of the policies that permit.
func (p *cedarPeer) table(q tableQuestion) func() (string, error) {
	policies := p.tables(q.table)
	request := cedarRequest(q.contact, q.privilege, uid(tableType, q.table))
	return func() (string, error) {
		_, diagnostic := cedar.Authorize(policies, p.entities, request)
		reach := access.ReachNone.String()
		for _, reason := range diagnostic.Reasons {
			if reach = p.reach[reason.PolicyID]; reach == access.ReachAll.String() {
				break
			}
		}
		return reach, cedarError(diagnostic)
	}
}

func cedarRequest(contact site.ID, privilege access.Privilege, resource cedar.EntityUID) cedar.Request {
	return cedar.Request{Principal: uid(contactType, string(contact)), Action: uid(actionType, string(privilege)), Resource: resource}
}

func cedarError(d cedar.Diagnostic) error {
	if len(d.Errors) > 0 {
		return fmt.Errorf("evaluate %s: %s", d.Errors[0].PolicyID, d.Errors[0].Message)
	}
	return nil
}
