package access

import (
	"slices"
	"strings"

	"gatehouse/backend/fault"
	"gatehouse/backend/site"
)

// FindContact finds a contact by id, user name or e-mail address, in this order; letter case does not count. Several
// contacts of one user name or address are fault.Conflict, none is fault.NotFound with the nearest.
func (e *Engine) FindContact(text string) (site.ID, error) {
	list := e.site.Contacts
	if len(list) == 0 {
		return "", noContacts()
	}
	if i, ok := e.contactIndex().byID[normalID(text)]; ok {
		return list[i].ID, nil
	}
	var known []string
	for _, field := range []func(*site.Contact) string{
		func(c *site.Contact) string { return c.UserName },
		func(c *site.Contact) string { return c.Email },
	} {
		var found []site.ID
		for i := range list {
			told := field(&list[i])
			if told != "" {
				known = append(known, told)
			}
			if told != "" && strings.EqualFold(told, strings.TrimSpace(text)) {
				found = append(found, list[i].ID)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return "", severalIDs("contacts", text, found)
		}
	}
	return "", notFound("contact", text, known)
}

func noContacts() error {
	return fault.New(fault.NotFound, "The export has no contacts.").
		WithHint("Only packages of the Configuration Migration tool hold contacts. Ask about web roles instead.")
}

// severalIDs says that a name is not enough.
func severalIDs(kinds, text string, ids []site.ID) error {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	slices.Sort(texts)
	return fault.New(fault.Conflict, "%d %s answer to %q.", len(ids), kinds, text).
		WithHint("Give one of the ids %s.", strings.Join(texts, ", "))
}
