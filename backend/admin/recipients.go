package admin

import (
	"context"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/notify"
	"gatehouse/backend/portal"
)

// Person is somebody who signed up for notices by e-mail.
type Person struct {
	ID            uuid.UUID `json:"id"`
	Name          string    `json:"name,omitempty"`
	Address       string    `json:"address"`
	All           bool      `json:"all,omitempty"`           // hears of every organization
	Organizations []string  `json:"organizations,omitempty"` // by address, or by name where it has none
}

// OrganizationKey is how people name an organization when they sign up: by its address, else by its name.
func OrganizationKey(o portal.Organization) string {
	if o.URL != "" {
		return o.URL
	}
	return o.Name
}

// hears reports whether the person signed up for an organization.
func (p Person) hears(o portal.Organization) bool {
	return p.All || slices.ContainsFunc(p.Organizations, func(key string) bool { return strings.EqualFold(key, OrganizationKey(o)) })
}

func (p Person) recipient() notify.Recipient {
	return notify.Recipient{Address: p.Address, Name: p.Name}
}

// check tidies up what was entered. Codes: invalid.
func (p Person) check() (Person, error) {
	p.Name, p.Address = strings.TrimSpace(p.Name), strings.TrimSpace(p.Address)
	parsed, err := mail.ParseAddress(p.Address)
	if err != nil || parsed.Address != p.Address || len(p.Address) > 320 {
		return Person{}, fault.New(fault.Invalid, "%q is no e-mail address.", clip(p.Address)).WithHint("Enter one such as ada@contoso.example.")
	}
	if len([]rune(p.Name)) > 200 || strings.ContainsAny(p.Name, "\r\n") {
		return Person{}, fault.New(fault.Invalid, "%q is no name.", clip(p.Name)).WithHint("It is one line of at most 200 characters.")
	}
	var organizations []string
	for _, key := range p.Organizations {
		if key = strings.TrimSpace(key); key != "" {
			organizations = append(organizations, key)
		}
	}
	if p.Organizations = slices.Compact(slices.Sorted(slices.Values(organizations))); p.All {
		p.Organizations = nil
	}
	if !p.All && len(p.Organizations) == 0 {
		return Person{}, fault.New(fault.Invalid, "No organization is chosen for %s.", p.Address).WithHint("Choose one, or all.")
	}
	return p, nil
}

// People lists who signed up, by address. Codes: unreachable.
func (r *Reminders) People(ctx context.Context) ([]Person, error) {
	return look(ctx, r, func(b *book, _ time.Time) []Person { return slices.Clone(b.people) })
}

// SignUp adds a person, or changes the one of the same id. Codes: invalid, conflict, not_found, unreachable.
func (r *Reminders) SignUp(ctx context.Context, p Person) (Person, error) {
	p, err := p.check()
	if err != nil {
		return Person{}, err
	}
	err = r.act(ctx, func(a *act) error {
		people := slices.Clone(a.book.people)
		i := slices.IndexFunc(people, func(other Person) bool { return other.ID == p.ID })
		if slices.ContainsFunc(people, func(other Person) bool { return other.ID != p.ID && strings.EqualFold(other.Address, p.Address) }) {
			return fault.New(fault.Conflict, "%s has signed up already.", p.Address).WithHint("Change the entry that is there.")
		}
		switch {
		case p.ID == uuid.Nil:
			p.ID = uuid.New()
			people = append(people, p)
			a.log(event.RemindersChanged, fmt.Sprintf("Signed %s up for reminders by e-mail.", p.Address))
		case i < 0:
			return fault.New(fault.NotFound, "The person is not in the list any more.").WithHint("Look at the list as it is now.")
		default:
			if people[i].Address != p.Address {
				a.draft.withdrawAddress(people[i].Address)
			}
			people[i] = p
			a.log(event.RemindersChanged, fmt.Sprintf("Changed which reminders go to %s.", p.Address))
		}
		slices.SortFunc(people, func(a, b Person) int { return strings.Compare(strings.ToLower(a.Address), strings.ToLower(b.Address)) })
		a.draft.change.People = &people
		return nil
	})
	return p, err
}

// SignOff removes a person. What is on its way to them is withdrawn. Codes: not_found, unreachable.
func (r *Reminders) SignOff(ctx context.Context, id uuid.UUID) error {
	return r.act(ctx, func(a *act) error {
		people := slices.Clone(a.book.people)
		i := slices.IndexFunc(people, func(p Person) bool { return p.ID == id })
		if i < 0 {
			return fault.New(fault.NotFound, "The person is not in the list any more.")
		}
		a.draft.withdrawAddress(people[i].Address)
		a.log(event.RemindersChanged, fmt.Sprintf("Signed %s off from reminders by e-mail.", people[i].Address))
		people = slices.Delete(people, i, i+1)
		a.draft.change.People = &people
		return nil
	})
}
