package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

var _ = registerKeys(keysHistory)

func keysHistory(p *Program) *cobra.Command {
	var data, format string
	cmd := &cobra.Command{
		Use:   "history PORTAL",
		Short: "Tell every update of a portal's key",
		Long: `Tell every update of the authentication key of PORTAL (name or id) of the last three years, newest
first: who and when, old and new thumbprint, the attempts with when they began and ended, and the
outcome. Keys that came without an update, because they were imported or noticed where the
certificate is watched, stand among them.

Exit codes: 0 told, 2 wrong call, 3 could not finish.`,
		Example: `  gatectl keys history "Contoso Help"`,
		Args:    exactly("portal", `gatectl keys history "Contoso Help"`),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			ctx := cmd.Context()
			return p.reading(ctx, data, func(program *wiring.Program) error {
				it, err := findPortal(ctx, program, args[0])
				if err != nil {
					return err
				}
				history, err := program.Renewals.History(ctx, it.ID)
				if err != nil {
					return err
				}
				others, err := program.Renewals.OtherKeys(ctx, it.ID)
				if err != nil {
					return err
				}
				if format == "json" {
					return written(historyJSON(p.Stdout, history, others))
				}
				return written(historyText(p.Stdout, history, others))
			})
		},
	}
	dataFlag(cmd, &data)
	formatFlag(cmd, &format)
	return cmd
}

