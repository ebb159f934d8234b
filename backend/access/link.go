package access

import "gatehouse/backend/site"

// LinkRead answers whether the visitor sees the web link at a place of Site.WebLinks: it takes the answer of its
// target page, unless validation is switched off or there is no such page.
func (v *Visitor) LinkRead(link int) Verdict {
	e, d := v.engine, &v.standing
	l := &e.site.WebLinks[link]
	if l.Inactive {
		return Deny
	}
	target := Allow
	if l.Page != "" && !l.DisablePageValidation {
		page, known := e.index.pages[l.Page]
		switch {
		case known && !e.site.WebPages[page].Inactive:
			target = v.PageRead(int(page))
		case !known && e.rules.unknown && !(e.pages.service[l.Page] && d.preview(least)):
			target = Unknown
		}
	}
	shown := e.visible(placeOf(e.index.states, l.PublishingState), noRecord)
	return between(target == Allow && (shown[least] || d.preview(least)), target != Deny && (shown[most] || d.preview(most)))
}

// LinkChange answers whether the visitor may change a web link, which only a website access permission gives.
func (v *Visitor) LinkChange(link int) Verdict {
	if v.engine.site.WebLinks[link].Inactive {
		return Deny
	}
	return v.WebsiteRight(ManageWebLinkSets)
}

// Transition answers whether the visitor may move a page from one publishing state to another. Where transition rules
// name the pair, one of their roles is needed besides the right to change the page.
func (v *Visitor) Transition(page int, from, to site.ID) Verdict {
	e := v.engine
	change := v.PageChange(page)
	named, sure, maybe := false, false, false
	for i := range e.site.PublishingTransitions {
		t := &e.site.PublishingTransitions[i]
		if t.From != from || t.To != to {
			continue
		}
		named = true
		on := listedRoles{t.Roles, t.RolesUnknown}
		sure = sure || v.holdsOnPages(on, least)
		maybe = maybe || v.holdsOnPages(on, most)
	}
	switch {
	case e.rules.lostTransitions && !sure:
		return between(false, change != Deny)
	case !named:
		return change
	}
	return between(change == Allow && sure, change != Deny && maybe)
}

// listedRoles is a list of roles as it stands on a record, which the export may have damaged.
type listedRoles struct {
	ids     []site.ID
	damaged bool
}

func (v *Visitor) holdsOnPages(list listedRoles, bound int) bool {
	return v.holdsAny(list.ids, v.page(bound)) || list.damaged && v.engine.rules.unknown && bound == most && v.signedIn
}

// holdsAny compares a list of roles of this site with classes a visitor holds.
func (v *Visitor) holdsAny(ids []site.ID, classes set) bool {
	e := v.engine
	for _, id := range ids {
		if i, known := e.index.roles[id]; known {
			if e.ofSite(e.site.WebRoles[i].Website) && classes.has(e.roles.class[i]) {
				return true
			}
		} else if class, lost := e.roles.lost[id]; lost && classes.has(class) {
			return true
		}
	}
	return false
}

// Gate answers whether the visitor may call the cloud flow or server logic at a place of Site.RoleGates. What it does
// with tables is a question of its own.
func (v *Visitor) Gate(gate int) Verdict {
	g := &v.engine.site.RoleGates[gate]
	if g.Inactive {
		return Deny
	}
	return between(v.holdsAny(g.Roles, v.table(least)), v.holdsAny(g.Roles, v.table(most)) || g.RolesUnknown && v.engine.rules.unknown)
}
