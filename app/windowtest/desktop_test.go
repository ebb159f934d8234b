//go:build window

package windowtest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// panelSettings make a panel at the lower edge that shows nothing but the tray.
const panelSettings = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=8;x=720;y=940"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="36"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
`

// desktop is what a person's desktop has besides the window: a panel with a tray, and somebody who shows
// notifications. The session is the test's own.
type desktop struct {
	t     *testing.T
	bus   *dbus.Conn
	panel *exec.Cmd
}

func startDesktop(t *testing.T) *desktop {
	t.Helper()
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bus.Close() })
	d := &desktop{t: t, bus: bus}
	if d.owner("org.freedesktop.Notifications") == "" {
		notifications := exec.Command("dunst")
		if err := notifications.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { end(notifications) })
		d.wait("notifications", func() bool { return d.owner("org.freedesktop.Notifications") != "" })
	}
	settings := filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "xfce4", "xfconf", "xfce-perchannel-xml")
	if err := os.MkdirAll(settings, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(settings, "xfce4-panel.xml"), []byte(panelSettings), 0o600); err != nil {
		t.Fatal(err)
	}
	d.startPanel()
	t.Cleanup(d.endPanel)
	return d
}

func (d *desktop) startPanel() {
	d.t.Helper()
	d.panel = exec.Command("xfce4-panel", "--disable-wm-check")
	d.panel.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its plug-ins go with it
	if err := d.panel.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.wait("the tray", func() bool { return d.owner(watcher) != "" })
}

func (d *desktop) endPanel() {
	syscall.Kill(-d.panel.Process.Pid, syscall.SIGKILL)
	d.panel.Wait()
	d.wait("the end of the tray", func() bool { return d.owner(watcher) == "" })
}

func end(c *exec.Cmd) {
	c.Process.Kill()
	c.Wait()
}

func (d *desktop) wait(what string, done func() bool) {
	d.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if done() {
			return
		}
	}
	d.t.Fatalf("no sign of %s", what)
}

func (d *desktop) owner(name string) string {
	var owner string
	d.bus.BusObject().Call("org.freedesktop.DBus.GetNameOwner", 0, name).Store(&owner) // none is an error
	return owner
}

const watcher = "org.kde.StatusNotifierWatcher"

// items are the owners of the icons that the tray shows.
func (d *desktop) items() []string {
	var value dbus.Variant
	d.bus.Object(watcher, "/StatusNotifierWatcher").
		Call("org.freedesktop.DBus.Properties.Get", 0, watcher, "RegisteredStatusNotifierItems").Store(&value)
	var owners []string
	items, _ := value.Value().([]string)
	for _, item := range items {
		owner, _, _ := strings.Cut(item, "/")
		owners = append(owners, owner)
	}
	return owners
}

// waitIcon waits until the tray shows one icon, and returns its owner.
func (d *desktop) waitIcon() string {
	d.t.Helper()
	d.wait("one icon", func() bool { return len(d.items()) == 1 })
	return d.items()[0]
}

// tooltip is the text beside the icon.
func (d *desktop) tooltip(icon string) string {
	d.t.Helper()
	var value dbus.Variant
	err := d.bus.Object(icon, "/StatusNotifierItem").
		Call("org.freedesktop.DBus.Properties.Get", 0, "org.kde.StatusNotifierItem", "ToolTip").Store(&value)
	if err != nil {
		d.t.Fatal(err)
	}
	parts, _ := value.Value().([]any)
	if len(parts) != 4 {
		d.t.Fatalf("the tooltip is %v", value)
	}
	return parts[2].(string)
}

// menu are the lines of the icon's menu that are shown, by their titles.
func (d *desktop) menu(icon string) (titles []string, ids map[string]int32) {
	d.t.Helper()
	var revision uint32
	var layout struct {
		ID         int32
		Properties map[string]dbus.Variant
		Children   []dbus.Variant
	}
	err := d.bus.Object(icon, "/StatusNotifierItem/menu").
		Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &layout)
	if err != nil {
		d.t.Fatal(err)
	}
	ids = map[string]int32{}
	for _, child := range layout.Children {
		line, _ := child.Value().([]any)
		properties, _ := line[1].(map[string]dbus.Variant)
		title, _ := properties["label"].Value().(string)
		if shown, ok := properties["visible"].Value().(bool); title == "" || ok && !shown {
			continue
		}
		titles = append(titles, title)
		ids[title] = line[0].(int32)
	}
	return titles, ids
}

// choose clicks on the line of the menu that begins so.
func (d *desktop) choose(icon, beginning string) {
	d.t.Helper()
	titles, ids := d.menu(icon)
	i := slices.IndexFunc(titles, func(title string) bool { return strings.HasPrefix(title, beginning) })
	if i < 0 {
		d.t.Fatalf("the menu has no %q but %q", beginning, titles)
	}
	err := d.bus.Object(icon, "/StatusNotifierItem/menu").
		Call("com.canonical.dbusmenu.Event", 0, ids[titles[i]], "clicked", dbus.MakeVariant(""), uint32(0)).Err
	if err != nil {
		d.t.Fatal(err)
	}
}

// notifications are the titles of all notifications so far.
func (d *desktop) notifications() []string {
	d.t.Helper()
	service := d.bus.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications")
	var shown []map[string]dbus.Variant
	err := service.Call("org.dunstproject.cmd0.NotificationListHistory", 0).Store(&shown)
	if err != nil {
		d.t.Fatal(err)
	}
	var titles []string
	for _, it := range shown {
		titles = append(titles, it["appname"].Value().(string)+": "+it["summary"].Value().(string))
	}
	return titles
}

// shown is how many notifications are on the screen.
func (d *desktop) shown() uint32 {
	var value dbus.Variant
	d.bus.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").
		Call("org.freedesktop.DBus.Properties.Get", 0, "org.dunstproject.cmd0", "displayedLength").Store(&value)
	count, _ := value.Value().(uint32)
	return count
}

func (d *desktop) closeNotifications() {
	d.bus.Object("org.freedesktop.Notifications", "/org/freedesktop/Notifications").
		Call("org.dunstproject.cmd0.NotificationCloseAll", 0)
}

func TestTray(t *testing.T) {
	d := startDesktop(t)

	t.Run("tells of keys, keeps the window within reach, and quits", func(t *testing.T) {
		w := open(t, prepare(t))
		w.waitPainted()
		icon := d.waitIcon()
		if tip := d.tooltip(icon); !strings.HasPrefix(tip, "Gatehouse: ") || !strings.Contains(tip, "attention") {
			t.Errorf("the tooltip is %q", tip)
		}
		titles, _ := d.menu(icon)
		if n := len(titles); n < 5 || !slices.Equal(titles[n-2:], []string{"Open Gatehouse", "Quit"}) || !strings.HasPrefix(titles[1], "Next reminder: ") {
			t.Errorf("the menu is %q", titles)
		}

		// What a person is to be reminded of is on the desktop.
		const reminder, inTray = "Gatehouse: 4 keys need attention, the nearest expired 4 days ago.", "Gatehouse: Gatehouse goes on in the tray."
		w.wait("a reminder", func() bool { return d.shown() == 1 })
		screen(t, "reminder")
		d.closeNotifications()
		if got := d.notifications(); !slices.Equal(got, []string{reminder}) {
			t.Errorf("notifications are %q", got)
		}

		// The window hides, and the desktop says that the program goes on; the second time it only hides.
		for turn := range 2 {
			w.close()
			w.wait("the window to hide", func() bool { return visible() == "" })
			if turn == 0 {
				w.wait("a notification", func() bool { return d.shown() > 0 })
				time.Sleep(time.Second) // for the picture; nothing depends on it
				screen(t, "tray")
				d.closeNotifications()
				if got := d.notifications(); !slices.Equal(got, []string{inTray, reminder}) {
					t.Errorf("notifications are %q", got)
				}
			}
			d.choose(icon, "Open Gatehouse")
			w.wait("the window", func() bool { return visible() != "" })
			if turn == 0 {
				w.waitText("stays-in-tray", "Gatehouse went on in the tray", "Got it")
			}
		}
		d.closeNotifications()
		if got := d.notifications(); len(got) != 2 {
			t.Errorf("notifications are %q", got)
		}

		// A tray that comes anew finds the icon; one that stays away brings the window back.
		d.endPanel()
		d.startPanel()
		d.waitIcon()
		w.close()
		w.wait("the window to hide", func() bool { return visible() == "" })
		d.endPanel()
		w.wait("the window to come back", func() bool { return visible() != "" })
		d.startPanel()
		icon = d.waitIcon()

		// A portal of the menu opens with its key.
		titles, _ = d.menu(icon)
		portal, _, _ := strings.Cut(titles[2], ":")
		d.choose(icon, titles[2])
		w.waitText("from-tray", portal, "Thumbprint")

		d.choose(icon, "Quit")
		w.waitExit()
	})

	t.Run("starts hidden, and a second start shows the window", func(t *testing.T) {
		w := open(t, prepare(t), "--hidden")
		d.waitIcon() // what is hidden is not painted
		w.startAgain("--hidden")
		if visible() != "" {
			t.Error("the window is there")
		}
		w.startAgain()
		w.waitText("started-hidden", "Home", "Northwind Events 2024")
		w.close()
		w.wait("the window to hide", func() bool { return visible() == "" })
		if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		w.waitExit()
	})
}

func TestWithoutTray(t *testing.T) {
	t.Run("closing ends the program", func(t *testing.T) {
		w := open(t, prepare(t))
		w.waitPainted()
		w.waitText("without-tray", "Home")
		w.close()
		w.waitExit()
	})
	t.Run("a hidden start comes to the screen", func(t *testing.T) {
		w := open(t, prepare(t), "--hidden")
		w.wait("the window", func() bool { return visible() != "" })
	})
}

// wantTold wants two notifications: that the program goes on, and the digest of the sample's keys, each once.
func wantTold(t *testing.T, got []string) {
	t.Helper()
	slices.Sort(got)
	if len(got) != 2 || !strings.HasPrefix(got[0], "Gatehouse: 4 keys need attention") || got[1] != "Gatehouse: Gatehouse goes on in the tray." {
		t.Errorf("notifications are %q", got)
	}
}
