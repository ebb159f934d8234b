package renewal

import "gatehouse/backend/fault"

// TenantLimit is how many portals of one tenant may be updated at once: each update restarts a site.
const TenantLimit = 2

// MayStart says whether a confirmed operation may start beside the others that are active: nil, or why not. A limit
// below TenantLimit comes from a maintenance rule. Codes: conflict.
func MayStart(op Operation, others []Operation, limit int) error {
	busy := 0
	for _, other := range others {
		switch {
		case other.ID == op.ID:
		case other.PortalID == op.PortalID && other.State.Active():
			return fault.New(fault.Conflict, "An update of %s is active already.", op.PortalName).
				WithHint("Wait until it has ended.")
		case other.TenantID == op.TenantID && other.State.restartsSite():
			busy++
		}
	}
	if busy >= limit {
		return fault.New(fault.Conflict, "%d other portals of the tenant are being updated.", busy).
			WithHint("%s starts when one of them is done.", op.PortalName)
	}
	return nil
}
