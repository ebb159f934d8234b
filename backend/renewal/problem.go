package renewal

// Class sorts what can go wrong with an update by what a person can do about it.
type Class string

const (
	ClassInvalid        Class = "invalid"         // the service does not understand the request
	ClassPermission     Class = "permission"      // the acting user may not manage the application
	ClassSignedOut      Class = "signed-out"      // the session ended
	ClassGone           Class = "gone"            // the portal is not there any more
	ClassChanged        Class = "changed"         // the key changed meanwhile
	ClassBusy           Class = "busy"            // the service asks to wait longer than we do by ourselves
	ClassService        Class = "service"         // the service says that the update failed
	ClassUnknownOutcome Class = "unknown-outcome" // no answer, and no new key either
)

// Problem is an error as the record of an attempt keeps it.
type Problem struct {
	Class     Class  `json:"class"`
	Message   string `json:"message"`             // one sentence for the person
	Hint      string `json:"hint,omitempty"`      // what to try next
	Reference string `json:"reference,omitempty"` // request id of the service, for support
}

// offers says what a person can do about a class of problem.
var offers = map[Class]string{
	ClassInvalid:        "Retry; if it fails again, send the support bundle to whoever supports Gatehouse.",
	ClassPermission:     "Ask an owner of the Entra application to add you, or to update the key.",
	ClassSignedOut:      "Sign in, then retry.",
	ClassGone:           "Look whether the portal is still in the list of portals.",
	ClassChanged:        "Look at the key as it is now before you retry.",
	ClassBusy:           "Retry later.",
	ClassService:        "Retry; the old key works until it expires.",
	ClassUnknownOutcome: "Look at the key in the admin center before you retry.",
}

// Offer is what to try next: the problem's own hint, or the one for its class.
func (p Problem) Offer() string {
	if p.Hint != "" {
		return p.Hint
	}
	return offers[p.Class]
}

// noOutcome is the problem of an attempt that nobody can tell the outcome of.
func noOutcome(message string) Problem { return Problem{Class: ClassUnknownOutcome, Message: message} }
