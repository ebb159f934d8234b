package keyservice_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"gatehouse/backend/fault"
	"gatehouse/backend/keyservice"
	"gatehouse/backend/portal"
)

func TestHost(t *testing.T) {
	t.Run("a service keeps its key until it is restarted", func(t *testing.T) {
		w := newWorld(t)
		first := w.restart(t, keyservice.SignedIn)
		w.pass(time.Hour)
		fresh, private := newKey(t, w.now(), w.id)
		fresh.PrivateName = "fresh"
		w.secrets["fresh"] = private
		if err := w.PublishKey(t.Context(), w.id, fresh); err != nil {
			t.Fatal(err)
		}
		if c := w.host.Connection(w.id); c.Thumbprint != first.Thumbprint {
			t.Errorf("it took %s by itself", c.Thumbprint)
		}
		if c := w.restart(t, keyservice.SignedIn); c.Thumbprint != fresh.Thumbprint {
			t.Errorf("it signs in with %s, want the new key", c.Thumbprint)
		}
	})
	t.Run("a key whose private part is elsewhere does not take the place of one that is here", func(t *testing.T) {
		w := newWorld(t)
		here := w.keys()[0]
		w.pass(time.Hour)
		elsewhere, _ := newKey(t, w.now(), w.id)
		if err := w.PublishKey(t.Context(), w.id, elsewhere); err != nil {
			t.Fatal(err)
		}
		if c := w.restart(t, keyservice.SignedIn); c.Thumbprint != here.Thumbprint {
			t.Errorf("it signs in with %s", c.Thumbprint)
		}
	})
	t.Run("a key that is of no use gives way to the one before it", func(t *testing.T) {
		_, foreign := newKey(t, time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC), uuid.New())
		for name, private := range map[string][]byte{
			"its private part is gone": nil, "its private part is damaged": []byte("no key"), "it is refused": foreign,
		} {
			t.Run(name, func(t *testing.T) {
				w := newWorld(t)
				old := w.keys()[0]
				w.pass(time.Hour)
				fresh, right := newKey(t, w.now(), w.id)
				fresh.PrivateName = "fresh"
				if private != nil {
					w.secrets["fresh"] = private
				}
				if err := w.PublishKey(t.Context(), w.id, fresh); err != nil {
					t.Fatal(err)
				}
				c := w.restart(t, keyservice.SignedIn)
				if c.Thumbprint != old.Thumbprint || c.PassedOver == nil || c.PassedOver.Thumbprint != fresh.Thumbprint || c.PassedOver.Problem.Hint == "" {
					t.Errorf("got %+v, passed over %+v", c, c.PassedOver)
				}
				w.secrets["fresh"] = right
				if c := w.restart(t, keyservice.SignedIn); c.Thumbprint != fresh.Thumbprint || c.PassedOver != nil {
					t.Errorf("once it is right again: %+v", c)
				}
			})
		}
	})
	t.Run("an expired key does not take the place of one that is of no use", func(t *testing.T) {
		w := newWorld(t)
		w.pass(3 * 365 * 24 * time.Hour)
		fresh, _ := newKey(t, w.now(), w.id)
		fresh.PrivateName = "fresh"
		if err := w.PublishKey(t.Context(), w.id, fresh); err != nil {
			t.Fatal(err)
		}
		w.restart(t, keyservice.NoKey)
	})
	t.Run("in a tenant", func(t *testing.T) {
		w := newWorld(t)
		w.edit(func(it *portal.Portal) { it.Organization.TenantID = "6F0C5A0E-3B7B-4D0B-9F27-8E2D1E1B7A10" })
		w.restart(t, keyservice.SignedIn)
	})
	t.Run("tells of changes", func(t *testing.T) {
		w := newWorld(t)
		heard := make(chan keyservice.ConnectionState, 10)
		var host *keyservice.Host
		host = keyservice.NewHost(w.organization, w, w, w.now, func(id uuid.UUID) { heard <- host.Connection(id).State })
		defer host.Close()
		if _, err := host.Restart(t.Context(), w.id); err != nil {
			t.Fatal(err)
		}
		if got := <-heard; got != keyservice.SignedIn {
			t.Errorf("after the start it is %s", got)
		}
		host.Stop(w.id)
		if got := <-heard; got != keyservice.Stopped {
			t.Errorf("after the stop it is %s", got)
		}
	})
	t.Run("an organization that does not answer", func(t *testing.T) {
		for name, organization := range map[string]func(w *world) *keyservice.Organization{
			"its records cannot be read": func(w *world) *keyservice.Organization {
				return keyservice.NewOrganization(&world{down: errors.New("no disk")}, w.now)
			},
			"it is closed": func(w *world) *keyservice.Organization {
				o := keyservice.NewOrganization(w, w.now)
				if err := o.Close(); err != nil {
					t.Fatal(err)
				}
				return o
			},
		} {
			t.Run(name, func(t *testing.T) {
				w := newWorld(t)
				o := organization(w)
				host := keyservice.NewHost(o, w, w, w.now, nil)
				defer o.Close() //nolint:errcheck // it has served
				defer host.Close()
				c, err := host.Restart(t.Context(), w.id)
				if err != nil || c.State != keyservice.Silent || c.Problem == nil || c.Problem.Code != fault.Unreachable {
					t.Errorf("got %+v, %v", c, err)
				}
			})
		}
	})
	t.Run("without a key, or its private part", func(t *testing.T) {
		for name, change := range map[string]func(w *world){
			"no key":                  func(w *world) { w.edit(func(it *portal.Portal) { it.Application.Keys = nil }) },
			"made on another machine": func(w *world) { w.edit(func(it *portal.Portal) { it.Application.Keys[0].PrivateName = "" }) },
			"gone from the key store": func(w *world) { clear(w.secrets) },
			"damaged in the key store": func(w *world) {
				w.secrets[w.keys()[0].PrivateName] = []byte("no key")
			},
		} {
			t.Run(name, func(t *testing.T) {
				w := newWorld(t)
				change(w)
				if c := w.restart(t, keyservice.NoKey); c.Problem == nil || c.Problem.Hint == "" {
					t.Errorf("it says %+v", c.Problem)
				}
			})
		}
	})
	t.Run("the inventory is silent", func(t *testing.T) {
		w := newWorld(t)
		w.down = fault.New(fault.Unreachable, "The database does not answer.")
		if _, err := w.host.Restart(t.Context(), w.id); !fault.Is(err, fault.Unreachable) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("only local portals in service", func(t *testing.T) {
		w := newWorld(t)
		other := w.provision(t, "Fabrikam")
		w.edit(func(it *portal.Portal) { it.State = portal.Retired })
		if _, err := w.host.Restart(t.Context(), w.id); !fault.Is(err, fault.Conflict) {
			t.Errorf("a retired portal: %v", err)
		}
		if err := w.host.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if all := w.host.Connections(); len(all) != 1 || all[0].PortalID != other {
			t.Errorf("the services are %+v", all)
		}
		w.mu.Lock()
		delete(w.portals, other)
		w.mu.Unlock()
		if err := w.host.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		if c := w.host.Connection(other); c.State != keyservice.Stopped {
			t.Errorf("the service of a removed portal is %s", c.State)
		}
		if _, err := w.host.Restart(t.Context(), uuid.New()); !fault.Is(err, fault.NotFound) {
			t.Errorf("an unknown portal: %v", err)
		}
	})
	t.Run("nothing starts after Close", func(t *testing.T) {
		w := newWorld(t)
		w.host.Close()
		if _, err := w.host.Restart(t.Context(), w.id); !fault.Is(err, fault.Unreachable) {
			t.Errorf("got %v", err)
		}
	})
}

// The loop of a service, with time that passes at once.
func TestService(t *testing.T) {
	run := func(t *testing.T, long time.Duration, signIn func() (time.Time, error)) (times []time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			ctx, stop := context.WithTimeout(t.Context(), long)
			defer stop()
			keyservice.RunService(ctx, time.Now, func() (time.Time, error) {
				times = append(times, time.Since(begun))
				return signIn()
			})
		})
		return times
	}
	t.Run("signs in anew before its sign-in ends", func(t *testing.T) {
		times := run(t, 3*time.Hour, func() (time.Time, error) { return time.Now().Add(time.Hour), nil })
		if len(times) != 4 || times[1] != 55*time.Minute || times[3] != 165*time.Minute {
			t.Errorf("it signed in at %v", times)
		}
	})
	t.Run("asks again at the very end of its key", func(t *testing.T) {
		var end time.Time
		times := run(t, 62*time.Minute+time.Second, func() (time.Time, error) {
			if end.IsZero() {
				end = time.Now().Add(62 * time.Minute)
			}
			if !time.Now().Before(end) {
				return time.Time{}, fault.New(fault.Denied, "The key expired.")
			}
			if left := time.Until(end); left < time.Hour {
				return end, nil
			}
			return time.Now().Add(time.Hour), nil
		})
		if want := []time.Duration{0, 55 * time.Minute, 57 * time.Minute, 62 * time.Minute}; !slices.Equal(times, want) {
			t.Errorf("it signed in at %v, want %v", times, want)
		}
	})
	t.Run("waits longer each time it is refused, five minutes at most", func(t *testing.T) {
		times := run(t, 20*time.Minute, func() (time.Time, error) { return time.Time{}, errors.New("no") })
		want := []time.Duration{0, 10 * time.Second, 40 * time.Second, 100 * time.Second, 400 * time.Second, 700 * time.Second, 1000 * time.Second}
		if len(times) != len(want) {
			t.Fatalf("it tried at %v", times)
		}
		for i, at := range want {
			if times[i] != at {
				t.Errorf("try %d came at %v, want %v", i, times[i], at)
			}
		}
	})
	t.Run("signs in anew soon after the clock was set back", func(t *testing.T) {
		var times []time.Duration
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			var back atomic.Bool
			clock := func() time.Time {
				if back.Load() {
					return time.Now().AddDate(-1, 0, 0)
				}
				return time.Now()
			}
			time.AfterFunc(10*time.Minute+time.Second, func() { back.Store(true) })
			ctx, stop := context.WithTimeout(t.Context(), time.Hour)
			defer stop()
			keyservice.RunService(ctx, clock, func() (time.Time, error) {
				times = append(times, time.Since(begun))
				return clock().Add(time.Hour), nil
			})
		})
		if want := []time.Duration{0, 11 * time.Minute}; !slices.Equal(times, want) {
			t.Errorf("it signed in at %v, want %v", times, want)
		}
	})
}
