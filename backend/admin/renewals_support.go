package admin

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// supportAfter is how many failed attempts lead to a support bundle.
const supportAfter = 3

// SupportBundle writes down what somebody who helps needs to know of an update that failed again and again: ids, times,
// thumbprints, attempts and problems, and the version of the program. Names of people and of the portal are left out;
// secrets never were in an update. The text is complete: what a person is shown is what is saved.
// Codes: conflict (it did not fail often enough), not_found, unreachable.
func (r *Renewals) SupportBundle(ctx context.Context, id uuid.UUID) (string, error) {
	op, err := r.Store.Operation(ctx, id)
	if err != nil {
		return "", err
	}
	failed := failures(op)
	if failed < supportAfter {
		return "", fault.New(fault.Conflict, "The update of the key of %s has failed %s; a support bundle is for one that failed %s.",
			op.PortalName, times(failed), times(supportAfter)).WithHint("Retry the update first.")
	}
	b := bundle{hide: names(op)}
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

// address finds user principal names of people who have nothing to do with the update, such as owners.
var address = regexp.MustCompile(`[^\s@,;<>"]+@[^\s@,;<>"]*[^\s@,;<>".]`)

type bundle struct {
	text strings.Builder
	hide []string
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

// names are what a bundle hides: people and the portal, the longest first, so that a name within another goes with it.
func names(op renewal.Operation) []string {
	all := []string{op.OpenedBy, op.PortalName, op.Organization}
	for _, a := range op.Attempts {
		all = append(all, a.By)
	}
	all = slices.DeleteFunc(all, func(name string) bool { return name == "" })
	slices.SortFunc(all, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(all)
}

// replaceFold replaces a part of a text without regard to the case of ASCII letters.
func replaceFold(text, part, with string) string {
	lower, wanted := asciiLower(text), asciiLower(part)
	var out strings.Builder
	for {
		i := strings.Index(lower, wanted)
		if i < 0 {
			return out.String() + text
		}
		out.WriteString(text[:i] + with)
		text, lower = text[i+len(part):], lower[i+len(part):]
	}
}

// asciiLower keeps the length of a text, which strings.ToLower does not.
func asciiLower(text string) string {
	lower := []byte(text)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}
