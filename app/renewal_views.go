package app

import (
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// RenewalPreview is what the dialog says before a key is updated.
type RenewalPreview struct {
	PortalID   string         `json:"portalId"`
	PortalName string         `json:"portalName"`
	Driver     string         `json:"driver"` // "local": Gatehouse does it; "assisted": a person does, in the admin center
	Page       string         `json:"page"`   // address in the admin center, "" for local
	Key        KeyView        `json:"key"`    // the current one
	Retry      bool           `json:"retry"`  // the last update has failed, and is what goes on
	Steps      []string       `json:"steps"`  // sentences: what will happen
	Warnings   []ObstacleView `json:"warnings"`
	Obstacles  []ObstacleView `json:"obstacles"`
}

// ObstacleView is why an update cannot begin now, or, as a warning, why its new key will not be noticed.
type ObstacleView struct {
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// RenewalView is an update of a key with all its attempts.
type RenewalView struct {
	ID         string `json:"id"`
	PortalID   string `json:"portalId"`
	PortalName string `json:"portalName"`
	Driver     string `json:"driver"`
	// "awaiting-confirmation", "confirmed", "submitting", "handed-off", "running", "verifying", "unknown", "failed",
	// "needs-support", "succeeded", "cancelled", "abandoned"
	State       string        `json:"state"`
	Sentence    string        `json:"sentence"` // how it stands, for the person
	Active      bool          `json:"active"`   // it holds its portal
	Since       string        `json:"since"`    // when it came into this state
	OpenedAt    string        `json:"openedAt"`
	OpenedBy    string        `json:"openedBy"`
	Page        string        `json:"page"`       // where a person carries it out, "" where Gatehouse does
	Patience    string        `json:"patience"`   // "usual", "longer", "check": how long it takes by now
	Externally  bool          `json:"externally"` // somebody else updated the key
	SiteSilent  bool          `json:"siteSilent"` // updated, but the site does not answer
	Interrupted bool          `json:"interrupted"`
	Attempts    []AttemptView `json:"attempts"` // oldest first; the last one is the current one

	// What the person may choose now.
	MayConfirm       bool `json:"mayConfirm"`
	MayRetry         bool `json:"mayRetry"`
	MayCancel        bool `json:"mayCancel"`
	MayReportStarted bool `json:"mayReportStarted"`
	MayGiveUp        bool `json:"mayGiveUp"`
	MayLook          bool `json:"mayLook"`
	HasBundle        bool `json:"hasBundle"` // it failed often enough for a support bundle
}

// AttemptView is one try of an update. Times that have not come are "".
type AttemptView struct {
	By            string      `json:"by"`
	BeganAt       string      `json:"beganAt"`
	EndedAt       string      `json:"endedAt"`
	NotBefore     string      `json:"notBefore"` // the service asked to wait until then
	NextLookAt    string      `json:"nextLookAt"`
	OldThumbprint string      `json:"oldThumbprint"`
	OldExpires    string      `json:"oldExpires"`
	NewThumbprint string      `json:"newThumbprint"`
	NewExpires    string      `json:"newExpires"`
	Stages        []StageView `json:"stages"`  // all of them, in order
	Problem       string      `json:"problem"` // a sentence, "" for none
	Offer         string      `json:"offer"`   // what to try next
	Reference     string      `json:"reference"`
}

// StageView is a stage of an update. Its name is one of "key-made", "private-kept", "published", "restarted",
// "signed-in", "old-retired" where Gatehouse carries it out, else "handed-off", "running", "new-key-seen", "proven".
type StageView struct {
	Name string `json:"name"`
	At   string `json:"at"` // when it was reached, "" while it was not
}

func renewalPreview(p admin.RenewalPreview, now time.Time) RenewalPreview {
	return RenewalPreview{
		PortalID: p.Portal.ID.String(), PortalName: p.Portal.Name, Driver: string(p.Driver), Page: p.Page,
		Retry: p.Again != nil && p.Again.State != renewal.StateAwaitingConfirmation,
		Key:   portalRow(p.Portal, false, now).Key, Steps: append([]string{}, p.Steps...),
		Warnings: obstacleViews(p.Warnings), Obstacles: obstacleViews(p.Obstacles),
	}
}

func obstacleViews(faults []*fault.Fault) []ObstacleView {
	views := make([]ObstacleView, len(faults))
	for i, f := range faults {
		views[i] = ObstacleView{Message: f.Message, Hint: f.Hint}
	}
	return views
}

func renewalView(op renewal.Operation, renewals *admin.Renewals, around circumstances, now time.Time) RenewalView {
	state := op.State
	view := RenewalView{
		ID: op.ID.String(), PortalID: op.PortalID.String(), PortalName: op.PortalName, Driver: string(op.Driver),
		State: string(state), Active: state.Active(), Since: timestamp(op.Since),
		OpenedAt: timestamp(op.OpenedAt), OpenedBy: op.OpenedBy, Page: renewals.Page(op),
		Patience: string(renewal.PatienceOf(op, now)), Externally: op.Externally, SiteSilent: op.SiteSilent,
		Interrupted: op.Interrupted, Attempts: make([]AttemptView, len(op.Attempts)),
		MayConfirm:       renewals.NeedsYes(op),
		MayRetry:         state == renewal.StateFailed || state == renewal.StateNeedsSupport,
		MayCancel:        state == renewal.StateAwaitingConfirmation || state == renewal.StateConfirmed,
		MayReportStarted: state == renewal.StateHandedOff,
		MayGiveUp:        state == renewal.StateHandedOff || state == renewal.StateUnknown,
		MayLook:          state.Active() && state != renewal.StateConfirmed && state != renewal.StateSubmitting,
		HasBundle:        state == renewal.StateNeedsSupport,
	}
	view.Sentence = renewalSentence(op, view.MayConfirm, around)
	for i, a := range op.Attempts {
		view.Attempts[i] = attemptView(op, a)
	}
	return view
}

func attemptView(op renewal.Operation, a renewal.Attempt) AttemptView {
	view := AttemptView{
		By: a.By, BeganAt: timestamp(a.ConfirmedAt), EndedAt: timestamp(a.EndedAt), NotBefore: timestamp(a.NotBefore),
		NextLookAt: timestamp(a.NextLookAt), OldThumbprint: a.Baseline.Thumbprint, OldExpires: timestamp(a.Baseline.End),
		Stages: stageViews(op, a),
	}
	if view.BeganAt == "" {
		view.BeganAt = timestamp(a.Baseline.TakenAt)
	}
	switch {
	case a.Candidate != nil:
		view.NewThumbprint, view.NewExpires = a.Candidate.Thumbprint, timestamp(a.Candidate.End)
	case a.Made != nil:
		view.NewThumbprint = a.Made.Thumbprint
	}
	if p := a.Problem; p != nil {
		view.Problem, view.Offer, view.Reference = p.Message, p.Offer(), p.Reference
	}
	return view
}

func stageViews(op renewal.Operation, a renewal.Attempt) []StageView {
	if op.Driver != renewal.DriverLocal {
		seen := time.Time{}
		if a.Candidate != nil {
			seen = a.Candidate.FirstSeen
		}
		proven := time.Time{}
		if op.State == renewal.StateSucceeded {
			proven = a.EndedAt
		}
		return []StageView{
			{"handed-off", timestamp(a.HandedOffAt)}, {"running", timestamp(a.AcceptedAt)},
			{"new-key-seen", timestamp(seen)}, {"proven", timestamp(proven)},
		}
	}
	views := []StageView{}
	for _, stage := range []renewal.Stage{
		renewal.StageKeyMade, renewal.StagePrivateKept, renewal.StagePublished, renewal.StageRestarted,
		renewal.StageSignedIn, renewal.StageOldRetired,
	} {
		view := StageView{Name: string(stage)}
		for _, mark := range a.Stages {
			if mark.Stage == stage {
				view.At = timestamp(mark.At)
			}
		}
		views = append(views, view)
	}
	return views
}

// SetAsideView is an update whose record could not be read, so that it was put aside.
type SetAsideView struct {
	PortalID string `json:"portalId"` // "" where the portal is not there any more
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

func setAsideViews(all []admin.SetAside) []SetAsideView {
	views := make([]SetAsideView, len(all))
	for i, aside := range all {
		views[i] = SetAsideView{Message: aside.Fault.Message, Hint: aside.Fault.Hint}
		if aside.PortalName != "" {
			views[i].PortalID = aside.PortalID.String()
		}
	}
	return views
}

// OtherKeyView is a key that came without an update: it was imported, or noticed where the certificate is watched.
type OtherKeyView struct {
	KeyID         string `json:"keyId"`
	At            string `json:"at"`
	By            string `json:"by"`            // who imported it, "" where it was noticed
	OldThumbprint string `json:"oldThumbprint"` // of the key whose place it took, "" for none
	NewThumbprint string `json:"newThumbprint"`
	NewExpires    string `json:"newExpires"`
}

func otherKeyViews(others []admin.OtherKey) []OtherKeyView {
	views := make([]OtherKeyView, len(others))
	for i, other := range others {
		views[i] = OtherKeyView{
			KeyID: other.Key.KeyID.String(), At: timestamp(other.At), By: other.By,
			OldThumbprint: other.Replaced, NewThumbprint: other.Key.Thumbprint, NewExpires: timestamp(other.Key.End),
		}
	}
	return views
}
