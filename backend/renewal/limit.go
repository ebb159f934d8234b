package renewal

import (
	"strings"

	"gatehouse/backend/fault"
)

// TenantLimit is how many portals of one tenant may be updated at once: each update restarts a site.
const TenantLimit = 2

// MayStart says whether a confirmed operation may start beside the others that are active: nil, or why not. A limit
// below TenantLimit comes from a maintenance rule. Codes: conflict; message and hint say what it waits for.
func MayStart(op Operation, others []Operation, limit int) error {
	busy := 0
	for _, other := range others {
		switch {
		case other.ID == op.ID:
		case other.PortalID == op.PortalID && other.State.Active():
			return fault.New(fault.Conflict, "An update of %s is active already.", op.PortalName).
				WithHint("Wait until it has ended.")
		case sameTenant(op, other) && other.State.restartsSite():
			busy++
		}
	}
	if busy < limit {
		return nil
	}
	if busy == 1 {
		return fault.New(fault.Conflict, "Another portal of the %s is being updated.", op.whose()).
			WithHint("%s starts when that is done.", op.PortalName)
	}
	return fault.New(fault.Conflict, "%d other portals of the %s are being updated.", busy, op.whose()).
		WithHint("%s starts when one of them is done.", op.PortalName)
}

// sameTenant compares the organizations where the tenant of one is not known; each is in one tenant. Of a portal that
// says neither nothing is assumed.
func sameTenant(a, b Operation) bool {
	if a.TenantID != "" && b.TenantID != "" {
		return strings.EqualFold(a.TenantID, b.TenantID)
	}
	address := strings.TrimSuffix(a.Organization, "/")
	return address != "" && strings.EqualFold(address, strings.TrimSuffix(b.Organization, "/"))
}

// whose names what an update shares with those that it waits for.
func (o Operation) whose() string {
	if o.TenantID == "" {
		return "organization"
	}
	return "tenant"
}
