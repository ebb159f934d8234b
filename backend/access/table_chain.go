package access

import (
	"slices"
	"sync"

	"gatehouse/backend/site"
)

// tableTable is the forest of table permissions.
type tableTable struct {
	names   []string // of tables with an active permission, sorted
	numbers map[string]int32
	nodes   []node   // active permissions with a table, in the order of reading
	nodeOf  []int32  // of each permission, noRecord where it does not count
	givers  []giver  // what gives a privilege on a table, by table and then privilege
	holders []uint64 // of each giver, the role classes it is for
	begin   []int32  // of each table and privilege, where its part of givers begins; one more for the end

	once    sync.Once
	byTable map[string][]int32 // places in Site.TablePermissions, those that do not count included
}

// onTable lists the permissions that name a table, those that do not count included. The lists are made when they are
// first asked for: a bare decision takes none.
func (e *Engine) onTable(table string) []int32 {
	t := &e.tables
	t.once.Do(func() {
		t.byTable = make(map[string][]int32, len(t.names))
		for i := range e.site.TablePermissions {
			name := e.site.TablePermissions[i].Table
			t.byTable[name] = append(t.byTable[name], int32(i))
		}
	})
	return t.byTable[table]
}

// node is an active table permission that names a table.
type node struct {
	record int32 // place in Site.TablePermissions
	table  int32
	parent int32 // node, -1 without one that counts
	root   int32 // node whose roles decide
	rights uint8 // a bit for each privilege
	scope  uint8 // a bit of its access type
	rows   rows
	// otherwise is what else the rows may be where the topmost parent is not in the export; 0 for other nodes.
	otherwise rows
	fate      fate
	linked    linked  // its own roles
	roles     int32   // those of its root, which decide
	counts    [2]bool // whether it counts for who holds one of them, at the least and at the most
	anybody   bool    // ... for whoever it is, as its root hangs on a parent with roles that the export does not tell
}

// giver is what a bare decision takes of the nodes that give one privilege on one table and are alike but for their
// roles: who holds a role of any of them has the privilege.
type giver struct {
	scope     uint8
	rows      rows
	otherwise rows
	counts    [2]bool
	anybody   bool
}

// fate says why a node may come to nothing whatever roles the visitor has.
type fate uint8

const (
	sound      fate = iota
	circular        // on a circle of parents or below one
	orphan          // the parent is inactive, has no table, or does not exist
	parentLost      // the parent is not in the export
	unparented      // a child by access type that names no parent
)

// rows says what a node's row filter amounts to. The values are bits, so that nodes can be pooled.
type rows uint8

const (
	everyRow   rows = 1 << iota // no filter
	scopedRows                  // some filter; it may match nothing
	noFilter                    // adds nothing: alone, the query is unfiltered (released runtime)
	failing                     // cannot be evaluated and fails the request (released runtime)
	undecided                   // an access type nobody documents
	unfathomed                  // ... which in the released runtime may even fail the request
)

func (e *Engine) compileTables() {
	t := &e.tables
	list := e.site.TablePermissions
	t.nodes = make([]node, 0, len(list))
	t.nodeOf = make([]int32, len(list))
	t.numbers = map[string]int32{}
	for i := range list {
		t.nodeOf[i] = noRecord
		p := &list[i]
		if p.Inactive || p.Table == "" {
			continue
		}
		table, known := t.numbers[p.Table]
		if !known {
			table = int32(len(t.names))
			t.numbers[p.Table] = table
			t.names = append(t.names, p.Table)
		}
		if e.counts(p) {
			t.nodeOf[i] = int32(len(t.nodes))
			t.nodes = append(t.nodes, node{record: int32(i), table: table})
		}
	}
	sorted := t.sortNames()
	for i := range t.nodes {
		t.nodes[i].table = sorted[t.nodes[i].table]
		e.compileNode(int32(i))
	}
	e.findRoots()
	for i := range t.nodes {
		n := &t.nodes[i]
		n.rows = e.rowsOf(int32(i), soundParent)
		if t.nodes[n.root].fate == parentLost && e.rules.promoteOrphans {
			n.otherwise = e.rowsOf(int32(i), noParent) | e.rowsOf(int32(i), brokenParent)
		}
		n.roles = t.nodes[n.root].linked.set
		n.anybody = t.nodes[n.root].fate == parentLost
		n.counts = [2]bool{e.mayCount(n, least), e.mayCount(n, most)}
	}
}

