package main

import "gatehouse/backend/site"

// onePass is what compiling is measured against: it files every record that others refer to by its id, looks at each
// record once and finds what that refers to. It concludes nothing. Contacts and role assignments, most of the records,
// are a part of their own, as compiling leaves them for the first question about a contact.
func onePass(s *site.Site) (found int) {
	index := site.NewIndex(s)
	states := make(map[site.ID]bool, len(s.PublishingStates))
	for i := range s.PublishingStates {
		states[s.PublishingStates[i].ID] = s.PublishingStates[i].Visible
	}
	roles := func(ids []site.ID) {
		for _, id := range ids {
			found += one(index.Roles[id] != nil)
		}
	}
	for i := range s.WebPages {
		p := &s.WebPages[i]
		found += one(states[p.PublishingState])
		if p.Parent != "" {
			found += one(index.Pages[p.Parent] != nil)
		}
	}
	for i := range s.PageRules {
		found += one(index.Pages[s.PageRules[i].Page] != nil)
		roles(s.PageRules[i].Roles)
	}
	for i := range s.TablePermissions {
		p := &s.TablePermissions[i]
		if p.Parent != "" {
			found += one(index.Permissions[p.Parent] != nil)
		}
		roles(p.Roles)
	}
	return found
}

// passContacts is the other part.
func passContacts(s *site.Site) (found int) {
	contacts := make(map[site.ID]*site.Contact, len(s.Contacts))
	for i := range s.Contacts {
		contacts[s.Contacts[i].ID] = &s.Contacts[i]
	}
	index := site.NewIndex(&site.Site{WebRoles: s.WebRoles})
	for i := range s.RoleAssignments {
		a := &s.RoleAssignments[i]
		found += one(contacts[a.Contact] != nil) + one(index.Roles[a.Role] != nil)
	}
	return found
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
