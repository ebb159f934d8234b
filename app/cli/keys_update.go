package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

var _ = registerKeys(keysUpdate, keysRetry, keysCancel)

const updateWaits = `A local portal is updated before the command ends; that takes a few seconds. For a portal that is
hosted elsewhere, the page is named where you choose Update key, and the command ends; Gatehouse
watches the key while the window is open. With --wait the command watches until the new key is
proven or the update has failed. That takes five to seven minutes where Microsoft hosts the
portal, from when you choose Update key on. It is refused where no certificate of such a portal is
watched: the new key is known then once you import its certificate in the window.

Exit codes: 0 updated, or handed over without --wait; 2 wrong call; 3 failed or could not finish.`

func keysUpdate(p *Program) *cobra.Command {
	var data, format string
	var yes, wait bool
	cmd := &cobra.Command{
		Use:   "update PORTAL --yes",
		Short: "Update the authentication key of a portal",
		Long: `Update the authentication key of PORTAL (name or id). The portal restarts once, and the new key
is valid for two years more. The old one works until the new one is proven.

` + updateWaits + `

An update that was interrupted before it began goes on, and one that has failed is retried, as by
"gatectl keys retry". With --wait, one that is under way is watched.`,
		Example: `  gatectl keys update "Contoso Help" --yes
  gatectl keys update Intranet --yes --wait --format json`,
		Args: exactly("portal", `gatectl keys update "Contoso Help" --yes`),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !yes {
				return usage("Add --yes if that is what you want.", "Updating a key restarts the portal.")
			}
			return p.updating(cmd.Context(), data, format, args[0], wait, begin)
		},
	}
	dataFlag(cmd, &data)
	formatFlag(cmd, &format)
	cmd.Flags().BoolVar(&yes, "yes", false, "update without asking again")
	cmd.Flags().BoolVar(&wait, "wait", false, "wait until the new key is proven, or the update has failed")
	return cmd
}

// begin begins an update, or goes on with the newest one. What is due about that is done first: it may have come to an
// end while no program was at it, and then it is in nobody's way.
func begin(ctx context.Context, program *wiring.Program, it portal.Portal, wait bool) (renewal.Operation, error) {
	history, err := program.Renewals.History(ctx, it.ID)
	if err != nil {
		return renewal.Operation{}, err
	}
	if len(history) == 0 || !history[0].State.Active() || program.Renewals.NeedsYes(history[0]) {
		return program.Renewals.Start(ctx, it.ID)
	}
	op, err := afterLook(ctx, program, history[0])
	switch {
	case err != nil:
		return op, err
	case op.State == renewal.StateSucceeded:
		return op, nil
	case !op.State.Active():
		return program.Renewals.Start(ctx, it.ID)
	case wait, op.Driver == renewal.DriverLocal:
		return op, nil
	}
	return op, fault.New(fault.Conflict, "The update of the key of %s %s.", it.Name, standing(op.State)).
		WithHint("Add --wait to follow it, or give it up with %s.", keysCommand("cancel", it.Name))
}

// afterLook is an update after everything was done that is due about it.
func afterLook(ctx context.Context, program *wiring.Program, op renewal.Operation) (renewal.Operation, error) {
	return program.Renewals.Wait(ctx, op.ID, func(renewal.Operation) bool { return true })
}

// keysCommand is how a command for a portal's key is typed.
func keysCommand(name, portalName string) string {
	return fmt.Sprintf("gatectl keys %s %q", name, portalName)
}

