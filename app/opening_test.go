package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/store"
	"gatehouse/backend/vault"
)

// opener stands for a data folder that cannot be opened for a while, and notes when that was tried.
type opener struct {
	began time.Time

	mu    sync.Mutex
	fails error // nil once it can be opened
	tried []time.Duration
}

func (o *opener) open(ctx context.Context, folder string, options wiring.Options) (*wiring.Program, error) {
	o.mu.Lock()
	o.tried = append(o.tried, time.Since(o.began))
	fails := o.fails
	o.mu.Unlock()
	if fails != nil {
		return nil, fails
	}
	return wiring.Open(ctx, folder, options)
}

func (o *opener) failWith(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fails = err
}

func (o *opener) attempts() []time.Duration {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.tried)
}

// startFailing starts an engine whose data folder cannot be opened.
func startFailing(t *testing.T, folder string, fails error) (*engine, *told, *opener) {
	t.Helper()
	e, heard, o := newEngine(folder, nil, arguments{hidden: true}), &told{}, &opener{began: time.Now(), fails: fails}
	e.emit, e.openData = heard.emit, o.open
	e.options.KeyStore = vault.PreferSealed
	a := detach(e)
	a.setTray(true) // so that nobody shows the window
	e.start(t.Context())
	return e, heard, o
}

// Nobody is there to try again while the window is hidden: the engine does, and the page hears of it.
func TestKeepOpening(t *testing.T) {
	conflict := fault.New(fault.Conflict, "Another Gatehouse has the data folder open.")
	passing := map[string]error{
		"OpenElsewhere": conflict,
		"Unreachable":   fault.New(fault.Unreachable, "The data folder cannot be read or written."),
		"NotThere":      fault.New(fault.NotFound, "There is no such folder."),
		"MayNotBeMade":  fault.New(fault.Denied, "The data folder cannot be written to."),
	}
	for name, fails := range passing {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e, heard, o := startFailing(t, t.TempDir(), fails)
				time.Sleep(4 * time.Minute)
				synctest.Wait()
				want := []time.Duration{0, 5 * time.Second, 15 * time.Second, 35 * time.Second, 75 * time.Second, 135 * time.Second, 195 * time.Second}
				if got := o.attempts(); !slices.Equal(got, want) {
					t.Errorf("tried after %v, want %v", got, want)
				}
				if s := e.trayState(t.Context()); s.Problem != fault.Of(fails).Message || heard.heard(dataOpened) {
					t.Errorf("the tray tells %+v, the page heard %v", s, heard.names)
				}
				o.failWith(nil)
				time.Sleep(time.Minute)
				synctest.Wait()
				if s := e.trayState(t.Context()); s.Problem != "" || !heard.heard(dataOpened) {
					t.Errorf("once it can be opened the tray tells %+v, the page heard %v", s, heard.names)
				}
				tried := len(o.attempts())
				time.Sleep(time.Hour)
				if again := len(o.attempts()); again != tried {
					t.Errorf("it was opened %d times more", again-tried)
				}
				e.stop(context.Background())
			})
		})
	}
	t.Run("what a person must mend is left alone, until something else is wrong", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, _, o := startFailing(t, t.TempDir(), fault.New(fault.Invalid, "The database is damaged."))
			time.Sleep(time.Hour)
			if got := o.attempts(); len(got) != 1 {
				t.Errorf("tried after %v", got)
			}
			o.failWith(conflict) // a person put a copy in its place, and tries again
			if _, err := (&Shell{engine: e}).Start(); !fault.Is(err, fault.Conflict) {
				t.Errorf("got %v", err)
			}
			o.failWith(nil)
			time.Sleep(time.Minute + time.Second)
			synctest.Wait()
			if _, err := e.opened(t.Context()); err != nil {
				t.Errorf("after a minute: %v", err)
			}
			e.stop(context.Background())
		})
	})
	t.Run("it ends with the window", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			e, _, o := startFailing(t, t.TempDir(), conflict)
			e.stop(context.Background())
			time.Sleep(time.Hour)
			if got := o.attempts(); len(got) != 1 {
				t.Errorf("tried after %v", got)
			}
		})
	})
	t.Run("what the store says is taken for what it is", func(t *testing.T) {
		folder := t.TempDir()
		held, err := store.Open(t.Context(), folder, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = store.Open(t.Context(), folder, store.Options{Timeout: time.Millisecond})
		if !mayPass(err) {
			t.Errorf("%v is taken for something that stays", err)
		}
		if err := held.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, store.FileName), []byte("no database"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), folder, store.Options{}); err == nil || mayPass(err) {
			t.Errorf("%v is taken for something that may pass", err)
		}
	})
}
