package access

import "slices"

// programKey is everything a page or file is judged by.
type programKey struct {
	chain int32
	state int32 // the page's publishing state, which decides which grants apply
	post  int32 // the blog post a file hangs on, lostRecord for one that is not in the export; counts with flagBlogPost
	flags programFlags
}

type programFlags uint16

const (
	flagInactive    programFlags = 1 << iota // the page or file itself
	flagOutOfDate                            // now is outside its dates
	flagHiddenLeast                          // its publishing state or language is not shown
	flagHiddenMost                           // ... however missing records turn out
	flagService                              // target of a site marker that stays readable
	flagFile                                 // a web file; chain and state are its parent page's
	flagOwnRules                             // the first level is the direct page's own
	flagParentGone                           // the file's page is not loaded
	flagParentLost                           // the file's page is not in the export
	flagBlogPost                             // the file hangs on a blog post
)

// program decides about all pages or files of one key.
type program struct {
	programKey
	dead      bool
	lost      bool
	grants    grants // for reading
	changes   grants // for changing; differs for files
	restricts []int32
}

// grants are the holders of grant change permissions. Which permissions apply can depend on the names of missing
// publishing states; each alternative is one outcome.
type grants struct {
	alternatives []int32
	extra        int32 // roles that a page missing in the chain could bring in
}

func (e *Engine) pageKey(page int32) programKey {
	l := &e.index.page[page]
	key := programKey{chain: e.pages.chain[page], flags: hiddenFlags(e.visible(l.state, l.language))}
	if l.state != noRecord {
		key.state = e.stateNumber(l.state, e.site.WebPages[page].PublishingState)
	}
	if l.inactive {
		key.flags |= flagInactive
	}
	if e.rules.pageDates {
		if p := &e.site.WebPages[page]; !within(p.Released, p.Expires, e.options.At) {
			key.flags |= flagOutOfDate
		}
	}
	if e.isService(page) {
		key.flags |= flagService
	}
	return key
}

func (e *Engine) isService(page int32) bool {
	root := e.index.page[page].root
	if root < 0 {
		return e.pages.serviceAt.has(page) || e.pages.service[rootOf(&e.site.WebPages[page])]
	}
	return e.pages.serviceAt.has(page) || e.pages.serviceAt.has(root)
}

func hiddenFlags(visible [2]bool) (f programFlags) {
	if !visible[least] {
		f |= flagHiddenLeast
	}
	if !visible[most] {
		f |= flagHiddenMost
	}
	return f
}

// programOf is the program of a key. The one that a neighbour has, noRecord without one, is the likeliest.
func (e *Engine) programOf(key programKey, neighbour int32) int32 {
	t := &e.pages
	if neighbour >= 0 && t.programs[neighbour].programKey == key {
		return neighbour
	}
	n, ok := t.numbers[key]
	if !ok {
		n = int32(len(t.programs))
		t.programs = append(t.programs, e.compileProgram(key))
		t.numbers[key] = n
	}
	return n
}

func (e *Engine) compileProgram(key programKey) program {
	c := &e.pages.chains[key.chain]
	p := program{programKey: key, dead: c.dead, lost: c.lost}
	isFile := key.flags&flagFile != 0
	switch {
	case c.dead:
	case c.lost, c.bound, isFile && !e.rules.filesLookUp, isFile && key.flags&flagOwnRules != 0:
		e.compileLevels(&p)
	default:
		p.grants, p.changes, p.restricts = c.grants, c.grants, c.restricts
	}
	return p
}

