package access

import (
	"sync"

	"gatehouse/backend/site"
)

// contactTable is built when a contact is first asked for: most questions are about roles.
type contactTable struct {
	once         sync.Once
	byID         map[site.ID]int32
	begin        []int32             // of each contact, where its part of byContact begins; one more for the end
	byContact    []int32             // places in Site.RoleAssignments, those of one contact together
	accountRoles map[site.ID][]int32 // ... by account
	assigned     []int32             // of each assignment, the place in Site.WebRoles, noRecord where it gives none
}

func (e *Engine) contactIndex() *contactTable {
	t := &e.contacts
	t.once.Do(func() {
		t.byID = placesOf(e.site.Contacts)
		t.accountRoles = map[site.ID][]int32{}
		e.compileAssignments()
	})
	return t
}

func (e *Engine) compileAssignments() {
	t := &e.contacts
	list := e.site.RoleAssignments
	t.assigned = make([]int32, len(list))
	t.begin = make([]int32, len(e.site.Contacts)+1)
	contactOf := make([]int32, len(list))
	// Assignments stand together by contact or by role.
	var contact, role reference
	for i := range list {
		a := &list[i]
		t.assigned[i] = noRecord
		if r := role.place(e.index.roles, a.Role); r >= 0 && !a.Inactive {
			t.assigned[i] = r
		}
		if contactOf[i] = contact.place(t.byID, a.Contact); contactOf[i] >= 0 {
			t.begin[contactOf[i]+1]++
		}
		if a.Account != "" {
			t.accountRoles[a.Account] = append(t.accountRoles[a.Account], int32(i))
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
}

// of lists the assignments of the contact at a place.
func (t *contactTable) of(contact int32) []int32 {
	return t.byContact[t.begin[contact]:t.begin[contact+1]]
}
