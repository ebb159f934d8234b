package keyservice

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// heldKey is a key with its private part, as a service holds it while it runs.
type heldKey struct {
	portal.KeyCredential
	private crypto.Signer
}

// keyInUse is the key that a portal signs in with when it starts: the current one among those whose private part is ours
// to hold. False where there is none.
func keyInUse(it portal.Application, now time.Time) (portal.KeyCredential, bool) {
	it.Keys = slices.DeleteFunc(slices.Clone(it.Keys), func(k portal.KeyCredential) bool { return k.PrivateName == "" })
	return it.CurrentKey(now)
}

// holdKey takes the key that a portal signs in with out of the key store.
// Codes: not_found (no key, or no private part here), invalid, denied, unreachable.
func holdKey(ctx context.Context, it portal.Portal, secrets Secrets, now time.Time) (heldKey, error) {
	if len(it.Application.Keys) == 0 {
		return heldKey{}, fault.New(fault.NotFound, "%s has no authentication key.", it.Name).WithHint("Update its key.")
	}
	key, ok := keyInUse(it.Application, now)
	if !ok {
		return heldKey{}, fault.New(fault.NotFound, "The private part of the key of %s is not on this machine.", it.Name).
			WithHint("Update the key; the new one is made here.")
	}
	der, err := secrets.Get(ctx, key.PrivateName)
	if fault.Is(err, fault.NotFound) {
		return heldKey{}, fault.New(fault.NotFound, "The private part of the key of %s is not in the key store any more.", it.Name).
			WithHint("Update the key; the portal signs in with a new one then.").Because(err)
	}
	if err != nil {
		return heldKey{}, fmt.Errorf("read private part of key: %w", err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	signer, ok := parsed.(crypto.Signer)
	if err != nil || !ok {
		// The cause could quote what is in the key store.
		return heldKey{}, fault.New(fault.Invalid, "The private part of the key of %s in the key store cannot be read.", it.Name).
			WithHint("Update the key; the portal signs in with a new one then.")
	}
	return heldKey{key, signer}, nil
}

// signIn asks the organization for a token and returns until when it is valid.
// Codes: denied (the organization refuses), unreachable.
func (o *Organization) signIn(ctx context.Context, it portal.Portal, key heldKey) (time.Time, error) {
	l, err := o.start()
	if err != nil {
		return time.Time{}, err
	}
	address := l.tokenURL(it)
	now := o.now.now()
	assertion, err := sign(it.Application.ID, address, key.KeyCredential, key.private, now)
	if err != nil {
		return time.Time{}, err
	}
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {it.Application.ID}, "client_assertion_type": {assertionType},
		"client_assertion": {assertion}, "scope": {it.Application.URI + "/.default"},
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return time.Time{}, fmt.Errorf("ask for token: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := l.client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return time.Time{}, ctx.Err()
		}
		return time.Time{}, silent(it, err)
	}
	defer answer.Body.Close() //nolint:errcheck // it was read to its end
	body, err := io.ReadAll(io.LimitReader(answer.Body, mostRequest))
	if err != nil {
		return time.Time{}, silent(it, err)
	}
	if answer.StatusCode == http.StatusOK {
		var token tokenAnswer
		if err := json.Unmarshal(body, &token); err != nil || token.Token == "" {
			return time.Time{}, silent(it, errors.Join(errors.New("no token in the answer"), err))
		}
		return now.Add(time.Duration(token.ExpiresIn) * time.Second), nil
	}
	var said tokenRefusal
	if err := json.Unmarshal(body, &said); err != nil || said.Error == "" || answer.StatusCode >= 500 {
		return time.Time{}, silent(it, fmt.Errorf("answer %s %s", answer.Status, said.Error))
	}
	_, reason, _ := strings.Cut(said.Description, ": ")
	return time.Time{}, fault.New(fault.Denied, "The organization refuses %s: %s", it.Name, reason).
		WithHint("Update the authentication key of the portal.").Because(fmt.Errorf("%s %v", said.Error, said.Codes))
}

func silent(it portal.Portal, cause error) error {
	return fault.New(fault.Unreachable, "The organization of %s does not answer.", it.Name).
		WithHint("The portal tries again by itself.").Because(cause)
}
