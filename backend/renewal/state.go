package renewal

// State is where an update operation stands. Only Next and Recover assign one.
type State string

const (
	StateDraft                State = "draft"                 // made by New; never stored
	StateAwaitingConfirmation State = "awaiting-confirmation" // the dialog is open; stored only after an interruption
	StateConfirmed            State = "confirmed"             // a person said yes; nothing has left the program
	StateSubmitting           State = "submitting"            // the request is about to leave or is on its way
	StateHandedOff            State = "handed-off"            // a person is to choose Update key in the admin center
	StateRunning              State = "running"               // the service works on it
	StateVerifying            State = "verifying"             // a new key was seen and is being proven
	StateUnknown              State = "unknown"               // nobody can say whether the update happens
	StateFailed               State = "failed"                // it did not work; a person may retry
	StateNeedsSupport         State = "needs-support"         // it failed three times; a person may still retry
	StateSucceeded            State = "succeeded"             // the new key is proven
	StateCancelled            State = "cancelled"             // a person said no
	StateAbandoned            State = "abandoned"             // handed off, and nothing came of it
)

// stateWords says in a sentence what an operation in a state is. It is also the list of all states.
var stateWords = map[State]string{
	StateDraft:                "not opened yet",
	StateAwaitingConfirmation: "waiting for confirmation",
	StateConfirmed:            "confirmed and about to start",
	StateSubmitting:           "being submitted",
	StateHandedOff:            "handed over to the admin center",
	StateRunning:              "running",
	StateVerifying:            "being verified",
	StateUnknown:              "of unknown outcome",
	StateFailed:               "failed",
	StateNeedsSupport:         "failed and in need of support",
	StateSucceeded:            "finished",
	StateCancelled:            "cancelled",
	StateAbandoned:            "abandoned",
}

// Active reports whether an operation in this state holds its portal: a portal has at most one active operation.
// A failed one is not active; retrying it takes the portal again.
func (s State) Active() bool {
	switch s {
	case StateConfirmed, StateSubmitting, StateHandedOff, StateRunning, StateVerifying, StateUnknown:
		return true
	}
	return false
}

// Terminal reports whether an operation in this state never leaves it.
func (s State) Terminal() bool {
	return s == StateSucceeded || s == StateCancelled || s == StateAbandoned
}

// restartsSite reports whether an operation in this state may take its portal down for a moment.
func (s State) restartsSite() bool { return s == StateSubmitting || s == StateRunning }

// Driver says who carries out an update.
type Driver string

const (
	DriverLocal    Driver = "local"    // Gatehouse itself, for portals it serves
	DriverManaged  Driver = "managed"  // a service that takes the request
	DriverAssisted Driver = "assisted" // a person in the admin center; Gatehouse watches the key
)

// proof is what convinces us that an update by this driver happened.
func (d Driver) proof() ProofKind {
	if d == DriverLocal {
		return ProofSignIn
	}
	return ProofDirectory
}

// Stage is a step of an update that Gatehouse carries out itself, in the order in which they come.
type Stage string

const (
	StageKeyMade     Stage = "key-made"     // the new pair exists, in memory only
	StagePrivateKept Stage = "private-kept" // its private part is in the key store
	StagePublished   Stage = "published"    // its public part is on the application record
	StageRestarted   Stage = "restarted"    // the portal's service was restarted
	StageSignedIn    Stage = "signed-in"    // the portal signed in with the new key
	StageOldRetired  Stage = "old-retired"  // the old credential is off the application record
)
