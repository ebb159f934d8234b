//go:build linux

package channel_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"gatehouse/backend/fault"
	"gatehouse/backend/notify/channel"
	"gatehouse/backend/notify/notifytest"
)

const daemonPatience = 10 * time.Second

// daemon is a real notification daemon that only this test talks to.
type daemon struct {
	t       *testing.T
	bus     *dbus.Conn
	process *exec.Cmd
}

// startDaemon needs a display and a session bus of its own, which only the caller can arrange; without the variable
// it skips the test, so that it never meets anybody's real desktop.
func startDaemon(t *testing.T) *daemon {
	t.Helper()
	if os.Getenv("GATEHOUSE_TEST_NOTIFICATION_DAEMON") != "1" {
		t.Skip("build/scripts/notification-daemon.sh runs this: GATEHOUSE_TEST_NOTIFICATION_DAEMON is not set")
	}
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	d := &daemon{t: t, bus: bus}
	d.start()
	t.Cleanup(d.stop)
	return d
}

func (d *daemon) start() {
	d.t.Helper()
	settings := filepath.Join(d.t.TempDir(), "dunstrc")
	if err := os.WriteFile(settings, []byte("[global]\nformat = \"%s\\n%b\"\nmarkup = full\nhistory_length = 0\nword_wrap = no\n"), 0o600); err != nil {
		d.t.Fatal(err)
	}
	d.process = exec.Command("dunst", "-conf", settings)
	if err := d.process.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.waitThere(true)
}

func (d *daemon) stop() {
	d.process.Process.Kill()
	d.process.Wait()
	d.waitThere(false)
}

func (d *daemon) waitThere(want bool) {
	d.t.Helper()
	for end := time.Now().Add(daemonPatience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var there bool
		if err := d.bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.Notifications").Store(&there); err != nil {
			d.t.Fatal(err)
		}
		if there == want {
			return
		}
	}
	d.t.Fatalf("the notification daemon is not there: %v", !want)
}

// history is what the daemon has shown, as it keeps it.
func (d *daemon) history() []map[string]dbus.Variant {
	d.t.Helper()
	service := d.bus.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
	if err := service.Call("org.dunstproject.cmd0.NotificationCloseAll", 0).Err; err != nil {
		d.t.Fatal(err)
	}
	var shown []map[string]dbus.Variant
	if err := service.Call("org.dunstproject.cmd0.NotificationListHistory", 0).Store(&shown); err != nil {
		d.t.Fatal(err)
	}
	return shown
}

// arrived are titles and bodies as a person reads them: the daemon's text is markup.
func (d *daemon) arrived() []notifytest.Arrival {
	d.t.Helper()
	var all []notifytest.Arrival
	for _, it := range d.history() {
		title, body, _ := strings.Cut(plain(d.t, it["message"].Value().(string)), "\n")
		all = append(all, notifytest.Arrival{Title: title, Body: body})
	}
	return all
}

// plain reads markup as strictly as the daemon's text engine does.
func plain(t *testing.T, markup string) string {
	t.Helper()
	var text strings.Builder
	decoder := xml.NewDecoder(strings.NewReader("<m>" + markup + "</m>"))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return text.String()
		}
		if err != nil {
			t.Fatalf("the daemon shows broken markup %q: %v", markup, err)
		}
		if words, ok := token.(xml.CharData); ok {
			text.Write(words)
		}
	}
}

func icon(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 16, 16))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDesktop(t *testing.T) {
	notifytest.Run(t, func(t *testing.T) notifytest.Fixture {
		d := startDaemon(t)
		return notifytest.Fixture{Channel: channel.NewDesktop(icon(t)), Arrived: d.arrived, Break: d.stop, Repair: d.start}
	})
}

func TestDesktopName(t *testing.T) {
	d := startDaemon(t)
	if err := channel.NewDesktop(icon(t)).Send(t.Context(), message, ada); err != nil {
		t.Fatal(err)
	}
	if shown := d.history(); len(shown) != 1 || shown[0]["appname"].Value() != "Gatehouse" {
		t.Errorf("shown are %v", shown)
	}
}

// The daemon takes bodies for markup, and shows what was meant.
func TestDesktopMarkup(t *testing.T) {
	d := startDaemon(t)
	m := message
	m.Title, m.Body = `Müller & Söhne <b>`, "Müller & Söhne <b>now</b> & <i>never\n&amp; a <a href=\"x\">link</a>"
	if err := channel.NewDesktop(icon(t)).Send(t.Context(), m, ada); err != nil {
		t.Fatal(err)
	}
	if got := d.arrived(); len(got) != 1 || got[0] != (notifytest.Arrival{Title: m.Title, Body: m.Body}) {
		t.Errorf("arrived: %q", got)
	}
}

// A daemon that hangs is given up, holds up nothing afterwards, and costs no more the tenth time than the first.
func TestDesktopHangs(t *testing.T) {
	d := startDaemon(t)
	desktop := channel.NewDesktop(icon(t)).WithPatience(200 * time.Millisecond)
	signal := func(s syscall.Signal) {
		if err := d.process.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	signal(syscall.SIGSTOP)
	before := 0
	for i := range 10 {
		if err := desktop.Send(t.Context(), message, ada); !fault.Is(err, fault.Unreachable) {
			t.Fatalf("the error is %v", err)
		}
		if i == 2 {
			before = runtime.NumGoroutine()
		}
	}
	if after := runtime.NumGoroutine(); after > before+3 {
		t.Errorf("%d goroutines, were %d", after, before)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	if err := desktop.Send(ctx, message, ada); !fault.Is(err, fault.Canceled) {
		t.Errorf("when the context ends the error is %v", err)
	}
	signal(syscall.SIGCONT)
	if err := channel.NewDesktop(icon(t)).Send(t.Context(), message, ada); err != nil {
		t.Errorf("once the daemon goes on: %v", err)
	}
}

// Without a desktop session nothing is started, and the error says so.
func TestDesktopWithoutSession(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "nobody"))
	t.Setenv("PATH", "")
	err := channel.NewDesktop(icon(t)).Send(t.Context(), message, ada)
	if f := fault.Of(err); f == nil || f.Code != fault.Unreachable || f.Final || f.Hint == "" {
		t.Errorf("the error is %v", err)
	}
}
