package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wailsapp/wails/v2/pkg/options"

	"gatehouse/app/tray"
	"gatehouse/backend/fault"
	"gatehouse/backend/portal"
	"gatehouse/backend/renewal"
)

// acted collects what happened to the window, with no window and away from the desktop's session.
type acted struct {
	mu    sync.Mutex
	acts  []string
	there bool // a tray shows the icon
	said  chan struct{}
}

func (a *acted) note(act string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.acts = append(a.acts, act)
}

func (a *acted) all() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return strings.Join(a.acts, " ")
}

func (a *acted) setTray(there bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.there = there
}

// detach takes the engine from the window and the desktop.
func detach(e *engine) *acted {
	a := &acted{said: make(chan struct{}, 1)}
	e.background.start = func(context.Context) { a.note("icon") }
	e.background.present = func(context.Context) bool {
		a.mu.Lock()
		defer a.mu.Unlock()
		return a.there
	}
	e.background.window = windowActs{
		show: func(lifetime) { a.note("show") }, hide: func(lifetime) { a.note("hide") }, quit: func(lifetime) { a.note("quit") },
	}
	e.background.say = func(_ context.Context, title, _ string) error {
		a.note("say")
		close(a.said)
		if title == "" {
			return errors.New("nothing to say")
		}
		return nil
	}
	return a
}

func TestBeforeClose(t *testing.T) {
	t.Run("without a tray the window closes and nothing is said", func(t *testing.T) {
		e, heard := startEngine(t, t.TempDir())
		a := detach(e)
		if e.beforeClose(t.Context()) || a.all() != "" || heard.heard("stays-in-tray") {
			t.Errorf("acts are %q, heard %v", a.all(), heard.names)
		}
	})
	t.Run("with a tray it hides, and says so once, also after a restart", func(t *testing.T) {
		folder := t.TempDir()
		e, heard := startEngine(t, folder)
		if _, err := e.opened(t.Context()); err != nil {
			t.Fatal(err)
		}
		a := detach(e)
		a.setTray(true)
		for turn := range 2 {
			if !e.beforeClose(t.Context()) || !e.background.isHidden() {
				t.Error("the window closed")
			}
			<-a.said // the first time; there is nothing to say later
			if turn == 0 && heard.heard("stays-in-tray") {
				t.Error("a hidden page was told")
			}
			e.show()
		}
		told := slices.DeleteFunc(heard.names, func(name string) bool { return name != "stays-in-tray" })
		if len(told) != 1 {
			t.Errorf("the page was told %d times", len(told))
		}
		if got := a.all(); got != "hide say show hide show" {
			t.Errorf("acts are %q", got)
		}
		e.stop(context.Background())

		again, heard := startEngine(t, folder)
		a = detach(again)
		a.setTray(true)
		again.beforeClose(t.Context())
		again.stop(context.Background())
		if got := a.all(); got != "hide" || heard.heard("stays-in-tray") {
			t.Errorf("after a restart acts are %q, heard %v", got, heard.names)
		}
	})
	t.Run("quit always quits", func(t *testing.T) {
		e, _ := startEngine(t, t.TempDir())
		a := detach(e)
		a.setTray(true)
		e.quit()
		if e.beforeClose(t.Context()) || a.all() != "quit" {
			t.Errorf("acts are %q", a.all())
		}
	})
	t.Run("a panic lets it close", func(t *testing.T) {
		e, _ := startEngine(t, t.TempDir())
		detach(e)
		e.background.present = func(context.Context) bool { panic("no bus") }
		if e.beforeClose(t.Context()) {
			t.Error("the window stays")
		}
	})
}

func TestSecondStart(t *testing.T) {
	e, heard := startEngine(t, t.TempDir())
	a := detach(e)
	for args, want := range map[string]string{"": "show", "--hidden": "", "--hidden --data x": "", "--hidden /site": "show", "--odd": "show"} {
		a.acts, e.background.hidden = nil, true
		e.secondStart(options.SecondInstanceData{Args: strings.Fields(args)})
		if got := a.all(); got != want || e.background.isHidden() != (want == "") {
			t.Errorf("%q: acts are %q", args, got)
		}
	}
	if !heard.heard("open-path") {
		t.Error("the path was not handed over")
	}
}

