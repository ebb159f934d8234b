package plainaccess

import "gatehouse/backend/site"

// has reports whether a privilege reaches any row.
func (w *world) has(table, privilege, regarding string) string {
	switch reach, _ := w.tableRight(table, privilege, regarding); reach {
	case none:
		return deny
	case unknown:
		return unknown
	}
	return allow
}

// both is allow where all the answers are, deny where one is.
func both(answers ...string) string {
	result := allow
	for _, a := range answers {
		switch {
		case a == deny:
			return deny
		case a == unknown:
			result = unknown
		}
	}
	return result
}

// Associate tells whether rows of one table may be linked to a record of another (rule 2.d.6).
func Associate(s *site.Site, o Options, v Visitor, target, related string) string {
	return verdict(s, o, v, func(w *world) string {
		return both(w.has(target, "appendTo", ""), w.has(related, "append", ""))
	})
}

// AddNote tells whether notes may be added to records of a table (rule 2.d.6).
func AddNote(s *site.Site, o Options, v Visitor, table string) string {
	return verdict(s, o, v, func(w *world) string {
		return both(w.has("annotation", "create", table), w.has("annotation", "append", table), w.has(table, "appendTo", ""))
	})
}

// QualifyLead tells whether leads may be qualified (rule 2.d.9).
func QualifyLead(s *site.Site, o Options, v Visitor) string {
	return verdict(s, o, v, func(w *world) string {
		return both(w.has("lead", "write", ""), w.has("contact", "create", ""), w.has("account", "create", ""),
			w.has("opportunity", "create", ""))
	})
}

// ListRows tells how many rows a list shows: "none", "some", "all" or "unknown" (rule 2.d.7). A list that was not read
// shows none, or may show any.
func ListRows(s *site.Site, o Options, v Visitor, list site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		for _, l := range w.s.Lists {
			if l.ID != list {
				continue
			}
			if w.o.legacy("S08") && !l.TablePermissionsEnabled {
				return all
			}
			reach, _ := w.tableRight(l.Table, "read", "")
			return reach
		}
		return []string{none, all}[w.choose("lost list "+string(list), 2)]
	})
}

// OpenForm tells whether a basic form opens: "allow", "deny" or "unknown" (rules 2.d.7, 2.d.9). Reading: inserting asks
// for Create, reading for Read, editing (and a mode nobody knows) for Write.
func OpenForm(s *site.Site, o Options, v Visitor, form site.ID) string {
	return verdict(s, o, v, func(w *world) string {
		for _, f := range w.s.BasicForms {
			if f.ID != form {
				continue
			}
			if w.o.legacy("S08") && !f.TablePermissionsEnabled {
				return allow
			}
			switch f.Mode {
			case "100000000":
				return w.has(f.Table, "create", "")
			case "100000002":
				return w.has(f.Table, "read", "")
			}
			return w.has(f.Table, "write", "")
		}
		return yesNo(w.choose("lost form "+string(form), 2) == 1)
	})
}
