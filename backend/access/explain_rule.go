package access

import (
	"slices"
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
	own := &w.p.grants
	if w.change {
		own = &w.p.changes
	}
	granted := own.held(&w.v.standing, least)
	list := w.grantsInForce()
	bound := slices.ContainsFunc(list, func(r *pageRule) bool { return r.bound })
	if granted {
		for _, r := range list {
			if !w.certainlyApplies(r, list) || !w.v.pageMeets(least, r.roles) {
				continue
			}
			w.v.holdsRole(w.x, e.site.PageRules[r.record].Roles, true, true)
			w.grantStep(r)
			if bound {
				for _, other := range list {
					w.keep(other)
				}
			}
			return w.x.write("page permission ", e.citeRule(r).name(), " grants change to a role the visitor holds"), true
		}
	}
	for _, r := range list {
		c := e.citeRule(r)
		w.x.fail(&c.ref, w.grantFails(r, list))
		w.x.keepRoles(e.site.PageRules[r.record].Roles)
	}
	if granted {
		// Every outcome of missing publishing states grants, by different permissions.
		return "some grant change permission applies however the missing publishing states turn out", true
	}
	return "", false
}

// grantsInForce lists the grants of all levels.
func (w *contentWalk) grantsInForce() (list []*pageRule) {
	for _, on := range w.levels {
		if !on.grant {
			continue
		}
		for i := range on.rules {
			if on.rules[i].grant {
				list = append(list, &on.rules[i])
			}
		}
	}
	return list
}

func (w *contentWalk) grantStep(r *pageRule) {
	e := w.v.engine
	record := &e.site.PageRules[r.record]
	c := e.citeRule(r)
	before, on, after := "this page", "", ""
	if w.s.page < 0 || record.Page != rootOf(&e.site.WebPages[w.s.page]) {
		before, on, after = "a page above, ", e.pageName(record.Page), ", and is inherited"
	}
	w.x.cite(&c.ref, c.label, " is for that role; it stands on ", before, on, after,
		". Grant change allows reading, too, and outranks every restriction.")
}

func (e *Engine) pageName(id site.ID) string {
	if i, known := e.index.pages[id]; known {
		return e.citePage(i).name()
	}
	return quote(string(id))
}

// certainlyApplies reports whether a grant counts in the page's publishing state.
func (w *contentWalk) certainlyApplies(r *pageRule, list []*pageRule) bool {
	matched := false
	for _, other := range list {
		matched = matched || w.matchesState(other)
	}
	if matched {
		return w.matchesState(r)
	}
	return !r.bound || w.v.engine.rules.looseStates
}

func (w *contentWalk) matchesState(r *pageRule) bool {
	return w.p.state != noState && (slices.Contains(r.names, w.p.state) || slices.Contains(r.lost, w.p.state))
}

func (w *contentWalk) grantFails(r *pageRule, list []*pageRule) string {
	if !w.v.pageMeets(most, r.roles) {
		if !w.v.signedIn {
			return "is for signed-in visitors only, as all grants are"
		}
		return w.x.write("is for ", w.v.engine.citeRule(r).roles, ", which the visitor does not hold")
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
		if !l.restricted {
			continue
		}
		if w.exempt(i, l) {
			continue
		}
		switch {
		case w.v.pageMeets(least, l.readers):
			w.passes(l)
			passed++
		case w.x.Answer == "deny" && !w.v.pageMeets(most, l.readers):
			return w.refuses(l)
		default:
			uncertain = true
			names := " names roles that are not in the export or cannot be told to be held."
			if !w.v.pageMeets(most, l.readers) {
				names = " is for roles that the visitor does not hold." // and something else may let the visitor in
			}
			for i := range l.rules {
				if r := &l.rules[i]; !r.grant {
					c := e.citeRule(r)
					w.x.cite(&c.ref, c.label, " on ", e.pageName(l.page), names)
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
		if passed == 1 {
			return "the visitor holds a role for the one restricted page on the way up"
		}
		return w.x.write("the visitor holds a role for each of the ", strconv.Itoa(passed), " restricted pages on the way up")
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
	for i := range l.rules {
		if exempting(l.rules[i]) {
			c := w.v.engine.citeRule(&l.rules[i])
			w.x.cite(&c.ref, c.label, " leaves the web files directly below its page out.")
			return true
		}
	}
	return false
}

func (w *contentWalk) passes(l *target) {
	e := w.v.engine
	for i := range l.rules {
		r := &l.rules[i]
		if r.grant || !w.v.pageMeets(least, r.roles) {
			continue
		}
		w.v.holdsRole(w.x, e.site.PageRules[r.record].Roles, true, true)
		c := e.citeRule(r)
		w.x.cite(&c.ref, c.label, " on ", e.pageName(l.page), " lets that role through.")
		return
	}
}

func (w *contentWalk) refuses(l *target) string {
	e := w.v.engine
	page := e.pageName(l.page)
	for i := range l.rules {
		r := &l.rules[i]
		if r.grant {
			continue
		}
		c := e.citeRule(r)
		w.x.cite(&c.ref, c.label, " on ", page, " lets only ", c.roles, " through.")
		w.x.fail(&c.ref, "is for ", c.roles, ", and the visitor holds none of it here")
		w.x.keepRoles(e.site.PageRules[r.record].Roles)
	}
	return w.x.write("page ", page, " is restricted to roles the visitor does not hold")
}
