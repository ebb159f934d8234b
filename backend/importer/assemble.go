package importer

import (
	"fmt"
	"slices"
	"strings"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// assembly makes a site of records, whatever format they come from.
type assembly struct {
	site    *site.Site
	account *account

	present map[string]map[site.ID]int // kind → id → where the record stands among those of its kind
	absent  map[string]*loss           // references to kinds of which the export holds nothing

	websites        []site.Website
	portalLanguages []portalLanguage
	bindings        []binding
	settings        []setting
	flows, logic    []roleGate
}

func newAssembly(s *site.Site, a *account) *assembly {
	return &assembly{site: s, account: a, present: map[string]map[site.ID]int{}, absent: map[string]*loss{}}
}

// kindOrder is the order in which kinds are built; it decides nothing but the order of equal problems.
func kindOrder() []*kind {
	order := make([]*kind, 0, len(kinds))
	for _, k := range kinds {
		order = append(order, k)
	}
	slices.SortFunc(order, func(a, b *kind) int {
		return strings.Compare(a.name, b.name)
	})
	return order
}

// assemble builds all records into the site. Every list of the site is there afterwards, if only empty.
func (a *assembly) assemble(records []*record) {
	byKind := map[*kind][]*record{}
	for _, r := range records {
		byKind[r.kind] = append(byKind[r.kind], r)
	}
	order := kindOrder()
	for _, k := range order {
		byKind[k] = a.accept(k, byKind[k])
	}
	for _, k := range order {
		k.build(a, byKind[k])
		delete(byKind, k) // what is built needs no second copy
	}
	a.site.RoleAssignments = []site.RoleAssignment{}
	a.joinSettings()
	a.joinGates()
	a.tellLosses()
	a.joinWebsite()
	a.joinLanguages()
}

// accept settles which records of a kind count: those with an id, and of several with one id the active one, else
// the first.
func (a *assembly) accept(k *kind, records []*record) []*record {
	present := make(map[site.ID]int, len(records))
	a.present[k.name] = present
	kept := make([]*record, 0, len(records))
	for _, r := range records {
		if !a.identify(r) {
			continue
		}
		at, twice := present[r.id]
		if !twice {
			present[r.id] = len(kept)
			kept = append(kept, r)
			continue
		}
		winner, loser := kept[at], r
		if winner.inactive && !loser.inactive {
			winner, loser = loser, winner
			kept[at] = winner
		}
		a.tellDuplicate(winner, loser)
	}
	for _, r := range kept {
		a.account.use(r.source.File)
	}
	return kept
}

// identify reads id and state of a record, which decide whether it counts at all.
func (a *assembly) identify(r *record) bool {
	base := &site.Record{Name: r.title()}
	if f, ok := r.field(idColumn); ok {
		r.id = (&cell{assembly: a, record: r, base: base, field: f}).id()
	}
	if f, ok := r.field(stateColumn); ok {
		state, _ := (&cell{assembly: a, record: r, base: base, field: f}).number()
		r.inactive = state == 1
	}
	if r.id != "" {
		return true
	}
	a.account.problem(site.Problem{
		Severity: site.Error, File: r.source.File, Line: r.source.Line,
		Message: sentence(fmt.Sprintf("%s has no id (%sid); it was not read.", named(r, base.Name), r.kind.table)),
		Hint:    "Download the site again, or remove the record if it does not belong to the site.",
	})
	a.account.ignore(r.source.File, "None of its records has an id.")
	return false
}

// title is the record's name before it is built; problems of reading it are told when it is.
func (r *record) title() string {
	f, _ := r.field(nameColumn)
	return f.value.text
}

func (a *assembly) tellDuplicate(winner, loser *record) {
	why := "the first one counts"
	if !winner.inactive && loser.inactive {
		why = "the active one counts"
	}
	a.account.problem(site.Problem{
		Severity: site.Warning, File: loser.source.File, Line: loser.source.Line, Record: loser.id,
		Message: fmt.Sprintf("Two records have the id of %s; %s, which is %q in %s.",
			named(loser, loser.title()), why, winner.title(), fault.Place(winner.source)),
		Hint: "A renamed record leaves its old file behind; remove the file that is out of date.",
	})
	a.account.ignore(loser.source.File, "Its record stands in another file too, and that one counts.")
}

// known reports whether the export holds a record.
func (a *assembly) known(kind string, id site.ID) bool {
	_, ok := a.present[kind][id]
	return ok
}

// loss is a kind of which nothing was exported although other records refer to it.
type loss struct {
	count int
	grade site.Severity
	first site.Problem
}

// lost notes a reference to a kind of which the export holds nothing at all. A thousand pages without their template
// are one thing to say.
func (a *assembly) lost(c *cell, target *kind, id site.ID, grade site.Severity) {
	where := c.record.kind.name + " " + target.name
	l := a.absent[where]
	if l == nil {
		l = &loss{grade: grade, first: site.Problem{
			Severity: grade, File: c.record.source.File, Line: c.record.source.Line, Record: c.record.id,
			Message: fmt.Sprintf("%s names the %s %s in %s, but this export holds no %s at all.",
				sentence(c.named()), target.label, id, c.spelled, target.label),
			Hint: "Export the site again with all its records.",
		}}
		a.absent[where] = l
	}
	l.count++
}

func (a *assembly) tellLosses() {
	for _, l := range a.absent {
		if l.count > 1 {
			l.first.Message += fmt.Sprintf(" It is one of %d such references.", l.count)
		}
		a.account.problem(l.first)
	}
}

// joinWebsite takes the site's own record. One is expected.
func (a *assembly) joinWebsite() {
	switch {
	case len(a.websites) == 0:
		a.account.problem(site.Problem{
			Severity: site.Error, Message: "The site's own record was not read; its name and default language are unknown.",
			Hint: "Repair the file, or download the site again.",
		})
		return
	case len(a.websites) > 1:
		second := a.websites[1]
		a.account.problem(site.Problem{
			Severity: site.Warning, File: second.Source.File, Line: second.Source.Line, Record: second.ID,
			Message: fmt.Sprintf("The site has %d records of its own; the first one counts.", len(a.websites)),
			Hint:    "Keep the record of this site and remove the others.",
		})
	}
	a.site.Website = a.websites[0]
	if a.site.Website.PrimaryDomain == "" && len(a.bindings) == 1 && !a.bindings[0].Inactive {
		a.site.Website.PrimaryDomain = a.bindings[0].host
	}
}

// joinLanguages gives each language of the site the code of the portal language it stands for.
func (a *assembly) joinLanguages() {
	codes := make(map[site.ID]string, len(a.portalLanguages))
	for _, p := range a.portalLanguages {
		codes[p.ID] = p.code
	}
	for i := range a.site.Languages {
		l := &a.site.Languages[i]
		if l.Code == "" {
			l.Code = codes[l.PortalLanguage]
		}
	}
}
