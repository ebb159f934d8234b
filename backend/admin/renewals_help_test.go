package admin_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/certificate"
	"gatehouse/backend/event"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/store"
)

// workshop is what updates need: portals over a real database, drivers that do what a test says, and a clock that the
// test's bubble moves.
type workshop struct {
	t        *testing.T
	db       *store.Store
	secrets  *checkedSecrets
	portals  *admin.Portals
	settings *admin.Settings
	renewals *admin.Renewals
	local    *scripted
	assisted *scripted

	unpublished string // why no key gets onto the application record

	mu      sync.Mutex
	told    []renewal.State
	renewed []uuid.UUID
	opened  []string
	trouble []error
	heard   map[event.Topic]int
}

// checkedSecrets is a key store that can be out of reach.
type checkedSecrets struct {
	testkit.Secrets
	getFails error
}

func (s *checkedSecrets) Get(ctx context.Context, name string) ([]byte, error) {
	if s.getFails != nil {
		return nil, s.getFails
	}
	return s.Secrets.Get(ctx, name)
}

// scripted is a driver that plays a script. What has no script works at once.
type scripted struct {
	w    *workshop
	kind renewal.Driver
	page string

	submit  func(ctx context.Context, op renewal.Operation, report func(renewal.Fact) error) error
	look    func(ctx context.Context, op renewal.Operation) ([]renewal.Fact, error)
	retire  func(op renewal.Operation) error
	keys    func() ([]portal.KeyCredential, error)
	answers func() bool

	unwatched error // why the watched certificate cannot be read

	mu    sync.Mutex
	calls []string // "submit submitting": what was called, and in which state the update was stored then
	most  int      // calls of submit at once
	at    int
}

func (d *scripted) called(what string, op renewal.Operation) {
	stored, err := d.w.db.Operation(context.Background(), op.ID)
	if err != nil {
		d.w.t.Errorf("%s: %v", what, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls = append(d.calls, what+" "+string(stored.State))
}

func (d *scripted) history() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.calls, ", ")
}

func (d *scripted) Driver() renewal.Driver        { return d.kind }
func (d *scripted) Page(renewal.Operation) string { return d.page }
func (d *scripted) SiteAnswers(_ context.Context, op renewal.Operation) bool {
	d.called("site", op)
	return d.answers == nil || d.answers()
}

func (d *scripted) Keys(ctx context.Context, portalID uuid.UUID) ([]portal.KeyCredential, error) {
	if d.keys != nil {
		return d.keys()
	}
	it, err := d.w.portals.Get(ctx, portalID)
	if err == nil {
		err = d.unwatched
	}
	return it.Application.Keys, err
}

func (d *scripted) Submit(ctx context.Context, op renewal.Operation, report func(renewal.Fact) error) error {
	d.called("submit", op)
	d.mu.Lock()
	d.at++
	d.most = max(d.most, d.at)
	d.mu.Unlock()
	defer func() { d.mu.Lock(); d.at--; d.mu.Unlock() }()
	if d.submit != nil {
		return d.submit(ctx, op, report)
	}
	return d.w.update(op, report)
}

func (d *scripted) Look(ctx context.Context, op renewal.Operation) ([]renewal.Fact, error) {
	d.called("look", op)
	if d.look != nil {
		return d.look(ctx, op)
	}
	keys, err := d.Keys(ctx, op.PortalID)
	if keys == nil {
		return nil, err
	}
	return []renewal.Fact{renewal.KeysRead{Keys: keys}}, nil
}

func (d *scripted) RetireOldKey(ctx context.Context, op renewal.Operation) error {
	d.called("retire", op)
	if d.retire != nil {
		return d.retire(op)
	}
	return d.w.portals.RetireKeys(ctx, op.PortalID, op.Current().Baseline.KeyIDs)
}

// update does what an update of a local portal does, without a portal.
func (w *workshop) update(op renewal.Operation, report func(renewal.Fact) error) error {
	key := w.newKey(op.PortalID)
	key.PrivateName = "portal/" + op.PortalID.String() + "/key/" + key.KeyID.String()
	made := renewal.MadeKey{KeyID: key.KeyID, Thumbprint: key.Thumbprint, PrivateName: key.PrivateName}
	for _, fact := range []renewal.Fact{
		renewal.StageReached{Stage: renewal.StageKeyMade, Made: made},
		renewal.StageReached{Stage: renewal.StagePrivateKept},
	} {
		if err := report(fact); err != nil {
			return err
		}
	}
	if err := w.secrets.Put(context.Background(), key.PrivateName, []byte("private")); err != nil {
		return err
	}
	if w.unpublished != "" {
		return report(renewal.Refused{Problem: renewal.Problem{Class: renewal.ClassService, Message: w.unpublished}})
	}
	if err := w.portals.PublishKey(context.Background(), op.PortalID, key); err != nil {
		return err
	}
	it, err := w.portals.Get(context.Background(), op.PortalID)
	if err != nil {
		return err
	}
	for _, fact := range []renewal.Fact{
		renewal.Accepted{},
		renewal.StageReached{Stage: renewal.StageRestarted},
		renewal.KeysRead{Keys: it.Application.Keys},
		renewal.SignedIn{Thumbprint: key.Thumbprint},
	} {
		if err := report(fact); err != nil {
			return err
		}
	}
	return nil
}

