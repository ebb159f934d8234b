package renewal

import (
	"time"

	"gatehouse/backend/portal"
)

// Event is a fact together with the state and the version of the operation as its sender saw it. Where the operation
// has moved on meanwhile (two windows, two timers), Next refuses the event.
type Event struct {
	Version int
	State   State
	Fact    Fact
}

// On is an event from a sender that sees this operation.
func (o Operation) On(fact Fact) Event { return Event{o.Version, o.State, fact} }

// Fact is one of the types below.
type Fact interface {
	// words completes the sentence "… it cannot".
	words() string
}

type (
	// Opened: a person chose Update key. Keys are those read just now.
	Opened struct {
		By   string
		Keys []portal.KeyCredential
	}

	// Confirmed: the person chose Update. Keys are those read just now, not when the dialog opened.
	Confirmed struct {
		By   string
		Keys []portal.KeyCredential
	}

	// Cancelled: the person said no, or closed the dialog, before anything left the program.
	Cancelled struct{}

	// Started: the driver is about to begin. The request may leave once the new state is committed.
	Started struct{}

	// Accepted: the service took the request; for the local driver: the public part is on the application record.
	Accepted struct{ OperationURL string }

	// AlreadyRunning: the service refuses because an update of this portal is running.
	AlreadyRunning struct{ OperationURL string }

	// Deferred: the service asks to come back later, and certainly did nothing.
	Deferred struct{ Until time.Time }

	// Refused: the service said no, and certainly did nothing.
	Refused struct{ Problem Problem }

	// Unanswered: the request may have arrived, or not.
	Unanswered struct{ Message string }

	// ReportedStarted: the person says that the update was started in the admin center.
	ReportedStarted struct{}

	// RestartSeen: the portal was seen restarting.
	RestartSeen struct{}

	// GivenUp: the person does not want to wait any longer.
	GivenUp struct{}

	// ServiceReported: the service was asked how its operation goes.
	ServiceReported struct {
		Report  Report
		Problem Problem // with ReportFailed
	}

	// KeysRead: the keys of the application were read. Only certificates for verification belong here.
	KeysRead struct {
		Keys     []portal.KeyCredential
		SiteBusy bool // the hosting service says that the site is being changed; false where it cannot be asked
	}

	// SignedIn: the portal signed in to its organization with this key (local driver).
	SignedIn struct{ Thumbprint string }

	// StageReached: a step between two states (local driver). Made comes with StageKeyMade.
	StageReached struct {
		Stage Stage
		Made  MadeKey
	}

	// Ticked: time has passed.
	Ticked struct{}

	// Retried: the person chose Retry Authentication Key Update. Keys are those read just now.
	Retried struct {
		By   string
		Keys []portal.KeyCredential
	}

	// OldKeyRetired: the old credential is off the application record (local driver).
	OldKeyRetired struct{}

	// SiteChecked: the public site was asked after a success. A redirect to sign-in is an answer.
	SiteChecked struct{ Answers bool }
)

// Report is what a service says about its operation.
type Report string

const (
	ReportRunning   Report = "running"
	ReportSucceeded Report = "succeeded"
	ReportFailed    Report = "failed"
	ReportNone      Report = "none" // it knows of no operation, or not any more: the key alone decides
)

func (Opened) words() string          { return "be opened" }
func (Confirmed) words() string       { return "be confirmed" }
func (Cancelled) words() string       { return "be cancelled" }
func (Started) words() string         { return "be started" }
func (Accepted) words() string        { return "be accepted" }
func (AlreadyRunning) words() string  { return "be adopted" }
func (Deferred) words() string        { return "be deferred" }
func (Refused) words() string         { return "be refused" }
func (Unanswered) words() string      { return "be left without an answer" }
func (ReportedStarted) words() string { return "be reported as started" }
func (RestartSeen) words() string     { return "be the cause of a restart" }
func (GivenUp) words() string         { return "be given up" }
func (ServiceReported) words() string { return "take a report of the service" }
func (KeysRead) words() string        { return "take a reading of the keys" }
func (SignedIn) words() string        { return "take a sign-in" }
func (StageReached) words() string    { return "reach a stage" }
func (Ticked) words() string          { return "run into a deadline" }
func (Retried) words() string         { return "be retried" }
func (OldKeyRetired) words() string   { return "retire the old key" }
func (SiteChecked) words() string     { return "take an answer of the site" }

// Action is something to do after the changed operation was committed. At is when; the zero time means at once.
type Action struct {
	Do Deed
	At time.Time
}

// Deed names what to do.
type Deed string

const (
	DoAsk            Deed = "ask"             // show the dialog: what will happen, and whether to go on
	DoStart          Deed = "start"           // let the driver begin, with the event Started
	DoSubmit         Deed = "submit"          // send the request, once
	DoOpenPage       Deed = "open-page"       // open the admin center where Update key is
	DoRemind         Deed = "remind"          // show the card of an update that waits for a person
	DoLook           Deed = "look"            // read the keys and ask the service, at the latest at this time
	DoSwitchSchedule Deed = "switch-schedule" // follow the new key with the reminders
	DoRetireOldKey   Deed = "retire-old-key"  // take the old credential off the application record
	DoCheckSite      Deed = "check-site"      // ask the public site, with the event SiteChecked
	DoOfferSupport   Deed = "offer-support"   // offer the support bundle
	DoRecord         Deed = "record"          // add the outcome to the activity log
	DoTell           Deed = "tell"            // tell the person, who may have closed the window
)