// mayCount reports whether a node counts for somebody. The roles on the topmost permission of its chain decide.
func (e *Engine) mayCount(n *node, bound int) bool {
	r := &e.tables.nodes[n.root]
	switch {
	case n.fate == circular:
		return false
	case r.fate == parentLost:
		return bound == most
	case (r.fate == orphan || r.fate == unparented) && !e.rules.promoteOrphans:
		return false
	}
	return r.linked.ofSite || bound == most && r.linked.mayBe
}

// arrangeGivers puts the nodes that may count together. It is called when all sets of roles are known.
func (e *Engine) arrangeGivers() {
	t := &e.tables
	first := make([]int32, len(t.names)) // node of each table
	after := make([]int32, len(t.nodes)) // the next node of the same table
	for i := range first {
		first[i] = noRecord
	}
	for i := range t.nodes {
		if n := &t.nodes[i]; n.counts[most] {
			after[i], first[n.table] = first[n.table], int32(i)
		}
	}
	t.givers = make([]giver, 0, len(t.nodes))
	t.holders = make([]uint64, 0, len(t.nodes)*e.sets.width)
	t.begin = make([]int32, 0, len(t.names)*privilegeCount+1)
	for _, node := range first {
		for privilege := range privilegeCount {
			begin := len(t.givers)
			t.begin = append(t.begin, int32(begin))
			for i := node; i >= 0; i = after[i] {
				if t.nodes[i].rights&(1<<privilege) != 0 {
					e.addGiver(begin, &t.nodes[i])
				}
			}
		}
	}
	t.begin = append(t.begin, int32(len(t.givers)))
}

// addGiver adds a node to the giver that is like it, or as a new one, among those from begin on.
func (e *Engine) addGiver(begin int, n *node) {
	t := &e.tables
	like := giver{n.scope, n.rows, n.otherwise, n.counts, n.anybody}
	i := slices.Index(t.givers[begin:], like)
	if i < 0 {
		t.givers = append(t.givers, like)
		t.holders = append(t.holders, e.sets.at(n.roles)...)
		return
	}
	holders := part(t.holders, e.sets.width, begin+i)
	holders.addAll(e.sets.at(n.roles))
}

// sortNames numbers the tables in the order of their names and tells which number each had got.
func (t *tableTable) sortNames() (sorted []int32) {
	sorted = make([]int32, len(t.names))
	slices.Sort(t.names)
	for i, name := range t.names {
		sorted[t.numbers[name]] = int32(i)
		t.numbers[name] = int32(i)
	}
	return sorted
}

// counts reports whether a permission takes part at all.
func (e *Engine) counts(p *site.TablePermission) bool {
	return !p.Inactive && p.Table != "" && (!e.rules.websiteMustMatch || e.ofSite(p.Website))
}

func (e *Engine) permission(n *node) *site.TablePermission { return &e.site.TablePermissions[n.record] }

func (e *Engine) compileNode(i int32) {
	t := &e.tables
	n := &t.nodes[i]
	p := e.permission(n)
	n.rights = rightsOf(p)
	n.scope = scopeBit(p)
	n.parent = noRecord
	n.linked = e.rolesOn(p.Roles, p.RolesUnknown, false)
	parent := placeOf(e.index.permissions, p.Parent)
	if parent >= 0 {
		n.parent = t.nodeOf[parent]
	}
	switch {
	case parent == noRecord && p.AccessType == site.ParentScope:
		n.fate = unparented
	case parent == noRecord || n.parent >= 0:
	case parent == lostRecord && e.rules.unknown:
		n.fate = parentLost
	default:
		n.fate = orphan
	}
}