func keysRetry(p *Program) *cobra.Command {
	var data, format string
	var wait bool
	cmd := &cobra.Command{
		Use:   "retry PORTAL",
		Short: "Retry the authentication key update of a portal",
		Long: `Begin the last update of the authentication key of PORTAL (name or id) anew, if it has failed. One
of which nobody can say what became of it is looked at first; it is given up unless it turns out to
have worked or to go on. After three failed attempts a retry is still possible; "gatectl keys support"
writes a support bundle then.

` + updateWaits,
		Example: `  gatectl keys retry "Contoso Help"`,
		Args:    exactly("portal", `gatectl keys retry "Contoso Help"`),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.updating(cmd.Context(), data, format, args[0], wait, retry)
		},
	}
	dataFlag(cmd, &data)
	formatFlag(cmd, &format)
	cmd.Flags().BoolVar(&wait, "wait", false, "wait until the new key is proven, or the update has failed")
	return cmd
}

func retry(ctx context.Context, program *wiring.Program, it portal.Portal, _ bool) (renewal.Operation, error) {
	op, err := newest(ctx, program, it)
	if err != nil {
		return op, err
	}
	if op.State == renewal.StateUnknown {
		// The look that was due is taken before the attempt is given up: it may have worked after all, go on, or have
		// failed for certain, and then there is nothing to give up.
		if op, err = afterLook(ctx, program, op); err != nil {
			return op, err
		}
		switch {
		case op.State == renewal.StateUnknown:
			if op, err = program.Renewals.GiveUp(ctx, op.ID); err != nil {
				return op, err
			}
		case op.State == renewal.StateSucceeded, op.State.Active():
			return op, nil
		}
	}
	return program.Renewals.Retry(ctx, op.ID)
}

// newest is the newest update of a portal's key.
func newest(ctx context.Context, program *wiring.Program, it portal.Portal) (renewal.Operation, error) {
	history, err := program.Renewals.History(ctx, it.ID)
	if err != nil {
		return renewal.Operation{}, err
	}
	if len(history) == 0 {
		return renewal.Operation{}, fault.New(fault.NotFound, "The key of %s was never updated.", it.Name).
			WithHint("Begin with \"gatectl keys update\".")
	}
	return history[0], nil
}

type beginning func(ctx context.Context, program *wiring.Program, it portal.Portal, wait bool) (renewal.Operation, error)

// updating begins an update, follows it as far as it is to be followed, and tells how it stands then.
func (p *Program) updating(ctx context.Context, data, format, named string, wait bool, begin beginning) error {
	if err := checkFormat(format); err != nil {
		return err
	}
	return p.withProgram(ctx, data, false, func(program *wiring.Program) error {
		it, err := findPortal(ctx, program, named)
		if err != nil {
			return err
		}
		if err := mayWait(it, wait); err != nil {
			return err
		}
		<-program.Work()
		op, err := begin(ctx, program, it, wait)
		if err != nil {
			return err
		}
		p.tellBeginning(ctx, program, op)
		told := renewal.State("")
		op, err = program.Renewals.Wait(ctx, op.ID, func(op renewal.Operation) bool {
			if op.State != told {
				fmt.Fprintf(p.Stderr, "gatectl: the update of %s %s\n", it.Name, standing(op.State))
				told = op.State
				if page := program.Renewals.Page(op); wait && op.State == renewal.StateHandedOff && page != "" {
					fmt.Fprintf(p.Stderr, "gatectl: choose Update key for %s at %s, and put the certificate of the new key at %s\n",
						it.Name, page, it.CertificatePath)
				}
			}
			if op.State.Active() {
				return !wait && (op.State == renewal.StateHandedOff || op.State == renewal.StateUnknown)
			}
			return !op.OldKeyDue()
		})
		if err != nil {
			return err
		}
		if err := p.tellOperation(program, op, format); err != nil {
			return err
		}
		switch op.State {
		case renewal.StateSucceeded, renewal.StateHandedOff:
			return nil
		}
		return failedFault(op)
	})
}

// mayWait refuses to wait for what cannot come. Where no certificate is watched, the new key is seen when a person
// imports its certificate, and nobody can while the command has the data folder open.
func mayWait(it portal.Portal, wait bool) error {
	if !wait || it.CertificatePath != "" || admin.DriverOf(it) != renewal.DriverAssisted {
		return nil
	}
	return fault.New(fault.Conflict, "No certificate of %s is watched, so --wait would wait in vain.", it.Name).
		WithHint("Leave --wait out, choose Update key in the admin center, and import the certificate of the new key in the window.")
}

