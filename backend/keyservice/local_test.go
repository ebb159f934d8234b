package keyservice_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

func TestLocalUpdate(t *testing.T) {
	w := newWorld(t)
	old := w.restart(t, keyservice.SignedIn)
	w.pass(time.Hour)
	driver := keyservice.NewLocal(w.host, w, nil)
	u := w.begin(t)
	u.submit(driver)
	u.want(renewal.StateSucceeded)

	a := u.op.Current()
	if a.Candidate == nil || a.SignIn == nil || a.SignIn.Thumbprint != a.Candidate.Thumbprint || a.SignIn.Thumbprint == old.Thumbprint {
		t.Fatalf("no proof: %+v", a)
	}
	if keys := w.keys(); len(keys) != 2 {
		t.Fatalf("there are %d keys before the old one is retired, want both", len(keys))
	}
	for _, want := range []renewal.Stage{renewal.StageKeyMade, renewal.StagePrivateKept, renewal.StagePublished, renewal.StageRestarted, renewal.StageSignedIn} {
		if !slices.ContainsFunc(a.Stages, func(m renewal.StageMark) bool { return m.Stage == want }) {
			t.Errorf("the stage %s was not told", want)
		}
	}
	for range 2 { // a crash may make it come twice
		if err := driver.RetireOldKey(t.Context(), u.op); err != nil {
			t.Fatal(err)
		}
	}
	if err := u.take(renewal.OldKeyRetired{}); err != nil {
		t.Fatal(err)
	}
	keys := w.keys()
	if len(keys) != 1 || keys[0].Thumbprint != a.Candidate.Thumbprint {
		t.Errorf("the record holds %+v", keys)
	}
	if names := slices.Collect(maps.Keys(w.secrets)); len(names) != 1 || names[0] != keys[0].PrivateName {
		t.Errorf("the key store holds %v", names)
	}
	if !driver.SiteAnswers(t.Context(), u.op) {
		t.Error("the portal does not answer")
	}
	if c := w.restart(t, keyservice.SignedIn); c.Thumbprint != keys[0].Thumbprint {
		t.Errorf("it signs in with %s", c.Thumbprint)
	}
}

// An update brings an expired portal back.
func TestLocalExpired(t *testing.T) {
	w := newWorld(t)
	w.restart(t, keyservice.SignedIn)
	w.pass(3 * 365 * 24 * time.Hour)
	c := w.restart(t, keyservice.Refused)
	if c.Problem == nil || c.Problem.Code != fault.Denied || c.Problem.Hint == "" {
		t.Errorf("it says %+v", c.Problem)
	}
	driver := keyservice.NewLocal(w.host, w, nil)
	u := w.begin(t)
	if driver.SiteAnswers(t.Context(), u.op) {
		t.Error("a portal that is refused answers")
	}
	w.host.Stop(w.id)
	if !driver.SiteAnswers(t.Context(), u.op) {
		t.Error("a portal whose service does not run here is taken for silent")
	}
	u.submit(driver)
	u.want(renewal.StateSucceeded)
	if c := w.host.Connection(w.id); c.State != keyservice.SignedIn {
		t.Errorf("afterwards it is %s", c.State)
	}
}

// Whatever goes wrong at whatever point: no private key is lost whose public part is on the record, nothing succeeds
// without proof, and a further attempt succeeds.
func TestLocalFaults(t *testing.T) {
	boom := fault.New(fault.Unreachable, "The disk is on fire.").WithHint("Put it out.")
	for _, point := range keyservice.Points() {
		t.Run(string(point), func(t *testing.T) {
			w := newWorld(t)
			w.restart(t, keyservice.SignedIn)
			w.pass(time.Hour)
			broken := true
			met := false
			driver := keyservice.NewLocal(w.host, w, func(_ context.Context, at keyservice.Point) error {
				if at == point && broken {
					met = true
					return boom
				}
				return nil
			})
			u := w.begin(t)
			u.submit(driver)
			if u.op.State == renewal.StateSucceeded {
				if err := driver.RetireOldKey(t.Context(), u.op); err != nil && !errors.Is(err, boom) {
					t.Fatal(err)
				}
			}
			if !met {
				t.Fatal("the update did not come past it")
			}
			safe(t, w)

			broken = false
			u.finish(driver)
		})
	}
}

