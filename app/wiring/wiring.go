// Package wiring builds the program from its parts: the one place that names every adapter.
//
// It holds no rule of its own, and knows neither the window nor the command line.
package wiring

import (
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/fault"
	"gatehouse/backend/importer"
	"gatehouse/backend/notify"
	"gatehouse/backend/sample"
	"gatehouse/backend/site"
	"gatehouse/backend/snapshotfile"
	"gatehouse/backend/store"
	"gatehouse/backend/vault"
)

// Program is the whole engine, ready for use.
type Program struct {
	Folder    string
	Events    *event.Bus
	Portals   *admin.Portals
	Renewals  *admin.Renewals
	Reminders *admin.Reminders
	Snapshots *admin.Snapshots
	Access    *admin.Access
	Activity  *admin.Activity
	Settings  *admin.Settings
	Sample    *admin.Sample

	secrets *secrets
	store   *store.Store
	keys    keyServices
	work    *background // what Work began
	serve   *background // what Serve began
	remind  *background // what Remind began
}

// Options are what a caller may choose. The zero value is right for the program.
type Options struct {
	Version  string           // of the program, written into new databases
	KeyStore vault.Preference // where private keys go; tests keep out of the user's key store with vault.PreferSealed

	// KeyStoreLater looks for the key store when it is first needed instead of at once, for calls that never need it.
	KeyStoreLater bool

	// Channels are the ways to reach a person besides the inbox, made with what they need to send e-mail. Nil is for
	// programs that send nothing, and for tests, which must not reach anybody.
	Channels func(Mail) []notify.Channel

	Copy Copy // whether to work on a copy of the database, for calls that only read

	Trouble func(error) // hears of what went wrong in the background; nil hears nothing
}

// Copy says when a copy of the database is opened instead of the database. What is changed in a copy is lost when the
// program is closed, and nothing that it leads to must be changed either.
type Copy string

// When a copy is opened. The zero value is for those who change something.
const (
	CopyWhenBusy Copy = "when-busy" // where another program has the data folder open
	CopyAlways   Copy = "always"    // also for calls that try something out
)

// busyAfter is how long one waits for another program before a copy is opened. Commands are over by then; a window is
// not.
const busyAfter = 250 * time.Millisecond

func openStore(ctx context.Context, folder string, options Options) (*store.Store, error) {
	opts := store.Options{Program: options.Version}
	if options.Copy == CopyAlways {
		return store.OpenCopy(ctx, folder, opts)
	}
	if options.Copy == CopyWhenBusy {
		opts.Timeout = busyAfter
	}
	db, err := store.Open(ctx, folder, opts)
	if options.Copy == CopyWhenBusy && fault.Is(err, fault.Conflict) {
		return store.OpenCopy(ctx, folder, opts)
	}
	return db, err
}

// Open opens the data folder. The key store is looked for in the background, because a system may take seconds to say
// that it has none. Codes: those of store.Open.
func Open(ctx context.Context, folder string, options Options) (*Program, error) {
	db, err := openStore(ctx, folder, options)
	if err != nil {
		return nil, err
	}
	p := &Program{Folder: folder, Events: &event.Bus{}, store: db}
	p.secrets = openSecrets(folder, vault.Options{Instance: db.Instance(), Prefer: options.KeyStore})
	if !options.KeyStoreLater {
		p.secrets.look()
	}
	p.Settings = &admin.Settings{Store: db, Events: p.Events, DefaultUser: accountName()}
	p.Portals = &admin.Portals{Store: db, Operations: db, Secrets: p.secrets, Settings: p.Settings, Events: p.Events}
	p.Renewals = &admin.Renewals{
		Store: db, Portals: p.Portals, Events: p.Events, Version: options.Version, Trouble: options.Trouble,
		Log: db, Hidden: hidden(folder),
	}
	if _, err := p.Renewals.Repair(ctx); err != nil {
		p.told(err) // what can be read must be readable all the same
	}
	p.Portals.OnKey = p.Renewals.NoticeKey
	p.openKeyServices()
	p.openReminders(options.Channels)
	p.Snapshots = &admin.Snapshots{
		Store: db, Portals: db, Settings: p.Settings, Read: ReadSites, Write: snapshotfile.Write, Events: p.Events,
	}
	p.Access = &admin.Access{Store: db}
	p.Activity = &admin.Activity{Store: db}
	p.Sample = &admin.Sample{Portals: p.Portals, Snapshots: p.Snapshots, Unpack: sample.UnpackSite(folder)}
	return p, nil
}

// Close ends the work in the background, gives up looking for the key store and closes the database. Afterwards
// nothing touches the data folder.
func (p *Program) Close() error {
	p.work.stop()
	p.serve.stop()
	p.remind.stop()
	err := p.keys.close()
	p.secrets.close()
	return errors.Join(err, p.store.Close())
}

// KeyStore tells where private keys are kept. It waits until that is known or ctx ends.
func (p *Program) KeyStore(ctx context.Context) (vault.Status, error) { return p.secrets.status(ctx) }

// ReadSites reads what is at a path as package admin asks for it: a snapshot file by its own package, which knows it
// by its first bytes, all else by the importer.
func ReadSites(ctx context.Context, path string, progress func(admin.Progress)) ([]site.Reading, error) {
	if snapshotfile.Is(path) {
		reading, err := snapshotfile.Open(ctx, path)
		if err != nil {
			return nil, err
		}
		if progress != nil {
			progress(admin.Progress{Stage: string(importer.Reading), Done: 1, Total: 1})
		}
		return []site.Reading{reading}, nil
	}
	options := importer.Options{}
	if progress != nil {
		options.Progress = func(p importer.Progress) {
			progress(admin.Progress{Stage: string(p.Stage), Done: p.Done, Total: p.Total, Records: p.Records})
		}
	}
	return importer.Read(ctx, path, options)
}

// hidden is what must not leave this machine by a text for somebody who helps.
func hidden(folder string) admin.Hidden {
	h := admin.Hidden{DataFolders: spellings(folder)}
	if home, err := os.UserHomeDir(); err == nil {
		h.HomeFolders = spellings(home)
	}
	if account, err := user.Current(); err == nil {
		h.HomeFolders = append(h.HomeFolders, spellings(account.HomeDir)...)
		h.Accounts = []string{account.Username}
		if i := strings.LastIndex(account.Username, `\`); i >= 0 { // of a Windows domain
			h.Accounts = append(h.Accounts, account.Username[i+1:])
		}
	}
	return h
}

// spellings are the ways in which a folder may be named in a message.
func spellings(folder string) []string {
	if folder == "" {
		return nil
	}
	all := []string{filepath.Clean(folder)}
	if absolute, err := filepath.Abs(folder); err == nil {
		all = append(all, absolute)
	}
	if real, err := filepath.EvalSymlinks(all[len(all)-1]); err == nil {
		all = append(all, real)
	}
	for _, path := range slices.Clone(all) {
		all = append(all, filepath.ToSlash(path))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(path string) bool { return path == "." })
}

// accountName is the name of the account at this machine, the acting user until one is set.
func accountName() string {
	account, err := user.Current()
	if err != nil || account.Username == "" {
		return "administrator@" + runtime.GOOS
	}
	return account.Username
}
