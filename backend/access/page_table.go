package access

import "gatehouse/backend/site"

// pageTable holds what pages and files are judged by. Most pages are judged alike, because they inherit the same
// permissions in the same state; they share a program.
type pageTable struct {
	targets    []target
	target     []int32           // that each page itself is, or noRecord; what it inherits from its root page is targetOf
	lostTarget map[site.ID]int32 // targets that are not in the export
	granted    []int32           // targets with a grant change permission, in the order of reading
	service    map[site.ID]bool  // pages that stay readable, by site markers
	serviceAt  set               // ... those in the export, by place
	chain      []int32           // of each page
	chains     []chain

	program  []int32 // of each page
	file     []int32 // of each file
	forum    []int32 // of the page each forum lies under, noRecord without one
	blog     []int32 // ... each blog
	programs []program
	numbers  map[programKey]int32
	quick    []quickProgram // of each program
	demands  []int32        // the sets of roles that quick programs restrict reading to
	certain  bool           // equal knowledge of a visitor's roles always gives an answer about reading
}

// target is a page with permissions of its own. It need not be in the export.
type target struct {
	page  site.ID
	rules []pageRule
	count int
	grant bool // one of them is a grant
	// Roles of its restrict read permissions, where it has some: one matching role is enough.
	readers    int32
	restricted bool
	chain      int32 // the one last made for it, or noRecord
}

// pageRule is an active page permission with a right.
type pageRule struct {
	record  int32 // place in Site.PageRules
	target  int32
	roles   int32
	grant   bool
	exclude bool    // leaves the web files directly below the page out
	bound   bool    // to publishing states, known or not
	names   []int32 // of the publishing states it is bound to
	lost    []int32 // states it is bound to that are not in the export
}

// chain is one level of permissions with everything above it. Pages without permissions of their own share the chain
// of their parent.
type chain struct {
	target int32 // whose permissions this level has, or noRecord
	above  int32
	dead   bool // a page is missing, inactive or its own ancestor: nobody gets in
	lost   bool // a page is not in the export, and what is above it is unknown
	bound  bool // some grant on the way up is bound to publishing states, so the page's state matters
	// What the levels come to together where neither a missing page nor a publishing state matters.
	grants    grants
	restricts []int32
}

const (
	openChain int32 = iota // no permissions at all
	deadChain
	lostChain
)

const accessDenied, pageNotFound = "Access Denied", "Page Not Found"

func (e *Engine) compilePages() {
	t := &e.pages
	s := e.site
	for i := range s.SiteMarkers {
		if m := &s.SiteMarkers[i]; m.Page != "" && (m.Name == accessDenied || m.Name == pageNotFound) {
			if t.service == nil {
				t.service = map[site.ID]bool{}
			}
			t.service[m.Page] = true
			if page, known := e.index.pages[m.Page]; known {
				t.serviceAt.add(page)
			}
		}
	}
	count := len(s.WebPages)
	places := make([]int32, 3*count)
	t.target, t.chain, t.program = places[:count], places[count:2*count], places[2*count:]
	e.compilePageRules()
	t.chains = make([]chain, 0, 3+len(t.targets))
	t.chains = append(t.chains,
		chain{target: noRecord, above: noRecord}, // openChain
		chain{target: noRecord, above: noRecord, dead: true},
		chain{target: noRecord, above: noRecord, lost: true})
	e.compileChains()
	t.programs = make([]program, 0, 2*len(t.chains))
	t.numbers = make(map[programKey]int32, 2*len(t.chains))
	like := noRecord // the program of the page before
	for i := range s.WebPages {
		if parent := e.index.page[i].parent; parent >= 0 && int(parent) < i {
			like = t.program[parent]
		}
		like = e.programOf(e.pageKey(int32(i)), like)
		t.program[i] = like
	}
	t.forum = make([]int32, len(s.Forums))
	for i := range s.Forums {
		t.forum[i] = e.ruleOfPage(s.Forums[i].Parent)
	}
	t.blog = make([]int32, len(s.Blogs))
	for i := range s.Blogs {
		t.blog[i] = e.ruleOfPage(s.Blogs[i].Parent)
	}
	t.file = make([]int32, len(s.WebFiles))
	for i := range s.WebFiles {
		like = e.programOf(e.fileKey(&s.WebFiles[i]), like)
		t.file[i] = like
	}
}

// compilePageRules gathers the permissions by the page they hang on.
func (e *Engine) compilePageRules() {
	t := &e.pages
	list := e.site.PageRules
	for i := range t.target {
		t.target[i] = noRecord
	}
	rules := make([]pageRule, 0, len(list))
	t.targets = make([]target, 0, len(list))
	for i := range list {
		r := &list[i]
		if r.Inactive || r.Page == "" || r.Right != site.GrantChange && r.Right != site.RestrictRead {
			continue
		}
		rule := pageRule{
			record:  int32(i),
			target:  e.targetNumber(r.Page),
			grant:   r.Right == site.GrantChange,
			exclude: r.Scope == site.ExcludeDirectWebFiles,
			bound:   len(r.PublishingStates) > 0,
			roles:   e.rolesOn(r.Roles, r.RolesUnknown, true).set,
		}
		for _, id := range r.PublishingStates {
			switch n := e.stateNumber(placeOf(e.index.states, id), id); {
			case n > 0:
				rule.names = append(rule.names, n)
			case n < 0:
				rule.lost = append(rule.lost, n)
			}
		}
		on := &t.targets[rule.target]
		if rule.grant && !on.grant {
			on.grant = true
			t.granted = append(t.granted, rule.target)
		}
		on.count++
		rules = append(rules, rule)
	}
	t.distribute(rules, &e.sets)
}

// targetOf is the target whose permissions a page has, or noRecord.
func (e *Engine) targetOf(page int32) int32 {
	t := &e.pages
	if root := e.index.page[page].root; root >= 0 {
		return t.target[root]
	}
	if n, ok := t.lostTarget[rootOf(&e.site.WebPages[page])]; ok {
		return n
	}
	return noRecord
}

func (e *Engine) targetNumber(page site.ID) int32 {
	t := &e.pages
	n := int32(len(t.targets))
	if place, known := e.index.pages[page]; !known {
		if n, ok := t.lostTarget[page]; ok {
			return n
		}
		if t.lostTarget == nil {
			t.lostTarget = map[site.ID]int32{}
		}
		t.lostTarget[page] = n
	} else if t.target[place] >= 0 {
		return t.target[place]
	} else {
		t.target[place] = n
	}
	t.targets = append(t.targets, target{page: page, chain: noRecord})
	return n
}

// distribute gives each target its permissions, in the order of reading.
func (t *pageTable) distribute(rules []pageRule, x *sets) {
	sorted := make([]pageRule, len(rules))
	start := 0
	for i := range t.targets {
		on := &t.targets[i]
		end := start + on.count
		on.rules = sorted[start:start:end]
		start = end
	}
	for _, r := range rules {
		on := &t.targets[r.target]
		on.rules = append(on.rules, r)
		if !r.grant {
			on.readers, on.restricted = x.union(on.readers, r.roles), true
		}
	}
}
