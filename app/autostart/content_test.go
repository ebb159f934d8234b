package autostart_test

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"gatehouse/app/autostart"
)

func exec(t *testing.T, e autostart.Entry) string {
	t.Helper()
	for line := range strings.Lines(autostart.DesktopFile(e)) {
		if command, ok := strings.CutPrefix(line, "Exec="); ok {
			return strings.TrimSpace(command)
		}
	}
	t.Fatal("there is no Exec line")
	return ""
}

func TestDesktopFile(t *testing.T) {
	for word, want := range map[string]string{
		"/usr/bin/gatehouse": `"/usr/bin/gatehouse"`,
		"/opt/Gate house":    `"/opt/Gate house"`,
		`/a"b`:               `"/a\\"b"`,
		"/a`$b":              "\"/a\\\\`\\\\$b\"",
		`/a\b`:               `"/a\\\\b"`,
		"/100%":              `"/100%%"`,
		"/žluť":              `"/žluť"`,
	} {
		if got := exec(t, autostart.Entry{Program: word}); got != want {
			t.Errorf("%s became %s, want %s", word, got, want)
		}
	}
	if got := exec(t, autostart.Entry{Program: "/g", Args: []string{"--hidden", "--data", "/d d"}}); got != `"/g" "--hidden" "--data" "/d d"` {
		t.Errorf("the command is %s", got)
	}
}

func TestDesktopStarts(t *testing.T) {
	e := autostart.Entry{Program: "/g", Args: []string{"--hidden"}}
	file := autostart.DesktopFile(e)
	for name, test := range map[string]struct {
		content string
		want    bool
	}{
		"AsWritten":      {file, true},
		"WithMore":       {file + "X-KDE-autostart-phase=2\r\n", true},
		"Hidden":         {file + "Hidden=true\n", false},
		"HiddenSpaced":   {file + "Hidden = true\n", false},
		"OffInGnome":     {strings.Replace(file, "enabled=true", "enabled=false", 1), false},
		"OtherArguments": {strings.Replace(file, "--hidden", "--shown", 1), false},
		"Empty":          {"", false},
	} {
		if got := autostart.DesktopStarts(test.content, e); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestLaunchAgent(t *testing.T) {
	words := []string{"/Applications/Gate & house.app/x", "--data", `/<d>/"e"`}
	var list struct {
		Keys  []string   `xml:"dict>key"`
		Label string     `xml:"dict>string"`
		Words []string   `xml:"dict>array>string"`
		Load  []struct{} `xml:"dict>true"`
	}
	content := autostart.LaunchAgent(autostart.Entry{Program: words[0], Args: words[1:]})
	if err := xml.Unmarshal([]byte(content), &list); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(list.Words, words) || !slices.Contains(list.Keys, "RunAtLoad") || len(list.Load) != 1 {
		t.Errorf("the agent is %+v", list)
	}
}

func TestRunCommand(t *testing.T) {
	for want, words := range map[string][]string{
		`"C:\Program Files\Gatehouse\gatehouse.exe" "--hidden"`: {`C:\Program Files\Gatehouse\gatehouse.exe`, "--hidden"},
		`"g" "C:\data\\"`:     {"g", `C:\data\`},
		`"g" "a\"b" "c\\\"d"`: {"g", `a"b`, `c\"d`},
		`"g" "a\\b"`:          {"g", `a\\b`},
	} {
		if got := autostart.RunCommand(autostart.Entry{Program: words[0], Args: words[1:]}); got != want {
			t.Errorf("%q became %s, want %s", words, got, want)
		}
	}
}
