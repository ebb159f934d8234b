package keyservice_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// world is an inventory in memory with one local portal, and a key store; the sockets, the certificates and the
// signatures are real. Its clock stands where it is set.
type world struct {
	mu      sync.Mutex
	portals map[uuid.UUID]portal.Portal
	secrets map[string][]byte
	down    error // what the inventory answers instead
	fails   error // what the key store answers to Put instead
	at      time.Time
	noted   int // looks that were kept

	id           uuid.UUID // of the portal
	organization *keyservice.Organization
	host         *keyservice.Host
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{portals: map[uuid.UUID]portal.Portal{}, secrets: map[string][]byte{}, at: time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)}
	w.id = w.provision(t, "Contoso")
	w.organization = keyservice.NewOrganization(w, w.now)
	w.host = keyservice.NewHost(w.organization, w, w, w.now, nil)
	t.Cleanup(func() {
		w.host.Close()
		if err := w.organization.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

func (w *world) provision(t *testing.T, name string) uuid.UUID {
	t.Helper()
	id := uuid.New()
	key, private := newKey(t, w.now(), id)
	key.PrivateName = admin.PrivateName(id, key.KeyID)
	w.secrets[key.PrivateName] = private
	w.portals[id] = portal.Portal{
		ID: id, Name: name, Origin: portal.Local, State: portal.Active,
		Application: portal.Application{ID: uuid.NewString(), URI: "https://" + id.String(), Keys: []portal.KeyCredential{key}},
	}
	return id
}

func newKey(t *testing.T, at time.Time, id uuid.UUID) (portal.KeyCredential, []byte) {
	t.Helper()
	pair, err := certificate.New(at, id)
	if err != nil {
		t.Fatal(err)
	}
	return pair.Certificate.Credential(uuid.New(), portal.Generated, at), pair.Private
}

func (w *world) Portals(context.Context) ([]portal.Portal, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []portal.Portal
	for _, it := range w.portals {
		all = append(all, it)
	}
	return all, w.down
}

func (w *world) Portal(_ context.Context, id uuid.UUID) (portal.Portal, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it, ok := w.portals[id]
	if !ok {
		return it, fault.New(fault.NotFound, "There is no such portal.")
	}
	return it, w.down
}

// edit changes the portal.
func (w *world) edit(change func(*portal.Portal)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	it := w.portals[w.id]
	it.Application.Keys = slices.Clone(it.Application.Keys)
	change(&it)
	w.portals[w.id] = it
}

func (w *world) keys() []portal.KeyCredential {
	it, _ := w.Portal(context.Background(), w.id)
	return it.Application.Keys
}

func (w *world) PublishKey(_ context.Context, _ uuid.UUID, key portal.KeyCredential) error {
	w.edit(func(it *portal.Portal) { it.Application.Keys = append(it.Application.Keys, key) })
	return nil
}

func (w *world) RetireKeys(_ context.Context, _ uuid.UUID, ids []uuid.UUID) error {
	w.edit(func(it *portal.Portal) {
		it.Application.Keys = slices.DeleteFunc(it.Application.Keys, func(k portal.KeyCredential) bool { return slices.Contains(ids, k.KeyID) })
	})
	return nil
}

func (w *world) NoteLooks(_ context.Context, seen []admin.SeenCertificate) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range seen {
		it := w.portals[one.PortalID]
		it.Look = one.Look
		w.portals[one.PortalID] = it
		w.noted++
	}
	return nil
}

// recordOf is an application record whose answers to PublishKey a test chooses.
type recordOf struct {
	*world
	publish   func(portal.KeyCredential) error // nil takes everything and keeps nothing
	published []uuid.UUID                      // portals, as they were asked for
}

func (r *recordOf) PublishKey(_ context.Context, portalID uuid.UUID, key portal.KeyCredential) error {
	r.published = append(r.published, portalID)
	if r.publish == nil {
		return nil
	}
	return r.publish(key)
}

func (w *world) Put(_ context.Context, name string, secret []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fails == nil {
		w.secrets[name] = secret
	}
	return w.fails
}

func (w *world) Get(_ context.Context, name string) ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	secret, ok := w.secrets[name]
	if !ok {
		return nil, fault.New(fault.NotFound, "There is no secret %q.", name)
	}
	return secret, nil
}

