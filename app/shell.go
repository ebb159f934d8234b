package app

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"gatehouse/app/wiring"
	"gatehouse/backend/admin"
	"gatehouse/backend/fault"
)

// Shell is what belongs to the window as a whole.
type Shell struct {
	engine  *engine
	painted sync.Once
}

// keyStorePatience is how long the first screen waits for the key store. A system may take seconds to say that it has
// none; the page then asks again with KeyStore.
const keyStorePatience = 150 * time.Millisecond

// Start returns all that the first screen needs. After a failure it tries again to open the data folder.
// Codes: those of wiring.Open.
func (s *Shell) Start() (StartView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (StartView, error) {
		preferences, err := program.Settings.Get(life)
		if err != nil {
			return StartView{}, err
		}
		rows, err := portalRows(life, program)
		if err != nil {
			return StartView{}, err
		}
		newest, _, err := program.Activity.List(life, admin.ActivityQuery{Limit: 8})
		if err != nil {
			return StartView{}, err
		}
		patience, cancel := context.WithTimeout(life, keyStorePatience)
		defer cancel()
		return StartView{
			Version: Version, DataFolder: program.Folder,
			Settings:  settingsView(preferences),
			KeyStore:  keyStoreView(patience, program),
			Portals:   rows,
			Activity:  activityViews(newest),
			OpenPath:  s.engine.takeOpenPath(),
			HasSample: slices.ContainsFunc(rows, func(row PortalRow) bool { return row.Sample }),
			SetAside:  setAsideViews(program.Renewals.SetAside()),
		}, nil
	})
}

// KeyStore tells where private keys are kept, and waits until that is known.
func (s *Shell) KeyStore() (KeyStoreView, error) {
	return call(s.engine, func(life lifetime, program *wiring.Program) (KeyStoreView, error) {
		return keyStoreView(life, program), nil
	})
}

func keyStoreView(ctx context.Context, program *wiring.Program) KeyStoreView {
	status, err := program.KeyStore(ctx)
	switch {
	case err == nil:
		return KeyStoreView{Kind: string(status.Kind), Where: status.Where, Warning: status.Warning}
	case ctx.Err() != nil:
		return KeyStoreView{Kind: "looking"}
	default:
		slog.Error("open key store", "error", err)
		f := fault.Of(err)
		return KeyStoreView{Kind: "failed", Where: f.Place.String(), Warning: f.Message + " " + f.Hint}
	}
}

// ChooseFolder asks for a site folder; "" when the person cancelled.
func (s *Shell) ChooseFolder(title string) (path string, err error) {
	defer recoverTo(&err)
	return runtime.OpenDirectoryDialog(s.engine.window(), runtime.OpenDialogOptions{Title: title})
}

// ChooseCertificate asks for a certificate file; "" when the person cancelled.
func (s *Shell) ChooseCertificate() (path string, err error) {
	defer recoverTo(&err)
	return runtime.OpenFileDialog(s.engine.window(), runtime.OpenDialogOptions{
		Title: "Choose a certificate",
		Filters: []runtime.FileFilter{
			{DisplayName: "Certificates (*.pem;*.cer;*.crt;*.der;*.pfx;*.p12)", Pattern: "*.pem;*.cer;*.crt;*.der;*.pfx;*.p12"},
			{DisplayName: "All files (*.*)", Pattern: "*.*"},
		},
	})
}

// ChooseSiteFile asks for a file that holds sites: an archive, the data of a migration, or a snapshot file; "" when
// the person cancelled.
func (s *Shell) ChooseSiteFile() (path string, err error) {
	defer recoverTo(&err)
	return runtime.OpenFileDialog(s.engine.window(), runtime.OpenDialogOptions{
		Title: "Choose an export or a snapshot",
		Filters: []runtime.FileFilter{
			{DisplayName: "Exports and snapshots (*.zip;*.xml;*.gatehouse)", Pattern: "*.zip;*.xml;*.gatehouse"},
			{DisplayName: "All files (*.*)", Pattern: "*.*"},
		},
	})
}

// OpenDataFolder shows the data folder in the system's file manager.
func (s *Shell) OpenDataFolder() (err error) {
	defer recoverTo(&err)
	return openFolder(s.engine.window(), s.engine.folder)
}

// OpenURL opens an https address in the system's browser. Codes: invalid.
func (s *Shell) OpenURL(address string) (err error) {
	defer recoverTo(&err)
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return fault.New(fault.Invalid, "%q is not an https address.", address)
	}
	runtime.BrowserOpenURL(s.engine.window(), u.String())
	return nil
}

// Painted is called by the page when its first meaningful content is on the screen. The log then tells how long the
// start took.
func (s *Shell) Painted() (err error) {
	defer recoverTo(&err)
	s.painted.Do(func() {
		slog.Info("first screen painted", "milliseconds", time.Since(begun).Milliseconds())
	})
	return nil
}

// LogReference writes an error of a page to the log and returns the reference to quote.
func (s *Shell) LogReference(message string) (reference string, err error) {
	defer recoverTo(&err)
	const longest = 8000
	if len(message) > longest {
		message = message[:longest]
	}
	reference = newReference()
	slog.Error("an error in a page", "reference", reference, "message", message)
	return reference, nil
}

// LoadSample adds the sample organization. Codes: conflict, denied, invalid, unreachable.
func (s *Shell) LoadSample() error {
	return do(s.engine, func(life lifetime, program *wiring.Program) error { return program.Sample.Load(life) })
}

// RemoveSample deletes the sample organization. Codes: conflict, not_found, unreachable.
func (s *Shell) RemoveSample() error {
	return do(s.engine, func(life lifetime, program *wiring.Program) error { return program.Sample.Remove(life) })
}
