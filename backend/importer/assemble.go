package importer

import (
	"fmt"
	"path"
	"strings"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// assembly makes a site of records, whatever format they come from. Each record is built as it comes and not kept;
// what can be said only when all are there waits for finish.
type assembly struct {
	site     *site.Site
	account  *account
	ledger   ledger
	derived  *kind // whose records the format makes out of others, so that none is found; nil in most
	problems []site.Problem

	present []map[site.ID]int32 // by the kind's index: id → where the record stands among those of its kind
	open    []reference         // references to records that had not come yet
	cell    cell                // used again for each value
	scratch site.Record         // and for each record

	websites        []site.Website
	named           site.Website // what other records say of the website, where its own is missing
	portalLanguages []portalLanguage
	bindings        []binding
	settings        []setting
	flows, logic    []roleGate
	contacts        []contact
	customers       []customer
	holdings        []holding
}

// newAssembly begins a site whose records stand in about so many files.
func newAssembly(s *site.Site, a *account, files int) *assembly {
	return &assembly{site: s, account: a, ledger: newLedger(files), present: make([]map[site.ID]int32, len(kinds))}
}

// expect makes room for about n more records of a kind.
func (a *assembly) expect(k *kind, n int) {
	k.reserve(a, n)
	if a.present[k.index] == nil {
		a.present[k.index] = make(map[site.ID]int32, n)
	}
}

// add builds a record into the site. Records without an id do not count; of several with one id the active one does,
// else the one whose file is not called deleted, else the first.
func (a *assembly) add(r *record) {
	if r.kind != a.derived {
		a.ledger.find(r.source.File, 1)
	}
	is, ok := a.identify(r)
	if !ok {
		return
	}
	present := a.present[r.kind.index]
	if present == nil {
		present = map[site.ID]int32{}
		a.present[r.kind.index] = present
	}
	at, twice := present[is.ID]
	if !twice {
		at = int32(r.kind.count(a))
		present[is.ID] = at
		r.kind.build(a, r, is, int(at))
		return
	}
	first := *r.kind.base(a, int(at))
	if !outranks(is, first) {
		a.tellDuplicate(r.kind, first, is)
		return
	}
	a.retract(first)
	r.kind.build(a, r, is, int(at))
	a.tellDuplicate(r.kind, is, first)
}

// identify reads what all records have, which decides whether one counts at all.
func (a *assembly) identify(r *record) (is site.Record, ok bool) {
	a.scratch = site.Record{Source: r.source}
	at := &a.scratch
	id, hasID := r.field(idColumn)
	if hasID && id.value.shape == text && !id.value.null() {
		at.ID = identify(id.value.text)
	}
	if f, ok := r.field(nameColumn); ok {
		a.cell = cell{assembly: a, kind: r.kind, base: at, field: f}
		at.Name = a.cell.text()
	}
	if hasID && at.ID == "" {
		a.cell = cell{assembly: a, kind: r.kind, base: at, field: id}
		a.cell.id(nil)
	}
	if f, ok := r.field(stateColumn); ok {
		a.cell = cell{assembly: a, kind: r.kind, base: at, field: f}
		state, _ := a.cell.number()
		at.Inactive = state == 1
	}
	if at.ID != "" {
		return *at, true
	}
	a.say(site.Problem{
		Severity: site.Error, File: r.source.File, Line: r.source.Line,
		Message: sentence(fmt.Sprintf("%s has no id (%sid); it was not read.", named(r.kind, at.Name), r.kind.table)),
		Hint:    "Download the site again, or remove the record if it does not belong to the site.",
		Lost:    r.kind.name,
	})
	a.account.ignore(r.source.File, "None of its records has an id.")
	if r.kind != a.derived {
		a.ledger.except(r.source.File, site.RecordException{
			Use: site.RecordUnreadable, Kind: r.kind.label, Name: at.Name, Line: r.source.Line, Reason: "It has no id.",
		})
	}
	return *at, false
}

// outranks reports whether the later one of two records with one id counts.
func outranks(later, first site.Record) bool {
	if later.Inactive != first.Inactive {
		return first.Inactive
	}
	return calledDeleted(first) && !calledDeleted(later)
}

// calledDeleted tells the files that a renamed record leaves behind, where the command line noticed. They come first in
// the order of names.
func calledDeleted(r site.Record) bool {
	stem, _, _ := strings.Cut(strings.ToLower(path.Base(r.Source.File)), ".")
	return strings.HasSuffix(stem, "-deleted")
}

func (a *assembly) tellDuplicate(k *kind, winner, loser site.Record) {
	why := "the first one counts"
	switch {
	case !winner.Inactive && loser.Inactive:
		why = "the active one counts"
	case calledDeleted(loser) && !calledDeleted(winner):
		why = "the one whose file is not called deleted counts"
	}
	a.say(site.Problem{
		Severity: site.Warning, File: loser.Source.File, Line: loser.Source.Line, Record: loser.ID,
		Message: fmt.Sprintf("Two records have the id of %s; %s, which is %q in %s.",
			named(k, loser.Name), why, winner.Name, fault.Place(winner.Source)),
		Hint: "A renamed record leaves its old file behind; remove the file that is out of date.",
	})
	a.account.ignore(loser.Source.File, "Its record stands in another file too, and that one counts.")
	if k != a.derived {
		a.ledger.except(loser.Source.File, site.RecordException{
			Use: site.RecordDuplicate, Kind: k.label, ID: loser.ID, Name: loser.Name, Line: loser.Source.Line,
			Reason: fmt.Sprintf("The one in %s counts.", fault.Place(winner.Source)),
		})
	}
}

// retract takes back what was said about a record that turns out not to count.
func (a *assembly) retract(r site.Record) {
	problems := a.problems[:0]
	for _, p := range a.problems {
		if p.Record != r.ID || p.File != r.Source.File || p.Line < r.Source.Line {
			problems = append(problems, p)
		}
	}
	a.problems = problems
	open := a.open[:0]
	for _, o := range a.open {
		if o.record != r.ID || o.source != r.Source {
			open = append(open, o)
		}
	}
	a.open = open
}

func (a *assembly) say(p site.Problem) { a.problems = append(a.problems, p) }

// known reports whether the records so far hold one.
func (a *assembly) known(k *kind, id site.ID) bool {
	_, ok := a.present[k.index][id]
	return ok
}

// amend sets a value of a record that was found elsewhere. It reports whether the record is there.
func (a *assembly) amend(k *kind, id site.ID, f field) bool {
	at, ok := a.present[k.index][id]
	if ok {
		k.amend(a, int(at), f)
	}
	return ok
}

// records calls do with what all records have in common.
func (a *assembly) records(do func(r *site.Record)) {
	for _, k := range kinds {
		for i := range k.count(a) {
			do(k.base(a, i))
		}
	}
}

// finish joins what belongs together and says what is missing. Every list of the site is there afterwards, if only
// empty.
func (a *assembly) finish() {
	for _, k := range kinds {
		k.settle(a)
	}
	a.joinHoldings()
	a.closeLedger(a.tellReferences())
	a.joinSettings()
	a.joinGates()
	a.joinContacts()
	a.joinWebsite()
	a.joinLanguages()
	a.present, a.open = nil, nil
}

// joinWebsite takes the site's own record. One is expected.
func (a *assembly) joinWebsite() {
	switch {
	case len(a.websites) == 0 && a.named.ID != "":
		a.say(site.Problem{
			Severity: site.Warning,
			Message: "The export does not hold the site's own record; its id was taken from other records, " +
				"and its default language is unknown.",
			Hint: "Export the site again with all its records.",
			Lost: kinds["website"].name,
		})
		a.site.Website = a.named
	case len(a.websites) == 0:
		a.say(site.Problem{
			Severity: site.Error, Message: "The site's own record was not read; its name and default language are unknown.",
			Hint: "Repair the file, or download the site again.",
			Lost: kinds["website"].name,
		})
	default:
		a.site.Website = a.websites[0]
	}
	if len(a.websites) > 1 {
		second := a.websites[1]
		a.say(site.Problem{
			Severity: site.Warning, File: second.Source.File, Line: second.Source.Line, Record: second.ID,
			Message: fmt.Sprintf("The site has %d records of its own; the first one counts.", len(a.websites)),
			Hint:    "Keep the record of this site and remove the others.",
		})
	}
	if a.site.Website.PrimaryDomain == "" && len(a.bindings) == 1 && !a.bindings[0].Inactive {
		a.site.Website.PrimaryDomain = a.bindings[0].host
	}
	a.dropOwnWebsite()
}

// dropOwnWebsite takes the website out of records that belong to it: some formats write it on every record, others
// never. What remains names another website.
func (a *assembly) dropOwnWebsite() {
	own := a.site.Website.ID
	drop := func(id *site.ID) {
		if *id == own {
			*id = ""
		}
	}
	s := a.site
	for i := range s.WebRoles {
		drop(&s.WebRoles[i].Website)
	}
	for i := range s.TablePermissions {
		drop(&s.TablePermissions[i].Website)
	}
	for i := range s.PageRules {
		drop(&s.PageRules[i].Website)
	}
	for i := range s.WebsiteAccessPermissions {
		drop(&s.WebsiteAccessPermissions[i].Website)
	}
	for i := range s.ColumnPermissionProfiles {
		drop(&s.ColumnPermissionProfiles[i].Website)
	}
	for i := range s.Blogs {
		drop(&s.Blogs[i].Website)
	}
	for i := range s.IdeaForums {
		drop(&s.IdeaForums[i].Website)
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
	a.portalLanguages = nil
}
