package admin

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// supportAfter is how many failed attempts lead to a support bundle.
const supportAfter = 3

// SupportBundle writes down what somebody who helps needs to know of an update that failed again and again: ids, times,
// thumbprints, attempts and problems, and the version of the program. Names of people and of the portal are left out, and
// so are the places on this machine that tell them (see Hidden); secrets never were in an update. The text is complete:
// what a person is shown is what is saved.
// Codes: conflict (it did not fail often enough), not_found, unreachable.
func (r *Renewals) SupportBundle(ctx context.Context, id uuid.UUID) (string, error) {
	op, err := r.Store.Operation(ctx, id)
	if err != nil {
		return "", err
	}
	failed := failures(op)
	if failed < supportAfter {
		return "", fault.New(fault.Conflict, "The update of the key of %s has failed %s; a support bundle is for one that failed %s.",
			op.PortalName, times(failed), times(supportAfter)).WithHint("%s", withoutBundle(op))
	}
	b := bundle{hide: names(op), places: r.Hidden}
	b.line("Gatehouse support bundle")
	b.field("made", moment(r.Now.now()))
	b.field("program", strings.TrimSpace(r.Version+" "+runtime.GOOS+"/"+runtime.GOARCH))
	b.field("update", op.ID.String())
	b.field("portal", op.PortalID.String())
	b.field("tenant", op.TenantID)
	b.field("application", op.ApplicationID)
	b.field("application object", op.ApplicationObjectID)
	b.field("driver", string(op.Driver))
	b.field("state", string(op.State))
	b.field("since", moment(op.Since))
	b.field("opened", moment(op.OpenedAt))
	for i, a := range op.Attempts {
		b.line("")
		b.line(fmt.Sprintf("Attempt %d", i+1))
		b.attempt(a)
	}
	return b.text.String(), nil
}

// withoutBundle is what to do about an update that did not fail often enough.
func withoutBundle(op renewal.Operation) string {
	switch {
	case op.State == renewal.StateFailed:
		return "Retry the update first."
	case op.State.Terminal():
		return "It has ended, so there is nothing to look into."
	}
	return "Look how it goes first."
}

// failures counts the attempts that have failed.
func failures(op renewal.Operation) (n int) {
	for _, a := range op.Attempts {
		if a.Problem != nil {
			n++
		}
	}
	return n
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

type bundle struct {
	text   strings.Builder
	hide   []string
	places Hidden
}

func (b *bundle) line(text string) { b.text.WriteString(text + "\n") }

// field writes one line; one without a value is left out.
func (b *bundle) field(name, value string) {
	if value != "" {
		b.line(fmt.Sprintf("  %-20s %s", name, value))
	}
}

// told writes what a service or a system said. It may name people.
func (b *bundle) told(name, text string) {
	text = b.places.from(text) // before the names: a path with a name in it could not be found any more
	for _, hidden := range b.hide {
		text = replaceFold(text, hidden, "[name]")
	}
	text = address.ReplaceAllString(text, "[name]")
	b.field(name, strings.Join(strings.Fields(text), " "))
}

func (b *bundle) attempt(a renewal.Attempt) {
	b.field("confirmed", moment(a.ConfirmedAt))
	b.field("submitting", moment(a.SubmittingAt))
	b.field("handed off", moment(a.HandedOffAt))
	b.field("accepted", moment(a.AcceptedAt))
	b.field("not before", moment(a.NotBefore))
	b.field("ended", moment(a.EndedAt))
	b.told("operation", a.OperationURL)
	b.field("old key", a.Baseline.Thumbprint)
	b.field("old key ends", moment(a.Baseline.End))
	b.field("keys before", strings.Join(a.Baseline.Thumbprints, " "))
	if a.Made != nil {
		b.field("made key", a.Made.Thumbprint)
	}
	if c := a.Candidate; c != nil {
		b.field("new key", fmt.Sprintf("%s, valid until %s, seen %d times", c.Thumbprint, moment(c.End), c.Sightings))
	}
	for _, mark := range a.Stages {
		b.field(string(mark.Stage), moment(mark.At))
	}
	if a.SignIn != nil {
		b.field("signed in", moment(a.SignIn.At)+" with "+a.SignIn.Thumbprint)
	}
	if a.RestartSeen {
		b.field("restart", "seen")
	}
	if a.Adopted {
		b.field("adopted", "yes")
	}
	if p := a.Problem; p != nil {
		b.field("problem", string(p.Class))
		b.told("message", p.Message)
		b.told("hint", p.Hint)
		b.told("reference", p.Reference)
	}
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
