package keyservice_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// The organization lets both keys in until the old one is retired, and only the new one afterwards.
func TestLocalBothKeys(t *testing.T) {
	w := newWorld(t)
	old := w.keys()[0]
	w.pass(time.Hour)
	driver := keyservice.NewLocal(w.host, w, nil)
	u := w.begin(t)
	u.submit(driver)
	u.want(renewal.StateSucceeded)
	fresh := w.keys()[1]
	for _, key := range []portal.KeyCredential{old, fresh} {
		if a := w.callWith(t, key).send(t); a.status != http.StatusOK {
			t.Errorf("before the old key is retired, %s: %+v", key.Thumbprint, a)
		}
	}
	withOld := w.callWith(t, old)
	if err := driver.RetireOldKey(t.Context(), u.op); err != nil {
		t.Fatal(err)
	}
	if a := withOld.send(t); a.status != http.StatusUnauthorized || !strings.Contains(a.Text, "not on the application record") {
		t.Errorf("the retired key: %+v", a)
	}
	if a := w.callWith(t, fresh).send(t); a.status != http.StatusOK {
		t.Errorf("the new key: %+v", a)
	}
}

// What became of the public part decides about the private one.
func TestLocalPublish(t *testing.T) {
	down := fault.New(fault.Unreachable, "The database does not answer.").WithHint("Wait.")
	t.Run("nothing was written", func(t *testing.T) {
		w := newWorld(t)
		w.pass(time.Hour)
		u := w.begin(t)
		u.submit(keyservice.NewLocal(w.host, &recordOf{world: w, publish: func(portal.KeyCredential) error { return down }}, nil))
		u.want(renewal.StateFailed)
		if p := u.op.Current().Problem; p.Class != renewal.ClassService || p.Message != down.Message || p.Hint != down.Hint {
			t.Errorf("it says %+v", p)
		}
		if len(w.keys()) != 1 || len(w.secrets) != 1 {
			t.Errorf("%d keys and %d secrets are left, want those of before", len(w.keys()), len(w.secrets))
		}
		u.finish(keyservice.NewLocal(w.host, w, nil))
	})
	t.Run("it was written, and the answer was lost", func(t *testing.T) {
		w := newWorld(t)
		w.pass(time.Hour)
		u := w.begin(t)
		u.submit(keyservice.NewLocal(w.host, &recordOf{world: w, publish: func(key portal.KeyCredential) error {
			return errors.Join(w.PublishKey(t.Context(), w.id, key), down)
		}}, nil))
		u.want(renewal.StateSucceeded)
	})
	t.Run("nobody can tell", func(t *testing.T) {
		w := newWorld(t)
		w.pass(time.Hour)
		u := w.begin(t)
		driver := keyservice.NewLocal(w.host, &recordOf{world: w, publish: func(key portal.KeyCredential) error {
			err := w.PublishKey(t.Context(), w.id, key)
			w.down = down
			return errors.Join(err, down)
		}}, nil)
		u.submit(driver)
		u.want(renewal.StateUnknown)
		if _, err := driver.Look(t.Context(), u.op); !fault.Is(err, fault.Unreachable) {
			t.Errorf("a look while the record cannot be read: %v", err)
		}
		w.down = nil
		safe(t, w)
		u.finish(driver)
		if len(u.op.Attempts) != 1 {
			t.Errorf("it took %d attempts, want the one that had worked", len(u.op.Attempts))
		}
	})
}

// A fact that cannot be committed stops the driver at once, whichever it is, and the update comes to its end later.
func TestLocalNotCommitted(t *testing.T) {
	full := errors.New("the disk is full")
	facts := 0
	for n := 0; ; n++ {
		w := newWorld(t)
		w.restart(t, keyservice.SignedIn)
		w.pass(time.Hour)
		driver := keyservice.NewLocal(w.host, w, nil)
		u := w.begin(t)
		reported := 0
		err := driver.Submit(t.Context(), u.op, func(fact renewal.Fact) error {
			if reported++; reported > n {
				return full
			}
			return u.take(fact)
		})
		if err == nil {
			facts = n
			break
		}
		if !errors.Is(err, full) || reported != n+1 {
			t.Errorf("fact %d: the driver returns %v after %d facts", n+1, err, reported)
		}
		safe(t, w)
		if u.op.State == renewal.StateSubmitting {
			if err := u.take(renewal.Unanswered{Message: "The request was not answered."}); err != nil {
				t.Fatal(err)
			}
		}
		u.finish(driver)
	}
	if facts != 6 {
		t.Errorf("an update has %d facts, want made, kept, accepted, restarted, keys, signed in", facts)
	}
}

func TestLocalLook(t *testing.T) {
	// published carries an update as far as the public part, then its program ends.
	published := func(t *testing.T) (*world, *update) {
		w := newWorld(t)
		w.restart(t, keyservice.SignedIn)
		w.pass(time.Hour)
		u := w.begin(t)
		end := errors.New("the program ends")
		driver := keyservice.NewLocal(w.host, w, nil)
		err := driver.Submit(t.Context(), u.op, func(fact renewal.Fact) error {
			if _, restarted := fact.(renewal.StageReached); restarted && u.op.State == renewal.StateRunning {
				return end
			}
			return u.take(fact)
		})
		if !errors.Is(err, end) {
			t.Fatal(err)
		}
		u.want(renewal.StateRunning)
		return w, u
	}
	t.Run("in the next program, where nothing runs", func(t *testing.T) {
		w, u := published(t)
		host := keyservice.NewHost(w.organization, w, w, w.now, nil)
		defer host.Close()
		u.look(keyservice.NewLocal(host, w, nil))
		u.want(renewal.StateSucceeded)
		if c := host.Connection(w.id); c.Thumbprint != u.op.Current().Candidate.Thumbprint {
			t.Errorf("the portal signs in with %s", c.Thumbprint)
		}
	})
	t.Run("a new key that is of no use ends the attempt, and the portal is restarted once", func(t *testing.T) {
		w, u := published(t)
		keys := w.keys()
		if err := w.Delete(t.Context(), keys[1].PrivateName); err != nil {
			t.Fatal(err)
		}
		host := keyservice.NewHost(w.organization, w, w, w.now, nil)
		defer host.Close()
		driver, running := keyservice.NewLocal(host, w, nil), u.op
		u.look(driver)
		u.want(renewal.StateFailed)
		before := host.Connection(w.id)
		if before.State != keyservice.SignedIn || before.Thumbprint != keys[0].Thumbprint {
			t.Errorf("the portal is %+v", before)
		}
		w.pass(time.Minute)
		if _, err := driver.Look(t.Context(), running); err != nil || host.Connection(w.id) != before {
			t.Errorf("it was restarted: %+v, before %+v, %v", host.Connection(w.id), before, err)
		}
	})
	t.Run("a portal that runs with its newest key is left alone", func(t *testing.T) {
		w, u := published(t)
		before := w.host.Connection(w.id)
		w.pass(time.Minute)
		u.look(keyservice.NewLocal(w.host, w, nil))
		u.want(renewal.StateSucceeded)
		if after := w.host.Connection(w.id); after != before {
			t.Errorf("it was restarted: %+v, before %+v", after, before)
		}
	})
}
