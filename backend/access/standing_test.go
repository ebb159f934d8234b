package access_test

import (
	"fmt"
	"maps"
	"sync"
	"testing"

	"gatehouse/backend/access"
	"gatehouse/backend/site"
)

// crowded puts so many other roles before those of a site that sets of roles take several words.
func crowded(s *site.Site) *site.Site {
	out := *s
	out.WebRoles = nil
	for i := range 130 {
		out.WebRoles = append(out.WebRoles, site.WebRole{Record: site.Record{ID: site.ID(fmt.Sprint("other", i)), Name: fmt.Sprint("Other ", i)}, Website: "w"})
	}
	out.WebRoles = append(out.WebRoles, s.WebRoles...)
	return &out
}

// randomSwitches sets some switches against the profile.
func randomSwitches(c chance, o *access.Options) {
	o.Switches = map[access.Switch]access.Value{}
	for _, info := range access.Switches() {
		if c.one(3) {
			o.Switches[info.Switch] = info.Values[c.IntN(len(info.Values))]
		}
	}
	if c.one(4) {
		o.Incomplete = []access.Kind{access.KindRoleAssignment}
	}
}

// Asked about a contact without preparing a visitor, the engine says what it says about the visitor, and that is what
// it says about a visitor whose roles are gathered one by one.
func TestContactsNeedNoVisitor(t *testing.T) {
	gathered, several := 0, 0
	for _, missing := range []access.Missing{access.MissingAbsent, access.MissingUnknown} {
		for _, profile := range []access.Profile{access.Current, access.Legacy} {
			for seed := range uint64(randomSites) {
				c := newChance(seed)
				s := randomSite(c, true)
				if c.one(2) {
					s = crowded(s)
				}
				options := access.Options{Missing: missing, Profile: profile, At: now}
				randomSwitches(c, &options)
				e := compiled(t, s, options)
				for i := range s.Contacts {
					v := prepared(t, e, access.Contact(s.Contacts[i].ID))
					several += checkContact(t, e, i, v)
					if same, ok := byRoles(t, v); ok {
						gathered++
						if got, want := answers(same), answers(v); !maps.Equal(got, want) {
							t.Errorf("with a role held already the answers are\n%v\nwant\n%v", got, want)
						}
					}
				}
				if t.Failed() {
					t.Fatalf("at seed %d, missing %s, %s rules, switches %v", seed, missing, profile, options.Switches)
				}
			}
		}
	}
	if gathered < randomSites || several < randomSites {
		t.Errorf("only %d visitors were gathered, and only %d answers not denied", gathered, several)
	}
}

// checkContact compares the engine's answers about a contact with the visitor's, and counts those that give something.
func checkContact(t *testing.T, e *access.Engine, contact int, v *access.Visitor) (given int) {
	t.Helper()
	if place, ok := e.Contact(e.Site().Contacts[contact].ID); !ok || place != contact {
		t.Fatalf("contact %d is found at %d, %t", contact, place, ok)
	}
	for page := range e.Site().WebPages {
		read, change := e.ContactPageRead(contact, page), e.ContactPageChange(contact, page)
		if read != v.PageRead(page) || change != v.PageChange(page) {
			t.Errorf("contact %d, page %d: read %s, change %s; the visitor %s, %s", contact, page, read, change, v.PageRead(page), v.PageChange(page))
		}
		if read != access.Deny {
			given++
		}
	}
	for table := range e.Tables() {
		for privilege := range access.Privileges() {
			if got, want := e.ContactTableReach(contact, table, privilege), v.TableReach(table, privilege); got != want {
				t.Errorf("contact %d, table %d, privilege %d: %s, the visitor %s", contact, table, privilege, got, want)
			}
		}
	}
	return given
}

// byRoles is the same contact with a role of its own named once more, so that it is no plain contact.
func byRoles(t *testing.T, v *access.Visitor) (*access.Visitor, bool) {
	t.Helper()
	for _, h := range v.Held() {
		if h.How == access.Assigned && h.Role.Name != "" {
			who := v.Who()
			who.Roles = []string{string(h.Role.ID)}
			return prepared(t, v.Engine(), who), true
		}
	}
	return nil, false
}

// A visitor settles its answers while it is asked; several who ask at once hear the same.
func TestVisitorAskedAtOnce(t *testing.T) {
	for seed := range uint64(50) {
		c := newChance(seed)
		s := randomSite(c, true)
		e := compiled(t, s, randomOptions(c, access.MissingUnknown))
		who := access.Contact(s.Contacts[0].ID)
		want := answers(prepared(t, e, who))
		v := prepared(t, e, who)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if got := answers(v); !maps.Equal(got, want) {
					t.Errorf("the answers are\n%v\nwant\n%v", got, want)
				}
				v.ExplainPageRead(0)
				if got, want := len(v.Held()), len(v.PageRoles()); got < want {
					t.Errorf("%d roles are held and %d count", got, want)
				}
			})
		}
		all.Wait()
	}
}

// A single question about a contact takes no memory, and neither does one to a visitor.
func TestAnswersTakeNoMemory(t *testing.T) {
	s := crowded(randomSite(newChance(1), true))
	e := compiled(t, s, access.Options{At: now})
	v := prepared(t, e, access.Contact(s.Contacts[0].ID))
	id, page, table := s.Contacts[1].ID, s.WebPages[0].ID, e.Tables()[0]
	for name, ask := range map[string]func(){
		"Contact": func() {
			contact, _ := e.Contact(id)
			place, _ := e.Page(page)
			number, _ := e.Table(table)
			e.ContactPageRead(contact, place)
			e.ContactPageChange(contact, place)
			e.ContactTableReach(contact, number, 0)
		},
		"Visitor": func() { v.PageRead(0); v.TableReach(0, 0); v.TableRight(table, access.Write) },
	} {
		if n := testing.AllocsPerRun(100, ask); n != 0 {
			t.Errorf("%s: %g allocations", name, n)
		}
	}
}
