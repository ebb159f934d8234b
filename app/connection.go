package app

import (
	"gatehouse/app/wiring"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
)

// ConnectionView is how a local portal stands with its organization. The pages hear of changes under the topic
// "connections".
type ConnectionView struct {
	State      string `json:"state"` // "stopped", "starting", "signed-in", "refused", "no-key", "silent"; "" for no local portal
	Sentence   string `json:"sentence"`
	Hint       string `json:"hint"` // what to do, "" where nothing is to be done
	Since      string `json:"since"`
	Until      string `json:"until"`      // the sign-in is good until then, "" where it is not signed in
	Thumbprint string `json:"thumbprint"` // of the key it holds, "" where it holds none
}

// Connection tells how a portal stands with its organization. Codes: invalid, not_found, unreachable.
func (r *Renewals) Connection(portal string) (ConnectionView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (ConnectionView, error) {
		id, err := portalID(portal)
		if err != nil {
			return ConnectionView{}, err
		}
		it, err := program.Portals.Get(life, id)
		if err != nil {
			return ConnectionView{}, err
		}
		return connectionView(it, program.Connection(id)), nil
	})
}

func connectionView(it portal.Portal, c keyservice.Connection) ConnectionView {
	if it.Origin != portal.Local {
		return ConnectionView{}
	}
	view := ConnectionView{
		State: string(c.State), Since: timestamp(c.Since), Until: timestamp(c.Until), Thumbprint: c.Thumbprint,
	}
	switch {
	case c.Problem != nil:
		view.Sentence, view.Hint = c.Problem.Message, c.Problem.Hint
	case c.State == keyservice.SignedIn:
		view.Sentence = "Signed in to its organization since " + c.Since.Format("2 January 2006 15:04 UTC") + "."
		if c.PassedOver != nil {
			view.Sentence = "Signed in to its organization with an older key. " + c.PassedOver.Problem.Message
			view.Hint = c.PassedOver.Problem.Hint
		}
	case it.State == portal.Retired:
		view.Sentence = "The portal is retired, so it does not run."
	case c.State == keyservice.Starting:
		view.Sentence = "The portal is starting."
	default:
		view.Sentence = "The portal does not run."
	}
	return view
}
