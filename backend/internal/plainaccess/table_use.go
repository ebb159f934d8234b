package plainaccess

import "gatehouse/backend/site"

// tableAllows tells whether a right reaches any rows at all.
func (w *world) tableAllows(table, privilege, regarding string) bool {
	return w.tableRight(table, privilege, regarding) != none
}

// Associate tells whether rows of one table may be linked to a record of another (rule 2.d.6).
func Associate(s *site.Site, o Options, v Visitor, target, related string) string {
	return decide(s, o, v, func(w *world) bool {
		return w.tableAllows(target, "appendTo", "") && w.tableAllows(related, "append", "")
	})
}

// AddNote tells whether notes may be added to records of a table (rule 2.d.6).
func AddNote(s *site.Site, o Options, v Visitor, table string) string {
	return decide(s, o, v, func(w *world) bool {
		return w.tableAllows("annotation", "create", table) && w.tableAllows("annotation", "append", table) &&
			w.tableAllows(table, "appendTo", "")
	})
}

// QualifyLead tells whether leads may be qualified (rule 2.d.9).
func QualifyLead(s *site.Site, o Options, v Visitor) string {
	return decide(s, o, v, func(w *world) bool {
		return w.tableAllows("lead", "write", "") && w.tableAllows("contact", "create", "") &&
			w.tableAllows("account", "create", "") && w.tableAllows("opportunity", "create", "")
	})
}

// ListRows tells how many rows a list shows: "none", "some", "all" or "unknown" (rule 2.d.7). A list that was not read
// shows none, or may show any. Reading: an inactive list shows none.
func ListRows(s *site.Site, o Options, v Visitor, list site.ID) string {
	l := find(s.Lists, list)
	if l == nil {
		if o.MissingUnknown {
			return unknown
		}
		return none
	}
	return settle(s, o, v, func(w *world) string {
		switch {
		case l.Inactive:
			return none
		case w.o.legacy("S08") && !l.TablePermissionsEnabled:
			return all
		}
		return w.tableRight(l.Table, "read", "")
	})
}

// OpenForm tells whether a basic form opens: "allow", "deny" or "unknown" (rules 2.d.7, 2.d.9). Reading: inserting asks
// for Create, reading for Read, editing (and a mode nobody knows) for Write; an inactive form does not open.
func OpenForm(s *site.Site, o Options, v Visitor, form site.ID) string {
	f := find(s.BasicForms, form)
	if f == nil {
		return notThere(o)
	}
	privilege := "write"
	switch f.Mode {
	case "100000000":
		privilege = "create"
	case "100000002":
		privilege = "read"
	}
	return decide(s, o, v, func(w *world) bool {
		switch {
		case f.Inactive:
			return false
		case w.o.legacy("S08") && !f.TablePermissionsEnabled:
			return true
		}
		return w.tableAllows(f.Table, privilege, "")
	})
}