// A hidden window comes back where no tray shows the icon for two looks, and stays away where one does.
func TestKeepWithinReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		e := newEngine("nowhere", nil, arguments{hidden: true})
		a := detach(e)
		e.life = ctx
		close(e.started)
		a.setTray(true)
		go e.background.keepWithinReach(ctx, e)
		expect := func(after time.Duration, want string) {
			t.Helper()
			time.Sleep(after)
			synctest.Wait()
			if got := a.all(); got != want {
				t.Errorf("acts are %q, want %q", got, want)
			}
		}
		expect(time.Hour, "")
		a.setTray(false)
		expect(lookForTrayEvery, "")
		a.setTray(true) // a tray that started anew
		expect(lookForTrayEvery, "")
		a.setTray(false)
		expect(missingTrayLooks*lookForTrayEvery, "show")
		expect(time.Hour, "show")
		if e.background.isHidden() {
			t.Error("the window counts as hidden")
		}
		cancel()
		synctest.Wait()
	})
}

func TestStartHidden(t *testing.T) {
	for _, test := range []struct {
		args arguments
		want bool
	}{{arguments{}, false}, {arguments{hidden: true}, true}, {arguments{hidden: true, path: "/site"}, false}} {
		if got := newEngine("x", nil, test.args).background.isHidden(); got != test.want {
			t.Errorf("%+v: hidden is %v", test.args, got)
		}
	}
}

// The icon waits for the page, but not for ever.
func TestIconStarts(t *testing.T) {
	for name, page := range map[string]bool{"WithThePage": true, "WithoutIt": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newEngine("nowhere", nil, arguments{})
				a := detach(e)
				e.background.begin(e, t.Context())
				synctest.Wait()
				if a.all() != "" {
					t.Error("the icon came before the page")
				}
				if page {
					e.pageLoaded(t.Context())
					e.pageLoaded(t.Context()) // a reload
				} else {
					time.Sleep(latestTray)
				}
				synctest.Wait()
				if a.all() != "icon" {
					t.Errorf("acts are %q", a.all())
				}
				e.background.end()
			})
		})
	}
}

