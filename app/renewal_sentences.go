package app

import (
	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// circumstances are what the sentence about an update needs besides the update.
type circumstances struct {
	portal     portal.Portal         // the zero value where it was removed
	connection keyservice.Connection // of a local one
	waitsFor   string                // why the update does not begin, empty where it waits for nothing
}

func circumstancesOf(life lifetime, program *wiring.Program, op renewal.Operation) circumstances {
	if op.State.Terminal() {
		return circumstances{} // nothing is to be done any more
	}
	it, err := program.Portals.Get(life, op.PortalID)
	if err != nil {
		return circumstances{}
	}
	return circumstances{it, program.Connection(op.PortalID), program.Renewals.WaitsFor(op)}
}

// renewalSentence says how an update stands.
func renewalSentence(op renewal.Operation, needsYes bool, around circumstances) string {
	switch {
	case needsYes:
		return "The program stopped before the update began. Nothing was changed; say whether to go on."
	case op.Externally && op.State == renewal.StateSucceeded:
		return "Somebody else updated the key. The portal connects with the new one."
	case op.SiteSilent:
		if op.Driver != renewal.DriverLocal {
			return "The key was updated, but the site does not answer."
		}
		return "The key was updated, but the portal is not signed in. Its page says how it stands with its organization."
	}
	toDo := ""
	if op.Driver == renewal.DriverAssisted {
		toDo = " " + admin.WatchSentence(around.portal)
	}
	switch op.State {
	case renewal.StateConfirmed:
		if around.waitsFor != "" {
			return around.waitsFor
		}
		return "The update is about to begin."
	case renewal.StateSubmitting:
		return "The update is being started."
	case renewal.StateHandedOff:
		return "Choose Update key in the admin center." + toDo
	case renewal.StateRunning:
		return "The update is running." + toDo
	case renewal.StateVerifying:
		return "A new key was seen. It is being proven."
	case renewal.StateUnknown:
		if op.Current().Candidate != nil {
			return "A new key was seen. It is being proven."
		}
		return "Nobody can say yet whether the update happens. Gatehouse keeps looking at the key." + toDo
	case renewal.StateFailed:
		return "The update failed." + connects(op, around.connection)
	case renewal.StateNeedsSupport:
		return "The update failed three times." + connects(op, around.connection) + " A support bundle helps those who look into it; you can still retry."
	case renewal.StateSucceeded:
		return "The key was updated."
	case renewal.StateCancelled:
		return "The update was cancelled. Nothing was changed."
	case renewal.StateAbandoned:
		return "The update was given up. A new key is noticed as any other."
	default:
		return "The update waits for a yes."
	}
}

// connects says, after a failure, whether the portal is in service, in a sentence that follows another one.
func connects(op renewal.Operation, c keyservice.Connection) string {
	const old = " The portal still connects with its old key as long as that is valid."
	if op.Driver != renewal.DriverLocal {
		return old
	}
	switch a := op.Current(); c.State {
	case keyservice.SignedIn:
		if a.Made != nil && a.Made.Thumbprint == c.Thumbprint {
			return " The portal connects with the new key all the same."
		}
		return old
	case keyservice.Refused, keyservice.NoKey:
		return " The portal is out of service: " + c.Problem.Message
	case keyservice.Silent:
		return " Whether the portal connects is not known: " + c.Problem.Message
	default:
		return "" // it does not run, or is about to start
	}
}
