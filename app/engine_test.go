package app

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"gatehouse/app/wiring"
	"gatehouse/backend/fault"
	"gatehouse/backend/vault"
)

// told collects the events that the pages would hear.
type told struct {
	mu    sync.Mutex
	names []string
}

func (h *told) emit(_ lifetime, name string, _ ...any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.names = append(h.names, name)
}

func (h *told) openPage(life lifetime, address string) { h.emit(life, "open "+address) }

func (h *told) heard(name string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Contains(h.names, name)
}

// startEngine starts the engine on a folder as the window would, away from the user's key store.
func startEngine(t testing.TB, folder string) (*engine, *told) {
	t.Helper()
	e := newEngine(folder, nil, arguments{})
	heard := &told{}
	e.emit = heard.emit
	e.openPage = heard.openPage
	e.options.KeyStore = vault.PreferSealed
	detach(e)
	e.start(t.Context())
	t.Cleanup(func() { e.stop(context.Background()) })
	return e, heard
}

func TestEngine(t *testing.T) {
	t.Run("what was entered is there after a restart", func(t *testing.T) {
		folder := t.TempDir()
		e, heard := startEngine(t, folder)
		made, err := (&Portals{e}).Provision(PortalForm{Name: "Contoso", URL: "https://contoso.example", OrganizationName: "Contoso Ltd"})
		if err != nil {
			t.Fatal(err)
		}
		if !heard.heard("portals") || !heard.heard("activity") {
			t.Errorf("the pages were told %v only", heard.names)
		}
		e.stop(context.Background())

		again, _ := startEngine(t, folder)
		start, err := (&Shell{engine: again}).Start()
		if err != nil {
			t.Fatal(err)
		}
		if len(start.Portals) != 1 || start.Portals[0].ID != made.ID || start.Portals[0].Key.Thumbprint != made.Key.Thumbprint {
			t.Errorf("got %+v, want the portal %s", start.Portals, made.ID)
		}
		if len(start.Activity) != 1 || start.Activity[0].Action != "portal.provisioned" {
			t.Errorf("got the activity %+v", start.Activity)
		}
	})
	t.Run("a failed opening is tried again", func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "data")
		if err := os.WriteFile(folder, []byte("in the way"), 0o600); err != nil {
			t.Fatal(err)
		}
		e, _ := startEngine(t, folder)
		if _, err := (&Shell{engine: e}).Start(); fault.CodeOf(err) == "" || fault.Is(err, fault.Internal) {
			t.Fatalf("got %v, want a fault about the folder", err)
		}
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		if _, err := (&Shell{engine: e}).Start(); err != nil {
			t.Errorf("second attempt: %v", err)
		}
	})
	t.Run("no data folder is an answer, not a crash", func(t *testing.T) {
		e := newEngine("", fault.New(fault.Invalid, "This account has no folder."), arguments{})
		e.emit = (&told{}).emit
		detach(e)
		e.start(t.Context())
		if _, err := (&Portals{e}).List(); !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
		e.stop(context.Background())
	})
	t.Run("only one folder is read at a time, and Cancel ends it", func(t *testing.T) {
		e, _ := startEngine(t, t.TempDir())
		ctx, done, err := e.cancellable(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := e.cancellable(t.Context()); !fault.Is(err, fault.Conflict) {
			t.Errorf("second reading: got %v", err)
		}
		(&Snapshots{e}).Cancel()
		if ctx.Err() == nil {
			t.Error("Cancel did not end the reading")
		}
		done()
		_, done, err = e.cancellable(t.Context())
		if err != nil {
			t.Errorf("after the first was done: %v", err)
		}
		done()
	})
	t.Run("the admin center opens where a person updates the key", func(t *testing.T) {
		e, heard := startEngine(t, t.TempDir())
		watched, err := (&Portals{e}).Watch(PortalForm{Name: "Contoso"}, keyEnding(t, 40*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		err = do(e, func(life lifetime, program *wiring.Program) error {
			_, err := program.Renewals.Start(life, uuid.MustParse(watched.ID))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		within(t, "the page", func() bool { return heard.heard("open https://aka.ms/ppac") })
	})
	t.Run("the path on the command line is handed over once", func(t *testing.T) {
		e := newEngine(t.TempDir(), nil, arguments{path: "/exports/site"})
		if got := e.takeOpenPath(); got != "/exports/site" {
			t.Errorf("got %q", got)
		}
		if got := e.takeOpenPath(); got != "" {
			t.Errorf("the second time got %q", got)
		}
	})
}

func TestCall(t *testing.T) {
	e, _ := startEngine(t, t.TempDir())
	t.Run("a panic is an internal error with a reference", func(t *testing.T) {
		_, err := call(e, func(lifetime, *wiring.Program) (int, error) { panic("secret detail") })
		view := e.backendError(err)
		if view.Code != string(fault.Internal) || view.Reference == "" {
			t.Errorf("got %+v", view)
		}
		if strings.Contains(view.Message+view.Hint, "secret detail") {
			t.Errorf("the page sees the panic: %+v", view)
		}
	})
	t.Run("a fault reaches the page whole", func(t *testing.T) {
		cause := fault.New(fault.Invalid, "The scope is not a number.").WithHint("Write one.").At("a/b.yml", 7).Try("c").Because(errors.New("x"))
		text, _ := e.formatError(cause).(string)
		var view BackendError
		if err := json.Unmarshal([]byte(text), &view); err != nil {
			t.Fatalf("the page cannot read %q: %v", text, err)
		}
		if view.Code != "invalid" || view.File != "a/b.yml" || view.Line != 7 || view.Hint != "Write one." || view.Instead != "c" {
			t.Errorf("got %+v", view)
		}
	})
}

func TestParseArguments(t *testing.T) {
	args, err := parseArguments([]string{"--data", "/d", "/site"})
	if err != nil || args.data != "/d" || args.path != "/site" {
		t.Errorf("got %+v, %v", args, err)
	}
	if args, err := parseArguments([]string{"--hidden"}); err != nil || !args.hidden {
		t.Errorf("got %+v, %v", args, err)
	}
	if _, err := parseArguments([]string{"--dta", "/d"}); err == nil {
		t.Error("an unknown flag was accepted")
	}
}
