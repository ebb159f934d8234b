package keyservice

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
)

// atOnce is how many services sign in at the same time. Signing takes a processor's whole attention for a moment.
const atOnce = 2

// Host runs the services of local portals and knows how each stands with its organization.
type Host struct {
	organization *Organization
	records      Records
	secrets      Secrets
	now          Clock
	turns        chan struct{}
	changed      func(portalID uuid.UUID)

	mu       sync.Mutex
	closed   bool
	services map[uuid.UUID]*running
}

// running is a service that was started.
type running struct {
	stop       context.CancelFunc
	ended      chan struct{}
	tried      chan struct{} // closed after the first attempt to sign in
	connection Connection
}

// NewHost returns a host without services. changed hears of every portal whose connection changes; nil hears nothing.
// It must be quick.
func NewHost(organization *Organization, records Records, secrets Secrets, now Clock, changed func(portalID uuid.UUID)) *Host {
	if changed == nil {
		changed = func(uuid.UUID) {}
	}
	return &Host{
		organization: organization, records: records, secrets: secrets, now: now,
		turns: make(chan struct{}, atOnce), changed: changed, services: map[uuid.UUID]*running{},
	}
}

// Sync starts the services of local portals in service that do not run yet, and stops those of all others. It does not
// wait for anybody to be signed in. Codes: unreachable.
func (h *Host) Sync(ctx context.Context) error {
	all, err := h.records.Portals(ctx)
	if err != nil {
		return fmt.Errorf("list local portals: %w", err)
	}
	wanted := map[uuid.UUID]bool{}
	for _, it := range all {
		wanted[it.ID] = served(it)
	}
	h.mu.Lock()
	var over []uuid.UUID
	for id := range h.services {
		if !wanted[id] {
			over = append(over, id)
		}
	}
	h.mu.Unlock()
	for _, id := range over {
		h.Stop(id)
	}
	for id, runs := range wanted {
		if runs {
			h.start(id)
		}
	}
	return nil
}

func served(it portal.Portal) bool { return it.Origin == portal.Local && it.State == portal.Active }

// Restart stops the service of a portal and starts it with the key that is current now. It returns after the service
// has tried to sign in once. Codes: conflict (not a local portal in service), not_found, unreachable.
func (h *Host) Restart(ctx context.Context, portalID uuid.UUID) (Connection, error) {
	it, err := h.records.Portal(ctx, portalID)
	if err != nil {
		return Connection{}, err
	}
	if !served(it) {
		return Connection{}, fault.New(fault.Conflict, "%s is no local portal in service.", it.Name)
	}
	h.Stop(portalID)
	s := h.start(portalID)
	if s == nil {
		return Connection{}, fault.New(fault.Unreachable, "The program is being closed.")
	}
	select {
	case <-s.tried:
		h.mu.Lock()
		defer h.mu.Unlock()
		return s.connection, nil
	case <-s.ended:
		return Connection{}, fault.New(fault.Unreachable, "The service of %s was stopped.", it.Name)
	case <-ctx.Done():
		return Connection{}, ctx.Err()
	}
}

// Connection tells how a portal stands with its organization.
func (h *Host) Connection(portalID uuid.UUID) Connection {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.services[portalID]; s != nil {
		return s.connection
	}
	return Connection{PortalID: portalID, State: Stopped}
}

// Connections tells how all portals stand whose services run, sorted by id.
func (h *Host) Connections() []Connection {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]Connection, 0, len(h.services))
	for _, s := range h.services {
		all = append(all, s.connection)
	}
	slices.SortFunc(all, func(a, b Connection) int { return slices.Compare(a.PortalID[:], b.PortalID[:]) })
	return all
}

// start runs the service of a portal and returns it; the one that runs already where there is one, nil after Close.
func (h *Host) start(portalID uuid.UUID) *running {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil
	}
	if s := h.services[portalID]; s != nil {
		return s
	}
	life, stop := context.WithCancel(context.Background())
	s := &running{
		stop: stop, ended: make(chan struct{}), tried: make(chan struct{}),
		connection: Connection{PortalID: portalID, State: Starting, Since: h.now.now()},
	}
	h.services[portalID] = s
	go func() {
		defer close(s.ended)
		h.serve(life, portalID, s)
	}()
	return s
}

// serve is the life of a service: it takes its keys once, and signs in with the first that is let in until it is
// stopped; see keyring. Where there is no key to take it looks again.
func (h *Host) serve(ctx context.Context, portalID uuid.UUID, s *running) {
	var keys keyring
	var first sync.Once
	service{
		now: h.now,
		signIn: func(ctx context.Context) (time.Time, string, error) {
			select {
			case h.turns <- struct{}{}:
				defer func() { <-h.turns }()
			case <-ctx.Done():
				return time.Time{}, "", ctx.Err()
			}
			it, err := h.records.Portal(ctx, portalID)
			if err != nil {
				return time.Time{}, h.Connection(portalID).Thumbprint, err
			}
			return keys.signIn(ctx, it, h.secrets, h.organization, h.now.now())
		},
		tell: func(until time.Time, thumbprint string, err error) {
			h.mu.Lock()
			before := s.connection
			s.connection = before.after(thumbprint, until, err, h.now.now())
			s.connection.PassedOver = keys.passed
			news := s.connection.State != before.State || s.connection.Thumbprint != before.Thumbprint
			h.mu.Unlock()
			first.Do(func() { close(s.tried) })
			if news {
				h.changed(portalID)
			}
		},
	}.run(ctx)
}

// Stop ends the service of a portal and waits for it.
func (h *Host) Stop(portalID uuid.UUID) {
	h.mu.Lock()
	s := h.services[portalID]
	delete(h.services, portalID)
	h.mu.Unlock()
	if s != nil {
		s.stop()
		<-s.ended
		h.changed(portalID)
	}
}

// Close ends all services and waits for them.
func (h *Host) Close() {
	h.mu.Lock()
	h.closed = true
	all := h.services
	h.services = map[uuid.UUID]*running{}
	h.mu.Unlock()
	for _, s := range all {
		s.stop()
	}
	for _, s := range all {
		<-s.ended
	}
}