func (w *world) Delete(_ context.Context, name string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.secrets, name)
	return nil
}

// restart restarts the portal's service and wants it in a state.
func (w *world) restart(t *testing.T, want keyservice.ConnectionState) keyservice.Connection {
	t.Helper()
	c, err := w.host.Restart(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	if c.State != want {
		t.Fatalf("the portal is %s (%v), want %s", c.State, c.Problem, want)
	}
	return c
}

// update is an update that is carried out by the rules of package renewal.
type update struct {
	t  *testing.T
	w  *world
	op renewal.Operation
}

func (w *world) begin(t *testing.T) *update {
	t.Helper()
	it, _ := w.Portal(t.Context(), w.id)
	u := &update{t, w, renewal.New(uuid.New(), it, renewal.DriverLocal)}
	for _, fact := range []renewal.Fact{
		renewal.Opened{By: "ada", Keys: it.Application.Keys}, renewal.Confirmed{By: "ada", Keys: it.Application.Keys}, renewal.Started{},
	} {
		if err := u.take(fact); err != nil {
			t.Fatal(err)
		}
	}
	return u
}

func (u *update) take(fact renewal.Fact) error {
	next, _, err := renewal.Next(u.op, u.op.On(fact), u.w.now())
	if err == nil {
		u.op = next
	}
	return err
}

// submit lets the driver work and takes what it reports, as package admin does.
func (u *update) submit(d *keyservice.Local) {
	u.t.Helper()
	if err := d.Submit(u.t.Context(), u.op, u.take); err != nil && !fault.Is(err, fault.Conflict) {
		u.t.Logf("the driver stopped: %v", err)
	}
	if u.op.State == renewal.StateSubmitting {
		if err := u.take(renewal.Unanswered{Message: "The request was not answered."}); err != nil {
			u.t.Fatal(err)
		}
	}
}

// finish looks until the update has ended, tries again where it failed, and wants a success with a key that works.
func (u *update) finish(d *keyservice.Local) {
	u.t.Helper()
	for range 3 {
		if u.op.State.Active() {
			u.w.pass(30 * time.Second)
			u.look(d)
		}
	}
	if u.op.State == renewal.StateFailed {
		if p := u.op.Current().Problem; p == nil || p.Message == "" {
			u.t.Errorf("it failed without a word: %+v", p)
		}
		u.w.pass(time.Minute)
		for _, fact := range []renewal.Fact{renewal.Retried{By: "ada", Keys: u.w.keys()}, renewal.Started{}} {
			if err := u.take(fact); err != nil {
				u.t.Fatal(err)
			}
		}
		u.submit(d)
	}
	u.want(renewal.StateSucceeded)
	if err := d.RetireOldKey(u.t.Context(), u.op); err != nil {
		u.t.Fatal(err)
	}
	safe(u.t, u.w)
	if c := u.w.restart(u.t, keyservice.SignedIn); c.Thumbprint != u.op.Current().Candidate.Thumbprint {
		u.t.Errorf("the portal signs in with %s", c.Thumbprint)
	}
}

// look lets the driver look once.
func (u *update) look(d *keyservice.Local) {
	u.t.Helper()
	facts, err := d.Look(u.t.Context(), u.op)
	if err != nil {
		u.t.Fatal(err)
	}
	for _, fact := range facts {
		if err := u.take(fact); err != nil && !fault.Is(err, fault.Conflict) {
			u.t.Fatal(err)
		}
	}
}

func (u *update) want(state renewal.State) {
	u.t.Helper()
	if u.op.State != state {
		u.t.Fatalf("the update is %s, want %s; attempts %s", u.op.State, state, fmt.Sprintf("%+v", u.op.Attempts))
	}
}
