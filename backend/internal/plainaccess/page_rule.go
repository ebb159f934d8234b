package plainaccess

import (
	"slices"

	"gatehouse/backend/site"
)

// The rights on content.
const (
	read   = "read"
	change = "change"
)

// reach says how far up the restrictions on a page count for what is asked (2.b.6).
type reach string

const (
	onPage      reach = "page"     // a page: the whole chain
	onFile      reach = "file"     // a file under the page, as documented: the chain, direct files may be excluded
	onFileLevel reach = "one page" // a file under the page, in the released runtime: that page alone
)

// pageRule is rule 2.b.4.
func (w *world) pageRule(page site.ID, right string, r reach) bool {
	// 2.b.4 a
	if right == read && w.servicePage(page) {
		return true
	}
	// Where no grant of the site is for the visitor, one restriction on the exported part of the way up settles it. This
	// only spares worlds.
	if !w.grantedAnywhere() && (right == change || w.restrictedBelow(page, r)) {
		return false
	}
	// 2.b.4 b
	chain, ok := w.chain(page)
	if !ok {
		return false
	}
	// 2.b.4 c
	direct := w.rootOf(page)
	if r == onFileLevel && right == read {
		chain = chain[:1]
	}
	var targets []site.ID
	for _, p := range chain {
		if target := w.rootOf(p); target != "" && !slices.Contains(targets, target) {
			targets = append(targets, target)
		}
	}
	// 2.b.4 f and g. Asked before e, which can only allow: where nothing restricts it does not matter who has a grant.
	if right == read && !slices.ContainsFunc(targets, func(target site.ID) bool { return w.restricts(target, r, direct) }) {
		return true
	}
	// 2.b.4 e
	for _, target := range targets {
		// The states are asked for only where it matters, which spares worlds too.
		if w.meetsRules(w.rules(target, site.GrantChange)) && w.meetsRules(w.grants(page, targets, target)) {
			return true
		}
	}
	return false
}

// restricts tells whether the restrictions on one page of the chain keep the visitor out (2.b.4 f, 2.b.6).
func (w *world) restricts(target site.ID, r reach, direct site.ID) bool {
	group := w.rules(target, site.RestrictRead)
	if len(group) == 0 || r != onPage && target == direct && excludesFiles(group) {
		return false
	}
	return !w.meetsRules(group)
}

func (w *world) grantedAnywhere() bool {
	for _, r := range w.s.PageRules {
		if r.Page != "" && !r.Inactive && r.Right == site.GrantChange && w.meetsRules([]site.PageRule{r}) {
			return true
		}
	}
	return false
}

// restrictedBelow tells whether a page or those of its ancestors that can be told keep the visitor out.
func (w *world) restrictedBelow(page site.ID, r reach) bool {
	direct := w.rootOf(page)
	var seen []site.ID
	for id := page; !slices.Contains(seen, id); {
		p := find(w.s.WebPages, id)
		if p == nil || r == onFileLevel && id != page {
			return false
		}
		seen = append(seen, id)
		if target := w.rootOf(id); target != "" && w.restricts(target, r, direct) {
			return true
		}
		id = p.Parent
	}
	return false
}

// servicePage is 2.b.4 a. Markers count whatever their status (1.6); a page that is not there is no service page (2.h).
func (w *world) servicePage(page site.ID) bool {
	if find(w.s.WebPages, page) == nil && !w.pageLoaded(page) {
		return false
	}
	root := w.rootOf(page)
	for _, m := range w.s.SiteMarkers {
		if m.Name != "Access Denied" && m.Name != "Page Not Found" {
			continue
		}
		if m.Page != "" && (m.Page == page || m.Page == root) {
			return true
		}
	}
	return false
}

// rules are the active rules of one kind on a root page. Reading: a rule's own website is not looked at, under either
// profile. Rule 2.b.4 c does not ask for it and 0.3 has no switch for it; PG-10 says otherwise in passing.
func (w *world) rules(target site.ID, right site.PageRight) []site.PageRule {
	var found []site.PageRule
	for _, r := range w.s.PageRules {
		if r.Inactive || r.Page != target || r.Right != right {
			continue
		}
		found = append(found, r)
	}
	return found
}

// grants are the grants on one page of the chain that count for the state of the page that was asked for (2.b.4 d, S05).
func (w *world) grants(page site.ID, targets []site.ID, target site.ID) []site.PageRule {
	matching := func(r site.PageRule) bool { return w.boundTo(r, page) }
	someMatch := false
	for _, p := range targets {
		if slices.ContainsFunc(w.rules(p, site.GrantChange), matching) {
			someMatch = true
		}
	}
	var found []site.PageRule
	for _, r := range w.rules(target, site.GrantChange) {
		switch {
		case someMatch:
			if matching(r) {
				found = append(found, r)
			}
		case w.o.legacy("S05") || len(r.PublishingStates) == 0:
			found = append(found, r)
		}
	}
	return found
}

// boundTo tells whether some state that a rule is bound to has the name of the page's state (2.b.4 d). Where the site
// is complete, a state that is not there matches nothing (2.h).
func (w *world) boundTo(r site.PageRule, page site.ID) bool {
	if len(r.PublishingStates) == 0 {
		return false
	}
	var state site.ID
	if p := find(w.s.WebPages, page); p != nil {
		state = p.PublishingState
	} else {
		state, _ = w.lostPageState(page)
	}
	if state == "" || w.stateGone(state) {
		return false
	}
	for _, bound := range r.PublishingStates {
		if !w.stateGone(bound) && w.stateName(bound) == w.stateName(state) {
			return true
		}
	}
	return false
}

func (w *world) stateGone(id site.ID) bool {
	return find(w.s.PublishingStates, id) == nil && !w.maybe(about("state", id, "is there"))
}

// meetsRules tells whether the visitor holds one of roles(group): the roles of all rules of the group that belong to
// the website.
func (w *world) meetsRules(group []site.PageRule) bool {
	for _, r := range group {
		if w.meetsOnPages(r.Roles, lost(r.RolesUnknown, "page rule", r.ID), true) {
			return true
		}
	}
	return false
}

func excludesFiles(group []site.PageRule) bool {
	for _, r := range group {
		if r.Scope == site.ExcludeDirectWebFiles {
			return true
		}
	}
	return false
}
