package tray_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/app/tray"
	"gatehouse/backend/renewal"
)

func TestFollow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex // of all that the icon touches too
		var state tray.State
		reads, closed, broken := 0, 0, false
		var shown []tray.Menu
		icon := tray.New(tray.Options{Source: func(context.Context) tray.State {
			mu.Lock()
			defer mu.Unlock()
			reads++
			if broken {
				panic("no state today")
			}
			return state
		}})
		show := func(m tray.Menu) {
			mu.Lock()
			defer mu.Unlock()
			shown = append(shown, m)
		}
		icon.StartOn(t.Context(), show, func() { closed++ })
		change := func(to func()) {
			mu.Lock()
			defer mu.Unlock()
			to()
		}
		last := func() (menu tray.Menu, number, read int) {
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			return shown[len(shown)-1], len(shown), reads
		}
		if m, _, _ := last(); m.Icon != tray.Calm {
			t.Errorf("first the menu is %+v", m)
		}

		// A change shows at once, and again only when it is another one.
		change(func() { state.Portals = []tray.Portal{portal("Contoso", renewal.Critical, 3)} })
		icon.Refresh()
		icon.Refresh()
		if m, number, _ := last(); m.Icon != tray.Critical || number != 2 {
			t.Errorf("after a change %d menus were shown, the last is %+v", number, m)
		}
		icon.Refresh()
		_, number, before := last()
		if number != 2 {
			t.Error("the same menu was shown again")
		}

		// Nobody says that time went by.
		change(func() {
			later := state.Portals[0]
			later.Sentence = "Expires in 2 days."
			state.Portals = []tray.Portal{later}
		})
		time.Sleep(time.Minute + time.Second)
		if m, _, read := last(); m.Due[0].Title != "Contoso: Expires in 2 days." || read != before+1 {
			t.Errorf("a minute later the menu is %+v after %d reads", m, read-before)
		}

		// A source that breaks leaves what is shown, and the next read is another chance.
		change(func() { broken = true })
		icon.Refresh()
		last()
		change(func() { broken, state.Portals = false, nil })
		time.Sleep(time.Minute)
		if m, _, _ := last(); m.Icon != tray.Calm {
			t.Errorf("after a panic the menu is %+v", m)
		}

		icon.Stop()
		if closed != 1 {
			t.Errorf("the icon was taken away %d times", closed)
		}
		_, _, before = last()
		icon.Refresh()
		time.Sleep(time.Hour)
		if _, _, read := last(); read != before {
			t.Error("the state is read after the end")
		}
	})
}

func TestStopWithoutStart(t *testing.T) {
	tray.New(tray.Options{}).Stop()
}
