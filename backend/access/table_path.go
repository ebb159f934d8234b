package access

import "gatehouse/backend/site"

// Hop is one step from a row to the row it hangs on, along a relationship given by its schema name.
type Hop struct {
	Relationship string `json:"relationship"`
	Table        string `json:"table,omitempty"` // where it leads; empty for the contact and the account of the visitor
}

// PathEnd is what the last row of a path has to be.
type PathEnd string

const (
	AnyRow     PathEnd = "any-row"     // no condition, or after a hop: some row that is linked
	OwnContact PathEnd = "own-contact" // the visitor's contact
	OwnAccount PathEnd = "own-account" // the visitor's account
	Filter     PathEnd = "filter"      // rows that a stored FetchXML filter matches
	NoRow      PathEnd = "no-row"      // the permission is broken and matches nothing
	Unfiltered PathEnd = "unfiltered"  // the released runtime adds no condition
	Fails      PathEnd = "fails"       // the released runtime fails the request
	Untold     PathEnd = "unknown"     // the access type or the parent is not known
)

// Path is one way in which rows of a table come within reach: the permissions from the one on the table up to the one
// whose roles decide, and the rows they let through.
type Path struct {
	Permissions []Ref           `json:"permissions"`
	AccessType  site.AccessType `json:"accessType"`
	Hops        []Hop           `json:"hops"`
	End         PathEnd         `json:"end"`
	Certain     bool            `json:"certain"` // false where missing records decide whether it counts
	// Empty paths can match no row for this visitor: nobody is signed in, or the contact has no account.
	Empty bool `json:"empty"`
}

// Paths lists how a privilege on a table is given to the visitor, in the order of reading.
func (v *Visitor) Paths(table string, privilege Privilege) []Path {
	e := v.engine
	paths := []Path{}
	number := privilege.number()
	if number < 0 || number == readNumber && !v.signedIn && e.rules.noAnonymousRead {
		return paths
	}
	for _, place := range e.onTable(table) {
		i := e.tables.nodeOf[place]
		if i < 0 {
			continue
		}
		n := &e.tables.nodes[i]
		if n.rights&(1<<number) != 0 && e.effective(n, &v.standing, most) {
			paths = append(paths, v.path(i))
		}
	}
	return paths
}

func (v *Visitor) path(i int32) Path {
	e := v.engine
	n := &e.tables.nodes[i]
	p := Path{AccessType: listedType(e.permission(n)), Certain: e.effective(n, &v.standing, least), Hops: []Hop{}}
	for at := i; at >= 0; at = e.tables.nodes[at].parent {
		p.Permissions = append(p.Permissions, refTo(KindTablePermission, &e.permission(&e.tables.nodes[at]).Record))
	}
	p.End = e.follow(i, &p.Hops)
	switch p.End {
	case NoRow, Fails:
		p.Empty = true
	case OwnContact:
		p.Empty = !v.who.SignedIn
	case OwnAccount:
		p.Empty = !v.who.SignedIn || v.contact != nil && !v.hasAccount()
	}
	return p
}

// hasAccount reports whether the contact's parent is an account: a contact's parent may also be another contact.
func (v *Visitor) hasAccount() bool {
	if v.contact == nil || v.contact.Parent == "" {
		return false
	}
	_, isContact := v.engine.contactIndex().byID[v.contact.Parent]
	return !isContact
}

// follow writes the hops of a node's filter and returns its end.
func (e *Engine) follow(i int32, hops *[]Hop) PathEnd {
	n := &e.tables.nodes[i]
	p := e.permission(n)
	switch n.rows {
	case failing:
		return Fails
	case noFilter:
		return Unfiltered
	case undecided, unfathomed:
		return Untold
	}
	switch listedType(p) {
	case site.Global:
		return AnyRow
	case site.ContactScope:
		return relatedEnd(p.ContactRelationship, OwnContact, hops)
	case site.AccountScope:
		return relatedEnd(p.AccountRelationship, OwnAccount, hops)
	case site.SelfScope:
		if p.Table != contactTableName {
			return NoRow
		}
		return OwnContact
	case site.ParentScope:
		return e.followParent(n, p, hops)
	}
	switch {
	case e.rules.promoteOrphans:
		return e.followParent(n, p, hops)
	case p.AccessType == site.CustomFetchXML:
		return Filter
	}
	return NoRow
}

func relatedEnd(relationship string, end PathEnd, hops *[]Hop) PathEnd {
	if relationship == "" {
		return NoRow
	}
	*hops = append(*hops, Hop{Relationship: relationship})
	return end
}

func (e *Engine) followParent(n *node, p *site.TablePermission, hops *[]Hop) PathEnd {
	switch {
	case p.ParentRelationship == "":
		return NoRow
	case n.fate == parentLost:
		*hops = append(*hops, Hop{Relationship: p.ParentRelationship})
		return Untold
	case n.parent < 0:
		return NoRow
	}
	parent := e.permission(&e.tables.nodes[n.parent])
	*hops = append(*hops, Hop{Relationship: p.ParentRelationship, Table: parent.Table})
	if end := e.follow(n.parent, hops); end != Unfiltered {
		return end
	}
	return AnyRow
}