func historyText(w io.Writer, history []renewal.Operation, others []admin.OtherKey) error {
	var text strings.Builder
	for _, op := range history {
		for len(others) > 0 && others[0].At.After(op.OpenedAt) {
			otherText(&text, others[0])
			others = others[1:]
		}
		operationText(&text, op)
	}
	for _, other := range others {
		otherText(&text, other)
	}
	if text.Len() == 0 {
		text.WriteString("The key was never updated.\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func operationText(text *strings.Builder, op renewal.Operation) {
	shown := showOperation(op)
	fmt.Fprintf(text, "%s  %s  %s  by %s\n", minute(op.OpenedAt), op.State, op.ID, op.OpenedBy)
	fmt.Fprintf(text, "  old key  %s\n", orDash(shown.OldThumbprint))
	fmt.Fprintf(text, "  new key  %s\n", orDash(shown.NewThumbprint))
	for i, a := range op.Attempts {
		line := fmt.Sprintf("  attempt %d  %s", i+1, minute(a.ConfirmedAt))
		if !a.EndedAt.IsZero() {
			line += " to " + minute(a.EndedAt)
		}
		line += "  by " + a.By
		if a.Problem != nil {
			line += "  " + a.Problem.Message
		}
		fmt.Fprintln(text, line)
		if attempt := shown.Attempts[i]; len(op.Attempts) > 1 {
			fmt.Fprintf(text, "    old key  %s\n", orDash(attempt.OldThumbprint))
			fmt.Fprintf(text, "    new key  %s\n", orDash(attempt.NewThumbprint))
		}
	}
}

func otherText(text *strings.Builder, other admin.OtherKey) {
	line := minute(other.At) + "  without an update"
	if other.By != "" {
		line += "  by " + other.By
	}
	fmt.Fprintln(text, line)
	fmt.Fprintf(text, "  old key  %s\n", orDash(orNull(other.Replaced)))
	fmt.Fprintf(text, "  new key  %s\n", other.Key.Thumbprint)
}

func orDash(text *string) string {
	if text == nil {
		return "–"
	}
	return *text
}

func historyJSON(w io.Writer, history []renewal.Operation, others []admin.OtherKey) error {
	out := struct {
		Schema     string           `json:"schema"`
		Operations []shownOperation `json:"operations"`
		OtherKeys  []shownOtherKey  `json:"otherKeys"` // that came without an update, newest first
	}{"gatehouse.operations/1", []shownOperation{}, []shownOtherKey{}}
	for _, op := range history {
		out.Operations = append(out.Operations, showOperation(op))
	}
	for _, other := range others {
		out.OtherKeys = append(out.OtherKeys, shownOtherKey{
			At: stamp(other.At), By: orNull(other.By), Source: other.Key.Source, KeyID: other.Key.KeyID,
			OldThumbprint: orNull(other.Replaced), NewThumbprint: other.Key.Thumbprint, Expires: stamp(other.Key.End),
		})
	}
	return writeJSON(w, out)
}

type shownOperation struct {
	ID            uuid.UUID      `json:"id"`
	Portal        string         `json:"portal"` // as it was named then
	PortalID      uuid.UUID      `json:"portalId"`
	Driver        renewal.Driver `json:"driver"`
	State         renewal.State  `json:"state"`
	Attempt       int            `json:"attempt"`
	By            string         `json:"by"`
	OpenedAt      *string        `json:"openedAt"`
	ChangedAt     *string        `json:"changedAt"`
	EndedAt       *string        `json:"endedAt"` // of the last attempt
	OldThumbprint *string        `json:"oldThumbprint"`
	NewThumbprint *string        `json:"newThumbprint"` // once the new key was seen
	Expires       *string        `json:"expires"`       // of the new key
	Externally    bool           `json:"externally"`    // somebody else updated the key
	SiteSilent    bool           `json:"siteSilent"`    // the site did not answer after the update
	Page          *string        `json:"page"`          // where a person is to choose Update key, while that is to be done
	Attempts      []shownAttempt `json:"attempts"`      // oldest first
}

type shownAttempt struct {
	By            string        `json:"by"`
	ConfirmedAt   *string       `json:"confirmedAt"`
	BegunAt       *string       `json:"begunAt"`
	AcceptedAt    *string       `json:"acceptedAt"`
	EndedAt       *string       `json:"endedAt"`
	OldThumbprint *string       `json:"oldThumbprint"`
	NewThumbprint *string       `json:"newThumbprint"` // once the new key was made or seen
	Problem       *shownProblem `json:"problem"`
}

// shownOtherKey is a key that was imported, or noticed where the certificate is watched.
type shownOtherKey struct {
	At            *string          `json:"at"`
	By            *string          `json:"by"` // who imported it; null where it was noticed
	Source        portal.KeySource `json:"source"`
	KeyID         uuid.UUID        `json:"keyId"`
	OldThumbprint *string          `json:"oldThumbprint"` // of the key whose place it took
	NewThumbprint string           `json:"newThumbprint"`
	Expires       *string          `json:"expires"`
}

type shownProblem struct {
	Class     renewal.Class `json:"class"`
	Message   string        `json:"message"`
	Hint      string        `json:"hint"`
	Reference string        `json:"reference"`
}

func showOperation(op renewal.Operation) shownOperation {
	a := op.Current()
	shown := shownOperation{
		ID: op.ID, Portal: op.PortalName, PortalID: op.PortalID, Driver: op.Driver, State: op.State, Attempt: len(op.Attempts),
		By: op.OpenedBy, OpenedAt: stamp(op.OpenedAt), ChangedAt: stamp(op.ChangedAt), EndedAt: stamp(a.EndedAt), OldThumbprint: orNull(a.Baseline.Thumbprint),
		Externally: op.Externally, SiteSilent: op.SiteSilent, Attempts: []shownAttempt{},
	}
	if a.Candidate != nil {
		shown.NewThumbprint, shown.Expires = orNull(a.Candidate.Thumbprint), stamp(a.Candidate.End)
	}
	for _, a := range op.Attempts {
		attempt := shownAttempt{
			By: a.By, ConfirmedAt: stamp(a.ConfirmedAt), BegunAt: stamp(a.SubmittingAt), AcceptedAt: stamp(a.AcceptedAt),
			EndedAt: stamp(a.EndedAt), OldThumbprint: orNull(a.Baseline.Thumbprint),
		}
		switch {
		case a.Candidate != nil:
			attempt.NewThumbprint = orNull(a.Candidate.Thumbprint)
		case a.Made != nil:
			attempt.NewThumbprint = orNull(a.Made.Thumbprint)
		}
		if !a.HandedOffAt.IsZero() {
			attempt.BegunAt = stamp(a.HandedOffAt)
		}
		if p := a.Problem; p != nil {
			attempt.Problem = &shownProblem{p.Class, p.Message, p.Offer(), p.Reference}
		}
		shown.Attempts = append(shown.Attempts, attempt)
	}
	return shown
}

// tellBeginning says so where an update goes on after attempts that failed, and what else a person has to do about one
// in the admin center.
func (p *Program) tellBeginning(ctx context.Context, program *wiring.Program, op renewal.Operation) {
	if n := len(op.Attempts); n > 1 {
		fmt.Fprintf(p.Stderr, "gatectl: the last update of %s failed; this retries it: attempt %d\n", op.PortalName, n)
	}
	if op.Driver != renewal.DriverAssisted || !op.State.Active() {
		return
	}
	preview, err := program.Renewals.Preview(ctx, op.PortalID)
	if err != nil {
		return // the update itself will tell
	}
	fmt.Fprintf(p.Stderr, "gatectl: after Update key in the admin center: %s\n", admin.WatchSentence(preview.Portal))
	for _, warning := range preview.Warnings {
		p.warn(warning)
	}
}

// standing says how an update stands, to complete "the update …".
func standing(state renewal.State) string {
	switch state {
	case renewal.StateAwaitingConfirmation:
		return "waits for confirmation"
	case renewal.StateSubmitting:
		return "is being submitted"
	case renewal.StateHandedOff:
		return "is handed over"
	case renewal.StateVerifying:
		return "is being verified"
	case renewal.StateUnknown:
		return "has an unknown outcome"
	case renewal.StateFailed:
		return "has failed"
	case renewal.StateNeedsSupport:
		return "has failed and needs support"
	case renewal.StateSucceeded:
		return "has succeeded"
	case renewal.StateCancelled:
		return "was cancelled"
	case renewal.StateAbandoned:
		return "was given up"
	default:
		return "is " + string(state)
	}
}
