package keyservice

import (
	"context"
	"net/http"
	"time"

	"gatehouse/backend/portal"
)

// Ask sends a request to the endpoint as it is. The address is that of the portal's token endpoint.
func (o *Organization) Ask(it portal.Portal, make func(address string) *http.Request) (*http.Response, error) {
	l, err := o.start()
	if err != nil {
		return nil, err
	}
	return l.client.Do(make(l.tokenURL(it)))
}

// RunService runs the loop of a service by itself.
func RunService(ctx context.Context, now Clock, signIn func() (time.Time, error)) {
	service{
		now:    now,
		signIn: func(context.Context) (time.Time, string, error) { until, err := signIn(); return until, "", err },
		tell:   func(time.Time, string, error) {},
	}.run(ctx)
}
