package autostart

import (
	"encoding/xml"
	"strings"
)

// DesktopFile is the entry as the desktops of Linux read it (Desktop Entry Specification, "Exec key").
func DesktopFile(e Entry) string {
	words := []string{desktopWord(e.Program)}
	for _, arg := range e.Args {
		words = append(words, desktopWord(arg))
	}
	return strings.Join([]string{
		"[Desktop Entry]",
		"Type=Application",
		"Name=Gatehouse",
		"Comment=Reminds of authentication keys that end",
		"Icon=gatehouse",
		"Exec=" + strings.Join(words, " "),
		"Terminal=false",
		"StartupNotify=false",
		"X-GNOME-Autostart-enabled=true",
		"",
	}, "\n")
}

// desktopWord quotes a word twice, as the specification has it: for the command line, then for a value of the file.
func desktopWord(word string) string {
	quoted := `"` + strings.NewReplacer(`"`, `\"`, "`", "\\`", `$`, `\$`, `\`, `\\`, `%`, `%%`).Replace(word) + `"`
	return strings.ReplaceAll(quoted, `\`, `\\`)
}

// desktopStarts reports whether a desktop file says what DesktopFile would, and is not switched off. Desktops add lines
// of their own.
func desktopStarts(content string, e Entry) bool {
	want := ""
	for line := range strings.Lines(DesktopFile(e)) {
		if strings.HasPrefix(line, "Exec=") {
			want = strings.TrimSpace(line)
		}
	}
	on := false
	for line := range strings.Lines(content) {
		switch line = strings.TrimSpace(line); strings.ReplaceAll(strings.ToLower(line), " ", "") {
		case "hidden=true", "x-gnome-autostart-enabled=false":
			return false
		}
		on = on || line == want
	}
	return on
}

// LaunchAgentLabel names the agent on macOS, and its file.
const LaunchAgentLabel = "gatehouse.start-at-sign-in"

// LaunchAgent is the entry as macOS reads it (launchd.plist).
func LaunchAgent(e Entry) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + LaunchAgentLabel + `</string>
	<key>ProgramArguments</key>
	<array>
`)
	for _, word := range append([]string{e.Program}, e.Args...) {
		b.WriteString("\t\t<string>")
		xml.EscapeText(&b, []byte(word)) // a builder takes everything
		b.WriteString("</string>\n")
	}
	b.WriteString(`	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>ProcessType</key>
	<string>Interactive</string>
</dict>
</plist>
`)
	return b.String()
}

// RunCommand is the entry as a command line of Windows, which programs take apart by the rules of its C library.
func RunCommand(e Entry) string {
	words := []string{windowsWord(e.Program)}
	for _, arg := range e.Args {
		words = append(words, windowsWord(arg))
	}
	return strings.Join(words, " ")
}

// windowsWord quotes a word. Backslashes are doubled only before a quotation mark.
func windowsWord(word string) string {
	var b strings.Builder
	b.WriteByte('"')
	slashes := 0
	for _, c := range []byte(word) {
		switch c {
		case '\\':
			slashes++
			continue
		case '"':
			b.WriteString(strings.Repeat(`\`, slashes*2+1))
		default:
			b.WriteString(strings.Repeat(`\`, slashes))
		}
		slashes = 0
		b.WriteByte(c)
	}
	b.WriteString(strings.Repeat(`\`, slashes*2))
	b.WriteByte('"')
	return b.String()
}