func (w *workshop) newKey(portalID uuid.UUID) portal.KeyCredential {
	pair, err := certificate.New(time.Now(), portalID)
	if err != nil {
		w.t.Error(err)
	}
	return pair.Certificate.Credential(uuid.New(), portal.Generated, time.Now().UTC())
}

// inWorkshop runs a test in a bubble of its own time. A year has gone by since the portals were made.
func inWorkshop(t *testing.T, test func(t *testing.T, w *workshop)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		db, err := store.Open(t.Context(), t.TempDir(), store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		w := &workshop{t: t, db: db, secrets: &checkedSecrets{}, heard: map[event.Topic]int{}}
		bus := &event.Bus{}
		bus.Listen(func(e event.Event) { w.mu.Lock(); w.heard[e.Topic]++; w.mu.Unlock() })
		w.settings = &admin.Settings{Store: db, Events: bus, DefaultUser: ada}
		w.portals = &admin.Portals{Store: db, Operations: db, Secrets: w.secrets, Settings: w.settings, Events: bus}
		w.local = &scripted{w: w, kind: renewal.DriverLocal}
		w.assisted = &scripted{w: w, kind: renewal.DriverAssisted, page: "https://admin.contoso.example/keys"}
		w.fresh()
		test(t, w)
	})
}

// fresh is the program as it is after a start: nothing in memory.
func (w *workshop) fresh() {
	w.renewals = &admin.Renewals{
		Store: w.db, Portals: w.portals, Drivers: []admin.KeyDriver{w.local, w.assisted}, Events: w.portals.Events, Version: "1.2.3", Log: w.db,
		OnRenewed: func(_ context.Context, id uuid.UUID) { w.mu.Lock(); w.renewed = append(w.renewed, id); w.mu.Unlock() },
		Tell: func(_ context.Context, op renewal.Operation) {
			w.mu.Lock()
			w.told = append(w.told, op.State)
			w.mu.Unlock()
		},
		OpenPage: func(_ context.Context, page string) { w.mu.Lock(); w.opened = append(w.opened, page); w.mu.Unlock() },
		Trouble:  func(err error) { w.mu.Lock(); w.trouble = append(w.trouble, err); w.mu.Unlock() },
	}
	w.portals.OnKey = w.renewals.NoticeKey
}

// run lets the program work until the returned stop, which returns when it has stopped.
func (w *workshop) run() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); w.renewals.Run(ctx) }()
	return func() { cancel(); <-done }
}

func (w *workshop) provision(name string) portal.Portal {
	w.t.Helper()
	p, err := w.portals.Provision(context.Background(), form(name))
	if err != nil {
		w.t.Fatal(err)
	}
	time.Sleep(24 * time.Hour) // a new key must last longer than this one
	return p
}

// watched is a portal that is hosted elsewhere.
func (w *workshop) watched(name string) portal.Portal {
	w.t.Helper()
	p, err := w.portals.Watch(context.Background(), form(name), certificateFile(w.t, pair(w.t, time.Now()), false))
	if err != nil {
		w.t.Fatal(err)
	}
	time.Sleep(24 * time.Hour)
	return p
}

func (w *workshop) start(p portal.Portal) renewal.Operation {
	w.t.Helper()
	op, err := w.renewals.Start(context.Background(), p.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return op
}

// pass lets time go by, and everything that happens in it.
func (w *workshop) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (w *workshop) now(id uuid.UUID) renewal.Operation {
	w.t.Helper()
	op, err := w.renewals.Operation(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return op
}

func (w *workshop) want(id uuid.UUID, state renewal.State) renewal.Operation {
	w.t.Helper()
	op := w.now(id)
	if op.State != state {
		w.t.Fatalf("the update is %s, want %s; driver: %s; trouble: %v", op.State, state, w.local.history(), w.trouble)
	}
	return op
}

// log is what the activity log says of a portal, oldest first.
func (w *workshop) log(p portal.Portal) string {
	w.t.Helper()
	entries, err := w.db.Activity(context.Background(), admin.ActivityQuery{PortalID: p.ID, Limit: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	var actions []string
	for i := range entries {
		e := entries[len(entries)-1-i]
		if !strings.HasSuffix(e.Summary, ".") || e.Actor == "" || e.PortalName == "" {
			w.t.Errorf("an entry is %+v", e)
		}
		actions = append(actions, string(e.Action))
	}
	return strings.Join(actions, " ")
}

func (w *workshop) refuse(message string) {
	w.local.submit = func(_ context.Context, _ renewal.Operation, report func(renewal.Fact) error) error {
		return report(renewal.Refused{Problem: renewal.Problem{Class: renewal.ClassService, Message: message, Reference: "req-7"}})
	}
}

func stateWord(op renewal.Operation, err error) string { return fmt.Sprintf("%s %v", op.State, err) }