// compileLevels goes through the levels one by one, for what depends on more than the chain.
func (e *Engine) compileLevels(p *program) {
	levels := e.pages.levels(p.chain)
	p.changes = e.resolve(grantsOf(levels), p.state, p.lost, p.flags&flagParentLost != 0)
	reading := levels
	if p.flags&flagFile != 0 && !e.rules.filesLookUp {
		reading = nil
		if p.flags&flagOwnRules != 0 {
			reading = levels[:1]
		}
		// One level has no unknown pages above it, unless the direct page itself is the unknown one.
		p.grants = e.resolve(grantsOf(reading), p.state, p.flags&flagParentLost != 0, p.flags&flagParentLost != 0)
	} else {
		p.grants = p.changes
	}
	for i, on := range reading {
		if on.restricted {
			direct := i == 0 && p.flags&(flagFile|flagOwnRules) == flagFile|flagOwnRules
			// A lost permission on the page may be one that lets its files out.
			if !direct || !e.rules.lostPageRules && !slices.ContainsFunc(on.rules, exempting) {
				p.restricts = append(p.restricts, on.readers)
			}
		}
	}
}

// exempting restrict read permissions leave the files directly below their page to the other levels, and one of them
// does so for all restrict read permissions of the page.
func exempting(r pageRule) bool { return !r.grant && r.exclude }

func grantsOf(levels []*target) []pageRule {
	var list []pageRule
	for _, on := range levels {
		for _, r := range on.rules {
			if r.grant {
				list = append(list, r)
			}
		}
	}
	return list
}

// resolve finds who holds which of the grants in a publishing state. Where a page of the chain is lost, any grant of
// the site may hang on it or above it, or on the page whose content page it is.
func (e *Engine) resolve(list []pageRule, state int32, lost, stateUnknown bool) grants {
	states := []int32{state}
	if stateUnknown {
		states = e.everyState()
	}
	var g grants
	for _, s := range states {
		g.alternatives = append(g.alternatives, e.alternatives(list, s)...)
	}
	if !lost {
		return g
	}
	for _, n := range e.pages.granted {
		with := slices.Concat(list, grantsOf([]*target{&e.pages.targets[n]}))
		for _, s := range states {
			for _, roles := range e.alternatives(with, s) {
				g.extra = e.sets.union(g.extra, roles)
			}
		}
	}
	return g
}

// everyState lists the states that a page which is not in the export could have.
func (e *Engine) everyState() []int32 {
	all := []int32{noState}
	for n := int32(1); n <= e.states.names; n++ {
		all = append(all, n)
	}
	for n := range int32(len(e.states.lost)) {
		all = append(all, -n-1)
	}
	return all
}