func TestTrayState(t *testing.T) {
	t.Run("tells of portals, and of changes", func(t *testing.T) {
		e, _ := startEngine(t, t.TempDir())
		if s := e.trayState(t.Context()); s.Problem != "" || len(s.Portals) != 0 {
			t.Errorf("state is %+v", s)
		}
		made, err := (&Portals{e}).Provision(PortalForm{Name: "Contoso", URL: "https://contoso.example", OrganizationName: "Contoso Ltd"})
		if err != nil {
			t.Fatal(err)
		}
		s := e.trayState(t.Context())
		if len(s.Portals) != 1 || s.Portals[0].ID != made.ID || s.Portals[0].Health != renewal.Healthy {
			t.Errorf("state is %+v", s)
		}
		if err := (&Reminders{e}).Mute(made.ID, "Goes out of service."); err != nil {
			t.Fatal(err)
		}
		if s := e.trayState(t.Context()); len(s.Portals) != 1 || !s.Portals[0].Muted || !s.NextAt.IsZero() {
			t.Errorf("a muted portal is %+v", s)
		}
		if _, err := (&Portals{e}).Retire(made.ID, made.Version); err != nil {
			t.Fatal(err)
		}
		if s := e.trayState(t.Context()); len(s.Portals) != 0 || !s.NextAt.IsZero() {
			t.Errorf("a retired portal counts: %+v", s)
		}
	})
	t.Run("says why there is nothing to tell", func(t *testing.T) {
		e := newEngine("", fault.New(fault.Invalid, "This account has no folder."), arguments{})
		e.emit = (&told{}).emit
		detach(e)
		e.start(t.Context())
		defer e.stop(context.Background())
		if s := e.trayState(t.Context()); s.Problem != "This account has no folder." {
			t.Errorf("state is %+v", s)
		}
	})
	t.Run("the keys are told as they stand now", func(t *testing.T) {
		now := time.Date(2027, 3, 5, 12, 0, 0, 0, time.UTC)
		key := func(name string, start, end time.Duration) trayKey {
			return trayKey{id: name, name: name, keys: portal.Application{Keys: []portal.KeyCredential{{Start: now.Add(start), End: now.Add(end)}}}}
		}
		const day = 24 * time.Hour
		s := trayStateOf(&trayKnown{keys: []trayKey{key("A", -day, 40*day), key("B", -day, 5*day+time.Hour), {id: "C", name: "C"}, key("D", -day, -30*day), {id: "E", name: "E", keys: portal.Application{ID: "an application"}}}}, now)
		var healths []renewal.Health
		for _, p := range s.Portals {
			healths = append(healths, p.Health)
		}
		if !slices.Equal(healths, []renewal.Health{renewal.Due, renewal.Critical, renewal.NoKey, renewal.Expired, tray.Missing}) {
			t.Errorf("healths are %v", healths)
		}
		if m := tray.Model(s); m.Icon != tray.Expired || len(m.Due) != 4 || m.Due[1].Title != "E: It has no key." {
			t.Errorf("menu is %+v", m)
		}
	})
}

func TestAutostart(t *testing.T) {
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	t.Setenv("HOME", config)
	t.Setenv("GATEHOUSE_DATA", "")
	t.Setenv("APPIMAGE", "")
	e, _ := startEngine(t, filepath.Join(config, "my data"))
	settings := &Settings{e}
	for _, on := range []bool{false, true, false} {
		if on {
			if _, err := settings.SetAutostart(true); err != nil {
				t.Fatal(err)
			}
		} else if _, err := settings.SetAutostart(false); err != nil {
			t.Fatal(err)
		}
		if view, err := settings.Autostart(); err != nil || view.On != on || view.Where == "" {
			t.Errorf("after %v the view is %+v, %v", on, view, err)
		}
	}
	entry, err := e.autostartEntry()
	if err != nil || !slices.Equal(entry.Args, []string{"--hidden", "--data", e.folder}) || !filepath.IsAbs(entry.Program) {
		t.Errorf("entry is %+v, %v", entry, err)
	}
	usual := newEngine(filepath.Join(config, ".local", "share", "gatehouse"), nil, arguments{})
	t.Setenv("XDG_DATA_HOME", "")
	if entry, err := usual.autostartEntry(); err != nil || !slices.Equal(entry.Args, []string{"--hidden"}) {
		t.Errorf("on the usual folder the entry is %+v, %v", entry, err)
	}
}

// What the tray says of reminders is what they are, and its menu holds them back.
func TestTrayReminders(t *testing.T) {
	e, _ := startEngine(t, t.TempDir())
	if _, err := (&Portals{e}).Provision(PortalForm{Name: "Contoso", URL: "https://contoso.example", OrganizationName: "Contoso"}); err != nil {
		t.Fatal(err)
	}
	ninetyDays := 90 * 24 * time.Hour
	within(t, "the next reminder", func() bool {
		s := e.trayState(t.Context())
		return s.NextName == "Contoso" && len(s.Portals) == 1 && s.NextAt.Equal(s.Portals[0].End.Add(-ninetyDays))
	})
	until := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	e.pause(until)
	within(t, "the pause", func() bool { return e.trayState(t.Context()).PausedUntil.Equal(until) })
	e.pause(time.Time{})
	within(t, "the end of the pause", func() bool { return e.trayState(t.Context()).PausedUntil.IsZero() })
}

// within waits for what events bring about.
func within(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 500 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%s did not come", what)
}
