package keyservice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

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
