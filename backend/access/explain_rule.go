package access

import (
	"strconv"

	"gatehouse/backend/site"
)

// rules explains the page permissions: a grant anywhere decides for the visitor; for reading, every page on the way up
// has to let the visitor through; without either, everybody reads and nobody changes.
func (w *contentWalk) rules() string {
	w.load()
	if why, decided := w.grants(); decided {
		return why
	}
	if w.change {
		if w.x.Answer == "unknown" {
			return "records that are not in the export decide whether a grant change permission applies"
		}
		return "no grant change permission applies to the visitor here"
	}
	if w.v.engine.rules.lostPageRules {
		return "page permissions are missing from the export"
	}
	return w.restrictions()
}

// grants looks at the grant change permissions of all *targets.
func (w *contentWalk) grants() (why string, decided bool) {
	e := w.v.engine
	own := w.p.grants
	if w.change {
		own = w.p.changes
	}
	granted := own.held(w.v.decided, least)
	list := grantsOf(w.levels)
	bound := false
	for _, r := range list {
		bound = bound || r.bound
	}
	if granted {
		for _, r := range list {
			record := &e.site.PageRules[r.record]
			if !w.certainlyApplies(r, list) || !w.v.decided.pageMet[least].has(r.roles) {
				continue
			}
			w.v.holdsRole(w.x, record.Roles, true, true)
			w.grantStep(r)
			if bound {
				for _, other := range list {
					w.keep(other)
				}
			}
			return w.grantedBy(r), true
		}
	}
	for _, r := range list {
		w.x.fail(e.ruleRef(r), w.grantFails(r, list))
		w.x.keepRoles(e.site.PageRules[r.record].Roles)
	}
	if granted {
		// Every outcome of missing publishing states grants, by different permissions.
		return "some grant change permission applies however the missing publishing states turn out", true
	}
	return "", false
}

func (w *contentWalk) grantStep(r pageRule) {
	e := w.v.engine
	record := &e.site.PageRules[r.record]
	ref := e.ruleRef(r)
	on := "this page"
	if w.s.page < 0 || record.Page != rootOf(&e.site.WebPages[w.s.page]) {
		on = "a page above, " + e.pageName(record.Page) + ", and is inherited"
	}
	w.x.cite(ref, ref.String()+" is for that role; it stands on "+on+". Grant change allows reading, too, and outranks every restriction.")
}

func (w *contentWalk) grantedBy(r pageRule) string {
	record := &w.v.engine.site.PageRules[r.record]
	return "page permission " + quote(record.Name) + " grants change to a role the visitor holds"
}

func (e *Engine) pageName(id site.ID) string {
	if i, known := e.index.pages[id]; known {
		return quote(e.site.WebPages[i].Name)
	}
	return quote(string(id))
}

// certainlyApplies reports whether a grant counts in the page's publishing state.
func (w *contentWalk) certainlyApplies(r pageRule, list []pageRule) bool {
	matched := false
	for _, other := range list {
		matched = matched || w.matchesState(other)
	}
	if matched {
		return w.matchesState(r)
	}
	return !r.bound || w.v.engine.rules.looseStates
}

func (w *contentWalk) matchesState(r pageRule) bool {
	for _, n := range append(append([]int32{}, r.names...), r.lost...) {
		if w.p.state != noState && n == w.p.state {
			return true
		}
	}
	return false
}

func (w *contentWalk) grantFails(r pageRule, list []pageRule) string {
	e := w.v.engine
	record := &e.site.PageRules[r.record]
	if !w.v.decided.pageMet[most].has(r.roles) {
		if !w.v.decided.signedIn {
			return "is for signed-in visitors only, as all grants are"
		}
		return "is for " + e.roleNames(record.Roles) + ", which the visitor does not hold"
	}
	if !w.certainlyApplies(r, list) {
		if r.bound && !w.matchesState(r) {
			return "is bound to a publishing state that is not the page's"
		}
		return "is displaced by a grant that is bound to the page's publishing state"
	}
	return "applies only if records that are not in the export turn out that way"
}

// restrictions goes through the levels, nearest first.
func (w *contentWalk) restrictions() string {
	e := w.v.engine
	passed := 0
	uncertain := false
	for i, l := range w.levels {
		roles, restricted := restriction(l.rules, &e.sets)
		if !restricted {
			continue
		}
		if w.exempt(i, l) {
			continue
		}
		switch {
		case w.v.decided.pageMet[least].has(roles):
			w.passes(l)
			passed++
		case w.x.Answer == "deny" && !w.v.decided.pageMet[most].has(roles):
			return w.refuses(l)
		default:
			uncertain = true
			names := " names roles that are not in the export or cannot be told to be held."
			if !w.v.decided.pageMet[most].has(roles) {
				names = " is for roles that the visitor does not hold." // and something else may let the visitor in
			}
			for _, r := range l.rules {
				if !r.grant {
					ref := e.ruleRef(r)
					w.x.cite(ref, ref.String()+" on "+e.pageName(l.page)+names)
				}
			}
		}
	}
	switch {
	case uncertain:
		return "a page permission names roles of which the export does not tell whether the visitor holds them"
	case w.x.Answer == "unknown":
		return "records that are not in the export decide"
	case passed > 0:
		return "the visitor holds a role for each of the " + strconv.Itoa(passed) + " restricted " + plural(passed, "page", "pages") + " on the way up"
	}
	w.x.say("No page permission restricts reading here.")
	return "nothing restricts reading it"
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// exempt explains restrictions that leave the files directly below their page out.
func (w *contentWalk) exempt(i int, l *target) bool {
	if i > 0 || w.p.flags&(flagFile|flagOwnRules) != flagFile|flagOwnRules {
		return false
	}
	for _, r := range l.rules {
		if exempting(r) {
			ref := w.v.engine.ruleRef(r)
			w.x.cite(ref, ref.String()+" leaves the web files directly below its page out.")
			return true
		}
	}
	return false
}

func (w *contentWalk) passes(l *target) {
	e := w.v.engine
	for _, r := range l.rules {
		if r.grant || !w.v.decided.pageMet[least].has(r.roles) {
			continue
		}
		w.v.holdsRole(w.x, e.site.PageRules[r.record].Roles, true, true)
		ref := e.ruleRef(r)
		w.x.cite(ref, ref.String()+" on "+e.pageName(l.page)+" lets that role through.")
		return
	}
}

func (w *contentWalk) refuses(l *target) string {
	e := w.v.engine
	for _, r := range l.rules {
		if r.grant {
			continue
		}
		record := &e.site.PageRules[r.record]
		ref := e.ruleRef(r)
		w.x.cite(ref, ref.String()+" on "+e.pageName(l.page)+" lets only "+e.roleNames(record.Roles)+" through.")
		w.x.fail(ref, "is for "+e.roleNames(record.Roles)+", and the visitor holds none of it here")
		w.x.keepRoles(record.Roles)
	}
	return "page " + e.pageName(l.page) + " is restricted to roles the visitor does not hold"
}
