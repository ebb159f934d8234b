package access

import "gatehouse/backend/site"

// ExplainTable says why a privilege on a table reaches as far as it does for the visitor.
func (v *Visitor) ExplainTable(table string, privilege Privilege) *Explanation {
	word := privilegeWord(privilege)
	x := v.explain("How far does ", word, " on table “", table, "” reach for the visitor?")
	answer := v.TableRight(table, privilege)
	x.Answer, x.AccessTypes, x.Paths = answer.Reach.String(), answer.AccessTypes, []Path{}
	w := tableWalk{v: v, x: x, table: table, privilege: privilege}
	v.sayRoles(x, false)
	why := w.reason()
	switch answer.Reach {
	case ReachAll:
		x.Sentence = x.write(x.Visitor, " can ", word, " every row of “", table, "” because ", why, ".")
	case ReachSome:
		x.Sentence = x.write(x.Visitor, " can ", word, " some rows of “", table, "” because ", why, ".")
	case ReachNone:
		x.Sentence = x.write(x.Visitor, " cannot ", word, " any row of “", table, "” because ", why, ".")
	default:
		x.Sentence = x.write("How far ", word, " on “", table, "” reaches for ", lower(x.Visitor), " cannot be told because ", why, ".")
	}
	reach := func(other *Visitor) string { return other.TableRight(table, privilege).Reach.String() }
	v.blameLoss(x, tableKinds, reach)
	x.say("So the answer is ", x.Answer, ".")
	w.notes(answer.Reach)
	x.compare(v, reach)
	return x
}

type tableWalk struct {
	v         *Visitor
	x         *Explanation
	table     string
	privilege Privilege
}

func (w *tableWalk) reason() string {
	e, d := w.v.engine, &w.v.standing
	number := w.privilege.number()
	if number < 0 {
		return w.because("", 0, false)
	}
	if w.privilege == Read && !d.signedIn && e.rules.noAnonymousRead {
		w.x.say("The tenant's governance keeps anonymous visitors from reading table data.")
		return "the tenant's governance keeps anonymous visitors from reading table data"
	}
	places := e.onTable(w.table)
	w.x.Candidates = make([]Candidate, 0, len(places))
	given, count, orphaned, uncertain := "", 0, "", false
	for _, place := range places {
		n := e.tables.nodeOf[place]
		switch {
		case n < 0 || e.tables.nodes[n].rights&(1<<number) == 0 || !e.effective(&e.tables.nodes[n], d, most):
			w.fails(place)
		case e.effective(&e.tables.nodes[n], d, least):
			w.gives(n)
			given = w.listed(given, place)
			count++
		default:
			w.mayGive(n)
			uncertain = true
			if e.tables.nodes[e.tables.nodes[n].root].fate == parentLost {
				orphaned = w.listed(orphaned, place)
			}
		}
	}
	if orphaned != "" && w.x.Answer == ReachUnknown.String() && !e.rules.lostPermissions {
		return w.x.write("the roles of ", orphaned, " are those of a parent permission that is not in the export")
	}
	return w.because(given, count, uncertain)
}

// listed adds the name of a permission to a list in running text.
func (w *tableWalk) listed(list string, place int32) string {
	name := w.v.engine.citePermission(place).name()
	if list == "" {
		return name
	}
	return w.x.write(list, ", ", name)
}

// because takes the names of the permissions that give the privilege, and how many they are.
func (w *tableWalk) because(given string, count int, uncertain bool) string {
	permission := plural(count, "table permission ", "table permissions ")
	switch {
	case w.v.engine.rules.lostPermissions && w.x.Answer == "unknown":
		return "table permissions are missing from the export"
	case w.x.Answer == "unknown" && uncertain:
		return "it depends on records that are not in the export"
	case w.x.Answer == "unknown":
		return w.x.write(permission, given, " has an access type that nobody documents")
	case count > 0 && w.x.Answer == "none":
		return w.x.write("a permission among ", given, " cannot be evaluated, which fails the whole request")
	case count > 0:
		return w.x.write(permission, given, plural(count, " gives", " give"), " it to a role the visitor holds")
	case len(w.x.Candidates) > 0:
		return w.x.write("no table permission on it gives ", privilegeWord(w.privilege), " to a role the visitor holds")
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
		c := e.citeNode(n.root)
		w.x.cite(&c.ref, c.label, " is for that role, and so are its child permissions.")
		for at := n.parent; at >= 0 && at != n.root; at = e.tables.nodes[at].parent {
			c := e.citeNode(at)
			w.x.cite(&c.ref, c.label, " is a child permission of the one before.")
		}
	}
	path := w.v.path(i)
	w.x.Paths = append(w.x.Paths, path)
	c := e.citeNode(i)
	w.x.cite(&c.ref, c.label, " gives ", privilegeWord(w.privilege), " with access type ", typeWord(path.AccessType), ": ",
		w.rowsText(i, path), ".")
}

