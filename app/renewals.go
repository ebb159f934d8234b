package app

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/renewal"
)

// Renewals shows and updates authentication keys.
type Renewals struct{ engine *engine }

// Preview says what an update of a portal's key will do, and what stands in its way.
// Codes: invalid, not_found, unreachable.
func (r *Renewals) Preview(portal string) (RenewalPreview, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (RenewalPreview, error) {
		id, err := portalID(portal)
		if err != nil {
			return RenewalPreview{}, err
		}
		preview, err := program.Renewals.Preview(life, id)
		if err != nil {
			return RenewalPreview{}, err
		}
		return renewalPreview(preview, time.Now()), nil
	})
}

// Start begins an update to which the person has said yes. Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) Start(portal string) (RenewalView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (RenewalView, error) {
		id, err := portalID(portal)
		if err != nil {
			return RenewalView{}, err
		}
		op, err := program.Renewals.Start(life, id)
		if err != nil {
			return RenewalView{}, err
		}
		return renewalView(op, program.Renewals, circumstancesOf(life, program, op), time.Now()), nil
	})
}

// Get returns one update. Codes: invalid, not_found, unreachable.
func (r *Renewals) Get(id string) (RenewalView, error) {
	return r.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (renewal.Operation, error) {
		return program.Renewals.Operation(life, id)
	})
}

// History lists the updates of a portal, newest first. Codes: invalid, unreachable.
func (r *Renewals) History(portal string) ([]RenewalView, error) {
	return r.many(func(life lifetime, program *wiring.Program) ([]renewal.Operation, error) {
		id, err := portalID(portal)
		if err != nil {
			return nil, err
		}
		return program.Renewals.History(life, id)
	})
}

// OtherKeys lists the keys that came to a portal without an update, newest first. Codes: invalid, unreachable.
func (r *Renewals) OtherKeys(portal string) ([]OtherKeyView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) ([]OtherKeyView, error) {
		id, err := portalID(portal)
		if err != nil {
			return nil, err
		}
		others, err := program.Renewals.OtherKeys(life, id)
		if err != nil {
			return nil, err
		}
		return otherKeyViews(others), nil
	})
}

// Pending lists the newest update of each portal as long as it is not over, newest first: it is under way, waits for a
// yes, or has failed. Codes: unreachable.
func (r *Renewals) Pending() ([]RenewalView, error) {
	return r.many(func(life lifetime, program *wiring.Program) ([]renewal.Operation, error) {
		return program.Renewals.Pending(life)
	})
}

// Confirm says yes once more to an update that was interrupted before it began.
// Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) Confirm(id string) (RenewalView, error) {
	return r.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (renewal.Operation, error) {
		return program.Renewals.Confirm(life, id)
	})
}

// Retry begins a failed update anew. Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) Retry(id string) (RenewalView, error) {
	return r.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (renewal.Operation, error) {
		return program.Renewals.Retry(life, id)
	})
}

// Cancel says no to an update of which nothing has left the program.
// Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) Cancel(id string) (RenewalView, error) {
	return r.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (renewal.Operation, error) {
		return program.Renewals.Cancel(life, id)
	})
}

// ReportStarted notes that the person chose Update key in the admin center.
// Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) ReportStarted(id string) (RenewalView, error) {
	return r.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (renewal.Operation, error) {
		return program.Renewals.ReportStarted(life, id)
	})
}

// GiveUp ends the wait for an update that was handed over, or whose outcome nobody knows.
// Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) GiveUp(id string) (RenewalView, error) {
	return r.one(id, func(life lifetime, program *wiring.Program, id uuid.UUID) (renewal.Operation, error) {
		return program.Renewals.GiveUp(life, id)
	})
}

// Look reads the keys of an update now. What it finds comes with a later event.
// Codes: conflict, invalid, not_found, unreachable.
func (r *Renewals) Look(id string) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		key, err := renewalID(id)
		if err != nil {
			return err
		}
		return program.Renewals.Look(life, key)
	})
}

// OpenPage opens the page of the admin center where a person carries out the update.
// Codes: conflict, invalid, not_found, unreachable.
func (r *Renewals) OpenPage(id string) error {
	return do(r.engine, func(life lifetime, program *wiring.Program) error {
		key, err := renewalID(id)
		if err != nil {
			return err
		}
		op, err := program.Renewals.Operation(life, key)
		if err != nil {
			return err
		}
		page := program.Renewals.Page(op)
		if page == "" {
			return fault.New(fault.Conflict, "Gatehouse itself updates the key of %s.", op.PortalName).
				WithHint("There is no page to open.")
		}
		r.engine.openPage(life, page)
		return nil
	})
}

// SupportBundle returns the text for somebody who helps, exactly as it would be saved.
// Codes: conflict, invalid, not_found, unreachable.
func (r *Renewals) SupportBundle(id string) (string, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (string, error) {
		key, err := renewalID(id)
		if err != nil {
			return "", err
		}
		return program.Renewals.SupportBundle(life, key)
	})
}

// SaveSupportBundle asks where to and writes the support bundle to a file. It returns the file's path, "" when the
// person cancelled. Codes: conflict, denied, invalid, not_found, unreachable.
func (r *Renewals) SaveSupportBundle(id string) (string, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (string, error) {
		key, err := renewalID(id)
		if err != nil {
			return "", err
		}
		text, err := program.Renewals.SupportBundle(life, key)
		if err != nil {
			return "", err
		}
		path, err := runtime.SaveFileDialog(life, runtime.SaveDialogOptions{
			Title: "Save support bundle", DefaultFilename: "gatehouse-support-" + key.String()[:8] + ".txt",
			CanCreateDirectories: true,
			Filters:              []runtime.FileFilter{{DisplayName: "Text (*.txt)", Pattern: "*.txt"}},
		})
		if err != nil || path == "" {
			return "", err
		}
		return path, saveText(path, text)
	})
}

// saveText writes a text that a person wants to keep, readable by its owner only.
func saveText(path, text string) error {
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fault.New(fault.Denied, "The file %s cannot be written.", filepath.Base(path)).
			WithHint("Choose another folder, or look whether the disk is full.").At(path, 0).Because(err)
	}
	return nil
}

// one runs a use case on the update of this id and shows it as it is then.
func (r *Renewals) one(id string, run func(lifetime, *wiring.Program, uuid.UUID) (renewal.Operation, error)) (RenewalView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) (RenewalView, error) {
		key, err := renewalID(id)
		if err != nil {
			return RenewalView{}, err
		}
		op, err := run(life, program, key)
		if err != nil {
			return RenewalView{}, err
		}
		return renewalView(op, program.Renewals, circumstancesOf(life, program, op), time.Now()), nil
	})
}

func (r *Renewals) many(run func(lifetime, *wiring.Program) ([]renewal.Operation, error)) ([]RenewalView, error) {
	return call(r.engine, func(life lifetime, program *wiring.Program) ([]RenewalView, error) {
		all, err := run(life, program)
		if err != nil {
			return nil, err
		}
		views, now := make([]RenewalView, len(all)), time.Now()
		for i, op := range all {
			views[i] = renewalView(op, program.Renewals, circumstancesOf(life, program, op), now)
		}
		return views, nil
	})
}

// renewalID reads an update's id as a page sends it.
func renewalID(id string) (uuid.UUID, error) {
	key, err := uuid.Parse(strings.TrimSpace(id))
	if err != nil {
		return uuid.Nil, fault.New(fault.Invalid, "%q is not the id of an update.", id)
	}
	return key, nil
}
