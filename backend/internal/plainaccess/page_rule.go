package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

type pageRight string

const (
	read   pageRight = "read"
	change pageRight = "change"
)

// askedFor says for whose sake page_rule is asked.
type askedFor int

const (
	asPage     askedFor = iota
	asFile              // rule 2.b.6, current: the whole chain
	asFileOnly          // rule 2.b.6, legacy: one_level
)

// pageRule is page_rule of rule 2.b.4.
func (w *world) pageRule(page site.WebPage, right pageRight, asked askedFor) bool {
	// a: the service pages are readable, whatever else holds. 1.6: an inactive marker counts.
	if right == read {
		for _, m := range w.s.SiteMarkers {
			if m.Name != "Access Denied" && m.Name != "Page Not Found" || m.Page == "" {
				continue
			}
			if m.Page == page.ID || m.Page == w.rootOf(page) {
				return true
			}
		}
	}
	// b: up to the root, every page exists, is active and comes once.
	chain, whole := w.chainOf(page)
	if !whole {
		return false
	}
	// c: one_level cuts the chain, for Read only.
	if asked == asFileOnly && right == read {
		chain = chain[:1]
	}
	// c: the rules of the chain, by the root pages they hang on. Reading: the website of a rule is not compared, since
	// page_rule does not name it and 1.7 only says what the documentation asks for.
	var targets []site.ID
	var grants, restricts []site.PageRule
	for _, p := range chain {
		target := w.rootOf(p)
		if target == "" || slices.Contains(targets, target) {
			continue
		}
		targets = append(targets, target)
		for _, r := range w.s.PageRules {
			if r.Inactive || r.Page != target {
				continue
			}
			switch r.Right { // d; other values have no effect
			case site.GrantChange:
				grants = append(grants, r)
			case site.RestrictRead:
				restricts = append(restricts, r)
			}
		}
	}
	// d and e.
	for _, r := range w.grantsInForce(grants, page) {
		if w.holdsAny(rolesOf(r), true) {
			return true // all rights, Read and Change
		}
	}
	// f.
	if right == read {
		for _, target := range targets {
			if !w.passes(restricts, target, asked != asPage && target == w.rootOf(page)) {
				return false
			}
		}
	}
	// g.
	return right == read
}

// chainOf is [page, parent, grandparent, …], false where rule 2.b.4 b denies. Reading: a content page has a parent of its
// own; that its root page is missing or inactive is no reason to deny.
func (w *world) chainOf(page site.WebPage) (chain []site.WebPage, whole bool) {
	var seen []site.ID
	for p := page; ; {
		if p.Inactive || slices.Contains(seen, p.ID) {
			return nil, false
		}
		seen = append(seen, p.ID)
		chain = append(chain, p)
		if p.Parent == "" {
			return chain, true
		}
		parent, loaded := w.page(p.Parent)
		if !loaded {
			return nil, false
		}
		p = parent
	}
}

// grantsInForce is rule 2.b.4 d: the publishing state that the page is in picks among the grants.
func (w *world) grantsInForce(grants []site.PageRule, page site.WebPage) []site.PageRule {
	if len(grants) == 0 {
		return nil
	}
	var matching, unbound []site.PageRule
	name, named := w.stateName(page.PublishingState)
	for _, r := range grants {
		if len(r.PublishingStates) == 0 {
			unbound = append(unbound, r)
			continue
		}
		for _, id := range r.PublishingStates {
			// 2.h: a rule bound to lost states only is bound to none that matches.
			if bound, ok := w.stateName(id); ok && named && bound == name {
				matching = append(matching, r)
				break
			}
		}
	}
	switch {
	case len(matching) > 0: // 2.b.4(9): for all roles
		return matching
	case w.o.legacy("S05"):
		return grants
	default:
		return unbound
	}
}

// passes is rule 2.b.4 f for the restrictions on one page.
func (w *world) passes(restricts []site.PageRule, target site.ID, exemptFiles bool) bool {
	any, exempt := false, false
	for _, r := range restricts {
		if r.Page != target {
			continue
		}
		any = true
		if w.holdsAny(rolesOf(r), true) {
			return true
		}
		// 2.b.6: one rule of scope 2 exempts the files from the whole group.
		if exemptFiles && r.Scope == site.ExcludeDirectWebFiles {
			exempt = true
		}
	}
	return !any || exempt
}

// rolesOf is roles(group) for one rule: only roles of the page's website count.
func rolesOf(r site.PageRule) roleList {
	return roleList{of: r.ID, ids: r.Roles, damaged: r.RolesUnknown, ownOnly: true}
}
