// Package vault keeps secrets: in the operating system's key store, or in a sealed file where there is none.
//
// Here belong: choosing between the two, finding a secret again in whichever of them it was put, and telling the
// person where secrets lie and what that means. Which secrets there are and what they are called is decided by those
// who put them; nothing here knows what a certificate is.
//
// The sealed file is written with filippo.io/age rather than with ciphers put together here: it is small, well kept,
// made for exactly this, has been looked at by many, and what it writes can be opened without Gatehouse.
//
// A vault uses these files in its folder, all readable by the owner alone:
//
//	vault.json   which secret lies where: names, never secrets
//	vault.age    the sealed secrets
//	vault.key    opens vault.age, unless a passphrase does
//	vault.lock   keeps two processes from writing at once; empty
//
// None of these that cannot be read is ever written over.
package vault

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"gatehouse/backend/fault"
)

// MaxSecret is the longest secret in bytes. Windows keeps 2560 bytes per entry, and base64 makes four of three.
// It applies everywhere, so that a secret can move between machines. An RSA 3072 private part fits, and so does
// every key made by Gatehouse.
const MaxSecret = 1900

const maxName = 200 // bytes

// Kind is a place where secrets are kept.
type Kind string

// The two places.
const (
	System     Kind = "system"      // the operating system's key store
	SealedFile Kind = "sealed-file" // vault.age in the vault's folder
)

// Preference says how Open chooses.
type Preference string

// The preferences. The zero value is Auto.
const (
	Auto         Preference = ""            // the system's key store where it answers, else the sealed file
	OnlySystem   Preference = "system"      // fail where the system's key store does not answer
	PreferSealed Preference = "sealed-file" // do not ask the system's key store
)

// Options say how a vault is opened.
type Options struct {
	// Instance distinguishes the data folders of one person in the system's key store. Required, and never changed.
	Instance string
	Prefer   Preference
	// Passphrase asks the person for what seals the file, instead of a key kept beside it. It is called when the file
	// is first opened or written, and again only after a wrong answer. A file that was sealed with a key is sealed
	// with the passphrase from the next write on. Nil keeps the key beside the file.
	Passphrase func() (string, error)
	// WorkFactor is the logarithm of the work a passphrase costs; 0 is age's own choice, about a second.
	WorkFactor int
	// ProbeTimeout limits how long Open waits for the system's key store, 3 seconds where 0. CallTimeout limits each
	// call after that, 30 seconds where 0: long enough to type the password the system asks for.
	ProbeTimeout, CallTimeout time.Duration

	system keyStore // for tests; nil is the operating system's
}

// Status is what the person is told about a vault.
type Status struct {
	Kind    Kind
	Where   string // the name of the key store, or the path of the sealed file
	Warning string // sentences for the person; empty when all is well
}

// Vault keeps secrets under names. It may be used from several goroutines and by several processes at once.
type Vault struct {
	preferred Kind
	available bool // the system's key store answered when the vault was opened
	system    *systemStore
	sealed    *sealedFile
	index     *index
	lock      *lock

	mu     sync.Mutex
	status Status
}

