package admin_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/admin"
	"gatehouse/backend/event"
	"gatehouse/backend/internal/testkit"
	"gatehouse/backend/notify"
	"gatehouse/backend/notify/notifytest"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
	"gatehouse/backend/store"
)

// ends is the end of the key of the test vectors.
var ends = time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// keeper is a machine with reminders over a real database, which can be restarted, and what people hear from it.
type keeper struct {
	t         *testing.T
	folder    string
	db        *faultyStore
	secrets   testkit.Secrets
	bus       *event.Bus
	reminders *admin.Reminders
	settings  *admin.Settings
	desktop   *notifytest.Memory
	mail      *notifytest.Memory
	channels  []notify.Channel                // nil: desktop and mail
	updates   map[uuid.UUID]renewal.Operation // under way
	ended     []renewal.Operation
	reported  []error
	mu        sync.Mutex
	now       time.Time
	started   time.Time // of now, by the system's clock; zero while it stands still
	heard     []event.Event
}

// faultyStore is a store that fails before or after it has written.
type faultyStore struct {
	*store.Store
	mu            sync.Mutex
	before, after func(admin.ReminderChange) error
}

func (f *faultyStore) SaveReminders(ctx context.Context, c admin.ReminderChange) error {
	f.mu.Lock()
	before, after := f.before, f.after
	f.mu.Unlock()
	if before != nil {
		if err := before(c); err != nil {
			return err
		}
	}
	if err := f.Store.SaveReminders(ctx, c); err != nil {
		return err
	}
	if after != nil {
		return after(c)
	}
	return nil
}

func (f *faultyStore) fail(before, after func(admin.ReminderChange) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before, f.after = before, after
}

var errCrash = errors.New("the program was killed")

func newKeeper(t *testing.T, now time.Time) *keeper {
	t.Helper()
	k := &keeper{
		t: t, folder: t.TempDir(), now: now, updates: map[uuid.UUID]renewal.Operation{},
		desktop: &notifytest.Memory{Called: "desktop", Served: notify.Traits{Delays: []time.Duration{30 * time.Second, 2 * time.Minute}}},
		mail:    &notifytest.Memory{Called: "e-mail", Served: notify.Traits{Addressed: true}},
	}
	k.start()
	t.Cleanup(k.stop)
	return k
}

// start opens the database and begins anew with what it holds.
func (k *keeper) start() {
	k.t.Helper()
	s, err := store.Open(context.Background(), k.folder, store.Options{Now: k.clock})
	if err != nil {
		k.t.Fatal(err)
	}
	k.db, k.bus = &faultyStore{Store: s}, &event.Bus{}
	k.settings = &admin.Settings{Store: s, Events: k.bus, DefaultUser: ada, Now: k.clock}
	channels := k.channels
	if channels == nil {
		channels = []notify.Channel{k.desktop, k.mail}
	}
	k.reminders = &admin.Reminders{
		Store: k.db, Portals: s, Settings: k.settings, Secrets: &k.secrets, Channels: channels, Updates: k, Events: k.bus, Now: k.clock,
		Report: func(err error) { k.mu.Lock(); defer k.mu.Unlock(); k.reported = append(k.reported, err) },
	}
	k.bus.Listen(func(e event.Event) { k.mu.Lock(); defer k.mu.Unlock(); k.heard = append(k.heard, e) })
}

// stop closes the database, as the end of the process does.
func (k *keeper) stop() {
	k.reminders.Wait()
	if err := k.db.Close(); err != nil {
		k.t.Error(err)
	}
}

func (k *keeper) restart() { k.stop(); k.start() }

// clock stands still, or goes with the system's clock inside of a synctest bubble.
func (k *keeper) clock() time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.started.IsZero() {
		return k.now
	}
	return k.now.Add(time.Since(k.started))
}

func (k *keeper) setClock(now time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.now = now
	if !k.started.IsZero() {
		k.started = time.Now()
	}
}

// ActiveOperation implements admin.Updates.
func (k *keeper) ActiveOperation(_ context.Context, portalID uuid.UUID) (renewal.Operation, bool, error) {
	op, held := k.updates[portalID]
	return op, held, nil
}

