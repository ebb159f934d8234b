package access

import (
	"strings"

	"gatehouse/backend/site"
)

// ExplainTable says why a privilege on a table reaches as far as it does for the visitor.
func (v *Visitor) ExplainTable(table string, privilege Privilege) *Explanation {
	word := privilegeWord(privilege)
	x := v.explain("How far does " + word + " on table " + quote(table) + " reach for the visitor?")
	answer := v.TableRight(table, privilege)
	x.Answer, x.AccessTypes = answer.Reach.String(), answer.AccessTypes
	x.Paths = v.Paths(table, privilege)
	w := tableWalk{v: v, x: x, table: table, privilege: privilege}
	x.Candidates = make([]Candidate, 0, len(v.engine.onTable(table)))
	x.roles = make([][]site.ID, 0, 2*cap(x.Candidates))
	v.sayRoles(x, false)
	why := w.reason()
	switch answer.Reach {
	case ReachAll:
		x.Sentence = v.Label() + " can " + word + " every row of " + quote(table) + " because " + why + "."
	case ReachSome:
		x.Sentence = v.Label() + " can " + word + " some rows of " + quote(table) + " because " + why + "."
	case ReachNone:
		x.Sentence = v.Label() + " cannot " + word + " any row of " + quote(table) + " because " + why + "."
	default:
		x.Sentence = "How far " + word + " on " + quote(table) + " reaches for " + lower(v.Label()) + " cannot be told because " + why + "."
	}
	reach := func(other *Visitor) string { return other.TableRight(table, privilege).Reach.String() }
	v.blameLoss(x, tableKinds, reach)
	x.say("So the answer is " + x.Answer + ".")
	w.notes(answer.Reach)
	x.compare(v, reach)
	return x
}

type tableWalk struct {
	v         *Visitor
	x         *Explanation
	table     string
	privilege Privilege
	text      []byte // scratch space
}

func (w *tableWalk) reason() string {
	e, d := w.v.engine, w.v.decided
	blocked := w.privilege == Read && !d.signedIn && e.rules.noAnonymousRead
	if blocked {
		w.x.say("The tenant's governance keeps anonymous visitors from reading table data.")
		return "the tenant's governance keeps anonymous visitors from reading table data"
	}
	var given, orphaned []string
	uncertain := false
	for _, place := range e.onTable(w.table) {
		n := e.tables.nodeOf[place]
		if n >= 0 && e.tables.nodes[n].rights&(1<<w.privilege.number()) != 0 && e.effective(&e.tables.nodes[n], d, most) {
			if e.effective(&e.tables.nodes[n], d, least) {
				w.gives(n)
				given = append(given, quote(e.site.TablePermissions[place].Name))
			} else {
				w.mayGive(n)
				uncertain = true
				if e.tables.nodes[e.tables.nodes[n].root].fate == parentLost {
					orphaned = append(orphaned, quote(e.site.TablePermissions[place].Name))
				}
			}
			continue
		}
		w.fails(place)
	}
	if len(orphaned) > 0 && w.x.Answer == ReachUnknown.String() && !e.rules.lostPermissions {
		return "the roles of " + strings.Join(orphaned, ", ") + " are those of a parent permission that is not in the export"
	}
	return w.because(given, uncertain)
}

func (w *tableWalk) because(given []string, uncertain bool) string {
	permission := "table permission " + strings.Join(given, ", ")
	if len(given) > 1 {
		permission = "table permissions " + strings.Join(given, ", ")
	}
	verb := plural(len(given), "gives", "give")
	switch {
	case w.v.engine.rules.lostPermissions && w.x.Answer == "unknown":
		return "table permissions are missing from the export"
	case w.x.Answer == "unknown" && uncertain:
		return "it depends on records that are not in the export"
	case w.x.Answer == "unknown":
		return permission + " has an access type that nobody documents"
	case len(given) > 0 && w.x.Answer == "none":
		return "a permission among " + strings.Join(given, ", ") + " cannot be evaluated, which fails the whole request"
	case len(given) > 0:
		return permission + " " + verb + " it to a role the visitor holds"
	case len(w.x.Candidates) > 0:
		return "no table permission on it gives " + privilegeWord(w.privilege) + " to a role the visitor holds"
	}
	return "no table permission names it"
}

// gives explains a permission that counts, from the role down to the rows.
func (w *tableWalk) gives(i int32) {
	e := w.v.engine
	n := &e.tables.nodes[i]
	root := e.permission(&e.tables.nodes[n.root])
	w.v.holdsRole(w.x, root.Roles, false, false)
	w.x.keepRoles(root.Roles)
	w.chain(n)
	if n.root != i {
		r := refTo(KindTablePermission, &root.Record)
		w.x.cite(r, r.String()+" is for that role, and so are its child permissions.")
		for at := n.parent; at >= 0 && at != n.root; at = e.tables.nodes[at].parent {
			r := refTo(KindTablePermission, &e.permission(&e.tables.nodes[at]).Record)
			w.x.cite(r, r.String()+" is a child permission of the one before.")
		}
	}
	p := e.permission(n)
	r := refTo(KindTablePermission, &p.Record)
	w.x.cite(r, r.String()+" gives "+privilegeWord(w.privilege)+" with access type "+typeWord(listedType(p))+": "+w.rowsText(i)+".")
}

