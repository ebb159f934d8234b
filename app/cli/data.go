package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// dataFlag adds the flag that names the data folder.
func dataFlag(cmd *cobra.Command, folder *string) {
	cmd.Flags().StringVar(folder, "data", "", "the data folder (also: GATEHOUSE_DATA)")
}

// withProgram opens the data folder for a command that changes something, runs do and closes it again. A folder that is
// not there yet is made only where mayMake says so.
func (p *Program) withProgram(ctx context.Context, flag string, mayMake bool, do func(*wiring.Program) error) error {
	return p.open(ctx, flag, mayMake, "", do)
}

// reading opens the data folder for a command that only reads. A window may have the folder open for weeks, and a
// monitor wants its answer all the same: it is read from a copy then.
func (p *Program) reading(ctx context.Context, flag string, do func(*wiring.Program) error) error {
	return p.open(ctx, flag, false, wiring.CopyWhenBusy, do)
}

// trying opens a copy of what is in the data folder, so that do may change what it likes.
func (p *Program) trying(ctx context.Context, flag string, do func(*wiring.Program) error) error {
	return p.open(ctx, flag, false, wiring.CopyAlways, do)
}

func (p *Program) open(ctx context.Context, flag string, mayMake bool, copied wiring.Copy, do func(*wiring.Program) error) (err error) {
	folder, err := wiring.SystemDataFolder(flag)
	if err != nil {
		return err
	}
	if !mayMake && !wiring.HasData(folder) {
		return fault.New(fault.NotFound, "%s is no data folder of Gatehouse.", folder).
			WithHint("Name another one with --data, or begin one: \"gatectl portal provision\" and \"gatectl portal watch\" add a portal, \"gatectl import\" a site.")
	}
	// Most commands need no private key, so nobody is asked to unlock the key store before one does.
	program, err := wiring.Open(ctx, folder, wiring.Options{
		Version: p.version(), KeyStore: p.KeyStore, KeyStoreLater: true, Copy: copied, Trouble: p.warn,
	})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := program.Close(); err == nil {
			err = closeErr
		}
	}()
	return do(program)
}

// warn tells of what went wrong on the way without ending the call.
func (p *Program) warn(err error) {
	fmt.Fprintf(p.Stderr, "gatectl: warning: %s\n", fault.Of(err).Message)
}

// findPortal finds the portal that a person named, by name or id.
func findPortal(ctx context.Context, program *wiring.Program, named string) (portal.Portal, error) {
	all, err := program.Portals.List(ctx)
	if err != nil {
		return portal.Portal{}, err
	}
	id, idErr := uuid.Parse(named)
	names := make([]string, len(all))
	for i, it := range all {
		if strings.EqualFold(it.Name, named) || idErr == nil && it.ID == id {
			return it, nil
		}
		names[i] = it.Name
	}
	f := fault.New(fault.NotFound, "There is no portal %q.", named)
	if near := closest(named, names); near != "" {
		return portal.Portal{}, f.WithHint("Did you mean %q?", near)
	}
	return portal.Portal{}, f.WithHint("Portals are named by their name or their id; \"gatectl portal list\" shows them.")
}

// written is the fault of a result that could not be printed.
func written(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unreachable, "The result could not be written.").
		WithHint("Check that the disk is not full and that the next program is still running.").Because(err)
}
