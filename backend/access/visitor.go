package access

import (
	"cmp"
	"slices"
	"strings"
	"sync"

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

// Visitor is a visitor prepared for questions to one engine. It may be used by several goroutines at once.
//
// Preparing one settles what roles it holds and nothing else. Answers are worked out each time, which takes no longer
// than finding them among those kept for many visitors would.
type Visitor struct {
	standing
	who     Who
	contact *site.Contact
	place   int32 // of the contact
	notes   []string
	other   twinOnce

	heldOnce sync.Once
	held     []Held
}

// Visitor prepares a visitor. An unknown role or contact is fault.NotFound and names the nearest; a role given to an
// anonymous visitor is fault.Invalid.
func (e *Engine) Visitor(who Who) (*Visitor, error) {
	if !who.SignedIn && (len(who.Roles) > 0 || who.Contact != "") {
		return nil, fault.New(fault.Invalid, "A visitor who is not signed in has no roles of their own.").
			WithHint("Leave the roles out, or ask about a signed-in visitor.")
	}
	v := &Visitor{standing: standing{engine: e, signedIn: who.SignedIn, previewOff: who.PreviewOff}, who: who}
	if who.Contact != "" {
		var err error
		if v.place, err = e.findContact(who.Contact); err != nil {
			return nil, err
		}
		v.contact = &e.site.Contacts[v.place]
	}
	named, err := v.named()
	if err != nil {
		return nil, err
	}
	v.notes = append(v.notes, e.lossNotes()...)
	if v.plain() {
		// How its roles are held is told when somebody wants to know.
		v.classes = e.contacts.classesOf(e, v.place)
		return v, nil
	}
	v.hold(named)
	return v, nil
}

// plain reports whether the visitor is a contact with its own roles and no others, which all contacts have at hand.
func (v *Visitor) plain() bool { return v.contact != nil && len(v.who.Roles) == 0 && !v.who.Alone }

// named finds the roles that the question names, and notes what is to be said about them and the contact.
func (v *Visitor) named() (places []int32, err error) {
	if c := v.contact; c != nil {
		if c.Inactive {
			v.notes = append(v.notes, "The contact is inactive and cannot sign in; roles assigned to it do not count.")
		}
		switch untold := v.engine.untoldRoles(c); {
		case untold && v.engine.rules.lostAssignments:
			v.notes = append(v.notes, "Which roles the contact has cannot be told in full: the export lost links between roles and people.")
		case untold:
			v.notes = append(v.notes, "Which roles the contact has through its account cannot be told: the export has no roles of accounts.")
		}
	}
	for _, text := range v.who.Roles {
		list, note, err := v.engine.findRoles(text)
		if err != nil {
			return nil, err
		}
		if note != "" {
			v.notes = append(v.notes, note)
		}
		places = append(places, list...)
	}
	return places, nil
}

// hold gathers the roles of a visitor who is no plain contact.
func (v *Visitor) hold(named []int32) {
	h := v.holding(named)
	v.heldOnce.Do(func() { v.held = h.list() })
	v.classes = h.classes(v.who.SignedIn)
}

// holding tells how each role is held.
func (v *Visitor) holding(named []int32) *holding {
	e := v.engine
	h := &holding{engine: e, how: map[int32]Held{}}
	if !v.who.SignedIn {
		h.take(e.roles.anonymous, ByAnonymity, nil)
		return h
	}
	if v.contact != nil {
		h.contact(v.place)
	}
	if v.contact == nil || !v.contact.Inactive {
		h.take(named, Assigned, nil)
	}
	if !v.who.Alone {
		h.take(e.roles.authenticated, ByDefault, nil)
	}
	if e.rules.anonymousToo {
		h.take(e.roles.anonymous, ByAnonymity, nil)
	}
	return h
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
		if h.engine.roles.counts[i].tables {
			held.OnTables = true
			held.OnPages = how != ByAnonymity && h.engine.roles.counts[i].pages
		} else {
			held.How = NotCounted
		}
		h.how[i] = held
	}
}

func (h *holding) contact(place int32) {
	e := h.engine
	c := &e.site.Contacts[place]
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
	give(e.assignments(place), Assigned)
	give(e.accountOf(c), ThroughAccount)
	h.anyRole = e.untoldRoles(c)
}

func (h *holding) list() []Held {
	list := append(make([]Held, 0, len(h.unlike)+len(h.how)), h.unlike...)
	for _, held := range h.how {
		list = append(list, held)
	}
	slices.SortFunc(list, func(a, b Held) int {
		return cmp.Or(strings.Compare(a.Role.Name, b.Role.Name), cmp.Compare(a.Role.ID, b.Role.ID))
	})
	return list
}

// classes are the role classes that come of it.
func (h *holding) classes(signedIn bool) []uint64 {
	e := h.engine
	classes := make([]uint64, 4*e.sets.width)
	for i, held := range h.how {
		switch {
		case held.OnTables && held.How == ByAnonymity:
			e.giveToAnonymous(classes, i)
		case held.OnTables:
			e.give(classes, i)
		}
	}
	e.atMost(classes, signedIn, h.anyRole)
	return classes
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
func (v *Visitor) Held() []Held {
	v.heldOnce.Do(func() { v.held = v.holding(nil).list() })
	return v.held
}

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
	for _, h := range v.Held() {
		if counts(h) {
			list = append(list, h.Role)
		}
	}
	return list
}

// In prepares the same visitor for another engine of the same site.
func (v *Visitor) In(e *Engine) (*Visitor, error) { return e.Visitor(v.who) }