// An update that goes wrong after the new key was published leaves the portal in service with the old one, also in the
// next program, and another attempt puts it right.
func TestLocalFallsBack(t *testing.T) {
	w := newWorld(t)
	old := w.restart(t, keyservice.SignedIn)
	w.pass(time.Hour)
	broken := true
	driver := keyservice.NewLocal(w.host, w, func(_ context.Context, at keyservice.Point) error {
		if at == keyservice.BeforeRestart && broken {
			keys := w.keys()
			return w.Delete(t.Context(), keys[len(keys)-1].PrivateName)
		}
		return nil
	})
	u := w.begin(t)
	u.submit(driver)
	u.want(renewal.StateFailed)
	if p := u.op.Current().Problem; p.Message != "The private part of the key of Contoso is not in the key store any more." {
		t.Errorf("it says %+v", p)
	}
	if c := w.host.Connection(w.id); c.State != keyservice.SignedIn || c.Thumbprint != old.Thumbprint {
		t.Errorf("the portal is %+v", c)
	}
	host := keyservice.NewHost(w.organization, w, w, w.now, nil)
	defer host.Close()
	if c, err := host.Restart(t.Context(), w.id); err != nil || c.State != keyservice.SignedIn || c.Thumbprint != old.Thumbprint {
		t.Errorf("in the next program it is %+v, %v", c, err)
	}
	broken = false
	w.pass(time.Hour)
	u.finish(driver)
	if c := w.host.Connection(w.id); c.State != keyservice.SignedIn || c.Thumbprint != u.op.Current().Candidate.Thumbprint || c.PassedOver != nil {
		t.Errorf("after another attempt it is %+v", c)
	}
}

// safe wants the private part of every key on the record in the key store.
func safe(t *testing.T, w *world) {
	t.Helper()
	for _, key := range w.keys() {
		if _, err := w.Get(t.Context(), key.PrivateName); err != nil {
			t.Errorf("the private part of %s is lost", key.Thumbprint)
		}
	}
}

func TestLocalRefusals(t *testing.T) {
	t.Run("a key store that is closed", func(t *testing.T) {
		w := newWorld(t)
		w.fails = fault.New(fault.Denied, "The key store is closed.").WithHint("Open it.")
		w.pass(time.Hour)
		u := w.begin(t)
		u.submit(keyservice.NewLocal(w.host, w, nil))
		u.want(renewal.StateFailed)
		if p := u.op.Current().Problem; p.Class != renewal.ClassPermission || p.Message != "The key store is closed." || len(w.keys()) != 1 {
			t.Errorf("it says %+v and left %d keys", p, len(w.keys()))
		}
	})
	t.Run("a clock far behind", func(t *testing.T) {
		w := newWorld(t)
		w.pass(-24 * time.Hour)
		u := w.begin(t)
		u.submit(keyservice.NewLocal(w.host, w, nil))
		u.want(renewal.StateFailed)
		if len(w.keys()) != 1 || len(w.secrets) != 1 {
			t.Errorf("%d keys and %d secrets are left, want those of before", len(w.keys()), len(w.secrets))
		}
	})
	t.Run("the new key is not on the record any more", func(t *testing.T) {
		w := newWorld(t)
		w.pass(time.Hour)
		driver := keyservice.NewLocal(w.host, w, nil)
		u := w.begin(t)
		u.submit(driver)
		u.want(renewal.StateSucceeded)
		w.edit(func(it *portal.Portal) { it.Application.Keys = it.Application.Keys[:1] })
		if err := driver.RetireOldKey(t.Context(), u.op); !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v", err)
		}
		safe(t, w)
	})
	t.Run("the program stopped before anything was published", func(t *testing.T) {
		w := newWorld(t)
		w.pass(time.Hour)
		u := w.begin(t)
		if err := u.take(renewal.Unanswered{Message: "The program stopped."}); err != nil {
			t.Fatal(err)
		}
		u.look(keyservice.NewLocal(w.host, w, nil))
		u.want(renewal.StateFailed)
	})
}
