package cli

import (
	"context"
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

// withProgram opens the data folder, runs do and closes it again. A folder that is not there yet is made only where
// mayMake says so.
func (p *Program) withProgram(ctx context.Context, flag string, mayMake bool, do func(*wiring.Program) error) (err error) {
	folder, err := wiring.SystemDataFolder(flag)
	if err != nil {
		return err
	}
	if !mayMake && !wiring.HasData(folder) {
		return fault.New(fault.NotFound, "%s is no data folder of Gatehouse.", folder).
			WithHint("Name another one with --data, or import a site to begin one.")
	}
	// None of the commands needs a private key, so nobody is asked to unlock the key store.
	program, err := wiring.Open(ctx, folder, wiring.Options{Version: p.version(), KeyStoreLater: true})
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
	return portal.Portal{}, f.WithHint("Portals are named by their name or their id; \"gatectl snapshot list\" shows those that have a site.")
}

// written is the fault of a result that could not be printed.
func written(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Unreachable, "The result could not be written.").
		WithHint("Check that the disk is not full and that the next program is still running.").Because(err)
}
