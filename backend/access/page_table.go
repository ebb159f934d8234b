package access

import "gatehouse/backend/site"

// pageTable holds what pages and files are judged by. Most pages are judged alike, because they inherit the same
// permissions in the same state; they share a program.
type pageTable struct {
	byID     map[site.ID]int32 // place in Site.WebPages
	rules    map[site.ID][]pageRule
	granted  []site.ID // pages with a grant change permission, present or not, in the order of reading
	service  map[site.ID]bool
	chain    []int32 // of each page
	ownRules []bool  // the first level of the page's chain is the page's own
	chains   []chain

	program  []int32 // of each page
	file     []int32 // of each file
	forum    []int32 // of the page each forum lies under, -1 without one
	programs []program
	numbers  map[programKey]int32
}

// pageRule is an active page permission with a right.
type pageRule struct {
	record  int32 // place in Site.PageRules
	grant   bool
	exclude bool // leaves the web files directly below the page out
	bound   bool
	roles   int32
	names   []int32 // of the publishing states it is bound to
	lost    []int32 // states it is bound to that are not in the export
}

// chain is one level of permissions with everything above it. Pages without permissions of their own share the chain
// of their parent.
type chain struct {
	target site.ID // the page the permissions of this level hang on
	rules  []pageRule
	above  int32
	dead   bool // a page is missing, inactive or its own ancestor: nobody gets in
	lost   bool // a page is not in the export, and what is above it is unknown
}

const (
	openChain int32 = iota // no permissions at all
	deadChain
	lostChain
	firstChain
)

const accessDenied, pageNotFound = "Access Denied", "Page Not Found"

func (e *Engine) compilePages() {
	t := &e.pages
	t.byID = make(map[site.ID]int32, len(e.site.WebPages))
	for i := range e.site.WebPages {
		t.byID[e.site.WebPages[i].ID] = int32(i)
	}
	t.service = map[site.ID]bool{}
	for i := range e.site.SiteMarkers {
		if m := &e.site.SiteMarkers[i]; m.Page != "" && (m.Name == accessDenied || m.Name == pageNotFound) {
			t.service[m.Page] = true
		}
	}
	e.compilePageRules()
	t.chains = []chain{openChain: {above: -1}, deadChain: {above: -1, dead: true}, lostChain: {above: -1, lost: true}}
	t.chain = make([]int32, len(e.site.WebPages))
	t.ownRules = make([]bool, len(e.site.WebPages))
	e.compileChains()
	t.numbers = map[programKey]int32{}
	t.program = make([]int32, len(e.site.WebPages))
	for i := range e.site.WebPages {
		t.program[i] = e.programOf(e.pageKey(int32(i)))
	}
	t.file = make([]int32, len(e.site.WebFiles))
	for i := range e.site.WebFiles {
		t.file[i] = e.programOf(e.fileKey(&e.site.WebFiles[i]))
	}
	t.forum = make([]int32, len(e.site.Forums))
	for i := range e.site.Forums {
		t.forum[i] = e.compileForum(&e.site.Forums[i])
	}
}

func (e *Engine) compilePageRules() {
	t := &e.pages
	t.rules = map[site.ID][]pageRule{}
	grants := map[site.ID]bool{}
	for i := range e.site.PageRules {
		r := &e.site.PageRules[i]
		if r.Inactive || r.Page == "" || r.Right != site.GrantChange && r.Right != site.RestrictRead {
			continue
		}
		rule := pageRule{
			record:  int32(i),
			grant:   r.Right == site.GrantChange,
			exclude: r.Scope == site.ExcludeDirectWebFiles,
			bound:   len(r.PublishingStates) > 0,
			roles:   e.rolesOn(r.Roles, r.RolesUnknown, true).set,
		}
		for _, id := range r.PublishingStates {
			switch n := e.stateNumber(id); {
			case n > 0:
				rule.names = append(rule.names, n)
			case n < 0:
				rule.lost = append(rule.lost, n)
			}
		}
		t.rules[r.Page] = append(t.rules[r.Page], rule)
		if rule.grant && !grants[r.Page] {
			grants[r.Page] = true
			t.granted = append(t.granted, r.Page)
		}
	}
}

// rootOf is the page whose permissions a page has: its root page for a content page, otherwise itself.
func rootOf(p *site.WebPage) site.ID {
	if !p.IsRoot && p.RootPage != "" {
		return p.RootPage
	}
	return p.ID
}

const (
	unvisited int32 = -1
	onTheWay  int32 = -2
)

// compileChains walks up from every page once. A walk that meets itself has found a circle, and every page on the way
// into it leads nowhere.
func (e *Engine) compileChains() {
	t := &e.pages
	for i := range t.chain {
		t.chain[i] = unvisited
	}
	var way []int32
	for start := range t.chain {
		way = way[:0]
		at, top := int32(start), openChain
		for {
			if done := t.chain[at]; done == onTheWay {
				top = deadChain
				break
			} else if done != unvisited {
				top = done
				break
			}
			t.chain[at] = onTheWay
			way = append(way, at)
			parent := e.site.WebPages[at].Parent
			if parent == "" {
				break
			}
			next, known := t.byID[parent]
			if !known {
				top = e.missingPage()
				break
			}
			at = next
		}
		for i := len(way) - 1; i >= 0; i-- {
			top = e.chainOf(way[i], top)
		}
	}
}

func (e *Engine) missingPage() int32 {
	if e.rules.unknown {
		return lostChain
	}
	return deadChain
}

// chainOf puts a page's own permissions on top of its parent's chain.
func (e *Engine) chainOf(page, above int32) int32 {
	t := &e.pages
	p := &e.site.WebPages[page]
	switch rules := t.rules[rootOf(p)]; {
	case p.Inactive || t.chains[above].dead:
		above = deadChain
	case len(rules) > 0:
		t.chains = append(t.chains, chain{target: rootOf(p), rules: rules, above: above, lost: t.chains[above].lost})
		above = int32(len(t.chains)) - 1
		t.ownRules[page] = true
	}
	t.chain[page] = above
	return above
}

// level is the permissions of one page on the way up.
type level struct {
	target site.ID
	rules  []pageRule
}

// levels lists the permissions that a chain has, nearest first. A page met twice, as a content page below its own root
// page is, counts once.
func (t *pageTable) levels(at int32) []level {
	var list []level
	for ; at >= 0; at = t.chains[at].above {
		c := &t.chains[at]
		seen := len(c.rules) == 0
		for _, l := range list {
			seen = seen || l.target == c.target
		}
		if !seen {
			list = append(list, level{c.target, c.rules})
		}
	}
	return list
}
