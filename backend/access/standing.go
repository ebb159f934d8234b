package access

import "gatehouse/backend/site"

// standing is what a visitor is judged by: whether somebody is signed in, and the classes of the roles held. It is small
// and made without memory of its own where the classes are at hand, so that a single question costs little more than
// its answer.
type standing struct {
	engine     *Engine
	signedIn   bool
	previewOff bool
	// classes are four sets of one width: for pages, then for tables, at the least and at the most.
	classes []uint64
}

// page are the role classes that count for pages, files and website rights.
func (d *standing) page(bound int) set { return part(d.classes, d.engine.sets.width, bound) }

// table are the role classes that count for tables and columns.
func (d *standing) table(bound int) set { return part(d.classes, d.engine.sets.width, 2+bound) }

func part(classes []uint64, width, n int) set { return classes[n*width:][:width:width] }

// pageMeets reports whether one of the roles in a set of the engine is held where pages are concerned.
func (d *standing) pageMeets(bound int, roles int32) bool {
	return d.engine.sets.meet(roles, d.page(bound))
}

// tableMeets does so where tables are concerned.
func (d *standing) tableMeets(bound int, roles int32) bool {
	return d.engine.sets.meet(roles, d.table(bound))
}

func (d *standing) preview(bound int) bool {
	if d.previewOff {
		return false
	}
	return d.pageMeets(bound, d.engine.access.holders[previewRight]) ||
		bound == most && (d.engine.rules.lostAccess || d.engine.rules.whose) && d.signedIn
}

// give adds a role to the sets at the least.
func (e *Engine) give(classes []uint64, role int32) {
	if e.roles.counts[role].tables {
		table := part(classes, e.sets.width, 2+least)
		table.add(e.roles.class[role])
	}
	if e.roles.counts[role].pages {
		page := part(classes, e.sets.width, least)
		page.add(e.roles.class[role])
	}
}

// giveToAnonymous adds a role that is held by not being signed in. It counts for tables only.
func (e *Engine) giveToAnonymous(classes []uint64, role int32) {
	table := part(classes, e.sets.width, 2+least)
	table.add(e.roles.class[role])
}

// atMost fills in the sets at the most from those at the least. With anyRole, the visitor may hold roles that the export
// does not tell.
func (e *Engine) atMost(classes []uint64, signedIn, anyRole bool) {
	width := e.sets.width
	page, table := part(classes, width, most), part(classes, width, 2+most)
	copy(page, part(classes, width, least))
	copy(table, part(classes, width, 2+least))
	if anyRole {
		page.addAll(part(e.roles.every, width, least))
		table.addAll(part(e.roles.every, width, 2+least))
	}
	// A missing role may carry a flag, and then everybody of that sort has it.
	table.addAll(e.roles.possible)
	if signedIn {
		page.addAll(e.roles.possible)
	}
}

// Contact finds the place of a contact by its id.
func (e *Engine) Contact(id site.ID) (contact int, ok bool) {
	i, ok := e.contactIndex().byID[id]
	return int(i), ok
}

// ContactPageRead answers PageRead for the contact at a place of Site.Contacts without preparing a visitor. It is for
// whoever asks once about each of many contacts, and takes no memory.
func (e *Engine) ContactPageRead(contact, page int) Verdict {
	d := e.contactStanding(int32(contact))
	return d.reads(e.pages.program[page])
}

// ContactPageChange answers PageChange in the same way.
func (e *Engine) ContactPageChange(contact, page int) Verdict {
	d := e.contactStanding(int32(contact))
	return d.changes(e.pages.program[page])
}

// ContactTableReach answers TableReach in the same way, for places of Tables and of Privileges.
func (e *Engine) ContactTableReach(contact, table, privilege int) Reach {
	d := e.contactStanding(int32(contact))
	return d.reach(table, privilege).reach
}

func (e *Engine) contactStanding(contact int32) standing {
	return standing{engine: e, signedIn: true, classes: e.contactIndex().classesOf(e, contact)}
}

// reads answers for the number of a program whether it lets the visitor read.
func (d *standing) reads(program int32) Verdict {
	e := d.engine
	q := &e.pages.quick[program]
	if !q.plain {
		p := &e.pages.programs[program]
		return between(p.reads(d, least), p.reads(d, most))
	}
	if q.lets(e, d.page(least)) {
		return Allow
	}
	if d.sameOnPages() {
		return Deny
	}
	return between(false, q.lets(e, d.page(most)))
}

// changes answers whether it lets the visitor change.
func (d *standing) changes(program int32) Verdict {
	p := &d.engine.pages.programs[program]
	return between(p.allowsChange(d, least), p.allowsChange(d, most))
}

// sameOnPages reports whether the roles are known for certain where pages are concerned.
func (d *standing) sameOnPages() bool {
	width := d.engine.sets.width
	for i, w := range d.classes[:width] {
		if w != d.classes[width+i] {
			return false
		}
	}
	return true
}
