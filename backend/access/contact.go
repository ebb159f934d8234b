package access

import (
	"sync"

	"gatehouse/backend/site"
)

// contactTable is built when a contact is first asked for: most questions are about roles.
type contactTable struct {
	once         sync.Once
	byID         map[site.ID]int32
	accountRoles map[site.ID][]int32 // places in Site.RoleAssignments, by account
	classes      []uint64            // of each contact, what standing.classes is

	// Which assignments a contact has is only told when somebody wants to know how roles are held.
	listed    sync.Once
	begin     []int32 // of each contact, where its part of byContact begins; one more for the end
	byContact []int32 // places in Site.RoleAssignments, those of one contact together
}

func (e *Engine) contactIndex() *contactTable {
	t := &e.contacts
	t.once.Do(func() {
		t.byID = placesOf(e.site.Contacts)
		e.compileContacts()
	})
	return t
}

// classesOf are the role classes of the contact at a place.
func (t *contactTable) classesOf(e *Engine, contact int32) []uint64 {
	n := 4 * e.sets.width
	return t.classes[int(contact)*n:][:n:n]
}

// compileContacts goes through the assignments once and gives every contact its classes.
func (e *Engine) compileContacts() {
	t := &e.contacts
	t.accountRoles = map[site.ID][]int32{}
	t.classes = make([]uint64, len(e.site.Contacts)*4*e.sets.width)
	// Assignments stand together by contact or by role.
	var contact, role reference
	for i := range e.site.RoleAssignments {
		a := &e.site.RoleAssignments[i]
		if a.Account != "" {
			t.accountRoles[a.Account] = append(t.accountRoles[a.Account], int32(i))
		}
		r := role.place(e.index.roles, a.Role)
		if r < 0 || a.Inactive {
			continue
		}
		if c := contact.place(t.byID, a.Contact); c >= 0 && !e.site.Contacts[c].Inactive {
			e.give(t.classesOf(e, c), r)
		}
	}
	everybody := make([]uint64, 4*e.sets.width)
	for _, i := range e.roles.authenticated {
		e.give(everybody, i)
	}
	if e.rules.anonymousToo {
		for _, i := range e.roles.anonymous {
			e.giveToAnonymous(everybody, i)
		}
	}
	for i := range e.site.Contacts {
		c, classes := &e.site.Contacts[i], t.classesOf(e, int32(i))
		for word, w := range everybody {
			classes[word] |= w
		}
		for _, place := range e.accountOf(c) {
			if a := &e.site.RoleAssignments[place]; !a.Inactive && !c.Inactive {
				if r, known := e.index.roles[a.Role]; known {
					e.give(classes, r)
				}
			}
		}
		e.atMost(classes, true, e.untoldRoles(c))
	}
}

// accountOf lists the assignments that a contact has through its account.
func (e *Engine) accountOf(c *site.Contact) []int32 {
	if !e.hasAccountRoles(c) {
		return nil
	}
	return e.contacts.accountRoles[c.Parent]
}

// assignments lists those of the contact at a place.
func (e *Engine) assignments(contact int32) []int32 {
	t := e.contactIndex()
	t.listed.Do(func() {
		list := e.site.RoleAssignments
		t.begin = make([]int32, len(e.site.Contacts)+1)
		contactOf := make([]int32, len(list))
		var contact reference
		for i := range list {
			if contactOf[i] = contact.place(t.byID, list[i].Contact); contactOf[i] >= 0 {
				t.begin[contactOf[i]+1]++
			}
		}
		for i := range e.site.Contacts {
			t.begin[i+1] += t.begin[i]
		}
		t.byContact = make([]int32, t.begin[len(e.site.Contacts)])
		next := append([]int32(nil), t.begin...)
		for i, c := range contactOf {
			if c >= 0 {
				t.byContact[next[c]] = int32(i)
				next[c]++
			}
		}
	})
	return t.byContact[t.begin[contact]:t.begin[contact+1]]
}

// hasAccountRoles reports whether the roles of a contact's account are certain to be the contact's. Where assignments
// were lost, it is not even certain that the account is active.
func (e *Engine) hasAccountRoles(c *site.Contact) bool {
	return c.Parent != "" && !c.ParentInactive && e.rules.accountRoles != No && !e.rules.lostAssignments
}

// untoldRoles reports whether a contact may hold roles that the export does not tell: its account's, when no roles of
// accounts were exported.
func (e *Engine) untoldRoles(c *site.Contact) bool {
	if !e.rules.unknown || c.Inactive {
		return false
	}
	if e.rules.lostAssignments {
		return true
	}
	if c.Parent == "" || c.ParentInactive || e.rules.accountRoles != WhenExported || len(e.contacts.accountRoles) > 0 {
		return false
	}
	_, isContact := e.contacts.byID[c.Parent]
	return !isContact
}