// Operations implements admin.Updates.
func (k *keeper) Operations(context.Context, uuid.UUID) ([]renewal.Operation, error) {
	return slices.Clone(k.ended), nil
}

func keyUntil(end time.Time) portal.KeyCredential {
	return portal.KeyCredential{KeyID: uuid.New(), Thumbprint: strings.Repeat("A1", 20), Start: end.Add(-730 * day), End: end, Source: portal.Generated}
}

// add puts a portal with one key into the inventory and lets everybody hear of it.
func (k *keeper) add(name string, end time.Time) portal.Portal {
	k.t.Helper()
	return k.addWith(name, keyUntil(end))
}

func (k *keeper) addWith(name string, key portal.KeyCredential) portal.Portal {
	k.t.Helper()
	id := uuid.NewSHA1(uuid.NameSpaceURL, []byte(name))
	return k.save(portal.Portal{
		ID: id, Name: name, State: portal.Active, Origin: portal.Local, Organization: portal.Organization{Name: "Contoso", URL: "https://contoso.crm4.dynamics.com"},
		Application: portal.Application{ID: "app " + name, ObjectID: "object " + name, Owners: []string{ada}, Keys: []portal.KeyCredential{key}},
	})
}

func (k *keeper) save(p portal.Portal) portal.Portal {
	k.t.Helper()
	kept, err := k.db.SavePortal(context.Background(), p, event.Activity{At: k.clock(), Actor: ada, Action: event.PortalChanged, PortalID: p.ID, Summary: "Saved."})
	if err != nil {
		k.t.Fatal(err)
	}
	k.bus.Publish(event.Event{Topic: event.OnPortals, Subject: p.ID.String()})
	return kept
}

// renew puts a newer key on a portal.
func (k *keeper) renew(p portal.Portal, start, end time.Time) portal.Portal {
	key := keyUntil(end)
	key.Start = start
	return k.renewWith(p, key)
}

func (k *keeper) renewWith(p portal.Portal, key portal.KeyCredential) portal.Portal {
	p.Application.Keys = append([]portal.KeyCredential{key}, p.Application.Keys...)
	return k.save(p)
}

// at lets a tick happen at a time, and waits for the channels.
func (k *keeper) at(now time.Time) {
	k.t.Helper()
	k.setClock(now)
	if err := k.reminders.Tick(context.Background()); err != nil {
		k.t.Fatalf("at %v: %v", now, err)
	}
	k.reminders.Wait()
}

// inbox lists the notices as "portal threshold", oldest first.
func (k *keeper) inbox() []string {
	k.t.Helper()
	entries, err := k.reminders.Inbox(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	var said []string
	for _, e := range slices.Backward(entries) {
		_, threshold, _ := strings.Cut(string(e.Notice.ID), "/")
		said = append(said, e.Notice.PortalName+" "+threshold)
	}
	return said
}

func (k *keeper) wantInbox(want ...string) {
	k.t.Helper()
	if said := k.inbox(); !slices.Equal(said, want) {
		k.t.Errorf("the inbox has %q, want %q", said, want)
	}
}

// titles are what arrived at a channel.
func titles(m *notifytest.Memory) []string {
	var all []string
	for _, got := range m.Got() {
		all = append(all, got.Message.Title)
	}
	return all
}

func (k *keeper) wantDesktop(want ...string) {
	k.t.Helper()
	if got := titles(k.desktop); !slices.Equal(got, want) {
		k.t.Errorf("the desktop got %q, want %q", got, want)
	}
}

// record is what became of a threshold of a portal's current key.
func (k *keeper) record(p portal.Portal, id renewal.ThresholdID) renewal.Record {
	k.t.Helper()
	it, err := k.reminders.Portal(context.Background(), p.ID)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, r := range it.Records {
		if r.Threshold == id && r.Status != renewal.StatusEarly {
			return r
		}
	}
	return renewal.Record{Threshold: id, Status: renewal.StatusPending}
}

func (k *keeper) outcome(p portal.Portal, id renewal.ThresholdID) string {
	k.t.Helper()
	r := k.record(p, id)
	text := string(r.Status)
	for _, c := range r.Channels {
		text += fmt.Sprintf(" %s:%s", c.Channel, c.Outcome)
	}
	return text
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