// mayGive explains a permission that counts only if missing records say so.
func (w *tableWalk) mayGive(i int32) {
	e := w.v.engine
	n := &e.tables.nodes[i]
	w.chain(n)
	root := e.permission(&e.tables.nodes[n.root])
	w.x.keepRoles(root.Roles)
	p := e.permission(n)
	r := refTo(KindTablePermission, &p.Record)
	would := r.String() + " would give " + privilegeWord(w.privilege) + " with access type " + typeWord(listedType(p))
	switch {
	case e.tables.nodes[n.root].fate != parentLost:
		w.x.cite(r, would+" and names a role of which the export does not tell whether the visitor holds it.")
	case n.root == i:
		w.x.cite(r, would+", but its parent permission "+quote(string(root.Parent))+" is not in the export. "+parentDecides)
	default:
		w.x.cite(r, would+", but stands under "+quote(root.Name)+", whose parent permission "+quote(string(root.Parent))+" is not in the export. "+parentDecides)
	}
}

// parentDecides is what surprises about a permission that still names a parent it does not need.
const parentDecides = "Whatever the access type, the roles of a permission with a parent are those of its topmost parent, and its own do not count."

// chain keeps the parents of a node.
func (w *tableWalk) chain(n *node) {
	e := w.v.engine
	for at, steps := n.parent, 0; at >= 0 && steps <= len(e.tables.nodes); at, steps = e.tables.nodes[at].parent, steps+1 {
		p := e.permission(&e.tables.nodes[at])
		w.x.rest(refTo(KindTablePermission, &p.Record))
		w.x.keepRoles(p.Roles)
	}
	root := e.permission(&e.tables.nodes[n.root])
	if root.Parent == "" {
		return
	}
	for i := range e.site.TablePermissions {
		if p := &e.site.TablePermissions[i]; p.ID == root.Parent {
			w.x.rest(refTo(KindTablePermission, &p.Record)) // a parent that does not count
			w.x.keepRoles(p.Roles)
		}
	}
}

func (w *tableWalk) rowsText(i int32) string {
	e := w.v.engine
	if w.privilege == Create {
		return "creating is decided for the table, so any row"
	}
	path := w.v.path(i)
	var hops []string
	for _, h := range path.Hops {
		hops = append(hops, h.Relationship)
	}
	along := ""
	if len(hops) > 0 {
		along = " along " + strings.Join(hops, ", then ")
	}
	switch path.End {
	case AnyRow:
		if len(hops) == 0 {
			return "every row"
		}
		return "every row linked" + along
	case OwnContact:
		return "rows that lead to the visitor's contact" + along
	case OwnAccount:
		return "rows that lead to the visitor's account" + along
	case Filter:
		return "rows that its stored filter matches"
	case Unfiltered:
		return "it adds no condition"
	case Fails:
		return "it cannot be evaluated and fails the request"
	case Untold:
		return "which rows cannot be told"
	}
	if e.permission(&e.tables.nodes[i]).AccessType == site.SelfScope {
		return "no row, as Self means the contact table"
	}
	return "no row, as it lacks a relationship or a parent that counts"
}

// fails lists a permission on the table that does not give the privilege, with its first failing condition.
func (w *tableWalk) fails(place int32) {
	e := w.v.engine
	p := &e.site.TablePermissions[place]
	if n := e.tables.nodeOf[place]; n >= 0 {
		w.chain(&e.tables.nodes[n])
	}
	w.x.keepRoles(p.Roles)
	w.x.fail(refTo(KindTablePermission, &p.Record), w.failing(place))
}

func (w *tableWalk) failing(place int32) string {
	e := w.v.engine
	i := e.tables.nodeOf[place]
	if e.site.TablePermissions[place].Inactive {
		return "is inactive"
	}
	if i < 0 {
		return "belongs to another website"
	}
	n := &e.tables.nodes[i]
	if n.rights&(1<<w.privilege.number()) == 0 {
		return "does not give " + privilegeWord(w.privilege)
	}
	root := &e.tables.nodes[n.root]
	above := e.permission(root)
	switch {
	case n.fate == circular:
		return "has parents that run in a circle"
	case !e.rules.promoteOrphans && root.fate == orphan:
		return "stands under a parent permission that is inactive or does not exist, named by " + quote(above.Name) + ", so that no roles count, whatever its access type"
	case !e.rules.promoteOrphans && root.fate == unparented:
		return "is a child permission without a parent"
	case !root.roles.ofSite:
		return "is for no web role of this site"
	}
	w.text = append(w.text[:0], "is for "...)
	if n.root != i {
		w.text = append(w.text[:0], "has the roles of its topmost parent "...)
		w.text = append(appendQuoted(w.text, above.Name), ", "...)
	}
	w.text = e.appendRoleNames(w.text, above.Roles)
	return string(append(w.text, ", of which the visitor holds none"...))
}

// notes adds what a person would otherwise miss.
func (w *tableWalk) notes(reach Reach) {
	empty, uncertain := len(w.x.Paths) > 0, false
	for _, p := range w.x.Paths {
		empty = empty && p.Empty
		uncertain = uncertain || !p.Certain
	}
	if reach == ReachSome && empty {
		w.x.note("The permission matches no row for this visitor.")
	}
	if reach == ReachSome && uncertain {
		w.x.note("Records that are not in the export could add rows.")
	}
	if w.privilege == Read || w.privilege == Create {
		return
	}
	if reach != ReachNone && w.v.TableRight(w.table, Read).Reach == ReachNone {
		w.x.note("The visitor cannot read the table, so most pages will not offer this.")
	}
}
