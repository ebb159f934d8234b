package access

import (
	"fmt"
	"slices"

	"gatehouse/backend/site"
)

// Deciding says what decided about a page or file. It is much cheaper than an explanation, and says less.
type Deciding uint8

const (
	ByNothing     Deciding = iota // no permission stands in the way of reading
	ByGrant                       // a grant change permission for a role the visitor holds
	ByRestriction                 // a restrict read permission, which lets the visitor through or does not
	ByNoGrant                     // no grant change permission applies to the visitor
	ByService                     // it is the page for refused or missing pages, which stays readable
	ByHiding                      // it is inactive, outside its dates, or in a state that is not visible
	ByBreak                       // a page above is missing, inactive or its own ancestor, or a file hangs on no page
	ByPost                        // the blog post that a file hangs on
	ByMissing                     // records that are not in the export decide
)

var decidings = [...]string{
	"nothing", "grant-change", "restrict-read", "no-grant", "service-page", "hidden", "broken", "blog-post", "missing-records",
}

func (d Deciding) String() string { return decidings[d] }

// MarshalText writes the word that is stored and transmitted.
func (d Deciding) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Deciding) UnmarshalText(text []byte) error {
	for i, word := range decidings {
		if word == string(text) {
			*d = Deciding(i)
			return nil
		}
	}
	return fmt.Errorf("read what decided %q", text)
}

// Source is what decided, and where.
type Source struct {
	By   Deciding
	Page int // place in Site.WebPages of the page that the deciding permission stands on, -1 without one
}

// PageSources has, for every place of Site.WebPages, what decided about reading or changing the page.
func (v *Visitor) PageSources(change bool) []Source { return v.sources(v.engine.pages.program, change) }

// FileSources has, for every place of Site.WebFiles, what decided about reading or changing the file.
func (v *Visitor) FileSources(change bool) []Source { return v.sources(v.engine.pages.file, change) }

func (v *Visitor) sources(programs []int32, change bool) []Source {
	list := make([]Source, len(programs))
	first := make([]int32, len(v.engine.pages.programs)) // one more than the first place of each program, 0 before that
	for i, program := range programs {
		if known := first[program]; known > 0 {
			list[i] = list[known-1]
			continue
		}
		list[i] = v.source(program, change)
		first[program] = int32(i) + 1
	}
	return list
}

// source goes through the rules in the order in which an explanation does.
func (v *Visitor) source(program int32, change bool) Source {
	p, d := &v.engine.pages.programs[program], &v.standing
	answer := d.reads(program)
	if change {
		answer = d.changes(program)
	}
	// What the most favourable completion of the export does not show either, is hidden for certain.
	hidden := p.flags&flagInactive != 0 || !change && p.flags&(flagOutOfDate|flagHiddenMost) != 0 && !d.preview(most)
	switch {
	case answer == Unknown:
		return Source{ByMissing, -1}
	case answer == Deny && hidden:
		return Source{ByHiding, -1}
	case answer == Deny && (p.flags&flagParentGone != 0 || p.dead):
		return Source{ByBreak, -1}
	case p.flags&flagBlogPost != 0:
		return Source{ByPost, -1}
	case !change && p.flags&flagService != 0:
		return Source{ByService, -1}
	}
	w := contentWalk{v: v, p: p, change: change}
	if p.flags&flagFile != 0 {
		w.s.belongsTo = "a file"
	}
	w.load()
	switch {
	case change && answer == Deny:
		return Source{ByNoGrant, -1}
	case answer == Allow && (change || p.grants.held(d, least)):
		return Source{ByGrant, w.v.engine.place(w.grantingPage())}
	}
	return w.restrictingPage(answer)
}

// grantingPage is the nearest page with a grant that certainly applies to the visitor. Where different grants apply
// for different publishing states a missing record may name, it is the nearest of these.
func (w *contentWalk) grantingPage() (page site.ID) {
	list := w.grantsInForce()
	for _, r := range list {
		if !w.v.pageMeets(least, r.roles) {
			continue
		}
		on := w.v.engine.site.PageRules[r.record].Page
		if w.certainlyApplies(r, list) {
			return on
		}
		if page == "" {
			page = on
		}
	}
	return page
}

// restrictingPage is the nearest restricted page that refuses the visitor or, where none does, the nearest restricted
// page of all.
func (w *contentWalk) restrictingPage(answer Verdict) Source {
	found := Source{ByNothing, -1}
	for i, l := range w.levels {
		direct := i == 0 && w.p.flags&(flagFile|flagOwnRules) == flagFile|flagOwnRules
		if direct && slices.ContainsFunc(l.rules, exempting) {
			continue
		}
		restricted, passed := false, false
		for _, r := range l.rules {
			restricted = restricted || !r.grant
			passed = passed || !r.grant && w.v.pageMeets(most, r.roles)
		}
		refuses := restricted && !passed && answer == Deny
		if refuses || restricted && found.By == ByNothing {
			found = Source{ByRestriction, w.v.engine.place(w.v.engine.site.PageRules[l.rules[0].record].Page)}
		}
		if refuses {
			break
		}
	}
	return found
}

// place is the place of a page, -1 where it is not in the export.
func (e *Engine) place(id site.ID) int {
	if i, known := e.Page(id); known {
		return i
	}
	return -1
}