func rightsOf(p *site.TablePermission) (bits uint8) {
	for i, given := range [privilegeCount]bool{p.Read, p.Write, p.Create, p.Delete, p.Append, p.AppendTo} {
		if given {
			bits |= 1 << i
		}
	}
	return bits
}

// findRoots follows parents up. A node that never arrives is on a circle or below one.
func (e *Engine) findRoots() {
	t := &e.tables
	for i := range t.nodes {
		at := int32(i)
		steps := 0
		for t.nodes[at].parent >= 0 && steps <= len(t.nodes) {
			at = t.nodes[at].parent
			steps++
		}
		t.nodes[i].root = at
		if steps > len(t.nodes) {
			t.nodes[i].root, t.nodes[i].fate = int32(i), circular
		}
	}
}

// accessTypes in the order in which they are listed.
var accessTypes = []site.AccessType{
	site.Global, site.AccountScope, site.ContactScope, site.SelfScope, site.ParentScope, site.CustomFetchXML,
}

// listedType is how an access type is listed: without one a permission is a child permission, and a number nobody
// documents may be the custom type.
func listedType(p *site.TablePermission) site.AccessType {
	if p.AccessType != site.UnknownAccess {
		return p.AccessType
	}
	if p.RawAccessType == "" {
		return site.ParentScope
	}
	return site.CustomFetchXML
}

func scopeBit(p *site.TablePermission) uint8 {
	return 1 << slices.Index(accessTypes, listedType(p))
}

// lostParent is what a topmost parent that is not in the export is taken for.
type lostParent uint8

const (
	soundParent  lostParent = iota // it exists and can be evaluated
	noParent                       // it does not exist
	brokenParent                   // it lacks its relationship
)

// rowsOf judges the filter of a node.
func (e *Engine) rowsOf(i int32, lost lostParent) rows {
	n := &e.tables.nodes[i]
	if n.fate == circular {
		return scopedRows
	}
	p := e.permission(n)
	switch listedType(p) {
	case site.Global:
		return everyRow
	case site.ContactScope:
		return e.related(p.ContactRelationship)
	case site.AccountScope:
		return e.related(p.AccountRelationship)
	case site.SelfScope:
		if p.Table != contactTableName {
			return e.broken()
		}
		return scopedRows
	case site.ParentScope:
		return e.childRows(n, p, lost)
	}
	switch {
	case p.AccessType != site.CustomFetchXML && e.rules.unknown && e.rules.brokenFails:
		return unfathomed
	case p.AccessType != site.CustomFetchXML && e.rules.unknown:
		return undecided
	case e.rules.promoteOrphans: // the released runtime takes what it does not know for a child permission
		return e.childRows(n, p, lost)
	}
	return scopedRows
}

const contactTableName = "contact"

func (e *Engine) related(relationship string) rows {
	if relationship == "" {
		return e.broken()
	}
	return scopedRows
}

// broken is a permission without the relationship it needs: it matches nothing today and failed the request before.
func (e *Engine) broken() rows {
	if e.rules.brokenFails {
		return failing
	}
	return scopedRows
}

func (e *Engine) childRows(n *node, p *site.TablePermission, lost lostParent) rows {
	if n.parent < 0 && (n.fate != parentLost || lost == noParent) {
		if e.rules.promoteOrphans {
			return noFilter
		}
		return scopedRows
	}
	if p.ParentRelationship == "" || n.parent < 0 && lost == brokenParent {
		return e.broken()
	}
	if n.parent < 0 {
		return scopedRows
	}
	switch above := e.rowsOf(n.parent, lost); above {
	case everyRow, noFilter, undecided:
		return scopedRows // rows linked to some row of the parent table
	default:
		return above
	}
}