// Open opens the vault in dir, which is made where it is missing. Codes: Unreachable where the system's key store is
// demanded and does not answer; Invalid where the sealed file is chosen and damaged, or its key is missing; Denied
// where the folder may not be used, or the file needs a passphrase and there is nobody to ask.
func Open(ctx context.Context, dir string, options Options) (*Vault, error) {
	if options.Instance == "" {
		return nil, errors.New("open vault: no instance")
	}
	if !slices.Contains([]Preference{Auto, OnlySystem, PreferSealed}, options.Prefer) {
		return nil, fmt.Errorf("open vault: unknown preference %q", options.Prefer)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fileFault(dir, fmt.Sprintf("The folder %s for secrets cannot be made.", dir), err)
	}
	v := &Vault{
		preferred: SealedFile,
		system:    newSystemStore(options),
		index:     newIndex(dir),
		lock:      newLock(dir),
	}
	v.sealed = newSealedFile(dir, options, v.warn)

	var probeErr error
	if options.Prefer != PreferSealed {
		if probeErr = v.system.probe(ctx); probeErr == nil {
			v.preferred, v.available = System, true
		} else if ctx.Err() != nil {
			return nil, fmt.Errorf("open vault: %w", ctx.Err())
		} else if options.Prefer == OnlySystem {
			return nil, fmt.Errorf("open vault: %w", probeErr)
		}
	}
	if v.available {
		v.status = Status{Kind: System, Where: systemName()}
		return v, nil
	}
	v.system.timeout = v.system.probeTimeout // what may well be silent is not waited for as long
	v.status = Status{Kind: SealedFile, Where: v.sealed.path}
	if probeErr != nil {
		v.warn(systemName() + " does not answer, so secrets are kept in a file of Gatehouse's own.")
	}
	if err := v.lock.shared(ctx, v.sealed.check); err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	if v.sealed.passphrase == nil {
		v.warn(fmt.Sprintf("The key to the sealed file lies beside it, in %s: whoever can read that folder, or a backup of it, can read the secrets.", v.sealed.keyPath))
	}
	return v, nil
}

// Status tells where secrets go and what the person should know about that.
func (v *Vault) Status() Status {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.status
}

// warn adds a sentence to the status, once.
func (v *Vault) warn(sentence string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.status.Warning == "":
		v.status.Warning = sentence
	case !strings.Contains(v.status.Warning, sentence):
		v.status.Warning += " " + sentence
	}
}

// Put keeps a secret under a name, in place of the one that was there. When it returns nil the secret is on disk or
// in the system's key store. Codes: Invalid for a name or secret that cannot be kept, or a damaged file; Unreachable
// and Denied where the place does not answer or is closed; Conflict where another process keeps the vault busy.
func (v *Vault) Put(ctx context.Context, name string, secret []byte) error {
	if err := checkName(name); err != nil {
		return err
	}
	switch {
	case len(secret) == 0:
		return fault.New(fault.Invalid, "The secret %q is empty.", name).WithHint("Choose the file with the private part again.")
	case len(secret) > MaxSecret:
		return fault.New(fault.Invalid, "The secret %q has %d bytes; the key stores of some systems keep no more than %d.", name, len(secret), MaxSecret).
			WithHint("Use an RSA key of 2048 or 3072 bits, or an elliptic curve key.")
	}
	err := v.lock.exclusive(ctx, func() error { return v.put(ctx, name, secret) })
	return wrap("put", name, err)
}

// put writes down first where the secret may be, then writes the secret, then that it counts. Stopped at any point,
// the secret that counted before still does, and no copy is forgotten.
func (v *Vault) put(ctx context.Context, name string, secret []byte) error {
	entries, err := v.index.load()
	if err != nil {
		return err
	}
	entry := entries[name]
	if !slices.Contains(entry.Places, v.preferred) {
		if len(entry.Places) == 0 && v.preferred == System && v.sealed.exists() {
			entry.Places = []Kind{SealedFile} // a copy the index was lost for, or none: clean finds out
		}
		entry.Places = append(entry.Places, v.preferred)
		entries[name] = entry
		if err := v.index.save(entries); err != nil {
			return err
		}
	}
	if err := v.place(v.preferred).set(ctx, name, secret); err != nil {
		return err
	}
	if entry.Home != v.preferred {
		entry.Home = v.preferred
		entries[name] = entry
		if err := v.index.save(entries); err != nil {
			return err
		}
	}
	v.clean(ctx, name, entries)
	return nil
}

// clean removes outdated copies from the other place. That can wait: the secret that counts is kept, so a place that
// does not answer is tried again at the next put or delete.
func (v *Vault) clean(ctx context.Context, name string, entries map[string]entry) {
	e := entries[name]
	kept := []Kind{e.Home}
	for _, kind := range e.Places {
		if kind == e.Home {
			continue
		}
		if kind == System && !v.available || v.place(kind).delete(ctx, name) != nil {
			kept = append(kept, kind)
		}
	}
	if len(kept) == len(e.Places) {
		return
	}
	entries[name] = entry{Home: e.Home, Places: kept}
	// Without this the copy that is gone is looked for once more, which does no harm.
	_ = v.index.save(entries)
}