// alternatives are the sets of roles that hold a grant, one for each way in which lost publishing states may matter.
// Grants bound to the page's state displace all others. Two states are the same when their names are, so a lost state
// may turn out to be any other, whether the page has it or a grant is bound to it.
func (e *Engine) alternatives(list []pageRule, state int32) []int32 {
	if len(list) == 0 {
		return nil
	}
	if state >= 0 {
		return e.displaced(list, state, noState)
	}
	// The first outcome is that of an export without the state, in which no grant matches.
	found := append(e.displaced(list, noState, noState), e.displaced(list, noState, state)...)
	for name := int32(1); name <= e.states.names; name++ {
		found = append(found, e.displaced(list, name, state)...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// displaced resolves the grants for a page whose state has a name, and is a lost one where own is not noState. With
// neither, no grant matches the page.
func (e *Engine) displaced(list []pageRule, name, own int32) []int32 {
	matching, isMatched := noRoles, false // certain to match
	maybe := map[int32]int32{}            // roles by the lost state that would make them match
	var order []int32
	for _, r := range list {
		if name != noState && slices.Contains(r.names, name) || own != noState && slices.Contains(r.lost, own) {
			matching, isMatched = e.sets.union(matching, r.roles), true
			continue
		}
		if name == noState && own == noState {
			continue
		}
		for _, l := range r.lost {
			if _, known := maybe[l]; !known {
				order = append(order, l)
			}
			maybe[l] = e.sets.union(maybe[l], r.roles)
		}
	}
	if isMatched {
		everything := matching
		for _, l := range order {
			everything = e.sets.union(everything, maybe[l])
		}
		if everything == matching {
			return []int32{matching}
		}
		return []int32{matching, everything}
	}
	fallback := noRoles
	for _, r := range list {
		if !r.bound || e.rules.looseStates {
			fallback = e.sets.union(fallback, r.roles)
		}
	}
	found := []int32{fallback}
	for _, l := range order {
		found = append(found, maybe[l])
	}
	return found
}

// quickProgram is what nearly all programs come to for reading: holders of one set of roles are let in, and others who
// hold a role of each of some sets. It is small, so that those of a whole site stay at hand.
type quickProgram struct {
	plain    bool // it says all there is to say
	granted  int32
	from, to int32 // its part of pageTable.demands
}

// quicken is called when all programs are known.
func (e *Engine) quicken() {
	t := &e.pages
	t.quick = make([]quickProgram, len(t.programs))
	demands := 0
	for i := range t.programs {
		demands += len(t.programs[i].restricts)
	}
	t.demands = make([]int32, 0, demands)
	for i := range t.programs {
		p, q := &t.programs[i], &t.quick[i]
		if p.dead || p.lost || p.flags&^flagFile&^flagOwnRules != 0 || len(p.grants.alternatives) > 1 || e.rules.lostPageRules || e.rules.lostMarkers || e.rules.whose {
			continue
		}
		q.plain = true
		if len(p.grants.alternatives) > 0 {
			q.granted = p.grants.alternatives[0]
		}
		q.from = int32(len(t.demands))
		t.demands = append(t.demands, p.restricts...)
		q.to = int32(len(t.demands))
	}
}

// lets decides for the role classes that count for pages.
func (q *quickProgram) lets(e *Engine, classes set) bool {
	if e.sets.meet(q.granted, classes) {
		return true
	}
	for _, roles := range e.pages.demands[q.from:q.to] {
		if !e.sets.meet(roles, classes) {
			return false
		}
	}
	return true
}

// reads decides about reading, at the least or at the most favourable completion of the export.
func (p *program) reads(d *standing, bound int) bool {
	hidden := [2]programFlags{flagHiddenLeast, flagHiddenMost}[bound]
	if p.flags&flagInactive != 0 || p.flags&(flagOutOfDate|hidden) != 0 && !d.preview(bound) {
		return false
	}
	if p.flags&flagParentGone != 0 {
		return false
	}
	if p.flags&flagBlogPost != 0 {
		return d.postAllows(p.post, false, bound)
	}
	if p.flags&flagParentLost != 0 && bound == least {
		return false
	}
	switch {
	case p.flags&flagService != 0, d.engine.rules.lostMarkers && bound == most:
		return true
	case d.engine.rules.whose:
		return bound == most
	}
	if p.dead || p.lost && bound == least {
		return false
	}
	if p.grants.held(d, bound) {
		return true
	}
	if d.engine.rules.lostPageRules && bound == least {
		return false
	}
	for _, roles := range p.restricts {
		if !d.pageMeets(bound, roles) {
			return d.engine.rules.lostPageRules && d.signedIn && bound == most
		}
	}
	return true
}

// allowsChange decides about changing.
func (p *program) allowsChange(d *standing, bound int) bool {
	switch {
	case p.flags&(flagInactive|flagParentGone) != 0 || p.dead:
		return false
	case p.flags&flagBlogPost != 0:
		return d.postAllows(p.post, true, bound)
	case bound == least && (p.lost || p.flags&flagParentLost != 0):
		return false
	case d.engine.rules.whose:
		return bound == most
	case d.engine.rules.lostPageRules && bound == most:
		return d.signedIn // a lost permission may be for any role
	}
	return p.changes.held(d, bound)
}

func (g *grants) held(d *standing, bound int) bool {
	if bound == most {
		for _, roles := range g.alternatives {
			if d.pageMeets(bound, roles) {
				return true
			}
		}
		return d.pageMeets(bound, g.extra)
	}
	if d.engine.rules.lostPageRules {
		return false // a lost permission bound to the page's state would displace the others
	}
	for _, roles := range g.alternatives {
		if !d.pageMeets(bound, roles) {
			return false
		}
	}
	return len(g.alternatives) > 0
}
