package wiring

import (
	"context"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/keyservice"
)

// refreshEvery is how often watched certificates are looked for.
const refreshEvery = time.Minute

// keyServices are what updates keys, and what runs with them.
type keyServices struct {
	organization *keyservice.Organization
	host         *keyservice.Host
	assisted     *keyservice.Assisted
}

// openKeyServices builds the drivers. Nothing listens or runs before an update or Serve asks for it.
func (p *Program) openKeyServices() {
	p.keys.organization = keyservice.NewOrganization(p.store, nil)
	p.keys.host = keyservice.NewHost(p.keys.organization, p.store, p.secrets, nil, func(portalID uuid.UUID) {
		p.Events.Publish(event.Event{Topic: event.OnConnections, Subject: portalID.String()})
	})
	p.keys.assisted = keyservice.NewAssisted(p.store, p.Portals, nil)
	p.Renewals.Drivers = []admin.KeyDriver{keyservice.NewLocal(p.keys.host, p.Portals, nil), p.keys.assisted}
}

func (k *keyServices) close() error {
	k.host.Close()
	return k.organization.Close()
}

// Connection tells how a local portal stands with its organization. It is stopped unless Serve was called.
func (p *Program) Connection(portalID uuid.UUID) keyservice.Connection {
	return p.keys.host.Connection(portalID)
}

// ReadWatched reads the certificates that are watched, and puts what is new on the records of their portals. Each error
// is about one portal.
func (p *Program) ReadWatched(ctx context.Context) []error { return p.keys.assisted.Refresh(ctx) }

// Serve runs the local portals and watches the certificates of the others until the program is closed. It is called
// once at most, by a program that stays open.
func (p *Program) Serve() {
	life, end := context.WithCancel(context.Background())
	p.serve = &background{end: end}
	changed := make(chan struct{}, 1)
	stop := p.Events.Listen(func(e event.Event) {
		if e.Topic == event.OnPortals {
			select {
			case changed <- struct{}{}:
			default: // it will look anyway
			}
		}
	})
	p.serve.done.Go(func() {
		defer stop()
		tick := time.NewTicker(refreshEvery)
		defer tick.Stop()
		for life.Err() == nil {
			if err := p.keys.host.Sync(life); life.Err() == nil {
				p.told(err)
			}
			select {
			case <-life.Done():
			case <-changed:
			case <-tick.C:
			}
		}
	})
	p.serve.done.Go(func() {
		for life.Err() == nil {
			for _, err := range p.ReadWatched(life) {
				if life.Err() == nil {
					p.told(err)
				}
			}
			timer := time.NewTimer(refreshEvery)
			select {
			case <-life.Done():
			case <-timer.C:
			}
			timer.Stop()
		}
	})
}

// told tells of what went wrong in the background.
func (p *Program) told(err error) {
	if err != nil && p.Renewals.Trouble != nil {
		p.Renewals.Trouble(err)
	}
}
