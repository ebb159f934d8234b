package access

import "gatehouse/backend/site"

// roleTable gives every role a class: roles of one class are the same role to whoever compares them. By id each role
// has a class of its own, by name namesakes share one. A role that is referred to and not in the export gets a class
// too where missing records are unknown: a visitor may hold it, and may not.
type roleTable struct {
	class   []int32           // of each role
	counts  []counting        // of each role
	lost    map[site.ID]int32 // class
	classes int32
	// possible are the classes a visitor may hold because roles are missing: those of the missing roles and, where
	// names decide, all others, as a missing role may be anybody's namesake.
	possible set
	every    []uint64 // the classes of all roles that can be held, as standing.classes at the least
	defaults
}

// counting says where a role counts for who was assigned it, or has it by being signed in.
type counting struct{ pages, tables bool }

// defaults are the roles nobody has to assign, as places in Site.WebRoles.
type defaults struct{ anonymous, authenticated []int32 }

// damagedList stands for the unreadable part of a list of roles. Stored ids are never blank.
const damagedList site.ID = " "

func (e *Engine) compileRoles() {
	t := &e.roles
	list := e.site.WebRoles
	t.class, t.counts = make([]int32, len(list)), make([]counting, len(list))
	t.lost = map[site.ID]int32{}
	names := map[string]int32{}
	for i := range list {
		r := &list[i]
		t.class[i] = t.classes
		if e.rules.byName {
			if class, known := names[r.Name]; known {
				t.class[i] = class
			} else {
				names[r.Name] = t.classes
			}
		}
		t.classes = max(t.classes, t.class[i]+1)
		if !e.holdable(int32(i)) {
			continue
		}
		t.counts[i] = counting{pages: !r.Anonymous || r.Authenticated || e.rules.anonymousOnPages, tables: true}
		if r.Anonymous {
			t.anonymous = append(t.anonymous, int32(i))
		}
		if r.Authenticated {
			t.authenticated = append(t.authenticated, int32(i))
		}
	}
}

// compileLinks notes the missing roles of records that keep their lists as they are.
func (e *Engine) compileLinks() {
	if !e.rules.unknown {
		return
	}
	note := func(ids []site.ID) {
		for _, id := range ids {
			if _, known := e.index.roles[id]; !known {
				e.roles.lostRole(id)
			}
		}
	}
	for i := range e.site.ForumPermissions {
		note(e.site.ForumPermissions[i].Roles)
	}
	for i := range e.site.PublishingTransitions {
		note(e.site.PublishingTransitions[i].Roles)
	}
	for i := range e.site.RoleGates {
		note(e.site.RoleGates[i].Roles)
	}
	if !e.rules.byName {
		return
	}
	// By name a missing role bears on other records too, so it counts wherever it is named.
	for i := range e.site.RoleAssignments {
		note([]site.ID{e.site.RoleAssignments[i].Role})
	}
	for i := range e.site.PageRules {
		note(e.site.PageRules[i].Roles)
	}
	for i := range e.site.TablePermissions {
		note(e.site.TablePermissions[i].Roles)
	}
	for i := range e.site.WebsiteAccessPermissions {
		note(e.site.WebsiteAccessPermissions[i].Roles)
	}
	for i := range e.site.ColumnPermissionProfiles {
		note(e.site.ColumnPermissionProfiles[i].Roles)
	}
}

// closeRoles is called when all records were compiled and every missing role and every set is known.
func (e *Engine) closeRoles() {
	t := &e.roles
	for _, class := range t.lost {
		t.possible.add(class)
	}
	if e.rules.byName && (len(t.lost) > 0 || e.rules.lostRoles) {
		for class := range t.classes {
			t.possible.add(class)
		}
	}
	e.sets.freeze(t.classes)
	t.every = make([]uint64, 4*e.sets.width)
	for i := range e.site.WebRoles {
		e.give(t.every, int32(i))
	}
}

// holdable reports whether a role counts as a visitor's role at all: it is active and of this site.
func (e *Engine) holdable(i int32) bool {
	r := &e.site.WebRoles[i]
	return !r.Inactive && e.ofSite(r.Website)
}

// lostRole is the class of a role that is not in the export.
func (t *roleTable) lostRole(id site.ID) int32 {
	class, ok := t.lost[id]
	if !ok {
		class = t.classes
		t.classes++
		t.lost[id] = class
	}
	return class
}

// linked is a list of roles as it stands on a record.
type linked struct {
	set    int32 // of classes, lost ones included
	ofSite bool  // one of the roles belongs to this site
	mayBe  bool  // or may, because it is lost
}

// rolesOn compiles the roles of a record. With siteOnly, roles of other sites are left out, which is how page and
// forum permissions read their lists.
func (e *Engine) rolesOn(ids []site.ID, damaged, siteOnly bool) linked {
	var l linked
	s := &e.sets.next
	clear(*s)
	for _, id := range ids {
		i, known := e.index.roles[id]
		switch {
		case !known && e.rules.unknown:
			s.add(e.roles.lostRole(id))
			l.mayBe = true
		case !known:
		case e.ofSite(e.site.WebRoles[i].Website):
			s.add(e.roles.class[i])
			l.ofSite = true
		case !siteOnly:
			s.add(e.roles.class[i])
		}
	}
	if damaged && e.rules.unknown {
		s.add(e.roles.lostRole(damagedList))
		l.mayBe = true
	}
	l.set = e.sets.number(*s)
	return l
}

// isLostRole reports whether a role is not in the export.
func (e *Engine) isLostRole(id site.ID) bool {
	_, known := e.index.roles[id]
	return !known
}