// Get returns a secret, wherever it was put. Codes: NotFound; Unreachable where the secret is in the system's key
// store and that is locked or does not answer; Invalid for a damaged file; Denied for a file that is closed to us or
// a wrong passphrase; Conflict where another process keeps the vault busy.
func (v *Vault) Get(ctx context.Context, name string) ([]byte, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	var secret []byte
	err := v.lock.shared(ctx, func() (err error) {
		secret, err = v.get(ctx, name)
		return err
	})
	if err != nil {
		return nil, wrap("get", name, err)
	}
	return secret, nil
}

func (v *Vault) get(ctx context.Context, name string) ([]byte, error) {
	entries, err := v.index.load()
	if err != nil {
		return nil, err
	}
	if e, ok := entries[name]; ok && e.Home != "" {
		secret, err := v.place(e.Home).get(ctx, name)
		if !fault.Is(err, fault.NotFound) || len(e.Places) > 1 {
			return secret, err // a copy in the other place would be an outdated one
		}
	}
	for _, kind := range v.answering() {
		secret, err := v.place(kind).get(ctx, name)
		if !fault.Is(err, fault.NotFound) {
			return secret, err
		}
	}
	return nil, notFound(name)
}

// answering is where a secret is looked for that the index does not know, the preferred place first. A system key
// store that did not answer at the start is not asked again: what was put there is in the index.
func (v *Vault) answering() []Kind {
	if v.available {
		return []Kind{System, SealedFile}
	}
	return []Kind{SealedFile}
}

// Delete removes a secret from every place it may be in. Deleting what is not there is fine. Codes as for Get,
// without NotFound; after an error the secret may still be there.
func (v *Vault) Delete(ctx context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	err := v.lock.exclusive(ctx, func() error { return v.delete(ctx, name) })
	return wrap("delete", name, err)
}

func (v *Vault) delete(ctx context.Context, name string) error {
	entries, err := v.index.load()
	if err != nil {
		return err
	}
	e, known := entries[name]
	places := slices.Clone(e.Places)
	if !known {
		places = v.answering()
	}
	// The copy that counts goes last: stopped half-way, no outdated one can take its place.
	slices.SortStableFunc(places, func(a, b Kind) int { return boolInt(a == e.Home) - boolInt(b == e.Home) })
	for _, kind := range places {
		if err := v.place(kind).delete(ctx, name); err != nil {
			return err
		}
	}
	if !known {
		return nil
	}
	delete(entries, name)
	return v.index.save(entries)
}

// place is what the two kinds have in common. Deleting what is not there is fine.
type place interface {
	get(ctx context.Context, name string) ([]byte, error)
	set(ctx context.Context, name string, secret []byte) error
	delete(ctx context.Context, name string) error
}

func (v *Vault) place(kind Kind) place {
	if kind == System {
		return v.system
	}
	return v.sealed
}

func checkName(name string) error {
	switch {
	case name == "", len(name) > maxName:
		return fault.New(fault.Invalid, "A secret's name has 1 to %d bytes, not %d.", maxName, len(name)).
			WithHint("Use a shorter name.")
	case slices.ContainsFunc([]rune(name), func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }):
		return fault.New(fault.Invalid, "The secret's name %q contains a character that cannot be shown.", name).
			WithHint("Use letters, digits and punctuation.")
	}
	return nil
}

func notFound(name string) error {
	return fault.New(fault.NotFound, "There is no secret %q in the vault.", name)
}

func wrap(doing, name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s secret %q: %w", doing, name, err)
}

// fileFault translates what the file system says.
func fileFault(path, message string, err error) error {
	code, hint := fault.Unreachable, "Check that the disk is there and has room."
	if errors.Is(err, fs.ErrPermission) {
		code, hint = fault.Denied, "Make the folder and its files your own, readable and writable."
	}
	return fault.New(code, "%s", message).WithHint("%s", hint).At(path, 0).Because(err)
}

// encoding is how a secret is written where only text is kept.
var encoding = base64.StdEncoding

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
