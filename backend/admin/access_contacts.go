package admin

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// FoundContact is a contact that a search found.
type FoundContact struct {
	Contact site.Contact
	Roles   int // assigned to the contact itself
}

const mostContacts = 500

// contactIndex is made when somebody first searches.
type contactIndex struct {
	once  sync.Once
	texts []string // what is searched of each contact, in small letters
	roles map[site.ID]int
}

func (x *contactIndex) of(s *site.Site) *contactIndex {
	x.once.Do(func() {
		x.texts = make([]string, len(s.Contacts))
		for i := range s.Contacts {
			c := &s.Contacts[i]
			x.texts[i] = strings.ToLower(strings.Join([]string{c.Name, c.UserName, c.Email, string(c.ID)}, "\n"))
		}
		x.roles = map[site.ID]int{}
		for i := range s.RoleAssignments {
			if a := &s.RoleAssignments[i]; !a.Inactive && a.Contact != "" {
				x.roles[a.Contact]++
			}
		}
	})
	return x
}

// Contacts searches the contacts of a snapshot by name, user name, e-mail address and id, and returns the first of
// them, 1 to 500, with how many there are. Those whose name begins with the search come first, then they are sorted by
// name. Codes: invalid, not_found, unreachable.
func (a *Access) Contacts(ctx context.Context, snapshot uuid.UUID, search string, limit int) ([]FoundContact, int, error) {
	if limit < 1 || limit > mostContacts {
		return nil, 0, fault.New(fault.Invalid, "Ask for 1 to %d contacts, not %d.", mostContacts, limit)
	}
	s, err := a.open(ctx, snapshot)
	if err != nil {
		return nil, 0, err
	}
	content := &s.reading.Site
	index := s.contacts.of(content)
	search = strings.ToLower(strings.TrimSpace(search))
	var places []int
	for i, text := range index.texts {
		if strings.Contains(text, search) {
			places = append(places, i)
		}
	}
	rank := func(i int) int {
		if strings.HasPrefix(index.texts[i], search) {
			return 0
		}
		return 1
	}
	slices.SortFunc(places, func(x, y int) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), byName(&content.Contacts[x].Record, &content.Contacts[y].Record))
	})
	found := make([]FoundContact, 0, min(limit, len(places)))
	for _, i := range places[:min(limit, len(places))] {
		c := content.Contacts[i]
		found = append(found, FoundContact{c, index.roles[c.ID]})
	}
	return found, len(places), nil
}
