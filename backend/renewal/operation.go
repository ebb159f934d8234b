package renewal

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/portal"
)

// OperationSchema is the version of the shape in which operations are stored.
const OperationSchema = 1

const (
	supportAfter = 3                // failures of one operation
	keptFor      = 3 * 365 * day    // longer than the life of any key, so that its update can be looked up
	siteGrace    = 15 * time.Minute // the site may take this long to answer after an update
	siteFor      = day              // for this long a stop of the program does not end the check of the site
)

// Operation is one update of a portal's authentication key, from the dialog to its outcome, with every attempt.
// It is a record: Next and Recover return changed copies. Times are UTC.
type Operation struct {
	Schema  int       `json:"schema"`
	ID      uuid.UUID `json:"id"`
	Version int       `json:"version"` // counts changes; an event names the version its sender saw

	PortalID            uuid.UUID `json:"portalId"`
	PortalName          string    `json:"portalName"` // as it was when the update was chosen
	Organization        string    `json:"organization"`
	TenantID            string    `json:"tenantId"`
	ApplicationID       string    `json:"applicationId"`
	ApplicationObjectID string    `json:"applicationObjectId"`

	Driver    Driver    `json:"driver"`
	State     State     `json:"state"`
	Since     time.Time `json:"since"`     // when it came into this state
	ChangedAt time.Time `json:"changedAt"` // of the last change; never goes back
	OpenedAt  time.Time `json:"openedAt"`
	OpenedBy  string    `json:"openedBy"` // acting user

	Attempts    []Attempt `json:"attempts"`              // oldest first; the last one is the current one
	Interrupted bool      `json:"interrupted,omitempty"` // the program stopped between confirmation and start
	Externally  bool      `json:"externally,omitempty"`  // the key was updated, but no request of ours did it
	SiteSilent  bool      `json:"siteSilent,omitempty"`  // updated, but the site did not answer in time
}

// Attempt is one try of an operation. Each begins with a reading of the keys as they are then.
type Attempt struct {
	By          string    `json:"by"` // acting user
	Baseline    Baseline  `json:"baseline"`
	ConfirmedAt time.Time `json:"confirmedAt,omitzero"`
	NotBefore   time.Time `json:"notBefore,omitzero"` // the service asked to wait until then

	SubmittingAt time.Time `json:"submittingAt,omitzero"` // committed before the request leaves
	HandedOffAt  time.Time `json:"handedOffAt,omitzero"`
	AcceptedAt   time.Time `json:"acceptedAt,omitzero"`
	OperationURL string    `json:"operationUrl,omitempty"` // where the service tells how it goes; empty when it does not
	Adopted      bool      `json:"adopted,omitempty"`      // the service had an update running already
	RestartSeen  bool      `json:"restartSeen,omitempty"`

	Stages     []StageMark `json:"stages,omitempty"`    // local driver only
	Made       *MadeKey    `json:"made,omitempty"`      // local driver only
	Candidate  *Candidate  `json:"candidate,omitempty"` // the new key, once it was seen; stays as its record
	SignIn     *SignIn     `json:"signIn,omitempty"`
	SiteBusy   bool        `json:"siteBusy,omitempty"` // the last reading said that the site is still being changed
	NextLookAt time.Time   `json:"nextLookAt,omitzero"`

	EndedAt time.Time `json:"endedAt,omitzero"`
	Problem *Problem  `json:"problem,omitempty"` // why it failed, or why its outcome became unknown
}

// Baseline is what was known of the keys when an attempt was confirmed; the new key is told by it.
type Baseline struct {
	TakenAt     time.Time   `json:"takenAt"`
	KeyID       uuid.UUID   `json:"keyId"`      // of the current key; zero where there was none
	Thumbprint  string      `json:"thumbprint"` // of the current key
	End         time.Time   `json:"end,omitzero"`
	KeyIDs      []uuid.UUID `json:"keyIds"`      // of all keys
	Thumbprints []string    `json:"thumbprints"` // of all keys
}

// BaselineOf takes the baseline from keys that were read just now.
func BaselineOf(keys []portal.KeyCredential, now time.Time) Baseline {
	b := Baseline{TakenAt: utc(now), KeyIDs: []uuid.UUID{}, Thumbprints: []string{}}
	for _, key := range keys {
		b.KeyIDs = append(b.KeyIDs, key.KeyID)
		b.Thumbprints = append(b.Thumbprints, key.Thumbprint)
	}
	if current, ok := (portal.Application{Keys: keys}).CurrentKey(now); ok {
		b.KeyID, b.Thumbprint, b.End = current.KeyID, current.Thumbprint, utc(current.End)
	}
	return b
}