// failedFault is why an update did not come to a good end.
func failedFault(op renewal.Operation) error {
	problem := op.Current().Problem
	if problem == nil {
		return fault.New(fault.Conflict, "The update of the key of %s %s.", op.PortalName, standing(op.State))
	}
	next := fmt.Sprintf("%s retries it.", keysCommand("retry", op.PortalName))
	if op.State == renewal.StateNeedsSupport {
		next += fmt.Sprintf(" %s writes what those need who look into it.", keysCommand("support", op.PortalName))
	}
	return fault.New(fault.Unreachable, "%s", problem.Message).WithHint("%s %s", problem.Offer(), next)
}

// tellOperation writes one update.
func (p *Program) tellOperation(program *wiring.Program, op renewal.Operation, format string) error {
	shown := showOperation(op)
	if op.State == renewal.StateHandedOff {
		shown.Page = orNull(program.Renewals.Page(op))
	}
	if format == "json" {
		return written(writeJSON(p.Stdout, struct {
			Schema    string         `json:"schema"`
			Operation shownOperation `json:"operation"`
		}{"gatehouse.operation/1", shown}))
	}
	a := op.Current()
	line := ""
	switch {
	case op.State == renewal.StateSucceeded:
		line = fmt.Sprintf("%s  The key of %s was updated: %s, valid until %s.",
			op.ID, op.PortalName, a.Candidate.Thumbprint, minute(a.Candidate.End))
	case shown.Page != nil:
		line = fmt.Sprintf("%s  Choose Update key for %s at %s.", op.ID, op.PortalName, *shown.Page)
	default:
		line = fmt.Sprintf("%s  The update of the key of %s %s.", op.ID, op.PortalName, standing(op.State))
	}
	_, err := fmt.Fprintln(p.Stdout, line)
	return written(err)
}

func keysCancel(p *Program) *cobra.Command {
	var data string
	cmd := &cobra.Command{
		Use:   "cancel PORTAL",
		Short: "Give up an update of a key that waits",
		Long: `Give up the update of the authentication key of PORTAL (name or id) that waits for a person, or of
which nobody can say what became of it; that one counts as failed. Where it was handed over, Update
key may still be chosen in the admin center; the new key is found when the keys are read. One that
was interrupted is looked at first, and what it has come to is told.

Exit codes: 0 given up, or at an end by itself; 2 wrong call; 3 could not finish.`,
		Example: `  gatectl keys cancel Intranet`,
		Args:    exactly("portal", "gatectl keys cancel Intranet"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			return p.withProgram(ctx, data, false, func(program *wiring.Program) error {
				it, err := findPortal(ctx, program, args[0])
				if err != nil {
					return err
				}
				op, err := newest(ctx, program, it)
				if err != nil {
					return err
				}
				return p.cancel(ctx, program, op)
			})
		},
	}
	dataFlag(cmd, &data)
	return cmd
}

// cancel gives an update up. One that is at something is let do it first: only then it is known whether there is anything
// to give up.
func (p *Program) cancel(ctx context.Context, program *wiring.Program, op renewal.Operation) (err error) {
	if program.Renewals.NeedsYes(op) {
		_, err = program.Renewals.Cancel(ctx, op.ID)
		return err
	}
	if op.State.Active() && op.State != renewal.StateHandedOff && op.State != renewal.StateUnknown {
		<-program.Work()
		if op, err = afterLook(ctx, program, op); err != nil {
			return err
		}
		if !op.State.Active() {
			fmt.Fprintf(p.Stderr, "gatectl: the update of %s %s\n", op.PortalName, standing(op.State))
			return nil
		}
	}
	_, err = program.Renewals.GiveUp(ctx, op.ID)
	return err
}
