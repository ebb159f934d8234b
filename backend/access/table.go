package access

import (
	"slices"

	"gatehouse/backend/site"
)

// reachCell is the answer for one table and privilege.
type reachCell struct {
	reach Reach
	types uint8 // bits of the access types that are certain to count
	sure  rows
	maybe rows
}

// reach answers for the place of a table and of a privilege.
func (d *standing) reach(table, privilege int) (c reachCell) {
	t, width := &d.engine.tables, d.engine.sets.width
	at := table*privilegeCount + privilege
	for i := int(t.begin[at]); i < int(t.begin[at+1]); i++ {
		g, holders := &t.givers[i], part(t.holders, width, i)
		switch {
		case g.counts[least] && d.table(least).meets(holders):
			c.sure |= g.rows
			c.types |= g.scope
		case g.counts[most] && (g.anybody || d.table(most).meets(holders)):
			c.maybe |= g.rows | g.otherwise
		}
	}
	return d.engine.settle(c, privilege, d)
}

const (
	readNumber   = 0
	createNumber = 2
)

func (e *Engine) settle(c reachCell, privilege int, d *standing) reachCell {
	if privilege == readNumber && !d.signedIn && e.rules.noAnonymousRead {
		return reachCell{}
	}
	if e.rules.whose {
		c.reach = ReachUnknown
		return c
	}
	if e.rules.lostPermissions {
		c.maybe |= everyRow | scopedRows
	}
	c.reach = pooled(c.sure, privilege)
	if c.maybe == 0 {
		return c
	}
	for rest := c.maybe; rest != 0; rest &= rest - 1 {
		if pooled(c.sure|rest&-rest, privilege) != c.reach {
			c.reach = ReachUnknown
			return c
		}
	}
	if pooled(c.sure|c.maybe, privilege) != c.reach {
		c.reach = ReachUnknown
	}
	return c
}

// pooled is the reach of permissions together. Rights add up row by row, and creating is decided for the table, as no
// row exists yet.
func pooled(r rows, privilege int) Reach {
	switch {
	case r == 0:
		return ReachNone
	case r&everyRow != 0 || privilege == createNumber:
		return ReachAll
	case r&unfathomed != 0:
		return ReachUnknown
	case r&failing != 0:
		return ReachNone
	case r&scopedRows != 0:
		return ReachSome
	case r&undecided != 0:
		return ReachUnknown
	}
	return ReachAll // nothing filters
}

// effective reports whether a permission counts for the roles of a visitor.
func (e *Engine) effective(n *node, d *standing, bound int) bool {
	return n.counts[bound] && (n.anybody || d.tableMeets(bound, n.roles))
}

// TableAnswer says how far a privilege on a table reaches.
type TableAnswer struct {
	Reach       Reach             `json:"reach"`
	AccessTypes []site.AccessType `json:"accessTypes"` // of the permissions that certainly give it; never nil, shared, not to be changed
}

// Tables lists the tables that active permissions name, sorted by code point. Their places are what TableReach takes.
func (e *Engine) Tables() []string { return e.tables.names }

// Table finds the place of a table.
func (e *Engine) Table(name string) (table int, ok bool) {
	i, ok := e.tables.numbers[name]
	return int(i), ok
}

// TableReach is the bare decision for a place of Tables and of Privileges.
func (v *Visitor) TableReach(table, privilege int) Reach {
	return v.reach(table, privilege).reach
}

// TableRight answers how far a privilege reaches on a table, also one that no permission names.
func (v *Visitor) TableRight(table string, privilege Privilege) TableAnswer {
	c := v.tableRight(table, privilege)
	return TableAnswer{Reach: c.reach, AccessTypes: typesOf(c.types)}
}

// tableRight is the answer for a table by name.
func (d *standing) tableRight(table string, privilege Privilege) reachCell {
	number := privilege.number()
	if number < 0 {
		return reachCell{}
	}
	if place, known := d.engine.tables.numbers[table]; known {
		return d.reach(int(place), number)
	}
	return d.engine.settle(reachCell{}, number, d)
}

// typeLists has the list for every combination of access types, so that an answer needs no memory of its own.
var typeLists = func() (lists [1 << 6][]site.AccessType) {
	for bits := range lists {
		list := []site.AccessType{}
		for i, t := range accessTypes {
			if bits&(1<<i) != 0 {
				list = append(list, t)
			}
		}
		lists[bits] = slices.Clip(list)
	}
	return lists
}()

func typesOf(bits uint8) []site.AccessType { return typeLists[bits] }

// TableRightUnder answers like TableRight for rows that are shown under a record of another table: sub-grids, notes,
// timelines, documents. There, a permission limited to the visitor's own rows counts only as a child of a permission
// on that other table.
func (v *Visitor) TableRightUnder(table string, privilege Privilege, regarding string) TableAnswer {
	e, d := v.engine, &v.standing
	number := privilege.number()
	if number < 0 {
		return TableAnswer{AccessTypes: typesOf(0)}
	}
	var c reachCell
	for _, place := range e.onTable(table) {
		i := e.tables.nodeOf[place]
		if i < 0 {
			continue
		}
		n := &e.tables.nodes[i]
		if n.rights&(1<<number) == 0 || !e.effective(n, d, most) {
			continue
		}
		under, certain := n.rows == everyRow, true
		if n.parent >= 0 && e.permission(&e.tables.nodes[n.parent]).Table == regarding {
			under = true
		} else if n.fate == parentLost && !under {
			under, certain = true, false
		}
		switch {
		case !under:
		case certain && e.effective(n, d, least):
			c.sure |= n.rows
			c.types |= n.scope
		default:
			c.maybe |= n.rows | n.otherwise&failing
		}
	}
	c = e.settle(c, number, d)
	return TableAnswer{Reach: c.reach, AccessTypes: typesOf(c.types)}
}
