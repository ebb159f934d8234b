package keyservice

import (
	"context"
	"crypto"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// heldKey is a key with its private part, as a service holds it while it runs.
type heldKey struct {
	portal.KeyCredential
	private crypto.Signer // nil until it was read
}

// PassedOver is the newest key of a portal that signs in with an older one.
type PassedOver struct {
	Thumbprint string
	Problem    *fault.Fault // why not with this one
}

// keyring is what a service signs in with. It takes its keys once, as a program reads its certificate when it starts:
// the current one, and those behind it that are in force, because both keys are valid while an update is under way and
// one that went wrong must not strand the portal. A key is passed over where its private part is not there, or where
// the organization refuses it. The first one that is let in is kept. The zero value has taken nothing yet.
type keyring struct {
	keys   []heldKey   // the current one first
	passed *PassedOver // nil where that one is used
}

// signIn signs in with the first key that is let in, and returns until when and with which. Where none is, it tells of
// the newest. Codes: not_found (no key, or no private part here), invalid, denied, unreachable.
func (r *keyring) signIn(ctx context.Context, it portal.Portal, secrets Secrets, o *Organization, now time.Time) (time.Time, string, error) {
	if r.keys == nil {
		keys, err := keysInForce(it, now)
		if err != nil {
			return time.Time{}, "", err
		}
		r.keys = keys
	}
	first, thumbprint := error(nil), "" // what became of the newest key
	for i := range r.keys {
		key := &r.keys[i]
		held := ""
		err := key.hold(ctx, it, secrets)
		until := time.Time{}
		if err == nil {
			held = key.Thumbprint
			until, err = o.signIn(ctx, it, *key)
		}
		if err == nil {
			if i > 0 {
				r.passed = &PassedOver{r.keys[0].Thumbprint, fault.Of(first)}
			}
			r.keys = []heldKey{*key}
			return until, held, nil
		}
		if i == 0 {
			first, thumbprint = err, held
			if !certain(err, held != "") {
				break // it may well be let in a moment later
			}
		}
	}
	if !slices.ContainsFunc(r.keys, func(k heldKey) bool { return k.private != nil }) {
		r.keys = nil // there may be others next time
	}
	return time.Time{}, thumbprint, first
}

// certain reports whether an error says that a key is of no use now, and not only that nobody answers.
func certain(err error, held bool) bool {
	code := fault.CodeOf(err)
	if held {
		return code == fault.Denied
	}
	return code == fault.NotFound || code == fault.Invalid
}

// keyInUse is the key that a portal signs in with when it starts: the current one among those whose private part is ours
// to hold. False where there is none.
func keyInUse(it portal.Application, now time.Time) (portal.KeyCredential, bool) {
	it.Keys = slices.DeleteFunc(slices.Clone(it.Keys), func(k portal.KeyCredential) bool { return k.PrivateName == "" })
	return it.CurrentKey(now)
}

// keysInForce are the key in use, in whatever condition, and behind it those that may take its place now.
// Codes: not_found (no key, or no private part here).
func keysInForce(it portal.Portal, now time.Time) ([]heldKey, error) {
	if len(it.Application.Keys) == 0 {
		return nil, fault.New(fault.NotFound, "%s has no authentication key.", it.Name).WithHint("Update its key.")
	}
	left := it.Application
	var found []heldKey
	for {
		key, ok := keyInUse(left, now)
		if !ok {
			break
		}
		if len(found) == 0 || !key.Start.After(now) && key.End.After(now) {
			found = append(found, heldKey{KeyCredential: key})
		}
		left.Keys = slices.DeleteFunc(slices.Clone(left.Keys), func(k portal.KeyCredential) bool { return k.KeyID == key.KeyID })
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "The private part of the key of %s is not on this machine.", it.Name).
			WithHint("Update the key; the new one is made here.")
	}
	return found, nil
}

// hold takes the private part out of the key store, once.
// Codes: not_found (it is not there any more), invalid, denied, unreachable.
func (k *heldKey) hold(ctx context.Context, it portal.Portal, secrets Secrets) error {
	if k.private != nil {
		return nil
	}
	der, err := secrets.Get(ctx, k.PrivateName)
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "The private part of the key of %s is not in the key store any more.", it.Name).
			WithHint("Update the key; the portal signs in with a new one then.").Because(err)
	}
	if err != nil {
		return fmt.Errorf("read private part of key: %w", err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	signer, ok := parsed.(crypto.Signer)
	if err != nil || !ok {
		// The cause could quote what is in the key store.
		return fault.New(fault.Invalid, "The private part of the key of %s in the key store cannot be read.", it.Name).
			WithHint("Update the key; the portal signs in with a new one then.")
	}
	k.private = signer
	return nil
}