// mayGive explains a permission that counts only if missing records say so.
func (w *tableWalk) mayGive(i int32) {
	e := w.v.engine
	n := &e.tables.nodes[i]
	w.chain(n)
	root := e.permission(&e.tables.nodes[n.root])
	w.x.keepRoles(root.Roles)
	path := w.v.path(i)
	w.x.Paths = append(w.x.Paths, path)
	c := e.citeNode(i)
	would := w.x.write(c.label, " would give ", privilegeWord(w.privilege), " with access type ", typeWord(path.AccessType))
	switch {
	case e.tables.nodes[n.root].fate != parentLost:
		w.x.cite(&c.ref, would, " and names a role of which the export does not tell whether the visitor holds it.")
	case n.root == i:
		w.x.cite(&c.ref, would, ", but its parent permission “", string(root.Parent), "” is not in the export. ", parentDecides)
	default:
		w.x.cite(&c.ref, would, ", but stands under ", e.citeNode(n.root).name(), ", whose parent permission “", string(root.Parent),
			"” is not in the export. ", parentDecides)
	}
}

// parentDecides is what surprises about a permission that still names a parent it does not need.
const parentDecides = "Whatever the access type, the roles of a permission with a parent are those of its topmost parent, and its own do not count."

// chain keeps the parents of a node.
func (w *tableWalk) chain(n *node) {
	e := w.v.engine
	for at, steps := n.parent, 0; at >= 0 && steps <= len(e.tables.nodes); at, steps = e.tables.nodes[at].parent, steps+1 {
		w.x.rest(&e.citeNode(at).ref)
		w.x.keepRoles(e.permission(&e.tables.nodes[at]).Roles)
	}
	root := e.permission(&e.tables.nodes[n.root])
	if above := placeOf(e.index.permissions, root.Parent); above >= 0 { // a parent that does not count
		w.x.rest(&e.citePermission(above).ref)
		w.x.keepRoles(e.site.TablePermissions[above].Roles)
	}
}

func (w *tableWalk) rowsText(i int32, path Path) string {
	e := w.v.engine
	if w.privilege == Create {
		return "creating is decided for the table, so any row"
	}
	along, between := "", " along "
	for _, h := range path.Hops {
		along = w.x.write(along, between, h.Relationship)
		between = ", then "
	}
	switch path.End {
	case AnyRow:
		if along == "" {
			return "every row"
		}
		return w.x.write("every row linked", along)
	case OwnContact:
		return w.x.write("rows that lead to the visitor's contact", along)
	case OwnAccount:
		return w.x.write("rows that lead to the visitor's account", along)
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
	w.x.fail(&e.citePermission(place).ref, w.failing(place))
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
		return w.x.write("does not give ", privilegeWord(w.privilege))
	}
	root := &e.tables.nodes[n.root]
	above := e.citeNode(n.root)
	switch {
	case n.fate == circular:
		return "has parents that run in a circle"
	case !e.rules.promoteOrphans && root.fate == orphan:
		return w.x.write("stands under a parent permission that is inactive or does not exist, named by ", above.name(),
			", so that no roles count, whatever its access type")
	case !e.rules.promoteOrphans && root.fate == unparented:
		return "is a child permission without a parent"
	case !root.linked.ofSite:
		return "is for no web role of this site"
	case n.root != i:
		return w.x.write("has the roles of its topmost parent ", above.name(), ", ", above.roles, ", of which the visitor holds none")
	}
	return w.x.write("is for ", above.roles, ", of which the visitor holds none")
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
