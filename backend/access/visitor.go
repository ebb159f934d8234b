package access

import (
	"cmp"
	"slices"
	"strings"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// Who says which visitor is meant. The zero value is an anonymous visitor.
type Who struct {
	SignedIn bool
	// Roles, by id or name, that a signed-in visitor holds besides those every signed-in visitor has.
	Roles []string
	// Contact of the snapshot; it is signed in and has the roles assigned to it and to its account, and Roles.
	Contact site.ID
	// Alone leaves out the roles that signed-in visitors have without assignment, to ask what a role gives by itself.
	Alone bool
	// PreviewOff is a visitor who switched the preview of unpublished content off.
	PreviewOff bool
}

// Anonymous is a visitor who is not signed in.
func Anonymous() Who { return Who{} }

// Authenticated is a signed-in visitor to whom no role was assigned.
func Authenticated() Who { return Who{SignedIn: true} }

// Holding is a signed-in visitor to whom roles were assigned, given by id or name.
func Holding(roles ...string) Who { return Who{SignedIn: true, Roles: roles} }

// Contact is a contact of the snapshot.
func Contact(id site.ID) Who { return Who{SignedIn: true, Contact: id} }

// How says how a visitor comes to hold a role.
type How string

const (
	Assigned       How = "assigned"          // to the contact, or by the question
	ThroughAccount How = "through-account"   // assigned to the contact's account
	ByDefault      How = "authenticated"     // flagged Authenticated Users Role
	ByAnonymity    How = "anonymous"         // flagged Anonymous Users Role
	NotCounted     How = "does-not-count"    // assigned, but inactive, of another site, or to an inactive contact
	Undecidable    How = "not-in-the-export" // assigned, and the role is missing
)

// Held is a role of a visitor.
type Held struct {
	Role       Ref  `json:"role"`
	How        How  `json:"how"`
	Assignment *Ref `json:"assignment,omitempty"` // the link to the contact or account
	OnPages    bool `json:"onPages"`              // counts for pages, files and website rights
	OnTables   bool `json:"onTables"`             // counts for tables and columns
}

// Visitor is a visitor prepared for questions to one engine. It is read only.
type Visitor struct {
	engine  *Engine
	who     Who
	contact *site.Contact
	held    []Held
	notes   []string
	other   twinOnce
	decided *decisions
}

// decisions are the answers that depend on role sets alone; visitors with equal roles share them.
type decisions struct {
	engine     *Engine
	signedIn   bool
	previewOff bool
	page       [2]set // role classes, at the least and at the most
	table      [2]set
	pageMet    [2]set // sets of the engine that share a class
	tableMet   [2]set
	read       []Verdict // by program
	change     []Verdict
	reach      []reachCell // by table and privilege
}

func (d *decisions) preview(bound int) bool {
	if d.previewOff {
		return false
	}
	return d.pageMet[bound].has(d.engine.access.holders[previewRight]) ||
		bound == most && (d.engine.rules.lostAccess || d.engine.rules.whose) && d.signedIn
}

// Visitor prepares a visitor. An unknown role or contact is fault.NotFound and names the nearest; a role given to an
// anonymous visitor is fault.Invalid.
func (e *Engine) Visitor(who Who) (*Visitor, error) {
	v := &Visitor{engine: e, who: who}
	if !who.SignedIn && (len(who.Roles) > 0 || who.Contact != "") {
		return nil, fault.New(fault.Invalid, "A visitor who is not signed in has no roles of their own.").
			WithHint("Leave the roles out, or ask about a signed-in visitor.")
	}
	h := holding{engine: e, how: map[int32]Held{}}
	if !who.SignedIn {
		h.take(e.roles.anonymous, ByAnonymity, nil)
	} else if err := v.signIn(&h); err != nil {
		return nil, err
	}
	v.notes = append(v.notes, e.lossNotes()...)
	v.held = h.list()
	v.decided = e.decide(h.sets(who))
	return v, nil
}

func (v *Visitor) signIn(h *holding) error {
	e := v.engine
	if v.who.Contact != "" {
		contact, err := e.findContact(v.who.Contact)
		if err != nil {
			return err
		}
		v.contact = contact
		h.contact(contact)
		if contact.Inactive {
			v.notes = append(v.notes, "The contact is inactive and cannot sign in; roles assigned to it do not count.")
		}
		if h.anyRole && e.rules.lostAssignments {
			v.notes = append(v.notes, "Which roles the contact has cannot be told in full: the export lost links between roles and people.")
		} else if h.anyRole {
			v.notes = append(v.notes, "Which roles the contact has through its account cannot be told: the export has no roles of accounts.")
		}
	}
	for _, text := range v.who.Roles {
		list, note, err := e.findRoles(text)
		if err != nil {
			return err
		}
		if note != "" {
			v.notes = append(v.notes, note)
		}
		if v.contact == nil || !v.contact.Inactive {
			h.take(list, Assigned, nil)
		}
	}
	if !v.who.Alone {
		h.take(e.roles.authenticated, ByDefault, nil)
	}
	if e.rules.anonymousToo {
		h.take(e.roles.anonymous, ByAnonymity, nil)
	}
	return nil
}

// holding gathers the roles of one visitor.
type holding struct {
	engine  *Engine
	how     map[int32]Held
	unlike  []Held
	anyRole bool // roles exist that the export does not tell
}

func (h *holding) take(roles []int32, how How, assignment *Ref) {
	for _, i := range roles {
		r := &h.engine.site.WebRoles[i]
		if _, already := h.how[i]; already {
			continue
		}
		held := Held{Role: refTo(KindWebRole, &r.Record), How: how, Assignment: assignment}
		if h.engine.holdable(i) {
			held.OnTables = true
			held.OnPages = how != ByAnonymity && (!r.Anonymous || r.Authenticated || h.engine.rules.anonymousOnPages)
		} else {
			held.How = NotCounted
		}
		h.how[i] = held
	}
}

func (h *holding) contact(c *site.Contact) {
	e := h.engine
	give := func(places []int32, how How) {
		for _, place := range places {
			a := &e.site.RoleAssignments[place]
			if a.Inactive {
				continue
			}
			ref := refTo(KindRoleAssignment, &a.Record)
			role, known := e.index.roles[a.Role]
			switch {
			case !known:
				h.unlike = append(h.unlike, Held{Role: Ref{Kind: KindWebRole, ID: a.Role}, How: Undecidable, Assignment: &ref})
			case c.Inactive:
				r := refTo(KindWebRole, &e.site.WebRoles[role].Record)
				h.unlike = append(h.unlike, Held{Role: r, How: NotCounted, Assignment: &ref})
			default:
				h.take([]int32{role}, how, &ref)
			}
		}
	}
	t := e.contactIndex()
	give(t.of(t.byID[c.ID]), Assigned)
	if e.hasAccountRoles(c) {
		give(t.accountRoles[c.Parent], ThroughAccount)
	}
	h.anyRole = e.untoldRoles(c)
}

func (h *holding) list() []Held {
	list := slices.Clone(h.unlike)
	for _, held := range h.how {
		list = append(list, held)
	}
	slices.SortFunc(list, func(a, b Held) int {
		return cmp.Or(strings.Compare(a.Role.Name, b.Role.Name), cmp.Compare(a.Role.ID, b.Role.ID))
	})
	return list
}

func (h *holding) sets(who Who) *decisions {
	e := h.engine
	d := &decisions{engine: e, signedIn: who.SignedIn, previewOff: who.PreviewOff}
	for i, held := range h.how {
		if held.OnPages {
			d.page[least].add(e.roles.class[i])
		}
		if held.OnTables {
			d.table[least].add(e.roles.class[i])
		}
	}
	d.page[most], d.table[most] = d.page[least].clone(), d.table[least].clone()
	if h.anyRole {
		for i := range e.site.WebRoles {
			if e.holdable(int32(i)) {
				d.table[most].add(e.roles.class[i])
				if r := &e.site.WebRoles[i]; !r.Anonymous || r.Authenticated || e.rules.anonymousOnPages {
					d.page[most].add(e.roles.class[i])
				}
			}
		}
	}
	// A missing role may carry a flag, and then everybody of that sort has it.
	d.table[most].addAll(e.roles.possible)
	if who.SignedIn {
		d.page[most].addAll(e.roles.possible)
	}
	return d
}

// decide answers what depends on roles alone, once for every set of roles.
func (e *Engine) decide(d *decisions) *decisions {
	key := strings.Join([]string{
		d.page[least].key(), d.page[most].key(), d.table[least].key(), d.table[most].key(),
	}, "|")
	if d.signedIn {
		key += "|signed in"
	}
	if d.previewOff {
		key += "|no preview"
	}
	e.mu.Lock()
	known, ok := e.decided[key]
	e.mu.Unlock()
	if ok {
		return known
	}
	for b := range 2 {
		d.pageMet[b] = e.sets.met(d.page[b])
		d.tableMet[b] = e.sets.met(d.table[b])
	}
	programs := e.pages.programs
	verdicts := make([]Verdict, 2*len(programs))
	d.read, d.change = verdicts[:len(programs)], verdicts[len(programs):]
	for i := range programs {
		p := &programs[i]
		d.read[i] = between(p.reads(d, least), p.reads(d, most))
		d.change[i] = between(p.allowsChange(d, least), p.allowsChange(d, most))
	}
	d.reach = e.reaches(d)
	e.mu.Lock()
	defer e.mu.Unlock()
	if known, ok := e.decided[key]; ok {
		return known
	}
	e.decided[key] = d
	return d
}

// Who is what the visitor was prepared from.
func (v *Visitor) Who() Who { return v.who }

// Engine is the engine that prepared the visitor.
func (v *Visitor) Engine() *Engine { return v.engine }

// CanSignIn reports whether there is somebody who could come as this visitor: an inactive contact cannot.
func (v *Visitor) CanSignIn() bool {
	return v.who.SignedIn && (v.contact == nil || !v.contact.Inactive)
}

// Held lists the roles of the visitor and how they are held, sorted by name and id; those that do not count are last
// to matter but listed too.
func (v *Visitor) Held() []Held { return v.held }

// Notes are sentences about the visitor: two roles of one name, an inactive contact.
func (v *Visitor) Notes() []string { return v.notes }

// PageRoles are the roles that count for pages, sorted by name and id.
func (v *Visitor) PageRoles() []Ref {
	return v.rolesWhere(func(h Held) bool { return h.OnPages })
}

// TableRoles are the roles that count for tables, sorted by name and id.
func (v *Visitor) TableRoles() []Ref {
	return v.rolesWhere(func(h Held) bool { return h.OnTables })
}

func (v *Visitor) rolesWhere(counts func(Held) bool) []Ref {
	list := []Ref{}
	for _, h := range v.held {
		if counts(h) {
			list = append(list, h.Role)
		}
	}
	return list
}

// In prepares the same visitor for another engine of the same site.
func (v *Visitor) In(e *Engine) (*Visitor, error) { return e.Visitor(v.who) }