// Candidate is a key that may be the new one, and when readings returned it.
type Candidate struct {
	KeyID      uuid.UUID `json:"keyId"`
	Thumbprint string    `json:"thumbprint"`
	Start      time.Time `json:"start"`
	End        time.Time `json:"end"`
	FirstSeen  time.Time `json:"firstSeen"` // of the unbroken row of readings that returned it
	LastSeen   time.Time `json:"lastSeen"`
	Sightings  int       `json:"sightings"`
}

// SignIn is the portal's latest sign-in to its organization with a key that is not of the baseline.
type SignIn struct {
	Thumbprint string    `json:"thumbprint"`
	At         time.Time `json:"at"`
}

// StageMark says when a stage was reached.
type StageMark struct {
	Stage Stage     `json:"stage"`
	At    time.Time `json:"at"`
}

// MadeKey names the pair that was made for an attempt, so that what a crash leaves in the key store is found again.
type MadeKey struct {
	KeyID       uuid.UUID `json:"keyId"`
	Thumbprint  string    `json:"thumbprint"`
	PrivateName string    `json:"privateName"` // name of the private part in the key store
}

// New returns a draft of an update. It becomes an operation with the event Opened.
func New(id uuid.UUID, of portal.Portal, driver Driver) Operation {
	return Operation{
		Schema: OperationSchema, ID: id,
		PortalID: of.ID, PortalName: of.Name, Organization: of.Organization.URL, TenantID: of.Organization.TenantID,
		ApplicationID: of.Application.ID, ApplicationObjectID: of.Application.ObjectID,
		Driver: driver, State: StateDraft,
	}
}

// Current is the current attempt, the zero value for a draft. Its number is len(o.Attempts).
func (o Operation) Current() Attempt {
	if len(o.Attempts) == 0 {
		return Attempt{}
	}
	return o.Attempts[len(o.Attempts)-1]
}

// KeptUntil is when the record of a terminal operation may go; the zero time for one that is not terminal.
func (o Operation) KeptUntil() time.Time {
	if !o.State.Terminal() {
		return time.Time{}
	}
	return o.Since.Add(keptFor)
}

// OldKeyDue reports whether the old credential is still to be taken off the application record. Only the local driver
// removes anything, and only after the new key was proven.
func (o Operation) OldKeyDue() bool {
	return o.State == StateSucceeded && o.Driver == DriverLocal && !o.Externally && !o.Current().reached(StageOldRetired)
}

// SiteDue reports whether the site is still to be asked after a success. Whether it was asked before the program stopped
// is not known; asking again does no harm.
func (o Operation) SiteDue(now time.Time) bool {
	return o.State == StateSucceeded && now.Sub(o.Current().EndedAt) < siteFor
}

// Overtaken reports whether the keys have the new one although the update has failed, as a person who retries it wants
// to know. A local portal has to sign in with it, which a retry may bring about; elsewhere the readings that prove it
// are about to come.
func (o Operation) Overtaken(keys []portal.KeyCredential, now time.Time) bool {
	a := o.Current()
	if o.State != StateFailed && o.State != StateNeedsSupport || o.Driver.proof() == ProofSignIn {
		return false
	}
	_, newer := Successor(a.Baseline, keys, now)
	return newer && (a.Candidate == nil || !a.Candidate.twice())
}

// begunAt is when the attempt first could have had an effect, or was confirmed while it has not.
func (a Attempt) begunAt() time.Time {
	for _, at := range []time.Time{a.AcceptedAt, a.SubmittingAt, a.HandedOffAt} {
		if !at.IsZero() {
			return at
		}
	}
	return a.ConfirmedAt
}

// mayHaveWorked reports whether a request of this attempt may be the cause of a new key.
func (a Attempt) mayHaveWorked() bool {
	if !a.AcceptedAt.IsZero() || !a.HandedOffAt.IsZero() {
		return true
	}
	return !a.SubmittingAt.IsZero() && (a.Problem == nil || a.Problem.Class == ClassUnknownOutcome)
}

func (a Attempt) reached(stage Stage) bool {
	return slices.ContainsFunc(a.Stages, func(m StageMark) bool { return m.Stage == stage })
}

// clone copies everything that a transition may write to.
func (o Operation) clone() Operation {
	o.Attempts = slices.Clone(o.Attempts)
	if n := len(o.Attempts); n > 0 {
		last := &o.Attempts[n-1]
		last.Stages = slices.Clone(last.Stages)
		if last.Candidate != nil {
			last.Candidate = new(*last.Candidate)
		}
	}
	return o
}

// utc strips zone and monotonic reading, so that a time equals itself after it was stored.
func utc(t time.Time) time.Time { return t.Round(0).UTC() }
