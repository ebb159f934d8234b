package importer

import (
	"slices"
	"strings"

	"gatehouse/backend/site"
)

// The people who visit a site, and their web roles. Only packages of the Configuration Migration tool hold them.

// contact is a person whose name may come in parts.
type contact struct {
	site.Contact
	first, last string
}

var _ = define("contact", "contact", "contact", "fullname",
	func(a *assembly) *[]contact { return &a.contacts },
	textIn("firstname", func(p *contact) *string { return &p.first }),
	textIn("lastname", func(p *contact) *string { return &p.last }),
	textIn("identity_username", func(p *contact) *string { return &p.UserName }),
	textIn("emailaddress1", func(p *contact) *string { return &p.Email }),
	idIn("parentcustomerid", func(p *contact) *site.ID { return &p.Parent }),
)

// customer is the account that contacts belong to; only its state is wanted.
type customer struct{ site.Record }

var _ = define("account", "account", "account", "name",
	func(a *assembly) *[]customer { return &a.customers },
)

// joinContacts moves the contacts to the site.
func (a *assembly) joinContacts() {
	inactive := map[site.ID]bool{}
	for _, c := range a.customers {
		inactive[c.ID] = c.Inactive
	}
	a.site.Contacts = make([]site.Contact, 0, len(a.contacts))
	for _, p := range a.contacts {
		if p.Name == "" {
			p.Name = strings.TrimSpace(p.first + " " + p.last)
		}
		p.ParentInactive = inactive[p.Parent]
		a.site.Contacts = append(a.site.Contacts, p.Contact)
	}
	a.contacts, a.customers = nil, nil
}

// holding is a link between a role and who has it.
type holding struct {
	role, holder site.ID
	to           string // kind of the holder: "contact" or "account"
	source       site.Source
}

// joinHoldings makes assignments of the links between roles and people, each once.
func (a *assembly) joinHoldings() {
	a.site.RoleAssignments = make([]site.RoleAssignment, 0, len(a.holdings))
	seen := map[site.ID]bool{}
	for _, h := range a.holdings {
		assignment := site.RoleAssignment{
			Record: site.Record{ID: h.role + "/" + h.holder, Source: h.source}, Role: h.role,
		}
		if h.to == "contact" {
			assignment.Contact = h.holder
		} else {
			assignment.Account = h.holder
		}
		a.ledger.find(h.source.File, 1)
		e := site.RecordException{Kind: "role assignment", ID: assignment.ID, Line: h.source.Line}
		if seen[assignment.ID] {
			e.Use, e.Reason = site.RecordDuplicate, "The same link was read before."
			a.ledger.except(h.source.File, e)
			continue
		}
		seen[assignment.ID] = true
		a.site.RoleAssignments = append(a.site.RoleAssignments, assignment)
		for _, open := range a.lostEnds(h) {
			a.open = append(a.open, open)
			e.Use, e.Missing = site.RecordDangling, append(e.Missing, open.missing())
		}
		if e.Use == site.RecordDangling {
			a.ledger.except(h.source.File, e)
		}
	}
	slices.SortFunc(a.site.RoleAssignments, func(x, y site.RoleAssignment) int { return strings.Compare(string(x.ID), string(y.ID)) })
	a.holdings = nil
}

// lostEnds are the references of a link that lead nowhere. Accounts are not asked for: packages leave them out.
func (a *assembly) lostEnds(h holding) (ends []reference) {
	open := reference{
		from: kinds[h.to], source: h.source, line: h.source.Line, record: h.holder, spelled: "webrole_" + h.to, link: true,
	}
	if !a.known(kinds["webrole"], h.role) {
		open.to, open.id, open.grade = kinds["webrole"], h.role, site.Warning
		ends = append(ends, open)
	}
	if h.to == "contact" && !a.known(kinds["contact"], h.holder) {
		open.to, open.id, open.grade = kinds["contact"], h.holder, site.Note
		open.from, open.record = kinds["webrole"], h.role
		ends = append(ends, open)
	}
	return ends
}
