package access

import "slices"

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
			next := e.index.page[at].parent
			if next == noRecord {
				break
			}
			if next == lostRecord {
				top = e.missingPage()
				break
			}
			at = next
		}
		for i := len(way) - 1; i >= 0; i-- {
			top = e.chainOf(way[i], top)
			t.chain[way[i]] = top
		}
	}
}

func (e *Engine) missingPage() int32 {
	if e.rules.unknown {
		return lostChain
	}
	return deadChain
}

// chainOf puts a page's own permissions on top of its parent's chain. The content pages of one root page in several
// languages share one chain.
func (e *Engine) chainOf(page, above int32) int32 {
	t := &e.pages
	own := e.targetOf(page)
	switch {
	case e.index.page[page].inactive || t.chains[above].dead:
		return deadChain
	case own < 0:
		return above
	}
	on := &t.targets[own]
	if on.chain < 0 || t.chains[on.chain].above != above {
		on.chain = int32(len(t.chains))
		t.chains = append(t.chains, e.onTop(own, above))
	}
	return on.chain
}

// onTop adds up what a level brings to what is above it.
func (e *Engine) onTop(own, above int32) chain {
	t := &e.pages
	up := &t.chains[above]
	c := chain{target: own, above: above, lost: up.lost, bound: up.bound, grants: up.grants, restricts: up.restricts}
	rules := t.targets[own].rules
	if t.targets[own].grant {
		granted := noRoles
		if len(up.grants.alternatives) > 0 {
			granted = up.grants.alternatives[0]
		}
		for _, r := range rules {
			if r.grant {
				c.bound = c.bound || r.bound
				granted = e.sets.union(granted, r.roles)
			}
		}
		c.grants.alternatives = []int32{granted}
	}
	if on := &t.targets[own]; on.restricted {
		c.restricts = append([]int32{on.readers}, up.restricts...)
	}
	return c
}

// levels lists the pages whose permissions a chain has, nearest first. A page met twice, as a content page below its own
// root page is, counts once.
func (t *pageTable) levels(at int32) []*target {
	var list []*target
	for ; at >= 0; at = t.chains[at].above {
		if own := t.chains[at].target; own >= 0 && !slices.Contains(list, &t.targets[own]) {
			list = append(list, &t.targets[own])
		}
	}
	return list
}
